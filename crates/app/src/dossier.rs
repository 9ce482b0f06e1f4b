//! All about one space: every combination, what stands out, its cash flow, its odds, its subsidy.

use std::collections::BTreeMap;

use appraisal::finance::{Plan, Statement};
use appraisal::risk::{Inputs, VerdictRules};
use appraisal::{
    Appraisal, Circular, MeasureLine, Odds, OddsTerms, Search, StageTerms, Targets, alternatives,
    odds, search,
};
use energy::Weather;
use policy::Decision;
use serde::Serialize;
use stock::{Field, Ledger, Space};
use units::{Date, Fen, GramsCo2e, Lang, SpaceId, Text};

use crate::assessment::Assessor;
use crate::deciding::Law;
use crate::embedded;
use crate::failure::Failure;
use crate::own_terms::OwnTerms;
use crate::place::Place;
use crate::public_money::money;
use crate::reference_rates::ReferenceRates;
use crate::searching::Searched;

/// Draws of the odds: the standard error of a probability is at most half a percent.
const DRAWS: u32 = 10_000;
/// Seed of the draws, the same for every space so that packages meet the same futures.
pub(crate) const SEED: u64 = 20_230_717;

/// How a dossier is made.
pub(crate) struct DossierTerms<'d> {
    pub(crate) assessor: &'d Assessor,
    pub(crate) weather: &'d Weather,
    pub(crate) law: Option<&'d Law>,
    pub(crate) targets: Targets,
    pub(crate) own: &'d OwnTerms,
    pub(crate) reference: &'d ReferenceRates,
    pub(crate) inputs: Inputs,
    pub(crate) rules: VerdictRules,
}

/// The uncertain inputs of a place, and the thresholds of the verdict.
pub(crate) fn risk_data(place: &Place) -> Result<(Inputs, VerdictRules), Failure> {
    let inputs = embedded::data("risk", &format!("risk/{}.yaml", place.risk));
    let rules = embedded::data("verdict", "risk/verdict.yaml");
    Ok((
        Inputs::parse(&inputs.name, &inputs.text()).map_err(Failure::Input)?,
        VerdictRules::parse(&rules.name, &rules.text()).map_err(Failure::Input)?,
    ))
}

/// All about one space.
#[derive(Debug, Serialize)]
pub(crate) struct Dossier {
    pub(crate) id: SpaceId,
    pub(crate) name: Option<String>,
    /// What the verdict counts and what it leaves out.
    pub(crate) scope: Text,
    /// The package that the verdict is about; `None` where nothing can be said.
    pub(crate) recommended: Option<String>,
    /// The verdict with its grounds, or what is missing for one.
    pub(crate) odds: Odds,
    /// What was searched.
    pub(crate) search: Option<Searched>,
    /// What stands out, simulated again by itself.
    pub(crate) appraisal: Option<Appraisal>,
    /// Money of each package, in the order of the appraisal.
    pub(crate) money: Vec<PackageMoney>,
    /// What clauses ask.
    pub(crate) targets: Targets,
    /// Every combination by investment and carbon.
    pub(crate) points: Vec<Point>,
    /// The recommended package year by year; `None` where no order keeps the yearly limit.
    pub(crate) stages: Option<Vec<StageMade>>,
    /// Material and carbon of the recommended package, beside building anew.
    pub(crate) circular: Option<Circular>,
    /// Carbon of building each of its measures, over the life that is studied.
    pub(crate) embodied: BTreeMap<String, GramsCo2e>,
}

/// A combination as a point.
#[derive(Debug, Serialize)]
pub(crate) struct Point {
    pub(crate) investment: Fen,
    pub(crate) carbon_saved: GramsCo2e,
    /// Whether none that costs no more saves more.
    pub(crate) is_on_edge: bool,
    pub(crate) is_recommended: bool,
}

/// A year of a staged plan.
#[derive(Debug, Serialize)]
pub(crate) struct StageMade {
    pub(crate) year: i32,
    pub(crate) measures: Vec<String>,
    pub(crate) investment: Fen,
    pub(crate) saving_percent: f64,
}

/// The money of one package.
#[derive(Debug, Serialize)]
pub(crate) struct PackageMoney {
    pub(crate) package: String,
    /// What its cash flow is made of, grants included.
    pub(crate) plan: Plan,
    /// The cash flow.
    pub(crate) statement: Statement,
    /// The decision about it, where rules were named.
    pub(crate) decision: Option<Decision>,
    /// Public money that the plan counts with, and on what it still hangs.
    pub(crate) grant: Option<Fen>,
    pub(crate) grant_is_conditional: bool,
}

