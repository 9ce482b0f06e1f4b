//! The line on which a number or a day is moved, and the nearest point that makes a condition so.

use units::{Date, Decimal};

use super::plan::{ON, Target, days_between};
use crate::trace::Trace;
use crate::value::Value;

/// Nobody is told to wait longer than this.
const DAYS_MAX: i64 = 36_525;

/// The points that a value may be moved to in one direction: `point(1)`, `point(2)`, …
pub(super) struct Axis {
    start: Start,
    rises: bool,
    /// The last point.
    last: i64,
}

enum Start {
    /// The number from which whole steps count, and the step.
    Number(Decimal, Decimal),
    Day(Date),
}

impl Axis {
    /// From `number` in multiples of the step; downwards not below zero unless it may.
    fn number(number: Decimal, rises: bool, reach: &Reach) -> Self {
        let step = reach.step;
        let rest = number.checked_rem(step).unwrap_or_default();
        // The multiple at or next to the number, on the side from which the axis leaves.
        let mut start = number.saturating_sub(rest);
        if rises && rest.is_sign_negative() && !rest.is_zero() {
            start = start.saturating_sub(step);
        } else if !rises && rest.is_sign_positive() && !rest.is_zero() {
            start = start.saturating_add(step);
        }
        let last = match reach.most {
            Some(most) if rises => steps(most.saturating_sub(start), step),
            _ if rises || reach.negative => i64::MAX / 2,
            _ => steps(start, step),
        };
        Self { start: Start::Number(start, step), rises, last }
    }

    /// From `day`, not beyond `limit`.
    fn day(day: Date, rises: bool, limit: Option<Date>) -> Self {
        let room = limit.map_or(DAYS_MAX, |limit| days_between(day, limit));
        Self { start: Start::Day(day), rises, last: room.clamp(0, DAYS_MAX) }
    }

    fn point(&self, index: i64) -> Option<Target> {
        let signed = if self.rises { index } else { index.checked_neg()? };
        match self.start {
            Start::Number(start, step) => {
                let moved = start.checked_add(step.checked_mul(Decimal::from(signed))?)?;
                Some(Target::Number(moved))
            }
            Start::Day(day) => {
                let span = jiff::Span::new().try_days(signed).ok()?;
                day.checked_add(span).ok().map(Target::Day)
            }
        }
    }

    /// The indices at which the condition is tried: doubling, and on both sides of every number
    /// or day that the condition reads, where its truth is likely to turn.
    fn probes(&self, trace: &Trace, days: &[Date]) -> Vec<i64> {
        let doubling = std::iter::successors(Some(1_i64), |index| index.checked_mul(2));
        let mut near: Vec<i64> = days.iter().filter_map(|day| self.index_of_day(*day)).collect();
        trace.walk(&mut |part| near.extend(self.indices_of(part.value.as_ref())));
        let beside = |index: i64| [index.saturating_sub(1), index, index.saturating_add(1)];
        let mut out: Vec<i64> = doubling.chain(near.into_iter().flat_map(beside)).collect();
        out.push(self.last);
        out.retain(|index| (1..=self.last).contains(index));
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Where a value that the condition reads lies on this axis.
    fn indices_of(&self, value: Option<&Value>) -> Vec<i64> {
        match (&self.start, value) {
            (Start::Number(start, step), Some(value)) => {
                let numbers: Vec<Decimal> = match value {
                    Value::Number(number) => vec![*number],
                    Value::Bands(bands) => bands.iter().filter_map(|band| band.until).collect(),
                    Value::Points(points) => points.iter().map(|(at, _)| *at).collect(),
                    _ => Vec::new(),
                };
                let ahead = |number: Decimal| number.saturating_sub(*start);
                let signed = numbers.into_iter().map(ahead);
                signed.map(|far| steps(if self.rises { far } else { -far }, *step)).collect()
            }
            (Start::Day(_), Some(Value::Date(date))) => {
                date.certain().and_then(|day| self.index_of_day(day)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn index_of_day(&self, day: Date) -> Option<i64> {
        let Start::Day(from) = self.start else { return None };
        let days = days_between(from, day);
        Some(if self.rises { days } else { -days })
    }

    /// The nearest point at which `holds`: the first probe that does, then halved down to the
    /// first point between it and the probe before. `trace` is the condition as it stands, `days`
    /// are those on which the law itself changes.
    pub(super) fn nearest(
        &self,
        trace: &Trace,
        days: &[Date],
        mut holds: impl FnMut(&Target) -> bool,
    ) -> Option<Target> {
        let mut low = 0;
        for high in self.probes(trace, days) {
            let target = self.point(high)?;
            if holds(&target) {
                return self.halve(low, high, target, holds);
            }
            low = high;
        }
        None
    }

    /// The first point after `low` that holds, where `high` (at `found`) does.
    fn halve(
        &self,
        mut low: i64,
        mut high: i64,
        mut found: Target,
        mut holds: impl FnMut(&Target) -> bool,
    ) -> Option<Target> {
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            let target = self.point(middle)?;
            if holds(&target) {
                (high, found) = (middle, target);
            } else {
                low = middle;
            }
        }
        Some(found)
    }
}

/// The axes along which a changeable value may move from where it stands: both ways at first,
/// later only on in the direction taken, so that a search ends. A day of decision only rises.
pub(super) fn axes(name: &str, was: &Target, is: &Target, reach: &Reach) -> Vec<Axis> {
    let open = |rises: bool| match is.cmp(was) {
        std::cmp::Ordering::Equal => rises || name != ON,
        std::cmp::Ordering::Greater => rises,
        std::cmp::Ordering::Less => !rises,
    };
    let axis = |rises: bool| match is {
        Target::Number(number) => Some(Axis::number(*number, rises, reach)),
        Target::Day(day) => Some(Axis::day(*day, rises, reach.limit.filter(|_| rises))),
        _ => None,
    };
    [true, false].into_iter().filter(|rises| open(*rises)).filter_map(axis).collect()
}

/// How far and how finely a value may be moved.
pub(super) struct Reach {
    pub(super) step: Decimal,
    pub(super) negative: bool,
    /// The highest number.
    pub(super) most: Option<Decimal>,
    /// The last day that waiting may reach.
    pub(super) limit: Option<Date>,
}

/// Whole steps in `length`, within what can be counted; 0 for a length below zero.
fn steps(length: Decimal, step: Decimal) -> i64 {
    use rust_decimal::prelude::ToPrimitive;
    let count = length.checked_div(step).map_or(i64::MAX / 2, |count| {
        count.floor().to_i64().unwrap_or(if count.is_sign_negative() { 0 } else { i64::MAX / 2 })
    });
    count.clamp(0, i64::MAX / 2)
}
