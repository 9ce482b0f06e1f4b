//! A programme of several years by its file: worked by hand, repeated, checked apart, refused.

use serde_json::Value;

use crate::desk::{Answer, Desk};

/// Awards are a tenth of the investment: 3,000,010.00, 2,000,000.00, 1,000,000.00 and 500,070.00.
const SPACES: &str = "\
项目编号,名称,区,类型,项目类别,建筑面积(㎡),改造面积(㎡),竣工日期,固定资产投资(万元),实施主体规模
A,甲,朝阳区,写字楼,低效楼宇,50000,50000,1998-05-01,3000.01,大型
B,乙,朝阳区,写字楼,低效楼宇,40000,40000,1998-05-01,2000,小型
C,丙,海淀区,写字楼,低效楼宇,30000,30000,1998-05-01,1000,小型
D,丁,海淀区,写字楼,低效楼宇,21000,21000,1998-05-01,500.07,
";

/// Parts at the start and a year later: A 999,903.33 and 2,000,106.67, B 666,600.00 and
/// 1,333,400.00, C 333,300.00 and 666,700.00, D 166,673.33 and 333,396.67.
const PROGRAMME: &str = "\
format: 1
title: by hand
first_year: 2024
years: 3
aim: {weights: {floor_area_m2: 1}, delay_ratio: 0.1}
tranches: [{offset_years: 0, percent: 33.33}, {offset_years: 1, percent: 66.67}]
budgets:
  - {name: city, amounts: {2024: 200万, 2025: 3000000, 2026: 500万}}
search: {gap_ratio: 0}
";

/// A desk with the four spaces decided; `odds` as `appraise` has them.
fn desk(odds: &[&str]) -> Desk {
    let desk = Desk::new();
    desk.write("spaces.csv", SPACES);
    desk.write("programme.yaml", PROGRAMME);
    let import = ["import", "--spaces", "spaces.csv", "--mapping", "beijing-ledger", "--json"];
    assert_eq!(desk.run(import).json()["rows"]["created"], 4);
    let appraise = ["appraise", "--all", "--weather", "typical", "--json"];
    desk.run(appraise.iter().chain(odds)).json();
    desk.run(["decide", "--scheme", "cn/beijing/vacated-space", "--on", "2023-10-01", "--json"])
        .json();
    desk
}

fn choose(desk: &Desk, programme: &str, more: &[&str]) -> Answer {
    desk.write("programme.yaml", programme);
    let args = ["choose", "--programme", "programme.yaml", "--json"];
    desk.run(args.iter().chain(more))
}

/// Id and year of each project chosen.
fn starts(result: &Value) -> Vec<(String, u64)> {
    let chosen = result["chosen"].as_array().unwrap().iter();
    let start =
        |one: &Value| (one["id"].as_str().unwrap().to_owned(), one["start_year"].as_u64().unwrap());
    chosen.map(start).collect()
}

fn all(starts: &[(&str, u64)]) -> Vec<(String, u64)> {
    starts.iter().map(|(id, year)| ((*id).to_owned(), *year)).collect()
}

fn with(rules: &str) -> String {
    format!("{PROGRAMME}constraints:\n{rules}")
}

/// Path and value of each remark on a refusal.
fn remarks(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.code, 3, "{}{}", answer.out, answer.err);
    let error: Value = serde_json::from_str(&answer.err).unwrap();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    let all = error["diagnostics"].as_array().unwrap().iter();
    all.map(|one| (text(one, "column"), text(one, "value"))).collect()
}

