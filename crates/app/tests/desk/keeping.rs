//! Copies and restores, the read table, checkpoints, documents.

use std::fs;
use std::path::Path;

use app::desk::{
    AuditRequest, DocumentError, DocumentKind, Proved, audit_export, audit_prove, audit_verify,
    check_database, rebuild_database, restore_database,
};
use app::{Location, Outcome};
use programme::Suite;
use programme::ids::Digest;
use programme::journal::{
    Checkpoint, VerifierKey, leaf_hash, verify_consistency, verify_inclusion,
};

use crate::faults::beside;
use crate::generate::furnishing;
use crate::postgres::Cluster;
use crate::room::Room;

/// The database as the command line has it.
fn named(location: &Location) -> std::path::PathBuf {
    match location {
        Location::File(path) => path.clone(),
        Location::Postgres(url) => url.into(),
    }
}

fn asked<T>(room: &Room, ask: impl FnOnce(&AuditRequest) -> T) -> T {
    let database = named(&room.location);
    ask(&AuditRequest { database: &database, folder: Some(room.folder.path()), policy: None })
}

fn json(outcome: Result<Box<dyn Outcome>, app::Failure>) -> serde_json::Value {
    serde_json::from_str(&outcome.unwrap_or_else(|cause| panic!("{cause}")).json()).unwrap()
}

#[test]
fn a_copy_is_restored_to_the_same_root_on_either_database() {
    let cluster = Cluster::shared();
    let suites = [Room::sqlite().with(Suite::Sm), cluster.room(), cluster.room().with(Suite::Sm)];
    for (number, from) in [Room::sqlite()].iter().chain(&suites).enumerate() {
        let desk = from.furnished();
        from.go_on(&desk, 5, 200);
        let document = desk.documents().put(b"%PDF-1.7 a letter", None).unwrap();
        desk.wait(desk.checkpoint()).unwrap().unwrap();
        let root = desk.root();
        let copy = from.path("copy");
        desk.wait(desk.backup(&copy)).unwrap();
        assert!(desk.wait(desk.backup(&copy)).is_err(), "a copy is never written over");
        from.go_on(&desk, 6, 50);
        let key = desk.verifier_key();
        drop(desk);
        for mut to in [Room::sqlite(), cluster.room()] {
            let told = json(asked(&to, |request| restore_database(request, &copy)));
            assert_eq!(told["root"], root.1.to_string(), "copy {number}");
            assert!(asked(&to, |request| restore_database(request, &copy)).is_err());
            asked(&to, check_database).unwrap_or_else(|cause| panic!("{cause}"));
            // The key that came with the copy says which suite it is.
            let desk = to.open();
            to.options.suite = from.options.suite;
            assert_eq!((desk.root(), desk.verifier_key()), (root, key.clone()));
            assert_eq!(desk.suite(), from.options.suite);
            assert_eq!(desk.documents().get(document.sha256).unwrap(), b"%PDF-1.7 a letter");
            to.go_on(&desk, 7, 20);
        }
    }
}

#[test]
fn a_changed_copy_is_not_restored() {
    let from = Room::sqlite();
    let desk = from.furnished();
    desk.wait(desk.checkpoint()).unwrap();
    let copy = from.path("copy");
    desk.wait(desk.backup(&copy)).unwrap();
    drop(desk);
    let inside =
        Room::at(tempfile::TempDir::new().unwrap(), Location::File(copy.join("desk.sqlite")));
    let (runtime, mut connection) = beside(&inside);
    let change = "UPDATE event SET line = replace(line, 'p-bank', 'p-bonk')";
    runtime.block_on(sqlx::raw_sql(change).execute(&mut connection)).unwrap();
    let to = Room::sqlite();
    let failure = asked(&to, |request| restore_database(request, &copy)).err().unwrap();
    assert!(failure.to_string().contains("was changed"), "{failure}");
    assert!(!to.path("desk.sqlite").exists());
}

#[test]
fn the_read_table_is_the_fold_of_the_events() {
    let cluster = Cluster::shared();
    for room in [Room::sqlite(), cluster.room()] {
        let desk = room.furnished();
        room.go_on(&desk, 11, 400);
        drop(desk);
        let told = json(asked(&room, rebuild_database));
        assert!(told.get("difference").is_none(), "{told}");
        assert!(told["applications"].as_u64().unwrap() > 5);
        let (runtime, mut connection) = beside(&room);
        let change =
            "UPDATE application SET award = 1 WHERE id = (SELECT max(id) FROM application)";
        runtime.block_on(sqlx::raw_sql(change).execute(&mut connection)).unwrap();
        let failure = asked(&room, check_database).err().unwrap().to_string();
        assert!(failure.contains("award: the table has Number(Some(1))"), "{failure}");
        let told = json(asked(&room, rebuild_database));
        assert!(told["difference"].as_str().unwrap().contains("award"), "{told}");
        asked(&room, check_database).unwrap_or_else(|cause| panic!("{cause}"));
    }
}

