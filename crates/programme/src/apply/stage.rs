//! The way through the stages: hand in, decide, opinions, notice, stop and go, appeal.

use units::{Date, Fen, Text};

use super::{Desk, no_calendar};
use crate::command::Outcome;
use crate::event::{OpenBranch, What};
use crate::guard::Prose;
use crate::ids::{ApplicationId, BranchId, Digest, ObjectionId, PersonId, StageId};
use crate::people::Role;
use crate::refusal::{Code, Refusal};
use crate::state::Application;
use crate::workflow::Workflow;

/// The most objections to one notice.
const OBJECTIONS_MAX: usize = 500;

impl Desk<'_> {
    /// The event of coming into `stage`, with the days by which it and its parts are due.
    pub(super) fn enter(
        &self,
        flow: &Workflow,
        application: &ApplicationId,
        stage: &StageId,
        then_back_to: Option<StageId>,
    ) -> What {
        let work = flow.work(stage);
        let branches = work.into_iter().flat_map(|work| &work.branches);
        What::StageEntered {
            application: application.clone(),
            stage: stage.clone(),
            end: work.is_none(),
            due: work.and_then(|work| self.due(work.deadline_days)),
            branches: branches
                .map(|(branch, part)| OpenBranch {
                    branch: branch.clone(),
                    due: self.due(part.deadline_days),
                })
                .collect(),
            then_back_to,
        }
    }

    /// The day that lies so many working days after today. Unknown, and shown as such, while the
    /// calendar ends before: a deadline in a year that has not been arranged yet stops nobody.
    fn due(&self, days: Option<u16>) -> Option<Date> {
        self.state.rules.calendar.after(self.today, days?).ok()
    }

    pub(super) fn submit(
        &self,
        application: &Application,
        content: Digest,
    ) -> Result<Vec<What>, Refusal> {
        let flow = self.workflow(application)?;
        self.nothing_open(application)?;
        self.complete(application)?;
        let next = self.work(application)?.moves.get(&Outcome::Pass).map(|next| &next.to);
        let next = application.then_back_to.as_ref().or(next).ok_or_else(no_move)?;
        let (id, stage) = (application.id.clone(), application.stage.clone());
        let submitted = What::Submitted { application: id.clone(), stage, content };
        Ok(vec![submitted, self.enter(flow, &id, next, None)])
    }

    pub(super) fn decide(
        &self,
        application: &Application,
        outcome: Outcome,
        grounds: &Prose,
    ) -> Result<Vec<What>, Refusal> {
        let flow = self.workflow(application)?;
        let next = self.work(application)?.moves.get(&outcome).ok_or_else(no_move)?;
        self.nothing_open(application)?;
        if outcome == Outcome::Pass {
            self.complete(application)?;
        }
        let (id, stage) = (application.id.clone(), application.stage.clone());
        let back = next.then_back.then(|| stage.clone());
        let grounds = grounds.clone();
        let decided = What::Decided { application: id.clone(), stage, outcome, grounds };
        Ok(vec![decided, self.enter(flow, &id, &next.to, back)])
    }

    /// Refuses while a money step waits.
    pub(super) fn nothing_open(&self, application: &Application) -> Result<(), Refusal> {
        match application.open_steps.iter().next() {
            None => Ok(()),
            Some(step) => Err(Refusal::new(
                Code::StepOpen,
                format!("资金步骤 {step} 尚未办结"),
                format!("the money step {step} is not finished"),
            )),
        }
    }

    fn complete(&self, application: &Application) -> Result<(), Refusal> {
        let open = self.state.open_points(application, self.today);
        if open.is_empty() {
            return Ok(());
        }
        let join =
            |of: fn(&Text) -> &str, by: &str| open.iter().map(of).collect::<Vec<_>>().join(by);
        Err(Refusal::new(
            Code::Incomplete,
            format!("尚缺：{}", join(|point| &point.zh, "；")),
            format!("still open: {}", join(|point| &point.en, "; ")),
        ))
    }

    pub(super) fn give_opinion(
        &self,
        application: &Application,
        branch: &BranchId,
        agrees: bool,
        grounds: &Prose,
    ) -> Result<Vec<What>, Refusal> {
        let part = self.work(application)?.branches.get(branch).ok_or_else(|| {
            Refusal::new(
                Code::WrongStage,
                format!("当前环节没有分支 {branch}"),
                format!("the present stage has no part {branch}"),
            )
        })?;
        let actor = &self.command.actor;
        let holder = actor.on_behalf_of.as_ref().unwrap_or(&actor.user);
        let mut grants = self.state.people.grants_in_force(holder, Role::Department, self.today);
        if !grants.any(|grant| grant.department.as_ref() == Some(&part.department)) {
            return Err(Refusal::new(
                Code::NotAllowed,
                format!("此分支由部门 {} 办理", part.department),
                format!("this part is for the department {}", part.department),
            ));
        }
        if application.opinions.get(branch).is_some_and(|opinion| opinion.agrees.is_some()) {
            return Err(Refusal::new(
                Code::Done,
                "该部门已提出意见",
                "the department has answered",
            ));
        }
        Ok(vec![What::OpinionGiven {
            application: application.id.clone(),
            branch: branch.clone(),
            agrees,
            grounds: grounds.clone(),
        }])
    }

    pub(super) fn withdraw(
        &self,
        application: &Application,
        reason: &Prose,
    ) -> Result<Vec<What>, Refusal> {
        self.nothing_open(application)?;
        if self.state.funds(application).disbursed.posted > Fen::ZERO {
            return Err(Refusal::new(
                Code::NotAllowed,
                "已有拨款，不能撤回，只能终止并追缴",
                "money was paid: the office must end it and demand the money back",
            ));
        }
        let flow = self.workflow(application)?;
        let id = application.id.clone();
        let withdrawn = What::Withdrawn { application: id.clone(), reason: reason.clone() };
        Ok(vec![withdrawn, self.enter(flow, &id, &flow.withdrawn, None)])
    }

    /// The clock runs again: what was left of each deadline when it was stopped begins today.
    pub(super) fn resume(&self, application: &Application) -> Result<Vec<What>, Refusal> {
        let Some(stopped) = application.suspended else {
            return Err(Refusal::new(Code::Done, "并未中止", "it is not suspended"));
        };
        let calendar = &self.state.rules.calendar;
        let moved = |due: Option<Date>| {
            let due = due?;
            match u16::try_from(calendar.between(stopped, due).ok()?) {
                Ok(left) => calendar.after(self.today, left).ok(),
                // It was overdue when the clock stopped, and stays so.
                Err(_) => Some(due),
            }
        };
        let branches = application.opinions.iter().filter(|(_, opinion)| opinion.agrees.is_none());
        Ok(vec![What::Resumed {
            application: application.id.clone(),
            due: moved(application.due),
            branches: branches
                .map(|(branch, opinion)| OpenBranch {
                    branch: branch.clone(),
                    due: moved(opinion.due),
                })
                .collect(),
        }])
    }

    pub(super) fn publish_notice(
        &self,
        application: &Application,
        notice: Digest,
    ) -> Result<Vec<What>, Refusal> {
        let period = self.work(application)?.notice.ok_or_else(|| {
            Refusal::new(Code::WrongStage, "当前环节没有公示", "the present stage has no notice")
        })?;
        if application.notice.is_some() {
            return Err(Refusal::new(Code::Done, "已经公示", "the notice was published"));
        }
        let until = period.until(self.today, &self.state.rules.calendar).map_err(no_calendar)?;
        Ok(vec![What::NoticePublished { application: application.id.clone(), notice, until }])
    }

    pub(super) fn raise_objection(
        &self,
        application: &Application,
        objection: &ObjectionId,
        commitment: Digest,
    ) -> Result<Vec<What>, Refusal> {
        let running = application.notice.as_ref().filter(|notice| self.today <= notice.until);
        let running = running.ok_or_else(|| {
            let (zh, en) = ("不在公示期内", "no notice is running");
            Refusal::new(Code::OutOfTime, zh, en)
        })?;
        if running.objections.contains_key(objection) {
            return Err(Refusal::exists("异议", "objection", objection));
        }
        if running.objections.len() >= OBJECTIONS_MAX {
            return Err(Refusal::range("异议过多", "there are too many objections"));
        }
        Ok(vec![What::ObjectionRaised {
            application: application.id.clone(),
            objection: objection.clone(),
            commitment,
        }])
    }

    pub(super) fn answer_objection(
        &self,
        application: &Application,
        objection: &ObjectionId,
        upheld: bool,
        grounds: &Prose,
    ) -> Result<Vec<What>, Refusal> {
        let known = application.notice.as_ref().and_then(|notice| notice.objections.get(objection));
        match known {
            None => Err(Refusal::unknown("异议", "objection", objection)),
            Some(Some(_)) => Err(Refusal::new(Code::Done, "异议已答复", "it was answered")),
            Some(None) => Ok(vec![What::ObjectionAnswered {
                application: application.id.clone(),
                objection: objection.clone(),
                upheld,
                grounds: grounds.clone(),
            }]),
        }
    }

    pub(super) fn appeal(
        &self,
        application: &Application,
        reason: &Prose,
    ) -> Result<Vec<What>, Refusal> {
        let terms = self.workflow(application)?.appeal.as_ref();
        let terms = terms.filter(|terms| terms.from.contains(&application.stage));
        let (Some(terms), Some((.., refused_on))) = (terms, &application.refused) else {
            let (zh, en) = ("此结果不能申诉", "this outcome cannot be appealed against");
            return Err(Refusal::new(Code::NotAllowed, zh, en));
        };
        if application.appealed {
            return Err(Refusal::new(Code::Done, "已申诉一次", "there was an appeal"));
        }
        let calendar = &self.state.rules.calendar;
        let last = calendar.after(*refused_on, terms.within_days).map_err(no_calendar)?;
        if self.today > last {
            return Err(Refusal::new(
                Code::OutOfTime,
                format!("申诉期限于 {last} 届满"),
                format!("the time to appeal ended on {last}"),
            ));
        }
        Ok(vec![What::Appealed {
            application: application.id.clone(),
            reason: reason.clone(),
            due: self.due(Some(terms.deadline_days)),
        }])
    }

    pub(super) fn rule_on_appeal(
        &self,
        application: &Application,
        upheld: bool,
        grounds: &Prose,
    ) -> Result<Vec<What>, Refusal> {
        let flow = self.workflow(application)?;
        let terms = flow.appeal.as_ref().filter(|terms| terms.answers == self.role());
        if terms.is_none() {
            let (zh, en) = ("申诉不由此角色裁决", "this role does not rule on appeals");
            return Err(Refusal::new(Code::NotAllowed, zh, en));
        }
        let (Some(_), Some((stage, refused_by, _))) = (&application.appeal, &application.refused)
        else {
            return Err(Refusal::new(Code::Done, "没有待裁决的申诉", "no appeal is open"));
        };
        if !refused_by.is_disjoint(&self.persons()) {
            return Err(Refusal::new(
                Code::FourEyes,
                "申诉不由作出原决定的人裁决",
                "whoever refused does not rule on the appeal",
            ));
        }
        let id = application.id.clone();
        let mut happened =
            vec![What::AppealRuled { application: id.clone(), upheld, grounds: grounds.clone() }];
        if upheld {
            happened.push(self.enter(flow, &id, stage, None));
        }
        Ok(happened)
    }

    /// The persons behind the actor.
    pub(super) fn persons(&self) -> std::collections::BTreeSet<PersonId> {
        let people = &self.state.people;
        let behind = self.command.actor.on_behalf_of.as_ref().and_then(|by| people.users.get(by));
        [Some(self.user), behind].into_iter().flatten().map(|user| user.person.clone()).collect()
    }
}

fn no_move() -> Refusal {
    Refusal::new(Code::NoSuchMove, "此环节没有这一结果", "the stage has no such outcome")
}
