//! What endless parallel rows take from each other.

use crate::lanes::Lanes;

/// Rows of modules on level ground, all alike and without end. Lengths are relative to the depth of
/// a module, measured along its slope.
///
/// # Equation
/// With tilt β, pitch p, lower edges A and A′ and upper edges B and B′ of a row and the next:
/// beam at most `p·u`, the beam that falls on the ground of one row; sky seen by the front
/// `½(1 + p − |AB′|)`, ground `½(1 + p − |BA′|)`, and sky seen by the ground
/// `(|AB′| + |BA′| − 2)/(2p)`, `|AB′|² = (p − cos β)² + sin² β`, `|BA′|² = (p + cos β)² + sin² β`.
///
/// # Validity
/// Sky even over what is hidden; rows reflect nothing; every part of a module yields what falls on
/// it. Strings with few bypass diodes lose more than their shaded share.
///
/// # Source
/// Shade: J. Appelbaum, J. Bany, *Shadow effect of adjacent solar cells in large scale systems*,
/// Solar Energy 23, 1979. Mean sky: D. Passias, B. Källbäck, *Shading effects in rows of solar cell
/// panels*, Solar Cells 11, 1984, whose mean over the depth is here taken in closed form by
/// H. C. Hottel's crossed strings (*Radiant-heat transmission*, in McAdams, *Heat Transmission*,
/// 1954).
pub(super) struct Rows {
    pitch: f64,
    /// The compass direction of the front, east and north.
    front: [f64; 2],
    sin_tilt: f64,
    cos_tilt: f64,
    /// Sky seen by the front over that seen by a single row. [-]
    pub(super) sky_share: f64,
    /// Ground seen by the front over that seen by a single row. [-]
    pub(super) ground_share: f64,
    /// Sky seen from the ground between the rows, `0..=1`. [-]
    pub(super) ground_sky_view: f64,
}

impl Rows {
    /// `pitch`: from row to row over the depth of the module, one over the ground cover ratio;
    /// smaller than the module's projection counts as that.
    pub(super) fn new(pitch: f64, tilt_deg: f64, azimuth_deg: f64) -> Self {
        let (sin_tilt, cos_tilt) = tilt_deg.to_radians().sin_cos();
        let (sin_azimuth, cos_azimuth) = azimuth_deg.to_radians().sin_cos();
        let pitch = pitch.max(cos_tilt.abs());
        let up_front = (pitch - cos_tilt).hypot(sin_tilt);
        let down_back = (pitch + cos_tilt).hypot(sin_tilt);
        let share = |seen: f64, alone: f64| {
            if alone > 1e-9 { (seen / alone).clamp(0.0, 1.0) } else { 1.0 }
        };
        Self {
            pitch,
            front: [sin_azimuth, cos_azimuth],
            sin_tilt,
            cos_tilt,
            sky_share: share(1.0 + pitch - up_front, 1.0 + cos_tilt),
            ground_share: share(1.0 + pitch - down_back, 1.0 - cos_tilt),
            ground_sky_view: ((up_front + down_back - 2.0) / (2.0 * pitch)).clamp(0.0, 1.0),
        }
    }

    /// Share of the front that the beam from `sun` reaches past the row before it, `0..=1`. [-]
    #[inline(always)]
    pub(super) fn lit_share<const W: usize>(&self, sun: &[Lanes<W>; 3]) -> Lanes<W> {
        let (zero, all) = (Lanes::splat(0.0), Lanes::splat(1.0));
        let on_row = self.on_row(sun);
        let reached = sun[2].max(zero) * self.pitch / on_row;
        zero.below(on_row, reached.min(all), all)
    }

    /// Share of the ground that the beam from `sun` reaches between the rows, `0..=1`. [-]
    #[inline(always)]
    pub(super) fn lit_ground_share<const W: usize>(&self, sun: &[Lanes<W>; 3]) -> Lanes<W> {
        let zero = Lanes::splat(0.0);
        let on_ground = sun[2] * self.pitch;
        let reached = Lanes::splat(1.0) - self.on_row(sun).abs() / on_ground;
        zero.below(on_ground, reached.max(zero), zero)
    }

