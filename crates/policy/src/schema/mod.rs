//! JSON Schemas of the files of a scheme, with which editors complete and check them.
//!
//! A schema tells the shape of one file alone: which keys, which types. What joins files (names,
//! units, dates, sources) is checked when a scheme is loaded. Tests hold the two together: what
//! loads fits its schema, and what is refused for its shape does not.

mod cases;
mod law;
mod parameter;
mod rules;

use serde_json::{Map, Value, json};

use crate::unit::Unit;

/// The kinds of files that a scheme's folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// `scheme.yaml`.
    Scheme,
    /// `facts.yaml`.
    Facts,
    /// A file under `parameters/`.
    Parameter,
    /// A file under `rules/`.
    Rules,
    /// A case to decide, or a file under `cases/`.
    Case,
    /// A file under `confirmations/`.
    Confirmations,
}

impl FileKind {
    /// All kinds, in the order in which one writes them.
    pub const ALL: [Self; 6] =
        [Self::Scheme, Self::Facts, Self::Parameter, Self::Rules, Self::Case, Self::Confirmations];

    /// Its name, such as `scheme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scheme => "scheme",
            Self::Facts => "facts",
            Self::Parameter => "parameter",
            Self::Rules => "rules",
            Self::Case => "case",
            Self::Confirmations => "confirmations",
        }
    }
}

/// The JSON Schema (draft 2020-12) of files of a kind, as text.
pub fn schema(kind: FileKind) -> String {
    let (title, body) = match kind {
        FileKind::Scheme => ("Scheme", law::scheme()),
        FileKind::Facts => ("Facts", law::facts()),
        FileKind::Parameter => ("Parameter", parameter::parameter()),
        FileKind::Rules => ("Rules", rules::rules()),
        FileKind::Case => ("Case", cases::case()),
        FileKind::Confirmations => ("Confirmations", law::confirmations()),
    };
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
    });
    if let (Value::Object(whole), Value::Object(body)) = (&mut whole, body) {
        whole.extend(body);
        whole.insert("$defs".to_owned(), shared());
    }
    format!("{whole:#}")
}

/// One key of a map.
struct Key {
    name: &'static str,
    schema: Value,
    required: bool,
}

/// A key that must be there; `zh` and `en` say what stands under it.
fn key(name: &'static str, zh: &str, en: &str, schema: Value) -> Key {
    let mut described = json!({ "description": said(zh, en) });
    if let (Value::Object(described), Value::Object(schema)) = (&mut described, schema) {
        described.extend(schema);
    }
    Key { name, schema: described, required: true }
}

impl Key {
    fn optional(mut self) -> Self {
        self.required = false;
        self
    }
}

fn said(zh: &str, en: &str) -> String {
    format!("{zh} / {en}")
}

