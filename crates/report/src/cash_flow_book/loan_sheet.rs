//! The months of the loan as formulas.

use rust_xlsxwriter::{Worksheet, XlsxError};
use units::Fen;

use super::formulas::{At, amount, number};
use super::input_sheet::{Inputs, LoanInputs};
use super::{BookLoan, Looks};

const HEADINGS: [&str; 11] = [
    "月 Month",
    "年 Year",
    "期初余额 Opening",
    "年利率（%）Rate",
    "利息 Interest",
    "宽限 Grace",
    "计划还款 Payment",
    "还本 Principal",
    "付息 Interest paid",
    "期末余额 Closing",
    "贴息 Subsidy",
];

pub(super) fn write(
    sheet: &mut Worksheet,
    loan: &BookLoan,
    inputs: &Inputs,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name("贷款 Loan")?;
    sheet.set_column_range_width(0, 1, 8)?;
    sheet.set_column_range_width(2, 10, 17)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_paper_size(9).set_repeat_rows(0, 0)?;
    for (column, heading) in (0_u16..).zip(HEADINGS) {
        sheet.write_with_format(0, column, heading, &looks.heading)?;
    }
    sheet.set_row_height(0, 30)?;
    sheet.set_freeze_panes(1, 2)?;
    let Some(at) = &inputs.loan else { return Ok(()) };
    let mut opening = loan.principal;
    for (month, figures) in (1_u32..).zip(&loan.months) {
        write_month(sheet, loan, at, looks, (month, opening, *figures))?;
        opening = figures[4];
    }
    Ok(())
}

/// One month; `figures` as in [`BookLoan::months`].
fn write_month(
    sheet: &mut Worksheet,
    loan: &BookLoan,
    at: &LoanInputs,
    looks: &Looks,
    (month, opening, figures): (u32, Fen, [Fen; 6]),
) -> Result<(), XlsxError> {
    let [interest, asked, principal, paid, closing, subsidy] = figures;
    let row = month;
    let line = row + 1;
    let before = line - 1;
    let is_first = month == 1;
    let rates = |column: u16| {
        let end = At { row: at.rates.0 + u32::try_from(at.rates.1).unwrap_or(1) - 1, column };
        let from = At { row: at.rates.0, column };
        format!("{}:{}", from.input(), end.input().rsplit('!').next().unwrap_or_default())
    };
    let rate = format!("=LOOKUP(A{line}-1,{},{})", rates(1), rates(2));
    let (principal_at, term, grace) = (at.principal.input(), at.term.input(), at.grace.input());
    let (added, how) = (at.capitalised.input(), at.repayment.input());
    let changed = if is_first {
        "TRUE".to_owned()
    } else {
        format!("OR(A{line}={grace}+1,D{line}<>D{before})")
    };
    let kept = if is_first { "0".to_owned() } else { format!("G{before}") };
    let left = format!("({term}-A{line}+1)");
    let payment = format!(
        "=IF(F{line}=1,0,IF({how}=3,0,IF({changed},IF({how}=2,ROUND(IF(D{line}=0,C{line}/{left},\
         -PMT(D{line}/1200,{left},C{line})),2),ROUND(C{line}/{left},2)),{kept})))"
    );
    let repaid = format!(
        "=IF(A{line}={term},C{line},IF(F{line}=1,0,IF({how}=2,MIN(C{line},MAX(0,G{line}-E{line})),\
         MIN(C{line},G{line}))))"
    );
    let given = if is_first { "0".to_owned() } else { format!("SUM(K$2:K{before})") };
    let [up_to, months, most] = at.subsidy.map(At::input);
    let back = format!(
        "=IF(A{line}<={months},ROUND(MAX(0,MIN(ROUND(C{line}*MIN({up_to},D{line})/1200,2),I{line},\
         {most}-{given})),2),0)"
    );
    let now = rate_in(loan, month);
    sheet.write_with_format(row, 0, month, &looks.whole)?;
    let year = f64::from(month.div_ceil(12));
    sheet.write_with_format(
        row,
        1,
        number(format!("=ROUNDUP(A{line}/12,0)"), year),
        &looks.whole,
    )?;
    let open = if is_first { format!("={principal_at}") } else { format!("=J{before}") };
    sheet.write_with_format(row, 2, amount(open, opening), &looks.money)?;
    sheet.write_with_format(row, 3, number(rate, now), &looks.number)?;
    let of_month = format!("=ROUND(C{line}*D{line}/1200,2)");
    sheet.write_with_format(row, 4, amount(of_month, interest), &looks.money)?;
    let in_grace = if month <= u32::from(loan.grace_months) { 1.0 } else { 0.0 };
    let flag = number(format!("=IF(A{line}<={grace},1,0)"), in_grace);
    sheet.write_with_format(row, 5, flag, &looks.whole)?;
    sheet.write_with_format(row, 6, amount(payment, asked), &looks.money)?;
    sheet.write_with_format(row, 7, amount(repaid, principal), &looks.money)?;
    let kept_back = format!("=IF(AND(F{line}=1,{added}=1,A{line}<{term}),0,E{line})");
    sheet.write_with_format(row, 8, amount(kept_back, paid), &looks.money)?;
    let end = format!("=ROUND(C{line}-H{line}+E{line}-I{line},2)");
    sheet.write_with_format(row, 9, amount(end, closing), &looks.money)?;
    sheet.write_with_format(row, 10, amount(back, subsidy), &looks.money)?;
    Ok(())
}

/// The rate that holds in a month. \[%\]
fn rate_in(loan: &BookLoan, month: u32) -> f64 {
    let started = loan.rates.iter().filter(|(from, _)| u32::from(*from) < month);
    started.max_by_key(|(from, _)| *from).map_or(0.0, |(_, rate)| *rate)
}
