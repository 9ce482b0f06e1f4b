//! The energy kernel by itself: a building file in, a year out, and every fault with its place.

use serde_json::Value;

use crate::desk::{Answer, Desk, shared};

const PAGE: &str = include_str!("../../../../docs/energy/building-file.md");

/// The example of the page about building files.
pub(crate) fn office() -> &'static str {
    PAGE.split_once("```yaml\n").unwrap().1.split_once("```").unwrap().0
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("office.yaml", office());
    desk
}

fn simulate(desk: &Desk, file: &str, more: &[&str]) -> Answer {
    let args = ["energy", "simulate", file, "--weather", "typical"];
    desk.run(args.iter().chain(more))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn a_building_file_gives_its_year() {
    let desk = desk();
    let year = simulate(&desk, "office.yaml", &["--json"]).json();
    let heating_kwh = number(&year["annual"]["heating_kwh"]);
    assert!(heating_kwh > 100.0 && number(&year["annual"]["cooling_kwh"]) > 100.0);
    assert!(number(&year["peak"]["heating_w"]) > number(&year["annual"]["heating_kwh"]) / 8.76);
    assert!(number(&year["peak"]["cooling_w"]) > 0.0);
    let air = &year["zone_air_c"];
    assert!(number(&air["min"]) < number(&air["mean"]));
    assert!(number(&air["mean"]) < number(&air["max"]));
    let monthly = year["monthly"].as_array().unwrap();
    let sum: f64 = monthly.iter().map(|month| number(&month["heating_kwh"])).sum();
    assert_eq!(monthly.len(), 12);
    assert!((sum - heating_kwh).abs() < 1e-6 * heating_kwh);
    let uses: f64 = year["end_uses"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|carriers| carriers.as_object().unwrap().values())
        .map(number)
        .sum();
    assert!((uses - number(&year["annual"]["total_kwh"])).abs() < 1e-6 * uses);
    assert!(number(&year["end_uses"]["heating"]["electricity"]) > 0.0);
    let zones = year["zones"].as_array().unwrap();
    let of_zones: f64 = zones.iter().map(|zone| number(&zone["heating_kwh"])).sum();
    assert!((of_zones - heating_kwh).abs() < 1e-6 * heating_kwh);
    let pv = &year["pv"];
    let parts = number(&pv["self_use_kwh"]) + number(&pv["export_kwh"]);
    assert!((parts - number(&pv["generation_kwh"])).abs() < 1e-6 * parts);
    assert!(number(&year["hours_outside_comfort_h"]) >= 0.0);
    // No capacity is stated.
    assert!(number(&year["unmet_h"]["heating"]) <= 0.0);
}

#[test]
fn every_plane_has_its_sun() {
    let desk = desk();
    let year = simulate(&desk, "office.yaml", &["--json"]).json();
    let sun = year["incident_solar_kwh_per_m2"].as_object().unwrap();
    let mut names: Vec<&str> = sun.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["other walls", "roof", "south wall", "south windows"]);
    assert!(number(&sun["roof"]) > number(&sun["south wall"]));
    assert!(number(&sun["south wall"]) > number(&sun["other walls"]));
    assert_eq!(sun["south wall"], sun["south windows"]);
}

#[test]
fn the_text_speaks_both_languages_with_units() {
    let desk = desk();
    let zh = simulate(&desk, "office.yaml", &["--lang", "zh"]).out;
    let en = simulate(&desk, "office.yaml", &["--lang", "en"]).out;
    assert!(zh.contains("全年热负荷") && zh.contains("kWh/m²"), "{zh}");
    assert!(en.contains("heating load") && en.contains("°C") && en.contains("Dec"), "{en}");
}

#[test]
fn the_hours_are_written_as_csv_and_as_parquet() {
    let desk = desk();
    let year = simulate(&desk, "office.yaml", &["--json", "--hourly", "hours.csv"]).json();
    let text = std::fs::read_to_string(desk.path("hours.csv")).unwrap();
    let mut lines = text.lines();
    let heading = "hour_of_year,outdoor_c,zone_air_c,heating_w,cooling_w,solar_transmitted_w,\
                   electricity_w,pv_generation_w,pv_self_use_w,pv_export_w";
    assert_eq!(lines.next(), Some(heading));
    let column = |at: usize| -> Vec<f64> {
        text.lines().skip(1).map(|line| line.split(',').nth(at).unwrap().parse().unwrap()).collect()
    };
    let hours = column(0);
    assert_eq!((hours.len(), hours[0], hours[8759]), (8760, 0.0, 8759.0));
    for (at, key) in [(3, "heating_kwh"), (4, "cooling_kwh"), (6, "electricity_kwh")] {
        let sum_kwh: f64 = column(at).iter().sum::<f64>() / 1000.0;
        let stated_kwh = number(&year["annual"][key]);
        assert!((sum_kwh - stated_kwh).abs() < 1e-6 * stated_kwh, "{key}");
    }
    assert_eq!(simulate(&desk, "office.yaml", &["--hourly", "hours.parquet"]).code, 0);
    let bytes = std::fs::read(desk.path("hours.parquet")).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}

#[test]
fn hours_that_cannot_be_written_leave_nothing() {
    let desk = desk();
    assert_eq!(simulate(&desk, "office.yaml", &["--hourly", "hours.txt"]).code, 2);
    assert_eq!(simulate(&desk, "office.yaml", &["--hourly", "no/folder/hours.csv"]).code, 5);
    assert!(!desk.path("hours.txt").exists() && !desk.path("no").exists());
}

