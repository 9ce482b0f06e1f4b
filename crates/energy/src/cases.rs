//! The published test cases: the thermal fabric tests of ASHRAE 140-2020 (BESTEST).
//!
//! # Source
//! ANSI/ASHRAE Standard 140-2020, section 7 (building thermal envelope and fabric load tests):
//! dimensions, layers, glass and schedules of the cases, as facts, in our own words.

use crate::building::{
    AirExchange, Boundary, Building, Gains, Glazing, Layer, Pane, Schedule, Shade, Surface,
    Systems, Thermostat, Window, Zone,
};
use crate::fault::Fault;
use crate::glazing::{Gas, gap_resistance_m2k_w};
use crate::stock::simulate_years;
use crate::weather::Weather;
use crate::year::{Options, Year};

/// All cases that are expressed, by series; each building bears the number of its case.
pub fn all() -> Vec<Building> {
    described().iter().map(Case::building).chain([sunspace()]).collect()
}

/// The building of one case, such as `600` or `950FF`; `None` for a case that is not expressed.
pub fn building(id: &str) -> Option<Building> {
    all().into_iter().find(|building| building.name == id)
}

/// One figure that the cases are compared by.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Number of the case.
    pub case: String,
    /// What it is, such as `annual_heating`.
    pub metric: &'static str,
    /// `MWh`, `kW` or `C` (°C).
    pub unit: &'static str,
    /// The value in that unit.
    pub value: f64,
}

/// The years of all cases under `weather`.
pub fn years(weather: &Weather) -> Vec<(Building, Result<Year, Fault>)> {
    let buildings = all();
    let years = simulate_years(&buildings, weather, &Options::default());
    buildings.into_iter().zip(years).collect()
}

/// The figures of a case from its year: yearly loads and hourly peaks, and where a zone runs free
/// (`FF`, the sun zone of 960) the hourly extremes and the mean of its air temperature.
pub fn readings(case: &str, year: &Year) -> Vec<Reading> {
    let annual = &year.annual;
    let free_zone = match case {
        "960" => year.zones.iter().find(|zone| zone.name == SUN_ZONE),
        _ => year.zones.first().filter(|_| case.ends_with("FF")),
    };
    let mut figures = Vec::new();
    if !case.ends_with("FF") {
        figures.extend([
            ("annual_heating", "MWh", annual.heating_kwh / 1000.0),
            ("annual_sensible_cooling", "MWh", annual.cooling_kwh / 1000.0),
            ("peak_heating", "kW", annual.heating_peak_w / 1000.0),
            ("peak_sensible_cooling", "kW", annual.cooling_peak_w / 1000.0),
        ]);
    }
    if let Some(zone) = free_zone {
        figures.extend([
            ("ff_max_temp", "C", zone.air_max_c),
            ("ff_min_temp", "C", zone.air_min_c),
            ("ff_mean_temp", "C", zone.air_mean_c),
        ]);
    }
    let reading = |(metric, unit, value)| Reading { case: case.to_owned(), metric, unit, value };
    figures.into_iter().map(reading).collect()
}

const fn solid(
    thickness_m: f64,
    conductivity_w_mk: f64,
    density_kg_m3: f64,
    heat_capacity_j_kgk: f64,
) -> Layer {
    Layer::Solid { thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk }
}

const SIDING: Layer = solid(0.009, 0.14, 530.0, 900.0);
/// Clear 3 mm glass.
pub(crate) const CLEAR: Pane = Pane {
    thickness_m: 0.003_048,
    conductivity_w_mk: 1.0,
    solar_transmittance: 0.834,
    solar_reflectance_front: 0.075,
    solar_reflectance_back: 0.075,
    emissivity_front: 0.84,
    emissivity_back: 0.84,
};
/// The same behind another: that one has taken most of what glass does not let pass, so the two
/// together let the 0.703 pass that the cases state, instead of the 0.6995 of like panes.
const CLEAR_BEHIND_CLEAR: Pane = Pane { solar_transmittance: 0.838, ..CLEAR };
const LOW_E: Pane = Pane {
    thickness_m: 0.003_180,
    conductivity_w_mk: 1.0,
    solar_transmittance: 0.452,
    solar_reflectance_front: 0.359,
    solar_reflectance_back: 0.397,
    emissivity_front: 0.84,
    emissivity_back: 0.047,
};

