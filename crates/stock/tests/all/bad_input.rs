//! What is wrong with a file or a mapping is said with place, value, expectation and remedy.

use stock::{import, parse_mapping};
use units::{Diagnostic, Severity};

use crate::support::{mapping, mapping_of, read};

const YAML: &str = "format: 1
id: {columns: [[id]]}
period: {column: [year]}
position: {lon: [lon], lat: [lat], crs: wgs84, bounds: {west: 115, south: 39, east: 118, north: 42}}
fields:
  gross_floor_area_m2: {column: {x: 1}, unit: m2}
";

fn rules() -> stock::Mapping {
    mapping_of(
        &YAML.replace("{column: {x: 1}, unit: m2}", "{column: [area], unit: m2, required: true}")
            .replace("fields:\n", "fields:\n  gas_kwh: {column: [gas], unit: kWh}\n  completion_date: {column: [done]}\n  storeys: {column: [storeys]}\n  kind: {column: [kind], values: {office: [Büro]}, fallback: other}\n"),
    )
}

fn codes(remarks: &[Diagnostic]) -> Vec<&str> {
    remarks.iter().map(|remark| remark.code.as_str()).collect()
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let of = |text: &str| import(text.as_bytes(), "f.csv", &rules()).unwrap_err();
    assert_eq!(codes(&of("")), ["empty_file"]);
    assert_eq!(codes(&of(" \n \r\n")), ["empty_file"]);
    assert_eq!(codes(&of(",,\n1,2,3\n")), ["missing_heading_row"]);
    let remarks = of("name,size\nx,1\n");
    assert_eq!(codes(&remarks), ["missing_column", "missing_column"], "id and area, at once");
    assert!(remarks.iter().all(|remark| remark.value == "name, size"), "the headings present");
    assert_eq!(codes(&of("id,area,ID\n1,2,3\n")), ["duplicate_heading"]);
    let json = import(b"{\"type\": \"Feature\"}", "f.geojson", &rules()).unwrap_err();
    assert_eq!(codes(&json), ["not_geojson"]);
    let zip = import(b"PK\x03\x04 no workbook", "f.xlsx", &rules()).unwrap_err();
    assert_eq!(codes(&zip), ["unreadable_workbook"]);
}

#[test]
fn headings_alone_are_a_file_without_rows() {
    let imported = read(b"id,area\n", "f.csv", &rules());
    assert_eq!((imported.rows_read, imported.records.len()), (0, 0));
}

#[test]
fn core_values_refuse_the_row_and_others_are_left_out() {
    let text = "id,year,area,done,gas,storeys,kind,lon,lat\n\
        ok,2020,10,2012-05,5,3,office,116.4,39.9\n\
        negative,2020,-10,,,,,,\n\
        zero,2020,0,,,,,,\n\
        date,2020,10,2013-02-30,,,,,\n\
        year,MMXX,10,,,,,,\n\
        words,2020,many,,,,,,\n\
        ,2020,10,,,,,,\n\
        far,2020,10,,,,,1164,39.9\n\
        paris,2020,10,,,,,2.35,48.85\n\
        gas,2020,10,,-5,none,,,\n\
        kind,2020,10,,,,Schloss,,\n\
        swapped,2020,10,,,,,39.9,116.4\n\
        half,2020,10,,,,,116.4,\n\
        unknown,2020,N/A,-,,,,,\n\
        comma,2020,\"1,5\",,,,,,\n";
    let imported = read(text.as_bytes(), "f.csv", &rules());
    let of = |row: u64| -> Vec<(&str, &str, Severity)> {
        imported
            .diagnostics
            .iter()
            .filter(|remark| remark.row == Some(row))
            .map(|remark| (remark.code.as_str(), remark.column.as_str(), remark.severity))
            .collect()
    };
    let refused = |code, column| vec![(code, column, Severity::Refused)];
    assert!(of(2).is_empty());
    assert_eq!(of(3), refused("negative_area", "area"));
    assert_eq!(of(4), refused("out_of_range", "area"));
    assert_eq!(of(5), refused("impossible_date", "done"));
    assert_eq!(of(6), refused("bad_year", "year"));
    assert_eq!(of(7), refused("not_a_number", "area"));
    assert_eq!(of(8), refused("missing_id", "id"));
    assert_eq!(of(9), refused("bad_coordinates", "lon"));
    assert_eq!(of(10), refused("bad_coordinates", "lon"));
    let lost = Severity::Warning;
    assert_eq!(of(11), [("not_a_number", "storeys", lost), ("negative", "gas", lost)]);
    assert_eq!(of(12), [("fallback_used", "kind", lost)]);
    assert_eq!(of(13), [("crs_contradiction", "lon", lost)]);
    assert_eq!(of(14), [("position_dropped", "lon", lost)]);
    assert!(of(15).is_empty(), "a placeholder is unknown, not wrong");
    assert_eq!(of(16), refused("not_a_number", "area"));
    assert_eq!(imported.refused_rows, [3, 4, 5, 6, 7, 8, 9, 10, 16]);
    assert_eq!(imported.rows_read, 15);
    for remark in &imported.diagnostics {
        let texts =
            [&remark.expected.zh, &remark.expected.en, &remark.remedy.zh, &remark.remedy.en];
        assert!(texts.iter().all(|text| !text.is_empty()), "{remark:?}");
        assert_eq!(remark.file, "f.csv");
    }
}

#[test]
fn every_mistake_of_a_mapping_is_reported_with_its_path() {
    let yaml = "format: 2
colour: red
id: {columns: [[]], joiner: [1]}
table: {encoding: ebcdic, heading_row: 0}
numbers: {decimal: ';'}
dates: ['%d/%m']
position: {lon: [x], crs: mars, on_failure: ignore, bounds: {west: a}}
fields:
  floor_space: {column: [a], unit: m2}
  gross_floor_area_m2: {column: [a]}
  gas_kwh: {column: [g], unit: furlong}
  kind: {column: [k], values: {castle: [Burg]}, fallback: tower}
  vacant: {constant: perhaps}
  name: {column: [n], unit: m2, shade: blue}
";
    let remarks = parse_mapping(yaml, "m.yaml").unwrap_err();
    let paths: Vec<&str> = remarks.iter().map(|remark| remark.column.as_str()).collect();
    for path in [
        "format",
        "colour",
        "id.columns[0]",
        "id.joiner",
        "table.encoding",
        "table.heading_row",
        "numbers.decimal",
        "dates",
        "position",
        "position.crs",
        "position.on_failure",
        "position.bounds.west",
        "position.bounds.south",
        "fields.floor_space",
        "fields.gross_floor_area_m2.unit",
        "fields.gas_kwh.unit",
        "fields.kind.values.castle",
        "fields.kind.fallback",
        "fields.vacant.constant",
        "fields.name.unit",
        "fields.name.shade",
    ] {
        assert!(paths.contains(&path), "{path} is missing among {paths:?}");
    }
    let broken = parse_mapping("format: 1\n  id: [", "m.yaml").unwrap_err();
    assert_eq!(codes(&broken), ["not_yaml"]);
    assert!(parse_mapping("", "m.yaml").is_err());
    assert!(parse_mapping("- 1", "m.yaml").is_err());
}

#[test]
fn every_ready_mapping_and_criteria_file_reads() {
    for name in ["beijing-ledger", "chicago-benchmarking", "seattle-benchmarking", "uk-brownfield"]
    {
        assert!(!mapping(name).title.zh.is_empty(), "{name}");
    }
}
