//! `map.geojson`: every space that has a place, with what became of it.

use report::format;
use serde_json::{Map, Value, json};
use stock::{Exported, Field};

use super::Cause;
use super::tables::{outcome, verdict};
use super::view::View;
use crate::run::Programme;

pub(super) fn geojson(programme: &Programme, views: &[View<'_>]) -> Result<Vec<u8>, Cause> {
    let features: Vec<_> = views
        .iter()
        .map(|view| Exported { space: view.space, properties: properties(programme, view) })
        .collect();
    Ok(stock::export_geojson(&features).into_bytes())
}

fn properties(programme: &Programme, view: &View<'_>) -> Map<String, Value> {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.into(), value);
    };
    put("name", json!(view.title()));
    put("district", json!(view.text(Field::District)));
    put("kind", json!(view.text(Field::Kind)));
    put("gross_floor_area_m2", json!(view.number(Field::GrossFloorAreaM2)));
    put("verdict", json!(view.offer.map(|offer| verdict(offer.verdict))));
    put("outcome", json!(outcome(&view.outcome).0));
    put("package", json!(view.offer.and_then(|offer| offer.package.clone())));
    put("award_yuan", json!(view.award().map(|fen| fen.to_string())));
    put("co2e_saved_t", json!(view.package.and_then(|p| p.carbon_saved).map(format::tonnes)));
    put("synthetic", json!(programme.synthetic));
    map
}
