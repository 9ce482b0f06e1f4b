//! A solution as it is kept: what was asked, what was answered.

use std::path::Path;

use choice::programme::{Outcome, Programme, Proof, Solution, verify};
use serde::{Deserialize, Serialize};
use units::{Diagnostic, Severity, Text};

use super::file::SearchPart;
use super::words;
use crate::failure::Failure;
use crate::files::{Input, sha256_hex};
use crate::outputs::pretty;

/// A kept solution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    format: u32,
    /// Version of the software that found it.
    reweave: String,
    /// Hash of all that the answer follows from: version, programme, packages, how it was searched.
    pub(super) question_sha256: String,
    /// Hash of the solution file that the search began from.
    pub(super) started_from_sha256: Option<String>,
    search: SearchPart,
    /// What the bound rests on: `prices` or `solver`.
    proof: String,
    solution: Solution,
}

/// A kept solution as it was read.
pub(super) struct Stored {
    pub(super) input: Input,
    pub(super) kept: Kept,
}

/// Hash of all that an answer follows from, besides an earlier solution, as JSON.
pub(super) fn question(programme: &Programme, search: &SearchPart) -> String {
    sha256_hex(pretty(&(crate::VERSION, programme, search)).as_bytes())
}

/// What a bound rests on, as files have it.
pub(super) fn proof_key(proof: Proof) -> &'static str {
    match proof {
        Proof::Prices => "prices",
        Proof::Solver => "solver",
    }
}

impl Kept {
    pub(super) fn new(
        question_sha256: String,
        start: Option<&Stored>,
        search: SearchPart,
        outcome: &Outcome,
    ) -> Self {
        Self {
            format: 1,
            reweave: crate::VERSION.into(),
            question_sha256,
            started_from_sha256: start.map(|one| one.input.sha256.clone()),
            search,
            proof: proof_key(outcome.proof).into(),
            solution: outcome.solution.clone(),
        }
    }
}

impl Stored {
    /// Reads a solution file.
    ///
    /// # Errors
    /// [`Failure::Unreadable`], or [`Failure::Input`] where it is none.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let input = Input::read("solution", path)?;
        let read: Result<Kept, _> = serde_json::from_slice(&input.bytes);
        match read {
            Ok(kept) if kept.format == 1 => Ok(Self { input, kept }),
            Ok(kept) => Err(unlike(&input, None, &format!("format {}", kept.format))),
            Err(cause) => {
                let row = u64::try_from(cause.line()).ok().filter(|row| *row > 0);
                Err(unlike(&input, row, &cause.to_string()))
            }
        }
    }

    pub(super) fn solution(&self) -> &Solution {
        &self.kept.solution
    }

    /// Reads every limit of `programme` a second time.
    ///
    /// # Errors
    /// [`Failure::Input`] with each limit that the solution does not keep, in the order of the
    /// file.
    pub(super) fn verify(&self, programme: &Programme) -> Result<(), Failure> {
        let breaches = verify(programme, self.solution());
        let remark = |breach: &choice::programme::Breach| {
            let (path, says) = words::limit(programme, &breach.name).unwrap_or_else(|| {
                ("solution".into(), Text::new("方案本身", "the solution itself"))
            });
            Diagnostic {
                severity: Severity::Refused,
                code: "limit_broken".into(),
                file: self.input.name.clone(),
                row: None,
                column: path,
                value: breach.name.clone(),
                expected: Text::new(
                    format!("{}；{}", says.zh, breach.text.zh),
                    format!("{}; {}", says.en, breach.text.en),
                ),
                remedy: Text::new(
                    "该文件不是此规划的解：重新运行 reweave choose",
                    "this is no solution of the programme: run `reweave choose` again",
                ),
            }
        };
        if breaches.is_empty() {
            return Ok(());
        }
        Err(Failure::Input(breaches.iter().map(remark).collect()))
    }
}

fn unlike(input: &Input, row: Option<u64>, value: &str) -> Failure {
    Failure::Input(vec![Diagnostic {
        severity: Severity::Refused,
        code: "not_a_solution".into(),
        file: input.name.clone(),
        row,
        column: String::new(),
        value: value.chars().take(200).collect(),
        expected: Text::new(
            "reweave choose --solution 写出的文件",
            "a file that `reweave choose --solution` has written",
        ),
        remedy: Text::new("换用该文件", "name such a file"),
    }])
}
