//! What goes over the wire, each with its schema.

use std::collections::BTreeMap;

use app::desk::{ApplicationRow, Page};
use programme::command::{Action, Actor, DecisionSummary, Part};
use programme::facts::Fact;
use programme::ids::{
    ApplicationId, BranchId, CommandId, Digest, DistrictId, EvidenceKind, LineId, MilestoneId,
    ObjectionId, PersonId, ProgrammeId, ProjectKind, SheetId, StepId, TrancheId, UserId, WorkKind,
    WorkflowId,
};
use programme::people::{OrgCode, Role};
use programme::state::{Application, BoardKey, BoardRow, State, StepState, TrancheState, Waiting};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Day, Fen};

use crate::problem::Both;

/// Who logs in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Login {
    /// The account.
    pub(crate) user: UserId,
    /// Its password.
    #[schemars(length(max = 128))]
    pub(crate) password: String,
}

/// A session that was opened.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Opened {
    /// The token; browsers have it as a cookie, others send it as `Authorization: Bearer`.
    pub(crate) token: String,
    /// Until when it holds: milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) until: i64,
    /// Whether the password has to be changed before anything else.
    pub(crate) must_change: bool,
}

/// Who is logged in.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Me {
    /// The account.
    pub(crate) user: UserId,
    /// For whom it works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation: Option<OrgCode>,
    /// The roles that it holds today, with whose they are where they were delegated.
    pub(crate) roles: Vec<HeldRole>,
    /// Whether the password has to be changed before anything else.
    pub(crate) must_change: bool,
}

/// A role that is held.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct HeldRole {
    /// Which.
    pub(crate) role: Role,
    /// Whose, where it was delegated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) on_behalf_of: Option<UserId>,
}

impl From<&Actor> for HeldRole {
    fn from(actor: &Actor) -> Self {
        Self { role: actor.role, on_behalf_of: actor.on_behalf_of.clone() }
    }
}

/// A change of the own password.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The present one.
    #[schemars(length(max = 128))]
    pub(crate) old: String,
    /// The new one: 12 to 128 characters, without the account's name.
    #[schemars(length(min = 12, max = 128))]
    pub(crate) new: String,
}

/// A password that was set by an administrator, shown once.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FirstPassword {
    /// The account.
    pub(crate) user: UserId,
    /// Its password, to be changed at the first login.
    pub(crate) password: String,
}

/// What is asked of the desk; its id is the `Idempotency-Key`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommandBody {
    /// The role in which the user acts.
    pub(crate) role: Role,
    /// The user whose role was delegated, if it is not the own.
    #[serde(default)]
    pub(crate) on_behalf_of: Option<UserId>,
    /// The version of the application that the user saw; `If-Match` says the same.
    #[serde(default)]
    pub(crate) expected: Option<u64>,
    /// What.
    pub(crate) action: Action,
}

/// A command that was carried out; its events are on the disk.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Receipt {
    /// The command.
    pub(crate) command: CommandId,
    /// The number of its first event.
    pub(crate) first: u64,
    /// How many events it has.
    pub(crate) events: u64,
    /// Whether it had been carried out before; nothing was done again.
    pub(crate) repeated: bool,
    /// How many events the journal had when it was answered.
    pub(crate) size: u64,
    /// The root over them: a proof that it was received.
    pub(crate) root: Digest,
}

/// A person who gets an account.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    /// The account.
    pub(crate) user: UserId,
    /// For whom the person works.
    pub(crate) organisation: OrgCode,
    /// The person, under a pseudonym.
    pub(crate) person: PersonId,
    /// The personal record, kept apart from the journal.
    pub(crate) record: PersonRecord,
}

/// What is known of a person: kept apart, masked, erasable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonRecord {
    /// The name.
    #[schemars(length(min = 1, max = 100))]
    pub(crate) name: String,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 40))]
    pub(crate) phone: Option<String>,
    /// The address for mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub(crate) email: Option<String>,
}

/// A new account with its first password.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct NewAccount {
    /// The receipt of the registration.
    pub(crate) receipt: Receipt,
    /// The password, shown once; absent where the request repeats an earlier one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password: Option<String>,
}

/// The personal record behind an account.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Person {
    /// The person.
    pub(crate) person: PersonId,
    /// What is known; masked for those without the right to read it.
    pub(crate) record: PersonRecord,
    /// Whether it is masked.
    pub(crate) masked: bool,
}

/// Rows of a page that are asked for: 1 to `MAX`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "u32")]
pub(crate) struct Limit<const MAX: u32>(u32);

impl<const MAX: u32> Limit<MAX> {
    /// The rows of a page, `usual` where nobody asks for another number.
    pub(crate) fn rows(asked: Option<Self>, usual: u32) -> u32 {
        asked.map_or(usual, |limit| limit.0)
    }
}

impl<const MAX: u32> TryFrom<u32> for Limit<MAX> {
    type Error = String;

