use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How far a value can be trusted.
///
/// The first five are the confidence marks of the policy fact base; the last three say how a value
/// that is not a policy fact came to be.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
pub enum Mark {
    /// `V`: the text of the instrument itself was seen.
    #[serde(rename = "V")]
    Seen,
    /// `S`: a secondary report was seen, not the instrument: "unconfirmed" until an official checks it.
    #[serde(rename = "S")]
    Secondary,
    /// `D`: derived by arithmetic or logic from marked facts.
    #[serde(rename = "D")]
    Derived,
    /// `B`: recalled, unverified; never reaches a decided amount.
    #[serde(rename = "B")]
    Recalled,
    /// `X`: looked for and not found; never reaches a decided amount.
    #[serde(rename = "X")]
    NotFound,
    /// `R`: reported in an input file.
    #[serde(rename = "R")]
    Reported,
    /// `M`: result of one of our models, or a planning value.
    #[serde(rename = "M")]
    Modelled,
    /// `A`: assumed, because nobody said.
    #[serde(rename = "A")]
    Assumed,
}

impl Mark {
    /// Every mark, in order.
    pub const ALL: [Self; 8] = [
        Self::Seen,
        Self::Secondary,
        Self::Derived,
        Self::Recalled,
        Self::NotFound,
        Self::Reported,
        Self::Modelled,
        Self::Assumed,
    ];

    /// The letter that stands for the mark in files and on paper.
    pub fn letter(self) -> char {
        match self {
            Self::Seen => 'V',
            Self::Secondary => 'S',
            Self::Derived => 'D',
            Self::Recalled => 'B',
            Self::NotFound => 'X',
            Self::Reported => 'R',
            Self::Modelled => 'M',
            Self::Assumed => 'A',
        }
    }

    /// Whether a value with this mark may reach a decided amount: not if recalled, missing,
    /// modelled or assumed.
    pub fn may_decide(self) -> bool {
        matches!(self, Self::Seen | Self::Secondary | Self::Derived | Self::Reported)
    }
}

/// Where a value comes from.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// File and row, instrument and article, model and version, or publication; for a reader.
    pub origin: String,
    /// The day the value is from or valid since, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<crate::Day>")]
    pub date: Option<Date>,
    /// How far it can be trusted.
    pub mark: Mark,
}

/// A value that can answer "from what?".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub source: Source,
}

impl<T> Sourced<T> {
    /// `value` with its origin and mark, undated.
    pub fn new(value: T, origin: impl Into<String>, mark: Mark) -> Self {
        Self { value, source: Source { origin: origin.into(), date: None, mark } }
    }

    /// The same source for a value computed from this one.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: f(self.value), source: self.source }
    }
}
