//! The evidence pack of one application: its events with proofs, its documents, one ZIP file that
//! `reweave-verifier pack` checks far from the desk. Its form is in `docs/journal.md`.

use std::collections::BTreeSet;

use programme::ids::{ApplicationId, Digest};
use serde::Serialize;
use units::Text;

use super::audit::{proof_file, size_in};
use super::documents::{DocumentError, Documents};
use super::{Desk, SubmitError};
use crate::failure::Failure;

/// The form of a pack.
const FORMAT: &str = "reweave-pack/1";

/// What is in a pack, beside the files themselves.
#[derive(Debug, Serialize)]
struct Manifest {
    format: &'static str,
    software: String,
    application: ApplicationId,
    /// The ciphers of its digests: `sha2` or `sm`.
    suite: String,
    /// How many events the checkpoint covers.
    size: u64,
    /// Numbers of the events of the application.
    events: Vec<u64>,
    /// Every other file but this one, in order of path.
    files: Vec<Listed>,
    /// Documents that events name and that are not in the pack.
    left_out: Vec<LeftOut>,
}

#[derive(Debug, Serialize)]
struct Listed {
    path: String,
    bytes: u64,
    digest: Digest,
}

#[derive(Debug, Serialize)]
struct LeftOut {
    digest: Digest,
    why: Text,
}

/// A file of the pack.
type Part = (String, Vec<u8>);

