//! Air that is warmer above: at which height each face stands, and by how much its air differs.

use crate::building::{Boundary, Surface, Window, Zone};
use crate::shading::outline::middle;

/// Inclination of a wall. [°]
const UPRIGHT_DEG: f64 = 90.0;

/// Air temperature over height in a zone.
///
/// # Equation
/// `T(z) = T_mean + G·(1 − d)·(z − H/2)`; a face meets the air at the height of its middle, the
/// thermostat that at the occupied height; what is exchanged with outdoors and other zones and what
/// the air stores is at the mean.
///
/// # Validity
/// Rooms higher than 4 m heated by warm air or radiators; a straight line. Usual gradients are a
/// few tenths of a kelvin a metre with radiant heaters or fans, about one with warm air blown in
/// without; state what was measured.
///
/// # Source
/// EN 12831-1:2017, clause 6.3.8: rooms of 4 m and more, each building element with the air at its
/// mean height over the occupied zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Heights {
    gradient_k_m: f64,
    height_m: f64,
    occupied_height_m: f64,
    /// Lowest corner of the zone's outlines. [m]
    floor_m: f64,
}

impl Heights {
    /// The heights of a checked zone; `None` where its air is as warm everywhere.
    pub(crate) fn of_zone(zone: &Zone) -> Option<Self> {
        let stated = zone.stratification?;
        let outlines = zone
            .surfaces
            .iter()
            .filter_map(|surface| surface.outline_m.as_ref())
            .chain(zone.windows.iter().filter_map(|window| window.outline_m.as_ref()));
        Some(Self {
            gradient_k_m: stated.air_gradient_k_m * (1.0 - stated.destratification_share),
            height_m: stated.height_m.unwrap_or(zone.volume_m3 / zone.floor_area_m2),
            occupied_height_m: stated.occupied_height_m,
            floor_m: outlines.flatten().map(|place| place[2]).fold(f64::MAX, f64::min),
        })
    }

    /// Air at the middle of a surface over the mean. [K]
    pub(crate) fn at_surface_k(&self, surface: &Surface) -> f64 {
        let is_within = surface.boundary == Boundary::Internal;
        let tilt_deg = if is_within { UPRIGHT_DEG } else { surface.tilt_deg };
        self.at_face_k(surface.outline_m.as_deref(), tilt_deg)
    }

    /// Air at the middle of a window over the mean. [K]
    pub(crate) fn at_window_k(&self, window: &Window) -> f64 {
        self.at_face_k(window.outline_m.as_deref(), window.tilt_deg)
    }

    /// Air at the thermostat over the mean; below zero in a room higher than twice its height. [K]
    pub(crate) fn at_thermostat_k(&self) -> f64 {
        self.over_mean_k(self.occupied_height_m)
    }

    /// The outline tells where a face stands; without one roofs stand at the top, floors at the
    /// bottom, walls and what is within the zone in the middle.
    fn at_face_k(&self, outline_m: Option<&[[f64; 3]]>, tilt_deg: f64) -> f64 {
        /// Within this from the horizontal a face is roof or floor.
        const LEVEL_DEG: f64 = 60.0;
        let by_tilt_m = if tilt_deg < LEVEL_DEG {
            self.height_m
        } else if tilt_deg > 180.0 - LEVEL_DEG {
            0.0
        } else {
            self.height_m / 2.0
        };
        let height_m = outline_m.map_or(by_tilt_m, |outline| middle(outline)[2] - self.floor_m);
        self.over_mean_k(height_m.clamp(0.0, self.height_m))
    }

    fn over_mean_k(&self, height_m: f64) -> f64 {
        self.gradient_k_m * (height_m - self.height_m / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::building::Stratification;
    use crate::cases;

    fn heights(outline_m: Option<Vec<[f64; 3]>>) -> (Heights, Zone) {
        let mut zone = cases::building("600").expect("a case").zones.remove(0);
        zone.stratification = Some(Stratification {
            air_gradient_k_m: 1.0,
            destratification_share: 0.25,
            height_m: Some(8.0),
            occupied_height_m: 1.0,
        });
        zone.surfaces[0].outline_m = outline_m;
        (Heights::of_zone(&zone).expect("stratified"), zone)
    }

    #[test]
    fn offsets_by_tilt_and_by_outline() {
        let (plain, zone) = heights(None);
        // 0.75 K/m over 8 m: wall, roof, floor.
        for (at, over_k) in [(0, 0.0), (4, 3.0), (5, -3.0)] {
            assert!((plain.at_surface_k(&zone.surfaces[at]) - over_k).abs() < 1e-12, "{at}");
        }
        assert!((plain.at_thermostat_k() + 0.75 * 3.0).abs() < 1e-12);
        // A band of wall from 5 to 7 m over the lowest corner, here its own.
        let band = vec![[0.0, 0.0, 12.0], [4.0, 0.0, 12.0], [4.0, 0.0, 14.0], [0.0, 0.0, 14.0]];
        let (own, zone) = heights(Some(band));
        assert!((own.at_surface_k(&zone.surfaces[0]) + 0.75 * 3.0).abs() < 1e-12);
        assert!(own.at_surface_k(&zone.surfaces[1]).abs() < 1e-12);
    }
}
