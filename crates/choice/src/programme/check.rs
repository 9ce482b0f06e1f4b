use std::collections::BTreeSet;

use units::{Diagnostic, Fen, Severity, SpaceId, Text};

use super::{Budget, Group, Money, Package, Programme, Project, Rule};

/// The most public money of a tranche or a budget: 10^12 yuan. Sums stay far from overflow.
const MOST: Fen = Fen(100_000_000_000_000);
/// The longest programme.
const MOST_YEARS: u32 = 30;
/// The most packages times years of start.
const MOST_OPTIONS: usize = 5_000_000;

/// What is wrong with a programme: empty when it can be planned. `column` is the path of the value.
pub fn check(programme: &Programme) -> Vec<Diagnostic> {
    let mut remarks = Remarks::default();
    let Programme { first_year, years, projects, budgets, constraints, aim } = programme;
    let years = *years;
    let range = |range: &str| Text::new(format!("{range} 之间"), format!("within {range}"));
    remarks.need((1..=9999).contains(first_year), "first_year", first_year, range("1..=9999"));
    remarks.need((1..=MOST_YEARS).contains(&years), "years", &years, range("1..=30"));
    for (name, &weight) in &aim.weights {
        let path = format!("aim.weights.{name}");
        remarks.need(weight.is_finite(), &path, &weight, Text::new("有限数", "a finite number"));
    }
    let weighs = aim.weights.values().any(|weight| weight.abs() > 0.0);
    let some = Text::new("至少一个非零权重", "at least one weight that is not zero");
    remarks.need(weighs, "aim.weights", &"0", some);
    for (path, value) in [
        ("aim.loss_aversion_factor", aim.loss_aversion_factor),
        ("aim.delay_ratio", aim.delay_ratio),
    ] {
        remarks.need((0.0..=1.0).contains(&value), path, &value, range("0..=1"));
    }
    let mut ids = BTreeSet::new();
    for (place, project) in projects.iter().enumerate() {
        let path = format!("projects[{place}]");
        remarks.need(ids.insert(&project.id), &format!("{path}.id"), &project.id, unique());
        remarks.project(&path, project, *first_year);
    }
    let packages: usize = projects.iter().map(|project| project.packages.len()).sum();
    let options = packages.saturating_mul(usize::try_from(years).unwrap_or(usize::MAX));
    let most = Text::new(
        format!("方案数 × 年数不超过 {MOST_OPTIONS}"),
        format!("at most {MOST_OPTIONS} packages times years"),
    );
    remarks.need(options <= MOST_OPTIONS, "projects", &options, most);
    let mut names = BTreeSet::new();
    for (place, budget) in budgets.iter().enumerate() {
        let path = format!("budgets[{place}]");
        let is_new = names.insert(&budget.name) && !budget.name.is_empty();
        remarks.need(is_new, &format!("{path}.name"), &budget.name, unique());
        remarks.budget(&path, budget, programme);
    }
    for (place, constraint) in constraints.iter().enumerate() {
        let path = format!("constraints[{place}]");
        let is_new = names.insert(&constraint.name) && !constraint.name.is_empty();
        remarks.need(is_new, &format!("{path}.name"), &constraint.name, unique());
        remarks.rule(&path, &constraint.rule, &ids, programme);
    }
    remarks.0
}

fn unique() -> Text {
    Text::new("非空且不重复的名称", "a name that is not empty and not used before")
}

#[derive(Default)]
struct Remarks(Vec<Diagnostic>);

impl Remarks {
    fn need(&mut self, holds: bool, path: &str, value: &dyn ToString, expected: Text) {
        if !holds {
            self.0.push(Diagnostic {
                severity: Severity::Refused,
                code: "programme_value".into(),
                file: "programme".into(),
                row: None,
                column: path.into(),
                value: value.to_string().chars().take(200).collect(),
                expected,
                remedy: Text::new("请更正后重试", "correct it and run again"),
            });
        }
    }

    fn money(&mut self, path: &str, amount: Fen) {
        let expected = Text::new(format!("0 至 {MOST} 元"), format!("0 to {MOST} yuan"));
        self.need((Fen::ZERO..=MOST).contains(&amount), path, &amount, expected);
    }

