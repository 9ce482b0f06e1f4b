//! Changes of use that are no part of the measure: a new tenant, a vacancy, a closure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Text};

use crate::day;
use crate::linear::count;
use crate::model::Choice;
use crate::outcome::{Outcome, Runs};
use crate::scan;
use crate::shape::Point;
use crate::side::{Run, Side};
use crate::study::{Accepted, Points};

/// A change of level that was found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Event {
    /// The period in which it lies.
    pub period: EventPeriod,
    /// What it looks like.
    pub kind: EventKind,
    /// The first day on the other level.
    #[schemars(with = "units::Day")]
    pub first: Date,
    /// The last day; absent if the change lasts to the end of its period.
    #[schemars(with = "Option<units::Day>")]
    pub last: Option<Date>,
    /// The change of use a day, in the saving's unit.
    pub change_per_day: Change,
    /// How sure it is that the level changed at all.
    pub confidence_share: f64,
    /// How the saving would change if the event were taken out, in the saving's unit.
    pub effect: Change,
}

/// A change and its size beside what it changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// The change.
    pub value: f64,
    /// The change over the level without it.
    pub change_ratio: f64,
}

/// Where an event lies.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EventPeriod {
    /// Before the measure.
    Baseline,
    /// After the measure.
    Reporting,
}

/// What an event looks like.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// More use from a day on: a new tenant, new equipment.
    StepUp,
    /// Less use from a day on: a tenant left, equipment was taken out.
    StepDown,
    /// More use for a time.
    MoreForATime,
    /// Less use for a time: a vacancy.
    LessForATime,
    /// Next to no use for a time.
    Closure,
    /// Use at least twice or at most half from a day on: also a changed meter or factor.
    RatioChange,
}

impl EventKind {
    /// The kind for a reader.
    pub fn text(self) -> Text {
        match self {
            Self::StepUp => Text::new(
                "用量上升（如新租户、新设备）",
                "step up (such as a new tenant or equipment)",
            ),
            Self::StepDown => {
                Text::new("用量下降（如租户迁出）", "step down (such as a tenant who left)")
            }
            Self::MoreForATime => Text::new("一段时间用量偏高", "more use for a time"),
            Self::LessForATime => {
                Text::new("一段时间用量偏低（如空置）", "less use for a time (such as a vacancy)")
            }
            Self::Closure => Text::new("停用（用量接近零）", "closure (next to no use)"),
            Self::RatioChange => Text::new(
                "用量成倍变化（核对是否换表或倍率变更）",
                "use changed by a factor (check for a changed meter or multiplier)",
            ),
        }
    }
}

impl Event {
    /// The event as an acceptance of it.
    pub fn accepted(&self) -> Accepted {
        Accepted { first: self.first, last: self.last }
    }
}

/// Runs that were found in both periods.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    baseline: Vec<scan::Found>,
    reporting: Vec<scan::Found>,
}

impl Found {
    /// Looks in both periods; bills are too few to tell a change from a season.
    pub(crate) fn of(points: &Points, choice: Choice) -> Self {
        if points.is_billing {
            return Self::default();
        }
        Self {
            baseline: scan::runs(&points.baseline, &points.reporting, choice),
            reporting: scan::runs(&points.reporting, &points.baseline, choice),
        }
    }

    pub(crate) fn runs(&self) -> Runs {
        let runs = |found: &[scan::Found]| found.iter().map(|found| found.run).collect();
        Runs { baseline: runs(&self.baseline), reporting: runs(&self.reporting) }
    }
}

/// A use below this share of its level is a closure.
const CLOSURE_SHARE: f64 = 0.25;
/// A lasting change to this many times the level, or to one over it, may be the meter's.
const METER_FACTOR: f64 = 1.9;

/// The events that were found, in order of time.
pub(crate) fn events(
    points: &Points,
    found: &Found,
    plain: &Outcome,
    choice: Choice,
) -> Vec<Event> {
    let runs = found.runs();
    let periods = [
        (EventPeriod::Baseline, &points.baseline, &found.baseline, &runs.baseline),
        (EventPeriod::Reporting, &points.reporting, &found.reporting, &runs.reporting),
    ];
    let mut events = Vec::new();
    for (period, points_of, found_here, runs_here) in periods {
        if found_here.is_empty() {
            continue;
        }
        let Some((side, _)) = Side::fitted(points_of, runs_here, choice) else { continue };
        for (place, found_run) in found_here.iter().enumerate() {
            let alone = match period {
                EventPeriod::Baseline => {
                    Runs { baseline: vec![found_run.run], reporting: Vec::new() }
                }
                EventPeriod::Reporting => {
                    Runs { baseline: Vec::new(), reporting: vec![found_run.run] }
                }
            };
            let effect = Outcome::new(points, &runs, &alone, choice)
                .map_or(0.0, |outcome| outcome.value() - plain.value());
            events.push(event(period, &side, place, *found_run, (effect, plain.carried())));
        }
    }
    events.sort_by_key(|event| event.first);
    events
}

fn event(
    period: EventPeriod,
    side: &Side,
    place: usize,
    found: scan::Found,
    (effect, carried): (f64, f64),
) -> Event {
    let run = found.run;
    let value = side.changes[place];
    let level = side.level[run.0..run.1].iter().sum::<f64>() / count(run.1 - run.0);
    let before = level - value;
    let change_ratio = if before > 0.0 { value / before } else { 0.0 };
    let lasts = run.1 == side.points.len();
    let n = count(side.points.len());
    // Bayesian information criterion for a size and two days, as odds.
    let odds = ((found.gain - 3.0 * n.ln()) / 2.0).exp();
    Event {
        period,
        kind: kind(side, run, change_ratio, lasts),
        first: day::date(side.points[run.0].start_day),
        last: (!lasts).then(|| day::date(side.points[run.1 - 1].start_day)),
        change_per_day: Change { value, change_ratio },
        confidence_share: if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 },
        effect: Change { value: effect, change_ratio: effect / carried },
    }
}

fn kind(side: &Side, run: Run, change_ratio: f64, lasts: bool) -> EventKind {
    let used = |points: &[Point]| points.iter().map(|point| point.use_per_day).sum::<f64>();
    let within = used(&side.points[run.0..run.1]) / count(run.1 - run.0);
    let level = side.level[run.0..run.1].iter().sum::<f64>() / count(run.1 - run.0);
    let before = if change_ratio > -1.0 { level / (1.0 + change_ratio) } else { level };
    let factor = 1.0 + change_ratio;
    if within < CLOSURE_SHARE * before {
        return EventKind::Closure;
    }
    match (lasts, change_ratio > 0.0) {
        (true, _) if factor >= METER_FACTOR || factor <= 1.0 / METER_FACTOR => {
            EventKind::RatioChange
        }
        (true, true) => EventKind::StepUp,
        (true, false) => EventKind::StepDown,
        (false, true) => EventKind::MoreForATime,
        (false, false) => EventKind::LessForATime,
    }
}
