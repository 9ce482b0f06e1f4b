//! The one that writes: takes what waits, keeps it in one transaction, then shows and answers it.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use programme::command::Command;
use programme::event::Event;
use programme::ids::{ApplicationId, Digest};
use programme::journal::{Checkpoint, leaf_hash, line};
use programme::state::State;
use programme::{Answer, Moment, Refusal, apply};
use sqlx::{AnyConnection, Connection as _};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout, timeout_at};

use super::files::Lock;
use super::{Options, Receipt, Shared, SubmitError, journal, tables};

/// How long the database may take for one transaction, before it counts as gone.
const PATIENCE: Duration = Duration::from_secs(30);

type Reply<T> = oneshot::Sender<Result<T, SubmitError>>;

/// What the writer is asked.
pub(super) enum Ask {
    /// Carry out a command.
    Command { command: Box<Command>, answer: Reply<Receipt> },
    /// Sign what is kept.
    Checkpoint { answer: Reply<Option<String>> },
    /// Sign what is kept, and end.
    Close { answer: Reply<()> },
}

/// A command that waits for its receipt.
struct Waiting {
    command: Box<Command>,
    answer: Reply<Receipt>,
    outcome: Result<Answer, Refusal>,
}

/// The one that writes.
pub(super) struct Writer {
    shared: Arc<Shared>,
    /// Held as long as this one writes.
    _lock: Lock,
    /// None after the database failed, until it is read again.
    connection: Option<AnyConnection>,
    asks: mpsc::Receiver<Ask>,
    /// What is kept, and what the present batch adds to it.
    ahead: State,
    /// The last checkpoint, and how many events it covers.
    signed: Option<(u64, String)>,
    checkpoint_every: Duration,
    batch_max: usize,
    file_pages_max: Option<u32>,
    clock: Arc<dyn Fn() -> Moment + Send + Sync>,
}

impl Writer {
    pub(super) fn new(
        shared: Arc<Shared>,
        lock: Lock,
        connection: AnyConnection,
        asks: mpsc::Receiver<Ask>,
        options: &Options,
    ) -> Self {
        let ahead = shared.read(|live| live.state.clone());
        let (batch_max, clock) = (options.batch_max.max(1), options.clock.clone());
        let checkpoint_every = options.checkpoint_every;
        let connection = Some(connection);
        Self {
            shared,
            _lock: lock,
            connection,
            asks,
            ahead,
            signed: None,
            checkpoint_every,
            batch_max,
            file_pages_max: options.file_pages_max,
            clock,
        }
    }

    /// Answers until it is told to close, or nobody is left to ask; then leaves the database.
    pub(super) async fn run(mut self) {
        let closing = self.answer_all().await;
        let signed = self.checkpoint().await.map(|_| ());
        if let Some(connection) = self.connection.take() {
            // All of it is kept, however the connection ends.
            let _ = timeout(PATIENCE, connection.close()).await;
        }
        let _ = timeout(PATIENCE, self.shared.readers.close()).await;
        if let Some(closing) = closing {
            // Who asked may have gone.
            let _ = closing.send(signed);
        }
    }

    /// Answers what is asked; returns whom to tell that it has closed.
    async fn answer_all(&mut self) -> Option<Reply<()>> {
        let mut due = Instant::now() + self.checkpoint_every;
        loop {
            let ask = match timeout_at(due, self.asks.recv()).await {
                Ok(ask) => ask,
                Err(_) => {
                    // What is not signed now is signed at the next turn.
                    let _ = self.checkpoint().await;
                    due = Instant::now() + self.checkpoint_every;
                    continue;
                }
            };
            match ask? {
                Ask::Command { command, answer } => {
                    if let Some(closing) = self.batch(command, answer).await {
                        return Some(closing);
                    }
                }
                Ask::Checkpoint { answer } => {
                    // Who asked may have gone.
                    let _ = answer.send(self.checkpoint().await);
                }
                Ask::Close { answer } => return Some(answer),
            }
        }
    }

