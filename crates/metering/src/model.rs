//! The baseline model of one period: its terms are chosen by what they earn, its fit is robust.

use crate::linear::{Gram, count, dot};
use crate::scale::Scale;
use crate::shape::{Balance, Point, Search, fine_grid_c, grid_c};

/// Residuals are pulled in to this many standard deviations while shape and slopes are found.
const TAMED_SD: f64 = 2.5;
/// A reading is an extreme one beyond this many standard deviations …
const EXTREME_SD: f64 = 10.0;
/// … if it is also above this many times its expected value or below that share of it.
const EXTREME_FACTORS: (f64, f64) = (2.5, 0.05);
/// Rounds of taming.
const ROUNDS: usize = 3;

/// How rest days differ from workdays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    None,
    Shift,
    Full,
}

/// What single weekdays add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Week {
    Same,
    Sunday,
    Each,
}

/// The terms of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Terms {
    pub(crate) balance: Balance,
    pub(crate) split: Split,
    pub(crate) week: Week,
    /// An annual wave besides the temperature.
    pub(crate) has_season: bool,
}

/// All columns that a day can have, and the places of each term among them.
const ALL: usize = 13;

impl Terms {
    /// Every column of `point` for these balance points.
    fn all_columns(balance: Balance, point: &Point) -> [f64; ALL] {
        let heat = balance.heating_c.map_or(0.0, |c| point.below_k(c));
        let cool = balance.cooling_c.map_or(0.0, |c| point.above_k(c));
        let rest = f64::from(u8::from(point.is_rest));
        let on = |weekday: u8| f64::from(u8::from(point.weekday == weekday));
        let (sin, cos) = point.season_rad.sin_cos();
        [
            1.0,
            heat,
            cool,
            rest,
            rest * heat,
            rest * cool,
            on(6),
            on(1),
            on(2),
            on(3),
            on(4),
            cos,
            sin,
        ]
    }

    /// Which of all columns these terms have.
    fn kept(&self) -> Vec<usize> {
        let mut kept = vec![0];
        let slopes = [(self.balance.heating_c, 1), (self.balance.cooling_c, 2)];
        let own = slopes.iter().filter(|(c, _)| c.is_some()).map(|(_, place)| *place);
        kept.extend(own.clone());
        if self.split != Split::None {
            kept.push(3);
        }
        if self.split == Split::Full {
            kept.extend(own.map(|place| place + 3));
        }
        match self.week {
            Week::Same => {}
            Week::Sunday => kept.push(6),
            Week::Each => kept.extend(6..=10),
        }
        if self.has_season {
            kept.extend([11, 12]);
        }
        kept
    }

    fn parameters(&self) -> usize {
        let points = [self.balance.heating_c, self.balance.cooling_c];
        self.kept().len() + points.iter().flatten().count()
    }
}

/// What may be in a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) is_billing: bool,
    pub(crate) may_have_season: bool,
}

/// The fitted model of one period.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) terms: Terms,
    kept: Vec<usize>,
    coefficients: Vec<f64>,
    pub(crate) scale: Scale,
    is_billing: bool,
}

impl Model {
    /// Expected use a day.
    pub(crate) fn level(&self, point: &Point) -> f64 {
        let all = Terms::all_columns(self.terms.balance, point);
        self.kept.iter().zip(&self.coefficients).map(|(&place, b)| all[place] * b).sum()
    }

    /// The columns of `point`, with those of a small shift of the balance points.
    pub(crate) fn row(&self, point: &Point) -> Vec<f64> {
        let all = Terms::all_columns(self.terms.balance, point);
        let mut row: Vec<f64> = self.kept.iter().map(|&place| all[place]).collect();
        let slope = |own: usize| self.coefficient(own) + self.coefficient(own + 3) * all[3];
        let Balance { heating_c, cooling_c } = self.terms.balance;
        row.extend(heating_c.map(|c| slope(1) * point.share_below(c)));
        row.extend(cooling_c.map(|c| slope(2) * (1.0 - point.share_below(c))));
        row
    }

    /// How many columns a row has.
    pub(crate) fn row_columns(&self) -> usize {
        let Balance { heating_c, cooling_c } = self.terms.balance;
        self.kept.len() + [heating_c, cooling_c].iter().flatten().count()
    }

    /// The coefficient of a column by its place among all; zero if the model has none.
    pub(crate) fn coefficient(&self, place: usize) -> f64 {
        self.kept.iter().position(|&kept| kept == place).map_or(0.0, |at| self.coefficients[at])
    }

    /// Scatter of one reading around its level, up to the common factor. [unit a day]
    pub(crate) fn scatter(&self, point: &Point) -> f64 {
        let scale = self.scale.at(self.level(point).abs(), point.season_rad);
        if self.is_billing { scale * (30.4 / point.days).sqrt() } else { scale }
    }
}

