//! The same commands give the same journal as in memory, on either database.

use programme::journal::{Tree, leaf_hash, line};
use programme::{Answer, Suite, apply};

use crate::generate::History;
use crate::postgres::Cluster;
use crate::room::Room;

/// Sends the events of a furnished desk's making and then a history of commands; compares with the
/// history in memory.
pub(crate) fn history(room: &Room, seed: u64, commands: usize) {
    let suite = room.options.suite;
    let mut history = History::of(suite, seed);
    let desk = room.open();
    for (command, at) in crate::generate::furnishing(suite) {
        room.send(&desk, command, *at).unwrap();
    }
    for _ in 0..commands {
        let (command, at) = history.draw();
        let expected = apply(&history.state, &command, at);
        let said = room.send(&desk, &command, at);
        match (&expected, &said) {
            (Ok(Answer::Happened(events)), Ok(receipt)) => {
                assert_eq!(receipt.events.end - receipt.events.start, events.len() as u64);
                assert!(!receipt.repeated);
            }
            (Ok(Answer::Repeated(events)), Ok(receipt)) => {
                assert_eq!((&receipt.events, receipt.repeated), (events, true));
            }
            (Err(refusal), Err(app::desk::SubmitError::Refused(said))) => {
                assert_eq!(**said, *refusal);
            }
            _ => panic!("seed {seed}: {expected:?}, but {said:?}"),
        }
        history.take(command, at);
    }
    let mut tree = Tree::new(suite);
    history.events.iter().for_each(|event| tree.push(leaf_hash(suite, &line(event))));
    assert_eq!(desk.root(), (tree.size() as u64, tree.root(tree.size()).unwrap()), "seed {seed}");
    assert!(desk.read(|state| state.same_as(&history.state)), "seed {seed}");
    drop(desk);
    let again = room.open();
    assert_eq!(again.root().1, tree.root(tree.size()).unwrap(), "seed {seed}: read again");
    assert!(again.read(|state| state.same_as(&history.state)), "seed {seed}: read again");
}

/// Every second history with the second suite.
fn suite_of(seed: u64) -> Suite {
    if seed.is_multiple_of(2) { Suite::Sha2 } else { Suite::Sm }
}

#[test]
fn histories_on_sqlite_are_those_in_memory() {
    for seed in 0..20 {
        history(&Room::sqlite().with(suite_of(seed)), seed, 500);
    }
}

#[test]
fn histories_on_postgresql_are_those_in_memory() {
    let cluster = Cluster::shared();
    for seed in 0..20 {
        history(&cluster.room().with(suite_of(seed)), seed, 500);
    }
}
