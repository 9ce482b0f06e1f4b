use units::{Diagnostic, Severity, Text};

use crate::text::shorten;

/// Longest value that a diagnostic quotes. \[characters\]
const VALUE_CHARS: usize = 200;

/// A diagnostic in the making: the builder keeps the many call sites short.
#[derive(Clone, Debug)]
pub(crate) struct Remark(Diagnostic);

impl Remark {
    pub(crate) fn new(severity: Severity, code: &str, file: &str) -> Self {
        Self(Diagnostic {
            severity,
            code: code.into(),
            file: file.into(),
            row: None,
            column: String::new(),
            value: String::new(),
            expected: Text::default(),
            remedy: Text::default(),
        })
    }

    pub(crate) fn refused(code: &str, file: &str) -> Self {
        Self::new(Severity::Refused, code, file)
    }

    pub(crate) fn warning(code: &str, file: &str) -> Self {
        Self::new(Severity::Warning, code, file)
    }

    pub(crate) fn note(code: &str, file: &str) -> Self {
        Self::new(Severity::Note, code, file)
    }

    pub(crate) fn row(mut self, row: u64) -> Self {
        self.0.row = Some(row);
        self
    }

    pub(crate) fn column(mut self, column: impl Into<String>) -> Self {
        self.0.column = column.into();
        self
    }

    pub(crate) fn value(mut self, value: &str) -> Self {
        self.0.value = shorten(value, VALUE_CHARS);
        self
    }

    pub(crate) fn expected(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.0.expected = Text::new(zh, en);
        self
    }

    pub(crate) fn remedy(mut self, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        self.0.remedy = Text::new(zh, en);
        self.0
    }
}
