//! The form of building files: its page, its published schema, and the types agree.

use energy::{Options, building_of_yaml, building_schema, simulate};

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
