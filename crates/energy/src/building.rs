//! What is simulated: thermally uniform zones with their envelope, use and systems, and PV.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pv::CellModel;
use crate::sky::SkyModel;

/// A building as the kernel sees it. Every field is a plain number whose name carries its unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Building {
    /// A name for messages.
    pub name: String,
    /// Thermal zones, one to sixteen.
    pub zones: Vec<Zone>,
    /// Roof photovoltaics.
    #[serde(default)]
    pub pv: Option<PvArray>,
    /// Short-wave reflectance of the ground around, `0..=1`. [-]
    #[serde(default = "default_ground_reflectance")]
    pub ground_reflectance: f64,
    /// Air that passes between zones.
    #[serde(default)]
    pub mixing: Vec<Mixing>,
    /// Opaque things that shade planes with outlines: neighbours, canopies, parapets.
    #[serde(default)]
    pub obstacles: Vec<Obstacle>,
}

impl Building {
    /// Conditioned gross floor area of all zones. [m²]
    pub fn floor_area_m2(&self) -> f64 {
        self.zones.iter().map(|zone| zone.floor_area_m2).sum()
    }

    /// Air volume of all zones. [m³]
    pub fn volume_m3(&self) -> f64 {
        self.zones.iter().map(|zone| zone.volume_m3).sum()
    }

    /// Opaque surfaces of all zones, zone by zone; one between two zones appears once.
    pub fn surfaces(&self) -> impl Iterator<Item = &Surface> {
        self.zones.iter().flat_map(|zone| &zone.surfaces)
    }

    /// [`Building::surfaces`], to be changed.
    pub fn surfaces_mut(&mut self) -> impl Iterator<Item = &mut Surface> {
        self.zones.iter_mut().flat_map(|zone| &mut zone.surfaces)
    }

    /// Windows of all zones, zone by zone.
    pub fn windows(&self) -> impl Iterator<Item = &Window> {
        self.zones.iter().flat_map(|zone| &zone.windows)
    }

    /// [`Building::windows`], to be changed.
    pub fn windows_mut(&mut self) -> impl Iterator<Item = &mut Window> {
        self.zones.iter_mut().flat_map(|zone| &mut zone.windows)
    }

    /// Which of `zones` bears this name; the first, where several do.
    pub fn zone_index(&self, name: &str) -> Option<usize> {
        self.zones.iter().position(|zone| zone.name == name)
    }
}

/// One thermally uniform zone with its envelope, use and systems.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// A name that no other zone of the building has.
    pub name: String,
    /// Conditioned gross floor area 建筑面积, `> 0`. [m²]
    pub floor_area_m2: f64,
    /// Air volume of the zone, `> 0`. [m³]
    pub volume_m3: f64,
    /// Opaque envelope and internal mass. A surface towards another zone stands in one of the two.
    pub surfaces: Vec<Surface>,
    /// Glazed parts of the envelope.
    #[serde(default)]
    pub windows: Vec<Window>,
    /// Air exchange with outdoors.
    pub air: AirExchange,
    /// Heat given off inside.
    pub gains: Gains,
    /// Set points.
    pub thermostat: Thermostat,
    /// What turns loads into purchased energy.
    #[serde(default)]
    pub systems: Systems,
    /// Height of the middle of the envelope above the ground, where the wind is taken, `> 0`. [m]
    #[serde(default = "default_mid_height_m")]
    pub mid_height_m: f64,
    /// Air of a high room that is warmer above while the plant heats; `None` = as warm everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stratification: Option<Stratification>,
}

/// Air whose temperature rises evenly with height in every hour after one in which the plant has
/// heated. Set points and reported air temperatures are those of the occupied height.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stratification {
    /// Rise of the air temperature with height that the heating makes, `0..=5`. [K/m]
    pub air_gradient_k_m: f64,
    /// Share of the gradient that destratification fans take away, `0..=1`. [-]
    #[serde(default)]
    pub destratification_share: f64,
    /// Clear height of the room, `> 0`; `None` = volume over floor area. [m]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f64>,
    /// Height of the thermostat above the floor, within the room. [m]
    #[serde(default = "default_occupied_height_m")]
    pub occupied_height_m: f64,
}

/// Middle of the occupied zone of seated people: EN 12831-1:2017.
fn default_occupied_height_m() -> f64 {
    1.0
}

