//! A programme of several years: what can be funded, with which money, under which rules.

mod changes;
mod check;
mod compile;
mod conflict;
mod plan;
mod verify;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use units::{Fen, SpaceId};

pub use changes::{Change, LeftOut, Short, WhyOut};
pub use check::check;
pub use plan::{Answer, BudgetUse, Outcome, Proof, plan};
pub use verify::{Breach, verify};

/// The problem: projects, money and rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Programme {
    /// Its first calendar year; `1..=9999`.
    pub first_year: u32,
    /// How many years it has; `1..=30`.
    pub years: u32,
    /// What could be funded; each has an identifier of its own.
    pub projects: Vec<Project>,
    /// What may be spent; each has a name of its own. None at all means money without end.
    pub budgets: Vec<Budget>,
    /// What else must hold; each has a name of its own, also apart from those of the budgets.
    pub constraints: Vec<Constraint>,
    /// What is made the greatest.
    pub aim: Aim,
}

/// A project; at most one of its packages starts in one year, or none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Project {
    /// Its identifier.
    pub id: SpaceId,
    /// What is known of it that groups are named by, such as `district`. A project of which a fact
    /// is unknown is left out where a budget asks for that fact, since it cannot be shown to keep
    /// the budget; in a rule it does not belong to the group.
    pub facts: BTreeMap<String, String>,
    /// Gross floor area, if known; finite and not negative. `[m²]`
    pub floor_area_m2: Option<f64>,
    /// The first year it can start in; not before the programme's first.
    pub earliest_year: u32,
    /// The last year it can start in.
    pub latest_year: u32,
    /// Its packages, each with a name of its own within the project.
    pub packages: Vec<Package>,
}

/// A package of a project.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its public money by year. A start that would bring any of it beyond the last year of the
    /// programme is not offered.
    pub tranches: Vec<Tranche>,
    /// What it is good for, by the names that the aim weighs (`co2e_t`, `floor_area_m2`,
    /// `npv_yuan`, any other); a missing one is unknown, not zero.
    pub scores: BTreeMap<String, f64>,
    /// The probability that it makes a loss, if known; `0..=1`.
    pub loss_share: Option<f64>,
}

/// Public money of one year of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tranche {
    /// Years after the start; 0 is the year of the start.
    pub offset_years: u32,
    /// How much; not negative.
    pub amount: Fen,
    /// By how much it may turn out dearer, for budgets that protect against that; not negative.
    pub rise: Fen,
}

/// What a programme is good for.
///
/// # Equation
/// `v = Σ w_s·score_s`, then `v - λ·p_loss·|v|`, then divided by `(1 + d)^(start - first year)`, in
/// points; `λ` is `loss_aversion_factor`, `d` `delay_ratio`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Aim {
    /// Points per unit of each score; finite, not all zero. A score that is not named here, or has
    /// weight 0, is not asked.
    pub weights: BTreeMap<String, f64>,
    /// How much a probability of loss weighs; `0..=1`. At 0 it is not asked.
    pub loss_aversion_factor: f64,
    /// How much less a start is worth for each year that it is later; `0..=1`.
    pub delay_ratio: f64,
}

/// Money that may be spent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// The name that people know it by.
    pub name: String,
    /// Whose projects it is for.
    pub scope: Group,
    /// How much, and when.
    pub money: Money,
    /// It holds though so many projects' costs rise at once, each by its own `rise`, whichever they
    /// are; 0 for none (D. Bertsimas, M. Sim, *The price of robustness*, Operations Research 52,
    /// 2004, with a whole Γ).
    pub protects: u32,
}

/// How much money, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Money {
    /// Over all years.
    Whole(Fen),
    /// By year; a year that is not listed has no limit.
    Yearly {
        /// The amounts.
        amounts: BTreeMap<u32, Fen>,
        /// Whether what is left of a year may be spent later. Then every year up to the last one
        /// listed must be listed.
        carries_over: bool,
    },
}

/// A rule with the name that people know it by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Constraint {
    /// The name.
    pub name: String,
    /// The rule.
    pub rule: Rule,
}

/// What must hold of the projects chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Rule {
    /// All of them or none.
    Bundle {
        /// The projects.
        projects: Vec<SpaceId>,
        /// Whether all must start in the same year.
        same_year: bool,
    },
    /// One only with another, which starts in the same year or before.
    Prerequisite {
        /// The one.
        project: SpaceId,
        /// The other.
        needs: SpaceId,
    },
    /// At most so many of them.
    Exclusion {
        /// The projects.
        projects: Vec<SpaceId>,
        /// The most.
        at_most: u32,
    },
    /// At least so many of a group.
    AtLeast {
        /// The group.
        group: Group,
        /// The least.
        count: u32,
    },
    /// At least a share goes to a group.
    Floor {
        /// The group.
        group: Group,
        /// Share of what.
        of: Measure,
        /// The share, in ten-thousandths; `0..=10000`.
        ten_thousandths: u32,
    },
    /// An official has put it in.
    ForcedIn {
        /// The project.
        project: SpaceId,
        /// The package, if it matters.
        package: Option<String>,
        /// The year of the start, if it matters.
        start_year: Option<u32>,
        /// Why, in the official's words.
        reason: String,
    },
    /// An official has taken it out.
    ForcedOut {
        /// The project.
        project: SpaceId,
        /// Why, in the official's words.
        reason: String,
    },
}

/// Some projects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Group {
    /// All of them.
    All,
    /// Those of which a fact has one of some values.
    Fact {
        /// The name of the fact.
        name: String,
        /// The values.
        values: BTreeSet<String>,
    },
    /// These.
    Projects(BTreeSet<SpaceId>),
}

/// What a share is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Measure {
    /// The public money of all years, without rises.
    Money,
    /// The number of projects.
    Projects,
    /// The floor area, each project's rounded to 0.01 m². A project of unknown area is left out
    /// where such a share is asked.
    FloorArea,
}

/// What is chosen, as it can be kept and read again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// The projects chosen, by identifier.
    pub picks: Vec<Pick>,
    /// What they are worth.
    pub objective_points: f64,
    /// No choice is worth more.
    pub bound_points: f64,
}

/// A project chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pick {
    /// The project.
    pub project: SpaceId,
    /// The package.
    pub package: String,
    /// The year it starts in.
    pub start_year: u32,
}

impl Programme {
    /// Its last calendar year.
    pub fn last_year(&self) -> u32 {
        self.first_year.saturating_add(self.years.saturating_sub(1))
    }
}

impl Project {
    /// Whether it belongs to `group`.
    pub fn is_in(&self, group: &Group) -> bool {
        match group {
            Group::All => true,
            Group::Fact { name, values } => {
                self.facts.get(name).is_some_and(|value| values.contains(value))
            }
            Group::Projects(list) => list.contains(&self.id),
        }
    }

    /// The floor area in whole units of 0.01 m², if known and valid.
    fn area_units(&self) -> Option<i64> {
        let area_m2 = self.floor_area_m2.filter(|area| (0.0..=1e9).contains(area))?;
        #[expect(clippy::cast_possible_truncation, reason = "at most 10^11")]
        Some((area_m2 * 100.0).round() as i64)
    }
}

impl Package {
    /// Its public money over all years.
    pub fn cost(&self) -> Fen {
        Fen(self.tranches.iter().fold(0, |sum: i64, part| sum.saturating_add(part.amount.0)))
    }
}
