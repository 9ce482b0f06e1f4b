//! Reads the rules of bands, and remarks on everything in them that cannot be.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};
use units::{Diagnostic, Text};

use super::rules::{Aspect, Criterion, Figure, Grade, Rule, Rules, Subject, When};
use crate::criteria::{read_only_for, read_source};
use crate::field::{Field, FieldType};
use crate::tree::{Tree, join};

/// What the values of a subject are.
enum Kind {
    Number,
    YesNo,
    Words(&'static [&'static str]),
}

/// Rules of bands from their YAML text; `file` names it in diagnostics.
///
/// # Errors
/// Every mistake in the file, each with its path: unknown keys, fields and words, tests that do not
/// fit the field, missing sources, bands out of order, an id twice.
pub fn parse_rules(yaml: &str, file: &str) -> Result<Rules, Vec<Diagnostic>> {
    let (mut tree, root) = Tree::read(yaml, file);
    let rules = root.and_then(|root| read_rules(&mut tree, &root));
    match rules {
        Some(rules) if tree.remarks.is_empty() => Ok(rules),
        _ => Err(tree.remarks),
    }
}

fn read_rules(tree: &mut Tree, root: &Json) -> Option<Rules> {
    let map = tree.object(root, "", &["format", "title", "jurisdiction", "bands", "criteria"]);
    tree.format_one(map);
    let title = tree.bilingual(map.get("title").unwrap_or(&Json::Null), "title");
    let bands = map.get("bands").unwrap_or(&Json::Null);
    let keys = ["high_from_points", "medium_from_points", "known_weight_from_percent"];
    let [a, b, c] = keys;
    let band_map = tree.object(bands, "bands", &[a, b, c, "source"]);
    let source = read_source(tree, band_map, "bands", None);
    let numbers = keys.map(|key| points(tree, band_map, "bands", key));
    let mut criteria: Vec<Criterion> = Vec::new();
    match map.get("criteria") {
        Some(Json::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                let path = format!("criteria[{index}]");
                let Some(read) = read_criterion(tree, item, &path) else { continue };
                if criteria.iter().any(|other| other.id == read.id) {
                    let own = Json::String(read.id.clone());
                    tree.wrong(
                        "id_twice",
                        &join(&path, "id"),
                        &own,
                        "不重复的编号",
                        "an id of its own",
                    );
                }
                criteria.push(read);
            }
        }
        other => {
            let own = other.unwrap_or(&Json::Null);
            tree.wrong("wrong_type", "criteria", own, "判定条件清单", "a list of criteria");
        }
    }
    let [high, medium, known] = numbers;
    let (high, medium) = (high?, medium?);
    if medium >= high {
        let (zh, en) = ("低于 high_from_points", "below high_from_points");
        tree.wrong("not_in_order", &join("bands", b), &Json::from(medium), zh, en);
    }
    Some(Rules {
        title,
        high_from_points: high,
        medium_from_points: medium,
        known_weight_from_percent: known?,
        source: source?,
        criteria,
    })
}

/// A number from 0 to 100.
fn points(tree: &mut Tree, map: &Map<String, Json>, path: &str, key: &str) -> Option<f64> {
    let (own, path) = (map.get(key).unwrap_or(&Json::Null), join(path, key));
    let number = tree.number(own, &path)?;
    if (0.0..=100.0).contains(&number) {
        return Some(number);
    }
    tree.wrong("out_of_range", &path, own, "0 至 100", "0 to 100");
    None
}

const CRITERION: [&str; 11] = [
    "id",
    "aspect",
    "title",
    "looks_at",
    "only_for",
    "stops_if",
    "if_unknown",
    "grade",
    "weight",
    "question",
    "source",
];

fn read_criterion(tree: &mut Tree, json: &Json, path: &str) -> Option<Criterion> {
    let map = tree.object(json, path, &CRITERION);
    let at = |key: &str| map.get(key).unwrap_or(&Json::Null);
    let id = tree.text(at("id"), &join(path, "id")).filter(|id| !id.is_empty());
    if id.is_none() {
        tree.wrong("missing_id", &join(path, "id"), at("id"), "编号", "an id");
    }
    let title = tree.bilingual(at("title"), &join(path, "title"));
    let question = tree.bilingual(at("question"), &join(path, "question"));
    for (key, text) in [("title", &title), ("question", &question)] {
        if text.zh.is_empty() || text.en.is_empty() {
            tree.wrong(
                "missing_text",
                &join(path, key),
                at(key),
                "{zh: …, en: …}",
                "{zh: …, en: …}",
            );
        }
    }
    let aspect = word(tree, at("aspect"), &join(path, "aspect"), &Aspect::ALL);
    let only_for = map.get("only_for").map_or_else(Vec::new, |own| read_only_for(tree, own, path));
    let source = read_source(tree, map, path, None);
    let (subject, kind) = read_subject(tree, at("looks_at"), &join(path, "looks_at"))?;
    let rule = read_rule(tree, map, path, &kind);
    Some(Criterion {
        id: id?,
        aspect: aspect?,
        title,
        subject,
        only_for,
        rule: rule?,
        question,
        source: source?,
    })
}

fn word<T: Copy>(tree: &mut Tree, json: &Json, path: &str, words: &[(&str, T)]) -> Option<T> {
    let hit = words.iter().find(|(word, _)| json.as_str() == Some(*word));
    if hit.is_none() {
        let list = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        tree.wrong("unknown_word", path, json, &list, &list);
    }
    hit.map(|(_, value)| *value)
}

