//! What measures do to a building, in numbers that a hand can check.

use appraisal::{
    Catalogue, CostUnit, NotApplicable, Reason, apply, quantity, roof_projection_m2,
    transmittance_w_m2k,
};
use energy::building::{
    Airtightness, Building, Carrier, CoolingPlant, Glazing, HeatingPlant, Layer, Leakage,
    Shielding, Stratification, Terrain,
};
use proptest::prelude::*;
use units::Fen;

use crate::data::{catalogue, hall, office};

fn with(id: &str, kind: &str, building: &Building) -> Result<Building, NotApplicable> {
    apply(catalogue().measure(id).unwrap(), kind, building)
}

/// How much lies between two states, counted in `unit`.
fn units_of(unit: CostUnit, before: &Building, after: &Building) -> f64 {
    let mut cost = catalogue().measures[0].cost.clone();
    cost.unit = unit;
    quantity(&cost, before, after)
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
    close(units_of(CostUnit::M2Wall, &before, &after), 2.0 * 490.0 + 2.0 * 280.0);
    close(units_of(CostUnit::M2Roof, &before, &after), 0.0);
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
    close(units_of(CostUnit::M2Window, &before, &after), 210.0);
}

#[test]
fn pv_covers_its_share_of_the_roof_projection() {
    // 42 % of 1,000 m² is 420 m² of projection; at 10° that is 420/cos 10° of module, 0.2 kW/m².
    let before = office();
    let after = with("roof_pv", "office", &before).unwrap();
    let rated_kw = 420.0 / 10.0_f64.to_radians().cos() * 0.2;
    close(after.pv.as_ref().unwrap().rated_kw, rated_kw);
    close(units_of(CostUnit::KwPv, &before, &after), rated_kw);
    close(roof_projection_m2(&before), 1000.0);
    // A pitched roof is counted by its projection.
    let mut pitched = office();
    pitched.zones[0].surfaces[0].tilt_deg = 60.0;
    close(roof_projection_m2(&pitched), 500.0);
}

#[test]
fn destratification_takes_its_share_of_a_stated_gradient() {
    let mut high = hall();
    let lacking = with("destratification", "plant", &high).unwrap_err();
    assert!(matches!(lacking.reason, Reason::Lacks { .. }), "no gradient is stated");
    high.zones[0].stratification = Some(gradient());
    let after = with("destratification", "plant", &high).unwrap();
    let air = after.zones[0].stratification.unwrap();
    close(air.destratification_share, 0.6);
    close(air.air_gradient_k_m, 0.5);
    close(after.zones[0].systems.auxiliary_w_per_w, 0.03);
    assert_eq!(after.zones[0].thermostat, high.zones[0].thermostat);
    let twice = with("destratification", "plant", &after).unwrap_err();
    assert!(matches!(twice.reason, Reason::AlreadyMet { .. }));
    assert!(matches!(
        with("destratification", "office", &high).unwrap_err().reason,
        Reason::OtherKind { .. }
    ));
    assert!(matches!(
        with("destratification", "plant", &office()).unwrap_err().reason,
        Reason::Lacks { .. }
    ));
}

