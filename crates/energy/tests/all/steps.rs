//! Steps shorter than an hour.

use energy::building::Building;
use energy::weather::Weather;
use energy::{Annual, Fault, Options, simulate};

use crate::bestest;
use crate::shared::synthetic_weather;
use crate::weather::{DENVER, weather};
use crate::zone::{dark, furnished, sealed_box, two_boxes};

fn annual(building: &Building, weather: &Weather, steps_per_hour: u8) -> Annual {
    let options = Options { steps_per_hour, ..Options::default() };
    let annual = simulate(building, weather, &options).expect("valid").annual;
    let error = annual.balance_error_ratio;
    assert!(error < 1e-9, "{error}");
    annual
}

#[test]
fn a_steady_year_is_the_same_in_any_steps() {
    let weather = dark(-10.0, 4.0);
    let building = sealed_box(2.0);
    let hourly_kwh = annual(&building, &weather, 1).heating_kwh;
    for steps in [2, 4, 6, 12] {
        let ratio = annual(&building, &weather, steps).heating_kwh / hourly_kwh;
        assert!((ratio - 1.0).abs() < 1e-6, "{steps} {ratio}");
    }
}

#[test]
fn shorter_steps_balance_for_all_that_a_building_may_have() {
    for building in [furnished(), two_boxes()] {
        annual(&building, synthetic_weather(), 4);
    }
}

#[test]
fn published_cases_hardly_move() {
    let Some(weather) = weather(DENVER) else { return };
    for id in ["600", "900"] {
        let building = bestest::building(id);
        let figures = |steps| {
            let year = annual(&building, &weather, steps);
            [year.heating_kwh, year.cooling_kwh, year.heating_peak_w, year.cooling_peak_w]
        };
        let hourly = figures(1);
        println!("{id} 1 {hourly:.0?}");
        for steps in [2, 4, 6] {
            let finer = figures(steps);
            let moved: [f64; 4] = std::array::from_fn(|at| (finer[at] / hourly[at] - 1.0) * 100.0);
            println!("{id} {steps} {finer:.0?}, by {moved:.2?} %");
            assert!(moved.iter().all(|percent| percent.abs() < 4.0), "{id} {steps} {moved:?}");
        }
    }
}

#[test]
fn no_steps_or_too_many_are_refused() {
    for steps_per_hour in [0, 13] {
        let options = Options { steps_per_hour, ..Options::default() };
        let year = simulate(&sealed_box(1.0), synthetic_weather(), &options);
        assert!(matches!(year, Err(Fault::Options { option: "steps_per_hour", .. })));
    }
}
