//! The published test cases, and the form of building files.

use energy::cases::{self, Reading};
use serde::Serialize;
use units::Lang;

use crate::energy_year::failure;
use crate::failure::Failure;
use crate::outcome::{self, Outcome};
use crate::weather;

/// One figure as a row.
#[derive(Debug, Serialize)]
struct Row {
    case: String,
    metric: &'static str,
    unit: &'static str,
    value: f64,
}

impl From<Reading> for Row {
    fn from(reading: Reading) -> Self {
        let Reading { case, metric, unit, value } = reading;
        Self { case, metric, unit, value }
    }
}

struct Rows(Vec<Row>);

impl Outcome for Rows {
    fn json(&self) -> String {
        outcome::json(&self.0)
    }

    fn lines(&self, lang: Lang) -> String {
        let mut text = match lang {
            Lang::Zh => "算例    指标                          数值  单位\n".to_owned(),
            Lang::En => format!("{:6}  {:24}  {:>8}  unit\n", "case", "metric", "value"),
        };
        for Row { case, metric, unit, value } in &self.0 {
            let unit = if *unit == "C" { "°C" } else { unit };
            text.push_str(&format!("{case:6}  {metric:24}  {value:>8.3}  {unit}\n"));
        }
        text
    }
}

/// Simulates every published case under one year of weather: rows of case, metric, unit, value.
///
/// # Errors
/// [`Failure`] when the weather cannot be used.
pub fn published_cases(weather: &str) -> Result<Box<dyn Outcome>, Failure> {
    let climate = weather::read(weather)?;
    let mut rows = Vec::new();
    for (building, year) in cases::years(&climate.weather) {
        let readings = cases::readings(&building.name, &year.map_err(failure)?);
        rows.extend(readings.into_iter().map(Row::from));
    }
    Ok(Box::new(Rows(rows)))
}

/// The JSON Schema of building files, made from the types that read them.
pub fn building_schema() -> Box<dyn Outcome> {
    Box::new(outcome::Printed(energy::building_schema()))
}
