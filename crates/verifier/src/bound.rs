//! Kinds of events that the hashes bind and no later check reads: the keys of each.

use crate::form::{self, Fields, Typed};
use crate::json::Json;
use crate::refusal::Verdict;

use Form::{Any, Code, Count, Date, Digest, Fen, Id, Prose, Role, Sum, Truth};

/// The type of a key's value.
#[derive(Clone, Copy)]
enum Form {
    Id,
    Code,
    Digest,
    Date,
    Prose,
    Fen,
    Sum,
    Count,
    Truth,
    Role,
    OneOf(&'static [&'static str]),
    /// What the hashes alone bind.
    Any,
}

const OUTCOME: Form = Form::OneOf(&["pass", "return", "reject"]);
const DIRECTION: Form = Form::OneOf(&["drawdown", "repayment"]);

/// Kind, and its keys besides `kind`; those with a question mark may be absent.
#[rustfmt::skip]
const KINDS: &[(&str, &[(&str, Form)])] = &[
    ("appealed", &[("application", Id), ("due?", Date), ("reason", Prose)]),
    ("appeal_ruled", &[("application", Id), ("grounds", Prose), ("upheld", Truth)]),
    ("appointed", &[("application", Id), ("role", Role), ("user", Id)]),
    ("appointment_ended", &[("application", Id), ("role", Role), ("user", Id)]),
    ("confirmation_withdrawn", &[("item", Any), ("reason", Prose), ("scheme", Prose)]),
    ("decided", &[("application", Id), ("grounds", Prose), ("outcome", OUTCOME), ("stage", Id)]),
    ("decision_recorded", &[("application", Id), ("decision", Any)]),
    ("duplicate_cleared", &[("application", Id), ("grounds", Prose), ("with", Id)]),
    ("duplicate_suspected", &[("application", Id), ("likeness", Any), ("with", Id)]),
    ("entity_change_refused", &[("application", Id), ("grounds", Prose)]),
    ("entity_change_requested",
        &[("application", Id), ("organisation", Code), ("reason", Prose)]),
    ("evidence_attached", &[
        ("application", Id), ("bytes", Count), ("evidence", Id), ("invoice?", Any),
        ("sha256", Digest),
    ]),
    ("fact_stated", &[("application", Id), ("fact", Any)]),
    ("interest_claimed", &[
        ("adjustment", Fen), ("application", Id), ("claim", Id), ("from", Date), ("interest", Fen),
        ("payable", Fen), ("until", Date),
    ]),
    ("interest_declared", &[("organisation", Code), ("person", Id)]),
    ("law_confirmed", &[("confirmation", Any), ("item", Any), ("scheme", Prose)]),
    ("letter_issued", &[("application", Id), ("letter", Digest), ("preview", Any)]),
    ("loan_moved",
        &[("amount", Sum), ("application", Id), ("direction", DIRECTION), ("on", Date)]),
    ("milestone_accepted", &[("application", Id), ("milestone", Id)]),
    ("milestone_reported", &[("application", Id), ("evidence", Digest), ("milestone", Id)]),
    ("notice_published", &[("application", Id), ("notice", Digest), ("until", Date)]),
    ("objection_answered",
        &[("application", Id), ("grounds", Prose), ("objection", Id), ("upheld", Truth)]),
    ("objection_raised", &[("application", Id), ("commitment", Digest), ("objection", Id)]),
    ("opinion_given",
        &[("agrees", Truth), ("application", Id), ("branch", Id), ("grounds", Prose)]),
    ("person_erased", &[("person", Id)]),
    ("rate_set", &[
        ("actual_ppm", Count), ("application", Id), ("from", Date), ("reference_ppm", Count),
    ]),
    ("resumed", &[("application", Id), ("branches?", Any), ("due?", Date)]),
    ("scored", &[
        ("application", Id), ("expert", Id), ("points", Any), ("sheet", Id), ("version", Count),
    ]),
    ("share_recorded",
        &[("evidence", Digest), ("held", Code), ("holder", Any), ("share_bp", Count)]),
    ("sheet_published", &[("criteria", Any), ("sheet", Id), ("version", Count)]),
    ("stage_entered", &[
        ("application", Id), ("branches?", Any), ("due?", Date), ("end", Truth), ("stage", Id),
        ("then_back_to?", Id),
    ]),
    ("submitted", &[("application", Id), ("content", Digest), ("stage", Id)]),
    ("suspended", &[("application", Id), ("reason", Prose)]),
    ("withdrawn", &[("application", Id), ("reason", Prose)]),
    ("workflow_adopted", &[("programme", Id), ("workflow_sha256", Digest)]),
];

/// Reads the keys of an event of such a kind, and the application that it names; `None` if `kind`
/// is no such kind.
pub(crate) fn read<'j>(
    kind: &str,
    fields: &mut Fields<'j, '_>,
) -> Option<Verdict<Option<&'j str>>> {
    let (_, keys) = KINDS.iter().find(|(known, _)| *known == kind)?;
    Some(read_keys(keys, fields))
}

fn read_keys<'j>(keys: &[(&str, Form)], fields: &mut Fields<'j, '_>) -> Verdict<Option<&'j str>> {
    let mut application = None;
    for (key, form) in keys {
        match (*key, key.strip_suffix('?')) {
            ("application", _) => application = Some(fields.need(key, form::identifier)?),
            (_, Some(key)) => {
                fields.optional(key, |json| form.fits(json))?;
            }
            (_, None) => fields.need(key, |json| form.fits(json))?,
        }
    }
    Ok(application)
}

impl Form {
    fn fits(self, json: &Json) -> Typed<()> {
        match self {
            Self::Id => form::identifier(json).map(drop),
            Self::Code => form::code(json).map(drop),
            Self::Digest => form::digest(json).map(drop),
            Self::Date => form::date(json).map(drop),
            Self::Prose => form::text(json).map(drop),
            Self::Fen => form::integer(json).map(drop),
            Self::Sum => form::sum(json).map(drop),
            Self::Count => form::count(json).map(drop),
            Self::Truth => form::truth(json).map(drop),
            Self::Role => form::role(json).map(drop),
            Self::OneOf(words) => form::one_of(json, words).map(drop),
            Self::Any => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How the page writes a type behind its key.
    fn written(form: Form) -> String {
        let name = match form {
            Id => return String::new(),
            Code => "code",
            Digest => "digest",
            Date => "date",
            Prose => "text",
            Fen => "fen",
            Sum => "sum",
            Count => "integer from 0",
            Truth => "true or false",
            Role => "role",
            Any => "any",
            Form::OneOf(words) => return format!(" (`{}`)", words.join("`, `")),
        };
        format!(" ({name})")
    }

    /// The page promises what is checked here, key for key.
    #[test]
    fn the_page_has_every_kind() {
        let page = include_str!("../../../docs/journal.md");
        for (kind, keys) in KINDS {
            let keys = keys.iter().filter(|(key, _)| *key != "application").map(|(key, form)| {
                let (name, mark) = match key.strip_suffix('?') {
                    Some(name) => (name, "?"),
                    None => (*key, ""),
                };
                format!("`{name}`{mark}{}", written(*form))
            });
            let row = format!("| `{kind}` | {} |\n", keys.collect::<Vec<_>>().join(", "));
            assert!(page.contains(&row), "not on the page: {row}");
        }
    }
}
