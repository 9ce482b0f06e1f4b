//! Interest that a subsidy may bear: day by day the lower of two rates on what is outstanding.
//!
//! Equation: `I = Σ B_k · min(r_k, q_k) · d_k · s / (100 · 100 · D)` with, for each stretch `k` of
//! days on which nothing changes: `B_k` outstanding principal (yuan), `r_k` actual rate and `q_k`
//! reference rate (percent a year), `d_k` days, `s` the eligible share (percent), `D` the days of
//! a year under the loan's day count (365 or 360). Simple interest; a drawdown counts from its own
//! day, a repayment ends on the day before its own; the first day counts and the last does not.
//! The sum is exact; the single division comes last.
//!
//! Everything in it is an input of the case: no series of rates is built in.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use units::{Date, Text};

use crate::exact;
use crate::unit::Unit;
use crate::value::{Record, Type, Value};

/// Day counts that a loan contract may state, with the days of their year.
const DAY_COUNTS: [(&str, i64); 2] = [("act_365", 365), ("act_360", 360)];

/// The types of the arguments: drawdowns, repayments, actual rates, reference rates, day count,
/// first day, last day (not counted), eligible share.
pub(crate) fn signature() -> [Type; 8] {
    let record = |fields: [(&str, Type); 2]| {
        Type::List(fields.into_iter().map(|(name, kind)| (name.to_owned(), kind)).collect())
    };
    let payments = record([("date", Type::Date), ("amount_yuan", Type::Number(Unit::yuan()))]);
    let rates = record([("from", Type::Date), ("rate_percent", Type::Number(Unit::PERCENT))]);
    let labels = [Text::new("实际天数/365", "actual/365"), Text::new("实际天数/360", "actual/360")];
    let counts: BTreeMap<String, Text> =
        DAY_COUNTS.iter().zip(labels).map(|((key, _), label)| ((*key).to_owned(), label)).collect();
    [
        payments.clone(),
        payments,
        rates.clone(),
        rates,
        Type::Choice(counts),
        Type::Date,
        Type::Date,
        Type::Number(Unit::PERCENT),
    ]
}

/// One stretch of days on which neither principal nor rate changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) from: Date,
    pub(crate) until: Date,
    pub(crate) balance_yuan: Decimal,
    pub(crate) rate_percent: Decimal,
}

/// The interest in yuan and its stretches, or what is wrong with the inputs.
pub(crate) fn interest(arguments: &[Value]) -> Result<(Decimal, Vec<Stretch>), Text> {
    let [
        Value::List(drawdowns),
        Value::List(repayments),
        Value::List(actual),
        Value::List(reference),
        Value::Text(day_count),
        Value::Date(first),
        Value::Date(last),
        Value::Number(share),
    ] = arguments
    else {
        return Err(Text::new(
            "利息的输入类型不对",
            "the inputs of the interest are of other types",
        ));
    };
    let days_of_year = DAY_COUNTS.iter().find(|(key, _)| key == day_count).map(|(_, days)| *days);
    let (Some(first), Some(last), Some(days_of_year)) =
        (first.certain(), last.certain(), days_of_year)
    else {
        return Err(Text::new("起止日期须精确到日", "first and last day must be exact to the day"));
    };
    if *share > Decimal::ONE_HUNDRED {
        return Err(Text::new("合格份额超过 100%", "the eligible share is above 100 %"));
    }
    let flows = Flows {
        drawn: series(drawdowns, "date", "amount_yuan")?,
        repaid: series(repayments, "date", "amount_yuan")?,
        actual: series(actual, "from", "rate_percent")?,
        reference: series(reference, "from", "rate_percent")?,
    };
    let mut cuts: BTreeSet<Date> =
        flows.dates().filter(|day| *day > first && *day < last).collect();
    cuts.extend((first < last).then_some([first, last]).into_iter().flatten());
    let mut stretches = Vec::new();
    let mut sum = Decimal::ZERO;
    let overflow = || Text::new("超出可精确计算的范围", "beyond the range of exact arithmetic");
    for (from, until) in cuts.iter().zip(cuts.iter().skip(1)) {
        let Some(stretch) = flows.stretch(*from, *until)? else { continue };
        let days = until.duration_since(*from).as_hours() / 24;
        let part = exact::multiply(stretch.balance_yuan, stretch.rate_percent)
            .and_then(|product| exact::multiply(product, Decimal::from(days)));
        sum = part.and_then(|part| exact::add(sum, part)).ok_or_else(overflow)?;
        stretches.push(stretch);
    }
    let divisor = Decimal::ONE_HUNDRED * Decimal::ONE_HUNDRED * Decimal::from(days_of_year);
    let total = exact::multiply(sum, *share)
        .and_then(|numerator| exact::divide(numerator, divisor))
        .ok_or_else(overflow)?;
    Ok((total, stretches))
}

type Series = Vec<(Date, Decimal)>;

struct Flows {
    drawn: Series,
    repaid: Series,
    actual: Series,
    reference: Series,
}

impl Flows {
    fn dates(&self) -> impl Iterator<Item = Date> {
        [&self.drawn, &self.repaid, &self.actual, &self.reference]
            .into_iter()
            .flatten()
            .map(|(day, _)| *day)
    }

