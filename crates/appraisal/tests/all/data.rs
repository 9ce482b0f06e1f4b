//! The project's own data, a weather and buildings to test with.

use std::f64::consts::TAU;

use appraisal::{Catalogue, Embodied, Factors, Prices};
use energy::building::{
    AirExchange, Boundary, Building, Carrier, CoolingPlant, Gains, Glazing, HeatingPlant, Layer,
    Schedule, Surface, Systems, Thermostat, Window, Zone,
};
use energy::weather::{Weather, WeatherHour};

pub(crate) const MEASURES: &str = include_str!("../../../../data/measures/measures.yaml");
pub(crate) const PACKAGES: &str = include_str!("../../../../data/measures/packages.yaml");
pub(crate) const BEIJING: &str = include_str!("../../../../data/factors/beijing-2022.yaml");
pub(crate) const CHINA: &str = include_str!("../../../../data/factors/china-2022.yaml");
pub(crate) const PRICES: &str = include_str!("../../../../data/prices/beijing-planning-2023.yaml");

pub(crate) const MATERIALS: &str = include_str!("../../../../data/factors/embodied-materials.yaml");
pub(crate) const STRUCTURES: &str =
    include_str!("../../../../data/factors/embodied-structures.yaml");

pub(crate) fn embodied() -> Embodied {
    Embodied::parse(("materials", MATERIALS), ("structures", STRUCTURES)).unwrap()
}

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::parse(("measures.yaml", MEASURES), ("packages.yaml", PACKAGES)).unwrap()
}

pub(crate) fn factors() -> Factors {
    Factors::parse("beijing-2022.yaml", BEIJING).unwrap()
}

pub(crate) fn prices() -> Prices {
    Prices::parse("beijing-planning-2023.yaml", PRICES).unwrap()
}

/// A cold-winter, warm-summer year of plain waves at 40° north.
pub(crate) fn weather() -> Weather {
    let hours = (0..8760_u32)
        .map(|index| {
            let day = f64::from(index / 24);
            let hour = f64::from(index % 24) + 0.5;
            let season = -(TAU * (day - 15.0) / 365.0).cos();
            let daylight = ((hour - 12.0) / 24.0 * TAU).cos().max(0.0);
            let dry_bulb_c = 12.0 + 15.0 * season + 5.0 * ((hour - 15.0) / 24.0 * TAU).cos();
            let direct_normal_w_m2 = daylight * (450.0 + 150.0 * season);
            let diffuse_horizontal_w_m2 = daylight * (120.0 + 60.0 * season);
            WeatherHour {
                dry_bulb_c,
                dew_point_c: dry_bulb_c - 8.0,
                pressure_pa: 101_325.0,
                horizontal_infrared_w_m2: 300.0 + 60.0 * season,
                direct_normal_w_m2,
                diffuse_horizontal_w_m2,
                global_horizontal_w_m2: diffuse_horizontal_w_m2 + 0.6 * direct_normal_w_m2,
                wind_speed_m_s: 2.5,
                wind_direction_deg: 0.0,
            }
        })
        .collect();
    Weather {
        name: "Waves".into(),
        latitude_deg: 40.0,
        longitude_deg: 116.0,
        time_zone_h: 8.0,
        elevation_m: 50.0,
        hours,
        synthetic: true,
        source: "plain waves, test".into(),
    }
}

fn solid(thickness_m: f64, conductivity_w_mk: f64, density_kg_m3: f64) -> Layer {
    Layer::Solid { thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk: 1000.0 }
}

fn surface(name: &str, area_m2: f64, tilt_deg: f64, azimuth_deg: f64) -> Surface {
    let ground = tilt_deg > 120.0;
    Surface {
        name: name.into(),
        area_m2,
        tilt_deg,
        azimuth_deg,
        boundary: if ground { Boundary::Ground } else { Boundary::Outdoor },
        layers: vec![solid(0.2, 1.74, 2400.0)],
        solar_absorptance_out: 0.6,
        solar_absorptance_in: 0.6,
        emissivity_out: 0.9,
        emissivity_in: 0.9,
        film_in_w_m2k: None,
        film_out_w_m2k: None,
        outline_m: None,
        ground: None,
    }
}

