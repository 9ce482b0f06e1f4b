//! The problem as the search sees it: items, grouped by project, in rows of whole numbers.

use std::ops::Range;

/// Something that can be chosen, at most one of each project.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// Its place in the list that the problem was made from.
    pub(crate) index: usize,
    /// Its project, counted in item order.
    pub(crate) project: usize,
    /// What it is worth; finite, of either sign.
    pub(crate) value_points: f64,
}

/// What an item adds to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) row: usize,
    /// Of either sign; not negative in a row that protects against rises.
    pub(crate) amount: i64,
    /// By how much the amount may rise; not negative, and zero unless the row protects.
    pub(crate) rise: i64,
}

/// `Σ amount + (the `protects` greatest rises) <= limit` over the items chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) limit: i128,
    /// How many amounts may rise at once; 0 for a plain row.
    pub(crate) protects: usize,
}

impl Row {
    pub(crate) fn plain(limit: i128) -> Self {
        Self { limit, protects: 0 }
    }
}

/// Items in canonical order, those of a project next to each other, with the rows, all exact.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problem {
    pub(crate) items: Vec<Item>,
    /// Each project's items.
    pub(crate) projects: Vec<Range<usize>>,
    /// Projects that must have one of their items.
    pub(crate) must: Vec<bool>,
    pub(crate) rows: Vec<Row>,
    terms: Vec<Term>,
    /// Where each item's terms end.
    ends: Vec<usize>,
}

impl Problem {
    pub(crate) fn new(rows: Vec<Row>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// Opens the next project; items pushed from here on are its own.
    pub(crate) fn open_project(&mut self, must: bool) {
        self.projects.push(self.items.len()..self.items.len());
        self.must.push(must);
    }

    /// Adds an item to the project opened last; at most one term a row.
    pub(crate) fn push(&mut self, index: usize, value_points: f64, terms: &[Term]) {
        let Some(project) = self.projects.len().checked_sub(1) else { return };
        self.items.push(Item { index, project, value_points });
        self.projects[project].end = self.items.len();
        self.terms.extend(terms);
        self.ends.push(self.terms.len());
    }

    /// Whether any row protects against rises.
    pub(crate) fn is_protected(&self) -> bool {
        self.rows.iter().any(|row| row.protects > 0)
    }

    /// How many items there are besides those that are taken in any case.
    pub(crate) fn open_items(&self) -> usize {
        let single = |(items, must): (&Range<usize>, &bool)| *must && items.len() == 1;
        let fixed = self.projects.iter().zip(&self.must).filter(|&one| single(one)).count();
        self.items.len() - fixed
    }

    pub(crate) fn terms(&self, item: usize) -> &[Term] {
        let start = item.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.terms[start..self.ends[item]]
    }

    pub(crate) fn term(&self, item: usize, row: usize) -> Option<&Term> {
        self.terms(item).iter().find(|term| term.row == row)
    }

    /// Item numbers from most to least value for what `cost` says they cost; ties keep the
    /// canonical order.
    pub(crate) fn by_worth(&self, cost: impl Fn(usize) -> f64) -> Vec<usize> {
        let worth: Vec<f64> = (0..self.items.len())
            .map(|item| worth(self.items[item].value_points, cost(item)))
            .collect();
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by(|&a, &b| worth[b].total_cmp(&worth[a]).then(a.cmp(&b)));
        order
    }
}

/// Value for cost; what costs nothing is worth more than all else, what has no value less.
fn worth(value_points: f64, cost: f64) -> f64 {
    if value_points <= 0.0 {
        value_points.min(0.0)
    } else if cost > 0.0 {
        value_points / cost
    } else {
        f64::INFINITY
    }
}
