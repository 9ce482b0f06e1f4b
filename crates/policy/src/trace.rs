//! "From what?": the tree from a result down to the facts and parameters that it came from.

use serde::Serialize;
use units::{Source, Text};

use crate::ground::Ground;
use crate::value::Value;

/// One step of a derivation: a value, how it was formed, and from which inputs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trace {
    /// What kind of step: `fact`, `parameter`, `date`, `literal`, `comparison`, `logic`,
    /// `arithmetic`, `branch`, `function`, `item` or `stretch`.
    pub step: &'static str,
    /// What it is, for a reader.
    pub label: Text,
    /// The name of a fact or parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The value; absent while unknown.
    pub value: Option<Value>,
    /// The value with its unit, for a reader.
    pub shown: Text,
    /// The part of the rule's own text that formed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// Where a parameter's value comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// Where a fact comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What it was formed from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Trace>,
}

impl Trace {
    /// A step without inputs, whose value is still to be shown.
    pub(crate) fn leaf(step: &'static str, label: Text) -> Self {
        Self {
            step,
            label,
            name: None,
            value: None,
            shown: Text::default(),
            formula: None,
            ground: None,
            source: None,
            inputs: Vec::new(),
        }
    }

    /// The same, shown as a value that is not known.
    pub(crate) fn shown_unknown(mut self) -> Self {
        self.shown = Text::new("未知", "unknown");
        self
    }

    /// Calls `visit` on every step, top down.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for input in &self.inputs {
            input.walk(visit);
        }
    }

    /// Hands every step to `visit`, top down, each without its inputs.
    pub(crate) fn take_apart(mut self, visit: &mut impl FnMut(Self)) {
        let inputs = std::mem::take(&mut self.inputs);
        visit(self);
        for input in inputs {
            input.take_apart(visit);
        }
    }
}
