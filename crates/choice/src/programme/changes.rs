//! Why a project is left out, and the least that would bring it in.

use units::{Fen, SpaceId, Text};

use super::compile::{Chance, Compiled, Label};
use super::{Pick, Programme, Rule};
use crate::selection::Selection;

/// A project that is not chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The project.
    pub project: SpaceId,
    /// Why.
    pub why: WhyOut,
    /// What would bring it in, each by itself; every one of them has been tried in exact integers.
    pub changes: Vec<Change>,
}

/// Why a project is left out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WhyOut {
    /// It has no package.
    NoPackage,
    /// No start within its years keeps all its money within the programme.
    NoStart,
    /// A score that the aim weighs is unknown.
    UnknownScore {
        /// Its name.
        score: String,
    },
    /// The probability of loss is unknown, and the aim weighs it.
    UnknownRisk,
    /// A fact is unknown that a budget asks for.
    UnknownFact {
        /// Its name.
        fact: String,
    },
    /// Its floor area is unknown, and a floor asks for it.
    UnknownFloorArea,
    /// Its value is beyond all numbers.
    BeyondNumbers,
    /// An official has taken it out.
    ForcedOut {
        /// The constraint.
        name: String,
        /// The official's words.
        reason: String,
    },
    /// Every start adds nothing to the aim.
    NoGain,
    /// Even alone, every start is over this budget or one like it.
    AloneOver(Short),
    /// Beside what is chosen, its cheapest start lacks this money.
    NoMoney(Vec<Short>),
    /// Beside what is chosen, it breaks these constraints.
    Rules(Vec<String>),
    /// It fits, but the search stopped at the gap that was asked before it was taken.
    WithinGap,
}

/// Money that is lacking in a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// The budget.
    pub budget: String,
    /// Of a budget by year the year; with carry-over the years up to it.
    pub year: Option<u32>,
    /// How much.
    pub by: Fen,
}

/// What would bring a project in.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// With so much more in these budgets, all chosen are kept and it joins them.
    MoreMoney {
        /// The start meant: the one that needs the least.
        pick: Pick,
        /// The money.
        by: Vec<Short>,
    },
    /// With its public money scaled down to this in all its years, all chosen are kept and it joins
    /// them.
    CostAtMost {
        /// The start meant: the one with the least to save.
        pick: Pick,
        /// What it may cost over all years.
        cost: Fen,
    },
    /// Without these it fits. The programme is then worth `lost_points` less; were it worth more
    /// than that above its own value, it would be the better choice.
    Displace {
        /// The start meant.
        pick: Pick,
        /// The projects that make room.
        out: Vec<SpaceId>,
        /// What the exchange loses; negative if the search stopped short of a gain.
        lost_points: f64,
    },
}

impl WhyOut {
    /// The reason for a reader, in both languages.
    pub fn text(&self) -> Text {
        let fixed = |zh: &str, en: &str| Text::new(zh, en);
        match self {
            Self::NoPackage => fixed("没有可选方案", "it has no package"),
            Self::NoStart => fixed(
                "在其允许的年份内开工，资金无法全部落在规划期内",
                "no start within its years keeps all its money within the programme",
            ),
            Self::UnknownScore { score } => {
                Text::new(format!("指标“{score}”未知"), format!("its score {score:?} is unknown"))
            }
            Self::UnknownRisk => fixed("亏损概率未知", "its probability of loss is unknown"),
            Self::UnknownFact { fact } => {
                Text::new(format!("事实“{fact}”未知"), format!("its {fact:?} is unknown"))
            }
            Self::UnknownFloorArea => fixed("建筑面积未知", "its floor area is unknown"),
            Self::BeyondNumbers => fixed("效益超出数值范围", "its value is beyond all numbers"),
            Self::ForcedOut { name, reason } => Text::new(
                format!("由“{name}”排除：{reason}"),
                format!("taken out by {name:?}: {reason}"),
            ),
            Self::NoGain => fixed("对目标没有贡献", "it adds nothing to the aim"),
            Self::AloneOver(short) => {
                let Text { zh, en } = short.text();
                Text::new(format!("单独一项就{zh}"), format!("by itself {en}"))
            }
            Self::NoMoney(shorts) => {
                let Text { zh, en } = joined(shorts);
                Text::new(format!("与入选项目一起{zh}"), format!("beside the chosen {en}"))
            }
            Self::Rules(names) => Text::new(
                format!("与入选项目一起不满足：{}", names.join("、")),
                format!("beside the chosen it breaks {}", names.join(", ")),
            ),
            Self::WithinGap => fixed(
                "可以加入，但求解在达到要求的差距后已停止",
                "it fits, but the search stopped at the gap that was asked",
            ),
        }
    }
}

