//! Programmes of several years against all their possible choices.

use std::collections::{BTreeMap, BTreeSet};

use choice::Options;
use choice::programme::{
    Aim, Answer, Budget, Change, Constraint, Group, Measure, Money, Outcome, Package, Pick,
    Programme, Project, Rule, Scope, Solution, Tranche, plan, verify,
};
use oorandom::Rand64;
use units::{Fen, SpaceId};

const EXACT: Options =
    Options { gap_ratio: 0.0, max_nodes: 1_000_000, time_limit_s: None, just_missed: 0 };
const DISTRICTS: [&str; 2] = ["东城区", "丰台区"];
const KINDS: [&str; 2] = ["plant", "market"];

pub(super) struct Draw(Rand64);

impl Draw {
    pub(super) fn new(seed: u128) -> Self {
        Self(Rand64::new(seed))
    }

    pub(super) fn below(&mut self, most: u32) -> u32 {
        u32::try_from(self.0.rand_range(0..u64::from(most))).expect("below a u32")
    }

    fn fen(&mut self, most: u32) -> Fen {
        Fen(i64::from(self.below(most)) * 1000)
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

fn id(number: u32) -> SpaceId {
    SpaceId::new(&format!("P{number}")).expect("letters and digits")
}

fn project(draw: &mut Draw, number: u32, years: u32) -> Project {
    let earliest_year = 1 + draw.below(years);
    let packages = (0..1 + draw.below(2)).map(|package| {
        let tranches = (0..=draw.below(2)).map(|offset_years| Tranche {
            offset_years,
            amount: draw.fen(60),
            rise: draw.fen(20),
        });
        let tranches = tranches.collect();
        let score = f64::from(draw.below(40)) - 4.0;
        Package {
            name: format!("k{package}"),
            tranches,
            scores: [("co2e_t".to_owned(), score)].into_iter().collect(),
            loss_share: Some(f64::from(draw.below(5)) / 4.0),
        }
    });
    let packages = packages.collect();
    let one_of = |draw: &mut Draw, words: [&str; 2]| Some(words[draw.below(2) as usize].to_owned());
    Project {
        id: id(number),
        district: one_of(draw, DISTRICTS),
        kind: one_of(draw, KINDS),
        tags: if draw.coin() { BTreeSet::from(["sme".to_owned()]) } else { BTreeSet::new() },
        floor_area_m2: Some(f64::from(draw.below(400)) / 4.0),
        earliest_year: if draw.coin() { 1 } else { earliest_year },
        latest_year: if draw.coin() { years } else { earliest_year },
        packages,
    }
}

fn budget(draw: &mut Draw, number: u32, years: u32) -> Budget {
    let scope = match draw.below(4) {
        0 => Scope::District(DISTRICTS[draw.below(2) as usize].into()),
        1 => Scope::Kind(KINDS[draw.below(2) as usize].into()),
        _ => Scope::All,
    };
    let money = if draw.below(3) == 0 {
        Money::Whole(draw.fen(260))
    } else {
        let carries_over = draw.coin();
        let listed: Vec<u32> = (1..=years).filter(|_| carries_over || draw.below(4) > 0).collect();
        Money::Yearly {
            amounts: listed.into_iter().map(|year| (year, draw.fen(120))).collect(),
            carries_over,
        }
    };
    Budget { name: format!("b{number}"), scope, money, protects: draw.below(3) }
}

fn group(draw: &mut Draw, count: u32) -> Group {
    match draw.below(4) {
        0 => Group::Tag("sme".into()),
        1 => Group::District(DISTRICTS[0].into()),
        2 => Group::Kind(KINDS[0].into()),
        _ => Group::Projects(vec![id(draw.below(count)), id(0)]),
    }
}

fn rule(draw: &mut Draw, count: u32, years: u32) -> Rule {
    let first = draw.below(count);
    let (one, other) = (id(first), id((first + 1 + draw.below(count - 1)) % count));
    match draw.below(8) {
        0 | 1 => Rule::Bundle { projects: vec![one, other], same_year: draw.coin() },
        2 => Rule::Prerequisite { project: one, needs: other },
        3 => Rule::Exclusion { projects: vec![one, other], at_most: 1 },
        4 => Rule::AtLeast { group: group(draw, count), count: 1 + draw.below(2) },
        5 => Rule::Floor {
            group: group(draw, count),
            of: [Measure::Money, Measure::Projects, Measure::FloorArea][draw.below(3) as usize],
            ten_thousandths: 1 + draw.below(7000),
        },
        6 => Rule::ForcedIn {
            project: one,
            package: draw.coin().then(|| "k0".into()),
            start_year: draw.coin().then(|| 1 + draw.below(years)),
            reason: "named in the plan".into(),
        },
        _ => Rule::ForcedOut { project: one, reason: "in dispute".into() },
    }
}

/// Two to four projects in up to three years, with every kind of budget and rule.
pub(super) fn random(draw: &mut Draw) -> Programme {
    let (count, years) = (2 + draw.below(3), 1 + draw.below(3));
    let rules = draw.below(4);
    Programme {
        years,
        projects: (0..count).map(|number| project(draw, number, years)).collect(),
        budgets: (0..draw.below(4)).map(|number| budget(draw, number, years)).collect(),
        constraints: (0..rules)
            .map(|number| Constraint { name: format!("c{number}"), rule: rule(draw, count, years) })
            .collect(),
        aim: Aim {
            weights: [("co2e_t".to_owned(), 1.0)].into_iter().collect(),
            loss_aversion_factor: if draw.coin() { 0.5 } else { 0.0 },
            delay_ratio: if draw.coin() { 0.25 } else { 0.0 },
        },
    }
}

/// What a pick is worth, written down a second time from the documentation.
fn points(programme: &Programme, package: &Package, start_year: u32) -> f64 {
    let value = package.scores["co2e_t"];
    let risk = programme.aim.loss_aversion_factor * package.loss_share.expect("drawn");
    let years = i32::try_from(start_year).expect("small") - 1;
    (value - risk * value.abs()) / (1.0 + programme.aim.delay_ratio).powi(years)
}

/// Whether every set of as many rises as a budget protects against leaves it kept, set by set.
fn bears_every_set_of_rises(programme: &Programme, picks: &[Pick]) -> bool {
    let find = |pick: &Pick| {
        let project = programme.projects.iter().find(|p| p.id == pick.project).expect("picked");
        let package = project.packages.iter().find(|p| p.name == pick.package).expect("picked");
        (project, package)
    };
    programme.budgets.iter().all(|budget| {
        let (years, carries): (Vec<(u32, i64)>, bool) = match &budget.money {
            Money::Whole(amount) => (vec![(u32::MAX, amount.0)], true),
            Money::Yearly { amounts, carries_over } => {
                (amounts.iter().map(|(year, amount)| (*year, amount.0)).collect(), *carries_over)
            }
        };
        (0..1_u32 << picks.len()).filter(|set| set.count_ones() <= budget.protects).all(|set| {
            let mut left = 0;
            years.iter().enumerate().all(|(place, &(year, amount))| {
                let since = if place == 0 { 0 } else { years[place - 1].0 };
                let mut spent = 0;
                for (number, pick) in picks.iter().enumerate() {
                    let (project, package) = find(pick);
                    for part in &package.tranches {
                        let paid = pick.start_year + part.offset_years;
                        let falls =
                            if carries { paid > since && paid <= year } else { paid == year };
                        if project.is_paid_by(&budget.scope) && falls {
                            spent += part.amount.0 + i64::from(set >> number & 1) * part.rise.0;
                        }
                    }
                }
                left = amount + if carries { left } else { 0 } - spent;
                left >= 0
            })
        })
    })
}

/// The greatest value over all choices, by trying each start of each package of each project, and
/// none; and whether any choice keeps all limits.
fn best(programme: &Programme, picks: &mut Vec<Pick>, value: f64, place: usize) -> Option<f64> {
    let Some(project) = programme.projects.get(place) else {
        let solution =
            Solution { picks: picks.clone(), objective_points: value, bound_points: value };
        let budgets: Vec<&str> = programme.budgets.iter().map(|b| b.name.as_str()).collect();
        let breaches = verify(programme, &solution);
        let breaks_budget = breaches.iter().any(|one| budgets.contains(&one.name.as_str()));
        assert_eq!(bears_every_set_of_rises(programme, picks), !breaks_budget, "{solution:?}");
        return breaches.is_empty().then_some(value);
    };
    let mut most = best(programme, picks, value, place + 1);
    for package in &project.packages {
        let tail = package.tranches.iter().map(|t| t.offset_years).max().unwrap_or(0);
        for start_year in project.earliest_year..=project.latest_year {
            if start_year + tail > programme.years {
                continue;
            }
            let (project, name) = (project.id.clone(), package.name.clone());
            picks.push(Pick { project, package: name, start_year });
            let value = value + points(programme, package, start_year);
            let other = best(programme, picks, value, place + 1);
            most = [most, other].into_iter().flatten().reduce(f64::max);
            picks.pop();
        }
    }
    most
}

fn chosen(answer: Answer) -> Outcome {
    match answer {
        Answer::Chosen(outcome) => *outcome,
        other => panic!("not chosen: {other:?}"),
    }
}

#[test]
fn plans_equal_brute_force_on_small_random_programmes() {
    let mut draw = Draw::new(20_240_305);
    let (mut chosen_some, mut conflicts, mut rules) = (0, 0, BTreeMap::<String, u32>::new());
    for number in 0..1500 {
        let programme = random(&mut draw);
        let label = format!("case {number}: {programme:#?}");
        let expected = best(&programme, &mut Vec::new(), 0.0, 0);
        match (plan(&programme, None, &EXACT).expect(&label), expected) {
            (Answer::Chosen(outcome), Some(value)) => {
                let Solution { objective_points, bound_points, picks } = &outcome.solution;
                assert!(
                    (objective_points - value).abs() < 1e-6,
                    "{objective_points} {value} {label}"
                );
                assert!(*bound_points >= value - 1e-6 && outcome.gap_ratio < 1e-6, "{label}");
                assert_eq!(verify(&programme, &outcome.solution), [], "{label}");
                chosen_some += u32::from(!picks.is_empty());
                changes_hold(&programme, &outcome, &label);
            }
            (Answer::Conflict(names), None) => {
                conflicts += 1;
                is_irreducible(&programme, &names, &label);
            }
            (answer, expected) => panic!("{answer:?} but {expected:?} {label}"),
        }
        for one in &programme.constraints {
            let kind = format!("{:?}", one.rule);
            *rules.entry(kind.split(' ').next().expect("a word").into()).or_default() += 1;
        }
    }
    assert!(chosen_some > 500 && conflicts > 100, "{chosen_some} {conflicts}");
    assert!(rules.len() == 7 && rules.values().all(|&count| count > 50), "{rules:?}");
}

/// The named budgets and constraints cannot hold, and can without any one of them.
fn is_irreducible(programme: &Programme, names: &[String], label: &str) {
    let only = |kept: &dyn Fn(&String) -> bool| {
        let mut part = programme.clone();
        part.budgets.retain(|one| kept(&one.name));
        part.constraints.retain(|one| kept(&one.name));
        best_value(&part)
    };
    assert_eq!(only(&|name| names.contains(name)), None, "{names:?} {label}");
    for gone in names {
        let rest = only(&|name| names.contains(name) && name != gone);
        assert!(rest.is_some(), "{gone} of {names:?} {label}");
    }
}

/// `best` without the facts that only other limits ask for.
fn best_value(programme: &Programme) -> Option<f64> {
    best(programme, &mut Vec::new(), 0.0, 0)
}

/// Every change that an outcome proposes does what it says.
fn changes_hold(programme: &Programme, outcome: &Outcome, label: &str) {
    for left_out in &outcome.left_out {
        for change in &left_out.changes {
            let label = format!("{left_out:?} {label}");
            let (mut changed, mut picks) = (programme.clone(), outcome.solution.picks.clone());
            match change {
                Change::MoreMoney { pick, by } => {
                    for short in by {
                        let name = &short.budget;
                        let budget = changed.budgets.iter_mut().find(|one| one.name == *name);
                        raise(budget.expect("named"), short.year, short.by);
                    }
                    picks.push(pick.clone());
                }
                Change::CostAtMost { pick, cost } => {
                    let owner = changed.projects.iter_mut().find(|one| one.id == pick.project);
                    let packages = &mut owner.expect("named").packages;
                    let package = packages.iter_mut().find(|one| one.name == pick.package);
                    let package = package.expect("named");
                    let full = package.cost().0;
                    for part in &mut package.tranches {
                        part.amount =
                            Fen(if full == 0 { 0 } else { part.amount.0 * cost.0 / full });
                        part.rise = Fen(if full == 0 { 0 } else { part.rise.0 * cost.0 / full });
                    }
                    picks.push(pick.clone());
                }
                Change::Displace { pick, out, .. } => {
                    picks.retain(|one| !out.contains(&one.project));
                    picks.push(pick.clone());
                }
            }
            let value = value_of(&changed, &picks);
            if let Change::Displace { lost_points, .. } = change {
                let lost = outcome.solution.objective_points - value;
                assert!((lost - lost_points).abs() < 1e-9 && lost > -1e-6, "{lost} {label}");
            }
            let solution = Solution { picks, objective_points: value, bound_points: value };
            assert_eq!(verify(&changed, &solution), [], "{change:?} {label}");
        }
    }
}

/// Raises a budget so that the limit of `year` and of no other grows.
fn raise(budget: &mut Budget, year: Option<u32>, by: Fen) {
    match (&mut budget.money, year) {
        (Money::Whole(amount), _) => *amount = *amount + by,
        (Money::Yearly { amounts, carries_over }, Some(year)) => {
            let amount = amounts.get_mut(&year).expect("named");
            *amount = *amount + by;
            if let Some(next) = amounts.get_mut(&(year + 1)).filter(|_| *carries_over) {
                *next = *next - by;
            }
        }
        (Money::Yearly { .. }, None) => panic!("a year is named"),
    }
}

fn value_of(programme: &Programme, picks: &[Pick]) -> f64 {
    let mut sorted: Vec<&Pick> = picks.iter().collect();
    sorted.sort();
    let value = |pick: &&Pick| {
        let project = programme.projects.iter().find(|p| p.id == pick.project).expect("picked");
        let package = project.packages.iter().find(|p| p.name == pick.package).expect("picked");
        points(programme, package, pick.start_year)
    };
    sorted.iter().map(value).sum()
}

#[test]
fn the_order_of_the_lists_does_not_matter_and_an_earlier_solution_is_a_start() {
    let mut draw = Draw::new(11);
    for number in 0..150 {
        let programme = random(&mut draw);
        let forward = plan(&programme, None, &EXACT).expect("valid");
        assert!(forward == plan(&programme, None, &EXACT).expect("valid"), "case {number}");
        let mut reversed = programme.clone();
        reversed.projects.reverse();
        reversed.budgets.reverse();
        reversed.constraints.reverse();
        reversed.projects.iter_mut().for_each(|one| one.packages.reverse());
        assert!(forward == plan(&reversed, None, &EXACT).expect("valid"), "case {number}");
        if let Answer::Chosen(outcome) = forward {
            let kept = serde_json::to_string(&outcome.solution).expect("plain");
            let read: Solution = serde_json::from_str(&kept).expect("written so");
            assert_eq!(read, outcome.solution);
            let again = chosen(plan(&programme, Some(&read), &EXACT).expect("valid"));
            let value = again.solution.objective_points;
            assert!((value - read.objective_points).abs() < 1e-6, "case {number}");
        }
    }
}
