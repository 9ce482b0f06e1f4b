//! Which schemes a combination could take, and which of them have to do with one another.

use std::collections::BTreeMap;

use units::{Date, Text};

use super::reasons;
use super::{LeftOut, Reason};
use crate::decision::Decision;
use crate::facts::Facts;
use crate::rules::{Currency, Exclusion, Match, Others, RuleSet};
use crate::scheme::{InForce, Scheme};

/// A scheme with the version in force.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) rules: &'a RuleSet,
}

impl<'a> Candidate<'a> {
    pub(super) fn id(&self) -> &'a str {
        self.scheme.id()
    }

    /// Whether a rule of this scheme about `others` speaks of `other`; it never does of itself.
    fn speaks_of(&self, others: &Others, other: &Self) -> bool {
        self.id() != other.id()
            && match others {
                Others::Level(level) => other.scheme.level() == Some(*level),
                Others::Scheme(id) => other.id() == id,
            }
    }

    /// The rules of this scheme by which it cannot stand beside `other`.
    pub(super) fn bars(&self, other: &Self) -> impl Iterator<Item = &'a Exclusion> {
        self.rules.excludes().iter().filter(|rule| self.speaks_of(&rule.others, other))
    }

    /// Whether the two cannot stand side by side, whoever says so.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        self.bars(other).next().is_some() || other.bars(self).next().is_some()
    }

    /// The rules of this scheme by which the award of `other` fills a fact of it. None where the
    /// two can never be in one combination.
    pub(super) fn filled_by(&self, other: &Self) -> impl Iterator<Item = &'a Match> {
        let matches = if self.excludes(other) { &[] } else { self.rules.matches() };
        matches.iter().filter(|rule| self.speaks_of(&rule.others, other))
    }

    fn is_linked(&self, other: &Self) -> bool {
        self.excludes(other)
            || self.filled_by(other).next().is_some()
            || other.filled_by(self).next().is_some()
    }
}

/// The schemes that a combination could take, and those that none could.
pub(super) struct Field<'a> {
    pub(super) currency: Currency,
    /// In order of id.
    pub(super) candidates: Vec<Candidate<'a>>,
    /// In order of id.
    pub(super) set_aside: Vec<LeftOut>,
}

impl<'a> Field<'a> {
    pub(super) fn new(schemes: &[&'a Scheme], facts: &Facts, on: Date) -> Self {
        let mut sorted = schemes.to_vec();
        sorted.sort_by_key(|scheme| scheme.id());
        sorted.dedup_by_key(|scheme| scheme.id());
        let mut set_aside = Vec::new();
        let mut open = Vec::new();
        for scheme in sorted {
            match (scheme.on(on), scheme.decide(facts, on)) {
                (InForce::Version(rules), Ok(alone)) => {
                    open.push((Candidate { scheme, rules }, alone));
                }
                (_, Err(none)) => {
                    set_aside.push(reasons::aside(scheme, Reason::NotInForce, none.message));
                }
                // A decision is given exactly when a version is in force.
                (_, Ok(_)) => {}
            }
        }
        let currency = main_currency(&open);
        let (ours, foreign): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(candidate, _)| candidate.rules.currency() == currency);
        set_aside.extend(foreign.into_iter().map(|(candidate, alone)| {
            if alone.amount_if_met.is_some() {
                other_currency(&candidate, &alone, currency)
            } else {
                reasons::own(&candidate, &alone)
            }
        }));
        let viable = viable(&ours);
        let mut candidates = Vec::new();
        for ((candidate, alone), is_viable) in ours.into_iter().zip(viable) {
            if is_viable {
                candidates.push(candidate);
            } else {
                set_aside.push(reasons::own(&candidate, &alone));
            }
        }
        set_aside.sort_by(|a, b| a.scheme.cmp(&b.scheme));
        Self { currency, candidates, set_aside }
    }
}

/// The currency of most schemes that give an amount by themselves, the earlier listed on a tie.
fn main_currency(open: &[(Candidate<'_>, Decision)]) -> Currency {
    let mut counts: BTreeMap<Currency, usize> = BTreeMap::new();
    for (candidate, alone) in open {
        *counts.entry(candidate.rules.currency()).or_default() +=
            usize::from(alone.amount_if_met.is_some());
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(Currency::default(), |(currency, _)| currency)
}

/// Which schemes have an amount by themselves, or might in a combination, because the award of one
/// that has fills a fact of theirs. A refusal may also turn with such a fact.
fn viable(open: &[(Candidate<'_>, Decision)]) -> Vec<bool> {
    let mut viable: Vec<bool> =
        open.iter().map(|(_, alone)| alone.amount_if_met.is_some()).collect();
    loop {
        let wakes = |index: usize, viable: &[bool]| {
            let (candidate, _) = &open[index];
            let mut fillers = open.iter().zip(viable).filter(|(_, is_viable)| **is_viable);
            fillers.any(|((other, _), _)| candidate.filled_by(other).next().is_some())
        };
        let woken = (0..open.len()).find(|&index| !viable[index] && wakes(index, &viable));
        let Some(index) = woken else { return viable };
        viable[index] = true;
    }
}

fn other_currency(candidate: &Candidate<'_>, alone: &Decision, currency: Currency) -> LeftOut {
    let (theirs, ours) = (candidate.rules.currency().label(), currency.label());
    let text = Text::new(
        format!("金额以{}计，不与{}相加", theirs.zh, ours.zh),
        format!("its amounts are in {}, which do not add up with {}", theirs.en, ours.en),
    );
    let reason = Reason::OtherCurrency {
        currency: candidate.rules.currency(),
        amount: alone.amount,
        amount_if_met: alone.amount_if_met,
    };
    reasons::aside(candidate.scheme, reason, text)
}

/// The candidates in groups that have nothing to do with one another: the best of all is the best
/// of each.
pub(super) fn linked<'a>(candidates: &[Candidate<'a>]) -> Vec<Vec<Candidate<'a>>> {
    let mut group_of: Vec<usize> = (0..candidates.len()).collect();
    for (index, candidate) in candidates.iter().enumerate() {
        for other in 0..index {
            if candidate.is_linked(&candidates[other]) {
                let (from, to) = (group_of[index], group_of[other]);
                for group in group_of.iter_mut().filter(|group| **group == from) {
                    *group = to;
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<Candidate<'a>>> = BTreeMap::new();
    for (candidate, group) in candidates.iter().zip(group_of) {
        groups.entry(group).or_default().push(*candidate);
    }
    groups.into_values().collect()
}
