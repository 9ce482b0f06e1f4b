//! Ventilation that opens while outdoor air cools the zone.

use energy::building::{Building, NightVentilation, Schedule};
use energy::weather::Weather;
use energy::{Options, Year, building_of_yaml, simulate, simulate_stock};
use proptest::prelude::*;

use crate::bestest;
use crate::shared::synthetic_weather;
use crate::zone::{HUT, bits, dark, fix_films, mixed, refused, sealed_box, two_boxes};

fn night(ach: f64, air_min_c: f64) -> NightVentilation {
    NightVentilation {
        ach,
        schedule: Schedule::always(),
        air_min_c,
        difference_min_k: 2.0,
        months: vec![],
    }
}

fn aired(mut building: Building, night: &NightVentilation) -> Building {
    for zone in &mut building.zones {
        zone.air.night_ventilation = Some(night.clone());
    }
    building
}

fn year(building: &Building, weather: &Weather) -> Year {
    let options = Options { hourly: true, ..Options::default() };
    let year = simulate(building, weather, &options).expect("valid");
    let error = year.annual.balance_error_ratio;
    assert!(error < 1e-9, "{error}");
    year
}

/// A box of known loss (171.6 m² · 1/(1/8 + 1 + 1/20) W/(m²·K)) with gains, never heated or cooled.
fn warm_box(gains_w_m2: f64) -> Building {
    let mut building = sealed_box(1.0);
    fix_films(&mut building, 8.0, 20.0);
    let zone = &mut building.zones[0];
    zone.gains.equipment_w_m2 = gains_w_m2;
    zone.gains.radiative_share = 0.0;
    (zone.thermostat.heating_c, zone.thermostat.cooling_c) = (None, None);
    building
}

#[test]
fn a_free_room_by_hand() {
    let (gains_w, outdoor_c) = (4800.0, 15.0);
    let weather = dark(outdoor_c, 0.0);
    let building = warm_box(100.0);
    let area_m2: f64 = building.surfaces().map(|surface| surface.area_m2).sum();
    let loss_w_k = area_m2 / (1.0 / 8.0 + 1.0 + 1.0 / 20.0);
    let air_w_k = 129.6 * 101_325.0 / (287.042 * 288.15) * 1006.0 / 3600.0;
    let held = |night: &NightVentilation| year(&aired(building.clone(), night), &weather).annual;
    // Open all the time: the gains leave by walls and three air changes.
    let free_c = outdoor_c + gains_w / (loss_w_k + 3.0 * air_w_k);
    let open = held(&night(3.0, 20.0));
    assert!(free_c > 21.0 && (open.zone_air_mean_c - free_c).abs() < 1e-6, "{free_c}");
    // Thirty would cool to less than the floor: it throttles there.
    let throttled = held(&night(30.0, 20.0));
    assert!((throttled.zone_air_max_c - 20.0).abs() < 1e-6, "{}", throttled.zone_air_max_c);
    assert!((throttled.zone_air_min_c - 20.0).abs() < 1e-6, "{}", throttled.zone_air_min_c);
    // A difference that the closed room does not have keeps it closed.
    let closed_c = outdoor_c + gains_w / loss_w_k;
    let kept = NightVentilation { difference_min_k: closed_c - 14.9, ..night(3.0, 20.0) };
    assert!((held(&kept).zone_air_mean_c - closed_c).abs() < 1e-6);
    // So does a month in which it may not, and a floor warmer than comfort.
    let summer = NightVentilation { months: vec![7], ..night(3.0, 20.0) };
    assert!((held(&summer).zone_air_max_c - closed_c).abs() < 1e-6);
    assert!((held(&night(3.0, 60.0)).zone_air_mean_c - closed_c).abs() < 1e-6);
}

#[test]
fn night_air_that_never_opens_changes_no_bit() {
    let options = Options::default();
    let run = |buildings: &[Building]| {
        bits(&simulate_stock(buildings, synthetic_weather(), &options, &|_| ()))
    };
    let plain = mixed();
    let shut: Vec<Building> = plain.iter().map(|b| aired(b.clone(), &night(0.0, 24.0))).collect();
    assert_eq!(run(&plain), run(&shut));
    let mut some = plain.clone();
    some[1] = aired(some[1].clone(), &night(5.0, 22.0));
    let (before, after) = (run(&plain), run(&some));
    for at in 0..plain.len() {
        assert_eq!(before[at] == after[at], at != 1, "{at}");
    }
}

