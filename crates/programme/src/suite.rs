//! The ciphers of a desk: a hash and a signature that go together, chosen once for good.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ids::Digest;

/// Which ciphers protect a desk, from its founding on: everything in and beside its journal that
/// is hashed, and its checkpoints' signatures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Suite {
    /// SHA-256 (FIPS 180-4) and Ed25519 (RFC 8032).
    #[default]
    Sha2,
    /// SM3 (GB/T 32905-2016) and SM2 (GB/T 32918-2016).
    Sm,
}

/// A word that names no suite.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no suite: expected sha2 or sm")]
pub struct NoSuite(String);

impl Suite {
    /// All that there are.
    pub const ALL: [Self; 2] = [Self::Sha2, Self::Sm];

    /// The digest of `bytes`.
    pub fn digest(self, bytes: &[u8]) -> Digest {
        self.hash([bytes])
    }

    /// The commitment to a personal record: the hash of the 32 bytes of `salt` and the record.
    /// Once record and salt are erased, nothing can be learnt from it, and no proof breaks.
    pub fn commitment(self, salt: &[u8; 32], record: &[u8]) -> Digest {
        self.hash([salt, record])
    }

    /// The hash of `parts`, one behind the other.
    pub(crate) fn hash<const N: usize>(self, parts: [&[u8]; N]) -> Digest {
        match self {
            Self::Sha2 => hash::<sha2::Sha256, N>(parts),
            Self::Sm => hash::<sm3::Sm3, N>(parts),
        }
    }

    /// The hash of what `feed` gives out, piece by piece.
    pub(crate) fn hash_of(self, feed: impl FnOnce(&mut dyn FnMut(&[u8]))) -> Digest {
        match self {
            Self::Sha2 => fed::<sha2::Sha256>(feed),
            Self::Sm => fed::<sm3::Sm3>(feed),
        }
    }

    /// Whether it is the one that is not named where nothing is said.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

fn hash<H, const N: usize>(parts: [&[u8]; N]) -> Digest
where
    H: sha2::Digest,
    [u8; 32]: From<sha2::digest::Output<H>>,
{
    let hash = parts.iter().fold(H::new(), |hash, part| hash.chain_update(part));
    Digest(hash.finalize().into())
}

fn fed<H>(feed: impl FnOnce(&mut dyn FnMut(&[u8]))) -> Digest
where
    H: sha2::Digest,
    [u8; 32]: From<sha2::digest::Output<H>>,
{
    let mut hash = H::new();
    feed(&mut |piece| hash.update(piece));
    Digest(hash.finalize().into())
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha2 => "sha2",
            Self::Sm => "sm",
        })
    }
}

impl FromStr for Suite {
    type Err = NoSuite;

    fn from_str(text: &str) -> Result<Self, NoSuite> {
        let named = Self::ALL.into_iter().find(|suite| suite.to_string() == text);
        named.ok_or_else(|| NoSuite(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standards() {
        let sixty_four = b"abcd".repeat(16);
        for (suite, bytes, hash) in [
            // FIPS 180-2, appendix B.1.
            (
                Suite::Sha2,
                &b"abc"[..],
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            // GB/T 32905-2016, appendices A.1 and A.2.
            (Suite::Sm, b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
            (
                Suite::Sm,
                &sixty_four,
                "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
            ),
        ] {
            assert_eq!(suite.digest(bytes).to_string(), hash);
        }
    }

    #[test]
    fn a_commitment_depends_on_its_salt() {
        for suite in Suite::ALL {
            let of = |salt| suite.commitment(&[salt; 32], "张三".as_bytes());
            assert_ne!(of(0), of(1));
        }
    }

    #[test]
    fn names_come_back() {
        for suite in Suite::ALL {
            assert_eq!(suite.to_string().parse(), Ok(suite));
            assert_eq!(serde_json::to_value(suite).unwrap(), suite.to_string());
        }
        assert!("SM".parse::<Suite>().is_err());
    }
}
