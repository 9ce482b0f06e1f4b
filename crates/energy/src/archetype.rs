//! A whole building from the few facts that a ledger has: kind, size, year, place.
//!
//! What a ledger states is taken; what it leaves open is assumed from a [`Library`] of planning
//! values by kind of use, year of construction and thermal zone. Every fact that drives the result
//! is listed with its value and source, known or assumed.
//!
//! # Contract on names
//! Measures find what they change by name. Every archetype has the seven surfaces `roof`, `wall_n`,
//! `wall_e`, `wall_s`, `wall_w`, `floor`, `internal_mass`, in this order, and the windows
//! `window_n`, `window_e`, `window_s`, `window_w`, in this order, unless the window share is zero.
//! Layers of roof and walls run from the outer face inwards; insulation added outside goes first.

mod layers;
mod library;
mod shape;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use units::{Diagnostic, Mark, Severity, Source, Text};

use crate::building::{
    AirExchange, Boundary, Building, Carrier, CoolingPlant, Gains, Glazing, GroundContact,
    HeatingPlant, Layer, Schedule, Stratification, Surface, Systems, Thermostat, Window, Zone,
};
use crate::fault::Fault;
use crate::thermal_zone::Climate;

use layers::layers_for;
use library::{Envelope, Era, Structure, Use};
use shape::Shape;

pub use library::{Library, LibraryText};

/// What a building is used for; the keys are those of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 办公.
    Office,
    /// 商业.
    Retail,
    /// 市场.
    Market,
    /// 仓储.
    Warehouse,
    /// 厂房.
    Plant,
    /// 酒店.
    Hotel,
    /// 中小学.
    School,
    /// 高校.
    University,
    /// 医院.
    Hospital,
    /// 实验室.
    Laboratory,
    /// 居住.
    Residential,
    /// 餐饮.
    Restaurant,
    /// 文体集会.
    Assembly,
    /// 数据中心.
    DataCentre,
    /// 其他.
    Other,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 15] = [
        Self::Office,
        Self::Retail,
        Self::Market,
        Self::Warehouse,
        Self::Plant,
        Self::Hotel,
        Self::School,
        Self::University,
        Self::Hospital,
        Self::Laboratory,
        Self::Residential,
        Self::Restaurant,
        Self::Assembly,
        Self::DataCentre,
        Self::Other,
    ];

    /// The key used in ledgers and data files, such as `data_centre`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Retail => "retail",
            Self::Market => "market",
            Self::Warehouse => "warehouse",
            Self::Plant => "plant",
            Self::Hotel => "hotel",
            Self::School => "school",
            Self::University => "university",
            Self::Hospital => "hospital",
            Self::Laboratory => "laboratory",
            Self::Residential => "residential",
            Self::Restaurant => "restaurant",
            Self::Assembly => "assembly",
            Self::DataCentre => "data_centre",
            Self::Other => "other",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What heats a building, as a ledger says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlantKind {
    /// 燃气锅炉.
    GasBoiler,
    /// 市政热力.
    District,
    /// 电直热.
    Electric,
    /// 空气源热泵.
    AirSourceHeatPump,
    /// 地源热泵.
    GroundSourceHeatPump,
    /// 无供暖.
    None,
}

impl PlantKind {
    /// All plants.
    pub const ALL: [Self; 6] = [
        Self::GasBoiler,
        Self::District,
        Self::Electric,
        Self::AirSourceHeatPump,
        Self::GroundSourceHeatPump,
        Self::None,
    ];

    /// The key used in ledgers and data files, such as `gas_boiler`.
    pub fn key(self) -> &'static str {
        match self {
            Self::GasBoiler => "gas_boiler",
            Self::District => "district",
            Self::Electric => "electric",
            Self::AirSourceHeatPump => "air_source_heat_pump",
            Self::GroundSourceHeatPump => "ground_source_heat_pump",
            Self::None => "none",
        }
    }

    /// The plant with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plant| plant.key() == key)
    }
}

