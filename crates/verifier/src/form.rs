//! Check 1, form: the types that the keys of an event have, and objects whose keys are all known.

use jiff::civil::Date;

use crate::json::{INTEGER_MAX, Json};
use crate::refusal::{Check, Fault, Say, Verdict, short};

/// A value of the wanted type, or what was wanted.
pub(crate) type Typed<T> = Result<T, Say>;

/// An identifier: 1 to 64 of a few characters.
pub(crate) fn identifier<'j>(json: &'j Json) -> Typed<&'j str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte);
    let expected = [
        "标识：1 至 64 个 A–Z a–z 0–9 - _ . : /",
        "an identifier: 1 to 64 of A–Z a–z 0–9 - _ . : /",
    ];
    string(json)
        .filter(|text| (1..=64).contains(&text.len()) && text.bytes().all(fits))
        .ok_or(expected)
}

/// A text: 1 to 2000 characters, of which one is seen and none hides or turns others.
pub(crate) fn text<'j>(json: &'j Json) -> Typed<&'j str> {
    let misplaced = |letter: char| {
        letter.is_control() && !matches!(letter, '\n' | '\t')
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let expected = [
        "1 至 2000 个字符的文本，没有控制字符和方向标记",
        "a text of 1 to 2000 characters without control characters and direction marks",
    ];
    string(json)
        .filter(|text| !text.trim().is_empty() && text.chars().count() <= 2_000)
        .filter(|text| !text.contains(misplaced))
        .ok_or(expected)
}

/// A place: 1 to 200 characters, none of them a control character.
pub(crate) fn place<'j>(json: &'j Json) -> Typed<&'j str> {
    let expected = [
        "空间编号：1 至 200 个字符，没有控制字符",
        "a space: 1 to 200 characters without control characters",
    ];
    string(json)
        .filter(|text| (1..=200).contains(&text.chars().count()) && text.trim() == *text)
        .filter(|text| !text.contains(char::is_control))
        .ok_or(expected)
}

/// SHA-256 in 64 small hexadecimal digits.
pub(crate) fn digest(json: &Json) -> Typed<[u8; 32]> {
    let expected = ["64 位小写十六进制摘要", "a digest of 64 small hexadecimal digits"];
    let nibble = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let text = string(json).filter(|text| text.len() == 64).ok_or(expected)?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return Err(expected) };
        *byte = nibble(*high).ok_or(expected)? << 4 | nibble(*low).ok_or(expected)?;
    }
    Ok(bytes)
}

/// A unified social credit code, with its check character (GB 32100-2015).
pub(crate) fn code<'j>(json: &'j Json) -> Typed<&'j str> {
    let expected = [
        "18 位统一社会信用代码，校验码正确",
        "a unified social credit code of 18 characters with its check character",
    ];
    string(json).filter(|text| is_code(text)).ok_or(expected)
}

/// 31 characters are used; the place of each is its value. The value of the last makes
/// Σ valueᵢ · 3^(i − 1) over the first 17, and its own, a multiple of 31.
fn is_code(text: &str) -> bool {
    let value = |byte| b"0123456789ABCDEFGHJKLMNPQRTUWXY".iter().position(|known| *known == byte);
    let values: Option<Vec<usize>> = text.bytes().map(value).collect();
    let Some((last, first)) = values.as_ref().and_then(|values| values.split_last()) else {
        return false;
    };
    let (sum, _) = first
        .iter()
        .fold((0, 1), |(sum, weight), value| ((sum + value * weight) % 31, weight * 3 % 31));
    first.len() == 17 && (sum + last) % 31 == 0
}

/// A civil date, `yyyy-mm-dd`.
pub(crate) fn date(json: &Json) -> Typed<Date> {
    let expected = ["日期 yyyy-mm-dd", "a date yyyy-mm-dd"];
    let text = string(json).filter(|text| text.len() == 10).ok_or(expected)?;
    let digits = |from: usize, to: usize| -> Option<i16> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let small = |from| digits(from, from + 2).and_then(|number| i8::try_from(number).ok());
    let date = match (digits(0, 4), text.get(4..5), small(5), text.get(7..8), small(8)) {
        (Some(year), Some("-"), Some(month), Some("-"), Some(day)) => {
            Date::new(year, month, day).ok()
        }
        _ => None,
    };
    date.ok_or(expected)
}

