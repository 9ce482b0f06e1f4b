//! Edits by a desk that holds the key, and counts, writes and signs its journal again: no hash
//! shows them, so the meaning of the events must.

use oorandom::Rand64;
use serde_json::{Value, json};
use verifier::Check;

use crate::forge::{Journal, history};

/// One edit by a dishonest desk; `false` where the history gives no occasion.
type Plant = fn(&mut Journal, &mut Rand64) -> bool;

fn one_of(places: &[usize], random: &mut Rand64) -> Option<usize> {
    let place = random.rand_range(0..places.len().max(1) as u64);
    places.get(usize::try_from(place).unwrap()).copied()
}

/// Approvals of these kinds of steps.
fn approvals(journal: &Journal, kinds: &[&str]) -> Vec<usize> {
    journal.places("money_approved", |what| kinds.contains(&journal.money_kind(&what["step"])))
}

/// Changes a random event of a kind.
fn change(
    journal: &mut Journal,
    random: &mut Rand64,
    places: &[usize],
    edit: impl FnOnce(&mut Value),
) -> bool {
    one_of(places, random).is_some_and(|place| {
        edit(&mut journal.events[place]);
        true
    })
}

/// Changes a random approval of one of `kinds`.
fn approval(
    journal: &mut Journal,
    random: &mut Rand64,
    kinds: &[&str],
    edit: impl FnOnce(&mut Value),
) -> bool {
    let places = approvals(journal, kinds);
    change(journal, random, &places, edit)
}

fn add(value: &mut Value, more: i64) {
    *value = json!(value.as_i64().unwrap() + more);
}

/// Any place but the founding.
fn any(journal: &Journal) -> Vec<usize> {
    (2..journal.events.len()).collect()
}

/// Inserts a step with its approval by `finance-2` before `place`.
fn step(journal: &mut Journal, place: usize, money: &Value, transfers: &Value) {
    let id = "forged-step";
    let budget = ["appropriate", "cut", "carry_over"].contains(&money["kind"].as_str().unwrap());
    let who = if budget { ("finance", "finance") } else { ("city", "municipal_officer") };
    let amount = transfers[0]["amount"].clone();
    let proposed = json!({"kind": "money_proposed", "step": id, "money": money, "amount": amount});
    journal.insert(place, who, &proposed);
    let approved = json!({"kind": "money_approved", "step": id, "transfers": transfers});
    journal.insert(place + 1, ("finance-2", "finance"), &approved);
}

const BUDGET: &[&str] = &["appropriate", "cut", "carry_over"];
const AWARDED: &[&str] = &["commit", "cancel", "reduce", "demand"];