impl Short {
    fn text(&self) -> Text {
        let Self { budget, year, by } = self;
        let (zh, en) = year.map_or((String::new(), String::new()), |year| {
            (format!("{year} 年"), format!(" in {year}"))
        });
        Text::new(format!("超出“{budget}”{zh} {by} 元"), format!("{by} yuan over {budget:?}{en}"))
    }
}

fn joined(shorts: &[Short]) -> Text {
    let texts: Vec<Text> = shorts.iter().map(Short::text).collect();
    let list = |part: fn(&Text) -> &str| texts.iter().map(part).collect::<Vec<_>>();
    Text::new(list(|text| &text.zh).join("，"), list(|text| &text.en).join(", "))
}

impl Change {
    /// The change for a reader, in both languages.
    pub fn text(&self) -> Text {
        let start = |pick: &Pick| {
            let Pick { package, start_year, .. } = pick;
            (
                format!("方案“{package}”{start_year} 年开工"),
                format!("{package:?} from {start_year}"),
            )
        };
        match self {
            Self::MoreMoney { pick, by } => {
                let ((zh, en), amounts) = (start(pick), joined(by));
                Text::new(
                    format!("补足资金即可加入（{zh}）：现{}", amounts.zh),
                    format!("with the money that is lacking it joins ({en}): {}", amounts.en),
                )
            }
            Self::CostAtMost { pick, cost } => {
                let (zh, en) = start(pick);
                Text::new(
                    format!("公共资金降至 {cost} 元即可加入（{zh}）"),
                    format!("at {cost} yuan of public money it joins ({en})"),
                )
            }
            Self::Displace { pick, out, lost_points } => {
                let ((zh, en), count) = (start(pick), out.len());
                Text::new(
                    format!("让出 {count} 个入选项目即可加入（{zh}），效益减少 {lost_points:.1}"),
                    format!("in place of {count} chosen it joins ({en}), {lost_points:.1} lost"),
                )
            }
        }
    }
}

/// Explains what is left out of a finished selection.
pub(super) struct Explainer<'a> {
    programme: &'a Programme,
    compiled: &'a Compiled,
    selection: &'a Selection<'a>,
    /// For each row the chosen items that add to it, least value first.
    pools: Vec<Vec<usize>>,
}

impl<'a> Explainer<'a> {
    pub(super) fn new(
        programme: &'a Programme,
        compiled: &'a Compiled,
        selection: &'a Selection<'a>,
    ) -> Self {
        let problem = &compiled.problem;
        let mut chosen: Vec<usize> = selection.items().collect();
        let value = |item: &usize| problem.items[*item].value_points;
        chosen.sort_by(|a, b| value(a).total_cmp(&value(b)).then(a.cmp(b)));
        let mut pools = vec![Vec::new(); problem.rows.len()];
        for item in chosen {
            for term in problem.terms(item).iter().filter(|term| term.amount > 0) {
                pools[term.row].push(item);
            }
        }
        Self { programme, compiled, selection, pools }
    }

    /// All projects that are not chosen, by identifier.
    pub(super) fn left_out(&self) -> Vec<LeftOut> {
        let mut left_out: Vec<LeftOut> = Vec::new();
        for (place, why) in &self.compiled.barred {
            let project = self.programme.projects[*place].id.clone();
            left_out.push(LeftOut { project, why: why.clone(), changes: Vec::new() });
        }
        for (number, &place) in self.compiled.places.iter().enumerate() {
            if self.selection.of_project(number).is_none() {
                left_out.push(self.explain(number, place));
            }
        }
        left_out.sort_by(|a, b| a.project.cmp(&b.project));
        left_out
    }

