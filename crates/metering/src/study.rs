//! What is asked: a meter, a baseline period, a reporting period, and what is known beside them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use units::{Date, Text};

use crate::day::{self, Calendar};
use crate::model::Choice;
use crate::series::{Period, Series, Step};
use crate::shape::Point;

/// A change that people have looked into and agreed to take out of the saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The first day of the change.
    #[schemars(with = "units::Day")]
    pub first: Date,
    /// The last day of the change; absent if it lasts.
    #[schemars(with = "Option<units::Day>")]
    pub last: Option<Date>,
}

/// What is known beside the meter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Days off that are no weekend, such as public holidays.
    #[schemars(with = "Vec<units::Day>")]
    pub rest_days: Vec<Date>,
    /// Weekend days that are worked.
    #[schemars(with = "Vec<units::Day>")]
    pub worked_days: Vec<Date>,
    /// Days that do not count, in either period: readings that were found to be wrong.
    #[schemars(with = "Vec<units::Day>")]
    pub left_out: Vec<Date>,
    /// Changes that are taken out of the saving.
    pub accepted: Vec<Accepted>,
}

/// A question about one meter.
#[derive(Clone, Debug)]
pub struct Study<'a> {
    /// The meter, both periods in it.
    pub series: &'a Series,
    /// Daily mean temperatures for a billed meter, as a daily series whose values do not count;
    /// without them each bill's own mean temperature serves.
    pub temperatures: Option<&'a Series>,
    /// Before the measure.
    pub baseline: Period,
    /// After the measure.
    pub reporting: Period,
    /// What is known beside.
    pub options: Options,
}

/// Why there is no saving.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum StudyError {
    /// The reporting period begins before the baseline period ends, or a period ends before it
    /// begins.
    #[error("the periods are not one after the other")]
    Periods,
    /// Too few readings with a temperature in the baseline period.
    #[error("{count} usable readings in the baseline period, expected at least {least}")]
    ShortBaseline {
        /// How many there are.
        count: usize,
        /// How many it takes.
        least: usize,
    },
    /// Too few readings with a temperature in the reporting period.
    #[error("{count} usable readings in the reporting period, expected at least {least}")]
    ShortReporting {
        /// How many there are.
        count: usize,
        /// How many it takes.
        least: usize,
    },
    /// The baseline use, carried to the reporting period, is not above zero.
    #[error("the adjusted baseline is not above zero")]
    NoUse,
    /// A number that is asked for is no number, or outside its range.
    #[error("{name} is {value}, which is out of range")]
    OutOfRange {
        /// Which number.
        name: &'static str,
        /// What it is.
        value: f64,
    },
}

impl StudyError {
    /// The error for a reader, in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Periods => "基准期与报告期须先后相接且各自首日不晚于末日".into(),
            Self::ShortBaseline { count, least } => {
                format!("基准期可用读数 {count} 条，至少需要 {least} 条")
            }
            Self::ShortReporting { count, least } => {
                format!("报告期可用读数 {count} 条，至少需要 {least} 条")
            }
            Self::NoUse => "校准后的基准能耗不大于零".into(),
            Self::OutOfRange { name, value } => format!("{name} 为 {value}，超出范围"),
        };
        Text::new(zh, self.to_string())
    }
}

/// Fewest readings of a baseline that a model is fitted to.
const BASELINE_DAYS_MIN: usize = 60;
const BASELINE_BILLS_MIN: usize = 6;

/// Usable readings of both periods.
pub(crate) struct Points {
    pub(crate) baseline: Vec<Point>,
    pub(crate) reporting: Vec<Point>,
    pub(crate) is_billing: bool,
}

