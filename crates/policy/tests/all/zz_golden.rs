//! Temporary.
use std::io::Write;
use crate::schemes::ALL;
use policy::*;
#[test]
#[expect(clippy::disallowed_methods)]
fn zz_golden() {
    let Ok(path) = std::env::var("GOLDEN") else { return };
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    for (id, files) in ALL.iter() {
        let scheme = Scheme::load(files).unwrap();
        for (path, _) in files.iter().filter(|(p, _)| p.starts_with("cases/good/")) {
            if let Ok(r) = run_case(files, path) {
                writeln!(out, "{id} {path} {}", serde_json::to_string(&r).unwrap()).unwrap();
            }
        }
        for rules in scheme.versions() {
            let on = rules.version().from;
            for seed in 0..6 {
                let batch = crate::columns::batch(seed, &scheme, 40);
                for row in 0..40 {
                    let d = evaluate(rules, &batch.facts(row, rules), on);
                    writeln!(out, "{id} {seed} {row} {}", serde_json::to_string(&d).unwrap()).unwrap();
                }
            }
        }
    }
}
