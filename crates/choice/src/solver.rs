//! The one place that speaks to HiGHS.

use highs::{Col, HighsModelStatus, RowProblem, Sense, SolvedModel};

use crate::ascent::admissible;
use crate::bound::{Prices, whole, wide};
use crate::candidate::{ChoiceError, Options};
use crate::rows::{Problem, Term};
use crate::selection::Selection;

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

/// Columns with their factors.
type Factors = Vec<(Col, f64)>;

/// What a search over whole items found.
pub(crate) enum Found {
    /// Items, which may break a row by rounding or be none, and the points that no selection
    /// exceeds.
    Items(Vec<usize>, f64),
    /// No selection keeps all rows.
    Infeasible,
}

/// Prices at the optimum of the problem with items divisible, and the items taken whole; none when
/// even those cannot keep the rows. `projects` is the number of projects of the whole problem, and
/// `project_of` tells where one of `problem` stands there.
pub(crate) fn relax(
    problem: &Problem,
    projects: usize,
    project_of: impl Fn(usize) -> usize,
    options: &Options,
) -> Result<Option<(Prices, Vec<usize>)>, ChoiceError> {
    let unit = value_unit(problem);
    let programme = Programme::new(problem, unit, false);
    let Programme { columns, units, shields, .. } = &programme;
    let (columns, units, shields) = (columns.clone(), units.clone(), shields.clone());
    let Some(solved) = run(programme.rows, options, None)? else { return Ok(None) };
    let solution = solved.get_solution();
    // Any prices that are not negative give a valid bound; the solver's give the least.
    let dual = |row: usize| solution.dual_rows().get(row).map_or(0.0, |dual| dual.abs());
    let finite = |price: f64| if price.is_finite() { price } else { 0.0 };
    let rows = units.iter().enumerate().map(|(row, per_unit)| finite(dual(row) * unit / per_unit));
    let mut prices = Prices { rows: rows.collect(), weights: vec![Vec::new(); units.len()] };
    for shield in &shields {
        let mut weights = vec![0.0; projects];
        for (place, project) in shield.projects.iter().enumerate() {
            weights[project_of(*project)] = dual(shield.first_row + place) / dual(shield.row);
        }
        prices.weights[shield.row] = admissible(weights, problem.rows[shield.row].protects);
    }
    let is_whole = |item: &usize| solution[columns[*item]] > 1.0 - 1e-6;
    Ok(Some((prices, (0..columns.len()).filter(is_whole).collect())))
}

/// Solves the problem with whole items, from `start` on if there is one, to within `gap_points`.
pub(crate) fn search(
    problem: &Problem,
    start: Option<&Selection<'_>>,
    gap_points: f64,
    options: &Options,
) -> Result<Found, ChoiceError> {
    if problem.items.is_empty() {
        let is_sound = Selection::empty(problem).is_sound();
        return Ok(if is_sound { Found::Items(Vec::new(), 0.0) } else { Found::Infeasible });
    }
    let unit = value_unit(problem);
    let programme = Programme::new(problem, unit, true);
    let columns = programme.columns.clone();
    let warm = start.map(|start| programme.point(problem, start));
    let gap = (gap_points / unit).max(MIN_GAP_UNITS);
    let Some(solved) = run(programme.rows, options, Some((warm.as_deref(), gap)))? else {
        return Ok(Found::Infeasible);
    };
    let solution = solved.get_solution();
    let items = (0..columns.len()).filter(|&item| solution[columns[item]] > 0.5).collect();
    let bound = solved.double_info_value(c"mip_dual_bound").map_err(|s| failed(&s))?;
    Ok(Found::Items(items, bound * unit))
}

/// One run on one thread with a fixed seed and no output; `whole` is where to start a search over
/// whole items from, if known, and the gap to stop at. None when no point keeps the rows.
fn run(
    rows: RowProblem,
    options: &Options,
    whole: Option<(Option<&[f64]>, f64)>,
) -> Result<Option<SolvedModel>, ChoiceError> {
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
    match whole {
        // Five times as fast here as dual simplex, which sorts every item at each step.
        None => model.try_set_option("solver", "ipm").map_err(|e| failed(&e))?,
        Some((warm, gap)) => {
            model.try_set_option("mip_abs_gap", gap).map_err(|e| failed(&e))?;
            if warm.is_some() {
                model.try_set_solution(warm, None, None, None).map_err(|s| failed(&s))?;
            }
        }
    }
    let solved = model.try_solve().map_err(|s| failed(&s))?;
    match solved.status() {
        HighsModelStatus::Optimal
        | HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedSolutionLimit => Ok(Some(solved)),
        // Every variable that earns has a limit, so it cannot be unbounded.
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => Ok(None),
        other => Err(failed(&other)),
    }
}

/// The power of two that brings the largest value below [`VALUE_UNITS`].
fn value_unit(problem: &Problem) -> f64 {
    let sizes = problem.items.iter().map(|item| item.value_points.abs());
    let largest = sizes.fold(0.0_f64, f64::max);
    if largest > 0.0 { (largest / VALUE_UNITS).log2().ceil().exp2() } else { 1.0 }
}

/// The variables and rows that stand for the rises of one row that protects.
#[derive(Clone)]
struct Shield {
    row: usize,
    /// The projects with a rise there, and the place of the first of their rows.
    projects: Vec<usize>,
    first_row: usize,
}

/// The problem in solver units.
struct Programme {
    rows: RowProblem,
    /// The column of each item.
    columns: Vec<Col>,
    /// What one solver unit of each row is.
    units: Vec<f64>,
    shields: Vec<Shield>,
}

