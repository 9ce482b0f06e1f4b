//! A statement of a year: bytes that can be made again, and what a recalculation changes in them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use units::GramsCo2e;

use super::activity::Activity;
use super::book::{Book, PPM};
use super::factors::FactorTable;
use super::inventory::{Basis, Gap, Inventory, Line, Method, Scope, TooLarge, Totals};
use crate::ids::{BoundaryId, Digest, FactorId, HolderId};
use crate::journal;
use crate::suite::Suite;

/// The form of the bytes.
const FORM: u32 = 1;

/// A statement of what an enterprise emitted in a year, with all that it follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The form of its bytes: 1.
    pub form: u32,
    /// How it was made.
    pub method: Method,
    /// The digest of activity data and boundaries.
    pub activity: Digest,
    /// The digest of the factors as they were known.
    pub factors: Digest,
    /// The lines.
    pub lines: Vec<Line>,
    /// What changes no sum.
    pub told: Vec<Told>,
    /// What is not determined, and in no sum.
    pub gaps: Vec<Gap>,
    /// The sums.
    pub totals: Totals,
}

/// A quantity that changes no sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Where.
    pub boundary: BoundaryId,
    /// Of what.
    pub activity: Activity,
    /// How much, in thousandths of the activity's unit.
    pub quantity_milli: i64,
}

/// Why a statement cannot be made again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The activity data are others.
    #[error("the activity data have the digest {found}, the statement was made of {expected}")]
    Activity {
        /// What was given.
        found: Digest,
        /// What it was made of.
        expected: Digest,
    },
    /// What the table says was known on the statement's day is not what was known.
    #[error("the factors known then have the digest {found}, the statement was made of {expected}")]
    Factors {
        /// What was given.
        found: Digest,
        /// What it was made of.
        expected: Digest,
    },
    /// The sums are beyond all range.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

impl Statement {
    /// The statement of a year by `method`.
    ///
    /// # Errors
    /// [`TooLarge`] beyond nine billion tonnes.
    pub fn make(
        suite: Suite,
        book: &Book,
        table: &FactorTable,
        method: &Method,
    ) -> Result<Self, TooLarge> {
        let Inventory { lines, told, gaps, totals } = Inventory::of(book, table, method)?;
        let told = told.into_iter();
        Ok(Self {
            form: FORM,
            method: method.clone(),
            activity: book.digest(),
            factors: table.digest(suite, method.known_on),
            lines,
            told: told
                .map(|((boundary, activity), quantity_milli)| Told {
                    boundary,
                    activity,
                    quantity_milli,
                })
                .collect(),
            gaps,
            totals,
        })
    }

    /// Whether everything is determined.
    pub fn is_complete(&self) -> bool {
        self.gaps.is_empty()
    }

    /// The one way of writing it.
    pub fn bytes(&self) -> Vec<u8> {
        journal::canonical(self)
    }

    /// The digest of its bytes.
    pub fn digest(&self, suite: Suite) -> Digest {
        suite.digest(&self.bytes())
    }

    /// Makes it again from the same activity data and a table that may know more by now: the bytes
    /// are the same.
    ///
    /// # Errors
    /// [`ReplayError`] when the data are others, or what was known then was changed afterwards.
    pub fn again(
        &self,
        suite: Suite,
        book: &Book,
        table: &FactorTable,
    ) -> Result<Self, ReplayError> {
        let (found, expected) = (book.digest(), self.activity);
        if found != expected {
            return Err(ReplayError::Activity { found, expected });
        }
        let (found, expected) = (table.digest(suite, self.method.known_on), self.factors);
        if found != expected {
            return Err(ReplayError::Factors { found, expected });
        }
        Ok(Self::make(suite, book, table, &self.method)?)
    }

    /// What `new` changes in this statement, line by line, and whether this one's policy asks for a
    /// restatement.
    pub fn diff(&self, new: &Self) -> Diff {
        let mut lines: BTreeMap<ChangeKey, (Option<Sum>, Option<Sum>)> = BTreeMap::new();
        for line in &self.lines {
            let place = &mut lines.entry(change_key(line)).or_default().0;
            Sum::add(place, line);
        }
        for line in &new.lines {
            let place = &mut lines.entry(change_key(line)).or_default().1;
            Sum::add(place, line);
        }
        let changes = lines.into_iter().filter(|(_, (before, after))| before != after);
        let changes = changes.map(|((scope, basis, boundary, activity, holder), (b, a))| Change {
            scope,
            basis,
            boundary,
            activity,
            holder,
            before_g: b.as_ref().map(|sum| sum.grams),
            after_g: a.as_ref().map(|sum| sum.grams),
            factors_before: b.map(|sum| sum.factors).unwrap_or_default(),
            factors_after: a.map(|sum| sum.factors).unwrap_or_default(),
        });
        let must_restate = self.is_complete() != new.is_complete()
            || [Basis::Location, Basis::Market].into_iter().any(|basis| {
                let (before, after) = (self.totals.own(basis), new.totals.own(basis));
                is_significant(before, after, self.method.restate_from_ppm)
            });
        Diff { changes: changes.collect(), before: self.totals, after: new.totals, must_restate }
    }
}

/// Whether the change is at least so many millionths of what was before.
fn is_significant(before: GramsCo2e, after: GramsCo2e, from_ppm: u32) -> bool {
    let change = (i128::from(after.0) - i128::from(before.0)).abs();
    change > 0 && change * i128::from(PPM) >= i128::from(from_ppm) * i128::from(before.0).abs()
}

type ChangeKey = (Scope, Basis, BoundaryId, Activity, HolderId);

fn change_key(line: &Line) -> ChangeKey {
    let (boundary, holder) = (line.boundary.clone(), line.holder.clone());
    (line.scope, line.basis, boundary, line.activity, holder)
}

#[derive(Default, PartialEq)]
struct Sum {
    grams: GramsCo2e,
    factors: Vec<FactorId>,
}

impl Sum {
    fn add(place: &mut Option<Self>, line: &Line) {
        let sum = place.get_or_insert_with(Self::default);
        sum.grams = sum.grams + line.grams;
        sum.factors.push(line.factor.clone());
    }
}

/// What became of one boundary, activity and holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The scope.
    pub scope: Scope,
    /// In which figure.
    pub basis: Basis,
    /// Where.
    pub boundary: BoundaryId,
    /// Of what.
    pub activity: Activity,
    /// Whose.
    pub holder: HolderId,
    /// What it was; absent where there was no such line.
    pub before_g: Option<GramsCo2e>,
    /// What it is; absent where there is none.
    pub after_g: Option<GramsCo2e>,
    /// The factors it came from.
    pub factors_before: Vec<FactorId>,
    /// The factors it comes from.
    pub factors_after: Vec<FactorId>,
}

/// What a recalculation changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The lines that differ.
    pub changes: Vec<Change>,
    /// The sums before.
    pub before: Totals,
    /// The sums after.
    pub after: Totals,
    /// Whether the policy asks that the old statement be made anew: scopes 1 and 2 change by its
    /// threshold or more in one of the two figures, or something became determined.
    pub must_restate: bool,
}
