//! One space as the result files speak of it: with the package that was chosen, or that leads.

use std::collections::BTreeMap;

use ::choice::Candidate;
use appraisal::{Appraisal, PackageResult};
use policy::Decision;
use stock::{Field, Space, Value};
use units::{Fen, SpaceId, Text};

use crate::assessment::Assessment;
use crate::deciding::{Ruled, RuledOffer, Verdict};
use crate::run::Programme;

pub(crate) struct View<'a> {
    pub(crate) space: &'a Space,
    /// The appraisal, or why there is none.
    pub(crate) appraisal: Result<&'a Appraisal, &'a Text>,
    /// The package that was chosen, or the one that leads.
    pub(crate) package: Option<&'a PackageResult>,
    pub(crate) ruled: Option<&'a Ruled>,
    /// The same package under the rules.
    pub(crate) offer: Option<&'a RuledOffer>,
    /// The whole decision about it.
    pub(crate) decision: Option<Decision>,
    pub(crate) outcome: Outcome,
}

/// What the choice did with a space.
pub(crate) enum Outcome {
    Chosen { conditional: bool, reason: Text },
    Missed { reason: Text },
    NotCandidate { reason: Text },
}

impl View<'_> {
    pub(crate) fn fact(&self, field: Field) -> Option<Value> {
        self.space.fact(field).map(|fact| fact.value)
    }

    pub(crate) fn text(&self, field: Field) -> Option<String> {
        self.fact(field)?.as_str().map(str::to_owned)
    }

    pub(crate) fn number(&self, field: Field) -> Option<f64> {
        self.fact(field)?.as_f64()
    }

    /// Name, or address, or identifier.
    pub(crate) fn title(&self) -> String {
        self.text(Field::Name)
            .or_else(|| self.text(Field::Address))
            .unwrap_or_else(|| self.space.id.to_string())
    }

    /// Public money: decided, or if the remaining conditions are met.
    pub(crate) fn award(&self) -> Option<Fen> {
        self.offer?.amount.or(self.offer?.amount_if_met)
    }

    pub(crate) fn is_chosen(&self) -> bool {
        matches!(self.outcome, Outcome::Chosen { .. })
    }
}

/// Every space of the ledger, in the order of identifiers.
pub(crate) fn views(programme: &Programme) -> Vec<View<'_>> {
    let assessments: BTreeMap<&SpaceId, &Assessment> =
        programme.assessments.iter().map(|one| (&one.assessed.id, one)).collect();
    let ruled: BTreeMap<&SpaceId, &Ruled> =
        programme.ruled.iter().map(|one| (&one.id, one)).collect();
    let told = Told::of(programme);
    let spaces = programme.import.ledger.spaces.values();
    spaces
        .filter_map(|space| {
            let assessment = assessments.get(&space.id)?;
            Some(view(programme, space, assessment, ruled.get(&space.id).copied(), &told))
        })
        .collect()
}

fn view<'a>(
    programme: &'a Programme,
    space: &'a Space,
    assessment: &'a Assessment,
    ruled: Option<&'a Ruled>,
    told: &Told<'_>,
) -> View<'a> {
    let chosen = told.chosen.get(&space.id);
    let offer = match chosen {
        Some(candidate) => ruled.and_then(|ruled| {
            let package = Some(&candidate.package);
            ruled.offers.iter().find(|offer| offer.package.as_ref() == package)
        }),
        None => ruled.and_then(Ruled::leading),
    };
    let package_id = offer.and_then(|offer| offer.package.as_deref());
    let package =
        assessment.appraisal.as_ref().ok().and_then(|appraisal| {
            appraisal.packages.iter().find(|one| Some(&*one.id) == package_id)
        });
    let facts = assessment.assessed.offers.iter().find(|one| Some(&*one.package) == package_id);
    let outcome = match chosen {
        Some(candidate) => Outcome::Chosen {
            conditional: candidate.conditional,
            reason: told.why_chosen(candidate),
        },
        None => match told.missed.get(&space.id) {
            Some(reason) => Outcome::Missed { reason: reason.clone() },
            None => Outcome::NotCandidate { reason: no_candidate(assessment, offer) },
        },
    };
    View {
        space,
        appraisal: assessment.appraisal.as_ref(),
        package,
        ruled,
        offer,
        decision: programme.law.decide(space, facts, &Vec::new()),
        outcome,
    }
}

fn no_candidate(assessment: &Assessment, offer: Option<&RuledOffer>) -> Text {
    match (&assessment.appraisal, offer) {
        (Err(why), _) => why.clone(),
        (_, Some(offer)) if offer.verdict == Verdict::NotMet => {
            Text::new("不符合政策条件", "refused under the rules")
        }
        (_, Some(offer)) if offer.package.is_none() => {
            Text::new("没有适用的改造方案", "no package applies")
        }
        _ => Text::new("补助金额无法计算", "no amount can be computed"),
    }
}

/// What the choice says, by space.
struct Told<'a> {
    chosen: BTreeMap<&'a SpaceId, &'a Candidate>,
    missed: BTreeMap<&'a SpaceId, Text>,
}

impl<'a> Told<'a> {
    fn of(programme: &'a Programme) -> Self {
        let candidates = &programme.chosen.candidates;
        let choice = &programme.chosen.choice;
        let chosen = choice
            .chosen
            .iter()
            .map(|&index| (&candidates[index].project, &candidates[index]))
            .collect();
        // The reason of the first package speaks for the project; a project that came close has
        // its own.
        let mut missed = BTreeMap::new();
        for (index, reason) in &choice.left_out {
            missed.entry(&candidates[*index].project).or_insert_with(|| reason.text(candidates));
        }
        for close in &choice.just_missed {
            missed.insert(&candidates[close.index].project, close.reason.text(candidates));
        }
        Self { chosen, missed }
    }

    fn why_chosen(&self, candidate: &Candidate) -> Text {
        let per_yuan = candidate
            .co2e_g_per_year
            .filter(|_| candidate.cost_fen > Fen::ZERO)
            .map(|saved| saved.tonnes_f64() / (candidate.cost_fen.yuan_f64() / 1e4));
        per_yuan.map_or_else(
            || Text::new("在预算内使目标最大", "makes the aim the greatest within the budget"),
            |worth| {
                let worth = report::format::estimate(worth);
                Text::new(
                    format!("每万元公共资金年减碳 {worth} t"),
                    format!("{worth} t CO2e a year for each CNY 10,000 of public money"),
                )
            },
        )
    }
}
