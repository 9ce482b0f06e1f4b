//! The heat balance of one zone, hour by hour, `W` buildings side by side.

mod air;
pub(crate) mod block;
pub(crate) mod catalogue;
mod daylight;
mod face;
pub(crate) mod model;
mod plant;
mod room;
mod step;
pub(crate) mod supplied;
pub(crate) mod year;
