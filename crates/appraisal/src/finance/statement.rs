//! The full cash flow of a plan: every line by year and month, and what it comes from.

use std::collections::BTreeMap;

use serde::Serialize;
use units::{Fen, Text};

use super::flow::{Class, Future, Place, months_of, walk, year_of};
use super::indicators::{Indicators, indicators};
use super::loan::LoanMonth;
use super::plan::{EnergyLine, Plan};
use super::tax::taxes;

/// One line of a cash flow; what comes in is positive.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Stable word, such as `energy/gas`.
    pub id: String,
    /// What it belongs to.
    pub class: Class,
    /// Name for people.
    pub name: Text,
    /// Years 0, 1, … life.
    pub years: Vec<Fen>,
    /// What it is made of, for people: quantities, prices, rates and their sources.
    pub from: Vec<Text>,
}

/// A cash flow with its lines and indicators: planning values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// The lines that are not zero throughout, by class.
    pub lines: Vec<Line>,
    /// The months of the loan; empty without one.
    pub loan: Vec<LoanMonth>,
    /// Sum of the lines of the project, by year: before financing, public money and tax.
    pub project: Vec<Fen>,
    /// The same with public money.
    pub with_subsidy: Vec<Fen>,
    /// The same with loan and tax: what is left to whoever pays.
    pub equity: Vec<Fen>,
    /// What the flows come to.
    pub indicators: Indicators,
}

impl Statement {
    /// The cash flow of a checked plan (see [`Plan::check`]).
    ///
    /// `None` when an amount leaves the exact range (about ±90 trillion yuan).
    pub fn of(plan: &Plan) -> Option<Self> {
        let as_planned = Future::default();
        let years = usize::from(plan.life_years) + 1;
        let mut by_place: BTreeMap<Place, Vec<Fen>> = BTreeMap::new();
        walk(plan, &as_planned, &mut |place, year, amount| {
            let line = by_place.entry(place).or_insert_with(|| vec![Fen::ZERO; years]);
            if let Some(sum) = line.get_mut(usize::from(year)) {
                *sum = *sum + amount;
            }
        })?;
        let mut lines: Vec<Line> =
            by_place.into_iter().map(|(place, years)| line(plan, place, years)).collect();
        lines.extend(tax_line(plan, &lines)?);
        let sum = |belongs: fn(Class) -> bool| -> Vec<Fen> {
            let of = |year| lines.iter().filter(|l| belongs(l.class)).map(|l| l.years[year]).sum();
            (0..years).map(of).collect()
        };
        let project = sum(Class::is_project);
        let with_subsidy = sum(|class| class.is_project() || class.is_subsidy());
        let equity = sum(|_| true);
        let loan = match &plan.loan {
            Some(loan) => months_of(plan, loan, &as_planned)?,
            None => Vec::new(),
        };
        let indicators = indicators(plan, &lines, [&project, &with_subsidy, &equity])?;
        Some(Self { lines, loan, project, with_subsidy, equity, indicators })
    }

    /// The months of a line, 0 to twelve times the life; each year's sum is the year of the line.
    ///
    /// Loan, payments and grants stand in their months. What runs after the works is spread over
    /// the months that run, rent over all; building again, rest of life and tax stand in the last
    /// month of their year.
    pub fn months(&self, plan: &Plan, line: &Line) -> Vec<Fen> {
        let mut months = vec![Fen::ZERO; 12 * usize::from(plan.life_years) + 1];
        for (year, amount) in (0_u16..).zip(&line.years) {
            let shares = month_shares(plan, &self.loan, line, year);
            for (month, part) in spread(*amount, &shares) {
                if let Some(sum) = months.get_mut(usize::from(month)) {
                    *sum = *sum + part;
                }
            }
        }
        months
    }
}

/// Months of a year with the weight of each in a line.
fn month_shares(plan: &Plan, loan: &[LoanMonth], line: &Line, year: u16) -> Vec<(u16, i64)> {
    if year == 0 {
        return vec![(0, 1)];
    }
    let all = 12 * (year - 1) + 1..=12 * year;
    let of_loan = |pick: fn(&LoanMonth) -> Fen| {
        let value = |month: u16| loan.get(usize::from(month) - 1).map_or(0, |one| pick(one).0);
        all.clone().map(|month| (month, value(month))).collect()
    };
    let in_months = |weighted: Vec<(u16, i64)>| {
        weighted.into_iter().filter(|(month, _)| year_of(*month) == year).collect()
    };
    match line.class {
        Class::Interest => of_loan(|month| month.interest_paid),
        Class::Repayment => of_loan(|month| month.principal),
        Class::InterestSubsidy => of_loan(|month| month.subsidy),
        Class::Investment => {
            in_months(plan.payments.iter().map(|p| (p.month, parts(p.cost_share))).collect())
        }
        Class::Grant => {
            let grants =
                plan.grants.iter().filter(|grant| line.id == format!("grant/{}", grant.id));
            in_months(grants.map(|grant| (grant.month, 1)).collect())
        }
        Class::Energy | Class::Upkeep | Class::Carbon => {
            let runs = |month: &u16| *month > plan.works_months;
            all.filter(runs).map(|month| (month, 1)).collect()
        }
        Class::Rent => all.map(|month| (month, 1)).collect(),
        Class::Replacement | Class::Residual | Class::Tax | Class::Drawing => {
            vec![(12 * year, 1)]
        }
    }
}