#[test]
fn a_small_programme_is_right_to_the_fen() {
    let desk = desk(&[]);
    // B and D first: 2025 pays 1,333,400.00 + 333,396.67 for them and 999,903.33 + 333,300.00 for
    // A and C, which is 3,000,000.00. Three projects are worth 120,000 at most, and the other ways
    // to start all four are worth less or take more of 2025.
    let result = choose(&desk, PROGRAMME, &[]).json();
    assert_eq!(starts(&result), all(&[("A", 2025), ("B", 2024), ("C", 2025), ("D", 2024)]));
    let value = result["totals"]["value_points"].as_f64().unwrap();
    assert!((value - (61_000.0 + 80_000.0 / 1.1)).abs() < 1e-6, "{value}");
    assert_eq!(result["totals"]["cost_fen"], 650_008_000);
    assert_eq!(result["totals"]["gap_ratio"], 0.0);
    let spent = |at: usize| result["budgets"][at]["spent_fen"].as_i64().unwrap();
    assert_eq!([spent(0), spent(1), spent(2)], [83_327_333, 300_000_000, 266_680_667]);
    assert_eq!(result["budgets"][1]["bears"], 0);
    assert_eq!(result["chosen"][0]["paid_fen"]["2025"], 99_990_333);
    assert_eq!(result["chosen"][0]["paid_fen"]["2026"], 200_010_667);

    // One fen less in 2025, and C starts before B.
    let poorer = PROGRAMME.replace("2025: 3000000", "2025: 2999999.99");
    let result = choose(&desk, &poorer, &[]).json();
    assert_eq!(starts(&result), all(&[("A", 2025), ("B", 2025), ("C", 2024), ("D", 2024)]));
}

#[test]
fn rules_and_groups_of_the_file_are_kept() {
    let desk = desk(&[]);
    let rules = "  - {name: pair, rule: {bundle: {projects: [A, D], same_year: true}}}
  - {name: court, rule: {forced_out: {project: B, reason: in dispute}}}
  - {name: east, rule: {prerequisite: {project: C, needs: D}}}
";
    let result = choose(&desk, &with(rules), &[]).json();
    assert_eq!(starts(&result), all(&[("A", 2024), ("C", 2025), ("D", 2024)]));
    let left = &result["left_out"][0];
    assert_eq!((left["id"].as_str(), left["code"].as_str()), (Some("B"), Some("forced_out")));
    assert!(left["reason"]["en"].as_str().unwrap().contains("in dispute"));

    // Small firms are B and C; the size of D is unknown, so that it does not count as one.
    let share = "  - name: small firms
    rule: {floor: {group: {fact: {name: enterprise_size, values: [small, micro]}}, of: money, \
                 percent: 100}}
";
    let result = choose(&desk, &with(share), &[]).json();
    assert_eq!(starts(&result), all(&[("B", 2024), ("C", 2024)]));
    let note = &result["remarks"][0];
    assert_eq!(note["value"], "micro", "no firm of the list is that small: {note}");
    // A budget for a fact that is unknown of D leaves D out.
    let scoped = PROGRAMME.replace(
        "search:",
        "  - {name: large, scope: {fact: {name: enterprise_size, values: [large]}}, total: 0}\nsearch:",
    );
    let result = choose(&desk, &scoped, &[]).json();
    assert_eq!(starts(&result), all(&[("B", 2024), ("C", 2024)]));
    assert_eq!(result["left_out"][1]["code"], "unknown_fact");
    // What cannot start before 2025 does not.
    let late = format!("{PROGRAMME}starts: [{{group: {{projects: [A, B, C]}}, earliest: 2025}}]\n");
    let result = choose(&desk, &late, &[]).json();
    assert_eq!(starts(&result), all(&[("A", 2025), ("B", 2025), ("C", 2025), ("D", 2024)]));
}

