//! Login by a provider, and which identity is whose.

use axum::Json;
use axum::extract::State;
use axum::http::header::{ACCEPT, HOST, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, Html, IntoResponse, Response};
use openidconnect::RedirectUrl;
use programme::ids::UserId;
use programme::people::rights::Right;
use units::Text;

use super::Route;
use super::accounts::{allowed, begin_session, known, locked, token};
use crate::Shared;
use crate::caller::{Caller, Given, Named, Query, cookie};
use crate::oidc::{Drawn, Identity, NoLogin, Oidc};
use crate::problem::Problem;
use crate::wire::{ProviderAnswer, Subject, Ways};

/// The cookie that binds a login to the browser that began it.
const BROWSER: &str = "reweave_login";
/// For how long, in seconds.
const BROWSER_S: i64 = 600;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/session/ways", ways, ("登录方式", "The ways to log in"))
            .open()
            .answers::<Ways>(StatusCode::OK),
        Route::get(
            "/api/v1/oidc/login",
            login,
            ("转到统一身份认证登录", "Send the browser to the provider to log in"),
        )
        .open()
        .redirects(),
        Route::get(
            "/api/v1/oidc/callback",
            callback,
            (
                "统一身份认证返回",
                "Where the provider sends the browser back; a page that goes on to the desk",
            ),
        )
        .open()
        .query::<ProviderAnswer>()
        .answers_bytes("text/html"),
        Route::post(
            "/api/v1/users/{user}/subject",
            tie,
            (
                "绑定身份",
                "Tie an account to who somebody is for the provider, in place of an earlier tie",
            ),
        )
        .at::<UserId>("user")
        .takes::<Subject>(),
        Route::delete(
            "/api/v1/users/{user}/subject",
            untie,
            ("解除绑定", "Untie an account; its sessions end"),
        )
        .at::<UserId>("user"),
    ]
}

async fn ways(State(server): State<Shared>) -> Json<Ways> {
    Json(Ways { password: true, oidc: server.config.oidc.is_some() })
}

fn provider(server: &Shared) -> Result<&Oidc, Problem> {
    server.config.oidc.as_deref().ok_or_else(Problem::not_found)
}

async fn login(State(server): State<Shared>, headers: HeaderMap) -> Response {
    shown(&headers, begin(&server, &headers).await)
}

async fn begin(server: &Shared, headers: &HeaderMap) -> Result<Response, Problem> {
    let oidc = provider(server)?;
    let drawn = Drawn { state: token()?, nonce: token()?, verifier: token()?, browser: token()? };
    let start = oidc.begin(redirect(server, headers)?, drawn, server.desk.now().0).await?;
    let to = HeaderValue::from_str(&start.to).map_err(|_| Problem::not_found())?;
    let cookie = browser_cookie(server, &start.browser, BROWSER_S)?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, to), (SET_COOKIE, cookie)]).into_response())
}

/// Where the provider sends the browser back to: this service, by the name that the browser has
/// for it. The provider compares it with those that it was told of.
fn redirect(server: &Shared, headers: &HeaderMap) -> Result<RedirectUrl, Problem> {
    let no_host = || {
        let text = Text::new("缺少 Host 或无效", "expected a Host that names this service");
        Problem::bad("Host", text)
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).ok_or_else(no_host)?;
    let host: axum::http::uri::Authority = host.parse().map_err(|_| no_host())?;
    if host.as_str().contains('@') {
        return Err(no_host());
    }
    let scheme = if server.config.is_https { "https" } else { "http" };
    RedirectUrl::new(format!("{scheme}://{host}/api/v1/oidc/callback")).map_err(|_| no_host())
}

/// The cookie must come along with a navigation from the provider's site, hence `Lax`.
fn browser_cookie(server: &Shared, value: &str, seconds: i64) -> Result<HeaderValue, Problem> {
    let secure = if server.config.is_https { "; Secure" } else { "" };
    let cookie = format!(
        "{BROWSER}={value}; Path=/api/v1/oidc; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
    );
    HeaderValue::from_str(&cookie).map_err(|_| Problem::no_session())
}

async fn callback(
    State(server): State<Shared>,
    headers: HeaderMap,
    Query(answer): Query<ProviderAnswer>,
) -> Response {
    shown(&headers, finish(&server, &headers, answer).await)
}

