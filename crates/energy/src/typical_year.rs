//! A synthetic typical year, generated from published monthly normals alone.
//!
//! Where no weather file may be shipped, a year of believable hours can be made from twelve means.
//! The generator is deterministic: the same normals give the same year, bit for bit. The hours keep
//! the monthly means of temperature, sunshine, humidity and wind; days follow one another with a
//! plausible memory; extremes and the coincidence of cold, wind and cloud are *not* those of the
//! place. A measured file is always to be preferred.

use serde::Deserialize;
use units::{Diagnostic, Severity, Sourced, Text};

use crate::sun::{SunHour, SunYear};
use crate::weather::{
    DAYS_PER_YEAR, HOURS_PER_YEAR, Weather, WeatherHour, dew_point_of_vapour_c, month_hours,
    month_of_day, saturation_pressure_pa, sky_infrared_w_m2, standard_pressure_pa,
};

/// Twelve monthly values, January first.
pub type Monthly = [f64; 12];

/// Published monthly normals of one place, each series with its source.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Normals {
    /// Name of the place.
    pub name: String,
    /// Latitude, north positive, `-66..=66`: the generator knows no polar night. [°]
    pub latitude_deg: f64,
    /// Longitude, east positive. [°]
    pub longitude_deg: f64,
    /// Standard time ahead of UTC. [h]
    pub time_zone_h: f64,
    /// Height above sea level. [m]
    pub elevation_m: f64,
    /// Mean of the air temperature. [°C]
    pub mean_c: Sourced<Monthly>,
    /// Mean of the daily maxima. [°C]
    pub daily_max_c: Sourced<Monthly>,
    /// Mean of the daily minima. [°C]
    pub daily_min_c: Sourced<Monthly>,
    /// Mean relative humidity, `5..=100`. [%]
    pub relative_humidity_percent: Sourced<Monthly>,
    /// Bright sunshine in the month, `>= 0`. [h]
    pub sunshine_h: Sourced<Monthly>,
    /// Mean wind speed at 10 m, `>= 0`. [m/s]
    pub wind_speed_m_s: Sourced<Monthly>,
    /// Prevailing direction the wind comes from. [°]
    pub wind_direction_deg: Sourced<Monthly>,
    /// Ångström–Prescott intercept: share of the sun outside the atmosphere on a sunless day. [-]
    pub angstrom_a_share: Sourced<f64>,
    /// Ångström–Prescott slope: further share on a day of full sunshine. [-]
    pub angstrom_b_share: Sourced<f64>,
    /// Standard deviation of daily means about the course of the year, `0..=10`. [K]
    pub day_to_day_sd_c: Sourced<f64>,
}

/// Reads normals from YAML text; `file` is the name that diagnostics speak of.
///
/// # Errors
/// All diagnostics when the text is no such YAML, or values lie outside their stated ranges, or a
/// month's minimum, mean and maximum are not in this order.
pub fn parse_normals(text: &str, file: &str) -> Result<Normals, Vec<Diagnostic>> {
    let refused = |column: &str, value: String, expected: Text| Diagnostic {
        severity: Severity::Refused,
        code: "bad_normals".to_owned(),
        file: file.to_owned(),
        row: None,
        column: column.to_owned(),
        value: value.chars().take(200).collect(),
        expected,
        remedy: Text::new("请按说明更正气候数据文件", "correct the file of normals"),
    };
    let normals: Normals = serde_saphyr::from_str(text).map_err(|error| {
        let expected = Text::new("气候标准值的 YAML 文件", "a YAML file of climate normals");
        vec![refused("", error.to_string(), expected)]
    })?;
    let mut remarks = Vec::new();
    let mut within = |column: &str, values: &[f64], low: f64, high: f64| {
        for value in values.iter().filter(|value| !(low..=high).contains(*value)) {
            let expected = Text::same(format!("{low} … {high}"));
            remarks.push(refused(column, value.to_string(), expected));
        }
    };
    within("latitude_deg", &[normals.latitude_deg], -66.0, 66.0);
    within("longitude_deg", &[normals.longitude_deg], -180.0, 180.0);
    within("time_zone_h", &[normals.time_zone_h], -12.0, 14.0);
    within("elevation_m", &[normals.elevation_m], -1000.0, 9000.0);
    within("mean_c", &normals.mean_c.value, -60.0, 50.0);
    within("daily_max_c", &normals.daily_max_c.value, -60.0, 60.0);
    within("daily_min_c", &normals.daily_min_c.value, -70.0, 50.0);
    within("relative_humidity_percent", &normals.relative_humidity_percent.value, 5.0, 100.0);
    within("sunshine_h", &normals.sunshine_h.value, 0.0, 744.0);
    within("wind_speed_m_s", &normals.wind_speed_m_s.value, 0.0, 40.0);
    within("wind_direction_deg", &normals.wind_direction_deg.value, 0.0, 360.0);
    within("angstrom_a_share", &[normals.angstrom_a_share.value], 0.0, 0.6);
    within("angstrom_b_share", &[normals.angstrom_b_share.value], 0.0, 0.9);
    within("day_to_day_sd_c", &[normals.day_to_day_sd_c.value], 0.0, 10.0);
    for month in 0..12 {
        let (min_c, mean_c, max_c) = (
            normals.daily_min_c.value[month],
            normals.mean_c.value[month],
            normals.daily_max_c.value[month],
        );
        if min_c > mean_c || mean_c > max_c {
            let expected = Text::new("最低 ≤ 平均 ≤ 最高", "minimum ≤ mean ≤ maximum");
            let value = format!("{}: {min_c}, {mean_c}, {max_c}", month + 1);
            remarks.push(refused("mean_c", value, expected));
        }
    }
    if remarks.is_empty() { Ok(normals) } else { Err(remarks) }
}

