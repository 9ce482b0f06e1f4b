//! Programmes of several years against all their possible choices.

use std::collections::{BTreeMap, BTreeSet};

use choice::Options;
use choice::programme::{
    Aim, Answer, Budget, Change, Constraint, Group, Measure, Money, Outcome, Package, Pick,
    Programme, Project, Rule, Short, Solution, Tranche, WhyOut, plan, verify,
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

fn with_fact(name: &str, value: &str) -> Group {
    Group::Fact { name: name.into(), values: BTreeSet::from([value.to_owned()]) }
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
    let mut facts = vec![
        ("district", DISTRICTS[draw.below(2) as usize]),
        ("kind", KINDS[draw.below(2) as usize]),
    ];
    facts.extend(draw.coin().then_some(("size", "small")));
    Project {
        id: id(number),
        facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        floor_area_m2: Some(f64::from(draw.below(400)) / 4.0),
        earliest_year: if draw.coin() { 1 } else { earliest_year },
        latest_year: if draw.coin() { years } else { earliest_year },
        packages,
    }
}

fn budget(draw: &mut Draw, number: u32, years: u32) -> Budget {
    let scope = match draw.below(4) {
        0 => with_fact("district", DISTRICTS[draw.below(2) as usize]),
        1 => with_fact("kind", KINDS[draw.below(2) as usize]),
        _ => Group::All,
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
        0 => with_fact("size", "small"),
        1 => with_fact("district", DISTRICTS[0]),
        2 => with_fact("kind", KINDS[0]),
        _ => Group::Projects([id(draw.below(count)), id(0)].into()),
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
        first_year: 1,
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
                        if project.is_in(&budget.scope) && falls {
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

#[test]
fn the_calendar_moves_nothing_but_the_years() {
    let mut draw = Draw::new(5);
    let mut chosen_some = 0;
    for number in 0..300 {
        let programme = random(&mut draw);
        let later = moved(&programme, 2023);
        let planned = |one: &Programme| plan(one, None, &EXACT).expect("valid");
        match (planned(&programme), planned(&later)) {
            (Answer::Chosen(mut here), Answer::Chosen(there)) => {
                chosen_some += u32::from(!here.solution.picks.is_empty());
                assert_eq!(verify(&later, &there.solution), [], "case {number}");
                here.solution.picks.iter_mut().for_each(|pick| pick.start_year += 2023);
                assert_eq!(here.solution, there.solution, "case {number}");
                assert_eq!(here.left_out.len(), there.left_out.len(), "case {number}");
            }
            (here, there) => assert_eq!(here, there, "case {number}"),
        }
    }
    assert!(chosen_some > 100, "{chosen_some}");
}

/// The same programme so many years later.
fn moved(programme: &Programme, years: u32) -> Programme {
    let mut later = programme.clone();
    later.first_year += years;
    for project in &mut later.projects {
        project.earliest_year += years;
        project.latest_year += years;
    }
    for budget in &mut later.budgets {
        if let Money::Yearly { amounts, .. } = &mut budget.money {
            *amounts = amounts.iter().map(|(year, amount)| (year + years, *amount)).collect();
        }
    }
    for constraint in &mut later.constraints {
        if let Rule::ForcedIn { start_year: Some(year), .. } = &mut constraint.rule {
            *year += years;
        }
    }
    later
}

/// Projects P0, P1 … of one package in one year: yuan, tonnes.
fn simple(list: &[(i64, f64)], budget: Option<i64>) -> Programme {
    let project = |(number, &(yuan, tonnes)): (u32, &(i64, f64))| Project {
        id: id(number),
        facts: BTreeMap::new(),
        floor_area_m2: None,
        earliest_year: 1,
        latest_year: 1,
        packages: vec![Package {
            name: "k".into(),
            tranches: vec![Tranche {
                offset_years: 0,
                amount: Fen(yuan * 100),
                rise: Fen(yuan * 10),
            }],
            scores: BTreeMap::from([("co2e_t".to_owned(), tonnes)]),
            loss_share: None,
        }],
    };
    let money = |yuan: i64| Budget {
        name: "city".into(),
        scope: Group::All,
        money: Money::Whole(Fen(yuan * 100)),
        protects: 0,
    };
    Programme {
        first_year: 1,
        years: 1,
        projects: (0..).zip(list).map(project).collect(),
        budgets: budget.into_iter().map(money).collect(),
        constraints: Vec::new(),
        aim: Aim { weights: BTreeMap::from([("co2e_t".to_owned(), 1.0)]), ..Aim::default() },
    }
}

fn picked(outcome: &Outcome) -> Vec<String> {
    outcome.solution.picks.iter().map(|pick| pick.project.to_string()).collect()
}

fn with(mut programme: Programme, rules: Vec<(&str, Rule)>) -> Programme {
    programme.constraints =
        rules.into_iter().map(|(name, rule)| Constraint { name: name.into(), rule }).collect();
    programme
}

#[test]
fn reasons_and_changes_can_be_checked_by_hand() {
    // 100 yuan: P0 and P2 are best, worth 96; P1 lacks 50, fits at nothing, or displaces one.
    let programme = simple(&[(60, 60.0), (50, 40.0), (40, 36.0), (101, 9.0)], Some(100));
    let outcome = chosen(plan(&programme, None, &EXACT).expect("valid"));
    assert_eq!(picked(&outcome), ["P0", "P2"]);
    assert_eq!(outcome.cost, Fen(10_000));
    assert_eq!((outcome.budgets[0].spent, outcome.budgets[0].bears), (Fen(10_000), Some(0)));
    let one = &outcome.left_out[0];
    let pick = Pick { project: id(1), package: "k".into(), start_year: 1 };
    let short = |yuan: i64| Short { budget: "city".into(), year: None, by: Fen(yuan * 100) };
    assert_eq!(one.why, WhyOut::NoMoney(vec![short(50)]));
    assert_eq!(one.why.text().zh, "与入选项目一起超出“city” 50.00 元");
    let changes = [
        Change::MoreMoney { pick: pick.clone(), by: vec![short(50)] },
        Change::CostAtMost { pick: pick.clone(), cost: Fen(0) },
        Change::Displace { pick, out: vec![id(0)], lost_points: 20.0 },
    ];
    assert_eq!(one.changes, changes);
    assert_eq!(outcome.left_out[1].why, WhyOut::AloneOver(short(1)));
}

#[test]
fn what_is_forced_stands_with_its_reason_and_what_cannot_hold_is_named() {
    let list = [(60, 60.0), (50, 40.0), (40, 36.0)];
    let out = Rule::ForcedOut { project: id(0), reason: "in dispute".into() };
    let programme = with(simple(&list, Some(100)), vec![("court", out.clone())]);
    let outcome = chosen(plan(&programme, None, &EXACT).expect("valid"));
    assert_eq!(picked(&outcome), ["P1", "P2"]);
    assert_eq!(outcome.left_out[0].why.text().en, "taken out by \"court\": in dispute");

    let bundle = Rule::Bundle { projects: vec![id(0), id(1)], same_year: false };
    let all = Rule::AtLeast { group: Group::Projects([id(1)].into()), count: 1 };
    let rules = vec![("pair", bundle), ("court", out), ("first", all)];
    let answer = plan(&with(simple(&list, Some(100)), rules), None, &EXACT).expect("valid");
    let names = ["court", "first", "pair"].map(String::from);
    assert_eq!(answer, Answer::Conflict(names.to_vec()), "the budget is not among them");
}

#[test]
fn a_budget_below_the_cheapest_project_is_a_remark_and_nonsense_a_refusal() {
    let mut programme = simple(&[(60, 60.0), (50, 40.0)], Some(49));
    let outcome = chosen(plan(&programme, None, &EXACT).expect("valid"));
    assert!(picked(&outcome).is_empty());
    let codes: Vec<&str> = outcome.remarks.iter().map(|remark| remark.code.as_str()).collect();
    assert_eq!(codes, ["budget_below_cheapest"]);
    assert!(outcome.remarks[0].expected.en.starts_with("at least 50.00 yuan"));

    programme.years = 0;
    programme.projects[0].packages[0].tranches[0].amount = Fen(i64::MIN);
    programme.projects[1].packages[0].tranches[0].rise = Fen(i64::MAX);
    programme.projects[1].id = id(0);
    programme.projects[0].packages[0].scores.insert("co2e_t".into(), f64::NAN);
    programme.aim.delay_ratio = f64::INFINITY;
    let rule = Rule::Prerequisite { project: id(7), needs: id(7) };
    programme.constraints.push(Constraint { name: "city".into(), rule });
    let Answer::Refused(remarks) = plan(&programme, None, &EXACT).expect("valid options") else {
        panic!("taken");
    };
    let columns: BTreeSet<&str> = remarks.iter().map(|remark| remark.column.as_str()).collect();
    for column in [
        "years",
        "aim.delay_ratio",
        "projects[0].packages[0].tranches[0].amount",
        "projects[1].packages[0].tranches[0].rise",
        "projects[0].packages[0].scores.co2e_t",
        "projects[1].id",
        "constraints[0]",
        "constraints[0].name",
    ] {
        assert!(columns.contains(column), "{column} is not in {columns:?}");
    }
}

#[test]
fn unknown_facts_leave_a_project_out_and_are_named() {
    let mut programme = simple(&[(10, 5.0), (10, 5.0)], Some(100));
    programme.projects[0].packages[0].scores.clear();
    programme.projects[1].packages[0].loss_share = Some(0.5);
    programme.aim.loss_aversion_factor = 0.5;
    let outcome = chosen(plan(&programme, None, &EXACT).expect("valid"));
    assert_eq!(picked(&outcome), ["P1"]);
    assert_eq!(outcome.solution.objective_points.to_bits(), 3.75_f64.to_bits());
    assert_eq!(outcome.left_out[0].why, WhyOut::UnknownScore { score: "co2e_t".into() });

    programme.budgets[0].scope = with_fact("district", "东城区");
    let outcome = chosen(plan(&programme, None, &EXACT).expect("valid"));
    assert_eq!(outcome.left_out[1].why, WhyOut::UnknownFact { fact: "district".into() });
}

#[test]
fn verify_finds_each_fault_of_a_stored_solution() {
    let programme = simple(&[(60, 60.0), (50, 40.0)], Some(100));
    let pick = |number, package: &str, start_year| Pick {
        project: id(number),
        package: package.into(),
        start_year,
    };
    let faults = |picks: Vec<Pick>, objective_points: f64| {
        let solution = Solution { picks, objective_points, bound_points: objective_points };
        verify(&programme, &solution).into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert!(faults(vec![pick(0, "k", 1)], 60.0).is_empty());
    assert_eq!(faults(vec![pick(0, "k", 1), pick(1, "k", 1)], 100.0), ["city"]);
    assert_eq!(faults(vec![pick(0, "k", 1)], 61.0), ["solution"]);
    assert_eq!(faults(vec![pick(0, "k", 2)], 60.0), ["solution"]);
    assert_eq!(faults(vec![pick(0, "gone", 1)], 0.0), ["solution"]);
    assert_eq!(faults(vec![pick(0, "k", 1), pick(0, "k", 1)], 120.0), ["solution", "city"]);
    assert_eq!(faults(vec![pick(0, "k", u32::MAX)], 60.0), ["solution"]);
    let low = Solution { picks: vec![pick(0, "k", 1)], objective_points: 60.0, bound_points: 59.0 };
    assert_eq!(verify(&programme, &low)[0].name, "solution");
}

#[test]
fn a_city_in_five_years_keeps_every_limit_with_a_small_proven_gap() {
    let mut draw = Draw::new(3);
    let mut programme = simple(&[], None);
    programme.years = 5;
    for number in 0..700 {
        let mut one = project(&mut draw, number, 5);
        (one.earliest_year, one.latest_year) = (1, 5);
        for extra in 2..5 {
            let mut more = one.packages[0].clone();
            more.name = format!("k{extra}");
            more.tranches[0].amount = draw.fen(60 * extra);
            more.scores.insert("co2e_t".into(), f64::from(draw.below(40 * extra)));
            one.packages.push(more);
        }
        programme.projects.push(one);
    }
    let yearly = |fen| Money::Yearly {
        amounts: (1..=5).map(|year| (year, Fen(fen))).collect(),
        carries_over: true,
    };
    let share = Rule::Floor {
        group: with_fact("size", "small"),
        of: Measure::Money,
        ten_thousandths: 6000,
    };
    programme = with(programme, vec![("sme", share)]);
    for (protects, most_gap) in [(0, 1e-3), (5, 2e-2)] {
        let of = |name: &str, scope, fen, protects| Budget {
            name: name.into(),
            scope,
            money: yearly(fen),
            protects,
        };
        programme.budgets = vec![
            of("city", Group::All, 800_000, protects),
            of("east", with_fact("district", DISTRICTS[0]), 300_000, 0),
        ];
        let options = Options { gap_ratio: 1e-3, ..Options::default() };
        let outcome = chosen(plan(&programme, None, &options).expect("valid"));
        assert_eq!(verify(&programme, &outcome.solution), []);
        assert!(outcome.gap_ratio <= most_gap, "{protects}: gap {}", outcome.gap_ratio);
        assert!(outcome.solution.picks.len() > 50);
        assert_eq!(outcome.left_out.len() + outcome.solution.picks.len(), 700);
        let again = chosen(plan(&programme, None, &options).expect("valid"));
        assert!(again == outcome, "the same input gave another plan");
    }
}
