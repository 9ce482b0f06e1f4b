//! 统一社会信用代码, the unified social credit code of an organisation, with its check character.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The 31 characters of the code; a character's place is its value (GB 32100-2015, table 1). I, O,
/// S, V and Z are left out.
const CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The weights of the first 17 places: 3^(i − 1) mod 31 (GB 32100-2015, 附录 A).
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// A unified social credit code: 18 characters, the last of which checks the others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgCode(Arc<str>);

/// A text that is no unified social credit code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrgCodeError {
    /// It has not 18 characters, or one that codes do not use.
    #[error("{text:?} is no code: expected 18 of the characters {}", "0-9 A-H J-N P-R T U W-Y")]
    Shape {
        /// The text, shortened.
        text: String,
    },
    /// Its last character does not fit the others.
    #[error("{text} does not end in its check character {expected}: a character is mistyped")]
    Check {
        /// The text.
        text: String,
        /// The check character of the first 17.
        expected: char,
    },
}

impl OrgCode {
    /// The code written in `text`, which may have small letters and spaces at its ends.
    ///
    /// # Errors
    /// [`OrgCodeError`] with what does not fit.
    pub fn new(text: &str) -> Result<Self, OrgCodeError> {
        let code = text.trim().to_ascii_uppercase();
        let shape = || OrgCodeError::Shape { text: text.chars().take(80).collect() };
        let expected = check_character(&code).filter(|_| code.len() == 18).ok_or_else(shape)?;
        let last = code.chars().last().unwrap_or_default();
        if value(last).is_none() {
            return Err(shape());
        }
        if last != expected {
            return Err(OrgCodeError::Check { text: code, expected });
        }
        Ok(Self(Arc::from(code)))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The check character of the first 17 characters of `code`: (31 − Σ value·weight mod 31) mod 31.
fn check_character(code: &str) -> Option<char> {
    let mut sum = 0;
    let mut characters = code.chars();
    for weight in WEIGHTS {
        sum += value(characters.next()?)? * weight;
    }
    CHARACTERS.get((31 - sum % 31) % 31).map(|byte| char::from(*byte))
}

fn value(character: char) -> Option<usize> {
    CHARACTERS.iter().position(|known| char::from(*known) == character)
}

impl fmt::Display for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for OrgCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for OrgCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_the_powers_of_three() {
        let powers = std::iter::successors(Some(1), |weight| Some(weight * 3 % 31));
        assert!(powers.zip(WEIGHTS).all(|(power, weight)| power == weight));
    }

    /// By hand: 91350100M000100Y4 weighs 9·1 + 1·3 + 3·9 + 5·27 + 0 + 1·26 + 0 + 0 + M(21)·20
    /// + 0 + 0 + 0 + 1·8 + 0 + 0 + Y(30)·30 + 4·28 = 1640 = 52·31 + 28; 31 − 28 = 3.
    #[test]
    fn hand_worked_codes() {
        assert!(OrgCode::new("91350100M000100Y43").is_ok());
        // All zeros but a leading one: the sum is 1, the check value 30, written Y.
        assert!(OrgCode::new("10000000000000000Y").is_ok());
        // A sum that 31 divides has the check value 0: 1·1 + 3·... with 10·3 = 30, 1 + 30 = 31.
        assert!(OrgCode::new("1A0000000000000000").is_ok());
        assert_eq!(OrgCode::new(" 91350100m000100y43 ").unwrap().as_str(), "91350100M000100Y43");
    }

    #[test]
    fn every_slip_of_one_character_is_found() {
        let good = "91350100M000100Y43";
        for place in 0..18 {
            for other in CHARACTERS {
                let mut bytes = good.as_bytes().to_vec();
                if bytes[place] != *other {
                    bytes[place] = *other;
                    let text = String::from_utf8(bytes).unwrap();
                    assert!(matches!(OrgCode::new(&text), Err(OrgCodeError::Check { .. })));
                }
            }
        }
        for bad in
            ["", "9135010", "91350100M000100Y4I", "91350100M000100Y433", "９1350100M000100Y43"]
        {
            assert!(matches!(OrgCode::new(bad), Err(OrgCodeError::Shape { .. })), "{bad}");
        }
    }
}
