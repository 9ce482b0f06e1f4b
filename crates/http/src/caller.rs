//! Who asks: from the session's token to a user, and what requests carry.

use std::time::Instant;

use app::desk::Session;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use programme::ids::{Digest, UserId};
use serde::de::DeserializeOwned;
use units::Text;

use crate::Shared;
use crate::problem::Problem;

/// The cookie that holds the token of a session.
pub(crate) const COOKIE_NAME: &str = "reweave_session";

/// A user who is logged in.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) user: UserId,
    /// The hash of the session's token, by which it is kept.
    pub(crate) token: Digest,
    /// Whether the password was given by an administrator and has to be changed first.
    pub(crate) must_change: bool,
}

/// The token of a request, and whether a browser sends it by itself.
pub(crate) fn token(headers: &HeaderMap) -> Option<(&str, bool)> {
    let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some(token) = bearer.and_then(|value| value.strip_prefix("Bearer ")) {
        return Some((token.trim(), false));
    }
    cookie(headers, COOKIE_NAME).map(|token| (token, true))
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|one| one.split_once('='));
    pairs.find(|(known, _)| known.trim() == name).map(|(_, value)| value.trim())
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Shared) -> Result<Self, Problem> {
        let caller = any_caller(parts, server).await?;
        if caller.must_change {
            let text = Text::new("须先更改初始口令", "the first password has to be changed first");
            let remedy = Text::new("更改口令", "change the password");
            let status = StatusCode::FORBIDDEN;
            return Err(Problem::new(status, "password_must_change", text, remedy));
        }
        Ok(caller)
    }
}

/// A user who is logged in, with a first password too.
pub(crate) struct AnyCaller(pub(crate) Caller);

impl FromRequestParts<Shared> for AnyCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Shared) -> Result<Self, Problem> {
        any_caller(parts, server).await.map(Self)
    }
}

async fn any_caller(parts: &mut Parts, server: &Shared) -> Result<Caller, Problem> {
    let (token, _) = token(&parts.headers).ok_or_else(Problem::no_session)?;
    let token = server.desk.suite().digest(token.as_bytes());
    let session = server.accounts.session(token).await?;
    let now = server.desk.now();
    let is_open = |session: &Session| now.0 < session.until;
    let Some(session) = session.filter(is_open) else { return Err(Problem::no_session()) };
    let limit = server.by_user.take(&session.user, Instant::now());
    limit.map_err(|wait| Problem::too_many(wait.as_secs().saturating_add(1)))?;
    Ok(Caller { user: session.user, token, must_change: session.must_change })
}

/// A body of JSON; what is wrong in it is told with its place.
pub(crate) struct Given<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Shared> for Given<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Shared) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_json = kind.is_some_and(|kind| {
            kind.split(';').next().is_some_and(|kind| kind.trim() == "application/json")
        });
        if !is_json {
            let text = Text::new("须为 application/json", "expected application/json");
            let remedy = Text::new("写明 Content-Type", "state the Content-Type");
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Problem::new(status, "not_json", text, remedy));
        }
        let bytes = whole(request.into_body(), server.config.json_bytes_max).await?;
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let pointer = error.path().to_string();
            let cause = error.inner().to_string();
            Problem::bad(&pointer, Text::new(format!("请求内容有误：{cause}"), cause))
        })?;
        reader.end().map_err(|cause| Problem::bad("", Text::same(cause.to_string())))?;
        Ok(Self(value))
    }
}

/// The bytes of a body, which may not be more than `bytes_max`.
pub(crate) async fn whole(body: Body, bytes_max: usize) -> Result<axum::body::Bytes, Problem> {
    to_bytes(body, bytes_max).await.map_err(|_| {
        let text = Text::new(
            format!("请求内容超过 {bytes_max} 字节或传输中断"),
            format!("the body has more than {bytes_max} bytes, or broke off"),
        );
        let remedy = Text::new("减小后重新提交", "send less, or again");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text, remedy)
    })
}

/// The parameters behind the question mark.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Shared> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Problem> {
        let text = parts.uri.query().unwrap_or_default();
        serde_urlencoded::from_str(text).map(Self).map_err(|cause| {
            let cause = cause.to_string();
            Problem::bad("?", Text::new(format!("查询参数有误：{cause}"), cause))
        })
    }
}

/// The part of the path that stands for a thing; what cannot be its name names nothing.
pub(crate) struct Named<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Shared> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Shared) -> Result<Self, Problem> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, server).await;
        path.map(|axum::extract::Path(value)| Self(value)).map_err(|_| Problem::not_found())
    }
}
