use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use units::{Diagnostic, SpaceId};

use crate::duplicates::{ProposedMerge, likely_duplicates};
use crate::field::Field;
use crate::geometry::Position;
use crate::import::Imported;
use crate::remark::Remark;
use crate::space::{Record, Space};
use crate::value::Facts;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It brought a new space into the ledger.
    Created,
    /// It joined a space that an earlier row of the same import created: another year, or values
    /// that add to or equal the earlier ones.
    Merged,
    /// It added to or changed a space that was in the ledger before this import.
    Updated,
    /// It said nothing that the ledger did not already hold.
    Unchanged,
    /// It was not taken; a diagnostic says why.
    Refused,
}

/// One row and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowOutcome {
    /// 1-based row as a spreadsheet counts.
    pub row: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// The space it speaks of; `None` for a refused row whose identifier could not be read.
    pub id: Option<SpaceId>,
}

/// Rows by outcome: `read` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that held anything, headings apart.
    pub read: u64,
    /// See [`Outcome::Created`].
    pub created: u64,
    /// See [`Outcome::Updated`].
    pub updated: u64,
    /// See [`Outcome::Unchanged`].
    pub unchanged: u64,
    /// See [`Outcome::Merged`].
    pub merged: u64,
    /// See [`Outcome::Refused`].
    pub refused: u64,
}

impl Counts {
    fn add(&mut self, outcome: Outcome) {
        self.read += 1;
        *match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Merged => &mut self.merged,
            Outcome::Updated => &mut self.updated,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Refused => &mut self.refused,
        } += 1;
    }
}

/// What an import did to the ledger.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Every row read, ascending, each once.
    pub outcomes: Vec<RowOutcome>,
    /// The same, counted.
    pub counts: Counts,
    /// The diagnostics of the import and of the ledger, by row.
    pub diagnostics: Vec<Diagnostic>,
    /// Spaces that are new or changed: what has to be stored.
    pub touched: BTreeSet<SpaceId>,
    /// Pairs with different identifiers, at least one of them touched, that may be one space.
    pub proposed_merges: Vec<ProposedMerge>,
}

/// All spaces known 资源台账, by identifier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The spaces.
    pub spaces: BTreeMap<SpaceId, Space>,
}

/// Positions closer than this are the same place written with other digits. \[m\]
const SAME_POINT_M: f64 = 1.0;

impl FromIterator<Space> for Ledger {
    fn from_iter<I: IntoIterator<Item = Space>>(spaces: I) -> Self {
        Self { spaces: spaces.into_iter().map(|space| (space.id.clone(), space)).collect() }
    }
}

impl Ledger {
    /// Takes an import in. Each row ends as exactly one [`Outcome`]; the same file taken twice
    /// leaves every row it accepts unchanged the second time. Unknown never erases what is known.
    pub fn apply(&mut self, imported: Imported) -> Applied {
        let Imported { file, rows_read, records, refused_rows, diagnostics, .. } = imported;
        let mut session =
            Session { ledger: self, file, created: BTreeSet::new(), said: BTreeMap::new() };
        let mut outcomes: Vec<RowOutcome> = refused_rows
            .into_iter()
            .map(|row| RowOutcome { row, outcome: Outcome::Refused, id: None })
            .collect();
        let mut diagnostics = diagnostics;
        let mut touched = BTreeSet::new();
        for (id, record) in records {
            let row = record.origin.row;
            let outcome = match session.take(&id, record) {
                Ok((outcome, has_news)) => {
                    if has_news {
                        touched.insert(id.clone());
                    }
                    outcome
                }
                Err(refusal) => {
                    diagnostics.push(*refusal);
                    Outcome::Refused
                }
            };
            outcomes.push(RowOutcome { row, outcome, id: Some(id) });
        }
        outcomes.sort_by_key(|outcome| outcome.row);
        diagnostics.sort_by_key(|remark| remark.row);
        let mut counts = Counts::default();
        for outcome in &outcomes {
            counts.add(outcome.outcome);
        }
        assert_eq!(counts.read, rows_read, "each row read ends as exactly one outcome");
        let proposed_merges = likely_duplicates(self, Some(&touched));
        Applied { outcomes, counts, diagnostics, touched, proposed_merges }
    }

    /// Pairs of spaces with different identifiers that may be one, best first.
    pub fn likely_duplicates(&self) -> Vec<ProposedMerge> {
        likely_duplicates(self, None)
    }
}

/// What a row of this import said about one space and period.
struct Said {
    row: u64,
    facts: Facts,
    position: Option<Position>,
}

