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
