//! The ledger of spaces, and one search over it and the applications.

use app::desk::{CountedBy, Hit, SpaceCount, SpaceFilter, SpaceRow, SpaceWhole};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use programme::people::Role;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use units::{SpaceId, Text};

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
    /// Of at least this gross floor area.
    floor_area_min_m2: Option<f64>,
    /// Of at most this gross floor area.
    floor_area_max_m2: Option<f64>,
    /// By what they are counted; of lists and maps nothing.
    by: Option<CountedBy>,
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows of the page.
    limit: Option<Limit<500>>,
}

/// Which space; ids of ledgers may hold any character, which paths do not bear.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OneSpace {
    /// Its id.
    id: SpaceId,
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
        Route::get(
            "/api/v1/spaces/count",
            count,
            ("台账分组计数", "Spaces counted by district, street or kind"),
        )
        .query::<Spaces>()
        .answers::<Rows<SpaceCount>>(StatusCode::OK),
        Route::get("/api/v1/spaces/map", map, ("台账地图", "Where the spaces are"))
            .query::<Spaces>()
            .answers::<Map>(StatusCode::OK),
        Route::get(
            "/api/v1/space",
            space,
            ("一处空间", "One space: facts with their sources, place, what was found of it"),
        )
        .query::<OneSpace>()
        .answers::<SpaceWhole>(StatusCode::OK),
        Route::get("/api/v1/search", search, ("检索空间与申请", "Find spaces and applications"))
            .query::<Search>()
            .answers::<Rows<Hit>>(StatusCode::OK),
    ]
}

/// The roles that the caller holds today.
pub(super) fn roles_of(server: &Shared, caller: &Caller) -> Vec<Role> {
    let reader =
        server.desk.read(|state| Reader::of(state, &caller.user, server.desk.today(state)));
    reader.actors().iter().map(|actor| actor.role).collect()
}

/// The ledger names owners and operators: it is for those who work with it, not for applicants.
pub(super) fn reads_ledger(server: &Shared, caller: &Caller) -> Result<Reader, Problem> {
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
    let (after, limit) = (asked.after.clone(), page(asked.limit));
    Ok(Json(server.desk.spaces(asked.filter(), after, limit).await?.into()))
}

impl Spaces {
    fn filter(self) -> SpaceFilter {
        let Self { district, street, kind, project_kind, .. } = self;
        let Self { floor_area_min_m2, floor_area_max_m2, .. } = self;
        SpaceFilter { district, street, kind, project_kind, floor_area_min_m2, floor_area_max_m2 }
    }
}

async fn count(
    State(server): State<Shared>,
    caller: Caller,
    Query(asked): Query<Spaces>,
) -> Result<Json<Rows<SpaceCount>>, Problem> {
    reads_ledger(&server, &caller)?;
    let by = asked.by.unwrap_or(CountedBy::District);
    let rows = server.desk.count_spaces(asked.filter(), by).await?;
    Ok(Json(Rows { rows, next: None }))
}

/// Places of spaces, as little as a map needs of each.
#[derive(Debug, Serialize, JsonSchema)]
struct Map {
    /// The kinds of building that occur.
    kinds: Vec<String>,
    /// Of each space its id, longitude, latitude, the place of its kind among `kinds` (−1 where it
    /// is not known) and its gross floor area (0 where it is not known).
    #[schemars(schema_with = "points")]
    spaces: Vec<(String, f64, f64, i32, f64)>,
}

/// The schema of tuples, in words that every reader of OpenAPI knows.
fn points(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "items": {
            "type": "array",
            "items": { "type": ["string", "number"] },
            "minItems": 5,
            "maxItems": 5
        }
    })
}

async fn map(
    State(server): State<Shared>,
    caller: Caller,
    Query(asked): Query<Spaces>,
) -> Result<Json<Map>, Problem> {
    reads_ledger(&server, &caller)?;
    let take = |rows: &mut dyn Iterator<Item = &SpaceRow>| {
        let mut map = Map { kinds: Vec::new(), spaces: Vec::new() };
        for row in rows {
            let (Some(lon), Some(lat)) = (row.lon_deg, row.lat_deg) else { continue };
            let kind = row.kind.as_ref().map_or(-1, |kind| {
                let at = map.kinds.iter().position(|known| known == kind);
                let at = at.unwrap_or_else(|| {
                    map.kinds.push(kind.clone());
                    map.kinds.len() - 1
                });
                i32::try_from(at).unwrap_or(-1)
            });
            let area_m2 = row.gross_floor_area_m2.unwrap_or(0.0);
            // Six decimals are a tenth of a metre.
            let near = |deg: f64| (deg * 1e6).round() / 1e6;
            map.spaces.push((row.id.clone(), near(lon), near(lat), kind, area_m2));
        }
        map
    };
    Ok(Json(server.desk.look_at_spaces(asked.filter(), take).await?))
}

async fn space(
    State(server): State<Shared>,
    caller: Caller,
    Query(asked): Query<OneSpace>,
) -> Result<Json<SpaceWhole>, Problem> {
    reads_ledger(&server, &caller)?;
    let found = server.desk.space(asked.id).await?;
    found.map(Json).ok_or_else(Problem::not_found)
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
