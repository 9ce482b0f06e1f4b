//! Takes jobs, has them carried out one after the other, and tells how far they are.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use programme::Moment;
use programme::ids::{CommandId, Digest};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use units::Text;

use super::folder::{JobFolder, put};
use super::{Asked, Ended, Job, JobError, JobState, Told};
use crate::failure::Failure;

/// Jobs that may wait, and those of one user among them.
const WAITING_MAX: usize = 100;
const WAITING_OF_ONE_MAX: usize = 10;

/// What a job's process is told on its standard input, which stays open while it is wanted.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Call {
    pub(super) job: PathBuf,
    pub(super) database: PathBuf,
    pub(super) lists: PathBuf,
    pub(super) policy: Option<PathBuf>,
}

/// What a job's process tells on its standard output, a line each.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    Begin(Text, u64),
    Done(u64),
}

/// How jobs are run.
#[derive(Clone)]
pub struct JobsOptions {
    /// The database of the ledger.
    pub database: PathBuf,
    /// Where jobs and lists lie.
    pub folder: PathBuf,
    /// Gives the folder of schemes that holds when a job begins; none for the embedded ones.
    pub law: Arc<dyn Fn() -> Result<Option<PathBuf>, Failure> + Send + Sync>,
    /// Program and arguments that carry a job out: those of [`super::run_job`].
    pub program: Vec<String>,
}

struct Held {
    jobs: BTreeMap<CommandId, Job>,
    /// The process at work, and whether a user ended it.
    running: Option<(CommandId, Child, bool)>,
    closing: bool,
}

struct Shared {
    options: JobsOptions,
    clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    held: Mutex<Held>,
    woken: Condvar,
    changed: watch::Sender<u64>,
}

/// The jobs of a desk.
pub struct Jobs {
    shared: Arc<Shared>,
    worker: Option<JoinHandle<()>>,
}

impl Jobs {
    /// Reads the jobs of a folder and goes on with those that have not ended.
    ///
    /// # Errors
    /// What the disk says.
    pub fn open(
        options: JobsOptions,
        clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    ) -> io::Result<Self> {
        fs::create_dir_all(options.folder.join(LISTS))?;
        fs::create_dir_all(options.folder.join(JOBS))?;
        let mut jobs = BTreeMap::new();
        for entry in fs::read_dir(options.folder.join(JOBS))? {
            // A folder without a question was never acknowledged.
            if let Ok(job) = JobFolder::at(entry?.path()).job() {
                jobs.insert(job.asked.id.clone(), job);
            }
        }
        let held = Held { jobs, running: None, closing: false };
        let shared = Arc::new(Shared {
            options,
            clock,
            held: Mutex::new(held),
            woken: Condvar::new(),
            changed: watch::Sender::new(0),
        });
        let of_worker = shared.clone();
        let worker = std::thread::Builder::new()
            .name("desk-jobs".to_owned())
            .spawn(move || of_worker.work())?;
        Ok(Self { shared, worker: Some(worker) })
    }

    /// Keeps a list for an import; when this returns, it is on the disk.
    ///
    /// # Errors
    /// What the disk says.
    pub fn keep_list(&self, bytes: &[u8]) -> io::Result<Digest> {
        let sha256 = Digest::of(bytes);
        let path = self.list_path(sha256);
        if !path.exists() {
            put(&path, bytes)?;
        }
        Ok(sha256)
    }

    /// Where a list lies, if it was kept.
    pub fn list_path(&self, sha256: Digest) -> PathBuf {
        self.shared.options.folder.join(LISTS).join(sha256.to_string())
    }

    /// Takes a job; when this returns, it will be carried out whatever happens. The same job
    /// again is answered as it stands.
    ///
    /// # Errors
    /// [`JobError::Reused`], [`JobError::TooMany`], [`JobError::Disk`].
    pub fn ask(&self, asked: Asked) -> Result<Job, JobError> {
        let mut held = self.shared.lock();
        if let Some(job) = held.jobs.get(&asked.id) {
            let same = job.asked.work == asked.work && job.asked.by == asked.by;
            return if same { Ok(job.clone()) } else { Err(JobError::Reused) };
        }
        let waiting = || held.jobs.values().filter(|job| job.state == JobState::Waiting);
        let own = waiting().filter(|job| job.asked.by == asked.by).count();
        if waiting().count() >= WAITING_MAX || own >= WAITING_OF_ONE_MAX {
            return Err(JobError::TooMany(waiting().count()));
        }
        self.shared.folder(&asked.id).make(&asked)?;
        let job = Job::new(asked);
        held.jobs.insert(job.asked.id.clone(), job.clone());
        drop(held);
        self.shared.tell();
        Ok(job)
    }

