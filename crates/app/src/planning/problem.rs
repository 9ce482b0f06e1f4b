//! From a programme file and the decisions of a state to the problem that is planned.

use std::collections::{BTreeMap, BTreeSet};

use choice::programme::{
    Aim, Budget, Constraint, Group, Measure, Money, Package, Programme, Project, Rule, Tranche,
};
use stock::{Field, FieldType, Ledger, Space, Value};
use units::{Diagnostic, Fen, Severity, SpaceId, Text, nearest_name};

use super::file::{
    BudgetPart, ConstraintPart, GroupPart, MeasurePart, ProgrammeFile, RulePart, StartPart, Word,
};
use crate::deciding::{Ruled, RuledOffer, Verdict};

/// Names of what a package is good for.
pub(super) const CO2E: &str = "co2e_t";
pub(super) const FLOOR_AREA: &str = "floor_area_m2";
pub(super) const NPV: &str = "npv_yuan";

/// The problem, and what the programme does not hold of it.
pub(super) struct Problem {
    pub(super) programme: Programme,
    /// Why a project has no package.
    pub(super) without: BTreeMap<SpaceId, NoPackage>,
    /// What a reader should know of the file.
    pub(super) remarks: Vec<Diagnostic>,
}

/// Why a space offers no package to a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPackage {
    NotDecided,
    NotMet,
    NoAmount,
    /// A budget protects against rises, and high costs are unknown.
    NoHighCost,
}

/// Makes the problem of a file.
///
/// # Errors
/// Everything in the file that does not fit the ledger or the decisions.
pub(super) fn problem(
    file: &ProgrammeFile,
    name: &str,
    ledger: &Ledger,
    ruled: &[Ruled],
) -> Result<Problem, Vec<Diagnostic>> {
    let ruled: BTreeMap<&SpaceId, &Ruled> = ruled.iter().map(|one| (&one.id, one)).collect();
    let mut reader = Reader { file, name, ledger, ruled: &ruled, found: Vec::new(), asked: BTreeSet::new() };
    let budgets: Vec<Budget> =
        file.budgets.iter().enumerate().map(|(at, one)| reader.budget(at, one)).collect();
    let constraints: Vec<Constraint> =
        file.constraints.iter().enumerate().map(|(at, one)| reader.constraint(at, one)).collect();
    let starts: Vec<(Group, &StartPart)> =
        file.starts.iter().enumerate().map(|(at, one)| (reader.start(at, one), one)).collect();
    reader.tranches();
    let (mut remarks, refused): (Vec<_>, Vec<_>) =
        reader.found.into_iter().partition(|one| one.severity != Severity::Refused);
    if !refused.is_empty() {
        return Err(refused);
    }
    let asked = reader.asked;
    let is_protected = budgets.iter().any(|budget| budget.protects > 0);
    let mut without = BTreeMap::new();
    let mut projects = Vec::with_capacity(ledger.spaces.len());
    for space in ledger.spaces.values() {
        let mut project = bare(space, file, &asked);
        for (group, part) in &starts {
            if project.is_in(group) {
                let Project { earliest_year, latest_year, .. } = &mut project;
                *earliest_year = part.earliest.unwrap_or(0).max(*earliest_year);
                *latest_year = part.latest.unwrap_or(u32::MAX).min(*latest_year);
            }
        }
        match packages(ruled.get(&space.id).copied(), file, is_protected) {
            Ok(packages) => project.packages = packages,
            Err(why) => {
                without.insert(space.id.clone(), why);
            }
        }
        projects.push(project);
    }
    let programme = Programme {
        first_year: file.first_year,
        years: file.years,
        projects,
        budgets,
        constraints,
        aim: aim(file),
    };
    let faults = check(&programme, name);
    if !faults.is_empty() {
        return Err(faults);
    }
    remarks.extend(unreachable_bundles(&programme, name));
    remarks.extend(unweighed(&programme, name));
    Ok(Problem { programme, without, remarks })
}

/// What the planner itself finds wrong; its paths are those of the file.
fn check(programme: &Programme, name: &str) -> Vec<Diagnostic> {
    let mut faults = choice::programme::check(programme);
    faults.iter_mut().for_each(|fault| name.clone_into(&mut fault.file));
    faults
}

fn aim(file: &ProgrammeFile) -> Aim {
    let weights = &file.aim.weights;
    let all = [(CO2E, weights.co2e_t), (FLOOR_AREA, weights.floor_area_m2), (NPV, weights.npv_yuan)];
    Aim {
        weights: all.into_iter().map(|(name, weight)| (name.to_owned(), weight)).collect(),
        loss_aversion_factor: file.aim.loss_aversion_factor,
        delay_ratio: file.aim.delay_ratio,
    }
}

