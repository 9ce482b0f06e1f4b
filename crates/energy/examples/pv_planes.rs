//! Sun and photovoltaics of one weather file on many planes, as a table for
//! `benches/pvlib/compare.py`: `cargo run -p energy --example pv_planes -- FILE.epw > planes.csv`.
//!
//! Rows: `irradiation` [kWh/m²] and `dc` [kWh/kW, no losses] by sky model, tilt and azimuth; last
//! `seconds`, the time of one plane-year under a Perez sky.

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

/// Turns of each timing.
const TURNS: u32 = 20;

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

/// Times a plane-year, the best of several turns: a plane with a sun and a sky of its own, with a
/// sky of its own, and as one of many planes of a site, whose sky is made once and counted; the
/// last on one thread and on all. What each includes is in its name.
fn time(weather: &Weather, sun: &SunYear) {
    const PLANES: u32 = 64;
    let arrays: Vec<PvArray> = (0..PLANES)
        .map(|at| PvArray::new(1.0, f64::from(at % 90), f64::from(at * 17 % 360), 0.0))
        .collect();
    let sum_kwh = |hours: Vec<f64>| hours.iter().sum::<f64>() / 1e3;
    let sky = || SkyYear::new(SkyModel::Perez, weather, sun);
    let of_all: [(&str, &dyn Fn() -> f64); 4] = [
        ("sun_and_sky_each_one_thread", &|| {
            let own = |array| yield_w_per_kw(weather, &SunYear::new(weather), array, 0.2);
            arrays.iter().map(|array| sum_kwh(own(array))).sum()
        }),
        ("sky_each_one_thread", &|| {
            arrays.iter().map(|array| sum_kwh(yield_w_per_kw(weather, sun, array, 0.2))).sum()
        }),
        ("sky_once_one_thread", &|| {
            let sky = sky();
            arrays.iter().map(|array| sum_kwh(yield_under(&sky, array, 0.2))).sum()
        }),
        ("sky_once_all_threads", &|| {
            let sky = sky();
            arrays.par_iter().map(|array| sum_kwh(yield_under(&sky, array, 0.2))).sum()
        }),
    ];
    let expected_kwh = of_all[0].1();
    for (name, work) in of_all {
        let turn = |_| {
            let begin = Instant::now();
            let found_kwh = work();
            assert!((found_kwh / expected_kwh - 1.0).abs() < 1e-9);
            begin.elapsed().as_secs_f64() / f64::from(PLANES)
        };
        println!("seconds,{name},,,{}", (0..TURNS).map(turn).fold(f64::INFINITY, f64::min));
    }
}