    fn try_from(rows: u32) -> Result<Self, String> {
        let fits = (1..=MAX).contains(&rows);
        if fits { Ok(Self(rows)) } else { Err(format!("expected 1 to {MAX} rows, found {rows}")) }
    }
}

impl<const MAX: u32> JsonSchema for Limit<MAX> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Limit{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": MAX })
    }
}

/// A page of a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Rows<T> {
    /// Its rows.
    pub(crate) rows: Vec<T>,
    /// The `after` of the next page; none after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

impl<T> From<Page<T>> for Rows<T> {
    fn from(page: Page<T>) -> Self {
        Self { rows: page.rows, next: page.next }
    }
}

/// An application with all that has come of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Whole {
    /// What lists show of it.
    pub(crate) row: ApplicationRow,
    /// The name of its stage.
    pub(crate) stage_name: Both,
    /// Who answers the stage; none after the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answers: Option<Role>,
    /// What is open before the stage can pass.
    pub(crate) open: Vec<Both>,
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

impl Whole {
    /// An application as it is on `today`.
    pub(crate) fn of(state: &State, of: &Application, today: Date) -> Self {
        let flow = state.workflow(of);
        let stage = flow.and_then(|flow| flow.stages.get(&of.stage));
        let funds = state.funds(of);
        Self {
            row: ApplicationRow::of(state, of),
            stage_name: stage.map(|stage| stage.name.clone()).unwrap_or_default().into(),
            answers: stage.and_then(|stage| Some(stage.work.as_ref()?.answers)),
            open: state.open_points(of, today).into_iter().map(Both::from).collect(),
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
            claims: of
                .claims
                .iter()
                .map(|claim| ClaimWire {
                    id: claim.id.clone(),
                    from: claim.from,
                    until: claim.until,
                    interest: claim.interest,
                    adjustment: claim.adjustment,
                    payable: claim.payable,
                })
                .collect(),
            open_steps: of.open_steps.iter().cloned().collect(),
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
    /// What waits: `stage`, `appeal`, or the part of a department.
    pub(crate) what: String,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Day>")]
    pub(crate) due: Option<Date>,
    /// Whether that day is over.
    pub(crate) overdue: bool,
    /// What is open before the stage can pass.
    pub(crate) open: Vec<Both>,
}

impl TaskWire {
    pub(crate) fn of(state: &State, task: programme::state::Task, today: Date) -> Self {
        let title = state.applications().get(&task.application);
        Self {
            title: title.map(|one| one.title.as_str().to_owned()).unwrap_or_default(),
            application: task.application,
            what: match task.what {
                Waiting::Stage => "stage".to_owned(),
                Waiting::Appeal => "appeal".to_owned(),
                Waiting::Branch(branch) => branch.to_string(),
            },
            due: task.due,
            overdue: task.due.is_some_and(|due| due < today),
            open: task.open.into_iter().map(Both::from).collect(),
        }
    }
}

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
}

impl StepWire {
    pub(crate) fn of(id: &StepId, step: &programme::state::Step) -> Self {
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

/// A public notice for everyone to read.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PublicNotice {
    /// The application.
    pub(crate) application: ApplicationId,
    /// What it is called.
    pub(crate) title: String,
    /// The district.
    pub(crate) district: DistrictId,
    /// Who applied: its registered name.
    pub(crate) applicant: String,
    /// The amount that is decided on, if there is one yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<Fen>,
    /// The last day.
    #[schemars(with = "Day")]
    pub(crate) until: Date,
    /// SHA-256 of the notice.
    pub(crate) notice: Digest,
}

/// A document that was kept.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Kept {
    /// SHA-256 of its bytes, its name from here on.
    pub(crate) sha256: Digest,
    /// Its size.
    pub(crate) bytes: u64,
    /// What it is, by its first bytes.
    pub(crate) media_type: String,
}

/// A letter that was written and kept.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LetterMade {
    /// The binding text, in Chinese; its hash goes into the event that issues it.
    pub(crate) letter: Kept,
    /// The reading copy, in English.
    pub(crate) reading_copy: Kept,
    /// Whether it is a preview without effect, and says so on every page.
    pub(crate) preview: bool,
}

/// Lines of the journal.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct JournalPage {
    /// The number of the first.
    pub(crate) from: u64,
    /// Each event in its canonical bytes.
    pub(crate) lines: Vec<String>,
    /// How many events there are.
    pub(crate) size: u64,
}

/// A signed checkpoint.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CheckpointWire {
    /// The note, as C2SP tlog-checkpoint writes it.
    pub(crate) note: String,
    /// The key that checks it.
    pub(crate) key: String,
}

/// A proof by RFC 6962.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Proof {
    /// Its hashes, from the leaf to the root.
    pub(crate) hashes: Vec<Digest>,
}

/// How the server is.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Health {
    /// `ok`.
    pub(crate) status: String,
    /// The version of the software.
    pub(crate) version: String,
    /// How many events the journal has.
    pub(crate) events: u64,
}
