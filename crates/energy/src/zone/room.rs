//! How the faces of a room share the sun that enters and the long-wave radiation between them.

use super::face::Face;
use crate::weather::STEFAN_BOLTZMANN_W_M2K4;

/// What a room sees of one face while the model is built.
pub(super) struct Inside {
    pub area_m2: f64,
    pub emissivity: f64,
    pub absorptance: f64,
    pub transmittance: f64,
    pub is_floor: bool,
}

/// Shares of the sun that enters. Direct sun falls on the floors first (on everything where there
/// is none), scattered sun on all opaque faces by area; what they reflect is taken up by all faces
/// by area × absorptance, through glass also back out.
pub(super) fn share_sun(faces: &mut [Face], insides: &[Inside]) {
    let opaque = |inside: &&Inside| inside.transmittance <= 0.0;
    let taken = |inside: &Inside| inside.area_m2 * (inside.absorptance + inside.transmittance);
    let taken_all: f64 = insides.iter().map(taken).sum();
    let has_floor = insides.iter().any(|inside| inside.is_floor);
    let floors_m2: f64 = insides.iter().filter(|i| i.is_floor).map(|i| i.area_m2).sum();
    let opaque_m2: f64 = insides.iter().filter(opaque).map(|i| i.area_m2).sum();
    let first_beam = |inside: &Inside| match (has_floor, inside.is_floor) {
        (true, true) => inside.area_m2 / floors_m2,
        (true, false) => 0.0,
        (false, _) => first_diffuse(inside, opaque_m2),
    };
    let left = |first: &dyn Fn(&Inside) -> f64| -> f64 {
        insides.iter().map(|i| first(i) * (1.0 - i.absorptance)).sum()
    };
    let left_beam = left(&first_beam);
    let left_diffuse = left(&|inside| first_diffuse(inside, opaque_m2));
    for (face, inside) in faces.iter_mut().zip(insides) {
        let later =
            if taken_all > 0.0 { inside.area_m2 * inside.absorptance / taken_all } else { 0.0 };
        let share =
            |first: f64, left: f64| (first * inside.absorptance + left * later) / inside.area_m2;
        face.beam_in_1_m2 = share(first_beam(inside), left_beam);
        face.diffuse_in_1_m2 = share(first_diffuse(inside, opaque_m2), left_diffuse);
    }
}

fn first_diffuse(inside: &Inside, opaque_m2: f64) -> f64 {
    if inside.transmittance > 0.0 { 0.0 } else { inside.area_m2 / opaque_m2 }
}

/// Long-wave exchange of the faces through one radiant node, and the radiant gains by area ×
/// emissivity.
///
/// # Equation
/// `h_i = 4σT³/((1 − ε_i)/ε_i + 1/F_i)`, `F_i = 1/(1 − A_i·F_i/Σ A·F)`, by repeated substitution
///
/// # Source
/// J. A. Carroll, *An "MRT method" of computing radiant energy exchange in rooms*, Proc. 2nd
/// Systems Simulation and Economic Analysis Conference, 1980.
pub(super) fn share_long_wave(faces: &mut [Face], insides: &[Inside]) {
    const ROUNDS: usize = 40;
    /// Largest share of one face; beyond it the series has no limit (a plane facing itself).
    const SHARE_MAX: f64 = 0.5;
    let mut factors = vec![1.0; insides.len()];
    for _ in 0..ROUNDS {
        let sum: f64 = insides.iter().zip(&factors).map(|(i, f)| i.area_m2 * f).sum();
        for (factor, inside) in factors.iter_mut().zip(insides) {
            let share = (inside.area_m2 * *factor / sum).min(SHARE_MAX);
            // Half steps: large shares would swing.
            *factor = f64::midpoint(*factor, 1.0 / (1.0 - share));
        }
    }
    let emitted: f64 = insides.iter().map(|i| i.area_m2 * i.emissivity).sum();
    for ((face, inside), factor) in faces.iter_mut().zip(insides).zip(factors) {
        let emissivity = inside.emissivity;
        if emissivity > 0.0 {
            let resistance = (1.0 - emissivity) / emissivity + 1.0 / factor;
            face.radiant_in = STEFAN_BOLTZMANN_W_M2K4 / resistance;
            face.gains_in_1_m2 = emissivity / emitted;
        }
    }
}
