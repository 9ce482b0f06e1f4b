//! Facts of one case, each with its source.

use std::collections::BTreeMap;

use units::{Date, Decimal, Mark, Source, Sourced};

use crate::value::{PartialDate, Value};

/// What is known of one case. A name that is absent is unknown: never zero, never "no".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<String, Sourced<Value>>);

impl Facts {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// States a fact, replacing what was known under `name`. Whether name and type are those of a
    /// scheme is told by [`crate::Scheme::check_facts`]; a decision treats a fact of another type
    /// as unknown and says so.
    pub fn set(&mut self, name: impl Into<String>, fact: Sourced<Value>) -> &mut Self {
        self.0.insert(name.into(), fact);
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
        self.0.remove(name);
        self
    }

    /// The fact called `name`, when it is known.
    pub fn get(&self, name: &str) -> Option<&Sourced<Value>> {
        self.0.get(name)
    }

    /// All facts, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Sourced<Value>)> {
        self.0.iter().map(|(name, fact)| (name.as_str(), fact))
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
