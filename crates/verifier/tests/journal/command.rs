//! The program itself: files, exit status, words.

use std::path::Path;
use std::process::{Command, Output};

use base64::Engine as _;
use programme::Suite;
use programme::journal::{Tree, leaf_hash};
use serde_json::Value;

use crate::forge::{Export, history_of, sign, signer};

#[expect(clippy::disallowed_methods, reason = "tests write the files that the program reads")]
fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), bytes).unwrap();
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reweave-verifier"));
    let Output { status, stdout, .. } =
        command.current_dir(folder).args(arguments).env("LANG", "C").output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap())
}

fn exported(suite: Suite) -> (tempfile::TempDir, Export) {
    let folder = tempfile::tempdir().unwrap();
    let export = history_of(suite, 9_003, 400).export();
    write(folder.path(), "events.jsonl", export.events());
    write(folder.path(), "checkpoints.jsonl", export.checkpoints());
    (folder, export)
}

#[test]
fn a_folder_is_accepted_and_a_cut_one_refused() {
    for (suite, name) in Suite::ALL.into_iter().zip(["SHA-256, Ed25519", "SM3, SM2"]) {
        accepted_and_refused(suite, name);
    }
}

fn accepted_and_refused(suite: Suite, name: &str) {
    let (folder, export) = exported(suite);
    let key = signer(suite).verifier().encoded();
    let count = export.lines.len();
    let (status, text) = run(folder.path(), &[".", "--key", &key]);
    assert_eq!(status, 0, "{text}");
    assert!(text.starts_with("accepted: all 12 checks hold\n"), "{text}");
    assert!(text.contains(&format!("events {count} (signed {count}, unsigned 0)")), "{text}");
    assert!(text.contains(&format!("({name})\n")), "{text}");
    let (status, text) = run(folder.path(), &["events.jsonl", "--lang", "zh"]);
    assert_eq!(status, 0);
    assert!(text.contains("没有给出可信密钥"), "{text}");

    // The export shows a shorter journal with a fitting checkpoint; a kept one finds it.
    let mut cut = export.clone();
    cut.lines.truncate(count - 9);
    cut.notes = vec![sign(&cut.lines, &signer(suite))];
    write(folder.path(), "events.jsonl", cut.events());
    write(folder.path(), "checkpoints.jsonl", cut.checkpoints());
    write(folder.path(), "kept.txt", &export.notes[2]);
    assert_eq!(run(folder.path(), &[".", "--key", &key]).0, 0);
    let (status, text) = run(folder.path(), &[".", "--key", &key, "--held", "kept.txt", "--json"]);
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((status, &answer["check"], &answer["file"]), (1, &3.into(), &"kept.txt".into()));

    assert_eq!(run(folder.path(), &["nowhere"]).0, 2);
    assert_eq!(run(folder.path(), &[".", "--key", "x"]).0, 2);
    assert_eq!(run(folder.path(), &[".", "--held", "nowhere"]).0, 2);
}

#[test]
fn proofs_are_checked_from_files() {
    Suite::ALL.into_iter().for_each(proofs_are_checked);
}

fn proofs_are_checked(suite: Suite) {
    let (folder, export) = exported(suite);
    let mut tree = Tree::new(suite);
    export.lines.iter().for_each(|line| tree.push(leaf_hash(suite, line)));
    let (count, half, index) = (export.lines.len(), export.lines.len() * 2 / 3, 17);
    let text = |first: usize, second: usize, proof: Vec<programme::ids::Digest>| {
        let hashes = proof
            .into_iter()
            .map(|hash| base64::engine::general_purpose::STANDARD.encode(hash.0) + "\n");
        format!("{first}\n{second}\n{}", hashes.collect::<String>())
    };
    write(folder.path(), "event", &export.lines[index]);
    write(folder.path(), "inclusion", text(index, count, tree.inclusion(index, count).unwrap()));
    write(folder.path(), "consistency", text(half, count, tree.consistency(half, count).unwrap()));
    write(folder.path(), "old", &export.notes[1]);
    write(folder.path(), "new", &export.notes[2]);
    let key = signer(suite).verifier().encoded();
    let included = |event, proof, note| {
        let all = ["inclusion", "--event", event, "--proof", proof, "--checkpoint", note];
        // Without a key the proof holds all the same, and the answer says what was not checked.
        let (bare, text) = run(folder.path(), &all);
        assert!(bare == 1 || text.contains("no trusted key"), "{text}");
        let (status, text) = run(folder.path(), &[&all[..], &["--key", &key]].concat());
        assert_eq!(status, bare, "{text}");
        (status, text)
    };
    let (status, text) = included("event", "inclusion", "new");
    assert_eq!(status, 0, "{text}");
    assert!(text.contains(&format!("number 17 (from 0) of the checkpoint's {count}")), "{text}");
    assert_eq!(included("event", "inclusion", "old").0, 1);
    assert_eq!(included("event", "consistency", "new").0, 1);
    assert_eq!(included("old", "inclusion", "new").0, 1);
    assert_eq!(included("event", "event", "new").0, 1);
    let consistent = |proof, older, newer| {
        let all = ["consistency", "--proof", proof, "--older", older, "--newer", newer];
        run(folder.path(), &[&all[..], &["--key", &key]].concat()).0
    };
    assert_eq!(consistent("consistency", "old", "new"), 0);
    assert_eq!(consistent("consistency", "new", "old"), 1);
    assert_eq!(consistent("inclusion", "old", "new"), 1);
}
