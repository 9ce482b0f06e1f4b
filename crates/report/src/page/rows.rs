//! Spaces as compact JSON for the tables and the map.

use serde_json::{Value, json};
use units::{Fen, GramsCo2e};

use super::map::Frame;
use super::store::Store;
use crate::derivation::Derivation;
use crate::model::{AppraisalRow, Outcome, ProgrammeReport, SpaceRow, Verdict};

/// Greatest integer that every JSON reader holds exactly: 2^53 − 1.
const SAFE_INTEGER: u64 = 9_007_199_254_740_991;

/// Names of the fields of a row, in order; the script reads rows by these.
const FIELDS: [&str; 23] = [
    "id",
    "name",
    "district",
    "kind",
    "area",
    "verdict",
    "outcome",
    "reason",
    "package",
    "rate",
    "low",
    "high",
    "assumed",
    "pv",
    "invest",
    "award",
    "saved",
    "rateFrom",
    "investFrom",
    "awardFrom",
    "savedFrom",
    "x",
    "y",
];

/// `{fields, rows}`; texts are numbers of the store's texts, unknown values `null`.
pub(super) fn rows(report: &ProgrammeReport, store: &mut Store) -> Value {
    let frame = Frame::fit(&report.spaces);
    // Trees of projects in the programme come first, should there not be room for all.
    let mut order: Vec<usize> = (0..report.spaces.len()).collect();
    order.sort_by_key(|index| report.spaces.get(*index).map(|space| rank(&space.outcome)));
    let mut rows = vec![Value::Null; report.spaces.len()];
    for index in order {
        if let (Some(space), Some(place)) = (report.spaces.get(index), rows.get_mut(index)) {
            *place = row(space, frame.as_ref(), store);
        }
    }
    json!({ "fields": FIELDS, "rows": rows, "leftOut": store.left_out() })
}

/// Chosen first, then just missed, then the rest.
pub(super) fn rank(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Chosen { .. } => 0,
        Outcome::Missed { .. } => 1,
        Outcome::NotCandidate { .. } => 2,
    }
}

fn row(space: &SpaceRow, frame: Option<&Frame>, store: &mut Store) -> Value {
    let (outcome, reason) = match &space.outcome {
        Outcome::Chosen { conditional: false, reason } => (0, reason),
        Outcome::Chosen { conditional: true, reason } => (1, reason),
        Outcome::Missed { reason } => (2, reason),
        Outcome::NotCandidate { reason } => (3, reason),
    };
    let verdict = space.verdict.map(|verdict| match verdict {
        Verdict::Met => 0,
        Verdict::Undetermined => 1,
        Verdict::NotMet => 2,
    });
    let none = AppraisalRow::default();
    let a = space.appraisal.as_ref().unwrap_or(&none);
    let (low, high) = a.saving_interval_percent.unzip();
    let at = frame.and_then(|frame| frame.point(space));
    let mut tree =
        |from: &Option<Derivation>| from.as_ref().and_then(|from| store.keep_within(from));
    let from =
        [tree(&a.saving_from), tree(&a.investment_from), tree(&a.award_from), tree(&a.saved_from)];
    json!([
        space.id,
        store.text(&space.name),
        store.text(&space.district),
        store.text(&space.kind),
        space.gross_floor_area_m2.and_then(|area| short(area, 0)),
        verdict,
        outcome,
        store.text(reason),
        space.appraisal.as_ref().map(|a| store.text(&a.package)),
        a.saving_rate_percent.and_then(|v| short(v, 2)),
        low.and_then(|v| short(v, 2)),
        high.and_then(|v| short(v, 2)),
        a.assumed_share.and_then(|v| short(v, 3)),
        a.pv_kw.and_then(|v| short(v, 1)),
        a.investment.map(|Fen(fen)| exact(fen)),
        a.award.map(|Fen(fen)| exact(fen)),
        a.saved_per_year.map(|GramsCo2e(grams)| exact(grams)),
        from[0],
        from[1],
        from[2],
        from[3],
        at.and_then(|at| short(at.0, 1)),
        at.and_then(|at| short(at.1, 1)),
    ])
}

/// The number with few decimals; `None` unless finite.
fn short(value: f64, decimals: i32) -> Option<f64> {
    let scale = 10_f64.powi(decimals);
    let rounded = (value * scale).round() / scale;
    rounded.is_finite().then_some(rounded)
}

/// An integer that a script can hold exactly, else its digits.
fn exact(value: i64) -> Value {
    if value.unsigned_abs() <= SAFE_INTEGER { json!(value) } else { json!(value.to_string()) }
}
