//! The sums over the reporting period and how far they may be off.

use units::Date;

use crate::day;
use crate::interval::{Estimate, Part, Spread};
use crate::linear::{count, dot};
use crate::model::{Choice, Model};
use crate::noise::{self, Kind, Seen};
use crate::shape::Point;
use crate::side::{Run, Side};
use crate::study::{Accepted, Points, StudyError};

/// Fewest points of a reporting period that are given a model of their own, to see its scatter.
const OWN_DAYS_MIN: usize = 60;
const OWN_BILLS_MIN: usize = 8;
/// Degrees of freedom from which each period's scatter stands for itself.
const FREEDOM_OWN: f64 = 50.0;

/// Runs of both periods on another level.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs {
    pub(crate) baseline: Vec<Run>,
    pub(crate) reporting: Vec<Run>,
}

impl Runs {
    /// The runs of points that `accepted` name; those outside both periods are none.
    pub(crate) fn of(accepted: &[Accepted], points: &Points) -> Self {
        let runs = |points: &[Point]| {
            let place = |number: i32| points.partition_point(|point| point.start_day < number);
            let last_day = points.last().map_or(0, |point| point.start_day);
            let run = |accepted: &Accepted| {
                let first = day::number(accepted.first);
                let is_here = points.first().is_some_and(|point| point.start_day <= first);
                let to = accepted.last.map_or(points.len(), |last| place(day::number(last) + 1));
                let run = (place(first), to);
                (is_here && first <= last_day && run.0 < run.1 && run != (0, points.len()))
                    .then_some(run)
            };
            accepted.iter().filter_map(run).collect()
        };
        Self { baseline: runs(&points.baseline), reporting: runs(&points.reporting) }
    }

    /// These, and those of `others` that overlap none of them.
    fn and(&self, others: &Self) -> Self {
        let merged = |own: &[Run], others: &[Run]| {
            let is_free = |other: &&Run| own.iter().all(|run| other.1 <= run.0 || run.1 <= other.0);
            own.iter().chain(others.iter().filter(is_free)).copied().collect()
        };
        Self {
            baseline: merged(&self.baseline, &others.baseline),
            reporting: merged(&self.reporting, &others.reporting),
        }
    }
}

/// One kind of noise, its weight, and the variances of the sums under it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scenario {
    pub(crate) kind: Kind,
    pub(crate) weight: f64,
    sums: noise::Sums,
    freedom: f64,
}

/// The saving with all that its interval needs.
pub(crate) struct Outcome {
    /// The model that carries the baseline over.
    pub(crate) model: Model,
    /// The baseline under that model.
    pub(crate) baseline: Side,
    /// The reporting period under a model of its own.
    pub(crate) reporting: Option<Side>,
    pub(crate) scenarios: Vec<Scenario>,
    carried: f64,
    metered: f64,
    /// What accepted changes of the reporting period added to its use.
    added: f64,
}

