//! A building fitted to its bills: a few uncertain parameters, their spread, or a refusal.
//!
//! Each parameter has a prior; the bills of at least twelve months move it as far as they say
//! something about it, and what they do not say stays as wide as the prior. Bills that no plausible
//! values explain are refused: a building that does not answer to its bills predicts no savings.
//!
//! # Source
//! Most probable values and spread by Gauss–Newton on the log posterior with Laplace's
//! approximation (Bishop 2006, *Pattern Recognition and Machine Learning*, sections 3.5 and 4.4);
//! error of the bills by the evidence (`MacKay` 1992, *Bayesian Interpolation*, Neural Computation
//! 4, eq. 4.9); acceptance by ASHRAE Guideline 14-2014, section 4.3.2.4 (recalled).

mod fit;
mod normal;

use thiserror::Error;

use crate::building::{Building, Carrier, CoolingPlant, HeatingPlant, Schedule, Thermostat, Zone};
use crate::fault::Fault;
use crate::weather::Weather;
use crate::year::Options;

/// Fewest bills in all.
pub const BILLS_MIN: usize = 12;
/// Largest CV(RMSE) of monthly bills. Source: ASHRAE Guideline 14-2014, 4.3.2.4. [-]
pub const CV_RMSE_MAX: f64 = 0.15;
/// Largest NMBE of monthly bills, either sign. Source: ASHRAE Guideline 14-2014, 4.3.2.4. [-]
pub const NMBE_MAX: f64 = 0.05;
/// Spread after over spread before, above which the bills hardly inform a parameter. [-]
pub const HARDLY_INFORMED_RATIO: f64 = 0.9;

/// One month on one meter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bill {
    /// What was bought; electricity net of what own PV covered in the same hour.
    pub carrier: Carrier,
    /// Calendar month, `1..=12`.
    pub month: u8,
    /// Energy bought, `>= 0`; gas by its lower heating value. [kWh]
    pub kwh: f64,
}

/// What is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parameter {
    /// Factor on infiltration. [-]
    Infiltration,
    /// Factor on lighting and equipment. [-]
    Gains,
    /// Shift of the heating set point. [K]
    HeatingSetPoint,
    /// Shift of the cooling set point. [K]
    CoolingSetPoint,
    /// Factor on the efficiency or COP of the heating plant. [-]
    HeatingEfficiency,
    /// Factor on the COP of the cooling plant. [-]
    CoolingEfficiency,
}

impl Parameter {
    /// All parameters.
    pub const ALL: [Self; 6] = [
        Self::Infiltration,
        Self::Gains,
        Self::HeatingSetPoint,
        Self::CoolingSetPoint,
        Self::HeatingEfficiency,
        Self::CoolingEfficiency,
    ];

    /// The value that leaves the building as described: 0 for shifts, 1 for factors.
    pub fn neutral(self) -> f64 {
        if self.is_shift() { 0.0 } else { 1.0 }
    }

    /// Whether the value is added, in K, and its prior normal; else it is multiplied, and its
    /// prior log-normal.
    pub fn is_shift(self) -> bool {
        matches!(self, Self::HeatingSetPoint | Self::CoolingSetPoint)
    }
}

/// What is believed of a parameter before the bills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// Middle of the belief, within the bounds; `> 0` for factors. [- or K]
    pub median: f64,
    /// Standard deviation, of the logarithm for factors, `> 0`. [- or K]
    pub spread: f64,
    /// Lower physical bound; `> 0` for factors. [- or K]
    pub least: f64,
    /// Upper physical bound, above `least`. [- or K]
    pub most: f64,
}

/// What is believed before the bills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Priors {
    /// Of [`Parameter::Infiltration`].
    pub infiltration: Prior,
    /// Of [`Parameter::Gains`].
    pub gains: Prior,
    /// Of [`Parameter::HeatingSetPoint`].
    pub heating_set_point: Prior,
    /// Of [`Parameter::CoolingSetPoint`].
    pub cooling_set_point: Prior,
    /// Of [`Parameter::HeatingEfficiency`].
    pub heating_efficiency: Prior,
    /// Of [`Parameter::CoolingEfficiency`].
    pub cooling_efficiency: Prior,
    /// Expected error of a bill (reading dates, model) over the mean bill of its carrier,
    /// `0.001..=1`; the bills correct it. [-]
    pub bill_error_ratio: f64,
}

