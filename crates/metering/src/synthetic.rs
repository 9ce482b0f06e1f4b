//! Invented meters whose saving is known, for tests and benches: seed in, meter out.
//!
//! Two years of days, baseline 2018 and reporting 2019, each with weather of its own. What they
//! are not: they know no more kinds of trouble than are listed here.

use std::f64::consts::{PI, TAU};

use oorandom::Rand64;
use units::Date;

use crate::day;
use crate::series::{Period, Reading, Series, SeriesError, Step, Unit};

/// What a building uses energy for besides a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Building {
    /// Nothing that follows the weather.
    Flat,
    /// Heating.
    Heating,
    /// Cooling.
    Cooling,
    /// Heating and cooling.
    Both,
}

/// How daily use scatters around its expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noise {
    /// Independent normal.
    Normal,
    /// Autoregressive of first order, memory 0.3 to 0.8.
    Autoregressive,
    /// Independent Student's t with 3 or 4 degrees of freedom.
    HeavyTails,
    /// Normal, growing with the level and wider in winter.
    Uneven,
    /// Autoregressive with Student's t of 4 degrees of freedom, growing with the level.
    Mixed,
}

impl Noise {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Normal, Self::Autoregressive, Self::HeavyTails, Self::Uneven, Self::Mixed];
}

/// What a saving takes its share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// All use.
    Proportional,
    /// Heating, or all use where there is none.
    Heating,
    /// Base load.
    Base,
}

/// What kind of meter to invent; sizes are drawn from the seed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// What the building uses energy for.
    pub building: Building,
    /// How use scatters.
    pub noise: Noise,
    /// What the saving takes its share of.
    pub shape: Shape,
    /// The share it takes, `0.0..=0.3`.
    pub saving_share: f64,
    /// Whether rest days differ from workdays.
    pub has_weekend: bool,
    /// Whether it rests on eleven public holidays that nobody tells the model of.
    pub has_holidays: bool,
    /// Whether a new tenant comes in the reporting period.
    pub has_tenant: bool,
}

impl Recipe {
    /// The `index`th of a set that mixes everything evenly, without tenants.
    pub fn mixed(index: u32) -> Self {
        let building = [Building::Both, Building::Heating, Building::Cooling, Building::Flat];
        let shapes = [Shape::Proportional, Shape::Heating, Shape::Base];
        let of = |count: usize, step: u32| usize::try_from(index / step).unwrap_or(0) % count;
        Self {
            noise: Noise::ALL[of(5, 1)],
            building: building[of(4, 5)],
            shape: shapes[of(3, 20)],
            saving_share: [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3][of(7, 3)],
            has_weekend: of(3, 7) > 0,
            has_holidays: of(4, 11) == 0,
            has_tenant: false,
        }
    }
}

/// An invented meter and what is true of it.
#[derive(Clone, Debug)]
pub struct Meter {
    /// Its readings of both years. \[kWh\]
    pub series: Series,
    /// The year before.
    pub baseline: Period,
    /// The year after.
    pub reporting: Period,
    /// Expected use without the measure less expected use with it, without the tenant. \[kWh\]
    pub true_saving_kwh: f64,
    /// That over expected use without the measure and without the tenant.
    pub true_saving_ratio: f64,
    /// The day on which the tenant comes, if one does.
    pub tenant_from: Option<Date>,
    /// What the tenant uses in the reporting period. \[kWh\]
    pub tenant_kwh: f64,
}

/// Public holidays of the invented year, month and day.
const HOLIDAYS: [(i8, i8); 11] = [
    (1, 1),
    (2, 15),
    (2, 16),
    (2, 19),
    (5, 1),
    (5, 2),
    (10, 1),
    (10, 2),
    (10, 3),
    (10, 4),
    (12, 25),
];

/// What a building uses, drawn once.
struct Load {
    base_kwh: f64,
    heating_kwh: f64,
    cooling_kwh: f64,
    heating_balance_c: f64,
    cooling_balance_c: f64,
    rest_factor: f64,
}

/// The meter of `recipe` under `seed`.
///
/// # Errors
/// None for finite shares: the readings are in order and are numbers.
pub fn meter(recipe: Recipe, seed: u64) -> Result<Meter, SeriesError> {
    let mut random = Random(Rand64::new(u128::from(seed)));
    let temps_c = weather(&mut random);
    let load = load(recipe, &mut random);
    let first = day::number(Date::constant(2018, 1, 1));
    let year = day::number(Date::constant(2019, 1, 1)) - first;
    let uses: Vec<[f64; 3]> =
        (first..).zip(&temps_c).map(|(d, t)| load.uses(recipe, d, *t)).collect();
    let expected: Vec<f64> = uses.iter().map(|parts| parts.iter().sum()).collect();
    let mean = expected.iter().sum::<f64>() / f64::from(year * 2);
    let scatter = noise(recipe.noise, &expected, mean, &mut random);
    let tenant_start = random.between(60.0, 290.0);
    let tenant_per_day = mean * random.between(0.1, 0.3);
    let (mut saved, mut without, mut tenant) = (0.0, 0.0, 0.0);
    let mut tenant_from = None;
    let mut readings = Vec::new();
    for (index, number) in (first..first + 2 * year).enumerate() {
        let mut value = expected[index] + scatter[index];
        if number >= first + year {
            let saving = saving(recipe, uses[index]);
            saved += saving;
            without += expected[index];
            value -= saving;
            if recipe.has_tenant && f64::from(number - first - year) >= tenant_start {
                tenant_from = tenant_from.or(Some(day::date(number)));
                tenant += tenant_per_day;
                value += tenant_per_day;
            }
        }
        readings.push(Reading {
            day: day::date(number),
            hour: 0,
            days: 1,
            value: Some(value.max(0.0)),
            estimated: false,
            temp_c: Some(temps_c[index]),
        });
    }
    Ok(Meter {
        series: Series::new(Step::Daily, Unit::Kwh, readings)?,
        baseline: Period { first: day::date(first), last: day::date(first + year - 1) },
        reporting: Period { first: day::date(first + year), last: day::date(first + 2 * year - 1) },
        true_saving_kwh: saved,
        true_saving_ratio: saved / without,
        tenant_from,
        tenant_kwh: tenant,
    })
}

