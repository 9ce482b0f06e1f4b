//! Plants, fans, hot water and lamps against what can be worked out by hand.

use energy::building::{
    Backup, Building, Carrier, CoolingPlant, Daylight, Dimming, HeatingPlant, Performance,
    Schedule, SupplyReset, SupplyWater, Systems,
};
use energy::year::EndUse;
use energy::{Annual, Options, Weather, simulate};
use proptest::prelude::*;

use crate::shared::synthetic_weather;
use crate::zone::{area_m2, dark, fix_films, furnished, refused, sealed_box, two_boxes};

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
        target_lux: 300.0,
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

/// A building with all that plants and lamps may have.
pub(crate) fn equipped() -> Building {
    let mut building = lit(Some(daylight()));
    building.zones[0].air.ventilation_ach = 1.0;
    building.zones[0].air.heat_recovery_effectiveness = 0.6;
    let systems = &mut building.zones[0].systems;
    systems.specific_fan_power_w_m3s = 1500.0;
    systems.fan_heat_share = 0.5;
    systems.heating = AIR_SOURCE;
    systems.heating_capacity_w = Some(2000.0);
    systems.cooling_capacity_w = Some(1500.0);
    systems.heating_water = water(50.0, None);
    systems.heating_performance = Performance {
        capacity_per_outdoor_k: 0.02,
        cycling_degradation_factor: 0.1,
        ..Performance::default()
    };
    systems.heating_backup =
        Some(Backup { carrier: Carrier::Electricity, efficiency: 1.0, capacity_w: Some(500.0) });
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
    assert_eq!(told(&|d| d.target_lux = 0.0), path("target_lux"));
    assert_eq!(told(&|d| d.controlled_share = 1.5), path("controlled_share"));
    assert_eq!(told(&|d| d.least_power_share = -0.1), path("least_power_share"));
    assert_eq!(told(&|d| d.light_transmittance = Some(2.0)), path("light_transmittance"));
    assert_eq!(told(&|d| d.utilance = f64::NAN), path("utilance"));
    assert_eq!(told(&|d| d.direct_sun_share = 1.01), path("direct_sun_share"));
}

/// A box of 100 m²K/W outdoors at one temperature with `systems`, and its year.
fn steady(outdoor_c: f64, systems: Systems) -> Annual {
    let mut building = sealed_box(100.0);
    building.zones[0].systems = systems;
    annual(&building, &dark(outdoor_c, 0.0))
}

/// Purchased energy per heat or cold in the years of such a box.
fn effort(outdoor_c: f64, systems: Systems) -> f64 {
    let year = steady(outdoor_c, systems);
    let bought_kwh =
        year.end_uses.end_use_kwh(EndUse::Heating) + year.end_uses.end_use_kwh(EndUse::Cooling);
    bought_kwh / (year.heating_kwh + year.cooling_kwh)
}

fn water(design_supply_c: f64, reset: Option<SupplyReset>) -> Option<SupplyWater> {
    Some(SupplyWater { design_supply_c, design_drop_k: 15.0, reset })
}

const AIR_SOURCE: HeatingPlant = HeatingPlant::AirSourceHeatPump { rated_cop: 3.2, supply_c: 45.0 };

#[test]
fn heat_pumps_follow_source_and_supply() {
    let with = |heating, heating_water| Systems { heating, heating_water, ..Systems::default() };
    // By hand: lift 48 K as rated; 45 + 10 + 10 and 35 + 10 + 10 K at −10 °C.
    near(1.0 / effort(-10.0, with(AIR_SOURCE, None)), 3.2 * 48.0 / 65.0);
    let cool = water(35.0, None);
    near(1.0 / effort(-10.0, with(AIR_SOURCE, cool)), 3.2 * 48.0 / 55.0 * 313.15 / 323.15);
    // 55 °C at −10 °C and 35 °C at 15 °C are 45 °C at 2.5 °C, and 35 °C beyond.
    let reset = SupplyReset { design_outdoor_c: -10.0, mild_outdoor_c: 15.0, mild_supply_c: 35.0 };
    let curve = water(55.0, Some(reset));
    near(1.0 / effort(2.5, with(AIR_SOURCE, curve)), 3.2 * 48.0 / 52.5);
    near(1.0 / effort(16.0, with(AIR_SOURCE, curve)), 3.2 * 48.0 / 29.0 * 313.15 / 323.15);
    // Air at 19 °C counts as 17 °C.
    near(1.0 / effort(19.0, with(AIR_SOURCE, curve)), 3.2 * 48.0 / 28.0 * 313.15 / 323.15);
    let ground = HeatingPlant::GroundSourceHeatPump { rated_cop: 4.0, supply_c: 45.0 };
    near(1.0 / effort(5.0, with(ground, cool)), 4.0 * 45.0 / 40.0 * 313.15 / 323.15);
    // Rated in the cold: lift 45 + 12 + 10 K.
    let performance = Performance { rated_outdoor_c: Some(-12.0), ..Performance::default() };
    let cold = Systems { heating_performance: performance, ..with(AIR_SOURCE, None) };
    near(1.0 / effort(-10.0, cold), 3.2 * 67.0 / 65.0);
}

