//! Invented letters of every kind, with every part; fixtures, no decisions.

use units::{Date, Fen, Mark, Text};

use super::fixture::{t, y};
use crate::letter::{
    Appeal, Award, AwardPart, Cited, Correction, Demand, Evaluation, Ground, Letter, Matter,
    Notice, Payment, Promise, Reduction, Refusal,
};

fn date(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).expect("a day")
}

pub(super) fn ground(what: Text, mark: Mark, record: &str) -> Ground {
    Ground {
        what,
        clause: None,
        parameter: None,
        date: Some(date(2026, 3, 2)),
        marks: [mark].into(),
        record: Some(record.repeat(64 / record.len())),
    }
}

fn decision() -> Ground {
    Ground {
        clause: Some(t("第八条（一）", "article 8 (1)")),
        ..ground(t("认定记录", "record of the decision"), Mark::Seen, "9f3ac41e")
    }
}

fn rate() -> Ground {
    Ground {
        parameter: Some(t("补助比例 = 30%", "rate of support = 30 %")),
        record: None,
        clause: Some(t("第八条（二）", "article 8 (2)")),
        ..ground(t("补助比例", "rate of support"), Mark::Seen, "00")
    }
}

fn step(number: u32) -> Ground {
    Ground {
        record: Some(format!("s-{number}")),
        ..ground(t("资金分录", "money step"), Mark::Reported, "00")
    }
}

pub(super) fn decided(fen: i64) -> Cited<Fen> {
    Cited::new(Fen(fen), decision())
}

fn moved(yuan: i64, number: u32) -> Cited<Fen> {
    Cited::new(y(yuan), step(number))
}

pub(super) fn award() -> Award {
    let part = |zh, en, fen, condition: (&str, &str)| AwardPart {
        name: t(zh, en),
        amount: decided(fen).and([rate()]),
        conditions: vec![t(condition.0, condition.1)],
    };
    Award {
        support: t("投资补助", "an investment subsidy"),
        amount: Some(decided(359_999_937).and([rate()])),
        investment: Some(decided(1_199_999_790)),
        rate_bp: Some(Cited::new(3_000, rate())),
        parts: vec![
            part(
                "首批",
                "first part",
                107_999_981,
                ("开工并提交施工合同", "works begun; contract"),
            ),
            part("第二批", "second part", 143_999_975, ("结构与围护完成", "structure finished")),
            part("尾款", "last part", 107_999_981, ("竣工验收和审计", "acceptance and audit")),
        ],
    }
}

/// A final letter that says `matter`.
pub(super) fn letter(matter: Matter) -> Letter {
    Letter {
        office: t("某市发展和改革委员会", "Development and Reform Commission of a city"),
        number: Some("某发改〔2026〕17号".into()),
        date: date(2026, 3, 5),
        to: match matter {
            Matter::Notice(_) => Vec::new(),
            _ => vec![t("某某工业资产管理有限公司", "An Industrial Property Company Ltd")],
        },
        project: t("第二机加车间节能改造项目", "the retrofit of machine hall no. 2"),
        case: "BJ-2026-0417".into(),
        law: t("《腾退空间改造资金实施方案》2023 版", "the vacated-space scheme, version 2023"),
        preview: Vec::new(),
        matter,
        enclosures: Vec::new(),
        remark: Some(t(
            "联系人：项目处，电话 010-00000000",
            "contact: project office, 010-00000000",
        )),
        copies: vec![t("市财政局", "Finance Bureau"), t("某区人民政府", "the district government")],
        printed: Some((t("某市发展和改革委员会办公室", "General Office"), date(2026, 3, 6))),
    }
}

pub(super) fn reasons() -> Vec<Text> {
    vec![
        t("有尚未与原文核对的政策依据。", "Law took part that no official has confirmed."),
        t("有模型结果参与认定。", "A result of a model took part."),
    ]
}

fn said(zh: &str, en: &str) -> Cited<Text> {
    Cited::new(t(zh, en), ground(t("审查意见", "opinion of the review"), Mark::Reported, "5d"))
}

pub(super) fn refusal() -> Refusal {
    Refusal {
        grounds: vec![
            said("综合节能率为 9.6%，低于 15% 的要求。", "Saving rate 9.6 %, less than 15 %."),
            said("产权证明缺少共有人的同意。", "The consent of a co-owner is missing."),
        ],
        appeal: Some(Appeal {
            within_days: Cited::new(15, ground(t("工作流程", "workflow"), Mark::Recalled, "c4")),
            until: Some(date(2026, 3, 26)),
        }),
    }
}

fn correction() -> Correction {
    Correction {
        reason: said("材料不齐。", "The file is not complete."),
        missing: vec![
            said("材料：产权人同意书", "evidence: consent of the owners"),
            said("事实：改造前的结构与消防情况", "fact: structure and fire safety before"),
        ],
        due: Some(Cited::new(
            date(2026, 3, 19),
            ground(t("工作流程", "workflow"), Mark::Recalled, "c4"),
        )),
    }
}

pub(super) fn notice() -> Notice {
    Notice {
        beneficiary: t("某某工业资产管理有限公司", "An Industrial Property Company Ltd"),
        support: t("投资补助", "an investment subsidy"),
        amount: Some(decided(359_999_937)),
        from: date(2026, 3, 5),
        until: Cited::new(
            date(2026, 3, 12),
            ground(t("公示期 5 个工作日", "notice of 5 working days"), Mark::Recalled, "c4"),
        ),
        contact: t("某市某路 1 号项目处，电话 010-00000000", "project office, 010-00000000"),
    }
}

/// Every kind, by name.
pub(super) fn matters() -> Vec<(&'static str, Matter)> {
    vec![
        ("award", Matter::Award(award())),
        ("refusal", Matter::Refusal(refusal())),
        ("correction", Matter::Correction(correction())),
        ("notice", Matter::Notice(notice())),
        (
            "payment",
            Matter::Payment(Payment {
                part: t("第二批", "second part"),
                amount: moved(1_440_000, 12),
                award: decided(359_999_937),
                paid: moved(2_520_000, 12),
                left: moved(1_079_999, 12),
            }),
        ),
        (
            "reduction",
            Matter::Reduction(Reduction {
                investment: Some(decided(1_199_999_790)),
                audited: moved(8_000_000, 21),
                before: decided(359_999_937),
                cut: moved(1_199_999, 21),
                after: moved(2_400_000, 21),
                owed: Some(moved(120_000, 21)),
                pay_to: Some(t("市级国库，账号见缴款书", "municipal treasury, by payment slip")),
            }),
        ),
        (
            "demand",
            Matter::Demand(Demand {
                amount: moved(500_000, 30),
                reason: said("验收后擅自改变用途。", "The use was changed after acceptance."),
                award: moved(1_900_000, 30),
                due: Some(date(2026, 4, 4)),
                pay_to: Some(t("市级国库，账号见缴款书", "municipal treasury, by payment slip")),
            }),
        ),
        (
            "evaluation",
            Matter::Evaluation(Evaluation {
                conclusion: said("达到预期，评价等级为良。", "As expected; grade: good."),
                award: Some(decided(359_999_937)),
                paid: Some(moved(2_400_000, 21)),
                promises: vec![
                    Promise {
                        what: t("停车位", "parking places"),
                        promised: Some(said("120 个", "120")),
                        delivered: Some(said("118 个", "118")),
                    },
                    Promise {
                        what: t("入驻企业", "enterprises"),
                        promised: Some(said("12 家", "12")),
                        delivered: None,
                    },
                ],
            }),
        ),
    ]
}
