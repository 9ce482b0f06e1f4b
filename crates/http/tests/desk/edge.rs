//! The edge itself: sessions, passwords, limits, origins, bodies that are wrong.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use http::Config;
use serde_json::{Value, json};

use crate::client::{PASSWORD, Server, post, request};
use crate::world::{World, org};

/// A desk with its people, before any programme.
pub(crate) async fn staffed(config: Config) -> Server {
    let server = Server::new(config);
    for (command, moment) in &World::new().sent {
        server.set_clock(*moment);
        server.desk.submit(command.clone()).await.unwrap();
    }
    server
}

fn code(body: &Value) -> &str {
    body["code"].as_str().unwrap()
}

#[tokio::test]
async fn sessions_open_with_the_right_password_and_end() {
    let mut server = staffed(Config::default()).await;
    let token = server.token("city").await;
    let me = server.get("city", "/api/v1/session").await.body;
    assert_eq!(me["roles"][0]["role"], "municipal_officer");
    let wrong = json!({ "user": "city", "password": "wrong horse battery" });
    for _ in 0..5 {
        let answer = server.send(post("/api/v1/session", None, &[], &wrong)).await;
        assert_eq!(
            (answer.status, code(&answer.body)),
            (StatusCode::UNAUTHORIZED, "wrong_password")
        );
    }
    let right = json!({ "user": "city", "password": PASSWORD });
    let locked = server.send(post("/api/v1/session", None, &[], &right)).await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(locked.headers.contains_key("retry-after"));
    let nobody = json!({ "user": "nobody", "password": PASSWORD });
    let answer = server.send(post("/api/v1/session", None, &[], &nobody)).await;
    assert_eq!(code(&answer.body), "wrong_password");
    let end = request(Method::DELETE, "/api/v1/session", Some(&token), &[], Body::empty());
    assert_eq!(server.send(end).await.status, StatusCode::NO_CONTENT);
    let after = server.get("city", "/api/v1/inbox").await;
    assert_eq!((after.status, code(&after.body)), (StatusCode::UNAUTHORIZED, "no_session"));
}

