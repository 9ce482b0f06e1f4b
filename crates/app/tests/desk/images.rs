//! Crash images: what is left of database and log when the power goes. SQLite adds to its log, and
//! what it did not sync may be missing or torn.

use std::fs;
use std::path::Path;

use app::Location;
use oorandom::Rand32;
use programme::Suite;
use programme::journal::{Tree, leaf_hash};
use tempfile::TempDir;

use crate::generate::History;
use crate::room::{Room, times};

/// Commands of a session: few enough for SQLite to leave them in its log.
const COMMANDS: usize = 90;
/// The disk writes whole sectors.
const SECTOR: usize = 512;

/// A session with a desk: its files at the end, and how long the log was at each receipt.
struct Session {
    database: Vec<u8>,
    log: Vec<u8>,
    /// Length of the log in bytes, number of events.
    receipts: Vec<(usize, u64)>,
    lines: Vec<String>,
    files: TempDir,
}

impl Session {
    fn new(seed: u64) -> Self {
        let room = Room::sqlite();
        drop(room.furnished());
        let (database, log) = (room.path("desk.sqlite"), room.path("desk.sqlite-wal"));
        let desk = room.open();
        let mut receipts = vec![(0, desk.root().0)];
        let mut history = History::new(seed);
        history.state = desk.read(Clone::clone);
        let before = fs::read(&database).unwrap();
        for _ in 0..COMMANDS {
            let (command, at) = history.draw();
            if let Ok(receipt) = room.send(&desk, &command, at) {
                let length = fs::metadata(&log).unwrap().len();
                receipts.push((usize::try_from(length).unwrap(), receipt.size));
            }
            history.take(command, at);
        }
        let (database, log) = (fs::read(&database).unwrap(), fs::read(&log).unwrap());
        assert_eq!(before, database, "the session is all in the log");
        let lines = desk.wait(desk.lines(0, u32::MAX)).unwrap();
        // Its own checkpoint would be longer than what is left of the journal.
        let files = TempDir::new().unwrap();
        room.copy_files(files.path());
        drop(desk);
        Self { database, log, receipts, lines, files }
    }

    /// Opens what is left when the first `synced` bytes of the log are on the disk, and of those
    /// behind them what `torn` made of them.
    fn image(&self, number: u32, synced: usize, log: &[u8]) {
        let folder = self.files.path().join(number.to_string());
        fs::create_dir(&folder).unwrap();
        for name in ["desk.key", "keys.txt", "checkpoints.jsonl"] {
            fs::copy(self.files.path().join(name), folder.join(name)).unwrap();
        }
        let database = folder.join("desk.sqlite");
        fs::write(&database, &self.database).unwrap();
        fs::write(folder.join("desk.sqlite-wal"), log).unwrap();
        let desk = at(&folder).open();
        let (size, root) = desk.root();
        let least = self.receipts.iter().filter(|(length, _)| *length <= synced);
        let least = least.map(|(_, size)| *size).max().unwrap();
        let what = format!("image {number}: {synced} of {} bytes", self.log.len());
        assert!(size >= least, "{what}: {size} events, {least} were acknowledged");
        let mut tree = Tree::new(Suite::Sha2);
        let kept = &self.lines[..usize::try_from(size).unwrap()];
        kept.iter().for_each(|line| tree.push(leaf_hash(Suite::Sha2, line.as_bytes())));
        assert_eq!(Some(root), tree.root(kept.len()), "{what}: no prefix of the history");
        let whole = self.receipts.iter().any(|(_, kept)| *kept == size);
        assert!(whole, "{what}: a command is half kept");
        drop(desk);
        let request = app::desk::AuditRequest { database: &database, folder: None, policy: None };
        app::desk::check_database(&request).unwrap_or_else(|cause| panic!("{what}: {cause}"));
        fs::remove_dir_all(folder).unwrap();
    }
}

fn at(folder: &Path) -> Room {
    let location = Location::File(folder.join("desk.sqlite"));
    let mut room = Room::at(TempDir::new().unwrap(), location);
    room.options.folder = Some(folder.to_path_buf());
    room
}

/// Makes images of several sessions: a log cut at any byte, and one whose unsynced sectors were
/// written in part.
fn images(sessions: u64, of_each: u32) {
    let mut random = Rand32::new(sessions);
    for session in 0..sessions {
        let session = Session::new(session);
        let length = u32::try_from(session.log.len()).unwrap();
        for number in 0..of_each {
            let cut = usize::try_from(random.rand_range(0..length + 1)).unwrap();
            let mut log = session.log[..cut].to_vec();
            if number % 3 == 0 {
                // The commit that was on its way: everything behind the last receipt before it.
                let synced = session.receipts.iter().map(|(length, _)| *length);
                let synced = synced.filter(|length| *length <= cut).max().unwrap();
                for sector in log[synced..].chunks_mut(SECTOR) {
                    if random.rand_range(0..2) == 0 {
                        sector.fill(0);
                    }
                }
            }
            session.image(number, cut.min(log.len()), &log);
        }
    }
}

#[test]
fn crash_images_hold_a_prefix_with_all_that_was_acknowledged() {
    images(4 * times(), 25);
}
