//! Evaluation: three-valued, exact, and with the whole derivation kept.
//!
//! Logic is Kleene's: `false and unknown` is false, `true or unknown` is true, and anything else
//! with an unknown is unknown. A result rests only on what decided it, so an assumed fact beside a
//! certain refusal does not soften the refusal.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use units::{Date, Text};

use super::ast::{Expr, Function, Op, Shape};
use super::interest;
use crate::exact;
use crate::facts::Facts;
pub(crate) use crate::ground::Basis;
use crate::parameter::{Parameter, Schedule, in_force};
use crate::rules::{Definition, Formula, RuleSet};
use crate::trace::Trace;
use crate::unit::Unit;
use crate::value::{PartialDate, Record, Type, Value};

/// Why an input is not there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// Nobody stated the fact, or nobody knows the parameter.
    Absent,
    /// The fact is there but of another type.
    OtherType,
    /// The date is not known exactly enough.
    TooCoarse,
    /// The jurisdiction has not set the parameter.
    NotSetBy(String),
    /// The case says that the fact does not apply, yet the rule needs it.
    NotApplicable,
    /// Nobody is named who assessed it.
    NoReviewer,
    /// The version was published for comment only.
    Draft,
    /// Something in it cannot be.
    Problem(Text),
}

/// The outcome of an expression.
#[derive(Clone, Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) value: Option<Value>,
    pub(crate) kind: Cow<'a, Type>,
    pub(crate) basis: Basis,
    /// What would have to be known; empty when the value is known.
    pub(crate) missing: BTreeMap<String, Why>,
    pub(crate) trace: Trace,
}

/// What an expression may read.
#[derive(Clone, Copy)]
pub(crate) struct Env<'a> {
    pub(crate) rules: &'a RuleSet,
    pub(crate) facts: &'a Facts,
    pub(crate) on: Date,
    /// The whole text, of which the trace quotes parts.
    pub(crate) text: &'a str,
    /// The record that `item` stands for.
    item: Option<Item<'a>>,
}

#[derive(Clone, Copy)]
struct Item<'a> {
    list: &'a str,
    index: usize,
    record: &'a Record,
    fields: &'a BTreeMap<String, Type>,
}

impl Seen<'_> {
    /// The same, resting on `basis` as well.
    fn resting_on(mut self, basis: &Basis) -> Self {
        self.basis = self.basis.join(basis);
        self
    }
}

impl<'a> Env<'a> {
    pub(crate) fn new(rules: &'a RuleSet, facts: &'a Facts, on: Date, text: &'a str) -> Self {
        Self { rules, facts, on, text, item: None }
    }
}

static BOOL: Type = Type::Bool;
static DATE: Type = Type::Date;
static TEXT: Type = Type::Text;

/// The value of `expr`, or what is missing for it.
pub(crate) fn evaluate<'a>(expr: &'a Expr, env: Env<'a>) -> Seen<'a> {
    let mut seen = match &expr.shape {
        Shape::Bool(yes) => literal(Value::Bool(*yes), Cow::Borrowed(&BOOL)),
        Shape::Number(number, unit) => {
            let kind = Type::Number(unit.unwrap_or(Unit::RATIO));
            literal(Value::Number(*number), Cow::Owned(kind))
        }
        Shape::Text(text) => literal(Value::Text(text.clone()), Cow::Borrowed(&TEXT)),
        Shape::Name(name) => look_up(name, env),
        Shape::Field(field) => item_field(field, env),
        Shape::Not(inner) => not(evaluate(inner, env)),
        Shape::Binary(op, a, b) => match op {
            Op::And | Op::Or => logic(*op, evaluate(a, env), evaluate(b, env)),
            op if op.compares() => compare(*op, evaluate(a, env), evaluate(b, env)),
            op => arithmetic(*op, evaluate(a, env), evaluate(b, env)),
        },
        Shape::If(condition, yes, no) => {
            branch(evaluate(condition, env), || evaluate(yes, env), || evaluate(no, env))
        }
        Shape::Call(function, arguments) => call(*function, arguments, env),
    };
    if seen.trace.name.is_none() && seen.trace.step != "literal" {
        seen.trace.formula = env.text.get(expr.span.clone()).map(str::to_owned);
    }
    seen.trace.value.clone_from(&seen.value);
    if let Some(value) = &seen.value {
        seen.trace.shown = value.shown(&seen.kind);
    }
    seen
}

