//! The report page in a real browser.

use std::process::Command;

use crate::desk::Desk;

/// The page's document after its script has run.
fn rendered(desk: &Desk, address: &str) -> String {
    let profile = format!("--user-data-dir={}", desk.path("profile").display());
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"])
        .args(["--no-first-run", "--disable-background-networking", "--disable-sync"])
        .args(["--disable-component-update", "--enable-logging=stderr", "--v=0"])
        .args(["--virtual-time-budget=10000", "--dump-dom", &profile, address])
        .output()
        .expect("chromium is installed by tools/system-packages");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(!log.contains("Uncaught"), "{log}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_page_reads_in_both_languages_without_network() {
    let desk = Desk::new();
    desk.run(["demo", "--out", "out", "--spaces", "80", "--json"]).json();
    let page = desk.path("out").join("report.html");
    let source = std::fs::read_to_string(&page).unwrap();
    assert!(!source.contains("src=\"http"), "the page loads nothing");
    let address = format!("file://{}", page.display());
    let chinese = rendered(&desk, &address);
    assert!(chinese.contains("data-ready=\"1\""), "the script came to its end");
    assert!(chinese.contains("lang=\"zh"), "Chinese first");
    assert!(chinese.contains("合成数据"));
    let english = rendered(&desk, &format!("{address}#lang=en"));
    assert!(english.contains("data-ready=\"1\""));
    assert!(english.contains("lang=\"en"), "the address switches the language");
    assert!(english.contains("Synthetic data"));
}

#[test]
fn a_scheme_page_reads_in_both_languages() {
    let desk = Desk::new();
    let scheme = ["--scheme", "cn/beijing/vacated-space"];
    let base = ["policy", "docs", "--out", "out", "--json"];
    desk.run(base.into_iter().chain(scheme)).json();
    let page = desk.path("out").join("cn-beijing-vacated-space.html");
    let address = format!("file://{}", page.display());
    let chinese = rendered(&desk, &address);
    assert!(chinese.contains("data-ready=\"1\"") && chinese.contains("lang=\"zh"));
    let english = rendered(&desk, &format!("{address}#lang=en"));
    assert!(english.contains("data-ready=\"1\"") && english.contains("<html lang=\"en"));
}
