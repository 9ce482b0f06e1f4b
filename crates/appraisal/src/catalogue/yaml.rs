//! A catalogue back into the text that it is read from.

use serde_json::{Map, Value, json};
use units::{Fen, Source, Text};

use super::measure::{Cost, FenRange, MaterialUse, Measure, Needs, Sizing};
use super::{Catalogue, Effect};

impl Catalogue {
    /// The measures as YAML that [`Catalogue::parse`] reads back to the same; comments of a file
    /// that they came from are lost.
    pub fn measures_yaml(&self) -> String {
        let sizing = self.measures.iter().find_map(|measure| measure.cost.sizing.as_ref());
        let mut root = Map::new();
        root.extend(sizing.map(|sizing| ("sizing".to_owned(), sizing_value(sizing))));
        root.insert("measures".to_owned(), measures_value(&self.measures));
        // JSON is YAML; a map of plain values can always be written.
        serde_saphyr::to_string(&Value::Object(root)).unwrap_or_default()
    }
}

/// The list of measures as in a file.
pub(super) fn measures_value(measures: &[Measure]) -> Value {
    measures.iter().map(measure_value).collect()
}

fn text_value(text: &Text) -> Value {
    json!({ "zh": text.zh, "en": text.en })
}

fn with_source(mut value: Value, source: &Source) -> Value {
    if let Value::Object(map) = &mut value {
        map.insert("origin".to_owned(), json!(source.origin));
        map.insert("mark".to_owned(), json!(source.mark.letter().to_string()));
        map.extend(source.date.map(|date| ("date".to_owned(), json!(date.to_string()))));
    }
    value
}

fn sizing_value(sizing: &Sizing) -> Value {
    let value = json!({
        "heating_outdoor_c": sizing.heating_outdoor_c,
        "cooling_outdoor_c": sizing.cooling_outdoor_c,
        "sun_w_m2": sizing.sun_w_m2,
        "gains_share": sizing.gains_share,
        "edge_w_mk": sizing.edge_w_mk,
        "margin_factor": sizing.margin_factor,
    });
    with_source(value, &sizing.source)
}

fn measure_value(measure: &Measure) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        let empty = match &value {
            Value::Null => true,
            Value::Array(items) => items.is_empty() && key != "effects",
            Value::Object(fields) => fields.is_empty(),
            _ => false,
        };
        if !empty {
            map.insert(key.to_owned(), value);
        }
    };
    put("id", json!(measure.id));
    put("name", text_value(&measure.name));
    put("kinds", json!(measure.kinds));
    put("needs", needs_value(&measure.needs));
    put("effects", measure.effects.iter().map(effect_value).collect());
    put("effect_source", with_source(json!({}), &measure.effect_source));
    put("facts", json!(measure.facts));
    put("excludes", json!(measure.excludes));
    put("requires", json!(measure.requires));
    put("serves", json!(measure.serves));
    put("repairs", json!(measure.repairs));
    put("cost", cost_value(&measure.cost));
    put("maintenance_percent", json!(measure.maintenance_percent));
    put("lifetime_years", json!(measure.lifetime_years));
    put("materials", materials_value(&measure.materials));
    put("removes", materials_value(&measure.removes));
    put("confidence", json!(measure.confidence));
    put("note", measure.note.as_ref().map_or(Value::Null, text_value));
    Value::Object(map)
}

fn needs_value(needs: &Needs) -> Value {
    let mut map = Map::new();
    if !needs.heating.is_empty() {
        map.insert("heating".to_owned(), json!(needs.heating));
    }
    if needs.cooling {
        map.insert("cooling".to_owned(), json!("required"));
    }
    let height = needs.clear_height_min_m.map(|m| ("clear_height_min_m".to_owned(), json!(m)));
    map.extend(height);
    map.extend(needs.storeys_min.map(|n| ("storeys_min".to_owned(), json!(n))));
    map.extend(needs.storeys_max.map(|n| ("storeys_max".to_owned(), json!(n))));
    Value::Object(map)
}

fn materials_value(uses: &[MaterialUse]) -> Value {
    uses.iter().map(|of| (of.material.clone(), json!(of.amount_units))).collect()
}

fn cost_value(cost: &Cost) -> Value {
    let mut map = Map::new();
    map.insert("unit".to_owned(), json!(cost.unit));
    range_into(&mut map, "", &cost.per_unit);
    if cost.fixed != FenRange::default() {
        range_into(&mut map, "fixed_", &cost.fixed);
    }
    map.extend(cost.floor_per_unit_m2.map(|m2| ("floor_per_unit_m2".to_owned(), json!(m2))));
    map.insert("price_year".to_owned(), json!(cost.price_year));
    map.insert("region".to_owned(), json!(cost.region));
    with_source(Value::Object(map), &cost.source)
}

fn range_into(map: &mut Map<String, Value>, prefix: &str, range: &FenRange) {
    let amounts: [(&str, Fen); 3] =
        [("low", range.low), ("likely", range.likely), ("high", range.high)];
    for (word, amount) in amounts {
        map.insert(format!("{prefix}{word}_yuan"), json!(amount.yuan_f64()));
    }
}

/// An effect as in a file: a plant stands as its word with its figures beside it, and what is not
/// stated is left out.
pub(super) fn effect_value(effect: &Effect) -> Value {
    let mut value = serde_json::to_value(effect).unwrap_or_default();
    let fields = value.as_object_mut().and_then(|map| map.values_mut().next());
    if let Some(fields) = fields.and_then(Value::as_object_mut) {
        if let Some(Value::Object(plant)) = fields.get("plant").cloned()
            && let Some((word, figures)) = plant.into_iter().next()
        {
            fields.insert("plant".to_owned(), json!(word));
            fields.extend(figures.as_object().cloned().unwrap_or_default());
            fields.remove("flat");
        }
        fields.retain(|_, field| !field.is_null());
    }
    value
}
