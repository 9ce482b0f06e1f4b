//! The one place that speaks to HiGHS.

use highs::{Col, HighsModelStatus, RowProblem, Sense};

use crate::candidate::{ChoiceError, Options};
use crate::selection::{Problem, Selection};

/// Limits reach the solver below this number of units. HiGHS accepts a row as kept within 1e-6
/// units, so up to 10^12 yuan that is less than one fen; and a double still resolves 1e-8 there,
/// which the simplex method needs for its own tolerance of 1e-7.
const LIMIT_UNITS: f64 = 1e8;

/// Values reach the solver with the largest between half of this and this, by a power of two, which
/// changes no digit.
const VALUE_UNITS: f64 = 1024.0;

/// What the search found.
pub(crate) struct Found {
    /// Items picked; the budget may be broken by rounding.
    pub(crate) items: Vec<usize>,
    /// No selection is worth more, to the solver's tolerance (1e-6 of 1/1024 of the best item).
    pub(crate) bound_points: f64,
}

/// Solves `max Σ v·x` with `Σ c·x <= budget`, one such row per ceiling, `Σ x <= 1` per project and
/// `x` 0 or 1, from `start` on.
pub(crate) fn solve(
    problem: &Problem,
    start: &Selection<'_>,
    options: &Options,
) -> Result<Found, ChoiceError> {
    let largest = problem.items.iter().fold(0.0_f64, |most, item| most.max(item.value_points));
    let value_unit = (largest / VALUE_UNITS).log2().ceil().exp2();
    let (rows, columns) = programme(problem, value_unit);

    let mut model = rows.try_optimise(Sense::Maximise).map_err(|s| failed(&s))?;
    model.make_quiet();
    let nodes = i32::try_from(options.max_nodes).unwrap_or(i32::MAX);
    model
        .try_set_option("threads", 1)
        .and_then(|()| model.try_set_option("parallel", "off"))
        .and_then(|()| model.try_set_option("random_seed", 0))
        .and_then(|()| model.try_set_option("mip_rel_gap", options.gap_ratio))
        .and_then(|()| model.try_set_option("mip_max_nodes", nodes))
        .and_then(|()| match options.time_limit_s {
            Some(seconds) => model.try_set_option("time_limit", seconds),
            None => Ok(()),
        })
        .map_err(|e| failed(&e))?;
    let mut warm = vec![0.0; columns.len()];
    start.items().for_each(|item| warm[item] = 1.0);
    model.try_set_solution(Some(&warm), None, None, None).map_err(|s| failed(&s))?;

    let solved = model.try_solve().map_err(|s| failed(&s))?;
    match solved.status() {
        HighsModelStatus::Optimal
        | HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedSolutionLimit => {}
        other => return Err(failed(&other)),
    }
    let values = solved.get_solution();
    let items = (0..columns.len()).filter(|&item| values[columns[item]] > 0.5).collect();
    let bound = solved.double_info_value(c"mip_dual_bound").map_err(|s| failed(&s))?;
    Ok(Found { items, bound_points: bound * value_unit })
}

/// The programme in solver units, and the column of each item.
fn programme(problem: &Problem, value_unit: f64) -> (RowProblem, Vec<Col>) {
    let mut rows = RowProblem::new();
    let columns: Vec<Col> = problem
        .items
        .iter()
        .map(|item| rows.add_integer_column(item.value_points / value_unit, 0.0..=1.0))
        .collect();
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
