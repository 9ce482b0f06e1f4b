//! Where the sun stands to a few ten-thousandths of a degree: the yardstick of [`crate::sun`], and
//! a means for single moments. A year of hours is made with the shorter method of [`crate::sun`].
//!
//! # Source
//! I. Reda, A. Andreas, *Solar Position Algorithm for Solar Radiation Applications*,
//! NREL/TP-560-34302, 2003, revised 2008; equation numbers below are those of the report.
//!
//! # Validity
//! Years −2000 to 6000, ±0.0003°.

mod tables;

use tables::{DISTANCE, LATITUDE, LONGITUDE, NUTATION, Term};

/// Julian day of noon on 1 January 2000. [d]
const J2000_DAY: f64 = 2_451_545.0;

/// Days of a Julian century. [d]
const CENTURY_D: f64 = 36_525.0;

/// Axis through the poles over that of the equator, and the radius of the equator [m]; 3.11.2.
const EARTH: (f64, f64) = (0.996_647_19, 6_378_140.0);

/// Below this the whole disc is under the horizon, refraction included (radius 0.26667°, refraction
/// 0.5667°): the air bends nothing. [°]
const HIDDEN_DEG: f64 = -(0.266_67 + 0.566_7);

/// Julian day of a Gregorian date in universal time; `day` carries the time as its fraction, eq. 4.
/// [d]
pub fn julian_day(year: i32, month: u8, day: f64) -> f64 {
    let (year, month) = match month {
        1 | 2 => (f64::from(year) - 1.0, f64::from(month) + 12.0),
        _ => (f64::from(year), f64::from(month)),
    };
    let century = (year / 100.0).floor();
    let gregorian = 2.0 - century + (century / 4.0).floor();
    (365.25 * (year + 4716.0)).floor() + (30.6001 * (month + 1.0)).floor() + day + gregorian
        - 1524.5
}

/// The sun as seen from the centre of the earth, with what leads there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geocentric {
    /// Heliocentric longitude of the earth L, `0..360`. [°]
    pub heliocentric_longitude_deg: f64,
    /// Heliocentric latitude of the earth B. [°]
    pub heliocentric_latitude_deg: f64,
    /// Distance of the earth from the sun R. [au]
    pub distance_au: f64,
    /// Nutation in longitude Δψ. [°]
    pub nutation_longitude_deg: f64,
    /// Nutation in obliquity Δε. [°]
    pub nutation_obliquity_deg: f64,
    /// True obliquity of the ecliptic ε. [°]
    pub obliquity_deg: f64,
    /// Apparent longitude of the sun λ, `0..360`. [°]
    pub apparent_longitude_deg: f64,
    /// Apparent sidereal time at Greenwich ν, `0..360`. [°]
    pub sidereal_time_deg: f64,
    /// Right ascension α, `0..360`. [°]
    pub right_ascension_deg: f64,
    /// Declination δ. [°]
    pub declination_deg: f64,
}

impl Geocentric {
    /// The sun at `julian_day` in universal time; `delta_t_s` is terrestrial less universal time
    /// (64 s in 2000, 69 s in 2020). Eq. 5–36.
    pub fn at(julian_day: f64, delta_t_s: f64) -> Self {
        let century = (julian_day - J2000_DAY) / CENTURY_D;
        let ephemeris_century = (julian_day + delta_t_s / 86_400.0 - J2000_DAY) / CENTURY_D;
        let millennium = ephemeris_century / 10.0;
        let longitude_deg = series(&LONGITUDE, millennium).to_degrees().rem_euclid(360.0);
        let latitude_deg = series(&LATITUDE, millennium).to_degrees();
        let distance_au = series(&DISTANCE, millennium);
        let (nutation_longitude_deg, nutation_obliquity_deg) = nutation_deg(ephemeris_century);
        let obliquity_deg = mean_obliquity_deg(millennium) + nutation_obliquity_deg;
        // Light is 8 minutes old: eq. 26.
        let aberration_deg = -20.4898 / (3600.0 * distance_au);
        let apparent_longitude_deg =
            (longitude_deg + 180.0 + nutation_longitude_deg + aberration_deg).rem_euclid(360.0);
        let sidereal_deg = 280.460_618_37
            + 360.985_647_366_29 * (julian_day - J2000_DAY)
            + century.powi(2) * (0.000_387_933 - century / 38_710_000.0);
        let sidereal_time_deg = (sidereal_deg.rem_euclid(360.0)
            + nutation_longitude_deg * obliquity_deg.to_radians().cos())
        .rem_euclid(360.0);
        let (right_ascension_deg, declination_deg) =
            equatorial_deg(apparent_longitude_deg, -latitude_deg, obliquity_deg);
        Self {
            heliocentric_longitude_deg: longitude_deg,
            heliocentric_latitude_deg: latitude_deg,
            distance_au,
            nutation_longitude_deg,
            nutation_obliquity_deg,
            obliquity_deg,
            apparent_longitude_deg,
            sidereal_time_deg,
            right_ascension_deg,
            declination_deg,
        }
    }
}