#[test]
fn a_journal_that_was_changed_or_cut_off_is_not_opened() {
    let changes = [
        ("UPDATE event SET line = replace(line, 'p-bank', 'p-bonk')", "was changed"),
        ("DELETE FROM event WHERE seq > 20", "was cut off"),
        ("DELETE FROM event WHERE seq = 20", "event 20 is missing"),
    ];
    let both = Suite::ALL.into_iter().flat_map(|suite| changes.map(|change| (suite, change)));
    for (suite, (change, says)) in both {
        let room = Room::sqlite().with(suite);
        let desk = room.furnished();
        desk.wait(desk.close()).unwrap();
        drop(desk);
        let (runtime, mut connection) = beside(&room);
        runtime.block_on(sqlx::raw_sql(change).execute(&mut connection)).unwrap();
        drop((connection, runtime));
        let failure = room.try_open().err().unwrap().to_string();
        assert!(failure.contains(says), "{failure}");
        assert!(asked(&room, audit_verify).is_err());
    }
}

/// The suite of the key, of the founding and of the tree are one, or nothing is opened.
#[test]
fn a_desk_keeps_the_suite_that_it_was_founded_with() {
    let room = Room::sqlite().with(Suite::Sm);
    let desk = room.open();
    let (founding, at) = &furnishing(Suite::Sha2)[0];
    let refused = room.send(&desk, founding, *at).unwrap_err();
    assert!(refused.text().en.contains("of the suite sm"), "{refused}");
    drop(desk);
    drop(room.furnished());
    let key = fs::read_to_string(room.path("desk.key")).unwrap();
    assert!(key.ends_with(" sm\n"));
    // What is asked for counts for new desks alone.
    let room = room.with(Suite::Sha2);
    assert_eq!(room.open().suite(), Suite::Sm);
    for (text, says) in [
        (key.replace(" sm\n", "\n"), "was founded with the suite sm, desk.key is one of sha2"),
        (key.replace(" sm\n", " sm2\n"), "64 hexadecimal digits"),
        (key.replace(" sm\n", " sm x\n"), "64 hexadecimal digits"),
        (format!("reweave-desk {} sm\n", "ff".repeat(32)), "64 hexadecimal digits"),
    ] {
        fs::write(room.path("desk.key"), text).unwrap();
        let failure = room.try_open().err().unwrap().to_string();
        assert!(failure.contains(says), "{failure}");
    }
    fs::write(room.path("desk.key"), key).unwrap();
    room.open();
    // A line that founds it otherwise fits no signature.
    let (runtime, mut connection) = beside(&room);
    let change = "UPDATE event SET line = replace(line, ',\"suite\":\"sm\"', '') WHERE seq = 0";
    runtime.block_on(sqlx::raw_sql(change).execute(&mut connection)).unwrap();
    drop((connection, runtime));
    assert!(room.try_open().is_err() && asked(&room, audit_verify).is_err());
}

