//! `scheme.yaml` (identity, sources, versions) and the confirmations of officials.

use std::collections::BTreeMap;

use units::{Mark, Text};

use super::Draft;
use super::reader::Reader;
use crate::diagnose::{Place, nearest};
use crate::expr::Roles;
use crate::ground::{Confirmation, Ground};
use crate::parameter::{Entry, Parameter, Schedule};
use crate::rules::{Currency, Level, RuleSet, Version};
use crate::value::Type;
use crate::yaml::Node;

/// Reads identity, sources and versions.
pub(super) fn scheme(node: &Node, draft: &mut Draft, reader: &mut Reader) {
    let keys = ["id", "name", "level", "currency", "sources", "versions"];
    let fields = reader.fields(node, &keys);
    if let Some(node) = reader.required(fields, "id") {
        draft.id = reader.text(node).unwrap_or_default();
    }
    if let Some(node) = reader.required(fields, "name") {
        draft.name = reader.bilingual(node).unwrap_or_default();
    }
    if let Some(node) = fields.get("level") {
        draft.level = level(node, reader);
    }
    if let Some(node) = fields.get("currency") {
        let known = [("yuan", Currency::Yuan), ("usd", Currency::Usd), ("gbp", Currency::Gbp)];
        draft.currency = one_of(node, &known, reader).unwrap_or_default();
    }
    if let Some(node) = reader.required(fields, "sources") {
        for (key, _, address) in reader.entries(node) {
            draft.sources.extend(reader.text(address).map(|address| (key.clone(), address)));
        }
    }
    let Some(versions) = reader.required(fields, "versions") else { return };
    for node in reader.list(versions) {
        if let Some(version) = version(node, draft, reader) {
            draft.versions.push((version, node.place.clone()));
        }
    }
}

/// Who pays.
pub(super) fn level(node: &Node, reader: &mut Reader) -> Option<Level> {
    let known = [
        ("national", Level::National),
        ("municipal", Level::Municipal),
        ("district", Level::District),
    ];
    one_of(node, &known, reader)
}

/// The value whose key stands at `node`.
fn one_of<T: Copy>(node: &Node, known: &[(&str, T)], reader: &mut Reader) -> Option<T> {
    let word = node.shown();
    let found = known.iter().find(|(key, _)| *key == word).map(|(_, value)| *value);
    if found.is_none() {
        let keys: Vec<&str> = known.iter().map(|(key, _)| *key).collect();
        let remedy = nearest(&word, keys.iter().copied());
        reader.report(&node.place, "unknown_choice", &word, Text::same(keys.join(", ")), remedy);
    }
    found
}

fn version(node: &Node, draft: &Draft, reader: &mut Reader) -> Option<Version> {
    let keys = [
        "id",
        "name",
        "document",
        "status",
        "from",
        "to",
        "sources",
        "mark",
        "article",
        "checked_on",
    ];
    let fields = reader.fields(node, &keys);
    let status = fields.get("status");
    let known = [("in_force", false), ("draft", true)];
    let draft_only = status.and_then(|node| one_of(node, &known, reader)).unwrap_or(false);
    let id = reader.required(fields, "id").and_then(|node| reader.name(node, true));
    let name = reader.required(fields, "name").and_then(|node| reader.bilingual(node));
    let document = reader.required(fields, "document").and_then(|node| reader.text(node));
    let from = reader.required(fields, "from").and_then(|node| reader.day(node))?;
    let to = match fields.get("to") {
        None => None,
        Some(node) if node.shown() == "open" => None,
        Some(node) => Some(reader.day(node)?),
    };
    if to.is_some_and(|to| to < from) {
        let expected = Text::new("不早于起始日", "a last day not before the first");
        let remedy = Text::new("改正起止日期", "correct the dates");
        reader.report(&node.place, "dates_reversed", &format!("{from} > {to:?}"), expected, remedy);
    }
    reader.required(fields, "checked_on");
    let ground = reader.ground(fields, &draft.sources, from)?;
    Some(Version { id: id?, name: name?, document: document?, from, to, draft: draft_only, ground })
}

/// Reads `confirm:` entries and writes them onto the parameters and clauses that they name.
pub(super) fn confirmations(
    node: &Node,
    draft: &mut Draft,
    rule_sets: &mut BTreeMap<String, RuleSet>,
    reader: &mut Reader,
) {
    let fields = reader.fields(node, &["confirm"]);
    let Some(list) = reader.required(fields, "confirm") else { return };
    for node in reader.list(list) {
        let keys = [
            "parameter",
            "place",
            "from",
            "value",
            "version",
            "item",
            "by",
            "on",
            "against",
            "article",
        ];
        let fields = reader.fields(node, &keys);
        let by = reader.required(fields, "by").and_then(|node| reader.text(node));
        let on = reader.required(fields, "on").and_then(|node| reader.day(node));
        let against = reader.required(fields, "against").and_then(|node| reader.text(node));
        let article = fields.get("article").and_then(|node| reader.text(node));
        let (Some(by), Some(on), Some(against)) = (by, on, against) else { continue };
        let confirmation = Confirmation { by, on, against };
        let done = if fields.get("parameter").is_some() {
            confirm_parameter(fields, &confirmation, article, draft, reader)
        } else {
            confirm_item(fields, &confirmation, article, rule_sets, reader)
        };
        if done.is_none() && reader.problems.is_empty() {
            let expected = Text::new("一个存在的对象", "something that exists");
            let remedy = Text::new("核对名称与日期", "check name and date");
            reader.report(&node.place, "confirms_nothing", "", expected, remedy);
        }
    }
}

