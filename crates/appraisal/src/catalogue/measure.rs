//! One measure: what it needs, what it costs, what it is made of, which clause it serves.

use serde::Serialize;
use units::{Fen, Source, Text};

use super::effect::Effect;

/// One change that can be made to a building.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// Stable word, such as `roof_insulation`.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Building kinds it is offered for; empty means all.
    pub kinds: Vec<String>,
    /// What the building must have for it to be offered.
    pub needs: Needs,
    /// What it changes, in this order; empty for works that have no effect on energy.
    pub effects: Vec<Effect>,
    /// Where the effects' figures come from.
    pub effect_source: Source,
    /// Keys of the before-state facts that its saving rests on, as the ledger names them.
    pub facts: Vec<String>,
    /// Measures that cannot stand beside it in one package.
    pub excludes: Vec<String>,
    /// Measures that must stand beside it in every package.
    pub requires: Vec<String>,
    /// Clauses of the schemes that it serves.
    pub serves: Vec<Clause>,
    /// The state that it repairs, of works that bring a space into order.
    pub repairs: Option<Repair>,
    /// What it costs to install: a planning value.
    pub cost: Cost,
    /// Yearly upkeep beyond that of what it replaces, as percent of the likely cost. [%]
    pub maintenance_percent: f64,
    /// Years until it must be installed anew, `1..=100`. [a]
    pub lifetime_years: u16,
    /// What is built in, by unit of cost.
    pub materials: Vec<MaterialUse>,
    /// What is taken out for it, by unit of cost.
    pub removes: Vec<MaterialUse>,
    /// How sure the planning values are.
    pub confidence: Confidence,
    /// What a reader must know of it: limits of the model, what the cost leaves out.
    pub note: Option<Text>,
}

impl Measure {
    /// Whether the two cannot stand in one package; the same either way.
    pub fn conflicts_with(&self, other: &Self) -> bool {
        self.excludes.contains(&other.id) || other.excludes.contains(&self.id)
    }

    /// Whether it is works without an effect on energy.
    pub fn is_cost_item(&self) -> bool {
        self.effects.is_empty()
    }
}

/// What a building must have for a measure to be offered.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Needs {
    /// One of these heating plants (`gas_boiler`, `district`, …); empty means any or none.
    pub heating: Vec<String>,
    /// A cooling plant.
    pub cooling: bool,
    /// A mean clear height (air volume over floor area) of at least this. [m]
    pub clear_height_min_m: Option<f64>,
    /// At least so many storeys: floor area over the roof's projection, rounded.
    pub storeys_min: Option<u16>,
    /// At most so many storeys.
    pub storeys_max: Option<u16>,
}

/// A clause of a scheme that a measure serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// 绿色低碳改造.
    GreenBuilding,
    /// 结构加固.
    Structure,
    /// 消防.
    Fire,
    /// 数字化基础设施.
    Digital,
    /// 节水.
    Water,
    /// 垃圾分类与固废.
    Waste,
    /// 无障碍.
    Accessibility,
    /// 光伏占屋面比例.
    PvShare,
    /// 热泵供热.
    HeatPump,
}

/// A state of the space that works bring into order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// Key of the ledger's fact.
    pub fact: String,
    /// The values that call for it.
    pub from: Vec<String>,
    /// The value that it has afterwards.
    pub becomes: String,
}

/// An amount of a material by unit of cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MaterialUse {
    /// Its word in the file of materials.
    pub material: String,
    /// How much, in the material's own unit, for one unit of the cost.
    pub amount_units: f64,
}

/// What a cost is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CostUnit {
    /// Wall area that the measure changes. [m²]
    M2Wall,
    /// Roof area that the measure changes. [m²]
    M2Roof,
    /// Window area that the measure changes or adds. [m²]
    M2Window,
    /// Gross floor area of the building. [m²]
    M2Floor,
    /// Edge of ground floors that the measure changes. [m]
    MEdge,
    /// Ventilation of the zones that the measure changes, at full schedule. [m³/h]
    M3hAir,
    /// Heating power of the plant: as stated, or by the design day. [kW]
    KwHeating,
    /// Cooling power of the plant: as stated, or by the design day. [kW]
    KwCooling,
    /// Rated power of the PV that the measure adds. [kW]
    KwPv,
    /// Points, doors, devices: one for each `floor_per_unit_m2` begun.
    Point,
    /// The whole building, or one for each `floor_per_unit_m2` begun.
    Item,
}

