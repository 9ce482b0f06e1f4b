//! What of the hour's sun is left to an array among rows and hills.

use super::horizon::Horizon;
use super::rows::Rows;
use crate::building::PvArray;
use crate::lanes::Lanes;
use crate::sky::{HourLanes, Plane, SkyBlock};
use crate::sun::MOMENT_WEIGHT;

/// Shares that are left. [-]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Left {
    pub(super) beam: HourLanes,
    pub(super) sky: f64,
    pub(super) ground: HourLanes,
}

/// Rows and horizon of one array. Where both hide sky their shares are multiplied.
pub(super) struct Obstacles<'a> {
    plane: Plane,
    horizon: Option<Horizon<'a>>,
    rows: Option<Rows>,
}

impl<'a> Obstacles<'a> {
    /// What stands around `array`; `None` where nothing does.
    pub(super) fn new(array: &'a PvArray, plane: Plane) -> Option<Self> {
        let horizon = Horizon::new(&array.horizon_deg, &plane.normal());
        let rows = array.row_pitch.map(|pitch| Rows::new(pitch, array.tilt_deg, array.azimuth_deg));
        (horizon.is_some() || rows.is_some()).then_some(Self { plane, horizon, rows })
    }

    /// What is left in the hours of a block.
    #[inline(always)]
    pub(super) fn left(&self, block: &SkyBlock) -> Left {
        let zero = Lanes::splat(0.0);
        let (mut on_plane, mut left_plane, mut left_ground) = (zero, zero, zero);
        for (direction, weight) in block.directions.iter().zip(MOMENT_WEIGHT) {
            let lit = self.plane.lit(direction) * weight;
            let mut up = direction[2] * weight;
            on_plane += lit;
            let mut lit_left = lit;
            if let Some(horizon) = &self.horizon {
                let shown = horizon.shows(direction);
                lit_left = lit_left * shown;
                up = up * shown;
            }
            if let Some(rows) = &self.rows {
                lit_left = lit_left * rows.lit_share(direction);
                up = up * rows.lit_ground_share(direction);
            }
            left_plane += lit_left;
            left_ground += up;
        }
        let rows = self.rows.as_ref().map_or((1.0, 1.0, 1.0), |rows| {
            (rows.sky_share, rows.ground_share, rows.ground_sky_view)
        });
        let horizon = self
            .horizon
            .as_ref()
            .map_or((1.0, 1.0), |horizon| (horizon.sky_share, horizon.ground_sky_view));
        let ground_w_m2 = block.direct_normal_w_m2 * left_ground
            + block.diffuse_horizontal_w_m2 * (rows.2 * horizon.1);
        Left {
            beam: share(left_plane, on_plane),
            sky: rows.0 * horizon.0,
            ground: share(ground_w_m2, block.on_ground_w_m2) * rows.1,
        }
    }
}

#[inline(always)]
fn share(part: HourLanes, whole: HourLanes) -> HourLanes {
    Lanes::splat(0.0).below(whole, part / whole, Lanes::splat(1.0))
}
