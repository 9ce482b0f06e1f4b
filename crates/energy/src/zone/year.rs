//! A year of a block: warm-up, 8,760 hours, sums.

use super::block::{Block, Site, Slots};
use super::model::Model;
use super::plant::Supply;
use super::step::{Drive, Outcome, State, step};
use crate::building::Carrier;
use crate::climate::Climate;
use crate::lanes::Lanes;
use crate::systems::SupplyModel;
use crate::weather::{HOURS_PER_YEAR, MONTH_DAYS, month_of_day};
use crate::year::{Annual, EndUse, EndUses, Hourly, Month, Options, ZoneAnnual};

/// Sums of one month over its hours. [Wh], [K·h]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums<const W: usize> {
    heating: Lanes<W>,
    cooling: Lanes<W>,
    air: Lanes<W>,
    transmitted: Lanes<W>,
    bought_heating: Lanes<W>,
    bought_backup: Lanes<W>,
    bought_cooling: Lanes<W>,
    bought_hot_water: Lanes<W>,
    auxiliary: Lanes<W>,
    lighting: Lanes<W>,
    equipment: Lanes<W>,
}

/// Sums of one month over the zones of a building. [Wh]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SiteSums<const W: usize> {
    electricity: Lanes<W>,
    pub pv: Lanes<W>,
    pub pv_used: Lanes<W>,
}

/// Extremes of the year.
#[derive(Clone, Copy, Debug)]
struct Extremes<const W: usize> {
    heating: Lanes<W>,
    cooling: Lanes<W>,
    air_min: Lanes<W>,
    air_max: Lanes<W>,
    discomfort_h: Lanes<W>,
    net: Lanes<W>,
    gross: Lanes<W>,
}

/// A year of one zone of `W` buildings.
struct ZoneYears<const W: usize> {
    months: [Sums<W>; 12],
    extremes: Extremes<W>,
    /// Heat in walls and air at the end of the year less that at its start. [W·h]
    stored: Lanes<W>,
    /// Hours in which heating and cooling miss the set point.
    unmet_h: [Lanes<W>; 2],
}

/// A year of `W` buildings.
pub(crate) struct BlockYear<const W: usize> {
    zones: Vec<ZoneYears<W>>,
    months: [SiteSums<W>; 12],
    /// Largest power to all zones together.
    heating: Lanes<W>,
    cooling: Lanes<W>,
    /// Hours in which heating and cooling miss the set point of any zone.
    unmet_h: [Lanes<W>; 2],
    /// What was asked for of the hours.
    kept: Kept<W>,
}

/// Which hours of a block are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// None.
    Sums,
    /// Those of lane 0, as they are reported.
    Hours,
    /// The loads of all lanes, for other plants.
    Loads,
}

/// The hours of a block.
enum Kept<const W: usize> {
    Sums,
    Hours(Hourly),
    /// By zone: plant's heat and lighting.
    Loads(Vec<Vec<[Lanes<W>; 2]>>),
}

const DAYS_PER_WEEK: usize = 7;
const HOURS_PER_DAY: usize = 24;

/// Where the values of this hour of the year stand in a block's slots.
pub(super) fn slot_of(hour: usize, first_weekday: u8) -> usize {
    let weekday = (hour / 24 + usize::from(first_weekday)) % DAYS_PER_WEEK;
    let kind = match weekday {
        5 => 1,
        6 => 2,
        _ => 0,
    };
    kind * 24 + hour % 24
}

fn drive<'c>(climate: &'c Climate, hour: usize, month: usize, options: &Options) -> Drive<'c> {
    Drive {
        hour: climate.hours[hour],
        planes: &climate.planes[hour..],
        shades: &climate.shades[hour..],
        month,
        comfort_max_c: options.comfort_max_c,
    }
}

/// Simulates buildings with the vectors of one instruction set; [`pulp::Arch::new`] is the widest
/// that the machine has.
pub(crate) fn simulate_site<const W: usize>(
    arch: pulp::Arch,
    site: &Site<W>,
    climate: &Climate,
    options: &Options,
    keep: Keep,
) -> BlockYear<W> {
    arch.dispatch(Run { site, climate, options, keep })
}

/// The run as pulp wants it. A closure would not do: its body is called, not taken into the code
/// that may use wide vectors.
struct Run<'r, const W: usize> {
    site: &'r Site<W>,
    climate: &'r Climate,
    options: &'r Options,
    keep: Keep,
}

