//! Brightness of disc and horizon by Perez.

use super::{Brightness, HourLanes, SunLanes};
use crate::lanes::Lanes;

/// Upper bounds of the first seven clearness bins ε; Perez et al. 1990, table 1. [-]
const PEREZ_BINS: [f64; 7] = [1.065, 1.23, 1.5, 1.95, 2.8, 4.5, 6.2];

/// F11, F12, F13, F21, F22, F23 of each clearness bin; Perez et al. 1990, table 6. [-]
const PEREZ: [[f64; 6]; 8] = [
    [-0.008, 0.588, -0.062, -0.060, 0.072, -0.022],
    [0.130, 0.683, -0.151, -0.019, 0.066, -0.029],
    [0.330, 0.487, -0.221, 0.055, -0.064, -0.026],
    [0.568, 0.187, -0.295, 0.109, -0.152, -0.014],
    [0.873, -0.392, -0.362, 0.226, -0.462, 0.001],
    [1.132, -1.237, -0.412, 0.288, -0.823, 0.056],
    [1.060, -1.600, -0.359, 0.264, -1.127, 0.131],
    [0.678, -0.327, -0.250, 0.156, -1.377, 0.251],
];

/// Weight of the zenith angle in the clearness; Perez et al. 1990, eq. 1. [1/rad³]
const PEREZ_KAPPA: f64 = 1.041;

/// Scattered sun that counts as none: keeps the clearness of a sky without any finite. [W/m²]
const DIFFUSE_MIN_W_M2: f64 = 1e-6;

/// Brightness coefficients of the disc (F1) and of the horizon (F2) of Perez et al. 1990, eq. 1–5;
/// of no meaning while the sun is down.
#[inline(always)]
pub(super) fn brightness(
    direct_normal_w_m2: HourLanes,
    diffuse_w_m2: HourLanes,
    sun: &SunLanes,
) -> Brightness {
    let zenith_rad = sun.zenith_rad;
    let diffuse_w_m2 = diffuse_w_m2.max(Lanes::splat(DIFFUSE_MIN_W_M2));
    let zenith_term = zenith_rad * zenith_rad * zenith_rad * PEREZ_KAPPA;
    let clearness =
        ((diffuse_w_m2 + direct_normal_w_m2) / diffuse_w_m2 + zenith_term) / (zenith_term + 1.0);
    let [f11, f12, f13, f21, f22, f23] = coefficients(clearness);
    let brightness = diffuse_w_m2 * sun.air_mass_ratio / sun.extraterrestrial_w_m2;
    let disc = f11 + f12 * brightness + f13 * zenith_rad;
    Brightness {
        disc: disc.max(Lanes::splat(0.0)).min(Lanes::splat(1.0)),
        horizon: f21 + f22 * brightness + f23 * zenith_rad,
    }
}

/// The row of [`PEREZ`] for each hour.
#[inline(always)]
fn coefficients(clearness: HourLanes) -> [HourLanes; 6] {
    let mut found = PEREZ[0].map(Lanes::splat);
    for (bound, row) in PEREZ_BINS.iter().zip(&PEREZ[1..]) {
        for (value, next) in found.iter_mut().zip(row) {
            *value = clearness.below(Lanes::splat(*bound), *value, Lanes::splat(*next));
        }
    }
    found
}
