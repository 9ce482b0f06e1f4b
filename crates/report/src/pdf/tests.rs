//! The fixture in both languages, its parts missing, names that try to break out.

mod fixture;
mod money;
#[test]
fn dump() {
    std::fs::write("/tmp/w/pap2.json", serde_json::to_vec(&fixture::hall()).unwrap()).unwrap();
}
