//! The journal in the database: read at the start, line by line, and checked against what was
//! signed.

use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use programme::Suite;
use programme::event::{Event, What};
use programme::ids::{ApplicationId, Digest};
use programme::journal::{Checkpoint, CheckpointError, Tree, VerifierKey, leaf_hash};
use programme::state::Rules;
use rayon::prelude::*;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Row as _};
use tokio::sync::{broadcast, mpsc};
use tokio::time::sleep;

use super::files::Folder;
use super::words::ApplicationWords;
use super::{HEARD, Live, Shared, spaces, tables};
use crate::database::Location;
use crate::failure::Failure;
use crate::files::{PartFile, unwritable};

/// Lines that are read at once.
pub(super) const CHUNK: u64 = 20_000;
/// How often the lock of a PostgreSQL database is asked for, and the time between.
const TRIES: u32 = 30;
const PAUSE: Duration = Duration::from_millis(100);
/// Connections that only read.
const READERS: u32 = 4;

/// A desk as its database has it, and the writer's connection.
///
/// # Errors
/// [`Failure::Store`]; see [`super::Desk::open`].
pub(super) async fn open(
    location: &Location,
    rules: Arc<Rules>,
    folder: Folder,
    file_pages_max: Option<u32>,
) -> Result<(Shared, AnyConnection), Failure> {
    let fail = |cause: sqlx::Error| location.fail(cause);
    let mut connection = location.open().await.map_err(fail)?;
    be_the_writer(location, &mut connection, file_pages_max)
        .await
        .map_err(|cause| location.fail(cause))?;
    let connect = location.options(false).map_err(fail)?;
    let readers = AnyPoolOptions::new().max_connections(READERS).connect_lazy_with(connect);
    // The file is looked through on another connection meanwhile.
    let sound = tokio::spawn(sound(location));
    let mut live = Live::new(rules, folder.signer().suite());
    let read = catch_up(connection, &mut live).await;
    sound.await.map_err(|cause| location.fail(cause))?.map_err(|cause| location.fail(cause))?;
    let mut connection = read.map_err(|cause| location.fail(cause))?;
    one_suite(&live).map_err(|cause| location.fail(cause))?;
    live.words = ApplicationWords::of(&live.state);
    // The newest of the table and of the file: none may be longer than the journal.
    let kept = notes(&mut connection).await.map_err(fail)?;
    for note in kept.last().into_iter().chain(folder.notes()?.last()) {
        fits(note, folder.keys(), &live.tree).map_err(|cause| location.fail(cause))?;
    }
    spaces::fill(&mut connection).await.map_err(|cause| location.fail(cause))?;
    let shared = Shared {
        location: location.clone(),
        files: folder,
        live: RwLock::new(live),
        heard: broadcast::channel(HEARD).0,
        readers,
        spaces: spaces::Shelf::default(),
    };
    Ok((shared, connection))
}

/// Makes this connection the only one that writes; on SQLite the lock of the folder and the file's
/// own see to that.
///
/// # Errors
/// When another desk has the database, or what the database says.
pub(super) async fn be_the_writer(
    location: &Location,
    connection: &mut AnyConnection,
    file_pages_max: Option<u32>,
) -> Result<(), String> {
    if location.is_file() {
        let Some(pages) = file_pages_max else { return Ok(()) };
        let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        let said = sqlx::raw_sql(limit).execute(connection).await;
        return said.map(|_| ()).map_err(|cause| cause.to_string());
    }
    // Any number does, as long as every desk asks for the same: the letters of "desk".
    let ask = "SELECT pg_try_advisory_lock(1684370283)";
    for _ in 0..TRIES {
        let row = sqlx::query(ask).fetch_one(&mut *connection).await;
        match row.and_then(|row| row.try_get::<bool, _>(0)) {
            Ok(true) => return Ok(()),
            // The server may not have noticed yet that the one before is gone.
            Ok(false) => sleep(PAUSE).await,
            Err(cause) => return Err(cause.to_string()),
        }
    }
    Err("another process has this desk open".to_owned())
}

