//! The sheet of inputs, and where each stands.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use units::Fen;

use super::formulas::At;
use super::{BookLoan, BookRent, BookRepayment, CashFlowBook, Looks, both};

/// Where the inputs stand.
pub(super) struct Inputs {
    pub life: At,
    pub rate: At,
    pub works: At,
    pub cost_growth: At,
    /// First row and number of payments: month, share.
    pub payments: (u32, usize),
    /// Row of each investment: cost, life, upkeep.
    pub investments: Vec<u32>,
    /// Row of each price: before, after, price, growth.
    pub energies: Vec<u32>,
    /// Rows of letting, in the order of [`BookRent`].
    pub rent: Option<u32>,
    /// First row and number of grants: month, amount.
    pub grants: (u32, usize),
    pub loan: Option<LoanInputs>,
}

/// Where the inputs of the loan stand.
pub(super) struct LoanInputs {
    pub principal: At,
    pub term: At,
    pub grace: At,
    pub capitalised: At,
    pub repayment: At,
    pub subsidy: [At; 3],
    /// First row and number of rates: month, rate.
    pub rates: (u32, usize),
}

/// Writes line by line.
struct Writer<'w> {
    sheet: &'w mut Worksheet,
    looks: &'w Looks,
    row: u32,
}

enum Input {
    Money(Fen),
    Number(f64),
    Text(String),
}

impl Writer<'_> {
    fn section(&mut self, headings: &[&str]) -> Result<(), XlsxError> {
        self.row += 1;
        for (column, heading) in (0_u16..).zip(headings) {
            self.sheet.write_with_format(self.row, column, *heading, &self.looks.heading)?;
        }
        self.sheet.set_row_height(self.row, 30)?;
        self.row += 1;
        Ok(())
    }

    /// A label and its inputs; the row.
    fn line(&mut self, label: &str, inputs: &[Input]) -> Result<u32, XlsxError> {
        self.sheet.write_with_format(self.row, 0, label, &self.looks.label)?;
        for (column, input) in (1_u16..).zip(inputs) {
            self.input(column, input)?;
        }
        self.row += 1;
        Ok(self.row - 1)
    }

    fn input(&mut self, column: u16, input: &Input) -> Result<(), XlsxError> {
        let looks = self.looks;
        let number = |value: f64, format: &Format, sheet: &mut Worksheet, row| {
            sheet.write_with_format(row, column, value, format).map(|_| ())
        };
        match input {
            Input::Money(fen) => number(fen.yuan_f64(), &looks.input_money, self.sheet, self.row),
            Input::Number(value) => number(*value, &looks.input_number, self.sheet, self.row),
            Input::Text(text) => self
                .sheet
                .write_with_format(self.row, column, text.as_str(), &looks.input_text)
                .map(|_| ()),
        }
    }

    fn single(&mut self, label: &str, input: Input) -> Result<At, XlsxError> {
        Ok(At { row: self.line(label, &[input])?, column: 1 })
    }
}

pub(super) fn write(
    sheet: &mut Worksheet,
    book: &CashFlowBook,
    looks: &Looks,
) -> Result<Inputs, XlsxError> {
    sheet.set_name("输入 Inputs")?;
    sheet.set_column_width(0, 46)?;
    sheet.set_column_range_width(1, 5, 16)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_paper_size(9);
    sheet.write_with_format(0, 0, both(&book.title), &looks.title)?;
    let mut writer = Writer { sheet, looks, row: 1 };
    for notice in &book.notices {
        writer.sheet.write_with_format(writer.row, 0, both(notice), &looks.notice)?;
        writer.row += 1;
    }
    let number = |value: f64| Input::Number(value);
    writer.section(&["总体 General", "值 Value"])?;
    let life = writer.single("计算期（年）Years counted", number(f64::from(book.life_years)))?;
    let rate = writer.single("折现率（%）Discount rate", number(book.discount_rate_percent))?;
    let works = writer.single("工期（月）Months of works", number(f64::from(book.works_months)))?;
    let cost_growth =
        writer.single("造价与运维年涨（%）Growth of costs", number(book.cost_growth_percent))?;
    writer.section(&["付款 Payments", "月 Month", "比例 Share"])?;
    let first = writer.row;
    for (month, share) in &book.payments {
        writer.line("", &[number(f64::from(*month)), number(*share)])?;
    }
    let payments = (first, book.payments.len());
    let investments = write_investments(&mut writer, book)?;
    let energies = write_energies(&mut writer, book)?;
    let rent = book.rent.as_ref().map(|rent| write_rent(&mut writer, rent)).transpose()?;
    writer.section(&["补助 Public money", "月 Month", "金额（元）Amount"])?;
    let first = writer.row;
    for (name, month, amount) in &book.grants {
        writer.line(&both(name), &[number(f64::from(*month)), Input::Money(*amount)])?;
    }
    let grants = (first, book.grants.len());
    let loan = book.loan.as_ref().map(|loan| write_loan(&mut writer, loan)).transpose()?;
    writer.sheet.set_freeze_panes(1, 1)?;
    Ok(Inputs {
        life,
        rate,
        works,
        cost_growth,
        payments,
        investments,
        energies,
        rent,
        grants,
        loan,
    })
}

