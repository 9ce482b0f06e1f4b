//! The money: board, steps, programmes and their budget lines.

use programme::ids::{DistrictId, LineId, ProgrammeId, ProjectKind, StepId, UserId, WorkflowId};
use programme::state::{BoardKey, BoardRow, StepState};
use schemars::JsonSchema;
use serde::Serialize;
use units::Fen;

/// One row of a budget board. [fen]
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct BoardWire {
    /// The programme.
    pub(crate) programme: ProgrammeId,
    /// The budget year.
    pub(crate) year: i16,
    /// The district.
    pub(crate) district: DistrictId,
    /// The kind of project.
    pub(crate) project_kind: ProjectKind,
    /// Given to the lines.
    pub(crate) appropriated: Fen,
    /// Free.
    pub(crate) available: Fen,
    /// Kept for applications.
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

impl From<(BoardKey, BoardRow)> for BoardWire {
    fn from((key, row): (BoardKey, BoardRow)) -> Self {
        let BoardKey { programme, year, district, project_kind } = key;
        let BoardRow { appropriated, available, reserved, committed, pending, .. } = row;
        let BoardRow { disbursed, receivable, returned, written_off, .. } = row;
        Self {
            programme,
            year,
            district,
            project_kind,
            appropriated,
            available,
            reserved,
            committed,
            pending,
            disbursed,
            receivable,
            returned,
            written_off,
        }
    }
}

/// A money step.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct StepWire {
    /// Its id.
    pub(crate) step: StepId,
    /// What it does.
    pub(crate) money: programme::command::Money,
    /// How much.
    pub(crate) amount: Fen,
    /// `proposed`, `approved`, `refused`, `posted` or `voided`.
    pub(crate) state: String,
    /// Who proposed it.
    pub(crate) proposed_by: UserId,
    /// When. [ms since 1970]
    pub(crate) proposed_at: i64,
    /// Who approved or refused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answered_by: Option<UserId>,
    /// When. [ms since 1970]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answered_at: Option<i64>,
    /// Whether the reader may approve or refuse it: another pair of eyes.
    pub(crate) may_answer: bool,
}

impl StepWire {
    pub(crate) fn of(id: &StepId, step: &programme::state::Step, may_answer: bool) -> Self {
        let state = match step.state {
            StepState::Proposed => "proposed",
            StepState::Approved(_) => "approved",
            StepState::Refused => "refused",
            StepState::Posted => "posted",
            StepState::Voided => "voided",
        };
        Self {
            step: id.clone(),
            money: step.money.clone(),
            amount: step.amount,
            state: state.to_owned(),
            proposed_by: step.proposed.0.clone(),
            proposed_at: step.proposed.1.0,
            answered_by: step.answered.as_ref().map(|(user, _)| user.clone()),
            answered_at: step.answered.as_ref().map(|(_, at)| at.0),
            may_answer,
        }
    }
}

/// A programme.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ProgrammeWire {
    /// Its id.
    pub(crate) programme: ProgrammeId,
    /// The scheme whose law decides.
    pub(crate) scheme: String,
    /// Its workflow.
    pub(crate) workflow: WorkflowId,
    /// Its districts.
    pub(crate) districts: Vec<DistrictId>,
    /// Its kinds of projects.
    pub(crate) project_kinds: Vec<ProjectKind>,
    /// Its budget lines.
    pub(crate) lines: Vec<LineWire>,
}

/// A budget line.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LineWire {
    /// Its id.
    pub(crate) line: LineId,
    /// The budget year.
    pub(crate) year: i16,
    /// The district.
    pub(crate) district: DistrictId,
    /// The kind of project.
    pub(crate) project_kind: ProjectKind,
}
