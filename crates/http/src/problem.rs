//! What goes wrong, as RFC 9457 problems: a stable code, both languages, the remedy.

use app::Failure;
use app::desk::SubmitError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use programme::{Code, Refusal};
use schemars::JsonSchema;
use serde::Serialize;
use units::{Lang, Text};

/// A request that was not answered as asked.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    body: Box<Body>,
    retry_after_s: Option<u64>,
}

/// The body of a problem, `application/problem+json`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct Body {
    /// `urn:reweave:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The status.
    status: u16,
    /// A stable word.
    code: String,
    /// What is wrong, in English; both languages stand under `text`.
    title: String,
    /// What is wrong.
    text: Text,
    /// What can be done.
    remedy: Text,
    /// Where in the request, if the fault has a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &str, text: Text, remedy: Text) -> Self {
        Self {
            status,
            body: Box::new(Body {
                kind: format!("urn:reweave:problem:{code}"),
                status: status.as_u16(),
                code: code.to_owned(),
                title: text.en.clone(),
                text,
                remedy,
                pointer: None,
            }),
            retry_after_s: None,
        }
    }

    /// Its status.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong, and what can be done.
    pub(crate) fn words(&self) -> (&Text, &Text) {
        (&self.body.text, &self.body.remedy)
    }

    /// A request that does not say what it has to, at a place of it.
    pub(crate) fn bad(pointer: &str, text: Text) -> Self {
        let remedy = Text::new("按接口说明改正", "correct it as the interface's page says");
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "bad_request", text, remedy);
        problem.body.pointer = Some(pointer.to_owned());
        problem
    }

    /// Nobody is logged in, or the session has ended.
    pub(crate) fn no_session() -> Self {
        let text = Text::new("未登录或登录已过期", "not logged in, or the session has ended");
        let remedy = Text::new("请登录", "log in");
        Self::new(StatusCode::UNAUTHORIZED, "no_session", text, remedy)
    }

    /// The user may not see or do this.
    pub(crate) fn forbidden() -> Self {
        let text = Text::new("无权查看或办理", "this account may not see or do this");
        let remedy = Text::new("由有权的人员办理", "leave it to someone who may");
        Self::new(StatusCode::FORBIDDEN, "not_allowed", text, remedy)
    }

    /// There is no such thing, or none that the user may see.
    pub(crate) fn not_found() -> Self {
        let text = Text::new("没有这一项", "there is no such thing");
        let remedy = Text::new("核对地址和编号", "check address and id");
        Self::new(StatusCode::NOT_FOUND, "unknown", text, remedy)
    }

    /// Too many requests; come back later.
    pub(crate) fn too_many(retry_after_s: u64) -> Self {
        let text = Text::new("请求过于频繁", "too many requests");
        let remedy = Text::new("稍后再试", "try again later");
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", text, remedy);
        problem.retry_after_s = Some(retry_after_s.max(1));
        problem
    }
}

/// The status of a refusal under the rules.
fn status(code: Code) -> StatusCode {
    match code {
        Code::UnknownUser
        | Code::RoleNotHeld
        | Code::NotAllowed
        | Code::ConflictOfInterest
        | Code::FourEyes => StatusCode::FORBIDDEN,
        Code::Unknown => StatusCode::NOT_FOUND,
        Code::OutOfRange | Code::CommandReused => StatusCode::UNPROCESSABLE_ENTITY,
        Code::VersionMissing => StatusCode::PRECONDITION_REQUIRED,
        Code::VersionStale => StatusCode::PRECONDITION_FAILED,
        Code::BadMoment => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::CONFLICT,
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let word = serde_json::to_value(refusal.code).unwrap_or_default();
        let word = word.as_str().unwrap_or("refused").to_owned();
        Self::new(status(refusal.code), &word, refusal.text, refusal.remedy)
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        let text = error.text();
        match error {
            SubmitError::Refused(refusal) => (*refusal).into(),
            SubmitError::NotKept { .. } | SubmitError::Closed => {
                let remedy = Text::new(
                    "以同一 Idempotency-Key 重新提交",
                    "send it again with the same Idempotency-Key",
                );
                let mut problem =
                    Self::new(StatusCode::SERVICE_UNAVAILABLE, "not_kept", text, remedy);
                problem.retry_after_s = Some(2);
                problem
            }
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Request(text) => {
                let remedy = Text::new("按提示改正", "correct it as it says");
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not_possible", text, remedy)
            }
            Failure::Rules(text) => {
                let remedy = Text::new("核对政策编号和日期", "check scheme and day");
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "no_such_law", text, remedy)
            }
            Failure::Input(remarks) => {
                let zh: Vec<String> = remarks.iter().map(|one| one.line(Lang::Zh)).collect();
                let en: Vec<String> = remarks.iter().map(|one| one.line(Lang::En)).collect();
                let remedy = Text::new("按提示改正", "correct it as it says");
                let text = Text::new(zh.join("；"), en.join("; "));
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let mut problem = Self::new(status, "bad_input", text, remedy);
                problem.body.pointer = remarks.first().map(|one| one.column.clone());
                problem
            }
            // What it says of files and databases is for the operator, not for users.
            _ => {
                let text = Text::new("数据库暂不可用", "the database cannot be used at the moment");
                let remedy = Text::new("稍后再试", "try again later");
                let mut problem =
                    Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", text, remedy);
                problem.retry_after_s = Some(2);
                problem
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let bytes = serde_json::to_vec(&self.body).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (self.status, [(header::CONTENT_TYPE, kind)], bytes).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}
