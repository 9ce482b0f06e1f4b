//! The spaces of the ledger for lists and searches: a read table, and a copy of it in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memmem;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Connection as _, Row as _};
use stock::{Field, Space, Value};
use tokio::sync::Mutex;

use super::Shared;
use super::lists::Page;
use super::words::{Query, folded};

/// What a list shows of a space.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SpaceRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Its district, as the list of the district writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// Its street or township.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Its kind of building.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its kind of project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_kind: Option<String>,
    /// Who owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Who runs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Its gross floor area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross_floor_area_m2: Option<f64>,
    /// When it was built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_built: Option<i16>,
    /// Longitude of its centre, CGCS2000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon_deg: Option<f64>,
    /// Latitude of its centre, CGCS2000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat_deg: Option<f64>,
}

impl SpaceRow {
    pub(crate) fn of(space: &Space) -> Self {
        let text = |field| space.fact(field)?.value.as_str().map(str::to_owned);
        let year = |field| match space.fact(field)?.value {
            Value::Year(year) => Some(year),
            _ => None,
        };
        let place = space.position();
        Self {
            id: space.id.to_string(),
            name: text(Field::Name),
            address: text(Field::Address),
            district: text(Field::District),
            street: text(Field::Street),
            kind: text(Field::Kind),
            project_kind: text(Field::ProjectKind),
            owner: text(Field::Owner),
            operator: text(Field::Operator),
            gross_floor_area_m2: space
                .fact(Field::GrossFloorAreaM2)
                .and_then(|fact| fact.value.as_f64()),
            year_built: year(Field::YearBuilt),
            lon_deg: place.map(|place| place.lon_deg),
            lat_deg: place.map(|place| place.lat_deg),
        }
    }

    fn folded(&self) -> String {
        let texts = [
            &self.name,
            &self.address,
            &self.district,
            &self.street,
            &self.kind,
            &self.project_kind,
            &self.owner,
            &self.operator,
        ];
        let known = texts.into_iter().filter_map(|text| text.as_deref());
        folded(std::iter::once(self.id.as_str()).chain(known))
    }
}

/// Which spaces a list shows; parts that are absent let all through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpaceFilter {
    /// Of this district.
    pub district: Option<String>,
    /// Of this street or township.
    pub street: Option<String>,
    /// Of this kind of building.
    pub kind: Option<String>,
    /// Of this kind of project.
    pub project_kind: Option<String>,
    /// Of at least this gross floor area.
    pub floor_area_min_m2: Option<f64>,
    /// Of at most this gross floor area.
    pub floor_area_max_m2: Option<f64>,
}

/// By what spaces are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountedBy {
    /// By district.
    District,
    /// By district and street or township.
    Street,
    /// By kind of building.
    Kind,
    /// By kind of project.
    ProjectKind,
}

/// How many spaces of one group there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct SpaceCount {
    /// The district, street or kind; absent where the ledger does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The district of a street.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// Spaces.
    pub spaces: u64,
    /// Their gross floor area, of those whose area is known.
    pub gross_floor_area_m2: f64,
    /// Spaces whose area is not known; they are in no sum.
    pub area_unknown: u64,
    /// Spaces whose place is not known; no map shows them.
    pub place_unknown: u64,
}

impl SpaceFilter {
    fn lets_through(&self, row: &SpaceRow) -> bool {
        let fits =
            |wanted: &Option<String>, has: &Option<String>| wanted.is_none() || wanted == has;
        fits(&self.district, &row.district)
            && fits(&self.street, &row.street)
            && fits(&self.kind, &row.kind)
            && fits(&self.project_kind, &row.project_kind)
            && self.floor_area_min_m2.is_none_or(|min| row.gross_floor_area_m2 >= Some(min))
            && self
                .floor_area_max_m2
                .is_none_or(|max| row.gross_floor_area_m2.is_some_and(|area_m2| area_m2 <= max))
    }
}

