//! Which system the numbers of a position are in: as declared, or, where they contradict it, in the
//! one other system that they fit.

use units::Diagnostic;

use crate::datum::{Converter, Crs};
use crate::geometry::{Footprint, Position};
use crate::mapping::{OnFailure, PositionSpec};
use crate::remark::Remark;
use crate::table::Shape;
use crate::text::fold;

/// How numbers were read: the system, and whether the two axes were exchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reading {
    crs: Crs,
    exchanged: bool,
}

/// What the file says about the system of one row.
pub(crate) struct Declared {
    crs: Option<Crs>,
    /// As written, for messages.
    text: String,
    /// The text names no system that we know.
    unknown: bool,
}

impl Declared {
    /// The system of a row by its cell, if the cell says anything, else by the mapping.
    pub(crate) fn of_cell(cell: Option<&str>, spec: &PositionSpec) -> Self {
        let cell = cell.map(str::trim).unwrap_or_default();
        if cell.is_empty() {
            let text = spec.crs.map_or_else(String::new, |crs| crs.key().into());
            return Self { crs: spec.crs, text, unknown: false };
        }
        let crs = spec.crs_names.get(&fold(cell)).copied().or_else(|| Crs::parse(cell));
        Self { crs, text: cell.into(), unknown: crs.is_none() }
    }
}

/// Reads positions by one mapping.
pub(crate) struct Placer<'m> {
    pub(crate) spec: &'m PositionSpec,
    pub(crate) converter: Converter,
}

/// What is left after a position was read: the value, or nothing, and remarks.
pub(crate) type Outcome<T> = (Option<T>, Option<Diagnostic>);

impl Placer<'_> {
    /// Position of a row from its two numbers; a remark without position refuses the row or drops
    /// the position, as the mapping says.
    pub(crate) fn place(&self, x: f64, y: f64, declared: &Declared, at: &At) -> Outcome<Position> {
        let Some(reading) = self.reading(x, y, declared.crs) else {
            return (None, Some(self.unplaced(x, y, declared, at)));
        };
        let position = self.convert(reading, [x, y]);
        let position = position.map(|(lon, lat)| Position { lon_deg: lon, lat_deg: lat });
        (position, contradiction(reading, x, y, declared, at))
    }

    /// Outline or position of a GeoJSON shape; the first vertex decides how all are read.
    pub(crate) fn place_shape(
        &self,
        shape: &Shape,
        declared: &Declared,
        at: &At,
    ) -> (Option<Position>, Option<Footprint>, Option<Diagnostic>) {
        let polygons = match shape {
            Shape::Point([x, y]) => {
                let (position, remark) = self.place(*x, *y, declared, at);
                return (position, None, remark);
            }
            Shape::Polygons(polygons) => polygons,
        };
        let first = polygons.first().and_then(|rings| rings.first()?.first());
        let [x, y] = first.copied().unwrap_or([f64::NAN, f64::NAN]);
        let Some(reading) = self.reading(x, y, declared.crs) else {
            return (None, None, Some(self.unplaced(x, y, declared, at)));
        };
        let mut placed = Vec::with_capacity(polygons.len());
        for rings in polygons {
            let mut own = Vec::with_capacity(rings.len());
            for ring in rings {
                let mut points = Vec::with_capacity(ring.len());
                for &point in ring {
                    match self.convert(reading, point) {
                        Some((lon, lat)) => points.push([lon, lat]),
                        None => {
                            let remark = self.unplaced(point[0], point[1], declared, at);
                            return (None, None, Some(remark));
                        }
                    }
                }
                own.push(points);
            }
            placed.push(own);
        }
        let footprint = Footprint { polygons: placed };
        if footprint.centre().is_none() {
            return (None, None, Some(flat(at)));
        }
        (None, Some(footprint), contradiction(reading, x, y, declared, at))
    }

    fn convert(&self, reading: Reading, [x, y]: [f64; 2]) -> Option<(f64, f64)> {
        let (x, y) = if reading.exchanged { (y, x) } else { (x, y) };
        self.converter.to_wgs84(reading.crs, x, y)
    }

    /// Whether the numbers, so read, lie where the mapping expects its spaces to lie. (0, 0) is the
    /// mark of an empty cell that became a number, never a building.
    fn fits(&self, reading: Reading, x: f64, y: f64) -> bool {
        let is_null = x.abs().max(y.abs()) < f64::MIN_POSITIVE;
        !is_null
            && self.convert(reading, [x, y]).is_some_and(|(lon, lat)| {
                self.spec.bounds.is_none_or(|bounds| bounds.contains(lon, lat))
            })
    }

    /// The declared reading if the numbers fit it; else the declared system with its axes
    /// exchanged;
    /// else the only other accepted system that they fit as they stand; else the only one that they
    /// fit with axes exchanged. Two that fit decide nothing.
    fn reading(&self, x: f64, y: f64, declared: Option<Crs>) -> Option<Reading> {
        if let Some(crs) = declared {
            let own = [false, true].map(|exchanged| Reading { crs, exchanged });
            if let Some(reading) = own.into_iter().find(|reading| self.fits(*reading, x, y)) {
                return Some(reading);
            }
        }
        for exchanged in [false, true] {
            let others = self.spec.accept.iter().filter(|crs| Some(**crs) != declared);
            let mut fitting = others
                .map(|&crs| Reading { crs, exchanged })
                .filter(|reading| self.fits(*reading, x, y));
            if let Some(first) = fitting.next() {
                return fitting.next().is_none().then_some(first);
            }
        }
        None
    }

    fn unplaced(&self, x: f64, y: f64, declared: &Declared, at: &At) -> Diagnostic {
        let (remark, zh, en) = match self.spec.on_failure {
            OnFailure::Refuse => (
                Remark::refused("bad_coordinates", at.file),
                "核对坐标与坐标系后重新导入",
                "check coordinates and reference system and import again",
            ),
            OnFailure::Drop => (
                Remark::warning("position_dropped", at.file),
                "位置未采用，其余内容已导入；核对坐标与坐标系",
                "the position was left out and the rest was taken; check coordinates and system",
            ),
        };
        let system = if declared.text.is_empty() { "?" } else { &declared.text };
        at.apply(remark)
            .value(&format!("{x}, {y} ({system})"))
            .expected(
                format!("映射范围内的 {system} 坐标"),
                format!("coordinates in {system} within the bounds of the mapping"),
            )
            .remedy(zh, en)
    }
}

