//! A stock of building variants simulated for a year, Parquet in, Parquet out.
//!
//! Rows pass through in batches, so that memory does not grow with the file.

mod answers;
mod rows;

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use energy::building::Building;
use energy::{Options, StockSimulator};
use rayon::prelude::*;
use serde::Serialize;
use units::{Diagnostic, Lang, Severity, Text};

use crate::columns::ParquetFile;
use crate::energy_year::{diagnostics, failure};
use crate::failure::Failure;
use crate::files::{self, PartFile};
use crate::import::InputLine;
use crate::outcome::{Line, Outcome, Told};
use crate::progress::{Progress, Step};
use crate::weather::{self, Climate};
use answers::{Answer, Simulated};
use rows::{Row, StockFile};

/// Rows that are in memory together: some 150 MB of building files of one zone.
const BATCH_ROWS: usize = 4096;
/// Faults that the result repeats; the table has all.
const FAULTS_TOLD: usize = 20;
/// Faults that a terminal shows.
const FAULTS_SHOWN: usize = 5;

/// What to simulate.
#[derive(Clone, Copy, Debug)]
pub struct StockRequest<'a> {
    /// The building variants, Parquet, as docs/energy/stock.md describes them.
    pub stock: &'a Path,
    /// An EPW file, or `typical` for the embedded synthetic Beijing year.
    pub weather: &'a str,
    /// Where the answers go, Parquet.
    pub out: &'a Path,
}

/// A stock run, as it is printed.
#[derive(Debug, Default, Serialize)]
struct StockResult {
    rows: usize,
    simulated: usize,
    refused: usize,
    weather: String,
    weather_is_synthetic: bool,
    out: String,
    /// The first faults; the table has all.
    faults: Vec<Diagnostic>,
    /// Remarks on the weather.
    remarks: Vec<Diagnostic>,
    inputs: serde_json::Value,
}

/// Simulates every row of a stock file for a year.
///
/// A row that cannot be simulated has its fault in its row of the answer and stops nothing.
///
/// # Errors
/// [`Failure::Input`] with place and remedy of what is wrong with the file as a whole or with the
/// weather, [`Failure::Request`] for an answer in place of its own input, [`Failure::Unwritable`];
/// an older answer of that name is then unchanged.
pub fn simulate_stock_file(
    request: &StockRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let result = run(request, BATCH_ROWS, progress)?;
    let gist = gist(&result);
    Ok(Box::new(Told { result, gist }))
}

fn run(
    request: &StockRequest<'_>,
    batch_rows: usize,
    progress: &dyn Progress,
) -> Result<StockResult, Failure> {
    refuse_own_input(request)?;
    let mut stock = StockFile::open(request.stock)?;
    let climate = weather::read(request.weather)?;
    let options = Options::default();
    let mut simulator = StockSimulator::new(&climate.weather, &options).map_err(failure)?;
    let part = PartFile::create(request.out)?;
    let unwritable = |cause| files::unwritable(request.out, cause);
    let file = part.file.try_clone().map_err(|cause| files::unwritable(request.out, cause))?;
    let notes = notes(&stock, &climate, &options);
    let mut table = ParquetFile::new(BufWriter::new(file), &answers::columns(&[]), notes)
        .map_err(unwritable)?;
    let mut result = told(request, &stock, &climate);
    progress.begin(Step::Simulate, stock.row_count);
    loop {
        let rows = stock.next_rows(batch_rows)?;
        if rows.is_empty() {
            break;
        }
        let answers = simulate_rows(rows, &stock.name, &mut simulator, progress);
        table.push(&answers::columns(&answers)).map_err(unwritable)?;
        result.count(&answers);
    }
    progress.end();
    end(table, part, request.out)?;
    Ok(result)
}

/// Everything on the disk, then the name.
fn end(table: ParquetFile<BufWriter<File>>, part: PartFile, out: &Path) -> Result<(), Failure> {
    let file = table.finish().map_err(|cause| files::unwritable(out, cause))?;
    let file = file.into_inner().map_err(|cause| files::unwritable(out, cause.into_error()))?;
    file.sync_all().map_err(|cause| files::unwritable(out, cause))?;
    part.keep()
}

/// One batch: read in parallel, simulated side by side, in the order of the rows.
fn simulate_rows(
    rows: Vec<Row>,
    file: &str,
    simulator: &mut StockSimulator<'_>,
    progress: &dyn Progress,
) -> Vec<Answer> {
    let parsed: Vec<Result<Building, Vec<Diagnostic>>> =
        rows.par_iter().map(|row| building_of(row).map_err(|all| placed(all, file, row))).collect();
    let (mut buildings, mut faults) = (Vec::new(), Vec::new());
    for one in parsed {
        faults.push(one.map(|building| buildings.push(building)));
    }
    let told = AtomicUsize::new(0);
    let tell = |done: usize| {
        progress.advance(done.saturating_sub(told.fetch_max(done, Ordering::Relaxed)));
    };
    let years = simulator.simulate(&buildings, &tell);
    progress.advance(rows.len() - told.into_inner());
    let mut simulated = buildings.iter().zip(years);
    rows.into_iter()
        .zip(faults)
        .filter_map(|(row, fault)| {
            let found = match fault {
                Err(all) => Err(all),
                Ok(()) => {
                    let (building, year) = simulated.next()?;
                    year.map(|annual| Simulated {
                        floor_area_m2: building.floor_area_m2(),
                        has_pv: building.pv.is_some(),
                        annual,
                    })
                    .map_err(|fault| placed(diagnostics(fault), file, &row))
                }
            };
            // The text is not needed any more.
            Some(Answer { row: Row { building: None, ..row }, found })
        })
        .collect()
}