/// A project without its packages.
fn bare(space: &Space, file: &ProgrammeFile, asked: &BTreeSet<Field>) -> Project {
    let fact = |field: &Field| Some((field.key().to_owned(), word(&space.fact(*field)?.value)?));
    Project {
        id: space.id.clone(),
        facts: asked.iter().filter_map(fact).collect(),
        floor_area_m2: space.fact(Field::GrossFloorAreaM2).and_then(|one| one.value.as_f64()),
        earliest_year: file.first_year,
        latest_year: file.first_year.saturating_add(file.years.saturating_sub(1)),
        packages: Vec::new(),
    }
}

/// A fact as a word, if it is one.
fn word(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_bool().map(|truth| truth.to_string()))
}

/// Every package that is not refused and has an amount.
fn packages(
    ruled: Option<&Ruled>,
    file: &ProgrammeFile,
    is_protected: bool,
) -> Result<Vec<Package>, NoPackage> {
    let ruled = ruled.ok_or(NoPackage::NotDecided)?;
    let open: Vec<&RuledOffer> =
        ruled.offers.iter().filter(|offer| offer.verdict != Verdict::NotMet).collect();
    if open.is_empty() {
        return Err(NoPackage::NotMet);
    }
    let (mut packages, mut why) = (Vec::new(), NoPackage::NoAmount);
    for offer in open {
        let (Some(name), Some(amount)) = (&offer.package, offer.amount.or(offer.amount_if_met))
        else {
            continue;
        };
        let rise = match offer.rise_of(amount) {
            Some(rise) => rise,
            None if is_protected => {
                why = NoPackage::NoHighCost;
                continue;
            }
            None => Fen::ZERO,
        };
        packages.push(package(name, offer, ruled, file, amount, rise));
    }
    if packages.is_empty() { Err(why) } else { Ok(packages) }
}

fn package(
    name: &str,
    offer: &RuledOffer,
    ruled: &Ruled,
    file: &ProgrammeFile,
    amount: Fen,
    rise: Fen,
) -> Package {
    let scores = [
        (CO2E, offer.carbon_saved.map(|saved| saved.tonnes_f64())),
        (FLOOR_AREA, ruled.floor_area_m2),
        (NPV, offer.npv.map(Fen::yuan_f64)),
    ];
    let scores = scores.into_iter().filter_map(|(name, score)| Some((name.to_owned(), score?)));
    let shares: Vec<u32> = file.tranches.iter().map(|part| part.percent.0).collect();
    let amounts = parts(amount, &shares).into_iter().zip(parts(rise, &shares));
    let tranches = file.tranches.iter().zip(amounts).map(|(part, (amount, rise))| Tranche {
        offset_years: part.offset_years,
        amount,
        rise,
    });
    Package {
        name: name.to_owned(),
        tranches: tranches.collect(),
        scores: scores.collect(),
        loss_share: offer.loss_share,
    }
}

/// `amount` in parts of so many ten-thousandths, which sum to it to the fen: each is what the sum
/// up to it, cut down to the fen, adds to the sum before.
fn parts(amount: Fen, ten_thousandths: &[u32]) -> Vec<Fen> {
    let (mut share, mut before) = (0_i128, 0_i128);
    let part = |ten_thousandths: &u32| {
        share += i128::from(*ten_thousandths);
        let so_far = i128::from(amount.0) * share / 10_000;
        let part = so_far - before;
        before = so_far;
        Fen(i64::try_from(part).unwrap_or(i64::MAX))
    };
    ten_thousandths.iter().map(part).collect()
}

/// Bundles that can never be chosen, since a member is taken out.
fn unreachable_bundles(programme: &Programme, name: &str) -> Vec<Diagnostic> {
    let out: BTreeMap<&SpaceId, &str> = programme
        .constraints
        .iter()
        .filter_map(|one| match &one.rule {
            Rule::ForcedOut { project, .. } => Some((project, one.name.as_str())),
            _ => None,
        })
        .collect();
    let note = |(at, one): (usize, &Constraint)| {
        let Rule::Bundle { projects, .. } = &one.rule else { return None };
        let (member, by) = projects.iter().find_map(|id| Some((id, *out.get(id)?)))?;
        Some(Diagnostic {
            severity: Severity::Note,
            code: "bundle_out_of_reach".into(),
            file: name.into(),
            row: None,
            column: format!("constraints[{at}]"),
            value: one.name.clone(),
            expected: Text::new(
                format!("成员均可入选，而“{by}”排除了 {member}，故其余成员也不会入选"),
                format!("members that can be chosen; {by:?} takes out {member}, so none can be"),
            ),
            remedy: Text::new(
                format!("将 {member} 移出捆绑，或取消“{by}”"),
                format!("take {member} out of the bundle, or drop {by:?}"),
            ),
        })
    };
    programme.constraints.iter().enumerate().filter_map(note).collect()
}

