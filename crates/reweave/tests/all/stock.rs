//! A stock of building variants: Parquet in, Parquet out, and every fault with its place.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::{Field, Row};
use parquet::schema::parser::parse_message_type;

use crate::desk::{Answer, Desk};
use crate::energy::office;

const NAMES: [&str; 3] = ["building_id", "variant", "building"];

/// Writes text columns of these names, in row groups of five.
fn write_stock(path: &Path, names: &[&str], rows: &[Vec<String>]) {
    let fields: String =
        names.iter().map(|name| format!("REQUIRED BYTE_ARRAY {name} (UTF8);")).collect();
    let schema = parse_message_type(&format!("message stock {{{fields}}}")).unwrap();
    let properties = Arc::new(WriterProperties::builder().build());
    let file = File::create(path).unwrap();
    let mut file = SerializedFileWriter::new(file, Arc::new(schema), properties).unwrap();
    for rows in rows.chunks(5) {
        let mut group = file.next_row_group().unwrap();
        for at in 0..names.len() {
            let texts: Vec<ByteArray> =
                rows.iter().map(|row| ByteArray::from(row[at].as_str())).collect();
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<ByteArrayType>().write_batch(&texts, None, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    file.close().unwrap();
}

/// Two dozen offices, all different, before and after more insulation; one of them has a fault.
fn rows() -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for at in 0..12 {
        let before = office().replace("area_m2: 22\n", &format!("area_m2: {}\n", 22 + at));
        let mut after = before.replace("thickness_m: 0.08", "thickness_m: 0.20");
        assert!(before != after);
        if at == 5 {
            after = after.replace("area_m2: 8\n", "area_m2: -8\n");
        }
        for (variant, building) in [("before", before), ("after", after)] {
            rows.push(vec![format!("B{at}"), variant.to_owned(), building]);
        }
    }
    rows
}

fn simulate(desk: &Desk, more: &[&str]) -> Answer {
    let args = ["energy", "stock", "in.parquet", "--weather", "typical", "--out", "out.parquet"];
    desk.run(args.iter().chain(more))
}

fn read(path: &Path) -> (Vec<Row>, Vec<(String, String)>) {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let notes = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let notes = notes.iter().map(|note| (note.key.clone(), note.value.clone().unwrap()));
    (reader.get_row_iter(None).unwrap().map(Result::unwrap).collect(), notes.collect())
}

fn field<'a>(row: &'a Row, name: &str) -> &'a Field {
    row.get_column_iter().find(|(one, _)| *one == name).unwrap_or_else(|| panic!("{name}")).1
}

fn number(row: &Row, name: &str) -> f64 {
    let Field::Double(number) = field(row, name) else { panic!("{name} of {row}") };
    *number
}

fn word<'a>(row: &'a Row, name: &str) -> &'a str {
    let Field::Str(word) = field(row, name) else { panic!("{name} of {row}") };
    word
}

#[test]
fn every_row_has_its_year_or_its_fault() {
    let desk = Desk::new();
    write_stock(&desk.path("in.parquet"), &NAMES, &rows());
    let result = simulate(&desk, &["--json"]).json();
    assert_eq!((result["rows"].as_u64(), result["refused"].as_u64()), (Some(24), Some(1)));
    assert_eq!(result["faults"][0]["row"], 12);
    let (answers, notes) = read(&desk.path("out.parquet"));
    assert_eq!(answers.len(), 24);
    for (at, (answer, row)) in answers.iter().zip(rows()).enumerate() {
        assert_eq!((word(answer, "building_id"), word(answer, "variant")), (&*row[0], &*row[1]));
        if at == 11 {
            assert_eq!(word(answer, "status"), "refused");
            assert_eq!(word(answer, "fault_path"), "building.zones[0].windows[0].area_m2");
            assert!(word(answer, "fault_zh").contains("请核对"));
            assert!(word(answer, "fault_en").starts_with("in.parquet:12 "));
            assert_eq!(field(answer, "heating_kwh"), &Field::Null);
            continue;
        }
        assert_eq!(word(answer, "status"), "simulated");
        let parts = number(answer, "pv_self_use_kwh") + number(answer, "pv_export_kwh");
        assert!((parts / number(answer, "pv_generation_kwh") - 1.0).abs() < 1e-9);
        assert!(number(answer, "total_kwh") > number(answer, "heating_electricity_kwh"));
    }
    assert!(number(&answers[0], "heating_kwh") > number(&answers[1], "heating_kwh"));
    let note = |key: &str| &notes.iter().find(|note| note.0 == key).unwrap().1;
    assert_eq!(note("reweave.stock"), "in.parquet");
    assert_eq!(note("reweave.stock_sha256"), result["inputs"][0]["sha256"].as_str().unwrap());
    assert_eq!(note("reweave.weather_sha256").len(), 64);
    assert!(note("reweave.options").contains("comfort_max_c"));
    assert!(!desk.path("out.parquet.part").exists());
}

#[test]
fn a_row_has_the_bits_of_its_building_alone() {
    let desk = Desk::new();
    let rows = rows();
    write_stock(&desk.path("in.parquet"), &NAMES, &rows[..4]);
    assert_eq!(simulate(&desk, &[]).code, 0);
    desk.write("one.yaml", &rows[2][2]);
    let alone = desk.run(["energy", "simulate", "one.yaml", "--weather", "typical", "--json"]);
    let (answers, _) = read(&desk.path("out.parquet"));
    let annual = &alone.json()["annual"];
    for name in ["heating_kwh", "cooling_kwh", "total_kwh"] {
        assert_eq!(annual[name].as_f64().unwrap().to_bits(), number(&answers[2], name).to_bits());
    }
}

#[test]
fn a_wrong_file_is_told_in_both_languages_and_keeps_the_old_answer() {
    let desk = Desk::new();
    desk.write("out.parquet", "old");
    let told = |words: [&str; 2]| {
        for (lang, word) in ["en", "zh"].into_iter().zip(words) {
            let answer = simulate(&desk, &["--lang", lang]);
            assert_eq!(answer.code, 3, "{}", answer.out);
            assert!(answer.err.contains("in.parquet"), "{}", answer.err);
            assert!(answer.err.contains(word), "{word}: {}", answer.err);
        }
        assert_eq!(std::fs::read(desk.path("out.parquet")).unwrap(), b"old");
    };
    told(["check the path", "请检查路径"]);
    desk.write("in.parquet", "no Parquet at all");
    told(["write or copy the file again", "请重新写出"]);
    write_stock(&desk.path("in.parquet"), &["building_id", "file"], &[]);
    told(["[building] missing_column: \"building_id, file\"", "名为 building 的文本列"]);
    let schema = "message stock {REQUIRED INT64 building_id; REQUIRED BYTE_ARRAY building (UTF8);}";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let file = File::create(desk.path("in.parquet")).unwrap();
    let mut file = SerializedFileWriter::new(file, schema, Arc::default()).unwrap();
    let mut group = file.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[1], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&[ByteArray::from("{}")], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    file.close().unwrap();
    told(["[building_id] wrong_column_type", "请把该列转换为文本"]);
}

#[test]
fn an_answer_that_cannot_be_written_is_told() {
    let desk = Desk::new();
    write_stock(&desk.path("in.parquet"), &NAMES, &rows()[..1]);
    let args = ["energy", "stock", "in.parquet", "--weather", "typical", "--out"];
    assert_eq!(desk.run(args.iter().chain(&["no/folder/out.parquet"])).code, 5);
    assert_eq!(desk.run(args.iter().chain(&["in.parquet"])).code, 2);
}
