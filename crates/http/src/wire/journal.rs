//! What was kept and can be proved, and what everyone may read.

use programme::ids::{ApplicationId, Digest, DistrictId};
use schemars::JsonSchema;
use serde::Serialize;
use units::{Date, Day, Fen};

/// A public notice for everyone to read.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PublicNotice {
    /// The application.
    pub(crate) application: ApplicationId,
    /// What it is called.
    pub(crate) title: String,
    /// The district.
    pub(crate) district: DistrictId,
    /// Who applied: its registered name.
    pub(crate) applicant: String,
    /// The amount that is decided on, if there is one yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<Fen>,
    /// The last day.
    #[schemars(with = "Day")]
    pub(crate) until: Date,
    /// SHA-256 of the notice.
    pub(crate) notice: Digest,
}

/// A document that was kept.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Kept {
    /// SHA-256 of its bytes, its name from here on.
    pub(crate) sha256: Digest,
    /// Its size.
    pub(crate) bytes: u64,
    /// What it is, by its first bytes.
    pub(crate) media_type: String,
}

/// A letter that was written and kept.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LetterMade {
    /// The binding text, in Chinese; its hash goes into the event that issues it.
    pub(crate) letter: Kept,
    /// The reading copy, in English.
    pub(crate) reading_copy: Kept,
    /// Whether it is a preview without effect, and says so on every page.
    pub(crate) preview: bool,
}

/// Lines of the journal.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct JournalPage {
    /// The number of the first.
    pub(crate) from: u64,
    /// Each event in its canonical bytes.
    pub(crate) lines: Vec<String>,
    /// How many events there are.
    pub(crate) size: u64,
}

/// A signed checkpoint.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CheckpointWire {
    /// The note, as C2SP tlog-checkpoint writes it.
    pub(crate) note: String,
    /// The key that checks it.
    pub(crate) key: String,
}

/// A proof by RFC 6962.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Proof {
    /// Its hashes, from the leaf to the root.
    pub(crate) hashes: Vec<Digest>,
}

/// How the server is.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Health {
    /// `ok`.
    pub(crate) status: String,
    /// The version of the software.
    pub(crate) version: String,
    /// How many events the journal has.
    pub(crate) events: u64,
}