/// What stands in the window openings.
#[derive(Clone, Copy, PartialEq)]
enum Opening {
    /// Plain wall.
    Wall,
    /// An opaque element that conducts as the glass does.
    Opaque,
    /// Glass to the south, or to east and west.
    South,
    EastWest,
}

#[derive(Clone, Copy, PartialEq)]
enum Glass {
    Double,
    LowE,
    Single,
}

/// One case in the terms in which the cases differ.
#[derive(Clone)]
struct Case {
    id: &'static str,
    heavy: bool,
    insulated: bool,
    opening: Opening,
    glass: Glass,
    shaded: bool,
    heating_c: Option<Schedule>,
    cooling_c: Option<Schedule>,
    night_fan: bool,
    gain_w: f64,
    ach: f64,
    emissivity_in: f64,
    emissivity_out: f64,
    absorptance_in: f64,
    absorptance_out: f64,
    /// Constant coefficients inside and outside instead of those of the air.
    constant_films: [bool; 2],
}

fn daily(value: impl Fn(usize) -> f64) -> Option<Schedule> {
    Some(Schedule::daily(std::array::from_fn(value)))
}

fn is_night(hour: usize) -> bool {
    !(7..18).contains(&hour)
}

impl Case {
    fn base(id: &'static str) -> Self {
        Self {
            id,
            heavy: false,
            insulated: false,
            opening: Opening::South,
            glass: Glass::Double,
            shaded: false,
            heating_c: daily(|_| 20.0),
            cooling_c: daily(|_| 27.0),
            night_fan: false,
            gain_w: 200.0,
            ach: 0.5,
            emissivity_in: 0.9,
            emissivity_out: 0.9,
            absorptance_in: 0.6,
            absorptance_out: 0.6,
            constant_films: [false, false],
        }
    }

    /// Case of the 600 and 900 series by its last two digits.
    fn series(id: &'static str) -> Self {
        let mut case = Self::base(id);
        case.heavy = id.starts_with('9');
        let free = id.ends_with("FF");
        match &id[1..3] {
            "10" => case.shaded = true,
            "20" => case.opening = Opening::EastWest,
            "30" => (case.opening, case.shaded) = (Opening::EastWest, true),
            "40" => {
                // The ramp from 10 to 20 °C between 7 and 8 is its hourly mean.
                case.heating_c = daily(|hour| match hour {
                    7 => 15.0,
                    8..=22 => 20.0,
                    _ => 10.0,
                });
            }
            "50" => {
                case.heating_c = None;
                case.cooling_c = daily(|hour| if is_night(hour) { 100.0 } else { 27.0 });
                case.night_fan = true;
            }
            "60" => case.glass = Glass::LowE,
            "70" => case.glass = Glass::Single,
            "80" => case.insulated = true,
            "85" => case.cooling_c = daily(|_| 20.0),
            "95" => (case.insulated, case.cooling_c) = (true, daily(|_| 20.0)),
            _ => {}
        }
        if free {
            (case.heating_c, case.cooling_c) = (None, None);
        }
        case
    }

    /// A case of the in-depth table: opening, cooling set point, gain, air changes, then the
    /// surfaces: emissivity in and out, absorptance in and out.
    fn in_depth(
        id: &'static str,
        opening: Opening,
        cool_c: f64,
        (gain_w, ach): (f64, f64),
        [emissivity_in, emissivity_out, absorptance_in, absorptance_out]: [f64; 4],
    ) -> Self {
        Self {
            opening,
            cooling_c: daily(|_| cool_c),
            gain_w,
            ach,
            emissivity_in,
            emissivity_out,
            absorptance_in,
            absorptance_out,
            heavy: id.starts_with('8'),
            shaded: matches!(id, "290" | "310"),
            ..Self::base(id)
        }
    }

