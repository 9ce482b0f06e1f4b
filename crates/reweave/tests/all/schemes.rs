//! Schemes by themselves, as those who keep the law drive them.

use std::path::{Path, PathBuf};

use crate::desk::{Answer, Desk};

/// The law in this repository.
fn law() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// `policy COMMAND` on a copy of the law in which `old` of one file reads `new`.
fn changed(command: &str, file: &str, old: &str, new: &str) -> Answer {
    let desk = Desk::new();
    copy(&law(), &desk.path("policy"));
    let path = desk.path("policy/cn/beijing/vacated-space").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{text}");
    std::fs::write(path, text.replace(old, new)).unwrap();
    desk.run(["policy", command, "--policy", "policy", "--lang", "en"])
}

#[test]
fn all_schemes_load_and_their_cases_come_out_as_stated() {
    let desk = Desk::new();
    let checked = desk.run(["policy", "check", "--json"]).json();
    let all = checked.as_array().unwrap();
    let beijing = all.iter().find(|one| one["scheme"] == "cn/beijing/vacated-space").unwrap();
    assert_eq!(beijing["versions"], 2);
    assert!(beijing["cases"].is_null());
    assert!(all.iter().any(|one| one["scheme"] == "us/179d"), "{checked}");
    let tested = desk.run(["policy", "test", "--scheme", "cn/beijing/vacated-space", "--json"]);
    assert!(tested.json()[0]["cases"].as_u64().unwrap() >= 70);
}

#[test]
fn a_case_that_comes_out_otherwise_is_named_with_both_results() {
    let file = "cases/good/building-480m.yaml";
    let answer = changed("test", file, "amount_yuan: 48000000", "amount_yuan: 48000000.01");
    assert_eq!(answer.code, 3);
    assert!(answer.err.contains(&format!("cn/beijing/vacated-space/{file}")), "{}", answer.err);
    assert!(answer.err.contains("case_differs") && answer.err.contains("48000000.01"));
    // The law itself is as it was.
    let answer = changed("check", file, "amount_yuan: 48000000", "amount_yuan: 48000000.01");
    assert_eq!(answer.code, 0, "{}", answer.err);
}

#[test]
fn broken_law_is_refused_with_place_and_remedy() {
    let answer = changed("check", "parameters/building_area_min.yaml", "unit: m2", "unit: furlong");
    assert_eq!(answer.code, 3);
    assert!(answer.err.contains("parameters/building_area_min.yaml:"), "{}", answer.err);
    assert!(answer.err.contains("furlong"), "{}", answer.err);
}

#[test]
fn a_scheme_or_folder_that_is_not_there_is_named() {
    let desk = Desk::new();
    let answer = desk.run(["policy", "test", "--scheme", "cn/nowhere", "--lang", "en"]);
    assert_eq!(answer.code, 4);
    assert!(answer.err.contains("cn/beijing/vacated-space"), "{}", answer.err);
    let answer = desk.run(["policy", "check", "--policy", "absent", "--lang", "en"]);
    assert_eq!(answer.code, 3);
    assert!(answer.err.contains("absent"), "{}", answer.err);
}

#[test]
fn pages_are_written_for_one_scheme_and_for_all() {
    let desk = Desk::new();
    let one = desk.run(["policy", "docs", "--scheme", "us/179d", "--out", "one", "--json"]).json();
    assert_eq!(one[0]["page"], "us-179d.html");
    assert!(!desk.path("one/index.html").exists());
    let all = desk.run(["policy", "docs", "--out", "all", "--json"]).json();
    let index = std::fs::read_to_string(desk.path("all/index.html")).unwrap();
    for written in all.as_array().unwrap() {
        let page = written["page"].as_str().unwrap();
        assert!(desk.path("all").join(page).exists());
        assert!(index.contains(&format!("href=\"{page}#lang=en\"")), "{page}");
    }
    let absent = desk.run(["policy", "docs", "--scheme", "cn/nowhere", "--out", "none"]);
    assert_eq!(absent.code, 4);
    assert!(!desk.path("none").exists());
}

#[test]
fn files_are_written_in_one_way_and_otherwise_named() {
    let desk = Desk::new();
    copy(&law(), &desk.path("policy"));
    let file = "cn/beijing/vacated-space/rules/2023-plan.yaml";
    let path = desk.path("policy").join(file);
    let tidy = std::fs::read_to_string(&path).unwrap();
    let check = ["policy", "fmt", "--policy", "policy", "--check", "--lang", "en"];
    assert_eq!(desk.run(check).code, 0);
    let spoiled = tidy
        .replace("renovated_area_m2 > building_area_min", "renovated_area_m2>building_area_min  ");
    assert_ne!(tidy, spoiled);
    std::fs::write(&path, spoiled.replace('\n', "\r\n")).unwrap();
    let answer = desk.run(check);
    assert_eq!(answer.code, 3);
    assert!(answer.err.contains(file) && answer.err.contains("not_formatted"), "{}", answer.err);
    let answer = desk.run(["policy", "fmt", "--policy", "policy", "--json"]).json();
    assert_eq!(answer["changed"], serde_json::json!([file]));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), tidy);
}

#[test]
fn files_that_cannot_be_read_are_left_as_they_are() {
    let desk = Desk::new();
    copy(&law(), &desk.path("policy"));
    let folder = desk.path("policy/cn/beijing/vacated-space");
    let broken = "clauses:\n  - condition: a >\n";
    std::fs::write(folder.join("rules/2023-plan.yaml"), broken).unwrap();
    let fmt = ["policy", "fmt", "--policy", "policy", "--lang", "en"];
    let answer = desk.run(fmt);
    assert_eq!(answer.code, 3);
    assert!(answer.err.contains("rules/2023-plan.yaml:2"), "{}", answer.err);
    assert_eq!(std::fs::read_to_string(folder.join("rules/2023-plan.yaml")).unwrap(), broken);
    copy(&law(), &desk.path("policy"));
    // Latin-1: what is no UTF-8 would be lost.
    let facts =
        [b"# caf\xe9  \n".as_slice(), &std::fs::read(folder.join("facts.yaml")).unwrap()].concat();
    std::fs::write(folder.join("facts.yaml"), &facts).unwrap();
    let answer = desk.run(fmt);
    assert!(answer.code == 3 && answer.err.contains("not_utf8"), "{}", answer.err);
    assert_eq!(std::fs::read(folder.join("facts.yaml")).unwrap(), facts);
}

#[test]
fn the_schema_of_each_kind_of_file_is_printed() {
    let desk = Desk::new();
    for (kind, title) in [("scheme", "Scheme"), ("case", "Case"), ("rules", "Rules")] {
        let schema = desk.run(["policy", "schema", kind]).json();
        assert_eq!(schema["title"], title);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    let answer = desk.run(["policy", "schema", "furlong"]);
    assert!(answer.code == 2 && answer.err.contains("parameter"), "{}", answer.err);
}