fn literal(value: Value, kind: Cow<'_, Type>) -> Seen<'_> {
    let trace = Trace::leaf("literal", Text::new("常数", "literal"));
    Seen { value: Some(value), kind, basis: Basis::default(), missing: BTreeMap::new(), trace }
}

/// An unknown under `name`.
fn unknown<'a>(name: &str, why: Why, kind: Cow<'a, Type>, trace: Trace) -> Seen<'a> {
    let missing = BTreeMap::from([(name.to_owned(), why)]);
    Seen { value: None, kind, basis: Basis::default(), missing, trace }
}

fn look_up<'a>(name: &'a str, env: Env<'a>) -> Seen<'a> {
    if name == "on" {
        let mut seen = literal(Value::Date(PartialDate::day(env.on)), Cow::Borrowed(&DATE));
        seen.trace = Trace::leaf("date", Text::new("认定日期", "day of the decision"));
        seen.trace.name = Some(name.to_owned());
        return seen;
    }
    if let Some(definition) = env.rules.facts.get(name) {
        let mut trace = Trace::leaf("fact", definition.label.clone());
        trace.name = Some(name.to_owned());
        let kind = Cow::Borrowed(&definition.kind);
        return match env.facts.get(name) {
            None if env.facts.not_applicable(name).is_some() => {
                unknown(name, Why::NotApplicable, kind, trace)
            }
            None => unknown(name, Why::Absent, kind, trace),
            Some(fact) => {
                trace.source = Some(fact.source.clone());
                if !definition.kind.holds(&fact.value) {
                    return unknown(name, Why::OtherType, kind, trace);
                }
                let basis = Basis::fact(name, fact.source.mark);
                let value = Some(fact.value.clone());
                Seen { value, kind, basis, missing: BTreeMap::new(), trace }
            }
        };
    }
    if let Some(definition) = env.rules.definitions.get(name) {
        return defined(definition, env);
    }
    match env.rules.parameters.get(name) {
        Some(parameter) => parameter_value(parameter, env),
        None => {
            // Loading checks every name, so this is reached by no rule set that loaded.
            let why = Why::Problem(Text::new("名称没有定义", "the name is not defined"));
            unknown(name, why, Cow::Borrowed(&BOOL), Trace::leaf("fact", Text::same(name)))
        }
    }
}

/// The base rule, or the exception that holds. Loading proves that no two exceptions can.
fn defined<'a>(definition: &'a Definition, env: Env<'a>) -> Seen<'a> {
    let see = |formula: &'a Formula| {
        evaluate(&formula.expr, Env { text: &formula.text, item: None, ..env })
    };
    let mut seen = see(&definition.base);
    for exception in definition.exceptions.iter().rev() {
        let base = seen;
        let law = Basis::law(&exception.id, &exception.ground);
        seen = branch(see(&exception.when), || see(&exception.formula).resting_on(&law), || base);
    }
    let mut trace = Trace::leaf("definition", definition.label.clone());
    trace.name = Some(definition.id.clone());
    trace.ground = Some(definition.ground.clone());
    trace.inputs.push(seen.trace);
    let law = Basis::law(&definition.id, &definition.ground);
    Seen { trace, kind: Cow::Borrowed(&definition.kind), ..seen }.resting_on(&law)
}

fn parameter_value<'a>(parameter: &'a Parameter, env: Env<'a>) -> Seen<'a> {
    let name = parameter.id.as_str();
    let kind = Cow::Borrowed(&parameter.kind);
    let mut trace = Trace::leaf("parameter", parameter.description.clone());
    trace.name = Some(name.to_owned());
    let entry = match &parameter.schedule {
        Schedule::Own(entries) => in_force(entries, env.rules.version.from, env.on),
        Schedule::Delegated { to, ground, by } => {
            trace.ground = Some(ground.clone());
            let jurisdiction = look_up(to, env);
            let Some(Value::Text(place)) = &jurisdiction.value else {
                return Seen { kind, trace, value: None, ..jurisdiction };
            };
            let found = by.get(place).and_then(|entries| in_force(entries, Date::MIN, env.on));
            trace.inputs.push(jurisdiction.trace);
            let Some(entry) = found else {
                let mut seen = unknown(name, Why::NotSetBy(place.clone()), kind, trace);
                seen.basis = jurisdiction.basis;
                return seen;
            };
            let basis = jurisdiction.basis.clone();
            let mut seen = entry_value(name, Some(entry), kind, trace);
            seen.basis = seen.basis.join(&basis);
            return seen;
        }
    };
    entry_value(name, entry, kind, trace)
}