/// What is known of a building. `None` is unknown, and assumed.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// A name for messages.
    pub name: String,
    /// What it is used for.
    pub kind: Kind,
    /// 建筑面积, `1..=5,000,000`. [m²]
    pub gross_floor_area_m2: f64,
    /// Storeys above ground, `1..=200`.
    pub storeys: Option<i32>,
    /// Height from floor to floor, `2..=40`. [m]
    pub storey_height_m: Option<f64>,
    /// Area covered on the ground, `1..=5,000,000`, at most 1.2 times the gross floor area. [m²]
    pub footprint_area_m2: Option<f64>,
    /// Year of construction, `1000..=2100`.
    pub year_built: Option<i32>,
    /// Windows over gross wall area, `0..=0.95`. [-]
    pub window_wall_ratio: Option<f64>,
    /// Thermal transmittance of the walls, `0.05..=4`. [W/(m²·K)]
    pub wall_u_w_m2k: Option<f64>,
    /// Thermal transmittance of the roof, `0.05..=4`. [W/(m²·K)]
    pub roof_u_w_m2k: Option<f64>,
    /// Thermal transmittance of the windows, `0.4..=7`. [W/(m²·K)]
    pub window_u_w_m2k: Option<f64>,
    /// What heats it.
    pub heating_plant: Option<PlantKind>,
}

impl Sketch {
    /// A building of which only kind and size are known.
    pub fn new(name: impl Into<String>, kind: Kind, gross_floor_area_m2: f64) -> Self {
        Self {
            name: name.into(),
            kind,
            gross_floor_area_m2,
            storeys: None,
            storey_height_m: None,
            footprint_area_m2: None,
            year_built: None,
            window_wall_ratio: None,
            wall_u_w_m2k: None,
            roof_u_w_m2k: None,
            window_u_w_m2k: None,
            heating_plant: None,
        }
    }
}

/// One fact that drives the result: known from the sketch, or assumed.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Key of the fact, as in the ledger where it has one.
    pub field: &'static str,
    /// The value.
    pub value: FactValue,
    /// Unit of a number; empty for words and pure numbers.
    pub unit: &'static str,
    /// `true`: stated by the sketch. `false`: assumed.
    pub known: bool,
    /// Where the value comes from.
    pub source: Source,
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// A quantity in the fact's unit.
    Number(f64),
    /// A key, such as a thermal zone.
    Word(String),
}

/// A building made from a sketch, with what was assumed and the areas that costs are taken from.
#[derive(Clone, Debug, PartialEq)]
pub struct Archetype {
    /// The building, ready to simulate.
    pub building: Building,
    /// Every driving fact, known or assumed.
    pub facts: Vec<Assumption>,
    /// Year of construction that the constructions follow.
    pub year_built: i32,
    /// Storeys above ground.
    pub storeys: i32,
    /// Height from floor to floor. [m]
    pub storey_height_m: f64,
    /// Opaque wall, windows taken off. [m²]
    pub wall_area_m2: f64,
    /// Roof, horizontal. [m²]
    pub roof_area_m2: f64,
    /// Windows with their frames. [m²]
    pub window_area_m2: f64,
    /// Area covered on the ground. [m²]
    pub footprint_area_m2: f64,
    /// Plant that the building has, known or assumed.
    pub heating_plant: PlantKind,
}

/// Films of a construction, inside and outside: GB 50176-2016, annex B.4. [m²·K/W]
pub const FILM_RESISTANCE_M2K_W: (f64, f64) = (0.11, 0.04);

/// Building in `climate` that `sketch` describes, completed from `library`.
///
/// # Errors
/// [`Fault::Invalid`] with every value of the sketch that is outside its stated range.
pub fn archetype(
    sketch: &Sketch,
    climate: &Climate,
    library: &Library,
) -> Result<Archetype, Fault> {
    let diagnostics = faults(sketch);
    if !diagnostics.is_empty() {
        return Err(Fault::Invalid { name: sketch.name.clone(), diagnostics });
    }
    let draft = Draft::new(sketch, climate, library);
    let building = draft.building();
    let area_of = |windows: bool| -> f64 {
        if windows {
            building.windows().map(|window| window.area_m2).sum()
        } else {
            let walls = building.surfaces().filter(|wall| wall.name.starts_with("wall_"));
            walls.map(|wall| wall.area_m2).sum()
        }
    };
    Ok(Archetype {
        wall_area_m2: area_of(false),
        window_area_m2: area_of(true),
        roof_area_m2: draft.shape.footprint_area_m2,
        footprint_area_m2: draft.shape.footprint_area_m2,
        storeys: draft.shape.storeys,
        storey_height_m: draft.shape.storey_height_m,
        year_built: draft.year_built,
        heating_plant: draft.plant,
        facts: draft.facts,
        building,
    })
}

