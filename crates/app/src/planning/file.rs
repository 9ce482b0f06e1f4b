//! The programme file: what a user writes, and its form for editors.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use units::{Diagnostic, Fen, Severity, Text};

use crate::failure::Failure;
use crate::files::Input;
use crate::yuan::parse_yuan;

/// A programme of several years: money, rules and aim. docs/choice.md describes it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProgrammeFile {
    /// Form of the file: 1.
    #[expect(dead_code, reason = "its type has read it")]
    format: Format,
    /// What people call the programme.
    pub(crate) title: String,
    /// Its first calendar year.
    pub(crate) first_year: u32,
    /// How many years it has, 1 to 30.
    pub(crate) years: u32,
    /// What is made the greatest.
    pub(crate) aim: AimPart,
    /// When a package's public money is paid, in parts that sum to 100 %; without it all of it in
    /// the year of the start.
    #[serde(default = "all_at_once")]
    pub(crate) tranches: Vec<TranchePart>,
    /// When single projects can start; the others in every year.
    #[serde(default)]
    pub(crate) starts: Vec<StartPart>,
    /// What may be spent.
    #[serde(default)]
    pub(crate) budgets: Vec<BudgetPart>,
    /// What else must hold.
    #[serde(default)]
    pub(crate) constraints: Vec<ConstraintPart>,
    /// How hard to search.
    #[serde(default)]
    pub(crate) search: SearchPart,
}

/// Form of the file.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "u32")]
#[schemars(extend("const" = 1))]
struct Format;

impl TryFrom<u32> for Format {
    type Error = String;
    fn try_from(number: u32) -> Result<Self, String> {
        if number == 1 { Ok(Self) } else { Err(format!("expected format 1, found {number}")) }
    }
}

/// What is made the greatest.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AimPart {
    /// Points for what a package does.
    pub(crate) weights: Weights,
    /// How much a probability of loss takes from a value, 0 to 1; above 0 the appraisal must have
    /// been made with its odds.
    #[serde(default)]
    pub(crate) loss_aversion_factor: f64,
    /// How much less a start is worth for each year that it is later, 0 to 1.
    #[serde(default)]
    pub(crate) delay_ratio: f64,
}

/// Points for what a package does; what has no weight is not asked.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    /// Points per tonne CO2e saved a year.
    #[serde(default)]
    pub(crate) co2e_t: f64,
    /// Points per m² of gross floor area brought back into use.
    #[serde(default)]
    pub(crate) floor_area_m2: f64,
    /// Points per yuan of net present value without subsidy.
    #[serde(default)]
    pub(crate) npv_yuan: f64,
}

/// A part of a package's public money.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TranchePart {
    /// Years after the start; 0 is the year of the start.
    pub(crate) offset_years: u32,
    /// The share.
    pub(crate) percent: Percent,
}

/// When projects can start.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StartPart {
    /// The projects.
    pub(crate) group: GroupPart,
    /// The first year; the programme's first without it.
    pub(crate) earliest: Option<u32>,
    /// The last year; the programme's last without it.
    pub(crate) latest: Option<u32>,
}

/// Money that may be spent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BudgetPart {
    /// Its name, by which results speak of it.
    pub(crate) name: String,
    /// Whose projects it is for.
    #[serde(default = "everyone")]
    pub(crate) scope: GroupPart,
    /// Money over all years; either this or `amounts`.
    pub(crate) total: Option<Yuan>,
    /// Money by calendar year; a year that is not listed has no limit.
    pub(crate) amounts: Option<BTreeMap<u32, Yuan>>,
    /// Whether what is left of a year may be spent later.
    #[serde(default)]
    pub(crate) carries_over: bool,
    /// How many projects may turn out dearer at once, each from likely to high costs, so that the
    /// money still suffices.
    #[serde(default)]
    pub(crate) protects: u32,
}

/// A rule with its name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConstraintPart {
    /// Its name, by which results speak of it.
    pub(crate) name: String,
    /// What must hold.
    pub(crate) rule: RulePart,
}

/// What must hold of the projects chosen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum RulePart {
    /// All of them or none.
    Bundle {
        /// Ids of the ledger.
        projects: Vec<String>,
        /// Whether all must start in the same year.
        #[serde(default)]
        same_year: bool,
    },
    /// One only with another, which starts in the same year or before.
    Prerequisite {
        /// The one.
        project: String,
        /// The other.
        needs: String,
    },
    /// At most so many of them.
    Exclusion {
        /// Ids of the ledger.
        projects: Vec<String>,
        /// The most.
        #[serde(default = "one")]
        at_most: u32,
    },
    /// At least so many of a group.
    AtLeast {
        /// The group.
        group: GroupPart,
        /// The least.
        count: u32,
    },
    /// At least a share goes to a group.
    Floor {
        /// The group.
        group: GroupPart,
        /// Share of what.
        of: MeasurePart,
        /// The share.
        percent: Percent,
    },
    /// An official puts it in.
    ForcedIn {
        /// Id of the ledger.
        project: String,
        /// The package, if it matters.
        package: Option<String>,
        /// The year of the start, if it matters.
        start_year: Option<u32>,
        /// Why, in the official's words.
        reason: String,
    },
    /// An official takes it out.
    ForcedOut {
        /// Id of the ledger.
        project: String,
        /// Why, in the official's words.
        reason: String,
    },
}

