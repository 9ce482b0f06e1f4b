//! Lamps: less power, fewer hours, less of both in daylight.

use energy::building::{Daylight, Dimming, Zone};

use super::reason::{Reason, already, lacks, lower};
use super::schedules::scale;
use super::windows::skylight_m2;
use crate::catalogue::DaylightControl;

/// Share of direct sun that serves a room behind clear glass: what its floor reflects. [-]
const DIRECT_SUN_SHARE: f64 = 0.2;

pub(super) fn relamp(zone: &mut Zone, target_w_m2: f64) -> Result<(), Reason> {
    let what = ("照明功率密度", "lighting power density");
    lower(&mut zone.gains.lighting_w_m2, target_w_m2, what)
}

pub(super) fn control(zone: &mut Zone, use_factor: f64) -> Result<(), Reason> {
    if zone.gains.lighting_w_m2 <= 0.0 {
        return Err(lacks(("照明", "lighting")));
    }
    scale(&mut zone.gains.lighting_schedule, use_factor);
    Ok(())
}

pub(super) fn follow_daylight(
    zone: &mut Zone,
    control: &DaylightControl,
    kind: &str,
) -> Result<(), Reason> {
    if let Some(present) = zone.gains.daylight {
        let what = ("随日光调节的照明份额", "share of lamps that follow daylight");
        return Err(already(what, present.controlled_share, present.controlled_share));
    }
    if zone.windows.is_empty() {
        return Err(lacks(("外窗", "window")));
    }
    zone.gains.daylight = Some(daylight(zone, control, kind));
    Ok(())
}

/// Control of a zone's lamps by the light of its windows.
///
/// Side windows light a floor of `reach_ratio` times their own area; lamps beyond it do not follow.
/// The kernel spreads light over the whole floor, so that the lit share of it gets its inverse in
/// utilance. Skylights light all of the floor.
///
/// # Equation
/// `s = min(1, r·A_w/A)`, `U' = min(1, U/s)`
pub(super) fn daylight(zone: &Zone, control: &DaylightControl, kind: &str) -> Daylight {
    let windows_m2: f64 = zone.windows.iter().map(|window| window.area_m2).sum();
    let reach = (control.reach_ratio * windows_m2 / zone.floor_area_m2).min(1.0);
    let lit_share = if skylight_m2(zone) > 0.0 { 1.0 } else { reach };
    Daylight {
        target_lux: *control.by_kind_lux.get(kind).unwrap_or(&control.target_lux),
        controlled_share: lit_share,
        dimming: Dimming::Continuous,
        least_power_share: control.least_power_share,
        light_transmittance: None,
        utilance: (control.utilance / lit_share).min(1.0),
        direct_sun_share: DIRECT_SUN_SHARE,
    }
}