struct Session<'l> {
    ledger: &'l mut Ledger,
    file: String,
    /// Spaces that this import created.
    created: BTreeSet<SpaceId>,
    /// For each space and period, the rows that said something new: never more than it has facts.
    said: BTreeMap<(SpaceId, Option<i16>), Vec<Said>>,
}

impl Session<'_> {
    /// The outcome of one row and whether the ledger changed.
    fn take(&mut self, id: &SpaceId, record: Record) -> Result<(Outcome, bool), Box<Diagnostic>> {
        self.check_against_earlier_rows(id, &record)?;
        let is_new = !self.ledger.spaces.contains_key(id);
        let space = self
            .ledger
            .spaces
            .entry(id.clone())
            .or_insert_with(|| Space { id: id.clone(), records: Vec::new() });
        let news = news(space, record);
        let has_news = is_new || news.is_some();
        space.records.extend(news);
        if is_new {
            self.created.insert(id.clone());
        }
        let outcome = match (is_new, self.created.contains(id), has_news) {
            (true, _, _) => Outcome::Created,
            (false, true, _) => Outcome::Merged,
            (false, false, true) => Outcome::Updated,
            (false, false, false) => Outcome::Unchanged,
        };
        Ok((outcome, has_news))
    }

    /// Refuses a row that contradicts an earlier one of the same file about the same period.
    fn check_against_earlier_rows(
        &mut self,
        id: &SpaceId,
        record: &Record,
    ) -> Result<(), Box<Diagnostic>> {
        let said = self.said.entry((id.clone(), record.period)).or_default();
        let mut adds = said.is_empty() || record.position.is_some();
        for earlier in said.iter() {
            if let Some((column, value)) = contradiction(earlier, record) {
                return Err(Box::new(duplicate(&self.file, id, record, earlier, &column, &value)));
            }
            adds &= record.position.is_none() || earlier.position.is_none();
        }
        adds |= record
            .facts
            .0
            .keys()
            .any(|field| said.iter().all(|earlier| !earlier.facts.0.contains_key(field)));
        if adds {
            let facts = record.facts.clone();
            said.push(Said { row: record.origin.row, facts, position: record.position });
        }
        Ok(())
    }
}

/// The first field in which two rows about one space and period differ, with the value of the
/// later.
fn contradiction(earlier: &Said, record: &Record) -> Option<(String, String)> {
    let differing = record
        .facts
        .0
        .iter()
        .find(|(field, value)| earlier.facts.0.get(field).is_some_and(|known| known != *value));
    if let Some((field, value)) = differing {
        return Some((field.key().into(), value.to_string()));
    }
    let (before, now) = (earlier.position?, record.position?);
    (before.distance_m(now) > SAME_POINT_M)
        .then(|| ("position".into(), format!("{}, {}", now.lon_deg, now.lat_deg)))
}

fn duplicate(
    file: &str,
    id: &SpaceId,
    record: &Record,
    earlier: &Said,
    column: &str,
    value: &str,
) -> Diagnostic {
    let other = earlier.row;
    let known = Field::from_key(column)
        .and_then(|field| earlier.facts.0.get(&field))
        .map_or_else(String::new, |known| format!(" ({known})"));
    Remark::refused("duplicate_row", file)
        .row(record.origin.row)
        .column(column)
        .value(value)
        .expected(
            format!("与第 {other} 行同一编号 {id}、同一年份的值一致{known}"),
            format!("the value that row {other} gives for the same id {id} and year{known}"),
        )
        .remedy(
            "删去其中一行，或改正编号、年份或数值",
            "remove one of the two rows, or correct identifier, year or value",
        )
}

/// What `record` says beyond what the space already holds for its period; `None` if nothing.
fn news(space: &Space, record: Record) -> Option<Record> {
    let Record { period, facts, position, footprint, origin } = record;
    let own = || space.records.iter().rev().filter(|known| known.period == period);
    let facts: BTreeMap<_, _> = facts
        .0
        .into_iter()
        .filter(|(field, value)| space.fact_in(period, *field) != Some(value))
        .collect();
    let known_position = own().find_map(|known| known.position);
    let position = position.filter(|position| {
        known_position.is_none_or(|known| known.distance_m(*position) > SAME_POINT_M)
    });
    let known_footprint = own().find_map(|known| known.footprint.as_ref());
    let footprint = footprint.filter(|footprint| known_footprint != Some(footprint));
    let is_first_of_period = own().next().is_none();
    let says_something =
        is_first_of_period || !facts.is_empty() || position.is_some() || footprint.is_some();
    says_something.then_some(Record { period, facts: Facts(facts), position, footprint, origin })
}
