//! Reads our YAML data by path and collects *every* remark about it, in both languages.

use std::ops::RangeInclusive;

use serde_json::Value;
use units::{Diagnostic, Fen, Mark, Severity, Source, Sourced, Text};

/// One place of a document: its path and what stands there, if anything does.
#[derive(Clone, Debug)]
pub(crate) struct Node<'v> {
    path: String,
    value: Option<&'v Value>,
}

impl<'v> Node<'v> {
    /// What stands under `key`; absent if this is no map or has no such key.
    pub(crate) fn at(&self, key: &str) -> Self {
        let path = match self.path.as_str() {
            "" => key.into(),
            path => format!("{path}.{key}"),
        };
        Self { path, value: self.value.and_then(|value| value.get(key)) }
    }

    /// Whether something other than `null` stands here.
    pub(crate) fn is_given(&self) -> bool {
        self.value.is_some_and(|value| !value.is_null())
    }

    /// The keys of a map, in the order of the document.
    pub(crate) fn keys(&self) -> Vec<&'v str> {
        self.value
            .and_then(Value::as_object)
            .map(|map| map.keys().map(String::as_str).collect())
            .unwrap_or_default()
    }
}

/// Reads one file; what it cannot read it remembers.
#[derive(Debug)]
pub(crate) struct Reader<'f> {
    file: &'f str,
    found: Vec<Diagnostic>,
}