/// The model that explains `points` best for what it costs; `None` for fewer than 20 days or 6
/// bills.
///
/// # Method
/// Shapes (none, heating, cooling, both) by a search over balance points; rest days, weekdays and
/// an annual wave added where the Bayesian information criterion of the whitened data (bills: the
/// corrected one of Akaike) is least. Huber's estimator by pseudo-observations finds the shape;
/// the level is then set so that residuals other than extreme ones sum to zero, because what is
/// compared afterwards is a sum.
/// # Source
/// Kissock, Haberl, Claridge, "Inverse modeling toolkit", ASHRAE Transactions 109(2), 2003;
/// P. J. Huber, *Robust Statistics*, Wiley 1981, section 7.8.
pub(crate) fn fit(points: &[Point], choice: Choice) -> Option<Model> {
    if points.len() < if choice.is_billing { 6 } else { 20 } {
        return None;
    }
    let mut tamed: Vec<f64> = points.iter().map(|point| point.use_per_day).collect();
    let has_rest = points.iter().any(|point| point.is_rest);
    let can_split = !choice.is_billing && has_rest && points.iter().any(|point| !point.is_rest);
    let grid = grid_c(points);
    let mut shapes = Vec::new();
    for round in 0..ROUNDS {
        let search = Search::new(points, &tamed, can_split, choice.is_billing);
        let found = search.best(&grid, &grid);
        shapes = found.into_iter().flatten().collect();
        if round + 1 == ROUNDS {
            shapes = refined(&search, found, &grid);
            break;
        }
        let least = shapes.iter().min_by(|a: &&(Balance, f64), b| a.1.total_cmp(&b.1));
        let balance = least.map_or(Balance::default(), |(balance, _)| *balance);
        let split = if can_split { Split::Full } else { Split::None };
        let terms = Terms { balance, split, week: Week::Same, has_season: false };
        let model = solved(points, &tamed, terms, choice);
        tame(points, &model, &mut tamed);
    }
    let balances = shapes.into_iter().map(|(balance, _)| balance).chain([Balance::default()]);
    let terms = chosen(points, &tamed, balances, can_split, choice)?;
    let mut model = solved(points, &tamed, terms, choice);
    for _ in 0..ROUNDS {
        tame(points, &model, &mut tamed);
        model = solved(points, &tamed, terms, choice);
    }
    centre(points, &mut model);
    Some(model)
}

/// Searches again around each shape's best balance points.
fn refined(
    search: &Search<'_>,
    found: [Option<(Balance, f64)>; 3],
    grid: &[f64],
) -> Vec<(Balance, f64)> {
    let step_c = grid.windows(2).next().map_or(1.0, |pair| pair[1] - pair[0]);
    let again = |(place, best): (usize, Option<(Balance, f64)>)| {
        let (balance, left) = best?;
        let heating = fine_grid_c(balance.heating_c, step_c);
        let cooling = fine_grid_c(balance.cooling_c, step_c);
        let finer = search.best(&heating, &cooling)[place];
        Some(finer.filter(|(_, finer_left)| *finer_left < left).unwrap_or((balance, left)))
    };
    found.into_iter().enumerate().filter_map(again).collect()
}

/// Least squares of the tamed use on the terms, and the scatter around it.
fn solved(points: &[Point], tamed: &[f64], terms: Terms, choice: Choice) -> Model {
    let kept = terms.kept();
    let mut gram = Gram::new(kept.len() + 1);
    let mut row = vec![0.0; kept.len() + 1];
    for (point, value) in points.iter().zip(tamed) {
        let all = Terms::all_columns(terms.balance, point);
        for (cell, &place) in row.iter_mut().zip(&kept) {
            *cell = all[place];
        }
        row[kept.len()] = *value;
        gram.add(&row, point.days);
    }
    let coefficients = gram.fit_last().coefficients;
    let is_billing = choice.is_billing;
    let flat = Scale::fit(&[], &[], &[]);
    let mut model = Model { terms, kept, coefficients, scale: flat, is_billing };
    let levels: Vec<f64> = points.iter().map(|point| model.level(point)).collect();
    let seasons: Vec<f64> = points.iter().map(|point| point.season_rad).collect();
    let residuals: Vec<f64> =
        points.iter().zip(&levels).map(|(point, level)| point.use_per_day - level).collect();
    model.scale = Scale::fit(&levels, &seasons, &residuals);
    model
}

/// Use with outliers pulled in to where they no longer lead.
fn tame(points: &[Point], model: &Model, tamed: &mut [f64]) {
    for (point, value) in points.iter().zip(tamed) {
        let (level, bound) = (model.level(point), TAMED_SD * model.scatter(point));
        *value = level + (point.use_per_day - level).clamp(-bound, bound);
    }
}

