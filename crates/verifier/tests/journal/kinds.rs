//! Every kind of event and of money step that the page names, written by the desk and accepted.

use std::collections::BTreeSet;
use std::sync::Arc;

use programme::command::{Action, LoanMove, Mode, Money, Move};
use programme::ids::{Digest, GrantId, LineId, MilestoneId, ObjectionId, PersonId, ProgrammeId};
use programme::law::{LawConfirmation, LawItem};
use programme::people::{Party, Role};
use programme::state::State;
use programme::workflow::Workflow;
use units::Fen;

use crate::forge::{Journal, history};
use crate::world::{
    BANK, LIUZHOU, OWNER, World, application, date, decision, line, line_id, org, prose, rules,
    user,
};

const WORKFLOW: &str = include_str!("../../../../policy/cn/guangxi/liuzhou/retrofit/workflow.yaml");

/// What random histories seldom or never do.
fn rare() -> World {
    let mut world = World::new();
    world.programme("prog", LIUZHOU);
    people(&mut world);
    let text = WORKFLOW.replace("deadline: 20", "deadline: 30");
    let flow = Workflow::load("w.yaml", &text).unwrap();
    let mut changed = (*rules()).clone();
    changed.workflows.insert(flow.id.clone(), flow);
    let mut state = State::new(Arc::new(changed));
    world.events.iter().for_each(|event| state.fold(event));
    world.state = state;
    world.done("city", Action::AdoptWorkflow { programme: ProgrammeId::new("prog").unwrap() });
    works(&mut world);
    recovery(&mut world);
    world
}

fn people(world: &mut World) {
    let (from, until) = (date("2024-03-05"), date("2024-03-06"));
    world.done("finance", Action::Delegate { to: user("treasury"), from, until });
    world.done("district-2", Action::DeclareInterest { organisation: org(OWNER) });
    let holder = Party::Organisation(org(OWNER));
    let evidence = Digest::of(b"extract");
    let share = Action::RecordShare { holder, held: org(BANK), share_bp: 10, evidence };
    world.done("auditor", share);
    law(world);
    world.done("admin", Action::RevokeRole { grant: GrantId::new("g-expert").unwrap() });
    world.done("admin", Action::ErasePerson { person: PersonId::new("p-expert").unwrap() });
}

fn law(world: &mut World) {
    let scheme = "cn/beijing/vacated-space".to_owned();
    let item = LawItem::Rule { version: prose("2023-plan"), item: prose("saving_rate") };
    let (against, article) = (prose("plan-2023"), Some(prose("三（二）")));
    let confirmation = LawConfirmation { value: None, against, article };
    let confirm = Action::ConfirmLaw { scheme: scheme.clone(), item: item.clone(), confirmation };
    world.done("city", confirm);
    let reason = prose("另一版本");
    world.done("city", Action::WithdrawConfirmation { scheme, item, reason });
}

fn works(world: &mut World) {
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "朝阳 1号");
    let role = Role::Verifier;
    world.on("city", "a", Move::Appoint { user: user("verifier"), role });
    world.on("city", "a", Move::EndAppointment { user: user("verifier"), role });
    world.reach_award("a", "prog", Mode::InvestmentSubsidy, "朝阳 1号", 300_000_000);
    world.attach("owner", "a", &["delivery_note"]);
    world.attach("district", "a", &["acceptance_record"]);
    let (milestone, evidence) = (MilestoneId::new("delivered").unwrap(), Digest::of(b"m"));
    world.on("owner", "a", Move::ReportMilestone { milestone: milestone.clone(), evidence });
    world.on("district", "a", Move::AcceptMilestone { milestone });
    world.pay("a", "on_arrival");
    world.pass("district", "a");
    world.pay("a", "after_acceptance");
    world.open("owner", "b", "prog", Mode::InvestmentSubsidy, "S-2");
    let (with, grounds) = (application("a"), prose("另一空间"));
    world.on("city", "b", Move::ClearDuplicate { with, grounds });
    world.attach("owner", "b", &["retrofit_contract"]);
    world.submit("b");
    world.opinions("b", &["housing", "treasury"]);
    let decision = Box::new(decision(Mode::InvestmentSubsidy, 1_000_000));
    world.on("city", "b", Move::RecordDecision { decision });
    let (line, amount) = (line(&line_id("prog", 2024)), Fen(1_000_000));
    world.money(Money::Reserve { application: application("b"), line, amount });
    world.pass("city", "b");
    world.on("city", "b", Move::PublishNotice { notice: Digest::of(b"notice") });
    let objection = ObjectionId::new("o-1").unwrap();
    let commitment = Digest::of(b"x");
    world.on("city", "b", Move::RaiseObjection { objection: objection.clone(), commitment });
    let grounds = prose("不成立");
    world.on("city", "b", Move::AnswerObjection { objection, upheld: false, grounds });
}

