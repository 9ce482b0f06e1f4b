//! Air: leaks, ventilation and its heat, the warm air under a high roof.

use energy::building::{NightVentilation, Schedule, Zone};

use super::reason::{Reason, already, lacks, lower};
use super::schedules::{greatest, least};
use crate::catalogue::Effect;

/// Set points within this of each other would let heating and night air meet. [K]
const DEAD_BAND_K: f64 = 1.0;

/// Fewer leaks: those that wind and stack drive, where the building states them, and the constant
/// air change.
pub(super) fn seal(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::Airtightness { infiltration_factor, infiltration_min_ach, auxiliary_add_w_per_w } =
        *effect
    else {
        return Ok(());
    };
    let present = zone.air.infiltration_ach;
    let sealed = (present * infiltration_factor).max(infiltration_min_ach);
    let constant = lower(&mut zone.air.infiltration_ach, sealed, ("渗透换气次数", "infiltration"));
    match &mut zone.air.leakage {
        Some(leakage) if infiltration_factor < 1.0 => leakage.scale(infiltration_factor),
        _ => constant?,
    }
    zone.systems.auxiliary_w_per_w += auxiliary_add_w_per_w;
    Ok(())
}

/// Night air in the months of cooling; never below the heating set point where both may be at work.
pub(super) fn ventilate_at_night(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::NightVentilation { ach, from_hour, to_hour, air_min_c, difference_min_k } = *effect
    else {
        return Ok(());
    };
    if let Some(present) = &zone.air.night_ventilation {
        return Err(already(("夜间通风换气次数", "night ventilation"), present.ach, ach));
    }
    let thermostat = &zone.thermostat;
    let Some(cooling_c) = &thermostat.cooling_c else {
        return Err(lacks(("供冷设定温度", "cooling set point")));
    };
    let heating_c = thermostat.heating_c.as_ref().map_or(f64::MIN, greatest);
    let floor_c = air_min_c.max(heating_c);
    if floor_c > least(cooling_c) - DEAD_BAND_K {
        return Err(already(("供冷设定温度", "cooling set point"), least(cooling_c), floor_c));
    }
    let (from, to) = (usize::from(from_hour), usize::from(to_hour));
    let is_night = |hour: usize| {
        if from > to { hour >= from || hour < to } else { (from..to).contains(&hour) }
    };
    let hours = std::array::from_fn(|hour| if is_night(hour) { 1.0 } else { 0.0 });
    zone.air.night_ventilation = Some(NightVentilation {
        ach,
        schedule: Schedule::daily(hours),
        air_min_c: floor_c,
        difference_min_k,
        months: thermostat.cooling_months.clone(),
    });
    Ok(())
}

pub(super) fn recover(
    zone: &mut Zone,
    effectiveness: f64,
    fan_power_add_w_m3s: f64,
) -> Result<(), Reason> {
    if zone.air.ventilation_ach <= 0.0 {
        return Err(lacks(("通风", "ventilation")));
    }
    let present = &mut zone.air.heat_recovery_effectiveness;
    if *present >= effectiveness {
        return Err(already(("热回收效率", "heat recovery"), *present, effectiveness));
    }
    // An exchanger that is there has its fans already.
    if *present <= 0.0 {
        zone.systems.specific_fan_power_w_m3s += fan_power_add_w_m3s;
    }
    *present = effectiveness;
    Ok(())
}

pub(super) fn save_fan_power(zone: &mut Zone, factor: f64, min: f64) -> Result<(), Reason> {
    let present = zone.systems.specific_fan_power_w_m3s;
    if present <= 0.0 || zone.air.ventilation_ach <= 0.0 {
        return Err(lacks(("机械通风", "mechanical ventilation")));
    }
    let what = ("单位风量耗功率", "specific fan power");
    lower(&mut zone.systems.specific_fan_power_w_m3s, (present * factor).max(min), what)
}

/// Fans under the roof, which take power while the plant heats.
pub(super) fn destratify(
    zone: &mut Zone,
    share: f64,
    auxiliary_add_w_per_w: f64,
) -> Result<(), Reason> {
    let heated = zone.thermostat.heating_c.is_some();
    let gradient = zone.stratification.as_mut().filter(|air| heated && air.air_gradient_k_m > 0.0);
    let Some(air) = gradient else {
        return Err(lacks(("供暖热分层", "warm air under the roof while it is heated")));
    };
    if air.destratification_share >= share {
        let what = ("已消除的热分层份额", "share of the gradient taken away");
        return Err(already(what, air.destratification_share, share));
    }
    air.destratification_share = share;
    zone.systems.auxiliary_w_per_w += auxiliary_add_w_per_w;
    Ok(())
}
