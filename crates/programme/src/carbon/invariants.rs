//! What must hold of carbon accounts in every state; checked from scratch, not by the indexes.

use std::collections::BTreeMap;

use units::GramsCo2e;

use super::account::{Accounts, ReductionState, UnitState};

impl Accounts {
    /// Every invariant that does not hold, in words: no two verified reductions of one kind on one
    /// space and day, each within its boundary; no unit twice; sums of years equal to those of
    /// their records and units; nothing declared neutral that is not.
    pub fn violations(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.check_reductions(&mut found);
        self.check_units(&mut found);
        self.check_sums(&mut found);
        found
    }

    fn check_reductions(&self, found: &mut Vec<String>) {
        let mut days = Vec::new();
        for record in self.reductions.values() {
            let claim = &record.claim;
            if record.state != ReductionState::Verified {
                continue;
            }
            let account = self.accounts.get(&record.account);
            let Some(site) = account.and_then(|one| one.sites.get(&claim.boundary)) else {
                found.push(format!("{} has no boundary", claim.reduction));
                continue;
            };
            if !site.covers(claim.from, claim.to) {
                found.push(format!("{} lies outside {}", claim.reduction, claim.boundary));
            }
            let all = site.spaces.iter();
            days.extend(all.map(|space| (space, claim.of, claim.from, claim.to, &claim.reduction)));
        }
        days.sort_unstable();
        for pair in days.windows(2) {
            let [(space, kind, _, to, one), (other_space, other_kind, from, _, other)] = pair
            else {
                continue;
            };
            if (space, kind) == (other_space, other_kind) && from <= to {
                found.push(format!("{one} and {other} count the same days on {space}"));
            }
        }
    }

    fn check_units(&self, found: &mut Vec<String>) {
        for ((_, series), lots) in &self.units {
            let mut next = 0;
            for (first, lot) in lots {
                if *first < next || lot.last < *first {
                    found.push(format!("{series} has {first} twice"));
                }
                next = lot.last.saturating_add(1);
            }
        }
    }

    fn check_sums(&self, found: &mut Vec<String>) {
        let mut reduced: BTreeMap<_, GramsCo2e> = BTreeMap::new();
        for record in self.reductions.values() {
            if record.state == ReductionState::Verified {
                let sum = reduced.entry((&record.account, record.claim.from.year())).or_default();
                *sum = *sum + record.claim.grams();
            }
        }
        let mut retired: BTreeMap<_, u64> = BTreeMap::new();
        for (first, lot) in self.units.values().flatten() {
            if let UnitState::Retired(year) = lot.state {
                *retired.entry((&lot.account, year)).or_default() += lot.last + 1 - first;
            }
        }
        for (id, account) in &self.accounts {
            for (number, year) in &account.years {
                let key = (id, *number);
                let sums = (
                    reduced.remove(&key).unwrap_or_default(),
                    retired.remove(&key).unwrap_or_default(),
                );
                if sums != (year.reduced_g, year.retired_units) {
                    found.push(format!("{id}, {number}: sums are {sums:?}, not {year:?}"));
                }
                let Some(declared) = &year.declared else { continue };
                let offset = i128::from(declared.retired_units) * 1_000_000;
                let stands =
                    year.filings.last().is_some_and(|one| one.statement == declared.statement);
                if offset < i128::from(declared.emitted_g.0) || year.verified.is_none() || !stands {
                    found.push(format!("{id}, {number} is declared neutral and is not"));
                }
            }
        }
        if !reduced.is_empty() || !retired.is_empty() {
            found.push("reductions or units of years that no account has".to_owned());
        }
    }
}
