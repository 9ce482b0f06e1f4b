//! `facts.yaml` (what a case may state) and the facts of one case.

use units::{Decimal, Mark, Source, Sourced, Text};

use super::Draft;
use super::reader::Reader;
use crate::diagnose::nearest;
use crate::facts::Facts;
use crate::rules::{Changeable, FactDefinition};
use crate::scheme::Scheme;
use crate::unit::Unit;
use crate::value::{Type, Value};
use crate::yaml::{Data, Node};

/// Reads `suppliers` and `facts`.
pub(super) fn definitions(node: &Node, draft: &mut Draft, reader: &mut Reader) {
    let fields = reader.fields(node, &["suppliers", "facts"]);
    let mut suppliers = std::collections::BTreeMap::new();
    if let Some(node) = reader.required(fields, "suppliers") {
        for (key, _, label) in reader.entries(node) {
            suppliers.extend(reader.bilingual(label).map(|label| (key.clone(), label)));
        }
    }
    let Some(node) = reader.required(fields, "facts") else { return };
    for (name, place, node) in reader.entries(node) {
        let fields = reader.fields(
            node,
            &["label", "type", "unit", "choices", "fields", "supplier", "may_be_negative", "change"],
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
        let may_be_negative = fields.get("may_be_negative").is_some_and(|n| n.shown() == "true");
        if reader.is_name(name, false, place)
            && let (Some(label), Some(kind), Some(supplier)) = (label, kind, supplier)
        {
            let change = change(fields.get("change"), &kind, reader);
            let definition = FactDefinition { label, kind, supplier, may_be_negative, change };
            draft.facts.insert(name.clone(), definition);
        }
    }
}

/// The most that `effort` may be: beyond it, say `never`.
const EFFORT_MAX: i64 = 1_000_000;

/// `change: never` or `change: {effort, step}`; what is left out is as usual for the type.
fn change(node: Option<&Node>, kind: &Type, reader: &mut Reader) -> Changeable {
    let usual = Changeable::usual(kind);
    let Some(node) = node else { return usual };
    if node.shown() == "never" {
        return Changeable::Never;
    }
    let fields = reader.fields(node, &["effort", "step"]);
    if matches!(kind, Type::Texts | Type::List(_)) {
        let expected = Text::new("never：列表不作更改", "never: lists are left alone");
        bad_change(node, expected, reader);
        return Changeable::Never;
    }
    let (mut effort, mut step) = match usual {
        Changeable::Can { effort, step } => (effort, step),
        // A date that is no past event, such as a planned one, counts in days.
        Changeable::Never => (Decimal::ONE, Decimal::ONE),
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
    if let Some(node) = fields.get("step")
        && let Some(number) = positive(node, reader)
    {
        step = number;
        if !matches!(kind, Type::Number(_)) {
            bad_change(node, Text::new("只有数值有步长", "a step for numbers only"), reader);
        }
    }
    Changeable::Can { effort, step }
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

/// The facts of a case from a document `{source: {…}, facts: {…}}` or a bare map of facts.
pub(crate) fn document(node: &Node, scheme: &Scheme, reader: &mut Reader) -> Facts {
    let wrapped = matches!(&node.data, Data::Map(entries)
        if entries.iter().any(|(key, ..)| key == "facts"));
    let mut facts = Facts::new();
    let origin = format!("{}:{}", node.place.file, node.place.line);
    let mut default = Source { origin, date: None, mark: Mark::Reported };
    if wrapped {
        let fields = reader.fields(node, &["source", "facts"]);
        if let Some(node) = fields.get("source") {
            default = source(node, &default, reader);
        }
        if let Some(node) = reader.required(fields, "facts") {
            merge(node, &default, scheme, &mut facts, reader);
        }
    } else {
        merge(node, &default, scheme, &mut facts, reader);
    }
    facts
}

/// Adds the facts at `node`; the word `unknown` takes one away.
pub(crate) fn merge(
    node: &Node,
    default: &Source,
    scheme: &Scheme,
    facts: &mut Facts,
    reader: &mut Reader,
) {
    for (name, place, node) in reader.entries(node) {
        let Some(definition) = scheme.facts().get(name) else {
            let expected = Text::new("此方案的事实", "a fact of this scheme");
            let remedy = nearest(name, scheme.facts().keys().map(String::as_str));
            reader.report(place, "unknown_fact", name, expected, remedy);
            continue;
        };
        let is_wrapped = matches!(&node.data, Data::Map(entries)
            if entries.iter().any(|(key, ..)| key == "value"));
        let (value, source) = if is_wrapped {
            let fields = reader.fields(node, &["value", "unit", "origin", "date", "mark"]);
            check_unit(fields.get("unit"), &definition.kind, reader);
            (fields.get("value").unwrap_or(node), source_fields(fields, default, reader))
        } else {
            (node, default.clone())
        };
        if value.is_null() || value.shown() == "unknown" {
            facts.forget(name);
            continue;
        }
        if let Some(value) = reader.value(value, &definition.kind, definition.may_be_negative) {
            facts.set(name, Sourced { value, source });
        }
    }
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

fn source(node: &Node, default: &Source, reader: &mut Reader) -> Source {
    let fields = reader.fields(node, &["origin", "date", "mark"]);
    source_fields(fields, default, reader)
}

fn source_fields(
    fields: super::reader::Fields<'_>,
    default: &Source,
    reader: &mut Reader,
) -> Source {
    let mut source = default.clone();
    if let Some(origin) = fields.get("origin").and_then(|node| reader.text(node)) {
        source.origin = origin;
    }
    if let Some(date) = fields.get("date").and_then(|node| reader.day(node)) {
        source.date = Some(date);
    }
    if let Some(mark) = fields.get("mark").and_then(|node| reader.mark(node, false)) {
        source.mark = mark;
    }
    source
}

/// Remarks about facts that a program stated: unknown names and values of another type.
pub(crate) fn check(facts: &Facts, scheme: &Scheme, file: &str, reader: &mut Reader) {
    let place = crate::diagnose::Place::new(file, 1, 1);
    for (name, fact) in facts.iter() {
        match scheme.facts().get(name) {
            None => {
                let expected = Text::new("此方案的事实", "a fact of this scheme");
                let remedy = nearest(name, scheme.facts().keys().map(String::as_str));
                reader.report(&place, "unknown_fact", name, expected, remedy);
            }
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
