//! A server without a socket, and those who speak to it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::Location;
use app::desk::{Desk, Options};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use http::{Config, Password, router};
use programme::Moment;
use programme::command::Command;
use programme::ids::UserId;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::world::rules;

/// The password of everyone here.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A desk on a file of its own, with a clock that is set by hand.
pub(crate) struct Server {
    pub(crate) desk: Arc<Desk>,
    pub(crate) router: Router,
    clock: Arc<AtomicI64>,
    tokens: BTreeMap<String, String>,
    hash: String,
    /// That of a desk made for this server.
    _folder: Option<TempDir>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: Value,
    pub(crate) bytes: Vec<u8>,
}

impl Server {
    pub(crate) fn new(config: Config) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(AtomicI64::new(1_709_510_400_000));
        let hands = clock.clone();
        let options = Options {
            clock: Arc::new(move || Moment(hands.load(Ordering::Relaxed))),
            ..Options::default()
        };
        let location = Location::of(&folder.path().join("desk.sqlite"));
        // Opening blocks, which a thread of a runtime may not.
        let open = std::thread::spawn(move || Desk::open(&location, rules(), &options).unwrap());
        let desk = Arc::new(open.join().unwrap());
        Self { clock, _folder: Some(folder), ..Self::around(desk, config) }
    }

    /// A server of a desk that has a clock of its own.
    pub(crate) fn around(desk: Arc<Desk>, config: Config) -> Self {
        Self {
            router: router(desk.clone(), config),
            desk,
            clock: Arc::default(),
            tokens: BTreeMap::new(),
            hash: Password::new("nobody", PASSWORD).unwrap().hash().unwrap(),
            _folder: None,
        }
    }

    /// A desk whose sessions outlast every story, and that takes any number of requests.
    pub(crate) fn patient() -> Self {
        Self::new(patience())
    }

    pub(crate) fn set_clock(&self, moment: Moment) {
        self.clock.store(moment.0, Ordering::Relaxed);
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 26).await.unwrap().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body, bytes }
    }

    /// Gives `user` the password of everyone, and logs in.
    pub(crate) async fn token(&mut self, user: &str) -> String {
        if let Some(token) = self.tokens.get(user) {
            return token.clone();
        }
        let id = UserId::new(user).unwrap();
        self.desk.accounts().set_password(&id, &self.hash, false).await.unwrap();
        let body = json!({ "user": user, "password": PASSWORD });
        let answer = self.send(post("/api/v1/session", None, &[], &body)).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let token = answer.body["token"].as_str().unwrap().to_owned();
        self.tokens.insert(user.to_owned(), token.clone());
        token
    }

    /// Has `user` log in again, whose session is over.
    pub(crate) fn forget(&mut self, user: &str) {
        self.tokens.remove(user);
    }

    pub(crate) async fn get(&mut self, user: &str, path: &str) -> Answer {
        let token = self.token(user).await;
        self.send(request(Method::GET, path, Some(&token), &[], Body::empty())).await
    }

    /// Has a command carried out as the interface asks for it.
    pub(crate) async fn command(&mut self, command: &Command) -> Answer {
        let token = self.token(command.actor.user.as_str()).await;
        let mut body = json!({ "role": command.actor.role, "action": command.action });
        if let Some(by) = &command.actor.on_behalf_of {
            body["on_behalf_of"] = json!(by);
        }
        let tag = command.expected.map(|version| format!("\"v{version}\""));
        let mut headers = vec![("idempotency-key", command.id.as_str())];
        headers.extend(tag.as_deref().map(|tag| ("if-match", tag)));
        self.send(post("/api/v1/commands", Some(&token), &headers, &body)).await
    }
}

/// Sessions that outlast every story, and any number of requests.
pub(crate) fn patience() -> Config {
    Config {
        session_hours: u16::MAX,
        requests_per_second: 1_000_000,
        requests_burst: 1_000_000,
        ..Config::default()
    }
}

pub(crate) fn request(
    method: Method,
    path: &str,
    token: Option<&str>,
    headers: &[(&str, &str)],
    body: Body,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

pub(crate) fn post(
    path: &str,
    token: Option<&str>,
    headers: &[(&str, &str)],
    body: &Value,
) -> Request<Body> {
    let headers = [headers, &[("content-type", "application/json")]].concat();
    request(Method::POST, path, token, &headers, Body::from(body.to_string()))
}
