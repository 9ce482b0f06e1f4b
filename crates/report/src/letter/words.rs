//! The sentences of each kind of letter, in both languages.

use units::Text;

use super::body::{Gap, Run, Writer};
use super::{
    Award, Cited, Correction, Demand, Evaluation, Letter, Matter, Notice, Payment, Promise,
    Reduction, Refusal,
};

/// 标题: office, matter and kind, in pieces that a line should not break.
pub(super) fn title(letter: &Letter) -> Vec<Text> {
    let piece = |zh: &str, en: &str| Text::new(zh, en);
    let (before, after) = match &letter.matter {
        Matter::Award(award) => (
            piece("", &format!("Award of {} for", award.support.en)),
            piece(&format!("{}的批复", award.support.zh), ""),
        ),
        Matter::Refusal(_) => (piece("不予支持", "Decision not to support"), piece("的决定", "")),
        Matter::Correction(_) => (
            piece("补正", "Return for correction of the application for"),
            piece("申请材料的通知", ""),
        ),
        Matter::Notice(_) => {
            (piece("", "Public notice of the intended support for"), piece("拟予支持的公示", ""))
        }
        Matter::Payment(_) => {
            (piece("拨付", "Payment of public money to"), piece("补助资金的通知", ""))
        }
        Matter::Reduction(_) => {
            (piece("核减", "Reduction of the award for"), piece("补助金额的通知", ""))
        }
        Matter::Demand(_) => (
            piece("追缴", "Demand for repayment of public money paid to"),
            piece("补助资金的通知", ""),
        ),
        Matter::Evaluation(_) => {
            (piece("", "Result of the performance evaluation of"), piece("绩效评价结果的通知", ""))
        }
    };
    let begin = Text::new(format!("{}关于{}", letter.office.zh, before.zh), before.en);
    vec![begin, letter.project.clone(), after]
}

/// The enclosure that every letter has.
pub(super) fn enclosure() -> Text {
    Text::new("依据", "Grounds")
}

pub(super) fn body(letter: &Letter, out: &mut Writer) {
    match &letter.matter {
        Matter::Award(award) => award_body(letter, award, out),
        Matter::Refusal(refusal) => refusal_body(letter, refusal, out),
        Matter::Correction(correction) => correction_body(letter, correction, out),
        Matter::Notice(notice) => notice_body(letter, notice, out),
        Matter::Payment(payment) => payment_body(letter, payment, out),
        Matter::Reduction(reduction) => reduction_body(letter, reduction, out),
        Matter::Demand(demand) => demand_body(letter, demand, out),
        Matter::Evaluation(evaluation) => evaluation_body(letter, evaluation, out),
    }
}

/// A sentence whose first gaps are project, number of the application and law.
fn opening(letter: &Letter, zh: &str, en: &str, out: &mut Writer) {
    let case = Text::same(letter.case.clone());
    let gaps = [Gap::Words(&letter.project), Gap::Words(&case), Gap::Words(&letter.law)];
    out.para(zh, en, &gaps);
}

fn award_body(letter: &Letter, award: &Award, out: &mut Writer) {
    opening(
        letter,
        "你单位{0}的资金申请（申请编号{1}）收悉。依据{2}，经审核，现批复如下：",
        "Your application for {0} (number {1}) was received. It was examined under {2}; the \
         decision is as follows.",
        out,
    );
    out.heading("核定金额", "Amount");
    match &award.amount {
        Some(amount) => out.para(
            "同意对该项目给予{0}，核定金额为{1}。",
            "The project is awarded {0} of {1}.",
            &[Gap::Words(&award.support), Gap::Amount(amount)],
        ),
        None => out.para("金额尚未核定。", "No amount has been decided yet.", &[]),
    }
    if let Some(investment) = &award.investment {
        let zh = "计入补助的投资为{0}。";
        out.para(zh, "The investment that counts is {0}.", &[Gap::Amount(investment)]);
    }
    if let Some(rate) = &award.rate_bp {
        out.para("补助比例为{0}。", "The rate of support is {0}.", &[Gap::Rate(rate)]);
    }
    if !award.parts.is_empty() {
        out.heading("拨付安排", "Payment");
        let head = [("批次", "Part"), ("金额（元）", "Amount, CNY"), ("拨付条件", "Condition")];
        let rows = award.parts.iter().map(|part| {
            let conditions = joined(&part.conditions);
            vec![
                out.runs("{0}", "{0}", &[Gap::Words(&part.name)]),
                out.runs("{0}", "{0}", &[Gap::Figures(&part.amount)]),
                out.runs("{0}", "{0}", &[Gap::Words(&conditions)]),
            ]
        });
        let rows = rows.collect();
        out.table(&head, rows);
    }
    out.heading("有关要求", "Conditions");
    out.para(
        "请按申请内容组织实施，专款专用。审计的投资低于计入补助的投资的，补助金额相应核减；\
         已拨付而应退回的资金予以追缴。",
        "Carry the project out as applied for, and use the money for it alone. If the audited \
         investment is lower than the one that counts, the award is reduced; money paid that has \
         to be returned is claimed back.",
        &[],
    );
    out.para("此复。", "This is the office's reply.", &[]);
}