impl<const W: usize> pulp::WithSimd for Run<'_, W> {
    type Output = BlockYear<W>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        run(self.site, self.climate, self.options, self.keep)
    }
}

/// Warm-up and year in one loop: the hour's balance is large, and stands in the binary once.
///
/// The first day is repeated as often as the slowest lane needs. Lanes that need fewer days join
/// later, so that each lane runs as many days as it would alone.
#[inline(always)]
fn run<const W: usize>(
    site: &Site<W>,
    climate: &Climate,
    options: &Options,
    keep: Keep,
) -> BlockYear<W> {
    let state = |block| State::new(block, climate.first_day_c, &climate.hours[0]);
    let mut states: Vec<State<W>> = site.zones.iter().map(state).collect();
    let start = states.clone();
    let mut outcomes = vec![Outcome::default(); site.zones.len()];
    let mut means = outcomes.clone();
    let parts = options.steps_per_hour;
    let share = 1.0 / f64::from(parts);
    let mut year = BlockYear::new(site.zones.len(), keep);
    let most_days = |block: &Block<W>| block.warm_up_days.into_iter().max();
    let warm_up_days = site.zones.iter().filter_map(most_days).max().unwrap_or(0);
    let warm_up_hours = usize::from(warm_up_days) * HOURS_PER_DAY;
    for turn in 0..warm_up_hours + HOURS_PER_YEAR {
        let is_warm_up = turn < warm_up_hours;
        let hour = if is_warm_up { turn % HOURS_PER_DAY } else { turn - warm_up_hours };
        let mut drive = drive(climate, hour, month_of_day(hour / HOURS_PER_DAY), options);
        let slot = slot_of(hour, options.first_weekday);
        if turn == warm_up_hours {
            year.count_stored(site, &states, -share);
        }
        means.fill(Outcome::default());
        for part in 0..parts {
            if parts > 1 {
                drive.hour = climate.part_of_hour(hour, part, parts);
            }
            step(site, &mut states, &drive, slot, &mut outcomes);
            for (mean, outcome) in means.iter_mut().zip(&outcomes) {
                mean.add_share(outcome, share);
            }
        }
        drive.hour = climate.hours[hour];
        if is_warm_up {
            if hour + 1 == HOURS_PER_DAY {
                let days_left = (warm_up_hours - turn) / HOURS_PER_DAY;
                for ((block, state), start) in site.zones.iter().zip(&mut states).zip(&start) {
                    hold_back(block, state, start, days_left);
                }
            }
            continue;
        }
        year.add(site, slot, &drive, &means, climate, hour, options);
    }
    year.count_stored(site, &states, share);
    year
}

/// Puts lanes back to the start whose own warm-up has not begun with `days_left` days to go.
#[inline(always)]
fn hold_back<const W: usize>(
    block: &Block<W>,
    state: &mut State<W>,
    start: &State<W>,
    days_left: usize,
) {
    for lane in 0..W {
        if usize::from(block.warm_up_days[lane]) <= days_left {
            state.restore(lane, start);
        }
    }
}

impl<const W: usize> Sums<W> {
    /// Adds an hour of one zone; returns its electric demand. [W]
    #[inline(always)]
    pub(super) fn add(
        &mut self,
        supply: &Supply<W>,
        slot: &Slots<W>,
        outdoor_c: f64,
        outcome: &Outcome<W>,
    ) -> Lanes<W> {
        let zero = Lanes::default();
        let heating = outcome.plant.max(zero);
        let cooling = (-outcome.plant).max(zero);
        let bought = supply.purchase([heating, cooling, outcome.lighting], slot, outdoor_c);
        self.heating += heating;
        self.cooling += cooling;
        self.air += outcome.air;
        self.transmitted += outcome.transmitted;
        self.bought_heating += bought.heating;
        self.bought_backup += bought.backup;
        self.bought_cooling += bought.cooling;
        self.bought_hot_water += bought.hot_water;
        self.auxiliary += bought.auxiliary;
        self.lighting += outcome.lighting;
        self.equipment += slot.equipment;
        bought.electricity
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            heating: self.heating + other.heating,
            cooling: self.cooling + other.cooling,
            air: self.air + other.air,
            transmitted: self.transmitted + other.transmitted,
            bought_heating: self.bought_heating + other.bought_heating,
            bought_backup: self.bought_backup + other.bought_backup,
            bought_cooling: self.bought_cooling + other.bought_cooling,
            bought_hot_water: self.bought_hot_water + other.bought_hot_water,
            auxiliary: self.auxiliary + other.auxiliary,
            lighting: self.lighting + other.lighting,
            equipment: self.equipment + other.equipment,
        }
    }
}

