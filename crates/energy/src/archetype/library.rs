//! The library of planning values, read from YAML and checked as a whole.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use units::{Diagnostic, Severity, Source, Sourced, Text};

use crate::archetype::{Kind, PlantKind, schedule_names};
use crate::building::{Schedule, Soil};
use crate::thermal_zone::ThermalZone;

/// The three texts of a library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LibraryText<'a> {
    /// Constructions, leakage and plant by era and zone (`envelope.yaml`).
    pub envelope: &'a str,
    /// Gains, set points and air by kind of use (`uses.yaml`).
    pub uses: &'a str,
    /// Hourly shares (`schedules.yaml`).
    pub schedules: &'a str,
}

impl LibraryText<'static> {
    /// The library that this crate brings along.
    pub const BUILT_IN: Self = Self {
        envelope: include_str!("../../../../data/constructions/envelope.yaml"),
        uses: include_str!("../../../../data/constructions/uses.yaml"),
        schedules: include_str!("../../../../data/constructions/schedules.yaml"),
    };
}

/// Planning values for all kinds, eras and zones; complete, once read.
#[derive(Clone, Debug, PartialEq)]
pub struct Library {
    pub(super) envelope: Envelope,
    pub(super) uses: Uses,
    schedules: Schedules,
}

impl Library {
    /// Reads a library.
    ///
    /// # Errors
    /// All diagnostics: text that is no such YAML, a kind, zone, material or schedule that is
    /// missing, a value outside what can be built.
    pub fn parse(text: &LibraryText<'_>) -> Result<Self, Vec<Diagnostic>> {
        let envelope = read::<Envelope>(text.envelope, "envelope.yaml");
        let uses = read::<Uses>(text.uses, "uses.yaml");
        let schedules = read::<Schedules>(text.schedules, "schedules.yaml");
        match (envelope, uses, schedules) {
            (Ok(envelope), Ok(uses), Ok(schedules)) => {
                let library = Self { envelope, uses, schedules };
                let remarks = library.remarks();
                if remarks.is_empty() { Ok(library) } else { Err(remarks) }
            }
            (envelope, uses, schedules) => {
                let errors = [envelope.err(), uses.err(), schedules.err()];
                Err(errors.into_iter().flatten().map(|remark| *remark).collect())
            }
        }
    }

    /// The use of a kind; a read library has all.
    pub(super) fn use_of(&self, kind: Kind) -> &Use {
        self.uses.uses.get(&kind).expect("a library is only made with all kinds")
    }

    /// A schedule by name; a read library has all that its uses name.
    pub(super) fn schedule(&self, name: &str) -> Schedule {
        self.schedules.schedules.get(name).cloned().unwrap_or_else(Schedule::always)
    }

    fn remarks(&self) -> Vec<Diagnostic> {
        let mut remarks = self.envelope.remarks();
        for kind in Kind::ALL {
            let path = format!("uses.{}", kind.key());
            let Some(use_) = self.uses.uses.get(&kind) else {
                remarks.push(refused(
                    "uses.yaml",
                    &path,
                    "",
                    "每种用途都有一条",
                    "an entry of every kind",
                ));
                continue;
            };
            for name in schedule_names(use_) {
                if !self.schedules.schedules.contains_key(name) {
                    remarks.push(refused(
                        "uses.yaml",
                        &path,
                        name,
                        "已定义的时间表",
                        "a schedule that is defined",
                    ));
                }
            }
            for (field, value, low, high) in use_.ranges() {
                check(&mut remarks, "uses.yaml", &format!("{path}.{field}"), value, low, high);
            }
        }
        check(&mut remarks, "uses.yaml", "aspect_ratio", self.uses.aspect_ratio, 0.1, 10.0);
        check(&mut remarks, "uses.yaml", "radiative_share", self.uses.radiative_share, 0.0, 1.0);
        for (name, schedule) in &self.schedules.schedules {
            let hours = schedule.weekday.iter().chain(&schedule.saturday).chain(&schedule.sunday);
            for value in hours {
                check(&mut remarks, "schedules.yaml", name, *value, 0.0, 1.0);
            }
        }
        remarks
    }
}

fn refused(file: &str, path: &str, value: &str, zh: &str, en: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: "bad_library".to_owned(),
        file: file.to_owned(),
        row: None,
        column: path.to_owned(),
        value: value.chars().take(200).collect(),
        expected: Text::new(zh, en),
        remedy: Text::new("请更正构造与用途数据文件", "correct the file of constructions and uses"),
    }
}

