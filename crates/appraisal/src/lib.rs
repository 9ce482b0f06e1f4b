//! Options for a space: measures and packages, with energy, PV, carbon, cost and cash flow before
//! and after. Pure: catalogue, factors and prices come in as text, results go out as values.
//!
//! Entry points: [`Catalogue::parse`], [`Factors::parse`], [`Prices::parse`], [`apply`] for one
//! measure on one building, [`appraise_stock`] for all packages of a stock. Every cost and price is
//! a *planning value*; a figure whose factor or price is missing is `None`, never zero.

#![expect(rustdoc::broken_intra_doc_links, reason = "units stand in brackets, such as [kWh]")]

mod apply;
mod appraise;
mod catalogue;
mod circular;
mod factors;
pub mod finance;
mod grounds;
mod odds;
mod package;
mod planning;
mod prices;
mod read;
mod result;
pub mod risk;
mod search;
mod time_of_use;

pub use apply::{
    NotApplicable, Reason, apply, heating_word, quantity, roof_projection_m2, transmittance_w_m2k,
};
pub use appraise::{Candidate, Fault, Terms, appraise_stock};
pub use catalogue::{
    Catalogue, Clause, Confidence, Cost, CostUnit, DaylightControl, Effect, FenRange, MaterialUse,
    Measure, Needs, Package, Part, Repair, SHEET_NAME, Side, Sizing, Works,
};
pub use circular::{
    BuiltIn, CarbonBalance, Circular, Element, ElementMass, Embodied, Kept, KeptElement, Material,
    MaterialUnit, Per, Rebuild, RebuildRange, Renovation, Route, Shape, StageCarbon, Stages,
    Structure, WasteStream, circular,
};
pub use factors::{Factor, Factors};
pub use odds::{Futures, Odds, OddsTerms, alternatives, loss_share, odds};
pub use planning::carrier_name;
pub use prices::{Charge, Growth, Prices, Tariff};
pub use result::{
    Appraisal, EndUseEnergy, Ground, Grounds, MeasureLine, MeterYear, NotOffered, PackageResult,
    Performance, PvRoofShare, PvShareMethod, PvYear, SavingMethod, SavingRate,
};
pub use search::{
    AbatementStep, Decision, Found, Pick, Search, SearchSpace, Stage, StageTerms, Targets, search,
    search_stock,
};
pub use time_of_use::{Period, TimeOfUse};
