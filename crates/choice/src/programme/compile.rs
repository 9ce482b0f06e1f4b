//! From a programme to rows of whole numbers.

use super::{
    Aim, Budget, Constraint, Group, Measure, Money, Package, Programme, Project, Rule, WhyOut,
};
use units::SpaceId;

use crate::rows::{Problem, Row, Term};

/// A package with a year to start in: what an item of the problem stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chance {
    /// Place in the programme's list.
    pub(super) project: usize,
    /// Place among the project's packages.
    pub(super) package: usize,
    pub(super) start_year: u32,
}

/// What a row stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The name of the budget or the constraint.
    pub(super) name: String,
    /// Of a budget by year the year.
    pub(super) year: Option<u32>,
    pub(super) is_money: bool,
}

/// The problem and how to read it.
pub(super) struct Compiled {
    pub(super) problem: Problem,
    /// By item.
    pub(super) chances: Vec<Chance>,
    /// By row.
    pub(super) labels: Vec<Label>,
    /// By project of the problem, its place in the programme's list.
    pub(super) places: Vec<usize>,
    /// The projects without any chance, and why.
    pub(super) barred: Vec<(usize, WhyOut)>,
}

/// How the projects that a constraint names enter its rows.
enum Touch {
    /// Every start adds a number to a row.
    Each { row: usize, amount: i64 },
    /// A start in the first year adds to `row`, in the second to the next, and so on; with `onward`
    /// it also adds to the rows of the later years.
    ByStart { row: usize, amount: i64, onward: bool },
    /// The share of a group.
    Share { row: usize, is_member: bool, of: Measure, ten_thousandths: i64 },
    /// What was forced in, as far as it is said.
    Forced { row: usize, package: Option<String>, start_year: Option<u32> },
}

impl Compiled {
    pub(super) fn new(programme: &Programme) -> Self {
        let mut rows = Rows { years: programme.years, rows: Vec::new(), labels: Vec::new() };
        let mut budgets: Vec<&Budget> = programme.budgets.iter().collect();
        budgets.sort_by(|a, b| a.name.cmp(&b.name));
        let budgets: Vec<(&Budget, usize)> =
            budgets.into_iter().map(|budget| (budget, rows.budget(budget))).collect();
        let mut rules: Vec<&Constraint> = programme.constraints.iter().collect();
        rules.sort_by(|a, b| a.name.cmp(&b.name));
        let mut touches: Vec<Vec<Touch>> = Vec::new();
        touches.resize_with(programme.projects.len(), Vec::new);
        for constraint in rules {
            rows.constraint(constraint, programme, &mut touches);
        }
        let Rows { rows, labels, .. } = rows;
        let problem = Problem::new(rows);
        let (chances, places, barred) = (Vec::new(), Vec::new(), Vec::new());
        let mut compiled = Self { problem, chances, labels, places, barred };
        let mut order: Vec<usize> = (0..programme.projects.len()).collect();
        order.sort_by_key(|&place| &programme.projects[place].id);
        for place in order {
            compiled.project(programme, place, &budgets, &touches[place]);
        }
        compiled
    }

    /// Adds a project with all its chances, or says why it has none.
    fn project(
        &mut self,
        programme: &Programme,
        place: usize,
        budgets: &[(&Budget, usize)],
        touches: &[Touch],
    ) {
        let project = &programme.projects[place];
        if let Some(why) = unknown(project, programme) {
            self.barred.push((place, why));
            return;
        }
        let paid: Vec<&(&Budget, usize)> =
            budgets.iter().filter(|(budget, _)| project.is_in(&budget.scope)).collect();
        let (mut why, mut is_open) = (None, false);
        let mut packages: Vec<usize> = (0..project.packages.len()).collect();
        packages.sort_by_key(|&package| &project.packages[package].name);
        for number in packages {
            let package = &project.packages[number];
            for start_year in starts(project, package, programme.last_year()) {
                let later = start_year - programme.first_year;
                let value_points = match programme.aim.points(package, later) {
                    Ok(points) => points,
                    Err(reason) => {
                        why = Some(reason);
                        break;
                    }
                };
                if !is_open {
                    self.problem.open_project(false);
                    self.places.push(place);
                    is_open = true;
                }
                let mut terms = Vec::new();
                for (budget, row) in &paid {
                    let first = terms.len();
                    pay(budget, *row, package, start_year, &mut terms);
                    if budget.protects == 0 {
                        terms[first..].iter_mut().for_each(|term| term.rise = 0);
                    }
                }
                for touch in touches {
                    touch.add(project, package, start_year, programme, &mut terms);
                }
                self.problem.push(self.chances.len(), value_points, &terms);
                self.chances.push(Chance { project: place, package: number, start_year });
            }
        }
        if !is_open {
            let none =
                if project.packages.is_empty() { WhyOut::NoPackage } else { WhyOut::NoStart };
            self.barred.push((place, why.unwrap_or(none)));
        }
    }
}

