//! What makes a space worth starting with, as data.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use units::{Source, Text};

use crate::field::Field;

/// A side from which a space is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Age, clear height, floor load, envelope.
    Physical,
    /// Value, cost, vacancy.
    Economic,
    /// Ownership, disputes, land right, lease.
    Title,
    /// Protection, historic district, height limit.
    Heritage,
    /// Structural safety and fire safety.
    Structure,
    /// Transport, utilities, flood, noise, soil.
    Setting,
}

impl Aspect {
    /// Every aspect with its word in files.
    pub const ALL: [(&'static str, Self); 6] = [
        ("physical", Self::Physical),
        ("economic", Self::Economic),
        ("title", Self::Title),
        ("heritage", Self::Heritage),
        ("structure", Self::Structure),
        ("setting", Self::Setting),
    ];

    /// As people read it.
    pub fn text(self) -> Text {
        match self {
            Self::Physical => Text::new("建筑条件", "physical state"),
            Self::Economic => Text::new("经济性", "economics"),
            Self::Title => Text::new("权属", "title"),
            Self::Heritage => Text::new("保护限制", "heritage limits"),
            Self::Structure => Text::new("结构与消防", "structure and fire safety"),
            Self::Setting => Text::new("区位环境", "setting"),
        }
    }
}

/// A figure that another part of the house computes for a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    Npv,
    Cost,
    Loss,
    Saving,
    Pv,
}

impl Figure {
    /// Each figure with its word in files, its name and its unit.
    pub(super) const ALL: [(&'static str, Self, &'static str, &'static str, &'static str); 5] = [
        ("npv_yuan_m2", Self::Npv, "净现值", "net present value", "yuan/m²"),
        ("cost_yuan_m2", Self::Cost, "改造投资", "cost of the renovation", "yuan/m²"),
        ("loss_percent", Self::Loss, "亏损概率", "probability of loss", "%"),
        ("saving_percent", Self::Saving, "节能率", "saving of energy", "%"),
        ("pv_kw", Self::Pv, "可装光伏", "possible PV", "kW"),
    ];
}

/// What a criterion looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A fact of the ledger. Dates and years count in years from the day asked, past negative.
    Fact(Field),
    Figure(Figure),
}

/// When a stop stops.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum When {
    Is(bool),
    OneOf(BTreeSet<String>),
    Below(f64),
    Above(f64),
}

/// How a fact becomes points, 0 to 100.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Grade {
    /// Straight between the value worth 0 and the value worth 100, flat beyond; either may be the
    /// greater.
    Line {
        poor: f64,
        good: f64,
    },
    YesNo {
        yes: f64,
        no: f64,
    },
    Words(BTreeMap<String, f64>),
}

/// What a criterion does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Rule {
    /// Keeps a space from being started with. `asks`: not known, the space has no band.
    Stop { when: When, asks: bool },
    /// Counts with its weight.
    Graded { grade: Grade, weight: f64 },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Criterion {
    pub(super) id: String,
    pub(super) aspect: Aspect,
    pub(super) title: Text,
    pub(super) subject: Subject,
    pub(super) only_for: Vec<(Field, BTreeSet<String>)>,
    pub(super) rule: Rule,
    /// What to find out where the fact is unknown.
    pub(super) question: Text,
    pub(super) source: Source,
}

/// Rules of bands of a jurisdiction; made by [`super::parse_rules`].
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// What the rules are, for people.
    pub title: Text,
    /// High from so many points on, of 100.
    pub high_from_points: f64,
    /// Medium from so many points on; low below.
    pub medium_from_points: f64,
    /// Share of the weights that must be known for a band. \[%\]
    pub known_weight_from_percent: f64,
    /// Who says so.
    pub source: Source,
    pub(super) criteria: Vec<Criterion>,
}
