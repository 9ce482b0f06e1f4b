//! From simulated years to what each combination saves, costs and is worth.

use energy::building::PvArray;
use energy::pv::{RoofArray, RoofMethod};
use energy::supply::Metered;
use units::{Fen, Text};

use crate::apply::roof_projection_m2;
use crate::appraise::{Candidate, Terms, valued};
use crate::finance::{Future, values};
use crate::planning::{self, Part};
use crate::result::{Performance, performance};
use crate::search::front::front;
use crate::search::tree::{Leaf, Tree};
use crate::search::{Found, Search};

/// Weighs every leaf against the first, which leaves all as it is. `years`: those of each case of
/// the tree, supply by supply.
pub(crate) fn weigh(
    candidate: &Candidate,
    terms: &Terms<'_>,
    tree: &Tree<'_>,
    years: &[&Vec<Metered>],
) -> Search {
    let scale = Scale {
        terms,
        tree,
        floor_area_m2: candidate.building.floor_area_m2(),
        roof_m2: roof_projection_m2(&candidate.building),
    };
    let state = |leaf: &Leaf| scale.state(leaf, &years[leaf.year.0][leaf.year.1]);
    let mut found: Vec<Found> = Vec::with_capacity(tree.leaves.len());
    if let Some(first) = tree.leaves.first() {
        let base = state(first);
        found.extend(tree.leaves.iter().map(|leaf| scale.found(leaf, &base, &state(leaf))));
    }
    let is_unvalued = |one: &&Found| one.carbon_saved.is_none() || one.npv.is_none();
    Search {
        id: candidate.id.clone(),
        decisions: tree.decisions.iter().map(|decision| (*decision).clone()).collect(),
        works: tree.works.iter().map(|at| tree.lines[*at].measure.clone()).collect(),
        not_applicable: tree.not_applicable.clone(),
        heat_balances: years.len(),
        front: front(&found),
        unvalued: found.iter().filter(is_unvalued).count(),
        found,
    }
}

/// What all leaves of a tree are weighed with.
struct Scale<'s> {
    terms: &'s Terms<'s>,
    tree: &'s Tree<'s>,
    floor_area_m2: f64,
    roof_m2: f64,
}

impl Scale<'_> {
    fn state(&self, leaf: &Leaf, year: &Metered) -> Performance {
        let state = performance(year, self.floor_area_m2, leaf.pv.as_ref());
        valued(state, self.floor_area_m2, self.terms)
    }

    fn found(&self, leaf: &Leaf, base: &Performance, after: &Performance) -> Found {
        let lines = || leaf.lines.iter().map(|at| &self.tree.lines[*at]);
        let fall = |before: Option<Fen>, after: Option<Fen>| Some(before? - after?);
        let (prices, ..) = self.terms.sets();
        let npv = prices.and_then(|prices| {
            let part =
                |line| Part { line, cost: line.cost.likely, name: Text::default(), is_pv: false };
            let parts: Vec<Part<'_>> = lines().map(part).collect();
            let plan = planning::plan(prices, &parts, [base, after], self.floor_area_m2)?;
            Some(values(&plan, &Future::default())?.without_subsidy)
        });
        let before_kwh = base.site_energy_kwh;
        Found {
            options: leaf.options.clone(),
            investment: lines().map(|line| line.cost.likely).sum(),
            maintenance: lines().map(|line| line.maintenance).sum(),
            site_energy_kwh: after.site_energy_kwh,
            saving_rate_percent: (before_kwh > 0.0)
                .then(|| 100.0 * (1.0 - after.site_energy_kwh / before_kwh)),
            pv_roof_share_percent: self.roof_share_percent(leaf.pv.as_ref()),
            hours_outside_comfort_h: after.hours_outside_comfort_h,
            carbon_saved: base.operating_carbon.zip(after.operating_carbon).map(|(b, a)| b - a),
            bill_saving: fall(base.energy_bill, after.energy_bill),
            npv,
        }
    }

    /// Share of the roof by the leading method.
    fn roof_share_percent(&self, array: Option<&PvArray>) -> Option<f64> {
        if self.roof_m2 <= 0.0 {
            return None;
        }
        let Some(array) = array else { return Some(0.0) };
        let latitude_deg = self.terms.weather.latitude_deg;
        let field = RoofArray::of(array.rated_kw, self.roof_m2, array.tilt_deg, latitude_deg);
        Some(field.share(RoofMethod::ModuleProjection) * 100.0)
    }
}
