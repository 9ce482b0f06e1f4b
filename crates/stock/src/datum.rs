use proj4rs::Proj;

use crate::text::fold;

/// A coordinate reference system that positions may be declared in.
///
/// Inside the ledger every position is longitude and latitude on the WGS 84 ellipsoid. CGCS2000,
/// ETRS89 and WGS 84 are treated as one: they differ by less than a metre in the places and years
/// concerned (plate motion), far below the accuracy of any address list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Crs {
    /// WGS 84 longitude and latitude (EPSG:4326).
    Wgs84,
    /// China Geodetic Coordinate System 2000 国家大地坐标系 (EPSG:4490).
    Cgcs2000,
    /// European Terrestrial Reference System 1989 (EPSG:4258).
    Etrs89,
    /// The obfuscated Chinese map datum 火星坐标 of AMap and Tencent.
    Gcj02,
    /// Baidu's further obfuscation of GCJ-02 百度坐标.
    Bd09,
    /// British National Grid (EPSG:27700), easting and northing in metres.
    Osgb36,
    /// CGCS2000, 3-degree Gauss-Krüger, central meridian 117° E (EPSG:4548), in metres.
    Cgcs2000Gk117,
}

impl Crs {
    /// Every system, with the key that mappings use.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Wgs84, "wgs84"),
        (Self::Cgcs2000, "cgcs2000"),
        (Self::Etrs89, "etrs89"),
        (Self::Gcj02, "gcj02"),
        (Self::Bd09, "bd09"),
        (Self::Osgb36, "osgb36"),
        (Self::Cgcs2000Gk117, "cgcs2000_gk117"),
    ];

    /// The key that mappings use.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(crs, _)| *crs == self).map_or("", |(_, key)| key)
    }

    /// The system named by its key, by an EPSG code (`EPSG:27700`) or by an OGC URN.
    pub fn parse(name: &str) -> Option<Self> {
        let folded: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
        let by_key = Self::ALL.iter().find(|(_, key)| fold(key) == folded).map(|(crs, _)| *crs);
        by_key.or(match folded.trim_start_matches("urnogcdefcrs") {
            "epsg4326" | "ogc13crs84" | "ogccrs84" | "crs84" => Some(Self::Wgs84),
            "epsg4490" => Some(Self::Cgcs2000),
            "epsg4258" => Some(Self::Etrs89),
            "epsg27700" | "bng" | "britishnationalgrid" => Some(Self::Osgb36),
            "epsg4548" => Some(Self::Cgcs2000Gk117),
            _ => None,
        })
    }

    /// Whether the numbers can be coordinates of this system at all.
    pub(crate) fn admits(self, x: f64, y: f64) -> bool {
        let within = |value: f64, (low, high): (f64, f64)| (low..=high).contains(&value);
        let (x_range, y_range) = match self {
            Self::Osgb36 => OSGB36_EXTENT_M,
            Self::Cgcs2000Gk117 => GK117_EXTENT_M,
            _ => GEOGRAPHIC_EXTENT_DEG,
        };
        within(x, x_range) && within(y, y_range)
    }
}

type Extent = ((f64, f64), (f64, f64));
const GEOGRAPHIC_EXTENT_DEG: Extent = ((-180.0, 180.0), (-90.0, 90.0));
/// Area of use of the National Grid: 700 km × 1300 km (Ordnance Survey, *A Guide to Coordinate
/// Systems in Great Britain*, v3.6, 2020, §7).
const OSGB36_EXTENT_M: Extent = ((0.0, 700_000.0), (0.0, 1_300_000.0));
/// Three degrees about the meridian at latitudes of China, with room to either side.
const GK117_EXTENT_M: Extent = ((250_000.0, 750_000.0), (1_800_000.0, 6_000_000.0));

