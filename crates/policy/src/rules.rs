//! A checked version of a scheme: its clauses, its amounts, and all that they read.

use std::collections::BTreeMap;

use rust_decimal::RoundingStrategy;
use serde::Serialize;
use units::{Date, Decimal, Fen, Text};

use crate::expr::Expr;
use crate::ground::Ground;
use crate::parameter::{Parameter, Schedule, in_force};
use crate::unit::Unit;
use crate::value::{Type, Value};

/// One dated version of a scheme, checked and ready to decide cases.
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub(crate) scheme: String,
    pub(crate) scheme_name: Text,
    pub(crate) currency: Currency,
    pub(crate) version: Version,
    pub(crate) facts: BTreeMap<String, FactDefinition>,
    pub(crate) parameters: BTreeMap<String, Parameter>,
    pub(crate) definitions: BTreeMap<String, Definition>,
    pub(crate) clauses: Vec<Clause>,
    /// The fact that names the mode; absent where there is one mode only.
    pub(crate) mode_fact: Option<String>,
    pub(crate) modes: Vec<Mode>,
    pub(crate) tranches: Vec<Tranche>,
    pub(crate) excludes: Vec<Exclusion>,
    pub(crate) matches: Vec<Match>,
}

impl RuleSet {
    /// The scheme's id, such as `cn/beijing/vacated-space`.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The scheme's name.
    pub fn scheme_name(&self) -> &Text {
        &self.scheme_name
    }

    /// Which version this is, and when it is in force.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// The facts that a case may state, by name.
    pub fn facts(&self) -> &BTreeMap<String, FactDefinition> {
        &self.facts
    }

    /// The parameters of the scheme, by name.
    pub fn parameters(&self) -> &BTreeMap<String, Parameter> {
        &self.parameters
    }

    /// The number that a parameter of the scheme itself has `on` a day of this version; `None`
    /// where it has none, is not known, or is set by lower jurisdictions.
    pub fn number(&self, parameter: &str, on: Date) -> Option<Decimal> {
        let Schedule::Own(entries) = &self.parameters.get(parameter)?.schedule else {
            return None;
        };
        match in_force(entries, self.version.from, on)?.value.as_ref()? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Where every item stands, by its id; a match by its fact, the version's dates by `validity`.
    pub(crate) fn grounds(&mut self) -> impl Iterator<Item = (&str, &mut Ground)> {
        let own = std::iter::once(("validity", &mut self.version.ground));
        let definitions = self.definitions.values_mut().flat_map(|one| {
            let exceptions = one.exceptions.iter_mut().map(|e| (e.id.as_str(), &mut e.ground));
            std::iter::once((one.id.as_str(), &mut one.ground)).chain(exceptions)
        });
        let clauses = self.clauses.iter_mut().map(|one| (one.id.as_str(), &mut one.ground));
        let modes = self.modes.iter_mut().map(|one| (one.id.as_str(), &mut one.ground));
        let tranches = self.tranches.iter_mut().map(|one| (one.id.as_str(), &mut one.ground));
        let excludes = self.excludes.iter_mut().map(|one| (one.id.as_str(), &mut one.ground));
        let matches = self.matches.iter_mut().map(|one| (one.fact.as_str(), &mut one.ground));
        let rules = own.chain(definitions).chain(clauses).chain(modes);
        rules.chain(tranches).chain(excludes).chain(matches)
    }

    /// The currency of its amounts.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The ids of its clauses, in order.
    pub fn clause_ids(&self) -> impl Iterator<Item = &str> {
        self.clauses.iter().map(|clause| clause.id.as_str())
    }

    /// The ids of its clauses with what they say, in order.
    pub fn clause_labels(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.clauses.iter().map(|clause| (clause.id.as_str(), &clause.text))
    }

    /// The ids of its modes, in order.
    pub fn mode_ids(&self) -> impl Iterator<Item = &str> {
        self.modes.iter().map(|mode| mode.id.as_str())
    }

    /// Awards beside which this one cannot stand.
    pub fn excludes(&self) -> &[Exclusion] {
        &self.excludes
    }

    /// Facts that the awards of other schemes fill.
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }
}

/// A version's identity and validity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Its id, such as `2023-plan`.
    pub id: String,
    /// Its title.
    pub name: Text,
    /// The number of the document, or `not_seen`.
    pub document: String,
    /// First day in force.
    pub from: Date,
    /// Last day in force; absent while it has no known end.
    pub to: Option<Date>,
    /// Whether it was only published for comment: it shows amounts and grants none.
    pub draft: bool,
    /// Where this validity was seen.
    pub ground: Ground,
}

