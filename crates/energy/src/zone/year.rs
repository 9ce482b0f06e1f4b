//! A year of a block: warm-up, 8,760 hours, sums.

use super::block::{Block, Slots};
use super::step::{Drive, Outcome, State, step};
use crate::building::Carrier;
use crate::climate::Climate;
use crate::lanes::Lanes;
use crate::systems::Effort;
use crate::weather::{HOURS_PER_YEAR, MONTH_DAYS, month_of_day};
use crate::year::{Annual, EndUse, EndUses, Hourly, Month, Options};

/// Sums of one month over its hours. [Wh], [K·h]
#[derive(Clone, Copy, Debug, Default)]
struct Sums<const W: usize> {
    heating: Lanes<W>,
    cooling: Lanes<W>,
    air: Lanes<W>,
    transmitted: Lanes<W>,
    bought_heating: Lanes<W>,
    bought_cooling: Lanes<W>,
    bought_hot_water: Lanes<W>,
    auxiliary: Lanes<W>,
    lighting: Lanes<W>,
    equipment: Lanes<W>,
    electricity: Lanes<W>,
    pv: Lanes<W>,
    pv_used: Lanes<W>,
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

/// A year of `W` buildings.
pub(crate) struct BlockYear<const W: usize> {
    months: [Sums<W>; 12],
    extremes: Extremes<W>,
    /// The hours of lane 0, where they were asked for.
    pub hourly: Option<Hourly>,
    /// Heat in walls and air at the end of the year less that at its start. [W·h]
    stored: Lanes<W>,
}

const DAYS_PER_WEEK: usize = 7;
const HOURS_PER_DAY: usize = 24;
const WH_PER_KWH: f64 = 1000.0;

/// Where the values of this hour of the year stand in a block's slots.
fn slot_of(hour: usize, first_weekday: u8) -> usize {
    let weekday = (hour / 24 + usize::from(first_weekday)) % DAYS_PER_WEEK;
    let kind = match weekday {
        5 => 1,
        6 => 2,
        _ => 0,
    };
    kind * 24 + hour % 24
}

fn drive<'c>(climate: &'c Climate, hour: usize, month: usize, options: &Options) -> Drive<'c> {
    let planes = climate.plane_count;
    let shades = climate.shade_count;
    Drive {
        hour: climate.hours[hour],
        planes: &climate.planes[hour * planes..(hour + 1) * planes],
        shades: &climate.shades[hour * shades..(hour + 1) * shades],
        month,
        comfort_max_c: options.comfort_max_c,
    }
}

/// Simulates a block with the widest vectors that the machine has.
pub(crate) fn simulate_block<const W: usize>(
    block: &Block<W>,
    climate: &Climate,
    options: &Options,
) -> BlockYear<W> {
    pulp::Arch::new().dispatch(Run { block, climate, options })
}

/// The run as pulp wants it. A closure would not do: its body is called, not taken into the code
/// that may use wide vectors.
struct Run<'r, const W: usize> {
    block: &'r Block<W>,
    climate: &'r Climate,
    options: &'r Options,
}

impl<const W: usize> pulp::WithSimd for Run<'_, W> {
    type Output = BlockYear<W>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        run(self.block, self.climate, self.options)
    }
}

