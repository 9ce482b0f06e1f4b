//! Copies of a desk in a folder, and desks from such copies.
//!
//! Of an SQLite file the copy is a file of its own, the ledger in it; of PostgreSQL it is the
//! journal. Beside it lie documents, checkpoints and keys.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use units::Text;

use super::audit::{AuditRequest, Reading};
use super::documents::{self, DOCUMENTS};
use super::files::{self, CHECKPOINTS, KEY, VERIFIER_KEYS};
use super::{Live, journal, tables};
use crate::database::Location;
use crate::failure::Failure;
use crate::files::unwritable;

/// The database of an SQLite desk in its copy.
const DATABASE: &str = "desk.sqlite";
/// The journal of a PostgreSQL desk in its copy.
const EVENTS: &str = "events.jsonl";

/// Copies the desk at `location` into the new folder `to`; it may run meanwhile.
///
/// # Errors
/// [`Failure::Unwritable`] when `to` is there or cannot be written, [`Failure::Store`] when the
/// database cannot be read. What was begun is removed.
pub(super) async fn backup(location: &Location, folder: &Path, to: &Path) -> Result<(), Failure> {
    if to.exists() {
        return Err(unwritable(to, "it is there already"));
    }
    let part = to.with_added_extension("part");
    fs::create_dir_all(&part).map_err(|cause| unwritable(&part, cause))?;
    let done = copy(location, folder, &part).await;
    let done = done.and_then(|()| fs::rename(&part, to).map_err(|cause| unwritable(to, cause)));
    if done.is_err() {
        // It is of no use any more.
        let _ = fs::remove_dir_all(&part);
    }
    done
}

/// The checkpoints come first and the documents last, so that the copy of the journal holds all
/// that was signed, and the documents all that it names.
async fn copy(location: &Location, folder: &Path, part: &Path) -> Result<(), Failure> {
    let fail = |cause: sqlx::Error| location.fail(cause);
    for name in [CHECKPOINTS, VERIFIER_KEYS, KEY] {
        let (from, to) = (folder.join(name), part.join(name));
        if from.exists() {
            copy_file(&from, &to).map_err(|cause| unwritable(&to, cause))?;
        }
    }
    if location.is_file() {
        let to = part.join(DATABASE);
        let path = to.to_str().ok_or_else(|| unwritable(&to, "the path is not UTF-8"))?;
        let mut connection = location.connect().await.map_err(fail)?;
        let copy = sqlx::query("VACUUM INTO $1").bind(path).execute(&mut connection);
        copy.await.map_err(fail)?;
        File::open(&to).and_then(|file| file.sync_all()).map_err(|cause| unwritable(&to, cause))?;
    } else {
        let mut connection = location.snapshot().await.map_err(fail)?;
        journal::export(&mut connection, location, &part.join(EVENTS)).await?;
    }
    let (from, to) = (folder.join(DOCUMENTS), part.join(DOCUMENTS));
    copy_folder(&from, &to).map_err(|cause| unwritable(&to, cause))
}

/// Makes a desk from the copy in `from`. The journal of the copy is checked first, and read again
/// where it lies then; returns it as it was read.
///
/// # Errors
/// [`Failure::Request`] when a desk is there already or `from` is no copy, [`Failure::Store`] when
/// the journal is not good, [`Failure::Unwritable`].
pub(super) async fn restore(from: &Path, to: &AuditRequest<'_>) -> Result<Reading, Failure> {
    let (location, folder) = (to.location(), to.folder()?);
    for name in [DOCUMENTS, CHECKPOINTS, KEY] {
        refuse_if(folder.join(name).exists(), &folder.join(name).display())?;
    }
    if let Location::File(file) = &location {
        refuse_if(file.exists(), &file.display())?;
    }
    let lines = source(from, to).await?;
    fs::create_dir_all(&folder).map_err(|cause| unwritable(&folder, cause))?;
    match (&location, from.join(DATABASE)) {
        (Location::File(file), copy) if copy.exists() => {
            copy_file(&copy, file).map_err(|cause| unwritable(file, cause))?;
            // Brings a copy of an older version up to date.
            location.open().await.map_err(|cause| location.fail(cause))?;
        }
        _ => replay(&location, to, &lines).await?,
    }
    for name in [CHECKPOINTS, VERIFIER_KEYS, KEY] {
        let (copy, place) = (from.join(name), folder.join(name));
        if copy.exists() {
            copy_file(&copy, &place).map_err(|cause| unwritable(&place, cause))?;
        }
    }
    let documents = folder.join(DOCUMENTS);
    copy_folder(&from.join(DOCUMENTS), &documents)
        .map_err(|cause| unwritable(&documents, cause))?;
    let reading = to.read().await?;
    reading.verified()?;
    Ok(reading)
}