/// One opaque plane that keeps off sun and sky and is no part of the envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obstacle {
    /// A name for messages.
    pub name: String,
    /// Corners in turn, at least three, in one plane within 1 cm: towards east, north and up in
    /// the building's own axes. Both sides shade. [m]
    pub outline_m: Vec<[f64; 3]>,
}

/// Air exchanged between two zones, as much one way as the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mixing {
    /// Names of the two zones.
    pub between: [String; 2],
    /// Flow each way, at site density, `>= 0`. [m³/h]
    pub flow_m3_h: f64,
}

/// Reflectance of common ground: Liu and Jordan 1963; the usual value of engineering practice.
fn default_ground_reflectance() -> f64 {
    0.2
}

/// Middle of a building of three storeys.
fn default_mid_height_m() -> f64 {
    5.0
}

/// What lies behind a surface.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Boundary {
    /// Outdoor air, sun, wind and sky.
    Outdoor,
    /// Outdoor air without sun and wind (a raised floor, a well shaded soffit).
    OutdoorSheltered,
    /// Ground at the yearly mean outdoor temperature plus a damped yearly wave; how the surface
    /// lies in it stands in its `ground`.
    Ground,
    /// The zone itself on both sides: internal walls and floors, storage only. `area_m2` is that of
    /// one side; both sides are in the room, and no heat crosses the middle of the layers.
    Internal,
    /// Another zone of the same building: the first layer and the `_out` properties face it.
    Zone {
        /// Name of that zone.
        zone: String,
    },
}

/// One opaque plane: wall, roof, floor, or internal mass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Surface {
    /// A name for messages.
    pub name: String,
    /// Net opaque area, windows taken off, `> 0`. [m²]
    pub area_m2: f64,
    /// Angle from horizontal of the outward normal's plane: 0 roof, 90 wall, 180 floor. [°]
    pub tilt_deg: f64,
    /// Compass direction of the outward normal: 0 north, 90 east, 180 south, 270 west. [°]
    #[serde(default)]
    pub azimuth_deg: f64,
    /// What lies behind.
    pub boundary: Boundary,
    /// Layers from outside to inside, at least one.
    pub layers: Vec<Layer>,
    /// Short-wave absorptance of the outer face, `0..=1`. [-]
    pub solar_absorptance_out: f64,
    /// Short-wave absorptance of the inner face, `0..=1`. [-]
    pub solar_absorptance_in: f64,
    /// Long-wave emissivity of the outer face, `0..=1`. [-]
    pub emissivity_out: f64,
    /// Long-wave emissivity of the inner face, `0..=1`. [-]
    pub emissivity_in: f64,
    /// Constant coefficient of the inner face to the air, `0.1..=1000`; `None` follows the air.
    /// A face with one exchanges no long-wave radiation and takes up no radiant gains. [W/(m²·K)]
    #[serde(default)]
    pub film_in_w_m2k: Option<f64>,
    /// The same of the outer face, for one that has air or a zone behind it. [W/(m²·K)]
    #[serde(default)]
    pub film_out_w_m2k: Option<f64>,
    /// Where the plane stands, windows not cut out, if obstacles and own wings are to shade it:
    /// corners in turn, counter-clockwise seen from outside, towards east, north and up in the
    /// building's own axes. [m]
    #[serde(default)]
    pub outline_m: Option<Vec<[f64; 3]>>,
    /// How a surface on ground lies in it; `None` = a compact slab at ground level on sand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<GroundContact>,
}

/// How a floor or a basement wall lies in the ground.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroundContact {
    /// Edge of a floor towards outdoors, exposed perimeter; `None` = that of a square. [m]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perimeter_m: Option<f64>,
    /// Depth of the floor below the ground around it, `0..=30`: 0 for a slab. For a basement wall
    /// the same depth, so that its length is area over depth. [m]
    #[serde(default)]
    pub depth_m: f64,
    /// What the ground is made of.
    #[serde(default)]
    pub soil: Soil,
    /// Thickness of the outer walls at the floor's edge. [m]
    #[serde(default = "default_wall_thickness_m")]
    pub wall_thickness_m: f64,
    /// Insulation along the edge of a slab at ground level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edge_insulation: Option<EdgeInsulation>,
}

impl Default for GroundContact {
    /// A compact slab on sand without edge insulation.
    fn default() -> Self {
        Self {
            perimeter_m: None,
            depth_m: 0.0,
            soil: Soil::default(),
            wall_thickness_m: default_wall_thickness_m(),
            edge_insulation: None,
        }
    }
}

/// Usual masonry.
fn default_wall_thickness_m() -> f64 {
    0.3
}

