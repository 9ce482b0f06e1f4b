//! What goes over the wire, each with its schema.

mod application;
mod flow;
mod journal;
mod money;
mod people;

use app::desk::Page;
use programme::command::Action;
use programme::ids::{CommandId, Digest, UserId};
use programme::people::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use application::*;
pub(crate) use flow::*;
pub(crate) use journal::*;
pub(crate) use money::*;
pub(crate) use people::*;

/// What is asked of the desk; its id is the `Idempotency-Key`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommandBody {
    /// The role in which the user acts.
    pub(crate) role: Role,
    /// The user whose role was delegated, if it is not the own.
    #[serde(default)]
    pub(crate) on_behalf_of: Option<UserId>,
    /// The version of the application that the user saw; `If-Match` says the same.
    #[serde(default)]
    pub(crate) expected: Option<u64>,
    /// What.
    pub(crate) action: Action,
}

/// A command that was carried out; its events are on the disk.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Receipt {
    /// The command.
    pub(crate) command: CommandId,
    /// The number of its first event.
    pub(crate) first: u64,
    /// How many events it has.
    pub(crate) events: u64,
    /// Whether it had been carried out before; nothing was done again.
    pub(crate) repeated: bool,
    /// How many events the journal had when it was answered.
    pub(crate) size: u64,
    /// The root over them: a proof that it was received.
    pub(crate) root: Digest,
}

/// Rows of a page that are asked for: 1 to `MAX`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "u32")]
pub(crate) struct Limit<const MAX: u32>(u32);

impl<const MAX: u32> Limit<MAX> {
    /// The rows of a page, `usual` where nobody asks for another number.
    pub(crate) fn rows(asked: Option<Self>, usual: u32) -> u32 {
        asked.map_or(usual, |limit| limit.0)
    }
}

impl<const MAX: u32> TryFrom<u32> for Limit<MAX> {
    type Error = String;

    fn try_from(rows: u32) -> Result<Self, String> {
        let fits = (1..=MAX).contains(&rows);
        if fits { Ok(Self(rows)) } else { Err(format!("expected 1 to {MAX} rows, found {rows}")) }
    }
}

impl<const MAX: u32> JsonSchema for Limit<MAX> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Limit{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": MAX })
    }
}

/// A page of a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Rows<T> {
    /// Its rows.
    pub(crate) rows: Vec<T>,
    /// The `after` of the next page; none after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

impl<T> From<Page<T>> for Rows<T> {
    fn from(page: Page<T>) -> Self {
        Self { rows: page.rows, next: page.next }
    }
}
