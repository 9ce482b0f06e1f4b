//! The purchased energy of a year whose loads are known, for `W` other supplies at a time.
//!
//! The hours go through the same sums as those of a simulated year, so that a supply has the bits
//! that the heat balance gives for the building with it.

use super::block::Slots;
use super::model::{SLOTS, Slot};
use super::plant::Supply;
use super::step::Outcome;
use super::year::{SiteSums, Sums, WH_PER_KWH, slot_of};
use crate::climate::Climate;
use crate::lanes::Lanes;
use crate::supply::{MeterMonth, PERIODS_MAX, Periods};
use crate::systems::SupplyModel;
use crate::weather::{HOURS_PER_YEAR, month_of_day};
use crate::year::EndUses;

/// Loads of a zone, and what of its schedules is bought whatever the plants.
pub(crate) struct ZoneLoads<'l> {
    /// Plant's heat and lighting hour by hour. [W]
    pub hours: Vec<[f64; 2]>,
    pub slots: &'l [Slot],
}

/// Other plants of a building.
pub(crate) struct Other {
    /// By zone.
    pub supplies: Vec<SupplyModel>,
    /// Useful hot water by zone and slot. [W]
    pub hot_water_w: Vec<Vec<f64>>,
}

/// Series of an array and its rated power; `None` without one. [kW]
pub(crate) type Array = Option<(usize, f64)>;

/// What a year buys.
pub(crate) struct Bought {
    pub end_uses: EndUses,
    pub pv_generation_kwh: f64,
    pub pv_self_use_kwh: f64,
    pub months: [MeterMonth; 12],
}

/// Sums of one month at the meter. [Wh], [W]
#[derive(Clone, Copy, Debug, Default)]
struct MeterSums<const W: usize> {
    import: [Lanes<W>; PERIODS_MAX],
    used: [Lanes<W>; PERIODS_MAX],
    export: [Lanes<W>; PERIODS_MAX],
    peak: Lanes<W>,
    peak_demand: Lanes<W>,
}

/// Works out up to `W` plants, each beside each of `arrays`: the years of the first plant, array by
/// array, then those of the next. Lanes without a plant repeat the first.
pub(crate) fn supplied<const W: usize>(
    arch: pulp::Arch,
    loads: &[ZoneLoads<'_>],
    others: &[Other],
    arrays: &[Array],
    site: &Site<'_>,
) -> Vec<Bought> {
    let Some(first) = others.first() else { return Vec::new() };
    let lanes: [&Other; W] = std::array::from_fn(|lane| others.get(lane).unwrap_or(first));
    let zones = loads
        .iter()
        .enumerate()
        .map(|(zone, loads)| Zone {
            supply: Supply::new(&lanes.map(|other| &other.supplies[zone])),
            slots: slots(loads.slots, &lanes, zone),
            hours: &loads.hours,
            months: [Sums::default(); 12],
        })
        .collect();
    let year = arch.dispatch(Run { zones, arrays, site });
    let lanes = others.iter().enumerate();
    lanes.flat_map(|(lane, other)| year.bought(lane, other)).collect()
}

fn slots<const W: usize>(slots: &[Slot], others: &[&Other; W], zone: usize) -> Vec<Slots<W>> {
    let of_slot = |at: usize| Slots {
        equipment: Lanes::splat(slots[at].equipment_w),
        fans: Lanes::splat(slots[at].fans_w),
        hot_water: Lanes(others.map(|other| other.hot_water_w[zone][at])),
        ..Slots::default()
    };
    (0..SLOTS).map(of_slot).collect()
}

struct Zone<'l, const W: usize> {
    supply: Supply<W>,
    slots: Vec<Slots<W>>,
    hours: &'l [[f64; 2]],
    months: [Sums<W>; 12],
}

/// Where and when the year is.
pub(crate) struct Site<'l> {
    pub climate: &'l Climate,
    pub first_weekday: u8,
    pub periods: &'l Periods,
}

