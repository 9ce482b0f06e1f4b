//! A building condensed to the numbers that its hourly heat balance needs.

use super::catalogue::Catalogue;
use super::daylight::Lamps;
use super::face::{Face, zone_faces};
use super::room::{share_long_wave, share_sun};
use crate::building::{Building, CoolingPlant, HeatingPlant, Schedule, Systems, Zone};
use crate::climate::{AIR_HEAT_J_KGK, Climate};
use crate::conduction::Mode;
use crate::infiltration::Leaks;
use crate::stratification::Heights;
use crate::systems::SupplyModel;

/// Kinds of day times hours of the day: where an hour's schedule values stand.
pub(crate) const DAY_KINDS: usize = 3;
pub(crate) const SLOTS: usize = DAY_KINDS * 24;

/// Set point that is never reached. [°C]
pub(crate) const NEVER_C: f64 = 1e6;

/// Values of one hour of one kind of day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Slot {
    pub convective_w: f64,
    pub radiant_w: f64,
    pub lighting_w: f64,
    pub equipment_w: f64,
    pub hot_water_w: f64,
    pub fans_w: f64,
    /// Ventilation at full flow. [W/K]
    pub ventilation_w_k: f64,
    /// Night ventilation fully open. [W/K]
    pub night_w_k: f64,
    pub occupied: f64,
    pub heat_c: f64,
    pub cool_c: f64,
}

/// A zone of a building ready for its heat balance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    /// Opaque faces first, those towards other zones last of them; then windows.
    pub faces: Vec<Face>,
    pub ground_reflectance: f64,
    pub infiltration_w_k: f64,
    /// Air through leaks, as the heat that it carries per kelvin.
    pub leaks: Leaks,
    /// Share of the ventilation heat that recovery lets go.
    pub recovery_rest: f64,
    /// When night ventilation opens.
    pub night: NightControl,
    /// Air at the thermostat over the zone's mean while the air is stratified. [K]
    pub thermostat_offset_k: f64,
    pub is_stratified: bool,
    /// Heat capacity of the air per step. [W/K]
    pub air_w_k: f64,
    /// Length of a step. [s]
    pub step_s: f64,
    pub slots: Vec<Slot>,
    pub lamps: Option<Lamps>,
    /// 1 in months in which the plant may run, else 0.
    pub heats: [f64; 12],
    pub cools: [f64; 12],
    /// 1 in months of movable shading, else 0.
    pub shades: [f64; 12],
    /// Heating and cooling set points by slot as stated, plant or not; ±[`NEVER_C`] where none is.
    pub set_points_c: Vec<[f64; 2]>,
    pub supply: SupplyModel,
    pub pv: Option<(usize, f64)>,
    pub warm_up_days: u16,
    pub start_c: f64,
}

impl Model {
    /// The model of one zone of a checked building in its climate; what is the building's (array,
    /// ground) is repeated in each of its zones.
    pub(crate) fn of_zone(
        building: &Building,
        zone_index: usize,
        climate: &Climate,
        catalogue: &Catalogue,
        warm_up_days_max: u16,
    ) -> Self {
        let zone = &building.zones[zone_index];
        let heights = Heights::of_zone(zone);
        let (mut faces, insides) = zone_faces(building, zone_index, climate, catalogue);
        share_sun(&mut faces, &insides);
        share_long_wave(&mut faces, &insides);
        let systems = &zone.systems;
        let air_j_m3k = climate.air_density_kg_m3 * AIR_HEAT_J_KGK;
        // Where no face takes up long-wave radiation, radiant gains go to the air.
        let is_radiant = insides.iter().any(|inside| inside.emissivity > 0.0);
        let radiative = if is_radiant { zone.gains.radiative_share } else { 0.0 };
        let slots = slots(zone, air_j_m3k, radiative);
        let lamps =
            zone.gains.daylight.as_ref().map(|daylight| {
                Lamps::new(zone, daylight, normal_transmittance(&faces), radiative)
            });
        let cools = if zone.thermostat.cooling_c.is_some() {
            months(&zone.thermostat.cooling_months)
        } else {
            [0.0; 12]
        };
        let start_c = slots[0].heat_c.max(climate.first_day_c).min(slots[0].cool_c);
        Self {
            warm_up_days: warm_up_days(&faces, warm_up_days_max),
            faces,
            ground_reflectance: building.ground_reflectance,
            infiltration_w_k: zone.air.infiltration_ach * zone.volume_m3 * air_j_m3k / 3600.0,
            leaks: Leaks::of_zone(zone).times(air_j_m3k),
            recovery_rest: 1.0 - zone.air.heat_recovery_effectiveness,
            night: NightControl::of_zone(zone),
            thermostat_offset_k: heights.map_or(0.0, |heights| heights.at_thermostat_k()),
            is_stratified: heights.is_some(),
            air_w_k: zone.volume_m3 * air_j_m3k / catalogue.step_s,
            step_s: catalogue.step_s,
            slots,
            lamps,
            heats: months(&zone.thermostat.heating_months),
            cools,
            shades: cools,
            set_points_c: set_points_c(zone),
            supply: SupplyModel::new(systems, climate.ground_mean_c()),
            pv: building
                .pv
                .as_ref()
                .map(|array| (climate.array(array, building.ground_reflectance), array.rated_kw)),
            start_c: start_c.clamp(-50.0, 50.0),
        }
    }
}

