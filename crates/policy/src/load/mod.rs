//! From the files of a scheme to checked rule sets, or to every remark about what is wrong.

mod definitions;
mod facts;
mod law;
mod parameters;
pub(crate) mod reader;
mod rules;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use units::{Date, Diagnostic, Text};

use crate::diagnose::Place;
use crate::parameter::{Parameter, Schedule};
use crate::rules::{Currency, FactDefinition, Level, RuleSet, Version};
use crate::scheme::Scheme;
use crate::value::Type;
use crate::yaml::{self, Node};
pub(crate) use facts::{
    Stated, Vocabulary, check as check_facts, document as facts_document, merge as merge_facts,
    read as read_facts, stated,
};
use reader::Reader;
pub(crate) use rules::{BEST, Desk, Uses};

/// What a file of a scheme's folder is, told by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Scheme,
    Facts,
    Parameter,
    Rules,
    Confirmations,
    /// Cases, pages and the order of work, which decide no amount.
    Beside,
    Stray,
}

pub(crate) fn role(path: &str) -> Role {
    let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    match path {
        "scheme.yaml" => Role::Scheme,
        "facts.yaml" => Role::Facts,
        "workflow.yaml" => Role::Beside,
        _ if path.starts_with("cases/") || !is_yaml => Role::Beside,
        _ if path.starts_with("parameters/") => Role::Parameter,
        _ if path.starts_with("rules/") => Role::Rules,
        _ if path.starts_with("confirmations/") => Role::Confirmations,
        _ => Role::Stray,
    }
}

/// Everything read so far, with the places that later checks speak of.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) level: Option<Level>,
    pub(crate) currency: Currency,
    pub(crate) sources: BTreeMap<String, String>,
    pub(crate) versions: Vec<(Version, Place)>,
    pub(crate) facts: BTreeMap<String, FactDefinition>,
    pub(crate) parameters: BTreeMap<String, (Parameter, Place)>,
    /// Where each parameter's entries stand, by their first day.
    pub(crate) days: BTreeMap<(String, Date), Place>,
}

/// The scheme in `files` (path within the scheme's folder, text).
pub(crate) fn load(files: &[(String, String)]) -> Result<Scheme, Vec<Diagnostic>> {
    let mut reader = Reader::default();
    let nodes = parse_all(files, &mut reader);
    let of = |wanted: Role| nodes.iter().filter(move |(role, _)| *role == wanted).map(|(_, n)| n);
    let mut draft = Draft::default();
    match of(Role::Scheme).next() {
        Some(node) => law::scheme(node, &mut draft, &mut reader),
        None => reader.report(
            &Place::new("scheme.yaml", 1, 1),
            "missing_file",
            "scheme.yaml",
            Text::new("方案文件夹中有 scheme.yaml", "scheme.yaml in the scheme's folder"),
            Text::new("补上该文件，或改正文件夹", "add the file, or correct the folder"),
        ),
    }
    for node in of(Role::Facts) {
        facts::definitions(node, &mut draft, &mut reader);
    }
    for node in of(Role::Parameter) {
        parameters::parameter(node, &mut draft, &mut reader);
    }
    check_names(&draft, &mut reader);
    let mut rule_sets: BTreeMap<String, RuleSet> = BTreeMap::new();
    let mut uses = Uses::default();
    for node in of(Role::Rules) {
        let Some(rules) = rules::rules(node, &draft, &mut uses, &mut reader) else { continue };
        let id = rules.version.id.clone();
        if rule_sets.insert(id.clone(), rules).is_some() {
            let expected = Text::new("每个版本一个规则文件", "one rules file per version");
            let remedy = Text::new("合并两个文件", "merge the two files");
            reader.report(&node.place, "duplicate_rules", &id, expected, remedy);
        }
    }
    for node in of(Role::Confirmations) {
        law::confirmations(node, &mut draft, &mut rule_sets, &mut reader);
    }
    check_use(&draft, &rule_sets, &uses, &mut reader);
    if !reader.problems.is_empty() {
        reader.problems.sort();
        return Err(reader.problems);
    }
    let parameters: BTreeMap<String, Parameter> =
        draft.parameters.into_iter().map(|(id, (parameter, _))| (id, parameter)).collect();
    let mut versions: Vec<RuleSet> = rule_sets.into_values().collect();
    for version in &mut versions {
        version.parameters.clone_from(&parameters);
    }
    versions.sort_by_key(|version| version.version.from);
    Ok(Scheme {
        id: draft.id,
        name: draft.name,
        level: draft.level,
        currency: draft.currency,
        sources: draft.sources,
        versions,
        facts: draft.facts,
        parameters,
    })
}