/// Kinds of ground, by ISO 13370:2017, table 7.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Soil {
    /// Clay or silt, 1.5 W/(m·K).
    Clay,
    /// Sand or gravel, 2 W/(m·K).
    #[default]
    Sand,
    /// Homogeneous rock, 3.5 W/(m·K).
    Rock,
}

/// A strip of insulation along the edge of a slab.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EdgeInsulation {
    /// Width under the slab, or depth beside it, `> 0`. [m]
    pub width_m: f64,
    /// Thickness, `> 0`. [m]
    pub thickness_m: f64,
    /// Thermal conductivity, below that of the soil. [W/(m·K)]
    pub conductivity_w_mk: f64,
    /// Whether it stands upright beside the slab or foundation.
    #[serde(default)]
    pub is_vertical: bool,
}

/// One layer of a construction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Layer {
    /// A material with mass.
    Solid {
        /// Thickness, `> 0`. [m]
        thickness_m: f64,
        /// Thermal conductivity λ, `> 0`. [W/(m·K)]
        conductivity_w_mk: f64,
        /// Density ρ, `> 0`. [kg/m³]
        density_kg_m3: f64,
        /// Specific heat capacity c, `> 0`. [J/(kg·K)]
        heat_capacity_j_kgk: f64,
    },
    /// A resistance without mass.
    Resistance {
        /// Thermal resistance R, `> 0`. [m²·K/W]
        resistance_m2k_w: f64,
    },
}

impl Layer {
    /// Thermal resistance, face to face. [m²·K/W]
    pub fn resistance_m2k_w(&self) -> f64 {
        match *self {
            Self::Solid { thickness_m, conductivity_w_mk, .. } => thickness_m / conductivity_w_mk,
            Self::Resistance { resistance_m2k_w } => resistance_m2k_w,
        }
    }
}

/// One glazed plane, with its shades.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// A name for messages.
    pub name: String,
    /// Area of the glazing with its frame, `> 0`. [m²]
    pub area_m2: f64,
    /// Angle from horizontal: 90 wall, 0 skylight. [°]
    pub tilt_deg: f64,
    /// Compass direction of the outward normal: 0 north, 90 east, 180 south, 270 west. [°]
    #[serde(default)]
    pub azimuth_deg: f64,
    /// The glass.
    pub glazing: Glazing,
    /// Share of all sun kept off by movable outside shading in the months in which the thermostat
    /// cools (`Thermostat::cooling_months`); `0` none. [-]
    #[serde(default)]
    pub summer_shading_factor: f64,
    /// Fixed overhang and fins.
    #[serde(default)]
    pub shade: Option<Shade>,
    /// Constant coefficient of the inner face to the air, `0.1..=1000`; `None` follows the air.
    /// A face with one exchanges no long-wave radiation and takes up no radiant gains. [W/(m²·K)]
    #[serde(default)]
    pub film_in_w_m2k: Option<f64>,
    /// The same of the outer face. [W/(m²·K)]
    #[serde(default)]
    pub film_out_w_m2k: Option<f64>,
    /// Where the plane stands, as that of a surface. [m]
    #[serde(default)]
    pub outline_m: Option<Vec<[f64; 3]>>,
}

/// A fixed overhang above and fins beside a rectangular window, at right angles to it. A depth of
/// zero leaves that part out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shade {
    /// Width of the window, `> 0`. [m]
    pub window_width_m: f64,
    /// Height of the window, `> 0`. [m]
    pub window_height_m: f64,
    /// How far the overhang stands out. [m]
    #[serde(default)]
    pub overhang_depth_m: f64,
    /// Height of the overhang above the window's head. [m]
    #[serde(default)]
    pub overhang_gap_m: f64,
    /// How far the overhang reaches beyond the window's left edge, seen from outside. [m]
    #[serde(default)]
    pub overhang_left_m: f64,
    /// How far the overhang reaches beyond the window's right edge, seen from outside. [m]
    #[serde(default)]
    pub overhang_right_m: f64,
    /// How far both fins stand out. [m]
    #[serde(default)]
    pub fin_depth_m: f64,
    /// Distance of the fins from the window's edges. [m]
    #[serde(default)]
    pub fin_gap_m: f64,
    /// How far the fins reach above the window's head. [m]
    #[serde(default)]
    pub fin_above_m: f64,
    /// How far the fins reach below the window's sill. [m]
    #[serde(default)]
    pub fin_below_m: f64,
}

