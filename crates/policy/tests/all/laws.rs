//! Laws that hold for every case: drawn at random, never tuned to one.

use policy::{ClauseVerdict, Decision, Facts, Verdict, modelled, reported};
use proptest::prelude::*;
use units::{Decimal, Fen, Mark, Source};

use crate::scheme::{SCHEME, day, facts};

const CASES: [&str; 3] = ["complete-building", "complete-plant", "complete-area"];

fn names(facts: &Facts) -> Vec<String> {
    facts.iter().map(|(name, _)| name.to_owned()).collect()
}

fn decide(facts: &Facts) -> Decision {
    SCHEME.decide(facts, day("2023-10-01")).unwrap()
}

fn with_investment(name: &str, fen: i64) -> Facts {
    let mut case = facts(name);
    case.number("fixed_asset_investment_yuan", Fen(fen).yuan(), reported("drawn at random"));
    case
}

/// At most fifty million yuan.
fn capped(fen: i128) -> Fen {
    Fen(i64::try_from(fen.min(5_000_000_000)).unwrap())
}

/// Marks that may never reach a decided amount.
const SOFT: [Mark; 4] = [Mark::Modelled, Mark::Assumed, Mark::Recalled, Mark::NotFound];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_amount_is_the_rate_times_the_base_up_to_the_cap(fen in 0i64..200_000_000_000) {
        // A brute-force oracle in integers: 10 % or 30 % of the fen, cut down, at most 5e9 fen.
        for (name, percent) in [("complete-building", 10), ("complete-plant", 30)] {
            let oracle = capped(i128::from(fen) * percent / 100);
            prop_assert_eq!(decide(&with_investment(name, fen)).amount, Some(oracle));
        }
    }

    #[test]
    fn a_larger_base_never_lowers_the_amount(a in 0i64..200_000_000_000, b in 0i64..200_000_000_000) {
        let (low, high) = (a.min(b), a.max(b));
        for name in ["complete-building", "complete-plant"] {
            let small = decide(&with_investment(name, low)).amount;
            prop_assert!(small <= decide(&with_investment(name, high)).amount);
        }
    }

    #[test]
    fn forgetting_facts_gives_no_award_and_no_refusal(case in 0usize..2, keep in any::<u64>()) {
        // Every fact of these two cases is needed, except a permissive one or an alternative.
        let mut partial = facts(CASES[case]);
        let free = ["heat_pump_heating", "district_funds", "vacant", "in_key_area", "district",
                    "original_production_ended"];
        let mut forgotten = 0;
        for (index, name) in names(&partial).into_iter().enumerate() {
            if keep >> (index % 64) & 1 == 0 {
                partial.forget(&name);
                forgotten += usize::from(!free.contains(&name.as_str()));
            }
        }
        let decision = decide(&partial);
        prop_assert_ne!(decision.verdict, Verdict::NotMet);
        prop_assert_eq!(decision.verdict == Verdict::Met, forgotten == 0);
        prop_assert_eq!(decision.amount.is_some(), forgotten == 0);
        prop_assert_eq!(decision.missing.is_empty(), forgotten == 0);
    }

    #[test]
    fn what_is_known_stays_decided_when_more_becomes_known(keep in any::<u64>(), case in 0usize..3) {
        let whole = facts(CASES[case]);
        let mut partial = whole.clone();
        for (index, name) in names(&whole).into_iter().enumerate() {
            if keep >> (index % 64) & 1 == 0 {
                partial.forget(&name);
            }
        }
        let (before, after) = (decide(&partial), decide(&whole));
        for (a, b) in before.clauses.iter().zip(&after.clauses) {
            let settled = a.verdict != ClauseVerdict::Undetermined;
            // A clause met before it was known to apply may turn out not to apply.
            prop_assert!(!settled || a.verdict == b.verdict
                || b.verdict == ClauseVerdict::NotApplicable && a.verdict == ClauseVerdict::Met,
                "{}: {:?} then {:?}", a.id, a.verdict, b.verdict);
        }
    }

    #[test]
    fn a_soft_fact_never_reaches_a_decided_amount(case in 0usize..2, pick in any::<prop::sample::Index>(), mark in 0usize..4) {
        let mut softened = facts(CASES[case]);
        let all = names(&softened);
        let name = pick.get(&all);
        let mut fact = softened.get(name).unwrap().clone();
        fact.source = Source { origin: "drawn at random".to_owned(), date: None, mark: SOFT[mark] };
        softened.set(name.clone(), fact);
        let decision = decide(&softened);
        let took_part = decision.missing.iter().any(|missing| missing.name == *name);
        prop_assert_eq!(decision.amount.is_none(), took_part);
        if decision.amount.is_some() {
            prop_assert!(decision.marks.iter().all(|mark| mark.may_decide()));
        }
        prop_assert_ne!(decision.verdict, Verdict::NotMet);
        prop_assert!(decision.amount_if_met.is_some());
    }

    #[test]
    fn the_cap_of_a_bundle_is_never_exceeded(parts in prop::collection::vec((0usize..3, 0i64..100_000_000_000), 0..6)) {
        let kinds = ["low_efficiency_building", "old_plant", "infrastructure"];
        let mut text = String::from("components:\n");
        let mut exact = 0i128;
        for (kind, fen) in &parts {
            let percent = if *kind == 0 { 10 } else { 30 };
            exact += i128::from(*fen) * percent;
            text.push_str(&format!("  - {{kind: {}, renovated_area_m2: 1, investment_yuan: {}}}\n", kinds[*kind], Fen(*fen)));
        }
        if parts.is_empty() {
            text = "components: []\n".to_owned();
        }
        let mut case = facts("complete-area");
        let read = SCHEME.read_facts("drawn.yaml", &text).unwrap();
        case.set("components", read.get("components").unwrap().clone());
        let decision = decide(&case);
        // Under one cap and under three the amount is the same as long as the total is below it.
        match decision.amount {
            Some(amount) => prop_assert_eq!(amount, capped(exact / 100)),
            None => prop_assert!(exact / 100 >= 5_000_000_000),
        }
    }
}

