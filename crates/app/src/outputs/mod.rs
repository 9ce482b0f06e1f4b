//! The result files of a run: tables, decisions, workbook, map, page, summary.

mod book;
mod derive;
mod energy;
mod map;
mod page;
mod summary;
mod tables;
mod view;

use std::path::PathBuf;

use serde::Serialize;

use crate::failure::Failure;
use crate::files::OutDir;
use crate::progress::Progress;
use crate::run::Programme;

pub(crate) use summary::{Summary, energy_lines, summary};
pub(crate) use tables::appraisals;

/// Result files beside the summary.
pub(crate) const FILES: usize = 7;

/// Writes every result file but the summary; answers the path of the page.
pub(crate) fn write(
    programme: &Programme,
    out: &OutDir,
    progress: &dyn Progress,
) -> Result<PathBuf, Failure> {
    let views = view::views(programme);
    let put = |name: &str, bytes: Result<Vec<u8>, Cause>| {
        let bytes = bytes.map_err(|cause| Failure::Unwritable { path: out.path(name), cause })?;
        let path = out.write(name, &bytes)?;
        progress.advance(1);
        Ok::<_, Failure>(path)
    };
    put("spaces.parquet", tables::spaces(programme, &views))?;
    put("appraisals.parquet", tables::appraisals(&programme.assessments))?;
    put("decisions.jsonl", tables::decisions(&views))?;
    put("refused-rows.csv", Ok(stock::refused_rows_csv(&programme.import.applied.diagnostics)))?;
    put("map.geojson", map::geojson(programme, &views))?;
    put("programme.xlsx", book::workbook(programme, &views))?;
    put("report.html", Ok(report::page(&page::report(programme, &views)).into_bytes()))
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Indented JSON with a line break at its end.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
