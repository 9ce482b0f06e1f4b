//! A bound that needs no trust in the solver, and what it leaves open.
//!
//! For any prices of the rows that are not negative, the limits priced, plus for each project the
//! best value left after paying those prices, is at least the value of every selection that keeps
//! the rows (the Lagrangian bound; H. Kellerer, U. Pferschy, D. Pisinger, *Knapsack Problems*,
//! Springer 2004, ch. 3.8). A row that protects against rises implies a plain one for any weights
//! of the projects within 0 and 1 that add up to no more than the rises it protects against: the
//! amounts plus the weighted rises keep the limit. Whoever proposes prices and weights need not be
//! trusted; the sum is done here.

use crate::rows::{Problem, Term};
use crate::selection::Selection;

/// Weights are taken this much smaller, so that rounding cannot bring their sum above its limit.
const WEIGHT_SAFETY: f64 = 1.0 - 1e-9;

/// What the rows are worth.
#[derive(Clone)]
pub(crate) struct Prices {
    /// Points per unit of each row, none negative.
    pub(crate) rows: Vec<f64>,
    /// For each row that protects, the share of its rise that each project is charged; else empty.
    pub(crate) weights: Vec<Vec<f64>>,
}

impl Prices {
    pub(crate) fn free(problem: &Problem) -> Self {
        let projects = problem.projects.len();
        let weights = problem.rows.iter().map(|row| match row.protects {
            0 => Vec::new(),
            _ => vec![0.0; projects],
        });
        Self { rows: vec![0.0; problem.rows.len()], weights: weights.collect() }
    }

    /// What `item` takes of a row, its rise weighted.
    pub(crate) fn load(&self, project: usize, term: &Term) -> f64 {
        let weight = if term.rise > 0 { self.weights[term.row][project] } else { 0.0 };
        whole(term.amount) + WEIGHT_SAFETY * weight * whole(term.rise)
    }

    /// What `item` pays for what it takes.
    pub(crate) fn cost(&self, problem: &Problem, item: usize) -> f64 {
        let project = problem.items[item].project;
        let pay = |term: &Term| self.rows[term.row] * self.load(project, term);
        problem.terms(item).iter().map(pay).sum()
    }
}

/// The bound at some prices.
pub(crate) struct Bound<'a> {
    problem: &'a Problem,
    pub(crate) prices: Prices,
    /// Each item's value after paying.
    rest_points: Vec<f64>,
    /// Each project's best item after paying, or none.
    pub(crate) best: Vec<Option<usize>>,
    best_points: Vec<f64>,
    /// No selection is worth more; what rounding may have taken off is added.
    pub(crate) points: f64,
}

impl<'a> Bound<'a> {
    pub(crate) fn new(problem: &'a Problem, prices: Prices) -> Self {
        let count = problem.projects.len();
        let mut bound = Self {
            problem,
            rest_points: Vec::with_capacity(problem.items.len()),
            best: Vec::with_capacity(count),
            best_points: Vec::with_capacity(count),
            points: 0.0,
            prices,
        };
        // The sum of the sizes of all numbers that are added up, for the rounding.
        let mut sizes = 0.0_f64;
        for (items, &must) in problem.projects.iter().zip(&problem.must) {
            let none = if must { f64::NEG_INFINITY } else { 0.0 };
            let (mut best, mut best_points, mut size) = (None, none, 0.0_f64);
            for item in items.clone() {
                let cost = bound.prices.cost(problem, item);
                let value = problem.items[item].value_points;
                bound.rest_points.push(value - cost);
                size = size.max(value.abs() + cost.abs());
                if value - cost > best_points {
                    (best, best_points) = (Some(item), value - cost);
                }
            }
            bound.best.push(best);
            bound.best_points.push(best_points);
            sizes += size;
        }
        let mut points = bound.best_points.iter().sum::<f64>();
        for (row, price) in problem.rows.iter().zip(&bound.prices.rows) {
            let priced = wide(row.limit) * price;
            points += priced;
            sizes += priced.abs();
        }
        let steps = count.max(problem.rows.len()) + 16;
        bound.points = points + sizes * f64::EPSILON * whole(i64::try_from(steps).unwrap_or(0));
        bound
    }

    /// The points lost by each alternative to the best of its project: its items, then taking none.
    fn losses(&self, project: usize) -> impl Iterator<Item = (Option<usize>, f64)> {
        let best = self.best_points[project];
        let items = self.problem.projects[project].clone();
        let of_items = items.map(move |item| (Some(item), best - self.rest_points[item]));
        let of_none = (!self.problem.must[project]).then_some((None, best));
        of_items.chain(of_none)
    }

    /// The least loss that opens `count` alternatives besides the best of each project; infinite
    /// when there are no more than that.
    pub(crate) fn loss_of(&self, count: usize) -> f64 {
        let projects = 0..self.problem.projects.len();
        let best = |project: usize, item: Option<usize>| self.best[project] == item;
        let mut losses: Vec<f64> = projects
            .flat_map(|project| {
                let others = self.losses(project).filter(move |&(item, _)| !best(project, item));
                others.map(|(_, loss)| loss)
            })
            .collect();
        if losses.len() <= count {
            return f64::INFINITY;
        }
        *losses.select_nth_unstable_by(count, f64::total_cmp).1
    }

