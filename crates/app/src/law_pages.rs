//! What people are shown of the schemes: which there are, and what a scheme asks about a case.

use std::path::Path;

use policy::{Changeable, FactDefinition, Scheme, Type};
use schemars::JsonSchema;
use serde::Serialize;
use units::{Date, Day, Text};

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
        let version = |rules: &policy::RuleSet| {
            let version = rules.version();
            VersionKnown {
                id: version.id.clone(),
                name: version.name.clone(),
                document: version.document.clone(),
                from: version.from,
                to: version.to,
                draft: version.draft,
            }
        };
        let versions = scheme.versions().iter().map(version).collect();
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

fn fact_asked(name: &str, fact: &FactDefinition) -> FactAsked {
    let (holds, unit, choices) = match &fact.kind {
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
    FactAsked {
        name: name.to_owned(),
        label: fact.label.clone(),
        supplier: fact.supplier.clone(),
        holds: holds.to_owned(),
        unit: unit.map(|unit| unit.to_string()),
        unit_label: unit.map(policy::Unit::label),
        choices,
        can_change: fact.change != Changeable::Never,
    }
}