/// Limits of night ventilation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct NightControl {
    /// 1 in months in which it may open, else 0.
    pub months: [f64; 12],
    pub air_min_c: f64,
    pub difference_min_k: f64,
}

impl NightControl {
    fn of_zone(zone: &Zone) -> Self {
        zone.air.night_ventilation.as_ref().map_or_else(Self::default, |night| Self {
            months: months(&night.months),
            air_min_c: night.air_min_c,
            difference_min_k: night.difference_min_k,
        })
    }
}

impl Model {
    /// Whether effort over the outdoor air says all of the plants, and no set point is missed.
    pub(crate) fn has_simple_plants(&self) -> bool {
        let held = self.slots.iter().map(|slot| [slot.heat_c, slot.cool_c]);
        let is_held = held.eq(self.set_points_c.iter().copied());
        is_held && self.supply.is_simple()
    }
}

fn set_points_c(zone: &Zone) -> Vec<[f64; 2]> {
    let stated = |schedule: &Option<Schedule>, slot: usize, never_c: f64| {
        schedule.as_ref().map_or(never_c, |schedule| value(schedule, slot))
    };
    let thermostat = &zone.thermostat;
    (0..SLOTS)
        .map(|slot| {
            [
                stated(&thermostat.heating_c, slot, -NEVER_C),
                stated(&thermostat.cooling_c, slot, NEVER_C),
            ]
        })
        .collect()
}

fn months(list: &[u8]) -> [f64; 12] {
    std::array::from_fn(|month| {
        let runs = list.is_empty() || list.iter().any(|m| usize::from(*m) == month + 1);
        if runs { 1.0 } else { 0.0 }
    })
}

