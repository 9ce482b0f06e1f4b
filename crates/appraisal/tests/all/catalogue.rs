//! The catalogue as data: ours is sound, and what is wrong in another is said, all of it.

use appraisal::Catalogue;
use units::{Diagnostic, Mark};

use crate::data::{MEASURES, PACKAGES, catalogue};

fn refused(measures: &str, packages: &str) -> Vec<Diagnostic> {
    let found = Catalogue::parse(("m.yaml", measures), ("p.yaml", packages)).unwrap_err();
    for diagnostic in &found {
        assert!(!diagnostic.expected.zh.is_empty() && !diagnostic.remedy.en.is_empty());
    }
    found
}

fn places(found: &[Diagnostic]) -> Vec<(&str, &str)> {
    found.iter().map(|d| (d.code.as_str(), d.column.as_str())).collect()
}

#[test]
fn ours_is_sound_and_never_claims_to_be_more_than_planning_values() {
    let catalogue = catalogue();
    assert!(catalogue.measures.len() >= 40);
    for measure in &catalogue.measures {
        let id = &measure.id;
        assert_eq!(measure.effects.is_empty(), measure.facts.is_empty(), "{id}");
        assert!(!measure.is_cost_item() || !measure.serves.is_empty(), "{id}: what is it for?");
        assert!(!measure.cost.source.mark.may_decide(), "{}: a planning value", measure.id);
        assert!(matches!(measure.cost.source.mark, Mark::Recalled | Mark::Assumed));
    }
    assert!((4..=6).contains(&catalogue.packages.len()));
    // One package at least meets the clause on PV by its design, one the wish for heat pumps.
    let has = |id: &str| catalogue.packages.iter().any(|p| p.measures.iter().any(|m| m == id));
    assert!(has("roof_pv") && has("air_source_heat_pump") && has("ground_source_heat_pump"));
}

#[test]
fn packages_take_the_order_of_the_catalogue() {
    let packages = "packages: [{id: a, name: {zh: 甲, en: A}, measures: [roof_pv, led_lighting]}]";
    let catalogue = Catalogue::parse(("m", MEASURES), ("p", packages)).unwrap();
    assert_eq!(catalogue.packages[0].measures, ["led_lighting", "roof_pv"]);
}

#[test]
fn syntax_and_shape() {
    let found = refused("measures: [", PACKAGES);
    assert_eq!(found[0].code, "not_yaml");
    assert_eq!(found[0].file, "m.yaml");
    assert!(found[0].row.is_some());
    assert_eq!(places(&refused("", PACKAGES)), [("not_a_list", "measures")]);
    assert_eq!(places(&refused("measures: 3", PACKAGES)), [("not_a_list", "measures")]);
    let both = refused("measures: [", "packages: {");
    assert_eq!(both.iter().map(|d| d.file.as_str()).collect::<Vec<_>>(), ["m.yaml", "p.yaml"]);
}

#[test]
fn every_fault_of_a_measure_is_named_with_its_path() {
    let measures = "
measures:
  - id: Dämmung
    name: { zh: 保温 }
    kinds: [castle]
    colour: red
    effects: [{ insulate: { part: cellar, conductivity_w_mk: -1, density_kg_m3: 30,
                            heat_capacity_j_kgk: 1400, target_u_w_m2k: 0.3, from_u_w_m2k: 0.2 } },
              { magic: {} }]
    effect_source: { origin: me, mark: Q }
    cost: { unit: m2_wall, low_yuan: 300, likely_yuan: 200, high_yuan: x, price_year: 23,
            region: beijing, origin: me, mark: B, date: 2023-02-30 }
    maintenance_percent: 0
    lifetime_years: 0
    confidence: low
";
    let found = refused(measures, "packages: []");
    let mut expected = vec![
        ("unknown_key", "measures[0].colour"),
        ("not_an_id", "measures[0].id"),
        ("not_a_text", "measures[0].name.en"),
        ("unknown_word", "measures[0].kinds[0]"),
        ("unknown_word", "measures[0].effects[0].insulate.part"),
        ("out_of_range", "measures[0].effects[0].insulate.conductivity_w_mk"),
        ("out_of_range", "measures[0].effects[0].insulate.from_u_w_m2k"),
        ("unknown_effect", "measures[0].effects[1]"),
        ("unknown_word", "measures[0].effect_source.mark"),
        ("out_of_range", "measures[0].cost.high_yuan"),
        ("out_of_range", "measures[0].cost.price_year"),
        ("not_a_date", "measures[0].cost.date"),
        ("out_of_range", "measures[0].lifetime_years"),
    ];
    let mut places = places(&found);
    places.sort_unstable();
    expected.sort_unstable();
    assert_eq!(places, expected);
}

