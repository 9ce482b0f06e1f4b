//! What is kept apart from the journal: passwords, sessions, personal records. All of it can be
//! erased without breaking a proof.

use programme::ids::{Digest, PersonId, UserId};
use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::{AnyPool, Row as _};

use crate::database::Location;
use crate::failure::Failure;

/// Connections that write here; the journal has one of its own.
const WRITERS: u32 = 2;

/// Passwords, sessions and personal records of a desk.
#[derive(Clone, Debug)]
pub struct Accounts {
    location: Location,
    pool: AnyPool,
}

/// How an account logs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What is kept of its password.
    pub hash: String,
    /// Wrong passwords since the last right one.
    pub failures: i64,
    /// Until when it is locked. [ms since 1970]
    pub locked_until: i64,
    /// Whether the password was given by an administrator.
    pub must_change: bool,
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub user: UserId,
    /// Until when it holds. [ms since 1970]
    pub until: i64,
    /// Whether the password has to be changed first.
    pub must_change: bool,
}

/// A personal record with the salt of its commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalRecord {
    /// The salt.
    pub salt: [u8; 32],
    /// The record, in JSON.
    pub record: String,
}

impl Accounts {
    pub(super) fn new(location: &Location) -> Result<Self, Failure> {
        let connect = location.options(true).map_err(|cause| location.fail(cause))?;
        let pool = AnyPoolOptions::new().max_connections(WRITERS).connect_lazy_with(connect);
        Ok(Self { location: location.clone(), pool })
    }

    fn fail(&self, cause: sqlx::Error) -> Failure {
        self.location.fail(cause)
    }

    async fn run(
        &self,
        query: sqlx::query::Query<'_, sqlx::Any, sqlx::any::AnyArguments>,
    ) -> Result<(), Failure> {
        query.execute(&self.pool).await.map(|_| ()).map_err(|cause| self.fail(cause))
    }

    async fn one<T>(
        &self,
        query: sqlx::query::Query<'_, sqlx::Any, sqlx::any::AnyArguments>,
        read: impl Fn(&AnyRow) -> Result<T, sqlx::Error>,
    ) -> Result<Option<T>, Failure> {
        let row = query.fetch_optional(&self.pool).await.map_err(|cause| self.fail(cause))?;
        row.as_ref().map(read).transpose().map_err(|cause| self.fail(cause))
    }

    /// How `user` logs in, if it has a password.
    ///
    /// # Errors
    /// [`Failure::Store`], as all of these.
    pub async fn account(&self, user: &UserId) -> Result<Option<Account>, Failure> {
        let query = sqlx::query(
            "SELECT hash, failures, locked_until, must_change FROM account WHERE user_id = $1",
        );
        self.one(query.bind(user.as_str().to_owned()), |row| {
            Ok(Account {
                hash: row.try_get(0)?,
                failures: row.try_get(1)?,
                locked_until: row.try_get(2)?,
                must_change: row.try_get::<i64, _>(3)? != 0,
            })
        })
        .await
    }

