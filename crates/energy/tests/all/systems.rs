//! Plants, fans, hot water and lamps against what can be worked out by hand.

use energy::building::{Building, Carrier, Schedule};
use energy::year::EndUse;
use energy::{Annual, Options, Weather, simulate};

use crate::shared::synthetic_weather;
use crate::zone::{dark, furnished, refused, sealed_box};

/// Hours of a year over a thousand.
const KILOHOURS: f64 = 8.76;

fn annual(building: &Building, weather: &Weather) -> Annual {
    simulate(building, weather, &Options::default()).expect("a valid building").annual
}

/// Asserts that two numbers agree within 1e-9 of the second.
fn near(value: f64, exact: f64) {
    assert!((value - exact).abs() <= 1e-9 * exact.abs(), "{value} {exact}");
}

/// What `validate` says of a furnished building after a change.
fn faults(change: impl Fn(&mut Building)) -> Vec<String> {
    let mut building = furnished();
    change(&mut building);
    refused(&building).into_iter().map(|(path, _)| path).collect()
}

#[test]
fn fans_take_their_specific_power_and_warm_the_supply_air() {
    let mut building = sealed_box(2.0);
    building.zones[0].air.ventilation_ach = 1.0;
    building.zones[0].air.ventilation_schedule = Schedule::always();
    let weather = dark(-10.0, 0.0);
    let still = annual(&building, &weather);
    building.zones[0].systems.specific_fan_power_w_m3s = 2000.0;
    building.zones[0].systems.fan_heat_share = 0.5;
    let blown = annual(&building, &weather);
    // By hand: 129.6 m³ an hour at 2000 W/(m³/s) are 72 W.
    let fans_kwh = 72.0 * KILOHOURS;
    near(blown.end_uses.get(EndUse::Auxiliary, Carrier::Electricity), fans_kwh);
    let saved_kwh = still.heating_kwh - blown.heating_kwh;
    assert!((saved_kwh / (0.5 * fans_kwh) - 1.0).abs() < 1e-6, "{saved_kwh}");
    near(blown.end_uses.total_kwh(), blown.heating_kwh + fans_kwh);
}

#[test]
fn hot_water_has_its_own_efficiency_and_standing_loss() {
    let mut building = furnished();
    building.zones[0].systems.hot_water_carrier = Carrier::Electricity;
    building.zones[0].systems.hot_water_efficiency = Some(2.5);
    let plain = annual(&building, synthetic_weather());
    building.zones[0].systems.hot_water_standing_loss_w = 50.0;
    let standing = annual(&building, synthetic_weather());
    let water_kwh = |annual: &Annual| annual.end_uses.get(EndUse::HotWater, Carrier::Electricity);
    assert!((water_kwh(&plain) / (480.0 * 10.0 / 10.0 / 2.5) - 1.0).abs() < 0.01);
    let loss_kwh = water_kwh(&standing) - water_kwh(&plain);
    assert!((loss_kwh / (50.0 * KILOHOURS / 2.5) - 1.0).abs() < 1e-9);
    // The loss is given to no zone.
    near(standing.heating_kwh, plain.heating_kwh);
}

#[test]
fn odd_fans_and_hot_water_are_refused_by_path() {
    let path = |field: &str| vec![format!("zones[0].systems.{field}")];
    let fans = |value| faults(|b| b.zones[0].systems.specific_fan_power_w_m3s = value);
    assert_eq!(fans(2000.0), Vec::<String>::new());
    assert_eq!(fans(-1.0), path("specific_fan_power_w_m3s"));
    let heat = |value| faults(|b| b.zones[0].systems.fan_heat_share = value);
    assert_eq!(heat(1.1), path("fan_heat_share"));
    let water = |value| faults(|b| b.zones[0].systems.hot_water_efficiency = Some(value));
    assert_eq!(water(3.0), Vec::<String>::new());
    assert_eq!(water(0.0), path("hot_water_efficiency"));
    let loss = |value| faults(|b| b.zones[0].systems.hot_water_standing_loss_w = value);
    assert_eq!(loss(f64::NAN), path("hot_water_standing_loss_w"));
}