/// Where the sun is looked at from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// Latitude, north positive. [°]
    pub latitude_deg: f64,
    /// Longitude, east positive. [°]
    pub longitude_deg: f64,
    /// Height above the sea. [m]
    pub elevation_m: f64,
    /// Air pressure, yearly mean; 0 leaves refraction out. [mbar]
    pub pressure_mbar: f64,
    /// Air temperature, yearly mean. [°C]
    pub air_c: f64,
}

/// The sun as seen from a place on the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Topocentric {
    /// Hour angle of the sun from the centre of the earth H, `0..360`, westward. [°]
    pub hour_angle_deg: f64,
    /// Hour angle from the place H′. [°]
    pub local_hour_angle_deg: f64,
    /// Right ascension from the place α′. [°]
    pub right_ascension_deg: f64,
    /// Declination from the place δ′. [°]
    pub declination_deg: f64,
    /// Elevation without refraction e₀. [°]
    pub true_elevation_deg: f64,
    /// Zenith angle with refraction θ. [°]
    pub zenith_deg: f64,
    /// Azimuth, clockwise from north Φ, `0..360`. [°]
    pub azimuth_deg: f64,
}

impl Topocentric {
    /// The sun `from` the centre of the earth as it is seen at `site`. Eq. 37–47.
    pub fn seen(from: &Geocentric, site: &Site) -> Self {
        let hour_angle_deg = (from.sidereal_time_deg + site.longitude_deg
            - from.right_ascension_deg)
            .rem_euclid(360.0);
        let (sin_lat, cos_lat) = site.latitude_deg.to_radians().sin_cos();
        let height = site.elevation_m / EARTH.1;
        let (sin_u, cos_u) = (EARTH.0 * sin_lat).atan2(cos_lat).sin_cos();
        let (x, y) = (cos_u + height * cos_lat, EARTH.0 * sin_u + height * sin_lat);
        let sin_parallax = (8.794 / (3600.0 * from.distance_au)).to_radians().sin();
        let (sin_hour, cos_hour) = hour_angle_deg.to_radians().sin_cos();
        let (sin_dec, cos_dec) = from.declination_deg.to_radians().sin_cos();
        let below = cos_dec - x * sin_parallax * cos_hour;
        let shift_rad = (-x * sin_parallax * sin_hour).atan2(below);
        let declination_rad = ((sin_dec - y * sin_parallax) * shift_rad.cos()).atan2(below);
        let local_rad = hour_angle_deg.to_radians() - shift_rad;
        let true_elevation_deg = (sin_lat * declination_rad.sin()
            + cos_lat * declination_rad.cos() * local_rad.cos())
        .clamp(-1.0, 1.0)
        .asin()
        .to_degrees();
        // Multiplied by the cosine of the declination, so that the pole needs no tangent.
        let westward_rad = (local_rad.sin() * declination_rad.cos()).atan2(
            local_rad.cos() * sin_lat * declination_rad.cos() - declination_rad.sin() * cos_lat,
        );
        Self {
            hour_angle_deg,
            local_hour_angle_deg: local_rad.to_degrees(),
            right_ascension_deg: from.right_ascension_deg + shift_rad.to_degrees(),
            declination_deg: declination_rad.to_degrees(),
            true_elevation_deg,
            zenith_deg: 90.0 - true_elevation_deg - refraction_deg(true_elevation_deg, site),
            azimuth_deg: (westward_rad.to_degrees() + 180.0).rem_euclid(360.0),
        }
    }

