//! Accounts, delegations, interests, erasure.

use programme::command::{Action, Mode, Money, Move, Outcome};
use programme::ids::{Digest, GrantId, PersonId};
use programme::law::{LawConfirmation, LawItem};
use programme::people::{Party, Role};
use programme::{Answer, Code, Suite, apply};
use units::Fen;

use crate::world::{
    BANK, BEIJING, EXPERTS, OWNER, World, application, date, line, line_id, opening, org, prose,
    step, user,
};

fn with_application() -> World {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    world.attach("district", "a", &["ledger_extract"]);
    world
}

fn pass() -> Move {
    Move::Decide { outcome: Outcome::Pass, grounds: prose("符合") }
}

#[test]
fn a_role_is_delegated_for_a_time_and_not_on() {
    let mut world = with_application();
    let delegate = |to: &str| Action::Delegate {
        to: user(to),
        from: date("2024-03-05"),
        until: date("2024-03-06"),
    };
    world.hire("junior", 2, Role::Analyst, "");
    world.done("district", delegate("junior"));
    world.refused("district", delegate("city"), Code::OutOfRange);
    let mut command =
        world.command("district", Action::On { application: application("a"), what: pass() });
    command.actor.user = user("junior");
    command.actor.on_behalf_of = Some(user("district"));
    assert_eq!(world.send(&command).unwrap_err().code, Code::RoleNotHeld);
    world.today = date("2024-03-07");
    assert_eq!(world.send(&command).unwrap_err().code, Code::RoleNotHeld);
    world.today = date("2024-03-06");
    // Time does not go back: the refused command left no event, so this one comes first.
    let mut on = command.clone();
    on.action = delegate("district-2");
    on.expected = None;
    assert_eq!(world.send(&on).unwrap_err().code, Code::NotAllowed);
    world.send(&command).unwrap();
    let last = world.events.last().unwrap();
    assert_eq!(last.actor.on_behalf_of, Some(user("district")));
    assert_eq!(last.organisation, org(2));
}

#[test]
fn a_revoked_role_ends_at_once() {
    let mut world = with_application();
    let revoke = |grant: &str| Action::RevokeRole { grant: GrantId::new(grant).unwrap() };
    world.done("admin", revoke("g-district"));
    world.refused(
        "district",
        Action::On { application: application("a"), what: pass() },
        Code::RoleNotHeld,
    );
    world.refused("admin", revoke("g-district"), Code::Done);
    world.refused("admin", revoke("founder"), Code::NotAllowed);
}

/// Each kind of interest keeps its holder out, and only its holder.
#[test]
fn whoever_has_an_interest_is_kept_out() {
    let share = |holder, held: u32, share_bp| Action::RecordShare {
        holder,
        held: org(held),
        share_bp,
        evidence: Digest::of(b"extract"),
    };
    let person = |name: &str| Party::Person(PersonId::new(name).unwrap());
    let between = |holder: u32, held: u32| share(Party::Organisation(org(holder)), held, 500);
    let declared = Action::DeclareInterest { organisation: org(OWNER) };
    let cases: Vec<(&str, Vec<(&str, Action)>)> = vec![
        ("declared", vec![("district", declared)]),
        ("shareholder", vec![("auditor", share(person("p-district"), OWNER, 1))]),
        (
            "through others",
            vec![
                ("auditor", share(person("p-district"), BANK, 100)),
                ("auditor", between(BANK, EXPERTS)),
                ("auditor", between(EXPERTS, OWNER)),
            ],
        ),
        ("employer holds", vec![("auditor", between(2, OWNER))]),
        ("employer is held", vec![("auditor", between(OWNER, 2))]),
    ];
    for (name, actions) in cases {
        let mut world = with_application();
        for (who, action) in actions {
            world.done(who, action);
        }
        let refusal = world.not_on("district", "a", pass(), Code::ConflictOfInterest);
        assert!(refusal.text.en.contains(org(OWNER).as_str()), "{name}: {refusal}");
        if !name.starts_with("employer") {
            world.pass("district-2", "a");
        }
    }
    let mut world = with_application();
    world.done("auditor", share(person("p-district"), OWNER, 1));
    world.done("auditor", share(person("p-district"), OWNER, 0));
    world.pass("district", "a");
}

/// A district officer who also has an account at the applicant, and experts of the applicant.
#[test]
fn the_same_person_or_organisation_is_kept_out() {
    let mut world = with_application();
    world.done(
        "admin",
        Action::RegisterUser {
            user: user("moonlight"),
            organisation: org(OWNER),
            person: PersonId::new("p-district").unwrap(),
            commitment: Digest::of(b"moonlight"),
        },
    );
    world.not_on("district", "a", pass(), Code::ConflictOfInterest);
    world.hire("house-expert", OWNER, Role::Expert, "");
    let appoint = Move::Appoint { user: user("house-expert"), role: Role::Expert };
    world.not_on("city", "a", appoint, Code::ConflictOfInterest);
    let appoint = Move::Appoint { user: user("expert"), role: Role::Verifier };
    world.not_on("city", "a", appoint, Code::OutOfRange);
}

