//! What people ask the desk to do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Day, Fen, Mark, SpaceId};

use crate::carbon::CarbonAct;
use crate::event::PreviewReason;
use crate::facts::Fact;
use crate::guard::Prose;
use crate::ids::{
    AccountId, ApplicationId, BranchId, CommandId, DepartmentId, Digest, DistrictId, EvidenceKind,
    GrantId, LineId, MilestoneId, ObjectionId, PersonId, ProgrammeId, ProjectKind, SheetId, StepId,
    TrancheId, UserId, WorkKind, WorkflowId,
};
use crate::law::{LawConfirmation, LawItem};
use crate::people::{OrgCode, Party, Role};
use crate::suite::Suite;

/// One request of one user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// Made by the client, kept across retries. The same id with the same content is answered with
    /// the first events; with other content it is refused.
    pub id: CommandId,
    /// Who asks.
    pub actor: Actor,
    /// The version of the application that the user saw; needed by every action on an application
    /// that exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
    /// What is asked.
    pub action: Action,
}

/// Who asks, in which role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The account that was logged in.
    pub user: UserId,
    /// The role in which it acts.
    pub role: Role,
    /// The user whose role was delegated to it, if it does not act in its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<UserId>,
}

/// How far a fund reaches: two municipal funds never pay for the same works.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FundLevel {
    /// 市级资金.
    Municipal,
    /// 区级资金, which may stand beside municipal money.
    District,
}

/// How a project is supported.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// 投资补助, paid in tranches.
    InvestmentSubsidy,
    /// 贷款贴息, paid on quarterly claims.
    InterestSubsidy,
}

/// How a stage ends.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 通过.
    Pass,
    /// 退回补正.
    Return,
    /// 不予通过.
    Reject,
}

/// A space of a project: its owner and its share of the planned investment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The space.
    pub space: SpaceId,
    /// Who owns it.
    pub owner: OrgCode,
    /// Its part of the planned investment.
    pub investment: Fen,
}

/// An invoice, as far as double payment is told by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    /// Who issued it.
    pub seller: OrgCode,
    /// Its number as printed.
    pub number: Prose,
    /// Its date.
    #[schemars(with = "Day")]
    pub date: Date,
    /// Its total with tax.
    pub amount: Fen,
}

/// What of a decision under the rules the desk needs; the whole record is known by its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionSummary {
    /// The scheme's id.
    pub scheme: String,
    /// The version of its law.
    pub version: String,
    /// The day on which the case was decided.
    #[schemars(with = "Day")]
    pub date: Date,
    /// Whether every gating clause is met.
    pub met: bool,
    /// The mode of support that the amount is for.
    pub mode: Mode,
    /// The decided amount; absent when the decision has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
    /// The investment on which the amount was computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investment: Option<Fen>,
    /// The rate of support in hundredths of a percent, where the amount has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_bp: Option<u32>,
    /// Whether law took part that no official has confirmed against the original.
    pub unconfirmed: bool,
    /// Whether a result of a model took part.
    pub provisional: bool,
    /// Marks of all that took part.
    pub marks: Vec<Mark>,
    /// SHA-256 of the decision record.
    pub record: Digest,
}

impl DecisionSummary {
    /// Why a letter on it is only a preview; final when empty.
    pub fn preview_reasons(&self) -> Vec<PreviewReason> {
        let soft = self.marks.iter().any(|mark| !mark.may_decide());
        let reasons = [
            (!self.met || self.amount.is_none(), PreviewReason::NotMet),
            (self.unconfirmed, PreviewReason::Unconfirmed),
            (self.provisional, PreviewReason::Provisional),
            (soft, PreviewReason::SoftMark),
        ];
        reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, why)| why).collect()
    }
}

/// A criterion of a score sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// What is judged.
    pub name: Prose,
    /// The most points.
    pub points_max: u32,
}

/// A movement of the principal of a loan.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LoanMove {
    /// The bank pays out.
    Drawdown,
    /// The borrower pays back, at term or early.
    Repayment,
}