/// Whether a reading is so far off that it is more likely an error than a use.
pub(crate) fn is_extreme(point: &Point, model: &Model) -> bool {
    let (level, value) = (model.level(point), point.use_per_day);
    let is_far = (value - level).abs() > EXTREME_SD * model.scatter(point);
    is_far && (value > EXTREME_FACTORS.0 * level || value < EXTREME_FACTORS.1 * level)
}

/// Shifts the level so that residuals sum to zero.
fn centre(points: &[Point], model: &mut Model) {
    let (mut sum, mut days) = (0.0, 0.0);
    for point in points.iter().filter(|point| !is_extreme(point, model)) {
        sum += point.days * (point.use_per_day - model.level(point));
        days += point.days;
    }
    if days > 0.0 {
        model.coefficients[0] += sum / days;
    }
}

/// The terms of least criterion over all shapes and additions.
fn chosen(
    points: &[Point],
    tamed: &[f64],
    balances: impl Iterator<Item = Balance>,
    can_split: bool,
    choice: Choice,
) -> Option<Terms> {
    let splits: &[Split] =
        if can_split { &[Split::None, Split::Shift, Split::Full] } else { &[Split::None] };
    let weeks: &[Week] =
        if can_split { &[Week::Same, Week::Sunday, Week::Each] } else { &[Week::Same] };
    let seasons: &[bool] = if choice.may_have_season { &[false, true] } else { &[false] };
    let mut best: Option<(f64, Terms)> = None;
    for balance in balances {
        let memory = if choice.is_billing { 0.0 } else { memory(points, tamed, balance, choice) };
        let gram = whitened(points, tamed, balance, memory);
        for &split in splits {
            for &week in weeks.iter().filter(|week| split != Split::None || **week == Week::Same) {
                for &has_season in seasons {
                    let terms = Terms { balance, split, week, has_season };
                    let criterion = criterion(&gram, &terms, points.len(), choice.is_billing);
                    if best.is_none_or(|(least, _)| criterion < least) {
                        best = Some((criterion, terms));
                    }
                }
            }
        }
    }
    best.map(|(_, terms)| terms)
}

/// What the terms cost: BIC for days, `AICc` for bills.
fn criterion(gram: &Gram, terms: &Terms, points: usize, is_billing: bool) -> f64 {
    let mut kept = terms.kept();
    kept.push(ALL);
    let left = gram.of(&kept).fit_last().left.max(f64::MIN_POSITIVE);
    let (n, k) = (count(points), count(terms.parameters()));
    if !is_billing {
        return n * (left / n).ln() + k * n.ln();
    }
    let room = n - k - 2.0;
    if room <= 0.0 {
        return f64::INFINITY;
    }
    n * (left / n).ln() + 2.0 * (k + 1.0) + 2.0 * (k + 1.0) * (k + 2.0) / room
}

/// Correlation of one day's residual with the next, around the model with every term.
fn memory(points: &[Point], tamed: &[f64], balance: Balance, choice: Choice) -> f64 {
    let has_season = choice.may_have_season;
    let terms = Terms { balance, split: Split::Full, week: Week::Each, has_season };
    let model = solved(points, tamed, terms, choice);
    let residuals: Vec<f64> = points
        .iter()
        .zip(tamed)
        .map(|(point, value)| (value - model.level(point)) / model.scatter(point))
        .collect();
    let next = points.windows(2).zip(residuals.windows(2));
    let beside: f64 =
        next.filter(|(p, _)| p[1].time - p[0].time == 1).map(|(_, r)| r[0] * r[1]).sum();
    let square = dot(&residuals, &residuals);
    if square > 0.0 { (beside / square).clamp(0.0, 0.95) } else { 0.0 }
}

/// Sums of products of all columns and the use, after the memory of the day before is taken out.
fn whitened(points: &[Point], tamed: &[f64], balance: Balance, memory: f64) -> Gram {
    let mut gram = Gram::new(ALL + 1);
    let mut before: Option<([f64; ALL + 1], i32)> = None;
    for (point, value) in points.iter().zip(tamed) {
        let mut row = [0.0; ALL + 1];
        row[..ALL].copy_from_slice(&Terms::all_columns(balance, point));
        row[ALL] = *value;
        let (kept, ahead) = match before {
            Some((ahead, time)) if memory > 0.0 => (memory.powi(point.time - time), ahead),
            _ => (0.0, [0.0; ALL + 1]),
        };
        let gain = ((1.0 - memory * memory) / (1.0 - kept * kept)).sqrt();
        let mut fresh = row;
        for (cell, old) in fresh.iter_mut().zip(&ahead) {
            *cell = gain * (*cell - kept * old);
        }
        gram.add(&fresh, point.days);
        before = Some((row, point.time));
    }
    gram
}