#[test]
fn two_zones_with_night_air_settle() {
    let building = aired(two_boxes(), &night(6.0, 22.0));
    year(&building, synthetic_weather());
}

#[test]
fn a_heavy_building_needs_less_cooling_with_cool_nights() {
    let weather = synthetic_weather();
    let building = bestest::building("900");
    let summer = NightVentilation { months: vec![6, 7, 8], ..night(5.0, 21.0) };
    let (plain, airy) = (year(&building, weather), year(&aired(building, &summer), weather));
    let ratio = airy.annual.cooling_kwh / plain.annual.cooling_kwh;
    assert!(ratio < 0.96, "{ratio}");
    // Heating of later months remembers nothing of the summer's nights.
    let apart_kwh = (airy.annual.heating_kwh - plain.annual.heating_kwh).abs();
    assert!(apart_kwh < 1e-3 * plain.annual.heating_kwh, "{apart_kwh}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn it_never_makes_a_room_too_warm_nor_heats_it(
        ach in 0.5..20.0_f64,
        air_min_c in 21.0..26.0_f64,
        difference_min_k in 0.0..6.0_f64,
        heavy in any::<bool>(),
        cooled in any::<bool>(),
    ) {
        let weather = synthetic_weather();
        let mut building = bestest::building(if heavy { "900" } else { "600" });
        if !cooled {
            building.zones[0].thermostat.cooling_c = None;
        }
        building.zones[0].gains.people_w_m2 = 3.0;
        let months = vec![6, 7, 8];
        let nights = NightVentilation { difference_min_k, months, ..night(ach, air_min_c) };
        let (plain, airy) = (year(&building, weather), year(&aired(building, &nights), weather));
        let (before, after) = (plain.hourly.expect("hours"), airy.hourly.expect("hours"));
        let warm = |hours: &[f64]| hours.iter().filter(|air_c| **air_c > 28.0 + 1e-6).count();
        prop_assert!(warm(&after.zone_air_c) <= warm(&before.zone_air_c));
        prop_assert!(airy.annual.cooling_kwh <= plain.annual.cooling_kwh + 1e-9);
        let more_kwh = airy.annual.heating_kwh - plain.annual.heating_kwh;
        prop_assert!(more_kwh <= 1e-6 * plain.annual.heating_kwh, "{more_kwh}");
    }
}

#[test]
fn night_ventilation_is_read_from_a_file_or_refused_by_path() {
    let text = HUT.replace(
        "air: {infiltration_ach: 0.7}",
        "air: {infiltration_ach: 0.7, night_ventilation: {ach: 4, schedule: &open {weekday: &o \
         [1,1,1,1,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,1], saturday: *o, sunday: *o}, \
         air_min_c: 20, difference_min_k: 3, months: [6, 7, 8]}}",
    );
    let hut = building_of_yaml("hut.yaml", &text).expect("a hut with night ventilation");
    assert!(hut.zones[0].air.night_ventilation.is_some());
    let told = |change: &dyn Fn(&mut NightVentilation)| {
        let mut night = night(4.0, 22.0);
        change(&mut night);
        refused(&aired(sealed_box(1.0), &night))
    };
    let at = |field: &str, code: &str| {
        vec![(format!("zones[0].air.night_ventilation.{field}"), code.to_owned())]
    };
    assert_eq!(told(&|_| ()), []);
    assert_eq!(told(&|n| n.ach = -1.0), at("ach", "out_of_range"));
    assert_eq!(told(&|n| n.difference_min_k = f64::NAN), at("difference_min_k", "out_of_range"));
    assert_eq!(told(&|n| n.months = vec![13]), at("months", "out_of_range"));
    assert_eq!(told(&|n| n.schedule.sunday[3] = 2.0), at("schedule.sunday[3]", "out_of_range"));
    // The box is heated to 20 °C in all months.
    assert_eq!(told(&|n| n.air_min_c = 19.0), at("air_min_c", "cooled_and_heated"));
}
