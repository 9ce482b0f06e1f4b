//! Any bytes, read by the mapping of the Beijing ledger, end with every row counted once, and the
//! same file once more changes nothing.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use stock::{Ledger, Mapping};

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| {
    let text = include_str!("../../data/mappings/beijing-ledger.yaml");
    stock::parse_mapping(text, "beijing-ledger.yaml").expect("the project's own mapping is valid")
});

fuzz_target!(|bytes: &[u8]| {
    let read = || stock::import(bytes, "fuzz.csv", &MAPPING);
    let (Ok(first), Ok(second)) = (read(), read()) else { return };
    let mut ledger = Ledger::default();
    let rows = first.rows_read;
    let counts = ledger.apply(first).counts;
    let taken = counts.created + counts.updated + counts.unchanged + counts.merged;
    assert_eq!(u128::from(rows), u128::from(taken + counts.refused));
    let again = ledger.apply(second).counts;
    assert_eq!((again.created, again.updated), (0, 0));
});
