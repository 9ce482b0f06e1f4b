//! The search for the most probable values and their spread.
//!
//! Unknowns are counted in standard deviations of their priors from the median: `z = 0` is the
//! building as believed, and the prior adds `½·z²` to the objective whatever the unit.

use super::normal::{Matrix, dot, inverse, times};
use super::{
    Bill, CV_RMSE_MAX, Calibration, Estimate, Fit, NMBE_MAX, Parameter, Prior, Priors, Refusal,
    applied,
};
use crate::building::{Building, Carrier};
use crate::stock::simulate_years;
use crate::weather::Weather;
use crate::year::{Month, Options};

/// Half of the distance over which sensitivities are taken, in prior standard deviations: wide
/// enough to average over hours that switch, narrow against the prior.
const REACH: f64 = 0.2;
/// Parts of a Gauss–Newton step that are tried side by side; four fill one block.
const PARTS: [f64; 4] = [1.0, 0.5, 0.25, 0.1];
/// Squared length of a step, in posterior standard deviations, that changes nothing any more.
const SETTLED: f64 = 1e-4;
/// Most steps; a handful is usual.
const STEPS_MAX: usize = 30;
/// Weight of the expected error of bills, as a number of bills.
const ERROR_WEIGHT: f64 = 4.0;
/// Rounds in which error and spread agree, and the change at which they do. [-]
const ERROR_ROUNDS: usize = 30;
const ERROR_SETTLED: f64 = 1e-3;
/// Halvings that find the end of the valid range: enough for every bit that matters.
const HALVINGS: usize = 40;
/// Standard deviations beyond a bound at which bills contradict it.
const BEYOND_BOUND_SD: f64 = 2.0;
/// 95 % of a normal distribution lies below so many standard deviations.
const NORMAL_95: f64 = 1.644_853_627;

/// 95 % of Student's distribution lies below so many standard deviations: the error of the bills is
/// itself estimated, with so many degrees of freedom.
///
/// # Source
/// Abramowitz and Stegun 1964, 26.7.5, first two terms.
fn student_95(freedom: f64) -> f64 {
    NORMAL_95 + (NORMAL_95.powi(3) + NORMAL_95) / (4.0 * freedom)
}

/// One parameter that the building has.
struct Unknown {
    parameter: Parameter,
    prior: Prior,
    least_z: f64,
    most_z: f64,
}

impl Unknown {
    /// `None` where the building has nothing that the parameter changes.
    fn new(
        building: &Building,
        parameter: Parameter,
        prior: &Prior,
    ) -> Result<Option<Self>, Refusal> {
        let changes = |value: f64| applied(building, &[(parameter, value)]) != *building;
        if !changes(prior.least) && !changes(prior.most) {
            return Ok(None);
        }
        let cut = Prior {
            least: valid_end(building, parameter, prior.least),
            most: valid_end(building, parameter, prior.most),
            ..*prior
        };
        if cut.least >= cut.most {
            return Err(Refusal::Prior { parameter, prior: *prior });
        }
        let mut unknown = Self { parameter, prior: cut, least_z: 0.0, most_z: 0.0 };
        unknown.least_z = unknown.z_of(cut.least);
        unknown.most_z = unknown.z_of(cut.most);
        Ok(Some(unknown))
    }

    fn z_of(&self, value: f64) -> f64 {
        let Prior { median, spread, .. } = self.prior;
        let far = if self.parameter.is_shift() { value - median } else { (value / median).ln() };
        far / spread
    }

    fn unbounded(&self, z: f64) -> f64 {
        let Prior { median, spread, .. } = self.prior;
        if self.parameter.is_shift() { median + spread * z } else { median * (spread * z).exp() }
    }

    fn value(&self, z: f64) -> f64 {
        self.unbounded(z).clamp(self.prior.least, self.prior.most)
    }