fn window(azimuth_deg: f64, area_m2: f64) -> Window {
    Window {
        name: format!("window {azimuth_deg}"),
        area_m2,
        tilt_deg: 90.0,
        azimuth_deg,
        glazing: Glazing::Simple { u_w_m2k: 5.8, shgc: 0.75 },
        summer_shading_factor: 0.0,
        shade: None,
        film_in_w_m2k: None,
        film_out_w_m2k: None,
        outline_m: None,
    }
}

fn hours(from: usize, to: usize, inside: f64, outside: f64) -> Schedule {
    let mut day = [outside; 24];
    day[from..to].fill(inside);
    Schedule { weekday: day, saturday: [outside; 24], sunday: [outside; 24] }
}

/// A bare concrete office of 50 × 20 m and four storeys of 3.5 m: 4,000 m².
pub(crate) fn office() -> Building {
    let (long_m2, short_m2) = (50.0 * 14.0, 20.0 * 14.0);
    let zone = Zone {
        name: "whole".into(),
        floor_area_m2: 4000.0,
        volume_m3: 14_000.0,
        surfaces: vec![
            surface("roof", 1000.0, 0.0, 0.0),
            surface("south", long_m2 * 0.7, 90.0, 180.0),
            surface("north", long_m2 * 0.7, 90.0, 0.0),
            surface("east", short_m2, 90.0, 90.0),
            surface("west", short_m2, 90.0, 270.0),
            surface("floor", 1000.0, 180.0, 0.0),
            Surface { boundary: Boundary::Internal, ..surface("floors", 6000.0, 0.0, 0.0) },
        ],
        windows: vec![window(180.0, long_m2 * 0.3), window(0.0, long_m2 * 0.3)],
        air: AirExchange {
            infiltration_ach: 0.5,
            leakage: None,
            ventilation_ach: 0.8,
            ventilation_schedule: hours(7, 19, 1.0, 0.0),
            heat_recovery_effectiveness: 0.0,
            night_ventilation: None,
        },
        gains: Gains {
            people_w_m2: 8.0,
            people_schedule: hours(8, 18, 0.9, 0.0),
            lighting_w_m2: 12.0,
            lighting_schedule: hours(8, 19, 0.9, 0.05),
            equipment_w_m2: 10.0,
            equipment_schedule: hours(8, 18, 0.8, 0.1),
            radiative_share: 0.4,
            daylight: None,
        },
        thermostat: Thermostat {
            heating_c: Some(hours(6, 19, 20.0, 16.0)),
            cooling_c: Some(hours(6, 19, 26.0, 30.0)),
            heating_months: vec![1, 2, 3, 4, 10, 11, 12],
            cooling_months: vec![5, 6, 7, 8, 9],
        },
        systems: Systems {
            heating: HeatingPlant::GasBoiler { efficiency: 0.85 },
            cooling: CoolingPlant::Chiller { rated_cop: 3.0, flat: false },
            distribution_loss: 0.15,
            auxiliary_w_per_w: 0.02,
            hot_water_kwh_m2: 2.0,
            hot_water_carrier: Carrier::Gas,
            ..Systems::default()
        },
        mid_height_m: 7.0,
        stratification: None,
    };
    Building {
        name: "office".into(),
        zones: vec![zone],
        pv: None,
        ground_reflectance: 0.2,
        mixing: vec![],
        obstacles: Vec::new(),
    }
}

/// A hall of 60 × 40 m and 9 m high with electric heat and no cooling.
pub(crate) fn hall() -> Building {
    let mut hall = office();
    hall.name = "hall".into();
    let zone = &mut hall.zones[0];
    zone.floor_area_m2 = 2400.0;
    zone.volume_m3 = 2400.0 * 9.0;
    zone.surfaces = vec![
        surface("roof", 2400.0, 0.0, 0.0),
        surface("south", 540.0, 90.0, 180.0),
        surface("north", 540.0, 90.0, 0.0),
        surface("east", 360.0, 90.0, 90.0),
        surface("west", 360.0, 90.0, 270.0),
        surface("floor", 2400.0, 180.0, 0.0),
    ];
    zone.windows = vec![window(180.0, 60.0)];
    zone.thermostat.cooling_c = None;
    zone.systems.heating = HeatingPlant::Electric;
    zone.systems.cooling = CoolingPlant::None;
    zone.systems.hot_water_carrier = Carrier::Electricity;
    hall
}
