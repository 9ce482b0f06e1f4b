//! What the desk knows now: the fold of all events, and nothing else.

mod application;
mod duplicates;
mod fold;
mod invariants;
mod query;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::carbon::Accounts;
use crate::command::{Criterion, FundLevel, Money};
use crate::ids::{
    ApplicationId, CommandId, Digest, DistrictId, LineId, PersonId, ProgrammeId, ProjectKind,
    SheetId, StepId, UserId, WorkflowId,
};
use crate::law::Confirmations;
use crate::moment::Moment;
use crate::money::{Ledger, Line, Transfer};
use crate::people::People;
use crate::suite::Suite;
use crate::workflow::Workflow;
pub use application::{
    Application, Claim, Letter, OpenAppeal, Opinion, RunningNotice, Suspicion, TrancheState,
};
pub(crate) use duplicates::{Duplicates, normal_number};
pub(crate) use fold::{new_application, stage_kind};
pub use query::{BoardKey, BoardRow, Funds, Inbox, Task, Waiting};

/// What the desk goes by, from outside: workflows and the calendar.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The workflows, by id.
    pub workflows: BTreeMap<WorkflowId, Workflow>,
    /// Working days, and the clock of the place.
    pub calendar: Calendar,
}

/// A funding programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// The scheme whose law decides.
    pub scheme: String,
    /// Its workflow.
    pub workflow: WorkflowId,
    /// The hash of the workflow's file that the programme goes by.
    pub workflow_sha256: Digest,
    /// Whose money it is.
    pub level: FundLevel,
    /// Its districts.
    pub districts: BTreeSet<DistrictId>,
    /// Its kinds of projects.
    pub project_kinds: BTreeSet<ProjectKind>,
}

/// A money step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it does.
    pub money: Money,
    /// How much.
    pub amount: units::Fen,
    /// The persons who proposed it: who acted, and whose role it was.
    pub proposed_by: BTreeSet<PersonId>,
    /// Who proposed it, and when.
    pub proposed: (UserId, Moment),
    /// Who approved or refused it, and when.
    pub answered: Option<(UserId, Moment)>,
    /// How far it is.
    pub state: StepState,
}

/// How far a money step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Waits for another person.
    Proposed,
    /// Done; the transfers that it made.
    Approved(Vec<Transfer>),
    /// Turned down.
    Refused,
    /// Approved, and the bank has paid.
    Posted,
    /// Approved, and the bank has not paid.
    Voided,
}

/// The answer to an earlier command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) content: Digest,
    pub(crate) events: Range<u64>,
}

/// Everything the desk knows.
#[derive(Clone, Debug)]
pub struct State {
    pub(crate) rules: Arc<Rules>,
    pub(crate) suite: Suite,
    pub(crate) next_seq: u64,
    pub(crate) last_at: Moment,
    pub(crate) commands: BTreeMap<CommandId, Answered>,
    pub(crate) people: People,
    pub(crate) confirmations: Confirmations,
    pub(crate) programmes: BTreeMap<ProgrammeId, Programme>,
    pub(crate) lines: BTreeMap<LineId, Line>,
    pub(crate) sheets: BTreeMap<SheetId, Vec<Vec<Criterion>>>,
    pub(crate) applications: BTreeMap<ApplicationId, Application>,
    pub(crate) steps: BTreeMap<StepId, Step>,
    pub(crate) ledger: Ledger,
    pub(crate) duplicates: Duplicates,
    pub(crate) carbon: Accounts,
}

impl State {
    /// A desk on which nothing has happened.
    pub fn new(rules: Arc<Rules>) -> Self {
        Self {
            rules,
            suite: Suite::default(),
            next_seq: 0,
            last_at: Moment(0),
            commands: BTreeMap::new(),
            people: People::default(),
            confirmations: Confirmations::new(),
            programmes: BTreeMap::new(),
            lines: BTreeMap::new(),
            sheets: BTreeMap::new(),
            applications: BTreeMap::new(),
            steps: BTreeMap::new(),
            ledger: Ledger::default(),
            duplicates: Duplicates::default(),
            carbon: Accounts::default(),
        }
    }

    /// The number of the next event, which is also how many there were.
    pub fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// The same for a desk that is to be founded with these ciphers.
    pub fn with_suite(self, suite: Suite) -> Self {
        Self { suite, ..self }
    }

    /// The ciphers that it was founded with, or is to be.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// What the desk goes by.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Everyone it knows.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// The programmes.
    pub fn programmes(&self) -> &BTreeMap<ProgrammeId, Programme> {
        &self.programmes
    }

    /// The budget lines.
    pub fn lines(&self) -> &BTreeMap<LineId, Line> {
        &self.lines
    }

    /// The applications.
    pub fn applications(&self) -> &BTreeMap<ApplicationId, Application> {
        &self.applications
    }

    /// What officials confirmed of the law.
    pub fn confirmations(&self) -> &Confirmations {
        &self.confirmations
    }

    /// The score sheets, each in its versions, oldest first.
    pub fn sheets(&self) -> &BTreeMap<SheetId, Vec<Vec<Criterion>>> {
        &self.sheets
    }

    /// The money steps.
    pub fn steps(&self) -> &BTreeMap<StepId, Step> {
        &self.steps
    }

    /// The money.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The carbon accounts.
    pub fn carbon(&self) -> &Accounts {
        &self.carbon
    }

    /// The workflow that an application goes through.
    pub fn workflow(&self, application: &Application) -> Option<&Workflow> {
        let programme = self.programmes.get(&application.programme)?;
        self.rules.workflows.get(&programme.workflow)
    }

    /// Whether two states are the same in all that came from events.
    pub fn same_as(&self, other: &Self) -> bool {
        self.next_seq == other.next_seq
            && self.last_at == other.last_at
            && self.suite == other.suite
            && self.commands == other.commands
            && self.people == other.people
            && self.programmes == other.programmes
            && self.lines == other.lines
            && self.sheets == other.sheets
            && self.applications == other.applications
            && self.steps == other.steps
            && self.ledger == other.ledger
            && self.duplicates == other.duplicates
            && self.carbon == other.carbon
    }
}
