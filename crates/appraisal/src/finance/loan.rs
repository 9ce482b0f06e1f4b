//! The monthly schedule of a loan, exact to the fen.

use serde::Serialize;
use units::Fen;

use super::plan::{Grace, InterestSubsidy, Loan, Repayment};

/// One month of a loan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LoanMonth {
    /// Owed before the payment, interest of the month not counted.
    pub opening: Fen,
    /// Interest of the month, rounded half away from zero.
    pub interest: Fen,
    /// Part of the interest that is paid; the rest is added to what is owed.
    pub interest_paid: Fen,
    /// What the terms ask for: principal, of an annuity with the interest; 0 in grace and of a
    /// bullet. The last month pays what is left instead.
    pub payment: Fen,
    /// Principal that is paid.
    pub principal: Fen,
    /// Owed after the payment.
    pub closing: Fen,
    /// Interest that public money pays back.
    pub subsidy: Fen,
}

/// The months of a loan from the first after the drawing; the last closes at zero.
///
/// A payment of an annuity is worked out anew when the rate changes; the last payment clears what
/// rounding left. `None` when an amount leaves the exact range.
///
/// # Equation
/// Annuity over the `n` months left at the monthly rate `i`: `A = P·i / (1 − (1 + i)⁻ⁿ)`.
pub fn schedule(loan: &Loan, subsidy: Option<&InterestSubsidy>) -> Option<Vec<LoanMonth>> {
    let mut months = Vec::with_capacity(usize::from(loan.term_months));
    let mut owed = loan.principal;
    let mut paid_back = Fen::ZERO;
    let mut rate_percent = f64::NAN;
    let mut payment = Fen::ZERO;
    for month in 1..=loan.term_months {
        let now_percent = rate_in(loan, month);
        let monthly = now_percent / 1200.0;
        let left = loan.term_months - month + 1;
        let interest = part(owed, monthly)?;
        let in_grace = month <= loan.grace_months;
        let is_added = in_grace && loan.grace == Grace::Capitalised;
        let is_new = now_percent.to_bits() != rate_percent.to_bits();
        if !in_grace && (is_new || month == loan.grace_months + 1) {
            rate_percent = now_percent;
            payment = match loan.repayment {
                Repayment::Annuity => annuity(owed, monthly, left)?,
                Repayment::LevelPrincipal => part(owed, 1.0 / f64::from(left))?,
                Repayment::Bullet => Fen::ZERO,
            };
        }
        let principal = match loan.repayment {
            _ if left == 1 => owed,
            _ if in_grace => Fen::ZERO,
            Repayment::Annuity => (payment - interest).max(Fen::ZERO).min(owed),
            Repayment::LevelPrincipal | Repayment::Bullet => payment.min(owed),
        };
        let interest_paid = if is_added && left > 1 { Fen::ZERO } else { interest };
        let back = match subsidy {
            Some(terms) if month <= terms.months => {
                let share = part(owed, terms.rate_percent.min(now_percent) / 1200.0)?;
                share.min(interest_paid).min(terms.cap - paid_back).max(Fen::ZERO)
            }
            _ => Fen::ZERO,
        };
        paid_back = paid_back + back;
        let closing = owed - principal + interest - interest_paid;
        months.push(LoanMonth {
            opening: owed,
            interest,
            payment: if in_grace { Fen::ZERO } else { payment },
            interest_paid,
            principal,
            closing,
            subsidy: back,
        });
        owed = closing;
    }
    Some(months)
}

/// The rate that holds in a month.
fn rate_in(loan: &Loan, month: u16) -> f64 {
    let started = loan.rates.iter().filter(|rate| rate.from_month < month);
    started.max_by_key(|rate| rate.from_month).map_or(0.0, |rate| rate.rate_percent)
}

fn part(amount: Fen, share: f64) -> Option<Fen> {
    Fen::estimate_from_yuan(amount.yuan_f64() * share)
}

/// The level payment of `owed` over `months` at a monthly rate.
fn annuity(owed: Fen, monthly: f64, months: u16) -> Option<Fen> {
    Fen::estimate_from_yuan(level_payment_yuan(owed.yuan_f64(), monthly, months))
}

/// The level payment that clears `principal` over `periods` at a rate a period. [yuan]
///
/// # Equation
/// `A = P·i / (1 − (1 + i)⁻ⁿ)`, `P/n` without interest.
pub fn level_payment_yuan(principal_yuan: f64, rate: f64, periods: u16) -> f64 {
    let periods = f64::from(periods);
    if rate.abs() < f64::EPSILON {
        return principal_yuan / periods;
    }
    // ln(1 + i) keeps the digits of small rates.
    let discount = (-periods * rate.ln_1p()).exp_m1();
    -principal_yuan * rate / discount
}
