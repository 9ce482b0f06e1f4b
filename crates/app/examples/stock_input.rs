//! A synthetic stock to measure with: `cargo run -p app --example stock_input -- BUILDINGS
//! OUT.parquet [any-heading] [before-only]`.
//!
//! Halls, warehouses, offices and shops, no two alike, each before and after a retrofit: five to
//! twelve opaque and glazed planes, constructions in steps of a centimetre of insulation, fronts in
//! steps of 15 degrees, or any heading where that is asked for.

#![expect(clippy::disallowed_methods, reason = "an example reads its arguments and writes a file")]

use std::error::Error;
use std::fs::File;
use std::sync::Arc;

use energy::building::{
    AirExchange, Boundary, Building, CoolingPlant, Gains, Glazing, HeatingPlant, Layer, PvArray,
    Schedule, Surface, Systems, Thermostat, Window, Zone,
};
use oorandom::Rand64;
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// Buildings of a row group.
const GROUP: u64 = 2048;
const SCHEMA: &str = "message stock {
  REQUIRED BYTE_ARRAY building_id (UTF8);
  REQUIRED BYTE_ARRAY variant (UTF8);
  REQUIRED BYTE_ARRAY building (UTF8);
}";

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [count, path, wishes @ ..] = words.as_slice() else {
        return Err("give a number of buildings and a file".into());
    };
    let count: u64 = count.parse()?;
    let wishes_for = |wish: &str| wishes.iter().any(|word| word == wish);
    let any_heading = wishes_for("any-heading");
    let kept = if wishes_for("before-only") { 1 } else { 2 };
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let mut file = SerializedFileWriter::new(File::create(path)?, schema, Arc::new(properties))?;
    for first in (0..count).step_by(usize::try_from(GROUP)?) {
        let mut columns = [Vec::new(), Vec::new(), Vec::new()];
        for number in first..count.min(first + GROUP) {
            for (variant, building) in variants(number, any_heading).into_iter().take(kept) {
                let texts = [
                    format!("B{number:06}"),
                    variant.to_owned(),
                    serde_json::to_string(&building)?,
                ];
                for (column, text) in columns.iter_mut().zip(texts) {
                    column.push(ByteArray::from(text.into_bytes()));
                }
            }
        }
        let mut group = file.next_row_group()?;
        for column in &columns {
            let mut writer = group.next_column()?.ok_or("three columns")?;
            writer.typed::<ByteArrayType>().write_batch(column, None, None)?;
            writer.close()?;
        }
        group.close()?;
    }
    file.close()?;
    Ok(())
}

/// What sets the kinds of building apart.
struct Kind {
    name: &'static str,
    storeys: [f64; 2],
    storey_m: [f64; 2],
    floor_m2: [f64; 2],
    window_share: [f64; 2],
    /// Directions of outdoor walls; the others are party walls.
    open_walls: usize,
    has_pitched_roof: bool,
    people_w_m2: f64,
    lighting_w_m2: f64,
    equipment_w_m2: f64,
    heating_c: f64,
    cooling_c: Option<f64>,
    hours: [usize; 2],
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "hall",
        storeys: [1.0, 1.0],
        storey_m: [7.0, 12.0],
        floor_m2: [800.0, 6000.0],
        window_share: [0.05, 0.2],
        open_walls: 4,
        has_pitched_roof: true,
        people_w_m2: 2.0,
        lighting_w_m2: 8.0,
        equipment_w_m2: 12.0,
        heating_c: 16.0,
        cooling_c: None,
        hours: [7, 19],
    },
    Kind {
        name: "warehouse",
        storeys: [1.0, 1.0],
        storey_m: [6.0, 10.0],
        floor_m2: [500.0, 8000.0],
        window_share: [0.02, 0.06],
        open_walls: 4,
        has_pitched_roof: false,
        people_w_m2: 0.5,
        lighting_w_m2: 4.0,
        equipment_w_m2: 1.0,
        heating_c: 8.0,
        cooling_c: None,
        hours: [6, 20],
    },
    Kind {
        name: "office",
        storeys: [3.0, 14.0],
        storey_m: [3.3, 4.0],
        floor_m2: [300.0, 1500.0],
        window_share: [0.25, 0.6],
        open_walls: 4,
        has_pitched_roof: false,
        people_w_m2: 6.0,
        lighting_w_m2: 11.0,
        equipment_w_m2: 13.0,
        heating_c: 20.0,
        cooling_c: Some(26.0),
        hours: [8, 18],
    },
    Kind {
        name: "shop",
        storeys: [1.0, 3.0],
        storey_m: [3.6, 5.0],
        floor_m2: [80.0, 900.0],
        window_share: [0.4, 0.8],
        open_walls: 2,
        has_pitched_roof: false,
        people_w_m2: 10.0,
        lighting_w_m2: 16.0,
        equipment_w_m2: 8.0,
        heating_c: 18.0,
        cooling_c: Some(26.0),
        hours: [9, 22],
    },
];

/// A draw of one building.
struct Draw(Rand64);

