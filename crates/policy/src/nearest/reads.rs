//! What an expression reads, and whether moving one value turns it at one point only.

use std::collections::BTreeSet;

use units::{Date, Decimal};

use super::plan::ON;
use crate::expr::{Expr, Function, Op, Shape};
use crate::parameter::{Parameter, Schedule};
use crate::rules::RuleSet;
use crate::value::Value;

/// Everything that an expression reads.
#[derive(Default)]
pub(super) struct Reads<'a> {
    /// Facts, and [`ON`] where the day of the decision counts.
    pub(super) names: BTreeSet<&'a str>,
    /// Texts that it names, and places for which a parameter of it has values.
    pub(super) texts: BTreeSet<&'a str>,
    /// Days after the day of the decision on which a parameter of it takes another value.
    pub(super) days: Vec<Date>,
}

impl<'a> Reads<'a> {
    /// What `expr` reads when the case is decided `on`.
    pub(super) fn of(expr: &'a Expr, rules: &'a RuleSet, on: Date) -> Self {
        let mut reads = Self::default();
        reads.add(expr, rules, on);
        reads
    }

    fn add(&mut self, expr: &'a Expr, rules: &'a RuleSet, on: Date) {
        expr.walk(&mut |part| {
            if let Shape::Text(text) = &part.shape {
                self.texts.insert(text);
            }
        });
        for name in expr.names_of_today() {
            if let Some(definition) = rules.definitions.get(name) {
                // Loading refuses definitions that go round in a circle.
                for formula in definition.formulas() {
                    self.add(&formula.expr, rules, on);
                }
            } else if let Some(parameter) = rules.parameters.get(name) {
                self.parameter(parameter, on);
            } else {
                self.names.insert(name);
            }
        }
    }

    fn parameter(&mut self, parameter: &'a Parameter, on: Date) {
        if let Schedule::Delegated { to, by, .. } = &parameter.schedule {
            self.names.insert(to);
            self.texts.extend(by.keys().map(String::as_str));
        }
        let days = parameter.entries().map(|entry| entry.ground.from);
        self.days.extend(days.filter(|day| *day > on));
    }
}

/// Whether moving the number or day called `name` one way turns `expr` at most once, so that the
/// nearest point found is certainly the nearest. Says no where it cannot tell.
pub(super) fn turns_once(expr: &Expr, name: &str, rules: &RuleSet, on: Date) -> bool {
    let reads = |part: &Expr| Reads::of(part, rules, on).names.contains(name);
    let turns = |part: &Expr| turns_once(part, name, rules, on);
    match &expr.shape {
        Shape::Name(called) => match rules.definitions.get(called) {
            Some(definition) => {
                let mut whens = definition.exceptions.iter().map(|exception| &exception.when.expr);
                !whens.any(reads) && definition.formulas().all(|formula| turns(&formula.expr))
            }
            None => name != ON || Reads::of(expr, rules, on).days.is_empty(),
        },
        Shape::Not(inner) => turns(inner),
        Shape::Binary(Op::Over, a, b) => turns(a) && !reads(b),
        // Equality holds at a point, which is tried only where the value stands by itself.
        Shape::Binary(Op::Equal | Op::Differs, a, b) => {
            let bare = |part: &Expr| matches!(part.shape, Shape::Name(_)) || !reads(part);
            bare(a) && bare(b) && !(reads(a) && reads(b))
        }
        Shape::Binary(_, a, b) => turns(a) && turns(b) && !(reads(a) && reads(b)),
        Shape::If(condition, yes, no) => !reads(condition) && turns(yes) && turns(no),
        Shape::Call(Function::Min | Function::Max | Function::FirstKnown, parts) => {
            parts.iter().filter(|part| reads(part)).count() < 2 && parts.iter().all(turns)
        }
        Shape::Call(Function::Whole, parts) => parts.iter().all(turns),
        Shape::Call(Function::Share, parts) => match parts.as_slice() {
            [part, whole] => turns(part) && !reads(whole),
            _ => false,
        },
        Shape::Call(Function::Band | Function::Interpolate, parts) => match parts.as_slice() {
            [table, number] => turns(number) && !reads(table) && one_way(table, rules),
            _ => false,
        },
        Shape::Call(_, parts) => !parts.iter().any(reads),
        Shape::Bool(_) | Shape::Number(..) | Shape::Text(_) | Shape::Field(_) => true,
    }
}

/// Whether the values of a table only rise or only fall, whichever of its entries is in force.
fn one_way(table: &Expr, rules: &RuleSet) -> bool {
    let Shape::Name(name) = &table.shape else { return false };
    let Some(parameter) = rules.parameters.get(name) else { return false };
    parameter.entries().filter_map(|entry| entry.value.as_ref()).all(|value| {
        let values: Vec<Decimal> = match value {
            Value::Bands(bands) => bands.iter().map(|band| band.value).collect(),
            Value::Points(points) => points.iter().map(|(_, value)| *value).collect(),
            _ => return false,
        };
        values.is_sorted() || values.iter().rev().is_sorted()
    })
}
