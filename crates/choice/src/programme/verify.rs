//! A second reading of every limit, from the programme itself: it shares no rows with the search.

use std::collections::{BTreeMap, BTreeSet};

use units::{SpaceId, Text};

use super::compile::{starts, unknown};
use super::{Budget, Group, Measure, Money, Package, Pick, Programme, Project, Rule, Solution};

/// A limit that a solution does not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The name of the budget or constraint; `solution` when the solution itself is at fault.
    pub name: String,
    /// What is wrong.
    pub text: Text,
}

/// A pick with what it stands for.
struct Picked<'a> {
    pick: &'a Pick,
    project: &'a Project,
    package: &'a Package,
}

/// Every limit of `programme` that `solution` breaks, in exact integers; empty when it keeps all.
/// Its value is checked to a relative 1e-9; of its bound only that it is not below the value.
pub fn verify(programme: &Programme, solution: &Solution) -> Vec<Breach> {
    let (picked, mut breaches) = read(programme, solution);
    for budget in &programme.budgets {
        check_budget(budget, &picked, &mut breaches);
    }
    for constraint in &programme.constraints {
        if let Some(text) = broken_rule(&constraint.rule, &picked) {
            breaches.push(Breach { name: constraint.name.clone(), text });
        }
    }
    breaches
}