#[test]
fn a_condensing_boiler_follows_its_return() {
    let boiler = HeatingPlant::CondensingBoiler {
        efficiency_hot_return: 0.96,
        efficiency_return_30_c: 1.06,
    };
    let with = |heating_water| Systems { heating: boiler, heating_water, ..Systems::default() };
    near(effort(-10.0, with(None)), 1.0 / 0.96);
    near(effort(-10.0, with(water(80.0, None))), 1.0 / 0.96);
    near(effort(-10.0, with(water(40.0, None))), 1.0 / 1.06);
    // 60 °C less 15 K: a return of 45 °C, 10 of 25 K below the dew point.
    let part = 1.0 / 0.96 + (1.0 / 1.06 - 1.0 / 0.96) * 10.0 / 25.0;
    near(effort(-10.0, with(water(60.0, None))), part);
    // At 2.5 °C the supply is half-way from 80 to 40 °C; the drop is two thirds of 15 K.
    let reset = SupplyReset { design_outdoor_c: -10.0, mild_outdoor_c: 15.0, mild_supply_c: 40.0 };
    let part = 1.0 / 0.96 + (1.0 / 1.06 - 1.0 / 0.96) * 5.0 / 25.0;
    near(effort(2.5, with(water(80.0, Some(reset)))), part);
}

#[test]
fn chillers_follow_sink_and_chilled_water() {
    let chiller = CoolingPlant::Chiller { rated_cop: 3.0, flat: false };
    let with = |chilled_water| Systems { cooling: chiller, chilled_water, ..Systems::default() };
    near(1.0 / effort(40.0, with(None)), 3.0 * 38.0 / 43.0);
    let warm = |sink_c: f64| 3.0 * 38.0 / (sink_c - 2.0) * 280.15 / 275.15;
    near(1.0 / effort(40.0, with(water(12.0, None))), warm(40.0));
    let reset = SupplyReset { design_outdoor_c: 45.0, mild_outdoor_c: 35.0, mild_supply_c: 17.0 };
    near(1.0 / effort(40.0, with(water(7.0, Some(reset)))), warm(40.0));
    let ground = CoolingPlant::GroundSource { rated_cop: 5.0 };
    let systems = Systems { cooling: ground, ..with(water(12.0, None)) };
    near(1.0 / effort(40.0, systems), 5.0 * 23.0 / 38.0 * 280.15 / 275.15);
}

#[test]
fn plants_lose_by_starts_and_gain_at_part_load() {
    let full = steady(-10.0, Systems { heating: AIR_SOURCE, ..Systems::default() });
    let load_w = full.heating_peak_w;
    let with = |capacity_w: f64, performance: Performance| Systems {
        heating: AIR_SOURCE,
        heating_capacity_w: Some(capacity_w),
        heating_performance: performance,
        ..Systems::default()
    };
    let as_rated = 65.0 / 48.0 / 3.2;
    let starts = Performance { cycling_degradation_factor: 0.25, ..Performance::default() };
    near(effort(-10.0, with(2.0 * load_w, starts)), as_rated / (1.0 - 0.25 * 0.5));
    let modulates = Performance { lowest_load_share: 0.4, ..starts };
    near(effort(-10.0, with(2.0 * load_w, modulates)), as_rated);
    near(effort(-10.0, with(5.0 * load_w, modulates)), as_rated / (1.0 - 0.25 * 0.5));
    let inverter = Performance { half_load_ratio: 1.25, ..Performance::default() };
    near(effort(-10.0, with(2.0 * load_w, inverter)), as_rated / 1.25);
    near(effort(-10.0, with(load_w / 0.75, inverter)), as_rated * (1.0 - 0.2 * 0.5));
    near(effort(-10.0, with(9.0 * load_w, inverter)), as_rated / 1.25);
}

