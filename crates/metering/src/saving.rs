//! The saving: what would have been used, less what was, with the range that the data allow.

use schemars::JsonSchema;
use serde::Serialize;
use units::Date;

use crate::event::{Event, Found, events};
use crate::interval::Estimate;
use crate::model::Choice;
use crate::outcome::{Outcome, Runs};
use crate::series::Unit;
use crate::shape::Point;
use crate::study::{Accepted, Points, Study, StudyError};
use crate::sufficiency::{Sufficiency, sufficiency};
use crate::summary::{Method, ModelSummary, NoiseSummary};

/// What was metered in the reporting period, over the days that count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Metered {
    /// The sum of the readings, in the saving's unit.
    pub value: f64,
    /// Days that they cover.
    pub covered_days: f64,
}

/// The saving of one meter over the reporting period.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Saving {
    /// How it was found; named wherever the saving rate is shown.
    pub method: Method,
    /// Unit of all amounts.
    pub unit: Unit,
    /// The baseline model.
    pub model: ModelSummary,
    /// What the baseline would have used on the reporting period's days, temperatures and rest
    /// days.
    pub adjusted_baseline: Estimate,
    /// What was used.
    pub metered: Metered,
    /// Adjusted baseline less metered.
    pub saving: Estimate,
    /// Saving over adjusted baseline, 节能率.
    pub saving_rate: Estimate,
    /// How the scatter hangs together.
    pub noise: NoiseSummary,
    /// Changes of level that were found in either period; none of them is in the figures above.
    pub events: Vec<Event>,
    /// The saving without the changes that were accepted; absent if none was.
    pub without_events: Option<WithoutEvents>,
    /// Days with readings so far off that they are more likely errors; those of the baseline do not
    /// count in its model, those of the reporting period count as metered.
    #[schemars(with = "Vec<units::Day>")]
    pub extreme_readings: Vec<Date>,
    /// Whether the data suffice, with reasons.
    pub sufficiency: Sufficiency,
}

/// The saving after accepted changes were taken out.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WithoutEvents {
    /// The changes.
    pub accepted: Vec<Accepted>,
    /// The saving without them.
    pub saving: Estimate,
    /// Over the baseline that was adjusted for weather alone.
    pub saving_rate: Estimate,
}

/// The saving of a daily or billed meter; an hourly one is taken by days.
///
/// # Equation
/// S = Σ_R f̂(x_t) − Σ_R y_t, rate = S/Σ_R f̂(x_t), over the days t of the reporting period R that
/// have a reading and a temperature
/// # Errors
/// Too few usable readings, periods out of order, no use at all.
/// # Source
/// IPMVP Core Concepts 2016, option C, avoided energy use; docs/metering.md has the intervals.
pub fn saving(study: &Study<'_>) -> Result<Saving, StudyError> {
    let series = study.joined();
    let points = study.points(&series)?;
    let choice = study.choice(&points);
    let found = Found::of(&points, choice);
    let none = Runs::default();
    let plain = Outcome::new(&points, &found.runs(), &none, choice)?;
    let without_events = without_events(study, &points, &found, choice)?;
    Ok(Saving {
        method: if points.is_billing { Method::ChangePointBills } else { Method::ChangePointDays },
        unit: series.unit(),
        model: ModelSummary::of(&plain.model, &plain.baseline, choice.is_billing),
        adjusted_baseline: plain.adjusted_baseline(),
        metered: metered(&points.reporting),
        saving: plain.saving(),
        saving_rate: plain.rate(),
        noise: NoiseSummary::of(&plain),
        events: events(&points, &found, &plain, choice),
        without_events,
        extreme_readings: plain.extreme_readings(),
        sufficiency: sufficiency(study, &series),
    })
}

fn without_events(
    study: &Study<'_>,
    points: &Points,
    found: &Found,
    choice: Choice,
) -> Result<Option<WithoutEvents>, StudyError> {
    let accepted = &study.options.accepted;
    if accepted.is_empty() {
        return Ok(None);
    }
    let runs = Runs::of(accepted, points);
    let outcome = Outcome::new(points, &found.runs(), &runs, choice)?;
    Ok(Some(WithoutEvents {
        accepted: accepted.clone(),
        saving: outcome.saving(),
        saving_rate: outcome.rate(),
    }))
}

/// The sum of the readings of `points`.
pub(crate) fn metered(points: &[Point]) -> Metered {
    Metered {
        value: points.iter().map(|point| point.days * point.use_per_day).sum(),
        covered_days: points.iter().map(|point| point.days).sum(),
    }
}
