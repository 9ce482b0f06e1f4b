//! The demo desk: it fills without a refusal, its journal verifies, and nobody stands before an
//! empty desk.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use app::desk::{Desk, Options, desk_rules};
use app::{DEMO_PASSWORD, DemoDesk, DemoDeskRequest, DemoRequest, Location, Silent};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use http::Password;
use programme::Moment;
use programme::ids::Digest;
use programme::state::{State, StepState, TrancheState};
use serde_json::{Value, json};
use tempfile::TempDir;
use units::{Date, Fen};
use verifier::{Key, Notes};

use crate::client::{Server, patience, post, request};

/// The day on which the demo is looked at.
const TODAY: &str = "2026-11-27";

/// The chain on a ledger that is large enough for every story.
fn chain(out: &Path) {
    let on = "2023-10-01".parse().unwrap();
    let request = DemoRequest { out, spaces: 500, seed: 2023, budget: Fen(100_000_000_000), on };
    app::demo(&request, &Silent).unwrap();
}

fn fill(database: &Path, hash: &str) -> DemoDesk {
    let today: Date = TODAY.parse().unwrap();
    let request =
        DemoDeskRequest { database, folder: None, today: Some(today), password_hash: hash };
    app::fill_demo_desk(&request, &Silent).unwrap()
}

/// The root of a filled desk, as its last checkpoint has it.
fn root(database: &Path) -> (u64, Digest) {
    let rules = desk_rules(None).unwrap();
    let desk = Desk::open(&Location::of(database), rules, &at_noon()).unwrap();
    desk.root()
}

/// A clock that stands at noon of the day.
fn at_noon() -> Options {
    let noon = desk_rules(None).unwrap().calendar.noon(TODAY.parse().unwrap());
    Options { clock: Arc::new(move || Moment(noon.0)), ..Options::default() }
}

/// Every stage and every kind of open end is there.
fn has_everything(state: &State) {
    assert_eq!(state.violations(), Vec::<String>::new());
    let all = state.applications();
    let stages: BTreeSet<&str> = all.values().map(|one| one.stage.as_str()).collect();
    for flow in state.rules().workflows.values().filter(|flow| flow.id.as_str().contains("usual")) {
        for stage in &flow.order {
            // Whoever ends early or reports on operation is not among the stories.
            let told = !["operation", "ended"].contains(&stage.as_str());
            assert_eq!(stages.contains(stage.as_str()), told, "{stage}");
        }
    }
    let today: Date = TODAY.parse().unwrap();
    assert_eq!(state.public_notices(today).len(), 2);
    let some = |wanted: &dyn Fn(&programme::state::Application) -> bool| all.values().any(wanted);
    assert!(some(&|one| one.suspended.is_some()) && some(&|one| one.is_suspected()));
    assert!(some(&|one| one.appeal.is_some()) && some(&|one| one.entity_request.is_some()));
    assert!(some(&|one| one.then_back_to.is_some()) && some(&|one| one.claims.len() >= 2));
    assert!(some(&|one| one.letter.as_ref().is_some_and(|letter| !letter.preview.is_empty())));
    assert!(some(&|one| one.tranches.values().any(|paid| *paid == TrancheState::Paid)));
    let owed = |one: &programme::state::Application| {
        let funds = state.funds(one);
        funds.receivable.posted > Fen::ZERO && funds.returned.posted > Fen::ZERO
    };
    assert!(some(&owed));
    let waits = |state: &StepState| matches!(state, StepState::Proposed);
    assert!(state.steps().values().filter(|step| waits(&step.state)).count() >= 3);
    let due: Vec<Date> = state.deadlines(Date::MAX).iter().filter_map(|task| task.due).collect();
    assert!(due.iter().any(|day| *day < today) && due.iter().any(|day| *day > today));
    for decision in all.values().filter_map(|one| one.decision.as_ref()) {
        assert_eq!(decision.met, decision.amount.is_some());
    }
}

