//! What a page is made from: plain values, filled by the caller.

use units::{Date, Diagnostic, Fen, GramsCo2e, Source, Text};

use crate::derivation::{Derivation, Figure};

/// Everything that one page about one run of the chain shows.
#[derive(Clone, Debug)]
pub struct ProgrammeReport {
    /// Title of the page, such as "Renewal programme 2026, synthetic Beijing".
    pub title: Text,
    /// The scheme and its version; `None` when no rules were applied.
    pub scheme: Option<SchemeLine>,
    /// The day that the decisions are taken on.
    pub on: Date,
    /// The budget and what the choice made the greatest of.
    pub budget: Option<Budget>,
    /// What a reader must know before any figure; shown as banners, and in short beside each
    /// heading.
    pub notices: Vec<Notice>,
    /// The answer.
    pub headline: Headline,
    /// What became of the rows that were read.
    pub rows: RowCounts,
    /// Number of buildings that could not be simulated.
    pub faults: u64,
    /// Every space in the ledger, in a stable order.
    pub spaces: Vec<SpaceRow>,
    /// The saving rate that the rules ask for, drawn as a line; `None` if no rule asks for one.
    pub saving_threshold_percent: Option<Figure<f64>>,
    /// Energy by end use before and after; one entry for each set that is worth showing, such as
    /// "the chosen projects". The first is drawn large.
    pub energy: Vec<EnergyBalance>,
    /// Clauses in the order of the law.
    pub clauses: Vec<ClauseSummary>,
    /// Facts whose absence leaves decisions undetermined, in any order.
    pub missing: Vec<MissingFact>,
    /// Simulated beside reported energy, where the list reports it.
    pub comparison: Option<Comparison>,
    /// Remarks about the input.
    pub quality: DataQuality,
    /// What this run does not know, one sentence or short paragraph each.
    pub unknowns: Vec<Text>,
    /// Inputs, sources, software, times.
    pub provenance: Provenance,
}

/// The scheme that the decisions follow.
#[derive(Clone, Debug)]
pub struct SchemeLine {
    /// Identifier, such as `cn/beijing/vacated-space`.
    pub id: String,
    /// Name of the scheme.
    pub name: Text,
    /// Name of the version in force on the day, such as "2023 plan".
    pub version: Text,
    /// First day of this version.
    pub since: Option<Date>,
    /// The instrument and how well it is known.
    pub source: Option<Source>,
}

/// The money that could be spent and the aim of the choice.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The budget.
    pub amount: Figure<Fen>,
    /// What was made the greatest, such as "CO2e saved per year".
    pub objective: Text,
    /// Proven distance between the choice and the best possible one, 0..=100; `None` if not proven.
    pub gap_percent: Option<f64>,
}

/// A kind of notice; it decides the colour and the short word beside headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    /// The data describe no real buildings.
    Synthetic,
    /// Rules or prices of one place are applied elsewhere to test the chain.
    ChainTest,
    /// Costs or other values are planning values, not offers.
    Planning,
    /// Some parameters were seen only in secondary reports, mark S.
    Unconfirmed,
    /// Anything else.
    Other,
}

/// One thing that a reader must know before any figure.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its kind.
    pub kind: NoticeKind,
    /// The full sentence.
    pub text: Text,
}

/// The answer, on one screen.
#[derive(Clone, Debug)]
pub struct Headline {
    /// Spaces in the ledger.
    pub spaces: Figure<u64>,
    /// Spaces that were simulated.
    pub simulated: Figure<u64>,
    /// Decisions: every condition met.
    pub met: Figure<u64>,
    /// Decisions: at least one condition not met.
    pub not_met: Figure<u64>,
    /// Decisions: something is missing.
    pub undetermined: Figure<u64>,
    /// Projects chosen under the budget.
    pub chosen: Figure<u64>,
    /// Chosen projects that still have open conditions; part of `chosen`.
    pub conditional: Figure<u64>,
    /// Public money of the chosen projects.
    pub public_money: Figure<Fen>,
    /// Operating emissions that the chosen projects save in a year.
    pub saved_per_year: Figure<GramsCo2e>,
    /// Gross floor area of the chosen projects, reused instead of built anew.
    pub reused_area_m2: Figure<f64>,
}

/// What became of the rows; the last five add up to `read`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Rows read from all files.
    pub read: u64,
    /// Rows that made a new space.
    pub created: u64,
    /// Rows that were merged into a space of the same identity.
    pub merged: u64,
    /// Rows that changed a known space.
    pub updated: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// Rows refused, with a reason each.
    pub refused: u64,
}

/// A place in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    /// Longitude, -180..=180.
    pub lon_deg: f64,
    /// Latitude, -90..=90.
    pub lat_deg: f64,
}

/// Outcome of the rules for one space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Every condition is met.
    Met,
    /// At least one condition is not met.
    NotMet,
    /// No condition fails, but something is missing.
    Undetermined,
}