impl Default for Priors {
    /// Planning values of this crate for a building that was surveyed but not measured; they come
    /// from no sample. Where better is known, state it.
    fn default() -> Self {
        let prior = |median, spread, least, most| Prior { median, spread, least, most };
        Self {
            infiltration: prior(1.0, 0.4, 0.2, 5.0),
            gains: prior(1.0, 0.3, 0.25, 4.0),
            heating_set_point: prior(0.0, 1.0, -4.0, 4.0),
            cooling_set_point: prior(0.0, 1.0, -4.0, 4.0),
            heating_efficiency: prior(1.0, 0.1, 0.6, 1.6),
            cooling_efficiency: prior(1.0, 0.15, 0.5, 2.0),
            bill_error_ratio: 0.03,
        }
    }
}

impl Priors {
    /// The prior of one parameter.
    pub fn of(&self, parameter: Parameter) -> &Prior {
        match parameter {
            Parameter::Infiltration => &self.infiltration,
            Parameter::Gains => &self.gains,
            Parameter::HeatingSetPoint => &self.heating_set_point,
            Parameter::CoolingSetPoint => &self.cooling_set_point,
            Parameter::HeatingEfficiency => &self.heating_efficiency,
            Parameter::CoolingEfficiency => &self.cooling_efficiency,
        }
    }
}

/// What the bills say about one parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Which one.
    pub parameter: Parameter,
    /// Most probable value, that of [`Calibration::building`]. [- or K]
    pub value: f64,
    /// Mean of the posterior. [- or K]
    pub mean: f64,
    /// Standard deviation of the posterior. [- or K]
    pub sd: f64,
    /// 5 % of the posterior lies below. [- or K]
    pub low: f64,
    /// 5 % of the posterior lies above. [- or K]
    pub high: f64,
    /// Spread after over spread before the bills, `0..=1`. [-]
    pub spread_ratio: f64,
}

impl Estimate {
    /// Whether the bills say next to nothing about the parameter: its spread is the prior's.
    pub fn is_hardly_informed(&self) -> bool {
        self.spread_ratio > HARDLY_INFORMED_RATIO
    }
}

/// How the fitted building meets the bills of one carrier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Which carrier.
    pub carrier: Carrier,
    /// Number of its bills.
    pub bills: usize,
    /// Root mean square difference over the mean bill, of `n − 1`. [-]
    pub cv_rmse: f64,
    /// Sum of bills less model over `n − 1` mean bills. [-]
    pub nmbe: f64,
    /// Error of a bill that the fit concluded on, standard deviation. [kWh]
    pub bill_error_kwh: f64,
}

/// A building that answers to its bills.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The building with the most probable values.
    pub building: Building,
    /// The parameters that the building has, in the order of [`Parameter::ALL`].
    pub estimates: Vec<Estimate>,
    /// Correlation of the estimates in the posterior, row by row in their order, `-1..=1`. [-]
    pub correlation: Vec<Vec<f64>>,
    /// The fit of each carrier billed.
    pub fits: Vec<Fit>,
    /// What the fitted building buys in the month of each bill, in their order. [kWh]
    pub fitted_kwh: Vec<f64>,
    /// Gauss–Newton steps that were taken.
    pub steps: usize,
}