/// Two accounts of one person are one pair of eyes.
#[test]
fn money_needs_four_eyes() {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.done(
        "admin",
        Action::RegisterUser {
            user: user("finance-again"),
            organisation: org(9),
            person: PersonId::new("p-finance").unwrap(),
            commitment: Digest::of(b"again"),
        },
    );
    world.done(
        "admin",
        Action::GrantRole {
            grant: GrantId::new("g-again").unwrap(),
            user: user("finance-again"),
            role: Role::Finance,
            district: None,
            department: None,
            from: date("2024-01-01"),
            to: None,
        },
    );
    let money = Money::Appropriate { line: line(&line_id("prog", 2024)), amount: Fen(100) };
    world.done("finance", Action::ProposeMoney { step: step("s"), money });
    world.refused("finance", Action::ApproveMoney { step: step("s") }, Code::FourEyes);
    let mut again = world.command("finance", Action::ApproveMoney { step: step("s") });
    again.actor.user = user("finance-again");
    assert_eq!(world.send(&again).unwrap_err().code, Code::FourEyes);
    world.done("finance-2", Action::ApproveMoney { step: step("s") });
    world.refused("finance-2", Action::ApproveMoney { step: step("s") }, Code::Done);
}

#[test]
fn a_person_is_erased_and_every_proof_still_holds() {
    let mut world = World::new();
    let erase = || Action::ErasePerson { person: PersonId::new("p-expert").unwrap() };
    world.refused("admin", erase(), Code::NotAllowed);
    world.done("admin", Action::RevokeRole { grant: GrantId::new("g-expert").unwrap() });
    world.done("admin", erase());
    world.refused("admin", erase(), Code::Done);
    // No event names the person's record, only the commitment to it.
    let lines: Vec<Vec<u8>> = world.events.iter().map(programme::journal::line).collect();
    assert!(lines.iter().all(|line| programme::journal::parse(line).is_ok()));
}

#[test]
fn the_desk_is_founded_once_by_an_administrator() {
    let world = World::new();
    let found = Action::Found {
        organisation: org(77),
        name: prose("另一机构"),
        person: PersonId::new("p-x").unwrap(),
        commitment: Digest::of(b"x"),
        suite: Suite::Sha2,
    };
    let mut copy = world.clone();
    copy.refused("admin", found.clone(), Code::NotFounded);
    let empty = programme::state::State::new(crate::world::rules());
    let mut first =
        copy.command("city", opening("a", "p", Mode::InvestmentSubsidy, &[("s", 1, 1)]));
    first.expected = None;
    let founding = copy.command("admin", found);
    let sm = empty.clone().with_suite(Suite::Sm);
    assert!(apply(&empty, &founding, world.now()).is_ok());
    assert_eq!(apply(&sm, &founding, world.now()).unwrap_err().code, Code::NotAllowed);
    let refusal = apply(&empty, &first, world.now()).unwrap_err();
    assert_eq!(refusal.code, Code::NotFounded);
    assert!(!matches!(apply(&empty, &first, world.now()), Ok(Answer::Happened(_))));
}

/// What is confirmed stands until it is taken back; who confirmed it is known.
#[test]
fn law_is_confirmed_and_taken_back() {
    let mut world = World::new();
    let scheme = "cn/beijing/vacated-space";
    let item = LawItem::Value {
        parameter: prose("saving_rate_min"),
        place: None,
        from: date("2023-09-01"),
    };
    let confirm = |value: Option<&str>| Action::ConfirmLaw {
        scheme: scheme.to_owned(),
        item: item.clone(),
        confirmation: LawConfirmation {
            value: value.map(prose),
            against: prose("plan-2023"),
            article: Some(prose("三（二）")),
        },
    };
    let withdraw = || Action::WithdrawConfirmation {
        scheme: scheme.to_owned(),
        item: item.clone(),
        reason: prose("看错一行"),
    };
    world.refused("district", confirm(Some("20")), Code::NotAllowed);
    world.refused("city", confirm(None), Code::OutOfRange);
    world.refused("city", confirm(Some("20, by: x")), Code::OutOfRange);
    world.refused("city", withdraw(), Code::Unknown);
    world.done("city", confirm(Some("15")));
    world.done("city", confirm(Some("20")));
    let stands = &world.state.confirmations()[scheme][&item];
    assert_eq!(stands.said.value, Some(prose("20")));
    assert_eq!(stands.by.0, user("city"));
    world.done("city", withdraw());
    assert!(world.state.confirmations().is_empty());
    world.refused("city", withdraw(), Code::Unknown);
}