/// A box of known transmittance at −10 °C outdoors that needs `load_w` to stay at 20 °C.
fn known_box() -> (Building, f64) {
    let mut building = sealed_box(1.0);
    fix_films(&mut building, 8.0, 20.0);
    let load_w = area_m2(&building) / (1.0 / 8.0 + 1.0 + 1.0 / 20.0) * 30.0;
    (building, load_w)
}

#[test]
fn a_plant_too_small_leaves_the_room_at_what_it_can_heat() {
    let (mut building, load_w) = known_box();
    let systems = &mut building.zones[0].systems;
    systems.heating_capacity_w = Some(load_w);
    systems.heating_performance.capacity_per_outdoor_k = 0.02;
    systems.distribution_loss = 0.1;
    let year = simulate(&building, &dark(-10.0, 4.0), &Options::default()).expect("a valid box");
    // By hand: 17 K below the rating 0.66 of the heat are left, 0.6 of it in the room.
    assert!((year.annual.zone_air_max_c - 8.0).abs() < 1e-6, "{}", year.annual.zone_air_max_c);
    near(year.annual.heating_kwh, 0.6 * load_w * KILOHOURS);
    near(year.annual.end_uses.total_kwh(), 0.66 * load_w * KILOHOURS);
    near(year.annual.unmet_heating_h, 8760.0);
    assert!(year.annual.unmet_cooling_h <= 0.0);
    near(year.zones[0].unmet_heating_h, 8760.0);
    assert!(year.annual.balance_error_ratio < 1e-9);
}

#[test]
fn a_chiller_too_small_leaves_the_room_warm() {
    let (mut building, _) = known_box();
    building.zones[0].systems.cooling_capacity_w = Some(0.0);
    let free = annual(&building, &dark(40.0, 4.0));
    assert!((free.zone_air_min_c - 40.0).abs() < 1e-6);
    near(free.unmet_cooling_h, 8760.0);
    building.zones[0].systems.cooling_capacity_w = None;
    building.zones[0].systems.cooling = CoolingPlant::None;
    near(annual(&building, &dark(40.0, 4.0)).unmet_cooling_h, 8760.0);
}

#[test]
fn backup_heats_what_the_heat_pump_leaves() {
    let (mut building, load_w) = known_box();
    let systems = &mut building.zones[0].systems;
    systems.heating = AIR_SOURCE;
    systems.heating_capacity_w = Some(0.4 * load_w);
    let gas = Backup { carrier: Carrier::Gas, efficiency: 0.8, capacity_w: None };
    systems.heating_backup = Some(gas);
    let options = Options { hourly: true, ..Options::default() };
    let year = simulate(&building, &dark(-10.0, 4.0), &options).expect("a valid box");
    let uses = &year.annual.end_uses;
    assert!((year.annual.heating_kwh / (load_w * KILOHOURS) - 1.0).abs() < 1e-6);
    let heat_pump_kwh = 0.4 * load_w * KILOHOURS / (3.2 * 48.0 / 65.0);
    near(uses.get(EndUse::Heating, Carrier::Electricity), heat_pump_kwh);
    let gas_kwh = (year.annual.heating_kwh - 0.4 * load_w * KILOHOURS) / 0.8;
    near(uses.get(EndUse::Heating, Carrier::Gas), gas_kwh);
    assert!(year.annual.unmet_heating_h <= 0.0);
    let gas = Backup { capacity_w: Some(0.1 * load_w), ..gas };
    building.zones[0].systems.heating_backup = Some(gas);
    let short = annual(&building, &dark(-10.0, 4.0));
    near(short.heating_kwh, 0.5 * load_w * KILOHOURS);
    near(short.unmet_heating_h, 8760.0);
    // One carrier for both: they add up, hour by hour too.
    let electric = Backup { carrier: Carrier::Electricity, efficiency: 1.0, capacity_w: None };
    building.zones[0].systems.heating_backup = Some(electric);
    let year = simulate(&building, &dark(-10.0, 4.0), &options).expect("a valid box");
    let bought_kwh = year.annual.end_uses.get(EndUse::Heating, Carrier::Electricity);
    near(bought_kwh, heat_pump_kwh + year.annual.heating_kwh - 0.4 * load_w * KILOHOURS);
    let hours = year.hourly.expect("hours were asked for");
    near(hours.electricity_w.iter().sum::<f64>() / 1000.0, year.annual.end_uses.total_kwh());
}

