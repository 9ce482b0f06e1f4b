//! The law as data: no bare numbers in rules; every parameter value has unit, source and mark.

use serde_json::Value;

use super::Finding;

/// Numbers that a rule may hold: nothing, all, and the hundred of a percentage.
const FREE_NUMBERS: &[&str] = &["0", "1", "100"];

/// Keys of a rules file whose values are no expressions.
const PROSE: &[&str] = &[
    "id",
    "version",
    "kind",
    "text",
    "label",
    "name",
    "description",
    "reason",
    "note",
    "sources",
    "reference",
    "mark",
    "article",
    "checked_on",
    "unit",
    "type",
];

/// Types of a parameter that are measured in a unit.
const MEASURED: &[&str] = &["number", "numbers", "money"];

/// Findings for one YAML file below `policy/`.
pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let is_parameter = path.contains("/parameters/");
    if !is_parameter && !path.contains("/rules/") {
        return Vec::new();
    }
    let messages = match serde_saphyr::from_str::<Value>(text) {
        Ok(value) if is_parameter => parameter(&value),
        Ok(value) => {
            let mut found = Vec::new();
            rule(&value, "", &mut found);
            found
        }
        Err(error) => {
            let first = error.to_string().lines().next().unwrap_or("").to_owned();
            vec![format!("is no YAML: {first}")]
        }
    };
    messages.into_iter().map(|message| Finding::new(path, 0, message)).collect()
}

/// Walks a rules file; `at` is the path to `value`.
fn rule(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, inner) in entries.iter().filter(|(key, _)| !PROSE.contains(&key.as_str())) {
                rule(inner, &format!("{at}.{key}"), found);
            }
        }
        Value::Array(list) => {
            for (place, inner) in list.iter().enumerate() {
                rule(inner, &format!("{at}[{place}]"), found);
            }
        }
        Value::Number(number) => bare(&number.to_string(), at, found),
        Value::String(text) => numbers(text).iter().for_each(|number| bare(number, at, found)),
        Value::Null | Value::Bool(_) => {}
    }
}

fn bare(number: &str, at: &str, found: &mut Vec<String>) {
    if !FREE_NUMBERS.contains(&number) {
        let at = at.trim_start_matches('.');
        found.push(format!("{at}: the number {number} belongs into a parameter, with its source"));
    }
}

/// The numbers of an expression: not those inside names (`area_m2`) or quotes.
fn numbers(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    for text in expression.split(['"', '\'']).step_by(2) {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
        let words = text.split(|letter: char| !is_word(letter));
        let is_number = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit());
        found.extend(words.filter(is_number).map(String::from));
    }
    found
}

/// What is missing in a parameter file.
fn parameter(value: &Value) -> Vec<String> {
    let mut missing = Vec::new();
    let kind = value["type"].as_str().unwrap_or("number");
    if MEASURED.contains(&kind) && !filled(&value["unit"]) {
        missing.push("has no unit".into());
    }
    let delegated = filled(&value["delegated_to"]);
    if delegated {
        entry(&value["delegation"], "delegation", &mut missing);
    }
    let mut dated = Vec::new();
    if let Value::Object(values) = &value["values"] {
        for (key, inner) in values {
            match inner {
                Value::Object(by_date) if delegated => dated.extend(by_date),
                _ => dated.push((key, inner)),
            }
        }
    }
    if dated.is_empty() && !delegated {
        missing.push("has no dated values".into());
    }
    for (date, inner) in dated {
        entry(inner, date, &mut missing);
    }
    missing
}

fn entry(value: &Value, at: &str, missing: &mut Vec<String>) {
    if !filled(&value["mark"]) {
        missing.push(format!("{at}: has no mark"));
    }
    let sourced = ["sources", "source", "reference"].iter().any(|key| filled(&value[*key]));
    if !sourced {
        missing.push(format!("{at}: has no source"));
    }
}

fn filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "policy/cn/x/rules/2023.yaml";
    const PARAMETER: &str = "policy/cn/x/parameters/rate.yaml";

    #[test]
    fn rules_speak_in_names() {
        let good = "version: 2023-plan\nclauses:\n- id: c20000\n  text: {zh: 超过20000, en: over 20000}\n  \
                    condition: renovated_area_m2 > building_area_min and share <= 100\n  \
                    sources: [T1390]\n- condition: kind in [\"k9\", 'x 7'] or n > 0";
        assert_eq!(check(RULES, good), []);
        let bad = "clauses:\n- condition: renovated_area_m2 > 20000\n- condition: a * 0.1 + 3 % of b\n\
                   cap: 50000000";
        let found = check(RULES, bad);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].message.starts_with("clauses[0].condition: the number 20000"));
        assert_eq!(check("policy/cn/x/cases/good/a.yaml", bad), []);
    }

    #[test]
    fn parameters_have_unit_source_and_mark() {
        let entry = "2023-08-31: {value: 10, mark: S, sources: [A]}";
        let good = format!("id: rate\ntype: number\nunit: percent\nvalues:\n  {entry}");
        assert_eq!(check(PARAMETER, &good), []);
        let texts = format!("id: rate\ntype: texts\nvalues:\n  {entry}");
        assert_eq!(check(PARAMETER, &texts), []);
        let delegated = "type: number\nunit: yuan\ndelegated_to: district\n\
                         delegation: {mark: S, sources: [A]}\nvalues:";
        assert_eq!(check(PARAMETER, delegated), []);

        let bad = "id: rate\ntype: number\nvalues:\n  2023-08-31: {value: 10, sources: []}";
        assert_eq!(check(PARAMETER, bad).len(), 3);
        assert_eq!(check(PARAMETER, "type: number\nunit: m").len(), 1);
        assert_eq!(check(PARAMETER, "a: [").len(), 1);
    }
}
