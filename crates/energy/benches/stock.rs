//! Building-years per second of a stock, all threads.
//!
//! Input: 4,096 buildings of six surfaces and two windows (walls of light and heavy construction,
//! double glass, the sunny window under an overhang, setback heating, cooling, gains by schedule,
//! boiler and chiller), all different in area, insulation and glass, turned by a twelfth of a
//! right angle from one to the next, in the built-in synthetic year of Beijing.
//! Accuracy: full, the same hourly balance that the published cases judge. A sketch: about 130
//! operations per face, 8 faces, 9,500 hours make 1e7 a building-year; two cores at 8 lanes, 3 GHz
//! and 1 operation per cycle give some 4,800 a second, walls and sums not counted.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use energy::building::{
    AirExchange, Boundary, Building, CoolingPlant, Gains, Glazing, HeatingPlant, Layer, Schedule,
    Shade, Surface, Systems, Thermostat, Window, Zone,
};
use energy::{Options, parse_normals, simulate_stock, typical_year};

const COUNT: u32 = 4096;

/// Above a window of forty metres of a façade.
const OVERHANG: Shade = Shade {
    window_width_m: 40.0,
    window_height_m: 1.5,
    overhang_depth_m: 0.6,
    overhang_gap_m: 0.2,
    overhang_left_m: 0.0,
    overhang_right_m: 0.0,
    fin_depth_m: 0.0,
    fin_gap_m: 0.0,
    fin_above_m: 0.0,
    fin_below_m: 0.0,
};

fn layers(heavy: bool, insulation_m: f64) -> Vec<Layer> {
    let solid = |thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk| Layer::Solid {
        thickness_m,
        conductivity_w_mk,
        density_kg_m3,
        heat_capacity_j_kgk,
    };
    let core = if heavy { solid(0.2, 1.7, 2400.0, 920.0) } else { solid(0.24, 0.8, 1800.0, 880.0) };
    vec![solid(insulation_m, 0.04, 30.0, 1400.0), core, solid(0.02, 0.9, 1800.0, 840.0)]
}

/// A schedule of working days.
fn work(on: f64, off: f64) -> Schedule {
    let day = std::array::from_fn(|hour| if (8..18).contains(&hour) { on } else { off });
    Schedule { weekday: day, saturday: [off; 24], sunday: [off; 24] }
}

fn gains() -> Gains {
    Gains {
        people_w_m2: 6.0,
        people_schedule: work(1.0, 0.0),
        lighting_w_m2: 8.0,
        lighting_schedule: work(0.9, 0.1),
        equipment_w_m2: 10.0,
        equipment_schedule: work(0.8, 0.2),
        radiative_share: 0.5,
        daylight: None,
    }
}

fn zone(at: u32) -> Zone {
    let size = 1.0 + f64::from(at % 17) / 10.0;
    let insulation_m = 0.02 + f64::from(at % 23) / 250.0;
    let turn_deg = f64::from(at % 12) * 7.5;
    let surface = |name: &str, area_m2: f64, tilt_deg: f64, azimuth_deg: f64, boundary| Surface {
        name: name.to_owned(),
        area_m2: area_m2 * size,
        tilt_deg,
        azimuth_deg: (azimuth_deg + turn_deg) % 360.0,
        boundary,
        layers: layers(at.is_multiple_of(2), insulation_m),
        solar_absorptance_out: 0.6,
        solar_absorptance_in: 0.6,
        emissivity_out: 0.9,
        emissivity_in: 0.9,
        film_in_w_m2k: None,
        film_out_w_m2k: None,
        outline_m: None,
        ground: None,
    };
    let window = |azimuth_deg: f64| Window {
        name: "window".to_owned(),
        area_m2: 60.0 * size,
        tilt_deg: 90.0,
        azimuth_deg: (azimuth_deg + turn_deg) % 360.0,
        glazing: Glazing::Simple { u_w_m2k: 2.0 + f64::from(at % 7) / 5.0, shgc: 0.6 },
        summer_shading_factor: 0.0,
        shade: (azimuth_deg > 90.0).then_some(OVERHANG),
        film_in_w_m2k: None,
        film_out_w_m2k: None,
        outline_m: None,
    };
    Zone {
        name: "whole".to_owned(),
        floor_area_m2: 3000.0 * size,
        volume_m3: 10_000.0 * size,
        surfaces: vec![
            surface("south", 240.0, 90.0, 180.0, Boundary::Outdoor),
            surface("north", 240.0, 90.0, 0.0, Boundary::Outdoor),
            surface("east", 140.0, 90.0, 90.0, Boundary::Outdoor),
            surface("west", 140.0, 90.0, 270.0, Boundary::Outdoor),
            surface("roof", 1000.0, 0.0, 0.0, Boundary::Outdoor),
            surface("floor", 1000.0, 180.0, 0.0, Boundary::Ground),
        ],
        windows: [180.0, 0.0].map(window).into(),
        air: AirExchange {
            infiltration_ach: 0.3,
            leakage: None,
            ventilation_ach: 0.7,
            ventilation_schedule: work(1.0, 0.0),
            heat_recovery_effectiveness: 0.0,
            night_ventilation: None,
        },
        gains: gains(),
        thermostat: Thermostat {
            heating_c: Some(work(20.0, 12.0)),
            cooling_c: Some(work(26.0, 37.0)),
            heating_months: vec![11, 12, 1, 2, 3],
            cooling_months: vec![5, 6, 7, 8, 9],
        },
        systems: Systems {
            heating: HeatingPlant::GasBoiler { efficiency: 0.85 },
            cooling: CoolingPlant::Chiller { rated_cop: 3.2, flat: false },
            ..Systems::default()
        },
        mid_height_m: 6.0,
        stratification: None,
    }
}

fn building(at: u32) -> Building {
    Building {
        name: format!("building {at}"),
        zones: vec![zone(at)],
        pv: None,
        ground_reflectance: 0.2,
        mixing: vec![],
        obstacles: Vec::new(),
    }
}

fn stock(criterion: &mut Criterion) {
    let text = include_str!("../../../data/climate/beijing-normals.yaml");
    let normals = parse_normals(text, "beijing-normals.yaml").expect("normals in the repository");
    let weather = typical_year(&normals);
    let buildings: Vec<Building> = (0..COUNT).map(building).collect();
    let mut group = criterion.benchmark_group("stock");
    group.throughput(Throughput::Elements(u64::from(COUNT)));
    group.sample_size(10);
    group.bench_function("4,096 buildings, six surfaces and two windows", |bencher| {
        bencher.iter(|| simulate_stock(&buildings, &weather, &Options::default(), &|_| ()));
    });
    group.finish();
}

criterion_group!(benches, stock);
criterion_main!(benches);
