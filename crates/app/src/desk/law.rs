//! The law that the desk goes by: the files that came, and what officials confirmed here.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use programme::law::Confirmations;

use super::Shared;
use crate::confirming::confirmed_law;
use crate::failure::Failure;

/// Gives the folder of schemes that holds at the moment.
pub(crate) struct DeskLaw {
    /// The folder that the operator gave, instead of the embedded schemes.
    policy: Option<PathBuf>,
    /// Where folders with confirmations lie, each named by its content.
    root: PathBuf,
    shared: Arc<Shared>,
    /// What was confirmed when the last folder was made, and that folder.
    last: Mutex<(Confirmations, Option<PathBuf>)>,
}

impl DeskLaw {
    /// Folders of an earlier run are taken away: all can be made again from the journal.
    pub(super) fn new(policy: Option<PathBuf>, root: PathBuf, shared: Arc<Shared>) -> Self {
        let _ = fs::remove_dir_all(&root);
        let last = Mutex::new((Confirmations::new(), policy.clone()));
        Self { policy, root, shared, last }
    }

    /// The folder of schemes; none for the embedded ones as they came.
    ///
    /// # Errors
    /// [`Failure::Unwritable`] where the disk cannot take it, [`Failure::Input`] and
    /// [`Failure::Unreadable`] for the operator's folder.
    pub(crate) fn folder(&self) -> Result<Option<PathBuf>, Failure> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = self.shared.read(|live| {
            let (confirmed, rules) = (live.state.confirmations(), live.state.rules());
            (*confirmed != last.0).then(|| (confirmed.clone(), rules.calendar.clone()))
        });
        if let Some((confirmed, calendar)) = changed {
            let policy = self.policy.as_deref();
            let folder = if confirmed.is_empty() {
                self.policy.clone()
            } else {
                Some(confirmed_law(policy, &confirmed, &calendar, &self.root)?)
            };
            *last = (confirmed, folder);
        }
        Ok(last.1.clone())
    }
}