const PLANTS: &[(&str, Check, Plant)] = &[
    ("an unknown kind", Check::Form, |j, r| {
        let all = any(j);
        change(j, r, &all, |event| event["what"]["kind"] = json!("money_given"))
    }),
    ("an unknown key", Check::Form, |j, r| {
        let all = any(j);
        change(j, r, &all, |event| event["what"]["note"] = json!("x"))
    }),
    ("a missing key", Check::Form, |j, r| {
        let all = any(j);
        change(j, r, &all, |event| drop(event.as_object_mut().unwrap().remove("content")))
    }),
    ("a sum below nothing", Check::Form, |j, r| {
        let all = j.places("money_proposed", |_| true);
        change(j, r, &all, |event| event["what"]["amount"] = json!(-5))
    }),
    ("time that falls", Check::Sequence, |j, r| {
        let all = any(j);
        change(j, r, &all, |event| add(&mut event["at"], -100_000_000_000))
    }),
    ("a clock that had not gone back", Check::Sequence, |j, r| {
        let all = any(j);
        change(j, r, &all, |event| event["clock"] = event["at"].clone())
    }),
    ("a command twice", Check::Sequence, |j, r| {
        let id = j.events[5]["command"].clone();
        let last = j.events.len() - 1;
        change(j, r, &[last], |event| event["command"] = id)
    }),
    ("one command of two actors", Check::Sequence, |j, r| {
        let twins: Vec<usize> = (3..j.events.len())
            .filter(|at| j.events[*at]["command"] == j.events[at - 1]["command"])
            .collect();
        change(j, r, &twins, |event| event["content"] = json!("ab".repeat(32)))
    }),
    ("an application twice", Check::Sequence, |j, r| {
        let Some(place) = one_of(&j.places("application_opened", |_| true), r) else {
            return false;
        };
        let what = j.events[place]["what"].clone();
        let last = j.events.len();
        j.insert(last, ("owner", "applicant"), &what);
        true
    }),
    ("a user twice", Check::Sequence, |j, r| {
        let Some(place) = one_of(&j.places("user_registered", |_| true), r) else { return false };
        let what = j.events[place]["what"].clone();
        let last = j.events.len();
        j.insert(last, ("admin", "administrator"), &what);
        true
    }),
    ("a transfer's id twice", Check::Sequence, |j, r| {
        let all = approvals(j, &["appropriate", "reserve", "release", "commit", "receive"]);
        let id = j.events[all[0]]["what"]["transfers"][0]["id"].clone();
        change(j, r, &all[1..], |event| event["what"]["transfers"][0]["id"] = id)
    }),
    ("a user that nobody registered", Check::People, |j, r| {
        let all = j.places("money_proposed", |_| true);
        change(j, r, &all, |event| event["actor"]["user"] = json!("ghost"))
    }),
    ("another organisation", Check::People, |j, r| {
        let places = j.places("decided", |_| true);
        change(j, r, &places, |event| event["organisation"] = json!("91350100M000100Y43"))
    }),
    ("a role that was not granted", Check::People, |j, r| {
        let places = j.places("money_proposed", |_| true);
        change(j, r, &places, |event| event["actor"]["role"] = json!("auditor"))
    }),
    ("a role on behalf of someone who did not delegate it", Check::People, |j, r| {
        let places = j.places("money_approved", |_| true);
        change(j, r, &places, |event| event["actor"]["on_behalf_of"] = json!("finance"))
    }),
    ("a revoked grant", Check::People, |j, r| {
        let places = j.places("money_approved", |_| true);
        let Some(place) = one_of(&places, r) else { return false };
        let grant = format!("g-{}", j.events[place]["actor"]["user"].as_str().unwrap());
        let what = json!({"kind": "role_revoked", "grant": grant, "to": "2024-03-01"});
        j.insert(place, ("admin", "administrator"), &what);
        true
    }),
    ("a grant that has run out", Check::People, |j, r| {
        let places = j.places("role_granted", |what| {
            ["city", "finance", "owner"].iter().any(|name| what["grant"]["user"] == *name)
        });
        change(j, r, &places, |event| event["what"]["grant"]["to"] = json!("2024-03-01"))
    }),
    ("a grant that has not begun", Check::People, |j, r| {
        let places = j.places("role_granted", |what| {
            ["city", "finance", "owner"].iter().any(|name| what["grant"]["user"] == *name)
        });
        change(j, r, &places, |event| event["what"]["grant"]["from"] = json!("2090-01-01"))
    }),
    ("money by a role that moves none", Check::People, |j, r| {
        let places = j.places("money_approved", |_| true);
        let Some(place) = one_of(&places, r) else { return false };
        let user = j.events[place]["actor"]["user"].clone();
        let grant =
            json!({"grant": "forged", "user": user, "role": "analyst", "from": "2024-01-01"});
        j.events[place]["actor"]["role"] = json!("analyst");
        j.insert(
            place,
            ("admin", "administrator"),
            &json!({"kind": "role_granted", "grant": grant}),
        );
        true
    }),
    ("a transfer that is none of the step's", Check::Balance, |j, r| {
        approval(j, r, &["reserve", "commit", "appropriate", "release"], |event| {
            let mut fake = event["what"]["transfers"][0].clone();
            fake["id"] = json!("fake");
            fake["debit"]["bucket"] = json!("written_off");
            event["what"]["transfers"].as_array_mut().unwrap().push(fake);
        })
    }),
    ("money of another line", Check::Balance, |j, r| {
        approval(j, r, &["reserve"], |event| {
            let line = &mut event["what"]["transfers"][0];
            let other =
                if line["credit"]["line"] == "prog-b-2024" { "prog-l-2024" } else { "prog-b-2024" };
            line["credit"]["line"] = json!(other);
            line["debit"]["line"] = json!(other);
        })
    }),
    ("money of another application", Check::Balance, |j, r| {
        approval(j, r, &["commit", "release", "reserve"], |event| {
            for transfer in event["what"]["transfers"].as_array_mut().unwrap() {
                for side in ["debit", "credit"] {
                    if transfer[side]["bucket"] != "available" {
                        transfer[side]["application"] = json!("a-99");
                    }
                }
            }
        })
    }),
    ("a payment that is posted at once", Check::Balance, |j, r| {
        approval(j, r, &["disburse"], |event| {
            event["what"]["transfers"][0]["state"] = json!("posted");
        })
    }),
    ("a payment of another tranche", Check::Balance, |j, r| {
        approval(j, r, &["disburse"], |event| {
            event["what"]["transfers"][0]["tranche"] = json!("another");
        })
    }),
    ("carried over to the year before", Check::Balance, |j, _| {
        let place = j.events.len();
        let line = json!({"kind": "line_opened", "line": "older", "programme": "prog-b",
            "year": 2023, "district": "xicheng", "project_kind": "old_plant"});
        j.insert(place, ("finance", "finance"), &line);
        let money =
            json!({"kind": "carry_over", "from": "prog-b-2024", "to": "older", "amount": 1});
        let transfer = json!([{"id": "c/1", "amount": 1, "state": "posted",
            "credit": {"line": "prog-b-2024", "bucket": "available"},
            "debit": {"line": "older", "bucket": "available"}}]);
        step(j, place + 1, &money, &transfer);
        true
    }),
    ("more than was appropriated", Check::Overrun, |j, r| {
        let all = approvals(j, &["reserve"]);
        let Some(place) = one_of(&all, r) else { return false };
        let more = 9_000_000_000_i64;
        let proposal = j.proposal(&j.events[place]["what"]["step"].clone());
        add(&mut j.events[proposal]["what"]["amount"], more);
        add(&mut j.events[proposal]["what"]["money"]["amount"], more);
        add(&mut j.events[place]["what"]["transfers"][0]["amount"], more);
        true
    }),
    ("a poorer budget", Check::Overrun, |j, r| {
        for place in approvals(j, &["appropriate"]) {
            let proposal = j.proposal(&j.events[place]["what"]["step"].clone());
            let little = 1 + i64::try_from(r.rand_range(0..1_000)).unwrap();
            j.events[proposal]["what"]["amount"] = json!(little);
            j.events[proposal]["what"]["money"]["amount"] = json!(little);
            j.events[place]["what"]["transfers"][0]["amount"] = json!(little);
        }
        !approvals(j, &["reserve"]).is_empty()
    }),
    ("an award a fen too high", Check::Award, |j, r| {
        approval(j, r, AWARDED, |event| add(&mut event["what"]["award"], 1))
    }),
    ("no award", Check::Award, |j, r| {
        approval(j, r, AWARDED, |event| {
            drop(event["what"].as_object_mut().unwrap().remove("award"))
        })
    }),
    ("an award without money", Check::Award, |j, r| {
        approval(j, r, &["reserve", "receive", "disburse"], |event| {
            event["what"]["award"] = json!(1_000);
        })
    }),
    ("an approval twice", Check::StepOnce, |j, r| {
        let Some(place) = one_of(&approvals(j, BUDGET), r) else { return false };
        let mut what = j.events[place]["what"].clone();
        what["transfers"][0]["id"] = json!("again");
        j.insert(place + 1, ("finance-2", "finance"), &what);
        true
    }),
    ("an approval after a refusal", Check::StepOnce, |j, r| {
        let Some(place) = one_of(&approvals(j, BUDGET), r) else { return false };
        let refused = json!({"kind": "money_refused", "step": j.events[place]["what"]["step"],
            "reason": "x"});
        j.insert(place, ("finance-2", "finance"), &refused);
        true
    }),
    ("a payment twice", Check::StepOnce, |j, r| {
        let Some(place) = one_of(&j.places("payment_posted", |_| true), r) else { return false };
        let mut what = j.events[place]["what"].clone();
        let last = j.events.len();
        what["reference"] = json!("again");
        j.insert(last, ("finance-2", "finance"), &what);
        true
    }),
    ("another amount than was proposed", Check::StepOnce, |j, r| {
        let all = approvals(j, &["release", "commit", "cancel", "disburse", "reduce"]);
        let Some(place) = one_of(&all, r) else { return false };
        let proposal = j.proposal(&j.events[place]["what"]["step"].clone());
        add(&mut j.events[proposal]["what"]["amount"], 1);
        true
    }),
    ("a tranche twice", Check::TrancheOnce, |j, r| {
        let places = j.places("money_approved", |what| {
            ["first", "on_arrival"].iter().any(|name| what["transfers"][0]["tranche"] == *name)
        });
        let Some(place) = one_of(&places, r) else { return false };
        let mut transfer = j.events[place]["what"]["transfers"][0].clone();
        (transfer["id"], transfer["amount"]) = (json!("twice"), json!(1));
        let money = json!({"kind": "disburse", "application": transfer["credit"]["application"],
            "tranche": transfer["tranche"]});
        step(j, place + 1, &money, &json!([transfer]));
        true
    }),
    ("one person on both sides", Check::FourEyes, |j, r| {
        let kinds = &["appropriate", "reserve", "release", "commit", "cancel", "reduce"];
        let all: Vec<usize> = approvals(j, kinds);
        let Some(place) = one_of(&all, r) else { return false };
        let proposal = j.proposal(&j.events[place]["what"]["step"].clone());
        for key in ["actor", "organisation"] {
            j.events[place][key] = j.events[proposal][key].clone();
        }
        ["finance", "municipal_officer"]
            .iter()
            .any(|role| j.events[place]["actor"]["role"] == *role)
    }),
    ("two accounts of one person", Check::FourEyes, |j, r| {
        let kinds = &["appropriate", "reserve", "release", "commit", "cancel", "reduce"];
        let Some(place) = one_of(&approvals(j, kinds), r) else { return false };
        let proposal = j.proposal(&j.events[place]["what"]["step"].clone());
        let proposer = j.events[proposal]["actor"]["user"].as_str().unwrap().to_owned();
        let approver = j.events[place]["actor"]["user"].clone();
        let registered = j.places("user_registered", |what| what["user"]["user"] == approver);
        let person = json!(format!("p-{proposer}"));
        j.events[registered[0]]["what"]["user"]["person"] = person;
        true
    }),
    ("an approver with an account at the owner's", Check::FourEyes, |j, r| {
        let Some(place) = one_of(&approvals(j, &["commit", "reserve"]), r) else { return false };
        let person = format!("p-{}", j.events[place]["actor"]["user"].as_str().unwrap());
        let proposal = j.proposal(&j.events[place]["what"]["step"].clone());
        let id = j.events[proposal]["what"]["money"]["application"].clone();
        let opened = j.places("application_opened", |what| what["application"] == id)[0];
        let owner = j.events[opened]["what"]["applicant"].clone();
        let mole = json!({"kind": "user_registered", "user": {"user": "mole", "organisation": owner,
            "person": person, "commitment": "ab".repeat(32)}});
        j.insert(place, ("admin", "administrator"), &mole);
        true
    }),
    ("the same works twice", Check::DoubleFunding, |j, r| {
        let space = format!("S-{}", r.rand_range(0..12));
        for place in j.places("application_opened", |_| true) {
            for part in j.events[place]["what"]["parts"].as_array_mut().unwrap() {
                part["space"] = json!(space);
            }
        }
        true
    }),
];

