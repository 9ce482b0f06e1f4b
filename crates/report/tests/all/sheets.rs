//! Workbooks read back by another library.

use calamine::{Data, Reader, Xlsx};
use report::{Cell, Column, ColumnKind, ReportError, Sheet, SourceLine, Workbook};
use units::{Fen, Mark, Source, Text};

use crate::fixture::date;

fn column(zh: &str, en: &str, kind: ColumnKind) -> Column {
    Column::new(Text::new(zh, en), kind)
}

fn book(rows: Vec<Vec<Cell>>) -> Workbook {
    Workbook {
        title: Text::new("方案", "Programme"),
        on: date(2023, 10, 1),
        notices: vec![Text::new("合成数据", "Synthetic data")],
        sources: vec![SourceLine {
            what: Text::new("电网排放因子", "grid factor"),
            value: "0.581 kgCO₂e/kWh".into(),
            source: Source {
                origin: "=HYPERLINK(\"x\")".into(),
                date: None,
                mark: Mark::Secondary,
            },
        }],
        sheets: vec![Sheet {
            name: "入选 Chosen".into(),
            about: Text::new("入选项目", "the chosen projects"),
            columns: vec![
                column("名称", "Name", ColumnKind::Text),
                column("空间数", "Spaces", ColumnKind::Integer),
                column("面积 m²", "Area, m²", ColumnKind::Decimal(1)),
                column("补助 元", "Award, CNY", ColumnKind::Money),
                column("日期", "Date", ColumnKind::Date),
                column("节能率", "Saving rate", ColumnKind::Percent(1)),
            ],
            rows,
        }],
    }
}

fn row(name: &str) -> Vec<Cell> {
    vec![
        name.into(),
        Cell::Integer(3),
        Cell::Number(20_000.5),
        Cell::Money(Fen(3_000_000_137)),
        Cell::Date(date(2023, 8, 31)),
        Cell::Number(15.5),
    ]
}

fn read(bytes: Vec<u8>) -> Xlsx<std::io::Cursor<Vec<u8>>> {
    Xlsx::new(std::io::Cursor::new(bytes)).unwrap()
}

#[test]
fn values_come_back_with_their_types() {
    let mut file = read(report::workbook(&book(vec![row("甲"), row("=1+1")])).unwrap());
    assert_eq!(file.sheet_names(), ["说明 About", "入选 Chosen"]);
    let sheet = file.worksheet_range("入选 Chosen").unwrap();
    let cell = |row, column| sheet.get_value((row, column)).unwrap();
    assert_eq!(cell(0, 0), &Data::String("名称".into()));
    assert_eq!(cell(1, 3), &Data::String("Award, CNY".into()));
    assert_eq!(cell(2, 1), &Data::Float(3.0));
    assert_eq!(cell(2, 3), &Data::Float(30_000_001.37));
    assert_eq!(cell(2, 5), &Data::Float(0.155));
    // Days since the last of December 1899, as the format counts them.
    assert_eq!(cell(2, 4).to_string(), "45169");
}

#[test]
fn words_never_become_formulas() {
    let nasty = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"];
    let rows = nasty.iter().map(|name| row(name)).collect();
    let mut file = read(report::workbook(&book(rows)).unwrap());
    for name in file.sheet_names() {
        assert!(file.worksheet_formula(&name).unwrap().is_empty(), "{name}");
    }
    let sheet = file.worksheet_range("入选 Chosen").unwrap();
    for (index, name) in (2_u32..).zip(nasty) {
        assert_eq!(sheet.get_value((index, 0)), Some(&Data::String(name.into())));
    }
}

#[test]
fn unknown_is_empty_not_zero() {
    let unknown = vec![
        "甲".into(),
        Cell::Unknown,
        Cell::Number(f64::NAN),
        Cell::from(None::<Fen>),
        Cell::Unknown,
        Cell::Unknown,
    ];
    let mut file = read(report::workbook(&book(vec![unknown, row("乙")])).unwrap());
    let sheet = file.worksheet_range("入选 Chosen").unwrap();
    for column in 1..6 {
        assert_eq!(sheet.get_value((2, column)), Some(&Data::Empty));
    }
}

#[test]
fn faults_are_named() {
    let short = report::workbook(&book(vec![row("甲"), vec![Cell::Unknown]]));
    assert!(matches!(short, Err(ReportError::RowWidth { row: 1, expected: 6, found: 1, .. })));
    let mut twice = book(vec![]);
    twice.sheets.push(twice.sheets[0].clone());
    assert!(matches!(report::workbook(&twice), Err(ReportError::Xlsx(_))));
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let one = report::workbook(&book(vec![row("甲")])).unwrap();
    assert_eq!(one, report::workbook(&book(vec![row("甲")])).unwrap());
}
