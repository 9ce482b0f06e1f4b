//! A reform: what a proposal changes in one version of a scheme, and the scheme as it would be.
//!
//! A reform is a small file of its own; the law's files stay as they are (see `docs/rules.md`).

use std::collections::BTreeMap;

use serde::Serialize;
use units::{Date, Decimal, Diagnostic, Mark, Text};

use crate::diagnose::{Place, nearest};
use crate::ground::{Ground, NOT_SEEN};
use crate::load::reader::{Fields, Reader};
use crate::load::{Desk, Draft, Uses};
use crate::parameter::{Entry, Parameter, Schedule};
use crate::rules::{Clause, Mode, RuleSet};
use crate::scheme::Scheme;
use crate::value::{Type, Value};
use crate::yaml::{self, Node};

/// The key under which clauses of a reform name it as their source.
const SOURCE: &str = "reform";

/// A proposal, and the scheme with it.
#[derive(Clone, Debug)]
pub struct Reform {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// The version that it changes.
    pub version: String,
    /// What it changes, for a reader, in the order of the file.
    pub changes: Vec<ReformChange>,
    /// The scheme as it would be.
    pub scheme: Scheme,
}

/// One change of a reform, for a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReformChange {
    /// The parameter, clause or mode.
    pub name: String,
    /// Its label.
    pub label: Text,
    /// What stood there; "none" for an addition.
    pub before: Text,
    /// What would stand there; "none" for a removal.
    pub after: Text,
}

impl Reform {
    /// The reform in the file `file` with the content `text`, applied to `scheme`.
    ///
    /// # Errors
    /// Every remark: a broken file, another scheme's reform, a version, parameter or clause that
    /// is not there (with the nearest name), a value of another type, a reform that changes
    /// nothing.
    pub fn load(scheme: &Scheme, file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let node = yaml::parse(file, text).map_err(|problem| vec![*problem])?;
        let mut reader = Reader::default();
        let reform = read(&node, scheme, &mut reader);
        match reform {
            Some(reform) if reader.problems.is_empty() => Ok(reform),
            _ => Err(reader.problems),
        }
    }
}

impl Scheme {
    /// The scheme as it would be with another value of a number parameter of its own throughout a
    /// version's time; `None` when there is no such version or parameter.
    pub fn with_number(&self, version: &str, parameter: &str, number: Decimal) -> Option<Self> {
        let mut scheme = self.clone();
        let rules = scheme.versions.iter().find(|rules| rules.version.id == version)?;
        let span = (rules.version.from, rules.version.to);
        let parameter = scheme.parameters.get_mut(parameter)?;
        if !matches!(parameter.kind, Type::Number(_)) {
            return None;
        }
        let Schedule::Own(entries) = &mut parameter.schedule else { return None };
        set(entries, span, None, Value::Number(number), "sweep");
        scheme.share_parameters();
        Some(scheme)
    }

    fn share_parameters(&mut self) {
        for version in &mut self.versions {
            version.parameters.clone_from(&self.parameters);
        }
    }
}

fn read(node: &Node, scheme: &Scheme, reader: &mut Reader) -> Option<Reform> {
    let fields = reader.fields(node, &["id", "title", "scheme", "version", "changes"]);
    let id = reader.required(fields, "id").and_then(|node| reader.name(node, true));
    let title = reader.required(fields, "title").and_then(|node| reader.bilingual(node));
    if let Some(node) = reader.required(fields, "scheme")
        && node.shown() != scheme.id
    {
        let remedy = Text::new("选对方案，或改正此处", "choose that scheme, or correct this");
        let expected = Text::same(scheme.id.clone());
        reader.report(&node.place, "other_scheme", &node.shown(), expected, remedy);
    }
    let version_node = reader.required(fields, "version")?;
    let version = reader.text(version_node)?;
    let Some(place) = scheme.versions.iter().position(|rules| rules.version.id == version) else {
        let known = scheme.versions.iter().map(|rules| rules.version.id.as_str());
        let expected = Text::new("此方案的版本", "a version of the scheme");
        let code = "unknown_version";
        reader.report(&version_node.place, code, &version, expected, nearest(&version, known));
        return None;
    };
    let (id, title) = (id?, title?);
    let mut bench = Bench { scheme: scheme.clone(), place, id: id.clone(), title: title.clone() };
    let list = reader.required(fields, "changes")?;
    let mut changes = Vec::new();
    for node in reader.list(list) {
        changes.extend(bench.change(node, reader));
    }
    if changes.is_empty() && reader.problems.is_empty() {
        let expected = Text::new("至少一处变化", "one change at least");
        let remedy = Text::new("写明改变什么", "say what is changed");
        reader.report(&list.place, "changes_nothing", "", expected, remedy);
    }
    bench.scheme.share_parameters();
    Some(Reform { id, title, version, changes, scheme: bench.scheme })
}

