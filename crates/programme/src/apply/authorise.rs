//! Whether the actor may do this, to this application, now.

use std::collections::BTreeSet;

use units::Date;

use super::ended;
use crate::command::Actor;
use crate::ids::ApplicationId;
use crate::people::conflict::{Conflict, conflict};
use crate::people::rights::{During, Reach, Right};
use crate::people::{Grant, OrgCode, Role, User};
use crate::refusal::{Code, Refusal};
use crate::state::{Application, State};

/// Who asks, in which role, on which day.
struct Asker<'a> {
    state: &'a State,
    actor: &'a Actor,
    today: Date,
}

/// Whether `actor` may use `right` on `today`, on an application or on what belongs to none: the
/// one gate for commands, and for those who read.
///
/// # Errors
/// [`Refusal`] of an actor without the account, the role or the right, or with an interest.
pub fn may(
    state: &State,
    actor: &Actor,
    right: Right,
    application: Option<&ApplicationId>,
    today: Date,
) -> Result<(), Refusal> {
    let application = match application {
        None => None,
        Some(id) => {
            let found = state.applications.get(id);
            Some(found.ok_or_else(|| Refusal::unknown("申请", "application", id))?)
        }
    };
    let asker = Asker { state, actor, today };
    let user = asker.user()?;
    let (holder, grants) = asker.grants(user)?;
    let mut refusal = not_allowed(right, actor.role);
    let mut allowed = false;
    for (reach, during) in right.cells(actor.role) {
        let Some(application) = application else {
            allowed |= reach == Reach::All;
            continue;
        };
        if !grants.iter().any(|grant| asker.reaches(reach, grant, holder, application)) {
            continue;
        }
        match asker.is_time(during, application) {
            Ok(()) => allowed = true,
            Err(other) => refusal = other,
        }
    }
    if allowed { asker.keep_out(user, application) } else { Err(refusal) }
}

impl<'a> Asker<'a> {
    fn user(&self) -> Result<&'a User, Refusal> {
        let id = &self.actor.user;
        self.state.people.users.get(id).ok_or_else(|| {
            let (zh, en) = (format!("没有账号 {id}"), format!("there is no account {id}"));
            Refusal::new(Code::UnknownUser, zh, en)
        })
    }

    /// The user whose role it is, and the grants of it in force today.
    fn grants(&self, user: &'a User) -> Result<(&'a User, Vec<&'a Grant>), Refusal> {
        let Self { state: State { people, .. }, actor, today } = self;
        let holder = match &actor.on_behalf_of {
            None => Some(user),
            Some(by) if people.is_delegated(by, &actor.user, actor.role, *today) => {
                people.users.get(by)
            }
            Some(_) => None,
        };
        let grants = holder.map(|holder| {
            let grants = people.grants_in_force(&holder.user, actor.role, *today);
            (holder, grants.collect::<Vec<_>>())
        });
        grants.filter(|(_, grants)| !grants.is_empty()).ok_or_else(|| {
            let (user, role) = (&actor.user, actor.role);
            Refusal::new(
                Code::RoleNotHeld,
                format!("{today} 账号 {user} 不具有角色 {role:?}"),
                format!("{user} does not hold the role {role:?} on {today}"),
            )
        })
    }

    fn reaches(
        &self,
        reach: Reach,
        grant: &Grant,
        holder: &User,
        application: &Application,
    ) -> bool {
        match reach {
            Reach::All => true,
            Reach::Own => holder.organisation == application.beneficiary,
            Reach::District => grant.district.as_ref() == Some(&application.district),
            Reach::Department => grant.department.as_ref().is_some_and(|department| {
                let flow = self.state.workflow(application);
                flow.is_some_and(|flow| flow.hears(department))
            }),
            Reach::Appointed => {
                application.appointed.contains(&(holder.user.clone(), self.actor.role))
            }
        }
    }

    fn is_time(&self, during: During, application: &Application) -> Result<(), Refusal> {
        let answers = || {
            let work = self.state.workflow(application)?.work(&application.stage)?;
            Some(work.answers)
        };
        match during {
            During::Running | During::Answering if application.ended => Err(ended()),
            During::Ended if !application.ended => Err(Refusal::new(
                Code::WrongStage,
                format!("申请尚在环节 {}", application.stage),
                format!("the application is still in stage {}", application.stage),
            )),
            During::Answering if answers() != Some(self.actor.role) => Err(Refusal::new(
                Code::WrongStage,
                format!("环节 {} 不由此角色办结", application.stage),
                format!("stage {} is not answered by this role", application.stage),
            )),
            During::Always | During::Running | During::Ended | During::Answering => Ok(()),
        }
    }

    /// Keeps those with an interest out: the actor, and whose role the actor uses.
    fn keep_out(&self, user: &User, application: Option<&Application>) -> Result<(), Refusal> {
        let Some(application) = application.filter(|_| self.actor.role != Role::Applicant) else {
            return Ok(());
        };
        apart(self.state, self.actor, user, &application.parties())
    }
}

/// The user who acts, and the one whose role it is, which is in force today.
pub(crate) fn held<'a>(
    state: &'a State,
    actor: &'a Actor,
    today: Date,
) -> Result<(&'a User, &'a User), Refusal> {
    let asker = Asker { state, actor, today };
    let user = asker.user()?;
    let (holder, _) = asker.grants(user)?;
    Ok((user, holder))
}

/// Refuses an actor who has an interest in one of `parties`, or whose role's holder has.
pub(crate) fn apart(
    state: &State,
    actor: &Actor,
    user: &User,
    parties: &BTreeSet<OrgCode>,
) -> Result<(), Refusal> {
    let people = &state.people;
    let behind = actor.on_behalf_of.as_ref().and_then(|by| people.users.get(by));
    let found =
        [Some(user), behind].into_iter().flatten().find_map(|user| conflict(people, user, parties));
    found.map_or(Ok(()), |found| Err(interested(&found)))
}

/// The refusal of someone with an interest.
pub(super) fn interested(found: &Conflict) -> Refusal {
    let (code, zh, en) = match found {
        Conflict::Employed(code) => (code, "任职于", "works for"),
        Conflict::SamePerson(code) => (code, "另有账号属于", "also has an account at"),
        Conflict::Declared(code) => (code, "申报了利害关系：", "declared an interest in"),
        Conflict::Holds(code) => (code, "持有股份：", "holds a share of"),
        Conflict::EmployerHolds(code) => {
            (code, "所在单位持股或被持股：", "works for a shareholder of, or a company held by,")
        }
    };
    Refusal::new(
        Code::ConflictOfInterest,
        format!("办理人{zh}{code}"),
        format!("the actor {en} {code}, a party to the application"),
    )
}

/// The refusal of a role that has no such right.
pub(crate) fn not_allowed(right: impl std::fmt::Debug, role: Role) -> Refusal {
    Refusal::new(
        Code::NotAllowed,
        format!("角色 {role:?} 无权对此办理 {right:?}"),
        format!("the role {role:?} has no right to {right:?} here"),
    )
}