    fn surface(&self, name: &str, area_m2: f64, tilt_deg: f64, azimuth_deg: f64) -> Surface {
        Surface {
            name: name.to_owned(),
            area_m2,
            tilt_deg,
            azimuth_deg,
            boundary: if tilt_deg > 135.0 { Boundary::OutdoorSheltered } else { Boundary::Outdoor },
            layers: self.layers(tilt_deg),
            solar_absorptance_out: self.absorptance_out,
            solar_absorptance_in: self.absorptance_in,
            emissivity_out: self.emissivity_out,
            emissivity_in: self.emissivity_in,
            film_in_w_m2k: self.film_in_w_m2k(tilt_deg),
            film_out_w_m2k: self.film_out_w_m2k(tilt_deg),
            outline_m: None,
            ground: None,
        }
    }

    /// Constant coefficient of an inner opaque face by inclination, where the case has one.
    fn film_in_w_m2k(&self, tilt_deg: f64) -> Option<f64> {
        self.constant_films[0].then(|| by_tilt(tilt_deg, [1.7, 1.8, 3.7]))
    }

    /// Constant coefficient of an outer opaque face by inclination, where the case has one.
    fn film_out_w_m2k(&self, tilt_deg: f64) -> Option<f64> {
        self.constant_films[1].then(|| by_tilt(tilt_deg, [21.8, 21.6, 5.2]))
    }

    fn layers(&self, tilt_deg: f64) -> Vec<Layer> {
        let thick =
            |usual_m: f64, insulated_m: f64| if self.insulated { insulated_m } else { usual_m };
        if tilt_deg < 45.0 {
            return vec![
                solid(0.019, 0.14, 530.0, 900.0),
                solid(thick(0.1118, 0.4), 0.04, 12.0, 840.0),
                solid(0.010, 0.16, 950.0, 840.0),
            ];
        }
        if tilt_deg > 135.0 {
            return if self.heavy {
                vec![
                    Layer::Resistance { resistance_m2k_w: 25.175 },
                    solid(0.080, 1.13, 1400.0, 1000.0),
                ]
            } else {
                vec![
                    Layer::Resistance { resistance_m2k_w: 25.075 },
                    solid(0.025, 0.14, 650.0, 1200.0),
                ]
            };
        }
        if self.heavy {
            return vec![
                SIDING,
                solid(thick(0.0615, 0.2452), 0.04, 10.0, 1400.0),
                solid(0.100, 0.51, 1400.0, 1000.0),
            ];
        }
        vec![SIDING, solid(thick(0.066, 0.25), 0.04, 12.0, 840.0), solid(0.012, 0.16, 950.0, 840.0)]
    }

    fn glazing(&self) -> Glazing {
        let gap = |gas, emissivities| gap_resistance_m2k_w(0.012, gas, emissivities);
        if self.opening == Opening::Opaque {
            // Like the glass, but dark: what the outer face does not absorb it reflects.
            let outer = Pane {
                solar_transmittance: 0.0,
                solar_reflectance_front: 1.0 - self.absorptance_out,
                emissivity_front: self.emissivity_out,
                ..CLEAR
            };
            let inner = Pane { emissivity_back: self.emissivity_in, ..outer };
            return Glazing::Panes { panes: vec![outer, inner], gap_resistance_m2k_w: vec![0.192] };
        }
        let (panes, gap_resistance_m2k_w) = match self.glass {
            Glass::Double => (vec![CLEAR, CLEAR_BEHIND_CLEAR], vec![gap(Gas::AIR, [0.84, 0.84])]),
            Glass::LowE => (vec![LOW_E, CLEAR], vec![gap(Gas::ARGON, [0.047, 0.84])]),
            Glass::Single => (vec![CLEAR], vec![]),
        };
        Glazing::Panes { panes, gap_resistance_m2k_w }
    }