impl<const W: usize> Sums<W> {
    /// Purchased energy of one zone of one lane.
    pub(super) fn end_uses(&self, lane: usize, buying: &SupplyModel) -> EndUses {
        let mut uses = EndUses::default();
        let mut put = |end_use: EndUse, carrier: Carrier, value: Lanes<W>| {
            uses.0[end_use as usize][carrier as usize] += value.0[lane] / WH_PER_KWH;
        };
        put(EndUse::Heating, buying.heating.effort.carrier, self.bought_heating);
        put(EndUse::Heating, buying.backup.effort.carrier, self.bought_backup);
        put(EndUse::Cooling, buying.cooling.effort.carrier, self.bought_cooling);
        put(EndUse::Auxiliary, Carrier::Electricity, self.auxiliary);
        put(EndUse::Lighting, Carrier::Electricity, self.lighting);
        put(EndUse::Equipment, Carrier::Electricity, self.equipment);
        put(EndUse::HotWater, buying.hot_water.carrier, self.bought_hot_water);
        uses
    }
}

impl<const W: usize> SiteSums<W> {
    /// Adds an hour of demand and PV. [W]
    #[inline(always)]
    pub(super) fn add(&mut self, electricity: Lanes<W>, pv: Lanes<W>) {
        self.electricity += electricity;
        self.pv += pv;
        self.pv_used += pv.min(electricity);
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            electricity: self.electricity + other.electricity,
            pv: self.pv + other.pv,
            pv_used: self.pv_used + other.pv_used,
        }
    }
}

impl<const W: usize> Extremes<W> {
    fn new() -> Self {
        Self {
            heating: Lanes::default(),
            cooling: Lanes::default(),
            air_min: Lanes::splat(f64::MAX),
            air_max: Lanes::splat(f64::MIN),
            discomfort_h: Lanes::default(),
            net: Lanes::default(),
            gross: Lanes::default(),
        }
    }

    #[inline(always)]
    fn add(&mut self, outcome: &Outcome<W>, slot: &Slots<W>, options: &Options) {
        let zero = Lanes::default();
        self.heating = self.heating.max(outcome.plant);
        self.cooling = self.cooling.max(-outcome.plant);
        self.air_min = self.air_min.min(outcome.air);
        self.air_max = self.air_max.max(outcome.air);
        let cold = outcome.air.below(
            Lanes::splat(options.comfort_min_c - COMFORT_SLACK_K),
            slot.occupied,
            zero,
        );
        let warm = Lanes::splat(options.comfort_max_c + COMFORT_SLACK_K).below(
            outcome.air,
            slot.occupied,
            zero,
        );
        self.discomfort_h += cold.max(warm);
        self.net += outcome.net;
        self.gross += outcome.gross;
    }
}

/// A set point held at the end of the comfort range is comfort, rounding or not. [K]
const COMFORT_SLACK_K: f64 = 1e-6;

impl Hourly {
    /// Adds an hour of lane 0; the air is that of the first zone.
    fn push<const W: usize>(&mut self, outcomes: &[Outcome<W>], power: (Lanes<W>, Lanes<W>)) {
        let sum = |pick: fn(&Outcome<W>) -> f64| outcomes.iter().map(pick).sum::<f64>();
        self.zone_air_c.push(outcomes.first().map_or(f64::NAN, |first| first.air.0[0]));
        self.heating_w.push(sum(|outcome| outcome.plant.0[0].max(0.0)));
        self.cooling_w.push(sum(|outcome| (-outcome.plant.0[0]).max(0.0)));
        self.solar_transmitted_w.push(sum(|outcome| outcome.transmitted.0[0]));
        self.electricity_w.push(power.0.0[0]);
        self.pv_generation_w.push(power.1.0[0]);
    }
}

pub(super) const WH_PER_KWH: f64 = 1000.0;

impl<const W: usize> BlockYear<W> {
    fn new(zones: usize, keep: Keep) -> Self {
        let zone = || ZoneYears {
            months: [Sums::default(); 12],
            extremes: Extremes::new(),
            stored: Lanes::default(),
            unmet_h: [Lanes::default(); 2],
        };
        Self {
            zones: (0..zones).map(|_| zone()).collect(),
            months: [SiteSums::default(); 12],
            heating: Lanes::default(),
            cooling: Lanes::default(),
            unmet_h: [Lanes::default(); 2],
            kept: match keep {
                Keep::Sums => Kept::Sums,
                Keep::Hours => Kept::Hours(Hourly::default()),
                Keep::Loads => Kept::Loads(vec![Vec::with_capacity(HOURS_PER_YEAR); zones]),
            },
        }
    }

