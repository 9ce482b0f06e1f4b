//! The JSON Schemas of scheme files and the loader agree on what a file may look like.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use boon::{Compiler, SchemaIndex, Schemas};
use policy::{FileKind, Scheme, run_case, schema};
use serde_json::Value;
use units::Diagnostic;

use crate::schemes::ALL;

/// Codes of remarks about the shape of a file, which its schema refuses as well.
const SHAPE: [&str; 3] = ["unknown_key", "missing_key", "wrong_shape"];

/// Of all changes to all files, one in so many is tried.
const STEP: usize = 5;

/// The schemas, ready to be asked.
struct Ready {
    schemas: Schemas,
    by_kind: BTreeMap<FileKind, SchemaIndex>,
}

static READY: LazyLock<Ready> = LazyLock::new(|| {
    let mut schemas = Schemas::new();
    let ready = |kind: FileKind| {
        let mut compiler = Compiler::new();
        let name = format!("{}.schema.json", kind.name());
        compiler.add_resource(&name, serde_json::from_str(&schema(kind)).unwrap()).unwrap();
        (kind, compiler.compile(&name, &mut schemas).unwrap())
    };
    let by_kind = FileKind::ALL.into_iter().map(ready).collect();
    Ready { schemas, by_kind }
});

fn kind(path: &str) -> Option<FileKind> {
    let folder = path.split_once('/').map(|(folder, _)| folder);
    match (path, folder) {
        ("scheme.yaml", _) => Some(FileKind::Scheme),
        ("facts.yaml", _) => Some(FileKind::Facts),
        (_, Some("parameters")) => Some(FileKind::Parameter),
        (_, Some("rules")) => Some(FileKind::Rules),
        (_, Some("cases")) => Some(FileKind::Case),
        (_, Some("confirmations")) => Some(FileKind::Confirmations),
        _ => None,
    }
}

fn value(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

/// What is wrong with a file by its schema; empty if nothing is.
fn faults(path: &str, content: &Value) -> String {
    let index = READY.by_kind[&kind(path).unwrap()];
    READY.schemas.validate(content, index).err().map_or(String::new(), |fault| fault.to_string())
}

#[test]
fn the_published_schemas_are_those_of_the_program() {
    for kind in FileKind::ALL {
        let name = kind.name();
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/policy");
        #[expect(clippy::disallowed_methods, reason = "a test reads the project's own files")]
        let stored = std::fs::read_to_string(path.join(format!("{name}.schema.json")));
        assert!(
            stored.unwrap_or_default().trim_end() == schema(kind),
            "out of date: reweave policy schema {name} > docs/policy/{name}.schema.json"
        );
    }
}

#[test]
fn every_shipped_file_fits_its_schema() {
    let mut wrong = Vec::new();
    for (id, files) in ALL.iter() {
        for (path, text) in files {
            let fault = faults(path, &value(text));
            wrong.extend((!fault.is_empty()).then(|| format!("{id}/{path}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files of a scheme with those that a case puts in their place.
fn overlaid(files: &[(String, String)], case: &Value) -> Vec<(String, String)> {
    let mut out = files.to_vec();
    for (path, text) in case["files"].as_object().into_iter().flatten() {
        out.retain(|(known, _)| known != path);
        out.push((path.clone(), text.as_str().unwrap().to_owned()));
    }
    out
}

#[test]
fn bad_examples_that_break_the_shape_of_a_file_break_its_schema() {
    let mut count = 0;
    for (id, files) in ALL.iter() {
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("cases/bad/")) {
            assert!(run_case(files, path).is_ok());
            let case = overlaid(files, &value(text));
            for problem in Scheme::load(&case).unwrap_err() {
                if SHAPE.contains(&problem.code.as_str()) {
                    count += 1;
                    let (_, broken) = case.iter().find(|(path, _)| *path == problem.file).unwrap();
                    assert!(
                        !faults(&problem.file, &value(broken)).is_empty(),
                        "{id}/{path}: {problem}"
                    );
                }
            }
        }
    }
    assert!(count >= 3, "{count} bad examples are about the shape of a file");
}

/// Every value with one key left out or misspelt, or one value of another type.
fn broken(content: &Value, out: &mut Vec<Value>) {
    let put_back = |inner: Value, set: &dyn Fn(&mut Value, Value), out: &mut Vec<Value>| {
        let mut whole = content.clone();
        set(&mut whole, inner);
        out.push(whole);
    };
    match content {
        Value::Object(entries) => {
            for (key, inner) in entries {
                let mut without = entries.clone();
                without.shift_remove(key);
                out.push(Value::Object(without));
                let misspelt = entries.iter().map(|(known, inner)| {
                    let name = if known == key { format!("{key}x") } else { known.clone() };
                    (name, inner.clone())
                });
                out.push(Value::Object(misspelt.collect()));
                let mut below = vec![Value::Array(vec![]), Value::Null, Value::from("")];
                broken(inner, &mut below);
                for inner in below {
                    put_back(inner, &|whole, inner| whole[key.as_str()] = inner, out);
                }
            }
        }
        Value::Array(items) => {
            for (place, inner) in items.iter().enumerate() {
                let mut below = Vec::new();
                broken(inner, &mut below);
                for inner in below {
                    put_back(inner, &|whole, inner| whole[place] = inner, out);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn a_file_with_one_thing_changed_is_refused_by_both_or_by_neither() {
    let (mut refused, mut accepted) = (0, 0);
    for (id, files) in ALL.iter() {
        let law = files.iter().filter(|(path, _)| !path.starts_with("cases/"));
        for (path, text) in law {
            let mut changed = Vec::new();
            broken(&value(text), &mut changed);
            for content in changed.into_iter().step_by(STEP) {
                let mut files: Vec<_> =
                    files.iter().filter(|(other, _)| other != path).cloned().collect();
                files.retain(|(path, _)| !path.starts_with("cases/"));
                files.push((path.clone(), content.to_string()));
                let faults = faults(path, &content);
                let problems = Scheme::load(&files).err().unwrap_or_default();
                let of_shape = |problem: &&Diagnostic| {
                    problem.file == *path && SHAPE.contains(&problem.code.as_str())
                };
                if let Some(problem) = problems.iter().find(of_shape) {
                    refused += 1;
                    assert!(!faults.is_empty(), "{id}/{path} is refused: {problem}\n{content:#}");
                }
                if problems.is_empty() {
                    accepted += 1;
                    assert!(faults.is_empty(), "{id}/{path} loads: {faults}\n{content:#}");
                }
            }
        }
    }
    assert!(refused > 20_000 / STEP && accepted > 100 / STEP, "{refused}, {accepted}");
}