/// Odds that are asked for and that no package has.
fn unweighed(programme: &Programme, name: &str) -> Option<Diagnostic> {
    let asks = programme.aim.loss_aversion_factor > 0.0;
    let mut packages = programme.projects.iter().flat_map(|project| &project.packages);
    let is_unknown = asks && packages.all(|package| package.loss_share.is_none());
    is_unknown.then(|| Diagnostic {
        severity: Severity::Warning,
        code: "odds_unknown".into(),
        file: name.into(),
        row: None,
        column: "aim.loss_aversion_factor".into(),
        value: programme.aim.loss_aversion_factor.to_string(),
        expected: Text::new(
            "含亏损概率的评估结果；没有亏损概率的方案均被排除",
            "appraisals with odds of loss; packages without them are left out",
        ),
        remedy: Text::new(
            "运行 reweave appraise --all --odds，再运行 reweave decide",
            "run `reweave appraise --all --odds`, then `reweave decide`",
        ),
    })
}

/// Reads the parts that name something of the ledger, and remembers what does not fit.
struct Reader<'r> {
    file: &'r ProgrammeFile,
    name: &'r str,
    ledger: &'r Ledger,
    ruled: &'r BTreeMap<&'r SpaceId, &'r Ruled>,
    found: Vec<Diagnostic>,
    /// Facts that groups are named by.
    asked: BTreeSet<Field>,
}

