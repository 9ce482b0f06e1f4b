//! The synthetic year: true to the normals it was made from, and beside a measured file.

use energy::thermal_zone::{Climate, ThermalZone};
use energy::typical_year::{parse_normals, typical_year};
use energy::weather::{MONTH_DAYS, month_hours, saturation_pressure_pa};

use crate::shared;
use crate::weather::{BEIJING, weather};

const NORMALS: &str = include_str!("../../../../data/climate/beijing-normals.yaml");

#[test]
fn the_year_keeps_the_normals_it_was_made_from() {
    let normals = parse_normals(NORMALS, "beijing-normals.yaml").unwrap();
    let year = shared::synthetic_weather();
    assert!(year.synthetic && year.source.contains("synthetic"));
    assert_eq!(year.hours.len(), 8760);
    let monthly_c = year.monthly_means_c();
    for month in 0..12 {
        let hours = &year.hours[month_hours(month)];
        let mean = |value: &dyn Fn(&energy::weather::WeatherHour) -> f64| {
            hours.iter().map(value).sum::<f64>() / hours.len() as f64
        };
        assert!((monthly_c[month] - normals.mean_c.value[month]).abs() < 1e-6);
        let wind = mean(&|hour| hour.wind_speed_m_s);
        assert!((wind - normals.wind_speed_m_s.value[month]).abs() < 1e-9);
        let humidity = 100.0
            * mean(&|hour| {
                saturation_pressure_pa(hour.dew_point_c) / saturation_pressure_pa(hour.dry_bulb_c)
            });
        assert!((humidity - normals.relative_humidity_percent.value[month]).abs() < 0.01);
        let extremes = |pick: fn(f64, f64) -> f64, from: f64| {
            let days =
                hours.chunks(24).map(|day| day.iter().map(|hour| hour.dry_bulb_c).fold(from, pick));
            days.sum::<f64>() / MONTH_DAYS[month] as f64
        };
        let max_c = extremes(f64::max, f64::NEG_INFINITY);
        let min_c = extremes(f64::min, f64::INFINITY);
        println!(
            "{:2}: max {max_c:5.1} ({:5.1})  min {min_c:5.1} ({:5.1})",
            month + 1,
            normals.daily_max_c.value[month],
            normals.daily_min_c.value[month]
        );
        assert!((max_c - normals.daily_max_c.value[month]).abs() < 1.5);
        assert!((min_c - normals.daily_min_c.value[month]).abs() < 1.5);
    }
}

#[test]
fn every_hour_is_possible_and_its_sun_adds_up() {
    let year = shared::synthetic_weather();
    let sun = energy::sun::SunYear::new(year);
    for (hour, sun) in year.hours.iter().zip(&sun.hours) {
        assert!((-30.0..45.0).contains(&hour.dry_bulb_c));
        assert!(hour.dew_point_c <= hour.dry_bulb_c);
        assert!((100.0..550.0).contains(&hour.horizontal_infrared_w_m2));
        assert!((0.0..1100.0).contains(&hour.direct_normal_w_m2));
        assert!((0.0..700.0).contains(&hour.diffuse_horizontal_w_m2));
        let sum = hour.direct_normal_w_m2 * sun.cos_zenith + hour.diffuse_horizontal_w_m2;
        assert!((sum - hour.global_horizontal_w_m2).abs() < 1e-9);
        assert!(sun.is_up() || hour.global_horizontal_w_m2.abs() < 1e-12);
    }
}

/// Two accounts of Beijing: the synthetic year of 1991–2020 means and the IWEC year of the
/// eighties and nineties. They may differ as thirty years of warming and another choice of days
/// do, and no more.
#[test]
fn the_synthetic_year_stands_beside_the_measured_one() {
    let Some(measured) = weather(BEIJING) else { return };
    let made = shared::synthetic_weather();
    for (name, made, measured, share) in [
        ("HDD18", made.heating_degree_days(18.0), measured.heating_degree_days(18.0), 0.15),
        ("GHI", made.global_horizontal_kwh_m2(), measured.global_horizontal_kwh_m2(), 0.12),
    ] {
        println!("{name}: synthetic {made:.0}, IWEC {measured:.0}");
        assert!((made / measured - 1.0).abs() < share, "{name}: {made} {measured}");
    }
    let (made_kd, measured_kd) =
        (made.cooling_degree_days(26.0), measured.cooling_degree_days(26.0));
    println!("CDD26: synthetic {made_kd:.0}, IWEC {measured_kd:.0}");
    let beam = |year: &energy::weather::Weather| {
        year.hours.iter().map(|hour| hour.direct_normal_w_m2).sum::<f64>() / 1000.0
    };
    println!("DNI: synthetic {:.0}, IWEC {:.0}", beam(made), beam(&measured));
    assert!((made.mean_c() - measured.mean_c()).abs() < 1.5);
    assert_eq!(Climate::new(made).zone, ThermalZone::ColdB);
}

#[test]
fn the_same_normals_give_the_same_bits() {
    let normals = parse_normals(NORMALS, "beijing-normals.yaml").unwrap();
    let again = typical_year(&normals);
    assert_eq!(&again, shared::synthetic_weather());
}

#[test]
fn impossible_normals_are_refused_with_every_fault() {
    let text = NORMALS
        .replace("latitude_deg: 39.80", "latitude_deg: 95")
        .replace("value: [44, 43,", "value: [144, -3,");
    let remarks = parse_normals(&text, "n.yaml").unwrap_err();
    assert_eq!(remarks.len(), 3, "{remarks:?}");
    for text in ["", "[]", "name: x", "\u{0}"] {
        assert_eq!(parse_normals(text, "n.yaml").unwrap_err().len(), 1);
    }
}