/// A map with these keys and no others.
fn map(zh: &str, en: &str, keys: Vec<Key>) -> Value {
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let properties: Map<String, Value> =
        keys.into_iter().map(|key| (key.name.to_owned(), key.schema)).collect();
    json!({
        "description": said(zh, en),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A map with free keys that fit `names`.
fn by(names: &str, values: &Value) -> Value {
    json!({ "type": "object", "propertyNames": of(names), "additionalProperties": values })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// What `$defs` has under a name.
fn of(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn any(all: &[&str]) -> Value {
    json!({ "enum": all })
}

/// Where something stands: sources, mark, article, day of the last comparison.
fn ground() -> Vec<Key> {
    let shared = |name| Key { name, schema: of(name), required: name != "checked_on" };
    ["sources", "mark", "article", "checked_on"].map(shared).into()
}

/// The same where the day of the last comparison must be stated, if only as `not_recorded`.
fn checked_ground() -> Vec<Key> {
    ground().into_iter().map(|key| Key { required: true, ..key }).collect()
}

/// A scalar whose text fits a pattern.
fn scalar(zh: &str, en: &str, types: &[&str], pattern: &str) -> Value {
    json!({ "description": said(zh, en), "type": types, "pattern": pattern })
}

/// One of several words.
fn choice(zh: &str, en: &str, all: &[&str]) -> Value {
    json!({ "description": said(zh, en), "enum": all })
}

/// The pieces that several schemas name.
fn shared() -> Value {
    const ANY: [&str; 3] = ["string", "number", "boolean"];
    let text = map(
        "中英文对照，内容相同",
        "a text in both languages, equal in content",
        vec![
            key("zh", "中文", "Simplified Chinese", of("word")),
            key("en", "英文", "English", of("word")),
        ],
    );
    let mut shared = json!({
        "text": text,
        "word": scalar("一段非空的文字", "a text that is not empty", &ANY, "\\S"),
        "name": scalar(
            "小写字母、数字、下划线",
            "small letters, digits, underscores",
            &["string", "integer"],
            "^[a-z0-9_]+$",
        ),
        "id": scalar(
            "小写字母、数字、下划线、连字符",
            "small letters, digits, _ and -",
            &["string", "integer"],
            "^[a-z0-9_-]+$",
        ),
        "day": scalar("日期，如 2023-08-31", "a day such as 2023-08-31", &["string"], DAY),
        "date": scalar(
            "日期，可只写年或年月",
            "a date of which perhaps only the year or month is known",
            &["string", "integer"],
            "^\\d{4}(-\\d{2}(-\\d{2})?)?$",
        ),
        "unit": unit(),
        "level": choice("出资层级", "who pays", &["national", "municipal", "district"]),
        "expression": scalar(
            "表达式，由事实、参数、定义和 on（认定日期）组成",
            "an expression of facts, parameters, definitions and `on`, the day of the decision",
            &ANY,
            "\\S",
        ),
        "choices": by("name", &of("text")),
    });
    if let (Value::Object(shared), Value::Object(grounds)) = (&mut shared, grounds()) {
        shared.extend(grounds);
    }
    shared
}

const DAY: &str = "^\\d{4}-\\d{2}-\\d{2}$";

fn unit() -> Value {
    let units: Vec<&str> = Unit::keys().filter(|key| !["percent", "ratio"].contains(key)).collect();
    let base = units.join("|");
    let mut unit = scalar(
        "单位：percent、ratio、基本单位，或商（如 yuan/m2）",
        "a unit: percent, ratio, a base unit, or a quotient such as yuan/m2",
        &["string"],
        &format!("^(percent|ratio|({base})(/({base}))*)$"),
    );
    unit["examples"] = Unit::keys().chain(["yuan/m2"]).collect();
    unit
}

/// The parts of a [`ground`].
fn grounds() -> Value {
    let mut sources = list(&of("word"));
    sources["minItems"] = json!(1);
    sources["description"] = json!(said(
        "来源：scheme.yaml 中 sources 的键",
        "where it was seen: keys of `sources` in scheme.yaml",
    ));
    let article = json!({
        "description": said(
            "所在条款；未读到原文则写 not_seen",
            "where in the instrument; `not_seen` if nobody here has read it",
        ),
        "$ref": "#/$defs/word",
    });
    json!({
        "sources": sources,
        "mark": choice(
            "V 已见原文；S 二手来源；D 推得；B 凭记忆；X 查找未得",
            "V instrument seen; S secondary report; D derived; B recalled; X not found",
            &["V", "S", "D", "B", "X"],
        ),
        "article": article,
        "checked_on": scalar(
            "最近一次与来源核对的日期；没有记录则写 not_recorded",
            "the day somebody last compared it with its source, or `not_recorded`",
            &["string"],
            "^(not_recorded|\\d{4}-\\d{2}-\\d{2})$",
        ),
    })
}

/// Further demands on a map that depend on the word under `type`.
fn where_type(is: &[&str], then: &Value) -> Value {
    json!({
        "if": { "properties": { "type": any(is) }, "required": ["type"] },
        "then": then,
    })
}
