//! What auditors ask of a journal: check it, prove a part of it, take it away. The desk may run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use programme::ids::Digest;
use programme::journal::{leaf_hash, line};
use programme::state::Rules;
use serde::Serialize;
use sqlx::AnyConnection;
use units::Text;

use super::files::{self, CHECKPOINTS, VERIFIER_KEYS};
use super::{Live, desk_rules, journal};
use crate::database::Location;
use crate::failure::Failure;
use crate::files::OutDir;
use crate::outcome::{Line, Outcome, Told};

/// Which desk.
pub struct AuditRequest<'a> {
    /// Its database.
    pub database: &'a Path,
    /// Its folder, if that is not the one of the database's file.
    pub folder: Option<&'a Path>,
    /// Folder of schemes to use instead of the embedded ones.
    pub policy: Option<&'a Path>,
}

/// What to prove.
pub enum Proved {
    /// That event `seq` is under the newest checkpoint.
    Event(u64),
    /// That the newest checkpoint goes on the older one over so many events.
    Since(u64),
}

/// A journal that was read for an audit.
pub(super) struct Reading {
    pub(super) location: Location,
    pub(super) folder: PathBuf,
    pub(super) connection: AnyConnection,
    pub(super) live: Live,
    /// The signed notes, from old to new.
    pub(super) notes: Vec<String>,
}

impl AuditRequest<'_> {
    pub(super) fn location(&self) -> Location {
        Location::of(self.database)
    }

    pub(super) fn folder(&self) -> Result<PathBuf, Failure> {
        files::folder_of(&self.location(), self.folder)
    }

    pub(super) fn rules(&self) -> Result<Arc<Rules>, Failure> {
        desk_rules(self.policy)
    }

    /// Reads the journal as it is now.
    ///
    /// # Errors
    /// [`Failure::Store`] when there is none or it has a gap, [`Failure::Input`] for the rules.
    pub(super) async fn read(&self) -> Result<Reading, Failure> {
        let (location, folder) = (self.location(), self.folder()?);
        let fail = |cause: sqlx::Error| location.fail(cause);
        let mut connection = location.snapshot().await.map_err(fail)?;
        let first = journal::fetch(&mut connection, 0, 1).await.map_err(fail)?;
        let suite = journal::suite_of(first.first().map(|(_, line)| line.as_bytes()));
        let mut live = Live::new(self.rules()?, suite);
        let read = journal::catch_up(connection, &mut live).await;
        let mut connection = read.map_err(|cause| location.fail(cause))?;
        let notes = journal::notes(&mut connection).await.map_err(fail)?;
        Ok(Reading { location, folder, connection, live, notes })
    }
}

impl Reading {
    /// How many events are signed, once lines, notes and invariants were found good.
    ///
    /// # Errors
    /// [`Failure::Store`] with the first thing that is wrong.
    pub(super) fn verified(&self) -> Result<u64, Failure> {
        let wrong = |cause: String| self.location.fail(cause);
        let keys = files::keys(&self.folder)?;
        let written = fs::read_to_string(self.folder.join(CHECKPOINTS)).unwrap_or_default();
        let mut signed = 0;
        for note in self.notes.iter().chain(&files::notes_in(&written)) {
            signed = journal::fits(note, &keys, &self.live.tree).map_err(wrong)?.max(signed);
        }
        match self.live.state.violations().into_iter().next() {
            None => Ok(signed),
            Some(violation) => Err(wrong(violation)),
        }
    }
}

/// Runs on a runtime of its own, for use cases of the command line.
pub(super) fn wait<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let failed = |cause: std::io::Error| Failure::Request(Text::same(cause.to_string()));
    runtime.map_err(failed)?.block_on(work)
}

#[derive(Serialize)]
struct Verified {
    events: u64,
    root: Digest,
    signed: u64,
    unsigned: u64,
    applications: usize,
}

/// Reads the journal of a desk and checks lines, order, signatures and invariants; the verifier of
/// its own checks more, and an export alone.
///
/// # Errors
/// [`Failure::Store`] with the first thing that is wrong.
pub fn audit_verify(request: &AuditRequest) -> Result<Box<dyn Outcome>, Failure> {
    wait(async {
        let mut reading = request.read().await?;
        reading.check_lines().await?;
        let signed = reading.verified()?;
        let (events, root) = journal::root(&reading.live.tree);
        let applications = reading.live.state.applications().len();
        let unsigned = events.saturating_sub(signed);
        let gist = vec![
            Line::plain("事件", "events", events.to_string()),
            Line::plain("根哈希", "root", root.to_string()),
            Line::plain("已签名", "signed", signed.to_string()),
            Line::plain("未签名", "unsigned", unsigned.to_string()),
            Line::count("申请", "applications", applications),
        ];
        let result = Verified { events, root, signed, unsigned, applications };
        Ok(Box::new(Told { result, gist }) as Box<dyn Outcome>)
    })
}