impl Draw {
    /// Between the two, on a grid of `step`.
    fn within(&mut self, [least, most]: [f64; 2], step: f64) -> f64 {
        let value = least + self.0.rand_float() * (most - least);
        // Thousandths: short in the file.
        ((value / step).round() * step * 1000.0).round() / 1000.0
    }
}

/// One building as it stands and after its retrofit.
fn variants(number: u64, any_heading: bool) -> [(&'static str, Building); 2] {
    let mut draw = Draw(Rand64::new(u128::from(number)));
    let kind = &KINDS[usize::try_from(draw.0.rand_range(0..4)).unwrap_or(0)];
    let heading_deg = draw.within([0.0, 345.0], if any_heading { 0.001 } else { 15.0 });
    let before = standing(number, kind, heading_deg, &mut draw);
    let mut after = before.clone();
    renew(&mut after, heading_deg, &mut draw);
    [("before", before), ("after", after)]
}

fn standing(number: u64, kind: &Kind, heading_deg: f64, draw: &mut Draw) -> Building {
    let storeys = draw.within(kind.storeys, 1.0);
    let height_m = storeys * draw.within(kind.storey_m, 0.1);
    let plan_m2 = draw.within(kind.floor_m2, 0.1);
    let depth_m = (plan_m2 / draw.within([1.0, 3.0], 0.01)).sqrt();
    let floor_area_m2 = plan_m2 * storeys;
    let (surfaces, windows) =
        envelope(kind, heading_deg, [depth_m, plan_m2 / depth_m, height_m], draw);
    let on = |on: f64, off: f64| work(kind.hours, on, off);
    let mut use_of = |power_w_m2: f64| draw.within([0.7 * power_w_m2, 1.3 * power_w_m2], 0.01);
    let gains = Gains {
        people_w_m2: use_of(kind.people_w_m2),
        people_schedule: on(1.0, 0.0),
        lighting_w_m2: use_of(kind.lighting_w_m2),
        lighting_schedule: on(0.9, 0.1),
        equipment_w_m2: use_of(kind.equipment_w_m2),
        equipment_schedule: on(0.8, 0.2),
        radiative_share: 0.5,
        daylight: None,
    };
    let zone = Zone {
        name: kind.name.to_owned(),
        floor_area_m2,
        volume_m3: plan_m2 * height_m,
        surfaces,
        windows,
        stratification: None,
        air: AirExchange {
            infiltration_ach: draw.within([0.3, 0.9], 0.01),
            ventilation_ach: draw.within([0.3, 0.8], 0.01),
            ventilation_schedule: on(1.0, 0.0),
            heat_recovery_effectiveness: 0.0,
            leakage: None,
            night_ventilation: None,
        },
        gains,
        thermostat: Thermostat {
            heating_c: Some(on(kind.heating_c, 6.0)),
            cooling_c: kind.cooling_c.map(|set_c| on(set_c, 37.0)),
            heating_months: vec![11, 12, 1, 2, 3],
            cooling_months: vec![5, 6, 7, 8, 9],
        },
        systems: Systems {
            heating: HeatingPlant::GasBoiler { efficiency: draw.within([0.75, 0.9], 0.01) },
            cooling: CoolingPlant::Chiller { rated_cop: draw.within([2.4, 3.4], 0.1), flat: false },
            distribution_loss: 0.08,
            ..Systems::default()
        },
        mid_height_m: height_m / 2.0,
    };
    Building {
        name: format!("{} {number}", kind.name),
        zones: vec![zone],
        pv: None,
        ground_reflectance: 0.2,
        mixing: Vec::new(),
        obstacles: Vec::new(),
    }
}

/// A box: walls, a flat or a pitched roof, the floor, storeys as storage, windows, skylights.
fn envelope(
    kind: &Kind,
    heading_deg: f64,
    [depth_m, width_m, height_m]: [f64; 3],
    draw: &mut Draw,
) -> (Vec<Surface>, Vec<Window>) {
    let centimetres = draw.within([0.0, 6.0], 1.0);
    let wall = layers(draw.within([0.0, 2.0], 1.0), centimetres / 100.0);
    let roof = layers(draw.within([0.0, 2.0], 1.0), (centimetres + 2.0) / 100.0);
    let slab = vec![solid(0.2, 1.74, 2500.0, 920.0)];
    let u_w_m2k = draw.within([2.6, 5.8], 0.2);
    let window_share = draw.within(kind.window_share, 0.001);
    let plan_m2 = depth_m * width_m;
    let (mut surfaces, mut windows) = (Vec::new(), Vec::new());
    for (side, long_m) in [width_m, depth_m, width_m, depth_m].into_iter().enumerate() {
        let azimuth_deg = (heading_deg + [180.0, 90.0, 0.0, 270.0][side]) % 360.0;
        let whole_m2 = long_m * height_m;
        let is_open = side % 2 == 0 || kind.open_walls == 4;
        let is_glazed = is_open && (side % 2 == 0 || kind.name == "office");
        let share = if is_glazed { window_share } else { 0.0 };
        let boundary = if is_open { Boundary::Outdoor } else { Boundary::OutdoorSheltered };
        surfaces.push(surface(
            ["front", "right", "back", "left"][side],
            whole_m2 * (1.0 - share),
            [90.0, azimuth_deg],
            boundary,
            wall.clone(),
        ));
        if share > 0.0 {
            windows.push(window("window", whole_m2 * share, [90.0, azimuth_deg], u_w_m2k));
        }
    }
    let slopes: &[f64] = if kind.has_pitched_roof { &[180.0, 0.0] } else { &[] };
    for turn_deg in slopes {
        let look = [15.0, (heading_deg + turn_deg) % 360.0];
        surfaces.push(surface("roof", plan_m2 * 0.47, look, Boundary::Outdoor, roof.clone()));
        windows.push(window("skylight", plan_m2 * 0.04, look, u_w_m2k));
    }
    if slopes.is_empty() {
        surfaces.push(surface("roof", plan_m2, [0.0, 0.0], Boundary::Outdoor, roof));
    }
    surfaces.push(surface("floor", plan_m2, [180.0, 0.0], Boundary::Ground, slab.clone()));
    if kind.name == "office" {
        surfaces.push(surface("storeys", 2.0 * plan_m2, [0.0, 0.0], Boundary::Internal, slab));
    }
    (surfaces, windows)
}

/// Insulation outside, new windows, a heat pump, better light, less draught, and PV on some roofs.
fn renew(building: &mut Building, heading_deg: f64, draw: &mut Draw) {
    let added_m = draw.within([0.06, 0.12], 0.01);
    for surface in building.surfaces_mut() {
        if surface.boundary == Boundary::Outdoor {
            surface.layers.insert(0, solid(added_m, 0.036, 30.0, 1400.0));
        }
    }
    for window in building.windows_mut() {
        window.glazing = Glazing::Simple { u_w_m2k: 1.6, shgc: 0.4 };
    }
    let zone = &mut building.zones[0];
    zone.air.infiltration_ach *= 0.6;
    zone.air.heat_recovery_effectiveness = 0.6;
    zone.gains.lighting_w_m2 *= 0.55;
    zone.systems.heating = HeatingPlant::AirSourceHeatPump { rated_cop: 3.2, supply_c: 45.0 };
    zone.systems.distribution_loss = 0.04;
    if draw.0.rand_float() < 0.4 {
        let roof_m2 = zone.floor_area_m2.min(zone.volume_m3 / 4.0);
        building.pv = Some(PvArray::new(0.08 * roof_m2, 10.0, (heading_deg + 180.0) % 360.0, 0.14));
    }
}

fn solid(
    thickness_m: f64,
    conductivity_w_mk: f64,
    density_kg_m3: f64,
    heat_capacity_j_kgk: f64,
) -> Layer {
    Layer::Solid { thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk }
}

/// Concrete, brick, or a light panel, with insulation outside.
fn layers(core: f64, insulation_m: f64) -> Vec<Layer> {
    let plaster = solid(0.02, 0.93, 1800.0, 1050.0);
    let core = match core {
        core if core < 0.5 => solid(0.2, 1.74, 2500.0, 920.0),
        core if core < 1.5 => solid(0.37, 0.81, 1800.0, 1050.0),
        _ => solid(0.1, 0.25, 700.0, 1050.0),
    };
    let insulation = (insulation_m > 0.0).then(|| solid(insulation_m, 0.042, 30.0, 1400.0));
    insulation.into_iter().chain([core, plaster]).collect()
}

fn surface(
    name: &str,
    area_m2: f64,
    [tilt_deg, azimuth_deg]: [f64; 2],
    boundary: Boundary,
    layers: Vec<Layer>,
) -> Surface {
    Surface {
        name: name.to_owned(),
        area_m2,
        tilt_deg,
        azimuth_deg,
        boundary,
        layers,
        solar_absorptance_out: 0.6,
        solar_absorptance_in: 0.5,
        emissivity_out: 0.9,
        emissivity_in: 0.9,
        film_in_w_m2k: None,
        film_out_w_m2k: None,
        outline_m: None,
        ground: None,
    }
}

fn window(name: &str, area_m2: f64, [tilt_deg, azimuth_deg]: [f64; 2], u_w_m2k: f64) -> Window {
    Window {
        name: name.to_owned(),
        area_m2,
        tilt_deg,
        azimuth_deg,
        glazing: Glazing::Simple { u_w_m2k, shgc: 0.7 },
        summer_shading_factor: 0.0,
        shade: None,
        film_in_w_m2k: None,
        film_out_w_m2k: None,
        outline_m: None,
    }
}

/// A schedule of working days, shorter on Saturday.
fn work([from, to]: [usize; 2], on: f64, off: f64) -> Schedule {
    let day =
        |to: usize| std::array::from_fn(|hour| if (from..to).contains(&hour) { on } else { off });
    Schedule { weekday: day(to), saturday: day(to.min(14)), sunday: [off; 24] }
}
