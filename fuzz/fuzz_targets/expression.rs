//! Any text is a condition, which is then decided and mended, or a list of remarks.
#![no_main]

#[path = "small.rs"]
mod small;

use libfuzzer_sys::fuzz_target;
use policy::{Facts, InForce, nearest_change};

fuzz_target!(|condition: &str| {
    let Ok(scheme) = small::load(condition) else { return };
    let Ok(on) = "2024-06-01".parse() else { return };
    let facts = scheme.read_facts("f", "{yes: true, sum: 40, day: 2021}").unwrap_or(Facts::new());
    if let InForce::Version(rules) = scheme.on(on) {
        let _ = nearest_change(rules, &facts, on);
    }
});
