//! What rows do to spaces.

use stock::{Field, Imported, Ledger, Outcome, Value};
use units::SpaceId;

use crate::support::{apply_twice, mapping_of, read};

fn import(text: &str) -> Imported {
    let yaml = "format: 1\nid: {columns: [[id]]}\nperiod: {column: [year]}\n\
        position: {lon: [lon], lat: [lat], crs: wgs84}\nfields:\n  name: {column: [name]}\n  \
        address: {column: [address]}\n  gross_floor_area_m2: {column: [area], unit: m2}\n  \
        gas_kwh: {column: [gas], unit: kWh}\n";
    read(text.as_bytes(), "f.csv", &mapping_of(yaml))
}

fn outcomes(ledger: &mut Ledger, text: &str) -> Vec<Outcome> {
    apply_twice(ledger, &import(text)).outcomes.iter().map(|row| row.outcome).collect()
}

#[test]
fn each_row_ends_as_one_outcome() {
    use Outcome::{Created, Merged, Refused, Unchanged, Updated};
    let mut ledger = Ledger::default();
    let first = "id,year,area,gas\n\
        a,2019,10,1\n\
        a,2020,10,2\n\
        a,2020,10,\n\
        a,2020,11,2\n\
        b,,5,\n\
        b,,,7\n\
        ,2020,1,1\n";
    assert_eq!(
        outcomes(&mut ledger, first),
        [Created, Merged, Merged, Refused, Created, Merged, Refused]
    );
    let space = &ledger.spaces[&SpaceId::new("b").unwrap()];
    assert_eq!(
        space.fact(Field::GasKwh).unwrap().value,
        Value::Number(7.0),
        "the rows complete each other"
    );

    let second = "id,year,area,gas\na,2020,12,2\na,2021,12,3\nb,,5,7\nb,,,\nc,,1,\n";
    assert_eq!(outcomes(&mut ledger, second), [Updated, Updated, Unchanged, Unchanged, Created]);
    let space = &ledger.spaces[&SpaceId::new("a").unwrap()];
    let area = space.fact(Field::GrossFloorAreaM2).unwrap();
    assert_eq!(
        (area.value, area.source.origin.as_str()),
        (Value::Number(12.0), "f.csv row 3, year 2021")
    );
    assert_eq!(
        space.fact_in(Some(2019), Field::GasKwh),
        Some(&Value::Number(1.0)),
        "history stays"
    );
}

#[test]
fn a_contradiction_within_a_file_names_both_rows() {
    let applied = Ledger::default().apply(import("id,area\na,1\nb,2\na,3\n"));
    let refusal = applied.diagnostics.iter().find(|remark| remark.code == "duplicate_row").unwrap();
    assert_eq!(
        (refusal.row, refusal.column.as_str(), refusal.value.as_str()),
        (Some(4), "gross_floor_area_m2", "3")
    );
    assert!(refusal.expected.en.contains("row 2") && refusal.expected.zh.contains("第 2 行"));
    let moved = Ledger::default().apply(import("id,lon,lat\na,116.4,39.9\na,116.41,39.9\n"));
    assert_eq!((moved.counts.created, moved.counts.refused), (1, 1));
}

#[test]
fn likely_duplicates_are_proposed_and_never_merged() {
    let text = "id,name,address,area,lon,lat\n\
        a,Tiangong Plaza,12 West Road,5000,116.4000,39.9000\n\
        b,Tiangong Plaza Tower,12 West Rd,5000,116.4004,39.9001\n\
        c,Harvest Hall,99 East Road,800,116.4001,39.9001\n\
        d,Tiangong Plaza,12 West Road,5000,116.9,39.5\n";
    let mut ledger = Ledger::default();
    let applied = ledger.apply(import(text));
    let pairs: Vec<(&str, &str)> = applied
        .proposed_merges
        .iter()
        .map(|merge| (merge.left.as_str(), merge.right.as_str()))
        .collect();
    assert_eq!(pairs, [("a", "b")], "not the neighbour, not the namesake far away");
    assert!(applied.proposed_merges[0].score_ratio < 1.0);
    assert_eq!(ledger.spaces.len(), 4);
    assert_eq!(ledger.likely_duplicates(), applied.proposed_merges);
    assert!(ledger.apply(import(text)).proposed_merges.is_empty(), "nothing was touched");
}

#[test]
fn a_ledger_comes_back_from_json_bit_for_bit() {
    let mut ledger = Ledger::default();
    ledger.apply(import("id,year,area,gas,lon,lat\na,2019,0.1,1e-7,116.123456789,39.1\n"));
    let stored: Vec<String> =
        ledger.spaces.values().map(|space| serde_json::to_string(space).unwrap()).collect();
    let loaded: Ledger =
        stored.iter().map(|text| serde_json::from_str::<stock::Space>(text).unwrap()).collect();
    assert!(loaded == ledger);
}
