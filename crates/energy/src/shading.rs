//! What obstacles leave of sun and sky on a plane: overhangs and fins, neighbours, own wings.
//!
//! For every direction the obstacles are projected along the ray onto the plane, and the area that
//! the union of these shadows leaves is what the direction reaches. Obstacles are opaque; what they
//! reflect is left out.

pub(crate) mod outline;
mod scenery;
mod sweep;

pub(crate) use scenery::{Scenery, SceneryKey};

use crate::sun::{Direction, MOMENT_WEIGHT, SunYear};
use outline::{Place, cross, dot, unit};
use scenery::Caster;

/// Steps of elevation and azimuth of the hemisphere in front of the plane.
const ELEVATIONS: u32 = 24;
const AZIMUTHS: u32 = 48;

/// What a scenery leaves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sight {
    /// Share of the direct sun on the plane in every hour, `[8760]`, `0..=1`. [-]
    pub beam_share: Vec<f64>,
    /// Share of an even sky. [-]
    pub sky_share: f64,
    /// Share of an even ground. [-]
    pub ground_share: f64,
}

/// Directions of a plane: to its right seen from outside, up in its plane, and out of it.
#[derive(Clone, Copy, Debug)]
struct Frame {
    right: Direction,
    up: Direction,
    out: Direction,
}

impl Sight {
    /// Sight of the receiver of a scenery.
    pub(crate) fn new(scenery: &Scenery, sun: &SunYear) -> Self {
        let mut caster = Caster::new(scenery);
        let beam_share = sun
            .hours
            .iter()
            .map(|hour| {
                if !hour.is_up() {
                    return 1.0;
                }
                let (mut lit, mut all) = (0.0, 0.0);
                for (direction, weight) in hour.directions.iter().zip(MOMENT_WEIGHT) {
                    let [right, up, out] = scenery.frame.seen(direction);
                    if out > GRAZING_COSINE {
                        all += weight * out;
                        lit += weight * out * caster.clear_share(right / out, up / out, false);
                    }
                }
                if all > 0.0 { lit / all } else { 1.0 }
            })
            .collect();
        let (sky_share, ground_share) = diffuse_shares(&mut caster, &scenery.frame);
        Self { beam_share, sky_share, ground_share }
    }
}

/// Rays with a smaller cosine on the plane bring nothing. [-]
const GRAZING_COSINE: f64 = 1e-6;

impl Frame {
    fn new(tilt_deg: f64, azimuth_deg: f64) -> Self {
        let (sin_tilt, cos_tilt) = tilt_deg.to_radians().sin_cos();
        let (sin_azimuth, cos_azimuth) = azimuth_deg.to_radians().sin_cos();
        Self {
            // Facing the window, the viewer's right hand points against the compass turn.
            right: [-cos_azimuth, sin_azimuth, 0.0],
            up: [-cos_tilt * sin_azimuth, -cos_tilt * cos_azimuth, sin_tilt],
            out: [sin_tilt * sin_azimuth, sin_tilt * cos_azimuth, cos_tilt],
        }
    }

    /// Frame of a plane of unit normal `out`; a level one has east on its right.
    fn of_normal(out: Place) -> Self {
        const ZENITH: Place = [0.0, 0.0, 1.0];
        /// Sine of the tilt below which a plane is level.
        const LEVEL: f64 = 1e-6;
        let level = cross(&ZENITH, &out);
        let right = unit(&level)
            .filter(|_| dot(&level, &level) > LEVEL * LEVEL)
            // Square to `out` in the plane of east and zenith.
            .or_else(|| unit(&[out[2], 0.0, -out[0]]))
            .unwrap_or([1.0, 0.0, 0.0]);
        Self { right, up: cross(&out, &right), out }
    }

    fn seen(&self, direction: &Direction) -> [f64; 3] {
        [self.right, self.up, self.out].map(|axis| dot(&axis, direction))
    }
}

/// Shares of an even sky and an even ground, each weighted by the cosine on the plane.
fn diffuse_shares(caster: &mut Caster, frame: &Frame) -> (f64, f64) {
    let mut seen = [0.0; 2];
    let mut whole = [0.0; 2];
    for row in 0..ELEVATIONS {
        let elevation =
            std::f64::consts::PI * ((f64::from(row) + 0.5) / f64::from(ELEVATIONS) - 0.5);
        for column in 0..AZIMUTHS {
            let turn = 2.0 * std::f64::consts::PI * (f64::from(column) + 0.5) / f64::from(AZIMUTHS);
            let flat = elevation.cos();
            let direction = [flat * turn.sin(), flat * turn.cos(), elevation.sin()];
            let [right, up, out] = frame.seen(&direction);
            if out <= GRAZING_COSINE {
                continue;
            }
            let part = usize::from(elevation < 0.0);
            whole[part] += flat * out;
            let below = elevation < 0.0;
            seen[part] += flat * out * caster.clear_share(right / out, up / out, below);
        }
    }
    let share = |part: usize| if whole[part] > 0.0 { seen[part] / whole[part] } else { 1.0 };
    (share(0), share(1))
}

#[cfg(test)]
mod tests;