fn write_investments(writer: &mut Writer<'_>, book: &CashFlowBook) -> Result<Vec<u32>, XlsxError> {
    let number = |value: f64| Input::Number(value);
    writer.section(&[
        "投资 Investment",
        "造价（元）Cost",
        "寿命（年）Life",
        "年运维（元）Upkeep",
    ])?;
    let mut investments = Vec::new();
    for one in &book.investments {
        let life = number(f64::from(one.lifetime_years));
        let cells = [Input::Money(one.cost), life, Input::Money(one.maintenance)];
        investments.push(writer.line(&both(&one.name), &cells)?);
    }
    Ok(investments)
}

fn write_energies(writer: &mut Writer<'_>, book: &CashFlowBook) -> Result<Vec<u32>, XlsxError> {
    let number = |value: f64| Input::Number(value);
    writer.section(&[
        "能源 Energy",
        "改造前 Before",
        "改造后 After",
        "单价（元）Price",
        "年涨（%）Growth",
        "单位 Unit",
    ])?;
    let mut energies = Vec::new();
    for one in book.energies.iter().chain(&book.carbon) {
        let cells = [
            number(one.before_units),
            number(one.after_units),
            number(one.price_yuan),
            number(one.growth_percent),
            Input::Text(one.unit.clone()),
        ];
        energies.push(writer.line(&both(&one.name), &cells)?);
    }
    Ok(energies)
}

fn write_rent(writer: &mut Writer<'_>, rent: &BookRent) -> Result<u32, XlsxError> {
    writer.section(&["租金 Letting", "值 Value"])?;
    let first = writer.row;
    let lines = [
        ("可出租面积（㎡）Lettable area", rent.lettable_area_m2),
        ("改造前租金（元/㎡·月）Rent before", rent.rent_before_yuan_m2),
        ("改造前出租率 Share let before", rent.let_before_share),
        ("改造后租金（元/㎡·月）Rent after", rent.rent_after_yuan_m2),
        ("改造后出租率 Share let after", rent.let_after_share),
        ("招商爬坡（月）Months to let", f64::from(rent.letting_months)),
        ("施工期损失比例 Share lost in works", rent.lost_during_works_share),
        ("租金年涨（%）Growth of rents", rent.growth_percent),
    ];
    for (label, value) in lines {
        writer.line(label, &[Input::Number(value)])?;
    }
    Ok(first)
}

fn write_loan(writer: &mut Writer<'_>, loan: &BookLoan) -> Result<LoanInputs, XlsxError> {
    writer.section(&["贷款 Loan", "值 Value"])?;
    let number = |value: u16| Input::Number(f64::from(value));
    let how = match loan.repayment {
        BookRepayment::LevelPrincipal => 1,
        BookRepayment::Annuity => 2,
        BookRepayment::Bullet => 3,
    };
    let (rate, months, cap) = loan.subsidy;
    let principal = writer.single("本金（元）Principal", Input::Money(loan.principal))?;
    let term = writer.single("期限（月）Term", number(loan.term_months))?;
    let grace = writer.single("宽限期（月）Grace", number(loan.grace_months))?;
    let capitalised = writer.single(
        "宽限期利息资本化（1 是 0 否）Interest of grace is added",
        number(u16::from(loan.grace_is_capitalised)),
    )?;
    let repayment = writer.single(
        "还款方式（1 等额本金 2 等额本息 3 到期还本）Level principal, annuity, bullet",
        number(how),
    )?;
    let subsidy = [
        writer.single("贴息利率上限（%）Subsidy up to rate", Input::Number(rate))?,
        writer.single("贴息月数 Months of subsidy", number(months))?,
        writer.single("贴息上限（元）Most subsidy", Input::Money(cap))?,
    ];
    writer.section(&["利率 Rates", "自该月之后 After month", "年利率（%）Rate"])?;
    let first = writer.row;
    for (month, rate) in &loan.rates {
        writer.line("", &[number(*month), Input::Number(*rate)])?;
    }
    let rates = (first, loan.rates.len());
    Ok(LoanInputs { principal, term, grace, capitalised, repayment, subsidy, rates })
}

pub(super) fn write_sources(
    sheet: &mut Worksheet,
    book: &CashFlowBook,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name("来源 Sources")?;
    for (column, width) in [(0, 38), (1, 30), (2, 90)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_paper_size(9);
    for (column, heading) in (0_u16..).zip(["项目 Item", "值 Value", "来源 Source"]) {
        sheet.write_with_format(0, column, heading, &looks.heading)?;
    }
    for (row, cells) in (1_u32..).zip(&book.sources) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_with_format(row, column, cell.as_str(), &looks.wrapped)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
