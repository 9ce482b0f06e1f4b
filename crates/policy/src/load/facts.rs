//! `facts.yaml` (what a case may state) and the facts of one case.

use std::collections::BTreeMap;

use units::{Decimal, Diagnostic, Mark, Source, Sourced, Text};

use super::Draft;
use super::reader::{Fields, Reader};
use crate::diagnose::{Place, nearest};
use crate::facts::{Assessment, Facts};
use crate::rules::{Changeable, FactDefinition};
use crate::scheme::Scheme;
use crate::unit::Unit;
use crate::value::{Type, Value};
use crate::yaml::{self, Data, Node};

/// What a case may state, by name.
pub(crate) type Vocabulary = BTreeMap<String, FactDefinition>;

/// Reads `suppliers` and `facts`.
pub(super) fn definitions(node: &Node, draft: &mut Draft, reader: &mut Reader) {
    let fields = reader.fields(node, &["suppliers", "facts"]);
    let mut suppliers = BTreeMap::new();
    if let Some(node) = reader.required(fields, "suppliers") {
        for (key, _, label) in reader.entries(node) {
            suppliers.extend(reader.bilingual(label).map(|label| (key.clone(), label)));
        }
    }
    let Some(node) = reader.required(fields, "facts") else { return };
    for (name, place, node) in reader.entries(node) {
        let fields = reader.fields(
            node,
            &[
                "label",
                "type",
                "unit",
                "choices",
                "fields",
                "supplier",
                "may_be_negative",
                "change",
            ],
        );
        let label = reader.required(fields, "label").and_then(|node| reader.bilingual(node));
        let kind = reader.kind(fields, false);
        let supplier = reader.required(fields, "supplier").and_then(|node| {
            let key = reader.text(node)?;
            let found: Option<&Text> = suppliers.get(&key);
            if found.is_none() {
                let expected = Text::new("suppliers 之一", "one of the suppliers");
                let remedy = nearest(&key, suppliers.keys().map(String::as_str));
                reader.report(&node.place, "unknown_supplier", &key, expected, remedy);
            }
            found.cloned()
        });
        let field_labels = field_labels(fields, reader);
        let may_be_negative = fields.get("may_be_negative");
        let may_be_negative = may_be_negative.and_then(|n| reader.value(n, &Type::Bool, false));
        let may_be_negative = may_be_negative == Some(Value::Bool(true));
        if reader.is_name(name, false, place)
            && let (Some(label), Some(kind), Some(supplier)) = (label, kind, supplier)
        {
            let change = change(fields.get("change"), &kind, reader);
            let definition =
                FactDefinition { label, kind, supplier, may_be_negative, change, field_labels };
            draft.facts.insert(name.clone(), definition);
        }
    }
}

/// The labels of a list's fields, as far as they have one.
fn field_labels(fields: Fields<'_>, reader: &mut Reader) -> BTreeMap<String, Text> {
    let mut labels = BTreeMap::new();
    let Some(Data::Map(entries)) = fields.get("fields").map(|node| &node.data) else {
        return labels;
    };
    for (name, _, field) in entries {
        let Data::Map(parts) = &field.data else { continue };
        let label = parts.iter().find(|(key, ..)| key == "label");
        let label = label.and_then(|(.., node)| reader.bilingual(node));
        labels.extend(label.map(|label| (name.clone(), label)));
    }
    labels
}

/// The most that `effort` may be: beyond it, say `never`.
const EFFORT_MAX: i64 = 1_000_000;

