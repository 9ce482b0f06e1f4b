//! What lies under a floor and beyond a wall on ground: soil, and a resistance for all beyond it.

use std::f64::consts::PI;

use crate::building::{Boundary, EdgeInsulation, GroundContact, Layer, Soil, Surface, Zone};

/// The ground behind one surface.
///
/// # Equation
/// `B' = A/(P/2)`; `d_f = w + λ·(R_si + R_f + R_se)`, `d_w = λ·(R_si + R_w + R_se)`.
/// Floor at depth `z`, with `d = d_f + z/2`: `U = 2λ/(πB' + d)·ln(πB'/d + 1)`, or
/// `λ/(0.457·B' + d)` where `d ≥ B'`. Wall: `U = 2λ/(πz)·(1 + d_f/2/(d_f + z))·ln(z/d_w + 1)`,
/// `d_w` for `d_f` where it is smaller. Edge insulation of width `D` adds `2ΔΨ/B'`,
/// `ΔΨ = −λ/π·(ln(D/d_f + 1) − ln(D/(d_f + d') + 1))`, `d' = λ·R_n − d_n`; upright `2D` for `D`.
///
/// The outdoor air's yearly swing reaches it by `H_pe/(A·U)`, one month late. Floor:
/// `H_pe = 0.37·P·λ·e^(−z/δ)·ln(δ/d_f + 1)`, with edge insulation
/// `0.37·P·λ·((1 − e^(−D/δ))·ln(δ/(d_f + d') + 1) + e^(−D/δ)·ln(δ/d_f + 1))`; wall:
/// `H_pe = 0.37·P·λ·2·(1 − e^(−z/δ))·ln(δ/d_w + 1)`, `P = A/z`.
///
/// The layers are up to half a metre of soil, so that days are damped, and what is missing to
/// `1/U`.
///
/// # Validity
/// Slabs on ground and heated basements; rectangular plans or a stated perimeter. No ground water;
/// the yearly swing of the room itself meets the whole `1/U`.
///
/// # Source
/// ISO 13370:2017: clause 7 (slabs, edge insulation, heated basements), annex H (periodic
/// coefficients), table 7 (soils).
pub(crate) struct Ground {
    below_m2k_w: f64,
    soil_m: f64,
    conductivity_w_mk: f64,
    soil_j_m3k: f64,
    /// Part of the outdoor air's yearly swing that reaches the ground here. [-]
    pub swing: f64,
}

/// Soil in front of the rest, at most. [m]
const SOIL_M: f64 = 0.5;
/// Share of the ground's resistance that soil takes at most; a rest stays for what is beyond. [-]
const SOIL_SHARE_MAX: f64 = 0.9;
/// Least resistance of the ground. [m²·K/W]
const REST_MIN_M2K_W: f64 = 1e-2;
const FILM_FLOOR_M2K_W: f64 = 0.17;
const FILM_WALL_M2K_W: f64 = 0.13;
const FILM_OUT_M2K_W: f64 = 0.04;
/// Tilt from which a face is a floor, and up to which nothing is a wall. [°]
const FLOOR_FROM_DEG: f64 = 120.0;
const WALL_FROM_DEG: f64 = 60.0;

/// Conductivity [W/(m·K)], heat capacity [J/(m³·K)] and depth of a yearly wave [m].
/// Source: ISO 13370:2017, table 7 and annex H.
fn soil(soil: Soil) -> (f64, f64, f64) {
    match soil {
        Soil::Clay => (1.5, 3.0e6, 2.2),
        Soil::Sand => (2.0, 2.0e6, 3.2),
        Soil::Rock => (3.5, 2.0e6, 4.2),
    }
}

/// Whether a surface on ground counts as a basement wall: upright, at a stated depth.
pub(crate) fn is_wall(surface: &Surface) -> bool {
    let is_deep = surface.ground.is_some_and(|contact| contact.depth_m > 0.0);
    is_deep && (WALL_FROM_DEG..=FLOOR_FROM_DEG).contains(&surface.tilt_deg)
}

/// Transmittance, films included, and `H_pe`.
struct Coefficients {
    u_w_m2k: f64,
    periodic_w_k: f64,
}

