//! What an area is: a street, a district, or what somebody drew on a map.

use serde_json::Value as Json;
use units::{Diagnostic, Text};

use super::polygon::{Place, Point, crossing, place, whole, whole_rings};
use crate::datum::Crs;
use crate::field::Field;
use crate::remark::Remark;
use crate::space::Space;
use crate::table::Shape;
use crate::table::geojson_rows::shape;

/// Most positions of a drawn area; a hand draws some hundred.
const POSITIONS_MOST: usize = 10_000;

/// A part of a city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Area {
    /// Every space.
    Everything,
    /// Spaces whose street or township has this name.
    Street(String),
    /// Spaces whose district has this name.
    District(String),
    /// Spaces that lie within an outline; made by [`parse_area`].
    Drawn(DrawnArea),
}

/// An outline on the map; its edge belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnArea {
    /// The file that it was read from.
    pub name: String,
    polygons: Vec<Vec<Vec<Point>>>,
}

impl Area {
    /// Whether a space lies in the area; `None` where the ledger does not say where it is. A space
    /// counts by its position, or the centre of its outline.
    pub fn holds(&self, space: &Space) -> Option<bool> {
        match self {
            Self::Everything => Some(true),
            Self::Street(name) => named(space, Field::Street, name),
            Self::District(name) => named(space, Field::District, name),
            Self::Drawn(drawn) => {
                let position = space.position()?;
                let point = whole([position.lon_deg, position.lat_deg]);
                let hit = |rings: &Vec<Vec<Point>>| place(rings, point) != Place::Outside;
                Some(drawn.polygons.iter().any(hit))
            }
        }
    }

    /// As people read it.
    pub fn text(&self) -> Text {
        match self {
            Self::Everything => Text::new("全部空间", "all spaces"),
            Self::Street(name) => Text::new(format!("街道：{name}"), format!("street: {name}")),
            Self::District(name) => Text::new(format!("区：{name}"), format!("district: {name}")),
            Self::Drawn(drawn) => {
                let name = &drawn.name;
                Text::new(format!("圈定范围：{name}"), format!("drawn area: {name}"))
            }
        }
    }
}

fn named(space: &Space, field: Field, name: &str) -> Option<bool> {
    let stated = space.fact(field)?;
    Some(stated.value.as_str()?.trim() == name.trim())
}

/// A drawn area from GeoJSON: a polygon or multipolygon, a feature of one, or a collection of
/// these, which count together. Longitude and latitude in WGS 84 or CGCS2000.
///
/// # Errors
/// Every mistake with the number of its feature: no GeoJSON, no polygon, another reference system,
/// a ring that is not closed or meets itself, positions that are no longitude and latitude.
pub fn parse_area(geojson: &str, file: &str) -> Result<Area, Vec<Diagnostic>> {
    let wrong = |code: &str, row: Option<u64>, value: &str, zh: &str, en: &str| {
        let remark = Remark::refused(code, file);
        let remark = row.map_or(remark.clone(), |row| remark.row(row));
        remark.value(value).expected(zh, en).remedy(
            "在地图上重新圈定，或从 GIS 软件导出为 GeoJSON（经纬度，CGCS2000）",
            "draw it anew, or export it from a GIS program as GeoJSON (degrees, CGCS2000)",
        )
    };
    let root: Json =
        serde_json::from_str(geojson.trim_start_matches('\u{feff}')).map_err(|error| {
            vec![wrong("not_geojson", None, &error.to_string(), "GeoJSON 文件", "a GeoJSON file")]
        })?;
    let crs = root.pointer("/crs/properties/name").and_then(Json::as_str);
    if let Some(name) = crs.filter(|name| !is_degrees(name)) {
        let (zh, en) =
            ("CGCS2000 或 WGS 84 经纬度", "longitude and latitude in CGCS2000 or WGS 84");
        return Err(vec![wrong("wrong_crs", None, name, zh, en)]);
    }
    let (mut polygons, mut remarks) = (Vec::new(), Vec::new());
    for (row, feature) in (1..).zip(features(&root)) {
        let read = match shape(&feature) {
            Some(Ok(Shape::Polygons(read))) => read,
            Some(Err((zh, en))) => {
                let value = format!("{zh} / {en}");
                let (zh, en) = ("有效的多边形", "a valid polygon");
                remarks.push(wrong("bad_polygon", Some(row), &value, zh, en));
                continue;
            }
            Some(Ok(Shape::Point(_))) | None => {
                let (zh, en) = ("多边形", "a polygon");
                remarks.push(wrong("not_a_polygon", Some(row), "", zh, en));
                continue;
            }
        };
        for rings in read {
            match checked(&rings) {
                Ok(rings) => polygons.push(rings),
                Err((code, value, text)) => {
                    remarks.push(wrong(code, Some(row), &value, &text.zh, &text.en));
                }
            }
        }
    }
    if polygons.is_empty() && remarks.is_empty() {
        let (zh, en) = ("至少一个多边形", "at least one polygon");
        remarks.push(wrong("not_a_polygon", None, "", zh, en));
    }
    if !remarks.is_empty() {
        return Err(remarks);
    }
    Ok(Area::Drawn(DrawnArea { name: file.into(), polygons }))
}

fn is_degrees(name: &str) -> bool {
    matches!(Crs::parse(name), Some(Crs::Wgs84 | Crs::Cgcs2000 | Crs::Etrs89))
}

/// The features of a collection, the feature itself, or a bare geometry as a feature.
fn features(root: &Json) -> Vec<Json> {
    match root.get("features").and_then(Json::as_array) {
        Some(features) => features.clone(),
        None if root.get("geometry").is_some() => vec![root.clone()],
        None => vec![serde_json::json!({ "geometry": root })],
    }
}

/// A polygon in whole numbers, or code, value and what was expected.
fn checked(rings: &[Vec<[f64; 2]>]) -> Result<Vec<Vec<Point>>, (&'static str, String, Text)> {
    let in_degrees = |point: &[f64; 2]| point[0].abs() <= 180.0 && point[1].abs() <= 90.0;
    if let Some([x, y]) = rings.iter().flatten().find(|point| !in_degrees(point)) {
        let expected = Text::new(
            "经度 −180 至 180、纬度 −90 至 90",
            "longitude −180 to 180 and latitude −90 to 90",
        );
        return Err(("not_degrees", format!("{x}, {y}"), expected));
    }
    let positions: usize = rings.iter().map(Vec::len).sum();
    if positions > POSITIONS_MOST {
        let expected = Text::new(
            format!("至多 {POSITIONS_MOST} 个点"),
            format!("at most {POSITIONS_MOST} positions"),
        );
        return Err(("too_many_positions", positions.to_string(), expected));
    }
    let whole = whole_rings(rings);
    if let Some([lon, lat]) = crossing(&whole) {
        let expected = Text::new("边界不自交、不重叠", "an outline that does not meet itself");
        return Err(("crosses_itself", format!("{lon}, {lat}"), expected));
    }
    Ok(whole)
}
