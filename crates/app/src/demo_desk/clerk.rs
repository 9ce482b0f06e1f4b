//! Carries the turns of stories out: every one is a command of the account that takes it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use policy::Decision;
use programme::Prose;
use programme::command::{Action, Actor, Command, LoanMove, Move, Part};
use programme::ids::{
    ApplicationId, BranchId, CommandId, Digest, DistrictId, MilestoneId, ObjectionId, ProgrammeId,
    ProjectKind, SheetId, StepId, TrancheId, UserId, WorkKind,
};
use programme::people::OrgCode;
use units::{Date, Text};

use super::cases::{Case, Law, title};
use super::form::loan_of;
use super::story::{Act, Story, Turn};
use super::{PROGRAMME, SHEET, facts, made, people};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::letters::LetterKind;

/// Milliseconds between two commands of a day.
const STEP_MS: i64 = 61_000;
/// From noon back to the first command of a day.
const MORNING_MS: i64 = 3 * 3_600_000;

/// One application on its way.
pub(super) struct File {
    pub(super) id: ApplicationId,
    pub(super) story: Story,
    pub(super) case: Case,
    pub(super) district: DistrictId,
    pub(super) owner: OrgCode,
    /// The last decision, whole.
    pub(super) decision: Option<Decision>,
    /// The last money step that was proposed, and how many there were.
    pub(super) step: Option<StepId>,
    pub(super) steps: u32,
}

impl File {
    pub(super) fn new(
        id: ApplicationId,
        story: Story,
        case: Case,
        district: DistrictId,
        owner: OrgCode,
    ) -> Self {
        Self { id, story, case, district, owner, decision: None, step: None, steps: 0 }
    }

    /// The account behind the name in a story.
    fn account(&self, who: &'static str) -> &'static str {
        match (who, self.story.district) {
            ("applicant", _) => self.story.applicant,
            ("district", 0) => "district-1",
            ("district", _) => "other-district",
            (who, _) => who,
        }
    }
}

/// Speaks to the desk on behalf of everyone, and moves its clock.
pub(super) struct Clerk<'a> {
    pub(super) desk: &'a Desk,
    clock: Arc<AtomicI64>,
    pub(super) laws: &'a [Law; 2],
    pub(super) fonts: report::PaperFonts,
    sent: u32,
    today: Date,
    /// Commands of the day.
    of_today: i64,
}

