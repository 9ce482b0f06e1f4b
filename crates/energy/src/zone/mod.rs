//! The heat balance of one zone, hour by hour, `W` buildings side by side.

mod air;
pub(crate) mod block;
mod daylight;
pub(crate) mod model;
mod plant;
mod step;
pub(crate) mod year;
