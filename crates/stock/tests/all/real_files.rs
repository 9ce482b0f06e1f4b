//! Published files read with the ready mappings: rows add up, nothing is silent.

use std::collections::BTreeMap;

use stock::{Field, Ledger, Value};
use units::SpaceId;

use crate::support::{apply_twice, bytes, mapping, read, shared};

#[test]
fn probe() {
    let Some(shared) = shared("probe") else { return };
    let mut files = vec![
        ("chicago-benchmarking", shared.join("data/chicago-benchmarking-2014-2020/Chicago_Energy_Benchmarking.csv")),
        ("seattle-benchmarking", shared.join("data/seattle-benchmarking-2016/2016_Building_Energy_Benchmarking.csv")),
    ];
    for e in std::fs::read_dir(shared.join("data/uk-brownfield-registers")).unwrap() {
        let p = e.unwrap().path();
        if p.extension().is_some_and(|e| e == "csv") { files.push(("uk-brownfield", p)); }
    }
    for (m, path) in files {
        let data = bytes(&path);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let t = std::time::Instant::now();
        let imported = match stock::import(&data, &name, &mapping(m)) { Ok(i) => i, Err(e) => { println!("{name}: {e:#?}"); continue } };
        let mut ledger = Ledger::default();
        let t1 = t.elapsed();
        let applied = ledger.apply(imported.clone());
        println!("{name} {} read {t1:?} apply {:?} {:?} spaces {} merges {}", imported.encoding, t.elapsed() - t1, applied.counts, ledger.spaces.len(), applied.proposed_merges.len());
        let mut codes = BTreeMap::<String, usize>::new();
        for d in &applied.diagnostics { *codes.entry(format!("{:?} {} [{}]", d.severity, d.code, d.column)).or_default() += 1; }
        println!("   {codes:?}");
        for d in applied.diagnostics.iter().filter(|d| d.row.is_none() || d.severity == units::Severity::Refused).take(8) { println!("     {d}"); }
        for m in applied.proposed_merges.iter().take(3) { println!("     {m:?}"); }
        apply_twice(&mut Ledger::default(), &imported);
    }
}