impl Outcome {
    /// The saving with `accepted` taken out; the scatter is seen without `found` either.
    pub(crate) fn new(
        points: &Points,
        found: &Runs,
        accepted: &Runs,
        choice: Choice,
    ) -> Result<Self, StudyError> {
        let seen = accepted.and(found);
        let short = |count: usize, least: usize| StudyError::ShortBaseline { count, least };
        let fitted = |points: &[Point], runs: &[Run]| {
            Side::fitted(points, runs, choice).ok_or(short(points.len(), runs.len() + 20))
        };
        let (baseline, model) = fitted(&points.baseline, &accepted.baseline)?;
        let quiet = if seen.baseline == accepted.baseline {
            None
        } else {
            Some(fitted(&points.baseline, &seen.baseline)?.0)
        };
        let own_min = if points.is_billing { OWN_BILLS_MIN } else { OWN_DAYS_MIN };
        let reporting = if points.reporting.len() >= own_min {
            Side::fitted(&points.reporting, &seen.reporting, choice).map(|(side, _)| side)
        } else {
            None
        };
        if reporting.is_none() && !accepted.reporting.is_empty() {
            let count = points.reporting.len();
            return Err(StudyError::ShortReporting { count, least: own_min });
        }
        let carried = carried(&model, &baseline, points);
        let noisy = quiet.as_ref().unwrap_or(&baseline);
        let mut parts = baseline_parts(&carried, &baseline, noisy);
        match &reporting {
            Some(side) => parts.extend(reporting_parts(side, accepted.reporting.len())),
            None => parts.extend(
                points
                    .reporting
                    .iter()
                    .map(|point| (point.time, true, -point.days * model.scatter(point))),
            ),
        }
        let scenarios = scenarios(noisy, reporting.as_ref(), &parts, points.is_billing);
        let total = carried.total;
        if total.is_nan() || total <= 0.0 {
            return Err(StudyError::NoUse);
        }
        let added = reporting.as_ref().map_or(0.0, |side| {
            let runs = side.runs.iter().zip(&side.changes).take(accepted.reporting.len());
            runs.map(|(run, change)| change * run_days(side, *run)).sum()
        });
        let metered = points.reporting.iter().map(|point| point.days * point.use_per_day).sum();
        Ok(Self { model, baseline, reporting, scenarios, carried: total, metered, added })
    }

    /// What the baseline would have used in the reporting period.
    pub(crate) fn carried(&self) -> f64 {
        self.carried
    }

    /// The saving's value.
    pub(crate) fn value(&self) -> f64 {
        self.carried - self.metered + self.added
    }

    pub(crate) fn adjusted_baseline(&self) -> Estimate {
        self.estimate(self.carried, |sums| sums.first)
    }

    pub(crate) fn saving(&self) -> Estimate {
        self.estimate(self.value(), |sums| sums.first + sums.second + 2.0 * sums.both)
    }

    /// The saving over the adjusted baseline.
    pub(crate) fn rate(&self) -> Estimate {
        let rate = self.value() / self.carried;
        let of_baseline = 1.0 - rate;
        let variance = |sums: &noise::Sums| {
            let square = of_baseline * of_baseline * sums.first
                + sums.second
                + 2.0 * of_baseline * sums.both;
            square / (self.carried * self.carried)
        };
        self.estimate(rate, variance)
    }

    fn estimate(&self, value: f64, variance: impl Fn(&noise::Sums) -> f64) -> Estimate {
        let part = |scenario: &Scenario| Part {
            weight: scenario.weight,
            sd: variance(&scenario.sums).max(0.0).sqrt(),
            freedom: scenario.freedom,
        };
        Estimate::new(value, Spread::new(self.scenarios.iter().map(part).collect()))
    }

    /// Days whose readings are extreme, in order.
    pub(crate) fn extreme_readings(&self) -> Vec<Date> {
        let of = |side: &Side| {
            let days = side.points.iter().zip(&side.extreme).filter(|(_, extreme)| **extreme);
            days.map(|(point, _)| day::date(point.start_day)).collect::<Vec<_>>()
        };
        let mut days = of(&self.baseline);
        days.extend(self.reporting.iter().flat_map(of));
        days
    }
}

/// The baseline model carried to the reporting period.
struct Carried {
    /// Σ expected use.
    total: f64,
    /// Σ days·columns.
    columns: Vec<f64>,
}

fn carried(model: &Model, baseline: &Side, points: &Points) -> Carried {
    let end = baseline.points.len();
    // A change that lasts to the end of the baseline is taken to last beyond it.
    let lasting: Vec<f64> =
        baseline.runs.iter().map(|run| f64::from(u8::from(run.1 == end))).collect();
    let change = dot(&lasting, &baseline.changes);
    let mut carried = Carried { total: 0.0, columns: vec![0.0; baseline.columns] };
    for point in &points.reporting {
        carried.total += point.days * (model.level(point) + change);
        let row = model.row(point).into_iter().chain(lasting.iter().copied());
        for (sum, cell) in carried.columns.iter_mut().zip(row) {
            *sum += point.days * cell;
        }
    }
    carried
}

