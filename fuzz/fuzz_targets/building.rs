//! Any text is a building or a fault.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = energy::building_of_yaml("fuzz.yaml", text);
});
