//! Check 1, form: a line of a journal as an event.

use jiff::civil::Date;

use crate::bound;
use crate::carbon::Carbon;
use crate::form::{self, Fields, Role};
use crate::json::{self, Json};
use crate::money::{Money, Name, Transfer};
use crate::refusal::{Check, Fault, Verdict};
use crate::suite::Suite;

/// One event.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) seq: i64,
    /// Milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) clock: Option<i64>,
    pub(crate) command: Name,
    pub(crate) content: [u8; 32],
    pub(crate) actor: Actor,
    pub(crate) organisation: Name,
    pub(crate) version: Option<i64>,
    pub(crate) what: What,
}

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Actor {
    pub(crate) user: Name,
    pub(crate) role: Role,
    pub(crate) on_behalf_of: Option<Name>,
}

/// An account of a person.
#[derive(Debug)]
pub(crate) struct User {
    pub(crate) user: Name,
    pub(crate) organisation: Name,
    pub(crate) person: Name,
}

/// A role of a user, from a day to a day, both included.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) grant: Name,
    pub(crate) user: Name,
    pub(crate) role: Role,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
}

/// A user lets another act in a role, from a day to a day, both included.
#[derive(Debug)]
pub(crate) struct Delegation {
    pub(crate) by: Name,
    pub(crate) to: Name,
    pub(crate) role: Role,
    pub(crate) from: Date,
    pub(crate) until: Date,
}

/// A budget line.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) line: Name,
    pub(crate) programme: Name,
    pub(crate) year: i64,
    pub(crate) district: Name,
    pub(crate) project_kind: Name,
}

/// An application as it began.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) application: Name,
    pub(crate) programme: Name,
    pub(crate) district: Name,
    pub(crate) project_kind: Name,
    pub(crate) applicant: Name,
    pub(crate) owners: Vec<Name>,
    pub(crate) spaces: Vec<Name>,
    pub(crate) works: Vec<Name>,
}

/// What happened, as far as a check reads it.
#[derive(Debug)]
pub(crate) enum What {
    Founded { office: Name, administrator: User, suite: Suite },
    Organisation(Name),
    User(User),
    Granted(Grant),
    Revoked { grant: Name, to: Date },
    Delegated(Delegation),
    Programme { programme: Name, is_municipal: bool },
    Line(Line),
    Application(Box<Opened>),
    EntityChanged { application: Name, organisation: Name },
    Proposed { step: Name, money: Box<Money>, amount: i64 },
    Approved { step: Name, transfers: Vec<Transfer>, award: Option<i64> },
    Refused { step: Name },
    Settled { step: Name, transfer: Name, is_paid: bool },
    Carbon { account: Name, happened: Carbon },
    Other { application: Option<Name> },
}

impl Event {
    /// The event in a line without its end.
    pub(crate) fn read(line: &[u8]) -> Verdict<Self> {
        let json = json::read(line).map_err(|wrong| {
            let rest = line.get(wrong.at..).unwrap_or_default();
            let next: String = String::from_utf8_lossy(rest).chars().take(20).collect();
            Fault::new(Check::Form, format!("byte {}: {next:?}", wrong.at), wrong.expected)
        })?;
        let mut fields = Fields::of(&json, "event")?;
        let event = Self {
            seq: fields.need("seq", form::count)?,
            at: fields.need("at", form::moment)?,
            clock: fields.optional("clock", form::moment)?,
            command: fields.need("command", form::identifier)?.into(),
            content: fields.need("content", form::digest)?,
            actor: actor(fields.object("actor", "actor")?)?,
            organisation: fields.need("organisation", form::code)?.into(),
            version: fields.optional("version", form::count)?,
            what: what(fields.object("what", "what")?)?,
        };
        fields.end()?;
        Ok(event)
    }
}

fn actor(mut fields: Fields) -> Verdict<Actor> {
    let actor = Actor {
        user: fields.need("user", form::identifier)?.into(),
        role: fields.need("role", form::role)?,
        on_behalf_of: fields.optional("on_behalf_of", form::identifier)?.map(Name::from),
    };
    fields.end()?;
    Ok(actor)
}

fn what(mut fields: Fields) -> Verdict<What> {
    let kind = fields.need("kind", form::identifier)?;
    let what = match kind {
        "founded"
        | "organisation_registered"
        | "user_registered"
        | "role_granted"
        | "role_revoked"
        | "delegated" => people(kind, &mut fields)?,
        "money_proposed" | "money_approved" | "money_refused" | "payment_posted"
        | "payment_voided" => money(kind, &mut fields)?,
        "programme_opened" => programme(&mut fields)?,
        "line_opened" => What::Line(Line {
            line: name(&mut fields, "line")?,
            programme: name(&mut fields, "programme")?,
            year: fields.need("year", form::integer)?,
            district: name(&mut fields, "district")?,
            project_kind: name(&mut fields, "project_kind")?,
        }),
        "application_opened" => What::Application(Box::new(opened(&mut fields)?)),
        "carbon" => What::Carbon {
            account: name(&mut fields, "account")?,
            happened: Carbon::read(fields.need("happened", Ok)?)?,
        },
        "entity_changed" => {
            fields.need("grounds", form::text)?;
            What::EntityChanged {
                application: name(&mut fields, "application")?,
                organisation: fields.need("organisation", form::code)?.into(),
            }
        }
        _ => match bound::read(kind, &mut fields) {
            Some(application) => What::Other { application: application?.map(Name::from) },
            None => {
                let expected = ["文档列出的事件种类", "a kind of event that the page lists"];
                return Err(Fault::new(Check::Form, format!("what.kind = {kind:?}"), expected));
            }
        },
    };
    fields.end()?;
    Ok(what)
}