/// What somebody sees who logs in as `user`: rows of the inbox and of the list of applications.
async fn seen(server: &mut Server, user: &str) -> (usize, usize) {
    let mut rows = [0; 2];
    for (rows, path) in rows.iter_mut().zip(["inbox", "applications?limit=100"]) {
        let answer = server.get(user, &format!("/api/v1/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{user} {path} {answer:?}");
        *rows = answer.body["rows"].as_array().unwrap().len();
    }
    (rows[0], rows[1])
}

/// Every document that an event names is there and has its hash.
async fn documents_are_there(server: &mut Server, applications: usize) {
    for number in 1..=applications {
        let path = format!("/api/v1/applications/demo-{number:02}");
        let whole = server.get("auditor", &path).await.body;
        let evidence = whole["evidence"].as_object().unwrap();
        let of_evidence = evidence.values().flat_map(|all| all.as_array().unwrap());
        let named = [&whole["decision"]["record"], &whole["letter"]["letter"]];
        for hash in of_evidence.chain(named).filter_map(Value::as_str) {
            let document = server.get("auditor", &format!("{path}/documents/{hash}")).await;
            assert_eq!(document.status, StatusCode::OK, "{path} {hash}");
            assert_eq!(Digest::of(&document.bytes).to_string(), hash);
        }
    }
}

/// The whole journal is accepted by the auditor's own program.
async fn verifies(server: &mut Server, events: u64) {
    let mut lines: Vec<String> = Vec::new();
    while (lines.len() as u64) < events {
        let path = format!("/api/v1/journal?from={}&limit=500", lines.len());
        let page = server.get("auditor", &path).await.body;
        let more = page["lines"].as_array().unwrap();
        assert!(!more.is_empty());
        lines.extend(more.iter().map(|line| line.as_str().unwrap().to_owned()));
    }
    let token = server.token("auditor").await;
    let signed = server.send(post("/api/v1/checkpoint", Some(&token), &[], &Value::Null)).await;
    let keys = [Key::new(signed.body["key"].as_str().unwrap()).unwrap()];
    let mut notes = Notes::default();
    let note = format!("{}\n", json!({ "note": signed.body["note"] }));
    notes.add("checkpoints.jsonl", &note, &keys).unwrap();
    let journal = lines.join("\n") + "\n";
    let accepted = verifier::verify("events.jsonl", journal.as_bytes(), &notes, 480).unwrap();
    assert_eq!((accepted.events, accepted.signed), (events, events));
}

/// The pack of every application is accepted far from the desk, its decisions made again; one byte
/// that was changed anywhere is found.
async fn packs_verify(server: &mut Server, applications: usize) {
    let token = server.token("auditor").await;
    let signed = server.send(post("/api/v1/checkpoint", Some(&token), &[], &Value::Null)).await;
    let keys = [Key::new(signed.body["key"].as_str().unwrap()).unwrap()];
    let (mut decisions, mut least) = (0, Vec::new());
    for number in 1..=applications {
        let path = format!("/api/v1/applications/demo-{number:02}/pack");
        let pack = server.get("auditor", &path).await;
        assert_eq!(pack.status, StatusCode::OK, "{path} {:?}", pack.body);
        let packed = verifier::check_pack(&pack.bytes, &keys).unwrap();
        assert!(packed.is_signed && packed.events > 0);
        decisions += packed.decisions;
        if packed.decisions > 0 && (least.is_empty() || pack.bytes.len() < least.len()) {
            least = pack.bytes;
        }
    }
    assert!(decisions > 10, "{decisions}");
    let rest = least.len() % 97;
    for place in (rest..least.len()).step_by(97).chain(0..64).chain(least.len() - 64..least.len()) {
        let mut flipped = least.clone();
        flipped[place] ^= 1;
        assert!(verifier::check_pack(&flipped, &keys).is_err(), "byte {place} was changed");
    }
    let cut = verifier::check_pack(&least[..least.len() / 2], &keys);
    assert!(cut.is_err() && verifier::check_pack(b"", &keys).is_err());
    let none = server.get("applicant-1", "/api/v1/applications/demo-30/pack").await;
    let own = server.get("applicant-1", "/api/v1/applications/demo-30").await;
    assert_eq!(none.status == StatusCode::OK, own.status == StatusCode::OK);
}

#[test]
fn the_demo_desk_fills_and_nobody_stands_before_an_empty_desk() {
    let (folder, twin) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    // Made twice: a file that was just closed may still be written to, and is not to be copied.
    let [database, copy] = [&folder, &twin].map(|folder| {
        chain(folder.path());
        folder.path().join("state.sqlite")
    });
    let hash = Password::new("nobody", DEMO_PASSWORD).unwrap().hash().unwrap();
    let made = fill(&database, &hash);
    assert!(!made.was_there);
    // The same day and ledger give the same journal; a desk that is there is left as it is.
    fill(&copy, &hash);
    assert_eq!(root(&database), root(&copy));
    let again = fill(&database, &hash);
    assert!(again.was_there && again.events == made.events);

    let desk = Desk::open(&Location::of(&database), desk_rules(None).unwrap(), &at_noon()).unwrap();
    desk.read(has_everything);
    let mut server = Server::around(Arc::new(desk), patience());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for user in &made.users {
            let body = json!({ "user": user.user, "password": DEMO_PASSWORD });
            let answer = server.send(post("/api/v1/session", None, &[], &body)).await;
            assert_eq!(answer.body["must_change"], false, "{answer:?}");
            let (inbox, applications) = seen(&mut server, &user.user).await;
            let role = format!("{:?}", user.role);
            // Who answers a stage has something to do; the others look or are asked.
            let answers = ["Applicant", "DistrictOfficer", "MunicipalOfficer", "Department"];
            let has_to_score = user.user.as_str() == "expert-2";
            let does = answers.contains(&role.as_str()) || role == "Verifier" || has_to_score;
            assert_eq!(inbox > 0, does, "{}", user.user);
            assert_eq!(applications > 0, role != "Administrator", "{}", user.user);
        }
        documents_are_there(&mut server, made.applications).await;
        verifies(&mut server, made.events).await;
        packs_verify(&mut server, made.applications).await;
        let person = server.get("auditor", "/api/v1/users/applicant-1/person").await;
        assert_eq!(person.body["record"]["email"], "applicant-1@example.invalid", "{person:?}");
        let notices =
            server.send(request(Method::GET, "/api/v1/notices", None, &[], Body::empty())).await;
        assert_eq!(notices.body["rows"].as_array().unwrap().len(), 2);
    });
}
