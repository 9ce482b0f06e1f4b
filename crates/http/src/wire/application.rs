//! One application as a reader sees it, and what waits for the user.

use std::collections::BTreeMap;

use app::desk::ApplicationRow;
use programme::command::{Actor, DecisionSummary, Part};
use programme::event::PreviewReason;
use programme::facts::Fact;
use programme::ids::{
    ApplicationId, BranchId, Digest, EvidenceKind, LineId, MilestoneId, ObjectionId, SheetId,
    StageId, StepId, TrancheId, UserId, WorkKind,
};
use programme::people::rights::Right;
use programme::people::{OrgCode, Role};
use programme::state::{Application, Claim, State, TrancheState, Waiting};
use schemars::JsonSchema;
use serde::Serialize;
use units::{Date, Day, Fen, Text};

use crate::read::Reader;

/// An application with all that has come of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Whole {
    /// What lists show of it.
    pub(crate) row: ApplicationRow,
    /// The name of its stage.
    pub(crate) stage_name: Text,
    /// Who answers the stage; none after the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answers: Option<Role>,
    /// What is open before the stage can pass.
    pub(crate) open: Vec<Text>,
    /// Its spaces.
    pub(crate) parts: Vec<Part>,
    /// Kinds of works on them.
    pub(crate) works: Vec<WorkKind>,
    /// When the works begin.
    #[schemars(with = "Day")]
    pub(crate) works_from: Date,
    /// The parts of departments: whether each agrees, once it has answered.
    pub(crate) opinions: BTreeMap<BranchId, OpinionWire>,
    /// The public notice of the stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notice: Option<NoticeWire>,
    /// Evidence by kind, oldest first.
    pub(crate) evidence: BTreeMap<EvidenceKind, Vec<Digest>>,
    /// Facts that the programme keeps.
    pub(crate) facts: Vec<Fact>,
    /// Milestones reported; true where accepted.
    pub(crate) milestones: BTreeMap<MilestoneId, bool>,
    /// Totals of points by sheet and expert.
    pub(crate) scores: BTreeMap<SheetId, BTreeMap<UserId, u64>>,
    /// Who was appointed as what.
    pub(crate) appointed: Vec<AppointedWire>,
    /// Applications that may be for the same works; true where cleared.
    pub(crate) suspicions: BTreeMap<ApplicationId, bool>,
    /// The last decision under the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) decision: Option<DecisionSummary>,
    /// SHA-256 of the last letter, and whether it is a preview only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) letter: Option<LetterWire>,
    /// The budget line that pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<LineId>,
    /// Where its money is.
    pub(crate) funds: FundsWire,
    /// Tranches and claims: proposed, pending or paid.
    pub(crate) tranches: BTreeMap<TrancheId, TrancheWire>,
    /// Interest claims, oldest first.
    pub(crate) claims: Vec<ClaimWire>,
    /// Money steps that wait.
    pub(crate) open_steps: Vec<StepId>,
    /// Who asks to take over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) entity_request: Option<OrgCode>,
    /// An appeal that waits for its ruling, with its deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) appeal: Option<AppealWire>,
    /// Where it goes on after a correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) then_back_to: Option<StageId>,
    /// When its clock was stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Day>")]
    pub(crate) suspended: Option<Date>,
    /// What the reader may do to it now; the rules may still refuse it as things stand.
    pub(crate) may: Vec<MayWire>,
}

/// An appeal that waits.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AppealWire {
    /// By when it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Day>")]
    pub(crate) due: Option<Date>,
}

/// Something that the reader may do.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MayWire {
    /// In which role.
    pub(crate) role: Role,
    /// Whose, where it was delegated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) on_behalf_of: Option<UserId>,
    /// What: actions of one kind.
    pub(crate) right: Right,
}

/// A department's part.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OpinionWire {
    /// By when it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Day>")]
    pub(crate) due: Option<Date>,
    /// Whether it agrees, once it has answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) agrees: Option<bool>,
}

/// A public notice.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct NoticeWire {
    /// SHA-256 of its text.
    pub(crate) notice: Digest,
    /// Its last day.
    #[schemars(with = "Day")]
    pub(crate) until: Date,
    /// Objections; whether each was upheld, once answered.
    pub(crate) objections: BTreeMap<ObjectionId, Option<bool>>,
}

/// An appointment.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AppointedWire {
    /// Whom.
    pub(crate) user: UserId,
    /// As what.
    pub(crate) role: Role,
}

/// A letter.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LetterWire {
    /// SHA-256 of its text.
    pub(crate) letter: Digest,
    /// Whether it is a preview without effect.
    pub(crate) preview: bool,
    /// Why it is only a preview.
    pub(crate) because: Vec<PreviewReason>,
}

/// Where the money of an application is. [fen]
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FundsWire {
    /// Kept for it.
    pub(crate) reserved: Fen,
    /// Awarded and not yet paid.
    pub(crate) committed: Fen,
    /// Of which the bank has been told to pay.
    pub(crate) pending: Fen,
    /// Paid, less what was demanded back.
    pub(crate) disbursed: Fen,
    /// Demanded back and not yet received.
    pub(crate) receivable: Fen,
    /// Received back.
    pub(crate) returned: Fen,
    /// Given up.
    pub(crate) written_off: Fen,
}

/// How far a tranche is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TrancheWire {
    /// Proposed.
    Proposed,
    /// Approved; the bank has it.
    Pending,
    /// Paid.
    Paid,
}