/// `change: never` or `change: {effort, step, most}`; what is left out is as usual for the type.
fn change(node: Option<&Node>, kind: &Type, reader: &mut Reader) -> Changeable {
    let usual = Changeable::usual(kind);
    let Some(node) = node else { return usual };
    if node.shown() == "never" {
        return Changeable::Never;
    }
    let fields = reader.fields(node, &["effort", "step", "most"]);
    let (mut effort, mut step) = match usual {
        Changeable::Can { effort, step, .. } => (effort, step),
        // A date that is no past event, such as a planned one, counts in days.
        Changeable::Never if *kind == Type::Date => (Decimal::ONE, Decimal::ONE),
        Changeable::Never if *kind == Type::Text => (Decimal::ONE, Decimal::ONE),
        Changeable::Never => {
            let expected = Text::new("never：列表不作更改", "never: lists are left alone");
            bad_change(node, expected, reader);
            return Changeable::Never;
        }
    };
    if let Some(node) = fields.get("effort")
        && let Some(number) = positive(node, reader)
    {
        effort = number;
        if effort > Decimal::from(EFFORT_MAX) || effort.scale() > 6 {
            let expected = Text::new(
                format!("至多 {EFFORT_MAX}，至多六位小数"),
                format!("{EFFORT_MAX} at most, with six decimals at most"),
            );
            bad_change(node, expected, reader);
        }
    }
    let mut of_number = |key: &str| {
        let node = fields.get(key)?;
        if !matches!(kind, Type::Number(_)) {
            bad_change(node, Text::new("仅用于数值", "this for numbers only"), reader);
        }
        positive(node, reader)
    };
    step = of_number("step").unwrap_or(step);
    let most = of_number("most").or(match usual {
        Changeable::Can { most, .. } => most,
        Changeable::Never => None,
    });
    Changeable::Can { effort, step, most }
}

/// A number above zero.
fn positive(node: &Node, reader: &mut Reader) -> Option<Decimal> {
    match reader.value(node, &Type::Number(Unit::RATIO), false)? {
        Value::Number(number) if !number.is_zero() => Some(number.normalize()),
        _ => {
            bad_change(node, Text::new("大于 0 的数", "a number above 0"), reader);
            None
        }
    }
}

fn bad_change(node: &Node, expected: Text, reader: &mut Reader) {
    let remedy = Text::new("改正，或写 never", "correct it, or write `never`");
    reader.report(&node.place, "bad_change", &node.shown(), expected, remedy);
}

/// The facts of a case from a YAML or JSON text, or every remark about it.
pub(crate) fn read(file: &str, text: &str, known: &Vocabulary) -> Result<Facts, Vec<Diagnostic>> {
    let node = yaml::parse(file, text).map_err(|problem| vec![*problem])?;
    let mut reader = Reader::default();
    let (facts, _) = document(&node, known, &mut reader);
    if reader.problems.is_empty() { Ok(facts) } else { Err(reader.problems) }
}

/// The facts of a case from a document `{source: {…}, facts: {…}}` or a bare map of facts.
/// With them, what the document says about the origin of all of them.
pub(crate) fn document(node: &Node, known: &Vocabulary, reader: &mut Reader) -> (Facts, Stated) {
    let wrapped = matches!(&node.data, Data::Map(entries)
        if entries.iter().any(|(key, ..)| key == "facts"));
    let mut facts = Facts::new();
    let origin = format!("{}:{}", node.place.file, node.place.line);
    let source = Source { origin, date: None, mark: Mark::Reported };
    let mut default = Stated { source, assessment: None };
    if wrapped {
        let fields = reader.fields(node, &["source", "facts"]);
        if let Some(node) = fields.get("source") {
            default = stated(node, &default, reader);
        }
        if let Some(node) = reader.required(fields, "facts") {
            merge(node, &default, known, &mut facts, reader);
        }
    } else {
        merge(node, &default, known, &mut facts, reader);
    }
    (facts, default)
}

