//! A point in time as a value: the callers read the clock.

use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use units::Date;

/// Milliseconds since 1970-01-01T00:00:00Z, 0 to the end of the year 9998.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The last moment: 9998-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_370_764_799_999);

    /// Whether it lies in the range.
    pub fn is_valid(self) -> bool {
        (Self(0)..=Self::MAX).contains(&self)
    }

    /// The civil date in a place whose clocks are `offset_minutes` ahead of UTC; moments outside
    /// the range count as its ends, offsets beyond a day as none.
    pub fn date(self, offset_minutes: i16) -> Date {
        let inside = Timestamp::from_millisecond(self.0.clamp(0, Self::MAX.0));
        offset(offset_minutes).to_datetime(inside.unwrap_or(Timestamp::UNIX_EPOCH)).date()
    }

    /// Noon of `date` in a place whose clocks are `offset_minutes` ahead of UTC; the ends of the
    /// range for dates outside it.
    pub fn noon(date: Date, offset_minutes: i16) -> Self {
        let noon = date.at(12, 0, 0, 0);
        let there = offset(offset_minutes).to_timestamp(noon).map_or_else(
            |_| if date.year() < 1970 { 0 } else { Self::MAX.0 },
            Timestamp::as_millisecond,
        );
        Self(there.clamp(0, Self::MAX.0))
    }
}

fn offset(minutes: i16) -> Offset {
    Offset::from_seconds(i32::from(minutes) * 60).unwrap_or(Offset::UTC)
}

/// Days from `from` to `to`; negative when `to` is the earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The date `days` after `date`; the last date of the calendar for what lies beyond.
pub(crate) fn days_after(date: Date, days: u16) -> Date {
    date.checked_add(Span::new().days(i64::from(days))).unwrap_or(Date::MAX)
}

/// The date `months` after `date`: the same day of the month, or its last.
pub(crate) fn months_after(date: Date, months: u16) -> Date {
    date.checked_add(Span::new().months(i64::from(months))).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_turns_at_local_midnight() {
        // 2024-05-31T16:00:00Z is midnight in Beijing.
        let midnight = Moment(1_717_171_200_000);
        assert_eq!(midnight.date(480).to_string(), "2024-06-01");
        assert_eq!(Moment(midnight.0 - 1).date(480).to_string(), "2024-05-31");
        let date = midnight.date(480);
        assert_eq!(Moment::noon(date, 480).date(480), date);
        assert_eq!(Moment(i64::MAX).date(480).year(), 9999);
        assert_eq!(Moment::noon(Date::MIN, 480), Moment(0));
    }

    #[test]
    fn days_and_months_follow_the_calendar() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(days_between(date("2024-02-28"), date("2024-03-01")), 2);
        assert_eq!(days_between(date("2024-03-01"), date("2024-02-28")), -2);
        assert_eq!(days_between(date("2023-12-31"), date("2025-01-01")), 367);
        assert_eq!(days_after(date("2024-12-31"), 60), date("2025-03-01"));
        assert_eq!(months_after(date("2024-01-31"), 1), date("2024-02-29"));
        assert_eq!(months_after(date("2024-02-29"), 24), date("2026-02-28"));
    }
}
