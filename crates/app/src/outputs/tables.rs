//! Result tables: `spaces.parquet`, `appraisals.parquet`, `decisions.jsonl`.

use appraisal::{PackageResult, PvShareMethod, SavingMethod};
use policy::Decision;
use serde::Serialize;
use stock::Field;
use units::{SpaceId, Text};

use super::Cause;
use super::view::{Outcome, View};
use crate::assessment::{Assessment, Offer};
use crate::columns::{flag, parquet, real, text, whole};
use crate::deciding::Verdict;
use crate::run::Programme;

/// One row a space: facts, screening, verdict, outcome.
pub(super) fn spaces(programme: &Programme, views: &[View<'_>]) -> Result<Vec<u8>, Cause> {
    let screened: std::collections::BTreeMap<_, _> =
        programme.screened.iter().map(|one| (&one.id, one)).collect();
    let hits = |view: &View<'_>| screened.get(&view.space.id).map(|one| one.met().join(";"));
    let columns = [
        text(views, "id", |v| Some(v.space.id.to_string())),
        text(views, "name", |v| v.text(Field::Name)),
        text(views, "address", |v| v.text(Field::Address)),
        text(views, "district", |v| v.text(Field::District)),
        text(views, "kind", |v| v.text(Field::Kind)),
        text(views, "project_kind", |v| v.text(Field::ProjectKind)),
        real(views, "lon_deg", |v| v.space.position().map(|at| at.lon_deg)),
        real(views, "lat_deg", |v| v.space.position().map(|at| at.lat_deg)),
        real(views, "gross_floor_area_m2", |v| v.number(Field::GrossFloorAreaM2)),
        real(views, "storeys", |v| v.number(Field::Storeys)),
        real(views, "year_built", |v| v.number(Field::YearBuilt)),
        flag(views, "vacant", |v| v.fact(Field::Vacant)?.as_bool()),
        real(views, "occupancy_percent", |v| v.number(Field::OccupancyPercent)),
        real(views, "reported_site_eui_kwh_m2", |v| v.number(Field::SiteEuiKwhM2)),
        real(views, "simulated_site_eui_kwh_m2", |v| {
            v.appraisal.ok().map(|appraisal| appraisal.baseline.site_eui_kwh_m2)
        }),
        text(views, "screening_hits", hits),
        text(views, "verdict", |v| v.offer.map(|offer| verdict(offer.verdict).into())),
        text(views, "outcome", |v| Some(outcome(&v.outcome).0.into())),
        text(views, "outcome_reason_zh", |v| Some(outcome(&v.outcome).1.zh.clone())),
        text(views, "outcome_reason_en", |v| Some(outcome(&v.outcome).1.en.clone())),
        text(views, "package", |v| v.offer?.package.clone()),
        whole(views, "amount_fen", |v| v.offer?.amount.map(|fen| fen.0)),
        whole(views, "amount_if_met_fen", |v| v.offer?.amount_if_met.map(|fen| fen.0)),
        text(views, "source_file", |v| Some(latest(v)?.file.clone())),
        whole(views, "source_row", |v| i64::try_from(latest(v)?.row).ok()),
        text(views, "source_sha256", |v| Some(latest(v)?.sha256.clone())),
    ];
    Ok(parquet(&columns)?)
}

/// Where the latest record of a space was read.
fn latest<'a>(view: &View<'a>) -> Option<&'a stock::Origin> {
    view.space.records.last().map(|record| &record.origin)
}

struct PackageRow<'a> {
    id: &'a SpaceId,
    area_m2: f64,
    baseline_kwh: f64,
    package: &'a PackageResult,
    offer: &'a Offer,
}

