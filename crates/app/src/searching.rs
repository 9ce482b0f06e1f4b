//! Every compatible combination of every space, kept as they are found.
//!
//! A search is kept with the hash of all that it was made from. After a kill, or when some of the
//! ledger changed, only the rest is searched.

use std::cell::RefCell;
use std::collections::BTreeMap;

use appraisal::{AbatementStep, Candidate, Package, Search, Targets, search_stock};
use energy::Weather;
use serde::{Deserialize, Serialize};
use stock::Ledger;
use units::{Fen, GramsCo2e, SpaceId, Text};

use crate::assessment::{Assessment, Assessor, fault_text};
use crate::failure::Failure;
use crate::files::sha256_hex;
use crate::progress::{Progress, Step, teller};
use crate::store::{KeptSearch, Store};

/// What is kept of a search.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Searched {
    pub(crate) id: SpaceId,
    /// Combinations and heat balances behind them.
    pub(crate) combinations: usize,
    pub(crate) heat_balances: usize,
    /// Combinations that cannot be weighed.
    pub(crate) unvalued: usize,
    /// What stands out.
    pub(crate) picks: Vec<PickKept>,
    /// The exact front.
    pub(crate) front: Vec<FrontPoint>,
    /// Steps of the marginal abatement cost curve.
    pub(crate) abatement: Vec<AbatementKept>,
    /// Why there is none of all this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<Text>,
}

/// A pick as a package of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PickKept {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) measures: Vec<String>,
}

/// One point of the front.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FrontPoint {
    pub(crate) measures: Vec<String>,
    pub(crate) investment_fen: Fen,
    pub(crate) npv_fen: Option<Fen>,
    pub(crate) carbon_saved_g: Option<GramsCo2e>,
    pub(crate) hours_outside_comfort_h: f64,
    pub(crate) saving_rate_percent: Option<f64>,
    pub(crate) pv_roof_share_percent: Option<f64>,
}

/// One step of the abatement curve.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AbatementKept {
    /// What the step installs in place of what the same decision had; empty where it takes that
    /// away again.
    pub(crate) measures: Vec<String>,
    pub(crate) carbon_saved_g: GramsCo2e,
    pub(crate) cost_fen: Fen,
    pub(crate) cost_yuan_t: f64,
}

impl Searched {
    pub(crate) fn of(search: &Search, targets: &Targets, horizon_years: u16) -> Self {
        let measures =
            |found: usize| search.measures(found).into_iter().map(str::to_owned).collect();
        let pick = |package: Package| PickKept {
            id: package.id,
            name: package.name,
            measures: package.measures,
        };
        let point = |at: &usize| {
            let one = &search.found[*at];
            FrontPoint {
                measures: measures(*at),
                investment_fen: one.investment,
                npv_fen: one.npv,
                carbon_saved_g: one.carbon_saved,
                hours_outside_comfort_h: one.hours_outside_comfort_h,
                saving_rate_percent: one.saving_rate_percent,
                pv_roof_share_percent: one.pv_roof_share_percent,
            }
        };
        let step = |step: AbatementStep| AbatementKept {
            measures: search.option(step.decision, step.option).to_vec(),
            carbon_saved_g: step.carbon_saved,
            cost_fen: step.cost,
            cost_yuan_t: step.cost_yuan_t,
        };
        Self {
            id: search.id.clone(),
            combinations: search.found.len(),
            heat_balances: search.heat_balances,
            unvalued: search.unvalued,
            picks: search.pick_packages(targets).into_iter().map(pick).collect(),
            front: search.front.iter().map(point).collect(),
            abatement: search.abatement(horizon_years).into_iter().map(step).collect(),
            fault: None,
        }
    }

    fn none(id: &SpaceId, fault: Text) -> Self {
        Self {
            id: id.clone(),
            combinations: 0,
            heat_balances: 0,
            unvalued: 0,
            picks: Vec::new(),
            front: Vec::new(),
            abatement: Vec::new(),
            fault: Some(fault),
        }
    }

    fn packages(&self) -> Vec<Package> {
        let package = |pick: &PickKept| Package {
            id: pick.id.clone(),
            name: pick.name.clone(),
            kinds: Vec::new(),
            measures: pick.measures.clone(),
        };
        self.picks.iter().map(package).collect()
    }
}

