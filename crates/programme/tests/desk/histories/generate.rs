//! Random commands that get somewhere: mostly the next sensible step of some application, often
//! something that a careless, hurried or dishonest user might send instead.

use std::sync::OnceLock;

use oorandom::Rand64;
use programme::command::{Action, Command, Invoice, LoanMove, Mode, Money, Move, Outcome};
use programme::event::Event;
use programme::facts::{Fact, FactKind, Promise, Stated, StructureAndFire, Traffic, When};
use programme::ids::{BranchId, CommandId, Digest, EvidenceKind, ObjectionId, StepId};
use programme::people::Role;
use programme::state::{Application, State, StepState, TrancheState};
use programme::{Answer, Moment, Suite, apply};
use units::{Fen, Mark, Source};

use crate::world::{
    BEIJING, LIUZHOU, OTHER_OWNER, OWNER, STAFF, World, application, decision, evidence, line,
    opening, org, prose, sheet, space, step, tranche, user,
};

const PROGRAMMES: [&str; 2] = ["prog-b", "prog-l"];
const APPLICATIONS: u64 = 14;
const SPACES: u64 = 12;
const DAY_MS: i64 = 86_400_000;

pub(crate) struct History {
    pub(crate) state: State,
    pub(crate) events: Vec<Event>,
    pub(crate) refused: usize,
    sent: Vec<Command>,
    clock: Moment,
    random: Rand64,
}

/// The desk with its people, two programmes and their budgets, made once of each suite.
fn furnished(suite: Suite) -> &'static World {
    static WORLDS: [OnceLock<World>; 2] = [const { OnceLock::new() }; 2];
    let [sha2, sm] = &WORLDS;
    let world = match suite {
        Suite::Sha2 => sha2,
        Suite::Sm => sm,
    };
    world.get_or_init(|| {
        let mut world = World::of(suite);
        world.programme("prog-b", BEIJING);
        world.programme("prog-l", LIUZHOU);
        let criteria =
            vec![programme::command::Criterion { name: prose("评分项"), points_max: 100 }];
        world
            .done("city", Action::PublishSheet { sheet: sheet("appraisal"), version: 1, criteria });
        world
    })
}

/// The commands that furnished the desk on which every history begins.
pub(crate) fn furnishing(suite: Suite) -> &'static [(Command, Moment)] {
    &furnished(suite).sent
}

impl History {
    pub(crate) fn new(seed: u64) -> Self {
        Self::of(Suite::Sha2, seed)
    }

    pub(crate) fn of(suite: Suite, seed: u64) -> Self {
        let world = furnished(suite);
        Self {
            state: world.state.clone(),
            events: world.events.clone(),
            refused: 0,
            sent: Vec::new(),
            clock: world.now(),
            random: Rand64::new(u128::from(seed)),
        }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.random.rand_range(0..end)
    }

