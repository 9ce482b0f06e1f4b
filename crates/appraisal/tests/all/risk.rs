//! Odds of loss: files, draws, statistics, break-evens, verdicts.

mod draws;
mod files;
mod statistics;
mod turning;
mod verdicts;

use appraisal::risk::{Inputs, Outcome};
use units::Fen;

const BEIJING: &str = include_str!("../../../../data/risk/cn-beijing.yaml");
const VERDICT: &str = include_str!("../../../../data/risk/verdict.yaml");

/// A set of inputs, each `id: distribution` with what else stands in its map.
fn inputs(list: &[(&str, &str)]) -> Inputs {
    let mut text = String::from("{id: t, region: beijing, name: {zh: 测, en: test}, inputs: [");
    for (id, distribution) in list {
        text.push_str(&format!(
            "{{id: {id}, name: {{zh: {id}, en: {id}}}, unit: factor, moved_by: project, origin: test, \
             mark: S, distribution: {distribution}}}, "
        ));
    }
    text.push_str("]}");
    Inputs::parse("t.yaml", &text).unwrap_or_else(|remarks| panic!("{remarks:#?}"))
}

/// A value in yuan, with the same on both sides.
fn both(yuan: f64) -> Option<Outcome> {
    let npv = Fen::estimate_from_yuan(yuan)?;
    Some(Outcome { with_subsidy: npv, without_subsidy: npv })
}