/// Some projects.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum GroupPart {
    /// All of them.
    All,
    /// Those of which a fact of the ledger has one of some values.
    Fact {
        /// Key of a ledger field that holds words or yes and no, such as `district`.
        name: String,
        /// The values, as the ledger keeps them; `true` or `false` for yes and no.
        values: Vec<Word>,
    },
    /// These.
    Projects(Vec<String>),
}

/// What a share is of.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MeasurePart {
    /// The public money of all years.
    Money,
    /// The number of projects.
    Projects,
    /// The floor area.
    FloorArea,
}

/// How hard to search.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SearchPart {
    /// Stop once the share of the bound not reached is this small; from 0, below 1.
    pub(crate) gap_ratio: f64,
    /// Stop after so many branch-and-bound nodes.
    pub(crate) max_nodes: u32,
}

impl Default for SearchPart {
    fn default() -> Self {
        Self { gap_ratio: 1e-3, max_nodes: 20_000 }
    }
}

/// Money: a number of yuan, or words such as 5000万 or 3亿.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Yuan(pub(crate) Fen);

/// A share in ten-thousandths, written in percent with at most two decimals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Percent(pub(crate) u32);

/// A word, or yes and no.
#[derive(Clone, Debug)]
pub(crate) struct Word(pub(crate) String);

fn everyone() -> GroupPart {
    GroupPart::All
}

fn one() -> u32 {
    1
}

fn all_at_once() -> Vec<TranchePart> {
    vec![TranchePart { offset_years: 0, percent: Percent(10_000) }]
}

impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The shortest digits of a number are those that were written, up to fifteen of them.
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            other => other.to_string(),
        };
        parse_yuan(&text).map(Self).map_err(|cause| D::Error::custom(cause.en))
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let percent = f64::deserialize(deserializer)?;
        let ten_thousandths = (percent * 100.0).round();
        let is_exact = (percent * 100.0 - ten_thousandths).abs() < 1e-6;
        if !(0.0..=10_000.0).contains(&ten_thousandths) || !is_exact {
            let what = "a percentage from 0 to 100 with at most two decimals";
            return Err(D::Error::custom(format!("expected {what}, found {percent}")));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10,000")]
        Ok(Self(ten_thousandths as u32))
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            Value::Bool(truth) => Ok(Self(truth.to_string())),
            other => {
                Err(D::Error::custom(format!("expected a word, true or false, found {other}")))
            }
        }
    }
}

macro_rules! written_as {
    ($($kind:ident $schema:tt)*) => {$(
        impl JsonSchema for $kind {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($kind).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

written_as! {
    Yuan {
        "description": "Yuan: a number, or words such as 5000万 or 3亿.",
        "type": ["number", "string"],
        "minimum": 0
    }
    Percent {
        "description": "Percent with at most two decimals.",
        "type": "number",
        "minimum": 0,
        "maximum": 100
    }
    Word {
        "description": "A word, or yes and no.",
        "type": ["string", "boolean"]
    }
}

impl ProgrammeFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Failure::Input`] with the place of what is no part of a programme.
    pub(crate) fn read(input: &Input) -> Result<Self, Failure> {
        let text = input.text();
        let refuse = |one: Diagnostic| Failure::Input(vec![one]);
        let value: Value = serde_saphyr::from_str(&text).map_err(|cause| {
            let row = cause.location().map(|place| place.line());
            refuse(Diagnostic::not_yaml(&input.name, row, &cause.to_string()))
        })?;
        serde_path_to_error::deserialize(&value).map_err(|cause| {
            let path = cause.path();
            let found = at(&value, path).map_or_else(String::new, shown);
            let said = cause.inner().to_string();
            let (zh, en) =
                (format!("规划文件的格式（{said}）"), format!("a programme file ({said})"));
            let name = path.to_string();
            let name = if name == "." { "" } else { &name };
            refuse(unlike(&input.name, "not_a_programme", name, &found, &zh, &en))
        })
    }
}

/// The JSON Schema of programme files, made from the types that read them.
pub(crate) fn schema() -> String {
    let schema = schemars::schema_for!(ProgrammeFile);
    serde_json::to_string_pretty(&schema)
        .unwrap_or_else(|cause| format!("{{\"$comment\":\"{cause}\"}}"))
}

fn unlike(file: &str, code: &str, path: &str, value: &str, zh: &str, en: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: code.into(),
        file: file.into(),
        row: None,
        column: path.into(),
        value: value.chars().take(200).collect(),
        expected: Text::new(zh, en),
        remedy: Text::new(
            "按 docs/choice.md“规划文件”一节改正",
            "correct it by “The programme file” in docs/choice.md",
        ),
    }
}

/// What stands at a path, as far as it leads somewhere.
fn at<'v>(value: &'v Value, path: &Path) -> Option<&'v Value> {
    let step = |value: &'v Value, segment: &Segment| match segment {
        Segment::Seq { index } => value.get(index),
        Segment::Map { key } => value.get(key),
        Segment::Enum { variant } => value.get(variant),
        Segment::Unknown => None,
    };
    path.iter().try_fold(value, step)
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