/// Everything wrong with a sketch.
fn faults(sketch: &Sketch) -> Vec<Diagnostic> {
    /// Storeys that a footprint would need to hold the gross floor area; more is a slip of a unit.
    const STOREYS_MAX: f64 = 200.0;
    /// A ground floor may be a little larger than the gross area where halls are counted in part.
    const FOOTPRINT_SHARE_MAX: f64 = 1.2;
    let gross = sketch.gross_floor_area_m2;
    let footprint_low = (gross / STOREYS_MAX).max(1.0);
    let footprint_high = (gross * FOOTPRINT_SHARE_MAX).min(AREA_MAX_M2);
    let ranges = [
        ("gross_floor_area_m2", Some(gross), 1.0, AREA_MAX_M2),
        ("storeys", sketch.storeys.map(f64::from), 1.0, STOREYS_MAX),
        ("storey_height_m", sketch.storey_height_m, 2.0, 40.0),
        ("footprint_area_m2", sketch.footprint_area_m2, footprint_low, footprint_high),
        ("year_built", sketch.year_built.map(f64::from), 1000.0, 2100.0),
        ("window_wall_ratio", sketch.window_wall_ratio, 0.0, 0.95),
        ("wall_u_w_m2k", sketch.wall_u_w_m2k, 0.05, 4.0),
        ("roof_u_w_m2k", sketch.roof_u_w_m2k, 0.05, 4.0),
        ("window_u_w_m2k", sketch.window_u_w_m2k, 0.4, 7.0),
    ];
    let outside = ranges.into_iter().filter_map(|(field, value, low, high)| {
        value.filter(|value| !(low..=high).contains(value)).map(|value| (field, value, low, high))
    });
    outside
        .map(|(field, value, low, high)| Diagnostic {
            severity: Severity::Refused,
            code: "out_of_range".to_owned(),
            file: sketch.name.clone(),
            row: None,
            column: field.to_owned(),
            value: value.to_string(),
            expected: Text::same(format!("{low} … {high}")),
            remedy: Text::new(
                "请在台账中更正该值；不知道时留空，按同类建筑取值",
                "correct the value in the ledger; leave it empty if unknown, and it is assumed",
            ),
        })
        .collect()
}

/// Largest area of one building that is believed. [m²]
const AREA_MAX_M2: f64 = 5.0e6;

/// A sketch with its gaps filled, on the way to a building.
struct Draft<'a> {
    sketch: &'a Sketch,
    climate: &'a Climate,
    library: &'a Library,
    use_: &'a Use,
    era: &'a Era,
    shape: Shape,
    year_built: i32,
    plant: PlantKind,
    window_wall_ratio: f64,
    wall_u_w_m2k: f64,
    roof_u_w_m2k: f64,
    window_u_w_m2k: f64,
    facts: Vec<Assumption>,
}

/// Collects facts while gaps are filled.
struct Facts(Vec<Assumption>);

impl Facts {
    fn add(
        &mut self,
        field: &'static str,
        value: FactValue,
        unit: &'static str,
        assumed: Option<&Source>,
    ) {
        let source = assumed.cloned().unwrap_or_else(|| Source {
            origin: "ledger".to_owned(),
            date: None,
            mark: Mark::Reported,
        });
        self.0.push(Assumption { field, value, unit, known: assumed.is_none(), source });
    }

