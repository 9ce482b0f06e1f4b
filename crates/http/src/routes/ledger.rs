//! The ledger of spaces, and one search over it and the applications.

use app::desk::{Hit, SpaceFilter, SpaceRow};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use programme::people::Role;
use schemars::JsonSchema;
use serde::Deserialize;
use units::Text;

use super::Route;
use super::applications::page;
use crate::Shared;
use crate::caller::{Caller, Query};
use crate::problem::Problem;
use crate::read::Reader;
use crate::wire::{Limit, Rows};

/// Which spaces.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Spaces {
    /// Of this district, as the ledger writes it.
    district: Option<String>,
    /// Of this street or township.
    street: Option<String>,
    /// Of this kind of building.
    kind: Option<String>,
    /// Of this kind of project.
    project_kind: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows of the page.
    limit: Option<Limit<500>>,
}

/// The most characters that are searched for.
const WORDS_MAX: usize = 200;

/// What is searched for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Search {
    /// Words, all of which are to be found.
    #[schemars(length(min = 1, max = 200))]
    q: String,
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows of the page.
    limit: Option<Limit<500>>,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/spaces", spaces, ("资源台账", "The ledger of spaces"))
            .query::<Spaces>()
            .answers::<Rows<SpaceRow>>(StatusCode::OK),
        Route::get("/api/v1/search", search, ("检索空间与申请", "Find spaces and applications"))
            .query::<Search>()
            .answers::<Rows<Hit>>(StatusCode::OK),
    ]
}

/// The ledger names owners and operators: it is for those who work with it, not for applicants.
fn reads_ledger(server: &Shared, caller: &Caller) -> Result<Reader, Problem> {
    let reader =
        server.desk.read(|state| Reader::of(state, &caller.user, server.desk.today(state)));
    let works = [
        Role::DistrictOfficer,
        Role::MunicipalOfficer,
        Role::Finance,
        Role::Auditor,
        Role::Analyst,
        Role::Administrator,
    ];
    let may = reader.actors().iter().any(|actor| works.contains(&actor.role));
    if may { Ok(reader) } else { Err(Problem::forbidden()) }
}

async fn spaces(
    State(server): State<Shared>,
    caller: Caller,
    Query(asked): Query<Spaces>,
) -> Result<Json<Rows<SpaceRow>>, Problem> {
    reads_ledger(&server, &caller)?;
    let Spaces { district, street, kind, project_kind, after, limit } = asked;
    let filter = SpaceFilter { district, street, kind, project_kind };
    Ok(Json(server.desk.spaces(filter, after, page(limit)).await?.into()))
}

async fn search(
    State(server): State<Shared>,
    caller: Caller,
    Query(asked): Query<Search>,
) -> Result<Json<Rows<Hit>>, Problem> {
    let reader = reads_ledger(&server, &caller)?;
    if !(1..=WORDS_MAX).contains(&asked.q.chars().count()) {
        let text = Text::new("检索词须为 1 至 200 个字符", "expected 1 to 200 characters");
        return Err(Problem::bad("q", text));
    }
    let wanted = move |state: &_, one: &_| reader.sees(state, one);
    let found = server.desk.search(asked.q, wanted, asked.after, page(asked.limit)).await?;
    Ok(Json(found.into()))
}