    /// The jobs that `wanted` lets through, the newest first.
    pub fn list(&self, wanted: impl Fn(&Job) -> bool) -> Vec<Job> {
        let held = self.shared.lock();
        let mut jobs: Vec<Job> = held.jobs.values().filter(|job| wanted(job)).cloned().collect();
        jobs.sort_by(|a, b| (b.asked.at, &b.asked.id).cmp(&(a.asked.at, &a.asked.id)));
        jobs
    }

    /// A job.
    pub fn job(&self, id: &CommandId) -> Option<Job> {
        self.shared.lock().jobs.get(id).cloned()
    }

    /// Ends a job that has not ended; one that has stays as it is.
    ///
    /// # Errors
    /// [`JobError::Unknown`], [`JobError::Disk`].
    pub fn cancel(&self, id: &CommandId) -> Result<Job, JobError> {
        let mut held = self.shared.lock();
        let job = held.jobs.get(id).ok_or(JobError::Unknown)?.clone();
        match job.state {
            JobState::Waiting => self.shared.end(&mut held, id, JobState::Cancelled)?,
            JobState::Running => {
                if let Some((running, child, cancelled)) = &mut held.running
                    && running == id
                {
                    *cancelled = true;
                    // One that has just ended by itself needs no killing.
                    let _ = child.kill();
                }
            }
            JobState::Done | JobState::Failed | JobState::Cancelled => {}
        }
        let job = held.jobs.get(id).cloned().ok_or(JobError::Unknown)?;
        drop(held);
        self.shared.tell();
        Ok(job)
    }

    /// The whole result of a job that is done, JSON.
    ///
    /// # Errors
    /// What the disk says.
    pub fn result(&self, id: &CommandId) -> io::Result<Vec<u8>> {
        fs::read(self.shared.folder(id).result())
    }

    /// A file that a job wrote, one of its `files`.
    ///
    /// # Errors
    /// [`JobError::Unknown`] for another name, [`JobError::Disk`].
    pub fn file(&self, id: &CommandId, name: &str) -> Result<Vec<u8>, JobError> {
        let job = self.job(id).ok_or(JobError::Unknown)?;
        // Only names that are in the folder: a path leads nowhere.
        let name = job.files.iter().find(|known| *known == name).ok_or(JobError::Unknown)?;
        Ok(fs::read(self.shared.folder(id).out().join(name))?)
    }

    /// A number that grows with every change.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }
}

const JOBS: &str = "jobs";
const LISTS: &str = "lists";

