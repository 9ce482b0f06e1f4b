//! The law as data: dated, sourced parameters and typed rules in text files; decisions that say
//! clause by clause why.
//!
//! A scheme is a folder of small YAML files (see `docs/rules.md`). [`Scheme::load`] checks them
//! whole: names, types, units, dates, sources. [`Scheme::on`] picks the version in force on a day,
//! or tells where the gap lies. [`evaluate`] decides one case: a verdict per clause, the amount to
//! the fen, what is missing and who can supply it, and from what every figure was formed.
//! [`nearest_change`] says what a refused case would have to change, at the least effort; [`stack`]
//! finds the best permitted combination of several schemes' awards for one project.
//!
//! Invariants:
//! - Values are exact decimals; an operation that could not be exact gives unknown, never a guess.
//! - A missing fact gives *undetermined*; it never passes, fails or counts as zero.
//! - Nothing recalled, missing, modelled or assumed reaches [`Decision::amount`]; one function
//!   grants it, and it looks at everything the decision rests on.
//! - No input, however broken, makes this crate panic; it reads no clock, disk or environment.

mod case;
mod columns;
mod decide;
mod decision;
mod diagnose;
mod exact;
mod expr;
mod facts;
mod format;
mod ground;
mod load;
mod nearest;
mod parameter;
mod reform;
mod rules;
mod schema;
mod scheme;
mod stacking;
mod trace;
mod unit;
mod value;
mod view;
mod words;
mod yaml;

pub use case::{CaseReport, run_case};
pub use columns::{Answers, Batch, Column, ColumnError, FactColumn, Program};
pub use decide::evaluate;
pub use decision::{
    ClauseResult, ClauseVerdict, Comparison, Decision, Input, Missing, ModeResult, TrancheResult,
    Verdict,
};
pub use facts::{Assessment, Facts, modelled, reported};
pub use format::format_file;
pub use ground::{Confirmation, Ground, NOT_SEEN};
pub use nearest::{Change, Nearest, Remedy, Stuck, nearest_change};
pub use parameter::{Entry, Parameter, Schedule};
pub use reform::{Reform, ReformChange};
pub use rules::{
    Changeable, ClauseKind, Currency, Exclusion, FactDefinition, Level, Match, Others, RuleSet,
    Version,
};
pub use schema::{FileKind, schema};
pub use scheme::{InForce, NotInForce, Scheme};
pub use stacking::{
    Bar, Filled, LINKED_MAX, LeftOut, Plan, Reason, Stack, StackOutcome, StackedAward,
    read_shared_facts, stack,
};
pub use trace::Trace;
pub use unit::Unit;
pub use value::{Band, PartialDate, Record, Type, Value, grouped};
pub use view::{
    ClauseView, DefinitionView, ExceptionView, FormulaView, ItemView, ModeView, TrancheView,
};
pub use words::{Piece, Words};
