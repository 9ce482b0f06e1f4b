//! A year of weather, hour by hour, as every other part of this crate reads it.

/// Hours of a common year, the length of every hourly series in this crate.
pub const HOURS_PER_YEAR: usize = 8760;

/// Days of a common year.
pub const DAYS_PER_YEAR: usize = 365;

/// Days of each month of a common year.
pub const MONTH_DAYS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Stefan–Boltzmann constant, CODATA 2018. [W/(m²·K⁴)]
pub const STEFAN_BOLTZMANN_W_M2K4: f64 = 5.670_374_419e-8;

/// Absolute zero on the Celsius scale. [°C]
pub const ABSOLUTE_ZERO_C: f64 = -273.15;

/// One common year of weather at one place.
///
/// `hours[h]` holds from `h` to `h + 1` hours after the turn of the year in local *standard* time
/// (no daylight saving), so it is the row of an EPW file whose hour field is `h % 24 + 1`.
#[derive(Clone, Debug, PartialEq)]
pub struct Weather {
    /// Place and kind of file, for a reader.
    pub name: String,
    /// Latitude, north positive, `-90..=90`. [°]
    pub latitude_deg: f64,
    /// Longitude, east positive, `-180..=180`. [°]
    pub longitude_deg: f64,
    /// Standard time ahead of UTC, `-12..=14`. [h]
    pub time_zone_h: f64,
    /// Height above sea level. [m]
    pub elevation_m: f64,
    /// Exactly [`HOURS_PER_YEAR`] hours, from 1 January 00:00.
    pub hours: Vec<WeatherHour>,
    /// `true` where the hours were generated from monthly means and never measured.
    pub synthetic: bool,
    /// File, or normals and generator, the hours come from.
    pub source: String,
}

/// Means over one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeatherHour {
    /// Outdoor air. [°C]
    pub dry_bulb_c: f64,
    /// Dew point of the outdoor air, at most the dry bulb. [°C]
    pub dew_point_c: f64,
    /// Air pressure at the site. [Pa]
    pub pressure_pa: f64,
    /// Long-wave radiation from the sky on a horizontal plane. [W/m²]
    pub horizontal_infrared_w_m2: f64,
    /// Direct sun on a plane facing it. [W/m²]
    pub direct_normal_w_m2: f64,
    /// Scattered sun from the sky on a horizontal plane. [W/m²]
    pub diffuse_horizontal_w_m2: f64,
    /// All sun on a horizontal plane, as the source states it. [W/m²]
    pub global_horizontal_w_m2: f64,
    /// Wind speed at 10 m. [m/s]
    pub wind_speed_m_s: f64,
    /// Direction the wind comes from, clockwise from north. [°]
    pub wind_direction_deg: f64,
}

impl WeatherHour {
    /// Temperature of a black sky that sends the same long-wave radiation down. [°C]
    ///
    /// # Equation
    /// `T = (L / σ)^¼`
    pub fn sky_c(&self) -> f64 {
        (self.horizontal_infrared_w_m2.max(0.0) / STEFAN_BOLTZMANN_W_M2K4).powf(0.25)
            + ABSOLUTE_ZERO_C
    }
}

impl Weather {
    /// Yearly mean of the outdoor air. [°C]
    pub fn mean_c(&self) -> f64 {
        mean(self.hours.iter().map(|hour| hour.dry_bulb_c))
    }

    /// Lowest hour of the outdoor air. [°C]
    pub fn min_c(&self) -> f64 {
        self.hours.iter().map(|hour| hour.dry_bulb_c).fold(f64::INFINITY, f64::min)
    }

    /// Highest hour of the outdoor air. [°C]
    pub fn max_c(&self) -> f64 {
        self.hours.iter().map(|hour| hour.dry_bulb_c).fold(f64::NEG_INFINITY, f64::max)
    }

    /// Means of the outdoor air of the 365 days. [°C]
    pub fn daily_means_c(&self) -> Vec<f64> {
        self.hours.chunks(24).map(|day| mean(day.iter().map(|hour| hour.dry_bulb_c))).collect()
    }

