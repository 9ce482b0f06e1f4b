//! Workflows as data: what ships loads, and what does not fit together is found with its place.

use std::sync::Arc;

use programme::Code;
use programme::command::{Action, Mode, Move};
use programme::ids::{Digest, PersonId, ProgrammeId, StageId};
use programme::people::Role;
use programme::state::State;
use programme::workflow::Workflow;
use units::Fen;

use crate::world::{BEIJING, LIUZHOU, World, date, org, user};

const BASE: &str = include_str!("../../../../policy/cn/guangxi/liuzhou/retrofit/workflow.yaml");

/// Code and place of every remark on the shipped file with one text in place of another.
fn remarks(from: &str, to: &str) -> Vec<(String, String)> {
    assert!(BASE.contains(from), "{from}");
    let found = Workflow::load("w.yaml", &BASE.replacen(from, to, 1)).unwrap_err();
    assert!(found.iter().all(|one| one.file == "w.yaml" && !one.expected.zh.is_empty()));
    found.into_iter().map(|one| (one.code, one.column)).collect()
}

/// What is written, what stands there instead, the remark's code and place.
#[rustfmt::skip]
const SLIPS: &[(&str, &str, &str, &str)] = &[
    (
        "{on: pass, to: settlement}",
        "{on: pass, to: setlement}",
        "unknown_name",
        "stages[works].moves",
    ),
    (
        "{on: pass, to: approval}",
        "{on: pass, to: review}",
        "unreachable_stage",
        "stages[approval]",
    ),
    ("{on: pass, to: closed}", "{on: pass, to: works}", "unreachable_stage", "stages[closed]"),
    ("      - {on: pass, to: works}\n", "", "dead_end", "stages[approval].moves"),
    ("    answers: finance\n", "", "nobody_answers", "stages[4].answers"),
    (
        "answers: finance",
        "answers: analyst",
        "role_cannot_answer",
        "stages[settlement].answers",
    ),
    ("deadline: 20", "deadline: 501", "deadline_out_of_range", "stages[review].deadline"),
    (
        "evidence: [retrofit_contract]",
        "evidence: [contract]",
        "unknown_name",
        "stages[application].evidence",
    ),
    ("by: [district_officer", "by: [analyst", "role_cannot_attach", "evidence.acceptance_record.by"),
    ("department: housing}", "department: house}", "unknown_name", "stages[review].branches"),
    (
        "{id: finance, department",
        "{id: housing, department",
        "duplicate_branch",
        "stages[1].branches[1]",
    ),
    ("share: 50%", "share: 100%", "wrong_share", "tranches[0].share"),
    ("share: 50%", "share: rest", "wrong_share", "tranches[0].share"),
    ("share: rest", "share: 60%", "wrong_share", "tranches[1].share"),
    ("then: back", "then: restart, to2: x", "unreadable_file", ""),
    (
        "to: application, then: back",
        "to: approval, then: back",
        "return_to_office",
        "stages[review].moves",
    ),
    (", then: back", "", "wrong_then", "stages[1].moves[1]"),
    ("days: 7", "days: 0", "empty_notice", "stages[approval].notice.days"),
    ("withdrawn: withdrawn", "withdrawn: works", "no_end", "withdrawn"),
    ("from: [refused]", "from: [works]", "no_end", "appeal.from"),
    ("answers: auditor", "answers: bank", "role_cannot_answer", "appeal.answers"),
    ("{step: reserve, required: true}", "{step: release}", "money_never_allowed", "stages"),
    (
        "      - {step: release}",
        "      - {step: release, required: true}",
        "cannot_be_required",
        "stages[review].money",
    ),
    (
        "stage: works\n    evidence: [delivery",
        "stage: closed\n    evidence: [delivery",
        "unknown_name",
        "tranches[0].stage",
    ),
    ("sources: [SHIXIN]", "sources: [NOBODY]", "unknown_source", "stages[3].sources"),
    ("id: settlement", "id: works", "duplicate_stage", "stages[4].id"),
    (
        "- {id: closed, end: true",
        "- {id: closed, end: true, deadline: 3",
        "end_with_work",
        "stages[5]",
    ),
];

#[test]
fn slips_are_found_with_their_place() {
    for (from, to, code, place) in SLIPS {
        let found = remarks(from, to);
        let wanted = ((*code).to_owned(), (*place).to_owned());
        assert!(found.contains(&wanted), "{from} -> {to}: {found:?}");
    }
    assert_eq!(Workflow::load("w.yaml", "stages: [").unwrap_err()[0].code, "unreadable_file");
}

/// A circle that is passed for ever, beside a way out by refusal.
#[test]
fn a_way_that_never_ends_is_found() {
    let text = BASE.replacen("{on: pass, to: closed}", "{on: pass, to: works}", 1);
    let found = Workflow::load("w.yaml", &text).unwrap_err();
    assert!(found.iter().any(|remark| remark.code == "never_ends"), "{found:?}");
}

