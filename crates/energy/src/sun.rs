//! Where the sun stands, hour by hour.

use crate::weather::{HOURS_PER_YEAR, Weather};

/// Sun at normal incidence outside the atmosphere at one astronomical unit, World Meteorological
/// Organization 1982: the value that the sky and split models used here were fitted with. [W/m²]
pub const SOLAR_CONSTANT_W_M2: f64 = 1367.0;

/// Moments per hour at which the sun is looked up: the three Gauss–Legendre points of the part of
/// the hour in which it is up.
pub const MOMENTS: usize = 3;

/// Abscissae on `-1..=1` and weights (sum 1) of three-point Gauss–Legendre quadrature.
const GAUSS: [(f64, f64); MOMENTS] = [
    (-0.774_596_669_241_483_4, 5.0 / 18.0),
    (0.0, 8.0 / 18.0),
    (0.774_596_669_241_483_4, 5.0 / 18.0),
];

/// Weights of the [`MOMENTS`]; they sum to one.
pub const MOMENT_WEIGHT: [f64; MOMENTS] = [GAUSS[0].1, GAUSS[1].1, GAUSS[2].1];

/// A direction as the cosines with east, north and up.
pub type Direction = [f64; 3];

/// The sun of a year at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct SunYear {
    /// Exactly [`HOURS_PER_YEAR`] hours, aligned with [`Weather::hours`].
    pub hours: Vec<SunHour>,
}

/// The sun of one hour. In the hours of sunrise and sunset all but `up_share` speak of the part of
/// the hour in which the sun is up: that is when its radiation arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SunHour {
    /// Share of the hour in which the centre of the disc is above the horizon, `0..=1`. [-]
    pub up_share: f64,
    /// Mean cosine of the zenith angle while up; 0 when the sun stays down. [-]
    pub cos_zenith: f64,
    /// Zenith angle of that cosine; 0 when the sun stays down. [rad]
    pub zenith_rad: f64,
    /// [`relative_air_mass`] at that angle; 0 when the sun stays down. [-]
    pub air_mass_ratio: f64,
    /// Sun at normal incidence outside the atmosphere on this day. [W/m²]
    pub extraterrestrial_w_m2: f64,
    /// Directions to the sun at the [`MOMENTS`], weighted by [`MOMENT_WEIGHT`].
    pub directions: [Direction; MOMENTS],
}

impl SunHour {
    /// Whether the sun is up for any part of the hour.
    pub fn is_up(&self) -> bool {
        self.up_share > 0.0
    }
}

/// The sun as seen from a place at one moment, without refraction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SunPosition {
    /// Declination. [rad]
    pub declination_rad: f64,
    /// Hour angle, 0 when the sun is in the meridian, positive afternoons, `-π..=π`. [rad]
    pub hour_angle_rad: f64,
    /// Distance of the sun relative to its mean. [-]
    pub distance_ratio: f64,
}