#[test]
fn an_hour_counts_once_for_the_building() {
    let mut building = two_boxes();
    for zone in &mut building.zones {
        zone.systems.heating_capacity_w = Some(10.0);
    }
    let year = simulate(&building, &dark(-10.0, 0.0), &Options::default()).expect("two boxes");
    for zone in &year.zones {
        near(zone.unmet_heating_h, 8760.0);
        near(zone.heating_kwh, 10.0 * KILOHOURS);
    }
    near(year.annual.unmet_heating_h, 8760.0);
    assert!(year.annual.balance_error_ratio < 1e-9);
    building.zones[1].systems.heating_capacity_w = None;
    let year = simulate(&building, &dark(-10.0, 0.0), &Options::default()).expect("two boxes");
    assert!(year.zones[1].unmet_heating_h <= 0.0);
    near(year.annual.unmet_heating_h, year.zones[0].unmet_heating_h);
}

#[test]
fn a_capacity_that_is_never_reached_changes_nothing() {
    let plain = annual(&furnished(), synthetic_weather());
    let mut building = furnished();
    building.zones[0].systems.heating_capacity_w = Some(1.2 * plain.heating_peak_w);
    building.zones[0].systems.cooling_capacity_w = Some(1.2 * plain.cooling_peak_w);
    building.zones[0].systems.chilled_water = water(7.0, None);
    let ample = annual(&building, synthetic_weather());
    near(ample.heating_kwh, plain.heating_kwh);
    near(ample.cooling_kwh, plain.cooling_kwh);
    near(ample.zone_air_mean_c, plain.zone_air_mean_c);
    near(ample.end_uses.total_kwh(), plain.end_uses.total_kwh());
    assert!(ample.unmet_heating_h + ample.unmet_cooling_h <= 0.0);
}

#[test]
fn all_at_once_adds_up() {
    let year =
        simulate(&equipped(), synthetic_weather(), &Options::default()).expect("an equipped year");
    let annual = &year.annual;
    assert!(annual.balance_error_ratio < 1e-9, "{}", annual.balance_error_ratio);
    assert!(annual.unmet_heating_h > 0.0 && annual.unmet_cooling_h > 0.0);
    assert!(annual.heating_peak_w <= 2500.0 / 1.1 && annual.cooling_peak_w <= 1500.0 / 1.1 + 1e-9);
    let electricity_kwh: f64 = year.monthly.iter().map(|month| month.electricity_kwh).sum();
    near(electricity_kwh, annual.end_uses.carrier_kwh(Carrier::Electricity));
    let months_kwh: f64 = year.monthly.iter().map(|month| month.end_uses.total_kwh()).sum();
    near(months_kwh, annual.end_uses.total_kwh());
}

