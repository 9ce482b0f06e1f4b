//! The definitions of a rules file: read, put in order, typed, and their exceptions kept apart.

use std::collections::{BTreeMap, BTreeSet};

use units::{Date, Text};

use super::Draft;
use super::rules::Desk;
use crate::diagnose::Place;
use crate::expr::{Expr, Known, can_hold, check, dead_branches};
use crate::parameter::Schedule;
use crate::rules::{Definition, Exception, Formula};
use crate::value::{Type, Value};
use crate::yaml::Node;

/// The most steps that a formula may have with all its definitions written out, so that deciding a
/// case always ends soon.
const STEPS_MAX: usize = 20_000;

/// A definition as it stands in the file, its formulas not yet typed.
struct Sketch<'a> {
    definition: Definition,
    node: &'a Node,
    base: &'a Node,
    /// The nodes of condition and formula of each exception.
    exceptions: Vec<(&'a Node, &'a Node)>,
}

impl Sketch<'_> {
    fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let exceptions = self.definition.exceptions.iter();
        std::iter::once(&self.definition.base).chain(exceptions.flat_map(|e| [&e.when, &e.formula]))
    }
}

impl<'a> Desk<'a> {
    /// Reads `definitions:`; their types are added to the names that expressions may read.
    pub(super) fn definitions(&mut self, list: Option<&Node>) -> BTreeMap<String, Definition> {
        let mut sketches: BTreeMap<String, Sketch<'_>> = BTreeMap::new();
        for node in list.map_or(&[][..], |list| self.reader.list(list)) {
            let Some(sketch) = self.sketch(node) else { continue };
            let id = sketch.definition.id.clone();
            if self.names.contains_key(&id) {
                let expected = Text::new("与事实和参数不同的名称", "a name of its own");
                let remedy = Text::new("换一个 id", "choose another id");
                self.reader.report(&node.place, "name_taken", &id, expected, remedy);
                continue;
            }
            sketches.insert(id, sketch);
        }
        let order = self.in_order(&sketches);
        let known = known(self.draft, self.version.from, self.version.to);
        let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
        let mut definitions = BTreeMap::new();
        for id in order {
            let Some(sketch) = sketches.remove(&id) else { continue };
            let size = self.size(&sketch, &sizes);
            sizes.insert(id.clone(), size);
            if let Some(definition) = self.typed(sketch, &known) {
                self.names.insert(id.clone(), definition.kind.clone());
                definitions.insert(id, definition);
            }
        }
        definitions
    }

    fn sketch<'n>(&mut self, node: &'n Node) -> Option<Sketch<'n>> {
        let keys =
            ["id", "label", "formula", "exceptions", "sources", "mark", "article", "checked_on"];
        let fields = self.reader.fields(node, &keys);
        let id = self.id(fields);
        let label = self.reader.required(fields, "label").and_then(|n| self.reader.bilingual(n));
        let base_node = self.reader.required(fields, "formula")?;
        let base = self.reader.formula(base_node);
        let ground = self.ground(fields);
        let (mut exceptions, mut nodes) = (Vec::new(), Vec::new());
        let list = fields.get("exceptions").map_or(&[][..], |list| self.reader.list(list));
        for node in list {
            let keys = ["id", "when", "formula", "sources", "mark", "article", "checked_on"];
            let fields = self.reader.fields(node, &keys);
            let id = self.id(fields);
            let when = self.reader.required(fields, "when");
            let formula = self.reader.required(fields, "formula");
            let ground = self.ground(fields);
            let (when, formula) = (when?, formula?);
            nodes.push((when, formula));
            exceptions.push(Exception {
                id: id?,
                when: self.reader.formula(when)?,
                formula: self.reader.formula(formula)?,
                ground: ground?,
            });
        }
        let (id, label, base, ground) = (id?, label?, base?, ground?);
        // The type is found once all that the formula reads is typed.
        let definition = Definition { id, label, kind: Type::Bool, base, ground, exceptions };
        Some(Sketch { definition, node, base: base_node, exceptions: nodes })
    }

    /// Every definition after all that it reads; those that read themselves are refused.
    fn in_order(&mut self, sketches: &BTreeMap<String, Sketch<'_>>) -> Vec<String> {
        let reads = |sketch: &Sketch<'_>| -> BTreeSet<String> {
            let names = sketch.formulas().flat_map(|formula| formula.expr.names());
            names.map(|(n, _)| n.to_owned()).filter(|n| sketches.contains_key(n)).collect()
        };
        let mut waiting: BTreeMap<String, BTreeSet<String>> =
            sketches.iter().map(|(id, sketch)| (id.clone(), reads(sketch))).collect();
        let mut order: Vec<String> = Vec::new();
        loop {
            let ready = waiting.iter().find(|(_, reads)| reads.iter().all(|r| order.contains(r)));
            let Some(id) = ready.map(|(id, _)| id.clone()) else { break };
            waiting.remove(&id);
            order.push(id);
        }
        for (id, path) in cycles(&waiting) {
            if let Some(sketch) = sketches.get(&id) {
                let expected =
                    Text::new("不引用自身的定义", "a definition that does not read itself");
                let remedy = Text::new("去掉其中一个引用", "take one of the references out");
                let place = &sketch.node.place;
                self.reader.report(place, "circular_definition", &path, expected, remedy);
            }
        }
        order
    }

    fn size(&mut self, sketch: &Sketch<'_>, sizes: &BTreeMap<String, usize>) -> usize {
        let size = sketch.formulas().map(|formula| steps(&formula.expr, sizes)).sum();
        self.bounded(size, &sketch.node.place);
        size
    }

    /// Refuses what would take too long to decide.
    pub(super) fn bounded(&mut self, steps: usize, place: &Place) {
        if steps > STEPS_MAX {
            let expected = Text::new(
                format!("展开后不超过 {STEPS_MAX} 步"),
                format!("{STEPS_MAX} steps at most with all definitions written out"),
            );
            let remedy = Text::new("简化定义", "simplify the definitions");
            self.reader.report(place, "too_deep", &steps.to_string(), expected, remedy);
        }
    }

    fn typed(&mut self, sketch: Sketch<'_>, known: &Known) -> Option<Definition> {
        let Sketch { mut definition, node, base, exceptions } = sketch;
        let mut faults = Vec::new();
        let found = check(&definition.base.expr, self.scope(), &mut faults);
        faults.extend(dead_branches(&definition.base.expr, known));
        for fault in &faults {
            self.reader.fault(base, fault);
        }
        self.uses(&definition.base, base);
        for (exception, (when, formula)) in definition.exceptions.iter().zip(exceptions) {
            self.typed_formula(&exception.when, when, &Type::Bool);
            match &found {
                Some(kind) => self.typed_formula(&exception.formula, formula, kind),
                None => self.uses(&exception.formula, formula),
            }
        }
        self.apart(&definition.exceptions, node, known);
        definition.kind = found?;
        Some(definition)
    }

    /// No two exceptions may hold at once, and each must be able to.
    fn apart(&mut self, exceptions: &[Exception], node: &Node, known: &Known) {
        for (index, later) in exceptions.iter().enumerate() {
            if !can_hold(&[(&later.when.expr, true)], known) {
                let expected = Text::new("可能成立的条件", "a condition that can hold");
                let remedy = Text::new("改正或删去此例外", "correct or remove the exception");
                let code = "unreachable_branch";
                self.reader.report(&node.place, code, &later.id, expected, remedy);
            }
            for earlier in &exceptions[..index] {
                if can_hold(&[(&earlier.when.expr, true), (&later.when.expr, true)], known) {
                    let both = format!("{} / {}", earlier.id, later.id);
                    let expected = Text::new(
                        "不会同时成立的例外",
                        "exceptions of which no two can hold at once",
                    );
                    let remedy = Text::new(
                        "在其中一个条件中排除另一个",
                        "exclude the one in the condition of the other",
                    );
                    let code = "conflicting_exceptions";
                    self.reader.report(&node.place, code, &both, expected, remedy);
                }
            }
        }
    }
}

