//! Checks 5 to 11: what money steps may move, and who may move it.

use std::collections::BTreeSet;

use crate::event::{Actor, Line};
use crate::money::{Account, Bucket, Money, Name, Transfer};
use crate::refusal::{Check, Fault, Say, Verdict, ensure};
use crate::state::{Application, Progress, Proposal, State, Step};

/// Buckets that make an award.
const AWARDED: [Bucket; 2] = [Bucket::Committed, Bucket::Disbursed];
/// Buckets in which an application holds money.
const HELD: [Bucket; 5] = [
    Bucket::Reserved,
    Bucket::Committed,
    Bucket::Disbursed,
    Bucket::Receivable,
    Bucket::WrittenOff,
];

impl State {
    pub(crate) fn propose(
        &mut self,
        actor: &Actor,
        step: Name,
        money: Money,
        amount: i64,
    ) -> Verdict {
        let expected = ["与所提步骤相同的金额", "the amount that the step asks for"];
        let same = money.amount.is_none_or(|asked| asked == amount);
        ensure(same, Check::StepOnce, expected, || format!("{amount} ≠ {:?}", money.amount))?;
        self.check_apart(actor, money.application.as_ref())?;
        let (application, rule) = (money.application.clone(), money.rule);
        let persons = self.persons(actor);
        let progress = Progress::Proposed(Box::new(Proposal { money, amount, persons }));
        self.steps.insert(step, Step { application, rule, progress });
        Ok(())
    }

    pub(crate) fn approve(
        &mut self,
        actor: &Actor,
        step: &Name,
        transfers: &[Transfer],
        award: Option<i64>,
    ) -> Verdict {
        let Proposal { money, amount, persons } = self.close(step)?;
        for transfer in transfers {
            self.check_accounts(&money, transfer)?;
        }
        for transfer in transfers {
            self.ledger.enter(transfer)?;
        }
        self.check_award(&money, award)?;
        check_amount(&money, amount, transfers)?;
        for transfer in transfers.iter().filter(|transfer| transfer.is_pending) {
            self.begin_tranche(step, &money, transfer)?;
        }
        let mine = self.persons(actor);
        let expected = ["提出人与审批人没有相同的人", "no person on both sides"];
        let both = mine.iter().find(|person| persons.contains(person));
        ensure(both.is_none(), Check::FourEyes, expected, || format!("{step}: {both:?}"))?;
        self.check_apart(actor, money.application.as_ref())?;
        money.application.map_or(Ok(()), |id| self.check_double_funding(&id))
    }

    pub(crate) fn refuse(&mut self, step: &Name) -> Verdict {
        self.close(step).map(drop)
    }

    pub(crate) fn settle(
        &mut self,
        actor: &Actor,
        id: &Name,
        transfer: &Name,
        is_paid: bool,
    ) -> Verdict {
        let waiting = self.steps.get_mut(id).filter(
            |step| matches!(&step.progress, Progress::Paying(waiting) if waiting == transfer),
        );
        let expected = ["该步骤中待支付的划转", "a transfer of that step that waits for the bank"];
        let wrong = || Fault::new(Check::StepOnce, format!("{id}: {transfer}"), expected);
        let step = waiting.ok_or_else(wrong)?;
        step.progress = Progress::Done;
        let application = step.application.clone();
        let settled = self.ledger.settle(transfer, is_paid).ok_or_else(wrong)?;
        if let (false, Some(id), Some(tranche)) = (is_paid, &application, &settled.tranche)
            && let Some(found) = self.applications.get_mut(id)
        {
            found.tranches.remove(tranche);
        }
        self.check_apart(actor, application.as_ref())
    }

    /// The proposal of a step that waits for its answer, which it now has.
    fn close(&mut self, id: &Name) -> Verdict<Proposal> {
        if let Some(step) = self.steps.get_mut(id) {
            match std::mem::replace(&mut step.progress, Progress::Done) {
                Progress::Proposed(proposal) => return Ok(*proposal),
                other => step.progress = other,
            }
        }
        let expected = ["尚未答复的步骤", "a step that was not answered yet"];
        Err(Fault::new(Check::StepOnce, &**id, expected))
    }

    /// Check 5: one transfer between accounts that its kind of step allows.
    fn check_accounts(&self, money: &Money, transfer: &Transfer) -> Verdict {
        let Transfer { debit, credit, is_pending, tranche, .. } = transfer;
        let fail = |expected: Say| {
            let found = format!("{}: {} → {}", money.rule.kind, credit.shown(), debit.shown());
            Err(Fault::new(Check::Balance, found, expected))
        };
        if !money.rule.moves.contains(&(credit.bucket, debit.bucket)) {
            return fail(["该步骤所允许的资金状态", "buckets that the step's kind allows"]);
        }
        let owned = |account: &Account| match account.bucket {
            Bucket::Appropriation | Bucket::Available => account.application.is_none(),
            _ => account.application.is_some() && account.application == money.application,
        };
        if !owned(credit) || !owned(debit) {
            return fail([
                "预算与可用属科目，其余属该步骤的申请",
                "appropriation and available of a line alone, all else of the step's application",
            ]);
        }
        if *is_pending != money.tranche.is_some() || *tranche != money.tranche {
            return fail([
                "拨付为待支付并注明批次，其余即时入账",
                "pending with the tranche to disburse, posted without one else",
            ]);
        }
        if !self.fits_lines(money, &credit.line, &debit.line) {
            return fail([
                "该步骤的科目；结转到下一年度；预留用申请所属计划、区、类型",
                "the step's line; a year later to carry over; of the application's programme, \
                 district and kind to reserve",
            ]);
        }
        Ok(())
    }