impl Ground {
    /// The ground behind a surface of `zone`.
    pub(crate) fn behind(surface: &Surface, zone: &Zone) -> Self {
        let contact = surface.ground.unwrap_or_default();
        let (conductivity_w_mk, soil_j_m3k, wave_m) = soil(contact.soil);
        let layers_m2k_w = resistance_m2k_w(&surface.layers);
        let (film_m2k_w, found) = if is_wall(surface) {
            (FILM_WALL_M2K_W, wall(surface, zone, &contact, conductivity_w_mk, wave_m))
        } else {
            (FILM_FLOOR_M2K_W, floor(surface, &contact, conductivity_w_mk, wave_m))
        };
        let rest_m2k_w = 1.0 / found.u_w_m2k - film_m2k_w - layers_m2k_w;
        let rest_m2k_w = rest_m2k_w.max(REST_MIN_M2K_W);
        let soil_m = SOIL_M.min(SOIL_SHARE_MAX * rest_m2k_w * conductivity_w_mk);
        Self {
            below_m2k_w: rest_m2k_w - soil_m / conductivity_w_mk,
            soil_m,
            conductivity_w_mk,
            soil_j_m3k,
            swing: (found.periodic_w_k / (surface.area_m2 * found.u_w_m2k)).clamp(0.0, 1.0),
        }
    }

    /// What the ground adds to the outside of a construction.
    pub(crate) fn layers(&self) -> [Layer; 2] {
        [
            Layer::Resistance { resistance_m2k_w: self.below_m2k_w },
            Layer::Solid {
                thickness_m: self.soil_m,
                conductivity_w_mk: self.conductivity_w_mk,
                density_kg_m3: self.soil_j_m3k / 1000.0,
                heat_capacity_j_kgk: 1000.0,
            },
        ]
    }
}

fn floor(surface: &Surface, contact: &GroundContact, soil_w_mk: f64, wave_m: f64) -> Coefficients {
    let area_m2 = surface.area_m2;
    let perimeter_m = contact.perimeter_m.unwrap_or_else(|| 4.0 * area_m2.sqrt());
    let breadth_m = 2.0 * area_m2 / perimeter_m;
    let floor_m = floor_m(surface, contact, soil_w_mk);
    let deep_m = floor_m + contact.depth_m / 2.0;
    let wide_m = PI * breadth_m;
    let plain_w_m2k = if deep_m < breadth_m {
        2.0 * soil_w_mk / (wide_m + deep_m) * (wide_m / deep_m).ln_1p()
    } else {
        soil_w_mk / (0.457 * breadth_m + deep_m)
    };
    let at_edge = (wave_m / floor_m).ln_1p();
    let (saved_w_m2k, at_edge) = match contact.edge_insulation {
        None => (0.0, at_edge),
        Some(edge) => insulated_edge(edge, floor_m, breadth_m, soil_w_mk, wave_m),
    };
    let periodic_w_k = 0.37 * perimeter_m * soil_w_mk * at_edge * (-contact.depth_m / wave_m).exp();
    Coefficients { u_w_m2k: plain_w_m2k - saved_w_m2k, periodic_w_k }
}

/// What edge insulation takes off the transmittance, and the term of `H_pe` with it.
fn insulated_edge(
    edge: EdgeInsulation,
    floor_m: f64,
    breadth_m: f64,
    soil_w_mk: f64,
    wave_m: f64,
) -> (f64, f64) {
    let more_m = edge.thickness_m * (soil_w_mk / edge.conductivity_w_mk - 1.0);
    // Upright insulation counts twice: heat has to go round it.
    let width_m = if edge.is_vertical { 2.0 * edge.width_m } else { edge.width_m };
    let saved = (width_m / floor_m).ln_1p() - (width_m / (floor_m + more_m)).ln_1p();
    let left = (-width_m / wave_m).exp();
    let at_edge =
        (1.0 - left) * (wave_m / (floor_m + more_m)).ln_1p() + left * (wave_m / floor_m).ln_1p();
    (2.0 * soil_w_mk / PI * saved / breadth_m, at_edge)
}

