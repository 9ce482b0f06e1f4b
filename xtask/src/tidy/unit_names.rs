//! Public numbers say their unit in their name.

use super::Finding;

/// Last words of a name that are a unit. A compound unit is written as its parts (`w_m2k`,
/// `yuan_per_kwh`), so the last part stands for it.
const UNITS: &[&str] = &[
    // Length, area, volume, and per these.
    "mm", "m", "km", "au", "m2", "m3", "m3s", "m2k", "mk", // Angle, temperature.
    "deg", "rad", "c", "k", // Power, energy, pressure.
    "w", "kw", "mw", "j", "kj", "gj", "wh", "kwh", "mwh", "pa", "kpa", "mbar",
    // Time, air changes per hour.
    "s", "h", "day", "days", "month", "months", "year", "years", "ach",
    // Mass, also of CO2e and of coal equivalent; heat capacity per mass.
    "g", "kg", "t", "kgk", "kgce", "tce", // Light.
    "lux", "lm", // Money as an estimate; sums that count are `Fen`.
    "yuan", "wan",
];

/// Last words of a name that say by themselves that the number has no unit, and what it is.
const PLAIN: &[&str] = &[
    "ratio",
    "share",
    "factor",
    "percent",
    "points",
    "weight",
    "transmittance",
    "reflectance",
    "absorptance",
    "emissivity",
    "efficiency",
    "effectiveness",
    "cop",
    // Share of the light of lamps and windows that reaches the work plane, CIE.
    "utilance",
    // The share lost.
    "loss",
    // Distance of rows over the depth of one.
    "pitch",
    // Statistics of a fit, ASHRAE Guideline 14.
    "rmse",
    "nmbe",
    "correlation",
    // Counts that need not be whole.
    "units",
    "digits",
];

/// First words that say the same: a cosine or sine.
const PLAIN_FIRST: &[&str] = &["cos", "sin"];

/// Whole names of numbers whose unit a field beside them names: a reading, a fitted parameter.
const UNIT_BESIDE: &[&str] =
    &["value", "mean", "sd", "low", "high", "median", "spread", "least", "most"];

/// Words that may follow the unit: which of several the number is.
const QUALIFIERS: &[&str] = &[
    "min", "max", "mean", "median", "p05", "p50", "p90", "p95", "low", "high", "in", "out",
    "front", "back", "before", "after", "north", "south", "east", "west",
];

/// Findings for each public field of a public type that is `f64`, or a vector or option of it, and
/// does not say its unit.
pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut in_public = true;
    for (number, line) in text.lines().enumerate() {
        if line.contains("struct ") && !line.trim_start().starts_with("//") {
            in_public = line.trim_start().starts_with("pub struct ");
        }
        if let Some(name) = field(line).filter(|name| in_public && !says_unit(name)) {
            let message = format!("`{name}` must end in its unit: see xtask's unit_names.rs");
            findings.push(Finding::new(path, number + 1, message));
        }
    }
    findings
}

/// The name of the public float field that `line` declares.
fn field(line: &str) -> Option<&str> {
    let (name, kind) = line.trim().strip_prefix("pub ")?.split_once(": ")?;
    let is_name = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let kind = kind.split("//").next()?.trim().trim_end_matches(',');
    let bare = kind.replace("Option<", "").replace("Vec<", "").replace('>', "");
    (is_name && bare == "f64").then_some(name)
}

fn says_unit(name: &str) -> bool {
    if UNIT_BESIDE.contains(&name) {
        return true;
    }
    let mut words: Vec<&str> = name.split('_').collect();
    if words.first().is_some_and(|first| PLAIN_FIRST.contains(first)) {
        return true;
    }
    while words.len() > 1 && words.last().is_some_and(|last| QUALIFIERS.contains(last)) {
        words.pop();
    }
    words.last().is_some_and(|last| UNITS.contains(last) || PLAIN.contains(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_unit_pass() {
        let good = "    pub area_m2: f64,\n    pub heating_kwh: Vec<f64>,\n    pub temp_c: Option<f64>,\n\
                        pub power_kw_max: f64,\n    pub u_w_m2k: f64, // why\n    pub cos_zenith: f64,\n\
                        pub solar_absorptance_out: f64,\n    pub name: String,\n    width: f64,\n\
                    pub const LIMIT: f64 = 1.0;\npub fn a(x: f64) -> f64 {";
        assert_eq!(check("a.rs", good), []);
    }

    #[test]
    fn names_without_a_unit_are_found() {
        let bad =
            "pub area: f64,\n pub heating: Vec<Option<f64>>,\n pub max: f64,\n pub m2_area: f64,";
        let lines: Vec<usize> = check("a.rs", bad).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [1, 2, 3, 4]);
        assert_eq!(check("a.rs", "pub(crate) struct A {\n    pub area: f64,\n}"), []);
        assert_eq!(check("a.rs", "struct A;\npub struct B {\n    pub area: f64,\n}").len(), 1);
    }
}