/// The picks with their projects, and what is wrong with the picks themselves.
fn read<'a>(programme: &'a Programme, solution: &'a Solution) -> (Vec<Picked<'a>>, Vec<Breach>) {
    let by_id: BTreeMap<&SpaceId, &Project> =
        programme.projects.iter().map(|project| (&project.id, project)).collect();
    let (mut picked, mut breaches, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut points = 0.0;
    let mut sorted: Vec<&Pick> = solution.picks.iter().collect();
    sorted.sort();
    for pick in sorted {
        let mut wrong = |zh: &str, en: &str| {
            let Pick { project, package, start_year } = pick;
            let text = Text::new(
                format!("{project}/{package}/{start_year} 年：{zh}"),
                format!("{project}/{package}/{start_year}: {en}"),
            );
            breaches.push(Breach { name: "solution".into(), text });
        };
        let project = by_id.get(&pick.project).copied();
        let package = project.and_then(|one| one.packages.iter().find(|p| p.name == pick.package));
        let (Some(project), Some(package)) = (project, package) else {
            wrong("规划中没有该项目或方案", "no such project or package");
            continue;
        };
        if !seen.insert(&pick.project) {
            wrong("项目重复", "a second pick of the project");
        }
        if !starts(project, package, programme.last_year()).contains(&pick.start_year) {
            wrong("该年不能开始", "it cannot start then");
        }
        if unknown(project, programme).is_some() {
            wrong("有未知事实，无法核对", "a fact that a limit asks for is unknown");
        }
        match programme.aim.points(package, pick.start_year.saturating_sub(programme.first_year)) {
            Ok(value) => points += value,
            Err(_) => wrong("价值未知", "its value is unknown"),
        }
        picked.push(Picked { pick, project, package });
    }
    let size = f64::max(1.0, f64::max(points.abs(), solution.objective_points.abs()));
    let off = points - solution.objective_points;
    if off.is_nan() || off.abs() > 1e-9 * size {
        let text = Text::new(
            format!("价值应为 {points}，所存为 {}", solution.objective_points),
            format!("it is worth {points}, not {}", solution.objective_points),
        );
        breaches.push(Breach { name: "solution".into(), text });
    }
    let Solution { objective_points, bound_points, .. } = solution;
    if bound_points.is_nan() || *bound_points < objective_points - 1e-9 * size {
        let text = Text::new(
            format!("上界 {bound_points} 低于价值 {objective_points}"),
            format!("its bound {bound_points} is below its value {objective_points}"),
        );
        breaches.push(Breach { name: "solution".into(), text });
    }
    (picked, breaches)
}

/// Amount and rise that a pick pays in the years of `falls`.
fn paid(picked: &Picked<'_>, falls: impl Fn(u32) -> bool) -> (i128, i128) {
    let parts = picked.package.tranches.iter();
    parts
        .filter(|part| falls(picked.pick.start_year.saturating_add(part.offset_years)))
        .fold((0, 0), |(amount, rise), part| {
            (amount + i128::from(part.amount.0), rise + i128::from(part.rise.0))
        })
}

fn check_budget(budget: &Budget, picked: &[Picked<'_>], breaches: &mut Vec<Breach>) {
    let payers: Vec<&Picked<'_>> =
        picked.iter().filter(|one| one.project.is_in(&budget.scope)).collect();
    let mut check = |limit: i128, year: Option<u32>, falls: &dyn Fn(u32) -> bool| {
        let parts: Vec<(i128, i128)> = payers.iter().map(|one| paid(one, falls)).collect();
        let mut rises: Vec<i128> = parts.iter().map(|(_, rise)| *rise).collect();
        rises.sort_unstable_by(|a, b| b.cmp(a));
        let protects = usize::try_from(budget.protects).unwrap_or(usize::MAX);
        let spent: i128 = parts.iter().map(|(amount, _)| amount).sum::<i128>()
            + rises.iter().take(protects).sum::<i128>();
        if spent > limit {
            let over = spent - limit;
            let (zh, en) = year.map_or((String::new(), String::new()), |year| {
                (format!("{year} 年"), format!(" in {year}"))
            });
            let text = Text::new(format!("{zh}超出 {over} 分"), format!("over by {over} fen{en}"));
            breaches.push(Breach { name: budget.name.clone(), text });
        }
    };
    match &budget.money {
        Money::Whole(amount) => check(amount.0.into(), None, &|_| true),
        Money::Yearly { amounts, carries_over: false } => {
            for (&year, amount) in amounts {
                check(amount.0.into(), Some(year), &|paid| paid == year);
            }
        }
        Money::Yearly { amounts, carries_over: true } => {
            for &year in amounts.keys() {
                let so_far = amounts.range(..=year).map(|(_, amount)| i128::from(amount.0)).sum();
                check(so_far, Some(year), &|paid| paid <= year);
            }
        }
    }
}

/// What is wrong under a rule, if anything.
fn broken_rule(rule: &Rule, picked: &[Picked<'_>]) -> Option<Text> {
    let start = |id: &SpaceId| {
        picked.iter().find(|one| one.pick.project == *id).map(|one| one.pick.start_year)
    };
    let count = |group: &Group| picked.iter().filter(|one| one.project.is_in(group)).count();
    let holds = match rule {
        Rule::Bundle { projects, same_year } => {
            let starts: Vec<Option<u32>> = projects.iter().map(start).collect();
            let is_whole = starts.iter().all(Option::is_some) || starts.iter().all(Option::is_none);
            is_whole && (!same_year || starts.windows(2).all(|pair| pair[0] == pair[1]))
        }
        Rule::Prerequisite { project, needs } => match (start(project), start(needs)) {
            (Some(one), Some(other)) => other <= one,
            (one, _) => one.is_none(),
        },
        Rule::Exclusion { projects, at_most } => {
            let most = usize::try_from(*at_most).unwrap_or(usize::MAX);
            projects.iter().filter(|id| start(id).is_some()).count() <= most
        }
        Rule::AtLeast { group, count: least } => {
            count(group) >= usize::try_from(*least).unwrap_or(usize::MAX)
        }
        Rule::Floor { group, of, ten_thousandths } => {
            let size = |one: &Picked<'_>| match of {
                Measure::Money => i128::from(one.package.cost().0),
                Measure::Projects => 1,
                Measure::FloorArea => one.project.area_units().unwrap_or(0).into(),
            };
            let members = picked.iter().filter(|one| one.project.is_in(group));
            let (part, all) =
                (members.map(size).sum::<i128>(), picked.iter().map(size).sum::<i128>());
            10_000 * part >= i128::from(*ten_thousandths) * all
        }
        Rule::ForcedIn { project, package, start_year, .. } => picked.iter().any(|one| {
            one.pick.project == *project
                && package.as_ref().is_none_or(|name| *name == one.pick.package)
                && start_year.is_none_or(|year| year == one.pick.start_year)
        }),
        Rule::ForcedOut { project, .. } => start(project).is_none(),
    };
    (!holds).then(|| Text::new("未满足", "not kept"))
}
