//! Measures out of a file.

use energy::archetype::Kind;
use units::Text;

use super::measure::{
    Clause, Confidence, Cost, CostUnit, FenRange, MaterialUse, Measure, Needs, Repair, Sizing,
};
use super::read_effect::read_effect;
use crate::read::{Node, Reader};

const MEASURE_KEYS: [&str; 18] = [
    "id",
    "name",
    "kinds",
    "needs",
    "effects",
    "effect_source",
    "facts",
    "excludes",
    "requires",
    "serves",
    "repairs",
    "cost",
    "maintenance_percent",
    "lifetime_years",
    "materials",
    "removes",
    "confidence",
    "note",
];

pub(super) const CONFIDENCE: [(&str, Confidence); 3] =
    [("low", Confidence::Low), ("medium", Confidence::Medium), ("high", Confidence::High)];

const CLAUSES: [(&str, Clause); 9] = [
    ("green_building", Clause::GreenBuilding),
    ("structure", Clause::Structure),
    ("fire", Clause::Fire),
    ("digital", Clause::Digital),
    ("water", Clause::Water),
    ("waste", Clause::Waste),
    ("accessibility", Clause::Accessibility),
    ("pv_share", Clause::PvShare),
    ("heat_pump", Clause::HeatPump),
];

/// All measures; references between them are checked.
/// `known` is the design day where the file states none.
pub(super) fn read_measures(
    reader: &mut Reader<'_>,
    root: &Node<'_>,
    known: Option<&Sizing>,
) -> Option<Vec<Measure>> {
    reader.only(root, &["sizing", "measures"]);
    let sizing = root.at("sizing");
    let sizing = if sizing.is_given() { read_sizing(reader, &sizing) } else { known.cloned() };
    let items = reader.list(&root.at("measures"));
    let mut read: Vec<_> =
        items.iter().filter_map(|item| Some((read_measure(reader, item)?, item))).collect();
    check_references(reader, &read);
    if sizing.is_none() && read.iter().any(|(m, _)| m.cost.unit.is_plant_power()) {
        let expected = Text::new(
            "按设备功率计价时须给出设计工况",
            "the design day, which costs by the power of a plant need",
        );
        reader.refuse(&root.at("sizing"), "no_sizing", expected);
    }
    for (measure, _) in &mut read {
        measure.cost.sizing = sizing.clone().filter(|_| measure.cost.unit.is_plant_power());
    }
    Some(read.into_iter().map(|(measure, _)| measure).collect())
}

/// Refuses repeated ids and references to measures that are not there.
fn check_references(reader: &mut Reader<'_>, read: &[(Measure, &Node<'_>)]) {
    for (index, (measure, item)) in read.iter().enumerate() {
        if read.iter().take(index).any(|(above, _)| above.id == measure.id) {
            let expected = Text::new("未用过的标识", "an id not used above");
            reader.refuse(&item.at("id"), "repeated_id", expected);
        }
        let lists = [("excludes", &measure.excludes), ("requires", &measure.requires)];
        for (key, other) in lists.iter().flat_map(|(key, ids)| ids.iter().map(move |id| (key, id)))
        {
            if *other == measure.id || read.iter().all(|(known, _)| known.id != *other) {
                let expected = Text::new(
                    format!("目录中的其他措施；{other} 不是"),
                    format!("other measures of this catalogue; {other} is none"),
                );
                reader.refuse(&item.at(key), "unknown_measure", expected);
            }
        }
    }
}

