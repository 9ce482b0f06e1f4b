//! Whole applications: every step a request of the one who takes it.

use axum::http::StatusCode;
use programme::command::Mode;
use programme::ids::Digest;
use serde_json::Value;
use verifier::{Key, Notes};

use crate::client::Server;
use crate::stories::{interest_subsidy, investment_subsidy};
use crate::world::{BEIJING, World};

/// Takes every step of a story through HTTP.
async fn tell(world: &World) -> Server {
    let mut server = Server::patient();
    for (at, (command, moment)) in world.sent.iter().enumerate() {
        server.set_clock(*moment);
        if at == 0 {
            server.desk.submit(command.clone()).await.unwrap();
            continue;
        }
        let answer = server.command(command).await;
        assert_eq!(answer.status, StatusCode::OK, "{command:?} {answer:?}");
        assert_eq!(answer.body["repeated"], false);
        // The same again is answered with the first receipt, and nothing happens.
        let size = server.desk.root().0;
        let again = server.command(command).await;
        assert_eq!((again.status, &again.body["repeated"]), (StatusCode::OK, &Value::Bool(true)));
        assert_eq!(again.body["first"], answer.body["first"]);
        assert_eq!(server.desk.root().0, size);
    }
    assert!(server.desk.read(|state| state.same_as(&world.state)));
    server
}

/// The whole journal as the auditor gets it, checked by the auditor's own program.
async fn audited(server: &mut Server, world: &World) {
    let mut lines: Vec<String> = Vec::new();
    loop {
        let path = format!("/api/v1/journal?from={}&limit=100", lines.len());
        let page = server.get("auditor", &path).await.body;
        let more = page["lines"].as_array().unwrap();
        if more.is_empty() {
            break;
        }
        lines.extend(more.iter().map(|line| line.as_str().unwrap().to_owned()));
    }
    assert_eq!(lines.len(), world.events.len());
    let token = server.token("auditor").await;
    let signed = crate::client::post("/api/v1/checkpoint", Some(&token), &[], &Value::Null);
    let signed = server.send(signed).await.body;
    let keys = [Key::new(signed["key"].as_str().unwrap()).unwrap()];
    let mut notes = Notes::default();
    let line = format!("{}\n", serde_json::json!({ "note": signed["note"] }));
    notes.add("checkpoints.jsonl", &line, &keys).unwrap();
    let journal = lines.join("\n") + "\n";
    let accepted = verifier::verify("events.jsonl", journal.as_bytes(), &notes, 480).unwrap();
    let size = lines.len() as u64;
    assert_eq!((accepted.events, accepted.signed), (size, size));
    let wrong = journal.replacen("\"amount\":", "\"amount\":1", 1);
    assert!(verifier::verify("events.jsonl", wrong.as_bytes(), &notes, 480).is_err());

    // A proof of the last event, step by step up to the root of RFC 6962.
    let (size, root) = server.desk.root();
    let index = size - 1;
    let path = format!("/api/v1/proofs/inclusion?index={index}&size={size}");
    let proof = server.get("auditor", &path).await.body;
    let hashes: Vec<Digest> = serde_json::from_value(proof["hashes"].clone()).unwrap();
    let suite = server.desk.suite();
    let leaf = programme::journal::leaf_hash(suite, lines.last().unwrap().as_bytes());
    let [index, size] = [index, size].map(|number| usize::try_from(number).unwrap());
    assert!(programme::journal::verify_inclusion(suite, leaf, index, size, &hashes, root));
}

#[tokio::test]
async fn an_investment_subsidy_from_first_to_last_through_http() {
    let world = investment_subsidy();
    let mut server = tell(&world).await;
    let whole = server.get("owner", "/api/v1/applications/a").await;
    assert_eq!(whole.status, StatusCode::OK);
    let funds = &whole.body["funds"];
    assert_eq!(funds["disbursed"], 273_703_703 - 50_000_000);
    assert_eq!(
        (&funds["returned"], &funds["written_off"]),
        (&40_000_000.into(), &10_000_000.into())
    );
    assert_eq!(whole.body["row"]["stage"], "closed");
    let tranches = whole.body["tranches"].as_object().unwrap();
    assert!(tranches.len() == 3 && tranches.values().all(|state| state == "paid"));
    let board = server.get("finance", "/api/v1/board").await.body;
    assert_eq!(board["rows"][0]["available"], 726_296_297);
    let events = server.get("owner", "/api/v1/applications/a/events").await.body;
    assert!(events["lines"].as_array().unwrap().len() > 30);
    audited(&mut server, &world).await;
}

