//! Exact book-keeping of a selection: what is picked, what it costs, what still fits.

use std::cmp::Ordering;
use std::ops::Range;

/// A candidate that can be chosen, reduced to what the search needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// Its place in the caller's list.
    pub(crate) index: usize,
    /// Its project, counted in item order.
    pub(crate) project: usize,
    /// Its district's place among the ceilings, if that district has one.
    pub(crate) ceiling: Option<usize>,
    /// What it costs; not negative, no more than the budget and its ceiling.
    pub(crate) cost_fen: i64,
    /// What it is worth; positive and finite.
    pub(crate) value_points: f64,
}

impl Item {
    /// Points per yuan; infinite when it costs nothing.
    pub(crate) fn points_per_yuan(&self) -> f64 {
        self.value_points / units::Fen(self.cost_fen).yuan_f64()
    }
}

/// The items in canonical order with the limits, all exact.
pub(crate) struct Problem {
    /// Items, those of a project next to each other.
    pub(crate) items: Vec<Item>,
    /// Each project's items.
    pub(crate) projects: Vec<Range<usize>>,
    /// The budget in fen.
    pub(crate) budget_fen: i64,
    /// The ceilings in fen.
    pub(crate) ceilings_fen: Vec<i64>,
}

impl Problem {
    /// Item numbers from most to least points per yuan; ties keep the canonical order.
    pub(crate) fn by_worth(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        let worth: Vec<f64> = self.items.iter().map(Item::points_per_yuan).collect();
        order.sort_by(|&a, &b| worth[b].total_cmp(&worth[a]).then(a.cmp(&b)));
        order
    }
}

/// At most one item per project, with the exact sums.
pub(crate) struct Selection<'a> {
    problem: &'a Problem,
    /// The item picked, by project.
    picked: Vec<Option<usize>>,
    spent_fen: i128,
    spent_by_ceiling_fen: Vec<i128>,
}

impl<'a> Selection<'a> {
    pub(crate) fn empty(problem: &'a Problem) -> Self {
        Self {
            problem,
            picked: vec![None; problem.projects.len()],
            spent_fen: 0,
            spent_by_ceiling_fen: vec![0; problem.ceilings_fen.len()],
        }
    }

    /// Picks `item` in place of whatever its project had.
    pub(crate) fn pick(&mut self, item: usize) {
        let project = self.problem.items[item].project;
        self.drop_project(project);
        self.picked[project] = Some(item);
        self.book(item, 1);
    }

    /// Leaves `project` without a package.
    pub(crate) fn drop_project(&mut self, project: usize) {
        if let Some(old) = self.picked[project].take() {
            self.book(old, -1);
        }
    }

    fn book(&mut self, item: usize, sign: i128) {
        let Item { cost_fen, ceiling, .. } = self.problem.items[item];
        self.spent_fen += sign * i128::from(cost_fen);
        if let Some(district) = ceiling {
            self.spent_by_ceiling_fen[district] += sign * i128::from(cost_fen);
        }
    }

    /// The item picked for `project`.
    pub(crate) fn of_project(&self, project: usize) -> Option<usize> {
        self.picked[project]
    }

    /// The items picked, in canonical order.
    pub(crate) fn items(&self) -> impl Iterator<Item = usize> {
        self.picked.iter().flatten().copied()
    }

    /// The points of all items picked, summed in canonical order.
    pub(crate) fn value_points(&self) -> f64 {
        self.items().map(|item| self.problem.items[item].value_points).sum()
    }

    /// By how many fen picking `item` would break the budget; not positive when it fits.
    pub(crate) fn over_budget_fen(&self, item: usize) -> i128 {
        let Item { project, cost_fen, .. } = self.problem.items[item];
        let freed = self.picked[project].map_or(0, |old| self.problem.items[old].cost_fen);
        self.spent_fen + i128::from(cost_fen)
            - i128::from(freed)
            - i128::from(self.problem.budget_fen)
    }

    /// By how many fen picking `item` would break its district's ceiling; not positive when it
    /// fits.
    pub(crate) fn over_ceiling_fen(&self, item: usize) -> i128 {
        let Item { project, cost_fen, ceiling, .. } = self.problem.items[item];
        let Some(district) = ceiling else { return 0 };
        let freed = self.picked[project]
            .map(|old| self.problem.items[old])
            .filter(|old| old.ceiling == ceiling)
            .map_or(0, |old| old.cost_fen);
        self.spent_by_ceiling_fen[district] + i128::from(cost_fen)
            - i128::from(freed)
            - i128::from(self.problem.ceilings_fen[district])
    }

