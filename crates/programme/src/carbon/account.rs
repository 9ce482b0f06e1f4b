//! Carbon accounts as they are now: the fold of their events.

use std::collections::BTreeMap;
use std::ops::Range;

use units::{Date, GramsCo2e, SpaceId};

use super::act::{CarbonEvent, Claim, Filing, NeutralityPlan, ReductionKind, Registry, UnitRange};
use crate::ids::{AccountId, BoundaryId, Digest, ReductionId, SeriesId};
use crate::people::OrgCode;

/// A tonne, in grams: what one unit is.
pub(crate) const GRAMS_PER_UNIT: i64 = 1_000_000;

/// A part of an enterprise's boundary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its spaces.
    pub spaces: Vec<SpaceId>,
    /// The first day.
    pub from: Date,
    /// The last day; open when absent.
    pub to: Option<Date>,
}

impl Site {
    /// Whether it exists on all these days.
    pub(crate) fn covers(&self, from: Date, to: Date) -> bool {
        self.from <= from && self.to.is_none_or(|last| to <= last)
    }
}

/// How far a record of a reduction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReductionState {
    /// It waits for a verifier.
    Claimed,
    /// It counts.
    Verified,
    /// It was turned down.
    Refused,
    /// It counted, and no longer does.
    Reversed,
}

/// A record of a reduction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// Of which account.
    pub account: AccountId,
    /// What is claimed.
    pub claim: Claim,
    /// How far it is.
    pub state: ReductionState,
}

/// What became of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitState {
    /// They can be used.
    Held,
    /// They offset a year.
    Retired(i16),
    /// They were cancelled for no claim.
    Cancelled,
}

/// Units that follow each other and have one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// The last number.
    pub last: u64,
    /// Whose they are.
    pub account: AccountId,
    /// The year of their reductions.
    pub vintage: i16,
    /// What became of them.
    pub state: UnitState,
}

/// A declaration that a year is neutral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// On which statement.
    pub statement: Digest,
    /// What was emitted, in the plan's figure.
    pub emitted_g: GramsCo2e,
    /// What was reduced.
    pub reduced_g: GramsCo2e,
    /// How many units were retired.
    pub retired_units: u64,
    /// The certificate, once there is one.
    pub certificate: Option<Digest>,
}

/// A year of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// Its statements, oldest first; the last one stands.
    pub filings: Vec<Filing>,
    /// The verifier's report on the statement that stands.
    pub verified: Option<Digest>,
    /// Verified reductions.
    pub reduced_g: GramsCo2e,
    /// Units retired for it.
    pub retired_units: u64,
    /// Its declaration.
    pub declared: Option<Declaration>,
}

/// The carbon account of an enterprise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub enterprise: OrgCode,
    /// How many events it has had.
    pub version: u64,
    /// The parts of its boundary.
    pub sites: BTreeMap<BoundaryId, Site>,
    /// Its years.
    pub years: BTreeMap<i16, Year>,
    /// Its plans, whose years do not overlap.
    pub plans: Vec<NeutralityPlan>,
}

impl Account {
    /// The plan of a year.
    pub fn plan(&self, year: i16) -> Option<&NeutralityPlan> {
        self.plans.iter().find(|plan| (plan.first_year..=plan.last_year).contains(&year))
    }

    /// The statement of a year that stands.
    pub fn filing(&self, year: i16) -> Option<&Filing> {
        self.years.get(&year)?.filings.last()
    }
}

/// The days of a source of emissions that are counted: by first day, the last and the record.
pub(crate) type Taken = BTreeMap<Date, (Date, ReductionId)>;
/// The units of a series, by their first number.
pub(crate) type Lots = BTreeMap<u64, Lot>;

