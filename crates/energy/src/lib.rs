//! The energy kernel: weather → sun → envelope → zone → systems → year, for one building or a
//! stock of them; roof PV beside it. Pure: no disk, clock or randomness.

pub mod building;
pub mod epw;
pub mod pv;
pub mod sky;
pub mod sun;
pub mod thermal_zone;
pub mod typical_year;
pub mod weather;
pub mod year;