fn parse_all(files: &[(String, String)], reader: &mut Reader) -> Vec<(Role, Node)> {
    let mut nodes = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, text) in files {
        let role = role(path);
        if !seen.insert(path) {
            let expected = Text::new("每个路径一个文件", "each path once");
            let remedy = Text::new("删去重复的文件", "remove the repeated file");
            reader.report(&Place::new(path, 1, 1), "duplicate_file", path, expected, remedy);
        }
        match role {
            Role::Beside => {}
            Role::Stray => reader.report(
                &Place::new(path, 1, 1),
                "stray_file",
                path,
                Text::new(
                    "scheme.yaml、facts.yaml，或在 parameters、rules、confirmations、cases 之下",
                    "scheme.yaml, facts.yaml, or a file under parameters, rules, confirmations or cases",
                ),
                Text::new("移动或删去此文件", "move or remove the file"),
            ),
            _ => match yaml::parse(path, text) {
                Ok(node) => nodes.push((role, node)),
                Err(problem) => reader.problems.push(*problem),
            },
        }
    }
    nodes
}

/// A value whose first day lies in no version's time is never read, except by `at`.
fn unread_values(draft: &Draft, uses: &Uses, reader: &mut Reader) {
    for (id, (parameter, place)) in &draft.parameters {
        let Schedule::Own(entries) = &parameter.schedule else { continue };
        if uses.dated.contains(id) {
            continue;
        }
        for from in entries.iter().map(|entry| entry.ground.from) {
            let covers = |(version, _): &(Version, Place)| {
                version.from <= from && version.to.is_none_or(|to| from <= to)
            };
            if !draft.versions.iter().any(covers) {
                let expected =
                    Text::new("某一版本期间的日期", "a day on which a version is in force");
                let remedy = Text::new("改正日期，或删去", "correct the day, or remove the value");
                let place = draft.days.get(&(id.clone(), from)).unwrap_or(place);
                reader.report(place, "unread_value", &from.to_string(), expected, remedy);
            }
        }
    }
}

/// A name means one thing: a fact or a parameter, and never the day `on`.
fn check_names(draft: &Draft, reader: &mut Reader) {
    for (id, (parameter, place)) in &draft.parameters {
        if draft.facts.contains_key(id) || id == "on" {
            let expected = Text::new("事实与参数不同名", "a name of its own");
            let remedy = Text::new("换一个名称", "rename the parameter");
            reader.report(place, "name_taken", id, expected, remedy);
        }
        if let Schedule::Delegated { to, .. } = &parameter.schedule
            && draft.facts.get(to).map(|fact| &fact.kind) != Some(&Type::Text)
        {
            let expected = Text::new("一个文字类事实", "a fact that is a text");
            let remedy = crate::diagnose::nearest(to, draft.facts.keys().map(String::as_str));
            reader.report(place, "unknown_name", to, expected, remedy);
        }
    }
}

/// Versions do not overlap, each has rules, and every parameter is used.
fn check_use(
    draft: &Draft,
    rule_sets: &BTreeMap<String, RuleSet>,
    uses: &Uses,
    reader: &mut Reader,
) {
    let mut versions: Vec<&(Version, Place)> = draft.versions.iter().collect();
    versions.sort_by_key(|(version, _)| version.from);
    for pair in versions.windows(2) {
        let [(earlier, _), (later, place)] = pair else { continue };
        if earlier.to.is_none_or(|end| end >= later.from) {
            let expected = Text::new(
                format!("晚于 {} 的最后一日", earlier.id),
                format!("a first day after the last of {}", earlier.id),
            );
            let remedy = Text::new("改正起止日期", "correct the dates in force");
            reader.report(place, "overlapping_versions", &later.id, expected, remedy);
        }
    }
    for (version, place) in &draft.versions {
        // A rules file that was refused has been reported already.
        if !rule_sets.contains_key(&version.id) && reader.problems.is_empty() {
            let expected = Text::new("rules/ 中有此版本的规则", "a file for it under rules/");
            let remedy = Text::new("补上规则，或删去版本", "add its rules, or drop the version");
            reader.report(place, "version_without_rules", &version.id, expected, remedy);
        }
    }
    for (id, (_, place)) in &draft.parameters {
        if !uses.today.contains(id) && !uses.dated.contains(id) {
            let expected = Text::new("至少一条规则使用它", "a rule that reads it");
            let remedy = Text::new("在规则中使用，或删去", "use it in a rule, or remove it");
            reader.report(place, "unused_parameter", id, expected, remedy);
        }
    }
    unread_values(draft, uses, reader);
}
