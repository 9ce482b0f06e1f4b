//! What a measure does to a building: pure, and honest about doing nothing.

use energy::building::{
    Boundary, Building, CoolingPlant, Glazing, HeatingPlant, Layer, PvArray, Schedule, Surface,
    Window, Zone,
};
use energy::pv::{RoofArray, RoofMethod};
use serde::Serialize;
use units::Text;

use crate::catalogue::{CostUnit, Effect, Measure, Part};

/// Heat transfer resistance of an inner surface, winter. [m²·K/W]
///
/// # Source
/// GB 50176-2016 民用建筑热工设计规范, table B.4.1-1 (walls, flat roofs): 0.11.
const FILM_IN_M2K_W: f64 = 0.11;

/// Heat transfer resistance of an outer surface, winter. [m²·K/W]
///
/// # Source
/// GB 50176-2016 民用建筑热工设计规范, table B.4.1-2 (walls, roofs to outdoor air): 0.04.
const FILM_OUT_M2K_W: f64 = 0.04;

/// Boards are sold in whole centimetres. [m]
const BOARD_STEP_M: f64 = 0.01;

/// Surfaces flatter than this are roof, steeper are wall. [°]
const ROOF_TILT_MAX_DEG: f64 = 60.0;

/// Surfaces that look down more than this are neither roof nor wall. [°]
const WALL_TILT_MAX_DEG: f64 = 120.0;

/// Windows that look to within this angle of north see too little sun for shades. [°]
const NORTH_SECTOR_DEG: f64 = 60.0;

/// Presence up to this share of full counts as nobody there. [-]
const NOBODY_SHARE: f64 = 0.05;

/// Why a measure is not offered for a building.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotApplicable {
    /// The measure.
    pub measure: String,
    /// Why.
    pub reason: Reason,
}

/// A reason for [`NotApplicable`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "code")]
#[non_exhaustive]
pub enum Reason {
    /// Not offered for this kind of building.
    OtherKind {
        /// The building's kind.
        kind: String,
    },
    /// The building lacks what the measure works on.
    Lacks {
        /// What is missing.
        what: Text,
    },
    /// The building already is as good as the measure would make it, or better.
    AlreadyMet {
        /// What was compared.
        what: Text,
        /// The building's value, the best of its parts.
        present: f64,
        /// The measure's value.
        target: f64,
    },
    /// The owner or the ledger says that the roof cannot carry PV.
    RoofUnsuitable,
}

impl Reason {
    /// The reason for people.
    pub fn text(&self) -> Text {
        match self {
            Self::OtherKind { kind } => Text::new(
                format!("不适用于此类建筑（{kind}）"),
                format!("not offered for this kind of building ({kind})"),
            ),
            Self::Lacks { what } => {
                Text::new(format!("没有{}", what.zh), format!("the building has no {}", what.en))
            }
            Self::AlreadyMet { what, present, target } => Text::new(
                format!("{}现为 {present:.2}，已达到 {target:.2}", what.zh),
                format!("{} is {present:.2} already, the measure gives {target:.2}", what.en),
            ),
            Self::RoofUnsuitable => Text::new(
                "台账注明屋面不宜安装光伏",
                "the ledger says that the roof is unfit for PV",
            ),
        }
    }
}

/// `building`, of that `kind`, with the measure installed.
///
/// It is installed in every zone that meets its needs; PV on the roof of the whole. Effects of a
/// measure that find nothing to do are left out; the building returned always differs
/// from the one given.
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
    if after == *building {
        let nothing =
            || Reason::Lacks { what: Text::new("可改之处", "part that it could change") };
        return Err(not(first.unwrap_or_else(nothing)));
    }
    Ok(after)
}