#[test]
fn damaged_pages_are_found_at_the_start() {
    let room = Room::sqlite();
    let desk = room.furnished();
    room.go_on(&desk, 2, 100);
    drop(desk);
    let path = room.path("desk.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    assert!(room.try_open().is_err());
}

#[test]
fn exports_and_proofs_are_what_the_journal_page_says() {
    Suite::ALL.into_iter().for_each(exports_and_proofs);
}

fn exports_and_proofs(suite: Suite) {
    let room = Room::sqlite().with(suite);
    let desk = room.furnished();
    let older = desk.wait(desk.checkpoint()).unwrap().unwrap();
    let again = desk.wait(desk.checkpoint()).unwrap();
    assert_eq!(again.as_ref(), Some(&older), "nothing new is there to sign");
    room.go_on(&desk, 21, 300);
    desk.wait(desk.close()).unwrap();
    let (size, root) = desk.root();
    let key = VerifierKey::decode(&desk.verifier_key()).unwrap();
    drop(desk);
    let read = |folder: &Path, name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let export = room.path("export");
    asked(&room, |request| audit_export(request, &export))
        .unwrap_or_else(|cause| panic!("{cause}"));
    let events = read(&export, "events.jsonl");
    assert_eq!(events.lines().count() as u64, size);
    assert_eq!(read(&export, "checkpoints.jsonl"), read(room.folder.path(), "checkpoints.jsonl"));
    assert_eq!(read(&export, "keys.txt"), format!("{}\n", key.encoded()));
    let told = json(asked(&room, audit_verify));
    assert_eq!((&told["signed"], &told["unsigned"]), (&size.into(), &0.into()));

    let hashes = |proof: &str| -> Vec<Digest> {
        use base64::Engine as _;
        let decode = |line: &str| base64::engine::general_purpose::STANDARD.decode(line).unwrap();
        proof.lines().skip(2).map(|line| Digest(decode(line).try_into().unwrap())).collect()
    };
    let out = room.path("proof");
    asked(&room, |request| audit_prove(request, &Proved::Event(30), &out))
        .unwrap_or_else(|cause| panic!("{cause}"));
    let (line, proof) = (read(&out, "event.json"), read(&out, "event.proof"));
    assert_eq!(Some(line.as_str()), events.lines().nth(30));
    assert!(proof.starts_with(&format!("30\n{size}\n")));
    let signed = Checkpoint::open(&read(&out, "checkpoint.txt"), &key).unwrap();
    assert_eq!((signed.size, signed.root), (size, root));
    let size = usize::try_from(size).unwrap();
    let leaf = leaf_hash(suite, line.as_bytes());
    assert!(verify_inclusion(suite, leaf, 30, size, &hashes(&proof), root));

    let old = Checkpoint::open(&older, &key).unwrap();
    asked(&room, |request| audit_prove(request, &Proved::Since(old.size), &out))
        .unwrap_or_else(|cause| panic!("{cause}"));
    let proof = hashes(&read(&out, "consistency.proof"));
    let old_size = usize::try_from(old.size).unwrap();
    assert!(verify_consistency(suite, (old_size, old.root), (size, root), &proof));
    assert!(asked(&room, |request| audit_prove(request, &Proved::Since(1), &out)).is_err());
}

#[test]
fn documents_are_kept_once_by_their_hash_and_read_only_unchanged() {
    Suite::ALL.into_iter().for_each(documents_are_kept);
}

fn documents_are_kept(suite: Suite) {
    let mut room = Room::sqlite().with(suite);
    room.options.document_bytes_max = 100;
    let desk = room.open();
    let documents = desk.documents();
    let pdf = b"%PDF-1.7 \xff\xfe";
    let stored = documents.put(pdf, Some("application/pdf")).unwrap();
    assert_eq!((stored.kind, stored.bytes), (DocumentKind::Pdf, pdf.len() as u64));
    assert_eq!(documents.put(pdf, None).unwrap(), stored);
    assert_eq!(documents.get(stored.sha256).unwrap(), pdf);
    let name = suite.digest(pdf).to_string();
    let path = room.path("documents").join(&name[..2]).join(&name[2..]);
    assert_eq!(fs::read(&path).unwrap(), pdf);

    type Refused = fn(&DocumentError) -> bool;
    let cases: [(&[u8], Option<&str>, Refused); 6] = [
        (&[b' '; 101], None, |error| matches!(error, DocumentError::TooLarge { .. })),
        (b"MZ\x90\x00", None, |error| matches!(error, DocumentError::UnknownKind)),
        (b"", None, |error| matches!(error, DocumentError::UnknownKind)),
        (b"PK\x03\x04 of another kind", None, |error| matches!(error, DocumentError::UnknownKind)),
        (b"\xc4\xe3", Some("text/csv"), |error| matches!(error, DocumentError::UnknownKind)),
        (b"<html>", Some("image/png"), |error| matches!(error, DocumentError::OtherKind { .. })),
    ];
    for (bytes, said, refused) in cases {
        let error = documents.put(bytes, said).unwrap_err();
        assert!(refused(&error), "{error}");
    }
    assert_eq!(
        documents.put("名称,面积\n".as_bytes(), Some("text/csv; charset=utf-8")).unwrap().kind,
        DocumentKind::Text
    );

    fs::write(&path, b"%PDF-1.7 forged").unwrap();
    assert!(matches!(documents.get(stored.sha256), Err(DocumentError::Changed(_))));
    assert!(matches!(documents.get(Digest::of(b"x")), Err(DocumentError::Missing(_))));
    drop(desk);
    let failure = asked(&room, check_database).err().unwrap().to_string();
    assert!(failure.contains("was changed on the disk"), "{failure}");
}