impl Programme {
    /// `max Σ v·x` with `Σ a·x + Γ·z + Σ p <= limit` per row, where a row that protects against Γ
    /// rises has a `z` and, per project with a rise `d`, a `p` and the row `Σ d·x - z - p <= 0`;
    /// `Σ x <= 1` per project and `x` within 0 and 1.
    ///
    /// # Source
    /// D. Bertsimas, M. Sim, *The price of robustness*, Operations Research 52, 2004, model (7).
    /// One `p` a project instead of one an item: a project has at most one item.
    fn new(problem: &Problem, value_unit: f64, whole_items: bool) -> Self {
        let mut rows = RowProblem::new();
        let mut columns: Vec<Col> = Vec::with_capacity(problem.items.len());
        for (items, &must) in problem.projects.iter().zip(&problem.must) {
            let is_fixed = must && items.len() == 1;
            for item in items.clone() {
                // Several items are held below 1 by their row; a bound as well only slows simplex.
                let most = if items.len() > 1 && !whole_items { f64::INFINITY } else { 1.0 };
                let least = if is_fixed { 1.0 } else { 0.0 };
                let value = problem.items[item].value_points / value_unit;
                let column = rows.add_column_with_integrality(value, least..=most, whole_items);
                columns.push(column);
            }
        }
        let units: Vec<f64> = crate::bound::sizes(problem).into_iter().map(unit).collect();
        let mut factors = vec![Vec::new(); problem.rows.len()];
        let mut rises = vec![Vec::new(); problem.rows.len()];
        for (item, &column) in columns.iter().enumerate() {
            for &Term { row, amount, rise } in problem.terms(item) {
                factors[row].push((column, whole(amount) / units[row]));
                if rise > 0 {
                    rises[row].push((problem.items[item].project, column, rise));
                }
            }
        }
        let mut programme = Self { rows, columns, units, shields: Vec::new() };
        let shields = programme.add_rows(problem, factors, rises);
        let (mut place, mut links) = (problem.rows.len(), Vec::new());
        for (row, projects, mut rows) in shields {
            programme.shields.push(Shield { row, projects, first_row: place });
            place += rows.len();
            links.append(&mut rows);
        }
        for link in links {
            programme.rows.add_row(..=0.0, link);
        }
        for (items, &must) in problem.projects.iter().zip(&problem.must) {
            let members = items.clone().map(|item| (programme.columns[item], 1.0));
            match (items.len(), must) {
                (0 | 1, _) => {}
                (_, true) => programme.rows.add_row(1.0..=1.0, members),
                (_, false) => programme.rows.add_row(..=1.0, members),
            }
        }
        programme
    }

    /// Adds the rows of the problem; for each that protects, its projects and the rows to link
    /// their rises.
    fn add_rows(
        &mut self,
        problem: &Problem,
        mut factors: Vec<Factors>,
        rises: Vec<Vec<(usize, Col, i64)>>,
    ) -> Vec<(usize, Vec<usize>, Vec<Factors>)> {
        let mut shields = Vec::new();
        for (row, rises) in rises.into_iter().enumerate() {
            if rises.is_empty() {
                continue;
            }
            let protects = i128::try_from(problem.rows[row].protects).unwrap_or(i128::MAX);
            let level = self.rows.add_column(0.0, 0.0..);
            factors[row].push((level, wide(protects)));
            let (mut projects, mut links) = (Vec::new(), Vec::<Vec<_>>::new());
            for (project, column, rise) in rises {
                if projects.last() != Some(&project) {
                    let above = self.rows.add_column(0.0, 0.0..);
                    factors[row].push((above, 1.0));
                    projects.push(project);
                    links.push(vec![(level, -1.0), (above, -1.0)]);
                }
                if let Some(link) = links.last_mut() {
                    link.push((column, whole(rise) / self.units[row]));
                }
            }
            shields.push((row, projects, links));
        }
        for ((row, factors), unit) in problem.rows.iter().zip(factors).zip(&self.units) {
            self.rows.add_row(..=wide(row.limit) / unit, factors);
        }
        shields
    }

    /// The point of the solver's space that stands for `selection`.
    fn point(&self, problem: &Problem, selection: &Selection<'_>) -> Vec<f64> {
        let mut point = vec![0.0; self.columns.len()];
        selection.items().for_each(|item| point[item] = 1.0);
        for shield in &self.shields {
            let rise = |&project: &usize| {
                let item = selection.of_project(project)?;
                problem.term(item, shield.row).map(|term| term.rise)
            };
            let rises: Vec<i64> = shield.projects.iter().map(|p| rise(p).unwrap_or(0)).collect();
            let mut sorted = rises.clone();
            sorted.sort_unstable_by_key(|&rise| std::cmp::Reverse(rise));
            let level = sorted.get(problem.rows[shield.row].protects).copied().unwrap_or(0);
            let in_units = |fen: i64| whole(fen) / self.units[shield.row];
            point.push(in_units(level));
            point.extend(rises.iter().map(|&rise| in_units((rise - level).max(0))));
        }
        point
    }
}

/// A hundred (so that fen become yuan), or the power of ten above it that brings `size` below
/// [`LIMIT_UNITS`]; 1 for rows of small numbers.
fn unit(size: f64) -> f64 {
    let mut unit = 1.0;
    if size > 1e4 {
        unit = 100.0;
    }
    while size / unit > LIMIT_UNITS {
        unit *= 10.0;
    }
    unit
}

fn failed(status: &impl std::fmt::Debug) -> ChoiceError {
    ChoiceError::Solver { status: format!("{status:?}") }
}