struct Run<'l, const W: usize> {
    zones: Vec<Zone<'l, W>>,
    arrays: &'l [Array],
    site: &'l Site<'l>,
}

/// The sums of a year beside one array.
#[derive(Clone)]
struct Beside<const W: usize> {
    site: [SiteSums<W>; 12],
    meter: [MeterSums<W>; 12],
}

struct Supplied<'l, const W: usize> {
    zones: Vec<Zone<'l, W>>,
    beside: Vec<Beside<W>>,
}

impl<'l, const W: usize> pulp::WithSimd for Run<'l, W> {
    type Output = Supplied<'l, W>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        let Self { mut zones, arrays, site } = self;
        let Site { climate, first_weekday, periods } = *site;
        let none = Beside { site: [SiteSums::default(); 12], meter: [MeterSums::default(); 12] };
        let mut beside = vec![none; arrays.len()];
        for (hour, weather) in climate.hours.iter().enumerate().take(HOURS_PER_YEAR) {
            let month = month_of_day(hour / 24);
            let slot = slot_of(hour, first_weekday);
            let mut electricity = Lanes::default();
            for zone in &mut zones {
                let [plant, lighting] = zone.hours[hour].map(Lanes::splat);
                let outcome = Outcome { plant, lighting, ..Outcome::default() };
                let slots = &zone.slots[slot];
                let sums = &mut zone.months[month];
                electricity += sums.add(&zone.supply, slots, weather.air_c, &outcome);
            }
            for (sums, array) in beside.iter_mut().zip(arrays) {
                let pv = match *array {
                    Some((series, rated_kw)) if weather.is_sunny => {
                        Lanes::splat(climate.arrays[series][hour] * rated_kw)
                    }
                    _ => Lanes::default(),
                };
                sums.site[month].add(electricity, pv);
                sums.meter[month].add(periods.at(hour), electricity, pv);
            }
        }
        Supplied { zones, beside }
    }
}

impl<const W: usize> MeterSums<W> {
    #[inline(always)]
    fn add(&mut self, period: usize, electricity: Lanes<W>, pv: Lanes<W>) {
        let used = pv.min(electricity);
        let import = electricity - used;
        self.import[period] += import;
        self.used[period] += used;
        self.export[period] += pv - used;
        self.peak = self.peak.max(import);
        self.peak_demand = self.peak_demand.max(electricity);
    }
}

impl<const W: usize> Supplied<'_, W> {
    /// The years of a lane, array by array.
    fn bought(&self, lane: usize, other: &Other) -> impl Iterator<Item = Bought> {
        let mut end_uses = EndUses::default();
        for (zone, supply) in self.zones.iter().zip(&other.supplies) {
            let sum = zone.months.iter().fold(Sums::default(), |sum, month| sum.plus(month));
            end_uses = end_uses.plus(&sum.end_uses(lane, supply));
        }
        self.beside.iter().map(move |beside| beside.bought(lane, end_uses))
    }
}

impl<const W: usize> Beside<W> {
    fn bought(&self, lane: usize, end_uses: EndUses) -> Bought {
        let site = self.site.iter().fold(SiteSums::default(), |sum, month| sum.plus(month));
        let kwh = |lanes: Lanes<W>| lanes.0[lane] / WH_PER_KWH;
        let month = |sums: &MeterSums<W>| MeterMonth {
            import_kwh: sums.import.map(kwh),
            self_use_kwh: sums.used.map(kwh),
            export_kwh: sums.export.map(kwh),
            peak_import_kw: kwh(sums.peak),
            peak_demand_kw: kwh(sums.peak_demand),
        };
        Bought {
            end_uses,
            pv_generation_kwh: kwh(site.pv),
            pv_self_use_kwh: kwh(site.pv_used),
            months: self.meter.each_ref().map(month),
        }
    }
}
