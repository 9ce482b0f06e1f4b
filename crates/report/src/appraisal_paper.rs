//! What an appraisal report on paper is made from: plain values, filled by the caller.
//!
//! A part that may be absent is a [`Part`]: either its values or the reason why there are none, so
//! that paper never shows a blank or a zero in their place.

use serde::Serialize;
use units::{Date, Fen, GramsCo2e, Mark, Source, Text};

use crate::appraisal_paper_money::{CashFlowPart, RiskPart, Terms};

/// Values that were computed, or why they were not.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part<T> {
    /// The values.
    Computed(T),
    /// Why there are none, a whole sentence.
    Absent(Text),
}

/// An appraisal report about one space.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppraisalPaper {
    /// Identifier of the space.
    pub id: String,
    /// Name of the space as the list has it; any characters.
    pub name: String,
    /// First characters of the hash over all inputs, printed in each footer.
    pub short_hash: String,
    /// The day of the report.
    pub date: Date,
    /// What a reader must know before any figure, such as "planning values".
    pub stamps: Vec<Text>,
    /// The answer.
    pub verdict: PaperVerdict,
    /// Place, kind, area, year and the like, in the order to be printed.
    pub facts: Vec<PaperFact>,
    /// Share of the saving that rests on assumed facts, 0..=1.
    pub assumed_share: Part<f64>,
    /// Measures of the recommended package.
    pub measures: Part<Vec<PaperMeasure>>,
    /// Energy by end use before and after the recommended package.
    pub energy: Part<PaperEnergy>,
    /// Packages worth comparing; the recommended one says so.
    pub packages: Part<Vec<PaperPackage>>,
    /// Every package as a point, for the chart of the front.
    pub points: Part<Vec<PaperPoint>>,
    /// Measures in the order of what a tonne saved costs.
    pub abatement: Part<Vec<AbatementBar>>,
    /// Money over the years of the recommended package.
    pub cash_flow: Part<CashFlowPart>,
    /// Loan and subsidy.
    pub terms: Part<Terms>,
    /// Odds of loss.
    pub risk: Part<RiskPart>,
    /// Material kept and moved, embodied carbon.
    pub circular: Part<Circular>,
    /// The package in stages.
    pub stages: Part<Vec<Stage>>,
    /// Thresholds of clauses and the cheapest package that reaches each.
    pub thresholds: Part<Vec<PaperThreshold>>,
    /// Where the figures come from.
    pub sources: Vec<PaperSource>,
    /// Files read, each with its hash.
    pub files: Vec<PaperFile>,
    /// What was assumed, one sentence each.
    pub assumptions: Vec<Text>,
    /// Version of the model.
    pub model: String,
    /// Name of the weather year.
    pub weather: Text,
}

/// The kinds of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperAnswer {
    /// A package is worth carrying out.
    Worth,
    /// Every package loses money.
    Loss,
    /// Facts are missing.
    CannotSay,
}

/// The answer of a report with its grounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperVerdict {
    /// Which answer.
    pub answer: PaperAnswer,
    /// Name of the recommended (or least bad) package; `None` where there is none.
    pub package: Option<Text>,
    /// The answer in one or two sentences.
    pub summary: Text,
    /// Grounds of the answer; where it cannot be said, what is missing.
    pub grounds: Vec<Text>,
    /// What to change for a better answer.
    pub changes: Vec<Text>,
    /// Large figures beside the answer, at most four.
    pub figures: Vec<PaperFigure>,
}

/// A figure in large print, already rounded for readers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperFigure {
    /// What it is.
    pub label: Text,
    /// Number and unit.
    pub value: Text,
}

/// A fact about the space.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperFact {
    /// What it is.
    pub label: Text,
    /// Value with its unit; `None` where nobody said and nothing was assumed.
    pub value: Option<Text>,
    /// Where it comes from.
    pub source: Source,
}

/// A measure of the recommended package.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperMeasure {
    /// Name.
    pub name: Text,
    /// How much of it, in `unit`; 0 or more.
    pub quantity_units: f64,
    /// Unit of the quantity, such as m².
    pub unit: Text,
    /// Cost, optimistic.
    pub low: Fen,
    /// Cost, most likely.
    pub likely: Fen,
    /// Cost, pessimistic.
    pub high: Fen,
    /// Embodied carbon; `None` where no factor is known.
    pub embodied: Option<GramsCo2e>,
    /// Years of service.
    pub life_years: f64,
    /// How well the unit cost is known.
    pub mark: Mark,
}

