//! The money ledger: double entry in fen, two-phase payments, limits on every account.

pub mod interest;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use units::Fen;

use crate::ids::{
    ApplicationId, DistrictId, LineId, ProgrammeId, ProjectKind, TrancheId, TransferId,
};

/// A budget line: the money of one year for one kind of project in one district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose budget.
    pub programme: ProgrammeId,
    /// The budget year.
    pub year: i16,
    /// The district.
    pub district: DistrictId,
    /// The kind of project.
    pub project_kind: ProjectKind,
}

/// Where money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// 预算: where a line's money comes from; the only account that goes below nothing.
    Appropriation,
    /// 可用: appropriated and free.
    Available,
    /// 预留: kept for an application.
    Reserved,
    /// 已批复: awarded and not yet paid.
    Committed,
    /// 已拨付: paid.
    Disbursed,
    /// 应追缴: paid and demanded back.
    Receivable,
    /// 已缴回: came back.
    Returned,
    /// 已核销: will not come back.
    WrittenOff,
}

impl Bucket {
    /// Every bucket, in the order in which money passes through them.
    pub const ALL: [Self; 8] = [
        Self::Appropriation,
        Self::Available,
        Self::Reserved,
        Self::Committed,
        Self::Disbursed,
        Self::Receivable,
        Self::Returned,
        Self::WrittenOff,
    ];

    /// Whether its accounts belong to single applications.
    pub fn is_of_application(self) -> bool {
        !matches!(self, Self::Appropriation | Self::Available)
    }
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Of which line.
    pub line: LineId,
    /// Of which application; absent where the line alone owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationId>,
    /// Where the money is.
    pub bucket: Bucket,
}

/// Whether a transfer has moved money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferState {
    /// It has.
    Posted,
    /// Not yet: it is posted or voided later, once.
    Pending,
}

/// Money that moves from one account to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// Its id, of the step's id and its place in it.
    pub id: TransferId,
    /// To where.
    pub debit: Account,
    /// From where.
    pub credit: Account,
    /// How much; more than nothing.
    pub amount: Fen,
    /// Whether it has moved.
    pub state: TransferState,
    /// The tranche or claim that it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tranche: Option<TrancheId>,
}

/// What stands in an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Posted debits less posted credits.
    pub posted: Fen,
    /// Pending credits: money that may be gone soon.
    pub pending: Fen,
}

impl Balance {
    /// What can be moved on.
    pub fn free(self) -> Fen {
        self.posted - self.pending
    }
}

/// A transfer that the limits forbid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Overrun {
    pub(crate) account: Account,
    pub(crate) free: Fen,
    pub(crate) wanted: Fen,
}

/// All balances, and the pending transfers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    balances: BTreeMap<LineId, LineBalances>,
    pending: BTreeMap<TransferId, Transfer>,
}

/// The balances of one line: its own, and those of its applications.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct LineBalances {
    own: [Balance; 8],
    of: BTreeMap<ApplicationId, [Balance; 8]>,
}

impl Ledger {
    /// What stands in an account.
    pub fn balance(&self, account: &Account) -> Balance {
        let Some(line) = self.balances.get(&account.line) else { return Balance::default() };
        let all = match &account.application {
            None => Some(&line.own),
            Some(application) => line.of.get(application),
        };
        all.map_or(Balance::default(), |all| all[account.bucket as usize])
    }

    /// A pending transfer.
    pub fn pending(&self, id: &TransferId) -> Option<&Transfer> {
        self.pending.get(id)
    }

    /// Every account with what stands in it, by line, those of the line first.
    pub fn accounts(&self) -> impl Iterator<Item = (Account, Balance)> {
        self.balances.iter().flat_map(|(line, all)| {
            let own = std::iter::once((None, &all.own));
            let of = all.of.iter().map(|(application, balances)| (Some(application), balances));
            own.chain(of).flat_map(move |(application, balances)| {
                Bucket::ALL.into_iter().zip(balances).map(move |(bucket, balance)| {
                    let (line, application) = (line.clone(), application.cloned());
                    (Account { line, application, bucket }, *balance)
                })
            })
        })
    }

    /// Whether all of `transfers`, one after the other, keep within the limits.
    pub(crate) fn check(&self, transfers: &[Transfer]) -> Result<(), Overrun> {
        for (place, transfer) in transfers.iter().enumerate() {
            let account = &transfer.credit;
            if account.bucket == Bucket::Appropriation {
                continue;
            }
            let earlier = transfers.iter().take(place);
            let moved: Fen = earlier
                .map(|other| match (other.debit == *account, other.credit == *account) {
                    (true, false) if other.state == TransferState::Posted => other.amount,
                    (false, true) => -other.amount,
                    _ => Fen::ZERO,
                })
                .sum();
            let free = self.balance(account).free() + moved;
            if free < transfer.amount {
                let account = account.clone();
                return Err(Overrun { account, free, wanted: transfer.amount });
            }
        }
        Ok(())
    }

