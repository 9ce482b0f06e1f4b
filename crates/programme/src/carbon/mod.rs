//! Carbon: an inventory of what an enterprise emits, and the account in which it is kept.
//!
//! The inventory is a pure function of checked activity data ([`Book`]), dated factors
//! ([`FactorTable`]) and a method ([`Method`]); its statement can be made again, byte for byte,
//! whatever factors were published since. The account ([`Accounts`]) keeps statements, verified
//! reductions and units that others issued. It mints nothing. `docs/carbon.md` describes both.

mod account;
mod act;
mod activity;
mod book;
mod decide;
mod factors;
mod invariants;
mod inventory;
mod rights;
mod share;
mod statement;

pub use account::{
    Account, Accounts, Declaration, Lot, Reduction, ReductionState, Site, UnitState, Year,
};
pub use act::{
    CarbonAct, CarbonEvent, Claim, Filing, NeutralityPlan, ReductionKind, Registry, UnitRange,
};
pub use activity::{Activity, ActivityRow, Boundaries, Boundary, Metering, Share, Unit};
pub use book::{Book, Checked};
pub(crate) use decide::decide;
pub use factors::{FactorKind, FactorTable, FactorVersion};
pub use inventory::{
    Basis, Flag, Gap, Inventory, Line, Method, OtherYear, Scope, TooLarge, Totals, Why,
};
pub use rights::{CARBON_RIGHTS, CarbonReach, CarbonRight, may_carbon};
pub use statement::{Change, Diff, ReplayError, Statement, Told};
