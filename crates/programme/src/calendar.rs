//! Working days by a dated calendar of public holidays; a year without data is never guessed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use units::{Date, Diagnostic, Mark, Text};

use crate::moment::Moment;
use crate::yaml::{self, Remarks};

/// The most days that a search for working days looks at: some years.
const DAYS_MAX: u32 = 3_000;

/// Which days are worked, year by year, and the clock of the place.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// How far local clocks are ahead of UTC.
    offset_minutes: i16,
    years: BTreeMap<i16, Year>,
}

#[derive(Clone, Debug)]
struct Year {
    /// Weekdays that are free.
    holidays: BTreeSet<Date>,
    /// Saturdays and Sundays that are worked.
    worked: BTreeSet<Date>,
    mark: Mark,
    source: String,
}

/// The calendar has no data for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the calendar holds no public holidays of {year}")]
pub struct NoCalendar {
    /// The year.
    pub year: i16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    utc_offset_minutes: i16,
    years: Vec<FileYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileYear {
    year: i16,
    source: String,
    mark: Mark,
    /// Days, or spans written `2024-02-10..2024-02-17`.
    holidays: Vec<String>,
    worked: Vec<Date>,
}

impl Calendar {
    /// The calendar in a YAML `text`; `file` is its name in remarks.
    ///
    /// # Errors
    /// Every remark: no YAML, a date outside its year, a weekday to be worked, a day both free and
    /// worked, a year given twice, an offset beyond a day.
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let read: File = yaml::read(file, text)?;
        let mut remarks = Remarks::new(file);
        if read.utc_offset_minutes.unsigned_abs() >= 24 * 60 {
            let expected = Text::new("不到一天的分钟数", "minutes of less than a day");
            let value = read.utc_offset_minutes.to_string();
            remarks.refuse("utc_offset_minutes", "offset_out_of_range", &value, expected);
        }
        let mut years = BTreeMap::new();
        for (place, year) in read.years.iter().enumerate() {
            let path = format!("years[{place}]");
            let built = year.build(&path, &mut remarks);
            if years.insert(year.year, built).is_some() {
                let expected = Text::new("每年一条", "each year once");
                let value = year.year.to_string();
                remarks.refuse(&format!("{path}.year"), "duplicate_year", &value, expected);
            }
        }
        remarks.done(Self { offset_minutes: read.utc_offset_minutes, years })
    }

    /// The local date of a moment.
    pub fn date(&self, at: Moment) -> Date {
        at.date(self.offset_minutes)
    }

    /// Noon of a local date.
    pub fn noon(&self, date: Date) -> Moment {
        Moment::noon(date, self.offset_minutes)
    }

    /// Whether `date` is a working day.
    ///
    /// # Errors
    /// [`NoCalendar`] when its year has no data.
    pub fn is_working_day(&self, date: Date) -> Result<bool, NoCalendar> {
        let year = self.years.get(&date.year()).ok_or(NoCalendar { year: date.year() })?;
        let is_weekend = date.weekday().to_monday_zero_offset() >= 5;
        Ok(year.worked.contains(&date) || !is_weekend && !year.holidays.contains(&date))
    }

    /// The last of `days` working days after `start`, whose own day does not count; `start` itself
    /// for none.
    ///
    /// # Errors
    /// [`NoCalendar`] when a year that it reaches has no data.
    pub fn after(&self, start: Date, days: u16) -> Result<Date, NoCalendar> {
        let (mut date, mut left) = (start, days);
        for _ in 0..DAYS_MAX {
            if left == 0 {
                break;
            }
            date = date.tomorrow().map_err(|_| NoCalendar { year: date.year() })?;
            left -= u16::from(self.is_working_day(date)?);
        }
        Ok(date)
    }

