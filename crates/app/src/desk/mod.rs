//! The desk with its store: commands in, events kept, everything that readers ask for.
//!
//! One writer owns the state. It takes as many commands as wait, answers them with events, keeps
//! the events and the read tables in one transaction, and only then shows them and answers those
//! who asked. `docs/desk.md` says what is promised at a crash.

mod accounts;
mod answer;
mod audit;
mod backup;
mod documents;
mod files;
mod journal;
mod law;
mod lists;
mod maintenance;
mod pack;
mod rules;
mod search;
mod space_page;
pub(crate) mod spaces;
mod tables;
mod words;
mod writer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use programme::command::Command;
use programme::event::Event;
use programme::ids::{ApplicationId, Digest};
use programme::journal::Tree;
use programme::state::{Application, Rules, State};
use programme::{Moment, Suite};
use sqlx::AnyPool;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::{broadcast, mpsc, oneshot};
use units::{Date, SpaceId};

use crate::database::Location;
use crate::failure::Failure;
use crate::jobs::{Jobs, JobsOptions};
use crate::store::Finding;
pub use accounts::{Account, Accounts, PersonalRecord, Session};
pub use answer::{Receipt, SubmitError};
pub use audit::{AuditRequest, Proved, audit_export, audit_prove, audit_verify};
pub use documents::{DocumentError, DocumentKind, Documents, Stored};
use law::DeskLaw;
pub use lists::{ApplicationRow, Order, Page};
pub use maintenance::{backup_database, check_database, rebuild_database, restore_database};
pub use rules::desk_rules;
pub use search::Hit;
pub use space_page::{KnownFact, SpaceWhole};
pub use spaces::{CountedBy, SpaceCount, SpaceFilter, SpaceRow};
use words::ApplicationWords;
use writer::{Ask, Writer};

/// Commands that may wait for the writer; more wait at the door.
const QUEUE: usize = 1_024;
/// Event numbers that a slow subscriber may lag behind before it is told so.
const HEARD: usize = 1_024;

/// How a desk is run.
#[derive(Clone)]
pub struct Options {
    /// Where documents, key and checkpoints lie; by default the folder of the SQLite file.
    pub folder: Option<PathBuf>,
    /// The name of the journal in its checkpoints, for a desk that has no key yet.
    pub origin: String,
    /// The ciphers of a desk that has no key yet; another one keeps its own.
    pub suite: Suite,
    /// How long events wait for a checkpoint at most.
    pub checkpoint_every: Duration,
    /// The most bytes of a document.
    pub document_bytes_max: usize,
    /// The most pages (of 4,096 bytes) that an SQLite file may grow to; as the disk allows if none.
    pub file_pages_max: Option<u32>,
    /// The most commands that are kept in one transaction.
    pub batch_max: usize,
    /// Program and arguments that carry out a job; without them the desk takes none.
    pub job_program: Vec<String>,
    /// A folder of schemes for jobs, instead of the embedded ones.
    pub policy: Option<PathBuf>,
    /// The clock: milliseconds since 1970-01-01T00:00:00Z.
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            folder: None,
            origin: "reweave-desk".to_owned(),
            suite: Suite::default(),
            checkpoint_every: Duration::from_secs(60),
            document_bytes_max: 50 << 20,
            file_pages_max: None,
            batch_max: 256,
            job_program: Vec::new(),
            policy: None,
            clock: Arc::new(system_clock),
        }
    }
}

pub(crate) fn system_clock() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// What readers see: all of it is kept.
pub(crate) struct Live {
    pub(crate) state: State,
    pub(crate) tree: Tree,
    pub(crate) words: ApplicationWords,
    /// The numbers of the events about each application.
    pub(crate) events_of: BTreeMap<ApplicationId, Vec<u64>>,
}

impl Live {
    fn new(rules: Arc<Rules>, suite: Suite) -> Self {
        let (state, tree) = (State::new(rules).with_suite(suite), Tree::new(suite));
        Self { state, tree, words: ApplicationWords::default(), events_of: BTreeMap::new() }
    }

    /// Takes in the next event; the words of what it touched are put by the caller.
    fn take(&mut self, event: &Event, leaf: Digest) {
        self.state.fold(event);
        for application in self.state.touched(&event.what) {
            self.events_of.entry(application).or_default().push(event.seq);
        }
        self.tree.push(leaf);
    }
}

