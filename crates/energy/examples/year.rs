//! The year of one building: `cargo run -p energy --example year -- BUILDING.yaml WEATHER.epw`.
//!
//! Prints yearly loads (kWh) and the largest hourly means (W) as one line of JSON.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "an example stands outside the kernel: it reads files and answers on the screen"
)]

use std::error::Error;
use std::path::PathBuf;

use energy::{Options, building_of_yaml, read_epw, simulate};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [building, weather] = paths.as_slice() else {
        return Err("give a building (YAML) and a weather file (EPW)".into());
    };
    let text = std::fs::read_to_string(building)?;
    let building = building_of_yaml(&building.display().to_string(), &text)?;
    let (weather, _) =
        read_epw(&std::fs::read(weather)?, &weather.display().to_string()).map_err(|remarks| {
            remarks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        })?;
    let annual = simulate(&building, &weather, &Options::default())?.annual;
    println!(
        "{{\"annual\":{{\"heating_kwh\":{},\"cooling_kwh\":{}}},\
         \"peak\":{{\"heating_w\":{},\"cooling_w\":{}}}}}",
        annual.heating_kwh, annual.cooling_kwh, annual.heating_peak_w, annual.cooling_peak_w
    );
    Ok(())
}
