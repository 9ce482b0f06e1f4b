//! The folder of the Beijing scheme, read once.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use policy::{Facts, Scheme};
use units::Date;

pub(crate) static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/cn/beijing/vacated-space");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files.sort();
    files
});

pub(crate) static SCHEME: LazyLock<Scheme> = LazyLock::new(|| match Scheme::load(&FILES) {
    Ok(scheme) => scheme,
    Err(problems) => {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("the scheme does not load:\n{}", lines.join("\n"))
    }
});

/// The law and its cases; the order of work that may lie beside them is no law.
#[expect(clippy::disallowed_methods, reason = "a test reads the project's own files")]
pub(crate) fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, files);
        } else if !path.ends_with("workflow.yaml") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The facts of `cases/facts/NAME.yaml`.
pub(crate) fn facts(name: &str) -> Facts {
    let path = format!("cases/facts/{name}.yaml");
    let (_, text) = FILES.iter().find(|(file, _)| *file == path).unwrap();
    SCHEME.read_facts(&path, text).unwrap()
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}
