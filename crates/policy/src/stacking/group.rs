//! Schemes that have to do with one another, and what each awards beside the others.

use std::borrow::Cow;
use std::collections::BTreeMap;

use units::{Date, Fen, Mark, Source, Sourced, Text};

use super::field::Candidate;
use super::{Filled, LINKED_MAX, StackOutcome};
use crate::decide::evaluate;
use crate::decision::Decision;
use crate::facts::Facts;
use crate::rules::Match;
use crate::value::Value;

/// A set of members of a group: bit `i` for member `i`.
pub(super) type Set = u32;

/// An award within a combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Worth {
    pub(super) amount: Fen,
    pub(super) is_decided: bool,
}

impl Worth {
    pub(super) fn of(decision: &Decision) -> Option<Self> {
        let is_decided = decision.amount.is_some();
        decision.amount_if_met.map(|amount| Self { amount, is_decided })
    }
}

/// A fact of a member that awards of others fill.
struct Fill<'a> {
    fact: &'a str,
    /// Members, each with the rule that names it.
    from: Vec<(usize, &'a Match)>,
}

pub(super) struct Member<'a> {
    pub(super) candidate: Candidate<'a>,
    /// The members that it cannot stand beside.
    pub(super) excluded: Set,
    /// The members whose presence can change its award, directly or through others.
    pub(super) depends_on: Set,
    fills: Vec<Fill<'a>>,
}

pub(super) struct Group<'a> {
    /// In order of id.
    pub(super) members: Vec<Member<'a>>,
    /// The members in such an order that each comes after those that it depends on.
    pub(super) order: Vec<usize>,
    facts: &'a Facts,
    on: Date,
}

/// Why a group has no answer.
pub(super) enum Unsolvable {
    Circle(Vec<String>),
    TooMany(Vec<String>),
}

impl Unsolvable {
    pub(super) fn outcome(self) -> StackOutcome {
        match self {
            Self::Circle(schemes) => {
                let text = Text::new(
                    format!("配套关系成环：{} 依次相互计入", schemes.join(" → ")),
                    format!("matches in a circle: {}", schemes.join(" → ")),
                );
                StackOutcome::Circle { schemes, text }
            }
            Self::TooMany(schemes) => {
                let count = schemes.len();
                let text = Text::new(
                    format!("{count} 个方案相互牵连，超过 {LINKED_MAX} 个，未求最优组合"),
                    format!(
                        "{count} schemes are linked, more than {LINKED_MAX}: no best combination \
                         was sought"
                    ),
                );
                StackOutcome::TooMany { schemes, text }
            }
        }
    }
}