    /// Takes a command and those that wait behind it; returns whom to tell, if it is to close.
    async fn batch(&mut self, command: Box<Command>, answer: Reply<Receipt>) -> Option<Reply<()>> {
        let (mut commands, mut signing, mut closing) = (vec![(command, answer)], None, None);
        while commands.len() < self.batch_max && signing.is_none() && closing.is_none() {
            match self.asks.try_recv() {
                Ok(Ask::Command { command, answer }) => commands.push((command, answer)),
                Ok(Ask::Checkpoint { answer }) => signing = Some(answer),
                Ok(Ask::Close { answer }) => closing = Some(answer),
                Err(_) => break,
            }
        }
        self.carry_out(commands).await;
        if let Some(answer) = signing {
            // Who asked may have gone.
            let _ = answer.send(self.checkpoint().await);
        }
        closing
    }

    /// Applies commands one after the other, keeps what happened, and answers them.
    async fn carry_out(&mut self, commands: Vec<(Box<Command>, Reply<Receipt>)>) {
        if self.connection.is_none()
            && let Err(cause) = self.recover().await
        {
            for (_, answer) in commands {
                // Who asked may have gone; the same holds for every answer below.
                let _ = answer.send(Err(SubmitError::NotKept { cause: cause.clone() }));
            }
            return;
        }
        let mut batch = Vec::with_capacity(commands.len());
        let mut events = Vec::new();
        for (command, answer) in commands {
            let outcome = apply(&self.ahead, &command, (self.clock)());
            if let Ok(Answer::Happened(happened)) = &outcome {
                happened.iter().for_each(|event| self.ahead.fold(event));
                events.extend(happened.iter().cloned());
            }
            batch.push(Waiting { command, answer, outcome });
        }
        match self.keep(&events).await {
            Ok(()) => self.answer(batch),
            Err(cause) => self.answer_after_failure(batch, &cause).await,
        }
    }

    /// Writes events and read tables in one transaction, and shows them once they are on the disk.
    async fn keep(&mut self, events: &[Event]) -> Result<(), String> {
        let Some(first) = events.first().map(|event| event.seq) else { return Ok(()) };
        let lines: Vec<Vec<u8>> = events.iter().map(line).collect();
        let touched: BTreeSet<ApplicationId> =
            events.iter().flat_map(|event| self.ahead.touched(&event.what)).collect();
        let connection = self.connection.as_mut().ok_or("the database is gone")?;
        let write = async {
            let mut write = connection.begin().await?;
            tables::append(&mut write, first, &lines).await?;
            for id in &touched {
                tables::put(&mut write, &self.ahead, id).await?;
            }
            write.commit().await
        };
        timeout(PATIENCE, write)
            .await
            .map_err(|_| "the database does not answer".to_owned())?
            .map_err(|cause| cause.to_string())?;
        let suite = self.shared.files.signer().suite();
        let leaves = lines.iter().map(|line| leaf_hash(suite, line));
        self.show(&events.iter().zip(leaves).collect::<Vec<_>>());
        Ok(())
    }

    /// Shows readers what was kept.
    fn show(&self, events: &[(&Event, Digest)]) {
        let mut guard = self.shared.live.write().unwrap_or_else(PoisonError::into_inner);
        let live = &mut *guard;
        events.iter().for_each(|(event, leaf)| live.take(event, *leaf));
        let touched: BTreeSet<_> =
            events.iter().flat_map(|(event, _)| live.state.touched(&event.what)).collect();
        touched.iter().for_each(|id| live.words.put(&live.state, id));
    }