/// A remark when the numbers were not read as the file declares.
fn contradiction(
    reading: Reading,
    x: f64,
    y: f64,
    declared: &Declared,
    at: &At,
) -> Option<Diagnostic> {
    if declared.crs == Some(reading.crs) && !reading.exchanged {
        return None;
    }
    let code = match (declared.crs, declared.unknown) {
        (None, true) => "unknown_crs_name",
        (None, false) => "crs_not_declared",
        (Some(_), _) => "crs_contradiction",
    };
    let key = reading.crs.key();
    let (axes_zh, axes_en) =
        if reading.exchanged { ("，两轴对调", ", axes exchanged") } else { ("", "") };
    let system = if declared.text.is_empty() { "?" } else { &declared.text };
    Some(
        at.apply(Remark::warning(code, at.file))
            .value(&format!("{x}, {y} ({system})"))
            .expected(
                format!("与所写坐标系（{system}）一致的数值"),
                format!("numbers that agree with the system declared ({system})"),
            )
            .remedy(
                format!("数值只符合 {key}{axes_zh}，已按此换算；请改正坐标系一列"),
                format!(
                    "the numbers fit {key}{axes_en} alone and were converted so; correct the \
                         column that names the system"
                ),
            ),
    )
}

fn flat(at: &At) -> Diagnostic {
    at.apply(Remark::refused("empty_polygon", at.file))
        .expected("面积大于零的多边形", "a polygon with an area")
        .remedy("在 GIS 软件中修复几何", "repair the geometry in a GIS program")
}

/// The place of a remark.
pub(crate) struct At<'a> {
    pub(crate) file: &'a str,
    pub(crate) row: u64,
    pub(crate) column: &'a str,
}

impl At<'_> {
    fn apply(&self, remark: Remark) -> Remark {
        remark.row(self.row).column(self.column)
    }
}

