//! Evidence: a meter's series, the use to be expected without the measure, and the saving with the
//! range that the data allow.

mod day;
mod event;
mod interval;
mod linear;
mod model;
mod noise;
mod outcome;
mod quantile;
mod saving;
mod scale;
mod scan;
mod series;
mod shape;
mod side;
mod study;
mod sufficiency;
mod summary;
pub mod synthetic;

pub use event::{Change, Event, EventKind, EventPeriod};
pub use interval::{Estimate, Interval, LEVELS_PERCENT};
pub use saving::{Metered, Saving, WithoutEvents, saving};
pub use series::{Period, READINGS_MAX, Reading, SPAN_DAYS_MAX, Series, SeriesError, Step, Unit};
pub use study::{Accepted, Options, Study, StudyError};
pub use sufficiency::{Cover, Insufficient, Sufficiency};
pub use summary::{DayTerm, Figure, Method, ModelSummary, NoiseSummary};
