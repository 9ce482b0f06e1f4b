//! Signed checkpoints: C2SP `tlog-checkpoint` in a C2SP `signed-note`, with Ed25519.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::ids::Digest;

/// The kind of signature that Ed25519 has in signed notes.
const ED25519: u8 = 1;

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
}

/// A name and a private key that sign checkpoints.
#[derive(Clone, Debug)]
pub struct Signer {
    name: String,
    key: SigningKey,
}

/// A name and a public key that check them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: VerifyingKey,
}

fn named(name: &str) -> Result<String, CheckpointError> {
    if name.is_empty() || name.contains(char::is_whitespace) || name.contains('+') {
        return Err(CheckpointError::Name { name: name.to_owned() });
    }
    Ok(name.to_owned())
}

/// The first four bytes of SHA-256 of name, line end, kind and public key.
fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let text = [name.as_bytes(), &[b'\n', ED25519], key.as_bytes()].concat();
    let [a, b, c, d, ..] = Digest::of(&text).0;
    [a, b, c, d]
}

impl Signer {
    /// The signer of this name, from the 32 bytes of an Ed25519 private key.
    ///
    /// # Errors
    /// [`CheckpointError::Name`] for an empty name or one with white space or a plus sign.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<Self, CheckpointError> {
        Ok(Self { name: named(name)?, key: SigningKey::from_bytes(secret) })
    }

    /// The key that checks its signatures.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The signed note of a checkpoint.
    ///
    /// # Errors
    /// [`CheckpointError::Name`] when the origin is no name.
    pub fn sign(&self, checkpoint: &Checkpoint) -> Result<String, CheckpointError> {
        let text = checkpoint.text()?;
        let signature = self.key.sign(text.as_bytes());
        let id = key_id(&self.name, &self.key.verifying_key());
        let bytes = [&id[..], &signature.to_bytes()].concat();
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

impl VerifierKey {
    /// The key as `name+id+key`, as C2SP `signed-note` writes it.
    pub fn encoded(&self) -> String {
        let id: String =
            key_id(&self.name, &self.key).iter().map(|byte| format!("{byte:02x}")).collect();
        let key = [&[ED25519], &self.key.as_bytes()[..]].concat();
        format!("{}+{id}+{}", self.name, STANDARD.encode(key))
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
        let public = bytes.strip_prefix(&[ED25519]).and_then(|key| key.try_into().ok());
        let key = public.and_then(|key: [u8; 32]| VerifyingKey::from_bytes(&key).ok());
        let key = Self { name: named(name)?, key: key.ok_or(form("no Ed25519 public key"))? };
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
            let signature = Signature::from_slice(signature).ok();
            let fits = signature.is_some_and(|signature| {
                self.key.verify_strict(text.as_bytes(), &signature).is_ok()
            });
            let key = self.name.clone();
            return if fits { Ok(()) } else { Err(CheckpointError::WrongSignature { key }) };
        }
        Err(CheckpointError::NoSignature { key: self.name.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Private and public key of RFC 8032, section 7.1, test 1.
    const SECRET: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    const PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    fn signer() -> Signer {
        Signer::new("desk.example/2024", &Digest::from_hex(SECRET).unwrap().0).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: "desk.example".to_owned(), size: 42, root: Digest::of(b"root") }
    }

    #[test]
    fn what_was_signed_is_opened() {
        let note = signer().sign(&checkpoint()).unwrap();
        let lines: Vec<&str> = note.split('\n').collect();
        assert_eq!(lines[..2], ["desk.example", "42"]);
        assert_eq!(lines[3], "");
        assert!(lines[4].starts_with("— desk.example/2024 ") && lines[5].is_empty());
        assert_eq!(Checkpoint::open(&note, &signer().verifier()), Ok(checkpoint()));
    }

    #[test]
    fn the_key_is_that_of_the_standard() {
        let public = Digest(*signer().verifier().key.as_bytes());
        assert_eq!(public.to_string(), PUBLIC);
        let encoded = signer().verifier().encoded();
        assert_eq!(VerifierKey::decode(&encoded), Ok(signer().verifier()));
        let other = encoded.replacen("desk", "disk", 1);
        assert!(VerifierKey::decode(&other).is_err());
    }

    #[test]
    fn every_change_is_found() {
        let note = signer().sign(&checkpoint()).unwrap();
        let key = signer().verifier();
        for place in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= 1;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(Checkpoint::open(&changed, &key).is_err(), "{changed}");
            }
        }
        let stranger = Signer::new("desk.example/2024", &[7; 32]).unwrap();
        assert!(Checkpoint::open(&stranger.sign(&checkpoint()).unwrap(), &key).is_err());
        assert!(Signer::new("a b", &[7; 32]).is_err());
    }
}