fn wall(
    surface: &Surface,
    zone: &Zone,
    contact: &GroundContact,
    soil_w_mk: f64,
    wave_m: f64,
) -> Coefficients {
    let depth_m = contact.depth_m;
    let resistance_m2k_w = FILM_WALL_M2K_W + resistance_m2k_w(&surface.layers) + FILM_OUT_M2K_W;
    let wall_m = soil_w_mk * resistance_m2k_w;
    let is_floor =
        |other: &&Surface| other.boundary == Boundary::Ground && other.tilt_deg > FLOOR_FROM_DEG;
    let below_m = zone
        .surfaces
        .iter()
        .find(is_floor)
        .map_or(wall_m, |floor| floor_m(floor, &floor.ground.unwrap_or_default(), soil_w_mk));
    let below_m = below_m.min(wall_m);
    let corner = 1.0 + 0.5 * below_m / (below_m + depth_m);
    Coefficients {
        u_w_m2k: 2.0 * soil_w_mk / (PI * depth_m) * corner * (depth_m / wall_m).ln_1p(),
        periodic_w_k: 0.37 * surface.area_m2 / depth_m
            * soil_w_mk
            * 2.0
            * -(-depth_m / wave_m).exp_m1()
            * (wave_m / wall_m).ln_1p(),
    }
}

/// Equivalent thickness `d_f` of a floor. [m]
fn floor_m(floor: &Surface, contact: &GroundContact, soil_w_mk: f64) -> f64 {
    let layers_m2k_w = resistance_m2k_w(&floor.layers);
    contact.wall_thickness_m + soil_w_mk * (FILM_FLOOR_M2K_W + layers_m2k_w + FILM_OUT_M2K_W)
}

