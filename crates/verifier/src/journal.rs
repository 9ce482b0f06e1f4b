//! A journal from its first line to its last: read in blocks, of which one is parsed and hashed
//! while the one before is checked. What is kept is the state, not the lines.

use std::io::{self, BufRead, Read as _};
use std::iter::Peekable;
use std::ops::Range;

use rayon::prelude::*;

use crate::accounts::CarbonSums;
use crate::event::{Event, What};
use crate::money::BUCKETS;
use crate::note::{Checkpoint, Notes};
use crate::refusal::{Check, Fault, Refusal, Say, Verdict};
use crate::state::State;
use crate::suite::Suite;
use crate::tree::{Frontier, Hash, encode, leaf_hash};

/// Bytes that are read before a block is parsed.
const BLOCK: usize = 1 << 22;
/// The longest line, in bytes: more than the longest lists of the longest texts need.
const LINE_MAX: usize = 1 << 24;

/// A journal that passed every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// How many events there are.
    pub events: u64,
    /// The root hash over all of them.
    pub root: Hash,
    /// The suite that it was founded with.
    pub suite: Suite,
    /// How many of them a trusted key has signed; the rest are unsigned.
    pub signed: u64,
    /// How many applications there are.
    pub applications: usize,
    /// Fen in each bucket, over all lines.
    pub sums_fen: [(&'static str, i128); 8],
    /// What carbon accounts hold together.
    pub carbon: CarbonSums,
}

/// Why a journal was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It fails a check.
    #[error("{0}")]
    Refused(Refusal),
    /// It could not be read.
    #[error("cannot read: {0}")]
    Read(#[from] io::Error),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Checks the lines `events` of the journal in `file` against all checks of `docs/journal.md`, in a
/// place whose clocks are `offset_minutes` ahead of UTC, and against the checkpoints `notes`.
///
/// # Errors
/// [`Failure`]: the first failure with its line, or that of reading.
pub fn verify(
    file: &str,
    mut events: impl BufRead,
    notes: &Notes,
    offset_minutes: i16,
) -> Result<Accepted, Failure> {
    let mut block = Block::read(&mut events)?;
    let suite = block.suite().or(notes.suite()).unwrap_or_default();
    check_suites(notes, suite)?;
    let mut checker = Checker {
        file,
        state: State::new(offset_minutes),
        tree: Frontier::new(suite),
        notes: notes.by_size.values().flatten().peekable(),
    };
    checker.check_roots()?;
    let mut before = Vec::new();
    loop {
        let (parsed, checked) = rayon::join(|| block.parse(suite), || checker.take(before));
        checked?;
        if parsed.is_empty() {
            return checker.end(notes);
        }
        before = parsed;
        block = Block::read(&mut events)?;
    }
}

/// Whether all checkpoints are signed by keys of the suite that the journal was founded with.
fn check_suites(notes: &Notes, suite: Suite) -> Result<(), Refusal> {
    let mut all = notes.by_size.values().flatten();
    let other = all.find(|note| note.suite.is_some_and(|signed| signed != suite));
    let Some(note) = other else { return Ok(()) };
    let expected = ["日志所用套件的密钥", "a key of the suite that the journal was founded with"];
    let signed = note.suite.map_or("", Suite::name);
    let fault = Fault::new(Check::Hashes, format!("{signed} ≠ {}", suite.name()), expected);
    Err(Refusal { file: note.file.clone(), line: note.line, fault })
}

/// A line's hash, and its event if it is one.
type Parsed = (Hash, Verdict<Event>);

/// Some whole lines.
struct Block {
    bytes: Vec<u8>,
    lines: Vec<Range<usize>>,
}

impl Block {
    fn read(from: &mut impl BufRead) -> io::Result<Self> {
        let mut block = Self { bytes: Vec::with_capacity(BLOCK + BLOCK / 4), lines: Vec::new() };
        while block.bytes.len() < BLOCK {
            let start = block.bytes.len();
            let most = LINE_MAX as u64 + 1;
            if from.by_ref().take(most).read_until(b'\n', &mut block.bytes)? == 0 {
                break;
            }
            block.lines.push(start..block.bytes.len());
            if block.bytes.len() - start > LINE_MAX {
                break;
            }
        }
        Ok(block)
    }

    /// The suite that the first line founds the journal with.
    fn suite(&self) -> Option<Suite> {
        let line = self.bytes.get(self.lines.first()?.clone())?;
        match Event::read(line.strip_suffix(b"\n")?).ok()?.what {
            What::Founded { suite, .. } => Some(suite),
            _ => None,
        }
    }

    fn parse(&self, suite: Suite) -> Vec<Parsed> {
        let parse = |line: &Range<usize>| {
            let line = self.bytes.get(line.clone()).unwrap_or_default();
            let whole = line.strip_suffix(b"\n");
            let bytes = whole.unwrap_or(line);
            (leaf_hash(suite, bytes), whole.map_or_else(|| Err(unended(line)), Event::read))
        };
        self.lines.par_iter().with_min_len(64).map(parse).collect()
    }
}

fn unended(line: &[u8]) -> Fault {
    let expected: Say = if line.len() > LINE_MAX {
        ["一行至多 16 MiB", "a line of at most 16 MiB"]
    } else {
        ["每行以换行结束，末行也是", "a line end behind each line, the last one too"]
    };
    Fault::new(Check::Form, format!("{} bytes", line.len()), expected)
}

struct Checker<'a, N: Iterator<Item = &'a Checkpoint>> {
    file: &'a str,
    state: State,
    tree: Frontier,
    /// The checkpoints that were not reached yet, by size.
    notes: Peekable<N>,
}

impl<'a, N: Iterator<Item = &'a Checkpoint>> Checker<'a, N> {
    fn take(&mut self, parsed: Vec<Parsed>) -> Result<(), Refusal> {
        for (hash, event) in parsed {
            self.tree.push(hash);
            let line = self.tree.size();
            let at = |fault| Refusal { file: self.file.to_owned(), line, fault };
            let event = event.map_err(at)?;
            let application = self.state.check_sequence(&event).map_err(at)?;
            self.check_roots()?;
            let at = |fault| Refusal { file: self.file.to_owned(), line, fault };
            self.state.take(event, application).map_err(at)?;
        }
        Ok(())
    }

    /// Whether the checkpoints of this size have the root of the lines so far.
    fn check_roots(&mut self) -> Result<(), Refusal> {
        let size = self.tree.size();
        while let Some(note) = self.notes.next_if(|note| note.size == size) {
            let root = self.tree.root();
            if note.root != root {
                let expected = [
                    "检查点的根哈希与前述各行相符",
                    "the root hash that the checkpoint has for the lines so far",
                ];
                let (file, line) = (&note.file, note.line);
                let found = format!("{} ≠ {} ({file}:{line})", encode(&root), encode(&note.root));
                let fault = Fault::new(Check::Hashes, found, expected);
                return Err(Refusal { file: self.file.to_owned(), line: size, fault });
            }
        }
        Ok(())
    }

    fn end(mut self, notes: &Notes) -> Result<Accepted, Failure> {
        let events = self.tree.size();
        if let Some(note) = self.notes.next() {
            let expected = ["不少于检查点事件数的行", "no fewer lines than a checkpoint covers"];
            let found = format!("{}: {events} < {}", self.file, note.size);
            let fault = Fault::new(Check::Hashes, found, expected);
            return Err(Refusal { file: note.file.clone(), line: note.line, fault }.into());
        }
        let mut sums_fen = BUCKETS.map(|(name, _)| (name, 0));
        for ((_, to), sum) in sums_fen.iter_mut().zip(self.state.ledger.sums()) {
            *to = sum;
        }
        Ok(Accepted {
            events,
            root: self.tree.root(),
            suite: self.tree.suite(),
            signed: notes.signed(),
            applications: self.state.applications.len(),
            sums_fen,
            carbon: self.state.carbon.sums(),
        })
    }
}