    fn windows(&self) -> Vec<Window> {
        let window = |name: &str, azimuth_deg: f64, shade: Option<Shade>| Window {
            name: name.to_owned(),
            area_m2: 6.0,
            tilt_deg: 90.0,
            azimuth_deg,
            glazing: self.glazing(),
            summer_shading_factor: 0.0,
            shade: shade.filter(|_| self.shaded),
            film_in_w_m2k: self.constant_films[0].then_some(4.5),
            film_out_w_m2k: self.constant_films[1].then_some(17.8),
            outline_m: None,
        };
        let shade = Shade {
            window_width_m: 3.0,
            window_height_m: 2.0,
            overhang_depth_m: 1.0,
            overhang_gap_m: 0.5,
            overhang_left_m: 0.0,
            overhang_right_m: 0.0,
            fin_depth_m: 0.0,
            fin_gap_m: 0.0,
            fin_above_m: 0.5,
            fin_below_m: 0.2,
        };
        let roof = |left_m: f64, right_m: f64| {
            Some(Shade { overhang_left_m: left_m, overhang_right_m: right_m, ..shade })
        };
        let box_of = Some(Shade { fin_depth_m: 1.0, ..shade });
        match self.opening {
            Opening::Wall => Vec::new(),
            Opening::South | Opening::Opaque => vec![
                window("west of the south wall", 180.0, roof(0.5, 4.5)),
                window("east of the south wall", 180.0, roof(4.5, 0.5)),
            ],
            Opening::EastWest => vec![window("east", 90.0, box_of), window("west", 270.0, box_of)],
        }
    }

    fn building(&self) -> Building {
        building_of(self.id, vec![self.zone("whole", 8.0 * 6.0, self.surfaces())])
    }

    fn surfaces(&self) -> Vec<Surface> {
        let has_south = matches!(self.opening, Opening::South | Opening::Opaque);
        let side_m2 = if self.opening == Opening::EastWest { 10.2 } else { 16.2 };
        vec![
            self.surface("south", if has_south { 9.6 } else { 21.6 }, 90.0, 180.0),
            self.surface("north", 21.6, 90.0, 0.0),
            self.surface("east", side_m2, 90.0, 90.0),
            self.surface("west", side_m2, 90.0, 270.0),
            self.surface("roof", 48.0, 0.0, 0.0),
            self.surface("floor", 48.0, 180.0, 0.0),
        ]
    }

    fn zone(&self, name: &str, floor_area_m2: f64, surfaces: Vec<Surface>) -> Zone {
        let volume_m3 = floor_area_m2 * HEIGHT_M;
        Zone {
            name: name.to_owned(),
            floor_area_m2,
            volume_m3,
            surfaces,
            windows: self.windows(),
            air: AirExchange {
                infiltration_ach: self.ach,
                leakage: None,
                ventilation_ach: if self.night_fan { 1703.16 / volume_m3 } else { 0.0 },
                ventilation_schedule: Schedule::daily(std::array::from_fn(|hour| {
                    if is_night(hour) { 1.0 } else { 0.0 }
                })),
                heat_recovery_effectiveness: 0.0,
                night_ventilation: None,
            },
            gains: Gains {
                people_w_m2: 0.0,
                people_schedule: Schedule::always(),
                lighting_w_m2: 0.0,
                lighting_schedule: Schedule::always(),
                equipment_w_m2: self.gain_w / floor_area_m2,
                equipment_schedule: Schedule::always(),
                radiative_share: 0.6,
                daylight: None,
            },
            thermostat: Thermostat {
                heating_c: self.heating_c.clone(),
                cooling_c: self.cooling_c.clone(),
                heating_months: vec![],
                cooling_months: vec![],
            },
            systems: Systems::default(),
            mid_height_m: HEIGHT_M / 2.0,
            stratification: None,
        }
    }
}

/// Height of every case. [m]
const HEIGHT_M: f64 = 2.7;

/// The value for roof, wall or floor.
fn by_tilt(tilt_deg: f64, [roof, wall, floor]: [f64; 3]) -> f64 {
    if tilt_deg < 45.0 {
        roof
    } else if tilt_deg > 135.0 {
        floor
    } else {
        wall
    }
}

fn building_of(id: &str, zones: Vec<Zone>) -> Building {
    Building {
        name: id.to_owned(),
        zones,
        pv: None,
        ground_reflectance: 0.2,
        mixing: vec![],
        obstacles: vec![],
    }
}

