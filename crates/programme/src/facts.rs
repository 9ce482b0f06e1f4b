//! Facts that a programme must keep about a project: typed, each with its source and evidence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Day, Source, SpaceId, Text};

use crate::guard::Prose;
use crate::ids::Digest;
use crate::people::OrgCode;

/// One fact about a project, and from what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// What is stated.
    pub stated: Stated,
    /// Where it comes from.
    pub source: Source,
    /// SHA-256 of the document that shows it.
    pub evidence: Digest,
}

/// What a fact states. Unknown numbers are absent, never zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Stated {
    /// A tenant that had to leave, and where it went 疏解去向.
    DisplacedTenant(DisplacedTenant),
    /// Structure and fire safety of a space, before or after the works.
    StructureAndFire(StructureAndFire),
    /// Traffic and parking, promised or delivered.
    Traffic(Traffic),
    /// Enterprises by size and industry, promised or delivered.
    Enterprises(Enterprises),
}

/// The name of a [`Stated`], for workflows that ask for it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// [`Stated::DisplacedTenant`]; a space that was empty states its last tenant or none at all.
    DisplacedTenant,
    /// [`Stated::StructureAndFire`] before the works.
    StructureAndFireBefore,
    /// [`Stated::StructureAndFire`] after the works.
    StructureAndFireAfter,
    /// [`Stated::Traffic`] as promised.
    TrafficPromised,
    /// [`Stated::Traffic`] as delivered.
    TrafficDelivered,
    /// [`Stated::Enterprises`] as promised.
    EnterprisesPromised,
    /// [`Stated::Enterprises`] as delivered.
    EnterprisesDelivered,
}

impl FactKind {
    /// What it is called.
    pub fn text(self) -> Text {
        match self {
            Self::DisplacedTenant => Text::new("腾退租户及疏解去向", "displaced tenants"),
            Self::StructureAndFireBefore => {
                Text::new("改造前结构与消防", "structure and fire safety before the works")
            }
            Self::StructureAndFireAfter => {
                Text::new("改造后结构与消防", "structure and fire safety after the works")
            }
            Self::TrafficPromised => Text::new("承诺的交通与停车", "traffic and parking promised"),
            Self::TrafficDelivered => {
                Text::new("实际的交通与停车", "traffic and parking delivered")
            }
            Self::EnterprisesPromised => Text::new("承诺引入的企业", "enterprises promised"),
            Self::EnterprisesDelivered => Text::new("实际入驻的企业", "enterprises delivered"),
        }
    }
}

impl Stated {
    /// Its kind.
    pub fn kind(&self) -> FactKind {
        match self {
            Self::DisplacedTenant(_) => FactKind::DisplacedTenant,
            Self::StructureAndFire(fact) => match fact.when {
                When::Before => FactKind::StructureAndFireBefore,
                When::After => FactKind::StructureAndFireAfter,
            },
            Self::Traffic(fact) => match fact.what {
                Promise::Promised => FactKind::TrafficPromised,
                Promise::Delivered => FactKind::TrafficDelivered,
            },
            Self::Enterprises(fact) => match fact.what {
                Promise::Promised => FactKind::EnterprisesPromised,
                Promise::Delivered => FactKind::EnterprisesDelivered,
            },
        }
    }

    /// The space that the fact speaks of, where it speaks of one.
    pub fn space(&self) -> Option<&SpaceId> {
        match self {
            Self::DisplacedTenant(fact) => Some(&fact.space),
            Self::StructureAndFire(fact) => Some(&fact.space),
            Self::Traffic(_) | Self::Enterprises(_) => None,
        }
    }
}

/// Before or after the works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// As found.
    Before,
    /// As handed over.
    After,
}

/// A promise, or what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// Promised in the application.
    Promised,
    /// Found on the day of the fact.
    Delivered,
}