/// What the choice did with one space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// In the programme.
    Chosen {
        /// Whether conditions are still open.
        conditional: bool,
        /// Why, in one sentence.
        reason: Text,
    },
    /// A candidate that the budget or a ceiling left out.
    Missed {
        /// Why, in one sentence.
        reason: Text,
    },
    /// No candidate: refused by the rules, not simulated, or without a package that saves.
    NotCandidate {
        /// Why, in one sentence.
        reason: Text,
    },
}

/// One space as the page shows it.
#[derive(Clone, Debug)]
pub struct SpaceRow {
    /// Identifier in the ledger.
    pub id: String,
    /// Name or address.
    pub name: Text,
    /// District; equal texts are one district. Empty if unknown.
    pub district: Text,
    /// Kind of building. Empty if unknown.
    pub kind: Text,
    /// Where it is, if known.
    pub place: Option<LonLat>,
    /// Outer ring of the footprint; empty if unknown.
    pub footprint: Vec<LonLat>,
    /// Gross floor area, > 0.
    pub gross_floor_area_m2: Option<f64>,
    /// Outcome of the rules; `None` if they were not applied.
    pub verdict: Option<Verdict>,
    /// The package in question: the chosen one, or the best candidate.
    pub appraisal: Option<AppraisalRow>,
    /// What the choice did.
    pub outcome: Outcome,
}

/// The package of one space that the page speaks of.
#[derive(Clone, Debug, Default)]
pub struct AppraisalRow {
    /// Name of the package, such as "roof + LED + air-source heat pump".
    pub package: Text,
    /// Saving rate after renovation; may be negative.
    pub saving_rate_percent: Option<f64>,
    /// Lower and upper end of the saving rate.
    pub saving_interval_percent: Option<(f64, f64)>,
    /// Share of the saving that rests on assumed facts, 0..=1.
    pub assumed_share: Option<f64>,
    /// Installed photovoltaic power.
    pub pv_kw: Option<f64>,
    /// Total investment.
    pub investment: Option<Fen>,
    /// Public money: decided, or if the remaining conditions are met.
    pub award: Option<Fen>,
    /// Operating emissions saved in a year; negative if they rise.
    pub saved_per_year: Option<GramsCo2e>,
    /// From what: the saving rate.
    pub saving_from: Option<Derivation>,
    /// From what: the investment.
    pub investment_from: Option<Derivation>,
    /// From what: the award, clause by clause.
    pub award_from: Option<Derivation>,
    /// From what: the emissions saved.
    pub saved_from: Option<Derivation>,
}

/// Energy of one set of spaces before and after, in one year.
#[derive(Clone, Debug)]
pub struct EnergyBalance {
    /// Which set, such as "the 61 chosen projects".
    pub scope: Text,
    /// How the saving rate is counted: what is in, which baseline, which normalisation.
    pub method: Text,
    /// End uses (or carriers), in the order to draw.
    pub end_uses: Vec<EndUse>,
    /// Photovoltaic yield after renovation, if any.
    pub pv_generation_kwh: Option<f64>,
    /// Part of the yield that the buildings use themselves.
    pub pv_self_use_kwh: Option<f64>,
    /// From what, as a whole.
    pub from: Option<Derivation>,
}

/// One end use.
#[derive(Clone, Debug)]
pub struct EndUse {
    /// Its name, such as "space heating".
    pub label: Text,
    /// Final energy in a year before, >= 0.
    pub before_kwh: f64,
    /// Final energy in a year after, >= 0.
    pub after_kwh: f64,
    /// Share of the difference that rests on assumed facts, 0..=1.
    pub assumed_share: Option<f64>,
}

/// One clause over all decided spaces.
#[derive(Clone, Debug)]
pub struct ClauseSummary {
    /// Stable word for the clause.
    pub code: String,
    /// The clause in plain words, with its threshold.
    pub clause: Text,
    /// Number of spaces that meet it.
    pub met: u64,
    /// Number that do not.
    pub not_met: u64,
    /// Number for which something is missing.
    pub undetermined: u64,
    /// Number to which it does not apply.
    pub not_applicable: u64,
    /// The instrument, article and mark.
    pub ground: Source,
    /// From what, if more than the ground can be said.
    pub from: Option<Derivation>,
}

/// A fact that is missing, and how often.
#[derive(Clone, Debug)]
pub struct MissingFact {
    /// Key in the ledger, such as `property_rights_clear`.
    pub key: String,
    /// The fact in plain words.
    pub fact: Text,
    /// Number of undetermined decisions that lack it.
    pub decisions: u64,
    /// Who can supply it, or how.
    pub remedy: Option<Text>,
}

/// Simulated beside reported site energy, by kind of building.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What is compared and what is not claimed.
    pub note: Text,
    /// One entry for each kind.
    pub groups: Vec<EuiGroup>,
}