/// EPSG:27700 with the single 7-parameter transformation of Ordnance Survey (EPSG:1314), accurate
/// to about 5 m across Great Britain (*A Guide to Coordinate Systems in Great Britain*, v3.6,
/// §6.6); the OSTN15 grid would give 0.1 m and 15 MB.
const OSGB36_PROJ: &str = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 \
    +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m \
    +no_defs";
/// EPSG:4548.
const GK117_PROJ: &str =
    "+proj=tmerc +lat_0=0 +lon_0=117 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs";
const WGS84_PROJ: &str = "+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs";

/// Converts coordinates to WGS 84 and back; made once, used for many points.
pub struct Converter {
    wgs84: Option<Proj>,
    osgb36: Option<Proj>,
    gk117: Option<Proj>,
}

impl Default for Converter {
    fn default() -> Self {
        Self::new()
    }
}

impl Converter {
    /// A converter between all systems.
    pub fn new() -> Self {
        let proj = |text| Proj::from_proj_string(text).ok();
        Self { wgs84: proj(WGS84_PROJ), osgb36: proj(OSGB36_PROJ), gk117: proj(GK117_PROJ) }
    }

    /// Longitude and latitude in WGS 84 \[°\] of a point given in `crs`: (longitude, latitude)
    /// \[°\] for
    /// the geographic systems, (easting, northing) \[m\] for the projected ones. `None` when the
    /// numbers cannot be coordinates of that system.
    pub fn to_wgs84(&self, crs: Crs, x: f64, y: f64) -> Option<(f64, f64)> {
        if !(x.is_finite() && y.is_finite() && crs.admits(x, y)) {
            return None;
        }
        let (lon, lat) = match crs {
            Crs::Wgs84 | Crs::Cgcs2000 | Crs::Etrs89 => (x, y),
            Crs::Gcj02 => gcj02_to_wgs84(x, y),
            Crs::Bd09 => {
                let (lon, lat) = bd09_to_gcj02(x, y);
                gcj02_to_wgs84(lon, lat)
            }
            Crs::Osgb36 | Crs::Cgcs2000Gk117 => {
                let (from, to) = (self.projected(crs)?, self.wgs84.as_ref()?);
                let (lon, lat) = transform(from, to, x, y)?;
                (lon.to_degrees(), lat.to_degrees())
            }
        };
        let valid = lon.abs() <= 180.0 && lat.abs() <= 90.0; // false for NaN
        valid.then_some((lon, lat))
    }

    /// The inverse of [`Converter::to_wgs84`]; `None` outside the domain of `crs`.
    pub fn from_wgs84(&self, crs: Crs, lon_deg: f64, lat_deg: f64) -> Option<(f64, f64)> {
        if !(lon_deg.abs() <= 180.0 && lat_deg.abs() <= 90.0) {
            return None;
        }
        match crs {
            Crs::Wgs84 | Crs::Cgcs2000 | Crs::Etrs89 => Some((lon_deg, lat_deg)),
            Crs::Gcj02 => Some(wgs84_to_gcj02(lon_deg, lat_deg)),
            Crs::Bd09 => {
                let (lon, lat) = wgs84_to_gcj02(lon_deg, lat_deg);
                Some(gcj02_to_bd09(lon, lat))
            }
            Crs::Osgb36 | Crs::Cgcs2000Gk117 => {
                let (from, to) = (self.wgs84.as_ref()?, self.projected(crs)?);
                let (x, y) = transform(from, to, lon_deg.to_radians(), lat_deg.to_radians())?;
                crs.admits(x, y).then_some((x, y))
            }
        }
    }

    fn projected(&self, crs: Crs) -> Option<&Proj> {
        match crs {
            Crs::Osgb36 => self.osgb36.as_ref(),
            Crs::Cgcs2000Gk117 => self.gk117.as_ref(),
            _ => None,
        }
    }
}

fn transform(from: &Proj, to: &Proj, x: f64, y: f64) -> Option<(f64, f64)> {
    let mut point = (x, y, 0.0);
    proj4rs::transform::transform(from, to, &mut point).ok()?;
    (point.0.is_finite() && point.1.is_finite()).then_some((point.0, point.1))
}

