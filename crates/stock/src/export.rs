use serde_json::{Map, Value as Json, json};
use units::{Diagnostic, Severity};

use crate::space::Space;

/// A space with the properties that a map shows of it.
pub struct Exported<'a> {
    /// The space.
    pub space: &'a Space,
    /// Properties of its feature; `id` is added.
    pub properties: Map<String, Json>,
}

/// A GeoJSON FeatureCollection in CGCS2000 (EPSG:4490): the outline of each space if it is known,
/// else its point, else no geometry. Longitudes and latitudes have seven decimals (about 1 cm).
///
/// The `crs` member is the one of the 2008 specification, which GIS programs still read; RFC 7946
/// knows none and would take the numbers as WGS 84, which they equal to within a metre.
pub fn export_geojson(spaces: &[Exported]) -> String {
    let features: Vec<Json> = spaces.iter().map(feature).collect();
    let collection = json!({
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        "features": features,
    });
    collection.to_string()
}

fn feature(exported: &Exported) -> Json {
    let space = exported.space;
    let geometry = match (space.footprint(), space.position()) {
        (Some(footprint), _) => {
            let polygons: Vec<Vec<Vec<[f64; 2]>>> = footprint
                .polygons
                .iter()
                .map(|rings| {
                    rings.iter().map(|ring| ring.iter().copied().map(rounded).collect()).collect()
                })
                .collect();
            match polygons.as_slice() {
                [one] => json!({"type": "Polygon", "coordinates": one}),
                _ => json!({"type": "MultiPolygon", "coordinates": polygons}),
            }
        }
        (None, Some(position)) => {
            let point = rounded([position.lon_deg, position.lat_deg]);
            json!({"type": "Point", "coordinates": point})
        }
        (None, None) => Json::Null,
    };
    let mut properties = exported.properties.clone();
    properties.insert("id".into(), Json::String(space.id.to_string()));
    json!({"type": "Feature", "id": space.id, "geometry": geometry, "properties": properties})
}

/// Steps per degree that coordinates are written in.
const STEPS_PER_DEG: f64 = 1e7;

fn rounded(point: [f64; 2]) -> [f64; 2] {
    point.map(|degrees| (degrees * STEPS_PER_DEG).round() / STEPS_PER_DEG)
}

const HEADINGS: [&str; 9] = [
    "文件 file",
    "行 row",
    "列 column",
    "值 value",
    "原因 reason",
    "应为 expected (zh)",
    "expected (en)",
    "处理 remedy (zh)",
    "remedy (en)",
];

/// The refused rows as CSV for a spreadsheet: UTF-8 with byte order mark, one line for each reason.
///
/// Text that a spreadsheet would run as a formula (OWASP, "CSV Injection": a cell that begins with
/// `=`, `+`, `-`, `@`, tab or carriage return) gets an apostrophe in front; a plain negative number
/// stays as it is.
pub fn refused_rows_csv(diagnostics: &[Diagnostic]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::from("\u{feff}".as_bytes()));
    // Writing into memory cannot fail; were it to, the rows so far are still of use.
    let _ = writer.write_record(HEADINGS);
    for remark in diagnostics.iter().filter(|remark| remark.severity == Severity::Refused) {
        let row = remark.row.map_or_else(String::new, |row| row.to_string());
        let cells = [
            &remark.file,
            &row,
            &remark.column,
            &remark.value,
            &remark.code,
            &remark.expected.zh,
            &remark.expected.en,
            &remark.remedy.zh,
            &remark.remedy.en,
        ];
        let _ = writer.write_record(cells.map(|cell| disarmed(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

fn disarmed(cell: &str) -> String {
    let is_formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remark::Remark;

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        assert_eq!(disarmed("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(disarmed("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(disarmed("-5.2"), "-5.2");
        assert_eq!(disarmed("-5+cmd|' /C calc'!A0"), "'-5+cmd|' /C calc'!A0");
        assert_eq!(disarmed("text"), "text");
    }

    #[test]
    fn refusals_alone_are_written() {
        let remarks = [
            Remark::refused("negative_area", "f.csv")
                .row(3)
                .column("面积")
                .value("-1")
                .remedy("", ""),
            Remark::note("columns_absent", "f.csv").remedy("", ""),
        ];
        let text = String::from_utf8(refused_rows_csv(&remarks)).unwrap();
        assert!(text.starts_with("\u{feff}文件 file,行 row,"));
        assert_eq!(text.lines().count(), 2);
        assert!(text.contains("f.csv,3,面积,-1,negative_area,"));
    }
}
