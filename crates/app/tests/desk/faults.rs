//! A database that fails or is gone, a second writer, a clock that goes back.

use app::Location;
use app::desk::SubmitError;
use programme::command::Command;
use programme::{Moment, Suite};
use sqlx::{AnyConnection, Connection as _};

use crate::generate::furnishing;
use crate::postgres::Cluster;
use crate::room::Room;

/// A connection beside the desk's.
pub(crate) fn beside(room: &Room) -> (tokio::runtime::Runtime, AnyConnection) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let url = match &room.location {
        Location::File(path) => format!("sqlite:{}", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    let connection = runtime.block_on(AnyConnection::connect(&url)).unwrap();
    (runtime, connection)
}

/// The next command that is carried out.
fn next(room: &Room, desk: &app::desk::Desk, seed: u64) -> (Command, Moment) {
    let mut history = crate::generate::History::new(seed);
    history.state = desk.read(Clone::clone);
    loop {
        let (command, at) = history.draw();
        let answer = programme::apply(&history.state, &command, at);
        if let Ok(programme::Answer::Happened(_)) = answer {
            room.set(at);
            return (command, at);
        }
    }
}

#[test]
fn a_write_that_fails_leaves_all_as_it_was_and_the_desk_goes_on() {
    let room = Room::sqlite();
    let desk = room.furnished();
    let (before, root) = (desk.read(Clone::clone), desk.root());
    let (runtime, mut connection) = beside(&room);
    let mut sql = |text: &'static str| {
        runtime.block_on(sqlx::raw_sql(text).execute(&mut connection)).unwrap();
    };
    sql("CREATE TRIGGER fault BEFORE INSERT ON application \
         BEGIN SELECT RAISE(ABORT, 'a planted fault'); END");
    // Opening an application writes events first, then the row that fails.
    let (command, at) = next(&room, &desk, 1);
    match room.send(&desk, &command, at) {
        Err(SubmitError::NotKept { cause }) => assert!(cause.contains("planted"), "{cause}"),
        other => panic!("{other:?}"),
    }
    assert!(desk.read(|state| state.same_as(&before)) && desk.root() == root);
    sql("DROP TRIGGER fault");
    let receipt = room.send(&desk, &command, at).unwrap();
    assert!(receipt.events.start == root.0 && !receipt.repeated);
    assert!(room.send(&desk, &command, at).unwrap().repeated);
}

#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    let mut room = Room::sqlite();
    drop(room.furnished());
    let pages = std::fs::metadata(room.path("desk.sqlite")).unwrap().len() / 4096;
    room.options.file_pages_max = Some(u32::try_from(pages).unwrap() + 4);
    let desk = room.open();
    let (mut seed, mut kept) = (0, desk.root());
    loop {
        let before = desk.read(Clone::clone);
        let (command, at) = next(&room, &desk, seed);
        match room.send(&desk, &command, at) {
            Ok(receipt) => kept = (receipt.size, receipt.root),
            Err(SubmitError::NotKept { cause }) => {
                assert!(cause.contains("full"), "{cause}");
                assert!(desk.read(|state| state.same_as(&before)));
                break;
            }
            other => panic!("{other:?}"),
        }
        seed += 1;
        assert!(seed < 10_000, "it never got full");
    }
    assert_eq!(desk.root(), kept);
    drop(desk);
    room.options.file_pages_max = None;
    let desk = room.open();
    assert_eq!(desk.root(), kept);
    let (command, at) = next(&room, &desk, seed);
    room.send(&desk, &command, at).unwrap();
}

#[test]
fn a_server_that_is_gone_for_a_while_is_waited_for() {
    let cluster = Cluster::start("");
    let room = cluster.room();
    let desk = room.furnished();
    let (before, root) = (desk.read(Clone::clone), desk.root());
    let (command, at) = next(&room, &desk, 7);
    cluster.stop();
    for _ in 0..2 {
        let said = room.send(&desk, &command, at);
        assert!(matches!(said, Err(SubmitError::NotKept { .. })), "{said:?}");
        assert!(desk.read(|state| state.same_as(&before)) && desk.root() == root);
    }
    cluster.go("");
    assert_eq!(room.send(&desk, &command, at).unwrap().events.start, root.0);
    desk.wait(desk.close()).unwrap();
    drop(desk);
    assert_ne!(room.open().root(), root);
}

/// Where the connection breaks while a transaction is on its way, nobody knows whether it was kept;
/// sent again under the same id, each command is done once.
#[test]
fn commands_whose_connection_breaks_are_done_once() {
    let cluster = Cluster::shared();
    let room = cluster.room();
    let desk = room.furnished();
    let (runtime, mut connection) = beside(&room);
    let stop = std::sync::atomic::AtomicBool::new(false);
    let mut broken = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let kill = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks \
                            WHERE locktype = 'advisory' AND database = \
                            (SELECT oid FROM pg_database WHERE datname = current_database())";
                runtime.block_on(sqlx::query(kill).execute(&mut connection)).unwrap();
                std::thread::sleep(std::time::Duration::from_millis(7));
            }
        });
        for seed in 0..20_000 {
            // Enough of them, however fast the server is today.
            if broken >= 30 {
                break;
            }
            let size = desk.root().0;
            let (command, at) = next(&room, &desk, seed);
            let receipt = (0..50).find_map(|_| match room.send(&desk, &command, at) {
                Ok(receipt) => Some(receipt),
                Err(SubmitError::NotKept { .. }) => {
                    broken += 1;
                    None
                }
                other => panic!("{other:?}"),
            });
            assert_eq!(receipt.unwrap().events.start, size, "seed {seed}");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert!(broken >= 30, "{broken} connections broke");
    let root = desk.root();
    drop(desk);
    assert_eq!(room.open().root(), root);
}

#[test]
fn a_second_writer_is_refused() {
    let cluster = Cluster::shared();
    for room in [Room::sqlite(), cluster.room()] {
        let desk = room.furnished();
        // On PostgreSQL another machine has another folder.
        let mut other = Room::at(tempfile::TempDir::new().unwrap(), room.location.clone());
        if matches!(room.location, Location::File(_)) {
            other.options.folder = room.options.folder.clone();
        } else {
            room.copy_files(other.folder.path());
        }
        let refused = other.try_open().err().unwrap().to_string();
        assert!(refused.contains("another process"), "{refused}");
        let root = desk.root();
        drop(desk);
        assert_eq!(other.open().root(), root);
    }
}

#[test]
fn a_clock_that_goes_back_is_noted() {
    let room = Room::sqlite();
    let desk = room.furnished();
    let (command, _) = next(&room, &desk, 3);
    let last = furnishing(Suite::Sha2).last().unwrap().1;
    let back = Moment(last.0 - 86_400_000);
    let receipt = room.send(&desk, &command, back).unwrap();
    let lines = desk.wait(desk.lines(receipt.events.start, 1)).unwrap();
    let (at, clock) = (format!("\"at\":{}", last.0), format!("\"clock\":{}", back.0));
    assert!(lines[0].contains(&at) && lines[0].contains(&clock), "{}", lines[0]);
}
