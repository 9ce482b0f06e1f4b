//! Empty, absurd and extreme input: a clear answer, never a panic.

use std::collections::BTreeMap;

use choice::{Candidate, ChoiceError, Limits, Objective, Options, Reason, choose};
use units::{Fen, GramsCo2e};

use super::candidate;

fn budget(yuan: i64) -> Limits {
    Limits { budget: Fen(yuan * 100), district_ceilings: BTreeMap::new() }
}

fn reason_for(candidate: Candidate, objective: Objective) -> Reason {
    let choice = choose(&[candidate], &budget(1000), objective, &Options::default())
        .expect("one bad candidate stops nothing");
    assert!(choice.chosen.is_empty());
    assert_eq!(choice.gap_ratio.to_bits(), 0.0_f64.to_bits());
    choice.left_out[0].1.clone()
}

#[test]
fn nothing_to_choose_from_gives_an_empty_choice() {
    let choice = choose(&[], &budget(1000), Objective::Co2e, &Options::default()).expect("valid");
    assert_eq!((choice.chosen.len(), choice.cost_fen), (0, Fen::ZERO));
}

#[test]
fn a_budget_of_zero_takes_only_what_costs_nothing() {
    let list = [candidate(1, "a", "", 1, 5), candidate(2, "a", "", 0, 3)];
    let choice = choose(&list, &budget(0), Objective::Co2e, &Options::default()).expect("valid");
    assert_eq!(choice.chosen, [1]);
    assert_eq!(choice.left_out, [(0, Reason::ExceedsBudget { over_by: Fen(100) })]);
}

#[test]
fn unknown_and_invalid_values_are_left_out_with_the_reason() {
    let good = candidate(1, "a", "", 10, 5);
    let both = Objective::Weighted { co2e_t_weight: 1.0, floor_area_m2_weight: 1.0 };

    let no_saving = Candidate { co2e_g_per_year: None, ..good.clone() };
    assert_eq!(reason_for(no_saving.clone(), Objective::Co2e), Reason::UnknownCo2e);
    assert_eq!(reason_for(no_saving, both), Reason::UnknownCo2e);

    let no_area = Candidate { floor_area_m2: None, ..good.clone() };
    assert_eq!(reason_for(no_area, both), Reason::UnknownFloorArea);
    for area_m2 in [f64::NAN, f64::INFINITY, -1.0] {
        let bad = Candidate { floor_area_m2: Some(area_m2), ..good.clone() };
        let reason = reason_for(bad, Objective::FloorArea);
        assert!(matches!(reason, Reason::InvalidFloorArea { .. }), "{reason:?}");
    }

    let paid = Candidate { cost_fen: Fen(-1), ..good.clone() };
    assert_eq!(reason_for(paid, both), Reason::NegativeCost { cost: Fen(-1) });
    for grams in [0, -7_000_000, i64::MIN] {
        let worse = Candidate { co2e_g_per_year: Some(GramsCo2e(grams)), ..good.clone() };
        let reason = reason_for(worse, Objective::Co2e);
        assert!(matches!(reason, Reason::NoGain { .. }), "{reason:?}");
    }
}

#[test]
fn a_quantity_without_weight_may_be_unknown_and_is_counted_so() {
    let list = [Candidate { floor_area_m2: None, ..candidate(1, "a", "", 10, 5) }];
    let objective = Objective::Weighted { co2e_t_weight: 2.0, floor_area_m2_weight: 0.0 };
    let choice = choose(&list, &budget(10), objective, &Options::default()).expect("valid");
    assert_eq!((choice.chosen.as_slice(), choice.floor_area_unknown), ([0].as_slice(), 1));
    assert_eq!(choice.objective_points.to_bits(), 10.0_f64.to_bits());
}