/// Semi-major axis of the Krasovsky 1940 ellipsoid that GCJ-02 offsets are scaled by. \[m\]
const KRASOVSKY_A_M: f64 = 6_378_245.0;
/// Its first eccentricity squared, as used by every published GCJ-02 code.
const KRASOVSKY_E2: f64 = 0.006_693_421_622_965_943;
/// Centre of the GCJ-02 polynomial. \[°\]
const GCJ_CENTRE_DEG: (f64, f64) = (105.0, 35.0);
/// Box outside which GCJ-02 equals WGS 84: (west, south, east, north). \[°\]
const GCJ_BOX_DEG: (f64, f64, f64, f64) = (72.004, 0.829_3, 137.834_7, 55.827_1);
/// Coefficients of 1, x, y, s², x·y, √|x| for latitude (s = y) and longitude (s = x).
const GCJ_POLYNOMIAL: [[f64; 6]; 2] =
    [[-100.0, 2.0, 3.0, 0.2, 0.1, 0.2], [300.0, 1.0, 2.0, 0.1, 0.1, 0.1]];
/// Amplitude and angular frequency (in π) of the waves in x that latitude and longitude share.
const GCJ_WAVES_X: [(f64, f64); 2] = [(20.0, 6.0), (20.0, 2.0)];
/// The further waves: in y for latitude, in x for longitude.
const GCJ_WAVES: [[(f64, f64); 4]; 2] = [
    [(20.0, 1.0), (40.0, 1.0 / 3.0), (160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0)],
    [(20.0, 1.0), (40.0, 1.0 / 3.0), (150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0)],
];
/// Weight of all waves.
const GCJ_WAVE_WEIGHT: f64 = 2.0 / 3.0;

/// WGS 84 to GCJ-02. \[°\]
///
/// # Equation     offset polynomial and waves about (105° E, 35° N), scaled to degrees on the
/// Krasovsky ellipsoid
/// # Validity     inside the box 72.004–137.8347° E, 0.8293–55.8271° N; outside unchanged. The
/// official algorithm is secret: this is its published reconstruction, equal to
/// public map services within about a metre.
/// # Source       the reconstruction known as "eviltransform" (G. Li et al., 2013,
/// github.com/googollee/eviltransform)
pub fn wgs84_to_gcj02(lon_deg: f64, lat_deg: f64) -> (f64, f64) {
    let (west, south, east, north) = GCJ_BOX_DEG;
    if !((west..=east).contains(&lon_deg) && (south..=north).contains(&lat_deg)) {
        return (lon_deg, lat_deg);
    }
    let (x, y) = (lon_deg - GCJ_CENTRE_DEG.0, lat_deg - GCJ_CENTRE_DEG.1);
    let offset_lat_m = gcj_offset_m(x, y, y, 0);
    let offset_lon_m = gcj_offset_m(x, y, x, 1);
    let phi = lat_deg.to_radians();
    let w2 = 1.0 - KRASOVSKY_E2 * phi.sin() * phi.sin();
    let meridian_radius_m = KRASOVSKY_A_M * (1.0 - KRASOVSKY_E2) / (w2 * w2.sqrt());
    let parallel_radius_m = KRASOVSKY_A_M / w2.sqrt() * phi.cos();
    (
        lon_deg + (offset_lon_m / parallel_radius_m).to_degrees(),
        lat_deg + (offset_lat_m / meridian_radius_m).to_degrees(),
    )
}

