//! A job's folder: each file appears whole or not at all, and is on the disk then.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use programme::ids::{CommandId, Digest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Asked, Ended, Job, JobState, Told};

const ASKED: &str = "asked.json";
const TOLD: &str = "told.json";
const ENDED: &str = "ended.json";
const RESULT: &str = "result.json";
/// The files for people.
const OUT: &str = "out";

/// The folder of one job.
#[derive(Clone, Debug)]
pub(super) struct JobFolder(PathBuf);

impl JobFolder {
    /// That of `id` among all; named by a hash, since an id is no name of a file.
    pub(super) fn of(jobs: &Path, id: &CommandId) -> Self {
        Self(jobs.join(Digest::of(id.as_str().as_bytes()).to_string()))
    }

    /// One that is known by its path.
    pub(super) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn out(&self) -> PathBuf {
        self.0.join(OUT)
    }

    pub(super) fn result(&self) -> PathBuf {
        self.0.join(RESULT)
    }

    /// Makes it, with what is asked.
    pub(super) fn make(&self, asked: &Asked) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        put_json(&self.0.join(ASKED), asked)?;
        File::open(self.0.parent().unwrap_or(&self.0))?.sync_all()
    }

    pub(super) fn asked(&self) -> io::Result<Asked> {
        get_json(&self.0.join(ASKED))
    }

    /// Notes what came of it. The result is written before.
    pub(super) fn tell(&self, told: &Told) -> io::Result<()> {
        put_json(&self.0.join(TOLD), told)
    }

    /// Notes how it ended.
    pub(super) fn end(&self, ended: Ended) -> io::Result<()> {
        put_json(&self.0.join(ENDED), &ended)
    }

    /// Takes away what an attempt left that did not come to its end.
    pub(super) fn clear(&self) -> io::Result<()> {
        let gone = |done: io::Result<()>| match done {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        };
        gone(fs::remove_file(self.result()))?;
        gone(fs::remove_dir_all(self.out()))
    }

    /// What came of it, if its process came to its end.
    pub(super) fn told(&self) -> Option<Told> {
        get_json(&self.0.join(TOLD)).ok()
    }

    /// The job as its folder has it.
    pub(super) fn job(&self) -> io::Result<Job> {
        let mut job = Job::new(self.asked()?);
        let ended: Option<Ended> = get_json(&self.0.join(ENDED)).ok();
        if let Some(Ended { state, at }) = ended {
            self.fill(&mut job, state, at);
        }
        Ok(job)
    }

    /// Puts an end into a job, with what was told and written.
    pub(super) fn fill(&self, job: &mut Job, state: JobState, at: programme::Moment) {
        (job.state, job.ended, job.step) = (state, Some(at), None);
        if let Some(told) = self.told() {
            (job.told, job.remarks) = (Some(told.text), told.remarks);
        }
        let names = fs::read_dir(self.out()).into_iter().flatten().flatten();
        job.files = names.filter_map(|one| one.file_name().into_string().ok()).collect();
        job.files.sort();
    }
}

fn get_json<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    serde_json::from_slice(&fs::read(path)?).map_err(io::Error::from)
}

fn put_json(path: &Path, value: &impl Serialize) -> io::Result<()> {
    put(path, &serde_json::to_vec(value)?)
}

/// Writes a file whole or not at all; on the disk when it returns.
pub(super) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut file = File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    File::open(path.parent().unwrap_or(path))?.sync_all()
}