    fn estimate(&self, z: f64, sd_z: f64, reach_sd: f64) -> Estimate {
        let value = self.value(z);
        let spread = self.prior.spread * sd_z;
        // Mean and standard deviation of a log-normal distribution by its median and spread.
        let (mean, sd) = if self.parameter.is_shift() {
            (value, spread)
        } else {
            let mean = value * (spread * spread / 2.0).exp();
            (mean, mean * (spread * spread).exp_m1().sqrt())
        };
        Estimate {
            parameter: self.parameter,
            value,
            mean,
            sd,
            low: self.value(z - reach_sd * sd_z),
            high: self.value(z + reach_sd * sd_z),
            spread_ratio: sd_z,
        }
    }
}

/// The value nearest to `end` with which the building can be simulated.
fn valid_end(building: &Building, parameter: Parameter, end: f64) -> f64 {
    let is_valid = |value: f64| applied(building, &[(parameter, value)]).validate().is_empty();
    if is_valid(end) {
        return end;
    }
    let (mut good, mut bad) = (parameter.neutral(), end);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(good, bad);
        if is_valid(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    good
}

/// Bills, building and beliefs, ready to be searched.
pub(super) struct Problem<'p> {
    building: &'p Building,
    weather: &'p Weather,
    options: &'p Options,
    bills: &'p [Bill],
    unknowns: Vec<Unknown>,
    /// Carriers billed.
    carriers: Vec<Carrier>,
    /// Expected error of a bill of each of `carriers`. [kWh]
    expected_kwh: Vec<f64>,
}

/// Where the search stands.
struct State {
    z: Vec<f64>,
    /// What the building buys in the month of each bill. [kWh]
    bought_kwh: Vec<f64>,
    /// Error of a bill of each carrier, standard deviation. [kWh]
    error_kwh: Vec<f64>,
    /// Degrees of freedom of the error that is known least.
    freedom: f64,
}

/// The posterior's slope and shape at a point.
struct Local {
    /// Change of each bill per unknown. [kWh]
    sensitivity: Matrix,
    gradient: Vec<f64>,
    precision: Matrix,
    covariance: Matrix,
}

impl<'p> Problem<'p> {
    pub(super) fn new(
        building: &'p Building,
        weather: &'p Weather,
        options: &'p Options,
        bills: &'p [Bill],
        priors: &Priors,
    ) -> Result<Self, Refusal> {
        let [as_described] = simulated(std::slice::from_ref(building), weather, options)?[..]
        else {
            return Err(Refusal::NotSettled { steps: 0 });
        };
        let carriers: Vec<Carrier> = Carrier::ALL
            .into_iter()
            .filter(|carrier| bills.iter().any(|bill| bill.carrier == *carrier))
            .collect();
        for carrier in &carriers {
            let demand_kwh: f64 =
                as_described.iter().map(|month| month.end_uses.carrier_kwh(*carrier)).sum();
            if demand_kwh <= 0.0 {
                return Err(Refusal::CarrierNotBought { carrier: *carrier });
            }
        }
        let mut unknowns = Vec::new();
        for parameter in Parameter::ALL {
            unknowns.extend(Unknown::new(building, parameter, priors.of(parameter))?);
        }
        let expected_kwh =
            carriers.iter().map(|carrier| priors.bill_error_ratio * mean_kwh(bills, *carrier));
        Ok(Self {
            building,
            weather,
            options,
            bills,
            unknowns,
            expected_kwh: expected_kwh.collect(),
            carriers,
        })
    }