/// A typical year generated from `normals`; `synthetic` is true and `source` says so.
///
/// # Method
/// - Course of daily means: mean-preserving smoothing of the monthly means (M. D. Rymes, D. R.
///   Myers, *Mean preserving algorithm for smoothly interpolating averaged data*, Solar Energy
///   71(4), 2001), plus a first-order autoregressive wave whose mean over each month is zero.
/// - Day: from the minimum at sunrise to the maximum at 15:00 solar time and back, by half cosines,
///   wider on sunny days; the monthly mean range is that of the normals.
/// - Sun: sunshine share of each day from an autocorrelated sequence with the monthly mean of the
///   normals; day's radiation by Ångström–Prescott, `H/H₀ = a + b·n/N`; hours by M.
///   Collares-Pereira and A. Rabl, *The average distribution of solar radiation*, Solar Energy 22,
///   1979, eq. 12; direct and diffuse by [`erbs_diffuse_share`].
/// - Dew point: one vapour pressure a day that follows the day's temperature, scaled until the
///   monthly mean relative humidity is met; sky infrared by [`sky_infrared_w_m2`] with clouds where
///   there is no sunshine.
/// - Wind: monthly mean, afternoon peak, day-to-day spread; the prevailing direction of the month.
pub fn typical_year(normals: &Normals) -> Weather {
    let sun = SunYear::at(normals.latitude_deg, normals.longitude_deg, normals.time_zone_h);
    let mut dice = Dice(SEED);
    let day_means_c = day_means_c(normals, &mut dice);
    let sunny_shares = sunny_shares(normals, &sun, &mut dice);
    let temps_c = hourly_temps_c(normals, &sun, &day_means_c, &sunny_shares);
    let vapour_pa = hourly_vapour_pa(normals, &day_means_c, &temps_c);
    let winds_m_s = hourly_winds_m_s(normals, &mut dice);
    let pressure_pa = standard_pressure_pa(normals.elevation_m);
    let hours = (0..HOURS_PER_YEAR)
        .map(|hour| {
            let day = hour / 24;
            let dry_bulb_c = temps_c[hour];
            let dew_point_c = dew_point_of_vapour_c(vapour_pa[hour]).min(dry_bulb_c);
            let cloud_tenths = 10.0 * (1.0 - sunny_shares[day]);
            let month = month_of_day(day);
            WeatherHour {
                dry_bulb_c,
                dew_point_c,
                pressure_pa,
                horizontal_infrared_w_m2: sky_infrared_w_m2(dry_bulb_c, dew_point_c, cloud_tenths),
                wind_speed_m_s: winds_m_s[hour],
                wind_direction_deg: normals.wind_direction_deg.value[month],
                ..WeatherHour::default()
            }
        })
        .collect();
    let mut weather = Weather {
        name: normals.name.clone(),
        latitude_deg: normals.latitude_deg,
        longitude_deg: normals.longitude_deg,
        time_zone_h: normals.time_zone_h,
        elevation_m: normals.elevation_m,
        hours,
        synthetic: true,
        source: format!(
            "合成典型年(由逐月气候标准值生成,非实测) synthetic year generated from monthly normals, \
             not measured: {}",
            normals.mean_c.source.origin
        ),
    };
    add_sun(normals, &sun, &sunny_shares, &mut weather.hours);
    weather
}

