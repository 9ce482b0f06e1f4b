//! The journal, its checkpoints and proofs.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use programme::people::Role;
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;

use super::Route;
use crate::Shared;
use crate::caller::{Caller, Query};
use crate::problem::Problem;
use crate::read::Reader;
use crate::wire::{CheckpointWire, JournalPage, Limit, Proof};

/// Lines of a page of the journal at most.
const LINES_MAX: u32 = 1_000;

/// Which lines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Lines {
    /// The number of the first.
    from: Option<u64>,
    /// How many at most.
    limit: Option<Limit<LINES_MAX>>,
}

/// Which event, in which journal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Inclusion {
    /// The number of the event.
    index: u64,
    /// Of the journal with so many events.
    size: u64,
}

/// Which two journals.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Consistency {
    /// The older one has so many events.
    old: u64,
    /// The newer one has so many.
    new: u64,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/journal", lines, ("日志", "Lines of the journal, for auditors"))
            .query::<Lines>()
            .answers::<JournalPage>(StatusCode::OK),
        Route::post(
            "/api/v1/checkpoint",
            checkpoint,
            ("签发检查点", "Sign a checkpoint of the journal"),
        )
        .answers::<CheckpointWire>(StatusCode::OK),
        Route::get(
            "/api/v1/proofs/inclusion",
            inclusion,
            ("收录证明", "The proof that an event is in the journal (RFC 6962, 2.1.1)"),
        )
        .query::<Inclusion>()
        .answers::<Proof>(StatusCode::OK),
        Route::get(
            "/api/v1/proofs/consistency",
            consistency,
            ("一致性证明", "The proof that a journal begins with an older one (RFC 6962, 2.1.2)"),
        )
        .query::<Consistency>()
        .answers::<Proof>(StatusCode::OK),
        Route::get(
            "/api/v1/stream",
            stream,
            ("实时通知", "How many events there are, whenever there are more (server-sent events)"),
        )
        .answers_bytes("text/event-stream"),
    ]
}

/// The whole journal is for auditors.
fn audits(server: &Shared, caller: &Caller) -> Result<(), Problem> {
    let may = server.desk.read(|state| {
        let reader = Reader::of(state, &caller.user, server.desk.today(state));
        reader.actors().iter().any(|actor| actor.role == Role::Auditor)
    });
    if may { Ok(()) } else { Err(Problem::forbidden()) }
}

async fn lines(
    State(server): State<Shared>,
    caller: Caller,
    Query(asked): Query<Lines>,
) -> Result<Json<JournalPage>, Problem> {
    audits(&server, &caller)?;
    let from = asked.from.unwrap_or(0);
    let limit = Limit::rows(asked.limit, LINES_MAX);
    let (size, _) = server.desk.root();
    let lines = if from < size { server.desk.lines(from, limit).await? } else { Vec::new() };
    Ok(Json(JournalPage { from, lines, size }))
}

async fn checkpoint(
    State(server): State<Shared>,
    caller: Caller,
) -> Result<Json<CheckpointWire>, Problem> {
    audits(&server, &caller)?;
    let note = server.desk.checkpoint().await?.ok_or_else(Problem::not_found)?;
    Ok(Json(CheckpointWire { note, key: server.desk.verifier_key() }))
}

async fn inclusion(
    State(server): State<Shared>,
    _: Caller,
    Query(asked): Query<Inclusion>,
) -> Result<Json<Proof>, Problem> {
    let hashes = server.desk.inclusion(asked.index, asked.size).ok_or_else(Problem::not_found)?;
    Ok(Json(Proof { hashes }))
}

async fn consistency(
    State(server): State<Shared>,
    _: Caller,
    Query(asked): Query<Consistency>,
) -> Result<Json<Proof>, Problem> {
    let hashes = server.desk.consistency(asked.old, asked.new).ok_or_else(Problem::not_found)?;
    Ok(Json(Proof { hashes }))
}

async fn stream(
    State(server): State<Shared>,
    _: Caller,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let heard = server.desk.subscribe();
    let events = unfold(heard, |mut heard| async move {
        let size = loop {
            match heard.recv().await {
                Ok(size) => break size,
                // Only the newest number matters.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        };
        Some((Ok(Event::default().event("size").data(size.to_string())), heard))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
}