/// Writes the rows of spaces into the read table.
///
/// # Errors
/// What the database says.
pub(crate) async fn put(
    write: &mut AnyConnection,
    spaces: impl Iterator<Item = &Space>,
) -> Result<(), sqlx::Error> {
    for row in spaces.map(SpaceRow::of) {
        let body =
            serde_json::to_string(&row).map_err(|cause| sqlx::Error::Encode(cause.into()))?;
        sqlx::query(
            "INSERT INTO space_row (id, body) VALUES ($1, $2) \
             ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        )
        .bind(row.id)
        .bind(body)
        .execute(&mut *write)
        .await?;
    }
    Ok(())
}

/// Makes the read table from the spaces that were kept before it was there.
///
/// # Errors
/// What the database says; nothing is changed then.
pub(crate) async fn fill(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    let mut write = connection.begin().await?;
    let open = sqlx::query("DELETE FROM to_fill WHERE name = 'space_row'").execute(&mut *write);
    if open.await?.rows_affected() > 0 {
        let rows = sqlx::query("SELECT body FROM space ORDER BY id").fetch_all(&mut *write).await?;
        for row in rows {
            let body: String = row.try_get(0)?;
            let space: Space = serde_json::from_str(&body)
                .map_err(|cause| sqlx::Error::Decode(Box::new(cause)))?;
            put(&mut write, std::iter::once(&space)).await?;
        }
    }
    write.commit().await
}

/// The read table in memory: rows in the order of ids, and all their folded texts in one.
pub(super) struct Spaces {
    /// The number of the last import that is in it.
    import: i64,
    rows: Vec<SpaceRow>,
    text: String,
    /// Where the text of each row ends.
    ends: Vec<usize>,
}

impl Spaces {
    fn new(import: i64, rows: Vec<SpaceRow>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::with_capacity(rows.len()));
        for row in &rows {
            text.push_str(&row.folded());
            ends.push(text.len());
        }
        Self { import, rows, text, ends }
    }

    /// The place of the first row behind `after`.
    fn behind(&self, after: Option<&str>) -> usize {
        after.map_or(0, |after| self.rows.partition_point(|row| row.id.as_str() <= after))
    }

    /// The rows that a filter lets through, behind `after`.
    pub(super) fn list<'a>(
        &'a self,
        filter: &'a SpaceFilter,
        after: Option<&str>,
    ) -> impl Iterator<Item = &'a SpaceRow> {
        let behind = self.rows.iter().skip(self.behind(after));
        behind.filter(|row| filter.lets_through(row))
    }

    /// At most `limit` rows with every word of a query, behind `after`.
    pub(super) fn find(&self, query: &Query, after: Option<&str>, limit: usize) -> Vec<&SpaceRow> {
        let mut found = Vec::new();
        let Some(longest) = query.longest() else { return found };
        let finder = memmem::Finder::new(longest);
        let bytes = self.text.as_bytes();
        let start = |row: usize| match row {
            0 => 0,
            _ => self.ends.get(row - 1).copied().unwrap_or(bytes.len()),
        };
        let mut from = start(self.behind(after));
        while found.len() < limit
            && let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest))
        {
            // A word has no space but at its begin, so that it lies within one row.
            let row = self.ends.partition_point(|end| *end <= from + at);
            let end = self.ends.get(row).copied().unwrap_or(bytes.len());
            if let (Some(text), Some(known)) = (bytes.get(start(row)..end), self.rows.get(row))
                && query.is_in(text)
            {
                found.push(known);
            }
            from = end;
        }
        found
    }
}

/// At most `limit` of the rows that a filter lets through, behind `after`.
///
/// # Errors
/// What the database says.
pub(super) async fn list(
    shared: &Shared,
    filter: &SpaceFilter,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<SpaceRow>, sqlx::Error> {
    let spaces = shared.spaces.get(shared).await?;
    let mut wanted = spaces.list(filter, after);
    let rows: Vec<SpaceRow> = wanted.by_ref().take(limit).cloned().collect();
    let last = rows.last().filter(|_| wanted.next().is_some());
    let next = last.map(|row| row.id.clone());
    Ok(Page { rows, next })
}

/// Every row that a filter lets through, for maps and sums.
///
/// # Errors
/// What the database says.
pub(super) async fn look<T>(
    shared: &Shared,
    filter: &SpaceFilter,
    take: impl FnOnce(&mut dyn Iterator<Item = &SpaceRow>) -> T,
) -> Result<T, sqlx::Error> {
    let spaces = shared.spaces.get(shared).await?;
    Ok(take(&mut spaces.list(filter, None)))
}

/// Counts rows by a part of them, in the order of its values.
pub(super) fn counts(rows: &mut dyn Iterator<Item = &SpaceRow>, by: CountedBy) -> Vec<SpaceCount> {
    let mut counts: BTreeMap<(Option<&String>, Option<&String>), SpaceCount> = BTreeMap::new();
    for row in rows {
        let key = match by {
            CountedBy::District => (None, row.district.as_ref()),
            CountedBy::Street => (row.district.as_ref(), row.street.as_ref()),
            CountedBy::Kind => (None, row.kind.as_ref()),
            CountedBy::ProjectKind => (None, row.project_kind.as_ref()),
        };
        let count = counts.entry(key).or_default();
        count.spaces += 1;
        match row.gross_floor_area_m2 {
            Some(area_m2) => count.gross_floor_area_m2 += area_m2,
            None => count.area_unknown += 1,
        }
        count.place_unknown += u64::from(row.lon_deg.is_none());
    }
    let named = |((district, key), count): ((Option<&String>, Option<&String>), SpaceCount)| {
        SpaceCount { key: key.cloned(), district: district.cloned(), ..count }
    };
    counts.into_iter().map(named).collect()
}

/// Holds [`Spaces`], and reads them anew after an import.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<Option<Arc<Spaces>>>);

impl Shelf {
    /// The spaces as they are now.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn get(&self, shared: &Shared) -> Result<Arc<Spaces>, sqlx::Error> {
        let mut held = self.0.lock().await;
        let mut connection = shared.readers.acquire().await?;
        let last = sqlx::query("SELECT coalesce(max(seq), 0) FROM import");
        let import: i64 = last.fetch_one(&mut *connection).await?.try_get(0)?;
        if let Some(spaces) = held.as_ref().filter(|spaces| spaces.import == import) {
            return Ok(spaces.clone());
        }
        let mut rows: Vec<SpaceRow> = Vec::new();
        loop {
            // By parts: one answer of all rows takes several times as long.
            let part = "SELECT body FROM space_row WHERE id > $1 ORDER BY id LIMIT 20000";
            let behind = rows.last().map_or("", |row| row.id.as_str());
            let more = sqlx::query(part).bind(behind).fetch_all(&mut *connection).await?;
            if more.is_empty() {
                break;
            }
            let bodies: Vec<String> =
                more.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
            let read = |body: &String| serde_json::from_str(body);
            let more: Result<Vec<SpaceRow>, _> = bodies.par_iter().map(read).collect();
            rows.extend(more.map_err(|cause| sqlx::Error::Decode(cause.into()))?);
        }
        let spaces = Arc::new(Spaces::new(import, rows));
        *held = Some(spaces.clone());
        Ok(spaces)
    }
}
