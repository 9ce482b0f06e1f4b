//! What measures do to a building, in numbers that a hand can check.

use appraisal::{
    Catalogue, CostUnit, NotApplicable, Reason, apply, quantity, roof_projection_m2,
    transmittance_w_m2k,
};
use energy::building::{Building, CoolingPlant, Glazing, HeatingPlant, Layer};
use proptest::prelude::*;

use crate::data::{catalogue, hall, office};

fn with(id: &str, kind: &str, building: &Building) -> Result<Building, NotApplicable> {
    apply(catalogue().measure(id).unwrap(), kind, building)
}

fn close(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-9 * expected.abs().max(1.0), "{value} ≠ {expected}");
}

fn wall(building: &Building) -> &[Layer] {
    &building.zones[0].surfaces[1].layers
}

#[test]
fn wall_insulation_adds_whole_boards_outside() {
    // 0.2 m concrete: 0.11 + 0.2/1.74 + 0.04 = 0.26494 m²K/W. Target 0.45 with λ = 0.04:
    // 0.04·(2.2222 − 0.26494) = 0.07829 m, so 8 cm, and U = 1/(0.26494 + 2) = 0.44151.
    let before = office();
    let after = with("wall_insulation", "office", &before).unwrap();
    assert_eq!(wall(&after).len(), 2);
    let Layer::Solid { thickness_m, .. } = wall(&after)[0] else { panic!("a solid board") };
    close(thickness_m, 0.08);
    close(transmittance_w_m2k(wall(&after)), 1.0 / (0.15 + 0.2 / 1.74 + 2.0));
    // Walls only: the roof, the ground floor and the floors inside stay.
    for other in [0, 5, 6] {
        assert_eq!(after.zones[0].surfaces[other], before.zones[0].surfaces[other]);
    }
    close(quantity(CostUnit::M2Wall, &before, &after), 2.0 * 490.0 + 2.0 * 280.0);
    close(quantity(CostUnit::M2Roof, &before, &after), 0.0);
}

#[test]
fn what_is_good_enough_is_left_alone() {
    let mut building = office();
    for id in ["roof_insulation", "wall_insulation", "window_replacement", "led_lighting"] {
        building = with(id, "office", &building).unwrap();
        let again = with(id, "office", &building).unwrap_err();
        assert!(matches!(again.reason, Reason::AlreadyMet { .. }), "{id}: {again:?}");
        assert_eq!(again.measure, id);
    }
    // Every other measure that has a target behaves alike.
    for id in ["building_management", "heat_recovery", "shading", "roof_pv", "air_source_heat_pump"]
    {
        building = with(id, "office", &building).unwrap();
        assert!(with(id, "office", &building).is_err(), "{id}");
    }
}

#[test]
fn new_windows_replace_only_the_bad_ones() {
    let mut before = office();
    before.zones[0].windows[1].glazing = Glazing::Simple { u_w_m2k: 2.4, shgc: 0.5 };
    let after = with("window_replacement", "office", &before).unwrap();
    assert_eq!(after.zones[0].windows[0].glazing, Glazing::Simple { u_w_m2k: 2.0, shgc: 0.45 });
    assert_eq!(after.zones[0].windows[1], before.zones[0].windows[1]);
    close(quantity(CostUnit::M2Window, &before, &after), 210.0);
}

#[test]
fn pv_covers_its_share_of_the_roof_projection() {
    // 42 % of 1,000 m² is 420 m² of projection; at 10° that is 420/cos 10° of module, 0.2 kW/m².
    let before = office();
    let after = with("roof_pv", "office", &before).unwrap();
    let rated_kw = 420.0 / 10.0_f64.to_radians().cos() * 0.2;
    close(after.pv.unwrap().rated_kw, rated_kw);
    close(quantity(CostUnit::KwPv, &before, &after), rated_kw);
    close(roof_projection_m2(&before), 1000.0);
    // A pitched roof is counted by its projection.
    let mut pitched = office();
    pitched.zones[0].surfaces[0].tilt_deg = 60.0;
    close(roof_projection_m2(&pitched), 500.0);
}

#[test]
fn destratification_lowers_the_mean_of_high_halls_only() {
    // 9 m: (0.5 − 0.2)·(4.5 − 1.1) = 1.02 K.
    let after = with("destratification", "plant", &hall()).unwrap();
    close(after.zones[0].thermostat.heating_c.as_ref().unwrap().weekday[12], 20.0 - 1.02);
    assert!(matches!(
        with("destratification", "office", &hall()).unwrap_err().reason,
        Reason::OtherKind { .. }
    ));
    assert!(matches!(
        with("destratification", "plant", &office()).unwrap_err().reason,
        Reason::Lacks { .. }
    ));
}

#[test]
fn control_acts_while_nobody_is_there() {
    let after = with("building_management", "office", &office()).unwrap();
    let heating_c = after.zones[0].thermostat.heating_c.as_ref().unwrap();
    // Night was 16 °C; at 07:00 the office heats up for people who come at 08:00, no longer.
    close(heating_c.weekday[3], 12.0);
    close(heating_c.weekday[12], 20.0);
    close(after.zones[0].thermostat.cooling_c.as_ref().unwrap().weekday[3], 32.0);
    close(after.zones[0].systems.distribution_loss, 0.05);
    let ventilation = &after.zones[0].air.ventilation_schedule;
    close(ventilation.weekday[12], 0.9);
    close(ventilation.weekday[7], 0.2);
    close(ventilation.weekday[3], 0.0);
}

