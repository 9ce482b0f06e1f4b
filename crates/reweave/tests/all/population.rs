//! Populations of cases: Parquet in, rows, sums and a page out.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::record::{Field, Row};
use parquet::schema::parser::parse_message_type;

use crate::cases::{SCHEME, WHOLE};
use crate::desk::{Answer, Desk};

/// What varies from case to case; everything else is as in a whole case.
struct Case {
    id: &'static str,
    district: Option<&'static str>,
    kind: &'static str,
    area_m2: f64,
    saving_percent: &'static str,
    investment_fen: i64,
    /// 10,957 is 2000-01-01.
    completed: i32,
}

const CASES: [Case; 7] = [
    case("met", 48_000.0, "18", 48_000_000_000),
    case("edge", 20_000.0, "18", 48_000_000_000),
    case("thrifty", 48_000.0, "15", 48_000_000_000),
    Case { kind: "old_plant", ..case("plant", 15_000.25, "22.5", 3_000_000_137) },
    Case { completed: 17_000, ..case("young", 48_000.0, "18", 48_000_000_000) },
    Case { district: None, ..case("strange", 48_000.0, "much", 48_000_000_000) },
    Case { kind: "castle", ..case("castle", 48_000.0, "18", 1) },
];

const fn case(id: &'static str, area_m2: f64, saving_percent: &'static str, fen: i64) -> Case {
    Case {
        id,
        district: Some("西城区"),
        kind: "low_efficiency_building",
        area_m2,
        saving_percent,
        investment_fen: fen,
        completed: 10_957,
    }
}

const SCHEMA: &str = "message cases {
  REQUIRED BYTE_ARRAY id (UTF8); OPTIONAL BYTE_ARRAY district (UTF8);
  REQUIRED BYTE_ARRAY project_kind (UTF8); REQUIRED DOUBLE renovated_area_m2;
  REQUIRED BYTE_ARRAY saving_rate_percent (UTF8);
  REQUIRED INT64 fixed_asset_investment_yuan (DECIMAL(18,2));
  REQUIRED INT32 completion_date (DATE); REQUIRED INT32 year;
  REQUIRED BOOLEAN in_reserve; REQUIRED BYTE_ARRAY support_mode (UTF8);
  REQUIRED BYTE_ARRAY project_state (UTF8); REQUIRED BYTE_ARRAY target_industry (UTF8);
  REQUIRED BYTE_ARRAY renewable_conditions_reason (UTF8); REQUIRED BYTE_ARRAY note (UTF8);
";

/// Facts that are yes or no in every case.
const TRUTHS: [(&str, bool); 10] = [
    ("district_identified_low_efficiency", true),
    ("plan_conformity", true),
    ("works_within_scope", true),
    ("property_rights_clear", true),
    ("industry_positioning_defined", true),
    ("operation_mechanism_in_place", true),
    ("key_enterprise_target_met", true),
    ("occupancy_target_met", true),
    ("other_municipal_funds", false),
    ("renewable_conditions_feasible", false),
];