/// Adds the facts at `node`; the word `unknown` takes one away.
pub(crate) fn merge(
    node: &Node,
    default: &Stated,
    known: &Vocabulary,
    facts: &mut Facts,
    reader: &mut Reader,
) {
    for (name, place, node) in reader.entries(node) {
        let Some(definition) = known.get(name) else {
            unknown(name, place, known, reader);
            continue;
        };
        let is_wrapped = matches!(&node.data, Data::Map(entries)
            if entries.iter().any(|(key, ..)| key == "value"));
        let (value, Stated { source, assessment }) = if is_wrapped {
            let keys: Vec<&str> = ["value", "unit"].into_iter().chain(STATED).collect();
            let fields = reader.fields(node, &keys);
            check_unit(fields.get("unit"), &definition.kind, reader);
            (fields.get("value").unwrap_or(node), stated_in(fields, default, reader))
        } else {
            (node, default.clone())
        };
        match value.shown().as_str() {
            _ if value.is_null() => drop(facts.forget(name)),
            "unknown" => drop(facts.forget(name)),
            "not_applicable" => drop(facts.set_not_applicable(name, source)),
            _ => {
                let negative = definition.may_be_negative;
                if let Some(value) = reader.value(value, &definition.kind, negative) {
                    facts.set(name, Sourced { value, source });
                    assessment.map(|assessment| facts.assess(name, assessment));
                }
            }
        }
    }
}

fn unknown(name: &str, place: &Place, known: &Vocabulary, reader: &mut Reader) {
    let expected = Text::new("方案所列的事实", "a fact that a scheme lists");
    let remedy = nearest(name, known.keys().map(String::as_str));
    reader.report(place, "unknown_fact", name, expected, remedy);
}

fn check_unit(node: Option<&Node>, kind: &Type, reader: &mut Reader) {
    let Some(node) = node else { return };
    let text = node.shown();
    let fits = matches!(kind, Type::Number(unit) if Unit::parse(&text) == Some(*unit));
    if !fits {
        let remedy = Text::new("换算成该单位", "convert the value to that unit");
        reader.report(&node.place, "unit_mismatch", &text, kind.shown(), remedy);
    }
}

/// Where a fact comes from, and who assessed it.
#[derive(Clone, Debug)]
pub(crate) struct Stated {
    pub(crate) source: Source,
    pub(crate) assessment: Option<Assessment>,
}

const STATED: [&str; 5] = ["origin", "date", "mark", "reviewer", "evidence"];

/// The origin at `node`, over `default`.
pub(crate) fn stated(node: &Node, default: &Stated, reader: &mut Reader) -> Stated {
    let fields = reader.fields(node, &STATED);
    stated_in(fields, default, reader)
}

fn stated_in(fields: Fields<'_>, default: &Stated, reader: &mut Reader) -> Stated {
    let Stated { mut source, mut assessment } = default.clone();
    if let Some(reviewer) = fields.get("reviewer").and_then(|node| reader.text(node)) {
        assessment = Some(Assessment { reviewer, evidence: None });
    }
    if let (Some(assessment), Some(evidence)) = (&mut assessment, fields.get("evidence")) {
        assessment.evidence = reader.text(evidence);
    }
    if let Some(origin) = fields.get("origin").and_then(|node| reader.text(node)) {
        source.origin = origin;
    }
    if let Some(date) = fields.get("date").and_then(|node| reader.day(node)) {
        source.date = Some(date);
    }
    if let Some(mark) = fields.get("mark").and_then(|node| reader.mark(node, false)) {
        source.mark = mark;
    }
    Stated { source, assessment }
}

/// Remarks about facts that a program stated: unknown names and values of another type.
pub(crate) fn check(facts: &Facts, scheme: &Scheme, file: &str, reader: &mut Reader) {
    let place = Place::new(file, 1, 1);
    for (name, fact) in facts.iter() {
        match scheme.facts().get(name) {
            None => unknown(name, &place, scheme.facts(), reader),
            Some(definition) if !definition.kind.holds(&fact.value) => {
                let shown = match &fact.value {
                    Value::Text(text) => text.clone(),
                    other => other.shown(&definition.kind).en,
                };
                let remedy = Text::new(format!("改正 {name}"), format!("correct `{name}`"));
                let code = "wrong_type";
                reader.report(&place, code, &shown, definition.kind.shown(), remedy);
            }
            Some(_) => {}
        }
    }
}