fn building_of(row: &Row) -> Result<Building, Vec<Diagnostic>> {
    let empty = |column: &str, expected: Text| {
        vec![Diagnostic {
            severity: Severity::Refused,
            code: "missing_value".to_owned(),
            file: String::new(),
            row: None,
            column: column.to_owned(),
            value: String::new(),
            expected,
            remedy: Text::new("请补上该值，或删去该行", "add the value or drop the row"),
        }]
    };
    if row.building_id.is_none() {
        return Err(empty("building_id", Text::new("建筑编号", "the building's identifier")));
    }
    let text = row.building.as_deref().ok_or_else(|| {
        empty("building", Text::new("建筑文件文本（JSON 或 YAML）", "a building file (JSON, YAML)"))
    })?;
    energy::building_of_yaml("", text).map_err(|fault| {
        let mut all = diagnostics(fault);
        for one in &mut all {
            one.column = match one.column.as_str() {
                "" => "building".to_owned(),
                path => format!("building.{path}"),
            };
        }
        all
    })
}

/// Remarks with the place of their row in the stock file.
fn placed(mut all: Vec<Diagnostic>, file: &str, row: &Row) -> Vec<Diagnostic> {
    for one in &mut all {
        file.clone_into(&mut one.file);
        one.row = Some(row.number);
    }
    all
}

/// The answer may not take the place of the stock it is made from.
fn refuse_own_input(request: &StockRequest<'_>) -> Result<(), Failure> {
    let same = match (request.stock.canonicalize(), request.out.canonicalize()) {
        (Ok(stock), Ok(out)) => stock == out,
        _ => false,
    };
    if !same {
        return Ok(());
    }
    Err(Failure::Request(Text::new(
        "--out 与输入是同一个文件；请换一个文件名",
        "--out is the input itself; choose another name",
    )))
}

/// What the answer was made from, as metadata of its file.
fn notes(stock: &StockFile, climate: &Climate, options: &Options) -> Vec<(&'static str, String)> {
    let options = serde_json::json!({
        "first_weekday": options.first_weekday,
        "comfort_min_c": options.comfort_min_c,
        "comfort_max_c": options.comfort_max_c,
        "warm_up_days_max": options.warm_up_days_max,
        "steps_per_hour": options.steps_per_hour,
    });
    vec![
        ("reweave.version", crate::VERSION.to_owned()),
        ("reweave.stock", stock.name.clone()),
        ("reweave.stock_sha256", stock.sha256.clone()),
        ("reweave.weather", climate.weather.source.clone()),
        ("reweave.weather_is_synthetic", climate.weather.synthetic.to_string()),
        ("reweave.weather_sha256", climate.input.sha256.clone()),
        ("reweave.options", options.to_string()),
    ]
}

fn told(request: &StockRequest<'_>, stock: &StockFile, climate: &Climate) -> StockResult {
    let stock = InputLine {
        role: "stock",
        name: &stock.name,
        bytes: usize::try_from(stock.bytes).unwrap_or(usize::MAX),
        sha256: &stock.sha256,
    };
    StockResult {
        weather: climate.weather.source.clone(),
        weather_is_synthetic: climate.weather.synthetic,
        out: request.out.display().to_string(),
        remarks: climate.remarks.clone(),
        inputs: serde_json::to_value([stock, InputLine::from(&climate.input)]).unwrap_or_default(),
        ..StockResult::default()
    }
}

impl StockResult {
    fn count(&mut self, answers: &[Answer]) {
        self.rows += answers.len();
        self.refused += answers.iter().filter(|one| one.found.is_err()).count();
        self.simulated = self.rows - self.refused;
        let left = FAULTS_TOLD - self.faults.len();
        self.faults
            .extend(answers.iter().filter_map(|one| one.faults().first()).take(left).cloned());
    }
}

fn gist(result: &StockResult) -> Vec<Line> {
    let mut lines = vec![
        Line::count("行数", "rows", result.rows),
        Line::count("完成模拟", "simulated", result.simulated),
        Line::count("无法模拟", "refused", result.refused),
        Line::plain("气象", "weather", result.weather.clone()),
        Line::plain("结果", "written to", result.out.clone()),
    ];
    let remark = |zh, en| {
        move |one: &Diagnostic| Line::new(zh, en, Text::new(one.line(Lang::Zh), one.line(Lang::En)))
    };
    lines.extend(result.faults.iter().take(FAULTS_SHOWN).map(remark("退回", "refused")));
    lines.extend(result.remarks.iter().take(FAULTS_SHOWN).map(remark("提示", "remark")));
    lines
}

#[cfg(test)]
mod tests;
