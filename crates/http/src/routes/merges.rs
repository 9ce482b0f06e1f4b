//! Spaces that may be one: what people found, and finding it.

use app::{Finding, MergeAct};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use programme::people::Role;
use schemars::JsonSchema;
use serde::Deserialize;
use units::SpaceId;

use super::Route;
use super::ledger::{reads_ledger, roles_of};
use crate::Shared;
use crate::caller::{Caller, Given};
use crate::problem::Problem;
use crate::wire::Rows;

/// What is found of two spaces.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Found {
    /// The space that is part of the other, or the other of two different ones.
    gone: SpaceId,
    /// The space that is kept.
    kept: SpaceId,
    /// What is found.
    act: MergeAct,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/merges",
            findings,
            ("合并记录", "What people found of pairs of spaces, oldest first"),
        )
        .answers::<Rows<Finding>>(StatusCode::OK),
        Route::post(
            "/api/v1/merges",
            find,
            ("合并、撤销合并或认定不同", "Find two spaces one, undo that, or find them different"),
        )
        .takes::<Found>(),
    ]
}

async fn findings(
    State(server): State<Shared>,
    caller: Caller,
) -> Result<Json<Rows<Finding>>, Problem> {
    reads_ledger(&server, &caller)?;
    let desk = server.desk.clone();
    let rows = tokio::task::spawn_blocking(move || desk.merge_findings()).await;
    let rows = rows.map_err(|_| Problem::not_found())??;
    Ok(Json(Rows { rows, next: None }))
}

async fn find(
    State(server): State<Shared>,
    caller: Caller,
    Given(found): Given<Found>,
) -> Result<StatusCode, Problem> {
    let officers = [Role::DistrictOfficer, Role::MunicipalOfficer, Role::Administrator];
    if !roles_of(&server, &caller).iter().any(|role| officers.contains(role)) {
        return Err(Problem::forbidden());
    }
    let Found { gone, kept, act } = found;
    let (by, at) = (caller.user.to_string(), server.desk.now().0);
    let (desk, finding) = (server.desk.clone(), Finding { gone, kept, act, by, at });
    let done = tokio::task::spawn_blocking(move || desk.find_merge(&finding)).await;
    done.map_err(|_| Problem::not_found())??;
    Ok(StatusCode::NO_CONTENT)
}
