//! Which budgets and constraints cannot hold together.

use super::Programme;
use super::compile::Compiled;
use crate::candidate::{ChoiceError, Options};
use crate::rows::{Problem, Row};
use crate::solver::{Found, search};

/// An irreducible set: they cannot hold together, and without any one of them the rest can. Found
/// by taking away one after the other and putting back what cannot be missed (the deletion filter
/// of J. W. Chinneck, E. W. Dravnieks, ORSA Journal on Computing 3, 1991). A search that ends
/// without an answer counts as one that can hold, so the set may then be larger than need be.
pub(super) fn conflict(
    programme: &Programme,
    compiled: &Compiled,
    options: &Options,
) -> Result<Vec<String>, ChoiceError> {
    let labels = &compiled.labels;
    let mut kept: Vec<bool> = vec![true; labels.len()];
    // Budgets first, so that the rules stand in the answer where either could.
    let budgets = programme.budgets.iter().map(|budget| &budget.name);
    let mut names: Vec<&String> = budgets.collect();
    names.sort();
    let mut rules: Vec<&String> = programme.constraints.iter().map(|one| &one.name).collect();
    rules.sort();
    names.extend(rules);
    let mut left = Vec::new();
    for name in names {
        let without: Vec<bool> =
            kept.iter().zip(labels).map(|(kept, label)| *kept && label.name != *name).collect();
        if can_hold(&compiled.problem, &without, options)? {
            left.push(name.clone());
        } else {
            kept = without;
        }
    }
    Ok(left)
}

/// Whether any selection keeps the rows of `kept`.
fn can_hold(problem: &Problem, kept: &[bool], options: &Options) -> Result<bool, ChoiceError> {
    let rows: Vec<Option<usize>> = kept
        .iter()
        .scan(0, |next, kept| {
            let place = kept.then_some(*next);
            *next += usize::from(*kept);
            Some(place)
        })
        .collect();
    let limits = problem.rows.iter().zip(kept).filter(|(_, kept)| **kept);
    let mut part = Problem::new(limits.map(|(row, _)| *row).collect::<Vec<Row>>());
    for items in &problem.projects {
        part.open_project(false);
        for item in items.clone() {
            let terms: Vec<_> = problem
                .terms(item)
                .iter()
                .filter_map(|term| rows[term.row].map(|row| crate::rows::Term { row, ..*term }))
                .collect();
            part.push(item, 0.0, &terms);
        }
    }
    Ok(matches!(search(&part, None, 0.0, options)?, Found::Items(..)))
}
