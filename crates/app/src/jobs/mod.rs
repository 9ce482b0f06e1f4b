//! Long work that outlives a request, a browser and a crash: imports, appraisals, choices.
//!
//! A job is a folder: what was asked, what came of it. It is carried out by a process of its own,
//! so that it takes no memory or turn from those who work at the desk, can be ended at any point,
//! and starts again from its beginning where the machine went down; what it had kept of a search
//! it takes from the database then. Jobs run one after the other.

mod folder;
mod lists;
mod runner;
mod work;

use std::collections::BTreeMap;

use programme::Moment;
use programme::ids::{CommandId, Digest, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use units::{Date, Fen, SpaceId, Text};

pub use lists::{FieldKnown, ListPreview, MappingReads, fields, preview};
pub use runner::{Jobs, JobsOptions};
pub use work::run_job;

/// A scheme on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LawAsked {
    /// The scheme's identifier.
    pub scheme: String,
    /// The day; it picks the version.
    #[schemars(with = "units::Day")]
    pub on: Date,
}

/// How a list is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MappingAsked {
    /// By a mapping that comes with the program.
    Ready {
        /// Its name.
        name: String,
        /// Headings by the key of the field that they are read as, in place of the mapping's own;
        /// `id` stands for the identifier. Quantities are in the field's own unit.
        #[serde(default)]
        columns: BTreeMap<String, String>,
    },
    /// By the text of a mapping file, `docs/import.md`.
    Text(String),
}

/// Which spaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Area {
    /// All.
    Everything,
    /// Those of a district.
    District(String),
    /// Those of a street or township.
    Street(String),
    /// Those within an outline, the text of a GeoJSON file.
    Drawn(String),
}

/// What the choice makes the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AimAsked {
    /// Operating emissions saved a year.
    Co2e,
    /// Gross floor area brought back into use.
    FloorArea,
}

/// What is to be done. Days are said, so that a job gives the same whenever it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Work {
    /// Takes a list into the ledger.
    Import {
        /// The list, as it was kept.
        list: Digest,
        /// Its name for people.
        #[schemars(length(min = 1, max = 200))]
        name: String,
        /// How it is read.
        mapping: MappingAsked,
    },
    /// Holds the ledger against the district's criteria.
    Screen {
        /// The day on which ages and leases are counted.
        #[schemars(with = "units::Day")]
        on: Date,
    },
    /// Appraises every space of the ledger.
    Appraise {
        /// Every combination of measures in place of the ready packages.
        search: bool,
        /// The odds of loss of each package too.
        odds: bool,
        /// Rules whose thresholds the cheapest packages are to reach.
        law: Option<LawAsked>,
    },
    /// Appraises one space of the ledger in full, with workbook and paper.
    AppraiseSpace {
        /// The space.
        space: SpaceId,
        /// The rules.
        law: LawAsked,
        /// What the owner adds, the text of a YAML file.
        terms: Option<String>,
    },
    /// Appraises a building that its owner describes, which the ledger need not have.
    Precheck {
        /// Facts by the keys of fields, in canonical units.
        facts: BTreeMap<String, String>,
        /// The rules.
        law: LawAsked,
        /// What the owner adds, the text of a YAML file.
        terms: Option<String>,
    },
    /// Applies the rules to every appraised space.
    Decide {
        /// The rules.
        law: LawAsked,
    },
    /// Chooses projects under a budget from the decisions.
    Choose {
        /// Public money of the year.
        budget: Fen,
        /// Ceilings of single districts.
        ceilings: BTreeMap<String, Fen>,
        /// What is made the greatest.
        aim: AimAsked,
    },
    /// Plans a programme of several years from the decisions.
    Plan {
        /// The text of a programme file, `docs/choice.md`.
        programme: String,
    },
    /// Compares what the rules give the spaces of the ledger with what they would give under a
    /// reform.
    Reform {
        /// The rules as they are.
        law: LawAsked,
        /// What would change, the text of a reform file, `docs/population.md`.
        #[schemars(length(max = 100_000))]
        reform: String,
        /// Parameters to try over a range, one or two: `NAME=FIRST..LAST/STEP`.
        #[serde(default)]
        #[schemars(length(max = 2))]
        sweep: Vec<String>,
        /// Fields of the ledger that sums are split by; none for district, street and kind.
        #[serde(default)]
        #[schemars(length(max = 5))]
        by: Vec<String>,
    },
    /// Sorts the spaces of an area into bands of potential.
    Potential {
        /// The area.
        area: Area,
        /// The day from which ages and leases count.
        #[schemars(with = "units::Day")]
        on: Date,
    },
}

impl Work {
    /// Whether it is the asker's own affair: about no more than what the asker told.
    pub fn is_private(&self) -> bool {
        matches!(self, Self::Precheck { .. })
    }

    /// Whether it changes the ledger, and not only what is found out about it.
    pub fn changes_ledger(&self) -> bool {
        matches!(self, Self::Import { .. })
    }
}

/// Who asked for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its id, made by the client: a repeat is harmless.
    pub id: CommandId,
    /// Who asked.
    pub by: UserId,
    /// When.
    pub at: Moment,
    /// What is to be done.
    pub work: Work,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Others are before it.
    Waiting,
    /// At work.
    Running,
    /// Ended with its result.
    Done,
    /// Ended without one; nothing that was kept before is changed.
    Failed,
    /// Ended by a user.
    Cancelled,
}

/// What came of a job, as its process tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The gist for people, or why there is none.
    pub(crate) text: Text,
    pub(crate) failed: bool,
    /// The remarks on an input that cannot be used.
    pub(crate) remarks: Vec<Value>,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ended {
    pub(crate) state: JobState,
    pub(crate) at: Moment,
}

/// A job as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Who asked for what.
    pub asked: Asked,
    /// How far it is.
    pub state: JobState,
    /// The step that it is at.
    pub step: Option<Text>,
    /// Pieces of the step that are done.
    pub done: u64,
    /// Pieces of the step; 0 where that is not known.
    pub total: u64,
    /// When it ended.
    pub ended: Option<Moment>,
    /// The gist, or why it failed.
    pub told: Option<Text>,
    /// Remarks on an input that could not be used.
    pub remarks: Vec<Value>,
    /// Files that it wrote, by name.
    pub files: Vec<String>,
}

impl Job {
    fn new(asked: Asked) -> Self {
        Self {
            asked,
            state: JobState::Waiting,
            step: None,
            done: 0,
            total: 0,
            ended: None,
            told: None,
            remarks: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// Why a job was not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JobError {
    /// The id stands for other work already.
    #[error("the id stands for other work already")]
    Reused,
    /// No such job.
    #[error("there is no such job")]
    Unknown,
    /// Too many wait.
    #[error("{0} jobs wait already")]
    TooMany(usize),
    /// This desk runs no jobs.
    #[error("this desk runs no jobs")]
    Off,
    /// The disk failed.
    #[error("the disk failed: {0}")]
    Disk(#[from] std::io::Error),
}
