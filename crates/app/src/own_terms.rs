//! What the owner of a space adds to the planning values, and what the rules are told of it.

use std::path::Path;

use appraisal::PackageResult;
use appraisal::finance::{
    CarbonPrice, Grace, InterestSubsidy, Loan, LoanMonth, Payment, Plan, Rate, Rent, Repayment,
    Tax, schedule,
};
use policy::{PartialDate, Value as Fact};
use serde::Deserialize;
use units::{Date, Decimal, Fen, Mark, Source, Sourced, Span, Text};

use crate::failure::Failure;
use crate::files::Input;
use crate::reference_rates::ReferenceRates;

/// Facts by the names that schemes give them.
pub(crate) type NamedFacts = Vec<(&'static str, Sourced<Fact>)>;

/// What the owner of a space adds to the planning values.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnTerms {
    /// Months until the works are done.
    works_months: Option<u16>,
    /// When what is built is paid.
    payments: Option<Vec<OwnPayment>>,
    /// Letting before and after.
    rent: Option<Rent>,
    /// What is borrowed.
    loan: Option<OwnLoan>,
    /// Interest that somebody pays back beside the scheme.
    interest_support: Option<OwnSupport>,
    /// What an avoided tonne is sold for.
    carbon: Option<OwnCarbon>,
    /// Income tax, where it is to be counted.
    tax: Option<Tax>,
    /// How the scheme is to support it, in place of what the ledger says.
    support_mode: Option<String>,
}

/// A share of the investment that is paid in a month.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnPayment {
    month: u16,
    share_percent: f64,
}

/// A loan as a share of the investment, drawn on the day of the decision.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnLoan {
    share_percent: f64,
    term_months: u16,
    #[serde(default)]
    grace_months: u16,
    grace: Grace,
    repayment: Repayment,
    /// Rates by month; left out where they follow the reference rate.
    #[serde(default)]
    rates: Vec<Rate>,
    /// What the bank takes over the reference rate; reset on each anniversary of the drawing.
    lpr_spread_percent: Option<f64>,
    /// `act_365` or `act_360`.
    day_count: Option<String>,
    /// Share of the loan that a scheme counts.
    eligible_share_percent: Option<f64>,
    source: String,
}

/// Interest support that does not come from the scheme.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnSupport {
    rate_percent: f64,
    months: u16,
    cap_yuan: f64,
    source: String,
}

/// A price of avoided carbon.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnCarbon {
    price_yuan_t: f64,
    #[serde(default)]
    growth_percent: f64,
    source: String,
}

