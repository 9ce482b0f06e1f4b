use std::path::*;
#[path = "../benches/decide.rs"]
#[allow(dead_code, clippy::all)]
mod decide;
fn main() {
    let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/cn/beijing/vacated-space");
    let mut files = Vec::new();
    decide::collect(&root, &root, &mut files);
    let scheme = policy::Scheme::load(&files).unwrap();
    let (_, text) = files.iter().find(|(n, _)| n == "cases/facts/complete-building.yaml").unwrap();
    let facts = scheme.read_facts("x", text).unwrap();
    let mut t = vec![];
    for _ in 0..n { let s = std::time::Instant::now(); let d = scheme.decide(&facts, "2023-10-01".parse().unwrap()).unwrap(); drop(d); t.push(s.elapsed().as_nanos()); }
    t.sort(); println!("min {} med {}", t[0], t[n/2]);
}
