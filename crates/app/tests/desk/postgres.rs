//! A PostgreSQL server of its own for the tests, from the system's package, gone when they end.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use app::Location;
use tempfile::TempDir;

use crate::room::Room;

/// A server on a socket in a folder of its own.
pub(crate) struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    databases: AtomicU32,
}

impl Cluster {
    /// The server that the tests share, started by the first that asks.
    pub(crate) fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let cluster = Arc::new(Self::start("-c fsync=off"));
            *shared = Arc::downgrade(&cluster);
            cluster
        })
    }

    /// A server of one test's own, which it may stop; `more` are further options of the server.
    pub(crate) fn start(more: &str) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o777)).unwrap();
        let cluster = Self { folder, programs: programs(), databases: AtomicU32::new(0) };
        let data = cluster.data();
        cluster.run("initdb", &format!("-D {data} -U reweave -A trust --no-sync -E UTF8"));
        let socket = cluster.folder.path().display();
        let own = format!("listen_addresses = ''\nunix_socket_directories = '{socket}'\n");
        cluster.shell(&format!("printf \"{own}\" >> {data}/postgresql.conf"));
        cluster.go(more);
        cluster
    }

    pub(crate) fn go(&self, more: &str) {
        let (data, log) = (self.data(), self.folder.path().join("log"));
        self.run("pg_ctl", &format!("-D {data} -l {} -w -s -o \"{more}\" start", log.display()));
    }

    pub(crate) fn stop(&self) {
        self.run("pg_ctl", &format!("-D {} -m immediate -w -s stop", self.data()));
    }

    /// A new database.
    pub(crate) fn database(&self) -> Location {
        let name = format!("desk{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let socket = self.folder.path().display();
        self.run("createdb", &format!("-h {socket} -U reweave {name}"));
        let url = format!("postgres://reweave@localhost/{name}?host={socket}");
        Location::of(Path::new(&url))
    }

    /// A desk in a new database.
    pub(crate) fn room(&self) -> Room {
        Room::at(TempDir::new().unwrap(), self.database())
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &str) {
        self.shell(&format!("{} {arguments}", self.programs.join(program).display()));
    }

    /// The server refuses to run as root; its package brings an account.
    fn shell(&self, line: &str) {
        let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
        let (program, first) = if is_root {
            ("su", ["postgres", "-s", "/bin/sh", "-c"].as_slice())
        } else {
            ("sh", ["-c"].as_slice())
        };
        let mut command = Command::new(program);
        // The server keeps its output open as long as it runs: it may not be a pipe of ours.
        command.args(first).arg(line).current_dir(self.folder.path());
        let out = self.folder.path().join(format!("out-{:?}", std::thread::current().id()));
        let file = std::fs::File::create(&out).unwrap();
        let status = command.stdout(file.try_clone().unwrap()).stderr(file).status().unwrap();
        let said = std::fs::read_to_string(&out).unwrap_or_default();
        assert!(status.success(), "PostgreSQL is needed for this test; {line}: {said}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.stop();
        } else {
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.stop()));
        }
    }
}

/// The newest version's programs.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").map(|all| {
        all.filter_map(|one| Some(one.ok()?.path().join("bin")))
            .filter(|bin| bin.join("initdb").exists())
            .max_by_key(|bin| {
                let version = bin.parent().and_then(Path::file_name);
                version.and_then(|name| name.to_str()?.parse::<u32>().ok())
            })
    });
    versions
        .ok()
        .flatten()
        .expect("PostgreSQL is needed for this test: `tools/system-packages database` installs it")
}
