//! A programme's limits and reasons in words for people.

use choice::programme::{Budget, Group, Measure, Money, Programme, Rule, WhyOut};
use stock::Field;
use units::{SpaceId, Text};

use super::problem::{CO2E, FLOOR_AREA, NPV, NoPackage};
use crate::words::money;

/// Ids of a list that are named before the rest is counted.
const NAMED: usize = 5;

/// Where a budget or a constraint stands in the file, and what it says.
pub(super) fn limit(programme: &Programme, name: &str) -> Option<(String, Text)> {
    let budgets = programme.budgets.iter().enumerate();
    let mut budgets = budgets.filter(|(_, one)| one.name == name);
    if let Some((at, one)) = budgets.next() {
        return Some((format!("budgets[{at}]"), budget(one)));
    }
    let rules = programme.constraints.iter().enumerate();
    let (at, one) = rules.into_iter().find(|(_, one)| one.name == name)?;
    Some((format!("constraints[{at}]"), rule(&one.rule)))
}

fn budget(budget: &Budget) -> Text {
    let scope = group(&budget.scope);
    let (zh, en) = match &budget.money {
        Money::Whole(amount) => {
            let amount = money(*amount);
            (format!("合计 {}", amount.zh), format!("{} over all years", amount.en))
        }
        Money::Yearly { amounts, carries_over } => {
            let each = amounts.iter().map(|(year, amount)| (year, money(*amount)));
            let zh: Vec<_> =
                each.clone().map(|(year, one)| format!("{year} 年 {}", one.zh)).collect();
            let en: Vec<_> = each.map(|(year, one)| format!("{} in {year}", one.en)).collect();
            let carry =
                if *carries_over { ("（可结转）", " (carried over)") } else { ("", "") };
            (format!("{}{}", zh.join("、"), carry.0), format!("{}{}", en.join(", "), carry.1))
        }
    };
    let protects = match budget.protects {
        0 => Text::default(),
        count => Text::new(
            format!("，承受 {count} 项同时涨价"),
            format!(", though {count} become dearer at once"),
        ),
    };
    Text::new(
        format!("{}的资金：{zh}{}", scope.zh, protects.zh),
        format!("money for {}: {en}{}", scope.en, protects.en),
    )
}

fn rule(rule: &Rule) -> Text {
    match rule {
        Rule::Bundle { projects, same_year } => {
            let list = ids(projects.iter());
            let year = if *same_year {
                ("，同年开工", ", started in the same year")
            } else {
                ("", "")
            };
            Text::new(
                format!("{} 须同时入选{}", list.zh, year.0),
                format!("all of {} or none{}", list.en, year.1),
            )
        }
        Rule::Prerequisite { project, needs } => Text::new(
            format!("{project} 入选须 {needs} 同年或更早开工"),
            format!("{project} only with {needs}, started in the same year or before"),
        ),
        Rule::Exclusion { projects, at_most } => {
            let list = ids(projects.iter());
            Text::new(
                format!("{} 中至多 {at_most} 项", list.zh),
                format!("at most {at_most} of {}", list.en),
            )
        }
        Rule::AtLeast { group: of, count } => {
            let of = group(of);
            Text::new(format!("{}至少 {count} 项", of.zh), format!("at least {count} of {}", of.en))
        }
        Rule::Floor { group: to, of, ten_thousandths } => {
            let (to, of) = (group(to), measure(*of));
            let percent = f64::from(*ten_thousandths) / 100.0;
            Text::new(
                format!("{}不少于{}的 {percent} %", to.zh, of.zh),
                format!("at least {percent} % of the {} to {}", of.en, to.en),
            )
        }
        Rule::ForcedIn { project, package, start_year, reason } => {
            let package = package.as_ref().map_or(String::new(), |name| format!(" {name}"));
            let year = start_year.map_or(String::new(), |year| format!(" {year}"));
            Text::new(
                format!("指定入选 {project}{package}{year}：{reason}"),
                format!("{project}{package}{year} is put in: {reason}"),
            )
        }
        Rule::ForcedOut { project, reason } => Text::new(
            format!("指定排除 {project}：{reason}"),
            format!("{project} is taken out: {reason}"),
        ),
    }
}

/// The projects that a rule asks to be chosen.
pub(super) fn named(rule: &Rule) -> Vec<&SpaceId> {
    match rule {
        Rule::Bundle { projects, .. } => projects.iter().collect(),
        Rule::Prerequisite { project, needs } => vec![project, needs],
        Rule::ForcedIn { project, .. } => vec![project],
        _ => Vec::new(),
    }
}

fn measure(of: Measure) -> Text {
    match of {
        Measure::Money => Text::new("公共资金", "public money"),
        Measure::Projects => Text::new("项目数", "projects"),
        Measure::FloorArea => Text::new("建筑面积", "floor area"),
    }
}

