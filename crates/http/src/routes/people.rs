//! Who there is: organisations for everyone, accounts for those who give roles and appoint.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use programme::people::Role;

use super::Route;
use super::ledger::roles_of;
use crate::Shared;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::wire::{self, OrganisationWire, Rows, UserWire};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/organisations",
            organisations,
            ("机构名录", "Organisations by code and name"),
        )
        .answers::<Rows<OrganisationWire>>(StatusCode::OK),
        Route::get("/api/v1/users", users, ("账号与角色", "Accounts with their roles"))
            .answers::<Rows<UserWire>>(StatusCode::OK),
    ]
}

async fn organisations(State(server): State<Shared>, _: Caller) -> Json<Rows<OrganisationWire>> {
    Json(Rows { rows: server.desk.read(wire::organisations), next: None })
}

async fn users(
    State(server): State<Shared>,
    caller: Caller,
) -> Result<Json<Rows<UserWire>>, Problem> {
    let roles = roles_of(&server, &caller);
    let persons = roles.contains(&Role::Administrator) || roles.contains(&Role::Auditor);
    if !persons && !roles.contains(&Role::MunicipalOfficer) {
        return Err(Problem::forbidden());
    }
    let rows = server.desk.read(|state| wire::users(state, persons));
    Ok(Json(Rows { rows, next: None }))
}
