//! Materials and structures out of files.

use std::collections::BTreeMap;

use units::{Sourced, Text};

use super::embodied::{Material, MaterialUnit, Route, Stages};
use super::structures::{Element, ElementMass, Per, RebuildRange, Shape, Structure};
use crate::read::{Node, Reader};

type Materials = (Stages, BTreeMap<String, Material>, BTreeMap<String, Route>);

/// What the file of structures holds.
pub(super) struct Structures {
    pub study_years: Sourced<f64>,
    pub kept_share: BTreeMap<Element, Sourced<f64>>,
    pub structures: Vec<Structure>,
    pub rebuild: BTreeMap<Shape, RebuildRange>,
}

const SHAPES: [(&str, Shape); 2] = [("hall", Shape::Hall), ("building", Shape::Building)];

/// Shares that sum to one within this do. [-]
const SHARE_SLACK: f64 = 1e-6;

pub(super) fn read_materials(reader: &mut Reader<'_>, root: &Node<'_>) -> Option<Materials> {
    reader.only(root, &["stages", "materials", "streams"]);
    let stages = read_stages(reader, &root.at("stages"));
    let streams = read_each(reader, &root.at("streams"), read_route);
    let materials = read_each(reader, &root.at("materials"), |reader, node| {
        let material = read_material(reader, node)?;
        if !streams.contains_key(&material.stream) {
            let list = streams.keys().cloned().collect::<Vec<_>>().join(", ");
            let expected = Text::new(format!("其中之一：{list}"), format!("one of: {list}"));
            reader.refuse(&node.at("stream"), "unknown_stream", expected);
        }
        Some(material)
    });
    Some((stages?, materials, streams))
}

/// A map of like things by their word.
fn read_each<T>(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    mut read: impl FnMut(&mut Reader<'_>, &Node<'_>) -> Option<T>,
) -> BTreeMap<String, T> {
    if !node.is_given() {
        reader.refuse(node, "not_a_map", Text::new("一个映射", "a map"));
    }
    let words = node.keys().into_iter();
    words.filter_map(|word| Some((word.to_owned(), read(reader, &node.at(word))?))).collect()
}

fn read_sourced(reader: &mut Reader<'_>, node: &Node<'_>, most: f64) -> Option<Sourced<f64>> {
    reader.only(node, &["value", "origin", "mark", "date"]);
    reader.sourced(node, 0.0..=most)
}