    /// Beam on a whole row alone: cosine of incidence, negative from behind. [-]
    #[inline(always)]
    fn on_row<const W: usize>(&self, sun: &[Lanes<W>; 3]) -> Lanes<W> {
        let [east, north, up] = *sun;
        let ahead = east * self.front[0] + north * self.front[1];
        up * self.cos_tilt + ahead * self.sin_tilt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sun(elevation_deg: f64, azimuth_deg: f64) -> [Lanes<1>; 3] {
        let (up, flat) = elevation_deg.to_radians().sin_cos();
        let (east, north) = azimuth_deg.to_radians().sin_cos();
        [flat * east, flat * north, up].map(Lanes::splat)
    }

    fn lit(rows: &Rows, elevation_deg: f64, azimuth_deg: f64) -> f64 {
        rows.lit_share(&sun(elevation_deg, azimuth_deg)).0[0]
    }

    fn lit_ground(rows: &Rows) -> f64 {
        rows.lit_ground_share(&sun(30.0, 180.0)).0[0]
    }

    /// By the geometry drawn out: a ray over the upper edge of the row in front meets the slope
    /// where the shade ends.
    #[test]
    fn the_shade_ends_where_a_ray_over_the_next_row_meets_the_slope() {
        let rows = Rows::new(1.8, 30.0, 180.0);
        // Sun in the south, 10° high; upper edge in front at x = 1.8 − cos 30°, z = ½. The ray
        // falls tan 10° a length; the slope rises tan 30° backwards from x = 0.
        let (edge, fall, rise) = (
            1.8 - 30.0_f64.to_radians().cos(),
            10.0_f64.to_radians().tan(),
            30.0_f64.to_radians().tan(),
        );
        let behind = (0.5 - fall * edge) / (rise + fall);
        let shaded = behind / 30.0_f64.to_radians().cos();
        assert!(shaded > 0.1 && (lit(&rows, 10.0, 180.0) - (1.0 - shaded)).abs() < 1e-12);
        assert!((lit(&rows, 40.0, 180.0) - 1.0).abs() < 1e-12);
        // Low from the side the profile angle is steep: no shade.
        assert!((lit(&rows, 5.0, 265.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_mean_of_the_masking_angle_gives_the_sky() {
        let (pitch, tilt_deg) = (1.6, 25.0_f64);
        let rows = Rows::new(pitch, tilt_deg, 180.0);
        let (sin, cos) = tilt_deg.to_radians().sin_cos();
        let steps = 10_000_u32;
        let mean: f64 = (0..steps)
            .map(|step| {
                let depth = (f64::from(step) + 0.5) / f64::from(steps);
                let masked = ((1.0 - depth) * sin).atan2(pitch - (1.0 - depth) * cos);
                f64::midpoint(1.0, (tilt_deg.to_radians() + masked).cos())
            })
            .sum::<f64>()
            / f64::from(steps);
        assert!((rows.sky_share * f64::midpoint(1.0, cos) - mean).abs() < 1e-6, "{mean}");
    }

    #[test]
    fn rows_far_apart_are_alone() {
        let rows = Rows::new(1e6, 30.0, 180.0);
        assert!((rows.sky_share - 1.0).abs() < 1e-5);
        assert!((rows.ground_share - 1.0).abs() < 1e-5);
        assert!((rows.ground_sky_view - 1.0).abs() < 1e-5);
        assert!((lit_ground(&rows) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn flat_rows_without_gaps_hide_the_ground() {
        let rows = Rows::new(1.0, 0.0, 180.0);
        assert!((rows.sky_share - 1.0).abs() < 1e-12);
        assert!(rows.ground_sky_view.abs() < 1e-12);
        assert!(lit_ground(&rows).abs() < 1e-12);
    }
}
