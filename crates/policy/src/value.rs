//! Values of facts, parameters and expressions, and their types.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};
use units::{Date, Decimal, Text};

use crate::unit::Unit;

/// A day, or the span of days that an incompletely known date may mean (`2005`, `2005-03`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    earliest: Date,
    latest: Date,
}

impl PartialDate {
    /// One certain day.
    pub fn day(date: Date) -> Self {
        Self { earliest: date, latest: date }
    }

    /// Any day of a year, `1..=9999`; `None` outside.
    pub fn year(year: i16) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let earliest = Date::new(year, 1, 1).ok()?;
        Some(Self { earliest, latest: Date::new(year, 12, 31).ok()? })
    }

    /// `2005-03-14`, `2005-03` or `2005`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, count: usize| {
            part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let parts: Vec<&str> = text.split('-').collect();
        if !digits(parts[0], 4) || !parts[1..].iter().all(|part| digits(part, 2)) {
            return None;
        }
        match parts[..] {
            [year] => Self::year(year.parse().ok()?),
            [year, month] => {
                let earliest = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
                Some(Self { earliest, latest: earliest.last_of_month() })
            }
            [year, month, day] => {
                let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
                Some(Self::day(date.ok()?))
            }
            _ => None,
        }
    }

    /// The day itself when it is certain.
    pub fn certain(self) -> Option<Date> {
        (self.earliest == self.latest).then_some(self.earliest)
    }

    /// The order of two dates when every day they may mean gives the same one.
    pub(crate) fn order(self, other: Self) -> Option<Ordering> {
        match (self.certain(), other.certain()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ if self.latest < other.earliest => Some(Ordering::Less),
            _ if self.earliest > other.latest => Some(Ordering::Greater),
            _ => None,
        }
    }

    /// Whether `self < other` for every, no, or only some of the days they may mean.
    pub(crate) fn before(self, other: Self) -> Option<bool> {
        if self.latest < other.earliest {
            Some(true)
        } else if self.earliest >= other.latest {
            Some(false)
        } else {
            None
        }
    }

    /// The days from `earlier` to this day, when both are certain.
    pub(crate) fn days_since(self, earlier: Self) -> Option<i64> {
        let (later, earlier) = (self.certain()?, earlier.certain()?);
        Some(later.duration_since(earlier).as_hours() / 24)
    }

    /// The same day years or months later, or that month's last day where it is shorter; or days
    /// later.
    pub(crate) fn plus(self, span: jiff::Span) -> Option<Self> {
        Some(Self {
            earliest: self.earliest.checked_add(span).ok()?,
            latest: self.latest.checked_add(span).ok()?,
        })
    }

    /// The earlier (`least`) or later of two dates.
    pub(crate) fn extreme(self, other: Self, least: bool) -> Self {
        let pick = |a: Date, b: Date| if least { a.min(b) } else { a.max(b) };
        Self {
            earliest: pick(self.earliest, other.earliest),
            latest: pick(self.latest, other.latest),
        }
    }
}

/// So many days, months, or (for any other unit) years.
pub(crate) fn span(count: i16, unit: Unit) -> Option<jiff::Span> {
    let (span, count) = (jiff::Span::new(), i64::from(count));
    if unit == Unit::day() {
        span.try_days(count).ok()
    } else if unit == Unit::month() {
        span.try_months(count).ok()
    } else {
        span.try_years(count).ok()
    }
}

/// `2005-03-14`, `2005-03`, `2005`, or both ends when the span is none of these.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.earliest, self.latest);
        if from == to {
            write!(f, "{from}")
        } else if from.year() == to.year()
            && from == from.first_of_year()
            && to == to.last_of_year()
        {
            write!(f, "{:04}", from.year())
        } else if from.first_of_month() == from && from.last_of_month() == to {
            write!(f, "{:04}-{:02}", from.year(), from.month())
        } else {
            write!(f, "{from}..{to}")
        }
    }
}

/// One record of a list: field name to value; a field that nobody knows is absent.
pub type Record = BTreeMap<String, Value>;

/// A known value. What is not known has no value at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// An exact number, in the unit that the definition of its name states.
    Number(Decimal),
    /// A text, or the key of a choice.
    Text(String),
    /// A day, a month or a year.
    Date(PartialDate),
    /// Several texts.
    Texts(Vec<String>),
    /// Several records, such as the components of a bundle or the drawdowns of a loan.
    List(Vec<Record>),
    /// A table of stretches of the line, in order, without gap or overlap.
    Bands(Vec<Band>),
    /// A table of points `(at, value)` in rising order of `at`.
    Points(Vec<(Decimal, Decimal)>),
}

