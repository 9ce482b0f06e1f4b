//! The edge of the desk: HTTP in, the use cases of `app` behind it.
//!
//! [`router`] is a function from a desk to a service: everything is tested without a socket. Each
//! route stands once, in `routes`, with its description, from which the OpenAPI document and the
//! page for people are made. Errors are RFC 9457 problems with a stable code.
#![expect(
    clippy::disallowed_methods,
    reason = "the edge times requests and limits them by the clock"
)]

mod caller;
mod docs;
mod founding;
mod gate;
mod limits;
mod metrics;
mod oidc;
mod openapi;
mod pages;
mod password;
mod problem;
mod read;
mod routes;
mod serve;
mod tls;
mod wire;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use app::desk::{Accounts, Desk};
use app::{Failure, PaperFonts};
use axum::Router;
use axum::middleware;
use programme::ids::UserId;
use tokio::sync::Semaphore;
use units::Lang;

pub use founding::{Founding, found};
use limits::Limiter;
use metrics::Metrics;
pub use oidc::{Oidc, OidcError};
pub use openapi::document;
pub use pages::Pages;
pub use password::{Password, PasswordError};
pub use serve::serve;
pub use tls::{Tls, TlsError};

/// How the edge behaves.
#[derive(Clone, Debug)]
pub struct Config {
    /// Whether browsers reach it by TLS: cookies are then `Secure` and pages say so by HSTS.
    pub is_https: bool,
    /// Whether the address of the client is the last of `X-Forwarded-For`, written by a proxy.
    pub behind_proxy: bool,
    /// The most bytes of a body of JSON.
    pub json_bytes_max: usize,
    /// The most bytes of a document.
    pub document_bytes_max: usize,
    /// Requests a second that a user, or an address without one, may make for long.
    pub requests_per_second: u32,
    /// How many of them at once.
    pub requests_burst: u32,
    /// Days for which a session lasts at most, in hours.
    pub session_hours: u16,
    /// A folder of schemes instead of the embedded ones.
    pub policy: Option<PathBuf>,
    /// The pages for people.
    pub pages: Pages,
    /// A provider that people may log in by.
    pub oidc: Option<Arc<Oidc>>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            is_https: false,
            behind_proxy: false,
            json_bytes_max: 1 << 20,
            document_bytes_max: 50 << 20,
            requests_per_second: 50,
            requests_burst: 200,
            session_hours: 12,
            policy: None,
            pages: Pages::default(),
            oidc: None,
        }
    }
}

/// What all requests share.
pub(crate) struct Server {
    pub(crate) desk: Arc<Desk>,
    pub(crate) accounts: Accounts,
    pub(crate) config: Config,
    pub(crate) by_user: Limiter<UserId>,
    pub(crate) by_address: Limiter<IpAddr>,
    pub(crate) metrics: Metrics,
    /// The OpenAPI document, made once.
    pub(crate) openapi: String,
    /// The page of the routes for people, Chinese and English.
    pub(crate) pages: [String; 2],
    pub(crate) started: Instant,
    /// Passwords that are hashed at once: each takes 64 MiB.
    hashing: Semaphore,
    /// The faces of letters, read when the first is written.
    fonts: OnceLock<PaperFonts>,
}

/// Passwords that are hashed at once, however many log in.
const HASHED_AT_ONCE: usize = 4;

impl Server {
    /// Does what takes a tenth of a second of a core and 64 MiB, as few at once as fit; `None`
    /// where it did not end.
    pub(crate) async fn hash<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let _turn = self.hashing.acquire().await.ok()?;
        tokio::task::spawn_blocking(work).await.ok()
    }

    /// The faces of letters.
    pub(crate) fn fonts(&self) -> Result<&PaperFonts, Failure> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let read = app::paper_fonts()?;
        Ok(self.fonts.get_or_init(|| read))
    }
}

/// The server as a function.
pub(crate) type Shared = Arc<Server>;

/// The service of a desk.
pub fn router(desk: Arc<Desk>, config: Config) -> Router {
    let document = document();
    let server = Arc::new(Server {
        accounts: desk.accounts(),
        desk,
        by_user: Limiter::new(config.requests_per_second, config.requests_burst),
        by_address: Limiter::new(config.requests_per_second, config.requests_burst),
        metrics: Metrics::default(),
        pages: [Lang::Zh, Lang::En].map(docs::page),
        openapi: document.to_string(),
        started: Instant::now(),
        hashing: Semaphore::new(HASHED_AT_ONCE),
        fonts: OnceLock::new(),
        config,
    });
    let routes = routes::all().into_iter().fold(Router::new(), |router, route| {
        let path = route.path;
        router.route(path, route.handler)
    });
    routes
        .fallback(pages::page)
        .method_not_allowed_fallback(routes::no_such_method)
        .layer(middleware::from_fn_with_state(server.clone(), gate::gate))
        .with_state(server)
}
