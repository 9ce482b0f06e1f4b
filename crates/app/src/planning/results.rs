//! What a plan comes to, for files; its gist for a terminal.

mod gist;

use std::collections::BTreeMap;

use choice::programme::{Change, LeftOut, Outcome, Pick, Programme, Rule, Short, Tranche, WhyOut};
use report::format;
use serde::Serialize;
use stock::{Field, Ledger};
use units::{Diagnostic, Fen, GramsCo2e, SpaceId, Text};

use super::kept::{Kept, proof_key};
use super::problem::Problem;
use super::words;
use crate::deciding::{Ruled, RuledOffer};
use crate::files::Input;

/// The whole result.
#[derive(Debug, Serialize)]
pub(super) struct Plan {
    title: String,
    programme_sha256: String,
    question_sha256: String,
    started_from_sha256: Option<String>,
    totals: Totals,
    pub(super) years: Vec<YearLine>,
    pub(super) budgets: Vec<BudgetLine>,
    pub(super) chosen: Vec<ChosenLine>,
    left_out_counts: Vec<ReasonCount>,
    pub(super) left_out: Vec<LeftOutLine>,
    pub(super) remarks: Vec<Diagnostic>,
}

#[derive(Debug, Serialize)]
struct Totals {
    projects: usize,
    conditional: usize,
    cost_fen: Fen,
    co2e_g: GramsCo2e,
    co2e_unknown: usize,
    floor_area_m2: f64,
    floor_area_unknown: usize,
    value_points: f64,
    bound_points: f64,
    gap_ratio: f64,
    /// `prices` or `solver`.
    proof: &'static str,
}

/// A year of the programme.
#[derive(Debug, Serialize)]
pub(super) struct YearLine {
    pub(super) year: u32,
    starts: usize,
    paid_fen: Fen,
}

/// A row of a budget.
#[derive(Debug, Serialize)]
pub(super) struct BudgetLine {
    pub(super) name: String,
    pub(super) year: Option<u32>,
    pub(super) limit_fen: Fen,
    pub(super) spent_fen: Fen,
    pub(super) rises_fen: Fen,
    /// How many of the greatest rises at once the budget bears; `None` if it bears all.
    pub(super) bears: Option<usize>,
}

/// A project chosen.
#[derive(Debug, Serialize)]
pub(super) struct ChosenLine {
    pub(super) id: SpaceId,
    pub(super) name: Option<String>,
    pub(super) district: Option<String>,
    pub(super) package: String,
    pub(super) start_year: u32,
    pub(super) cost_fen: Fen,
    /// Public money by year.
    pub(super) paid_fen: BTreeMap<u32, Fen>,
    pub(super) conditional: bool,
    pub(super) co2e_g_per_year: Option<GramsCo2e>,
    floor_area_m2: Option<f64>,
    npv_fen: Option<Fen>,
    loss_share: Option<f64>,
    value_points: Option<f64>,
    pub(super) reason: Text,
}

/// A project left out.
#[derive(Debug, Serialize)]
pub(super) struct LeftOutLine {
    pub(super) id: SpaceId,
    pub(super) name: Option<String>,
    code: &'static str,
    pub(super) reason: Text,
    pub(super) changes: Vec<ChangeLine>,
}

/// What would bring a project in.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ChangeLine {
    kind: &'static str,
    package: String,
    start_year: u32,
    /// Money that is lacking, by budget and year.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    more: Vec<MoreMoney>,
    /// What it may cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost_fen: Option<Fen>,
    /// Who would make room.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    out: Vec<SpaceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lost_points: Option<f64>,
    pub(super) text: Text,
}

#[derive(Clone, Debug, Serialize)]
struct MoreMoney {
    budget: String,
    year: Option<u32>,
    by_fen: Fen,
}

/// The projects left out for one kind of reason.
#[derive(Debug, Serialize)]
struct ReasonCount {
    code: &'static str,
    reason: Text,
    projects: usize,
    /// The project that the least would bring in, with that change.
    cheapest: Option<Cheapest>,
}

#[derive(Debug, Serialize)]
struct Cheapest {
    id: SpaceId,
    change: ChangeLine,
}

/// What a plan is told from.
pub(super) struct Source<'s> {
    pub(super) title: &'s str,
    pub(super) input: &'s Input,
    pub(super) problem: &'s Problem,
    pub(super) ledger: &'s Ledger,
    pub(super) ruled: &'s [Ruled],
    pub(super) outcome: &'s Outcome,
    pub(super) kept: &'s Kept,
}