fn resistance_m2k_w(layers: &[Layer]) -> f64 {
    layers.iter().map(Layer::resistance_m2k_w).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases;

    /// A zone with a floor of this resistance and contact, and a basement wall.
    fn zone(resistance_m2k_w: f64, contact: GroundContact) -> Zone {
        let mut zone = cases::building("600").expect("a case").zones.remove(0);
        let floor = &mut zone.surfaces[5];
        floor.boundary = Boundary::Ground;
        floor.layers = vec![Layer::Resistance { resistance_m2k_w }];
        floor.ground = Some(contact);
        let wall = &mut zone.surfaces[0];
        wall.boundary = Boundary::Ground;
        wall.layers = vec![Layer::Resistance { resistance_m2k_w: 0.5 }];
        wall.ground = Some(contact);
        zone
    }

    fn slab(area_m2: f64, perimeter_m: f64, soil: Soil) -> (f64, GroundContact) {
        (
            area_m2,
            GroundContact { perimeter_m: Some(perimeter_m), soil, ..GroundContact::default() },
        )
    }

    fn floor_w_m2k(resistance_m2k_w: f64, (area_m2, contact): (f64, GroundContact)) -> f64 {
        let mut zone = zone(resistance_m2k_w, contact);
        zone.surfaces[5].area_m2 = area_m2;
        let (soil_w_mk, _, wave_m) = soil(contact.soil);
        floor(&zone.surfaces[5], &contact, soil_w_mk, wave_m).u_w_m2k
    }

    #[test]
    fn slabs_on_clay_are_those_of_the_building_regulations() {
        // Approved Document L1 2002 (England), table C1: walls of 0.3 m, clay, perimeter over area
        // by row, resistance of the floor 0, 0.5, … 2.5 m²·K/W.
        for (ratio_1_m, row) in [
            (0.05, [0.13, 0.11, 0.10, 0.09, 0.08, 0.08]),
            (0.10, [0.22, 0.18, 0.16, 0.14, 0.13, 0.12]),
            (0.20, [0.37, 0.29, 0.25, 0.22, 0.19, 0.18]),
            (0.30, [0.49, 0.38, 0.31, 0.27, 0.23, 0.21]),
            (0.50, [0.70, 0.50, 0.40, 0.33, 0.28, 0.24]),
        ] {
            for (resistance_m2k_w, stated) in [0.0, 0.5, 1.0, 1.5, 2.0, 2.5].into_iter().zip(row) {
                let contact = slab(100.0, 100.0 * ratio_1_m, Soil::Clay);
                let found = floor_w_m2k(resistance_m2k_w, contact);
                assert!((found - stated).abs() < 0.0056, "{ratio_1_m} {resistance_m2k_w} {found}");
            }
        }
    }

    #[test]
    fn a_basement_by_hand() {
        // 48 m² with 28 m of edge, 2.5 m deep in sand, floor 0.5 and walls 0.5 m²·K/W:
        // d_f = 0.3 + 2·(0.21 + 0.5) = 1.72, d = 2.97 < B' = 3.4286, πB' = 10.7712;
        // U_f = 4/13.7412·ln(10.7712/2.97 + 1) = 0.44591.
        // d_w = 2·0.67 = 1.34 < d_f: U_w = 4/(2.5π)·(1 + 0.67/3.84)·ln(2.5/1.34 + 1) = 0.62974.
        let contact =
            GroundContact { perimeter_m: Some(28.0), depth_m: 2.5, ..GroundContact::default() };
        let zone = zone(0.5, contact);
        let floor = floor(&zone.surfaces[5], &contact, 2.0, 3.2);
        let wall = wall(&zone.surfaces[0], &zone, &contact, 2.0, 3.2);
        assert!((floor.u_w_m2k - 0.445_91).abs() < 1e-4, "{}", floor.u_w_m2k);
        assert!((wall.u_w_m2k - 0.629_74).abs() < 1e-4, "{}", wall.u_w_m2k);
        // 0.37·28·2·e^(−0.78125)·ln(3.2/1.72 + 1)/48; 0.37/2.5·2·2·(1 − e^(−0.78125))·ln(3.2/1.34 +
        // 1).
        let floor_w_m2k = floor.periodic_w_k / 48.0;
        let wall_w_m2k = wall.periodic_w_k / zone.surfaces[0].area_m2;
        assert!((floor_w_m2k - 0.207_71).abs() < 1e-4, "{floor_w_m2k}");
        assert!((wall_w_m2k - 0.391_66).abs() < 1e-4, "{wall_w_m2k}");
    }

    #[test]
    fn edge_insulation_by_hand() {
        // 0.05 m of 0.04 W/(m·K), 1 m wide, under the edge of an uninsulated slab of 100 m², 40 m:
        // d_f = 0.72, d' = 0.05·(50 − 1) = 2.45; ΔΨ = −2/π·(ln(1/0.72 + 1) − ln(1/3.17 + 1))
        // = −0.37984; U falls by 2·0.37984/5.
        let edge = EdgeInsulation {
            width_m: 1.0,
            thickness_m: 0.05,
            conductivity_w_mk: 0.04,
            is_vertical: false,
        };
        let (area_m2, plain) = slab(100.0, 40.0, Soil::Sand);
        let of = |edge_insulation| {
            floor_w_m2k(0.0, (area_m2, GroundContact { edge_insulation, ..plain }))
        };
        let saved = of(None) - of(Some(edge));
        assert!((saved - 2.0 * 0.379_84 / 5.0).abs() < 1e-4, "{saved}");
        // Upright insulation of half the depth is as good.
        let upright = EdgeInsulation { width_m: 0.5, is_vertical: true, ..edge };
        assert!((of(Some(upright)) - of(Some(edge))).abs() < 1e-12);
    }

    #[test]
    fn deeper_and_thicker_lose_less_and_swing_less() {
        let contact = |depth_m| GroundContact { depth_m, ..GroundContact::default() };
        let mut before = (f64::MAX, f64::MAX);
        for depth_m in [0.0, 1.0, 3.0, 6.0] {
            let zone = zone(0.0, contact(depth_m));
            let here = floor(&zone.surfaces[5], &contact(depth_m), 2.0, 3.2);
            assert!(here.u_w_m2k < before.0 && here.periodic_w_k < before.1);
            before = (here.u_w_m2k, here.periodic_w_k);
        }
        let loss = |resistance_m2k_w| floor_w_m2k(resistance_m2k_w, slab(48.0, 28.0, Soil::Rock));
        assert!(loss(0.0) > loss(0.3) && loss(0.3) > loss(3.0) && loss(3.0) > loss(9.0));
    }
}