    /// Angle between the sun and the normal of a plane that is tilted by `slope_deg` and turned by
    /// `rotation_deg` from south, west positive, `0..=180`. Eq. 48. [°]
    pub fn incidence_deg(&self, slope_deg: f64, rotation_deg: f64) -> f64 {
        let (sin_zenith, cos_zenith) = self.zenith_deg.to_radians().sin_cos();
        let (sin_slope, cos_slope) = slope_deg.to_radians().sin_cos();
        let apart_rad = (self.azimuth_deg - 180.0 - rotation_deg).to_radians();
        (cos_zenith * cos_slope + sin_slope * sin_zenith * apart_rad.cos())
            .clamp(-1.0, 1.0)
            .acos()
            .to_degrees()
    }
}

/// `Σ tⁿ·Σ A·cos(B + C·t) / 10⁸`, eq. 9–12.
fn series(powers: &[&[Term]], millennium: f64) -> f64 {
    let sum = |terms: &[Term]| -> f64 {
        terms.iter().map(|(a, b, c)| a * (b + c * millennium).cos()).sum()
    };
    powers.iter().rev().fold(0.0, |higher, terms| higher * millennium + sum(terms)) / 1e8
}

/// Nutation in longitude and obliquity; eq. 15–23. [°]
fn nutation_deg(century: f64) -> (f64, f64) {
    // Moon from sun, anomaly of sun, anomaly of moon, argument of latitude, node: constant, then
    // coefficients of the first three powers of the century; the third as divisor.
    const ARGUMENTS: [[f64; 4]; 5] = [
        [297.850_36, 445_267.111_480, -0.001_914_2, 189_474.0],
        [357.527_72, 35_999.050_340, -0.000_160_3, -300_000.0],
        [134.962_98, 477_198.867_398, 0.008_697_2, 56_250.0],
        [93.271_91, 483_202.017_538, -0.003_682_5, 327_270.0],
        [125.044_52, -1_934.136_261, 0.002_070_8, 450_000.0],
    ];
    const PER_DEG: f64 = 36e6;
    let arguments_deg = ARGUMENTS.map(|[constant, first, second, third]| {
        constant + century * (first + century * (second + century / third))
    });
    let (mut longitude, mut obliquity) = (0.0, 0.0);
    for (multiples, [a, b, c, d]) in &NUTATION {
        let angle_deg: f64 = multiples.iter().zip(arguments_deg).map(|(y, x)| x * y).sum();
        let (sin, cos) = angle_deg.to_radians().sin_cos();
        longitude += (a + b * century) * sin;
        obliquity += (c + d * century) * cos;
    }
    (longitude / PER_DEG, obliquity / PER_DEG)
}

/// Mean obliquity of the ecliptic; eq. 24. [°]
fn mean_obliquity_deg(millennium: f64) -> f64 {
    const ARCSECONDS: [f64; 11] =
        [84_381.448, -4680.93, -1.55, 1999.25, -51.38, -249.67, -39.05, 7.12, 27.87, 5.79, 2.45];
    let u = millennium / 10.0;
    ARCSECONDS.iter().rev().fold(0.0, |higher, term| higher * u + term) / 3600.0
}

