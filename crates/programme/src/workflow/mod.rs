//! The order of a programme's work, as scheme data: stages, who answers, deadlines, money.

mod check;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Diagnostic, Fen, Mark, Text};

use crate::calendar::{Calendar, NoCalendar};
use crate::command::Outcome;
use crate::facts::FactKind;
use crate::ids::{
    BranchId, DepartmentId, Digest, EvidenceKind, MilestoneId, SheetId, StageId, TrancheId,
    WorkflowId,
};
use crate::moment::days_after;
use crate::people::Role;

/// A checked workflow: every stage can be reached and left, every deadline has who answers.
#[derive(Clone, Debug)]
pub struct Workflow {
    /// Its id.
    pub id: WorkflowId,
    /// Its name.
    pub name: Text,
    /// What is known of its true order.
    pub note: Text,
    /// How far the order as a whole can be trusted.
    pub mark: Mark,
    /// SHA-256 of its file.
    pub sha256: Digest,
    /// Where an application begins.
    pub first: StageId,
    /// Its stages in the order of the file.
    pub order: Vec<StageId>,
    /// Its stages.
    pub stages: BTreeMap<StageId, Stage>,
    /// The departments that give opinions.
    pub departments: BTreeMap<DepartmentId, Text>,
    /// The kinds of evidence that it knows.
    pub evidence: BTreeMap<EvidenceKind, Evidence>,
    /// The milestones of the works.
    pub milestones: BTreeMap<MilestoneId, Text>,
    /// How an investment subsidy is paid, in order.
    pub tranches: Vec<Tranche>,
    /// How an interest subsidy is paid; absent where there is none.
    pub interest: Option<InterestTerms>,
    /// How refusals are appealed against; absent where they cannot be.
    pub appeal: Option<Appeal>,
    /// Where a withdrawn application ends.
    pub withdrawn: StageId,
}

/// A kind of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub name: Text,
    /// The roles whose word it is; anyone who may attach evidence when empty.
    pub by: Vec<Role>,
}

/// One stage.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name.
    pub name: Text,
    /// How far it can be trusted that the stage exists and stands here.
    pub mark: Mark,
    /// Keys of the file's sources.
    pub sources: Vec<String>,
    /// What it asks and where it leads; an end has none.
    pub work: Option<Work>,
}

/// What a stage asks, and where it leads.
#[derive(Clone, Debug)]
pub struct Work {
    /// Who ends it.
    pub answers: Role,
    /// Working days from the day after it began.
    pub deadline_days: Option<u16>,
    /// Evidence that must be attached before it passes.
    pub evidence: Vec<EvidenceKind>,
    /// Facts that must be stated before it passes.
    pub facts: Vec<FactKind>,
    /// Departments that answer in parallel before it passes.
    pub branches: BTreeMap<BranchId, Branch>,
    /// How many of them must agree.
    pub agreement: Agreement,
    /// A public notice that must have run out, with no objection upheld or open.
    pub notice: Option<Notice>,
    /// Scores that must have been given.
    pub score: Option<ScoreRule>,
    /// Whether a decision under the rules must be recorded, with an amount.
    pub decision: bool,
    /// Whether the final letter must have been issued.
    pub letter: bool,
    /// Milestones that must be accepted.
    pub milestones: Vec<MilestoneId>,
    /// Money steps that may be proposed here.
    pub money: BTreeSet<MoneyKind>,
    /// Those of them that must be done before it passes.
    pub money_required: BTreeSet<MoneyKind>,
    /// Whether nothing may be left reserved, committed, pending or owed when it passes.
    pub settled: bool,
    /// Where each outcome leads.
    pub moves: BTreeMap<Outcome, Next>,
}

/// A department's part of a stage.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Who answers.
    pub department: DepartmentId,
    /// Working days from the day after the stage began.
    pub deadline_days: Option<u16>,
}

/// How many departments must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// All.
    All,
    /// More than half.
    Majority,
    /// None: it is enough that all have answered.
    Heard,
}

/// A public notice period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How long, not counting the day of publication.
    pub days: u16,
    /// Whether they are working days.
    pub working: bool,
}

impl Notice {
    /// Its last day, when it is published on the day `from`.
    ///
    /// # Errors
    /// [`NoCalendar`] when it counts working days and reaches a year without data.
    pub fn until(self, from: Date, calendar: &Calendar) -> Result<Date, NoCalendar> {
        if self.working { calendar.after(from, self.days) } else { Ok(days_after(from, self.days)) }
    }
}

