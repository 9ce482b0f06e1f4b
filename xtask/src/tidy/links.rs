//! Relative links of Markdown files lead somewhere.

use std::path::{Component, Path};

use super::Finding;

/// Findings for each relative link whose target does not `exist` (a path from the root).
pub(super) fn check(path: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let mut findings = Vec::new();
    let mut in_fence = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_fence = !in_fence;
        }
        if in_fence {
            continue;
        }
        for target in targets(line) {
            let file = target.split('#').next().unwrap_or("");
            if file.is_empty() || file.contains("://") || file.starts_with("mailto:") {
                continue;
            }
            match inside(folder, file) {
                Some(place) if exists(&place) => {}
                Some(_) => {
                    let message = format!("dead link: {target}");
                    findings.push(Finding::new(path, number + 1, message));
                }
                None => {
                    let message = format!("link leads out of the repository: {target}");
                    findings.push(Finding::new(path, number + 1, message));
                }
            }
        }
    }
    findings
}

/// What stands in `](…)` and after `[…]: `, outside inline code.
fn targets(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    if let Some((label, target)) = line.split_once("]: ")
        && label.starts_with('[')
        && !label.starts_with("[^")
    {
        found.extend(target.split_whitespace().next());
    }
    // Every second part between backticks is code.
    for text in line.split('`').step_by(2) {
        for rest in text.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or("");
            found.extend(target.split_whitespace().next());
        }
    }
    found
}

/// `file` seen from `folder`, without `.` and `..`; `None` when it leaves the root.
fn inside(folder: &Path, file: &str) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in folder.join(file).components() {
        match part {
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_links_pass_and_dead_ones_are_named() {
        let text = "[a](DESIGN.md#why) [b](../README.md) [c](https://x.org/y) [d](#here)\n\
                    `[e](nowhere.md)`\n```\n[f](nowhere.md)\n```\n[g]: ../LICENSE";
        let there = ["docs/DESIGN.md", "README.md", "LICENSE"];
        assert_eq!(check("docs/A.md", text, |place| there.contains(&place)), []);

        let bad = "![x](gone.png)\n\n[y](../../outside.md)\n[z]: gone.md";
        let lines: Vec<usize> =
            check("docs/A.md", bad, |_| false).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [1, 3, 4]);
    }
}
