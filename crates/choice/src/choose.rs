use std::cmp::Ordering;
use std::collections::BTreeMap;

use units::{Fen, GramsCo2e};

use crate::candidate::{Candidate, ChoiceError, Limits, Objective, Options, check};
use crate::reason::{Explainer, Missed, Reason};
use crate::rows::{Problem, Row, Term};
use crate::search::{Solved, solve};
use crate::selection::Selection;

/// The row of the budget; those of the ceilings follow it.
pub(crate) const BUDGET: usize = 0;

/// A problem whose every item pays from the budget first, then from its ceiling.
#[derive(Clone, Copy)]
pub(crate) struct Paid<'a> {
    pub(crate) problem: &'a Problem,
}

impl Paid<'_> {
    pub(crate) fn cost_fen(&self, item: usize) -> i64 {
        self.problem.term(item, BUDGET).map_or(0, |term| term.amount)
    }

    /// The place of an item's ceiling among the ceilings.
    pub(crate) fn ceiling(&self, item: usize) -> Option<usize> {
        self.problem.terms(item).get(1).map(|term| term.row - 1)
    }

    /// Points per yuan; infinite when it costs nothing.
    pub(crate) fn points_per_yuan(&self, item: usize) -> f64 {
        self.problem.items[item].value_points / Fen(self.cost_fen(item)).yuan_f64()
    }
}

/// A choice, its value, its proof and its reasons. Places are those in the caller's list.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The chosen candidates, ascending.
    pub chosen: Vec<usize>,
    /// How many of them are conditional.
    pub conditional: usize,
    /// What they are worth under the objective.
    pub objective_points: f64,
    /// No choice within the limits is worth more; proven to a relative 1e-9.
    pub bound_points: f64,
    /// The share of the bound that is not reached; 0 is optimal.
    pub gap_ratio: f64,
    /// What they cost together; never above the budget.
    pub cost_fen: Fen,
    /// What they cost by district; `None` stands for those whose district is unknown.
    pub cost_by_district_fen: BTreeMap<Option<String>, Fen>,
    /// CO2e that they save a year, as far as known.
    pub co2e_g_per_year: GramsCo2e,
    /// How many of them have an unknown saving, which that sum does not hold.
    pub co2e_unknown: usize,
    /// Floor area that they bring back into use, as far as known. `[m²]`
    pub floor_area_m2: f64,
    /// How many of them have no valid floor area, which that sum does not hold.
    pub floor_area_unknown: usize,
    /// By how much the solver's own answer broke a limit through rounding before it was repaired by
    /// dropping the least worth per yuan; zero if it did not.
    pub repaired_fen: Fen,
    /// All others, ascending, with the reason.
    pub left_out: Vec<(usize, Reason)>,
    /// The projects that came closest, best first.
    pub just_missed: Vec<Missed>,
}

/// Chooses at most one package per project so that `objective` is greatest within `limits`.
///
/// Candidates that cannot take part (unknown or invalid value, negative cost, alone beyond a limit)
/// are left out with the reason; they never stop the rest. Equal inputs, in any order, give the
/// same choice unless [`Options::time_limit_s`] cut the search short.
///
/// # Errors
/// [`ChoiceError`] for a negative budget or ceiling, weights or options out of range, too many
/// candidates, or a solver that gave no answer.
///
/// # Equation
/// `max Σ v_i·x_i` subject to `Σ c_i·x_i <= budget`, `Σ_{i in d} c_i·x_i <= ceiling_d` for every
/// district `d` that has one, `Σ_{i in p} x_i <= 1` for every project `p`, `x_i` 0 or 1.
///
/// # Source
/// A multi-dimensional multiple-choice knapsack problem (H. Kellerer, U. Pferschy, D. Pisinger,
/// *Knapsack Problems*, Springer 2004, ch. 9 and 11); solved by branch and cut in HiGHS
/// (Q. Huangfu, J. A. J. Hall, *Parallelizing the dual revised simplex method*, Mathematical
/// Programming Computation 10, 2018).
pub fn choose(
    candidates: &[Candidate],
    limits: &Limits,
    objective: Objective,
    options: &Options,
) -> Result<Choice, ChoiceError> {
    check(candidates.len(), limits, objective, options)?;
    let (problem, mut left_out) = screen(candidates, limits, objective);
    let paid = Paid { problem: &problem };
    let by_worth = problem.by_worth(|item| Fen(paid.cost_fen(item)).yuan_f64());

    let Solved { selection, bound_points, overrun, .. } = solve(&problem, None, options)?;
    let selection = selection.unwrap_or_else(|| Selection::empty(&problem));
    let explainer = Explainer::new(paid, &selection, limits, &by_worth);
    for (number, item) in problem.items.iter().enumerate() {
        if selection.of_project(item.project) != Some(number) {
            left_out.push((item.index, explainer.reason(number)));
        }
    }
    left_out.sort_by_key(|&(index, _)| index);
    let just_missed = explainer.just_missed(options.just_missed, &by_worth);
    let objective_points = selection.value_points();
    let bound_points = bound_points.max(objective_points);
    let gap_ratio =
        if bound_points > 0.0 { (bound_points - objective_points) / bound_points } else { 0.0 };
    let picked: Vec<usize> = selection.items().map(|item| problem.items[item].index).collect();
    Ok(Choice {
        objective_points,
        bound_points,
        gap_ratio,
        repaired_fen: Fen(i64::try_from(overrun).unwrap_or(i64::MAX)),
        left_out,
        just_missed,
        ..totals(candidates, picked)
    })
}

