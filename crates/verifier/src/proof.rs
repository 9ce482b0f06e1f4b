//! Check 3: proofs in files, that one event is in a journal, or that one journal goes on another.

use crate::note::Checkpoint;
use crate::refusal::{Check, Fault, Refusal, Say, Verdict, ensure, short};
use crate::suite::Suite;
use crate::tree::{self, Hash, leaf_hash, root_of_inclusion, roots_of_consistency};
use crate::{Key, encode};

/// The most hashes that a proof can need: one for each bit of the number of events.
const HASHES_MAX: usize = 64;

/// A proof file: two numbers and hashes, one a line.
struct Proof {
    numbers: (u64, u64),
    hashes: Vec<Hash>,
}

impl Proof {
    fn read(text: &str) -> Verdict<Self> {
        let expected: Say = [
            "每行一项：两个十进制数，然后至多 64 个 base64 哈希",
            "one a line: two decimal numbers, then at most 64 hashes in base64",
        ];
        let wrong = |found: &str| Fault::new(Check::Hashes, short(found), expected);
        let whole = text.strip_suffix('\n').ok_or_else(|| wrong(text))?;
        let mut lines = whole.split('\n');
        let mut number = || {
            let line = lines.next().unwrap_or_default();
            let number = line.parse::<u64>().ok().filter(|number| number.to_string() == line);
            number.ok_or_else(|| wrong(line))
        };
        let numbers = (number()?, number()?);
        let hashes: Verdict<Vec<Hash>> = lines
            .take(HASHES_MAX + 1)
            .map(|line| tree::decode(line).ok_or_else(|| wrong(line)))
            .collect();
        let hashes = hashes?;
        ensure(hashes.len() <= HASHES_MAX, Check::Hashes, expected, || hashes.len().to_string())?;
        Ok(Self { numbers, hashes })
    }
}

/// A file by its name.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// How messages name it.
    pub file: &'a str,
    /// What is in it.
    pub text: &'a str,
}

impl Named<'_> {
    fn refusal(self) -> impl Fn(Fault) -> Refusal {
        move |fault| Refusal { file: self.file.to_owned(), line: 1, fault }
    }

    fn checkpoint(self, keys: &[Key]) -> Result<Checkpoint, Refusal> {
        Checkpoint::open(self.text, keys).map_err(self.refusal())
    }
}

/// The checkpoint, once `proof` shows that the line `event` is one of the events under it, and as
/// which number.
///
/// # Errors
/// [`Refusal`] when the checkpoint is not signed by one of `keys` (when there are any), or the
/// proof does not lead from the event to its root.
pub fn check_inclusion(
    event: Named,
    proof: Named,
    checkpoint: Named,
    keys: &[Key],
) -> Result<(u64, Checkpoint), Refusal> {
    let to = checkpoint.checkpoint(keys)?;
    let Proof { numbers: (index, size), hashes } =
        Proof::read(proof.text).map_err(proof.refusal())?;
    same_size(size, to.size).map_err(proof.refusal())?;
    let line = event.text.strip_suffix('\n').unwrap_or(event.text);
    let holds = |suite| {
        let leaf = leaf_hash(suite, line.as_bytes());
        leads_to(root_of_inclusion(suite, leaf, (index, size), &hashes), to.root)
    };
    under(to.suite, holds).map_err(proof.refusal())?;
    Ok((index, to))
}

/// Both checkpoints, once `proof` shows that the events under the older are the first of those
/// under the newer.
///
/// # Errors
/// As [`check_inclusion`].
pub fn check_consistency(
    proof: Named,
    older: Named,
    newer: Named,
    keys: &[Key],
) -> Result<(Checkpoint, Checkpoint), Refusal> {
    let (from, to) = (older.checkpoint(keys)?, newer.checkpoint(keys)?);
    let Proof { numbers: (old, new), hashes } = Proof::read(proof.text).map_err(proof.refusal())?;
    same_size(old, from.size)
        .and_then(|()| same_size(new, to.size))
        .and_then(|()| {
            under(to.suite, |suite| {
                let roots = roots_of_consistency(suite, from.root, (old, new), &hashes);
                leads_to(roots.map(|(old_root, _)| old_root), from.root)?;
                leads_to(roots.map(|(_, new_root)| new_root), to.root)
            })
        })
        .map_err(proof.refusal())?;
    let expected = ["两个检查点来源和套件相同", "one origin and suite of both checkpoints"];
    let same = (&from.origin, from.suite) == (&to.origin, to.suite);
    ensure(same, Check::Hashes, expected, || short(&to.origin)).map_err(newer.refusal())?;
    Ok((from, to))
}

/// Whether a proof holds with the suite of the checkpoint's key; without a key nothing says which
/// it is, and either will do.
fn under(suite: Option<Suite>, holds: impl Fn(Suite) -> Verdict) -> Verdict {
    match suite {
        Some(suite) => holds(suite),
        None => holds(Suite::Sha2).or_else(|fault| holds(Suite::Sm).map_err(|_| fault)),
    }
}

fn same_size(proof: u64, checkpoint: u64) -> Verdict {
    let expected = ["与检查点相同的事件数", "the checkpoint's number of events"];
    ensure(proof == checkpoint, Check::Hashes, expected, || format!("{proof} ≠ {checkpoint}"))
}

fn leads_to(found: Option<Hash>, root: Hash) -> Verdict {
    let expected = ["检查点的根哈希", "the root hash of the checkpoint"];
    let shown = || found.map_or_else(|| "–".to_owned(), |found| encode(&found));
    ensure(found == Some(root), Check::Hashes, expected, shown)
}
