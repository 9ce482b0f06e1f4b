//! Weather files: check figures of real ones, and every way a file can be broken.

use energy::epw::read_epw;
use energy::weather::{HOURS_PER_YEAR, Weather};
use proptest::prelude::*;
use units::{Diagnostic, Severity};

use crate::shared;

pub(crate) const DENVER: &str = "725650TYCST.epw";
pub(crate) const BEIJING: &str = "CHN_Beijing.Beijing.545110_IWEC.epw";

/// A year of the shared data.
pub(crate) fn weather(file: &str) -> Option<Weather> {
    let bytes = shared::read(&format!("weather/{file}"))?;
    let (weather, remarks) = read_epw(&bytes, file).expect("a file of the shared data is valid");
    assert!(remarks.iter().all(|remark| remark.severity != Severity::Refused));
    Some(weather)
}

/// Mean, lowest, highest air temperature, HDD18 and global horizontal sun of every file at hand,
/// from the note that came with them. Its degree days are sums over hours; those of a code are sums
/// over days, and never more.
#[test]
fn files_give_their_check_figures() {
    for (file, figures) in [
        (DENVER, [10.88, -19.4, 40.0, 3255.0, 1670.0]),
        ("DRYCOLDTMY.epw", [9.71, -24.4, 35.0, 3544.0, 1832.0]),
        (BEIJING, [12.81, -14.0, 37.4, 2815.0, 1396.0]),
        ("SGP_Singapore.486980_IWEC.epw", [27.46, 21.0, 33.8, 0.0, 1671.0]),
        ("FIN_Helsinki.029740_IWEC.epw", [5.18, -21.7, 28.7, 4757.0, 947.0]),
        ("ESP_Granada.084190_SWEC.epw", [14.88, -1.7, 38.3, 1921.0, 1777.0]),
        ("USA_AZ_Davis-Monthan.AFB.722745_TMY3.epw", [21.71, -1.1, 42.0, 802.0, 2002.0]),
        ("USA_IL_Chicago-OHare.Intl.AP.725300_TMY3.epw", [9.99, -22.8, 35.0, 3524.0, 1407.0]),
    ] {
        let Some(weather) = weather(file) else { return };
        let found = [
            weather.mean_c(),
            weather.min_c(),
            weather.max_c(),
            hourly_degree_days(&weather),
            weather.global_horizontal_kwh_m2(),
        ];
        for ((found, expected), tolerance) in
            found.iter().zip(figures).zip([0.006, 0.001, 0.001, 0.6, 0.6])
        {
            assert!((found - expected).abs() < tolerance, "{file}: {found} {expected}");
        }
        assert!(weather.heating_degree_days(18.0) <= hourly_degree_days(&weather));
        assert_eq!(weather.hours.len(), HOURS_PER_YEAR);
        assert!(!weather.synthetic);
    }
}

fn hourly_degree_days(weather: &Weather) -> f64 {
    weather.hours.iter().map(|hour| (18.0 - hour.dry_bulb_c).max(0.0)).sum::<f64>() / 24.0
}

/// A flawless file made here, `rows` hours of it: constant weather under an overcast sky.
fn file_of(rows: std::ops::Range<usize>) -> Vec<String> {
    let header = [
        "LOCATION,Test Town,-,TST,Made,000000,40.0,116.0,8.0,50.0",
        "DESIGN CONDITIONS,0",
        "TYPICAL/EXTREME PERIODS,0",
        "GROUND TEMPERATURES,0",
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        "COMMENTS 1,made for a test",
        "COMMENTS 2,",
        "DATA PERIODS,1,1,Data,Sunday,1/1,12/31",
    ];
    let mut lines: Vec<String> = header.iter().map(ToString::to_string).collect();
    lines.extend(rows.map(|hour| {
        let (month, day) = calendar(hour / 24);
        line(month, day, hour % 24 + 1)
    }));
    lines
}

fn line(month: usize, day: usize, hour: usize) -> String {
    format!(
        "2001,{month},{day},{hour},60,flags,10.0,5.0,71,100500,0,0,320,100,0,100,0,0,0,0,180,2.0,8,8,9"
    )
}

