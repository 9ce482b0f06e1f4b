//! Folding of headings and words, so that spelling variants of one heading match.

/// `text` in the form in which headings and words are compared: lower case, full-width forms made
/// plain, `㎡`/`²` written `2`, without white space, underscores and byte order marks.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for raw in text.chars() {
        let plain = half_width(raw);
        match plain {
            '_' | '\u{feff}' | '\u{200b}' => {}
            '㎡' => folded.push_str("m2"),
            '²' => folded.push('2'),
            '³' => folded.push('3'),
            c if c.is_whitespace() => {}
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The first character of `fold(text)`, without folding the rest.
pub(crate) fn first_folded(text: &str) -> Option<char> {
    let ascii =
        text.bytes().find(|byte| *byte != b' ' && *byte != b'_').filter(u8::is_ascii_graphic);
    match ascii {
        Some(byte) => Some(char::from(byte.to_ascii_lowercase())),
        None => fold(text).chars().next(),
    }
}

/// The ASCII form of a full-width character, as typed by Chinese input methods; others unchanged.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// At most `limit` characters of `text`.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_heading_fold_together() {
        assert_eq!(fold("建筑面积（㎡）"), fold(" 建筑面积(m2)"));
        assert_eq!(fold("Site Reference"), fold("site_reference"));
        assert_eq!(fold("\u{feff}ID"), "id");
        assert_eq!(half_width('％'), '%');
        for text in ["", " _N/A", "７", "㎡ m", "\t-", "\u{feff}x", "_", "无"] {
            assert_eq!(first_folded(text), fold(text).chars().next(), "{text:?}");
        }
    }
}