/// Why a building has no calibration. A result like any other: it says what the bills lack.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Fewer than [`BILLS_MIN`] bills.
    #[error("{bills} bill(s), at least {BILLS_MIN} are needed")]
    TooFewBills {
        /// Number of bills given.
        bills: usize,
    },
    /// A bill of no calendar month.
    #[error("a {carrier:?} bill is of month {month}, expected 1 to 12")]
    NoSuchMonth {
        /// Its carrier.
        carrier: Carrier,
        /// Its month.
        month: u8,
    },
    /// Two bills of one carrier and month.
    #[error("month {month} has two bills of {carrier:?}")]
    MonthTwice {
        /// Their carrier.
        carrier: Carrier,
        /// Their month.
        month: u8,
    },
    /// A bill that is negative or no number.
    #[error("the {carrier:?} bill of month {month} is {kwh} kWh, expected a finite number from 0")]
    NotAnAmount {
        /// Its carrier.
        carrier: Carrier,
        /// Its month.
        month: u8,
        /// Its energy. [kWh]
        kwh: f64,
    },
    /// All bills of a carrier are zero.
    #[error("all bills of {carrier:?} are zero")]
    NothingBilled {
        /// Which carrier.
        carrier: Carrier,
    },
    /// Bills of a carrier that nothing in the building uses.
    #[error("there are bills of {carrier:?}, but the building as described buys none")]
    CarrierNotBought {
        /// Which carrier.
        carrier: Carrier,
    },
    /// A prior outside its own bounds, or bounds that leave the building no valid value.
    #[error("the prior of {parameter:?} is not usable: {prior:?}")]
    Prior {
        /// Of which parameter.
        parameter: Parameter,
        /// As given.
        prior: Prior,
    },
    /// [`Priors::bill_error_ratio`] out of range.
    #[error("bill_error_ratio is {value}, expected 0.001 to 1")]
    BillErrorRatio {
        /// As given.
        value: f64,
    },
    /// The best values within the bounds leave a difference above Guideline 14's limits.
    #[error("the {carrier:?} bills are not explained: CV(RMSE) {:.1} % (limit {:.0} %), NMBE {:.1} % (limit ±{:.0} %)",
        .cv_rmse * 100.0, CV_RMSE_MAX * 100.0, .nmbe * 100.0, NMBE_MAX * 100.0)]
    NotExplained {
        /// The carrier met worst.
        carrier: Carrier,
        /// As [`Fit::cv_rmse`]. [-]
        cv_rmse: f64,
        /// As [`Fit::nmbe`]. [-]
        nmbe: f64,
    },
    /// The bills ask for a value beyond a physical bound by more than two standard deviations.
    #[error("the bills ask for {parameter:?} of {wanted:.3}, beyond its bound {bound:.3}")]
    AtBound {
        /// Which parameter.
        parameter: Parameter,
        /// The bound. [- or K]
        bound: f64,
        /// Where the slope at the bound points to. [- or K]
        wanted: f64,
    },
    /// The search did not settle.
    #[error("no settled answer after {steps} steps")]
    NotSettled {
        /// Steps taken.
        steps: usize,
    },
    /// The building, weather or options cannot be simulated.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Fits the uncertain parameters of `building` to `bills`.
///
/// `weather` has to be that of the year of the bills, and `options` to start on its weekday; a
/// typical year makes the fit pay for the difference between the years. Bills may be in any order,
/// of any carriers that the building buys, at least [`BILLS_MIN`] in all. Parameters that the
/// building lacks (the set point of a plant that it has not, the efficiency of direct electric
/// heat) are left out. The answer has the same bits for any number of threads.
///
/// # Errors
/// A [`Refusal`] that says what is wrong with bills, priors or building, or that they do not go
/// together.
pub fn calibrate(
    building: &Building,
    weather: &Weather,
    options: &Options,
    bills: &[Bill],
    priors: &Priors,
) -> Result<Calibration, Refusal> {
    check_bills(bills)?;
    check_priors(priors)?;
    fit::Problem::new(building, weather, options, bills, priors)?.solve()
}

fn check_bills(bills: &[Bill]) -> Result<(), Refusal> {
    if bills.len() < BILLS_MIN {
        return Err(Refusal::TooFewBills { bills: bills.len() });
    }
    for (at, &Bill { carrier, month, kwh }) in bills.iter().enumerate() {
        if !(1..=12).contains(&month) {
            return Err(Refusal::NoSuchMonth { carrier, month });
        }
        if !(kwh.is_finite() && kwh >= 0.0) {
            return Err(Refusal::NotAnAmount { carrier, month, kwh });
        }
        if bills[..at].iter().any(|other| other.carrier == carrier && other.month == month) {
            return Err(Refusal::MonthTwice { carrier, month });
        }
    }
    for carrier in Carrier::ALL {
        let mut of_carrier = bills.iter().filter(|bill| bill.carrier == carrier).peekable();
        if of_carrier.peek().is_some() && of_carrier.all(|bill| bill.kwh <= 0.0) {
            return Err(Refusal::NothingBilled { carrier });
        }
    }
    Ok(())
}

