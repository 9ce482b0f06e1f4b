//! The steps of `make check`, each shown as the command that a person can repeat.

use std::process::Command;

use anyhow::{Context, Result};

use crate::tidy;

/// Cargo's arguments, step by step.
const STEPS: [&[&str]; 3] = [
    &["fmt", "--all", "--", "--check"],
    &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
    // `--examples`, though there are none: with it the features of dependencies are those of clippy
    // and of the tests, and HiGHS is not compiled a second time.
    &["doc", "--workspace", "--no-deps", "--lib", "--bins", "--examples", "--locked"],
];

/// Runs every step, also after one has failed, so that one run shows all there is to mend.
pub(crate) fn run() -> Result<bool> {
    let root = tidy::root()?;
    let mut failed = Vec::new();
    for arguments in STEPS {
        let shown = format!("cargo {}", arguments.join(" "));
        let is_doc = arguments[0] == "doc";
        let shown = if is_doc { format!("RUSTDOCFLAGS='-D warnings' {shown}") } else { shown };
        println!("\n> {shown}");
        let mut command = Command::new("cargo");
        command.args(arguments).current_dir(&root);
        if is_doc {
            command.env("RUSTDOCFLAGS", "-D warnings");
        }
        let status = command.status().with_context(|| format!("cannot start {shown}"))?;
        if !status.success() {
            failed.push(shown);
        }
    }
    println!("\n> cargo xtask tidy");
    if !tidy::run()? {
        failed.push("cargo xtask tidy".into());
    }
    for command in &failed {
        eprintln!("failed: {command}");
    }
    Ok(failed.is_empty())
}