#[test]
fn plants_are_replaced_where_there_is_one() {
    let gshp = with("ground_source_heat_pump", "office", &office()).unwrap();
    assert!(matches!(gshp.zones[0].systems.heating, HeatingPlant::GroundSourceHeatPump { .. }));
    assert!(matches!(gshp.zones[0].systems.cooling, CoolingPlant::GroundSource { .. }));
    // A hall without cooling gets none: that would be a new use, not a saving.
    let hall = with("ground_source_heat_pump", "plant", &hall()).unwrap();
    assert_eq!(hall.zones[0].systems.cooling, CoolingPlant::None);
    let mut cold = office();
    cold.zones[0].systems.heating = HeatingPlant::None;
    for id in ["air_source_heat_pump", "ground_source_heat_pump"] {
        assert!(matches!(with(id, "office", &cold).unwrap_err().reason, Reason::Lacks { .. }));
    }
    let mut good = office();
    good.zones[0].systems.cooling = CoolingPlant::Chiller { rated_cop: 5.5, flat: false };
    assert!(with("chiller_replacement", "office", &good).is_err());
}

#[test]
fn shades_do_not_hang_to_the_north() {
    let after = with("shading", "office", &office()).unwrap();
    close(after.zones[0].windows[0].summer_shading_factor, 0.6);
    close(after.zones[0].windows[1].summer_shading_factor, 0.0);
}

#[test]
fn sealing_and_lighting_go_to_their_targets() {
    let sealed = with("airtightness", "office", &office()).unwrap();
    close(sealed.zones[0].air.infiltration_ach, 0.3);
    let mut tight = office();
    tight.zones[0].air.infiltration_ach = 0.1;
    assert!(with("airtightness", "office", &tight).is_err());
    close(with("led_lighting", "office", &office()).unwrap().zones[0].gains.lighting_w_m2, 6.0);
    close(with("led_lighting", "warehouse", &office()).unwrap().zones[0].gains.lighting_w_m2, 3.0);
    let controlled = with("lighting_control", "office", &office()).unwrap();
    close(controlled.zones[0].gains.lighting_schedule.weekday[12], 0.9 * 0.85);
}

#[test]
fn a_measure_is_installed_in_every_zone_that_it_fits() {
    let mut before = office();
    let mut second = hall().zones.remove(0);
    second.name = "hall".into();
    before.zones.push(second);
    let insulated = with("wall_insulation", "office", &before).unwrap();
    close(quantity(CostUnit::M2Wall, &before, &insulated), 1540.0 + 2.0 * 540.0 + 2.0 * 360.0);
    close(roof_projection_m2(&before), 1000.0 + 2400.0);
    // Lights change in both zones, or only where they are poor; the cost follows.
    let lit = with("led_lighting", "office", &before).unwrap();
    close(lit.zones[0].gains.lighting_w_m2, 6.0);
    close(lit.zones[1].gains.lighting_w_m2, 6.0);
    close(quantity(CostUnit::M2Floor, &before, &lit), 6400.0);
    before.zones[0].gains.lighting_w_m2 = 5.0;
    let lit = with("led_lighting", "office", &before).unwrap();
    close(lit.zones[0].gains.lighting_w_m2, 5.0);
    close(quantity(CostUnit::M2Floor, &before, &lit), 2400.0);
    // Only the office has cooling to replace, only the hall is high.
    let chilled = with("chiller_replacement", "office", &before).unwrap();
    assert_ne!(chilled.zones[0].systems, before.zones[0].systems);
    assert_eq!(chilled.zones[1], before.zones[1]);
    let mixed = with("destratification", "plant", &before).unwrap();
    assert_eq!(mixed.zones[0], before.zones[0]);
    assert_ne!(mixed.zones[1].thermostat, before.zones[1].thermostat);
}

#[test]
fn every_reason_speaks_both_languages() {
    let mut nothing = hall();
    nothing.zones[0].surfaces.clear();
    nothing.zones[0].windows.clear();
    for measure in &catalogue().measures {
        if let Err(not) = apply(measure, "office", &nothing) {
            let text = not.reason.text();
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{not:?}");
        }
    }
}

proptest! {
    #[test]
    fn more_insulation_never_raises_transmittance(
        thickness_m in 0.05_f64..1.0,
        conductivity_w_mk in 0.05_f64..3.0,
    ) {
        let mut before = office();
        before.zones[0].surfaces[0].layers = vec![Layer::Solid {
            thickness_m,
            conductivity_w_mk,
            density_kg_m3: 1000.0,
            heat_capacity_j_kgk: 1000.0,
        }];
        let present = transmittance_w_m2k(&before.zones[0].surfaces[0].layers);
        match with("roof_insulation", "office", &before) {
            Ok(after) => {
                let u = transmittance_w_m2k(&after.zones[0].surfaces[0].layers);
                prop_assert!(u <= 0.35 + 1e-12 && u < present);
            }
            Err(_) => prop_assert!(present <= 0.5),
        }
    }

    #[test]
    fn no_measure_changes_use_or_size(index in 0_usize..14, high in any::<bool>()) {
        let Catalogue { measures, .. } = catalogue();
        let building = if high { hall() } else { office() };
        if let Ok(after) = apply(&measures[index], "plant", &building) {
            prop_assert!(after != building);
            let use_of = |building: &Building| {
                let (gains, size) = (&building.zones[0].gains, building.floor_area_m2());
                let people = (gains.people_w_m2.to_bits(), gains.people_schedule.clone());
                (size.to_bits(), people, gains.equipment_w_m2.to_bits())
            };
            prop_assert_eq!(use_of(&after), use_of(&building));
        }
    }
}
