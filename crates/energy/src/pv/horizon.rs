//! What hills and neighbours take.

use std::f64::consts::FRAC_PI_2;

use crate::lanes::Lanes;
use crate::sun::Direction;

/// Elevations of what stands around, evenly spaced from north, clockwise; straight lines between.
pub(super) struct Horizon<'a> {
    elevations_deg: &'a [f64],
    /// Sine of the highest elevation: above it the azimuth does not matter. [-]
    sin_highest: f64,
    /// Sky that the plane sees over what it would see with a level horizon, weighted by the cosine
    /// of incidence. [-]
    pub(super) sky_share: f64,
    /// The same for level ground. [-]
    pub(super) ground_sky_view: f64,
}

/// Azimuths at which the sky is summed up; the share of a plane is within 0.001.
const STEPS: u32 = 360;

impl<'a> Horizon<'a> {
    /// The horizon of a plane with this `normal` (east, north, up); `None` for an empty list.
    pub(super) fn new(elevations_deg: &'a [f64], normal: &Direction) -> Option<Self> {
        if elevations_deg.is_empty() {
            return None;
        }
        let highest_deg = elevations_deg.iter().copied().fold(f64::MIN, f64::max);
        Some(Self {
            elevations_deg,
            sin_highest: highest_deg.to_radians().sin(),
            sky_share: sky_share(elevations_deg, normal),
            ground_sky_view: sky_share(elevations_deg, &[0.0, 0.0, 1.0]),
        })
    }

    /// 1 where the centre of the disc stands above the horizon, else 0. [-]
    pub(super) fn shows<const W: usize>(&self, sun: &[Lanes<W>; 3]) -> Lanes<W> {
        let [east, north, up] = sun.map(|axis| axis.0);
        Lanes(std::array::from_fn(|lane| {
            let is_shown = up[lane] > self.sin_highest || {
                let azimuth_deg = east[lane].atan2(north[lane]).to_degrees();
                let elevation_deg = up[lane].clamp(-1.0, 1.0).asin().to_degrees();
                elevation_deg > elevation_at_deg(self.elevations_deg, azimuth_deg)
            };
            f64::from(is_shown)
        }))
    }
}

/// Elevation of the horizon at an azimuth. [°]
fn elevation_at_deg(elevations_deg: &[f64], azimuth_deg: f64) -> f64 {
    let count = elevations_deg.len();
    #[expect(clippy::cast_precision_loss, reason = "a list of azimuths")]
    let place = azimuth_deg.rem_euclid(360.0) / 360.0 * count as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..=count")]
    let before = place.floor() as usize;
    let at = |index: usize| elevations_deg.get(index % count).copied().unwrap_or(0.0);
    at(before) + place.fract() * (at(before + 1) - at(before))
}

/// Even sky over the horizon that a plane with `normal` sees, over that of a level horizon. [-]
fn sky_share(elevations_deg: &[f64], normal: &Direction) -> f64 {
    let (mut open, mut whole) = (0.0, 0.0);
    for step in 0..STEPS {
        let azimuth_deg = (f64::from(step) + 0.5) * 360.0 / f64::from(STEPS);
        let (east, north) = azimuth_deg.to_radians().sin_cos();
        let ahead = east * normal[0] + north * normal[1];
        let slice = |from_deg: f64| slice_above(from_deg.clamp(0.0, 90.0), ahead, normal[2]);
        open += slice(elevation_at_deg(elevations_deg, azimuth_deg));
        whole += slice(0.0);
    }
    if whole > 0.0 { (open / whole).clamp(0.0, 1.0) } else { 1.0 }
}

/// `∫ max(0, cos θ)·cos e de` from an elevation to the zenith, for the direction in which the
/// plane's normal has the horizontal part `ahead`. [-]
///
/// # Equation
/// `cos θ = ahead·cos e + up·sin e` is positive within 90° of `e = atan2(up, ahead)`, and there
/// `∫ cos θ·cos e de = ahead·(e/2 + sin 2e/4) + up·sin² e/2`.
fn slice_above(from_deg: f64, ahead: f64, up: f64) -> f64 {
    let facing_rad = up.atan2(ahead);
    let low_rad = from_deg.to_radians().max(facing_rad - FRAC_PI_2);
    let high_rad = FRAC_PI_2.min(facing_rad + FRAC_PI_2);
    if high_rad <= low_rad {
        return 0.0;
    }
    let until = |elevation_rad: f64| {
        let (sin, cos) = elevation_rad.sin_cos();
        ahead * 0.5 * (elevation_rad + sin * cos) + up * 0.5 * sin * sin
    };
    until(high_rad) - until(low_rad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_of_hills_leaves_the_cosine_squared() {
        let ring = Horizon::new(&[20.0], &[0.0, 0.0, 1.0]).expect("a horizon");
        let left = 20.0_f64.to_radians().cos().powi(2);
        assert!((ring.sky_share - left).abs() < 1e-3, "{}", ring.sky_share);
        assert!((ring.ground_sky_view - left).abs() < 1e-3);
    }

    #[test]
    fn a_wall_opposite_hides_what_it_covers() {
        // North wall of a street: a south façade that sees nothing below 45° in the south.
        let south: Vec<f64> =
            (0..360).map(|a| if (90..=270).contains(&a) { 45.0 } else { 0.0 }).collect();
        let facade = Horizon::new(&south, &[0.0, -1.0, 0.0]).expect("a horizon");
        // ∫ cos² e de from 45° to 90° over that from 0°.
        let left = (std::f64::consts::FRAC_PI_4 - 0.5) / std::f64::consts::FRAC_PI_2;
        assert!((facade.sky_share - left).abs() < 5e-3, "{}", facade.sky_share);
        assert!(Horizon::new(&[], &[0.0, 0.0, 1.0]).is_none());
    }

    #[test]
    fn a_slice_is_the_sum_of_its_parts() {
        let count = 20_000_u32;
        for (from_deg, ahead, up) in [
            (0.0, 1.0, 0.0),
            (20.0, 0.5, 0.8),
            (10.0, -0.6, 0.8),
            (5.0, 0.6, -0.8),
            (0.0, -0.6, -0.8),
        ] {
            let width_rad = (90.0_f64 - from_deg).to_radians() / f64::from(count);
            let parts = (0..count).map(|step| {
                let (sin, cos) =
                    (from_deg.to_radians() + (f64::from(step) + 0.5) * width_rad).sin_cos();
                (ahead * cos + up * sin).max(0.0) * cos * width_rad
            });
            let expected: f64 = parts.sum();
            assert!((slice_above(from_deg, ahead, up) - expected).abs() < 1e-7);
        }
    }

    #[test]
    fn between_two_azimuths_the_horizon_is_a_straight_line() {
        let list = [0.0, 10.0, 20.0, 30.0];
        for (azimuth_deg, expected) in
            [(0.0, 0.0), (45.0, 5.0), (90.0, 10.0), (315.0, 15.0), (-90.0, 30.0), (359.999_9, 0.0)]
        {
            assert!(
                (elevation_at_deg(&list, azimuth_deg) - expected).abs() < 1e-3,
                "{azimuth_deg}"
            );
        }
        let horizon = Horizon::new(&list, &[0.0, 0.0, 1.0]).expect("a horizon");
        let (low, high) = (9.0_f64.to_radians(), 11.0_f64.to_radians());
        let east = Lanes([low.cos(), high.cos(), 0.0]);
        let shown = horizon.shows(&[east, Lanes::splat(0.0), Lanes([low.sin(), high.sin(), 1.0])]);
        assert_eq!(shown, Lanes([0.0, 1.0, 1.0]));
    }
}
