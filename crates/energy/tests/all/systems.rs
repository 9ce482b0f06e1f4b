//! Plants, fans, hot water and lamps against what can be worked out by hand.

use energy::building::{Building, Carrier, Daylight, Dimming, Schedule};
use energy::year::EndUse;
use energy::{Annual, Options, Weather, simulate};
use proptest::prelude::*;

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

/// Control of all lamps for 300 lx.
fn daylight() -> Daylight {
    Daylight {
        target_lx: 300.0,
        controlled_share: 1.0,
        dimming: Dimming::Continuous,
        least_power_share: 0.1,
        light_transmittance: None,
        utilance: 0.5,
        direct_sun_share: 0.2,
    }
}

/// A furnished building with lamps on from 6 to 20 h that follow daylight.
fn lit(daylight: Option<Daylight>) -> Building {
    let mut building = furnished();
    let gains = &mut building.zones[0].gains;
    gains.lighting_schedule =
        Schedule::daily(std::array::from_fn(
            |hour| {
                if (6..20).contains(&hour) { 1.0 } else { 0.0 }
            },
        ));
    gains.daylight = daylight;
    building
}

#[test]
fn dimmed_lamps_make_up_for_the_light_that_the_sun_does_not_bring() {
    let mut overcast = synthetic_weather().clone();
    for hour in &mut overcast.hours {
        hour.direct_normal_w_m2 = 0.0;
    }
    // Light transmittance 0.6; scattered light counts in full.
    let control = Daylight {
        light_transmittance: Some(0.6),
        direct_sun_share: 1.0,
        controlled_share: 0.8,
        ..daylight()
    };
    let building = lit(Some(control));
    let options = Options { hourly: true, ..Options::default() };
    let year = simulate(&building, &overcast, &options).expect("valid");
    let hours = year.hourly.expect("hours were asked for");
    // By hand, from the sun of each hour: clear double glass lets 0.703 of it through at normal
    // incidence; the sky around the sun counts as direct, with 93 in place of 110 lm/W.
    let lighting_kwh = |lm_w: f64| -> f64 {
        let power_w = |(hour, sun_w): (usize, &f64)| {
            if !(6..20).contains(&(hour % 24)) {
                return 0.0;
            }
            let inside_lx = lm_w * sun_w * 0.6 / 0.703 * 0.5 / 48.0;
            let missing = (1.0 - inside_lx / 300.0).max(0.0);
            8.0 * 48.0 * (1.0 - 0.8 * (1.0 - 0.1) * (1.0 - missing))
        };
        hours.solar_transmitted_w.iter().enumerate().map(power_w).sum::<f64>() / 1000.0
    };
    let bought_kwh = year.annual.end_uses.end_use_kwh(EndUse::Lighting);
    let (least_kwh, most_kwh) = (lighting_kwh(110.0), lighting_kwh(93.0));
    assert!(bought_kwh > least_kwh * 0.999, "{bought_kwh} {least_kwh}");
    assert!(bought_kwh < most_kwh && most_kwh < least_kwh * 1.05, "{bought_kwh} {most_kwh}");
}

#[test]
fn lamps_that_dim_warm_the_room_less() {
    let weather = synthetic_weather();
    let (full, dimmed) = (annual(&lit(None), weather), annual(&lit(Some(daylight())), weather));
    let lighting = |annual: &Annual| annual.end_uses.end_use_kwh(EndUse::Lighting);
    near(lighting(&full), 8.0 * 48.0 * 14.0 * 365.0 / 1000.0);
    assert!(lighting(&dimmed) < 0.8 * lighting(&full), "{}", lighting(&dimmed));
    assert!(dimmed.heating_kwh > full.heating_kwh && dimmed.cooling_kwh < full.cooling_kwh);
    // Where all lamps stay on whatever the sun, nothing changes but the last bits.
    let stubborn = Daylight { least_power_share: 1.0, ..daylight() };
    let same = annual(&lit(Some(stubborn)), weather);
    near(same.heating_kwh, full.heating_kwh);
    near(same.end_uses.total_kwh(), full.end_uses.total_kwh());
}

#[test]
fn odd_daylight_is_refused_by_path() {
    let told = |change: &dyn Fn(&mut Daylight)| {
        let mut control = daylight();
        change(&mut control);
        faults(|b| b.zones[0].gains.daylight = Some(control))
    };
    let path = |field: &str| vec![format!("zones[0].gains.daylight.{field}")];
    assert_eq!(told(&|_| ()), Vec::<String>::new());
    assert_eq!(told(&|d| d.target_lx = 0.0), path("target_lx"));
    assert_eq!(told(&|d| d.controlled_share = 1.5), path("controlled_share"));
    assert_eq!(told(&|d| d.least_power_share = -0.1), path("least_power_share"));
    assert_eq!(told(&|d| d.light_transmittance = Some(2.0)), path("light_transmittance"));
    assert_eq!(told(&|d| d.utilance = f64::NAN), path("utilance"));
    assert_eq!(told(&|d| d.direct_sun_share = 1.01), path("direct_sun_share"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn dimming_never_raises_lighting(
        target_lx in 50.0..2000.0_f64,
        controlled_share in 0.0..1.0_f64,
        least_power_share in 0.0..1.0_f64,
        is_switched in any::<bool>(),
    ) {
        let dimming = if is_switched { Dimming::OnOff } else { Dimming::Continuous };
        let control =
            Daylight { target_lx, controlled_share, least_power_share, dimming, ..daylight() };
        let dimmed = annual(&lit(Some(control)), synthetic_weather());
        let full_kwh = 8.0 * 48.0 * 14.0 * 365.0 / 1000.0;
        let lighting_kwh = dimmed.end_uses.end_use_kwh(EndUse::Lighting);
        prop_assert!(lighting_kwh <= full_kwh * (1.0 + 1e-12));
        let least = 1.0 - controlled_share * (1.0 - least_power_share);
        prop_assert!(lighting_kwh >= full_kwh * least * (1.0 - 1e-12));
        prop_assert!(dimmed.balance_error_ratio < 1e-6);
    }
}
