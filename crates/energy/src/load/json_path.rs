//! Where in a JSON text a parser stopped.

/// A place in a JSON text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// Path such as `zones[0].windows[1].area_m2`; empty for the whole.
    pub path: String,
    /// The last word or number up to there.
    pub token: &'a str,
}

/// One object or list that is open.
enum Level<'a> {
    /// The key at which it stands; `None` before the first.
    Object(Option<&'a str>),
    List(usize),
}

/// The place after the first `end` bytes of well-formed `text`.
pub(super) fn at(text: &str, end: usize) -> Place<'_> {
    let end = (0..=end.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut token = "";
    let mut wants_key = false;
    let mut rest = &text[..end];
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            first if first.is_whitespace() => first.len_utf8(),
            _ => rest.find([',', ']', '}', ':', ' ', '\n', '\r', '\t']).unwrap_or(rest.len()),
        };
        let part = &rest[..length];
        match first {
            '{' => levels.push(Level::Object(None)),
            '[' => levels.push(Level::List(0)),
            '}' | ']' => drop(levels.pop()),
            ',' => {
                if let Some(Level::List(index)) = levels.last_mut() {
                    *index += 1;
                }
            }
            _ => {
                if let (true, Some(Level::Object(key))) = (wants_key, levels.last_mut()) {
                    *key = Some(part.trim_matches('"'));
                }
                if !first.is_whitespace() && first != ':' {
                    token = part;
                }
            }
        }
        if !first.is_whitespace() {
            wants_key =
                matches!(first, '{' | ',') && matches!(levels.last(), Some(Level::Object(_)));
        }
        rest = &rest[length..];
    }
    Place { path: path_of(&levels), token }
}

/// Bytes of the string that `text` begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !is_escaped => return at + 1,
            b'\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

fn path_of(levels: &[Level<'_>]) -> String {
    let mut path = String::new();
    for level in levels {
        match level {
            Level::Object(Some(key)) if path.is_empty() => path.push_str(key),
            Level::Object(Some(key)) => path.push_str(&format!(".{key}")),
            Level::Object(None) => {}
            Level::List(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_the_path_of_its_field() {
        let text = r#"{"name": "a\"},", "zones": [{"area": 1.5}, {"area": [2, true]}], "n": 7}"#;
        for (until, path, token) in [
            ("{", "", ""),
            (r#"{"name": "a\"},""#, "name", r#""a\"},""#),
            (r#""area": 1.5"#, "zones[0].area", "1.5"),
            ("[2", "zones[1].area[0]", "2"),
            ("true", "zones[1].area[1]", "true"),
            ("7", "n", "7"),
        ] {
            let end = text.find(until).expect("a part of the text") + until.len();
            assert_eq!(at(text, end), Place { path: path.to_owned(), token }, "{until}");
        }
        assert_eq!(at("", 9).path, "");
        assert_eq!(at("{\"é", 3).path, "");
        assert_eq!(at("\"\\", 2).token, "\"\\");
    }
}
