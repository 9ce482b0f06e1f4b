//! All compatible combinations of one space, and the fewest heat balances that serve them.

use std::rc::Rc;

use energy::building::{Building, PvArray};
use energy::supply::{Alternatives, Supply, alike_but_for_supply};

use crate::apply::{NotApplicable, Reason, apply};
use crate::appraise::{Candidate, Fault};
use crate::catalogue::{Catalogue, Measure};
use crate::package::{is_roof_pv, line};
use crate::result::MeasureLine;
use crate::search::decisions::{Decision, SearchSpace};

/// One combination: what is installed, and where its year stands.
pub(crate) struct Leaf {
    /// The option of each decision, 0 = as it is.
    pub options: Vec<u8>,
    /// Its lines in [`Tree::lines`].
    pub lines: Vec<usize>,
    /// Its heat balance in [`Tree::cases`], and its supply there.
    pub year: (usize, usize),
    /// The PV on the roof.
    pub pv: Option<PvArray>,
}

/// The combinations of one space.
pub(crate) struct Tree<'c> {
    pub decisions: Vec<&'c Decision>,
    pub leaves: Vec<Leaf>,
    /// What is installed anywhere in the tree.
    pub lines: Vec<MeasureLine>,
    /// What must be simulated.
    pub cases: Vec<Alternatives>,
    /// Those of [`Tree::lines`] that every combination but the first begins with.
    pub works: Vec<usize>,
    /// Measures that apply nowhere in the tree, each with the first reason.
    pub not_applicable: Vec<NotApplicable>,
}

impl<'c> Tree<'c> {
    /// Grows the tree: each decision branches into what it may become where it stands.
    ///
    /// # Errors
    /// [`Fault::CostOutOfRange`].
    pub(crate) fn grow(
        candidate: &Candidate,
        catalogue: &'c Catalogue,
        space: &'c SearchSpace,
    ) -> Result<Self, Fault> {
        let asked = |decision: &&Decision| {
            decision.kinds.is_empty() || decision.kinds.contains(&candidate.kind)
        };
        let (first, rest) = space.decisions.split_at(space.loads_decided(catalogue));
        let loads_decided = first.iter().filter(asked).count();
        let decisions: Vec<&Decision> = first.iter().chain(rest).filter(asked).collect();
        let tree = Self {
            decisions,
            leaves: Vec::new(),
            lines: Vec::new(),
            cases: Vec::new(),
            works: Vec::new(),
            not_applicable: Vec::new(),
        };
        let mut grower = Grower { candidate, catalogue, loads_decided, tree, applied: Vec::new() };
        grower.works()?;
        grower.branch(&Twig::root(&candidate.building))?;
        let Grower { mut tree, applied, .. } = grower;
        tree.not_applicable.retain(|one| !applied.contains(&one.measure));
        Ok(tree)
    }
}

/// A state on the way from the root to a leaf.
#[derive(Clone)]
struct Twig<'c> {
    building: Rc<Building>,
    options: Vec<u8>,
    lines: Vec<usize>,
    /// Ids of what is installed.
    installed: Vec<&'c str>,
}

impl Twig<'_> {
    fn root(building: &Building) -> Self {
        Self {
            building: Rc::new(building.clone()),
            options: Vec::new(),
            lines: Vec::new(),
            installed: Vec::new(),
        }
    }
}

struct Grower<'g, 'c> {
    candidate: &'g Candidate,
    catalogue: &'c Catalogue,
    loads_decided: usize,
    tree: Tree<'c>,
    /// Measures that apply somewhere.
    applied: Vec<String>,
}