/// Warm-up and year in one loop: the hour's balance is large, and stands in the binary once.
///
/// The first day is repeated as often as the slowest lane needs. Lanes that need fewer days join
/// later, so that each lane runs as many days as it would alone.
#[inline(always)]
fn run<const W: usize>(block: &Block<W>, climate: &Climate, options: &Options) -> BlockYear<W> {
    let mut state = State::new(block, climate.first_day_c, &climate.hours[0]);
    let start = state.clone();
    let mut year = BlockYear {
        months: [Sums::default(); 12],
        extremes: Extremes::new(),
        hourly: options.hourly.then(Hourly::default),
        stored: Lanes::default(),
    };
    let warm_up_days = block.warm_up_days.into_iter().max().unwrap_or(0);
    let warm_up_hours = usize::from(warm_up_days) * HOURS_PER_DAY;
    for turn in 0..warm_up_hours + HOURS_PER_YEAR {
        let is_warm_up = turn < warm_up_hours;
        let hour = if is_warm_up { turn % HOURS_PER_DAY } else { turn - warm_up_hours };
        let drive = drive(climate, hour, month_of_day(hour / HOURS_PER_DAY), options);
        let slot = &block.slots[slot_of(hour, options.first_weekday)];
        if turn == warm_up_hours {
            year.stored = -state.stored(block);
        }
        let outcome = step(block, &mut state, &drive, slot);
        if is_warm_up {
            if hour + 1 == HOURS_PER_DAY {
                let days_left = (warm_up_hours - turn) / HOURS_PER_DAY;
                hold_back(block, &mut state, &start, days_left);
            }
            continue;
        }
        let power = year.months[drive.month].add(block, slot, &drive, &outcome, climate, hour);
        year.extremes.add(&outcome, slot, options);
        if let Some(hourly) = &mut year.hourly {
            hourly.push(&outcome, power);
        }
    }
    year.stored += state.stored(block);
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
    /// Adds an hour; returns the electric demand and the PV power. [W]
    #[inline(always)]
    fn add(
        &mut self,
        block: &Block<W>,
        slot: &Slots<W>,
        drive: &Drive<'_>,
        outcome: &Outcome<W>,
        climate: &Climate,
        hour: usize,
    ) -> (Lanes<W>, Lanes<W>) {
        let zero = Lanes::default();
        let outdoor_c = drive.hour.air_c;
        let heating = outcome.plant.max(zero);
        let cooling = (-outcome.plant).max(zero);
        let heat = heating * block.delivered;
        let cold = cooling * block.delivered;
        let bought_heating = heat * block.heating.at(outdoor_c);
        let bought_cooling = cold * block.cooling.at(outdoor_c);
        let bought_hot_water = slot.hot_water * block.hot_water.at(outdoor_c);
        let auxiliary = (heat + cold) * block.auxiliary;
        let electricity = slot.lighting
            + slot.equipment
            + auxiliary
            + bought_heating * block.heating.electric
            + bought_cooling * block.cooling.electric
            + bought_hot_water * block.hot_water.electric;
        let mut pv = zero;
        if drive.hour.is_sunny {
            for lane in 0..W {
                if let Some((series, rated_kw)) = block.pv[lane] {
                    pv.0[lane] = climate.arrays[series][hour] * rated_kw;
                }
            }
        }
        self.heating += heating;
        self.cooling += cooling;
        self.air += outcome.air;
        self.transmitted += outcome.transmitted;
        self.bought_heating += bought_heating;
        self.bought_cooling += bought_cooling;
        self.bought_hot_water += bought_hot_water;
        self.auxiliary += auxiliary;
        self.lighting += slot.lighting;
        self.equipment += slot.equipment;
        self.electricity += electricity;
        self.pv += pv;
        self.pv_used += pv.min(electricity);
        (electricity, pv)
    }

    fn plus(&self, other: &Self) -> Self {
        Self {
            heating: self.heating + other.heating,
            cooling: self.cooling + other.cooling,
            air: self.air + other.air,
            transmitted: self.transmitted + other.transmitted,
            bought_heating: self.bought_heating + other.bought_heating,
            bought_cooling: self.bought_cooling + other.bought_cooling,
            bought_hot_water: self.bought_hot_water + other.bought_hot_water,
            auxiliary: self.auxiliary + other.auxiliary,
            lighting: self.lighting + other.lighting,
            equipment: self.equipment + other.equipment,
            electricity: self.electricity + other.electricity,
            pv: self.pv + other.pv,
            pv_used: self.pv_used + other.pv_used,
        }
    }
}

