//! Any folder of files is a scheme or a list of remarks. A line `=== PATH` starts a file, so that a
//! corpus is made by joining the files of `policy/`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::Scheme;

fuzz_target!(|text: &str| {
    let files: Vec<(String, String)> = text
        .split("=== ")
        .filter_map(|file| file.split_once('\n'))
        .map(|(path, body)| (path.trim().to_owned(), body.to_owned()))
        .collect();
    let _ = Scheme::load(&files);
});