fn write(path: &Path) {
    let more: String = TRUTHS.iter().map(|(name, _)| format!("REQUIRED BOOLEAN {name};")).collect();
    let schema = Arc::new(parse_message_type(&format!("{SCHEMA}{more}}}")).unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let mut file =
        SerializedFileWriter::new(File::create(path).unwrap(), schema, properties).unwrap();
    for cases in CASES.chunks(4) {
        let mut group = file.next_row_group().unwrap();
        let mut columns: Vec<Writer<'_>> = vec![
            texts(cases, |case| Some(case.id)),
            texts(cases, |case| case.district),
            texts(cases, |case| Some(case.kind)),
            Box::new(|column| {
                let all: Vec<f64> = cases.iter().map(|case| case.area_m2).collect();
                column.typed::<DoubleType>().write_batch(&all, None, None).unwrap();
            }),
            texts(cases, |case| Some(case.saving_percent)),
            Box::new(|column| {
                let all: Vec<i64> = cases.iter().map(|case| case.investment_fen).collect();
                column.typed::<Int64Type>().write_batch(&all, None, None).unwrap();
            }),
            Box::new(|column| {
                let all: Vec<i32> = cases.iter().map(|case| case.completed).collect();
                column.typed::<Int32Type>().write_batch(&all, None, None).unwrap();
            }),
            Box::new(|column| {
                let all = vec![2024; cases.len()];
                column.typed::<Int32Type>().write_batch(&all, None, None).unwrap();
            }),
            truths(cases.len(), true),
        ];
        for word in ["investment_subsidy", "ready", "现代服务业", "屋面为坡瓦", "unused"]
        {
            columns.push(texts(cases, move |_| Some(word)));
        }
        columns.extend(TRUTHS.map(|(_, yes)| truths(cases.len(), yes)));
        for write in columns {
            let mut column = group.next_column().unwrap().unwrap();
            write(&mut column);
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    file.close().unwrap();
}

type Writer<'a> = Box<dyn Fn(&mut SerializedColumnWriter<'_>) + 'a>;

fn texts<'a>(cases: &'a [Case], of: impl Fn(&Case) -> Option<&'static str> + 'a) -> Writer<'a> {
    Box::new(move |column| {
        let all: Vec<Option<&str>> = cases.iter().map(&of).collect();
        let levels: Vec<i16> = all.iter().map(|text| i16::from(text.is_some())).collect();
        let known: Vec<ByteArray> =
            all.iter().flatten().map(|text| ByteArray::from(*text)).collect();
        column.typed::<ByteArrayType>().write_batch(&known, Some(&levels), None).unwrap();
    })
}

fn truths<'a>(count: usize, yes: bool) -> Writer<'a> {
    Box::new(move |column| {
        column.typed::<BoolType>().write_batch(&vec![yes; count], None, None).unwrap();
    })
}

const REFORM: &str = "
id: wider
title: {zh: 放宽面积, en: wider}
scheme: cn/beijing/vacated-space
version: 2023-plan
changes:
  - {parameter: building_area_min, value: 10000}
  - {parameter: saving_rate_min, value: 16}
";

fn run(desk: &Desk, command: &str, more: &[&str]) -> Answer {
    write(&desk.path("cases.parquet"));
    desk.write("reform.yaml", REFORM);
    let rules = ["--scheme", SCHEME, "--on", "2023-10-01", "--reviewer", "王五", "--json"];
    desk.run(["policy", command, "cases.parquet"].iter().chain(&rules).chain(more))
}

fn rows(path: &Path) -> Vec<Row> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    reader.get_row_iter(None).unwrap().map(Result::unwrap).collect()
}

fn field<'a>(row: &'a Row, name: &str) -> &'a Field {
    row.get_column_iter().find(|(one, _)| *one == name).unwrap_or_else(|| panic!("{name}")).1
}

#[test]
fn every_row_ends_decided_or_refused_with_a_reason_as_by_itself() {
    let desk = Desk::new();
    let told = run(&desk, "population", &["--out", "rows.parquet"]).json();
    assert_eq!(told["rows"], 7);
    assert_eq!(told["refused_rows"], 2, "{}", told["refused"]);
    assert_eq!(told["columns_passed_over"], serde_json::json!(["note"]));
    assert_eq!(told["before"]["all"]["met"], 3);
    assert_eq!(told["before"]["all"]["not_met"], 2);
    // 10 % of 480 million, twice, and 30 % of 30,000,001.37 cut down to the fen.
    let total = 2 * 4_800_000_000_i64 + 900_000_041;
    assert_eq!(told["before"]["all"]["amount"], total);
    assert_eq!(told["before"]["groups"]["project_kind"]["old_plant"]["met"], 1);

    let rows = rows(&desk.path("rows.parquet"));
    assert_eq!(rows.len(), 7);
    for (row, case) in rows.iter().zip(&CASES) {
        assert_eq!(field(row, "id"), &Field::Str(case.id.to_owned()));
        let (remark, amount) = (field(row, "remark"), field(row, "amount_fen"));
        if ["strange", "castle"].contains(&case.id) {
            assert!(matches!(remark, Field::Str(_)), "{remark}");
            assert_eq!(field(row, "verdict"), &Field::Null);
            continue;
        }
        let mut facts = WHOLE.replace("48000\n", &format!("{}\n", case.area_m2));
        facts = facts.replace("_percent: 18", &format!("_percent: {}", case.saving_percent));
        facts = facts.replace("low_efficiency_building\n", &format!("{}\n", case.kind));
        let yuan = format!("{}.{:02}\n", case.investment_fen / 100, case.investment_fen % 100);
        facts = facts.replace("480000000\n", &yuan);
        facts = facts
            .replace("1998", if case.completed > 11_000 { "2016-07-18" } else { "2000-01-01" });
        desk.write("case.yaml", facts);
        let on = ["--scheme", SCHEME, "--on", "2023-10-01", "--facts", "case.yaml", "--json"];
        let single = desk.run(["policy", "decide"].iter().chain(&on)).json();
        let Field::Str(verdict) = field(row, "verdict") else { panic!("{}", case.id) };
        assert_eq!(single["verdict"], **verdict, "{}", case.id);
        let expected = single["amount"].as_i64().map_or(Field::Null, Field::Long);
        assert_eq!(amount, &expected, "{}", case.id);
    }
}

