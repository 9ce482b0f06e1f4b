//! From candidates to appraisals: plan, simulate each distinct variant once, evaluate.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;

use energy::StockSimulator;
use energy::archetype::{Archetype, Kind};
use energy::building::{Building, PvArray};
use energy::supply::{Alternatives, Metered, Periods, Supply};
use energy::weather::Weather;
use serde::Serialize;
use thiserror::Error;
use units::{Diagnostic, Fen, Source, SpaceId, Text};

use crate::apply::roof_projection_m2;
use crate::catalogue::{Catalogue, FenRange, Package};
use crate::factors::{Factors, carrier_word};
use crate::finance::{self, Future};
use crate::grounds::grounds;
use crate::package::{Plan, SpacePlan, is_known, is_pv, plan};
use crate::planning::{self, Part};
use crate::prices::Prices;
use crate::result::{
    Appraisal, PackageResult, Performance, PvYear, frame, performance, roof_shares, saving_rates,
};

/// Spaces planned at once: bounds the memory of the simulated buildings, changes no result.
const SPACES_AT_ONCE: usize = 256;

/// A space to be appraised.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// The space.
    pub id: SpaceId,
    /// Its building kind in the future use, by the ledger's word.
    pub kind: String,
    /// The building as it stands *with its future use*: occupancy, gains, set points and
    /// ventilation of the use to come in the fabric and plant of today, so that a vacant building
    /// does not seem to use more after its renovation.
    pub building: Building,
    /// Where each fact of the building comes from, by ledger key; one that is absent counts as
    /// assumed.
    pub facts: BTreeMap<String, Source>,
    /// Whether the roof can carry PV; `None` if nobody said, which does not exclude it.
    pub pv_suitable: Option<bool>,
    /// Works without an effect on energy that its state asks for and every package begins with, in
    /// the catalogue's order; see [`Catalogue::works`].
    pub works: Vec<String>,
    /// Packages made for this space alone; where there are none, the catalogue's.
    pub packages: Vec<Package>,
}

impl Candidate {
    /// A candidate from what the ledger knows of a space of this kind *in its future use*.
    pub fn new(id: SpaceId, kind: Kind, archetype: Archetype, pv_suitable: Option<bool>) -> Self {
        let facts = archetype.facts.into_iter().map(|fact| (fact.field.to_owned(), fact.source));
        Self {
            id,
            kind: kind.key().into(),
            building: archetype.building,
            facts: facts.collect(),
            pv_suitable,
            works: Vec::new(),
            packages: Vec::new(),
        }
    }
}

/// What candidates are appraised with.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The weather of the place.
    pub weather: &'a Weather,
    /// Measures and packages.
    pub catalogue: &'a Catalogue,
    /// Planning prices, if there are any for the place.
    pub prices: Option<&'a Prices>,
    /// Carbon and coal factors, if there are any for the place.
    pub factors: Option<&'a Factors>,
    /// Options of the simulation.
    pub simulation: &'a energy::Options,
    /// The region of the candidates, as prices and factors name it.
    pub region: &'a str,
    /// Whether prices and factors of *another* region may stand in, stamped as a test of the chain.
    /// If not, they are left aside and money and carbon are unknown.
    pub borrow_foreign_sets: bool,
}

impl<'a> Terms<'a> {
    /// Prices and factors that may be used, and whether any of them is borrowed.
    pub(crate) fn sets(&self) -> (Option<&'a Prices>, Option<&'a Factors>, bool) {
        let fits = |region: &str| self.borrow_foreign_sets || region == self.region;
        let prices = self.prices.filter(|prices| fits(&prices.region));
        let factors = self.factors.filter(|factors| fits(&factors.region));
        let foreign = prices.is_some_and(|prices| prices.region != self.region)
            || factors.is_some_and(|factors| factors.region != self.region);
        (prices, factors, foreign)
    }

    /// The periods that the electricity meter counts by.
    pub(crate) fn periods(&self) -> Periods {
        self.sets().0.map_or_else(Periods::flat, Prices::periods)
    }
}

