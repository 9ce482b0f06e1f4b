//! What auditors and operators do to a desk's database from the command line.

use serde_json::Value;

use crate::desk::Desk;

const FOUND: &str = "found --database desk.sqlite --organisation 91350100M000100Y43 \
                     --name 市发展改革委 --user admin --person p-1 --person-name 张三 --suite";

/// A folder with a desk that was founded and closed.
fn founded(suite: &str) -> Desk {
    let desk = Desk::new();
    assert_eq!(asked(&desk, &format!("{FOUND} {suite}"))["user"], "admin");
    desk
}

fn asked(desk: &Desk, line: &str) -> Value {
    desk.run(line.split(' ').chain(["--json"])).json()
}

#[test]
fn a_desk_is_checked_copied_restored_and_its_journal_taken_away() {
    ["sha2", "sm"].into_iter().for_each(kept);
}

fn kept(suite: &str) {
    let desk = founded(suite);
    let told = asked(&desk, "audit verify --database desk.sqlite");
    let events = told["events"].as_u64().unwrap();
    assert!(events > 0 && told["signed"] == told["events"], "{told}");
    let root = &told["root"];

    asked(&desk, "audit export --database desk.sqlite --out export");
    let lines = std::fs::read_to_string(desk.path("export/events.jsonl")).unwrap();
    assert_eq!(lines.lines().count() as u64, events);
    assert_eq!(lines.contains(r#","suite":"sm"}}"#), suite == "sm");
    asked(&desk, "audit prove --database desk.sqlite --event 0 --out proof");
    let proof = std::fs::read_to_string(desk.path("proof/event.proof")).unwrap();
    assert!(proof.starts_with(&format!("0\n{events}\n")), "{proof}");

    asked(&desk, "database backup --database desk.sqlite --to copy");
    let again = desk.run("database backup --database desk.sqlite --to copy".split(' '));
    assert_eq!(again.code, 5, "{}", again.err);
    let told = asked(&desk, "database restore --database new/desk.sqlite --from copy");
    assert_eq!(&told["root"], root);
    let again = desk.run("database restore --database new/desk.sqlite --from copy".split(' '));
    assert_eq!(again.code, 2, "{}", again.err);
    assert_eq!(&asked(&desk, "database check --database new/desk.sqlite")["root"], root);
    let told = asked(&desk, "database rebuild --database desk.sqlite");
    assert!(told.get("difference").is_none(), "{told}");
}

#[test]
fn what_is_no_desk_is_refused_and_left_alone() {
    let desk = founded("sm");
    for (line, code) in [
        (format!("{FOUND} sha2").as_str(), 2),
        (format!("{FOUND} sm").as_str(), 2),
        (format!("{FOUND} sm3").as_str(), 2),
        ("audit verify --database nowhere.sqlite", 5),
        ("audit verify --database postgres://nobody@localhost:1/nothing", 2),
        ("audit prove --database desk.sqlite --event 99 --out proof", 2),
        ("audit prove --database desk.sqlite --out proof", 2),
        ("database restore --database new/desk.sqlite --from nowhere", 3),
    ] {
        let answer = desk.run(line.split(' '));
        assert_eq!(answer.code, code, "{line}: {}", answer.err);
        assert!(!answer.err.is_empty());
    }
    assert!(!desk.path("nowhere.sqlite").exists() && !desk.path("new").exists());
}
