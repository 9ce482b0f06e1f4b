//! How use follows the outdoor temperature: straight lines that meet at balance points.

use crate::linear::count;

/// One day, or one bill, as the models see it.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    /// When it begins. [days since 1970-01-01]
    pub(crate) start_day: i32,
    /// Place in time, in steps of the series.
    pub(crate) time: i32,
    /// Days that it spans.
    pub(crate) days: f64,
    /// Use a day, in the series' unit.
    pub(crate) use_per_day: f64,
    /// Mean outdoor temperature. \[°C\]
    pub(crate) temp_c: f64,
    /// Daily means of a bill's days, where they are known. \[°C\]
    pub(crate) temps_c: Vec<f64>,
    /// Whether people rest on it.
    pub(crate) is_rest: bool,
    /// Monday 0 to Sunday 6.
    pub(crate) weekday: u8,
    /// Where in the year. [rad]
    pub(crate) season_rad: f64,
}

impl Point {
    /// Mean of (`balance_c` − temperature) where that is above zero: heating degrees. [K]
    pub(crate) fn below_k(&self, balance_c: f64) -> f64 {
        self.mean(|temp| (balance_c - temp).max(0.0))
    }

    /// Mean of (temperature − `balance_c`) where that is above zero: cooling degrees. [K]
    pub(crate) fn above_k(&self, balance_c: f64) -> f64 {
        self.mean(|temp| (temp - balance_c).max(0.0))
    }

    /// Share of the days colder than `balance_c`.
    pub(crate) fn share_below(&self, balance_c: f64) -> f64 {
        self.mean(|temp| if temp < balance_c { 1.0 } else { 0.0 })
    }

    fn mean(&self, of: impl Fn(f64) -> f64) -> f64 {
        if self.temps_c.is_empty() {
            return of(self.temp_c);
        }
        self.temps_c.iter().map(|&temp| of(temp)).sum::<f64>() / count(self.temps_c.len())
    }
}

/// Balance points of heating and cooling, where there are any. \[°C\]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Balance {
    pub(crate) heating_c: Option<f64>,
    pub(crate) cooling_c: Option<f64>,
}

/// Sums of one column and of its products, by workdays and rest days.
#[derive(Clone, Copy, Default)]
struct Sums {
    own: [f64; 2],
    square: [f64; 2],
    with_use: [f64; 2],
    /// Points at which the column is above zero.
    active: usize,
}

/// The columns of one balance point, heating or cooling.
struct Candidate {
    balance_c: f64,
    column: Vec<f64>,
    sums: Sums,
}

/// The search for balance points over a grid.
pub(crate) struct Search<'a> {
    points: &'a [Point],
    /// Use a day, outliers pulled in.
    tamed: &'a [f64],
    /// Whether workdays and rest days have lines of their own.
    is_split: bool,
    weight: [f64; 2],
    tamed_sum: [f64; 2],
    tamed_square: [f64; 2],
    is_billing: bool,
}

impl<'a> Search<'a> {
    pub(crate) fn new(
        points: &'a [Point],
        tamed: &'a [f64],
        is_split: bool,
        is_billing: bool,
    ) -> Self {
        let (mut weight, mut sum, mut square) = ([0.0; 2], [0.0; 2], [0.0; 2]);
        for (point, value) in points.iter().zip(tamed) {
            let group = usize::from(is_split && point.is_rest);
            weight[group] += point.days;
            sum[group] += point.days * value;
            square[group] += point.days * value * value;
        }
        Self { points, tamed, is_split, weight, tamed_sum: sum, tamed_square: square, is_billing }
    }

    /// The best balance points with heating alone, cooling alone and both, where there are any,
    /// each with the sum of squares that it leaves. `heating_c`, `cooling_c`: the grids.
    pub(crate) fn best(&self, heating_c: &[f64], cooling_c: &[f64]) -> [Option<(Balance, f64)>; 3] {
        let heating = self.candidates(heating_c, |point, balance| point.below_k(balance));
        let cooling = self.candidates(cooling_c, |point, balance| point.above_k(balance));
        let mut best = [None; 3];
        let mut offer = |place: usize, heating: Option<f64>, cooling: Option<f64>, left| {
            let Some(left) = left else { return };
            let is_better = best[place].is_none_or(|(_, least): (Balance, f64)| left < least);
            if is_better {
                best[place] = Some((Balance { heating_c: heating, cooling_c: cooling }, left));
            }
        };
        for heat in &heating {
            offer(0, Some(heat.balance_c), None, self.left(Some(heat), None));
        }
        for cool in &cooling {
            offer(1, None, Some(cool.balance_c), self.left(None, Some(cool)));
        }
        for heat in &heating {
            for cool in cooling.iter().filter(|cool| cool.balance_c >= heat.balance_c) {
                let left = self.left(Some(heat), Some(cool));
                offer(2, Some(heat.balance_c), Some(cool.balance_c), left);
            }
        }
        best
    }

