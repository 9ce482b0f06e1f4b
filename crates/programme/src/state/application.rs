//! One application, as far as it has come.

use std::collections::{BTreeMap, BTreeSet};

use units::{Date, Fen, SpaceId};

use crate::command::{DecisionSummary, Mode, Part};
use crate::event::{Likeness, PreviewReason};
use crate::facts::Fact;
use crate::guard::Prose;
use crate::ids::{
    ApplicationId, BranchId, Digest, DistrictId, EvidenceKind, LineId, MilestoneId, ObjectionId,
    PersonId, ProgrammeId, ProjectKind, SheetId, StageId, StepId, TrancheId, UserId, WorkKind,
};
use crate::money::interest::Loan;
use crate::people::{OrgCode, Role};
use crate::workflow::MoneyKind;

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Counts the events about it; an edit names the one that its user saw.
    pub version: u64,
    /// To which programme.
    pub programme: ProgrammeId,
    /// Where.
    pub district: DistrictId,
    /// What kind of project.
    pub project_kind: ProjectKind,
    /// How it is to be supported.
    pub mode: Mode,
    /// What it is called.
    pub title: Prose,
    /// Who applied.
    pub applicant: OrgCode,
    /// Who is to get the money: the applicant, or who took over.
    pub beneficiary: OrgCode,
    /// Its spaces.
    pub parts: Vec<Part>,
    /// Kinds of works on them.
    pub works: BTreeSet<WorkKind>,
    /// When the works begin.
    pub works_from: Date,

    /// The stage that it is in.
    pub stage: StageId,
    /// Whether that is an end.
    pub ended: bool,
    /// When it came there.
    pub entered: Date,
    /// By when the stage is due; absent where it has no deadline or the calendar ends before.
    pub due: Option<Date>,
    /// Where it goes on after a correction.
    pub then_back_to: Option<StageId>,
    /// The parallel parts of the stage.
    pub opinions: BTreeMap<BranchId, Opinion>,
    /// The public notice of the stage.
    pub notice: Option<RunningNotice>,
    /// Money steps done in the stage.
    pub money_done: BTreeSet<MoneyKind>,
    /// When its clock was stopped.
    pub suspended: Option<Date>,
    /// How often it was handed in.
    pub submissions: u32,
    /// The stage and the persons that refused it, when, if it was refused.
    pub refused: Option<(StageId, BTreeSet<PersonId>, Date)>,
    /// An appeal that waits for its ruling.
    pub appeal: Option<OpenAppeal>,
    /// Whether there was an appeal against the present refusal.
    pub appealed: bool,

    /// Evidence by kind, oldest first.
    pub evidence: BTreeMap<EvidenceKind, Vec<Digest>>,
    /// Facts that the programme keeps.
    pub facts: Vec<Fact>,
    /// Milestones reported; true where accepted.
    pub milestones: BTreeMap<MilestoneId, bool>,
    /// Totals of points by sheet: the version scored by, and each expert's total.
    pub scores: BTreeMap<SheetId, (u32, BTreeMap<UserId, u64>)>,
    /// Who was appointed as what.
    pub appointed: BTreeSet<(UserId, Role)>,
    /// Applications that may be for the same works.
    pub suspicions: BTreeMap<ApplicationId, Suspicion>,
    /// The last decision under the rules.
    pub decision: Option<DecisionSummary>,
    /// The last letter.
    pub letter: Option<Letter>,
    /// An entity that asks to take over.
    pub entity_request: Option<OrgCode>,

    /// The budget line that pays.
    pub line: Option<LineId>,
    /// What it is entitled to, after reductions and demands.
    pub award: Option<Fen>,
    /// Money steps that wait for approval or for the bank.
    pub open_steps: BTreeSet<StepId>,
    /// Tranches and claims that are being paid or are.
    pub tranches: BTreeMap<TrancheId, TrancheState>,
    /// Its loan.
    pub loan: Loan,
    /// Interest claims, oldest first.
    pub claims: Vec<Claim>,
}

/// A department's part of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// By when it is due.
    pub due: Option<Date>,
    /// Whether the department agrees, once it has answered.
    pub agrees: Option<bool>,
}

/// A public notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningNotice {
    /// SHA-256 of its text.
    pub notice: Digest,
    /// Its last day.
    pub until: Date,
    /// Objections; whether each was upheld, once answered.
    pub objections: BTreeMap<ObjectionId, Option<bool>>,
}

/// An appeal that waits for its ruling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAppeal {
    /// By when it is due.
    pub due: Option<Date>,
}

/// A letter of award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// SHA-256 of its text.
    pub letter: Digest,
    /// Why it is only a preview; final when empty.
    pub preview: Vec<PreviewReason>,
}

/// Another application that may be for the same works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suspicion {
    /// In which ways they are alike.
    pub likenesses: BTreeSet<Likeness>,
    /// Whether someone looked and found that they are not.
    pub cleared: bool,
}

/// How far a tranche or claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrancheState {
    /// Proposed.
    Proposed,
    /// Approved; the bank has it.
    Pending,
    /// Paid.
    Paid,
}

/// An interest claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id, also that of the tranche that pays it.
    pub id: TrancheId,
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub until: Date,
    /// Interest of these days as known when it was claimed.
    pub interest: Fen,
    /// What earlier claims had too little (or, negative, too much), as known then.
    pub adjustment: Fen,
    /// What can be paid.
    pub payable: Fen,
}

impl Application {
    /// Organisations whose people must keep out of it: who applied, who benefits, who owns.
    pub fn parties(&self) -> BTreeSet<OrgCode> {
        let owners = self.parts.iter().map(|part| part.owner.clone());
        owners.chain([self.applicant.clone(), self.beneficiary.clone()]).collect()
    }

    /// The planned investment of all parts.
    pub fn investment(&self) -> Fen {
        self.parts.iter().map(|part| part.investment).sum()
    }

    /// Whether one of its parts is `space`.
    pub fn has_space(&self, space: &SpaceId) -> bool {
        self.parts.iter().any(|part| part.space == *space)
    }

    /// Whether an investigated or open suspicion stands against it.
    pub fn is_suspected(&self) -> bool {
        self.suspicions.values().any(|suspicion| !suspicion.cleared)
    }

    /// Interest claimed with earlier claims' corrections, as paid or to be paid.
    pub fn claimed(&self) -> Fen {
        self.claims.iter().map(|claim| claim.payable).sum()
    }
}