impl Plan {
    pub(super) fn of(source: &Source<'_>) -> Self {
        let Source { title, input, problem, outcome, kept, .. } = *source;
        let ruled: BTreeMap<&SpaceId, &Ruled> =
            source.ruled.iter().map(|one| (&one.id, one)).collect();
        let chosen: Vec<ChosenLine> =
            outcome.solution.picks.iter().filter_map(|pick| source.chosen(pick, &ruled)).collect();
        let left_out: Vec<LeftOutLine> =
            outcome.left_out.iter().map(|one| source.left_out(one)).collect();
        let budget = |one: &choice::programme::BudgetUse| BudgetLine {
            name: one.name.clone(),
            year: one.year,
            limit_fen: one.limit,
            spent_fen: one.spent,
            rises_fen: one.rises,
            bears: one.bears,
        };
        let mut remarks = problem.remarks.clone();
        remarks.extend(outcome.remarks.iter().map(|one| placed(one, &problem.programme, input)));
        Self {
            title: title.to_owned(),
            programme_sha256: input.sha256.clone(),
            question_sha256: kept.question_sha256.clone(),
            started_from_sha256: kept.started_from_sha256.clone(),
            totals: totals(outcome, &chosen),
            years: years(&problem.programme, &chosen),
            budgets: outcome.budgets.iter().map(budget).collect(),
            chosen,
            left_out_counts: counts(&left_out),
            left_out,
            remarks,
        }
    }
}

/// A remark of the planner at the place of the file.
fn placed(remark: &Diagnostic, programme: &Programme, input: &Input) -> Diagnostic {
    let path = words::limit(programme, &remark.column).map(|(path, _)| path);
    let value = format!("{}: {}", remark.column, remark.value);
    let column = path.unwrap_or_else(|| remark.column.clone());
    Diagnostic { file: input.name.clone(), column, value, ..remark.clone() }
}

fn totals(outcome: &Outcome, chosen: &[ChosenLine]) -> Totals {
    let solution = &outcome.solution;
    Totals {
        projects: chosen.len(),
        conditional: chosen.iter().filter(|one| one.conditional).count(),
        cost_fen: outcome.cost,
        co2e_g: chosen.iter().filter_map(|one| one.co2e_g_per_year).sum(),
        co2e_unknown: chosen.iter().filter(|one| one.co2e_g_per_year.is_none()).count(),
        floor_area_m2: chosen.iter().filter_map(|one| one.floor_area_m2).sum(),
        floor_area_unknown: chosen.iter().filter(|one| one.floor_area_m2.is_none()).count(),
        value_points: solution.objective_points,
        bound_points: solution.bound_points,
        gap_ratio: outcome.gap_ratio,
        proof: proof_key(outcome.proof),
    }
}

fn years(programme: &Programme, chosen: &[ChosenLine]) -> Vec<YearLine> {
    let year = |year: u32| YearLine {
        year,
        starts: chosen.iter().filter(|one| one.start_year == year).count(),
        paid_fen: chosen.iter().filter_map(|one| one.paid_fen.get(&year)).copied().sum(),
    };
    (programme.first_year..=programme.last_year()).map(year).collect()
}

/// The projects left out by kind of reason, most first, each with the cheapest change.
fn counts(left_out: &[LeftOutLine]) -> Vec<ReasonCount> {
    let mut by_code: BTreeMap<&'static str, Vec<&LeftOutLine>> = BTreeMap::new();
    for one in left_out {
        by_code.entry(one.code).or_default().push(one);
    }
    let count = |(code, lines): (&'static str, Vec<&LeftOutLine>)| ReasonCount {
        code,
        reason: words::kind_of_reason(code),
        projects: lines.len(),
        cheapest: cheapest(&lines),
    };
    let mut counts: Vec<ReasonCount> = by_code.into_iter().map(count).collect();
    counts.sort_by_key(|one| std::cmp::Reverse(one.projects));
    counts
}

/// The change that asks for the least money; where money is no way in, the exchange that loses the
/// least.
fn cheapest(lines: &[&LeftOutLine]) -> Option<Cheapest> {
    let changes =
        || lines.iter().flat_map(|one| one.changes.iter().map(|change| (one.id.clone(), change)));
    let money = changes().filter(|(_, change)| !change.more.is_empty());
    let least = money.min_by_key(|(_, change)| -> i128 {
        change.more.iter().map(|part| i128::from(part.by_fen.0)).sum()
    });
    let lost = |change: &ChangeLine| change.lost_points.unwrap_or(f64::INFINITY);
    let exchange = || {
        let all = changes().filter(|(_, change)| change.lost_points.is_some());
        all.min_by(|(_, a), (_, b)| lost(a).total_cmp(&lost(b)))
    };
    let (id, change) = least.or_else(exchange)?;
    Some(Cheapest { id, change: change.clone() })
}