/// Every carbon account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accounts {
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    pub(crate) of_enterprise: BTreeMap<OrgCode, AccountId>,
    pub(crate) reductions: BTreeMap<ReductionId, Reduction>,
    /// By space and kind, over all accounts: which days a verified reduction covers.
    pub(crate) taken: BTreeMap<SpaceId, BTreeMap<ReductionKind, Taken>>,
    pub(crate) units: BTreeMap<(Registry, SeriesId), Lots>,
}

impl Accounts {
    /// The accounts.
    pub fn accounts(&self) -> &BTreeMap<AccountId, Account> {
        &self.accounts
    }

    /// The account of an enterprise.
    pub fn of_enterprise(&self, enterprise: &OrgCode) -> Option<&AccountId> {
        self.of_enterprise.get(enterprise)
    }

    /// The records of reductions.
    pub fn reductions(&self) -> &BTreeMap<ReductionId, Reduction> {
        &self.reductions
    }

    /// The units of every series, by their first number.
    pub fn units(&self) -> &BTreeMap<(Registry, SeriesId), BTreeMap<u64, Lot>> {
        &self.units
    }

    /// A verified record that counts some of these days of `kind` on `space` already.
    pub(crate) fn overlap(
        &self,
        space: &SpaceId,
        kind: ReductionKind,
        (from, to): (Date, Date),
    ) -> Option<&ReductionId> {
        let taken = self.taken.get(space)?.get(&kind)?;
        let (_, (last, record)) = taken.range(..=to).next_back()?;
        (*last >= from).then_some(record)
    }

    /// Lots of a series that share a number with `units`, in their order.
    pub(crate) fn lots(&self, units: &UnitRange) -> impl Iterator<Item = (u64, &Lot)> {
        let of = self.units.get(&(units.registry, units.series.clone()));
        let (first, last) = (units.first, units.last);
        let from = of
            .and_then(|lots| lots.range(..=first).next_back())
            .filter(|(_, lot)| lot.last >= first)
            .map_or(first, |(start, _)| *start);
        let range = Range { start: from, end: last.saturating_add(1).max(from) };
        of.into_iter()
            .flat_map(move |lots| lots.range(range.clone()))
            .map(|(start, lot)| (*start, lot))
    }

    pub(crate) fn fold(&mut self, id: &AccountId, happened: &CarbonEvent) {
        if let CarbonEvent::Opened { enterprise } = happened {
            let account = Account {
                enterprise: enterprise.clone(),
                version: 0,
                sites: BTreeMap::new(),
                years: BTreeMap::new(),
                plans: Vec::new(),
            };
            self.of_enterprise.insert(enterprise.clone(), id.clone());
            self.accounts.insert(id.clone(), account);
        }
        match happened {
            CarbonEvent::ReductionClaimed { claim } => {
                let (account, claim) = (id.clone(), (**claim).clone());
                let record = Reduction { account, claim, state: ReductionState::Claimed };
                self.reductions.insert(record.claim.reduction.clone(), record);
            }
            CarbonEvent::ReductionVerified { reduction, .. } => {
                self.turn(reduction, ReductionState::Verified);
            }
            CarbonEvent::ReductionRefused { reduction, .. } => {
                self.turn(reduction, ReductionState::Refused);
            }
            CarbonEvent::ReductionReversed { reduction, .. } => {
                self.turn(reduction, ReductionState::Reversed);
            }
            CarbonEvent::UnitsEntered { units, vintage, .. } => {
                let (account, vintage, state) = (id.clone(), *vintage, UnitState::Held);
                let lot = Lot { last: units.last, account, vintage, state };
                let of = self.units.entry((units.registry, units.series.clone())).or_default();
                of.insert(units.first, lot);
            }
            CarbonEvent::UnitsRetired { units, year } => {
                self.use_up(units, UnitState::Retired(*year))
            }
            CarbonEvent::UnitsCancelled { units, .. } => self.use_up(units, UnitState::Cancelled),
            _ => {}
        }
        if let Some(account) = self.accounts.get_mut(id) {
            account.version += 1;
            account.fold(happened);
        }
    }

