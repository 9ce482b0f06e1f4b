//! Circular renovation by hand, and our own planning quantities.

use appraisal::{Catalogue, Element, Embodied, Measure, Renovation, Shape, StageCarbon, circular};
use units::GramsCo2e;

use crate::data::{MATERIALS, STRUCTURES, catalogue, embodied};

const SMALL_MATERIALS: &str = "
stages:
  transport_kg_t_km: { value: 0.1, origin: test, mark: A }
  construction_share: { value: 0.05, origin: test, mark: A }
  demolition_kg_t: { value: 10, origin: test, mark: A }
materials:
  stone: { name: { zh: 石, en: Stone }, unit: m3, mass_kg: 2000, factor_kg: 100, transport_km: 50,
           recycled_share: 0.5, green: true, stream: inert, origin: test, mark: A }
  board: { name: { zh: 板, en: Board }, unit: kg, mass_kg: 1, factor_kg: 4, transport_km: 500,
           recycled_share: 0, green: false, stream: mixed, origin: test, mark: A }
streams:
  inert: { name: { zh: 石, en: Stone }, reused_share: 0.1, recycled_share: 0.7,
           to: { zh: 厂, en: plant }, origin: test, mark: A }
  mixed: { name: { zh: 杂, en: Mixed }, reused_share: 0, recycled_share: 0.2,
           to: { zh: 场, en: tip }, origin: test, mark: A }
";

const SMALL_STRUCTURES: &str = "
study_years: { value: 50, origin: test, mark: A }
kept_share:
  foundation: { value: 1, origin: test, mark: A }
  frame: { value: 1, origin: test, mark: A }
  floors: { value: 1, origin: test, mark: A }
  envelope: { value: 0.5, origin: test, mark: A }
  partitions: { value: 0, origin: test, mark: A }
structures:
  stone_house:
    name: { zh: 石屋, en: Stone house }
    shape: building
    elements:
      foundation: { per: footprint, mass_kg: 400, materials: { stone: 1 } }
      frame: { per: floor, mass_kg: 500, materials: { stone: 1 } }
      floors: { per: floor, mass_kg: 300, materials: { stone: 1 } }
      envelope: { per: floor, mass_kg: 100, materials: { stone: 0.5, board: 0.5 } }
      partitions: { per: floor, mass_kg: 50, materials: { board: 1 } }
    origin: test
    mark: A
rebuild:
  hall: { low_kg_m2: 100, likely_kg_m2: 200, high_kg_m2: 300, origin: test, mark: A }
  building: { low_kg_m2: 400, likely_kg_m2: 500, high_kg_m2: 600, origin: test, mark: A }
";

fn small() -> Embodied {
    Embodied::parse(("m", SMALL_MATERIALS), ("s", SMALL_STRUCTURES)).unwrap()
}

/// Takes out 3 kg of board and builds in 2 kg of it for each unit, every 20 years.
fn boarding() -> Measure {
    let measures = "
measures:
  - id: boarding
    name: { zh: 板, en: Boards }
    effects: []
    effect_source: { origin: test, mark: A }
    cost: { unit: m2_floor, low_yuan: 1, likely_yuan: 1, high_yuan: 1, price_year: 2023,
            region: beijing, origin: test, mark: A }
    maintenance_percent: 0
    lifetime_years: 20
    materials: { board: 2 }
    removes: { board: 3 }
    confidence: low
";
    let read = Catalogue::parse(("m", measures), ("p", "packages: []"));
    read.unwrap().measures.remove(0)
}

