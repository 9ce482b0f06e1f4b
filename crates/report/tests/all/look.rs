//! The page written to a file, to be looked at and measured.

use std::path::PathBuf;

use report::{Derivation, Outcome};
use units::Text;

/// The file that a person or a browser opens.
pub(crate) fn written(name: &str, html: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    #[expect(clippy::disallowed_methods, reason = "a test may write below its own target folder")]
    std::fs::write(&path, html).unwrap();
    path
}

#[test]
fn a_large_page_stays_small_enough_to_mail() {
    for (name, count) in [("page-2005.html", 2005), ("page-3700.html", 3700)] {
        let html = report::page(&crate::fixture::programme(count));
        let path = written(name, &html);
        println!("{}: {} bytes", path.display(), html.len());
        assert!(html.len() < 6_000_000, "{} bytes", html.len());
    }
}

#[test]
fn heavy_trees_are_kept_for_the_programme_first() {
    let mut report = crate::fixture::programme(3700);
    for (row, space) in report.spaces.iter_mut().enumerate() {
        let tree = space.appraisal.as_mut().and_then(|appraisal| appraisal.saved_from.as_mut());
        let inputs = &mut tree.unwrap().inputs;
        inputs.extend((0..40).map(|input| {
            Derivation::new(Text::same(format!("input {input} of row {row}")), "an own value")
        }));
    }
    let html = report::page(&report);
    assert!(html.len() < 6_000_000, "{} bytes", html.len());
    let chosen = report.spaces.iter().position(|s| matches!(s.outcome, Outcome::Chosen { .. }));
    assert!(html.contains(&format!("input 39 of row {}", chosen.unwrap())));
    assert!(!html.contains(r#""leftOut":0"#));
}
