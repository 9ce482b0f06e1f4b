//! Why a candidate was not chosen.

use units::{Fen, Text};

use crate::candidate::{Candidate, Limits};
use crate::choose::{BUDGET, Paid};
use crate::selection::Selection;

/// Why a candidate was left out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// Another package of the same project was chosen.
    OtherPackage {
        /// That candidate's place in the list.
        chosen: usize,
    },
    /// By itself it costs more than the whole budget.
    ExceedsBudget {
        /// By how much.
        over_by: Fen,
    },
    /// By itself it costs more than its district's ceiling.
    ExceedsCeiling {
        /// The district.
        district: String,
        /// By how much.
        over_by: Fen,
    },
    /// It would break the budget, though it is worth more per yuan than some that are chosen.
    BreaksBudget {
        /// By how much.
        over_by: Fen,
        /// What it would push out.
        displaces: Displaced,
    },
    /// It would break its district's ceiling, though it is worth more per yuan than some chosen
    /// there.
    BreaksCeiling {
        /// The district.
        district: String,
        /// By how much.
        over_by: Fen,
        /// What it would push out there.
        displaces: Displaced,
    },
    /// The money is spent on candidates that are all worth more per yuan.
    WorsePerYuan {
        /// Its own points per yuan of public money.
        points_per_yuan: f64,
        /// The least points per yuan among the chosen that compete for the same money.
        least_points_per_yuan: f64,
    },
    /// The objective counts CO2e, and its saving is unknown.
    UnknownCo2e,
    /// The objective counts floor area, and its area is unknown.
    UnknownFloorArea,
    /// Ceilings are set, and its district is unknown.
    UnknownDistrict,
    /// Its cost is below zero.
    NegativeCost {
        /// The cost given.
        cost: Fen,
    },
    /// Its floor area is negative or no number.
    InvalidFloorArea {
        /// The area given.
        area_m2: f64,
    },
    /// It adds nothing to the objective.
    NoGain {
        /// Its points; zero, negative or beyond all numbers.
        value_points: f64,
    },
}

/// The chosen candidates of least worth per yuan that would have to make room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Displaced {
    /// The least worth of them: its place in the list.
    pub first: usize,
    /// How many there are.
    pub count: usize,
    /// What they are worth together.
    pub value_points: f64,
}

/// A project that came close.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// Its best package by points per yuan: the place in the list.
    pub index: usize,
    /// How much more money it needs, with everything chosen kept.
    pub over_by: Fen,
    /// The chosen candidates that would have to make room, least worth per yuan first.
    pub displaces: Vec<usize>,
    /// Why it was left out.
    pub reason: Reason,
}

impl Reason {
    /// The reason for a reader, in both languages; `candidates` is the list that was chosen from.
    pub fn text(&self, candidates: &[Candidate]) -> Text {
        match self {
            Self::OtherPackage { chosen } => {
                let package = candidates.get(*chosen).map_or("", |c| c.package.as_str());
                Text::new(
                    format!("该项目已选方案“{package}”"),
                    format!("package {package:?} of this project is chosen"),
                )
            }
            Self::ExceedsBudget { .. }
            | Self::ExceedsCeiling { .. }
            | Self::BreaksBudget { .. }
            | Self::BreaksCeiling { .. } => self.money_text(candidates),
            Self::WorsePerYuan { points_per_yuan: own, least_points_per_yuan: least } => Text::new(
                format!("单位资金效益 {own:.3e} 低于入选项目的最低值 {least:.3e}"),
                format!("{own:.3e} points per yuan, the least chosen has {least:.3e}"),
            ),
            Self::UnknownCo2e => Text::new("减排量未知", "the CO2e saving is unknown"),
            Self::UnknownFloorArea => Text::new("建筑面积未知", "the floor area is unknown"),
            Self::UnknownDistrict => Text::new(
                "所在区未知，无法核对区级上限",
                "its district is unknown, so no ceiling can be checked",
            ),
            Self::NegativeCost { cost } => Text::new(
                format!("所需资金为负（{cost} 元）"),
                format!("its cost is negative ({cost} yuan)"),
            ),
            Self::InvalidFloorArea { area_m2 } => Text::new(
                format!("建筑面积无效（{area_m2}）"),
                format!("its floor area is not valid ({area_m2})"),
            ),
            Self::NoGain { .. } => Text::new("对目标没有贡献", "it adds nothing to the objective"),
        }
    }

    fn money_text(&self, candidates: &[Candidate]) -> Text {
        let (place, over_by, displaces) = match self {
            Self::ExceedsBudget { over_by } => (None, over_by, None),
            Self::BreaksBudget { over_by, displaces } => (None, over_by, Some(displaces)),
            Self::ExceedsCeiling { district, over_by } => (Some(district), over_by, None),
            Self::BreaksCeiling { district, over_by, displaces } => {
                (Some(district), over_by, Some(displaces))
            }
            _ => return Text::default(),
        };
        let (limit_zh, limit_en) = place.map_or_else(
            || ("总预算".into(), "the budget".into()),
            |district| (format!("{district}资金上限"), format!("the ceiling of {district}")),
        );
        let Some(Displaced { first, count, value_points }) = displaces else {
            return Text::new(
                format!("单独一项就超出{limit_zh} {over_by} 元"),
                format!("by itself {over_by} yuan over {limit_en}"),
            );
        };
        let name = candidates.get(*first).map_or("", |c| c.project.as_str());
        Text::new(
            format!(
                "超出{limit_zh} {over_by} 元；需挤出 {count} 个入选项目（如 {name}），其效益合计 \
                 {value_points:.1}"
            ),
            format!(
                "{over_by} yuan over {limit_en}; it would push out {count} chosen (such as {name}), \
                 together worth {value_points:.1}"
            ),
        )
    }
}

