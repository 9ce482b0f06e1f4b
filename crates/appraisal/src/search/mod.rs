//! Every compatible combination of measures for a space, each with a simulated year.
//!
//! The decisions of a [`SearchSpace`] branch into a tree of buildings; combinations that differ
//! only in what supplies the loads share one heat balance, and the fewest balances that serve all
//! combinations are simulated side by side. Nothing is sampled and nothing is fitted: the front is
//! exact.

mod abatement;
mod decisions;
mod front;
mod picks;
mod stages;
mod tree;
mod weigh;

use std::ops::Range;
use std::sync::Mutex;

use energy::StockSimulator;
use rayon::prelude::*;
use serde::Serialize;
use units::{Fen, GramsCo2e, SpaceId, Text};

pub use abatement::AbatementStep;
pub use decisions::{Decision, SearchSpace};
pub use picks::{Pick, Targets};
pub use stages::{Stage, StageTerms};

use crate::apply::NotApplicable;
use crate::appraise::{Candidate, Fault, Terms};
use crate::catalogue::Package;
use tree::Tree;

/// Spaces searched at once: bounds the memory of the simulated buildings, changes no result.
const SPACES_AT_ONCE: usize = 24;

/// All combinations of one space.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Search {
    /// The space.
    pub id: SpaceId,
    /// What was decided on here, in the order of the options of [`Found`].
    pub decisions: Vec<Decision>,
    /// Works that its state asks for: every combination but the first begins with them.
    pub works: Vec<String>,
    /// Measures of these decisions that apply in no combination, each with a reason.
    pub not_applicable: Vec<NotApplicable>,
    /// Heat balances that were simulated for it.
    pub heat_balances: usize,
    /// The combinations; the first leaves all as it is.
    pub found: Vec<Found>,
    /// Those that no other beats in investment, net present value, carbon and comfort together, by
    /// their place in `found`, ascending.
    pub front: Vec<usize>,
    /// How many have an unknown carbon or value and stand outside the front.
    pub unvalued: usize,
}

/// One combination with its year, against the space as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Found {
    /// Option of each decision: 0 leaves it as it is, 1 is its first.
    pub options: Vec<u8>,
    /// At likely costs: a planning value.
    pub investment: Fen,
    /// Yearly upkeep beyond today's: a planning value.
    pub maintenance: Fen,
    /// Final energy at the site, PV not counted. [kWh]
    pub site_energy_kwh: f64,
    /// Saving of it; `None` where nothing is used before. [%]
    pub saving_rate_percent: Option<f64>,
    /// Horizontal projection of the modules over that of the roof; `None` without a roof. [%]
    pub pv_roof_share_percent: Option<f64>,
    /// Occupied hours outside the comfort range. [h]
    pub hours_outside_comfort_h: f64,
    /// Operating carbon saved a year; `None` where a factor is missing.
    pub carbon_saved: Option<GramsCo2e>,
    /// Fall of the yearly bill: a planning value; `None` where a price is missing.
    pub bill_saving: Option<Fen>,
    /// Net present value at likely costs: a planning value; `None` where a price is missing.
    pub npv: Option<Fen>,
}

impl Search {
    /// The combination of least investment that passes `reaches`; of equal ones that of greater
    /// value, then the first. `None` where none passes.
    pub fn cheapest(&self, reaches: impl Fn(&Found) -> bool) -> Option<usize> {
        let reaching = self.found.iter().enumerate().filter(|(_, one)| reaches(one));
        let by = |one: &Found| (one.investment, std::cmp::Reverse(one.npv));
        reaching.min_by_key(|(_, one)| by(one)).map(|(at, _)| at)
    }

    /// The combination of greatest `worth`; of equal ones the cheapest, then the first. `None`
    /// where none has a worth.
    pub fn greatest<T: Ord>(&self, worth: impl Fn(&Found) -> Option<T>) -> Option<usize> {
        let known = self.found.iter().enumerate().filter_map(|(at, one)| Some((worth(one)?, at)));
        let least = |at: usize| std::cmp::Reverse((self.found[at].investment, at));
        known.max_by(|a, b| a.0.cmp(&b.0).then(least(a.1).cmp(&least(b.1)))).map(|(_, at)| at)
    }

    /// The marginal abatement cost curve over `horizon_years`.
    pub fn abatement(&self, horizon_years: u16) -> Vec<AbatementStep> {
        abatement::abatement(self, horizon_years)
    }

    /// The stages in which `target`, a place in `found`, is best built within a yearly limit;
    /// `None` where it cannot be.
    pub fn stages(&self, target: usize, terms: &StageTerms) -> Option<Vec<Stage>> {
        stages::stages(self, target, terms)
    }

