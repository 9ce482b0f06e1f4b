use std::collections::BTreeMap;

use units::{Fen, GramsCo2e, SpaceId, Text};

use crate::reason::Reason;

/// The most candidates one call takes; ten times the largest ledger that the project plans for.
const MAX_CANDIDATES: usize = 5_000_000;

/// One package of one project that could be funded.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The project; at most one of its packages is chosen.
    pub project: SpaceId,
    /// The package's name, unique within the project.
    pub package: String,
    /// The district whose ceiling it counts against, if known.
    pub district: Option<String>,
    /// Public money it would take from the budget; not negative.
    pub cost_fen: Fen,
    /// Operating CO2e saved a year, if known.
    pub co2e_g_per_year: Option<GramsCo2e>,
    /// Gross floor area brought back into use, if known; finite and not negative. `[m²]`
    pub floor_area_m2: Option<f64>,
    /// Whether its grant still hangs on undetermined conditions; carried through, not weighed.
    pub conditional: bool,
}

/// What may be spent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Public money of the year, for all projects together.
    pub budget: Fen,
    /// The most that may go to a district, by district; one that is not listed has no ceiling.
    ///
    /// With any ceiling set, a candidate whose district is unknown is left out: it cannot be shown
    /// to keep the ceilings.
    pub district_ceilings: BTreeMap<String, Fen>,
}

/// What is made as large as possible. Values are counted in *points*.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Objective {
    /// CO2e saved: one point per tonne a year.
    Co2e,
    /// Floor area brought back into use: one point per m².
    FloorArea,
    /// A sum of both.
    Weighted {
        /// Points per tonne of CO2e a year; finite, not negative.
        co2e_t_weight: f64,
        /// Points per m² of floor area; finite, not negative.
        floor_area_m2_weight: f64,
    },
}

/// How hard to search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Stop once the share of the bound not reached is this small; `0.0..1.0`.
    pub gap_ratio: f64,
    /// Stop after so many branch-and-bound nodes; the same on every machine.
    pub max_nodes: u32,
    /// Stop after so many seconds; positive. A run that this stops may differ between machines, so
    /// leave it unset where a result must be replayed. `[s]`
    pub time_limit_s: Option<f64>,
    /// How many projects to name in [`Choice::just_missed`](crate::Choice::just_missed).
    pub just_missed: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { gap_ratio: 1e-4, max_nodes: 20_000, time_limit_s: None, just_missed: 10 }
    }
}

/// Limits, weights or options that make no sense, or a solver that gave up.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChoiceError {
    /// The budget is below zero.
    #[error("the budget must not be negative, found {budget} yuan")]
    NegativeBudget {
        /// The budget given.
        budget: Fen,
    },
    /// A district ceiling is below zero.
    #[error("the ceiling of district {district:?} must not be negative, found {ceiling} yuan")]
    NegativeCeiling {
        /// The district.
        district: String,
        /// The ceiling given.
        ceiling: Fen,
    },
    /// A weight is negative or not finite, or all are zero.
    #[error("weights must be finite, not negative and not all zero, found {co2e} and {floor_area}")]
    Weights {
        /// Points per tonne CO2e, as given.
        co2e: f64,
        /// Points per m², as given.
        floor_area: f64,
    },
    /// An option is out of its range.
    #[error("option {option} must be {expected}, found {found}")]
    Option {
        /// Which one.
        option: &'static str,
        /// Its range.
        expected: &'static str,
        /// The value given.
        found: f64,
    },
    /// More candidates than one call takes.
    #[error("at most {most} candidates can be weighed at once, found {found}")]
    TooMany {
        /// The most.
        most: usize,
        /// Those given.
        found: usize,
    },
    /// HiGHS stopped without an answer.
    #[error("the solver gave no answer: {status}")]
    Solver {
        /// What it said.
        status: String,
    },
}

impl ChoiceError {
    /// The error for a reader, in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::NegativeBudget { budget } => format!("预算不能为负，现为 {budget} 元"),
            Self::NegativeCeiling { district, ceiling } => {
                format!("{district}的资金上限不能为负，现为 {ceiling} 元")
            }
            Self::Weights { co2e, floor_area } => {
                format!("权重应为有限的非负数且不全为零，现为 {co2e} 和 {floor_area}")
            }
            Self::Option { option, expected, found } => {
                format!("选项 {option} 应满足 {expected}，现为 {found}")
            }
            Self::TooMany { most, found } => format!("一次最多比选 {most} 个方案，现有 {found} 个"),
            Self::Solver { status } => format!("求解器没有给出结果：{status}"),
        };
        Text::new(zh, self.to_string())
    }
}

impl Objective {
    /// Points per tonne of CO2e, points per m².
    pub(crate) fn weights(self) -> (f64, f64) {
        match self {
            Self::Co2e => (1.0, 0.0),
            Self::FloorArea => (0.0, 1.0),
            Self::Weighted { co2e_t_weight, floor_area_m2_weight } => {
                (co2e_t_weight, floor_area_m2_weight)
            }
        }
    }

    /// The points of a candidate, or why they cannot be known. A quantity with weight 0 is not
    /// asked.
    pub(crate) fn points(self, candidate: &Candidate) -> Result<f64, Reason> {
        let (per_t, per_m2) = self.weights();
        let mut points = 0.0;
        if per_t > 0.0 {
            let saved = candidate.co2e_g_per_year.ok_or(Reason::UnknownCo2e)?;
            points += per_t * saved.tonnes_f64();
        }
        if per_m2 > 0.0 {
            let area_m2 = candidate.floor_area_m2.ok_or(Reason::UnknownFloorArea)?;
            if !area_m2.is_finite() || area_m2 < 0.0 {
                return Err(Reason::InvalidFloorArea { area_m2 });
            }
            points += per_m2 * area_m2;
        }
        if points.is_finite() && points > 0.0 {
            Ok(points)
        } else {
            Err(Reason::NoGain { value_points: points })
        }
    }
}

/// Refuses limits, weights and options out of their ranges, and too long a list.
pub(crate) fn check(
    count: usize,
    limits: &Limits,
    objective: Objective,
    options: &Options,
) -> Result<(), ChoiceError> {
    if count > MAX_CANDIDATES {
        return Err(ChoiceError::TooMany { most: MAX_CANDIDATES, found: count });
    }
    if limits.budget < Fen::ZERO {
        return Err(ChoiceError::NegativeBudget { budget: limits.budget });
    }
    if let Some((district, &ceiling)) = limits.district_ceilings.iter().find(|(_, c)| c.0 < 0) {
        return Err(ChoiceError::NegativeCeiling { district: district.clone(), ceiling });
    }
    let (co2e, floor_area) = objective.weights();
    let usable = |weight: f64| weight.is_finite() && weight >= 0.0;
    if !usable(co2e) || !usable(floor_area) || co2e.max(floor_area) <= 0.0 {
        return Err(ChoiceError::Weights { co2e, floor_area });
    }
    options.check()
}

impl Options {
    /// Refuses options out of their ranges.
    pub(crate) fn check(&self) -> Result<(), ChoiceError> {
        if !(0.0..1.0).contains(&self.gap_ratio) {
            let (option, expected) = ("gap_ratio", "0 <= gap < 1");
            return Err(ChoiceError::Option { option, expected, found: self.gap_ratio });
        }
        match self.time_limit_s {
            Some(found) if found.is_nan() || found <= 0.0 => {
                Err(ChoiceError::Option { option: "time_limit_s", expected: "> 0", found })
            }
            _ => Ok(()),
        }
    }
}
