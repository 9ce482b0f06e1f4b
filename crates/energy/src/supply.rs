//! Other plants, tanks and arrays for a building whose loads are simulated once.
//!
//! As long as plants can give what is wanted, the heat balance does not ask which plant it is: all
//! supplies of a building share its hours. Each has the bits that a simulation of the building with
//! it gives.

use serde::Serialize;

use crate::building::{Building, CoolingPlant, HeatingPlant, PvArray, Systems};
use crate::climate::Scene;
use crate::fault::Fault;
use crate::stock::{Case, LANES, Lane, StockSimulator, annual_of};
use crate::systems::SupplyModel;
use crate::weather::HOURS_PER_YEAR;
use crate::year::Annual;
use crate::zone::model::hot_water_of;
use crate::zone::supplied::{Other, ZoneLoads, supplied};
use crate::zone::year::Keep;

/// Most periods of a tariff.
pub const PERIODS_MAX: usize = 6;

/// Which period of a tariff each hour of the year is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Periods(Vec<u8>);

impl Periods {
    /// One period all year.
    pub fn flat() -> Self {
        Self(vec![0; HOURS_PER_YEAR])
    }

    /// `of_hour`: the period of each of the 8,760 hours, from 1 January 0:00–1:00 local standard
    /// time, each below [`PERIODS_MAX`]; `None` where it is not so.
    pub fn new(of_hour: Vec<u8>) -> Option<Self> {
        let is_sound = of_hour.len() == HOURS_PER_YEAR
            && of_hour.iter().all(|period| usize::from(*period) < PERIODS_MAX);
        is_sound.then_some(Self(of_hour))
    }

    #[inline(always)]
    pub(crate) fn at(&self, hour: usize) -> usize {
        usize::from(self.0[hour])
    }
}

/// What a building buys with and makes on its roof, in place of what its description states.
#[derive(Clone, Debug, PartialEq)]
pub struct Supply {
    /// One a zone, in their order.
    pub systems: Vec<Systems>,
    /// Photovoltaics.
    pub pv: Option<PvArray>,
}

impl Supply {
    /// The supply that the description states.
    pub fn of(building: &Building) -> Self {
        let systems = building.zones.iter().map(|zone| zone.systems.clone());
        Self { systems: systems.collect(), pv: building.pv.clone() }
    }

    /// `building` with this supply in place of its own; it must have as many zones.
    #[must_use]
    pub fn put_into(&self, building: &Building) -> Building {
        let mut building = Building { pv: self.pv.clone(), ..building.clone() };
        for (zone, systems) in building.zones.iter_mut().zip(&self.systems) {
            zone.systems = systems.clone();
        }
        building
    }

    /// Whether the heat balance of `building` is the same with this supply: no plant has a limit,
    /// none is taken away or added, and fans blow and warm as before.
    pub fn shares_loads(&self, building: &Building) -> bool {
        let pairs = building.zones.iter().zip(&self.systems);
        self.systems.len() == building.zones.len()
            && pairs.into_iter().all(|(zone, systems)| loads_alike(&zone.systems, systems))
    }
}

fn loads_alike(one: &Systems, other: &Systems) -> bool {
    let is_open = |s: &Systems| s.heating_capacity_w.is_none() && s.cooling_capacity_w.is_none();
    let fans = |s: &Systems| [s.specific_fan_power_w_m3s, s.fan_heat_share].map(f64::to_bits);
    is_open(one)
        && is_open(other)
        && (one.heating == HeatingPlant::None) == (other.heating == HeatingPlant::None)
        && (one.cooling == CoolingPlant::None) == (other.cooling == CoolingPlant::None)
        && fans(one) == fans(other)
}

/// A building and the supplies to work out for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternatives {
    /// The building that is simulated.
    pub building: Building,
    /// The supplies; each must share its loads, see [`Supply::shares_loads`].
    pub supplies: Vec<Supply>,
}

