//! Types of expressions: every name known, every unit fitting, every branch of one type.

use std::collections::{BTreeMap, BTreeSet};

use units::Text;

use super::Fault;
use super::ast::{Expr, Function, Op, Shape};
use super::interest;
use crate::diagnose::nearest;
use crate::unit::Unit;
use crate::value::Type;

/// The names that an expression may read.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) names: &'a BTreeMap<String, Type>,
    /// Which of the names are facts, and which parameters that the scheme itself sets.
    pub(crate) roles: &'a Roles,
    /// Fields of `item` inside an aggregate.
    pub(crate) item: Option<&'a BTreeMap<String, Type>>,
}

/// Names that only certain functions take.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    pub(crate) facts: BTreeSet<String>,
    pub(crate) parameters: BTreeSet<String>,
}

/// The type of `expr`; every fault found is added to `faults`, and `None` means there was one.
pub(crate) fn check(expr: &Expr, scope: Scope<'_>, faults: &mut Vec<Fault>) -> Option<Type> {
    match &expr.shape {
        Shape::Bool(_) => Some(Type::Bool),
        Shape::Number(number, unit) => {
            let allowed = ["0", "1", "100"].contains(&number.to_string().as_str());
            if !allowed {
                faults.push(literal_number(expr, number.to_string()));
            }
            allowed.then_some(Type::Number(unit.unwrap_or(Unit::RATIO)))
        }
        Shape::Text(_) => Some(Type::Text),
        Shape::Name(name) => look_up(expr, name, scope.names, faults),
        Shape::Field(field) => match scope.item {
            Some(fields) => look_up(expr, field, fields, faults),
            None => {
                faults.push(fault(
                    expr,
                    "item_outside",
                    format!("item.{field}"),
                    Text::new(
                        "只在 sum、all、any 之内用 item",
                        "`item` inside sum, all or any only",
                    ),
                ));
                None
            }
        },
        Shape::Not(inner) => require(inner, &Type::Bool, scope, faults),
        Shape::Binary(op, a, b) => binary(expr, *op, (a, b), scope, faults),
        Shape::If(condition, yes, no) => {
            let known = require(condition, &Type::Bool, scope, faults);
            if condition.names().is_empty() && !reads_item(condition) {
                faults.push(fault(
                    condition,
                    "unreachable_branch",
                    "if".to_owned(),
                    Text::new("取决于事实的条件", "a condition that depends on a fact"),
                ));
            }
            let same = alike(expr, (yes, no), scope, faults)?;
            known.map(|_| same)
        }
        Shape::Call(function, arguments) => call(expr, *function, arguments, scope, faults),
    }
}

fn look_up(
    expr: &Expr,
    name: &str,
    names: &BTreeMap<String, Type>,
    faults: &mut Vec<Fault>,
) -> Option<Type> {
    let found = names.get(name).cloned();
    if found.is_none() {
        faults.push(Fault {
            at: expr.span.start,
            code: "unknown_name",
            value: name.to_owned(),
            expected: Text::new("已定义的事实或参数", "a fact or parameter that is defined"),
            remedy: nearest(name, names.keys().map(String::as_str)),
        });
    }
    found
}

fn literal_number(expr: &Expr, value: String) -> Fault {
    Fault {
        at: expr.span.start,
        code: "literal_number",
        value,
        expected: Text::new("规则中只有 0、1、100", "no number but 0, 1 and 100 in a rule"),
        remedy: Text::new(
            "把数值放进带来源和日期的参数文件",
            "put the number into a parameter file with its source and date",
        ),
    }
}

fn fault(expr: &Expr, code: &'static str, value: String, expected: Text) -> Fault {
    let remedy = Text::new("改正此处的表达式", "correct the expression here");
    Fault { at: expr.span.start, code, value, expected, remedy }
}

fn mismatch(expr: &Expr, found: &Type, expected: Text) -> Fault {
    let code = match found {
        Type::Number(_) => "unit_mismatch",
        _ => "type_mismatch",
    };
    fault(expr, code, found.shown().en, expected)
}