/// Beginning of the pseudo-random sequence: part of the method, so that the year is always the
/// same.
const SEED: u64 = 0x5eed_0000_0005_4511;

/// Memory of daily mean temperature from day to day, typical of mid-latitudes. [-]
const TEMPERATURE_MEMORY: f64 = 0.7;

/// Memory of cloudiness from day to day. [-]
const CLOUD_MEMORY: f64 = 0.3;

/// A deterministic sequence of pseudo-random numbers: G. L. Steele, D. Lea, C. H. Flood, *Fast
/// splittable pseudorandom number generators*, OOPSLA 2014 (SplitMix64).
struct Dice(u64);

impl Dice {
    /// Uniform in `0..1`, exclusive of both ends.
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        // 2³² steps are plenty for weather and convert to a float without loss.
        let high = u32::try_from(z >> 32).unwrap_or(u32::MAX);
        (f64::from(high) + 0.5) / 4_294_967_296.0
    }

    /// Mean 0, variance 1, within ±6: the sum of twelve uniform numbers less six.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// A year of days with mean 0, variance 1 and this correlation from day to day.
    fn days(&mut self, memory: f64) -> Vec<f64> {
        let fresh = (1.0 - memory * memory).sqrt();
        let mut state = self.normal();
        (0..DAYS_PER_YEAR)
            .map(|_| {
                state = memory * state + fresh * self.normal();
                state
            })
            .collect()
    }
}

/// Days of month `month` (0 = January).
fn month_days(month: usize) -> std::ops::Range<usize> {
    let hours = month_hours(month);
    hours.start / 24..hours.end / 24
}

/// Length of a run of days or hours as a float.
fn count(length: usize) -> f64 {
    u32::try_from(length).map_or(f64::MAX, f64::from)
}

/// Adds to each month what brings its mean to `target`.
fn hold_monthly_means(days: &mut [f64], target: &Monthly) {
    for (month, wanted) in target.iter().enumerate() {
        let range = month_days(month);
        let length = count(range.len());
        let part = &mut days[range];
        let missing = wanted - part.iter().sum::<f64>() / length;
        part.iter_mut().for_each(|day| *day += missing);
    }
}

/// Daily means of the air. [°C]
fn day_means_c(normals: &Normals, dice: &mut Dice) -> Vec<f64> {
    /// Rounds of smoothing; the longest month has no kink left after one per day of the year.
    const ROUNDS: usize = DAYS_PER_YEAR;
    let monthly_c = &normals.mean_c.value;
    let mut course: Vec<f64> = (0..DAYS_PER_YEAR).map(|day| monthly_c[month_of_day(day)]).collect();
    for _ in 0..ROUNDS {
        let before = course.clone();
        for day in 0..DAYS_PER_YEAR {
            let yesterday = before[(day + DAYS_PER_YEAR - 1) % DAYS_PER_YEAR];
            let tomorrow = before[(day + 1) % DAYS_PER_YEAR];
            course[day] = (yesterday + before[day] + tomorrow) / 3.0;
        }
        hold_monthly_means(&mut course, monthly_c);
    }
    let mut wave = dice.days(TEMPERATURE_MEMORY);
    hold_monthly_means(&mut wave, &[0.0; 12]);
    let spread_c = normals.day_to_day_sd_c.value;
    course.iter().zip(wave).map(|(course_c, wave)| course_c + spread_c * wave).collect()
}