    fn fits_lines(&self, money: &Money, from: &Name, to: &Name) -> bool {
        if money.line.as_ref().is_some_and(|line| line != from) {
            return false;
        }
        let kept = |line: &Line| {
            (line.programme.clone(), line.district.clone(), line.project_kind.clone())
        };
        if let Some(next) = &money.to {
            let (Some(old), Some(new)) = (self.lines.get(from), self.lines.get(to)) else {
                return false;
            };
            return next == to && kept(old) == kept(new) && old.year + 1 == new.year;
        }
        let application = money.application.as_ref().filter(|_| money.line.is_some());
        let fits = application.is_none_or(|id| {
            let (Some(found), Some(line)) = (self.applications.get(id), self.lines.get(from))
            else {
                return false;
            };
            let opened = &found.opened;
            kept(line)
                == (opened.programme.clone(), opened.district.clone(), opened.project_kind.clone())
        });
        from == to && fits
    }

    /// Check 7: the award is there where it changes, and equals what is committed and paid.
    fn check_award(&mut self, money: &Money, award: Option<i64>) -> Verdict {
        let expected = [
            "commit、cancel、reduce、demand 注明批复额，其余不注明",
            "an award with commit, cancel, reduce and demand, and with nothing else",
        ];
        ensure(money.rule.has_award == award.is_some(), Check::Award, expected, || {
            format!("{}: {award:?}", money.rule.kind)
        })?;
        let Some(id) = &money.application else { return Ok(()) };
        let Some(application) = self.applications.get_mut(id) else { return Ok(()) };
        application.award = award.unwrap_or(application.award);
        let (award, held) = (i128::from(application.award), self.ledger.held(id, &AWARDED));
        let expected = ["批复额 = 已批复 + 已拨付", "award = committed + disbursed"];
        ensure(award == held, Check::Award, expected, || format!("{id}: {award} ≠ {held}"))
    }

    /// Check 9: a tranche that is neither paid nor waits to be.
    fn begin_tranche(&mut self, id: &Name, money: &Money, transfer: &Transfer) -> Verdict {
        let found = money.application.as_ref().and_then(|id| self.applications.get_mut(id));
        if let (Some(application), Some(tranche)) = (found, &transfer.tranche) {
            let expected = ["每批次只拨一次", "each tranche paid once"];
            let is_new = application.tranches.insert(tranche.clone());
            ensure(is_new, Check::TrancheOnce, expected, || {
                format!("{}: {tranche}", application.opened.application)
            })?;
        }
        if let Some(step) = self.steps.get_mut(id) {
            step.progress = Progress::Paying(transfer.id.clone());
        }
        Ok(())
    }

    /// The persons behind an actor: their own, and that of whom they stand for.
    fn persons(&self, actor: &Actor) -> Vec<Name> {
        let users = [Some(&actor.user), actor.on_behalf_of.as_ref()];
        let known = users.into_iter().flatten().filter_map(|user| self.users.get(user));
        known.map(|user| user.person.clone()).collect()
    }

    /// Check 10: no person behind the actor has an account at a party to the application.
    fn check_apart(&self, actor: &Actor, application: Option<&Name>) -> Verdict {
        let Some(application) = application.and_then(|id| self.applications.get(id)) else {
            return Ok(());
        };
        let parties: BTreeSet<&Name> = parties(application).collect();
        for person in self.persons(actor) {
            let employers = self.employers.get(&person).into_iter().flatten();
            let party = employers.into_iter().find(|code| parties.contains(code));
            let expected = [
                "办理人不在申请、受益或产权单位任职",
                "nobody with an account at the applicant, the beneficiary or an owner",
            ];
            ensure(party.is_none(), Check::FourEyes, expected, || {
                format!("{person}: {}", party.map_or("", |code| code))
            })?;
        }
        Ok(())
    }

    /// Check 11: no other municipal application holds money for the same works on the same space.
    fn check_double_funding(&self, id: &Name) -> Verdict {
        let Some(mine) = self.applications.get(id) else { return Ok(()) };
        if !mine.is_municipal || self.ledger.held(id, &HELD) <= 0 {
            return Ok(());
        }
        let spaces = mine.opened.spaces.iter();
        let others = spaces.filter_map(|space| self.by_space.get(space)).flatten();
        let works: BTreeSet<&Name> = mine.opened.works.iter().collect();
        let both = others.into_iter().find(|other| {
            let found = self.applications.get(*other).filter(|_| *other != id);
            found.is_some_and(|found| found.opened.works.iter().any(|work| works.contains(work)))
                && self.ledger.held(other, &HELD) > 0
        });
        let expected = [
            "同一空间的同一工程只有一项市级申请持有资金",
            "one municipal application that holds money for a space and a kind of works",
        ];
        ensure(both.is_none(), Check::DoubleFunding, expected, || {
            format!("{id}, {}", both.map_or("", |other| other))
        })
    }
}

/// Check 8: the transfers of an approval are what was proposed; what a commitment gives back of the
/// reservation does not count.
fn check_amount(money: &Money, amount: i64, transfers: &[Transfer]) -> Verdict {
    let counts = |transfer: &&Transfer| {
        money.rule.kind != "commit" || transfer.debit.bucket == Bucket::Committed
    };
    let sum: i128 = transfers.iter().filter(counts).map(|one| i128::from(one.amount)).sum();
    let expected = ["划转合计等于提出的金额", "transfers that add up to the proposed amount"];
    ensure(sum == i128::from(amount), Check::StepOnce, expected, || format!("{sum} ≠ {amount}"))
}

fn parties(application: &Application) -> impl Iterator<Item = &Name> {
    let opened = &application.opened;
    opened.owners.iter().chain([&opened.applicant, &application.beneficiary])
}
