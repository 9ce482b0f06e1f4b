//! Packages out of a file, checked against the measures.

use units::Text;

use super::read_measure::read_kinds;
use super::{Measure, Package};
use crate::read::{Node, Reader};

/// All packages; `measures` is `None` when they could not be read.
pub(super) fn read_packages(
    reader: &mut Reader<'_>,
    root: &Node<'_>,
    measures: Option<&[Measure]>,
) -> Option<Vec<Package>> {
    reader.only(root, &["packages"]);
    let items = reader.list(&root.at("packages"));
    let mut packages: Vec<Package> = Vec::new();
    for item in &items {
        let Some(package) = read_package(reader, item, measures) else { continue };
        if packages.iter().any(|other| other.id == package.id) {
            let expected = Text::new("未用过的标识", "an id not used above");
            reader.refuse(&item.at("id"), "repeated_id", expected);
        }
        packages.push(package);
    }
    Some(packages)
}

fn read_package(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    measures: Option<&[Measure]>,
) -> Option<Package> {
    reader.only(node, &["id", "name", "kinds", "measures"]);
    let id = reader.id(&node.at("id"));
    let name = reader.both(&node.at("name"));
    let kinds = read_kinds(reader, &node.at("kinds"));
    let list = node.at("measures");
    let items = reader.list(&list);
    let mut wanted: Vec<String> = Vec::new();
    for item in &items {
        let Some(measure) = reader.id(item) else { continue };
        if measures.is_some_and(|known| known.iter().all(|known| known.id != measure)) {
            let expected = Text::new("目录中的措施", "a measure of the catalogue");
            reader.refuse(item, "unknown_measure", expected);
        }
        if wanted.contains(&measure) {
            reader.refuse(item, "repeated_id", Text::new("每项措施一次", "each measure once"));
        }
        wanted.push(measure);
    }
    let chosen: Vec<_> =
        measures.unwrap_or_default().iter().filter(|m| wanted.contains(&m.id)).collect();
    check_together(reader, &list, &chosen);
    let measures = chosen.iter().map(|measure| measure.id.clone()).collect();
    Some(Package { id: id?, name: name?, kinds, measures })
}

/// Refuses measures that cannot stand together and those that lack what they require.
fn check_together(reader: &mut Reader<'_>, list: &Node<'_>, chosen: &[&Measure]) {
    for (index, first) in chosen.iter().enumerate() {
        for second in chosen.iter().skip(index + 1).filter(|other| first.conflicts_with(other)) {
            let (a, b) = (&first.id, &second.id);
            let expected = Text::new(
                format!("可并存的措施；{a} 与 {b} 不能并存"),
                format!("measures that can stand together; {a} and {b} cannot"),
            );
            reader.refuse(list, "incompatible_measures", expected);
        }
        for missing in &first.requires {
            if chosen.iter().all(|other| other.id != *missing) {
                let a = &first.id;
                let expected = Text::new(
                    format!("{a} 须与 {missing} 一同采用"),
                    format!("{missing} beside {a}, which requires it"),
                );
                reader.refuse(list, "missing_measure", expected);
            }
        }
    }
}