/// The GCJ-02 offset \[m\]; `s`: the own coordinate, `which`: 0 latitude, 1 longitude.
fn gcj_offset_m(x: f64, y: f64, s: f64, which: usize) -> f64 {
    let terms = [1.0, x, y, s * s, x * y, x.abs().sqrt()];
    let polynomial: f64 = terms.iter().zip(GCJ_POLYNOMIAL[which]).map(|(term, c)| term * c).sum();
    let wave = |(amplitude, frequency): (f64, f64), at: f64| {
        amplitude * (frequency * std::f64::consts::PI * at).sin()
    };
    let shared: f64 = GCJ_WAVES_X.iter().map(|&term| wave(term, x)).sum();
    let own: f64 = GCJ_WAVES[which].iter().map(|&term| wave(term, s)).sum();
    polynomial + GCJ_WAVE_WEIGHT * (shared + own)
}

/// GCJ-02 to WGS 84 \[°\], the iterative inverse of [`wgs84_to_gcj02`]; residual below 1e-9°.
pub fn gcj02_to_wgs84(lon_deg: f64, lat_deg: f64) -> (f64, f64) {
    invert(wgs84_to_gcj02, lon_deg, lat_deg)
}

/// Shift of BD-09 against GCJ-02. \[°\]
const BD_SHIFT_DEG: (f64, f64) = (0.006_5, 0.006);
/// Amplitudes of the ripple in radius \[°\] and angle \[rad\].
const BD_RIPPLE: (f64, f64) = (0.000_02, 0.000_003);
/// Frequency of the ripple. \[rad/°\]
const BD_FREQUENCY: f64 = std::f64::consts::PI * 3000.0 / 180.0;

/// GCJ-02 to BD-09. \[°\]
///
/// # Equation     polar ripple about the origin, then a constant shift
/// # Validity     where GCJ-02 is defined; outside its box unchanged
/// # Source       as [`wgs84_to_gcj02`]; the widely published Baidu formula (coordtransform, 2014,
/// github.com/wandergis/coordtransform)
pub fn gcj02_to_bd09(lon_deg: f64, lat_deg: f64) -> (f64, f64) {
    let (west, south, east, north) = GCJ_BOX_DEG;
    if !((west..=east).contains(&lon_deg) && (south..=north).contains(&lat_deg)) {
        return (lon_deg, lat_deg);
    }
    let radius = lon_deg.hypot(lat_deg) + BD_RIPPLE.0 * (lat_deg * BD_FREQUENCY).sin();
    let angle = lat_deg.atan2(lon_deg) + BD_RIPPLE.1 * (lon_deg * BD_FREQUENCY).cos();
    (radius * angle.cos() + BD_SHIFT_DEG.0, radius * angle.sin() + BD_SHIFT_DEG.1)
}

/// BD-09 to GCJ-02 \[°\], the iterative inverse of [`gcj02_to_bd09`]; residual below 1e-9°.
pub fn bd09_to_gcj02(lon_deg: f64, lat_deg: f64) -> (f64, f64) {
    invert(gcj02_to_bd09, lon_deg, lat_deg)
}

/// Steps after which the inverse stops even if it has not settled (it settles in under ten).
const INVERSE_STEPS: usize = 30;
/// Step below which the inverse has settled. \[°\]
const INVERSE_TOLERANCE_DEG: f64 = 1e-11;

