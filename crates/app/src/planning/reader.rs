//! From the names of a programme file to projects, packages and facts that there are.

use std::collections::{BTreeMap, BTreeSet};

use choice::programme::{Budget, Constraint, Group, Measure, Money, Rule};
use stock::{Field, FieldType, Ledger};
use units::{Diagnostic, Fen, Severity, SpaceId, Text, nearest_name};

use super::file::{
    BudgetPart, ConstraintPart, GroupPart, MeasurePart, ProgrammeFile, RulePart, StartPart, Word,
};
use super::problem::word;
use crate::deciding::Ruled;

/// Reads the parts that name something of the ledger, and remembers what does not fit.
struct Reader<'r> {
    file: &'r ProgrammeFile,
    name: &'r str,
    ledger: &'r Ledger,
    ruled: &'r BTreeMap<&'r SpaceId, &'r Ruled>,
    found: Vec<Diagnostic>,
    asked: BTreeSet<Field>,
}

/// What a file names, as the planner takes it.
pub(super) struct Parts<'f> {
    pub(super) budgets: Vec<Budget>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) starts: Vec<(Group, &'f StartPart)>,
    /// Facts that groups are named by.
    pub(super) asked: BTreeSet<Field>,
    /// What a reader should know.
    pub(super) notes: Vec<Diagnostic>,
}

/// Reads the names of a file.
///
/// # Errors
/// Every name that nothing has, and every value that makes no sense.
pub(super) fn read<'f>(
    file: &'f ProgrammeFile,
    name: &str,
    ledger: &Ledger,
    ruled: &BTreeMap<&SpaceId, &Ruled>,
) -> Result<Parts<'f>, Vec<Diagnostic>> {
    let (found, asked) = (Vec::new(), BTreeSet::new());
    let mut reader = Reader { file, name, ledger, ruled, found, asked };
    reader.tranches();
    let starts = file.starts.iter().enumerate().map(|(at, one)| (reader.start(at, one), one));
    let starts = starts.collect();
    let budgets = file.budgets.iter().enumerate();
    let budgets = budgets.map(|(at, one)| reader.budget(at, one)).collect();
    let constraints = file.constraints.iter().enumerate();
    let constraints = constraints.filter_map(|(at, one)| reader.constraint(at, one)).collect();
    let Reader { found, asked, .. } = reader;
    let (refused, notes): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|one| one.severity == Severity::Refused);
    if refused.is_empty() {
        Ok(Parts { budgets, constraints, starts, asked, notes })
    } else {
        Err(refused)
    }
}

impl Reader<'_> {
    fn remark(
        &mut self,
        severity: Severity,
        path: &str,
        value: &str,
        expected: Text,
        remedy: Text,
    ) {
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
            matches!(field.field_type(), FieldType::Text | FieldType::Choice(_) | FieldType::Bool)
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
        let had: BTreeSet<String> =
            ledger.spaces.values().filter_map(|space| word(&space.fact(field)?.value)).collect();
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

    /// The rule; `None` where it names what is not there, which has been remembered.
    fn constraint(&mut self, at: usize, part: &ConstraintPart) -> Option<Constraint> {
        let path = format!("constraints[{at}].rule");
        let rule = match &part.rule {
            RulePart::Bundle { projects, same_year } => Rule::Bundle {
                projects: self.projects(&format!("{path}.bundle.projects"), projects),
                same_year: *same_year,
            },
            RulePart::Prerequisite { project, needs } => {
                let project = self.project(&format!("{path}.prerequisite.project"), project);
                let needs = self.project(&format!("{path}.prerequisite.needs"), needs);
                Rule::Prerequisite { project: project?, needs: needs? }
            }
            RulePart::Exclusion { projects, at_most } => Rule::Exclusion {
                projects: self.projects(&format!("{path}.exclusion.projects"), projects),
                at_most: *at_most,
            },
            RulePart::AtLeast { group, count } => Rule::AtLeast {
                group: self.group(&format!("{path}.at_least.group"), group),
                count: *count,
            },
            RulePart::Floor { group, of, percent } => Rule::Floor {
                group: self.group(&format!("{path}.floor.group"), group),
                of: match of {
                    MeasurePart::Money => Measure::Money,
                    MeasurePart::Projects => Measure::Projects,
                    MeasurePart::FloorArea => Measure::FloorArea,
                },
                ten_thousandths: percent.0,
            },
            RulePart::ForcedIn { project, package, start_year, reason } => {
                let path = format!("{path}.forced_in");
                if let Some(year) = start_year {
                    self.year(&format!("{path}.start_year"), *year);
                }
                let project = self.project(&format!("{path}.project"), project)?;
                if let Some(package) = package {
                    self.package(&format!("{path}.package"), &project, package);
                }
                let (package, start_year, reason) = (package.clone(), *start_year, reason.clone());
                Rule::ForcedIn { project, package, start_year, reason }
            }
            RulePart::ForcedOut { project, reason } => {
                let project = self.project(&format!("{path}.forced_out.project"), project)?;
                Rule::ForcedOut { project, reason: reason.clone() }
            }
        };
        Some(Constraint { name: part.name.clone(), rule })
    }

    /// Refuses a package that the project does not offer.
    fn package(&mut self, path: &str, project: &SpaceId, asked: &str) {
        let offers = self.ruled.get(project).map_or(&[][..], |ruled| &ruled.offers);
        let known: Vec<&str> = offers.iter().filter_map(|one| one.package.as_deref()).collect();
        if !known.contains(&asked) {
            let expected = Text::new(
                format!("{project} 的方案：{}", known.join("、")),
                format!("a package of {project}: {}", known.join(", ")),
            );
            self.unknown(path, asked, expected, known);
        }
    }
}