fn entry_value<'a>(
    name: &str,
    entry: Option<&crate::parameter::Entry>,
    kind: Cow<'a, Type>,
    mut trace: Trace,
) -> Seen<'a> {
    let Some(entry) = entry else { return unknown(name, Why::Absent, kind, trace) };
    trace.ground = Some(entry.ground.clone());
    let Some(value) = entry.value.clone() else {
        let mut seen = unknown(name, Why::Absent, kind, trace);
        seen.basis = Basis::law(name, &entry.ground);
        return seen;
    };
    let basis = Basis::law(name, &entry.ground);
    Seen { value: Some(value), kind, basis, missing: BTreeMap::new(), trace }
}

fn item_field<'a>(field: &'a str, env: Env<'a>) -> Seen<'a> {
    let Some(item) = env.item else {
        let why = Why::Problem(Text::new("没有 item", "there is no item here"));
        return unknown(field, why, Cow::Borrowed(&BOOL), Trace::leaf("item", Text::same(field)));
    };
    let name = format!("{}[{}].{field}", item.list, item.index + 1);
    let mut trace = Trace::leaf("item", Text::same(&name));
    trace.name = Some(name.clone());
    let kind = Cow::Borrowed(item.fields.get(field).unwrap_or(&BOOL));
    match item.record.get(field) {
        None => unknown(&name, Why::Absent, kind, trace),
        // The list as a whole carries source and mark; the aggregate adds them.
        Some(value) => Seen {
            value: Some(value.clone()),
            kind,
            basis: Basis::default(),
            missing: BTreeMap::new(),
            trace,
        },
    }
}

fn not(mut inner: Seen<'_>) -> Seen<'_> {
    if let Some(Value::Bool(yes)) = &mut inner.value {
        *yes = !*yes;
    }
    let mut trace = Trace::leaf("logic", Text::new("非", "not"));
    trace.inputs.push(inner.trace);
    Seen { trace, ..inner }
}

fn bool_of(seen: &Seen<'_>) -> Option<bool> {
    match seen.value {
        Some(Value::Bool(yes)) => Some(yes),
        _ => None,
    }
}

/// `and` and `or` are one operation seen from two sides: `false` decides the one, `true` the other.
fn logic<'a>(op: Op, a: Seen<'a>, b: Seen<'a>) -> Seen<'a> {
    let decisive = op == Op::Or;
    let label = if decisive { Text::new("或", "or") } else { Text::new("且", "and") };
    let decides = |seen: &Seen<'_>| bool_of(seen) == Some(decisive);
    let (value, basis, missing) = match (decides(&a), decides(&b)) {
        (true, true) => {
            let basis = if a.basis.is_firm() || !b.basis.is_firm() { &a.basis } else { &b.basis };
            (Some(decisive), basis.clone(), BTreeMap::new())
        }
        (true, false) => (Some(decisive), a.basis.clone(), BTreeMap::new()),
        (false, true) => (Some(decisive), b.basis.clone(), BTreeMap::new()),
        (false, false) => {
            let known = bool_of(&a).is_some() && bool_of(&b).is_some();
            let mut missing = a.missing.clone();
            missing.extend(b.missing.clone());
            (known.then_some(!decisive), a.basis.clone().join(&b.basis), missing)
        }
    };
    let mut trace = Trace::leaf("logic", label);
    trace.inputs = vec![a.trace, b.trace];
    Seen { value: value.map(Value::Bool), kind: Cow::Borrowed(&BOOL), basis, missing, trace }
}

/// Both operands as one step of kind `step`.
fn joined<'a>(step: &'static str, sign: &str, a: Seen<'a>, b: Seen<'a>) -> Seen<'a> {
    let mut trace = Trace::leaf(step, Text::same(sign));
    trace.inputs = vec![a.trace, b.trace];
    let mut missing = a.missing;
    missing.extend(b.missing);
    Seen { value: None, kind: a.kind, basis: a.basis.join(&b.basis), missing, trace }
}

/// A key beside a choice is shown by its label, not by the key.
fn label_key(choice: &Seen<'_>, key: &mut Seen<'_>) {
    if let (Type::Choice(_), Type::Text, Some(value)) = (&*choice.kind, &*key.kind, &key.value) {
        key.trace.shown = value.shown(&choice.kind);
    }
}

fn compare<'a>(op: Op, mut a: Seen<'a>, mut b: Seen<'a>) -> Seen<'a> {
    label_key(&a, &mut b);
    label_key(&b, &mut a);
    let verdict = match (&a.value, &b.value) {
        (Some(left), Some(right)) => compare_values(op, left, right),
        _ => None,
    };
    let both_known = a.value.is_some() && b.value.is_some();
    let mut seen = joined("comparison", op.sign(), a, b);
    seen.kind = Cow::Borrowed(&BOOL);
    seen.value = verdict.map(Value::Bool);
    if both_known && verdict.is_none() { too_coarse(seen) } else { seen }
}

