//! A rules file: the clauses, modes and tranches of one version.

use std::collections::{BTreeMap, BTreeSet};

use units::Text;

use super::reader::{Fields, Reader};
use super::{Draft, definitions, law};
use crate::diagnose::{Place, nearest};
use crate::expr::{Known, Roles, Scope, Shape, check, dead_branches, is_zero};
use crate::ground::Ground;
use crate::parameter::Schedule;
use crate::rules::{
    Clause, ClauseKind, Definition, Exclusion, Formula, Match, Mode, Others, Rounding, RuleSet,
    Tranche, Version,
};
use crate::unit::Unit;
use crate::value::Type;
use crate::yaml::{Data, Node};

/// The choice that asks for the mode worth most.
pub(crate) const BEST: &str = "best";

/// The names that expressions read: their value of the day, or (inside `at`) of another.
#[derive(Default)]
pub(crate) struct Uses {
    pub(super) today: BTreeSet<String>,
    pub(super) dated: BTreeSet<String>,
}

/// Reads one rules file; `uses` gathers what its expressions read.
pub(super) fn rules(
    node: &Node,
    draft: &Draft,
    uses: &mut Uses,
    reader: &mut Reader,
) -> Option<RuleSet> {
    let fields = reader.fields(node, &["version", "definitions", "clauses", "support"]);
    let version_node = reader.required(fields, "version")?;
    let id = reader.text(version_node)?;
    let Some((version, _)) = draft.versions.iter().find(|(version, _)| version.id == id) else {
        let expected = Text::new("scheme.yaml 中的版本", "a version of scheme.yaml");
        let remedy = nearest(&id, draft.versions.iter().map(|(version, _)| version.id.as_str()));
        reader.report(&version_node.place, "unknown_version", &id, expected, remedy);
        return None;
    };
    let mut desk = Desk::new(draft, version, uses, reader);
    let definitions = desk.definitions(fields.get("definitions"));
    let mut clauses = Vec::new();
    if let Some(list) = desk.reader.required(fields, "clauses") {
        for node in desk.reader.list(list) {
            clauses.extend(desk.clause(node));
        }
    }
    let support = desk.reader.required(fields, "support")?;
    let keys = ["mode_fact", "modes", "tranches", "excludes", "matches"];
    let fields = desk.reader.fields(support, &keys);
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
    desk.rest_comes_last(fields, &tranches);
    let excludes = desk.each(fields.get("excludes"), Desk::exclusion);
    let matches = desk.each(fields.get("matches"), Desk::filled);
    let mode_fact = desk.mode_fact(fields, &modes);
    desk.definitions_used(&definitions);
    Some(RuleSet {
        scheme: draft.id.clone(),
        scheme_name: draft.name.clone(),
        currency: draft.currency,
        version: version.clone(),
        facts: draft.facts.clone(),
        parameters: BTreeMap::new(),
        definitions,
        clauses,
        mode_fact,
        modes,
        tranches,
        excludes,
        matches,
    })
}

