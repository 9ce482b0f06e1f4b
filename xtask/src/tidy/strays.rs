//! Things that belong to one machine and to no repository.

use super::Finding;

/// Folders of a machine. Written in two parts, so that this file does not find itself.
const MACHINE_PATHS: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// Marks of a package registry of one's own.
const REGISTRY_MARKS: &[&str] =
    &[concat!("sparse", "+http"), concat!("replace", "-with"), concat!("index", "-url")];

/// The public registry, as lock files name it.
const CARGO_SOURCE: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

/// Findings for one text file.
pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut report = |message: String| findings.push(Finding::new(path, number + 1, message));
        for word in MACHINE_PATHS {
            if line.contains(word) && !is_address(line, word) {
                report(format!("path of one machine: {word}"));
            }
        }
        for mark in REGISTRY_MARKS.iter().filter(|mark| line.contains(*mark)) {
            report(format!("setting of one machine's registry: {mark}"));
        }
        let line = line.trim();
        if path.ends_with("Cargo.lock") && line.starts_with("source = ") && line != CARGO_SOURCE {
            report(format!("not from crates.io: {line}"));
        }
        if path.ends_with("package-lock.json") && line.starts_with("\"resolved\": \"http") {
            report(format!("download address in a lock file: {line}"));
        }
    }
    findings
}

/// Whether `word` stands inside a web address, such as a page under a folder of that name.
fn is_address(line: &str, word: &str) -> bool {
    line.split(word).next().is_some_and(|before| {
        before.rsplit(char::is_whitespace).next().is_some_and(|start| start.contains("://"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_things_pass() {
        let lock = format!("{CARGO_SOURCE}\nchecksum = \"a\"");
        assert_eq!(check("Cargo.lock", &lock), []);
        let bare = "\"node_modules/react\": {\n  \"version\": \"19.0.0\",";
        assert_eq!(check("web/package-lock.json", bare), []);
        let page = format!("see https://example.org{}x and ../shared", MACHINE_PATHS[0]);
        assert_eq!(check("README.md", &page), []);
    }

    #[test]
    fn things_of_one_machine_are_found() {
        for path in MACHINE_PATHS {
            assert_eq!(check("Makefile", &format!("cd {path}x")).len(), 1, "{path}");
        }
        for mark in REGISTRY_MARKS {
            assert_eq!(check("a.toml", &format!("x = \"{mark}s://host\"")).len(), 1, "{mark}");
        }
        assert_eq!(check("Cargo.lock", "source = \"git+https://example.org/x\"").len(), 1);
        assert_eq!(check("package-lock.json", "  \"resolved\": \"http://host/x.tgz\"").len(), 1);
    }
}
