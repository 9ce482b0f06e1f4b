//! The few combinations of a search that people are shown first.

use serde::{Deserialize, Serialize};
use units::{Fen, Text};

use crate::catalogue::Package;
use crate::search::{Found, Search};

/// What a clause asks of a package; `None` where it asks nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Targets {
    /// Least saving of final energy at the site, PV not counted. [%]
    pub saving_rate_percent: Option<f64>,
    /// Least share of PV on the roof, by the projection of the modules. [%]
    pub pv_roof_share_percent: Option<f64>,
}

impl Targets {
    fn saves(&self, one: &Found) -> bool {
        at_least(one.saving_rate_percent, self.saving_rate_percent)
    }

    fn covers(&self, one: &Found) -> bool {
        at_least(one.pv_roof_share_percent, self.pv_roof_share_percent)
    }
}

/// An unknown value reaches nothing but what is not asked.
fn at_least(value: Option<f64>, least: Option<f64>) -> bool {
    least.is_none_or(|least| value.is_some_and(|value| value >= least))
}

/// A combination that stands out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pick {
    /// Why it stands out, as a stable word such as `best_value`.
    pub id: &'static str,
    /// The same for people.
    pub name: Text,
    /// Its place in [`Search::found`].
    pub found: usize,
}

impl Search {
    /// What stands out: the greatest net present value; the cheapest that reaches each target and
    /// all of them; the most carbon at no loss; the most carbon. A combination stands under the
    /// first reason that names it; the one that does nothing never stands here.
    pub fn picks(&self, targets: &Targets) -> Vec<Pick> {
        let paying = |one: &Found| one.npv.is_some_and(|npv| npv >= Fen::ZERO);
        let saving = targets.saving_rate_percent.map(percent);
        let covered = targets.pv_roof_share_percent.map(percent);
        let mut picks = Vec::new();
        let mut pick = |id, name, found: Option<usize>| {
            let known = |found: usize| picks.iter().any(|pick: &Pick| pick.found == found);
            if let Some(found) = found.filter(|found| *found != 0 && !known(*found)) {
                picks.push(Pick { id, name, found });
            }
        };
        let best_value = Text::new("净现值最高", "greatest net present value");
        pick("best_value", best_value, self.greatest(|one| one.npv));
        if let Some(rate) = &saving {
            let name = Text::new(
                format!("达到节能率 {rate} 的最省投资"),
                format!("cheapest that saves {rate}"),
            );
            pick("cheapest_saving", name, self.cheapest(|one| targets.saves(one)));
        }
        if let Some(share) = &covered {
            let name = Text::new(
                format!("达到屋面光伏 {share} 的最省投资"),
                format!("cheapest with PV on {share} of the roof"),
            );
            pick("cheapest_pv", name, self.cheapest(|one| targets.covers(one)));
        }
        if let (Some(rate), Some(share)) = (&saving, &covered) {
            let name = Text::new(
                format!("节能率 {rate} 与屋面光伏 {share} 均达到的最省投资"),
                format!("cheapest that saves {rate} with PV on {share} of the roof"),
            );
            let both = |one: &Found| targets.saves(one) && targets.covers(one);
            pick("cheapest_saving_pv", name, self.cheapest(both));
        }
        let most_paying = Text::new("不亏损下减碳最多", "most carbon at no loss");
        let carbon = |one: &Found| one.carbon_saved;
        pick(
            "most_carbon_paying",
            most_paying,
            self.greatest(|one| carbon(one).filter(|_| paying(one))),
        );
        let most = Text::new("减碳最多", "most carbon");
        pick("most_carbon", most, self.greatest(carbon));
        picks
    }

    /// The picks as packages.
    pub fn pick_packages(&self, targets: &Targets) -> Vec<Package> {
        let picks = self.picks(targets).into_iter();
        picks.map(|pick| self.package(pick.found, pick.id, pick.name)).collect()
    }
}

fn percent(value: f64) -> String {
    format!("{value} %")
}
