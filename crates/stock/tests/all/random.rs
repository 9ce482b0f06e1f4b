//! Random input: nothing panics, rows add up, a second import changes nothing.

use proptest::prelude::*;
use stock::{Ledger, import, parse_criteria, parse_mapping};

use crate::support::{apply_twice, mapping, mapping_of, read};

/// A cell that is sometimes right, sometimes wrong, sometimes hostile.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[0-9]{1,4}",
        2 => "-?[0-9]{1,3}(,[0-9]{3}){0,2}(\\.[0-9]{1,3})?",
        2 => "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]",
        2 => Just(String::new()),
        1 => Just("N/A".to_owned()),
        1 => "[是否有无]",
        1 => "\\PC{0,12}",
        1 => "[ \"\n,;=+-]{0,5}",
    ]
}

fn table() -> impl Strategy<Value = String> {
    prop::collection::vec((0..6u8, 2015..2019i32, prop::collection::vec(cell(), 8)), 0..40).prop_map(|rows| {
        let mut text = String::from("项目编号,数据年份,建筑面积(㎡),竣工日期,层数,是否空置,固定资产投资(万元),经度,纬度,名称\n");
        for (id, year, cells) in rows {
            let quoted = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
            let cells: Vec<String> = quoted.collect();
            text.push_str(&format!("{id},{year},{}\n", cells.join(",")));
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn rows_add_up_and_a_second_import_changes_nothing(one in table(), two in table()) {
        let mapping = mapping("beijing-ledger");
        let mut ledger = Ledger::default();
        for text in [&one, &two] {
            let imported = read(text.as_bytes(), "r.csv", &mapping);
            let data_rows = imported.records.len() + imported.refused_rows.len();
            prop_assert_eq!(usize::try_from(imported.rows_read).unwrap(), data_rows);
            apply_twice(&mut ledger, &imported);
        }
        let stored = ledger.spaces.values().map(|space| serde_json::to_string(space).unwrap());
        let loaded: Ledger = stored.map(|text| serde_json::from_str::<stock::Space>(&text).unwrap()).collect();
        prop_assert!(loaded == ledger);
    }

    #[test]
    fn no_bytes_make_an_import_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        head in prop::sample::select(vec![&b""[..], b"id,area\n", b"PK\x03\x04", b"{\"features\":[", b"\xff\xfe", b"\xef\xbb\xbf"]),
        name in prop::sample::select(vec!["f.csv", "f.xlsx", "f.geojson", ""]),
    ) {
        let rules = mapping_of("format: 1\nid: {columns: [[id]]}\nposition: {text: [geometry]}\nfields: {gross_floor_area_m2: {column: [area], unit: ft2}}\n");
        let all: Vec<u8> = head.iter().copied().chain(bytes).collect();
        match import(&all, name, &rules) {
            Ok(imported) => { apply_twice(&mut Ledger::default(), &imported); }
            Err(remarks) => prop_assert!(!remarks.is_empty()),
        }
    }

    #[test]
    fn no_text_makes_a_mapping_panic(
        text in "\\PC{0,200}",
        key in prop::sample::select(vec!["table", "unknown", "numbers", "dates", "words", "id", "period", "position", "fields"]),
        value in prop::sample::select(vec!["1", "[]", "{}", "null", "[[1]]", "{a: {b: c}}", "{columns: 1}", "{column: {}}", "{lon: {}, lat: []}", "{kind: {values: 1}}", "{name: {constant: {}}}", "{gas_kwh: []}"]),
    ) {
        let _ = parse_mapping(&text, "m");
        let _ = parse_criteria(&text, "c");
        let yaml = "format: 1\nid: {columns: [[id]]}\nfields: {}\n";
        let changed: String = yaml.lines().filter(|line| !line.starts_with(key)).map(|line| format!("{line}\n")).collect();
        if let Ok(mapping) = parse_mapping(&format!("{changed}{key}: {value}\n"), "m") {
            let _ = import(b"id,name\n1,x\n", "f.csv", &mapping);
        }
    }
}
