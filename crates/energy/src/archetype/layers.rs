//! Real layers for a wanted resistance.

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
    let bare = [&outer, &core, &inner].map(Layer::resistance_m2k_w).iter().sum::<f64>();
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
            let found: f64 = layers.iter().map(Layer::resistance_m2k_w).sum();
            assert!((found - wanted).abs() < 1e-9, "{wanted} {found}");
            assert_eq!(layers.len(), count);
        }
        let insulated = layers_for(&wall(), &materials(), 2.5);
        let Layer::Solid { thickness_m, .. } = insulated[1] else { panic!("{insulated:?}") };
        assert!((thickness_m - 0.08).abs() < 1e-12);
    }
}
