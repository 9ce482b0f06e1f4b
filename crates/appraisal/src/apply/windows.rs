//! Windows: new ones, a second pane, film, shades, rooflights.

use energy::building::{Glazing, Window, Zone};

use super::ROOF_TILT_MAX_DEG;
use super::envelope::{FILM_IN_M2K_W, FILM_OUT_M2K_W, part_of};
use super::light;
use super::reason::{Reason, already, lacks};
use crate::catalogue::{Effect, Part};

/// Windows that look to within this angle of north see too little sun for shades. [°]
const NORTH_SECTOR_DEG: f64 = 60.0;

const NO_WINDOW: (&str, &str) = ("外窗", "window");
const U_VALUE: (&str, &str) = ("外窗传热系数", "window transmittance");
const NO_SUNNY: (&str, &str) = ("向阳外窗", "window that sees the sun");

/// Transmittance of a window: as given, or from its panes and gaps with standard films. [W/(m²·K)]
pub(super) fn window_u_w_m2k(glazing: &Glazing) -> f64 {
    match glazing {
        Glazing::Simple { u_w_m2k, .. } => *u_w_m2k,
        Glazing::Panes { panes, gap_resistance_m2k_w } => {
            let glass: f64 =
                panes.iter().map(|pane| pane.thickness_m / pane.conductivity_w_mk).sum();
            let gaps: f64 = gap_resistance_m2k_w.iter().sum();
            1.0 / (FILM_IN_M2K_W + glass + gaps + FILM_OUT_M2K_W)
        }
    }
}

fn is_sunny(window: &Window) -> bool {
    let azimuth = window.azimuth_deg.rem_euclid(360.0);
    window.tilt_deg <= ROOF_TILT_MAX_DEG
        || (NORTH_SECTOR_DEG..=360.0 - NORTH_SECTOR_DEG).contains(&azimuth)
}

pub(super) fn glaze(zone: &mut Zone, u_w_m2k: f64, shgc: f64, from: f64) -> Result<(), Reason> {
    let mut worst_u_w_m2k = None;
    let mut changed = false;
    for window in &mut zone.windows {
        let present = window_u_w_m2k(&window.glazing);
        worst_u_w_m2k = Some(present.max(worst_u_w_m2k.unwrap_or(present)));
        if present > from {
            window.glazing = Glazing::Simple { u_w_m2k, shgc };
            changed = true;
        }
    }
    match worst_u_w_m2k {
        None => Err(lacks(NO_WINDOW)),
        Some(worst) if !changed => Err(already(U_VALUE, worst, from)),
        Some(_) => Ok(()),
    }
}

/// A second window inside: its resistance is added to that of the first.
pub(super) fn add_pane(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::SecondaryGlazing { resistance_m2k_w, shgc_factor, from_u_w_m2k } = *effect else {
        return Ok(());
    };
    let mut refused = Some(lacks(("按整窗参数描述的外窗", "window stated by its whole values")));
    for window in &mut zone.windows {
        let Glazing::Simple { u_w_m2k, shgc } = &mut window.glazing else { continue };
        if *u_w_m2k > from_u_w_m2k {
            *u_w_m2k = 1.0 / (1.0 / *u_w_m2k + resistance_m2k_w);
            *shgc *= shgc_factor;
            refused = None;
        } else if refused.is_some() {
            refused = Some(already(U_VALUE, *u_w_m2k, from_u_w_m2k));
        }
    }
    refused.map_or(Ok(()), Err)
}

pub(super) fn film(zone: &mut Zone, shgc_factor: f64, from_shgc: f64) -> Result<(), Reason> {
    let mut refused = Some(lacks(NO_SUNNY));
    for window in zone.windows.iter_mut().filter(|window| is_sunny(window)) {
        let Glazing::Simple { shgc, .. } = &mut window.glazing else { continue };
        if *shgc > from_shgc {
            *shgc *= shgc_factor;
            refused = None;
        } else if refused.is_some() {
            refused = Some(already(("外窗太阳得热系数", "window SHGC"), *shgc, from_shgc));
        }
    }
    refused.map_or(Ok(()), Err)
}

pub(super) fn shade(zone: &mut Zone, factor: f64) -> Result<(), Reason> {
    let mut best = None;
    let mut changed = false;
    for window in zone.windows.iter_mut().filter(|window| is_sunny(window)) {
        let present = &mut window.summer_shading_factor;
        best = Some(present.max(best.unwrap_or(*present)));
        if *present < factor {
            *present = factor;
            changed = true;
        }
    }
    match best {
        None => Err(lacks(NO_SUNNY)),
        Some(best) if !changed => Err(already(("夏季遮阳", "summer shading"), best, factor)),
        Some(_) => Ok(()),
    }
}

/// Cuts windows into the roofs of a zone and lets its lamps follow their light.
pub(super) fn skylights(zone: &mut Zone, effect: &Effect, kind: &str) -> Result<(), Reason> {
    let Effect::Skylights { roof_share, u_w_m2k, shgc, daylight } = effect else { return Ok(()) };
    let (u_w_m2k, shgc) = (*u_w_m2k, *shgc);
    let lit: f64 = skylight_m2(zone);
    if lit > 0.0 {
        return Err(already(("天窗面积（m²）", "skylights (m²)"), lit, lit));
    }
    let mut windows = Vec::new();
    for roof in zone.surfaces.iter_mut().filter(|roof| part_of(roof) == Some(Part::Roof)) {
        let area_m2 = roof.area_m2 * roof_share;
        roof.area_m2 -= area_m2;
        windows.push(Window {
            name: format!("skylight_{}", roof.name),
            area_m2,
            tilt_deg: roof.tilt_deg,
            azimuth_deg: roof.azimuth_deg,
            glazing: Glazing::Simple { u_w_m2k, shgc },
            summer_shading_factor: 0.0,
            shade: None,
            film_in_w_m2k: None,
            film_out_w_m2k: None,
            outline_m: None,
        });
    }
    if windows.is_empty() {
        return Err(lacks(("屋面", "roof")));
    }
    zone.windows.append(&mut windows);
    // Lamps that follow the side windows already follow the new ones too.
    zone.gains.daylight = Some(light::daylight(zone, daylight, kind));
    Ok(())
}

/// Windows that look up. [m²]
pub(super) fn skylight_m2(zone: &Zone) -> f64 {
    let up = zone.windows.iter().filter(|window| window.tilt_deg <= ROOF_TILT_MAX_DEG);
    up.map(|window| window.area_m2).sum()
}
