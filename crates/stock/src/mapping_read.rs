//! Reading a mapping file: every key checked, every fault reported at its place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};
use units::{Diagnostic, Text};

use crate::cell::{CellFormat, read_value};
use crate::datum::Crs;
use crate::field::{Dimension, Field, FieldType};
use crate::mapping::{
    Bounds, Column, EncodingChoice, FieldSpec, IdSpec, Keep, Mapping, NumberFormat, OnFailure,
    Origin, PositionSpec, TableSpec,
};
use crate::text::fold;
use crate::tree::{Tree, join};
use crate::unit::Unit;

const ROOT_KEYS: &[&str] = &[
    "format", "title", "source", "table", "unknown", "numbers", "dates", "words", "id", "period",
    "position", "fields",
];
const DEFAULT_UNKNOWN: &[&str] = &["", "-", "N/A", "NA", "null", "not available"];
const DEFAULT_DATES: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%Y-%m", "%Y"];

/// A mapping from its YAML text; `file` names it in diagnostics.
///
/// # Errors
/// Every mistake in the file, each with its path: unknown keys, fields and units, wrong types,
/// missing parts. No mapping is returned while there is one.
pub fn parse_mapping(yaml: &str, file: &str) -> Result<Mapping, Vec<Diagnostic>> {
    let (mut tree, root) = Tree::read(yaml, file);
    let Some(root) = root else { return Err(tree.remarks) };
    let map = tree.object(&root, "", ROOT_KEYS);
    tree.format_one(map);
    let title = map.get("title").map_or_else(Text::default, |json| tree.bilingual(json, "title"));
    let table = read_table(&mut tree, map);
    let (unknown, numbers, dates, words) = read_formats(&mut tree, map);
    let format = CellFormat { unknown: &unknown, numbers, dates: &dates, words: &words };
    let fields = read_fields(&mut tree, map, format);
    let id = read_id(&mut tree, map);
    let period = map.get("period").and_then(|json| column(&mut tree, json, "period", &[]));
    let position = map.get("position").map(|json| read_position(&mut tree, json));
    if !tree.remarks.is_empty() {
        return Err(tree.remarks);
    }
    Ok(Mapping { title, table, unknown, numbers, dates, words, id, period, position, fields })
}

fn read_table(tree: &mut Tree, root: &Map<String, Json>) -> TableSpec {
    let mut table =
        TableSpec { encoding: EncodingChoice::Auto, delimiter: None, sheet: None, heading_row: 1 };
    let Some(json) = root.get("table") else { return table };
    let map = tree.object(json, "table", &["encoding", "delimiter", "sheet", "heading_row"]);
    if let Some(json) = map.get("encoding") {
        match tree.text(json, "table.encoding").as_deref().map(fold).as_deref() {
            Some("auto") => {}
            Some("utf-8" | "utf8") => table.encoding = EncodingChoice::Utf8,
            Some("gb18030" | "gbk" | "gb2312") => table.encoding = EncodingChoice::Gb18030,
            Some("windows-1252" | "cp1252" | "latin-1" | "latin1" | "iso-8859-1") => {
                table.encoding = EncodingChoice::Windows1252;
            }
            _ => {
                let known = "auto, utf-8, gb18030, windows-1252";
                tree.wrong("unknown_encoding", "table.encoding", json, known, known);
            }
        }
    }
    if let Some(json) = map.get("delimiter") {
        match tree.text(json, "table.delimiter").as_deref() {
            Some("auto") => {}
            Some("tab") => table.delimiter = Some(b'\t'),
            Some(text)
                if text.len() == 1 && text.is_ascii() && !matches!(text, "\"" | "\n" | "\r") =>
            {
                table.delimiter = text.bytes().next();
            }
            _ => {
                let known = "auto, tab, \",\", \";\", \"|\"";
                tree.wrong("wrong_delimiter", "table.delimiter", json, known, known);
            }
        }
    }
    table.sheet = map.get("sheet").and_then(|json| tree.text(json, "table.sheet"));
    if let Some(json) = map.get("heading_row") {
        match json.as_u64() {
            Some(row @ 1..=1_000) => table.heading_row = row,
            _ => tree.wrong("wrong_type", "table.heading_row", json, "1 至 1000", "1 to 1000"),
        }
    }
    table
}

type Formats = (BTreeSet<String>, NumberFormat, Vec<String>, BTreeMap<String, bool>);

