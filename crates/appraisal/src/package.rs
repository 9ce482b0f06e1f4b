//! What of a package is installed in one building, and which buildings must be simulated for it.

use std::collections::BTreeMap;

use energy::building::{Building, PvArray};
use units::{Fen, Mark, Source, Text};

use crate::apply::{NotApplicable, Reason, apply, quantity};
use crate::appraise::{Candidate, Fault};
use crate::catalogue::{Catalogue, Effect, Measure, Package};
use crate::result::{MeasureLine, NotOffered};

/// A package as it stands on one building.
pub(crate) struct Plan<'c> {
    pub package: &'c Package,
    pub installed: Vec<(&'c Measure, MeasureLine)>,
    pub left_out: Vec<NotApplicable>,
    /// Index of the year after in [`Variants`].
    pub after: usize,
    /// The PV on the roof afterwards.
    pub pv: Option<PvArray>,
    /// Index of the year with only those measures whose facts are known; `None` if that is the
    /// year after or the baseline.
    pub known_only: Option<usize>,
}

/// Distinct buildings to be simulated for one space; the first is the baseline.
///
/// PV does not change the demand, so two states that differ only in PV share one simulation with
/// it.
pub(crate) struct Variants(pub Vec<Building>);

impl Variants {
    fn index(&mut self, building: Building) -> usize {
        let same_demand = |known: &Building| {
            let pv_fits = known.pv == building.pv || known.pv.is_none() || building.pv.is_none();
            pv_fits && Building { pv: known.pv.clone(), ..building.clone() } == *known
        };
        if let Some(index) = self.0.iter().position(same_demand) {
            self.0[index].pv = self.0[index].pv.take().or(building.pv);
            return index;
        }
        self.0.push(building);
        self.0.len() - 1
    }
}

/// All packages of one space, those not offered, and what to simulate.
pub(crate) struct SpacePlan<'c> {
    pub plans: Vec<Plan<'c>>,
    pub not_offered: Vec<NotOffered>,
    pub variants: Variants,
}

/// Whether a fact was reported rather than assumed; a fact nobody speaks of is assumed.
pub(crate) fn is_known(facts: &BTreeMap<String, Source>, key: &str) -> bool {
    let doubtful = [Mark::Assumed, Mark::Modelled, Mark::Recalled, Mark::NotFound];
    facts.get(key).is_some_and(|source| !doubtful.contains(&source.mark))
}

/// Plans every package of the catalogue for one candidate.
pub(crate) fn plan<'c>(
    candidate: &'c Candidate,
    catalogue: &'c Catalogue,
) -> Result<SpacePlan<'c>, Fault> {
    let variants = Variants(vec![candidate.building.clone()]);
    let mut space = SpacePlan { plans: Vec::new(), not_offered: Vec::new(), variants };
    let own = !candidate.packages.is_empty();
    for package in if own { &candidate.packages } else { &catalogue.packages } {
        if !package.kinds.is_empty() && !package.kinds.contains(&candidate.kind) {
            continue;
        }
        let works = candidate.works.iter().filter(|id| !package.measures.contains(id));
        let works: Vec<_> = works.filter_map(|id| catalogue.measure(id)).collect();
        let own = package.measures.iter().filter_map(|id| catalogue.measure(id));
        let wanted: Vec<_> = works.iter().copied().chain(own).collect();
        let (after, installed, left_out) = install(candidate, &wanted)?;
        if let Some(why) = not_offered(&installed, works.len(), &space.plans) {
            space.not_offered.push(NotOffered { id: package.id.clone(), why, left_out });
            continue;
        }
        // PV does not enter the saving, so it is neither known nor assumed here.
        let (assumed, known): (Vec<_>, Vec<_>) =
            installed.iter().filter(|(m, _)| !is_pv(m)).partition(|(_, line)| line.assumed);
        let known_only = if known.is_empty() || assumed.is_empty() {
            None
        } else {
            let known: Vec<_> = known.into_iter().map(|(measure, _)| *measure).collect();
            let (building, _, _) = install(candidate, &known)?;
            Some(space.variants.index(building))
        };
        let pv = after.pv.clone();
        let after = space.variants.index(after);
        space.plans.push(Plan { package, installed, left_out, after, pv, known_only });
    }
    Ok(space)
}

/// Why a package with these measures is not offered beside those planned before.
fn not_offered(
    installed: &[(&Measure, MeasureLine)],
    works: usize,
    plans: &[Plan<'_>],
) -> Option<Text> {
    if installed.len() <= works {
        return Some(Text::new("没有一项措施适用", "none of its measures applies"));
    }
    let ids = |lines: &[(&Measure, MeasureLine)]| -> Vec<String> {
        lines.iter().map(|(measure, _)| measure.id.clone()).collect()
    };
    let same = plans.iter().find(|plan| ids(&plan.installed) == ids(installed))?;
    Some(Text::new(
        format!("在此与“{}”相同", same.package.name.zh),
        format!("the same as {:?} here", same.package.name.en),
    ))
}

type Installed<'c> = (Building, Vec<(&'c Measure, MeasureLine)>, Vec<NotApplicable>);

fn install<'c>(candidate: &Candidate, wanted: &[&'c Measure]) -> Result<Installed<'c>, Fault> {
    let mut building = candidate.building.clone();
    let mut installed = Vec::new();
    let mut left_out = Vec::new();
    for &measure in wanted {
        if is_roof_pv(measure) && candidate.pv_suitable == Some(false) {
            let reason = Reason::RoofUnsuitable;
            left_out.push(NotApplicable { measure: measure.id.clone(), reason });
            continue;
        }
        match apply(measure, &candidate.kind, &building) {
            Ok(after) => {
                let line = line(candidate, measure, &building, &after)?;
                installed.push((measure, line));
                building = after;
            }
            Err(reason) => left_out.push(reason),
        }
    }
    Ok((building, installed, left_out))
}

pub(crate) fn is_pv(measure: &Measure) -> bool {
    measure.effects.iter().any(Effect::is_pv)
}

pub(crate) fn is_roof_pv(measure: &Measure) -> bool {
    measure.effects.iter().any(|effect| matches!(effect, Effect::Pv { .. }))
}

pub(crate) fn line(
    candidate: &Candidate,
    measure: &Measure,
    before: &Building,
    after: &Building,
) -> Result<MeasureLine, Fault> {
    let quantity_units = quantity(&measure.cost, before, after);
    let cost = measure.cost.total(quantity_units).ok_or_else(|| Fault::CostOutOfRange {
        id: candidate.id.clone(),
        measure: measure.id.clone(),
    })?;
    let upkeep_yuan = cost.likely.yuan_f64() * measure.maintenance_percent / 100.0;
    Ok(MeasureLine {
        measure: measure.id.clone(),
        quantity_units,
        unit: measure.cost.unit,
        cost,
        // Smaller than the cost or of its size, so in range whenever the cost is.
        maintenance: Fen::estimate_from_yuan(upkeep_yuan).unwrap_or_default(),
        lifetime_years: measure.lifetime_years,
        assumed: measure.facts.iter().any(|key| !is_known(&candidate.facts, key)),
    })
}
