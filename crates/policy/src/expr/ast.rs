//! The tree of an expression.

use std::ops::Range;

use units::Decimal;

use crate::unit::Unit;

/// One part of an expression and where it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expr {
    /// Bytes of the expression's text.
    pub(crate) span: Range<usize>,
    /// The longest way down from here; bounded, so that walking the tree cannot overflow.
    pub(crate) height: usize,
    pub(crate) shape: Shape,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Bool(bool),
    /// A literal number; without a unit it is a ratio, and zero fits every unit.
    Number(Decimal, Option<Unit>),
    Text(String),
    Name(String),
    /// `item.field` inside `sum`, `all` or `any`.
    Field(String),
    Not(Box<Expr>),
    Binary(Op, Box<Expr>, Box<Expr>),
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    Call(Function, Vec<Expr>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Or,
    And,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    Differs,
    In,
    Plus,
    Minus,
    Times,
    Over,
}

impl Op {
    /// How it is written.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Equal => "==",
            Self::Differs => "!=",
            Self::In => "in",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
        }
    }

    /// Whether it compares two values.
    pub(crate) fn compares(self) -> bool {
        use Op::{Differs, Equal, Greater, GreaterOrEqual, In, Less, LessOrEqual};
        matches!(self, Less | LessOrEqual | Greater | GreaterOrEqual | Equal | Differs | In)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    /// The least of its arguments.
    Min,
    /// The greatest of its arguments.
    Max,
    /// `sum(list, expression of item)`.
    Sum,
    /// `all(list, condition on item)`.
    All,
    /// `any(list, condition on item)`.
    Any,
    /// `count(list)`.
    Count,
    /// The first argument that is known.
    FirstKnown,
    /// `at_least(k, condition, condition, …)`.
    AtLeast,
    /// `band(table, number)`: the value of the stretch in which the number lies.
    Band,
    /// `interpolate(table, number)`: on the straight line between the table's points.
    Interpolate,
    /// `at(parameter, date)`: the value that the parameter had on that day.
    At,
    /// `share(part, whole)`: the part in percent of the whole.
    Share,
    /// `whole(number)`: without its fraction.
    Whole,
    /// `applies(fact)`: false where the case says that the fact does not apply.
    Applies,
    /// Interest eligible for support on a loan; see `interest.rs`.
    Interest,
}

impl Function {
    pub(crate) const ALL: [(&'static str, Self); 15] = [
        ("min", Self::Min),
        ("max", Self::Max),
        ("sum", Self::Sum),
        ("all", Self::All),
        ("any", Self::Any),
        ("count", Self::Count),
        ("first_known", Self::FirstKnown),
        ("at_least", Self::AtLeast),
        ("band", Self::Band),
        ("interpolate", Self::Interpolate),
        ("at", Self::At),
        ("share", Self::Share),
        ("whole", Self::Whole),
        ("applies", Self::Applies),
        ("interest", Self::Interest),
    ];

    /// How it is written.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, other)| *other == self).map_or("", |(name, _)| name)
    }
}

impl Expr {
    /// Every name that is read, facts and parameters alike, in reading order with its place.
    pub(crate) fn names(&self) -> Vec<(&str, usize)> {
        let mut out = Vec::new();
        self.walk(&mut |expr| {
            if let Shape::Name(name) = &expr.shape {
                out.push((name.as_str(), expr.span.start));
            }
        });
        out
    }

    /// Names whose value on the day of the decision is read: all but those inside `at`.
    pub(crate) fn names_of_today(&self) -> Vec<&str> {
        let mut dated = Vec::new();
        self.walk(&mut |expr| {
            if let Shape::Call(Function::At, arguments) = &expr.shape
                && let Some(parameter) = arguments.first()
            {
                dated.push(parameter.span.start);
            }
        });
        let names = self.names().into_iter();
        names.filter(|(_, at)| !dated.contains(at)).map(|(name, _)| name).collect()
    }

    /// Calls `visit` on every part, from the whole down.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match &self.shape {
            Shape::Bool(_)
            | Shape::Number(..)
            | Shape::Text(_)
            | Shape::Name(_)
            | Shape::Field(_) => {}
            Shape::Not(inner) => inner.walk(visit),
            Shape::Binary(_, a, b) => {
                a.walk(visit);
                b.walk(visit);
            }
            Shape::If(a, b, c) => {
                a.walk(visit);
                b.walk(visit);
                c.walk(visit);
            }
            Shape::Call(_, arguments) => arguments.iter().for_each(|a| a.walk(visit)),
        }
    }
}
