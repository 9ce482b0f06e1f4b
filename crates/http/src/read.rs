//! What a user may see: the same table of rights that commands go by, for every role that is held.

use programme::command::Actor;
use programme::ids::UserId;
use programme::may;
use programme::people::Role;
use programme::people::rights::Right;
use programme::state::{Application, State, Step, StepState};
use units::Date;

/// A reader in all the roles that it holds today.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    actors: Vec<Actor>,
    today: Date,
}

impl Reader {
    /// The roles of `user` on `today`, delegated ones too.
    pub(crate) fn of(state: &State, user: &UserId, today: Date) -> Self {
        let people = state.people();
        let own = Role::ALL
            .into_iter()
            .filter(|role| people.grants_in_force(user, *role, today).next().is_some());
        let own = own.map(|role| Actor { user: user.clone(), role, on_behalf_of: None });
        let lent = people.delegated_to(user, today).map(|one| Actor {
            user: user.clone(),
            role: one.role,
            on_behalf_of: Some(one.by.clone()),
        });
        Self { actors: own.chain(lent).collect(), today }
    }

    /// The roles, each with whose it is.
    pub(crate) fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// Whether one of the roles has `right` on what belongs to no application.
    pub(crate) fn has(&self, state: &State, right: Right) -> bool {
        self.actors.iter().any(|actor| may(state, actor, right, None, self.today).is_ok())
    }

    /// Whether one of the roles has `right` on `application`.
    pub(crate) fn may(&self, state: &State, right: Right, application: &Application) -> bool {
        let id = Some(&application.id);
        self.actors.iter().any(|actor| may(state, actor, right, id, self.today).is_ok())
    }

    /// Whether one of the roles may approve or refuse a money step: never who proposed it.
    pub(crate) fn may_answer(&self, state: &State, step: &Step) -> bool {
        let right = Right::of_money(&step.money, false);
        let about = step.money.application();
        let person = |user| state.people().user(user).map(|user| &user.person);
        step.state == StepState::Proposed
            && self.actors.iter().any(|actor| {
                let acts = std::iter::once(&actor.user).chain(&actor.on_behalf_of);
                let eyes = acts.filter_map(person).all(|one| !step.proposed_by.contains(one));
                eyes && may(state, actor, right, about, self.today).is_ok()
            })
    }

    /// What each of the roles may do to `application`, but reading it.
    pub(crate) fn rights<'a>(
        &'a self,
        state: &'a State,
        application: &'a Application,
    ) -> impl Iterator<Item = (&'a Actor, Right)> {
        let id = Some(&application.id);
        self.actors.iter().flat_map(move |actor| {
            let all = Right::ALL.into_iter().filter(|right| *right != Right::Read);
            let may = all.filter(move |right| may(state, actor, *right, id, self.today).is_ok());
            may.map(move |right| (actor, right))
        })
    }

    /// Whether it may be read.
    pub(crate) fn sees(&self, state: &State, application: &Application) -> bool {
        self.may(state, Right::Read, application)
    }
}
