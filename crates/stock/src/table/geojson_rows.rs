use csv::StringRecord;
use serde_json::Value as Json;
use units::Diagnostic;

use super::encoding::decode;
use super::{Row, Shape, Table, number_text};
use crate::mapping::{NumberFormat, TableSpec};
use crate::remark::Remark;

/// Why a shape cannot be used: Chinese, English.
type Reason = (String, String);

/// A GeoJSON feature collection (RFC 7946; the older `crs` member is read too) as a table: the
/// properties are the columns, an `id` of the feature is a column `id` unless a property has that
/// name.
pub(super) fn read(
    bytes: &[u8],
    file: &str,
    spec: &TableSpec,
    numbers: NumberFormat,
) -> Result<Table, Vec<Diagnostic>> {
    let decoded = decode(bytes, spec.encoding);
    let text = decoded.text.trim_start_matches('\u{feff}');
    let refused = |value: &str| {
        vec![
            Remark::refused("not_geojson", file)
                .value(value)
                .expected("GeoJSON FeatureCollection", "a GeoJSON FeatureCollection")
                .remedy("从 GIS 软件导出为 GeoJSON", "export it as GeoJSON from a GIS program"),
        ]
    };
    let root: Json = serde_json::from_str(text).map_err(|error| refused(&error.to_string()))?;
    let features = root.get("features").and_then(Json::as_array);
    let features = features.ok_or_else(|| refused("no features"))?;
    let mut table = Table { encoding: decoded.encoding.name().into(), ..Table::default() };
    let crs = root.pointer("/crs/properties/name").or_else(|| root.pointer("/crs/properties/code"));
    table.crs_name = crs.and_then(Json::as_str).map(Into::into);
    table.headings = headings(features);
    for (number, feature) in (1..).zip(features) {
        let cells: StringRecord =
            table.headings.iter().map(|heading| cell(feature, heading, numbers)).collect();
        table.rows.push(Row { number, cells, shape: shape(feature) });
    }
    Ok(table)
}

/// Names of all properties in the order in which they first appear.
fn headings(features: &[Json]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut headings = Vec::new();
    let properties = features.iter().filter_map(|feature| feature.get("properties")?.as_object());
    for name in properties.flat_map(|map| map.keys()) {
        if seen.insert(name) {
            headings.push(name.clone());
        }
    }
    if features.iter().any(|feature| feature.get("id").is_some())
        && !seen.iter().any(|name| name.eq_ignore_ascii_case("id"))
    {
        headings.push("id".into());
    }
    headings
}

fn cell(feature: &Json, heading: &str, numbers: NumberFormat) -> String {
    let property = feature.get("properties").and_then(|properties| properties.get(heading));
    let own = if heading == "id" { property.or_else(|| feature.get("id")) } else { property };
    match own {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Number(number)) => match (number.as_i64(), number.as_f64()) {
            (None, Some(float)) => number_text(float, numbers),
            _ => number.to_string(),
        },
        Some(other) => other.to_string(),
    }
}

/// The geometry of a feature, or why it cannot be used; `None` if it has none.
pub(crate) fn shape(feature: &Json) -> Option<Result<Shape, Reason>> {
    let geometry = feature.get("geometry")?;
    if geometry.is_null() {
        return None;
    }
    let kind = geometry.get("type").and_then(Json::as_str).unwrap_or_default();
    let coordinates = geometry.get("coordinates").unwrap_or(&Json::Null);
    Some(
        match kind {
            "Point" => point(coordinates).map(Shape::Point),
            "Polygon" => polygon(coordinates).map(|rings| Shape::Polygons(vec![rings])),
            "MultiPolygon" => list(coordinates)
                .and_then(|items| items.iter().map(polygon).collect())
                .map(Shape::Polygons),
            other => Err((
                format!("几何类型 {other:?} 不支持"),
                format!("geometry type {other:?} is not supported"),
            )),
        }
        .and_then(|shape| match &shape {
            Shape::Polygons(polygons) if polygons.is_empty() => {
                Err(("多边形为空".into(), "a multipolygon without polygons".into()))
            }
            _ => Ok(shape),
        }),
    )
}

fn list(json: &Json) -> Result<&Vec<Json>, Reason> {
    json.as_array().ok_or_else(|| ("坐标不是数组".into(), "coordinates that are no array".into()))
}

fn point(json: &Json) -> Result<[f64; 2], Reason> {
    let items = list(json)?;
    let number = |index: usize| items.get(index).and_then(Json::as_f64).filter(|x| x.is_finite());
    match (number(0), number(1)) {
        (Some(x), Some(y)) => Ok([x, y]),
        _ => Err(("坐标不是两个数".into(), "a position that is not two numbers".into())),
    }
}

/// The rings of a polygon. Fewest positions of a closed ring: 4 (RFC 7946, §3.1.6).
fn polygon(json: &Json) -> Result<Vec<Vec<[f64; 2]>>, Reason> {
    const FEWEST_POSITIONS: usize = 4;
    let rings = list(json)?;
    if rings.is_empty() {
        return Err(("多边形没有环".into(), "a polygon without rings".into()));
    }
    let ring = |(index, json): (usize, &Json)| {
        let ring = list(json)?.iter().map(point).collect::<Result<Vec<_>, _>>()?;
        let number = index + 1;
        if ring.len() < FEWEST_POSITIONS {
            return Err((
                format!("第 {number} 个环少于 4 个点"),
                format!("ring {number} with fewer than 4 positions"),
            ));
        }
        if ring.first() != ring.last() {
            return Err((
                format!("第 {number} 个环未闭合：首点与末点不同"),
                format!("ring {number} not closed: first and last position differ"),
            ));
        }
        if is_flat(&ring) {
            return Err((
                format!("第 {number} 个环没有面积"),
                format!("ring {number} without an area"),
            ));
        }
        Ok(ring)
    };
    rings.iter().enumerate().map(ring).collect()
}

/// Area of a ring by the square of its extent below which it is a line: far below any building.
const FLAT_RATIO: f64 = 1e-9;

fn is_flat(ring: &[[f64; 2]]) -> bool {
    let Some(&[x_0, y_0]) = ring.first() else { return true };
    let local = |[x, y]: [f64; 2]| (x - x_0, y - y_0);
    let extent = ring
        .iter()
        .map(|&point| local(point))
        .fold(0.0, |extent: f64, (x, y)| extent.max(x.abs()).max(y.abs()));
    let twice_area: f64 = ring
        .windows(2)
        .map(|edge| {
            let ((x1, y1), (x2, y2)) = (local(edge[0]), local(edge[1]));
            x1 * y2 - x2 * y1
        })
        .sum();
    // Coordinates so large that the product overflows are no outline either.
    !twice_area.is_finite() || twice_area.abs() <= FLAT_RATIO * extent * extent
}
