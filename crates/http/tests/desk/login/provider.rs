//! A provider of OpenID Connect on a socket of this machine, as honest as the test has it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey as _};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What the desk is called there, and the secret that it shows.
pub(crate) const CLIENT: &str = "desk";
pub(crate) const SECRET: &str = "a secret: with/signs?";

/// Who signs, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Es256,
    Rs256,
    /// By another key of the same name.
    Stranger,
    /// By the secret that both know.
    Hs256,
    Nobody,
}

/// A code that was given to a browser.
#[derive(Clone)]
struct Code {
    challenge: String,
    redirect: String,
    token: String,
}

#[derive(Default)]
struct Held {
    codes: BTreeMap<String, Code>,
    /// Requests for tokens that were refused.
    refused: usize,
}

#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) issuer: String,
    held: Arc<Mutex<Held>>,
}

/// What the browser is sent to the provider with.
pub(crate) type Asked = BTreeMap<String, String>;

impl Provider {
    /// A provider that answers until the test ends.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let provider = Self { issuer, held: Arc::default() };
        tokio::spawn(axum::serve(listener, provider.router()).into_future());
        provider
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(async || Json(keys())))
            .route("/token", post(token))
            .with_state(self.clone())
    }

    pub(crate) fn named(issuer: &str) -> Self {
        Self { issuer: issuer.to_owned(), held: Arc::default() }
    }

    /// The claims of an honest identity.
    #[expect(clippy::disallowed_methods, reason = "identities are dated by the true time")]
    pub(crate) fn claims(&self, asked: &Asked, subject: &str) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        json!({
            "iss": self.issuer, "sub": subject, "aud": CLIENT, "nonce": asked["nonce"],
            "iat": now, "exp": now + 300,
        })
    }

    /// What the browser brings back once the user has logged in there.
    pub(crate) fn grant(&self, asked: &Asked, claims: &Value, by: By) -> String {
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let mut held = self.held.lock().unwrap();
        let code = format!("code {}", held.codes.len());
        let (challenge, redirect) =
            (asked["code_challenge"].clone(), asked["redirect_uri"].clone());
        let token = signed(claims, by);
        held.codes.insert(code.clone(), Code { challenge, redirect, token });
        serde_urlencoded::to_string([("code", code.as_str()), ("state", &asked["state"])]).unwrap()
    }

    pub(crate) fn refused(&self) -> usize {
        self.held.lock().unwrap().refused
    }
}

async fn configuration(State(provider): State<Provider>) -> Json<Value> {
    let issuer = &provider.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
    }))
}

/// Answers a code once, to the client that shows its secret and the verifier.
async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, Json<Value>) {
    let form: Asked = serde_urlencoded::from_str(&body).unwrap();
    let mut held = provider.held.lock().unwrap();
    let code = form.get("code").and_then(|code| held.codes.remove(code));
    let secret: String = serde_urlencoded::to_string([("s", SECRET)]).unwrap();
    let basic = STANDARD.encode(format!("{CLIENT}:{}", secret.strip_prefix("s=").unwrap()));
    let authorised = headers[header::AUTHORIZATION] == format!("Basic {basic}");
    let verifier = programme::Suite::Sha2.digest(form["code_verifier"].as_bytes());
    let challenge = URL_SAFE_NO_PAD.encode(verifier.0);
    let fits = |code: &Code| {
        code.challenge == challenge
            && code.redirect == form["redirect_uri"]
            && form["grant_type"] == "authorization_code"
    };
    match code.filter(|code| authorised && fits(code)) {
        Some(code) => {
            let body =
                json!({ "access_token": "x", "token_type": "Bearer", "id_token": code.token });
            (StatusCode::OK, Json(body))
        }
        None => {
            held.refused += 1;
            (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })))
        }
    }
}

fn elliptic(secret: u8) -> SigningKey {
    SigningKey::from_slice(&[secret; 32]).unwrap()
}

fn rsa() -> CoreRsaPrivateSigningKey {
    let id = JsonWebKeyId::new("r".to_owned());
    CoreRsaPrivateSigningKey::from_pem(include_str!("rsa.pem"), Some(id)).unwrap()
}

fn keys() -> Value {
    let key = elliptic(7);
    let point = key.verifying_key().to_sec1_point(false);
    let [x, y] = [point.x(), point.y()].map(|of| URL_SAFE_NO_PAD.encode(of.unwrap()));
    let elliptic = json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "e", "x": x, "y": y,
    });
    json!({ "keys": [elliptic, rsa().as_verification_key()] })
}

/// Claims as a JSON Web Token.
fn signed(claims: &Value, by: By) -> String {
    let (algorithm, key) = match by {
        By::Es256 | By::Stranger => ("ES256", "e"),
        By::Rs256 => ("RS256", "r"),
        By::Hs256 => ("HS256", "e"),
        By::Nobody => ("none", "e"),
    };
    let header = json!({ "alg": algorithm, "kid": key, "typ": "JWT" });
    let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let text = format!("{header}.{claims}");
    let with = |secret| {
        let signature: Signature = elliptic(secret).sign(text.as_bytes());
        signature.to_bytes().to_vec()
    };
    let signature = match by {
        By::Es256 => with(7),
        By::Stranger => with(8),
        By::Rs256 => {
            let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
            rsa().sign(&algorithm, text.as_bytes()).unwrap()
        }
        By::Hs256 => {
            let algorithm = CoreJwsSigningAlgorithm::HmacSha256;
            let key = openidconnect::core::CoreHmacKey::new(SECRET);
            key.sign(&algorithm, text.as_bytes()).unwrap()
        }
        By::Nobody => Vec::new(),
    };
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}
