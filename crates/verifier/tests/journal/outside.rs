//! Edits without a new hash or signature: whoever makes them does not hold the key.

use oorandom::Rand64;
use programme::Suite;
use programme::journal::Signer;
use verifier::{Check, Refusal};

use crate::forge::{Export, history, sign, sign_tree, signer, verdict_of};

/// What is done to an export, and the check that must find it, where it is always the same one.
type Edit = (&'static str, fn(&mut Export, &mut Rand64), Option<Check>);

fn other(suite: Suite) -> Suite {
    match suite {
        Suite::Sha2 => Suite::Sm,
        Suite::Sm => Suite::Sha2,
    }
}

fn place(random: &mut Rand64, length: usize) -> usize {
    usize::try_from(random.rand_range(0..length as u64)).unwrap()
}

/// Replaces the first `from` of a random line that has it.
fn replace(export: &mut Export, random: &mut Rand64, from: &str, to: &str) {
    let text = |line: &[u8]| String::from_utf8(line.to_vec()).unwrap();
    let holds: Vec<usize> =
        (0..export.lines.len()).filter(|line| text(&export.lines[*line]).contains(from)).collect();
    let chosen = holds[place(random, holds.len())];
    export.lines[chosen] = text(&export.lines[chosen]).replacen(from, to, 1).into_bytes();
}

const EDITS: &[Edit] = &[
    ("an amount", |e, r| replace(e, r, r#""amount":1"#, r#""amount":2"#), None),
    ("an actor", |e, r| replace(e, r, r#""user":"city""#, r#""user":"city-2""#), None),
    ("a role", |e, r| replace(e, r, r#""role":"finance""#, r#""role":"auditor""#), None),
    ("a digest", |e, r| replace(e, r, r#""content":"a"#, r#""content":"b"#), None),
    ("a line deleted", |e, r| drop(e.lines.remove(place(r, e.lines.len()))), None),
    (
        "lines swapped",
        |e, r| {
            let at = place(r, e.lines.len() - 1);
            e.lines.swap(at, at + 1);
        },
        Some(Check::Sequence),
    ),
    (
        "a line twice",
        |e, r| {
            let at = place(r, e.lines.len());
            e.lines.insert(at, e.lines[at].clone());
        },
        Some(Check::Sequence),
    ),
    (
        "a tail cut off",
        |e, r| {
            let left = place(r, e.lines.len());
            e.lines.truncate(left);
        },
        Some(Check::Hashes),
    ),
    (
        "a checkpoint",
        |e, r| {
            let note = place(r, e.notes.len());
            let mut letters: Vec<char> = e.notes[note].chars().collect();
            let at = place(r, letters.len());
            letters[at] = if letters[at] == '7' { '8' } else { '7' };
            e.notes[note] = letters.into_iter().collect();
        },
        Some(Check::Hashes),
    ),
    ("checkpoints in another order", |e, r| e.notes.swap(0, 1 + place(r, 2)), Some(Check::Hashes)),
    (
        "another key",
        |e, r| {
            let secret = [u8::try_from(place(r, 200)).unwrap() + 4; 32];
            let suite = e.suite();
            let stranger = Signer::new(suite, "desk.example", &secret).unwrap();
            e.notes = vec![sign(&e.lines, &stranger)];
        },
        Some(Check::Hashes),
    ),
    (
        "the trusted key of the other suite",
        |e, _| {
            let (suite, other) = (e.suite(), other(e.suite()));
            e.notes = vec![sign_tree(suite, &e.lines, &signer(other))];
        },
        Some(Check::Hashes),
    ),
    (
        "the tree of the other suite",
        |e, _| {
            let (suite, other) = (e.suite(), other(e.suite()));
            e.notes = vec![sign_tree(other, &e.lines, &signer(suite))];
        },
        Some(Check::Hashes),
    ),
    (
        "signatures of both suites",
        |e, _| {
            let [one, more] = Suite::ALL.map(|of| sign_tree(e.suite(), &e.lines, &signer(of)));
            let signature = more.rsplit_once("\n\n").unwrap().1;
            e.notes = vec![one + signature];
        },
        Some(Check::Hashes),
    ),
    (
        "the other suite",
        |e, _| {
            let (named, unnamed) = (&br#","suite":"sm"}}"#[..], &b"}}"[..]);
            let line = &e.lines[0];
            let (from, to) = match line.ends_with(named) {
                true => (named, unnamed),
                false => (unnamed, named),
            };
            e.lines[0] = [line.strip_suffix(from).unwrap(), to].concat();
        },
        Some(Check::Hashes),
    ),
    (
        "another origin",
        |e, _| e.notes[1] = e.notes[1].replacen("desk", "disk", 1),
        Some(Check::Hashes),
    ),
    ("a space", |e, r| replace(e, r, r#","at":"#, r#", "at":"#), Some(Check::Form)),
    (
        "a space at the end",
        |e, r| {
            let at = place(r, e.lines.len());
            e.lines[at].push(b' ');
        },
        Some(Check::Form),
    ),
    (
        "another line end",
        |e, r| {
            let at = place(r, e.lines.len());
            e.lines[at].push(b'\r');
        },
        Some(Check::Form),
    ),
    (
        "an empty line",
        |e, r| {
            let at = place(r, e.lines.len());
            e.lines.insert(at, vec![]);
        },
        Some(Check::Form),
    ),
    (
        "keys in another order",
        |e, r| {
            replace(
                e,
                r,
                r#"{"role":"finance","user":"finance"}"#,
                r#"{"user":"finance","role":"finance"}"#,
            )
        },
        Some(Check::Form),
    ),
    ("a key twice", |e, r| replace(e, r, r#""seq":"#, r#""seq":1,"seq":"#), Some(Check::Form)),
    ("an escape", |e, r| replace(e, r, "\"kind\":\"s", "\"kind\":\"\\u0073"), Some(Check::Form)),
    (
        "a slash escaped",
        |e, r| replace(e, r, r#"/1","state""#, r#"\/1","state""#),
        Some(Check::Form),
    ),
    ("an exponent", |e, r| replace(e, r, "000,", "e3,"), Some(Check::Form)),
    ("a fraction", |e, r| replace(e, r, r#","clock":"#, r#".0,"clock":"#), Some(Check::Form)),
    ("minus nothing", |e, r| replace(e, r, r#""seq":0,"#, r#""seq":-0,"#), Some(Check::Form)),
    ("a leading zero", |e, r| replace(e, r, r#""version":"#, r#""version":0"#), Some(Check::Form)),
    (
        "null",
        |e, r| replace(e, r, r#","organisation":"#, r#","on":null,"organisation":"#),
        Some(Check::Form),
    ),
    (
        "a bit",
        |e, r| {
            let line = place(r, e.lines.len());
            let at = place(r, e.lines[line].len());
            e.lines[line][at] ^= 1 << place(r, 8);
        },
        None,
    ),
];

#[test]
fn whoever_lacks_the_key_changes_nothing_unnoticed() {
    let mut edits = 0;
    for seed in 0..6 {
        let honest = history(9_001 + seed, 1_500).export();
        assert!(honest.verdict().is_ok());
        for (number, (name, edit, check)) in EDITS.iter().enumerate() {
            for round in 0..2 {
                let mut changed = honest.clone();
                let seed = (seed * 1_000 + round) * 1_000 + number as u64;
                edit(&mut changed, &mut Rand64::new(u128::from(seed)));
                let refusal: Refusal = match changed.verdict() {
                    Err(refusal) => refusal,
                    Ok(_) => panic!("{name}, seed {seed}: accepted"),
                };
                if let Some(check) = check {
                    assert_eq!(refusal.fault.check, *check, "{name}, seed {seed}: {refusal}");
                }
                edits += 1;
            }
        }
    }
    assert!(edits >= 200, "{edits}");
}

#[test]
fn the_last_line_ends_too() {
    let export = history(5, 100).export();
    let bytes = export.events();
    let refusal = verdict_of(&bytes[..bytes.len() - 1], &export.checkpoints()).unwrap_err();
    assert_eq!((refusal.fault.check, refusal.line), (Check::Form, export.lines.len() as u64));
    let endless = vec![b'{'; (1 << 24) + 10];
    assert_eq!(verdict_of(&endless, "").unwrap_err().fault.check, Check::Form);
}

proptest::proptest! {
    /// Nothing that stands in the files makes the verifier fall over, and no changed byte passes.
    #[test]
    fn any_bytes_get_a_verdict(events in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400),
                               checkpoints in "\\PC*") {
        let _ = verdict_of(&events, &checkpoints);
        let _ = verdict_of(&events, "");
    }

    #[test]
    fn mutated_lines_get_a_verdict_and_none_passes(
        seed in 0..20_u64,
        edits in proptest::collection::vec((0.0..1.0_f64, 0..3_u8, proptest::prelude::any::<u8>()), 1..6),
    ) {
        let export = history(seed, 40).export();
        let mut bytes = export.events();
        let before = bytes.clone();
        for (place, what, byte) in edits {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 1")]
            let at = (place * bytes.len() as f64) as usize;
            match what {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        let verdict = verdict_of(&bytes, &export.checkpoints());
        proptest::prop_assert_eq!(verdict.is_ok(), bytes == before);
    }
}
