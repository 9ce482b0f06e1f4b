//! Circular renovation: what is kept, what is built in and thrown away, and its carbon beside that
//! of operation and of demolishing and building anew.
//!
//! Carbon follows the stages of GB/T 51366-2019; use (operation) comes from the caller. What is
//! unknown stays unknown and is named.

mod compute;
mod embodied;
mod kept;
mod read;
mod structures;

pub use compute::{BuiltIn, CarbonBalance, Circular, Rebuild, Renovation, StageCarbon, circular};
pub use embodied::{Embodied, Material, MaterialUnit, Route, Stages};
pub use kept::{Kept, KeptElement, WasteStream};
pub use structures::{Element, ElementMass, Per, RebuildRange, Shape, Structure};
