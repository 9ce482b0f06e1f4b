//! Why a measure is not offered for a building.

use serde::Serialize;
use units::Text;

/// Why a measure is not offered for a building.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotApplicable {
    /// The measure.
    pub measure: String,
    /// Why.
    pub reason: Reason,
}

/// A reason for [`NotApplicable`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "code")]
#[non_exhaustive]
pub enum Reason {
    /// Not offered for this kind of building.
    OtherKind {
        /// The building's kind.
        kind: String,
    },
    /// The building lacks what the measure works on.
    Lacks {
        /// What is missing.
        what: Text,
    },
    /// The building already is as good as the measure would make it, or better.
    AlreadyMet {
        /// What was compared.
        what: Text,
        /// The building's value, the best of its parts.
        present: f64,
        /// The measure's value.
        target: f64,
    },
    /// The owner or the ledger says that the roof cannot carry PV.
    RoofUnsuitable,
}

impl Reason {
    /// The reason for people.
    pub fn text(&self) -> Text {
        match self {
            Self::OtherKind { kind } => Text::new(
                format!("不适用于此类建筑（{kind}）"),
                format!("not offered for this kind of building ({kind})"),
            ),
            Self::Lacks { what } => {
                Text::new(format!("没有{}", what.zh), format!("the building has no {}", what.en))
            }
            Self::AlreadyMet { what, present, target } => Text::new(
                format!("{}现为 {present:.2}，已达到 {target:.2}", what.zh),
                format!("{} is {present:.2} already, the measure gives {target:.2}", what.en),
            ),
            Self::RoofUnsuitable => Text::new(
                "台账注明屋面不宜安装光伏",
                "the ledger says that the roof is unfit for PV",
            ),
        }
    }
}

/// The building has none of what is named in Chinese and English.
pub(super) fn lacks(what: (&str, &str)) -> Reason {
    Reason::Lacks { what: Text::new(what.0, what.1) }
}

/// The building is at `target` or better already.
pub(super) fn already(what: (&str, &str), present: f64, target: f64) -> Reason {
    Reason::AlreadyMet { what: Text::new(what.0, what.1), present, target }
}

/// Brings `value` down to `target`.
pub(super) fn lower(value: &mut f64, target: f64, what: (&str, &str)) -> Result<(), Reason> {
    if *value <= target {
        return Err(already(what, *value, target));
    }
    *value = target;
    Ok(())
}
