//! A folder to work in, the command, and the data that lie beside the checkout.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of its own for one test.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What the command said.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    /// The result, which must be there.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    pub(crate) fn json_file(&self, name: &str) -> Value {
        serde_json::from_slice(&std::fs::read(self.path(name)).unwrap()).unwrap()
    }

    /// Runs the command in the folder; a panic is a failure whatever else is asked.
    pub(crate) fn run<A: AsRef<std::ffi::OsStr>>(
        &self,
        args: impl IntoIterator<Item = A>,
    ) -> Answer {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_reweave"))
            .current_dir(self.folder.path())
            .env("LANG", "C")
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .args(args)
            .output()
            .unwrap();
        let err = String::from_utf8(stderr).unwrap();
        assert!(!err.contains("panicked"), "{err}");
        let code = status.code().expect("ended by itself");
        Answer { code, out: String::from_utf8(stdout).unwrap(), err }
    }
}

/// A file of the shared test data; `None`, said aloud, where this clone has none.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let root = std::env::var("REWEAVE_SHARED").unwrap_or_else(|_| "../shared".into());
    if root == "none" {
        println!("left out: no shared data, {name} was not tested");
        return None;
    }
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = workspace.join(root).join(name);
    assert!(path.exists(), "{} is missing; REWEAVE_SHARED=none leaves it out", path.display());
    Some(path)
}
