//! Login by a provider: who gets in, and who does not.

mod provider;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use http::{Config, Oidc};
use programme::Moment;
use provider::{Asked, By, CLIENT, Provider, SECRET};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::client::{Answer, Server, post, request};
use crate::edge::staffed;

const HOST: &str = "desk.example";
const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml");

fn config(issuer: &str, pem: Option<&[u8]>) -> Config {
    let oidc = Oidc::new(issuer, CLIENT, SECRET, pem).unwrap();
    Config { oidc: Some(Arc::new(oidc)), ..Config::default() }
}

/// A desk that people may log in to by a provider; `city` is tied to `s-city` there.
async fn tied() -> (Server, Provider) {
    let provider = Provider::start().await;
    let mut server = staffed(config(&provider.issuer, None)).await;
    // An account that is to be tied has a password.
    server.token("city").await;
    tie(&mut server, "city", "s-city").await;
    (server, provider)
}

async fn tie(server: &mut Server, user: &str, subject: &str) -> Answer {
    let admin = server.token("admin").await;
    let path = format!("/api/v1/users/{user}/subject");
    server.send(post(&path, Some(&admin), &[], &json!({ "subject": subject }))).await
}

/// A login that was begun: what the provider is asked, and the browser's cookie.
async fn begun(server: &Server) -> (Asked, String) {
    let headers = [("host", HOST), HTML];
    let answer = server
        .send(request(Method::GET, "/api/v1/oidc/login", None, &headers, Body::empty()))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
    let to = answer.headers[header::LOCATION].to_str().unwrap();
    let asked = serde_urlencoded::from_str(to.split_once('?').unwrap().1).unwrap();
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Lax; Max-Age=600"), "{cookie}");
    (asked, cookie.split(';').next().unwrap().to_owned())
}

/// The browser comes back from the provider.
async fn back(server: &Server, answer: &str, cookie: &str) -> Answer {
    let headers = [("host", HOST), ("cookie", cookie)];
    let path = format!("/api/v1/oidc/callback?{answer}");
    server.send(request(Method::GET, &path, None, &headers, Body::empty())).await
}

/// A whole login with claims that `edit` has changed.
async fn login(
    (server, provider): (&Server, &Provider),
    subject: &str,
    by: By,
    edit: impl FnOnce(&mut Value),
) -> Answer {
    let (asked, cookie) = begun(server).await;
    let mut claims = provider.claims(&asked, subject);
    edit(&mut claims);
    back(server, &provider.grant(&asked, &claims, by), &cookie).await
}

/// The session's token in the cookies of an answer.
fn session(answer: &Answer) -> &str {
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
    let mut texts = cookies.map(|cookie| cookie.to_str().unwrap());
    let cookie = texts.find_map(|cookie| cookie.strip_prefix("reweave_session=")).unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Strict;"), "{cookie}");
    cookie.split(';').next().unwrap()
}

fn code(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.body["code"].as_str().unwrap_or("none"))
}

async fn me(server: &Server, token: &str) -> Answer {
    server.send(request(Method::GET, "/api/v1/session", Some(token), &[], Body::empty())).await
}