/// What the writer and the readers share.
pub(crate) struct Shared {
    pub(crate) location: Location,
    pub(crate) files: files::Folder,
    pub(crate) live: RwLock<Live>,
    pub(crate) heard: broadcast::Sender<u64>,
    pub(crate) readers: AnyPool,
    pub(crate) spaces: spaces::Shelf,
}

impl Shared {
    /// Looks at what is kept. The writer waits meanwhile: keep it short.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Live) -> T) -> T {
        look(&self.live.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// An open desk.
pub struct Desk {
    shared: Arc<Shared>,
    documents: Documents,
    accounts: Accounts,
    jobs: Option<Jobs>,
    law: Arc<DeskLaw>,
    clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    asks: Option<mpsc::Sender<Ask>>,
    writer: Option<JoinHandle<()>>,
    handle: Handle,
    runtime: Option<Runtime>,
}

impl Desk {
    /// Opens the desk at `location`, made if it is not there, and reads its journal. Blocks.
    ///
    /// # Errors
    /// [`Failure::Store`] when the database cannot be used, is damaged, has another writer, or
    /// holds a journal that does not agree with its checkpoints; nothing is changed then.
    pub fn open(
        location: &Location,
        rules: Arc<Rules>,
        options: &Options,
    ) -> Result<Self, Failure> {
        let fail = |cause: std::io::Error| location.fail(cause);
        let mut build = tokio::runtime::Builder::new_multi_thread();
        let runtime = build.worker_threads(2).enable_all().build().map_err(fail)?;
        let new = (options.origin.as_str(), options.suite);
        let (folder, lock) = files::Folder::open(location, options.folder.as_deref(), new)?;
        let suite = folder.signer().suite();
        let documents = Documents::new(folder.path(), options.document_bytes_max, suite);
        let jobs_folder = folder.path().to_path_buf();
        let (shared, connection) =
            runtime.block_on(journal::open(location, rules, folder, options.file_pages_max))?;
        let shared = Arc::new(shared);
        let first = shared.clone();
        // So that the first search need not wait; one that fails tells its own user.
        runtime.spawn(async move { first.spaces.get(&first).await.map(|_| ()) });
        let (asks, waiting) = mpsc::channel(QUEUE);
        let writer = Writer::new(shared.clone(), lock, connection, waiting, options);
        let handle = runtime.handle().clone();
        let on = handle.clone();
        let writer = std::thread::Builder::new()
            .name("desk-writer".to_owned())
            .spawn(move || on.block_on(writer.run()))
            .map_err(fail)?;
        // A pool looks after itself on the runtime that it is made in.
        let accounts = runtime.block_on(async { Accounts::new(location) })?;
        let clock = options.clock.clone();
        let law = (options.policy.clone(), jobs_folder.join("law"));
        let law = Arc::new(DeskLaw::new(law.0, law.1, shared.clone()));
        let jobs = match options.job_program.as_slice() {
            [] => None,
            program => {
                let of_jobs = law.clone();
                let options = JobsOptions {
                    database: location.written(),
                    folder: jobs_folder,
                    law: Arc::new(move || of_jobs.folder()),
                    program: program.to_vec(),
                };
                Some(Jobs::open(options, clock.clone()).map_err(fail)?)
            }
        };
        let (asks, writer, runtime) = (Some(asks), Some(writer), Some(runtime));
        Ok(Self { shared, documents, accounts, jobs, law, clock, asks, writer, handle, runtime })
    }

    /// Its long work, if it takes any.
    pub fn jobs(&self) -> Option<&Jobs> {
        self.jobs.as_ref()
    }

    /// The folder of schemes that holds at the moment, with what was confirmed here; none for the
    /// embedded schemes as they came. Blocks.
    ///
    /// # Errors
    /// [`Failure`] where it cannot be read or written.
    pub fn law(&self) -> Result<Option<PathBuf>, Failure> {
        self.law.folder()
    }

    /// Has a command carried out; returns when its events are on the disk.
    ///
    /// # Errors
    /// [`SubmitError`]; a refusal is the rules' answer, not a fault.
    pub async fn submit(&self, command: Command) -> Result<Receipt, SubmitError> {
        self.ask(|answer| Ask::Command { command: Box::new(command), answer }).await
    }

    /// Looks at the state, of which all is kept. The writer waits meanwhile: keep it short.
    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        self.shared.read(|live| look(&live.state))
    }

    /// How many events there are, each time that more are kept.
    pub fn subscribe(&self) -> broadcast::Receiver<u64> {
        self.shared.heard.subscribe()
    }

    /// The number of events, and the root over them.
    pub fn root(&self) -> (u64, Digest) {
        self.shared.read(|live| journal::root(&live.tree))
    }

    /// The proof that event `index` is in the journal of the first `size` events; `None` where
    /// there are fewer.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Digest>> {
        let (index, size) = (usize::try_from(index).ok()?, usize::try_from(size).ok()?);
        self.shared.read(|live| live.tree.inclusion(index, size))
    }