/// The point that `forward` maps to the given one, by fixed-point iteration: the shifts are small
/// and change slowly, so that each step gains about two digits.
fn invert(forward: fn(f64, f64) -> (f64, f64), lon_deg: f64, lat_deg: f64) -> (f64, f64) {
    let (mut lon, mut lat) = (lon_deg, lat_deg);
    for _ in 0..INVERSE_STEPS {
        let (seen_lon, seen_lat) = forward(lon, lat);
        let (step_lon, step_lat) = (lon_deg - seen_lon, lat_deg - seen_lat);
        lon += step_lon;
        lat += step_lat;
        if step_lon.abs().max(step_lat.abs()) < INVERSE_TOLERANCE_DEG {
            break;
        }
    }
    (lon, lat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_and_codes_lead_to_the_system() {
        for name in ["EPSG:27700", "urn:ogc:def:crs:EPSG::27700", "OSGB36", "osgb 36"] {
            assert_eq!(Crs::parse(name), Some(Crs::Osgb36), "{name}");
        }
        assert_eq!(Crs::parse("urn:ogc:def:crs:OGC:1.3:CRS84"), Some(Crs::Wgs84));
        assert_eq!(Crs::parse("GCJ-02"), Some(Crs::Gcj02));
        assert_eq!(Crs::parse("ETRS90"), None);
    }

    #[test]
    fn british_grid_agrees_with_the_ordnance_survey_within_the_stated_5_m() {
        // OSTN15/OSGM15 developer pack, test points TP01, TP04, TP10, TP20 (E, N → lat, lon).
        let points = [
            (91_492.146, 11_318.804, 49.922_263_937_3, -6.299_777_520_14),
            (449_816.371, 75_335.861, 50.575_636_65, -1.297_822_772_40),
            (241_124.584, 220_332.641, 51.858_908_964, -4.308_524_769_6),
            (422_242.186, 433_818.701, 53.800_215_196_3, -1.663_791_682_42),
        ];
        for (easting, northing, lat, lon) in points {
            let found = Converter::new().to_wgs84(Crs::Osgb36, easting, northing).unwrap();
            let metres_per_degree = 111_320.0;
            let north = (found.1 - lat) * metres_per_degree;
            let east = (found.0 - lon) * metres_per_degree * lat.to_radians().cos();
            assert!(north.hypot(east) < 5.0, "{easting}: {} m off", north.hypot(east));
        }
    }

    #[test]
    fn gcj02_agrees_with_the_published_check_value() {
        // eviltransform test suite: WGS (31.1774276, 121.5272106) → GCJ (31.17530398364597,
        // 121.531541859215).
        let (lon, lat) = wgs84_to_gcj02(121.527_210_6, 31.177_427_6);
        assert!((lat - 31.175_303_983_645_97).abs() < 1e-9, "{lat}");
        assert!((lon - 121.531_541_859_215).abs() < 1e-9, "{lon}");
    }

    #[test]
    fn outside_china_nothing_moves() {
        for crs in [Crs::Gcj02, Crs::Bd09] {
            assert_eq!(Converter::new().to_wgs84(crs, -87.6, 41.9), Some((-87.6, 41.9)));
        }
        assert_eq!(Converter::new().to_wgs84(Crs::Wgs84, 181.0, 0.0), None);
        assert_eq!(Converter::new().to_wgs84(Crs::Wgs84, f64::NAN, 0.0), None);
    }

    proptest! {
        #[test]
        fn every_system_leads_there_and_back(lon in 115.5..117.5f64, lat in 39.5..41.0f64) {
            let converter = Converter::new();
            for (crs, key) in Crs::ALL.iter().filter(|(crs, _)| *crs != Crs::Osgb36) {
                let (x, y) = converter.from_wgs84(*crs, lon, lat).unwrap();
                let back = converter.to_wgs84(*crs, x, y).unwrap();
                prop_assert!((back.0 - lon).abs() < 1e-6 && (back.1 - lat).abs() < 1e-6, "{key}");
            }
        }

        #[test]
        fn the_inverse_holds_all_over_china(lon in 73.0..136.0f64, lat in 4.0..54.0f64) {
            let (x, y) = wgs84_to_gcj02(lon, lat);
            let back = gcj02_to_wgs84(x, y);
            prop_assert!((back.0 - lon).abs() < 1e-6 && (back.1 - lat).abs() < 1e-6);
        }

        #[test]
        fn the_british_grid_leads_there_and_back(lon in -5.0..1.0f64, lat in 50.5..58.0f64) {
            let converter = Converter::new();
            let (x, y) = converter.from_wgs84(Crs::Osgb36, lon, lat).unwrap();
            let back = converter.to_wgs84(Crs::Osgb36, x, y).unwrap();
            prop_assert!((back.0 - lon).abs() < 1e-6 && (back.1 - lat).abs() < 1e-6);
        }
    }
}
