//! What an expression reads, and whether moving one value turns it at one point only.

use std::collections::BTreeSet;

use units::Date;

use super::plan::ON;
use crate::expr::{Expr, Function, Op, Shape};
use crate::parameter::{Parameter, Schedule};
use crate::rules::RuleSet;

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
        if !reads.days.is_empty() {
            reads.names.insert(ON);
        }
        reads
    }

    fn add(&mut self, expr: &'a Expr, rules: &'a RuleSet, on: Date) {
        expr.walk(&mut |part| match &part.shape {
            Shape::Text(text) => {
                self.texts.insert(text);
            }
            Shape::Name(name) => match rules.parameters.get(name) {
                Some(parameter) => self.parameter(parameter, on),
                None => {
                    self.names.insert(name);
                }
            },
            _ => {}
        });
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
        Shape::Name(_) => Reads::of(expr, rules, on).days.is_empty() || !reads(expr),
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
        Shape::Call(_, parts) => !parts.iter().any(reads),
        Shape::Bool(_) | Shape::Number(..) | Shape::Text(_) | Shape::Field(_) => true,
    }
}
