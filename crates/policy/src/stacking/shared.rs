//! One file of facts for several schemes: their vocabularies as one.

use units::{Diagnostic, Text};

use crate::diagnose::{Place, problem};
use crate::facts::Facts;
use crate::load::{self, Vocabulary};
use crate::rules::FactDefinition;
use crate::scheme::Scheme;

/// The facts of a case that several schemes read, each the names it knows; the text is written as
/// for [`Scheme::read_facts`].
///
/// # Errors
/// Every remark about the text: names that no scheme knows, wrong types, units, choices. Before
/// that, every name that two of the schemes define differently (type, unit, choices, sign), with
/// both schemes: no value could then mean the same to both. Labels and suppliers may differ.
pub fn read_shared_facts(
    schemes: &[&Scheme],
    file: &str,
    text: &str,
) -> Result<Facts, Vec<Diagnostic>> {
    load::read_facts(file, text, &vocabulary(schemes)?)
}

/// Every fact of every scheme.
fn vocabulary(schemes: &[&Scheme]) -> Result<Vocabulary, Vec<Diagnostic>> {
    let mut sorted = schemes.to_vec();
    sorted.sort_by_key(|scheme| scheme.id());
    let mut known = Vocabulary::new();
    let mut problems = Vec::new();
    for (index, scheme) in sorted.iter().enumerate() {
        for (name, definition) in scheme.facts() {
            match known.get(name) {
                None => drop(known.insert(name.clone(), definition.clone())),
                Some(first) if alike(first, definition) => {}
                Some(_) => {
                    let owner = sorted[..index].iter().find(|s| s.facts().contains_key(name));
                    problems.extend(owner.map(|owner| conflict(name, owner, scheme)));
                }
            }
        }
    }
    if problems.is_empty() { Ok(known) } else { Err(problems) }
}

fn alike(a: &FactDefinition, b: &FactDefinition) -> bool {
    a.kind.is_like(&b.kind) && a.may_be_negative == b.may_be_negative
}

/// Two schemes that mean different things by one name.
fn conflict(name: &str, first: &Scheme, second: &Scheme) -> Diagnostic {
    let shown = |scheme: &Scheme| {
        let Some(fact) = scheme.facts().get(name) else { return Text::default() };
        let kind = fact.kind.shown();
        let (zh, en) =
            if fact.may_be_negative { ("，可为负", ", or below 0") } else { ("", "") };
        Text::new(format!("{}{zh}", kind.zh), format!("{}{en}", kind.en))
    };
    let (ours, theirs) = (shown(first), shown(second));
    let (a, b) = (first.id(), second.id());
    let expected = Text::new(
        format!("同名事实含义相同；{a} 为{}，{b} 为{}", ours.zh, theirs.zh),
        format!("one meaning for one name: {a} has {}, {b} has {}", ours.en, theirs.en),
    );
    let remedy = Text::new("在其中一个方案中改名", "rename the fact in one of the schemes");
    let place = Place::new(&format!("{b}/facts.yaml"), 1, 1);
    problem(&place, "conflicting_fact", name, expected, remedy)
}
