//! What an official letter or notice is made from: plain values, filled by the caller.
//!
//! A number or statement that the addressee can ask "from what?" about is [`Cited`]: it cannot be
//! made without a [`Ground`], and the letter prints the number of its ground behind it.

mod body;
mod capital;
mod words;

use std::collections::BTreeSet;

use units::{Date, Fen, Mark, Text};

pub(crate) use body::view;
#[cfg(test)]
pub(crate) use body::{Block, Note, Run};
pub use capital::capital_amount;

/// What a figure or statement of a letter stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// What it is: a decision, a money step, a document.
    pub what: Text,
    /// The instrument and its article.
    pub clause: Option<Text>,
    /// The parameter of the law with its value.
    pub parameter: Option<Text>,
    /// The day of the record, or from which the parameter holds.
    pub date: Option<Date>,
    /// How well what took part is known.
    pub marks: BTreeSet<Mark>,
    /// SHA-256 of the record or document, hexadecimal; else the number that it is filed under.
    pub record: Option<String>,
}

/// A value with at least one ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited<T> {
    /// The value.
    pub value: T,
    first: Ground,
    rest: Vec<Ground>,
}

impl<T> Cited<T> {
    /// `value` on one ground.
    pub fn new(value: T, ground: Ground) -> Self {
        Self { value, first: ground, rest: Vec::new() }
    }

    /// The same with further grounds.
    #[must_use]
    pub fn and(mut self, grounds: impl IntoIterator<Item = Ground>) -> Self {
        self.rest.extend(grounds);
        self
    }

    /// Its grounds in the order in which they were given.
    pub fn grounds(&self) -> impl Iterator<Item = &Ground> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

/// An official letter or notice about one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The office that issues it 发文机关.
    pub office: Text,
    /// 发文字号, as the office's registry gives it; not printed where absent or in a preview.
    pub number: Option<String>,
    /// 成文日期.
    pub date: Date,
    /// 主送机关; empty for a public notice.
    pub to: Vec<Text>,
    /// What the project is called; any characters.
    pub project: Text,
    /// The number of the application.
    pub case: String,
    /// The scheme and version under which it is decided.
    pub law: Text,
    /// Why it is only a preview, a whole sentence each; empty for one that has effect.
    pub preview: Vec<Text>,
    /// What it says.
    pub matter: Matter,
    /// Enclosures besides the list of grounds.
    pub enclosures: Vec<Text>,
    /// 附注, such as whom to ask.
    pub remark: Option<Text>,
    /// 抄送机关.
    pub copies: Vec<Text>,
    /// 印发机关 and the day of printing.
    pub printed: Option<(Text, Date)>,
}

impl Letter {
    /// Every reason why it is only a preview: those that the caller names, an award without an
    /// amount, and one that stands on a value that may not decide ([`Mark::may_decide`]).
    pub fn preview_reasons(&self) -> Vec<Text> {
        let mut reasons = self.preview.clone();
        if let Matter::Award(award) = &self.matter {
            let Some(amount) = &award.amount else {
                reasons.push(Text::new("没有核定的金额。", "No amount was decided."));
                return reasons;
            };
            let soft = |ground: &Ground| ground.marks.iter().any(|mark| !mark.may_decide());
            if reasons.is_empty() && amount.grounds().any(soft) {
                reasons.push(Text::new(
                    "金额的依据中有模型结果、假定、凭记忆或查找未得的取值。",
                    "The amount stands on a modelled, assumed, recalled or missing value.",
                ));
            }
        }
        reasons
    }
}

/// What a letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one of them stands in each letter")]
pub enum Matter {
    /// 批复.
    Award(Award),
    /// 不予支持决定.
    Refusal(Refusal),
    /// 补正通知.
    Correction(Correction),
    /// 公示.
    Notice(Notice),
    /// 拨付通知.
    Payment(Payment),
    /// 核减通知.
    Reduction(Reduction),
    /// 追缴通知.
    Demand(Demand),
    /// 绩效评价结果.
    Evaluation(Evaluation),
}

/// An award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// How it supports: 投资补助 or 贷款贴息.
    pub support: Text,
    /// How much; absent only in a preview.
    pub amount: Option<Cited<Fen>>,
    /// The investment that counts.
    pub investment: Option<Cited<Fen>>,
    /// The rate of support, in hundredths of a percent.
    pub rate_bp: Option<Cited<u32>>,
    /// How it is paid; empty where that is not settled.
    pub parts: Vec<AwardPart>,
}

/// A part of an award that is paid at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardPart {
    /// Its name.
    pub name: Text,
    /// How much.
    pub amount: Cited<Fen>,
    /// What has to be there before.
    pub conditions: Vec<Text>,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub grounds: Vec<Cited<Text>>,
    /// How it is appealed against; absent where it cannot be.
    pub appeal: Option<Appeal>,
}

/// How a refusal is appealed against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// Within how many working days of the refusal.
    pub within_days: Cited<u16>,
    /// The last of them; absent where the calendar has no data.
    pub until: Option<Date>,
}

/// A return for correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Why it was returned.
    pub reason: Cited<Text>,
    /// What is missing, one entry each.
    pub missing: Vec<Cited<Text>>,
    /// The last day; absent where there is none.
    pub due: Option<Cited<Date>>,
}

/// A public notice of an intended award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Who is to get the money.
    pub beneficiary: Text,
    /// How it is to be supported.
    pub support: Text,
    /// How much; absent where not decided.
    pub amount: Option<Cited<Fen>>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Cited<Date>,
    /// Where to object: place, telephone, address.
    pub contact: Text,
}

/// A payment that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Which part of the award, or which claim.
    pub part: Text,
    /// How much.
    pub amount: Cited<Fen>,
    /// The award.
    pub award: Cited<Fen>,
    /// Paid so far, this part included, less what was demanded back.
    pub paid: Cited<Fen>,
    /// Awarded and not yet paid.
    pub left: Cited<Fen>,
}

/// A reduction after the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// The investment that the award was decided on.
    pub investment: Option<Cited<Fen>>,
    /// The investment that the audit found.
    pub audited: Cited<Fen>,
    /// The award before.
    pub before: Cited<Fen>,
    /// By how much it is reduced.
    pub cut: Cited<Fen>,
    /// The award after.
    pub after: Cited<Fen>,
    /// What of it was paid and is owed back; absent where nothing is.
    pub owed: Option<Cited<Fen>>,
    /// Where to pay it back.
    pub pay_to: Option<Text>,
}

/// A demand for money paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// How much.
    pub amount: Cited<Fen>,
    /// Why.
    pub reason: Cited<Text>,
    /// The award after it.
    pub award: Cited<Fen>,
    /// The last day; absent where none is set.
    pub due: Option<Date>,
    /// Where to pay it back.
    pub pay_to: Option<Text>,
}

/// The result of a performance evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The conclusion.
    pub conclusion: Cited<Text>,
    /// The award.
    pub award: Option<Cited<Fen>>,
    /// Paid, less what was demanded back.
    pub paid: Option<Cited<Fen>>,
    /// Promised and delivered.
    pub promises: Vec<Promise>,
}

/// Something promised, and what became of it. Unknown is absent and never zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What.
    pub what: Text,
    /// As promised or before the works, with its unit.
    pub promised: Option<Cited<Text>>,
    /// As delivered or after the works, with its unit.
    pub delivered: Option<Cited<Text>>,
}
