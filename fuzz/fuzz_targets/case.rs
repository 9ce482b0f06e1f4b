//! Any text is the facts of a case, or a reform, or a list of remarks.
#![no_main]

#[path = "small.rs"]
mod small;

use libfuzzer_sys::fuzz_target;
use policy::Reform;

fuzz_target!(|text: &str| {
    let Ok(scheme) = small::load("sum < cap and yes") else { return };
    let Ok(on) = "2024-06-01".parse() else { return };
    if let Ok(facts) = scheme.read_facts("f", text) {
        let _ = scheme.decide(&facts, on);
    }
    if let Ok(reform) = Reform::load(&scheme, "r", text) {
        let _ = reform.scheme.decide(&policy::Facts::new(), on);
    }
});