impl Drop for Jobs {
    fn drop(&mut self) {
        {
            let mut held = self.shared.lock();
            held.closing = true;
            if let Some((_, child, _)) = &mut held.running {
                // It starts again when the desk does.
                let _ = child.kill();
            }
        }
        self.shared.tell();
        if let Some(worker) = self.worker.take() {
            // One that panicked has said so already.
            let _ = worker.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn folder(&self, id: &CommandId) -> JobFolder {
        JobFolder::of(&self.options.folder.join(JOBS), id)
    }

    /// Tells everyone that something changed.
    fn tell(&self) {
        self.changed.send_modify(|number| *number += 1);
        self.woken.notify_all();
    }

    fn end(&self, held: &mut Held, id: &CommandId, state: JobState) -> io::Result<()> {
        let at = (self.clock)();
        let folder = self.folder(id);
        folder.end(Ended { state, at })?;
        if let Some(job) = held.jobs.get_mut(id) {
            folder.fill(job, state, at);
        }
        Ok(())
    }

    /// Carries jobs out, the oldest first, until the desk closes.
    fn work(&self) {
        let mut held = self.lock();
        loop {
            if held.closing {
                return;
            }
            let waiting = held.jobs.values().filter(|job| job.state == JobState::Waiting);
            let next =
                waiting.min_by(|a, b| (a.asked.at, &a.asked.id).cmp(&(b.asked.at, &b.asked.id)));
            let Some(id) = next.map(|job| job.asked.id.clone()) else {
                held = self.woken.wait(held).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            drop(held);
            self.carry_out(&id);
            held = self.lock();
        }
    }

    fn carry_out(&self, id: &CommandId) {
        let folder = self.folder(id);
        if folder.told().is_none()
            && let Err(cause) = self.run(id, &folder)
        {
            let text = Text::new(
                format!("任务未能运行（{cause}）；请重新提交，或请运维人员处理"),
                format!("the job could not be run ({cause}); ask again, or tell the operator"),
            );
            // A disk that fails here leaves the job waiting for the next start.
            let _ = folder.tell(&Told { text, failed: true, remarks: Vec::new() });
        }
        let mut held = self.lock();
        let cancelled = held.running.take().is_some_and(|(_, _, cancelled)| cancelled);
        let state = match folder.told() {
            Some(told) if told.failed => JobState::Failed,
            Some(_) => JobState::Done,
            None if cancelled => JobState::Cancelled,
            None if held.closing => return,
            None => JobState::Failed,
        };
        if self.end(&mut held, id, state).is_err()
            && let Some(job) = held.jobs.get_mut(id)
        {
            // It is not kept as ended, and is looked at again when the desk starts.
            job.state = JobState::Failed;
        }
        drop(held);
        self.tell();
    }

    /// Starts the process of a job and hears it to its end.
    fn run(&self, id: &CommandId, folder: &JobFolder) -> io::Result<()> {
        folder.clear()?;
        let options = &self.options;
        let call = Call {
            job: folder.path().to_path_buf(),
            database: options.database.clone(),
            lists: options.folder.join(LISTS),
            policy: (options.law)().map_err(io::Error::other)?,
        };
        let mut child = command(&options.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        {
            let mut held = self.lock();
            if held.closing {
                child.kill()?;
            }
            if let Some(job) = held.jobs.get_mut(id) {
                job.state = JobState::Running;
            }
            held.running = Some((id.clone(), child, false));
        }
        self.tell();
        let heard = self.listen(id, &call, stdin, stdout);
        // Its output is closed: it has ended or is about to, so that this does not wait long.
        let mut held = self.lock();
        if let Some((_, child, cancelled)) = &mut held.running {
            if heard.is_err() {
                child.kill()?;
            }
            let status = child.wait()?;
            if !status.success() && folder.told().is_none() && !*cancelled && !held.closing {
                return Err(heard.err().unwrap_or_else(|| io::Error::other(status.to_string())));
            }
        }
        Ok(())
    }

    /// Tells the process of a job what to do, and hears it until its output ends.
    fn listen(
        &self,
        id: &CommandId,
        call: &Call,
        stdin: Option<ChildStdin>,
        stdout: Option<ChildStdout>,
    ) -> io::Result<()> {
        let mut stdin = stdin.ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(stdin, "{}", serde_json::to_string(call)?)?;
        for line in BufReader::new(stdout.ok_or(io::ErrorKind::BrokenPipe)?).lines() {
            if let Ok(said) = serde_json::from_str(&line?) {
                self.hear(id, said);
            }
        }
        Ok(())
    }

    fn hear(&self, id: &CommandId, said: Said) {
        if let Some(job) = self.lock().jobs.get_mut(id) {
            match said {
                Said::Begin(step, total) => {
                    (job.step, job.done, job.total) = (Some(step), 0, total);
                }
                Said::Done(done) => job.done = done,
            }
        }
        self.tell();
    }
}

/// The process of a job, which gives way to those who work at the desk.
fn command(program: &[String]) -> Command {
    const NICE: &str = "/usr/bin/nice";
    let (first, rest) = program.split_first().map_or(("", &[][..]), |(a, b)| (a.as_str(), b));
    if Path::new(NICE).exists() {
        let mut command = Command::new(NICE);
        command.args(["-n", "10", first]).args(rest);
        return command;
    }
    let mut command = Command::new(first);
    command.args(rest);
    command
}