fn compare_values(op: Op, left: &Value, right: &Value) -> Option<bool> {
    use Op::{Differs, Equal, Greater, GreaterOrEqual, In, Less, LessOrEqual};
    match (op, left, right) {
        (In, Value::Text(text), Value::Texts(texts)) => Some(texts.contains(text)),
        (Less, Value::Date(a), Value::Date(b)) => a.before(*b),
        (Greater, Value::Date(a), Value::Date(b)) => b.before(*a),
        (LessOrEqual, Value::Date(a), Value::Date(b)) => b.before(*a).map(|after| !after),
        (GreaterOrEqual, Value::Date(a), Value::Date(b)) => a.before(*b).map(|before| !before),
        (Equal, Value::Date(a), Value::Date(b)) => a.order(*b).map(Ordering::is_eq),
        (Differs, Value::Date(a), Value::Date(b)) => a.order(*b).map(Ordering::is_ne),
        (Less, Value::Number(a), Value::Number(b)) => Some(a < b),
        (LessOrEqual, Value::Number(a), Value::Number(b)) => Some(a <= b),
        (Greater, Value::Number(a), Value::Number(b)) => Some(a > b),
        (GreaterOrEqual, Value::Number(a), Value::Number(b)) => Some(a >= b),
        (Equal, a, b) => Some(a == b),
        (Differs, a, b) => Some(a != b),
        _ => None,
    }
}

fn arithmetic<'a>(op: Op, a: Seen<'a>, b: Seen<'a>) -> Seen<'a> {
    let result = match (&a.value, &b.value) {
        (Some(Value::Number(x)), Some(Value::Number(y))) => {
            Some(calculate(op, (*x, &a.kind), (*y, &b.kind)).map(Value::Number))
        }
        (Some(Value::Date(date)), Some(Value::Number(count))) => {
            Some(later(*date, *count, &b.kind).map(Value::Date))
        }
        (Some(Value::Date(late)), Some(Value::Date(early))) => match late.days_since(*early) {
            Some(days) => Some(Some(Value::Number(Decimal::from(days)))),
            None => return too_coarse(joined("arithmetic", op.sign(), a, b)),
        },
        _ => None,
    };
    let kind = match (op, &*a.kind, &*b.kind) {
        (Op::Times, Type::Number(x), Type::Number(y)) => Type::Number(x.times(*y).unwrap_or(*x)),
        (Op::Over, Type::Number(x), Type::Number(y)) => Type::Number(x.over(*y).unwrap_or(*x)),
        (Op::Minus, Type::Date, Type::Date) => Type::Number(Unit::day()),
        // A bare zero takes the unit of the other side.
        (_, Type::Number(Unit::RATIO), other) => other.clone(),
        (_, first, _) => first.clone(),
    };
    let mut seen = joined("arithmetic", op.sign(), a, b);
    seen.kind = Cow::Owned(kind);
    match result {
        Some(None) => {
            seen.missing.insert(format!("({})", op.sign()), Why::Problem(out_of_range()));
        }
        Some(value) => seen.value = value,
        None => {}
    }
    seen
}

/// A date some years, months or days later.
fn later(date: PartialDate, count: Decimal, kind: &Type) -> Option<PartialDate> {
    let count = exact::whole_number(count)?;
    match kind {
        Type::Number(unit) if *unit == Unit::day() => date.plus_days(count),
        Type::Number(unit) if *unit == Unit::month() => date.plus_months(count),
        _ => date.plus_years(count),
    }
}

