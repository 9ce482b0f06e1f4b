//! From the formulas of a rule set to steps over columns.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use units::Date;

use super::ops::{At, Entry, Scaled, Step, number_of};
use super::state::{self, BARRED, MODELLED, TRUE, UNCONFIRMED, UNKNOWN};
use super::{Shaped, Texts};
use crate::expr::{Expr, Function, Op, Shape};
use crate::ground::{Basis, Ground};
use crate::parameter::{self, Schedule};
use crate::rules::{Definition, RuleSet};
use crate::unit::Unit;
use crate::value::{Type, Value};

/// The most digits after the point that the scalar evaluator holds.
const SCALE_MAX: u32 = 28;

/// A step and what its values are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Made {
    pub(super) at: At,
    pub(super) form: Form,
}

/// What the values of a step are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    Truth,
    /// A number of this scale; a bare zero is a ratio and fits every unit.
    Number {
        scale: u32,
        unit: Unit,
    },
    /// Days, or the code of a text.
    Code,
}

impl Form {
    fn scale(self) -> u32 {
        match self {
            Self::Number { scale, .. } => scale,
            Self::Truth | Self::Code => 0,
        }
    }
}

/// A bare number.
const PLAIN: Form = Form::Number { scale: 0, unit: Unit::RATIO };

/// Makes the steps.
pub(super) struct Compiler<'a> {
    rules: &'a RuleSet,
    on: Date,
    columns: &'a [Shaped],
    texts: &'a mut Texts,
    pub(super) steps: Vec<Step>,
    /// Steps already made, by what they stand for, so that nothing is computed twice.
    made: BTreeMap<String, Made>,
}

/// The state of something that rests on `basis`.
pub(super) fn state_of(basis: &Basis) -> u8 {
    let mut state = if basis.unconfirmed { UNCONFIRMED } else { 0 };
    if !basis.may_screen() {
        state |= BARRED;
    }
    if basis.soft.values().any(|mark| *mark == units::Mark::Modelled) {
        state |= MODELLED;
    }
    state
}

/// The state of a piece of law.
pub(super) fn law(ground: &Ground) -> u8 {
    state_of(&Basis::law("law", ground))
}

impl<'a> Compiler<'a> {
    pub(super) fn new(
        rules: &'a RuleSet,
        on: Date,
        columns: &'a [Shaped],
        texts: &'a mut Texts,
    ) -> Self {
        Self { rules, on, columns, texts, steps: Vec::new(), made: BTreeMap::new() }
    }

    /// The code of a text.
    pub(super) fn text(&mut self, text: &str) -> i128 {
        self.texts.code(text)
    }

    fn push(&mut self, step: Step, form: Form) -> Made {
        self.steps.push(step);
        Made { at: self.steps.len() - 1, form }
    }

    fn by_hand(&mut self, form: Form) -> Made {
        self.push(Step::ByHand, form)
    }

    /// The steps of an expression; the same expression twice is one step.
    pub(super) fn expr(&mut self, expr: &Expr) -> Made {
        let key = crate::expr::print(expr);
        if let Some(made) = self.made.get(&key) {
            return *made;
        }
        let made = self.fresh(expr);
        self.made.insert(key, made);
        made
    }

