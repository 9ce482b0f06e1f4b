//! Interest subsidies: the loan, its rates, and quarterly claims.

use units::{Date, Fen};

use super::Desk;
use crate::command::{LoanMove, Mode};
use crate::event::What;
use crate::guard::{LIST_MAX, is_sum};
use crate::ids::TrancheId;
use crate::moment::months_after;
use crate::refusal::{Code, Refusal};
use crate::state::{Application, TrancheState};
use crate::workflow::InterestTerms;

/// The highest rate that is believed: 100 % a year.
const RATE_MAX_PPM: u32 = 1_000_000;

impl Desk<'_> {
    fn terms(&self, application: &Application) -> Result<&InterestTerms, Refusal> {
        let terms = self.workflow(application)?.interest.as_ref();
        terms.filter(|_| application.mode == Mode::InterestSubsidy).ok_or_else(|| {
            Refusal::new(Code::NotAllowed, "此申请不是贷款贴息", "this is no interest subsidy")
        })
    }

    pub(super) fn move_loan(
        &self,
        application: &Application,
        direction: LoanMove,
        amount: Fen,
        on: Date,
    ) -> Result<Vec<What>, Refusal> {
        self.terms(application)?;
        let loan = &application.loan;
        if !is_sum(amount) || on > self.today || loan.moves.len() >= LIST_MAX {
            return Err(Refusal::range(
                "金额大于 0，日期不晚于今日",
                "a sum of more than nothing, of today or before",
            ));
        }
        if direction == LoanMove::Repayment && loan.principal_min_from(on) < amount {
            return Err(Refusal::new(
                Code::Overrun,
                "还款超过贷款余额",
                "more is repaid than is owed",
            ));
        }
        Ok(vec![What::LoanMoved { application: application.id.clone(), direction, amount, on }])
    }

    pub(super) fn set_rate(
        &self,
        application: &Application,
        from: Date,
        actual_ppm: u32,
        reference_ppm: u32,
    ) -> Result<Vec<What>, Refusal> {
        self.terms(application)?;
        let too_high = actual_ppm > RATE_MAX_PPM || reference_ppm > RATE_MAX_PPM;
        if too_high || from > self.today || application.loan.rates.len() >= LIST_MAX {
            return Err(Refusal::range(
                "年利率不超过 100%，起始日不晚于今日",
                "a rate of at most 100 % a year, from today or before",
            ));
        }
        let application = application.id.clone();
        Ok(vec![What::RateSet { application, from, actual_ppm, reference_ppm }])
    }

    /// A claim is for days of one quarter that follow those of the claim before, within the time of
    /// support. What the bank entered late for earlier quarters is made up for.
    pub(super) fn claim_interest(
        &self,
        application: &Application,
        claim: &TrancheId,
        from: Date,
        until: Date,
    ) -> Result<Vec<What>, Refusal> {
        let terms = self.terms(application)?;
        if !terms.stages.contains(&application.stage) || application.award.is_none() {
            return Err(Refusal::new(
                Code::WrongStage,
                "尚未批复或不在贴息环节",
                "interest is claimed after the award, in its stages",
            ));
        }
        let claims = &application.claims;
        if claims.iter().any(|known| known.id == *claim) {
            return Err(Refusal::exists("贴息申请", "claim", claim));
        }
        self.check_span(application, terms, from, until)?;
        if let Some(kind) =
            terms.evidence.iter().find(|kind| !application.evidence.contains_key(kind))
        {
            return Err(Refusal::new(
                Code::Incomplete,
                format!("缺少材料 {kind}"),
                format!("the evidence {kind} is missing"),
            ));
        }
        let interest = |from, until| {
            application.loan.interest(from, until, terms).ok_or_else(|| {
                Refusal::new(Code::Incomplete, "缺少利率", "no rate is known for some of the days")
            })
        };
        let mut now = Fen::ZERO;
        for claim in claims {
            now = now + interest(claim.from, claim.until)?;
        }
        let (this, adjustment) = (interest(from, until)?, now - application.claimed());
        let unpaid = claims
            .iter()
            .filter(|claim| application.tranches.get(&claim.id) != Some(&TrancheState::Paid));
        let waiting: Fen = unpaid.map(|claim| claim.payable).sum();
        let left = self.state.funds(application).committed.posted - waiting;
        let payable = (this + adjustment).min(left).max(Fen::ZERO);
        Ok(vec![What::InterestClaimed {
            application: application.id.clone(),
            claim: claim.clone(),
            from,
            until,
            interest: this,
            adjustment,
            payable,
        }])
    }

    fn check_span(
        &self,
        application: &Application,
        terms: &InterestTerms,
        from: Date,
        until: Date,
    ) -> Result<(), Refusal> {
        let last = until.yesterday().unwrap_or(until);
        let quarter = |day: Date| (day.year(), (day.month() - 1) / 3);
        if until <= from || quarter(from) != quarter(last) || last > self.today {
            return Err(Refusal::range(
                "同一季度内已过去的日期",
                "days of one quarter that have passed",
            ));
        }
        let claims = &application.claims;
        let first = claims.first().map_or(from, |claim| claim.from);
        let gap = claims.last().is_some_and(|before| before.until != from);
        let end = months_after(first, terms.months_max);
        if gap || until > end {
            return Err(Refusal::new(
                Code::OutOfTime,
                format!("须紧接上一次申请，且不晚于 {end}"),
                format!("a claim follows the one before, and ends by {end}"),
            ));
        }
        Ok(())
    }
}
