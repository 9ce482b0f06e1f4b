//! Spreadsheets that an official can read, filter and add up.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook as XlsxBook,
    Worksheet, XlsxError,
};
use units::{Date, Fen, Text};

use crate::ReportError;
use crate::model::SourceLine;

/// Rows of a sheet that are taken by the two headings.
const HEADING_ROWS: u32 = 2;
/// Rows that a sheet of the format holds (ECMA-376, Office Open XML, part 1: 1,048,576).
const SHEET_ROWS: u32 = 1_048_576;
/// Characters that one cell of the format holds.
const CELL_CHARS: usize = 32_767;

const INK: Color = Color::RGB(0x001F_2328);
const SLATE: Color = Color::RGB(0x0057_606A);
const PAPER: Color = Color::RGB(0x00F4_F2EC);
const LINE: Color = Color::RGB(0x00C9_C4B8);
const BRICK: Color = Color::RGB(0x00A6_3D2F);

/// A workbook: an "about" sheet, which is always first, and the sheets of data.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// Title.
    pub title: Text,
    /// The day that the content stands for; also the file's creation date, so that the same values
    /// give the same bytes.
    pub on: Date,
    /// What a reader must know first.
    pub notices: Vec<Text>,
    /// Where the values come from.
    pub sources: Vec<SourceLine>,
    /// The sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// One table.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Name of the tab: 1 to 31 characters, none of `[]:*?/\`, unique.
    pub name: String,
    /// What the table holds; shown on the "about" sheet.
    pub about: Text,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has one cell per column.
    pub rows: Vec<Vec<Cell>>,
}

/// One column: headings in both languages, with the unit, and how its cells look.
#[derive(Clone, Debug)]
pub struct Column {
    /// Heading, with the unit.
    pub heading: Text,
    /// Type of its cells.
    pub kind: ColumnKind,
    /// Width in characters of a digit, 1..=255; `None` fits the heading and the cells.
    pub width_digits: Option<f64>,
}

impl Column {
    /// A column as wide as its content.
    pub fn new(heading: Text, kind: ColumnKind) -> Self {
        Self { heading, kind, width_digits: None }
    }
}

/// How the cells of a column look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// Whole numbers with thousands separators.
    Integer,
    /// Numbers with this many decimals, 0..=6.
    Decimal(u8),
    /// Yuan with two decimals, exact to the fen.
    Money,
    /// A civil date, `yyyy-mm-dd`.
    Date,
    /// Percent with this many decimals, 0..=6; the cells hold 0..=100.
    Percent(u8),
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not known, or not applicable: an empty cell, never 0.
    Unknown,
    /// Words, always written as words, even if they start with `=`.
    Text(String),
    /// Words in both languages.
    Both(Text),
    /// A whole number.
    Integer(i64),
    /// A number; written as unknown unless finite.
    Number(f64),
    /// Money.
    Money(Fen),
    /// A date.
    Date(Date),
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Into::into)
    }
}