/// A tenant that had to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DisplacedTenant {
    /// The space that it left.
    pub space: SpaceId,
    /// Who it was.
    pub tenant: Tenant,
    /// Its industry, GB/T 4754 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<Industry>,
    /// The floor area that it left, in cm².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_cm2: Option<u64>,
    /// People who worked there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobs: Option<u32>,
    /// The day on which it had left.
    #[schemars(with = "Day")]
    pub left_on: Date,
    /// Where it went.
    pub destination: Destination,
}

/// A tenant: an organisation in the clear, a sole trader as the commitment to a record kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tenant {
    /// An organisation.
    Organisation(OrgCode),
    /// Salted hash of a personal record.
    Person(Digest),
}

/// Where a displaced tenant went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Destination {
    /// To another place in the same city.
    SameCity {
        /// The place.
        place: Prose,
    },
    /// To another city or province.
    Elsewhere {
        /// The place.
        place: Prose,
    },
    /// It gave up its business.
    Closed,
    /// Nobody knows.
    Unknown,
}

/// State of structure and fire safety.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StructureAndFire {
    /// The space.
    pub space: SpaceId,
    /// Before or after the works.
    pub when: When,
    /// Grade of the structure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure_grade: Option<StructureGrade>,
    /// Whether it withstands the earthquake that its site is designed for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seismic_ok: Option<bool>,
    /// Whether the fire authority has accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fire_accepted: Option<bool>,
}

/// Grade of reliability of a civil building as a whole, GB 50292-2015, in Roman numerals there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum StructureGrade {
    /// Ⅰ: no measures needed.
    #[serde(rename = "I")]
    First,
    /// Ⅱ: single parts need measures.
    #[serde(rename = "II")]
    Second,
    /// Ⅲ: measures needed.
    #[serde(rename = "III")]
    Third,
    /// Ⅳ: immediate measures needed.
    #[serde(rename = "IV")]
    Fourth,
}

/// Traffic and parking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Traffic {
    /// Promised or delivered.
    pub what: Promise,
    /// Parking places for cars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_places: Option<u32>,
    /// Of them with a charger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging_places: Option<u32>,
    /// Parking places for bicycles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bicycle_places: Option<u32>,
    /// Vehicles that come and go in the busiest hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_hour_vehicles: Option<u32>,
}

/// A number of enterprises of one size and industry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Enterprises {
    /// Promised or delivered.
    pub what: Promise,
    /// The year for which it is promised, or in which it was counted.
    pub year: i16,
    /// Their size.
    pub size: EnterpriseSize,
    /// Their industry, GB/T 4754 code.
    pub industry: Industry,
    /// How many.
    pub count: u32,
    /// People who work there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobs: Option<u32>,
}

/// Size of an enterprise, 统计上大中小微型企业划分办法（2017）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EnterpriseSize {
    /// 大型.
    Large,
    /// 中型.
    Medium,
    /// 小型.
    Small,
    /// 微型.
    Micro,
}

/// A code of GB/T 4754-2017: a letter A–T for the section, with up to four digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = "^[A-T][0-9]{0,4}$"))]
pub struct Industry(String);

/// A text that is no code of an industry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no GB/T 4754 code: expected a letter A to T and up to four digits, as I65")]
pub struct IndustryError {
    text: String,
}

impl TryFrom<String> for Industry {
    type Error = IndustryError;
    fn try_from(text: String) -> Result<Self, IndustryError> {
        let mut letters = text.chars();
        let section = letters.next().is_some_and(|letter| ('A'..='T').contains(&letter));
        let digits = letters.as_str();
        if section && digits.len() <= 4 && digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Ok(Self(text));
        }
        Err(IndustryError { text: text.chars().take(80).collect() })
    }
}

impl From<Industry> for String {
    fn from(code: Industry) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn industries_are_codes() {
        for good in ["I", "I65", "C3911"] {
            assert!(Industry::try_from(good.to_owned()).is_ok());
        }
        for bad in ["", "U", "65", "C39111", "c39", "Cab"] {
            assert!(Industry::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
