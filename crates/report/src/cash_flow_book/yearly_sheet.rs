//! The flows by year and what they come to, as formulas.

use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use units::Fen;

use super::formulas::{At, FLOW, INPUTS, LOAN, amount, letters, number};
use super::input_sheet::Inputs;
use super::{CashFlowBook, Looks, both};

/// First column of the years; year 0 stands there.
const FIRST: u16 = 1;
/// Row of the years, and of the share of each in which the works are over.
const YEAR_ROW: u32 = 0;
const SHARE_ROW: u32 = 1;

/// Writes the flows line by line.
struct Flow<'f> {
    sheet: &'f mut Worksheet,
    book: &'f CashFlowBook,
    looks: &'f Looks,
    row: u32,
}

impl Flow<'_> {
    fn years(&self) -> impl Iterator<Item = (u16, String)> + use<> {
        (0..=self.book.life_years).map(|year| (year, letters(FIRST + year)))
    }

    /// A line of formulas, one a year from its column letters; the row.
    fn line(
        &mut self,
        label: &str,
        key: &str,
        formula: impl Fn(u16, &str) -> String,
    ) -> Result<u32, XlsxError> {
        let figures = self.book.figures.line(key, self.book.years());
        self.sheet.write_with_format(self.row, 0, label, &self.looks.label)?;
        for ((year, column), figure) in self.years().zip(figures) {
            let formula = amount(format!("={}", formula(year, &column)), figure);
            let at = FIRST + year;
            self.sheet.write_with_format(self.row, at, formula, &self.looks.money)?;
        }
        self.row += 1;
        Ok(self.row - 1)
    }

    /// Sum of the rows from `first` to the one above and of `more`; the row.
    fn total(
        &mut self,
        label: &str,
        parts: impl Fn(&str) -> String,
        figures: &[Fen],
    ) -> Result<u32, XlsxError> {
        self.sheet.write_with_format(self.row, 0, label, &self.looks.total)?;
        for ((year, column), figure) in self.years().zip(figures) {
            let formula = amount(format!("={}", parts(&column)), *figure);
            let at = FIRST + year;
            self.sheet.write_with_format(self.row, at, formula, &self.looks.money_total)?;
        }
        self.row += 1;
        Ok(self.row - 1)
    }
}

/// Rows of the three flows.
struct Rows {
    project: u32,
    with_subsidy: u32,
    equity: u32,
}

pub(super) fn write(
    workbook: &mut Workbook,
    book: &CashFlowBook,
    inputs: &Inputs,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name("现金流 Cash flow")?;
    sheet.set_column_width(0, 42)?;
    sheet.set_column_range_width(FIRST, FIRST + book.life_years, 15)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_paper_size(8);
    sheet.set_freeze_panes(2, 1)?;
    let mut flow = Flow { sheet, book, looks, row: SHARE_ROW + 1 };
    heading(&mut flow, inputs)?;
    let first = flow.row;
    capital(&mut flow, inputs)?;
    energy(&mut flow, inputs)?;
    if let Some(rent) = inputs.rent {
        letting(&mut flow, inputs, rent)?;
    }
    let rows = totals(&mut flow, inputs, first)?;
    indicators(workbook.add_worksheet(), book, inputs, looks, &rows)
}

fn heading(flow: &mut Flow<'_>, inputs: &Inputs) -> Result<(), XlsxError> {
    let looks = flow.looks;
    flow.sheet.write_with_format(YEAR_ROW, 0, "年 Year（元 yuan）", &looks.heading)?;
    flow.sheet.write_with_format(SHARE_ROW, 0, "当年运行比例 Share of the year", &looks.label)?;
    let works = inputs.works.input();
    for (year, column) in flow.years() {
        flow.sheet.write_with_format(YEAR_ROW, FIRST + year, year, &looks.heading)?;
        let share = (12.0 * f64::from(year) - f64::from(flow.book.works_months)) / 12.0;
        let formula = format!("=MAX(0,MIN(1,(12*{column}$1-{works})/12))");
        let formula = number(formula, share.clamp(0.0, 1.0));
        flow.sheet.write_with_format(SHARE_ROW, FIRST + year, formula, &looks.number)?;
    }
    Ok(())
}