#[tokio::test]
async fn who_is_tied_gets_the_same_session_as_by_password() {
    let (mut server, provider) = tied().await;
    for by in [By::Es256, By::Rs256] {
        let answer = login((&server, &provider), "s-city", by, |_| ()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert!(String::from_utf8_lossy(&answer.bytes).contains("0;url=/"));
        let me = me(&server, session(&answer)).await;
        assert_eq!(me.body["user"], "city");
        assert_eq!(me.body["roles"][0]["role"], "municipal_officer");
    }
    assert_eq!(provider.refused(), 0);
    // A first password that was never used need not be changed by who comes by the provider.
    let admin = server.token("admin").await;
    let reset = post("/api/v1/users/city/password", Some(&admin), &[], &json!({}));
    assert_eq!(server.send(reset).await.status, StatusCode::OK);
    let answer = login((&server, &provider), "s-city", By::Es256, |_| ()).await;
    let me = me(&server, session(&answer)).await;
    assert_eq!(me.body["must_change"], false);
}

#[tokio::test]
async fn an_identity_that_does_not_hold_is_refused() {
    let (server, provider) = tied().await;
    type Edit = fn(&mut Value);
    let cases: [(&str, By, Edit); 12] = [
        ("another nonce", By::Es256, |claims| claims["nonce"] = json!("0")),
        ("no nonce", By::Es256, |claims| drop(claims.as_object_mut().unwrap().remove("nonce"))),
        ("another audience", By::Es256, |claims| claims["aud"] = json!("other")),
        ("one audience more", By::Es256, |claims| claims["aud"] = json!([CLIENT, "other"])),
        ("another issuer", By::Es256, |claims| claims["iss"] = json!("http://127.0.0.1:1")),
        ("no issuer", By::Es256, |claims| drop(claims.as_object_mut().unwrap().remove("iss"))),
        ("expired", By::Es256, |claims| {
            claims["exp"] = json!(claims["iat"].as_u64().unwrap() - 1);
        }),
        ("expired, the other key", By::Rs256, |claims| {
            claims["exp"] = json!(claims["iat"].as_u64().unwrap() - 1);
        }),
        ("another key", By::Stranger, |_| ()),
        ("by the shared secret", By::Hs256, |_| ()),
        ("not signed", By::Nobody, |_| ()),
        ("no subject", By::Es256, |claims| drop(claims.as_object_mut().unwrap().remove("sub"))),
    ];
    for (name, by, edit) in cases {
        let answer = login((&server, &provider), "s-city", by, edit).await;
        let said = code(&answer);
        assert!(
            [(401, "login_refused"), (503, "provider_away")].contains(&said),
            "{name}: {said:?}"
        );
        assert_eq!(said.0 == 503, name == "no subject" || name == "no issuer", "{name}: {said:?}");
        assert!(answer.headers.get(header::SET_COOKIE).is_none(), "{name}");
    }
}

#[tokio::test]
async fn a_login_ends_once_in_time_and_in_its_own_browser() {
    let (server, provider) = tied().await;
    let honest = async |server: &Server| {
        let (asked, cookie) = begun(server).await;
        let claims = provider.claims(&asked, "s-city");
        (provider.grant(&asked, &claims, By::Es256), cookie)
    };
    let stale = (400, "login_stale");
    let (answer, cookie) = honest(&server).await;
    let (_, other) = begun(&server).await;
    assert_eq!(code(&back(&server, &answer, &other).await), stale);
    assert_eq!(code(&back(&server, &answer, &cookie).await), stale, "what was tried is over");
    let (answer, _) = honest(&server).await;
    assert_eq!(code(&back(&server, &answer, "reweave_login=").await), stale);
    let (answer, cookie) = honest(&server).await;
    assert_eq!(back(&server, &answer, &cookie).await.status, StatusCode::OK);
    assert_eq!(code(&back(&server, &answer, &cookie).await), stale, "replayed");
    for forged in ["", "state=0&code=0", "code=0"] {
        assert_eq!(code(&back(&server, forged, &cookie).await), stale, "{forged}");
    }
    let (answer, cookie) = honest(&server).await;
    let now = server.desk.now();
    server.set_clock(Moment(now.0 + 10 * 60_000));
    assert_eq!(code(&back(&server, &answer, &cookie).await), stale, "late");
    // The provider refuses, or the code is another's.
    let (asked, cookie) = begun(&server).await;
    let denied = format!("error=access_denied&state={}", asked["state"]);
    assert_eq!(code(&back(&server, &denied, &cookie).await), (401, "login_refused"));
    let (first, _) = honest(&server).await;
    let (asked, cookie) = begun(&server).await;
    let code_of_first = first.split('&').next().unwrap();
    let mixed = format!("{code_of_first}&state={}", asked["state"]);
    assert_eq!(code(&back(&server, &mixed, &cookie).await), (401, "login_refused"));
    assert_eq!(provider.refused(), 1, "the verifier is not that of the code");
}

#[tokio::test]
async fn only_who_is_tied_and_may_log_in_gets_in() {
    let (mut server, provider) = tied().await;
    let unknown = (403, "unknown_subject");
    let answer = login((&server, &provider), "s-nobody", By::Es256, |_| ()).await;
    assert_eq!(code(&answer), unknown);
    assert_eq!(code(&tie(&mut server, "nobody", "s-nobody").await), (404, "unknown"));
    server.token("finance").await;
    assert_eq!(code(&tie(&mut server, "finance", "s-city").await), (409, "exists"));
    assert_eq!(code(&tie(&mut server, "finance", "").await), (400, "bad_request"));
    let token = server.token("finance").await;
    let own = json!({ "subject": "s-finance" });
    let own = server.send(post("/api/v1/users/finance/subject", Some(&token), &[], &own)).await;
    assert_eq!(code(&own), (403, "not_allowed"));

    // Locked by wrong passwords.
    let wrong = json!({ "user": "city", "password": "wrong horse battery" });
    for _ in 0..5 {
        server.send(post("/api/v1/session", None, &[], &wrong)).await;
    }
    let locked = login((&server, &provider), "s-city", By::Es256, |_| ()).await;
    assert_eq!(code(&locked), (429, "too_many"));
    let now = server.desk.now();
    server.set_clock(Moment(now.0 + 61_000));
    let open = login((&server, &provider), "s-city", By::Es256, |_| ()).await;
    assert_eq!(open.status, StatusCode::OK);

    // Untied: sessions end, and nobody gets in.
    let admin = server.token("admin").await;
    let path = "/api/v1/users/city/subject";
    let untie = request(Method::DELETE, path, Some(&admin), &[], Body::empty());
    assert_eq!(server.send(untie).await.status, StatusCode::NO_CONTENT);
    assert_eq!(me(&server, session(&open)).await.status, StatusCode::UNAUTHORIZED);
    let answer = login((&server, &provider), "s-city", By::Es256, |_| ()).await;
    assert_eq!(code(&answer), unknown);
    assert_eq!(tie(&mut server, "finance", "s-city").await.status, StatusCode::NO_CONTENT);
    let answer = login((&server, &provider), "s-city", By::Es256, |_| ()).await;
    assert_eq!(me(&server, session(&answer)).await.body["user"], "finance");
}

#[tokio::test]
async fn who_was_erased_is_untied() {
    let (mut server, provider) = tied().await;
    let admin = server.token("admin").await;
    let revoke =
        json!({ "role": "administrator", "action": { "kind": "revoke_role", "grant": "g-city" } });
    let key = [("idempotency-key", "revoke-1")];
    let answer = server.send(post("/api/v1/commands", Some(&admin), &key, &revoke)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let later = Moment(server.desk.now().0 + 86_400_000);
    server.set_clock(later);
    server.forget("admin");
    let admin = server.token("admin").await;
    let key = [("idempotency-key", "erase-1")];
    let erase =
        request(Method::DELETE, "/api/v1/persons/p-city", Some(&admin), &key, Body::empty());
    let erased = server.send(erase).await;
    assert_eq!(erased.status, StatusCode::NO_CONTENT, "{erased:?}");
    let answer = login((&server, &provider), "s-city", By::Es256, |_| ()).await;
    assert_eq!(code(&answer), (403, "unknown_subject"));
}

#[tokio::test]
async fn without_a_provider_passwords_do() {
    let server = staffed(Config::default()).await;
    let get = async |path: &str, more: &[(&str, &str)]| {
        let headers = [&[("host", HOST)], more].concat();
        server.send(request(Method::GET, path, None, &headers, Body::empty())).await
    };
    let ways = get("/api/v1/session/ways", &[]).await;
    assert_eq!(ways.body, json!({ "password": true, "oidc": false }));
    assert_eq!(code(&get("/api/v1/oidc/login", &[]).await), (404, "unknown"));
    assert_eq!(code(&get("/api/v1/oidc/callback?state=x", &[]).await), (404, "unknown"));

    // A provider that is away: the desk runs, and says so in words to browsers.
    let away = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", away.local_addr().unwrap());
    drop(away);
    let server = staffed(config(&issuer, None)).await;
    let get = async |headers: &[(&str, &str)]| {
        let login = "/api/v1/oidc/login";
        server.send(request(Method::GET, login, None, headers, Body::empty())).await
    };
    assert_eq!(code(&get(&[("host", HOST)]).await), (503, "provider_away"));
    let page = get(&[("host", HOST), HTML]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    let text = String::from_utf8(page.bytes).unwrap();
    assert!(text.contains("统一身份认证暂不可用") && text.contains("use a password"), "{text}");
    for host in ["", "a b", "x@evil.example", "evil.example/x"] {
        assert_eq!(get(&[("host", host)]).await.status, StatusCode::BAD_REQUEST, "{host}");
    }
    assert_eq!(get(&[]).await.status, StatusCode::BAD_REQUEST);
}

/// A provider that takes the connection and says nothing.
#[tokio::test]
async fn a_provider_that_hangs_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = staffed(config(&format!("http://{}", listener.local_addr().unwrap()), None)).await;
    let login = request(Method::GET, "/api/v1/oidc/login", None, &[("host", HOST)], Body::empty());
    let answer = tokio::time::timeout(Duration::from_secs(30), server.send(login)).await.unwrap();
    assert_eq!(code(&answer), (503, "provider_away"));
}

/// A provider behind TLS is asked where its certificate is signed by one that is trusted.
#[tokio::test]
async fn a_provider_is_known_by_its_certificate() {
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio_rustls::{TlsAcceptor, rustls};
    let pem = include_bytes!("server.pem");
    let certificates = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(pem).unwrap();
    let provider = rustls::crypto::ring::default_provider().into();
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let router = Provider::named(&issuer).router();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, router) = (acceptor.clone(), router.clone());
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let service = hyper::service::service_fn(move |request: axum::http::Request<_>| {
                    router.clone().oneshot(request.map(Body::new))
                });
                let stream = hyper_util::rt::TokioIo::new(stream);
                let serving = hyper::server::conn::http1::Builder::new();
                let _ = serving.serve_connection::<_, _>(stream, service).await;
            });
        }
    });
    let trusted = include_bytes!("ca.pem").as_slice();
    for (pem, away) in [(trusted, false), (include_bytes!("other_ca.pem").as_slice(), true)] {
        let server = staffed(config(&issuer, Some(pem))).await;
        let headers = [("host", HOST)];
        let login = request(Method::GET, "/api/v1/oidc/login", None, &headers, Body::empty());
        let status = server.send(login).await.status;
        assert_eq!(status == StatusCode::SERVICE_UNAVAILABLE, away, "{status}");
        assert_eq!(status == StatusCode::SEE_OTHER, !away, "{status}");
    }
    assert!(Oidc::new(&issuer, CLIENT, SECRET, None).is_err());
    assert!(Oidc::new("http://login.example", CLIENT, SECRET, Some(trusted)).is_err());
    assert!(Oidc::new(&issuer, CLIENT, SECRET, Some(b"x")).is_err());
}