/// An integer.
pub(crate) fn integer(json: &Json) -> Typed<i64> {
    match json {
        Json::Integer(value) => Ok(*value),
        _ => Err(["整数", "an integer"]),
    }
}

/// An integer of at least `least`.
fn at_least(json: &Json, least: i64, expected: Say) -> Typed<i64> {
    integer(json).ok().filter(|value| *value >= least).ok_or(expected)
}

/// A number of things: 0 or more.
pub(crate) fn count(json: &Json) -> Typed<i64> {
    at_least(json, 0, ["不小于 0 的整数", "an integer of at least 0"])
}

/// A sum of money that moves, in fen: more than nothing.
pub(crate) fn sum(json: &Json) -> Typed<i64> {
    at_least(json, 1, ["大于 0 的分", "fen, more than 0"])
}

/// One of some words.
pub(crate) fn one_of(json: &Json, words: &'static [&'static str]) -> Typed<&'static str> {
    let known = |text: &str| words.iter().find(|word| **word == text).copied();
    string(json).and_then(known).ok_or(["文档列出的词", "one of the words that the page lists"])
}

/// What a user may be.
pub(crate) type Role = &'static str;

/// One of the roles.
pub(crate) fn role(json: &Json) -> Typed<Role> {
    one_of(
        json,
        &[
            "applicant",
            "district_officer",
            "municipal_officer",
            "department",
            "expert",
            "finance",
            "verifier",
            "bank",
            "auditor",
            "analyst",
            "administrator",
        ],
    )
}

/// True or false.
pub(crate) fn truth(json: &Json) -> Typed<bool> {
    match json {
        Json::Truth(truth) => Ok(*truth),
        _ => Err(["真假", "true or false"]),
    }
}

/// A list.
pub(crate) fn list<'j, 'a>(json: &'j Json<'a>) -> Typed<&'j [Json<'a>]> {
    match json {
        Json::Array(items) => Ok(items),
        _ => Err(["数组", "an array"]),
    }
}

/// A moment: milliseconds since 1970 up to the end of the year 9998.
pub(crate) fn moment(json: &Json) -> Typed<i64> {
    let range = 0..=253_370_764_799_999.min(INTEGER_MAX);
    let expected =
        ["1970 年起的毫秒数，至 9998 年末", "milliseconds from 1970 to the end of the year 9998"];
    integer(json).ok().filter(|value| range.contains(value)).ok_or(expected)
}

fn string<'j>(json: &'j Json) -> Option<&'j str> {
    match json {
        Json::Text(text) => Some(text),
        _ => None,
    }
}

/// An object that is read key by key; [`Fields::end`] refuses what nobody asked for.
pub(crate) struct Fields<'j, 'a> {
    path: &'static str,
    entries: &'j [(&'a str, Json<'a>)],
    /// Whether each entry was read; more than 64 entries no object of a journal has.
    read: u64,
}

impl<'j, 'a> Fields<'j, 'a> {
    pub(crate) fn of(json: &'j Json<'a>, path: &'static str) -> Verdict<Self> {
        match json {
            Json::Object(entries) if entries.len() <= 64 => Ok(Self { path, entries, read: 0 }),
            _ => Err(Fault::new(
                Check::Form,
                format!("{path} = {}", shown(json)),
                ["对象", "an object"],
            )),
        }
    }

    /// The key's value, if it is there and of this type.
    pub(crate) fn optional<T>(
        &mut self,
        key: &str,
        typed: impl FnOnce(&'j Json<'a>) -> Typed<T>,
    ) -> Verdict<Option<T>> {
        let Some(place) = self.entries.iter().position(|(known, _)| *known == key) else {
            return Ok(None);
        };
        self.read |= 1 << place;
        let Some((_, value)) = self.entries.get(place) else { return Ok(None) };
        typed(value).map(Some).map_err(|expected| self.fault(key, &shown(value), expected))
    }

    /// The key's value, which must be there.
    pub(crate) fn need<T>(
        &mut self,
        key: &str,
        typed: impl FnOnce(&'j Json<'a>) -> Typed<T>,
    ) -> Verdict<T> {
        let found = self.optional(key, typed)?;
        found.ok_or_else(|| self.fault(key, "–", ["此键须有", "this key to be there"]))
    }