    /// Counts the heat that stands in walls and air, times `sign`.
    fn count_stored(&mut self, site: &Site<W>, states: &[State<W>], sign: f64) {
        for ((zone, block), state) in self.zones.iter_mut().zip(&site.zones).zip(states) {
            zone.stored += state.stored(block) * sign;
        }
    }

    /// Adds an hour of all zones.
    #[expect(clippy::too_many_arguments, reason = "an hour with all that surrounds it")]
    #[inline(always)]
    fn add(
        &mut self,
        site: &Site<W>,
        slot: usize,
        drive: &Drive<'_>,
        outcomes: &[Outcome<W>],
        climate: &Climate,
        hour: usize,
        options: &Options,
    ) {
        let zero = Lanes::default();
        let (mut electricity, mut heating, mut cooling) = (zero, zero, zero);
        let mut unmet = [zero; 2];
        for ((zone, block), outcome) in self.zones.iter_mut().zip(&site.zones).zip(outcomes) {
            let values = &block.slots[slot];
            electricity +=
                zone.months[drive.month].add(&block.supply, values, drive.hour.air_c, outcome);
            zone.extremes.add(outcome, values, options);
            if let Some(set_points) = &block.set_points {
                let here = set_points.unmet(block, slot, drive.month, outcome.air);
                for end in 0..2 {
                    zone.unmet_h[end] += here[end];
                    unmet[end] = unmet[end].max(here[end]);
                }
            }
            heating += outcome.plant.max(zero);
            cooling += (-outcome.plant).max(zero);
        }
        self.heating = self.heating.max(heating);
        self.cooling = self.cooling.max(cooling);
        for (all, hour) in self.unmet_h.iter_mut().zip(unmet) {
            *all += hour;
        }
        let pv = site.zones[0].pv_w(drive, climate, hour);
        self.months[drive.month].add(electricity, pv);
        match &mut self.kept {
            Kept::Sums => {}
            Kept::Hours(hourly) => hourly.push(outcomes, (electricity, pv)),
            Kept::Loads(zones) => {
                for (hours, outcome) in zones.iter_mut().zip(outcomes) {
                    hours.push([outcome.plant, outcome.lighting]);
                }
            }
        }
    }

    /// The hours of lane 0, where they were asked for.
    pub(crate) fn take_hourly(&mut self) -> Option<Hourly> {
        match std::mem::replace(&mut self.kept, Kept::Sums) {
            Kept::Hours(hourly) => Some(hourly),
            Kept::Sums | Kept::Loads(_) => None,
        }
    }

    /// Plant's heat and lighting of a zone of one lane, hour by hour; none where they were not
    /// asked for. [W]
    pub(crate) fn loads(&self, zone: usize, lane: usize) -> Vec<[f64; 2]> {
        let Kept::Loads(zones) = &self.kept else { return Vec::new() };
        let hours = zones.get(zone).map(Vec::as_slice).unwrap_or_default();
        hours.iter().map(|[plant, lighting]| [plant.0[lane], lighting.0[lane]]).collect()
    }

    /// Energy of the year in − out − stored, relative to the flows.
    fn imbalance(&self, lane: usize) -> f64 {
        let sum = |pick: fn(&ZoneYears<W>) -> Lanes<W>| {
            self.zones.iter().map(|zone| pick(zone).0[lane]).sum::<f64>()
        };
        // Zone by zone: an error of one may not hide behind that of another.
        let net = sum(|zone| (zone.extremes.net - zone.stored).abs());
        net / sum(|zone| zone.extremes.gross).max(1.0)
    }

