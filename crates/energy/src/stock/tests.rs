//! Batches and instruction sets, which only the crate itself can choose.

use super::*;
use crate::building::{Boundary, Schedule};
use crate::cases;

fn weather() -> Weather {
    let text = include_str!("../../../../data/climate/beijing-normals.yaml");
    crate::typical_year(&crate::parse_normals(text, "beijing-normals.yaml").unwrap())
}

/// A box whose thermostat leaves a wide band, in which the air floats for half of the year.
fn floating() -> Building {
    let mut building = cases::building("900").unwrap();
    building.zones[0].thermostat.heating_c = Some(Schedule::constant(14.0));
    building.zones[0].thermostat.cooling_c = Some(Schedule::constant(30.0));
    building
}

/// Two boxes, one upon the other, with air between them.
fn two_zones() -> Building {
    let mut building = floating();
    let mut below = building.zones[0].clone();
    "below".clone_into(&mut below.name);
    building.zones[0].surfaces[5].boundary = Boundary::Zone { zone: "below".to_owned() };
    building.mixing = vec![Mixing {
        between: [building.zones[0].name.clone(), below.name.clone()],
        flow_m3_h: 50.0,
    }];
    building.zones.push(below);
    building
}

fn mixed() -> Vec<Building> {
    let cases = ["600", "610", "640", "650", "600FF", "900", "930", "950", "900FF", "960", "980"];
    let mut buildings: Vec<Building> =
        cases.iter().map(|case| cases::building(case).unwrap()).collect();
    buildings.extend([floating(), two_zones()]);
    buildings
}

fn numbers(annual: &Annual) -> Vec<f64> {
    let mut numbers = vec![
        annual.heating_kwh,
        annual.cooling_kwh,
        annual.heating_peak_w,
        annual.cooling_peak_w,
        annual.zone_air_min_c,
        annual.zone_air_mean_c,
        annual.zone_air_max_c,
        annual.hours_outside_comfort_h,
    ];
    numbers.extend(annual.end_uses.0.iter().flatten());
    numbers
}

fn years(simulator: &mut StockSimulator<'_>, buildings: &[Building]) -> Vec<Vec<f64>> {
    let years = simulator.simulate(buildings, &|_| ());
    years.iter().map(|year| numbers(year.as_ref().expect("a sound building"))).collect()
}

#[test]
fn instruction_sets_agree_within_1e9() {
    use pulp::Arch;
    let mut sets = vec![Arch::Scalar];
    #[cfg(target_arch = "x86_64")]
    {
        sets.extend(pulp::x86::V3::try_new().map(Arch::V3));
        sets.extend(pulp::x86::V4::try_new().map(Arch::V4));
    }
    let (weather, buildings) = (weather(), mixed());
    let by_set: Vec<Vec<Vec<f64>>> = sets
        .iter()
        .map(|arch| {
            let mut simulator = StockSimulator::new(&weather, &Options::default()).unwrap();
            simulator.arch = *arch;
            years(&mut simulator, &buildings)
        })
        .collect();
    let mut worst = 0.0_f64;
    for other in &by_set[1..] {
        for (a, b) in by_set[0].iter().flatten().zip(other.iter().flatten()) {
            assert!(a.is_finite() && b.is_finite());
            worst = worst.max((a - b).abs() / a.abs().max(1e-9));
        }
    }
    println!("{} instruction sets, largest relative difference {worst:e}", sets.len());
    assert!(worst < 1e-9, "{worst:e}");
}

#[test]
fn batches_change_no_bit() {
    let (weather, buildings) = (weather(), mixed());
    let simulator = || StockSimulator::new(&weather, &Options::default()).unwrap();
    let whole = years(&mut simulator(), &buildings);
    for size in [1, 3, 7] {
        let mut one = simulator();
        let parts: Vec<Vec<f64>> =
            buildings.chunks(size).flat_map(|batch| years(&mut one, batch)).collect();
        assert_eq!(whole, parts, "batches of {size}");
    }
}

#[test]
fn more_directions_than_are_kept_change_no_bit() {
    // Each turned its own way: more planes than one climate may hold.
    let turned = |turn: u32| {
        let mut building = cases::building("600").unwrap();
        for surface in building.surfaces_mut() {
            surface.azimuth_deg = (surface.azimuth_deg + f64::from(turn)) % 360.0;
        }
        building
    };
    let weather = weather();
    let buildings: Vec<Building> = (0..60).map(turned).collect();
    let mut simulator = StockSimulator::new(&weather, &Options::default()).unwrap();
    let many = years(&mut simulator, &buildings);
    assert!(simulator.climate.is_none());
    let few = years(&mut simulator, &buildings[40..42]);
    assert!(simulator.climate.is_some());
    assert_eq!(many[40..42], few[..]);
}
