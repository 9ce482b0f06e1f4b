//! Small cases whose reasons can be checked by hand.

use std::collections::BTreeMap;

use choice::{Displaced, Limits, Objective, Options, Reason, choose};
use units::Fen;

use super::candidate;

const EXACT: Options =
    Options { gap_ratio: 0.0, max_nodes: 1000, time_limit_s: None, just_missed: 2 };

#[test]
fn each_candidate_left_out_says_why() {
    // Budget 100: B (60 yuan, 60 t) and C (40, 36) are best, 96 t. A has more tonnes per yuan than
    // both (70, 75) but would push out C and B, worth 96 together; D has fewer than all.
    let list = [
        candidate(1, "A", "", 70, 75),
        candidate(2, "B", "", 60, 60),
        candidate(2, "B-lite", "", 30, 20),
        candidate(3, "C", "", 40, 36),
        candidate(4, "D", "", 50, 10),
        candidate(5, "E", "", 101, 500),
    ];
    let limits = Limits { budget: Fen(10_000), district_ceilings: BTreeMap::new() };
    let choice = choose(&list, &limits, Objective::Co2e, &EXACT).expect("valid");
    assert_eq!(choice.chosen, [1, 3]);
    let displaces = Displaced { first: 3, count: 2, value_points: 96.0 };
    let worse = Reason::WorsePerYuan { points_per_yuan: 0.2, least_points_per_yuan: 0.9 };
    assert_eq!(
        choice.left_out,
        [
            (0, Reason::BreaksBudget { over_by: Fen(7000), displaces }),
            (2, Reason::OtherPackage { chosen: 1 }),
            (4, worse),
            (5, Reason::ExceedsBudget { over_by: Fen(100) }),
        ]
    );
    let missed: Vec<_> =
        choice.just_missed.iter().map(|m| (m.index, m.over_by, m.displaces.as_slice())).collect();
    assert_eq!(missed, [(0, Fen(7000), [3, 1].as_slice()), (4, Fen(5000), [3, 1].as_slice())]);
    assert_eq!(
        choice.left_out[0].1.text(&list).zh,
        "超出总预算 70.00 元；需挤出 2 个入选项目（如 P00003），其效益合计 96.0"
    );
}

#[test]
fn a_ceiling_binds_before_the_budget() {
    // Without the ceiling both of 东城区 would win.
    let list = [
        candidate(1, "a", "东城区", 50, 90),
        candidate(2, "a", "东城区", 40, 70),
        candidate(3, "a", "西城区", 50, 10),
        candidate(4, "a", "东城区", 61, 99),
    ];
    let mut limits = Limits { budget: Fen(10_000), district_ceilings: BTreeMap::new() };
    limits.district_ceilings.insert("东城区".into(), Fen(6000));
    let choice = choose(&list, &limits, Objective::Co2e, &EXACT).expect("valid");
    assert_eq!(choice.chosen, [0, 2]);
    assert_eq!(choice.cost_by_district_fen[&Some("东城区".into())], Fen(5000));
    let worse = Reason::WorsePerYuan { points_per_yuan: 1.75, least_points_per_yuan: 1.8 };
    let exceeds = Reason::ExceedsCeiling { district: "东城区".into(), over_by: Fen(100) };
    assert_eq!(choice.left_out, [(1, worse), (3, exceeds)]);
}

#[test]
fn among_equal_packages_the_cheaper_is_taken() {
    let list = [candidate(1, "a", "", 50, 90), candidate(1, "b", "", 40, 90)];
    let limits = Limits { budget: Fen(10_000), district_ceilings: BTreeMap::new() };
    let choice = choose(&list, &limits, Objective::Co2e, &EXACT).expect("valid");
    assert_eq!(choice.chosen, [1]);
}