/// What a fact is, and who can say it.
#[derive(Clone, Debug, PartialEq)]
pub struct FactDefinition {
    /// Its label.
    pub label: Text,
    /// Its type and unit.
    pub kind: Type,
    /// Who can supply it.
    pub supplier: Text,
    /// Whether a number may be below zero.
    pub may_be_negative: bool,
    /// Whether an applicant who is refused may be told to change it.
    pub change: Changeable,
    /// Labels of the fields of a list's records, of those that have one.
    pub field_labels: BTreeMap<String, Text>,
}

/// Whether a fact can be brought to change, and how hard that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changeable {
    /// It cannot: an age, a place, a list.
    Never,
    /// It can.
    Can {
        /// Weight of the change, a bare number above 0: 1 is the usual, more is harder.
        effort: Decimal,
        /// The finest difference that counts, in the unit of the fact; used for numbers only.
        step: Decimal,
        /// The highest number that can be proposed, in the unit of the fact.
        most: Option<Decimal>,
    },
}

impl Changeable {
    /// What holds for a fact of type `kind` whose definition says nothing: numbers in steps of
    /// 0.01 (of 1 where they count things, up to 100 where they are shares in percent), yes or no,
    /// and choices can change. Dates, lists and texts (names, places, reasons) cannot.
    pub fn usual(kind: &Type) -> Self {
        let step = match kind {
            Type::Number(unit) if *unit == Unit::count() => Decimal::ONE,
            _ => Decimal::new(1, 2),
        };
        match kind {
            Type::Number(unit) => {
                let most = unit.is_percent().then_some(Decimal::ONE_HUNDRED);
                Self::Can { effort: Decimal::ONE, step, most }
            }
            Type::Bool | Type::Choice(_) => Self::Can { effort: Decimal::ONE, step, most: None },
            _ => Self::Never,
        }
    }
}

/// The currency of a scheme's amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Currency {
    /// Chinese yuan, of 100 fen.
    #[default]
    Yuan,
    /// US dollar, of 100 cents.
    Usd,
    /// Pound sterling, of 100 pence.
    Gbp,
}

impl Currency {
    /// The unit of amounts in expressions.
    pub(crate) fn unit(self) -> Unit {
        let key = match self {
            Self::Yuan => "yuan",
            Self::Usd => "usd",
            Self::Gbp => "gbp",
        };
        Unit::parse(key).unwrap_or_default()
    }

    /// The names of the minor and the major unit in the names of roundings.
    pub(crate) fn units(self) -> (&'static str, &'static str) {
        match self {
            Self::Yuan => ("fen", "yuan"),
            Self::Usd => ("cent", "dollar"),
            Self::Gbp => ("penny", "pound"),
        }
    }

    /// What stands before or after an amount in Chinese and in English.
    pub fn label(self) -> Text {
        match self {
            Self::Yuan => Text::new("元", "CNY"),
            Self::Usd => Text::new("美元", "USD"),
            Self::Gbp => Text::new("英镑", "GBP"),
        }
    }
}

/// Who pays under a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The state.
    National,
    /// The city or province.
    Municipal,
    /// The district.
    District,
}

/// How an amount is brought to whole minor or major units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rounding {
    pub(crate) strategy: RoundingStrategy,
    /// Digits after the point: 2 for fen, 0 for yuan.
    pub(crate) digits: u32,
}

impl Rounding {
    /// `down_to_fen`, `half_up_to_fen`, `half_even_to_fen`, `down_to_yuan` and so on.
    pub(crate) fn parse(text: &str, currency: Currency) -> Option<Self> {
        let (way, unit) = text.rsplit_once("_to_")?;
        let (minor, major) = currency.units();
        let digits = if unit == minor {
            2
        } else if unit == major {
            0
        } else {
            return None;
        };
        let strategy = match way {
            "down" => RoundingStrategy::ToZero,
            "half_up" => RoundingStrategy::MidpointAwayFromZero,
            "half_even" => RoundingStrategy::MidpointNearestEven,
            _ => return None,
        };
        Some(Self { strategy, digits })
    }

