//! What turns thermal loads into purchased energy.

use crate::building::{
    Backup, Carrier, CoolingPlant, HeatingPlant, Performance, SupplyWater, Systems,
};
use crate::weather::ABSOLUTE_ZERO_C;

/// Purchased energy per useful heat or cold as a function of the outdoor air,
/// `clamp(a + b·T, min, max)`. [-]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Effort {
    pub a: f64,
    pub b_1_k: f64,
    pub min: f64,
    pub max: f64,
    pub carrier: Carrier,
}

/// Temperature difference between source and evaporator plus that between condenser and sink of a
/// heat pump; together with the ratio below it gives the usual fall of 2 to 3 % per kelvin. [K]
/// Source: usual design differences, e.g. VDI 4650-1:2019.
const APPROACH_K: f64 = 10.0;
/// Outdoor air at which an air-source heat pump is rated. Source: EN 14511-2:2022, A7. [°C]
const RATED_SOURCE_AIR_C: f64 = 7.0;
/// Ground brine at which a ground-source heat pump's COP is stated here (see `HeatingPlant`). [°C]
const RATED_SOURCE_GROUND_C: f64 = 10.0;
/// Outdoor air at which chillers are rated. Source: AHRI 550/590-2015, air-cooled. [°C]
const RATED_SINK_AIR_C: f64 = 35.0;
/// Ground at which `CoolingPlant::GroundSource` is rated. [°C]
const RATED_SINK_GROUND_C: f64 = 20.0;
/// Chilled water supply. Source: AHRI 550/590-2015. [°C]
const CHILLED_C: f64 = 7.0;
/// Outdoor air below which head pressure control keeps a chiller from gaining more. [°C]
const CHILLER_FLOOR_C: f64 = 15.0;
/// Outdoor air above which a heat pump gains no more: ten kelvins above its usual rating. [°C]
const SOURCE_CEILING_C: f64 = 17.0;
/// Least lift, approaches included, that a compressor gains by: that of a chiller at
/// [`CHILLER_FLOOR_C`]. [K]
const LIFT_MIN_K: f64 = CHILLER_FLOOR_C + APPROACH_K - CHILLED_C;
/// Dew point of the flue gas of natural gas at usual excess air, and the return of the
/// low-temperature rating. Source: ASHRAE Handbook HVAC Systems and Equipment 2020, ch. 32;
/// directive 92/42/EEC. [°C]
const DEW_POINT_C: f64 = 55.0;
const COOL_RETURN_C: f64 = 30.0;
/// Room that the heat of radiators goes to. [°C]
const ROOM_C: f64 = 20.0;
/// A capacity that is never reached. [W]
const UNLIMITED_W: f64 = f64::MAX;
/// Useful hot water per purchased energy, storage and circulation included; planning values. [-]
const HOT_WATER_ELECTRIC: f64 = 0.95;
const HOT_WATER_GAS: f64 = 0.85;
const HOT_WATER_DISTRICT: f64 = 0.95;

impl Effort {
    /// The plant never runs.
    const NONE: Self = Self::flat(0.0, Carrier::Electricity);

    const fn flat(effort: f64, carrier: Carrier) -> Self {
        Self { a: effort, b_1_k: 0.0, min: effort, max: effort, carrier }
    }

