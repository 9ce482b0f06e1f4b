//! Encodings and formats: the same rows, whatever they are wrapped in.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use stock::{Exported, Field, Ledger, Mapping, PartialDate, Value, export_geojson};
use units::{Decimal, SpaceId};

use crate::support::{mapping, mapping_of, read};

const TEXT: &str = "项目编号,名称,建筑面积(㎡),竣工年份,是否空置,固定资产投资(万元)\n\
                    BJ-1,\"织补楼,甲\",\"20,500.5\",1998,是,48000.01\n";

fn check(bytes: &[u8], encoding: &str) {
    let imported = read(bytes, "台账.csv", &mapping("beijing-ledger"));
    assert_eq!(imported.encoding, encoding);
    let mut ledger = Ledger::default();
    ledger.apply(imported);
    let space = &ledger.spaces[&SpaceId::new("BJ-1").unwrap()];
    let value = |field| space.fact(field).unwrap().value;
    assert_eq!(value(Field::Name), Value::Text("织补楼,甲".into()));
    assert_eq!(value(Field::GrossFloorAreaM2), Value::Number(20_500.5));
    assert_eq!(value(Field::YearBuilt), Value::Year(1998));
    assert_eq!(value(Field::Vacant), Value::Bool(true));
    let yuan: Decimal = "480000100".parse().unwrap();
    assert_eq!(value(Field::FixedAssetInvestmentYuan), Value::Money(yuan));
}

#[test]
fn chinese_text_is_read_in_every_usual_encoding() {
    check(TEXT.as_bytes(), "UTF-8");
    check(format!("\u{feff}{TEXT}").as_bytes(), "UTF-8");
    check(&encoding_rs_gb18030(TEXT), "gb18030");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    check(&utf16, "UTF-16LE");
}

/// `㎡` and the characters of `TEXT` are all in GB18030; encoded by the crate that decodes them.
fn encoding_rs_gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn a_guess_is_said_and_lost_bytes_are_found_by_row() {
    let mapping =
        mapping_of("format: 1\nid: {columns: [[id]]}\nfields: {name: {column: [name]}}\n");
    let latin = b"id,name\n1,Caf\xe9 de la Gare\n2,Place de l'\xc9glise\n";
    let imported = read(latin, "f.csv", &mapping);
    assert_eq!(imported.encoding, "windows-1252");
    assert!(imported.diagnostics.iter().any(|remark| remark.code == "encoding_detected"));
    let name = imported.records[0].1.facts.0[&Field::Name].clone();
    assert_eq!(name, Value::Text("Café de la Gare".into()));

    let declared = mapping_of(
        "format: 1\ntable: {encoding: utf-8}\nid: {columns: [[id]]}\nfields: {name: {column: [name]}}\n",
    );
    let imported = read(latin, "f.csv", &declared);
    let rows: Vec<_> = imported
        .diagnostics
        .iter()
        .filter(|remark| remark.code == "undecodable")
        .map(|remark| remark.row)
        .collect();
    assert_eq!(rows, [None, Some(2), Some(3)], "once for the file, once for each row");
    assert_eq!(imported.records.len(), 2, "a name is no core field: the rest of the row is taken");
}

#[test]
fn a_workbook_reads_like_text() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap();
    let sheet = book.add_worksheet().set_name("台账").unwrap();
    for (column, heading) in (0..).zip(["项目编号", "建筑面积(㎡)", "竣工日期", "是否空置"])
    {
        sheet.write(2, column, heading).unwrap();
    }
    sheet.write(3, 0, 17).unwrap();
    sheet.write(3, 1, 1234.5).unwrap();
    let date = ExcelDateTime::from_ymd(2009, 5, 31).unwrap();
    sheet.write_with_format(3, 2, &date, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write(3, 3, true).unwrap();
    sheet.write(5, 0, "x").unwrap();
    sheet.write(5, 1, -1).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let yaml = "format: 1\ntable: {sheet: 台账, heading_row: 3}\nid: {columns: [[项目编号]]}\n\
                fields:\n  gross_floor_area_m2: {column: [建筑面积(㎡)], unit: m2}\n  \
                completion_date: {column: [竣工日期]}\n  vacant: {column: [是否空置]}\n";
    let imported = read(&bytes, "book.xlsx", &mapping_of(yaml));
    let (id, record) = &imported.records[0];
    assert_eq!((id.as_str(), record.origin.row), ("17", 4));
    assert_eq!(record.facts.0[&Field::GrossFloorAreaM2], Value::Number(1234.5));
    let date: PartialDate = "2009-05-31".parse().unwrap();
    assert_eq!(record.facts.0[&Field::CompletionDate], Value::Date(date));
    assert_eq!(record.facts.0[&Field::Vacant], Value::Bool(true));
    assert_eq!(imported.refused_rows, [6], "the empty row 5 is passed over, row 6 is refused");

    let missing = mapping_of(&yaml.replace("sheet: 台账", "sheet: 其他"));
    let remarks = stock::import(&bytes, "book.xlsx", &missing).unwrap_err();
    assert_eq!(remarks[0].code, "missing_sheet");
    assert!(remarks[0].expected.en.contains("台账"));
}

