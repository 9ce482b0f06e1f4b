//! What the tests share: the ready mappings and the shared files.

use std::path::PathBuf;

use stock::{Applied, Imported, Ledger, Mapping, import, parse_mapping};

/// A ready mapping of the project.
pub(crate) fn mapping(name: &str) -> Mapping {
    let path = format!("{}/../../data/mappings/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "tests read the ready mappings")]
    let yaml = std::fs::read_to_string(&path).unwrap();
    parse_mapping(&yaml, name).unwrap_or_else(|remarks| panic!("{remarks:#?}"))
}

/// A mapping written in a test.
pub(crate) fn mapping_of(yaml: &str) -> Mapping {
    parse_mapping(yaml, "test.yaml").unwrap_or_else(|remarks| panic!("{remarks:#?}"))
}

/// Folder of the shared files; `None`, said aloud, when they are left out on purpose.
pub(crate) fn shared(test: &str) -> Option<PathBuf> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    #[expect(clippy::disallowed_methods, reason = "tests are told where the shared files are")]
    let set = std::env::var("REWEAVE_SHARED").unwrap_or_else(|_| "../shared".into());
    if set == "none" {
        #[expect(clippy::print_stdout, reason = "the reader of the log must see it")]
        {
            println!("{test}: left out, REWEAVE_SHARED=none");
        }
        return None;
    }
    let folder = root.join(set);
    assert!(folder.is_dir(), "REWEAVE_SHARED names no folder: {}", folder.display());
    Some(folder)
}

#[expect(clippy::disallowed_methods, reason = "tests read the shared files in place")]
pub(crate) fn bytes(path: &std::path::Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn read(bytes: &[u8], file: &str, mapping: &Mapping) -> Imported {
    import(bytes, file, mapping).unwrap_or_else(|remarks| panic!("{remarks:#?}"))
}

/// Applies the import twice and checks what must always hold; returns the first application.
pub(crate) fn apply_twice(ledger: &mut Ledger, imported: &Imported) -> Applied {
    let first = ledger.apply(imported.clone());
    let counts = first.counts;
    let sum = counts.created + counts.merged + counts.updated + counts.unchanged + counts.refused;
    assert_eq!(sum, imported.rows_read);
    assert_eq!(first.outcomes.len() as u64, imported.rows_read);
    let before = ledger.clone();
    let again = ledger.apply(imported.clone()).counts;
    assert_eq!(again.refused, counts.refused);
    assert_eq!(again.unchanged + again.refused, again.read, "{again:?}");
    assert!(*ledger == before, "the second import changes nothing");
    first
}