/// A letter is set from the state, kept, and read again by its hash.
async fn written(server: &mut Server) {
    let body = serde_json::json!({
        "matter": { "kind": "award" },
        "number": "京发改〔2024〕1号",
        "law": "疏解腾退空间资源再利用方案",
        "contact": "010-00000000"
    });
    let path = "/api/v1/applications/a/letters";
    let as_owner = server.token("owner").await;
    let refused = server.send(crate::client::post(path, Some(&as_owner), &[], &body)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let token = server.token("city").await;
    let made = server.send(crate::client::post(path, Some(&token), &[], &body)).await;
    assert_eq!(made.status, StatusCode::OK, "{made:?}");
    for copy in ["letter", "reading_copy"] {
        let hash = made.body[copy]["sha256"].as_str().unwrap();
        let pdf = server.get("city", &format!("/api/v1/documents/{hash}")).await;
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        assert_eq!(Digest::of(&pdf.bytes).to_string(), hash);
        assert!(pdf.bytes.starts_with(b"%PDF-"));
    }
    let again = server.send(crate::client::post(path, Some(&token), &[], &body)).await;
    assert_eq!(again.body, made.body);
}

#[tokio::test]
async fn an_interest_subsidy_with_reset_and_early_repayment_through_http() {
    let world = interest_subsidy();
    let mut server = tell(&world).await;
    let whole = server.get("bank", "/api/v1/applications/a").await.body;
    assert_eq!(whole["funds"]["disbursed"], 25_000_000);
    assert_eq!(whole["claims"][2]["adjustment"], -137_671);
    audited(&mut server, &world).await;
    written(&mut server).await;
}

/// What others must neither see nor touch.
#[tokio::test]
async fn an_application_is_closed_to_other_organisations() {
    let world = investment_subsidy();
    let mut server = tell(&world).await;
    let about = ["", "/events", &format!("/documents/{}", Digest::of(b"x"))];
    for (user, status) in [
        ("rival", StatusCode::NOT_FOUND),
        ("other-district", StatusCode::NOT_FOUND),
        ("bank", StatusCode::NOT_FOUND),
        ("admin", StatusCode::NOT_FOUND),
    ] {
        for path in about {
            let path = format!("/api/v1/applications/a{path}");
            let answer = server.get(user, &path).await;
            assert_eq!(answer.status, status, "{user} {path}");
            assert_eq!(answer.headers["content-type"], "application/problem+json");
        }
        let list = server.get(user, "/api/v1/applications").await.body;
        assert_eq!(list["rows"].as_array().unwrap().len(), 0, "{user}");
    }
    for (user, path) in [
        ("owner", "/api/v1/board"),
        ("owner", "/api/v1/journal"),
        ("owner", "/api/v1/spaces"),
        ("city", "/api/v1/journal"),
    ] {
        assert_eq!(server.get(user, path).await.status, StatusCode::FORBIDDEN, "{user} {path}");
    }
    // A command of the owner, sent by the rival under its own account.
    let of_owner = world.sent.iter().find(|(command, _)| command.actor.user.as_str() == "owner");
    let mut stolen = of_owner.unwrap().0.clone();
    stolen.id = programme::ids::CommandId::new("stolen").unwrap();
    stolen.actor.user = programme::ids::UserId::new("rival").unwrap();
    let answer = server.command(&stolen).await;
    assert!(answer.status.is_client_error() && answer.status != StatusCode::UNAUTHORIZED);
}

/// Two applications for the same space: officials are told, the rivals learn nothing of each other.
#[tokio::test]
async fn a_suspicion_is_not_for_those_it_is_about() {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "BJ-1");
    world.open("rival", "b", "prog", Mode::InvestmentSubsidy, "BJ-1");
    let mut server = tell(&world).await;
    for (user, knows) in [("owner", false), ("city", true)] {
        let whole = server.get(user, "/api/v1/applications/a").await.body;
        assert_eq!(whole["suspicions"].get("b").is_some(), knows, "{user}");
        let events = server.get(user, "/api/v1/applications/a/events").await.body;
        let lines = events["lines"].to_string();
        assert_eq!(lines.contains("duplicate_suspected"), knows, "{user}");
        assert!(lines.contains("application_opened"));
    }
}
