//! Passwords: what may be one, and how one is kept (Argon2id).

use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use units::Text;

/// A password that may be set: 12 to 128 characters, not the name of its account.
pub struct Password(String);

/// A text that may not be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordError;

impl PasswordError {
    /// What is wrong.
    pub fn text(self) -> Text {
        Text::new(
            "口令须为 12 至 128 个字符，且不含账号名",
            "a password has 12 to 128 characters and does not hold the account's name",
        )
    }
}

impl Password {
    /// `text` as the password of `user`.
    ///
    /// # Errors
    /// [`PasswordError`] where it is too short, too long or holds the account's name.
    pub fn new(user: &str, text: &str) -> Result<Self, PasswordError> {
        let length = text.chars().count();
        let names = text.to_lowercase().contains(&user.to_lowercase());
        if (12..=128).contains(&length) && !names {
            Ok(Self(text.to_owned()))
        } else {
            Err(PasswordError)
        }
    }

    /// A password that nobody chose: 20 characters, 119 bits.
    ///
    /// # Errors
    /// Where the system has no randomness.
    pub fn random() -> Result<Self, getrandom::Error> {
        // Without characters that are mistaken for one another.
        const LETTERS: &[u8; 62] =
            b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let mut text = String::with_capacity(20);
        while text.len() < 20 {
            let mut byte = [0];
            getrandom::fill(&mut byte)?;
            // The bytes above the last whole multiple would favour some letters.
            if let Some(letter) = LETTERS.get(usize::from(byte[0] % 64)) {
                text.push(char::from(*letter));
            }
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of it: Argon2id with the parameters of RFC 9106's second recommendation, as a
    /// PHC string.
    ///
    /// `None` where the system has no randomness or no memory for it.
    pub fn hash(&self) -> Option<String> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).ok()?;
        let salt = SaltString::encode_b64(&salt).ok()?;
        let hash = argon2().hash_password(self.0.as_bytes(), &salt).ok()?;
        Some(hash.to_string())
    }
}

/// Whether `text` is the password of which `kept` is kept. Without one, it takes as long and says
/// no, so that nobody learns which accounts there are.
pub(crate) fn is_right(text: &str, kept: Option<&str>) -> bool {
    /// Of no password: the hash of no text that anybody can give.
    const NOBODY: &str = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$\
                          AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let hash = PasswordHash::new(kept.unwrap_or(NOBODY));
    hash.is_ok_and(|hash| argon2().verify_password(text.as_bytes(), &hash).is_ok())
        && kept.is_some()
}

fn argon2() -> Argon2<'static> {
    let params = argon2::Params::new(65_536, 3, 4, None);
    let params = params.unwrap_or_default();
    Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_told_from_others() {
        let password = Password::new("li", "correct horse battery").unwrap();
        let kept = password.hash().unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=65536,t=3,p=4$"));
        assert!(is_right("correct horse battery", Some(&kept)));
        assert!(!is_right("correct horse batterz", Some(&kept)) && !is_right("x", None));
        assert!(
            Password::new("li", "short").is_err() && Password::new("li", "LIxxxxxxxxxxxx").is_err()
        );
        let random = Password::random().unwrap();
        assert!(
            random.as_str().len() == 20 && random.as_str() != Password::random().unwrap().as_str()
        );
    }
}
