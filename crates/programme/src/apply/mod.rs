//! The one way in: a command is answered with events, or refused with the reason.

mod authorise;
mod file;
mod loan;
mod open;
mod people;
mod stage;
mod steps;

pub use authorise::may;
pub(crate) use authorise::{apart, held, not_allowed};

use std::ops::Range;

use units::Date;

use crate::calendar::NoCalendar;
use crate::carbon;
use crate::command::{Action, Command, Move};
use crate::event::{Event, What};
use crate::ids::{ApplicationId, Digest};
use crate::journal;
use crate::moment::Moment;
use crate::people::rights::Right;
use crate::people::{OrgCode, Role, User};
use crate::refusal::{Code, Refusal};
use crate::state::{Application, State};
use crate::workflow::{Work, Workflow};

/// What became of a command that was not refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was carried out: the events to be kept, in this order, and folded.
    Happened(Vec<Event>),
    /// It had been carried out before; these are the numbers of its events. Nothing is to be kept.
    Repeated(Range<u64>),
}

/// Carries out `command` at the moment `clock`, or refuses it. The state is not changed: fold the
/// events once they are kept.
///
/// An event is never before the one before it: where the clock has gone back, its time is that of
/// the event before, and the clock's own is noted beside it.
///
/// # Errors
/// [`Refusal`] with a stable code, the reason and the remedy, in both languages.
pub fn apply(state: &State, command: &Command, clock: Moment) -> Result<Answer, Refusal> {
    if !clock.is_valid() {
        let (zh, en) = ("时间超出范围", "the moment is out of range");
        return Err(Refusal::new(Code::BadMoment, zh, en));
    }
    if let Some(answered) = state.commands.get(&command.id) {
        if answered.content == content(state, command) {
            return Ok(Answer::Repeated(answered.events.clone()));
        }
        return Err(Refusal::new(
            Code::CommandReused,
            format!("编号 {} 已用于另一请求", command.id),
            format!("{} was used for another command", command.id),
        ));
    }
    let at = clock.max(state.last_at);
    let (organisation, happened) = answer(state, command, at)?;
    let application = match &command.action {
        Action::OpenApplication { application, .. } => Some(application.clone()),
        action => subject(state, action),
    };
    let mut version =
        application.as_ref().map(|id| state.applications.get(id).map_or(0, |a| a.version));
    let digest = content(state, command);
    let mut events = Vec::with_capacity(happened.len());
    for (seq, what) in (state.next_seq..).zip(happened) {
        version = version.map(|version| version + 1);
        events.push(Event {
            seq,
            at,
            clock: (clock < at).then_some(clock),
            command: command.id.clone(),
            content: digest,
            actor: command.actor.clone(),
            organisation: organisation.clone(),
            version,
            what,
        });
    }
    Ok(Answer::Happened(events))
}

/// The digest of the canonical bytes of a command without its id.
fn content(state: &State, command: &Command) -> Digest {
    let Command { id: _, actor, expected, action } = command;
    #[derive(serde::Serialize)]
    struct Content<'a> {
        action: &'a Action,
        actor: &'a crate::command::Actor,
        #[serde(skip_serializing_if = "Option::is_none")]
        expected: &'a Option<u64>,
    }
    state.suite.digest(&journal::canonical(&Content { action, actor, expected }))
}

/// The application that exists and that an action is about.
fn subject(state: &State, action: &Action) -> Option<ApplicationId> {
    match action {
        Action::On { application, .. } => Some(application.clone()),
        Action::ProposeMoney { money, .. } => money.application().cloned(),
        Action::ApproveMoney { step }
        | Action::RefuseMoney { step, .. }
        | Action::PostPayment { step, .. }
        | Action::VoidPayment { step, .. } => state.steps.get(step)?.money.application().cloned(),
        _ => None,
    }
}

fn answer(state: &State, command: &Command, at: Moment) -> Result<(OrgCode, Vec<What>), Refusal> {
    let today = state.rules.calendar.date(at);
    if let Action::Found { .. } = &command.action {
        return people::found(state, command, today);
    }
    if state.next_seq == 0 {
        let (zh, en) = ("机构尚未建立", "the desk has not been founded");
        return Err(Refusal::new(Code::NotFounded, zh, en));
    }
    if let Action::Carbon { account, what } = &command.action {
        let Command { actor, expected, .. } = command;
        let (organisation, happened) =
            carbon::decide(state, actor, *expected, account, what, today)?;
        return Ok((organisation, vec![What::Carbon { account: account.clone(), happened }]));
    }
    let right = match &command.action {
        Action::ApproveMoney { step } | Action::RefuseMoney { step, .. } => {
            let step = state.steps.get(step);
            step.map(|step| Right::of_money(&step.money, false))
        }
        action => Right::of(action),
    };
    let subject = subject(state, &command.action);
    // A step that nobody proposed: the answer to it says so.
    if let Some(right) = right {
        may(state, &command.actor, right, subject.as_ref(), today)?;
    }
    let user = state.people.users.get(&command.actor.user);
    let user = user.ok_or_else(|| Refusal::unknown("账号", "account", &command.actor.user))?;
    let application = subject.as_ref().and_then(|id| state.applications.get(id));
    let desk = Desk { state, command, today, user };
    desk.check_version(application)?;
    Ok((user.organisation.clone(), desk.carry_out(application)?))
}