/// Building, building again, rest of life and upkeep.
fn capital(flow: &mut Flow<'_>, inputs: &Inputs) -> Result<(), XlsxError> {
    let book = flow.book;
    let (growth, life) = (inputs.cost_growth.input(), inputs.life.input());
    let growth = format!("(1+{growth}/100)");
    let at = |row: u32, column: u16| At { row, column }.input();
    for (number, one) in book.investments.iter().enumerate() {
        let row = inputs.investments[number];
        let cost = at(row, 1);
        let paid = |column: &str| {
            let (first, count) = inputs.payments;
            let rounded = |j: u32| format!("ROUND({cost}*{},2)", at(first + j, 2));
            let last = u32::try_from(count).unwrap_or(1) - 1;
            let parts = (0..=last).map(|j| {
                let amount = if j < last {
                    rounded(j)
                } else {
                    let before: Vec<String> =
                        (0..last).map(|k| format!("-{}", rounded(k))).collect();
                    format!("({cost}{})", before.concat())
                };
                format!("(ROUNDUP({}/12,0)={column}$1)*{amount}", at(first + j, 1))
            });
            parts.collect::<Vec<_>>().join("+")
        };
        let label = format!("投资 Investment：{}", both(&one.name));
        flow.line(&label, &format!("investment/{number}"), |_, c| format!("-({})", paid(c)))?;
    }
    for (number, one) in book.investments.iter().enumerate() {
        let row = inputs.investments[number];
        let (cost, years) = (at(row, 1), at(row, 2));
        let label = format!("更新 Replacement：{}", both(&one.name));
        flow.line(&label, &format!("replacement/{number}"), |_, c| {
            format!(
                "IF(AND({c}$1>0,{c}$1<{life},MOD({c}$1,{years})=0),-ROUND({cost}*{growth}^{c}$1,2),0)"
            )
        })?;
        let label = format!("余值 Residual value：{}", both(&one.name));
        flow.line(&label, &format!("residual/{number}"), |_, c| {
            format!(
                "IF({c}$1={life},ROUND({cost}*{growth}^(INT(({life}-1)/{years})*{years})\
                 *(({years}-MOD({life}-1,{years})-1)/{years}),2),0)"
            )
        })?;
        let label = format!("运维 Upkeep：{}", both(&one.name));
        let upkeep = at(row, 3);
        flow.line(&label, &format!("upkeep/{number}"), |_, c| {
            format!("IF({c}$1=0,0,-ROUND({upkeep}*{growth}^({c}$1-1)*{c}$2,2))")
        })?;
    }
    Ok(())
}

fn energy(flow: &mut Flow<'_>, inputs: &Inputs) -> Result<(), XlsxError> {
    let book = flow.book;
    let energies = book.energies.iter().enumerate();
    let energies = energies.map(|(number, one)| {
        (format!("能源 Energy：{}", both(&one.name)), format!("energy/{number}"))
    });
    let carbon = book.carbon.iter().map(|one| (both(&one.name), "carbon".to_owned()));
    for (number, (label, key)) in energies.chain(carbon).enumerate() {
        let at = |column| At { row: inputs.energies[number], column }.input();
        let [before, after, price, growth] = [1, 2, 3, 4].map(at);
        flow.line(&label, &key, |_, c| {
            format!(
                "IF({c}$1=0,0,ROUND(({before}-{after})*{price}*(1+{growth}/100)^({c}$1-1)*{c}$2,2))"
            )
        })?;
    }
    Ok(())
}

/// Month by month within the year, as a sum of products over the twelve months.
fn letting(flow: &mut Flow<'_>, inputs: &Inputs, first: u32) -> Result<(), XlsxError> {
    let at = |line: u32| At { row: first + line, column: 1 }.input();
    let [area, old_rent, old_share, new_rent, new_share, ramp, lost, growth] =
        [0, 1, 2, 3, 4, 5, 6, 7].map(at);
    let works = inputs.works.input();
    flow.line("租金变化 Change of rent", "rent", |_, c| {
        let since = format!("(12*({c}$1-1)+ROW($1:$12)-{works})");
        let old = format!("{old_rent}*{old_share}");
        let stayed = format!("{old_share}*(1-{lost})");
        let steps = format!("(({since}>={ramp})+({since}<{ramp})*{since}/MAX({ramp},1))");
        format!(
            "IF({c}$1=0,0,ROUND({area}*(1+{growth}/100)^({c}$1-1)*SUMPRODUCT(({since}<=0)*\
             (-{old}*{lost})+({since}>0)*({new_rent}*({stayed}+({new_share}-{stayed})*{steps})\
             -{old})),2))"
        )
    })?;
    Ok(())
}