/// Days after which the slowest face has forgotten all but 5 % of its start, at most the limit.
fn warm_up_days(faces: &[Face], most: u16) -> u16 {
    const FORGETTING: f64 = 3.0;
    const SECONDS_PER_DAY: f64 = 86_400.0;
    let slowest_s = faces.iter().map(|face| face.wall.slowest_s).fold(0.0, f64::max);
    let days = (FORGETTING * slowest_s / SECONDS_PER_DAY).ceil().max(3.0);
    let most = most.max(1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within u16")]
    if days < f64::from(most) { days as u16 } else { most }
}

/// Solar transmittance of the windows at normal incidence, mean by area; 0 without windows.
fn normal_transmittance(faces: &[Face]) -> f64 {
    let (mut sun_m2, mut all_m2) = (0.0, 0.0);
    for face in faces {
        if let Some(pane) = &face.pane {
            sun_m2 += face.area_m2 * pane.beam.transmitted.iter().sum::<f64>();
            all_m2 += face.area_m2;
        }
    }
    if all_m2 > 0.0 { sun_m2 / all_m2 } else { 0.0 }
}

/// Schedule values by kind of day and hour; `radiative`: share of gains given off as radiation.
fn slots(zone: &Zone, air_j_m3k: f64, radiative: f64) -> Vec<Slot> {
    let gains = &zone.gains;
    let area_m2 = zone.floor_area_m2;
    let thermostat = &zone.thermostat;
    let heats = zone.systems.heating != HeatingPlant::None;
    let cools = zone.systems.cooling != CoolingPlant::None;
    let presence = yearly_hours(&gains.people_schedule);
    (0..SLOTS)
        .map(|slot| {
            let at = |schedule: &Schedule| value(schedule, slot);
            let people_w = gains.people_w_m2 * area_m2 * at(&gains.people_schedule);
            let lighting_w = gains.lighting_w_m2 * area_m2 * at(&gains.lighting_schedule);
            let equipment_w = gains.equipment_w_m2 * area_m2 * at(&gains.equipment_schedule);
            let all_w = people_w + lighting_w + equipment_w;
            let air_w_k = |ach: f64| ach * zone.volume_m3 * air_j_m3k / 3600.0;
            let ventilation_w_k =
                air_w_k(zone.air.ventilation_ach * at(&zone.air.ventilation_schedule));
            let fans_w = zone.systems.specific_fan_power_w_m3s * ventilation_w_k / air_j_m3k;
            let presence_share = presence_share(&gains.people_schedule, presence, slot);
            let night = zone.air.night_ventilation.as_ref();
            let heat_c = thermostat.heating_c.as_ref().filter(|_| heats).map_or(-NEVER_C, at);
            let cool_c = thermostat.cooling_c.as_ref().filter(|_| cools).map_or(NEVER_C, at);
            Slot {
                convective_w: all_w * (1.0 - radiative) + fans_w * zone.systems.fan_heat_share,
                radiant_w: all_w * radiative,
                lighting_w,
                equipment_w,
                hot_water_w: hot_water_w(&zone.systems, area_m2, presence_share),
                fans_w,
                ventilation_w_k,
                night_w_k: night.map_or(0.0, |night| air_w_k(night.ach * at(&night.schedule))),
                occupied: if at(&gains.people_schedule) > 0.0 { 1.0 } else { 0.0 },
                heat_c,
                cool_c,
            }
        })
        .collect()
}

/// Useful hot water of an hour that has `presence_share` of the year's presence. [W]
fn hot_water_w(systems: &Systems, area_m2: f64, presence_share: f64) -> f64 {
    systems.hot_water_kwh_m2 * area_m2 * 1000.0 * presence_share + systems.hot_water_standing_loss_w
}

/// `presence`: hours of full presence in the year.
fn presence_share(people: &Schedule, presence: f64, slot: usize) -> f64 {
    if presence > 0.0 { value(people, slot) / presence } else { 1.0 / 8760.0 }
}

/// Useful hot water by slot where a zone has other systems than its own. [W]
pub(crate) fn hot_water_of(zone: &Zone, systems: &Systems) -> Vec<f64> {
    let people = &zone.gains.people_schedule;
    let presence = yearly_hours(people);
    let share = |slot| presence_share(people, presence, slot);
    (0..SLOTS).map(|slot| hot_water_w(systems, zone.floor_area_m2, share(slot))).collect()
}

fn value(schedule: &Schedule, slot: usize) -> f64 {
    let day = [&schedule.weekday, &schedule.saturday, &schedule.sunday][slot / 24];
    day[slot % 24]
}

/// Sum of a schedule over a year of 261 working days and 52 Saturdays and Sundays. [h]
fn yearly_hours(schedule: &Schedule) -> f64 {
    let sum = |day: &[f64; 24]| day.iter().sum::<f64>();
    261.0 * sum(&schedule.weekday) + 52.0 * (sum(&schedule.saturday) + sum(&schedule.sunday))
}

/// A mode that does nothing, for faces with fewer modes than their neighbours.
pub(crate) const NO_MODE: Mode =
    Mode { out: 0.0, inn: 0.0, decay: 0.0, drive_out: 0.0, drive_in: 0.0, stored_j_m2: 0.0 };
