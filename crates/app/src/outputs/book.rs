//! `programme.xlsx`: what an official reads and files.

use appraisal::SavingMethod;
use report::{Cell, Column, ColumnKind, Sheet, SourceLine, Workbook};
use stock::Field;
use units::{GramsCo2e, Text};

use super::Cause;
use super::page;
use super::tables::outcome;
use super::view::View;
use crate::deciding::Verdict;
use crate::run::Programme;
use crate::screening::shown;

pub(super) fn workbook(programme: &Programme, views: &[View<'_>]) -> Result<Vec<u8>, Cause> {
    let book = Workbook {
        title: programme.title.clone(),
        on: programme.law.on,
        notices: page::notices(programme).into_iter().map(|notice| notice.text).collect(),
        sources: page::sources(programme, views)
            .into_iter()
            .map(|line| SourceLine { what: line.what, value: line.value, source: line.source })
            .collect(),
        sheets: vec![
            chosen_sheet(views),
            decision_sheet(views),
            missed_sheet(views),
            screening_sheet(programme),
            refused_sheet(programme),
        ],
    };
    Ok(report::workbook(&book)?)
}

fn column(zh: &str, en: &str, kind: ColumnKind) -> Column {
    Column::new(Text::new(zh, en), kind)
}

fn identity(view: &View<'_>) -> Vec<Cell> {
    vec![
        view.space.id.to_string().into(),
        view.title().into(),
        view.text(Field::District).into(),
        view.text(Field::Kind).map(|kind| crate::words::kind_text(&kind)).into(),
        view.number(Field::GrossFloorAreaM2).into(),
    ]
}

fn identity_columns() -> Vec<Column> {
    vec![
        column("编号", "id", ColumnKind::Text),
        column("名称", "name", ColumnKind::Text),
        column("区", "district", ColumnKind::Text),
        column("类型", "kind", ColumnKind::Text),
        column("建筑面积 (m²)", "gross floor area (m²)", ColumnKind::Decimal(0)),
    ]
}

fn chosen_sheet(views: &[View<'_>]) -> Sheet {
    let mut columns = identity_columns();
    columns.extend([
        column("方案", "package", ColumnKind::Text),
        column("综合节能率 (%)", "saving rate (%)", ColumnKind::Percent(1)),
        column("假定份额 (%)", "assumed share (%)", ColumnKind::Percent(0)),
        column("光伏 (kW)", "PV (kW)", ColumnKind::Decimal(0)),
        column("投资估算 (元)", "investment, planning (CNY)", ColumnKind::Money),
        column("补助 (元)", "award (CNY)", ColumnKind::Money),
        column("附条件", "conditional", ColumnKind::Text),
        column("年减碳 (t)", "CO2e saved (t/a)", ColumnKind::Decimal(1)),
        column("理由", "reason", ColumnKind::Text),
    ]);
    let rows = views.iter().filter(|view| view.is_chosen()).map(|view| {
        let package = view.package;
        let conditional = view.offer.is_some_and(|offer| offer.amount.is_none());
        let mut row = identity(view);
        row.extend([
            package.map(|p| p.name.clone()).into(),
            package.and_then(|p| p.saving_rate_percent(SavingMethod::ALL[0])).into(),
            package.and_then(|p| p.assumed_share).map(|share| share * 100.0).into(),
            package.and_then(|p| p.after.pv.as_ref()).map(|pv| pv.rated_kw).into(),
            package.map(|p| p.investment.likely).into(),
            view.award().into(),
            yes_no(conditional).into(),
            package.and_then(|p| p.carbon_saved).map(GramsCo2e::tonnes_f64).into(),
            outcome(&view.outcome).1.clone().into(),
        ]);
        row
    });
    Sheet {
        name: "入选项目 Chosen".into(),
        about: Text::new("预算内入选的项目和方案", "projects and packages chosen under the budget"),
        rows: rows.collect(),
        columns,
    }
}

fn decision_sheet(views: &[View<'_>]) -> Sheet {
    let mut columns = identity_columns();
    columns.extend([
        column("认定", "decision", ColumnKind::Text),
        column("核定金额 (元)", "amount (CNY)", ColumnKind::Money),
        column("其余条件满足时 (元)", "amount if met (CNY)", ColumnKind::Money),
        column("参数未核对", "unconfirmed parameters", ColumnKind::Text),
        column("不符合的条件", "clauses not met", ColumnKind::Text),
        column("缺少", "missing", ColumnKind::Text),
    ]);
    let rows = views.iter().filter_map(|view| {
        let (offer, decision) = (view.offer?, view.decision.as_ref()?);
        let failed: Vec<String> = decision
            .clauses
            .iter()
            .filter(|clause| clause.gates && clause.verdict == policy::ClauseVerdict::NotMet)
            .map(|clause| both(&clause.text))
            .collect();
        let missing: Vec<String> =
            decision.missing.iter().map(|missing| both(&missing.what)).collect();
        let mut row = identity(view);
        row.extend([
            verdict_text(offer.verdict).into(),
            offer.amount.into(),
            offer.amount_if_met.into(),
            yes_no(offer.unconfirmed).into(),
            failed.join("; ").into(),
            missing.join("; ").into(),
        ]);
        Some(row)
    });
    Sheet {
        name: "认定 Decisions".into(),
        about: Text::new("每个空间按政策逐条认定的结论", "the outcome of the rules for each space"),
        rows: rows.collect(),
        columns,
    }
}

fn missed_sheet(views: &[View<'_>]) -> Sheet {
    let mut columns = identity_columns();
    columns.extend([
        column("补助 (元)", "award (CNY)", ColumnKind::Money),
        column("结果", "outcome", ColumnKind::Text),
        column("原因", "reason", ColumnKind::Text),
    ]);
    let rows = views.iter().filter(|view| !view.is_chosen()).map(|view| {
        let (word, reason) = outcome(&view.outcome);
        let mut row = identity(view);
        row.extend([view.award().into(), word.into(), reason.clone().into()]);
        row
    });
    Sheet {
        name: "未入选 Not chosen".into(),
        about: Text::new("未入选的空间及原因", "spaces not chosen, and why"),
        rows: rows.collect(),
        columns,
    }
}

fn screening_sheet(programme: &Programme) -> Sheet {
    let columns = vec![
        column("编号", "id", ColumnKind::Text),
        column("标准", "criterion", ColumnKind::Text),
        column("比较项", "compared", ColumnKind::Text),
        column("结果", "result", ColumnKind::Text),
        column("数值", "value", ColumnKind::Text),
        column("阈值", "threshold", ColumnKind::Text),
        column("来源", "source", ColumnKind::Text),
    ];
    let rows = programme.screened.iter().flat_map(|one| {
        one.hits.iter().flat_map(|hit| {
            hit.findings.iter().map(|finding| {
                let (value, threshold, origin) = shown(finding);
                vec![
                    one.id.to_string().into(),
                    hit.title.clone().into(),
                    finding.what.clone().into(),
                    screening_text(finding.verdict).into(),
                    value.into(),
                    threshold.into(),
                    origin.into(),
                ]
            })
        })
    });
    Sheet {
        name: "筛查 Screening".into(),
        about: Text::new("低效空间筛查标准及结果", "criteria for low-efficiency space, and hits"),
        rows: rows.collect(),
        columns,
    }
}

fn refused_sheet(programme: &Programme) -> Sheet {
    let columns = vec![
        column("文件", "file", ColumnKind::Text),
        column("行", "row", ColumnKind::Integer),
        column("列", "column", ColumnKind::Text),
        column("原值", "value", ColumnKind::Text),
        column("应为", "expected", ColumnKind::Text),
        column("处理建议", "remedy", ColumnKind::Text),
    ];
    let refused = page::refused(programme);
    let rows = refused.iter().map(|remark| {
        vec![
            remark.file.clone().into(),
            remark.row.and_then(|row| i64::try_from(row).ok()).into(),
            remark.column.clone().into(),
            remark.value.clone().into(),
            remark.expected.clone().into(),
            remark.remedy.clone().into(),
        ]
    });
    Sheet {
        name: "退回行 Refused rows".into(),
        about: Text::new("未能导入的行", "rows that could not be imported"),
        rows: rows.collect(),
        columns,
    }
}

fn both(text: &Text) -> String {
    format!("{} {}", text.zh, text.en)
}

fn yes_no(yes: bool) -> Text {
    if yes { Text::new("是", "yes") } else { Text::new("否", "no") }
}

fn screening_text(verdict: stock::Verdict) -> Text {
    match verdict {
        stock::Verdict::Met => Text::new("符合", "met"),
        stock::Verdict::NotMet => Text::new("不符合", "not met"),
        stock::Verdict::Undetermined => Text::new("待定", "undetermined"),
    }
}

fn verdict_text(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Met => Text::new("符合", "met"),
        Verdict::NotMet => Text::new("不符合", "not met"),
        Verdict::Undetermined => Text::new("待定", "undetermined"),
    }
}
