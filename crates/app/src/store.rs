//! The ledger and what the links of the chain found, in the same database as the desk.

use std::collections::BTreeSet;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Connection as _, Row as _};
use stock::{Applied, Ledger, Merges, Space};
use tokio::runtime::{Builder, Runtime};
use units::SpaceId;

use crate::database::Location;
use crate::desk::spaces;
use crate::failure::Failure;
use crate::files::Input;

/// A link of the chain whose outcomes are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// Screening hits.
    Screening,
    /// Appraisals.
    Appraisal,
    /// Decisions.
    Decision,
}

impl Link {
    fn key(self) -> &'static str {
        match self {
            Self::Screening => "screening",
            Self::Appraisal => "appraisal",
            Self::Decision => "decision",
        }
    }
}

/// A kept search.
pub(crate) struct KeptSearch<T> {
    pub(crate) id: SpaceId,
    /// Hash of all that it was made from.
    pub(crate) made: String,
    pub(crate) body: T,
}

/// What a person found of two spaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The space that is part of the other, or the other of two different ones.
    pub gone: SpaceId,
    /// The space that is kept.
    pub kept: SpaceId,
    /// What was found.
    pub act: MergeAct,
    /// Who found it.
    pub by: String,
    /// When. [ms since 1970]
    pub at: i64,
}

/// What can be found of two spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MergeAct {
    /// They are one.
    Merged,
    /// That was wrong.
    Undone,
    /// They are not one, and are not proposed again.
    Different,
}

impl MergeAct {
    const ALL: [Self; 3] = [Self::Merged, Self::Undone, Self::Different];

    fn key(self) -> &'static str {
        match self {
            Self::Merged => "merged",
            Self::Undone => "undone",
            Self::Different => "different",
        }
    }
}

impl Finding {
    pub(crate) fn read(row: &sqlx::any::AnyRow) -> Result<Self, sqlx::Error> {
        let id = |at: usize| {
            let text: String = row.try_get(at)?;
            SpaceId::new(&text).map_err(|cause| sqlx::Error::Decode(cause.into()))
        };
        let act: String = row.try_get(2)?;
        let act = MergeAct::ALL.into_iter().find(|one| one.key() == act);
        let act = act.ok_or_else(|| sqlx::Error::Decode("an act that is none".into()))?;
        let (by, at) = (row.try_get(3)?, row.try_get(4)?);
        Ok(Self { gone: id(0)?, kept: id(1)?, act, by, at })
    }
}

/// Which spaces are one, by the last finding on each.
pub(crate) fn merges_of(findings: &[Finding]) -> Merges {
    let mut merges = Merges::default();
    for Finding { gone, kept, act, .. } in findings {
        match act {
            // What was kept had been found possible.
            MergeAct::Merged => {
                let _ = merges.merge(gone, kept);
            }
            MergeAct::Undone => {
                merges.undo(gone);
            }
            MergeAct::Different => {}
        }
    }
    merges
}

/// The spaces that lists show of those touched, as people see them.
pub(crate) fn shown(said: &Ledger, merges: &Merges, touched: &BTreeSet<SpaceId>) -> Vec<Space> {
    let kept: BTreeSet<&SpaceId> = touched.iter().map(|id| merges.kept(id)).collect();
    let spaces = kept.into_iter().filter_map(|id| said.spaces.get(id));
    let joined = spaces.map(|space| {
        merges.joined(space, merges.parts(&space.id).filter_map(|id| said.spaces.get(id)))
    });
    joined.collect()
}

/// One open state. Every write is one transaction: it happens whole or not at all.
pub(crate) struct Store {
    location: Location,
    runtime: Runtime,
    connection: AnyConnection,
}

impl Store {
    /// Opens the state file, made if it is not there, or the database at an address.
    ///
    /// # Errors
    /// [`Failure::Store`] when it is no state of ours, locked, or unreadable.
    pub(crate) fn open(state: &Path) -> Result<Self, Failure> {
        let location = Location::of(state);
        let mut build = Builder::new_current_thread();
        let runtime = build.enable_all().build().map_err(|cause| location.fail(cause))?;
        let connection = runtime
            .block_on(async {
                let mut connection = location.open().await?;
                spaces::fill(&mut connection).await?;
                Ok::<_, sqlx::Error>(connection)
            })
            .map_err(|cause| location.fail(cause))?;
        Ok(Self { location, runtime, connection })
    }

