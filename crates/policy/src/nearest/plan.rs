//! A set of changed facts, and what it costs.

use std::collections::BTreeMap;

use rust_decimal::RoundingStrategy;
use units::{Date, Decimal, Mark, Source, Sourced};

use crate::facts::Facts;
use crate::rules::{Changeable, RuleSet};
use crate::value::{PartialDate, Value};

/// The name of the day of the decision, in expressions and in a plan that waits.
pub(super) const ON: &str = "on";
/// Days that waiting for one unit of effort takes.
const DAYS_A_UNIT: i64 = 365;
/// Decimal places of each part of the effort, rounded up, so that no change is free.
const PLACES: u32 = 12;

/// What a fact is changed to; ordered, so that equal efforts have one answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Flag(bool),
    /// A text, or the key of a choice.
    Key(String),
    Number(Decimal),
    Day(Date),
}

impl Target {
    /// A value of a fact as a target; `None` for what is never changed: lists, uncertain dates.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(yes) => Some(Self::Flag(*yes)),
            Value::Text(key) => Some(Self::Key(key.clone())),
            Value::Number(number) => Some(Self::Number(*number)),
            Value::Date(date) => date.certain().map(Self::Day),
            _ => None,
        }
    }

    pub(super) fn value(&self) -> Value {
        match self {
            Self::Flag(yes) => Value::Bool(*yes),
            Self::Key(key) => Value::Text(key.clone()),
            Self::Number(number) => Value::Number(*number),
            Self::Day(date) => Value::Date(PartialDate::day(*date)),
        }
    }

    /// The target as a fact that may decide: it is the applicant's own if they do it.
    pub(super) fn fact(&self) -> Sourced<Value> {
        let source =
            Source { origin: "nearest change".to_owned(), date: None, mark: Mark::Reported };
        Sourced { value: self.value(), source }
    }
}

/// One fact and what it is changed to.
pub(super) type Move = (String, Target);

/// Changed facts and, under [`ON`], the day waited for. Ordered by effort, then by the number of
/// changes, then by names and values: the order in which the search looks at plans.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Plan {
    pub(super) effort: Decimal,
    count: usize,
    pub(super) changes: BTreeMap<String, Target>,
}

/// The case as it was stated.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) facts: &'a Facts,
    pub(super) on: Date,
}

impl Case<'_> {
    /// `plan` with one more change, or with a changed fact changed further.
    pub(super) fn extend(&self, plan: &Plan, (name, target): Move) -> Plan {
        let mut changes = plan.changes.clone();
        changes.insert(name, target);
        let efforts = changes.iter().map(|(name, target)| self.effort(name, target));
        let effort = efforts.fold(Decimal::ZERO, Decimal::saturating_add);
        Plan { effort, count: changes.len(), changes }
    }

    /// Facts and day under `plan`.
    pub(super) fn under(&self, plan: &Plan) -> (Facts, Date) {
        let mut facts = self.facts.clone();
        let mut on = self.on;
        for (name, target) in &plan.changes {
            match target {
                Target::Day(day) if name == ON => on = *day,
                target => replace(&mut facts, name, target.fact()),
            }
        }
        (facts, on)
    }

    /// Effort of one change: its weight times how far it goes.
    pub(super) fn effort(&self, name: &str, target: &Target) -> Decimal {
        let weight = match self.rules.facts.get(name).map(|definition| definition.change) {
            Some(Changeable::Can { effort, .. }) => effort,
            _ => Decimal::ONE,
        };
        let before = match name {
            ON => Some(Target::Day(self.on)),
            _ => self.facts.get(name).and_then(|fact| Target::of(&fact.value)),
        };
        let far = match (before, target) {
            (Some(Target::Number(old)), Target::Number(new)) => relative(old, *new),
            (Some(Target::Day(old)), Target::Day(new)) => {
                Decimal::from(days_between(old, *new).abs()) / Decimal::from(DAYS_A_UNIT)
            }
            _ => Decimal::ONE,
        };
        let exact = weight.saturating_mul(far);
        exact.round_dp_with_strategy(PLACES, RoundingStrategy::AwayFromZero)
    }
}

/// Puts a fact in place of another; who assesses it stays the same.
pub(super) fn replace(facts: &mut Facts, name: &str, fact: Sourced<Value>) {
    let assessment = facts.assessment(name).cloned();
    facts.set(name, fact);
    if let Some(assessment) = assessment {
        facts.assess(name, assessment);
    }
}

/// `|new − old| / max(|old|, |new|)`.
fn relative(old: Decimal, new: Decimal) -> Decimal {
    let difference = new.saturating_sub(old).abs();
    difference.checked_div(old.abs().max(new.abs())).unwrap_or(Decimal::ONE)
}

/// Days from `from` to `to`; negative when `to` is earlier.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}
