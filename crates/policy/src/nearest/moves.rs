//! The single changes that bring a clause that fails closer to holding.

use std::collections::BTreeSet;

use units::{Date, Sourced, Text};

use super::axis::{Reach, axes};
use super::plan::{Case, Move, ON, Plan, Target, replace};
use super::reads::{Reads, turns_once};
use crate::expr::{self, Env, Expr, Function, Op, Seen, Shape};
use crate::facts::Facts;
use crate::rules::{Changeable, Clause, Exception};
use crate::trace::Trace;
use crate::value::{Type, Value};

/// Looks for changes of one clause at a time, in a case as changed by a plan.
pub(super) struct Finder<'a> {
    case: Case<'a>,
    plan: &'a Plan,
    /// The case under the plan; a value is put here to be tried and taken back after.
    pub(super) facts: Facts,
    pub(super) on: Date,
    /// Whether a comparison was met in which several values would have to be weighed against each
    /// other, or that may turn more than once: then what is found may not be the least.
    pub(super) is_rough: bool,
}

impl<'a> Finder<'a> {
    pub(super) fn new(case: Case<'a>, plan: &'a Plan) -> Self {
        let (facts, on) = case.under(plan);
        Self { case, plan, facts, on, is_rough: false }
    }

    /// Every change after which the clause holds, no longer applies, or lacks one thing less.
    pub(super) fn of(&mut self, clause: &'a Clause) -> BTreeSet<Move> {
        let mut out = BTreeSet::new();
        self.toward(&clause.condition.expr, true, &mut out);
        // Where the law wants to know why a clause does not apply, the reason is not invented.
        let may_lapse = clause.reason.as_ref().is_none_or(|reason| {
            self.facts.get(reason).is_some_and(|fact| matches!(fact.value, Value::Text(_)))
        });
        if let Some(applies) = &clause.applies_when
            && may_lapse
        {
            self.toward(&applies.expr, false, &mut out);
        }
        out
    }

    fn seen<'e>(&'e self, expr: &'e Expr) -> Seen<'e> {
        expr::evaluate(expr, Env::new(self.case.rules, &self.facts, self.on, ""))
    }

    fn truth(&self, expr: &Expr) -> Option<bool> {
        match self.seen(expr).value {
            Some(Value::Bool(yes)) => Some(yes),
            _ => None,
        }
    }

    /// Changes that bring `expr` to `wanted`. Where two parts must both change, those of the first
    /// are given: the search comes back for the second.
    fn toward(&mut self, expr: &'a Expr, wanted: bool, out: &mut BTreeSet<Move>) {
        if self.truth(expr) == Some(wanted) {
            return;
        }
        match &expr.shape {
            Shape::Not(inner) => self.toward(inner, !wanted, out),
            Shape::Binary(op @ (Op::And | Op::Or), a, b) => {
                let both_must = (*op == Op::And) == wanted;
                if !both_must {
                    self.toward(a, wanted, out);
                    self.toward(b, wanted, out);
                } else if self.truth(a) == Some(!wanted) || self.truth(b) == Some(wanted) {
                    self.toward(a, wanted, out);
                } else {
                    self.toward(b, wanted, out);
                }
            }
            Shape::If(condition, yes, no) => {
                let tested = self.branch(condition, yes, wanted, out);
                if tested != Some(true) {
                    self.toward(no, wanted, out);
                }
            }
            Shape::Name(name) if let Some(definition) = self.case.rules.definitions.get(name) => {
                let mut base_counts = true;
                for Exception { when, formula, .. } in &definition.exceptions {
                    let tested = self.branch(&when.expr, &formula.expr, wanted, out);
                    base_counts &= tested != Some(true);
                }
                if base_counts {
                    self.toward(&definition.base.expr, wanted, out);
                }
            }
            Shape::Call(Function::AtLeast, parts) => {
                for condition in parts.iter().skip(1) {
                    self.toward(condition, wanted, out);
                }
            }
            Shape::Call(Function::FirstKnown, parts) => {
                for part in parts {
                    if self.truth(part) == Some(!wanted) {
                        self.toward(part, wanted, out);
                    }
                }
            }
            _ => self.turn(expr, wanted, out),
        }
    }

    /// Changes of a branch where it is or may be taken, and of its condition, which is returned.
    fn branch(
        &mut self,
        condition: &'a Expr,
        taken: &'a Expr,
        wanted: bool,
        out: &mut BTreeSet<Move>,
    ) -> Option<bool> {
        let tested = self.truth(condition);
        if tested != Some(false) {
            self.toward(taken, wanted, out);
        }
        if let Some(tested) = tested {
            self.toward(condition, !tested, out);
        }
        tested
    }

