//! Any bytes are a weather file or a list of remarks.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = energy::read_epw(bytes, "fuzz.epw");
});
