//! Money steps as a journal writes them, and the table of what each kind may do.

use std::sync::Arc;

use crate::form::{self, Fields, Role};
use crate::json::Json;
use crate::refusal::{Check, Fault, Verdict};

/// An identifier or code.
pub(crate) type Name = Arc<str>;

/// Where money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bucket {
    Appropriation,
    Available,
    Reserved,
    Committed,
    Disbursed,
    Receivable,
    Returned,
    WrittenOff,
}

/// The buckets by name, in their order.
pub(crate) const BUCKETS: [(&str, Bucket); 8] = [
    ("appropriation", Bucket::Appropriation),
    ("available", Bucket::Available),
    ("reserved", Bucket::Reserved),
    ("committed", Bucket::Committed),
    ("disbursed", Bucket::Disbursed),
    ("receivable", Bucket::Receivable),
    ("returned", Bucket::Returned),
    ("written_off", Bucket::WrittenOff),
];

/// What a kind of money step has, does and needs.
#[derive(Debug)]
pub(crate) struct Rule {
    /// `money.kind`.
    pub(crate) kind: &'static str,
    /// The other keys of `money`.
    keys: &'static [&'static str],
    /// From where, to where.
    pub(crate) moves: &'static [(Bucket, Bucket)],
    /// The roles that propose it, and that approve or refuse it.
    pub(crate) proposers: &'static [Role],
    pub(crate) approvers: &'static [Role],
    /// Whether it changes the award.
    pub(crate) has_award: bool,
}

const BUDGET: &[Role] = &["finance"];
const OFFICERS: &[Role] = &["district_officer", "municipal_officer"];
const AWARDERS: &[Role] = &["municipal_officer", "finance"];
const RECOVERERS: &[Role] = &["municipal_officer", "finance", "auditor"];
/// The roles that post or void a payment.
pub(crate) const PAYERS: &[Role] = &["finance", "bank"];

use Bucket::{
    Appropriation, Available, Committed, Disbursed, Receivable, Reserved, Returned, WrittenOff,
};

const fn rule(
    kind: &'static str,
    keys: &'static [&'static str],
    moves: &'static [(Bucket, Bucket)],
    (proposers, approvers): (&'static [Role], &'static [Role]),
    has_award: bool,
) -> Rule {
    Rule { kind, keys, moves, proposers, approvers, has_award }
}

#[rustfmt::skip]
static RULES: [Rule; 12] = [
    rule("appropriate", &["line", "amount"], &[(Appropriation, Available)], (BUDGET, BUDGET), false),
    rule("cut", &["line", "amount"], &[(Available, Appropriation)], (BUDGET, BUDGET), false),
    rule("carry_over", &["from", "to", "amount"], &[(Available, Available)], (BUDGET, BUDGET), false),
    rule("reserve", &["application", "line", "amount"], &[(Available, Reserved)],
        (OFFICERS, AWARDERS), false),
    rule("release", &["application"], &[(Reserved, Available)], (OFFICERS, AWARDERS), false),
    rule("commit", &["application"], &[(Reserved, Committed), (Reserved, Available)],
        (OFFICERS, AWARDERS), true),
    rule("cancel", &["application"], &[(Committed, Available)], (OFFICERS, AWARDERS), true),
    rule("disburse", &["application", "tranche"], &[(Committed, Disbursed)],
        (OFFICERS, BUDGET), false),
    rule("reduce", &["application", "audited_investment"],
        &[(Committed, Available), (Disbursed, Receivable)], (OFFICERS, AWARDERS), true),
    rule("demand", &["application", "amount", "reason"], &[(Disbursed, Receivable)],
        (RECOVERERS, AWARDERS), true),
    rule("receive", &["application", "amount", "reference"], &[(Receivable, Returned)],
        (RECOVERERS, AWARDERS), false),
    rule("write_off", &["application", "amount", "reason"], &[(Receivable, WrittenOff)],
        (RECOVERERS, AWARDERS), false),
];

/// What a step asks for.
#[derive(Clone, Debug)]
pub(crate) struct Money {
    pub(crate) rule: &'static Rule,
    pub(crate) application: Option<Name>,
    /// The line that the money is of, or leaves when it is carried over.
    pub(crate) line: Option<Name>,
    /// The line that it is carried over to.
    pub(crate) to: Option<Name>,
    pub(crate) amount: Option<i64>,
    pub(crate) tranche: Option<Name>,
}

impl Money {
    pub(crate) fn read(json: &Json) -> Verdict<Self> {
        let mut fields = Fields::of(json, "what.money")?;
        let kind = fields.need("kind", form::identifier)?;
        let Some(rule) = RULES.iter().find(|rule| rule.kind == kind) else {
            let expected = ["文档列出的资金步骤", "a kind of money step that the page lists"];
            return Err(Fault::new(Check::Form, format!("what.money.kind = {kind:?}"), expected));
        };
        let mut money =
            Self { rule, application: None, line: None, to: None, amount: None, tranche: None };
        for key in rule.keys {
            match *key {
                "amount" => money.amount = Some(fields.need(key, form::sum)?),
                "audited_investment" => drop(fields.need(key, form::sum)?),
                "reason" | "reference" => drop(fields.need(key, form::text)?),
                _ => {
                    let name = Some(fields.need(key, form::identifier)?.into());
                    match *key {
                        "application" => money.application = name,
                        "to" => money.to = name,
                        "tranche" => money.tranche = name,
                        _ => money.line = name,
                    }
                }
            }
        }
        fields.end()?;
        Ok(money)
    }
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Account {
    pub(crate) line: Name,
    pub(crate) application: Option<Name>,
    pub(crate) bucket: Bucket,
}

impl Account {
    fn read(json: &Json, path: &'static str) -> Verdict<Self> {
        let mut fields = Fields::of(json, path)?;
        let bucket = fields.need("bucket", |json| {
            let name = form::identifier(json).unwrap_or_default();
            let found = BUCKETS.iter().find(|(known, _)| *known == name);
            found.map(|(_, bucket)| *bucket).ok_or(["资金状态", "a bucket"])
        })?;
        let line = fields.need("line", form::identifier)?.into();
        let application = fields.optional("application", form::identifier)?.map(Name::from);
        fields.end()?;
        Ok(Self { line, application, bucket })
    }

    /// The account in words.
    pub(crate) fn shown(&self) -> String {
        let name = BUCKETS.get(self.bucket as usize).map_or("", |(name, _)| name);
        match &self.application {
            Some(application) => format!("{name} · {} · {application}", self.line),
            None => format!("{name} · {}", self.line),
        }
    }
}

/// Money that moves from one account to another.
#[derive(Clone, Debug)]
pub(crate) struct Transfer {
    pub(crate) id: Name,
    pub(crate) debit: Account,
    pub(crate) credit: Account,
    pub(crate) amount: i64,
    pub(crate) is_pending: bool,
    pub(crate) tranche: Option<Name>,
}

impl Transfer {
    pub(crate) fn read(json: &Json) -> Verdict<Self> {
        let mut fields = Fields::of(json, "what.transfers[]")?;
        let transfer = Self {
            id: fields.need("id", form::identifier)?.into(),
            debit: Account::read(fields.need("debit", Ok)?, "what.transfers[].debit")?,
            credit: Account::read(fields.need("credit", Ok)?, "what.transfers[].credit")?,
            amount: fields.need("amount", form::sum)?,
            is_pending: fields.need("state", |json| form::one_of(json, &["posted", "pending"]))?
                == "pending",
            tranche: fields.optional("tranche", form::identifier)?.map(Name::from),
        };
        fields.end()?;
        Ok(transfer)
    }
}
