//! Organisations, accounts, roles, delegations, interests.

use units::Date;

use super::Desk;
use crate::command::{Action, Command};
use crate::event::What;
use crate::guard::Prose;
use crate::ids::{Digest, GrantId, PersonId, UserId};
use crate::people::{Delegation, Grant, OrgCode, Organisation, Role, User};
use crate::refusal::{Code, Refusal};
use crate::state::State;

/// The grant that the first administrator holds.
const FOUNDER: &str = "founder";

/// Founds the desk: the first command of all.
pub(super) fn found(
    state: &State,
    command: &Command,
    today: Date,
) -> Result<(OrgCode, Vec<What>), Refusal> {
    let Action::Found { organisation, name, person, commitment, suite } = &command.action else {
        return Err(unexpected());
    };
    let actor = &command.actor;
    if state.next_seq != 0 {
        let (zh, en) = ("机构已建立", "the desk has been founded");
        return Err(Refusal::new(Code::NotFounded, zh, en));
    }
    if *suite != state.suite {
        let own = state.suite;
        return Err(Refusal::new(
            Code::NotAllowed,
            format!("本系统的密钥属于 {own} 套件"),
            format!("the desk's key is one of the suite {own}"),
        ));
    }
    if actor.role != Role::Administrator || actor.on_behalf_of.is_some() {
        let (zh, en) = ("由管理员本人建立", "an administrator founds it, in person");
        return Err(Refusal::new(Code::NotAllowed, zh, en));
    }
    let office = Organisation { code: organisation.clone(), name: name.clone() };
    let administrator = User {
        user: actor.user.clone(),
        organisation: organisation.clone(),
        person: person.clone(),
        commitment: *commitment,
    };
    let grant = Grant {
        grant: GrantId::new(FOUNDER).map_err(|_| unexpected())?,
        user: actor.user.clone(),
        role: Role::Administrator,
        district: None,
        department: None,
        from: today,
        to: None,
    };
    let founded = What::Founded { office, administrator, suite: *suite };
    let happened = vec![founded, What::RoleGranted { grant }];
    Ok((organisation.clone(), happened))
}

/// An action that another part of the desk answers.
fn unexpected() -> Refusal {
    Refusal::new(Code::NotAllowed, "此处不能办理", "this is not done here")
}