impl OwnTerms {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Failure::Unreadable`], or [`Failure::Request`] that says where it is no such file.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let input = Input::read("terms", path)?;
        let terms: Self = serde_saphyr::from_str(&input.text())
            .map_err(|cause| Failure::Request(Text::same(format!("{}: {cause}", input.name))))?;
        let is_both = |loan: &OwnLoan| loan.rates.is_empty() == loan.lpr_spread_percent.is_none();
        if terms.loan.as_ref().is_some_and(is_both) {
            return Err(Failure::Request(Text::new(
                format!("{}: loan 中 rates 与 lpr_spread_percent 须且只须给出一项", input.name),
                format!("{}: loan needs either rates or lpr_spread_percent", input.name),
            )));
        }
        Ok(terms)
    }

    /// Whether letting is counted.
    pub(crate) fn has_rent(&self) -> bool {
        self.rent.is_some()
    }

    /// Puts these terms in place of the planning values; month 0 is `start`.
    ///
    /// # Errors
    /// [`Failure::Request`] where the loan follows a reference rate that is not known on the day.
    pub(crate) fn put_into(
        &self,
        plan: &mut Plan,
        package: &PackageResult,
        reference: &ReferenceRates,
        start: Date,
    ) -> Result<(), Failure> {
        if let Some(months) = self.works_months {
            plan.works_months = months;
        }
        if let Some(payments) = &self.payments {
            let payment = |one: &OwnPayment| Payment {
                month: one.month,
                cost_share: one.share_percent / 100.0,
            };
            plan.payments = payments.iter().map(payment).collect();
        }
        plan.rent.clone_from(&self.rent);
        plan.tax.clone_from(&self.tax);
        plan.carbon =
            self.carbon.as_ref().zip(package.carbon_saved).map(|(price, saved)| CarbonPrice {
                avoided_t: saved.tonnes_f64(),
                price_yuan_t: price.price_yuan_t,
                growth_percent: price.growth_percent,
                source: price.source.clone(),
            });
        let loan = self.loan.as_ref();
        let investment = package.investment.likely;
        plan.loan = loan.map(|own| own.loan(investment, reference, start)).transpose()?;
        plan.interest_subsidy = self.interest_support.as_ref().map(|own| InterestSubsidy {
            rate_percent: own.rate_percent,
            months: own.months,
            cap: Fen::estimate_from_yuan(own.cap_yuan).unwrap_or_default(),
            source: own.source.clone(),
        });
        Ok(())
    }

    /// What the rules are told: the mode that is asked for, and the loan of `plan`, drawn on
    /// `start`. All of it is planned, so that none of it decides money.
    pub(crate) fn facts(&self, plan: &Plan, reference: &ReferenceRates, start: Date) -> NamedFacts {
        let mut facts = NamedFacts::new();
        if let Some(mode) = &self.support_mode {
            let origin = "terms of the owner: support_mode";
            facts.push(("support_mode", planned(Fact::Text(mode.clone()), origin)));
        }
        if let Some((own, loan)) = self.loan.as_ref().zip(plan.loan.as_ref()) {
            let months = schedule(loan, None).unwrap_or_default();
            facts.extend(own.facts(loan, &months, start));
            let steps = reference.in_force(loan.term_months, start);
            let rates = steps.iter().map(|(from, rate_percent)| (*from, *rate_percent)).collect();
            let source =
                Source { origin: reference.origin.clone(), mark: reference.mark, date: None };
            facts.extend(
                series("rate_percent", "from", rates)
                    .map(|rates| ("lpr_rates", Sourced { value: rates, source })),
            );
        }
        facts
    }
}

impl OwnLoan {
    fn loan(
        &self,
        investment: Fen,
        reference: &ReferenceRates,
        start: Date,
    ) -> Result<Loan, Failure> {
        let rates = match self.lpr_spread_percent {
            None => self.rates.clone(),
            Some(spread_percent) => reference.rates(self.term_months, start, spread_percent)?,
        };
        Ok(Loan {
            principal: Fen::estimate_from_yuan(investment.yuan_f64() * self.share_percent / 100.0)
                .unwrap_or_default(),
            term_months: self.term_months,
            grace_months: self.grace_months,
            grace: self.grace,
            repayment: self.repayment,
            rates,
            source: self.source.clone(),
        })
    }

    fn facts(&self, loan: &Loan, months: &[LoanMonth], start: Date) -> NamedFacts {
        let day = |month: u16| after(start, month);
        // Interest that was added to the principal is no drawing: what is repaid of it is left out.
        let mut left = loan.principal;
        let mut repaid = Vec::new();
        for (month, paid) in (1_u16..).zip(months) {
            let principal = paid.principal.min(left);
            left = left - principal;
            if principal > Fen::ZERO {
                repaid.push((day(month), principal.yuan_f64()));
            }
        }
        let rates = loan.rates.iter().map(|rate| (day(rate.from_month), rate.rate_percent));
        let drawn = vec![(start, loan.principal.yuan_f64())];
        let number = |value: f64| value.to_string().parse::<Decimal>().ok().map(Fact::Number);
        let date = |date: Date| PartialDate::parse(&date.to_string()).map(Fact::Date);
        let known = [
            ("loan_drawdowns", series("amount_yuan", "date", drawn)),
            ("loan_repayments", series("amount_yuan", "date", repaid)),
            ("actual_rates", series("rate_percent", "from", rates.collect())),
            ("day_count", self.day_count.clone().map(Fact::Text)),
            ("subsidy_from", date(start)),
            ("loan_maturity", date(day(loan.term_months))),
            ("eligible_share_percent", self.eligible_share_percent.and_then(number)),
        ];
        let fact = |(name, value): (&'static str, Option<Fact>)| {
            Some((name, planned(value?, &self.source)))
        };
        known.into_iter().filter_map(fact).collect()
    }
}

/// A fact that is planned: good for an amount that may come, never for a decided one.
pub(crate) fn planned(value: Fact, origin: &str) -> Sourced<Fact> {
    Sourced::new(value, origin, Mark::Modelled)
}

/// The day `months` after `start`.
pub(crate) fn after(start: Date, months: u16) -> Date {
    start.checked_add(Span::new().months(i64::from(months))).unwrap_or(Date::MAX)
}

/// Records of a day and a number; `None` where a number has no exact decimal.
fn series(number: &str, day: &str, items: Vec<(Date, f64)>) -> Option<Fact> {
    let record = |(at, value): (Date, f64)| {
        let date = Fact::Date(PartialDate::parse(&at.to_string())?);
        let value = Fact::Number(value.to_string().parse().ok()?);
        Some([(day.to_owned(), date), (number.to_owned(), value)].into_iter().collect())
    };
    items.into_iter().map(record).collect::<Option<Vec<_>>>().map(Fact::List)
}
