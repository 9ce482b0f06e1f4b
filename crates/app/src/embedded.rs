//! The law and the reference data that travel inside the binary.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use units::Text;

use crate::failure::Failure;
use crate::files::{Input, sha256_hex};

static POLICY: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../policy");
static DATA: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../data");

/// The text of an embedded data file.
///
/// # Panics
/// Never for names in this crate: a test opens every one of them.
pub(crate) fn data(role: &'static str, name: &str) -> Input {
    let file = DATA.get_file(name).expect("a test opens every name used in this crate");
    Input::embedded(role, name, file.contents())
}

/// Embedded data files below a folder, in name order.
pub(crate) fn data_below(role: &'static str, folder: &str) -> Vec<Input> {
    let mut inputs: Vec<Input> = DATA
        .get_dir(folder)
        .into_iter()
        .flat_map(Dir::files)
        .filter(|file| file.path().extension().is_some_and(|end| end == "yaml"))
        .map(|file| Input::embedded(role, &file.path().display().to_string(), file.contents()))
        .collect();
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    inputs
}

/// The mapping in a file, or the ready one of that name.
pub(crate) fn mapping(name: &str) -> Result<Input, Failure> {
    match ready_mapping(name) {
        Err(_) if Path::new(name).exists() => Input::read("mapping", Path::new(name)),
        ready => ready,
    }
}

/// A ready mapping by its name.
///
/// # Errors
/// [`Failure::Request`] when there is none.
pub(crate) fn ready_mapping(name: &str) -> Result<Input, Failure> {
    let ready = format!("mappings/{name}.yaml");
    let file = DATA.get_file(&ready).ok_or_else(|| {
        let names = ready_mappings().join(", ");
        Failure::Request(Text::new(
            format!("没有字段对应文件 {name}，也没有同名的内置对应；内置的有：{names}"),
            format!("no mapping file {name} and no ready one of that name; ready are: {names}"),
        ))
    })?;
    Ok(Input::embedded("mapping", &ready, file.contents()))
}

/// Names of the ready mappings.
pub fn ready_mappings() -> Vec<String> {
    data_below("mapping", "mappings")
        .iter()
        .filter_map(|input| Some(Path::new(&input.name).file_stem()?.to_str()?.to_owned()))
        .collect()
}

/// The files of one scheme, as `(path, text)` in path order, from a folder or embedded.
pub(crate) fn scheme(id: &str, folder: Option<&Path>) -> Result<Vec<(String, String)>, Failure> {
    scheme_with_cases(id, folder).map(without_cases)
}

/// What of a scheme's files is law.
pub(crate) fn without_cases(mut files: Vec<(String, String)>) -> Vec<(String, String)> {
    files.retain(|(path, _)| !path.starts_with("cases/"));
    files
}

/// [`scheme`] with the cases beside it.
pub(crate) fn scheme_with_cases(
    id: &str,
    folder: Option<&Path>,
) -> Result<Vec<(String, String)>, Failure> {
    let safe = !id.is_empty() && id.split('/').all(|part| !part.is_empty() && part != "..");
    let mut files = match folder {
        _ if !safe => Vec::new(),
        Some(folder) => files_below(&folder.join(id), &folder.join(id))?,
        None => POLICY.get_dir(id).map(|dir| embedded_below(dir, id)).unwrap_or_default(),
    };
    if !files.iter().any(|(path, _)| path == "scheme.yaml") {
        return Err(unknown_scheme(id, folder));
    }
    files.sort();
    Ok(files)
}

/// All files of a scheme as one input: its hash is that of `sha256  path` lines in path order.
pub(crate) fn scheme_input(id: &str, files: &[(String, String)]) -> Input {
    let lines: String = files
        .iter()
        .map(|(path, text)| format!("{}  {path}\n", sha256_hex(text.as_bytes())))
        .collect();
    Input::embedded("scheme", id, lines.as_bytes())
}

fn unknown_scheme(id: &str, folder: Option<&Path>) -> Failure {
    let known = known_schemes(folder).unwrap_or_default();
    let known = if known.is_empty() { "-".to_owned() } else { known.join(", ") };
    Failure::Rules(Text::new(
        format!("没有政策 {id}；可用的有：{known}"),
        format!("there is no scheme {id}; known are: {known}"),
    ))
}

/// Identifiers of all schemes, in order.
///
/// # Errors
/// [`Failure::Unreadable`] for a folder that cannot be read.
pub(crate) fn known_schemes(folder: Option<&Path>) -> Result<Vec<String>, Failure> {
    let mut ids = match folder {
        Some(folder) => files_below(folder, folder)?
            .into_iter()
            .filter_map(|(path, _)| path.strip_suffix("/scheme.yaml").map(str::to_owned))
            .collect(),
        None => {
            let mut ids = Vec::new();
            collect_schemes(&POLICY, &mut ids);
            ids
        }
    };
    ids.sort();
    Ok(ids)
}

fn collect_schemes(dir: &Dir<'static>, ids: &mut Vec<String>) {
    if dir.files().any(|file| file.path().ends_with("scheme.yaml")) {
        ids.push(dir.path().display().to_string());
    }
    for below in dir.dirs() {
        collect_schemes(below, ids);
    }
}

fn embedded_below(dir: &Dir<'static>, base: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = dir
        .files()
        .filter_map(|file| {
            let path = file.path().strip_prefix(base).ok()?.display().to_string();
            path.ends_with(".yaml")
                .then(|| (path, String::from_utf8_lossy(file.contents()).into_owned()))
        })
        .collect();
    for below in dir.dirs() {
        files.extend(embedded_below(below, base));
    }
    files
}

fn files_below(dir: &Path, base: &Path) -> Result<Vec<(String, String)>, Failure> {
    let unreadable = |cause| Failure::Unreadable { path: dir.to_path_buf(), cause };
    let mut files = Vec::new();
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    for path in paths {
        if path.is_dir() {
            files.extend(files_below(&path, base)?);
        } else if path.extension().is_some_and(|end| end == "yaml") {
            let name = path.strip_prefix(base).unwrap_or(&path).display().to_string();
            files.push((name, Input::read("policy", &path)?.text()));
        }
    }
    Ok(files)
}
