//! What people are shown of the schemes: which there are, and what a scheme asks about a case.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use policy::{
    Changeable, Entry, FactDefinition, Ground, NOT_SEEN, Parameter, Schedule, Scheme, Type, Version,
};
use programme::Prose;
use programme::law::LawItem;
use schemars::JsonSchema;
use serde::Serialize;
use units::{Date, Day, Mark, Text};

use crate::deciding::{Law, Rules};
use crate::embedded;
use crate::failure::Failure;

/// A scheme with its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SchemeKnown {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its versions, oldest first.
    pub versions: Vec<VersionKnown>,
}

/// A version of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionKnown {
    /// Its id.
    pub id: String,
    /// Its title.
    pub name: Text,
    /// The number of the document, or `not_seen`.
    pub document: String,
    /// First day in force.
    #[schemars(with = "Day")]
    pub from: Date,
    /// Last day in force; absent while it has no known end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Day>")]
    pub to: Option<Date>,
    /// Whether it was only published for comment.
    pub draft: bool,
}

impl From<&policy::RuleSet> for VersionKnown {
    fn from(rules: &policy::RuleSet) -> Self {
        let version = rules.version();
        Self {
            id: version.id.clone(),
            name: version.name.clone(),
            document: version.document.clone(),
            from: version.from,
            to: version.to,
            draft: version.draft,
        }
    }
}

/// A fact that a scheme asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FactAsked {
    /// Its name in the scheme's files.
    pub name: String,
    /// What it is.
    pub label: Text,
    /// Who can supply it.
    pub supplier: Text,
    /// `bool`, `number`, `text`, `choice`, `date`, `texts` or `list`.
    pub holds: String,
    /// The unit of a number, as files write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The unit of a number for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_label: Option<Text>,
    /// The keys of a choice with their labels.
    pub choices: Vec<ChoiceKnown>,
    /// Whether an applicant who is refused may be told to change it.
    pub can_change: bool,
}

/// A key that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChoiceKnown {
    /// The key.
    pub key: String,
    /// What it means.
    pub label: Text,
}

/// Every scheme of a folder, or of those embedded.
///
/// # Errors
/// [`Failure::Input`] for files that do not load, [`Failure::Unreadable`].
pub fn schemes_known(policy: Option<&Path>) -> Result<Vec<SchemeKnown>, Failure> {
    let mut known = Vec::new();
    for id in embedded::known_schemes(policy)? {
        let scheme = Scheme::load(&embedded::scheme(&id, policy)?).map_err(Failure::Input)?;
        let versions = scheme.versions().iter().map(VersionKnown::from).collect();
        known.push(SchemeKnown { id, name: scheme.name().clone(), versions });
    }
    Ok(known)
}

/// What the version in force asks about a case, in the order of names.
///
/// # Errors
/// [`Failure::Rules`] when there is no such scheme, or none in force that day.
pub fn facts_asked(rules: &Rules<'_>) -> Result<Vec<FactAsked>, Failure> {
    let law = Law::read(rules)?;
    let asked = law.version().into_iter().flat_map(policy::RuleSet::facts);
    Ok(asked.map(|(name, fact)| fact_asked(name, fact)).collect())
}

/// The law of one version for who holds it against the original.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LawKnown {
    /// The scheme.
    pub scheme: String,
    /// The version.
    pub version: VersionKnown,
    /// Titles or addresses of the texts that the scheme names, by key.
    pub documents: BTreeMap<String, String>,
    /// The values that expressions read.
    pub parameters: Vec<ParameterKnown>,
    /// Everything else that stands on a text: dates, clauses, modes, payments, definitions.
    pub rules: Vec<RuleKnown>,
}

/// A parameter with its values in the time of the version.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ParameterKnown {
    /// Its name in expressions.
    pub id: String,
    /// What it is.
    pub label: Text,
    /// As of a fact: `bool`, `number`, `text`, `choice`, `date`, `texts` or `list`.
    pub holds: String,
    /// The unit of a number for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_label: Option<Text>,
    /// The keys of a choice with their labels.
    pub choices: Vec<ChoiceKnown>,
    /// The fact that names the place which sets it; absent where the scheme itself does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by: Option<String>,
    /// Its values, by place and day.
    pub values: Vec<ValueKnown>,
}

/// A value from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ValueKnown {
    /// What a confirmation names.
    pub item: LawItem,
    /// For people; absent where it is known not to be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<Text>,
    /// As a confirmation writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// Where it stands.
    pub ground: GroundKnown,
}

/// A rule of the version.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RuleKnown {
    /// What a confirmation names.
    pub item: LawItem,
    /// What it says.
    pub label: Text,
    /// Where it stands.
    pub ground: GroundKnown,
}