#[tokio::test]
async fn a_session_ends_by_the_clock() {
    let mut server = staffed(Config::default()).await;
    server.token("city").await;
    let now = server.desk.now();
    server.set_clock(programme::Moment(now.0 + 12 * 3_600_000));
    assert_eq!(server.get("city", "/api/v1/inbox").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_new_person_has_a_first_password_and_a_record_that_can_be_erased() {
    let mut server = staffed(Config::default()).await;
    let token = server.token("admin").await;
    let new = json!({
        "user": "new-1",
        "organisation": org(crate::world::OFFICE),
        "person": "p-new",
        "record": { "name": "李四", "phone": "13800001234" }
    });
    let key = [("idempotency-key", "register-1")];
    let made = server.send(post("/api/v1/users", Some(&token), &key, &new)).await;
    assert_eq!(made.status, StatusCode::OK, "{made:?}");
    let again = server.send(post("/api/v1/users", Some(&token), &key, &new)).await;
    assert_eq!(
        (&again.body["receipt"]["repeated"], &again.body["password"]),
        (&true.into(), &Value::Null)
    );
    let mut other = new.clone();
    other["user"] = json!("new-2");
    other["record"]["name"] = json!("王五");
    let key = [("idempotency-key", "register-2")];
    let clash = server.send(post("/api/v1/users", Some(&token), &key, &other)).await;
    assert_eq!((clash.status, code(&clash.body)), (StatusCode::CONFLICT, "exists"));
    let first = made.body["password"].as_str().unwrap();
    let login = json!({ "user": "new-1", "password": first });
    let opened = server.send(post("/api/v1/session", None, &[], &login)).await.body;
    let theirs = opened["token"].as_str().unwrap();
    let inbox = request(Method::GET, "/api/v1/inbox", Some(theirs), &[], Body::empty());
    assert_eq!(code(&server.send(inbox).await.body), "password_must_change");
    let change = json!({ "old": first, "new": "a phrase that is mine" });
    let changed = server.send(post("/api/v1/password", Some(theirs), &[], &change)).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    let inbox = request(Method::GET, "/api/v1/inbox", Some(theirs), &[], Body::empty());
    assert_eq!(server.send(inbox).await.status, StatusCode::OK);

    // The administrator sees that there is a record, the auditor what it says, a rival nothing.
    let path = "/api/v1/users/new-1/person";
    let masked = server.get("admin", path).await.body;
    assert_eq!((&masked["masked"], &masked["record"]["name"]), (&true.into(), &"李**".into()));
    assert_eq!(server.get("auditor", path).await.body["record"]["name"], "李四");
    assert_eq!(server.get("rival", path).await.status, StatusCode::NOT_FOUND);
    let key = [("idempotency-key", "erase-1")];
    let erase = request(Method::DELETE, "/api/v1/persons/p-new", Some(&token), &key, Body::empty());
    assert_eq!(server.send(erase).await.status, StatusCode::NO_CONTENT);
    assert_eq!(server.get("auditor", path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_cookie_alone_does_not_act_for_another_site() {
    let mut server = staffed(Config::default()).await;
    let token = server.token("city").await;
    let cookie = format!("reweave_session={token}");
    let ask = |headers: &[(&str, &str)]| {
        let headers = [headers, &[("cookie", cookie.as_str()), ("host", "desk.example")]].concat();
        request(Method::DELETE, "/api/v1/session", None, &headers, Body::empty())
    };
    for foreign in
        [&[][..], &[("sec-fetch-site", "cross-site")], &[("origin", "https://evil.example")]]
    {
        let answer = server.send(ask(foreign)).await;
        assert_eq!((answer.status, code(&answer.body)), (StatusCode::FORBIDDEN, "cross_site"));
    }
    let own = server.send(ask(&[("origin", "https://desk.example")])).await;
    assert_eq!(own.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn who_asks_too_often_waits() {
    let mut server =
        staffed(Config { requests_per_second: 1, requests_burst: 5, ..Config::default() }).await;
    let mut seen = Vec::new();
    for _ in 0..8 {
        seen.push(server.get("city", "/api/v1/inbox").await.status);
    }
    assert_eq!(seen.iter().filter(|status| **status == StatusCode::OK).count(), 5);
    assert_eq!(seen.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
}

#[tokio::test]
async fn what_is_wrong_in_a_request_is_said_with_its_place() {
    let mut server = staffed(Config::default()).await;
    let token = server.token("city").await;
    let key = [("idempotency-key", "try-1")];
    let send = |body: Value, headers: &[(&str, &str)]| {
        post("/api/v1/commands", Some(&token), headers, &body)
    };
    let good = json!({ "role": "municipal_officer", "action": { "kind": "publish_sheet", "sheet": "s",
        "version": 1, "criteria": [{ "name": "质量", "points_max": 10 }] } });
    let no_key = server.send(send(good.clone(), &[])).await;
    assert_eq!(
        (no_key.status, &no_key.body["pointer"]),
        (StatusCode::BAD_REQUEST, &"Idempotency-Key".into())
    );
    let mut typo = good.clone();
    typo["action"]["criteria"][0]["points_max"] = json!("ten");
    let wrong = server.send(send(typo, &key)).await;
    assert_eq!((wrong.status, code(&wrong.body)), (StatusCode::BAD_REQUEST, "bad_request"));
    for hostile in ["<script>alert(1)</script>", "'; DROP TABLE event; --"] {
        let mut body = good.clone();
        body["action"]["criteria"][0]["name"] = json!(hostile);
        let key = if hostile.starts_with('<') { "h-1" } else { "h-2" };
        body["action"]["sheet"] = json!(key);
        let kept = server.send(send(body, &[("idempotency-key", key)])).await;
        assert_eq!(kept.status, StatusCode::OK, "{kept:?}");
    }
    let mut turned = good.clone();
    turned["action"]["criteria"][0]["name"] = json!("a\u{202e}b");
    assert_eq!(server.send(send(turned, &key)).await.status, StatusCode::BAD_REQUEST);
    let done = server.send(send(good.clone(), &key)).await;
    assert_eq!(done.status, StatusCode::OK, "{done:?}");
    let mut other = good;
    other["action"]["version"] = json!(2);
    let reused = server.send(send(other, &key)).await;
    assert_eq!(
        (reused.status, code(&reused.body)),
        (StatusCode::UNPROCESSABLE_ENTITY, "command_reused")
    );
    let large = json!({ "role": "x".repeat(2 << 20) });
    assert_eq!(server.send(send(large, &key)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let none = server.get("city", "/api/v1/nothing").await;
    assert_eq!((none.status, code(&none.body)), (StatusCode::NOT_FOUND, "unknown"));
}

#[tokio::test]
async fn documents_are_kept_by_their_hash_and_their_kind_is_looked_at() {
    let mut server = staffed(Config::default()).await;
    let token = server.token("owner").await;
    let put = |bytes: &'static [u8], kind: &'static str| {
        let headers = [("content-type", kind)];
        request(Method::POST, "/api/v1/documents", Some(&token), &headers, Body::from(bytes))
    };
    let kept = server.send(put(b"%PDF-1.7 body", "application/pdf")).await;
    assert_eq!(
        (kept.status, &kept.body["media_type"]),
        (StatusCode::OK, &"application/pdf".into())
    );
    let lie = server.send(put(b"MZ\x90\x00\x03", "application/pdf")).await;
    assert_eq!(lie.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{lie:?}");
}

#[tokio::test]
async fn open_pages_need_no_account_and_carry_their_headers() {
    let server = staffed(Config { is_https: true, ..Config::default() }).await;
    for path in ["/healthz", "/readyz", "/metrics", "/openapi.json", "/api", "/api/v1/notices"] {
        let answer = server.send(request(Method::GET, path, None, &[], Body::empty())).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.bytes.is_empty());
        for header in
            ["content-security-policy", "x-content-type-options", "strict-transport-security"]
        {
            assert!(answer.headers.contains_key(header), "{path} {header}");
        }
    }
}