    /// Heating. A heat pump's COP follows that of a Carnot machine between source and supply,
    /// widened by [`APPROACH_K`]: `COP = rated·(T_s − T_rated + 10)/(T_s − T_source + 10)`, at
    /// least 1 (electric back-up).
    fn of_heating(plant: HeatingPlant, rated_outdoor_c: f64, ground_c: f64) -> Self {
        match plant {
            HeatingPlant::None => Self::NONE,
            HeatingPlant::Electric => Self::flat(1.0, Carrier::Electricity),
            HeatingPlant::GasBoiler { efficiency }
            | HeatingPlant::CondensingBoiler { efficiency_hot_return: efficiency, .. } => {
                Self::flat(1.0 / efficiency, Carrier::Gas)
            }
            HeatingPlant::District { efficiency } => {
                Self::flat(1.0 / efficiency, Carrier::DistrictHeat)
            }
            HeatingPlant::AirSourceHeatPump { rated_cop, supply_c } => {
                let lift_k = (supply_c - rated_outdoor_c + APPROACH_K).max(APPROACH_K);
                let gain_k = (SOURCE_CEILING_C - rated_outdoor_c).max(0.0);
                let b_1_k = -1.0 / (rated_cop * lift_k);
                Self {
                    a: -b_1_k * (supply_c + APPROACH_K),
                    b_1_k,
                    min: (1.0 - gain_k / lift_k).max(0.5) / rated_cop,
                    max: 1.0,
                    carrier: Carrier::Electricity,
                }
            }
            HeatingPlant::GroundSourceHeatPump { rated_cop, supply_c } => {
                let lift_k = (supply_c - RATED_SOURCE_GROUND_C + APPROACH_K).max(APPROACH_K);
                let now_k = (supply_c - ground_c + APPROACH_K).max(APPROACH_K);
                let effort = (now_k / lift_k / rated_cop).min(1.0);
                Self { max: 1.0, ..Self::flat(effort, Carrier::Electricity) }
            }
        }
    }

    /// Cooling: `COP = rated·(T_rated + 10 − 7)/(T_sink + 10 − 7)`.
    fn of_cooling(plant: CoolingPlant, rated_outdoor_c: f64, ground_c: f64) -> Self {
        let lift_k = |sink_c: f64| sink_c + APPROACH_K - CHILLED_C;
        match plant {
            CoolingPlant::None => Self::NONE,
            CoolingPlant::Chiller { rated_cop, flat: true } => {
                Self::flat(1.0 / rated_cop, Carrier::Electricity)
            }
            CoolingPlant::Chiller { rated_cop, flat: false } => {
                let b_1_k = 1.0 / (rated_cop * lift_k(rated_outdoor_c));
                Self {
                    a: b_1_k * (APPROACH_K - CHILLED_C),
                    b_1_k,
                    min: b_1_k * lift_k(CHILLER_FLOOR_C),
                    max: f64::MAX,
                    carrier: Carrier::Electricity,
                }
            }
            CoolingPlant::GroundSource { rated_cop } => {
                let ratio = lift_k(ground_c.max(CHILLER_FLOOR_C)) / lift_k(RATED_SINK_GROUND_C);
                Self { max: f64::MAX, ..Self::flat(ratio / rated_cop, Carrier::Electricity) }
            }
            CoolingPlant::District => Self::flat(1.0, Carrier::DistrictCooling),
        }
    }

    /// Domestic hot water. District cooling makes none; it counts as electricity.
    pub(crate) fn of_hot_water(systems: &Systems) -> Self {
        let (usual, carrier) = match systems.hot_water_carrier {
            Carrier::Gas => (HOT_WATER_GAS, Carrier::Gas),
            Carrier::DistrictHeat => (HOT_WATER_DISTRICT, Carrier::DistrictHeat),
            Carrier::Electricity | Carrier::DistrictCooling => {
                (HOT_WATER_ELECTRIC, Carrier::Electricity)
            }
        };
        Self::flat(1.0 / systems.hot_water_efficiency.unwrap_or(usual), carrier)
    }

    /// Share of the purchased energy that is electricity: 1 or 0.
    pub(crate) fn electric_share(&self) -> f64 {
        if self.carrier == Carrier::Electricity { 1.0 } else { 0.0 }
    }

    #[cfg(test)]
    fn at(&self, outdoor_c: f64) -> f64 {
        (self.a + self.b_1_k * outdoor_c).clamp(self.min, self.max)
    }
}