/// A share as a whole number of billionths.
#[expect(clippy::cast_possible_truncation, reason = "a share of at most 1 times 1e9")]
fn parts(share: f64) -> i64 {
    (share.clamp(0.0, 1.0) * 1e9) as i64
}

/// Spreads an amount by weights so that the parts sum to it: each is what the running sum of
/// weights asks for, less what was given before.
fn spread(amount: Fen, weights: &[(u16, i64)]) -> Vec<(u16, Fen)> {
    let all: i128 = weights.iter().map(|(_, weight)| i128::from(*weight)).sum();
    if all == 0 {
        return Vec::new();
    }
    let (mut run, mut given) = (0_i128, 0_i128);
    let mut parts = Vec::with_capacity(weights.len());
    for (month, weight) in weights {
        run += i128::from(*weight);
        let due = i128::from(amount.0) * run / all;
        // Between 0 and the amount, so within its range.
        parts.push((*month, Fen(i64::try_from(due - given).unwrap_or_default())));
        given = due;
    }
    parts
}

fn tax_line(plan: &Plan, lines: &[Line]) -> Option<Option<Line>> {
    let Some(tax) = &plan.tax else { return Some(None) };
    let years = taxes(plan, tax, lines)?;
    let from = vec![Text::new(
        format!("税率 {} %，折旧 {} 年；{}", tax.rate_percent, tax.depreciation_years, tax.source),
        format!(
            "rate {} %, {} years of depreciation; {}",
            tax.rate_percent, tax.depreciation_years, tax.source
        ),
    )];
    let name = Text::new("企业所得税", "enterprise income tax");
    let is_zero = years.iter().all(|year| *year == Fen::ZERO);
    Some((!is_zero).then(|| Line { id: "tax".into(), class: Class::Tax, name, years, from }))
}

/// A line with its name and what it is made of.
fn line(plan: &Plan, place: Place, years: Vec<Fen>) -> Line {
    let Place { class, part } = place;
    let investment = plan.investments.get(part);
    let of = |zh: &str, en: &str| {
        investment.map_or_else(Text::default, |one| {
            Text::new(format!("{zh}：{}", one.name.zh), format!("{en}: {}", one.name.en))
        })
    };
    let measure = investment.map_or("", |one| one.id.as_str());
    let (id, name, from) = match class {
        Class::Investment => (format!("investment/{measure}"), of("投资", "investment"), vec![]),
        Class::Replacement => (
            format!("replacement/{measure}"),
            of("更新", "replacement"),
            investment.map(|one| life(one.lifetime_years)).into_iter().collect(),
        ),
        Class::Residual => (format!("residual/{measure}"), of("余值", "residual value"), vec![]),
        Class::Upkeep => (format!("upkeep/{measure}"), of("运维", "upkeep"), vec![]),
        Class::Energy => energy_words(&plan.energies[part]),
        Class::Grant => {
            let grant = &plan.grants[part];
            let from = vec![Text::same(grant.source.clone())];
            (format!("grant/{}", grant.id), grant.name.clone(), from)
        }
        _ => other_words(plan, class),
    };
    Line { id, class, name, years, from }
}

fn life(years: u16) -> Text {
    Text::new(format!("寿命 {years} 年"), format!("life of {years} years"))
}

fn energy_words(line: &EnergyLine) -> (String, Text, Vec<Text>) {
    let EnergyLine { before_units, after_units, unit, price_yuan, growth_percent, source, .. } =
        line;
    let from = Text::new(
        format!(
            "由 {before_units:.0} 至 {after_units:.0} {unit}，单价 {price_yuan} 元，\
             年涨 {growth_percent} %；{source}"
        ),
        format!(
            "from {before_units:.0} to {after_units:.0} {unit} at {price_yuan} yuan, growing \
             {growth_percent} % a year; {source}"
        ),
    );
    (format!("energy/{}", line.id), line.name.clone(), vec![from])
}

fn other_words(plan: &Plan, class: Class) -> (String, Text, Vec<Text>) {
    let source = |source: Option<&str>| source.map(Text::same).into_iter().collect();
    let loan = plan.loan.as_ref().map(|loan| loan.source.as_str());
    let (id, zh, en, from) = match class {
        Class::Rent => {
            ("rent", "租金变化", "change of rent", plan.rent.as_ref().map(|r| r.source.as_str()))
        }
        Class::Carbon => (
            "carbon",
            "碳价收益",
            "avoided carbon",
            plan.carbon.as_ref().map(|c| c.source.as_str()),
        ),
        Class::InterestSubsidy => (
            "interest_subsidy",
            "贷款贴息",
            "interest subsidy",
            plan.interest_subsidy.as_ref().map(|one| one.source.as_str()),
        ),
        Class::Drawing => ("drawing", "借款", "loan drawn", loan),
        Class::Interest => ("interest", "利息", "interest", loan),
        _ => ("repayment", "还本", "principal repaid", loan),
    };
    (id.to_owned(), Text::new(zh, en), source(from))
}
