//! The purchased energy of a year whose loads are known, for `W` other supplies at a time.
//!
//! The hours go through the same sums as those of a simulated year, so that a supply has the bits
//! that the heat balance gives for the building with it.

use super::block::{Slots, arrays_w};
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

/// One other supply of a building.
pub(crate) struct Other {
    /// By zone.
    pub supplies: Vec<SupplyModel>,
    /// Useful hot water by zone and slot. [W]
    pub hot_water_w: Vec<Vec<f64>>,
    /// Series of the array and rated power. [kW]
    pub pv: Option<(usize, f64)>,
}

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
}

/// Works out up to `W` supplies; lanes without one repeat the first.
pub(crate) fn supplied<const W: usize>(
    arch: pulp::Arch,
    loads: &[ZoneLoads<'_>],
    others: &[Other],
    climate: &Climate,
    first_weekday: u8,
    periods: &Periods,
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
    let run = Run { zones, arrays: lanes.map(|other| other.pv), climate, first_weekday, periods };
    let year = arch.dispatch(run);
    others.iter().enumerate().map(|(lane, other)| year.bought(lane, other)).collect()
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

struct Run<'l, const W: usize> {
    zones: Vec<Zone<'l, W>>,
    arrays: [Option<(usize, f64)>; W],
    climate: &'l Climate,
    first_weekday: u8,
    periods: &'l Periods,
}

struct Supplied<'l, const W: usize> {
    zones: Vec<Zone<'l, W>>,
    site: [SiteSums<W>; 12],
    meter: [MeterSums<W>; 12],
}

impl<'l, const W: usize> pulp::WithSimd for Run<'l, W> {
    type Output = Supplied<'l, W>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        let Self { mut zones, arrays, climate, first_weekday, periods } = self;
        let mut site = [SiteSums::default(); 12];
        let mut meter = [MeterSums::default(); 12];
        for hour in 0..HOURS_PER_YEAR {
            let month = month_of_day(hour / 24);
            let slot = slot_of(hour, first_weekday);
            let mut electricity = Lanes::default();
            for zone in &mut zones {
                let [plant, lighting] = zone.hours[hour].map(Lanes::splat);
                let outcome = Outcome { plant, lighting, ..Outcome::default() };
                let outdoor_c = climate.hours[hour].air_c;
                let slots = &zone.slots[slot];
                electricity += zone.months[month].add(&zone.supply, slots, outdoor_c, &outcome);
            }
            let pv = if climate.hours[hour].is_sunny {
                arrays_w(&arrays, climate, hour)
            } else {
                Lanes::default()
            };
            site[month].add(electricity, pv);
            meter[month].add(periods.at(hour), electricity, pv);
        }
        Supplied { zones, site, meter }
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
    }
}

impl<const W: usize> Supplied<'_, W> {
    fn bought(&self, lane: usize, other: &Other) -> Bought {
        let mut end_uses = EndUses::default();
        for (zone, supply) in self.zones.iter().zip(&other.supplies) {
            let sum = zone.months.iter().fold(Sums::default(), |sum, month| sum.plus(month));
            end_uses = end_uses.plus(&sum.end_uses(lane, supply));
        }
        let site = self.site.iter().fold(SiteSums::default(), |sum, month| sum.plus(month));
        let kwh = |lanes: Lanes<W>| lanes.0[lane] / WH_PER_KWH;
        let month = |sums: &MeterSums<W>| MeterMonth {
            import_kwh: sums.import.map(kwh),
            self_use_kwh: sums.used.map(kwh),
            export_kwh: sums.export.map(kwh),
            peak_import_kw: kwh(sums.peak),
        };
        Bought {
            end_uses,
            pv_generation_kwh: kwh(site.pv),
            pv_self_use_kwh: kwh(site.pv_used),
            months: self.meter.each_ref().map(month),
        }
    }
}