/// Share of the possible sunshine of each day, `0..=1`. [-]
///
/// The day's share is `u^p` of a uniform `u`; `p` is chosen for each month so that the mean over
/// its days is that of the normals.
fn sunny_shares(normals: &Normals, sun: &SunYear, dice: &mut Dice) -> Vec<f64> {
    /// Halvings of the exponent's range, enough for twelve digits.
    const HALVINGS: usize = 60;
    let mut shares: Vec<f64> =
        dice.days(CLOUD_MEMORY).iter().map(|wave| normal_to_uniform(*wave)).collect();
    for month in 0..12 {
        let possible_h: f64 = sun.hours[month_hours(month)].iter().map(|hour| hour.up_share).sum();
        let wanted = (normals.sunshine_h.value[month] / possible_h.max(1.0)).clamp(0.02, 0.98);
        let range = month_days(month);
        let length = count(range.len());
        let part = &mut shares[range];
        let mean =
            |power: f64, part: &[f64]| part.iter().map(|u| u.powf(power)).sum::<f64>() / length;
        let (mut low, mut high) = (0.0_f64, 200.0_f64);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if mean(middle, part) > wanted { low = middle } else { high = middle }
        }
        let power = f64::midpoint(low, high);
        part.iter_mut().for_each(|u| *u = u.powf(power));
    }
    shares
}

/// Cumulative normal distribution by the logistic of K. D. Tocher, *The Art of Simulation*, 1963,
/// within 0.018.
fn normal_to_uniform(wave: f64) -> f64 {
    const SLOPE: f64 = 1.595_769_121_605_731;
    1.0 / (1.0 + (-SLOPE * wave).exp())
}

/// Hour of the day, `0..24`.
fn hour_of_day(hour: usize) -> f64 {
    count(hour % 24)
}

/// Air temperature of every hour. [°C]
fn hourly_temps_c(
    normals: &Normals,
    sun: &SunYear,
    day_means_c: &[f64],
    sunny_shares: &[f64],
) -> Vec<f64> {
    /// The day's range on a sunless day relative to a sunny one.
    const DULL_RANGE: f64 = 0.5;
    let mut temps_c = Vec::with_capacity(HOURS_PER_YEAR);
    let solar_shift_h = normals.longitude_deg / 15.0 - normals.time_zone_h;
    for month in 0..12 {
        let days = month_days(month);
        let range_c = normals.daily_max_c.value[month] - normals.daily_min_c.value[month];
        let width = |day: usize| DULL_RANGE + (1.0 - DULL_RANGE) * sunny_shares[day];
        let mean_width = days.clone().map(width).sum::<f64>() / count(days.len());
        for day in days {
            let up_hours: f64 =
                sun.hours[day * 24..(day + 1) * 24].iter().map(|hour| hour.up_share).sum();
            let sunrise_h = 12.0 - up_hours / 2.0;
            let wave: [f64; 24] = std::array::from_fn(|hour| {
                day_wave(hour_of_day(hour) + 0.5 + solar_shift_h, sunrise_h)
            });
            let wave_mean = wave.iter().sum::<f64>() / 24.0;
            let day_range_c = range_c * width(day) / mean_width;
            let ease = |hour: f64| eased_c(day_means_c, day, hour);
            let ease_mean_c = (0..24).map(|hour| ease(hour_of_day(hour))).sum::<f64>() / 24.0;
            temps_c.extend((0..24).map(|hour| {
                // From noon to noon the daily means pass into one another; the day keeps its own.
                let base_c = ease(hour_of_day(hour)) - ease_mean_c + day_means_c[day];
                base_c + day_range_c * (wave[hour] - wave_mean)
            }));
        }
    }
    temps_c
}

/// Daily mean at hour `hour` of day `day`, by straight lines from noon to noon. [°C]
fn eased_c(day_means_c: &[f64], day: usize, hour: f64) -> f64 {
    let days = day_means_c.len();
    let from_noon = (hour + 0.5 - 12.0) / 24.0;
    let other = if from_noon < 0.0 { (day + days - 1) % days } else { (day + 1) % days };
    let weight = from_noon.abs();
    day_means_c[day] * (1.0 - weight) + day_means_c[other] * weight
}

/// Course of a day's temperature from 0 (sunrise) to 1 (15:00) and back, at solar time `solar_h`.
fn day_wave(solar_h: f64, sunrise_h: f64) -> f64 {
    /// Solar time of the highest temperature. [h]
    const WARMEST_H: f64 = 15.0;
    let since_sunrise_h = (solar_h - sunrise_h).rem_euclid(24.0);
    let rise_h = WARMEST_H - sunrise_h;
    let phase = if since_sunrise_h < rise_h {
        since_sunrise_h / rise_h
    } else {
        1.0 + (since_sunrise_h - rise_h) / (24.0 - rise_h)
    };
    f64::midpoint(1.0, -(std::f64::consts::PI * phase).cos())
}

