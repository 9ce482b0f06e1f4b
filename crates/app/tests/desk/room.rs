//! A folder with a desk in it, whose clock the test sets.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use app::Location;
use app::desk::{Desk, Options, Receipt, SubmitError};
use programme::command::Command;
use programme::{Moment, Suite};
use tempfile::TempDir;

use crate::generate::{History, furnishing};
use crate::world::rules;

/// How many times as much of a long test is run as usually: `REWEAVE_TIMES`.
pub(crate) fn times() -> u64 {
    std::env::var("REWEAVE_TIMES").map_or(1, |times| times.parse().unwrap())
}

/// A place for one desk.
pub(crate) struct Room {
    pub(crate) folder: TempDir,
    pub(crate) location: Location,
    pub(crate) options: Options,
    clock: Arc<AtomicI64>,
}

impl Room {
    /// A desk in an SQLite file.
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let location = Location::File(folder.path().join("desk.sqlite"));
        Self::at(folder, location)
    }

    /// A desk in a database, its files in a folder of its own.
    pub(crate) fn at(folder: TempDir, location: Location) -> Self {
        let clock = Arc::new(AtomicI64::new(0));
        let read = clock.clone();
        let options = Options {
            folder: Some(folder.path().to_path_buf()),
            checkpoint_every: Duration::from_secs(3_600),
            clock: Arc::new(move || Moment(read.load(Ordering::SeqCst))),
            ..Options::default()
        };
        Self { folder, location, options, clock }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn open(&self) -> Desk {
        self.try_open().unwrap_or_else(|cause| panic!("{cause}"))
    }

    pub(crate) fn try_open(&self) -> Result<Desk, app::Failure> {
        Desk::open(&self.location, rules(), &self.options)
    }

    /// Copies keys and checkpoints to another folder.
    pub(crate) fn copy_files(&self, to: &Path) {
        for name in ["desk.key", "keys.txt", "checkpoints.jsonl"] {
            if self.path(name).exists() {
                std::fs::copy(self.path(name), to.join(name)).unwrap();
            }
        }
    }

    /// Sets the clock.
    pub(crate) fn set(&self, at: Moment) {
        self.clock.store(at.0, Ordering::SeqCst);
    }

    /// An open desk with people, two programmes and their budgets, at the moment of the last of it.
    pub(crate) fn furnished(&self) -> Desk {
        let desk = self.open();
        for (command, at) in furnishing(self.options.suite) {
            self.send(&desk, command, *at).unwrap();
        }
        desk
    }

    /// The same place for a desk with these ciphers.
    pub(crate) fn with(mut self, suite: Suite) -> Self {
        self.options.suite = suite;
        self
    }

    /// Sends commands of a history that goes on from what the desk has; returns the receipts.
    pub(crate) fn go_on(&self, desk: &Desk, seed: u64, commands: usize) -> Vec<Receipt> {
        let mut history = History::of(self.options.suite, seed);
        history.state = desk.read(Clone::clone);
        let mut receipts = Vec::new();
        for _ in 0..commands {
            let (command, at) = history.draw();
            receipts.extend(self.send(desk, &command, at).ok());
            history.take(command, at);
        }
        receipts
    }

    /// Sends a command at a moment.
    pub(crate) fn send(
        &self,
        desk: &Desk,
        command: &Command,
        at: Moment,
    ) -> Result<Receipt, SubmitError> {
        self.set(at);
        desk.wait(desk.submit(command.clone()))
    }
}
