//! One case, decided by its facts.

use serde_json::Value;

use crate::desk::{Answer, Desk};

pub(crate) const SCHEME: &str = "cn/beijing/vacated-space";

/// Facts of a project that meets everything of the 2023 plan.
pub(crate) const WHOLE: &str = "
project_kind: low_efficiency_building
renovated_area_m2: 48000
completion_date: 1998
district_identified_low_efficiency: true
plan_conformity: {value: true, reviewer: 王五}
works_within_scope: {value: true, reviewer: 王五}
property_rights_clear: true
industry_positioning_defined: true
operation_mechanism_in_place: true
target_industry_fits: true
key_enterprise_target_met: {value: true, reviewer: 王五}
occupancy_target_met: {value: true, reviewer: 王五}
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

fn record(desk: &Desk, facts: &str) -> Answer {
    desk.write("case.yaml", facts);
    let on = ["--scheme", SCHEME, "--on", "2023-10-01", "--facts", "case.yaml"];
    desk.run(["policy", "decide", "--out", "decision.json"].iter().chain(&on))
}

#[test]
fn a_record_is_made_again_byte_for_byte_and_tells_where_it_was_altered() {
    let desk = Desk::new();
    let refused = WHOLE.replace("48000", "20000").replace("_percent: 18", "_percent: 14.9");
    let answer = record(&desk, &refused);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.out.contains("20,000 m² → 20,000.01 m²"), "{}", answer.out);
    let told = desk.run(["policy", "replay", "decision.json", "--json"]).json();
    assert_eq!(told["version"], "2023-plan");

    let good = desk.json_file("decision.json");
    let text = std::fs::read_to_string(desk.path("decision.json")).unwrap();
    let facts = good["facts"]["sha256"].as_str().unwrap();
    for (altered, word) in [
        (
            text.replace(
                "\"verdict\": \"not_met\",\n    \"amount\"",
                "\"verdict\": \"met\",\n    \"amount\"",
            ),
            "replay_differs",
        ),
        (text.replace("20000\\n", "20001\\n"), "hash_differs"),
        (text.replace("value: 20000\\n", "value: 10000\\n"), "hash_differs"),
        (text.replace(facts, &"0".repeat(64)), "hash_differs"),
        (text.replace("reweave-decision/1", "reweave-decision/9"), "bad_record"),
        (text[..text.len() / 2].to_owned(), "bad_record"),
    ] {
        assert_ne!(altered, text, "{word}");
        desk.write("altered.json", altered);
        let answer = desk.run(["policy", "replay", "altered.json"]);
        assert_eq!(answer.code, 3, "{word}: {}", answer.out);
        assert!(answer.err.contains(word), "{word}: {}", answer.err);
    }
}

/// A record kept from an earlier day must give the same bytes for as long as there is Reweave.
#[test]
fn an_old_record_still_gives_the_same_bytes() {
    let desk = Desk::new();
    desk.write("old.json", include_bytes!("records/2023-plan-refused.json"));
    let told = desk.run(["policy", "replay", "old.json", "--json"]).json();
    assert_eq!(told["on"], "2023-10-01");
}

#[test]
fn an_explanation_goes_down_to_facts_and_dates() {
    let desk = Desk::new();
    record(&desk, WHOLE);
    let from_record = desk.run(["policy", "explain", "--record", "decision.json"]);
    let on = ["--scheme", SCHEME, "--on", "2023-10-01", "--facts", "case.yaml"];
    let from_case = desk.run(["policy", "explain"].iter().chain(&on));
    assert_eq!(from_record.out, from_case.out);
    for word in
        ["rate that applies to the project = 10 %", "S · 2023-08-31 · not_seen", "case.yaml"]
    {
        assert!(from_case.out.contains(word), "{word}: {}", from_case.out);
    }
    let neither = desk.run(["policy", "explain"]);
    assert_eq!(neither.code, 2, "{}", neither.err);
}

#[test]
fn several_schemes_are_stacked_with_a_reason_for_each_left_out() {
    let desk = Desk::new();
    desk.write("case.yaml", format!("{WHOLE}district: 西城区\n"));
    let told = desk
        .run([
            "policy",
            "stack",
            "--on",
            "2024-07-01",
            "--facts",
            "case.yaml",
            "--below",
            "cn/beijing",
            "--json",
        ])
        .json();
    let decided = &told["outcome"]["decided"];
    assert_eq!(decided["chosen"][0]["scheme"], SCHEME, "{told}");
    assert_eq!(decided["total"], 4_800_000_000_i64);
    let count = |key: &serde_json::Value| key.as_array().unwrap().len();
    assert!(count(&told["set_aside"]) + count(&decided["left_out"]) >= 7);
    let none = desk.run(["policy", "stack", "--on", "2024-07-01", "--facts", "case.yaml"]);
    assert_eq!(none.code, 2);
}