#[test]
fn a_dishonest_desk_is_found_by_what_its_journal_says() {
    let mut planted = 0;
    let histories: Vec<Journal> = (0..6).map(|seed| history(9_001 + seed, 1_500)).collect();
    for (number, (name, check, plant)) in PLANTS.iter().enumerate() {
        let mut found = 0;
        for (seed, honest) in histories.iter().enumerate() {
            let mut journal = honest.clone();
            let mut random = Rand64::new((seed * 100 + number) as u128);
            if !plant(&mut journal, &mut random) {
                continue;
            }
            let refusal = match journal.verdict() {
                Err(refusal) => refusal,
                Ok(_) => panic!("{name}, history {seed}: accepted"),
            };
            assert_eq!(refusal.fault.check, *check, "{name}, history {seed}: {refusal}");
            found += 1;
        }
        assert!(found >= 3, "{name}: only {found} occasions");
        planted += found;
    }
    assert!(planted >= 200, "{planted}");
}

/// Numbers and versions are part of the chain too.
#[test]
fn gaps_in_numbers_and_versions_are_found() {
    let mut honest = history(9_001, 300);
    honest.count();
    for (key, kind) in [("seq", "decided"), ("version", "decided"), ("version", "money_approved")] {
        let mut journal = honest.clone();
        let place = journal.places(kind, |_| true)[1];
        for event in &mut journal.events[place..] {
            if event[key].is_u64() {
                add(&mut event[key], 1);
            }
        }
        let first = if journal.events[place][key].is_u64() { place } else { continue };
        let refusal = journal.export().verdict().unwrap_err();
        assert_eq!((refusal.fault.check, refusal.line), (Check::Sequence, first as u64 + 1));
    }
}