    fn fresh(&mut self, expr: &Expr) -> Made {
        match &expr.shape {
            Shape::Bool(yes) => self.push(Step::Constant(0, u8::from(*yes)), Form::Truth),
            Shape::Number(number, unit) => self.number(*number, 0, unit.unwrap_or(Unit::RATIO)),
            Shape::Text(text) => {
                let code = self.texts.code(text);
                self.push(Step::Constant(code, 0), Form::Code)
            }
            Shape::Name(name) => self.name(name),
            Shape::Field(_) => self.by_hand(Form::Truth),
            Shape::Not(inner) => {
                let inner = self.expr(inner);
                self.push(Step::Not(inner.at), Form::Truth)
            }
            Shape::Binary(op, a, b) => self.binary(*op, a, b),
            Shape::If(condition, yes, no) => {
                let parts = (self.expr(condition), self.expr(yes), self.expr(no));
                self.branch(parts.0, parts.1, parts.2)
            }
            Shape::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    fn number(&mut self, number: Decimal, state: u8, unit: Unit) -> Made {
        let number = number.normalize();
        let form = Form::Number { scale: number.scale(), unit };
        self.push(Step::Constant(number.mantissa(), state), form)
    }

    fn name(&mut self, name: &str) -> Made {
        if name == "on" {
            return self.push(Step::Constant(number_of(self.on), 0), Form::Code);
        }
        if let Some(definition) = self.rules.facts.get(name) {
            return self.fact(name, &definition.kind);
        }
        if let Some(definition) = self.rules.definitions.get(name) {
            return self.defined(definition);
        }
        match self.rules.parameters.get(name) {
            Some(parameter) => self.parameter(parameter),
            None => self.by_hand(Form::Truth),
        }
    }

    pub(super) fn fact(&mut self, name: &str, kind: &Type) -> Made {
        let found = self.columns.iter().position(|column| column.name == name);
        let scale = found.map_or(0, |index| self.columns[index].scale);
        let form = form_of(kind, scale);
        match (found, form) {
            (None, form) => self.push(Step::Constant(0, UNKNOWN), form.unwrap_or(Form::Truth)),
            (Some(index), Some(form)) => self.push(Step::Fact(index), form),
            (Some(_), None) => self.by_hand(Form::Truth),
        }
    }

    fn defined(&mut self, definition: &Definition) -> Made {
        let mut made = self.expr(&definition.base.expr);
        for exception in definition.exceptions.iter().rev() {
            let when = self.expr(&exception.when.expr);
            let formula = self.expr(&exception.formula.expr);
            let formula = self.resting_on(formula, law(&exception.ground));
            made = self.branch(when, formula, made);
        }
        let made = self.resting_on(made, law(&definition.ground));
        match (made.form, &definition.kind) {
            // A bare zero takes the definition's unit.
            (Form::Number { scale, .. }, Type::Number(unit)) => {
                Made { form: Form::Number { scale, unit: *unit }, ..made }
            }
            _ => made,
        }
    }

    /// The same values, resting on a piece of law as well.
    fn resting_on(&mut self, made: Made, law: u8) -> Made {
        if law == 0 {
            return made;
        }
        let yes = self.push(Step::Constant(0, TRUE | law), Form::Truth);
        self.branch(yes, made, made)
    }

    fn parameter(&mut self, parameter: &parameter::Parameter) -> Made {
        let Schedule::Delegated { to, by, .. } = &parameter.schedule else {
            let Schedule::Own(entries) = &parameter.schedule else {
                return self.by_hand(Form::Truth);
            };
            let entry = parameter::in_force(entries, self.rules.version.from, self.on);
            return self.entry(entry, &parameter.kind);
        };
        let entries: Vec<(String, Option<&parameter::Entry>)> = by
            .iter()
            .map(|(place, entries)| {
                (place.clone(), parameter::in_force(entries, Date::MIN, self.on))
            })
            .collect();
        let scale = scale_of(entries.iter().filter_map(|(_, entry)| *entry));
        let Some(form) = form_of(&parameter.kind, scale) else {
            return self.by_hand(Form::Truth);
        };
        if form == Form::Truth {
            return self.by_hand(form);
        }
        let place = self.name(to);
        let mut table = Vec::new();
        for (name, entry) in entries {
            let Some(entry) = entry else { continue };
            let key = self.texts.code(&name);
            let Some(row) = self.row(key, entry, scale) else { return self.by_hand(form) };
            table.push(row);
        }
        self.push(Step::ByPlace(place.at, table), form)
    }

    /// The value in force as a constant.
    fn entry(&mut self, entry: Option<&parameter::Entry>, kind: &Type) -> Made {
        let state = entry.map_or(0, |entry| law(&entry.ground));
        match (entry.and_then(|entry| entry.value.as_ref()), kind) {
            (None, kind) => match form_of(kind, 0) {
                Some(form) => self.push(Step::Constant(0, state | UNKNOWN), form),
                None => self.by_hand(Form::Truth),
            },
            (Some(Value::Bool(yes)), _) => {
                self.push(Step::Constant(0, state | u8::from(*yes)), Form::Truth)
            }
            (Some(Value::Number(number)), Type::Number(unit)) => self.number(*number, state, *unit),
            (Some(Value::Text(text)), _) => {
                let code = self.texts.code(text);
                self.push(Step::Constant(code, state), Form::Code)
            }
            (Some(Value::Date(date)), _) => match date.certain() {
                Some(day) => self.push(Step::Constant(number_of(day), state), Form::Code),
                None => self.by_hand(Form::Code),
            },
            _ => self.by_hand(Form::Truth),
        }
    }

    fn row(&mut self, key: i128, entry: &parameter::Entry, scale: u32) -> Option<Entry> {
        let state = law(&entry.ground);
        let value = match &entry.value {
            None => None,
            Some(Value::Number(number)) => Some(mantissa(*number, scale)?),
            Some(Value::Text(text)) => Some(self.texts.code(text)),
            Some(Value::Date(date)) => Some(number_of(date.certain()?)),
            Some(_) => return None,
        };
        Some((key, value, state))
    }

    /// Both operands at their common scale.
    fn pair(&self, a: Made, b: Made) -> Option<(Scaled, Scaled, u32)> {
        let scale = a.form.scale().max(b.form.scale());
        let up =
            |made: Made| Some(Scaled { at: made.at, factor: power(scale - made.form.scale())? });
        Some((up(a)?, up(b)?, scale))
    }

    fn binary(&mut self, op: Op, a: &Expr, b: &Expr) -> Made {
        if op == Op::In {
            return self.among(a, b);
        }
        let (a, b) = (self.expr(a), self.expr(b));
        if matches!(op, Op::And | Op::Or) {
            return self.push(Step::Logic(state::logic(op == Op::Or), a.at, b.at), Form::Truth);
        }
        let Some((x, y, scale)) = self.pair(a, b) else { return self.by_hand(Form::Truth) };
        if op.compares() {
            // Truths are equal where their states are; few rules ask, so the scalar decides.
            if a.form == Form::Truth || b.form == Form::Truth {
                return self.by_hand(Form::Truth);
            }
            return self.push(Step::Compare(op, x, y), Form::Truth);
        }
        match (op, a.form, b.form) {
            (Op::Minus, Form::Code, Form::Code) => {
                let form = Form::Number { scale: 0, unit: Unit::day() };
                self.push(Step::Sum(x, y, true), form)
            }
            (Op::Plus, Form::Code, Form::Number { unit, .. }) => self.later(a, b, unit),
            (Op::Plus | Op::Minus, ..) => {
                let form = joined_form(a.form, b.form, scale);
                self.push(Step::Sum(x, y, op == Op::Minus), form)
            }
            (Op::Times, Form::Number { unit: x, .. }, Form::Number { unit: y, .. }) => {
                // A share in percent divides by one hundred: two more digits after the point.
                let more = if x.is_percent() || y.is_percent() { 2 } else { 0 };
                let scale = a.form.scale() + b.form.scale() + more;
                let form = Form::Number { scale, unit: x.times(y).unwrap_or(x) };
                let fits = scale <= SCALE_MAX;
                if fits { self.push(Step::Product(a.at, b.at), form) } else { self.by_hand(form) }
            }
            _ => self.by_hand(PLAIN),
        }
    }

    /// A date and a constant number of years, months or days.
    fn later(&mut self, date: Made, count: Made, unit: Unit) -> Made {
        match self.steps.get(count.at) {
            Some(Step::Constant(number, state))
                if count.form.scale() == 0 && state & UNKNOWN == 0 =>
            {
                match i16::try_from(*number) {
                    Ok(number) => {
                        let step = Step::Later(date.at, number, unit, *state);
                        self.push(step, Form::Code)
                    }
                    Err(_) => self.by_hand(Form::Code),
                }
            }
            _ => self.by_hand(Form::Code),
        }
    }

    /// Whether a text is one of a parameter's.
    fn among(&mut self, text: &Expr, texts: &Expr) -> Made {
        let found = match &texts.shape {
            Shape::Name(name) => self.rules.parameters.get(name),
            _ => None,
        };
        let Some(Schedule::Own(entries)) = found.map(|parameter| &parameter.schedule) else {
            return self.by_hand(Form::Truth);
        };
        let entry = parameter::in_force(entries, self.rules.version.from, self.on);
        let state = entry.map_or(0, |entry| law(&entry.ground));
        let (codes, state) = match entry.and_then(|entry| entry.value.as_ref()) {
            Some(Value::Texts(all)) => (all.iter().map(|t| self.texts.code(t)).collect(), state),
            _ => (Vec::new(), state | UNKNOWN),
        };
        let text = self.expr(text);
        self.push(Step::In(text.at, codes, state), Form::Truth)
    }

    fn branch(&mut self, condition: Made, yes: Made, no: Made) -> Made {
        let Some((x, y, scale)) = self.pair(yes, no) else { return self.by_hand(yes.form) };
        let form = joined_form(yes.form, no.form, scale);
        self.push(Step::If(condition.at, x, y, form == Form::Truth), form)
    }

    fn call(&mut self, function: Function, arguments: &[Expr]) -> Made {
        match (function, arguments) {
            (Function::Min | Function::Max, [first, rest @ ..]) => {
                let mut best = self.expr(first);
                for part in rest {
                    let part = self.expr(part);
                    let Some((x, y, scale)) = self.pair(best, part) else {
                        return self.by_hand(best.form);
                    };
                    let form = joined_form(best.form, part.form, scale);
                    let least = function == Function::Min;
                    best =
                        self.push(if least { Step::Least(x, y) } else { Step::Most(x, y) }, form);
                }
                best
            }
            (Function::FirstKnown, parts) => self.first_known(parts),
            (Function::AtLeast, [least, conditions @ ..]) => {
                let least = self.expr(least);
                let parts = conditions.iter().map(|part| self.expr(part).at).collect();
                match self.steps.get(least.at) {
                    Some(Step::Constant(number, state)) if least.form.scale() == 0 => {
                        let known = state & UNKNOWN == 0;
                        let number = usize::try_from((*number).max(0)).ok().filter(|_| known);
                        self.push(Step::AtLeast(number, *state, parts), Form::Truth)
                    }
                    _ => self.by_hand(Form::Truth),
                }
            }
            (Function::Whole, [number]) => {
                let made = self.expr(number);
                match power(made.form.scale()) {
                    Some(unit) => self.push(Step::Whole(made.at, unit), made.form),
                    None => self.by_hand(made.form),
                }
            }
            (Function::Band, [table, number]) => self.band(table, number),
            (Function::At, [parameter, day]) => self.dated(parameter, day),
            (Function::Sum | Function::All | Function::Any | Function::Count, [list, ..])
                if self.is_absent(list) =>
            {
                let truths = matches!(function, Function::All | Function::Any);
                let form = if truths { Form::Truth } else { PLAIN };
                self.push(Step::Constant(0, UNKNOWN), form)
            }
            (Function::Interest, parts) if parts.iter().any(|part| self.is_absent(part)) => {
                let parts = parts.iter().map(|part| self.expr(part).at).collect();
                self.push(Step::Unknown(parts), PLAIN)
            }
            (Function::Share, _) => self.by_hand(Form::Number { scale: 0, unit: Unit::PERCENT }),
            (Function::Sum | Function::Count | Function::Interest | Function::Interpolate, _) => {
                self.by_hand(PLAIN)
            }
            _ => self.by_hand(Form::Truth),
        }
    }

    /// Whether it is a fact that no row states.
    fn is_absent(&self, expr: &Expr) -> bool {
        let Shape::Name(name) = &expr.shape else { return false };
        let column = self.columns.iter().any(|column| column.name == *name);
        self.rules.facts.contains_key(name) && !column
    }

    fn first_known(&mut self, parts: &[Expr]) -> Made {
        let parts: Vec<Made> = parts.iter().map(|part| self.expr(part)).collect();
        let scale = parts.iter().map(|part| part.form.scale()).max().unwrap_or(0);
        let first = parts.first().map_or(Form::Truth, |part| part.form);
        let form = parts.iter().fold(first, |form, part| joined_form(form, part.form, scale));
        let scaled = parts
            .iter()
            .map(|part| Some(Scaled { at: part.at, factor: power(scale - part.form.scale())? }));
        match scaled.collect() {
            Some(parts) => self.push(Step::FirstKnown(parts, form == Form::Truth), form),
            None => self.by_hand(form),
        }
    }

    /// The parameter that a name stands for, and its entry in force.
    fn own_entries(
        &self,
        expr: &Expr,
    ) -> Option<(&'a parameter::Parameter, &'a [parameter::Entry])> {
        let Shape::Name(name) = &expr.shape else { return None };
        let parameter = self.rules.parameters.get(name)?;
        match &parameter.schedule {
            Schedule::Own(entries) => Some((parameter, entries)),
            Schedule::Delegated { .. } => None,
        }
    }

    fn band(&mut self, table: &Expr, number: &Expr) -> Made {
        let number = self.expr(number);
        let Some((parameter, entries)) = self.own_entries(table) else {
            return self.by_hand(PLAIN);
        };
        let Type::Bands { unit, .. } = parameter.kind else { return self.by_hand(PLAIN) };
        let entry = parameter::in_force(entries, self.rules.version.from, self.on);
        let state = entry.map_or(0, |entry| law(&entry.ground));
        let Some(Value::Bands(bands)) = entry.and_then(|entry| entry.value.as_ref()) else {
            return self
                .push(Step::Band(plain_scaled(number.at), Vec::new(), state | UNKNOWN), PLAIN);
        };
        let ends = bands.iter().filter_map(|band| band.until);
        let of = ends.map(|end| end.normalize().scale()).max().unwrap_or(0);
        let of = of.max(number.form.scale());
        let scale = bands.iter().map(|band| band.value.normalize().scale()).max().unwrap_or(0);
        let form = Form::Number { scale, unit };
        let rows = bands.iter().map(|band| {
            let until = match band.until {
                Some(end) => Some(mantissa(end, of)?),
                None => None,
            };
            Some((until, band.includes_end, mantissa(band.value, scale)?))
        });
        match (rows.collect(), power(of - number.form.scale())) {
            (Some(rows), Some(factor)) => {
                self.push(Step::Band(Scaled { at: number.at, factor }, rows, state), form)
            }
            _ => self.by_hand(form),
        }
    }

    fn dated(&mut self, parameter: &Expr, day: &Expr) -> Made {
        let day = self.expr(day);
        let Some((parameter, entries)) = self.own_entries(parameter) else {
            return self.by_hand(PLAIN);
        };
        let scale = scale_of(entries.iter());
        let Some(form) = form_of(&parameter.kind, scale).filter(|form| *form != Form::Truth) else {
            return self.by_hand(PLAIN);
        };
        let mut rows = Vec::new();
        for entry in entries {
            match self.row(number_of(entry.ground.from), entry, scale) {
                Some(row) => rows.push(row),
                None => return self.by_hand(form),
            }
        }
        self.push(Step::ByDate(day.at, rows), form)
    }
}

fn plain_scaled(at: At) -> Scaled {
    Scaled { at, factor: 1 }
}

/// The form of either of two values: a bare zero takes the unit of the other side.
fn joined_form(a: Form, b: Form, scale: u32) -> Form {
    match (a, b) {
        (Form::Number { unit: Unit::RATIO, .. }, Form::Number { unit, .. })
        | (Form::Number { unit, .. }, Form::Number { .. }) => Form::Number { scale, unit },
        _ => a,
    }
}

/// How the values of a type are held; lists and tables are not.
fn form_of(kind: &Type, scale: u32) -> Option<Form> {
    match kind {
        Type::Bool => Some(Form::Truth),
        Type::Number(unit) => Some(Form::Number { scale, unit: *unit }),
        Type::Text | Type::Choice(_) | Type::Date => Some(Form::Code),
        Type::Texts | Type::List(_) | Type::Bands { .. } | Type::Points { .. } => None,
    }
}

/// The most digits after the point among number entries.
fn scale_of<'e>(entries: impl Iterator<Item = &'e parameter::Entry>) -> u32 {
    let scales = entries.filter_map(|entry| match &entry.value {
        Some(Value::Number(number)) => Some(number.normalize().scale()),
        _ => None,
    });
    scales.max().unwrap_or(0)
}

/// The integer of a number at a scale.
pub(super) fn mantissa(number: Decimal, scale: u32) -> Option<i128> {
    let number = number.normalize();
    number.mantissa().checked_mul(power(scale.checked_sub(number.scale())?)?)
}

fn power(digits: u32) -> Option<i128> {
    10_i128.checked_pow(digits).filter(|_| digits <= SCALE_MAX)
}
