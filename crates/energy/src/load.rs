//! A building from a YAML file; one in JSON is read some 25 times as fast.

mod json_path;

use serde_saphyr::Error;
use units::{Diagnostic, Severity, Text};

use crate::building::Building;
use crate::fault::Fault;

/// Longest value that a diagnostic repeats, in characters.
const VALUE_MAX: usize = 200;

/// Reads a building from YAML text, of which JSON is a part, and checks every value. `file` is its
/// name for messages.
///
/// The fields are those of [`Building`]; a value that fits no field, a field that no building has,
/// a missing field and a value out of range are all refused with place and remedy.
///
/// # Errors
/// [`Fault::Unreadable`] where the text is no building, [`Fault::Invalid`] with every value that
/// is out of range.
pub fn building_of_yaml(file: &str, text: &str) -> Result<Building, Fault> {
    let building = parse(file, text)
        .map_err(|diagnostics| Fault::Unreadable { file: file.to_owned(), diagnostics })?;
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

fn parse(file: &str, text: &str) -> Result<Building, Vec<Diagnostic>> {
    if text.trim_start().starts_with('{') {
        match serde_json::from_str(text) {
            Ok(building) => return Ok(building),
            Err(error) if error.is_data() => return Err(vec![unlike(file, text, &error)]),
            // No JSON: YAML in flow style, or the YAML parser says where it ends.
            Err(_) => {}
        }
    }
    serde_saphyr::from_str(text).map_err(|error| vec![unreadable(file, text, &error)])
}

/// What is wrong with well-formed JSON that is no building.
fn unlike(file: &str, text: &str, error: &serde_json::Error) -> Diagnostic {
    let before = text.lines().take(error.line().saturating_sub(1)).map(|line| line.len() + 1);
    let end = before.sum::<usize>() + error.column();
    let place = json_path::at(text, end);
    let (expected, remedy) = wanted(&error.to_string());
    Diagnostic {
        severity: Severity::Refused,
        code: UNREADABLE.to_owned(),
        file: file.to_owned(),
        row: u64::try_from(error.line()).ok(),
        column: place.path,
        value: place.token.chars().take(VALUE_MAX).collect(),
        expected,
        remedy,
    }
}

/// Kind of remark on a text that is no building.
const UNREADABLE: &str = "unreadable_building";

fn unreadable(file: &str, text: &str, error: &Error) -> Diagnostic {
    let row = error.location().map(|location| location.line());
    let at = row.and_then(|row| usize::try_from(row).ok()).map_or(0, |row| row.saturating_sub(1));
    let line = text.lines().nth(at).unwrap_or("");
    let reason = error.to_string();
    let reason = reason.lines().next().unwrap_or("").trim();
    let (expected, remedy) = wanted(reason);
    Diagnostic {
        severity: Severity::Refused,
        code: UNREADABLE.to_owned(),
        file: file.to_owned(),
        row,
        column: path_of_line(text, at),
        value: line.trim().chars().take(VALUE_MAX).collect(),
        expected,
        remedy,
    }
}

/// What should have stood there and what to do, from what the parser said.
fn wanted(reason: &str) -> (Text, Text) {
    if OF_A_DAY.iter().any(|words| reason.contains(words)) {
        return (
            Text::new("24 个逐时值（0 时至 23 时）", "24 values, one for each hour of the day"),
            Text::new("请补足或删去多余的小时", "add the missing hours or drop those too many"),
        );
    }
    (
        Text::new(
            format!("一个建筑的 YAML 描述（解析器：{reason}）"),
            format!("a building in YAML (parser: {reason})"),
        ),
        Text::new(
            "请对照 docs/energy/building-file.md 修正该处；字段名末尾为单位",
            "correct that place by docs/energy/building-file.md; names end in the unit",
        ),
    )
}

/// What the parser says of a list with too few and with too many hours for a day.
const OF_A_DAY: [&str; 2] = ["array of length 24", "tuple of size 24"];

/// Path of the field on line `at` (from 0) of block-style YAML, such as
/// `zones[0].thermostat.heating_c.weekday`: the keys above it that are indented less, and the
/// place in a list where there are dashes. A value inside brackets or braces has the path of the
/// line on which it stands.
fn path_of_line(text: &str, at: usize) -> String {
    let lines: Vec<&str> = text.lines().take(at + 1).collect();
    let mut parts: Vec<String> = Vec::new();
    let mut within = usize::MAX;
    let mut list = usize::MAX;
    for (number, line) in lines.iter().enumerate().rev() {
        let Some(entry) = Entry::of(line) else { continue };
        // The keys of the first line of a list entry stand behind its dash.
        if entry.key_indent < within {
            parts.extend(entry.key.map(str::to_owned));
            within = entry.key_indent;
        }
        if let Some(dash) = entry.dash.filter(|dash| *dash < within.min(list)) {
            parts.push(format!("[{}]", dashes_before(&lines[..number], dash)));
            // A list may stand as far left as the key that it belongs to.
            within = dash + 1;
            list = dash;
        }
        if within == 0 {
            break;
        }
    }
    parts.reverse();
    parts.join(".").replace(".[", "[")
}

/// Entries of the same list above, by their dashes.
fn dashes_before(lines: &[&str], dash: usize) -> usize {
    lines
        .iter()
        .rev()
        .filter_map(|line| Entry::of(line))
        .take_while(|entry| entry.dash == Some(dash) || entry.indent > dash)
        .filter(|entry| entry.dash == Some(dash))
        .count()
}

/// One line of block-style YAML.
struct Entry<'a> {
    indent: usize,
    dash: Option<usize>,
    key_indent: usize,
    key: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// `None` for an empty line or a comment.
    fn of(line: &'a str) -> Option<Self> {
        let body = line.trim_start();
        if body.is_empty() || body.starts_with('#') {
            return None;
        }
        let indent = line.len() - body.len();
        let after = body.strip_prefix("- ").map(str::trim_start);
        let item = after.unwrap_or(body);
        let key = item.split_once(':').map(|(key, _)| key.trim()).filter(|key| is_name(key));
        Some(Self { indent, dash: after.map(|_| indent), key_indent: line.len() - item.len(), key })
    }
}

fn is_name(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
name: x
zones:
  - name: one
    surfaces:
      # a wall
      - name: wall
        layers:
          - resistance:
              resistance_m2k_w: 1
      - name: roof
        area_m2: wide
    thermostat:
      heating_c: {weekday: [1,
        2]}
mixing:
- between: [a, b]
- flow_m3_h: 2
";

    #[test]
    fn a_line_has_the_path_of_its_field() {
        for (line, path) in [
            (0, "name"),
            (2, "zones[0].name"),
            (5, "zones[0].surfaces[0].name"),
            (8, "zones[0].surfaces[0].layers[0].resistance.resistance_m2k_w"),
            (10, "zones[0].surfaces[1].area_m2"),
            (12, "zones[0].thermostat.heating_c"),
            (13, "zones[0].thermostat.heating_c"),
            (15, "mixing[0].between"),
            (16, "mixing[1].flow_m3_h"),
            (99, "mixing[1].flow_m3_h"),
        ] {
            assert_eq!(path_of_line(TEXT, line), path, "line {line}");
        }
        assert_eq!(path_of_line("", 0), "");
        assert_eq!(path_of_line("[", 0), "");
    }
}
