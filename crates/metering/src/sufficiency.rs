//! Whether the data suffice for a verified saving, and if not, why not.

use schemars::JsonSchema;
use serde::Serialize;
use units::Text;

use crate::series::{Period, Series, Step};
use crate::study::Study;

/// Days that a baseline must span. Source: `CalTRACK` 2.0 section 2.2.1.1; `OpenEEmeter` 4.
const BASELINE_DAYS_MIN: u32 = 328;
/// Share of the days that must be known. Source: `CalTRACK` 2.0 section 2.2.1.2.
const COVERED_SHARE_MIN: f64 = 0.9;
/// Largest share of readings that the supplier estimated.
const ESTIMATED_SHARE_MAX: f64 = 0.1;
/// How far temperatures of the reporting period may leave those of the baseline, over the
/// baseline's own span. Source: ASHRAE Guideline 14-2014, section 4.2.
const OUTSIDE_RATIO_MAX: f64 = 0.1;

/// What was checked, and what speaks against the data.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Sufficiency {
    /// Whether nothing speaks against them.
    pub is_met: bool,
    /// The baseline period.
    pub baseline: Cover,
    /// The reporting period.
    pub reporting: Cover,
    /// What speaks against them.
    pub reasons: Vec<Insufficient>,
}

/// How much of a period is known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Cover {
    /// Days from its first to its last.
    pub span_days: u32,
    /// Days that readings with a temperature cover.
    pub covered_days: f64,
    /// Share of the span that is not covered.
    pub missing_share: f64,
    /// Share of the covered days whose readings the supplier estimated.
    pub estimated_share: f64,
    /// Coldest and warmest temperature of the readings.
    pub temp_c_min: Option<f64>,
    /// Warmest.
    pub temp_c_max: Option<f64>,
}

/// One thing that speaks against the data.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Insufficient {
    /// A stable word for it.
    pub code: String,
    /// The reason for a reader.
    pub reason: Text,
}

/// Checks both periods of `study`; `series` is its meter by days or bills.
pub(crate) fn sufficiency(study: &Study<'_>, series: &Series) -> Sufficiency {
    let baseline = cover(series, study.baseline);
    let reporting = cover(series, study.reporting);
    let mut reasons = Vec::new();
    let mut say = |code: &str, zh: String, en: String| {
        reasons.push(Insufficient { code: code.into(), reason: Text::new(zh, en) });
    };
    let span = baseline.span_days;
    let least = if series.step() == Step::Billing { BASELINE_DAYS_MIN } else { 365 };
    if span < least {
        say(
            "short_baseline",
            format!("基准期 {span} 天，少于 {least} 天：未覆盖一个完整年度"),
            format!("the baseline spans {span} days, fewer than {least}: no whole year"),
        );
    }
    for (zh, en, cover) in
        [("基准期", "baseline", &baseline), ("报告期", "reporting period", &reporting)]
    {
        let missing = cover.missing_share * 100.0;
        if cover.missing_share > 1.0 - COVERED_SHARE_MIN {
            say(
                "missing_readings",
                format!("{zh}缺失读数或气温占 {missing:.1} %，上限 10 %"),
                format!("{missing:.1} % of the {en} lacks a reading or temperature, at most 10 %"),
            );
        }
        let estimated = cover.estimated_share * 100.0;
        if cover.estimated_share > ESTIMATED_SHARE_MAX {
            say(
                "estimated_readings",
                format!("{zh}估读占 {estimated:.1} %，上限 10 %"),
                format!("{estimated:.1} % of the {en} was estimated, at most 10 %"),
            );
        }
    }
    if let Some((low, high)) = outside(&baseline, &reporting) {
        say(
            "outside_temperatures",
            format!("报告期气温 {low:.1}…{high:.1} °C 超出基准期范围 10 % 以上，属外推"),
            format!(
                "temperatures {low:.1} to {high:.1} °C leave the baseline's span by more than 10 %: \
                 the model is carried beyond what it has seen"
            ),
        );
    }
    Sufficiency { is_met: reasons.is_empty(), baseline, reporting, reasons }
}

fn outside(baseline: &Cover, reporting: &Cover) -> Option<(f64, f64)> {
    let (low, high) = (baseline.temp_c_min?, baseline.temp_c_max?);
    let (their_low, their_high) = (reporting.temp_c_min?, reporting.temp_c_max?);
    let room = OUTSIDE_RATIO_MAX * (high - low);
    (their_low < low - room || their_high > high + room).then_some((their_low, their_high))
}

fn cover(series: &Series, period: Period) -> Cover {
    let readings = series.readings().iter().filter(|reading| period.holds(reading));
    let (mut covered, mut estimated) = (0.0, 0.0);
    let (mut low, mut high) = (None::<f64>, None::<f64>);
    for reading in readings.filter(|reading| reading.value.is_some()) {
        let days = f64::from(reading.days);
        let Some(temp) = reading.temp_c else { continue };
        covered += days;
        estimated += if reading.estimated { days } else { 0.0 };
        low = Some(low.map_or(temp, |low| low.min(temp)));
        high = Some(high.map_or(temp, |high| high.max(temp)));
    }
    let span = f64::from(period.days());
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    Cover {
        span_days: period.days(),
        covered_days: covered,
        missing_share: (1.0 - share(covered, span)).max(0.0),
        estimated_share: share(estimated, covered),
        temp_c_min: low,
        temp_c_max: high,
    }
}