fn calendar(mut day: usize) -> (usize, usize) {
    for (days, month) in energy::weather::MONTH_DAYS.iter().zip(1..) {
        if day < *days {
            return (month, day + 1);
        }
        day -= days;
    }
    panic!("day beyond the year");
}

fn parse(lines: &[String]) -> Result<(Weather, Vec<Diagnostic>), Vec<Diagnostic>> {
    read_epw(lines.join("\r\n").as_bytes(), "made.epw")
}

fn codes(remarks: &[Diagnostic]) -> Vec<&str> {
    remarks.iter().map(|remark| remark.code.as_str()).collect()
}

/// Field `index` of hour `hour` replaced.
fn with_field(lines: &mut [String], hour: usize, index: usize, value: &str) {
    let mut fields: Vec<&str> = lines[8 + hour].split(',').collect();
    fields[index] = value;
    lines[8 + hour] = fields.join(",");
}

#[test]
fn a_whole_file_has_no_remarks() {
    let (weather, remarks) = parse(&file_of(0..HOURS_PER_YEAR)).unwrap();
    assert!(remarks.is_empty(), "{remarks:?}");
    assert_eq!(weather.name, "Test Town TST Made");
    assert!((weather.hours[8759].dry_bulb_c - 10.0).abs() < 1e-12);
}

#[test]
fn missing_doubled_and_misplaced_hours_are_refused_with_their_row() {
    let whole = file_of(0..HOURS_PER_YEAR);
    let mut missing = whole.clone();
    missing.remove(8 + 100);
    let mut doubled = whole.clone();
    doubled.insert(8 + 101, whole[8 + 100].clone());
    let mut swapped = whole.clone();
    swapped.swap(8 + 100, 8 + 101);
    let truncated = whole[..5000].to_vec();
    let mut stray = whole.clone();
    stray[8 + 100] = line(12, 30, 1);
    for (lines, row, code) in [
        (missing, 109, "missing_hours"),
        (doubled, 110, "duplicate_hour"),
        (swapped, 110, "hour_out_of_order"),
        (truncated, 5000, "missing_hours"),
        (stray, 109, "hour_out_of_order"),
    ] {
        let remarks = parse(&lines).unwrap_err();
        let found = remarks.iter().find(|remark| remark.code == code);
        let found = found.unwrap_or_else(|| panic!("{code}: {remarks:?}"));
        assert_eq!(found.row, Some(row), "{code}");
        assert!(remarks.len() < 4, "{remarks:?}");
        assert!(!found.remedy.zh.is_empty() && !found.remedy.en.is_empty());
    }
}

#[test]
fn a_leap_day_is_dropped_with_a_note() {
    let mut lines = file_of(0..HOURS_PER_YEAR);
    let leap: Vec<String> = (1..=24).map(|hour| line(2, 29, hour)).collect();
    lines.splice(8 + 59 * 24..8 + 59 * 24, leap);
    let (weather, remarks) = parse(&lines).unwrap();
    assert_eq!(weather.hours.len(), HOURS_PER_YEAR);
    assert_eq!(codes(&remarks), ["leap_day_dropped"]);
}

#[test]
fn files_that_are_no_weather_are_refused_in_one_sentence() {
    let mut half_hourly = file_of(0..HOURS_PER_YEAR);
    half_hourly[7] = "DATA PERIODS,1,2,Data,Sunday,1/1,12/31".to_owned();
    let half_hourly = half_hourly.join("\n");
    for (bytes, code) in [
        (&b""[..], "empty_file"),
        (&b" \r\n "[..], "empty_file"),
        (&b"PK\x03\x04\x00\x00"[..], "binary_file"),
        (&b"name,area\nhall,3000\n"[..], "no_location"),
        (&b"LOCATION,x,-,TST,Made,0,91,116,8,50\n"[..], "bad_location"),
        (half_hourly.as_bytes(), "several_records_per_hour"),
    ] {
        let remarks = read_epw(bytes, "wrong.epw").unwrap_err();
        assert_eq!(codes(&remarks), [code]);
        assert!(remarks[0].expected.zh != remarks[0].expected.en || code == "bad_location");
    }
}