/// Unknown because a date that took part is not known to the day.
fn too_coarse(mut seen: Seen<'_>) -> Seen<'_> {
    seen.value = None;
    let missing = &mut seen.missing;
    seen.trace.walk(&mut |step| {
        if let (Some(name), Some(Value::Date(date))) = (&step.name, &step.value)
            && date.certain().is_none()
        {
            missing.insert(name.clone(), Why::TooCoarse);
        }
    });
    seen
}

/// Percentages divide by one hundred when they multiply, and multiply by it when they divide.
fn calculate(op: Op, (x, left): (Decimal, &Type), (y, right): (Decimal, &Type)) -> Option<Decimal> {
    let percent = |kind: &Type| matches!(kind, Type::Number(unit) if unit.is_percent());
    let hundredth = Decimal::new(1, 2);
    match op {
        Op::Plus => exact::add(x, y),
        Op::Minus => exact::add(x, -y),
        Op::Times => {
            let product = exact::multiply(x, y)?;
            if percent(left) || percent(right) {
                exact::multiply(product, hundredth)
            } else {
                Some(product)
            }
        }
        Op::Over if percent(right) && !percent(left) => {
            exact::divide(exact::multiply(x, Decimal::ONE_HUNDRED)?, y)
        }
        Op::Over => exact::divide(x, y),
        _ => None,
    }
}

/// An unknown condition does not matter when both branches agree.
fn branch<'a>(
    tested: Seen<'a>,
    yes: impl FnOnce() -> Seen<'a>,
    no: impl FnOnce() -> Seen<'a>,
) -> Seen<'a> {
    let mut trace = Trace::leaf("branch", Text::new("按条件取值", "by condition"));
    let chosen = match bool_of(&tested) {
        Some(true) => yes(),
        Some(false) => no(),
        None => {
            let (a, b) = (yes(), no());
            let agree = a.value.is_some() && a.value == b.value;
            trace.inputs = vec![tested.trace, a.trace, b.trace];
            let mut missing = tested.missing;
            missing.extend(a.missing);
            missing.extend(b.missing);
            let basis = a.basis.join(&b.basis);
            return if agree {
                Seen { value: a.value, kind: a.kind, basis, missing: BTreeMap::new(), trace }
            } else {
                let basis = basis.join(&tested.basis);
                Seen { value: None, kind: a.kind, basis, missing, trace }
            };
        }
    };
    trace.inputs = vec![tested.trace, chosen.trace];
    Seen { basis: chosen.basis.join(&tested.basis), trace, ..chosen }
}

fn call<'a>(function: Function, arguments: &'a [Expr], env: Env<'a>) -> Seen<'a> {
    match function {
        Function::Min | Function::Max => {
            let mut parts = arguments.iter().map(|argument| evaluate(argument, env));
            let Some(first) = parts.next() else { return empty_call(function) };
            parts.fold(first, |best, part| extreme(function, best, part))
        }
        Function::FirstKnown => {
            first_known(arguments.iter().map(|argument| evaluate(argument, env)).collect())
        }
        Function::Sum | Function::All | Function::Any => match arguments {
            [list, body] => aggregate(function, list, body, env),
            _ => empty_call(function),
        },
        Function::Count => match arguments {
            [list] => {
                let seen = evaluate(list, env);
                let value = match &seen.value {
                    Some(Value::List(records)) => Some(Value::Number(Decimal::from(records.len()))),
                    _ => None,
                };
                let mut trace = Trace::leaf("function", Text::new("个数", "count"));
                trace.inputs.push(seen.trace);
                let kind = Cow::Owned(Type::Number(Unit::count()));
                Seen { value, kind, basis: seen.basis, missing: seen.missing, trace }
            }
            _ => empty_call(function),
        },
        Function::AtLeast => match arguments {
            [least, conditions @ ..] => at_least(evaluate(least, env), conditions, env),
            [] => empty_call(function),
        },
        Function::Band | Function::Interpolate => match arguments {
            [table, number] => look_up_table(function, evaluate(table, env), evaluate(number, env)),
            _ => empty_call(function),
        },
        Function::At => match arguments {
            [Expr { shape: Shape::Name(name), .. }, day] => at(name, evaluate(day, env), env),
            _ => empty_call(function),
        },
        Function::Share => match arguments {
            [part, whole] => share(evaluate(part, env), evaluate(whole, env)),
            _ => empty_call(function),
        },
        Function::Whole => match arguments {
            [number] => {
                let seen = evaluate(number, env);
                let value = match &seen.value {
                    Some(Value::Number(number)) => Some(Value::Number(number.trunc())),
                    _ => None,
                };
                let mut trace = Trace::leaf("function", Text::new("取整", "whole"));
                trace.inputs.push(seen.trace);
                Seen { value, trace, ..seen }
            }
            _ => empty_call(function),
        },
        Function::Applies => match arguments {
            [Expr { shape: Shape::Name(name), .. }] => applies(name, env),
            _ => empty_call(function),
        },
        Function::Interest => interest_of(arguments, env),
    }
}

/// Loading checks the number of arguments, so no rule set that loaded reaches this.
fn empty_call<'a>(function: Function) -> Seen<'a> {
    let why = Why::Problem(Text::new("参数个数不对", "wrong number of arguments"));
    let trace = Trace::leaf("function", Text::same(function.name()));
    unknown(function.name(), why, Cow::Borrowed(&BOOL), trace)
}