    /// The measures of a combination, in the order in which they are installed, those that do not
    /// apply beside the others included.
    pub fn measures(&self, found: usize) -> Vec<&str> {
        let options = &self.found[found].options;
        let chosen = options.iter().enumerate();
        let works = self.works.iter().filter(|_| options.iter().any(|option| *option > 0));
        works
            .chain(chosen.flat_map(|(decision, option)| self.option(decision, *option)))
            .map(String::as_str)
            .collect()
    }

    /// The measures of an option of a decision; none for option 0.
    pub fn option(&self, decision: usize, option: u8) -> &[String] {
        let decision = self.decisions.get(decision);
        let place = option.checked_sub(1).map(usize::from);
        decision.zip(place).and_then(|(one, at)| one.options.get(at)).map_or(&[], Vec::as_slice)
    }

    /// What a combination has and another has not.
    pub fn added(&self, before: usize, after: usize) -> Vec<String> {
        let had = self.measures(before);
        let now = self.measures(after).into_iter();
        now.filter(|id| !had.contains(id)).map(str::to_owned).collect()
    }

    /// A combination as a package.
    pub fn package(&self, found: usize, id: &str, name: Text) -> Package {
        let measures = self.measures(found).into_iter().map(str::to_owned).collect();
        Package { id: id.into(), name, kinds: Vec::new(), measures }
    }
}

/// Searches every candidate; answers stand in their order, and a fault in one leaves the others
/// alone. The same bits come out for any number of threads. `progress` is told how many candidates
/// are done, never decreasing; `done` is given each block of answers with the place of its first,
/// so that a caller may keep them.
pub fn search_stock(
    candidates: &[Candidate],
    terms: &Terms<'_>,
    space: &SearchSpace,
    progress: &(dyn Fn(usize) + Sync),
    mut done: impl FnMut(usize, Vec<Result<Search, Fault>>),
) {
    let mut simulator = StockSimulator::new(terms.weather, terms.simulation);
    for (number, block) in candidates.chunks(SPACES_AT_ONCE).enumerate() {
        let first = number * SPACES_AT_ONCE;
        let answers = match &mut simulator {
            Ok(simulator) => {
                let tell = |simulated: usize| progress(first + simulated);
                search_block(block, terms, space, simulator, &tell)
            }
            Err(fault) => block.iter().map(|one| Err(simulation(one, fault))).collect(),
        };
        progress(first + block.len());
        done(first, answers);
    }
}

/// Searches one candidate.
///
/// # Errors
/// [`Fault`] where it cannot be simulated or costed.
pub fn search(
    candidate: &Candidate,
    terms: &Terms<'_>,
    space: &SearchSpace,
) -> Result<Search, Fault> {
    let mut found = None;
    let one = std::slice::from_ref(candidate);
    search_stock(one, terms, space, &|_| (), |_, mut answers| found = answers.pop());
    found.unwrap_or_else(|| {
        Err(simulation(
            candidate,
            &energy::Fault::NotFinite { name: candidate.building.name.clone() },
        ))
    })
}

fn simulation(candidate: &Candidate, fault: &energy::Fault) -> Fault {
    Fault::Simulation { id: candidate.id.clone(), fault: fault.clone() }
}

/// A tree, and where its cases stand among those of a block.
type Planned<'c> = (Tree<'c>, Range<usize>);

fn search_block(
    block: &[Candidate],
    terms: &Terms<'_>,
    space: &SearchSpace,
    simulator: &mut StockSimulator<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Search, Fault>> {
    let grown: Vec<Result<Tree<'_>, Fault>> =
        block.par_iter().map(|candidate| Tree::grow(candidate, terms.catalogue, space)).collect();
    let mut cases = Vec::new();
    let mut trees: Vec<Result<Planned<'_>, Fault>> = Vec::with_capacity(block.len());
    for tree in grown {
        trees.push(tree.map(|mut tree| {
            let first = cases.len();
            cases.append(&mut tree.cases);
            (tree, first..cases.len())
        }));
    }
    let told = Mutex::new(0);
    let report = |simulated: usize| {
        let spaces = simulated * block.len() / cases.len().max(1);
        // Threads report out of order; who cannot get the lock skips a report.
        if let Ok(mut told) = told.try_lock()
            && spaces > *told
        {
            *told = spaces;
            progress(spaces);
        }
    };
    let years = simulator.simulate_supplies(&cases, &terms.periods(), &report);
    let weigh = |(candidate, tree): (&Candidate, Result<Planned<'_>, Fault>)| {
        let (tree, range) = tree?;
        let years: Vec<_> = years
            .get(range)
            .unwrap_or_default()
            .iter()
            .map(Result::as_ref)
            .collect::<Result<_, _>>()
            .map_err(|fault| simulation(candidate, fault))?;
        Ok(weigh::weigh(candidate, terms, &tree, &years))
    };
    block.par_iter().zip(trees).map(weigh).collect()
}