impl SunPosition {
    /// The sun's position `days` days after noon UTC of 1 January 2000, seen from `longitude_deg`
    /// (east positive).
    ///
    /// # Equation
    /// Mean longitude and anomaly, two terms of the equation of centre, obliquity, right ascension,
    /// declination and sidereal time; eq. 1–12 of the source.
    ///
    /// # Validity
    /// 1950 to 2050, within 0.01°. Refraction (0.5° at the horizon, 0.1° at 10°) is left out.
    ///
    /// # Source
    /// J. J. Michalsky, *The Astronomical Almanac's algorithm for approximate solar position
    /// (1950–2050)*, Solar Energy 40(3), 1988, 227–235; distance: Astronomical Almanac, page C24.
    pub fn at(days: f64, longitude_deg: f64) -> Self {
        const MEAN_LONGITUDE_DEG: (f64, f64) = (280.460, 0.985_647_4);
        const MEAN_ANOMALY_DEG: (f64, f64) = (357.528, 0.985_600_3);
        const CENTRE_DEG: (f64, f64) = (1.915, 0.020);
        const OBLIQUITY_DEG: (f64, f64) = (23.439, -4.0e-7);
        const SIDEREAL_H: (f64, f64) = (6.697_375, 0.065_709_824_2);
        const DISTANCE: (f64, f64, f64) = (1.000_14, -0.016_71, -0.000_14);
        let linear = |(constant, rate): (f64, f64)| constant + rate * days;
        let (sin_anomaly, cos_anomaly) = linear(MEAN_ANOMALY_DEG).to_radians().sin_cos();
        let (sin_twice, cos_twice) =
            (2.0 * sin_anomaly * cos_anomaly, 1.0 - 2.0 * sin_anomaly * sin_anomaly);
        let longitude =
            (linear(MEAN_LONGITUDE_DEG) + CENTRE_DEG.0 * sin_anomaly + CENTRE_DEG.1 * sin_twice)
                .to_radians();
        let (sin_longitude, cos_longitude) = longitude.sin_cos();
        let (sin_obliquity, cos_obliquity) = linear(OBLIQUITY_DEG).to_radians().sin_cos();
        let ascension = (cos_obliquity * sin_longitude).atan2(cos_longitude);
        // `days` counts from noon, universal time from midnight.
        let universal_h = (days + 0.5 - (days + 0.5).floor()) * 24.0;
        let sidereal = ((linear(SIDEREAL_H) + universal_h) * 15.0 + longitude_deg).to_radians();
        Self {
            declination_rad: (sin_obliquity * sin_longitude).asin(),
            hour_angle_rad: wrapped(sidereal - ascension),
            distance_ratio: DISTANCE.0 + DISTANCE.1 * cos_anomaly + DISTANCE.2 * cos_twice,
        }
    }

    /// Direction to the sun from latitude `latitude_deg` (north positive).
    pub fn direction_from(&self, latitude_deg: f64) -> Direction {
        DayArc::new(self, latitude_deg.to_radians().sin_cos()).direction(self.hour_angle_rad)
    }
}

/// The sun's way over the sky of one latitude while its declination stays.
struct DayArc {
    sin_declination: f64,
    cos_declination: f64,
    sin_latitude: f64,
    cos_latitude: f64,
}

impl DayArc {
    /// The arc of `sun` at the latitude of this sine and cosine.
    fn new(sun: &SunPosition, (sin_latitude, cos_latitude): (f64, f64)) -> Self {
        let (sin_declination, cos_declination) = sun.declination_rad.sin_cos();
        Self { sin_declination, cos_declination, sin_latitude, cos_latitude }
    }

    /// Direction to the sun when the hour angle is `hour_angle_rad`.
    fn direction(&self, hour_angle_rad: f64) -> Direction {
        let (sin_hour, cos_hour) = hour_angle_rad.sin_cos();
        let ahead = self.cos_declination * cos_hour;
        [
            -self.cos_declination * sin_hour,
            self.sin_declination * self.cos_latitude - ahead * self.sin_latitude,
            self.sin_declination * self.sin_latitude + ahead * self.cos_latitude,
        ]
    }

    /// Hour angle of sunset, `0..=π`: 0 in the polar night, π on the polar day. [rad]
    fn sunset_rad(&self) -> f64 {
        let rise = self.sin_latitude * self.sin_declination;
        let swing = self.cos_latitude * self.cos_declination;
        if swing.abs() <= rise.abs() {
            return if rise > 0.0 { std::f64::consts::PI } else { 0.0 };
        }
        (-rise / swing).clamp(-1.0, 1.0).acos()
    }
}

/// Year whose calendar the sun follows. Weather years are stitched from many years; 2010 lies in
/// the middle of a leap cycle, so the sun is at most half a day from that of the true year.
const NOMINAL_YEAR_START_DAYS: f64 = 3652.5;

/// Half an hour of the earth's turn. [rad]
const HALF_HOUR_RAD: f64 = std::f64::consts::PI / 24.0;

impl SunYear {
    /// The sun of the year at the place of `weather`.
    pub fn new(weather: &Weather) -> Self {
        Self::at(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h)
    }

