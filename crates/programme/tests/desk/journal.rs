//! The journal of a desk: what is written is read, and every change of it is found.

use programme::Suite;
use programme::command::{Mode, Move};
use programme::event::What;
use programme::ids::Digest;
use programme::journal::{Checkpoint, Signer, Tree, leaf_hash, line, parse, verify_consistency};
use programme::state::State;

use crate::world::{BEIJING, World, prose, rules};

fn journal(suite: Suite) -> Vec<Vec<u8>> {
    let mut world = World::of(suite);
    world.programme("prog", BEIJING);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    world.reach_award("a", "prog", Mode::InvestmentSubsidy, "S-1", 300_000_000);
    world.on("city", "a", Move::Suspend { reason: prose("引号\" 与\n换行 <b>'; --") });
    world.events.iter().map(line).collect()
}

#[test]
fn lines_come_back_and_rebuild_the_state() {
    let lines = journal(Suite::Sm);
    let mut state = State::new(rules());
    for (place, bytes) in lines.iter().enumerate() {
        let event = parse(bytes).unwrap_or_else(|error| panic!("line {place}: {error}"));
        assert_eq!(usize::try_from(event.seq).unwrap(), place);
        assert!(!bytes.contains(&b'\n'));
        state.fold(&event);
    }
    assert!(state.violations().is_empty());
    assert_eq!(state.suite(), Suite::Sm);
    let mut loose = lines[0].clone();
    loose.push(b' ');
    assert!(parse(&loose).is_err());
}

#[test]
fn a_checkpoint_fixes_every_byte_before_it() {
    for suite in Suite::ALL {
        fixes_every_byte(suite);
    }
}

fn fixes_every_byte(suite: Suite) {
    let lines = journal(suite);
    let mut tree = Tree::new(suite);
    lines.iter().for_each(|bytes| tree.push(leaf_hash(suite, bytes)));
    let signer = Signer::new(suite, "desk.example", &[3; 32]).unwrap();
    let size = tree.size();
    let root = tree.root(size).unwrap();
    let origin = "desk.example".to_owned();
    let signed = signer.sign(&Checkpoint { origin, size: size as u64, root }).unwrap();
    let opened = Checkpoint::open(&signed, &signer.verifier()).unwrap();
    let half = size / 2;
    let proof = tree.consistency(half, size).unwrap();
    let (older, newer) = ((half, tree.root(half).unwrap()), (size, opened.root));
    assert!(verify_consistency(suite, older, newer, &proof));
    for changed in 0..size {
        let mut other = Tree::new(suite);
        for (place, bytes) in lines.iter().enumerate() {
            let mut bytes = bytes.clone();
            if place == changed {
                bytes.rotate_left(1);
            }
            other.push(leaf_hash(suite, &bytes));
        }
        assert_ne!(other.root(size), Some(opened.root));
    }
}

/// The root of one fixed history. It moves only when the format of the journal does, which
/// `docs/journal.md` promises not to happen unnoticed.
#[test]
fn the_format_is_stable() {
    let lines = journal(Suite::Sha2);
    let first = String::from_utf8(lines[0].clone()).unwrap();
    assert!(
        first
            .starts_with(r#"{"actor":{"role":"administrator","user":"admin"},"at":1709524800000,"#),
        "{first}"
    );
    let mut all = String::from_utf8(lines.join(&b'\n')).unwrap();
    // Whatever the workflow's file says today is no part of the format.
    for flow in rules().workflows.values() {
        all = all.replace(&flow.digest(Suite::Sha2).to_string(), "workflow");
    }
    assert_eq!(Digest::of(all.as_bytes()).to_string(), FIXED);
}

const FIXED: &str = "e6faafe24d2671a5322f781a420e1ab0df52b45a2bec607a65828ec4d020e380";

/// What is hashed into events follows the suite too: commands' contents, workflows' files.
#[test]
fn the_suite_is_told_once_and_moves_every_hash() {
    let [sha2, sm] = Suite::ALL.map(journal);
    let parsed = |lines: &[Vec<u8>]| -> Vec<programme::event::Event> {
        lines.iter().map(|line| parse(line).unwrap()).collect()
    };
    let (sha2, sm) = (parsed(&sha2), parsed(&sm));
    assert_eq!(sha2.len(), sm.len());
    assert!(sha2.iter().zip(&sm).all(|(one, other)| one.content != other.content));
    let named =
        |line: &[u8]| String::from_utf8(line.to_vec()).unwrap().contains("\"suite\":\"sm\"");
    let count = |events: &[programme::event::Event]| {
        events.iter().filter(|event| named(&line(event))).count()
    };
    assert_eq!((count(&sha2), count(&sm)), (0, 1));
    let flow = |events: &[programme::event::Event]| {
        events.iter().find_map(|event| match &event.what {
            What::ProgrammeOpened { workflow, workflow_sha256, .. } => {
                Some((workflow.clone(), *workflow_sha256))
            }
            _ => None,
        })
    };
    let (id, digest) = flow(&sm).unwrap();
    assert_eq!(digest, rules().workflows[&id].digest(Suite::Sm));
    assert_ne!(digest, flow(&sha2).unwrap().1);
}