/// The space of that id, or of that name if only one has it.
pub(crate) fn find<'l>(ledger: &'l Ledger, asked: &str) -> Result<&'l Space, Failure> {
    let name = |space: &Space| {
        let fact = space.fact(Field::Name)?;
        fact.value.as_str().map(str::to_owned)
    };
    if let Some(space) = SpaceId::new(asked).ok().and_then(|id| ledger.spaces.get(&id)) {
        return Ok(space);
    }
    let found: Vec<&Space> =
        ledger.spaces.values().filter(|space| name(space).as_deref() == Some(asked)).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::Request(Text::new(
            format!("台账中没有编号或名称为“{asked}”的空间"),
            format!("no space of the ledger has the id or name {asked:?}"),
        ))),
        several => {
            let ids: Vec<String> = several.iter().map(|space| space.id.to_string()).collect();
            let ids = ids.join(", ");
            Err(Failure::Request(Text::new(
                format!("有多个空间名为“{asked}”，请用编号：{ids}"),
                format!("several spaces are named {asked:?}; ask by id: {ids}"),
            )))
        }
    }
}

impl Dossier {
    /// Makes the dossier of a space.
    ///
    /// # Errors
    /// [`Failure::Input`] where the owner's terms make no plan; a space that cannot be simulated
    /// is no failure but a dossier that says so.
    pub(crate) fn of(space: &Space, terms: &DossierTerms<'_>) -> Result<Self, Failure> {
        let name = space.fact(Field::Name);
        let name = name.and_then(|fact| fact.value.as_str().map(str::to_owned));
        let mut dossier = Self {
            id: space.id.clone(),
            name,
            scope: scope(space, terms),
            recommended: None,
            odds: unsaid(&missing(space), terms)?,
            search: None,
            appraisal: None,
            money: Vec::new(),
            targets: terms.targets,
            points: Vec::new(),
            stages: None,
            circular: None,
            embodied: BTreeMap::new(),
        };
        let Ok(mut candidate) = terms.assessor.candidate_of(space, terms.weather) else {
            return Ok(dossier);
        };
        let assessor_terms = terms.assessor.terms(terms.weather);
        let found = match search(&candidate, &assessor_terms, terms.assessor.decisions()) {
            Ok(found) => found,
            Err(fault) => {
                dossier.odds = unsaid(&[crate::assessment::fault_text(&fault)], terms)?;
                return Ok(dossier);
            }
        };
        candidate.packages = found.pick_packages(&terms.targets);
        let horizon_years = terms.assessor.horizon_years();
        dossier.search = Some(Searched::of(&found, &terms.targets, horizon_years));
        let appraised = appraisal::appraise_stock(&[candidate], &assessor_terms, &|_| ()).pop();
        let Some(Ok(appraisal)) = appraised else { return Ok(dossier) };
        for package in &appraisal.packages {
            dossier.money.extend(money(space, package, terms)?);
        }
        dossier.judge(&appraisal, terms)?;
        dossier.follow_up(&found, &appraisal, space, terms);
        dossier.appraisal = Some(appraisal);
        Ok(dossier)
    }

    /// Recommends a package and passes the verdict on it.
    fn judge(&mut self, appraisal: &Appraisal, terms: &DossierTerms<'_>) -> Result<(), Failure> {
        let npv = |money: &PackageMoney| money.statement.indicators.project.npv;
        let best = self
            .money
            .iter()
            .enumerate()
            .max_by_key(|(at, money)| (npv(money), std::cmp::Reverse(*at)));
        let Some((_, best)) = best else {
            let why = Text::new(
                "没有可用的方案，或缺少价格",
                "no package applies, or a price is missing",
            );
            self.odds = unsaid(&[why], terms)?;
            return Ok(());
        };
        let name = |id: &str| appraisal.packages.iter().find(|one| one.id == id).map(|p| &p.name);
        let investment = |money: &PackageMoney| -> Fen {
            money.plan.investments.iter().map(|one| one.cost).sum()
        };
        let others = self.money.iter().filter(|money| money.package != best.package);
        let others = others.filter_map(|m| Some((name(&m.package)?, investment(m), npv(m))));
        let others = alternatives(investment(best), others);
        self.odds = odds(Some(&best.plan), &[], &others, &terms.odds())
            .map_err(|fault| Failure::Request(fault.text()))?;
        self.recommended = Some(best.package.clone());
        Ok(())
    }

    /// What hangs on the recommendation: points, stages, material.
    fn follow_up(
        &mut self,
        found: &Search,
        appraisal: &Appraisal,
        space: &Space,
        terms: &DossierTerms<'_>,
    ) {
        let Some(id) = self.recommended.clone() else { return };
        let picks = found.picks(&terms.targets);
        let target = picks.iter().find(|pick| pick.id == id).map(|pick| pick.found);
        self.points = points(found, target);
        self.stages = target.and_then(|target| stages(found, target, terms));
        let package = appraisal.packages.iter().find(|one| one.id == id);
        let Some(package) = package else { return };
        let deepest = appraisal.packages.iter().filter_map(|one| one.after.operating_carbon).min();
        let of = |installed: &[&MeasureLine], space: Option<&Space>| {
            terms.assessor.circular(
                appraisal,
                space,
                installed,
                [package.after.operating_carbon, deepest],
            )
        };
        let all: Vec<&MeasureLine> = package.measures.iter().collect();
        self.circular = Some(of(&all, Some(space)));
        for line in &package.measures {
            if let Some(carbon) = of(&[line], None).renovation {
                self.embodied.insert(line.measure.clone(), carbon.total());
            }
        }
    }

