//! The whole chain on a small demo and on real lists.

use serde_json::Value;

use crate::desk::{Desk, shared};

fn adds_up(rows: &Value) {
    let count = |key: &str| rows[key].as_u64().unwrap();
    let parts = ["created", "updated", "unchanged", "merged", "refused"];
    assert_eq!(count("read"), parts.into_iter().map(count).sum::<u64>(), "{rows}");
}

const FILES: [&str; 9] = [
    "summary.json",
    "spaces.parquet",
    "appraisals.parquet",
    "decisions.jsonl",
    "programme.xlsx",
    "map.geojson",
    "refused-rows.csv",
    "report.html",
    "state.sqlite",
];

#[test]
fn a_demo_yields_every_verdict_and_every_file() {
    let desk = Desk::new();
    let summary = desk.run(["demo", "--out", "out", "--spaces", "400", "--json"]).json();
    for file in FILES {
        let size = std::fs::metadata(desk.path("out").join(file)).unwrap().len();
        assert!(size > 100, "{file} has {size} bytes");
    }
    adds_up(&summary["rows"]);
    assert!(summary["rows"]["refused"].as_u64().unwrap() > 0, "the demo has bad rows");
    let decisions = &summary["decisions"];
    for verdict in ["met", "not_met", "undetermined"] {
        assert!(decisions[verdict].as_u64().unwrap() > 0, "{verdict}: {decisions}");
    }
    let chosen = &summary["chosen"];
    assert!(chosen["projects"].as_u64().unwrap() > 0, "{chosen}");
    assert!(chosen["cost_fen"].as_i64().unwrap() <= chosen["budget_fen"].as_i64().unwrap());
    assert_eq!(summary["synthetic"], true);
    assert_eq!(desk.json_file("out/summary.json")["chosen"], *chosen, "the file says the same");

    // The same again: the ledger knows it all, and every figure is the same.
    let again = desk.run(["demo", "--out", "out", "--spaces", "400", "--json"]).json();
    adds_up(&again["rows"]);
    let rows = &again["rows"];
    let (read, refused) = (rows["read"].as_u64().unwrap(), rows["refused"].as_u64().unwrap());
    assert_eq!(rows["unchanged"].as_u64().unwrap(), read - refused);
    for part in ["spaces", "simulated", "faults", "decisions", "chosen", "energy"] {
        assert_eq!(summary[part], again[part], "{part}");
    }
}

#[test]
fn single_steps_come_to_what_the_run_came_to() {
    let desk = Desk::new();
    let whole = desk.run(["demo", "--out", "out", "--spaces", "60", "--json"]).json();
    let list = desk.path("out").join("synthetic-ledger.csv");
    let list = list.to_str().unwrap();
    let import =
        desk.run(["import", "--json", "--spaces", list, "--mapping", "beijing-ledger"]).json();
    assert_eq!(import["rows"], whole["rows"]);
    desk.run(["screen", "--json", "--on", "2023-10-01"]).json();
    desk.run(["appraise", "--all", "--json", "--weather", "typical"]).json();
    let rules = ["--scheme", "cn/beijing/vacated-space", "--on", "2023-10-01"];
    desk.run(["decide", "--json"].iter().chain(&rules)).json();
    let choose = desk.run(["choose", "--json", "--budget", "10亿"]).json();
    assert_eq!(choose["chosen"], whole["chosen"]);
}

#[test]
fn a_budget_of_nothing_buys_nothing() {
    let desk = Desk::new();
    let args = ["demo", "--out", "out", "--spaces", "20", "--budget", "0", "--json"];
    let summary = desk.run(args).json();
    assert_eq!(summary["chosen"]["projects"], 0);
    assert_eq!(summary["chosen"]["cost_fen"], 0);
}

#[test]
fn chicago_is_imported_twice_and_simulated() {
    let (Some(list), Some(weather)) = (
        shared("data/chicago-benchmarking-2014-2020/Chicago_Energy_Benchmarking.csv"),
        shared("weather/USA_IL_Chicago-OHare.Intl.AP.725300_TMY3.epw"),
    ) else {
        return;
    };
    let desk = Desk::new();
    let (list, weather) = (list.to_str().unwrap(), weather.to_str().unwrap());
    let list = ["--json", "--spaces", list, "--mapping", "chicago-benchmarking"];
    let rest = ["--weather", weather, "--scheme", "cn/beijing/vacated-space", "--out", "out"];
    let money = ["--on", "2023-10-01", "--budget", "5亿"];
    let first = desk.run(["run"].iter().chain(&list).chain(&rest).chain(&money)).json();
    adds_up(&first["rows"]);
    assert_eq!(first["rows"]["read"], 17_728);
    assert_eq!(first["spaces"], 3_682);
    assert!(first["simulated"].as_u64().unwrap() > 2_500, "{first}");
    assert_eq!(first["chain_test"], true);
    let page = std::fs::read_to_string(desk.path("out").join("report.html")).unwrap();
    assert!(page.contains("Test of the chain") && page.contains("链条测试"));
    let state = ["--state", "out/state.sqlite"];
    let second = desk.run(["import"].iter().chain(&list).chain(&state)).json();
    assert_eq!(second["rows"]["unchanged"], 17_728);
}
