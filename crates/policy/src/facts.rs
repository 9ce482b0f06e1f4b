//! Facts of one case, each with its source.

use std::collections::BTreeMap;

use serde::Serialize;
use units::{Date, Decimal, Mark, Source, Sourced};

use crate::value::{PartialDate, Value};

/// What is known of one case. A name that is absent is unknown: never zero, never "no".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    known: BTreeMap<String, Sourced<Value>>,
    not_applicable: BTreeMap<String, Source>,
    assessments: BTreeMap<String, Assessment>,
}

/// Who assessed a fact, and on what evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// Name and office of the reviewer.
    pub reviewer: String,
    /// Title or hash of the evidence, where one is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

impl Facts {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// States a fact, replacing what was known under `name`. Whether name and type are those of a
    /// scheme is told by [`crate::Scheme::check_facts`]; a decision treats a fact of another type
    /// as unknown and says so.
    pub fn set(&mut self, name: impl Into<String>, fact: Sourced<Value>) -> &mut Self {
        let name = name.into();
        self.forget(&name);
        self.known.insert(name, fact);
        self
    }

    /// States that a fact does not apply to the case: it has no value, and is asked no more.
    pub fn set_not_applicable(&mut self, name: impl Into<String>, source: Source) -> &mut Self {
        let name = name.into();
        self.forget(&name);
        self.not_applicable.insert(name, source);
        self
    }

    /// Records who assessed the fact called `name`.
    pub fn assess(&mut self, name: impl Into<String>, assessment: Assessment) -> &mut Self {
        self.assessments.insert(name.into(), assessment);
        self
    }

    /// States a yes or no.
    pub fn flag(&mut self, name: &str, yes: bool, source: Source) -> &mut Self {
        self.set(name, Sourced { value: Value::Bool(yes), source })
    }

    /// States an exact number, in the unit of the fact's definition.
    pub fn number(&mut self, name: &str, number: Decimal, source: Source) -> &mut Self {
        self.set(name, Sourced { value: Value::Number(number), source })
    }

    /// States a measured or modelled quantity; `None`, and nothing stated, unless it is finite and
    /// below 1e18. The decimal is the shortest that reads back as the same float.
    pub fn quantity(&mut self, name: &str, quantity: f64, source: Source) -> Option<&mut Self> {
        let in_range = quantity.is_finite() && quantity.abs() < 1e18;
        let number: Decimal = in_range.then(|| format!("{quantity}"))?.parse().ok()?;
        Some(self.number(name, number, source))
    }

    /// States a text or the key of a choice.
    pub fn text(&mut self, name: &str, text: impl Into<String>, source: Source) -> &mut Self {
        self.set(name, Sourced { value: Value::Text(text.into()), source })
    }

    /// States a certain day.
    pub fn date(&mut self, name: &str, date: Date, source: Source) -> &mut Self {
        self.partial_date(name, PartialDate::day(date), source)
    }

    /// States a date of which perhaps only the year or month is known.
    pub fn partial_date(&mut self, name: &str, date: PartialDate, source: Source) -> &mut Self {
        self.set(name, Sourced { value: Value::Date(date), source })
    }

    /// Forgets a fact: it is unknown from now on.
    pub fn forget(&mut self, name: &str) -> &mut Self {
        self.known.remove(name);
        self.not_applicable.remove(name);
        self.assessments.remove(name);
        self
    }

    /// The fact called `name`, when it is known.
    pub fn get(&self, name: &str) -> Option<&Sourced<Value>> {
        self.known.get(name)
    }

    /// All known facts, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Sourced<Value>)> {
        self.known.iter().map(|(name, fact)| (name.as_str(), fact))
    }

    /// Who says that the fact called `name` does not apply.
    pub fn not_applicable(&self, name: &str) -> Option<&Source> {
        self.not_applicable.get(name)
    }

    /// All facts that do not apply, by name.
    pub fn all_not_applicable(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.not_applicable.iter().map(|(name, source)| (name.as_str(), source))
    }

    /// Who assessed the fact called `name`.
    pub fn assessment(&self, name: &str) -> Option<&Assessment> {
        self.assessments.get(name)
    }
}

/// The source of a fact that a file or a person reported.
pub fn reported(origin: impl Into<String>) -> Source {
    Source { origin: origin.into(), date: None, mark: Mark::Reported }
}

/// The source of a fact that one of our models computed.
pub fn modelled(origin: impl Into<String>) -> Source {
    Source { origin: origin.into(), date: None, mark: Mark::Modelled }
}
