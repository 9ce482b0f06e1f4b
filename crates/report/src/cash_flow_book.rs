//! The cash flow of a renovation as a workbook whose formulas recompute to the same figures.
//!
//! Inputs stand on a sheet of their own in tinted cells; loan, flows and indicators are formulas on
//! them, rounded where the cash flow is rounded. Each formula carries the figure that was computed
//! here, so that a reader that does not compute shows the same.

mod formulas;
mod input_sheet;
mod loan_sheet;
mod yearly_sheet;

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder};
use units::{Date, Fen, Text};

use crate::ReportError;

const INK: Color = Color::RGB(0x001F_2328);
const PAPER: Color = Color::RGB(0x00F4_F2EC);
const INPUT: Color = Color::RGB(0x00FF_F6DA);
const LINE: Color = Color::RGB(0x00C9_C4B8);

/// What a workbook of a cash flow is made of. Months count from the day of commitment; year `y`
/// holds months `12(y − 1) + 1..=12y`.
#[derive(Clone, Debug)]
pub struct CashFlowBook {
    /// Title.
    pub title: Text,
    /// The day that the content stands for; also the file's creation date.
    pub on: Date,
    /// What must be read first.
    pub notices: Vec<Text>,
    /// Years that are counted, `1..=60`.
    pub life_years: u16,
    /// Effective yearly rate of discount. \[%\]
    pub discount_rate_percent: f64,
    /// Months until the works are done.
    pub works_months: u16,
    /// Growth of the prices of what is built again and of upkeep. \[%\]
    pub cost_growth_percent: f64,
    /// When the investment is paid: month and share. \[-\]
    pub payments: Vec<(u16, f64)>,
    /// What is built.
    pub investments: Vec<BookInvestment>,
    /// What is bought and sold.
    pub energies: Vec<BookEnergy>,
    /// What avoided carbon earns, if it is sold: tonnes before, none after.
    pub carbon: Option<BookEnergy>,
    /// Letting, where it is counted.
    pub rent: Option<BookRent>,
    /// Public money: name, month, amount.
    pub grants: Vec<(Text, u16, Fen)>,
    /// The loan.
    pub loan: Option<BookLoan>,
    /// Income tax by year, year 0 first, as computed; it is not a formula.
    pub tax: Option<Vec<Fen>>,
    /// The figures that the formulas come to.
    pub figures: BookFigures,
    /// Where inputs come from: key, value, source.
    pub sources: Vec<[String; 3]>,
}

/// One thing that is built.
#[derive(Clone, Debug)]
pub struct BookInvestment {
    /// Name.
    pub name: Text,
    /// Price of building it once.
    pub cost: Fen,
    /// Years that it lasts.
    pub lifetime_years: u16,
    /// Upkeep of a year.
    pub maintenance: Fen,
}

/// One thing that is bought before and after; a negative price is income.
#[derive(Clone, Debug)]
pub struct BookEnergy {
    /// Name.
    pub name: Text,
    /// Amount of a year before.
    pub before_units: f64,
    /// Amount of a year after.
    pub after_units: f64,
    /// What is counted.
    pub unit: String,
    /// Price in the first year. \[yuan\]
    pub price_yuan: f64,
    /// Growth of the price. \[%\]
    pub growth_percent: f64,
}

/// Letting before and after.
#[derive(Clone, Debug)]
pub struct BookRent {
    /// Lettable area. \[m²\]
    pub lettable_area_m2: f64,
    /// Rent before. \[yuan/(m²·month)\]
    pub rent_before_yuan_m2: f64,
    /// Share let before. \[-\]
    pub let_before_share: f64,
    /// Rent after. \[yuan/(m²·month)\]
    pub rent_after_yuan_m2: f64,
    /// Share let after. \[-\]
    pub let_after_share: f64,
    /// Months until the new share is let.
    pub letting_months: u16,
    /// Share of the old rent lost during the works. \[-\]
    pub lost_during_works_share: f64,
    /// Growth of rents. \[%\]
    pub growth_percent: f64,
}

/// How a loan is repaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookRepayment {
    /// Level principal.
    LevelPrincipal,
    /// Level payment.
    Annuity,
    /// All at the end.
    Bullet,
}

