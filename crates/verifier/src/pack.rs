//! An evidence pack: every file as its manifest says, every event under the checkpoint, every
//! document named by an event, every decision made again from its own law and facts.

use std::collections::{BTreeMap, BTreeSet};

use policy::{Nearest, Scheme};
use serde_json::Value;

use crate::proof::{Named, check_inclusion};
use crate::refusal::{Check, Fault, Refusal, Say, Verdict, ensure, short};
use crate::suite::Suite;
use crate::{Checkpoint, Key};

/// The form of packs.
const FORMAT: &str = "reweave-pack/1";
/// The form of the records of decisions.
const RECORD: &str = "reweave-decision/1";
const MANIFEST: &str = "manifest.json";

/// What an accepted pack holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The application.
    pub application: String,
    /// How many of its events are in it.
    pub events: usize,
    /// How many documents.
    pub documents: usize,
    /// How many decisions were made again and came out the same.
    pub decisions: usize,
    /// How many events the checkpoint covers.
    pub size: u64,
    /// Whether a trusted key signed it.
    pub is_signed: bool,
}

/// Checks a pack; `keys` are those that the caller trusts, from elsewhere.
///
/// # Errors
/// [`Refusal`] with the first file that is not as it should be; its line is 1 but in events.
pub fn check_pack(bytes: &[u8], keys: &[Key]) -> Result<Packed, Refusal> {
    let files = unzipped(bytes).map_err(at("pack"))?;
    let manifest = files.get(MANIFEST).ok_or_else(|| at(MANIFEST)(no_form("missing")))?;
    let manifest = Manifest::read(manifest).map_err(at(MANIFEST))?;
    all_as_listed(&files, &manifest)?;
    let (events, checkpoint) = proven(&files, &manifest, keys)?;
    let named: BTreeSet<&str> = events.iter().flat_map(|event| event.split('"')).collect();
    let (mut documents, mut decisions) = (0, 0);
    for (path, content) in &files {
        let Some(name) = path.strip_prefix("documents/") else { continue };
        named_by_its_digest(name, content, manifest.suite, &named).map_err(at(path))?;
        documents += 1;
        decisions += usize::from(made_again(content).map_err(at(path))?);
    }
    in_one_form(bytes).map_err(at("pack"))?;
    Ok(Packed {
        application: manifest.application,
        events: events.len(),
        documents,
        decisions,
        size: checkpoint.size,
        is_signed: checkpoint.is_signed,
    })
}

fn at(file: &str) -> impl FnOnce(Fault) -> Refusal {
    let file = file.to_owned();
    |fault| Refusal { file, line: 1, fault }
}

const FORM: Say = ["织补证据包（reweave-pack/1）", "an evidence pack, reweave-pack/1"];

fn no_form(found: &str) -> Fault {
    Fault::new(Check::Form, short(found), FORM)
}

/// Every file by its path.
fn unzipped(archive: &[u8]) -> Verdict<BTreeMap<String, &[u8]>> {
    let mut files = BTreeMap::new();
    for entry in entries(archive) {
        let is_new = files.insert(entry.path.to_owned(), entry.bytes).is_none();
        ensure(is_new, Check::Form, FORM, || short(entry.path))?;
    }
    Ok(files)
}

/// One file of an archive in which nothing is compressed.
struct Entry<'b> {
    path: &'b str,
    bytes: &'b [u8],
}

/// Bytes of the header of a file.
const HEADER: usize = 30;

/// The files from the front on, as far as the archive is read; what it holds beside them is seen
/// by [`in_one_form`].
fn entries(archive: &[u8]) -> Vec<Entry<'_>> {
    let (mut entries, mut rest) = (Vec::new(), archive);
    let next = |bytes: &'_ [u8]| -> Option<(usize, usize)> {
        let header = bytes.get(..HEADER).filter(|header| header.starts_with(b"PK\x03\x04"))?;
        let size = u32::from_le_bytes(header[22..26].try_into().ok()?);
        let name = u16::from_le_bytes(header[26..28].try_into().ok()?);
        Some((usize::from(name), usize::try_from(size).ok()?))
    };
    while let Some((name, size)) = next(rest)
        && let Some((path, content)) = rest[HEADER..].split_at_checked(name)
        && let Some((bytes, behind)) = content.split_at_checked(size)
        && let Ok(path) = std::str::from_utf8(path)
    {
        entries.push(Entry { path, bytes });
        rest = behind;
    }
    entries
}