/// The years in which a package can start so that all its money falls within the programme.
pub(super) fn starts(
    project: &Project,
    package: &Package,
    last_year: u32,
) -> std::ops::RangeInclusive<u32> {
    let tail = package.tranches.iter().map(|tranche| tranche.offset_years).max().unwrap_or(0);
    let last = last_year.saturating_sub(tail).min(project.latest_year);
    project.earliest_year..=last
}

/// What is not known of a project that a limit asks for.
pub(super) fn unknown(project: &Project, programme: &Programme) -> Option<WhyOut> {
    let asked = programme.budgets.iter().find_map(|budget| match &budget.scope {
        Group::Fact { name, .. } if !project.facts.contains_key(name) => Some(name),
        _ => None,
    });
    if let Some(fact) = asked {
        return Some(WhyOut::UnknownFact { fact: fact.clone() });
    }
    let asks_area = |constraint: &Constraint| {
        matches!(constraint.rule, Rule::Floor { of: Measure::FloorArea, .. })
    };
    let is_unknown = project.area_units().is_none();
    (is_unknown && programme.constraints.iter().any(asks_area)).then_some(WhyOut::UnknownFloorArea)
}

impl Aim {
    /// What a start of `package` is worth so many years after the first, or what must be known.
    ///
    /// # Errors
    /// [`WhyOut`] names what is unknown.
    pub fn points(&self, package: &Package, later_years: u32) -> Result<f64, WhyOut> {
        let mut points = 0.0;
        for (name, &weight) in self.weights.iter().filter(|(_, weight)| weight.abs() > 0.0) {
            let score = package.scores.get(name);
            points += weight * score.ok_or_else(|| WhyOut::UnknownScore { score: name.clone() })?;
        }
        if self.loss_aversion_factor > 0.0 {
            let share = package.loss_share.ok_or(WhyOut::UnknownRisk)?;
            points -= self.loss_aversion_factor * share * points.abs();
        }
        let later = i32::try_from(later_years).unwrap_or(i32::MAX);
        points /= (1.0 + self.delay_ratio).powi(later);
        if points.is_finite() { Ok(points) } else { Err(WhyOut::BeyondNumbers) }
    }
}

/// Adds what a start takes of a budget whose first row is `row`, with its rises.
pub(super) fn pay(
    budget: &Budget,
    row: usize,
    package: &Package,
    start_year: u32,
    terms: &mut Vec<Term>,
) {
    let mut add = |row: usize, falls: &dyn Fn(u32) -> bool| {
        let (mut amount, mut rise) = (0, 0);
        for part in &package.tranches {
            if falls(start_year.saturating_add(part.offset_years)) {
                amount += part.amount.0;
                rise += part.rise.0;
            }
        }
        if amount != 0 || rise != 0 {
            terms.push(Term { row, amount, rise });
        }
    };
    match &budget.money {
        Money::Whole(_) => add(row, &|_| true),
        Money::Yearly { amounts, carries_over } => {
            for (offset, &year) in amounts.keys().enumerate() {
                add(row + offset, &|paid| if *carries_over { paid <= year } else { paid == year });
            }
        }
    }
}

/// The rows under construction.
struct Rows {
    years: u32,
    rows: Vec<Row>,
    labels: Vec<Label>,
}

impl Rows {
    fn add(&mut self, name: &str, limit: i128) -> usize {
        self.rows.push(Row::plain(limit));
        self.labels.push(Label { name: name.into(), year: None, is_money: false });
        self.rows.len() - 1
    }

    /// Adds the rows of a budget; the place of the first. What carries over limits the sum of all
    /// years up to each: that is the same as handing on what is left.
    fn budget(&mut self, budget: &Budget) -> usize {
        let first = self.rows.len();
        let protects = usize::try_from(budget.protects).unwrap_or(usize::MAX);
        let mut add = |limit: i128, year: Option<u32>| {
            self.rows.push(Row { limit, protects });
            self.labels.push(Label { name: budget.name.clone(), year, is_money: true });
        };
        match &budget.money {
            Money::Whole(amount) => add(amount.0.into(), None),
            Money::Yearly { amounts, carries_over } => {
                let mut before = 0;
                for (&year, amount) in amounts {
                    add(before + i128::from(amount.0), Some(year));
                    before += if *carries_over { amount.0.into() } else { 0 };
                }
            }
        }
        first
    }