    /// True once in `times`.
    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// A place in a list that is not empty.
    fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.random.rand_range(0..length as u64)).unwrap()
    }

    fn one_of<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.place(items.len())].clone()
    }

    fn fen(&mut self, most: u64) -> Fen {
        Fen(i64::try_from(self.below(most)).unwrap() + 1)
    }

    fn any(&mut self) -> &'static str {
        STAFF[self.place(STAFF.len())].0
    }

    /// Sends one command, and takes in what happened.
    pub(crate) fn step(&mut self) {
        let (command, at) = self.draw();
        self.take(command, at);
    }

    /// The next command, and what the clock says when it comes.
    pub(crate) fn draw(&mut self) -> (Command, Moment) {
        let command = self.next();
        let pause = i64::try_from(self.below(40_000_000)).unwrap();
        // At most to the end of the calendar, so that working days are known.
        self.clock = Moment(self.clock.0 + pause).min(Moment(1_798_000_000_000));
        let back = if self.once_in(50) { 3 * DAY_MS } else { 0 };
        (command, Moment(self.clock.0 - back))
    }

    pub(crate) fn take(&mut self, command: Command, at: Moment) {
        match apply(&self.state, &command, at) {
            Err(_) => self.refused += 1,
            Ok(Answer::Repeated(_)) => {}
            Ok(Answer::Happened(events)) => {
                events.iter().for_each(|event| self.state.fold(event));
                self.events.extend(events);
                self.sent.push(command);
            }
        }
    }

    fn next(&mut self) -> Command {
        // A repeat, honest or forged.
        if self.once_in(20) && !self.sent.is_empty() {
            let place = self.place(self.sent.len());
            let mut again = self.sent[place].clone();
            if self.once_in(3) {
                again.actor.user = user(self.any());
            }
            return again;
        }
        let (mut who, action) = self.choose();
        if self.once_in(12) {
            who = self.any();
        }
        let mut expected = match &action {
            Action::On { application, .. } => {
                self.state.applications().get(application).map(|one| one.version)
            }
            _ => None,
        };
        if self.once_in(20) {
            expected = expected.map(|version| version.saturating_sub(1));
        }
        let id = CommandId::new(&format!("h-{}", self.random.rand_u64())).unwrap();
        let actor = programme::command::Actor {
            user: user(who),
            role: STAFF.iter().find(|(name, ..)| *name == who).unwrap().2,
            on_behalf_of: None,
        };
        Command { id, actor, expected, action }
    }

    fn choose(&mut self) -> (&'static str, Action) {
        let id = format!("a-{}", self.below(APPLICATIONS));
        let Some(found) = self.state.applications().get(&application(&id)).cloned() else {
            return self.open(&id);
        };
        if self.once_in(8) {
            return self.stray(&found);
        }
        self.sensible(&found)
    }

    fn open(&mut self, id: &str) -> (&'static str, Action) {
        let programme = self.one_of(&PROGRAMMES);
        let mode = if programme == "prog-b" && self.once_in(3) {
            Mode::InterestSubsidy
        } else {
            Mode::InvestmentSubsidy
        };
        let (who, owner) = if self.once_in(2) { ("owner", OWNER) } else { ("rival", OTHER_OWNER) };
        let first = self.below(SPACES);
        let names: Vec<String> =
            (0..=self.below(2)).map(|more| format!("S-{}", (first + more) % SPACES)).collect();
        let spaces: Vec<(&str, u32, i64)> =
            names.iter().map(|name| (name.as_str(), owner, self.fen(900_000_000).0)).collect();
        (who, opening(id, programme, mode, &spaces))
    }

    fn on(&self, application: &Application, what: Move) -> Action {
        Action::On { application: application.id.clone(), what }
    }

    fn owner(&self, of: &Application) -> &'static str {
        if of.beneficiary == org(OWNER) { "owner" } else { "rival" }
    }

    fn new_step(&mut self) -> StepId {
        step(&format!("s-{}", self.random.rand_u64()))
    }

    fn propose(&mut self, money: Money) -> (&'static str, Action) {
        ("city", Action::ProposeMoney { step: self.new_step(), money })
    }

    /// What someone does who does not follow the order of the work.
    fn stray(&mut self, of: &Application) -> (&'static str, Action) {
        let grounds = prose("随机");
        let what = match self.below(20) {
            0 => Move::Withdraw { reason: grounds },
            1 => Move::Suspend { reason: grounds },
            2 => Move::Decide { outcome: Outcome::Reject, grounds },
            3 => Move::Decide { outcome: Outcome::Return, grounds },
            4 => Move::Decide { outcome: Outcome::Pass, grounds },
            5 => Move::RequestEntityChange { organisation: org(OTHER_OWNER), reason: grounds },
            6 => Move::Appeal { reason: grounds },
            7 => Move::RuleOnAppeal { upheld: self.once_in(2), grounds },
            8 => self.invoice(),
            9 => Move::RaiseObjection {
                objection: ObjectionId::new(&format!("o-{}", self.below(9))).unwrap(),
                commitment: Digest::of(b"x"),
            },
            10 => Move::MoveLoan {
                direction: LoanMove::Repayment,
                amount: self.fen(50_000_000),
                on: self.state.rules().calendar.date(self.clock),
            },
            _ => return self.stray_money(of),
        };
        let who = match &what {
            Move::Withdraw { .. } | Move::RequestEntityChange { .. } | Move::Appeal { .. } => {
                self.owner(of)
            }
            Move::RuleOnAppeal { .. } => self.one_of(&["city-2", "auditor"]),
            Move::MoveLoan { .. } => "bank",
            Move::Decide { .. } => "district",
            _ => "city",
        };
        (who, self.on(of, what))
    }

    /// One of a few invoices, so that some are shown twice and some look alike.
    fn invoice(&mut self) -> Move {
        let number = prose(&format!("N{}", self.below(6)));
        let (seller, date) = (org(61), self.state.rules().calendar.date(self.clock));
        let amount = Fen(100_000 + self.fen(300).0);
        let invoice = Some(Invoice { seller, number, date, amount });
        let sha256 = Digest::of(&self.random.rand_u64().to_be_bytes());
        Move::AttachEvidence { evidence: evidence("invoice"), sha256, bytes: 10, invoice }
    }

    /// Money that is asked for at random.
    fn stray_money(&mut self, of: &Application) -> (&'static str, Action) {
        let application = of.id.clone();
        let reason = prose("随机");
        let amount = self.fen(90_000_000);
        let money = match self.below(9) {
            0 => Money::Demand { application, amount, reason },
            1 => Money::Receive { application, amount, reference: reason },
            2 => Money::WriteOff { application, amount, reason },
            3 => Money::Cancel { application },
            4 => Money::Release { application },
            5 => {
                let names = ["first", "second", "final", "on_arrival", "after_acceptance", "q-0"];
                let known: Vec<_> = of.tranches.keys().cloned().collect();
                let tranche = if known.is_empty() || self.once_in(2) {
                    tranche(self.one_of(&names))
                } else {
                    self.one_of(&known)
                };
                Money::Disburse { application, tranche }
            }
            6 => Money::Reduce { application, audited_investment: self.fen(1_200_000_000) },
            7 => {
                let line = line(&format!("{}-2024", self.one_of(&PROGRAMMES)));
                let amount = self.fen(2_000_000_000);
                let money = if self.once_in(2) {
                    Money::Appropriate { line, amount }
                } else {
                    Money::Cut { line, amount }
                };
                return ("finance", Action::ProposeMoney { step: self.new_step(), money });
            }
            _ => return self.stray_approval(),
        };
        self.propose(money)
    }

    /// An answer to any step that still waits, of whatever application.
    fn stray_approval(&mut self) -> (&'static str, Action) {
        let steps = self.state.steps().iter();
        let open = steps.filter(|(_, step)| step.state == StepState::Proposed);
        let open: Vec<StepId> = open.map(|(id, _)| id.clone()).collect();
        let step = if open.is_empty() { self.new_step() } else { self.one_of(&open) };
        (self.one_of(&["finance", "finance-2", "city"]), Action::ApproveMoney { step })
    }

    /// The next step that brings the application on.
    fn sensible(&mut self, of: &Application) -> (&'static str, Action) {
        let grounds = prose("符合");
        if let Some(id) = of.open_steps.iter().next().cloned() {
            let is_approved = matches!(self.state.steps()[&id].state, StepState::Approved(_));
            return match is_approved {
                true if self.once_in(6) => {
                    ("finance", Action::VoidPayment { step: id, reason: grounds })
                }
                true => ("finance", Action::PostPayment { step: id, reference: grounds }),
                false if self.once_in(8) => {
                    ("finance", Action::RefuseMoney { step: id, reason: grounds })
                }
                false => ("finance", Action::ApproveMoney { step: id }),
            };
        }
        if of.suspended.is_some() {
            return ("city", self.on(of, Move::Resume));
        }
        if of.ended {
            return self.settle(of);
        }
        if of.entity_request.is_some() {
            let granted = self.once_in(2);
            return ("city", self.on(of, Move::RuleOnEntityChange { granted, grounds }));
        }
        let suspected = of.suspicions.iter().find(|(_, suspicion)| !suspicion.cleared);
        if let Some((with, _)) = suspected {
            let with = with.clone();
            return ("city", self.on(of, Move::ClearDuplicate { with, grounds }));
        }
        self.lacking(of).unwrap_or_else(|| self.advance(of))
    }

    /// Money that is left after the end goes back.
    fn settle(&mut self, of: &Application) -> (&'static str, Action) {
        let funds = self.state.funds(of);
        let id = of.id.clone();
        let owed = funds.receivable.posted;
        if owed > Fen::ZERO {
            let amount = Fen(owed.0.min(self.fen(50_000_000).0));
            let reference = prose("缴款书");
            return self.propose(Money::Receive { application: id, amount, reference });
        }
        if funds.reserved.posted > Fen::ZERO {
            return self.propose(Money::Release { application: id });
        }
        if funds.committed.posted > Fen::ZERO {
            return self.propose(Money::Cancel { application: id });
        }
        let fresh = format!("b-{}", self.below(40));
        if self.state.applications().contains_key(&application(&fresh)) {
            self.stray(of)
        } else {
            self.open(&fresh)
        }
    }

    /// What the stage asks for and does not have yet.
    fn lacking(&mut self, of: &Application) -> Option<(&'static str, Action)> {
        let rules = furnished(Suite::Sha2).state.rules();
        let flow = &rules.workflows[&self.state.workflow(of)?.id];
        let work = flow.work(&of.stage)?;
        let missing = work.evidence.iter().find(|kind| !of.evidence.contains_key(kind));
        if let Some(kind) = missing {
            return Some(self.attach(of, kind));
        }
        let stated = |kind: &&FactKind| of.facts.iter().any(|fact| fact.stated.kind() == **kind);
        if let Some(kind) = work.facts.iter().find(|kind| !stated(kind)) {
            let what = Move::StateFact { fact: Box::new(fact(of, *kind)) };
            return Some((self.owner(of), self.on(of, what)));
        }
        for (branch, opinion) in &of.opinions {
            if opinion.agrees.is_none() {
                let department = work.branches[branch].department.as_str();
                let who = STAFF.iter().find(|(.., place)| *place == department)?.0;
                let (branch, agrees) = (BranchId::new(branch.as_str()).unwrap(), !self.once_in(25));
                let what = Move::GiveOpinion { branch, agrees, grounds: prose("意见") };
                return Some((who, self.on(of, what)));
            }
        }
        for milestone in &work.milestones {
            let (milestone, evidence) = (milestone.clone(), Digest::of(b"m"));
            match of.milestones.get(&milestone) {
                None => {
                    let what = Move::ReportMilestone { milestone, evidence };
                    return Some((self.owner(of), self.on(of, what)));
                }
                Some(false) => {
                    return Some(("district", self.on(of, Move::AcceptMilestone { milestone })));
                }
                Some(true) => {}
            }
        }
        if let Some(rule) = &work.score {
            for who in ["expert", "expert-2"] {
                let role = Role::Expert;
                if !of.appointed.contains(&(user(who), role)) {
                    return Some(("city", self.on(of, Move::Appoint { user: user(who), role })));
                }
                let scored = of.scores.get(&rule.sheet);
                if !scored.is_some_and(|(_, given)| given.contains_key(&user(who))) {
                    let points = vec![u32::try_from(60 + self.below(41)).unwrap()];
                    let what = Move::Score { sheet: rule.sheet.clone(), version: 1, points };
                    return Some((who, self.on(of, what)));
                }
            }
        }
        self.lacking_money(of)
    }

    /// A document by whoever's word it is; appointed first, where that is needed.
    fn attach(&mut self, of: &Application, kind: &EvidenceKind) -> (&'static str, Action) {
        let flow = self.state.workflow(of).unwrap();
        let role = flow.evidence[kind].by.first().copied().unwrap_or(Role::MunicipalOfficer);
        let who = STAFF.iter().find(|(.., of, _)| *of == role).unwrap().0;
        let needs = matches!(role, Role::Expert | Role::Verifier | Role::Bank);
        if needs && !of.appointed.contains(&(user(who), role)) {
            return ("city", self.on(of, Move::Appoint { user: user(who), role }));
        }
        let sha256 = Digest::of(format!("{} {kind}", of.id).as_bytes());
        let (evidence, invoice) = (kind.clone(), None);
        (who, self.on(of, Move::AttachEvidence { evidence, sha256, bytes: 1, invoice }))
    }

    fn lacking_money(&mut self, of: &Application) -> Option<(&'static str, Action)> {
        use programme::workflow::MoneyKind;
        let rules = furnished(Suite::Sha2).state.rules();
        let flow = &rules.workflows[&self.state.workflow(of)?.id];
        let work = flow.work(&of.stage)?;
        let id = of.id.clone();
        if work.decision && of.decision.is_none() {
            let amount = self.fen(200_000_000).0;
            let mut made = decision(of.mode, amount);
            made.unconfirmed = self.once_in(20);
            return Some(("city", self.on(of, Move::RecordDecision { decision: Box::new(made) })));
        }
        if work.letter && of.letter.is_none() {
            return Some(("city", self.on(of, Move::IssueLetter { letter: Digest::of(b"l") })));
        }
        if work.notice.is_some() && of.notice.is_none() {
            return Some(("city", self.on(of, Move::PublishNotice { notice: Digest::of(b"n") })));
        }
        let awarded = of.award.is_some();
        let reserved = self.state.funds(of).reserved.posted > Fen::ZERO;
        if work.money_required.contains(&MoneyKind::Reserve) && !awarded && !reserved {
            let line = line(&format!("{}-2024", of.programme));
            let wanted = of.decision.as_ref().and_then(|made| made.amount).unwrap_or(Fen(1));
            let amount = if self.once_in(4) { self.fen(100_000_000) } else { wanted };
            return Some(self.propose(Money::Reserve { application: id, line, amount }));
        }
        if work.money_required.contains(&MoneyKind::Commit) && !awarded {
            return Some(self.propose(Money::Commit { application: id }));
        }
        if of.mode == Mode::InterestSubsidy && awarded {
            return self.interest(of);
        }
        let paid = |id| of.tranches.get(id) == Some(&TrancheState::Paid);
        let next = flow.tranches.iter().find(|part| part.stage == of.stage && !paid(&part.id))?;
        let missing = next.evidence.iter().find(|kind| !of.evidence.contains_key(kind));
        if let Some(kind) = missing {
            return Some(self.attach(of, kind));
        }
        Some(self.propose(Money::Disburse { application: id, tranche: next.id.clone() }))
    }

    /// The loan is drawn once, its rates are set, and some days of interest are claimed.
    fn interest(&mut self, of: &Application) -> Option<(&'static str, Action)> {
        let today = self.state.rules().calendar.date(self.clock);
        let bank = (user("bank"), Role::Bank);
        let what = if !of.appointed.contains(&bank) {
            return Some(("city", self.on(of, Move::Appoint { user: bank.0, role: bank.1 })));
        } else if of.loan.moves.is_empty() {
            let amount = self.fen(2_000_000_000);
            Move::MoveLoan { direction: LoanMove::Drawdown, amount, on: today }
        } else if of.loan.rates.is_empty() {
            let actual_ppm = 30_000 + u32::try_from(self.below(20_000)).unwrap();
            Move::SetRate { from: of.loan.moves[0].0, actual_ppm, reference_ppm: 34_500 }
        } else if let Some(kind) = ["loan_contract", "interest_slip"]
            .into_iter()
            .find(|kind| !of.evidence.contains_key(&evidence(kind)))
        {
            let sha256 = Digest::of(kind.as_bytes());
            Move::AttachEvidence { evidence: evidence(kind), sha256, bytes: 1, invoice: None }
        } else if let Some(claim) = of
            .claims
            .iter()
            .find(|claim| claim.payable > Fen::ZERO && !of.tranches.contains_key(&claim.id))
        {
            let (application, tranche) = (of.id.clone(), claim.id.clone());
            return Some(self.propose(Money::Disburse { application, tranche }));
        } else if of.claims.len() < 3 && !self.once_in(3) {
            let from = of.claims.last().map_or(of.loan.moves[0].0, |claim| claim.until);
            let until = from + jiff::Span::new().days(1 + i64::try_from(self.below(20)).unwrap());
            let claim = tranche(&format!("q-{}", of.claims.len()));
            return Some((self.owner(of), self.on(of, Move::ClaimInterest { claim, from, until })));
        } else {
            return None;
        };
        Some(("bank", self.on(of, what)))
    }

    /// Nothing is lacking: the stage passes, now and then another way.
    fn advance(&mut self, of: &Application) -> (&'static str, Action) {
        let flow = self.state.workflow(of);
        let answers = flow.and_then(|flow| flow.work(&of.stage)).map(|work| work.answers);
        let outcome = match self.below(30) {
            0 => Outcome::Return,
            1 => Outcome::Reject,
            _ => Outcome::Pass,
        };
        let decide = Move::Decide { outcome, grounds: prose("符合") };
        match answers {
            Some(Role::Applicant) => {
                let what = Move::Submit { content: Digest::of(b"content") };
                (self.owner(of), self.on(of, what))
            }
            Some(Role::Verifier) if !of.appointed.contains(&(user("verifier"), Role::Verifier)) => {
                let role = Role::Verifier;
                ("city", self.on(of, Move::Appoint { user: user("verifier"), role }))
            }
            Some(Role::Verifier) => ("verifier", self.on(of, decide)),
            Some(Role::MunicipalOfficer) => {
                let left = self.state.funds(of).committed.posted;
                if of.stage.as_str() == "evaluation" && left > Fen::ZERO {
                    return self.propose(Money::Cancel { application: of.id.clone() });
                }
                ("city", self.on(of, decide))
            }
            Some(Role::Finance) => ("finance", self.on(of, decide)),
            _ => ("district", self.on(of, decide)),
        }
    }
}

