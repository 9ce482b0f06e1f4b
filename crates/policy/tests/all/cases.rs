//! Every case file beside the scheme, good and bad.

use policy::{ClauseVerdict, InForce, Verdict, run_case};

use crate::scheme::{FILES, SCHEME, day, facts};

fn run_all(folder: &str) -> usize {
    let mut failures = Vec::new();
    let mut count = 0;
    for (path, _) in FILES.iter().filter(|(path, _)| path.starts_with(folder)) {
        count += 1;
        match run_case(&FILES, path) {
            Err(problems) => {
                failures.extend(problems.iter().map(|problem| format!("{path}: {problem}")));
            }
            Ok(report) => {
                assert!(report.checks > 0, "{path} expects nothing");
                failures.extend(report.failures.iter().map(|text| format!("{path}: {text}")));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    count
}

#[test]
fn good_cases_come_out_as_stated() {
    assert!(run_all("cases/good/") >= 50);
}

#[test]
fn bad_cases_are_refused_with_the_stated_remark() {
    assert!(run_all("cases/bad/") >= 20);
}

#[test]
fn a_case_that_expects_something_else_fails() {
    let path = "cases/good/building-480m.yaml";
    let mut files = FILES.clone();
    for (name, text) in &mut files {
        if name == path {
            *text = text.replace("amount_yuan: 48000000", "amount_yuan: 48000000.01");
        }
    }
    let report = run_case(&files, path).unwrap();
    assert_eq!(report.failures.len(), 1, "{:?}", report.failures);
    assert!(report.failures[0].contains("48000000.00"));
}

#[test]
fn the_date_picks_the_version_or_names_the_gap() {
    let version = |date: &str| match SCHEME.on(day(date)) {
        InForce::Version(rules) => rules.version().id.clone(),
        InForce::Gap { after, before } => {
            format!("after {} before {}", after.version().id, before.version().id)
        }
        InForce::BeforeFirst(first) => format!("before {}", first.version().id),
        InForce::AfterLast(last) => format!("after {}", last.version().id),
        InForce::NoVersion => "none".to_owned(),
    };
    assert_eq!(version("2021-05-27"), "before 2021-trial");
    assert_eq!(version("2022-01-01"), "2021-trial");
    assert_eq!(version("2023-06-01"), "after 2021-trial before 2023-plan");
    assert_eq!(version("2023-08-30"), "after 2021-trial before 2023-plan");
    assert_eq!(version("2023-08-31"), "2023-plan");
    assert_eq!(version("2040-01-01"), "2023-plan");
    let message = SCHEME.decide(&facts("complete-building"), day("2023-07-01")).unwrap_err();
    assert!(message.to_string().contains("ended on 2023-05-31"), "{message}");
}

#[test]
fn a_decision_answers_from_what() {
    let decision = SCHEME.decide(&facts("complete-building"), day("2023-10-01")).unwrap();
    assert_eq!(decision.verdict, Verdict::Met);
    let area = decision.clause("building_area").unwrap();
    assert_eq!(area.verdict, ClauseVerdict::Met);
    let comparison = area.comparisons.iter().find(|c| c.relation == ">").unwrap();
    assert_eq!(comparison.value.zh, "改造面积 84,000 平方米");
    assert_eq!(
        comparison.threshold.en,
        "a low-efficiency building's renovated area must exceed this 20,000 m²"
    );
    let kind = area.comparisons.iter().find(|c| c.relation == "==").unwrap();
    assert_eq!(kind.threshold.zh, "低效楼宇改造");
    assert_eq!(area.ground.article, "not_seen");
    assert!(area.ground.sources.iter().all(|source| source.starts_with("http")));

    let mut leaves = Vec::new();
    let json = serde_json::to_value(&decision).unwrap();
    let trace = serde_json::to_value(decision.trace().unwrap()).unwrap();
    collect_leaves(&trace, &mut leaves);
    for wanted in ["fixed_asset_investment_yuan", "building_rate", "investment_subsidy_cap"] {
        assert!(leaves.iter().any(|leaf| leaf == wanted), "{wanted} in {leaves:?}");
    }
    assert_eq!(json["verdict"], "met");
    assert_eq!(json["amount"], 4_800_000_000_i64);
    assert_eq!(json["marks"], serde_json::json!(["S", "R"]));
}

fn collect_leaves(step: &serde_json::Value, leaves: &mut Vec<String>) {
    if let Some(name) = step["name"].as_str() {
        let has_origin = !step["ground"].is_null() || !step["source"].is_null();
        assert!(has_origin, "{name} has no origin");
        leaves.push(name.to_owned());
    }
    for input in step["inputs"].as_array().into_iter().flatten() {
        collect_leaves(input, leaves);
    }
}

#[test]
fn confirming_everything_that_was_read_makes_the_decision_confirmed() {
    let case = facts("complete-plant");
    let on = day("2023-10-01");
    let before = SCHEME.decide(&case, on).unwrap();
    assert!(before.unconfirmed);
    let stamp = "by: worked example, on: 2023-09-20, against: worked example";
    let mut text = String::from("confirm:\n");
    let items = before.clauses.iter().map(|clause| clause.id.as_str());
    for item in
        items.chain(["validity", "investment_subsidy", "project_rate", "project_rate_old_plant"])
    {
        text.push_str(&format!("  - {{version: 2023-plan, item: {item}, {stamp}}}\n"));
    }
    for (name, value) in [
        ("plant_area_min", "3000"),
        ("saving_rate_min", "15"),
        ("pv_roof_share_min", "40"),
        ("plant_rate", "30"),
        ("investment_subsidy_cap", "50000000"),
        (
            "target_industries",
            "[战略性新兴产业, 高精尖产业, 现代服务业, 先进制造业和现代服务业融合, 数字经济和实体经济融合]",
        ),
    ] {
        text.push_str(&format!(
            "  - {{parameter: {name}, from: 2023-08-31, value: {value}, {stamp}}}\n"
        ));
    }
    let mut files = FILES.clone();
    files.push(("confirmations/all.yaml".to_owned(), text));
    let after = policy::Scheme::load(&files).unwrap().decide(&case, on).unwrap();
    assert_eq!(after.amount, before.amount);
    assert!(!after.unconfirmed, "{:?}", after.marks);
    let json = serde_json::to_string(&after.clause("plant_area").unwrap()).unwrap();
    assert!(json.contains("worked example"));
}

#[test]
fn slips_in_a_facts_file_are_named_all_at_once() {
    let text = "renovated_aera_m2: 5\nsaving_rate_percent: much\nproject_kind: old_plants\n\
                completion_date: 2013-02-30\nvacant: 1\n\
                fixed_asset_investment_yuan: {value: 1, unit: m2}\n";
    let problems = SCHEME.read_facts("case.yaml", text).unwrap_err();
    let found: Vec<(&str, Option<u64>)> =
        problems.iter().map(|problem| (problem.code.as_str(), problem.row)).collect();
    assert_eq!(
        found,
        [
            ("unknown_fact", Some(1)),
            ("wrong_type", Some(2)),
            ("unknown_choice", Some(3)),
            ("wrong_type", Some(4)),
            ("wrong_type", Some(5)),
            ("unit_mismatch", Some(6)),
        ]
    );
    assert!(problems[0].remedy.en.contains("renovated_area_m2"));
    assert!(problems[2].remedy.zh.contains("old_plant"));
}

#[test]
fn facts_may_come_as_json_with_their_digits_kept() {
    let text = r#"{"source": {"origin": "row 7", "mark": "R"},
        "facts": {"fixed_asset_investment_yuan": 30000001.37, "vacant": true,
                  "completion_date": "2005-03-14", "district": null}}"#;
    let facts = SCHEME.read_facts("case.json", text).unwrap();
    let investment = facts.get("fixed_asset_investment_yuan").unwrap();
    assert_eq!(serde_json::to_value(&investment.value).unwrap(), "30000001.37");
    assert_eq!(investment.source.origin, "row 7");
    assert!(facts.get("district").is_none());
}