/// Vapour pressure of every hour, at most saturation. [Pa]
fn hourly_vapour_pa(normals: &Normals, day_means_c: &[f64], temps_c: &[f64]) -> Vec<f64> {
    /// Halvings of the scale's range, enough for twelve digits.
    const HALVINGS: usize = 50;
    let mut vapour_pa = Vec::with_capacity(HOURS_PER_YEAR);
    for month in 0..12 {
        let hours = month_hours(month);
        let wanted = normals.relative_humidity_percent.value[month] / 100.0;
        let saturated_pa: Vec<f64> =
            temps_c[hours.clone()].iter().map(|temp_c| saturation_pressure_pa(*temp_c)).collect();
        let daily_pa: Vec<f64> =
            hours.map(|hour| saturation_pressure_pa(day_means_c[hour / 24])).collect();
        let humidity = |scale: f64| {
            let shares = daily_pa.iter().zip(&saturated_pa).map(|(v, s)| (scale * v / s).min(1.0));
            shares.sum::<f64>() / count(daily_pa.len())
        };
        let (mut low, mut high) = (0.0, 4.0);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if humidity(middle) < wanted { low = middle } else { high = middle }
        }
        let scale = f64::midpoint(low, high);
        vapour_pa.extend(daily_pa.iter().zip(&saturated_pa).map(|(v, s)| (scale * v).min(*s)));
    }
    vapour_pa
}

/// Wind speed of every hour. [m/s]
fn hourly_winds_m_s(normals: &Normals, dice: &mut Dice) -> Vec<f64> {
    /// Afternoon excess of wind over the day's mean. [-]
    const AFTERNOON: f64 = 0.35;
    /// Spread of the logarithm of daily mean wind. [-]
    const DAILY_SPREAD: f64 = 0.35;
    /// Memory of wind from day to day. [-]
    const MEMORY: f64 = 0.3;
    /// Local time of the strongest wind. [h]
    const STRONGEST_H: f64 = 15.0;
    let days = dice.days(MEMORY);
    let mut winds_m_s: Vec<f64> = (0..HOURS_PER_YEAR)
        .map(|hour| {
            let turn = (hour_of_day(hour) - STRONGEST_H) / 24.0 * 2.0 * std::f64::consts::PI;
            (DAILY_SPREAD * days[hour / 24]).exp() * (1.0 + AFTERNOON * turn.cos())
        })
        .collect();
    for (month, wanted) in normals.wind_speed_m_s.value.iter().enumerate() {
        let part = &mut winds_m_s[month_hours(month)];
        let mean = part.iter().sum::<f64>() / count(part.len());
        part.iter_mut().for_each(|wind| *wind *= wanted / mean);
    }
    winds_m_s
}

/// Fills in the sun of every hour.
fn add_sun(normals: &Normals, sun: &SunYear, sunny_shares: &[f64], hours: &mut [WeatherHour]) {
    for day in 0..DAYS_PER_YEAR {
        let suns = &sun.hours[day * 24..(day + 1) * 24];
        let day_share =
            normals.angstrom_a_share.value + normals.angstrom_b_share.value * sunny_shares[day];
        let above_w: f64 = suns.iter().map(extraterrestrial_horizontal_w_m2).sum();
        let up_hours: f64 = suns.iter().map(|sun| sun.up_share).sum();
        let shapes: Vec<f64> =
            suns.iter().map(|sun| hourly_shape(sun, up_hours, normals.latitude_deg)).collect();
        let shape_sum: f64 = shapes.iter().sum();
        if shape_sum <= 0.0 {
            continue;
        }
        for ((sun, shape), hour) in suns.iter().zip(shapes).zip(&mut hours[day * 24..]) {
            let global_w_m2 = day_share * above_w * shape / shape_sum;
            split_sun(global_w_m2, sun, hour);
        }
    }
}

/// Sun on a horizontal plane outside the atmosphere, mean over the hour. [W/m²]
fn extraterrestrial_horizontal_w_m2(sun: &SunHour) -> f64 {
    sun.extraterrestrial_w_m2 * sun.cos_zenith * sun.up_share
}

