//! What operators do to a database: copy it, bring it back, check it, make its read tables anew.

use std::path::Path;

use programme::ids::Digest;
use serde::Serialize;
use sqlx::Row as _;

use super::audit::{AuditRequest, Reading, wait};
use super::documents::Documents;
use super::files::Lock;
use super::{backup, journal, tables};
use crate::failure::Failure;
use crate::outcome::{Line, Outcome, Told};

#[derive(Serialize)]
struct Report {
    events: u64,
    root: Digest,
    signed: u64,
    applications: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<String>,
}

impl Report {
    fn of(reading: &Reading, signed: u64) -> Self {
        let (events, root) = journal::root(&reading.live.tree);
        let applications = reading.live.state.applications().len();
        Self { events, root, signed, applications, documents: None, difference: None }
    }

    fn told(self) -> Box<dyn Outcome> {
        let mut gist = vec![
            Line::plain("事件", "events", self.events.to_string()),
            Line::plain("根哈希", "root", self.root.to_string()),
            Line::plain("已签名", "signed", self.signed.to_string()),
            Line::count("申请", "applications", self.applications),
        ];
        if let Some(documents) = self.documents {
            gist.push(Line::count("材料", "documents", documents));
        }
        if let Some(difference) = &self.difference {
            gist.push(Line::plain("首处差异", "first difference", difference.clone()));
        }
        Box::new(Told { result: self, gist })
    }
}

/// Copies a desk into the new folder `to`, while it may run.
///
/// # Errors
/// [`Failure::Unwritable`] when `to` is there or cannot be written, [`Failure::Store`].
pub fn backup_database(request: &AuditRequest, to: &Path) -> Result<Box<dyn Outcome>, Failure> {
    wait(async {
        let (location, folder) = (request.location(), request.folder()?);
        backup::backup(&location, &folder, to).await?;
        let gist = vec![Line::plain("备份", "backup", to.display().to_string())];
        Ok(Box::new(Told { result: to.to_path_buf(), gist }) as Box<dyn Outcome>)
    })
}

/// Makes a desk from the copy in `from`, in an empty place, and reads its journal.
///
/// # Errors
/// [`Failure::Request`] when a desk is there already, [`Failure::Store`] when the journal is not
/// good, [`Failure::Unreadable`], [`Failure::Unwritable`].
pub fn restore_database(request: &AuditRequest, from: &Path) -> Result<Box<dyn Outcome>, Failure> {
    wait(async {
        let reading = backup::restore(from, request).await?;
        let signed = reading.verified()?;
        Ok(Report::of(&reading, signed).told())
    })
}

/// Checks everything that a desk has: the database's pages, the journal, the read table against it,
/// every document against its name. Changes nothing; the desk may run.
///
/// # Errors
/// [`Failure::Store`] with the first thing that is wrong.
pub fn check_database(request: &AuditRequest) -> Result<Box<dyn Outcome>, Failure> {
    wait(async {
        let mut reading = request.read().await?;
        let fail = |cause: String| reading.location.fail(cause);
        if reading.location.is_file() {
            let check = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut reading.connection);
            let said = check.await.and_then(|row| row.try_get::<String, _>(0));
            let said = said.map_err(|cause| fail(cause.to_string()))?;
            if said != "ok" {
                return Err(fail(format!("the file is damaged: {said}")));
            }
        }
        reading.check_lines().await?;
        let signed = reading.verified()?;
        let difference = tables::difference(&mut reading.connection, &reading.live.state).await;
        if let Some(difference) = difference.map_err(|cause| reading.location.fail(cause))? {
            let remedy = "make the table anew with `reweave database rebuild`";
            return Err(reading.location.fail(format!("{difference}; {remedy}")));
        }
        let documents = Documents::new(&reading.folder, usize::MAX, reading.live.tree.suite());
        let documents = documents.check().map_err(|cause| reading.location.fail(cause))?;
        Ok(Report { documents: Some(documents), ..Report::of(&reading, signed) }.told())
    })
}

/// Makes the read table of applications anew from the journal, and names the first difference from
/// what was there. The desk must not run.
///
/// # Errors
/// [`Failure::Store`] when it runs, or the journal is not good; nothing is changed then.
pub fn rebuild_database(request: &AuditRequest) -> Result<Box<dyn Outcome>, Failure> {
    wait(async {
        let (location, folder) = (request.location(), request.folder()?);
        let fail = |cause: sqlx::Error| location.fail(cause);
        let _lock = Lock::take(&location, &folder)?;
        let mut connection = location.connect().await.map_err(fail)?;
        journal::be_the_writer(&location, &mut connection, None)
            .await
            .map_err(|cause| location.fail(cause))?;
        let reading = request.read().await?;
        let signed = reading.verified()?;
        let state = &reading.live.state;
        let difference = tables::difference(&mut connection, state).await.map_err(fail)?;
        tables::rebuild(&mut connection, state).await.map_err(fail)?;
        Ok(Report { difference, ..Report::of(&reading, signed) }.told())
    })
}
