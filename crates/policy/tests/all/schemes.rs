//! Every scheme under `policy/`, whatever its place: it loads, and its cases come out as stated.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use policy::{Scheme, run_case};

/// A scheme's id and its files, cases included.
pub(crate) type Folder = (String, Vec<(String, String)>);

pub(crate) static ALL: LazyLock<Vec<Folder>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy");
    let mut files = Vec::new();
    crate::scheme::collect(&root, &root, &mut files);
    let ids = files.iter().filter_map(|(path, _)| path.strip_suffix("/scheme.yaml"));
    let mut folders: Vec<Folder> = ids.map(|id| (id.to_owned(), below(id, &files))).collect();
    folders.sort();
    folders
});

fn below(id: &str, files: &[(String, String)]) -> Vec<(String, String)> {
    let own = |(path, text): &(String, String)| {
        let path = path.strip_prefix(id)?.strip_prefix('/')?;
        PathBuf::from(path).extension().is_some_and(|end| end == "yaml").then_some(())?;
        Some((path.to_owned(), text.clone()))
    };
    files.iter().filter_map(own).collect()
}

#[test]
fn every_scheme_loads_and_bears_its_folders_name() {
    for (id, files) in ALL.iter() {
        match Scheme::load(files) {
            Ok(scheme) => assert_eq!(scheme.id(), id),
            Err(problems) => {
                let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
                panic!("{id} does not load:\n{}", lines.join("\n"));
            }
        }
    }
}

#[test]
fn every_scheme_has_cases_that_come_out_as_stated() {
    let mut failures = Vec::new();
    for (id, files) in ALL.iter() {
        for (folder, least) in [("cases/good/", 5), ("cases/bad/", 3)] {
            let cases = files.iter().filter(|(path, _)| path.starts_with(folder));
            let mut count = 0;
            for (path, _) in cases {
                count += 1;
                match run_case(files, path) {
                    Err(problems) => {
                        failures.extend(problems.iter().map(|p| format!("{id}/{path}: {p}")));
                    }
                    Ok(report) => {
                        assert!(report.checks > 0, "{id}/{path} expects nothing");
                        let texts = report.failures.iter();
                        failures.extend(texts.map(|text| format!("{id}/{path}: {text}")));
                    }
                }
            }
            assert!(count >= least, "{id} has {count} cases in {folder}");
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