    fn candidates(&self, grid_c: &[f64], degrees: impl Fn(&Point, f64) -> f64) -> Vec<Candidate> {
        // A line needs points to lie on: one in thirty of the days, three bills.
        let active_min = if self.is_billing { 3 } else { (self.points.len() / 30).max(5) };
        let candidate = |&balance_c: &f64| {
            let column: Vec<f64> =
                self.points.iter().map(|point| degrees(point, balance_c)).collect();
            let mut sums = Sums::default();
            for ((point, value), degrees) in self.points.iter().zip(self.tamed).zip(&column) {
                let group = usize::from(self.is_split && point.is_rest);
                let weighted = point.days * degrees;
                sums.own[group] += weighted;
                sums.square[group] += weighted * degrees;
                sums.with_use[group] += weighted * value;
                sums.active += usize::from(*degrees > 0.0);
            }
            (sums.active >= active_min).then_some(Candidate { balance_c, column, sums })
        };
        grid_c.iter().filter_map(candidate).collect()
    }

    /// Sum of squares left by the lines; `None` where use falls with more degrees on workdays.
    fn left(&self, heat: Option<&Candidate>, cool: Option<&Candidate>) -> Option<f64> {
        let zero = Sums::default();
        let (h, c) = (heat.map_or(zero, |x| x.sums), cool.map_or(zero, |x| x.sums));
        let mut left = 0.0;
        for group in 0..2 {
            let weight = self.weight[group];
            if weight <= 0.0 {
                continue;
            }
            let sum = self.tamed_sum[group];
            let hh = h.square[group] - h.own[group] * h.own[group] / weight;
            let cc = c.square[group] - c.own[group] * c.own[group] / weight;
            let hc = self.cross(heat, cool, group) - h.own[group] * c.own[group] / weight;
            let hy = h.with_use[group] - h.own[group] * sum / weight;
            let cy = c.with_use[group] - c.own[group] * sum / weight;
            let (of_h, of_c) = slopes([hh, hc, cc], [hy, cy]);
            let wrong = heat.is_some() && of_h <= 0.0 || cool.is_some() && of_c <= 0.0;
            if group == 0 && wrong {
                return None;
            }
            left += self.tamed_square[group] - sum * sum / weight - of_h * hy - of_c * cy;
        }
        Some(left.max(0.0))
    }

    /// Σ of the products of both columns: zero for days, which are not below one balance point and
    /// above a higher one at once.
    fn cross(&self, heat: Option<&Candidate>, cool: Option<&Candidate>, group: usize) -> f64 {
        let (true, Some(heat), Some(cool)) = (self.is_billing, heat, cool) else { return 0.0 };
        let rows = self.points.iter().zip(heat.column.iter().zip(&cool.column));
        rows.filter(|(point, _)| usize::from(self.is_split && point.is_rest) == group)
            .map(|(point, (h, c))| point.days * h * c)
            .sum()
    }
}

/// Both slopes from centred sums of squares and products; zero for a column that does not vary.
fn slopes([hh, hc, cc]: [f64; 3], [hy, cy]: [f64; 2]) -> (f64, f64) {
    let det = hh * cc - hc * hc;
    if det > 1e-9 * hh * cc {
        return ((hy * cc - cy * hc) / det, (cy * hh - hy * hc) / det);
    }
    if hh >= cc {
        return (if hh > 0.0 { hy / hh } else { 0.0 }, 0.0);
    }
    (0.0, cy / cc)
}

/// Balance points to try: at most 28 steps between the 4 % and 96 % quantiles of temperature.
pub(crate) fn grid_c(points: &[Point]) -> Vec<f64> {
    const STEPS: u32 = 28;
    let mut temps: Vec<f64> = points
        .iter()
        .flat_map(|point| {
            let own = point.temps_c.is_empty().then_some(point.temp_c);
            point.temps_c.iter().copied().chain(own)
        })
        .collect();
    temps.sort_unstable_by(f64::total_cmp);
    let Some(last) = temps.len().checked_sub(1) else { return Vec::new() };
    let (low, high) = (temps[last * 4 / 100], temps[last * 96 / 100]);
    let step = ((high - low) / f64::from(STEPS)).max(0.25);
    (0..=STEPS).map(|i| low + f64::from(i) * step).take_while(|&c| c <= high + 1e-9).collect()
}

/// A finer grid around `centre_c`.
pub(crate) fn fine_grid_c(centre_c: Option<f64>, step_c: f64) -> Vec<f64> {
    let around = |centre: f64| (-3..=3).map(move |i| centre + f64::from(i) * step_c / 4.0);
    centre_c.into_iter().flat_map(around).collect()
}
