//! Bounds on what clients send: the length of texts and lists, the size of sums.

use serde::{Deserialize, Deserializer, Serialize};
use units::Fen;

/// The greatest sum of money that one command may name: ten trillion yuan. All sums of the ledger
/// stay below 2^53 fen, so that every reader of JSON reads them exactly.
pub const AMOUNT_MAX: Fen = Fen(1_000_000_000_000_000);
/// The most characters of a text.
pub const TEXT_MAX: usize = 2_000;
/// The most items of a list.
pub const LIST_MAX: usize = 500;

/// Whether `amount` is more than nothing and at most [`AMOUNT_MAX`].
pub(crate) fn is_sum(amount: Fen) -> bool {
    Fen::ZERO < amount && amount <= AMOUNT_MAX
}

/// A text written by a person: not blank, at most [`TEXT_MAX`] characters, kept as given, without
/// control characters (but line breaks and tabs) and without marks that change the direction of
/// writing, which can make a text read as what it is not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Prose(String);

/// A text that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a text of 1 to 2000 characters without control characters and direction marks, \
     found {shown:?}"
)]
pub struct ProseError {
    shown: String,
}

impl Prose {
    /// `text` as it is.
    ///
    /// # Errors
    /// [`ProseError`] when it is blank, too long or holds a character that has no place in it.
    pub fn new(text: &str) -> Result<Self, ProseError> {
        let misplaced = |letter: char| {
            letter.is_control() && !matches!(letter, '\n' | '\t')
                || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        if text.trim().is_empty() || text.chars().count() > TEXT_MAX || text.contains(misplaced) {
            return Err(ProseError { shown: text.chars().take(80).collect() });
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_as_given_or_refused() {
        for good in ["项目", "<script>'; DROP TABLE x;--", "a\nb", &"字".repeat(2000)] {
            assert_eq!(Prose::new(good).unwrap().as_str(), good);
        }
        for bad in ["", " \n", "a\u{202e}b", "a\0", "\u{2066}x", &"字".repeat(2001)] {
            assert!(Prose::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn sums_are_positive_and_bounded() {
        assert!(is_sum(Fen(1)) && is_sum(AMOUNT_MAX));
        assert!(!is_sum(Fen(0)) && !is_sum(Fen(-1)) && !is_sum(Fen(AMOUNT_MAX.0 + 1)));
    }
}
