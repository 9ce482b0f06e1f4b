//! Activity data: what a meter or another source counted over some days.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::Date;

use super::factors::FactorKind;
use super::inventory::Scope;
use crate::ids::{BoundaryId, Digest, FactorId, HolderId, MeterId};

/// What was counted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Electricity at a meter; whether the grid's alone, its boundary says ([`Metering`]). kWh.
    GridElectricity,
    /// Heat bought from a network. GJ.
    DistrictHeat,
    /// Natural gas burnt. m³.
    NaturalGas,
    /// Diesel burnt. kg.
    Diesel,
    /// Electricity of own PV used in the same hour. kWh.
    PvSelfUse,
    /// Electricity of own PV given to the grid: never taken off what is bought. kWh.
    PvExport,
    /// Electricity of a green-power contract or certificate, retired for this boundary. kWh.
    GreenPower,
}

impl Activity {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::GridElectricity,
        Self::DistrictHeat,
        Self::NaturalGas,
        Self::Diesel,
        Self::PvSelfUse,
        Self::PvExport,
        Self::GreenPower,
    ];

    /// The unit that it is counted in.
    pub fn unit(self) -> Unit {
        match self {
            Self::GridElectricity | Self::PvSelfUse | Self::PvExport | Self::GreenPower => {
                Unit::Kwh
            }
            Self::DistrictHeat => Unit::Gj,
            Self::NaturalGas => Unit::M3,
            Self::Diesel => Unit::Kg,
        }
    }

    /// The scope of its emissions in the inventory of who uses it (GHG Protocol Corporate
    /// Standard, ch. 4).
    pub(crate) fn scope(self) -> Scope {
        match self {
            Self::NaturalGas | Self::Diesel => Scope::One,
            Self::GridElectricity
            | Self::DistrictHeat
            | Self::PvSelfUse
            | Self::PvExport
            | Self::GreenPower => Scope::Two,
        }
    }

    /// The factor that turns it into emissions.
    pub(crate) fn factor(self) -> FactorKind {
        match self {
            Self::GridElectricity | Self::PvSelfUse | Self::PvExport | Self::GreenPower => {
                FactorKind::GridElectricity
            }
            Self::DistrictHeat => FactorKind::DistrictHeat,
            Self::NaturalGas => FactorKind::NaturalGas,
            Self::Diesel => FactorKind::Diesel,
        }
    }
}

/// A unit of activity. Quantities are whole thousandths of it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Kilowatt-hour.
    Kwh,
    /// Gigajoule.
    Gj,
    /// Cubic metre at the conditions of its factor.
    M3,
    /// Kilogram.
    Kg,
}

/// Whether the electricity meters of a boundary stand at the grid or before the consumers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Metering {
    /// At the grid: own PV that is used is no part of what they count, and is not taken off again.
    Net,
    /// Before the consumers: they count own PV too, which is taken off once.
    Gross,
}

/// A part of the enterprise's boundary, such as a site, from a day to a day, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boundary {
    /// The region of its grid, as the factor table names it.
    pub region: String,
    /// Where its electricity meters stand; needed where there is own PV.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metering: Option<Metering>,
    /// The first day.
    pub from: Date,
    /// The last day, such as the one before a sale; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// A share of a meter's quantity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Whose it is.
    pub holder: HolderId,
    /// How much, in millionths; those of a row add up to one million.
    pub share_ppm: u32,
}

/// What one meter or source counted from a day to a day, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityRow {
    /// The boundary.
    pub boundary: BoundaryId,
    /// The meter or source.
    pub meter: MeterId,
    /// The meter that counts this one's quantity as well, if it is a sub-meter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<MeterId>,
    /// What it counts.
    pub activity: Activity,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How much, in thousandths of the unit; absent where the meter was not read. 0 to 10¹⁵.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_milli: Option<i64>,
    /// The unit, which is the activity's.
    pub unit: Unit,
    /// The factor that the source names, if it names one; it must hold on all days of the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<FactorId>,
    /// Who holds which share; all of it is the enterprise's when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
    /// The digest of the bill or reading.
    pub evidence: Digest,
}

/// The boundaries of an enterprise, by id.
pub type Boundaries = BTreeMap<BoundaryId, Boundary>;
