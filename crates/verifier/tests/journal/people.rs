//! Grants, revocations and delegations on their days.

use programme::command::{Action, Move, Outcome};
use programme::ids::GrantId;
use programme::people::Role;
use serde_json::json;
use verifier::Check;

use crate::forge::Journal;
use crate::world::{BEIJING, World, application, date, prose, user};

/// `junior` decides on behalf of `district` on 6 March 2024, the last day of a delegation.
fn delegated() -> Journal {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.open("owner", "a", "prog", programme::command::Mode::InvestmentSubsidy, "S-1");
    world.attach("district", "a", &["ledger_extract"]);
    world.hire("junior", 2, Role::Analyst, "");
    let (from, until) = (date("2024-03-05"), date("2024-03-06"));
    world.done("district", Action::Delegate { to: user("junior"), from, until });
    world.today = until;
    let what = Move::Decide { outcome: Outcome::Pass, grounds: prose("符合") };
    let action = Action::On { application: application("a"), what };
    let mut command = world.command("district", action);
    command.actor.user = user("junior");
    command.actor.on_behalf_of = Some(user("district"));
    world.send(&command).unwrap();
    world.done("admin", Action::RevokeRole { grant: GrantId::new("g-district").unwrap() });
    Journal::of(&world.events)
}

fn refused(mut journal: Journal, change: impl FnOnce(&mut Journal)) -> Check {
    change(&mut journal);
    journal.verdict().unwrap_err().fault.check
}

#[test]
fn a_delegated_role_is_used_on_its_days_alone() {
    let honest = delegated();
    honest.clone().verdict().unwrap();
    let given = honest.places("delegated", |_| true)[0];
    for (key, value) in [
        ("until", "2024-03-05"),
        ("from", "2024-03-07"),
        ("role", "municipal_officer"),
        ("by", "district-2"),
        ("to", "district-2"),
    ] {
        let found = refused(delegated(), |journal| {
            journal.events[given]["what"]["delegation"][key] = json!(value);
        });
        assert_eq!(found, Check::People, "{key}");
    }
    let found = refused(honest, |journal| drop(journal.events.remove(given)));
    assert_eq!(found, Check::People);
}

#[test]
fn a_delegation_ends_with_the_grant_behind_it() {
    let honest = delegated();
    let given = honest.places("delegated", |_| true)[0];
    let revoked = json!({"kind": "role_revoked", "grant": "g-district", "to": "2024-03-05"});
    let found = refused(honest.clone(), |journal| {
        journal.insert(given + 1, ("admin", "administrator"), &revoked);
    });
    assert_eq!(found, Check::People);
    // Its last day still counts.
    let mut later = honest;
    let last = json!({"kind": "role_revoked", "grant": "g-district", "to": "2024-03-06"});
    later.insert(given + 1, ("admin", "administrator"), &last);
    later.verdict().unwrap();
}

/// Days are those of the desk's place: a grant from the 5th is used at 00:00 there, when it is
/// still the 4th in Greenwich.
#[test]
fn days_are_those_of_the_place() {
    let mut journal = delegated();
    journal.events.truncate(journal.places("programme_opened", |_| true)[0]);
    let place = journal.events.len();
    let grant = json!({"kind": "role_granted", "grant": {"grant": "g", "user": "city-2",
        "role": "auditor", "from": "2024-03-05"}});
    journal.insert(place, ("admin", "administrator"), &grant);
    let erased = json!({"kind": "interest_declared", "person": "p-city-2",
        "organisation": journal.events[0]["organisation"]});
    journal.insert(place + 1, ("city-2", "auditor"), &erased);
    // 2024-03-05T00:00 in China.
    let midnight = 1_709_568_000_000_i64;
    for (at, is_held) in [(midnight - 1, false), (midnight, true)] {
        journal.events[place + 1]["at"] = json!(at);
        let verdict = journal.clone().verdict();
        assert_eq!(
            verdict.map(drop).map_err(|refusal| refusal.fault.check),
            if is_held { Ok(()) } else { Err(Check::People) }
        );
    }
}

#[test]
fn only_the_founder_is_free_of_a_grant() {
    let first = |journal: &mut Journal, key: &str, value: &str| {
        journal.events[1][key] = json!(value);
    };
    assert_eq!(refused(delegated(), |journal| first(journal, "command", "another")), Check::People);
    let role =
        |journal: &mut Journal| journal.events[1]["what"]["grant"]["role"] = json!("finance");
    assert_eq!(refused(delegated(), role), Check::People);
    let user = |journal: &mut Journal| journal.events[1]["what"]["grant"]["user"] = json!("other");
    assert_ne!(refused(delegated(), user), Check::Form);
    let other = |journal: &mut Journal| {
        journal.events[0]["what"]["administrator"]["user"] = json!("other");
    };
    assert_eq!(refused(delegated(), other), Check::People);
    // A role that another than an administrator gives is none.
    let grant = json!({"kind": "role_granted", "grant": {"grant": "g", "user": "city",
        "role": "finance", "from": "2024-01-01"}});
    let by_city = |journal: &mut Journal| {
        let place = journal.events.len();
        journal.insert(place, ("city", "municipal_officer"), &grant);
    };
    assert_eq!(refused(delegated(), by_city), Check::People);
}