impl<'a> Clerk<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        clock: Arc<AtomicI64>,
        laws: &'a [Law; 2],
        fonts: report::PaperFonts,
    ) -> Self {
        Self { desk, clock, laws, fonts, sent: 0, today: Date::MIN, of_today: 0 }
    }

    /// Sends a command on a day.
    pub(super) fn send(&mut self, on: Date, user: &str, action: Action) -> Result<(), Failure> {
        if on != self.today {
            (self.today, self.of_today) = (on, 0);
        }
        let noon = self.desk.read(|state| state.rules().calendar.noon(on));
        self.clock.store(noon.0 - MORNING_MS + self.of_today * STEP_MS, Ordering::Relaxed);
        self.of_today += 1;
        self.sent += 1;
        let expected = match &action {
            Action::On { application, .. } => self.desk.read(|state| {
                state.applications().get(application).map(|application| application.version)
            }),
            _ => None,
        };
        let shown = format!("{on} {user}: {action:?}");
        let command = Command {
            id: made(CommandId::new(&format!("demo-{}", self.sent)))?,
            actor: Actor {
                user: made(UserId::new(user))?,
                role: people::role_of(user)?,
                on_behalf_of: None,
            },
            expected,
            action,
        };
        self.desk.wait(self.desk.submit(command)).map(|_| ()).map_err(|refused| {
            let text = refused.text();
            let shown: String = shown.chars().take(300).collect();
            Failure::Request(Text::new(
                format!("演示步骤被拒绝：{}（{shown}）", text.zh),
                format!("a step of the demo was refused: {} ({shown})", text.en),
            ))
        })
    }

    /// Carries out a turn of an application.
    pub(super) fn take(&mut self, file: &mut File, turn: &Turn) -> Result<(), Failure> {
        let who = file.account(turn.who);
        let on = turn.on;
        match &turn.act {
            Act::Open => {
                let open = self.opening(file)?;
                self.send(on, who, open)
            }
            Act::Attach(kinds) => {
                kinds.iter().try_for_each(|kind| self.attach(file, on, who, kind, None))
            }
            Act::Invoice => {
                let invoice = facts::invoice(&file.id, on, file.case.investment)?;
                self.attach(file, on, who, "invoice", Some(invoice))
            }
            Act::State(when) => {
                let form = self.paper(file, on, who, "fund_application", "")?;
                let facts = facts::stated(&file.case.space.id, *when, on, form.sha256)?;
                facts.into_iter().try_for_each(|fact| {
                    self.on(file, on, who, Move::StateFact { fact: Box::new(fact) })
                })
            }
            Act::Record => self.record(file, on, who),
            Act::Notice => {
                let notice = self.letter(file, on, LetterKind::Notice)?;
                self.on(file, on, who, Move::PublishNotice { notice })
            }
            Act::Letter => {
                let letter = self.letter(file, on, LetterKind::Award)?;
                self.on(file, on, who, Move::IssueLetter { letter })
            }
            Act::Propose(sum) => self.propose(file, on, who, *sum),
            Act::Approve => {
                let step = made(file.step.clone().ok_or("no money step was proposed"))?;
                self.send(on, who, Action::ApproveMoney { step })
            }
            Act::Post => {
                let step = made(file.step.clone().ok_or("no money step was proposed"))?;
                let reference = made(Prose::new(&format!("演示回单 {step}")))?;
                self.send(on, who, Action::PostPayment { step, reference })
            }
            Act::Clear => self.clear(file, on, who),
            other => {
                let what = self.plain(file, on, who, other)?;
                self.on(file, on, who, what)
            }
        }
    }

    /// What needs nothing but the words of the story.
    fn plain(&self, file: &File, on: Date, who: &str, act: &Act) -> Result<Move, Failure> {
        let prose = |text: &str| made(Prose::new(text));
        Ok(match act {
            Act::Submit => {
                let content = self.paper(file, on, who, "fund_application", &file.case.facts)?;
                Move::Submit { content: content.sha256 }
            }
            Act::Decide(outcome, grounds) => {
                Move::Decide { outcome: *outcome, grounds: prose(grounds)? }
            }
            Act::Opinion(branch, agrees, grounds) => Move::GiveOpinion {
                branch: made(BranchId::new(branch))?,
                agrees: *agrees,
                grounds: prose(grounds)?,
            },
            Act::Appoint(user, role) => {
                Move::Appoint { user: made(UserId::new(user))?, role: *role }
            }
            Act::Score(points) => {
                let sheet = made(SheetId::new(SHEET))?;
                Move::Score { sheet, version: 1, points: points.to_vec() }
            }
            Act::Object => Move::RaiseObjection {
                objection: made(ObjectionId::new("objection-1"))?,
                commitment: Digest::of(format!("demo objection {}", file.id).as_bytes()),
            },
            Act::Report(milestone) => Move::ReportMilestone {
                milestone: made(MilestoneId::new(milestone))?,
                evidence: self.paper(file, on, who, "contract", milestone)?.sha256,
            },
            Act::Accept(milestone) => {
                Move::AcceptMilestone { milestone: made(MilestoneId::new(milestone))? }
            }
            Act::HandOver(to, reason) => Move::RequestEntityChange {
                organisation: people::organisation_of(to)?,
                reason: prose(reason)?,
            },
            Act::Withdraw(reason) => Move::Withdraw { reason: prose(reason)? },
            Act::Suspend(reason) => Move::Suspend { reason: prose(reason)? },
            Act::Appeal(reason) => Move::Appeal { reason: prose(reason)? },
            Act::Drawdown => Move::MoveLoan {
                direction: LoanMove::Drawdown,
                amount: loan_of(file.case.investment),
                on,
            },
            Act::Rate(actual_ppm, reference_ppm) => {
                Move::SetRate { from: on, actual_ppm: *actual_ppm, reference_ppm: *reference_ppm }
            }
            Act::Claim(claim, from, until) => Move::ClaimInterest {
                claim: made(TrancheId::new(claim))?,
                from: *from,
                until: *until,
            },
            _ => return made(Err(format!("{act:?} is carried out elsewhere"))),
        })
    }

    pub(super) fn on(
        &mut self,
        file: &File,
        on: Date,
        who: &str,
        what: Move,
    ) -> Result<(), Failure> {
        self.send(on, who, Action::On { application: file.id.clone(), what })
    }

    fn opening(&self, file: &File) -> Result<Action, Failure> {
        let Case { space, investment, works_from, project_kind, .. } = &file.case;
        Ok(Action::OpenApplication {
            application: file.id.clone(),
            programme: made(ProgrammeId::new(PROGRAMME))?,
            district: file.district.clone(),
            project_kind: made(ProjectKind::new(project_kind))?,
            mode: file.story.mode,
            title: title(&file.case)?,
            parts: vec![Part {
                space: space.id.clone(),
                owner: file.owner.clone(),
                investment: *investment,
            }],
            works: vec![made(WorkKind::new("structure"))?, made(WorkKind::new("green"))?],
            works_from: *works_from,
        })
    }

    /// Clears every suspicion that is open.
    fn clear(&mut self, file: &File, on: Date, who: &str) -> Result<(), Failure> {
        let open: Vec<ApplicationId> = self.desk.read(|state| {
            let suspicions = state.applications().get(&file.id).map(|one| &one.suspicions);
            let open = suspicions.into_iter().flatten().filter(|(_, one)| !one.cleared);
            open.map(|(with, _)| with.clone()).collect()
        });
        for with in open {
            let grounds = made(Prose::new("不同空间、不同工程，已核对（演示）"))?;
            self.on(file, on, who, Move::ClearDuplicate { with, grounds })?;
        }
        Ok(())
    }
}