fn read_stages(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Stages> {
    reader.only(node, &["transport_kg_t_km", "construction_share", "demolition_kg_t"]);
    let transport = read_sourced(reader, &node.at("transport_kg_t_km"), 10.0);
    let construction = read_sourced(reader, &node.at("construction_share"), 1.0);
    let demolition = read_sourced(reader, &node.at("demolition_kg_t"), 1000.0);
    Some(Stages {
        transport_kg_t_km: transport?,
        construction_share: construction?,
        demolition_kg_t: demolition?,
    })
}

fn read_material(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Material> {
    let keys = [
        "name",
        "unit",
        "mass_kg",
        "factor_kg",
        "transport_km",
        "recycled_share",
        "green",
        "stream",
        "origin",
        "mark",
        "date",
    ];
    reader.only(node, &keys);
    let units = [
        ("kg", MaterialUnit::Kg),
        ("m2", MaterialUnit::M2),
        ("m3", MaterialUnit::M3),
        ("kw", MaterialUnit::Kw),
    ];
    let name = reader.both(&node.at("name"));
    let unit = reader.word(&node.at("unit"), &units);
    let mass_kg = reader.number(&node.at("mass_kg"), 1e-3..=1e5);
    let factor_kg = reader.number(&node.at("factor_kg"), 0.0..=1e5);
    let transport_km = reader.number(&node.at("transport_km"), 0.0..=2e4);
    let recycled_share = reader.number(&node.at("recycled_share"), 0.0..=1.0);
    let green = reader.truth(&node.at("green"));
    let stream = reader.id(&node.at("stream"));
    let source = reader.source(node);
    Some(Material {
        name: name?,
        unit: unit?,
        mass_kg: mass_kg?,
        factor_kg: factor_kg?,
        transport_km: transport_km?,
        recycled_share: recycled_share?,
        green: green?,
        stream: stream?,
        source: source?,
    })
}

fn read_route(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Route> {
    let keys = ["name", "reused_share", "recycled_share", "to", "origin", "mark", "date"];
    reader.only(node, &keys);
    let name = reader.both(&node.at("name"));
    let reused = reader.number(&node.at("reused_share"), 0.0..=1.0)?;
    let recycled = reader.number(&node.at("recycled_share"), 0.0..=1.0 - reused);
    let to = reader.both(&node.at("to"));
    let source = reader.source(node);
    Some(Route {
        name: name?,
        reused_share: reused,
        recycled_share: recycled?,
        to: to?,
        source: source?,
    })
}

pub(super) fn read_structures(
    reader: &mut Reader<'_>,
    root: &Node<'_>,
    materials: Option<&[String]>,
) -> Option<Structures> {
    reader.only(root, &["study_years", "kept_share", "structures", "rebuild"]);
    let study = root.at("study_years");
    reader.only(&study, &["value", "origin", "mark", "date"]);
    let study_years = reader.sourced(&study, 1.0..=200.0);
    let kept = root.at("kept_share");
    reader.only(&kept, &Element::ALL.map(|(word, _)| word));
    let mut kept_share = BTreeMap::new();
    for (word, element) in Element::ALL {
        kept_share.insert(element, read_sourced(reader, &kept.at(word), 1.0)?);
    }
    let list = root.at("structures");
    let mut structures = Vec::new();
    for word in list.keys() {
        structures.extend(read_structure(reader, word, &list.at(word), materials));
    }
    let range = root.at("rebuild");
    reader.only(&range, &SHAPES.map(|(word, _)| word));
    let mut rebuild = BTreeMap::new();
    for (word, shape) in SHAPES {
        rebuild.insert(shape, read_rebuild(reader, &range.at(word))?);
    }
    Some(Structures { study_years: study_years?, kept_share, structures, rebuild })
}

fn read_structure(
    reader: &mut Reader<'_>,
    id: &str,
    node: &Node<'_>,
    materials: Option<&[String]>,
) -> Option<Structure> {
    reader.only(node, &["name", "shape", "until_year", "elements", "origin", "mark", "date"]);
    let name = reader.both(&node.at("name"));
    let shape = reader.word(&node.at("shape"), &SHAPES);
    let until = node.at("until_year");
    let until_year =
        if until.is_given() { Some(i32::from(reader.whole(&until, 1000..=2200)?)) } else { None };
    let parts = node.at("elements");
    reader.only(&parts, &Element::ALL.map(|(word, _)| word));
    let mut elements = BTreeMap::new();
    for (word, element) in Element::ALL {
        elements.insert(element, read_element(reader, &parts.at(word), materials)?);
    }
    let source = reader.source(node);
    Some(Structure {
        id: id.to_owned(),
        name: name?,
        shape: shape?,
        until_year,
        elements,
        source: source?,
    })
}

fn read_element(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    materials: Option<&[String]>,
) -> Option<ElementMass> {
    reader.only(node, &["per", "mass_kg", "materials"]);
    let per = reader.word(&node.at("per"), &[("floor", Per::Floor), ("footprint", Per::Footprint)]);
    let mass_kg_m2 = reader.number(&node.at("mass_kg"), 0.0..=1e4);
    let shares = node.at("materials");
    let material_shares = read_each(reader, &shares, |reader, node| reader.number(node, 0.0..=1.0));
    let unknown = |word: &&str| materials.is_some_and(|known| !known.iter().any(|k| k == word));
    for word in shares.keys().into_iter().filter(unknown) {
        let expected = Text::new("材料文件中的材料", "a material of the file of materials");
        reader.refuse(&shares.at(word), "unknown_material", expected);
    }
    if (material_shares.values().sum::<f64>() - 1.0).abs() > SHARE_SLACK {
        let expected = Text::new("合计为 1 的份额", "shares that sum to one");
        reader.refuse(&shares, "not_whole", expected);
    }
    Some(ElementMass { per: per?, mass_kg_m2: mass_kg_m2?, material_shares })
}

fn read_rebuild(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<RebuildRange> {
    let keys = ["low_kg_m2", "likely_kg_m2", "high_kg_m2"];
    reader.only(node, &[&keys[..], &["origin", "mark", "date"]].concat());
    let low = reader.number(&node.at(keys[0]), 0.0..=1e5)?;
    let likely = reader.number(&node.at(keys[1]), low..=1e5)?;
    let high = reader.number(&node.at(keys[2]), likely..=1e5)?;
    let source = reader.source(node)?;
    Some(RebuildRange { low_kg_m2: low, likely_kg_m2: likely, high_kg_m2: high, source })
}
