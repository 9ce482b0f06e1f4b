//! What a model is, said in plain numbers and words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::Text;

use crate::model::{Model, Split, Week};
use crate::outcome::Outcome;
use crate::side::Side;

/// How a saving was found.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Change-point lines of bills over degree days.
    ChangePointBills,
    /// Change-point lines of daily use over temperature.
    ChangePointDays,
    /// Hour of the week and temperature.
    TimeOfWeekTemperature,
    /// An earlier occupied year, scaled by the area in use.
    OccupiedYear,
    /// A calibrated simulation.
    CalibratedSimulation,
    /// A declared reference value.
    Declared,
}

impl Method {
    /// The method's name, to be shown beside every saving rate.
    pub fn text(self) -> Text {
        match self {
            Self::ChangePointBills => Text::new(
                "账单变点模型（IPMVP C 法，按气温归一）",
                "change-point model of bills (IPMVP option C, normalised for weather)",
            ),
            Self::ChangePointDays => Text::new(
                "逐日变点模型（IPMVP C 法，按气温归一）",
                "change-point model of days (IPMVP option C, normalised for weather)",
            ),
            Self::TimeOfWeekTemperature => Text::new(
                "周内时刻—气温模型（IPMVP C 法，逐时）",
                "time-of-week and temperature model (IPMVP option C, hourly)",
            ),
            Self::OccupiedYear => Text::new(
                "原使用年度按在用面积折算（腾退空间）",
                "earlier occupied year scaled by the area in use (vacated space)",
            ),
            Self::CalibratedSimulation => Text::new(
                "校准模拟（IPMVP D 法，腾退空间）",
                "calibrated simulation (IPMVP option D, vacated space)",
            ),
            Self::Declared => Text::new(
                "申报单位面积基准值（腾退空间）",
                "declared reference per floor area (vacated space)",
            ),
        }
    }
}

/// A fitted baseline model.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ModelSummary {
    /// Below this outdoor temperature use rises; absent without heating.
    pub heating_balance_c: Option<f64>,
    /// Above this outdoor temperature use rises; absent without cooling.
    pub cooling_balance_c: Option<f64>,
    /// Use a day that depends on no temperature, on a workday without season.
    pub base_per_day: Figure,
    /// More use a day for each degree below the heating balance point, on workdays.
    pub heating_per_k_day: Option<Figure>,
    /// More use a day for each degree above the cooling balance point, on workdays.
    pub cooling_per_k_day: Option<Figure>,
    /// How rest days and single weekdays differ.
    pub days: Vec<DayTerm>,
    /// Whether an annual wave beside the temperature is in it.
    pub has_season: bool,
    /// Root mean square of the residuals over mean use, ASHRAE Guideline 14's CV(RMSE).
    pub cv_rmse: Option<Figure>,
    /// Readings that it was fitted to.
    pub readings: usize,
}

/// A number whose unit is said where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Figure {
    /// The number.
    pub value: f64,
}

/// A difference between days that earned its place in a model.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DayTerm {
    /// Rest days have another base.
    RestBase,
    /// Rest days have other slopes, too.
    RestSlopes,
    /// Sundays differ from Saturdays.
    Sunday,
    /// Each weekday has its own base.
    EachWeekday,
}

impl ModelSummary {
    pub(crate) fn of(model: &Model, side: &Side, is_billing: bool) -> Self {
        let figure = |value: f64| Figure { value };
        let slope =
            |balance: Option<f64>, place: usize| balance.map(|_| figure(model.coefficient(place)));
        let balance = model.terms.balance;
        let mut days = Vec::new();
        if model.terms.split != Split::None && !is_billing {
            days.push(DayTerm::RestBase);
        }
        if model.terms.split == Split::Full {
            days.push(DayTerm::RestSlopes);
        }
        match model.terms.week {
            Week::Same => {}
            Week::Sunday => days.push(DayTerm::Sunday),
            Week::Each => days.push(DayTerm::EachWeekday),
        }
        Self {
            heating_balance_c: balance.heating_c,
            cooling_balance_c: balance.cooling_c,
            base_per_day: figure(model.coefficient(0)),
            heating_per_k_day: slope(balance.heating_c, 1),
            cooling_per_k_day: slope(balance.cooling_c, 2),
            days,
            has_season: model.terms.has_season,
            cv_rmse: side.cv_rmse().map(figure),
            readings: side.points.len(),
        }
    }
}

/// How the scatter of one step hangs together with that of the next.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NoiseSummary {
    /// Correlation of neighbouring steps, weighted over all kinds of noise that the data allow.
    pub lag_one_correlation: f64,
    /// Independent readings that tell as much as one reading does: above 1 where neighbours are
    /// alike, over a long sum.
    pub readings_each_factor: f64,
}

impl NoiseSummary {
    pub(crate) fn of(outcome: &Outcome) -> Self {
        let mean = |of: fn(f64, f64) -> f64| {
            let parts = outcome.scenarios.iter();
            parts.map(|part| part.weight * of(part.kind.memory, part.kind.share)).sum::<f64>()
        };
        Self {
            lag_one_correlation: mean(|memory, share| memory * share),
            readings_each_factor: mean(|memory, share| 1.0 + 2.0 * share * memory / (1.0 - memory)),
        }
    }
}
