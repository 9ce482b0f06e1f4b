//! Remarks about a place of a file.

use units::{Diagnostic, Severity, Text, nearest_name};

/// A line and column of a file, both counted from 1 (column in characters).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place {
    pub(crate) fn new(file: &str, line: usize, column: usize) -> Self {
        Self { file: file.to_owned(), line, column }
    }
}

/// A refusal at `place`.
pub(crate) fn problem(
    place: &Place,
    code: &str,
    value: &str,
    expected: Text,
    remedy: Text,
) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: code.to_owned(),
        file: place.file.clone(),
        row: u64::try_from(place.line).ok(),
        column: place.column.to_string(),
        value: value.chars().take(200).collect(),
        expected,
        remedy,
    }
}

/// "Did you mean" for `name` among `known`; a plain request when nothing is near.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Text {
    match nearest_name(name, known) {
        Some(other) => Text::new(format!("是否应为 {other}？"), format!("did you mean `{other}`?")),
        None => Text::new("核对名称，或先加以定义", "check the name, or define it first"),
    }
}
