//! What fixed overhangs and fins leave of sun and sky on a window.

use crate::building::Shade;
use crate::sun::{Direction, MOMENT_WEIGHT, SunYear};

/// Points across and down the window at which sight is tested.
const POINTS: u32 = 12;
/// Steps of elevation and azimuth of the hemisphere in front of the window.
const ELEVATIONS: u32 = 24;
const AZIMUTHS: u32 = 48;

/// What a shade leaves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sight {
    /// Share of the direct sun on the window in every hour, `[8760]`, `0..=1`. [-]
    pub beam_share: Vec<f64>,
    /// Share of an even sky. [-]
    pub sky_share: f64,
    /// Share of an even ground. [-]
    pub ground_share: f64,
}

/// Directions of a window: to its right seen from outside, up in its plane, and out of it.
struct Frame {
    right: Direction,
    up: Direction,
    out: Direction,
}

impl Sight {
    /// Sight of a window of this tilt and azimuth through its shade. What the shade reflects is
    /// left out.
    pub(crate) fn new(shade: &Shade, tilt_deg: f64, azimuth_deg: f64, sun: &SunYear) -> Self {
        let frame = Frame::new(tilt_deg, azimuth_deg);
        let beam_share = sun
            .hours
            .iter()
            .map(|hour| {
                if !hour.is_up() {
                    return 1.0;
                }
                let (mut lit, mut all) = (0.0, 0.0);
                for (direction, weight) in hour.directions.iter().zip(MOMENT_WEIGHT) {
                    let [right, up, out] = frame.seen(direction);
                    if out > 0.0 {
                        all += weight * out;
                        lit += weight * out * clear_share(shade, right / out, up / out);
                    }
                }
                if all > 0.0 { lit / all } else { 1.0 }
            })
            .collect();
        let (sky_share, ground_share) = diffuse_shares(shade, &frame);
        Self { beam_share, sky_share, ground_share }
    }
}

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

    fn seen(&self, direction: &Direction) -> [f64; 3] {
        [self.right, self.up, self.out]
            .map(|axis| axis.iter().zip(direction).map(|(a, d)| a * d).sum())
    }
}

/// Shares of an even sky and an even ground, each weighted by the cosine on the window.
fn diffuse_shares(shade: &Shade, frame: &Frame) -> (f64, f64) {
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
            if out <= 0.0 {
                continue;
            }
            let part = usize::from(elevation < 0.0);
            whole[part] += flat * out;
            seen[part] += flat * out * clear_share(shade, right / out, up / out);
        }
    }
    let share = |part: usize| if whole[part] > 0.0 { seen[part] / whole[part] } else { 1.0 };
    (share(0), share(1))
}

/// Share of the window from which a ray is clear that moves `right` and `up` metres per metre out.
fn clear_share(shade: &Shade, right: f64, up: f64) -> f64 {
    let mut clear = 0_u32;
    for column in 0..POINTS {
        let x_m = shade.window_width_m * (f64::from(column) + 0.5) / f64::from(POINTS);
        for row in 0..POINTS {
            let below_head_m = shade.window_height_m * (f64::from(row) + 0.5) / f64::from(POINTS);
            if !is_hit(shade, x_m, below_head_m, right, up) {
                clear += 1;
            }
        }
    }
    f64::from(clear) / f64::from(POINTS * POINTS)
}

/// Whether the ray from a point of the window strikes overhang or fins.
fn is_hit(shade: &Shade, x_m: f64, below_head_m: f64, right: f64, up: f64) -> bool {
    if shade.overhang_depth_m > 0.0 && up > 0.0 {
        let out_m = (below_head_m + shade.overhang_gap_m) / up;
        let at_m = x_m + right * out_m;
        let reach = -shade.overhang_left_m..=shade.window_width_m + shade.overhang_right_m;
        if out_m <= shade.overhang_depth_m && reach.contains(&at_m) {
            return true;
        }
    }
    if shade.fin_depth_m > 0.0 && right.abs() > 0.0 {
        let side_m = if right > 0.0 { shade.window_width_m - x_m } else { x_m };
        let out_m = (side_m + shade.fin_gap_m) / right.abs();
        let drop_m = below_head_m - up * out_m;
        let reach = -shade.fin_above_m..=shade.window_height_m + shade.fin_below_m;
        if out_m <= shade.fin_depth_m && reach.contains(&drop_m) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overhang(depth_m: f64) -> Shade {
        Shade {
            window_width_m: 3.0,
            window_height_m: 2.0,
            overhang_depth_m: depth_m,
            overhang_gap_m: 0.5,
            overhang_left_m: 100.0,
            overhang_right_m: 100.0,
            fin_depth_m: 0.0,
            fin_gap_m: 0.0,
            fin_above_m: 0.0,
            fin_below_m: 0.0,
        }
    }

    #[test]
    fn an_endless_overhang_shades_depth_times_slope_less_the_gap() {
        // 1 m out, rays climbing 1.5 m per metre: shadow reaches 1.5 m below the overhang, 1.0 m
        // below the head: half the window is clear.
        assert!((clear_share(&overhang(1.0), 0.3, 1.5) - 0.5).abs() < 1e-12);
        assert!((clear_share(&overhang(0.0), 0.3, 1.5) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_fin_shades_only_from_its_own_side() {
        let shade = Shade { fin_depth_m: 1.0, fin_above_m: 9.0, fin_below_m: 9.0, ..overhang(0.0) };
        // Sun from the right by 1.5 m per metre: the right half of 3 m is dark.
        assert!((clear_share(&shade, 1.5, 0.2) - 0.5).abs() < 1e-12);
        assert!((clear_share(&shade, -1.5, 0.2) - 0.5).abs() < 1e-12);
        assert!((clear_share(&shade, 0.0, 0.2) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_east_window_has_south_on_its_left() {
        let frame = Frame::new(90.0, 90.0);
        let [right, up, out] = frame.seen(&[0.0, -1.0, 0.0]);
        assert!(right < 0.0 && up.abs() < 1e-12 && out.abs() < 1e-12);
    }

    #[test]
    fn shades_take_sky_before_ground() {
        let (sky, ground) = diffuse_shares(&overhang(1.0), &Frame::new(90.0, 180.0));
        assert!(sky < 0.9 && (ground - 1.0).abs() < 1e-12, "{sky} {ground}");
    }
}