    /// The known number, or else the assumed one; noted either way.
    fn number(
        &mut self,
        field: &'static str,
        unit: &'static str,
        known: Option<f64>,
        assumed: f64,
        source: &Source,
    ) -> f64 {
        let value = known.unwrap_or(assumed);
        let source = known.is_none().then_some(source);
        self.add(field, FactValue::Number(value), unit, source);
        value
    }
}

impl<'a> Draft<'a> {
    fn new(sketch: &'a Sketch, climate: &'a Climate, library: &'a Library) -> Self {
        let envelope = &library.envelope;
        let use_ = library.use_of(sketch.kind);
        let mut facts = Facts(Vec::new());
        facts.add("kind", FactValue::Word(sketch.kind.key().to_owned()), "", None);
        facts.add("gross_floor_area_m2", FactValue::Number(sketch.gross_floor_area_m2), "m²", None);
        let zone_source = Source {
            origin: format!("{}; GB 50176-2016 table 4.1.2", climate.name),
            date: None,
            mark: Mark::Derived,
        };
        let zone = FactValue::Word(climate.zone.key().to_owned());
        facts.add("thermal_zone", zone, "", Some(&zone_source));
        let unknown_year = &envelope.unknown_year_built;
        let year_built = sketch.year_built.unwrap_or(unknown_year.value);
        let year_source = sketch.year_built.is_none().then_some(&unknown_year.source);
        facts.add("year_built", FactValue::Number(f64::from(year_built)), "", year_source);
        let era = envelope.era_of(year_built);
        let row = era.row_of(climate.zone);
        let shape = Shape::new(sketch, use_, library.uses.aspect_ratio);
        shape.note(sketch, use_, &mut facts);
        let mut pick =
            |field, unit, known, assumed, source| facts.number(field, unit, known, assumed, source);
        let ratio = use_.window_wall_ratio;
        let window_wall_ratio =
            pick("window_wall_ratio", "", sketch.window_wall_ratio, ratio, &use_.source);
        let wall = row.wall_u_w_m2k;
        let wall_u_w_m2k = pick("wall_u_w_m2k", U_UNIT, sketch.wall_u_w_m2k, wall, &era.source);
        let roof = row.roof_u_w_m2k;
        let roof_u_w_m2k = pick("roof_u_w_m2k", U_UNIT, sketch.roof_u_w_m2k, roof, &era.source);
        let window = row.window_u_w_m2k;
        let window_u_w_m2k =
            pick("window_u_w_m2k", U_UNIT, sketch.window_u_w_m2k, window, &era.source);
        let plants = &envelope.plants;
        let plant = sketch.heating_plant.unwrap_or_else(|| plants.assumed_in(climate.zone));
        let plant_source = sketch.heating_plant.is_none().then_some(&plants.source);
        let plant_word = FactValue::Word(plant.key().to_owned());
        facts.add("heating_plant", plant_word, "", plant_source);
        let mut draft = Self {
            sketch,
            climate,
            library,
            use_,
            era,
            shape,
            year_built,
            plant,
            window_wall_ratio,
            wall_u_w_m2k,
            roof_u_w_m2k,
            window_u_w_m2k,
            facts: Vec::new(),
        };
        draft.note_use(&mut facts);
        draft.facts = facts.0;
        draft
    }

    /// Notes what is always assumed.
    fn note_use(&self, facts: &mut Facts) {
        let (use_, era, envelope) = (self.use_, self.era, &self.library.envelope);
        let shgc_source = &envelope.window_shgc_by_u.source;
        for (field, unit, value, source) in [
            ("window_shgc", "", self.window_shgc(), shgc_source),
            ("infiltration_ach", "1/h", self.infiltration_ach(), &era.source),
            ("outdoor_air_m3_h_m2", "m³/(h·m²)", use_.outdoor_air_m3_h_m2, &use_.source),
            ("people_w_m2", "W/m²", use_.people_w_m2(), &use_.source),
            ("lighting_w_m2", "W/m²", self.lighting_w_m2(), &use_.source),
            ("equipment_w_m2", "W/m²", use_.equipment_w_m2, &use_.source),
            ("hot_water_kwh_m2", "kWh/(m²·a)", use_.hot_water_kwh_m2, &use_.source),
            ("air_gradient_k_m", "K/m", self.air_gradient_k_m(), &use_.source),
            ("cooling_cop", "", era.cooling_cop, &era.source),
            ("distribution_loss", "", era.distribution_loss, &era.source),
        ] {
            facts.add(field, FactValue::Number(value), unit, Some(source));
        }
        for (field, set_point_c) in [("heating_c", use_.heating_c), ("cooling_c", use_.cooling_c)] {
            let value =
                set_point_c.map_or_else(|| FactValue::Word("off".to_owned()), FactValue::Number);
            facts.add(field, value, "°C", Some(&use_.source));
        }
    }