/// How the glass is described.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Glazing {
    /// Whole-window values, from which angular curves are derived.
    Simple {
        /// Thermal transmittance U of the whole window, standard films included. [W/(m²·K)]
        u_w_m2k: f64,
        /// Solar heat gain coefficient at normal incidence, whole window, `0..=1`. [-]
        shgc: f64,
    },
    /// Panes from outside to inside with the gaps between them, calculated pane by pane.
    Panes {
        /// One to three panes.
        panes: Vec<Pane>,
        /// Thermal resistance of each gap (one less than panes), convection and radiation. [m²·K/W]
        gap_resistance_m2k_w: Vec<f64>,
    },
}

/// One pane of glass, at normal incidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pane {
    /// Thickness. [m]
    pub thickness_m: f64,
    /// Thermal conductivity. [W/(m·K)]
    pub conductivity_w_mk: f64,
    /// Solar transmittance. [-]
    pub solar_transmittance: f64,
    /// Solar reflectance, front. [-]
    pub solar_reflectance_front: f64,
    /// Solar reflectance, back. [-]
    pub solar_reflectance_back: f64,
    /// Long-wave emissivity, front. [-]
    pub emissivity_front: f64,
    /// Long-wave emissivity, back. [-]
    pub emissivity_back: f64,
}

/// Air exchange with outdoors. Air changes are at site density.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AirExchange {
    /// Infiltration, constant, `>= 0`. [1/h]
    pub infiltration_ach: f64,
    /// Leaks through which wind and stack drive more air, hour by hour, beside the constant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leakage: Option<Leakage>,
    /// Mechanical or window ventilation at full schedule, `>= 0`. [1/h]
    #[serde(default)]
    pub ventilation_ach: f64,
    /// Share of `ventilation_ach` in each hour.
    #[serde(default = "Schedule::always")]
    pub ventilation_schedule: Schedule,
    /// Sensible effectiveness of heat recovery on the ventilation air, `0..=1`; bypassed when the
    /// zone would be cooled by the bypass. [-]
    #[serde(default)]
    pub heat_recovery_effectiveness: f64,
    /// More outdoor air while it is cool enough to cool the zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub night_ventilation: Option<NightVentilation>,
}

/// Windows or fans that a control opens while outdoor air cools the zone: where the air of the hour
/// before was warmer than outdoors by the difference, and only as far as the zone stays at its
/// floor temperature and its heating set point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NightVentilation {
    /// Air change fully open, `0..=200`. [1/h]
    pub ach: f64,
    /// Hours in which it may open, as a share of `ach`.
    pub schedule: Schedule,
    /// Floor temperature: the coolest that it makes the zone; at least the heating set point where
    /// both may be at work. [°C]
    pub air_min_c: f64,
    /// Least difference of the zone to outdoors, `0..=50`. [K]
    pub difference_min_k: f64,
    /// Only in these months (1 = January); empty means all months.
    #[serde(default)]
    pub months: Vec<u8>,
}

/// Leaks of a zone's envelope, through which wind and stack drive outdoor air.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leakage {
    /// How leaky the envelope is.
    pub airtightness: Airtightness,
    /// From the lowest to the highest leak, at whose top the wind is taken, `0.5..=300`. [m]
    pub height_m: f64,
    /// Share of the leaks in ceiling and floor, as much in either, `0..=1`. [-]
    #[serde(default = "default_ceiling_floor_share")]
    pub ceiling_floor_share: f64,
    /// What stands close by.
    #[serde(default)]
    pub shielding: Shielding,
    /// What the wind blows over before.
    #[serde(default)]
    pub terrain: Terrain,
}

impl Leakage {
    /// Makes the leaks `factor` times as large.
    pub fn scale(&mut self, factor: f64) {
        match &mut self.airtightness {
            Airtightness::EffectiveArea { area_cm2 } => *area_cm2 *= factor,
            Airtightness::AirChange { n50_1_h } => *n50_1_h *= factor,
        }
    }
}

/// Half of the leaks in the walls, as ASHRAE's coefficients have it.
fn default_ceiling_floor_share() -> f64 {
    0.5
}

/// What a pressure test says of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Airtightness {
    /// Area of one smooth hole that leaks as much at 4 Pa (discharge coefficient 1).
    EffectiveArea {
        /// Area, `>= 0`. [cm²]
        area_cm2: f64,
    },
    /// Air change at 50 Pa.
    AirChange {
        /// Zone volumes an hour, `>= 0`. [1/h]
        n50_1_h: f64,
    },
}

