//! A checked version of a scheme: its clauses, its amounts, and all that they read.

use std::collections::BTreeMap;

use serde::Serialize;
use units::{Date, Decimal, Text};

use crate::expr::Expr;
use crate::ground::Ground;
use crate::parameter::Parameter;
use crate::unit::Unit;
use crate::value::Type;

/// One dated version of a scheme, checked and ready to decide cases.
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub(crate) scheme: String,
    pub(crate) scheme_name: Text,
    pub(crate) version: Version,
    pub(crate) facts: BTreeMap<String, FactDefinition>,
    pub(crate) parameters: BTreeMap<String, Parameter>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) mode_fact: String,
    pub(crate) modes: Vec<Mode>,
    pub(crate) tranches: Vec<Tranche>,
}

impl RuleSet {
    /// The scheme's id, such as `cn/beijing/vacated-space`.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The scheme's name.
    pub fn scheme_name(&self) -> &Text {
        &self.scheme_name
    }

    /// Which version this is, and when it is in force.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// The facts that a case may state, by name.
    pub fn facts(&self) -> &BTreeMap<String, FactDefinition> {
        &self.facts
    }

    /// The parameters of the scheme, by name.
    pub fn parameters(&self) -> &BTreeMap<String, Parameter> {
        &self.parameters
    }
}

/// A version's identity and validity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Its id, such as `2023-plan`.
    pub id: String,
    /// Its title.
    pub name: Text,
    /// The number of the document, or `not_seen`.
    pub document: String,
    /// First day in force.
    pub from: Date,
    /// Last day in force; absent while it has no known end.
    pub to: Option<Date>,
    /// Where this validity was seen.
    pub ground: Ground,
}

/// What a fact is, and who can say it.
#[derive(Clone, Debug, PartialEq)]
pub struct FactDefinition {
    /// Its label.
    pub label: Text,
    /// Its type and unit.
    pub kind: Type,
    /// Who can supply it.
    pub supplier: Text,
    /// Whether a number may be below zero.
    pub may_be_negative: bool,
    /// Whether an applicant who is refused may be told to change it.
    pub change: Changeable,
}

/// Whether a fact can be brought to change, and how hard that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changeable {
    /// It cannot: an age, a place, a list.
    Never,
    /// It can.
    Can {
        /// Weight of the change, a bare number above 0: 1 is the usual, more is harder.
        effort: Decimal,
        /// The finest difference that counts, in the unit of the fact; used for numbers only.
        step: Decimal,
    },
}

impl Changeable {
    /// What holds for a fact of type `kind` whose definition says nothing: numbers in steps of
    /// 0.01 (of 1 where they count things), yes or no, choices and texts can change. Dates and
    /// lists cannot.
    pub fn usual(kind: &Type) -> Self {
        let step = match kind {
            Type::Number(unit) if *unit == Unit::count() => Decimal::ONE,
            _ => Decimal::new(1, 2),
        };
        match kind {
            Type::Number(_) | Type::Bool | Type::Choice(_) | Type::Text => {
                Self::Can { effort: Decimal::ONE, step }
            }
            _ => Self::Never,
        }
    }
}

/// How a clause bears on the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    /// Must hold: a limit or a state that follows from facts.
    Gate,
    /// Must hold where it applies; where it does not, the recorded reason says why.
    Requirement,
    /// Must be found to hold by an official, with evidence.
    Judgement,
    /// Allowed or encouraged; reported, and never in the way.
    Permissive,
}

impl ClauseKind {
    /// Whether the award depends on it.
    pub fn gates(self) -> bool {
        self != Self::Permissive
    }
}

/// One condition.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) id: String,
    pub(crate) kind: ClauseKind,
    pub(crate) text: Text,
    pub(crate) condition: Formula,
    pub(crate) applies_when: Option<Formula>,
    /// The fact that records why the clause does not apply.
    pub(crate) reason: Option<String>,
    pub(crate) ground: Ground,
}

/// An expression with its text.
#[derive(Clone, Debug)]
pub(crate) struct Formula {
    pub(crate) text: String,
    pub(crate) expr: Expr,
}

/// One way in which support is given; its amount is cut down to the fen.
#[derive(Clone, Debug)]
pub(crate) struct Mode {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) amount: Formula,
    pub(crate) ground: Ground,
}

/// One part of the payment.
#[derive(Clone, Debug)]
pub(crate) struct Tranche {
    pub(crate) id: String,
    pub(crate) name: Text,
    /// Share of the award, in percent; the last tranche takes what the others leave.
    pub(crate) share: Formula,
    /// What must hold before it is paid, beyond the award itself.
    pub(crate) condition: Option<Formula>,
    pub(crate) ground: Ground,
}
