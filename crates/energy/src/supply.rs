//! Other plants, tanks and arrays for a building whose loads are simulated once.
//!
//! As long as plants can give what is wanted, the heat balance does not ask which plant it is: all
//! supplies of a building share its hours. Each has the bits that a simulation of the building with
//! it gives.

use serde::Serialize;

use crate::building::{Building, CoolingPlant, HeatingPlant, PvArray, Systems, Zone};
use crate::climate::Scene;
use crate::fault::Fault;
use crate::stock::{Case, LANES, Lane, StockSimulator, annual_of};
use crate::systems::SupplyModel;
use crate::weather::{HOURS_PER_YEAR, month_of_day};
use crate::year::Annual;
use crate::zone::model::hot_water_of;
use crate::zone::supplied::{Array, Bought, Other, Site, ZoneLoads, supplied};
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

    /// `period` of each month, 0 to 11, and hour of the day, 0 to 23; `None` as for [`Self::new`].
    pub fn by_month_and_hour(period: impl Fn(usize, usize) -> u8) -> Option<Self> {
        let of_hour = (0..HOURS_PER_YEAR).map(|hour| period(month_of_day(hour / 24), hour % 24));
        Self::new(of_hour.collect())
    }

    /// The period of each hour of the year.
    pub fn hours(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|period| usize::from(*period))
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

    /// Whether the heat balance of `building` is the same with this supply: it has the same plants,
    /// or no plant has a limit, none is taken away or added, and fans blow and warm as before.
    pub fn shares_loads(&self, building: &Building) -> bool {
        let pairs = building.zones.iter().zip(&self.systems);
        self.systems.len() == building.zones.len()
            && pairs.into_iter().all(|(zone, systems)| loads_alike(&zone.systems, systems))
    }
}

/// Whether two buildings are the same but for what [`Supply`] holds.
pub fn alike_but_for_supply(one: &Building, other: &Building) -> bool {
    // Every field is named, so that a new one cannot be forgotten.
    let Building { name, zones, pv: _, ground_reflectance, mixing, obstacles } = one;
    *name == other.name
        && ground_reflectance.to_bits() == other.ground_reflectance.to_bits()
        && *mixing == other.mixing
        && *obstacles == other.obstacles
        && zones.len() == other.zones.len()
        && zones.iter().zip(&other.zones).all(|(one, other)| zones_alike(one, other))
}

fn zones_alike(one: &Zone, other: &Zone) -> bool {
    let Zone {
        name,
        floor_area_m2,
        volume_m3,
        surfaces,
        windows,
        air,
        gains,
        thermostat,
        systems: _,
        mid_height_m,
        stratification,
    } = one;
    let sizes = [other.floor_area_m2, other.volume_m3, other.mid_height_m];
    [*floor_area_m2, *volume_m3, *mid_height_m].map(f64::to_bits) == sizes.map(f64::to_bits)
        && *name == other.name
        && *surfaces == other.surfaces
        && *windows == other.windows
        && *air == other.air
        && *gains == other.gains
        && *thermostat == other.thermostat
        && *stratification == other.stratification
}

fn loads_alike(one: &Systems, other: &Systems) -> bool {
    if one == other {
        return true;
    }
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
    /// The same without own PV. [kW]
    pub peak_demand_kw: f64,
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
    // Plants are worked out once, however many arrays stand beside them.
    let (mut plants, mut fields) = (Vec::new(), Vec::new());
    let mut places = Vec::with_capacity(supplies.len());
    for supply in supplies {
        let diagnostics = supply.validate(building);
        if !diagnostics.is_empty() {
            return Err(Fault::Invalid { name: building.name.clone(), diagnostics });
        }
        places.push((place(&mut plants, &supply.systems), place(&mut fields, &supply.pv)));
    }
    let others: Vec<Other> = plants.iter().map(|systems| other(building, lane, systems)).collect();
    let array = |pv: &PvArray| (lane.climate.array(pv, building.ground_reflectance), pv.rated_kw);
    let arrays: Vec<Array> = fields.iter().map(|pv| pv.as_ref().map(array)).collect();
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
    let site = Site { climate: lane.climate, first_weekday, periods };
    let bought: Vec<Bought> = others
        .chunks(LANES)
        .flat_map(|others| supplied::<LANES>(lane.arch, &loads, others, &arrays, &site))
        .collect();
    let year = |(plant, field): (usize, usize)| {
        let bought = &bought[plant * arrays.len() + field];
        let annual = Annual {
            end_uses: bought.end_uses,
            pv_generation_kwh: bought.pv_generation_kwh,
            pv_self_use_kwh: bought.pv_self_use_kwh,
            pv_export_kwh: bought.pv_generation_kwh - bought.pv_self_use_kwh,
            ..own
        };
        Metered { annual, months: bought.months }
    };
    Ok(places.into_iter().map(year).collect())
}

/// The place of `one` among `known`, to which it is added where it is new.
fn place<'k, T: PartialEq>(known: &mut Vec<&'k T>, one: &'k T) -> usize {
    known.iter().position(|other| *other == one).unwrap_or_else(|| {
        known.push(one);
        known.len() - 1
    })
}

fn other(building: &Building, lane: &Lane<'_>, systems: &[Systems]) -> Other {
    let ground_c = lane.climate.ground_mean_c();
    let zones = building.zones.iter().zip(systems);
    Other {
        supplies: systems.iter().map(|one| SupplyModel::new(one, ground_c)).collect(),
        hot_water_w: zones.map(|(zone, systems)| hot_water_of(zone, systems)).collect(),
    }
}

#[cfg(test)]
mod tests;
