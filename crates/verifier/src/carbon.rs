//! What happens to a carbon account, as a journal writes it.

use jiff::civil::Date;

use crate::form::{self, Fields, Role};
use crate::json::Json;
use crate::money::Name;
use crate::refusal::{Check, Fault, Verdict};

/// Whose units: the registry, and the series.
pub(crate) type Series = (&'static str, Name);

/// Units by their serial numbers, both ends included.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    pub(crate) of: Series,
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// A claimed reduction.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) reduction: Name,
    pub(crate) boundary: Name,
    pub(crate) of: &'static str,
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) grams: i64,
    pub(crate) corrects: Option<Name>,
}

/// A filed statement.
#[derive(Clone, Debug)]
pub(crate) struct Filing {
    pub(crate) year: i64,
    pub(crate) statement: [u8; 32],
    pub(crate) location_g: i64,
    pub(crate) market_g: i64,
    pub(crate) restates: Option<[u8; 32]>,
}

/// A plan of neutrality.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) first_year: i64,
    pub(crate) last_year: i64,
    pub(crate) is_market: bool,
    pub(crate) reduction_g: i64,
}

/// A part of a boundary.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) spaces: Vec<Name>,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
}

/// A declaration that a year is neutral.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    pub(crate) year: i64,
    pub(crate) statement: [u8; 32],
    pub(crate) emitted_g: i64,
    pub(crate) reduced_g: i64,
    pub(crate) retired_units: i64,
}

/// What happened to an account.
#[derive(Clone, Debug)]
pub(crate) enum Carbon {
    Opened { enterprise: Name },
    Added { boundary: Name, site: Site },
    Ended { boundary: Name, to: Date },
    Filed(Filing),
    StatementVerified { year: i64, statement: [u8; 32] },
    Claimed(Box<Claim>),
    Verified(Name),
    Refused(Name),
    Reversed(Name),
    Entered(Units),
    Retired(Units, i64),
    Cancelled(Units),
    Planned(Plan),
    Declared(Declared),
    Certified(i64),
    CertificateRefused(i64),
    Revoked(i64),
}

const APPLICANT: &[Role] = &["applicant"];
const VERIFIER: &[Role] = &["verifier"];

impl Carbon {
    /// What stands under `happened`.
    pub(crate) fn read(json: &Json) -> Verdict<Self> {
        let mut fields = Fields::of(json, "what.happened")?;
        let kind = fields.need("kind", form::identifier)?;
        let happened = match kind {
            "opened" => Self::Opened { enterprise: fields.need("enterprise", form::code)?.into() },
            "boundary_added" => Self::Added {
                boundary: name(&mut fields, "boundary")?,
                site: Site {
                    spaces: fields.items("spaces", |json| {
                        form::item("what.happened.spaces", form::place(json), json).map(Name::from)
                    })?,
                    from: fields.need("from", form::date)?,
                    to: fields.optional("to", form::date)?,
                },
            },
            "boundary_ended" => Self::Ended {
                boundary: name(&mut fields, "boundary")?,
                to: fields.need("to", form::date)?,
            },
            "statement_filed" => {
                Self::Filed(filing(fields.object("filing", "what.happened.filing")?)?)
            }
            "statement_verified" => {
                fields.need("report", form::digest)?;
                Self::StatementVerified {
                    year: year(&mut fields)?,
                    statement: fields.need("statement", form::digest)?,
                }
            }
            "planned" => Self::Planned(plan(fields.object("plan", "what.happened.plan")?)?),
            "reduction_claimed" | "reduction_verified" | "reduction_refused"
            | "reduction_reversed" => reduction(kind, &mut fields)?,
            "units_entered" | "units_retired" | "units_cancelled" => units(kind, &mut fields)?,
            "neutrality_declared" | "certified" | "certificate_refused" | "certificate_revoked" => {
                neutrality(kind, &mut fields)?
            }
            _ => {
                let expected = ["文档列出的碳账户事件", "what the page lists for carbon accounts"];
                let found = format!("what.happened.kind = {kind:?}");
                return Err(Fault::new(Check::Form, found, expected));
            }
        };
        fields.end()?;
        Ok(happened)
    }

    /// The roles that do this.
    pub(crate) fn roles(&self) -> &'static [Role] {
        match self {
            Self::Opened { .. }
            | Self::Added { .. }
            | Self::Ended { .. }
            | Self::Filed(_)
            | Self::Claimed(_)
            | Self::Retired(..)
            | Self::Cancelled(_)
            | Self::Planned(_)
            | Self::Declared(_) => APPLICANT,
            Self::StatementVerified { .. }
            | Self::Verified(_)
            | Self::Refused(_)
            | Self::Certified(_)
            | Self::CertificateRefused(_) => VERIFIER,
            Self::Reversed(_) => &["verifier", "auditor"],
            Self::Entered(_) => &["municipal_officer"],
            Self::Revoked(_) => &["verifier", "municipal_officer", "auditor"],
        }
    }
}