fn require(expr: &Expr, kind: &Type, scope: Scope<'_>, faults: &mut Vec<Fault>) -> Option<Type> {
    let found = check(expr, scope, faults)?;
    if found == *kind || (is_zero(expr) && matches!(kind, Type::Number(_))) {
        return Some(kind.clone());
    }
    faults.push(mismatch(expr, &found, kind.shown()));
    None
}

/// Whether it is a bare zero, which fits every unit.
pub(crate) fn is_zero(expr: &Expr) -> bool {
    matches!(&expr.shape, Shape::Number(number, None) if number.is_zero())
}

fn reads_item(expr: &Expr) -> bool {
    match &expr.shape {
        Shape::Field(_) => true,
        Shape::Not(inner) => reads_item(inner),
        Shape::Binary(_, a, b) => reads_item(a) || reads_item(b),
        Shape::If(a, b, c) => reads_item(a) || reads_item(b) || reads_item(c),
        Shape::Call(_, arguments) => arguments.iter().any(reads_item),
        Shape::Bool(_) | Shape::Number(..) | Shape::Text(_) | Shape::Name(_) => false,
    }
}

/// The one type of both expressions: equal, or a zero beside a quantity, or a choice and its key.
fn alike(
    expr: &Expr,
    (a, b): (&Expr, &Expr),
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Type> {
    let (left, right) = (check(a, scope, faults), check(b, scope, faults));
    let (left, right) = (left?, right?);
    match (&left, &right) {
        _ if left == right => Some(left),
        (Type::Number(_), Type::Number(_)) if is_zero(a) => Some(right),
        (Type::Number(_), Type::Number(_)) if is_zero(b) => Some(left),
        (Type::Choice(choices), Type::Text) => key_of(b, choices, faults).then_some(left.clone()),
        (Type::Text, Type::Choice(choices)) => key_of(a, choices, faults).then_some(right.clone()),
        _ => {
            let found = format!("{} / {}", left.shown().en, right.shown().en);
            let code = match (&left, &right) {
                (Type::Number(_), Type::Number(_)) => "unit_mismatch",
                _ => "type_mismatch",
            };
            let expected = Text::new("两边类型和单位相同", "the same type and unit on both sides");
            faults.push(fault(expr, code, found, expected));
            None
        }
    }
}

fn key_of(expr: &Expr, choices: &BTreeMap<String, Text>, faults: &mut Vec<Fault>) -> bool {
    let Shape::Text(key) = &expr.shape else {
        faults.push(fault(
            expr,
            "type_mismatch",
            Type::Text.shown().en,
            Type::Choice(choices.clone()).shown(),
        ));
        return false;
    };
    let known = choices.contains_key(key);
    if !known {
        faults.push(Fault {
            at: expr.span.start,
            code: "unknown_choice",
            value: key.clone(),
            expected: Type::Choice(choices.clone()).shown(),
            remedy: nearest(key, choices.keys().map(String::as_str)),
        });
    }
    known
}

fn binary(
    expr: &Expr,
    op: Op,
    (a, b): (&Expr, &Expr),
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Type> {
    match op {
        Op::Or | Op::And => {
            let left = require(a, &Type::Bool, scope, faults);
            require(b, &Type::Bool, scope, faults).and(left)
        }
        Op::Equal | Op::Differs => alike(expr, (a, b), scope, faults).map(|_| Type::Bool),
        Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => {
            let kind = alike(expr, (a, b), scope, faults)?;
            let ordered = matches!(kind, Type::Number(_) | Type::Date);
            if !ordered {
                let expected = Text::new("数值或日期", "numbers or dates");
                faults.push(fault(expr, "type_mismatch", kind.shown().en, expected));
            }
            ordered.then_some(Type::Bool)
        }
        Op::In => {
            let left = require(a, &Type::Text, scope, faults);
            require(b, &Type::Texts, scope, faults).and(left).map(|_| Type::Bool)
        }
        Op::Plus | Op::Minus => sum(expr, op, (a, b), scope, faults),
        Op::Times | Op::Over => {
            let left = check(a, scope, faults);
            let (left, right) = (left, check(b, scope, faults)?);
            let unit = match (left?, right) {
                (Type::Number(x), Type::Number(y)) if op == Op::Times => x.times(y),
                (Type::Number(x), Type::Number(y)) => x.over(y),
                (Type::Number(_), other) | (other, _) => {
                    faults.push(mismatch(expr, &other, Text::new("数值", "numbers")));
                    return None;
                }
            };
            if unit.is_none() {
                let expected = Text::new("有意义的单位", "a unit that has a meaning");
                faults.push(fault(expr, "unit_mismatch", op.sign().to_owned(), expected));
            }
            unit.map(Type::Number)
        }
    }
}

/// Numbers of one unit, a date and a number of years, months or days, or a span between dates.
fn sum(
    expr: &Expr,
    op: Op,
    (a, b): (&Expr, &Expr),
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Type> {
    let mut quiet = Vec::new();
    if check(a, scope, &mut quiet) == Some(Type::Date) {
        if op == Op::Minus {
            let days = Type::Number(Unit::day());
            return require(b, &Type::Date, scope, faults).map(|_| days);
        }
        let found = check(b, scope, faults)?;
        let spans = [Unit::year(), Unit::month(), Unit::day()].map(Type::Number);
        if !spans.contains(&found) {
            let expected = Text::new("年、月或天数", "a number of years, months or days");
            faults.push(mismatch(b, &found, expected));
            return None;
        }
        return Some(Type::Date);
    }
    let kind = alike(expr, (a, b), scope, faults)?;
    let number = matches!(kind, Type::Number(_));
    if !number {
        faults.push(mismatch(expr, &kind, Text::new("数值", "numbers")));
    }
    number.then_some(kind)
}

fn call(
    expr: &Expr,
    function: Function,
    arguments: &[Expr],
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Type> {
    match function {
        Function::Min | Function::Max | Function::FirstKnown => {
            one_kind(expr, function, arguments, scope, faults)
        }
        Function::Sum | Function::All | Function::Any => {
            let [list, body] = arguments else { return wrong_count(expr, faults) };
            let fields = list_fields(list, scope, faults)?;
            let inner = Scope { item: Some(&fields), ..scope };
            if function != Function::Sum {
                return require(body, &Type::Bool, inner, faults);
            }
            let kind = check(body, inner, faults)?;
            if !matches!(kind, Type::Number(_)) {
                faults.push(mismatch(body, &kind, Text::new("数值", "a number")));
                return None;
            }
            Some(kind)
        }
        Function::Count => {
            let [list] = arguments else { return wrong_count(expr, faults) };
            list_fields(list, scope, faults).map(|_| Type::Number(Unit::count()))
        }
        Function::AtLeast => at_least(expr, arguments, scope, faults),
        Function::Band | Function::Interpolate => table(expr, function, arguments, scope, faults),
        Function::At => {
            let [parameter, date] = arguments else { return wrong_count(expr, faults) };
            let day = require(date, &Type::Date, scope, faults);
            let kind = role(parameter, &scope.roles.parameters, "parameter_wanted", scope, faults);
            day.and(kind)
        }
        Function::Share => {
            let [part, whole] = arguments else { return wrong_count(expr, faults) };
            let kind = alike(expr, (part, whole), scope, faults)?;
            if !matches!(kind, Type::Number(_)) {
                faults.push(mismatch(part, &kind, Text::new("数值", "a number")));
                return None;
            }
            Some(Type::Number(Unit::PERCENT))
        }
        Function::Whole => {
            let [number] = arguments else { return wrong_count(expr, faults) };
            let kind = check(number, scope, faults)?;
            if !matches!(kind, Type::Number(_)) {
                faults.push(mismatch(number, &kind, Text::new("数值", "a number")));
                return None;
            }
            Some(kind)
        }
        Function::Applies => {
            let [fact] = arguments else { return wrong_count(expr, faults) };
            role(fact, &scope.roles.facts, "fact_wanted", scope, faults).map(|_| Type::Bool)
        }
        Function::Interest => {
            let signature = interest::signature();
            if arguments.len() != signature.len() {
                return wrong_count(expr, faults);
            }
            let mut fine = true;
            for (argument, kind) in arguments.iter().zip(&signature) {
                fine &= require(argument, kind, scope, faults).is_some();
            }
            fine.then_some(Type::Number(Unit::yuan()))
        }
    }
}

/// `min`, `max` or `first_known` of values of one type.
fn one_kind(
    expr: &Expr,
    function: Function,
    arguments: &[Expr],
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Type> {
    let [first, rest @ ..] = arguments else { return wrong_count(expr, faults) };
    if rest.is_empty() {
        return wrong_count(expr, faults);
    }
    let mut kind = None;
    for other in rest {
        kind = Some(alike(expr, (first, other), scope, faults)?);
    }
    let kind = kind?;
    if function != Function::FirstKnown && !matches!(kind, Type::Number(_) | Type::Date) {
        faults.push(mismatch(expr, &kind, Text::new("数值或日期", "numbers or dates")));
        return None;
    }
    Some(kind)
}

/// `at_least(k, condition, condition, …)`.
fn at_least(
    expr: &Expr,
    arguments: &[Expr],
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Type> {
    let [least, conditions @ ..] = arguments else { return wrong_count(expr, faults) };
    if conditions.len() < 2 {
        return wrong_count(expr, faults);
    }
    let mut fine = require(least, &Type::Number(Unit::count()), scope, faults).is_some();
    for condition in conditions {
        fine &= require(condition, &Type::Bool, scope, faults).is_some();
    }
    fine.then_some(Type::Bool)
}

/// `band(table, number)` or `interpolate(table, number)`.
fn table(
    expr: &Expr,
    function: Function,
    arguments: &[Expr],
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Type> {
    let [table, number] = arguments else { return wrong_count(expr, faults) };
    let (of, unit) = match (function, check(table, scope, faults)?) {
        (Function::Band, Type::Bands { of, unit })
        | (Function::Interpolate, Type::Points { of, unit }) => (of, unit),
        (_, other) => {
            let expected = Text::new(
                "band 用分段表，interpolate 用插值表",
                "a table of bands for `band`, of points for `interpolate`",
            );
            faults.push(mismatch(table, &other, expected));
            return None;
        }
    };
    require(number, &Type::Number(of), scope, faults).map(|_| Type::Number(unit))
}

/// The type of an argument that must be one of the `wanted` names and nothing else.
fn role(
    expr: &Expr,
    wanted: &BTreeSet<String>,
    code: &'static str,
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Type> {
    let kind = check(expr, scope, faults)?;
    match &expr.shape {
        Shape::Name(name) if wanted.contains(name) => Some(kind),
        _ => {
            let expected = match code {
                "fact_wanted" => Text::new("一个事实的名称", "the name of a fact"),
                _ => Text::new("方案自身参数的名称", "the name of a parameter of the scheme's own"),
            };
            faults.push(fault(expr, code, String::new(), expected));
            None
        }
    }
}

fn wrong_count(expr: &Expr, faults: &mut Vec<Fault>) -> Option<Type> {
    faults.push(fault(
        expr,
        "argument_count",
        String::new(),
        Text::new(
            "min/max/first_known 至少两个参数，at_least 至少三个，sum/all/any/band/interpolate/at/share 两个，\
             count/whole/applies 一个，interest 八个",
            "two or more arguments for min, max and first_known, three or more for at_least, two \
             for sum, all, any, band, interpolate, at and share, one for count, whole and applies, eight \
             for interest",
        ),
    ));
    None
}

/// Fields of the list that `expr` names; aggregates inside aggregates are refused.
fn list_fields(
    expr: &Expr,
    scope: Scope<'_>,
    faults: &mut Vec<Fault>,
) -> Option<BTreeMap<String, Type>> {
    if scope.item.is_some() {
        let expected = Text::new("不嵌套的汇总", "no aggregate inside an aggregate");
        faults.push(fault(expr, "nested_aggregate", String::new(), expected));
        return None;
    }
    match check(expr, scope, faults)? {
        Type::List(fields) => Some(fields),
        other => {
            faults.push(mismatch(expr, &other, Text::new("记录的列表", "a list of records")));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        let unit = |text| Type::Number(Unit::parse(text).unwrap());
        let choice = Type::Choice(BTreeMap::from([("plant".to_owned(), Text::same("plant"))]));
        let component = Type::List(BTreeMap::from([
            ("yuan".to_owned(), unit("yuan")),
            ("kind".to_owned(), choice.clone()),
        ]));
        let names = BTreeMap::from([
            ("area".to_owned(), unit("m2")),
            ("cap".to_owned(), unit("yuan")),
            ("rate".to_owned(), unit("percent")),
            ("age".to_owned(), unit("year")),
            ("vacant".to_owned(), Type::Bool),
            ("done".to_owned(), Type::Date),
            ("kind".to_owned(), choice),
            ("parts".to_owned(), component),
            ("steps".to_owned(), Type::Bands { of: Unit::PERCENT, unit: Unit::yuan() }),
            ("line".to_owned(), Type::Points { of: Unit::PERCENT, unit: Unit::yuan() }),
        ]);
        let mut faults = Vec::new();
        let roles = Roles {
            facts: ["area", "done"].map(str::to_owned).into(),
            parameters: ["cap", "steps"].map(str::to_owned).into(),
        };
        let scope = Scope { names: &names, roles: &roles, item: None };
        check(&parse(text).unwrap(), scope, &mut faults);
        faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn sound_expressions_pass() {
        for text in [
            "area > 0",
            "rate * cap <= cap",
            "100 percent - rate > rate",
            "done + age < done",
            "if kind == \"plant\" then rate * cap else 0",
            "min(cap, rate * cap)",
            "sum(parts, if item.kind == \"plant\" then item.yuan else 0) > cap",
            "first_known(vacant, area > 0)",
            "count(parts) > 1 count",
            "not vacant or vacant",
            "at_least(1 count, vacant, area > 0, cap > 0)",
            "band(steps, rate) + interpolate(line, rate) <= at(cap, done)",
            "done + 1 month < done + 100 day",
            "done - done > 0",
            "share(area, area) >= rate",
            "applies(done) and whole(cap / cap) * cap > 0",
        ] {
            assert_eq!(codes(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn faults_are_named() {
        for (text, code) in [
            ("area > cap", "unit_mismatch"),
            ("area > 200 m2", "literal_number"),
            ("aera > 0", "unknown_name"),
            ("kind == \"palnt\"", "unknown_choice"),
            ("area and vacant", "unit_mismatch"),
            ("vacant > vacant", "type_mismatch"),
            ("rate > 1", "unit_mismatch"),
            ("item.yuan > 0", "item_outside"),
            ("sum(parts, count(parts))", "nested_aggregate"),
            ("min(cap)", "argument_count"),
            ("if true then cap else 0", "unreachable_branch"),
            ("rate / cap > 0", "unit_mismatch"),
            ("done + area < done", "unit_mismatch"),
            ("done * cap > cap", "type_mismatch"),
            ("at_least(1 count, vacant)", "argument_count"),
            ("at_least(vacant, vacant, vacant)", "type_mismatch"),
            ("band(line, rate) > 0", "type_mismatch"),
            ("band(steps, area) > 0", "unit_mismatch"),
            ("at(area, done) > 0", "parameter_wanted"),
            ("applies(cap)", "fact_wanted"),
        ] {
            assert_eq!(codes(text), vec![code], "{text}");
        }
    }
}