    /// Enters a transfer that was checked.
    pub(crate) fn enter(&mut self, transfer: &Transfer) {
        match transfer.state {
            TransferState::Posted => self.post(transfer),
            TransferState::Pending => {
                let from = self.entry(&transfer.credit);
                from.pending = from.pending + transfer.amount;
                self.pending.insert(transfer.id.clone(), transfer.clone());
            }
        }
    }

    /// Posts or voids a pending transfer; nothing if there is none of this name.
    pub(crate) fn settle(&mut self, id: &TransferId, is_paid: bool) {
        let Some(transfer) = self.pending.remove(id) else { return };
        let held = self.entry(&transfer.credit);
        held.pending = held.pending - transfer.amount;
        if is_paid {
            self.post(&transfer);
        }
    }

    fn post(&mut self, transfer: &Transfer) {
        let from = self.entry(&transfer.credit);
        from.posted = from.posted - transfer.amount;
        let to = self.entry(&transfer.debit);
        to.posted = to.posted + transfer.amount;
    }

    fn entry(&mut self, account: &Account) -> &mut Balance {
        let line = self.balances.entry(account.line.clone()).or_default();
        let all = match &account.application {
            None => &mut line.own,
            Some(application) => line.of.entry(application.clone()).or_default(),
        };
        &mut all[account.bucket as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(bucket: Bucket) -> Account {
        let application = bucket.is_of_application().then(|| ApplicationId::new("a").unwrap());
        Account { line: LineId::new("l").unwrap(), application, bucket }
    }

    fn transfer(id: &str, from: Bucket, to: Bucket, fen: i64, state: TransferState) -> Transfer {
        Transfer {
            id: TransferId::new(id).unwrap(),
            debit: account(to),
            credit: account(from),
            amount: Fen(fen),
            state,
            tranche: None,
        }
    }

    use Bucket::{Appropriation, Available, Committed, Disbursed, Reserved};
    use TransferState::{Pending, Posted};

    fn committed() -> Ledger {
        let mut ledger = Ledger::default();
        let chain = [(Appropriation, Available), (Available, Reserved), (Reserved, Committed)];
        for (place, (from, to)) in chain.into_iter().enumerate() {
            let moved = transfer(&format!("t{place}"), from, to, 100, Posted);
            assert!(ledger.check(std::slice::from_ref(&moved)).is_ok());
            ledger.enter(&moved);
        }
        ledger
    }

    #[test]
    fn pending_money_is_not_spent_again() {
        let mut ledger = committed();
        ledger.enter(&transfer("p", Committed, Disbursed, 70, Pending));
        let balance = ledger.balance(&account(Committed));
        assert_eq!((balance.posted, balance.free()), (Fen(100), Fen(30)));
        let more = |fen| [transfer("q", Committed, Available, fen, Posted)];
        assert!(ledger.check(&more(30)).is_ok());
        let over = ledger.check(&more(31)).unwrap_err();
        assert_eq!((over.free, over.wanted), (Fen(30), Fen(31)));
        let mut paid = ledger.clone();
        let id = TransferId::new("p").unwrap();
        for (ledger, is_paid, committed, disbursed) in
            [(&mut paid, true, 30, 70), (&mut ledger, false, 100, 0)]
        {
            ledger.settle(&id, is_paid);
            // A second time changes nothing.
            ledger.settle(&id, !is_paid);
            assert_eq!(ledger.balance(&account(Committed)).free(), Fen(committed));
            assert_eq!(ledger.balance(&account(Disbursed)).posted, Fen(disbursed));
            let sum: Fen = ledger.accounts().map(|(_, balance)| balance.posted).sum();
            assert_eq!(sum, Fen::ZERO);
        }
    }

    /// Money that comes in within a step can go out in it; what went out cannot go out again.
    #[test]
    fn transfers_of_one_step_follow_each_other() {
        let ledger = committed();
        let chain = |second| {
            [
                transfer("a", Committed, Available, 60, Posted),
                transfer("b", Available, Reserved, second, Posted),
                transfer("c", Committed, Available, 40, Posted),
            ]
        };
        assert!(ledger.check(&chain(60)).is_ok());
        assert!(ledger.check(&chain(61)).is_err());
        let twice = [60, 41].map(|fen| transfer("d", Committed, Available, fen, Posted));
        assert!(ledger.check(&twice).is_err());
    }
}