fn name(fields: &mut Fields, key: &str) -> Verdict<Name> {
    fields.need(key, form::identifier).map(Name::from)
}

fn names<'j, 'a>(fields: &mut Fields<'j, 'a>, key: &str) -> Verdict<Vec<Name>> {
    fields.items(key, |json: &'j Json<'a>| {
        form::item("what", form::identifier(json), json).map(Name::from)
    })
}

fn people(kind: &str, fields: &mut Fields) -> Verdict<What> {
    Ok(match kind {
        "founded" => What::Founded {
            office: organisation(fields.object("office", "what.office")?)?,
            administrator: user(fields.object("administrator", "what.administrator")?)?,
            suite: match fields.optional("suite", |json| form::one_of(json, &["sm"]))? {
                Some(_) => Suite::Sm,
                None => Suite::Sha2,
            },
        },
        "organisation_registered" => {
            What::Organisation(organisation(fields.object("organisation", "what.organisation")?)?)
        }
        "user_registered" => What::User(user(fields.object("user", "what.user")?)?),
        "role_granted" => What::Granted(grant(fields.object("grant", "what.grant")?)?),
        "role_revoked" => {
            What::Revoked { grant: name(fields, "grant")?, to: fields.need("to", form::date)? }
        }
        _ => What::Delegated(delegation(fields.object("delegation", "what.delegation")?)?),
    })
}

fn organisation(mut fields: Fields) -> Verdict<Name> {
    let code = fields.need("code", form::code)?.into();
    fields.need("name", form::text)?;
    fields.end()?;
    Ok(code)
}

fn user(mut fields: Fields) -> Verdict<User> {
    let user = User {
        user: name(&mut fields, "user")?,
        organisation: fields.need("organisation", form::code)?.into(),
        person: name(&mut fields, "person")?,
    };
    fields.need("commitment", form::digest)?;
    fields.end()?;
    Ok(user)
}

fn grant(mut fields: Fields) -> Verdict<Grant> {
    let grant = Grant {
        grant: name(&mut fields, "grant")?,
        user: name(&mut fields, "user")?,
        role: fields.need("role", form::role)?,
        from: fields.need("from", form::date)?,
        to: fields.optional("to", form::date)?,
    };
    fields.optional("district", form::identifier)?;
    fields.optional("department", form::identifier)?;
    fields.end()?;
    Ok(grant)
}

fn delegation(mut fields: Fields) -> Verdict<Delegation> {
    let delegation = Delegation {
        by: name(&mut fields, "by")?,
        to: name(&mut fields, "to")?,
        role: fields.need("role", form::role)?,
        from: fields.need("from", form::date)?,
        until: fields.need("until", form::date)?,
    };
    fields.end()?;
    Ok(delegation)
}

fn programme(fields: &mut Fields) -> Verdict<What> {
    fields.need("scheme", form::text)?;
    fields.need("workflow", form::identifier)?;
    fields.need("workflow_sha256", form::digest)?;
    names(fields, "districts")?;
    names(fields, "project_kinds")?;
    let level = fields.need("level", |json| form::one_of(json, &["municipal", "district"]))?;
    Ok(What::Programme {
        programme: name(fields, "programme")?,
        is_municipal: level == "municipal",
    })
}

fn opened(fields: &mut Fields) -> Verdict<Opened> {
    fields.need("mode", |json| form::one_of(json, &["investment_subsidy", "interest_subsidy"]))?;
    fields.need("title", form::text)?;
    fields.need("works_from", form::date)?;
    fields.need("stage", form::identifier)?;
    let parts = fields.items("parts", |json| {
        let mut part = Fields::of(json, "what.parts[]")?;
        part.need("investment", form::sum)?;
        let owner: Name = part.need("owner", form::code)?.into();
        let space: Name = part.need("space", form::place)?.into();
        part.end()?;
        Ok((owner, space))
    })?;
    let (owners, spaces) = parts.into_iter().unzip();
    Ok(Opened {
        application: name(fields, "application")?,
        programme: name(fields, "programme")?,
        district: name(fields, "district")?,
        project_kind: name(fields, "project_kind")?,
        applicant: fields.need("applicant", form::code)?.into(),
        owners,
        spaces,
        works: names(fields, "works")?,
    })
}

fn money(kind: &str, fields: &mut Fields) -> Verdict<What> {
    let step = name(fields, "step")?;
    Ok(match kind {
        "money_proposed" => What::Proposed {
            step,
            money: Box::new(Money::read(fields.need("money", Ok)?)?),
            amount: fields.need("amount", form::sum)?,
        },
        "money_approved" => What::Approved {
            step,
            transfers: fields.items("transfers", Transfer::read)?,
            award: fields.optional("award", form::count)?,
        },
        "money_refused" => {
            fields.need("reason", form::text)?;
            What::Refused { step }
        }
        _ => {
            let is_paid = kind == "payment_posted";
            fields.need(if is_paid { "reference" } else { "reason" }, form::text)?;
            What::Settled { step, transfer: name(fields, "transfer")?, is_paid }
        }
    })
}
