//! The page written to a file, to be looked at and measured.

use std::path::PathBuf;

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
