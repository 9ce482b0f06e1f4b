//! What a list looks like before it is imported, and how far a mapping reads it.

use std::collections::BTreeMap;

use serde::Serialize;
use units::Diagnostic;

use crate::import::columns_read;
use crate::mapping::{EncodingChoice, Mapping, NumberFormat, TableSpec};
use crate::table::read_table;

/// A list as a table, its first rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The headings as they stand there.
    pub headings: Vec<String>,
    /// The first rows, each with as many cells as there are headings.
    pub rows: Vec<Vec<String>>,
    /// Rows that hold anything, headings apart.
    pub rows_read: u64,
    /// The encoding or sheet that was read.
    pub encoding: String,
}

/// Reads a CSV, XLSX or GeoJSON file with headings in its first row; the first `rows_max` rows are
/// shown.
///
/// # Errors
/// As [`import`](crate::import), for a file that is no table.
pub fn preview(bytes: &[u8], file_name: &str, rows_max: usize) -> Result<Preview, Vec<Diagnostic>> {
    let spec =
        TableSpec { encoding: EncodingChoice::Auto, delimiter: None, sheet: None, heading_row: 1 };
    let numbers = NumberFormat { decimal: '.', thousands: Some(',') };
    let table = read_table(bytes, file_name, &spec, numbers)?;
    let width = table.headings.len();
    let cells = |row: &csv::StringRecord| {
        (0..width).map(|at| row.get(at).unwrap_or_default().to_owned()).collect()
    };
    Ok(Preview {
        rows: table.rows.iter().take(rows_max).map(|row| cells(&row.cells)).collect(),
        rows_read: (table.rows.len() + table.broken.len()) as u64,
        encoding: table.encoding,
        headings: table.headings,
    })
}

/// Which heading of a list is read as what: keys of fields, and `id`, `period`, `position`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ColumnsRead {
    /// Keys by heading.
    pub columns: BTreeMap<String, String>,
    /// Whether every column that must be there is.
    pub complete: bool,
}

impl Mapping {
    /// What this mapping takes from a list with these headings.
    pub fn reads(&self, headings: &[String]) -> ColumnsRead {
        columns_read(headings, self)
    }
}
