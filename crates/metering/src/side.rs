//! One period with its fitted model, ready for sums and their scatter.

use crate::linear::{Gram, count};
use crate::model::{Choice, Model, fit, is_extreme};
use crate::noise::Segment;
use crate::shape::Point;

/// Ratios of residual to scatter are pulled in to this where correlation is told.
const RATIO_MAX: f64 = 4.0;

/// A run of points in which use stood at another level: from the first up to one before the second.
pub(crate) type Run = (usize, usize);

/// One period as a model sees it.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) points: Vec<Point>,
    pub(crate) runs: Vec<Run>,
    /// Change a day in each run.
    pub(crate) changes: Vec<f64>,
    /// Expected use a day, changes included.
    pub(crate) level: Vec<f64>,
    pub(crate) scatter: Vec<f64>,
    /// `[points × columns]`, the runs' columns last.
    pub(crate) rows: Vec<f64>,
    pub(crate) columns: usize,
    pub(crate) extreme: Vec<bool>,
}

impl Side {
    /// `points` under the best model beside changes in `runs`, which are fitted with it.
    pub(crate) fn fitted(points: &[Point], runs: &[Run], choice: Choice) -> Option<(Self, Model)> {
        let mut cleared = points.to_vec();
        let mut model = fit(&cleared, choice)?;
        let mut changes = vec![0.0; runs.len()];
        for _ in 0..if runs.is_empty() { 0 } else { 3 } {
            changes = run_changes(points, runs, &model);
            for (index, (clear, point)) in cleared.iter_mut().zip(points).enumerate() {
                clear.use_per_day = point.use_per_day - change_at(runs, &changes, index);
            }
            model = fit(&cleared, choice)?;
        }
        Some((Self::under(points, runs, changes, &model), model))
    }

    fn under(points: &[Point], runs: &[Run], changes: Vec<f64>, model: &Model) -> Self {
        let mut side = Self {
            points: points.to_vec(),
            runs: runs.to_vec(),
            level: Vec::with_capacity(points.len()),
            scatter: Vec::with_capacity(points.len()),
            rows: Vec::new(),
            columns: 0,
            extreme: Vec::with_capacity(points.len()),
            changes,
        };
        for (index, point) in points.iter().enumerate() {
            let change = change_at(runs, &side.changes, index);
            let mut cleared = point.clone();
            cleared.use_per_day -= change;
            side.level.push(model.level(point) + change);
            side.scatter.push(model.scatter(point));
            side.extreme.push(is_extreme(&cleared, model));
            let mut row = model.row(point);
            row.extend(runs.iter().map(|run| is_in(*run, index)));
            side.columns = row.len();
            side.rows.append(&mut row);
        }
        side
    }

    pub(crate) fn row(&self, index: usize) -> &[f64] {
        &self.rows[index * self.columns..(index + 1) * self.columns]
    }

    /// Residuals over their scatter without extreme readings, and by how much the pulling in of
    /// outliers lessens their variance.
    pub(crate) fn segment(&self) -> (Segment, f64) {
        self.segment_of(|index| !self.extreme[index])
    }

    /// The same with every reading.
    pub(crate) fn segment_whole(&self) -> (Segment, f64) {
        self.segment_of(|_| true)
    }

    fn segment_of(&self, counts: impl Fn(usize) -> bool) -> (Segment, f64) {
        let mut segment = Segment { columns: self.columns, ..Segment::default() };
        let (mut full, mut tamed) = (0.0, 0.0);
        for (index, point) in self.points.iter().enumerate().filter(|(index, _)| counts(*index)) {
            let scatter = self.scatter[index];
            let ratio = (point.use_per_day - self.level[index]) / scatter;
            let kept = ratio.clamp(-RATIO_MAX, RATIO_MAX);
            full += ratio * ratio;
            tamed += kept * kept;
            segment.times.push(point.time);
            segment.ratios.push(kept);
            segment.rows.extend(self.row(index).iter().map(|cell| cell / scatter));
        }
        (segment, if tamed > 0.0 { full / tamed } else { 1.0 })
    }

    /// Sums of products of the columns, weighted by days, without extreme readings.
    pub(crate) fn gram(&self) -> Gram {
        let mut gram = Gram::new(self.columns);
        for (index, point) in self.points.iter().enumerate() {
            if !self.extreme[index] {
                gram.add(self.row(index), point.days);
            }
        }
        gram
    }

    /// Root mean square of the residuals over mean use; `None` without use.
    pub(crate) fn cv_rmse(&self) -> Option<f64> {
        let (mut square, mut sum, mut days) = (0.0, 0.0, 0.0);
        for (index, point) in self.points.iter().enumerate().filter(|(i, _)| !self.extreme[*i]) {
            let residual = point.use_per_day - self.level[index];
            square += point.days * residual * residual;
            sum += point.days * point.use_per_day;
            days += point.days;
        }
        let freedom = days * (1.0 - count(self.columns) / count(self.points.len()));
        (sum > 0.0 && freedom > 0.0).then(|| (square / freedom).sqrt() / (sum / days))
    }

    /// Use over the whole period.
    pub(crate) fn metered(&self) -> f64 {
        self.points.iter().map(|point| point.days * point.use_per_day).sum()
    }
}

/// 1 in the run, 0 outside.
pub(crate) fn is_in(run: Run, index: usize) -> f64 {
    f64::from(u8::from((run.0..run.1).contains(&index)))
}

fn change_at(runs: &[Run], changes: &[f64], index: usize) -> f64 {
    runs.iter().zip(changes).map(|(run, change)| change * is_in(*run, index)).sum()
}

/// Least squares of the tamed use on the model's columns and the runs: the change in each run.
fn run_changes(points: &[Point], runs: &[Run], model: &Model) -> Vec<f64> {
    let columns = model.row_columns();
    let mut known: Vec<f64> = Vec::new();
    for _ in 0..3 {
        let mut gram = Gram::new(columns + runs.len() + 1);
        for (index, point) in points.iter().enumerate() {
            let mut row = model.row(point);
            row.extend(runs.iter().map(|run| is_in(*run, index)));
            let expected = (!known.is_empty()).then(|| crate::linear::dot(&row, &known));
            let bound = 3.0 * model.scatter(point);
            row.push(expected.map_or(point.use_per_day, |level| {
                level + (point.use_per_day - level).clamp(-bound, bound)
            }));
            gram.add(&row, point.days);
        }
        known = gram.fit_last().coefficients;
    }
    known.split_off(columns)
}