impl Reading {
    /// Whether every line is written in canonical form.
    pub(super) async fn check_lines(&mut self) -> Result<(), Failure> {
        let size = self.live.state.next_seq();
        let mut from = 0;
        while from < size {
            let suite = self.live.tree.suite();
            let events = journal::read(&mut self.connection, suite, from)
                .await
                .map_err(|cause| self.location.fail(cause))?;
            for (event, leaf) in &events {
                if leaf_hash(suite, &line(event)) != *leaf {
                    let cause = format!("event {} is not in canonical form", event.seq);
                    return Err(self.location.fail(cause));
                }
            }
            from += events.len().max(1) as u64;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct Written {
    files: Vec<PathBuf>,
}

fn written(out: &OutDir, files: &[(&str, String)]) -> Result<Box<dyn Outcome>, Failure> {
    let files: Result<Vec<PathBuf>, Failure> =
        files.iter().map(|(name, text)| out.write(name, text.as_bytes())).collect();
    let files = files?;
    let shown = |path: &PathBuf| Line::plain("文件", "file", path.display().to_string());
    let gist = files.iter().map(shown).collect();
    Ok(Box::new(Told { result: Written { files }, gist }))
}

/// Writes what proves an event, or that the journal goes on an older one, into a folder, as
/// `docs/journal.md` has it.
///
/// # Errors
/// [`Failure::Request`] when no checkpoint covers it, [`Failure::Store`], [`Failure::Unwritable`].
pub fn audit_prove(
    request: &AuditRequest,
    proved: &Proved,
    out: &Path,
) -> Result<Box<dyn Outcome>, Failure> {
    wait(async {
        let mut reading = request.read().await?;
        reading.verified()?;
        let sizes: Vec<u64> = reading.notes.iter().filter_map(|note| size_in(note)).collect();
        let newest = reading.notes.last().cloned().zip(sizes.last().copied());
        let uncovered = || {
            Failure::Request(Text::new(
                "没有覆盖它的检查点；请先运行系统，待其签署检查点",
                "no checkpoint covers it; run the desk until it has signed one",
            ))
        };
        let (note, size) = newest.ok_or_else(uncovered)?;
        let place = |number: u64| usize::try_from(number).map_err(|_| uncovered());
        let tree = &reading.live.tree;
        let out_dir = OutDir::open(out)?;
        match *proved {
            Proved::Event(seq) => {
                let hashes = tree.inclusion(place(seq)?, place(size)?).ok_or_else(uncovered)?;
                let lines = journal::fetch(&mut reading.connection, seq, 1).await;
                let lines = lines.map_err(|cause| reading.location.fail(cause))?;
                let line = lines.into_iter().next().map(|(_, line)| line).ok_or_else(uncovered)?;
                let proof = proof_file(seq, size, &hashes);
                let files =
                    [("event.json", line), ("event.proof", proof), ("checkpoint.txt", note)];
                written(&out_dir, &files)
            }
            Proved::Since(older) => {
                let at = sizes.iter().position(|size| *size == older).ok_or_else(uncovered)?;
                let old = reading.notes.get(at).cloned().ok_or_else(uncovered)?;
                let hashes = tree.consistency(place(older)?, place(size)?).ok_or_else(uncovered)?;
                let proof = proof_file(older, size, &hashes);
                let files = [("older.txt", old), ("newer.txt", note), ("consistency.proof", proof)];
                written(&out_dir, &files)
            }
        }
    })
}

/// The number of events that a note says.
pub(super) fn size_in(note: &str) -> Option<u64> {
    note.lines().nth(1)?.parse().ok()
}

pub(super) fn proof_file(first: u64, second: u64, hashes: &[Digest]) -> String {
    let hashes = hashes.iter().map(|hash| format!("{}\n", STANDARD.encode(hash.0)));
    format!("{first}\n{second}\n{}", hashes.collect::<String>())
}

/// Writes the journal with its checkpoints and keys into a folder, in the form of
/// `docs/journal.md`.
///
/// # Errors
/// [`Failure::Store`], [`Failure::Unwritable`].
pub fn audit_export(request: &AuditRequest, out: &Path) -> Result<Box<dyn Outcome>, Failure> {
    wait(async {
        let mut reading = request.read().await?;
        let out_dir = OutDir::open(out)?;
        let events = out_dir.path("events.jsonl");
        journal::export(&mut reading.connection, &reading.location, &events).await?;
        let notes: String = reading.notes.iter().map(|note| files::note_line(note)).collect();
        let keys: String = files::keys(&reading.folder)?
            .iter()
            .map(|key| format!("{}\n", key.encoded()))
            .collect();
        written(&out_dir, &[(CHECKPOINTS, notes), (VERIFIER_KEYS, keys)])
    })
}