    /// The working days after `from` up to and with `to`; negative when `to` is the earlier.
    ///
    /// # Errors
    /// [`NoCalendar`] when a year between them has no data.
    pub fn between(&self, from: Date, to: Date) -> Result<i32, NoCalendar> {
        let (mut date, end, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let mut count = 0;
        while date < end {
            date = date.tomorrow().map_err(|_| NoCalendar { year: date.year() })?;
            count += i32::from(self.is_working_day(date)?);
        }
        Ok(sign * count)
    }

    /// The years that have data, each with its mark and source.
    pub fn years(&self) -> impl Iterator<Item = (i16, Mark, &str)> {
        self.years.iter().map(|(year, data)| (*year, data.mark, data.source.as_str()))
    }
}

impl FileYear {
    fn build(&self, path: &str, remarks: &mut Remarks) -> Year {
        let mut holidays = BTreeSet::new();
        for (place, text) in self.holidays.iter().enumerate() {
            let path = format!("{path}.holidays[{place}]");
            match span(text).filter(|(first, last)| first <= last && self.holds(*first, *last)) {
                None => {
                    let expected = Text::new(
                        format!("{} 年内的一日，或“首日..末日”", self.year),
                        format!("a day of {}, or `first..last`", self.year),
                    );
                    remarks.refuse(&path, "not_a_day_of_the_year", text, expected);
                }
                Some((first, last)) => {
                    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
                    holidays.extend(days.take_while(|day| *day <= last));
                }
            }
        }
        for (place, day) in self.worked.iter().enumerate() {
            let is_weekend = day.weekday().to_monday_zero_offset() >= 5;
            if !is_weekend || !self.holds(*day, *day) || holidays.contains(day) {
                let expected = Text::new(
                    "该年内的周六或周日，且不在假期中",
                    "a Saturday or Sunday of the year that is no holiday",
                );
                let path = format!("{path}.worked[{place}]");
                remarks.refuse(&path, "not_a_weekend_day", &day.to_string(), expected);
            }
        }
        Year {
            holidays,
            worked: self.worked.iter().copied().collect(),
            mark: self.mark,
            source: self.source.clone(),
        }
    }

    fn holds(&self, first: Date, last: Date) -> bool {
        first.year() == self.year && last.year() == self.year
    }
}

fn span(text: &str) -> Option<(Date, Date)> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn china() -> Calendar {
        Calendar::load("cn.yaml", include_str!("../../../data/calendar/cn.yaml")).unwrap()
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_years_have_the_working_days_of_the_published_arrangement() {
        // Counted by hand: weekdays of the year, less holidays on weekdays, plus make-up days.
        // 2024: 262 − 19 + 8; 2025: 261 − 18 + 5; 2026: 261 − 19 + 6.
        let calendar = china();
        for (year, days) in [(2024, 251), (2025, 248), (2026, 248)] {
            let before = calendar.is_working_day(date(&format!("{year}-01-01"))).unwrap();
            let rest = calendar
                .between(date(&format!("{year}-01-01")), date(&format!("{year}-12-31")))
                .unwrap();
            assert_eq!(i32::from(before) + rest, days, "{year}");
        }
    }

    #[test]
    fn deadlines_step_over_holidays_and_onto_make_up_days() {
        let calendar = china();
        // 2024-09-30 is a Monday; the holiday lasts to 10-07; 10-12 is a worked Saturday.
        for (days, end) in [(0, "09-30"), (1, "10-08"), (4, "10-11"), (5, "10-12"), (6, "10-14")] {
            let expected = date(&format!("2024-{end}"));
            assert_eq!(calendar.after(date("2024-09-30"), days), Ok(expected), "{days}");
            assert_eq!(calendar.between(date("2024-09-30"), expected), Ok(i32::from(days)));
            assert_eq!(calendar.between(expected, date("2024-09-30")), Ok(-i32::from(days)));
        }
    }

    #[test]
    fn a_year_without_data_is_no_guess() {
        let calendar = china();
        assert_eq!(calendar.after(date("2026-12-30"), 1), Ok(date("2026-12-31")));
        assert_eq!(calendar.after(date("2026-12-30"), 2), Err(NoCalendar { year: 2027 }));
        assert_eq!(calendar.is_working_day(date("2023-12-29")), Err(NoCalendar { year: 2023 }));
    }

    #[test]
    fn slips_are_found_with_their_place() {
        let text = "utc_offset_minutes: 480\nyears:\n  - {year: 2024, source: x, mark: B, \
                    holidays: [2025-01-01, 2024-02-12..2024-02-10], worked: [2024-04-08]}\n";
        let found = Calendar::load("a.yaml", text).unwrap_err();
        let places: Vec<&str> = found.iter().map(|remark| remark.column.as_str()).collect();
        assert_eq!(places, ["years[0].holidays[0]", "years[0].holidays[1]", "years[0].worked[0]"]);
        assert_eq!(Calendar::load("a.yaml", "years: 3").unwrap_err()[0].code, "unreadable_file");
    }
}
