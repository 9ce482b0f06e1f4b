//! Remarks about a place of a file, and the nearest known name to a mistyped one.

use units::{Diagnostic, Severity, Text};

/// A line and column of a file, both counted from 1 (column in characters).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place {
    pub(crate) fn new(file: &str, line: usize, column: usize) -> Self {
        Self { file: file.to_owned(), line, column }
    }
}

/// A refusal at `place`.
pub(crate) fn problem(
    place: &Place,
    code: &str,
    value: &str,
    expected: Text,
    remedy: Text,
) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: code.to_owned(),
        file: place.file.clone(),
        row: u64::try_from(place.line).ok(),
        column: place.column.to_string(),
        value: value.chars().take(200).collect(),
        expected,
        remedy,
    }
}

/// "Did you mean" for `name` among `known`; a plain request when nothing is near.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Text {
    let best = known.map(|other| (distance(name, other), other)).min();
    match best {
        Some((steps, other)) if steps <= 1 + name.chars().count() / 3 => {
            Text::new(format!("是否应为 {other}？"), format!("did you mean `{other}`?"))
        }
        _ => Text::new("核对名称，或先加以定义", "check the name, or define it first"),
    }
}

/// Levenshtein's edit distance, over the first 64 characters of each.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_by_hand() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("面积", "面"), 1);
    }

    #[test]
    fn a_slip_is_named_and_a_stranger_is_not() {
        let known = ["storeys", "renovated_area_m2"];
        assert!(nearest("renovated_area", known.into_iter()).en.contains("renovated_area_m2"));
        assert!(!nearest("zzz", known.into_iter()).en.contains("did you mean"));
    }
}
