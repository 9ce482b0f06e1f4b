//! The cash flow of a renovation: lines by year and month, loan, public money, tax, indicators.
//!
//! A [`Plan`] holds plain amounts and dates; [`Plan::check`] says what is wrong with it,
//! [`Statement::of`] makes the full tables, [`values`] the bare net present values of a [`Future`]
//! that differs from the plan. All flows are differences against leaving the space as it is.

mod check;
mod flow;
mod indicators;
mod irr;
mod loan;
mod plan;
mod statement;
mod tax;
mod value;

pub use flow::{Class, Future};
pub use indicators::{Indicators, Worth};
pub use irr::{Irr, irr, npv_yuan};
pub use loan::{LoanMonth, level_payment_yuan, schedule};
pub use plan::{
    CarbonPrice, EnergyLine, Grace, Grant, InterestSubsidy, Investment, Letting, Loan, Market,
    MoneyTerms, Payment, Plan, Rate, Rent, Repayment, Tax,
};
pub use statement::{Line, Statement};
pub use value::{Values, values};