    /// The part of the problem with the alternatives that lose no more than `loss_points`, and
    /// those of `keep`. An item's index is its place in the whole problem.
    pub(crate) fn core(&self, loss_points: f64, keep: Option<&Selection<'_>>) -> Problem {
        let mut core = Problem::new(self.problem.rows.clone());
        for project in 0..self.problem.projects.len() {
            let kept = keep.map(|selection| selection.of_project(project));
            let open: Vec<Option<usize>> = self
                .losses(project)
                .filter(|&(item, loss)| loss <= loss_points || kept == Some(item))
                .map(|(item, _)| item)
                .collect();
            let must = open.last().is_some_and(Option::is_some);
            if open.iter().all(Option::is_none) {
                continue;
            }
            core.open_project(must);
            for item in open.into_iter().flatten() {
                let value = self.problem.items[item].value_points;
                core.push(item, value, self.problem.terms(item));
            }
        }
        core
    }

    /// What is left of each row by the best of each project: the slope of the bound.
    pub(crate) fn room(&self) -> Vec<f64> {
        let mut room: Vec<f64> = self.problem.rows.iter().map(|row| wide(row.limit)).collect();
        for (project, item) in self.best.iter().enumerate() {
            for term in item.map_or(&[][..], |item| self.problem.terms(item)) {
                room[term.row] -= self.prices.load(project, term);
            }
        }
        room
    }

    /// The projects of the greatest rises in `row` by the best of each project, as many as the row
    /// protects against.
    pub(crate) fn greatest_rises(&self, row: usize) -> Vec<usize> {
        let rise = |(project, item): (usize, &Option<usize>)| {
            let rise = item.and_then(|item| self.problem.term(item, row)).map_or(0, |t| t.rise);
            (rise > 0).then_some((std::cmp::Reverse(rise), project))
        };
        let mut rises: Vec<_> = self.best.iter().enumerate().filter_map(rise).collect();
        let most = self.problem.rows[row].protects.min(rises.len());
        if most < rises.len() {
            rises.select_nth_unstable(most);
        }
        rises[..most].iter().map(|&(_, project)| project).collect()
    }

    /// Item numbers from most to least worth at these prices.
    pub(crate) fn by_worth(&self) -> Vec<usize> {
        let cost = |item: usize| self.problem.items[item].value_points - self.rest_points[item];
        self.problem.by_worth(cost)
    }
}

/// The size of each row: that of its limit or of its largest amount.
pub(crate) fn sizes(problem: &Problem) -> Vec<f64> {
    let mut sizes: Vec<f64> = problem.rows.iter().map(|row| wide(row.limit).abs()).collect();
    for term in (0..problem.items.len()).flat_map(|item| problem.terms(item)) {
        sizes[term.row] = sizes[term.row].max(whole(term.amount).abs());
    }
    sizes.into_iter().map(|size| size.max(1.0)).collect()
}

/// An exact number as a float, for prices; exact numbers are never made from it.
#[expect(clippy::cast_precision_loss, reason = "the bound allows for rounding")]
pub(crate) fn whole(number: i64) -> f64 {
    number as f64
}

/// [`whole`] for sums.
#[expect(clippy::cast_precision_loss, reason = "the bound allows for rounding")]
pub(crate) fn wide(number: i128) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Row;

    /// Costs 60, 50, 40 for 60, 40, 36 points; the budget is 100.
    fn three(protects: usize) -> Problem {
        let mut problem = Problem::new(vec![Row { limit: 100, protects }]);
        for (index, (amount, value)) in [(60, 60.0), (50, 40.0), (40, 36.0)].into_iter().enumerate()
        {
            problem.open_project(false);
            problem.push(index, value, &[Term { row: 0, amount, rise: 10 }]);
        }
        problem
    }

    fn at(problem: &Problem, price: f64, weights: Vec<f64>) -> Bound<'_> {
        Bound::new(problem, Prices { rows: vec![price], weights: vec![weights] })
    }

    #[test]
    fn any_price_gives_a_bound_and_the_right_one_the_least() {
        // The best selection is worth 96: 60 + 36.
        let problem = three(0);
        let points = |price| at(&problem, price, vec![0.0; 3]).points;
        assert!((points(0.0) - 136.0).abs() < 1e-9, "free money takes all");
        assert!((points(0.9) - 96.0).abs() < 1e-9, "90 + (60 - 54)");
        assert!((points(2.0) - 200.0).abs() < 1e-9, "dear money takes none");
    }

    #[test]
    fn weights_charge_the_rises_a_row_protects_against() {
        // One of the costs may rise by 10: the best is 40 and 36 (50 + 40 + 10 = 100), worth 76.
        let problem = three(1);
        for weights in [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.5, 0.25, 0.25]] {
            assert!(at(&problem, 0.9, weights.to_vec()).points >= 76.0, "{weights:?}");
        }
    }

    #[test]
    fn what_cannot_be_better_is_closed_and_what_is_needed_is_fixed() {
        // Taking project 1 loses 5 of 96, leaving out project 0 loses 6.
        let problem = three(0);
        let bound = at(&problem, 0.9, vec![0.0; 3]);
        let open = |loss| {
            let core = bound.core(loss, None);
            (core.items.iter().map(|item| item.index).collect::<Vec<_>>(), core.must)
        };
        assert_eq!(open(4.0), (vec![0, 2], vec![true, false]));
        assert_eq!(open(5.5), (vec![0, 1, 2], vec![true, false, false]));
        assert_eq!(open(6.5).1, [false, false, false]);
    }
}