#[test]
fn costs_stand_in_order_and_ids_are_unique() {
    let measures = MEASURES.replace("low_yuan: 100,", "low_yuan: 1000,");
    let found = refused(&measures, PACKAGES);
    assert!(
        places(&found).contains(&("not_in_order", "measures[0].cost.likely_yuan")),
        "{found:?}"
    );
    let measures = MEASURES.replace("id: wall_insulation", "id: roof_insulation");
    let found = refused(&measures, "packages: []");
    assert_eq!(places(&found), [("repeated_id", "measures[1].id")]);
}

#[test]
fn packages_refuse_strangers_repeats_and_enemies() {
    let packages = "
packages:
  - { id: a, name: { zh: 甲, en: A }, measures: [air_source_heat_pump, ground_source_heat_pump] }
  - { id: a, name: { zh: 乙, en: B }, measures: [led_lighting, led_lighting, moat] }
";
    let found = refused(MEASURES, packages);
    assert_eq!(
        places(&found),
        [
            ("incompatible_measures", "packages[0].measures"),
            ("repeated_id", "packages[1].measures[1]"),
            ("unknown_measure", "packages[1].measures[2]"),
            ("repeated_id", "packages[1].id"),
        ]
    );
}

#[test]
fn broken_text_is_refused_without_a_panic() {
    let last = MEASURES.find("id: roof_pv").unwrap();
    for cut in (0..last).step_by(97).filter(|cut| MEASURES.is_char_boundary(*cut)) {
        let read = Catalogue::parse(("m", &MEASURES[..cut]), ("p", PACKAGES));
        assert!(read.is_err(), "cut at {cut}: the packages name measures that are gone");
    }
}

fn edited(change: impl FnOnce(&mut Vec<Vec<String>>)) -> Result<Catalogue, Vec<Diagnostic>> {
    let catalogue = catalogue();
    let mut rows = catalogue.sheet_rows();
    change(&mut rows);
    catalogue.with_sheet("book.xlsx", &rows)
}

fn column(rows: &[Vec<String>], key: &str) -> usize {
    rows[0].iter().position(|cell| cell == key).unwrap()
}

#[test]
fn a_sheet_goes_out_and_comes_back() {
    assert_eq!(edited(|_| ()).unwrap(), catalogue());
    // Columns in another order, and only some of them.
    let some = edited(|rows| {
        rows.iter_mut().for_each(|row| row.truncate(8));
        rows.iter_mut().for_each(|row| row.reverse());
    });
    assert_eq!(some.unwrap(), catalogue());
    let yaml = catalogue().measures_yaml();
    assert_eq!(Catalogue::parse(("m", &yaml), ("p", PACKAGES)).unwrap(), catalogue());
}

