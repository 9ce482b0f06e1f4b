//! Civil days as whole numbers, and what the calendar says of them.

use std::collections::BTreeSet;
use std::f64::consts::TAU;

use jiff::ToSpan;
use units::Date;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn number(day: Date) -> i32 {
    i32::try_from(day.duration_since(EPOCH).as_hours() / 24).unwrap_or(0)
}

/// The day with that number; the last day of the calendar beyond it.
pub(crate) fn date(number: i32) -> Date {
    EPOCH.saturating_add(number.days())
}

/// Monday 0 to Sunday 6.
pub(crate) fn weekday(number: i32) -> u8 {
    u8::try_from((number + 3).rem_euclid(7)).unwrap_or(0)
}

/// Where in the year, as an angle: 0 at the start of January. [rad]
pub(crate) fn season_rad(number: i32) -> f64 {
    const YEAR_DAYS: f64 = 365.2425;
    f64::from(number).rem_euclid(YEAR_DAYS) / YEAR_DAYS * TAU
}

/// Days that do not follow their weekday, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calendar {
    /// Public holidays.
    pub(crate) rest: BTreeSet<i32>,
    /// Weekend days that are worked.
    pub(crate) worked: BTreeSet<i32>,
}

impl Calendar {
    /// Whether people rest on it.
    pub(crate) fn is_rest(&self, number: i32) -> bool {
        let is_weekend = weekday(number) >= 5;
        if is_weekend { !self.worked.contains(&number) } else { self.rest.contains(&number) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_numbers_and_weekdays() {
        let day = Date::constant(2026, 11, 27);
        assert_eq!(date(number(day)), day);
        assert_eq!(weekday(number(day)), 4);
        assert_eq!(weekday(-1), 2);
        assert_eq!(number(Date::constant(1970, 3, 1)), 59);
    }
}
