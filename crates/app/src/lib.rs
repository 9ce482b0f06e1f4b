//! The façade: one function a use case, and the only room where the parts of the chain meet.
//!
//! Here and nowhere else files and the database are opened and the clock is read. Every use case
//! takes a request of plain values, tells a [`Progress`] how far it is, and ends in an [`Outcome`]
//! or a [`Failure`]; a failure leaves stored data as it was.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the room where files are opened and the clock is read"
)]

mod appraising;
mod area_potential;
mod assessment;
mod case_decision;
mod choosing;
mod columns;
mod confirming;
mod database;
mod deciding;
mod demo;
mod demo_city;
mod demo_desk;
pub mod desk;
mod dossier;
mod dossier_book;
mod dossier_paper;
mod embedded;
mod energy_cases;
mod energy_hours;
mod energy_stock;
mod energy_year;
mod facts;
mod failure;
mod files;
mod fonts;
mod import;
pub mod jobs;
mod law_pages;
mod letters;
mod measure_sheet;
mod merging;
mod outcome;
mod outputs;
mod own_terms;
mod place;
mod planning;
mod population;
mod progress;
mod public_money;
mod reference_rates;
mod run;
mod scheme_files;
mod scheme_pages;
mod scheme_tools;
mod screening;
mod searching;
mod stacking;
mod store;
mod weather;
mod words;
mod yuan;

pub use appraising::{AppraiseRequest, appraise, appraise_space};
pub use area_potential::{AreaAsked, PotentialRequest, area_potential};
pub use case_decision::{Explained, decide_case, decide_stated, explain, replay};
pub use choosing::{Aim, Budget, choose};
pub use confirming::check_confirmation;
pub use database::Location;
pub use deciding::{Rules, decide};
pub use demo::{DemoRequest, demo};
pub use demo_desk::{DEMO_PASSWORD, DemoDesk, DemoDeskRequest, DemoUser, fill_demo_desk};
pub use embedded::ready_mappings;
pub use energy_cases::{building_schema, published_cases};
pub use energy_stock::{StockRequest, simulate_stock_file};
pub use energy_year::{SimulateRequest, simulate_file};
pub use failure::Failure;
pub use files::read_folder;
pub use import::{ImportRequest, import};
pub use law_pages::{
    ChoiceKnown, FactAsked, LawKnown, SchemeKnown, VersionKnown, facts_asked, law_known,
    schemes_known,
};
pub use letters::{LetterKind, LetterRequest, Letterhead, letter, letter_pdf, paper_fonts};
pub use measure_sheet::{export_measures, import_measures};
pub use outcome::Outcome;
pub use planning::{PlanRequest, choose_programme, programme_schema, verify_solution};
pub use policy::FileKind;
pub use population::{PopulationRequest, Range, population};
pub use progress::{Progress, Silent, Step};
pub use report::PaperFonts;
pub use run::{RunRequest, run};
pub use scheme_files::{FormatRequest, file_schema, format_schemes};
pub use scheme_pages::{PagesRequest, scheme_pages};
pub use scheme_tools::{SchemesRequest, check_schemes, test_schemes};
pub use screening::{ScreenRequest, screen};
pub use stacking::{StackRequest, stack_case};
pub use store::{Finding, MergeAct};
pub use yuan::parse_yuan;

/// Version of this software.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
