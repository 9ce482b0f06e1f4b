//! Power of plants on the design day, where nobody stated it.

use energy::building::{Airtightness, Boundary, Glazing, Zone};

use super::envelope::{is_slab, perimeter_m, transmittance_w_m2k};
use super::schedules::{greatest, least};
use super::windows::window_u_w_m2k;
use crate::catalogue::Sizing;

/// Heat that a cubic metre of air carries for each kelvin: 1.2 kg/m³ × 1006 J/(kg·K). [Wh/(m³·K)]
const AIR_WH_M3K: f64 = 1.2 * 1006.0 / 3600.0;

/// Design infiltration over the air change at 50 Pa: EN 12831-1:2017, twice a shielding coefficient
/// of 0.03; recalled. [-]
const DESIGN_PER_N50: f64 = 0.06;

/// From the flow through a hole at 4 Pa to that at 50 Pa, exponent 0.65. [-]
const N50_PER_N4: f64 = 5.17;

/// Heating power wanted on the design day, losses of distribution included. [W]
///
/// # Equation
/// Q = m·(1 + l)·(Σ U·A + ψ·P + 0.335·V·n)·(θ − θe)
pub(super) fn heating_w(zone: &Zone, sizing: &Sizing) -> f64 {
    if let Some(stated) = zone.systems.heating_capacity_w {
        return stated;
    }
    let Some(set_c) = zone.thermostat.heating_c.as_ref().map(greatest) else { return 0.0 };
    let edge_w_k: f64 = zone
        .surfaces
        .iter()
        .filter(|surface| is_slab(surface))
        .map(|slab| perimeter_m(slab) * sizing.edge_w_mk)
        .sum();
    let loss_w_k = envelope_w_k(zone) + edge_w_k + air_w_k(zone);
    let wanted_w = loss_w_k * (set_c - sizing.heating_outdoor_c).max(0.0);
    wanted_w * (1.0 + zone.systems.distribution_loss) * sizing.margin_factor
}

/// Sensible cooling power wanted on the design day, losses of distribution included. [W]
pub(super) fn cooling_w(zone: &Zone, sizing: &Sizing) -> f64 {
    if let Some(stated) = zone.systems.cooling_capacity_w {
        return stated;
    }
    let Some(set_c) = zone.thermostat.cooling_c.as_ref().map(least) else { return 0.0 };
    let gains = &zone.gains;
    let gains_w_m2 = gains.people_w_m2 + gains.lighting_w_m2 + gains.equipment_w_m2;
    let sun_w: f64 = zone
        .windows
        .iter()
        .map(|window| {
            let shaded = 1.0 - window.summer_shading_factor;
            window.area_m2 * shgc(&window.glazing) * shaded * sizing.sun_w_m2
        })
        .sum();
    let warm_w = (envelope_w_k(zone) + air_w_k(zone)) * (sizing.cooling_outdoor_c - set_c).max(0.0);
    let wanted_w = gains_w_m2 * sizing.gains_share * zone.floor_area_m2 + sun_w + warm_w;
    wanted_w * (1.0 + zone.systems.distribution_loss) * sizing.margin_factor
}

fn envelope_w_k(zone: &Zone) -> f64 {
    let outdoor = [Boundary::Outdoor, Boundary::OutdoorSheltered];
    let opaque = zone.surfaces.iter().filter(|surface| outdoor.contains(&surface.boundary));
    let opaque_w_k: f64 =
        opaque.map(|surface| surface.area_m2 * transmittance_w_m2k(&surface.layers)).sum();
    let glazed = zone.windows.iter();
    let glazed_w_k: f64 =
        glazed.map(|window| window.area_m2 * window_u_w_m2k(&window.glazing)).sum();
    opaque_w_k + glazed_w_k
}

fn air_w_k(zone: &Zone) -> f64 {
    let air = &zone.air;
    let leaks_ach = air.leakage.map_or(0.0, |leakage| match leakage.airtightness {
        Airtightness::AirChange { n50_1_h } => n50_1_h * DESIGN_PER_N50,
        Airtightness::EffectiveArea { area_cm2 } => {
            let hole_m3_h = area_cm2 * 1e-4 * (2.0 * 4.0 / 1.2_f64).sqrt() * 3600.0;
            hole_m3_h / zone.volume_m3 * N50_PER_N4 * DESIGN_PER_N50
        }
    });
    let fresh = air.ventilation_ach * greatest(&air.ventilation_schedule).max(0.0);
    let fresh_ach = fresh * (1.0 - air.heat_recovery_effectiveness);
    AIR_WH_M3K * zone.volume_m3 * (air.infiltration_ach + leaks_ach + fresh_ach)
}

fn shgc(glazing: &Glazing) -> f64 {
    match glazing {
        Glazing::Simple { shgc, .. } => *shgc,
        Glazing::Panes { panes, .. } => panes.iter().map(|pane| pane.solar_transmittance).product(),
    }
}