/// A plant with all that its purchased energy and its capacity follow.
///
/// # Equation
/// `bought = Q·e·f`: heat or cold `Q` that it gives, effort `e` and part load `f`.
/// Effort: `e = (max(a + b·T, min) + c·ΔT)/(1 + ΔT/K)`, at most `max`, with the outdoor air `T` and
/// the water's temperature above that of the rating `ΔT`. Of a heat pump that is a Carnot machine
/// of constant exergetic efficiency: `COP ~ (T_s + 5)/(T_s − T_source + 10)`, temperature above in
/// K; of a chiller `COP ~ (T_w − 5)/(T_sink − T_w + 10)`; of a condensing boiler `1/η` straight in
/// the return temperature below the dew point.
/// Capacity: `rated·(1 + k_T·(T − T_rated) + k_s·ΔT)`, from 0 to 1.5 times the rated.
/// Part load, `p = Q/capacity`: `f = [1 + 2·(1/r − 1)·min(1 − p, ½)] / [1 − Cd·(1 − min(1,
/// p/p_min))]`.
///
/// # Validity
/// Hourly means. Water from 20 to 75 °C of heat pumps, from 4 to 20 °C of chillers; frost on the
/// outdoor coil as far as the rating contains it.
///
/// # Source
/// Exergetic efficiency between rating points: EN 15316-4-2:2017; cycling: AHRI 210/240-2023 and EN
/// 14825:2022 (Cd; below the lowest capacity share as for a fixed one); boiler: EN 15316-4-1:2017
/// (straight in the water temperature).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plant {
    pub effort: Effort,
    pub water: Water,
    pub capacity: Capacity,
    pub part_load: PartLoad,
}

/// All that a zone's purchased energy follows, given its loads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SupplyModel {
    pub heating: Plant,
    pub cooling: Plant,
    pub backup: BackupPlant,
    pub hot_water: Effort,
    pub delivered_ratio: f64,
    pub auxiliary_w_per_w: f64,
}

impl SupplyModel {
    /// Over ground of this temperature.
    pub(crate) fn new(systems: &Systems, ground_c: f64) -> Self {
        Self {
            heating: Plant::of_heating(systems, ground_c),
            cooling: Plant::of_cooling(systems, ground_c),
            backup: BackupPlant::new(systems.heating_backup.as_ref()),
            hot_water: Effort::of_hot_water(systems),
            delivered_ratio: 1.0 + systems.distribution_loss,
            auxiliary_w_per_w: systems.auxiliary_w_per_w,
        }
    }

    /// Whether effort over the outdoor air says all of the plants.
    pub(crate) fn is_simple(&self) -> bool {
        self.heating.is_simple() && self.cooling.is_simple()
    }
}

/// Water away from the rating, and what that does to the effort.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Water {
    /// Rise over the rated temperature, `clamp(a + b·T, min, max)`. [K]
    pub a_k: f64,
    pub b: f64,
    pub min_k: f64,
    pub max_k: f64,
    /// `c`. [1/K]
    pub effort_1_k: f64,
    /// `1/K`, 0 where no Carnot machine is. [1/K]
    pub carnot_1_k: f64,
    /// Least effort, that of [`LIFT_MIN_K`].
    pub effort_min: f64,
}

/// Most heat or cold of a plant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Capacity {
    pub rated_w: f64,
    pub rated_outdoor_c: f64,
    pub per_outdoor_1_k: f64,
    pub per_supply_1_k: f64,
}

/// What heats beyond the capacity of the heating plant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BackupPlant {
    /// Most heat, 0 without one. [W]
    pub capacity_w: f64,
    pub effort: Effort,
}

impl BackupPlant {
    pub(crate) fn new(backup: Option<&Backup>) -> Self {
        let Some(backup) = backup else {
            return Self { capacity_w: 0.0, effort: Effort::NONE };
        };
        Self {
            capacity_w: backup.capacity_w.unwrap_or(UNLIMITED_W),
            effort: Effort::flat(1.0 / backup.efficiency, backup.carrier),
        }
    }
}

/// Loss and gain below full load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PartLoad {
    /// `2·(1/r − 1)`.
    pub slope: f64,
    pub lowest_share: f64,
    pub cycling: f64,
}