    pub(super) fn solve(&self) -> Result<Calibration, Refusal> {
        let start = self.bounded(vec![0.0; self.unknowns.len()]);
        let mut state = State {
            bought_kwh: self.bought_kwh(std::slice::from_ref(&start))?.swap_remove(0),
            z: start,
            error_kwh: self.expected_kwh.clone(),
            freedom: ERROR_WEIGHT,
        };
        for steps in 0..STEPS_MAX {
            let sensitivity = self.sensitivity(&state.z)?;
            // What the first step explains is no error of the bills.
            let local = if steps == 0 {
                self.local(&state, sensitivity)
            } else {
                self.with_error(&mut state, sensitivity)
            };
            let local = local.ok_or(Refusal::NotSettled { steps })?;
            let step = self.step(&state.z, &local).ok_or(Refusal::NotSettled { steps })?;
            let is_settled = dot(&step, &local.gradient) < SETTLED;
            if steps > 0 && (is_settled || !self.advance(&mut state, &step)?) {
                return self.finished(&state, &local, steps);
            }
            if steps == 0 {
                self.advance(&mut state, &step)?;
            }
        }
        Err(Refusal::NotSettled { steps: STEPS_MAX })
    }

    /// Purchased energy in the months of the bills, for each point.
    fn bought_kwh(&self, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Refusal> {
        let buildings: Vec<Building> = points.iter().map(|z| self.with(z)).collect();
        let years = simulated(&buildings, self.weather, self.options)?;
        let of_bill = |months: &[Month; 12], bill: &Bill| {
            let month = &months[usize::from(bill.month) - 1];
            let own =
                if bill.carrier == Carrier::Electricity { month.pv_self_use_kwh } else { 0.0 };
            month.end_uses.carrier_kwh(bill.carrier) - own
        };
        let of_year =
            |months: &[Month; 12]| self.bills.iter().map(|bill| of_bill(months, bill)).collect();
        Ok(years.iter().map(of_year).collect())
    }

    /// The building at a point.
    fn with(&self, z: &[f64]) -> Building {
        let values: Vec<(Parameter, f64)> = self
            .unknowns
            .iter()
            .zip(z)
            .map(|(unknown, z)| (unknown.parameter, unknown.value(*z)))
            .collect();
        applied(self.building, &values)
    }

    fn bounded(&self, mut z: Vec<f64>) -> Vec<f64> {
        for (z, unknown) in z.iter_mut().zip(&self.unknowns) {
            *z = z.clamp(unknown.least_z, unknown.most_z);
        }
        z
    }

    /// Central differences, all in one batch; one row for each bill.
    fn sensitivity(&self, z: &[f64]) -> Result<Matrix, Refusal> {
        let mut points = Vec::with_capacity(2 * z.len());
        for at in 0..z.len() {
            for reach in [-REACH, REACH] {
                let mut point = z.to_vec();
                point[at] += reach;
                points.push(self.bounded(point));
            }
        }
        let bought_kwh = self.bought_kwh(&points)?;
        let slope = |bill: usize, at: usize| {
            let (low, high) = (2 * at, 2 * at + 1);
            (bought_kwh[high][bill] - bought_kwh[low][bill]) / (points[high][at] - points[low][at])
        };
        let row = |bill: usize| (0..z.len()).map(|at| slope(bill, at)).collect();
        Ok((0..self.bills.len()).map(row).collect())
    }

    /// Gradient (downhill), precision and covariance of the posterior; `None` where they are not
    /// finite.
    fn local(&self, state: &State, sensitivity: Matrix) -> Option<Local> {
        let count = self.unknowns.len();
        let mut gradient: Vec<f64> = state.z.iter().map(|z| -z).collect();
        let mut precision: Matrix = (0..count)
            .map(|row| (0..count).map(|column| f64::from(u8::from(row == column))).collect())
            .collect();
        for (at, row) in sensitivity.iter().enumerate() {
            let weight = state.error_kwh[self.carrier_at(at)].powi(-2);
            let missing_kwh = self.bills[at].kwh - state.bought_kwh[at];
            for ((gradient, precision), slope) in gradient.iter_mut().zip(&mut precision).zip(row) {
                *gradient += weight * slope * missing_kwh;
                precision.iter_mut().zip(row).for_each(|(p, other)| *p += weight * slope * other);
            }
        }
        let covariance = inverse(&precision)?;
        Some(Local { sensitivity, gradient, precision, covariance })
    }

    /// As [`Self::local`], with the error of the bills that the differences speak for: what is left
    /// over the number of bills less that of the unknowns which they determine.
    fn with_error(&self, state: &mut State, sensitivity: Matrix) -> Option<Local> {
        let mut local = self.local(state, sensitivity)?;
        for _ in 0..ERROR_ROUNDS {
            let mut change: f64 = 0.0;
            state.freedom = f64::MAX;
            for (at, expected_kwh) in self.expected_kwh.iter().enumerate() {
                let (mut squares, mut count) =
                    (ERROR_WEIGHT * expected_kwh * expected_kwh, ERROR_WEIGHT);
                let error_kwh = state.error_kwh[at];
                for (bill, row) in local.sensitivity.iter().enumerate() {
                    if self.carrier_at(bill) == at {
                        squares += (self.bills[bill].kwh - state.bought_kwh[bill]).powi(2);
                        let explained = dot(row, &times(&local.covariance, row));
                        count += 1.0 - explained / (error_kwh * error_kwh);
                    }
                }
                state.error_kwh[at] = (squares / count).sqrt();
                state.freedom = state.freedom.min(count);
                change = change.max((state.error_kwh[at] / error_kwh - 1.0).abs());
            }
            local = self.local(state, local.sensitivity)?;
            if change < ERROR_SETTLED {
                break;
            }
        }
        Some(local)
    }

    /// Where in `carriers` the carrier of a bill stands.
    fn carrier_at(&self, bill: usize) -> usize {
        let carrier = self.bills[bill].carrier;
        self.carriers.iter().position(|other| *other == carrier).unwrap_or(0)
    }

    /// The Gauss–Newton step of the unknowns that no bound holds; zero for the others.
    fn step(&self, z: &[f64], local: &Local) -> Option<Vec<f64>> {
        let mut free: Vec<usize> = (0..z.len()).collect();
        loop {
            let pick = |row: &Vec<f64>| free.iter().map(|at| row[*at]).collect::<Vec<f64>>();
            let precision: Matrix = free.iter().map(|at| pick(&local.precision[*at])).collect();
            let moves = times(&inverse(&precision)?, &pick(&local.gradient));
            let is_held = |at: usize, by: f64| {
                let unknown = &self.unknowns[at];
                (by < 0.0 && z[at] <= unknown.least_z) || (by > 0.0 && z[at] >= unknown.most_z)
            };
            let held = free.iter().zip(&moves).find(|(at, by)| is_held(**at, **by));
            let Some((&held, _)) = held else {
                let mut step = vec![0.0; z.len()];
                free.iter().zip(moves).for_each(|(at, by)| step[*at] = by);
                return Some(step);
            };
            free.retain(|at| *at != held);
        }
    }

    /// Goes the best part of a step; `false` where no part improves.
    fn advance(&self, state: &mut State, step: &[f64]) -> Result<bool, Refusal> {
        let part = |part: &f64| {
            self.bounded(state.z.iter().zip(step).map(|(z, by)| z + part * by).collect())
        };
        let points: Vec<Vec<f64>> = PARTS.iter().map(part).collect();
        let bought_kwh = self.bought_kwh(&points)?;
        let now = self.objective(&state.z, &state.bought_kwh, &state.error_kwh);
        let best = points
            .into_iter()
            .zip(bought_kwh)
            .map(|(z, bought)| (self.objective(&z, &bought, &state.error_kwh), z, bought))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, z, bought_kwh)) = best.filter(|(objective, ..)| *objective < now) else {
            return Ok(false);
        };
        state.z = z;
        state.bought_kwh = bought_kwh;
        Ok(true)
    }

    /// Negative logarithm of the posterior at given errors, but for a constant.
    fn objective(&self, z: &[f64], bought_kwh: &[f64], error_kwh: &[f64]) -> f64 {
        let misfit: f64 = bought_kwh
            .iter()
            .enumerate()
            .map(|(at, bought)| {
                ((self.bills[at].kwh - bought) / error_kwh[self.carrier_at(at)]).powi(2)
            })
            .sum();
        f64::midpoint(misfit, dot(z, z))
    }

    fn finished(&self, state: &State, local: &Local, steps: usize) -> Result<Calibration, Refusal> {
        let fits: Vec<Fit> =
            (0..self.carriers.len()).map(|carrier| self.fit(state, carrier)).collect();
        let excess = |fit: &Fit| (fit.cv_rmse / CV_RMSE_MAX).max(fit.nmbe.abs() / NMBE_MAX);
        if let Some(worst) = fits.iter().max_by(|a, b| excess(a).total_cmp(&excess(b)))
            && excess(worst) > 1.0
        {
            let Fit { carrier, cv_rmse, nmbe, .. } = *worst;
            return Err(Refusal::NotExplained { carrier, cv_rmse, nmbe });
        }
        self.check_bounds(state, local)?;
        let sds: Vec<f64> =
            (0..self.unknowns.len()).map(|at| local.covariance[at][at].sqrt()).collect();
        let rows = local.covariance.iter().zip(&sds);
        let estimates = self.unknowns.iter().zip(state.z.iter().zip(&sds));
        Ok(Calibration {
            building: self.with(&state.z),
            estimates: estimates
                .map(|(unknown, (z, sd))| unknown.estimate(*z, *sd, student_95(state.freedom)))
                .collect(),
            correlation: rows
                .map(|(row, sd)| row.iter().zip(&sds).map(|(c, other)| c / (sd * other)).collect())
                .collect(),
            fits,
            fitted_kwh: state.bought_kwh.clone(),
            steps,
        })
    }

    fn fit(&self, state: &State, carrier: usize) -> Fit {
        let name = self.carriers[carrier];
        let of_carrier = self.bills.iter().zip(&state.bought_kwh);
        let missing: Vec<f64> = of_carrier
            .filter(|(bill, _)| bill.carrier == name)
            .map(|(bill, bought)| bill.kwh - bought)
            .collect();
        // Guideline 14 takes one degree of freedom for a calibrated simulation.
        let freedom = (missing.len() as f64 - 1.0).max(1.0);
        let mean_kwh = mean_kwh(self.bills, name);
        Fit {
            carrier: name,
            bills: missing.len(),
            cv_rmse: (dot(&missing, &missing) / freedom).sqrt() / mean_kwh,
            nmbe: missing.iter().sum::<f64>() / (freedom * mean_kwh),
            bill_error_kwh: state.error_kwh[carrier],
        }
    }

    /// Refuses values that the bills push against a bound by more than chance.
    fn check_bounds(&self, state: &State, local: &Local) -> Result<(), Refusal> {
        let full = times(&local.covariance, &local.gradient);
        for (at, unknown) in self.unknowns.iter().enumerate() {
            let wanted_z = state.z[at] + full[at];
            let bound_z = wanted_z.clamp(unknown.least_z, unknown.most_z);
            if (wanted_z - bound_z).abs() > BEYOND_BOUND_SD * local.covariance[at][at].sqrt() {
                return Err(Refusal::AtBound {
                    parameter: unknown.parameter,
                    bound: unknown.value(bound_z),
                    wanted: unknown.unbounded(wanted_z),
                });
            }
        }
        Ok(())
    }
}

/// The months of each building; the first fault where there is one.
fn simulated(
    buildings: &[Building],
    weather: &Weather,
    options: &Options,
) -> Result<Vec<[Month; 12]>, Refusal> {
    let years = simulate_years(buildings, weather, options);
    years.into_iter().map(|year| Ok(year?.monthly)).collect()
}

/// Mean bill of a carrier; it has at least one.
fn mean_kwh(bills: &[Bill], carrier: Carrier) -> f64 {
    let of_carrier = bills.iter().filter(|bill| bill.carrier == carrier);
    let (count, sum) = of_carrier.fold((0.0, 0.0), |(n, sum), bill| (n + 1.0, sum + bill.kwh));
    sum / count
}