/// The scheme while it is being changed.
struct Bench {
    scheme: Scheme,
    /// Place of the version among the scheme's.
    place: usize,
    id: String,
    title: Text,
}

impl Bench {
    fn change(&mut self, node: &Node, reader: &mut Reader) -> Option<ReformChange> {
        let keys = ["parameter", "place", "from", "value", "remove", "clause", "mode"];
        let fields = reader.fields(node, &keys);
        if fields.get("parameter").is_some() {
            self.parameter(fields, reader)
        } else if let Some(node) = fields.get("remove") {
            self.remove(node, reader)
        } else if let Some(node) = fields.get("clause") {
            self.clause(node, reader)
        } else if let Some(node) = fields.get("mode") {
            self.mode(node, reader)
        } else {
            let expected = Text::same("parameter, remove, clause, mode");
            let remedy = Text::new("写明改变什么", "say what is changed");
            reader.report(&node.place, "changes_nothing", &node.shown(), expected, remedy);
            None
        }
    }

    fn rules(&self) -> &RuleSet {
        &self.scheme.versions[self.place]
    }

    fn parameter(&mut self, fields: Fields<'_>, reader: &mut Reader) -> Option<ReformChange> {
        let node = fields.get("parameter")?;
        let name = reader.text(node)?;
        let value_node = reader.required(fields, "value")?;
        let span = (self.rules().version.from, self.rules().version.to);
        let from = match fields.get("from") {
            None => None,
            Some(node) => Some(reader.day(node)?),
        };
        let known: Vec<String> = self.scheme.parameters.keys().cloned().collect();
        let origin = format!("{}: {}", self.id, self.title.en);
        let Some(parameter) = self.scheme.parameters.get_mut(&name) else {
            let expected = Text::new("此方案的参数", "a parameter of the scheme");
            let remedy = nearest(&name, known.iter().map(String::as_str));
            reader.report(&node.place, "unknown_name", &name, expected, remedy);
            return None;
        };
        let value = reader.value(value_node, &parameter.kind, true)?;
        let place = fields.get("place").and_then(|node| reader.text(node));
        let delegated = matches!(parameter.schedule, Schedule::Delegated { .. });
        if delegated != place.is_some() {
            let expected = match delegated {
                true => Text::new("写明辖区 place", "`place`, since each sets its own"),
                false => Text::new("不写 place", "no `place`, since the scheme itself sets it"),
            };
            let remedy = Text::new("补上或删去 place", "add or remove `place`");
            reader.report(fields.place, "wrong_shape", &name, expected, remedy);
            return None;
        }
        let entries = match &mut parameter.schedule {
            Schedule::Own(entries) => entries,
            Schedule::Delegated { by, .. } => by.entry(place?).or_default(),
        };
        let after = value.shown(&parameter.kind);
        let before = set(entries, span, from, value, &origin);
        let before = before.map_or(unknown(), |value| value.shown(&parameter.kind));
        Some(ReformChange { name, label: parameter.description.clone(), before, after })
    }

    fn remove(&mut self, node: &Node, reader: &mut Reader) -> Option<ReformChange> {
        let name = reader.text(node)?;
        let rules = &mut self.scheme.versions[self.place];
        if let Some(index) = rules.clauses.iter().position(|clause| clause.id == name) {
            let clause = rules.clauses.remove(index);
            let before = Text::same(clause.condition.text.trim());
            return Some(ReformChange { name, label: clause.text, before, after: none() });
        }
        if rules.modes.len() > 1
            && let Some(index) = rules.modes.iter().position(|mode| mode.id == name)
        {
            let mode = rules.modes.remove(index);
            let before = Text::same(mode.amount.text.trim());
            return Some(ReformChange { name, label: mode.name, before, after: none() });
        }
        let known = rules.clauses.iter().map(|c| &c.id).chain(rules.modes.iter().map(|m| &m.id));
        let expected = Text::new(
            "此版本的条款，或多种方式之一",
            "a clause of the version, or one of its modes where there are several",
        );
        let remedy = nearest(&name, known.map(String::as_str));
        reader.report(&node.place, "unknown_name", &name, expected, remedy);
        None
    }