/// Has SQLite look at every page; PostgreSQL sees to its own.
fn sound(location: &Location) -> impl Future<Output = Result<(), String>> + use<> {
    let location = location.clone();
    async move {
        if !location.is_file() {
            return Ok(());
        }
        let said = async {
            let mut connection = location.connect().await?;
            let row = sqlx::query("PRAGMA quick_check(1)").fetch_one(&mut connection).await?;
            row.try_get::<String, _>(0)
        };
        match said.await {
            Ok(said) if said == "ok" => Ok(()),
            Ok(said) => Err(format!("the file is damaged: {said}")),
            Err(cause) => Err(cause.to_string()),
        }
    }
}

/// An event as it was read, with the hash of its leaf.
pub(super) type Read = (Event, Digest);

/// Some of the events from `from` on, in their order and without a gap; none behind the last.
///
/// # Errors
/// When a line is missing or is no event, or what the database says.
pub(super) async fn read(
    connection: &mut AnyConnection,
    suite: Suite,
    from: u64,
) -> Result<Vec<Read>, String> {
    let lines = fetch(connection, from, CHUNK).await.map_err(|cause| cause.to_string())?;
    parse(&lines, suite, from)
}

/// The suite that a journal was founded with, by its first line; the default one of an empty one.
pub(super) fn suite_of(first: Option<&[u8]>) -> Suite {
    match first.and_then(|line| serde_json::from_slice::<Event>(line).ok()).map(|one| one.what) {
        Some(What::Founded { suite, .. }) => suite,
        _ => Suite::default(),
    }
}

/// Whether the journal was founded with the suite whose hash its tree goes by.
///
/// # Errors
/// When it was not.
pub(super) fn one_suite(live: &Live) -> Result<(), String> {
    let (key, journal) = (live.tree.suite(), live.state.suite());
    if live.tree.size() == 0 || key == journal {
        return Ok(());
    }
    Err(format!("the journal was founded with the suite {journal}, desk.key is one of {key}"))
}

/// The events in lines, the first of which has to be number `from`.
fn parse(lines: &[(u64, String)], suite: Suite, from: u64) -> Result<Vec<Read>, String> {
    if let Some((_, next)) = lines.iter().zip(from..).find(|((seq, _), next)| seq != next) {
        return Err(format!("event {next} is missing from the journal"));
    }
    let read = |(seq, line): &(u64, String)| match serde_json::from_str::<Event>(line) {
        Ok(event) if event.seq == *seq => Ok((event, leaf_hash(suite, line.as_bytes()))),
        Ok(event) => Err(format!("event {seq} bears the number {}", event.seq)),
        Err(cause) => Err(format!("event {seq}: {cause}")),
    };
    // The first error is the one that is told, whichever thread was faster.
    let all: Vec<Result<Read, String>> = lines.par_iter().map(read).collect();
    all.into_iter().collect()
}

/// Takes in everything behind what `live` has, and hands the connection back. Lines are fetched
/// while those before them are taken in.
///
/// # Errors
/// As [`read`].
pub(super) async fn catch_up(
    mut connection: AnyConnection,
    live: &mut Live,
) -> Result<AnyConnection, String> {
    let (send, mut fetched) = mpsc::channel(1);
    let mut from = live.state.next_seq();
    let fetching = tokio::spawn(async move {
        loop {
            let lines = fetch(&mut connection, from, CHUNK).await?;
            let count = lines.len() as u64;
            // Who fails to take them in waits for no more.
            if count == 0 || send.send(lines).await.is_err() {
                return Ok::<_, sqlx::Error>(connection);
            }
            from += count;
        }
    });
    while let Some(lines) = fetched.recv().await {
        let events = parse(&lines, live.tree.suite(), live.state.next_seq())?;
        events.iter().for_each(|(event, leaf)| live.take(event, *leaf));
    }
    let connection = fetching.await.map_err(|cause| cause.to_string())?;
    connection.map_err(|cause| cause.to_string())
}

/// At most `limit` lines from `from` on, each with its number.
pub(super) async fn fetch(
    connection: &mut AnyConnection,
    from: u64,
    limit: u64,
) -> Result<Vec<(u64, String)>, sqlx::Error> {
    let rows = sqlx::query("SELECT seq, line FROM event WHERE seq >= $1 ORDER BY seq LIMIT $2")
        .bind(tables::integer(from))
        .bind(tables::integer(limit))
        .fetch_all(connection)
        .await?;
    let pair = |row: &sqlx::any::AnyRow| {
        let seq: i64 = row.try_get(0)?;
        Ok((u64::try_from(seq).unwrap_or(u64::MAX), row.try_get(1)?))
    };
    rows.iter().map(pair).collect()
}

