//! Looks for a run of days on another level than the rest of their period.

use crate::linear::{Gram, count, dot};
use crate::model::Choice;
use crate::noise::{Kind, Segment, likeliest};
use crate::shape::Point;
use crate::side::{Run, Side, is_in};

/// Shortest run, and shortest rest of the period before and after it. \[days\]
const RUN_DAYS_MIN: usize = 10;
/// Steps of the first, coarse search. \[days\]
const COARSE_DAYS: usize = 5;
/// Most runs of a period.
const RUNS_MAX: usize = 4;
/// Twice the gain in log likelihood that a run must bring, so that at most one meter in twenty
/// without an event shows one. Set on synthetic meters; see docs/metering.md.
const GAIN_MIN: f64 = 26.0;
/// A gain below this in the quick test is not looked at further.
const QUICK_GAIN_MIN: f64 = 12.0;
/// Smallest change of use over its level in the run that matters. [-]
const CHANGE_SHARE_MIN: f64 = 0.03;
/// Smallest effect over the use of the period that matters. [-]
const EFFECT_SHARE_MIN: f64 = 0.004;
/// A run that the other period shows in the same season at this share of its size is the season.
const RECURRING_SHARE_MIN: f64 = 0.5;

/// A run that was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) run: Run,
    /// Twice the gain in log likelihood.
    pub(crate) gain: f64,
}

/// The runs of `points` on another level, the clearest first. `other`: the other period, whose
/// same season tells recurring runs.
pub(crate) fn runs(points: &[Point], other: &[Point], choice: Choice) -> Vec<Found> {
    let steady = Choice { may_have_season: false, ..choice };
    let mut found: Vec<Found> = Vec::new();
    while found.len() < RUNS_MAX && points.len() >= 3 * RUN_DAYS_MIN {
        let known: Vec<Run> = found.iter().map(|found| found.run).collect();
        let Some((side, _)) = Side::fitted(points, &known, steady) else { break };
        let Some(run) = best_run(&side, COARSE_DAYS) else { break };
        let Some(gain) = gain(&side, run, choice) else { break };
        if gain < GAIN_MIN || !matters(&side, run) || recurs(&side, run, other, steady) {
            break;
        }
        found.push(Found { run, gain });
    }
    found
}

/// Running sums that give the explained square of any run at once.
struct Running {
    /// Orthonormal columns.
    basis: usize,
    /// `[points + 1]`: Σ 1/scatter².
    own: Vec<f64>,
    /// `[points + 1]`: Σ residual/scatter, the residual free of all columns.
    with_residual: Vec<f64>,
    /// `[points + 1 × basis]`: Σ column/scatter.
    with_basis: Vec<f64>,
}

impl Running {
    fn new(side: &Side) -> Self {
        let (segment, _) = side.segment_whole();
        let n = segment.ratios.len();
        let columns = segment.columns;
        let mut gram = Gram::new(columns + 1);
        for index in 0..n {
            let row = &segment.rows[index * columns..(index + 1) * columns];
            let full: Vec<f64> = row.iter().copied().chain([segment.ratios[index]]).collect();
            gram.add(&full, 1.0);
        }
        let fit = gram.fit_last();
        let mut running = Self {
            basis: columns,
            own: vec![0.0],
            with_residual: vec![0.0],
            with_basis: vec![0.0; columns],
        };
        for index in 0..n {
            let row = &segment.rows[index * columns..(index + 1) * columns];
            let unit = 1.0 / side.scatter[index];
            let residual = segment.ratios[index] - dot(row, &fit.coefficients);
            running.own.push(running.own[index] + unit * unit);
            running.with_residual.push(running.with_residual[index] + residual * unit);
            let orthogonal = fit.factor.forward(row);
            for (place, cell) in orthogonal.iter().enumerate() {
                let before = running.with_basis[index * columns + place];
                running.with_basis.push(before + cell * unit);
            }
        }
        running
    }

    /// Sum of squares that a change in the run explains, and the change.
    fn explained(&self, (from, to): Run) -> (f64, f64) {
        let own = self.own[to] - self.own[from];
        let with = self.with_residual[to] - self.with_residual[from];
        let (a, b) = (from * self.basis, to * self.basis);
        let shared: f64 = (0..self.basis)
            .map(|place| self.with_basis[b + place] - self.with_basis[a + place])
            .map(|sum| sum * sum)
            .sum();
        let free = own - shared;
        if free <= 1e-3 * own { (0.0, 0.0) } else { (with * with / free, with / free) }
    }
}

/// How much more a sum over `length` days scatters for a middling memory.
fn inflation(length: usize) -> f64 {
    const MEMORY: f64 = 0.6;
    let n = count(length);
    (1.0 + MEMORY) / (1.0 - MEMORY)
        - 2.0 * MEMORY * (1.0 - MEMORY.powf(n)) / (n * (1.0 - MEMORY).powi(2))
}

