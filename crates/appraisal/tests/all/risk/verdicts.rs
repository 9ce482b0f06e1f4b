//! The table of verdicts, and what to change.

use appraisal::risk::{
    Alternative, Case, Judgement, Outcome, Side, Verdict, VerdictRules, simulate, tornado,
};
use units::{Fen, Text};

use super::{VERDICT, inputs};

const RENT: &str = "{kind: uniform, low: 0, high: 100}";

fn outcome(npv_yuan: f64, grant_yuan: f64) -> Option<Outcome> {
    let without_subsidy = Fen::estimate_from_yuan(npv_yuan)?;
    let with_subsidy = Fen::estimate_from_yuan(npv_yuan + grant_yuan)?;
    Some(Outcome { with_subsidy, without_subsidy })
}

/// The verdict on `rent − cost` (rent 0 to 100 alike) with a grant, in thousands of yuan.
fn judge(cost: f64, grant: f64, missing: &[Text], alternatives: &[Alternative]) -> Judgement {
    let rules = VerdictRules::parse("verdict.yaml", VERDICT).unwrap();
    let inputs = inputs(&[("rent", RENT)]);
    let evaluate = |v: &[f64]| outcome(1e3 * (v[0] - cost), 1e3 * grant);
    let profile = simulate(&inputs, 4000, 1, evaluate).unwrap().distribution();
    let swings = tornado(&inputs, Side::WithoutSubsidy, evaluate);
    let (profile, swings) = (Some(&profile), swings.as_slice());
    rules.judge(&Case { inputs: &inputs, profile, missing, swings, alternatives })
}

#[test]
fn the_table_of_verdicts() {
    use Verdict::{Doubtful, LossMaking, Sound};
    for (cost, grant, without_subsidy, with_subsidy) in [
        (5.0, 0.0, Sound, Sound),            // loses in 5 of 100
        (30.0, 0.0, Doubtful, Doubtful),     // in 30 of 100
        (70.0, 0.0, LossMaking, LossMaking), // in 70 of 100
        (70.0, 40.0, LossMaking, Doubtful),  // with the grant in 30 of 100
        (70.0, 65.0, LossMaking, Sound),
        (30.0, 25.0, Doubtful, Sound),
    ] {
        let judged = judge(cost, grant, &[], &[]);
        assert_eq!(judged.without_subsidy, without_subsidy, "{cost} {grant}");
        assert_eq!(judged.with_subsidy, with_subsidy, "{cost} {grant}");
        assert_eq!(judged.verdict, without_subsidy, "the answer without it leads");
        assert!(judged.headline.zh.contains(&without_subsidy.text().zh), "{:?}", judged.headline);
        assert!(judged.missing.is_empty() && judged.grounds.len() >= 2);
    }
    let loses = judge(70.0, 40.0, &[], &[]);
    assert_eq!(loses.headline.zh, "无补助：改造将亏损；有补助：盈亏存疑");
    let said =
        "without the subsidy: would be a loss-making renovation; with it: a doubtful renovation";
    assert_eq!(loses.headline.en, said);
}

#[test]
fn a_likely_loss_with_a_gain_expected_is_doubtful_not_loss_making() {
    let rules = VerdictRules::parse("verdict.yaml", VERDICT).unwrap();
    let inputs = inputs(&[("luck", RENT)]);
    let evaluate = |v: &[f64]| outcome(if v[0] < 80.0 { -1.0 } else { 1000.0 }, 0.0);
    let profile = simulate(&inputs, 1000, 1, evaluate).unwrap().distribution();
    assert!(profile.with_subsidy.loss.share > 0.7);
    let case = Case {
        inputs: &inputs,
        profile: Some(&profile),
        missing: &[],
        swings: &[],
        alternatives: &[],
    };
    assert_eq!(rules.judge(&case).verdict, Verdict::Doubtful);
}

#[test]
fn what_is_not_known_is_asked_for_and_never_guessed() {
    let missing = [Text::new("租金", "rent"), Text::new("建筑面积", "floor area")];
    let judged = judge(5.0, 0.0, &missing, &[]);
    assert_eq!(judged.verdict, Verdict::CannotBeSaid);
    assert_eq!(judged.missing, missing);
    assert_eq!(judged.headline.zh, "无法判断改造是否亏损：缺少租金、建筑面积");
    assert!(judged.grounds.is_empty() && judged.what_to_change.is_empty());

    let rules = VerdictRules::parse("verdict.yaml", VERDICT).unwrap();
    let inputs = inputs(&[("rent", RENT)]);
    let case =
        Case { inputs: &inputs, profile: None, missing: &[], swings: &[], alternatives: &[] };
    let judged = rules.judge(&case);
    assert_eq!((judged.verdict, judged.missing.len()), (Verdict::CannotBeSaid, 1));
}

#[test]
fn ways_out_are_ranked() {
    let other = |name: &str, extra: i64, npv: i64| Alternative {
        name: Text::same(name),
        extra_investment: Fen(extra),
        expected_npv: Fen(npv),
    };
    let others = [other("dear", 900, 50), other("cheap", -900, 10), other("loses too", -2000, -1)];
    let judged = judge(70.0, 0.0, &[], &others);
    let inputs: Vec<_> = judged.what_to_change.iter().map(|lever| lever.input.clone()).collect();
    assert_eq!(inputs, [None, None, Some("rent".into())]);
    assert!(judged.what_to_change[0].what.en.contains("cheap"));
    let rent = &judged.what_to_change[2];
    assert!((rent.value.unwrap() - 70.0).abs() < 0.01);
    // From 50 to 70, over 90 − 10.
    assert!((rent.distance_ratio.unwrap() - 0.25).abs() < 1e-3);
    assert_eq!(rent.what.en, "bring rent from × 50.00 to × 70.00 to break even");
    let gains = judge(30.0, 0.0, &[], &[]);
    assert_eq!(
        gains.what_to_change[0].what.en,
        "do not let rent go below × 30.00 (now × 50.00): it loses there"
    );
}

#[test]
fn a_threshold_within_the_error_is_admitted() {
    // With 4,000 draws the interval is about 3 % wide, so one of these must hold 50 %.
    let close = [48.0, 49.0, 50.0, 51.0, 52.0].map(|cost| judge(cost, 0.0, &[], &[]));
    let admits = |judged: &Judgement| {
        judged.grounds.iter().any(|ground| ground.en.contains("more draws could turn"))
    };
    assert!(close.iter().any(admits));
    assert!(!admits(&judge(70.0, 0.0, &[], &[])));
}
