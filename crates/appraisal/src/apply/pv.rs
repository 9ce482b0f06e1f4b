//! Photovoltaics on roof or walls.

use energy::building::{Building, PvArray};
use energy::pv::{RoofArray, RoofMethod};

use super::ROOF_TILT_MAX_DEG;
use super::envelope::part_of;
use super::reason::{Reason, already, lacks};
use crate::catalogue::{Effect, Part};

/// Walls within this angle of south carry modules. [°]
const SOUTH_SECTOR_DEG: f64 = 45.0;

/// Compass direction of south. [°]
const SOUTH_DEG: f64 = 180.0;

/// Adds the one array that a building can have.
pub(super) fn install(building: &mut Building, effect: &Effect) -> Result<(), Reason> {
    if let Some(present) = &building.pv {
        let what = ("光伏装机（kW）", "rated PV power (kW)");
        return Err(already(what, present.rated_kw, present.rated_kw));
    }
    // The latitude sets the gaps between rows, which this method does not count.
    let filling = |share, area_m2, tilt_deg| {
        RoofArray::filling(RoofMethod::ModuleProjection, share, area_m2, tilt_deg, 0.0).rated_kw
    };
    let array = match *effect {
        Effect::Pv { module_projection_share, tilt_deg, azimuth_deg, system_loss } => {
            let roof_m2 = roof_projection_m2(building);
            if roof_m2 <= 0.0 {
                return Err(lacks(("屋面", "roof")));
            }
            let rated_kw = filling(module_projection_share, roof_m2, tilt_deg);
            PvArray::new(rated_kw, tilt_deg, azimuth_deg, system_loss)
        }
        Effect::FacadePv { wall_share, system_loss } => {
            let wall_m2 = south_wall_m2(building);
            if wall_m2 <= 0.0 {
                return Err(lacks(("朝南外墙", "wall to the south")));
            }
            PvArray::new(filling(wall_share, wall_m2, 0.0), 90.0, SOUTH_DEG, system_loss)
        }
        _ => return Ok(()),
    };
    building.pv = Some(array);
    Ok(())
}

/// Opaque wall to within 45° of south. [m²]
fn south_wall_m2(building: &Building) -> f64 {
    let walls = building.surfaces().filter(|surface| {
        let turn = (surface.azimuth_deg.rem_euclid(360.0) - SOUTH_DEG).abs();
        part_of(surface) == Some(Part::Wall) && turn <= SOUTH_SECTOR_DEG
    });
    walls.map(|wall| wall.area_m2).sum()
}

/// Horizontal projection of all roof surface, skylights included 屋面水平投影面积. [m²]
pub fn roof_projection_m2(building: &Building) -> f64 {
    let flat = |area_m2: f64, tilt_deg: f64| area_m2 * tilt_deg.to_radians().cos();
    let opaque: f64 = building
        .surfaces()
        .filter(|surface| part_of(surface) == Some(Part::Roof))
        .map(|surface| flat(surface.area_m2, surface.tilt_deg))
        .sum();
    let glazed: f64 = building
        .windows()
        .filter(|window| window.tilt_deg <= ROOF_TILT_MAX_DEG)
        .map(|window| flat(window.area_m2, window.tilt_deg))
        .sum();
    opaque + glazed
}