/// What a money step does; every one is proposed by one person and approved by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Money {
    /// 预算下达: money for a line.
    Appropriate {
        /// The line.
        line: LineId,
        /// How much.
        amount: Fen,
    },
    /// 预算调减: unreserved money taken from a line.
    Cut {
        /// The line.
        line: LineId,
        /// How much.
        amount: Fen,
    },
    /// 结转: unreserved money to the line of the same programme, district and kind a year later.
    CarryOver {
        /// The line of the year that ends.
        from: LineId,
        /// The line of the year after.
        to: LineId,
        /// How much.
        amount: Fen,
    },
    /// 预留: money of a line kept for an application.
    Reserve {
        /// The application.
        application: ApplicationId,
        /// The line.
        line: LineId,
        /// How much.
        amount: Fen,
    },
    /// Gives back what is reserved for an application.
    Release {
        /// The application.
        application: ApplicationId,
    },
    /// 批复: the decided amount becomes the award; what else was reserved is given back.
    Commit {
        /// The application.
        application: ApplicationId,
    },
    /// Gives back what is committed and will not be paid.
    Cancel {
        /// The application.
        application: ApplicationId,
    },
    /// 拨付: one tranche or interest claim.
    Disburse {
        /// The application.
        application: ApplicationId,
        /// The tranche or claim.
        tranche: TrancheId,
    },
    /// 核减: the audited investment is lower, so the award is.
    Reduce {
        /// The application.
        application: ApplicationId,
        /// The investment that the audit found.
        audited_investment: Fen,
    },
    /// 追缴: money paid that has to come back.
    Demand {
        /// The application.
        application: ApplicationId,
        /// How much.
        amount: Fen,
        /// Why.
        reason: Prose,
    },
    /// 缴回: money that came back.
    Receive {
        /// The application.
        application: ApplicationId,
        /// How much.
        amount: Fen,
        /// The bank's reference.
        reference: Prose,
    },
    /// 核销: money that will not come back.
    WriteOff {
        /// The application.
        application: ApplicationId,
        /// How much.
        amount: Fen,
        /// Why.
        reason: Prose,
    },
}

impl Money {
    /// The application that it is about; none for the budget's own moves.
    pub fn application(&self) -> Option<&ApplicationId> {
        match self {
            Self::Appropriate { .. } | Self::Cut { .. } | Self::CarryOver { .. } => None,
            Self::Reserve { application, .. }
            | Self::Release { application }
            | Self::Commit { application }
            | Self::Cancel { application }
            | Self::Disburse { application, .. }
            | Self::Reduce { application, .. }
            | Self::Demand { application, .. }
            | Self::Receive { application, .. }
            | Self::WriteOff { application, .. } => Some(application),
        }
    }
}

