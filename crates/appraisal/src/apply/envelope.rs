//! Opaque parts: insulation, edges of slabs, roofs.

use energy::building::{Boundary, EdgeInsulation, GroundContact, Layer, Surface, Zone};

use super::ROOF_TILT_MAX_DEG;
use super::reason::{Reason, already, lacks};
use crate::catalogue::{Effect, Part, Side};

/// Heat transfer resistance of an inner surface, winter. [m²·K/W]
///
/// # Source
/// GB 50176-2016 民用建筑热工设计规范, table B.4.1-1 (walls, flat roofs): 0.11.
pub(super) const FILM_IN_M2K_W: f64 = 0.11;

/// Heat transfer resistance of an outer surface, winter. [m²·K/W]
///
/// # Source
/// GB 50176-2016 民用建筑热工设计规范, table B.4.1-2 (walls, roofs to outdoor air): 0.04.
pub(super) const FILM_OUT_M2K_W: f64 = 0.04;

/// Boards are sold in whole centimetres. [m]
const BOARD_STEP_M: f64 = 0.01;

/// Surfaces that look down more than this are neither roof nor wall. [°]
const WALL_TILT_MAX_DEG: f64 = 120.0;

/// Transmittance of an opaque construction with standard films. [W/(m²·K)]
///
/// # Equation
/// U = 1 / (Ri + Σ d/λ + Re)
/// # Source
/// GB 50176-2016 民用建筑热工设计规范, clauses 3.4.4 and 3.4.5.
pub fn transmittance_w_m2k(layers: &[Layer]) -> f64 {
    let resistance_m2k_w: f64 = layers.iter().map(Layer::resistance_m2k_w).sum();
    1.0 / (FILM_IN_M2K_W + resistance_m2k_w + FILM_OUT_M2K_W)
}

/// Which part of the envelope a surface to outdoor air belongs to.
pub(super) fn part_of(surface: &Surface) -> Option<Part> {
    if surface.boundary != Boundary::Outdoor || surface.tilt_deg > WALL_TILT_MAX_DEG {
        return None;
    }
    Some(if surface.tilt_deg <= ROOF_TILT_MAX_DEG { Part::Roof } else { Part::Wall })
}

pub(super) fn insulate(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::Insulate {
        part,
        side,
        conductivity_w_mk,
        density_kg_m3,
        heat_capacity_j_kgk,
        target_u_w_m2k,
        from_u_w_m2k,
    } = *effect
    else {
        return Ok(());
    };
    let (what, none) = match part {
        Part::Wall => (("外墙传热系数", "wall transmittance"), ("外墙", "outer wall")),
        Part::Roof => (("屋面传热系数", "roof transmittance"), ("屋面", "roof")),
    };
    let mut worst_u_w_m2k = None;
    let mut changed = false;
    for surface in zone.surfaces.iter_mut().filter(|surface| part_of(surface) == Some(part)) {
        let present = transmittance_w_m2k(&surface.layers);
        worst_u_w_m2k = Some(present.max(worst_u_w_m2k.unwrap_or(present)));
        if present <= from_u_w_m2k {
            continue;
        }
        let needed_m = conductivity_w_mk * (1.0 / target_u_w_m2k - 1.0 / present);
        let boards = (needed_m / BOARD_STEP_M).ceil().max(1.0);
        let board = Layer::Solid {
            thickness_m: boards * BOARD_STEP_M,
            conductivity_w_mk,
            density_kg_m3,
            heat_capacity_j_kgk,
        };
        match side {
            Side::Outside => surface.layers.insert(0, board),
            Side::Inside => surface.layers.push(board),
        }
        changed = true;
    }
    match worst_u_w_m2k {
        None => Err(lacks(none)),
        Some(worst) if !changed => Err(already(what, worst, from_u_w_m2k)),
        Some(_) => Ok(()),
    }
}

/// Edge of a floor towards outdoors; that of a square where nobody stated it. [m]
pub(super) fn perimeter_m(surface: &Surface) -> f64 {
    let stated = surface.ground.and_then(|ground| ground.perimeter_m);
    stated.unwrap_or_else(|| 4.0 * surface.area_m2.sqrt())
}

/// Whether it is a floor on ground at its level.
pub(super) fn is_slab(surface: &Surface) -> bool {
    surface.boundary == Boundary::Ground
        && surface.tilt_deg > WALL_TILT_MAX_DEG
        && surface.ground.is_none_or(|ground| ground.depth_m <= 0.0)
}

pub(super) fn insulate_edge(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::SlabEdge { width_m, thickness_m, conductivity_w_mk } = *effect else {
        return Ok(());
    };
    let strip = EdgeInsulation { width_m, thickness_m, conductivity_w_mk, is_vertical: true };
    let mut present_m2k_w = None;
    let mut changed = false;
    for slab in zone.surfaces.iter_mut().filter(|surface| is_slab(surface)) {
        let ground = slab.ground.get_or_insert_with(GroundContact::default);
        match ground.edge_insulation {
            Some(edge) => present_m2k_w = Some(edge.thickness_m / edge.conductivity_w_mk),
            None => {
                ground.edge_insulation = Some(strip);
                changed = true;
            }
        }
    }
    match present_m2k_w {
        _ if changed => Ok(()),
        Some(present) => {
            let target = thickness_m / conductivity_w_mk;
            Err(already(("地面周边热阻", "resistance of the slab's edge"), present, target))
        }
        None => Err(lacks(("直接接触土壤的地面", "floor on the ground"))),
    }
}

pub(super) fn cool_roof(zone: &mut Zone, solar_absorptance: f64) -> Result<(), Reason> {
    let what = ("屋面太阳辐射吸收系数", "solar absorptance of the roof");
    let mut refused = Some(lacks(("屋面", "roof")));
    for roof in roofs(zone) {
        let present = roof.solar_absorptance_out;
        if present > solar_absorptance {
            roof.solar_absorptance_out = solar_absorptance;
            refused = None;
        } else if refused.is_some() {
            refused = Some(already(what, present, solar_absorptance));
        }
    }
    refused.map_or(Ok(()), Err)
}

pub(super) fn green_roof(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::GreenRoof {
        thickness_m,
        conductivity_w_mk,
        density_kg_m3,
        heat_capacity_j_kgk,
        solar_absorptance,
    } = *effect
    else {
        return Ok(());
    };
    let substrate =
        Layer::Solid { thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk };
    let mut refused = Some(lacks(("屋面", "roof")));
    for roof in roofs(zone) {
        if roof.layers.first() == Some(&substrate) {
            let what = ("屋面种植土厚度（m）", "substrate on the roof (m)");
            refused = refused.map(|_| already(what, thickness_m, thickness_m));
            continue;
        }
        roof.layers.insert(0, substrate);
        roof.solar_absorptance_out = roof.solar_absorptance_out.min(solar_absorptance);
        refused = None;
    }
    refused.map_or(Ok(()), Err)
}

fn roofs(zone: &mut Zone) -> impl Iterator<Item = &mut Surface> {
    zone.surfaces.iter_mut().filter(|surface| part_of(surface) == Some(Part::Roof))
}