/// The three flows with what lies between them.
fn totals(flow: &mut Flow<'_>, inputs: &Inputs, first: u32) -> Result<Rows, XlsxError> {
    let book = flow.book;
    let sum = |from: u32, to: u32| move |c: &str| format!("SUM({c}{}:{c}{to})", from + 1);
    let years = book.years();
    let figures = |key: &str| book.figures.line(key, years);
    let project = flow.row;
    let label = "项目净现金流 Project, before public money";
    flow.total(label, sum(first, project), &figures("project"))?;
    let (grant_row, count) = inputs.grants;
    let grants = |c: &str| {
        if count == 0 {
            return "0".to_owned();
        }
        let range = |column: u16| {
            let end = grant_row + u32::try_from(count).unwrap_or(1) - 1;
            let from = row_col_to_cell_absolute(grant_row, column);
            format!("{INPUTS}!{from}:{}", row_col_to_cell_absolute(end, column))
        };
        format!("SUMPRODUCT((ROUNDUP({}/12,0)={c}$1)*{})", range(1), range(2))
    };
    flow.line("财政补助 Grants", "grant", |_, c| grants(c))?;
    let of_loan = |column: &str, sign: &str, c: &str| {
        if book.loan.is_none() {
            return "0".to_owned();
        }
        format!("{sign}SUMIF({LOAN}!$B:$B,{c}$1,{LOAN}!${column}:${column})")
    };
    flow.line("贷款贴息 Interest subsidy", "interest_subsidy", |_, c| of_loan("K", "", c))?;
    let with_subsidy = flow.row;
    let label = "含补助净现金流 With public money";
    flow.total(label, sum(project, with_subsidy), &figures("with_subsidy"))?;
    let principal = inputs.loan.as_ref().map(|loan| loan.principal.input());
    flow.line("借款 Loan drawn", "drawing", |year, _| match &principal {
        Some(principal) if year == 0 => principal.clone(),
        _ => "0".to_owned(),
    })?;
    flow.line("付息 Interest", "interest", |_, c| of_loan("I", "-", c))?;
    flow.line("还本 Principal repaid", "repayment", |_, c| of_loan("H", "-", c))?;
    let tax = book.tax.clone().unwrap_or_else(|| vec![Fen::ZERO; years]);
    flow.line("所得税（数值）Income tax (values)", "tax", |year, _| {
        tax.get(usize::from(year)).map_or_else(|| "0".to_owned(), |fen| fen.yuan().to_string())
    })?;
    let equity = flow.row;
    flow.total("资本金净现金流 Equity", sum(with_subsidy, equity), &figures("equity"))?;
    Ok(Rows { project, with_subsidy, equity })
}

fn indicators(
    sheet: &mut Worksheet,
    book: &CashFlowBook,
    inputs: &Inputs,
    looks: &Looks,
    rows: &Rows,
) -> Result<(), XlsxError> {
    sheet.set_name("指标 Indicators")?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_range_width(1, 3, 24)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_paper_size(9);
    let headings = ["指标 Indicator", "项目 Project", "含补助 With public money", "资本金 Equity"];
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_with_format(0, column, heading, &looks.heading)?;
    }
    sheet.set_row_height(0, 30)?;
    let labels = ["净现值（元）Net present value", "内部收益率 Rate of return"];
    for (row, label) in (1_u32..).zip(labels) {
        sheet.write_with_format(row, 0, label, &looks.label)?;
    }
    let last = letters(FIRST + book.life_years);
    let rate = inputs.rate.input();
    let flows = [rows.project, rows.with_subsidy, rows.equity];
    for ((column, row), (npv, irr)) in
        (1_u16..).zip(flows).zip(book.figures.npv.iter().zip(book.figures.irr_share))
    {
        let range = |row: u32| format!("{FLOW}!$B${0}:${last}${0}", row + 1);
        let (flow, years) = (range(row), range(YEAR_ROW));
        let formula = format!("=SUMPRODUCT(ROUND({flow}/(1+{rate}/100)^{years},2))");
        sheet.write_with_format(1, column, amount(formula, *npv), &looks.money_total)?;
        match irr {
            Some(irr) => {
                let formula = format!("=IRR({flow},0.1)");
                sheet.write_with_format(2, column, number(formula, irr), &looks.percent)?;
            }
            None => {
                let none = "无唯一解 none or several";
                sheet.write_with_format(2, column, none, &looks.label)?;
            }
        }
    }
    Ok(())
}
