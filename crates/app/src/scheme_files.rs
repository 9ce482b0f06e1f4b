//! The files of schemes as files: one way of writing, and the form that editors check.

use std::path::Path;

use policy::FileKind;
use serde::Serialize;
use units::{Diagnostic, Severity, Text};

use crate::embedded;
use crate::failure::Failure;
use crate::files::{Input, write_whole};
use crate::outcome::{Line, Outcome, Printed, Told};
use crate::scheme_tools::{SchemesRequest, within};

/// Which files, and whether they are only looked at.
#[derive(Clone, Copy, Debug)]
pub struct FormatRequest<'a> {
    /// One scheme's identifier, or all.
    pub scheme: Option<&'a str>,
    /// The folder of schemes.
    pub policy: &'a Path,
    /// Whether to change nothing, and to fail where something would be changed.
    pub check: bool,
}

/// What was looked at and what was written anew.
#[derive(Debug, Serialize)]
struct Formatted {
    files: usize,
    /// Paths from the folder of schemes.
    changed: Vec<String>,
}

/// Writes the files of schemes in the one way of writing. All are read before any is written.
///
/// # Errors
/// [`Failure::Rules`] for a scheme that is not there, [`Failure::Input`] with every file that
/// cannot be read, or, under `check`, that is written otherwise.
pub fn format_schemes(request: &FormatRequest<'_>) -> Result<Box<dyn Outcome>, Failure> {
    let FormatRequest { scheme, policy, check } = *request;
    let (mut count, mut changed, mut problems) = (0, Vec::new(), Vec::new());
    for id in (SchemesRequest { scheme, policy: Some(policy) }).ids()? {
        for (path, text) in embedded::scheme_with_cases(&id, Some(policy))? {
            count += 1;
            match policy::format_file(&path, &text) {
                Ok(new) if new == text => {}
                Ok(new) => changed.push((format!("{id}/{path}"), new)),
                Err(problem) => problems.push(within(&id, *problem)),
            }
        }
    }
    for (path, _) in &changed {
        if check {
            problems.push(otherwise(path, "not_formatted", &SPELLED));
        } else if std::str::from_utf8(&Input::read("policy", &policy.join(path))?.bytes).is_err() {
            // What was read has marks in place of what could not be: writing it would lose that.
            problems.push(otherwise(path, "not_utf8", &ENCODED));
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Input(problems));
    }
    for (path, text) in &changed {
        write_whole(&policy.join(path), text.as_bytes())?;
    }
    let changed: Vec<String> = changed.into_iter().map(|(path, _)| path).collect();
    let mut gist = vec![Line::count("文件", "files", count)];
    gist.push(Line::count("改写", "rewritten", changed.len()));
    gist.extend(changed.iter().map(|path| Line::plain("", "", path)));
    Ok(Box::new(Told { result: Formatted { files: count, changed }, gist }))
}

/// Expected and remedy, each in Chinese and English.
type Advice = [(&'static str, &'static str); 2];

const SPELLED: Advice = [
    ("统一的写法", "the one way of writing"),
    ("运行 reweave policy fmt", "run reweave policy fmt"),
];
const ENCODED: Advice =
    [("UTF-8 编码的文字", "text in UTF-8"), ("请另存为 UTF-8", "save the file as UTF-8")];

fn otherwise(path: &str, code: &str, [expected, remedy]: &Advice) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: code.to_owned(),
        file: path.to_owned(),
        row: None,
        column: String::new(),
        value: String::new(),
        expected: Text::new(expected.0, expected.1),
        remedy: Text::new(remedy.0, remedy.1),
    }
}

/// The JSON Schema of a kind of file.
pub fn file_schema(kind: FileKind) -> Box<dyn Outcome> {
    Box::new(Printed(policy::schema(kind)))
}
