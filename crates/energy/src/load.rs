//! A building from a YAML file.

use serde_saphyr::Error;
use units::{Diagnostic, Severity, Text};

use crate::building::Building;
use crate::fault::Fault;

/// Longest value that a diagnostic repeats, in characters.
const VALUE_MAX: usize = 200;

/// Reads a building from YAML text and checks every value. `file` is its name for messages.
///
/// The fields are those of [`Building`]; a value that fits no field, a field that no building has,
/// a missing field and a value out of range are all refused with place and remedy.
///
/// # Errors
/// [`Fault::Unreadable`] where the text is no building, [`Fault::Invalid`] with every value that
/// is out of range.
pub fn building_of_yaml(file: &str, text: &str) -> Result<Building, Fault> {
    let building: Building = serde_saphyr::from_str(text).map_err(|error| Fault::Unreadable {
        file: file.to_owned(),
        diagnostics: vec![unreadable(file, text, &error)],
    })?;
    let mut diagnostics = building.validate();
    if diagnostics.is_empty() {
        return Ok(building);
    }
    for diagnostic in &mut diagnostics {
        file.clone_into(&mut diagnostic.file);
    }
    Err(Fault::Invalid { name: building.name, diagnostics })
}

/// The JSON Schema of a building file, made from [`Building`] itself with the notes on its fields.
pub fn building_schema() -> String {
    let schema = schemars::schema_for!(Building);
    serde_json::to_string_pretty(&schema)
        .unwrap_or_else(|cause| format!("{{\"$comment\":\"{cause}\"}}"))
}

fn unreadable(file: &str, text: &str, error: &Error) -> Diagnostic {
    let row = error.location().map(|location| location.line());
    let line = row
        .and_then(|row| usize::try_from(row).ok())
        .and_then(|row| text.lines().nth(row.saturating_sub(1)))
        .unwrap_or("");
    let reason = error.to_string();
    Diagnostic {
        severity: Severity::Refused,
        code: "unreadable_building".to_owned(),
        file: file.to_owned(),
        row,
        column: String::new(),
        value: line.trim().chars().take(VALUE_MAX).collect(),
        expected: Text::new(
            format!("一个建筑的 YAML 描述（解析器：{reason}）"),
            format!("a building in YAML (parser: {reason})"),
        ),
        remedy: Text::new(
            "请按字段说明（energy::building::Building）修正该行，字段名末尾为单位",
            "correct that line by the list of fields (energy::building::Building); names end in the \
             unit",
        ),
    }
}
