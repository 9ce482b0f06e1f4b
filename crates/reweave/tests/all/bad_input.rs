//! Whatever is wrong with the input: a message that says what to do, and nothing lost.

use crate::desk::{Answer, Desk, shared};

const MAPPING: &str = "
format: 1
title: {zh: 测试, en: test}
source: this test
id: {columns: [id]}
fields:
  name: {column: name}
  kind: {column: kind, values: {office: [office], plant: [plant]}, fallback: other}
  gross_floor_area_m2: {column: area, unit: m2}
  completion_date: {column: completed}
";

const GOOD: &str = "id,name,kind,area,completed\nA,甲,office,25000,1998-05-01\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("mapping.yaml", MAPPING);
    desk.write("good.csv", GOOD);
    desk
}

fn run(desk: &Desk, changes: &[(&str, &str)]) -> Answer {
    let mut args = vec![
        ("--spaces", "good.csv"),
        ("--mapping", "mapping.yaml"),
        ("--weather", "typical"),
        ("--scheme", "cn/beijing/vacated-space"),
        ("--on", "2023-10-01"),
        ("--budget", "1亿"),
        ("--out", "out"),
    ];
    for (name, value) in changes {
        args.retain(|(old, _)| old != name);
        args.push((name, value));
    }
    let flat = args.into_iter().flat_map(|(name, value)| [name, value]);
    desk.run(["run", "--json"].into_iter().chain(flat))
}

#[test]
fn a_good_list_runs() {
    let desk = desk();
    let summary = run(&desk, &[]).json();
    assert_eq!(summary["rows"]["created"], 1);
    assert_eq!(summary["simulated"], 1);
}

#[test]
fn inputs_that_cannot_be_used_are_refused_with_the_remedy() {
    let desk = desk();
    desk.write("empty.csv", "");
    desk.write("bytes.csv", [0_u8, 159, 146, 150, 255, 254]);
    desk.write("other.csv", "a,b\n1,2\n");
    desk.write("broken.yaml", "format: [");
    desk.write("short.epw", "LOCATION,Nowhere\n1,2,3\n");
    for (changes, code) in [
        ([("--spaces", "missing.csv")], 3),
        ([("--spaces", "empty.csv")], 3),
        ([("--spaces", "bytes.csv")], 3),
        ([("--spaces", "other.csv")], 3),
        ([("--mapping", "broken.yaml")], 3),
        ([("--mapping", "no-such-mapping")], 2),
        ([("--weather", "missing.epw")], 3),
        ([("--weather", "short.epw")], 3),
        ([("--scheme", "cn/nowhere")], 4),
        ([("--scheme", "../../etc")], 4),
        ([("--on", "2023-07-01")], 4),
        ([("--on", "2023-02-30")], 2),
        ([("--budget", "-5")], 2),
        ([("--budget", "much")], 2),
    ] {
        let answer = run(&desk, &changes);
        assert_eq!(answer.code, code, "{changes:?}: {}{}", answer.out, answer.err);
        assert!(!answer.err.trim().is_empty(), "{changes:?}");
        assert!(!desk.path("out").join("report.html").exists(), "{changes:?}");
    }
}

#[test]
fn a_bad_row_is_refused_and_the_rest_goes_on() {
    let desk = desk();
    let rows = "B,乙,plant,-5,1990-01-01\nC,丙,plant,9000,1990-13-45\n,丁,plant,9000,1990-01-01\n\
                A,甲,office,99,1998-05-01\nD,戊,plant,9000,1990-01-01\nE,己,plant,,1990-01-01\n";
    desk.write("rows.csv", format!("{GOOD}{rows}"));
    let summary = run(&desk, &[("--spaces", "rows.csv")]).json();
    assert_eq!(summary["rows"]["read"], 7);
    assert_eq!(summary["rows"]["refused"], 4, "{}", summary["rows"]);
    assert_eq!(summary["simulated"], 2);
    // A space without an area is kept, and says why it was not simulated.
    assert_eq!(summary["faults"], 1);
    let refused = std::fs::read_to_string(desk.path("out").join("refused-rows.csv")).unwrap();
    for value in ["-5", "1990-13-45"] {
        assert!(refused.contains(value), "{refused}");
    }
}

#[test]
fn a_weather_file_with_a_missing_hour_is_refused() {
    let Some(weather) = shared("weather/CHN_Beijing.Beijing.545110_IWEC.epw") else { return };
    let desk = desk();
    let text = std::fs::read(weather).unwrap();
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    let without: Vec<&[u8]> =
        lines.iter().enumerate().filter(|(at, _)| *at != 1000).map(|(_, line)| *line).collect();
    desk.write("gap.epw", without.join(&b'\n'));
    let answer = run(&desk, &[("--weather", "gap.epw")]);
    assert_eq!(answer.code, 3, "{}", answer.out);
    assert!(answer.err.contains("\"row\":1001"), "{}", answer.err);
}

#[test]
fn a_failed_command_leaves_the_state_as_it_was() {
    let desk = desk();
    let good = ["import", "--json", "--spaces", "good.csv", "--mapping", "mapping.yaml"];
    desk.run(good).json();
    desk.write("other.csv", "a,b\n1,2\n");
    let bad = desk.run(["import", "--spaces", "other.csv", "--mapping", "mapping.yaml"]);
    assert_eq!(bad.code, 3);
    let again = desk.run(good).json();
    assert_eq!(again["rows"]["unchanged"], 1);

    desk.write("no.sqlite", "this is no database, whatever its name says");
    let before = std::fs::read(desk.path("no.sqlite")).unwrap();
    let args = good.into_iter().chain(["--state", "no.sqlite"]);
    assert_eq!(desk.run(args).code, 5);
    assert_eq!(std::fs::read(desk.path("no.sqlite")).unwrap(), before);
}

#[test]
fn messages_come_in_both_languages() {
    let desk = desk();
    let args = ["import", "--spaces", "missing.csv", "--mapping", "mapping.yaml"];
    assert!(desk.run(args.into_iter().chain(["--lang", "zh"])).err.contains("无法读取"));
    assert!(desk.run(args.into_iter().chain(["--lang", "en"])).err.contains("cannot read"));
}