/// One row a space and package: energy, carbon, cost.
pub(crate) fn appraisals(assessments: &[Assessment]) -> Result<Vec<u8>, Cause> {
    let rows: Vec<PackageRow<'_>> = assessments
        .iter()
        .filter_map(|Assessment { assessed, appraisal }| Some((assessed, appraisal.as_ref().ok()?)))
        .flat_map(|(assessed, appraisal)| {
            appraisal.packages.iter().zip(&assessed.offers).map(move |(package, offer)| {
                PackageRow {
                    id: &assessed.id,
                    area_m2: appraisal.floor_area_m2,
                    baseline_kwh: appraisal.baseline.site_energy_kwh,
                    package,
                    offer,
                }
            })
        })
        .collect();
    let all = rows.as_slice();
    let columns = [
        text(all, "id", |r| Some(r.id.to_string())),
        text(all, "package", |r| Some(r.package.id.clone())),
        text(all, "measures", |r| Some(measures(r.package))),
        real(all, "gross_floor_area_m2", |r| Some(r.area_m2)),
        real(all, "before_site_kwh", |r| Some(r.baseline_kwh)),
        real(all, "after_site_kwh", |r| Some(r.package.after.site_energy_kwh)),
        real(all, "saving_rate_site_percent", |r| saving(r, SavingMethod::SiteEnergy)),
        real(all, "saving_rate_site_pv_percent", |r| saving(r, SavingMethod::SiteEnergyPvSelfUse)),
        real(all, "saving_rate_coal_percent", |r| saving(r, SavingMethod::CoalEquivalent)),
        real(all, "saving_rate_coal_pv_percent", |r| {
            saving(r, SavingMethod::CoalEquivalentPvSelfUse)
        }),
        real(all, "assumed_share", |r| r.package.assumed_share),
        real(all, "pv_rated_kw", |r| r.package.after.pv.as_ref().map(|pv| pv.rated_kw)),
        real(all, "pv_generation_kwh", |r| Some(r.package.after.pv.as_ref()?.generation_kwh)),
        real(all, "pv_self_use_kwh", |r| Some(r.package.after.pv.as_ref()?.self_use_kwh)),
        real(all, "pv_roof_share_module_percent", |r| {
            r.package.pv_roof_share_percent(PvShareMethod::ModuleProjection)
        }),
        real(all, "pv_roof_share_field_percent", |r| {
            r.package.pv_roof_share_percent(PvShareMethod::ArrayField)
        }),
        whole(all, "co2e_saved_g", |r| r.package.carbon_saved.map(|grams| grams.0)),
        whole(all, "investment_low_fen", |r| Some(r.package.investment.low.0)),
        whole(all, "investment_fen", |r| Some(r.package.investment.likely.0)),
        whole(all, "investment_high_fen", |r| Some(r.package.investment.high.0)),
        whole(all, "bill_saving_fen", |r| r.package.bill_saving.map(|fen| fen.0)),
        whole(all, "npv_fen", |r| r.package.npv.map(|npv| npv.likely.0)),
        real(all, "loss_probability", |r| r.offer.loss_share),
        real(all, "simple_payback_years", |r| {
            r.package.statement()?.indicators.project.simple_payback_years
        }),
    ];
    Ok(parquet(&columns)?)
}

fn measures(package: &PackageResult) -> String {
    package.measures.iter().map(|line| line.measure.as_str()).collect::<Vec<_>>().join(";")
}

fn saving(row: &PackageRow<'_>, method: SavingMethod) -> Option<f64> {
    row.package.saving_rate_percent(method)
}

#[derive(Serialize)]
struct DecisionLine<'a> {
    id: &'a SpaceId,
    package: Option<&'a str>,
    decision: &'a Decision,
    /// The other packages of the space, in short.
    others: Vec<OtherOffer<'a>>,
}

#[derive(Serialize)]
struct OtherOffer<'a> {
    package: Option<&'a str>,
    verdict: &'static str,
    amount_fen: Option<i64>,
    amount_if_met_fen: Option<i64>,
}

/// One line of JSON a space: the whole decision about the package in question.
pub(super) fn decisions(views: &[View<'_>]) -> Result<Vec<u8>, Cause> {
    let mut lines = Vec::new();
    for view in views {
        let (Some(decision), Some(ruled), Some(offer)) = (&view.decision, view.ruled, view.offer)
        else {
            continue;
        };
        let others = ruled.offers.iter().filter(|other| other.package != offer.package);
        let line = DecisionLine {
            id: &view.space.id,
            package: offer.package.as_deref(),
            decision,
            others: others
                .map(|other| OtherOffer {
                    package: other.package.as_deref(),
                    verdict: verdict(other.verdict),
                    amount_fen: other.amount.map(|fen| fen.0),
                    amount_if_met_fen: other.amount_if_met.map(|fen| fen.0),
                })
                .collect(),
        };
        serde_json::to_writer(&mut lines, &line)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// The verdict's word in files.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not_met",
        Verdict::Undetermined => "undetermined",
    }
}

/// The outcome's word in files, and its reason.
pub(super) fn outcome(outcome: &Outcome) -> (&'static str, &Text) {
    match outcome {
        Outcome::Chosen { conditional: true, reason } => ("chosen_conditional", reason),
        Outcome::Chosen { conditional: false, reason } => ("chosen", reason),
        Outcome::Missed { reason } => ("missed", reason),
        Outcome::NotCandidate { reason } => ("not_candidate", reason),
    }
}