/// Why a candidate has no appraisal.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Fault {
    /// The building, or a variant of it, could not be simulated.
    #[error("space {id}: {fault}")]
    Simulation {
        /// The space.
        id: SpaceId,
        /// Why.
        fault: energy::Fault,
    },
    /// A measure costs more than can be held exactly.
    #[error("space {id}: the cost of measure {measure} is out of range")]
    CostOutOfRange {
        /// The space.
        id: SpaceId,
        /// The measure.
        measure: String,
    },
}

impl Fault {
    /// The fault for people, with every value that is out of range.
    pub fn text(&self) -> Text {
        match self {
            Self::Simulation { fault, .. } => match fault {
                energy::Fault::Invalid { diagnostics, .. } => {
                    let list = |line: fn(&Diagnostic) -> String| {
                        diagnostics.iter().map(line).collect::<Vec<_>>().join("; ")
                    };
                    let zh =
                        list(|d| format!("{} = {}，应为 {}", d.column, d.value, d.expected.zh));
                    let en =
                        list(|d| format!("{} = {}, expected {}", d.column, d.value, d.expected.en));
                    Text::new(format!("无法模拟：{zh}"), format!("cannot be simulated: {en}"))
                }
                other => {
                    Text::new(format!("无法模拟：{other}"), format!("cannot be simulated: {other}"))
                }
            },
            Self::CostOutOfRange { measure, .. } => Text::new(
                format!("措施 {measure} 的费用超出可表示范围：检查面积与单价"),
                format!("the cost of {measure} is out of range: check areas and unit costs"),
            ),
        }
    }
}

/// Appraises every package of every candidate; answers stand in the order of the candidates, and a
/// fault in one leaves the others alone.
///
/// Each distinct thermal variant is simulated once, all of a block in one batch; the same bits come
/// out for any number of threads. `progress` is told how many candidates are done, never
/// decreasing.
pub fn appraise_stock(
    candidates: &[Candidate],
    terms: &Terms<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Appraisal, Fault>> {
    let mut appraisals = Vec::with_capacity(candidates.len());
    for block in candidates.chunks(SPACES_AT_ONCE) {
        appraisals.extend(appraise_block(block, terms, appraisals.len(), progress));
        progress(appraisals.len());
    }
    appraisals
}

/// A space's plan and where its variants stand in the batch.
type Planned<'c> = (SpacePlan<'c>, Range<usize>);

