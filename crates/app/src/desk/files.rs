//! The folder of a desk: who has it open, the key that signs, the checkpoints that went out.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use programme::Suite;
use programme::ids::Digest;
use programme::journal::{CheckpointError, Signer, VerifierKey};
use units::Text;

use crate::database::Location;
use crate::failure::Failure;
use crate::files::unwritable;

/// The secret key: name, 32 bytes as hexadecimal digits, and the suite where it is not `sha2`.
pub(super) const KEY: &str = "desk.key";
/// The keys that check checkpoints, one a line.
pub(super) const VERIFIER_KEYS: &str = "keys.txt";
/// The checkpoints that were signed, one a line.
pub(super) const CHECKPOINTS: &str = "checkpoints.jsonl";
/// Locked while a desk is open.
const LOCK: &str = "desk.lock";

/// The folder of an open desk.
pub(crate) struct Folder {
    path: PathBuf,
    signer: Signer,
    keys: Vec<VerifierKey>,
    origin: String,
}

/// Keeps others from opening the desk as long as it is held; the system frees it when the process
/// ends, however it ends.
pub(super) struct Lock(File);

impl Lock {
    /// The lock of a folder.
    ///
    /// # Errors
    /// [`Failure::Store`] when another process holds it, [`Failure::Unwritable`].
    pub(super) fn take(location: &Location, folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(LOCK);
        let file = append(&path).map_err(|cause| unwritable(&path, cause))?;
        file.try_lock().map_err(|cause| match cause {
            fs::TryLockError::WouldBlock => location.fail("another process has this desk open"),
            fs::TryLockError::Error(cause) => location.fail(cause),
        })?;
        Ok(Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing alone would not free it while a process that is being started has a copy.
        let _ = self.0.unlock();
    }
}

impl Folder {
    /// Opens the folder of the desk at `location`, with a key of this name and suite made if it has
    /// none. Nobody else can as long as the lock is held that comes with it.
    ///
    /// # Errors
    /// [`Failure::Store`] when another process has the desk open, [`Failure::Request`] when no
    /// folder is named, [`Failure::Unwritable`] or [`Failure::Unreadable`] for its files.
    pub(super) fn open(
        location: &Location,
        folder: Option<&Path>,
        (origin, suite): (&str, Suite),
    ) -> Result<(Self, Lock), Failure> {
        let path = folder_of(location, folder)?;
        fs::create_dir_all(&path).map_err(|cause| unwritable(&path, cause))?;
        let lock = Lock::take(location, &path)?;
        let (origin, signer) = key(&path, origin, suite)?;
        let keys = keys(&path)?;
        Ok((Self { path, signer, keys, origin }, lock))
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Who signs checkpoints.
    pub(super) fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Whose signatures count: its own, and those before it.
    pub(super) fn keys(&self) -> &[VerifierKey] {
        &self.keys
    }

    /// The name of the journal.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// The notes that were written out, from old to new.
    ///
    /// # Errors
    /// [`Failure::Unreadable`].
    pub(super) fn notes(&self) -> Result<Vec<String>, Failure> {
        let path = self.path.join(CHECKPOINTS);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(notes_in(&text)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(cause) => Err(Failure::Unreadable { path, cause }),
        }
    }

    /// Writes a note out, behind those before it.
    ///
    /// # Errors
    /// What the disk says.
    pub(super) fn add_note(&self, note: &str) -> io::Result<()> {
        let mut file = append(&self.path.join(CHECKPOINTS))?;
        file.write_all(note_line(note).as_bytes())?;
        file.sync_all()
    }
}

/// The folder of a desk, made or not.
///
/// # Errors
/// [`Failure::Request`] when none is named for a database that is not a file.
pub(super) fn folder_of(location: &Location, folder: Option<&Path>) -> Result<PathBuf, Failure> {
    match (folder, location) {
        (Some(folder), _) => Ok(folder.to_path_buf()),
        (None, Location::File(file)) => {
            let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
            Ok(parent.unwrap_or(Path::new(".")).to_path_buf())
        }
        (None, Location::Postgres(_)) => Err(Failure::Request(Text::new(
            "数据库不是文件，请指定存放材料、密钥和检查点的文件夹",
            "the database is no file: name a folder for documents, key and checkpoints",
        ))),
    }
}

/// The keys in `keys.txt`.
///
/// # Errors
/// [`Failure::Unreadable`] when the file is not there or a line is no key.
pub(super) fn keys(folder: &Path) -> Result<Vec<VerifierKey>, Failure> {
    let path = folder.join(VERIFIER_KEYS);
    let unreadable = |cause| Failure::Unreadable { path: path.clone(), cause };
    let text = fs::read_to_string(&path).map_err(unreadable)?;
    let key = |line| VerifierKey::decode(line).map_err(|cause| unreadable(io::Error::other(cause)));
    text.lines().map(key).collect()
}

/// A note as a line of `checkpoints.jsonl`.
pub(super) fn note_line(note: &str) -> String {
    format!("{}\n", serde_json::json!({ "note": note }))
}

/// The notes of `checkpoints.jsonl`; a last line that was cut off while it was written is left out.
pub(super) fn notes_in(text: &str) -> Vec<String> {
    let note = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(value.get("note")?.as_str()?.to_owned())
    };
    text.lines().filter_map(note).collect()
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

/// The name and the signer in the key file, which is made from the system's random source if it is
/// not there.
fn key(folder: &Path, origin: &str, suite: Suite) -> Result<(String, Signer), Failure> {
    let path = folder.join(KEY);
    let mut text = String::new();
    match File::open(&path) {
        Ok(mut file) => {
            file.read_to_string(&mut text)
                .map_err(|cause| Failure::Unreadable { path: path.clone(), cause })?;
        }
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            text = new_key(origin, suite).map_err(|cause| unwritable(&path, cause))?;
            write_secret(&path, &text).map_err(|cause| unwritable(&path, cause))?;
        }
        Err(cause) => return Err(Failure::Unreadable { path, cause }),
    }
    let (origin, signer) = signer(&path, &text)?;
    let keys = folder.join(VERIFIER_KEYS);
    let line = format!("{}\n", signer.verifier().encoded());
    let known = fs::read_to_string(&keys).unwrap_or_default();
    if !known.contains(&line) {
        let add = || append(&keys)?.write_all(line.as_bytes());
        add().map_err(|cause| unwritable(&keys, cause))?;
    }
    Ok((origin, signer))
}

/// The text of a new key file. One in 2³² numbers is no key of SM2; another is drawn then.
fn new_key(origin: &str, suite: Suite) -> io::Result<String> {
    loop {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(io::Error::other)?;
        match Signer::new(suite, origin, &secret) {
            Ok(_) if suite == Suite::Sha2 => return Ok(format!("{origin} {}\n", Digest(secret))),
            Ok(_) => return Ok(format!("{origin} {} {suite}\n", Digest(secret))),
            Err(CheckpointError::NoKey) => {}
            Err(cause) => return Err(io::Error::other(cause)),
        }
    }
}

fn signer(path: &Path, text: &str) -> Result<(String, Signer), Failure> {
    let parts: Vec<&str> = text.trim_end().split(' ').collect();
    let parts = match parts.as_slice() {
        [name, secret] => Some((*name, *secret, Suite::Sha2)),
        [name, secret, suite] => suite.parse().ok().map(|suite| (*name, *secret, suite)),
        _ => None,
    };
    let signer = parts.and_then(|(name, secret, suite)| {
        let secret = Digest::from_hex(secret)?;
        Some((name.to_owned(), Signer::new(suite, name, &secret.0).ok()?))
    });
    signer.ok_or_else(|| {
        let what = "expected a name without white space, 64 hexadecimal digits of a private key, \
                    and `sm` behind them if it is one of SM2";
        unwritable(path, what)
    })
}

/// A file that its owner alone may read, on the disk when this returns.
fn write_secret(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
