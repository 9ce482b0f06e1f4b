//! What every request passes: limits, the check of its origin, headers of the answer, counts.

use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use units::Text;

use crate::caller::token;
use crate::problem::Problem;
use crate::{Config, Shared};

/// Lets a request through, or not.
pub(crate) async fn gate(State(server): State<Shared>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let mut response = match admit(&server, &request, started) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    put_headers(response.headers_mut(), &server.config);
    let took = started.elapsed();
    let status = response.status().as_u16();
    server.metrics.count(&format!("{method} {route}"), status, took);
    // Neither address nor user nor what stands in the path: logs hold no personal data.
    tracing::info!(method = %method, route, status, ms = took.as_secs_f64() * 1e3);
    response
}

fn admit(server: &Shared, request: &Request, now: Instant) -> Result<(), Problem> {
    if let Some(address) = address(request, server.config.behind_proxy) {
        let limit = server.by_address.take(&address, now);
        limit.map_err(|wait| Problem::too_many(wait.as_secs().saturating_add(1)))?;
    }
    let is_safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let by_cookie = token(request.headers()).is_some_and(|(_, by_itself)| by_itself);
    if !is_safe && by_cookie && !is_own(request.headers()) {
        let text = Text::new("请求来自其他网站", "the request comes from another site");
        let remedy = Text::new("从本系统的页面办理", "act from the pages of this system");
        return Err(Problem::new(StatusCode::FORBIDDEN, "cross_site", text, remedy));
    }
    Ok(())
}

/// Whether a browser says that the request comes from our own pages. Every browser of today sends
/// one of the two with an unsafe request.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(&HeaderName::from_static("sec-fetch-site")) {
        return ["same-origin", "none"].contains(&site);
    }
    let origin = text(&ORIGIN).and_then(|origin| origin.split_once("://"));
    origin.is_some_and(|(_, host)| Some(host) == text(&HOST))
}

/// Where the request comes from, if the service knows.
fn address(request: &Request, behind_proxy: bool) -> Option<IpAddr> {
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if behind_proxy { last.or(peer) } else { peer }
}

fn put_headers(headers: &mut HeaderMap, config: &Config) {
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(X_FRAME_OPTIONS, "DENY");
    put(REFERRER_POLICY, "no-referrer");
    put(CACHE_CONTROL, "no-store");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    put(
        CONTENT_SECURITY_POLICY,
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self'",
    );
    if config.is_https {
        put(STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}