fn read_subject(tree: &mut Tree, json: &Json, path: &str) -> Option<(Subject, Kind)> {
    let key = json.as_str().unwrap_or_default();
    if let Some((_, figure, ..)) = Figure::ALL.iter().find(|(word, ..)| *word == key) {
        return Some((Subject::Figure(*figure), Kind::Number));
    }
    let field = Field::from_key(key);
    let kind = field.and_then(|field| match field.field_type() {
        FieldType::Bool => Some(Kind::YesNo),
        FieldType::Choice(words) => Some(Kind::Words(words)),
        FieldType::Year | FieldType::Date | FieldType::Number(_) => Some(Kind::Number),
        FieldType::Text | FieldType::Money => None,
    });
    if let (Some(field), Some(kind)) = (field, kind) {
        return Some((Subject::Fact(field), kind));
    }
    let figures = Figure::ALL.map(|(word, ..)| word).join(", ");
    let zh = format!("数值、年份、日期、是否或固定值字段，或：{figures}");
    let en = format!("a field of numbers, years, dates, yes/no or fixed words, or: {figures}");
    tree.wrong("unknown_field", path, json, &zh, &en);
    None
}

fn read_rule(tree: &mut Tree, map: &Map<String, Json>, path: &str, kind: &Kind) -> Option<Rule> {
    let stop_keys = map.contains_key("stops_if") || map.contains_key("if_unknown");
    let grade_keys = map.contains_key("grade") || map.contains_key("weight");
    if stop_keys == grade_keys {
        let own = Json::Object(map.clone());
        let (zh, en) = (
            "stops_if（可加 if_unknown），或 grade 与 weight",
            "stops_if (perhaps with if_unknown), or grade with weight",
        );
        tree.wrong("stop_or_grade", path, &own, zh, en);
        return None;
    }
    if stop_keys {
        let when = read_when(tree, map, &join(path, "stops_if"), kind);
        let unknown = join(path, "if_unknown");
        let asks = map.get("if_unknown").map_or(Some(true), |own| {
            word(tree, own, &unknown, &[("ask", true), ("go_on", false)])
        });
        return Some(Rule::Stop { when: when?, asks: asks? });
    }
    let grade = read_grade(tree, map, &join(path, "grade"), kind);
    let weight = points(tree, map, path, "weight");
    Some(Rule::Graded { grade: grade?, weight: weight? })
}

fn read_when(tree: &mut Tree, map: &Map<String, Json>, path: &str, kind: &Kind) -> Option<When> {
    let own = map.get("stops_if").unwrap_or(&Json::Null);
    match kind {
        Kind::YesNo => {
            let is = tree.object(own, path, &["is"]).get("is").unwrap_or(&Json::Null);
            tree.bool(is, &join(path, "is")).map(When::Is)
        }
        Kind::Words(known) => {
            let list = tree.object(own, path, &["one_of"]).get("one_of");
            let path = &join(path, "one_of");
            let words: BTreeSet<String> =
                tree.texts(list.unwrap_or(&Json::Null), path).into_iter().collect();
            known_words(tree, path, words.iter(), known).then_some(When::OneOf(words))
        }
        Kind::Number => {
            let limits = tree.object(own, path, &["below", "above"]);
            match (limits.get("below"), limits.get("above")) {
                (Some(below), None) => tree.number(below, &join(path, "below")).map(When::Below),
                (None, Some(above)) => tree.number(above, &join(path, "above")).map(When::Above),
                _ => {
                    tree.wrong(
                        "one_limit",
                        path,
                        own,
                        "below 或 above 之一",
                        "one of below, above",
                    );
                    None
                }
            }
        }
    }
}

fn read_grade(tree: &mut Tree, map: &Map<String, Json>, path: &str, kind: &Kind) -> Option<Grade> {
    let own = map.get("grade").unwrap_or(&Json::Null);
    match kind {
        Kind::YesNo => {
            let grade = tree.object(own, path, &["when_true", "when_false"]);
            let yes = points(tree, grade, path, "when_true");
            let no = points(tree, grade, path, "when_false");
            Some(Grade::YesNo { yes: yes?, no: no? })
        }
        Kind::Words(known) => {
            let grade = tree.object(own, path, known);
            let read = grade.keys().map(|key| Some((key.clone(), points(tree, grade, path, key)?)));
            read.collect::<Option<_>>().map(Grade::Words)
        }
        Kind::Number => {
            let grade = tree.object(own, path, &["poor", "good"]);
            let mut end =
                |key| tree.number(grade.get(key).unwrap_or(&Json::Null), &join(path, key));
            let (poor, good) = (end("poor")?, end("good")?);
            if poor.to_bits() == good.to_bits() {
                tree.wrong(
                    "no_width",
                    path,
                    own,
                    "poor 与 good 不相等",
                    "poor and good that differ",
                );
                return None;
            }
            Some(Grade::Line { poor, good })
        }
    }
}

/// Whether there are words and all are known; remarks on those that are not.
fn known_words<'w>(
    tree: &mut Tree,
    path: &str,
    words: impl Iterator<Item = &'w String>,
    known: &[&str],
) -> bool {
    let list = known.join(", ");
    let wrong: Vec<&String> = words.filter(|word| !known.contains(&word.as_str())).collect();
    for word in &wrong {
        tree.wrong("unknown_value", path, &Json::String((*word).clone()), &list, &list);
    }
    wrong.is_empty()
}

/// The name of a subject for people, and its unit.
pub(super) fn subject_text(subject: Subject) -> (Text, &'static str) {
    match subject {
        Subject::Figure(figure) => {
            let named = Figure::ALL.iter().find(|(_, own, ..)| *own == figure);
            named.map_or((Text::default(), ""), |(_, _, zh, en, unit)| (Text::new(*zh, *en), *unit))
        }
        Subject::Fact(field) => {
            let unit = match field.field_type() {
                FieldType::Number(dimension) => dimension.unit(),
                _ => "",
            };
            (field.label(), unit)
        }
    }
}