    /// The proof that the journal of the first `old` events is a prefix of that of the first `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Digest>> {
        let (old, new) = (usize::try_from(old).ok()?, usize::try_from(new).ok()?);
        self.shared.read(|live| live.tree.consistency(old, new))
    }

    /// At most `limit` lines of the journal from event `from` on, each without its line's end.
    ///
    /// # Errors
    /// [`Failure::Store`] when the database cannot be read.
    pub async fn lines(&self, from: u64, limit: u32) -> Result<Vec<String>, Failure> {
        let shared = self.shared.clone();
        self.on_runtime(async move { journal::lines(&shared, from, limit).await }).await
    }

    /// Signs what is kept now and writes the note out; `None` for an empty journal.
    ///
    /// # Errors
    /// [`SubmitError::NotKept`] when it cannot be written.
    pub async fn checkpoint(&self) -> Result<Option<String>, SubmitError> {
        self.ask(|answer| Ask::Checkpoint { answer }).await
    }

    /// The ciphers that the desk goes by.
    pub fn suite(&self) -> Suite {
        self.shared.files.signer().suite()
    }

    /// The key that checks the desk's checkpoints, as C2SP `signed-note` writes it.
    pub fn verifier_key(&self) -> String {
        self.shared.files.signer().verifier().encoded()
    }

    /// At most `limit` of the applications that `wanted` lets through, in an order, behind `after`,
    /// which is the `next` of the page before. A row that moves in the order meanwhile may be shown
    /// twice or not at all.
    pub fn applications(
        &self,
        wanted: impl Fn(&State, &Application) -> bool,
        order: Order,
        after: Option<&str>,
        limit: usize,
    ) -> Page<ApplicationRow> {
        self.read(|state| {
            let wanted = |one: &Application| wanted(state, one);
            lists::applications(state, wanted, order, after, limit)
        })
    }

    /// At most `limit` of the spaces of the ledger that `filter` lets through, in the order of
    /// their ids, behind `after`, which is the `next` of the page before.
    ///
    /// # Errors
    /// [`Failure::Store`] when the database cannot be read.
    pub async fn spaces(
        &self,
        filter: SpaceFilter,
        after: Option<String>,
        limit: usize,
    ) -> Result<Page<SpaceRow>, Failure> {
        let shared = self.shared.clone();
        self.on_runtime(async move {
            spaces::list(&shared, &filter, after.as_deref(), limit)
                .await
                .map_err(|cause| shared.location.fail(cause))
        })
        .await
    }

    /// Spaces that `filter` lets through, counted by a part of them.
    ///
    /// # Errors
    /// [`Failure::Store`] when the database cannot be read.
    pub async fn count_spaces(
        &self,
        filter: SpaceFilter,
        by: CountedBy,
    ) -> Result<Vec<SpaceCount>, Failure> {
        self.look_at_spaces(filter, move |rows| spaces::counts(rows, by)).await
    }

    /// Looks at every space that `filter` lets through, in the order of their ids.
    ///
    /// # Errors
    /// [`Failure::Store`] when the database cannot be read.
    pub async fn look_at_spaces<T: Send + 'static>(
        &self,
        filter: SpaceFilter,
        take: impl FnOnce(&mut dyn Iterator<Item = &SpaceRow>) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let shared = self.shared.clone();
        self.on_runtime(async move {
            let looked = spaces::look(&shared, &filter, take).await;
            looked.map_err(|cause| shared.location.fail(cause))
        })
        .await
    }

    /// All that the ledger knows of one space, and what the chain found of it; `None` where there
    /// is no such space.
    ///
    /// # Errors
    /// [`Failure::Store`] when the database cannot be read.
    pub async fn space(&self, id: SpaceId) -> Result<Option<SpaceWhole>, Failure> {
        let shared = self.shared.clone();
        self.on_runtime(async move {
            let found = space_page::whole(&shared, &id).await;
            found.map_err(|cause| shared.location.fail(cause))
        })
        .await
    }

    /// What people found of pairs of spaces, oldest first. Blocks.
    ///
    /// # Errors
    /// [`Failure::Store`].
    pub fn merge_findings(&self) -> Result<Vec<Finding>, Failure> {
        crate::merging::merge_findings(&self.shared.location.written())
    }

    /// Keeps what a person found of two spaces. Blocks.
    ///
    /// # Errors
    /// [`Failure::Request`] where one is not in the ledger, they are one already, or there is
    /// nothing to undo; [`Failure::Store`].
    pub fn find_merge(&self, finding: &Finding) -> Result<(), Failure> {
        crate::merging::find_merge(&self.shared.location.written(), finding)
    }

    /// At most `limit` applications, then spaces, with every word of `text`, behind `after`, which
    /// is the `next` of the page before. Chinese words are found anywhere, others where a word
    /// begins. `wanted` says which applications may be seen.
    ///
    /// # Errors
    /// [`Failure::Store`] when the database cannot be read.
    pub async fn search(
        &self,
        text: String,
        wanted: impl Fn(&State, &Application) -> bool + Send + 'static,
        after: Option<String>,
        limit: usize,
    ) -> Result<Page<Hit>, Failure> {
        let shared = self.shared.clone();
        self.on_runtime(async move {
            search::search(&shared, &text, wanted, after.as_deref(), limit)
                .await
                .map_err(|cause| shared.location.fail(cause))
        })
        .await
    }

    /// Passwords, sessions and personal records.
    pub fn accounts(&self) -> Accounts {
        self.accounts.clone()
    }

    /// What the clock says.
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// The day of the place, by its clock.
    pub fn today(&self, state: &State) -> Date {
        state.rules().calendar.date(self.now())
    }

    /// Every line of the journal about an application, in order.
    ///
    /// # Errors
    /// [`Failure::Store`] when the database cannot be read.
    pub async fn lines_of(&self, application: &ApplicationId) -> Result<Vec<String>, Failure> {
        let shared = self.shared.clone();
        let application = application.clone();
        self.on_runtime(async move { journal::lines_of(&shared, &application).await }).await
    }

    /// The documents.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// A copy of all that the desk has, in a new folder, taken while it runs; `docs/desk.md` says
    /// what is in it.
    ///
    /// # Errors
    /// [`Failure::Unwritable`] when the folder is there already or cannot be written,
    /// [`Failure::Store`] when the database cannot be read.
    pub async fn backup(&self, to: &Path) -> Result<(), Failure> {
        let (shared, to) = (self.shared.clone(), to.to_path_buf());
        self.on_runtime(
            async move { backup::backup(&shared.location, shared.files.path(), &to).await },
        )
        .await
    }

    /// Answers what waits, signs a checkpoint and takes no more commands.
    ///
    /// # Errors
    /// [`SubmitError::NotKept`] when the checkpoint cannot be written; every receipt stands.
    pub async fn close(&self) -> Result<(), SubmitError> {
        self.ask(|answer| Ask::Close { answer }).await
    }

    /// Waits for what the desk was asked, for callers that have no runtime of their own.
    ///
    /// # Panics
    /// Inside an asynchronous runtime, where there is nothing to wait with.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.handle.block_on(work)
    }

    async fn ask<T>(
        &self,
        ask: impl FnOnce(oneshot::Sender<Result<T, SubmitError>>) -> Ask,
    ) -> Result<T, SubmitError> {
        let (answer, answered) = oneshot::channel();
        let asks = self.asks.as_ref().ok_or(SubmitError::Closed)?;
        asks.send(ask(answer)).await.map_err(|_| SubmitError::Closed)?;
        answered.await.map_err(|_| SubmitError::Closed)?
    }

    /// Runs on the desk's own threads, so that callers may come from any runtime or none.
    async fn on_runtime<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) -> Result<T, Failure> {
        let closed = || self.shared.location.fail("the desk is closed");
        self.handle.spawn(work).await.map_err(|_| closed())?
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // Without commands to come the writer signs what it has and ends.
        self.asks = None;
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has said so already.
            let _ = writer.join();
        }
        // A runtime may not be waited for inside another one.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