impl Desk {
    /// The pack of an application, of the events that `wanted` lets through; their documents are in
    /// it as far as the disk has them.
    ///
    /// # Errors
    /// [`Failure::Store`] when the database or the disk cannot be read, [`Failure::Request`] for an
    /// application of which there are no events.
    pub async fn pack(
        &self,
        id: &ApplicationId,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<u8>, Failure> {
        let note = self.checkpoint().await.map_err(|error| self.unsigned(&error))?;
        let none =
            || Failure::Request(Text::new("没有此申请的事件", "no events of this application"));
        let note = note.ok_or_else(none)?;
        let size = size_in(&note).ok_or_else(none)?;
        let mut lines = self.lines_of(id).await?;
        lines.retain(|line| wanted(line));
        let (parts, events) = self.proven(&lines, size).ok_or_else(none)?;
        let mut parts = [("checkpoint.txt".to_owned(), note.into_bytes())]
            .into_iter()
            .chain([("verifier-key.txt".to_owned(), format!("{}\n", self.verifier_key()).into())])
            .chain(parts)
            .collect::<Vec<Part>>();
        let (documents, named) = (self.documents().clone(), digests_in(&lines));
        let kept = tokio::task::spawn_blocking(move || kept_of(&documents, named)).await;
        let (files, left_out) = kept.map_err(|cause| self.shared.location.fail(cause))?;
        parts.extend(files);
        parts.push(("README.txt".to_owned(), README.as_bytes().to_vec()));
        parts.sort();
        let suite = self.suite();
        let listed = |(path, bytes): &Part| Listed {
            path: path.clone(),
            bytes: bytes.len() as u64,
            digest: suite.digest(bytes),
        };
        let manifest = Manifest {
            format: FORMAT,
            software: format!("reweave {}", crate::VERSION),
            application: id.clone(),
            suite: suite.to_string(),
            size,
            events,
            files: parts.iter().map(listed).collect(),
            left_out,
        };
        let json = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        parts.insert(0, ("manifest.json".to_owned(), json));
        zipped(&parts).ok_or_else(|| {
            Failure::Request(Text::new(
                "证据包超过 4 GiB 或 65,535 个文件；请逐份下载文件",
                "the pack exceeds 4 GiB or 65,535 files; fetch the documents one by one",
            ))
        })
    }

    fn unsigned(&self, error: &SubmitError) -> Failure {
        self.shared.location.fail(error.text().en)
    }

    /// Each event with its proof, and the numbers of the events.
    fn proven(&self, lines: &[String], size: u64) -> Option<(Vec<Part>, Vec<u64>)> {
        let mut parts = Vec::new();
        let mut numbers = Vec::new();
        for line in lines {
            let event: Numbered = serde_json::from_str(line).ok()?;
            // What happened since the checkpoint is for the next pack.
            let Some(hashes) = self.inclusion(event.seq, size) else { continue };
            let name = format!("events/{:08}", event.seq);
            parts.push((format!("{name}.json"), line.clone().into_bytes()));
            parts.push((format!("{name}.proof"), proof_file(event.seq, size, &hashes).into()));
            numbers.push(event.seq);
        }
        (!numbers.is_empty()).then_some((parts, numbers))
    }
}

#[derive(serde::Deserialize)]
struct Numbered {
    seq: u64,
}

/// Every digest that events name, whatever it is of.
fn digests_in(lines: &[String]) -> BTreeSet<Digest> {
    let quoted = lines.iter().flat_map(|line| line.split('"'));
    quoted.filter_map(Digest::from_hex).collect()
}

/// The documents among the digests, and those that are gone or were changed.
fn kept_of(documents: &Documents, named: BTreeSet<Digest>) -> (Vec<Part>, Vec<LeftOut>) {
    let (mut files, mut left_out) = (Vec::new(), Vec::new());
    for digest in named {
        match documents.get(digest) {
            Ok(bytes) => files.push((format!("documents/{digest}"), bytes)),
            // Most digests in events are of personal records and workflows, not of documents.
            Err(DocumentError::Missing(_)) => {}
            Err(other) => left_out.push(LeftOut { digest, why: other.text() }),
        }
    }
    (files, left_out)
}

/// A ZIP archive in the one form of `docs/journal.md`: nothing compressed, no times, no extra
/// fields, so that the verifier finds every byte that was changed. `None` where it would need the
/// extensions for more than 4 GiB or 65,535 files.
fn zipped(parts: &[Part]) -> Option<Vec<u8>> {
    let (mut files, mut directory) = (Vec::new(), Vec::new());
    for (path, bytes) in parts {
        let (offset, size) = (u32::try_from(files.len()).ok()?, u32::try_from(bytes.len()).ok()?);
        let name_length = u16::try_from(path.len()).ok()?;
        // Version, names in UTF-8, stored, time and date of 1980-01-01.
        let head = [20_u16, 0x0800, 0, 0, 0x21].map(u16::to_le_bytes).concat();
        let sums = [crc32fast::hash(bytes), size, size].map(u32::to_le_bytes).concat();
        let common = [&head[..], &sums, &name_length.to_le_bytes()].concat();
        let file = [&b"PK\x03\x04"[..], &common, &[0; 2], path.as_bytes(), bytes];
        files.extend(file.concat());
        let place = offset.to_le_bytes();
        let entry = [&b"PK\x01\x02\x14\0"[..], &common, &[0; 12], &place, path.as_bytes()];
        directory.extend(entry.concat());
    }
    let count = u16::try_from(parts.len()).ok()?.to_le_bytes();
    let lengths = [u32::try_from(directory.len()).ok()?, u32::try_from(files.len()).ok()?];
    let lengths = lengths.map(u32::to_le_bytes).concat();
    let end = [&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &lengths, &[0; 2]].concat();
    Some([files, directory, end].concat())
}

const README: &str = "\
织补证据包 Reweave evidence pack

核验：用独立程序 reweave-verifier 核对本文件，不需要联网，也不需要本系统：
To check it, offline and without the system that wrote it:

    reweave-verifier pack FILE.zip --key 'KEY'

KEY 为贵方从别处（公示页、往来函件）取得的验证密钥；包内的 verifier-key.txt 仅供对照。
KEY is the verifier key that you obtained elsewhere (public page, letter); the one in
verifier-key.txt is here for comparison only.

manifest.json    所有文件及其摘要 every file with its digest
checkpoint.txt   已签名的检查点 the signed checkpoint
events/          本申请的业务事件，各附其在日志中的证明 events, each with its proof
documents/       事件所指的文件，文件名即其摘要 the documents that they name, each by its digest
";
