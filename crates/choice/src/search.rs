//! From a problem to a good selection and a bound on all others.

use crate::ascent::descend;
use crate::bound::{Bound, Prices};
use crate::candidate::{ChoiceError, Options};
use crate::rows::Problem;
use crate::selection::Selection;
use crate::solver::{self, Found};

/// What the search came to.
pub(crate) struct Solved<'a> {
    /// The best selection that keeps every row, if one was found.
    pub(crate) selection: Option<Selection<'a>>,
    /// No selection is worth more.
    pub(crate) bound_points: f64,
    /// Whether the solver's branch and bound gave the bound; else it is the sum at prices.
    pub(crate) bound_by_solver: bool,
    /// Whether no selection keeps the rows.
    pub(crate) infeasible: bool,
    /// By how much the solver's own answer broke a row through rounding before it was repaired.
    pub(crate) overrun: i128,
}

/// How many alternatives each search opens besides the best of each project. A narrow opening holds
/// mostly the best selection; only the one that leaves nothing out that could be better proves a
/// lower bound, and it comes last.
const OPENINGS: [usize; 3] = [4_000, 16_000, 64_000];

/// Nodes of a search that is not the last.
const NODES_ON_THE_WAY: u32 = 200;

/// First prices, whose bound and whose best items give a first selection; then, while the gap is
/// too wide, searches over what the bound leaves open, a little and then more: the core of the
/// problem (E. Balas, E. Zemel, *An algorithm for large zero-one knapsack problems*, Operations
/// Research 28, 1980). `start` is a selection to begin from.
pub(crate) fn solve<'a>(
    problem: &'a Problem,
    start: Option<Selection<'a>>,
    options: &Options,
) -> Result<Solved<'a>, ChoiceError> {
    let mut state = State { problem, best: None, best_points: f64::NEG_INFINITY, overrun: 0 };
    state.offer(start.unwrap_or_else(|| Selection::empty(problem)), None);
    let mut bound = descend(problem, Prices::free(problem), state.reached());
    let by_worth = bound.by_worth();
    if let Some(selection) = state.best.clone() {
        state.offer(selection, Some(&by_worth));
    }
    state.offer(Selection::of(problem, bound.best.iter().flatten().copied()), Some(&by_worth));
    bound = descend(problem, bound.prices, state.reached());
    if problem.items.is_empty() || state.is_near(bound.points, options) {
        let solved = state.best.is_some() || !problem.items.is_empty();
        return Ok(state.solved(bound.points, false, !solved));
    }
    let core = bound.core(bound.loss_of(OPENINGS[2]), state.best.as_ref());
    let project_of = |project: usize| {
        core.projects[project]
            .clone()
            .next()
            .map_or(0, |i| problem.items[core.items[i].index].project)
    };
    if let Some((prices, taken)) =
        solver::relax(&core, problem.projects.len(), project_of, options)?
    {
        let sharper = Bound::new(problem, prices);
        if sharper.points < bound.points {
            bound = sharper;
        }
        let by_worth = bound.by_worth();
        let taken = taken.iter().map(|&item| core.items[item].index);
        state.offer_found(taken, &by_worth);
    }
    open_up(state, &bound, options)
}

/// Searches over more and more of what `bound` leaves open.
fn open_up<'a>(
    mut state: State<'a>,
    bound: &Bound<'a>,
    options: &Options,
) -> Result<Solved<'a>, ChoiceError> {
    let by_worth = bound.by_worth();
    for most in OPENINGS.map(Some).into_iter().chain([None]) {
        if state.is_near(bound.points, options) {
            break;
        }
        let open_points = bound.points - state.best_points;
        let loss = most.map_or(f64::INFINITY, |count| bound.loss_of(count));
        let is_all = loss >= open_points;
        let loss = loss.min(open_points);
        let core = bound.core(loss, state.best.as_ref());
        let start = state.best.as_ref().map(|best| {
            let place = |item: &usize| core.items.binary_search_by_key(item, |i| i.index).ok();
            Selection::of(&core, best.items().filter_map(|item| place(&item)))
        });
        let gap_points = 0.5 * options.gap_ratio * bound.points.abs();
        let nodes = if is_all { options.max_nodes } else { NODES_ON_THE_WAY };
        let limited = Options { max_nodes: nodes.min(options.max_nodes), ..*options };
        match solver::search(&core, start.as_ref(), gap_points, &limited)? {
            Found::Items(items, most_points) => {
                let reached = state.best_points;
                let items = items.iter().map(|&item| core.items[item].index);
                state.offer_found(items, &by_worth);
                if is_all {
                    let best = most_points.max(reached);
                    let by_solver = best < bound.points && best.is_finite();
                    let points = if by_solver { best } else { bound.points };
                    return Ok(state.solved(points, by_solver, false));
                }
            }
            Found::Infeasible if is_all => {
                let none = state.best.is_none();
                let points = if none { bound.points } else { state.best_points };
                return Ok(state.solved(points, true, none));
            }
            Found::Infeasible => {}
        }
    }
    Ok(state.solved(bound.points, false, false))
}

/// The best selection so far.
struct State<'a> {
    problem: &'a Problem,
    best: Option<Selection<'a>>,
    best_points: f64,
    overrun: i128,
}

impl<'a> State<'a> {
    fn reached(&self) -> Option<f64> {
        self.best.as_ref().map(|_| self.best_points)
    }

    fn is_near(&self, bound_points: f64, options: &Options) -> bool {
        bound_points - self.best_points <= options.gap_ratio * bound_points.abs()
    }

    /// Takes `selection`, repaired and polished if an order is given, if it is the better one.
    fn offer(&mut self, mut selection: Selection<'a>, by_worth: Option<&[usize]>) {
        if let Some(by_worth) = by_worth {
            selection.repair(by_worth);
            if selection.is_sound() {
                selection.polish(by_worth);
            }
        }
        let points = selection.value_points();
        if selection.is_sound() && points > self.best_points {
            (self.best, self.best_points) = (Some(selection), points);
        }
    }

    /// [`State::offer`] for the items of a solver's answer.
    fn offer_found(&mut self, items: impl Iterator<Item = usize>, by_worth: &[usize]) {
        let selection = Selection::of(self.problem, items);
        self.overrun = self.overrun.max(selection.overrun());
        self.offer(selection, Some(by_worth));
    }

    fn solved(self, bound_points: f64, bound_by_solver: bool, infeasible: bool) -> Solved<'a> {
        let Self { best, best_points, overrun, .. } = self;
        Solved {
            selection: best,
            bound_points: bound_points.max(best_points),
            bound_by_solver,
            infeasible,
            overrun,
        }
    }
}
