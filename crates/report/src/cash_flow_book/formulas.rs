//! References and formulas with their results.

use rust_xlsxwriter::Formula;
use rust_xlsxwriter::utility::{column_number_to_name, row_col_to_cell_absolute};
use units::Fen;

/// Name of the sheet of inputs in a formula.
pub(super) const INPUTS: &str = "'输入 Inputs'";
/// Name of the sheet of the loan in a formula.
pub(super) const LOAN: &str = "'贷款 Loan'";
/// Name of the sheet of the flows in a formula.
pub(super) const FLOW: &str = "'现金流 Cash flow'";

/// A cell of the input sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub row: u32,
    pub column: u16,
}

impl At {
    /// Its absolute reference from another sheet.
    pub(super) fn input(self) -> String {
        format!("{INPUTS}!{}", row_col_to_cell_absolute(self.row, self.column))
    }
}

/// A column of the flow sheet by its letters.
pub(super) fn letters(column: u16) -> String {
    column_number_to_name(column)
}

/// A formula that comes to an amount.
pub(super) fn amount(formula: impl AsRef<str>, result: Fen) -> Formula {
    Formula::new(formula).set_result(result.yuan().to_string())
}

/// A formula that comes to a number.
pub(super) fn number(formula: impl AsRef<str>, result: f64) -> Formula {
    Formula::new(formula).set_result(result.to_string())
}