fn stamp(ground: &mut Ground, confirmation: &Confirmation, article: Option<String>) {
    ground.confirmed = Some(confirmation.clone());
    if let Some(article) = article {
        ground.article = article;
    }
}

/// A dated value: the same value confirms it, any value fills one that is missing.
fn confirm_parameter(
    fields: super::reader::Fields<'_>,
    confirmation: &Confirmation,
    article: Option<String>,
    draft: &mut Draft,
    reader: &mut Reader,
) -> Option<()> {
    let node = fields.get("parameter")?;
    let id = reader.text(node)?;
    let from = reader.required(fields, "from").and_then(|node| reader.day(node))?;
    let value_node = reader.required(fields, "value")?;
    let known: Vec<String> = draft.parameters.keys().cloned().collect();
    let Some((parameter, _)) = draft.parameters.get_mut(&id) else {
        let expected = Text::new("已有的参数", "a parameter that exists");
        let remedy = nearest(&id, known.iter().map(String::as_str));
        reader.report(&node.place, "unknown_name", &id, expected, remedy);
        return None;
    };
    let value = reader.value(value_node, &parameter.kind, true)?;
    let entries = match &mut parameter.schedule {
        Schedule::Own(entries) => entries,
        Schedule::Delegated { by, ground, .. } => {
            let place = reader.required(fields, "place").and_then(|node| reader.text(node))?;
            let entries = by.entry(place).or_default();
            if !entries.iter().any(|entry| entry.ground.from == from) {
                let mut ground = ground.clone();
                ground.from = from;
                ground.sources = vec![confirmation.against.clone()];
                entries.push(Entry { value: None, ground });
                entries.sort_by_key(|entry| entry.ground.from);
            }
            entries
        }
    };
    let Some(entry) = entries.iter_mut().find(|entry| entry.ground.from == from) else {
        let expected = Text::new("参数文件中的日期", "a date of the parameter's file");
        let remedy = Text::new("核对日期", "check the date");
        reader.report(&fields.place.clone(), "unknown_date", &from.to_string(), expected, remedy);
        return None;
    };
    match &entry.value {
        Some(recorded) if *recorded != value && entry.ground.mark != Mark::Recalled => {
            let expected = recorded.shown(&parameter.kind);
            let remedy = Text::new(
                "与记录不符：先改参数文件并写明来源",
                "it contradicts the record: change the parameter's file first, with its source",
            );
            let code = "contradicts_record";
            reader.report(&value_node.place, code, &value_node.shown(), expected, remedy);
            return None;
        }
        _ => entry.value = Some(value),
    }
    stamp(&mut entry.ground, confirmation, article);
    Some(())
}

/// Any item of a version's rules, or (`item: validity`) the version's own dates.
fn confirm_item(
    fields: super::reader::Fields<'_>,
    confirmation: &Confirmation,
    article: Option<String>,
    rule_sets: &mut BTreeMap<String, RuleSet>,
    reader: &mut Reader,
) -> Option<()> {
    let version = reader.required(fields, "version").and_then(|node| reader.text(node))?;
    let node = reader.required(fields, "item")?;
    let item = reader.text(node)?;
    let rules = rule_sets.get_mut(&version)?;
    let mut names = Vec::new();
    for (id, ground) in rules.grounds() {
        if id == item {
            stamp(ground, confirmation, article);
            return Some(());
        }
        names.push(id);
    }
    let remedy = nearest(&item, names.into_iter());
    let expected = Text::new(
        "此版本的定义、条款、方式或拨付",
        "an item of the version's rules, or `validity`",
    );
    reader.report(&node.place, "unknown_name", &item, expected, remedy);
    None
}

/// The types of all names that an expression may read.
pub(super) fn names(draft: &Draft) -> BTreeMap<String, Type> {
    let facts = draft.facts.iter().map(|(name, fact)| (name.clone(), fact.kind.clone()));
    let parameters = draft.parameters.iter().map(|(id, (p, _))| (id.clone(), p.kind.clone()));
    facts.chain(parameters).chain([("on".to_owned(), Type::Date)]).collect()
}

/// Which names are facts, and which parameters that the scheme itself sets.
pub(super) fn roles(draft: &Draft) -> Roles {
    let own = |(id, (parameter, _)): (&String, &(Parameter, Place))| {
        matches!(parameter.schedule, Schedule::Own(_)).then(|| id.clone())
    };
    Roles {
        facts: draft.facts.keys().cloned().collect(),
        parameters: draft.parameters.iter().filter_map(own).collect(),
    }
}
