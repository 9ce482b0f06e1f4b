//! Any text is a mapping or a list of remarks; what is a mapping reads a small file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(mapping) = stock::parse_mapping(text, "fuzz.yaml") {
        let _ = stock::import("a,b\n1,2\n,x\n".as_bytes(), "fuzz.csv", &mapping);
    }
});