fn read_formats(tree: &mut Tree, root: &Map<String, Json>) -> Formats {
    let list = |tree: &mut Tree, key: &str, default: &[&str]| match root.get(key) {
        Some(json) => tree.texts(json, key),
        None => default.iter().map(|&text| text.into()).collect::<Vec<String>>(),
    };
    let unknown: BTreeSet<String> =
        list(tree, "unknown", DEFAULT_UNKNOWN).iter().map(|word| fold(word)).collect();
    let dates = list(tree, "dates", DEFAULT_DATES);
    for format in dates.iter().filter(|format| !format.contains("%Y") && !format.contains("%y")) {
        let own = Json::String(format.clone());
        tree.wrong(
            "wrong_date_format",
            "dates",
            &own,
            "含 %Y 或 %y 的格式",
            "a format with %Y or %y",
        );
    }
    let mut numbers = NumberFormat { decimal: '.', thousands: Some(',') };
    if let Some(json) = root.get("numbers") {
        let map = tree.object(json, "numbers", &["decimal", "thousands"]);
        if let Some(json) = map.get("decimal") {
            let text = tree.text(json, "numbers.decimal");
            match text.as_deref() {
                Some(".") => numbers.decimal = '.',
                Some(",") => numbers.decimal = ',',
                _ => tree.wrong(
                    "wrong_type",
                    "numbers.decimal",
                    json,
                    "“.” 或 “,”",
                    "\".\" or \",\"",
                ),
            }
        }
        if let Some(json) = map.get("thousands") {
            let text = tree.text(json, "numbers.thousands").unwrap_or_default();
            numbers.thousands = text.chars().next();
        }
        if numbers.thousands == Some(numbers.decimal) {
            let same = "与小数点不同的千位符";
            tree.wrong(
                "wrong_type",
                "numbers",
                json,
                same,
                "a thousands separator unlike the decimal",
            );
        }
    }
    let mut words: BTreeMap<String, bool> = [
        ("yes", true),
        ("true", true),
        ("是", true),
        ("no", false),
        ("false", false),
        ("否", false),
    ]
    .map(|(word, yes)| (fold(word), yes))
    .into();
    if let Some(json) = root.get("words") {
        let map = tree.object(json, "words", &["yes", "no"]);
        for (key, yes) in [("yes", true), ("no", false)] {
            let list = map.get(key).map(|json| tree.texts(json, &join("words", key)));
            words.extend(list.unwrap_or_default().iter().map(|word| (fold(word), yes)));
        }
    }
    (unknown, numbers, dates, words)
}

/// A column: one heading, a list of headings, or an object with `column` and further keys.
fn column(tree: &mut Tree, json: &Json, path: &str, further: &[&str]) -> Option<Column> {
    let mut column = Column { aliases: Vec::new(), keep: Keep::All, required: false };
    let headings = if json.is_object() {
        let mut allowed = vec!["column", "keep", "required"];
        allowed.extend(further);
        let map = tree.object(json, path, &allowed);
        if let Some(json) = map.get("keep") {
            let path = join(path, "keep");
            match tree.text(json, &path).as_deref() {
                Some("all") => {}
                Some("after_last_slash") => column.keep = Keep::AfterLastSlash,
                Some("address_in_location") => column.keep = Keep::AddressInLocation,
                _ => {
                    let known = "all, after_last_slash, address_in_location";
                    tree.wrong("unknown_keep", &path, json, known, known);
                }
            }
        }
        if let Some(json) = map.get("required") {
            column.required = tree.bool(json, &join(path, "required")).unwrap_or(false);
        }
        map.get("column").unwrap_or(&Json::Null)
    } else {
        json
    };
    column.aliases = tree.texts(headings, path);
    column.aliases.retain(|alias| !fold(alias).is_empty());
    if column.aliases.is_empty() {
        tree.wrong("missing_column", path, json, "至少一个列名", "at least one heading");
        return None;
    }
    Some(column)
}

fn read_id(tree: &mut Tree, root: &Map<String, Json>) -> IdSpec {
    let mut id = IdSpec {
        parts: Vec::new(),
        otherwise: Vec::new(),
        joiner: ":".into(),
        prefix: String::new(),
    };
    let Some(json) = root.get("id") else {
        tree.wrong("missing_id", "id", &Json::Null, "id 部分", "an id section");
        return id;
    };
    let map = tree.object(json, "id", &["columns", "otherwise", "joiner", "prefix"]);
    let mut list = |key: &str| -> Vec<Column> {
        let path = join("id", key);
        let Some(json) = map.get(key) else { return Vec::new() };
        let Json::Array(items) = json else {
            tree.wrong("wrong_type", &path, json, "列的清单", "a list of columns");
            return Vec::new();
        };
        let read = items.iter().enumerate().filter_map(|(index, item)| {
            let mut part = column(tree, item, &format!("{path}[{index}]"), &[])?;
            part.required = item.get("required").and_then(Json::as_bool).unwrap_or(true);
            Some(part)
        });
        read.collect()
    };
    (id.parts, id.otherwise) = (list("columns"), list("otherwise"));
    if !id.parts.iter().any(|part| part.required) {
        let en = "id.columns with at least one required column";
        tree.wrong("missing_id", "id.columns", json, "id.columns 中至少一个必需列", en);
    }
    if let Some(json) = map.get("joiner") {
        id.joiner = tree.text(json, "id.joiner").unwrap_or_default();
    }
    if let Some(json) = map.get("prefix") {
        id.prefix = tree.text(json, "id.prefix").unwrap_or_default();
    }
    id
}