#[test]
fn a_kept_solution_is_repeated_and_an_edited_one_is_refused() {
    let desk = desk(&[]);
    let first = choose(&desk, PROGRAMME, &["--solution", "one.json", "--book", "one.xlsx"]).json();
    let again = choose(&desk, PROGRAMME, &["--solution", "two.json", "--book", "two.xlsx"]).json();
    assert_eq!(first, again);
    let replayed = choose(&desk, PROGRAMME, &["--start", "one.json", "--solution", "three.json"]);
    assert_eq!(replayed.json(), first);
    let bytes = |name: &str| std::fs::read(desk.path(name)).unwrap();
    assert!(bytes("one.json") == bytes("two.json") && bytes("one.json") == bytes("three.json"));
    assert!(bytes("one.xlsx") == bytes("two.xlsx") && bytes("one.xlsx").starts_with(b"PK"));

    let verify = |programme: &str, name: &str| choose(&desk, programme, &["--verify", name]);
    assert_eq!(verify(PROGRAMME, "one.json").json()["same_question"], true);
    let poorer = PROGRAMME.replace("2025: 3000000", "2025: 2999999.99");
    let broken = remarks(&verify(&poorer, "one.json"));
    assert_eq!(broken, [("budgets[0]".to_owned(), "city".to_owned())]);
    // A solution of another question is a start, and the new file says so.
    let moved = choose(&desk, &poorer, &["--start", "one.json", "--solution", "moved.json"]).json();
    assert_eq!(starts(&moved)[2], ("C".to_owned(), 2024));
    assert!(desk.json_file("moved.json")["started_from_sha256"].is_string());

    let kept = String::from_utf8(bytes("one.json")).unwrap();
    for (was, edited, path) in [
        ("\"start_year\": 2025", "\"start_year\": 2024", "solution"),
        ("\"objective_points\": 1", "\"objective_points\": 2", "solution"),
        ("\"bound_points\": 1", "\"bound_points\": -1", "solution"),
        ("\"project\": \"C\"", "\"project\": \"Z\"", "solution"),
        ("\"start_year\": 2024", "\"start_year\": 4294967295", "solution"),
        ("\"solution\": {", "\"solution\": [{", ""),
    ] {
        assert!(kept.contains(was), "{was}");
        desk.write("edited.json", kept.replace(was, edited));
        let broken = remarks(&verify(PROGRAMME, "edited.json"));
        assert_eq!(broken[0].0, path, "{edited}: {broken:?}");
        // As a start of its own question it is refused too.
        remarks(&choose(&desk, PROGRAMME, &["--start", "edited.json"]));
    }
}

#[test]
fn rises_follow_the_high_costs_of_the_measures() {
    let desk = desk(&[]);
    let decided = desk.run([
        "decide",
        "--scheme",
        "cn/beijing/vacated-space",
        "--on",
        "2023-10-01",
        "--json",
    ]);
    let decided = decided.json();
    let offer = decided[3]["offers"].as_array().unwrap().iter().find(|o| o["package"] == "light");
    let number = |key: &str| offer.unwrap()[key].as_i64().unwrap();
    let (amount, likely) = (number("amount_if_met"), number("investment"));
    let dearer = number("investment_high") - likely;
    assert!(amount == 50_007_000 && dearer > 0);
    let rise = (amount * dearer).div_euclid(likely) + i64::from(amount * dearer % likely > 0);
    let light =
        "  - {name: pilot, rule: {forced_in: {project: D, package: light, reason: a pilot}}}\n";
    let money = |fen: i64, protects: u32| {
        let total = format!("total: {}.{:02}, protects: {protects}", fen / 100, fen % 100);
        with(light).replace("amounts: {2024: 200万, 2025: 3000000, 2026: 500万}", &total)
    };
    let result = choose(&desk, &money(amount, 0), &[]).json();
    assert_eq!(starts(&result).len(), 1);
    assert_eq!(result["budgets"][0]["rises_fen"], rise);
    assert_eq!(result["budgets"][0]["bears"], 0);
    let result = choose(&desk, &money(amount + rise, 1), &[]).json();
    assert_eq!(result["budgets"][0]["bears"], Value::Null);
    let answer = choose(&desk, &money(amount + rise - 1, 1), &[]);
    let places: Vec<String> = remarks(&answer).into_iter().map(|one| one.0).collect();
    assert_eq!(places, ["budgets[0]", "constraints[0]"]);
}

