//! Real layers for a wanted resistance, and the ground under a slab.

use std::collections::BTreeMap;

use crate::archetype::library::{BuildUp, Material};
use crate::building::Layer;

/// Thinnest core that is kept where a construction insulates better than wanted. [m]
const CORE_MIN_M: f64 = 0.005;

/// Thinner insulation is left out; the core makes up for it. [m]
const INSULATION_MIN_M: f64 = 1e-6;

/// Layers of `build_up`, from outside to inside, whose resistances sum to `wanted_m2k_w`: with
/// insulation as thick as it takes, or with a thinner core where outer layer, core and inner layer
/// alone give more. At `0` or below, the layers as they stand, without insulation.
///
/// Materials are those that the library was checked to have.
pub(super) fn layers_for(
    build_up: &BuildUp,
    materials: &BTreeMap<String, Material>,
    wanted_m2k_w: f64,
) -> Vec<Layer> {
    let solid = |name: &str, thickness_m: f64| {
        let material = materials.get(name).copied().unwrap_or_default();
        Layer::Solid {
            thickness_m,
            conductivity_w_mk: material.conductivity_w_mk,
            density_kg_m3: material.density_kg_m3,
            heat_capacity_j_kgk: material.heat_capacity_j_kgk,
        }
    };
    let conductivity =
        |name: &str| materials.get(name).copied().unwrap_or_default().conductivity_w_mk;
    let outer = solid(&build_up.outer.0, build_up.outer.1);
    let inner = solid(&build_up.inner.0, build_up.inner.1);
    let core = solid(&build_up.core.0, build_up.core.1);
    let bare = [&outer, &core, &inner].map(resistance_m2k_w).iter().sum::<f64>();
    let lacking = wanted_m2k_w - bare;
    if wanted_m2k_w <= 0.0 {
        return vec![outer, core, inner];
    }
    let thickness_m = lacking * conductivity(&build_up.insulation);
    if thickness_m < INSULATION_MIN_M {
        let thickness_m = build_up.core.1 + lacking * conductivity(&build_up.core.0);
        return vec![outer, solid(&build_up.core.0, thickness_m.max(CORE_MIN_M)), inner];
    }
    vec![outer, solid(&build_up.insulation, thickness_m), core, inner]
}

/// Thermal resistance of a layer. [m²·K/W]
pub(super) fn resistance_m2k_w(layer: &Layer) -> f64 {
    match layer {
        Layer::Solid { thickness_m, conductivity_w_mk, .. } => thickness_m / conductivity_w_mk,
        Layer::Resistance { resistance_m2k_w } => *resistance_m2k_w,
    }
}

/// Resistance between a room and the outdoor air through a slab on ground, films included, in the
/// yearly mean. [m²·K/W]
///
/// `slab_m2k_w`: resistance of the slab alone.
///
/// # Equation
/// `B = A/(P/2)`, `d = w + λ·(R_si + R_slab + R_se)`; for `d < B`: `U = 2λ/(πB + d)·ln(πB/d + 1)`,
/// else `U = λ/(0.457·B + d)`.
///
/// # Source
/// ISO 13370:2017, clause 8.1, with `R_si` 0.17 (downwards), `R_se` 0.04 and walls `w` 0.3 m thick.
pub(super) fn ground_resistance_m2k_w(
    area_m2: f64,
    perimeter_m: f64,
    slab_m2k_w: f64,
    conductivity_w_mk: f64,
) -> f64 {
    const WALL_M: f64 = 0.3;
    const FILMS_M2K_W: f64 = 0.17 + 0.04;
    const WELL_INSULATED: f64 = 0.457;
    let pi = std::f64::consts::PI;
    let breadth_m = area_m2 / (perimeter_m / 2.0);
    let thickness_m = WALL_M + conductivity_w_mk * (FILMS_M2K_W + slab_m2k_w);
    if thickness_m < breadth_m {
        let spread = pi * breadth_m;
        (spread + thickness_m) / (2.0 * conductivity_w_mk * (spread / thickness_m + 1.0).ln())
    } else {
        (WELL_INSULATED * breadth_m + thickness_m) / conductivity_w_mk
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn materials() -> BTreeMap<String, Material> {
        let of = |conductivity_w_mk| Material {
            conductivity_w_mk,
            density_kg_m3: 1000.0,
            heat_capacity_j_kgk: 1000.0,
        };
        [("brick", 0.8), ("wool", 0.04)].map(|(name, k)| (name.to_owned(), of(k))).into()
    }

    fn wall() -> BuildUp {
        BuildUp {
            outer: ("brick".to_owned(), 0.02),
            insulation: "wool".to_owned(),
            core: ("brick".to_owned(), 0.36),
            inner: ("brick".to_owned(), 0.02),
        }
    }

    #[test]
    fn resistance_is_met_from_both_sides() {
        // Bare: 0.4 m / 0.8 = 0.5 m²K/W.
        for (wanted, count) in [(2.5, 4), (0.500_02, 3), (0.5, 3), (0.3, 3)] {
            let layers = layers_for(&wall(), &materials(), wanted);
            let found: f64 = layers.iter().map(resistance_m2k_w).sum();
            assert!((found - wanted).abs() < 1e-9, "{wanted} {found}");
            assert_eq!(layers.len(), count);
        }
        let insulated = layers_for(&wall(), &materials(), 2.5);
        let Layer::Solid { thickness_m, .. } = insulated[1] else { panic!("{insulated:?}") };
        assert!((thickness_m - 0.08).abs() < 1e-12);
    }

    #[test]
    fn the_ground_follows_the_standards_equation() {
        // 10 m × 10 m, bare slab on λ = 2: B = 5, d = 0.3 + 2·0.21 = 0.72;
        // U = 4/(15.708 + 0.72)·ln(15.708/0.72 + 1) = 0.2435·3.1277 = 0.7616.
        let resistance = ground_resistance_m2k_w(100.0, 40.0, 0.0, 2.0);
        assert!((1.0 / resistance - 0.7616).abs() < 1e-3, "{}", 1.0 / resistance);
    }
}
