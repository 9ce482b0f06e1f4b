//! The reference rate of loans, as data.

use appraisal::finance::Rate;
use serde::Deserialize;
use units::{Date, Mark, Text};

use crate::embedded;
use crate::failure::Failure;
use crate::own_terms::after;

/// A reference rate by the day from which it holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceRates {
    #[expect(dead_code, reason = "read by people in the file")]
    id: String,
    #[expect(dead_code, reason = "read by people in the file")]
    name: Text,
    /// Who says so.
    pub(crate) origin: String,
    /// How sure it is.
    pub(crate) mark: Mark,
    /// Loans of more months take the long rate.
    long_above_months: u16,
    /// In the order of their days.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    from: Date,
    short_percent: f64,
    long_percent: f64,
}

impl ReferenceRates {
    /// Those of a file of `data/rates`.
    ///
    /// # Errors
    /// [`Failure::Request`] that says where it is no such file.
    pub(crate) fn read(name: &str) -> Result<Self, Failure> {
        let input = embedded::data("rates", &format!("rates/{name}.yaml"));
        serde_saphyr::from_str(&input.text())
            .map_err(|cause| Failure::Request(Text::same(format!("{}: {cause}", input.name))))
    }

    /// The rates of a loan of that term from `start` on: the one in force that day and the later
    /// ones; none where the day is before all of them.
    pub(crate) fn in_force(&self, term_months: u16, start: Date) -> Vec<(Date, f64)> {
        let first = self.steps.iter().rposition(|step| step.from <= start);
        let steps = first.and_then(|first| self.steps.get(first..)).unwrap_or_default();
        steps.iter().map(|step| (step.from, self.of(step, term_months))).collect()
    }

    /// The rates that a contract with a spread has by month: reset on each anniversary, and after
    /// the last known day as they are then.
    ///
    /// # Errors
    /// [`Failure::Request`] where `start` is before the first known day.
    pub(crate) fn rates(
        &self,
        term_months: u16,
        start: Date,
        spread_percent: f64,
    ) -> Result<Vec<Rate>, Failure> {
        let on = |day: Date| self.steps.iter().rfind(|step| step.from <= day);
        let resets = (0..term_months).step_by(12);
        let rate = |month: u16| {
            let rate_percent = self.of(on(after(start, month))?, term_months) + spread_percent;
            Some(Rate { from_month: month, rate_percent: round(rate_percent) })
        };
        let rates = resets.map(rate).collect::<Option<Vec<_>>>().map(|mut rates| {
            rates.dedup_by(|next, last| next.rate_percent.to_bits() == last.rate_percent.to_bits());
            rates
        });
        rates.ok_or_else(|| {
            Failure::Request(Text::new(
                format!("{start} 没有参考利率数据；请在 loan 中写明 rates"),
                format!("no reference rate is known on {start}; state rates in the loan"),
            ))
        })
    }

    fn of(&self, step: &Step, term_months: u16) -> f64 {
        if term_months > self.long_above_months { step.long_percent } else { step.short_percent }
    }
}

/// To the ten-thousandth of a percent, so that a sum of two rates reads as people write it.
fn round(rate_percent: f64) -> f64 {
    (rate_percent * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_follows_the_rate_on_its_anniversaries() {
        let rates = ReferenceRates::read("cn-lpr").unwrap();
        let start = Date::constant(2023, 10, 1);
        let long = rates.rates(120, start, 0.3).unwrap();
        let of = |at: usize| (long[at].from_month, long[at].rate_percent);
        assert_eq!((of(0), of(1), of(2), long.len()), ((0, 4.5), (12, 4.15), (24, 3.8), 3));
        assert_eq!(rates.in_force(36, start)[0], (Date::constant(2023, 8, 21), 3.45));
        let early = Date::constant(2018, 1, 1);
        assert!(rates.rates(36, early, 0.0).is_err() && rates.in_force(36, early).is_empty());
        assert!(rates.steps.is_sorted_by(|a, b| a.from < b.from));
    }
}