fn saving(recipe: Recipe, [base, heating, cooling]: [f64; 3]) -> f64 {
    let of = match recipe.shape {
        Shape::Heating if heating > 0.0 => heating,
        Shape::Heating if recipe.building == Building::Heating => 0.0,
        Shape::Heating if recipe.building == Building::Both => 0.0,
        Shape::Proportional | Shape::Heating => base + heating + cooling,
        Shape::Base => base,
    };
    recipe.saving_share * of
}

fn load(recipe: Recipe, random: &mut Random) -> Load {
    let size = (random.between(3.5, 9.0)).exp();
    let heats = matches!(recipe.building, Building::Heating | Building::Both);
    let cools = matches!(recipe.building, Building::Cooling | Building::Both);
    let heating_balance_c = random.between(11.0, 18.0);
    let (heating, cooling) = (random.between(0.03, 0.12), random.between(0.03, 0.12));
    let rest_factor = random.between(0.45, 0.95);
    Load {
        base_kwh: size,
        heating_kwh: if heats { size * heating } else { 0.0 },
        cooling_kwh: if cools { size * cooling } else { 0.0 },
        heating_balance_c,
        cooling_balance_c: heating_balance_c + random.between(1.0, 7.0),
        rest_factor: if recipe.has_weekend { rest_factor } else { 1.0 },
    }
}

impl Load {
    /// Base, heating and cooling of a day. \[kWh\]
    fn uses(&self, recipe: Recipe, number: i32, temp_c: f64) -> [f64; 3] {
        let date = day::date(number);
        let is_holiday = recipe.has_holidays && HOLIDAYS.contains(&(date.month(), date.day()));
        let is_rest = day::weekday(number) >= 5 || is_holiday;
        let factor = if is_rest { self.rest_factor } else { 1.0 };
        [
            factor * self.base_kwh,
            factor * self.heating_kwh * (self.heating_balance_c - temp_c).max(0.0),
            factor * self.cooling_kwh * (temp_c - self.cooling_balance_c).max(0.0),
        ]
    }
}

/// Daily means of two years: a cosine with the coldest day in January, and a memory of 0.75.
fn weather(random: &mut Random) -> Vec<f64> {
    let (mean, swing) = (random.between(7.0, 17.0), random.between(8.0, 16.0));
    let mut anomaly = 0.0;
    (0..730)
        .map(|index| {
            anomaly = 0.75 * anomaly + 2.6 * random.normal();
            mean - swing * (f64::from(index - 18) / 365.0 * TAU).cos() + anomaly
        })
        .collect()
}

/// The scatter of each day. \[kWh\]
fn noise(kind: Noise, expected: &[f64], mean: f64, random: &mut Random) -> Vec<f64> {
    let sd_share = random.between(0.04, 0.15);
    let memory = match kind {
        Noise::Autoregressive | Noise::Mixed => random.between(0.3, 0.8),
        Noise::Normal | Noise::HeavyTails | Noise::Uneven => 0.0,
    };
    let freedom = match kind {
        Noise::HeavyTails => 3 + u32::from(random.between(0.0, 1.0) > 0.5),
        Noise::Mixed => 4,
        Noise::Normal | Noise::Autoregressive | Noise::Uneven => 0,
    };
    let winter_factor = random.between(0.0, 0.5);
    let mut state = random.tailed(freedom);
    let mut scatter = Vec::with_capacity(expected.len());
    for (index, level) in (0_i32..).zip(expected) {
        state = memory * state + (1.0 - memory * memory).sqrt() * random.tailed(freedom);
        let winter = 1.0 + winter_factor * (f64::from(index) / 365.0 * TAU).cos();
        let sd = match kind {
            Noise::Uneven => sd_share * level * winter,
            Noise::Mixed => sd_share * level,
            Noise::Normal | Noise::Autoregressive | Noise::HeavyTails => sd_share * mean,
        };
        scatter.push(sd * state);
    }
    scatter
}

/// Seeded random numbers.
struct Random(Rand64);

impl Random {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.rand_float()
    }

    /// Standard normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.0.rand_float()).ln()).sqrt();
        radius * (2.0 * PI * self.0.rand_float()).cos()
    }

    /// Of unit variance: Student's t, or normal for no degrees of `freedom`.
    fn tailed(&mut self, freedom: u32) -> f64 {
        let normal = self.normal();
        if freedom < 3 {
            return normal;
        }
        let square: f64 = (0..freedom).map(|_| self.normal().powi(2)).sum();
        normal / (square / f64::from(freedom - 2)).sqrt()
    }
}
