//! Names that clients make and the journal keeps: short, plain ASCII, one type for each thing.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that cannot be an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no identifier: expected 1 to 64 ASCII letters, digits or - _ . : /")]
pub struct IdError {
    text: String,
}

/// The text of an identifier, shared between all that name it.
fn checked(text: &str) -> Result<Arc<str>, IdError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte);
    if (1..=64).contains(&text.len()) && text.bytes().all(fits) {
        return Ok(Arc::from(text));
    }
    Err(IdError { text: text.chars().take(80).collect() })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The identifier written in `text`.
            ///
            /// # Errors
            /// [`IdError`] unless it is 1 to 64 ASCII letters, digits or `-_.:/`.
            pub fn new(text: &str) -> Result<Self, IdError> {
                checked(text).map(Self)
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                crate::schema::identifier()
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A command; made by the client and kept across retries, so that a repeat is harmless.
    CommandId,
    /// A user's account.
    UserId,
    /// A natural person, under a pseudonym; one person may have several accounts.
    PersonId,
    /// One grant of a role to a user.
    GrantId,
    /// A department that gives opinions, such as `planning` or `housing`.
    DepartmentId,
    /// A district, such as `xicheng`.
    DistrictId,
    /// A funding programme: one scheme, run by one office.
    ProgrammeId,
    /// A workflow, such as `cn/beijing/vacated-space/usual-form`.
    WorkflowId,
    /// A stage of a workflow.
    StageId,
    /// One of the parallel parts of a stage.
    BranchId,
    /// A kind of evidence, such as `title_deed`.
    EvidenceKind,
    /// A milestone of the works.
    MilestoneId,
    /// A part of an award that is paid at once: a tranche of the workflow or an interest claim.
    TrancheId,
    /// A kind of project, such as `old_plant`.
    ProjectKind,
    /// A kind of works, such as `structure` or `green`.
    WorkKind,
    /// A budget line: one year, district and kind of project of a programme.
    LineId,
    /// An application.
    ApplicationId,
    /// A money step, proposed by one and approved by another.
    StepId,
    /// A transfer of the ledger.
    TransferId,
    /// A score sheet.
    SheetId,
    /// An objection to a public notice.
    ObjectionId,
    /// The carbon account of an enterprise.
    AccountId,
    /// A part of an enterprise's carbon boundary, such as a site.
    BoundaryId,
    /// A meter, or another source of activity data: a tank, a contract, a certificate.
    MeterId,
    /// A version of an emission factor, such as `grid/beijing/2022`.
    FactorId,
    /// Who holds a share of a meter: the enterprise itself, a tenant.
    HolderId,
    /// A record of a reduction.
    ReductionId,
    /// A series of serial numbers of a registry, such as `BCER-0042-2024`.
    SeriesId,
}

/// A digest of 32 bytes, by the hash of a desk's [`Suite`](crate::Suite); 64 lower-case
/// hexadecimal digits in files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// SHA-256 of `bytes`, whatever a desk goes by; for a desk's own see
    /// [`Suite::digest`](crate::Suite::digest).
    pub fn of(bytes: &[u8]) -> Self {
        crate::Suite::Sha2.digest(bytes)
    }

    /// The digest written as 64 lower-case hexadecimal digits; `None` of any other text.
    pub fn from_hex(text: &str) -> Option<Self> {
        let nibble = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut digest = [0; 32];
        let pairs = text.as_bytes().chunks_exact(2);
        if text.len() != 64 {
            return None;
        }
        for (place, pair) in digest.iter_mut().zip(pairs) {
            let [high, low] = pair else { return None };
            *place = nibble(*high)? << 4 | nibble(*low)?;
        }
        Some(Self(digest))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let wrong = || serde::de::Error::custom("expected 64 lower-case hexadecimal digits");
        Self::from_hex(&text).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_plain_ascii() {
        assert_eq!(UserId::new("u-1").unwrap().as_str(), "u-1");
        for bad in ["", "a b", "a\"b", "用户", &"x".repeat(65), "a\n", "<b>"] {
            assert!(UserId::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn digests_read_what_they_write() {
        // FIPS 180-2, appendix B.1: SHA-256 of "abc".
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").to_string(), abc);
        assert_eq!(Digest::from_hex(abc), Some(Digest::of(b"abc")));
        assert_eq!(Digest::from_hex(&abc.to_uppercase()), None);
        assert_eq!(Digest::from_hex("é"), None);
    }
}