fn extreme<'a>(function: Function, a: Seen<'a>, b: Seen<'a>) -> Seen<'a> {
    let least = function == Function::Min;
    let value = match (&a.value, &b.value) {
        (Some(Value::Number(x)), Some(Value::Number(y))) => {
            Some(Value::Number(if least { *x.min(y) } else { *x.max(y) }))
        }
        (Some(Value::Date(x)), Some(Value::Date(y))) => Some(Value::Date(x.extreme(*y, least))),
        _ => None,
    };
    let kind = match (&*a.kind, &*b.kind) {
        (Type::Number(Unit::RATIO), other) => other.clone(),
        (first, _) => first.clone(),
    };
    let mut seen = joined("function", function.name(), a, b);
    seen.kind = Cow::Owned(kind);
    seen.value = value;
    seen
}

/// The first known value that may decide; failing that, the first known one.
fn first_known(parts: Vec<Seen<'_>>) -> Seen<'_> {
    let firm = parts.iter().position(|part| part.value.is_some() && part.basis.is_firm());
    let pick = firm.or_else(|| parts.iter().position(|part| part.value.is_some()));
    let mut trace = Trace::leaf("function", Text::new("首个已知值", "first known"));
    let mut missing = BTreeMap::new();
    let mut basis = Basis::default();
    let mut chosen = None;
    let mut kind = Cow::Borrowed(&BOOL);
    for (index, part) in parts.into_iter().enumerate() {
        trace.inputs.push(part.trace);
        if pick == Some(index) {
            chosen = part.value;
            basis = part.basis;
            kind = part.kind;
        } else if pick.is_none() {
            missing.extend(part.missing);
            basis = basis.join(&part.basis);
            kind = part.kind;
        }
    }
    Seen { value: chosen, kind, basis, missing, trace }
}

/// Whether `least` or more of the conditions hold: certain as soon as enough are true, or too few
/// are left that could be. Those that may decide count before those that may not.
fn at_least<'a>(least: Seen<'a>, conditions: &'a [Expr], env: Env<'a>) -> Seen<'a> {
    let parts: Vec<Seen<'a>> = conditions.iter().map(|part| evaluate(part, env)).collect();
    let mut trace = Trace::leaf("function", Text::new("至少若干项", "at least"));
    let kind = Cow::Borrowed(&BOOL);
    let wanted = match &least.value {
        Some(Value::Number(number)) => exact::whole_number(*number),
        _ => None,
    };
    let settled = wanted.and_then(|wanted| {
        let wanted = usize::try_from(wanted).unwrap_or(0);
        let few = (parts.len() + 1).saturating_sub(wanted);
        [(true, wanted), (false, few)].into_iter().find_map(|(truth, enough)| {
            let says = |part: &&Seen<'_>| bool_of(part) == Some(truth);
            let (firm, soft): (Vec<_>, Vec<_>) =
                parts.iter().filter(says).partition(|part| part.basis.is_firm());
            let counted = firm.into_iter().chain(soft).take(enough).collect::<Vec<_>>();
            let mut bases = counted.iter().map(|part| &part.basis);
            let join = |bases: &mut dyn Iterator<Item = &Basis>| {
                bases.fold(least.basis.clone(), Basis::join)
            };
            (counted.len() == enough).then(|| (truth, join(&mut bases)))
        })
    });
    let (value, basis, missing) = match settled {
        Some((truth, basis)) => (Some(Value::Bool(truth)), basis, BTreeMap::new()),
        None => {
            let mut missing = least.missing.clone();
            missing.extend(parts.iter().flat_map(|part| part.missing.clone()));
            let basis = parts.iter().fold(least.basis.clone(), |basis, p| basis.join(&p.basis));
            (None, basis, missing)
        }
    };
    trace.inputs.push(least.trace);
    trace.inputs.extend(parts.into_iter().map(|part| part.trace));
    Seen { value, kind, basis, missing, trace }
}

/// The value of a table at a number.
fn look_up_table<'a>(function: Function, table: Seen<'a>, number: Seen<'a>) -> Seen<'a> {
    let unit = match &*table.kind {
        Type::Bands { unit, .. } | Type::Points { unit, .. } => *unit,
        _ => Unit::RATIO,
    };
    let found = match (&table.value, &number.value) {
        (Some(Value::Bands(bands)), Some(Value::Number(x))) => {
            bands.iter().find(|band| band.reaches(*x)).map(|band| band.value)
        }
        (Some(Value::Points(points)), Some(Value::Number(x))) => exact::interpolate(points, *x),
        _ => None,
    };
    let both_known = table.value.is_some() && number.value.is_some();
    let mut seen = joined("function", function.name(), table, number);
    seen.kind = Cow::Owned(Type::Number(unit));
    if both_known && found.is_none() {
        seen.missing.insert(format!("({})", function.name()), Why::Problem(out_of_range()));
    }
    seen.value = found.map(Value::Number);
    seen
}

