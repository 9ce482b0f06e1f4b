//! From facts to decisions under a scheme.

use std::path::Path;

use policy::{Decision, InForce, RuleSet, Scheme};
use serde::{Deserialize, Serialize};
use stock::{Field, Ledger, Space};
use units::{Date, Fen, GramsCo2e, SpaceId, Text};

use crate::assessment::{Assessed, Offer};
use crate::embedded;
use crate::facts;
use crate::failure::Failure;
use crate::files::Input;
use crate::outcome::{Line, Outcome, Told};
use crate::own_terms::NamedFacts;
use crate::progress::{Progress, Step};
use crate::store::{Link, Store};

/// Which rules, on which day.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The scheme's identifier.
    pub scheme: &'a str,
    /// The day of the decision; it picks the version in force.
    pub on: Date,
    /// A folder of schemes instead of the embedded ones.
    pub policy: Option<&'a Path>,
}

/// A scheme that is in force on the day asked for.
pub(crate) struct Law {
    pub(crate) scheme: Scheme,
    pub(crate) on: Date,
    /// Hash over all its files.
    pub(crate) input: Input,
}

impl Law {
    /// Loads the scheme and makes sure that a version is in force.
    pub(crate) fn read(rules: &Rules<'_>) -> Result<Self, Failure> {
        let files = embedded::scheme(rules.scheme, rules.policy)?;
        let scheme = Scheme::load(&files).map_err(Failure::Input)?;
        if let InForce::Version(_) = scheme.on(rules.on) {
            let input = embedded::scheme_input(rules.scheme, &files);
            return Ok(Self { scheme, on: rules.on, input });
        }
        let none = scheme.decide(&policy::Facts::new(), rules.on).err();
        Err(Failure::Rules(none.map_or_else(
            || Text::new("当日没有有效版本", "no version is in force on that day"),
            |none| none.message,
        )))
    }

    /// The version in force.
    pub(crate) fn version(&self) -> Option<&RuleSet> {
        match self.scheme.on(self.on) {
            InForce::Version(rules) => Some(rules),
            _ => None,
        }
    }

    /// The number that a parameter has on the day; `None` where it has none.
    pub(crate) fn number(&self, parameter: &str) -> Option<f64> {
        self.version()?.number(parameter, self.on)?.to_string().parse().ok()
    }

    /// The decision about one space with one package, or as it stands; `stated` facts go before
    /// all others, a later one before an earlier.
    pub(crate) fn decide(
        &self,
        space: &Space,
        offer: Option<&Offer>,
        stated: &NamedFacts,
    ) -> Option<Decision> {
        let rules = self.version()?;
        let mut facts = facts::of_case(rules, space, offer);
        for (name, fact) in stated.iter().filter(|(name, _)| rules.facts().contains_key(*name)) {
            facts.set(*name, fact.clone());
        }
        Some(policy::evaluate(rules, &facts, self.on))
    }
}

/// Outcome of the rules as it is kept between commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    Met,
    Undetermined,
    NotMet,
}

impl From<policy::Verdict> for Verdict {
    fn from(verdict: policy::Verdict) -> Self {
        match verdict {
            policy::Verdict::Met => Self::Met,
            policy::Verdict::NotMet => Self::NotMet,
            policy::Verdict::Undetermined => Self::Undetermined,
        }
    }
}

/// A space under the rules, with each of its packages.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ruled {
    pub(crate) id: SpaceId,
    pub(crate) district: Option<String>,
    pub(crate) floor_area_m2: Option<f64>,
    /// One for each package; a single one without package where none is offered.
    pub(crate) offers: Vec<RuledOffer>,
    /// Place of the offer that speaks for the space: the best verdict, then the least missing, then
    /// the most carbon saved, then the first.
    pub(crate) leading: usize,
}

impl Ruled {
    pub(crate) fn leading(&self) -> Option<&RuledOffer> {
        self.offers.get(self.leading)
    }
}

/// One package under the rules.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RuledOffer {
    pub(crate) package: Option<String>,
    pub(crate) verdict: Verdict,
    pub(crate) amount: Option<Fen>,
    pub(crate) amount_if_met: Option<Fen>,
    pub(crate) unconfirmed: bool,
    pub(crate) carbon_saved: Option<GramsCo2e>,
    /// Investment at likely and at high costs.
    #[serde(default)]
    pub(crate) investment: Option<Fen>,
    #[serde(default)]
    pub(crate) investment_high: Option<Fen>,
    /// Net present value without public money, at likely costs.
    #[serde(default)]
    pub(crate) npv: Option<Fen>,
    /// Probability of a loss without public money, if the appraisal was asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) loss_share: Option<f64>,
    /// Names of the facts and parameters that are missing.
    pub(crate) missing: Vec<String>,
}