/// At most `limit` lines of the journal from event `from` on.
pub(super) async fn lines(shared: &Shared, from: u64, limit: u32) -> Result<Vec<String>, Failure> {
    let fail = |cause: sqlx::Error| shared.location.fail(cause);
    let mut connection = shared.readers.acquire().await.map_err(fail)?;
    let pairs = fetch(&mut connection, from, limit.into()).await.map_err(fail)?;
    Ok(pairs.into_iter().map(|(_, line)| line).collect())
}

/// Every line about an application.
pub(super) async fn lines_of(
    shared: &Shared,
    application: &ApplicationId,
) -> Result<Vec<String>, Failure> {
    let fail = |cause: sqlx::Error| shared.location.fail(cause);
    let numbers = shared.read(|live| live.events_of.get(application).cloned().unwrap_or_default());
    let mut connection = shared.readers.acquire().await.map_err(fail)?;
    let mut lines = Vec::with_capacity(numbers.len());
    for number in numbers {
        let found = fetch(&mut connection, number, 1).await.map_err(fail)?;
        lines.extend(found.into_iter().map(|(_, line)| line));
    }
    Ok(lines)
}

/// The number of leaves, and the root over them.
pub(super) fn root(tree: &Tree) -> (u64, Digest) {
    let size = tree.size();
    (size as u64, tree.root(size).unwrap_or(tree.suite().digest(b"")))
}

/// Every signed note in the table, from old to new.
///
/// # Errors
/// What the database says.
pub(super) async fn notes(connection: &mut AnyConnection) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query("SELECT note FROM checkpoint ORDER BY size").fetch_all(connection);
    rows.await?.iter().map(|row| row.try_get(0)).collect()
}

/// How many events a note was signed over by one of `keys`, once the tree holds just these.
///
/// # Errors
/// When it holds others or fewer, or none of the keys has signed.
pub(super) fn fits(note: &str, keys: &[VerifierKey], tree: &Tree) -> Result<u64, String> {
    let keys = keys.iter().filter(|key| key.suite() == tree.suite());
    let opened = keys.map(|key| Checkpoint::open(note, key));
    let opened = opened.reduce(|first, next| first.or(next));
    let Checkpoint { size, root, .. } = match opened {
        Some(Ok(checkpoint)) => checkpoint,
        Some(Err(CheckpointError::NoSignature { .. })) | None => {
            return Err(
                "the checkpoints bear no signature by a key of the journal's suite in keys.txt; \
                 bring the desk's keys.txt and desk.key along with it"
                    .to_owned(),
            );
        }
        Some(Err(cause)) => return Err(cause.to_string()),
    };
    let known = usize::try_from(size).ok().and_then(|size| tree.root(size));
    match known {
        Some(known) if known == root => Ok(size),
        Some(_) => Err(format!("the journal was changed: its first {size} events were signed")),
        None => Err(format!(
            "the journal was cut off: {size} events were signed, {} are there",
            tree.size()
        )),
    }
}

/// Writes the lines into a file, whole or not at all.
///
/// # Errors
/// [`Failure::Store`], [`Failure::Unwritable`].
pub(super) async fn export(
    connection: &mut AnyConnection,
    location: &Location,
    path: &Path,
) -> Result<(), Failure> {
    let part = PartFile::create(path)?;
    let mut to = BufWriter::new(&part.file);
    let mut from = 0;
    loop {
        let lines = fetch(connection, from, CHUNK).await.map_err(|cause| location.fail(cause))?;
        if lines.is_empty() {
            break;
        }
        for (_, line) in &lines {
            writeln!(to, "{line}").map_err(|cause| unwritable(path, cause))?;
        }
        from += lines.len() as u64;
    }
    to.flush().map_err(|cause| unwritable(path, cause))?;
    drop(to);
    part.file.sync_all().map_err(|cause| unwritable(path, cause))?;
    part.keep()
}