async fn finish(
    server: &Shared,
    headers: &HeaderMap,
    answer: ProviderAnswer,
) -> Result<Response, Problem> {
    let (oidc, now) = (provider(server)?, server.desk.now().0);
    let state = answer.state.unwrap_or_default();
    let browser = cookie(headers, BROWSER);
    let who = oidc.finish((&state, answer.code), browser, now).await?;
    let user = server.accounts.user_of(&who.issuer, &who.subject).await?;
    let user = user.ok_or_else(unknown_subject)?;
    let account = server.accounts.account(&user).await?.ok_or_else(unknown_subject)?;
    locked(&account, now)?;
    known(server, &user).map_err(|_| unknown_subject())?;
    let begun = begin_session(server, &user, true).await?;
    let cookies = [begun.cookie, browser_cookie(server, "", 0)?].map(|cookie| (SET_COOKIE, cookie));
    // A page of our own goes on: the session's cookie is not sent with what another site began.
    let says = Text::new("已登录，正在进入系统", "logged in; going on to the desk");
    let page = page(&says, None, r#"<meta http-equiv="refresh" content="0;url=/">"#);
    Ok((AppendHeaders(cookies), Html(page)).into_response())
}

fn unknown_subject() -> Problem {
    let text =
        Text::new("该身份未与任何账号绑定", "no account of the desk is tied to this identity");
    let remedy = Text::new("请管理员绑定账号", "ask the administrator to tie your account to it");
    Problem::new(StatusCode::FORBIDDEN, "unknown_subject", text, remedy)
}

impl From<NoLogin> for Problem {
    fn from(cause: NoLogin) -> Self {
        match cause {
            NoLogin::Away(cause) => {
                tracing::warn!(cause, "the login provider does not answer");
                let text = Text::new(
                    "统一身份认证暂不可用",
                    "the login provider does not answer as it should",
                );
                let remedy = Text::new("稍后再试，或用口令登录", "try later, or use a password");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "provider_away", text, remedy)
            }
            NoLogin::Stale => {
                let text = Text::new(
                    "这次登录已过期、已用过或不是由本浏览器发起",
                    "this login is over, was used, or was begun by another browser",
                );
                let remedy = Text::new("请重新登录", "begin again from the login page");
                Self::new(StatusCode::BAD_REQUEST, "login_stale", text, remedy)
            }
            NoLogin::Refused(cause) => {
                tracing::warn!(cause, "what the login provider says was refused");
                let text = Text::new(
                    "统一身份认证的答复未通过核验",
                    "what the login provider says of you does not hold",
                );
                let remedy = Text::new(
                    "重新登录；仍不行请告知运维人员",
                    "begin again, or tell the operator",
                );
                Self::new(StatusCode::UNAUTHORIZED, "login_refused", text, remedy)
            }
        }
    }
}

/// Browsers get a page of a problem, programs the problem.
fn shown(headers: &HeaderMap, answer: Result<Response, Problem>) -> Response {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    match answer {
        Err(problem) if accept.contains("text/html") => {
            let (text, remedy) = problem.words();
            (problem.status(), Html(page(text, Some(remedy), ""))).into_response()
        }
        answer => answer.into_response(),
    }
}

/// A page of a sentence or two in both languages.
fn page(text: &Text, remedy: Option<&Text>, head: &str) -> String {
    let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let paragraph = |text: &Text| {
        format!("<p>{}<br><span lang=\"en\">{}</span></p>", plain(&text.zh), plain(&text.en))
    };
    let body: String = [Some(text), remedy].into_iter().flatten().map(paragraph).collect();
    format!(
        "<!DOCTYPE html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>织补 Reweave</title>\
         {head}</head><body>{body}<p><a href=\"/\">织补 Reweave</a></p></body></html>"
    )
}

async fn tie(
    State(server): State<Shared>,
    caller: Caller,
    Named(user): Named<UserId>,
    Given(Subject { subject }): Given<Subject>,
) -> Result<StatusCode, Problem> {
    let oidc = provider(&server)?;
    allowed(&server, &caller, Right::RegisterUser)?;
    known(&server, &user)?;
    if subject.is_empty() || subject.len() > 255 || subject.contains(char::is_control) {
        let text = Text::new("sub 为 1 至 255 个字符", "a `sub` has 1 to 255 characters");
        return Err(Problem::bad("subject", text));
    }
    let accounts = &server.accounts;
    accounts.account(&user).await?.ok_or_else(Problem::not_found)?;
    let who = Identity { issuer: oidc.issuer().to_owned(), subject };
    if accounts.user_of(&who.issuer, &who.subject).await?.is_some_and(|other| other != user) {
        let text = Text::new("该身份已与另一账号绑定", "this identity is tied to another account");
        let remedy = Text::new("先解除那一绑定", "untie the other account first");
        return Err(Problem::new(StatusCode::CONFLICT, "exists", text, remedy));
    }
    let now = server.desk.now().0;
    accounts.tie(&user, Some((&who.issuer, &who.subject)), &caller.user, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn untie(
    State(server): State<Shared>,
    caller: Caller,
    Named(user): Named<UserId>,
) -> Result<StatusCode, Problem> {
    allowed(&server, &caller, Right::RegisterUser)?;
    known(&server, &user)?;
    server.accounts.tie(&user, None, &caller.user, server.desk.now().0).await?;
    server.accounts.end_sessions(&user).await?;
    Ok(StatusCode::NO_CONTENT)
}