fn refuse_if(there: bool, what: &dyn std::fmt::Display) -> Result<(), Failure> {
    if !there {
        return Ok(());
    }
    Err(Failure::Request(Text::new(
        format!("{what} 已存在；请恢复到空的位置"),
        format!("{what} is there already; restore to an empty place"),
    )))
}

/// The lines and notes of a copy.
struct Lines {
    lines: Vec<Vec<u8>>,
    notes: Vec<String>,
}

/// Reads a copy and checks its journal against its checkpoints.
async fn source(from: &Path, to: &AuditRequest<'_>) -> Result<Lines, Failure> {
    let database = from.join(DATABASE);
    if database.exists() {
        let copy = AuditRequest { database: &database, folder: Some(from), policy: to.policy };
        let mut reading = copy.read().await?;
        reading.verified()?;
        let size = reading.live.state.next_seq();
        let all = journal::fetch(&mut reading.connection, 0, size).await;
        let all = all.map_err(|cause| reading.location.fail(cause))?;
        let lines = all.into_iter().map(|(_, line)| line.into_bytes()).collect();
        return Ok(Lines { lines, notes: reading.notes });
    }
    let unreadable = |path: PathBuf| move |cause| Failure::Unreadable { path, cause };
    let events = from.join(EVENTS);
    let text = fs::read_to_string(&events).map_err(unreadable(events.clone()))?;
    let notes = fs::read_to_string(from.join(CHECKPOINTS)).unwrap_or_default();
    let lines = text.lines().map(|line| line.as_bytes().to_vec()).collect();
    Ok(Lines { lines, notes: files::notes_in(&notes) })
}

/// Writes a journal into an empty database, and the read table from it.
async fn replay(location: &Location, to: &AuditRequest<'_>, from: &Lines) -> Result<(), Failure> {
    let fail = |cause: sqlx::Error| location.fail(cause);
    let mut connection = location.open().await.map_err(fail)?;
    journal::be_the_writer(location, &mut connection, None)
        .await
        .map_err(|cause| location.fail(cause))?;
    let there = journal::fetch(&mut connection, 0, 1).await.map_err(fail)?;
    refuse_if(!there.is_empty(), location)?;
    let suite = journal::suite_of(from.lines.first().map(Vec::as_slice));
    let mut live = Live::new(to.rules()?, suite);
    for (seq, line) in (0..).zip(&from.lines) {
        let event = programme::journal::parse(line)
            .map_err(|cause| location.fail(format!("event {seq}: {cause}")))?;
        if event.seq != seq {
            return Err(location.fail(format!("event {seq} is missing from the journal")));
        }
        live.take(&event, programme::journal::leaf_hash(suite, line));
    }
    let mut write = sqlx::Connection::begin(&mut connection).await.map_err(fail)?;
    tables::append(&mut write, 0, &from.lines).await.map_err(fail)?;
    for note in &from.notes {
        let size = super::audit::size_in(note).unwrap_or_default();
        tables::keep_note(&mut write, size, note).await.map_err(fail)?;
    }
    for id in live.state.applications().keys() {
        tables::put(&mut write, &live.state, id).await.map_err(fail)?;
    }
    write.commit().await.map_err(fail)
}

/// A copy of a file with its rights, on the disk when this returns.
fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    File::open(to)?.sync_all()
}

/// A copy of a folder of documents, on the disk when this returns.
fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for document in documents::paths(from)? {
        let below = document.strip_prefix(from).unwrap_or(&document);
        let copy = to.join(below);
        fs::create_dir_all(copy.parent().unwrap_or(to))?;
        copy_file(&document, &copy)?;
    }
    Ok(())
}