impl<'a> Group<'a> {
    /// The group of `candidates`, which stand in order of id.
    pub(super) fn new(
        candidates: &[Candidate<'a>],
        facts: &'a Facts,
        on: Date,
    ) -> Result<Self, Unsolvable> {
        if candidates.len() > LINKED_MAX {
            let ids = candidates.iter().map(|candidate| candidate.id().to_owned());
            return Err(Unsolvable::TooMany(ids.collect()));
        }
        let mut members: Vec<Member<'a>> = candidates
            .iter()
            .map(|candidate| Member {
                candidate: *candidate,
                excluded: set(candidates, |other| candidate.excludes(other)),
                depends_on: 0,
                fills: fills(candidate, candidates),
            })
            .collect();
        let order = order(&members)?;
        for &index in &order {
            let fillers = members[index].fills.iter().flat_map(|fill| &fill.from);
            let all = fillers.map(|(from, _)| members[*from].depends_on | 1 << from);
            members[index].depends_on = all.fold(0, |all, more| all | more);
        }
        Ok(Self { members, order, facts, on })
    }

    /// The decision on a member beside those that have an award in `taken`.
    pub(super) fn beside(&self, index: usize, taken: &[Option<Worth>]) -> (Decision, Vec<Filled>) {
        let member = &self.members[index];
        let mut facts = Cow::Borrowed(self.facts);
        let mut filled = Vec::new();
        for fill in &member.fills {
            let here: Vec<Share<'_>> = fill
                .from
                .iter()
                .filter_map(|(from, rule)| Some((*from, *rule, taken[*from]?)))
                .collect();
            let entry = self.filled(fill.fact, &here);
            if entry.awards != Fen::ZERO {
                add(facts.to_mut(), &entry, mark(&here));
                filled.push(entry);
            }
        }
        let mut decision = evaluate(member.candidate.rules, &facts, self.on);
        // The rule of a match is law that took part as well.
        for ground in filled.iter().flat_map(|entry| &entry.grounds) {
            let mark = ground.effective_mark();
            decision.unconfirmed |= mark != Mark::Seen;
            decision.marks.insert(mark);
        }
        (decision, filled)
    }

    fn filled(&self, fact: &str, here: &[Share<'_>]) -> Filled {
        let mut grounds = Vec::new();
        for (_, rule, _) in here {
            if !grounds.contains(&rule.ground) {
                grounds.push(rule.ground.clone());
            }
        }
        let id = |(from, ..): &Share<'_>| self.members[*from].candidate.id().to_owned();
        let awards = here.iter().map(|(.., worth)| worth.amount).sum();
        Filled { fact: fact.to_owned(), awards, from: here.iter().map(id).collect(), grounds }
    }
}

/// A taken member, the rule by which its award fills a fact of another, and the award.
type Share<'a> = (usize, &'a Match, Worth);

/// How far a fact so filled can be trusted: no further than the rules that fill it; and while one
/// of the awards is conditional it is a planning value, on which nothing can be granted.
fn mark(here: &[Share<'_>]) -> Mark {
    let rules = here.iter().map(|(_, rule, _)| rule.ground.effective_mark());
    let weak = rules.filter(|mark| !mark.may_decide()).min();
    let is_decided = here.iter().all(|(.., worth)| worth.is_decided);
    weak.unwrap_or(if is_decided { Mark::Derived } else { Mark::Modelled })
}

/// Adds awards to what the case itself states, which is money from elsewhere.
fn add(facts: &mut Facts, filled: &Filled, mark: Mark) {
    let (fact, awards) = (filled.fact.as_str(), filled.awards.yuan());
    let mut origin = filled.from.join(" + ");
    let (sum, mark) = match facts.get(fact) {
        None => (Some(awards), mark),
        Some(Sourced { value: Value::Number(stated), source }) => {
            origin = format!("{} + {origin}", source.origin);
            let mark = if source.mark.may_decide() { mark } else { source.mark };
            (crate::exact::add(*stated, awards), mark)
        }
        // A value of another type is no sum of money: it stays unknown.
        Some(_) => return,
    };
    match sum {
        Some(sum) => facts.number(fact, sum, Source { origin, date: None, mark }),
        // A sum that cannot be held exactly is unknown.
        None => facts.forget(fact),
    };
}

fn set(candidates: &[Candidate<'_>], holds: impl Fn(&Candidate<'_>) -> bool) -> Set {
    let bits = candidates.iter().enumerate().filter(|(_, other)| holds(other));
    bits.fold(0, |set, (index, _)| set | 1 << index)
}

/// What the awards of `all` fill in `candidate`: each of them once for a fact.
fn fills<'a>(candidate: &Candidate<'a>, all: &[Candidate<'a>]) -> Vec<Fill<'a>> {
    let mut by_fact: BTreeMap<&str, Vec<(usize, &Match)>> = BTreeMap::new();
    for (index, other) in all.iter().enumerate() {
        for rule in candidate.filled_by(other) {
            let from = by_fact.entry(&rule.fact).or_default();
            if from.last().is_none_or(|(last, _)| *last != index) {
                from.push((index, rule));
            }
        }
    }
    by_fact.into_iter().map(|(fact, from)| Fill { fact, from }).collect()
}

/// Each member after those that fill a fact of it.
fn order(members: &[Member<'_>]) -> Result<Vec<usize>, Unsolvable> {
    let mut order: Vec<usize> = Vec::new();
    let waits_for = |index: usize, order: &[usize]| {
        let mut fillers = members[index].fills.iter().flat_map(|fill| &fill.from);
        fillers.find(|(from, _)| !order.contains(from)).map(|(from, _)| *from)
    };
    while order.len() < members.len() {
        let left = || (0..members.len()).filter(|index| !order.contains(index));
        match left().find(|index| waits_for(*index, &order).is_none()) {
            Some(index) => order.push(index),
            // All that are left wait for one of themselves.
            None => {
                let first = left().next().unwrap_or_default();
                let circle = circle(first, |index| waits_for(index, &order));
                let ids = circle.iter().map(|index| members[*index].candidate.id().to_owned());
                return Err(Unsolvable::Circle(ids.collect()));
            }
        }
    }
    Ok(order)
}

/// The circle that is reached by going back from `start`, in the order in which one fills the
/// next, from its first member on.
fn circle(start: usize, waits_for: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    let mut path = vec![start];
    let mut circle = loop {
        let Some(next) = path.last().and_then(|last| waits_for(*last)) else { break path };
        if let Some(met) = path.iter().position(|index| *index == next) {
            break path.split_off(met);
        }
        path.push(next);
    };
    circle.reverse();
    let first = circle.iter().enumerate().min_by_key(|(_, index)| **index);
    let turn = first.map_or(0, |(at, _)| at);
    circle.rotate_left(turn);
    circle
}
