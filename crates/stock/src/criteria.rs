use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};
use units::{Date, Diagnostic, Mark, Source, Sourced, Text};

use crate::field::{Field, FieldType};
use crate::tree::{Tree, join};

/// How a criterion looks at a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// Met by a space that is vacant.
    Vacant,
    /// Met by district tax below a threshold *and* occupancy below a threshold.
    LowTaxAndOccupancy,
    /// Met by a space whose use no longer fits.
    UseNoLongerFits,
    /// Met by a space completed more than so many years ago.
    Age,
    /// Met by a site energy use intensity at or above a percentile of its peers.
    EnergyAgainstPeers,
}

/// Key of the tax threshold. \[yuan/m² a\]
pub(crate) const DISTRICT_TAX_BELOW: &str = "district_tax_below_yuan_m2";
/// Key of the occupancy threshold. \[%\]
pub(crate) const OCCUPANCY_BELOW: &str = "occupancy_below_percent";
/// Key of the age threshold. \[a\]
pub(crate) const AGE_ABOVE: &str = "age_above_years";
/// Key of the percentile among peers. \[%\]
pub(crate) const PERCENTILE_AT_LEAST: &str = "percentile_at_least_percent";
/// Key of the fewest peers that a comparison needs.
pub(crate) const FEWEST_PEERS: &str = "fewest_peers_count";

impl Test {
    const ALL: &'static [(&'static str, Self)] = &[
        ("vacant", Self::Vacant),
        ("low_tax_and_occupancy", Self::LowTaxAndOccupancy),
        ("use_no_longer_fits", Self::UseNoLongerFits),
        ("age", Self::Age),
        ("energy_against_peers", Self::EnergyAgainstPeers),
    ];

    /// The thresholds that the test compares with.
    fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Vacant | Self::UseNoLongerFits => &[],
            Self::LowTaxAndOccupancy => &[DISTRICT_TAX_BELOW, OCCUPANCY_BELOW],
            Self::Age => &[AGE_ABOVE],
            Self::EnergyAgainstPeers => &[PERCENTILE_AT_LEAST, FEWEST_PEERS],
        }
    }
}

/// A threshold during one version: one value, or one for each district that has set its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Threshold {
    pub(crate) value: Option<Sourced<f64>>,
    /// Left to the districts: no value of the version itself applies.
    pub(crate) delegated: bool,
    pub(crate) districts: BTreeMap<String, Sourced<f64>>,
}

/// A criterion during one span of days.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) from: Date,
    /// Last day; `None`: still in force.
    pub(crate) to: Option<Date>,
    pub(crate) source: Source,
    pub(crate) thresholds: BTreeMap<String, Threshold>,
}

/// One criterion with its versions.
#[derive(Clone, Debug)]
pub(crate) struct Criterion {
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) test: Test,
    /// Only for spaces whose field has one of these keys, where the field is known.
    pub(crate) only_for: Vec<(Field, BTreeSet<String>)>,
    pub(crate) versions: Vec<Version>,
}

/// Screening criteria of a jurisdiction, each threshold dated and sourced; made by
/// [`parse_criteria`].
#[derive(Clone, Debug)]
pub struct Criteria {
    /// What the criteria are, for people.
    pub title: Text,
    pub(crate) criteria: Vec<Criterion>,
}

/// Screening criteria from their YAML text; `file` names it in diagnostics. A threshold that is not
/// there is unset: nothing takes its place.
///
/// # Errors
/// Every mistake in the file, each with its path: unknown keys and tests, thresholds of another
/// test, missing sources and dates, versions that overlap.
pub fn parse_criteria(yaml: &str, file: &str) -> Result<Criteria, Vec<Diagnostic>> {
    let (mut tree, root) = Tree::read(yaml, file);
    let Some(root) = root else { return Err(tree.remarks) };
    let map = tree.object(&root, "", &["format", "title", "jurisdiction", "criteria"]);
    tree.format_one(map);
    let title = map.get("title").map_or_else(Text::default, |json| tree.bilingual(json, "title"));
    let mut criteria = Vec::new();
    match map.get("criteria") {
        Some(Json::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                criteria.extend(read_criterion(&mut tree, item, &format!("criteria[{index}]")));
            }
        }
        other => {
            let own = other.unwrap_or(&Json::Null);
            tree.wrong("wrong_type", "criteria", own, "判定条件清单", "a list of criteria");
        }
    }
    if tree.remarks.is_empty() { Ok(Criteria { title, criteria }) } else { Err(tree.remarks) }
}

fn read_criterion(tree: &mut Tree, json: &Json, path: &str) -> Option<Criterion> {
    let map = tree.object(json, path, &["id", "title", "test", "only_for", "versions"]);
    let id = map.get("id").and_then(|own| tree.text(own, &join(path, "id"))).unwrap_or_default();
    if id.is_empty() {
        tree.wrong("missing_id", &join(path, "id"), json, "编号", "an id");
    }
    let title = map.get("title").map(|own| tree.bilingual(own, &join(path, "title")));
    let word = map.get("test").and_then(Json::as_str).unwrap_or_default();
    let Some((_, test)) = Test::ALL.iter().find(|(key, _)| *key == word) else {
        let known: Vec<&str> = Test::ALL.iter().map(|(key, _)| *key).collect();
        let own = map.get("test").unwrap_or(&Json::Null);
        tree.wrong("unknown_test", &join(path, "test"), own, &known.join(", "), &known.join(", "));
        return None;
    };
    let only_for = map.get("only_for").map_or_else(Vec::new, |own| read_only_for(tree, own, path));
    let mut versions = Vec::new();
    let place = join(path, "versions");
    if let Some(Json::Array(items)) = map.get("versions") {
        for (index, item) in items.iter().enumerate() {
            versions.extend(read_version(tree, item, &format!("{place}[{index}]"), *test));
        }
    } else {
        tree.wrong("wrong_type", &place, json, "版本清单", "a list of versions");
    }
    versions.sort_by_key(|version| version.from);
    for pair in versions.windows(2) {
        if pair[0].to.is_none_or(|to| to >= pair[1].from) {
            let own = Json::String(pair[1].from.to_string());
            tree.wrong(
                "versions_overlap",
                &place,
                &own,
                "互不重叠的日期",
                "dates that do not overlap",
            );
        }
    }
    Some(Criterion { id, title: title.unwrap_or_default(), test: *test, only_for, versions })
}