/// Obstructions within about two heights of the building.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shielding {
    /// None at all.
    None,
    /// A few.
    Light,
    /// Some: thick hedges, a solid fence or one neighbour.
    #[default]
    Moderate,
    /// Around most of the building.
    Heavy,
    /// Large ones all around, as in a dense city.
    VeryHeavy,
}

/// Ground over which the wind comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Terrain {
    /// At least 5 km of open water.
    Water,
    /// Flat, with single obstacles.
    Flat,
    /// Country with low buildings and trees.
    #[default]
    Rural,
    /// Towns, industry, forest.
    Urban,
    /// Middle of a large city.
    CityCentre,
}

/// Heat given off inside, per conditioned floor area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gains {
    /// Sensible heat of people at full occupancy. [W/m²]
    pub people_w_m2: f64,
    /// Presence of people, share of full.
    pub people_schedule: Schedule,
    /// Installed lighting power. [W/m²]
    pub lighting_w_m2: f64,
    /// Lighting in use, share of installed.
    pub lighting_schedule: Schedule,
    /// Plug loads and processes (electric) at full use. [W/m²]
    pub equipment_w_m2: f64,
    /// Plug loads in use, share of full.
    pub equipment_schedule: Schedule,
    /// Share of all gains given off as radiation, `0..=1`. [-]
    pub radiative_share: f64,
    /// Lamps that give way to daylight; `None` = they follow their schedule alone.
    #[serde(default, skip_serializing_if = "is_default")]
    pub daylight: Option<Daylight>,
}

/// Control of the lamps by the daylight that enters through the windows of the zone, spread evenly
/// over its floor: give perimeter and core of a deep floor as zones of their own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Daylight {
    /// Illuminance that lamps make up for, such as 300 or 500 of offices, `1..=20000`. [lx]
    pub target_lux: f64,
    /// Share of the lamps' power that follows daylight, `0..=1`. [-]
    #[serde(default = "all_of_it")]
    pub controlled_share: f64,
    /// How lamps follow.
    #[serde(default)]
    pub dimming: Dimming,
    /// Share of their power that lamps under control still take in full daylight, `0..=1`: 0.1 to
    /// 0.2 for most dimmed ones, 0 for those that are cut off. [-]
    #[serde(default)]
    pub least_power_share: f64,
    /// Light transmittance LT of the windows at normal incidence, frame and dirt taken off, mean by
    /// area, `0..=1`; `None` = 1.15 times their solar transmittance (clear glass). [-]
    #[serde(default)]
    pub light_transmittance: Option<f64>,
    /// Share of the light that enters that reaches the working plane, `0..=1`. [-]
    #[serde(default = "default_utilance")]
    pub utilance: f64,
    /// Share of the light of direct sun that serves the room, `0..=1`: 1 behind glass that
    /// scatters, about what the floor reflects behind clear glass or blinds. [-]
    #[serde(default = "default_direct_sun_share")]
    pub direct_sun_share: f64,
}

/// How lamps follow daylight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dimming {
    /// In proportion to the light that is missing.
    #[default]
    Continuous,
    /// Full on until daylight alone is enough.
    OnOff,
}

fn all_of_it() -> f64 {
    1.0
}

/// Utilance of rooms of medium size and light surfaces with dirt taken off; planning value, from
/// `2·M/(1 − R²)·A_floor/A_all` (BS 8206-2:2008, average daylight factor) with M = 0.9, R = 0.5 and
/// all faces 4.8 times the floor.
fn default_utilance() -> f64 {
    0.5
}

/// What a floor of medium brightness reflects.
fn default_direct_sun_share() -> f64 {
    0.2
}

/// Set points of the zone air, hour by hour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Thermostat {
    /// Heating set point; `None` where heating is off all year.
    pub heating_c: Option<Schedule>,
    /// Cooling set point; `None` where cooling is off all year.
    pub cooling_c: Option<Schedule>,
    /// Heating plant runs only in these months (1 = January); empty means all months.
    #[serde(default)]
    pub heating_months: Vec<u8>,
    /// Cooling plant runs only in these months (1 = January); empty means all months.
    #[serde(default)]
    pub cooling_months: Vec<u8>,
}

/// Twenty-four hourly values for each kind of day; entry `h` holds from `h:00` to `h+1:00` local
/// standard time. The year starts on the weekday that `Options` states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Monday to Friday.
    pub weekday: [f64; 24],
    /// Saturday.
    pub saturday: [f64; 24],
    /// Sunday and public holidays.
    pub sunday: [f64; 24],
}

