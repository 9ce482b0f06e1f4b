//! The law with what officials confirmed at the desk: the files that came, and one more of each
//! scheme, `confirmations/desk.yaml`, made from the journal.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use policy::Scheme;
use programme::calendar::Calendar;
use programme::law::{Confirmations, Confirmed, LawConfirmation, LawItem};
use serde_json::{Map, Value, json};

use crate::embedded;
use crate::failure::Failure;
use crate::files::{sha256_hex, unwritable, write_whole};

/// The file of a scheme that holds what was confirmed at the desk.
const FILE: &str = "confirmations/desk.yaml";

/// One entry of the file; the value stands as it was given, which is JSON.
fn entry(item: &LawItem, said: &LawConfirmation, by: &str, on: &str) -> String {
    let mut keys = Map::new();
    let mut set = |key: &str, value: &str| keys.insert(key.to_owned(), Value::from(value));
    match item {
        LawItem::Value { parameter, place, from } => {
            set("parameter", parameter.as_str());
            place.as_ref().map(|place| set("place", place.as_str()));
            set("from", &from.to_string());
        }
        LawItem::Rule { version, item } => {
            set("version", version.as_str());
            set("item", item.as_str());
        }
    }
    set("by", by);
    set("on", on);
    set("against", said.against.as_str());
    said.article.as_ref().map(|article| set("article", article.as_str()));
    let mut keys: Vec<String> =
        keys.iter().map(|(key, value)| format!("{}: {value}", json!(key))).collect();
    keys.extend(said.value.as_ref().map(|value| format!("\"value\": {}", value.as_str().trim())));
    format!("  {{{}}}", keys.join(", "))
}

/// The file of one scheme, YAML in the form of JSON.
fn file(entries: &[String]) -> String {
    format!("{{\"confirm\": [\n{}\n]}}\n", entries.join(",\n"))
}

/// The law's files of a scheme with these entries, where they fit it.
fn with_entries(law: &[(String, String)], entries: &[String]) -> Option<Vec<(String, String)>> {
    let mut files = law.to_vec();
    files.push((FILE.to_owned(), file(entries)));
    files.sort();
    Scheme::load(&files).is_ok().then_some(files)
}

/// Looks whether an item can be confirmed so: that the scheme has it and takes the value.
///
/// # Errors
/// [`Failure::Rules`] for a scheme that is not there, [`Failure::Input`] with what was expected.
pub fn check_confirmation(
    policy: Option<&Path>,
    scheme: &str,
    item: &LawItem,
    said: &LawConfirmation,
) -> Result<(), Failure> {
    let mut files = embedded::scheme(scheme, policy)?;
    files.retain(|(path, _)| path != FILE);
    files.push((FILE.to_owned(), file(&[entry(item, said, "-", "2000-01-01")])));
    Scheme::load(&files).map(|_| ()).map_err(Failure::Input)
}

/// The law of a folder, or that which is embedded, with what was confirmed, as a folder below
/// `root` that is named by its content. Entries that no longer fit, since the files of the law
/// have changed, are left out: what they confirmed counts as not confirmed.
///
/// # Errors
/// [`Failure::Input`], [`Failure::Unreadable`], [`Failure::Unwritable`].
pub(crate) fn confirmed_law(
    policy: Option<&Path>,
    confirmations: &Confirmations,
    calendar: &Calendar,
    root: &Path,
) -> Result<PathBuf, Failure> {
    let mut files = BTreeMap::new();
    for id in embedded::known_schemes(policy)? {
        let mut law = embedded::scheme(&id, policy)?;
        if let Some(items) = confirmations.get(&id) {
            law = confirmed_scheme(law, items, calendar);
        }
        files.extend(law.into_iter().map(|(path, text)| (format!("{id}/{path}"), text)));
    }
    let lines: String = files
        .iter()
        .map(|(path, text)| format!("{}  {path}\n", sha256_hex(text.as_bytes())))
        .collect();
    let folder = root.join(&sha256_hex(lines.as_bytes())[..16]);
    if folder.exists() {
        return Ok(folder);
    }
    let part = root.join(format!("part-{}", std::process::id()));
    for (path, text) in &files {
        let path = part.join(path);
        let folder = path.parent().unwrap_or(&part);
        fs::create_dir_all(folder).map_err(|cause| unwritable(folder, cause))?;
        write_whole(&path, text.as_bytes())?;
    }
    fs::rename(&part, &folder).map_err(|cause| unwritable(&folder, cause))?;
    Ok(folder)
}

fn confirmed_scheme(
    law: Vec<(String, String)>,
    items: &BTreeMap<LawItem, Confirmed>,
    calendar: &Calendar,
) -> Vec<(String, String)> {
    let written = |(item, confirmed): (&LawItem, &Confirmed)| {
        let (by, at) = &confirmed.by;
        entry(item, &confirmed.said, by.as_str(), &calendar.date(*at).to_string())
    };
    let all: Vec<String> = items.iter().map(written).collect();
    if let Some(files) = with_entries(&law, &all) {
        return files;
    }
    let fits = |entry: &String| with_entries(&law, std::slice::from_ref(entry)).is_some();
    let fitting: Vec<String> = all.into_iter().filter(fits).collect();
    with_entries(&law, &fitting).unwrap_or(law)
}