impl Desk<'_> {
    pub(super) fn keep_people(&self) -> Result<Vec<What>, Refusal> {
        let happened = match &self.command.action {
            Action::RegisterOrganisation { organisation, name } => {
                self.register_organisation(organisation, name)
            }
            Action::RegisterUser { user, organisation, person, commitment } => {
                self.register_user(user, organisation, person, *commitment)
            }
            Action::GrantRole { .. } => self.grant_role(),
            Action::RevokeRole { grant } => self.revoke_role(grant),
            Action::Delegate { to, from, until } => self.delegate(to, *from, *until),
            Action::ErasePerson { person } => self.erase_person(person),
            Action::DeclareInterest { organisation } => {
                self.organisation(organisation)?;
                let (person, organisation) = (self.user.person.clone(), organisation.clone());
                Ok(What::InterestDeclared { person, organisation })
            }
            Action::RecordShare { .. } => self.record_share(),
            _ => Err(unexpected()),
        };
        happened.map(|what| vec![what])
    }

    /// Refuses an organisation that is not entered.
    pub(super) fn organisation(&self, code: &OrgCode) -> Result<(), Refusal> {
        let known = self.state.people.organisations.contains_key(code);
        if known { Ok(()) } else { Err(Refusal::unknown("单位", "organisation", code)) }
    }

    fn register_organisation(&self, code: &OrgCode, name: &Prose) -> Result<What, Refusal> {
        if self.state.people.organisations.contains_key(code) {
            return Err(Refusal::exists("单位", "organisation", code));
        }
        let organisation = Organisation { code: code.clone(), name: name.clone() };
        Ok(What::OrganisationRegistered { organisation })
    }

    fn register_user(
        &self,
        user: &UserId,
        organisation: &OrgCode,
        person: &PersonId,
        commitment: Digest,
    ) -> Result<What, Refusal> {
        self.organisation(organisation)?;
        if self.state.people.users.contains_key(user) {
            return Err(Refusal::exists("账号", "account", user));
        }
        if self.state.people.erased.contains(person) {
            return Err(Refusal::unknown("人员", "person", person));
        }
        let user = User {
            user: user.clone(),
            organisation: organisation.clone(),
            person: person.clone(),
            commitment,
        };
        Ok(What::UserRegistered { user })
    }

    fn grant_role(&self) -> Result<What, Refusal> {
        let Action::GrantRole { grant, user, role, district, department, from, to } =
            &self.command.action
        else {
            return Err(unexpected());
        };
        let people = &self.state.people;
        if people.grants.contains_key(grant) {
            return Err(Refusal::exists("授权", "grant", grant));
        }
        if !people.users.contains_key(user) {
            return Err(Refusal::unknown("账号", "account", user));
        }
        if district.is_some() != (*role == Role::DistrictOfficer)
            || department.is_some() != (*role == Role::Department)
        {
            return Err(Refusal::range(
                "区级经办须写明区，部门人员须写明部门，其他角色都不写",
                "a district officer has a district, a member of a department has a department, \
                 and no other role has either",
            ));
        }
        if to.is_some_and(|to| to < *from) {
            return Err(Refusal::range("末日早于首日", "the last day is before the first"));
        }
        let grant = Grant {
            grant: grant.clone(),
            user: user.clone(),
            role: *role,
            district: district.clone(),
            department: department.clone(),
            from: *from,
            to: *to,
        };
        Ok(What::RoleGranted { grant })
    }

    /// The role ends with yesterday, so that nothing more is done in it today.
    fn revoke_role(&self, grant: &GrantId) -> Result<What, Refusal> {
        let known = self.state.people.grants.get(grant);
        let known = known.ok_or_else(|| Refusal::unknown("授权", "grant", grant))?;
        let to = self.today.yesterday().unwrap_or(self.today);
        if known.to.is_some_and(|last| last <= to) {
            return Err(Refusal::new(Code::Done, "授权已结束", "the grant has ended"));
        }
        let in_force = |grant: &&Grant| {
            grant.role == Role::Administrator && grant.to.is_none_or(|to| to >= self.today)
        };
        let administrators = self.state.people.grants.values().filter(in_force).count();
        if known.role == Role::Administrator && administrators <= 1 {
            let (zh, en) = ("这是最后一名管理员", "this is the last administrator");
            return Err(Refusal::new(Code::NotAllowed, zh, en));
        }
        Ok(What::RoleRevoked { grant: grant.clone(), to })
    }

    fn delegate(&self, to: &UserId, from: Date, until: Date) -> Result<What, Refusal> {
        let known = self.state.people.users.get(to);
        let known = known.ok_or_else(|| Refusal::unknown("账号", "account", to))?;
        if self.command.actor.on_behalf_of.is_some() {
            let (zh, en) = ("受托不得转委托", "what was delegated is not delegated on");
            return Err(Refusal::new(Code::NotAllowed, zh, en));
        }
        if known.person == self.user.person || known.organisation != self.user.organisation {
            return Err(Refusal::range(
                "只能委托本单位的另一人",
                "a role is delegated to another person of the same organisation",
            ));
        }
        if until < from || until < self.today {
            return Err(Refusal::range(
                "委托期限已过或颠倒",
                "the delegation ends before it begins",
            ));
        }
        let by = self.user.user.clone();
        let delegation = Delegation { by, to: to.clone(), role: self.role(), from, until };
        Ok(What::Delegated { delegation })
    }

    fn erase_person(&self, person: &PersonId) -> Result<What, Refusal> {
        let people = &self.state.people;
        if !people.employers.contains_key(person) {
            return Err(Refusal::unknown("人员", "person", person));
        }
        if people.erased.contains(person) {
            return Err(Refusal::new(Code::Done, "已删除", "it was erased"));
        }
        let accounts = people.users.values().filter(|user| user.person == *person);
        let today = self.today;
        let holds = accounts.into_iter().any(|user| {
            let grants = people.grants_of.get(&user.user).into_iter().flatten();
            grants.filter_map(|id| people.grants.get(id)).any(|g| g.to.is_none_or(|to| to >= today))
        });
        if holds {
            let (zh, en) =
                ("此人仍持有角色，先收回", "the person still holds roles: revoke them first");
            return Err(Refusal::new(Code::NotAllowed, zh, en));
        }
        Ok(What::PersonErased { person: person.clone() })
    }

    fn record_share(&self) -> Result<What, Refusal> {
        let Action::RecordShare { holder, held, share_bp, evidence } = &self.command.action else {
            return Err(unexpected());
        };
        self.organisation(held)?;
        if *share_bp > 10_000 {
            return Err(Refusal::range("股份不超过 100%", "a share is at most 100 %"));
        }
        Ok(What::ShareRecorded {
            holder: holder.clone(),
            held: held.clone(),
            share_bp: *share_bp,
            evidence: *evidence,
        })
    }
}
