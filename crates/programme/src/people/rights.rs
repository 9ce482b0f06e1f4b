//! Who may do what to which application when: one table, of which the tests try every cell.

use schemars::JsonSchema;
use serde::Serialize;

use super::Role;
use crate::command::{Action, Money, Move};

/// What a right is for: actions of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named as the actions are")]
pub enum Right {
    Read,
    ReadPersonal,
    RegisterOrganisation,
    RegisterUser,
    GrantRole,
    RevokeRole,
    Delegate,
    ErasePerson,
    DeclareInterest,
    RecordShare,
    ConfirmLaw,
    OpenProgramme,
    AdoptWorkflow,
    OpenLine,
    PublishSheet,
    OpenApplication,
    Submit,
    Decide,
    GiveOpinion,
    AttachEvidence,
    ClearDuplicate,
    RecordDecision,
    IssueLetter,
    PublishNotice,
    RaiseObjection,
    AnswerObjection,
    Withdraw,
    Suspend,
    Resume,
    RequestEntityChange,
    RuleOnEntityChange,
    Appeal,
    RuleOnAppeal,
    Appoint,
    EndAppointment,
    ReportMilestone,
    AcceptMilestone,
    StateFact,
    Score,
    MoveLoan,
    SetRate,
    ClaimInterest,
    ProposeBudget,
    ApproveBudget,
    ProposeAward,
    ApproveAward,
    ProposePayment,
    ApprovePayment,
    ProposeRecovery,
    ApproveRecovery,
    SettlePayment,
}

/// To which applications a right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// To all, and to what belongs to no application.
    All,
    /// To those whose beneficiary the actor works for.
    Own,
    /// To those of the district of the actor's grant.
    District,
    /// To those that have a stage with a part for the department of the actor's grant.
    Department,
    /// To those to which the actor was appointed in this role.
    Appointed,
}

/// In which stages a right can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum During {
    /// In any stage, after the end too.
    Always,
    /// Until the application has ended.
    Running,
    /// In stages that this role answers.
    Answering,
    /// After the application has ended.
    Ended,
}

/// One cell: what, who, to which, when.
pub type Cell = (Right, Role, Reach, During);

use During::{Always, Answering, Ended, Running};
use Reach::{All, Appointed, Department, District, Own};
use Role::{
    Administrator, Analyst, Applicant, Auditor, Bank, DistrictOfficer, Expert, Finance,
    MunicipalOfficer, Verifier,
};