fn joined(texts: &[Text]) -> Text {
    let all =
        |of: fn(&Text) -> &str, mark: &str| texts.iter().map(of).collect::<Vec<_>>().join(mark);
    if texts.is_empty() {
        return Text::same("—");
    }
    Text::new(all(|text| &text.zh, "；"), all(|text| &text.en, "; "))
}

fn refusal_body(letter: &Letter, refusal: &Refusal, out: &mut Writer) {
    opening(
        letter,
        "你单位{0}的资金申请（申请编号{1}）收悉。依据{2}，经审核，决定不予支持，理由如下：",
        "Your application for {0} (number {1}) was received. It was examined under {2} and is not \
         supported, for the following reasons.",
        out,
    );
    out.list(refusal.grounds.iter().map(Gap::Cited));
    match &refusal.appeal {
        None => {}
        Some(appeal) => {
            let days = Gap::Count(&appeal.within_days);
            match appeal.until {
                Some(until) => out.para(
                    "对本决定有异议的，可以自作出之日起{0}个工作日内（至{1}）向我单位提出申诉。",
                    "You can appeal against this decision to this office within {0} working days, \
                     until {1}.",
                    &[days, Gap::Day(until)],
                ),
                None => out.para(
                    "对本决定有异议的，可以自作出之日起{0}个工作日内向我单位提出申诉。",
                    "You can appeal against this decision to this office within {0} working days.",
                    &[days],
                ),
            }
        }
    }
    out.para("特此决定。", "So decided.", &[]);
}

fn correction_body(letter: &Letter, correction: &Correction, out: &mut Writer) {
    opening(
        letter,
        "你单位{0}的资金申请（申请编号{1}）经依据{2}审查，需要补正，现退回。",
        "Your application for {0} (number {1}), examined under {2}, is returned for correction.",
        out,
    );
    out.heading("退回原因", "Reason");
    out.para("{0}", "{0}", &[Gap::Cited(&correction.reason)]);
    if !correction.missing.is_empty() {
        out.heading("需要补正的内容", "What is missing");
        out.list(correction.missing.iter().map(Gap::Cited));
    }
    out.heading("补正期限", "Time limit");
    match &correction.due {
        Some(due) => out.para(
            "请于{0}前（含当日）补正并重新提交。",
            "Correct it and hand it in again by {0}, that day included.",
            &[Gap::CitedDay(due)],
        ),
        None => out.para(
            "本环节未设期限，请尽快补正并重新提交。",
            "No time limit is set for this. Correct it and hand it in again as soon as you can.",
            &[],
        ),
    }
    out.para("特此通知。", "You are notified of this.", &[]);
}

fn notice_body(letter: &Letter, notice: &Notice, out: &mut Writer) {
    opening(
        letter,
        "依据{2}，拟对{0}（申请编号{1}）予以支持，现予公示。",
        "Under {2} it is intended to support {0} (application number {1}). This is made public.",
        out,
    );
    let (who, how) = (Gap::Words(&notice.beneficiary), Gap::Words(&notice.support));
    match &notice.amount {
        Some(amount) => out.para(
            "受益单位：{0}。支持方式：{1}。拟支持金额：{2}。",
            "Beneficiary: {0}. Kind of support: {1}. Intended amount: {2}.",
            &[who, how, Gap::Amount(amount)],
        ),
        None => out.para(
            "受益单位：{0}。支持方式：{1}。金额尚未核定。",
            "Beneficiary: {0}. Kind of support: {1}. No amount has been decided yet.",
            &[who, how],
        ),
    }
    out.para(
        "公示期自{0}起，至{1}止。",
        "The notice runs from {0} up to and with {1}.",
        &[Gap::Day(notice.from), Gap::CitedDay(&notice.until)],
    );
    out.para(
        "公示期内，任何单位和个人如有异议，可以书面提出，说明事实和理由，并留下联系方式；\
         我单位对提出人的信息保密。受理方式：{0}。",
        "During this time anyone can object in writing, with facts and reasons and an address for \
         the answer; who objects is kept confidential. Objections to: {0}.",
        &[Gap::Words(&notice.contact)],
    );
}

fn payment_body(letter: &Letter, payment: &Payment, out: &mut Writer) {
    opening(
        letter,
        "依据{2}和{0}（申请编号{1}）的批复，现将资金拨付情况通知如下：",
        "Under {2} and the award for {0} (application number {1}), this payment was made.",
        out,
    );
    out.para(
        "本次拨付{0}，金额为{1}。",
        "Paid this time: {0}, of {1}.",
        &[Gap::Words(&payment.part), Gap::Amount(&payment.amount)],
    );
    out.para("批复金额为{0}。", "The award is {0}.", &[Gap::Amount(&payment.award)]);
    out.para(
        "含本次在内，累计拨付{0}。",
        "With this payment {0} has been paid.",
        &[Gap::Amount(&payment.paid)],
    );
    out.para("尚未拨付{0}。", "Still to be paid: {0}.", &[Gap::Amount(&payment.left)]);
    out.para(
        "请专款专用，保存凭证备查。特此通知。",
        "Use the money for the project alone and keep the vouchers. You are notified of this.",
        &[],
    );
}

