//! What hills and neighbours take.

use crate::sun::Direction;

/// Elevations of what stands around, evenly spaced from north, clockwise; straight lines between.
pub(super) struct Horizon<'a> {
    elevations_deg: &'a [f64],
    /// Sky that the plane sees over what it would see with a level horizon, weighted by the cosine
    /// of incidence. [-]
    pub(super) sky_share: f64,
    /// The same for level ground. [-]
    pub(super) ground_sky_view: f64,
}

/// Azimuths and elevations at which the sky is summed up; the share of a plane is within 0.001.
const STEPS: (u32, u32) = (360, 90);

impl<'a> Horizon<'a> {
    /// The horizon of a plane with this `normal` (east, north, up); `None` for an empty list.
    pub(super) fn new(elevations_deg: &'a [f64], normal: &Direction) -> Option<Self> {
        if elevations_deg.is_empty() {
            return None;
        }
        Some(Self {
            elevations_deg,
            sky_share: sky_share(elevations_deg, normal),
            ground_sky_view: sky_share(elevations_deg, &[0.0, 0.0, 1.0]),
        })
    }

    /// Whether the centre of the disc stands above the horizon.
    pub(super) fn shows(&self, sun: &Direction) -> bool {
        let azimuth_deg = sun[0].atan2(sun[1]).to_degrees();
        let elevation_deg = sun[2].clamp(-1.0, 1.0).asin().to_degrees();
        elevation_deg > elevation_at_deg(self.elevations_deg, azimuth_deg)
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
    for step in 0..STEPS.0 {
        let azimuth_deg = (f64::from(step) + 0.5) * 360.0 / f64::from(STEPS.0);
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
fn slice_above(from_deg: f64, ahead: f64, up: f64) -> f64 {
    let width_rad = (90.0 - from_deg).to_radians() / f64::from(STEPS.1);
    (0..STEPS.1)
        .map(|step| {
            let elevation_rad = from_deg.to_radians() + (f64::from(step) + 0.5) * width_rad;
            let (sin, cos) = elevation_rad.sin_cos();
            (ahead * cos + up * sin).max(0.0) * cos * width_rad
        })
        .sum()
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
        let low = 9.0_f64.to_radians();
        assert!(!horizon.shows(&[low.cos(), 0.0, low.sin()]));
        let high = 11.0_f64.to_radians();
        assert!(horizon.shows(&[high.cos(), 0.0, high.sin()]));
    }
}