fn check(remarks: &mut Vec<Diagnostic>, file: &str, path: &str, value: f64, low: f64, high: f64) {
    if !(low..=high).contains(&value) {
        let range = format!("{low} … {high}");
        remarks.push(refused(file, path, &value.to_string(), &range, &range));
    }
}

fn read<T: DeserializeOwned>(text: &str, file: &str) -> Result<T, Box<Diagnostic>> {
    serde_saphyr::from_str(text).map_err(|error| {
        let (zh, en) = ("可读的 YAML 数据文件", "a YAML file of this form");
        Box::new(refused(file, "", &error.to_string(), zh, en))
    })
}

/// Envelope and plant by era and zone.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Envelope {
    pub(super) unknown_year_built: Sourced<i32>,
    pub(super) eras: Vec<Era>,
    pub(super) window_shgc_by_u: Curve,
    pub(super) plants: Plants,
    pub(super) ground: Ground,
    pub(super) materials: BTreeMap<String, Material>,
    materials_source: Source,
    pub(super) structures: Structures,
    structures_source: Source,
}

/// The file that remarks about the envelope name.
const ENVELOPE_FILE: &str = "envelope.yaml";

impl Envelope {
    fn remarks(&self) -> Vec<Diagnostic> {
        let mut remarks = Vec::new();
        self.check_eras(&mut remarks);
        self.check_plants(&mut remarks);
        self.check_structures(&mut remarks);
        let points = &self.window_shgc_by_u.points;
        if points.is_empty() || !points.is_sorted_by(|a, b| a.0 < b.0) {
            let (zh, en) = ("按 U 值升序的点", "points in order of U");
            remarks.push(refused(ENVELOPE_FILE, "window_shgc_by_u", "", zh, en));
        }
        remarks
    }

    fn check_eras(&self, remarks: &mut Vec<Diagnostic>) {
        if self.eras.is_empty() || !self.eras.is_sorted_by_key(|era| era.from_year) {
            let (zh, en) = ("按 from_year 升序的年代", "eras in order of from_year");
            remarks.push(refused(ENVELOPE_FILE, "eras", "", zh, en));
        }
        for era in &self.eras {
            let path = format!("eras.{}", era.key);
            for zone in ThermalZone::ALL {
                let count = era.rows.iter().filter(|row| row.zones.contains(&zone)).count();
                if count != 1 {
                    let found = format!("{}: {count}", zone.key());
                    let (zh, en) = ("每个气候区恰好一行", "exactly one row of every zone");
                    remarks.push(refused(ENVELOPE_FILE, &path, &found, zh, en));
                }
            }
            for (field, value, low, high) in era.ranges() {
                check(remarks, ENVELOPE_FILE, &format!("{path}.{field}"), value, low, high);
            }
        }
    }

    fn check_plants(&self, remarks: &mut Vec<Diagnostic>) {
        for zone in ThermalZone::ALL {
            if !self.plants.assumed.iter().any(|row| row.zones.contains(&zone)) {
                let (zh, en) = ("每个气候区都有热源", "a plant for every zone");
                remarks.push(refused(ENVELOPE_FILE, "plants.assumed", zone.key(), zh, en));
            }
        }
        for (field, value, low, high) in self.plants.ranges() {
            check(remarks, ENVELOPE_FILE, &format!("plants.{field}"), value, low, high);
        }
    }

    fn check_structures(&self, remarks: &mut Vec<Diagnostic>) {
        let structures = [&self.structures.heavy, &self.structures.light];
        for build_up in structures.into_iter().flat_map(Structure::build_ups) {
            for (name, thickness_m) in build_up.solids() {
                if !self.materials.contains_key(name) {
                    let (zh, en) = ("已定义的材料", "a material that is defined");
                    remarks.push(refused(ENVELOPE_FILE, "structures", name, zh, en));
                }
                check(remarks, ENVELOPE_FILE, "structures", thickness_m, 0.001, 2.0);
            }
        }
        for (name, material) in &self.materials {
            let path = format!("materials.{name}");
            check(remarks, ENVELOPE_FILE, &path, material.conductivity_w_mk, 0.005, 400.0);
            check(remarks, ENVELOPE_FILE, &path, material.density_kg_m3, 1.0, 10_000.0);
            check(remarks, ENVELOPE_FILE, &path, material.heat_capacity_j_kgk, 100.0, 5000.0);
        }
    }
}

/// Constructions and plant of a span of years.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Era {
    pub(super) key: String,
    pub(super) from_year: i32,
    pub(super) lighting_factor: f64,
    pub(super) leakage_m3_h_m2: f64,
    pub(super) cooling_cop: f64,
    pub(super) boiler_efficiency: f64,
    pub(super) distribution_loss: f64,
    pub(super) hall_structure: StructureKey,
    pub(super) source: Source,
    rows: Vec<Transmittances>,
}

