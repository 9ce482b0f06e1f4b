//! The list of measures and packages: what each changes in a building and what it costs, as data.

mod effect;
mod measure;
mod read_effect;
mod read_measure;
mod read_package;
mod sheet;
mod yaml;

use serde::Serialize;
use units::{Diagnostic, Text};

use crate::read::{Node, Reader};

pub use effect::{DaylightControl, Effect, Part, Side};
pub use measure::{
    Clause, Confidence, Cost, CostUnit, FenRange, MaterialUse, Measure, Needs, Repair, Sizing,
};
pub use sheet::SHEET_NAME;

/// A checked catalogue: measures in the order in which they are applied, and packages of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Catalogue {
    /// All measures; a package applies its own in this order (envelope, use, plant, PV).
    pub measures: Vec<Measure>,
    /// The packages offered for a space.
    pub packages: Vec<Package>,
}

/// A compatible set of measures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Package {
    /// Stable word, such as `light_pv`.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Building kinds it is offered for; empty means all.
    pub kinds: Vec<String>,
    /// Its measures, in the catalogue's order.
    pub measures: Vec<String>,
}

/// Works that the state of a space asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Works {
    /// Measures that every package begins with.
    pub needed: Vec<String>,
    /// Keys of facts of which nobody said whether they call for works.
    pub unknown: Vec<String>,
}

impl Catalogue {
    /// Reads measures and packages; `files` are pairs of file name (for remarks) and YAML text,
    /// measures first.
    ///
    /// # Errors
    /// Every remark about both files: syntax, unknown or missing keys, values out of range,
    /// repeated ids, packages with unknown, incompatible or lonely measures.
    pub fn parse(measures: (&str, &str), packages: (&str, &str)) -> Result<Self, Vec<Diagnostic>> {
        let list =
            Reader::read(measures.0, measures.1, |reader: &mut Reader<'_>, root: &Node<'_>| {
                read_measure::read_measures(reader, root, None)
            });
        let known = list.as_deref().unwrap_or_default();
        let read = |reader: &mut Reader<'_>, root: &Node<'_>| {
            // Without measures every package would be remarked upon for the wrong reason.
            read_package::read_packages(reader, root, list.is_ok().then_some(known))
        };
        match (&list, Reader::read(packages.0, packages.1, read)) {
            (Ok(list), Ok(packages)) => Ok(Self { measures: list.clone(), packages }),
            (Ok(_), Err(found)) => Err(found),
            (Err(found), other) => {
                Err(found.iter().cloned().chain(other.err().into_iter().flatten()).collect())
            }
        }
    }

    /// What the state of a space asks for, in the order of the list: works that repair a state
    /// which calls for them, with what they require. `state`: the value of a ledger's fact, if
    /// known.
    pub fn works(&self, state: impl Fn(&str) -> Option<String>) -> Works {
        let mut works = Works::default();
        for measure in &self.measures {
            let Some(repair) = &measure.repairs else { continue };
            match state(&repair.fact) {
                None => works.unknown.push(repair.fact.clone()),
                Some(value) if repair.from.contains(&value) => {
                    works.needed.extend(measure.requires.iter().cloned());
                    works.needed.push(measure.id.clone());
                }
                Some(_) => {}
            }
        }
        let place = |id: &String| self.measures.iter().position(|one| one.id == *id);
        works.needed.sort_by_key(place);
        works.needed.dedup();
        works.unknown.dedup();
        works
    }

    /// The measure of that id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }
}
