//! What a use case hands back to be printed.

use report::format;
use serde::Serialize;
use units::{Lang, Text};

/// The result of a use case, for people and for programs.
pub trait Outcome {
    /// The whole result as one JSON document.
    fn json(&self) -> String;
    /// The gist for a terminal.
    fn lines(&self, lang: Lang) -> String;
}

/// A serialisable result with its gist.
pub(crate) struct Told<T> {
    pub(crate) result: T,
    pub(crate) gist: Vec<Line>,
}

/// A text that is printed as it is, such as a JSON Schema.
pub(crate) struct Printed(pub(crate) String);

impl Outcome for Printed {
    fn json(&self) -> String {
        self.0.clone()
    }

    fn lines(&self, _lang: Lang) -> String {
        self.0.clone()
    }
}

/// One line of a gist: what it is, and its value.
pub(crate) struct Line {
    pub(crate) label: Text,
    pub(crate) value: Text,
}

impl Line {
    pub(crate) fn new(zh: &str, en: &str, value: Text) -> Self {
        Self { label: Text::new(zh, en), value }
    }

    pub(crate) fn count(zh: &str, en: &str, count: usize) -> Self {
        Self::new(zh, en, Text::same(format::count(count as u64)))
    }

    pub(crate) fn plain(zh: &str, en: &str, value: impl Into<String>) -> Self {
        Self::new(zh, en, Text::same(value))
    }
}

impl<T: Serialize> Outcome for Told<T> {
    fn json(&self) -> String {
        json(&self.result)
    }

    fn lines(&self, lang: Lang) -> String {
        let width = self.gist.iter().map(|line| columns(line.label.get(lang))).max().unwrap_or(0);
        let mut text = String::new();
        for Line { label, value } in &self.gist {
            let label = label.get(lang);
            let pad = " ".repeat(width - columns(label) + 2);
            text.push_str(&format!("{label}{pad}{}\n", value.get(lang)));
        }
        text
    }
}

/// A result as one JSON document.
pub(crate) fn json(result: &impl Serialize) -> String {
    serde_json::to_string_pretty(result)
        .unwrap_or_else(|cause| format!("{{\"error\":\"{cause}\"}}"))
}

/// Terminal columns: Chinese characters and full-width marks take two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_line_up_in_both_languages() {
        let told = Told {
            result: 7,
            gist: vec![
                Line::count("空间", "spaces", 12_345),
                Line::plain("公共资金", "public money", "1.2"),
            ],
        };
        assert_eq!(told.lines(Lang::Zh), "空间      12,345\n公共资金  1.2\n");
        assert_eq!(told.lines(Lang::En), "spaces        12,345\npublic money  1.2\n");
        assert_eq!(told.json(), "7");
    }
}
