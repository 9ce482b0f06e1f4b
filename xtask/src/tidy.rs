//! Rules of the house that a machine can check. Each rule is a function from text to findings, with
//! a good and a bad example in its tests; this file feeds them the repository.

mod arrows;
mod links;
mod manifests;
mod policy_files;
mod rust_files;
mod strays;
mod unit_names;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use cargo_metadata::{Dependency, DependencyKind, MetadataCommand};

/// Something to mend: where, and what is wrong.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    /// `line` counts from 1; 0 speaks of the whole file.
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.into(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// The repository's root: the folder above this package.
pub(crate) fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().context("xtask has no parent folder")?.into())
}

/// Prints every finding; whether there was none.
pub(crate) fn run() -> Result<bool> {
    let root = root()?;
    let mut findings = metadata_findings(&root)?;
    let files = files(&root)?;
    for (path, text) in &files {
        findings.extend(strays::check(path, text));
        if path.ends_with(".rs") {
            findings.extend(rust_files::check(path, text));
            findings.extend(unit_names::check(path, text));
        } else if path.ends_with(".md") {
            findings.extend(links::check(path, text, |target| root.join(target).exists()));
        } else if path.ends_with("Cargo.toml") && path != "Cargo.toml" && !outside(path) {
            findings.extend(manifests::versions(path, text));
        } else if path.starts_with("policy/") && path.ends_with(".yaml") {
            findings.extend(policy_files::check(path, text));
        }
    }
    findings.sort();
    for finding in &findings {
        eprintln!("{finding}");
    }
    let verdict = if findings.is_empty() { "nothing to mend" } else { "see above" };
    println!("tidy: {} files, {} findings: {verdict}", files.len(), findings.len());
    Ok(findings.is_empty())
}

/// Packages outside the workspace carry their own versions.
fn outside(path: &str) -> bool {
    path.starts_with("fuzz/")
}

/// Arrows, licences and the list of dependencies, from `cargo metadata`.
fn metadata_findings(root: &Path) -> Result<Vec<Finding>> {
    let metadata = MetadataCommand::new()
        .current_dir(root)
        .other_options(["--locked".into()])
        .exec()
        .context("cargo metadata; is Cargo.lock up to date?")?;
    let read = |name: &str| {
        std::fs::read_to_string(root.join(name)).with_context(|| format!("cannot read {name}"))
    };
    let members = metadata.workspace_packages();
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let listed = read("docs/DEPENDENCIES.md")?;
    let allowed = manifests::allowed_licences(&read("deny.toml")?);
    ensure!(!allowed.is_empty(), "deny.toml: no [licenses] allow list found");

    let mut findings = Vec::new();
    for member in &members {
        let path = member.manifest_path.strip_prefix(root).unwrap_or(&member.manifest_path);
        let is_ours = |one: &&Dependency| names.contains(&one.name.as_str());
        let (ours, others): (Vec<_>, Vec<_>) = member.dependencies.iter().partition(is_ours);
        let arrows = ours.iter().map(|one| arrows::Arrow {
            to: &one.name,
            is_for_tests: one.kind == DependencyKind::Development,
        });
        let ours: Vec<_> = arrows.collect();
        let others: Vec<&str> = others.iter().map(|one| one.name.as_str()).collect();
        findings.extend(arrows::check(path.as_str(), member.name.as_str(), &ours));
        findings.extend(manifests::listed(path.as_str(), &others, &listed));
    }
    for package in &metadata.packages {
        let licence = package.license.as_deref();
        findings.extend(manifests::licence(package.name.as_str(), licence, &allowed));
    }
    Ok(findings)
}

/// Every text file that git tracks or would track, with its path from the root.
fn files(root: &Path) -> Result<Vec<(String, String)>> {
    let listing = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("cannot start git")?;
    ensure!(listing.status.success(), "git ls-files failed: is this a git checkout?");
    let paths = String::from_utf8(listing.stdout).context("a file name is not UTF-8")?;
    let mut files = Vec::new();
    for path in paths.split_terminator('\0') {
        // A file that was deleted but not yet committed is still listed.
        let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
        if let Ok(text) = String::from_utf8(bytes) {
            files.push((path.into(), text));
        }
    }
    Ok(files)
}
