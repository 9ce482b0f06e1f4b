use std::cmp::Ordering;
use std::collections::BTreeMap;

use units::{Fen, GramsCo2e};

use crate::bound::{Bound, Core};
use crate::candidate::{Candidate, ChoiceError, Limits, Objective, Options, check};
use crate::reason::{Explainer, Missed, Reason};
use crate::selection::{Item, Problem, Selection};
use crate::solver;

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
    let by_worth = problem.by_worth();

    let Solved { selection, bound_points, overrun_fen } = solve(&problem, &by_worth, options)?;
    let explainer = Explainer::new(&problem, &selection, limits, &by_worth);
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
        repaired_fen: Fen(i64::try_from(overrun_fen).unwrap_or(i64::MAX)),
        left_out,
        just_missed,
        ..totals(candidates, picked)
    })
}

struct Solved<'a> {
    selection: Selection<'a>,
    bound_points: f64,
    overrun_fen: i128,
}

/// How much of the gap between the bound and the best selection so far each search opens. A narrow
/// opening holds few candidates and mostly the best selection; only the last, which leaves nothing
/// out that could be better, proves a lower bound.
const OPENINGS: [f64; 4] = [1.0 / 64.0, 1.0 / 16.0, 1.0 / 4.0, 1.0];

/// First the relaxation, whose prices give the bound and whose whole items a first selection. Then,
/// while the gap is too wide, searches over what the bound leaves open, a little and then more: the
/// core of the problem (E. Balas, E. Zemel, *An algorithm for large zero-one knapsack problems*,
/// Operations Research 28, 1980).
fn solve<'a>(
    problem: &'a Problem,
    by_worth: &[usize],
    options: &Options,
) -> Result<Solved<'a>, ChoiceError> {
    let mut selection = Selection::empty(problem);
    selection.polish(by_worth);
    if problem.items.is_empty() {
        return Ok(Solved { selection, bound_points: 0.0, overrun_fen: 0 });
    }
    let (prices, whole) = solver::relax(problem, options)?;
    let mut overrun_fen = improve(&mut selection, problem, by_worth, &whole);
    let bound = Bound::new(problem, &prices);
    let mut bound_points = bound.points.min(best_of_each(problem));
    for share in OPENINGS {
        let reached = selection.value_points();
        if bound_points - reached <= options.gap_ratio * bound_points {
            break;
        }
        let is_all = share >= 1.0;
        let least = if is_all { reached } else { bound.points - share * (bound.points - reached) };
        let gap_points = 0.5 * options.gap_ratio * bound_points;
        let (items, most_points) = match bound.core(least) {
            Some(core) => search(&core, problem, gap_points, options)?,
            None => (Vec::new(), reached),
        };
        overrun_fen = overrun_fen.max(improve(&mut selection, problem, by_worth, &items));
        if is_all && most_points.is_finite() {
            bound_points = bound_points.min(most_points.max(reached));
        }
    }
    Ok(Solved { selection, bound_points, overrun_fen })
}

/// The best of a core, as items of the whole problem, and the points that none of it exceeds.
fn search(
    core: &Core,
    problem: &Problem,
    gap_points: f64,
    options: &Options,
) -> Result<(Vec<usize>, f64), ChoiceError> {
    let mut items = core.fixed.clone();
    let fixed_points: f64 = items.iter().map(|&item| problem.items[item].value_points).sum();
    if core.problem.items.is_empty() {
        return Ok((items, fixed_points));
    }
    let mut start = Selection::empty(&core.problem);
    start.polish(&core.problem.by_worth());
    let (open, open_points) = solver::search(&core.problem, &start, gap_points, options)?;
    items.extend(open.iter().map(|&item| core.problem.items[item].index));
    Ok((items, fixed_points + open_points))
}

/// Takes `items`, repaired and polished, for `selection` if they are worth more; by how much they
/// broke a limit before.
fn improve(
    selection: &mut Selection<'_>,
    problem: &Problem,
    by_worth: &[usize],
    items: &[usize],
) -> i128 {
    let mut other = Selection::empty(problem);
    items.iter().for_each(|&item| other.pick(item));
    let overrun_fen = other.overrun_fen();
    other.repair(by_worth);
    other.polish(by_worth);
    if other.value_points() > selection.value_points() {
        selection.take(&other);
    }
    overrun_fen
}

/// Every project's best package: what an endless budget would reach.
fn best_of_each(problem: &Problem) -> f64 {
    let best = |packages: &std::ops::Range<usize>| {
        let values = problem.items[packages.clone()].iter().map(|item| item.value_points);
        values.fold(0.0, f64::max)
    };
    problem.projects.iter().map(best).sum()
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
    let mut problem = Problem {
        items: Vec::with_capacity(candidates.len()),
        projects: Vec::new(),
        budget_fen: limits.budget.0,
        ceilings_fen: ceilings.iter().map(|(_, fen)| fen.0).collect(),
    };
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
        let number = problem.items.len();
        if project_before != Some(&candidate.project) {
            project_before = Some(&candidate.project);
            problem.projects.push(number..number);
        }
        if let Some(packages) = problem.projects.last_mut() {
            packages.end = number + 1;
        }
        let project = problem.projects.len() - 1;
        let cost_fen = candidate.cost_fen.0;
        problem.items.push(Item { index, project, ceiling, cost_fen, value_points });
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
