use std::collections::BTreeMap;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use units::{Date, Decimal};

use crate::field::{Field, FieldType};

/// A civil date of which day, or day and month, may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Earliest and latest year that a date or year field may hold.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1000..=2200;

impl PartialDate {
    /// The date, or `None` if there is no such day or the year is outside 1000 to 2200.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        let known = if month.is_none() { None } else { day };
        let exists = Date::new(year, month.unwrap_or(1), known.unwrap_or(1)).is_ok();
        (exists && YEARS.contains(&year) && (month.is_some() || day.is_none())).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// The first day that it can mean.
    pub fn earliest(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .expect("checked when the date was made")
    }

    /// The last day that it can mean.
    pub fn latest(self) -> Date {
        if self.day.is_some() {
            return self.earliest();
        }
        let first = Date::new(self.year, self.month.unwrap_or(12), 1)
            .expect("checked when the date was made");
        first.last_of_month()
    }
}

/// ISO 8601, as far as it is known: `2012`, `2012-05` or `2012-05-31`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for PartialDate {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('-');
        let year = parts.next().and_then(|part| part.parse().ok()).ok_or(())?;
        let month = parts.next().map(str::parse).transpose().map_err(drop)?;
        let day = parts.next().map(str::parse).transpose().map_err(drop)?;
        if parts.next().is_some() {
            return Err(());
        }
        Self::new(year, month, day).ok_or(())
    }
}

/// One fact about a space, in the canonical unit of its field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Free text.
    Text(String),
    /// A key from the list of the field.
    Choice(String),
    /// Yes or no.
    Bool(bool),
    /// A calendar year.
    Year(i16),
    /// A civil date, perhaps partial.
    Date(PartialDate),
    /// A finite quantity in the unit that the key of the field ends in.
    Number(f64),
    /// An exact sum of yuan.
    Money(Decimal),
}

impl Value {
    /// The text or key, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Choice(text) => Some(text),
            _ => None,
        }
    }

    /// The quantity or year as a float, if it is one.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Year(year) => Some(f64::from(*year)),
            _ => None,
        }
    }

    /// Yes or no, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(bool) => Some(*bool),
            _ => None,
        }
    }

    /// The sum in yuan, if it is one.
    pub fn as_yuan(&self) -> Option<Decimal> {
        match self {
            Self::Money(yuan) => Some(*yuan),
            _ => None,
        }
    }

    /// The date, or the year as a partial date, if it is one.
    pub fn as_date(&self) -> Option<PartialDate> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Year(year) => PartialDate::new(*year, None, None),
            _ => None,
        }
    }
}

/// As people read it, without unit: `12.5`, `2012-05`, `true`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Choice(text) => f.write_str(text),
            Self::Bool(bool) => bool.fmt(f),
            Self::Year(year) => year.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Money(yuan) => yuan.fmt(f),
        }
    }
}

/// What is known about a space in one record: at most one value a field; absent is unknown.
///
/// As JSON: one object, keys of the fields, each value plain (text, number, bool; dates as ISO
/// text, money as decimal text), read back by the type of the field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(pub BTreeMap<Field, Value>);

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) | Self::Choice(text) => serializer.serialize_str(text),
            Self::Bool(bool) => serializer.serialize_bool(*bool),
            Self::Year(year) => serializer.serialize_i16(*year),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Date(date) => serializer.collect_str(date),
            Self::Money(yuan) => serializer.collect_str(yuan),
        }
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let plain = BTreeMap::<Field, serde_json::Value>::deserialize(deserializer)?;
        let read = plain.into_iter().map(|(field, value)| {
            typed(field, &value)
                .map(|value| (field, value))
                .ok_or_else(|| D::Error::custom(format_args!("bad value of {}", field.key())))
        });
        read.collect::<Result<_, _>>().map(Self)
    }
}

/// The plain JSON value read by the type of its field.
fn typed(field: Field, plain: &serde_json::Value) -> Option<Value> {
    match field.field_type() {
        FieldType::Text => plain.as_str().map(|text| Value::Text(text.into())),
        FieldType::Choice(keys) => {
            plain.as_str().filter(|key| keys.contains(key)).map(|key| Value::Choice(key.into()))
        }
        FieldType::Bool => plain.as_bool().map(Value::Bool),
        FieldType::Year => {
            plain.as_i64().and_then(|year| i16::try_from(year).ok()).map(Value::Year)
        }
        FieldType::Date => plain.as_str().and_then(|text| text.parse().ok()).map(Value::Date),
        FieldType::Number(_) => plain.as_f64().map(Value::Number),
        FieldType::Money => plain.as_str().and_then(|text| text.parse().ok()).map(Value::Money),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_alone_spans_its_days() {
        let year: PartialDate = "2013".parse().unwrap();
        assert_eq!(year.earliest().to_string(), "2013-01-01");
        assert_eq!(year.latest().to_string(), "2013-12-31");
        let february = PartialDate::new(2012, Some(2), None).unwrap();
        assert_eq!(february.latest().to_string(), "2012-02-29");
        assert_eq!(PartialDate::new(2013, Some(2), Some(30)), None);
        assert_eq!(PartialDate::new(0, None, None), None);
        assert!("2013-1-1-1".parse::<PartialDate>().is_err());
    }

    #[test]
    fn facts_come_back_from_json_with_their_types() {
        let facts = Facts(BTreeMap::from([
            (Field::Name, Value::Text("楼".into())),
            (Field::Kind, Value::Choice("office".into())),
            (Field::GrossFloorAreaM2, Value::Number(0.1 + 0.2)),
            (Field::YearBuilt, Value::Year(1998)),
            (Field::VacantSince, Value::Date("2020-06".parse().unwrap())),
            (Field::FixedAssetInvestmentYuan, Value::Money("480000000.01".parse().unwrap())),
        ]));
        let text = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), facts);
        assert!(serde_json::from_str::<Facts>(r#"{"kind":"castle"}"#).is_err());
    }
}
