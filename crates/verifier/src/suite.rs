//! Check 3: the two suites of ciphers that a journal may be founded with.

use ed25519_dalek::VerifyingKey;
use sha2::{Digest as _, Sha256};
use sm2::dsa::signature::Verifier as _;
use sm3::Sm3;

use crate::tree::Hash;

/// Which hash and which signature protect a journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suite {
    /// SHA-256 and Ed25519.
    #[default]
    Sha2,
    /// SM3 and SM2.
    Sm,
}

impl Suite {
    /// All that there are.
    pub const ALL: [Self; 2] = [Self::Sha2, Self::Sm];

    /// Its ciphers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha2 => "SHA-256, Ed25519",
            Self::Sm => "SM3, SM2",
        }
    }

    /// The hash of `parts`, one behind the other.
    pub(crate) fn hash(self, parts: &[&[u8]]) -> Hash {
        match self {
            Self::Sha2 => {
                let mut hash = Sha256::new();
                parts.iter().for_each(|part| hash.update(part));
                hash.finalize().into()
            }
            Self::Sm => {
                let mut hash = Sm3::new();
                parts.iter().for_each(|part| hash.update(part));
                hash.finalize().into()
            }
        }
    }
}

/// The user id in the hash that an SM2 signature begins with.
const USER: &str = "1234567812345678";
/// What a key of SM2 begins with in a note: "other", and the object identifier of SM2 with SM3.
const SM2: &[u8] = b"\xff1.2.156.10197.1.501";

/// A public key.
#[derive(Clone, Debug)]
pub(crate) enum Public {
    Ed25519(Box<VerifyingKey>),
    Sm2(Box<sm2::dsa::VerifyingKey>),
}

impl Public {
    /// The key in the bytes of a verifier key, which begin with its kind.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [1, key @ ..] => {
                let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
                Some(Self::Ed25519(Box::new(key)))
            }
            _ => {
                let key = bytes.strip_prefix(SM2)?;
                let is_whole = matches!(key, [4, both @ ..] if both.len() == 64);
                let key = sm2::dsa::VerifyingKey::from_sec1_bytes(USER, key).ok()?;
                is_whole.then(|| Self::Sm2(Box::new(key)))
            }
        }
    }

    pub(crate) fn suite(&self) -> Suite {
        match self {
            Self::Ed25519(_) => Suite::Sha2,
            Self::Sm2(_) => Suite::Sm,
        }
    }

    pub(crate) fn has_signed(&self, text: &str, signature: &[u8]) -> bool {
        let text = text.as_bytes();
        match self {
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|by| key.verify_strict(text, &by).is_ok()),
            Self::Sm2(key) => sm2::dsa::Signature::from_slice(signature)
                .is_ok_and(|by| key.verify(text, &by).is_ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(byte).collect()
    }

    /// GB/T 32905-2016, appendix A.1, and FIPS 180-2, appendix B.1.
    #[test]
    fn hashes_are_those_of_the_standards() {
        for (suite, abc) in [
            (Suite::Sm, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
            (Suite::Sha2, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ] {
            assert_eq!(suite.hash(&[b"a", b"bc"]).to_vec(), hex(abc));
        }
    }

    /// GB/T 32918.5-2017, appendix A.2.
    #[test]
    fn a_signature_of_the_standard_holds() {
        let key = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
                   ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
        let mut signature = hex("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3\
             b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
        let key = Public::read(&[SM2, &hex(key)].concat()).unwrap();
        assert_eq!(key.suite(), Suite::Sm);
        assert!(key.has_signed("message digest", &signature));
        assert!(!key.has_signed("message digesT", &signature));
        signature[63] ^= 1;
        assert!(!key.has_signed("message digest", &signature));
        assert!(Public::read(SM2).is_none() && Public::read(b"").is_none());
    }
}