impl Reader<'_> {
    fn remark(&mut self, severity: Severity, path: &str, value: &str, expected: Text, remedy: Text) {
        self.found.push(Diagnostic {
            severity,
            code: "programme_value".into(),
            file: self.name.into(),
            row: None,
            column: path.into(),
            value: value.chars().take(200).collect(),
            expected,
            remedy,
        });
    }

    fn refuse(&mut self, path: &str, value: &str, expected: Text) {
        let remedy = Text::new("请更正后重试", "correct it and run again");
        self.remark(Severity::Refused, path, value, expected, remedy);
    }

    /// Refuses a name that nothing has, naming the nearest that something has.
    fn unknown<'k>(
        &mut self,
        path: &str,
        value: &str,
        expected: Text,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let remedy = match nearest_name(value, known) {
            Some(near) => Text::new(format!("是否应为 {near}？"), format!("did you mean {near}?")),
            None => Text::new("核对名称", "check the name"),
        };
        self.remark(Severity::Refused, path, value, expected, remedy);
    }

    fn year(&mut self, path: &str, year: u32) {
        let first = self.file.first_year;
        let last = first.saturating_add(self.file.years.saturating_sub(1));
        if !(first..=last).contains(&year) {
            let expected = Text::new(
                format!("规划期内的年份（{first} 至 {last}）"),
                format!("a year of the programme ({first} to {last})"),
            );
            self.refuse(path, &year.to_string(), expected);
        }
    }

    /// A project of the ledger. One that is not there is refused and stands for itself.
    fn project(&mut self, path: &str, asked: &str) -> Option<SpaceId> {
        let id = SpaceId::new(asked).ok();
        let known = id.as_ref().is_some_and(|id| self.ledger.spaces.contains_key(id));
        if !known {
            let ledger = self.ledger;
            let expected = Text::new("台账中的项目编号", "the id of a space of the ledger");
            self.unknown(path, asked, expected, ledger.spaces.keys().map(SpaceId::as_str));
        }
        id.filter(|_| known)
    }

    fn projects(&mut self, path: &str, asked: &[String]) -> Vec<SpaceId> {
        let each = asked.iter().enumerate();
        each.filter_map(|(at, one)| self.project(&format!("{path}[{at}]"), one)).collect()
    }

    fn group(&mut self, path: &str, group: &GroupPart) -> Group {
        match group {
            GroupPart::All => Group::All,
            GroupPart::Projects(list) => {
                let list = self.projects(&format!("{path}.projects"), list);
                Group::Projects(list.into_iter().collect())
            }
            GroupPart::Fact { name, values } => {
                let path = format!("{path}.fact");
                if let Some(field) = self.field(&path, name) {
                    self.asked.insert(field);
                    self.values(&path, field, values);
                }
                let values = values.iter().map(|word| word.0.clone()).collect();
                Group::Fact { name: name.clone(), values }
            }
        }
    }

    /// A ledger field that groups can be named by.
    fn field(&mut self, path: &str, name: &str) -> Option<Field> {
        let names_groups = |field: &Field| {
            matches!(
                field.field_type(),
                FieldType::Text | FieldType::Choice(_) | FieldType::Bool
            )
        };
        let field = Field::from_key(name).filter(names_groups);
        if field.is_none() {
            let known = Field::ALL.iter().filter(|field| names_groups(field));
            let expected = Text::new(
                "台账字段（文字、选项或是否），如 district、kind、enterprise_size",
                "a ledger field of words or yes and no, such as district, kind, enterprise_size",
            );
            let known: Vec<&str> = known.map(|field| field.key()).collect();
            self.unknown(&format!("{path}.name"), name, expected, known);
        }
        field
    }

    /// Values that the field can have; of free words one that some space has.
    fn values(&mut self, path: &str, field: Field, values: &[Word]) {
        let ledger = self.ledger;
        let had: BTreeSet<String> = ledger
            .spaces
            .values()
            .filter_map(|space| word(&space.fact(field)?.value))
            .collect();
        let known: Vec<&str> = match field.field_type() {
            FieldType::Choice(keys) => keys.to_vec(),
            FieldType::Bool => vec!["true", "false"],
            _ => had.iter().map(String::as_str).collect(),
        };
        for (at, Word(value)) in values.iter().enumerate() {
            let path = format!("{path}.values[{at}]");
            let label = field.label();
            if !known.contains(&value.as_str()) {
                let expected = Text::new(
                    format!("台账“{}”中的值", label.zh),
                    format!("a value of {:?} in the ledger", label.en),
                );
                self.unknown(&path, value, expected, known.iter().copied());
            } else if !had.contains(value) {
                let expected = Text::new(
                    format!("台账中有空间的“{}”为此值；现在一个也没有", label.zh),
                    format!("a space of the ledger with this {:?}; there is none", label.en),
                );
                let remedy = Text::new("补充台账", "add the fact to the ledger");
                self.remark(Severity::Note, &path, value, expected, remedy);
            }
        }
    }

    fn budget(&mut self, at: usize, part: &BudgetPart) -> Budget {
        let path = format!("budgets[{at}]");
        let scope = self.group(&format!("{path}.scope"), &part.scope);
        let money = match (&part.total, &part.amounts) {
            (Some(total), None) if !part.carries_over => Money::Whole(total.0),
            (None, Some(amounts)) => Money::Yearly {
                amounts: amounts.iter().map(|(year, amount)| (*year, amount.0)).collect(),
                carries_over: part.carries_over,
            },
            _ => {
                let expected = Text::new(
                    "total 与 amounts 二者之一；carries_over 只用于 amounts",
                    "either total or amounts; carries_over goes with amounts alone",
                );
                self.refuse(&path, &part.name, expected);
                Money::Whole(Fen::ZERO)
            }
        };
        Budget { name: part.name.clone(), scope, money, protects: part.protects }
    }

    fn start(&mut self, at: usize, part: &StartPart) -> Group {
        let path = format!("starts[{at}]");
        for (key, year) in [("earliest", part.earliest), ("latest", part.latest)] {
            if let Some(year) = year {
                self.year(&format!("{path}.{key}"), year);
            }
        }
        if let (Some(earliest), Some(latest)) = (part.earliest, part.latest)
            && earliest > latest
        {
            let expected =
                Text::new(format!("不晚于 {latest}"), format!("not later than {latest}"));
            self.refuse(&format!("{path}.earliest"), &earliest.to_string(), expected);
        }
        self.group(&format!("{path}.group"), &part.group)
    }

    fn tranches(&mut self) {
        let sum: u64 = self.file.tranches.iter().map(|part| u64::from(part.percent.0)).sum();
        if sum != 10_000 {
            let (whole, rest) = (sum / 100, sum % 100);
            let expected = Text::new("各笔合计 100 %", "parts that sum to 100 %");
            self.refuse("tranches", &format!("{whole}.{rest:02} %"), expected);
        }
        let last = self.file.years;
        for (at, part) in self.file.tranches.iter().enumerate() {
            if part.offset_years >= last {
                let expected = Text::new(
                    format!("小于规划年数 {last}，否则任何开工年份都不可能"),
                    format!("less than the {last} years of the programme, or nothing can start"),
                );
                let path = format!("tranches[{at}].offset_years");
                self.refuse(&path, &part.offset_years.to_string(), expected);
            }
        }
    }

    fn constraint(&mut self, at: usize, part: &ConstraintPart) -> Constraint {
        let path = format!("constraints[{at}].rule");
        let nobody = || SpaceId::new("-").ok();
        let rule = match &part.rule {
            RulePart::Bundle { projects, same_year } => Rule::Bundle {
                projects: self.projects(&format!("{path}.bundle.projects"), projects),
                same_year: *same_year,
            },
            _ => todo!(),
        };
        let _ = nobody;
        Constraint { name: part.name.clone(), rule }
    }
}