/// The part in percent of the whole.
fn share<'a>(part: Seen<'a>, whole: Seen<'a>) -> Seen<'a> {
    let both = match (&part.value, &whole.value) {
        (Some(Value::Number(part)), Some(Value::Number(whole))) => Some((*part, *whole)),
        _ => None,
    };
    let mut seen = joined("function", "share", part, whole);
    seen.kind = Cow::Owned(Type::Number(Unit::PERCENT));
    let Some((part, whole)) = both else { return seen };
    let hundredfold = exact::multiply(part, Decimal::ONE_HUNDRED);
    match hundredfold.and_then(|part| exact::divide(part, whole)) {
        Some(percent) => seen.value = Some(Value::Number(percent)),
        None => {
            seen.missing.insert("(share)".to_owned(), Why::Problem(out_of_range()));
        }
    }
    seen
}

fn out_of_range() -> Text {
    Text::new(
        "除以零，或超出可精确计算的范围",
        "division by zero, or beyond the range of exact arithmetic",
    )
}

/// The value that a parameter had on another day; the whole history counts.
fn at<'a>(name: &'a str, day: Seen<'a>, env: Env<'a>) -> Seen<'a> {
    let Some(parameter) = env.rules.parameters.get(name) else {
        return empty_call(Function::At);
    };
    let kind = Cow::Borrowed(&parameter.kind);
    let mut trace = Trace::leaf("parameter", parameter.description.clone());
    trace.name = Some(name.to_owned());
    let Some(Value::Date(date)) = &day.value else {
        trace.inputs.push(day.trace);
        return Seen { value: None, kind, trace, ..day };
    };
    let Some(date) = date.certain() else {
        trace.inputs.push(day.trace);
        return too_coarse(Seen { value: None, kind, trace, ..day });
    };
    let entry = match &parameter.schedule {
        Schedule::Own(entries) => in_force(entries, Date::MIN, date),
        Schedule::Delegated { .. } => None,
    };
    let mut seen = entry_value(name, entry, kind, trace).resting_on(&day.basis);
    seen.trace.inputs.push(day.trace);
    seen
}

/// Whether a fact applies to the case: known, or stated not to.
fn applies<'a>(name: &'a str, env: Env<'a>) -> Seen<'a> {
    let fact = look_up(name, env);
    let mut trace = Trace::leaf("logic", Text::new("适用", "applies"));
    trace.source = env.facts.not_applicable(name).cloned();
    trace.inputs.push(fact.trace);
    let kind = Cow::Borrowed(&BOOL);
    let (value, basis, missing) = match env.facts.not_applicable(name) {
        Some(source) => (Some(false), Basis::fact(name, source.mark), BTreeMap::new()),
        None => (fact.value.is_some().then_some(true), fact.basis, fact.missing),
    };
    Seen { value: value.map(Value::Bool), kind, basis, missing, trace }
}

fn aggregate<'a>(function: Function, list: &'a Expr, body: &'a Expr, env: Env<'a>) -> Seen<'a> {
    let records = evaluate(list, env);
    let held = match (&list.shape, &records.value) {
        (Shape::Name(name), Some(_)) => env.facts.get(name).map(|fact| (name, &fact.value)),
        _ => None,
    };
    let fields = match &list.shape {
        Shape::Name(name) => env.rules.facts.get(name).map(|definition| &definition.kind),
        _ => None,
    };
    let (Some((name, Value::List(items))), Some(Type::List(fields))) = (held, fields) else {
        let mut trace = Trace::leaf("function", Text::same(function.name()));
        trace.inputs.push(records.trace);
        return Seen { value: None, trace, ..records };
    };
    let mut result = start_of(function);
    for (index, record) in items.iter().enumerate() {
        let item = Item { list: name, index, record, fields };
        let part = evaluate(body, Env { item: Some(item), ..env });
        let inputs = std::mem::take(&mut result.trace.inputs);
        let step = part.trace.clone();
        result = match function {
            Function::Sum => arithmetic(Op::Plus, result, part),
            Function::All => logic(Op::And, result, part),
            _ => logic(Op::Or, result, part),
        };
        result.trace.inputs = inputs;
        result.trace.inputs.push(step);
    }
    result.trace.step = "function";
    result.trace.label = Text::same(function.name());
    result.basis = result.basis.join(&records.basis);
    result
}