fn run_days(side: &Side, run: Run) -> f64 {
    side.points[run.0..run.1].iter().map(|point| point.days).sum()
}

/// By how much the scatter of each baseline reading moves the saving, through the coefficients.
fn baseline_parts(carried: &Carried, baseline: &Side, noisy: &Side) -> Vec<noise::Part> {
    let solved = baseline.gram().factor(baseline.columns).solve(&carried.columns);
    let points = baseline.points.iter().enumerate().filter(|(index, _)| !baseline.extreme[*index]);
    points
        .map(|(index, point)| {
            let weight = dot(baseline.row(index), &solved) * point.days * noisy.scatter[index];
            (point.time, false, weight)
        })
        .collect()
}

/// By how much the scatter of each reading of the reporting period moves the saving: directly, and
/// through the sizes of accepted changes, which are the first `accepted` of its runs.
fn reporting_parts(side: &Side, accepted: usize) -> Vec<noise::Part> {
    let mut wanted = vec![0.0; side.columns];
    let first_run = side.columns - side.runs.len();
    for (place, run) in side.runs.iter().enumerate().take(accepted) {
        wanted[first_run + place] = run_days(side, *run);
    }
    let through = side.gram().factor(side.columns).solve(&wanted);
    let points = side.points.iter().enumerate();
    points
        .map(|(index, point)| {
            let adjusts = if side.extreme[index] { 0.0 } else { dot(side.row(index), &through) };
            (point.time, true, (adjusts - 1.0) * point.days * side.scatter[index])
        })
        .collect()
}

/// The kinds of noise that both periods allow, with the variances that each gives the sums.
fn scenarios(
    baseline: &Side,
    reporting: Option<&Side>,
    parts: &[noise::Part],
    is_billing: bool,
) -> Vec<Scenario> {
    let own = baseline.segment();
    let theirs = reporting.map(Side::segment);
    let segments: Vec<&noise::Segment> =
        [Some(&own), theirs.as_ref()].into_iter().flatten().map(|(segment, _)| segment).collect();
    let widths = [own.1, theirs.as_ref().map_or(own.1, |(_, width)| *width)];
    // Squares of the scatter of the reporting period over those of the baseline.
    let ratio =
        reporting.map_or(1.0, |side| mean_square(&side.scatter) / mean_square(&baseline.scatter));
    let weighed = noise::weighed(&segments, is_billing);
    weighed
        .iter()
        .map(|(kind, weight, seen)| {
            let ([first, second], freedom) = variances(seen, widths, ratio);
            let sums = noise::sums(parts, *kind);
            let sums = noise::Sums {
                first: sums.first * first,
                second: sums.second * second,
                both: sums.both * (first * second).sqrt(),
            };
            Scenario { kind: *kind, weight: *weight, sums, freedom }
        })
        .collect()
}

/// Variances of the ratios in both periods, and the degrees of freedom behind them. Short periods
/// lend each other theirs.
fn variances(seen: &[Seen], widths: [f64; 2], ratio: f64) -> ([f64; 2], f64) {
    let [Some(own), theirs] = [seen.first(), seen.get(1)] else { return ([1.0; 2], 1.0) };
    let first = own.variance * widths[0];
    let Some(theirs) = theirs else { return ([first; 2], own.freedom) };
    let second = theirs.variance * widths[1];
    let freedom = own.freedom + theirs.freedom;
    if own.freedom.min(theirs.freedom) >= FREEDOM_OWN {
        return ([first, second], freedom);
    }
    let pooled = (own.freedom * first + theirs.freedom * second * ratio) / freedom;
    ([pooled, pooled / ratio], freedom)
}

fn mean_square(values: &[f64]) -> f64 {
    dot(values, values) / count(values.len().max(1))
}