/// Scores that a stage asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreRule {
    /// By which sheet.
    pub sheet: SheetId,
    /// By how many appointed experts at least.
    pub experts_min: u32,
    /// Mean of their totals that is needed at least.
    pub points_min: u32,
}

/// Where an outcome leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// The stage.
    pub to: StageId,
    /// Whether an application returned for correction comes straight back afterwards.
    pub then_back: bool,
}

/// Money steps that a stage can allow. Demands, receipts and write-offs need no stage, and what is
/// not needed any more can be given back after the end.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MoneyKind {
    /// 预留.
    Reserve,
    /// Gives a reservation back.
    Release,
    /// 批复.
    Commit,
    /// 核减.
    Reduce,
    /// Gives a commitment back.
    Cancel,
}

impl MoneyKind {
    /// What it is called.
    pub fn text(self) -> Text {
        match self {
            Self::Reserve => Text::new("预留资金", "reservation of money"),
            Self::Release => Text::new("释放预留", "release of the reservation"),
            Self::Commit => Text::new("批复资金", "commitment of money"),
            Self::Reduce => Text::new("核减", "reduction"),
            Self::Cancel => Text::new("撤销批复", "cancellation of the commitment"),
        }
    }
}

/// A part of an investment subsidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tranche {
    /// Its id.
    pub id: TrancheId,
    /// Its name.
    pub name: Text,
    /// The share of the award that is paid once this tranche is, all before it included, in
    /// hundredths of a percent; the last one has 10,000.
    pub cumulative_bp: u32,
    /// The stage in which it is paid, and which does not pass before.
    pub stage: StageId,
    /// Evidence that must be attached.
    pub evidence: Vec<EvidenceKind>,
    /// Milestones that must be accepted.
    pub milestones: Vec<MilestoneId>,
}

impl Tranche {
    /// What of `award` is paid once this tranche is, all before it included, cut down to the fen.
    pub fn reached(&self, award: Fen) -> Fen {
        let reached = i128::from(award.0) * i128::from(self.cumulative_bp) / 10_000;
        Fen(i64::try_from(reached).unwrap_or(award.0))
    }
}

/// How an interest subsidy is computed and paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterestTerms {
    /// Days of the year that the yearly rate is divided by: 360 or 365.
    pub year_days: u16,
    /// Which rate is supported.
    pub rate: SupportedRate,
    /// How a claim is rounded to the fen.
    pub rounding: Rounding,
    /// Months of support from the first claimed day on.
    pub months_max: u16,
    /// The stages in which claims are made and paid.
    pub stages: Vec<StageId>,
    /// Evidence that must be attached.
    pub evidence: Vec<EvidenceKind>,
}

/// Which rate an interest subsidy is computed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportedRate {
    /// The lower of the loan's own rate and the reference rate (LPR).
    LowerOfActualAndReference,
    /// The reference rate.
    Reference,
    /// The loan's own rate.
    Actual,
}

/// How an amount is rounded to the fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 四舍五入: half up.
    HalfUp,
    /// 舍去: cut down.
    Down,
}

/// How refusals are appealed against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// The ends that can be appealed against.
    pub from: Vec<StageId>,
    /// Working days after the refusal.
    pub within_days: u16,
    /// Who rules; never who refused.
    pub answers: Role,
    /// Working days for the ruling.
    pub deadline_days: u16,
}

impl Workflow {
    /// The workflow in a YAML `text`; `file` is its name in remarks.
    ///
    /// # Errors
    /// Every remark, by path: what cannot be read, and what does not fit together, as stages that
    /// nothing leads to, dead ends, roles that do not exist, deadlines without who answers,
    /// tranches of more or less than the whole.
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        read::workflow(file, text)
    }

    /// The work of stage `id`; none for an end or an unknown stage.
    pub fn work(&self, id: &StageId) -> Option<&Work> {
        self.stages.get(id)?.work.as_ref()
    }

    /// Whether `id` is an end.
    pub fn is_end(&self, id: &StageId) -> bool {
        self.stages.get(id).is_some_and(|stage| stage.work.is_none())
    }

    /// Whether a department has a part in one of its stages.
    pub fn hears(&self, department: &DepartmentId) -> bool {
        let works = self.stages.values().filter_map(|stage| stage.work.as_ref());
        works.flat_map(|work| work.branches.values()).any(|branch| branch.department == *department)
    }
}
