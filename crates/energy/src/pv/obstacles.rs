//! What of the hour's sun is left to an array among rows and hills.

use super::horizon::Horizon;
use super::rows::Rows;
use crate::building::PvArray;
use crate::sky::Plane;
use crate::sun::{Direction, MOMENT_WEIGHT, SunHour};
use crate::weather::WeatherHour;

/// Shares of an hour that are left. [-]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Left {
    pub(super) beam: f64,
    pub(super) sky: f64,
    pub(super) ground: f64,
}

/// Rows and horizon of one array. Where both hide sky their shares are multiplied.
pub(super) struct Obstacles<'a> {
    normal: Direction,
    horizon: Option<Horizon<'a>>,
    rows: Option<Rows>,
}

impl<'a> Obstacles<'a> {
    /// What stands around `array`; `None` where nothing does.
    pub(super) fn new(array: &'a PvArray, plane: &Plane) -> Option<Self> {
        let normal = plane.normal();
        let horizon = Horizon::new(&array.horizon_deg, &normal);
        let rows = array.row_pitch.map(|pitch| Rows::new(pitch, array.tilt_deg, array.azimuth_deg));
        (horizon.is_some() || rows.is_some()).then_some(Self { normal, horizon, rows })
    }

    /// What is left in one hour.
    pub(super) fn left(&self, hour: &WeatherHour, sun: &SunHour) -> Left {
        let (mut on_plane, mut left_plane, mut on_ground, mut left_ground) = (0.0, 0.0, 0.0, 0.0);
        if sun.is_up() {
            for (direction, weight) in sun.directions.iter().zip(MOMENT_WEIGHT) {
                let cosine: f64 = direction.iter().zip(self.normal).map(|(d, n)| d * n).sum();
                let (lit, up) = (weight * cosine.max(0.0), weight * direction[2].max(0.0));
                on_plane += lit;
                on_ground += up;
                if self.horizon.as_ref().is_none_or(|horizon| horizon.shows(direction)) {
                    let rows = self.rows.as_ref();
                    left_plane += lit * rows.map_or(1.0, |rows| rows.lit_share(direction));
                    left_ground += up * rows.map_or(1.0, |rows| rows.lit_ground_share(direction));
                }
            }
        }
        let rows = self.rows.as_ref().map_or((1.0, 1.0, 1.0), |rows| {
            (rows.sky_share, rows.ground_share, rows.ground_sky_view)
        });
        let horizon = self
            .horizon
            .as_ref()
            .map_or((1.0, 1.0), |horizon| (horizon.sky_share, horizon.ground_sky_view));
        let beam_w_m2 = hour.direct_normal_w_m2 * on_ground;
        let ground = share(
            hour.direct_normal_w_m2 * left_ground
                + hour.diffuse_horizontal_w_m2 * rows.2 * horizon.1,
            beam_w_m2 + hour.diffuse_horizontal_w_m2,
        );
        Left { beam: share(left_plane, on_plane), sky: rows.0 * horizon.0, ground: rows.1 * ground }
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 1.0 }
}
