//! A long journal: the applications and budgets of a short one again and again, under new names and
//! later.

use serde_json::{Value, json};

use crate::forge::Journal;

/// What there is once: people, programmes, lines, sheets.
const ONCE: [&str; 7] = [
    "founded",
    "organisation_registered",
    "user_registered",
    "role_granted",
    "programme_opened",
    "line_opened",
    "sheet_published",
];

/// Keys of what is named anew in each copy.
const NAMES: [&str; 7] = ["application", "command", "id", "space", "step", "transfer", "with"];

/// The journal, and `copies` more of all that does not happen once.
pub(crate) fn lengthen(journal: &Journal, copies: usize) -> Journal {
    let mut long = journal.clone();
    let again = |event: &&Value| !ONCE.iter().any(|kind| event["what"]["kind"] == *kind);
    let moment = |event: Option<&Value>| event.and_then(|event| event["at"].as_i64()).unwrap();
    let span = moment(journal.events.last()) - moment(journal.events.first());
    for copy in 1..=copies {
        let later = span * i64::try_from(copy).unwrap();
        for event in journal.events.iter().filter(again) {
            let mut event = event.clone();
            rename(&mut event, &format!(".{copy}"));
            for key in ["at", "clock"] {
                if let Some(at) = event[key].as_i64() {
                    event[key] = json!(at + later);
                }
            }
            long.events.push(event);
        }
    }
    long.count();
    long
}

fn rename(value: &mut Value, suffix: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, suffix)),
        Value::Object(entries) => {
            for (key, inner) in entries {
                match inner {
                    Value::String(name) if NAMES.contains(&key.as_str()) => name.push_str(suffix),
                    other => rename(other, suffix),
                }
            }
        }
        _ => {}
    }
}