#[test]
fn an_officer_edits_a_cell() {
    let new = edited(|rows| {
        let (likely, life) = (column(rows, "likely_yuan"), column(rows, "lifetime_years"));
        let (kinds, origin) = (column(rows, "kinds"), column(rows, "cost_origin"));
        rows[2][likely] = "181.50".into();
        rows[2][life] = "30.0".into();
        rows[2][kinds] = "office，plant".into();
        rows[2][origin] = "tender 2024-17".into();
        rows.push(vec![String::new(); 4]);
    })
    .unwrap();
    let roof = new.measure("roof_insulation").unwrap();
    assert_eq!(roof.cost.per_unit.likely, units::Fen(18_150));
    assert_eq!(roof.lifetime_years, 30);
    assert_eq!(roof.kinds, ["office", "plant"]);
    assert_eq!(roof.cost.source.origin, "tender 2024-17");
    assert_eq!(new.measures[1..], catalogue().measures[1..]);
}

#[test]
fn what_is_wrong_in_a_sheet_is_named_by_row_and_column() {
    let found = edited(|rows| {
        let at = ["likely_yuan", "lifetime_years", "cost_mark", "unit", "name_en"];
        let at = at.map(|key| column(rows, key));
        rows[2][at[0]] = "dear".into();
        rows[3][at[1]] = "0".into();
        rows[4][at[2]] = "Q".into();
        rows[5][at[3]] = "mile".into();
        rows[6][at[4]] = String::new();
        rows[7][at[0]] = "99999".into();
    })
    .unwrap_err();
    let places: Vec<_> = found.iter().map(|d| (d.row.unwrap(), d.column.as_str())).collect();
    let expected = [
        (3, "likely_yuan"),
        (4, "lifetime_years"),
        (5, "cost_mark"),
        (6, "unit"),
        (7, "name_en"),
        (8, "likely_yuan"),
    ];
    assert_eq!(places, expected);
    assert!(found.iter().all(|d| d.file == "book.xlsx#measures"), "{found:?}");
    let found = edited(|rows| {
        rows[0][1] = "colour".into();
        rows[0][2] = "unit".into();
        rows[2][0] = "moat".into();
        rows[4] = rows[3].clone();
    })
    .unwrap_err();
    let codes: Vec<_> = found.iter().map(|d| d.code.as_str()).collect();
    let expected = [
        "unknown_column",
        "repeated_column",
        "unknown_measure",
        "repeated_id",
        "missing_measure",
        "missing_measure",
    ];
    assert_eq!(codes, expected);
    assert_eq!(edited(Vec::clear).unwrap_err()[0].code, "no_id_column");
}

#[test]
fn what_a_measure_requires_must_stand_beside_it() {
    let packages = "packages: [{id: a, name: {zh: 甲, en: A}, measures: [green_roof]}]";
    let found = refused(MEASURES, packages);
    assert_eq!(places(&found), [("missing_measure", "packages[0].measures")]);
    let measures = MEASURES.replace("sizing:", "sizing: null #");
    assert!(places(&refused(&measures, PACKAGES)).contains(&("no_sizing", "sizing")));
    let measures = MEASURES.replace("floor_per_unit_m2: 1500, ", "");
    let found = refused(&measures, PACKAGES);
    assert_eq!(found[0].code, "no_floor_per_unit");
}

#[test]
fn works_follow_the_state_and_bring_what_they_require() {
    let catalogue = catalogue();
    let state = |known: &[(&str, &str)]| {
        let found = |key: &str| known.iter().find(|(fact, _)| *fact == key);
        catalogue.works(|key| found(key).map(|(_, value)| (*value).to_owned()))
    };
    let unknown = state(&[]);
    assert!(unknown.needed.is_empty());
    assert_eq!(unknown.unknown, ["structure_grade", "fire_accepted", "soil_pollution"]);
    let sound = [("structure_grade", "b"), ("fire_accepted", "true"), ("soil_pollution", "clean")];
    assert_eq!(state(&sound), appraisal::Works::default());
    let poor = state(&[("structure_grade", "d"), ("fire_accepted", "false")]);
    assert_eq!(poor.needed, ["structural_check", "structural_strengthening", "fire_works"]);
    assert_eq!(poor.unknown, ["soil_pollution"]);
}