/// The run that explains most for its length: on a grid, then day by day around the best there.
fn best_run(side: &Side, step: usize) -> Option<Run> {
    let running = Running::new(side);
    let n = side.points.len();
    let is_whole = |run: &Run| {
        let ends = run.1 == n || run.1 + RUN_DAYS_MIN <= n;
        run.0 >= RUN_DAYS_MIN && run.1 >= run.0 + RUN_DAYS_MIN && ends
    };
    let best = |runs: &mut dyn Iterator<Item = Run>| {
        let scored = runs.filter(is_whole).map(|run| {
            let length = run.1 - run.0;
            (running.explained(run).0 / inflation(length), run)
        });
        scored.reduce(|best, next| if next.0 > best.0 { next } else { best })
    };
    let starts = (RUN_DAYS_MIN..n).step_by(step);
    let mut coarse = starts.flat_map(|from| {
        (from + RUN_DAYS_MIN..n).step_by(step).chain([n]).map(move |to| (from, to))
    });
    let (_, (from, to)) = best(&mut coarse)?;
    let ends = if to == n { n..=n } else { to.saturating_sub(step)..=(to + step).min(n) };
    let mut fine = (from.saturating_sub(step)..=from + step)
        .flat_map(|from| ends.clone().map(move |to| (from, to)));
    best(&mut fine).map(|(_, run)| run)
}

/// Twice the gain in log likelihood of the run over none, or over an annual wave where that says
/// more; `None` if the quick test sees nothing.
fn gain(side: &Side, run: Run, choice: Choice) -> Option<f64> {
    let (plain, _) = side.segment_whole();
    let with_run =
        plain.with(&side.points, |index, _| vec![is_in(run, index) / side.scatter[index]]);
    let quick = quick_gain(&plain, &with_run);
    if quick < QUICK_GAIN_MIN {
        return None;
    }
    let gain = |less: &Segment, more: &Segment| 2.0 * (likeliest(more).1 - likeliest(less).1);
    let over_none = gain(&plain, &with_run);
    if !choice.may_have_season || over_none < GAIN_MIN {
        return Some(over_none);
    }
    let wave = |index: usize, point: &Point| {
        let (sin, cos) = point.season_rad.sin_cos();
        vec![cos / side.scatter[index], sin / side.scatter[index]]
    };
    let with_wave = plain.with(&side.points, wave);
    if gain(&with_wave, &with_run) > 0.0 {
        return Some(over_none);
    }
    let with_both =
        with_wave.with(&side.points, |index, _| vec![is_in(run, index) / side.scatter[index]]);
    Some(gain(&with_wave, &with_both).min(over_none))
}

/// The gain under one autoregressive memory, told from the fuller model.
fn quick_gain(less: &Segment, more: &Segment) -> f64 {
    let kind = Kind::of(more.memory(), 1.0);
    2.0 * (more.seen(kind).ln_likelihood - less.seen(kind).ln_likelihood)
}

/// Whether the change is large enough to matter, in its run and in the period.
fn matters(side: &Side, run: Run) -> bool {
    let change = Running::new(side).explained(run).1;
    let days: f64 = side.points[run.0..run.1].iter().map(|point| point.days).sum();
    let level: f64 = side.level[run.0..run.1].iter().sum::<f64>() / count(run.1 - run.0);
    let metered = side.metered().abs();
    change.abs() >= CHANGE_SHARE_MIN * level.abs()
        && (change * days).abs() >= EFFECT_SHARE_MIN * metered
}

/// Whether the other period shows a like change in the same season.
fn recurs(side: &Side, run: Run, other: &[Point], choice: Choice) -> bool {
    const YEAR_DAYS: f64 = 365.25;
    let start = |index: usize| f64::from(side.points[index].start_day);
    let Some(first_other) = other.first() else { return false };
    if run.1 == side.points.len() && run.1 - run.0 > 200 {
        return false;
    }
    let years = ((start(run.0) - f64::from(first_other.start_day)) / YEAR_DAYS).floor();
    let shift = years * YEAR_DAYS;
    let place = |day: f64| other.partition_point(|point| f64::from(point.start_day) < day - shift);
    let from = place(start(run.0));
    let to = place(start(run.1 - 1) + 1.0);
    if to < from + RUN_DAYS_MIN {
        return false;
    }
    let Some((mirror, _)) = Side::fitted(other, &[], choice) else { return false };
    let theirs = Running::new(&mirror).explained((from, to)).1;
    let ours = Running::new(side).explained(run).1;
    theirs * ours > 0.0 && theirs.abs() >= RECURRING_SHARE_MIN * ours.abs()
}
