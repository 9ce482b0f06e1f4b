use std::fmt;

use serde::{Deserialize, Serialize};

/// A stable name of a space in the ledger, as its source gives it: 1 to 200 characters, trimmed,
/// without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SpaceId(String);

/// A text that cannot be an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no identifier: expected 1 to 200 characters without control characters")]
pub struct IdError {
    text: String,
}

impl SpaceId {
    /// The identifier written in `text`, spaces at both ends removed.
    ///
    /// # Errors
    /// [`IdError`] when nothing is left, or more than 200 characters, or a control character.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let trimmed = text.trim();
        let length = trimmed.chars().count();
        if length == 0 || length > 200 || trimmed.chars().any(char::is_control) {
            return Err(IdError { text: text.chars().take(80).collect() });
        }
        Ok(Self(trimmed.into()))
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SpaceId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        Self::new(&text)
    }
}

impl From<SpaceId> for String {
    fn from(id: SpaceId) -> Self {
        id.0
    }
}

impl fmt::Display for SpaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_trimmed_and_bounded() {
        assert_eq!(SpaceId::new("  BJ-1 ").unwrap().as_str(), "BJ-1");
        for bad in ["", "   ", "a\nb", &"x".repeat(201)] {
            assert!(SpaceId::new(bad).is_err(), "{bad:?}");
        }
    }
}