    fn window_shgc(&self) -> f64 {
        self.library.envelope.window_shgc_by_u.at(self.window_u_w_m2k)
    }

    fn lighting_w_m2(&self) -> f64 {
        self.use_.lighting_w_m2 * self.era.lighting_factor
    }

    /// Leakage of the envelope as air changes of the volume. [1/h]
    fn infiltration_ach(&self) -> f64 {
        let envelope_m2 = self.shape.wall_area_m2() + self.shape.footprint_area_m2;
        self.era.leakage_m3_h_m2 * envelope_m2 / self.volume_m3()
    }

    fn volume_m3(&self) -> f64 {
        self.sketch.gross_floor_area_m2 * self.shape.storey_height_m
    }

    fn structure(&self) -> &'a Structure {
        let envelope = &self.library.envelope;
        if self.use_.hall {
            self.era.hall_structure.of(envelope)
        } else {
            &envelope.structures.heavy
        }
    }

    fn building(&self) -> Building {
        let ventilation_ach = self.use_.outdoor_air_m3_h_m2 / self.shape.storey_height_m;
        let zone = Zone {
            name: ZONE_NAME.to_owned(),
            floor_area_m2: self.sketch.gross_floor_area_m2,
            volume_m3: self.volume_m3(),
            surfaces: self.surfaces(),
            windows: self.windows(),
            air: AirExchange {
                infiltration_ach: self.infiltration_ach(),
                leakage: None,
                ventilation_ach,
                ventilation_schedule: self.schedule(&self.use_.ventilation),
                heat_recovery_effectiveness: 0.0,
                night_ventilation: None,
            },
            gains: Gains {
                people_w_m2: self.use_.people_w_m2(),
                people_schedule: self.schedule(&self.use_.people),
                lighting_w_m2: self.lighting_w_m2(),
                lighting_schedule: self.schedule(&self.use_.lighting),
                equipment_w_m2: self.use_.equipment_w_m2,
                equipment_schedule: self.schedule(&self.use_.equipment),
                radiative_share: self.library.uses.radiative_share,
                daylight: None,
            },
            thermostat: self.thermostat(),
            systems: self.systems(),
            mid_height_m: self.shape.height_m() / 2.0,
            stratification: self.stratification(),
        };
        Building {
            name: self.sketch.name.clone(),
            zones: vec![zone],
            pv: None,
            ground_reflectance: GROUND_REFLECTANCE,
            mixing: Vec::new(),
            obstacles: Vec::new(),
        }
    }

    /// Rise of the air temperature with height while the plant heats; none in low rooms. [K/m]
    fn air_gradient_k_m(&self) -> f64 {
        let is_high = self.shape.storey_height_m >= GRADIENT_HEIGHT_MIN_M;
        self.use_.air_gradient_k_m.filter(|_| is_high).unwrap_or(0.0)
    }

    fn stratification(&self) -> Option<Stratification> {
        let air_gradient_k_m = self.air_gradient_k_m();
        (air_gradient_k_m > 0.0).then_some(Stratification {
            air_gradient_k_m,
            destratification_share: 0.0,
            height_m: None,
            occupied_height_m: OCCUPIED_HEIGHT_M,
        })
    }

    fn schedule(&self, name: &str) -> Schedule {
        self.library.schedule(name)
    }

    fn surfaces(&self) -> Vec<Surface> {
        let structure = self.structure();
        let materials = &self.library.envelope.materials;
        let layers = |build_up, u_w_m2k: f64| {
            let (inside, outside) = FILM_RESISTANCE_M2K_W;
            layers_for(build_up, materials, 1.0 / u_w_m2k - inside - outside)
        };
        let footprint_m2 = self.shape.footprint_area_m2;
        let mut surfaces = vec![surface(
            "roof",
            footprint_m2,
            (0.0, 0.0),
            Boundary::Outdoor,
            layers(&structure.roof, self.roof_u_w_m2k),
        )];
        let wall_layers = layers(&structure.wall, self.wall_u_w_m2k);
        surfaces.extend(ORIENTATIONS.iter().enumerate().map(|(side, (letter, azimuth_deg))| {
            let opaque_m2 = self.shape.side_area_m2(side) * (1.0 - self.window_wall_ratio);
            let name = format!("wall_{letter}");
            surface(&name, opaque_m2, (90.0, *azimuth_deg), Boundary::Outdoor, wall_layers.clone())
        }));
        let slab = layers_for(&structure.floor, materials, 0.0);
        surfaces.push(Surface {
            ground: Some(GroundContact {
                perimeter_m: Some(self.shape.perimeter_m()),
                soil: self.library.envelope.ground.soil,
                ..GroundContact::default()
            }),
            ..surface("floor", footprint_m2, (180.0, 0.0), Boundary::Ground, slab)
        });
        let upper_floors_m2 = (self.sketch.gross_floor_area_m2 - footprint_m2).max(0.0);
        let partitions_m2 = self.use_.partition_ratio * self.sketch.gross_floor_area_m2;
        surfaces.push(surface(
            "internal_mass",
            upper_floors_m2 + partitions_m2,
            (90.0, 0.0),
            Boundary::Internal,
            layers_for(&structure.internal_mass, materials, 0.0),
        ));
        surfaces
    }

    fn windows(&self) -> Vec<Window> {
        if self.window_wall_ratio <= 0.0 {
            return Vec::new();
        }
        let glazing = Glazing::Simple { u_w_m2k: self.window_u_w_m2k, shgc: self.window_shgc() };
        ORIENTATIONS
            .iter()
            .enumerate()
            .map(|(side, (letter, azimuth_deg))| Window {
                name: format!("window_{letter}"),
                area_m2: self.shape.side_area_m2(side) * self.window_wall_ratio,
                tilt_deg: 90.0,
                azimuth_deg: *azimuth_deg,
                glazing: glazing.clone(),
                summer_shading_factor: 0.0,
                shade: None,
                film_in_w_m2k: None,
                film_out_w_m2k: None,
                outline_m: None,
            })
            .collect()
    }

    fn thermostat(&self) -> Thermostat {
        let operation = self.schedule(&self.use_.operation);
        let plants = &self.library.envelope.plants;
        let heating_months = match self.plant {
            PlantKind::None => Vec::new(),
            PlantKind::District => self.climate.months_below(plants.district_season_below_c),
            _ => self.climate.months_below(plants.own_season_below_c),
        };
        let cooling_months = if self.use_.cools_all_year {
            (1..=12).collect()
        } else {
            self.climate.months_from(plants.cooling_season_from_c)
        };
        let set_points = |set: Option<f64>, setback: Option<f64>, months: &[u8]| {
            if months.is_empty() {
                return None;
            }
            set.map(|set_c| set_point_schedule(&operation, set_c, setback.unwrap_or(set_c)))
        };
        Thermostat {
            heating_c: set_points(
                self.use_.heating_c,
                self.use_.heating_setback_c,
                &heating_months,
            ),
            cooling_c: set_points(
                self.use_.cooling_c,
                self.use_.cooling_setback_c,
                &cooling_months,
            ),
            heating_months,
            cooling_months,
        }
    }

    fn systems(&self) -> Systems {
        let plants = &self.library.envelope.plants;
        let supply_c = plants.heat_pump_supply_c;
        let heating = match self.plant {
            PlantKind::GasBoiler => {
                HeatingPlant::GasBoiler { efficiency: self.era.boiler_efficiency }
            }
            PlantKind::District => {
                HeatingPlant::District { efficiency: plants.district_efficiency }
            }
            PlantKind::Electric => HeatingPlant::Electric,
            PlantKind::AirSourceHeatPump => {
                HeatingPlant::AirSourceHeatPump { rated_cop: plants.air_source_cop, supply_c }
            }
            PlantKind::GroundSourceHeatPump => {
                HeatingPlant::GroundSourceHeatPump { rated_cop: plants.ground_source_cop, supply_c }
            }
            PlantKind::None => HeatingPlant::None,
        };
        let cooling = match (self.use_.cooling_c, self.plant) {
            (None, _) => CoolingPlant::None,
            (Some(_), PlantKind::GroundSourceHeatPump) => {
                CoolingPlant::GroundSource { rated_cop: plants.ground_source_cooling_cop }
            }
            (Some(_), _) => CoolingPlant::Chiller { rated_cop: self.era.cooling_cop, flat: false },
        };
        Systems {
            heating,
            cooling,
            distribution_loss: self.era.distribution_loss,
            auxiliary_w_per_w: plants.auxiliary_w_per_w,
            hot_water_kwh_m2: self.use_.hot_water_kwh_m2,
            hot_water_carrier: match self.plant {
                PlantKind::GasBoiler => Carrier::Gas,
                _ => Carrier::Electricity,
            },
            ..Systems::default()
        }
    }
}

