//! Versions stand once, every dependency has its line, every licence is one that we accept.

use super::Finding;

/// Findings for each dependency of a member that does not take its version from the root.
pub(super) fn versions(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut section = "";
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(heading) = line.strip_prefix('[') {
            section = heading.trim_end_matches(']');
            continue;
        }
        let in_table = section.ends_with("dependencies");
        let in_entry = section.contains("dependencies.");
        let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let key = key.trim();
        let own = if in_table {
            !key.ends_with(".workspace") && !value.contains("workspace = true")
        } else {
            in_entry && matches!(key, "version" | "path" | "git")
        };
        if own {
            let message = format!("`{key}`: write its version in the root manifest alone");
            findings.push(Finding::new(path, number + 1, message));
        }
    }
    findings
}

/// Findings for each of `others` without a row in docs/DEPENDENCIES.md, whose text is `table`.
pub(super) fn listed(path: &str, others: &[&str], table: &str) -> Vec<Finding> {
    others
        .iter()
        .filter(|name| !table.lines().any(|line| line.starts_with(&format!("| `{name}`"))))
        .map(|name| {
            let message = format!("`{name}` has no row in docs/DEPENDENCIES.md");
            Finding::new(path, 0, message)
        })
        .collect()
}

/// The `allow` list of the `[licenses]` section of deny.toml.
pub(super) fn allowed_licences(deny: &str) -> Vec<String> {
    let section = deny.split("[licenses]").nth(1).unwrap_or("");
    let list = section.split("allow = [").nth(1).unwrap_or("");
    let list = list.split(']').next().unwrap_or("");
    list.split('"').skip(1).step_by(2).map(String::from).collect()
}

/// A finding when the licence of `package` is missing or cannot be met by `allowed`.
pub(super) fn licence(package: &str, licence: Option<&str>, allowed: &[String]) -> Option<Finding> {
    let message = match licence {
        None => "states no licence".to_owned(),
        Some(expression) if accepts(expression, allowed) => return None,
        Some(expression) => format!("licence {expression:?} is not on the list"),
    };
    Some(Finding::new("deny.toml", 0, format!("dependency `{package}` {message}")))
}

/// Whether an SPDX expression can be met: any side of OR (or the old `/`), both sides of AND.
fn accepts(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = any(&words, allowed);
    met && rest.is_empty()
}

/// `all (OR all)*`: whether it is met, and the words behind it.
fn any<'a>(words: &'a [&'a str], allowed: &[String]) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = all(words, allowed);
    while let ["OR", behind @ ..] = rest {
        let (also, after) = all(behind, allowed);
        (met, rest) = (met || also, after);
    }
    (met, rest)
}

/// `one (AND one)*`.
fn all<'a>(words: &'a [&'a str], allowed: &[String]) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = one(words, allowed);
    while let ["AND", behind @ ..] = rest {
        let (also, after) = one(behind, allowed);
        (met, rest) = (met && also, after);
    }
    (met, rest)
}

/// A name, a name WITH an exception, or an expression in brackets.
fn one<'a>(words: &'a [&'a str], allowed: &[String]) -> (bool, &'a [&'a str]) {
    match words {
        ["(", inner @ ..] => {
            let (met, rest) = any(inner, allowed);
            match rest {
                [")", behind @ ..] => (met, behind),
                _ => (false, rest),
            }
        }
        [name, "WITH", exception, rest @ ..] => {
            (allowed.contains(&format!("{name} WITH {exception}")), rest)
        }
        [name, rest @ ..] => (allowed.iter().any(|known| known == name), rest),
        [] => (false, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_come_from_the_root() {
        let good = "[package]\nversion.workspace = true\n[dependencies]\nunits.workspace = true\n\
                    csv = { workspace = true, features = [] }\n[dev-dependencies.x]\nworkspace = true";
        assert_eq!(versions("p", good), []);
        let bad = "[dependencies]\ncsv = \"1\"\nserde = { version = \"1\" }\n[build-dependencies]\n\
                   cc = { path = \"x\" }\n[dev-dependencies.y]\nversion = \"2\"\noptional = true";
        let lines: Vec<usize> = versions("p", bad).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 3, 5, 7]);
    }

    #[test]
    fn each_dependency_has_its_row() {
        let table = "| crate | what for |\n|---|---|\n| `csv` | reading |";
        assert_eq!(listed("p", &["csv"], table), []);
        assert_eq!(listed("p", &["csv", "cs"], table).len(), 1);
    }

    #[test]
    fn licence_expressions_are_read_as_spdx_reads_them() {
        let deny =
            "[licenses]\nallow = [\n  \"MIT\",\n  \"Apache-2.0 WITH LLVM-exception\",\n \"Zlib\"]";
        let allowed = allowed_licences(deny);
        assert_eq!(allowed, ["MIT", "Apache-2.0 WITH LLVM-exception", "Zlib"]);
        for good in [
            "MIT",
            "MIT/GPL-2.0",
            "GPL-3.0 OR (MIT AND Zlib)",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert_eq!(licence("x", Some(good), &allowed), None, "{good}");
        }
        for bad in ["Apache-2.0", "MIT AND GPL-3.0", "(MIT", "MIT MIT", "", "MIT AND"] {
            assert!(licence("x", Some(bad), &allowed).is_some(), "{bad}");
        }
        assert!(licence("x", None, &allowed).is_some());
    }
}