/// One stretch of a table: every number below `until` that no earlier stretch holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Upper end; absent for the last stretch, which has none.
    pub until: Option<Decimal>,
    /// Whether the upper end itself belongs to this stretch.
    pub includes_end: bool,
    /// The value that holds here.
    pub value: Decimal,
}

impl Band {
    /// Whether `number` lies below the upper end.
    pub(crate) fn reaches(&self, number: Decimal) -> bool {
        match self.until {
            None => true,
            Some(end) => number < end || (self.includes_end && number == end),
        }
    }
}

impl Value {
    /// The value for a reader, in both languages: `20,000 平方米` and `20,000 m²`.
    pub fn shown(&self, kind: &Type) -> Text {
        match (self, kind) {
            (Self::Bool(true), _) => Text::new("是", "yes"),
            (Self::Bool(false), _) => Text::new("否", "no"),
            (Self::Number(number), Type::Number(unit)) => {
                let mut zh = grouped(*number);
                let mut en = zh.clone();
                unit.append_to(&mut zh, true);
                unit.append_to(&mut en, false);
                Text { zh, en }
            }
            (Self::Number(number), _) => Text::same(grouped(*number)),
            (Self::Text(key), Type::Choice(choices)) => {
                choices.get(key).cloned().unwrap_or_else(|| Text::same(key))
            }
            (Self::Text(text), _) => Text::same(text),
            (Self::Date(date), _) => Text::same(date.to_string()),
            (Self::Texts(texts), _) => Text::new(texts.join("、"), texts.join(", ")),
            (Self::List(items), _) => {
                Text::new(format!("{} 项", items.len()), format!("{} items", items.len()))
            }
            (Self::Bands(bands), kind) => table(&rows_of_bands(bands), kind),
            (Self::Points(points), kind) => {
                let rows: Vec<_> = points.iter().map(|(at, v)| (grouped(*at), *v)).collect();
                table(&rows, kind)
            }
        }
    }
}

impl Value {
    /// The value as files of the law take it, as JSON, which YAML reads too: numbers plain and
    /// exact, tables by their rows.
    pub fn written(&self) -> String {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let list = |items: Vec<String>| format!("[{}]", items.join(", "));
        let plain = |number: &Decimal| number.normalize().to_string();
        match self {
            Self::Bool(yes) => yes.to_string(),
            Self::Number(number) => plain(number),
            Self::Text(key) => text(key),
            Self::Date(date) => text(&date.to_string()),
            Self::Texts(texts) => list(texts.iter().map(|one| text(one)).collect()),
            Self::List(records) => {
                let entry =
                    |(key, value): (&String, &Self)| format!("{}: {}", text(key), value.written());
                let record = |record: &Record| {
                    format!("{{{}}}", record.iter().map(entry).collect::<Vec<_>>().join(", "))
                };
                list(records.iter().map(record).collect())
            }
            Self::Bands(bands) => {
                let lower = std::iter::once(None).chain(bands.iter().map(Some));
                let row = |(below, band): (Option<&Band>, &Band)| {
                    let mut row = Vec::new();
                    if let Some((end, below)) = below.and_then(|one| Some((one.until?, one))) {
                        let key = if below.includes_end { "above" } else { "from" };
                        row.push(format!("\"{key}\": {}", plain(&end)));
                    }
                    if let Some(end) = band.until {
                        let key = if band.includes_end { "to" } else { "below" };
                        row.push(format!("\"{key}\": {}", plain(&end)));
                    }
                    row.push(format!("\"value\": {}", plain(&band.value)));
                    format!("{{{}}}", row.join(", "))
                };
                list(lower.zip(bands).map(row).collect())
            }
            Self::Points(points) => {
                let row = |(at, value): &(Decimal, Decimal)| {
                    format!("{{\"at\": {}, \"value\": {}}}", plain(at), plain(value))
                };
                list(points.iter().map(row).collect())
            }
        }
    }
}

/// As in fact files: booleans as such, numbers as exact decimal text, dates as text.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(yes) => serializer.serialize_bool(*yes),
            Self::Number(number) => serializer.collect_str(&number.normalize()),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Date(date) => serializer.collect_str(date),
            Self::Texts(texts) => texts.serialize(serializer),
            Self::List(records) => records.serialize(serializer),
            Self::Bands(bands) => bands.serialize(serializer),
            Self::Points(points) => points.serialize(serializer),
        }
    }
}

