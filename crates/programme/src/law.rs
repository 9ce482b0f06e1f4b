//! What officials confirmed of the law as the desk holds it, each item against the original text.
//!
//! The desk does not read the law: whether an item is there and takes the value is looked at
//! before the command is given. What is kept here is who confirmed what, when, and against what.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Day};

use crate::event::{Event, What};
use crate::guard::Prose;
use crate::ids::UserId;
use crate::moment::Moment;

/// One item of a scheme's law.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
pub enum LawItem {
    /// A parameter's value from a day on.
    Value {
        /// The parameter.
        parameter: Prose,
        /// The place whose value it is, of a parameter that places set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Prose>,
        /// The day from which the value holds.
        #[schemars(with = "Day")]
        from: Date,
    },
    /// A definition, clause, mode or part of the payment of a version; `validity` for its dates.
    Rule {
        /// The version.
        version: Prose,
        /// The item.
        item: Prose,
    },
}

/// That an item is as the original text says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LawConfirmation {
    /// The value as it was read in the original, as JSON; of values alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Prose>,
    /// The document that it was held against.
    pub against: Prose,
    /// Article, page or paragraph there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Prose>,
}

impl LawConfirmation {
    /// Whether it is made for such an item: a value in JSON for values, none for rules.
    pub(crate) fn fits(&self, item: &LawItem) -> bool {
        let json = |text: &Prose| serde_json::from_str::<serde_json::Value>(text.as_str()).is_ok();
        match item {
            LawItem::Value { .. } => self.value.as_ref().is_some_and(json),
            LawItem::Rule { .. } => self.value.is_none(),
        }
    }
}

/// A confirmation that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// What was found.
    pub said: LawConfirmation,
    /// Who confirmed it, and when.
    pub by: (UserId, Moment),
}

/// What stands, by scheme and item.
pub type Confirmations = BTreeMap<String, BTreeMap<LawItem, Confirmed>>;

/// Takes an event into what stands; others change nothing.
pub(crate) fn fold(confirmations: &mut Confirmations, event: &Event) {
    match &event.what {
        What::LawConfirmed { scheme, item, confirmation } => {
            let by = (event.actor.user.clone(), event.at);
            let confirmed = Confirmed { said: confirmation.clone(), by };
            confirmations.entry(scheme.clone()).or_default().insert(item.clone(), confirmed);
        }
        What::ConfirmationWithdrawn { scheme, item, .. } => {
            if let Some(of) = confirmations.get_mut(scheme) {
                of.remove(item);
            }
            confirmations.retain(|_, of| !of.is_empty());
        }
        _ => {}
    }
}
