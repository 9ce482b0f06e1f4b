//! The expression language of rules: typed, total, exact, three-valued.
//!
//! ```text
//! expression = "if" expression "then" expression "else" expression | or
//! or = and {"or" and}      and = not {"and" not}      not = "not" not | comparison
//! comparison = sum [("<" | "<=" | ">" | ">=" | "==" | "!=" | "in") sum]
//! sum = product {("+" | "-") product}      product = atom {("*" | "/") atom}
//! atom = number [unit] | "text" | true | false | name | item "." field | function "(" … ")"
//!      | "(" expression ")"
//! ```
//!
//! Names are facts, parameters, or `on` (the day of the decision). There are no loops, no
//! recursion, no floats; every expression ends.

mod ast;
mod check;
mod eval;
mod interest;
mod lex;
mod overlap;
mod parse;
mod print;

pub(crate) use ast::{Expr, Function, Op, Shape};
pub(crate) use check::{Roles, Scope, check, is_zero};
pub(crate) use eval::{Basis, Env, Seen, Why, evaluate};
pub(crate) use overlap::{Known, can_hold, dead_branches};
pub(crate) use parse::parse;
pub(crate) use print::{print, strength};

use units::Text;

/// What is wrong with an expression, and where in its text (byte offset).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) code: &'static str,
    pub(crate) value: String,
    pub(crate) expected: Text,
    pub(crate) remedy: Text,
}
