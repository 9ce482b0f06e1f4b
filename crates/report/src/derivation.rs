use units::{Mark, Source, Text};

/// A short tree that answers "from what?": a result, the formula that gave it, and its inputs,
/// each of which is again a result or a sourced fact.
///
/// Equal subtrees are stored once in a page, so sharing long tails (a factor, a price list) between
/// thousands of figures is cheap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Derivation {
    /// What it is, such as "gross floor area".
    pub label: Text,
    /// The value as read, with its unit, exact where it is exact; empty if the label says all.
    pub value: String,
    /// The formula that made it from `inputs`, in plain words or symbols.
    pub formula: Option<Text>,
    /// Where it comes from, with date and mark.
    pub source: Option<Source>,
    /// What went in.
    pub inputs: Vec<Derivation>,
}

impl Derivation {
    /// A node without formula, source or inputs.
    pub fn new(label: Text, value: impl Into<String>) -> Self {
        Self { label, value: value.into(), formula: None, source: None, inputs: Vec::new() }
    }

    /// The same node with its formula.
    #[must_use]
    pub fn by(mut self, formula: Text) -> Self {
        self.formula = Some(formula);
        self
    }

    /// The same node with its source.
    #[must_use]
    pub fn source(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    /// The same node with an undated source of this origin and mark.
    #[must_use]
    pub fn from_origin(self, origin: impl Into<String>, mark: Mark) -> Self {
        self.source(Source { origin: origin.into(), date: None, mark })
    }

    /// The same node with one more input.
    #[must_use]
    pub fn input(mut self, input: Derivation) -> Self {
        self.inputs.push(input);
        self
    }
}

/// A value that a person sees, with the tree that it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure<T> {
    /// The value.
    pub value: T,
    /// Lower and upper end of its interval, when it is an estimate.
    pub interval: Option<(T, T)>,
    /// From what.
    pub from: Derivation,
}

impl<T> Figure<T> {
    /// A value without interval.
    pub fn new(value: T, from: Derivation) -> Self {
        Self { value, interval: None, from }
    }

    /// The same value as an estimate between two ends.
    #[must_use]
    pub fn within(mut self, low: T, high: T) -> Self {
        self.interval = Some((low, high));
        self
    }
}
