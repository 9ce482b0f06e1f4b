//! Plants, their water, their pumps, their control.

use energy::building::{Carrier, CoolingPlant, HeatingPlant, SupplyReset, SupplyWater, Zone};

use super::reason::{Reason, already, lacks, lower};
use super::schedules::{by_presence, is_nobody};
use crate::catalogue::Effect;

const COP: (&str, &str) = ("额定能效", "rated efficiency");

pub(super) fn control(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::Control { distribution_loss_target, setback_c, setup_c, ventilation_min_share } =
        *effect
    else {
        return Ok(());
    };
    let before = zone.clone();
    let presence = zone.gains.people_schedule.clone();
    if let (Some(heating_c), Some(setback_c)) = (&mut zone.thermostat.heating_c, setback_c) {
        by_presence(
            heating_c,
            &presence,
            |now, share| {
                if is_nobody(share) { now.min(setback_c) } else { now }
            },
        );
    }
    if let (Some(cooling_c), Some(setup_c)) = (&mut zone.thermostat.cooling_c, setup_c) {
        by_presence(
            cooling_c,
            &presence,
            |now, share| {
                if is_nobody(share) { now.max(setup_c) } else { now }
            },
        );
    }
    if let Some(least) = ventilation_min_share {
        let schedule = &mut zone.air.ventilation_schedule;
        by_presence(schedule, &presence, |now, share| now.min(share.max(least)));
    }
    let loss = &mut zone.systems.distribution_loss;
    let present = *loss;
    if let Some(target) = distribution_loss_target {
        *loss = present.min(target);
    }
    if *zone != before {
        return Ok(());
    }
    Err(match distribution_loss_target {
        Some(target) => already(("输配损失", "distribution loss"), present, target),
        None => lacks(("可调节的时段", "hour in which control would change anything")),
    })
}

pub(super) fn save_auxiliary(zone: &mut Zone, factor: f64, min: f64) -> Result<(), Reason> {
    let present = zone.systems.auxiliary_w_per_w;
    let what = ("输配能耗比（W/W）", "power of pumps by heat (W/W)");
    lower(&mut zone.systems.auxiliary_w_per_w, (present * factor).max(min), what)
}

pub(super) fn heating(zone: &mut Zone, plant: HeatingPlant) -> Result<(), Reason> {
    let present = zone.systems.heating;
    if present == HeatingPlant::None {
        return Err(lacks(("供热设备", "heating plant to replace")));
    }
    if std::mem::discriminant(&present) == std::mem::discriminant(&plant)
        && heat_merit(present) >= heat_merit(plant)
    {
        return Err(already(COP, heat_merit(present), heat_merit(plant)));
    }
    zone.systems.replace_heating(plant);
    Ok(())
}

/// Heat by energy at rated conditions, to compare plants of the same kind. [-]
fn heat_merit(plant: HeatingPlant) -> f64 {
    match plant {
        HeatingPlant::None => 0.0,
        HeatingPlant::Electric => 1.0,
        HeatingPlant::GasBoiler { efficiency } | HeatingPlant::District { efficiency } => {
            efficiency
        }
        HeatingPlant::CondensingBoiler { efficiency_return_30_c, .. } => efficiency_return_30_c,
        HeatingPlant::AirSourceHeatPump { rated_cop, .. }
        | HeatingPlant::GroundSourceHeatPump { rated_cop, .. } => rated_cop,
    }
}

/// Cooler heating water on mild days, for plants whose efficiency follows it.
pub(super) fn reset(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::SupplyReset {
        design_supply_c,
        design_drop_k,
        design_outdoor_c,
        mild_supply_c,
        mild_outdoor_c,
    } = *effect
    else {
        return Ok(());
    };
    if zone.systems.heating == HeatingPlant::None {
        return Err(lacks(("供热设备", "heating plant")));
    }
    if let Some(present) = zone.systems.heating_water.and_then(|water| water.reset) {
        let what = ("温和天气供水温度（℃）", "supply on a mild day (°C)");
        return Err(already(what, present.mild_supply_c, mild_supply_c));
    }
    let reset = SupplyReset { design_outdoor_c, mild_outdoor_c, mild_supply_c };
    zone.systems.heating_water =
        Some(SupplyWater { design_supply_c, design_drop_k, reset: Some(reset) });
    Ok(())
}

pub(super) fn cooling(zone: &mut Zone, plant: CoolingPlant) -> Result<(), Reason> {
    use CoolingPlant::{Chiller, GroundSource};
    let rated = |plant| match plant {
        Chiller { rated_cop, .. } | GroundSource { rated_cop } => Some(rated_cop),
        CoolingPlant::None | CoolingPlant::District => None,
    };
    let present = zone.systems.cooling;
    if present == CoolingPlant::None {
        return Err(lacks(("供冷设备", "cooling plant to replace")));
    }
    let same_kind = std::mem::discriminant(&present) == std::mem::discriminant(&plant);
    if same_kind
        && let Some(cop) = rated(present)
        && let Some(target) = rated(plant)
        && cop >= target
    {
        return Err(already(COP, cop, target));
    }
    zone.systems.replace_cooling(plant);
    Ok(())
}

/// Useful hot water by purchased energy where nobody stated it, as the kernel has it. [-]
fn hot_water_efficiency(carrier: Carrier) -> f64 {
    match carrier {
        Carrier::Electricity | Carrier::DistrictHeat | Carrier::DistrictCooling => 0.95,
        Carrier::Gas => 0.85,
    }
}

pub(super) fn hot_water(zone: &mut Zone, efficiency: f64) -> Result<(), Reason> {
    let systems = &mut zone.systems;
    if systems.hot_water_kwh_m2 <= 0.0 {
        return Err(lacks(("生活热水", "hot water")));
    }
    let carrier = systems.hot_water_carrier;
    let present = systems.hot_water_efficiency.unwrap_or_else(|| hot_water_efficiency(carrier));
    if carrier == Carrier::Electricity && present >= efficiency {
        return Err(already(("热水能效", "efficiency of hot water"), present, efficiency));
    }
    systems.hot_water_carrier = Carrier::Electricity;
    systems.hot_water_efficiency = Some(efficiency);
    Ok(())
}
