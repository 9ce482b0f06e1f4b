//! Signed checkpoints: C2SP `tlog-checkpoint` in a C2SP `signed-note`, with the suite's signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::key::{Public, Secret};
use crate::ids::Digest;
use crate::suite::Suite;

/// The size and root of a journal at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the journal.
    pub origin: String,
    /// How many events it had.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

/// Why a note is no good checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// It is not in the form of a signed checkpoint.
    #[error("the note is no signed checkpoint: {what}")]
    Form {
        /// What is wrong with it.
        what: &'static str,
    },
    /// No signature is by the key that is trusted.
    #[error("the note bears no signature of {key}")]
    NoSignature {
        /// The key's name.
        key: String,
    },
    /// The signature does not fit the text.
    #[error("the signature of {key} does not fit the text")]
    WrongSignature {
        /// The key's name.
        key: String,
    },
    /// A name holds white space or a plus sign, or is empty.
    #[error("{name:?} is no name of a key or journal")]
    Name {
        /// The name.
        name: String,
    },
    /// The private key is none of its suite's.
    #[error("the bytes are no private key of SM2")]
    NoKey,
}

/// A name and a private key that sign checkpoints.
#[derive(Clone, Debug)]
pub struct Signer {
    name: String,
    key: Secret,
}

/// A name and a public key that check them.
#[derive(Clone, Debug)]
pub struct VerifierKey {
    name: String,
    key: Public,
}

fn named(name: &str) -> Result<String, CheckpointError> {
    if name.is_empty() || name.contains(char::is_whitespace) || name.contains('+') {
        return Err(CheckpointError::Name { name: name.to_owned() });
    }
    Ok(name.to_owned())
}

/// The first four bytes of the hash of name, line end, kind and public key.
fn key_id(name: &str, key: &Public) -> [u8; 4] {
    let [a, b, c, d, ..] = key.suite().hash([name.as_bytes(), b"\n", &key.bytes()]).0;
    [a, b, c, d]
}

impl Signer {
    /// The signer of this name, from the 32 bytes of a private key.
    ///
    /// # Errors
    /// [`CheckpointError::Name`] for an empty name or one with white space or a plus sign;
    /// [`CheckpointError::NoKey`] for the few bytes that are no key of SM2: draw others.
    pub fn new(suite: Suite, name: &str, secret: &[u8; 32]) -> Result<Self, CheckpointError> {
        let key = Secret::new(suite, secret).ok_or(CheckpointError::NoKey)?;
        Ok(Self { name: named(name)?, key })
    }

    /// The suite that it signs for.
    pub fn suite(&self) -> Suite {
        self.key.public().suite()
    }

    /// The key that checks its signatures.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), key: self.key.public() }
    }

    /// The signed note of a checkpoint.
    ///
    /// # Errors
    /// [`CheckpointError::Name`] when the origin is no name, [`CheckpointError::NoKey`] when
    /// the key gives no signature.
    pub fn sign(&self, checkpoint: &Checkpoint) -> Result<String, CheckpointError> {
        let text = checkpoint.text()?;
        let signature = self.key.sign(text.as_bytes()).ok_or(CheckpointError::NoKey)?;
        let bytes = [&key_id(&self.name, &self.key.public())[..], &signature].concat();
        Ok(format!("{text}\n— {} {}\n", self.name, STANDARD.encode(bytes)))
    }
}

impl Checkpoint {
    /// The text that is signed.
    fn text(&self) -> Result<String, CheckpointError> {
        let origin = &self.origin;
        if origin.is_empty() || origin.contains(char::is_control) || origin.contains('\u{2028}') {
            return Err(CheckpointError::Name { name: origin.clone() });
        }
        Ok(format!("{origin}\n{}\n{}\n", self.size, STANDARD.encode(self.root.0)))
    }

    /// The checkpoint in a signed `note`, once `key` has signed it.
    ///
    /// # Errors
    /// [`CheckpointError`] when it has another form, lacks the key's signature, or was changed.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let form = |what| CheckpointError::Form { what };
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(form("no empty line"))?;
        let text = format!("{text}\n");
        let mut lines = text.lines();
        let (origin, size, root) = (lines.next(), lines.next(), lines.next());
        let (Some(origin), Some(size), Some(root), None) = (origin, size, root, lines.next())
        else {
            return Err(form("expected origin, size and root"));
        };
        let size: u64 = size.parse().map_err(|_| form("the size is no number"))?;
        let root = STANDARD.decode(root).ok().and_then(|bytes| bytes.try_into().ok());
        let root = Digest(root.ok_or(form("the root is no hash"))?);
        let checkpoint = Self { origin: origin.to_owned(), size, root };
        if checkpoint.text()? != text {
            return Err(form("the text has another form than a checkpoint's"));
        }
        key.check(&text, signatures)?;
        Ok(checkpoint)
    }
}