impl Schedule {
    /// The same value in every hour.
    pub fn constant(value: f64) -> Self {
        Self::daily([value; 24])
    }

    /// The same 24 values on every day.
    pub fn daily(hours: [f64; 24]) -> Self {
        Self { weekday: hours, saturday: hours, sunday: hours }
    }

    /// One in every hour.
    pub fn always() -> Self {
        Self::constant(1.0)
    }
}

/// What turns thermal loads into purchased energy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Systems {
    /// Heating plant.
    pub heating: HeatingPlant,
    /// Cooling plant.
    pub cooling: CoolingPlant,
    /// Share of the thermal load delivered in vain by poor control and distribution, `>= 0`:
    /// the plant delivers load × (1 + loss). [-]
    #[serde(default)]
    pub distribution_loss: f64,
    /// Electric power of fans and pumps per thermal power delivered by the plants. [W/W]
    #[serde(default)]
    pub auxiliary_w_per_w: f64,
    /// Domestic hot water, useful heat per floor area and year, spread over occupied hours.
    /// [kWh/(m²·a)]
    #[serde(default)]
    pub hot_water_kwh_m2: f64,
    /// Carrier that makes the hot water.
    #[serde(default)]
    pub hot_water_carrier: Carrier,
    /// Useful hot water per purchased energy, `0.3..=6`; `None` = by the carrier, storage and
    /// circulation included: electricity 0.95, gas 0.85, district heat 0.95. [-]
    #[serde(default, skip_serializing_if = "is_default")]
    pub hot_water_efficiency: Option<f64>,
    /// Heat that tank and circulation lose day and night, made as hot water is and given to no
    /// zone. [W]
    #[serde(default, skip_serializing_if = "is_default")]
    pub hot_water_standing_loss_w: f64,
    /// Electric power of supply and extract fans together per flow of
    /// `AirExchange::ventilation_ach` (not of infiltration); 0 where windows ventilate, 1500 to
    /// 3000 for most plants with heat recovery. [W/(m³/s)]
    #[serde(default, skip_serializing_if = "is_default")]
    pub specific_fan_power_w_m3s: f64,
    /// Share of the fans' power that warms the zone through the supply air, `0..=1`: about a half
    /// where a supply and an extract fan are alike. [-]
    #[serde(default, skip_serializing_if = "is_default")]
    pub fan_heat_share: f64,
    /// Temperature of the heating water; `None` = always the rated one of the plant.
    #[serde(default, skip_serializing_if = "is_default")]
    pub heating_water: Option<SupplyWater>,
    /// Temperature of the chilled water; `None` = always the rated 7 °C.
    #[serde(default, skip_serializing_if = "is_default")]
    pub chilled_water: Option<SupplyWater>,
    /// Heat that the heating plant gives at rated conditions, losses of distribution included;
    /// `None` = as much as is wanted. [W]
    #[serde(default, skip_serializing_if = "is_default")]
    pub heating_capacity_w: Option<f64>,
    /// Sensible cold that the cooling plant gives at rated conditions, losses of distribution
    /// included; `None` = as much as is wanted. [W]
    #[serde(default, skip_serializing_if = "is_default")]
    pub cooling_capacity_w: Option<f64>,
    /// What heats beyond the capacity of the heating plant; `None` = the set point is missed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub heating_backup: Option<Backup>,
    /// How the heating plant differs from its rating.
    #[serde(default, skip_serializing_if = "is_default")]
    pub heating_performance: Performance,
    /// How the cooling plant differs from its rating.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cooling_performance: Performance,
}

/// A second heat generator that makes what is wanted beyond the capacity of the heating plant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// What it burns or takes: electricity, gas or district heat.
    #[serde(default)]
    pub carrier: Carrier,
    /// Useful heat per purchased energy, `0.3..=1.11`. [-]
    #[serde(default = "all_of_it")]
    pub efficiency: f64,
    /// Most heat that it gives; `None` = as much as is wanted. [W]
    #[serde(default)]
    pub capacity_w: Option<f64>,
}

/// Temperature of the water between a plant and the zone.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyWater {
    /// Supply temperature on the design day: `20..=95` heating, `1..=25` cooling. [°C]
    pub design_supply_c: f64,
    /// Supply less return on the design day, `0.5..=60`; only a condensing boiler looks at it. [K]
    #[serde(default = "default_drop_k")]
    pub design_drop_k: f64,
    /// How the supply follows the outdoor air; `None` = the same all year.
    #[serde(default)]
    pub reset: Option<SupplyReset>,
}

