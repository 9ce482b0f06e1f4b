//! The whole chain on an invented ledger of Beijing.

use std::collections::BTreeMap;
use std::path::Path;

use units::{Date, Fen, Text};

use crate::choosing::{Aim, Budget};
use crate::deciding::Rules;
use crate::demo_city;
use crate::embedded;
use crate::failure::Failure;
use crate::files::{Input, OutDir};
use crate::outcome::Outcome;
use crate::progress::Progress;
use crate::run::{RunRequest, Subject, run_on};
use crate::weather;

/// What to invent and where to put the results.
#[derive(Clone, Copy, Debug)]
pub struct DemoRequest<'a> {
    /// Folder for the results.
    pub out: &'a Path,
    /// Number of invented spaces, beside the five named projects.
    pub spaces: u32,
    /// The same seed gives the same ledger.
    pub seed: u64,
    /// Public money of the year.
    pub budget: Fen,
    /// The day of the decisions.
    pub on: Date,
}

const LEDGER: &str = "synthetic-ledger.csv";
const MAPPING: &str = "beijing-ledger";
const SCHEME: &str = "cn/beijing/vacated-space";

/// Invents a ledger, says so everywhere, and runs the chain on it.
///
/// # Errors
/// [`Failure`] when the results cannot be written, or no rules are in force on the day.
pub fn demo(
    request: &DemoRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let DemoRequest { out, spaces, seed, budget, on } = *request;
    let count = usize::try_from(spaces).unwrap_or(usize::MAX);
    let list = Input::embedded("spaces", LEDGER, &demo_city::ledger(count, seed));
    let path = OutDir::open(out)?.write(LEDGER, &list.bytes)?;
    let title =
        Text::new("北京演示更新计划（合成数据）", "Demo renewal programme, synthetic Beijing");
    let mapping = embedded::mapping(MAPPING)?;
    let run = RunRequest {
        spaces: &path,
        mapping: MAPPING,
        weather: weather::TYPICAL,
        rules: Rules { scheme: SCHEME, on, policy: None },
        budget: Budget { amount: budget, ceilings: BTreeMap::new(), aim: Aim::Co2e },
        out,
        state: None,
        criteria: None,
    };
    run_on(Subject { list, mapping, title, synthetic: true }, &run, progress)
}
