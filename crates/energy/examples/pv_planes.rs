//! Sun and photovoltaics of one weather file on many planes, as a table for
//! `benches/pvlib/compare.py`: `cargo run -p energy --example pv_planes -- FILE.epw > planes.csv`.
//!
//! Rows: `irradiation` [kWh/m²] and `dc` [kWh/kW, no losses] by sky model, tilt and azimuth; last
//! `seconds`, the time of one plane-year from a shared sun (Perez sky of each plane made anew), one
//! thread and all threads.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program, not the crate")]

use std::error::Error;
use std::time::Instant;

use energy::building::PvArray;
use energy::pv::{yield_under, yield_w_per_kw};
use energy::read_epw;
use energy::sky::{Plane, PlaneYear, SkyModel, SkyYear};
use energy::sun::SunYear;
use energy::weather::Weather;
use rayon::prelude::*;

const PLANES_DEG: [(f64, f64); 8] = [
    (0.0, 180.0),
    (10.0, 180.0),
    (30.0, 180.0),
    (30.0, 90.0),
    (60.0, 225.0),
    (90.0, 180.0),
    (90.0, 270.0),
    (90.0, 0.0),
];

const MODELS: [(&str, SkyModel); 3] = [
    ("isotropic", SkyModel::Isotropic),
    ("hay_davies", SkyModel::HayDavies),
    ("perez", SkyModel::Perez),
];

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("give the path of an EPW file")?;
    let read = read_epw(&std::fs::read(&path)?, &path);
    let (weather, _) = read.map_err(|faults| format!("{path}: {} faults", faults.len()))?;
    let sun = SunYear::new(&weather);
    println!("quantity,model,tilt_deg,azimuth_deg,value");
    for (name, model) in MODELS {
        for (tilt_deg, azimuth_deg) in PLANES_DEG {
            let plane = Plane::new(tilt_deg, azimuth_deg);
            let year = PlaneYear::with_model(model, &weather, &sun, plane, 0.2);
            println!("irradiation,{name},{tilt_deg},{azimuth_deg},{}", year.total_kwh_m2());
            let array = PvArray { sky: model, ..PvArray::new(1.0, tilt_deg, azimuth_deg, 0.0) };
            let dc_kwh = yield_w_per_kw(&weather, &sun, &array, 0.2).iter().sum::<f64>() / 1e3;
            println!("dc,{name},{tilt_deg},{azimuth_deg},{dc_kwh}");
        }
    }
    time(&weather, &sun);
    Ok(())
}

/// Times plane-years: one thread with the sky made for each plane, then with a sky for all, then
/// the same on all threads.
fn time(weather: &Weather, sun: &SunYear) {
    const COUNT: u32 = 512;
    let arrays: Vec<PvArray> = (0..COUNT)
        .map(|at| PvArray::new(1.0, f64::from(at % 90), f64::from(at % 360), 0.0))
        .collect();
    let yield_kwh = |hours: Vec<f64>| hours.iter().sum::<f64>() / 1e3;
    let timed = |name: &str, work: &dyn Fn() -> f64| {
        let begin = Instant::now();
        let sum_kwh = work();
        let each_s = begin.elapsed().as_secs_f64() / f64::from(COUNT);
        println!("seconds,{name},,,{each_s}");
        sum_kwh
    };
    let alone = timed("own_sky_one_thread", &|| {
        arrays.iter().map(|array| yield_kwh(yield_w_per_kw(weather, sun, array, 0.2))).sum()
    });
    let shared = timed("shared_sky_one_thread", &|| {
        let sky = SkyYear::new(SkyModel::Perez, weather, sun);
        arrays.iter().map(|array| yield_kwh(yield_under(&sky, array, 0.2))).sum()
    });
    let threads = timed("shared_sky_all_threads", &|| {
        let sky = SkyYear::new(SkyModel::Perez, weather, sun);
        arrays.par_iter().map(|array| yield_kwh(yield_under(&sky, array, 0.2))).sum()
    });
    assert!((alone - shared).abs() < 1e-6 && (alone - threads).abs() < 1e-6 * alone);
}