/// One building: reported and simulated site energy per floor area and year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EuiPair {
    /// As reported, > 0.
    pub reported_kwh_m2: f64,
    /// As simulated, >= 0.
    pub simulated_kwh_m2: f64,
}

/// The pairs of one kind of building and their errors.
#[derive(Clone, Debug)]
pub struct EuiGroup {
    /// Kind of building.
    pub kind: Text,
    /// The pairs, in a stable order.
    pub pairs: Vec<EuiPair>,
    /// Median of the reported values; `None` without pairs.
    pub reported_median_kwh_m2: Option<f64>,
    /// Median of the simulated values; `None` without pairs.
    pub simulated_median_kwh_m2: Option<f64>,
    /// Normalised mean bias error, positive if the simulation is high; `None` without pairs.
    pub nmbe_percent: Option<f64>,
    /// Coefficient of variation of the root mean square error; `None` without pairs.
    pub cvrmse_percent: Option<f64>,
}

impl EuiGroup {
    /// The group of these pairs; those that are not finite, or report nothing, are left out.
    ///
    /// # Equation
    /// `NMBE = Σ(sᵢ − rᵢ) / (n·r̄)`, `CV(RMSE) = √(Σ(sᵢ − rᵢ)² / n) / r̄`, in percent; the mean is
    /// over buildings, no parameter is fitted, hence n and not n − p.
    /// # Source
    /// ASHRAE Guideline 14-2014, Measurement of Energy, Demand, and Water Savings, clause 4.2.11
    /// (indices; sign turned so that a high simulation is positive).
    pub fn from_pairs(kind: Text, pairs: Vec<EuiPair>) -> Self {
        let pairs: Vec<EuiPair> = pairs
            .into_iter()
            .filter(|p| p.reported_kwh_m2 > 0.0 && p.reported_kwh_m2.is_finite())
            .filter(|p| p.simulated_kwh_m2.is_finite())
            .collect();
        let reported: Vec<f64> = pairs.iter().map(|p| p.reported_kwh_m2).collect();
        let simulated: Vec<f64> = pairs.iter().map(|p| p.simulated_kwh_m2).collect();
        let total: f64 = reported.iter().sum();
        let count = crate::format::count_f64(pairs.len());
        let bias: f64 = pairs.iter().map(|p| p.simulated_kwh_m2 - p.reported_kwh_m2).sum();
        let squares: f64 =
            pairs.iter().map(|p| (p.simulated_kwh_m2 - p.reported_kwh_m2).powi(2)).sum();
        let any = !pairs.is_empty();
        Self {
            kind,
            reported_median_kwh_m2: median(reported),
            simulated_median_kwh_m2: median(simulated),
            nmbe_percent: any.then(|| 100.0 * bias / total),
            cvrmse_percent: any.then(|| 100.0 * (squares / count).sqrt() / (total / count)),
            pairs,
        }
    }
}

/// The middle value, or the mean of the two middle ones.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    values.get(values.len() / 2 - 1).map(|lower| f64::midpoint(*lower, upper))
}

/// Remarks about the input.
#[derive(Clone, Debug, Default)]
pub struct DataQuality {
    /// Refused rows, one remark or more each.
    pub refused: Vec<Diagnostic>,
    /// Notes and warnings, counted by code.
    pub warnings: Vec<CodeCount>,
    /// Spaces with different identifiers that may be the same.
    pub proposed_merges: Vec<ProposedMerge>,
}

/// How often one kind of remark was made.
#[derive(Clone, Debug)]
pub struct CodeCount {
    /// The remark's stable word.
    pub code: String,
    /// What it means.
    pub text: Text,
    /// How often.
    pub count: u64,
}

/// Two spaces that may be one; a person decides.
#[derive(Clone, Debug)]
pub struct ProposedMerge {
    /// Identifier and name of the first.
    pub left: (String, Text),
    /// Identifier and name of the second.
    pub right: (String, Text),
    /// Why they may be the same.
    pub reason: Text,
}

/// Where everything comes from.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// Name and version of the software, such as `reweave 0.1.0`.
    pub software: String,
    /// Files that were read.
    pub inputs: Vec<InputFile>,
    /// Factors, prices, climate, rules, with their marks and dates.
    pub sources: Vec<SourceLine>,
    /// Steps of the chain and how long each took.
    pub steps: Vec<Step>,
}

/// One file that was read.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// What it was read as, such as "spaces" or "weather".
    pub role: Text,
    /// Its name as the user gave it.
    pub name: String,
    /// Number of bytes.
    pub bytes: u64,
    /// Hash of its bytes, 64 hexadecimal digits.
    pub sha256: String,
}

/// One factor, price, rule parameter or model and its source.
#[derive(Clone, Debug)]
pub struct SourceLine {
    /// What it is.
    pub what: Text,
    /// Its value with unit; empty if it has none.
    pub value: String,
    /// Origin, date, mark.
    pub source: Source,
}

/// One step of the chain.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub label: Text,
    /// How long it took, >= 0.
    pub duration_s: f64,
}
