//! The hours of a simulated year as a file.

use std::fmt::Write as _;
use std::path::Path;

use energy::Weather;
use energy::year::Hourly;
use units::Text;

use crate::columns::{self, Column};
use crate::failure::Failure;
use crate::files;

/// Kind of the file, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text with a heading, values separated by commas.
    Csv,
    /// Columns of floats.
    Parquet,
}

impl Kind {
    /// The kind that a name asks for.
    ///
    /// # Errors
    /// [`Failure::Request`] for any other end than `.csv` and `.parquet`.
    pub(crate) fn of(path: &Path) -> Result<Self, Failure> {
        let end = path.extension().map(|end| end.to_ascii_lowercase());
        match end.as_deref().and_then(std::ffi::OsStr::to_str) {
            Some("csv") => Ok(Self::Csv),
            Some("parquet") => Ok(Self::Parquet),
            _ => Err(Failure::Request(Text::new(
                format!("逐时结果 {} 的文件名应以 .csv 或 .parquet 结尾", path.display()),
                format!("hourly results {}: the name must end in .csv or .parquet", path.display()),
            ))),
        }
    }
}

/// One hour: the number of the hour, then the values of [`NAMES`].
type Row = (i64, [f64; 9]);

/// Columns after `hour_of_year`, each with its unit.
const NAMES: [&str; 9] = [
    "outdoor_c",
    "zone_air_c",
    "heating_w",
    "cooling_w",
    "solar_transmitted_w",
    "electricity_w",
    "pv_generation_w",
    "pv_self_use_w",
    "pv_export_w",
];

/// Writes the hours, whole or not at all. `hour_of_year` counts from 0, 1 January 0:00–1:00 local
/// standard time.
///
/// # Errors
/// [`Failure::Unwritable`].
pub(crate) fn write(
    path: &Path,
    kind: Kind,
    weather: &Weather,
    hours: &Hourly,
) -> Result<(), Failure> {
    let rows = rows(weather, hours);
    let bytes = match kind {
        Kind::Csv => csv(&rows).into_bytes(),
        Kind::Parquet => columns::parquet(&table(&rows)).map_err(|cause| Failure::Unwritable {
            path: path.to_path_buf(),
            cause: cause.into(),
        })?,
    };
    files::write_whole(path, &bytes)
}

fn rows(weather: &Weather, hours: &Hourly) -> Vec<Row> {
    let value = |all: &[f64], hour: usize| all.get(hour).copied().unwrap_or(0.0);
    (0_i64..)
        .zip(&weather.hours)
        .enumerate()
        .map(|(at, (number, outdoor))| {
            let electricity_w = value(&hours.electricity_w, at);
            let pv_w = value(&hours.pv_generation_w, at);
            let values = [
                outdoor.dry_bulb_c,
                value(&hours.zone_air_c, at),
                value(&hours.heating_w, at),
                value(&hours.cooling_w, at),
                value(&hours.solar_transmitted_w, at),
                electricity_w,
                pv_w,
                pv_w.min(electricity_w),
                (pv_w - electricity_w).max(0.0),
            ];
            (number, values)
        })
        .collect()
}

fn csv(rows: &[Row]) -> String {
    let mut text = format!("hour_of_year,{}\n", NAMES.join(","));
    for (number, values) in rows {
        // Writing to a string does not fail.
        let _ = write!(text, "{number}");
        for value in values {
            let _ = write!(text, ",{value}");
        }
        text.push('\n');
    }
    text
}

fn table(rows: &[Row]) -> Vec<Column> {
    let mut table = vec![columns::whole(rows, "hour_of_year", |row| Some(row.0))];
    for (at, name) in NAMES.into_iter().enumerate() {
        table.push(columns::real(rows, name, move |row| row.1.get(at).copied()));
    }
    table
}