    /// Gives `user` a password and takes the lock off.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn set_password(
        &self,
        user: &UserId,
        hash: &str,
        must_change: bool,
    ) -> Result<(), Failure> {
        let query = sqlx::query(
            "INSERT INTO account (user_id, hash, failures, locked_until, must_change) \
             VALUES ($1, $2, 0, 0, $3) ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, \
             failures = 0, locked_until = 0, must_change = excluded.must_change",
        );
        let query = query.bind(user.as_str().to_owned()).bind(hash.to_owned());
        self.run(query.bind(i64::from(must_change))).await
    }

    /// Notes wrong passwords.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn note_failures(
        &self,
        user: &UserId,
        failures: i64,
        locked_until: i64,
    ) -> Result<(), Failure> {
        let query =
            sqlx::query("UPDATE account SET failures = $1, locked_until = $2 WHERE user_id = $3");
        let query = query.bind(failures).bind(locked_until);
        self.run(query.bind(user.as_str().to_owned())).await
    }

    /// Opens a session by a password or by a provider, forgets those that are over, and the wrong
    /// passwords before.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn open_session(
        &self,
        user: &UserId,
        token: Digest,
        (now, until): (i64, i64),
        by_provider: bool,
    ) -> Result<(), Failure> {
        self.run(sqlx::query("DELETE FROM session WHERE until <= $1").bind(now)).await?;
        self.note_failures(user, 0, 0).await?;
        let query = sqlx::query(
            "INSERT INTO session (token, user_id, until, by_provider) VALUES ($1, $2, $3, $4)",
        );
        let query = query.bind(token.to_string()).bind(user.as_str().to_owned());
        self.run(query.bind(until).bind(i64::from(by_provider))).await
    }

    /// The session of a token's hash.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn session(&self, token: Digest) -> Result<Option<Session>, Failure> {
        let query = sqlx::query(
            "SELECT session.user_id, session.until, account.must_change, session.by_provider \
             FROM session JOIN account ON account.user_id = session.user_id WHERE session.token = $1",
        );
        let found = self
            .one(query.bind(token.to_string()), |row| {
                let user: String = row.try_get(0)?;
                // Whoever came without the first password need not change it.
                let must_change = row.try_get::<i64, _>(2)? != 0 && row.try_get::<i64, _>(3)? == 0;
                Ok((user, row.try_get(1)?, must_change))
            })
            .await?;
        Ok(found.and_then(|(user, until, must_change)| {
            Some(Session { user: UserId::new(&user).ok()?, until, must_change })
        }))
    }

    /// Whose account is tied to `subject` of the provider `issuer`.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn user_of(&self, issuer: &str, subject: &str) -> Result<Option<UserId>, Failure> {
        let query = sqlx::query("SELECT user_id FROM account WHERE issuer = $1 AND subject = $2");
        let query = query.bind(issuer.to_owned()).bind(subject.to_owned());
        let user = self.one(query, |row| row.try_get::<String, _>(0)).await?;
        Ok(user.and_then(|user| UserId::new(&user).ok()))
    }

    /// Ties the account of `user` to an issuer and subject in place of those before, or to none.
    /// Who did so, `by`, and when are noted first, the subject is not.
    ///
    /// # Errors
    /// [`Failure::Store`], also where another account is tied to the same.
    pub async fn tie(
        &self,
        user: &UserId,
        identity: Option<(&str, &str)>,
        by: &UserId,
        at: i64,
    ) -> Result<(), Failure> {
        let note = sqlx::query(
            "INSERT INTO subject_change (at, by_id, user_id, tied) VALUES ($1, $2, $3, $4)",
        );
        let note = note.bind(at).bind(by.as_str().to_owned()).bind(user.as_str().to_owned());
        self.run(note.bind(i64::from(identity.is_some()))).await?;
        let query = sqlx::query("UPDATE account SET issuer = $1, subject = $2 WHERE user_id = $3");
        let (issuer, subject) = identity.unzip();
        let query = query.bind(issuer.map(str::to_owned)).bind(subject.map(str::to_owned));
        self.run(query.bind(user.as_str().to_owned())).await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn end_session(&self, token: Digest) -> Result<(), Failure> {
        self.run(sqlx::query("DELETE FROM session WHERE token = $1").bind(token.to_string())).await
    }

    /// Ends all sessions of a user.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn end_sessions(&self, user: &UserId) -> Result<(), Failure> {
        let query = sqlx::query("DELETE FROM session WHERE user_id = $1");
        self.run(query.bind(user.as_str().to_owned())).await
    }

    /// Ends all sessions of a user but one.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn end_other_sessions(&self, user: &UserId, kept: Digest) -> Result<(), Failure> {
        let query = sqlx::query("DELETE FROM session WHERE user_id = $1 AND token <> $2");
        self.run(query.bind(user.as_str().to_owned()).bind(kept.to_string())).await
    }

    /// The record of a person, unless it was erased.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn person(&self, person: &PersonId) -> Result<Option<PersonalRecord>, Failure> {
        let query = sqlx::query("SELECT salt, record FROM person WHERE person = $1");
        let found = self
            .one(query.bind(person.as_str().to_owned()), |row| {
                Ok((row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?))
            })
            .await?;
        Ok(found.and_then(|(salt, record)| {
            Some(PersonalRecord { salt: Digest::from_hex(&salt)?.0, record })
        }))
    }

    /// Keeps a record in place of the one before.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn keep_person(
        &self,
        person: &PersonId,
        record: &PersonalRecord,
    ) -> Result<(), Failure> {
        let query = sqlx::query(
            "INSERT INTO person (person, salt, record) VALUES ($1, $2, $3) \
             ON CONFLICT (person) DO UPDATE SET salt = excluded.salt, record = excluded.record",
        );
        let query = query.bind(person.as_str().to_owned()).bind(Digest(record.salt).to_string());
        self.run(query.bind(record.record.clone())).await
    }

    /// Erases a record; nothing can be learnt from its commitment then.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub async fn erase_person(&self, person: &PersonId) -> Result<(), Failure> {
        let query = sqlx::query("DELETE FROM person WHERE person = $1");
        self.run(query.bind(person.as_str().to_owned())).await
    }

    /// Notes that a record was read in the clear.
    ///
    /// # Errors
    /// [`Failure::Store`]; then it must not be shown.
    pub async fn note_reading(
        &self,
        at: i64,
        user: &UserId,
        person: &PersonId,
    ) -> Result<(), Failure> {
        let query =
            sqlx::query("INSERT INTO personal_reading (at, user_id, person) VALUES ($1, $2, $3)");
        let query = query.bind(at).bind(user.as_str().to_owned());
        self.run(query.bind(person.as_str().to_owned())).await
    }
}