fn appraise_block(
    block: &[Candidate],
    terms: &Terms<'_>,
    done_before: usize,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Appraisal, Fault>> {
    let mut buildings = Vec::new();
    let plans: Vec<_> = block
        .iter()
        .map(|candidate| {
            let mut space = plan(candidate, terms.catalogue)?;
            let first = buildings.len();
            buildings.append(&mut space.variants.0);
            Ok((space, first..buildings.len()))
        })
        .collect();
    let told = Mutex::new(0);
    let report = |simulated: usize| {
        let done = simulated * block.len() / buildings.len().max(1);
        // Threads report out of order; who cannot get the lock skips a report.
        if let Ok(mut told) = told.try_lock()
            && done > *told
        {
            *told = done;
            progress(done_before + done);
        }
    };
    let years = simulate(&buildings, terms, &report);
    let evaluate = |(candidate, planned): (&Candidate, Result<Planned<'_>, Fault>)| {
        let (space, range) = planned?;
        let years: Vec<Metered> = years
            .get(range)
            .unwrap_or_default()
            .iter()
            .cloned()
            .collect::<Result<_, _>>()
            .map_err(|fault| Fault::Simulation { id: candidate.id.clone(), fault })?;
        Ok(evaluate(candidate, terms, space, &years))
    };
    block.iter().zip(plans).map(evaluate).collect()
}

/// The year of each building with the meter counted by the periods of the prices.
fn simulate(
    buildings: &[Building],
    terms: &Terms<'_>,
    report: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Metered, energy::Fault>> {
    let as_it_is = |building: &Building| Alternatives {
        building: building.clone(),
        supplies: vec![Supply::of(building)],
    };
    let cases: Vec<Alternatives> = buildings.iter().map(as_it_is).collect();
    let none = |building: &Building| energy::Fault::NotFinite { name: building.name.clone() };
    match StockSimulator::new(terms.weather, terms.simulation) {
        Ok(mut simulator) => {
            let years = simulator.simulate_supplies(&cases, &terms.periods(), report);
            let first = |(building, years): (&Building, Result<Vec<Metered>, _>)| {
                years?.pop().ok_or_else(|| none(building))
            };
            buildings.iter().zip(years).map(first).collect()
        }
        Err(fault) => buildings.iter().map(|_| Err(fault.clone())).collect(),
    }
}

fn evaluate(
    candidate: &Candidate,
    terms: &Terms<'_>,
    space: SpacePlan<'_>,
    years: &[Metered],
) -> Appraisal {
    let building = &candidate.building;
    let base = performance(&years[0], building.floor_area_m2(), building.pv.as_ref());
    let mut baseline = valued(base, building.floor_area_m2(), terms);
    roof_share(&mut baseline, candidate, building.pv.as_ref(), terms);
    let measures = space.plans.iter().flat_map(|plan| plan.installed.iter().map(|(m, _)| *m));
    let grounds = grounds(candidate, terms, measures);
    let mut appraisal = frame(candidate.id.clone(), &candidate.kind, building, baseline, grounds);
    for plan in space.plans {
        let result = package_result(candidate, terms, &appraisal.baseline, plan, years);
        appraisal.packages.push(result);
    }
    appraisal.not_offered = space.not_offered;
    appraisal
}

/// Adds carbon and bill, or why they are unknown.
pub(crate) fn valued(mut state: Performance, floor_area_m2: f64, terms: &Terms<'_>) -> Performance {
    let (prices, factors, _) = terms.sets();
    let unknown = &mut state.unknown;
    match factors.map(|factors| factors.operating_carbon(&state.bought_kwh)) {
        Some(Ok(grams)) => state.operating_carbon = Some(grams),
        Some(Err(missing)) => {
            let list = missing.into_iter().map(carrier_word).collect::<Vec<_>>().join(", ");
            unknown.push(Text::new(
                format!("碳排放未知：缺少因子（{list}）"),
                format!("carbon is unknown: no factor for {list}"),
            ));
        }
        None => unknown.push(Text::new(
            "碳排放未知：本地区没有排放因子",
            "carbon is unknown: no factors for this region",
        )),
    }
    let export_kwh = state.pv.as_ref().map_or(0.0, |pv| pv.export_kwh);
    let bill = |prices: &Prices| {
        prices.yearly_bill(&state.bought_kwh, &state.meter, export_kwh, floor_area_m2)
    };
    match prices.map(bill) {
        Some(Ok(bill)) => state.energy_bill = Some(bill),
        Some(Err(missing)) => {
            let list = missing.join(", ");
            unknown.push(Text::new(
                format!("能源费用未知：缺少价格（{list}）"),
                format!("the energy bill is unknown: no price for {list}"),
            ));
        }
        None => unknown.push(Text::new(
            "能源费用未知：本地区没有价格",
            "the energy bill is unknown: no prices for this region",
        )),
    }
    state
}

fn package_result(
    candidate: &Candidate,
    terms: &Terms<'_>,
    baseline: &Performance,
    plan: Plan<'_>,
    years: &[Metered],
) -> PackageResult {
    let floor_area_m2 = candidate.building.floor_area_m2();
    let state = performance(&years[plan.after], floor_area_m2, plan.pv.as_ref());
    let mut after = valued(state, floor_area_m2, terms);
    roof_share(&mut after, candidate, plan.pv.as_ref(), terms);
    let (prices, factors, _) = terms.sets();
    let saved_kwh = baseline.site_energy_kwh - after.site_energy_kwh;
    let carbon_saved =
        baseline.operating_carbon.zip(after.operating_carbon).map(|(before, after)| before - after);
    let bill_saving =
        baseline.energy_bill.zip(after.energy_bill).map(|(before, after)| before - after);
    let assumed_share = assumed_share(&plan, years, saved_kwh);
    let cash = |cost: fn(&FenRange) -> Fen| -> Option<finance::Plan> {
        let parts: Vec<Part<'_>> = plan
            .installed
            .iter()
            .map(|(measure, line)| Part {
                line,
                cost: cost(&line.cost),
                name: measure.name.clone(),
                is_pv: is_pv(measure),
            })
            .collect();
        planning::plan(prices?, &parts, [baseline, &after], floor_area_m2)
    };
    let value = |cost: fn(&FenRange) -> Fen| -> Option<Fen> {
        Some(finance::values(&cash(cost)?, &Future::default())?.without_subsidy)
    };
    let npv = || {
        let (low, likely) = (value(|cost| cost.high)?, value(|cost| cost.likely)?);
        Some(FenRange { low, likely, high: value(|cost| cost.low)? })
    };
    let (npv, cash_plan) = (npv(), cash(|cost| cost.likely));
    let measures: Vec<_> = plan.installed.into_iter().map(|(_, line)| line).collect();
    PackageResult {
        id: plan.package.id.clone(),
        name: plan.package.name.clone(),
        left_out: plan.left_out,
        saving_rates: saving_rates(baseline, &after, factors),
        saved_kwh,
        carbon_saved,
        bill_saving,
        assumed_share,
        investment: FenRange {
            low: measures.iter().map(|line| line.cost.low).sum(),
            likely: measures.iter().map(|line| line.cost.likely).sum(),
            high: measures.iter().map(|line| line.cost.high).sum(),
        },
        maintenance: measures.iter().map(|line| line.maintenance).sum(),
        npv,
        plan: cash_plan,
        remarks: after.pv.as_ref().and_then(too_large).into_iter().collect(),
        measures,
        after,
    }
}

/// The before-state fact that the size of a roof rests on.
const ROOF_FACT: &str = "footprint_area_m2";

/// Adds the shares of the roof, and whether they rest on assumed facts.
fn roof_share(
    state: &mut Performance,
    candidate: &Candidate,
    array: Option<&PvArray>,
    terms: &Terms<'_>,
) {
    if let (Some(pv), Some(array)) = (&mut state.pv, array) {
        let roof_m2 = roof_projection_m2(&candidate.building);
        pv.roof_shares = roof_shares(array, roof_m2, terms.weather.latitude_deg);
        pv.assumed = !is_known(&candidate.facts, ROOF_FACT);
    }
}

fn too_large(pv: &PvYear) -> Option<Text> {
    let share = pv.roof_shares.iter().find(|share| share.share_percent > 100.0)?;
    let percent = share.share_percent;
    Some(Text::new(
        format!("光伏方阵连同间距需要屋面的 {percent:.0}%，放不下：须减小间距或规模"),
        format!(
            "the PV field with its gaps needs {percent:.0} % of the roof: smaller gaps or array"
        ),
    ))
}

/// Share of a saving that rests on assumed facts: what is left of it when only the measures whose
/// before-state facts are known are installed is taken as known.
///
/// # Equation
/// share = 1 − (E₀ − E_known) / (E₀ − E₁), within 0..=1
fn assumed_share(plan: &Plan<'_>, years: &[Metered], saved_kwh: f64) -> Option<f64> {
    // PV does not enter `saved_kwh`, so its facts do not matter here.
    let thermal = || plan.installed.iter().filter(|(measure, _)| !is_pv(measure));
    if saved_kwh <= 0.0 {
        return None;
    }
    if thermal().all(|(_, line)| !line.assumed) {
        return Some(0.0);
    }
    let Some(known_only) = plan.known_only else {
        return Some(1.0);
    };
    let known_kwh =
        years[0].annual.end_uses.total_kwh() - years[known_only].annual.end_uses.total_kwh();
    Some((1.0 - known_kwh / saved_kwh).clamp(0.0, 1.0))
}
