//! From a problem to a good selection and a bound on all others.

use crate::ascent::descend;
use crate::bound::{Bound, Prices};
use crate::candidate::{ChoiceError, Options};
use crate::rows::{Problem, Row, Term};
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

/// The most items that are searched with whole items when a selection is known already: beyond it
/// the solver takes longer than its answer is worth, and the gap stays as it is.
const MOST_OPEN: usize = 150_000;

/// The most items of a problem with rows that protect against rises that is handed to the solver as
/// it stands: those rows weigh much on it, and with items divisible they bound little.
const MOST_PROTECTED: usize = 10_000;

/// How often a problem that protects is solved with plain rows in place of those.
const LEVELLINGS: usize = 3;

/// How often the prices are sharpened by a linear programme over the core.
const SHARPENINGS: usize = 4;

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
    if is_heavy(problem) {
        let mut like = bound.best.clone();
        for _ in 0..LEVELLINGS {
            let plain = levelled(problem, &like);
            let Some(found) = solve(&plain, None, options)?.selection else { break };
            like = (0..problem.projects.len()).map(|one| found.of_project(one)).collect();
            state.offer(Selection::of(problem, found.items()), Some(&by_worth));
        }
    }
    bound = descend(problem, bound.prices, state.reached());
    if is_heavy(problem) && state.best.is_some() {
        return Ok(state.solved(bound.points, false, false));
    }
    if problem.items.is_empty() || state.is_near(bound.points, options) {
        let solved = state.best.is_some() || !problem.items.is_empty();
        return Ok(state.solved(bound.points, false, !solved));
    }
    for _ in 0..SHARPENINGS {
        let before = bound.points;
        bound = sharpen(&mut state, bound, options)?;
        let gained = before - bound.points;
        if state.is_near(bound.points, options)
            || gained <= 0.1 * (bound.points - state.best_points)
        {
            break;
        }
    }
    open_up(state, &bound, options)
}

/// Whether rows that protect make the problem too large for the solver as it stands.
fn is_heavy(problem: &Problem) -> bool {
    problem.is_protected() && problem.items.len() > MOST_PROTECTED
}

/// The problem with every row that protects replaced by a plain one that implies it. For any level
/// `z`, `Γ·z + Σ max(rise - z, 0)` is at least the sum of the Γ greatest rises, and equal to it at
/// the least of those (D. Bertsimas, M. Sim, *Robust discrete optimization and network flows*,
/// Mathematical Programming B 98, 2003, try all such levels); it is taken from the items of `like`.
fn levelled(problem: &Problem, like: &[Option<usize>]) -> Problem {
    let mut rises: Vec<Vec<i64>> = vec![Vec::new(); problem.rows.len()];
    for term in like.iter().flatten().flat_map(|&item| problem.terms(item)) {
        rises[term.row].push(term.rise);
    }
    let level = |(row, mut rises): (&Row, Vec<i64>)| {
        rises.sort_unstable_by_key(|&rise| std::cmp::Reverse(rise));
        row.protects.checked_sub(1).and_then(|last| rises.get(last).copied()).unwrap_or(0)
    };
    let levels: Vec<i64> = problem.rows.iter().zip(rises).map(level).collect();
    let limit = |(row, &level): (&Row, &i64)| {
        let protects = i128::try_from(row.protects).unwrap_or(i128::MAX);
        Row::plain(row.limit.saturating_sub(protects.saturating_mul(level.into())))
    };
    let mut plain = Problem::new(problem.rows.iter().zip(&levels).map(limit).collect());
    for (items, &must) in problem.projects.iter().zip(&problem.must) {
        plain.open_project(must);
        for item in items.clone() {
            let raised = |&Term { row, amount, rise }: &Term| Term {
                row,
                amount: amount + (rise - levels[row]).max(0),
                rise: 0,
            };
            let terms: Vec<Term> = problem.terms(item).iter().map(raised).collect();
            plain.push(item, problem.items[item].value_points, &terms);
        }
    }
    plain
}

/// The better of `bound` and the one at the prices of its core with items divisible, whose whole
/// items are offered.
fn sharpen<'a>(
    state: &mut State<'a>,
    bound: Bound<'a>,
    options: &Options,
) -> Result<Bound<'a>, ChoiceError> {
    let problem = state.problem;
    let core = bound.core(bound.loss_of(OPENINGS[2]), state.best.as_ref());
    let in_whole = |item: usize| core.items[item].index;
    let project_of = |project: usize| {
        core.projects[project]
            .clone()
            .next()
            .map_or(0, |item| problem.items[in_whole(item)].project)
    };
    let relaxed = solver::relax(&core, problem.projects.len(), project_of, options)?;
    let Some((prices, taken)) = relaxed else {
        return Ok(bound);
    };
    let sharper = Bound::new(problem, prices);
    state.offer_found(taken.into_iter().map(in_whole), &sharper.by_worth());
    Ok(if sharper.points < bound.points { sharper } else { bound })
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
        if core.open_items() > MOST_OPEN && state.best.is_some() {
            break;
        }
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
