//! Why a building has no year.

use thiserror::Error;
use units::Diagnostic;

/// Why one building could not be simulated or read. A stock carries it in that building's place
/// and goes on.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Fault {
    /// The description has values outside their range; every one of them is listed.
    #[error("building {name:?} cannot be simulated: {} value(s) out of range, first: {}",
        .diagnostics.len(), .diagnostics.first().map(ToString::to_string).unwrap_or_default())]
    Invalid {
        /// Name of the building as its description states it.
        name: String,
        /// All that is wrong with it, at least one.
        diagnostics: Vec<Diagnostic>,
    },
    /// The text is no building file; where and why stands in the diagnostics.
    #[error("file {file:?} is not a building: {}",
        .diagnostics.first().map(ToString::to_string).unwrap_or_default())]
    Unreadable {
        /// The file as the user named it.
        file: String,
        /// Where reading stopped and why, at least one.
        diagnostics: Vec<Diagnostic>,
    },
    /// The weather is no complete, finite year.
    #[error("weather {name:?} is not usable at hour {hour:?} of the year: {what}")]
    Weather {
        /// Name of the weather.
        name: String,
        /// Hour of the year, 0 = 1 January 00:00–01:00; `None` where the whole is wrong.
        hour: Option<usize>,
        /// What is wrong there.
        what: &'static str,
    },
    /// The options are outside their range.
    #[error("option {option} is {value}, expected {expected}")]
    Options {
        /// Name of the option.
        option: &'static str,
        /// Its value.
        value: f64,
        /// What was expected.
        expected: &'static str,
    },
    /// The zones did not come to one answer with each other, or the year does not add up.
    #[error(
        "building {name:?}: the zones did not settle with each other; an imbalance of \
        {balance_error_ratio:e} of the flows is left: look for mixing air far above what the zones lose"
    )]
    NotSettled {
        /// Name of the building.
        name: String,
        /// What is left of the year's energy in − out − stored, relative to the flows. [-]
        balance_error_ratio: f64,
    },
    /// The heat balance left the range of numbers: the description is outside what the model
    /// can represent.
    #[error("building {name:?}: the heat balance gave no finite result")]
    NotFinite {
        /// Name of the building.
        name: String,
    },
}