fn check_priors(priors: &Priors) -> Result<(), Refusal> {
    let ratio = priors.bill_error_ratio;
    if !(0.001..=1.0).contains(&ratio) {
        return Err(Refusal::BillErrorRatio { value: ratio });
    }
    for parameter in Parameter::ALL {
        let prior = *priors.of(parameter);
        let Prior { median, spread, least, most } = prior;
        let is_finite = [median, spread, least, most].iter().all(|number| number.is_finite());
        let is_ordered = least <= median && median <= most && least < most && spread > 0.0;
        if !(is_finite && is_ordered && (parameter.is_shift() || least > 0.0)) {
            return Err(Refusal::Prior { parameter, prior });
        }
    }
    Ok(())
}

/// `building` with parameters at the values given, in every zone alike, such as those of a
/// [`Calibration`] or a draw from its posterior; each counts from the building as described. Where
/// shifts would cross the set points of a zone, cooling starts where heating does. Values are not
/// checked: [`Building::validate`] does.
///
/// The only place that knows what parameters change.
pub fn applied(building: &Building, values: &[(Parameter, f64)]) -> Building {
    let mut building = building.clone();
    for zone in &mut building.zones {
        for (parameter, value) in values {
            apply(zone, *parameter, *value);
        }
        uncross(&mut zone.thermostat);
    }
    building
}

/// Lifts the cooling set point to that of heating where it lies below.
fn uncross(thermostat: &mut Thermostat) {
    if let (Some(heating), Some(cooling)) = (&thermostat.heating_c, &mut thermostat.cooling_c) {
        for (cool, heat) in days(cooling).into_iter().zip(days(&mut heating.clone())) {
            cool.iter_mut().zip(heat).for_each(|(cool_c, heat_c)| *cool_c = cool_c.max(*heat_c));
        }
    }
}

fn apply(zone: &mut Zone, parameter: Parameter, value: f64) {
    match parameter {
        Parameter::Infiltration => {
            zone.air.infiltration_ach *= value;
            zone.air.leakage.iter_mut().for_each(|leakage| leakage.scale(value));
        }
        Parameter::Gains => {
            zone.gains.lighting_w_m2 *= value;
            zone.gains.equipment_w_m2 *= value;
        }
        Parameter::HeatingSetPoint => {
            zone.thermostat.heating_c.iter_mut().for_each(|schedule| shift(schedule, value));
        }
        Parameter::CoolingSetPoint => {
            zone.thermostat.cooling_c.iter_mut().for_each(|schedule| shift(schedule, value));
        }
        Parameter::HeatingEfficiency => match &mut zone.systems.heating {
            HeatingPlant::None | HeatingPlant::Electric => {}
            HeatingPlant::GasBoiler { efficiency } | HeatingPlant::District { efficiency } => {
                *efficiency *= value;
            }
            HeatingPlant::CondensingBoiler { efficiency_hot_return, efficiency_return_30_c } => {
                *efficiency_hot_return *= value;
                *efficiency_return_30_c *= value;
            }
            HeatingPlant::AirSourceHeatPump { rated_cop, .. }
            | HeatingPlant::GroundSourceHeatPump { rated_cop, .. } => *rated_cop *= value,
        },
        Parameter::CoolingEfficiency => match &mut zone.systems.cooling {
            CoolingPlant::None | CoolingPlant::District => {}
            CoolingPlant::Chiller { rated_cop, .. } | CoolingPlant::GroundSource { rated_cop } => {
                *rated_cop *= value;
            }
        },
    }
}

fn shift(schedule: &mut Schedule, by_k: f64) {
    days(schedule).into_iter().flatten().for_each(|value_c| *value_c += by_k);
}

fn days(schedule: &mut Schedule) -> [&mut [f64; 24]; 3] {
    [&mut schedule.weekday, &mut schedule.saturday, &mut schedule.sunday]
}