/// Two numbers from a text such as `(41.79, -87.59)`, `POINT (-87.59 41.79)`, `Latitude: 50.7
/// Longitude: -3.5` or a portal's `Location`, as (x, y) = (longitude, latitude).
pub(crate) fn pair_in_text(text: &str) -> Option<(f64, f64)> {
    let lower = text.to_ascii_lowercase();
    let after = |word: &str| {
        let at = lower.find(word)?;
        numbers(&lower[at + word.len()..]).first().copied()
    };
    if let (Some(lat), Some(lon)) = (after("latitude"), after("longitude")) {
        return Some((lon, lat));
    }
    let inner = match (lower.rfind('('), lower.rfind(')')) {
        (Some(open), Some(close)) if open < close => &lower[open + 1..close],
        _ => &lower,
    };
    let is_point = lower.trim_start().starts_with("point");
    match numbers(inner)[..] {
        [lon, lat] if is_point => Some((lon, lat)),
        [lat, lon] => Some((lon, lat)),
        _ => None,
    }
}

/// Every decimal number in `text`, in order.
fn numbers(text: &str) -> Vec<f64> {
    let in_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let words =
        text.split(|c| !in_number(c)).filter(|word| word.bytes().any(|b| b.is_ascii_digit()));
    words.filter_map(|word| word.trim_end_matches('.').parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Bounds;
    use std::collections::BTreeMap;

    fn spec(accept: &[Crs]) -> PositionSpec {
        PositionSpec {
            x: None,
            y: None,
            text: None,
            crs: None,
            crs_column: None,
            crs_names: BTreeMap::new(),
            accept: accept.to_vec(),
            bounds: Some(Bounds { west: -9.0, south: 49.0, east: 2.2, north: 61.0 }),
            on_failure: OnFailure::Drop,
        }
    }

    fn code(x: f64, y: f64, cell: &str) -> (bool, String) {
        let spec = spec(&[Crs::Wgs84, Crs::Osgb36]);
        let placer = Placer { spec: &spec, converter: Converter::new() };
        let at = At { file: "f", row: 2, column: "GeoX" };
        let (position, remark) = placer.place(x, y, &Declared::of_cell(Some(cell), &spec), &at);
        (position.is_some(), remark.map_or_else(String::new, |remark| remark.code))
    }

    #[test]
    fn numbers_that_contradict_the_declared_system_are_converted_with_a_warning() {
        assert_eq!(code(-2.2, 52.19, "WGS84"), (true, String::new()));
        assert_eq!(code(394_889.0, 246_072.0, "OSGB36"), (true, String::new()));
        assert_eq!(code(394_889.0, 246_072.0, "ETRS89"), (true, "crs_contradiction".into()));
        assert_eq!(code(52.19, -2.2, "WGS84"), (true, "crs_contradiction".into()));
        assert_eq!(code(-2.2, 52.19, "ETRS131"), (true, "unknown_crs_name".into()));
        assert_eq!(code(-2.2, 52.19, " "), (true, "crs_not_declared".into()));
    }

    #[test]
    fn numbers_that_fit_nothing_are_dropped_with_a_warning() {
        assert_eq!(code(3_975_323.664, -7_125.883_8, "ETRS89"), (false, "position_dropped".into()));
        assert_eq!(code(0.0, 0.0, "WGS84"), (false, "position_dropped".into()));
        assert_eq!(code(f64::NAN, 1.0, "OSGB36"), (false, "position_dropped".into()));
    }

    #[test]
    fn pairs_are_found_in_every_common_writing() {
        let pair = Some((-87.59, 41.79));
        assert_eq!(pair_in_text("(41.79, -87.59)"), pair);
        assert_eq!(pair_in_text("POINT (-87.59 41.79)"), pair);
        assert_eq!(pair_in_text("Latitude: 41.79 Longitude: -87.59"), pair);
        assert_eq!(pair_in_text("{'latitude': '41.79', 'longitude': '-87.59'}"), pair);
        assert_eq!(pair_in_text("405 Olive Way\nSeattle, WA 98101\n(41.79, -87.59)"), pair);
        assert_eq!(pair_in_text("5 Olive Way 98101 7"), None);
    }
}
