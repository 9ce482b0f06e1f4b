//! Outlines and obstacles: what is refused, and what they do to a year.

use energy::building::{Building, Obstacle};
use energy::{Fault, Options, simulate, simulate_stock};

use crate::bestest;
use crate::shared::synthetic_weather;

type Outline = Vec<[f64; 3]>;

/// An upright rectangle that looks south.
fn upright([x0, x1]: [f64; 2], y: f64, [z0, z1]: [f64; 2]) -> Outline {
    vec![[x0, y, z0], [x1, y, z0], [x1, y, z1], [x0, y, z1]]
}

fn south(building: &Building) -> usize {
    let is_south = |tilt_deg: f64, azimuth_deg: f64| {
        (tilt_deg - 90.0).abs() < 1.0 && (azimuth_deg - 180.0).abs() < 1.0
    };
    building.zones[0]
        .surfaces
        .iter()
        .position(|s| is_south(s.tilt_deg, s.azimuth_deg))
        .expect("a south wall")
}

/// Case 600 with outlines: the south wall of 8 m by 2.7 m with both its windows of 6 m².
fn placed() -> Building {
    let mut building = bestest::building("600");
    let wall = south(&building);
    building.zones[0].surfaces[wall].outline_m = Some(upright([0.0, 8.0], 0.0, [0.0, 2.7]));
    for (window, from) in building.zones[0].windows.iter_mut().zip([0.5, 4.5]) {
        let width_m = window.area_m2 / 2.0;
        window.outline_m = Some(upright([from, from + width_m], 0.0, [0.2, 2.2]));
    }
    building
}

fn cooling_kwh(building: &Building) -> f64 {
    simulate(building, synthetic_weather(), &Options::default()).expect("valid").annual.cooling_kwh
}

fn obstacle(outline_m: Outline) -> Obstacle {
    Obstacle { name: "neighbour".to_owned(), outline_m }
}

#[test]
fn outlines_alone_change_nothing_and_neighbours_take_sun() {
    let plain = cooling_kwh(&bestest::building("600"));
    let mut building = placed();
    assert_eq!(building.validate(), []);
    assert_eq!(cooling_kwh(&building).to_bits(), plain.to_bits());
    building.obstacles = vec![obstacle(upright([-20.0, 28.0], 5.0, [0.0, 30.0]))];
    assert_eq!(cooling_kwh(&building).to_bits(), plain.to_bits(), "it stands behind");
    building.obstacles = vec![obstacle(upright([-20.0, 28.0], -30.0, [0.0, 15.0]))];
    let near = cooling_kwh(&building);
    building.obstacles = vec![obstacle(upright([-20.0, 28.0], -10.0, [0.0, 15.0]))];
    let nearer = cooling_kwh(&building);
    assert!(nearer < 0.9 * near && near < 0.98 * plain, "{nearer} {near} {plain}");
}

#[test]
fn walls_behind_a_neighbour_take_up_less_sun() {
    let mut building = bestest::building("600");
    let south = south(&building);
    building.zones[0].surfaces[south].outline_m = Some(upright([0.0, 8.0], 0.0, [0.0, 2.7]));
    let plain = cooling_kwh(&building);
    building.obstacles = vec![obstacle(upright([-20.0, 28.0], -5.0, [0.0, 15.0]))];
    let shaded = cooling_kwh(&building);
    assert!(shaded < plain, "{shaded} {plain}");
    // A wall that takes up no sun is shaded in vain.
    building.zones[0].surfaces[south].solar_absorptance_out = 0.0;
    let white = cooling_kwh(&building);
    building.obstacles.clear();
    assert_eq!(cooling_kwh(&building).to_bits(), white.to_bits());
    assert!(white < shaded, "{white} {shaded}");
}

#[test]
fn a_stock_gives_the_bits_of_one() {
    let mut buildings = vec![placed(); 6];
    // The first two stand free.
    for (distance, building) in (1..).zip(&mut buildings[2..]) {
        let y = -5.0 * f64::from(distance);
        building.obstacles = vec![obstacle(upright([-20.0, 28.0], y, [0.0, 15.0]))];
    }
    let results = simulate_stock(&buildings, synthetic_weather(), &Options::default(), &|_| ());
    for (building, result) in buildings.iter().zip(results) {
        assert_eq!(cooling_kwh(building).to_bits(), result.unwrap().cooling_kwh.to_bits());
    }
}

/// Code and path of the only fault.
fn fault(change: impl FnOnce(&mut Building)) -> (String, String) {
    let mut building = placed();
    change(&mut building);
    let Err(Fault::Invalid { diagnostics, .. }) =
        simulate(&building, synthetic_weather(), &Options::default())
    else {
        panic!("a refusal")
    };
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    let found = &diagnostics[0];
    assert!(!found.remedy.zh.is_empty() && !found.remedy.en.is_empty());
    (found.code.clone(), found.column.clone())
}

#[test]
fn outlines_that_do_not_fit_are_refused_with_their_place() {
    let told = |code: &str, path: &str| (code.to_owned(), path.to_owned());
    let window = |building: &mut Building, outline: Outline| {
        building.zones[0].windows[1].outline_m = Some(outline);
    };
    let path = "zones[0].windows[1].outline_m";
    let good = placed().zones[0].windows[1].outline_m.clone().unwrap();
    let short = good[..2].to_vec();
    assert_eq!(fault(|b| window(b, short)), told("wrong_count", path));
    let mut bent = good.clone();
    bent[2][1] -= 0.1;
    assert_eq!(fault(|b| window(b, bent)), told("uneven_outline", path));
    let mut nowhere = good.clone();
    nowhere[3][0] = f64::NAN;
    assert_eq!(
        fault(|b| window(b, nowhere)),
        told("out_of_range", "zones[0].windows[1].outline_m[3]")
    );
    let small = upright([4.5, 7.0], 0.0, [0.2, 2.2]);
    assert_eq!(fault(|b| window(b, small)), told("outline_area", path));
    let crossed = vec![good[0], good[2], good[1], good[3]];
    assert_eq!(fault(|b| window(b, crossed)), told("outline_area", path));
    let turned: Outline = good.iter().rev().copied().collect();
    assert_eq!(fault(|b| window(b, turned)), told("outline_direction", path));
    let askew: Outline = good.iter().map(|[x, y, z]| [*x, y + 0.06 * x, *z]).collect();
    assert_eq!(fault(|b| window(b, askew)), told("outline_direction", path));
    let wall = south(&placed());
    let net = upright([0.0, 3.0], 0.0, [0.0, 2.7]);
    assert_eq!(
        fault(|b| b.zones[0].surfaces[wall].outline_m = Some(net)),
        told("outline_area", &format!("zones[0].surfaces[{wall}].outline_m"))
    );
    let mut warped = upright([0.0, 3.0], -5.0, [0.0, 2.7]);
    warped[0][1] = -6.0;
    assert_eq!(
        fault(|b| b.obstacles = vec![obstacle(warped)]),
        told("uneven_outline", "obstacles[0].outline_m")
    );
}