fn group(group: &Group) -> Text {
    match group {
        Group::All => Text::new("全部项目", "all projects"),
        Group::Projects(list) => ids(list.iter()),
        Group::Fact { name, values } => {
            let label = label(name);
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            Text::new(
                format!("“{}”为 {} 的项目", label.zh, values.join("、")),
                format!("projects whose {} is {}", label.en, values.join(" or ")),
            )
        }
    }
}

fn label(fact: &str) -> Text {
    Field::from_key(fact).map_or_else(|| Text::same(fact), Field::label)
}

fn ids<'i>(list: impl ExactSizeIterator<Item = &'i SpaceId>) -> Text {
    let count = list.len();
    let named: Vec<&str> = list.take(NAMED).map(SpaceId::as_str).collect();
    let (zh, en) = (named.join("、"), named.join(", "));
    if count <= NAMED {
        return Text::new(zh, en);
    }
    Text::new(format!("{zh} 等 {count} 项"), format!("{en} and {} more", count - NAMED))
}

impl NoPackage {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::NotDecided => "not_decided",
            Self::NotMet => "not_met",
            Self::NoAmount => "no_amount",
            Self::NoHighCost => "no_high_cost",
        }
    }

    pub(super) fn text(self) -> Text {
        match self {
            Self::NotDecided => Text::new("尚无认定结果", "no decision about it yet"),
            Self::NotMet => Text::new("不符合政策条件", "refused under the rules"),
            Self::NoAmount => Text::new(
                "没有适用的方案，或补助金额无法计算",
                "no package applies, or no amount can be computed",
            ),
            Self::NoHighCost => Text::new(
                "高成本未知，无法核对涨价保护",
                "its high cost is unknown, which protection against rises asks for",
            ),
        }
    }
}

/// A stable word for the kind of a reason.
pub(super) fn code(why: &WhyOut) -> &'static str {
    match why {
        WhyOut::NoPackage => "no_package",
        WhyOut::NoStart => "no_start",
        WhyOut::UnknownScore { .. } => "unknown_score",
        WhyOut::UnknownRisk => "unknown_risk",
        WhyOut::UnknownFact { .. } => "unknown_fact",
        WhyOut::UnknownFloorArea => "unknown_floor_area",
        WhyOut::BeyondNumbers => "beyond_numbers",
        WhyOut::ForcedOut { .. } => "forced_out",
        WhyOut::NoGain => "no_gain",
        WhyOut::AloneOver(_) => "alone_over",
        WhyOut::NoMoney(_) => "no_money",
        WhyOut::Rules(_) => "rules",
        WhyOut::WithinGap => "within_gap",
        _ => "other",
    }
}

/// A kind of reason for people, without the amounts of single projects.
pub(super) fn kind_of_reason(code: &str) -> Text {
    let (zh, en) = match code {
        "not_decided" => return NoPackage::NotDecided.text(),
        "not_met" => return NoPackage::NotMet.text(),
        "no_amount" => return NoPackage::NoAmount.text(),
        "no_high_cost" => return NoPackage::NoHighCost.text(),
        "no_start" => ("规划期内没有可行的开工年份", "no year in which it could start"),
        "unknown_score" => ("所计效益未知", "what it is good for is unknown"),
        "unknown_risk" => ("亏损概率未知", "its probability of loss is unknown"),
        "unknown_fact" | "unknown_floor_area" => {
            ("资金或下限所需的事实未知", "a fact that a limit asks for is unknown")
        }
        "forced_out" => ("被指定排除", "taken out by an official"),
        "no_gain" => ("对目标没有贡献", "adds nothing to the aim"),
        "alone_over" => ("单独一项就超出资金", "by itself over a budget"),
        "no_money" => ("与入选项目一起超出资金", "over a budget beside the chosen"),
        "rules" => ("与入选项目一起不满足约束", "against a constraint beside the chosen"),
        "within_gap" => ("可以加入，求解已在要求的差距内停止", "fits, but the search had stopped"),
        _ => ("其他", "other"),
    };
    Text::new(zh, en)
}

/// A reason for people, with the names that the ledger has for facts.
pub(super) fn reason(why: &WhyOut) -> Text {
    match why {
        WhyOut::UnknownFact { fact } => {
            let label = label(fact);
            Text::new(
                format!("台账中“{}”未知", label.zh),
                format!("its {} is not in the ledger", label.en),
            )
        }
        WhyOut::UnknownScore { score } => {
            let (zh, en) = match score.as_str() {
                CO2E => ("减排量未知", "its CO2e saving is unknown"),
                FLOOR_AREA => ("建筑面积未知", "its floor area is unknown"),
                NPV => (
                    "净现值未知（缺少价格）",
                    "its net present value is unknown (a price is missing)",
                ),
                _ => return why.text(),
            };
            Text::new(zh, en)
        }
        _ => why.text(),
    }
}