/// Right ascension and declination of a point of the ecliptic; eq. 30 and 31. [°]
fn equatorial_deg(longitude_deg: f64, latitude_deg: f64, obliquity_deg: f64) -> (f64, f64) {
    let (sin_lon, cos_lon) = longitude_deg.to_radians().sin_cos();
    let (sin_lat, cos_lat) = latitude_deg.to_radians().sin_cos();
    let (sin_obl, cos_obl) = obliquity_deg.to_radians().sin_cos();
    let ascension_rad = (sin_lon * cos_obl - sin_lat / cos_lat * sin_obl).atan2(cos_lon);
    let declination_rad = (sin_lat * cos_obl + cos_lat * sin_obl * sin_lon).asin();
    (ascension_rad.to_degrees().rem_euclid(360.0), declination_rad.to_degrees())
}

/// How much the air lifts the sun; eq. 42. [°]
fn refraction_deg(true_elevation_deg: f64, site: &Site) -> f64 {
    if true_elevation_deg < HIDDEN_DEG {
        return 0.0;
    }
    let bent_deg = true_elevation_deg + 10.3 / (true_elevation_deg + 5.11);
    site.pressure_mbar / 1010.0 * 283.0 / (273.0 + site.air_c) * 1.02
        / (60.0 * bent_deg.to_radians().tan())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agrees(found: f64, printed: f64, digits: i32) {
        let last = 10_f64.powi(-digits);
        assert!((found - printed).abs() <= 0.51 * last, "{found}, printed {printed}");
    }

    /// The worked example of the report, section A.5: 17 October 2003, 12:30:30 at 7 h behind UTC.
    #[test]
    fn the_printed_example_comes_out() {
        let day = julian_day(2003, 10, 17.0 + (19.0 + 30.5 / 60.0) / 24.0);
        agrees(day, 2_452_930.312_847, 6);
        let sun = Geocentric::at(day, 67.0);
        agrees(sun.heliocentric_longitude_deg, 24.018_261_691_7, 10);
        agrees(sun.heliocentric_latitude_deg, -0.000_101_121_9, 10);
        agrees(sun.distance_au, 0.996_542_297_4, 10);
        agrees(sun.nutation_longitude_deg, -0.003_998_40, 8);
        agrees(sun.nutation_obliquity_deg, 0.001_666_57, 8);
        agrees(sun.obliquity_deg, 23.440_465, 6);
        agrees(sun.apparent_longitude_deg, 204.008_551_928_1, 10);
        agrees(sun.right_ascension_deg, 202.227_41, 5);
        agrees(sun.declination_deg, -9.314_34, 5);
        let site = Site {
            latitude_deg: 39.742_476,
            longitude_deg: -105.178_6,
            elevation_m: 1830.14,
            pressure_mbar: 820.0,
            air_c: 11.0,
        };
        let seen = Topocentric::seen(&sun, &site);
        agrees(seen.hour_angle_deg, 11.105_90, 5);
        agrees(seen.right_ascension_deg, 202.227_04, 5);
        // The printed H′, 11.10629, is not the printed H − Δα by the report's own eq. 40, with
        // Δα = 202.22704 − 202.22741; what follows from the two is tested.
        agrees(seen.local_hour_angle_deg, 11.105_90 + 202.227_41 - 202.227_04, 5);
        agrees(seen.declination_deg, -9.316_179, 6);
        agrees(seen.zenith_deg, 50.111_62, 5);
        agrees(seen.azimuth_deg, 194.340_24, 5);
        agrees(seen.incidence_deg(30.0, -10.0), 25.187_00, 5);
    }

    /// Julian days printed in the report, table A4.1.
    #[test]
    fn days_are_counted_as_printed() {
        for (year, month, day, printed) in [
            (2000, 1, 1.5, 2_451_545.0),
            (1999, 1, 1.0, 2_451_179.5),
            (1987, 1, 27.0, 2_446_822.5),
            (1987, 6, 19.5, 2_446_966.0),
            (1988, 1, 27.0, 2_447_187.5),
            (1988, 6, 19.5, 2_447_332.0),
            (1900, 1, 1.0, 2_415_020.5),
            (1600, 12, 31.0, 2_305_812.5),
        ] {
            assert!((julian_day(year, month, day) - printed).abs() < 1e-9, "{year}-{month}-{day}");
        }
    }
}
