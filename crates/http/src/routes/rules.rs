//! What the desk goes by: schemes and what they ask, workflows, score sheets; and what the rules
//! say of a case before anyone applies.

use app::{FactAsked, Failure, LawKnown, Rules, SchemeKnown};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use units::{Date, Day};

use super::Route;
use crate::Shared;
use crate::caller::{Caller, Given, Query};
use crate::problem::Problem;
use crate::wire::{FlowWire, Rows, SheetWire};

/// A scheme on a day.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OnDay {
    /// The scheme.
    scheme: String,
    /// The day; it picks the version. Today where it is left out.
    #[schemars(with = "Option<Day>")]
    on: Option<Date>,
}

/// A case before anyone applies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The scheme.
    scheme: String,
    /// The day; it picks the version. Today where it is left out.
    #[schemars(with = "Option<Day>")]
    on: Option<Date>,
    /// Facts by the names that the scheme gives them: a value, `"unknown"`, or `{value, unit,
    /// origin, date, mark}`.
    facts: Map<String, Value>,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/schemes", schemes, ("政策", "The schemes and their versions"))
            .answers::<Rows<SchemeKnown>>(StatusCode::OK),
        Route::get(
            "/api/v1/schemes/facts",
            facts,
            ("政策要问的事实", "What the version in force asks about a case"),
        )
        .query::<OnDay>()
        .answers::<Rows<FactAsked>>(StatusCode::OK),
        Route::get(
            "/api/v1/schemes/law",
            law_items,
            (
                "政策条款与参数，供对照原文核对",
                "The law in force, item by item, to hold against the original",
            ),
        )
        .query::<OnDay>()
        .answers::<LawKnown>(StatusCode::OK),
        Route::post(
            "/api/v1/schemes/decision",
            decision,
            ("预判", "What the rules say of stated facts, clause by clause; nothing is kept"),
        )
        .takes::<Case>()
        .answers_bytes("application/json"),
        Route::get("/api/v1/workflows", workflows, ("办理流程", "The workflows"))
            .answers::<Rows<FlowWire>>(StatusCode::OK),
        Route::get("/api/v1/sheets", sheets, ("评分表", "The score sheets"))
            .answers::<Rows<SheetWire>>(StatusCode::OK),
    ]
}

/// Runs what reads and checks files apart from the threads that answer requests.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| Problem::not_found())?;
    Ok(done?)
}

async fn schemes(
    State(server): State<Shared>,
    _: Caller,
) -> Result<Json<Rows<SchemeKnown>>, Problem> {
    let rows = apart(move || app::schemes_known(server.desk.law()?.as_deref())).await?;
    Ok(Json(Rows { rows, next: None }))
}

async fn facts(
    State(server): State<Shared>,
    _: Caller,
    Query(asked): Query<OnDay>,
) -> Result<Json<Rows<FactAsked>>, Problem> {
    let on = asked.on.unwrap_or_else(|| server.desk.read(|state| server.desk.today(state)));
    let rows = apart(move || {
        let policy = server.desk.law()?;
        app::facts_asked(&Rules { scheme: &asked.scheme, on, policy: policy.as_deref() })
    });
    Ok(Json(Rows { rows: rows.await?, next: None }))
}

async fn law_items(
    State(server): State<Shared>,
    _: Caller,
    Query(asked): Query<OnDay>,
) -> Result<Json<LawKnown>, Problem> {
    let on = asked.on.unwrap_or_else(|| server.desk.read(|state| server.desk.today(state)));
    let known = apart(move || {
        let policy = server.desk.law()?;
        app::law_known(&Rules { scheme: &asked.scheme, on, policy: policy.as_deref() })
    });
    Ok(Json(known.await?))
}

async fn decision(
    State(server): State<Shared>,
    _: Caller,
    Given(case): Given<Case>,
) -> Result<impl IntoResponse, Problem> {
    let on = case.on.unwrap_or_else(|| server.desk.read(|state| server.desk.today(state)));
    let json = apart(move || {
        let facts = Value::Object(case.facts).to_string();
        let policy = server.desk.law()?;
        let rules = Rules { scheme: &case.scheme, on, policy: policy.as_deref() };
        Ok(app::decide_stated(&rules, &facts)?.json())
    });
    Ok(([(CONTENT_TYPE, "application/json")], json.await?))
}

async fn workflows(State(server): State<Shared>, _: Caller) -> Json<Rows<FlowWire>> {
    let rows =
        server.desk.read(|state| state.rules().workflows.values().map(FlowWire::from).collect());
    Json(Rows { rows, next: None })
}

async fn sheets(State(server): State<Shared>, _: Caller) -> Json<Rows<SheetWire>> {
    let rows = server.desk.read(|state| {
        let sheet = |(id, versions): (&_, &Vec<_>)| SheetWire {
            sheet: Clone::clone(id),
            versions: versions.clone(),
        };
        state.sheets().iter().map(sheet).collect()
    });
    Json(Rows { rows, next: None })
}
