//! What a measure does to a building: pure, and honest about doing nothing.

mod air;
mod envelope;
mod light;
mod plant;
mod pv;
mod quantity;
mod reason;
mod schedules;
mod sizing;
mod windows;

use energy::building::{Building, CoolingPlant, HeatingPlant, Zone};
use units::Text;

use crate::catalogue::{Effect, Measure};
use reason::lacks;

pub use envelope::transmittance_w_m2k;
pub use pv::roof_projection_m2;
pub use quantity::quantity;
pub use reason::{NotApplicable, Reason};

/// Surfaces flatter than this are roof, steeper are wall. [°]
const ROOF_TILT_MAX_DEG: f64 = 60.0;

/// `building`, of that `kind`, with the measure installed.
///
/// It is installed in every zone that meets its needs; PV on the whole. Effects of a measure that
/// find nothing to do are left out; the building returned differs from the one given, unless the
/// measure is works without any effect on energy.
///
/// # Errors
/// [`NotApplicable`] when the kind or, in every zone, a need does not fit, or when no effect
/// changes anything.
pub fn apply(
    measure: &Measure,
    kind: &str,
    building: &Building,
) -> Result<Building, NotApplicable> {
    let not = |reason| NotApplicable { measure: measure.id.clone(), reason };
    if !measure.kinds.is_empty() && measure.kinds.iter().all(|known| known != kind) {
        return Err(not(Reason::OtherKind { kind: kind.into() }));
    }
    if let Some(reason) = storeys_unmet(measure, building) {
        return Err(not(reason));
    }
    let unmet: Vec<Option<Reason>> =
        building.zones.iter().map(|zone| unmet_need(measure, zone)).collect();
    if unmet.iter().all(Option::is_some)
        && let Some(reason) = unmet.iter().flatten().next()
    {
        return Err(not(reason.clone()));
    }
    let mut after = building.clone();
    let mut first = None;
    for effect in &measure.effects {
        if let Err(reason) = change(&mut after, effect, kind, |at| unmet[at].is_none()) {
            first.get_or_insert(reason);
        }
    }
    if after == *building && !measure.is_cost_item() {
        return Err(not(first.unwrap_or_else(|| lacks(("可改之处", "part that it could change")))));
    }
    Ok(after)
}

/// Storeys that a building counts as: floor area over the roof's projection; `None` without a roof.
fn storeys(building: &Building) -> Option<f64> {
    let roof_m2 = roof_projection_m2(building);
    (roof_m2 > 0.0).then(|| (building.floor_area_m2() / roof_m2).round().max(1.0))
}

fn storeys_unmet(measure: &Measure, building: &Building) -> Option<Reason> {
    let (least, most) = (measure.needs.storeys_min, measure.needs.storeys_max);
    if least.is_none() && most.is_none() {
        return None;
    }
    let Some(storeys) = storeys(building) else { return Some(lacks(("屋面", "roof"))) };
    let unmet = |zh: String, en: String| Some(Reason::Lacks { what: Text::new(zh, en) });
    match (least, most) {
        (Some(least), _) if storeys < f64::from(least) => unmet(
            format!(" {least} 层以上（现约 {storeys} 层）"),
            format!("{least} storeys (it has about {storeys})"),
        ),
        (_, Some(most)) if storeys > f64::from(most) => unmet(
            format!("至多 {most} 层的体形（现约 {storeys} 层）"),
            format!("shape of at most {most} storeys (it has about {storeys})"),
        ),
        _ => None,
    }
}

fn unmet_need(measure: &Measure, zone: &Zone) -> Option<Reason> {
    let needs = &measure.needs;
    let heating = heating_word(zone.systems.heating);
    if !needs.heating.is_empty() && needs.heating.iter().all(|word| word != heating) {
        let list = needs.heating.join(", ");
        let zh = format!("适用的供热设备（{list}）");
        let en = format!("heating plant of the kinds that it fits ({list})");
        return Some(Reason::Lacks { what: Text::new(zh, en) });
    }
    if needs.cooling && zone.systems.cooling == CoolingPlant::None {
        return Some(lacks(("供冷设备", "cooling plant")));
    }
    let height_m = clear_height_m(zone);
    let least_m = needs.clear_height_min_m?;
    (height_m < least_m).then(|| {
        let zh = format!("{least_m} m 以上的净高（现 {height_m:.1} m）");
        let en = format!("clear height of {least_m} m (it has {height_m:.1} m)");
        Reason::Lacks { what: Text::new(zh, en) }
    })
}