/// One closed path through each group of definitions that wait for one another.
fn cycles(waiting: &BTreeMap<String, BTreeSet<String>>) -> Vec<(String, String)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut out = Vec::new();
    for start in waiting.keys() {
        let mut path: Vec<&str> = Vec::new();
        let mut at = start.as_str();
        // Every definition that waits reads one that waits too, so the path ends in a circle.
        while !path.contains(&at) && !seen.contains(at) {
            path.push(at);
            let next = waiting.get(at).and_then(|reads| {
                reads.iter().find(|name| waiting.contains_key(*name)).map(String::as_str)
            });
            at = next.unwrap_or(at);
        }
        if let Some(first) = path.iter().position(|name| *name == at) {
            let circle = [&path[first..], &[at]].concat().join(" → ");
            out.push((at.to_owned(), circle));
        }
        seen.extend(path);
    }
    out
}

/// The steps of an expression with all definitions written out.
pub(super) fn steps(expr: &Expr, sizes: &BTreeMap<String, usize>) -> usize {
    let mut count: usize = 0;
    expr.walk(&mut |_| count = count.saturating_add(1));
    let inside = expr.names().into_iter().filter_map(|(name, _)| sizes.get(name));
    inside.fold(count, |sum, size| sum.saturating_add(*size))
}

/// Keys of choices, and the values of number parameters in each period of a version's time.
pub(super) fn known(draft: &Draft, from: Date, to: Option<Date>) -> Known {
    let choice = |kind: &Type| match kind {
        Type::Choice(keys) => Some(keys.keys().cloned().collect::<BTreeSet<_>>()),
        _ => None,
    };
    let facts = draft.facts.iter().filter_map(|(id, fact)| Some((id.clone(), choice(&fact.kind)?)));
    let parameters = draft.parameters.iter();
    let own = parameters.clone().filter_map(|(id, (p, _))| Some((id.clone(), choice(&p.kind)?)));
    let days: BTreeSet<Date> = parameters
        .clone()
        .flat_map(|(_, (parameter, _))| parameter.entries())
        .map(|entry| entry.ground.from)
        .chain([from])
        .filter(|day| *day >= from && to.is_none_or(|to| *day <= to))
        .collect();
    let numbers = parameters.filter_map(|(id, (parameter, _))| {
        let Schedule::Own(entries) = &parameter.schedule else { return None };
        let on =
            |day: &Date| match crate::parameter::in_force(entries, from, *day)?.value.as_ref()? {
                Value::Number(number) => Some(*number),
                _ => None,
            };
        Some((id.clone(), days.iter().map(on).collect()))
    });
    Known { choices: facts.chain(own).collect(), numbers: numbers.collect() }
}