    /// Means of the outdoor air of the twelve months. [°C]
    pub fn monthly_means_c(&self) -> [f64; 12] {
        std::array::from_fn(|month| {
            mean(self.hours[month_hours(month)].iter().map(|hour| hour.dry_bulb_c))
        })
    }

    /// Degree days below `base_c`: the sum over days whose mean lies below the base of the
    /// difference. [K·d]
    pub fn heating_degree_days(&self, base_c: f64) -> f64 {
        self.daily_means_c().iter().map(|mean_c| (base_c - mean_c).max(0.0)).sum()
    }

    /// Degree days above `base_c`: the sum over days whose mean lies above the base of the
    /// difference. [K·d]
    pub fn cooling_degree_days(&self, base_c: f64) -> f64 {
        self.daily_means_c().iter().map(|mean_c| (mean_c - base_c).max(0.0)).sum()
    }

    /// Yearly sun on a horizontal plane, as the source states it. [kWh/m²]
    pub fn global_horizontal_kwh_m2(&self) -> f64 {
        self.hours.iter().map(|hour| hour.global_horizontal_w_m2).sum::<f64>() / 1000.0
    }
}

/// Hours of the year that month `month` (0 = January, at most 11) spans.
pub fn month_hours(month: usize) -> std::ops::Range<usize> {
    let first_day: usize = MONTH_DAYS.iter().take(month).sum();
    let days = MONTH_DAYS.get(month).copied().unwrap_or(0);
    first_day * 24..(first_day + days) * 24
}

/// Month (0 = January) of the day of the year `day` (0 = 1 January); 11 beyond the year's end.
pub fn month_of_day(day: usize) -> usize {
    let mut last = 0;
    for (month, days) in MONTH_DAYS.iter().enumerate() {
        last += days;
        if day < last {
            return month;
        }
    }
    11
}

/// Arithmetic mean; 0 for nothing at all.
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = u32::try_from(values.len()).map_or(f64::MAX, f64::from).max(1.0);
    values.sum::<f64>() / count
}

/// Long-wave radiation of the sky on a horizontal plane. [W/m²]
///
/// `dry_bulb_c`, `dew_point_c`: outdoor air [°C]; `cloud_tenths`: opaque sky cover, `0..=10`.
///
/// # Equation
/// `L = ε·σ·T⁴`, T in K;
/// `ε = (0.787 + 0.764·ln(T_dew/273))·(1 + 0.0224·N − 0.0035·N² + 0.00028·N³)`
///
/// # Validity
/// Dew points from about −20 to 30 °C; the emissivity is kept within `0.3..=1`.
///
/// # Source
/// Clear sky: G. Clark, C. Allen, *The estimation of atmospheric radiation for clear and cloudy
/// skies*, Proc. 2nd National Passive Solar Conference, 1978. Clouds: G. N. Walton, *Thermal
/// Analysis Research Program Reference Manual*, NBSIR 83-2655, 1983, p. 21.
pub fn sky_infrared_w_m2(dry_bulb_c: f64, dew_point_c: f64, cloud_tenths: f64) -> f64 {
    const CLEAR: [f64; 2] = [0.787, 0.764];
    const CLEAR_REFERENCE_K: f64 = 273.0;
    const CLOUD: [f64; 3] = [0.0224, -0.0035, 0.000_28];
    const EMISSIVITY_MIN: f64 = 0.3;
    let dew_k = (dew_point_c - ABSOLUTE_ZERO_C).max(1.0);
    let clear = CLEAR[0] + CLEAR[1] * (dew_k / CLEAR_REFERENCE_K).ln();
    let n = cloud_tenths.clamp(0.0, 10.0);
    let clouds = 1.0 + n * (CLOUD[0] + n * (CLOUD[1] + n * CLOUD[2]));
    let emissivity = (clear * clouds).clamp(EMISSIVITY_MIN, 1.0);
    emissivity * STEFAN_BOLTZMANN_W_M2K4 * (dry_bulb_c - ABSOLUTE_ZERO_C).powi(4)
}

