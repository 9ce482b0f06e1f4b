//! Exact book-keeping of a selection: what is picked, what it adds to each row, what still fits.

use std::cmp::Ordering;

use crate::rows::{Problem, Term};

/// At most one item per project, with the exact sums.
#[derive(Clone)]
pub(crate) struct Selection<'a> {
    problem: &'a Problem,
    /// The item picked, by project.
    picked: Vec<Option<usize>>,
    used: Vec<i128>,
    /// The rises of the picked items in each row that protects, greatest first.
    rises: Vec<Vec<i64>>,
}

impl<'a> Selection<'a> {
    pub(crate) fn empty(problem: &'a Problem) -> Self {
        Self {
            problem,
            picked: vec![None; problem.projects.len()],
            used: vec![0; problem.rows.len()],
            rises: vec![Vec::new(); problem.rows.len()],
        }
    }

    /// The selection of `items`; of several of one project the last.
    pub(crate) fn of(problem: &'a Problem, items: impl IntoIterator<Item = usize>) -> Self {
        let mut selection = Self::empty(problem);
        items.into_iter().for_each(|item| selection.pick(item));
        selection
    }

    /// Picks `item` in place of whatever its project had.
    pub(crate) fn pick(&mut self, item: usize) {
        let project = self.problem.items[item].project;
        self.drop_project(project);
        self.picked[project] = Some(item);
        for &Term { row, amount, rise } in self.problem.terms(item) {
            self.used[row] += i128::from(amount);
            if rise > 0 {
                let place = self.rises[row].partition_point(|&other| other > rise);
                self.rises[row].insert(place, rise);
            }
        }
    }

