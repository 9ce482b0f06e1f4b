//! The one place that speaks to HiGHS.

use highs::{Col, HighsModelStatus, RowProblem, Sense, SolvedModel};

use crate::candidate::{ChoiceError, Options};
use crate::selection::{Problem, Selection};

/// Limits reach the solver below this number of units. HiGHS accepts a row as kept within 1e-6
/// units, so up to 10^12 yuan that is less than one fen; and a double still resolves 1e-8 there,
/// which the simplex method needs for its own tolerance of 1e-7.
const LIMIT_UNITS: f64 = 1e8;

/// Values reach the solver with the largest between half of this and this, by a power of two, which
/// changes no digit.
const VALUE_UNITS: f64 = 1024.0;

/// The least gap that is asked for: HiGHS's own default, a thousandth of a millionth of the best
/// item.
const MIN_GAP_UNITS: f64 = 1e-6;

/// What money is worth at the optimum of the relaxation: points per yuan, none negative.
pub(crate) struct Prices {
    /// Of the budget.
    pub(crate) budget: f64,
    /// Of each ceiling, on top of that.
    pub(crate) ceilings: Vec<f64>,
}

/// Solves the programme with packages divisible: the prices, and the items taken whole.
pub(crate) fn relax(
    problem: &Problem,
    options: &Options,
) -> Result<(Prices, Vec<usize>), ChoiceError> {
    let unit = value_unit(problem);
    let (rows, columns) = programme(problem, unit, false);
    let solved = run(rows, options, None)?;
    let solution = solved.get_solution();
    // Any prices that are not negative give a valid bound; the solver's give the least.
    let duals = solution.dual_rows();
    let price = |row: usize, limit_fen: i64| match duals.get(row).map(|dual| dual.abs()) {
        Some(dual) if dual.is_finite() => dual * unit / unit_yuan(limit_fen),
        _ => 0.0,
    };
    let ceilings = problem.ceilings_fen.iter().enumerate();
    let prices = Prices {
        budget: price(0, problem.budget_fen),
        ceilings: ceilings.map(|(place, &fen)| price(place + 1, fen)).collect(),
    };
    let is_whole = |item: &usize| solution[columns[*item]] > 1.0 - 1e-6;
    Ok((prices, (0..columns.len()).filter(is_whole).collect()))
}

/// Solves the programme with whole packages, from `start` on and to within `gap_points`: the items
/// taken, which may break a limit by rounding, and the points that no selection exceeds.
pub(crate) fn search(
    problem: &Problem,
    start: &Selection<'_>,
    gap_points: f64,
    options: &Options,
) -> Result<(Vec<usize>, f64), ChoiceError> {
    let unit = value_unit(problem);
    let (rows, columns) = programme(problem, unit, true);
    let mut warm = vec![0.0; columns.len()];
    start.items().for_each(|item| warm[item] = 1.0);
    let gap = (gap_points / unit).max(MIN_GAP_UNITS);
    let solved = run(rows, options, Some((&warm, gap)))?;
    let solution = solved.get_solution();
    let items = (0..columns.len()).filter(|&item| solution[columns[item]] > 0.5).collect();
    let bound = solved.double_info_value(c"mip_dual_bound").map_err(|s| failed(&s))?;
    Ok((items, bound * unit))
}