/// Where an item stands, and who held it against that.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GroundKnown {
    /// How far it can be trusted; a confirmed one counts as seen.
    pub mark: Mark,
    /// Addresses or titles of the texts it was taken from.
    pub sources: Vec<String>,
    /// Where in the instrument; absent where nobody here has read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The official's confirmation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<ConfirmationKnown>,
}

/// Who confirmed an item, when, against what.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ConfirmationKnown {
    /// Who.
    pub by: String,
    /// When.
    #[schemars(with = "Day")]
    pub on: Date,
    /// The text.
    pub against: String,
}

impl From<&Ground> for GroundKnown {
    fn from(ground: &Ground) -> Self {
        let confirmed = |one: &Arc<policy::Confirmation>| ConfirmationKnown {
            by: one.by.clone(),
            on: one.on,
            against: one.against.clone(),
        };
        Self {
            mark: ground.effective_mark(),
            sources: ground.sources.to_vec(),
            article: (*ground.article != *NOT_SEEN).then(|| ground.article.to_string()),
            confirmed: ground.confirmed.as_ref().map(confirmed),
        }
    }
}

/// The law in force on a day, item by item.
///
/// # Errors
/// [`Failure::Rules`] when there is no such scheme, or none in force that day.
pub fn law_known(rules: &Rules<'_>) -> Result<LawKnown, Failure> {
    let law = Law::read(rules)?;
    let none = || Failure::Rules(Text::new("当日没有有效版本", "no version is in force"));
    let version = law.version().ok_or_else(none)?;
    let rule = |one: policy::ItemView| {
        let (version, item) = (prose(&version.version().id)?, prose(&one.id)?);
        let item = LawItem::Rule { version, item };
        Some(RuleKnown { item, label: one.label, ground: (&one.ground).into() })
    };
    Ok(LawKnown {
        scheme: law.scheme.id().to_owned(),
        version: version.into(),
        documents: law.scheme.sources().clone(),
        parameters: law
            .scheme
            .parameters()
            .values()
            .map(|one| parameter_known(one, version.version()))
            .collect(),
        rules: version.items().into_iter().filter_map(rule).collect(),
    })
}

/// Names of the law are far shorter than what a text may hold.
fn prose(text: &str) -> Option<Prose> {
    Prose::new(text).ok()
}

fn parameter_known(parameter: &Parameter, version: &Version) -> ParameterKnown {
    let (holds, unit, choices) = kind_known(&parameter.kind);
    let (set_by, by_place): (_, Vec<(Option<&String>, &Vec<Entry>)>) = match &parameter.schedule {
        Schedule::Own(entries) => (None, vec![(None, entries)]),
        Schedule::Delegated { to, by, .. } => {
            (Some(to.clone()), by.iter().map(|(place, entries)| (Some(place), entries)).collect())
        }
    };
    let value = |place: Option<&String>, entry: &Entry| {
        let from = entry.ground.from;
        let in_time = from >= version.from && version.to.is_none_or(|to| from <= to);
        let item = LawItem::Value {
            parameter: prose(&parameter.id)?,
            place: place.and_then(|place| prose(place)),
            from,
        };
        in_time.then(|| ValueKnown {
            item,
            shown: entry.value.as_ref().map(|value| value.shown(&parameter.kind)),
            written: entry.value.as_ref().map(policy::Value::written),
            ground: (&entry.ground).into(),
        })
    };
    ParameterKnown {
        id: parameter.id.clone(),
        label: parameter.description.clone(),
        holds,
        unit_label: unit.map(policy::Unit::label),
        choices,
        set_by,
        values: by_place
            .into_iter()
            .flat_map(|(place, entries)| entries.iter().filter_map(move |one| value(place, one)))
            .collect(),
    }
}

/// What a type holds in a word, its unit and its choices.
fn kind_known(kind: &Type) -> (String, Option<policy::Unit>, Vec<ChoiceKnown>) {
    let (holds, unit, choices) = match kind {
        Type::Bool => ("bool", None, Vec::new()),
        Type::Number(unit) => ("number", Some(*unit), Vec::new()),
        Type::Choice(keys) => {
            let choice = |(key, label): (&String, &Text)| ChoiceKnown {
                key: key.clone(),
                label: label.clone(),
            };
            ("choice", None, keys.iter().map(choice).collect())
        }
        Type::Date => ("date", None, Vec::new()),
        Type::Texts => ("texts", None, Vec::new()),
        Type::Text => ("text", None, Vec::new()),
        _ => ("list", None, Vec::new()),
    };
    (holds.to_owned(), unit, choices)
}

fn fact_asked(name: &str, fact: &FactDefinition) -> FactAsked {
    let (holds, unit, choices) = kind_known(&fact.kind);
    FactAsked {
        name: name.to_owned(),
        label: fact.label.clone(),
        supplier: fact.supplier.clone(),
        holds,
        unit: unit.map(|unit| unit.to_string()),
        unit_label: unit.map(policy::Unit::label),
        choices,
        can_change: fact.change != Changeable::Never,
    }
}