/// What is at hand while one rules file is read.
pub(crate) struct Desk<'a> {
    pub(super) draft: &'a Draft,
    pub(super) version: &'a Version,
    /// The types of all names that an expression may read.
    pub(crate) names: BTreeMap<String, Type>,
    pub(super) reader: &'a mut Reader,
    roles: Roles,
    known: Known,
    uses: &'a mut Uses,
    /// Names that this file's expressions read.
    read: BTreeSet<String>,
    /// Ids of the version, each with its place.
    ids: BTreeMap<String, Place>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(
        draft: &'a Draft,
        version: &'a Version,
        uses: &'a mut Uses,
        reader: &'a mut Reader,
    ) -> Self {
        let (names, roles) = (law::names(draft), law::roles(draft));
        let known = definitions::known(draft, version.from, version.to);
        let (read, ids) = (BTreeSet::new(), BTreeMap::new());
        Self { draft, version, names, reader, roles, known, uses, read, ids }
    }

    pub(super) fn scope(&self) -> Scope<'_> {
        Scope { names: &self.names, roles: &self.roles, item: None }
    }

    fn each<T>(
        &mut self,
        list: Option<&Node>,
        read: impl Fn(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let nodes = list.map_or(&[][..], |list| self.reader.list(list));
        nodes.iter().filter_map(|node| read(self, node)).collect()
    }

    /// `level` or `scheme`.
    fn others(&mut self, fields: Fields<'_>) -> Option<Others> {
        if let Some(node) = fields.get("scheme") {
            return self.reader.text(node).map(Others::Scheme);
        }
        let node = self.reader.required(fields, "level")?;
        law::level(node, self.reader).map(Others::Level)
    }

    fn exclusion(&mut self, node: &Node) -> Option<Exclusion> {
        let keys = ["id", "text", "level", "scheme", "sources", "mark", "article", "checked_on"];
        let fields = self.reader.fields(node, &keys);
        let id = self.id(fields);
        let text = self.reader.required(fields, "text").and_then(|n| self.reader.bilingual(n));
        let others = self.others(fields);
        Some(Exclusion { id: id?, text: text?, others: others?, ground: self.ground(fields)? })
    }

    /// A money fact that another scheme's award fills.
    fn filled(&mut self, node: &Node) -> Option<Match> {
        let keys = ["fact", "level", "scheme", "sources", "mark", "article", "checked_on"];
        let fields = self.reader.fields(node, &keys);
        let fact_node = self.reader.required(fields, "fact")?;
        let fact = self.reader.text(fact_node)?;
        let money = Type::Number(self.draft.currency.unit());
        if self.draft.facts.get(&fact).map(|fact| &fact.kind) != Some(&money) {
            let expected = Text::new("一个金额类事实", "a fact that is a sum of money");
            let remedy = nearest(&fact, self.draft.facts.keys().map(String::as_str));
            self.reader.report(&fact_node.place, "unknown_name", &fact, expected, remedy);
        }
        let others = self.others(fields);
        Some(Match { fact, others: others?, ground: self.ground(fields)? })
    }

    /// Only the last part may take the rest.
    fn rest_comes_last(&mut self, fields: Fields<'_>, tranches: &[Tranche]) {
        let early = tranches.iter().rev().skip(1).find(|tranche| tranche.share.is_none());
        if let (Some(tranche), Some(node)) = (early, fields.get("tranches")) {
            let expected = Text::new("只有末笔取余额", "`rest` in the last tranche only");
            let remedy = Text::new("写明比例", "state its share");
            self.reader.report(&node.place, "rest_not_last", &tranche.id, expected, remedy);
        }
    }

    fn definitions_used(&mut self, definitions: &BTreeMap<String, Definition>) {
        for id in definitions.keys().filter(|id| !self.read.contains(*id)) {
            let Some(place) = self.ids.get(id) else { continue };
            let expected = Text::new("至少一条规则使用它", "a rule that reads it");
            let remedy = Text::new("在规则中使用，或删去", "use it in a rule, or remove it");
            self.reader.report(place, "unused_definition", id, expected, remedy);
        }
    }

    pub(crate) fn clause(&mut self, node: &Node) -> Option<Clause> {
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
        if kind == ClauseKind::Requirement && (reason.is_none() || applies_when.is_none()) {
            let expected = Text::new(
                "requirement 写明 applies_when 和 reason",
                "`applies_when` and `reason` in a requirement",
            );
            let remedy = Text::new("补上，或改为 gate", "add them, or make it a gate");
            self.reader.report(&node.place, "missing_key", "reason", expected, remedy);
        }
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

    pub(super) fn id(&mut self, fields: Fields<'_>) -> Option<String> {
        let node = self.reader.required(fields, "id")?;
        let id = self.reader.name(node, false)?;
        if let Some(other) = self.ids.get(&id) {
            let line = other.line;
            let expected = Text::new(
                format!("版本内唯一的 id；第 {line} 行已用"),
                format!("an id that is unique in the version; line {line} has it already"),
            );
            let remedy = Text::new("换一个 id", "choose another id");
            self.reader.report(&node.place, "duplicate_id", &id, expected, remedy);
        } else {
            self.ids.insert(id.clone(), node.place.clone());
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

    pub(crate) fn mode(&mut self, node: &Node) -> Option<Mode> {
        let keys = ["id", "name", "amount", "round", "sources", "mark", "article", "checked_on"];
        let fields = self.reader.fields(node, &keys);
        let id = self.id(fields);
        let name = self.reader.required(fields, "name").and_then(|n| self.reader.bilingual(n));
        let amount = self.reader.required(fields, "amount");
        let money = Type::Number(self.draft.currency.unit());
        let amount = amount.and_then(|node| self.formula(node, &money));
        let rounding = self.reader.required(fields, "round").and_then(|node| self.rounding(node));
        let ground = self.ground(fields)?;
        Some(Mode { id: id?, name: name?, amount: amount?, rounding: rounding?, ground })
    }

    fn rounding(&mut self, node: &Node) -> Option<Rounding> {
        let text = node.shown();
        let found = Rounding::parse(&text, self.draft.currency);
        if found.is_none() {
            let names = Rounding::names(self.draft.currency);
            let remedy = nearest(&text, names.iter().map(String::as_str));
            let expected = Text::same(names.join(", "));
            self.reader.report(&node.place, "unknown_rounding", &text, expected, remedy);
        }
        found
    }

    fn tranche(&mut self, node: &Node) -> Option<Tranche> {
        let keys = [
            "id",
            "name",
            "share",
            "paid",
            "condition",
            "sources",
            "mark",
            "article",
            "checked_on",
        ];
        let fields = self.reader.fields(node, &keys);
        let id = self.id(fields);
        let name = self.reader.required(fields, "name").and_then(|n| self.reader.bilingual(n));
        let share = self.reader.required(fields, "share");
        let percent = Type::Number(Unit::PERCENT);
        let share = match share? {
            node if node.shown() == "rest" => None,
            node => Some(self.formula(node, &percent)?),
        };
        let paid = match fields.get("paid") {
            None => None,
            Some(node) => Some(self.formula(node, &percent)?),
        };
        let condition = match fields.get("condition") {
            None => None,
            Some(node) => Some(self.formula(node, &Type::Bool)?),
        };
        let ground = self.ground(fields)?;
        Some(Tranche { id: id?, name: name?, share, paid, condition, ground })
    }

    /// The fact that names the mode: a choice of exactly the modes and `best`. A single mode needs
    /// none.
    fn mode_fact(&mut self, fields: Fields<'_>, modes: &[Mode]) -> Option<String> {
        // As they stand: a mode that was refused is a mode still.
        let single = matches!(fields.get("modes").map(|node| &node.data),
            Some(Data::List(items)) if items.len() == 1);
        if fields.get("mode_fact").is_none() && single {
            return None;
        }
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

    pub(super) fn ground(&mut self, fields: Fields<'_>) -> Option<Ground> {
        self.reader.ground(fields, &self.draft.sources, self.version.from)
    }

    /// An expression of type `kind`, all of whose names are known in this version.
    fn formula(&mut self, node: &Node, kind: &Type) -> Option<Formula> {
        let formula = self.reader.formula(node)?;
        self.typed_formula(&formula, node, kind);
        Some(formula)
    }

    /// Checks the type of a formula that stands at `node`, and notes what it uses.
    pub(super) fn typed_formula(&mut self, formula: &Formula, node: &Node, kind: &Type) {
        let mut faults = Vec::new();
        let found = check(&formula.expr, self.scope(), &mut faults);
        faults.extend(dead_branches(&formula.expr, &self.known));
        for fault in &faults {
            self.reader.fault(node, fault);
        }
        let zero = is_zero(&formula.expr) && matches!(kind, Type::Number(_));
        if let Some(found) = found
            && found != *kind
            && !zero
        {
            let code = match found {
                Type::Number(_) => "unit_mismatch",
                _ => "type_mismatch",
            };
            let remedy = Text::new("改正表达式", "correct the expression");
            self.reader.report(&node.place, code, &found.shown().en, kind.shown(), remedy);
        }
        self.uses(formula, node);
    }

    /// Notes every parameter and definition that a formula reads.
    pub(super) fn uses(&mut self, formula: &Formula, node: &Node) {
        let names = formula.expr.names().into_iter().map(|(name, _)| name.to_owned());
        let names: BTreeSet<String> = names.collect();
        let today = formula.expr.names_of_today();
        for name in &today {
            self.needs_value(name, node);
        }
        self.uses.today.extend(today.iter().map(|name| (*name).to_owned()));
        let dated = names.iter().filter(|name| !today.contains(&name.as_str())).cloned();
        self.uses.dated.extend(dated);
        self.read.extend(names);
    }

    /// Demands an entry (if only "not found") for this version's own time.
    fn needs_value(&mut self, name: &str, node: &Node) {
        let Some((parameter, _)) = self.draft.parameters.get(name) else { return };
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