impl CostUnit {
    /// Every unit, each with its word in files.
    pub const ALL: [(&'static str, Self); 11] = [
        ("m2_wall", Self::M2Wall),
        ("m2_roof", Self::M2Roof),
        ("m2_window", Self::M2Window),
        ("m2_floor", Self::M2Floor),
        ("m_edge", Self::MEdge),
        ("m3h_air", Self::M3hAir),
        ("kw_heating", Self::KwHeating),
        ("kw_cooling", Self::KwCooling),
        ("kw_pv", Self::KwPv),
        ("point", Self::Point),
        ("item", Self::Item),
    ];

    /// The unit for people.
    pub fn text(self) -> Text {
        let (zh, en) = match self {
            Self::M2Wall => ("m² 墙", "m² of wall"),
            Self::M2Roof => ("m² 屋面", "m² of roof"),
            Self::M2Window => ("m² 窗", "m² of window"),
            Self::M2Floor => ("m² 建筑面积", "m² of floor"),
            Self::MEdge => ("m 周边", "m of edge"),
            Self::M3hAir => ("m³/h 风量", "m³/h of air"),
            Self::KwHeating => ("kW 供热", "kW of heat"),
            Self::KwCooling => ("kW 供冷", "kW of cold"),
            Self::KwPv => ("kW 光伏", "kW of PV"),
            Self::Point => ("点", "points"),
            Self::Item => ("项", "items"),
        };
        Text::new(zh, en)
    }

    /// Whether it is the power of a plant, which needs a [`Sizing`].
    pub(crate) fn is_plant_power(self) -> bool {
        matches!(self, Self::KwHeating | Self::KwCooling)
    }
}

/// What a measure costs: a planning value with its spread, year, region and source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// What it is counted in.
    pub unit: CostUnit,
    /// Per unit.
    pub per_unit: FenRange,
    /// Once, however many units there are, if there are any.
    pub fixed: FenRange,
    /// Floor area that one point or item serves. [m²]
    pub floor_per_unit_m2: Option<f64>,
    /// How a plant without stated power is sized; every cost by power of a plant that was read
    /// has it.
    pub sizing: Option<Sizing>,
    /// Prices of this year.
    pub price_year: u16,
    /// Where the prices hold.
    pub region: String,
    /// Who says so.
    pub source: Source,
}

impl Cost {
    /// The cost of so many units, fixed part included; nothing for none. `None` when an amount is
    /// out of range.
    pub fn total(&self, quantity_units: f64) -> Option<FenRange> {
        if quantity_units <= 0.0 {
            return Some(FenRange::default());
        }
        let of = |per_unit: Fen, fixed: Fen| {
            let variable = Fen::estimate_from_yuan(quantity_units * per_unit.yuan_f64())?;
            variable.checked_add(fixed)
        };
        Some(FenRange {
            low: of(self.per_unit.low, self.fixed.low)?,
            likely: of(self.per_unit.likely, self.fixed.likely)?,
            high: of(self.per_unit.high, self.fixed.high)?,
        })
    }
}

/// The design day by which plants are sized whose power nobody stated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sizing {
    /// Outdoor air for heating. [°C]
    pub heating_outdoor_c: f64,
    /// Outdoor air for cooling. [°C]
    pub cooling_outdoor_c: f64,
    /// Sun on the mean window at the hour of the cooling peak. [W/m²]
    pub sun_w_m2: f64,
    /// Share of all gains inside at that hour. [-]
    pub gains_share: f64,
    /// Heat that a floor on ground loses by its edge. [W/(m·K)]
    pub edge_w_mk: f64,
    /// Power installed over power wanted. [-]
    pub margin_factor: f64,
    /// Who says so.
    pub source: Source,
}

/// Low, likely and high value of an amount; always in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FenRange {
    /// Optimistic for a cost.
    pub low: Fen,
    /// The value that results lead with.
    pub likely: Fen,
    /// Pessimistic for a cost.
    pub high: Fen,
}

/// How sure a planning value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Recalled or assumed.
    Low,
    /// Several secondary sources agree.
    Medium,
    /// A tender or a publication was seen.
    High,
}