fn start_of<'a>(function: Function) -> Seen<'a> {
    match function {
        Function::Sum => {
            literal(Value::Number(Decimal::ZERO), Cow::Owned(Type::Number(Unit::RATIO)))
        }
        all => literal(Value::Bool(all == Function::All), Cow::Borrowed(&BOOL)),
    }
}

fn interest_of<'a>(arguments: &'a [Expr], env: Env<'a>) -> Seen<'a> {
    let mut trace = Trace::leaf("function", Text::new("利息", "interest"));
    let mut basis = Basis::default();
    let mut missing = BTreeMap::new();
    let mut values = Vec::new();
    for argument in arguments {
        let seen = evaluate(argument, env);
        basis = basis.join(&seen.basis);
        missing.extend(seen.missing);
        trace.inputs.push(seen.trace);
        values.extend(seen.value);
    }
    let kind = Cow::Owned(Type::Number(Unit::yuan()));
    if values.len() < arguments.len() {
        return Seen { value: None, kind, basis, missing, trace };
    }
    match interest::interest(&values) {
        Err(problem) => {
            missing.insert("interest".to_owned(), Why::Problem(problem));
            Seen { value: None, kind, basis, missing, trace }
        }
        Ok((total, stretches)) => {
            trace.inputs.extend(stretches.iter().map(stretch_step));
            Seen { value: Some(Value::Number(total)), kind, basis, missing, trace }
        }
    }
}

fn stretch_step(stretch: &interest::Stretch) -> Trace {
    let balance = Value::Number(stretch.balance_yuan).shown(&Type::Number(Unit::yuan()));
    let rate = Value::Number(stretch.rate_percent).shown(&Type::Number(Unit::PERCENT));
    let span = format!("{} .. {}", stretch.from, stretch.until);
    let mut step = Trace::leaf("stretch", Text::same(span));
    step.value = Some(Value::Number(stretch.balance_yuan));
    step.shown =
        Text::new(format!("{} × {}", balance.zh, rate.zh), format!("{} × {}", balance.en, rate.en));
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [Option<bool>; 3] = [Some(true), Some(false), None];

    fn seen(value: Option<bool>) -> Seen<'static> {
        match value {
            Some(yes) => literal(Value::Bool(yes), Cow::Borrowed(&BOOL)),
            None => {
                let trace = Trace::leaf("fact", Text::same("x"));
                unknown("x", Why::Absent, Cow::Borrowed(&BOOL), trace)
            }
        }
    }

    fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
        bool_of(&logic(Op::And, seen(a), seen(b)))
    }

    fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
        bool_of(&logic(Op::Or, seen(a), seen(b)))
    }

    fn no(a: Option<bool>) -> Option<bool> {
        bool_of(&not(seen(a)))
    }

    #[test]
    fn logic_obeys_kleenes_laws() {
        for a in VALUES {
            assert_eq!(no(no(a)), a);
            assert_eq!((and(a, a), or(a, a)), (a, a));
            assert_eq!((and(a, Some(true)), or(a, Some(false))), (a, a));
            assert_eq!((and(a, Some(false)), or(a, Some(true))), (Some(false), Some(true)));
            for b in VALUES {
                assert_eq!((and(a, b), or(a, b)), (and(b, a), or(b, a)));
                assert_eq!(no(and(a, b)), or(no(a), no(b)));
                assert_eq!((and(a, or(a, b)), or(a, and(a, b))), (a, a));
                for c in VALUES {
                    assert_eq!(and(a, and(b, c)), and(and(a, b), c));
                    assert_eq!(or(a, or(b, c)), or(or(a, b), c));
                    assert_eq!(and(a, or(b, c)), or(and(a, b), and(a, c)));
                }
            }
        }
    }

    #[test]
    fn an_unknown_is_reported_as_missing_only_where_it_matters() {
        assert!(logic(Op::And, seen(Some(false)), seen(None)).missing.is_empty());
        assert_eq!(logic(Op::Or, seen(Some(false)), seen(None)).missing.len(), 1);
    }

    #[test]
    fn a_firm_operand_that_decides_leaves_the_soft_one_out() {
        let soft = |value| {
            let mut soft = seen(value);
            soft.basis = Basis::fact("guess", units::Mark::Assumed);
            soft
        };
        for (op, decisive) in [(Op::And, false), (Op::Or, true)] {
            for other in [Some(true), Some(false)] {
                assert!(logic(op, seen(Some(decisive)), soft(other)).basis.is_firm());
                assert!(logic(op, soft(other), seen(Some(decisive))).basis.is_firm());
            }
            assert!(!logic(op, seen(Some(!decisive)), soft(Some(decisive))).basis.is_firm());
        }
    }
}
