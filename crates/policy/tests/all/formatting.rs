//! The one way of writing: it changes no meaning, and nothing twice.

use policy::{Scheme, format_file};
use proptest::prelude::*;

use crate::schemes::ALL;

/// All that a scheme says, as text.
fn law(scheme: &Scheme) -> String {
    let mut text = format!(
        "{:?}",
        (
            (scheme.id(), scheme.name(), scheme.level(), scheme.currency(), scheme.sources()),
            (scheme.facts(), scheme.parameters()),
        )
    );
    for rules in scheme.versions() {
        text += &format!(
            "{:?}",
            (
                (rules.version(), rules.mode_fact(), rules.excludes(), rules.matches()),
                (rules.definitions(), rules.clauses(), rules.modes(), rules.tranches()),
            )
        );
    }
    text
}

fn formatted(files: &[(String, String)]) -> Vec<(String, String)> {
    let one = |(path, text): &(String, String)| {
        let once = format_file(path, text).unwrap_or_else(|problem| panic!("{path}: {problem}"));
        assert_eq!(format_file(path, &once).unwrap(), once, "{path} changes when formatted twice");
        (path.clone(), once)
    };
    files.iter().map(one).collect()
}

fn without_cases(files: &[(String, String)]) -> Vec<(String, String)> {
    files.iter().filter(|(path, _)| !path.starts_with("cases/")).cloned().collect()
}

#[test]
fn every_shipped_file_keeps_its_meaning() {
    for (id, files) in ALL.iter() {
        let (before, after) = (Scheme::load(files), Scheme::load(&formatted(files)));
        assert_eq!(law(&before.unwrap()), law(&after.unwrap()), "{id}");
    }
}

#[test]
fn every_shipped_file_is_written_so() {
    let mut others = Vec::new();
    for (id, files) in ALL.iter() {
        let changed = files.iter().zip(formatted(files)).filter(|(old, new)| **old != *new);
        others.extend(changed.map(|((path, _), _)| format!("{id}/{path}")));
    }
    assert!(others.is_empty(), "reweave policy fmt --policy policy: {others:#?}");
}

/// A slip or a habit of whoever writes the file, at a line of it.
fn spoil(lines: &mut Vec<String>, at: usize, way: usize) {
    let line = &mut lines[at];
    match way {
        0 => line.push_str("  \t"),
        1 => *line = line.replace(" > ", ">").replace(" and ", "  and ").replace(" * ", "*"),
        2 => *line = line.replace(" == ", "==").replace(", ", " ,  ").replace('(', "( "),
        3 => {
            let (key, rest) = line.split_once(": ").unwrap_or_default();
            if !rest.is_empty() && !rest.contains(['{', '[', '"', '|']) {
                *line = format!("{key}: ({rest})");
            }
        }
        4 => line.push('\r'),
        5 => line.push_str("  # why"),
        6 => *line = line.replace(": ", ":   "),
        _ => lines.splice(at..at, ["", "  ", ""].map(str::to_owned)).for_each(drop),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn files_that_were_spoiled_keep_their_meaning(
        scheme in any::<prop::sample::Index>(), file in any::<prop::sample::Index>(),
        slips in prop::collection::vec((any::<prop::sample::Index>(), 0usize..8), 1..12),
    ) {
        let mut files = without_cases(&scheme.get(&ALL).1);
        let index = file.index(files.len());
        let mut lines: Vec<String> = files[index].1.split('\n').map(str::to_owned).collect();
        for (at, way) in slips {
            let at = at.index(lines.len());
            spoil(&mut lines, at, way);
        }
        files[index].1 = lines.join("\n");
        if let Ok(before) = Scheme::load(&files) {
            let after = Scheme::load(&formatted(&files));
            prop_assert_eq!(law(&before), law(&after.unwrap()));
        }
    }

    #[test]
    fn files_with_a_few_characters_changed_keep_their_meaning_or_are_refused(
        scheme in any::<prop::sample::Index>(), file in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(), cut in 0usize..4,
        put in "[\\[\\]{}:\"'|>0-9a-z(),.<= \n#-]{0,4}",
    ) {
        let mut files = without_cases(&scheme.get(&ALL).1);
        let index = file.index(files.len());
        let mut letters: Vec<char> = files[index].1.chars().collect();
        let from = at.index(letters.len());
        letters.splice(from..(from + cut).min(letters.len()), put.chars());
        files[index].1 = letters.into_iter().collect();
        let (path, text) = &files[index];
        if let Ok(once) = format_file(path, text) {
            prop_assert_eq!(format_file(path, &once).unwrap(), once);
        }
        if let Ok(before) = Scheme::load(&files) {
            let after = Scheme::load(&formatted(&files));
            prop_assert_eq!(law(&before), law(&after.unwrap()));
        }
    }
}