/// The archive has the one form of the page, byte for byte: its files one behind the other, stored,
/// without times and extra fields. What changes nothing in a file is found here.
fn in_one_form(archive: &[u8]) -> Verdict {
    let (mut made, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for Entry { path, bytes } in entries(archive) {
        let offset = low(made.len()).to_le_bytes();
        // Version, names in UTF-8, stored, 1980-01-01 00:00; then sum, sizes, length of the name.
        let mut common = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        for field in [crc32fast::hash(bytes), low(bytes.len()), low(bytes.len())] {
            common.extend(field.to_le_bytes());
        }
        common.extend(&low(path.len()).to_le_bytes()[..2]);
        made.extend([&b"PK\x03\x04"[..], &common, &[0; 2], path.as_bytes(), bytes].concat());
        let entry = [&b"PK\x01\x02\x14\0"[..], &common, &[0; 12], &offset, path.as_bytes()];
        directory.extend(entry.concat());
        count = count.wrapping_add(1);
    }
    let lengths = [directory.len(), made.len()].map(low);
    made.extend(directory);
    made.extend(b"PK\x05\x06\0\0\0\0");
    made.extend([count, count].map(u16::to_le_bytes).concat());
    made.extend(lengths.map(u32::to_le_bytes).concat());
    made.extend([0; 2]);
    let differs = made.iter().zip(archive).position(|(is, was)| is != was);
    let differs = differs.or((made.len() != archive.len()).then_some(made.len()));
    let expected = ["规定形式的 ZIP 文件", "a ZIP file in the form of the page"];
    match differs {
        None => Ok(()),
        Some(place) => Err(Fault::new(Check::Form, format!("byte {place}"), expected)),
    }
}

/// The low four bytes: what is larger is no archive in this form, and differs from one.
fn low(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

struct Manifest {
    application: String,
    suite: Suite,
    events: Vec<u64>,
    /// Digest by path.
    files: BTreeMap<String, String>,
}

impl Manifest {
    fn read(bytes: &[u8]) -> Verdict<Self> {
        let json: Value =
            serde_json::from_slice(bytes).map_err(|cause| no_form(&cause.to_string()))?;
        let text = |value: &Value, key: &str| {
            value[key].as_str().map(str::to_owned).ok_or_else(|| no_form(key))
        };
        ensure(json["format"] == FORMAT, Check::Form, FORM, || short(&json["format"].to_string()))?;
        let suite = match json["suite"].as_str() {
            Some("sha2") => Suite::Sha2,
            Some("sm") => Suite::Sm,
            _ => return Err(no_form("suite")),
        };
        let list = |key: &str| json[key].as_array().ok_or_else(|| no_form(key));
        let events: Option<Vec<u64>> = list("events")?.iter().map(Value::as_u64).collect();
        let mut files = BTreeMap::new();
        for file in list("files")? {
            let (path, digest) = (text(file, "path")?, text(file, "digest")?);
            let is_new = files.insert(path.clone(), digest).is_none();
            ensure(is_new, Check::Form, FORM, || path)?;
        }
        Ok(Self {
            application: text(&json, "application")?,
            suite,
            events: events.ok_or_else(|| no_form("events"))?,
            files,
        })
    }
}

fn digest_of(suite: Suite, bytes: &[u8]) -> String {
    suite.hash(&[bytes]).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files of the pack are those of its manifest, each with its digest.
fn all_as_listed(files: &BTreeMap<String, &[u8]>, manifest: &Manifest) -> Result<(), Refusal> {
    let extra = files.keys().find(|path| *path != MANIFEST && !manifest.files.contains_key(*path));
    if let Some(path) = extra {
        let expected = ["清单列出的文件", "a file that the manifest lists"];
        return Err(at(path)(Fault::new(Check::Form, short(path), expected)));
    }
    for (path, digest) in &manifest.files {
        let expected = ["清单所列、内容未改的文件", "the file of the manifest, unchanged"];
        let found = files.get(path).map(|bytes| digest_of(manifest.suite, bytes));
        let is_same = found.as_ref() == Some(digest);
        let shown = || found.unwrap_or_else(|| "–".to_owned());
        ensure(is_same, Check::Hashes, expected, shown).map_err(at(path))?;
    }
    Ok(())
}

/// The lines of the events, each proven to be under the checkpoint and about the application.
fn proven<'f>(
    files: &BTreeMap<String, &'f [u8]>,
    manifest: &Manifest,
    keys: &[Key],
) -> Result<(Vec<&'f str>, Checkpoint), Refusal> {
    let text = |path: &str| {
        let bytes = files.get(path).ok_or_else(|| at(path)(no_form("missing")))?;
        std::str::from_utf8(bytes).map_err(|cause| at(path)(no_form(&cause.to_string())))
    };
    let note = text("checkpoint.txt")?;
    let checkpoint = Checkpoint::open(note, keys).map_err(at("checkpoint.txt"))?;
    let mut lines = Vec::new();
    for seq in &manifest.events {
        let (event, proof) = (format!("events/{seq:08}.json"), format!("events/{seq:08}.proof"));
        let line = text(&event)?;
        let named = |file, text| Named { file, text };
        let (index, _) = check_inclusion(
            named(&event, line),
            named(&proof, text(&proof)?),
            named("checkpoint.txt", note),
            keys,
        )?;
        let expected = ["此申请的事件，序号与文件名一致", "an event of the number in its name"];
        ensure(index == *seq, Check::Sequence, expected, || index.to_string())
            .map_err(at(&event))?;
        lines.push(line);
    }
    let listed: BTreeSet<String> =
        manifest.events.iter().map(|seq| format!("events/{seq:08}.json")).collect();
    let stray = files.keys().find(|path| {
        path.starts_with("events/") && path.ends_with(".json") && !listed.contains(*path)
    });
    match stray {
        Some(path) => Err(at(path)(no_form(path))),
        None => Ok((lines, checkpoint)),
    }
}

/// A document is called by its digest, and an event names it.
fn named_by_its_digest(name: &str, bytes: &[u8], suite: Suite, named: &BTreeSet<&str>) -> Verdict {
    let digest = digest_of(suite, bytes);
    let expected = ["以摘要命名的文件", "a document called by its digest"];
    ensure(digest == name, Check::Hashes, expected, || digest.clone())?;
    let expected = ["事件所指的文件", "a document that an event names"];
    ensure(named.contains(name), Check::Hashes, expected, || short(name))
}

/// Whether a document is the record of a decision; one that is comes out the same again.
fn made_again(bytes: &[u8]) -> Verdict<bool> {
    let Ok(record) = serde_json::from_slice::<Value>(bytes) else { return Ok(false) };
    if record["format"] != RECORD {
        return Ok(false);
    }
    let expected = ["认定记录中的法规、事实与结果", "law, facts and outcome of a decision record"];
    let wrong = |found: &str| Fault::new(Check::Decision, short(found), expected);
    let (law, facts) = (&record["law"], &record["facts"]);
    let files: Option<Vec<(String, String)>> = law["files"].as_object().and_then(|files| {
        let file =
            |(path, text): (&String, &Value)| Some((path.clone(), text.as_str()?.to_owned()));
        files.iter().map(file).collect()
    });
    let mut files = files.ok_or_else(|| wrong("law.files"))?;
    files.sort();
    let name = facts["name"].as_str().ok_or_else(|| wrong("facts.name"))?;
    let text = facts["text"].as_str().ok_or_else(|| wrong("facts.text"))?;
    let on = record["on"].as_str().and_then(|on| on.parse().ok()).ok_or_else(|| wrong("on"))?;
    same_hashes(&files, text, &record)?;
    let first = |remarks: Vec<units::Diagnostic>| {
        let first = remarks.first().map(|one| one.line(units::Lang::En));
        wrong(&first.unwrap_or_default())
    };
    let scheme = Scheme::load(&files).map_err(first)?;
    let case = scheme.read_facts(name, text).map_err(first)?;
    let decision = scheme.decide(&case, on).map_err(|none| wrong(&none.message.en))?;
    let nearest = match scheme.on(on) {
        policy::InForce::Version(rules) => Some(policy::nearest_change(rules, &case, on)),
        _ => None,
    };
    let nearest = nearest.filter(|one| !matches!(one, Nearest::NotRefused { .. }));
    let same = |key: &str, made: Option<Value>| {
        let is_same = made.as_ref() == record.get(key);
        let shown = || format!("{key}: {}", made.map_or_else(String::new, |made| made.to_string()));
        ensure(is_same, Check::Decision, expected, || short(&shown()))
    };
    same("decision", serde_json::to_value(decision).ok())?;
    same("nearest_change", nearest.and_then(|one| serde_json::to_value(one).ok()))?;
    Ok(true)
}

/// Law and facts are those whose hashes the record states, always SHA-256.
fn same_hashes(files: &[(String, String)], facts: &str, record: &Value) -> Verdict {
    let hash = |text: &str| digest_of(Suite::Sha2, text.as_bytes());
    let lines: String =
        files.iter().map(|(path, text)| format!("{}  {path}\n", hash(text))).collect();
    for (what, found) in [("law", hash(&lines)), ("facts", hash(facts))] {
        let expected = ["记录所载的摘要", "the hash that the record states"];
        let is_same = record[what]["sha256"] == found.as_str();
        ensure(is_same, Check::Decision, expected, || format!("{what}: {found}"))?;
    }
    Ok(())
}
