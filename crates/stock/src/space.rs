use serde::{Deserialize, Serialize};
use units::{Mark, Source, Sourced, SpaceId};

use crate::field::Field;
use crate::geometry::{Footprint, Position};
use crate::value::{Facts, Value};

/// The place in a file that a record was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file as the user named it.
    pub file: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// 1-based row as a spreadsheet counts, or number of the GeoJSON feature.
    pub row: u64,
}

/// What one row of one file said about a space; never changed once it is in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The year it speaks of; `None` if the file has no years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<i16>,
    /// The facts.
    pub facts: Facts,
    /// Where the space is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// Its outline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footprint: Option<Footprint>,
    /// Where it was read.
    pub origin: Origin,
}

/// One building, plant hall, warehouse, market or park, with everything that files have said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Space {
    /// Its stable name.
    pub id: SpaceId,
    /// What was said, in the order of import. A later record of the same period adds to the earlier
    /// ones or replaces single facts of them; the earlier ones stay, as history.
    pub records: Vec<Record>,
}

impl Space {
    /// The records, the ones that count most first: latest period first (a record without period is
    /// the oldest), and within a period the latest import first.
    fn by_weight(&self) -> impl Iterator<Item = &Record> {
        let mut order: Vec<&Record> = self.records.iter().rev().collect();
        order.sort_by_key(|record| std::cmp::Reverse(record.period)); // stable
        order.into_iter()
    }

    /// The current value of a field: from the latest period that knows it. Marked as reported, with
    /// file, row and year as its origin. A footprint area that no file states is computed from the
    /// outline and marked as derived.
    pub fn fact(&self, field: Field) -> Option<Sourced<Value>> {
        let mut found: Option<&Record> = None;
        for record in self.records.iter().filter(|record| record.facts.0.contains_key(&field)) {
            if found.is_none_or(|best| record.period >= best.period) {
                found = Some(record);
            }
        }
        if let Some(record) = found {
            let value = record.facts.0.get(&field)?.clone();
            return Some(Sourced { value, source: source(record, Mark::Reported) });
        }
        if field == Field::FootprintAreaM2 {
            let (record, footprint) = self.known(|record| record.footprint.as_ref())?;
            let value = Value::Number(footprint.area_m2());
            return Some(Sourced { value, source: source(record, Mark::Derived) });
        }
        None
    }

    /// The value of a field in exactly this period.
    pub fn fact_in(&self, period: Option<i16>, field: Field) -> Option<&Value> {
        let own = self.records.iter().rev().filter(|record| record.period == period);
        own.filter_map(|record| record.facts.0.get(&field)).next()
    }

    /// The periods that records speak of, ascending, each once.
    pub fn periods(&self) -> Vec<Option<i16>> {
        let mut periods: Vec<_> = self.records.iter().map(|record| record.period).collect();
        periods.sort_unstable();
        periods.dedup();
        periods
    }

    /// Where the space is: its latest position, or the centre of its latest footprint.
    pub fn position(&self) -> Option<Position> {
        let stated = self.known(|record| record.position.as_ref()).map(|(_, position)| *position);
        stated.or_else(|| self.footprint()?.centre())
    }

    /// The latest outline.
    pub fn footprint(&self) -> Option<&Footprint> {
        self.known(|record| record.footprint.as_ref()).map(|(_, footprint)| footprint)
    }

    fn known<T>(&self, part: impl Fn(&Record) -> Option<&T>) -> Option<(&Record, &T)> {
        self.by_weight().find_map(|record| part(record).map(|value| (record, value)))
    }
}

fn source(record: &Record, mark: Mark) -> Source {
    let Origin { file, row, .. } = &record.origin;
    let origin = match record.period {
        Some(year) => format!("{file} row {row}, year {year}"),
        None => format!("{file} row {row}"),
    };
    Source { origin, date: None, mark }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn record(period: Option<i16>, row: u64, facts: &[(Field, f64)]) -> Record {
        let facts = facts.iter().map(|(field, number)| (*field, Value::Number(*number)));
        Record {
            period,
            facts: Facts(facts.collect::<BTreeMap<_, _>>()),
            position: None,
            footprint: None,
            origin: Origin { file: "f.csv".into(), sha256: String::new(), row },
        }
    }

    #[test]
    fn the_latest_period_that_knows_a_fact_gives_it() {
        let id = SpaceId::new("a").unwrap();
        let (area, gas) = (Field::GrossFloorAreaM2, Field::GasKwh);
        let records = vec![
            record(Some(2020), 2, &[(area, 10.0)]),
            record(Some(2019), 3, &[(area, 9.0), (gas, 5.0)]),
            record(None, 4, &[(area, 1.0)]),
            record(Some(2020), 5, &[(area, 11.0)]),
        ];
        let space = Space { id, records };
        let fact = space.fact(area).unwrap();
        assert_eq!(fact.value, Value::Number(11.0));
        assert_eq!(fact.source.origin, "f.csv row 5, year 2020");
        assert_eq!(space.fact(gas).unwrap().source.origin, "f.csv row 3, year 2019");
        assert_eq!(space.fact(Field::Vacant), None);
        assert_eq!(space.periods(), [None, Some(2019), Some(2020)]);
        let text = serde_json::to_string(&space).unwrap();
        assert_eq!(serde_json::from_str::<Space>(&text).unwrap(), space);
    }
}
