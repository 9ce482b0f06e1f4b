//! One case, decided by its facts.

use serde_json::Value;

use crate::desk::{Answer, Desk};

const SCHEME: &str = "cn/beijing/vacated-space";

/// Facts of a project that meets everything of the 2023 plan.
const WHOLE: &str = "
project_kind: low_efficiency_building
renovated_area_m2: 48000
completion_date: 1998
district_identified_low_efficiency: true
plan_conformity: true
works_within_scope: true
property_rights_clear: true
industry_positioning_defined: true
operation_mechanism_in_place: true
target_industry_fits: true
key_enterprise_target_met: true
occupancy_target_met: true
project_state: ready
ready_to_start: true
other_municipal_funds: false
in_reserve: true
saving_rate_percent: 18
renewable_conditions_feasible: true
pv_roof_share_percent: 45
heat_pump_heating: true
fixed_asset_investment_yuan: 480000000
support_mode: investment_subsidy
";

fn decide(facts: &str, on: &str) -> Answer {
    let desk = Desk::new();
    desk.write("case.yaml", facts);
    desk.run(["policy", "decide", "--json", "--scheme", SCHEME, "--on", on, "--facts", "case.yaml"])
}

fn with(line: &str) -> String {
    let key = line.split(':').next().unwrap();
    let kept: Vec<&str> =
        WHOLE.lines().filter(|old| !old.starts_with(&format!("{key}:"))).collect();
    format!("{}\n{line}\n", kept.join("\n"))
}

fn amount(decision: &Value) -> Option<i64> {
    decision["amount"].as_i64()
}

#[test]
fn a_whole_case_is_met_to_the_fen() {
    let decision = decide(WHOLE, "2023-10-01").json();
    assert_eq!(decision["verdict"], "met", "{}", decision["missing"]);
    assert_eq!(amount(&decision), Some(4_800_000_000));
    assert_eq!(decision["unconfirmed"], true);
}

#[test]
fn the_cap_binds_for_both_kinds() {
    let plant = |investment: &str| {
        with("project_kind: old_plant")
            .replace("renovated_area_m2: 48000", "renovated_area_m2: 3000.01")
            .replace("480000000", investment)
    };
    for (facts, fen) in [
        (with("fixed_asset_investment_yuan: 620000000"), 5_000_000_000),
        (plant("150000000"), 4_500_000_000),
        (plant("200000000"), 5_000_000_000),
    ] {
        assert_eq!(amount(&decide(&facts, "2023-10-01").json()), Some(fen), "{facts}");
    }
}

#[test]
fn areas_must_be_strictly_greater() {
    let plant = with("project_kind: old_plant");
    for (facts, verdict) in [
        (with("renovated_area_m2: 20000.0"), "not_met"),
        (with("renovated_area_m2: 20000.01"), "met"),
        (plant.replace("renovated_area_m2: 48000", "renovated_area_m2: 3000.0"), "not_met"),
    ] {
        let decision = decide(&facts, "2023-10-01").json();
        assert_eq!(decision["verdict"], verdict, "{facts}");
    }
}

#[test]
fn the_day_picks_the_version_or_none() {
    assert_eq!(decide(WHOLE, "2022-06-01").json()["version"], "2021-trial");
    assert_eq!(decide(WHOLE, "2023-10-01").json()["version"], "2023-plan");
    let gap = decide(WHOLE, "2023-07-01");
    assert_eq!(gap.code, 4, "{}", gap.out);
    assert!(gap.err.contains("2023-05-31") && gap.err.contains("2023-08-31"), "{}", gap.err);
}

#[test]
fn what_is_unknown_leaves_the_case_open_with_a_conditional_amount() {
    let facts = WHOLE.replace("saving_rate_percent: 18\n", "");
    let decision = decide(&facts, "2023-10-01").json();
    assert_eq!(decision["verdict"], "undetermined");
    assert_eq!(amount(&decision), None);
    assert_eq!(decision["amount_if_met"], 4_800_000_000_i64);
    let missing = decision["missing"].as_array().unwrap();
    assert!(missing.iter().any(|one| one["name"] == "saving_rate_percent"), "{missing:?}");
}

#[test]
fn a_case_file_is_told_what_is_wrong_with_it() {
    for (facts, word) in [
        ("", "empty_file"),
        ("renovated_area: 5", "renovated_area_m2"),
        ("renovated_area_m2: wide", "a number in m2"),
        ("\u{0}\u{1}", "diagnostics"),
        ("- [", "broken_yaml"),
    ] {
        let answer = decide(facts, "2023-10-01");
        assert_eq!(answer.code, 3, "{facts:?}: {}", answer.out);
        assert!(answer.err.contains(word), "{facts:?}: {}", answer.err);
    }
}
