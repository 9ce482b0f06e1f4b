//! The words every other crate speaks: exact money and carbon, identifiers, civil dates, sourced
//! values, bilingual text and diagnostics about input.
//!
//! This crate is a leaf: it depends on none of ours. Physical quantities are `f64` whose *name*
//! ends in the unit (`area_m2`, `heating_kwh`, `temp_c`), checked by `cargo xtask tidy`; money and
//! carbon are integers with types of their own, because those must add up to the last digit.

mod amount;
mod diagnostic;
mod id;
mod nearest;
mod schema;
mod source;
mod text;

pub use amount::{AmountError, Fen, GramsCo2e};
pub use diagnostic::{Diagnostic, Severity};
pub use id::{IdError, SpaceId};
pub use jiff::Span;
pub use jiff::civil::Date;
pub use nearest::nearest_name;
pub use rust_decimal::Decimal;
pub use schema::Day;
pub use source::{Mark, Source, Sourced};
pub use text::{Lang, Text};