    /// The object under a key.
    pub(crate) fn object(&mut self, key: &str, path: &'static str) -> Verdict<Fields<'j, 'a>> {
        Fields::of(self.need(key, Ok)?, path)
    }

    /// The items of the list under a key, each read by `item`.
    pub(crate) fn items<T>(
        &mut self,
        key: &str,
        item: impl FnMut(&'j Json<'a>) -> Verdict<T>,
    ) -> Verdict<Vec<T>> {
        self.need(key, list)?.iter().map(item).collect()
    }

    /// Refuses a key that was not read.
    pub(crate) fn end(self) -> Verdict {
        let unread = |place: &usize| self.read & (1 << place) == 0;
        match (0..self.entries.len()).find(unread).and_then(|place| self.entries.get(place)) {
            None => Ok(()),
            Some((key, value)) => {
                let expected = ["只有文档列出的键", "no key that the page does not name"];
                Err(self.fault(key, &shown(value), expected))
            }
        }
    }

    fn fault(&self, key: &str, found: &str, expected: Say) -> Fault {
        Fault::new(Check::Form, format!("{}.{} = {found}", self.path, short(key)), expected)
    }
}

/// An item of a list that has one of the simple types.
pub(crate) fn item<T>(path: &str, typed: Typed<T>, json: &Json) -> Verdict<T> {
    typed.map_err(|expected| {
        Fault::new(Check::Form, format!("{path}[] = {}", shown(json)), expected)
    })
}

/// A value for a message.
fn shown(json: &Json) -> String {
    match json {
        Json::Object(_) => "{…}".to_owned(),
        Json::Array(_) => "[…]".to_owned(),
        Json::Text(text) => format!("{:?}", short(text)),
        Json::Integer(value) => value.to_string(),
        Json::Truth(truth) => truth.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json<'_> {
        Json::Text(text.into())
    }

    #[test]
    fn texts_have_their_types() {
        assert!(identifier(&json("a-1/B.c:_")).is_ok());
        for bad in ["", "a b", "字", &"x".repeat(65)] {
            assert!(identifier(&json(bad)).is_err(), "{bad}");
        }
        assert!(text(&json(&"字".repeat(2000))).is_ok());
        for bad in ["", " \n", "a\u{202e}b", "a\0", &"字".repeat(2001)] {
            assert!(text(&json(bad)).is_err(), "{bad:?}");
        }
        assert!(place(&json("朝阳区 1号")).is_ok() && place(&json(" a")).is_err());
        assert_eq!(digest(&json(&"0f".repeat(32))), Ok([15; 32]));
        assert!(digest(&json(&"0F".repeat(32))).is_err() && digest(&json("é")).is_err());
    }

    /// 91350100M000100Y43 is worked by hand in the standard's own way; changing any one character
    /// is found, since 31 is prime.
    #[test]
    fn codes_check_themselves() {
        let good = "91350100M000100Y43";
        assert!(is_code(good));
        for place in 0..18 {
            for other in "0123456789ABCDEFGHJKLMNPQRTUWXY".chars() {
                let changed: String = good
                    .char_indices()
                    .map(|(at, letter)| if at == place { other } else { letter })
                    .collect();
                assert_eq!(is_code(&changed), changed == good, "{changed}");
            }
        }
        assert!(!is_code("") && !is_code("0") && !is_code(&"0".repeat(19)));
    }

    #[test]
    fn dates_are_days_that_exist() {
        assert_eq!(date(&json("2024-02-29")), Ok(jiff::civil::date(2024, 2, 29)));
        for bad in
            ["2023-02-29", "2024-2-29", "24-02-2911", "2024/02/29", "+024-02-29", "2024-02-2é"]
        {
            assert!(date(&json(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn unknown_keys_and_missing_ones_are_named() {
        let read = crate::json::read(br#"{"a":1,"b":"x"}"#).unwrap();
        let mut fields = Fields::of(&read, "what").unwrap();
        assert_eq!(fields.need("a", count), Ok(1));
        assert_eq!(fields.need("c", count).unwrap_err().found, "what.c = –");
        assert_eq!(fields.need("b", count).unwrap_err().found, "what.b = \"x\"");
        let mut fields = Fields::of(&read, "what").unwrap();
        fields.need("a", count).unwrap();
        assert_eq!(fields.end().unwrap_err().found, "what.b = \"x\"");
    }
}