impl Water {
    /// Always as rated.
    const RATED: Self = Self {
        a_k: 0.0,
        b: 0.0,
        min_k: 0.0,
        max_k: 0.0,
        effort_1_k: 0.0,
        carnot_1_k: 0.0,
        effort_min: 0.0,
    };

    /// `rated_c` and the effort of a lift of one kelvin of a Carnot machine; `warmer`: 1 where
    /// warmer water takes more effort, else −1.
    fn carnot(water: &SupplyWater, rated_c: f64, effort_1_k: f64, warmer: f64) -> Self {
        let machine_k = rated_c + warmer * APPROACH_K / 2.0 - ABSOLUTE_ZERO_C;
        Self {
            effort_1_k: warmer * effort_1_k,
            carnot_1_k: 1.0 / machine_k,
            effort_min: LIFT_MIN_K * effort_1_k,
            ..Self::rise(water, 1.0, rated_c)
        }
    }

    /// `share·(supply − rated)` over the outdoor air.
    fn rise(water: &SupplyWater, share: f64, rated_c: f64) -> Self {
        let rise_k = |supply_c: f64| share * (supply_c - rated_c);
        let design_k = rise_k(water.design_supply_c);
        let Some(reset) = &water.reset else {
            return Self { a_k: design_k, min_k: design_k, max_k: design_k, ..Self::RATED };
        };
        let mild_k = rise_k(reset.mild_supply_c);
        let b = (mild_k - design_k) / (reset.mild_outdoor_c - reset.design_outdoor_c);
        Self {
            a_k: design_k - b * reset.design_outdoor_c,
            b,
            min_k: design_k.min(mild_k),
            max_k: design_k.max(mild_k),
            ..Self::RATED
        }
    }

    /// Of a condensing boiler. Flow through radiators is constant, so that the return is as much
    /// nearer to the room as the supply is.
    fn condensing(water: &SupplyWater, hot: f64, cool: f64) -> Self {
        let supply_k = (water.design_supply_c - ROOM_C).max(1.0);
        let share = (1.0 - water.design_drop_k / supply_k).max(0.0);
        let least_k = COOL_RETURN_C - DEW_POINT_C;
        // Return − dew point = share·(supply − that supply whose return is at the dew point).
        let line = Self::rise(water, share, ROOM_C);
        let below = |above_room_k: f64| above_room_k + ROOM_C - DEW_POINT_C;
        Self {
            a_k: below(line.a_k),
            min_k: below(line.min_k).clamp(least_k, 0.0),
            max_k: below(line.max_k).clamp(least_k, 0.0),
            effort_1_k: (1.0 / cool - 1.0 / hot) / least_k,
            ..line
        }
    }

    fn of_heating(systems: &Systems, rated_outdoor_c: f64) -> Self {
        let Some(water) = &systems.heating_water else { return Self::RATED };
        match systems.heating {
            HeatingPlant::None
            | HeatingPlant::Electric
            | HeatingPlant::GasBoiler { .. }
            | HeatingPlant::District { .. } => Self::RATED,
            HeatingPlant::CondensingBoiler { efficiency_hot_return, efficiency_return_30_c } => {
                Self::condensing(water, efficiency_hot_return, efficiency_return_30_c)
            }
            HeatingPlant::AirSourceHeatPump { rated_cop, supply_c } => {
                let lift_k = (supply_c - rated_outdoor_c + APPROACH_K).max(APPROACH_K);
                Self::carnot(water, supply_c, 1.0 / (rated_cop * lift_k), 1.0)
            }
            HeatingPlant::GroundSourceHeatPump { rated_cop, supply_c } => {
                let lift_k = (supply_c - RATED_SOURCE_GROUND_C + APPROACH_K).max(APPROACH_K);
                Self::carnot(water, supply_c, 1.0 / (rated_cop * lift_k), 1.0)
            }
        }
    }

