//! Carbon: the inventory by hand-checkable numbers and properties, the account by its rules.

mod account;
mod inventory;
mod operations;
mod random;