/// The sums over `picked` (in canonical order), nothing else filled in.
fn totals(candidates: &[Candidate], picked: Vec<usize>) -> Choice {
    let mut choice = Choice {
        chosen: Vec::new(),
        conditional: 0,
        objective_points: 0.0,
        bound_points: 0.0,
        gap_ratio: 0.0,
        cost_fen: Fen::ZERO,
        cost_by_district_fen: BTreeMap::new(),
        co2e_g_per_year: GramsCo2e::ZERO,
        co2e_unknown: 0,
        floor_area_m2: 0.0,
        floor_area_unknown: 0,
        repaired_fen: Fen::ZERO,
        left_out: Vec::new(),
        just_missed: Vec::new(),
    };
    for &index in &picked {
        let Candidate { district, cost_fen, co2e_g_per_year, floor_area_m2, conditional, .. } =
            &candidates[index];
        choice.conditional += usize::from(*conditional);
        choice.cost_fen = choice.cost_fen + *cost_fen;
        let of_district = choice.cost_by_district_fen.entry(district.clone()).or_default();
        *of_district = *of_district + *cost_fen;
        match co2e_g_per_year {
            Some(saved) => choice.co2e_g_per_year = choice.co2e_g_per_year + *saved,
            None => choice.co2e_unknown += 1,
        }
        match floor_area_m2.filter(|area_m2| area_m2.is_finite() && *area_m2 >= 0.0) {
            Some(area_m2) => choice.floor_area_m2 += area_m2,
            None => choice.floor_area_unknown += 1,
        }
    }
    choice.chosen = picked;
    choice.chosen.sort_unstable();
    choice
}

/// The candidates that can take part, in canonical order, and the others with their reasons.
fn screen(
    candidates: &[Candidate],
    limits: &Limits,
    objective: Objective,
) -> (Problem, Vec<(usize, Reason)>) {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|&a, &b| canonical(&candidates[a], &candidates[b]).then(a.cmp(&b)));
    let ceilings: Vec<(&str, Fen)> =
        limits.district_ceilings.iter().map(|(name, &fen)| (name.as_str(), fen)).collect();
    let rows = std::iter::once(limits.budget).chain(ceilings.iter().map(|(_, fen)| *fen));
    let mut problem = Problem::new(rows.map(|fen| Row::plain(fen.0.into())).collect());
    let mut left_out = Vec::new();
    let mut project_before = None;
    for index in order {
        let candidate = &candidates[index];
        let (value_points, ceiling) = match admit(candidate, limits.budget, &ceilings, objective) {
            Ok(admitted) => admitted,
            Err(reason) => {
                left_out.push((index, reason));
                continue;
            }
        };
        if project_before != Some(&candidate.project) {
            project_before = Some(&candidate.project);
            problem.open_project(false);
        }
        let pays = |row: usize| Term { row, amount: candidate.cost_fen.0, rise: 0 };
        let terms: Vec<Term> = [Some(BUDGET), ceiling.map(|place| place + 1)]
            .into_iter()
            .flatten()
            .map(pays)
            .collect();
        problem.push(index, value_points, &terms);
    }
    (problem, left_out)
}

/// The points and the ceiling of a candidate that can take part.
fn admit(
    candidate: &Candidate,
    budget: Fen,
    ceilings: &[(&str, Fen)],
    objective: Objective,
) -> Result<(f64, Option<usize>), Reason> {
    let cost = candidate.cost_fen;
    if cost < Fen::ZERO {
        return Err(Reason::NegativeCost { cost });
    }
    let points = objective.points(candidate)?;
    if cost > budget {
        return Err(Reason::ExceedsBudget { over_by: cost - budget });
    }
    let Some(district) = &candidate.district else {
        return if ceilings.is_empty() { Ok((points, None)) } else { Err(Reason::UnknownDistrict) };
    };
    let ceiling = ceilings.binary_search_by(|(name, _)| (*name).cmp(district)).ok();
    match ceiling.map(|place| ceilings[place].1) {
        Some(most) if cost > most => {
            Err(Reason::ExceedsCeiling { district: district.clone(), over_by: cost - most })
        }
        _ => Ok((points, ceiling)),
    }
}

/// An order of the candidates that does not depend on their order in the list.
fn canonical(a: &Candidate, b: &Candidate) -> Ordering {
    let area = |c: &Candidate| c.floor_area_m2.map(f64::to_bits);
    a.project
        .cmp(&b.project)
        .then_with(|| a.package.cmp(&b.package))
        .then_with(|| a.cost_fen.cmp(&b.cost_fen))
        .then_with(|| b.co2e_g_per_year.cmp(&a.co2e_g_per_year))
        .then_with(|| area(b).cmp(&area(a)))
        .then_with(|| a.district.cmp(&b.district))
        .then_with(|| a.conditional.cmp(&b.conditional))
}