/// The example with a change, what must be told about it in English, and in Chinese.
fn faults() -> Vec<(String, Vec<&'static str>, Vec<&'static str>)> {
    let change = |from: &str, to: &str| {
        assert!(office().contains(from), "{from}");
        office().replacen(from, to, 1)
    };
    let weekday = "people_schedule:\n        weekday: [";
    vec![
        (
            change("thickness_m: 0.02,", "thickness_m: -0.02,"),
            vec!["zones[0].surfaces[0].layers[0].solid.thickness_m", "-0.02", "check the value"],
            vec!["zones[0].surfaces[0].layers[0].solid.thickness_m", "请核对"],
        ),
        (
            change("area_m2: 8\n", "area_m2: 0\n"),
            vec!["zones[0].windows[0].area_m2", "\"0\"", "check the value"],
            vec!["zones[0].windows[0].area_m2", "请核对"],
        ),
        (
            change(weekday, &format!("{weekday}0.1, ")),
            vec!["zones[0].gains.people_schedule.weekday", "24 values", "drop those too many"],
            vec!["zones[0].gains.people_schedule.weekday", "24 个逐时值", "请补足"],
        ),
        (
            change(&format!("{weekday}0.1, "), weekday),
            vec!["zones[0].gains.people_schedule.weekday", "24 values", "add the missing hours"],
            vec!["zones[0].gains.people_schedule.weekday", "24 个逐时值", "请补足"],
        ),
        (
            change("weekday: [14, 14", "weekday: [14, 40"),
            vec!["zones[0].thermostat.cooling_c.weekday[1]", "heating set point", "40"],
            vec!["zones[0].thermostat.cooling_c.weekday[1]", "供暖设定温度"],
        ),
        (
            change("floor_area_m2: 100", "floor_area: 100"),
            vec![":4 [zones[0].floor_area]", "unknown field `floor_area`", "building-file.md"],
            vec![":4 [zones[0].floor_area]", "floor_area_m2", "请对照"],
        ),
        (
            change("boundary: outdoor", "boundary: sky"),
            vec!["zones[0].surfaces[0].boundary", "outdoor_sheltered", "building-file.md"],
            vec!["zones[0].surfaces[0].boundary", "请对照"],
        ),
    ]
}

#[test]
fn a_wrong_building_is_told_the_path_and_the_remedy_in_both_languages() {
    let desk = Desk::new();
    for (text, english, chinese) in faults() {
        desk.write("wrong.yaml", text);
        for (lang, words) in [("en", english), ("zh", chinese)] {
            let answer = simulate(&desk, "wrong.yaml", &["--lang", lang]);
            assert_eq!(answer.code, 3, "{}{}", answer.out, answer.err);
            assert!(answer.err.contains("wrong.yaml"), "{}", answer.err);
            for word in words {
                assert!(answer.err.contains(word), "{word}: {}", answer.err);
            }
        }
    }
}

#[test]
fn missing_files_and_weather_are_told() {
    let desk = desk();
    for lang in ["zh", "en"] {
        let answer = simulate(&desk, "no.yaml", &["--lang", lang]);
        assert_eq!(answer.code, 3);
        assert!(answer.err.contains("no.yaml"), "{}", answer.err);
    }
    let args = ["energy", "simulate", "office.yaml", "--weather", "no.epw"];
    assert_eq!(desk.run(args).code, 3);
}

#[test]
fn weather_without_sun_is_told_line_and_remedy() {
    let Some(weather) = shared("weather/725650TYCST.epw") else { return };
    let desk = desk();
    let text = std::fs::read_to_string(weather).unwrap();
    // All three columns of radiation of one noon hour missing: nothing to fill them from.
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let mut fields: Vec<&str> = line.split(',').collect();
            if at == 8 + 12 {
                fields.splice(13..16, ["9999"; 3]);
            }
            fields.join(",")
        })
        .collect();
    desk.write("dark.epw", lines.join("\n"));
    let args = ["energy", "simulate", "office.yaml", "--weather", "dark.epw", "--lang"];
    for (lang, word) in [("en", "expected"), ("zh", "应为")] {
        let answer = desk.run(args.into_iter().chain([lang]));
        assert_eq!(answer.code, 3, "{}", answer.out);
        assert!(answer.err.contains("dark.epw:21"), "{}", answer.err);
        assert!(answer.err.contains(word), "{}", answer.err);
    }
}

#[test]
fn the_published_cases_come_as_rows() {
    let Some(weather) = shared("weather/725650TYCST.epw") else { return };
    let desk = Desk::new();
    let weather = weather.to_str().unwrap();
    let rows = desk.run(["energy", "cases", "--json", "--weather", weather]).json();
    let rows = rows.as_array().unwrap();
    let row =
        rows.iter().find(|row| row["case"] == "600" && row["metric"] == "annual_heating").unwrap();
    assert_eq!(row["unit"], "MWh");
    // The range of the six reference programs.
    assert!((3.993..=4.504).contains(&number(&row["value"])), "{row}");
    let free = |row: &&Value| row["case"] == "900FF" && row["unit"] == "C";
    assert_eq!(rows.iter().filter(free).count(), 3);
    let text = desk.run(["energy", "cases", "--lang", "zh", "--weather", weather]).out;
    assert_eq!(text.lines().count(), rows.len() + 1);
}

#[test]
fn the_schema_is_json_that_names_the_fields() {
    let schema = Desk::new().run(["energy", "schema"]).json();
    assert_eq!(schema["title"], "Building");
    assert!(schema["properties"]["zones"].is_object());
    assert!(schema["$defs"]["Surface"]["properties"]["area_m2"]["description"].is_string());
}
