//! The cash flow of a package with what the rules grant it: they decide amounts, the cash flow
//! takes them as plain dated grants.

use appraisal::PackageResult;
use appraisal::finance::{Grant, Plan, Statement};
use policy::{Decision, PartialDate, Value as Fact};
use stock::Space;
use units::{Fen, Text};

use crate::assessment::Offer;
use crate::deciding::Law;
use crate::dossier::{DossierTerms, PackageMoney};
use crate::failure::Failure;
use crate::own_terms::{NamedFacts, after, planned};

/// What the ids of the quarters of interest support begin with.
pub(crate) const INTEREST_QUARTER: &str = "interest_quarter_";

/// The plan of a package with the owner's terms and what the rules grant it; `None` where a price
/// is missing.
///
/// # Errors
/// [`Failure::Input`] where the owner's terms make no plan.
pub(crate) fn money(
    space: &Space,
    package: &PackageResult,
    terms: &DossierTerms<'_>,
) -> Result<Option<PackageMoney>, Failure> {
    let Some(mut plan) = package.plan.clone() else { return Ok(None) };
    let start = terms.start();
    terms.own.put_into(&mut plan, package, terms.reference, start)?;
    let faults = plan.check();
    if !faults.is_empty() {
        return Err(Failure::Input(faults));
    }
    let offer = Offer::of(package);
    let facts = terms.own.facts(&plan, terms.reference, start);
    let case = terms.law.map(|law| Case { law, space, offer: &offer, facts: &facts });
    let decision = case.as_ref().and_then(|case| case.decide(&[]));
    let grant = decision.as_ref().and_then(|one| one.amount.or(one.amount_if_met));
    if let (Some(case), Some(decision), Some(amount)) = (&case, &decision, grant) {
        let quarters = case.interest_by_quarter(&plan, decision, amount);
        plan.grants = quarters.unwrap_or_else(|| grants(decision, amount, plan.works_months));
    }
    let faults = plan.check();
    if !faults.is_empty() {
        return Err(Failure::Input(faults));
    }
    let statement = Statement::of(&plan).ok_or_else(|| {
        Failure::Request(Text::new("金额超出可表示范围", "an amount is out of range"))
    })?;
    Ok(Some(PackageMoney {
        package: package.id.clone(),
        grant_is_conditional: decision.as_ref().is_some_and(|one| one.amount.is_none()),
        plan,
        statement,
        grant,
        decision,
    }))
}

/// One package of a space before the rules.
struct Case<'c> {
    law: &'c Law,
    space: &'c Space,
    offer: &'c Offer,
    facts: &'c NamedFacts,
}

impl Case<'_> {
    /// The decision, with some facts in place of others.
    fn decide(&self, instead: &[(&'static str, Fact)]) -> Option<Decision> {
        let stated = self.facts.iter().cloned();
        let instead = instead.iter().map(|(name, fact)| (*name, planned(fact.clone(), "if")));
        let facts: NamedFacts = stated.chain(instead).collect();
        self.law.decide(self.space, Some(self.offer), &facts)
    }

    /// Support that grows with the time for which the loan runs, by quarter: what the amount would
    /// be more by if the loan ended at the end of a quarter and not of the one before. `None` for
    /// an amount that does not hang on it.
    fn interest_by_quarter(
        &self,
        plan: &Plan,
        decision: &Decision,
        amount: Fen,
    ) -> Option<Vec<Grant>> {
        let (loan, mode) = (plan.loan.as_ref()?, decision.mode.clone()?);
        let mode_fact = self.law.version()?.mode_fact().map(str::to_owned);
        let up_to = |month: u16| {
            let end = after(self.law.on, month).to_string();
            let mut facts = vec![("loan_maturity", Fact::Date(PartialDate::parse(&end)?))];
            if mode_fact.as_deref() == Some("support_mode") {
                facts.push(("support_mode", Fact::Text(mode.clone())));
            }
            let decision = self.decide(&facts)?;
            decision.amount.or(decision.amount_if_met)
        };
        let mut paid = Fen::ZERO;
        let mut parts = Vec::new();
        for (quarter, month) in (1_u16..).zip((3..loan.term_months).step_by(3)) {
            if paid == amount {
                break;
            }
            let so_far = up_to(month)?.min(amount);
            parts.push((quarter, month, so_far - paid));
            paid = so_far;
        }
        if paid == amount && parts.len() == 1 {
            return None;
        }
        if paid != amount {
            let last = loan.term_months;
            parts.push((last.div_ceil(3), last, amount - paid));
        }
        let source = format!("{} {}", decision.scheme, decision.version);
        let grant = |(quarter, month, amount): (u16, u16, Fen)| Grant {
            id: format!("{INTEREST_QUARTER}{quarter}"),
            name: Text::new(
                format!("贷款贴息：第 {quarter} 季"),
                format!("interest support: quarter {quarter}"),
            ),
            month,
            amount,
            source: source.clone(),
        };
        let parts = parts.into_iter().filter(|(_, _, amount)| *amount != Fen::ZERO);
        Some(parts.map(grant).collect())
    }
}

/// A decided amount as dated parts. The scheme ties its parts to events, not to dates: the first is
/// planned for the day of commitment, the others for the end of the works; an amount without parts
/// as well.
fn grants(decision: &Decision, amount: Fen, works_months: u16) -> Vec<Grant> {
    let source = format!("{} {}", decision.scheme, decision.version);
    let grant = |id: &str, name: &Text, month, amount| Grant {
        id: id.to_owned(),
        name: name.clone(),
        month,
        amount,
        source: source.clone(),
    };
    let known: Option<Vec<Fen>> =
        decision.tranches.iter().map(|tranche| tranche.amount_if_met).collect();
    match known {
        Some(parts) if !parts.is_empty() && parts.iter().copied().sum::<Fen>() == amount => {
            decision
                .tranches
                .iter()
                .zip(parts)
                .enumerate()
                .map(|(at, (tranche, part))| {
                    grant(&tranche.id, &tranche.name, if at == 0 { 0 } else { works_months }, part)
                })
                .collect()
        }
        _ => vec![grant("award", &Text::new("财政补助", "grant"), works_months, amount)],
    }
}