fn crs(tree: &mut Tree, json: &Json, path: &str) -> Option<Crs> {
    let crs = tree.text(json, path).as_deref().and_then(Crs::parse);
    if crs.is_none() {
        let known: Vec<&str> = Crs::ALL.iter().map(|(_, key)| *key).collect();
        tree.wrong("unknown_crs", path, json, &known.join(", "), &known.join(", "));
    }
    crs
}

fn read_position(tree: &mut Tree, json: &Json) -> PositionSpec {
    const KEYS: &[&str] = &[
        "lon",
        "lat",
        "x",
        "y",
        "text",
        "crs",
        "crs_column",
        "crs_names",
        "accept",
        "bounds",
        "on_failure",
    ];
    let map = tree.object(json, "position", KEYS);
    let mut named = |key: &str, other: &str| {
        let found = map.get(key).map(|json| (json, key));
        let (json, key) = found.or_else(|| map.get(other).map(|json| (json, other)))?;
        column(tree, json, &join("position", key), &[])
    };
    let (x, y, text) = (named("lon", "x"), named("lat", "y"), named("text", "text"));
    let crs_column = named("crs_column", "crs_column");
    if x.is_some() != y.is_some() || (x.is_none() && text.is_none()) {
        let en = "lon and lat, x and y, or text";
        tree.wrong("missing_column", "position", json, "lon 与 lat、x 与 y，或 text", en);
    }
    let declared = map.get("crs").and_then(|json| crs(tree, json, "position.crs"));
    let mut crs_names = BTreeMap::new();
    if let Some(Json::Object(names)) = map.get("crs_names") {
        for (key, words) in names {
            let path = join("position.crs_names", key);
            let Some(own) = crs(tree, &Json::String(key.clone()), &path) else { continue };
            crs_names.extend(tree.texts(words, &path).iter().map(|word| (fold(word), own)));
        }
    } else if let Some(json) = map.get("crs_names") {
        tree.wrong("wrong_type", "position.crs_names", json, "若干“键: 值”", "keys with values");
    }
    let mut accept = Vec::new();
    if let Some(json) = map.get("accept") {
        for name in tree.texts(json, "position.accept") {
            accept.extend(crs(tree, &Json::String(name), "position.accept"));
        }
    }
    let bounds = map.get("bounds").and_then(|json| read_bounds(tree, json));
    let on_failure = match map.get("on_failure").map(|json| (json, json.as_str())) {
        None | Some((_, Some("refuse"))) => OnFailure::Refuse,
        Some((_, Some("drop"))) => OnFailure::Drop,
        Some((json, _)) => {
            tree.wrong("wrong_type", "position.on_failure", json, "refuse, drop", "refuse, drop");
            OnFailure::Refuse
        }
    };
    PositionSpec { x, y, text, crs: declared, crs_column, crs_names, accept, bounds, on_failure }
}

fn read_bounds(tree: &mut Tree, json: &Json) -> Option<Bounds> {
    let map = tree.object(json, "position.bounds", &["west", "south", "east", "north"]);
    let mut side =
        |key: &str| tree.number(map.get(key).unwrap_or(&Json::Null), &join("position.bounds", key));
    let (west, south, east, north) = (side("west"), side("south"), side("east"), side("north"));
    Some(Bounds { west: west?, south: south?, east: east?, north: north? })
}

fn read_fields(
    tree: &mut Tree,
    root: &Map<String, Json>,
    format: CellFormat,
) -> BTreeMap<Field, FieldSpec> {
    let mut fields = BTreeMap::new();
    let Some(Json::Object(map)) = root.get("fields") else {
        let json = root.get("fields").unwrap_or(&Json::Null);
        tree.wrong("missing_fields", "fields", json, "fields 部分", "a fields section");
        return fields;
    };
    for (key, json) in map {
        let path = join("fields", key);
        let Some(field) = Field::from_key(key) else {
            let keys: Vec<&str> = Field::ALL.iter().map(|field| field.key()).collect();
            let list = keys.join(", ");
            let (zh, en) = (format!("以下字段之一：{list}"), format!("one of the fields {list}"));
            tree.wrong("unknown_field", &path, &Json::String(key.clone()), &zh, &en);
            continue;
        };
        if let Some(spec) = read_field(tree, field, json, &path, format) {
            fields.insert(field, spec);
        }
    }
    fields
}

