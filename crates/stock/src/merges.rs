//! Spaces that people found to be one, without losing what was said of either.

use std::collections::BTreeMap;

use units::SpaceId;

use crate::ledger::Ledger;
use crate::space::Space;

/// Identifiers that stand for another space: each with the one that is kept. It may be followed
/// further, never in a circle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merges(BTreeMap<SpaceId, SpaceId>);

/// Why two spaces cannot be made one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotMerge {
    /// They are one already.
    Same,
    /// The one that is to go stands for another already: undo that first.
    Gone,
}

impl Merges {
    /// The space that `id` is part of: itself unless it was merged.
    pub fn kept<'a>(&'a self, id: &'a SpaceId) -> &'a SpaceId {
        let mut id = id;
        while let Some(next) = self.0.get(id) {
            id = next;
        }
        id
    }

    /// Makes `gone` part of the space that `kept` is part of.
    ///
    /// # Errors
    /// [`CannotMerge`]; nothing is changed then.
    pub fn merge(&mut self, gone: &SpaceId, kept: &SpaceId) -> Result<(), CannotMerge> {
        if self.0.contains_key(gone) {
            return Err(CannotMerge::Gone);
        }
        let kept = self.kept(kept);
        if kept == gone {
            return Err(CannotMerge::Same);
        }
        let kept = kept.clone();
        self.0.insert(gone.clone(), kept);
        Ok(())
    }

    /// Takes back that `gone` is part of another; whether it was.
    pub fn undo(&mut self, gone: &SpaceId) -> bool {
        self.0.remove(gone).is_some()
    }

    /// Whether nothing was merged.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The identifiers that are part of `kept`, itself left out, in order.
    pub fn parts<'a>(&'a self, kept: &'a SpaceId) -> impl Iterator<Item = &'a SpaceId> {
        self.0.keys().filter(move |id| self.kept(id) == kept)
    }

    /// A space with what was said of its parts. What was said of the kept one goes before: records
    /// of the same period that came later weigh more, so that those of the parts come first.
    pub fn joined<'a>(&self, kept: &Space, parts: impl Iterator<Item = &'a Space>) -> Space {
        let mut records: Vec<_> = parts.flat_map(|part| part.records.iter().cloned()).collect();
        records.extend(kept.records.iter().cloned());
        Space { id: kept.id.clone(), records }
    }

    /// The ledger as people see it: merged spaces once. Importers go on with the ledger as it was
    /// said, so that a merge can be undone whatever came since.
    pub fn apply(&self, said: Ledger) -> Ledger {
        if self.is_empty() {
            return said;
        }
        let mut parts: BTreeMap<&SpaceId, Vec<&Space>> = BTreeMap::new();
        for id in self.0.keys() {
            if let Some(space) = said.spaces.get(id) {
                parts.entry(self.kept(id)).or_default().push(space);
            }
        }
        let shown = said.spaces.values().filter(|space| !self.0.contains_key(&space.id));
        let joined = shown.map(|space| match parts.get(&space.id) {
            Some(own) => self.joined(space, own.iter().copied()),
            None => space.clone(),
        });
        joined.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Field;
    use crate::space::{Origin, Record};
    use crate::value::{Facts, Value};

    fn id(text: &str) -> SpaceId {
        SpaceId::new(text).unwrap()
    }

    fn space(name: &str, facts: &[(Field, Value)]) -> Space {
        let facts = Facts(facts.iter().cloned().collect());
        let origin = Origin { file: name.into(), sha256: String::new(), row: 2 };
        let record = Record { period: None, facts, position: None, footprint: None, origin };
        Space { id: id(name), records: vec![record] }
    }

    fn ledger() -> Ledger {
        let storeys = (Field::Storeys, Value::Number(3.0));
        let year = (Field::YearBuilt, Value::Year(1986));
        let other = (Field::YearBuilt, Value::Year(1990));
        [space("a", &[year]), space("b", &[other, storeys]), space("c", &[])].into_iter().collect()
    }

    #[test]
    fn the_kept_one_knows_what_its_part_knew_and_its_own_word_goes_before() {
        let mut merges = Merges::default();
        merges.merge(&id("b"), &id("a")).unwrap();
        let seen = merges.apply(ledger());
        assert_eq!(seen.spaces.keys().collect::<Vec<_>>(), [&id("a"), &id("c")]);
        let one = &seen.spaces[&id("a")];
        assert_eq!(one.fact(Field::YearBuilt).unwrap().value, Value::Year(1986));
        let storeys = one.fact(Field::Storeys).unwrap();
        assert!(storeys.source.origin.contains('b'), "{}", storeys.source.origin);
    }

    #[test]
    fn undone_it_is_as_it_was_whatever_came_since() {
        let mut merges = Merges::default();
        merges.merge(&id("b"), &id("a")).unwrap();
        assert!(merges.undo(&id("b")) && !merges.undo(&id("b")));
        assert_eq!(merges.apply(ledger()), ledger());
    }

    #[test]
    fn chains_lead_to_one_and_circles_are_refused() {
        let mut merges = Merges::default();
        merges.merge(&id("b"), &id("a")).unwrap();
        assert_eq!(merges.merge(&id("a"), &id("b")), Err(CannotMerge::Same));
        assert_eq!(merges.merge(&id("b"), &id("c")), Err(CannotMerge::Gone));
        merges.merge(&id("a"), &id("c")).unwrap();
        assert_eq!(merges.kept(&id("b")), &id("c"));
        assert_eq!(merges.parts(&id("c")).count(), 2);
        assert_eq!(merges.apply(ledger()).spaces.len(), 1);
        assert_eq!(merges.merge(&id("c"), &id("b")), Err(CannotMerge::Same));
    }
}
