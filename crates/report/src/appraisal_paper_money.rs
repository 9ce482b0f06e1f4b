//! Money and odds of an appraisal report: years, terms, distributions.

use serde::Serialize;
use units::{Fen, Text};

use crate::appraisal_paper::Part;

/// Money over the years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CashFlowPart {
    /// Leading lines of the table, income positive.
    pub lines: Vec<CashLine>,
    /// One entry a year, from year 0 on.
    pub years: Vec<CashYear>,
    /// Real discount rate, percent a year.
    pub discount_percent: f64,
    /// Net present value without subsidy.
    pub npv: Fen,
    /// Net present value with subsidy; `None` where none was decided.
    pub npv_subsidy: Option<Fen>,
    /// Internal rate of return in percent, or why there is none.
    pub irr_percent: Part<f64>,
    /// Years to discounted payback; `None` is never within the horizon.
    pub payback_years: Option<f64>,
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CashLine {
    /// Name, such as "Energy saved".
    pub name: Text,
    /// One amount for each of the years.
    pub amounts: Vec<Fen>,
}

/// Sums of a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CashYear {
    /// Calendar year.
    pub year: i32,
    /// Net flow without subsidy.
    pub net: Fen,
    /// Grants and interest subsidy of the year.
    pub subsidy: Fen,
}

/// Loan and subsidy in rows of label and value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Terms {
    /// Terms of the loan; empty where nothing is borrowed.
    pub loan: Vec<TermRow>,
    /// Subsidies; empty where none is decided.
    pub subsidy: Vec<TermRow>,
}

/// A row of terms.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TermRow {
    /// What it is.
    pub label: Text,
    /// Value with its unit.
    pub value: Text,
}

/// Odds of loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiskPart {
    /// Number of draws.
    pub draws: u32,
    /// Without subsidy.
    pub without: Odds,
    /// With subsidy; `None` where none was decided.
    pub with: Option<Odds>,
    /// Swing of the NPV by input, the greatest first.
    pub tornado: Vec<TornadoBar>,
    /// NPV that the swings start from.
    pub base: Fen,
    /// Values at which the NPV is nought.
    pub break_even: Vec<TermRow>,
    /// Distributions that have no source.
    pub assumed: Vec<Text>,
}

/// A distribution of NPV.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Odds {
    /// Probability that the NPV is below nought, 0..=1.
    pub loss_share: f64,
    /// Its standard error, 0..=1.
    pub error_share: f64,
    /// Value at risk: the NPV that 5 % of the draws fall short of.
    pub var_5: Fen,
    /// Median.
    pub median: Fen,
    /// Classes of the histogram from low to high, side by side.
    pub classes: Vec<OddsClass>,
}

/// A class of a histogram.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OddsClass {
    /// Lower bound.
    pub from: Fen,
    /// Upper bound, above `from`.
    pub to: Fen,
    /// Draws in it.
    pub count: u32,
}

/// A bar of the tornado chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TornadoBar {
    /// The input and its range, such as "Power price ±20 %".
    pub name: Text,
    /// NPV at the low end of the input.
    pub low: Fen,
    /// NPV at the high end.
    pub high: Fen,
}
