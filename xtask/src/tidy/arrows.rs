//! Which crate may know which.

use super::Finding;

/// The arrows of docs/ARCHITECTURE.md: a crate, and all of ours that it may know, in tests too.
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
    ("http", &["units", "app"]),
    ("reweave", &["units", "app", "http"]),
    ("xtask", &[]),
];

/// Findings for the crate `name`, which depends on `ours` of the workspace.
pub(super) fn check(path: &str, name: &str, ours: &[&str]) -> Vec<Finding> {
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
        let message = format!("crate `{name}` has no place in the architecture: add its arrows");
        return vec![Finding::new(path, 0, message)];
    };
    ours.iter()
        .filter(|to| !allowed.contains(to))
        .map(|to| {
            let may = if allowed.is_empty() { "none of ours".into() } else { allowed.join(", ") };
            let message = format!("`{name}` must not depend on `{to}`; allowed: {may}");
            Finding::new(path, 0, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_drawn_arrows_pass() {
        assert_eq!(check("p", "appraisal", &["units", "energy"]), []);
        assert_eq!(check("p", "energy", &["policy"]).len(), 1);
        assert_eq!(check("p", "app", &["verifier", "stock"]).len(), 1);
        assert_eq!(check("p", "newcomer", &[]).len(), 1);
    }
}
