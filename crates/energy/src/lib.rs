//! The energy kernel: weather → sun → envelope → zone → systems → year, for one building or a
//! stock of them; roof PV beside it. Pure: no disk, clock or randomness.

#![allow(rustdoc::broken_intra_doc_links, reason = "units stand in brackets, such as [m²]")]

pub mod archetype;
pub mod building;
pub mod calibration;
pub mod cases;
mod check;
mod climate;
mod conduction;
mod convection;
pub mod epw;
mod fault;
pub mod glazing;
mod ground;
mod infiltration;
mod lanes;
mod load;
pub mod pv;
mod shading;
pub mod sky;
pub mod spa;
mod stock;
mod stratification;
pub mod sun;
pub mod supply;
mod systems;
pub mod thermal_zone;
pub mod typical_year;
pub mod weather;
pub mod year;
mod zone;

pub use building::Building;
pub use calibration::calibrate;
pub use epw::read_epw;
pub use fault::Fault;
pub use load::{building_of_yaml, building_schema};
pub use stock::{StockSimulator, simulate, simulate_stock};
pub use typical_year::{Normals, parse_normals, typical_year};
pub use weather::{Weather, WeatherHour};
pub use year::{Annual, Options, Year};