#[test]
fn odds_of_loss_are_weighed_where_they_are_known_and_never_taken_as_zero() {
    let averse = PROGRAMME.replace("delay_ratio: 0.1", "loss_aversion_factor: 0.5");
    let unknown = choose(&desk(&[]), &averse, &[]).json();
    assert_eq!(unknown["totals"]["projects"], 0);
    assert_eq!(unknown["left_out_counts"][0]["code"], "unknown_risk");
    assert_eq!(unknown["remarks"][0]["code"], "odds_unknown");
    let desk = desk(&["--odds"]);
    let known = choose(&desk, &averse, &[]).json();
    let chosen = known["chosen"].as_array().unwrap();
    assert_eq!(chosen.len(), 4);
    for one in chosen {
        let number = |key: &str| one[key].as_f64().unwrap();
        let expected = number("floor_area_m2") * (1.0 - 0.5 * number("loss_share"));
        assert!((number("value_points") - expected).abs() < 1e-9, "{one}");
    }
}

#[test]
fn limits_that_cannot_hold_together_are_named_in_the_words_of_the_file() {
    let desk = desk(&[]);
    let rules = "  - {name: mayor, rule: {forced_in: {project: A, reason: named in the plan}}}
  - {name: pair, rule: {bundle: {projects: [A, B]}}}
  - {name: court, rule: {forced_out: {project: B, reason: in dispute}}}
  - {name: many, rule: {at_least: {group: all, count: 1}}}
";
    let answer = choose(&desk, &with(rules), &[]);
    let expected =
        [("constraints[2]", "court"), ("constraints[0]", "mayor"), ("constraints[1]", "pair")];
    let expected = expected.map(|(path, name)| (path.to_owned(), name.to_owned()));
    assert_eq!(remarks(&answer), expected);
    assert!(answer.err.contains("named in the plan") && answer.err.contains("须同时入选"));
    // Without the mayor it is no conflict, but the bundle is out of reach, and that is said.
    let rest: String = rules.lines().skip(1).map(|line| format!("{line}\n")).collect();
    let result = choose(&desk, &with(&rest), &[]).json();
    assert_eq!(starts(&result), all(&[("C", 2024), ("D", 2024)]));
    assert_eq!(result["remarks"][0]["code"], "bundle_out_of_reach");
    // Money below the cheapest project buys nothing, and that is said at its place.
    let poor = PROGRAMME.replace("200万, 2025: 3000000", "166673.32, 2025: 166673.32");
    let result = choose(&desk, &poor, &[]).json();
    assert_eq!(result["totals"]["projects"], 0);
    let notes: Vec<&Value> = result["remarks"].as_array().unwrap().iter().collect();
    assert!(notes.iter().all(|note| note["code"] == "budget_below_cheapest"), "{notes:?}");
    assert_eq!(notes[0]["column"], "budgets[0]");
}

