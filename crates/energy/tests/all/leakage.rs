//! Air that wind and stack drive through leaks.

use energy::building::{Airtightness, Building, Leakage, Shielding, Terrain};
use energy::{Options, building_of_yaml, simulate, simulate_stock};

use crate::bestest;
use crate::shared::synthetic_weather;
use crate::zone::{HUT, bits, dark, fix_films, heating_kwh, mixed, refused, sealed_box, two_boxes};

fn leakage(area_cm2: f64) -> Leakage {
    Leakage {
        airtightness: Airtightness::EffectiveArea { area_cm2 },
        height_m: 5.0,
        ceiling_floor_share: 0.5,
        shielding: Shielding::Moderate,
        terrain: Terrain::Flat,
    }
}

fn leaky(mut building: Building, area_cm2: f64) -> Building {
    for zone in &mut building.zones {
        zone.air.leakage = Some(leakage(area_cm2));
    }
    building
}

#[test]
fn a_steady_loss_by_hand() {
    // 300 cm² in a box at 20 °C, −10 °C outdoors and 4 m/s: f_s = 1.25/3·√(9.81·5/295) = 0.16990,
    // f_w = 0.24·0.5^(1/3)·0.5^0.15 = 0.17168; V = 0.03·√(f_s²·30 + f_w²·16) = 0.034696 m³/s.
    let mut tight = sealed_box(1.0);
    fix_films(&mut tight, 8.0, 20.0);
    let weather = dark(-10.0, 4.0);
    let more_kwh =
        heating_kwh(&leaky(tight.clone(), 300.0), &weather) - heating_kwh(&tight, &weather);
    let density_kg_m3 = 101_325.0 / (287.042 * 263.15);
    let exact_kwh = 0.034_696 * density_kg_m3 * 1006.0 * 30.0 * 8.76;
    assert!((more_kwh / exact_kwh - 1.0).abs() < 1e-4, "{more_kwh} {exact_kwh}");
}

#[test]
fn neither_wind_nor_difference_is_no_flow() {
    let weather = dark(20.0, 0.0);
    let mut box_ = sealed_box(1.0);
    // Cooling would start at 27 °C: the room stays at 20 °C and so do the leaks.
    box_.zones[0].gains.equipment_w_m2 = 0.0;
    let options = Options { hourly: true, ..Options::default() };
    let year = |building: &Building| simulate(building, &weather, &options).expect("valid");
    let (tight, open) = (year(&box_), year(&leaky(box_.clone(), 1e4)));
    assert!((open.annual.heating_kwh - tight.annual.heating_kwh).abs() < 1e-6);
    let apart = |(a, b): (&f64, &f64)| (a - b).abs();
    let (tight, open) = (tight.hourly.expect("hours"), open.hourly.expect("hours"));
    let most_k = tight.zone_air_c.iter().zip(&open.zone_air_c).map(apart).fold(0.0, f64::max);
    assert!(most_k < 1e-6, "{most_k}");
}

#[test]
fn leaks_that_are_none_change_no_bit_and_neighbours_see_nothing() {
    let options = Options::default();
    let run = |buildings: &[Building]| {
        bits(&simulate_stock(buildings, synthetic_weather(), &options, &|_| ()))
    };
    let plain = mixed();
    let closed: Vec<Building> = plain.iter().map(|b| leaky(b.clone(), 0.0)).collect();
    assert_eq!(run(&plain), run(&closed));
    let mut some = plain.clone();
    some[2] = leaky(some[2].clone(), 500.0);
    let (before, after) = (run(&plain), run(&some));
    for at in 0..plain.len() {
        assert_eq!(before[at] == after[at], at != 2, "{at}");
    }
}

#[test]
fn a_real_year_with_leaks_balances_and_loses_more_the_larger_they_are() {
    let weather = synthetic_weather();
    let of = |area_cm2: f64| heating_kwh(&leaky(bestest::building("900"), area_cm2), weather);
    assert!(of(0.0) < of(100.0) && of(100.0) < of(400.0));
    let both = simulate(&leaky(two_boxes(), 200.0), weather, &Options::default()).expect("valid");
    assert!(both.annual.balance_error_ratio < 1e-9);
}

#[test]
fn leakage_is_read_from_a_file_or_refused_by_path() {
    let text = HUT.replace(
        "air: {infiltration_ach: 0.7}",
        "air: {infiltration_ach: 0, leakage: {airtightness: {air_change: {n50_1_h: 6}}, \
         height_m: 4, terrain: urban, shielding: very_heavy}}",
    );
    let hut = building_of_yaml("hut.yaml", &text).expect("a hut with leaks");
    let read = hut.zones[0].air.leakage.expect("leaks");
    assert_eq!((read.terrain, read.shielding), (Terrain::Urban, Shielding::VeryHeavy));
    assert!((read.ceiling_floor_share - 0.5).abs() < 1e-12);
    let told = |change: &dyn Fn(&mut Leakage)| {
        let mut building = leaky(sealed_box(1.0), 100.0);
        building.zones[0].air.leakage.iter_mut().for_each(change);
        refused(&building).into_iter().map(|(path, _)| path).collect::<Vec<_>>()
    };
    let at = |field: &str| vec![format!("zones[0].air.leakage.{field}")];
    assert_eq!(told(&|l| l.height_m = 0.0), at("height_m"));
    assert_eq!(told(&|l| l.ceiling_floor_share = 1.5), at("ceiling_floor_share"));
    assert_eq!(told(&|l| l.scale(-1.0)), at("airtightness.effective_area.area_cm2"));
    let test = Airtightness::AirChange { n50_1_h: f64::NAN };
    assert_eq!(told(&|l| l.airtightness = test), at("airtightness.air_change.n50_1_h"));
}