    /// Changes of one value that `expr`, which has no parts to look at one by one, reads.
    fn turn(&mut self, expr: &'a Expr, wanted: bool, out: &mut BTreeSet<Move>) {
        let reads = Reads::of(expr, self.case.rules, self.on);
        let free: Vec<(&str, Target)> =
            reads.names.iter().filter_map(|name| Some((*name, self.free(name)?))).collect();
        let waits = self.waits(&reads);
        // Beside another value that can change, half a step may be the way.
        let is_alone = free.len() + usize::from(!waits.is_empty()) < 2;
        let trace = self.seen(expr).trace;
        let mut lines = 0;
        for (name, is) in &free {
            if matches!(is, Target::Number(_) | Target::Day(_)) {
                lines += 1;
                self.is_rough |= !turns_once(expr, name, self.case.rules, self.on);
                self.along(expr, wanted, (name, is), (&trace, &reads.days), out);
                continue;
            }
            for target in self.others(name, is, &trace, &reads.texts) {
                if !is_alone || self.tried(expr, name, &target) != Some(!wanted) {
                    out.insert(((*name).to_owned(), target));
                }
            }
        }
        for target in waits {
            if !is_alone || self.tried(expr, ON, &target) != Some(!wanted) {
                out.insert((ON.to_owned(), target));
            }
        }
        self.is_rough |= lines > 1;
    }

    /// Days on which the law itself changes what is read, where the day counts in no other way.
    fn waits(&self, reads: &Reads<'_>) -> BTreeSet<Target> {
        let last = self.case.rules.version.to;
        let in_time = |day: &Date| last.is_none_or(|last| *day <= last);
        let counts = reads.names.contains(ON);
        let days = reads.days.iter().copied().filter(|day| !counts && in_time(day));
        days.map(Target::Day).collect()
    }

    /// The present value of a fact (or the day) that may be changed and, being known, can be; a
    /// fact that was changed already only where it can move on in the same direction.
    fn free(&self, name: &str) -> Option<Target> {
        if name == ON {
            return Some(Target::Day(self.on));
        }
        let definition = self.case.rules.facts.get(name)?;
        let value = &self.facts.get(name)?.value;
        if definition.change == Changeable::Never || !definition.kind.holds(value) {
            return None;
        }
        let target = Target::of(value)?;
        let moves_on = matches!(target, Target::Number(_) | Target::Day(_));
        (moves_on || !self.plan.changes.contains_key(name)).then_some(target)
    }

    /// The other values that a yes or no, a choice or a text may take; of texts only those that
    /// the law or the expression names.
    fn others(
        &self,
        name: &str,
        is: &Target,
        trace: &Trace,
        texts: &BTreeSet<&str>,
    ) -> BTreeSet<Target> {
        let mut out = BTreeSet::new();
        let key = |text: &str| Target::Key(text.to_owned());
        match (is, self.case.rules.facts.get(name).map(|definition| &definition.kind)) {
            (Target::Flag(yes), _) => out.extend([Target::Flag(!yes)]),
            (_, Some(Type::Choice(choices))) => out.extend(choices.keys().map(|text| key(text))),
            _ => {
                out.extend(texts.iter().map(|text| key(text)));
                trace.walk(&mut |part| {
                    if let Some(Value::Texts(texts)) = &part.value {
                        out.extend(texts.iter().map(|text| key(text)));
                    }
                });
            }
        }
        out.remove(is);
        out
    }

    /// The nearest points of a number or day, up and down, at which `expr` is as `wanted`.
    fn along(
        &mut self,
        expr: &Expr,
        wanted: bool,
        (name, is): (&str, &Target),
        (trace, days): (&Trace, &[Date]),
        out: &mut BTreeSet<Move>,
    ) {
        let was = match name {
            ON => Target::Day(self.case.on),
            _ => match self.case.facts.get(name).and_then(|fact| Target::of(&fact.value)) {
                Some(was) => was,
                None => return,
            },
        };
        let definition = self.case.rules.facts.get(name);
        let (step, most) = match definition.map(|definition| definition.change) {
            Some(Changeable::Can { step, most, .. }) => (step, most),
            _ => (units::Decimal::ONE, None),
        };
        let reach = Reach {
            step,
            most,
            negative: definition.is_some_and(|definition| definition.may_be_negative),
            limit: self.case.rules.version.to.filter(|_| name == ON),
        };
        for axis in axes(name, &was, is, &reach) {
            let found =
                axis.nearest(trace, days, |target| self.tried(expr, name, target) == Some(wanted));
            out.extend(found.map(|target| (name.to_owned(), target)));
        }
    }

    /// What `expr` would be with one value changed.
    fn tried(&mut self, expr: &Expr, name: &str, target: &Target) -> Option<bool> {
        let (before, on): (Option<Sourced<Value>>, Date) = (self.facts.get(name).cloned(), self.on);
        match target {
            Target::Day(day) if name == ON => self.on = *day,
            target => replace(&mut self.facts, name, target.fact()),
        }
        let truth = self.truth(expr);
        self.on = on;
        if let Some(before) = before {
            replace(&mut self.facts, name, before);
        }
        truth
    }

    /// Labels of what a clause reads and is known, by name: what a refusal without remedy is
    /// about.
    pub(super) fn known(&self, clause: &'a Clause) -> Vec<(String, Text)> {
        let formulas = [Some(&clause.condition), clause.applies_when.as_ref()];
        let mut out = Vec::new();
        for formula in formulas.into_iter().flatten() {
            for name in Reads::of(&formula.expr, self.case.rules, self.on).names {
                let Some(definition) = self.case.rules.facts.get(name) else { continue };
                let is_known = self.facts.get(name).is_some();
                if is_known && !out.iter().any(|(known, _)| known == name) {
                    out.push((name.to_owned(), definition.label.clone()));
                }
            }
        }
        out
    }
}