/// One run on one thread with a fixed seed and no output; `whole` is where to start a search over
/// whole packages from, and the gap to stop at.
fn run(
    rows: RowProblem,
    options: &Options,
    whole: Option<(&[f64], f64)>,
) -> Result<SolvedModel, ChoiceError> {
    let mut model = rows.try_optimise(Sense::Maximise).map_err(|s| failed(&s))?;
    model.make_quiet();
    let nodes = i32::try_from(options.max_nodes).unwrap_or(i32::MAX);
    model
        .try_set_option("threads", 1)
        .and_then(|()| model.try_set_option("parallel", "off"))
        .and_then(|()| model.try_set_option("random_seed", 0))
        .and_then(|()| model.try_set_option("mip_rel_gap", 0.0))
        .and_then(|()| model.try_set_option("mip_max_nodes", nodes))
        .and_then(|()| match options.time_limit_s {
            Some(seconds) => model.try_set_option("time_limit", seconds),
            None => Ok(()),
        })
        .map_err(|e| failed(&e))?;
    if whole.is_none() {
        // Five times as fast here as dual simplex, which sorts every package at each step.
        model.try_set_option("solver", "ipm").map_err(|e| failed(&e))?;
    }
    if let Some((warm, gap)) = whole {
        model.try_set_option("mip_abs_gap", gap).map_err(|e| failed(&e))?;
        model.try_set_solution(Some(warm), None, None, None).map_err(|s| failed(&s))?;
    }
    let solved = model.try_solve().map_err(|s| failed(&s))?;
    match solved.status() {
        HighsModelStatus::Optimal
        | HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedSolutionLimit => Ok(solved),
        other => Err(failed(&other)),
    }
}

/// The power of two that brings the largest value below [`VALUE_UNITS`].
fn value_unit(problem: &Problem) -> f64 {
    let largest = problem.items.iter().fold(0.0_f64, |most, item| most.max(item.value_points));
    (largest / VALUE_UNITS).log2().ceil().exp2()
}

/// `max Σ v·x` with `Σ c·x <= budget`, one such row per ceiling, `Σ x <= 1` per project and `x`
/// within 0 and 1, in solver units; and the column of each item.
fn programme(problem: &Problem, value_unit: f64, whole: bool) -> (RowProblem, Vec<Col>) {
    let mut rows = RowProblem::new();
    let mut columns: Vec<Col> = Vec::with_capacity(problem.items.len());
    for packages in &problem.projects {
        for item in &problem.items[packages.clone()] {
            // Several packages are held below 1 by their row; a bound as well only slows simplex.
            let most = if packages.len() > 1 && !whole { f64::INFINITY } else { 1.0 };
            let value = item.value_points / value_unit;
            columns.push(rows.add_column_with_integrality(value, 0.0..=most, whole));
        }
    }
    let mut capacity = |limit_fen: i64, members: &mut dyn Iterator<Item = usize>| {
        let unit_yuan = unit_yuan(limit_fen);
        let in_units = |fen: i64| units::Fen(fen).yuan_f64() / unit_yuan;
        let factors: Vec<(Col, f64)> =
            members.map(|item| (columns[item], in_units(problem.items[item].cost_fen))).collect();
        rows.add_row(..=in_units(limit_fen), factors);
    };
    capacity(problem.budget_fen, &mut (0..problem.items.len()));
    let mut by_ceiling = vec![Vec::new(); problem.ceilings_fen.len()];
    for (number, item) in problem.items.iter().enumerate() {
        if let Some(district) = item.ceiling {
            by_ceiling[district].push(number);
        }
    }
    for (members, &ceiling_fen) in by_ceiling.into_iter().zip(&problem.ceilings_fen) {
        capacity(ceiling_fen, &mut members.into_iter());
    }
    for packages in problem.projects.iter().filter(|packages| packages.len() > 1) {
        rows.add_row(..=1.0, packages.clone().map(|item| (columns[item], 1.0)));
    }
    (rows, columns)
}

/// One yuan, or the power of ten of it that brings `limit_fen` below [`LIMIT_UNITS`].
fn unit_yuan(limit_fen: i64) -> f64 {
    let yuan = units::Fen(limit_fen).yuan_f64();
    let mut unit = 1.0;
    while yuan / unit > LIMIT_UNITS {
        unit *= 10.0;
    }
    unit
}

fn failed(status: &impl std::fmt::Debug) -> ChoiceError {
    ChoiceError::Solver { status: format!("{status:?}") }
}
