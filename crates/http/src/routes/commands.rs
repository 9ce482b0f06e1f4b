//! Everything that changes something: one route, and the rules behind it.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use programme::command::{Action, Actor, Command};
use programme::ids::CommandId;
use units::Text;

use super::Route;
use super::rules::apart;
use crate::Shared;
use crate::caller::{Caller, Given};
use crate::problem::Problem;
use crate::wire::{CommandBody, Receipt};

/// The client's id of a command, kept across retries: the header `Idempotency-Key`.
pub(super) struct Key(pub(super) CommandId);

impl Key {
    pub(super) const SAYS: (&'static str, &'static str) = (
        "请求编号，由客户端生成，重试时不变：同一编号只办一次",
        "The id of the request, made by the client and kept across retries: it is done once",
    );
}

impl FromRequestParts<Shared> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Problem> {
        let text = parts.headers.get("idempotency-key").and_then(|value| value.to_str().ok());
        let wrong = || {
            let text = Text::new(
                "缺少请求头 Idempotency-Key，或不是 1 至 64 个字母、数字或 -_.:/",
                "the header Idempotency-Key is missing or is not 1 to 64 letters, digits or -_.:/",
            );
            Problem::bad("Idempotency-Key", text)
        };
        text.and_then(|text| CommandId::new(text).ok()).map(Self).ok_or_else(wrong)
    }
}

/// The version of `If-Match`, as `ETag` gave it: `"v3"`.
pub(super) struct Match(Option<u64>);

impl FromRequestParts<Shared> for Match {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(IF_MATCH) else { return Ok(Self(None)) };
        let digits = value.to_str().ok().and_then(|text| {
            text.trim().trim_start_matches("W/").trim_matches('"').strip_prefix('v')
        });
        let version = digits.and_then(|digits| digits.parse().ok());
        version.map(|version| Self(Some(version))).ok_or_else(|| {
            let text = Text::new(
                "If-Match 应为读取时的 ETag，如 \"v3\"",
                "expected the ETag that was read, such as \"v3\"",
            );
            Problem::bad("If-Match", text)
        })
    }
}

pub(super) fn routes() -> Vec<Route> {
    let says = (
        "办理：在权限表和流程允许时执行，返回回执",
        "Have something done, as the table of rights and the workflow allow; the receipt proves it",
    );
    let matched = ("所见版本的 ETag", "The ETag of the version that the user saw");
    vec![
        Route::post("/api/v1/commands", submit, says)
            .header::<CommandId>("Idempotency-Key", Key::SAYS, true)
            .header::<String>("If-Match", matched, false)
            .takes::<CommandBody>()
            .answers::<Receipt>(StatusCode::OK),
    ]
}

async fn submit(
    State(server): State<Shared>,
    caller: Caller,
    Key(id): Key,
    Match(matched): Match,
    Given(body): Given<CommandBody>,
) -> Result<Json<Receipt>, Problem> {
    let CommandBody { role, on_behalf_of, expected, action } = body;
    if let (Some(a), Some(b)) = (matched, expected)
        && a != b
    {
        let text = Text::new("If-Match 与 expected 不同", "If-Match and expected differ");
        return Err(Problem::bad("expected", text));
    }
    if let Action::ConfirmLaw { scheme, item, confirmation } = &action {
        // The state does not read the law: that the item is there and takes the value is seen here.
        let (scheme, item, said) = (scheme.clone(), item.clone(), confirmation.clone());
        let policy = server.config.policy.clone();
        apart(move || app::check_confirmation(policy.as_deref(), &scheme, &item, &said)).await?;
    }
    // The user is the session's, whatever the body says.
    let actor = Actor { user: caller.user, role, on_behalf_of };
    let command = Command { id: id.clone(), actor, expected: expected.or(matched), action };
    let got = server.desk.submit(command).await?;
    Ok(Json(receipt(id, &got)))
}

pub(super) fn receipt(command: CommandId, got: &app::desk::Receipt) -> Receipt {
    Receipt {
        command,
        first: got.events.start,
        events: got.events.end.saturating_sub(got.events.start),
        repeated: got.repeated,
        size: got.size,
        root: got.root,
    }
}