impl<'f> Reader<'f> {
    /// Parses `text` and reads it with `build`.
    ///
    /// # Errors
    /// All remarks, when there was one or `build` gave nothing.
    pub(crate) fn read<T>(
        file: &'f str,
        text: &str,
        build: impl FnOnce(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Result<T, Vec<Diagnostic>> {
        match serde_saphyr::from_str::<Value>(text) {
            Ok(value) => Self::read_value(file, &value, build),
            Err(error) => {
                let row = error.location().map(|place| place.line());
                Err(vec![Diagnostic::not_yaml(file, row, &error.to_string())])
            }
        }
    }

    /// The same of a value that was parsed already.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn read_value<T>(
        file: &'f str,
        value: &Value,
        build: impl FnOnce(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Result<T, Vec<Diagnostic>> {
        let mut reader = Self { file, found: Vec::new() };
        match build(&mut reader, &Node { path: String::new(), value: Some(value) }) {
            Some(built) if reader.found.is_empty() => Ok(built),
            _ => Err(reader.found),
        }
    }

    /// Remembers a remark about `node`.
    pub(crate) fn refuse(&mut self, node: &Node<'_>, code: &str, expected: Text) {
        let value = match node.value {
            None => String::new(),
            Some(Value::String(text)) => text.chars().take(200).collect(),
            Some(other) => other.to_string().chars().take(200).collect(),
        };
        let remedy = if node.is_given() {
            Text::new(
                format!("改正 {} 处的值", node.path),
                format!("correct the value at {}", node.path),
            )
        } else {
            Text::new(format!("补上 {}", node.path), format!("add {}", node.path))
        };
        self.found.push(Diagnostic {
            severity: Severity::Refused,
            code: code.into(),
            file: self.file.into(),
            row: None,
            column: node.path.clone(),
            value,
            expected,
            remedy,
        });
    }

    /// Refuses keys of a map outside `known`: a misspelt key would otherwise be ignored in silence.
    pub(crate) fn only(&mut self, node: &Node<'_>, known: &[&str]) {
        for key in node.keys() {
            if !known.contains(&key) {
                let list = known.join(", ");
                let expected = Text::new(format!("其中之一：{list}"), format!("one of: {list}"));
                self.refuse(&node.at(key), "unknown_key", expected);
            }
        }
    }

    /// The items of a list; a missing list is remarked upon.
    pub(crate) fn list<'v>(&mut self, node: &Node<'v>) -> Vec<Node<'v>> {
        if let Some(items) = node.value.and_then(Value::as_array) {
            let item = |(index, value)| Node {
                path: format!("{}[{index}]", node.path),
                value: Some(value),
            };
            return items.iter().enumerate().map(item).collect();
        }
        self.refuse(node, "not_a_list", Text::new("一个列表", "a list"));
        Vec::new()
    }

    /// As [`Self::list`], but nothing given means an empty list.
    pub(crate) fn list_or_empty<'v>(&mut self, node: &Node<'v>) -> Vec<Node<'v>> {
        if node.is_given() { self.list(node) } else { Vec::new() }
    }

    /// A text that is not empty.
    pub(crate) fn text(&mut self, node: &Node<'_>) -> Option<String> {
        match node.value.and_then(Value::as_str).map(str::trim) {
            Some(text) if !text.is_empty() => Some(text.into()),
            _ => {
                self.refuse(node, "not_a_text", Text::new("一段非空文字", "a text, not empty"));
                None
            }
        }
    }

    /// An identifier: lower-case letters, digits, `_` and `-`.
    pub(crate) fn id(&mut self, node: &Node<'_>) -> Option<String> {
        let text = self.text(node)?;
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
        if text.len() <= 60 && text.chars().all(legal) {
            return Some(text);
        }
        let expected = Text::new(
            "小写字母、数字、下划线或连字符，最多 60 个",
            "lower-case letters, digits, _ or -, at most 60",
        );
        self.refuse(node, "not_an_id", expected);
        None
    }

    /// A list of identifiers; nothing given means none.
    pub(crate) fn ids(&mut self, node: &Node<'_>) -> Vec<String> {
        let items = self.list_or_empty(node);
        items.iter().filter_map(|item| self.id(item)).collect()
    }

    /// A text in both languages.
    pub(crate) fn both(&mut self, node: &Node<'_>) -> Option<Text> {
        let zh = self.text(&node.at("zh"));
        let en = self.text(&node.at("en"));
        Some(Text { zh: zh?, en: en? })
    }

    /// A finite number within `range`.
    pub(crate) fn number(&mut self, node: &Node<'_>, range: RangeInclusive<f64>) -> Option<f64> {
        match node.value.and_then(Value::as_f64) {
            Some(number) if range.contains(&number) => Some(number),
            _ => {
                let (low, high) = (range.start(), range.end());
                let expected = Text::new(
                    format!("{low} 到 {high} 之间的数"),
                    format!("a number from {low} to {high}"),
                );
                self.refuse(node, "out_of_range", expected);
                None
            }
        }
    }

    /// A whole number within `range`.
    pub(crate) fn whole(&mut self, node: &Node<'_>, range: RangeInclusive<u16>) -> Option<u16> {
        let given = node.value.and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok());
        match given {
            Some(number) if range.contains(&number) => Some(number),
            _ => {
                let (low, high) = (range.start(), range.end());
                let expected = Text::new(
                    format!("{low} 到 {high} 之间的整数"),
                    format!("a whole number from {low} to {high}"),
                );
                self.refuse(node, "out_of_range", expected);
                None
            }
        }
    }

    /// One of `words`.
    pub(crate) fn word<T: Copy>(&mut self, node: &Node<'_>, words: &[(&str, T)]) -> Option<T> {
        let given = node.value.and_then(Value::as_str);
        let hit = words.iter().find(|(word, _)| given == Some(*word));
        if hit.is_none() {
            let list: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let list = list.join(", ");
            let expected = Text::new(format!("其中之一：{list}"), format!("one of: {list}"));
            self.refuse(node, "unknown_word", expected);
        }
        hit.map(|(_, value)| *value)
    }

    /// `true` or `false`.
    pub(crate) fn truth(&mut self, node: &Node<'_>) -> Option<bool> {
        let truth = node.value.and_then(Value::as_bool);
        if truth.is_none() {
            self.refuse(node, "not_a_truth", Text::new("true 或 false", "true or false"));
        }
        truth
    }

    /// An amount of money in yuan, 0 to 100 million, rounded to the fen.
    pub(crate) fn yuan(&mut self, node: &Node<'_>) -> Option<Fen> {
        self.number(node, 0.0..=1e8).and_then(Fen::estimate_from_yuan)
    }

    /// `origin`, `mark` and, if given, `date` beside a value.
    pub(crate) fn source(&mut self, node: &Node<'_>) -> Option<Source> {
        let origin = self.text(&node.at("origin"));
        let mark = self.word(&node.at("mark"), &MARKS);
        let day = node.at("date");
        let date = if day.is_given() {
            let date = self.text(&day).and_then(|text| text.parse().ok());
            if date.is_none() {
                self.refuse(
                    &day,
                    "not_a_date",
                    Text::new("日期，如 2024-12-20", "a date such as 2024-12-20"),
                );
            }
            date
        } else {
            None
        };
        Some(Source { origin: origin?, date, mark: mark? })
    }

    /// A number with its source: `{value, origin, mark}`.
    pub(crate) fn sourced(
        &mut self,
        node: &Node<'_>,
        range: RangeInclusive<f64>,
    ) -> Option<Sourced<f64>> {
        let value = self.number(&node.at("value"), range);
        let source = self.source(node);
        Some(Sourced { value: value?, source: source? })
    }
}

const MARKS: [(&str, Mark); 8] = [
    ("V", Mark::Seen),
    ("S", Mark::Secondary),
    ("D", Mark::Derived),
    ("B", Mark::Recalled),
    ("X", Mark::NotFound),
    ("R", Mark::Reported),
    ("M", Mark::Modelled),
    ("A", Mark::Assumed),
];