impl PartialEq for VerifierKey {
    fn eq(&self, other: &Self) -> bool {
        self.encoded() == other.encoded()
    }
}

impl Eq for VerifierKey {}

impl VerifierKey {
    /// The suite whose signatures it checks.
    pub fn suite(&self) -> Suite {
        self.key.suite()
    }

    /// The key as `name+id+key`, as C2SP `signed-note` writes it.
    pub fn encoded(&self) -> String {
        let id: String =
            key_id(&self.name, &self.key).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{}+{id}+{}", self.name, STANDARD.encode(self.key.bytes()))
    }

    /// The key in that form.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] when it is none, or its id is not that of its key.
    pub fn decode(text: &str) -> Result<Self, CheckpointError> {
        let form = |what| CheckpointError::Form { what };
        let mut parts = text.splitn(3, '+');
        let (name, _, key) = (parts.next(), parts.next(), parts.next());
        let (Some(name), Some(key)) = (name, key) else {
            return Err(form("expected name+id+key"));
        };
        let bytes = STANDARD.decode(key).map_err(|_| form("the key is no base64"))?;
        let key = Public::read(&bytes).ok_or(form("no public key of Ed25519 or SM2"))?;
        let key = Self { name: named(name)?, key };
        if key.encoded() == text { Ok(key) } else { Err(form("the id is not that of the key")) }
    }

    fn check(&self, text: &str, signatures: &str) -> Result<(), CheckpointError> {
        let id = key_id(&self.name, &self.key);
        for line in signatures.lines() {
            let Some((name, encoded)) =
                line.strip_prefix("— ").and_then(|rest| rest.split_once(' '))
            else {
                return Err(CheckpointError::Form {
                    what: "a line below the text is no signature",
                });
            };
            let bytes = STANDARD.decode(encoded).unwrap_or_default();
            let Some(signature) = bytes.strip_prefix(&id).filter(|_| name == self.name) else {
                continue;
            };
            if self.key.has_signed(text.as_bytes(), signature) {
                return Ok(());
            }
            return Err(CheckpointError::WrongSignature { key: self.name.clone() });
        }
        Err(CheckpointError::NoSignature { key: self.name.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(suite: Suite) -> Signer {
        Signer::new(suite, "desk.example/2024", &[9; 32]).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: "desk.example".to_owned(), size: 42, root: Digest::of(b"root") }
    }

    #[test]
    fn what_was_signed_is_opened() {
        for suite in Suite::ALL {
            let note = signer(suite).sign(&checkpoint()).unwrap();
            let lines: Vec<&str> = note.split('\n').collect();
            assert_eq!(lines[..2], ["desk.example", "42"]);
            assert_eq!(lines[3], "");
            assert!(lines[4].starts_with("— desk.example/2024 ") && lines[5].is_empty());
            assert_eq!(Checkpoint::open(&note, &signer(suite).verifier()), Ok(checkpoint()));
        }
    }

    #[test]
    fn keys_come_back_and_keep_their_names() {
        for suite in Suite::ALL {
            let key = signer(suite).verifier();
            assert_eq!((signer(suite).suite(), key.suite()), (suite, suite));
            let encoded = key.encoded();
            assert_eq!(VerifierKey::decode(&encoded), Ok(key));
            let other = encoded.replacen("desk", "disk", 1);
            assert!(VerifierKey::decode(&other).is_err());
        }
        let [sha2, sm] = Suite::ALL.map(|suite| signer(suite).verifier());
        assert_ne!(sha2, sm);
    }

    #[test]
    fn every_change_is_found() {
        for suite in Suite::ALL {
            let note = signer(suite).sign(&checkpoint()).unwrap();
            let key = signer(suite).verifier();
            for place in 0..note.len() {
                let mut bytes = note.clone().into_bytes();
                bytes[place] ^= 1;
                if let Ok(changed) = String::from_utf8(bytes) {
                    assert!(Checkpoint::open(&changed, &key).is_err(), "{changed}");
                }
            }
            for other in Suite::ALL {
                let stranger = Signer::new(other, "desk.example/2024", &[7; 32]).unwrap();
                assert!(Checkpoint::open(&stranger.sign(&checkpoint()).unwrap(), &key).is_err());
            }
            assert!(Signer::new(suite, "a b", &[7; 32]).is_err());
        }
    }
}