fn fact(of: &Application, kind: FactKind) -> Fact {
    let at = space(of.parts[0].space.as_str());
    let structure = |when| {
        let (structure_grade, seismic_ok, fire_accepted) = (None, Some(true), None);
        let space = at.clone();
        Stated::StructureAndFire(StructureAndFire {
            space,
            when,
            structure_grade,
            seismic_ok,
            fire_accepted,
        })
    };
    let traffic = |what| {
        Stated::Traffic(Traffic {
            what,
            car_places: Some(3),
            charging_places: None,
            bicycle_places: None,
            peak_hour_vehicles: None,
        })
    };
    let enterprises = |what| {
        Stated::Enterprises(programme::facts::Enterprises {
            what,
            year: 2025,
            size: programme::facts::EnterpriseSize::Micro,
            industry: "M73".to_owned().try_into().unwrap(),
            count: 1,
            jobs: None,
        })
    };
    let stated = match kind {
        FactKind::StructureAndFireAfter => structure(When::After),
        FactKind::TrafficPromised => traffic(Promise::Promised),
        FactKind::TrafficDelivered => traffic(Promise::Delivered),
        FactKind::EnterprisesPromised => enterprises(Promise::Promised),
        FactKind::EnterprisesDelivered => enterprises(Promise::Delivered),
        FactKind::StructureAndFireBefore | FactKind::DisplacedTenant => structure(When::Before),
    };
    let source = Source { origin: "申报表".to_owned(), date: None, mark: Mark::Reported };
    Fact { stated, source, evidence: Digest::of(b"form") }
}
