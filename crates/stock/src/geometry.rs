use serde::{Deserialize, Serialize};

/// A point in WGS 84 / CGCS2000, treated as one (see [`crate::Crs`]).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Longitude, east positive. \[°\], −180 to 180.
    pub lon_deg: f64,
    /// Latitude, north positive. \[°\], −90 to 90.
    pub lat_deg: f64,
}

/// Mean radius of the Earth for distances over a few kilometres. \[m\] (IUGG mean radius R1; H.
/// Moritz, "Geodetic Reference System 1980", J. Geodesy 74, 2000)
const EARTH_RADIUS_M: f64 = 6_371_008.8;

impl Position {
    /// Distance on the local tangent plane \[m\]; good to 0.5 % up to 10 km.
    pub fn distance_m(self, other: Self) -> f64 {
        let mean_lat = f64::midpoint(self.lat_deg, other.lat_deg).to_radians();
        let east = (self.lon_deg - other.lon_deg).to_radians() * mean_lat.cos();
        let north = (self.lat_deg - other.lat_deg).to_radians();
        EARTH_RADIUS_M * east.hypot(north)
    }
}

/// A closed ring of (longitude, latitude) \[°\] in WGS 84 / CGCS2000: first point = last point.
pub type Ring = Vec<[f64; 2]>;

/// Outline of a space: polygons, each an outer ring and then its holes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Footprint {
    /// The polygons; at least one, each with at least one ring.
    pub polygons: Vec<Vec<Ring>>,
}

/// Semi-major axis of WGS 84. \[m\] (NIMA TR8350.2, 3rd ed., 2000, table 3.1)
const WGS84_A_M: f64 = 6_378_137.0;
/// First eccentricity squared of WGS 84. (NIMA TR8350.2, table 3.3)
const WGS84_E2: f64 = 0.006_694_379_990_14;

/// The authalic function q of latitude: the area between the equator and latitude φ on the
/// ellipsoid is a²/2 · q · Δλ.
///
/// # Equation     q = (1−e²)·\[sinφ/(1−e²sin²φ) − 1/(2e)·ln((1−e·sinφ)/(1+e·sinφ))\]
/// # Source       J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395,
/// 1987, eq. 3-12
fn authalic_q(lat_deg: f64) -> f64 {
    let e = WGS84_E2.sqrt();
    let sin = lat_deg.to_radians().sin();
    (1.0 - WGS84_E2) * (sin / (1.0 - WGS84_E2 * sin * sin) + (e * sin).atanh() / e)
}

/// Signed area of a ring \[m²\], counter-clockwise positive, exact on the ellipsoid for edges that
/// are straight in the cylindrical equal-area projection (Snyder 1987, §10): for a building or a
/// park this is its plane area, unchanged when the shape is turned.
fn ring_area_m2(ring: &[[f64; 2]]) -> f64 {
    let Some(&[lon_0, lat_0]) = ring.first() else { return 0.0 };
    let q_0 = authalic_q(lat_0);
    let local = |[lon, lat]: [f64; 2]| ((lon - lon_0).to_radians(), authalic_q(lat) - q_0);
    let twice: f64 = ring
        .windows(2)
        .map(|edge| {
            let ((x1, y1), (x2, y2)) = (local(edge[0]), local(edge[1]));
            x1 * y2 - x2 * y1
        })
        .sum();
    twice / 2.0 * WGS84_A_M * WGS84_A_M / 2.0
}

impl Footprint {
    /// Area of all polygons less their holes. \[m²\]
    ///
    /// # Validity     shapes that do not cross the 180° meridian or themselves
    pub fn area_m2(&self) -> f64 {
        let polygon_area = |rings: &Vec<Ring>| {
            let mut areas = rings.iter().map(|ring| ring_area_m2(ring).abs());
            let outer = areas.next().unwrap_or(0.0);
            (outer - areas.sum::<f64>()).max(0.0)
        };
        self.polygons.iter().map(polygon_area).sum()
    }

    /// Centre of area of the largest polygon's outer ring, as the position of the space.
    pub fn centre(&self) -> Option<Position> {
        let outer = self.polygons.iter().filter_map(|rings| rings.first());
        let ring = outer.max_by(|a, b| ring_area_m2(a).abs().total_cmp(&ring_area_m2(b).abs()))?;
        let &[lon_0, lat_0] = ring.first()?;
        let (mut twice, mut lon, mut lat) = (0.0, 0.0, 0.0);
        for edge in ring.windows(2) {
            let (x1, y1) = (edge[0][0] - lon_0, edge[0][1] - lat_0);
            let (x2, y2) = (edge[1][0] - lon_0, edge[1][1] - lat_0);
            let cross = x1 * y2 - x2 * y1;
            twice += cross;
            lon += (x1 + x2) * cross;
            lat += (y1 + y2) * cross;
        }
        if twice.abs() < f64::MIN_POSITIVE {
            return None;
        }
        let thirds = 3.0 * twice;
        Some(Position { lon_deg: lon_0 + lon / thirds, lat_deg: lat_0 + lat / thirds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Footprint {
        let ring = vec![[west, south], [east, south], [east, north], [west, north], [west, south]];
        Footprint { polygons: vec![vec![ring]] }
    }

    #[test]
    fn the_whole_earth_has_its_published_area() {
        // WGS 84 surface: 510,065,621.724 km² (NIMA TR8350.2, derived geometric constants).
        let earth = rectangle(-180.0, -90.0, 180.0, 90.0).area_m2();
        assert!((earth / 510_065_621_724_000.0 - 1.0).abs() < 1e-9, "{earth}");
    }

    #[test]
    fn holes_are_taken_out_and_the_centre_is_in_the_middle() {
        let mut shape = rectangle(116.0, 39.0, 116.002, 39.002);
        let full = shape.area_m2();
        let hole = rectangle(116.0, 39.0, 116.001, 39.001).polygons[0][0].clone();
        shape.polygons[0].push(hole);
        assert!((shape.area_m2() / full - 0.75).abs() < 1e-4);
        let centre = shape.centre().unwrap();
        assert!((centre.lon_deg - 116.001).abs() < 1e-9 && (centre.lat_deg - 39.001).abs() < 1e-9);
        assert_eq!(Footprint { polygons: vec![] }.centre(), None);
    }

    proptest! {
        #[test]
        fn turning_a_building_leaves_its_area(
            angle in 0.0..std::f64::consts::TAU, width in 5.0..300.0f64, depth in 5.0..300.0f64,
            lat in -60.0..60.0f64,
        ) {
            // A rectangle of width × depth metres on the tangent plane of the ellipsoid.
            let phi = f64::to_radians(lat);
            let w2 = 1.0 - WGS84_E2 * phi.sin().powi(2);
            let east_m = WGS84_A_M / w2.sqrt() * phi.cos();
            let north_m = WGS84_A_M * (1.0 - WGS84_E2) / (w2 * w2.sqrt());
            let corners = [(0.0, 0.0), (width, 0.0), (width, depth), (0.0, depth), (0.0, 0.0)];
            let ring = corners.iter().map(|(x, y)| {
                let (east, north) = (x * angle.cos() - y * angle.sin(), x * angle.sin() + y * angle.cos());
                [116.0 + (east / east_m).to_degrees(), lat + (north / north_m).to_degrees()]
            });
            let area = Footprint { polygons: vec![vec![ring.collect()]] }.area_m2();
            prop_assert!((area / (width * depth) - 1.0).abs() < 2e-4, "{area}");
        }
    }
}
