//! The canonical part of JSON that a journal is written in, read strictly: what this accepts is
//! byte for byte what writing it again would give.

use std::borrow::Cow;

use crate::refusal::Say;

/// The largest integer that every JSON reader keeps exactly: 2^53 − 1.
pub(crate) const INTEGER_MAX: i64 = (1 << 53) - 1;

/// The deepest nesting: far more than any event has, far less than any stack holds.
const DEPTH_MAX: usize = 32;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json<'a> {
    /// Keys in ascending order.
    Object(Vec<(&'a str, Json<'a>)>),
    Array(Vec<Json<'a>>),
    Text(Cow<'a, str>),
    Integer(i64),
    Truth(bool),
}

/// Where a line leaves the canonical form, and what should stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotCanonical {
    /// The byte, from 0.
    pub(crate) at: usize,
    pub(crate) expected: Say,
}

/// The value that `line` is, all of it.
pub(crate) fn read(line: &[u8]) -> Result<Json<'_>, NotCanonical> {
    let text = std::str::from_utf8(line).map_err(|error| NotCanonical {
        at: error.valid_up_to(),
        expected: ["UTF-8 文本", "UTF-8"],
    })?;
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(reader.expected(["行到此为止", "the end of the line"]))
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

type Read<T> = Result<T, NotCanonical>;

impl<'a> Reader<'a> {
    fn expected(&self, expected: Say) -> NotCanonical {
        NotCanonical { at: self.at, expected }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Steps over `byte`, if it is next.
    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn need(&mut self, byte: u8, expected: Say) -> Read<()> {
        if self.eat(byte) { Ok(()) } else { Err(self.expected(expected)) }
    }

    fn value(&mut self, depth: usize) -> Read<Json<'a>> {
        if depth > DEPTH_MAX {
            return Err(self.expected(["嵌套不超过 32 层", "at most 32 levels of nesting"]));
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.integer(),
            _ if self.word("true") => Ok(Json::Truth(true)),
            _ if self.word("false") => Ok(Json::Truth(false)),
            _ => Err(self.expected([
                "值：对象、数组、文本、整数或真假，之前没有空白",
                "a value (object, array, text, integer, true or false) without white space",
            ])),
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let is_next = self.rest().starts_with(word.as_bytes());
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    fn array(&mut self, depth: usize) -> Read<Json<'a>> {
        let mut items = Vec::new();
        self.at += 1;
        if self.eat(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if !self.eat(b',') {
                self.need(b']', ["“,”或“]”", "`,` or `]`"])?;
                return Ok(Json::Array(items));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Read<Json<'a>> {
        let mut entries: Vec<(&str, Json)> = Vec::new();
        self.at += 1;
        if self.eat(b'}') {
            return Ok(Json::Object(entries));
        }
        loop {
            let key = self.key()?;
            if entries.last().is_some_and(|(before, _)| *before >= key) {
                self.at -= key.len() + 1;
                let expected =
                    ["键按字节升序且不重复", "keys in ascending order of their bytes, none twice"];
                return Err(self.expected(expected));
            }
            self.need(b':', ["“:”", "`:`"])?;
            entries.push((key, self.value(depth + 1)?));
            if !self.eat(b',') {
                self.need(b'}', ["“,”或“}”", "`,` or `}`"])?;
                return Ok(Json::Object(entries));
            }
        }
    }

    fn key(&mut self) -> Read<&'a str> {
        let expected = ["键：a–z、0–9、_", "a key of a–z, 0–9 and _"];
        self.need(b'"', expected)?;
        let fits = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
        let length = self.rest().iter().take_while(|byte| fits(byte)).count();
        let key = self.text.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        if key.is_empty() || !self.eat(b'"') {
            return Err(self.expected(expected));
        }
        Ok(key)
    }

    fn integer(&mut self) -> Read<Json<'a>> {
        let expected = [
            "整数，绝对值不超过 2^53 − 1，没有指数、小数、正号、前导零或 −0",
            "an integer of at most 2^53 − 1 either way, without exponent, fraction, plus sign, \
             leading zero or −0",
        ];
        let start = self.at;
        let is_negative = self.eat(b'-');
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_zero = self.peek() == Some(b'0');
        self.at += digits;
        let text = self.text.get(start..self.at).unwrap_or_default();
        let value = text.parse().ok().filter(|value: &i64| {
            (-INTEGER_MAX..=INTEGER_MAX).contains(value)
                && !(is_zero && (digits > 1 || is_negative))
        });
        if let (Some(value), false) = (value, matches!(self.peek(), Some(b'.' | b'e' | b'E'))) {
            return Ok(Json::Integer(value));
        }
        self.at = start;
        Err(self.expected(expected))
    }

    fn string(&mut self) -> Read<Cow<'a, str>> {
        self.at += 1;
        let mut whole = Cow::Borrowed("");
        loop {
            let plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
            let length = self.rest().iter().take_while(|byte| plain(byte)).count();
            let piece = self.text.get(self.at..self.at + length).unwrap_or_default();
            if whole.is_empty() {
                whole = Cow::Borrowed(piece);
            } else {
                whole.to_mut().push_str(piece);
            }
            self.at += length;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(whole);
                }
                Some(b'\\') => whole.to_mut().push(self.escape()?),
                _ => {
                    let expected =
                        ["文本的下一字符或引号", "the text's next character, or a quote"];
                    return Err(self.expected(expected));
                }
            }
        }
    }

    /// The character behind a backslash; only the one way of writing each that the form allows.
    fn escape(&mut self) -> Read<char> {
        let expected = [
            "转义 \\\" \\\\ \\b \\f \\n \\r \\t，其他控制字符为 \\u00xx（小写）",
            "an escape \\\" \\\\ \\b \\f \\n \\r \\t, or \\u00xx in small letters for other controls",
        ];
        let rest = self.rest();
        let (letter, length) = match rest.get(1) {
            Some(b'"') => ('"', 2),
            Some(b'\\') => ('\\', 2),
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'n') => ('\n', 2),
            Some(b'r') => ('\r', 2),
            Some(b't') => ('\t', 2),
            Some(b'u') => (control(rest.get(2..6)).ok_or_else(|| self.expected(expected))?, 6),
            _ => return Err(self.expected(expected)),
        };
        self.at += length;
        Ok(letter)
    }
}