/// Coefficients of the Magnus formula over water: pressure [Pa], factor [-], offset [°C].
/// Source: O. A. Alduchov, R. E. Eskridge, *Improved Magnus form approximation of saturation vapor
/// pressure*, J. Appl. Meteor. 35, 1996, eq. 21.
const MAGNUS: (f64, f64, f64) = (610.94, 17.625, 243.04);

/// Saturation pressure of water vapour over water, −40 to 50 °C within 0.4 %. [Pa]
///
/// # Equation
/// `p = 610.94·exp(17.625·T / (243.04 + T))`, T in °C (Alduchov and Eskridge 1996, eq. 21)
pub fn saturation_pressure_pa(temp_c: f64) -> f64 {
    MAGNUS.0 * (MAGNUS.1 * temp_c / (MAGNUS.2 + temp_c)).exp()
}

/// Temperature at which water vapour of this pressure condenses, the inverse of
/// [`saturation_pressure_pa`]; `vapour_pa > 0`. [°C]
pub fn dew_point_of_vapour_c(vapour_pa: f64) -> f64 {
    let log = (vapour_pa.max(f64::MIN_POSITIVE) / MAGNUS.0).ln();
    MAGNUS.2 * log / (MAGNUS.1 - log)
}

/// Pressure of the standard atmosphere, −1,000 to 11,000 m. [Pa]
///
/// # Equation
/// `p = 101325·(1 − 2.25577e-5·h)^5.2559`
///
/// # Source
/// ASHRAE Handbook Fundamentals 2017, ch. 1, eq. 3.
pub fn standard_pressure_pa(elevation_m: f64) -> f64 {
    const SEA_LEVEL_PA: f64 = 101_325.0;
    const LAPSE_1_M: f64 = 2.255_77e-5;
    const EXPONENT: f64 = 5.2559;
    SEA_LEVEL_PA * (1.0 - LAPSE_1_M * elevation_m).max(0.0).powf(EXPONENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_tile_the_year() {
        let mut next = 0;
        for month in 0..12 {
            let hours = month_hours(month);
            assert_eq!(hours.start, next);
            assert_eq!(month_of_day(hours.start / 24), month);
            assert_eq!(month_of_day(hours.end / 24 - 1), month);
            next = hours.end;
        }
        assert_eq!(next, HOURS_PER_YEAR);
        assert_eq!(month_of_day(400), 11);
    }

    #[test]
    fn dew_point_inverts_saturation() {
        for temp_c in [-30.0, -5.0, 0.0, 12.5, 35.0] {
            let back = dew_point_of_vapour_c(saturation_pressure_pa(temp_c));
            assert!((back - temp_c).abs() < 1e-9, "{temp_c} {back}");
        }
        // Steam tables: 2339 Pa at 20 °C.
        assert!((saturation_pressure_pa(20.0) / 2339.0 - 1.0).abs() < 0.004);
    }

    #[test]
    fn clear_and_overcast_skies_by_hand() {
        // 20 °C, dew point 273 K: ε = 0.787 clear, so L = 0.787 · 418.7 = 329.5 W/m².
        let clear = sky_infrared_w_m2(20.0, -0.15, 0.0);
        assert!((clear - 0.787 * STEFAN_BOLTZMANN_W_M2K4 * 293.15_f64.powi(4)).abs() < 1e-9);
        // Fully overcast: factor 1 + 0.224 − 0.35 + 0.28 = 1.154.
        assert!((sky_infrared_w_m2(20.0, -0.15, 10.0) / clear - 1.154).abs() < 1e-9);
        let sky = WeatherHour { horizontal_infrared_w_m2: clear, ..WeatherHour::default() };
        assert!((sky.sky_c() - 2.97).abs() < 0.02, "{}", sky.sky_c());
    }

    #[test]
    fn denver_is_a_sixth_lighter_than_the_sea() {
        assert!((standard_pressure_pa(1650.0) - 83_000.0).abs() < 300.0);
    }
}
