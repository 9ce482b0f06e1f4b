//! What a verifier keeps of the events before: who and what there is, never the events themselves.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::accounts::Accounts;
use crate::event::{Actor, Delegation, Event, Grant, Line, Opened, What};
use crate::ledger::Ledger;
use crate::money::{Money, Name, Rule};
use crate::refusal::Verdict;

/// An account.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) organisation: Name,
    pub(crate) person: Name,
    pub(crate) grants: Vec<Name>,
    /// Roles of others in which the user may act.
    pub(crate) delegations: Vec<Delegation>,
}

/// An application.
#[derive(Debug)]
pub(crate) struct Application {
    pub(crate) opened: Opened,
    pub(crate) is_municipal: bool,
    pub(crate) beneficiary: Name,
    pub(crate) version: i64,
    pub(crate) award: i64,
    /// Tranches that are paid, or wait to be.
    pub(crate) tranches: BTreeSet<Name>,
}

/// A money step.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) application: Option<Name>,
    pub(crate) rule: &'static Rule,
    pub(crate) progress: Progress,
}

/// How far a money step has come.
#[derive(Debug)]
pub(crate) enum Progress {
    /// It waits for an answer.
    Proposed(Box<Proposal>),
    /// It was approved, and its transfer waits for the bank.
    Paying(Name),
    /// Nothing more can happen to it.
    Done,
}

/// What was proposed, and the persons behind it.
#[derive(Debug)]
pub(crate) struct Proposal {
    pub(crate) money: Money,
    pub(crate) amount: i64,
    pub(crate) persons: Vec<Name>,
}

/// The command whose events are being read.
#[derive(Debug)]
pub(crate) struct Current {
    pub(crate) command: Name,
    pub(crate) content: [u8; 32],
    pub(crate) actor: Actor,
    pub(crate) organisation: Name,
    pub(crate) at: i64,
    pub(crate) clock: Option<i64>,
}

/// Ids that were used: half of a hash of each, since they are many.
#[derive(Debug, Default)]
pub(crate) struct Seen(BTreeSet<[u8; 16]>);

impl Seen {
    /// Remembers an id; whether it is new.
    pub(crate) fn insert(&mut self, id: &str) -> bool {
        let hash: [u8; 32] = Sha256::digest(id).into();
        let mut half = [0; 16];
        half.iter_mut().zip(hash).for_each(|(to, byte)| *to = byte);
        self.0.insert(half)
    }
}

/// All that the checks need to know of the events before.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) offset_minutes: i16,
    pub(crate) next: i64,
    pub(crate) current: Option<Current>,
    /// The command that founded the desk.
    pub(crate) first: Option<Name>,
    pub(crate) commands: Seen,
    pub(crate) transfers: Seen,
    pub(crate) organisations: BTreeSet<Name>,
    pub(crate) users: BTreeMap<Name, Account>,
    /// The organisations in which a person has accounts.
    pub(crate) employers: BTreeMap<Name, BTreeSet<Name>>,
    pub(crate) grants: BTreeMap<Name, Grant>,
    /// Whether each programme is municipal.
    pub(crate) programmes: BTreeMap<Name, bool>,
    pub(crate) lines: BTreeMap<Name, Line>,
    pub(crate) line_keys: BTreeSet<(Name, i64, Name, Name)>,
    pub(crate) applications: BTreeMap<Name, Application>,
    /// The municipal applications for each space.
    pub(crate) by_space: BTreeMap<Name, Vec<Name>>,
    pub(crate) steps: BTreeMap<Name, Step>,
    pub(crate) ledger: Ledger,
    pub(crate) carbon: Accounts,
}

impl State {
    pub(crate) fn new(offset_minutes: i16) -> Self {
        Self { offset_minutes, ..Self::default() }
    }

    /// Takes in an event that is next and about `application`, or says which check from the fourth
    /// on it fails first. After a failure the state is of no more use.
    pub(crate) fn take(&mut self, event: Event, application: Option<Name>) -> Verdict {
        self.check_people(&event)?;
        if let Some(found) = application.and_then(|id| self.applications.get_mut(&id)) {
            found.version += 1;
        }
        let Event { actor, what, .. } = event;
        match what {
            What::Proposed { step, money, amount } => self.propose(&actor, step, *money, amount),
            What::Approved { step, transfers, award } => {
                self.approve(&actor, &step, &transfers, award)
            }
            What::Refused { step } => self.refuse(&step),
            What::Settled { step, transfer, is_paid } => {
                self.settle(&actor, &step, &transfer, is_paid)
            }
            What::Carbon { account, happened } => self.carbon(&actor, &account, happened),
            other => {
                self.enter(other);
                Ok(())
            }
        }
    }

    /// Takes in what is no money.
    fn enter(&mut self, what: What) {
        match what {
            What::Founded { office, administrator, .. } => {
                self.organisations.insert(office);
                self.hire(administrator);
            }
            What::Organisation(code) => {
                self.organisations.insert(code);
            }
            What::User(user) => self.hire(user),
            What::Granted(grant) => {
                if let Some(user) = self.users.get_mut(&grant.user) {
                    user.grants.push(grant.grant.clone());
                }
                self.grants.insert(grant.grant.clone(), grant);
            }
            What::Revoked { grant, to } => {
                if let Some(grant) = self.grants.get_mut(&grant) {
                    grant.to = Some(grant.to.map_or(to, |before| before.min(to)));
                }
            }
            What::Delegated(delegation) => {
                if let Some(user) = self.users.get_mut(&delegation.to) {
                    user.delegations.push(delegation);
                }
            }
            What::Programme { programme, is_municipal } => {
                self.programmes.insert(programme, is_municipal);
            }
            What::Line(line) => {
                self.line_keys.insert(line_key(&line));
                self.lines.insert(line.line.clone(), line);
            }
            What::Application(opened) => self.open(*opened),
            What::EntityChanged { application, organisation } => {
                if let Some(found) = self.applications.get_mut(&application) {
                    found.beneficiary = organisation;
                }
            }
            What::Proposed { .. }
            | What::Approved { .. }
            | What::Refused { .. }
            | What::Settled { .. }
            | What::Carbon { .. }
            | What::Other { .. } => {}
        }
    }

    fn hire(&mut self, user: crate::event::User) {
        let crate::event::User { user, organisation, person } = user;
        self.employers.entry(person.clone()).or_default().insert(organisation.clone());
        let (grants, delegations) = (Vec::new(), Vec::new());
        self.users.insert(user, Account { organisation, person, grants, delegations });
    }

    fn open(&mut self, opened: Opened) {
        let is_municipal = self.programmes.get(&opened.programme) == Some(&true);
        if is_municipal {
            for space in &opened.spaces {
                let here = self.by_space.entry(space.clone()).or_default();
                here.push(opened.application.clone());
            }
        }
        let application = Application {
            is_municipal,
            beneficiary: opened.applicant.clone(),
            version: 1,
            award: 0,
            tranches: BTreeSet::new(),
            opened,
        };
        self.applications.insert(application.opened.application.clone(), application);
    }

    /// The date of a moment in the desk's place.
    pub(crate) fn date(&self, at: i64) -> Option<Date> {
        let offset = jiff::tz::Offset::from_seconds(i32::from(self.offset_minutes) * 60).ok()?;
        Some(offset.to_datetime(jiff::Timestamp::from_millisecond(at).ok()?).date())
    }
}

/// What no two lines have in common.
pub(crate) fn line_key(line: &Line) -> (Name, i64, Name, Name) {
    (line.programme.clone(), line.year, line.district.clone(), line.project_kind.clone())
}