/// The control character that four digits `00xx` name, if it has no shorter escape.
fn control(digits: Option<&[u8]>) -> Option<char> {
    let Some([b'0', b'0', high @ (b'0' | b'1'), low]) = digits else { return None };
    let low = match low {
        b'0'..=b'9' => low - b'0',
        b'a'..=b'f' => low - b'a' + 10,
        _ => return None,
    };
    let letter = char::from((high - b'0') * 16 + low);
    (!matches!(letter, '\u{8}' | '\t' | '\n' | '\u{c}' | '\r')).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, by another reader: decode, write again, compare.
    fn is_canonical(line: &[u8]) -> bool {
        fn write(value: &serde_json::Value) -> Option<String> {
            use serde_json::Value;
            Some(match value {
                Value::Null => return None,
                Value::Bool(truth) => truth.to_string(),
                Value::Number(number) => {
                    let small = |n: &i64| n.unsigned_abs() < 1 << 53;
                    number.as_i64().filter(small)?.to_string()
                }
                // serde_json writes a text as RFC 8785 does.
                Value::String(_) => value.to_string(),
                Value::Array(items) => {
                    let items: Option<Vec<String>> = items.iter().map(write).collect();
                    format!("[{}]", items?.join(","))
                }
                Value::Object(entries) => {
                    let mut sorted: Vec<_> = entries.iter().collect();
                    sorted.sort_by_key(|(key, _)| *key);
                    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
                    let entries: Option<Vec<String>> = sorted
                        .into_iter()
                        .map(|(key, value)| {
                            let is_key = !key.is_empty() && key.bytes().all(fits);
                            is_key.then(|| write(value)).flatten().map(|v| format!("\"{key}\":{v}"))
                        })
                        .collect();
                    format!("{{{}}}", entries?.join(","))
                }
            })
        }
        let value: Option<serde_json::Value> = serde_json::from_slice(line).ok();
        value.and_then(|value| write(&value)).is_some_and(|text| text.as_bytes() == line)
    }

    #[test]
    fn one_form_alone_is_read() {
        for good in [
            r#"{"a":[1,-2,0],"b":{"c":true,"d_1":false},"e":"字\"\\\n\u001f\u0000"}"#,
            "9007199254740991",
            "-9007199254740991",
            "[]",
            "{}",
            "\"\"",
        ] {
            assert!(read(good.as_bytes()).is_ok() && is_canonical(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            " 1",
            "1 ",
            "[1, 2]",
            "{\"b\":1,\"a\":2}",
            "{\"a\":1,\"a\":2}",
            "{\"A\":1}",
            "{\"\":1}",
            "01",
            "-0",
            "-",
            "+1",
            "1e3",
            "1.0",
            "9007199254740992",
            "null",
            "\"\\/\"",
            "\"\\u0041\"",
            "\"\\u000a\"",
            "\"\\u001F\"",
            "\"\u{1}\"",
            "\"open",
            "[1",
            "[1,]",
            "{\"a\":1,}",
            "{\"a\" :1}",
        ] {
            assert!(read(bad.as_bytes()).is_err() && !is_canonical(bad.as_bytes()), "{bad}");
        }
        assert!(read(b"\"\xff\"").is_err());
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }

    /// Texts made of the pieces that JSON is made of, right and wrong.
    fn pieces() -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        let piece = prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"", "\\", "\\n", "\\u0001",
            "\\u000A", "1", "-", "0", "12", "e3", ".5", "true", "false", "null", " ", "字", "\t",
        ]);
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(20_000))]
        #[test]
        fn what_is_read_is_what_would_be_written(text in pieces()) {
            proptest::prop_assert_eq!(
                read(text.as_bytes()).is_ok(), is_canonical(text.as_bytes()), "{}", text);
        }

        #[test]
        fn texts_come_back(text in "\\PC*|[\\x00-\\x7f]*") {
            let line = serde_json::to_string(&text).unwrap();
            let read = read(line.as_bytes());
            proptest::prop_assert_eq!(read, Ok(Json::Text(Cow::Owned(text))));
        }
    }
}