fn renovation<'a>(installed: &'a [(&'a Measure, f64)]) -> Renovation<'a> {
    Renovation {
        floor_area_m2: 1000.0,
        footprint_m2: 250.0,
        shape: Shape::Building,
        structure: None,
        year_built: Some(1980),
        installed,
        operating_before: Some(GramsCo2e(60_000_000)),
        operating_after: Some(GramsCo2e(58_000_000)),
        operating_rebuilt: Some(GramsCo2e(40_000_000)),
    }
}

fn close(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-9 * expected.abs().max(1.0), "{value} ≠ {expected}");
}

#[test]
fn masses_and_stages_by_hand() {
    let measure = boarding();
    let installed = [(&measure, 1000.0)];
    let found = circular(&renovation(&installed), &small());
    // 100 t foundation, 500 frame, 300 floors, 100 envelope, 50 partitions; half the envelope and
    // the partitions go.
    let kept = found.kept.as_ref().unwrap();
    close(kept.mass_kg, 1_050_000.0);
    close(kept.kept_kg, 950_000.0);
    assert_eq!(kept.elements[0].element, Element::Foundation);
    close(kept.elements[0].mass_kg, 100_000.0);
    // Stone: 0.05 kg/kg × 1.05 + 0.1·50/1000 = 0.0575; board: 4 × 1.05 + 0.05 = 4.25.
    // Kept: 925 t of stone, 25 t of board: 53,187.5 + 106,250 kg.
    assert_eq!(kept.avoided, GramsCo2e(159_437_500));
    // 2,000 kg of board: 8,000 + 100 + 400 kg, and twice again in 50 years.
    // Out: 25 t stone, 25 + 50 + 3 t board, and 6 t of worn boards: 109 t × 10 kg.
    let carbon = StageCarbon {
        production: GramsCo2e(8_000_000),
        transport: GramsCo2e(100_000),
        construction: GramsCo2e(400_000),
        replacement: GramsCo2e(17_000_000),
        demolition: GramsCo2e(1_090_000),
    };
    assert_eq!(found.renovation, Some(carbon));
    assert_eq!(carbon.total(), GramsCo2e(26_590_000));
    let waste: Vec<_> = found.waste.iter().map(|one| (one.stream.as_str(), one.mass_kg)).collect();
    assert_eq!(waste, [("inert", 25_000.0), ("mixed", 78_000.0)]);
    close(found.waste[0].reused_kg, 2_500.0);
    close(found.waste[0].recycled_kg, 17_500.0);
    close(found.waste[0].disposed_kg, 5_000.0);
    close(found.new_mass_kg, 2000.0);
    assert_eq!((found.recycled_share, found.green_share), (Some(0.0), Some(0.0)));
    assert!(found.structure_assumed && found.unknown.is_empty());
}

#[test]
fn renovation_against_building_anew_by_hand() {
    let measure = boarding();
    let installed = [(&measure, 1000.0)];
    let found = circular(&renovation(&installed), &small());
    let new = found.rebuild.as_ref().unwrap();
    assert_eq!(new.embodied_low, GramsCo2e(400_000_000));
    assert_eq!(new.embodied_likely, GramsCo2e(500_000_000));
    assert_eq!(new.demolition, Some(GramsCo2e(10_500_000)));
    let balance = &found.balance;
    assert_eq!(balance.as_it_stands, Some(GramsCo2e(3_000_000_000)));
    assert_eq!(balance.renovated, Some(GramsCo2e(2_926_590_000)));
    assert_eq!(balance.rebuilt, Some(GramsCo2e(2_510_500_000)));
    // 8.5 t upfront at 2 t a year: within the fifth year. Anew: 510.5 − 8.5 = 502 t at 18 t a year:
    // within the 28th.
    assert_eq!(balance.payback_year, Some(5));
    assert_eq!(balance.rebuild_payback_year, Some(28));
}

#[test]
fn what_is_unknown_stays_unknown() {
    let measure = boarding();
    let installed = [(&measure, 1000.0)];
    let mut of = renovation(&installed);
    of.year_built = None;
    of.operating_after = None;
    let found = circular(&of, &small());
    assert_eq!((found.kept, found.structure), (None, None));
    assert_eq!(found.unknown.len(), 1);
    let new = found.rebuild.unwrap();
    assert_eq!((new.demolition, new.waste_kg), (None, None));
    let balance = found.balance;
    assert_eq!((balance.renovated, balance.rebuilt), (None, None));
    assert_eq!((balance.payback_year, balance.rebuild_payback_year), (None, None));
    assert!(balance.as_it_stands.is_some() && found.renovation.is_some());
    // A material without a factor makes the carbon of the works unknown, and says which.
    let mut strange = boarding();
    strange.materials[0].material = "moonrock".into();
    let installed = [(&strange, 1.0)];
    let found = circular(&renovation(&installed), &small());
    assert_eq!(found.renovation, None);
    assert!(found.unknown[0].en.contains("moonrock"));
}

#[test]
fn nothing_done_embodies_nothing_but_what_goes() {
    let found = circular(&renovation(&[]), &small());
    let carbon = found.renovation.unwrap();
    assert_eq!(carbon.upfront(), GramsCo2e(0));
    assert_eq!((found.recycled_share, found.green_share), (None, None));
    assert_eq!(found.balance.payback_year, Some(0));
    // A package that saves nothing never pays back.
    let measure = boarding();
    let installed = [(&measure, 1.0)];
    let mut idle = renovation(&installed);
    idle.operating_after = idle.operating_before;
    assert_eq!(circular(&idle, &small()).balance.payback_year, None);
}

#[test]
fn our_materials_cover_our_catalogue() {
    let (embodied, catalogue) = (embodied(), catalogue());
    assert_eq!(embodied.missing(&catalogue), Vec::<String>::new());
    for measure in &catalogue.measures {
        for of in measure.materials.iter().chain(&measure.removes) {
            assert!(of.amount_units > 0.0, "{}", measure.id);
        }
    }
    assert!(
        embodied
            .materials
            .values()
            .all(|one| !one.source.mark.may_decide() || one.source.mark == units::Mark::Derived)
    );
    let assumed = |shape, year| embodied.assumed_structure(shape, year).map(|s| s.id.as_str());
    assert_eq!(assumed(Shape::Hall, Some(1975)), Some("concrete_hall"));
    assert_eq!(assumed(Shape::Hall, Some(2010)), Some("steel_hall"));
    assert_eq!(assumed(Shape::Building, Some(1980)), Some("masonry"));
    assert_eq!(assumed(Shape::Building, Some(1995)), Some("concrete_frame"));
    assert_eq!(assumed(Shape::Building, None), None);
}

#[test]
fn what_is_wrong_in_the_files_is_said() {
    let refused = |materials: &str, structures: &str| {
        Embodied::parse(("m.yaml", materials), ("s.yaml", structures)).unwrap_err()
    };
    let places = |found: Vec<units::Diagnostic>| -> Vec<String> {
        found.into_iter().map(|d| format!("{} {}", d.code, d.column)).collect()
    };
    let materials = SMALL_MATERIALS.replace("stream: mixed", "stream: lake");
    assert_eq!(
        places(refused(&materials, SMALL_STRUCTURES)),
        ["unknown_stream materials.board.stream"]
    );
    let structures =
        SMALL_STRUCTURES.replace("{ stone: 0.5, board: 0.5 }", "{ stone: 0.5, ice: 1 }");
    assert_eq!(
        places(refused(SMALL_MATERIALS, &structures)),
        [
            "unknown_material structures.stone_house.elements.envelope.materials.ice",
            "not_whole structures.stone_house.elements.envelope.materials",
        ]
    );
    let materials = SMALL_MATERIALS.replace("green: true", "green: perhaps");
    assert_eq!(
        places(refused(&materials, SMALL_STRUCTURES)),
        ["not_a_truth materials.stone.green"]
    );
    let cut = |text: &str, at: usize| text.chars().take(at).collect::<String>();
    for at in (0..MATERIALS.len() / 2).step_by(211) {
        assert!(Embodied::parse(("m", &cut(MATERIALS, at)), ("s", STRUCTURES)).is_err());
    }
}

#[test]
fn the_page_of_measures_lists_them_all() {
    let page = include_str!("../../../../docs/measures.md");
    for measure in &catalogue().measures {
        let row = format!("| `{}` | {} |", measure.id, measure.name.zh);
        assert!(page.contains(&row), "docs/measures.md lacks {row}");
    }
}
