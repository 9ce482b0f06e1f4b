//! Interest against a day-by-day oracle in big integers.

use policy::reported;
use proptest::prelude::*;
use units::{Date, Fen};

use crate::scheme::{SCHEME, day, facts};

/// Offset in days from the start of support, and an amount or rate in minor units.
type Series = Vec<(u16, i64)>;

fn yaml(name: &str, keys: (&str, &str), series: &Series, from: Date) -> String {
    let mut out = format!("{name}:{}\n", if series.is_empty() { " []" } else { "" });
    for (offset, value) in series {
        let date = from.checked_add(jiff::Span::new().days(i64::from(*offset))).unwrap();
        out.push_str(&format!("  - {{{}: {date}, {}: {}}}\n", keys.0, keys.1, Fen(*value)));
    }
    out
}

fn rate(series: &Series, at: u16) -> i128 {
    let latest = series.iter().filter(|(from, _)| *from <= at).max_by_key(|(from, _)| *from);
    i128::from(latest.unwrap().1)
}

/// Fen of interest: balance in fen, rate in hundredths of a percent, share in percent, day by day.
fn oracle(
    draw: &Series,
    repay: &Series,
    actual: &Series,
    lpr: &Series,
    share: i128,
    basis: i128,
    days: u16,
) -> i64 {
    let mut sum = 0i128;
    for at in 0..days {
        let total = |series: &Series| -> i128 {
            series.iter().filter(|(on, _)| *on <= at).map(|(_, fen)| i128::from(*fen)).sum()
        };
        sum += (total(draw) - total(repay)) * rate(actual, at).min(rate(lpr, at));
    }
    i64::try_from((sum * share / (100 * 100 * 100 * basis)).min(5_000_000_000)).unwrap()
}

fn rates() -> impl Strategy<Value = Series> {
    prop::collection::btree_map(1u16..900, 0i64..900, 0..5).prop_map(|later| {
        let mut series: Series = later.into_iter().collect();
        series.push((0, 345));
        series
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn interest_is_exact_to_the_fen(
        draw in prop::collection::vec((0u16..900, 0i64..20_000_000_000), 1..5),
        repaid in prop::collection::vec((0u16..900, 0u8..25), 0..4),
        actual in rates(), lpr in rates(), share in 0i64..=100, is_360 in any::<bool>(), term in 1u16..900,
    ) {
        // Repayments are shares of the first drawdown made on day 0, so the balance stays positive.
        let mut draw = draw;
        draw[0].0 = 0;
        let repaid: Series = repaid.iter().map(|(on, p)| (*on, draw[0].1 / 100 * i64::from(*p))).collect();
        let from = day("2023-11-01");
        let maturity = from.checked_add(jiff::Span::new().days(i64::from(term))).unwrap();
        let mut text = format!(
            "support_mode: interest_subsidy\nday_count: {}\nsubsidy_from: {from}\nloan_maturity: {maturity}\neligible_share_percent: {share}\n",
            if is_360 { "act_360" } else { "act_365" }
        );
        let keys = ("date", "amount_yuan");
        text += &yaml("loan_drawdowns", keys, &draw, from);
        text += &yaml("loan_repayments", keys, &repaid, from);
        text += &yaml("actual_rates", ("from", "rate_percent"), &actual, from);
        text += &yaml("lpr_rates", ("from", "rate_percent"), &lpr, from);
        let mut case = facts("complete-building");
        for (name, fact) in SCHEME.read_facts("drawn.yaml", &text).unwrap().iter() {
            case.set(name, fact.clone());
        }
        let decision = SCHEME.decide(&case, day("2024-01-01")).unwrap();
        // Two years from 2023-11-01 are 731 days, over the leap day of 2024.
        let days = term.min(731);
        let basis = if is_360 { 360 } else { 365 };
        let expected = oracle(&draw, &repaid, &actual, &lpr, i128::from(share), basis, days);
        prop_assert_eq!(decision.amount, Some(Fen(expected)));
    }
}

#[test]
fn sums_beyond_exact_arithmetic_are_refused_not_rounded() {
    let mut case = facts("complete-building");
    let huge = "999999999999999999.99999".parse().unwrap();
    case.number("fixed_asset_investment_yuan", huge, reported("absurd"));
    let capped = SCHEME.decide(&case, day("2023-10-01")).unwrap();
    assert_eq!(capped.amount, Some(Fen(5_000_000_000)));
    let fine = "9999999999999999.999999999999".parse().unwrap();
    case.number("fixed_asset_investment_yuan", fine, reported("absurd"));
    let held = SCHEME.decide(&case, day("2023-10-01")).unwrap();
    assert_eq!(held.amount, Some(Fen(5_000_000_000)), "a tenth has no more digits");
    let mut case = facts("complete-plant");
    let finest = "79228162514264337.593543950335".parse().unwrap();
    case.number("fixed_asset_investment_yuan", finest, reported("absurd"));
    let refused = SCHEME.decide(&case, day("2023-10-01")).unwrap();
    assert_eq!(refused.amount, None);
    assert_eq!(refused.amount_if_met, None);
    assert!(refused.missing.iter().any(|m| m.what.en.contains("exact arithmetic")));
}
