//! The nearest change that would pass: decided again, and compared with trying everything.

use std::collections::BTreeMap;

use policy::{
    Assessment, Facts, InForce, Nearest, Remedy, RuleSet, Scheme, Type, Value, Verdict, evaluate,
    nearest_change, reported,
};
use units::{Date, Decimal, Sourced};

use crate::columns::{Dice, limits, texts, value};
use crate::scheme::{FILES, SCHEME, day, facts};
use crate::schemes::ALL;

fn rules(scheme: &Scheme, on: Date) -> &RuleSet {
    match scheme.on(on) {
        InForce::Version(rules) => rules,
        other => panic!("{other:?}"),
    }
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn remedy(found: Nearest) -> Remedy {
    match found {
        Nearest::Change(remedy) => *remedy,
        other => panic!("{other:?}"),
    }
}

fn nearest_on(case: &Facts, on: &str) -> Nearest {
    nearest_change(rules(&SCHEME, day(on)), case, day(on))
}

/// The case as the applicant would hand it in again, judgements made by the same reviewers.
fn resubmitted(case: &Facts, remedy: &Remedy) -> Facts {
    let mut again = case.clone();
    for change in &remedy.changes {
        let reviewer = again.assessment(&change.name).cloned();
        let fact = Sourced { value: change.to.clone(), source: reported("handed in again") };
        again.set(change.name.clone(), fact);
        if let Some(reviewer) = reviewer {
            again.assess(change.name.clone(), reviewer);
        }
    }
    again
}

/// `name from → to` for each change.
fn lines(remedy: &Remedy) -> Vec<String> {
    let line = |change: &policy::Change| {
        format!("{} {} → {}", change.name, change.from_shown.en, change.to_shown.en)
    };
    remedy.changes.iter().map(line).collect()
}

fn drawn_decimal(dice: &mut Dice, below: usize, scale: u32) -> Decimal {
    Decimal::new(i64::try_from(dice.roll(below)).unwrap(), scale)
}

#[test]
fn limits_are_reached_by_one_step_strict_or_not() {
    for (name, from, to, effort) in [
        ("renovated_area_m2", "20000.0", "20,000 m² → 20,000.01 m²", "0.0000005"),
        ("renovated_area_m2", "19999.995", "19,999.995 m² → 20,000.01 m²", "0.00000075"),
        ("saving_rate_percent", "14.9", "14.9 % → 15 %", "0.006666666667"),
        ("saving_rate_percent", "-5", "-5 % → 15 %", "1.333333333334"),
        ("pv_roof_share_percent", "39.9", "39.9 % → 40 %", "0.0025"),
        ("pv_roof_share_percent", "0", "0 % → 40 %", "1"),
    ] {
        let mut case = facts("complete-building");
        case.number(name, number(from), reported("survey"));
        let found = remedy(nearest_on(&case, "2023-10-01"));
        assert_eq!(lines(&found), [format!("{name} {to}")]);
        assert_eq!((found.verdict, found.waits_until), (Verdict::Met, None));
        assert!(found.is_least && found.amount.is_some() && found.missing.is_empty());
        assert_eq!(found.effort.to_string(), effort, "{name} {from}");
    }
}

#[test]
fn a_building_too_young_waits_until_the_day_after_the_anniversary() {
    let mut case = facts("complete-building");
    case.date("completion_date", day("2013-11-01"), reported("certificate"));
    let found = remedy(nearest_on(&case, "2023-10-01"));
    assert_eq!((found.waits_until, found.changes.len()), (Some(day("2023-11-02")), 0));
    assert_eq!(found.effort, number("0.087671232877"), "32 / 365, rounded up");
    assert!(found.is_least && found.shown.zh.contains("等到 2023-11-02（32 天）"));

    // A year only: certain once its last day is ten years ago.
    let year = policy::PartialDate::parse("2014").unwrap();
    case.partial_date("completion_date", year, reported("certificate"));
    let found = remedy(nearest_on(&case, "2023-10-01"));
    assert_eq!(found.waits_until, Some(day("2025-01-01")));
}

#[test]
fn no_wait_goes_beyond_the_last_day_of_the_version() {
    let mut files = FILES.clone();
    for (path, text) in &mut files {
        if path == "scheme.yaml" {
            *text = text.replace("to: open", "to: 2023-11-01");
        }
    }
    let scheme = Scheme::load(&files).unwrap();
    let on = day("2023-10-01");
    let mut case = facts("complete-building");
    case.date("completion_date", day("2013-11-01"), reported("certificate"));
    let Nearest::None { stuck, why } = nearest_change(rules(&scheme, on), &case, on) else {
        panic!("the wait ends a day too late");
    };
    assert_eq!(stuck.iter().map(|s| s.clause.as_str()).collect::<Vec<_>>(), ["building_age"]);
    assert!(why.zh.contains("楼宇竣工日期"), "{}", why.zh);
    case.date("completion_date", day("2013-10-31"), reported("certificate"));
    let found = remedy(nearest_change(rules(&scheme, on), &case, on));
    assert_eq!(found.waits_until, Some(day("2023-11-01")));
}

#[test]
fn a_completed_project_has_no_remedy_and_is_told_why() {
    let mut case = facts("complete-plant");
    case.text("project_state", "completed", reported("permit"));
    case.number("saving_rate_percent", number("3"), reported("survey"));
    let Nearest::None { stuck, why } = nearest_on(&case, "2023-10-01") else { panic!("none") };
    assert_eq!(stuck.len(), 1);
    assert_eq!(stuck[0].clause, "not_completed");
    assert!(stuck[0].facts.contains_key("project_state"));
    assert!(why.en.contains("state of the project"), "{}", why.en);
    let json = serde_json::to_value(nearest_on(&case, "2023-10-01")).unwrap();
    assert_eq!(json["outcome"], "none");
}

#[test]
fn no_number_beyond_the_highest_is_proposed() {
    let mut files = FILES.clone();
    for (path, text) in &mut files {
        if path == "parameters/saving_rate_min.yaml" {
            *text = text.replace("value: 15", "value: 100.5");
        }
    }
    let scheme = Scheme::load(&files).unwrap();
    let on = day("2023-10-01");
    let found = nearest_change(rules(&scheme, on), &facts("complete-plant"), on);
    let Nearest::None { stuck, .. } = found else { panic!("{found:?}") };
    assert_eq!(stuck[0].clause, "saving_rate");
}

#[test]
fn several_failures_are_mended_together() {
    let mut case = facts("complete-building");
    case.flag("other_municipal_funds", true, reported("ledger"));
    let found = remedy(nearest_on(&case, "2023-10-01"));
    assert_eq!(lines(&found), ["other_municipal_funds yes → no"]);
    assert_eq!(found.effort, number("2"));

    case.number("saving_rate_percent", number("14.9"), reported("survey"));
    case.flag("property_rights_clear", false, reported("registry"));
    case.date("completion_date", day("2013-11-01"), reported("certificate"));
    let found = remedy(nearest_on(&case, "2023-10-01"));
    assert_eq!(
        lines(&found),
        [
            "other_municipal_funds yes → no",
            "property_rights_clear no → yes",
            "saving_rate_percent 14.9 % → 15 %",
        ]
    );
    assert_eq!(found.waits_until, Some(day("2023-11-02")));
    let parts: Decimal = found.changes.iter().map(|change| change.effort).sum();
    assert_eq!(found.effort, parts + number("0.087671232877"));
    let json = serde_json::to_value(Nearest::Change(Box::new(found))).unwrap();
    assert_eq!(json["outcome"], "change");
    assert_eq!(json["effort"], "5.094337899544");
    assert_eq!(json["changes"][0]["to"], false);
}

#[test]
fn of_alternatives_the_least_is_taken_and_unknowns_stay_unknown() {
    let mut case = facts("complete-plant");
    case.text("target_industry", "零售", reported("plan"));
    case.flag("target_industry_fits", false, reported("assessment"));
    let found = remedy(nearest_on(&case, "2023-10-01"));
    assert_eq!(lines(&found).len(), 1);
    assert!(lines(&found)[0].starts_with("target_industry 零售 → "), "{:?}", lines(&found));

    // Something else is missing before and after; the change does not fill it.
    case.forget("fixed_asset_investment_yuan");
    let found = remedy(nearest_on(&case, "2023-10-01"));
    assert_eq!((found.verdict, found.amount), (Verdict::Undetermined, None));
    assert_eq!(found.missing.len(), 1);
    assert!(found.shown.en.contains("then still missing: total fixed-asset investment"));

    let whole = facts("complete-plant");
    let outcome = nearest_on(&whole, "2023-10-01");
    assert_eq!(outcome, Nearest::NotRefused { verdict: Verdict::Met });
}

#[test]
fn a_reason_is_never_invented() {
    let mut files = FILES.clone();
    for (path, text) in &mut files {
        if path == "facts.yaml" {
            let found = text.find("renewable_conditions_feasible:").unwrap();
            let tail = text.split_off(found);
            text.push_str(&tail.replacen("change: never", "change: {effort: 0.5}", 1));
        }
    }
    let scheme = Scheme::load(&files).unwrap();
    let on = day("2023-10-01");
    let mut case = facts("complete-building");
    case.number("pv_roof_share_percent", number("10"), reported("survey"));
    let found = remedy(nearest_change(rules(&scheme, on), &case, on));
    assert_eq!(lines(&found), ["pv_roof_share_percent 10 % → 40 %"]);
    case.text("renewable_conditions_reason", "listed roof", reported("survey"));
    let found = remedy(nearest_change(rules(&scheme, on), &case, on));
    assert_eq!(lines(&found), ["renewable_conditions_feasible yes → no"]);
    assert_eq!(found.verdict, Verdict::Met);
}

#[test]
fn a_value_of_the_law_that_is_announced_can_be_waited_for() {
    let mut files = FILES.clone();
    for (path, text) in &mut files {
        if path == "parameters/saving_rate_min.yaml" {
            text.push_str(
                "  2024-01-01: {value: 10, mark: S, sources: [HVACR], article: not_seen, \
                 checked_on: not_recorded}\n",
            );
        }
    }
    let scheme = Scheme::load(&files).unwrap();
    let on = day("2023-10-01");
    for (rate, waits, changed) in [
        ("12", None, vec!["saving_rate_percent 12 % → 15 %"]),
        ("11", Some(day("2024-01-01")), vec![]),
        ("9.9", Some(day("2024-01-01")), vec!["saving_rate_percent 9.9 % → 10 %"]),
    ] {
        let mut case = facts("complete-plant");
        case.number("saving_rate_percent", number(rate), reported("survey"));
        let found = remedy(nearest_change(rules(&scheme, on), &case, on));
        assert_eq!(
            (found.waits_until, lines(&found)),
            (waits, changed.iter().map(|l| (*l).to_owned()).collect())
        );
        assert!(found.is_least);
    }
}

#[test]
fn a_date_moves_only_where_its_definition_says_so() {
    let mut files = FILES.clone();
    for (path, text) in &mut files {
        if path == "facts.yaml" {
            let old = "completion of the building}, type: date,";
            *text = text.replace(old, &format!("{old} change: {{effort: 0.5}},"));
        }
    }
    let scheme = Scheme::load(&files).unwrap();
    let on = day("2023-10-01");
    let mut case = facts("complete-building");
    case.date("completion_date", day("2013-11-01"), reported("plan"));
    let found = remedy(nearest_change(rules(&scheme, on), &case, on));
    assert_eq!(lines(&found), ["completion_date 2013-11-01 → 2013-09-30"]);
    assert_eq!(found.effort, number("0.043835616439"));
    assert!(!found.is_least, "day and date are weighed against each other");
}

#[test]
fn a_search_without_end_is_given_up() {
    let on = day("2023-10-01");
    let flags: Vec<String> = (1..=16).map(|index| format!("f{index}")).collect();
    let condition = format!("at_least(many, {})", flags.join(", "));
    let scheme = small_scheme(&clause("c", &condition, None), "").unwrap();
    let mut case = Facts::new();
    for name in &flags {
        case.flag(name, false, reported("x"));
    }
    let found = nearest_change(rules(&scheme, on), &case, on);
    assert!(matches!(found, Nearest::Bound { plans: 5_000, .. }), "{found:?}");
}

#[test]
fn extreme_and_mistyped_facts_never_panic() {
    let on = day("2023-10-01");
    let names: Vec<&String> = SCHEME.facts().keys().collect();
    let numbers = [Decimal::MAX, Decimal::MIN, Decimal::new(1, 28), Decimal::new(-1, 28)];
    let mut dice = Dice::new(3);
    for _ in 0..500 {
        let mut case = drawn(&mut dice);
        for _ in 0..3 {
            let value = match dice.roll(4) {
                0 => Value::Bool(false),
                1 => Value::Text("x".to_owned()),
                _ => Value::Number(*dice.pick(&numbers)),
            };
            case.set(*dice.pick(&names), Sourced { value, source: reported("x") });
        }
        for date in [Date::MIN, on, Date::MAX] {
            let _ = nearest_change(rules(&SCHEME, on), &case, date);
        }
    }
}

const FLAGS: [&str; 9] = [
    "works_within_scope",
    "plan_conformity",
    "property_rights_clear",
    "industry_positioning_defined",
    "operation_mechanism_in_place",
    "key_enterprise_target_met",
    "occupancy_target_met",
    "in_reserve",
    "single_implementing_entity",
];

/// A case of the 2023 plan with everything on record and some of it changed at random.
fn drawn(dice: &mut Dice) -> Facts {
    let base = *dice.pick(&["complete-building", "complete-plant", "complete-area"]);
    let mut case = facts(base);
    let source = || reported("drawn at random");
    if base != "complete-area" {
        let area = drawn_decimal(dice, 4_000_000, 2) + drawn_decimal(dice, 100, 4);
        case.number("renovated_area_m2", area, source());
    }
    if base == "complete-building" {
        let first = day("2010-01-01");
        let days = i64::try_from(dice.roll(8_000)).unwrap();
        let done = first.checked_add(jiff_days(days)).unwrap();
        case.date("completion_date", done, source());
        case.flag("district_identified_low_efficiency", dice.roll(5) > 0, source());
    }
    case.number("saving_rate_percent", drawn_decimal(dice, 600, 1) - Decimal::TEN, source());
    case.number("pv_roof_share_percent", drawn_decimal(dice, 1_000, 1), source());
    for name in FLAGS {
        if case.get(name).is_some() && dice.roll(5) == 0 {
            let reviewer = Assessment { reviewer: "drawn".to_owned(), evidence: None };
            case.flag(name, false, source()).assess(name, reviewer);
        }
    }
    case.flag("other_municipal_funds", dice.roll(5) == 0, source());
    case.flag("ready_to_start", dice.roll(2) == 0, source());
    let states = ["planned", "ready", "under_construction", "under_construction", "completed"];
    case.text("project_state", *dice.pick(&states), source());
    if dice.roll(4) == 0 {
        case.text("target_industry", "零售", source());
        case.flag("target_industry_fits", dice.roll(2) == 0, source());
    }
    case
}

fn jiff_days(days: i64) -> std::time::Duration {
    std::time::Duration::from_secs(u64::try_from(days).unwrap() * 86_400)
}

#[test]
fn a_thousand_refused_cases_pass_once_changed_or_are_told_the_unchangeable_reason() {
    let on = day("2023-10-01");
    let plan = rules(&SCHEME, on);
    let mut dice = Dice::new(20_231_001);
    let (mut stuck_cases, mut mended) = (0, 0);
    while mended < 1_000 {
        let case = drawn(&mut dice);
        let before = evaluate(plan, &case, on);
        if before.verdict != Verdict::NotMet {
            continue;
        }
        match nearest_change(plan, &case, on) {
            Nearest::Change(remedy) => {
                mended += 1;
                let day = remedy.waits_until.unwrap_or(on);
                let after = evaluate(plan, &resubmitted(&case, &remedy), day);
                // What the law itself leaves open (the cap of a bundle) stays open.
                let whole = before.missing.is_empty();
                let passes = if whole { Verdict::Met } else { Verdict::Undetermined };
                assert_eq!(after.verdict, passes, "{}", remedy.shown.en);
                assert_eq!(after.missing, before.missing);
                assert_eq!((after.amount, after.verdict), (remedy.amount, remedy.verdict));
                assert!(remedy.is_least && remedy.effort > Decimal::ZERO);
            }
            Nearest::None { stuck, .. } => {
                stuck_cases += 1;
                let state = &case.get("project_state").unwrap().value;
                assert_eq!(*state, Value::Text("completed".to_owned()));
                assert_eq!(stuck[0].clause, "not_completed");
                assert!(stuck[0].facts.contains_key("project_state"));
            }
            other => panic!("{other:?}"),
        }
    }
    println!("{mended} mended, {stuck_cases} told why not");
    assert!(stuck_cases > 0);
}

/// Whatever a case of whatever scheme states: what is found passes, and nothing panics.
#[test]
fn a_change_found_under_any_scheme_is_not_refused_when_decided_again() {
    let mut dice = Dice::new(99);
    let mut mended = 0;
    for (id, files) in ALL.iter() {
        let scheme = Scheme::load(files).unwrap();
        let (limits, words) = (limits(&scheme), texts(&scheme));
        for rules in scheme.versions() {
            let on = rules.version().from;
            for _ in 0..40 {
                let mut case = Facts::new();
                for (name, definition) in scheme.facts() {
                    if dice.roll(20) > 0 {
                        let value = value(&mut dice, &definition.kind, &limits, &words);
                        let reviewer = Assessment { reviewer: "drawn".to_owned(), evidence: None };
                        case.set(name.clone(), Sourced { value, source: reported("drawn") });
                        case.assess(name.clone(), reviewer);
                    }
                }
                let Nearest::Change(remedy) = nearest_change(rules, &case, on) else { continue };
                mended += 1;
                let day = remedy.waits_until.unwrap_or(on);
                let after = evaluate(rules, &resubmitted(&case, &remedy), day);
                assert_ne!(after.verdict, Verdict::NotMet, "{id}: {}", remedy.shown.en);
                assert_eq!((after.amount, after.missing), (remedy.amount, remedy.missing), "{id}");
                assert!(remedy.waits_until.is_none_or(|day| day > on));
            }
        }
    }
    assert!(mended > 100, "{mended}");
}

/// `weight × |new − old| / max`, or the weight, rounded up at twelve decimals: written anew here.
fn effort(weight: &str, old: &Value, new: &Value) -> Decimal {
    if old == new {
        return Decimal::ZERO;
    }
    let part = match (old, new) {
        (Value::Number(old), Value::Number(new)) => (*new - *old).abs() / old.abs().max(new.abs()),
        _ => Decimal::ONE,
    };
    let scaled = number(weight) * part * Decimal::from(1_000_000_000_000_i64);
    scaled.ceil() / Decimal::from(1_000_000_000_000_i64)
}

/// Every value that each fact may be given, with the weight of a change.
type Choices = BTreeMap<String, (&'static str, Vec<Value>)>;

/// What trying every assignment finds: the fewest newly missing names, and the least effort.
fn by_force(
    rules: &RuleSet,
    case: &Facts,
    choices: &Choices,
    on: Date,
) -> Option<(usize, Decimal)> {
    let before = evaluate(rules, case, on);
    let is_new = |name: &str| !before.missing.iter().any(|missing| missing.name == name);
    let mut plans = vec![(Decimal::ZERO, case.clone())];
    for (name, (weight, values)) in choices {
        let Some(old) = case.get(name).map(|fact| fact.value.clone()) else { continue };
        let mut next = Vec::new();
        for (so_far, facts) in &plans {
            for value in values {
                let mut facts = facts.clone();
                if *value != old {
                    let reviewer = facts.assessment(name).cloned().unwrap_or_default();
                    facts.set(name.clone(), Sourced { value: value.clone(), source: reported("") });
                    facts.assess(name.clone(), reviewer);
                }
                next.push((*so_far + effort(weight, &old, value), facts));
            }
        }
        plans = next;
    }
    let score = |(effort, facts): (Decimal, Facts)| {
        let after = evaluate(rules, &facts, on);
        let news = after.missing.iter().filter(|missing| is_new(&missing.name)).count();
        (after.verdict != Verdict::NotMet).then_some((news, effort))
    };
    plans.into_iter().filter_map(score).min()
}

#[test]
fn no_cheaper_change_of_a_beijing_case_exists() {
    let on = day("2023-10-01");
    let plan = rules(&SCHEME, on);
    let mut dice = Dice::new(7);
    let mut compared = 0;
    while compared < 200 {
        let mut case = facts("complete-building");
        let mut choices = Choices::new();
        let source = || reported("drawn at random");
        let flag = || vec![Value::Bool(true), Value::Bool(false)];
        for _ in 0..4 {
            let numbers = [
                ("renovated_area_m2", drawn_decimal(&mut dice, 4_000_000, 2), "20000.01"),
                ("saving_rate_percent", drawn_decimal(&mut dice, 300, 1), "15"),
                ("pv_roof_share_percent", drawn_decimal(&mut dice, 800, 1), "40"),
            ];
            match dice.roll(5) {
                0 | 1 => {
                    let (name, from, to) = *dice.pick(&numbers);
                    case.number(name, from, source());
                    let values = [from, number(to)].map(Value::Number).to_vec();
                    choices.insert(name.to_owned(), ("1", values));
                }
                2 => {
                    let name = *dice.pick(&["works_within_scope", "in_reserve", "plan_conformity"]);
                    let reviewer = case.assessment(name).cloned().unwrap();
                    case.flag(name, false, source()).assess(name, reviewer);
                    choices.insert(name.to_owned(), ("1", flag()));
                }
                3 => {
                    let weights = [("property_rights_clear", "3"), ("other_municipal_funds", "2")];
                    let (name, weight) = *dice.pick(&weights);
                    case.flag(name, name == "other_municipal_funds", source());
                    choices.insert(name.to_owned(), (weight, flag()));
                }
                _ => {
                    case.text("target_industry", "零售", source());
                    case.flag("target_industry_fits", false, source());
                    choices.insert("target_industry_fits".to_owned(), ("1", flag()));
                    let texts = ["零售", "现代服务业"].map(|text| Value::Text(text.to_owned()));
                    choices.insert("target_industry".to_owned(), ("1", texts.to_vec()));
                }
            }
        }
        if evaluate(plan, &case, on).verdict != Verdict::NotMet {
            continue;
        }
        compared += 1;
        let found = remedy(nearest_change(plan, &case, on));
        let (news, least) = by_force(plan, &case, &choices, on).unwrap();
        assert_eq!((news, found.effort), (0, least.normalize()), "{}", found.shown.en);
    }
}

/// A scheme with facts `a b c` (numbers), `p q` (yes or no) and `k` (one of three), and the rules
/// and definitions given.
fn small_scheme(clauses: &str, definitions: &str) -> Result<Scheme, Vec<units::Diagnostic>> {
    let label = "{zh: 甲, en: some}";
    let ground = "sources: [X], mark: S, article: not_seen";
    let mut facts = format!("suppliers: {{s: {label}}}\nfacts:\n");
    for (name, weight) in NUMBERS {
        facts.push_str(&format!(
            "  {name}: {{label: {label}, type: number, unit: ratio, supplier: s, \
             change: {{effort: {weight}, step: 1}}}}\n"
        ));
    }
    for (name, weight) in FLAGS_OF_SMALL {
        facts.push_str(&format!(
            "  {name}: {{label: {label}, type: bool, supplier: s, change: {{effort: {weight}}}}}\n"
        ));
    }
    for index in 1..=16 {
        facts.push_str(&format!("  f{index}: {{label: {label}, type: bool, supplier: s}}\n"));
    }
    facts.push_str(&format!(
        "  k: {{label: {label}, type: choice, supplier: s, change: {{effort: 0.7}}, \
         choices: {{u: {label}, v: {label}, w: {label}}}}}\n"
    ));
    let mut files = vec![
        ("facts.yaml".to_owned(), facts),
        (
            "scheme.yaml".to_owned(),
            format!(
                "id: x/y\nname: {label}\nlevel: municipal\nsources: {{X: some}}\nversions:\n  \
                 - {{id: one, name: {label}, document: d, from: 2020-01-01, {ground}, \
                 checked_on: not_recorded}}\n"
            ),
        ),
    ];
    let mut rules = format!("version: one\n{definitions}clauses:\n{clauses}support:\n  modes:\n");
    rules.push_str(&format!(
        "    - {{id: m, name: {label}, amount: award, round: down_to_fen, {ground}}}\n"
    ));
    for limit in 2..=6 {
        let name = format!("l{limit}");
        if rules.contains(&name) {
            files.push(parameter(&name, "number, unit: ratio", &limit.to_string()));
        }
    }
    if rules.contains("many") {
        files.push(parameter("many", "number, unit: count", "8"));
    }
    files.push(parameter("award", "number, unit: yuan", "5"));
    files.push(("rules/one.yaml".to_owned(), rules));
    Scheme::load(&files)
}

fn parameter(name: &str, kind: &str, value: &str) -> (String, String) {
    let ground = "sources: [X], mark: S, article: not_seen";
    let text = format!(
        "{{id: {name}, description: {{zh: 乙, en: limit}}, type: {kind}, \
         values: {{2020-01-01: {{value: {value}, {ground}, checked_on: not_recorded}}}}}}\n"
    );
    (format!("parameters/{name}.yaml"), text)
}

const NUMBERS: [(&str, &str); 2] = [("a", "1"), ("b", "2")];
const FLAGS_OF_SMALL: [(&str, &str); 2] = [("p", "1"), ("q", "0.3")];

fn clause(id: &str, condition: &str, applies: Option<&str>) -> String {
    let applies = applies.map_or(String::new(), |text| format!("applies_when: '{text}', "));
    format!(
        "  - {{id: {id}, kind: gate, text: {{zh: 丙, en: rule}}, {applies}condition: '{condition}', \
         sources: [X], mark: S, article: not_seen}}\n"
    )
}

fn condition(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 || dice.roll(4) == 0 {
        return match dice.roll(4) {
            0 | 1 => {
                let name = *dice.pick(&["a", "b"]);
                let op = *dice.pick(&["<", "<=", ">", ">=", "==", "!="]);
                format!("{name} {op} l{}", 2 + dice.roll(5))
            }
            2 => (*dice.pick(&["p", "q", "not p", "not q", "d"])).to_owned(),
            _ => format!("k == \"{}\"", *dice.pick(&["u", "v", "w"])),
        };
    }
    let mut part = || condition(dice, depth - 1);
    let (a, b, c) = (part(), part(), part());
    match dice.roll(6) {
        0 | 1 => format!("({a} and {b})"),
        2 | 3 => format!("({a} or {b})"),
        4 => format!("(if {a} then {b} else {c})"),
        _ => format!("at_least(1 count + 1 count, {a}, {b}, {c})"),
    }
}

fn small_case(dice: &mut Dice, everything: bool) -> Facts {
    let mut case = Facts::new();
    let source = || reported("drawn at random");
    for name in ["a", "b"] {
        case.number(name, drawn_decimal(dice, 8, 0), source());
    }
    for name in ["p", "q"] {
        case.flag(name, dice.roll(2) == 0, source());
    }
    case.text("k", *dice.pick(&["u", "v", "w"]), source());
    if !everything {
        let name = *dice.pick(&["a", "b", "p", "q", "k"]);
        case.forget(name);
    }
    case
}

fn small_choices() -> Choices {
    let mut choices = Choices::new();
    for (name, weight) in NUMBERS {
        let values = (0..=7).map(|number| Value::Number(Decimal::from(number))).collect();
        choices.insert(name.to_owned(), (weight, values));
    }
    for (name, weight) in FLAGS_OF_SMALL {
        choices.insert(name.to_owned(), (weight, vec![Value::Bool(true), Value::Bool(false)]));
    }
    let keys = ["u", "v", "w"].map(|key| Value::Text(key.to_owned()));
    choices.insert("k".to_owned(), ("0.7", keys.to_vec()));
    choices
}

/// Rules drawn at random, so that clauses share facts, contradict and overlap: against trying
/// every assignment of the facts.
#[test]
fn no_cheaper_change_exists_under_rules_drawn_at_random() {
    let on = day("2023-10-01");
    let choices = small_choices();
    let mut dice = Dice::new(42);
    let (mut compared, mut hopeless) = (0, 0);
    while compared < 200 {
        let base = condition(&mut dice, 1).replace('d', "p");
        let exception = condition(&mut dice, 0).replace('d', "q");
        let definitions = format!(
            "definitions:\n  - {{id: d, label: {{zh: 丁, en: step}}, formula: '{base}', \
             sources: [X], mark: S, article: not_seen, exceptions: [{{id: e, \
             when: 'k == \"w\"', formula: '{exception}', sources: [X], mark: S, \
             article: not_seen}}]}}\n"
        );
        let mut clauses = clause("uses_d", "d or p", None);
        for index in 0..1 + dice.roll(3) {
            let applies = (dice.roll(3) == 0).then(|| condition(&mut dice, 0));
            let text = condition(&mut dice, 2);
            clauses.push_str(&clause(&format!("c{index}"), &text, applies.as_deref()));
        }
        // What is constant, contradictory or never reached is refused when the rules are read.
        let Ok(scheme) = small_scheme(&clauses, &definitions) else { continue };
        let everything = dice.roll(3) > 0;
        let case = small_case(&mut dice, everything);
        let rules = rules(&scheme, on);
        if evaluate(rules, &case, on).verdict != Verdict::NotMet {
            continue;
        }
        compared += 1;
        let least = by_force(rules, &case, &choices, on);
        match (nearest_change(rules, &case, on), least) {
            (Nearest::None { stuck, .. }, None) => {
                hopeless += 1;
                assert!(!stuck.is_empty());
            }
            (Nearest::Change(remedy), Some((news, least))) => {
                let before = evaluate(rules, &case, on);
                let known = |name: &str| before.missing.iter().any(|m| m.name == name);
                let found = remedy.missing.iter().filter(|m| !known(&m.name)).count();
                let what = format!("{case:?}\n{clauses}{definitions}{}", remedy.shown.en);
                assert_eq!((found, remedy.effort), (news, least.normalize()), "{what}");
                assert!(remedy.is_least, "{what}");
            }
            (found, least) => panic!("{found:?} {least:?}\n{case:?}\n{clauses}{definitions}"),
        }
    }
    assert!(hopeless < 60, "{hopeless}");
}

#[test]
fn values_weighed_against_each_other_are_told_apart_from_a_certain_least() {
    let on = day("2023-10-01");
    let scheme = small_scheme(&clause("c", "a + b > l6", None), "").unwrap();
    let mut case = Facts::new();
    case.number("a", number("2"), reported("x")).number("b", number("3"), reported("x"));
    let found = remedy(nearest_change(rules(&scheme, on), &case, on));
    assert_eq!(lines(&found), ["a 2 → 4"]);
    assert!(!found.is_least);
}

#[test]
fn what_a_fact_may_be_told_to_change_is_checked_when_it_is_read() {
    let facts = FILES.iter().position(|(path, _)| path == "facts.yaml").unwrap();
    let start = "  other_municipal_funds:\n";
    for (change, code) in [
        ("{effort: 0}", "bad_change"),
        ("{effort: 1000001}", "bad_change"),
        ("{effort: 0.0000001}", "bad_change"),
        ("{effort: -1}", "wrong_type"),
        ("{step: 0.1}", "bad_change"),
        ("{most: 1}", "bad_change"),
        ("{weight: 1}", "unknown_key"),
        ("sometimes", "wrong_shape"),
    ] {
        let mut files = FILES.clone();
        let text = &mut files[facts].1;
        let at = text.find(start).unwrap();
        let tail = text.split_off(at);
        text.push_str(&tail.replacen("change: {effort: 2}", &format!("change: {change}"), 1));
        let problems = Scheme::load(&files).unwrap_err();
        assert_eq!(
            problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(),
            [code],
            "{change}"
        );
    }
    let usual = policy::Changeable::usual(&Type::Date);
    assert_eq!(SCHEME.facts()["completion_date"].change, usual);
    assert_eq!(usual, policy::Changeable::Never);
}