/// The chosen items that share one limit, least worth per yuan first, with running sums.
struct Pool {
    items: Vec<usize>,
    cost_fen: Vec<i128>,
    value_points: Vec<f64>,
}

impl Pool {
    fn new(paid: &Paid<'_>, items: Vec<usize>) -> Self {
        let cost_fen = items.iter().scan(0_i128, |sum, &item| {
            *sum += i128::from(paid.cost_fen(item));
            Some(*sum)
        });
        let value_points = items.iter().scan(0.0, |sum, &item| {
            *sum += paid.problem.items[item].value_points;
            Some(*sum)
        });
        Self { cost_fen: cost_fen.collect(), value_points: value_points.collect(), items }
    }

    /// The shortest run from the least worth on that frees `need_fen`.
    fn freeing(&self, need_fen: i128) -> &[usize] {
        let short = self.cost_fen.partition_point(|&freed| freed < need_fen);
        &self.items[..(short + 1).min(self.items.len())]
    }
}

/// Explains what is not chosen against the finished selection.
pub(crate) struct Explainer<'a> {
    paid: Paid<'a>,
    selection: &'a Selection<'a>,
    ceiling_names: Vec<&'a str>,
    all: Pool,
    by_ceiling: Vec<Pool>,
}

impl<'a> Explainer<'a> {
    pub(crate) fn new(
        paid: Paid<'a>,
        selection: &'a Selection<'a>,
        limits: &'a Limits,
        by_worth: &[usize],
    ) -> Self {
        let is_chosen =
            |item: &usize| selection.of_project(paid.problem.items[*item].project) == Some(*item);
        let chosen: Vec<usize> = by_worth.iter().rev().copied().filter(is_chosen).collect();
        let by_ceiling = (0..limits.district_ceilings.len())
            .map(|district| {
                let shares = |item: &usize| paid.ceiling(*item) == Some(district);
                Pool::new(&paid, chosen.iter().copied().filter(shares).collect())
            })
            .collect();
        let ceiling_names = limits.district_ceilings.keys().map(String::as_str).collect();
        let all = Pool::new(&paid, chosen);
        Self { paid, selection, ceiling_names, all, by_ceiling }
    }

    /// The limit that `item` breaks: its pool, the district if it is a ceiling, and by how much.
    fn broken(&self, item: usize) -> (&Pool, Option<&str>, i128) {
        let project = self.paid.problem.items[item].project;
        let over = |row: usize| self.selection.over_with(project, Some(item), row);
        match self.paid.ceiling(item) {
            Some(district) if over(district + 1) > 0 => {
                let name = self.ceiling_names.get(district).copied();
                (&self.by_ceiling[district], name, over(district + 1))
            }
            _ => (&self.all, None, over(BUDGET)),
        }
    }

    /// Why `item`, which is not chosen, is not.
    pub(crate) fn reason(&self, item: usize) -> Reason {
        let items = &self.paid.problem.items;
        if let Some(chosen) = self.selection.of_project(items[item].project) {
            return Reason::OtherPackage { chosen: items[chosen].index };
        }
        let (pool, district, over_fen) = self.broken(item);
        let points_per_yuan = self.paid.points_per_yuan(item);
        let least = pool.items.first().map(|&least| self.paid.points_per_yuan(least));
        if let Some(least_points_per_yuan) = least.filter(|&least| points_per_yuan <= least) {
            return Reason::WorsePerYuan { points_per_yuan, least_points_per_yuan };
        }
        let run = pool.freeing(over_fen);
        let displaces = Displaced {
            first: run.first().map_or(items[item].index, |&first| items[first].index),
            count: run.len(),
            value_points: run.len().checked_sub(1).map_or(0.0, |last| pool.value_points[last]),
        };
        let over_by = fen(over_fen);
        match district {
            Some(name) => Reason::BreaksCeiling { district: name.into(), over_by, displaces },
            None => Reason::BreaksBudget { over_by, displaces },
        }
    }

    /// The first `most` projects without a package, by their best points per yuan.
    pub(crate) fn just_missed(&self, most: usize, by_worth: &[usize]) -> Vec<Missed> {
        let mut seen = vec![false; self.paid.problem.projects.len()];
        let mut missed = Vec::new();
        for &item in by_worth {
            let project = self.paid.problem.items[item].project;
            if missed.len() == most {
                break;
            }
            if self.selection.of_project(project).is_some() || seen[project] {
                continue;
            }
            seen[project] = true;
            let (pool, _, over_fen) = self.broken(item);
            let index_of = |&item: &usize| self.paid.problem.items[item].index;
            missed.push(Missed {
                index: index_of(&item),
                over_by: fen(over_fen),
                displaces: pool.freeing(over_fen).iter().map(index_of).collect(),
                reason: self.reason(item),
            });
        }
        missed
    }
}

/// Saturates, which real money never reaches.
fn fen(amount_fen: i128) -> Fen {
    Fen(i64::try_from(amount_fen).unwrap_or(i64::MAX))
}