/// What is asked of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// The first command of all: the office that runs the desk and its first administrator, who
    /// is the actor.
    Found {
        /// The office.
        organisation: OrgCode,
        /// Its name.
        name: Prose,
        /// The person behind the first account.
        person: PersonId,
        /// Commitment to the personal record.
        commitment: Digest,
        /// The ciphers that the desk goes by from here on.
        #[serde(default, skip_serializing_if = "Suite::is_default")]
        suite: Suite,
    },
    /// Enters an organisation.
    RegisterOrganisation {
        /// Its code.
        organisation: OrgCode,
        /// Its name.
        name: Prose,
    },
    /// Opens an account.
    RegisterUser {
        /// The account.
        user: UserId,
        /// For whom the person works.
        organisation: OrgCode,
        /// The person.
        person: PersonId,
        /// Commitment to the personal record.
        commitment: Digest,
    },
    /// Gives a role.
    GrantRole {
        /// The grant.
        grant: GrantId,
        /// To whom.
        user: UserId,
        /// Which.
        role: Role,
        /// The district of a district officer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<DistrictId>,
        /// The department of a member of a department.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<DepartmentId>,
        /// The first day.
        #[schemars(with = "Day")]
        from: Date,
        /// The last day; open when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<Day>")]
        to: Option<Date>,
    },
    /// Takes a role back, from today on.
    RevokeRole {
        /// The grant.
        grant: GrantId,
    },
    /// Lets another user act in the actor's role.
    Delegate {
        /// Who may act.
        to: UserId,
        /// The first day.
        #[schemars(with = "Day")]
        from: Date,
        /// The last day.
        #[schemars(with = "Day")]
        until: Date,
    },
    /// Notes that a personal record was erased where it is kept; the commitment stays.
    ErasePerson {
        /// The person.
        person: PersonId,
    },
    /// Declares an interest of the actor in an organisation.
    DeclareInterest {
        /// The organisation.
        organisation: OrgCode,
    },
    /// Enters a share of the shareholding list; 0 takes it out.
    RecordShare {
        /// Who holds it.
        holder: Party,
        /// In whom.
        held: OrgCode,
        /// How much, in hundredths of a percent.
        share_bp: u16,
        /// SHA-256 of the extract that shows it.
        evidence: Digest,
    },
    /// 核对: states that an item of the law is as the original text says.
    ConfirmLaw {
        /// The scheme.
        scheme: String,
        /// The item.
        item: LawItem,
        /// What was found there.
        confirmation: LawConfirmation,
    },
    /// Takes back what was confirmed; what was decided by it stays as it was.
    WithdrawConfirmation {
        /// The scheme.
        scheme: String,
        /// The item.
        item: LawItem,
        /// Why.
        reason: Prose,
    },
    /// Opens a programme under a workflow.
    OpenProgramme {
        /// The programme.
        programme: ProgrammeId,
        /// The scheme whose law decides.
        scheme: String,
        /// The order of its stages.
        workflow: WorkflowId,
        /// Whose money it is.
        level: FundLevel,
        /// Its districts.
        districts: Vec<DistrictId>,
        /// Its kinds of projects.
        project_kinds: Vec<ProjectKind>,
    },
    /// Goes on under the present text of the programme's workflow, which was changed.
    AdoptWorkflow {
        /// The programme.
        programme: ProgrammeId,
    },
    /// Opens a budget line.
    OpenLine {
        /// The line.
        line: LineId,
        /// The programme.
        programme: ProgrammeId,
        /// The budget year.
        year: i16,
        /// The district.
        district: DistrictId,
        /// The kind of projects.
        project_kind: ProjectKind,
    },
    /// Publishes a version of a score sheet; versions count from 1.
    PublishSheet {
        /// The sheet.
        sheet: SheetId,
        /// The version.
        version: u32,
        /// Its criteria.
        criteria: Vec<Criterion>,
    },
    /// Begins an application.
    OpenApplication {
        /// The application.
        application: ApplicationId,
        /// The programme.
        programme: ProgrammeId,
        /// Where the project lies.
        district: DistrictId,
        /// Its kind.
        project_kind: ProjectKind,
        /// How it is to be supported.
        mode: Mode,
        /// What it is called.
        title: Prose,
        /// Its spaces; several for a bundled area project 打捆申报.
        parts: Vec<Part>,
        /// Kinds of works on them.
        works: Vec<WorkKind>,
        /// When the works begin.
        #[schemars(with = "Day")]
        works_from: Date,
    },
    /// An action on one application.
    On {
        /// The application.
        application: ApplicationId,
        /// What.
        #[serde(rename = "do")]
        what: Move,
    },
    /// An act on a carbon account.
    Carbon {
        /// The account.
        account: AccountId,
        /// What.
        #[serde(rename = "do")]
        what: CarbonAct,
    },
    /// Proposes a money step.
    ProposeMoney {
        /// The step.
        step: StepId,
        /// What it does.
        money: Money,
    },
    /// Approves a money step that another proposed.
    ApproveMoney {
        /// The step.
        step: StepId,
    },
    /// Turns a proposed money step down.
    RefuseMoney {
        /// The step.
        step: StepId,
        /// Why.
        reason: Prose,
    },
    /// The bank has paid.
    PostPayment {
        /// The step.
        step: StepId,
        /// The bank's reference.
        reference: Prose,
    },
    /// The bank has not paid; the tranche may be proposed again.
    VoidPayment {
        /// The step.
        step: StepId,
        /// Why.
        reason: Prose,
    },
}