    fn of_cooling(systems: &Systems, rated_outdoor_c: f64) -> Self {
        let Some(water) = &systems.chilled_water else { return Self::RATED };
        let effort_1_k =
            |rated_cop: f64, sink_c: f64| 1.0 / (rated_cop * (sink_c + APPROACH_K - CHILLED_C));
        match systems.cooling {
            CoolingPlant::None
            | CoolingPlant::District
            | CoolingPlant::Chiller { flat: true, .. } => Self::RATED,
            CoolingPlant::Chiller { rated_cop, flat: false } => {
                Self::carnot(water, CHILLED_C, effort_1_k(rated_cop, rated_outdoor_c), -1.0)
            }
            CoolingPlant::GroundSource { rated_cop } => {
                Self::carnot(water, CHILLED_C, effort_1_k(rated_cop, RATED_SINK_GROUND_C), -1.0)
            }
        }
    }
}

impl Capacity {
    fn new(rated_w: Option<f64>, rated_outdoor_c: f64, performance: &Performance) -> Self {
        Self {
            rated_w: rated_w.unwrap_or(UNLIMITED_W),
            rated_outdoor_c,
            per_outdoor_1_k: performance.capacity_per_outdoor_k,
            per_supply_1_k: performance.capacity_per_supply_k,
        }
    }
}

impl PartLoad {
    fn new(performance: &Performance) -> Self {
        Self {
            slope: 2.0 * (1.0 / performance.half_load_ratio - 1.0),
            lowest_share: performance.lowest_load_share,
            cycling: performance.cycling_degradation_factor,
        }
    }
}

impl Plant {
    /// Heating plant over ground of this temperature.
    pub(crate) fn of_heating(systems: &Systems, ground_c: f64) -> Self {
        let performance = &systems.heating_performance;
        let rated_outdoor_c = performance.rated_outdoor_c.unwrap_or(RATED_SOURCE_AIR_C);
        Self {
            effort: Effort::of_heating(systems.heating, rated_outdoor_c, ground_c),
            water: Water::of_heating(systems, rated_outdoor_c),
            capacity: Capacity::new(systems.heating_capacity_w, rated_outdoor_c, performance),
            part_load: PartLoad::new(performance),
        }
    }

    /// Cooling plant over ground of this temperature.
    pub(crate) fn of_cooling(systems: &Systems, ground_c: f64) -> Self {
        let performance = &systems.cooling_performance;
        let rated_outdoor_c = performance.rated_outdoor_c.unwrap_or(RATED_SINK_AIR_C);
        Self {
            effort: Effort::of_cooling(systems.cooling, rated_outdoor_c, ground_c),
            water: Water::of_cooling(systems, rated_outdoor_c),
            capacity: Capacity::new(systems.cooling_capacity_w, rated_outdoor_c, performance),
            part_load: PartLoad::new(performance),
        }
    }

    /// Whether the effort alone says what it buys.
    pub(crate) fn is_simple(&self) -> bool {
        let is_unlimited = self.capacity.rated_w >= UNLIMITED_W;
        is_unlimited && self.water == Water::RATED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heat_pump_meets_its_rating_and_falls_with_the_cold() {
        let plant = HeatingPlant::AirSourceHeatPump { rated_cop: 3.5, supply_c: 45.0 };
        let effort = Effort::of_heating(plant, RATED_SOURCE_AIR_C, 10.0);
        assert!((1.0 / effort.at(7.0) - 3.5).abs() < 1e-12);
        // By hand at −13 °C: 3.5 · 48/68 = 2.47.
        assert!((1.0 / effort.at(-13.0) - 3.5 * 48.0 / 68.0).abs() < 1e-12);
        assert!((effort.at(-500.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_chiller_meets_its_rating_and_gains_on_mild_days() {
        let plant = CoolingPlant::Chiller { rated_cop: 4.0, flat: false };
        let effort = Effort::of_cooling(plant, RATED_SINK_AIR_C, 0.0);
        assert!((1.0 / effort.at(35.0) - 4.0).abs() < 1e-12);
        assert!(effort.at(25.0) < effort.at(35.0));
        assert!((effort.at(0.0) - effort.at(15.0)).abs() < 1e-12);
    }
}
