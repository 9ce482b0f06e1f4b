//! What has happened. State is the fold of events and nothing else; each is a leaf of the journal.
//!
//! The JSON names here are the journal's own: `docs/journal.md` promises them to verifiers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Fen, SpaceId};

use crate::carbon::CarbonEvent;
use crate::command::{
    Actor, Criterion, DecisionSummary, FundLevel, Invoice, LoanMove, Mode, Money, Outcome, Part,
};
use crate::facts::Fact;
use crate::guard::Prose;
use crate::ids::{
    AccountId, ApplicationId, BranchId, CommandId, Digest, DistrictId, EvidenceKind, GrantId,
    LineId, MilestoneId, ObjectionId, PersonId, ProgrammeId, ProjectKind, SheetId, StageId, StepId,
    TrancheId, TransferId, UserId, WorkKind, WorkflowId,
};
use crate::law::{LawConfirmation, LawItem};
use crate::moment::Moment;
use crate::money::Transfer;
use crate::people::{Delegation, Grant, OrgCode, Organisation, Party, Role, User};
use crate::suite::Suite;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its number, from 0 without a gap; also its leaf in the journal's tree.
    pub seq: u64,
    /// When, never before the event before it.
    pub at: Moment,
    /// What the clock said, when that was before the event before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Moment>,
    /// The command that it answers.
    pub command: CommandId,
    /// The digest of that command's content.
    pub content: Digest,
    /// Who acted.
    pub actor: Actor,
    /// For whom they worked that day.
    pub organisation: OrgCode,
    /// The application's version after it, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// What happened.
    pub what: What,
}

/// A parallel part of a stage that was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenBranch {
    /// The part.
    pub branch: BranchId,
    /// The day by which it is due; absent where there is no deadline or the calendar ends before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

/// Why two applications may be for the same works.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same space and kind of works.
    SpaceAndWorks {
        /// The space.
        space: SpaceId,
        /// The kind of works.
        work: WorkKind,
    },
    /// The same seller, nearly the same amount and day, another number.
    Invoice {
        /// The number of the other invoice.
        number: Prose,
    },
    /// The same applicant, nearly the same investment and beginning of works.
    Applicant,
}

/// Why a letter is only a preview.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PreviewReason {
    /// The decision is not "met", or has no amount.
    NotMet,
    /// Law took part that no official has confirmed.
    Unconfirmed,
    /// A result of a model took part.
    Provisional,
    /// A recalled, missing, modelled or assumed value took part.
    SoftMark,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are those of the command that asked, and documented there")]