/// A year with one supply.
#[derive(Clone, Debug, PartialEq)]
pub struct Metered {
    /// The year as a whole.
    pub annual: Annual,
    /// What the electricity meter counts, January first.
    pub months: [MeterMonth; 12],
}

/// A month at the electricity meter, by period of the tariff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct MeterMonth {
    /// Bought: demand less own PV of the same hour. [kWh]
    pub import_kwh: [f64; PERIODS_MAX],
    /// Own PV used in the same hour. [kWh]
    pub self_use_kwh: [f64; PERIODS_MAX],
    /// Own PV given to the grid. [kWh]
    pub export_kwh: [f64; PERIODS_MAX],
    /// Largest hourly mean that is bought. [kW]
    pub peak_import_kw: f64,
}

impl Case for Alternatives {
    const KEEP: Keep = Keep::Loads;

    fn building(&self) -> &Building {
        &self.building
    }

    fn add_to(&self, scene: &mut Scene) {
        scene.add(&self.building);
        for array in self.supplies.iter().filter_map(|supply| supply.pv.as_ref()) {
            scene.add_array(array, self.building.ground_reflectance);
        }
    }
}

impl StockSimulator<'_> {
    /// Simulates each building once and works out all its supplies; answers stand in the order of
    /// `cases`, their years in that of the supplies. `progress` as in
    /// [`simulate_stock`](crate::simulate_stock), counted in buildings.
    ///
    /// # Errors
    /// In place of a building's years: what [`simulate_stock`](crate::simulate_stock) says of it
    /// or of one of its supplies, and [`Fault::Invalid`] for a supply that does not share its
    /// loads.
    pub fn simulate_supplies(
        &mut self,
        cases: &[Alternatives],
        periods: &Periods,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Vec<Result<Vec<Metered>, Fault>> {
        self.keep_of(cases, progress, &|case, lane| metered(case, lane, periods))
    }
}

fn metered(case: &Alternatives, lane: &Lane<'_>, periods: &Periods) -> Result<Vec<Metered>, Fault> {
    let Alternatives { building, supplies } = case;
    let own = annual_of(building, lane.zones, lane.year, lane.at)?;
    let ground_c = lane.climate.ground_mean_c();
    let mut others = Vec::with_capacity(supplies.len());
    for supply in supplies {
        let diagnostics = supply.validate(building);
        if !diagnostics.is_empty() {
            return Err(Fault::Invalid { name: building.name.clone(), diagnostics });
        }
        let model = |systems| SupplyModel::new(systems, ground_c);
        let zones = building.zones.iter().zip(&supply.systems);
        let pv = supply
            .pv
            .as_ref()
            .map(|array| (lane.climate.array(array, building.ground_reflectance), array.rated_kw));
        others.push(Other {
            supplies: supply.systems.iter().map(model).collect(),
            hot_water_w: zones.map(|(zone, systems)| hot_water_of(zone, systems)).collect(),
            pv,
        });
    }
    let loads: Vec<ZoneLoads<'_>> = lane
        .zones
        .iter()
        .enumerate()
        .map(|(zone, model)| ZoneLoads {
            hours: lane.year.loads(zone, lane.at),
            slots: &model.slots,
        })
        .collect();
    let first_weekday = lane.options.first_weekday;
    let bought = others.chunks(LANES).flat_map(|others| {
        supplied::<LANES>(lane.arch, &loads, others, lane.climate, first_weekday, periods)
    });
    let year = |bought: crate::zone::supplied::Bought| Metered {
        annual: Annual {
            end_uses: bought.end_uses,
            pv_generation_kwh: bought.pv_generation_kwh,
            pv_self_use_kwh: bought.pv_self_use_kwh,
            pv_export_kwh: bought.pv_generation_kwh - bought.pv_self_use_kwh,
            ..own
        },
        months: bought.months,
    };
    Ok(bought.map(year).collect())
}

#[cfg(test)]
mod tests;