/// A supply temperature that is straight in the outdoor air between two points and level beyond.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyReset {
    /// Outdoor air of the design day. [°C]
    pub design_outdoor_c: f64,
    /// Outdoor air of a mild day: above that of the design day for heating, below it for cooling.
    /// [°C]
    pub mild_outdoor_c: f64,
    /// Supply temperature on that mild day. [°C]
    pub mild_supply_c: f64,
}

/// Radiators at 60/45 to 75/55 °C.
fn default_drop_k() -> f64 {
    15.0
}

/// How a plant's capacity and efficiency differ from the rating away from rated conditions and at
/// part load. The default differs in nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Performance {
    /// Outdoor air at which COP and capacity are rated; `None` = 7 °C heating (EN 14511, A7), 35 °C
    /// cooling (AHRI 550/590). Heat pumps for cold regions are often rated at −12 °C (GB/T 25127).
    /// [°C]
    pub rated_outdoor_c: Option<f64>,
    /// Relative change of the capacity per kelvin of warmer outdoor air, `-0.1..=0.1`; the capacity
    /// stays within 0 and 1.5 times the rated. About 0.02 of an air-source heat pump, −0.01 of an
    /// air-cooled chiller. [1/K]
    pub capacity_per_outdoor_k: f64,
    /// Relative change of the capacity per kelvin of warmer water than rated, `-0.1..=0.1`. About
    /// −0.005 of a heat pump, 0.03 of a chiller. [1/K]
    pub capacity_per_supply_k: f64,
    /// Rated COP or efficiency at half load over that at full load, same temperatures, `0.3..=3`;
    /// straight between the two, level below. About 1.1 to 1.4 with an inverter. [-]
    pub half_load_ratio: f64,
    /// Share of the capacity below which the plant goes on and off, `0.01..=1`: 1 without
    /// modulation, about 0.3 with an inverter. [-]
    pub lowest_load_share: f64,
    /// Loss by going on and off, Cd of AHRI 210/240 and EN 14825, `0..=0.9`: 0.25 where nothing is
    /// known of an air conditioner, 0.1 of a heat pump with water. [-]
    pub cycling_degradation_factor: f64,
}

impl Default for Performance {
    fn default() -> Self {
        Self {
            rated_outdoor_c: None,
            capacity_per_outdoor_k: 0.0,
            capacity_per_supply_k: 0.0,
            half_load_ratio: 1.0,
            lowest_load_share: 1.0,
            cycling_degradation_factor: 0.0,
        }
    }
}

impl Systems {
    /// Puts another heating plant in place of the present one, large enough and as rated; the water
    /// stays as emitters want it.
    pub fn replace_heating(&mut self, plant: HeatingPlant) {
        self.heating = plant;
        self.heating_capacity_w = None;
        self.heating_backup = None;
        self.heating_performance = Performance::default();
    }

    /// The same for the cooling plant.
    pub fn replace_cooling(&mut self, plant: CoolingPlant) {
        self.cooling = plant;
        self.cooling_capacity_w = None;
        self.cooling_performance = Performance::default();
    }
}

impl Default for Systems {
    /// Ideal loads: heat and cold at efficiency 1 from electricity, no losses, no auxiliaries.
    fn default() -> Self {
        Self {
            heating: HeatingPlant::Electric,
            cooling: CoolingPlant::Chiller { rated_cop: 1.0, flat: true },
            distribution_loss: 0.0,
            auxiliary_w_per_w: 0.0,
            hot_water_kwh_m2: 0.0,
            hot_water_carrier: Carrier::Electricity,
            hot_water_efficiency: None,
            hot_water_standing_loss_w: 0.0,
            specific_fan_power_w_m3s: 0.0,
            fan_heat_share: 0.0,
            heating_water: None,
            chilled_water: None,
            heating_capacity_w: None,
            cooling_capacity_w: None,
            heating_backup: None,
            heating_performance: Performance::default(),
            cooling_performance: Performance::default(),
        }
    }
}

/// Purchased energy, by how it is delivered.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// Electricity from the grid or own PV.
    #[default]
    Electricity,
    /// Natural gas, lower heating value.
    Gas,
    /// District heat (hot water or steam) at the house station.
    DistrictHeat,
    /// District cooling at the house station.
    DistrictCooling,
}

