//! The potential of an area: which of its spaces to start with, and where not to.
//!
//! Entry points: [`parse_area`] or an [`Area`] by name, [`parse_rules`], [`potential_of_area`].
//! Rules are data: a criterion either *stops* a space or gives it points by weight. A fact that
//! nobody stated is unknown, never bad and never good: an unknown stop is a question, and a space
//! with too little known has no band.

mod area;
mod assess;
mod polygon;
mod rules;
mod rules_read;
mod summary;

pub use area::{Area, DrawnArea, parse_area};
pub use assess::{AspectState, Band, Figures, Reason, SpacePotential, assess};
pub use rules::{Aspect, Rules};
pub use rules_read::parse_rules;
pub use summary::{AreaPotential, BandTotal, QuestionTotal, StopTotal, potential_of_area};
