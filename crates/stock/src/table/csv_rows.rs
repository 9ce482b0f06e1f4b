use csv::{ReaderBuilder, StringRecord};
use units::Diagnostic;

use super::encoding::decode;
use super::{Row, Table};
use crate::mapping::TableSpec;
use crate::remark::Remark;

/// Separated text as a table.
pub(super) fn read(bytes: &[u8], file: &str, spec: &TableSpec) -> Result<Table, Vec<Diagnostic>> {
    let decoded = decode(bytes, spec.encoding);
    let text = decoded.text.trim_start_matches('\u{feff}');
    let mut table = Table { encoding: decoded.encoding.name().into(), ..Table::default() };
    if decoded.guessed {
        table.notes.push(
            Remark::note("encoding_detected", file)
                .value(decoded.encoding.name())
                .expected("UTF-8，或在映射中写明编码", "UTF-8, or an encoding named in the mapping")
                .remedy(
                    "若文字有误，在映射 table.encoding 中写明编码",
                    "if the text looks wrong, name the encoding in table.encoding of the mapping",
                ),
        );
    }
    if decoded.lossy {
        table.notes.push(
            Remark::warning("undecodable", file)
                .value(decoded.encoding.name())
                .expected("全部字节均可解码", "bytes that can all be decoded")
                .remedy(
                    "在映射 table.encoding 中写明编码，或另存为 UTF-8",
                    "name the encoding in table.encoding of the mapping, or save as UTF-8",
                ),
        );
    }
    let delimiter = spec.delimiter.unwrap_or_else(|| delimiter_of(text, spec.heading_row));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut number = 0;
    loop {
        let line_before = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                number += 1;
                table.broken.push(unreadable(file, number, &error));
                if reader.is_done() {
                    break;
                }
                continue;
            }
        }
        number += 1 + blank_lines_before(&record, line_before, reader.position().line());
        if number < spec.heading_row {
            continue;
        }
        if table.headings.is_empty() {
            table.headings = record.iter().map(|cell| cell.trim().to_owned()).collect();
            continue;
        }
        match misfit(&record, table.headings.len(), file, number) {
            Some(refusal) => table.broken.push(refusal),
            None if record.iter().all(|cell| cell.trim().is_empty()) => {}
            None => table.rows.push(Row { number, cells: record.clone(), shape: None }),
        }
    }
    Ok(table)
}

/// Blank lines that were skipped ahead of `record`: a spreadsheet counts them as rows. The lines
/// consumed are the record's own, the line breaks inside its quotes, and the blank ones.
fn blank_lines_before(record: &StringRecord, line_before: u64, line_after: u64) -> u64 {
    let consumed = line_after.saturating_sub(line_before);
    let inside = record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
    consumed.saturating_sub(1 + u64::try_from(inside).unwrap_or(u64::MAX))
}

/// A row with more filled cells than headings, or one that a quote has swallowed lines into: its
/// cells may stand under the wrong headings.
fn misfit(record: &StringRecord, headings: usize, file: &str, row: u64) -> Option<Diagnostic> {
    let beyond = record.iter().skip(headings).find(|cell| !cell.trim().is_empty());
    if let Some(cell) = beyond {
        return Some(
            Remark::refused("too_many_cells", file)
                .row(row)
                .value(cell)
                .expected(
                    format!("不多于 {headings} 个单元格"),
                    format!("at most {headings} cells, as many as headings"),
                )
                .remedy(
                    "检查引号和分隔符，含分隔符的文字须加引号",
                    "check quotes and separators; text with a separator in it needs quotes",
                ),
        );
    }
    let last = record.iter().next_back().unwrap_or_default();
    (record.len() < headings && last.contains('\n')).then(|| {
        Remark::refused("unclosed_quote", file)
            .row(row)
            .value(last)
            .expected("成对的引号", "quotes that come in pairs")
            .remedy(
                "该行起有引号未闭合，其后的行可能并入此行；补上引号后重新导入",
                "a quote opened here is never closed and may have swallowed the rows after it; \
                 close it and import again",
            )
    })
}

fn unreadable(file: &str, row: u64, error: &csv::Error) -> Diagnostic {
    Remark::refused("unreadable_row", file)
        .row(row)
        .value(&error.to_string())
        .expected("可读的一行", "a row that can be read")
        .remedy("另存为 UTF-8 的 CSV 后重新导入", "save as CSV in UTF-8 and import again")
}

/// The commonest separator outside quotes in the heading row; a comma if none stands there.
fn delimiter_of(text: &str, heading_row: u64) -> u8 {
    let skip = usize::try_from(heading_row.saturating_sub(1)).unwrap_or(usize::MAX);
    let line = text.lines().nth(skip).unwrap_or_default();
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += i32::from(!quoted && byte == *separator);
        }
    }
    // The first of equals wins, hence the reversal: `max_by_key` keeps the last.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::EncodingChoice;

    fn table(text: &str) -> Table {
        let spec = TableSpec {
            encoding: EncodingChoice::Auto,
            delimiter: None,
            sheet: None,
            heading_row: 1,
        };
        read(text.as_bytes(), "t.csv", &spec).unwrap()
    }

    #[test]
    fn rows_keep_the_number_a_spreadsheet_shows() {
        // Row 2 holds a line break in quotes; row 3 is blank; then row 4.
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "\"x", "y\",1", "", "z,2", "w,3"].join(end);
            let numbers: Vec<u64> = table(&text).rows.iter().map(|row| row.number).collect();
            assert_eq!(numbers, [2, 4, 5], "{end:?}");
        }
    }

    #[test]
    fn the_separator_is_found_outside_quotes() {
        assert_eq!(table("a;\"b,c,d\";e\n1;2;3\n").headings, ["a", "b,c,d", "e"]);
        assert_eq!(table("a\tb\n1\t2\n").rows[0].cells.len(), 2);
        assert_eq!(table("a\n1\n").headings, ["a"]);
    }

    #[test]
    fn shifted_and_swallowed_rows_are_refused() {
        let codes = |text: &str| -> Vec<String> {
            table(text).broken.iter().map(|remark| remark.code.clone()).collect()
        };
        assert_eq!(codes("a,b\n1,2,3\n4,5\n"), ["too_many_cells"]);
        assert_eq!(codes("a,b,c\n1,\"2\n4,5,6\n"), ["unclosed_quote"]);
        assert!(codes("a,b\n1,2,,\n4\n").is_empty());
    }
}