    fn explain(&self, number: usize, place: usize) -> LeftOut {
        let problem = &self.compiled.problem;
        let project = self.programme.projects[place].id.clone();
        let gains = |item: &usize| problem.items[*item].value_points > 0.0;
        let items: Vec<usize> = problem.projects[number].clone().filter(gains).collect();
        let forced_out = self.programme.constraints.iter().find_map(|one| match &one.rule {
            Rule::ForcedOut { project: id, reason } if *id == project => {
                Some(WhyOut::ForcedOut { name: one.name.clone(), reason: reason.clone() })
            }
            _ => None,
        });
        if let Some(why) = forced_out {
            return LeftOut { project, why, changes: Vec::new() };
        }
        if items.is_empty() {
            return LeftOut { project, why: WhyOut::NoGain, changes: Vec::new() };
        }
        let mut changes = Vec::new();
        changes.extend(self.more_money(&items));
        changes.extend(self.cost_at_most(&items));
        changes.extend(self.displace(&items));
        LeftOut { project, why: self.why(&items, &changes), changes }
    }

    fn why(&self, items: &[usize], changes: &[Change]) -> WhyOut {
        let problem = &self.compiled.problem;
        let alone = |&item: &usize| self.short_of(&self.alone(item)).into_iter().next();
        let alone_over: Vec<Short> = items.iter().filter_map(alone).collect();
        let is_always = alone_over.len() == items.len();
        let least = alone_over.into_iter().min_by_key(|short| short.by);
        if let Some(least) = least.filter(|_| is_always) {
            return WhyOut::AloneOver(least);
        }
        if let Some(Change::MoreMoney { by, .. }) = changes.first() {
            return if by.is_empty() { WhyOut::WithinGap } else { WhyOut::NoMoney(by.clone()) };
        }
        let mut names: Vec<String> = Vec::new();
        for &item in items {
            let project = problem.items[item].project;
            for term in problem.terms(item) {
                let label = &self.compiled.labels[term.row];
                let is_over = self.selection.over_with(project, Some(item), term.row) > 0;
                if is_over && !label.is_money {
                    names.push(label.name.clone());
                }
            }
        }
        names.sort();
        names.dedup();
        WhyOut::Rules(names)
    }

    /// By how much each row would be over with `item` beside the chosen; rows kept are left out.
    fn beside(&self, item: usize) -> Vec<(usize, i128)> {
        let problem = &self.compiled.problem;
        let project = problem.items[item].project;
        let over = |row: usize| self.selection.over_with(project, Some(item), row);
        let rows = problem.terms(item).iter().map(|term| (term.row, over(term.row)));
        rows.filter(|(_, over)| *over > 0).collect()
    }

    /// By how much `item` alone is over each money row.
    fn alone(&self, item: usize) -> Vec<(usize, i128)> {
        let problem = &self.compiled.problem;
        let over = |term: &crate::rows::Term| {
            i128::from(term.amount)
                + if problem.rows[term.row].protects > 0 { term.rise.into() } else { 0 }
                - problem.rows[term.row].limit
        };
        let rows = problem.terms(item).iter().map(|term| (term.row, over(term)));
        rows.filter(|(row, over)| *over > 0 && self.compiled.labels[*row].is_money).collect()
    }

    fn short_of(&self, over: &[(usize, i128)]) -> Vec<Short> {
        let short = |&(row, by): &(usize, i128)| {
            let Label { name, year, .. } = &self.compiled.labels[row];
            let by = Fen(i64::try_from(by).unwrap_or(i64::MAX));
            Short { budget: name.clone(), year: *year, by }
        };
        over.iter().map(short).collect()
    }

    fn is_money_only(&self, over: &[(usize, i128)]) -> bool {
        over.iter().all(|(row, _)| self.compiled.labels[*row].is_money)
    }

    fn more_money(&self, items: &[usize]) -> Option<Change> {
        let needs = items.iter().map(|&item| (item, self.beside(item)));
        let (item, over) = needs
            .filter(|(_, over)| self.is_money_only(over))
            .min_by_key(|(item, over)| (over.iter().map(|(_, by)| by).sum::<i128>(), *item))?;
        Some(Change::MoreMoney { pick: self.pick(item), by: self.short_of(&over) })
    }

