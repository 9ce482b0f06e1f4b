//! A rules file: the clauses, modes and tranches of one version.

use std::collections::{BTreeMap, BTreeSet};

use units::Text;

use super::reader::{Fields, Reader};
use super::{Draft, law};
use crate::diagnose::nearest;
use crate::expr::{Scope, Shape, check};
use crate::ground::Ground;
use crate::parameter::Schedule;
use crate::rules::{Clause, ClauseKind, Formula, Mode, RuleSet, Tranche, Version};
use crate::unit::Unit;
use crate::value::Type;
use crate::yaml::Node;

/// The choice that asks for the mode worth most.
pub(crate) const BEST: &str = "best";

/// Reads one rules file; `read` gathers the parameters that its expressions use.
pub(super) fn rules(
    node: &Node,
    draft: &Draft,
    read: &mut BTreeSet<String>,
    reader: &mut Reader,
) -> Option<RuleSet> {
    let fields = reader.fields(node, &["version", "clauses", "support"]);
    let version_node = reader.required(fields, "version")?;
    let id = reader.text(version_node)?;
    let Some((version, _)) = draft.versions.iter().find(|(version, _)| version.id == id) else {
        let expected = Text::new("scheme.yaml 中的版本", "a version of scheme.yaml");
        let remedy = nearest(&id, draft.versions.iter().map(|(version, _)| version.id.as_str()));
        reader.report(&version_node.place, "unknown_version", &id, expected, remedy);
        return None;
    };
    let names = law::names(draft);
    let mut desk = Desk { draft, version, names: &names, read, reader, ids: BTreeSet::new() };
    let mut clauses = Vec::new();
    if let Some(list) = desk.reader.required(fields, "clauses") {
        for node in desk.reader.list(list) {
            clauses.extend(desk.clause(node));
        }
    }
    let support = desk.reader.required(fields, "support")?;
    let fields = desk.reader.fields(support, &["mode_fact", "modes", "tranches"]);
    let mut modes = Vec::new();
    if let Some(list) = desk.reader.required(fields, "modes") {
        for node in desk.reader.list(list) {
            modes.extend(desk.mode(node));
        }
    }
    let mut tranches = Vec::new();
    if let Some(list) = fields.get("tranches") {
        for node in desk.reader.list(list) {
            tranches.extend(desk.tranche(node));
        }
    }
    let mode_fact = desk.mode_fact(fields, &modes)?;
    Some(RuleSet {
        scheme: draft.id.clone(),
        scheme_name: draft.name.clone(),
        version: version.clone(),
        facts: draft.facts.clone(),
        parameters: BTreeMap::new(),
        clauses,
        mode_fact,
        modes,
        tranches,
    })
}

/// What is at hand while one rules file is read.
struct Desk<'a> {
    draft: &'a Draft,
    version: &'a Version,
    names: &'a BTreeMap<String, Type>,
    read: &'a mut BTreeSet<String>,
    reader: &'a mut Reader,
    ids: BTreeSet<String>,
}

