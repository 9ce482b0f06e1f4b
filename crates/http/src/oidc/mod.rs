//! Login by a provider of OpenID Connect: the authorisation code flow with PKCE, for a browser
//! that is known by a cookie of its own.

mod https;

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::Uri;
use https::{Https, Unanswered};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse as _,
};

/// For how long what the provider says of itself is believed without asking again.
const FRESH: Duration = Duration::from_secs(60);
/// How long a login may take. [ms]
const LOGIN_MS: i64 = 10 * 60_000;
/// Logins that may be under way at once; the oldest is forgotten for another.
const BEGUN_MAX: usize = 10_000;
/// How identities may be signed: never by a secret that the provider shares with its clients.
const SIGNED: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// A provider that people may log in by.
pub struct Oidc {
    issuer: IssuerUrl,
    client: ClientId,
    secret: ClientSecret,
    https: Https,
    /// What the provider said of itself, and when.
    known: Mutex<Option<(Instant, CoreProviderMetadata)>>,
    /// Logins that are under way, by their state.
    begun: Mutex<BTreeMap<String, Begun>>,
}

impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Oidc").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Why a provider cannot be used as it was given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OidcError {
    /// The issuer is no address, or one that would be asked without TLS.
    #[error("{0:?} is no address of a provider: expected https://… and its certificates")]
    Issuer(String),
    /// The certificates cannot be read.
    #[error("the certificates of the provider cannot be read: {0}")]
    Certificates(String),
}

/// An answer that is on its way.
type Answering = Pin<Box<dyn Future<Output = Result<HttpResponse, Unanswered>> + Send>>;

/// A login that is under way.
struct Begun {
    /// What the browser's cookie says.
    browser: String,
    nonce: Nonce,
    verifier: String,
    redirect: RedirectUrl,
    /// Until when it may end. [ms since 1970]
    until: i64,
}

/// Where a browser is sent, with a cookie.
pub(crate) struct Start {
    pub(crate) to: String,
    pub(crate) browser: String,
}

/// Secrets of one login, each of 256 random bits.
pub(crate) struct Drawn {
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) browser: String,
}

/// Who somebody is, by a provider's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) issuer: String,
    pub(crate) subject: String,
}

/// Why nobody is logged in.
#[derive(Debug)]
pub(crate) enum NoLogin {
    /// The provider does not answer, or not as one does.
    Away(String),
    /// The login was begun by another browser, too long ago, was ended before, or never begun.
    Stale,
    /// What the provider says of the person does not hold.
    Refused(String),
}

impl From<Unanswered> for NoLogin {
    fn from(cause: Unanswered) -> Self {
        Self::Away(cause.to_string())
    }
}

impl Oidc {
    /// The provider at `issuer`, where this desk is known as `client` with `secret`; `pem` holds
    /// the certificates that its own is signed by. It is not asked anything yet.
    ///
    /// # Errors
    /// [`OidcError`].
    pub fn new(
        issuer: &str,
        client: &str,
        secret: &str,
        pem: Option<&[u8]>,
    ) -> Result<Self, OidcError> {
        let https = Https::new(pem).map_err(|cause| OidcError::Certificates(cause.to_string()))?;
        let wrong = || OidcError::Issuer(issuer.to_owned());
        let uri: Uri = issuer.parse().map_err(|_| wrong())?;
        if !https.may_ask(&uri) {
            return Err(wrong());
        }
        Ok(Self {
            issuer: IssuerUrl::new(issuer.to_owned()).map_err(|_| wrong())?,
            client: ClientId::new(client.to_owned()),
            secret: ClientSecret::new(secret.to_owned()),
            https,
            known: Mutex::default(),
            begun: Mutex::default(),
        })
    }

    /// By whose word people are known here.
    pub(crate) fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// Sends requests for the crate that knows the flow.
    fn asker(&self) -> impl Fn(HttpRequest) -> Answering + Send + Sync + use<> {
        let https = self.https.clone();
        move |request| {
            let https = https.clone();
            Box::pin(async move { https.send(request).await })
        }
    }

