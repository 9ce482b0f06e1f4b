//! Applications, and what waits for whom.

use app::desk::{ApplicationRow, Order};
use axum::Json;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use programme::ids::{ApplicationId, DistrictId, ProgrammeId, ProjectKind, StageId};
use programme::people::rights::Right;
use schemars::JsonSchema;
use serde::Deserialize;
use units::{Date, Day};

use super::Route;
use crate::Shared;
use crate::caller::{Caller, Named, Query};
use crate::problem::Problem;
use crate::read::Reader;
use crate::wire::{JournalPage, Limit, Rows, TaskWire, Whole};

/// Rows of a page, where nobody asks for another number.
const PAGE: u32 = 50;

/// Which applications.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Of this programme.
    programme: Option<ProgrammeId>,
    /// In this district.
    district: Option<DistrictId>,
    /// Of this kind of project.
    project_kind: Option<ProjectKind>,
    /// In this stage.
    stage: Option<StageId>,
    /// Ended ones, or those that run.
    ended: Option<bool>,
    /// In which order.
    sort: Option<Order>,
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows of the page.
    limit: Option<Limit<500>>,
}

/// Until which day.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Until {
    /// The last day; today where it is left out.
    #[schemars(with = "Option<Day>")]
    until: Option<Date>,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/applications", list, ("申请列表", "The applications that may be seen"))
            .query::<Asked>()
            .answers::<Rows<ApplicationRow>>(StatusCode::OK),
        Route::get("/api/v1/applications/{application}", one, ("一件申请", "One application"))
            .at::<ApplicationId>("application")
            .answers::<Whole>(StatusCode::OK),
        Route::get(
            "/api/v1/applications/{application}/events",
            events,
            ("一件申请的全部记录", "Everything that happened to an application"),
        )
        .at::<ApplicationId>("application")
        .answers::<JournalPage>(StatusCode::OK),
        Route::get(
            "/api/v1/applications/{application}/pack",
            pack,
            (
                "证据包：事件、证明与文件，可离线核验",
                "The evidence pack: events, proofs and documents, to be checked far from here",
            ),
        )
        .at::<ApplicationId>("application")
        .answers_bytes("application/zip"),
        Route::get(
            "/api/v1/inbox",
            inbox,
            ("待办", "What waits for the user, the most urgent first"),
        )
        .answers::<Rows<TaskWire>>(StatusCode::OK),
        Route::get("/api/v1/deadlines", deadlines, ("到期提醒", "What is due until a day"))
            .query::<Until>()
            .answers::<Rows<TaskWire>>(StatusCode::OK),
    ]
}

/// The rows of a page.
pub(super) fn page(limit: Option<Limit<500>>) -> usize {
    usize::try_from(Limit::rows(limit, PAGE)).unwrap_or(usize::MAX)
}

async fn list(
    State(server): State<Shared>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Json<Rows<ApplicationRow>> {
    let desk = &server.desk;
    let reader = desk.read(|state| Reader::of(state, &caller.user, desk.today(state)));
    let is = |wanted: Option<&str>, found: &str| wanted.is_none_or(|wanted| wanted == found);
    let page = desk.applications(
        |state, one| {
            is(asked.programme.as_ref().map(ProgrammeId::as_str), one.programme.as_str())
                && is(asked.district.as_ref().map(DistrictId::as_str), one.district.as_str())
                && is(
                    asked.project_kind.as_ref().map(ProjectKind::as_str),
                    one.project_kind.as_str(),
                )
                && is(asked.stage.as_ref().map(StageId::as_str), one.stage.as_str())
                && asked.ended.is_none_or(|ended| ended == one.ended)
                && reader.sees(state, one)
        },
        asked.sort.unwrap_or_default(),
        asked.after.as_deref(),
        page(asked.limit),
    );
    Json(page.into())
}

async fn one(
    State(server): State<Shared>,
    caller: Caller,
    Named(id): Named<ApplicationId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = server.desk.read(|state| {
        let today = server.desk.today(state);
        let reader = Reader::of(state, &caller.user, today);
        let one = state.applications().get(&id).filter(|one| reader.sees(state, one))?;
        let mut whole = Whole::of(state, one, &reader, today);
        if !reader.has(state, Right::Read) {
            // Which other applications it looks like is not for their rivals.
            whole.suspicions.clear();
        }
        Some((one.version, whole))
    });
    let (version, whole) = found.ok_or_else(Problem::not_found)?;
    // What is open hangs on the day as well, so that only the same answer has the same tag.
    let tag = format!("\"v{version}\"");
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    Ok(([(ETAG, tag)], Json(whole)).into_response())
}

async fn events(
    State(server): State<Shared>,
    caller: Caller,
    Named(id): Named<ApplicationId>,
) -> Result<Json<JournalPage>, Problem> {
    let sees_all = sees_all(&server, &caller, &id)?;
    let mut lines = server.desk.lines_of(&id).await?;
    lines.retain(|line| sees_all || !names_others(line));
    let (size, _) = server.desk.root();
    Ok(Json(JournalPage { from: 0, lines, size }))
}

/// Whether an event names other applications; within a text the quotation marks would be escaped.
fn names_others(line: &str) -> bool {
    line.contains(r#""kind":"duplicate_"#)
}

/// Whether the caller may read every application; an error where it may not see this one.
fn sees_all(server: &Shared, caller: &Caller, id: &ApplicationId) -> Result<bool, Problem> {
    let sees_all = server.desk.read(|state| {
        let reader = Reader::of(state, &caller.user, server.desk.today(state));
        let one = state.applications().get(id)?;
        reader.sees(state, one).then(|| reader.has(state, Right::Read))
    });
    sees_all.ok_or_else(Problem::not_found)
}

async fn pack(
    State(server): State<Shared>,
    caller: Caller,
    Named(id): Named<ApplicationId>,
) -> Result<impl IntoResponse, Problem> {
    let sees_all = sees_all(&server, &caller, &id)?;
    let bytes = server.desk.pack(&id, |line| sees_all || !names_others(line)).await?;
    let headers = [(CONTENT_TYPE, "application/zip"), (CONTENT_DISPOSITION, "attachment")];
    Ok((headers, bytes))
}

async fn inbox(State(server): State<Shared>, caller: Caller) -> Json<Rows<TaskWire>> {
    let rows = server.desk.read(|state| {
        let today = server.desk.today(state);
        let tasks = state.inbox(&caller.user, today).into_iter();
        tasks.map(|task| TaskWire::of(state, task, today)).collect()
    });
    Json(Rows { rows, next: None })
}

async fn deadlines(
    State(server): State<Shared>,
    caller: Caller,
    Query(asked): Query<Until>,
) -> Json<Rows<TaskWire>> {
    let rows = server.desk.read(|state| {
        let today = server.desk.today(state);
        let reader = Reader::of(state, &caller.user, today);
        let due = state.deadlines(asked.until.unwrap_or(today)).into_iter();
        let seen = due.filter(|task| {
            let application = state.applications().get(&task.application);
            application.is_some_and(|one| reader.sees(state, one))
        });
        seen.map(|task| TaskWire::of(state, task, today)).collect()
    });
    Json(Rows { rows, next: None })
}
