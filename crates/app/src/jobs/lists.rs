//! Lists before they are imported, and a building that its owner describes, which is a list of one.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};
use stock::{Field, FieldType, Space};
use units::{Diagnostic, Severity, Text};

use crate::embedded;
use crate::failure::Failure;
use crate::files::Input;

/// Rows that a preview shows.
const ROWS: usize = 20;

/// A list as it looks, and how the ready mappings read it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ListPreview {
    /// The headings as they stand there.
    pub headings: Vec<String>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// Rows that hold anything, headings apart.
    pub rows_read: u64,
    /// The encoding or sheet that was read.
    pub encoding: String,
    /// The ready mappings, the one that reads most columns first.
    pub mappings: Vec<MappingReads>,
    /// Why it is no table: file, row, column, value, expected, remedy.
    pub remarks: Vec<Value>,
}

/// How a ready mapping reads a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MappingReads {
    /// Its name.
    pub name: String,
    /// What it reads, for people.
    pub title: Text,
    /// Keys of fields, `id`, `period` or `position`, by heading.
    pub columns: BTreeMap<String, String>,
    /// Whether every column that must be there is.
    pub complete: bool,
}

/// A field that columns can be read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldKnown {
    /// Its key.
    pub key: String,
    /// Its name.
    pub label: Text,
    /// `text`, `choice`, `bool`, `year`, `date`, `number` or `money`.
    pub holds: String,
    /// The unit of quantities and money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The keys of a choice.
    pub choices: Vec<String>,
}

/// Every field of the ledger.
pub fn fields() -> Vec<FieldKnown> {
    let of = |field: &Field| {
        let (holds, choices) = match field.field_type() {
            FieldType::Text => ("text", &[][..]),
            FieldType::Choice(keys) => ("choice", keys),
            FieldType::Bool => ("bool", &[][..]),
            FieldType::Year => ("year", &[][..]),
            FieldType::Date => ("date", &[][..]),
            FieldType::Number(_) => ("number", &[][..]),
            FieldType::Money => ("money", &[][..]),
        };
        FieldKnown {
            key: field.key().to_owned(),
            label: field.label(),
            holds: holds.to_owned(),
            unit: field.field_type().unit().map(str::to_owned),
            choices: choices.iter().map(|key| (*key).to_owned()).collect(),
        }
    };
    Field::ALL.iter().map(of).collect()
}

/// What a list looks like; one that is no table has remarks alone.
pub fn preview(bytes: &[u8], name: &str) -> ListPreview {
    let seen = match stock::preview(bytes, name, ROWS) {
        Ok(seen) => seen,
        Err(remarks) => {
            let remarks = remarks.iter().filter_map(|one| serde_json::to_value(one).ok());
            return ListPreview { remarks: remarks.collect(), ..ListPreview::default() };
        }
    };
    let mut mappings: Vec<MappingReads> = embedded::ready_mappings()
        .into_iter()
        .filter_map(|name| {
            let file = embedded::ready_mapping(&name).ok()?;
            let rules = stock::parse_mapping(&file.text(), &file.name).ok()?;
            let reads = rules.reads(&seen.headings);
            let (columns, complete) = (reads.columns, reads.complete);
            Some(MappingReads { name, title: rules.title, columns, complete })
        })
        .collect();
    mappings.sort_by_key(|one| std::cmp::Reverse(one.columns.len()));
    ListPreview {
        headings: seen.headings,
        rows: seen.rows,
        rows_read: seen.rows_read,
        encoding: seen.encoding,
        mappings,
        remarks: Vec::new(),
    }
}

/// A ready mapping with other columns for some fields.
///
/// # Errors
/// [`Failure::Request`] without such a mapping, [`Failure::Input`] for a field that is none.
pub(super) fn changed(name: &str, columns: &BTreeMap<String, String>) -> Result<Input, Failure> {
    // Never by a path: those who ask are not on this machine.
    let ready = embedded::ready_mapping(name)?;
    if columns.is_empty() {
        return Ok(ready);
    }
    let mut mapping: Value = serde_saphyr::from_str(&ready.text()).map_err(|cause| {
        Failure::Input(vec![Diagnostic::not_yaml(&ready.name, None, &cause.to_string())])
    })?;
    for (key, heading) in columns {
        if key == "id" {
            mapping["id"]["columns"] = json!([[heading]]);
            continue;
        }
        let field = Field::from_key(key)
            .ok_or_else(|| Failure::Input(vec![unknown_field(&ready.name, key)]))?;
        let mut column = own_column(field, heading);
        // Text of the ready mapping still hold; its unit is that of its own column.
        for kept in ["values", "fallback"] {
            if let Some(words) = mapping["fields"][key].get(kept) {
                column[kept] = words.clone();
            }
        }
        mapping["fields"][key] = column;
    }
    Ok(Input::embedded("mapping", &ready.name, mapping.to_string().as_bytes()))
}

/// A column of a mapping that holds a field in our own words and units.
fn own_column(field: Field, heading: &str) -> Value {
    let mut spec = json!({ "column": [heading] });
    if let Some(unit) = field.field_type().unit() {
        spec["unit"] = unit.into();
    }
    if let FieldType::Choice(keys) = field.field_type() {
        let words = keys.iter().map(|key| ((*key).to_owned(), json!([key])));
        spec["values"] = words.collect::<Map<_, _>>().into();
    }
    spec
}

/// The space that its owner describes, read as a list of one row with the fields' own names.
///
/// # Errors
/// [`Failure::Input`] for a field that is none, or a value that it cannot have.
pub(super) fn described(facts: &BTreeMap<String, String>) -> Result<Space, Failure> {
    const NAME: &str = "facts";
    let mut fields = Map::new();
    for key in facts.keys() {
        let Some(field) = Field::from_key(key) else {
            return Err(Failure::Input(vec![unknown_field(NAME, key)]));
        };
        fields.insert(key.clone(), own_column(field, key));
    }
    let mapping = json!({
        "format": 1, "id": { "columns": [["id"]] }, "fields": fields, "table": { "delimiter": "," }
    });
    let rules = stock::parse_mapping(&mapping.to_string(), NAME).map_err(Failure::Input)?;
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let row = |first: &str, rest: Vec<String>| {
        std::iter::once(first.to_owned()).chain(rest).collect::<Vec<_>>().join(",")
    };
    let list = [
        row("id", facts.keys().map(|key| quoted(key)).collect()),
        row("described", facts.values().map(|value| quoted(value)).collect()),
    ];
    let imported =
        stock::import(list.join("\n").as_bytes(), NAME, &rules).map_err(Failure::Input)?;
    let mut ledger = stock::Ledger::default();
    let applied = ledger.apply(imported);
    // What the list of a district may leave out with a warning, an owner can put right at once.
    let wrong = applied.diagnostics.iter().any(|one| one.severity != Severity::Note);
    match ledger.spaces.into_values().next() {
        Some(space) if !wrong => Ok(space),
        _ => Err(Failure::Input(applied.diagnostics)),
    }
}

fn unknown_field(file: &str, key: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: "unknown_field".into(),
        file: file.into(),
        row: None,
        column: key.chars().take(80).collect(),
        value: String::new(),
        expected: Text::new("台账的字段名", "a field of the ledger"),
        remedy: Text::new("见 docs/import.md 的字段表", "see the fields in docs/import.md"),
    }
}