/// A loan drawn in month 0, and the interest that public money pays back.
#[derive(Clone, Debug)]
pub struct BookLoan {
    /// What is borrowed.
    pub principal: Fen,
    /// Months until the last payment.
    pub term_months: u16,
    /// Months without repayment.
    pub grace_months: u16,
    /// Whether the interest of those is added to the principal.
    pub grace_is_capitalised: bool,
    /// How it is repaid.
    pub repayment: BookRepayment,
    /// Yearly rates: first month after which each holds, and the rate. \[%\]
    pub rates: Vec<(u16, f64)>,
    /// Rate up to which, months for which, and most that public money pays back; zero months where
    /// it pays nothing. \[%\]
    pub subsidy: (f64, u16, Fen),
    /// Interest, payment asked for, principal, interest paid, closing balance and subsidy, month by
    /// month.
    pub months: Vec<[Fen; 6]>,
}

/// The figures that the formulas come to, year 0 first.
#[derive(Clone, Debug, Default)]
pub struct BookFigures {
    /// Each line of the yearly sheet by its key (`investment/0`, `energy/1`, `rent`, …).
    pub lines: Vec<(String, Vec<Fen>)>,
    /// Net present value before financing and public money, with public money, and with loan and
    /// tax.
    pub npv: [Fen; 3],
    /// Rates of return of the same; `None` unless unique. \[-\]
    pub irr_share: [Option<f64>; 3],
}

impl BookFigures {
    /// A line; zeros where nothing is booked on it.
    fn line(&self, key: &str, years: usize) -> Vec<Fen> {
        let found = self.lines.iter().find(|(known, _)| known == key);
        found.map_or_else(|| vec![Fen::ZERO; years], |(_, line)| line.clone())
    }
}

impl CashFlowBook {
    /// The workbook as a file; equal values give equal bytes.
    ///
    /// # Errors
    /// [`ReportError::Xlsx`] where the format refuses the content.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, ReportError> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let year = u16::try_from(self.on.year()).unwrap_or(2000);
        let month = u8::try_from(self.on.month()).unwrap_or(1);
        let day = u8::try_from(self.on.day()).unwrap_or(1);
        let created = ExcelDateTime::from_ymd(year, month, day)?;
        book.set_properties(
            &DocProperties::new().set_title(&self.title.zh).set_creation_datetime(&created),
        );
        let looks = Looks::new();
        let inputs = input_sheet::write(book.add_worksheet(), self, &looks)?;
        if let Some(loan) = &self.loan {
            loan_sheet::write(book.add_worksheet(), loan, &inputs, &looks)?;
        }
        yearly_sheet::write(&mut book, self, &inputs, &looks)?;
        input_sheet::write_sources(book.add_worksheet(), self, &looks)?;
        Ok(book.save_to_buffer()?)
    }

    fn years(&self) -> usize {
        usize::from(self.life_years) + 1
    }
}

/// How cells look.
struct Looks {
    title: Format,
    notice: Format,
    heading: Format,
    label: Format,
    total: Format,
    money: Format,
    money_total: Format,
    input_money: Format,
    input_number: Format,
    input_text: Format,
    number: Format,
    percent: Format,
    whole: Format,
    wrapped: Format,
}

impl Looks {
    fn new() -> Self {
        let base = || Format::new().set_font_color(INK).set_font_size(10);
        let boxed =
            |format: Format| format.set_border_bottom(FormatBorder::Hair).set_border_color(LINE);
        let money = "#,##0.00";
        let input = || boxed(base().set_background_color(INPUT));
        Self {
            title: base().set_font_size(15).set_bold(),
            notice: base().set_italic(),
            heading: base()
                .set_bold()
                .set_background_color(PAPER)
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            label: boxed(base()),
            total: base().set_bold().set_background_color(PAPER),
            money: boxed(base().set_num_format(money)),
            money_total: base().set_bold().set_background_color(PAPER).set_num_format(money),
            input_money: input().set_num_format(money),
            input_number: input().set_num_format("#,##0.####"),
            input_text: input(),
            number: boxed(base().set_num_format("#,##0.0000")),
            percent: boxed(base().set_num_format("0.00%")),
            whole: boxed(base().set_num_format("0")),
            wrapped: boxed(base().set_text_wrap().set_align(FormatAlign::Top)),
        }
    }
}

/// Both languages of a label.
fn both(text: &Text) -> String {
    if text.zh == text.en { text.zh.clone() } else { format!("{} {}", text.zh, text.en) }
}
