use std::collections::BTreeMap;

use units::{Diagnostic, Fen, Severity, Text};

use super::changes::{Explainer, LeftOut, pick};
use super::compile::{Compiled, pay};
use super::conflict::conflict;
use super::verify::verify;
use super::{Pick, Programme, Solution, check};
use crate::candidate::{ChoiceError, Options};
use crate::rows::{Problem, Term};
use crate::search::solve;
use crate::selection::Selection;

/// What planning came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The programme cannot be planned as it is written: why.
    Refused(Vec<Diagnostic>),
    /// These budgets and constraints cannot hold together; without any one of them the rest can.
    Conflict(Vec<String>),
    /// The search stopped at its limits before it found anything that keeps all limits, and before
    /// it proved that there is nothing.
    NotFound,
    /// A choice.
    Chosen(Box<Outcome>),
}

/// How the bound was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// By a sum at prices that this crate computes itself.
    Prices,
    /// By the solver's branch and bound.
    Solver,
}

/// A choice with its proof and its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What is chosen; [`verify`](super::verify()) finds nothing against it.
    pub solution: Solution,
    /// The share of the bound that is not reached; 0 is optimal.
    pub gap_ratio: f64,
    /// How the bound was proven.
    pub proof: Proof,
    /// What the chosen cost over all years, without rises.
    pub cost: Fen,
    /// How full each budget is, by row.
    pub budgets: Vec<BudgetUse>,
    /// The projects not chosen.
    pub left_out: Vec<LeftOut>,
    /// What a reader should know, such as money that does not reach for the cheapest project.
    pub remarks: Vec<Diagnostic>,
}

/// How full a budget is, and how much dearer things may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetUse {
    /// The budget.
    pub name: String,
    /// Of a budget by year the year; with carry-over the years up to it.
    pub year: Option<u32>,
    /// What may be spent.
    pub limit: Fen,
    /// What the chosen spend of it, without rises.
    pub spent: Fen,
    /// What all their rises at once would come to.
    pub rises: Fen,
    /// How many of the greatest rises at once the budget bears; `None` if it bears all.
    pub bears: Option<usize>,
}

/// Plans `programme`: the choice of greatest value that keeps every budget and constraint.
/// `start` is an earlier solution to begin from; what of it no longer exists is passed over. Equal
/// inputs, in any order, give the same answer unless [`Options::time_limit_s`] cut it short.
///
/// # Errors
/// [`ChoiceError`] for options out of range, or a solver that gave no answer.
pub fn plan(
    programme: &Programme,
    start: Option<&Solution>,
    options: &Options,
) -> Result<Answer, ChoiceError> {
    options.check()?;
    let faults = check(programme);
    if !faults.is_empty() {
        return Ok(Answer::Refused(faults));
    }
    let compiled = Compiled::new(programme);
    let problem = &compiled.problem;
    let start = start.map(|start| {
        let picks: BTreeMap<_, _> = start.picks.iter().map(|pick| (&pick.project, pick)).collect();
        let is_picked = |&item: &usize| {
            let here = pick(programme, compiled.chances[item]);
            picks.get(&here.project).is_some_and(|pick| **pick == here)
        };
        Selection::of(problem, (0..problem.items.len()).filter(is_picked))
    });
    let solved = solve(problem, start, options)?;
    let Some(selection) = &solved.selection else {
        if solved.infeasible {
            return Ok(Answer::Conflict(conflict(programme, &compiled, options)?));
        }
        return Ok(Answer::NotFound);
    };
    let objective_points = selection.value_points();
    let bound_points = solved.bound_points.max(objective_points);
    let open = bound_points - objective_points;
    let gap_ratio = if open > 0.0 { open / bound_points.abs() } else { 0.0 };
    let picks: Vec<Pick> =
        selection.items().map(|item| pick(programme, compiled.chances[item])).collect();
    let cost = |item: usize| {
        let chance = compiled.chances[item];
        programme.projects[chance.project].packages[chance.package].cost().0
    };
    let solution = Solution { picks, objective_points, bound_points };
    debug_assert!(verify(programme, &solution).is_empty());
    let left_out = Explainer::new(programme, &compiled, selection).left_out();
    Ok(Answer::Chosen(Box::new(Outcome {
        solution,
        gap_ratio,
        proof: if solved.bound_by_solver { Proof::Solver } else { Proof::Prices },
        cost: Fen(selection.items().map(cost).sum()),
        budgets: budget_uses(programme, &compiled, selection),
        left_out,
        remarks: remarks(&compiled, selection),
    })))
}

fn fen(amount: i128) -> Fen {
    Fen(i64::try_from(amount).unwrap_or(i64::MAX))
}

fn budget_uses(
    programme: &Programme,
    compiled: &Compiled,
    selection: &Selection<'_>,
) -> Vec<BudgetUse> {
    let problem = &compiled.problem;
    let mut terms = Vec::new();
    for budget in &programme.budgets {
        let first = compiled.labels.iter().position(|label| label.name == budget.name);
        for chance in selection.items().map(|item| compiled.chances[item]) {
            let project = &programme.projects[chance.project];
            let package = &project.packages[chance.package];
            if let Some(row) = first.filter(|_| project.is_in(&budget.scope)) {
                pay(budget, row, package, chance.start_year, &mut terms);
            }
        }
    }
    let mut sums: Vec<(i128, Vec<i64>)> = vec![(0, Vec::new()); problem.rows.len()];
    for Term { row, amount, rise } in terms {
        sums[row].0 += i128::from(amount);
        sums[row].1.push(rise);
    }
    let rows = compiled.labels.iter().zip(&problem.rows).zip(sums);
    let money = rows.filter(|((label, _), _)| label.is_money);
    let uses = money.map(|((label, row), (spent, mut rises))| {
        rises.sort_unstable_by(|a, b| b.cmp(a));
        let mut left = row.limit - spent;
        let bears = rises.iter().position(|&rise| {
            left -= i128::from(rise);
            left < 0
        });
        BudgetUse {
            name: label.name.clone(),
            year: label.year,
            limit: fen(row.limit),
            spent: fen(spent),
            rises: fen(rises.iter().copied().map(i128::from).sum()),
            bears,
        }
    });
    uses.collect()
}

/// Budgets that do not reach for the cheapest start of any of their projects.
fn remarks(compiled: &Compiled, selection: &Selection<'_>) -> Vec<Diagnostic> {
    let problem: &Problem = &compiled.problem;
    if selection.items().next().is_some() {
        return Vec::new();
    }
    let mut least: Vec<Option<i128>> = vec![None; problem.rows.len()];
    for term in (0..problem.items.len()).flat_map(|item| problem.terms(item)) {
        let amount = i128::from(term.amount);
        least[term.row] = Some(least[term.row].map_or(amount, |least| least.min(amount)));
    }
    let rows = compiled.labels.iter().zip(&problem.rows).zip(least);
    let short = rows.filter(|((label, row), least)| {
        label.is_money && least.is_some_and(|least| least > row.limit)
    });
    short
        .map(|((label, row), least)| {
            let least = fen(least.unwrap_or(0));
            Diagnostic {
                severity: Severity::Note,
                code: "budget_below_cheapest".into(),
                file: "programme".into(),
                row: None,
                column: label.name.clone(),
                value: format!("{} yuan", fen(row.limit)),
                expected: Text::new(
                    format!("不少于最便宜项目所需的 {least} 元"),
                    format!("at least {least} yuan, which the cheapest project takes of it"),
                ),
                remedy: Text::new(
                    "增加预算，或加入更小的方案",
                    "raise it, or add a smaller package",
                ),
            }
        })
        .collect()
}