fn reduction_body(letter: &Letter, reduction: &Reduction, out: &mut Writer) {
    opening(
        letter,
        "依据{2}，{0}（申请编号{1}）经审计，补助金额核减如下：",
        "Under {2} and after the audit of {0} (application number {1}), the award is reduced as \
         follows.",
        out,
    );
    if let Some(investment) = &reduction.investment {
        out.para(
            "批复时计入补助的投资为{0}，审计的投资为{1}。",
            "The award was decided on an investment of {0}; the audit found {1}.",
            &[Gap::Amount(investment), Gap::Amount(&reduction.audited)],
        );
    } else {
        out.para(
            "审计的投资为{0}。",
            "The audit found an investment of {0}.",
            &[Gap::Amount(&reduction.audited)],
        );
    }
    out.para(
        "原批复金额为{0}，核减{1}，核减后为{2}。",
        "The award of {0} is reduced by {1} to {2}.",
        &[
            Gap::Amount(&reduction.before),
            Gap::Amount(&reduction.cut),
            Gap::Amount(&reduction.after),
        ],
    );
    if let Some(owed) = &reduction.owed {
        out.para(
            "已拨付资金超出核减后金额，请退回{0}。",
            "More was paid than the reduced award. To be returned: {0}.",
            &[Gap::Amount(owed)],
        );
        pay_to(reduction.pay_to.as_ref(), out);
    }
    out.para("特此通知。", "You are notified of this.", &[]);
}

fn pay_to(account: Option<&Text>, out: &mut Writer) {
    if let Some(account) = account {
        out.para("缴款方式：{0}。", "Pay to: {0}.", &[Gap::Words(account)]);
    }
}

fn demand_body(letter: &Letter, demand: &Demand, out: &mut Writer) {
    opening(
        letter,
        "依据{2}，现就{0}（申请编号{1}）已拨付的补助资金通知如下：",
        "Under {2} this concerns public money paid for {0} (application number {1}).",
        out,
    );
    out.para("追缴原因：{0}", "Reason: {0}", &[Gap::Cited(&demand.reason)]);
    match demand.due {
        Some(due) => out.para(
            "请于{1}前（含当日）退回{0}。",
            "Return {0} by {1}, that day included.",
            &[Gap::Amount(&demand.amount), Gap::Day(due)],
        ),
        None => out.para("请退回{0}。", "Return {0}.", &[Gap::Amount(&demand.amount)]),
    }
    pay_to(demand.pay_to.as_ref(), out);
    out.para(
        "追缴后，批复金额为{0}。",
        "The award after this demand is {0}.",
        &[Gap::Amount(&demand.award)],
    );
    out.para("特此通知。", "You are notified of this.", &[]);
}

fn evaluation_body(letter: &Letter, evaluation: &Evaluation, out: &mut Writer) {
    opening(
        letter,
        "依据{2}，{0}（申请编号{1}）的绩效评价结果如下：",
        "Under {2} the performance evaluation of {0} (application number {1}) has this result.",
        out,
    );
    out.heading("评价结论", "Conclusion");
    out.para("{0}", "{0}", &[Gap::Cited(&evaluation.conclusion)]);
    if evaluation.award.is_some() || evaluation.paid.is_some() {
        out.heading("资金", "Money");
    }
    if let Some(award) = &evaluation.award {
        out.para("批复金额为{0}。", "The award is {0}.", &[Gap::Amount(award)]);
    }
    if let Some(paid) = &evaluation.paid {
        let en = "Paid, less what was demanded back: {0}.";
        out.para("扣除追缴后，累计拨付{0}。", en, &[Gap::Amount(paid)]);
    }
    if !evaluation.promises.is_empty() {
        out.heading("承诺与实际", "Promised and delivered");
        let head = [
            ("事项", "Item"),
            ("承诺（改造前）", "Promised (before)"),
            ("实际（改造后）", "Delivered (after)"),
        ];
        let rows = evaluation.promises.iter().map(|promise| promise_row(promise, out)).collect();
        out.table(&head, rows);
    }
    out.para("特此通知。", "You are notified of this.", &[]);
}

fn promise_row(promise: &Promise, out: &mut Writer) -> Vec<Vec<Run>> {
    let mut cell = |value: &Option<Cited<Text>>| match value {
        Some(value) => out.runs("{0}", "{0}", &[Gap::Cited(value)]),
        None => out.runs("不详", "unknown", &[]),
    };
    let (promised, delivered) = (cell(&promise.promised), cell(&promise.delivered));
    vec![out.runs("{0}", "{0}", &[Gap::Words(&promise.what)]), promised, delivered]
}