#[test]
fn with_ceilings_a_candidate_of_unknown_district_is_left_out() {
    let mut limits = budget(1000);
    limits.district_ceilings.insert("东城区".into(), Fen(0));
    let list = [candidate(1, "a", "", 10, 5), candidate(2, "a", "西城区", 10, 5)];
    let choice = choose(&list, &limits, Objective::Co2e, &Options::default()).expect("valid");
    assert_eq!(choice.chosen, [1]);
    assert_eq!(choice.left_out, [(0, Reason::UnknownDistrict)]);
}

#[test]
fn sums_beyond_every_float_are_still_kept_exactly() {
    // Both together cost one fen more than the budget; as doubles the two sums are equal.
    let half = i64::MAX / 2 + 1;
    let limits = Limits { budget: Fen(i64::MAX), district_ceilings: BTreeMap::new() };
    let list: Vec<Candidate> = [(1, half, 5), (2, half, 4), (3, 70, 1)]
        .map(|(project, fen, tonnes)| Candidate {
            cost_fen: Fen(fen),
            ..candidate(project, "a", "", 0, tonnes)
        })
        .into();
    let choice = choose(&list, &limits, Objective::Co2e, &Options::default()).expect("valid");
    assert_eq!(choice.chosen, [0, 2]);
    assert_eq!(choice.repaired_fen, Fen(71), "the solver took all three; said, and put right");
    assert!(choice.gap_ratio > 0.0, "and the proof is honest about what that cost");
}

#[test]
fn values_of_all_sizes_reach_the_solver() {
    for (floor_area_m2, weight) in [(1e-200, 1.0), (1e-6, 1e-9), (1e9, 1e12), (1e300, 1.0)] {
        let list: Vec<Candidate> = (1..=4)
            .map(|n| Candidate {
                floor_area_m2: Some(floor_area_m2 * f64::from(n)),
                ..candidate(n, "a", "", 10, 0)
            })
            .collect();
        let objective = Objective::Weighted { co2e_t_weight: 0.0, floor_area_m2_weight: weight };
        let choice = choose(&list, &budget(20), objective, &Options::default()).expect("valid");
        assert_eq!(choice.chosen, [2, 3], "{floor_area_m2} {weight}");
    }
}

#[test]
fn limits_and_options_out_of_range_are_errors() {
    let list = [candidate(1, "a", "东城区", 10, 5)];
    let options = Options::default();
    let run = |limits: &Limits, objective, options: &Options| {
        choose(&list, limits, objective, options).expect_err("out of range")
    };

    let error = run(&budget(-1), Objective::Co2e, &options);
    assert_eq!(error, ChoiceError::NegativeBudget { budget: Fen(-100) });
    assert_eq!(error.to_string(), "the budget must not be negative, found -1.00 yuan");
    assert_eq!(error.text().zh, "预算不能为负，现为 -1.00 元");

    let mut limits = budget(10);
    limits.district_ceilings.insert("东城区".into(), Fen(-1));
    let error = run(&limits, Objective::Co2e, &options);
    assert!(matches!(error, ChoiceError::NegativeCeiling { .. }), "{error:?}");

    for (co2e_t_weight, floor_area_m2_weight) in
        [(0.0, 0.0), (-1.0, 1.0), (f64::NAN, 1.0), (1.0, f64::INFINITY)]
    {
        let objective = Objective::Weighted { co2e_t_weight, floor_area_m2_weight };
        let error = run(&budget(10), objective, &options);
        assert!(matches!(error, ChoiceError::Weights { .. }), "{error:?}");
    }
    for gap_ratio in [-0.1, 1.0, f64::NAN] {
        let error = run(&budget(10), Objective::Co2e, &Options { gap_ratio, ..options });
        assert!(matches!(error, ChoiceError::Option { option: "gap_ratio", .. }), "{error:?}");
    }
    for seconds in [0.0, -1.0, f64::NAN] {
        let timed = Options { time_limit_s: Some(seconds), ..options };
        let error = run(&budget(10), Objective::Co2e, &timed);
        assert!(matches!(error, ChoiceError::Option { option: "time_limit_s", .. }), "{error:?}");
    }
}
