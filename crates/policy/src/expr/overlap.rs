//! Whether conditions can hold together: a proof that they cannot, or "perhaps".
//!
//! The conditions are spread into alternatives (disjunctive form), each a list of plain conditions
//! with their sign. An alternative is impossible when it holds a plain condition and its contrary,
//! two different keys of one choice, none of its keys, or comparisons of one value that no number
//! satisfies. Limits that are parameters are compared by their values on every day on which one of
//! them changes. What cannot be seen in this way counts as possible, so "cannot" is always true.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use units::Text;

use super::Fault;
use super::ast::{Expr, Op, Shape};
use super::print::print;

/// The most alternatives that are looked through; beyond, everything counts as possible.
const ALTERNATIVES_MAX: usize = 512;

/// What is known of names while conditions are compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// The keys of every choice.
    pub(crate) choices: BTreeMap<String, BTreeSet<String>>,
    /// The values of every number parameter, one for each period in which none changes; periods
    /// are the same for all.
    pub(crate) numbers: BTreeMap<String, Vec<Option<Decimal>>>,
}

/// The branches of `expr` that nothing can reach, given the conditions on the way to them.
pub(crate) fn dead_branches(expr: &Expr, known: &Known) -> Vec<Fault> {
    let mut faults = Vec::new();
    descend(expr, &mut Vec::new(), known, &mut faults);
    faults
}

fn descend<'a>(
    expr: &'a Expr,
    way: &mut Vec<(&'a Expr, bool)>,
    known: &Known,
    faults: &mut Vec<Fault>,
) {
    match &expr.shape {
        Shape::If(condition, yes, no) => {
            descend(condition, way, known, faults);
            for (branch, truth) in [(yes, true), (no, false)] {
                way.push((condition, truth));
                if can_hold(way, known) {
                    descend(branch, way, known, faults);
                } else if !condition.names().is_empty() {
                    faults.push(unreachable(branch));
                }
                way.pop();
            }
        }
        Shape::Not(inner) => descend(inner, way, known, faults),
        Shape::Binary(_, a, b) => {
            descend(a, way, known, faults);
            descend(b, way, known, faults);
        }
        // What `item` is changes from one record to the next, so the way to a call is forgotten.
        Shape::Call(_, arguments) => {
            arguments.iter().for_each(|part| descend(part, &mut Vec::new(), known, faults));
        }
        Shape::Bool(_) | Shape::Number(..) | Shape::Text(_) | Shape::Name(_) | Shape::Field(_) => {}
    }
}

fn unreachable(branch: &Expr) -> Fault {
    Fault {
        at: branch.span.start,
        code: "unreachable_branch",
        value: print(branch).chars().take(60).collect(),
        expected: Text::new("可能走到的分支", "a branch that can be reached"),
        remedy: Text::new("改正条件，或删去此分支", "correct the condition, or remove the branch"),
    }
}

/// A plain condition, and whether it is to hold.
type Literal<'a> = (&'a Expr, bool);

/// Whether all `conditions` (with the wanted truth of each) can hold at once.
pub(crate) fn can_hold(conditions: &[(&Expr, bool)], known: &Known) -> bool {
    let mut alternatives: Vec<Vec<Literal<'_>>> = vec![Vec::new()];
    for (expr, truth) in conditions {
        let own = spread(expr, *truth);
        if alternatives.len() * own.len() > ALTERNATIVES_MAX {
            return true;
        }
        alternatives = alternatives
            .iter()
            .flat_map(|left| own.iter().map(move |right| [&left[..], &right[..]].concat()))
            .collect();
    }
    alternatives.iter().any(|literals| possible(literals, known))
}

/// The alternatives under which `expr` has the wanted truth. More than the most allowed are cut to
/// a single empty one, which is always possible.
fn spread(expr: &Expr, truth: bool) -> Vec<Vec<Literal<'_>>> {
    match &expr.shape {
        Shape::Bool(value) => {
            if *value == truth {
                vec![Vec::new()]
            } else {
                Vec::new()
            }
        }
        Shape::Not(inner) => spread(inner, !truth),
        Shape::Binary(op @ (Op::And | Op::Or), a, b) => {
            let (left, right) = (spread(a, truth), spread(b, truth));
            let both = (*op == Op::And) == truth;
            if !both {
                return [left, right].concat();
            }
            if left.len() * right.len() > ALTERNATIVES_MAX {
                return vec![Vec::new()];
            }
            let joined =
                left.iter().flat_map(|a| right.iter().map(move |b| [&a[..], &b[..]].concat()));
            joined.collect()
        }
        _ => vec![vec![(expr, truth)]],
    }
}

/// Which orders of left and right a comparison allows: less, equal, greater.
type Orders = [bool; 3];

fn orders(op: Op, truth: bool) -> Option<Orders> {
    let allowed = match op {
        Op::Less => [true, false, false],
        Op::LessOrEqual => [true, true, false],
        Op::Greater => [false, false, true],
        Op::GreaterOrEqual => [false, true, true],
        Op::Equal => [false, true, false],
        Op::Differs => [true, false, true],
        _ => return None,
    };
    Some(if truth { allowed } else { allowed.map(|yes| !yes) })
}

/// What one alternative says, gathered by the value that it speaks of.
#[derive(Default)]
struct Sayings {
    /// Text of a condition to its truth.
    plain: BTreeMap<String, bool>,
    /// Text of a value to the keys that it is and is not.
    keys: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>,
    /// Texts of the two sides to the orders that are left.
    pairs: BTreeMap<(String, String), Orders>,
    /// Text of a value to its limits.
    limits: BTreeMap<String, Vec<(String, Orders)>>,
}

