//! The demo with its desk, by the program.

use crate::desk::Desk;

#[test]
fn the_demo_makes_a_desk_whose_journal_and_decisions_can_be_checked() {
    let desk = Desk::new();
    let told = desk.run(["demo", "--out", "out", "--spaces", "500", "--desk", "--json"]).json();
    assert_eq!(told["synthetic"], true);
    let made = &told["desk"]["made"];
    assert_eq!(told["desk"]["password"], "for-the-demo-only");
    assert_eq!((&made["applications"], &made["was_there"]), (&32.into(), &false.into()));
    let audit = ["audit", "verify", "--database", "out/state.sqlite", "--json"];
    let audit = desk.run(audit).json();
    assert_eq!(audit["events"], made["events"]);

    // The records of decisions are among the documents, and each can be made again.
    let shelves = std::fs::read_dir(desk.path("out/documents")).unwrap();
    let files = shelves.flat_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap());
    let mut replayed = 0;
    for path in files.map(|file| file.unwrap().path()) {
        let bytes = std::fs::read(&path).unwrap();
        if bytes.starts_with(b"{\n  \"format\": \"reweave-decision/1\"") {
            desk.run(["policy", "replay", path.to_str().unwrap(), "--json"]).json();
            replayed += 1;
        }
    }
    assert_eq!(replayed, 18);
}
