//! Scheme data from YAML: the text into a type, then remarks on values that do not fit together.

use serde::de::DeserializeOwned;
use units::{Diagnostic, Severity, Text};

/// The longest value that a remark repeats, in characters.
const VALUE_MAX: usize = 200;

/// The value written in `text`.
pub(crate) fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Vec<Diagnostic>> {
    serde_saphyr::from_str(text).map_err(|error| {
        let row = error.location().map(|place| place.line());
        let line = row.and_then(|row| text.lines().nth(usize::try_from(row).ok()?.checked_sub(1)?));
        let message = error.to_string();
        let reason = message.lines().next().unwrap_or_default().trim().to_owned();
        vec![Diagnostic {
            severity: Severity::Refused,
            code: "unreadable_file".to_owned(),
            file: file.to_owned(),
            row,
            column: String::new(),
            value: line.unwrap_or_default().trim().chars().take(VALUE_MAX).collect(),
            expected: Text::new(
                format!("docs/programme.md 所述的文件（解析器：{reason}）"),
                format!("a file as in docs/programme.md (parser: {reason})"),
            ),
            remedy: Text::new("改正此行", "correct this line"),
        }]
    })
}

/// What was found about one file, by path within it.
#[derive(Debug)]
pub(crate) struct Remarks {
    file: String,
    pub(crate) found: Vec<Diagnostic>,
}

impl Remarks {
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), found: Vec::new() }
    }

    /// Refuses what stands at `path`.
    pub(crate) fn refuse(&mut self, path: &str, code: &str, value: &str, expected: Text) {
        self.found.push(Diagnostic {
            severity: Severity::Refused,
            code: code.to_owned(),
            file: self.file.clone(),
            row: None,
            column: path.to_owned(),
            value: value.chars().take(VALUE_MAX).collect(),
            expected,
            remedy: Text::new(format!("改正 {path}"), format!("correct {path}")),
        });
    }

    /// `built`, if nothing was found.
    pub(crate) fn done<T>(self, built: T) -> Result<T, Vec<Diagnostic>> {
        if self.found.is_empty() { Ok(built) } else { Err(self.found) }
    }
}