impl<'c> Grower<'_, 'c> {
    /// Prices the works that the state of the space asks for.
    fn works(&mut self) -> Result<(), Fault> {
        let building = &self.candidate.building;
        for measure in self.candidate.works.iter().filter_map(|id| self.catalogue.measure(id)) {
            self.tree.works.push(self.tree.lines.len());
            self.tree.lines.push(line(self.candidate, measure, building, building)?);
        }
        Ok(())
    }

    fn branch(&mut self, twig: &Twig<'c>) -> Result<(), Fault> {
        let depth = twig.options.len();
        if depth == self.loads_decided {
            self.tree
                .cases
                .push(Alternatives { building: (*twig.building).clone(), supplies: Vec::new() });
            let case = self.tree.cases.len() - 1;
            return self.supplies(twig, case);
        }
        for next in self.choices(twig)? {
            self.branch(&next)?;
        }
        Ok(())
    }

    fn supplies(&mut self, twig: &Twig<'c>, case: usize) -> Result<(), Fault> {
        if twig.options.len() == self.tree.decisions.len() {
            let year = self.year(&twig.building, case);
            let Twig { options, lines: own, building, .. } = twig.clone();
            let works = self.tree.works.iter().filter(|_| !own.is_empty()).copied();
            let lines = works.chain(own.iter().copied()).collect();
            self.tree.leaves.push(Leaf { options, lines, year, pv: building.pv.clone() });
            return Ok(());
        }
        for next in self.choices(twig)? {
            self.supplies(&next, case)?;
        }
        Ok(())
    }

    /// Where the year of a building stands: beside the case that it grew from if it shares the
    /// heat balance, else in a case of its own.
    fn year(&mut self, building: &Building, case: usize) -> (usize, usize) {
        let supply = Supply::of(building);
        let cases = &mut self.tree.cases;
        if supply.shares_loads(&cases[case].building)
            && alike_but_for_supply(building, &cases[case].building)
        {
            let supplies = &mut cases[case].supplies;
            let known = supplies.iter().position(|known| *known == supply);
            return (
                case,
                known.unwrap_or_else(|| {
                    supplies.push(supply);
                    supplies.len() - 1
                }),
            );
        }
        cases.push(Alternatives { building: building.clone(), supplies: vec![supply] });
        (cases.len() - 1, 0)
    }

    /// What the next decision may become: as it is, and each option that changes something in a way
    /// that no option before it does.
    fn choices(&mut self, twig: &Twig<'c>) -> Result<Vec<Twig<'c>>, Fault> {
        let decision = self.tree.decisions[twig.options.len()];
        let mut as_it_is = twig.clone();
        as_it_is.options.push(0);
        let mut choices = vec![as_it_is];
        for (number, option) in (1_u8..).zip(&decision.options) {
            let mut next = twig.clone();
            next.options.push(number);
            let measures = option.iter().filter_map(|id| self.catalogue.measure(id));
            let measures: Vec<&'c Measure> = measures.collect();
            if self.clashes(twig, &measures) {
                continue;
            }
            for measure in &measures {
                self.install(&mut next, measure)?;
            }
            let stands = |id: &String| next.installed.contains(&id.as_str());
            if measures.iter().any(|one| stands(&one.id) && !one.requires.iter().all(stands)) {
                continue;
            }
            if choices.iter().all(|known| known.installed != next.installed) {
                choices.push(next);
            }
        }
        Ok(choices)
    }

    fn clashes(&self, twig: &Twig<'c>, measures: &[&'c Measure]) -> bool {
        let installed = twig.installed.iter().filter_map(|id| self.catalogue.measure(id));
        let mut pairs = installed.flat_map(|one| measures.iter().map(move |other| (one, other)));
        pairs.any(|(one, other)| one.conflicts_with(other))
    }

    fn install(&mut self, twig: &mut Twig<'c>, measure: &'c Measure) -> Result<(), Fault> {
        let applied = if is_roof_pv(measure) && self.candidate.pv_suitable == Some(false) {
            let reason = Reason::RoofUnsuitable;
            Err(NotApplicable { measure: measure.id.clone(), reason })
        } else {
            apply(measure, &self.candidate.kind, &twig.building)
        };
        match applied {
            Ok(after) => {
                self.tree.lines.push(line(self.candidate, measure, &twig.building, &after)?);
                twig.lines.push(self.tree.lines.len() - 1);
                twig.installed.push(&measure.id);
                twig.building = Rc::new(after);
                if !self.applied.contains(&measure.id) {
                    self.applied.push(measure.id.clone());
                }
            }
            Err(not) => {
                if self.tree.not_applicable.iter().all(|known| known.measure != not.measure) {
                    self.tree.not_applicable.push(not);
                }
            }
        }
        Ok(())
    }
}