    /// The year of one lane zone by zone.
    pub(crate) fn zones(&self, lane: usize, names: &[String]) -> Vec<ZoneAnnual> {
        let zone = |(zone, name): (&ZoneYears<W>, &String)| {
            let sum = zone.months.iter().fold(Sums::default(), |sum, month| sum.plus(month));
            let extremes = &zone.extremes;
            ZoneAnnual {
                name: name.clone(),
                heating_kwh: sum.heating.0[lane] / WH_PER_KWH,
                cooling_kwh: sum.cooling.0[lane] / WH_PER_KWH,
                heating_peak_w: extremes.heating.0[lane],
                cooling_peak_w: extremes.cooling.0[lane],
                air_min_c: extremes.air_min.0[lane],
                air_mean_c: sum.air.0[lane] / YEAR_H,
                air_max_c: extremes.air_max.0[lane],
                hours_outside_comfort_h: extremes.discomfort_h.0[lane],
                unmet_heating_h: zone.unmet_h[0].0[lane],
                unmet_cooling_h: zone.unmet_h[1].0[lane],
            }
        };
        self.zones.iter().zip(names).map(zone).collect()
    }

    /// The year of one lane as it is reported; `None` where it is not finite. `zones`: the
    /// lane's models, `shares` their shares of the floor area.
    pub(crate) fn annual(&self, lane: usize, zones: &[Model], shares: &[f64]) -> Option<Annual> {
        let mut annual = Annual {
            heating_peak_w: self.heating.0[lane],
            cooling_peak_w: self.cooling.0[lane],
            zone_air_min_c: f64::MAX,
            zone_air_max_c: f64::MIN,
            unmet_heating_h: self.unmet_h[0].0[lane],
            unmet_cooling_h: self.unmet_h[1].0[lane],
            balance_error_ratio: self.imbalance(lane),
            ..Annual::default()
        };
        for ((zone, model), share) in self.zones.iter().zip(zones).zip(shares) {
            let sum = zone.months.iter().fold(Sums::default(), |sum, month| sum.plus(month));
            let extremes = &zone.extremes;
            annual.heating_kwh += sum.heating.0[lane] / WH_PER_KWH;
            annual.cooling_kwh += sum.cooling.0[lane] / WH_PER_KWH;
            annual.zone_air_min_c = annual.zone_air_min_c.min(extremes.air_min.0[lane]);
            annual.zone_air_max_c = annual.zone_air_max_c.max(extremes.air_max.0[lane]);
            annual.zone_air_mean_c += share * sum.air.0[lane] / YEAR_H;
            annual.hours_outside_comfort_h =
                annual.hours_outside_comfort_h.max(extremes.discomfort_h.0[lane]);
            annual.end_uses = annual.end_uses.plus(&sum.end_uses(lane, &model.supply));
        }
        let site = self.months.iter().fold(SiteSums::default(), |sum, month| sum.plus(month));
        annual.pv_generation_kwh = site.pv.0[lane] / WH_PER_KWH;
        annual.pv_self_use_kwh = site.pv_used.0[lane] / WH_PER_KWH;
        annual.pv_export_kwh = annual.pv_generation_kwh - annual.pv_self_use_kwh;
        let numbers = [
            annual.heating_kwh,
            annual.cooling_kwh,
            annual.zone_air_mean_c,
            annual.end_uses.total_kwh(),
            annual.pv_generation_kwh,
            annual.balance_error_ratio,
        ];
        numbers.iter().all(|number| number.is_finite()).then_some(annual)
    }

    /// The months of one lane.
    pub(crate) fn monthly(&self, lane: usize, zones: &[Model], shares: &[f64]) -> [Month; 12] {
        std::array::from_fn(|at| {
            #[expect(clippy::cast_precision_loss, reason = "days of a month")]
            let hours = (MONTH_DAYS[at] * HOURS_PER_DAY) as f64;
            let site = &self.months[at];
            let mut month = Month {
                electricity_kwh: site.electricity.0[lane] / WH_PER_KWH,
                pv_generation_kwh: site.pv.0[lane] / WH_PER_KWH,
                pv_self_use_kwh: site.pv_used.0[lane] / WH_PER_KWH,
                ..Month::default()
            };
            for ((zone, model), share) in self.zones.iter().zip(zones).zip(shares) {
                let sums = &zone.months[at];
                month.heating_kwh += sums.heating.0[lane] / WH_PER_KWH;
                month.cooling_kwh += sums.cooling.0[lane] / WH_PER_KWH;
                month.zone_air_mean_c += share * sums.air.0[lane] / hours;
                month.solar_transmitted_kwh += sums.transmitted.0[lane] / WH_PER_KWH;
                month.end_uses = month.end_uses.plus(&sums.end_uses(lane, &model.supply));
            }
            month
        })
    }
}

/// Hours of a year.
#[expect(clippy::cast_precision_loss, reason = "8760 is exact")]
const YEAR_H: f64 = HOURS_PER_YEAR as f64;