/// One command on its way, with who asks and when.
pub(crate) struct Desk<'a> {
    pub(crate) state: &'a State,
    pub(crate) command: &'a Command,
    pub(crate) today: Date,
    pub(crate) user: &'a User,
}

impl Desk<'_> {
    /// The role in which the actor acts.
    pub(crate) fn role(&self) -> Role {
        self.command.actor.role
    }

    fn check_version(&self, application: Option<&Application>) -> Result<(), Refusal> {
        let Some(application) = application else { return Ok(()) };
        let needed = matches!(self.command.action, Action::On { .. });
        match self.command.expected {
            None if needed => {
                let (zh, en) =
                    ("请求没有写明所见版本", "the command does not say which version it saw");
                Err(Refusal::new(Code::VersionMissing, zh, en))
            }
            Some(seen) if seen != application.version => {
                let now = application.version;
                Err(Refusal::new(
                    Code::VersionStale,
                    format!("所见为第 {seen} 版，现为第 {now} 版"),
                    format!("you saw version {seen}, it is now version {now}"),
                ))
            }
            _ => Ok(()),
        }
    }

    fn carry_out(&self, application: Option<&Application>) -> Result<Vec<What>, Refusal> {
        match (&self.command.action, application) {
            (Action::On { what, .. }, Some(application)) => self.move_on(application, what),
            (Action::ProposeMoney { step, money }, _) => self.propose(step, money),
            (Action::ApproveMoney { step }, _) => self.approve(step),
            (Action::RefuseMoney { step, reason }, _) => self.refuse(step, reason),
            (Action::PostPayment { step, reference }, _) => self.settle(step, reference, true),
            (Action::VoidPayment { step, reason }, _) => self.settle(step, reason, false),
            (Action::OpenApplication { .. }, _) => self.open_application(),
            (Action::ConfirmLaw { .. } | Action::WithdrawConfirmation { .. }, _) => {
                self.confirm_law()
            }
            (Action::OpenProgramme { .. }, _) => self.open_programme(),
            (Action::AdoptWorkflow { programme }, _) => self.adopt_workflow(programme),
            (Action::OpenLine { .. }, _) => self.open_line(),
            (Action::PublishSheet { .. }, _) => self.publish_sheet(),
            _ => self.keep_people(),
        }
    }

    fn move_on(&self, application: &Application, what: &Move) -> Result<Vec<What>, Refusal> {
        let goes_on = matches!(
            what,
            Move::Resume
                | Move::Withdraw { .. }
                | Move::AttachEvidence { .. }
                | Move::EndAppointment { .. }
        );
        if application.suspended.is_some() && !goes_on {
            return Err(suspended());
        }
        match what {
            Move::Submit { content } => self.submit(application, *content),
            Move::Decide { outcome, grounds } => self.decide(application, *outcome, grounds),
            Move::GiveOpinion { branch, agrees, grounds } => {
                self.give_opinion(application, branch, *agrees, grounds)
            }
            Move::Withdraw { reason } => self.withdraw(application, reason),
            Move::Suspend { reason } => Ok(vec![What::Suspended {
                application: application.id.clone(),
                reason: reason.clone(),
            }]),
            Move::Resume => self.resume(application),
            Move::PublishNotice { notice } => self.publish_notice(application, *notice),
            Move::RaiseObjection { objection, commitment } => {
                self.raise_objection(application, objection, *commitment)
            }
            Move::AnswerObjection { objection, upheld, grounds } => {
                self.answer_objection(application, objection, *upheld, grounds)
            }
            Move::Appeal { reason } => self.appeal(application, reason),
            Move::RuleOnAppeal { upheld, grounds } => {
                self.rule_on_appeal(application, *upheld, grounds)
            }
            Move::MoveLoan { direction, amount, on } => {
                self.move_loan(application, *direction, *amount, *on)
            }
            Move::SetRate { from, actual_ppm, reference_ppm } => {
                self.set_rate(application, *from, *actual_ppm, *reference_ppm)
            }
            Move::ClaimInterest { claim, from, until } => {
                self.claim_interest(application, claim, *from, *until)
            }
            other => self.keep_file(application, other),
        }
    }

    /// The workflow of an application.
    pub(crate) fn workflow(&self, application: &Application) -> Result<&Workflow, Refusal> {
        let id = &application.programme;
        let programme = self.state.programmes.get(id);
        self.flow_of(programme.ok_or_else(|| Refusal::unknown("项目计划", "programme", id))?)
    }

    /// What the present stage asks; an end asks nothing.
    pub(crate) fn work(&self, application: &Application) -> Result<&Work, Refusal> {
        self.workflow(application)?.work(&application.stage).ok_or_else(ended)
    }
}

pub(crate) fn ended() -> Refusal {
    Refusal::new(Code::Ended, "申请已结束", "the application has ended")
}

pub(crate) fn suspended() -> Refusal {
    Refusal::new(Code::Suspended, "申请已中止办理", "the application is suspended")
}

pub(crate) fn no_calendar(missing: NoCalendar) -> Refusal {
    let year = missing.year;
    Refusal::new(
        Code::CalendarMissing,
        format!("日历没有 {year} 年的节假日安排"),
        format!("the calendar holds no public holidays of {year}"),
    )
}
