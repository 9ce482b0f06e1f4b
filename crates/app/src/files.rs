//! Reading inputs with their hashes, writing results whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
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
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of all that `source` gives from where it stands, in hexadecimal.
///
/// # Errors
/// What reading it says.
pub(crate) fn sha256_hex_of(source: &mut File) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 20];
    loop {
        match source.read(&mut piece)? {
            0 => return Ok(hex(&hash.finalize())),
            length => hash.update(&piece[..length]),
        }
    }
}

/// SHA-256 of values as lines of JSON, in hexadecimal.
pub(crate) fn sha256_hex_of_lines<T: serde::Serialize>(values: &[T]) -> String {
    let mut hash = Sha256::new();
    for value in values {
        hash.update(serde_json::to_vec(value).unwrap_or_default());
        hash.update(b"\n");
    }
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every file below a folder, by its path from there with `/` between the parts, in order.
///
/// # Errors
/// [`Failure::Unreadable`].
pub fn read_folder(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let unreadable = |cause: io::Error| Failure::Unreadable { path: folder.to_path_buf(), cause };
    let (mut files, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let parts = path.strip_prefix(folder).unwrap_or(&path).components();
            let parts = parts.map(|part| part.as_os_str().to_string_lossy().into_owned());
            let name = parts.collect::<Vec<_>>().join("/");
            files.push((name, fs::read(&path).map_err(unreadable)?));
        }
    }
    files.sort();
    Ok(files)
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
    let mut part = PartFile::create(path)?;
    part.file.write_all(bytes).map_err(|cause| unwritable(path, cause))?;
    part.keep()
}

/// A file that grows beside its name and is moved there when it is whole; dropped before that, it
/// is removed.
pub(crate) struct PartFile {
    path: PathBuf,
    part: PathBuf,
    /// What to write to.
    pub(crate) file: File,
}

impl PartFile {
    /// An empty file beside `path`.
    ///
    /// # Errors
    /// [`Failure::Unwritable`]; an older file at `path` is unchanged, as long as this one is not
    /// kept.
    pub(crate) fn create(path: &Path) -> Result<Self, Failure> {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(".part");
        let part = path.with_file_name(name);
        let file = File::create(&part).map_err(|cause| unwritable(path, cause))?;
        Ok(Self { path: path.to_path_buf(), part, file })
    }

    /// Moves the file to its name.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub(crate) fn keep(self) -> Result<(), Failure> {
        fs::rename(&self.part, &self.path).map_err(|cause| unwritable(&self.path, cause))
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        // Moved already, or of no use.
        let _ = fs::remove_file(&self.part);
    }
}

/// The result at `path` could not be written.
pub(crate) fn unwritable(
    path: &Path,
    cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> Failure {
    Failure::Unwritable { path: path.to_path_buf(), cause: cause.into() }
}