/// Rooms lower than this are mixed by people and heaters: planning value. [m]
const GRADIENT_HEIGHT_MIN_M: f64 = 4.0;

/// Middle of the occupied zone of standing people: planning value. [m]
const OCCUPIED_HEIGHT_M: f64 = 1.1;

/// Name of the one zone.
const ZONE_NAME: &str = "whole";

/// Unit of thermal transmittance.
const U_UNIT: &str = "W/(m²·K)";

/// Suffix of the name and compass direction of the four sides.
const ORIENTATIONS: [(&str, f64); 4] = [("n", 0.0), ("e", 90.0), ("s", 180.0), ("w", 270.0)];

/// Reflectance of common ground: Liu and Jordan 1963. [-]
const GROUND_REFLECTANCE: f64 = 0.2;

/// Absorptance of weathered plaster, brick and roofing for the sun: GB 50176-2016, annex B.5. [-]
const SOLAR_ABSORPTANCE: f64 = 0.7;

/// Absorptance of light-coloured rooms for the sun. [-]
const SOLAR_ABSORPTANCE_INSIDE: f64 = 0.6;

/// Long-wave emissivity of building materials: ASHRAE Handbook Fundamentals 2017, ch. 26. [-]
const EMISSIVITY: f64 = 0.9;

fn surface(
    name: &str,
    area_m2: f64,
    (tilt_deg, azimuth_deg): (f64, f64),
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
        solar_absorptance_out: SOLAR_ABSORPTANCE,
        solar_absorptance_in: SOLAR_ABSORPTANCE_INSIDE,
        emissivity_out: EMISSIVITY,
        emissivity_in: EMISSIVITY,
        film_in_w_m2k: None,
        film_out_w_m2k: None,
        outline_m: None,
        ground: None,
    }
}

/// The set point while in operation, the setback else.
fn set_point_schedule(operation: &Schedule, set_c: f64, setback_c: f64) -> Schedule {
    let day = |hours: &[f64; 24]| hours.map(|share| if share > 0.0 { set_c } else { setback_c });
    Schedule {
        weekday: day(&operation.weekday),
        saturday: day(&operation.saturday),
        sunday: day(&operation.sunday),
    }
}

/// Names of schedules that the uses of a library refer to, for its check.
fn schedule_names(use_: &Use) -> BTreeSet<&str> {
    [&use_.operation, &use_.people, &use_.lighting, &use_.equipment, &use_.ventilation]
        .into_iter()
        .map(String::as_str)
        .collect()
}

impl Envelope {
    /// The last era that begins in or before `year`, the first one else.
    fn era_of(&self, year: i32) -> &Era {
        let begun = self.eras.iter().rev().find(|era| era.from_year <= year);
        begun.unwrap_or(&self.eras[0])
    }
}
