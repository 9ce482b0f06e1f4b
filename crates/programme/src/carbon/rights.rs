//! Who may do what to which carbon account: one table, as for applications.

use schemars::JsonSchema;
use serde::Serialize;
use units::Date;

use super::account::Account;
use super::act::CarbonAct;
use crate::apply::{apart, held, not_allowed};
use crate::command::Actor;
use crate::people::Role::{Analyst, Applicant, Auditor, Finance, MunicipalOfficer, Verifier};
use crate::people::{Role, User};
use crate::refusal::Refusal;
use crate::state::State;

/// What a right is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named as the acts are")]
pub enum CarbonRight {
    Read,
    Open,
    Bound,
    FileStatement,
    VerifyStatement,
    ClaimReduction,
    VerifyReduction,
    ReverseReduction,
    EnterUnits,
    UseUnits,
    Plan,
    DeclareNeutrality,
    Certify,
    RevokeCertificate,
}

/// To which accounts a right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CarbonReach {
    /// To all.
    All,
    /// To that of the enterprise for which the actor works.
    Own,
}

use CarbonReach::{All, Own};

/// Every right on carbon accounts. What is not here is refused.
pub const CARBON_RIGHTS: &[(CarbonRight, Role, CarbonReach)] = &[
    (CarbonRight::Read, Applicant, Own),
    (CarbonRight::Read, MunicipalOfficer, All),
    (CarbonRight::Read, Finance, All),
    (CarbonRight::Read, Verifier, All),
    (CarbonRight::Read, Auditor, All),
    (CarbonRight::Read, Analyst, All),
    (CarbonRight::Open, Applicant, Own),
    (CarbonRight::Bound, Applicant, Own),
    (CarbonRight::FileStatement, Applicant, Own),
    (CarbonRight::VerifyStatement, Verifier, All),
    (CarbonRight::ClaimReduction, Applicant, Own),
    (CarbonRight::VerifyReduction, Verifier, All),
    (CarbonRight::ReverseReduction, Verifier, All),
    (CarbonRight::ReverseReduction, Auditor, All),
    (CarbonRight::EnterUnits, MunicipalOfficer, All),
    (CarbonRight::UseUnits, Applicant, Own),
    (CarbonRight::Plan, Applicant, Own),
    (CarbonRight::DeclareNeutrality, Applicant, Own),
    (CarbonRight::Certify, Verifier, All),
    (CarbonRight::RevokeCertificate, Verifier, All),
    (CarbonRight::RevokeCertificate, MunicipalOfficer, All),
    (CarbonRight::RevokeCertificate, Auditor, All),
];

impl CarbonRight {
    /// Every right.
    pub const ALL: [Self; 14] = [
        Self::Read,
        Self::Open,
        Self::Bound,
        Self::FileStatement,
        Self::VerifyStatement,
        Self::ClaimReduction,
        Self::VerifyReduction,
        Self::ReverseReduction,
        Self::EnterUnits,
        Self::UseUnits,
        Self::Plan,
        Self::DeclareNeutrality,
        Self::Certify,
        Self::RevokeCertificate,
    ];

    /// The right that an act needs.
    pub fn of(act: &CarbonAct) -> Self {
        match act {
            CarbonAct::Open => Self::Open,
            CarbonAct::AddBoundary { .. } | CarbonAct::EndBoundary { .. } => Self::Bound,
            CarbonAct::FileStatement { .. } => Self::FileStatement,
            CarbonAct::VerifyStatement { .. } => Self::VerifyStatement,
            CarbonAct::ClaimReduction { .. } => Self::ClaimReduction,
            CarbonAct::VerifyReduction { .. } | CarbonAct::RefuseReduction { .. } => {
                Self::VerifyReduction
            }
            CarbonAct::ReverseReduction { .. } => Self::ReverseReduction,
            CarbonAct::EnterUnits { .. } => Self::EnterUnits,
            CarbonAct::RetireUnits { .. } | CarbonAct::CancelUnits { .. } => Self::UseUnits,
            CarbonAct::Plan { .. } => Self::Plan,
            CarbonAct::DeclareNeutrality { .. } => Self::DeclareNeutrality,
            CarbonAct::Certify { .. } | CarbonAct::RefuseCertificate { .. } => Self::Certify,
            CarbonAct::RevokeCertificate { .. } => Self::RevokeCertificate,
        }
    }
}

/// Whether `actor` may use `right` on `today` on an account, or on the one that its enterprise is
/// to have. Who is not of the enterprise must be independent of it: neither work for it nor hold a
/// share, as for applications.
///
/// # Errors
/// [`Refusal`] of an actor without the account, the role or the right, or with an interest.
pub fn may_carbon<'s>(
    state: &'s State,
    actor: &'s Actor,
    right: CarbonRight,
    account: Option<&Account>,
    today: Date,
) -> Result<&'s User, Refusal> {
    let (user, holder) = held(state, actor, today)?;
    let reaches = |reach| match (reach, account) {
        (All, _) | (Own, None) => true,
        (Own, Some(account)) => holder.organisation == account.enterprise,
    };
    let mut cells =
        CARBON_RIGHTS.iter().filter(|(of, role, _)| (*of, *role) == (right, actor.role));
    if !cells.any(|(.., reach)| reaches(*reach)) {
        return Err(not_allowed(right, actor.role));
    }
    if let Some(account) = account.filter(|_| actor.role != Applicant) {
        apart(state, actor, user, &[account.enterprise.clone()].into())?;
    }
    Ok(user)
}
