//! What happens on the demo desk, as data: each story is a case and what is done on it, in working
//! days after its first; its last day is so many working days ago.

use programme::calendar::{Calendar, NoCalendar};
use programme::command::{Mode, Outcome};
use programme::facts::When;
use programme::people::Role;
use units::Date;

/// How a case has to come out under the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Met, under the law with the demo's confirmations.
    Met,
    /// Not met, under the same law.
    NotMet,
    /// Undetermined, for want of an assessment.
    Undetermined,
    /// Met, under the law as it ships: unconfirmed, so that its letter is a preview.
    Unconfirmed,
}

/// A money step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    /// What was decided.
    Reserve,
    /// The award.
    Commit,
    /// A tranche or an interest claim.
    Pay(&'static str),
    /// The audit found this share of the planned investment, in percent.
    Reduce(i64),
    /// So much of what was paid, in percent.
    Demand(i64),
    /// So much of what is owed, in percent.
    Receive(i64),
}

/// What is done on a case.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    Open,
    Attach(&'static [&'static str]),
    Invoice,
    State(When),
    Submit,
    Decide(Outcome, &'static str),
    Opinion(&'static str, bool, &'static str),
    Appoint(&'static str, Role),
    Score(&'static [u32]),
    Record,
    Notice,
    Object,
    Letter,
    Propose(Sum),
    /// The last step that was proposed.
    Approve,
    /// The last step that was proposed is paid by the bank.
    Post,
    Report(&'static str),
    Accept(&'static str),
    /// The works and the money go over to the company of another account.
    HandOver(&'static str, &'static str),
    Withdraw(&'static str),
    Suspend(&'static str),
    Appeal(&'static str),
    Drawdown,
    Rate(u32, u32),
    Claim(&'static str, Date, Date),
    Clear,
}

/// Who does what on which day.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    pub(super) on: Date,
    /// An account, or `applicant` or `district`: those of the case.
    pub(super) who: &'static str,
    pub(super) act: Act,
}

/// A case and what is done on it.
#[derive(Clone, Debug)]
pub(super) struct Story {
    /// The account of the applicant.
    pub(super) applicant: &'static str,
    /// In which of the two districts of the demo.
    pub(super) district: usize,
    pub(super) mode: Mode,
    pub(super) wanted: Wanted,
    /// Whether it is about the space of the story before.
    pub(super) same_space: bool,
    /// Working days from its last day to the present.
    ended_ago: u16,
    /// The day of the turn that is added next, in working days after the first.
    day: u16,
    turns: Vec<(u16, &'static str, Act)>,
}

impl Story {
    pub(super) fn new(
        applicant: &'static str,
        district: usize,
        wanted: Wanted,
        ended_ago: u16,
    ) -> Self {
        Self {
            applicant,
            district,
            mode: Mode::InvestmentSubsidy,
            wanted,
            same_space: false,
            ended_ago,
            day: 0,
            turns: vec![(0, "applicant", Act::Open)],
        }
    }

    /// So many working days pass.
    pub(super) fn wait(mut self, days: u16) -> Self {
        self.day += days;
        self
    }

    pub(super) fn by(mut self, who: &'static str, act: Act) -> Self {
        self.turns.push((self.day, who, act));
        self
    }

    /// The turns on their days, from old to new.
    ///
    /// # Errors
    /// [`NoCalendar`] where they reach into a year without data.
    pub(super) fn dated(
        &self,
        calendar: &Calendar,
        present: Date,
    ) -> Result<Vec<Turn>, NoCalendar> {
        let last = self.turns.last().map_or(0, |(day, ..)| *day);
        let first = before(calendar, present, self.ended_ago + last)?;
        let on = |day| calendar.after(first, day);
        self.turns
            .iter()
            .map(|(day, who, act)| Ok(Turn { on: on(*day)?, who, act: act.clone() }))
            .collect()
    }
}

/// The working day that lies so many working days before `date`.
pub(super) fn before(calendar: &Calendar, date: Date, days: u16) -> Result<Date, NoCalendar> {
    let (mut date, mut left) = (date, days);
    while left > 0 {
        date = date.yesterday().map_err(|_| NoCalendar { year: date.year() })?;
        left -= u16::from(calendar.is_working_day(date)?);
    }
    Ok(date)
}