impl Value {
    /// The rows of a table for a reader: where a row holds, with its unit, and the number there in
    /// the unit of the table's values; none for values that are no table.
    pub fn rows(&self, kind: &Type) -> Vec<(Text, Text)> {
        let (Type::Bands { of, .. } | Type::Points { of, .. }) = kind else {
            return Vec::new();
        };
        let place = |number: Decimal| Self::Number(number).shown(&Type::Number(*of));
        let plain = |number: Decimal| Text::same(grouped(number));
        match self {
            Self::Bands(bands) => {
                let lower = std::iter::once(None).chain(bands.iter().map(Some));
                let row = |(below, band): (Option<&Band>, &Band)| {
                    let end = |band: &Band| Some((place(band.until?), band.includes_end));
                    (stretch(below.and_then(end), end(band)), plain(band.value))
                };
                lower.zip(bands).map(row).collect()
            }
            Self::Points(points) => {
                points.iter().map(|(at, value)| (place(*at), plain(*value))).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A stretch between two ends, each with whether it belongs to the stretch below it.
fn stretch(lower: Option<(Text, bool)>, upper: Option<(Text, bool)>) -> Text {
    let lower = lower.map(|(end, is_below)| match is_below {
        true => Text::new(format!("{}以上（不含）", end.zh), format!("above {}", end.en)),
        false => Text::new(format!("{}（含）以上", end.zh), format!("from {}", end.en)),
    });
    let upper = upper.map(|(end, is_inside)| match is_inside {
        true => Text::new(format!("{}（含）以下", end.zh), format!("up to {}", end.en)),
        false => Text::new(format!("{}以下（不含）", end.zh), format!("below {}", end.en)),
    });
    match (lower, upper) {
        (Some(a), Some(b)) => {
            Text::new(format!("{}，{}", a.zh, b.zh), format!("{} {}", a.en, b.en))
        }
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Text::new("任何数", "any number"),
    }
}

/// The upper end of each stretch with its sign, and its value.
fn rows_of_bands(bands: &[Band]) -> Vec<(String, Decimal)> {
    let end = |band: &Band| match band.until {
        Some(end) if band.includes_end => format!("≤ {}", grouped(end)),
        Some(end) => format!("< {}", grouped(end)),
        None => "∞".to_owned(),
    };
    bands.iter().map(|band| (end(band), band.value)).collect()
}

/// The rows of a table for a reader: `< 15 %: 0; < 20 %: 15 yuan/m²`.
fn table(rows: &[(String, Decimal)], kind: &Type) -> Text {
    let (Type::Bands { of, unit } | Type::Points { of, unit }) = kind else {
        return Text::default();
    };
    let ((of_zh, of_en), (zh, en)) = (of.labels(), unit.labels());
    let line = |of: &str, unit: &str, gap: &str| {
        let row = |(end, v): &(String, Decimal)| format!("{end}{of}: {}{unit}", grouped(*v));
        rows.iter().map(row).collect::<Vec<_>>().join(gap)
    };
    Text::new(line(&of_zh, &zh, "；"), line(&of_en, &en, "; "))
}

/// Thousands separated by commas, no trailing zeros.
pub fn grouped(number: Decimal) -> String {
    let text = number.normalize().abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    // Room for the separators and for a unit.
    let mut out = String::with_capacity(2 * text.len() + 16);
    out.push_str(if number.is_sign_negative() && !number.is_zero() { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// What kind of value a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    Bool,
    /// An exact number in a unit.
    Number(Unit),
    /// Free text.
    Text,
    /// One of the keys, each with its label.
    Choice(BTreeMap<String, Text>),
    /// A day, a month or a year.
    Date,
    /// Several texts.
    Texts,
    /// Several records with these fields.
    List(BTreeMap<String, Type>),
    /// A table of stretches: numbers in `of` are looked up, values are in `unit`.
    Bands {
        /// Unit of what is looked up.
        of: Unit,
        /// Unit of the values.
        unit: Unit,
    },
    /// A table of points: numbers in `of` are looked up, values are in `unit`.
    Points {
        /// Unit of what is looked up.
        of: Unit,
        /// Unit of the values.
        unit: Unit,
    },
}

impl Type {
    /// The type's name for messages.
    pub(crate) fn shown(&self) -> Text {
        match self {
            Self::Bool => Text::new("是/否 (true/false)", "true or false"),
            Self::Number(unit) => {
                Text::new(format!("数值（{unit}）"), format!("a number in {unit}"))
            }
            Self::Text => Text::new("文字", "a text"),
            Self::Choice(choices) => {
                let keys: Vec<&str> = choices.keys().map(String::as_str).collect();
                Text::new(
                    format!("以下之一：{}", keys.join("、")),
                    format!("one of {}", keys.join(", ")),
                )
            }
            Self::Date => Text::new(
                "日期（2005-03-14、2005-03 或 2005）",
                "a date (2005-03-14, 2005-03 or 2005)",
            ),
            Self::Texts => Text::new("若干文字", "a list of texts"),
            Self::List(fields) => {
                let names: Vec<&str> = fields.keys().map(String::as_str).collect();
                Text::new(
                    format!("若干记录（{}）", names.join("、")),
                    format!("a list of records with {}", names.join(", ")),
                )
            }
            Self::Bands { of, unit } => Text::new(
                format!("分段表（{of} → {unit}）"),
                format!("a table of bands from {of} to {unit}"),
            ),
            Self::Points { of, unit } => Text::new(
                format!("插值表（{of} → {unit}）"),
                format!("a table of points from {of} to {unit}"),
            ),
        }
    }

    /// Whether both hold the same values; labels may differ.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Choice(a), Self::Choice(b)) => a.keys().eq(b.keys()),
            (Self::List(a), Self::List(b)) => {
                let alike =
                    |((a, x), (b, y)): ((&String, &Self), (&String, &Self))| a == b && x.is_like(y);
                a.len() == b.len() && a.iter().zip(b).all(alike)
            }
            _ => self == other,
        }
    }

    /// Whether `value` is of this type.
    pub(crate) fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Bool, Value::Bool(_))
            | (Self::Number(_), Value::Number(_))
            | (Self::Text, Value::Text(_))
            | (Self::Date, Value::Date(_))
            | (Self::Texts, Value::Texts(_))
            | (Self::Bands { .. }, Value::Bands(_))
            | (Self::Points { .. }, Value::Points(_)) => true,
            (Self::Choice(choices), Value::Text(key)) => choices.contains_key(key),
            (Self::List(fields), Value::List(records)) => records.iter().all(|record| {
                record.iter().all(|(name, value)| fields.get(name).is_some_and(|t| t.holds(value)))
            }),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    #[test]
    fn partial_dates_are_read_shown_and_refused() {
        for text in ["2005", "2005-03", "2005-03-14", "2004-02-29"] {
            assert_eq!(date(text).to_string(), text);
        }
        for bad in ["", "05", "2005-13", "2005-2-1", "2005-02-30", "2005-03-14-1", "+205", "0000"] {
            assert_eq!(PartialDate::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_incomplete_date_is_before_for_all_none_or_some_days() {
        let on = date("2023-10-01");
        assert_eq!(date("2012").before(on), Some(true));
        assert_eq!(date("2024").before(on), Some(false));
        assert_eq!(date("2023").before(on), None);
        assert_eq!(date("2023-10").before(on), Some(false), "no October day is before the 1st");
        assert_eq!(on.before(on), Some(false));
    }

    #[test]
    fn years_are_added_by_the_calendar() {
        let plus = |from: &str, years| date(from).plus(span(years, Unit::year()).unwrap());
        assert_eq!(plus("2012-02-29", 1), Some(date("2013-02-28")));
        assert_eq!(plus("2012", 10), Some(date("2022")));
        assert_eq!(plus("9999", 1), None);
    }

    #[test]
    fn tables_have_rows_with_their_stretches() {
        let (of, unit) = (Unit::PERCENT, Unit::yuan());
        let band = |until: Option<i64>, includes_end, value: i64| Band {
            until: until.map(Decimal::from),
            includes_end,
            value: value.into(),
        };
        let all = vec![band(Some(15), false, 0), band(Some(20), true, 1500), band(None, false, 25)];
        let rows = Value::Bands(all).rows(&Type::Bands { of, unit });
        let en: Vec<String> = rows.iter().map(|(at, v)| format!("{}: {}", at.en, v.en)).collect();
        assert_eq!(en, ["below 15 %: 0", "from 15 % up to 20 %: 1,500", "above 20 %: 25"]);
        assert_eq!(rows[1].0.zh, "15%（含）以上，20%（含）以下");
        let points = Value::Points(vec![(Decimal::from(25), Decimal::ONE)]);
        let rows = points.rows(&Type::Points { of, unit });
        assert_eq!(rows, [(Text::new("25%", "25 %"), Text::same("1"))]);
        assert!(Value::Bool(true).rows(&Type::Bool).is_empty());
    }

    #[test]
    fn digits_are_grouped() {
        for (number, shown) in
            [("48000000.00", "48,000,000"), ("-1234.50", "-1,234.5"), ("999", "999"), ("0", "0")]
        {
            assert_eq!(grouped(number.parse().unwrap()), shown);
        }
    }
}