impl Era {
    /// The row of a zone; a read library has exactly one.
    pub(super) fn row_of(&self, zone: ThermalZone) -> &Transmittances {
        let row = self.rows.iter().find(|row| row.zones.contains(&zone));
        row.expect("a library is only made with a row of every zone in every era")
    }

    fn ranges(&self) -> Vec<(&'static str, f64, f64, f64)> {
        let mut ranges = vec![
            ("lighting_factor", self.lighting_factor, 0.0, 3.0),
            ("leakage_m3_h_m2", self.leakage_m3_h_m2, 0.0, 50.0),
            ("cooling_cop", self.cooling_cop, 1.0, 15.0),
            ("boiler_efficiency", self.boiler_efficiency, 0.3, 1.1),
            ("distribution_loss", self.distribution_loss, 0.0, 2.0),
        ];
        for row in &self.rows {
            ranges.push(("wall_u_w_m2k", row.wall_u_w_m2k, 0.05, 4.0));
            ranges.push(("roof_u_w_m2k", row.roof_u_w_m2k, 0.05, 4.0));
            ranges.push(("window_u_w_m2k", row.window_u_w_m2k, 0.4, 7.0));
        }
        ranges
    }
}

/// Thermal transmittances of the zones of a row.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Transmittances {
    zones: Vec<ThermalZone>,
    pub(super) wall_u_w_m2k: f64,
    pub(super) roof_u_w_m2k: f64,
    pub(super) window_u_w_m2k: f64,
}

/// A curve by points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Curve {
    points: Vec<(f64, f64)>,
    pub(super) source: Source,
}

impl Curve {
    /// Straight lines between the points, the ends held.
    pub(super) fn at(&self, x: f64) -> f64 {
        let after = self.points.iter().position(|(at, _)| *at >= x);
        match (after, self.points.last()) {
            (Some(0), _) => self.points[0].1,
            (Some(index), _) => {
                let ((x0, y0), (x1, y1)) = (self.points[index - 1], self.points[index]);
                y0 + (y1 - y0) * (x - x0) / (x1 - x0)
            }
            (None, last) => last.map_or(0.0, |(_, y)| *y),
        }
    }
}

/// Plants: assumed kind by zone, efficiencies, seasons.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plants {
    assumed: Vec<AssumedPlant>,
    pub(super) district_efficiency: f64,
    pub(super) air_source_cop: f64,
    pub(super) ground_source_cop: f64,
    pub(super) ground_source_cooling_cop: f64,
    pub(super) heat_pump_supply_c: f64,
    pub(super) auxiliary_w_per_w: f64,
    pub(super) district_season_below_c: f64,
    pub(super) own_season_below_c: f64,
    pub(super) cooling_season_from_c: f64,
    pub(super) source: Source,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AssumedPlant {
    zones: Vec<ThermalZone>,
    plant: PlantKind,
}

impl Plants {
    /// The plant of a building of which nobody has said it; a read library has one for every zone.
    pub(super) fn assumed_in(&self, zone: ThermalZone) -> PlantKind {
        let row = self.assumed.iter().find(|row| row.zones.contains(&zone));
        row.map_or(PlantKind::None, |row| row.plant)
    }

    fn ranges(&self) -> [(&'static str, f64, f64, f64); 6] {
        [
            ("district_efficiency", self.district_efficiency, 0.5, 1.0),
            ("air_source_cop", self.air_source_cop, 1.0, 10.0),
            ("ground_source_cop", self.ground_source_cop, 1.0, 10.0),
            ("ground_source_cooling_cop", self.ground_source_cooling_cop, 1.0, 15.0),
            ("heat_pump_supply_c", self.heat_pump_supply_c, 25.0, 80.0),
            ("auxiliary_w_per_w", self.auxiliary_w_per_w, 0.0, 1.0),
        ]
    }
}

/// Soil under the lowest floor.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ground {
    pub(super) soil: Soil,
    source: Source,
}

/// A material.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Material {
    pub(super) conductivity_w_mk: f64,
    pub(super) density_kg_m3: f64,
    pub(super) heat_capacity_j_kgk: f64,
}

/// Which structure a hall of an era has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StructureKey {
    Heavy,
    Light,
}

