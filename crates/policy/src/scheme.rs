//! A scheme: its versions, the gaps between them, and what a case may state.

use std::collections::BTreeMap;

use units::{Date, Diagnostic, Severity, Text};

use crate::decide::evaluate;
use crate::decision::Decision;
use crate::facts::Facts;
use crate::load;
use crate::load::reader::Reader;
use crate::parameter::Parameter;
use crate::rules::{Currency, FactDefinition, Level, RuleSet};

/// A programme's law over time.
#[derive(Clone, Debug)]
pub struct Scheme {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) level: Option<Level>,
    pub(crate) currency: Currency,
    pub(crate) sources: BTreeMap<String, String>,
    /// In order of their first day, without overlap.
    pub(crate) versions: Vec<RuleSet>,
    pub(crate) facts: BTreeMap<String, FactDefinition>,
    pub(crate) parameters: BTreeMap<String, Parameter>,
}

/// Which version holds on a day.
#[derive(Clone, Copy, Debug)]
pub enum InForce<'a> {
    /// This one.
    Version(&'a RuleSet),
    /// None: the day lies between two versions.
    Gap {
        /// The version that had ended.
        after: &'a RuleSet,
        /// The version that had not begun.
        before: &'a RuleSet,
    },
    /// None: the day is before the first version.
    BeforeFirst(&'a RuleSet),
    /// None: the last version had ended.
    AfterLast(&'a RuleSet),
    /// None: the scheme has no version at all.
    NoVersion,
}

/// No version of a scheme was in force on a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", message.en)]
pub struct NotInForce {
    /// The scheme's id.
    pub scheme: String,
    /// The day asked for.
    pub date: Date,
    /// What was in force before and after, in both languages.
    pub message: Text,
}

impl Scheme {
    /// The scheme in a folder's `files`: path within the folder, and text.
    ///
    /// Files of confirmations may come from elsewhere: give them paths under `confirmations/`.
    /// Files under `cases/`, and files that are not YAML, are passed over.
    ///
    /// # Errors
    /// Every remark about every file, ordered by file and line; nothing is taken half.
    pub fn load(files: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        load::load(files)
    }

    /// Its id, such as `cn/beijing/vacated-space`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name.
    pub fn name(&self) -> &Text {
        &self.name
    }

    /// Who pays; absent where the scheme does not say.
    pub fn level(&self) -> Option<Level> {
        self.level
    }

    /// The currency of its amounts.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The addresses (or titles) of its sources, by the key that its files name them with.
    pub fn sources(&self) -> &BTreeMap<String, String> {
        &self.sources
    }

    /// Its versions, in order of their first day.
    pub fn versions(&self) -> &[RuleSet] {
        &self.versions
    }

    /// The facts that a case may state, by name.
    pub fn facts(&self) -> &BTreeMap<String, FactDefinition> {
        &self.facts
    }

    /// Its parameters, by name.
    pub fn parameters(&self) -> &BTreeMap<String, Parameter> {
        &self.parameters
    }

    /// The version in force on `date`, or where the gap lies.
    pub fn on(&self, date: Date) -> InForce<'_> {
        let begun = self.versions.iter().rev().find(|rules| rules.version.from <= date);
        let next = self.versions.iter().find(|rules| rules.version.from > date);
        match (begun, next) {
            (Some(rules), _) if rules.version.to.is_none_or(|to| date <= to) => {
                InForce::Version(rules)
            }
            (Some(after), Some(before)) => InForce::Gap { after, before },
            (Some(last), None) => InForce::AfterLast(last),
            (None, Some(first)) => InForce::BeforeFirst(first),
            (None, None) => InForce::NoVersion,
        }
    }

    /// The decision of a case under the version in force on `date`.
    ///
    /// # Errors
    /// [`NotInForce`] when there is none.
    pub fn decide(&self, facts: &Facts, date: Date) -> Result<Decision, NotInForce> {
        match self.on(date) {
            InForce::Version(rules) => Ok(evaluate(rules, facts, date)),
            other => Err(NotInForce {
                scheme: self.id.clone(),
                date,
                message: none_in_force(&self.id, date, other),
            }),
        }
    }

    /// The facts of a case from a YAML or JSON text: `{source: {origin, date, mark}, facts: {…}}`
    /// or the bare map of facts. A fact is its value, or `{value, unit, origin, date, mark}`, or
    /// `unknown`. Numbers are read as exact decimals.
    ///
    /// # Errors
    /// Every remark: unknown names with the nearest known one, wrong types, units, choices.
    pub fn read_facts(&self, file: &str, text: &str) -> Result<Facts, Vec<Diagnostic>> {
        load::read_facts(file, text, &self.facts)
    }

    /// Remarks about facts that a program stated: names that the scheme does not know (the ledger
    /// knows more than a scheme asks for) and values of another type, which a decision takes as
    /// unknown. `origin` stands in each remark as its file.
    pub fn check_facts(&self, facts: &Facts, origin: &str) -> Vec<Diagnostic> {
        let mut reader = Reader::default();
        load::check_facts(facts, self, origin, &mut reader);
        for problem in &mut reader.problems {
            problem.severity = Severity::Warning;
        }
        reader.problems
    }
}

fn none_in_force(scheme: &str, date: Date, found: InForce<'_>) -> Text {
    let last = |rules: &RuleSet| rules.version.to.map_or(String::new(), |to| to.to_string());
    match found {
        InForce::Gap { after, before } => Text::new(
            format!(
                "{date} 没有生效的版本：{} 已于 {} 期满，{} 自 {} 起施行",
                after.version.id,
                last(after),
                before.version.id,
                before.version.from
            ),
            format!(
                "no version of {scheme} was in force on {date}: {} ended on {}, {} began on {}",
                after.version.id,
                last(after),
                before.version.id,
                before.version.from
            ),
        ),
        InForce::BeforeFirst(first) => Text::new(
            format!("{date} 没有生效的版本：首个版本自 {} 起施行", first.version.from),
            format!(
                "no version of {scheme} was in force on {date}: the first began on {}",
                first.version.from
            ),
        ),
        InForce::AfterLast(rules) => Text::new(
            format!("{date} 没有生效的版本：最后的版本已于 {} 期满", last(rules)),
            format!(
                "no version of {scheme} was in force on {date}: the last ended on {}",
                last(rules)
            ),
        ),
        InForce::Version(_) | InForce::NoVersion => {
            Text::new("此方案没有版本", format!("{scheme} has no version"))
        }
    }
}
