//! A meter's readings: what was counted, over which time, at which outdoor temperature.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use units::{Date, Text};

use crate::day;

/// Longest time that one reading may span. \[days\]
pub const SPAN_DAYS_MAX: u16 = 100;
/// Most readings of a series: ten years of hours.
pub const READINGS_MAX: usize = 87_672;

/// How far apart readings stand.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Bills: a month, two months, or whatever each reading says.
    Billing,
    /// One civil day.
    Daily,
    /// One hour of local standard time: each day has 24.
    Hourly,
}

/// What the readings count.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Unit {
    /// Energy.
    #[serde(rename = "kWh")]
    Kwh,
    /// Heat.
    #[serde(rename = "GJ")]
    Gj,
    /// Volume of gas, at the meter's own reference state.
    #[serde(rename = "m3")]
    M3,
    /// Heat of gas as billed in the US, 100,000 Btu.
    #[serde(rename = "therm")]
    Therm,
}

impl Unit {
    /// The unit as people write it.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Kwh => "kWh",
            Self::Gj => "GJ",
            Self::M3 => "m³",
            Self::Therm => "therm",
        }
    }
}

/// One reading. Unknown is absent, never zero.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The civil day on which it begins.
    #[schemars(with = "units::Day")]
    pub day: Date,
    /// The hour of local standard time at which it begins, `0..=23`; 0 for longer steps.
    #[serde(default)]
    pub hour: u8,
    /// Days that it spans, `1..=100`; 1 for daily and hourly steps.
    pub days: u16,
    /// What was used in that time, in the series' unit; absent if it was not read.
    pub value: Option<f64>,
    /// Whether the supplier estimated it.
    #[serde(default)]
    pub estimated: bool,
    /// Mean outdoor air temperature in that time; absent if unknown. \[°C\]
    pub temp_c: Option<f64>,
}

/// A meter's readings in order of time, without two for the same time.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Series {
    step: Step,
    unit: Unit,
    readings: Vec<Reading>,
}

/// Why readings make no series.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// More readings than [`READINGS_MAX`].
    #[error("{count} readings, expected at most {READINGS_MAX}")]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// A reading's hour or span does not fit the step.
    #[error(
        "the reading of {day} spans {days} days from hour {hour}, which the step does not allow"
    )]
    Span {
        /// Its day.
        day: Date,
        /// Its hour.
        hour: u8,
        /// Its days.
        days: u16,
    },
    /// A value or temperature that is no finite number, or a temperature outside −90..60 °C.
    #[error("the reading of {day} has a value or temperature that is no plausible number")]
    NotANumber {
        /// Its day.
        day: Date,
    },
    /// Two readings cover the same time.
    #[error("two readings cover {day}")]
    Overlap {
        /// The day on which the second begins.
        day: Date,
    },
}

impl SeriesError {
    /// The error for a reader, in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::TooMany { count } => format!("读数 {count} 条，最多 {READINGS_MAX} 条"),
            Self::Span { day, hour, days } => {
                format!("{day} 的读数自 {hour} 时起跨 {days} 天，与读数步长不符")
            }
            Self::NotANumber { day } => format!("{day} 的读数或温度不是合理数值"),
            Self::Overlap { day } => format!("{day} 有两条读数重叠"),
        };
        Text::new(zh, self.to_string())
    }
}

impl Series {
    /// The series of `readings` in any order.
    ///
    /// # Errors
    /// A reading that does not fit the step, is no number, or covers time that another covers.
    pub fn new(step: Step, unit: Unit, mut readings: Vec<Reading>) -> Result<Self, SeriesError> {
        if readings.len() > READINGS_MAX {
            return Err(SeriesError::TooMany { count: readings.len() });
        }
        readings.sort_by_key(|reading| (reading.day, reading.hour));
        for reading in &readings {
            check(step, reading)?;
        }
        for pair in readings.windows(2) {
            let (ahead, next) = (&pair[0], &pair[1]);
            let end = day::number(ahead.day) + i32::from(ahead.days);
            let apart = match step {
                Step::Hourly => (ahead.day, ahead.hour) < (next.day, next.hour),
                Step::Daily | Step::Billing => end <= day::number(next.day),
            };
            if !apart {
                return Err(SeriesError::Overlap { day: next.day });
            }
        }
        Ok(Self { step, unit, readings })
    }

    /// How far apart readings stand.
    pub fn step(&self) -> Step {
        self.step
    }

    /// What they count.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The readings in order of time.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// Sets each reading's temperature where `known` has one.
    pub(crate) fn set_temperatures(&mut self, known: impl Fn(&Reading) -> Option<f64>) {
        for reading in &mut self.readings {
            reading.temp_c = known(reading).or(reading.temp_c);
        }
    }

    /// An hourly series by days: a day's value is the sum of its hours, its temperature their mean;
    /// a day with fewer than 22 hours known has no value, one with 22 or 23 is raised in proportion
    /// and marked estimated. Other series as they are.
    #[must_use]
    pub fn by_days(&self) -> Self {
        if self.step != Step::Hourly {
            return self.clone();
        }
        let mut days: BTreeMap<Date, Vec<&Reading>> = BTreeMap::new();
        for reading in &self.readings {
            days.entry(reading.day).or_default().push(reading);
        }
        let readings = days.iter().map(|(day, hours)| whole_day(*day, hours)).collect();
        Self { step: Step::Daily, unit: self.unit, readings }
    }
}

/// Fewest hours from which a day's use is told.
const HOURS_MIN: usize = 22;

fn whole_day(day: Date, hours: &[&Reading]) -> Reading {
    let mean = |values: &[f64]| {
        let count = u32::try_from(values.len()).map_or(f64::NAN, f64::from);
        (values.len() >= HOURS_MIN).then(|| values.iter().sum::<f64>() / count)
    };
    let known: Vec<f64> = hours.iter().filter_map(|hour| hour.value).collect();
    let temps: Vec<f64> = hours.iter().filter_map(|hour| hour.temp_c).collect();
    let estimated = hours.iter().any(|hour| hour.estimated) || known.len() < 24;
    let value = mean(&known).map(|hourly| hourly * 24.0);
    Reading { day, hour: 0, days: 1, value, estimated, temp_c: mean(&temps) }
}

fn check(step: Step, reading: &Reading) -> Result<(), SeriesError> {
    let Reading { day, hour, days, value, temp_c, .. } = *reading;
    let fits = match step {
        Step::Hourly => hour < 24 && days == 1,
        Step::Daily => hour == 0 && days == 1,
        Step::Billing => hour == 0 && (1..=SPAN_DAYS_MAX).contains(&days),
    };
    if !fits {
        return Err(SeriesError::Span { day, hour, days });
    }
    let is_number = value.is_none_or(f64::is_finite);
    if !is_number || !temp_c.is_none_or(|temp| (-90.0..=60.0).contains(&temp)) {
        return Err(SeriesError::NotANumber { day });
    }
    Ok(())
}

/// A run of civil days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    #[schemars(with = "units::Day")]
    pub first: Date,
    /// The last day, which belongs to it.
    #[schemars(with = "units::Day")]
    pub last: Date,
}

impl Period {
    /// Days in it; 0 if `last` lies before `first`.
    pub fn days(&self) -> u32 {
        u32::try_from(day::number(self.last) - day::number(self.first) + 1).unwrap_or(0)
    }

    /// Whether a reading lies wholly in it.
    pub(crate) fn holds(&self, reading: &Reading) -> bool {
        let end = day::number(reading.day) + i32::from(reading.days) - 1;
        self.first <= reading.day && end <= day::number(self.last)
    }
}