    /// Leaves `project` without an item.
    pub(crate) fn drop_project(&mut self, project: usize) {
        let Some(old) = self.picked[project].take() else { return };
        for &Term { row, amount, rise } in self.problem.terms(old) {
            self.used[row] -= i128::from(amount);
            if rise > 0 {
                let place = self.rises[row].partition_point(|&other| other > rise);
                self.rises[row].remove(place);
            }
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

    /// By how much `row` is over its limit; not positive when it is kept.
    pub(crate) fn over(&self, row: usize) -> i128 {
        self.used[row] + self.greatest_rises(row, 0, 0) - self.problem.rows[row].limit
    }

    /// By how much `row` would be over its limit with `item` picked, or with its project dropped.
    pub(crate) fn over_with(&self, project: usize, item: Option<usize>, row: usize) -> i128 {
        let part = |item: Option<usize>| {
            let term = item.and_then(|item| self.problem.term(item, row));
            term.map_or((0, 0), |term| (i128::from(term.amount), term.rise))
        };
        let ((amount, rise), (freed, fallen)) = (part(item), part(self.picked[project]));
        self.used[row] + amount - freed + self.greatest_rises(row, fallen, rise)
            - self.problem.rows[row].limit
    }

    /// The sum of the greatest rises of a row that protects, with one of `without` taken away and
    /// one of `with` put in; 0 stands for none.
    fn greatest_rises(&self, row: usize, without: i64, with: i64) -> i128 {
        let protects = self.problem.rows[row].protects;
        if protects == 0 {
            return 0;
        }
        let rises = &self.rises[row];
        let gone = rises.partition_point(|&rise| rise > without);
        let kept = |place: usize| without == 0 || place != gone;
        let before = rises.partition_point(|&rise| rise >= with);
        let places = (0..rises.len()).filter(|&place| kept(place));
        let ahead = places.clone().take_while(|&place| place < before).map(|place| rises[place]);
        let behind = places.filter(|&place| place >= before).map(|place| rises[place]);
        ahead.chain([with]).chain(behind).take(protects).map(i128::from).sum()
    }

    /// Whether each row that a change touches is kept after it.
    pub(crate) fn fits(&self, project: usize, item: Option<usize>) -> bool {
        let of = |item: Option<usize>| item.map_or(&[][..], |item| self.problem.terms(item));
        let mut touched = of(item).iter().chain(of(self.picked[project]));
        touched.all(|term| self.over_with(project, item, term.row) <= 0)
    }

    /// The rows that are over their limits.
    pub(crate) fn broken(&self) -> impl Iterator<Item = usize> {
        (0..self.used.len()).filter(|&row| self.over(row) > 0)
    }

    /// Whether every row is kept and every project that must be in is in.
    pub(crate) fn is_sound(&self) -> bool {
        let missing = self.picked.iter().zip(&self.problem.must);
        self.broken().next().is_none()
            && missing.into_iter().all(|(at, must)| at.is_some() || !must)
    }

    /// The largest exact overrun of a row; 0 when all are kept.
    pub(crate) fn overrun(&self) -> i128 {
        self.broken().map(|row| self.over(row)).max().unwrap_or(0)
    }

    /// Drops the items of least worth that add to a row over its limit.
    pub(crate) fn repair(&mut self, by_worth: &[usize]) {
        let mut broken: Vec<bool> = (0..self.used.len()).map(|row| self.over(row) > 0).collect();
        for &item in by_worth.iter().rev() {
            let project = self.problem.items[item].project;
            if self.picked[project] != Some(item) {
                continue;
            }
            let adds = |term: &Term| broken[term.row] && term.amount > 0;
            if self.problem.terms(item).iter().any(adds) {
                self.drop_project(project);
                for term in self.problem.terms(item) {
                    broken[term.row] = self.over(term.row) > 0;
                }
            }
        }
    }

    /// Moves each project to a better item, or to an equal one that takes less, and fills what is
    /// left with items by worth, until nothing more fits. Value never falls, so it ends.
    pub(crate) fn polish(&mut self, by_worth: &[usize]) {
        loop {
            let mut moved = false;
            for project in 0..self.problem.projects.len() {
                moved |= self.improve(project);
            }
            for &item in by_worth {
                let project = self.problem.items[item].project;
                let gains = self.problem.items[item].value_points > 0.0;
                if gains && self.picked[project].is_none() && self.fits(project, Some(item)) {
                    self.pick(item);
                    moved = true;
                }
            }
            if !moved {
                return;
            }
        }
    }

    /// Moves a chosen project to its best item that fits; whether it moved.
    fn improve(&mut self, project: usize) -> bool {
        let Some(now) = self.picked[project] else { return false };
        let best = self.problem.projects[project]
            .clone()
            .filter(|&item| self.better(item, now) == Ordering::Greater)
            .filter(|&item| self.fits(project, Some(item)))
            .max_by(|&a, &b| self.better(a, b));
        if let Some(item) = best {
            self.pick(item);
        }
        best.is_some()
    }

    /// More value first, then less taken from the rows, then canonical order.
    fn better(&self, a: usize, b: usize) -> Ordering {
        let taken = |item: usize| -> i128 {
            self.problem.terms(item).iter().map(|term| i128::from(term.amount)).sum()
        };
        let value = |item: usize| self.problem.items[item].value_points;
        let by_gain = value(a).total_cmp(&value(b));
        by_gain.then_with(|| taken(b).cmp(&taken(a))).then(b.cmp(&a))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Row;

    fn problem(limit: i128, protects: usize, items: &[(i64, i64, f64)]) -> Problem {
        let mut problem = Problem::new(vec![Row { limit, protects }]);
        for (index, &(amount, rise, value_points)) in items.iter().enumerate() {
            problem.open_project(false);
            problem.push(index, value_points, &[Term { row: 0, amount, rise }]);
        }
        problem
    }

    #[test]
    fn repair_drops_the_least_worth_and_polish_fills_the_room() {
        // Worth per fen: 1.0, 0.5, 0.3, 0.2; all four cost 26, the budget is 20.
        let items = [(10, 0, 10.0), (8, 0, 4.0), (6, 0, 1.8), (2, 0, 0.4)];
        let problem = problem(20, 0, &items);
        let by_worth = problem.by_worth(|item| [10.0, 8.0, 6.0, 2.0][item]);
        assert_eq!(by_worth, [0, 1, 2, 3]);
        let mut selection = Selection::of(&problem, 0..4);
        assert_eq!(selection.overrun(), 6);
        selection.repair(&by_worth);
        assert_eq!(selection.items().collect::<Vec<_>>(), [0, 1]);
        selection.polish(&by_worth);
        assert_eq!(selection.items().collect::<Vec<_>>(), [0, 1, 3]);
        assert!(selection.is_sound());
    }

    #[test]
    fn polish_takes_the_cheaper_of_equal_items() {
        let mut problem = Problem::new(vec![Row::plain(20)]);
        problem.open_project(false);
        for (index, (amount, value)) in [(10, 5.0), (7, 5.0), (3, 4.0)].into_iter().enumerate() {
            problem.push(index, value, &[Term { row: 0, amount, rise: 0 }]);
        }
        let mut selection = Selection::of(&problem, [0]);
        selection.polish(&[1, 0, 2]);
        assert_eq!(selection.of_project(0), Some(1));
    }

    #[test]
    fn the_greatest_rises_follow_each_change() {
        let items = [(1, 5, 1.0), (1, 9, 1.0), (1, 7, 1.0), (1, 9, 1.0)];
        let problem = problem(0, 2, &items);
        let mut selection = Selection::of(&problem, [0, 1]);
        assert_eq!(selection.over(0), 2 + 14);
        assert_eq!(selection.over_with(2, Some(2), 0), 3 + 16);
        assert_eq!(selection.over_with(3, Some(3), 0), 3 + 18);
        assert_eq!(selection.over_with(1, None, 0), 1 + 5);
        selection.pick(3);
        selection.drop_project(1);
        assert_eq!(selection.over(0), 2 + 14);
        assert_eq!(selection.over_with(0, None, 0), 1 + 9);
    }
}