#[test]
fn assumed_and_modelled_inputs_give_a_conditional_amount_only() {
    let mut case = facts("complete-building");
    case.quantity("saving_rate_percent", 22.5, modelled("hourly simulation")).unwrap();
    let decision = decide(&case);
    assert_eq!(decision.verdict, Verdict::Undetermined);
    assert!(decision.provisional);
    assert_eq!(decision.amount_if_met, Some(Fen(4_800_000_000)));
    let wanted = decision.missing.iter().find(|m| m.name == "saving_rate_percent").unwrap();
    assert!(wanted.what.en.contains("design calculation"));
    assert!(case.quantity("saving_rate_percent", f64::NAN, modelled("none")).is_none());
}

#[test]
fn a_recalled_parameter_never_reaches_a_decided_amount() {
    let mut files = crate::scheme::FILES.clone();
    for (path, text) in &mut files {
        if path == "parameters/building_rate.yaml" {
            *text = text.replace("mark: S", "mark: B");
        }
    }
    let scheme = policy::Scheme::load(&files).unwrap();
    let decision = scheme.decide(&facts("complete-building"), day("2023-10-01")).unwrap();
    assert_eq!(decision.verdict, Verdict::Undetermined);
    assert_eq!(decision.amount, None);
    assert_eq!(decision.amount_if_met, Some(Fen(4_800_000_000)));
    assert!(decision.missing.iter().any(|missing| missing.name == "building_rate"));
}

#[test]
fn a_firm_refusal_is_not_softened_by_an_assumption_beside_it() {
    let mut case = facts("complete-building");
    case.number("renovated_area_m2", Decimal::from(20_000), reported("survey"));
    case.flag(
        "in_reserve",
        true,
        Source { origin: "nobody".to_owned(), date: None, mark: Mark::Assumed },
    );
    let decision = decide(&case);
    assert_eq!(decision.verdict, Verdict::NotMet);
    assert_eq!(decision.amount_if_met, None);
    assert!(decision.amount_note.unwrap().en.contains("building_area"));
}
