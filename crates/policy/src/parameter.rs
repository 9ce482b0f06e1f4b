//! Dated values of the law: each with its source, its mark and the day from which it holds.

use std::collections::BTreeMap;

use units::{Date, Text};

use crate::ground::Ground;
use crate::value::{Type, Value};

/// One number (or text, or choice) of the law over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name in expressions.
    pub id: String,
    /// What it is.
    pub description: Text,
    /// Its type and unit.
    pub kind: Type,
    /// Its values.
    pub schedule: Schedule,
}

/// Who sets a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Schedule {
    /// The scheme itself: entries in order of date.
    Own(Vec<Entry>),
    /// A lower jurisdiction, named by a fact of the case.
    Delegated {
        /// The fact that names the jurisdiction, such as `district`.
        to: String,
        /// Where the scheme says so.
        ground: Ground,
        /// Entries in order of date, by jurisdiction.
        by: BTreeMap<String, Vec<Entry>>,
    },
}

/// A value from a day on, until the next entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The value; absent when it is known not to be known.
    pub value: Option<Value>,
    /// Its source and first day.
    pub ground: Ground,
}

impl Parameter {
    /// Every entry, those of all jurisdictions together.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let (own, by) = match &self.schedule {
            Schedule::Own(entries) => (Some(entries), None),
            Schedule::Delegated { by, .. } => (None, Some(by.values().flatten())),
        };
        own.into_iter().flatten().chain(by.into_iter().flatten())
    }
}

/// The entry in force `on` a day among those that are not older than `since`.
///
/// A version of a scheme does not inherit the values of the version before it.
pub(crate) fn in_force(entries: &[Entry], since: Date, on: Date) -> Option<&Entry> {
    entries.iter().rev().find(|entry| entry.ground.from >= since && entry.ground.from <= on)
}