fn read_sizing(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Sizing> {
    let keys = [
        ("heating_outdoor_c", -50.0..=20.0),
        ("cooling_outdoor_c", 15.0..=50.0),
        ("sun_w_m2", 0.0..=1000.0),
        ("gains_share", 0.0..=1.0),
        ("edge_w_mk", 0.0..=5.0),
        ("margin_factor", 1.0..=3.0),
    ];
    let known = keys.each_ref().map(|(key, _)| *key);
    reader.only(node, &[&known[..], &["origin", "mark", "date"]].concat());
    let [heating, cooling, sun, gains, edge, margin] =
        keys.map(|(key, range)| reader.number(&node.at(key), range));
    Some(Sizing {
        heating_outdoor_c: heating?,
        cooling_outdoor_c: cooling?,
        sun_w_m2: sun?,
        gains_share: gains?,
        edge_w_mk: edge?,
        margin_factor: margin?,
        source: reader.source(node)?,
    })
}

fn read_measure(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Measure> {
    reader.only(node, &MEASURE_KEYS);
    let id = reader.id(&node.at("id"));
    let name = reader.both(&node.at("name"));
    let kinds = read_kinds(reader, &node.at("kinds"));
    let needs = read_needs(reader, &node.at("needs"));
    let items = reader.list(&node.at("effects"));
    let effects: Vec<_> = items.iter().filter_map(|item| read_effect(reader, item)).collect();
    let effect_source = reader.source(&node.at("effect_source"));
    let facts = reader.ids(&node.at("facts"));
    let excludes = reader.ids(&node.at("excludes"));
    let requires = reader.ids(&node.at("requires"));
    let clauses = reader.list_or_empty(&node.at("serves"));
    let serves = clauses.iter().filter_map(|item| reader.word(item, &CLAUSES)).collect();
    let repairs = read_repair(reader, &node.at("repairs"));
    let cost = read_cost(reader, &node.at("cost"));
    let maintenance = reader.number(&node.at("maintenance_percent"), 0.0..=50.0);
    let lifetime = reader.whole(&node.at("lifetime_years"), 1..=100);
    let materials = read_materials(reader, &node.at("materials"));
    let removes = read_materials(reader, &node.at("removes"));
    let confidence = reader.word(&node.at("confidence"), &CONFIDENCE);
    let note = node.at("note");
    let note = if note.is_given() { reader.both(&note) } else { None };
    Some(Measure {
        id: id?,
        name: name?,
        kinds,
        needs: needs?,
        effects,
        effect_source: effect_source?,
        facts,
        excludes,
        requires,
        serves,
        repairs,
        cost: cost?,
        maintenance_percent: maintenance?,
        lifetime_years: lifetime?,
        materials,
        removes,
        confidence: confidence?,
        note,
    })
}

/// Building kinds; nothing given means all.
pub(super) fn read_kinds(reader: &mut Reader<'_>, node: &Node<'_>) -> Vec<String> {
    let words = Kind::ALL.map(|kind| (kind.key(), kind.key()));
    let items = reader.list_or_empty(node);
    items.iter().filter_map(|item| reader.word(item, &words)).map(str::to_owned).collect()
}

fn read_repair(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Repair> {
    if !node.is_given() {
        return None;
    }
    reader.only(node, &["fact", "from", "becomes"]);
    let fact = reader.id(&node.at("fact"));
    let from = reader.ids(&node.at("from"));
    let becomes = reader.id(&node.at("becomes"));
    Some(Repair { fact: fact?, from, becomes: becomes? })
}

fn read_materials(reader: &mut Reader<'_>, node: &Node<'_>) -> Vec<MaterialUse> {
    let words = node.keys().into_iter().filter_map(|material| {
        let amount_units = reader.number(&node.at(material), 0.0..=1e6)?;
        Some(MaterialUse { material: material.to_owned(), amount_units })
    });
    words.collect()
}

fn read_needs(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Needs> {
    if !node.is_given() {
        return Some(Needs::default());
    }
    let keys = ["heating", "cooling", "clear_height_min_m", "storeys_min", "storeys_max"];
    reader.only(node, &keys);
    let heating = reader.ids(&node.at("heating"));
    let cooling = node.at("cooling");
    let cooling = if cooling.is_given() {
        reader.word(&cooling, &[("required", true), ("any", false)])?
    } else {
        false
    };
    let height = node.at("clear_height_min_m");
    let height = if height.is_given() { Some(reader.number(&height, 0.0..=100.0)?) } else { None };
    let mut storeys = |key| {
        let node = node.at(key);
        if node.is_given() { reader.whole(&node, 1..=200) } else { None }
    };
    Some(Needs {
        heating,
        cooling,
        clear_height_min_m: height,
        storeys_min: storeys("storeys_min"),
        storeys_max: storeys("storeys_max"),
    })
}

fn read_cost(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Cost> {
    let keys = [
        "unit",
        "low_yuan",
        "likely_yuan",
        "high_yuan",
        "fixed_low_yuan",
        "fixed_likely_yuan",
        "fixed_high_yuan",
        "floor_per_unit_m2",
        "price_year",
        "region",
        "origin",
        "mark",
        "date",
    ];
    reader.only(node, &keys);
    let unit = reader.word(&node.at("unit"), &CostUnit::ALL);
    let per_unit = read_range(reader, node, ["low_yuan", "likely_yuan", "high_yuan"]);
    let fixed_keys = ["fixed_low_yuan", "fixed_likely_yuan", "fixed_high_yuan"];
    let has_fixed = fixed_keys.iter().any(|key| node.at(key).is_given());
    let fixed =
        if has_fixed { read_range(reader, node, fixed_keys) } else { Some(FenRange::default()) };
    let floor = node.at("floor_per_unit_m2");
    let floor = if floor.is_given() { Some(reader.number(&floor, 1.0..=1e6)?) } else { None };
    if unit == Some(CostUnit::Point) && floor.is_none() {
        let expected = Text::new("每点服务的建筑面积", "the floor area that one point serves");
        reader.refuse(&node.at("floor_per_unit_m2"), "no_floor_per_unit", expected);
    }
    let price_year = reader.whole(&node.at("price_year"), 1990..=2100);
    let region = reader.id(&node.at("region"));
    let source = reader.source(node);
    Some(Cost {
        unit: unit?,
        per_unit: per_unit?,
        fixed: fixed?,
        floor_per_unit_m2: floor,
        sizing: None,
        price_year: price_year?,
        region: region?,
        source: source?,
    })
}

/// Three amounts in order.
fn read_range(reader: &mut Reader<'_>, node: &Node<'_>, keys: [&str; 3]) -> Option<FenRange> {
    let [low, likely, high] = keys.map(|key| reader.yuan(&node.at(key)));
    let range = FenRange { low: low?, likely: likely?, high: high? };
    if range.low > range.likely || range.likely > range.high {
        let expected = Text::new("低 ≤ 可能 ≤ 高", "low ≤ likely ≤ high");
        reader.refuse(&node.at(keys[1]), "not_in_order", expected);
        return None;
    }
    Some(range)
}