#[test]
fn slips_in_the_file_are_refused_with_place_and_nearest_name() {
    let desk = desk(&[]);
    let rule = |rule: &str| with(&format!("  - {{name: x, rule: {rule}}}\n"));
    let fact = |name: &str, value: &str| {
        rule(&format!(
            "{{at_least: {{group: {{fact: {{name: {name}, values: [{value}]}}}}, count: 1}}}}"
        ))
    };
    let changed = |was: &str, now: &str| {
        assert!(PROGRAMME.contains(was), "{was}");
        PROGRAMME.replace(was, now)
    };
    let group = "constraints[0].rule.at_least.group.fact";
    for (programme, path, said) in [
        (fact("district", "朝阳"), format!("{group}.values[0]"), "朝阳区"),
        (fact("distrct", "朝阳区"), format!("{group}.name"), "district"),
        (fact("kind", "offices"), format!("{group}.values[0]"), "office"),
        (fact("gross_floor_area_m2", "1"), format!("{group}.values[0]"), "true or false"),
        (
            rule("{bundle: {projects: [A, E]}}"),
            "constraints[0].rule.bundle.projects[1]".into(),
            "A",
        ),
        (rule("{bundle: {projects: [A, A]}}"), "constraints[0]".into(), "once"),
        (
            rule("{forced_in: {project: A, package: lite, reason: r}}"),
            "constraints[0].rule.forced_in.package".into(),
            "light",
        ),
        (
            rule("{forced_in: {project: A, start_year: 2027, reason: r}}"),
            "constraints[0].rule.forced_in.start_year".into(),
            "2024 to 2026",
        ),
        (
            rule("{floor: {group: all, of: money, percent: 100.01}}"),
            "constraints[0].rule.floor.percent".into(),
            "0 to 100",
        ),
        (rule("{bundel: {projects: [A]}}"), "constraints[0].rule".into(), "bundle"),
        (changed("2026: 500万", "2027: 500万"), "budgets[0].amounts.2027".into(), "2024 to 2026"),
        (changed("2026: 500万", "2026: -500万"), "budgets[0].amounts.2026".into(), "yuan"),
        (changed("2026: 500万", "2026: lots"), "budgets[0].amounts.2026".into(), "5亿"),
        (changed("500万}", "500万}, total: 5"), "budgets[0]".into(), "either"),
        (changed("years: 3", "years: 31"), "years".into(), "1..=30"),
        (changed("years: 3", "years: 1"), "tranches[1].offset_years".into(), "less than"),
        (changed("66.67", "66.66"), "tranches".into(), "100 %"),
        (changed("floor_area_m2: 1", "floor_area_m2: 0"), "aim.weights".into(), "not zero"),
        (changed("format: 1", "format: 2"), "format".into(), "format 1"),
        (changed("search:", "serch:"), "serch".into(), "`search`"),
        (
            changed("search:", "  - {name: city, total: 5}\nsearch:"),
            "budgets[1].name".into(),
            "not used",
        ),
        (
            format!("{PROGRAMME}starts: [{{group: all, earliest: 2023}}]"),
            "starts[0].earliest".into(),
            "2024",
        ),
    ] {
        let answer = choose(&desk, &programme, &[]);
        let found = remarks(&answer);
        assert!(found.iter().any(|one| one.0 == path), "{path}: {}", answer.err);
        assert!(answer.err.contains(said), "{said}: {}", answer.err);
    }
    assert_eq!(remarks(&choose(&desk, "a: [", &[])).len(), 1);
    assert_eq!(choose(&desk, &changed("gap_ratio: 0", "gap_ratio: 1.5"), &[]).code, 2);
    assert_eq!(choose(&desk, PROGRAMME, &["--budget", "5亿"]).code, 2);
    assert_eq!(desk.run(["choose"]).code, 2);
}

#[test]
fn the_example_fits_the_demo_and_the_stored_form_is_the_one_that_is_read() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
    let example = std::fs::read_to_string(format!("{root}data/programmes/demo-city.yaml")).unwrap();
    let desk = Desk::new();
    desk.run(["demo", "--out", "out", "--spaces", "300", "--json"]).json();
    let result = choose(&desk, &example, &["--state", "out/state.sqlite"]).json();
    assert!(starts(&result).len() > 50, "{}", result["totals"]);
    let sum = |list: &Value, key: &str| -> i64 {
        list.as_array().unwrap().iter().map(|one| one[key].as_i64().unwrap()).sum()
    };
    let cost = result["totals"]["cost_fen"].as_i64().unwrap();
    assert_eq!(
        (sum(&result["years"], "paid_fen"), sum(&result["chosen"], "cost_fen")),
        (cost, cost)
    );
    let left_out = result["left_out"].as_array().unwrap().len();
    assert_eq!(sum(&result["left_out_counts"], "projects"), i64::try_from(left_out).unwrap());

    let stored = std::fs::read_to_string(format!("{root}docs/programme.schema.json")).unwrap();
    assert!(
        desk.run(["choose", "--schema"]).out == stored,
        "out of date: reweave choose --schema > docs/programme.schema.json"
    );
}
