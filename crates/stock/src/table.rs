//! A file as headings and numbered rows of text, whatever its format.

mod csv_rows;
mod encoding;
pub(crate) mod geojson_rows;
mod xlsx_rows;

use csv::StringRecord;
use units::Diagnostic;

use crate::mapping::{NumberFormat, TableSpec};
use crate::remark::Remark;

/// A geometry as it stands in the file, before any change of datum: polygons of rings of (x, y).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Point([f64; 2]),
    Polygons(Vec<Vec<Vec<[f64; 2]>>>),
}

/// One row of a file.
#[derive(Debug)]
pub(crate) struct Row {
    /// 1-based, as a spreadsheet counts; of a GeoJSON file the 1-based number of the feature.
    pub(crate) number: u64,
    pub(crate) cells: StringRecord,
    /// The geometry of a GeoJSON feature, or why it cannot be used (Chinese, English).
    pub(crate) shape: Option<Result<Shape, (String, String)>>,
}

/// A file as a table.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// Rows that cannot be read at all, each with its refusal.
    pub(crate) broken: Vec<Diagnostic>,
    pub(crate) notes: Vec<Diagnostic>,
    /// What the encoding was taken to be.
    pub(crate) encoding: String,
    /// The reference system that a GeoJSON file itself names.
    pub(crate) crs_name: Option<String>,
}

/// Reads `bytes` by what they are: a ZIP is a workbook, `{` after white space is GeoJSON when the
/// name says so, anything else is separated text.
pub(crate) fn read_table(
    bytes: &[u8],
    file: &str,
    spec: &TableSpec,
    numbers: NumberFormat,
) -> Result<Table, Vec<Diagnostic>> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(vec![
            Remark::refused("empty_file", file)
                .expected("有内容的文件", "a file with content")
                .remedy("检查导出是否成功", "check that the export went well"),
        ]);
    }
    let name = file.to_ascii_lowercase();
    let begins_like_json = matches!(
        bytes.iter().find(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte)),
        Some(b'{')
    );
    let table = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        xlsx_rows::read(bytes, file, spec, numbers)
    } else if name.ends_with("json") || (begins_like_json && !name.ends_with(".csv")) {
        geojson_rows::read(bytes, file, spec, numbers)
    } else {
        csv_rows::read(bytes, file, spec)
    }?;
    if table.headings.iter().all(|heading| heading.trim().is_empty()) {
        return Err(vec![
            Remark::refused("missing_heading_row", file)
                .row(spec.heading_row)
                .expected("一行列名", "a row of headings")
                .remedy(
                    "在映射 table.heading_row 中写明列名所在行",
                    "name the row of the headings in table.heading_row of the mapping",
                ),
        ]);
    }
    Ok(table)
}

/// A float as a cell of the file would show it, with the file's decimal sign.
fn number_text(number: f64, numbers: NumberFormat) -> String {
    let text = number.to_string();
    if numbers.decimal == '.' { text } else { text.replace('.', &numbers.decimal.to_string()) }
}
