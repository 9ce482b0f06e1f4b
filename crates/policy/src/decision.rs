//! What is decided about a case, and everything needed to ask why.

use std::collections::BTreeSet;

use serde::Serialize;
use units::{Date, Fen, Mark, Source, Text};

use crate::facts::Assessment;
use crate::ground::Ground;
use crate::rules::{ClauseKind, Currency};
use crate::trace::Trace;

/// Whether the award can be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every gating clause is met and the amount stands.
    Met,
    /// At least one gating clause is not met.
    NotMet,
    /// Something is missing, or rests on a model; see `missing`.
    Undetermined,
}

/// Whether one clause holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseVerdict {
    /// It holds.
    Met,
    /// It does not hold.
    NotMet,
    /// It cannot be told from what is known.
    Undetermined,
    /// It does not bear on this case.
    NotApplicable,
}

/// The outcome of one version of a scheme for one case on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// The scheme's id.
    pub scheme: String,
    /// The scheme's name.
    pub scheme_name: Text,
    /// The version's id.
    pub version: String,
    /// The version's title.
    pub version_name: Text,
    /// The number of the version's document, or `not_seen`.
    pub document: String,
    /// Whether the version is a draft for comment, which grants nothing.
    pub draft: bool,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The day on which the case is decided.
    pub date: Date,
    /// The outcome.
    pub verdict: Verdict,
    /// The decided amount: present exactly when the verdict is met. Never rests on a recalled,
    /// missing, modelled or assumed value.
    pub amount: Option<Fen>,
    /// The amount if the conditions that are still open are met; absent when the case is refused
    /// or the amount cannot be computed.
    pub amount_if_met: Option<Fen>,
    /// Why an amount is absent, or only conditional.
    pub amount_note: Option<Text>,
    /// The mode of support that the amount is for.
    pub mode: Option<String>,
    /// Every mode with its amount and derivation.
    pub modes: Vec<ModeResult>,
    /// How the amount would be paid; empty where the scheme's text on it was not seen.
    pub tranches: Vec<TrancheResult>,
    /// Clause by clause.
    pub clauses: Vec<ClauseResult>,
    /// What is missing for a final decision, and who can supply it.
    pub missing: Vec<Missing>,
    /// Whether law took part that no official has confirmed against the original.
    pub unconfirmed: bool,
    /// Whether a result of a model took part: good for screening, not for a letter.
    pub provisional: bool,
    /// Marks of all facts, parameters and clauses that took part.
    pub marks: BTreeSet<Mark>,
}

impl Decision {
    /// The derivation of the amount under the chosen mode.
    pub fn trace(&self) -> Option<&Trace> {
        let mode = self.mode.as_ref()?;
        self.modes.iter().find(|result| result.id == *mode).map(|result| &result.trace)
    }

    /// The clause called `id`.
    pub fn clause(&self, id: &str) -> Option<&ClauseResult> {
        self.clauses.iter().find(|clause| clause.id == id)
    }
}

/// The gating clauses that are not met, by id.
pub(crate) fn not_met(clauses: &[ClauseResult]) -> Vec<&str> {
    let refused = clauses.iter().filter(|c| c.gates && c.verdict == ClauseVerdict::NotMet);
    refused.map(|clause| clause.id.as_str()).collect()
}

/// One clause and how it came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClauseResult {
    /// Its id within the version.
    pub id: String,
    /// How it bears on the decision.
    pub kind: ClauseKind,
    /// Whether the award depends on it.
    pub gates: bool,
    /// What it says.
    pub text: Text,
    /// How it came out.
    pub verdict: ClauseVerdict,
    /// Whether the verdict rests on a result of a model.
    pub provisional: bool,
    /// Each value against its threshold.
    pub comparisons: Vec<Comparison>,
    /// Why it does not apply, as recorded in the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who made the judgement, where the clause asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment: Option<Assessment>,
    /// The facts and parameters that it read.
    pub inputs: Vec<Input>,
    /// Names of what is missing for it.
    pub missing: Vec<String>,
    /// Where the clause itself stands.
    pub ground: Ground,
}

/// A value against a threshold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The left side: label and value.
    pub value: Text,
    /// `<`, `<=`, `>`, `>=`, `==`, `!=` or `in`.
    pub relation: String,
    /// The right side: label and value.
    pub threshold: Text,
    /// Whether it holds; absent when it cannot be told.
    pub holds: Option<bool>,
}

/// A fact or parameter that a clause read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: Text,
    /// Its value with unit, or "unknown".
    pub shown: Text,
    /// Where a parameter's value stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// Where a fact comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// One mode of support.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModeResult {
    /// Its id within the version.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The amount, cut down to the fen, if all conditions are met; absent when not computable.
    pub amount_if_met: Option<Fen>,
    /// Names of what is missing for it.
    pub missing: Vec<String>,
    /// Where the formula stands.
    pub ground: Ground,
    /// From what the amount is formed.
    pub trace: Trace,
}

/// One part of the payment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrancheResult {
    /// Its id within the version.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its share of the award.
    pub share: Text,
    /// How much of it is paid, where that depends on what was delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Text>,
    /// Its amount; where nothing is held back, the parts add up to the award exactly if the last
    /// takes the rest.
    pub amount_if_met: Option<Fen>,
    /// Whether its own condition holds; not applicable when it has none.
    pub condition: ClauseVerdict,
    /// Where it stands.
    pub ground: Ground,
}

/// Something that is missing for a final decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The fact or parameter.
    pub name: String,
    /// What it is, and what is wrong with what there is.
    pub what: Text,
    /// Who can supply it.
    pub who: Text,
    /// The clauses, modes and tranches that wait for it.
    pub needed_by: Vec<String>,
}
