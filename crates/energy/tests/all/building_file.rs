//! The form of building files: its page, its published schema, and the types agree.

use energy::{Fault, Options, building_of_yaml, building_schema, simulate};

use crate::shared::synthetic_weather;

const PAGE: &str = include_str!("../../../../docs/energy/building-file.md");
const SCHEMA: &str = include_str!("../../../../docs/energy/building.schema.json");

fn example() -> &'static str {
    let rest = PAGE.split_once("```yaml\n").expect("the page has an example").1;
    rest.split_once("```").expect("the example has an end").0
}

#[test]
fn the_example_of_the_page_is_a_building_with_a_year() {
    let building = building_of_yaml("building-file.md", example()).expect("the example is valid");
    let year = simulate(&building, synthetic_weather(), &Options::default()).expect("a year");
    let annual = year.annual;
    // An insulated small office in Beijing: tens of kilowatt-hours for each square metre.
    assert!((5.0..100.0).contains(&(annual.heating_kwh / 100.0)), "{}", annual.heating_kwh);
    assert!((5.0..100.0).contains(&(annual.cooling_kwh / 100.0)), "{}", annual.cooling_kwh);
    assert!(
        (9_000.0..16_000.0).contains(&annual.pv_generation_kwh),
        "{}",
        annual.pv_generation_kwh
    );
    assert!(annual.balance_error_ratio < 1e-9);
}

#[test]
fn json_is_read_as_yaml_is() {
    let building = building_of_yaml("page", example()).expect("the example is valid");
    let json = serde_json::to_string(&building).expect("a building has a JSON form");
    assert_eq!(building_of_yaml("one.json", &json), Ok(building.clone()));
    // A comment keeps the text from the JSON parser; as flow-style YAML it is the same building.
    assert_eq!(building_of_yaml("one.yaml", &format!("# flow\n{json}")), Ok(building));
    assert!(building_of_yaml("flow.yaml", "{name: x, zones: []}").is_err());
}

#[test]
fn json_that_is_no_building_is_told_with_its_place() {
    let building = building_of_yaml("page", example()).expect("the example is valid");
    let json = serde_json::to_string_pretty(&building).expect("a building has a JSON form");
    let told = |from: &str, to: &str| {
        assert!(json.contains(from), "{from}");
        let text = json.replacen(from, to, 1);
        let Err(Fault::Unreadable { mut diagnostics, .. }) = building_of_yaml("one.json", &text)
        else {
            panic!("{to} is no part of a building")
        };
        diagnostics.remove(0)
    };
    let unknown = told("\"volume_m3\"", "\"volume\"");
    assert_eq!(unknown.column, "zones[0].volume");
    assert!(unknown.expected.en.contains("unknown field `volume`"), "{unknown}");
    let word = told("\"volume_m3\": 300.0", "\"volume_m3\": \"big\"");
    assert_eq!((word.column.as_str(), word.value.as_str()), ("zones[0].volume_m3", "\"big\""));
    assert!(word.row.is_some_and(|row| row > 1));
    let short = told("\"weekday\": [", "\"weekday\": [0.5], \"saturday\": [");
    assert!(short.expected.en.contains("24 values"), "{short}");
    let cut = json.get(..json.len() / 2).expect("the text is ASCII up to there");
    assert!(building_of_yaml("one.json", cut).is_err());
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    assert!(
        SCHEMA.trim_end() == building_schema(),
        "docs/energy/building.schema.json is out of date: reweave energy schema > \
         docs/energy/building.schema.json"
    );
}

#[test]
fn the_schema_explains_every_field_of_the_example() {
    let schema = building_schema();
    for line in example().lines() {
        let Some((key, _)) = line.trim_start_matches([' ', '-']).split_once(':') else { continue };
        assert!(schema.contains(&format!("\"{key}\"")), "{key}");
    }
    assert!(schema.contains("[W/(m²·K)]"), "notes with units are part of the schema");
}
