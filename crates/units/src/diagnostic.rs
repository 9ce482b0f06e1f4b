use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{Lang, Text};

/// What a diagnostic did to the input it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; the row was taken as it stands.
    Note,
    /// One value was left out or read with a caution; the rest of the row was taken.
    Warning,
    /// The row (or file) was refused.
    Refused,
}

/// One remark about one place of an input: what stood there, what was expected, what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What became of the input.
    pub severity: Severity,
    /// A stable word for the kind of remark, such as `negative_area`.
    pub code: String,
    /// The file as the user named it.
    pub file: String,
    /// 1-based line or row as a spreadsheet counts it (the heading is row 1), if the remark has
    /// one.
    pub row: Option<u64>,
    /// The column heading, or a path such as `zones[0].floor_area_m2`; empty if the remark has
    /// none.
    pub column: String,
    /// The value as it stood there, shortened to 200 characters.
    pub value: String,
    /// What was expected there.
    pub expected: Text,
    /// What the user can do.
    pub remedy: Text,
}

impl Diagnostic {
    /// The remark on a text that is no YAML. `row`: 1-based, where the parser stopped; `message`:
    /// what it said, of which the first line is repeated.
    pub fn not_yaml(file: &str, row: Option<u64>, message: &str) -> Self {
        Self {
            severity: Severity::Refused,
            code: "not_yaml".into(),
            file: file.into(),
            row,
            column: String::new(),
            value: message.lines().next().unwrap_or_default().chars().take(200).collect(),
            expected: Text::new("一份有效的 YAML 文件", "a valid YAML file"),
            remedy: Text::new(
                "检查该行的缩进、冒号和引号",
                "check indentation, colons and quotes at that line",
            ),
        }
    }

    /// `file:row [column] code: "value"; expected …; remedy`, for logs and terminals.
    pub fn line(&self, lang: Lang) -> String {
        let mut line = self.file.clone();
        if let Some(row) = self.row {
            line.push_str(&format!(":{row}"));
        }
        if !self.column.is_empty() {
            line.push_str(&format!(" [{}]", self.column));
        }
        let (expected, remedy) = (self.expected.get(lang), self.remedy.get(lang));
        let rest = match lang {
            Lang::Zh => format!(" {}：“{}”；应为{expected}；{remedy}", self.code, self.value),
            Lang::En => format!(" {}: {:?}; expected {expected}; {remedy}", self.code, self.value),
        };
        line + &rest
    }
}

/// [`Diagnostic::line`] in English.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}