/// Every right that there is. What is not here is refused.
pub const RIGHTS: &[Cell] = &[
    (Right::Read, Applicant, Own, Always),
    (Right::Read, DistrictOfficer, District, Always),
    (Right::Read, MunicipalOfficer, All, Always),
    (Right::Read, Role::Department, Department, Always),
    (Right::Read, Expert, Appointed, Always),
    (Right::Read, Finance, All, Always),
    (Right::Read, Verifier, Appointed, Always),
    (Right::Read, Bank, Appointed, Always),
    (Right::Read, Auditor, All, Always),
    (Right::Read, Analyst, All, Always),
    (Right::ReadPersonal, Applicant, Own, Always),
    (Right::ReadPersonal, DistrictOfficer, District, Running),
    (Right::ReadPersonal, MunicipalOfficer, All, Running),
    (Right::ReadPersonal, Auditor, All, Always),
    (Right::RegisterOrganisation, Administrator, All, Always),
    (Right::RegisterUser, Administrator, All, Always),
    (Right::GrantRole, Administrator, All, Always),
    (Right::RevokeRole, Administrator, All, Always),
    (Right::Delegate, DistrictOfficer, All, Always),
    (Right::Delegate, MunicipalOfficer, All, Always),
    (Right::Delegate, Role::Department, All, Always),
    (Right::Delegate, Finance, All, Always),
    (Right::ErasePerson, Administrator, All, Always),
    (Right::DeclareInterest, DistrictOfficer, All, Always),
    (Right::DeclareInterest, MunicipalOfficer, All, Always),
    (Right::DeclareInterest, Role::Department, All, Always),
    (Right::DeclareInterest, Expert, All, Always),
    (Right::DeclareInterest, Finance, All, Always),
    (Right::DeclareInterest, Verifier, All, Always),
    (Right::DeclareInterest, Bank, All, Always),
    (Right::DeclareInterest, Auditor, All, Always),
    (Right::RecordShare, MunicipalOfficer, All, Always),
    (Right::RecordShare, Auditor, All, Always),
    (Right::ConfirmLaw, MunicipalOfficer, All, Always),
    (Right::OpenProgramme, MunicipalOfficer, All, Always),
    (Right::AdoptWorkflow, MunicipalOfficer, All, Always),
    (Right::OpenLine, Finance, All, Always),
    (Right::PublishSheet, MunicipalOfficer, All, Always),
    (Right::OpenApplication, Applicant, All, Always),
    (Right::Submit, Applicant, Own, Answering),
    (Right::Decide, DistrictOfficer, District, Answering),
    (Right::Decide, MunicipalOfficer, All, Answering),
    (Right::Decide, Expert, Appointed, Answering),
    (Right::Decide, Finance, All, Answering),
    (Right::Decide, Verifier, Appointed, Answering),
    (Right::GiveOpinion, Role::Department, Department, Running),
    (Right::AttachEvidence, Applicant, Own, Running),
    (Right::AttachEvidence, DistrictOfficer, District, Running),
    (Right::AttachEvidence, MunicipalOfficer, All, Running),
    (Right::AttachEvidence, Role::Department, Department, Running),
    (Right::AttachEvidence, Expert, Appointed, Running),
    (Right::AttachEvidence, Finance, All, Running),
    (Right::AttachEvidence, Verifier, Appointed, Running),
    (Right::AttachEvidence, Bank, Appointed, Running),
    (Right::ClearDuplicate, MunicipalOfficer, All, Running),
    (Right::ClearDuplicate, Auditor, All, Running),
    (Right::RecordDecision, MunicipalOfficer, All, Running),
    (Right::IssueLetter, MunicipalOfficer, All, Running),
    (Right::PublishNotice, MunicipalOfficer, All, Running),
    (Right::RaiseObjection, MunicipalOfficer, All, Running),
    (Right::AnswerObjection, MunicipalOfficer, All, Running),
    (Right::Withdraw, Applicant, Own, Running),
    (Right::Suspend, DistrictOfficer, District, Running),
    (Right::Suspend, MunicipalOfficer, All, Running),
    (Right::Resume, DistrictOfficer, District, Running),
    (Right::Resume, MunicipalOfficer, All, Running),
    (Right::RequestEntityChange, Applicant, Own, Running),
    (Right::RuleOnEntityChange, MunicipalOfficer, All, Running),
    (Right::Appeal, Applicant, Own, Ended),
    (Right::RuleOnAppeal, DistrictOfficer, District, Ended),
    (Right::RuleOnAppeal, MunicipalOfficer, All, Ended),
    (Right::RuleOnAppeal, Auditor, All, Ended),
    (Right::Appoint, MunicipalOfficer, All, Running),
    (Right::EndAppointment, MunicipalOfficer, All, Always),
    (Right::ReportMilestone, Applicant, Own, Running),
    (Right::AcceptMilestone, DistrictOfficer, District, Running),
    (Right::AcceptMilestone, MunicipalOfficer, All, Running),
    (Right::StateFact, Applicant, Own, Running),
    (Right::StateFact, DistrictOfficer, District, Running),
    (Right::StateFact, Verifier, Appointed, Running),
    (Right::Score, Expert, Appointed, Running),
    (Right::MoveLoan, Bank, Appointed, Running),
    (Right::SetRate, Bank, Appointed, Running),
    (Right::ClaimInterest, Applicant, Own, Running),
    (Right::ProposeBudget, Finance, All, Always),
    (Right::ApproveBudget, Finance, All, Always),
    (Right::ProposeAward, DistrictOfficer, District, Always),
    (Right::ProposeAward, MunicipalOfficer, All, Always),
    (Right::ApproveAward, MunicipalOfficer, All, Always),
    (Right::ApproveAward, Finance, All, Always),
    (Right::ProposePayment, DistrictOfficer, District, Running),
    (Right::ProposePayment, MunicipalOfficer, All, Running),
    (Right::ApprovePayment, Finance, All, Running),
    (Right::ProposeRecovery, MunicipalOfficer, All, Always),
    (Right::ProposeRecovery, Finance, All, Always),
    (Right::ProposeRecovery, Auditor, All, Always),
    (Right::ApproveRecovery, MunicipalOfficer, All, Always),
    (Right::ApproveRecovery, Finance, All, Always),
    (Right::SettlePayment, Finance, All, Always),
    (Right::SettlePayment, Bank, Appointed, Always),
];

impl Right {
    /// Every right.
    pub const ALL: [Self; 51] = [
        Self::Read,
        Self::ReadPersonal,
        Self::RegisterOrganisation,
        Self::RegisterUser,
        Self::GrantRole,
        Self::RevokeRole,
        Self::Delegate,
        Self::ErasePerson,
        Self::DeclareInterest,
        Self::RecordShare,
        Self::ConfirmLaw,
        Self::OpenProgramme,
        Self::AdoptWorkflow,
        Self::OpenLine,
        Self::PublishSheet,
        Self::OpenApplication,
        Self::Submit,
        Self::Decide,
        Self::GiveOpinion,
        Self::AttachEvidence,
        Self::ClearDuplicate,
        Self::RecordDecision,
        Self::IssueLetter,
        Self::PublishNotice,
        Self::RaiseObjection,
        Self::AnswerObjection,
        Self::Withdraw,
        Self::Suspend,
        Self::Resume,
        Self::RequestEntityChange,
        Self::RuleOnEntityChange,
        Self::Appeal,
        Self::RuleOnAppeal,
        Self::Appoint,
        Self::EndAppointment,
        Self::ReportMilestone,
        Self::AcceptMilestone,
        Self::StateFact,
        Self::Score,
        Self::MoveLoan,
        Self::SetRate,
        Self::ClaimInterest,
        Self::ProposeBudget,
        Self::ApproveBudget,
        Self::ProposeAward,
        Self::ApproveAward,
        Self::ProposePayment,
        Self::ApprovePayment,
        Self::ProposeRecovery,
        Self::ApproveRecovery,
        Self::SettlePayment,
    ];

