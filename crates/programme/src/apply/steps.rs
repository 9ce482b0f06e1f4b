//! Money steps: proposed by one, approved by another, paid by the bank.

use units::Fen;

use super::{Desk, ended, suspended};
use crate::command::{Mode, Money};
use crate::event::What;
use crate::guard::{Prose, is_sum};
use crate::ids::{ApplicationId, LineId, StepId, TrancheId, TransferId};
use crate::money::{Account, Bucket, Line, Overrun, Transfer, TransferState};
use crate::refusal::{Code, Refusal};
use crate::state::{Application, Step, StepState, TrancheState, stage_kind};

/// What a step will do: how much in all, between which accounts, and the award afterwards.
struct Plan {
    amount: Fen,
    transfers: Vec<Transfer>,
    award: Option<Fen>,
}

/// A move of money on one line, from bucket to bucket.
type Shift = (Bucket, Bucket, Fen);

impl Desk<'_> {
    pub(super) fn propose(&self, id: &StepId, money: &Money) -> Result<Vec<What>, Refusal> {
        if self.state.steps.contains_key(id) {
            return Err(Refusal::exists("资金步骤", "money step", id));
        }
        let plan = self.plan(id, money, false)?;
        Ok(vec![What::MoneyProposed {
            step: id.clone(),
            money: money.clone(),
            amount: plan.amount,
        }])
    }

    pub(super) fn approve(&self, id: &StepId) -> Result<Vec<What>, Refusal> {
        let step = self.proposed(id)?;
        if !step.proposed_by.is_disjoint(&self.persons()) {
            return Err(Refusal::new(
                Code::FourEyes,
                "提出人不得审批自己的步骤",
                "whoever proposed it does not approve it",
            ));
        }
        let plan = self.plan(id, &step.money, true)?;
        if plan.amount != step.amount {
            return Err(Refusal::new(
                Code::AmountChanged,
                format!("提出时为 {} 元，现为 {} 元", step.amount.yuan(), plan.amount.yuan()),
                format!("{} yuan when proposed, {} now", step.amount.yuan(), plan.amount.yuan()),
            ));
        }
        let Plan { transfers, award, .. } = plan;
        Ok(vec![What::MoneyApproved { step: id.clone(), transfers, award }])
    }

    pub(super) fn refuse(&self, id: &StepId, reason: &Prose) -> Result<Vec<What>, Refusal> {
        self.proposed(id)?;
        Ok(vec![What::MoneyRefused { step: id.clone(), reason: reason.clone() }])
    }

    pub(super) fn settle(
        &self,
        id: &StepId,
        text: &Prose,
        is_paid: bool,
    ) -> Result<Vec<What>, Refusal> {
        let step = self.step(id)?;
        let pending = match &step.state {
            StepState::Approved(transfers) => {
                transfers.iter().find(|transfer| self.state.ledger.pending(&transfer.id).is_some())
            }
            _ => None,
        };
        let Some(pending) = pending else {
            return Err(Refusal::new(Code::Done, "没有待确认的付款", "no payment is pending"));
        };
        let (step, transfer, text) = (id.clone(), pending.id.clone(), text.clone());
        Ok(vec![if is_paid {
            What::PaymentPosted { step, transfer, reference: text }
        } else {
            What::PaymentVoided { step, transfer, reason: text }
        }])
    }

    fn step(&self, id: &StepId) -> Result<&Step, Refusal> {
        self.state.steps.get(id).ok_or_else(|| Refusal::unknown("资金步骤", "money step", id))
    }

    fn proposed(&self, id: &StepId) -> Result<&Step, Refusal> {
        let step = self.step(id)?;
        if step.state != StepState::Proposed {
            return Err(Refusal::new(Code::Done, "该步骤已办结", "the step was answered"));
        }
        Ok(step)
    }

    /// What the step will do as things stand; refused if it cannot.
    fn plan(&self, id: &StepId, money: &Money, is_approval: bool) -> Result<Plan, Refusal> {
        let plan = match money.application() {
            None => self.plan_budget(id, money)?,
            Some(application) => {
                let found = self.state.applications.get(application);
                let found =
                    found.ok_or_else(|| Refusal::unknown("申请", "application", application))?;
                self.may_move(id, found, is_approval)?;
                self.plan_application(id, money, found)?
            }
        };
        if !is_sum(plan.amount) || plan.transfers.iter().any(|transfer| !is_sum(transfer.amount)) {
            let (zh, en) =
                ("金额须大于 0 且不超过上限", "a sum of more than nothing, within the limit");
            return Err(Refusal::range(zh, en));
        }
        self.state.ledger.check(&plan.transfers).map_err(|over| overrun(&over))?;
        Ok(plan)
    }

    /// One money step at a time on an application, so that no two count on the same money.
    fn may_move(
        &self,
        id: &StepId,
        application: &Application,
        is_approval: bool,
    ) -> Result<(), Refusal> {
        match application.open_steps.iter().find(|open| !is_approval || *open != id) {
            None => Ok(()),
            Some(open) => Err(Refusal::new(
                Code::StepOpen,
                format!("资金步骤 {open} 尚未办结"),
                format!("the money step {open} is not finished"),
            )),
        }
    }

    fn line(&self, id: &LineId) -> Result<&Line, Refusal> {
        self.state.lines.get(id).ok_or_else(|| Refusal::unknown("预算科目", "budget line", id))
    }

    fn plan_budget(&self, id: &StepId, money: &Money) -> Result<Plan, Refusal> {
        let own = |line: &LineId, bucket| Account { line: line.clone(), application: None, bucket };
        let (debit, credit, amount) = match money {
            Money::Appropriate { line, amount } => {
                self.line(line)?;
                (own(line, Bucket::Available), own(line, Bucket::Appropriation), *amount)
            }
            Money::Cut { line, amount } => {
                self.line(line)?;
                (own(line, Bucket::Appropriation), own(line, Bucket::Available), *amount)
            }
            Money::CarryOver { from, to, amount } => {
                let (old, new) = (self.line(from)?, self.line(to)?);
                let follows = (&old.programme, &old.district, &old.project_kind, old.year + 1)
                    == (&new.programme, &new.district, &new.project_kind, new.year);
                if !follows {
                    return Err(Refusal::range(
                        "结转到同一计划、区、类型的下一年度",
                        "carried over to the same programme, district and kind a year later",
                    ));
                }
                (own(to, Bucket::Available), own(from, Bucket::Available), *amount)
            }
            _ => return Err(nothing()),
        };
        // The sum of all appropriations stays far within the range of exact integers.
        let given = self.state.ledger.balance(&credit);
        if credit.bucket == Bucket::Appropriation && !is_sum(amount - given.posted) {
            return Err(Refusal::range(
                "预算总额超过上限",
                "the line's budget would pass the limit",
            ));
        }
        let state = TransferState::Posted;
        let transfer =
            Transfer { id: transfer_id(id, 1)?, debit, credit, amount, state, tranche: None };
        Ok(Plan { amount, transfers: vec![transfer], award: None })
    }

    fn plan_application(
        &self,
        id: &StepId,
        money: &Money,
        application: &Application,
    ) -> Result<Plan, Refusal> {
        let funds = self.state.funds(application);
        let award = application.award.unwrap_or(Fen::ZERO);
        let (line, shifts, award_after, tranche) = match money {
            Money::Reserve { line, amount, .. } => {
                self.may_reserve(application, line, money)?;
                let shifts = vec![(Bucket::Available, Bucket::Reserved, *amount)];
                (Some(line), shifts, None, None)
            }
            Money::Release { .. } => {
                self.stage_allows(application, money, true)?;
                let shifts = vec![(Bucket::Reserved, Bucket::Available, funds.reserved.posted)];
                (None, shifts, None, None)
            }
            Money::Commit { .. } => {
                let amount = self.may_commit(application, money)?;
                let rest = funds.reserved.posted - amount;
                let shifts = vec![
                    (Bucket::Reserved, Bucket::Committed, amount),
                    (Bucket::Reserved, Bucket::Available, rest),
                ];
                (None, shifts, Some(amount), None)
            }
            Money::Cancel { .. } => {
                self.stage_allows(application, money, true)?;
                let unpaid = funds.committed.posted;
                let shifts = vec![(Bucket::Committed, Bucket::Available, unpaid)];
                (None, shifts, Some(award - unpaid), None)
            }
            Money::Disburse { tranche, .. } => {
                let amount = self.may_disburse(id, application, tranche)?;
                let shifts = vec![(Bucket::Committed, Bucket::Disbursed, amount)];
                (None, shifts, None, Some(tranche))
            }
            Money::Reduce { audited_investment, .. } => {
                self.stage_allows(application, money, false)?;
                let excess = award - reduced(application, award, *audited_investment)?;
                let unpaid = excess.min(funds.committed.posted);
                let shifts = vec![
                    (Bucket::Committed, Bucket::Available, unpaid),
                    (Bucket::Disbursed, Bucket::Receivable, excess - unpaid),
                ];
                (None, shifts, Some(award - excess), None)
            }
            Money::Demand { amount, .. } => {
                let shifts = vec![(Bucket::Disbursed, Bucket::Receivable, *amount)];
                (None, shifts, Some(award - *amount), None)
            }
            Money::Receive { amount, .. } => {
                (None, vec![(Bucket::Receivable, Bucket::Returned, *amount)], None, None)
            }
            Money::WriteOff { amount, .. } => {
                (None, vec![(Bucket::Receivable, Bucket::WrittenOff, *amount)], None, None)
            }
            Money::Appropriate { .. } | Money::Cut { .. } | Money::CarryOver { .. } => {
                return Err(nothing());
            }
        };
        let line = line.or(application.line.as_ref()).ok_or_else(nothing)?;
        build(id, line, &application.id, &shifts, award_after, tranche)
    }

    /// Whether the present stage allows the step; what gives money back is allowed at the end too.
    fn stage_allows(
        &self,
        application: &Application,
        money: &Money,
        at_end: bool,
    ) -> Result<(), Refusal> {
        if application.ended {
            return if at_end { Ok(()) } else { Err(ended()) };
        }
        if application.suspended.is_some() {
            return Err(suspended());
        }
        let work = self.work(application)?;
        if stage_kind(money).is_some_and(|kind| work.money.contains(&kind)) {
            return Ok(());
        }
        Err(Refusal::new(
            Code::WrongStage,
            format!("环节 {} 不办理此资金步骤", application.stage),
            format!("stage {} does not allow this money step", application.stage),
        ))
    }

    fn may_reserve(
        &self,
        application: &Application,
        id: &LineId,
        money: &Money,
    ) -> Result<(), Refusal> {
        self.stage_allows(application, money, false)?;
        let line = self.line(id)?;
        if (&line.programme, &line.district, &line.project_kind)
            != (&application.programme, &application.district, &application.project_kind)
        {
            return Err(Refusal::range(
                "预算科目的计划、区、类型与申请不符",
                "the line is of another programme, district or kind than the application",
            ));
        }
        let other_line = application.line.as_ref().is_some_and(|known| known != id);
        if application.award.is_some() || other_line && self.state.holds_money(application) {
            return Err(Refusal::new(
                Code::Done,
                "已批复，或已在另一科目预留",
                "it has an award, or money of another line",
            ));
        }
        self.no_double_funding(application)
    }

    fn may_commit(&self, application: &Application, money: &Money) -> Result<Fen, Refusal> {
        self.stage_allows(application, money, false)?;
        if application.award.is_some() {
            return Err(Refusal::new(Code::Done, "已批复", "the award was made"));
        }
        let letter = application.letter.as_ref().filter(|letter| letter.preview.is_empty());
        let amount = application.decision.as_ref().and_then(|decision| decision.amount);
        let (Some(_), Some(amount)) = (letter, amount) else {
            return Err(Refusal::new(
                Code::NotFirm,
                "没有依据已核对参数的正式批复函",
                "there is no final letter on confirmed parameters",
            ));
        };
        self.no_double_funding(application)?;
        Ok(amount)
    }

    /// Refuses while another municipal fund pays, or may pay, for the same works.
    fn no_double_funding(&self, application: &Application) -> Result<(), Refusal> {
        if !self.state.is_municipal(application) {
            return Ok(());
        }
        let mut others = self.state.same_works(application);
        if let Some((other, space, work)) = others.find(|(other, ..)| self.state.holds_money(other))
        {
            return Err(Refusal::new(
                Code::DoubleFunding,
                format!("申请 {} 已为 {space} 的 {work} 工程取得市级资金", other.id),
                format!("application {} holds municipal money for {work} on {space}", other.id),
            ));
        }
        let open = application.suspicions.iter().find(|(_, suspicion)| !suspicion.cleared);
        match open {
            None => Ok(()),
            Some((with, _)) => Err(Refusal::new(
                Code::DoubleFunding,
                format!("与申请 {with} 的重复疑点尚未排除"),
                format!("it may be for the same works as application {with}"),
            )),
        }
    }

    /// The amount of a tranche or claim that can be paid now.
    fn may_disburse(
        &self,
        step: &StepId,
        application: &Application,
        id: &TrancheId,
    ) -> Result<Fen, Refusal> {
        if application.suspended.is_some() {
            return Err(suspended());
        }
        let award = application.award.ok_or_else(nothing)?;
        let own = application.open_steps.contains(step);
        match application.tranches.get(id) {
            None => {}
            Some(TrancheState::Proposed) if own => {}
            Some(_) => {
                return Err(Refusal::new(
                    Code::Done,
                    format!("{id} 已提出或拨付"),
                    format!("{id} was proposed or paid"),
                ));
            }
        }
        self.no_double_funding(application)?;
        match application.mode {
            Mode::InvestmentSubsidy => self.tranche_amount(application, id, award),
            Mode::InterestSubsidy => self.claim_amount(application, id),
        }
    }

    /// What the award reaches with this tranche, less what is paid. So a reduction is set off
    /// against the next tranche, and the last one takes the rest to the fen.
    fn tranche_amount(
        &self,
        application: &Application,
        id: &TrancheId,
        award: Fen,
    ) -> Result<Fen, Refusal> {
        let flow = self.workflow(application)?;
        let place = flow.tranches.iter().position(|tranche| tranche.id == *id);
        let place = place.ok_or_else(|| Refusal::unknown("拨付批次", "tranche", id))?;
        let (before, rest) = flow.tranches.split_at(place);
        let Some(tranche) = rest.first() else { return Err(nothing()) };
        if tranche.stage != application.stage {
            return Err(Refusal::new(
                Code::WrongStage,
                format!("{id} 在环节 {} 拨付", tranche.stage),
                format!("{id} is paid in stage {}", tranche.stage),
            ));
        }
        let paid = |id: &TrancheId| application.tranches.get(id) == Some(&TrancheState::Paid);
        let missing = before.iter().find(|earlier| !paid(&earlier.id)).map(|earlier| &earlier.id);
        let evidence = tranche.evidence.iter();
        let evidence = evidence.filter(|kind| !application.evidence.contains_key(kind));
        let milestones = tranche.milestones.iter();
        let milestones =
            milestones.filter(|milestone| application.milestones.get(milestone) != Some(&true));
        let lacking: Vec<&str> = missing
            .map(TrancheId::as_str)
            .into_iter()
            .chain(evidence.map(|kind| kind.as_str()))
            .chain(milestones.map(|milestone| milestone.as_str()))
            .collect();
        if !lacking.is_empty() {
            let list = lacking.join(", ");
            return Err(Refusal::new(
                Code::Incomplete,
                format!("{id} 尚缺：{list}"),
                format!("{id} still needs {list}"),
            ));
        }
        let amount = tranche.reached(award) - self.state.funds(application).disbursed.posted;
        if amount <= Fen::ZERO { Err(nothing()) } else { Ok(amount) }
    }

    fn claim_amount(&self, application: &Application, id: &TrancheId) -> Result<Fen, Refusal> {
        let claim = application.claims.iter().find(|claim| claim.id == *id);
        let claim = claim.ok_or_else(|| Refusal::unknown("贴息申请", "claim", id))?;
        let terms = self.workflow(application)?.interest.as_ref();
        if terms.is_none_or(|terms| !terms.stages.contains(&application.stage)) {
            return Err(Refusal::new(
                Code::WrongStage,
                format!("环节 {} 不拨付贴息", application.stage),
                format!("no interest is paid in stage {}", application.stage),
            ));
        }
        if claim.payable <= Fen::ZERO { Err(nothing()) } else { Ok(claim.payable) }
    }
}

