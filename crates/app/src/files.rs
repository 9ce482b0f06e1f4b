//! Reading inputs with their hashes, writing results whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::failure::Failure;

/// One input as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// What it was read as: `spaces`, `mapping`, `weather`, `policy` …
    pub(crate) role: &'static str,
    /// Its name as the user gave it.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub(crate) sha256: String,
}

impl Input {
    /// An input that was not a file, such as one embedded in the binary.
    pub(crate) fn embedded(role: &'static str, name: &str, bytes: &[u8]) -> Self {
        Self { role, name: name.into(), bytes: bytes.into(), sha256: sha256_hex(bytes) }
    }

    /// The file at `path`.
    ///
    /// # Errors
    /// [`Failure::Unreadable`].
    pub(crate) fn read(role: &'static str, path: &Path) -> Result<Self, Failure> {
        let bytes = fs::read(path)
            .map_err(|cause| Failure::Unreadable { path: path.to_path_buf(), cause })?;
        Ok(Self { role, name: path.display().to_string(), sha256: sha256_hex(&bytes), bytes })
    }

    /// The content as text, each undecodable byte replaced: its parser then points at the place.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A folder for results; each file appears whole or not at all.
pub(crate) struct OutDir {
    path: PathBuf,
}

impl OutDir {
    /// The folder at `path`, made if it is not there.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(path).map_err(|cause| unwritable(path, cause))?;
        Ok(Self { path: path.to_path_buf() })
    }

    /// Path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file beside its name first and then moves it there.
    ///
    /// # Errors
    /// [`Failure::Unwritable`]; an older file of that name is then unchanged.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
        let path = self.path(name);
        write_whole(&path, bytes)?;
        Ok(path)
    }
}

/// Writes one file whole or not at all.
///
/// # Errors
/// [`Failure::Unwritable`]; an older file of that name is then unchanged.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    fs::write(&part, bytes)
        .and_then(|()| fs::rename(&part, path))
        .map_err(|cause| unwritable(path, cause))
}

fn unwritable(path: &Path, cause: std::io::Error) -> Failure {
    Failure::Unwritable { path: path.to_path_buf(), cause: cause.into() }
}