    fn project(&mut self, path: &str, project: &Project, first_year: u32) {
        let Project { earliest_year, latest_year, packages, floor_area_m2, .. } = project;
        let window = Text::new(
            format!("起始年不早于 {first_year}，且不晚于截止年"),
            format!("from {first_year}, and not after the latest"),
        );
        let is_window = *earliest_year >= first_year && earliest_year <= latest_year;
        self.need(is_window, &format!("{path}.earliest_year"), earliest_year, window);
        if let Some(area_m2) = floor_area_m2 {
            let expected = Text::new("0 至 10^9 m²", "0 to 10^9 m²");
            let is_area = (0.0..=1e9).contains(area_m2);
            self.need(is_area, &format!("{path}.floor_area_m2"), area_m2, expected);
        }
        let mut names = BTreeSet::new();
        for (place, package) in packages.iter().enumerate() {
            let path = format!("{path}.packages[{place}]");
            let is_new = names.insert(&package.name);
            self.need(is_new, &format!("{path}.name"), &package.name, unique());
            self.package(&path, package);
        }
    }

    fn package(&mut self, path: &str, package: &Package) {
        for (place, tranche) in package.tranches.iter().enumerate() {
            let path = format!("{path}.tranches[{place}]");
            self.money(&format!("{path}.amount"), tranche.amount);
            self.money(&format!("{path}.rise"), tranche.rise);
        }
        let rises =
            package.tranches.iter().fold(0, |sum: i64, part| sum.saturating_add(part.rise.0));
        self.money(&format!("{path}.tranches"), package.cost().max(Fen(rises)));
        let most = usize::try_from(MOST_YEARS).unwrap_or(usize::MAX);
        let expected = Text::new("至多 30 笔", "at most 30 tranches");
        let count = package.tranches.len();
        self.need(count <= most, &format!("{path}.tranches"), &count, expected);
        for (name, &score) in &package.scores {
            let expected = Text::new("有限数", "a finite number");
            self.need(score.is_finite(), &format!("{path}.scores.{name}"), &score, expected);
        }
        if let Some(share) = package.loss_share {
            let expected = Text::new("0 至 1", "0 to 1");
            let is_share = (0.0..=1.0).contains(&share);
            self.need(is_share, &format!("{path}.loss_share"), &share, expected);
        }
    }

    fn budget(&mut self, path: &str, budget: &Budget, programme: &Programme) {
        let (first, end) = (programme.first_year, programme.last_year());
        match &budget.money {
            Money::Whole(amount) => self.money(&format!("{path}.total"), *amount),
            Money::Yearly { amounts, carries_over } => {
                for (year, &amount) in amounts {
                    let path = format!("{path}.amounts.{year}");
                    self.money(&path, amount);
                    let expected = Text::new(
                        format!("规划期内的年份（{first} 至 {end}）"),
                        format!("a year of the programme ({first} to {end})"),
                    );
                    self.need((first..=end).contains(year), &path, year, expected);
                }
                let last = amounts.keys().next_back().copied().unwrap_or(0);
                let gap = (first..=last.min(end))
                    .find(|year| !amounts.contains_key(year) && *carries_over);
                let expected = Text::new(
                    "结转时，最后一个年份之前的每一年都有金额",
                    "with carry-over, an amount for every year up to the last one listed",
                );
                let missing = gap.unwrap_or(0);
                self.need(gap.is_none(), &format!("{path}.amounts"), &missing, expected);
            }
        }
    }

    fn rule(&mut self, path: &str, rule: &Rule, ids: &BTreeSet<&SpaceId>, programme: &Programme) {
        let (named, twice_matters): (Vec<&SpaceId>, bool) = match rule {
            Rule::Bundle { projects, .. } | Rule::Exclusion { projects, .. } => {
                (projects.iter().collect(), true)
            }
            Rule::Prerequisite { project, needs } => (vec![project, needs], true),
            Rule::AtLeast { group: Group::Projects(list), .. }
            | Rule::Floor { group: Group::Projects(list), .. } => (list.iter().collect(), false),
            Rule::AtLeast { .. } | Rule::Floor { .. } => (Vec::new(), false),
            Rule::ForcedIn { project, .. } | Rule::ForcedOut { project, .. } => {
                (vec![project], false)
            }
        };
        let mut seen = BTreeSet::new();
        for id in named {
            let expected = Text::new("本规划中的项目", "a project of this programme");
            self.need(ids.contains(id), path, id, expected);
            let once = Text::new("不重复的项目", "each project once");
            self.need(seen.insert(id) || !twice_matters, path, id, once);
        }
        if let Rule::Floor { ten_thousandths, .. } = rule {
            let path = format!("{path}.ten_thousandths");
            let expected = Text::new("0 至 10000", "0 to 10000");
            self.need(*ten_thousandths <= 10_000, &path, ten_thousandths, expected);
        }
        if let Rule::ForcedIn { project, package: Some(package), .. } = rule {
            let of = programme.projects.iter().find(|one| one.id == *project);
            let has = of.is_some_and(|one| one.packages.iter().any(|p| p.name == *package));
            let expected = Text::new("该项目的方案", "a package of that project");
            self.need(has, &format!("{path}.package"), package, expected);
        }
    }
}
