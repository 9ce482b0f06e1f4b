//! Letters and notices about an application, from the state of the desk to paper.
//!
//! The desk keeps the hash of a letter's bytes in an event, so the same state, request and fonts
//! give the same bytes. What is asked for must have happened: a payment letter on a payment that
//! the bank has not made is refused.

mod grounds;
mod matters;

use std::path::Path;

use policy::Decision;
use programme::Prose;
use programme::event::PreviewReason;
use programme::ids::{ApplicationId, StepId};
use programme::people::OrgCode;
use programme::state::{Application, State};
use report::letter::Letter;
use report::{PaperFonts, letter_pdf as paper_pdf};
use units::{Date, Lang, Text};

use crate::failure::Failure;
use crate::files::unwritable;
use crate::fonts;

/// What the office itself says in its letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letterhead {
    /// The office that issues letters.
    pub office: Text,
    /// 发文字号 of this letter, as the registry gives it.
    pub number: Option<String>,
    /// How letters name the scheme and its version.
    pub law: Text,
    /// Whom to ask, where to object.
    pub contact: Text,
    /// Where money is paid back.
    pub pay_to: Option<Text>,
    /// Who gets a copy.
    pub copies: Vec<Text>,
    /// 印发机关.
    pub printed_by: Option<Text>,
}

/// Which letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterKind<'a> {
    /// 批复, on the decision that was recorded.
    Award,
    /// 不予支持决定, with the grounds of the outcome that refused.
    Refusal(&'a Prose),
    /// 补正通知, with the grounds of the outcome that returned it.
    Correction(&'a Prose),
    /// 公示 of the present stage; the day of the letter is its first.
    Notice,
    /// 拨付通知 of a payment that the bank has made.
    Payment(&'a StepId),
    /// 核减通知 of an approved step; from the state before the award changes again.
    Reduction(&'a StepId),
    /// 追缴通知 of an approved step, with the last day to pay; from the state before the award
    /// changes again.
    Demand(&'a StepId, Option<Date>),
    /// 绩效评价结果, with its conclusion.
    Evaluation(&'a Prose),
}

/// What to write.
#[derive(Clone, Debug)]
pub struct LetterRequest<'a> {
    /// About which application.
    pub application: &'a ApplicationId,
    /// Which letter.
    pub kind: LetterKind<'a>,
    /// Its day.
    pub date: Date,
    /// What the office says of itself.
    pub head: &'a Letterhead,
    /// The decision whose summary was recorded, where it is at hand: its clauses and parameters
    /// are then named one by one.
    pub decision: Option<&'a Decision>,
}

/// The letter's values, from which [`Letter::preview_reasons`] tells whether it has effect.
///
/// # Errors
/// [`Failure::Request`] when the application is unknown, what the letter tells has not happened,
/// or the decision at hand is not the recorded one.
pub fn letter(state: &State, request: &LetterRequest<'_>) -> Result<Letter, Failure> {
    let application = state.applications().get(request.application).ok_or_else(|| {
        let id = request.application;
        asked(format!("没有申请 {id}"), format!("there is no application {id}"))
    })?;
    let desk = Desk { state, application, request };
    desk.check_decision()?;
    let matter = desk.matter()?;
    let head = request.head;
    Ok(Letter {
        office: head.office.clone(),
        number: head.number.clone(),
        date: request.date,
        to: match request.kind {
            LetterKind::Notice => Vec::new(),
            _ => vec![desk.name(&application.beneficiary)],
        },
        project: Text::same(application.title.as_str()),
        case: application.id.to_string(),
        law: head.law.clone(),
        preview: desk.preview(),
        matter,
        enclosures: Vec::new(),
        remark: Some(head.contact.clone())
            .filter(|_| !matches!(request.kind, LetterKind::Notice))
            .map(|at| Text::new(format!("联系方式：{}", at.zh), format!("contact: {}", at.en))),
        copies: head.copies.clone(),
        printed: head.printed_by.clone().map(|by| (by, request.date)),
    })
}

/// The letter as PDF. In English it is a reading copy.
///
/// # Errors
/// As [`letter`]; [`Failure::Unwritable`] where it cannot be set, for want of the Chinese serif.
pub fn letter_pdf(
    state: &State,
    request: &LetterRequest<'_>,
    lang: Lang,
    fonts: &PaperFonts,
) -> Result<Vec<u8>, Failure> {
    let letter = letter(state, request)?;
    paper_pdf(&letter, lang, fonts).map_err(|cause| unwritable(Path::new("letter.pdf"), cause))
}

/// The system's Chinese fonts for letters and reports; read them once.
///
/// # Errors
/// [`Failure::Request`] with the remedy where there are none, [`Failure::Unreadable`].
pub fn paper_fonts() -> Result<PaperFonts, Failure> {
    let files = fonts::chinese_fonts(None, fonts::SANS_AND_SERIF)?;
    PaperFonts::read(files).map_err(|cause| unwritable(Path::new("letter.pdf"), cause))
}

fn asked(zh: impl Into<String>, en: impl Into<String>) -> Failure {
    Failure::Request(Text::new(zh, en))
}

/// The state as one letter looks at it.
struct Desk<'a> {
    state: &'a State,
    application: &'a Application,
    request: &'a LetterRequest<'a>,
}

impl Desk<'_> {
    /// The decision at hand must be the one whose summary was recorded.
    fn check_decision(&self) -> Result<(), Failure> {
        let Some(full) = self.request.decision else { return Ok(()) };
        let is_recorded = self.application.decision.as_ref().is_some_and(|known| {
            known.scheme == full.scheme
                && known.version == full.version
                && known.date == full.date
                && known.met == (full.verdict == policy::Verdict::Met)
                && known.amount == full.amount
                && known.unconfirmed == full.unconfirmed
                && known.provisional == full.provisional
        });
        if is_recorded {
            return Ok(());
        }
        Err(asked(
            "所给认定与登记的认定不一致；请取得登记哈希对应的记录",
            "the decision at hand is not the recorded one; obtain the record with its hash",
        ))
    }

    /// Why the letter is only a preview. Whatever stands on a decision is one while the decision
    /// is not firm; a return for correction stands on none, and a decision that is not met is no
    /// flaw of a letter that does not grant.
    fn preview(&self) -> Vec<Text> {
        if matches!(self.request.kind, LetterKind::Correction(_)) {
            return Vec::new();
        }
        let grants = matches!(self.request.kind, LetterKind::Award | LetterKind::Notice);
        let decision = self.application.decision.iter();
        let reasons = decision.flat_map(programme::command::DecisionSummary::preview_reasons);
        reasons.filter(|why| grants || *why != PreviewReason::NotMet).map(reason).collect()
    }

    fn name(&self, code: &OrgCode) -> Text {
        let known = self.state.people().organisation(code);
        Text::same(known.map_or(code.as_str(), |known| known.name.as_str()))
    }
}

fn reason(why: PreviewReason) -> Text {
    match why {
        PreviewReason::NotMet => Text::new(
            "认定结论不是“符合”，或没有核定金额。",
            "The decision is not “met”, or has no amount.",
        ),
        PreviewReason::Unconfirmed => Text::new(
            "所依据的政策条款或参数尚未与原文核对确认。",
            "Law took part that no official has confirmed against the original.",
        ),
        PreviewReason::Provisional => {
            Text::new("有模型结果参与认定。", "A result of a model took part in the decision.")
        }
        PreviewReason::SoftMark => Text::new(
            "有模型取值、假定、凭记忆或查找未得的取值参与认定。",
            "A modelled, assumed, recalled or missing value took part in the decision.",
        ),
    }
}

#[cfg(test)]
mod tests;
