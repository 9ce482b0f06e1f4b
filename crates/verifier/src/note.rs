//! Check 3: signed checkpoints, the C2SP formats `tlog-checkpoint` and `signed-note`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::refusal::{Check, Fault, Refusal, Say, Verdict, ensure, short};
use crate::suite::{Public, Suite};
use crate::tree::{self, Hash};

/// A key that the verifier trusts.
#[derive(Clone, Debug)]
pub struct Key {
    name: String,
    id: [u8; 4],
    key: Public,
}

/// A text that is no verifier key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no verifier key: expected name+id+base64 of kind and key of Ed25519 or SM2")]
pub struct KeyError {
    text: String,
}

impl Key {
    /// The key written `<name>+<id>+<base64>`.
    ///
    /// # Errors
    /// [`KeyError`] when it has another form, or its id is not that of name and key.
    pub fn new(text: &str) -> Result<Self, KeyError> {
        Self::read(text).ok_or_else(|| KeyError { text: short(text) })
    }

    fn read(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('+')?;
        let (written, encoded) = rest.split_once('+')?;
        let bytes = STANDARD.decode(encoded).ok()?;
        let key = Public::read(&bytes)?;
        if name.is_empty() || name.contains(char::is_whitespace) {
            return None;
        }
        let [a, b, c, d, ..] = key.suite().hash(&[name.as_bytes(), b"\n", &bytes]);
        let id = [a, b, c, d];
        let is_written = format!("{a:02x}{b:02x}{c:02x}{d:02x}") == written;
        is_written.then(|| Self { name: name.to_owned(), id, key })
    }
}

/// A checkpoint, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub(crate) origin: String,
    /// How many events it covers.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Whether a trusted key signed it.
    pub is_signed: bool,
    /// The suite of the keys that signed it; none without one.
    pub suite: Option<Suite>,
    pub(crate) file: String,
    pub(crate) line: u64,
}

const FORM: Say = [
    "已签名的检查点：来源、事件数、根哈希三行，空行，至少一行签名",
    "a signed checkpoint: lines with origin, number of events and root hash, an empty line, and at \
     least one line with a signature",
];

impl Checkpoint {
    /// The checkpoint in the text of one signed note; its signatures by `keys` must hold, and where
    /// there are keys, one must be there.
    pub(crate) fn open(note: &str, keys: &[Key]) -> Verdict<Self> {
        let form = || Fault::new(Check::Hashes, short(note), FORM);
        let (text, signatures) = note.split_once("\n\n").ok_or_else(form)?;
        let mut lines = text.split('\n');
        let (origin, size, root) = (lines.next(), lines.next(), lines.next());
        let (Some(origin), Some(written), Some(root), None) = (origin, size, root, lines.next())
        else {
            return Err(form());
        };
        let size = written.parse::<u64>().ok().filter(|size| size.to_string() == written);
        let root = tree::decode(root);
        let (Some(size), Some(root), false) = (size, root, origin.is_empty()) else {
            return Err(form());
        };
        let signatures = signatures.strip_suffix('\n').ok_or_else(form)?;
        let mut suite = None;
        for line in signatures.split('\n') {
            let signature = line.strip_prefix("— ").and_then(|rest| rest.split_once(' '));
            let (name, encoded) = signature.ok_or_else(form)?;
            let bytes = STANDARD.decode(encoded).map_err(|_| form())?;
            for key in keys.iter().filter(|key| key.name == name) {
                let Some(signature) = bytes.strip_prefix(&key.id) else { continue };
                if !key.key.has_signed(&format!("{text}\n"), signature) {
                    let expected = ["与检查点文本相符的签名", "a signature that fits the text"];
                    return Err(Fault::new(Check::Hashes, line, expected));
                }
                let other = suite.replace(key.key.suite()).filter(|one| *one != key.key.suite());
                let expected = ["同一套件的签名", "signatures of one suite"];
                ensure(other.is_none(), Check::Hashes, expected, || short(line))?;
            }
        }
        let is_signed = suite.is_some();
        if !keys.is_empty() && !is_signed {
            let found = signatures.lines().map(short).collect::<Vec<_>>().join("; ");
            return Err(Fault::new(
                Check::Hashes,
                found,
                ["可信密钥的签名", "a signature by a trusted key"],
            ));
        }
        let (origin, file) = (origin.to_owned(), String::new());
        Ok(Self { origin, size, root, is_signed, suite, file, line: 1 })
    }
}

/// The checkpoints that a journal is held against.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    pub(crate) by_size: BTreeMap<u64, Vec<Checkpoint>>,
    origin: Option<String>,
}

impl Notes {
    /// Takes in the notes of `checkpoints.jsonl`, or the text of a single note.
    ///
    /// # Errors
    /// [`Refusal`] of the first line that is no checkpoint, is not signed by one of `keys` (when
    /// there are any), is of another origin, or covers fewer events than the line before.
    pub fn add(&mut self, file: &str, text: &str, keys: &[Key]) -> Result<(), Refusal> {
        let at = |line: u64| move |fault: Fault| Refusal { file: file.to_owned(), line, fault };
        if !text.starts_with('{') && !text.is_empty() {
            return self.keep(Checkpoint::open(text, keys), file, 1).map_err(at(1)).map(drop);
        }
        let mut before = 0;
        for (line, json) in (1..).zip(text.lines()) {
            let opened = note_of(json).and_then(|note| Checkpoint::open(&note, keys));
            let size = self.keep(opened, file, line).map_err(at(line))?;
            if size < before {
                let expected = ["事件数不少于前一检查点", "no fewer events than the note before"];
                let found = format!("{size} < {before}");
                return Err(at(line)(Fault::new(Check::Hashes, found, expected)));
            }
            before = size;
        }
        Ok(())
    }

    fn keep(&mut self, opened: Verdict<Checkpoint>, file: &str, line: u64) -> Verdict<u64> {
        let checkpoint = Checkpoint { file: file.to_owned(), line, ..opened? };
        let (origin, size) = (&checkpoint.origin, checkpoint.size);
        if self.origin.get_or_insert_with(|| origin.clone()) != origin {
            let expected = ["各检查点来源相同", "one origin in all checkpoints"];
            return Err(Fault::new(Check::Hashes, short(origin), expected));
        }
        self.by_size.entry(size).or_default().push(checkpoint);
        Ok(size)
    }

    /// The suite of the keys that signed them, by the first that is signed.
    pub(crate) fn suite(&self) -> Option<Suite> {
        self.by_size.values().flatten().find_map(|note| note.suite)
    }

    /// How many events the largest checkpoint by a trusted key covers.
    pub(crate) fn signed(&self) -> u64 {
        let signed = |(_, all): &(&u64, &Vec<Checkpoint>)| all.iter().any(|one| one.is_signed);
        self.by_size.iter().rev().find(signed).map_or(0, |(size, _)| *size)
    }
}

/// The note in a line `{"note":"…"}`.
fn note_of(line: &str) -> Verdict<String> {
    let parsed: Option<BTreeMap<String, String>> = serde_json::from_str(line).ok();
    let note = parsed.filter(|map| map.len() == 1).and_then(|mut map| map.remove("note"));
    let expected = ["{\"note\":\"…\"}", "{\"note\":\"…\"}"];
    note.ok_or_else(|| Fault::new(Check::Hashes, short(line), expected))
}