/// The award that the audited investment leaves: by the decided rate, where there is one, else in
/// proportion; cut down to the fen, and never more than before.
fn reduced(application: &Application, award: Fen, audited: Fen) -> Result<Fen, Refusal> {
    let decision = application.decision.as_ref();
    let basis = decision.and_then(|decision| Some((decision, decision.investment?)));
    let Some((decision, investment)) = basis.filter(|_| is_sum(audited)) else {
        return Err(Refusal::new(
            Code::Incomplete,
            "认定没有写明投资额，或审定投资额无效",
            "the decision states no investment, or the audited one is no sum",
        ));
    };
    let (share, of) = match decision.rate_bp {
        Some(rate) => (i128::from(rate), 10_000),
        None => {
            let amount = decision.amount.unwrap_or(Fen::ZERO);
            (i128::from(amount.0), i128::from(investment.0))
        }
    };
    let reached = (i128::from(audited.0) * share).checked_div(of).unwrap_or(0);
    Ok(i64::try_from(reached).map_or(award, Fen).min(award))
}

/// The transfers of `shifts`, empty ones left out.
fn build(
    id: &StepId,
    line: &LineId,
    application: &ApplicationId,
    shifts: &[Shift],
    award: Option<Fen>,
    tranche: Option<&TrancheId>,
) -> Result<Plan, Refusal> {
    let account = |bucket: Bucket| Account {
        line: line.clone(),
        application: bucket.is_of_application().then(|| application.clone()),
        bucket,
    };
    let mut transfers = Vec::new();
    for (from, to, amount) in shifts.iter().filter(|(.., amount)| *amount != Fen::ZERO) {
        transfers.push(Transfer {
            id: transfer_id(id, transfers.len() + 1)?,
            debit: account(*to),
            credit: account(*from),
            amount: *amount,
            state: match tranche {
                Some(_) => TransferState::Pending,
                None => TransferState::Posted,
            },
            tranche: tranche.cloned(),
        });
    }
    // What a commitment gives back of the reservation is no part of its sum.
    let counted = transfers.iter().filter(|transfer| {
        (transfer.credit.bucket, transfer.debit.bucket) != (Bucket::Reserved, Bucket::Available)
            || transfers.len() == 1
    });
    let amount: Fen = counted.map(|transfer| transfer.amount).sum();
    if amount == Fen::ZERO { Err(nothing()) } else { Ok(Plan { amount, transfers, award }) }
}

fn transfer_id(step: &StepId, place: usize) -> Result<TransferId, Refusal> {
    TransferId::new(&format!("{step}/{place}"))
        .map_err(|_| Refusal::range("资金步骤编号过长", "the id of the money step is too long"))
}

fn nothing() -> Refusal {
    Refusal::new(Code::NothingToMove, "没有可动的资金", "there is no money to move")
}

fn overrun(over: &Overrun) -> Refusal {
    let Overrun { account, free, wanted } = over;
    let (line, bucket) = (&account.line, account.bucket);
    Refusal::new(
        Code::Overrun,
        format!("科目 {line} 的 {bucket:?} 仅有 {} 元，需要 {} 元", free.yuan(), wanted.yuan()),
        format!("{bucket:?} of {line} has {} yuan, {} are needed", free.yuan(), wanted.yuan()),
    )
}