    fn answer(&self, batch: Vec<Waiting>) {
        let (size, root) = self.shared.read(|live| journal::root(&live.tree));
        for Waiting { answer, outcome, .. } in batch {
            let _ = answer.send(match outcome {
                Ok(Answer::Happened(events)) => {
                    let (first, last) = (events.first(), events.last());
                    let numbers = first.zip(last).map(|(first, last)| first.seq..last.seq + 1);
                    let events = numbers.unwrap_or(size..size);
                    Ok(Receipt { events, repeated: false, size, root })
                }
                Ok(Answer::Repeated(events)) => Ok(Receipt { events, repeated: true, size, root }),
                Err(refusal) => Err(SubmitError::Refused(Box::new(refusal))),
            });
        }
        // Without subscribers nobody hears it.
        let _ = self.shared.heard.send(size);
    }

    /// Whether a transaction that failed was kept after all is what the database says when it is
    /// read again; until then nobody can know.
    async fn answer_after_failure(&mut self, batch: Vec<Waiting>, cause: &str) {
        let recovered = self.recover().await;
        let (size, root) = self.shared.read(|live| journal::root(&live.tree));
        for Waiting { command, answer, .. } in batch {
            let again =
                recovered.as_ref().ok().map(|()| apply(&self.ahead, &command, (self.clock)()));
            let _ = answer.send(match again {
                Some(Ok(Answer::Repeated(events))) => {
                    Ok(Receipt { events, repeated: false, size, root })
                }
                _ => Err(SubmitError::NotKept { cause: cause.to_owned() }),
            });
        }
    }

    /// Connects anew and takes in what was kept.
    async fn recover(&mut self) -> Result<(), String> {
        if let Some(old) = self.connection.take() {
            // Waits until nothing of it is on its way any more, where that can be waited for.
            let _ = timeout(PATIENCE, old.close()).await;
        }
        let location = &self.shared.location;
        let (from, suite) = self.shared.read(|live| (live.state.next_seq(), live.tree.suite()));
        let again = async {
            let mut connection = location.connect().await.map_err(|cause| cause.to_string())?;
            journal::be_the_writer(location, &mut connection, self.file_pages_max).await?;
            let mut kept = Vec::new();
            loop {
                let from = from + kept.len() as u64;
                let more = journal::read(&mut connection, suite, from).await?;
                if more.is_empty() {
                    return Ok::<_, String>((connection, kept));
                }
                kept.extend(more);
            }
        };
        let (connection, kept) =
            timeout(PATIENCE, again).await.map_err(|_| "the database does not answer")??;
        self.show(&kept.iter().map(|(event, leaf)| (event, *leaf)).collect::<Vec<_>>());
        self.ahead = self.shared.read(|live| live.state.clone());
        self.connection = Some(connection);
        Ok(())
    }

    /// Signs what is kept, unless that is signed already; writes the note into the table and out.
    /// None for an empty journal.
    async fn checkpoint(&mut self) -> Result<Option<String>, SubmitError> {
        let not_kept = |cause: String| SubmitError::NotKept { cause };
        let (size, root) = self.shared.read(|live| journal::root(&live.tree));
        if size == 0 {
            return Ok(None);
        }
        if let Some((signed, note)) = &self.signed
            && *signed == size
        {
            return Ok(Some(note.clone()));
        }
        if self.connection.is_none() {
            self.recover().await.map_err(not_kept)?;
        }
        let files = &self.shared.files;
        let checkpoint = Checkpoint { origin: files.origin().to_owned(), size, root };
        let note = files.signer().sign(&checkpoint).map_err(|cause| not_kept(cause.to_string()))?;
        let connection = self.connection.as_mut().ok_or(SubmitError::Closed)?;
        let kept = timeout(PATIENCE, tables::keep_note(connection, size, &note)).await;
        let kept = kept.unwrap_or(Err(sqlx::Error::PoolTimedOut));
        if let Err(cause) = kept {
            // The connection may be of no use any more; a command finds out too.
            let _ = self.recover().await;
            return Err(not_kept(cause.to_string()));
        }
        files.add_note(&note).map_err(|cause| not_kept(cause.to_string()))?;
        self.signed = Some((size, note.clone()));
        Ok(Some(note))
    }
}