    /// Becomes equal to `other`, which is of the same problem.
    pub(crate) fn take(&mut self, other: &Selection<'_>) {
        self.picked.clone_from(&other.picked);
        self.spent_fen = other.spent_fen;
        self.spent_by_ceiling_fen.clone_from(&other.spent_by_ceiling_fen);
    }

    fn fits(&self, item: usize) -> bool {
        self.over_budget_fen(item) <= 0 && self.over_ceiling_fen(item) <= 0
    }

    /// The largest exact overrun of the budget or a ceiling, in fen; 0 when all are kept.
    pub(crate) fn overrun_fen(&self) -> i128 {
        let budget = self.spent_fen - i128::from(self.problem.budget_fen);
        self.spent_by_ceiling_fen
            .iter()
            .zip(&self.problem.ceilings_fen)
            .map(|(&spent, &ceiling)| spent - i128::from(ceiling))
            .fold(budget.max(0), i128::max)
    }

    /// Drops the items of least worth until the budget and every ceiling are kept.
    pub(crate) fn repair(&mut self, by_worth: &[usize]) {
        for &item in by_worth.iter().rev() {
            let Item { project, ceiling, .. } = self.problem.items[item];
            if self.picked[project] != Some(item) {
                continue;
            }
            let ceiling_broken = ceiling.is_some_and(|d| {
                self.spent_by_ceiling_fen[d] > i128::from(self.problem.ceilings_fen[d])
            });
            if ceiling_broken || self.spent_fen > i128::from(self.problem.budget_fen) {
                self.drop_project(project);
            }
        }
    }

    /// Moves each project to a better package, or to a cheaper one of equal value, and fills what
    /// is left with items by worth, until nothing more fits. Value never falls, so it ends.
    pub(crate) fn polish(&mut self, by_worth: &[usize]) {
        loop {
            let mut moved = false;
            for project in 0..self.problem.projects.len() {
                moved |= self.improve(project);
            }
            for &item in by_worth {
                if self.picked[self.problem.items[item].project].is_none() && self.fits(item) {
                    self.pick(item);
                    moved = true;
                }
            }
            if !moved {
                return;
            }
        }
    }

    /// Moves a chosen project to its best package that fits; whether it moved.
    fn improve(&mut self, project: usize) -> bool {
        let Some(now) = self.picked[project] else { return false };
        let best = self.problem.projects[project]
            .clone()
            .filter(|&item| self.fits(item) && self.better(item, now) == Ordering::Greater)
            .max_by(|&a, &b| self.better(a, b));
        if let Some(item) = best {
            self.pick(item);
        }
        best.is_some()
    }

    /// More value first, then less cost, then canonical order.
    fn better(&self, a: usize, b: usize) -> Ordering {
        let (x, y) = (&self.problem.items[a], &self.problem.items[b]);
        let by_gain = x.value_points.total_cmp(&y.value_points).then(y.cost_fen.cmp(&x.cost_fen));
        by_gain.then(b.cmp(&a))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(project: usize, cost_fen: i64, value_points: f64) -> Item {
        Item { index: 0, project, ceiling: None, cost_fen, value_points }
    }

    #[test]
    fn repair_drops_the_least_worth_and_polish_fills_the_room() {
        // Worth per fen: 1.0, 0.5, 0.3, 0.2; all four cost 26, the budget is 20.
        let items = vec![item(0, 10, 10.0), item(1, 8, 4.0), item(2, 6, 1.8), item(3, 2, 0.4)];
        let problem = Problem {
            items,
            projects: vec![0..1, 1..2, 2..3, 3..4],
            budget_fen: 20,
            ceilings_fen: vec![],
        };
        let by_worth = problem.by_worth();
        assert_eq!(by_worth, [0, 1, 2, 3]);
        let mut selection = Selection::empty(&problem);
        (0..4).for_each(|i| selection.pick(i));
        assert_eq!(selection.overrun_fen(), 6);
        selection.repair(&by_worth);
        assert_eq!(selection.items().collect::<Vec<_>>(), [0, 1]);
        selection.polish(&by_worth);
        assert_eq!(selection.items().collect::<Vec<_>>(), [0, 1, 3]);
        assert_eq!(selection.overrun_fen(), 0);
    }

    #[test]
    fn polish_takes_the_cheaper_of_equal_packages() {
        let items = vec![item(0, 10, 5.0), item(0, 7, 5.0), item(0, 3, 4.0)];
        let problem =
            Problem { items, projects: vec![0..3; 1], budget_fen: 20, ceilings_fen: vec![] };
        let mut selection = Selection::empty(&problem);
        selection.pick(0);
        selection.polish(&problem.by_worth());
        assert_eq!(selection.of_project(0), Some(1));
    }
}