    /// The sun of the year at a place: latitude north positive, longitude east positive, standard
    /// time `time_zone_h` ahead of UTC.
    pub fn at(latitude_deg: f64, longitude_deg: f64, time_zone_h: f64) -> Self {
        let latitude = latitude_deg.to_radians().sin_cos();
        let mut middle_h = 0.5 - time_zone_h;
        let hours = (0..HOURS_PER_YEAR)
            .map(|_| {
                let days = NOMINAL_YEAR_START_DAYS + middle_h / 24.0;
                middle_h += 1.0;
                sun_hour(&SunPosition::at(days, longitude_deg), latitude)
            })
            .collect();
        Self { hours }
    }
}

/// The hour whose middle `position` is, at the latitude of this sine and cosine.
fn sun_hour(position: &SunPosition, latitude: (f64, f64)) -> SunHour {
    let extraterrestrial_w_m2 = SOLAR_CONSTANT_W_M2 / position.distance_ratio.powi(2);
    let arc = DayArc::new(position, latitude);
    let (from, to) = up_part(position.hour_angle_rad, arc.sunset_rad());
    if to <= from {
        return SunHour { extraterrestrial_w_m2, ..SunHour::default() };
    }
    let (middle, half) = (f64::midpoint(from, to), (to - from) / 2.0);
    let directions = GAUSS.map(|(abscissa, _)| arc.direction(middle + half * abscissa));
    let cos_zenith: f64 = directions.iter().zip(MOMENT_WEIGHT).map(|(d, w)| d[2] * w).sum();
    let cos_zenith = cos_zenith.clamp(0.0, 1.0);
    let zenith_rad = cos_zenith.acos();
    SunHour {
        up_share: (half / HALF_HOUR_RAD).min(1.0),
        cos_zenith,
        zenith_rad,
        air_mass_ratio: relative_air_mass(zenith_rad),
        extraterrestrial_w_m2,
        directions,
    }
}

/// Longest part of the hour around `hour_angle_rad` in which the sun is up, as hour angles; empty
/// (end at or before begin) when it is down. At high latitudes an hour can hold a sunset and a
/// sunrise around midnight: the shorter of the two pieces, minutes at the horizon, is dropped.
fn up_part(hour_angle_rad: f64, sunset_rad: f64) -> (f64, f64) {
    let turn = 2.0 * std::f64::consts::PI;
    let day_long = sunset_rad >= std::f64::consts::PI;
    let mut best = (0.0, 0.0);
    for shift in [-turn, 0.0, turn] {
        let (begin, end) = (hour_angle_rad - HALF_HOUR_RAD, hour_angle_rad + HALF_HOUR_RAD);
        if day_long {
            return (begin, end);
        }
        let piece = (begin.max(shift - sunset_rad), end.min(shift + sunset_rad));
        if piece.1 - piece.0 > best.1 - best.0 {
            best = piece;
        }
    }
    best
}

/// The same angle in `-π..=π`. [rad]
fn wrapped(angle_rad: f64) -> f64 {
    let turn = 2.0 * std::f64::consts::PI;
    let positive = angle_rad - turn * (angle_rad / turn).floor();
    if positive > std::f64::consts::PI { positive - turn } else { positive }
}

/// Air mass relative to the zenith, 1 to about 38 at the horizon. [-]
///
/// # Source
/// F. Kasten, A. T. Young, *Revised optical air mass tables and approximation formula*, Applied
/// Optics 28, 1989, eq. 3.
pub fn relative_air_mass(zenith_rad: f64) -> f64 {
    const A: f64 = 0.505_72;
    const B_DEG: f64 = 6.079_95;
    const C: f64 = -1.636_4;
    let altitude_deg = (90.0 - zenith_rad.to_degrees()).max(0.0);
    1.0 / (zenith_rad.cos().max(0.0) + A * (altitude_deg + B_DEG).powf(C))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn air_mass_is_one_above_and_bounded_at_the_horizon() {
        assert!((relative_air_mass(0.0) - 1.0).abs() < 1e-3);
        assert!((relative_air_mass(std::f64::consts::FRAC_PI_2) - 37.9).abs() < 0.2);
    }
}