impl StructureKey {
    pub(super) fn of(self, envelope: &Envelope) -> &Structure {
        match self {
            Self::Heavy => &envelope.structures.heavy,
            Self::Light => &envelope.structures.light,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Structures {
    pub(super) heavy: Structure,
    pub(super) light: Structure,
}

/// Build-ups of one way of building.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Structure {
    pub(super) wall: BuildUp,
    pub(super) roof: BuildUp,
    pub(super) floor: BuildUp,
    pub(super) internal_mass: BuildUp,
}

impl Structure {
    fn build_ups(&self) -> [&BuildUp; 4] {
        [&self.wall, &self.roof, &self.floor, &self.internal_mass]
    }
}

/// Layers by material and thickness [m], from outside to inside; the insulation's is solved for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BuildUp {
    pub(super) outer: (String, f64),
    pub(super) insulation: String,
    pub(super) core: (String, f64),
    pub(super) inner: (String, f64),
}

impl BuildUp {
    fn solids(&self) -> [(&str, f64); 4] {
        /// Any thickness passes for the layer whose thickness is solved for.
        const SOLVED_M: f64 = 0.1;
        [
            (&self.outer.0, self.outer.1),
            (&self.insulation, SOLVED_M),
            (&self.core.0, self.core.1),
            (&self.inner.0, self.inner.1),
        ]
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Uses {
    pub(super) radiative_share: f64,
    pub(super) aspect_ratio: f64,
    uses: BTreeMap<Kind, Use>,
}

/// How a kind of building is used.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Use {
    pub(super) hall: bool,
    pub(super) storey_height_m: f64,
    pub(super) floor_plate_m2: f64,
    pub(super) storeys_max: i32,
    pub(super) window_wall_ratio: f64,
    pub(super) partition_ratio: f64,
    floor_per_person_m2: f64,
    person_w: f64,
    pub(super) lighting_w_m2: f64,
    pub(super) equipment_w_m2: f64,
    pub(super) outdoor_air_m3_h_m2: f64,
    pub(super) hot_water_kwh_m2: f64,
    /// Rise of the air temperature with height while it is heated; `None` = mixed. [K/m]
    #[serde(default)]
    pub(super) air_gradient_k_m: Option<f64>,
    pub(super) heating_c: Option<f64>,
    pub(super) heating_setback_c: Option<f64>,
    pub(super) cooling_c: Option<f64>,
    pub(super) cooling_setback_c: Option<f64>,
    pub(super) cools_all_year: bool,
    pub(super) operation: String,
    pub(super) people: String,
    pub(super) lighting: String,
    pub(super) equipment: String,
    pub(super) ventilation: String,
    pub(super) source: Source,
}

impl Use {
    /// Sensible heat of people at full occupancy. [W/m²]
    pub(super) fn people_w_m2(&self) -> f64 {
        self.person_w / self.floor_per_person_m2
    }

    fn ranges(&self) -> Vec<(&'static str, f64, f64, f64)> {
        let mut ranges = vec![
            ("storey_height_m", self.storey_height_m, 2.0, 40.0),
            ("floor_plate_m2", self.floor_plate_m2, 10.0, 1e6),
            ("storeys_max", f64::from(self.storeys_max), 1.0, 200.0),
            ("window_wall_ratio", self.window_wall_ratio, 0.0, 0.95),
            ("partition_ratio", self.partition_ratio, 0.01, 5.0),
            ("floor_per_person_m2", self.floor_per_person_m2, 0.5, 10_000.0),
            ("person_w", self.person_w, 0.0, 300.0),
            ("lighting_w_m2", self.lighting_w_m2, 0.0, 100.0),
            ("equipment_w_m2", self.equipment_w_m2, 0.0, 5000.0),
            ("outdoor_air_m3_h_m2", self.outdoor_air_m3_h_m2, 0.0, 200.0),
            ("hot_water_kwh_m2", self.hot_water_kwh_m2, 0.0, 1000.0),
        ];
        for (field, value) in [
            ("heating_c", self.heating_c),
            ("heating_setback_c", self.heating_setback_c),
            ("cooling_c", self.cooling_c),
            ("cooling_setback_c", self.cooling_setback_c),
        ] {
            ranges.extend(value.map(|value| (field, value, 0.0, 50.0)));
        }
        ranges.extend(self.air_gradient_k_m.map(|value| ("air_gradient_k_m", value, 0.0, 5.0)));
        if let (Some(heating_c), Some(cooling_c)) = (self.heating_c, self.cooling_c) {
            ranges.push(("cooling_c", cooling_c, heating_c, 50.0));
        }
        ranges
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Schedules {
    source: Source,
    schedules: BTreeMap<String, Schedule>,
}