const FIELD_KEYS: &[&str] = &["constant", "unit", "values", "fallback", "zero_is_unknown"];

fn read_field(
    tree: &mut Tree,
    field: Field,
    json: &Json,
    path: &str,
    format: CellFormat,
) -> Option<FieldSpec> {
    let unit = read_unit(tree, field, json, path);
    let values = read_values(tree, field, json.get("values"), &join(path, "values"));
    let fallback =
        json.get("fallback").and_then(|own| choice(tree, field, own, &join(path, "fallback")));
    let zero_is_unknown = json
        .get("zero_is_unknown")
        .is_some_and(|own| tree.bool(own, &join(path, "zero_is_unknown")).unwrap_or(false));
    let placeholder = Origin::Constant(crate::value::Value::Bool(false));
    let mut spec = FieldSpec { origin: placeholder, unit, values, fallback, zero_is_unknown };
    spec.origin = if let Some(constant) = json.get("constant") {
        let mut allowed = vec!["column", "keep", "required"];
        allowed.extend(FIELD_KEYS);
        tree.object(json, path, &allowed);
        let text = tree.text(constant, &join(path, "constant"))?;
        if let Ok(Some(value)) = read_value(field, &spec, &text, format).outcome {
            Origin::Constant(value)
        } else {
            let en = "a value that the field can hold";
            tree.wrong("wrong_constant", &join(path, "constant"), constant, "该字段可取的值", en);
            return None;
        }
    } else {
        Origin::Column(column(tree, json, path, FIELD_KEYS)?)
    };
    Some(spec)
}

/// The declared unit. A quantity must have one: areas, energies and money are never guessed.
fn read_unit(tree: &mut Tree, field: Field, json: &Json, path: &str) -> Option<Unit> {
    let dimension = match field.field_type() {
        FieldType::Number(dimension) => dimension,
        FieldType::Money => Dimension::Money,
        _ => {
            if let Some(unit) = json.get("unit") {
                tree.wrong(
                    "unit_not_allowed",
                    &join(path, "unit"),
                    unit,
                    "此字段无单位",
                    "no unit here",
                );
            }
            return None;
        }
    };
    let unit = json.get("unit");
    if unit.is_none() && dimension == Dimension::Count {
        return Some(Unit::canonical(dimension));
    }
    let parsed = unit.and_then(Json::as_str).and_then(|text| Unit::parse(text, dimension));
    if parsed.is_none() {
        let known = Unit::known(dimension);
        let (zh, en) = (format!("单位之一：{known}"), format!("one of the units {known}"));
        let own = unit.unwrap_or(&Json::Null);
        tree.wrong("unknown_unit", &join(path, "unit"), own, &zh, &en);
    }
    parsed
}

/// A key that the field can hold, or any text for a text field.
fn choice(tree: &mut Tree, field: Field, json: &Json, path: &str) -> Option<String> {
    let text = tree.text(json, path)?;
    let keys = match field.field_type() {
        FieldType::Choice(keys) => keys,
        FieldType::Text => return Some(text),
        FieldType::Bool => &["yes", "no"],
        _ => &[],
    };
    if keys.contains(&text.as_str()) {
        return Some(text);
    }
    let list = keys.join(", ");
    let (zh, en) = (format!("以下值之一：{list}"), format!("one of the values {list}"));
    tree.wrong("unknown_value", path, json, &zh, &en);
    None
}

fn read_values(
    tree: &mut Tree,
    field: Field,
    json: Option<&Json>,
    path: &str,
) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let Some(json) = json else { return values };
    let Json::Object(map) = json else {
        tree.wrong("wrong_type", path, json, "若干“键: 值”", "keys with values");
        return values;
    };
    for (key, words) in map {
        let path = join(path, key);
        let Some(own) = choice(tree, field, &Json::String(key.clone()), &path) else { continue };
        for word in tree.texts(words, &path) {
            let earlier = values.insert(fold(&word), own.clone());
            if earlier.is_some_and(|earlier| earlier != own) {
                let word = Json::String(word);
                tree.wrong(
                    "value_twice",
                    &path,
                    &word,
                    "每个词只归一类",
                    "each word under one value",
                );
            }
        }
    }
    values
}