pub(crate) fn read_only_for(
    tree: &mut Tree,
    json: &Json,
    path: &str,
) -> Vec<(Field, BTreeSet<String>)> {
    let path = join(path, "only_for");
    let Json::Object(map) = json else {
        tree.wrong("wrong_type", &path, json, "字段与值", "fields with values");
        return Vec::new();
    };
    let mut conditions = Vec::new();
    for (key, own) in map {
        let path = join(&path, key);
        let field = Field::from_key(key);
        let Some((field, FieldType::Choice(known))) =
            field.map(|field| (field, field.field_type()))
        else {
            tree.wrong("unknown_field", &path, own, "取固定值的字段", "a field of fixed values");
            continue;
        };
        let words: BTreeSet<String> = tree.texts(own, &path).into_iter().collect();
        for word in words.iter().filter(|word| !known.contains(&word.as_str())) {
            let list = known.join(", ");
            tree.wrong("unknown_value", &path, &Json::String(word.clone()), &list, &list);
        }
        conditions.push((field, words));
    }
    conditions
}

fn read_version(tree: &mut Tree, json: &Json, path: &str, test: Test) -> Option<Version> {
    let map = tree.object(json, path, &["from", "to", "source", "thresholds"]);
    let from = tree.date(map.get("from").unwrap_or(&Json::Null), &join(path, "from"));
    let to = match map.get("to") {
        Some(own) => Some(tree.date(own, &join(path, "to"))?),
        None => None,
    };
    let source = read_source(tree, map, path, None);
    let place = join(path, "thresholds");
    let mut thresholds = BTreeMap::new();
    if let Some(own) = map.get("thresholds") {
        let keys = tree.object(own, &place, test.parameters());
        for (key, own) in keys.iter().filter(|(key, _)| test.parameters().contains(&key.as_str())) {
            let threshold = read_threshold(tree, own, &join(&place, key), source.as_ref());
            thresholds.insert(key.clone(), threshold);
        }
    }
    Some(Version { from: from?, to, source: source?, thresholds })
}

/// The `source` of an object, or the one around it.
pub(crate) fn read_source(
    tree: &mut Tree,
    map: &Map<String, Json>,
    path: &str,
    around: Option<&Source>,
) -> Option<Source> {
    let path = join(path, "source");
    match (map.get("source"), around) {
        (None, Some(around)) => Some(around.clone()),
        (own, _) => {
            let own = own.unwrap_or(&Json::Null);
            let parsed = serde_json::from_value::<Source>(own.clone());
            if parsed.is_err() {
                let zh = "{origin: 文件与条款, mark: V/S/D/B/X/R/M/A, date: 可选}";
                let en = "{origin: instrument and article, mark: V/S/D/B/X/R/M/A, date: optional}";
                tree.wrong("missing_source", &path, own, zh, en);
            }
            parsed.ok()
        }
    }
}

fn read_threshold(tree: &mut Tree, json: &Json, path: &str, around: Option<&Source>) -> Threshold {
    let map = tree.object(json, path, &["value", "source", "delegated_to", "districts"]);
    let value = read_sourced(tree, map, path, around);
    let mut threshold = Threshold { value, ..Threshold::default() };
    if let Some(own) = map.get("delegated_to") {
        threshold.delegated = own.as_str() == Some("district");
        if !threshold.delegated || threshold.value.is_some() {
            let path = join(path, "delegated_to");
            tree.wrong("wrong_type", &path, own, "district，且无 value", "district, and no value");
        }
    }
    if let Some(own) = map.get("districts") {
        let path = join(path, "districts");
        let Json::Object(districts) = own else {
            tree.wrong("wrong_type", &path, own, "区名与值", "districts with values");
            return threshold;
        };
        for (district, own) in districts {
            let path = join(&path, district);
            let map = tree.object(own, &path, &["value", "source"]);
            if let Some(value) = read_sourced(tree, map, &path, None) {
                threshold.districts.insert(district.clone(), value);
            }
        }
    }
    threshold
}

fn read_sourced(
    tree: &mut Tree,
    map: &Map<String, Json>,
    path: &str,
    around: Option<&Source>,
) -> Option<Sourced<f64>> {
    let value = tree.number(map.get("value")?, &join(path, "value"))?;
    let source = read_source(tree, map, path, around)?;
    if source.mark == Mark::NotFound {
        let own = Json::String("X".into());
        let en = "no value under a source that was not found";
        tree.wrong(
            "value_without_source",
            &join(path, "value"),
            &own,
            "来源未见（X）时不得有值",
            en,
        );
        return None;
    }
    Some(Sourced { value, source })
}
