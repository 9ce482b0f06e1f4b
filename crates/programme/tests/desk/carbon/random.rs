//! A million random operations on carbon accounts: nothing counts twice, sums are right.

use std::collections::BTreeMap;

use programme::Suite;
use programme::carbon::{CarbonEvent, Claim, ReductionKind, Registry, UnitRange};
use programme::event::What;
use programme::ids::{AccountId, BoundaryId, ReductionId, SeriesId};
use programme::state::State;
use units::{Date, SpaceId};

use super::operations::Operations;
use crate::world::rules;

const OPERATIONS: u64 = 1_000_000;

/// What a day of a space is counted for, and what became of a unit: one entry each, in no clever
/// way, from events alone.
#[derive(Default)]
struct Brute {
    spaces: BTreeMap<(AccountId, BoundaryId), Vec<SpaceId>>,
    claims: BTreeMap<ReductionId, (AccountId, Claim)>,
    days: BTreeMap<(SpaceId, ReductionKind, Date), ReductionId>,
    entered: BTreeMap<(Registry, SeriesId, u64), (AccountId, bool)>,
    reduced: BTreeMap<(AccountId, i16), i64>,
    retired: BTreeMap<(AccountId, i16), u64>,
}

impl Brute {
    fn take(&mut self, account: &AccountId, happened: &CarbonEvent) {
        match happened {
            CarbonEvent::BoundaryAdded { boundary, spaces, .. } => {
                self.spaces.insert((account.clone(), boundary.clone()), spaces.clone());
            }
            CarbonEvent::ReductionClaimed { claim } => {
                let id = claim.reduction.clone();
                self.claims.insert(id, (account.clone(), (**claim).clone()));
            }
            CarbonEvent::ReductionVerified { reduction, .. } => self.count(reduction, true),
            CarbonEvent::ReductionReversed { reduction, .. } => self.count(reduction, false),
            CarbonEvent::UnitsEntered { units, .. } => {
                for number in units.first..=units.last {
                    let key = (units.registry, units.series.clone(), number);
                    let before = self.entered.insert(key, (account.clone(), false));
                    assert!(before.is_none(), "{number} came in twice");
                }
            }
            CarbonEvent::UnitsRetired { units, year } => {
                self.use_up(account, units);
                *self.retired.entry((account.clone(), *year)).or_default() += units.count();
            }
            CarbonEvent::UnitsCancelled { units, .. } => self.use_up(account, units),
            _ => {}
        }
    }

    fn count(&mut self, id: &ReductionId, counts: bool) {
        let (account, claim) = &self.claims[id];
        let sum = self.reduced.entry((account.clone(), claim.from.year())).or_default();
        *sum += if counts { claim.grams().0 } else { -claim.grams().0 };
        for space in &self.spaces[&(account.clone(), claim.boundary.clone())] {
            let mut day = claim.from;
            while day <= claim.to {
                let key = (space.clone(), claim.of, day);
                if counts {
                    let before = self.days.insert(key, id.clone());
                    assert!(before.is_none(), "{id} and {before:?} count {day} on {space}");
                } else {
                    assert_eq!(self.days.remove(&key).as_ref(), Some(id));
                }
                day = day.tomorrow().unwrap();
            }
        }
    }

    fn use_up(&mut self, account: &AccountId, units: &UnitRange) {
        for number in units.first..=units.last {
            let unit = self.entered.get_mut(&(units.registry, units.series.clone(), number));
            let (owner, used) = unit.unwrap();
            assert!(owner == account && !std::mem::replace(used, true), "{number} is used twice");
        }
    }
}

#[test]
fn a_million_operations_count_nothing_twice() {
    let (mut desk, mut events) = Operations::new(Suite::Sha2, 77);
    let (mut brute, mut kinds) = (Brute::default(), BTreeMap::new());
    for number in 0..OPERATIONS {
        for event in desk.step() {
            let What::Carbon { account, happened } = &event.what else { panic!("{event:?}") };
            brute.take(account, happened);
            *kinds.entry(kind(happened)).or_insert(0_u32) += 1;
            events.push(event);
        }
        if number % 100_000 == 99_999 {
            let found = desk.state.carbon().violations();
            assert!(found.is_empty(), "operation {number}: {found:?}");
        }
    }
    println!("{} events of {OPERATIONS} operations: {kinds:?}", events.len());
    // The sums of the accounts are those of single days and single units.
    for (id, account) in desk.state.carbon().accounts() {
        for (number, year) in &account.years {
            let key = (id.clone(), *number);
            assert_eq!(year.reduced_g.0, brute.reduced.get(&key).copied().unwrap_or(0));
            assert_eq!(year.retired_units, brute.retired.get(&key).copied().unwrap_or(0));
        }
    }
    // Every kind of event happened, certificates too.
    assert_eq!(kinds.len(), 17, "{kinds:?}");
    let mut again = State::new(rules());
    events.iter().for_each(|event| again.fold(event));
    assert!(again.same_as(&desk.state));
}

fn kind(happened: &CarbonEvent) -> String {
    serde_json::to_value(happened).unwrap()["kind"].as_str().unwrap().to_owned()
}