impl<const W: usize> Sums<W> {
    /// Purchased energy of one lane.
    fn end_uses(&self, lane: usize, buying: &Buying) -> EndUses {
        let mut uses = EndUses::default();
        let mut put = |end_use: EndUse, carrier: Carrier, value: Lanes<W>| {
            uses.0[end_use as usize][carrier as usize] = value.0[lane] / WH_PER_KWH;
        };
        put(EndUse::Heating, buying.heating.carrier, self.bought_heating);
        put(EndUse::Cooling, buying.cooling.carrier, self.bought_cooling);
        put(EndUse::Auxiliary, Carrier::Electricity, self.auxiliary);
        put(EndUse::Lighting, Carrier::Electricity, self.lighting);
        put(EndUse::Equipment, Carrier::Electricity, self.equipment);
        put(EndUse::HotWater, buying.hot_water.carrier, self.bought_hot_water);
        uses
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
    #[inline(always)]
    fn push<const W: usize>(&mut self, outcome: &Outcome<W>, power: (Lanes<W>, Lanes<W>)) {
        let plant_w = outcome.plant.0[0];
        self.zone_air_c.push(outcome.air.0[0]);
        self.heating_w.push(if plant_w > 0.0 { plant_w } else { 0.0 });
        self.cooling_w.push(if plant_w < 0.0 { -plant_w } else { 0.0 });
        self.solar_transmitted_w.push(outcome.transmitted.0[0]);
        self.electricity_w.push(power.0.0[0]);
        self.pv_generation_w.push(power.1.0[0]);
    }
}

/// What buys the energy of the end uses of one building.
pub(crate) struct Buying {
    pub heating: Effort,
    pub cooling: Effort,
    pub hot_water: Effort,
}

impl<const W: usize> BlockYear<W> {
    /// Energy of the year in − out − stored, relative to the flows.
    fn imbalance(&self) -> Lanes<W> {
        let extremes = &self.extremes;
        (extremes.net - self.stored).abs() / extremes.gross.max(Lanes::splat(1.0))
    }

    /// The year of one lane as it is reported; `None` where it is not finite.
    pub(crate) fn annual(&self, lane: usize, buying: &Buying) -> Option<Annual> {
        let sum = self.months.iter().fold(Sums::default(), |sum, month| sum.plus(month));
        let kwh = |lanes: Lanes<W>| lanes.0[lane] / WH_PER_KWH;
        #[expect(clippy::cast_precision_loss, reason = "8760 is exact")]
        let hours = HOURS_PER_YEAR as f64;
        let extremes = &self.extremes;
        let annual = Annual {
            heating_kwh: kwh(sum.heating),
            cooling_kwh: kwh(sum.cooling),
            heating_peak_w: extremes.heating.0[lane],
            cooling_peak_w: extremes.cooling.0[lane],
            zone_air_min_c: extremes.air_min.0[lane],
            zone_air_mean_c: sum.air.0[lane] / hours,
            zone_air_max_c: extremes.air_max.0[lane],
            end_uses: sum.end_uses(lane, buying),
            pv_generation_kwh: kwh(sum.pv),
            pv_self_use_kwh: kwh(sum.pv_used),
            pv_export_kwh: kwh(sum.pv) - kwh(sum.pv_used),
            hours_outside_comfort_h: extremes.discomfort_h.0[lane],
            balance_error_ratio: self.imbalance().0[lane],
        };
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
    pub(crate) fn monthly(&self, lane: usize, buying: &Buying) -> [Month; 12] {
        std::array::from_fn(|month| {
            let sums = &self.months[month];
            let kwh = |lanes: Lanes<W>| lanes.0[lane] / WH_PER_KWH;
            #[expect(clippy::cast_precision_loss, reason = "days of a month")]
            let hours = (MONTH_DAYS[month] * 24) as f64;
            Month {
                heating_kwh: kwh(sums.heating),
                cooling_kwh: kwh(sums.cooling),
                zone_air_mean_c: sums.air.0[lane] / hours,
                solar_transmitted_kwh: kwh(sums.transmitted),
                electricity_kwh: kwh(sums.electricity),
                end_uses: sums.end_uses(lane, buying),
                pv_generation_kwh: kwh(sums.pv),
                pv_self_use_kwh: kwh(sums.pv_used),
            }
        })
    }
}
