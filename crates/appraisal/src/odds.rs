//! The odds of a cash flow: its plan in many futures, and what they say.

use serde::Serialize;
use units::{Fen, Text};

use crate::finance::{Future, Market, Plan, values};
use crate::risk::{
    Alternative, Case, Fault, Inputs, Judgement, Outcome, RiskProfile, Swing, VarianceShare,
    VerdictRules, simulate, tornado, variance_shares,
};

/// How the odds are drawn and judged.
#[derive(Clone, Copy, Debug)]
pub struct OddsTerms<'o> {
    /// The uncertain inputs.
    pub inputs: &'o Inputs,
    /// The thresholds of the verdict.
    pub rules: &'o VerdictRules,
    /// Draws, 100 to 10 million.
    pub draws: u32,
    /// The seed that gives the same draws again.
    pub seed: u64,
}

/// Odds, what they hang on, and the verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Odds {
    /// The distribution of the net present value with and without public money; `None` where the
    /// plan has no value.
    pub profile: Option<RiskProfile>,
    /// Each input by itself, the widest swing first.
    pub swings: Vec<Swing>,
    /// Share of each input in the variance.
    pub variance_shares: Vec<VarianceShare>,
    /// The verdict with its grounds.
    pub judgement: Judgement,
}

/// The odds of a plan. `missing`: key facts that are not known; with one of them, or without a
/// plan, nothing is drawn and the verdict is that it cannot be said. Inputs that the plan has no
/// use for are left out; that moves no draw of the others.
///
/// # Errors
/// [`Fault`] for a number of draws out of range, or where a future has no value.
pub fn odds(
    plan: Option<&Plan>,
    missing: &[Text],
    alternatives: &[Alternative],
    terms: &OddsTerms<'_>,
) -> Result<Odds, Fault> {
    let OddsTerms { inputs, rules, draws, seed } = *terms;
    let moving = plan.map(|plan| inputs.only(|input| role(&input.id).moves(plan)));
    let inputs = moving.as_ref().unwrap_or(inputs);
    let judge = |profile: Option<&RiskProfile>, swings: &[Swing]| {
        rules.judge(&Case { inputs, profile, missing, swings, alternatives })
    };
    let Some(plan) = plan.filter(|_| missing.is_empty()) else {
        let judgement = judge(None, &[]);
        return Ok(Odds { profile: None, swings: vec![], variance_shares: vec![], judgement });
    };
    let futures = Futures::new(plan, inputs);
    let evaluate = |drawn: &[f64]| futures.outcome(drawn);
    let simulation = simulate(inputs, draws, seed, evaluate)?;
    let profile = simulation.distribution();
    let swings = tornado(inputs, rules.leads, evaluate);
    Ok(Odds {
        judgement: judge(Some(&profile), &swings),
        variance_shares: variance_shares(inputs, &simulation, rules.leads),
        profile: Some(profile),
        swings,
    })
}

/// The probability that a plan is worth less than nothing without public money.
///
/// # Errors
/// [`Fault`] as [`odds`].
pub fn loss_share(plan: &Plan, inputs: &Inputs, draws: u32, seed: u64) -> Result<f64, Fault> {
    let inputs = inputs.only(|input| role(&input.id).moves(plan));
    let futures = Futures::new(plan, &inputs);
    let simulation = simulate(&inputs, draws, seed, |drawn| futures.outcome(drawn))?;
    Ok(simulation.distribution().without_subsidy.loss.share)
}

/// What a drawn input moves in a plan.
#[derive(Clone, Copy)]
enum Role {
    Cost,
    Upkeep,
    Delay,
    Saving,
    Pv,
    Electricity,
    Gas,
    District,
    Rent,
    Vacancy,
    LettingDelay,
    LoanRate,
    /// The plan has nothing that it moves.
    Nothing,
}

/// Ids of inputs with what they move; demand of the weather year scales what can be saved.
const ROLES: [(&str, Role); 13] = [
    ("investment_cost", Role::Cost),
    ("upkeep_cost", Role::Upkeep),
    ("works_delay", Role::Delay),
    ("saving_realised", Role::Saving),
    ("weather_demand", Role::Saving),
    ("pv_yield", Role::Pv),
    ("electricity_price_growth", Role::Electricity),
    ("gas_price_growth", Role::Gas),
    ("district_heat_price_growth", Role::District),
    ("rent", Role::Rent),
    ("vacancy", Role::Vacancy),
    ("letting_delay", Role::LettingDelay),
    ("loan_rate_change", Role::LoanRate),
];

fn role(id: &str) -> Role {
    ROLES.iter().find(|(known, _)| *known == id).map_or(Role::Nothing, |(_, role)| *role)
}

impl Role {
    /// Whether the plan has anything that it moves.
    fn moves(self, plan: &Plan) -> bool {
        let trades = |market| plan.energies.iter().any(|line| line.market == market);
        match self {
            Self::Nothing => false,
            Self::Rent | Self::Vacancy | Self::LettingDelay => plan.rent.is_some(),
            Self::LoanRate => plan.loan.is_some() && plan.interest_subsidy.is_some(),
            Self::Gas => trades(Market::Gas),
            Self::District => trades(Market::District),
            Self::Pv => trades(Market::OwnPv),
            Self::Electricity => trades(Market::Electricity) || trades(Market::OwnPv),
            Self::Cost | Self::Upkeep | Self::Delay | Self::Saving => true,
        }
    }
}

/// Futures of one plan by the values of its inputs.
pub struct Futures<'p> {
    plan: &'p Plan,
    roles: Vec<Role>,
}

impl<'p> Futures<'p> {
    /// Pairs inputs and plan; an input that the plan has no use for moves nothing.
    pub fn new(plan: &'p Plan, inputs: &Inputs) -> Self {
        Self { plan, roles: inputs.inputs.iter().map(|input| role(&input.id)).collect() }
    }

    /// What the plan is worth with these values of the inputs, in their order.
    pub fn outcome(&self, drawn: &[f64]) -> Option<Outcome> {
        let mut future = Future::default();
        for (role, value) in self.roles.iter().zip(drawn) {
            match role {
                Role::Cost => future.cost_factor = *value,
                Role::Upkeep => future.upkeep_factor = *value,
                Role::Delay => future.works_delay_months = *value,
                Role::Saving => future.saving_factor *= value,
                Role::Pv => future.pv_factor = *value,
                Role::Electricity => future.electricity_growth_percent = *value,
                Role::Gas => future.gas_growth_percent = *value,
                Role::District => future.district_growth_percent = *value,
                Role::Rent => future.rent_factor = *value,
                Role::Vacancy => future.vacancy_share = Some(value / 100.0),
                Role::LettingDelay => future.letting_delay_months = *value,
                Role::LoanRate => future.loan_rate_percent = *value,
                Role::Nothing => {}
            }
        }
        let values = values(self.plan, &future)?;
        Some(Outcome { with_subsidy: values.with_subsidy, without_subsidy: values.without_subsidy })
    }
}

/// Other packages beside one, as the verdict asks for them: name, investment, value.
pub fn alternatives<'a>(
    investment: Fen,
    others: impl Iterator<Item = (&'a Text, Fen, Fen)>,
) -> Vec<Alternative> {
    others
        .map(|(name, cost, npv)| Alternative {
            name: name.clone(),
            extra_investment: cost - investment,
            expected_npv: npv,
        })
        .collect()
}
