//! The weather that buildings are simulated in.

use std::path::Path;

use energy::Weather;
use units::Diagnostic;

use crate::embedded;
use crate::failure::Failure;
use crate::files::Input;

/// The name that stands for the embedded synthetic Beijing year.
pub(crate) const TYPICAL: &str = "typical";

/// A year of weather, the input it was read from, and remarks on it.
pub(crate) struct Climate {
    pub(crate) weather: Weather,
    pub(crate) input: Input,
    pub(crate) remarks: Vec<Diagnostic>,
}

/// The embedded typical year, or an EPW file.
pub(crate) fn read(name: &str) -> Result<Climate, Failure> {
    if name == TYPICAL {
        let input = embedded::data("weather", "climate/beijing-normals.yaml");
        let normals = energy::parse_normals(&input.text(), &input.name).map_err(Failure::Input)?;
        return Ok(Climate { weather: energy::typical_year(&normals), input, remarks: Vec::new() });
    }
    let input = Input::read("weather", Path::new(name))?;
    let (weather, remarks) = energy::read_epw(&input.bytes, &input.name).map_err(Failure::Input)?;
    Ok(Climate { weather, input, remarks })
}
