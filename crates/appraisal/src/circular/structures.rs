//! Planning quantities of structures.

use std::collections::BTreeMap;

use serde::Serialize;
use units::{Source, Text};

/// One way to build.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Structure {
    /// Stable word, such as `masonry`.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Buildings that it is assumed for.
    pub shape: Shape,
    /// Last year of construction for which it is assumed; `None` = to this day.
    pub until_year: Option<i32>,
    /// Mass by element.
    pub elements: BTreeMap<Element, ElementMass>,
    /// Who says so.
    pub source: Source,
}

/// Coarse shape of a building.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// A plant, warehouse or market hall.
    Hall,
    /// Storeys of rooms.
    Building,
}

/// Parts of a building.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Element {
    /// 基础.
    Foundation,
    /// 承重结构.
    Frame,
    /// 楼地面.
    Floors,
    /// 围护.
    Envelope,
    /// 隔墙.
    Partitions,
}

impl Element {
    /// All elements, each with its word in files.
    pub const ALL: [(&'static str, Self); 5] = [
        ("foundation", Self::Foundation),
        ("frame", Self::Frame),
        ("floors", Self::Floors),
        ("envelope", Self::Envelope),
        ("partitions", Self::Partitions),
    ];
}

/// What a mass is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Gross floor area.
    Floor,
    /// Area covered on the ground.
    Footprint,
}

/// Mass of an element and what it is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ElementMass {
    /// Which area it is counted by.
    pub per: Per,
    /// Mass for a square metre of it. [kg/m²]
    pub mass_kg_m2: f64,
    /// Shares of its mass by material; they sum to one.
    pub material_shares: BTreeMap<String, f64>,
}

/// What a new building embodies: production, transport and construction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RebuildRange {
    /// Optimistic. [kg CO2e/m²]
    pub low_kg_m2: f64,
    /// Likely. [kg CO2e/m²]
    pub likely_kg_m2: f64,
    /// Pessimistic. [kg CO2e/m²]
    pub high_kg_m2: f64,
    /// Who says so.
    pub source: Source,
}