/// Heating plant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HeatingPlant {
    /// No heating plant: a load met by nobody counts as unmet hours, not as energy.
    None,
    /// Direct electric heat.
    Electric,
    /// Gas boiler with its seasonal efficiency on lower heating value. [-]
    GasBoiler {
        /// Useful heat per gas energy, `0.3..=1.1`. [-]
        efficiency: f64,
    },
    /// Gas boiler that condenses: efficiency by the return temperature, straight from 30 °C to the
    /// dew point of the flue gas at 55 °C. Without `heating_water` the return is above it.
    CondensingBoiler {
        /// Useful heat per gas energy at a return of 55 °C or more, `0.3..=1.0`. [-]
        efficiency_hot_return: f64,
        /// Useful heat per gas energy at a return of 30 °C, up to 1.11. [-]
        efficiency_return_30_c: f64,
    },
    /// District heat with the efficiency of the house station. [-]
    District {
        /// Useful heat per metered heat, `0.5..=1.0`. [-]
        efficiency: f64,
    },
    /// Air-source heat pump; COP falls with outdoor temperature and with that of the water.
    AirSourceHeatPump {
        /// COP at 7 °C outdoor and the supply temperature below. [-]
        rated_cop: f64,
        /// Supply water temperature of the rating; also in operation without `heating_water`. [°C]
        supply_c: f64,
    },
    /// Ground-source heat pump; COP by ground temperature (yearly mean outdoor air).
    GroundSourceHeatPump {
        /// COP at 10 °C source and the supply temperature below. [-]
        rated_cop: f64,
        /// Supply water temperature of the rating; also in operation without `heating_water`. [°C]
        supply_c: f64,
    },
}

/// Cooling plant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CoolingPlant {
    /// No cooling plant: a load met by nobody counts as unmet hours, not as energy.
    None,
    /// Electric chiller or split units.
    Chiller {
        /// COP at 35 °C outdoor and 7 °C chilled water. [-]
        rated_cop: f64,
        /// `true`: the COP changes neither with outdoor temperature nor with that of the water.
        #[serde(default)]
        flat: bool,
    },
    /// The ground loop of a heat pump in reverse.
    GroundSource {
        /// COP at 20 °C ground and 7 °C chilled water. [-]
        rated_cop: f64,
    },
    /// District cooling.
    District,
}

/// Photovoltaics on the roof or beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PvArray {
    /// Rated direct-current power at standard test conditions, `> 0`. [kW]
    pub rated_kw: f64,
    /// Angle from horizontal. [°]
    pub tilt_deg: f64,
    /// Compass direction of the module's front. [°]
    pub azimuth_deg: f64,
    /// Losses between module and meter except temperature: soiling, wiring, inverter (without it
    /// where `inverter_efficiency` is stated), `0..1`. [-]
    pub system_loss: f64,
    /// Alternating-current limit of the inverter; `None` = no clipping. [kW]
    #[serde(default)]
    pub inverter_kw: Option<f64>,
    /// Efficiency of the inverter at its limit, 0.96 for most: adds its part-load curve; `None` =
    /// the inverter is part of `system_loss`. [-]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inverter_efficiency: Option<f64>,
    /// How the brightness of the sky is spread.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sky: SkyModel,
    /// How warm the cells get.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cell: CellModel,
    /// Distance from row to row over the depth of a module along its slope, that is one over the
    /// ground cover ratio; `None` = no rows that shade each other. [-]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_pitch: Option<f64>,
    /// Power lost a year, of what was left, 0.005 for most, `0..=0.2`. [1/a]
    #[serde(default, skip_serializing_if = "is_default")]
    pub degradation_per_year: f64,
    /// Age of the array in the year that is simulated. [a]
    #[serde(default, skip_serializing_if = "is_default")]
    pub age_years: f64,
    /// Elevations of hills and neighbours, evenly spaced from north, clockwise, with straight lines
    /// between; empty = level. [°]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub horizon_deg: Vec<f64>,
}

impl PvArray {
    /// A new array that nothing shades, its inverter without limit; fields as named.
    pub fn new(rated_kw: f64, tilt_deg: f64, azimuth_deg: f64, system_loss: f64) -> Self {
        Self {
            rated_kw,
            tilt_deg,
            azimuth_deg,
            system_loss,
            inverter_kw: None,
            inverter_efficiency: None,
            sky: SkyModel::default(),
            cell: CellModel::default(),
            row_pitch: None,
            degradation_per_year: 0.0,
            age_years: 0.0,
            horizon_deg: Vec::new(),
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
