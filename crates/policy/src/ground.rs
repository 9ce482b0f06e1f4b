//! What a value or a clause of the law stands on, and what a result stands on.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use units::{Date, Mark};

/// The article of an instrument that nobody here has read.
pub const NOT_SEEN: &str = "not_seen";

/// The source of a parameter's value, of a clause, or of a formula. Its texts are shared, since
/// every step of every decision names one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ground {
    /// Addresses (or titles) of the texts it was taken from; never empty.
    pub sources: Arc<[String]>,
    /// Locator in the instrument, or [`NOT_SEEN`].
    pub article: Arc<str>,
    /// How far it can be trusted, as recorded.
    pub mark: Mark,
    /// The day from which it holds.
    pub from: Date,
    /// The day somebody last compared it with its source; absent when no such day is on record.
    pub checked_on: Option<Date>,
    /// The official's confirmation against the original, when there is one.
    pub confirmed: Option<Arc<Confirmation>>,
}

impl Ground {
    /// The mark after confirmation: a confirmed value counts as seen in the instrument.
    pub fn effective_mark(&self) -> Mark {
        if self.confirmed.is_some() { Mark::Seen } else { self.mark }
    }
}

/// A named official's statement that a value stands so in the original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmation {
    /// Who checked it.
    pub by: String,
    /// On what day.
    pub on: Date,
    /// Against which text: its title and number, and its hash where there is a file.
    pub against: String,
}

/// Several marks; a bit each, since every step of every decision joins two of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u8);

impl Marks {
    fn bit(mark: Mark) -> u8 {
        1 << mark as u8
    }

    fn of(mark: Mark) -> Self {
        Self(Self::bit(mark))
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Mark> {
        Mark::ALL.into_iter().filter(move |mark| self.0 & Self::bit(*mark) != 0)
    }
}

/// What a result rests on: the marks that took part, and the inputs that may not decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Basis {
    /// Marks of the facts, parameters and clauses that took part.
    pub(crate) marks: Marks,
    /// Whether law that was seen only at second hand or derived took part.
    pub(crate) unconfirmed: bool,
    /// Facts and parameters that may not reach a decided amount, with their marks.
    pub(crate) soft: BTreeMap<String, Mark>,
}

impl Basis {
    /// A fact with `mark`.
    pub(crate) fn fact(name: &str, mark: Mark) -> Self {
        let mut basis = Self { marks: Marks::of(mark), ..Self::default() };
        basis.note(name, mark);
        basis
    }

    /// A piece of law standing on `ground`.
    pub(crate) fn law(name: &str, ground: &Ground) -> Self {
        let mark = ground.effective_mark();
        let mut basis = Self { marks: Marks::of(mark), ..Self::default() };
        basis.unconfirmed = mark != Mark::Seen;
        basis.note(name, mark);
        basis
    }

    fn note(&mut self, name: &str, mark: Mark) {
        if !mark.may_decide() {
            self.soft.insert(name.to_owned(), mark);
        }
    }

    /// Both together.
    pub(crate) fn join(mut self, other: &Self) -> Self {
        self.marks.0 |= other.marks.0;
        self.unconfirmed |= other.unconfirmed;
        self.soft.extend(other.soft.iter().map(|(name, mark)| (name.clone(), *mark)));
        self
    }

    /// Whether it may reach a decided amount: nothing recalled, missing, modelled or assumed.
    pub(crate) fn is_firm(&self) -> bool {
        self.soft.is_empty()
    }

    /// Whether it may at least screen: the soft inputs, if any, are all results of a model.
    pub(crate) fn may_screen(&self) -> bool {
        self.soft.values().all(|mark| *mark == Mark::Modelled)
    }
}