fn unmet_need(measure: &Measure, zone: &Zone) -> Option<Reason> {
    let needs = &measure.needs;
    let heating = heating_word(zone.systems.heating);
    if !needs.heating.is_empty() && needs.heating.iter().all(|word| word != heating) {
        let list = needs.heating.join(", ");
        let zh = format!("可替换的供热设备（{list}）");
        let en = format!("heating plant that it replaces ({list})");
        return Some(Reason::Lacks { what: Text::new(zh, en) });
    }
    if needs.cooling && zone.systems.cooling == CoolingPlant::None {
        return Some(Reason::Lacks { what: Text::new("供冷设备", "cooling plant") });
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
    if matches!(effect, Effect::Pv { .. }) {
        return pv(building, effect);
    }
    let zones = building.zones.iter_mut().enumerate();
    let mut zones: Vec<&mut Zone> =
        zones.filter(|(at, _)| fits(*at)).map(|(_, zone)| zone).collect();
    match effect {
        Effect::Insulate { part, .. } => insulate(&mut zones, *part, effect),
        Effect::Glazing { u_w_m2k, shgc, from_u_w_m2k } => {
            glaze(&mut zones, *u_w_m2k, *shgc, *from_u_w_m2k)
        }
        Effect::Shading { summer_shading_factor } => shade(&mut zones, *summer_shading_factor),
        _ => in_each(&mut zones, |zone| change_zone(zone, effect, kind)),
    }
}

/// Changes each zone by itself; done where one of them changes, else the first reason why not.
fn in_each(
    zones: &mut [&mut Zone],
    change: impl Fn(&mut Zone) -> Result<(), Reason>,
) -> Result<(), Reason> {
    let mut done = Ok(());
    let mut any = false;
    for zone in zones {
        match change(zone) {
            Ok(()) => any = true,
            Err(reason) => done = done.and(Err(reason)),
        }
    }
    if any { Ok(()) } else { done }
}

/// The effects that act on each zone alone.
fn change_zone(zone: &mut Zone, effect: &Effect, kind: &str) -> Result<(), Reason> {
    match effect {
        Effect::Airtightness { infiltration_factor, infiltration_min_ach } => {
            let present = zone.air.infiltration_ach;
            let sealed = (present * infiltration_factor).max(*infiltration_min_ach);
            lower(&mut zone.air.infiltration_ach, sealed, ("渗透换气次数", "infiltration"))
        }
        Effect::Lighting { target_w_m2, by_kind_w_m2 } => {
            let target = *by_kind_w_m2.get(kind).unwrap_or(target_w_m2);
            let what = ("照明功率密度", "lighting power density");
            lower(&mut zone.gains.lighting_w_m2, target, what)
        }
        Effect::LightingControl { use_factor } => {
            scale(&mut zone.gains.lighting_schedule, *use_factor);
            Ok(())
        }
        Effect::Control { .. } => control(zone, effect),
        Effect::Heating { plant } => heating(zone, *plant),
        Effect::Cooling { plant } => cooling(zone, *plant),
        Effect::HeatRecovery { effectiveness } => recover(zone, *effectiveness),
        Effect::AirGradient { .. } => even_out(zone, effect),
        Effect::Insulate { .. }
        | Effect::Glazing { .. }
        | Effect::Shading { .. }
        | Effect::Pv { .. } => Ok(()),
    }
}

fn already(what: (&str, &str), present: f64, target: f64) -> Reason {
    Reason::AlreadyMet { what: Text::new(what.0, what.1), present, target }
}

fn lower(value: &mut f64, target: f64, what: (&str, &str)) -> Result<(), Reason> {
    if *value <= target {
        return Err(already(what, *value, target));
    }
    *value = target;
    Ok(())
}

/// Transmittance of an opaque construction with standard films. [W/(m²·K)]
///
/// # Equation
/// U = 1 / (Ri + Σ d/λ + Re)
/// # Source
/// GB 50176-2016 民用建筑热工设计规范, clauses 3.4.4 and 3.4.5.
pub fn transmittance_w_m2k(layers: &[Layer]) -> f64 {
    let resistance_m2k_w: f64 = layers.iter().map(Layer::resistance_m2k_w).sum();
    1.0 / (FILM_IN_M2K_W + resistance_m2k_w + FILM_OUT_M2K_W)
}

/// Transmittance of a window: as given, or from its panes and gaps with standard films. [W/(m²·K)]
fn window_u_w_m2k(glazing: &Glazing) -> f64 {
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

/// Which part of the envelope a surface to outdoor air belongs to.
fn part_of(surface: &Surface) -> Option<Part> {
    if surface.boundary != Boundary::Outdoor || surface.tilt_deg > WALL_TILT_MAX_DEG {
        return None;
    }
    Some(if surface.tilt_deg <= ROOF_TILT_MAX_DEG { Part::Roof } else { Part::Wall })
}

fn insulate(zones: &mut [&mut Zone], part: Part, effect: &Effect) -> Result<(), Reason> {
    let Effect::Insulate {
        conductivity_w_mk,
        density_kg_m3,
        heat_capacity_j_kgk,
        target_u_w_m2k,
        from_u_w_m2k,
        ..
    } = *effect
    else {
        return Ok(());
    };
    let (what, none) = match part {
        Part::Wall => (("外墙传热系数", "wall transmittance"), ("外墙", "outer wall")),
        Part::Roof => (("屋面传热系数", "roof transmittance"), ("屋面", "roof")),
    };
    let mut worst_u_w_m2k = None;
    let mut changed = false;
    let surfaces = zones.iter_mut().flat_map(|zone| &mut zone.surfaces);
    for surface in surfaces.filter(|surface| part_of(surface) == Some(part)) {
        let present = transmittance_w_m2k(&surface.layers);
        worst_u_w_m2k = Some(present.max(worst_u_w_m2k.unwrap_or(present)));
        if present <= from_u_w_m2k {
            continue;
        }
        let needed_m = conductivity_w_mk * (1.0 / target_u_w_m2k - 1.0 / present);
        let boards = (needed_m / BOARD_STEP_M).ceil().max(1.0);
        let board = Layer::Solid {
            thickness_m: boards * BOARD_STEP_M,
            conductivity_w_mk,
            density_kg_m3,
            heat_capacity_j_kgk,
        };
        surface.layers.insert(0, board);
        changed = true;
    }
    match worst_u_w_m2k {
        None => Err(Reason::Lacks { what: Text::new(none.0, none.1) }),
        Some(worst) if !changed => Err(already(what, worst, from_u_w_m2k)),
        Some(_) => Ok(()),
    }
}

fn glaze(zones: &mut [&mut Zone], u_w_m2k: f64, shgc: f64, from: f64) -> Result<(), Reason> {
    let mut worst_u_w_m2k = None;
    let mut changed = false;
    for window in zones.iter_mut().flat_map(|zone| &mut zone.windows) {
        let present = window_u_w_m2k(&window.glazing);
        worst_u_w_m2k = Some(present.max(worst_u_w_m2k.unwrap_or(present)));
        if present > from {
            window.glazing = Glazing::Simple { u_w_m2k, shgc };
            changed = true;
        }
    }
    match worst_u_w_m2k {
        None => Err(Reason::Lacks { what: Text::new("外窗", "window") }),
        Some(worst) if !changed => {
            Err(already(("外窗传热系数", "window transmittance"), worst, from))
        }
        Some(_) => Ok(()),
    }
}

fn days(schedule: &mut Schedule) -> [&mut [f64; 24]; 3] {
    [&mut schedule.weekday, &mut schedule.saturday, &mut schedule.sunday]
}

fn scale(schedule: &mut Schedule, factor: f64) {
    for day in days(schedule) {
        day.iter_mut().for_each(|value| *value *= factor);
    }
}

/// Changes each hour of `schedule` knowing the presence in that hour.
fn by_presence(schedule: &mut Schedule, presence: &Schedule, change: impl Fn(f64, f64) -> f64) {
    let people = [&presence.weekday, &presence.saturday, &presence.sunday];
    for (day, people) in days(schedule).into_iter().zip(people) {
        for (value, share) in day.iter_mut().zip(people) {
            *value = change(*value, *share);
        }
    }
}

fn control(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::Control { distribution_loss_target, setback_c, setup_c, ventilation_min_share } =
        *effect
    else {
        return Ok(());
    };
    let before = zone.clone();
    let presence = zone.gains.people_schedule.clone();
    let nobody = |share: f64| share <= NOBODY_SHARE;
    if let Some(heating_c) = &mut zone.thermostat.heating_c {
        by_presence(
            heating_c,
            &presence,
            |now, share| {
                if nobody(share) { now.min(setback_c) } else { now }
            },
        );
    }
    if let Some(cooling_c) = &mut zone.thermostat.cooling_c {
        by_presence(
            cooling_c,
            &presence,
            |now, share| {
                if nobody(share) { now.max(setup_c) } else { now }
            },
        );
    }
    by_presence(&mut zone.air.ventilation_schedule, &presence, |now, share| {
        now.min(share.max(ventilation_min_share))
    });
    let loss = &mut zone.systems.distribution_loss;
    let present = *loss;
    *loss = present.min(distribution_loss_target);
    if *zone == before {
        return Err(already(("输配损失", "distribution loss"), present, distribution_loss_target));
    }
    Ok(())
}

fn heating(zone: &mut Zone, plant: HeatingPlant) -> Result<(), Reason> {
    let present = zone.systems.heating;
    if present == HeatingPlant::None {
        return Err(Reason::Lacks { what: Text::new("供热设备", "heating plant to replace") });
    }
    if let Some(cop) = heat_pump_cop(present, plant)
        && let Some(target) = heat_pump_cop(plant, plant)
        && cop >= target
    {
        return Err(already(("额定能效比", "rated COP"), cop, target));
    }
    zone.systems.replace_heating(plant);
    Ok(())
}

/// Rated COP of `present` if it is a heat pump of the same kind as `plant`.
fn heat_pump_cop(present: HeatingPlant, plant: HeatingPlant) -> Option<f64> {
    use HeatingPlant::{AirSourceHeatPump, GroundSourceHeatPump};
    match (present, plant) {
        (AirSourceHeatPump { rated_cop, .. }, AirSourceHeatPump { .. })
        | (GroundSourceHeatPump { rated_cop, .. }, GroundSourceHeatPump { .. }) => Some(rated_cop),
        _ => None,
    }
}

fn cooling(zone: &mut Zone, plant: CoolingPlant) -> Result<(), Reason> {
    use CoolingPlant::{Chiller, GroundSource};
    let rated = |plant| match plant {
        Chiller { rated_cop, .. } | GroundSource { rated_cop } => Some(rated_cop),
        CoolingPlant::None | CoolingPlant::District => None,
    };
    let present = zone.systems.cooling;
    if present == CoolingPlant::None {
        return Err(Reason::Lacks { what: Text::new("供冷设备", "cooling plant to replace") });
    }
    let same_kind = std::mem::discriminant(&present) == std::mem::discriminant(&plant);
    if same_kind
        && let Some(cop) = rated(present)
        && let Some(target) = rated(plant)
        && cop >= target
    {
        return Err(already(("额定能效比", "rated COP"), cop, target));
    }
    zone.systems.replace_cooling(plant);
    Ok(())
}

fn recover(zone: &mut Zone, effectiveness: f64) -> Result<(), Reason> {
    if zone.air.ventilation_ach <= 0.0 {
        return Err(Reason::Lacks { what: Text::new("通风", "ventilation") });
    }
    let present = &mut zone.air.heat_recovery_effectiveness;
    if *present >= effectiveness {
        return Err(already(("热回收效率", "heat recovery"), *present, effectiveness));
    }
    *present = effectiveness;
    Ok(())
}

/// Evens out the warm air under a high roof.
///
/// The zone has one air temperature. The heating set point stands for the mean air of the hall,
/// which lies above the occupied zone by the gradient times the height between the two; with a
/// smaller gradient the same comfort below needs a lower mean.
///
/// # Equation
/// ΔT = min((g₁ − g₂)·max(H/2 − h, 0), ΔTmax)
/// # Validity
/// Halls heated by warm air; to first order in ΔT, since load is close to linear in the set point.
fn even_out(zone: &mut Zone, effect: &Effect) -> Result<(), Reason> {
    let Effect::AirGradient { before_k_m, after_k_m, occupied_height_m, drop_max_k } = *effect
    else {
        return Ok(());
    };
    let rise_m = (clear_height_m(zone) / 2.0 - occupied_height_m).max(0.0);
    let drop_k = ((before_k_m - after_k_m) * rise_m).min(drop_max_k);
    let Some(heating_c) = &mut zone.thermostat.heating_c else {
        return Err(Reason::Lacks { what: Text::new("供暖设定温度", "heating set point") });
    };
    for day in days(heating_c) {
        day.iter_mut().for_each(|value| *value -= drop_k);
    }
    Ok(())
}

fn shade(zones: &mut [&mut Zone], factor: f64) -> Result<(), Reason> {
    let sunny = |window: &&mut Window| {
        let azimuth = window.azimuth_deg.rem_euclid(360.0);
        window.tilt_deg <= ROOF_TILT_MAX_DEG
            || (NORTH_SECTOR_DEG..=360.0 - NORTH_SECTOR_DEG).contains(&azimuth)
    };
    let mut best = None;
    let mut changed = false;
    let windows = zones.iter_mut().flat_map(|zone| &mut zone.windows);
    for window in windows.filter(sunny) {
        let present = &mut window.summer_shading_factor;
        best = Some(present.max(best.unwrap_or(*present)));
        if *present < factor {
            *present = factor;
            changed = true;
        }
    }
    match best {
        None => Err(Reason::Lacks { what: Text::new("向阳外窗", "window that sees the sun") }),
        Some(best) if !changed => Err(already(("夏季遮阳", "summer shading"), best, factor)),
        Some(_) => Ok(()),
    }
}

fn pv(building: &mut Building, effect: &Effect) -> Result<(), Reason> {
    let Effect::Pv { module_projection_share, tilt_deg, azimuth_deg, system_loss } = *effect else {
        return Ok(());
    };
    if let Some(present) = &building.pv {
        let rated = |kw| already(("光伏装机（kW）", "rated PV power (kW)"), kw, kw);
        return Err(rated(present.rated_kw));
    }
    let roof_m2 = roof_projection_m2(building);
    if roof_m2 <= 0.0 {
        return Err(Reason::Lacks { what: Text::new("屋面", "roof") });
    }
    let method = RoofMethod::ModuleProjection;
    // The latitude sets the gaps between rows, which this method does not count.
    let array = RoofArray::filling(method, module_projection_share, roof_m2, tilt_deg, 0.0);
    building.pv = Some(PvArray::new(array.rated_kw, tilt_deg, azimuth_deg, system_loss));
    Ok(())
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

/// How many units of `unit` lie between two states of a building: the area of what was changed,
/// the floor area of the zones that were, or the PV power added. Never negative.
pub fn quantity(unit: CostUnit, before: &Building, after: &Building) -> f64 {
    let changed = |part| -> f64 {
        before
            .surfaces()
            .zip(after.surfaces())
            .filter(|(before, after)| part_of(before) == Some(part) && before != after)
            .map(|(before, _)| before.area_m2)
            .sum()
    };
    let rated_kw = |building: &Building| building.pv.as_ref().map_or(0.0, |pv| pv.rated_kw);
    match unit {
        CostUnit::M2Wall => changed(Part::Wall),
        CostUnit::M2Roof => changed(Part::Roof),
        CostUnit::M2Window => before
            .windows()
            .zip(after.windows())
            .filter(|(before, after)| before != after)
            .map(|(before, _)| before.area_m2)
            .sum(),
        CostUnit::M2Floor => floor_m2(before, after),
        CostUnit::KwPv => (rated_kw(after) - rated_kw(before)).max(0.0),
    }
}

/// Floor area of the zones that differ between two states, of all where none does. [m²]
fn floor_m2(before: &Building, after: &Building) -> f64 {
    let pairs = before.zones.iter().zip(&after.zones);
    let changed: f64 = pairs.filter(|(b, a)| b != a).map(|(b, _)| b.floor_area_m2).sum();
    if changed > 0.0 { changed } else { before.floor_area_m2() }
}