#[test]
fn shipped_workflows_say_that_their_order_was_not_seen() {
    for flow in crate::world::rules().workflows.values() {
        assert!(!flow.mark.may_decide() && !flow.note.zh.is_empty());
        assert_eq!(flow.order.len(), flow.stages.len());
        assert_eq!(flow.tranches.last().unwrap().cumulative_bp, 10_000);
    }
}

/// The same programme of work under both workflows: opened, awarded, on the boards, in the inboxes.
#[test]
fn both_workflows_lead_to_an_award() {
    for flow in [BEIJING, LIUZHOU] {
        let mut world = World::new();
        world.programme("prog", flow);
        world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
        let first = world.get("a").stage.clone();
        let waiting = world.state.inbox(&user("owner"), world.today).len()
            + world.state.inbox(&user("district"), world.today).len();
        assert_eq!(waiting, 1, "{flow}: {first}");
        world.reach_award("a", "prog", Mode::InvestmentSubsidy, "S-1", 300_000_001);
        assert_eq!(world.get("a").award, Some(Fen(300_000_001)), "{flow}");
        let due = world.state.deadlines(date("2099-01-01"));
        assert!(due.iter().all(|task| task.application.as_str() == "a"));
    }
}

/// Deadlines count working days; departments have their own; a year without data leaves them
/// unknown, and says so.
#[test]
fn deadlines_and_inboxes() {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    // Twenty working days after Monday, 2024-03-04.
    assert_eq!(world.get("a").due, Some(date("2024-04-01")));
    let inbox = world.state.inbox(&user("district"), world.today);
    assert_eq!(inbox.len(), 1);
    assert!(inbox[0].open[0].en.contains("ledger"));
    assert!(world.state.inbox(&user("other-district"), world.today).is_empty());
    // What waits for somebody waits for their deputy as well, as long as there is one.
    let (to, from, until) = (user("deputy"), date("2024-03-05"), date("2024-03-08"));
    world.done(
        "admin",
        Action::RegisterUser {
            user: to.clone(),
            organisation: org(2),
            person: PersonId::new("p-deputy").unwrap(),
            commitment: Digest::of(b"deputy"),
        },
    );
    world.done("district", Action::Delegate { to: to.clone(), from, until });
    let waiting = |day| world.state.inbox(&to, date(day)).len();
    assert_eq!([waiting("2024-03-04"), waiting("2024-03-08"), waiting("2024-03-09")], [0, 1, 0]);
    assert_eq!(world.state.deadlines(date("2024-04-01")).len(), 1);
    assert!(world.state.deadlines(date("2024-03-31")).is_empty());
    assert!(world.state.unknown_deadlines().is_empty());

    world.today = date("2026-12-28");
    world.open("rival", "b", "prog", Mode::InvestmentSubsidy, "S-2");
    assert_eq!(world.get("b").due, None);
    assert_eq!(world.state.unknown_deadlines().len(), 1);
}

#[test]
fn departments_see_their_own_parts() {
    let mut world = World::new();
    world.programme("prog", LIUZHOU);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    world.attach("owner", "a", &["retrofit_contract"]);
    world.submit("a");
    for (who, tasks) in [("housing", 1), ("treasury", 1), ("planning", 0), ("city", 1)] {
        assert_eq!(world.state.inbox(&user(who), world.today).len(), tasks, "{who}");
    }
    world.opinions("a", &["housing"]);
    assert!(world.state.inbox(&user("housing"), world.today).is_empty());
    let work = world.state.workflow(world.get("a")).unwrap();
    let review = work.work(&StageId::new("review").unwrap()).unwrap();
    assert_eq!(review.answers, Role::MunicipalOfficer);
}

/// A changed file stops the programme until it is adopted, which strands no application.
#[test]
fn a_changed_workflow_is_adopted_or_nothing_moves() {
    let mut world = World::new();
    world.programme("prog", LIUZHOU);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    world.attach("owner", "a", &["retrofit_contract"]);
    let programme = ProgrammeId::new("prog").unwrap();
    let adopt = || Action::AdoptWorkflow { programme: programme.clone() };
    world.refused("city", adopt(), Code::Done);
    let change = |from: &str, to: &str| {
        let flow = Workflow::load("w.yaml", &BASE.replace(from, to)).unwrap();
        let mut rules = (*crate::world::rules()).clone();
        rules.workflows.insert(flow.id.clone(), flow);
        let mut state = State::new(Arc::new(rules));
        world.events.iter().for_each(|event| state.fold(event));
        World { state, ..world.clone() }
    };
    let mut renamed = change("application", "request");
    renamed.refused("city", adopt(), Code::NotAllowed);
    let mut longer = change("deadline: 20", "deadline: 30");
    let submit = Move::Submit { content: Digest::of(b"a") };
    longer.not_on("owner", "a", submit, Code::WorkflowChanged);
    longer.done("city", adopt());
    longer.submit("a");
    // Thirty working days after Monday, 2024-03-04: twenty reach 04-01, then 04-02, 04-03, the
    // worked Sunday 04-07 after the holiday, 04-08 to 04-12, 04-15 and 04-16.
    assert_eq!(longer.get("a").due, Some(date("2024-04-16")));
}