    /// Reads with a desk that knows all names of the version.
    fn at_desk<T>(
        &self,
        reader: &mut Reader,
        read: impl FnOnce(&mut Desk<'_>) -> Option<T>,
    ) -> Option<T> {
        let place = Place::new("", 1, 1);
        let parameters = self.scheme.parameters.iter();
        let parameters: BTreeMap<String, (Parameter, Place)> =
            parameters.map(|(id, p)| (id.clone(), (p.clone(), place.clone()))).collect();
        let draft = Draft {
            sources: BTreeMap::from([(
                SOURCE.to_owned(),
                format!("{}: {}", self.id, self.title.en),
            )]),
            facts: self.scheme.facts.clone(),
            currency: self.scheme.currency,
            parameters,
            ..Draft::default()
        };
        let rules = self.rules();
        let mut uses = Uses::default();
        let mut desk = Desk::new(&draft, &rules.version, &mut uses, reader);
        let kinds = rules.definitions.values();
        desk.names.extend(kinds.map(|one| (one.id.clone(), one.kind.clone())));
        read(&mut desk)
    }

    /// A clause in place of the one with its id, or a further one.
    fn clause(&mut self, node: &Node, reader: &mut Reader) -> Option<ReformChange> {
        let clause: Clause = self.at_desk(reader, |desk| desk.clause(node))?;
        let (name, label) = (clause.id.clone(), clause.text.clone());
        let after = Text::same(clause.condition.text.trim());
        let clauses = &mut self.scheme.versions[self.place].clauses;
        let before = match clauses.iter_mut().find(|known| known.id == name) {
            Some(known) => {
                let before = Text::same(known.condition.text.trim());
                *known = clause;
                before
            }
            None => {
                clauses.push(clause);
                none()
            }
        };
        Some(ReformChange { name, label, before, after })
    }

    /// A mode in place of the one with its id.
    fn mode(&mut self, node: &Node, reader: &mut Reader) -> Option<ReformChange> {
        let mode: Mode = self.at_desk(reader, |desk| desk.mode(node))?;
        let (name, label) = (mode.id.clone(), mode.name.clone());
        let after = Text::same(mode.amount.text.trim());
        let modes = &mut self.scheme.versions[self.place].modes;
        let known: Vec<String> = modes.iter().map(|mode| mode.id.clone()).collect();
        let Some(old) = modes.iter_mut().find(|old| old.id == name) else {
            let expected = Text::new("此版本的方式", "a mode of the version");
            let remedy = nearest(&name, known.iter().map(String::as_str));
            reader.report(&node.place, "unknown_name", &name, expected, remedy);
            return None;
        };
        let before = Text::same(old.amount.text.trim());
        *old = mode;
        Some(ReformChange { name, label, before, after })
    }
}

/// Sets a value from a day on, or for the whole of a version's time; gives what stood there.
fn set(
    entries: &mut Vec<Entry>,
    (first, last): (Date, Option<Date>),
    from: Option<Date>,
    value: Value,
    origin: &str,
) -> Option<Value> {
    let inside = |entry: &Entry| {
        entry.ground.from >= first && last.is_none_or(|last| entry.ground.from <= last)
    };
    let since = from.unwrap_or(first);
    let replaced = entries
        .iter()
        .rev()
        .find(|e| inside(e) && e.ground.from <= since)
        .or_else(|| entries.iter().find(|entry| inside(entry)));
    let before = replaced.and_then(|entry| entry.value.clone());
    entries.retain(|entry| match from {
        Some(from) => entry.ground.from != from,
        None => !inside(entry),
    });
    // A proposal is no law: it follows from what it proposes, and nobody has confirmed it.
    let ground = Ground {
        sources: vec![origin.to_owned()],
        article: NOT_SEEN.to_owned(),
        mark: Mark::Derived,
        from: since,
        checked_on: None,
        confirmed: None,
    };
    entries.push(Entry { value: Some(value), ground });
    entries.sort_by_key(|entry| entry.ground.from);
    before
}

fn none() -> Text {
    Text::new("无", "none")
}

fn unknown() -> Text {
    Text::new("未知", "unknown")
}