    /// One row for each year of start, the same limit in each; the place of the first.
    fn by_year(&mut self, name: &str, limit: i128) -> usize {
        let first = self.rows.len();
        for _ in 0..self.years {
            self.add(name, limit);
        }
        first
    }

    /// Adds the rows of a constraint, and how projects enter them.
    fn constraint(
        &mut self,
        constraint: &Constraint,
        programme: &Programme,
        touches: &mut [Vec<Touch>],
    ) {
        let (name, projects) = (&constraint.name, &programme.projects);
        let mut touch = |id: &SpaceId, how| {
            let place = projects.iter().position(|project| project.id == *id);
            if let Some(place) = place {
                touches[place].push(how);
            }
        };
        match &constraint.rule {
            Rule::Bundle { projects, same_year } => {
                // Each implies the next, and the last the first.
                let next = projects.iter().cycle().skip(1);
                for (one, other) in projects.iter().zip(next).filter(|(one, other)| one != other) {
                    if *same_year {
                        let row = self.by_year(name, 0);
                        touch(one, Touch::ByStart { row, amount: 1, onward: false });
                        touch(other, Touch::ByStart { row, amount: -1, onward: false });
                    } else {
                        let row = self.add(name, 0);
                        touch(one, Touch::Each { row, amount: 1 });
                        touch(other, Touch::Each { row, amount: -1 });
                    }
                }
            }
            Rule::Prerequisite { project, needs } => {
                let row = self.by_year(name, 0);
                touch(project, Touch::ByStart { row, amount: 1, onward: true });
                touch(needs, Touch::ByStart { row, amount: -1, onward: true });
            }
            Rule::Exclusion { projects, at_most } => {
                let row = self.add(name, (*at_most).into());
                projects.iter().for_each(|id| touch(id, Touch::Each { row, amount: 1 }));
            }
            Rule::AtLeast { group, count } => {
                let row = self.add(name, -i128::from(*count));
                let members = projects.iter().zip(touches).filter(|(one, _)| one.is_in(group));
                members.for_each(|(_, touches)| touches.push(Touch::Each { row, amount: -1 }));
            }
            Rule::Floor { group, of, ten_thousandths } => {
                let (row, ten_thousandths) = (self.add(name, 0), (*ten_thousandths).into());
                for (project, touches) in projects.iter().zip(touches) {
                    let is_member = project.is_in(group);
                    touches.push(Touch::Share { row, is_member, of: *of, ten_thousandths });
                }
            }
            Rule::ForcedIn { project, package, start_year, .. } => {
                let (package, start_year) = (package.clone(), *start_year);
                touch(project, Touch::Forced { row: self.add(name, -1), package, start_year });
            }
            Rule::ForcedOut { project, .. } => {
                touch(project, Touch::Each { row: self.add(name, 0), amount: 1 });
            }
        }
    }
}

impl Touch {
    /// Adds what a start of `package` puts into the rows.
    fn add(
        &self,
        project: &Project,
        package: &Package,
        start_year: u32,
        programme: &Programme,
        terms: &mut Vec<Term>,
    ) {
        let later =
            |year: u32| usize::try_from(year.saturating_sub(programme.first_year)).unwrap_or(0);
        match self {
            &Self::Each { row, amount } => terms.push(Term { row, amount, rise: 0 }),
            &Self::ByStart { row, amount, onward } => {
                let last = if onward { programme.last_year() } else { start_year };
                let rows = later(start_year)..=later(last);
                terms.extend(rows.map(|year| Term { row: row + year, amount, rise: 0 }));
            }
            &Self::Share { row, is_member, of, ten_thousandths } => {
                let size = match of {
                    Measure::Money => package.cost().0,
                    Measure::Projects => 1,
                    Measure::FloorArea => project.area_units().unwrap_or(0),
                };
                let factor = ten_thousandths - if is_member { 10_000 } else { 0 };
                if size != 0 && factor != 0 {
                    terms.push(Term { row, amount: size * factor, rise: 0 });
                }
            }
            Self::Forced { row, package: named, start_year: year } => {
                let is_package = named.as_ref().is_none_or(|name| *name == package.name);
                if is_package && year.is_none_or(|year| year == start_year) {
                    terms.push(Term { row: *row, amount: -1, rise: 0 });
                }
            }
        }
    }
}