    /// The cells of this right for a role.
    pub fn cells(self, role: Role) -> impl Iterator<Item = (Reach, During)> {
        let all = RIGHTS.iter().filter(move |(right, of, ..)| *right == self && *of == role);
        all.map(|(.., reach, during)| (*reach, *during))
    }

    /// The right to propose, or else to approve, a money step.
    pub fn of_money(money: &Money, proposes: bool) -> Self {
        let (propose, approve) = match money {
            Money::Appropriate { .. } | Money::Cut { .. } | Money::CarryOver { .. } => {
                (Self::ProposeBudget, Self::ApproveBudget)
            }
            Money::Reserve { .. }
            | Money::Release { .. }
            | Money::Commit { .. }
            | Money::Cancel { .. }
            | Money::Reduce { .. } => (Self::ProposeAward, Self::ApproveAward),
            Money::Disburse { .. } => (Self::ProposePayment, Self::ApprovePayment),
            Money::Demand { .. } | Money::Receive { .. } | Money::WriteOff { .. } => {
                (Self::ProposeRecovery, Self::ApproveRecovery)
            }
        };
        if proposes { propose } else { approve }
    }

    /// The right that an action needs; none for the first command, for the answers to a money step,
    /// which need that of the step, and for acts on carbon accounts, which have a table of their
    /// own ([`CarbonRight`](crate::carbon::CarbonRight)).
    pub fn of(action: &Action) -> Option<Self> {
        Some(match action {
            Action::Found { .. }
            | Action::ApproveMoney { .. }
            | Action::RefuseMoney { .. }
            | Action::Carbon { .. } => return None,
            Action::RegisterOrganisation { .. } => Self::RegisterOrganisation,
            Action::RegisterUser { .. } => Self::RegisterUser,
            Action::GrantRole { .. } => Self::GrantRole,
            Action::RevokeRole { .. } => Self::RevokeRole,
            Action::Delegate { .. } => Self::Delegate,
            Action::ErasePerson { .. } => Self::ErasePerson,
            Action::DeclareInterest { .. } => Self::DeclareInterest,
            Action::RecordShare { .. } => Self::RecordShare,
            Action::ConfirmLaw { .. } | Action::WithdrawConfirmation { .. } => Self::ConfirmLaw,
            Action::OpenProgramme { .. } => Self::OpenProgramme,
            Action::AdoptWorkflow { .. } => Self::AdoptWorkflow,
            Action::OpenLine { .. } => Self::OpenLine,
            Action::PublishSheet { .. } => Self::PublishSheet,
            Action::OpenApplication { .. } => Self::OpenApplication,
            Action::ProposeMoney { money, .. } => Self::of_money(money, true),
            Action::PostPayment { .. } | Action::VoidPayment { .. } => Self::SettlePayment,
            Action::On { what, .. } => Self::of_move(what),
        })
    }

    fn of_move(what: &Move) -> Self {
        match what {
            Move::Submit { .. } => Self::Submit,
            Move::Decide { .. } => Self::Decide,
            Move::GiveOpinion { .. } => Self::GiveOpinion,
            Move::AttachEvidence { .. } => Self::AttachEvidence,
            Move::ClearDuplicate { .. } => Self::ClearDuplicate,
            Move::RecordDecision { .. } => Self::RecordDecision,
            Move::IssueLetter { .. } => Self::IssueLetter,
            Move::PublishNotice { .. } => Self::PublishNotice,
            Move::RaiseObjection { .. } => Self::RaiseObjection,
            Move::AnswerObjection { .. } => Self::AnswerObjection,
            Move::Withdraw { .. } => Self::Withdraw,
            Move::Suspend { .. } => Self::Suspend,
            Move::Resume => Self::Resume,
            Move::RequestEntityChange { .. } => Self::RequestEntityChange,
            Move::RuleOnEntityChange { .. } => Self::RuleOnEntityChange,
            Move::Appeal { .. } => Self::Appeal,
            Move::RuleOnAppeal { .. } => Self::RuleOnAppeal,
            Move::Appoint { .. } => Self::Appoint,
            Move::EndAppointment { .. } => Self::EndAppointment,
            Move::ReportMilestone { .. } => Self::ReportMilestone,
            Move::AcceptMilestone { .. } => Self::AcceptMilestone,
            Move::StateFact { .. } => Self::StateFact,
            Move::Score { .. } => Self::Score,
            Move::MoveLoan { .. } => Self::MoveLoan,
            Move::SetRate { .. } => Self::SetRate,
            Move::ClaimInterest { .. } => Self::ClaimInterest,
        }
    }
}