    /// Every space as people see it: those that were found to be one, once.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub(crate) fn ledger(&mut self) -> Result<Ledger, Failure> {
        let merges = self.merges()?;
        Ok(merges.apply(self.ledger_as_said()?))
    }

    /// Every space under the identifier that files give it: what an import goes on from.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub(crate) fn ledger_as_said(&mut self) -> Result<Ledger, Failure> {
        let rows = self.pairs("SELECT id, body FROM space ORDER BY id", None)?;
        let mut spaces = Vec::with_capacity(rows.len());
        for (id, body) in rows {
            let space: Space = serde_json::from_str(&body)
                .map_err(|cause| self.fail(format!("space {id}: {cause}")))?;
            spaces.push(space);
        }
        Ok(spaces.into_iter().collect())
    }

    /// Keeps the spaces that an import touched, and that it took place.
    ///
    /// # Errors
    /// [`Failure::Store`]; nothing of the import is then kept.
    pub(crate) fn save_import(
        &mut self,
        ledger: &Ledger,
        applied: &Applied,
        list: &Input,
    ) -> Result<(), Failure> {
        let merges = self.merges()?;
        let shown = shown(ledger, &merges, &applied.touched);
        let mut bodies = Vec::with_capacity(applied.touched.len());
        for space in applied.touched.iter().filter_map(|id| ledger.spaces.get(id)) {
            bodies.push((space.id.to_string(), self.json(space)?));
        }
        let counts = self.json(&applied.counts)?;
        let Self { location, runtime, connection } = self;
        runtime
            .block_on(async {
                let mut write = connection.begin().await?;
                for (id, body) in bodies {
                    sqlx::query(
                        "INSERT INTO space (id, body) VALUES ($1, $2) \
                         ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                    )
                    .bind(id)
                    .bind(body)
                    .execute(&mut *write)
                    .await?;
                }
                spaces::put(&mut write, shown.iter()).await?;
                sqlx::query("INSERT INTO import (file, sha256, counts) VALUES ($1, $2, $3)")
                    .bind(&list.name)
                    .bind(&list.sha256)
                    .bind(counts)
                    .execute(&mut *write)
                    .await?;
                write.commit().await
            })
            .map_err(|cause| location.fail(cause))
    }

    /// What people found of pairs of spaces, oldest first.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub(crate) fn findings(&mut self) -> Result<Vec<Finding>, Failure> {
        let Self { location, runtime, connection } = self;
        let asked = sqlx::query("SELECT gone, kept, act, by_user, at FROM merge ORDER BY seq");
        let rows = runtime.block_on(asked.fetch_all(connection));
        let rows = rows.map_err(|cause| location.fail(cause))?;
        let read: Result<Vec<Finding>, sqlx::Error> = rows.iter().map(Finding::read).collect();
        read.map_err(|cause| location.fail(cause))
    }

    /// Which spaces are one, by the last finding on each.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub(crate) fn merges(&mut self) -> Result<Merges, Failure> {
        Ok(merges_of(&self.findings()?))
    }

    /// Keeps a finding, and the rows that lists show because of it.
    ///
    /// # Errors
    /// [`Failure::Store`]; nothing is then kept.
    pub(crate) fn keep_finding(
        &mut self,
        finding: &Finding,
        shown: &[Space],
        hidden: Option<&SpaceId>,
    ) -> Result<(), Failure> {
        let Self { location, runtime, connection } = self;
        let kept = runtime.block_on(async {
            let mut write = connection.begin().await?;
            let Finding { gone, kept, act, by, at } = finding;
            sqlx::query(
                "INSERT INTO merge (gone, kept, act, by_user, at) VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(gone.to_string())
            .bind(kept.to_string())
            .bind(act.key())
            .bind(by.clone())
            .bind(*at)
            .execute(&mut *write)
            .await?;
            spaces::put(&mut write, shown.iter()).await?;
            if let Some(hidden) = hidden {
                let row = sqlx::query("DELETE FROM space_row WHERE id = $1");
                row.bind(hidden.to_string()).execute(&mut *write).await?;
            }
            write.commit().await
        });
        kept.map_err(|cause| location.fail(cause))
    }

    /// Replaces all outcomes of one link.
    ///
    /// # Errors
    /// [`Failure::Store`]; the older outcomes are then kept.
    pub(crate) fn replace_outcomes<'a, T: serde::Serialize + 'a>(
        &mut self,
        link: Link,
        outcomes: impl Iterator<Item = (&'a SpaceId, &'a T)>,
    ) -> Result<(), Failure> {
        let mut bodies = Vec::new();
        for (id, outcome) in outcomes {
            bodies.push((id.to_string(), self.json(outcome)?));
        }
        let Self { location, runtime, connection } = self;
        runtime
            .block_on(async {
                let mut write = connection.begin().await?;
                sqlx::query("DELETE FROM outcome WHERE link = $1")
                    .bind(link.key())
                    .execute(&mut *write)
                    .await?;
                for (id, body) in bodies {
                    sqlx::query("INSERT INTO outcome (link, id, body) VALUES ($1, $2, $3)")
                        .bind(link.key())
                        .bind(id)
                        .bind(body)
                        .execute(&mut *write)
                        .await?;
                }
                write.commit().await
            })
            .map_err(|cause| location.fail(cause))
    }

    /// All outcomes of one link, in the order of identifiers.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub(crate) fn outcomes<T: serde::de::DeserializeOwned>(
        &mut self,
        link: Link,
    ) -> Result<Vec<T>, Failure> {
        let rows = self
            .pairs("SELECT id, body FROM outcome WHERE link = $1 ORDER BY id", Some(link.key()))?;
        rows.into_iter()
            .map(|(id, body)| {
                serde_json::from_str(&body)
                    .map_err(|cause| self.fail(format!("{} of {id}: {cause}", link.key())))
            })
            .collect()
    }

    /// Every search that is kept; those that read as something else are left out, so that they are
    /// made again.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub(crate) fn searches<T: serde::de::DeserializeOwned>(
        &mut self,
    ) -> Result<Vec<KeptSearch<T>>, Failure> {
        let Self { location, runtime, connection } = self;
        let rows = runtime
            .block_on(
                sqlx::query("SELECT id, made, body FROM search ORDER BY id").fetch_all(connection),
            )
            .map_err(|cause| location.fail(cause))?;
        let kept = rows.iter().filter_map(|row| {
            let text = |at: usize| row.try_get::<String, _>(at).ok();
            let body = serde_json::from_str(&text(2)?).ok()?;
            Some(KeptSearch { id: SpaceId::new(&text(0)?).ok()?, made: text(1)?, body })
        });
        Ok(kept.collect())
    }

    /// Keeps a block of searches: space, hash of what it was made from, result.
    ///
    /// # Errors
    /// [`Failure::Store`]; nothing of the block is then kept.
    pub(crate) fn keep_searches<'a, T: serde::Serialize + 'a>(
        &mut self,
        block: impl Iterator<Item = (&'a SpaceId, &'a str, &'a T)>,
    ) -> Result<(), Failure> {
        let mut rows = Vec::new();
        for (id, made, body) in block {
            rows.push((id.to_string(), made.to_owned(), self.json(body)?));
        }
        let Self { location, runtime, connection } = self;
        runtime
            .block_on(async {
                let mut write = connection.begin().await?;
                for (id, made, body) in rows {
                    sqlx::query(
                        "INSERT INTO search (id, made, body) VALUES ($1, $2, $3) ON CONFLICT (id) \
                         DO UPDATE SET made = excluded.made, body = excluded.body",
                    )
                    .bind(id)
                    .bind(made)
                    .bind(body)
                    .execute(&mut *write)
                    .await?;
                }
                write.commit().await
            })
            .map_err(|cause| location.fail(cause))
    }

    fn pairs(
        &mut self,
        sql: &'static str,
        argument: Option<&str>,
    ) -> Result<Vec<(String, String)>, Failure> {
        let Self { location, runtime, connection } = self;
        let query = sqlx::query(sql);
        let query = if let Some(argument) = argument { query.bind(argument) } else { query };
        runtime
            .block_on(query.fetch_all(connection))
            .and_then(|rows| {
                rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
            })
            .map_err(|cause| location.fail(cause))
    }

    fn json(&self, value: &impl serde::Serialize) -> Result<String, Failure> {
        serde_json::to_string(value).map_err(|cause| self.fail(cause.to_string()))
    }

    fn fail(&self, cause: String) -> Failure {
        self.location.fail(cause)
    }
}