/// A light back zone behind an unconditioned heavy sun zone of two metres depth.
fn sunspace() -> Building {
    let back = Case { opening: Opening::Wall, ..Case::base("960") };
    let common = Surface {
        layers: vec![solid(0.200, 0.51, 1400.0, 1000.0)],
        boundary: Boundary::Zone { zone: SUN_ZONE.to_owned() },
        ..back.surface("common", 21.6, 90.0, 180.0)
    };
    let outer = back.surfaces().into_iter().filter(|surface| surface.name != "south");
    let behind = outer.chain([common]).collect();
    let sun =
        Case { heavy: true, heating_c: None, cooling_c: None, gain_w: 0.0, ..Case::base("960") };
    let front = vec![
        sun.surface("sun zone south", 9.6, 90.0, 180.0),
        sun.surface("sun zone east", 5.4, 90.0, 90.0),
        sun.surface("sun zone west", 5.4, 90.0, 270.0),
        sun.surface("sun zone roof", 16.0, 0.0, 0.0),
        sun.surface("sun zone floor", 16.0, 180.0, 0.0),
    ];
    let zones = vec![back.zone("back", 8.0 * 6.0, behind), sun.zone(SUN_ZONE, 8.0 * 2.0, front)];
    building_of("960", zones)
}

/// Name of the zone of case 960 whose temperature is reported.
const SUN_ZONE: &str = "sun";

/// The cases in the terms in which they differ.
fn described() -> Vec<Case> {
    use Opening::{EastWest, Opaque, South, Wall};
    let mut cases: Vec<Case> = [
        "600", "610", "620", "630", "640", "650", "660", "670", "680", "685", "695", "900", "910",
        "920", "930", "940", "950", "980", "985", "995", "600FF", "650FF", "680FF", "900FF",
        "950FF", "980FF",
    ]
    .map(Case::series)
    .into();
    let none = (0.0, 0.0);
    let all = (200.0, 0.5);
    for (id, opening, cool_c, inside, surfaces) in [
        ("195", Wall, 20.0, none, [0.1, 0.1, 0.6, 0.1]),
        ("200", Opaque, 20.0, none, [0.1, 0.1, 0.6, 0.1]),
        ("210", Opaque, 20.0, none, [0.1, 0.9, 0.6, 0.1]),
        ("215", Opaque, 20.0, none, [0.9, 0.1, 0.6, 0.1]),
        ("220", Opaque, 20.0, none, [0.9, 0.9, 0.6, 0.1]),
        ("230", Opaque, 20.0, (0.0, 1.0), [0.9, 0.9, 0.6, 0.1]),
        ("240", Opaque, 20.0, (200.0, 0.0), [0.9, 0.9, 0.6, 0.1]),
        ("250", Opaque, 20.0, none, [0.9, 0.9, 0.6, 0.9]),
        ("270", South, 20.0, none, [0.9, 0.9, 0.9, 0.1]),
        ("280", South, 20.0, none, [0.9, 0.9, 0.1, 0.1]),
        ("290", South, 20.0, none, [0.9, 0.9, 0.9, 0.1]),
        ("300", EastWest, 20.0, none, [0.9, 0.9, 0.9, 0.1]),
        ("310", EastWest, 20.0, none, [0.9, 0.9, 0.9, 0.1]),
        ("320", South, 27.0, none, [0.9, 0.9, 0.9, 0.1]),
        ("395", Wall, 27.0, none, [0.9, 0.9, 0.6, 0.1]),
        ("400", Opaque, 27.0, none, [0.9, 0.9, 0.6, 0.1]),
        ("410", Opaque, 27.0, (0.0, 0.5), [0.9, 0.9, 0.6, 0.1]),
        ("420", Opaque, 27.0, all, [0.9, 0.9, 0.6, 0.1]),
        ("430", Opaque, 27.0, all, [0.9, 0.9, 0.6, 0.6]),
        ("440", South, 27.0, all, [0.9, 0.9, 0.1, 0.6]),
        ("800", Opaque, 27.0, all, [0.9, 0.9, 0.6, 0.6]),
        ("810", South, 27.0, all, [0.9, 0.9, 0.1, 0.6]),
    ] {
        cases.push(Case::in_depth(id, opening, cool_c, inside, surfaces));
    }
    for (id, constant_films) in
        [("450", [true, true]), ("460", [true, false]), ("470", [false, true])]
    {
        cases.push(Case { constant_films, ..Case::base(id) });
    }
    cases
}
