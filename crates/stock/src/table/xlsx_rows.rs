use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use csv::StringRecord;
use units::Diagnostic;

use super::{Row, Table, number_text};
use crate::mapping::{NumberFormat, TableSpec};
use crate::remark::Remark;

/// One sheet of a workbook as a table: the named one or the first.
pub(super) fn read(
    bytes: &[u8],
    file: &str,
    spec: &TableSpec,
    numbers: NumberFormat,
) -> Result<Table, Vec<Diagnostic>> {
    let unreadable = |message: &str| {
        vec![
            Remark::refused("unreadable_workbook", file)
                .value(message)
                .expected("可读的 XLSX 工作簿", "a workbook that can be read (XLSX)")
                .remedy("另存为 XLSX 或 CSV", "save it as XLSX or CSV"),
        ]
    };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| unreadable(&error.to_string()))?;
    let sheets = book.sheet_names();
    let sheet = match &spec.sheet {
        None => sheets.first().cloned().ok_or_else(|| unreadable("no sheet"))?,
        Some(name) => match sheets.iter().find(|sheet| sheet.trim() == name.trim()) {
            Some(sheet) => sheet.clone(),
            None => return Err(vec![missing_sheet(file, name, &sheets)]),
        },
    };
    let range = book.worksheet_range(&sheet).map_err(|error| unreadable(&error.to_string()))?;
    let mut table = Table { encoding: format!("XLSX, {sheet}"), ..Table::default() };
    let (first_row, first_column) = range.start().unwrap_or((0, 0));
    for (index, cells) in (u64::from(first_row)..).zip(range.rows()) {
        let number = index + 1;
        if number < spec.heading_row {
            continue;
        }
        let blank = (0..first_column).map(|_| String::new());
        let record: StringRecord =
            blank.chain(cells.iter().map(|cell| cell_text(cell, numbers))).collect();
        if table.headings.is_empty() {
            table.headings = record.iter().map(|cell| cell.trim().to_owned()).collect();
        } else if record.iter().any(|cell| !cell.trim().is_empty()) {
            table.rows.push(Row { number, cells: record, shape: None });
        }
    }
    Ok(table)
}

fn missing_sheet(file: &str, name: &str, sheets: &[String]) -> Diagnostic {
    let list = sheets.join(", ");
    Remark::refused("missing_sheet", file)
        .value(name)
        .expected(format!("工作表之一：{list}"), format!("one of the sheets {list}"))
        .remedy("改正映射中的 table.sheet", "correct table.sheet in the mapping")
}

/// A cell as text: dates in ISO form, numbers in the fewest digits that mean the same.
fn cell_text(cell: &Data, numbers: NumberFormat) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(integer) => integer.to_string(),
        Data::Float(number) => number_text(*number, numbers),
        Data::Bool(bool) => bool.to_string(),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
    }
}
