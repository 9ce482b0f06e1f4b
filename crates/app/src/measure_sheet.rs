//! The catalogue of measures as a sheet that an officer edits, and back.

use std::io::Cursor;
use std::path::Path;

use appraisal::{Catalogue, SHEET_NAME};
use calamine::{Data, Reader, Xlsx};
use units::Text;

use crate::embedded;
use crate::failure::Failure;
use crate::files::{Input, unwritable, write_whole};
use crate::outcome::{Line, Outcome, Told};

/// Writes the measures as a workbook, one row each.
///
/// # Errors
/// [`Failure`] when the measures cannot be read or the workbook not written.
pub fn export_measures(measures: Option<&Path>, out: &Path) -> Result<Box<dyn Outcome>, Failure> {
    let catalogue = catalogue(measures)?.0;
    let bytes = report::plain_sheet(SHEET_NAME, &catalogue.sheet_rows())
        .map_err(|cause| unwritable(out, cause))?;
    write_whole(out, &bytes)?;
    Ok(told(&catalogue, out))
}

/// Reads an edited workbook and writes the measures as YAML.
///
/// # Errors
/// [`Failure`] when the workbook cannot be read, with every cell that is wrong, or the file not
/// written.
pub fn import_measures(
    sheet: &Path,
    measures: Option<&Path>,
    out: &Path,
) -> Result<Box<dyn Outcome>, Failure> {
    let input = Input::read("sheet", sheet)?;
    let rows = rows(&input)?;
    let edited = catalogue(measures)?.0.with_sheet(&input.name, &rows).map_err(Failure::Input)?;
    write_whole(out, edited.measures_yaml().as_bytes())?;
    Ok(told(&edited, out))
}

/// The catalogue of the embedded measures, or of those in a file, with both files.
pub(crate) fn catalogue(measures: Option<&Path>) -> Result<(Catalogue, [Input; 2]), Failure> {
    let measures = match measures {
        Some(path) => Input::read("measures", path)?,
        None => embedded::data("measures", "measures/measures.yaml"),
    };
    let packages = embedded::data("packages", "measures/packages.yaml");
    let catalogue =
        Catalogue::parse((&measures.name, &measures.text()), (&packages.name, &packages.text()))
            .map_err(Failure::Input)?;
    Ok((catalogue, [measures, packages]))
}

/// The cells of the sheet as text.
fn rows(input: &Input) -> Result<Vec<Vec<String>>, Failure> {
    let refuse = |cause: String| {
        Failure::Request(Text::new(
            format!("{} 不是措施工作簿：{cause}", input.name),
            format!("{} is no workbook of measures: {cause}", input.name),
        ))
    };
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&input.bytes))
        .map_err(|cause: calamine::XlsxError| refuse(cause.to_string()))?;
    let sheet = book.worksheet_range(SHEET_NAME).map_err(|cause| refuse(cause.to_string()))?;
    let cell = |data: &Data| match data {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    Ok(sheet.rows().map(|row| row.iter().map(cell).collect()).collect())
}

fn told(catalogue: &Catalogue, out: &Path) -> Box<dyn Outcome> {
    let count = catalogue.measures.len();
    let gist = vec![
        Line::count("措施", "measures", count),
        Line::plain("文件", "file", out.display().to_string()),
    ];
    Box::new(Told { result: serde_json::json!({ "measures": count, "file": out }), gist })
}
