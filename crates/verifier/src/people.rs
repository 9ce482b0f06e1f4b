//! Check 4, people: who acted had that role that day, by grants and delegations alone.

use jiff::civil::Date;

use crate::event::{Actor, Delegation, Event, What};
use crate::form::Role;
use crate::money::{Name, PAYERS};
use crate::refusal::{Check, Fault, Say, Verdict, ensure};
use crate::state::State;

/// The role in which accounts and roles are kept.
const ADMINISTRATOR: Role = "administrator";

fn fault(found: impl Into<String>, expected: Say) -> Fault {
    Fault::new(Check::People, found, expected)
}

impl State {
    /// Checks who acted, in which role, for whom.
    pub(crate) fn check_people(&self, event: &Event) -> Verdict {
        // `check_sequence` has counted this event already.
        match self.next {
            1 => return founded(event),
            2 => return self.check_founder(event),
            _ => {}
        }
        let actor = &event.actor;
        let user = self.users.get(&actor.user);
        let user =
            user.ok_or_else(|| fault(&*actor.user, ["已登记的账号", "a registered user"]))?;
        let expected = ["该账号的单位", "the organisation of that user"];
        ensure(user.organisation == event.organisation, Check::People, expected, || {
            format!("{}: {}", actor.user, event.organisation)
        })?;
        let date = self.date(event.at);
        let date = date.ok_or_else(|| fault(event.at.to_string(), ["日期", "a date"]))?;
        self.check_role(actor, date)?;
        self.check_task(actor, &event.what)
    }

    /// The second event of all: the founder becomes administrator, by the first command.
    fn check_founder(&self, event: &Event) -> Verdict {
        let founder = self.users.get_key_value(&event.actor.user);
        let holds = match (&event.what, founder) {
            (What::Granted(grant), Some((user, account))) => {
                grant.user == *user
                    && grant.role == ADMINISTRATOR
                    && event.actor.role == ADMINISTRATOR
                    && event.actor.on_behalf_of.is_none()
                    && event.organisation == account.organisation
                    && self.is_first_command()
            }
            _ => false,
        };
        let expected = [
            "第 1 个事件由建立者在同一请求中取得管理员角色",
            "the founder's own grant of `administrator` as event 1, by the same command",
        ];
        ensure(holds, Check::People, expected, || format!("{} {}", event.actor.user, event.command))
    }

    /// Whether the role is the actor's own, or that of whom the actor stands for, on `date`.
    fn check_role(&self, actor: &Actor, date: Date) -> Verdict {
        let holder = actor.on_behalf_of.as_ref().unwrap_or(&actor.user);
        if let Some(by) = &actor.on_behalf_of {
            let all = self.users.get(&actor.user).map_or(&[][..], |user| &user.delegations);
            let covers = |one: &Delegation| {
                one.by == *by && one.role == actor.role && one.from <= date && date <= one.until
            };
            let expected = ["当日有效的委托", "a delegation in force that day"];
            ensure(all.iter().any(covers), Check::People, expected, || {
                format!("{date}: {by} → {} ({})", actor.user, actor.role)
            })?;
        }
        let expected = ["当日有效的角色授权", "a grant of the role in force that day"];
        ensure(self.is_granted(holder, actor.role, date), Check::People, expected, || {
            format!("{date}: {holder} ({})", actor.role)
        })
    }

    fn is_granted(&self, user: &Name, role: Role, date: Date) -> bool {
        let ids = self.users.get(user).map_or(&[][..], |user| &user.grants);
        ids.iter().filter_map(|id| self.grants.get(id)).any(|grant| {
            grant.role == role && grant.from <= date && grant.to.is_none_or(|to| date <= to)
        })
    }

    /// Whether this role does this: keeping accounts, delegating its own, moving money.
    fn check_task(&self, actor: &Actor, what: &What) -> Verdict {
        let rule = |step: &Name| self.steps.get(step).map_or(&[][..], |step| step.rule.approvers);
        let roles: &[Role] = match what {
            What::Organisation(_) | What::User(_) | What::Granted(_) | What::Revoked { .. } => {
                &[ADMINISTRATOR]
            }
            What::Delegated(delegation) => return self.check_delegation(actor, delegation),
            What::Proposed { money, .. } => money.rule.proposers,
            What::Approved { step, .. } | What::Refused { step } => rule(step),
            What::Settled { .. } => PAYERS,
            What::Carbon { happened, .. } => happened.roles(),
            _ => return Ok(()),
        };
        let expected = ["文档为此规定的角色", "a role that the page lets do this"];
        ensure(roles.contains(&actor.role), Check::People, expected, || {
            format!("{} ({}) ∉ {}", actor.user, actor.role, roles.join(", "))
        })
    }

    /// A user delegates their own role, to another person of the same organisation.
    fn check_delegation(&self, actor: &Actor, delegation: &Delegation) -> Verdict {
        let Delegation { by, to, role, from, until } = delegation;
        let account = |id| self.users.get(id).map(|user| (&user.organisation, &user.person));
        let apart = match (account(by), account(to)) {
            (Some((organisation, person)), Some((other, another))) => {
                organisation == other && person != another
            }
            _ => false,
        };
        let own = *by == actor.user && *role == actor.role && actor.on_behalf_of.is_none();
        let expected = [
            "本人将自己的角色委托给本单位另一人，期限不颠倒",
            "a user's own role, to another person of the same organisation, that ends after it begins",
        ];
        ensure(apart && own && from <= until, Check::People, expected, || {
            format!("{by} → {to} ({role}), {from}–{until}")
        })
    }

    fn is_first_command(&self) -> bool {
        self.current.as_ref().is_some_and(|current| Some(&current.command) == self.first.as_ref())
    }
}

/// The first event of all: who founds the desk is its administrator, and works for its office.
fn founded(event: &Event) -> Verdict {
    let holds = match &event.what {
        What::Founded { office, administrator, .. } => {
            administrator.user == event.actor.user
                && administrator.organisation == *office
                && event.organisation == *office
                && event.actor.role == ADMINISTRATOR
                && event.actor.on_behalf_of.is_none()
        }
        _ => false,
    };
    let expected = [
        "建立者即管理员，任职于该机构",
        "the administrator that is named, who works for the office, as the actor",
    ];
    ensure(holds, Check::People, expected, || event.actor.user.to_string())
}
