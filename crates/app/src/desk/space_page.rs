//! One space: every fact with where it comes from, its outline, what the chain found of it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use sqlx::{AnyConnection, Row as _};
use stock::{Exported, Field, Space, export_geojson};
use units::{Source, SpaceId, Text};

use super::Shared;
use crate::store::{Finding, merges_of};

/// A fact as the ledger knows it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct KnownFact {
    /// The key of its field.
    pub field: String,
    /// Its name.
    pub label: Text,
    /// The value.
    pub value: Value,
    /// The unit of quantities and money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// File, row and year, and how far it can be trusted.
    pub source: Source,
}

/// A space with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SpaceWhole {
    /// Its id.
    pub id: SpaceId,
    /// Its facts, in the order of the fields.
    pub facts: Vec<KnownFact>,
    /// Its outline or point as a GeoJSON feature, CGCS2000.
    pub place: Value,
    /// What the links of the chain found: `screening`, `appraisal`, `decision`.
    pub found: BTreeMap<String, Value>,
}

/// A space of the ledger.
///
/// # Errors
/// What the database says.
pub(super) async fn whole(
    shared: &Shared,
    id: &SpaceId,
) -> Result<Option<SpaceWhole>, sqlx::Error> {
    let mut connection = shared.readers.acquire().await?;
    let asked = sqlx::query("SELECT body FROM space WHERE id = $1").bind(id.to_string());
    let Some(row) = asked.fetch_optional(&mut *connection).await? else { return Ok(None) };
    let space: Space = read(row.try_get::<&str, _>(0)?)?;
    let space = joined(&mut connection, space).await?;
    let asked = sqlx::query("SELECT link, body FROM outcome WHERE id = $1").bind(id.to_string());
    let mut found = BTreeMap::new();
    for row in asked.fetch_all(&mut *connection).await? {
        found.insert(row.try_get(0)?, read(row.try_get::<&str, _>(1)?)?);
    }
    let fact = |field: &Field| {
        let known = space.fact(*field)?;
        Some(KnownFact {
            field: field.key().to_owned(),
            label: field.label(),
            value: serde_json::to_value(&known.value).ok()?,
            unit: field.field_type().unit().map(str::to_owned),
            source: known.source,
        })
    };
    let map = export_geojson(&[Exported { space: &space, properties: serde_json::Map::new() }]);
    let map: Value = read(&map)?;
    Ok(Some(SpaceWhole {
        id: space.id.clone(),
        facts: Field::ALL.iter().filter_map(fact).collect(),
        place: map["features"][0].clone(),
        found,
    }))
}

/// A space with its parts, where others were found to be the same.
async fn joined(connection: &mut AnyConnection, space: Space) -> Result<Space, sqlx::Error> {
    let asked = sqlx::query("SELECT gone, kept, act, by_user, at FROM merge ORDER BY seq");
    let rows = asked.fetch_all(&mut *connection).await?;
    let findings: Vec<Finding> = rows.iter().map(Finding::read).collect::<Result<_, _>>()?;
    let merges = merges_of(&findings);
    let mut parts: Vec<Space> = Vec::new();
    for id in merges.parts(&space.id) {
        let asked = sqlx::query("SELECT body FROM space WHERE id = $1").bind(id.to_string());
        let row = asked.fetch_one(&mut *connection).await?;
        parts.push(read(row.try_get::<&str, _>(0)?)?);
    }
    Ok(merges.joined(&space, parts.iter()))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, sqlx::Error> {
    serde_json::from_str(text).map_err(|cause| sqlx::Error::Decode(cause.into()))
}