/// The ledger's word for a heating plant, as `needs.heating` of a measure names it.
pub fn heating_word(plant: HeatingPlant) -> &'static str {
    match plant {
        HeatingPlant::None => "none",
        HeatingPlant::Electric => "electric",
        HeatingPlant::GasBoiler { .. } | HeatingPlant::CondensingBoiler { .. } => "gas_boiler",
        HeatingPlant::District { .. } => "district",
        HeatingPlant::AirSourceHeatPump { .. } => "air_source_heat_pump",
        HeatingPlant::GroundSourceHeatPump { .. } => "ground_source_heat_pump",
    }
}

/// Mean clear height: air volume over floor area. [m]
fn clear_height_m(zone: &Zone) -> f64 {
    zone.volume_m3 / zone.floor_area_m2
}

/// Makes one effect felt in the zones that `fits` names by their index.
fn change(
    building: &mut Building,
    effect: &Effect,
    kind: &str,
    fits: impl Fn(usize) -> bool,
) -> Result<(), Reason> {
    if effect.is_pv() {
        return pv::install(building, effect);
    }
    let mut done = Ok(());
    let mut any = false;
    for (at, zone) in building.zones.iter_mut().enumerate() {
        if !fits(at) {
            continue;
        }
        match change_zone(zone, effect, kind) {
            Ok(()) => any = true,
            Err(reason) => done = done.and(Err(reason)),
        }
    }
    if any { Ok(()) } else { done }
}

/// Changes a zone, or says why there is nothing to change in it.
fn change_zone(zone: &mut Zone, effect: &Effect, kind: &str) -> Result<(), Reason> {
    match effect {
        Effect::Insulate { .. } => envelope::insulate(zone, effect),
        Effect::SlabEdge { .. } => envelope::insulate_edge(zone, effect),
        Effect::CoolRoof { solar_absorptance } => envelope::cool_roof(zone, *solar_absorptance),
        Effect::GreenRoof { .. } => envelope::green_roof(zone, effect),
        Effect::Glazing { u_w_m2k, shgc, from_u_w_m2k } => {
            windows::glaze(zone, *u_w_m2k, *shgc, *from_u_w_m2k)
        }
        Effect::SecondaryGlazing { .. } => windows::add_pane(zone, effect),
        Effect::SolarFilm { shgc_factor, from_shgc } => {
            windows::film(zone, *shgc_factor, *from_shgc)
        }
        Effect::Shading { summer_shading_factor } => windows::shade(zone, *summer_shading_factor),
        Effect::Skylights { .. } => windows::skylights(zone, effect, kind),
        Effect::Airtightness { .. } => air::seal(zone, effect),
        Effect::NightVentilation { .. } => air::ventilate_at_night(zone, effect),
        Effect::HeatRecovery { effectiveness, fan_power_add_w_m3s } => {
            air::recover(zone, *effectiveness, *fan_power_add_w_m3s)
        }
        Effect::FanPower { fan_power_factor, fan_power_min_w_m3s } => {
            air::save_fan_power(zone, *fan_power_factor, *fan_power_min_w_m3s)
        }
        Effect::Destratify { destratification_share, auxiliary_add_w_per_w } => {
            air::destratify(zone, *destratification_share, *auxiliary_add_w_per_w)
        }
        Effect::Lighting { target_w_m2, by_kind_w_m2 } => {
            light::relamp(zone, *by_kind_w_m2.get(kind).unwrap_or(target_w_m2))
        }
        Effect::LightingControl { use_factor } => light::control(zone, *use_factor),
        Effect::Daylight(daylight) => light::follow_daylight(zone, daylight, kind),
        Effect::Control { .. } => plant::control(zone, effect),
        Effect::Auxiliary { auxiliary_factor, auxiliary_min_w_per_w } => {
            plant::save_auxiliary(zone, *auxiliary_factor, *auxiliary_min_w_per_w)
        }
        Effect::Heating { plant } => plant::heating(zone, *plant),
        Effect::SupplyReset { .. } => plant::reset(zone, effect),
        Effect::Cooling { plant } => plant::cooling(zone, *plant),
        Effect::HotWater { efficiency } => plant::hot_water(zone, *efficiency),
        Effect::Pv { .. } | Effect::FacadePv { .. } => Ok(()),
    }
}
