//! Tests of the crate through its public face, in one binary.

mod archetype;
mod bestest;
mod building_file;
mod calibration;
mod ground;
mod leakage;
mod night;
mod shading;
mod shared;
mod steps;
mod stratification;
mod sunshine;
mod systems;
mod typical;
mod weather;
mod zone;