fn possible(literals: &[Literal<'_>], known: &Known) -> bool {
    let mut sayings = Sayings::default();
    for (expr, truth) in literals {
        let text = print(expr);
        if *sayings.plain.entry(text).or_insert(*truth) != *truth {
            return false;
        }
        let Shape::Binary(op, a, b) = &expr.shape else { continue };
        let (left, right) = (print(a), print(b));
        let key = match (&a.shape, &b.shape) {
            (_, Shape::Text(key)) => Some((&left, key)),
            (Shape::Text(key), _) => Some((&right, key)),
            _ => None,
        };
        if let (Some((value, key)), Op::Equal | Op::Differs) = (key, op) {
            let (is, is_not) = sayings.keys.entry(value.clone()).or_default();
            if (*op == Op::Equal) == *truth { is } else { is_not }.insert(key.clone());
            continue;
        }
        let Some(allowed) = orders(*op, *truth) else { continue };
        let flipped = [allowed[2], allowed[1], allowed[0]];
        for (value, limit, allowed) in [(&left, &right, allowed), (&right, &left, flipped)] {
            let pair = sayings.pairs.entry((value.clone(), limit.clone())).or_insert([true; 3]);
            for (left, right) in pair.iter_mut().zip(allowed) {
                *left &= right;
            }
            sayings.limits.entry(value.clone()).or_default().push((limit.clone(), allowed));
        }
    }
    let pairs = sayings.pairs.values().all(|orders| orders.contains(&true));
    let keys = sayings.keys.iter().all(|(value, said)| keys_fit(value, said, known));
    pairs && keys && sayings.limits.values().all(|limits| limits_fit(limits, known))
}

fn keys_fit(
    value: &str,
    (is, is_not): &(BTreeSet<String>, BTreeSet<String>),
    known: &Known,
) -> bool {
    let exhausted = known.choices.get(value).is_some_and(|all| all.is_subset(is_not));
    is.len() <= 1 && is.is_disjoint(is_not) && !exhausted
}

/// Whether some number satisfies all limits in at least one period.
fn limits_fit(limits: &[(String, Orders)], known: &Known) -> bool {
    let series: Vec<(Vec<Option<Decimal>>, Orders)> = limits
        .iter()
        .filter_map(|(limit, orders)| {
            let values = match known.numbers.get(limit) {
                Some(values) => values.clone(),
                None => vec![Some(limit.parse().ok()?)],
            };
            Some((values, *orders))
        })
        .collect();
    let periods = series.iter().map(|(values, _)| values.len()).max().unwrap_or(1);
    (0..periods).any(|period| {
        let at = |values: &[Option<Decimal>]| {
            if values.len() == 1 { values[0] } else { values.get(period).copied().flatten() }
        };
        let here = series.iter().filter_map(|(values, orders)| Some((at(values)?, *orders)));
        some_number(&here.collect::<Vec<_>>())
    })
}

/// Whether a number lies in the allowed order to every limit: only the limits themselves, a number
/// beyond either end and one in each space between need to be tried.
fn some_number(limits: &[(Decimal, Orders)]) -> bool {
    let mut cuts: Vec<Decimal> = limits.iter().map(|(limit, _)| *limit).collect();
    cuts.sort();
    cuts.dedup();
    let fits = |order: &dyn Fn(Decimal) -> Ordering| {
        limits.iter().all(|(limit, allowed)| match order(*limit) {
            Ordering::Less => allowed[0],
            Ordering::Equal => allowed[1],
            Ordering::Greater => allowed[2],
        })
    };
    let below_all = fits(&|_| Ordering::Less);
    let on_a_cut = cuts.iter().any(|cut| fits(&|limit| cut.cmp(&limit)));
    let just_above = cuts
        .iter()
        .any(|cut| fits(&|limit| if limit <= *cut { Ordering::Greater } else { Ordering::Less }));
    below_all || on_a_cut || just_above
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn together(a: &str, b: &str) -> bool {
        let keys = ["plant", "office", "area"].map(str::to_owned);
        let number = |text: &str| Some(text.parse().unwrap());
        let known = Known {
            choices: BTreeMap::from([("kind".to_owned(), keys.into())]),
            numbers: BTreeMap::from([
                ("low".to_owned(), vec![number("10"), number("20")]),
                ("high".to_owned(), vec![number("20"), number("30")]),
                ("wide".to_owned(), vec![number("15"), number("15")]),
            ]),
        };
        let (a, b) = (parse(a).unwrap(), parse(b).unwrap());
        can_hold(&[(&a, true), (&b, true)], &known)
    }

    #[test]
    fn contraries_are_seen() {
        for (a, b) in [
            ("kind == \"plant\"", "kind == \"office\""),
            ("kind == \"plant\"", "kind != \"plant\""),
            ("kind == \"plant\" and x", "kind == \"area\" or not x and kind == \"office\""),
            ("x", "not x"),
            ("x and y", "not (x or z)"),
            ("n > low", "n <= low"),
            ("n < low", "n > high"),
            ("n < low", "high < n"),
            ("a + b > c", "a + b < c"),
            ("kind != \"plant\" and kind != \"office\"", "kind != \"area\""),
            ("false", "x"),
        ] {
            assert!(!together(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn what_may_hold_together_is_not_denied() {
        for (a, b) in [
            ("kind == \"plant\"", "x"),
            ("n >= low", "n <= low"),
            ("n > low", "n < high"),
            ("n > low", "n < wide"),
            ("x or y", "not x"),
            ("n > low", "m <= low"),
            ("n > p", "n < q"),
        ] {
            assert!(together(a, b), "{a} / {b}");
        }
    }
}