#[test]
fn a_reform_and_a_sweep_show_who_moves_and_what_it_costs() {
    let desk = Desk::new();
    let more =
        ["--reform", "reform.yaml", "--sweep", "saving_rate_min=10..20/5", "--out", "page.html"];
    let told = run(&desk, "compare", &more).json();
    let change = &told["reform"]["change"];
    assert_eq!(change["decided"]["winners"], 1, "{change}");
    assert_eq!(change["decided"]["losers"], 1);
    assert_eq!(change["decided"]["same"], 3);
    assert_eq!(change["decided"]["gains"], 4_800_000_000_i64);
    let moved = change["clauses"].to_string();
    assert!(moved.contains("building_area") && moved.contains("saving_rate"), "{moved}");
    let cells = told["sweep"]["cells"].as_array().unwrap();
    let met: Vec<i64> = cells.iter().map(|cell| cell["sums"]["met"].as_i64().unwrap()).collect();
    assert_eq!(met, [3, 3, 1]);
    assert_eq!(told["sweep"]["axes"][0]["today"], "15");
    let page = std::fs::read_to_string(desk.path("page.html")).unwrap();
    for word in ["放宽面积", "20,000 平方米", "改造后综合节能率不低于下限", "西城区"]
    {
        assert!(page.contains(word), "{word}");
    }
    assert!(!page.contains("http://www.w3.org/1999/xhtml") && !page.contains("src=\"http"));
}

#[test]
fn what_makes_no_sense_is_told_before_anything_is_decided() {
    let desk = Desk::new();
    for (more, code, word) in [
        (vec!["--by", "colour", "--out", "x.parquet"], 2, "colour"),
        (vec!["--reform", "other.yaml", "--out", "x.parquet"], 3, "changes_nothing"),
        (vec!["--out", "cases.parquet"], 2, "own input"),
    ] {
        desk.write(
            "other.yaml",
            REFORM.split("changes:").next().unwrap().to_owned() + "changes: []\n",
        );
        let answer = run(&desk, "population", &more);
        assert_eq!(answer.code, code, "{more:?}: {}", answer.err);
        assert!(answer.err.contains(word), "{more:?}: {}", answer.err);
    }
    for (sweep, word) in [
        ("saving_rate_min=10", "FIRST..LAST/STEP"),
        ("saving_rate_min=10..20/0", "FIRST..LAST/STEP"),
        ("colour=1..2/1", "colour"),
        ("saving_rate_min=0..1000000/1", "400"),
    ] {
        let answer = run(&desk, "compare", &["--sweep", sweep, "--out", "x.html"]);
        assert_eq!(answer.code, 2, "{sweep}: {}", answer.err);
        assert!(answer.err.contains(word), "{sweep}: {}", answer.err);
    }
    desk.write("broken.parquet", "PAR1 and no more");
    let rules = ["--scheme", SCHEME, "--on", "2023-10-01", "--out", "x.parquet"];
    let answer = desk.run(["policy", "population", "broken.parquet"].iter().chain(&rules));
    assert_eq!(answer.code, 3);
    assert!(!desk.path("x.parquet").exists());
}
