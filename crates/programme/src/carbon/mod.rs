//! Carbon: an inventory of what an enterprise emits, and the account in which it is kept.
//!
//! The inventory is a pure function of checked activity data ([`Book`]), dated factors
//! ([`FactorTable`]) and a method ([`Method`]); its statement can be made again, byte for byte,
//! whatever factors were published since. The account ([`Accounts`]) keeps statements, verified
//! reductions and units that others issued. It mints nothing. `docs/carbon.md` describes both.

mod activity;
mod book;
mod factors;
mod inventory;
mod share;
mod statement;

pub use activity::{Activity, ActivityRow, Boundaries, Boundary, Metering, Share, Unit};
pub use book::{Book, Checked};
pub use factors::{FactorKind, FactorTable, FactorVersion};
pub use inventory::{
    Basis, Flag, Gap, Inventory, Line, Method, OtherYear, Scope, TooLarge, Totals, Why,
};
pub use statement::{Change, Diff, ReplayError, Statement, Told};