impl Desk<'_> {
    fn clause(&mut self, node: &Node) -> Option<Clause> {
        let fields = self.reader.fields(
            node,
            &[
                "id",
                "kind",
                "text",
                "condition",
                "applies_when",
                "reason",
                "sources",
                "mark",
                "article",
                "checked_on",
            ],
        );
        let id = self.id(fields);
        let kind = self.reader.required(fields, "kind").and_then(|node| self.kind(node));
        let text = self.reader.required(fields, "text").and_then(|n| self.reader.bilingual(n));
        let condition = self.reader.required(fields, "condition");
        let condition = condition.and_then(|node| self.formula(node, &Type::Bool));
        let applies_when = match fields.get("applies_when") {
            None => None,
            Some(node) => Some(self.formula(node, &Type::Bool)?),
        };
        let reason = match fields.get("reason") {
            None => None,
            Some(node) => Some(self.reason(node, kind)?),
        };
        let ground = self.ground(fields);
        let (kind, condition) = (kind?, condition?);
        if kind == ClauseKind::Judgement && !matches!(condition.expr.shape, Shape::Name(_)) {
            let expected = Text::new("一个记录评估结论的事实", "one fact: the recorded assessment");
            let remedy =
                Text::new("改为 gate，或只写该事实", "make it a gate, or name that fact alone");
            self.reader.report(
                &node.place,
                "judgement_computed",
                &condition.text,
                expected,
                remedy,
            );
        }
        Some(Clause {
            id: id?,
            kind,
            text: text?,
            condition,
            applies_when,
            reason,
            ground: ground?,
        })
    }

    fn id(&mut self, fields: Fields<'_>) -> Option<String> {
        let node = self.reader.required(fields, "id")?;
        let id = self.reader.name(node, false)?;
        if !self.ids.insert(id.clone()) {
            let expected = Text::new("版本内唯一的 id", "an id that is unique in the version");
            let remedy = Text::new("换一个 id", "choose another id");
            self.reader.report(&node.place, "duplicate_id", &id, expected, remedy);
        }
        Some(id)
    }

    fn kind(&mut self, node: &Node) -> Option<ClauseKind> {
        match node.shown().as_str() {
            "gate" => Some(ClauseKind::Gate),
            "requirement" => Some(ClauseKind::Requirement),
            "judgement" => Some(ClauseKind::Judgement),
            "permissive" => Some(ClauseKind::Permissive),
            other => {
                let expected = Text::same("gate, requirement, judgement, permissive");
                let remedy = Text::new("选其一", "choose one of these");
                self.reader.report(&node.place, "unknown_kind", other, expected, remedy);
                None
            }
        }
    }

    /// The text fact that says why a requirement does not apply.
    fn reason(&mut self, node: &Node, kind: Option<ClauseKind>) -> Option<String> {
        let name = self.reader.name(node, false)?;
        let fits = self.draft.facts.get(&name).is_some_and(|fact| fact.kind == Type::Text);
        if !fits || kind != Some(ClauseKind::Requirement) {
            let expected = Text::new(
                "requirement 条款的一个文字类事实",
                "a text fact, in a clause of kind requirement",
            );
            let remedy = nearest(&name, self.draft.facts.keys().map(String::as_str));
            self.reader.report(&node.place, "bad_reason", &name, expected, remedy);
        }
        Some(name)
    }

    fn mode(&mut self, node: &Node) -> Option<Mode> {
        let keys = ["id", "name", "amount", "round", "sources", "mark", "article", "checked_on"];
        let fields = self.reader.fields(node, &keys);
        let id = self.id(fields);
        let name = self.reader.required(fields, "name").and_then(|n| self.reader.bilingual(n));
        let amount = self.reader.required(fields, "amount");
        let amount = amount.and_then(|node| self.formula(node, &Type::Number(Unit::yuan())));
        if let Some(node) = self.reader.required(fields, "round")
            && node.shown() != "down_to_fen"
        {
            let expected = Text::same("down_to_fen");
            let remedy = Text::new("写明取整方式", "name the rounding");
            self.reader.report(&node.place, "unknown_rounding", &node.shown(), expected, remedy);
        }
        let ground = self.ground(fields)?;
        Some(Mode { id: id?, name: name?, amount: amount?, ground })
    }

    fn tranche(&mut self, node: &Node) -> Option<Tranche> {
        let keys = ["id", "name", "share", "condition", "sources", "mark", "article", "checked_on"];
        let fields = self.reader.fields(node, &keys);
        let id = self.id(fields);
        let name = self.reader.required(fields, "name").and_then(|n| self.reader.bilingual(n));
        let share = self.reader.required(fields, "share");
        let share = share.and_then(|node| self.formula(node, &Type::Number(Unit::PERCENT)));
        let condition = match fields.get("condition") {
            None => None,
            Some(node) => Some(self.formula(node, &Type::Bool)?),
        };
        let ground = self.ground(fields)?;
        Some(Tranche { id: id?, name: name?, share: share?, condition, ground })
    }

    /// The fact that names the mode: a choice of exactly the modes and `best`.
    fn mode_fact(&mut self, fields: Fields<'_>, modes: &[Mode]) -> Option<String> {
        let node = self.reader.required(fields, "mode_fact")?;
        let name = self.reader.name(node, false)?;
        let wanted: BTreeSet<&str> =
            modes.iter().map(|mode| mode.id.as_str()).chain([BEST]).collect();
        let fits = match self.draft.facts.get(&name).map(|fact| &fact.kind) {
            Some(Type::Choice(choices)) => {
                choices.keys().map(String::as_str).collect::<BTreeSet<_>>() == wanted
            }
            _ => false,
        };
        if !fits {
            let list: Vec<&str> = wanted.into_iter().collect();
            let expected = Text::new(
                format!("选项恰为 {} 的事实", list.join("、")),
                format!("a choice fact of exactly {}", list.join(", ")),
            );
            let remedy = Text::new("改正 facts.yaml 或 modes", "correct facts.yaml or the modes");
            self.reader.report(&node.place, "bad_mode_fact", &name, expected, remedy);
        }
        Some(name)
    }

    fn ground(&mut self, fields: Fields<'_>) -> Option<Ground> {
        self.reader.ground(fields, &self.draft.sources, self.version.from)
    }

    /// An expression of type `kind`, all of whose names are known in this version.
    fn formula(&mut self, node: &Node, kind: &Type) -> Option<Formula> {
        let formula = self.reader.formula(node)?;
        let mut faults = Vec::new();
        let scope = Scope { names: self.names, item: None };
        let found = check(&formula.expr, scope, &mut faults);
        for fault in &faults {
            self.reader.fault(node, fault);
        }
        if let Some(found) = found
            && found != *kind
        {
            let code = match found {
                Type::Number(_) => "unit_mismatch",
                _ => "type_mismatch",
            };
            let remedy = Text::new("改正表达式", "correct the expression");
            self.reader.report(&node.place, code, &found.shown().en, kind.shown(), remedy);
        }
        for (name, _) in formula.expr.names() {
            self.use_parameter(name, node);
        }
        Some(formula)
    }

    /// Notes the use, and demands an entry (if only "not found") for this version's own time.
    fn use_parameter(&mut self, name: &str, node: &Node) {
        let Some((parameter, _)) = self.draft.parameters.get(name) else { return };
        self.read.insert(name.to_owned());
        let Schedule::Own(entries) = &parameter.schedule else { return };
        let in_time = |entry: &crate::parameter::Entry| {
            entry.ground.from >= self.version.from
                && self.version.to.is_none_or(|to| entry.ground.from <= to)
        };
        if !entries.iter().any(in_time) {
            let expected = Text::new(
                format!("{name} 在本版本期间有一条记录（不知其值时标记 X）"),
                format!("an entry of {name} within this version's time (mark X if not known)"),
            );
            let remedy = Text::new("在参数文件中补上", "add it to the parameter's file");
            self.reader.report(&node.place, "no_value_in_version", name, expected, remedy);
        }
    }
}