fn name(fields: &mut Fields, key: &str) -> Verdict<Name> {
    fields.need(key, form::identifier).map(Name::from)
}

fn year(fields: &mut Fields) -> Verdict<i64> {
    fields.need("year", form::count)
}

fn filing(mut fields: Fields) -> Verdict<Filing> {
    fields.need("activity", form::digest)?;
    fields.need("factors", form::digest)?;
    fields.need("known_on", form::date)?;
    let one = fields.need("scope1_g", form::count)?;
    let filing = Filing {
        year: year(&mut fields)?,
        statement: fields.need("statement", form::digest)?,
        // Both below 2^53.
        location_g: one + fields.need("scope2_location_g", form::count)?,
        market_g: one + fields.need("scope2_market_g", form::count)?,
        restates: fields.optional("restates", form::digest)?,
    };
    fields.end()?;
    Ok(filing)
}

fn plan(mut fields: Fields) -> Verdict<Plan> {
    fields.need("document", form::digest)?;
    let basis = fields.need("basis", |json| form::one_of(json, &["location", "market"]))?;
    let plan = Plan {
        first_year: fields.need("first_year", form::count)?,
        last_year: fields.need("last_year", form::count)?,
        is_market: basis == "market",
        reduction_g: fields.need("reduction_g", form::sum)?,
    };
    fields.end()?;
    Ok(plan)
}

fn reduction(kind: &str, fields: &mut Fields) -> Verdict<Carbon> {
    if kind == "reduction_claimed" {
        return claim(fields.object("claim", "what.happened.claim")?).map(Carbon::Claimed);
    }
    let reduction = name(fields, "reduction")?;
    if kind == "reduction_verified" {
        fields.need("report", form::digest)?;
        return Ok(Carbon::Verified(reduction));
    }
    fields.need("reason", form::text)?;
    Ok(match kind {
        "reduction_refused" => Carbon::Refused(reduction),
        _ => Carbon::Reversed(reduction),
    })
}

fn claim(mut fields: Fields) -> Verdict<Box<Claim>> {
    let sources: &[&str] = &["electricity", "heat", "gas", "fuel"];
    fields.need("report", form::digest)?;
    let baseline = fields.need("baseline_g", form::count)?;
    let actual = fields.need("actual_g", form::count)?;
    let claim = Claim {
        reduction: name(&mut fields, "reduction")?,
        boundary: name(&mut fields, "boundary")?,
        of: fields.need("of", |json| form::one_of(json, sources))?,
        from: fields.need("from", form::date)?,
        to: fields.need("to", form::date)?,
        grams: baseline - actual,
        corrects: fields.optional("corrects", form::identifier)?.map(Name::from),
    };
    fields.end()?;
    Ok(Box::new(claim))
}

fn units(kind: &str, fields: &mut Fields) -> Verdict<Carbon> {
    let mut range = fields.object("units", "what.happened.units")?;
    let registry = range.need("registry", |json| form::one_of(json, &["ccer", "tanpuhui"]))?;
    let units = Units {
        of: (registry, name(&mut range, "series")?),
        first: range.need("first", form::count)?,
        last: range.need("last", form::count)?,
    };
    range.end()?;
    Ok(match kind {
        "units_entered" => {
            fields.need("vintage", form::count)?;
            fields.need("evidence", form::digest)?;
            Carbon::Entered(units)
        }
        "units_retired" => Carbon::Retired(units, year(fields)?),
        _ => {
            fields.need("reason", form::text)?;
            Carbon::Cancelled(units)
        }
    })
}

fn neutrality(kind: &str, fields: &mut Fields) -> Verdict<Carbon> {
    let year = year(fields)?;
    Ok(match kind {
        "neutrality_declared" => Carbon::Declared(Declared {
            year,
            statement: fields.need("statement", form::digest)?,
            emitted_g: fields.need("emitted_g", form::count)?,
            reduced_g: fields.need("reduced_g", form::count)?,
            retired_units: fields.need("retired_units", form::count)?,
        }),
        "certified" => {
            fields.need("certificate", form::digest)?;
            Carbon::Certified(year)
        }
        _ => {
            fields.need("reason", form::text)?;
            match kind {
                "certificate_refused" => Carbon::CertificateRefused(year),
                _ => Carbon::Revoked(year),
            }
        }
    })
}
