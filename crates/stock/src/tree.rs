//! Walks a YAML file by hand, so that every mistake in it is reported, each with its path.

use serde_json::{Map, Value as Json};
use units::{Date, Diagnostic, Text};

use crate::remark::Remark;

/// Reads one YAML file and gathers remarks about it.
pub(crate) struct Tree<'a> {
    pub(crate) file: &'a str,
    pub(crate) remarks: Vec<Diagnostic>,
}

/// An empty object, for a key that is absent or wrong.
static EMPTY: std::sync::LazyLock<Map<String, Json>> = std::sync::LazyLock::new(Map::new);

impl<'a> Tree<'a> {
    /// The file as a tree; `None` with a remark when it is no YAML.
    pub(crate) fn read(yaml: &str, file: &'a str) -> (Self, Option<Json>) {
        let mut tree = Self { file, remarks: Vec::new() };
        match serde_saphyr::from_str::<Json>(yaml) {
            Ok(root) => (tree, Some(root)),
            Err(error) => {
                let row = error.location().map(|place| place.line());
                tree.remarks.push(Diagnostic::not_yaml(file, row, &error.to_string()));
                (tree, None)
            }
        }
    }

    pub(crate) fn wrong(&mut self, code: &str, path: &str, value: &Json, zh: &str, en: &str) {
        let shown = match value {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.remarks.push(
            Remark::refused(code, self.file)
                .column(path)
                .value(&shown)
                .expected(zh, en)
                .remedy("改正该处，写法见 docs/import.md", "correct it; docs/import.md shows how"),
        );
    }

    /// The object at `path`; every key that is not `allowed` is a remark.
    pub(crate) fn object<'j>(
        &mut self,
        json: &'j Json,
        path: &str,
        allowed: &[&str],
    ) -> &'j Map<String, Json> {
        let Json::Object(map) = json else {
            self.wrong("wrong_type", path, json, "若干“键: 值”", "keys with values");
            return &EMPTY;
        };
        for key in map.keys().filter(|key| !allowed.contains(&key.as_str())) {
            let list = allowed.join(", ");
            let own = Json::String(key.clone());
            let (zh, en) = (format!("以下键之一：{list}"), format!("one of the keys {list}"));
            self.wrong("unknown_key", &join(path, key), &own, &zh, &en);
        }
        map
    }

    /// A scalar as text; numbers and booleans as written in JSON.
    pub(crate) fn text(&mut self, json: &Json, path: &str) -> Option<String> {
        match json {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            Json::Bool(bool) => Some(bool.to_string()),
            Json::Null => Some(String::new()),
            Json::Array(_) | Json::Object(_) => {
                self.wrong("wrong_type", path, json, "一段文字", "a text");
                None
            }
        }
    }

    /// One text or a list of texts.
    pub(crate) fn texts(&mut self, json: &Json, path: &str) -> Vec<String> {
        match json {
            Json::Array(items) => items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| self.text(item, &format!("{path}[{index}]")))
                .collect(),
            scalar => self.text(scalar, path).into_iter().collect(),
        }
    }

    pub(crate) fn bool(&mut self, json: &Json, path: &str) -> Option<bool> {
        let bool = json.as_bool();
        if bool.is_none() {
            self.wrong("wrong_type", path, json, "true 或 false", "true or false");
        }
        bool
    }

    pub(crate) fn number(&mut self, json: &Json, path: &str) -> Option<f64> {
        let number = json.as_f64().filter(|number| number.is_finite());
        if number.is_none() {
            self.wrong("wrong_type", path, json, "一个数", "a number");
        }
        number
    }

    pub(crate) fn date(&mut self, json: &Json, path: &str) -> Option<Date> {
        let date = json.as_str().and_then(|text| text.parse().ok());
        if date.is_none() {
            self.wrong(
                "wrong_type",
                path,
                json,
                "日期，如 2023-08-31",
                "a date such as 2023-08-31",
            );
        }
        date
    }

    /// A text in both languages: `{zh: …, en: …}`, or one text for both.
    pub(crate) fn bilingual(&mut self, json: &Json, path: &str) -> Text {
        if let Json::String(text) = json {
            return Text::same(text.clone());
        }
        let map = self.object(json, path, &["zh", "en"]);
        let mut part = |key: &str| {
            map.get(key).and_then(|json| self.text(json, &join(path, key))).unwrap_or_default()
        };
        Text::new(part("zh"), part("en"))
    }

    /// `format: 1` and nothing else, so that a later form of the file is refused and not misread.
    pub(crate) fn format_one(&mut self, root: &Map<String, Json>) {
        let format = root.get("format").unwrap_or(&Json::Null);
        if format.as_u64() != Some(1) {
            self.wrong("wrong_format", "format", format, "format: 1", "format: 1");
        }
    }
}

/// `path.key`, or `key` at the root.
pub(crate) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.into() } else { format!("{path}.{key}") }
}
