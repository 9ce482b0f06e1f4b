//! Real data beside the repository, and the built-in year, for all tests of this crate.

use std::path::PathBuf;
use std::sync::OnceLock;

use energy::typical_year::{parse_normals, typical_year};
use energy::weather::Weather;

/// Bytes of a file of the shared data; `None`, with a line that says so, where `REWEAVE_SHARED` is
/// `none`. A directory that is named but absent fails the test.
#[expect(clippy::disallowed_methods, reason = "a test reads its reference data from disk")]
#[expect(clippy::print_stdout, reason = "a test that is left out says so")]
pub(crate) fn read(path: &str) -> Option<Vec<u8>> {
    let set = std::env::var("REWEAVE_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    if set == "none" {
        println!("left out: {path} (REWEAVE_SHARED=none)");
        return None;
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(set);
    let file = root.join(path);
    Some(std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
}

/// The year generated from the normals of Beijing.
pub(crate) fn synthetic_weather() -> &'static Weather {
    static WEATHER: OnceLock<Weather> = OnceLock::new();
    WEATHER.get_or_init(|| {
        let text = include_str!("../../../../data/climate/beijing-normals.yaml");
        let normals = parse_normals(text, "beijing-normals.yaml");
        typical_year(&normals.expect("the normals in the repository are valid"))
    })
}