fn gradient() -> Stratification {
    Stratification {
        air_gradient_k_m: 0.5,
        destratification_share: 0.0,
        height_m: None,
        occupied_height_m: 1.1,
    }
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
    close(units_of(CostUnit::M2Wall, &before, &insulated), 1540.0 + 2.0 * 540.0 + 2.0 * 360.0);
    close(roof_projection_m2(&before), 1000.0 + 2400.0);
    // Lights change in both zones, or only where they are poor; the cost follows.
    let lit = with("led_lighting", "office", &before).unwrap();
    close(lit.zones[0].gains.lighting_w_m2, 6.0);
    close(lit.zones[1].gains.lighting_w_m2, 6.0);
    close(units_of(CostUnit::M2Floor, &before, &lit), 6400.0);
    before.zones[0].gains.lighting_w_m2 = 5.0;
    let lit = with("led_lighting", "office", &before).unwrap();
    close(lit.zones[0].gains.lighting_w_m2, 5.0);
    close(units_of(CostUnit::M2Floor, &before, &lit), 2400.0);
    // Only the office has cooling to replace, only the hall is high.
    let chilled = with("chiller_replacement", "office", &before).unwrap();
    assert_ne!(chilled.zones[0].systems, before.zones[0].systems);
    assert_eq!(chilled.zones[1], before.zones[1]);
    before.zones.iter_mut().for_each(|zone| zone.stratification = Some(gradient()));
    let mixed = with("destratification", "plant", &before).unwrap();
    assert_eq!(mixed.zones[0], before.zones[0]);
    assert_ne!(mixed.zones[1].stratification, before.zones[1].stratification);
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

#[test]
fn sealing_works_on_leaks_where_the_building_states_them() {
    let mut leaky = office();
    leaky.zones[0].air.infiltration_ach = 0.0;
    leaky.zones[0].air.leakage = Some(Leakage {
        airtightness: Airtightness::AirChange { n50_1_h: 5.0 },
        height_m: 14.0,
        ceiling_floor_share: 0.5,
        shielding: Shielding::Moderate,
        terrain: Terrain::Urban,
    });
    let sealed = with("airtightness", "office", &leaky).unwrap();
    let leakage = sealed.zones[0].air.leakage.unwrap();
    assert_eq!(leakage.airtightness, Airtightness::AirChange { n50_1_h: 3.0 });
    close(sealed.zones[0].air.infiltration_ach, 0.0);
}

#[test]
fn windows_keep_their_place_behind_a_second_pane_or_a_film() {
    // 1/(1/5.8 + 0.19) = 2.7589.
    let after = with("secondary_glazing", "office", &office()).unwrap();
    let Glazing::Simple { u_w_m2k, shgc } = after.zones[0].windows[0].glazing else { panic!() };
    close(u_w_m2k, 1.0 / (1.0 / 5.8 + 0.19));
    close(shgc, 0.75 * 0.85);
    // A film hangs to the sun only.
    let after = with("solar_film", "office", &office()).unwrap();
    let shgc = |at: usize| match after.zones[0].windows[at].glazing {
        Glazing::Simple { shgc, .. } => shgc,
        Glazing::Panes { .. } => panic!("a simple window"),
    };
    close(shgc(0), 0.45);
    close(shgc(1), 0.75);
    close(units_of(CostUnit::M2Window, &office(), &after), 210.0);
}

#[test]
fn inside_insulation_goes_inside() {
    let after = with("inside_wall_insulation", "office", &office()).unwrap();
    assert_eq!(wall(&after)[0], wall(&office())[0]);
    assert!(transmittance_w_m2k(wall(&after)) <= 0.60);
}

#[test]
fn rooflights_take_roof_and_dim_the_lamps() {
    let mut before = hall();
    let after = with("rooflights", "plant", &before).unwrap();
    let zone = &after.zones[0];
    close(zone.surfaces[0].area_m2, 2280.0);
    close(zone.windows[1].area_m2, 120.0);
    close(roof_projection_m2(&after), 2400.0);
    close(units_of(CostUnit::M2Window, &before, &after), 120.0);
    let daylight = zone.gains.daylight.unwrap();
    close(daylight.target_lux, 200.0);
    close(daylight.controlled_share, 1.0);
    close(daylight.utilance, 0.45);
    assert!(matches!(
        with("rooflights", "plant", &after).unwrap_err().reason,
        Reason::AlreadyMet { .. }
    ));
    // 4 storeys have no light from the roof below the top one.
    assert!(matches!(
        with("rooflights", "retail", &office()).unwrap_err().reason,
        Reason::Lacks { .. }
    ));
    // Side windows of 60 m² light 180 of 2,400 m²; what enters is spread over that share.
    before.zones[0].windows[0].area_m2 = 400.0;
    let after = with("daylight_dimming", "plant", &before).unwrap();
    let daylight = after.zones[0].gains.daylight.unwrap();
    close(daylight.controlled_share, 0.5);
    close(daylight.utilance, 0.7);
}

#[test]
fn night_air_never_meets_the_heating() {
    let after = with("night_ventilation", "office", &office()).unwrap();
    let night = after.zones[0].air.night_ventilation.clone().unwrap();
    close(night.air_min_c, 20.0);
    close(night.schedule.weekday[23], 1.0);
    close(night.schedule.weekday[6], 1.0);
    close(night.schedule.weekday[7], 0.0);
    assert_eq!(night.months, [5, 6, 7, 8, 9]);
    let mut warm = office();
    warm.zones[0].thermostat.heating_c.as_mut().unwrap().weekday[9] = 25.5;
    assert!(with("night_ventilation", "office", &warm).is_err());
}

#[test]
fn plants_are_sized_by_the_design_day() {
    // Roof 1,000, walls 1,540 m² at U = 3.7744, windows 420 m² at 5.8: 12,023.1 W/K; edge of a
    // square of 1,000 m², 126.49 m at 1.26: 159.4; air 14,000 m³ × (0.5 + 0.8) 1/h × 0.33533:
    // 6,103.1. 18,285.5 W/K × 27.6 K × 1.15 × 1.1 = 638.4 kW.
    let before = office();
    let u_w_m2k = 1.0 / (0.15 + 0.2 / 1.74);
    let air_w_k = 14_000.0 * 1.3 * 1.2 * 1006.0 / 3600.0;
    let loss_w_k = 2540.0 * u_w_m2k + 420.0 * 5.8 + 4.0 * 1000_f64.sqrt() * 1.26 + air_w_k;
    let catalogue = catalogue();
    let pump = catalogue.measure("air_source_heat_pump").unwrap();
    let after = with("air_source_heat_pump", "office", &before).unwrap();
    let power_kw = quantity(&pump.cost, &before, &after);
    close(power_kw, loss_w_k * 27.6 * 1.15 * 1.1 / 1000.0);
    assert!((power_kw - 638.4).abs() < 0.5, "{power_kw}");
    // Stated power is taken; insulation put on before makes the plant smaller.
    let mut stated = before.clone();
    stated.zones[0].systems.heating_capacity_w = Some(500_000.0);
    let after = with("air_source_heat_pump", "office", &stated).unwrap();
    close(quantity(&pump.cost, &stated, &after), 500.0);
    let insulated = with("wall_insulation", "office", &before).unwrap();
    let after = with("air_source_heat_pump", "office", &insulated).unwrap();
    assert!(quantity(&pump.cost, &insulated, &after) < power_kw);
    // Cooling: 30 W/m² × 0.8 × 4,000 + 420 m² × 0.75 × 250 + (envelope + air) × 7.5 K.
    let chiller = catalogue.measure("chiller_replacement").unwrap();
    let after = with("chiller_replacement", "office", &before).unwrap();
    let warm_w = (2540.0 * u_w_m2k + 420.0 * 5.8 + air_w_k) * 7.5;
    let wanted_w = 96_000.0 + 78_750.0 + warm_w;
    close(quantity(&chiller.cost, &before, &after), wanted_w * 1.15 * 1.1 / 1000.0);
}

#[test]
fn points_begun_count_whole_and_fixed_parts_once() {
    let catalogue = catalogue();
    let meters = catalogue.measure("energy_metering").unwrap();
    let before = office();
    let after = with("energy_metering", "office", &before).unwrap();
    assert_eq!(after, before, "meters save nothing");
    close(quantity(&meters.cost, &before, &after), 8.0);
    let platform = &catalogue.measure("digital_platform").unwrap().cost;
    let total = platform.total(quantity(platform, &before, &after)).unwrap();
    assert_eq!(total.likely, Fen(39_000_000), "35 × 4,000 + 250,000 yuan");
    assert_eq!(platform.total(0.0).unwrap().high, Fen(0));
    assert!(with("lift", "office", &before).is_ok());
    assert!(with("lift", "plant", &hall()).is_err(), "one storey");
}

#[test]
fn boilers_condense_and_heat_pumps_follow_the_weather() {
    let after = with("condensing_boiler", "office", &office()).unwrap();
    let systems = &after.zones[0].systems;
    assert!(matches!(systems.heating, HeatingPlant::CondensingBoiler { .. }));
    close(systems.heating_water.unwrap().reset.unwrap().mild_supply_c, 40.0);
    assert!(with("weather_compensation", "office", &after).is_err(), "it follows already");
    assert!(with("condensing_boiler", "plant", &hall()).is_err(), "electric heat");
    assert!(with("weather_compensation", "office", &office()).is_err(), "a plain boiler");
    let pump = with("air_source_heat_pump", "office", &office()).unwrap();
    let after = with("weather_compensation", "office", &pump).unwrap();
    close(after.zones[0].systems.heating_water.unwrap().design_supply_c, 45.0);
    let water = with("heat_pump_water_heater", "office", &office()).unwrap();
    assert_eq!(water.zones[0].systems.hot_water_carrier, Carrier::Electricity);
    assert_eq!(water.zones[0].systems.hot_water_efficiency, Some(2.6));
}

#[test]
fn roofs_edges_and_facades() {
    let cool = with("cool_roof", "office", &office()).unwrap();
    close(cool.zones[0].surfaces[0].solar_absorptance_out, 0.35);
    close(units_of(CostUnit::M2Roof, &office(), &cool), 1000.0);
    assert!(with("cool_roof", "plant", &hall()).is_err(), "no cooling");
    let green = with("green_roof", "office", &office()).unwrap();
    assert_eq!(green.zones[0].surfaces[0].layers.len(), 2);
    assert!(with("green_roof", "office", &green).is_err());
    let edge = with("floor_edge_insulation", "office", &office()).unwrap();
    close(units_of(CostUnit::MEdge, &office(), &edge), 4.0 * 1000_f64.sqrt());
    // The south wall of 490 m², half of it: 245 m² at 0.2 kW/m².
    let facade = with("facade_pv", "office", &office()).unwrap().pv.unwrap();
    close(facade.rated_kw, 49.0);
    close(facade.tilt_deg, 90.0);
}

#[test]
fn fans_are_counted_where_air_is_moved() {
    assert!(with("variable_speed_fans", "office", &office()).is_err(), "windows ventilate");
    let recovered = with("heat_recovery", "office", &office()).unwrap();
    close(recovered.zones[0].systems.specific_fan_power_w_m3s, 1000.0);
    close(recovered.zones[0].air.heat_recovery_effectiveness, 0.70);
    close(units_of(CostUnit::M3hAir, &office(), &recovered), 11_200.0);
    let saved = with("variable_speed_fans", "office", &recovered).unwrap();
    close(saved.zones[0].systems.specific_fan_power_w_m3s, 700.0);
    let pumps = with("variable_speed_pumps", "office", &office()).unwrap_err();
    assert!(matches!(pumps.reason, Reason::AlreadyMet { .. }), "0.02 is the least");
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
    fn no_measure_changes_use_or_size(index in 0_usize..48, high in any::<bool>()) {
        let Catalogue { measures, .. } = catalogue();
        let building = if high { hall() } else { office() };
        if let Ok(after) = apply(&measures[index], "plant", &building) {
            prop_assert!(after != building || measures[index].is_cost_item());
            let use_of = |building: &Building| {
                let (gains, size) = (&building.zones[0].gains, building.floor_area_m2());
                let people = (gains.people_w_m2.to_bits(), gains.people_schedule.clone());
                (size.to_bits(), people, gains.equipment_w_m2.to_bits())
            };
            prop_assert_eq!(use_of(&after), use_of(&building));
        }
    }
}
