//! The database behind all that is kept: an SQLite file, or PostgreSQL by its address. One text of
//! SQL serves both; what differs is in this file and in the migrations.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::any::{AnyConnectOptions, install_default_drivers};
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, ConnectOptions as _};

use crate::failure::Failure;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file.
    File(PathBuf),
    /// A PostgreSQL database, by `postgres://user:password@host/name`.
    Postgres(String),
}

impl Location {
    /// The location that a user wrote: an address that begins with `postgres://` or
    /// `postgresql://`, or else the path of a file.
    pub fn of(text: &Path) -> Self {
        match text.to_str() {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Self::Postgres(url.to_owned())
            }
            _ => Self::File(text.to_path_buf()),
        }
    }

    /// As a user writes it, an address with its password.
    pub(crate) fn written(&self) -> PathBuf {
        match self {
            Self::File(path) => path.clone(),
            Self::Postgres(url) => url.into(),
        }
    }

    /// Whether it is a file.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// A new connection, the database made and brought up to date where it has to be.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn open(&self) -> Result<AnyConnection, sqlx::Error> {
        let mut connection = self.options(true)?.connect().await?;
        self.make_durable(&mut connection).await?;
        let migrations = if self.is_file() { &SQLITE } else { &POSTGRES };
        migrations.run(&mut connection).await?;
        Ok(connection)
    }

    /// A new connection to a database that is there and up to date.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn connect(&self) -> Result<AnyConnection, sqlx::Error> {
        let mut connection = self.options(false)?.connect().await?;
        self.make_durable(&mut connection).await?;
        Ok(connection)
    }

    /// A new connection that sees the database as it is now, whatever others write meanwhile.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn snapshot(&self) -> Result<AnyConnection, sqlx::Error> {
        let mut connection = self.options(false)?.connect().await?;
        let begin = if self.is_file() { "BEGIN" } else { "BEGIN ISOLATION LEVEL REPEATABLE READ" };
        sqlx::raw_sql(begin).execute(&mut connection).await?;
        Ok(connection)
    }

    /// What is committed on this connection is on the disk.
    async fn make_durable(&self, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        let durable = if self.is_file() {
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 60000"
        } else {
            "SET synchronous_commit = on"
        };
        sqlx::raw_sql(durable).execute(connection).await.map(|_| ())
    }

    /// How to connect, and whether a file that is not there is made.
    ///
    /// # Errors
    /// When the path is not UTF-8 or the address is none.
    pub(crate) fn options(&self, make: bool) -> Result<AnyConnectOptions, sqlx::Error> {
        install_default_drivers();
        let url = match self {
            Self::Postgres(url) => url.clone(),
            Self::File(path) => {
                let path = std::path::absolute(path)?;
                let text = path.to_str().ok_or_else(|| {
                    sqlx::Error::Configuration("the path is not written in UTF-8".into())
                })?;
                let mode = if make { "rwc" } else { "rw" };
                format!("sqlite:{}?mode={mode}", utf8_percent_encode(text, NON_ALPHANUMERIC))
            }
        };
        Ok(AnyConnectOptions::from_str(&url)?.disable_statement_logging())
    }

    /// This database failed.
    pub(crate) fn fail(&self, cause: impl fmt::Display) -> Failure {
        Failure::Store { path: PathBuf::from(self.to_string()), cause: cause.to_string() }
    }
}

impl fmt::Display for Location {
    /// The path, or the address without its password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => {
                let (before, host) = url.rsplit_once('@').unwrap_or(("postgres://", url));
                let user = before.splitn(3, ':').take(2).collect::<Vec<_>>().join(":");
                let host = host.split('?').next().unwrap_or(host);
                match before == "postgres://" {
                    true => f.write_str(host),
                    false => write!(f, "{user}@{host}"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_files_and_shown_without_their_password() {
        let shown = |text: &str| Location::of(Path::new(text)).to_string();
        assert!(Location::of(Path::new("postgres.sqlite")).is_file());
        assert_eq!(shown("postgres://u:secret@h:5432/d?password=x"), "postgres://u@h:5432/d");
        assert_eq!(shown("postgresql://h/d"), "postgresql://h/d");
        assert_eq!(shown("out/state.sqlite"), "out/state.sqlite");
    }
}
