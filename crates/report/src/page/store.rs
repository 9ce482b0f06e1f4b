//! The derivation trees of a page: equal subtrees and equal texts are kept once.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use units::{Source, Text};

use crate::derivation::Derivation;

/// Levels of a tree that are kept; a reader never follows one further.
const DEEPEST: usize = 24;
/// Characters of JSON that row by row trees may take before only headline trees are kept.
const ROW_TREES_CHARS: usize = 2_600_000;

/// A node whose texts and inputs are numbers of kept ones.
type Node = (usize, usize, usize, usize, Vec<usize>);

/// Kept texts, sources and nodes.
#[derive(Default)]
pub(super) struct Store {
    texts: Vec<Text>,
    text_ids: BTreeMap<Text, usize>,
    sources: Vec<Source>,
    source_ids: BTreeMap<Source, usize>,
    nodes: Vec<Node>,
    node_ids: BTreeMap<Node, usize>,
    chars: usize,
    left_out: usize,
}

impl Store {
    /// A store that already holds the empty text as number 0.
    pub(super) fn new() -> Self {
        let mut store = Self::default();
        store.text(&Text::default());
        store
    }

    /// The number of this text.
    pub(super) fn text(&mut self, text: &Text) -> usize {
        if let Some(id) = self.text_ids.get(text) {
            return *id;
        }
        let id = self.texts.len();
        self.chars += text.zh.len() + text.en.len() + 8;
        self.texts.push(text.clone());
        self.text_ids.insert(text.clone(), id);
        id
    }

    /// The number of this tree.
    pub(super) fn keep(&mut self, tree: &Derivation) -> usize {
        self.keep_level(tree, 0)
    }

    /// The same while there is room for trees of single rows; `None` afterwards.
    pub(super) fn keep_within(&mut self, tree: &Derivation) -> Option<usize> {
        if self.chars > ROW_TREES_CHARS {
            self.left_out += 1;
            return None;
        }
        Some(self.keep(tree))
    }

    /// Number of trees for which there was no room.
    pub(super) fn left_out(&self) -> usize {
        self.left_out
    }

    fn keep_level(&mut self, tree: &Derivation, level: usize) -> usize {
        let inputs = if level < DEEPEST {
            tree.inputs.iter().map(|input| self.keep_level(input, level + 1)).collect()
        } else {
            Vec::new()
        };
        let node = (
            self.text(&tree.label),
            self.text(&Text::same(tree.value.as_str())),
            tree.formula.as_ref().map_or(0, |formula| self.text(formula)),
            tree.source.as_ref().map_or(0, |source| self.source(source)),
            inputs,
        );
        if let Some(id) = self.node_ids.get(&node) {
            return *id;
        }
        let id = self.nodes.len();
        self.chars += 24 + 6 * node.4.len();
        self.nodes.push(node.clone());
        self.node_ids.insert(node, id);
        id
    }

    /// The number of this source, from 1; 0 is none.
    fn source(&mut self, source: &Source) -> usize {
        if let Some(id) = self.source_ids.get(source) {
            return *id;
        }
        self.chars += source.origin.len() + 24;
        self.sources.push(source.clone());
        self.source_ids.insert(source.clone(), self.sources.len());
        self.sources.len()
    }

    /// `texts`: `[zh, en]` or one string for both; `sources`: `[origin, date, mark]`;
    /// `nodes`: `[label, value, formula, source, [inputs]]`.
    pub(super) fn json(&self) -> Value {
        let text = |text: &Text| {
            if text.zh == text.en { json!(text.zh) } else { json!([text.zh, text.en]) }
        };
        let source = |source: &Source| {
            let date = source.date.map(|date| date.to_string()).unwrap_or_default();
            json!([source.origin, date, source.mark.letter().to_string()])
        };
        json!({
            "texts": self.texts.iter().map(text).collect::<Vec<_>>(),
            "sources": self.sources.iter().map(source).collect::<Vec<_>>(),
            "nodes": self.nodes,
        })
    }
}

/// JSON that may stand inside a script element: no `<`, no line separators.
pub(super) fn script_json(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_subtrees_are_kept_once() {
        let leaf = Derivation::new(Text::new("价", "price"), "3");
        let tree = |label: &str| Derivation::new(Text::same(label), "1").input(leaf.clone());
        let mut store = Store::new();
        let (first, second) = (store.keep(&tree("a")), store.keep(&tree("b")));
        assert_ne!(first, second);
        assert_eq!(store.keep(&tree("a")), first);
        assert_eq!(store.nodes.len(), 3);
    }

    #[test]
    fn a_tree_of_any_depth_is_cut_not_overrun() {
        let mut tree = Derivation::new(Text::same("0"), "");
        for level in 1..200 {
            tree = Derivation::new(Text::same(level.to_string()), "").input(tree);
        }
        let mut store = Store::new();
        store.keep(&tree);
        assert_eq!(store.nodes.len(), DEEPEST + 1);
    }

    #[test]
    fn script_json_cannot_end_its_element() {
        let text = script_json(&json!("</script><!--\u{2028}&"));
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "</script><!--\u{2028}&");
    }
}