    /// The money of the recommended package.
    pub(crate) fn recommended_money(&self) -> Option<&PackageMoney> {
        let id = self.recommended.as_ref()?;
        self.money.iter().find(|money| money.package == *id)
    }
}

impl DossierTerms<'_> {
    /// Month 0 of the cash flow: the day of the decision; without rules, the first of the year of
    /// the prices.
    pub(crate) fn start(&self) -> Date {
        self.law.map_or_else(|| self.assessor.prices_from(), |law| law.on)
    }

    fn odds(&self) -> OddsTerms<'_> {
        OddsTerms { inputs: &self.inputs, rules: &self.rules, draws: DRAWS, seed: SEED }
    }
}

/// Every combination whose carbon is known.
fn points(found: &Search, target: Option<usize>) -> Vec<Point> {
    let known = found.found.iter().enumerate();
    let mut points: Vec<(Fen, GramsCo2e, bool)> = known
        .filter_map(|(at, one)| Some((one.investment, one.carbon_saved?, Some(at) == target)))
        .collect();
    points.sort_by_key(|(investment, carbon, _)| (*investment, std::cmp::Reverse(*carbon)));
    let mut most = None;
    points
        .into_iter()
        .map(|(investment, carbon_saved, is_recommended)| {
            let is_on_edge = most.is_none_or(|most| carbon_saved > most);
            most = Some(most.map_or(carbon_saved, |most: GramsCo2e| most.max(carbon_saved)));
            Point { investment, carbon_saved, is_on_edge, is_recommended }
        })
        .collect()
}

/// Years in which a package is built where the owner names none.
const STAGE_YEARS: u16 = 3;
/// Shares of the whole investment that a year may cost, the tightest that works is taken. [%]
const STAGE_LIMITS_PERCENT: [i64; 5] = [40, 50, 60, 80, 100];

fn stages(found: &Search, target: usize, terms: &DossierTerms<'_>) -> Option<Vec<StageMade>> {
    let whole = found.found[target].investment;
    let made = STAGE_LIMITS_PERCENT.iter().find_map(|percent| {
        found.stages(
            target,
            &StageTerms {
                yearly_limit: Fen(whole.0 / 100 * percent + 100),
                years: STAGE_YEARS,
                horizon_years: terms.assessor.horizon_years(),
                discount_rate_percent: terms.assessor.discount_rate_percent(),
            },
        )
    })?;
    let mut before = 0;
    let stage = |stage: appraisal::Stage| {
        let new = found.added(before, stage.found);
        before = stage.found;
        StageMade {
            year: i32::from(stage.year),
            measures: new,
            investment: stage.investment,
            saving_percent: found.found[stage.found].saving_rate_percent.unwrap_or_default(),
        }
    };
    Some(made.into_iter().map(stage).filter(|stage| !stage.measures.is_empty()).collect())
}

fn unsaid(missing: &[Text], terms: &DossierTerms<'_>) -> Result<Odds, Failure> {
    odds(None, missing, &[], &terms.odds()).map_err(|fault| Failure::Request(fault.text()))
}

/// Facts without which nothing is simulated.
fn missing(space: &Space) -> Vec<Text> {
    let needed = [Field::Kind, Field::GrossFloorAreaM2];
    let unknown = needed.into_iter().filter(|field| space.fact(*field).is_none());
    unknown.map(Field::label).collect()
}

/// What is counted, and which works may be missing because nobody stated the state of the space.
fn scope(space: &Space, terms: &DossierTerms<'_>) -> Text {
    let counted = if terms.own.has_rent() {
        Text::new("节能措施与租金", "energy measures and letting")
    } else {
        Text::new(
            "仅计节能措施：租金未提供，未计入",
            "energy measures alone: rents were not given and are not counted",
        )
    };
    let unknown = terms.assessor.works(space).unknown;
    let labels: Vec<Text> =
        unknown.iter().filter_map(|key| Field::from_key(key)).map(Field::label).collect();
    if labels.is_empty() {
        return counted;
    }
    let list = |lang: Lang, with: &str| {
        labels.iter().map(|label| label.get(lang)).collect::<Vec<_>>().join(with)
    };
    Text::new(
        format!("{}；未知，故未计入可能需要的工程：{}", counted.zh, list(Lang::Zh, "、")),
        format!(
            "{}; unknown, so works that they may call for are not counted: {}",
            counted.en,
            list(Lang::En, ", ")
        ),
    )
}