impl Source<'_> {
    fn name(&self, id: &SpaceId) -> Option<String> {
        self.text(id, Field::Name)
    }

    fn text(&self, id: &SpaceId, field: Field) -> Option<String> {
        self.ledger.spaces.get(id)?.fact(field)?.value.as_str().map(str::to_owned)
    }

    fn chosen(&self, pick: &Pick, ruled: &BTreeMap<&SpaceId, &Ruled>) -> Option<ChosenLine> {
        let programme = &self.problem.programme;
        let place = programme.projects.binary_search_by(|one| one.id.cmp(&pick.project)).ok()?;
        let project = &programme.projects[place];
        let package = project.packages.iter().find(|one| one.name == pick.package)?;
        let offers = ruled.get(&pick.project).map_or(&[][..], |one| &one.offers);
        let is_it = |one: &&RuledOffer| one.package.as_ref() == Some(&pick.package);
        let offer = offers.iter().find(is_it)?;
        let mut paid_fen: BTreeMap<u32, Fen> = BTreeMap::new();
        for Tranche { offset_years, amount, .. } in &package.tranches {
            let paid = paid_fen.entry(pick.start_year + offset_years).or_default();
            *paid = *paid + *amount;
        }
        let later = pick.start_year - programme.first_year;
        let value_points = programme.aim.points(package, later).ok();
        Some(ChosenLine {
            id: pick.project.clone(),
            name: self.name(&pick.project),
            district: self.text(&pick.project, Field::District),
            package: pick.package.clone(),
            start_year: pick.start_year,
            cost_fen: package.cost(),
            paid_fen,
            conditional: offer.amount.is_none(),
            co2e_g_per_year: offer.carbon_saved,
            floor_area_m2: project.floor_area_m2,
            npv_fen: offer.npv,
            loss_share: offer.loss_share,
            value_points,
            reason: self.why_chosen(pick, package.cost(), value_points),
        })
    }

    fn why_chosen(&self, pick: &Pick, cost: Fen, value_points: Option<f64>) -> Text {
        let forced = self.problem.programme.constraints.iter().find_map(|one| match &one.rule {
            Rule::ForcedIn { project, reason, .. } if *project == pick.project => {
                Some((&one.name, reason))
            }
            _ => None,
        });
        if let Some((name, reason)) = forced {
            return Text::new(
                format!("由“{name}”指定入选：{reason}"),
                format!("put in by {name:?}: {reason}"),
            );
        }
        let points = format::estimate(value_points.unwrap_or(f64::NAN));
        let each = value_points.map(|points| points / cost.yuan_f64() * 1e4);
        let each = format::estimate(each.unwrap_or(f64::NAN));
        Text::new(
            format!("目标值 {points}，每万元公共资金 {each}"),
            format!("worth {points}, {each} for each 10,000 yuan of public money"),
        )
    }

    fn left_out(&self, one: &LeftOut) -> LeftOutLine {
        let without = self.problem.without.get(&one.project);
        let (code, reason) = match (&one.why, without) {
            (WhyOut::NoPackage, Some(why)) => (why.code(), why.text()),
            (why, _) => (words::code(why), words::reason(why)),
        };
        LeftOutLine {
            id: one.project.clone(),
            name: self.name(&one.project),
            code,
            reason,
            changes: one.changes.iter().map(ChangeLine::of).collect(),
        }
    }
}

impl ChangeLine {
    fn of(change: &Change) -> Self {
        let more = |short: &Short| MoreMoney {
            budget: short.budget.clone(),
            year: short.year,
            by_fen: short.by,
        };
        let (kind, pick) = match change {
            Change::MoreMoney { pick, .. } => ("more_money", pick),
            Change::CostAtMost { pick, .. } => ("cost_at_most", pick),
            Change::Displace { pick, .. } => ("displace", pick),
        };
        let mut line = Self {
            kind,
            package: pick.package.clone(),
            start_year: pick.start_year,
            more: Vec::new(),
            cost_fen: None,
            out: Vec::new(),
            lost_points: None,
            text: change.text(),
        };
        match change {
            Change::MoreMoney { by, .. } => line.more = by.iter().map(more).collect(),
            Change::CostAtMost { cost, .. } => line.cost_fen = Some(*cost),
            Change::Displace { out, lost_points, .. } => {
                line.out.clone_from(out);
                line.lost_points = Some(*lost_points);
            }
        }
        line
    }
}
