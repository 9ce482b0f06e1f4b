//! A plan as a workbook.

use report::{Cell, Column, ColumnKind, ReportError, Sheet, SourceLine, Workbook};
use units::{Date, Fen, GramsCo2e, Mark, Source, Text};

use super::Asked;
use super::results::{BudgetLine, ChosenLine, LeftOutLine, Plan};

/// The bytes of the workbook; dated by the first day of the programme, so that the same plan gives
/// the same bytes.
pub(super) fn workbook(plan: &Plan, asked: &Asked) -> Result<Vec<u8>, ReportError> {
    let title = Text::same(asked.file.title.clone());
    let on = i16::try_from(asked.file.first_year).ok().and_then(|year| Date::new(year, 1, 1).ok());
    let reported = |value: String| Source { origin: value, date: None, mark: Mark::Reported };
    let source = SourceLine {
        what: Text::new("规划文件", "programme file"),
        value: asked.input.sha256.clone(),
        source: reported(asked.input.name.clone()),
    };
    let remarks = plan
        .remarks
        .iter()
        .map(|one| Text::new(one.line(units::Lang::Zh), one.line(units::Lang::En)));
    report::workbook(&Workbook {
        title,
        on: on.unwrap_or(Date::ZERO),
        notices: std::iter::once(conditional()).chain(remarks).collect(),
        sources: vec![source],
        sheets: vec![chosen(plan), budgets(plan), left_out(plan)],
    })
}

fn conditional() -> Text {
    Text::new(
        "标为“附条件”的项目，其补助在其余条件满足时才成立",
        "the award of a project marked conditional holds once its other conditions are met",
    )
}

fn column(zh: &str, en: &str, kind: ColumnKind) -> Column {
    Column::new(Text::new(zh, en), kind)
}

fn year(year: u32) -> Cell {
    year.to_string().into()
}

fn chosen(plan: &Plan) -> Sheet {
    let mut columns = vec![
        column("开工年份", "start year", ColumnKind::Text),
        column("编号", "id", ColumnKind::Text),
        column("名称", "name", ColumnKind::Text),
        column("区", "district", ColumnKind::Text),
        column("方案", "package", ColumnKind::Text),
    ];
    columns.extend(plan.years.iter().map(|one| {
        let year = one.year;
        let heading = Text::new(format!("{year} 年 (元)"), format!("{year} (CNY)"));
        Column::new(heading, ColumnKind::Money)
    }));
    columns.extend([
        column("合计 (元)", "sum (CNY)", ColumnKind::Money),
        column("附条件", "conditional", ColumnKind::Text),
        column("年减碳 (t)", "CO2e saved (t/a)", ColumnKind::Decimal(1)),
        column("理由", "reason", ColumnKind::Text),
    ]);
    let row = |one: &ChosenLine| {
        let mut row: Vec<Cell> = vec![
            year(one.start_year),
            one.id.to_string().into(),
            one.name.clone().into(),
            one.district.clone().into(),
            one.package.clone().into(),
        ];
        let paid = |year| one.paid_fen.get(&year).copied().unwrap_or(Fen::ZERO);
        row.extend(plan.years.iter().map(|line| Cell::Money(paid(line.year))));
        let conditional =
            if one.conditional { Text::new("是", "yes") } else { Text::new("否", "no") };
        row.extend([
            one.cost_fen.into(),
            conditional.into(),
            one.co2e_g_per_year.map(GramsCo2e::tonnes_f64).into(),
            one.reason.clone().into(),
        ]);
        row
    };
    let mut lines: Vec<&ChosenLine> = plan.chosen.iter().collect();
    lines.sort_by_key(|one| (one.start_year, &one.id));
    Sheet {
        name: "入选项目 Chosen".into(),
        about: Text::new(
            "各年开工的项目、方案和拨付",
            "projects by start year, with money by year",
        ),
        columns,
        rows: lines.into_iter().map(row).collect(),
    }
}

fn budgets(plan: &Plan) -> Sheet {
    let columns = vec![
        column("资金", "budget", ColumnKind::Text),
        column("年份", "year", ColumnKind::Text),
        column("限额 (元)", "limit (CNY)", ColumnKind::Money),
        column("已用 (元)", "spent (CNY)", ColumnKind::Money),
        column("余额 (元)", "left (CNY)", ColumnKind::Money),
        column("全部涨价合计 (元)", "all rises (CNY)", ColumnKind::Money),
        column("承受能力", "bears", ColumnKind::Text),
    ];
    let row = |one: &BudgetLine| -> Vec<Cell> {
        vec![
            one.name.clone().into(),
            one.year.map(|year| year.to_string()).into(),
            one.limit_fen.into(),
            one.spent_fen.into(),
            (one.limit_fen - one.spent_fen).into(),
            one.rises_fen.into(),
            one.bears_text().into(),
        ]
    };
    Sheet {
        name: "资金 Budgets".into(),
        about: Text::new(
            "每项资金的使用；可结转的为截至当年的累计",
            "how full each budget is; with carry-over all years up to the one named",
        ),
        columns,
        rows: plan.budgets.iter().map(row).collect(),
    }
}

fn left_out(plan: &Plan) -> Sheet {
    let columns = vec![
        column("编号", "id", ColumnKind::Text),
        column("名称", "name", ColumnKind::Text),
        column("原因", "reason", ColumnKind::Text),
        column("可行的改动", "what would bring it in", ColumnKind::Text),
    ];
    let row = |one: &LeftOutLine| -> Vec<Cell> {
        let join = |part: fn(&Text) -> &str, with: &str| {
            let texts: Vec<&str> = one.changes.iter().map(|change| part(&change.text)).collect();
            texts.join(with)
        };
        let changes = Text::new(join(|text| &text.zh, "；"), join(|text| &text.en, "; "));
        vec![
            one.id.to_string().into(),
            one.name.clone().into(),
            one.reason.clone().into(),
            changes.into(),
        ]
    };
    Sheet {
        name: "未入选 Left out".into(),
        about: Text::new("未入选的项目、原因和改动", "projects left out, why, and ways in"),
        columns,
        rows: plan.left_out.iter().map(row).collect(),
    }
}
