//! Which crate may know which.

use super::Finding;

/// The arrows of docs/ARCHITECTURE.md: a crate, and all of ours that it may know.
const ARROWS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("energy", &["units"]),
    ("policy", &["units"]),
    ("stock", &["units"]),
    ("metering", &["units"]),
    ("choice", &["units"]),
    ("report", &["units"]),
    ("appraisal", &["units", "energy"]),
    ("programme", &["units", "policy"]),
    ("verifier", &["units", "energy", "policy", "metering"]),
    (
        "app",
        &[
            "units",
            "energy",
            "policy",
            "stock",
            "metering",
            "choice",
            "report",
            "appraisal",
            "programme",
        ],
    ),
    ("http", &["units", "programme", "app"]),
    ("reweave", &["units", "programme", "app", "http"]),
    ("xtask", &[]),
];

/// What tests and benches alone may know besides: who re-checks the desk's journals needs journals,
/// and what the desk serves is re-checked.
const TEST_ARROWS: &[(&str, &str)] = &[("verifier", "programme"), ("http", "verifier")];

/// A crate of ours that another depends on.
#[derive(Clone, Copy)]
pub(super) struct Arrow<'a> {
    pub(super) to: &'a str,
    /// Whether tests and benches alone do.
    pub(super) is_for_tests: bool,
}

/// Findings for the crate `name`, which depends on `ours` of the workspace.
pub(super) fn check(path: &str, name: &str, ours: &[Arrow]) -> Vec<Finding> {
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
        let message = format!("crate `{name}` has no place in the architecture: add its arrows");
        return vec![Finding::new(path, 0, message)];
    };
    let may = |arrow: &Arrow| {
        let Arrow { to, is_for_tests } = *arrow;
        allowed.contains(&to) || is_for_tests && TEST_ARROWS.contains(&(name, to))
    };
    ours.iter()
        .filter(|arrow| !may(arrow))
        .map(|Arrow { to, .. }| {
            let may = if allowed.is_empty() { "none of ours".into() } else { allowed.join(", ") };
            let message = format!("`{name}` must not depend on `{to}`; allowed: {may}");
            Finding::new(path, 0, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, ours: &[&str], is_for_tests: bool) -> usize {
        let arrows: Vec<Arrow> = ours.iter().map(|to| Arrow { to, is_for_tests }).collect();
        check("p", name, &arrows).len()
    }

    #[test]
    fn only_drawn_arrows_pass() {
        assert_eq!(found("appraisal", &["units", "energy"], false), 0);
        assert_eq!(found("energy", &["policy"], true), 1);
        assert_eq!(found("app", &["verifier", "stock"], false), 1);
        assert_eq!(found("newcomer", &[], false), 1);
        assert_eq!(found("verifier", &["programme"], true), 0);
        assert_eq!(found("verifier", &["programme"], false), 1);
    }
}