fn recovery(world: &mut World) {
    let a = || application("a");
    let audited_investment = Fen(500_000_000);
    world.money(Money::Reduce { application: a(), audited_investment });
    world.money(Money::Demand { application: a(), amount: Fen(1_000), reason: prose("追缴") });
    let reference = prose("缴款书");
    world.money(Money::Receive { application: a(), amount: Fen(500), reference });
    world.money(Money::WriteOff { application: a(), amount: Fen(400), reason: prose("破产") });
    world.line("prog", 2025);
    let [from, to]: [LineId; 2] = [2024, 2025].map(|year| line(&line_id("prog", year)));
    world.money(Money::CarryOver { from: from.clone(), to, amount: Fen(1_000_000) });
    world.money(Money::Cut { line: from, amount: Fen(2_000_000) });
}

/// A loan with a rate and a claim.
fn loan() -> World {
    let mut world = World::new();
    world.programme("prog", crate::world::BEIJING);
    world.open("owner", "a", "prog", Mode::InterestSubsidy, "S-1");
    world.reach_award("a", "prog", Mode::InterestSubsidy, "S-1", 300_000_000);
    world.attach("city", "a", &["investment_plan"]);
    world.pass("city", "a");
    world.on("city", "a", Move::Appoint { user: user("bank"), role: Role::Bank });
    let drawn = world.today;
    let (direction, amount) = (LoanMove::Drawdown, Fen(1_000_000_000));
    world.on("bank", "a", Move::MoveLoan { direction, amount, on: drawn });
    let rate = Move::SetRate { from: drawn, actual_ppm: 40_000, reference_ppm: 34_500 };
    world.on("bank", "a", rate);
    world.attach("bank", "a", &["loan_contract", "interest_slip"]);
    world.days(9);
    let (claim, until) = (crate::world::tranche("q-1"), world.today);
    world.on("owner", "a", Move::ClaimInterest { claim, from: drawn, until });
    world
}

/// The names in the first column of the page's tables between two headings.
fn named(from: &str, to: &str) -> BTreeSet<String> {
    let page = include_str!("../../../../docs/journal.md");
    let part = page.split(from).nth(1).unwrap().split(to).next().unwrap();
    let rows = part.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    rows.filter(|name| *name != "what.kind").map(str::to_owned).collect()
}

#[test]
fn every_kind_of_the_page_is_written_and_accepted() {
    let mut journals: Vec<Journal> = (0..12).map(|seed| history(seed, 1_500)).collect();
    journals.extend([rare(), loan()].map(|world| Journal::of(&world.events)));
    let (mut desk, mut accounts) = crate::operations::Operations::new(programme::Suite::Sha2, 5);
    (0..50).for_each(|_| accounts.extend(desk.step()));
    journals.push(Journal::of(&accounts));
    let (mut kinds, mut money) = (BTreeSet::new(), BTreeSet::new());
    for (number, journal) in journals.into_iter().enumerate() {
        for event in &journal.events {
            let what = &event["what"];
            kinds.insert(what["kind"].as_str().unwrap().to_owned());
            money.extend(what["money"]["kind"].as_str().map(str::to_owned));
        }
        journal.verdict().unwrap_or_else(|refusal| panic!("journal {number}: {refusal}"));
    }
    assert_eq!(kinds, named("### Kinds that the checks below read", "## The ledger"));
    assert_eq!(money, named("## The ledger", "## Checks"));
}
