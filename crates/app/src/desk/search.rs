//! One search over applications and spaces.

use programme::ids::ApplicationId;
use programme::state::{Application, State};
use schemars::JsonSchema;
use serde::Serialize;

use super::Shared;
use super::lists::{ApplicationRow, Page};
use super::spaces::SpaceRow;
use super::words::Query;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum Hit {
    /// An application.
    Application(Box<ApplicationRow>),
    /// A space.
    Space(Box<SpaceRow>),
}

/// At most `limit` applications, then spaces, with every word of `text`, behind `after`, which is
/// the `next` of the page before; `wanted` says which applications may be seen.
///
/// # Errors
/// What the database says.
pub(super) async fn search(
    shared: &Shared,
    text: &str,
    wanted: impl Fn(&State, &Application) -> bool,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Hit>, sqlx::Error> {
    let query = Query::of(text);
    // One more than asked for tells whether there is another page.
    let most = limit.saturating_add(1);
    let mut rows = Vec::new();
    let space_after = after.and_then(|after| after.strip_prefix("s~"));
    if space_after.is_none() {
        let after = after.and_then(|after| after.strip_prefix("a~"));
        let after = after.and_then(|after| ApplicationId::new(after).ok());
        shared.read(|live| {
            let found = live.words.find(&query, after.as_ref());
            let known = found.filter_map(|id| live.state.applications().get(id));
            let seen = known.filter(|one| wanted(&live.state, one)).take(most);
            let row = |one| Box::new(ApplicationRow::of(&live.state, one));
            rows.extend(seen.map(|one| Hit::Application(row(one))));
        });
    }
    if rows.len() < most {
        let spaces = shared.spaces.get(shared).await?;
        let found = spaces.find(&query, space_after, most - rows.len());
        rows.extend(found.into_iter().map(|row| Hit::Space(Box::new(row.clone()))));
    }
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|hit| match hit {
        Hit::Application(row) => format!("a~{}", row.id),
        Hit::Space(row) => format!("s~{}", row.id),
    });
    Ok(Page { rows, next })
}