#[test]
fn odd_plants_are_refused_by_path() {
    let none = Vec::<String>::new();
    let told = |change: &dyn Fn(&mut Systems)| faults(|b| change(&mut b.zones[0].systems));
    let path = |field: &str| vec![format!("zones[0].systems.{field}")];
    assert_eq!(told(&|s| s.heating_capacity_w = Some(1e4)), none);
    assert_eq!(told(&|s| s.heating_capacity_w = Some(-1.0)), path("heating_capacity_w"));
    assert_eq!(told(&|s| s.cooling_capacity_w = Some(f64::NAN)), path("cooling_capacity_w"));
    let condensing = |hot, cool| HeatingPlant::CondensingBoiler {
        efficiency_hot_return: hot,
        efficiency_return_30_c: cool,
    };
    assert_eq!(told(&|s| s.heating = condensing(0.95, 1.05)), none);
    let field = "heating.condensing_boiler.efficiency_return_30_c";
    assert_eq!(told(&|s| s.heating = condensing(0.95, 0.9)), path(field));
    let field = "heating.condensing_boiler.efficiency_hot_return";
    assert_eq!(told(&|s| s.heating = condensing(1.05, 1.06)), path(field));
    let pump = HeatingPlant::AirSourceHeatPump { rated_cop: 0.2, supply_c: 45.0 };
    assert_eq!(told(&|s| s.heating = pump), path("heating.air_source_heat_pump.rated_cop"));
    assert_eq!(
        told(&|s| s.heating_water = water(120.0, None)),
        path("heating_water.design_supply_c")
    );
    let reset = SupplyReset { design_outdoor_c: 15.0, mild_outdoor_c: -10.0, mild_supply_c: 35.0 };
    let field = "heating_water.reset.mild_outdoor_c";
    assert_eq!(told(&|s| s.heating_water = water(55.0, Some(reset))), path(field));
    let starts = Performance { cycling_degradation_factor: 0.25, ..Performance::default() };
    // What goes by a capacity needs one.
    assert_eq!(told(&|s| s.cooling_performance = starts), path("cooling_capacity_w"));
    let performance = |change: &dyn Fn(&mut Performance)| {
        told(&|s| {
            s.heating_capacity_w = Some(1e4);
            change(&mut s.heating_performance);
        })
    };
    let within = |field: &str| path(&format!("heating_performance.{field}"));
    assert_eq!(performance(&|p| *p = starts), none);
    assert_eq!(
        performance(&|p| p.cycling_degradation_factor = 1.0),
        within("cycling_degradation_factor")
    );
    assert_eq!(performance(&|p| p.lowest_load_share = 0.0), within("lowest_load_share"));
    assert_eq!(performance(&|p| p.half_load_ratio = -1.0), within("half_load_ratio"));
    assert_eq!(performance(&|p| p.rated_outdoor_c = Some(99.0)), within("rated_outdoor_c"));
    assert_eq!(performance(&|p| p.capacity_per_outdoor_k = 2.0), within("capacity_per_outdoor_k"));
    let backup = Backup { carrier: Carrier::Gas, efficiency: 0.9, capacity_w: None };
    assert_eq!(told(&|s| s.heating_backup = Some(backup)), path("heating_capacity_w"));
    let with_backup = |backup: Backup| {
        told(&|s| {
            s.heating_capacity_w = Some(1e4);
            s.heating_backup = Some(backup);
        })
    };
    assert_eq!(with_backup(backup), none);
    let cold = Backup { carrier: Carrier::DistrictCooling, ..backup };
    assert_eq!(with_backup(cold), path("heating_backup.carrier"));
    let bad = Backup { efficiency: 2.0, capacity_w: Some(-1.0), ..backup };
    let two = ["efficiency", "capacity_w"].map(|f| path(&format!("heating_backup.{f}"))).concat();
    assert_eq!(with_backup(bad), two);
    let without = |s: &mut Systems| {
        s.heating = HeatingPlant::None;
        s.heating_capacity_w = Some(1e4);
        s.heating_backup = Some(backup);
    };
    assert_eq!(told(&without), path("heating_backup"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn dimming_never_raises_lighting(
        target_lux in 50.0..2000.0_f64,
        controlled_share in 0.0..1.0_f64,
        least_power_share in 0.0..1.0_f64,
        is_switched in any::<bool>(),
    ) {
        let dimming = if is_switched { Dimming::OnOff } else { Dimming::Continuous };
        let control =
            Daylight { target_lux, controlled_share, least_power_share, dimming, ..daylight() };
        let dimmed = annual(&lit(Some(control)), synthetic_weather());
        let full_kwh = 8.0 * 48.0 * 14.0 * 365.0 / 1000.0;
        let lighting_kwh = dimmed.end_uses.end_use_kwh(EndUse::Lighting);
        prop_assert!(lighting_kwh <= full_kwh * (1.0 + 1e-12));
        let least = 1.0 - controlled_share * (1.0 - least_power_share);
        prop_assert!(lighting_kwh >= full_kwh * least * (1.0 - 1e-12));
        prop_assert!(dimmed.balance_error_ratio < 1e-6);
    }

    #[test]
    fn more_capacity_never_raises_unmet_hours(share in 0.1..1.0_f64, more in 1.0..1.5_f64) {
        let plain = annual(&furnished(), synthetic_weather());
        let with = |share: f64| {
            let mut building = furnished();
            let systems = &mut building.zones[0].systems;
            systems.heating_capacity_w = Some(1.1 * share * plain.heating_peak_w);
            systems.cooling_capacity_w = Some(1.1 * share * plain.cooling_peak_w);
            annual(&building, synthetic_weather())
        };
        let (less, more) = (with(share), with(share * more));
        prop_assert!(more.unmet_heating_h <= less.unmet_heating_h);
        prop_assert!(more.unmet_cooling_h <= less.unmet_cooling_h);
        prop_assert!(less.balance_error_ratio < 1e-6);
        let uses = &less.end_uses;
        let all_kwh: f64 = EndUse::ALL.map(|end_use| uses.end_use_kwh(end_use)).iter().sum();
        prop_assert!((all_kwh / uses.total_kwh() - 1.0).abs() < 1e-12);
    }
}