    /// The stretch, or `None` where nothing is outstanding.
    fn stretch(&self, from: Date, until: Date) -> Result<Option<Stretch>, Text> {
        let total = |series: &Series| {
            series.iter().filter(|(day, _)| *day <= from).try_fold(
                Decimal::ZERO,
                |sum, (_, yuan)| {
                    exact::add(sum, *yuan)
                        .ok_or_else(|| Text::new("金额超出范围", "an amount is out of range"))
                },
            )
        };
        let balance_yuan = exact::add(total(&self.drawn)?, -total(&self.repaid)?)
            .ok_or_else(|| Text::new("金额超出范围", "an amount is out of range"))?;
        if balance_yuan.is_sign_negative() && !balance_yuan.is_zero() {
            return Err(Text::new(
                format!("到 {from} 为止还款多于提款"),
                format!("by {from} more is repaid than was drawn"),
            ));
        }
        if balance_yuan.is_zero() {
            return Ok(None);
        }
        let actual = rate_on(&self.actual, from).ok_or_else(|| {
            Text::new(format!("{from} 没有实际利率"), format!("no actual rate on {from}"))
        })?;
        let reference = rate_on(&self.reference, from).ok_or_else(|| {
            Text::new(format!("{from} 没有参考利率"), format!("no reference rate on {from}"))
        })?;
        Ok(Some(Stretch { from, until, balance_yuan, rate_percent: actual.min(reference) }))
    }
}

/// The rate of the latest entry not after `day`.
fn rate_on(series: &Series, day: Date) -> Option<Decimal> {
    series.iter().filter(|(from, _)| *from <= day).max_by_key(|(from, _)| *from).map(|(_, r)| *r)
}

/// Pairs of a certain day and a number; two rates from one day would be ambiguous, so for rates
/// (`from`) a repeated day is refused.
fn series(records: &[Record], day: &str, number: &str) -> Result<Series, Text> {
    let mut out = Series::new();
    for (index, record) in records.iter().enumerate() {
        let (Some(Value::Date(date)), Some(Value::Number(value))) =
            (record.get(day), record.get(number))
        else {
            return Err(Text::new(
                format!("第 {} 条缺少 {day} 或 {number}", index + 1),
                format!("item {} lacks {day} or {number}", index + 1),
            ));
        };
        let Some(date) = date.certain() else {
            return Err(Text::new(
                format!("第 {} 条的 {day} 须精确到日", index + 1),
                format!("{day} of item {} must be exact to the day", index + 1),
            ));
        };
        if day == "from" && out.iter().any(|(known, _)| *known == date) {
            return Err(Text::new(format!("{date} 有两个利率"), format!("two rates from {date}")));
        }
        out.push((date, *value));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::PartialDate;

    fn date(text: &str) -> Value {
        Value::Date(PartialDate::parse(text).unwrap())
    }

    fn list(day: &str, number: &str, items: &[(&str, &str)]) -> Value {
        let record = |(at, amount): &(&str, &str)| {
            Record::from([
                (day.to_owned(), date(at)),
                (number.to_owned(), Value::Number(amount.parse().unwrap())),
            ])
        };
        Value::List(items.iter().map(record).collect())
    }

    fn loan(repaid: &[(&str, &str)], actual: &[(&str, &str)], count: &str) -> Vec<Value> {
        vec![
            list("date", "amount_yuan", &[("2024-01-01", "1000000")]),
            list("date", "amount_yuan", repaid),
            list("from", "rate_percent", actual),
            list("from", "rate_percent", &[("2023-01-01", "4")]),
            Value::Text(count.to_owned()),
            date("2024-01-01"),
            date("2025-01-01"),
            Value::Number(Decimal::ONE_HUNDRED),
        ]
    }

    #[test]
    fn a_leap_year_at_four_percent() {
        // 1,000,000 × 4 % × 366 / 360 = 40,666.67 (366 days in 2024).
        let (yuan, stretches) = interest(&loan(&[], &[("2024-01-01", "5")], "act_360")).unwrap();
        assert_eq!(yuan.round_dp(2).to_string(), "40666.67");
        assert_eq!(stretches.len(), 1);
    }

    #[test]
    fn a_reset_below_the_reference_and_an_early_repayment() {
        // 182 days at 4 % (of 5 %), from 1 July (day 183) 3 % on 1,000,000 for 92 days, then
        // 400,000 less for 92 days: (182·4 + 92·3)·1e6 + 92·3·6e5 over 36,500.
        let arguments = loan(
            &[("2024-10-01", "400000")],
            &[("2024-01-01", "5"), ("2024-07-01", "3")],
            "act_365",
        );
        let (yuan, stretches) = interest(&arguments).unwrap();
        let numerator: i64 = (182 * 4 + 92 * 3) * 1_000_000 + 92 * 3 * 600_000;
        assert_eq!(Some(yuan), exact::divide(numerator.into(), 36_500.into()));
        assert_eq!(stretches.len(), 3);
    }

    #[test]
    fn impossible_loans_are_refused_with_a_reason() {
        let over = interest(&loan(&[("2024-02-01", "2000000")], &[("2024-01-01", "5")], "act_365"));
        assert!(over.unwrap_err().en.contains("more is repaid"));
        let late = interest(&loan(&[], &[("2024-02-01", "5")], "act_365"));
        assert!(late.unwrap_err().en.contains("no actual rate on 2024-01-01"));
        let twice = loan(&[], &[("2024-01-01", "5"), ("2024-01-01", "3")], "act_365");
        assert!(interest(&twice).unwrap_err().en.contains("two rates"));
    }
}