/// An interest claim.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ClaimWire {
    /// Its id, also that of its tranche.
    pub(crate) id: TrancheId,
    /// The first day.
    #[schemars(with = "Day")]
    pub(crate) from: Date,
    /// The day after the last.
    #[schemars(with = "Day")]
    pub(crate) until: Date,
    /// Interest of these days.
    pub(crate) interest: Fen,
    /// What earlier claims had too little or, negative, too much.
    pub(crate) adjustment: Fen,
    /// What can be paid.
    pub(crate) payable: Fen,
}

impl From<(&Actor, Right)> for MayWire {
    fn from((actor, right): (&Actor, Right)) -> Self {
        Self { role: actor.role, on_behalf_of: actor.on_behalf_of.clone(), right }
    }
}

impl From<&Claim> for ClaimWire {
    fn from(claim: &Claim) -> Self {
        Self {
            id: claim.id.clone(),
            from: claim.from,
            until: claim.until,
            interest: claim.interest,
            adjustment: claim.adjustment,
            payable: claim.payable,
        }
    }
}

impl Whole {
    /// An application as it is on `today`, for a reader.
    pub(crate) fn of(state: &State, of: &Application, reader: &Reader, today: Date) -> Self {
        let flow = state.workflow(of);
        let stage = flow.and_then(|flow| flow.stages.get(&of.stage));
        let funds = state.funds(of);
        Self {
            row: ApplicationRow::of(state, of),
            stage_name: stage.map(|stage| stage.name.clone()).unwrap_or_default(),
            answers: stage.and_then(|stage| Some(stage.work.as_ref()?.answers)),
            open: state.open_points(of, today).into_iter().collect(),
            parts: of.parts.clone(),
            works: of.works.iter().cloned().collect(),
            works_from: of.works_from,
            opinions: of
                .opinions
                .iter()
                .map(|(id, one)| (id.clone(), OpinionWire { due: one.due, agrees: one.agrees }))
                .collect(),
            notice: of.notice.as_ref().map(|notice| NoticeWire {
                notice: notice.notice,
                until: notice.until,
                objections: notice.objections.clone(),
            }),
            evidence: of.evidence.clone(),
            facts: of.facts.clone(),
            milestones: of.milestones.clone(),
            scores: of.scores.iter().map(|(id, (_, of))| (id.clone(), of.clone())).collect(),
            appointed: of
                .appointed
                .iter()
                .map(|(user, role)| AppointedWire { user: user.clone(), role: *role })
                .collect(),
            suspicions: of.suspicions.iter().map(|(id, one)| (id.clone(), one.cleared)).collect(),
            decision: of.decision.clone(),
            letter: of.letter.as_ref().map(|letter| LetterWire {
                letter: letter.letter,
                preview: !letter.preview.is_empty(),
                because: letter.preview.clone(),
            }),
            line: of.line.clone(),
            funds: FundsWire {
                reserved: funds.reserved.posted,
                committed: funds.committed.posted,
                pending: funds.committed.pending,
                disbursed: funds.disbursed.posted,
                receivable: funds.receivable.posted,
                returned: funds.returned.posted,
                written_off: funds.written_off.posted,
            },
            tranches: of.tranches.iter().map(|(id, one)| (id.clone(), (*one).into())).collect(),
            claims: of.claims.iter().map(ClaimWire::from).collect(),
            open_steps: of.open_steps.iter().cloned().collect(),
            entity_request: of.entity_request.clone(),
            appeal: of.appeal.as_ref().map(|appeal| AppealWire { due: appeal.due }),
            then_back_to: of.then_back_to.clone(),
            suspended: of.suspended,
            may: reader.rights(state, of).map(MayWire::from).collect(),
        }
    }
}

impl From<TrancheState> for TrancheWire {
    fn from(state: TrancheState) -> Self {
        match state {
            TrancheState::Proposed => Self::Proposed,
            TrancheState::Pending => Self::Pending,
            TrancheState::Paid => Self::Paid,
        }
    }
}

/// Something that waits for the user.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TaskWire {
    /// The application.
    pub(crate) application: ApplicationId,
    /// What it is called.
    pub(crate) title: String,
    /// What waits: `stage`, `appeal`, `score`, or the part of a department.
    pub(crate) what: String,
    /// The name of the stage that it is in.
    pub(crate) stage_name: Text,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Day>")]
    pub(crate) due: Option<Date>,
    /// Whether that day is over.
    pub(crate) overdue: bool,
    /// What is open before the stage can pass.
    pub(crate) open: Vec<Text>,
}

impl TaskWire {
    pub(crate) fn of(state: &State, task: programme::state::Task, today: Date) -> Self {
        let about = state.applications().get(&task.application);
        let stage = about.and_then(|one| state.workflow(one)?.stages.get(&one.stage));
        Self {
            stage_name: stage.map(|stage| stage.name.clone()).unwrap_or_default(),
            title: about.map(|one| one.title.as_str().to_owned()).unwrap_or_default(),
            application: task.application,
            what: match task.what {
                Waiting::Stage => "stage".to_owned(),
                Waiting::Appeal => "appeal".to_owned(),
                Waiting::Score => "score".to_owned(),
                Waiting::Branch(branch) => branch.to_string(),
            },
            due: task.due,
            overdue: task.due.is_some_and(|due| due < today),
            open: task.open.into_iter().collect(),
        }
    }
}
