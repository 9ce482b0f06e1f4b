//! From decisions to a programme under a yearly budget.

use std::collections::BTreeMap;
use std::path::Path;

use ::choice::{Candidate, Choice, Limits, Objective, Options};
use report::format;
use serde::Serialize;
use units::{Fen, GramsCo2e, Lang, SpaceId, Text};

use crate::deciding::{Ruled, Verdict};
use crate::failure::Failure;
use crate::outcome::{Line, Outcome, Told};
use crate::progress::{Progress, Step};
use crate::store::{Link, Store};

/// What the choice makes the greatest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// Operating emissions saved a year.
    Co2e,
    /// Gross floor area brought back into use.
    FloorArea,
    /// A weighted sum of both.
    Weighted {
        /// Worth of one tonne CO2e a year. [points/t]
        co2e_t_weight: f64,
        /// Worth of one square metre. [points/m²]
        floor_area_m2_weight: f64,
    },
}

impl Aim {
    /// The aim for people.
    pub(crate) fn text(self) -> Text {
        match self {
            Self::Co2e => Text::new("年减碳量最大", "most CO2e saved per year"),
            Self::FloorArea => Text::new("盘活面积最大", "most floor area reused"),
            Self::Weighted { co2e_t_weight, floor_area_m2_weight } => Text::new(
                format!("加权：每吨 {co2e_t_weight} 分，每平方米 {floor_area_m2_weight} 分"),
                format!("weighted: {co2e_t_weight} a tonne, {floor_area_m2_weight} a m²"),
            ),
        }
    }

    fn objective(self) -> Objective {
        match self {
            Self::Co2e => Objective::Co2e,
            Self::FloorArea => Objective::FloorArea,
            Self::Weighted { co2e_t_weight, floor_area_m2_weight } => {
                Objective::Weighted { co2e_t_weight, floor_area_m2_weight }
            }
        }
    }
}

/// The money of a year and what to buy with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// Public money of the year.
    pub amount: Fen,
    /// Ceilings of single districts.
    pub ceilings: BTreeMap<String, Fen>,
    /// What is made the greatest.
    pub aim: Aim,
}

/// A choice with the list that it was made from.
pub(crate) struct Chosen {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) choice: Choice,
}

/// What a choice comes to, for result files.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ChosenTotals {
    pub(crate) projects: usize,
    pub(crate) conditional: usize,
    pub(crate) cost_fen: Fen,
    pub(crate) co2e_g: GramsCo2e,
    pub(crate) co2e_unknown: usize,
    pub(crate) floor_area_m2: f64,
    pub(crate) gap: f64,
    pub(crate) budget_fen: Fen,
}

impl Chosen {
    pub(crate) fn totals(&self, budget: Fen) -> ChosenTotals {
        let choice = &self.choice;
        ChosenTotals {
            projects: choice.chosen.len(),
            conditional: choice.conditional,
            cost_fen: choice.cost_fen,
            co2e_g: choice.co2e_g_per_year,
            co2e_unknown: choice.co2e_unknown,
            floor_area_m2: choice.floor_area_m2,
            gap: choice.gap_ratio,
            budget_fen: budget,
        }
    }
}

/// Every package that is not refused and has an amount; open conditions make it conditional.
fn candidates(ruled: &[Ruled]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for space in ruled {
        for offer in space.offers.iter().filter(|offer| offer.verdict != Verdict::NotMet) {
            let (Some(package), Some(cost_fen)) =
                (offer.package.clone(), offer.amount.or(offer.amount_if_met))
            else {
                continue;
            };
            candidates.push(Candidate {
                project: space.id.clone(),
                package,
                district: space.district.clone(),
                cost_fen,
                co2e_g_per_year: offer.carbon_saved,
                floor_area_m2: space.floor_area_m2,
                conditional: offer.amount.is_none(),
            });
        }
    }
    candidates
}

