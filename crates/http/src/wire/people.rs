//! Accounts, sessions, the persons behind them, organisations.

use programme::command::Actor;
use programme::ids::{DepartmentId, DistrictId, GrantId, PersonId, UserId};
use programme::people::{OrgCode, Role};
use programme::state::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Day};

use super::Receipt;

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

/// The ways to log in.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Ways {
    /// By account and password.
    pub(crate) password: bool,
    /// By the provider: send the browser to `/api/v1/oidc/login`.
    pub(crate) oidc: bool,
}

/// What the provider sends the browser back with.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ProviderAnswer {
    /// The login that this ends.
    pub(crate) state: Option<String>,
    /// What the desk asks the provider with who it is; absent where the provider refuses.
    pub(crate) code: Option<String>,
}

/// Who somebody is for the provider.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Subject {
    /// The `sub` of their identity there.
    #[schemars(length(min = 1, max = 255))]
    pub(crate) subject: String,
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

/// An organisation; legal persons are public.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OrganisationWire {
    /// Its unified social credit code.
    pub(crate) code: OrgCode,
    /// Its registered name.
    pub(crate) name: String,
}

/// An account for those who give roles and appoint.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct UserWire {
    /// The account.
    pub(crate) user: UserId,
    /// For whom it works.
    pub(crate) organisation: OrgCode,
    /// The person behind it, for administrators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) person: Option<PersonId>,
    /// Its roles, those that are over too.
    pub(crate) grants: Vec<GrantWire>,
}

/// A role that was given.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct GrantWire {
    /// The grant.
    pub(crate) grant: GrantId,
    /// The role.
    pub(crate) role: Role,
    /// Of a district officer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) district: Option<DistrictId>,
    /// Of a member of a department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) department: Option<DepartmentId>,
    /// Its first day.
    #[schemars(with = "Day")]
    pub(crate) from: Date,
    /// Its last day, if it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Day>")]
    pub(crate) to: Option<Date>,
}

/// Every organisation.
pub(crate) fn organisations(state: &State) -> Vec<OrganisationWire> {
    let all = state.people().organisations();
    all.map(|one| OrganisationWire { code: one.code.clone(), name: one.name.as_str().to_owned() })
        .collect()
}

/// Every account; `persons` whether the pseudonyms behind them are shown.
pub(crate) fn users(state: &State, persons: bool) -> Vec<UserWire> {
    let people = state.people();
    let grant = |one: &programme::people::Grant| GrantWire {
        grant: one.grant.clone(),
        role: one.role,
        district: one.district.clone(),
        department: one.department.clone(),
        from: one.from,
        to: one.to,
    };
    let user = |one: &programme::people::User| UserWire {
        user: one.user.clone(),
        organisation: one.organisation.clone(),
        person: persons.then(|| one.person.clone()),
        grants: people.grants_of(&one.user).map(grant).collect(),
    };
    people.users().map(user).collect()
}