    /// Gives a record another state; what it counts follows.
    fn turn(&mut self, id: &ReductionId, to: ReductionState) {
        let Some(record) = self.reductions.get_mut(id) else { return };
        let (before, claim) = (std::mem::replace(&mut record.state, to), record.claim.clone());
        let Some(account) = self.accounts.get_mut(&record.account) else { return };
        let counted = |state| state == ReductionState::Verified;
        let year = account.years.entry(claim.from.year()).or_default();
        let spaces = account.sites.get(&claim.boundary).map(|site| site.spaces.as_slice());
        match (counted(before), counted(to)) {
            (false, true) => {
                year.reduced_g = year.reduced_g + claim.grams();
                for space in spaces.into_iter().flatten() {
                    let of = self.taken.entry(space.clone()).or_default();
                    of.entry(claim.of).or_default().insert(claim.from, (claim.to, id.clone()));
                }
            }
            (true, false) => {
                year.reduced_g = year.reduced_g - claim.grams();
                for space in spaces.into_iter().flatten() {
                    let of = self.taken.get_mut(space).and_then(|of| of.get_mut(&claim.of));
                    of.and_then(|days| days.remove(&claim.from));
                }
            }
            _ => {}
        }
    }

    /// Gives units another state: lots are cut where the range begins and ends.
    fn use_up(&mut self, units: &UnitRange, to: UnitState) {
        let touched: Vec<(u64, Lot)> =
            self.lots(units).map(|(first, lot)| (first, lot.clone())).collect();
        let of = self.units.entry((units.registry, units.series.clone())).or_default();
        for (first, lot) in touched {
            let (start, end) = (first.max(units.first), lot.last.min(units.last));
            of.remove(&first);
            let cuts = [
                (first, start.checked_sub(1), lot.state),
                (start, Some(end), to),
                (end.saturating_add(1), Some(lot.last), lot.state),
            ];
            for (from, last, state) in cuts {
                if let Some(last) = last.filter(|last| from <= *last) {
                    of.insert(from, Lot { last, state, ..lot.clone() });
                }
            }
        }
    }
}

impl Account {
    fn fold(&mut self, happened: &CarbonEvent) {
        match happened {
            CarbonEvent::BoundaryAdded { boundary, spaces, from, to } => {
                let site = Site { spaces: spaces.clone(), from: *from, to: *to };
                self.sites.insert(boundary.clone(), site);
            }
            CarbonEvent::BoundaryEnded { boundary, to } => {
                if let Some(site) = self.sites.get_mut(boundary) {
                    site.to = Some(*to);
                }
            }
            CarbonEvent::StatementFiled { filing } => {
                let year = self.years.entry(filing.year).or_default();
                year.filings.push((**filing).clone());
                year.verified = None;
            }
            CarbonEvent::StatementVerified { year, report, .. } => {
                self.years.entry(*year).or_default().verified = Some(*report);
            }
            CarbonEvent::UnitsRetired { units, year } => {
                self.years.entry(*year).or_default().retired_units += units.count();
            }
            CarbonEvent::Planned { plan } => self.plans.push(plan.clone()),
            CarbonEvent::NeutralityDeclared {
                year,
                statement,
                emitted_g,
                reduced_g,
                retired_units,
            } => {
                self.years.entry(*year).or_default().declared = Some(Declaration {
                    statement: *statement,
                    emitted_g: *emitted_g,
                    reduced_g: *reduced_g,
                    retired_units: *retired_units,
                    certificate: None,
                });
            }
            CarbonEvent::Certified { year, certificate } => {
                let declared = self.years.get_mut(year).and_then(|year| year.declared.as_mut());
                if let Some(declared) = declared {
                    declared.certificate = Some(*certificate);
                }
            }
            CarbonEvent::CertificateRefused { year, .. }
            | CarbonEvent::CertificateRevoked { year, .. } => {
                self.years.entry(*year).or_default().declared = None;
            }
            _ => {}
        }
    }
}