#[test]
fn impossible_values_are_all_named() {
    let mut lines = file_of(0..HOURS_PER_YEAR);
    with_field(&mut lines, 3, 6, "warm");
    with_field(&mut lines, 4, 14, "-5");
    with_field(&mut lines, 5, 21, "nan");
    with_field(&mut lines, 6, 9, "inf");
    with_field(&mut lines, 7, 10, "not needed");
    let remarks = parse(&lines).unwrap_err();
    assert_eq!(codes(&remarks), ["impossible_value"; 4]);
    let rows: Vec<_> = remarks.iter().map(|remark| remark.row).collect();
    assert_eq!(rows, [Some(12), Some(13), Some(14), Some(15)]);
}

#[test]
fn missing_codes_are_filled_and_said() {
    let mut lines = file_of(0..HOURS_PER_YEAR);
    for hour in 10..16 {
        with_field(&mut lines, hour, 6, "99.9");
    }
    with_field(&mut lines, 20, 7, "99.9");
    for hour in 0..HOURS_PER_YEAR {
        with_field(&mut lines, hour, 9, "999999");
        with_field(&mut lines, hour, 12, "9999");
    }
    with_field(&mut lines, 30, 20, "999");
    with_field(&mut lines, 31, 21, "999");
    with_field(&mut lines, 36, 14, "9999");
    let (weather, remarks) = parse(&lines).unwrap();
    assert_eq!(codes(&remarks), ["missing_values_filled"; 7]);
    let columns: std::collections::BTreeSet<&str> =
        remarks.iter().map(|remark| remark.column.as_str()).collect();
    assert_eq!(columns.len(), 7);
    assert!((weather.hours[12].dry_bulb_c - 10.0).abs() < 1e-9);
    // 71 % at 10 °C is a dew point of 4.96 °C.
    assert!((weather.hours[20].dew_point_c - 4.96).abs() < 0.05);
    assert!((weather.hours[0].pressure_pa - 100_725.0).abs() < 30.0);
    // 0.787 + 0.764·ln(278.15/273) = 0.8013, eight tenths: ·1.0986; σ·283.15⁴ = 364.5.
    assert!((weather.hours[0].horizontal_infrared_w_m2 - 320.9).abs() < 0.5);
    assert!(weather.hours[36].direct_normal_w_m2.abs() < 1e-9);
}

#[test]
fn a_gap_too_long_to_bridge_is_refused() {
    let mut lines = file_of(0..HOURS_PER_YEAR);
    for hour in 10..17 {
        with_field(&mut lines, hour, 6, "99.9");
    }
    let remarks = parse(&lines).unwrap_err();
    let refused: Vec<_> = remarks.iter().filter(|r| r.severity == Severity::Refused).collect();
    assert_eq!(refused[0].code, "missing_values");
    assert_eq!((refused[0].row, refused[0].column.as_str()), (Some(19), "dry bulb"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Bytes changed, cut out or put in anywhere: an answer, never a panic; and what is accepted
    /// is a whole, finite year.
    #[test]
    fn mutated_bytes_never_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = file_of(0..HOURS_PER_YEAR).join("\n").into_bytes();
        for (place, byte, kind) in edits {
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match read_epw(&bytes, "mutated.epw") {
            Ok((weather, _)) => {
                prop_assert_eq!(weather.hours.len(), HOURS_PER_YEAR);
                prop_assert!(weather.hours.iter().all(|hour| hour.dry_bulb_c.is_finite()
                    && hour.dew_point_c <= hour.dry_bulb_c
                    && hour.direct_normal_w_m2 >= 0.0));
            }
            Err(remarks) => prop_assert!(remarks.iter().any(|r| r.severity == Severity::Refused)),
        }
    }

    /// Any bytes at all, and any text after a good header.
    #[test]
    fn arbitrary_bytes_never_panic(tail in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read_epw(&tail, "noise.epw").is_err());
        let mut bytes = file_of(0..2).join("\n").into_bytes();
        bytes.extend(tail);
        prop_assert!(read_epw(&bytes, "noise.epw").is_err());
    }
}