impl Study<'_> {
    /// The meter by days or bills, bills with the mean of their days' temperatures where these are
    /// known.
    pub(crate) fn joined(&self) -> Series {
        let mut series = self.series.by_days();
        if series.step() == Step::Billing {
            series.set_temperatures(|reading| mean(&self.temps_c(reading.day, reading.days)));
        }
        series
    }

    pub(crate) fn calendar(&self) -> Calendar {
        let numbers = |days: &[Date]| days.iter().map(|day| day::number(*day)).collect();
        Calendar {
            rest: numbers(&self.options.rest_days),
            worked: numbers(&self.options.worked_days),
        }
    }

    /// The usable readings of both periods; `series` is the meter by days or bills.
    pub(crate) fn points(&self, series: &Series) -> Result<Points, StudyError> {
        let (baseline, reporting) = (self.baseline, self.reporting);
        let in_order = baseline.first <= baseline.last
            && baseline.last < reporting.first
            && reporting.first <= reporting.last;
        if !in_order {
            return Err(StudyError::Periods);
        }
        let is_billing = series.step() == Step::Billing;
        let mut points = Points {
            baseline: self.points_of(series, baseline),
            reporting: self.points_of(series, reporting),
            is_billing,
        };
        if is_billing {
            number_bills(&mut points);
        }
        let least = if is_billing { BASELINE_BILLS_MIN } else { BASELINE_DAYS_MIN };
        let count = points.baseline.len();
        if count < least {
            return Err(StudyError::ShortBaseline { count, least });
        }
        let (count, least) = (points.reporting.len(), if is_billing { 1 } else { 7 });
        if count < least {
            return Err(StudyError::ShortReporting { count, least });
        }
        Ok(points)
    }

    fn points_of(&self, series: &Series, period: Period) -> Vec<Point> {
        let calendar = self.calendar();
        let is_billing = series.step() == Step::Billing;
        let left_out = |first: i32, days: i32| {
            let mut numbers = self.options.left_out.iter().map(|day| day::number(*day));
            numbers.any(|number| (first..first + days).contains(&number))
        };
        let mut points = Vec::new();
        for reading in series.readings().iter().filter(|reading| period.holds(reading)) {
            let start_day = day::number(reading.day);
            let temps_c = if is_billing { self.temps_c(reading.day, reading.days) } else { vec![] };
            let (Some(value), Some(temp_c)) = (reading.value, reading.temp_c) else { continue };
            if left_out(start_day, i32::from(reading.days)) {
                continue;
            }
            let days = f64::from(reading.days);
            points.push(Point {
                start_day,
                time: start_day,
                days,
                use_per_day: value / days,
                temp_c,
                temps_c,
                is_rest: !is_billing && calendar.is_rest(start_day),
                weekday: day::weekday(start_day),
                season_rad: day::season_rad(start_day + i32::from(reading.days) / 2),
            });
        }
        points
    }

    /// Known daily temperatures of a bill; none unless nine in ten of its days are known.
    fn temps_c(&self, first: Date, days: u16) -> Vec<f64> {
        let Some(temperatures) = self.temperatures else { return Vec::new() };
        let readings = temperatures.readings();
        let start = readings.partition_point(|reading| reading.day < first);
        let end = day::date(day::number(first) + i32::from(days));
        let temps: Vec<f64> = readings[start..]
            .iter()
            .take_while(|reading| reading.day < end)
            .filter_map(|reading| reading.temp_c)
            .collect();
        if temps.len() * 10 >= usize::from(days) * 9 { temps } else { Vec::new() }
    }

    pub(crate) fn choice(&self, points: &Points) -> Choice {
        let spans_year = |points: &[Point]| points.len() >= 330;
        let may_have_season = !points.is_billing && spans_year(&points.baseline);
        Choice { is_billing: points.is_billing, may_have_season }
    }
}

/// Numbers bills by their place in time, in the bills' own usual length.
fn number_bills(points: &mut Points) {
    let Some(first) = points.baseline.first().map(|point| point.start_day) else { return };
    let mut lengths: Vec<f64> = points.baseline.iter().map(|point| point.days).collect();
    let usual = crate::linear::median(&mut lengths).max(1.0);
    let mut before = -1;
    for point in points.baseline.iter_mut().chain(&mut points.reporting) {
        let place = (f64::from(point.start_day - first) / usual).round();
        #[expect(clippy::cast_possible_truncation, reason = "centuries of bills fit")]
        let place = place as i32;
        point.time = place.max(before + 1);
        before = point.time;
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / crate::linear::count(values.len()))
}
