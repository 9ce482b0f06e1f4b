//! What turns thermal loads into purchased energy.

use crate::building::{Carrier, CoolingPlant, HeatingPlant, Systems};

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
    pub(crate) fn of_heating(plant: HeatingPlant, ground_c: f64) -> Self {
        match plant {
            HeatingPlant::None => Self::NONE,
            HeatingPlant::Electric => Self::flat(1.0, Carrier::Electricity),
            HeatingPlant::GasBoiler { efficiency } => Self::flat(1.0 / efficiency, Carrier::Gas),
            HeatingPlant::District { efficiency } => {
                Self::flat(1.0 / efficiency, Carrier::DistrictHeat)
            }
            HeatingPlant::AirSourceHeatPump { rated_cop, supply_c } => {
                let lift_k = (supply_c - RATED_SOURCE_AIR_C + APPROACH_K).max(APPROACH_K);
                let b_1_k = -1.0 / (rated_cop * lift_k);
                Self {
                    a: -b_1_k * (supply_c + APPROACH_K),
                    b_1_k,
                    // Above the rating point the gain is held at that of 10 K.
                    min: (1.0 - APPROACH_K / lift_k).max(0.5) / rated_cop,
                    max: 1.0,
                    carrier: Carrier::Electricity,
                }
            }
            HeatingPlant::GroundSourceHeatPump { rated_cop, supply_c } => {
                let lift_k = (supply_c - RATED_SOURCE_GROUND_C + APPROACH_K).max(APPROACH_K);
                let now_k = (supply_c - ground_c + APPROACH_K).max(APPROACH_K);
                let effort = (now_k / lift_k / rated_cop).min(1.0);
                Self::flat(effort, Carrier::Electricity)
            }
        }
    }

    /// Cooling: `COP = rated·(T_rated + 10 − 7)/(T_sink + 10 − 7)`.
    pub(crate) fn of_cooling(plant: CoolingPlant, ground_c: f64) -> Self {
        let lift_k = |sink_c: f64| sink_c + APPROACH_K - CHILLED_C;
        match plant {
            CoolingPlant::None => Self::NONE,
            CoolingPlant::Chiller { rated_cop, flat: true } => {
                Self::flat(1.0 / rated_cop, Carrier::Electricity)
            }
            CoolingPlant::Chiller { rated_cop, flat: false } => {
                let b_1_k = 1.0 / (rated_cop * lift_k(RATED_SINK_AIR_C));
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
                Self::flat(ratio / rated_cop, Carrier::Electricity)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heat_pump_meets_its_rating_and_falls_with_the_cold() {
        let plant = HeatingPlant::AirSourceHeatPump { rated_cop: 3.5, supply_c: 45.0 };
        let effort = Effort::of_heating(plant, 10.0);
        assert!((1.0 / effort.at(7.0) - 3.5).abs() < 1e-12);
        // By hand at −13 °C: 3.5 · 48/68 = 2.47.
        assert!((1.0 / effort.at(-13.0) - 3.5 * 48.0 / 68.0).abs() < 1e-12);
        assert!((effort.at(-500.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_chiller_meets_its_rating_and_gains_on_mild_days() {
        let effort = Effort::of_cooling(CoolingPlant::Chiller { rated_cop: 4.0, flat: false }, 0.0);
        assert!((1.0 / effort.at(35.0) - 4.0).abs() < 1e-12);
        assert!(effort.at(25.0) < effort.at(35.0));
        assert!((effort.at(0.0) - effort.at(15.0)).abs() < 1e-12);
    }
}
