//! Values of cash flows for a comparison: reads lines of `rate,flow,flow,…` and writes
//! `npv,irr,payment` of each; `irr` is empty unless it is unique, `payment` is the level payment of
//! the first flow's amount over as many periods as there are flows after it.
//!
//! Used by `benches/numpy_financial`.

use std::io::{self, BufRead, Write};

use appraisal::finance::{Irr, irr, level_payment_yuan, npv_yuan};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let numbers: Result<Vec<f64>, _> = line.split(',').map(str::parse).collect();
        let numbers = numbers.map_err(|cause| io::Error::new(io::ErrorKind::InvalidData, cause))?;
        let Some((rate, flows)) = numbers.split_first() else { continue };
        let Some((first, rest)) = flows.split_first() else { continue };
        let unique = match irr(flows) {
            Irr::Unique(rate) => format!("{rate:e}"),
            Irr::None | Irr::Several(_) => String::new(),
        };
        let periods = u16::try_from(rest.len()).unwrap_or(u16::MAX);
        let payment = level_payment_yuan(first.abs(), *rate, periods);
        writeln!(out, "{:e},{unique},{payment:e}", npv_yuan(*rate, flows))?;
    }
    out.flush()
}