    /// The name that [`Self::parse`] reads, and what it does.
    pub(crate) fn label(self, currency: Currency) -> (String, Text) {
        let (minor, major) = currency.units();
        let unit = if self.digits == 0 { major } else { minor };
        let (way, zh, en) = match self.strategy {
            RoundingStrategy::ToZero => ("down", "舍去", "cut down"),
            RoundingStrategy::MidpointNearestEven => {
                ("half_even", "四舍六入五成双", "rounded, half to even,")
            }
            _ => ("half_up", "四舍五入", "rounded, half up,"),
        };
        let unit_zh = match unit {
            "fen" | "cent" => "分",
            "penny" => "便士",
            _ => "元",
        };
        let words = Text::new(format!("{zh}至{unit_zh}"), format!("{en} to the {unit}"));
        (format!("{way}_to_{unit}"), words)
    }

    /// Every name that [`Self::parse`] knows for a currency.
    pub(crate) fn names(currency: Currency) -> Vec<String> {
        let (minor, major) = currency.units();
        let ways = ["down", "half_up", "half_even"];
        let all = [minor, major].into_iter();
        all.flat_map(|unit| ways.map(|way| format!("{way}_to_{unit}"))).collect()
    }

    /// The amount in minor units; `None` out of range.
    pub(crate) fn apply(self, amount: Decimal) -> Option<Fen> {
        Fen::from_yuan(amount.round_dp_with_strategy(self.digits, self.strategy)).ok()
    }
}

/// How a clause bears on the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    /// Must hold: a limit or a state that follows from facts.
    Gate,
    /// Must hold where it applies; where it does not, the recorded reason says why.
    Requirement,
    /// Must be found to hold by an official, with evidence.
    Judgement,
    /// Allowed or encouraged; reported, and never in the way.
    Permissive,
}

impl ClauseKind {
    /// Whether the award depends on it.
    pub fn gates(self) -> bool {
        self != Self::Permissive
    }
}

/// One condition.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) id: String,
    pub(crate) kind: ClauseKind,
    pub(crate) text: Text,
    pub(crate) condition: Formula,
    pub(crate) applies_when: Option<Formula>,
    /// The fact that records why the clause does not apply.
    pub(crate) reason: Option<String>,
    pub(crate) ground: Ground,
}

/// An expression with its text.
#[derive(Clone, Debug)]
pub(crate) struct Formula {
    pub(crate) text: String,
    pub(crate) expr: Expr,
}

/// A named step of the law: a base rule, and exceptions of which no two can hold at once.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    pub(crate) id: String,
    pub(crate) label: Text,
    pub(crate) kind: Type,
    pub(crate) base: Formula,
    pub(crate) ground: Ground,
    pub(crate) exceptions: Vec<Exception>,
}

impl Definition {
    /// The base rule, and condition and rule of every exception.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let exceptions = self.exceptions.iter();
        let both = exceptions.flat_map(|exception| [&exception.when, &exception.formula]);
        std::iter::once(&self.base).chain(both)
    }
}

/// What takes the place of a base rule while its condition holds.
#[derive(Clone, Debug)]
pub(crate) struct Exception {
    pub(crate) id: String,
    pub(crate) when: Formula,
    pub(crate) formula: Formula,
    pub(crate) ground: Ground,
}

/// One way in which support is given.
#[derive(Clone, Debug)]
pub(crate) struct Mode {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) amount: Formula,
    pub(crate) rounding: Rounding,
    pub(crate) ground: Ground,
}

/// Which other schemes a rule speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Others {
    /// All that are paid at this level.
    Level(Level),
    /// The one with this id.
    Scheme(String),
}

/// Awards beside which this scheme's cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exclusion {
    /// Its id within the version.
    pub id: String,
    /// What it says.
    pub text: Text,
    /// Which awards.
    pub others: Others,
    /// Where it stands.
    pub ground: Ground,
}

/// A fact that the award of another scheme fills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Match {
    /// The fact.
    pub fact: String,
    /// Whose award it is.
    pub others: Others,
    /// Where it stands.
    pub ground: Ground,
}

/// One part of the payment.
#[derive(Clone, Debug)]
pub(crate) struct Tranche {
    pub(crate) id: String,
    pub(crate) name: Text,
    /// Share of the award, in percent; absent for the last, which takes what the others leave.
    pub(crate) share: Option<Formula>,
    /// How much of the part is paid, in percent, where it depends on what was delivered.
    pub(crate) paid: Option<Formula>,
    /// What must hold before it is paid, beyond the award itself.
    pub(crate) condition: Option<Formula>,
    pub(crate) ground: Ground,
}