    /// Scales each tranche by the same factor, rounded down, and its rise with it: the factor is
    /// the least that any row over its limit needs.
    fn cost_at_most(&self, items: &[usize]) -> Option<Change> {
        let scaled = |&item: &usize| {
            let problem = &self.compiled.problem;
            let over = self.beside(item);
            let is_plain = problem.terms(item).iter().all(|term| {
                self.compiled.labels[term.row].is_money || self.is_same_for_any_cost(term.row)
            });
            if over.is_empty() || !self.is_money_only(&over) || !is_plain {
                return None;
            }
            let (mut room, mut full) = (1_i128, 1_i128);
            for (row, over) in over {
                let term = problem.term(item, row)?;
                // A rise counts in full, which is on the safe side.
                let all = i128::from(term.amount) + i128::from(term.rise);
                let free = -self.selection.over(row);
                debug_assert!(free + over <= all);
                if free < 0 {
                    return None;
                }
                if free * full < room * all {
                    (room, full) = (free, all);
                }
            }
            let chance = self.compiled.chances[item];
            let parts = &self.programme.projects[chance.project].packages[chance.package].tranches;
            let cost: i128 = parts.iter().map(|part| i128::from(part.amount.0) * room / full).sum();
            let saving = parts.iter().map(|part| i128::from(part.amount.0)).sum::<i128>() - cost;
            Some((saving, item, cost))
        };
        let (_, item, cost) = items.iter().filter_map(scaled).min()?;
        Some(Change::CostAtMost { pick: self.pick(item), cost: Fen(i64::try_from(cost).ok()?) })
    }

    /// Whether a rule's row does not depend on what its projects cost.
    fn is_same_for_any_cost(&self, row: usize) -> bool {
        let name = &self.compiled.labels[row].name;
        let is_money_floor =
            |rule: &Rule| matches!(rule, Rule::Floor { of: super::Measure::Money, .. });
        !self.programme.constraints.iter().any(|one| one.name == *name && is_money_floor(&one.rule))
    }

    /// Takes the start that loses the least, of those for which room can be made by dropping the
    /// chosen of least value in the rows that it breaks.
    fn displace(&self, items: &[usize]) -> Option<Change> {
        let exchanges = items.iter().filter_map(|&item| {
            let (out, lost) = self.exchange(item)?;
            Some((item, out, lost))
        });
        let best = exchanges.min_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)));
        let (item, mut out, lost_points) = best?;
        out.sort_unstable();
        let id = |&item: &usize| {
            let Chance { project, .. } = self.compiled.chances[item];
            self.programme.projects[project].id.clone()
        };
        let out: Vec<SpaceId> = out.iter().map(id).collect();
        (!out.is_empty()).then(|| Change::Displace { pick: self.pick(item), out, lost_points })
    }

    fn exchange(&self, item: usize) -> Option<(Vec<usize>, f64)> {
        let problem = &self.compiled.problem;
        let project = problem.items[item].project;
        let mut out: Vec<usize> = Vec::new();
        let mut left: Vec<(usize, i128)> = self.beside(item);
        if left.is_empty() {
            return None;
        }
        for (row, over) in &mut left {
            for &other in &self.pools[*row] {
                let freed = |one: &usize| problem.term(*one, *row).map_or(0, |term| term.amount);
                if *over <= i128::from(out.iter().map(freed).sum::<i64>()) {
                    break;
                }
                if !out.contains(&other) {
                    out.push(other);
                }
            }
        }
        let mut trial = self.selection.clone();
        out.iter().for_each(|&other| trial.drop_project(problem.items[other].project));
        trial.pick(item);
        if !trial.is_sound() {
            return None;
        }
        // What turns out not to be in the way comes back, the most valuable first.
        out.sort_by(|&a, &b| {
            let value = |item: usize| problem.items[item].value_points;
            value(b).total_cmp(&value(a)).then(a.cmp(&b))
        });
        out.retain(|&other| {
            let owner = problem.items[other].project;
            let fits = trial.fits(owner, Some(other));
            if fits {
                trial.pick(other);
            }
            !fits
        });
        debug_assert!(trial.of_project(project) == Some(item));
        let value = |item: &usize| problem.items[*item].value_points;
        Some((out.clone(), out.iter().map(value).sum::<f64>() - value(&item)))
    }

    fn pick(&self, item: usize) -> Pick {
        pick(self.programme, self.compiled.chances[item])
    }
}

/// A chance by its names.
pub(super) fn pick(programme: &Programme, chance: Chance) -> Pick {
    let project = &programme.projects[chance.project];
    let package = project.packages[chance.package].name.clone();
    Pick { project: project.id.clone(), package, start_year: chance.start_year }
}