/// Energy of a year by end use.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperEnergy {
    /// End uses in the order to be stacked, at most eight.
    pub uses: Vec<PaperEndUse>,
    /// What the saving rate counts, such as "final energy at the site, PV not counted".
    pub method: Text,
    /// Saving rate by that method, percent.
    pub saving_percent: f64,
    /// Own PV of the year; `None` where the package has none.
    pub pv_kwh: Option<f64>,
}

/// One end use before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperEndUse {
    /// Name.
    pub name: Text,
    /// Final energy of the year before, 0 or more.
    pub energy_kwh_before: f64,
    /// Final energy of the year after, 0 or more.
    pub energy_kwh_after: f64,
}

/// A package in the table of comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperPackage {
    /// Name.
    pub name: Text,
    /// Whether it is the recommended one.
    pub recommended: bool,
    /// Investment, likely.
    pub investment: Fen,
    /// Saving rate by the leading method, percent.
    pub saving_percent: f64,
    /// CO2e avoided per year; `None` where a factor is missing.
    pub carbon_saved: Option<GramsCo2e>,
    /// Net present value without subsidy.
    pub npv: Fen,
    /// Net present value with subsidy; `None` where none was decided.
    pub npv_subsidy: Option<Fen>,
    /// Years until the investment is back; `None` is never within the horizon.
    pub payback_years: Option<f64>,
    /// Share of the saving that rests on assumed facts, 0..=1; `None` where nothing is saved.
    pub assumed_share: Option<f64>,
}

/// A package as a point of the chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperPoint {
    /// Investment.
    pub investment: Fen,
    /// CO2e avoided per year.
    pub carbon_saved: GramsCo2e,
    /// Whether no other package is better in one and as good in the other.
    pub front: bool,
    /// Whether it is the recommended one.
    pub recommended: bool,
}

/// A bar of the marginal abatement cost curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AbatementBar {
    /// Name of the measure.
    pub name: Text,
    /// CO2e avoided, the width; more than 0.
    pub saved: GramsCo2e,
    /// Cost of a tonne avoided, the height; negative where it earns.
    pub cost_per_t: Fen,
}

/// Material and embodied carbon of the renovation beside a new building.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Circular {
    /// Mass kept in place.
    pub kept_t: f64,
    /// Mass reused or recycled.
    pub reused_t: f64,
    /// Mass that goes to waste.
    pub waste_t: f64,
    /// Embodied carbon of the renovation.
    pub embodied: GramsCo2e,
    /// Operating carbon over the horizon after the renovation.
    pub operating: GramsCo2e,
    /// Embodied carbon of demolishing and building anew.
    pub rebuild_embodied: GramsCo2e,
    /// Operating carbon of the new building over the horizon.
    pub rebuild_operating: GramsCo2e,
    /// The horizon.
    pub horizon_years: u32,
}

/// A stage of the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stage {
    /// Calendar year.
    pub year: i32,
    /// What is done.
    pub measures: Vec<Text>,
    /// What it costs.
    pub investment: Fen,
    /// Saving rate once it is done, percent.
    pub saving_percent: f64,
}

/// A threshold of a clause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperThreshold {
    /// The clause in plain words, with the threshold.
    pub clause: Text,
    /// What the recommended package reaches, with its unit.
    pub reached: Text,
    /// Whether it meets the clause; `None` is undetermined.
    pub met: Option<bool>,
    /// The cheapest package that reaches it and its investment; else why none does.
    pub cheapest: Part<CheapestPackage>,
}

/// A package and what it costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheapestPackage {
    /// Name.
    pub name: Text,
    /// Investment.
    pub investment: Fen,
}

/// A source of figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperSource {
    /// Which figures.
    pub what: Text,
    /// Where they come from.
    pub source: Source,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperFile {
    /// Path as the caller names it.
    pub path: String,
    /// Hash of its bytes, hexadecimal.
    pub sha256: String,
}