/// Chooses among all packages that the rules do not refuse.
pub(crate) fn choose_among(
    ruled: &[Ruled],
    budget: &Budget,
    progress: &dyn Progress,
) -> Result<Chosen, Failure> {
    progress.begin(Step::Choose, 0);
    let candidates = candidates(ruled);
    let limits = Limits { budget: budget.amount, district_ceilings: budget.ceilings.clone() };
    let options = Options { just_missed: JUST_MISSED, ..Options::default() };
    let choice = ::choice::choose(&candidates, &limits, budget.aim.objective(), &options)
        .map_err(|cause| Failure::Request(cause.text()))?;
    progress.end();
    Ok(Chosen { candidates, choice })
}

/// Projects listed as having come close.
const JUST_MISSED: usize = 30;

pub(crate) fn chosen_lines(totals: &ChosenTotals) -> Vec<Line> {
    let money = |lang| format::money(totals.cost_fen, lang);
    let (tonnes, gap) = (format::tonnes(totals.co2e_g), format::percent(totals.gap * 100.0));
    vec![
        Line::new(
            "入选项目",
            "projects chosen",
            Text::new(
                format!("{}，其中附条件 {}", totals.projects, totals.conditional),
                format!("{}, {} of them conditional", totals.projects, totals.conditional),
            ),
        ),
        Line::new("公共资金", "public money", Text::new(money(Lang::Zh), money(Lang::En))),
        Line::new(
            "年减碳",
            "CO2e saved",
            Text::new(format!("{tonnes} t/年"), format!("{tonnes} t/a")),
        ),
        Line::plain("与最优差距不超过", "proven gap", gap),
    ]
}

#[derive(Serialize)]
struct ChooseResult {
    chosen: ChosenTotals,
    projects: Vec<ProjectLine>,
    left_out: Vec<LeftOutLine>,
}

#[derive(Serialize)]
struct ProjectLine {
    id: SpaceId,
    package: String,
    district: Option<String>,
    cost_fen: Fen,
    co2e_g_per_year: Option<GramsCo2e>,
    conditional: bool,
}

#[derive(Serialize)]
struct LeftOutLine {
    id: SpaceId,
    package: String,
    reason: Text,
}

/// The decisions of a state file, of which there must be some.
pub(crate) fn decisions(store: &mut Store) -> Result<Vec<Ruled>, Failure> {
    let ruled: Vec<Ruled> = store.outcomes(Link::Decision)?;
    if ruled.is_empty() {
        return Err(Failure::Request(Text::new(
            "状态文件中还没有认定结果；请先运行 reweave decide",
            "the state holds no decisions yet; run `reweave decide` first",
        )));
    }
    Ok(ruled)
}

/// Chooses projects from the decisions of a state file.
///
/// # Errors
/// [`Failure`] when the budget makes no sense or the state cannot be used.
pub fn choose(
    budget: &Budget,
    state: &Path,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let ruled = decisions(&mut Store::open(state)?)?;
    let chosen = choose_among(&ruled, budget, progress)?;
    let totals = chosen.totals(budget.amount);
    let gist = chosen_lines(&totals);
    let Chosen { candidates, choice } = &chosen;
    let line = |index: usize| {
        let one = &candidates[index];
        ProjectLine {
            id: one.project.clone(),
            package: one.package.clone(),
            district: one.district.clone(),
            cost_fen: one.cost_fen,
            co2e_g_per_year: one.co2e_g_per_year,
            conditional: one.conditional,
        }
    };
    let left_out = |(index, reason): &(usize, ::choice::Reason)| LeftOutLine {
        id: candidates[*index].project.clone(),
        package: candidates[*index].package.clone(),
        reason: reason.text(candidates),
    };
    let result = ChooseResult {
        chosen: totals,
        projects: choice.chosen.iter().copied().map(line).collect(),
        left_out: choice.left_out.iter().map(left_out).collect(),
    };
    Ok(Box::new(Told { result, gist }))
}
