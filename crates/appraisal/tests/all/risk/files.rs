//! The files that come with the project, and mistakes in them.

use appraisal::risk::{InputUnit, Inputs, Side, VerdictRules};
use units::Diagnostic;

use super::{BEIJING, VERDICT};

#[test]
fn the_files_of_the_project_are_read() {
    let inputs = Inputs::parse("cn-beijing.yaml", BEIJING).unwrap();
    assert!(inputs.inputs.len() >= 12);
    let ids: Vec<&str> = inputs.inputs.iter().map(|input| input.id.as_str()).collect();
    for id in ["investment_cost", "rent", "vacancy", "works_delay", "pv_yield", "weather_demand"] {
        assert!(ids.contains(&id), "{id}");
    }
    let all_say_so = inputs.inputs.iter().filter(|input| input.is_assumed());
    assert!(all_say_so.clone().all(|input| input.source_text().en.starts_with("assumed: ")));
    assert!(all_say_so.count() > 0);
    let rules = VerdictRules::parse("verdict.yaml", VERDICT).unwrap();
    assert_eq!(rules.leads, Side::WithoutSubsidy);
}

fn remarks(from: &str, to: &str) -> Vec<Diagnostic> {
    assert!(BEIJING.contains(from), "{from}");
    Inputs::parse("f.yaml", &BEIJING.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn each_mistake_is_named_with_its_place() {
    for (from, to, code, column) in [
        (
            "low: 0.85, likely: 1, high: 1.6",
            "low: 1.1, likely: 1, high: 1.6",
            "not_in_order",
            "inputs[0].distribution.likely",
        ),
        ("high: 1.6", "high: 1e9", "out_of_range", "inputs[0].distribution.high"),
        ("id: works_delay", "id: investment_cost", "id_twice", "inputs[1].id"),
        ("loading: 0.6", "loading: 1.2", "out_of_range", "inputs[0].common.loading"),
        ("kind: pert", "kind: cauchy", "unknown_word", "inputs[0].distribution.kind"),
        ("mark: A", "mark: Z", "unknown_word", "inputs[0].mark"),
        ("moved_by: project", "leverage: yes", "unknown_key", "inputs[0].leverage"),
        ("p90: 1.2", "p90: 0.9", "out_of_range", "inputs[6].distribution.p90"),
        ("sd: 1,", "sd: 0,", "out_of_range", "inputs[3].distribution.sd"),
        (
            "{ value: 3, weight: 3 }",
            "{ value: 0, weight: 3 }",
            "value_twice",
            "inputs[1].distribution.values[1].value",
        ),
        (
            "{ value: 3, weight: 3 }",
            "{ value: 3, weight: -3 }",
            "out_of_range",
            "inputs[1].distribution.values[1].weight",
        ),
    ] {
        let found = remarks(from, to);
        let hit = found.iter().find(|remark| remark.code == code && remark.column == column);
        let hit = hit.unwrap_or_else(|| panic!("{from} → {to}: {found:#?}"));
        assert!(!hit.expected.zh.is_empty() && !hit.remedy.en.is_empty());
    }
    assert_eq!(Inputs::parse("f.yaml", "a: [").unwrap_err()[0].code, "not_yaml");
    let weightless = BEIJING.replace("weight: 5", "weight: 0").replace("weight: 3", "weight: 0");
    let weightless =
        weightless.replace("weight: 1.5", "weight: 0").replace("weight: 0.5", "weight: 0");
    assert_eq!(Inputs::parse("f.yaml", &weightless).unwrap_err()[0].code, "no_weight");
}

#[test]
fn thresholds_must_leave_room_for_doubt() {
    let same = VERDICT.replace("value: 10", "value: 50");
    let found = VerdictRules::parse("v.yaml", &same).unwrap_err();
    assert_eq!(
        (found[0].code.as_str(), found[0].column.as_str()),
        ("not_in_order", "sound_up_to_percent.value")
    );
    let odd = VERDICT.replace("leads: without_subsidy", "leads: hope");
    assert_eq!(VerdictRules::parse("v.yaml", &odd).unwrap_err()[0].code, "unknown_word");
}

#[test]
fn values_are_shown_with_their_unit() {
    assert_eq!(InputUnit::Factor.text(1.25, 2).zh, "× 1.25");
    assert_eq!(InputUnit::Months.text(6.0, 0).en, "6 months");
    assert_eq!(InputUnit::PercentPerYear.text(0.5, 1).zh, "每年 0.5 %");
    assert_eq!(InputUnit::WeatherYear.text(2021.0, 2).en, "weather of 2021");
}
