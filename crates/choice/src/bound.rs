//! A bound that needs no trust in the solver, and what it leaves open.
//!
//! For any prices of money that are not negative, the limits priced, plus for each project the best
//! value left after paying those prices, is at least the value of every selection within the limits
//! (the Lagrangian bound; H. Kellerer, U. Pferschy, D. Pisinger, *Knapsack Problems*, Springer
//! 2004, ch. 3.8). The solver proposes the prices; the sum is done here.

use units::Fen;

use crate::selection::{Item, Problem};
use crate::solver::Prices;

/// The bound at some prices.
pub(crate) struct Bound<'a> {
    problem: &'a Problem,
    prices: &'a Prices,
    /// Each project's best value after paying, or 0 for taking none.
    best_points: Vec<f64>,
    /// No selection is worth more.
    pub(crate) points: f64,
}

/// The part of a problem that a better selection could differ in.
pub(crate) struct Core {
    /// The items still open; [`Item::index`] is the item's place in the whole problem.
    pub(crate) problem: Problem,
    /// Items of the whole problem that every better selection takes.
    pub(crate) fixed: Vec<usize>,
}

impl<'a> Bound<'a> {
    pub(crate) fn new(problem: &'a Problem, prices: &'a Prices) -> Self {
        let after_paying = |item: &Item| item.value_points - price(item, prices);
        let best_points: Vec<f64> = problem
            .projects
            .iter()
            .map(|packages| problem.items[packages.clone()].iter().map(after_paying))
            .map(|values| values.fold(0.0, f64::max))
            .collect();
        let limits: f64 = problem
            .ceilings_fen
            .iter()
            .zip(&prices.ceilings)
            .map(|(&fen, price)| Fen(fen).yuan_f64() * price)
            .sum();
        let budget = Fen(problem.budget_fen).yuan_f64() * prices.budget;
        let points = budget + limits + best_points.iter().sum::<f64>();
        Self { problem, prices, best_points, points }
    }

    /// What is open for a selection worth more than `reached`. An item whose choice alone brings
    /// the bound below `reached` is closed; a project left with one item, which it cannot do
    /// without, is fixed. `None` when nothing better is possible.
    pub(crate) fn core(&self, reached: f64) -> Option<Core> {
        let whole = self.problem;
        let mut fixed = Vec::new();
        let mut core = Problem {
            items: Vec::new(),
            projects: Vec::new(),
            budget_fen: whole.budget_fen,
            ceilings_fen: whole.ceilings_fen.clone(),
        };
        for (packages, &best) in whole.projects.iter().zip(&self.best_points) {
            let is_open = |lost: f64| self.points - lost >= reached;
            let after_paying = |number: &usize| {
                let item = &whole.items[*number];
                item.value_points - price(item, self.prices)
            };
            let open: Vec<usize> =
                packages.clone().filter(|number| is_open(best - after_paying(number))).collect();
            if let ([only], false) = (open.as_slice(), is_open(best)) {
                let Item { cost_fen, ceiling, .. } = whole.items[*only];
                fixed.push(*only);
                core.budget_fen =
                    core.budget_fen.checked_sub(cost_fen).filter(|left| *left >= 0)?;
                if let Some(district) = ceiling {
                    let left = core.ceilings_fen[district] - cost_fen;
                    core.ceilings_fen[district] = Some(left).filter(|left| *left >= 0)?;
                }
                continue;
            }
            if open.is_empty() {
                continue;
            }
            let first = core.items.len();
            let project = core.projects.len();
            core.items.extend(open.iter().map(|&index| Item {
                index,
                project,
                ..whole.items[index]
            }));
            core.projects.push(first..core.items.len());
        }
        Some(Core { problem: core, fixed })
    }
}

fn price(item: &Item, prices: &Prices) -> f64 {
    let ceiling = item.ceiling.map_or(0.0, |district| prices.ceilings[district]);
    Fen(item.cost_fen).yuan_f64() * (prices.budget + ceiling)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Costs 60, 50, 40 yuan for 60, 40, 36 points; the budget is 100 yuan.
    fn three() -> Problem {
        let item = |project, yuan: i64, value_points| Item {
            index: project,
            project,
            ceiling: None,
            cost_fen: yuan * 100,
            value_points,
        };
        Problem {
            items: vec![item(0, 60, 60.0), item(1, 50, 40.0), item(2, 40, 36.0)],
            projects: vec![0..1, 1..2, 2..3],
            budget_fen: 10_000,
            ceilings_fen: vec![],
        }
    }

    #[test]
    fn any_price_gives_a_bound_and_the_right_one_the_least() {
        // The best selection is worth 96: 60 + 36.
        let bound = |budget| {
            let prices = Prices { budget, ceilings: vec![] };
            Bound::new(&three(), &prices).points
        };
        assert!((bound(0.0) - 136.0).abs() < 1e-12, "free money takes all");
        assert!((bound(0.9) - 96.0).abs() < 1e-12, "90 + (60 - 54)");
        assert!((bound(2.0) - 200.0).abs() < 1e-12, "dear money takes none");
    }

    #[test]
    fn what_cannot_be_better_is_closed_and_what_is_needed_is_fixed() {
        let (problem, prices) = (three(), Prices { budget: 0.9, ceilings: vec![] });
        let bound = Bound::new(&problem, &prices);
        // Taking project 1 loses 5 of 96, leaving out project 0 loses 6.
        let core = bound.core(92.0).expect("open");
        assert_eq!(core.fixed, [0]);
        assert_eq!(core.problem.budget_fen, 4_000);
        let open: Vec<usize> = core.problem.items.iter().map(|item| item.index).collect();
        assert_eq!(open, [2]);
        assert_eq!(bound.core(90.5).expect("open").problem.items.len(), 2);
    }
}