/// Weight of an hour in its day's radiation: Collares-Pereira and Rabl 1979, eq. 12, with the
/// hour's own mean sun height in place of `cos ω − cos ω_s`.
fn hourly_shape(sun: &SunHour, up_hours: f64, latitude_deg: f64) -> f64 {
    const A: (f64, f64) = (0.409, 0.501_6);
    const B: (f64, f64) = (0.660_9, -0.476_7);
    const OFFSET_RAD: f64 = std::f64::consts::FRAC_PI_3;
    let sunset_rad = up_hours / 24.0 * std::f64::consts::PI;
    let turn = (sunset_rad - OFFSET_RAD).sin();
    // The direction turned into the plane of the equator: hour angle from meridian and east.
    let [east, north, up] = sun.directions[1];
    let (sin_latitude, cos_latitude) = latitude_deg.to_radians().sin_cos();
    let meridian = up * cos_latitude - north * sin_latitude;
    let cos_hour = if sun.is_up() { meridian / meridian.hypot(east) } else { 0.0 };
    let weight = A.0 + A.1 * turn + (B.0 + B.1 * turn) * cos_hour;
    weight.max(0.0) * extraterrestrial_horizontal_w_m2(sun)
}

/// Splits the hour's sun on a horizontal plane into direct and diffuse, so that
/// `global = direct·cos z + diffuse` holds.
fn split_sun(global_w_m2: f64, sun: &SunHour, hour: &mut WeatherHour) {
    /// No more of the sun gets through the clearest air. [-]
    const DIRECT_MAX_SHARE: f64 = 0.8;
    let above_w_m2 = extraterrestrial_horizontal_w_m2(sun);
    if above_w_m2 <= 0.0 {
        return;
    }
    let clearness = global_w_m2 / above_w_m2;
    let direct_w_m2 = global_w_m2 * (1.0 - erbs_diffuse_share(clearness));
    let direct_normal_w_m2 = (direct_w_m2 / sun.cos_zenith)
        .min(DIRECT_MAX_SHARE * sun.extraterrestrial_w_m2 * sun.up_share);
    hour.global_horizontal_w_m2 = global_w_m2;
    hour.direct_normal_w_m2 = direct_normal_w_m2;
    hour.diffuse_horizontal_w_m2 = (global_w_m2 - direct_normal_w_m2 * sun.cos_zenith).max(0.0);
}

/// Share of an hour's sun on a horizontal plane that is scattered, from the clearness index
/// `clearness` (global over extraterrestrial). [-]
///
/// # Source
/// D. G. Erbs, S. A. Klein, J. A. Duffie, *Estimation of the diffuse radiation fraction for hourly,
/// daily and monthly-average global radiation*, Solar Energy 28(4), 1982, eq. 1.
pub fn erbs_diffuse_share(clearness: f64) -> f64 {
    const CLOUDY: f64 = 0.22;
    const CLEAR: f64 = 0.8;
    const LINE: (f64, f64) = (1.0, -0.09);
    const QUARTIC: [f64; 5] = [0.951_1, -0.160_4, 4.388, -16.638, 12.336];
    const CLEAR_SHARE: f64 = 0.165;
    if clearness <= CLOUDY {
        LINE.0 + LINE.1 * clearness.max(0.0)
    } else if clearness <= CLEAR {
        QUARTIC.iter().rev().fold(0.0, |sum, coefficient| sum * clearness + coefficient)
    } else {
        CLEAR_SHARE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_split_joins_where_its_pieces_meet() {
        assert!((erbs_diffuse_share(0.22) - erbs_diffuse_share(0.220_001)).abs() < 2e-3);
        assert!((erbs_diffuse_share(0.8) - erbs_diffuse_share(0.800_001)).abs() < 2e-3);
    }

    #[test]
    fn the_wave_is_lowest_at_sunrise_and_highest_at_three() {
        assert!(day_wave(6.0, 6.0).abs() < 1e-12);
        assert!((day_wave(15.0, 6.0) - 1.0).abs() < 1e-12);
        assert!(day_wave(5.9, 6.0) < 0.01);
    }

    #[test]
    fn dice_are_fair_and_repeat() {
        let days = Dice(1).days(0.5);
        let mean = days.iter().sum::<f64>() / count(days.len());
        let variance = days.iter().map(|day| day * day).sum::<f64>() / count(days.len());
        assert!(mean.abs() < 0.3 && (variance - 1.0).abs() < 0.3, "{mean} {variance}");
        assert_eq!(days, Dice(1).days(0.5));
    }
}