/// All searches of a ledger, with the appraisals of their picks.
pub(crate) struct SearchedLedger {
    pub(crate) searches: Vec<Searched>,
    pub(crate) assessments: Vec<Assessment>,
    /// Searches that were kept from before and still hold.
    pub(crate) kept: usize,
}

impl Assessor {
    /// Searches every space of the ledger that was not searched from the same inputs before, keeps
    /// each block as it is found, and appraises the picks.
    ///
    /// # Errors
    /// [`Failure::Store`] where a block cannot be kept; those before it stay.
    pub(crate) fn search_all(
        &self,
        ledger: &Ledger,
        weather: &Weather,
        targets: &Targets,
        store: &mut Store,
        progress: &dyn Progress,
    ) -> Result<SearchedLedger, Failure> {
        let mut candidates = self.candidates(ledger, weather);
        let made = self.made_from(weather, targets);
        let hash = |candidate: &Candidate| {
            let stated = serde_json::to_string(candidate).unwrap_or_default();
            sha256_hex(format!("{made}\n{stated}").as_bytes())
        };
        let hashes: BTreeMap<SpaceId, String> = candidates
            .iter()
            .filter_map(|(id, one)| Some((id.clone(), hash(one.as_ref().ok()?))))
            .collect();
        let mut searches: BTreeMap<SpaceId, Searched> = store
            .searches()?
            .into_iter()
            .filter(|kept: &KeptSearch<Searched>| hashes.get(&kept.id) == Some(&kept.made))
            .map(|kept| (kept.id, kept.body))
            .collect();
        let kept = searches.len();
        let open: Vec<Candidate> = candidates
            .iter()
            .filter(|(id, _)| !searches.contains_key(id))
            .filter_map(|(_, one)| one.as_ref().ok().cloned())
            .collect();
        for one in self.search_open(&open, &hashes, weather, targets, store, progress)? {
            searches.insert(one.id.clone(), one);
        }
        for (id, candidate) in &mut candidates {
            match (candidate.as_mut(), searches.get(id)) {
                (Ok(candidate), Some(found)) => candidate.packages = found.packages(),
                (Ok(_), None) => {}
                (Err(fault), _) => {
                    searches.insert(id.clone(), Searched::none(id, fault.clone()));
                }
            }
        }
        let assessments = self.assess(candidates, weather, progress);
        Ok(SearchedLedger { searches: searches.into_values().collect(), assessments, kept })
    }

    fn search_open(
        &self,
        open: &[Candidate],
        hashes: &BTreeMap<SpaceId, String>,
        weather: &Weather,
        targets: &Targets,
        store: &mut Store,
        progress: &dyn Progress,
    ) -> Result<Vec<Searched>, Failure> {
        progress.begin(Step::Search, open.len());
        let tell = teller(progress);
        let horizon_years = self.horizon_years();
        let mut all = Vec::with_capacity(open.len());
        let failed = RefCell::new(None);
        let space = self.decisions();
        search_stock(open, &self.terms(weather), space, &tell, |first, found| {
            let block: Vec<Searched> = found
                .iter()
                .zip(&open[first..])
                .map(|(search, candidate)| match search {
                    Ok(search) => Searched::of(search, targets, horizon_years),
                    Err(fault) => Searched::none(&candidate.id, fault_text(fault)),
                })
                .collect();
            let rows = block
                .iter()
                .map(|one| (&one.id, hashes.get(&one.id).map_or("", String::as_str), one));
            if failed.borrow().is_none()
                && let Err(failure) = store.keep_searches(rows)
            {
                *failed.borrow_mut() = Some(failure);
            }
            all.extend(block);
        });
        progress.end();
        failed.into_inner().map_or(Ok(all), Err)
    }

    /// What every search is made from beside the space itself.
    fn made_from(&self, weather: &Weather, targets: &Targets) -> String {
        let mut lines = vec![format!("reweave {}", crate::VERSION)];
        lines.extend(self.inputs.iter().map(|input| format!("{} {}", input.name, input.sha256)));
        lines.push(format!("weather {}", sha256_hex(format!("{weather:?}").as_bytes())));
        lines.push(serde_json::to_string(targets).unwrap_or_default());
        lines.join("\n")
    }
}