/// An action on one application that exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Move {
    /// Hands a stage of the applicant in, first or after a return.
    Submit {
        /// SHA-256 of what is handed in.
        content: Digest,
    },
    /// Ends a stage of an office, expert or verifier.
    Decide {
        /// How.
        outcome: Outcome,
        /// On which grounds.
        grounds: Prose,
    },
    /// Gives the opinion of a department in a parallel part of the stage.
    GiveOpinion {
        /// The part.
        branch: BranchId,
        /// Whether the department agrees.
        agrees: bool,
        /// Its reasons.
        grounds: Prose,
    },
    /// Attaches a document.
    AttachEvidence {
        /// What it is.
        evidence: EvidenceKind,
        /// SHA-256 of its bytes.
        sha256: Digest,
        /// Its size.
        bytes: u64,
        /// The invoice that it is, if it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        invoice: Option<Invoice>,
    },
    /// Clears the suspicion that two applications are for the same works.
    ClearDuplicate {
        /// The other application.
        with: ApplicationId,
        /// Why they are not.
        grounds: Prose,
    },
    /// Records the decision under the rules.
    RecordDecision {
        /// Its summary.
        decision: Box<DecisionSummary>,
    },
    /// Issues the letter of award; a preview, and marked so, while the decision is not firm.
    IssueLetter {
        /// SHA-256 of the letter.
        letter: Digest,
    },
    /// Publishes the public notice of the stage.
    PublishNotice {
        /// SHA-256 of the notice.
        notice: Digest,
    },
    /// Enters an objection to the notice.
    RaiseObjection {
        /// The objection.
        objection: ObjectionId,
        /// Commitment to who objects and to the text, kept apart.
        commitment: Digest,
    },
    /// Answers an objection.
    AnswerObjection {
        /// The objection.
        objection: ObjectionId,
        /// Whether it is upheld; then the stage cannot pass.
        upheld: bool,
        /// Why.
        grounds: Prose,
    },
    /// Takes the application back.
    Withdraw {
        /// Why.
        reason: Prose,
    },
    /// Stops the clock.
    Suspend {
        /// Why.
        reason: Prose,
    },
    /// Lets the clock run again.
    Resume,
    /// Asks to go on under another implementing entity.
    RequestEntityChange {
        /// The entity that takes over.
        organisation: OrgCode,
        /// Why.
        reason: Prose,
    },
    /// Answers that request.
    RuleOnEntityChange {
        /// Whether it is granted.
        granted: bool,
        /// Why.
        grounds: Prose,
    },
    /// Appeals against a refusal.
    Appeal {
        /// Why.
        reason: Prose,
    },
    /// Answers an appeal; upheld, the stage that refused is open again.
    RuleOnAppeal {
        /// Whether it is upheld.
        upheld: bool,
        /// Why.
        grounds: Prose,
    },
    /// Appoints an expert, verifier or bank officer.
    Appoint {
        /// Whom.
        user: UserId,
        /// As what.
        role: Role,
    },
    /// Ends an appointment.
    EndAppointment {
        /// Whose.
        user: UserId,
        /// As what.
        role: Role,
    },
    /// Reports a milestone of the works as reached.
    ReportMilestone {
        /// The milestone.
        milestone: MilestoneId,
        /// SHA-256 of what shows it.
        evidence: Digest,
    },
    /// Accepts a reported milestone.
    AcceptMilestone {
        /// The milestone.
        milestone: MilestoneId,
    },
    /// States a fact that the programme keeps.
    StateFact {
        /// The fact.
        fact: Box<Fact>,
    },
    /// Scores by a sheet.
    Score {
        /// The sheet.
        sheet: SheetId,
        /// The version scored by.
        version: u32,
        /// Points, in the order of its criteria.
        points: Vec<u32>,
    },
    /// Enters a movement of the loan's principal.
    MoveLoan {
        /// Drawn or repaid.
        direction: LoanMove,
        /// How much.
        amount: Fen,
        /// When.
        #[schemars(with = "Day")]
        on: Date,
    },
    /// Enters the rates of the loan from a day on.
    SetRate {
        /// The first day.
        #[schemars(with = "Day")]
        from: Date,
        /// The rate that the bank takes, in millionths a year: 3.45 % is 34,500.
        actual_ppm: u32,
        /// The reference rate (LPR), in millionths a year.
        reference_ppm: u32,
    },
    /// Claims interest from one day up to, but not with, another, within one quarter.
    ClaimInterest {
        /// The claim.
        claim: TrancheId,
        /// The first day.
        #[schemars(with = "Day")]
        from: Date,
        /// The day after the last.
        #[schemars(with = "Day")]
        until: Date,
    },
}