pub enum What {
    /// The desk was founded.
    Founded {
        office: Organisation,
        administrator: User,
        #[serde(default, skip_serializing_if = "Suite::is_default")]
        suite: Suite,
    },
    /// An organisation was entered.
    OrganisationRegistered { organisation: Organisation },
    /// An account was opened.
    UserRegistered { user: User },
    /// A role was given.
    RoleGranted { grant: Grant },
    /// A role was taken back; `to` is its last day.
    RoleRevoked { grant: GrantId, to: Date },
    /// A role was delegated.
    Delegated { delegation: Delegation },
    /// A personal record was erased.
    PersonErased { person: PersonId },
    /// An interest was declared.
    InterestDeclared { person: PersonId, organisation: OrgCode },
    /// A share was entered.
    ShareRecorded { holder: Party, held: OrgCode, share_bp: u16, evidence: Digest },
    /// An item of the law was confirmed against the original.
    LawConfirmed { scheme: String, item: LawItem, confirmation: LawConfirmation },
    /// It is no longer.
    ConfirmationWithdrawn { scheme: String, item: LawItem, reason: Prose },
    /// A programme was opened; the hash is that of its workflow file.
    ProgrammeOpened {
        programme: ProgrammeId,
        scheme: String,
        workflow: WorkflowId,
        workflow_sha256: Digest,
        level: FundLevel,
        districts: Vec<DistrictId>,
        project_kinds: Vec<ProjectKind>,
    },
    /// A programme goes on under another text of its workflow.
    WorkflowAdopted { programme: ProgrammeId, workflow_sha256: Digest },
    /// A budget line was opened.
    LineOpened {
        line: LineId,
        programme: ProgrammeId,
        year: i16,
        district: DistrictId,
        project_kind: ProjectKind,
    },
    /// A version of a score sheet was published.
    SheetPublished { sheet: SheetId, version: u32, criteria: Vec<Criterion> },
    /// An application was begun.
    ApplicationOpened {
        application: ApplicationId,
        programme: ProgrammeId,
        district: DistrictId,
        project_kind: ProjectKind,
        mode: Mode,
        title: Prose,
        applicant: OrgCode,
        parts: Vec<Part>,
        works: Vec<WorkKind>,
        works_from: Date,
        stage: StageId,
    },
    /// A stage began, perhaps an end; `then_back_to` is where a corrected application goes on.
    StageEntered {
        application: ApplicationId,
        stage: StageId,
        end: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        branches: Vec<OpenBranch>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        then_back_to: Option<StageId>,
    },
    /// The applicant handed a stage in.
    Submitted { application: ApplicationId, stage: StageId, content: Digest },
    /// A stage was decided.
    Decided { application: ApplicationId, stage: StageId, outcome: Outcome, grounds: Prose },
    /// A department gave its opinion.
    OpinionGiven { application: ApplicationId, branch: BranchId, agrees: bool, grounds: Prose },
    /// A document was attached.
    EvidenceAttached {
        application: ApplicationId,
        evidence: EvidenceKind,
        sha256: Digest,
        bytes: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        invoice: Option<Invoice>,
    },
    /// Two applications may be for the same works.
    DuplicateSuspected { application: ApplicationId, with: ApplicationId, likeness: Likeness },
    /// They are not.
    DuplicateCleared { application: ApplicationId, with: ApplicationId, grounds: Prose },
    /// A decision under the rules was recorded.
    DecisionRecorded { application: ApplicationId, decision: Box<DecisionSummary> },
    /// A letter was issued; a preview when there are reasons.
    LetterIssued { application: ApplicationId, letter: Digest, preview: Vec<PreviewReason> },
    /// A public notice was published, up to and with `until`.
    NoticePublished { application: ApplicationId, notice: Digest, until: Date },
    /// Someone objected.
    ObjectionRaised { application: ApplicationId, objection: ObjectionId, commitment: Digest },
    /// An objection was answered.
    ObjectionAnswered {
        application: ApplicationId,
        objection: ObjectionId,
        upheld: bool,
        grounds: Prose,
    },
    /// The application was taken back.
    Withdrawn { application: ApplicationId, reason: Prose },
    /// The clock was stopped.
    Suspended { application: ApplicationId, reason: Prose },
    /// The clock runs again, with new due days.
    Resumed {
        application: ApplicationId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        branches: Vec<OpenBranch>,
    },
    /// Another implementing entity was asked for.
    EntityChangeRequested { application: ApplicationId, organisation: OrgCode, reason: Prose },
    /// The application goes on under another entity.
    EntityChanged { application: ApplicationId, organisation: OrgCode, grounds: Prose },
    /// It does not.
    EntityChangeRefused { application: ApplicationId, grounds: Prose },
    /// A refusal was appealed against.
    Appealed {
        application: ApplicationId,
        reason: Prose,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// An appeal was answered.
    AppealRuled { application: ApplicationId, upheld: bool, grounds: Prose },
    /// Someone was appointed.
    Appointed { application: ApplicationId, user: UserId, role: Role },
    /// An appointment ended.
    AppointmentEnded { application: ApplicationId, user: UserId, role: Role },
    /// A milestone was reported.
    MilestoneReported { application: ApplicationId, milestone: MilestoneId, evidence: Digest },
    /// A milestone was accepted.
    MilestoneAccepted { application: ApplicationId, milestone: MilestoneId },
    /// A fact was stated.
    FactStated { application: ApplicationId, fact: Box<Fact> },
    /// An expert scored.
    Scored {
        application: ApplicationId,
        expert: UserId,
        sheet: SheetId,
        version: u32,
        points: Vec<u32>,
    },
    /// The principal of the loan moved.
    LoanMoved { application: ApplicationId, direction: LoanMove, amount: Fen, on: Date },
    /// The rates of the loan were set.
    RateSet { application: ApplicationId, from: Date, actual_ppm: u32, reference_ppm: u32 },
    /// Interest was claimed: what the loan bore at the supported rate, what earlier claims had too
    /// much (negative) or too little, and what can be paid within the award.
    InterestClaimed {
        application: ApplicationId,
        claim: TrancheId,
        from: Date,
        until: Date,
        interest: Fen,
        adjustment: Fen,
        payable: Fen,
    },
    /// Something happened to a carbon account.
    Carbon { account: AccountId, happened: CarbonEvent },
    /// A money step was proposed.
    MoneyProposed { step: StepId, money: Money, amount: Fen },
    /// A money step was approved, and the ledger moved. An award stands with it when it changed.
    MoneyApproved {
        step: StepId,
        transfers: Vec<Transfer>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        award: Option<Fen>,
    },
    /// A money step was turned down.
    MoneyRefused { step: StepId, reason: Prose },
    /// A pending payment was made.
    PaymentPosted { step: StepId, transfer: TransferId, reference: Prose },
    /// A pending payment was not made.
    PaymentVoided { step: StepId, transfer: TransferId, reason: Prose },
}