impl RuledOffer {
    /// By how much `amount` of public money would rise if it rose as the investment does from
    /// likely to high costs, rounded up to the fen; `None` where either is unknown.
    pub(crate) fn rise_of(&self, amount: Fen) -> Option<Fen> {
        let (likely, high) = (self.investment?.0, self.investment_high?.0);
        let dearer = i128::from(high) - i128::from(likely);
        if dearer <= 0 {
            return Some(Fen::ZERO);
        }
        let likely = i128::from(likely).max(0);
        let product = i128::from(amount.0.max(0)) * dearer;
        // Without a likely cost there is no share to rise by.
        let whole = product.checked_div(likely)?;
        let rise = whole + i128::from(whole * likely < product);
        i64::try_from(rise).ok().map(Fen)
    }
}

/// Applies the law to every assessed space and each of its packages.
pub(crate) fn decide_all(
    law: &Law,
    ledger: &Ledger,
    assessed: &[Assessed],
    progress: &dyn Progress,
) -> Vec<Ruled> {
    progress.begin(Step::Decide, assessed.len());
    let ruled = assessed
        .iter()
        .filter_map(|assessed| {
            let space = ledger.spaces.get(&assessed.id)?;
            let ruled = decide_space(law, space, assessed);
            progress.advance(1);
            Some(ruled)
        })
        .collect();
    progress.end();
    ruled
}

pub(crate) fn decide_space(law: &Law, space: &Space, assessed: &Assessed) -> Ruled {
    let choices: Vec<Option<&Offer>> = if assessed.offers.is_empty() {
        vec![None]
    } else {
        assessed.offers.iter().map(Some).collect()
    };
    let offers: Vec<RuledOffer> = choices
        .into_iter()
        .filter_map(|offer| {
            law.decide(space, offer, &Vec::new()).map(|decision| ruled_offer(&decision, offer))
        })
        .collect();
    let leading = (0..offers.len())
        .min_by_key(|&index| {
            let offer = &offers[index];
            let saved = offer.carbon_saved.map_or(i64::MAX, |saved| -saved.0);
            (offer.verdict, offer.missing.len(), saved, index)
        })
        .unwrap_or(0);
    Ruled {
        id: space.id.clone(),
        district: space
            .fact(Field::District)
            .and_then(|fact| fact.value.as_str().map(str::to_owned)),
        floor_area_m2: space.fact(Field::GrossFloorAreaM2).and_then(|fact| fact.value.as_f64()),
        offers,
        leading,
    }
}

fn ruled_offer(decision: &Decision, offer: Option<&Offer>) -> RuledOffer {
    RuledOffer {
        package: offer.map(|offer| offer.package.clone()),
        verdict: decision.verdict.into(),
        amount: decision.amount,
        amount_if_met: decision.amount_if_met,
        unconfirmed: decision.unconfirmed,
        carbon_saved: offer.and_then(|offer| offer.carbon_saved),
        investment: offer.map(|offer| offer.investment),
        investment_high: offer.and_then(|offer| offer.investment_high),
        npv: offer.and_then(|offer| offer.npv),
        loss_share: offer.and_then(|offer| offer.loss_share),
        missing: decision.missing.iter().map(|missing| missing.name.clone()).collect(),
    }
}

/// Spaces by the verdict of their leading offer: met, not met, undetermined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Verdicts {
    pub(crate) met: usize,
    pub(crate) not_met: usize,
    pub(crate) undetermined: usize,
}

impl Verdicts {
    pub(crate) fn of(ruled: &[Ruled]) -> Self {
        let mut verdicts = Self::default();
        for offer in ruled.iter().filter_map(Ruled::leading) {
            *match offer.verdict {
                Verdict::Met => &mut verdicts.met,
                Verdict::NotMet => &mut verdicts.not_met,
                Verdict::Undetermined => &mut verdicts.undetermined,
            } += 1;
        }
        verdicts
    }

    pub(crate) fn line(self) -> Line {
        let Self { met, not_met, undetermined } = self;
        Line::new(
            "认定",
            "decisions",
            Text::new(
                format!("符合 {met}，不符合 {not_met}，待定 {undetermined}"),
                format!("{met} met, {not_met} not met, {undetermined} undetermined"),
            ),
        )
    }
}

/// Applies a scheme to every appraised space of a state file.
///
/// # Errors
/// [`Failure`] when scheme, day or state cannot be used.
pub fn decide(
    rules: &Rules<'_>,
    state: &Path,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let law = Law::read(rules)?;
    let mut store = Store::open(state)?;
    let ledger = store.ledger()?;
    let assessed: Vec<Assessed> = store.outcomes(Link::Appraisal)?;
    if assessed.is_empty() {
        return Err(Failure::Request(Text::new(
            "状态文件中还没有评估结果；请先运行 reweave appraise",
            "the state holds no appraisals yet; run `reweave appraise` first",
        )));
    }
    let ruled = decide_all(&law, &ledger, &assessed, progress);
    store.replace_outcomes(Link::Decision, ruled.iter().map(|one| (&one.id, one)))?;
    let gist = vec![Verdicts::of(&ruled).line()];
    Ok(Box::new(Told { result: ruled, gist }))
}