macro_rules! cell_from {
    ($($from:ty => $variant:ident),*) => {$(
        impl From<$from> for Cell {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}

cell_from!(String => Text, &str => Text, Text => Both, i64 => Integer, u32 => Integer,
    f64 => Number, Fen => Money, Date => Date);

/// The bytes of an XLSX file.
///
/// # Errors
/// [`ReportError`] when a row has the wrong number of cells, a sheet has too many rows, or a sheet
/// name is not allowed.
pub fn workbook(book: &Workbook) -> Result<Vec<u8>, ReportError> {
    let mut file = XlsxBook::new();
    let created = excel_date(book.on)?;
    file.set_properties(
        &DocProperties::new().set_title(both(&book.title)).set_creation_datetime(&created),
    );
    about_sheet(file.add_worksheet(), book)?;
    for sheet in &book.sheets {
        data_sheet(file.add_worksheet(), sheet)?;
    }
    Ok(file.save_to_buffer()?)
}

fn data_sheet(out: &mut Worksheet, sheet: &Sheet) -> Result<(), ReportError> {
    let rows = checked_rows(sheet)?;
    out.set_name(&sheet.name)?;
    let (zh, en) = heading_formats();
    for (index, column) in (0_u16..).zip(&sheet.columns) {
        let format = cell_format(column.kind);
        let align =
            if column.kind == ColumnKind::Text { FormatAlign::Left } else { FormatAlign::Right };
        out.write_string_with_format(0, index, &column.heading.zh, &zh.clone().set_align(align))?;
        out.write_string_with_format(1, index, &column.heading.en, &en.clone().set_align(align))?;
        let fitted = column.width_digits.unwrap_or_else(|| fitted_width(sheet, usize::from(index)));
        out.set_column_width(index, fitted.clamp(1.0, 255.0))?;
        out.set_column_format(index, &format)?;
        for (row, cells) in (HEADING_ROWS..).zip(&sheet.rows) {
            if let Some(cell) = cells.get(usize::from(index)) {
                write_cell(out, row, index, cell, column.kind, &format)?;
            }
        }
    }
    out.set_freeze_panes(HEADING_ROWS, 1)?;
    if let Some(last) = (0_u16..).zip(&sheet.columns).map(|(index, _)| index).last() {
        out.autofilter(1, 0, (HEADING_ROWS + rows).saturating_sub(1).max(1), last)?;
    }
    out.set_landscape().set_repeat_rows(0, 1)?.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The number of rows, if each has a cell for every column and all fit.
fn checked_rows(sheet: &Sheet) -> Result<u32, ReportError> {
    let limit = SHEET_ROWS - HEADING_ROWS;
    let rows = u32::try_from(sheet.rows.len()).ok().filter(|rows| *rows <= limit);
    let rows = rows.ok_or_else(|| ReportError::TooManyRows {
        sheet: sheet.name.clone(),
        rows: sheet.rows.len(),
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
    })?;
    let expected = sheet.columns.len();
    match sheet.rows.iter().enumerate().find(|(_, cells)| cells.len() != expected) {
        None => Ok(rows),
        Some((row, cells)) => Err(ReportError::RowWidth {
            sheet: sheet.name.clone(),
            row,
            expected,
            found: cells.len(),
        }),
    }
}

fn write_cell(
    out: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    kind: ColumnKind,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(words) => out.write_string_with_format(row, column, fitting(words), format)?,
        Cell::Both(text) => {
            out.write_string_with_format(row, column, fitting(&both(text)), format)?
        }
        Cell::Integer(value) => {
            #[expect(clippy::cast_precision_loss, reason = "the format knows floats only")]
            let value = *value as f64;
            out.write_number_with_format(row, column, scaled(value, kind), format)?
        }
        Cell::Number(value) if value.is_finite() => {
            out.write_number_with_format(row, column, scaled(*value, kind), format)?
        }
        Cell::Unknown | Cell::Number(_) => out.write_blank(row, column, format)?,
        Cell::Money(amount) => {
            out.write_number_with_format(row, column, amount.yuan_f64(), format)?
        }
        Cell::Date(date) => {
            out.write_datetime_with_format(row, column, excel_date(*date)?, format)?
        }
    };
    Ok(())
}

/// Percent cells are stored as parts of one.
fn scaled(value: f64, kind: ColumnKind) -> f64 {
    if matches!(kind, ColumnKind::Percent(_)) { value / 100.0 } else { value }
}

/// `text` cut to what a cell holds.
fn fitting(text: &str) -> String {
    text.chars().take(CELL_CHARS).collect()
}

/// Both languages in one line, or one of them where they are equal.
fn both(text: &Text) -> String {
    if text.zh == text.en { text.zh.clone() } else { format!("{} / {}", text.zh, text.en) }
}

/// The date, or 1900-01-01 for earlier ones, which the format does not know.
fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or(0).max(1900);
    let month = u8::try_from(date.month()).unwrap_or(1);
    let day = u8::try_from(date.day()).unwrap_or(1);
    ExcelDateTime::from_ymd(year, month, day)
}

fn cell_format(kind: ColumnKind) -> Format {
    let decimals = |digits: u8| match digits.min(6) {
        0 => String::new(),
        some => format!(".{}", "0".repeat(usize::from(some))),
    };
    let base = Format::new().set_font_color(INK).set_align(FormatAlign::Top);
    match kind {
        ColumnKind::Text => base.set_text_wrap(),
        ColumnKind::Integer => base.set_num_format("#,##0"),
        ColumnKind::Decimal(digits) => base.set_num_format(format!("#,##0{}", decimals(digits))),
        ColumnKind::Money => base.set_num_format("#,##0.00"),
        ColumnKind::Date => base.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Right),
        ColumnKind::Percent(digits) => base.set_num_format(format!("0{}%", decimals(digits))),
    }
}

fn heading_formats() -> (Format, Format) {
    let base =
        Format::new().set_background_color(PAPER).set_text_wrap().set_align(FormatAlign::Top);
    let zh = base.clone().set_bold().set_font_color(INK);
    let en = base
        .set_font_color(SLATE)
        .set_font_size(9)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(LINE);
    (zh, en)
}

/// Width of a column from its heading and its first rows, in digits; a Chinese character counts
/// two.
fn fitted_width(sheet: &Sheet, index: usize) -> f64 {
    const SAMPLE_ROWS: usize = 500;
    const NARROWEST: usize = 9;
    const WIDEST: usize = 44;
    let Some(column) = sheet.columns.get(index) else { return 0.0 };
    let heading = digits_wide(&column.heading.zh).max(digits_wide(&column.heading.en));
    let cells = sheet.rows.iter().take(SAMPLE_ROWS).filter_map(|row| row.get(index));
    let widest = cells.map(cell_digits).max().unwrap_or(0);
    let width = widest.max(heading.min(18)).clamp(NARROWEST, WIDEST) + 2;
    f64::from(u32::try_from(width).unwrap_or(u32::MAX))
}

fn cell_digits(cell: &Cell) -> usize {
    match cell {
        Cell::Unknown => 0,
        Cell::Text(words) => digits_wide(words),
        Cell::Both(text) => digits_wide(&both(text)),
        Cell::Integer(value) => value.to_string().len() * 4 / 3,
        Cell::Number(value) => format!("{value:.2}").len() * 4 / 3,
        Cell::Money(amount) => amount.to_string().len() * 4 / 3,
        Cell::Date(_) => "2026-01-01".len(),
    }
}

fn digits_wide(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Title, day, notices, a table of contents, sources.
fn about_sheet(out: &mut Worksheet, book: &Workbook) -> Result<(), ReportError> {
    out.set_name("说明 About")?;
    for (column, width) in [(0, 30.0), (1, 44.0), (2, 62.0), (3, 12.0), (4, 8.0)] {
        out.set_column_width(column, width)?;
    }
    let wrap = cell_format(ColumnKind::Text);
    let title = Format::new().set_bold().set_font_size(16).set_font_color(INK);
    let meta = Format::new().set_font_color(SLATE);
    let notice = wrap.clone().set_font_color(BRICK).set_bold();
    let (heading, _) = heading_formats();
    out.write_string_with_format(0, 0, fitting(&book.title.zh), &title)?;
    if book.title.en != book.title.zh {
        out.write_string_with_format(1, 0, fitting(&book.title.en), &meta)?;
    }
    out.set_landscape().set_print_fit_to_pages(1, 0);
    out.write_string_with_format(2, 0, format!("日期 / as of {}", book.on), &meta)?;
    let mut row = 4;
    for text in &book.notices {
        out.merge_range(row, 0, row, 4, &fitting(&format!("{}\n{}", text.zh, text.en)), &notice)?;
        out.set_row_height(row, 36)?;
        row += 1;
    }
    row += 1;
    for (column, words) in [(0, "工作表 Sheet"), (1, "内容"), (2, "Content")] {
        out.write_string_with_format(row, column, words, &heading)?;
    }
    for sheet in &book.sheets {
        row += 1;
        out.write_string_with_format(row, 0, fitting(&sheet.name), &wrap)?;
        out.write_string_with_format(row, 1, fitting(&sheet.about.zh), &wrap)?;
        out.write_string_with_format(row, 2, fitting(&sheet.about.en), &wrap)?;
    }
    row += 2;
    let titles = ["来源 Source of", "数值 Value", "出处 Origin", "日期 Date", "标记 Mark"];
    for (column, words) in (0_u16..).zip(titles) {
        out.write_string_with_format(row, column, words, &heading)?;
    }
    for line in &book.sources {
        row += 1;
        out.write_string_with_format(row, 0, fitting(&both(&line.what)), &wrap)?;
        out.write_string_with_format(row, 1, fitting(&line.value), &wrap)?;
        out.write_string_with_format(row, 2, fitting(&line.source.origin), &wrap)?;
        let date = line.source.date.map(|date| date.to_string()).unwrap_or_default();
        out.write_string_with_format(row, 3, date, &wrap)?;
        out.write_string_with_format(row, 4, line.source.mark.letter().to_string(), &wrap)?;
    }
    marks_legend(out, row + 2)?;
    Ok(())
}

/// What the letters in the column "mark" mean.
fn marks_legend(out: &mut Worksheet, first_row: u32) -> Result<(), XlsxError> {
    let meta = Format::new().set_font_color(SLATE).set_font_size(9);
    for (row, mark) in (first_row..).zip(crate::format::MARKS) {
        let words = crate::format::mark_words(mark);
        out.write_string_with_format(
            row,
            0,
            format!("{}  {}", mark.letter(), both(&words)),
            &meta,
        )?;
    }
    Ok(())
}

/// Rows of text as a workbook of one sheet to be edited: the first two rows are headings. Numbers
/// stay text, so that what is read back is what was written.
///
/// # Errors
/// [`ReportError::Xlsx`] where the format refuses the content.
pub fn plain_sheet(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, ReportError> {
    let mut book = XlsxBook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    let head = Format::new().set_bold().set_background_color(PAPER).set_text_wrap();
    let cell = Format::new().set_align(FormatAlign::Top);
    for (row, cells) in (0_u32..).zip(rows) {
        let format = if row < HEADING_ROWS { &head } else { &cell };
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string_with_format(row, column, text.as_str(), format)?;
        }
    }
    sheet.autofit();
    sheet.set_freeze_panes(HEADING_ROWS, 2)?;
    // The day of the file would make equal rows unequal bytes.
    book.set_properties(
        &DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    Ok(book.save_to_buffer()?)
}
