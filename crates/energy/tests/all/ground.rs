//! Floors and basement walls in the ground.

use energy::building::{Boundary, Building, EdgeInsulation, GroundContact, Soil};
use energy::{Options, building_of_yaml, simulate};

use crate::shared::synthetic_weather;
use crate::zone::{HUT, dark, fix_films, furnished, heating_kwh, refused, sealed_box};

/// The sealed box with its floor and south wall in the ground, under the films of ISO 13370.
fn basement(contact: GroundContact) -> Building {
    let mut building = sealed_box(0.5);
    fix_films(&mut building, 1.0 / 0.17, 20.0);
    for (at, film_m2k_w) in [(5, 0.17), (0, 0.13)] {
        let surface = &mut building.zones[0].surfaces[at];
        surface.boundary = Boundary::Ground;
        surface.film_in_w_m2k = Some(1.0 / film_m2k_w);
        surface.film_out_w_m2k = None;
        surface.ground = Some(contact);
    }
    building
}

#[test]
fn a_steady_basement_by_hand() {
    // 48 m² with 28 m of edge, 2.5 m deep in sand, 0.5 m²·K/W: U = 0.44591 and 0.62974 W/(m²·K),
    // as in the unit test of the coefficients.
    let contact =
        GroundContact { perimeter_m: Some(28.0), depth_m: 2.5, ..GroundContact::default() };
    let building = basement(contact);
    let above_w_m2k = 1.0 / (0.17 + 0.5 + 0.05);
    let loss_w_k: f64 = building.zones[0]
        .surfaces
        .iter()
        .zip([0.629_74, above_w_m2k, above_w_m2k, above_w_m2k, above_w_m2k, 0.445_91])
        .map(|(surface, u_w_m2k)| surface.area_m2 * u_w_m2k)
        .sum();
    let found_kwh = heating_kwh(&building, &dark(0.0, 0.0));
    let exact_kwh = loss_w_k * 20.0 * 8.76;
    assert!((found_kwh / exact_kwh - 1.0).abs() < 2e-4, "{found_kwh} {exact_kwh}");
}

#[test]
fn depth_insulation_and_soil_change_a_real_year_as_they_should() {
    let weather = synthetic_weather();
    let of = |contact: GroundContact| heating_kwh(&basement(contact), weather);
    let plain = GroundContact { depth_m: 1.0, ..GroundContact::default() };
    let base_kwh = of(plain);
    assert!(of(GroundContact { depth_m: 3.0, ..plain }) < base_kwh);
    assert!(of(GroundContact { soil: Soil::Rock, ..plain }) > base_kwh);
    assert!(of(GroundContact { perimeter_m: Some(60.0), ..plain }) > base_kwh);
    let slab = GroundContact::default();
    let edge = EdgeInsulation {
        width_m: 1.0,
        thickness_m: 0.05,
        conductivity_w_mk: 0.04,
        is_vertical: true,
    };
    assert!(of(GroundContact { edge_insulation: Some(edge), ..slab }) < of(slab));
}

#[test]
fn nothing_stated_is_a_compact_slab_on_sand_bit_for_bit() {
    let run = |building: &Building| {
        simulate(building, synthetic_weather(), &Options::default()).expect("valid").annual
    };
    let mut building = furnished();
    let before = run(&building);
    building.zones[0].surfaces[5].ground = Some(GroundContact::default());
    assert_eq!(before.heating_kwh.to_bits(), run(&building).heating_kwh.to_bits());
}

#[test]
fn ground_is_read_from_a_file_or_refused_by_path() {
    let text = HUT.replace(
        "boundary: outdoor",
        "boundary: ground\n        ground: {depth_m: 2.4, soil: clay, edge_insulation: {width_m: 1, \
         thickness_m: 0.05, conductivity_w_mk: 0.04}}",
    );
    let hut = building_of_yaml("hut.yaml", &text).expect("a hut in the ground");
    let read = hut.zones[0].surfaces[0].ground.expect("a contact");
    assert_eq!((read.soil, read.perimeter_m), (Soil::Clay, None));
    assert!((read.wall_thickness_m - 0.3).abs() < 1e-12);
    let told = |change: &dyn Fn(&mut GroundContact)| {
        let mut contact = GroundContact::default();
        change(&mut contact);
        let mut building = basement(contact);
        building.zones[0].surfaces[0].ground = None;
        refused(&building).into_iter().map(|(path, _)| path).collect::<Vec<_>>()
    };
    let at = |field: &str| vec![format!("zones[0].surfaces[5].ground.{field}")];
    assert!(told(&|_| ()).is_empty());
    assert_eq!(told(&|c| c.depth_m = -1.0), at("depth_m"));
    assert_eq!(told(&|c| c.perimeter_m = Some(f64::NAN)), at("perimeter_m"));
    assert_eq!(told(&|c| c.wall_thickness_m = 9.0), at("wall_thickness_m"));
    let thick = EdgeInsulation {
        width_m: 1.0,
        thickness_m: 2.0,
        conductivity_w_mk: 0.04,
        is_vertical: false,
    };
    assert_eq!(told(&|c| c.edge_insulation = Some(thick)), at("edge_insulation.thickness_m"));
    let mut building = sealed_box(1.0);
    building.zones[0].surfaces[1].ground = Some(GroundContact::default());
    let path = "zones[0].surfaces[1].ground".to_owned();
    assert_eq!(refused(&building), [(path, "not_on_ground".to_owned())]);
}