    /// What the provider says of itself, with its keys.
    async fn provider(&self) -> Result<CoreProviderMetadata, NoLogin> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, metadata)) = known
            && at.elapsed() < FRESH
        {
            return Ok(metadata);
        }
        let ask = self.asker();
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &ask).await;
        let metadata = found.map_err(|cause| NoLogin::Away(told(&cause)))?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((Instant::now(), metadata.clone()));
        Ok(metadata)
    }

    /// Begins a login at the moment `now`, after which the browser comes back to `redirect`.
    ///
    /// # Errors
    /// [`NoLogin::Away`].
    pub(crate) async fn begin(
        &self,
        redirect: RedirectUrl,
        drawn: Drawn,
        now: i64,
    ) -> Result<Start, NoLogin> {
        let metadata = self.provider().await?;
        let Drawn { state, nonce, verifier, browser } = drawn;
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.clone()));
        let client = CoreClient::from_provider_metadata(metadata, self.client.clone(), None)
            .set_redirect_uri(redirect.clone());
        let (sent, kept) = ((state.clone(), nonce.clone()), Nonce::new(nonce));
        let (to, ..) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(sent.0),
                move || Nonce::new(sent.1),
            )
            .set_pkce_challenge(challenge)
            .url();
        let begun = Begun {
            browser: browser.clone(),
            nonce: kept,
            verifier,
            redirect,
            until: now + LOGIN_MS,
        };
        let mut all = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, one| now < one.until);
        if all.len() >= BEGUN_MAX {
            let oldest =
                all.iter().min_by_key(|(_, one)| one.until).map(|(state, _)| state.clone());
            oldest.and_then(|state| all.remove(&state));
        }
        all.insert(state, begun);
        Ok(Start { to: to.to_string(), browser })
    }

    /// Forgets a login, so that it ends once; it must be `browser`'s.
    fn take(&self, state: &str, browser: Option<&str>, now: i64) -> Result<Begun, NoLogin> {
        let mut all = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = all.remove(state).ok_or(NoLogin::Stale)?;
        let is_own = browser == Some(begun.browser.as_str());
        if is_own && now < begun.until { Ok(begun) } else { Err(NoLogin::Stale) }
    }

    /// Ends the login with this state: asks the provider who gave the `code`.
    ///
    /// # Errors
    /// [`NoLogin`].
    pub(crate) async fn finish(
        &self,
        (state, code): (&str, Option<String>),
        browser: Option<&str>,
        now: i64,
    ) -> Result<Identity, NoLogin> {
        let begun = self.take(state, browser, now)?;
        let code = code.ok_or_else(|| NoLogin::Refused("the provider gave no code".to_owned()))?;
        let metadata = self.provider().await?;
        // Basic authentication is what a provider takes that names nothing.
        let ways = metadata.token_endpoint_auth_methods_supported();
        let takes = |way| ways.is_none_or(|all| all.contains(&way));
        let by_body = !takes(CoreClientAuthMethod::ClientSecretBasic)
            && takes(CoreClientAuthMethod::ClientSecretPost);
        let (client, secret) = (self.client.clone(), self.secret.clone());
        let client = CoreClient::from_provider_metadata(metadata, client, Some(secret))
            .set_auth_type(if by_body { AuthType::RequestBody } else { AuthType::BasicAuth })
            .set_redirect_uri(begun.redirect);
        let ask = self.asker();
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|cause| NoLogin::Away(told(&cause)))?
            .set_pkce_verifier(PkceCodeVerifier::new(begun.verifier))
            .request_async(&ask)
            .await
            .map_err(|cause| match &cause {
                openidconnect::RequestTokenError::ServerResponse(_) => {
                    NoLogin::Refused(told(&cause))
                }
                _ => NoLogin::Away(told(&cause)),
            })?;
        let refused = |cause: &dyn std::error::Error| NoLogin::Refused(told(cause));
        let token = tokens
            .id_token()
            .ok_or_else(|| NoLogin::Refused("the provider gave no ID token".to_owned()))?;
        let verifier = client.id_token_verifier().set_allowed_algs(SIGNED);
        let claims = token.claims(&verifier, &begun.nonce).map_err(|cause| refused(&cause))?;
        Ok(Identity { issuer: claims.issuer().to_string(), subject: claims.subject().to_string() })
    }
}

/// An error with its causes, for the operator's log.
fn told(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
