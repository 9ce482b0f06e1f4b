//! Private and public keys of either suite, and their signatures of 64 bytes.

use ed25519_dalek::Signer as _;
use sm2::dsa::signature::Verifier as _;
use sm2::elliptic_curve::sec1::ToSec1Point as _;

use crate::suite::Suite;

/// The user id that an SM2 signature goes by where none was agreed upon (GM/T 0009-2012).
const USER: &str = "1234567812345678";
/// What stands before a public key in C2SP `signed-note`: the kind of Ed25519.
const ED25519: &[u8] = &[0x01];
/// The kind of those without a number, and the object identifier of SM2 with SM3 (GM/T 0006-2012).
const SM2: &[u8] = b"\xff1.2.156.10197.1.501";
/// 0x04 and both coordinates.
const SM2_BYTES: usize = 65;

/// A key that signs.
#[derive(Clone, Debug)]
pub(super) enum Secret {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    Sm2(Box<sm2::dsa::SigningKey>),
}

/// A key that checks signatures.
#[derive(Clone, Debug)]
pub(super) enum Public {
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
    Sm2(Box<sm2::dsa::VerifyingKey>),
}

impl Secret {
    /// The key of these bytes; of SM2 a number from 1 to n − 2, which nearly all bytes are.
    pub(super) fn new(suite: Suite, bytes: &[u8; 32]) -> Option<Self> {
        match suite {
            Suite::Sha2 => {
                Some(Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(bytes))))
            }
            Suite::Sm => {
                let key = sm2::dsa::SigningKey::from_slice(USER, bytes).ok()?;
                // n − 1 is a scalar too, and signs nothing.
                key.try_sign(b"").ok().map(|_| Self::Sm2(Box::new(key)))
            }
        }
    }

    pub(super) fn public(&self) -> Public {
        match self {
            Self::Ed25519(key) => Public::Ed25519(Box::new(key.verifying_key())),
            Self::Sm2(key) => Public::Sm2(Box::new(key.verifying_key().clone())),
        }
    }

    /// A signature, the same for the same text; `None` where the text gives a number that SM2
    /// cannot use, which no one will see.
    pub(super) fn sign(&self, text: &[u8]) -> Option<[u8; 64]> {
        match self {
            Self::Ed25519(key) => Some(key.sign(text).to_bytes()),
            Self::Sm2(key) => Some(key.try_sign(text).ok()?.to_bytes().into()),
        }
    }
}

impl Public {
    /// The key in these bytes, which begin with its kind.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        if let Some(key) = bytes.strip_prefix(ED25519) {
            let key = ed25519_dalek::VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
            return Some(Self::Ed25519(Box::new(key)));
        }
        let key = bytes.strip_prefix(SM2).filter(|key| key.len() == SM2_BYTES)?;
        Some(Self::Sm2(Box::new(sm2::dsa::VerifyingKey::from_sec1_bytes(USER, key).ok()?)))
    }

    /// Its kind and its bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => [ED25519, key.as_bytes()].concat(),
            Self::Sm2(key) => [SM2, key.to_sec1_point(false).as_bytes()].concat(),
        }
    }

    pub(super) fn suite(&self) -> Suite {
        match self {
            Self::Ed25519(_) => Suite::Sha2,
            Self::Sm2(_) => Suite::Sm,
        }
    }

    /// Whether `signature` is one of this key over `text`.
    pub(super) fn has_signed(&self, text: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(text, &signature).is_ok()),
            Self::Sm2(key) => sm2::dsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(text, &signature).is_ok()),
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

    /// RFC 8032, section 7.1, test 1.
    #[test]
    fn the_ed25519_key_and_signature_are_those_of_the_standard() {
        let secret = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        let signature = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590\
                         a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
        let key = Secret::new(Suite::Sha2, secret.as_slice().try_into().unwrap()).unwrap();
        assert_eq!(key.public().bytes(), [ED25519, &hex(public)].concat());
        assert_eq!(key.sign(b"").unwrap().to_vec(), hex(signature));
        assert!(key.public().has_signed(b"", &hex(signature)));
    }

    /// GB/T 32918.5-2017, appendix A.2: key, message and signature, over Z of the default user id.
    #[test]
    fn the_sm2_key_and_signature_are_those_of_the_standard() {
        let secret = hex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
        let public = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
                      ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
        let signature = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3\
                         b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
        let key = Secret::new(Suite::Sm, secret.as_slice().try_into().unwrap()).unwrap();
        let public = [SM2, &hex(public)].concat();
        assert_eq!(key.public().bytes(), public);
        let read = Public::read(&public).unwrap();
        assert!(read.has_signed(b"message digest", &hex(signature)));
        assert!(!read.has_signed(b"message digest.", &hex(signature)));
    }

    #[test]
    fn what_is_no_key_of_sm2_is_refused() {
        // n and n − 1 of GB/T 32918.5-2017.
        let n = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d5412";
        for bad in ["00".repeat(32), format!("{n}3"), format!("{n}2"), "ff".repeat(32)] {
            let bytes = hex(&bad);
            assert!(
                Secret::new(Suite::Sm, bytes.as_slice().try_into().unwrap()).is_none(),
                "{bad}"
            );
        }
        let good = Secret::new(Suite::Sm, &[7; 32]).unwrap().public().bytes();
        let mut off_the_curve = good.clone();
        *off_the_curve.last_mut().unwrap() ^= 1;
        // 0x02 or 0x03 and one coordinate is a point too, but not the way that keys are written.
        let mut short = good[..SM2.len() + 33].to_vec();
        short[SM2.len()] = 2;
        for bad in [&off_the_curve, &short, &good[1..].to_vec(), &SM2.to_vec()] {
            assert!(Public::read(bad).is_none());
        }
    }

    #[test]
    fn a_change_of_text_or_signature_is_found() {
        for suite in Suite::ALL {
            let key = Secret::new(suite, &[7; 32]).unwrap();
            let signature = key.sign(b"text").unwrap();
            let public = Public::read(&key.public().bytes()).unwrap();
            assert_eq!(public.suite(), suite);
            assert!(public.has_signed(b"text", &signature));
            assert_eq!(key.sign(b"text"), Some(signature));
            for place in 0..64 {
                let mut changed = signature;
                changed[place] ^= 1;
                assert!(!public.has_signed(b"text", &changed), "{suite} {place}");
            }
            assert!(!public.has_signed(b"test", &signature));
            assert!(!public.has_signed(b"text", &signature[1..]));
        }
    }
}
