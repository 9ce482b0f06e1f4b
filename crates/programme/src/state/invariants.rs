//! What must hold in every state; checked from scratch, not by the indexes that `apply` uses.

use std::collections::{BTreeMap, BTreeSet};

use units::Fen;

use super::{Application, State, StepState};
use crate::command::Money;
use crate::ids::{ApplicationId, TrancheId};
use crate::money::Bucket;

impl State {
    /// Every invariant that does not hold, in words: debits equal credits, no account overdrawn,
    /// each tranche once, awards equal what is committed and paid, no works funded twice; and what
    /// must hold of [carbon accounts](crate::carbon::Accounts::violations).
    pub fn violations(&self) -> Vec<String> {
        let mut found = self.carbon.violations();
        self.check_balances(&mut found);
        self.check_tranches(&mut found);
        self.check_awards(&mut found);
        self.check_double_funding(&mut found);
        found
    }

    fn check_balances(&self, found: &mut Vec<String>) {
        let mut sum = Fen::ZERO;
        for (account, balance) in self.ledger.accounts() {
            sum = sum + balance.posted;
            let overdrawn = balance.free() < Fen::ZERO && account.bucket != Bucket::Appropriation;
            if overdrawn || balance.pending < Fen::ZERO {
                found.push(format!("{account:?} is overdrawn: {balance:?}"));
            }
        }
        if sum != Fen::ZERO {
            found.push(format!("debits and credits differ by {} fen", sum.0));
        }
    }

    fn check_tranches(&self, found: &mut Vec<String>) {
        let mut paid: BTreeMap<(&ApplicationId, &TrancheId), u32> = BTreeMap::new();
        for step in self.steps.values().filter(|step| step.state != StepState::Voided) {
            if let Money::Disburse { application, tranche } = &step.money
                && step.state != StepState::Refused
            {
                *paid.entry((application, tranche)).or_default() += 1;
            }
        }
        for (key, times) in paid.into_iter().filter(|(_, times)| *times > 1) {
            found.push(format!("{key:?} is paid {times} times"));
        }
    }

    fn check_awards(&self, found: &mut Vec<String>) {
        for application in self.applications.values() {
            let funds = self.funds(application);
            let held = funds.committed.posted + funds.disbursed.posted;
            if application.award.unwrap_or(Fen::ZERO) != held {
                let (id, award) = (&application.id, application.award);
                found.push(format!("{id} has an award of {award:?} and holds {held:?}"));
            }
        }
    }

    fn check_double_funding(&self, found: &mut Vec<String>) {
        let holders = self
            .applications
            .values()
            .filter(|application| self.is_municipal(application) && self.holds_money(application));
        let mut taken: BTreeMap<_, &Application> = BTreeMap::new();
        for application in holders {
            let spaces: BTreeSet<_> = application.parts.iter().map(|part| &part.space).collect();
            for space in spaces {
                for work in &application.works {
                    if let Some(other) = taken.insert((space, work), application) {
                        let ids = (&application.id, &other.id);
                        found.push(format!("{ids:?} hold money for {work} on {space}"));
                    }
                }
            }
        }
    }
}
