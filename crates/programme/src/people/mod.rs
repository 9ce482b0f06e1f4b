//! Who acts: organisations, persons, accounts, roles in time, delegations, interests.

pub mod conflict;
pub mod rights;
mod uscc;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::Date;

use crate::guard::Prose;
use crate::ids::{DepartmentId, Digest, DistrictId, GrantId, PersonId, UserId};
pub use uscc::{OrgCode, OrgCodeError};

/// What a user may be.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 申报单位: acts for the organisation that applies.
    Applicant,
    /// 区级经办.
    DistrictOfficer,
    /// 市级经办.
    MunicipalOfficer,
    /// 会审部门: one of the departments that give opinions.
    Department,
    /// 专家, 第三方评估: appointed to single applications.
    Expert,
    /// 财政, 财务.
    Finance,
    /// 核查机构: appointed to single applications.
    Verifier,
    /// 银行: appointed to the applications whose loans it gives.
    Bank,
    /// 审计.
    Auditor,
    /// 分析人员.
    Analyst,
    /// 系统管理员: keeps accounts and roles, and has no part in any application.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 11] = [
        Self::Applicant,
        Self::DistrictOfficer,
        Self::MunicipalOfficer,
        Self::Department,
        Self::Expert,
        Self::Finance,
        Self::Verifier,
        Self::Bank,
        Self::Auditor,
        Self::Analyst,
        Self::Administrator,
    ];
}

/// An organisation; legal persons are public, so their names stand in the clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its unified social credit code.
    pub code: OrgCode,
    /// Its registered name.
    pub name: Prose,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The account's name.
    pub user: UserId,
    /// For whom the person works.
    pub organisation: OrgCode,
    /// The person behind it, under a pseudonym.
    pub person: PersonId,
    /// Salted hash of the personal record, which is kept apart: [`Digest::commitment`].
    pub commitment: Digest,
}

/// A role of a user, from a day and to a day, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The grant's name.
    pub grant: GrantId,
    /// To whom.
    pub user: UserId,
    /// Which role.
    pub role: Role,
    /// The district of a district officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<DistrictId>,
    /// The department of a member of a department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// The first day.
    pub from: Date,
    /// The last day; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// A user lets another act in one of their roles, from a day to a day, both included. What was
/// delegated cannot be delegated on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Whose role it is.
    pub by: UserId,
    /// Who may act in it.
    pub to: UserId,
    /// The role.
    pub role: Role,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// Someone who can hold a share: an organisation or a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// An organisation.
    Organisation(OrgCode),
    /// A person.
    Person(PersonId),
}

/// Everyone the desk knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    pub(crate) organisations: BTreeMap<OrgCode, Organisation>,
    pub(crate) users: BTreeMap<UserId, User>,
    pub(crate) grants: BTreeMap<GrantId, Grant>,
    /// The grants of each user, in the order in which they were given.
    pub(crate) grants_of: BTreeMap<UserId, Vec<GrantId>>,
    /// Delegations by the one who acts.
    pub(crate) delegations: BTreeMap<UserId, Vec<Delegation>>,
    /// Organisations in which a person declared an interest.
    pub(crate) declared: BTreeSet<(PersonId, OrgCode)>,
    /// Shares in hundredths of a percent, by holder and the organisation held.
    pub(crate) holdings: BTreeMap<Party, BTreeMap<OrgCode, u16>>,
    /// The organisations in which a person has accounts.
    pub(crate) employers: BTreeMap<PersonId, BTreeSet<OrgCode>>,
    /// Persons whose records were erased.
    pub(crate) erased: BTreeSet<PersonId>,
}

impl People {
    /// The account `user`.
    pub fn user(&self, user: &UserId) -> Option<&User> {
        self.users.get(user)
    }

    /// Every account.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    /// Every organisation.
    pub fn organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.values()
    }

    /// The grants of a user in the order in which they were given, those that are over too.
    pub fn grants_of(&self, user: &UserId) -> impl Iterator<Item = &Grant> {
        let ids = self.grants_of.get(user).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.grants.get(id))
    }

    /// The organisation with this code.
    pub fn organisation(&self, code: &OrgCode) -> Option<&Organisation> {
        self.organisations.get(code)
    }

    /// The user's own grants of `role` in force on `date`.
    pub fn grants_in_force<'a>(
        &'a self,
        user: &UserId,
        role: Role,
        date: Date,
    ) -> impl Iterator<Item = &'a Grant> {
        self.grants_of(user).filter(move |grant| {
            grant.role == role && grant.from <= date && grant.to.is_none_or(|to| date <= to)
        })
    }

    /// The roles that were delegated to `to` and are in force on `date`.
    pub fn delegated_to(&self, to: &UserId, date: Date) -> impl Iterator<Item = &Delegation> {
        let all = self.delegations.get(to).map_or(&[][..], Vec::as_slice);
        all.iter().filter(move |one| one.from <= date && date <= one.until)
    }

    /// In whose grants of `role` `user` may act on `date`: its own, and those delegated to it.
    pub(crate) fn holders<'a>(
        &'a self,
        user: &'a UserId,
        role: Role,
        date: Date,
    ) -> impl Iterator<Item = &'a UserId> {
        let lent = self.delegated_to(user, date).filter(move |one| one.role == role);
        std::iter::once(user).chain(lent.map(|one| &one.by))
    }

    /// Whether `to` may act in the role of `by` on `date`.
    pub fn is_delegated(&self, by: &UserId, to: &UserId, role: Role, date: Date) -> bool {
        self.delegations.get(to).is_some_and(|all| {
            all.iter().any(|one| {
                one.by == *by && one.role == role && one.from <= date && date <= one.until
            })
        })
    }
}