fn parks() -> Mapping {
    mapping_of(
        "format: 1\nid: {columns: [[id]]}\nposition: {text: [geometry], crs: gcj02}\n\
         fields:\n  name: {column: [name]}\n  storeys: {column: [storeys]}\n",
    )
}

#[test]
fn geojson_is_read_shifted_to_the_legal_datum_and_written_again() {
    let square = "[[[116.40,39.90],[116.41,39.90],[116.41,39.91],[116.40,39.91],[116.40,39.90]]]";
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[
        {{"type":"Feature","properties":{{"id":"p","name":"点","storeys":5}},
          "geometry":{{"type":"Point","coordinates":[116.4,39.9]}}}},
        {{"type":"Feature","id":7,"properties":{{"name":"园"}},
          "geometry":{{"type":"Polygon","coordinates":{square}}}}},
        {{"type":"Feature","properties":{{"id":"none"}},"geometry":null}}]}}"#
    );
    let imported = read(text.as_bytes(), "parks.geojson", &parks());
    assert_eq!(imported.records.len(), 3, "{:#?}", imported.diagnostics);
    assert_eq!(imported.records[2].1.position, None, "a space without geometry is a space");
    let mut ledger = Ledger::default();
    ledger.apply(imported);
    let id = |text: &str| SpaceId::new(text).unwrap();
    // GCJ-02 moves Beijing by some 500 m; the position in the ledger is the true one.
    let position = ledger.spaces[&id("p")].position().unwrap();
    let (lon, lat) = stock::gcj02_to_wgs84(116.4, 39.9);
    assert!((position.lon_deg - lon).abs() < 1e-9 && (position.lat_deg - lat).abs() < 1e-9);
    // 0.01° × 0.01° at 39.905° N: 1.110 km × 0.8555 km (WGS 84 arc lengths, Snyder 1987, table 4).
    let area = ledger.spaces[&id("7")].fact(Field::FootprintAreaM2).unwrap();
    assert_eq!(area.source.mark, units::Mark::Derived);
    assert!((area.value.as_f64().unwrap() / (1110.3 * 855.2) - 1.0).abs() < 0.005, "{area:?}");

    let all: Vec<Exported> = ledger
        .spaces
        .values()
        .map(|space| Exported { space, properties: serde_json::Map::new() })
        .collect();
    let written: serde_json::Value = serde_json::from_str(&export_geojson(&all)).unwrap();
    assert_eq!(written["crs"]["properties"]["name"], "urn:ogc:def:crs:EPSG::4490");
    assert_eq!(written["features"][0]["geometry"]["type"], "Polygon");
    assert_eq!(written["features"][2]["properties"]["id"], "p");
    let round_trip = read(
        written.to_string().as_bytes(),
        "out.geojson",
        &mapping_of(
            "format: 1\nid: {columns: [[id]]}\nposition: {text: [geometry], crs: cgcs2000}\nfields: {}\n",
        ),
    );
    let back = round_trip.records[2].1.position.unwrap();
    assert!(back.distance_m(position) < 0.02);
}

#[test]
fn broken_geometry_refuses_its_feature_alone() {
    let bad = [
        (
            "unclosed",
            r#"{"type":"Polygon","coordinates":[[[116.4,39.9],[116.5,39.9],[116.5,40.0],[116.4,40.0]]]}"#,
        ),
        ("short", r#"{"type":"Polygon","coordinates":[[[116.4,39.9],[116.5,39.9],[116.4,39.9]]]}"#),
        ("far", r#"{"type":"Point","coordinates":[1164.0,39.9]}"#),
        ("text", r#"{"type":"Point","coordinates":["a","b"]}"#),
        (
            "flat",
            r#"{"type":"Polygon","coordinates":[[[116.4,39.9],[116.5,39.9],[116.45,39.9],[116.4,39.9]]]}"#,
        ),
        ("line", r#"{"type":"LineString","coordinates":[[116.4,39.9],[116.5,39.9]]}"#),
        ("good", r#"{"type":"Point","coordinates":[116.4,39.9]}"#),
    ];
    let features: Vec<String> = bad
        .iter()
        .map(|(id, geometry)| {
            format!(r#"{{"type":"Feature","properties":{{"id":"{id}"}},"geometry":{geometry}}}"#)
        })
        .collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let imported = read(text.as_bytes(), "x.geojson", &parks());
    assert_eq!(imported.refused_rows, [1, 2, 3, 4, 5, 6]);
    assert_eq!(imported.records[0].0.as_str(), "good");
    let remark = imported.diagnostics.iter().find(|remark| remark.row == Some(1)).unwrap();
    assert!(remark.expected.en.contains("not closed") && remark.expected.zh.contains("未闭合"));
}
