//! Check 6: the balances that the transfers give.

use std::collections::BTreeMap;

use crate::money::{Account, Bucket, Name, Transfer};
use crate::refusal::{Check, Verdict, ensure};

/// What stands in an account, in fen. Wider than any journal can fill.
#[derive(Clone, Copy, Debug, Default)]
struct Balance {
    /// Posted debits less posted credits.
    posted: i128,
    /// Pending credits.
    pending: i128,
}

/// Sums by bucket.
pub(crate) type Sums = [i128; 8];

/// Every account, and the transfers that wait.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    accounts: BTreeMap<Account, Balance>,
    waiting: BTreeMap<Name, Transfer>,
    applications: BTreeMap<Name, Sums>,
}

impl Ledger {
    /// Enters a transfer, unless what is free where it comes from does not reach.
    pub(crate) fn enter(&mut self, transfer: &Transfer) -> Verdict {
        let amount = i128::from(transfer.amount);
        let from = self.accounts.entry(transfer.credit.clone()).or_default();
        let free = from.posted - from.pending;
        let reaches = free >= amount || transfer.credit.bucket == Bucket::Appropriation;
        let expected =
            ["划出账户的可用余额足够", "enough that is free in the account it comes from"];
        ensure(reaches, Check::Overrun, expected, || {
            format!("{}: {free} < {amount}", transfer.credit.shown())
        })?;
        if transfer.is_pending {
            from.pending += amount;
            self.waiting.insert(transfer.id.clone(), transfer.clone());
        } else {
            self.post(transfer);
        }
        Ok(())
    }

    /// Posts or voids a transfer that waits, and gives it back; `None` if it does not wait.
    pub(crate) fn settle(&mut self, id: &Name, is_paid: bool) -> Option<Transfer> {
        let transfer = self.waiting.remove(id)?;
        let from = self.accounts.entry(transfer.credit.clone()).or_default();
        from.pending -= i128::from(transfer.amount);
        if is_paid {
            self.post(&transfer);
        }
        Some(transfer)
    }

    fn post(&mut self, transfer: &Transfer) {
        let amount = i128::from(transfer.amount);
        for (account, change) in [(&transfer.credit, -amount), (&transfer.debit, amount)] {
            self.accounts.entry(account.clone()).or_default().posted += change;
            if let Some(application) = &account.application {
                let sums = self.applications.entry(application.clone()).or_default();
                add(sums, account.bucket, change);
            }
        }
    }

    /// What an application has in some buckets together.
    pub(crate) fn held(&self, application: &Name, buckets: &[Bucket]) -> i128 {
        let sums = self.applications.get(application);
        let of = |bucket: &Bucket| sums.and_then(|sums| sums.get(*bucket as usize)).copied();
        buckets.iter().filter_map(of).sum()
    }

    /// The sums of all accounts by bucket.
    pub(crate) fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        for (account, balance) in &self.accounts {
            add(&mut sums, account.bucket, balance.posted);
        }
        sums
    }
}

fn add(sums: &mut Sums, bucket: Bucket, change: i128) {
    if let Some(sum) = sums.get_mut(bucket as usize) {
        *sum += change;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(from: Bucket, to: Bucket, amount: i64, is_pending: bool) -> Transfer {
        let account = |bucket| {
            let application = (bucket > Bucket::Available).then(|| Name::from("a"));
            Account { line: "l".into(), application, bucket }
        };
        let (debit, credit, id) = (account(to), account(from), Name::from("t"));
        Transfer { id, debit, credit, amount, is_pending, tranche: None }
    }

    #[test]
    fn what_waits_is_not_free() {
        use Bucket::{Appropriation, Available, Committed, Disbursed, Reserved};
        let mut ledger = Ledger::default();
        for (from, to) in [(Appropriation, Available), (Available, Reserved), (Reserved, Committed)]
        {
            ledger.enter(&transfer(from, to, 100, false)).unwrap();
        }
        ledger.enter(&transfer(Committed, Disbursed, 70, true)).unwrap();
        let over = ledger.enter(&transfer(Committed, Available, 31, false)).unwrap_err();
        assert_eq!(
            (over.check, over.found.as_str()),
            (Check::Overrun, "committed · l · a: 30 < 31")
        );
        ledger.enter(&transfer(Committed, Available, 30, false)).unwrap();
        assert!(
            ledger.settle(&"t".into(), true).is_some()
                && ledger.settle(&"t".into(), true).is_none()
        );
        assert_eq!(ledger.held(&"a".into(), &[Committed, Disbursed]), 70);
        assert_eq!(ledger.sums(), [-100, 30, 0, 0, 70, 0, 0, 0]);
    }
}
