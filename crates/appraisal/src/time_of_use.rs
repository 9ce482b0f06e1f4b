//! Electricity by the hour and by the peak: periods of a tariff and a charge for demand.

use std::ops::RangeInclusive;

use energy::building::Carrier;
use energy::supply::{PERIODS_MAX, Periods};
use serde::Serialize;
use units::{Source, Text};

use crate::factors::carrier_word;
use crate::planning::carrier_name;
use crate::prices::{Charge, Prices};
use crate::read::{Node, Reader};
use crate::result::MeterYear;

/// Prices of electricity by the hour 分时电价.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TimeOfUse {
    /// The periods, at most [`PERIODS_MAX`].
    pub periods: Vec<Period>,
    /// Who says so.
    pub source: Source,
    /// The period of each hour of the year.
    #[serde(skip)]
    of_hour: Periods,
    /// Mean of the ratios over the hours of the year. [-]
    mean_ratio: f64,
}

/// A period of a tariff.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Period {
    /// Stable word, such as `peak`.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Price against those of the other periods. A load that is the same in all hours of the year
    /// pays the tariff's own price, whatever the scale of the ratios. [-]
    pub ratio: f64,
}

/// One line of an electricity bill.
pub(crate) struct PowerLine {
    pub id: String,
    pub name: Text,
    pub yuan_per_unit: f64,
    /// What is billed.
    pub counted: Counted,
}

/// What a line of an electricity bill counts.
#[derive(Clone, Copy)]
pub(crate) enum Counted {
    /// Energy of a period. [kWh]
    Period(usize),
    /// Sum of the monthly peaks. [kW]
    Peaks,
}

impl Counted {
    /// What is billed at a meter. [kWh], [kW]
    pub(crate) fn units(self, meter: &MeterYear) -> f64 {
        match self {
            Self::Period(period) => meter.import_kwh[period],
            Self::Peaks => meter.monthly_peaks_kw,
        }
    }
}

impl Prices {
    /// The period of each hour, to be counted at the meter; one without time of use.
    pub fn periods(&self) -> Periods {
        self.time_of_use.as_ref().map_or_else(Periods::flat, |one| one.of_hour.clone())
    }

    /// The lines of an electricity bill; `None` without a price of electricity.
    pub(crate) fn power_lines(&self) -> Option<Vec<PowerLine>> {
        let Charge::Energy { yuan_kwh } = self.tariffs.get(&Carrier::Electricity)?.charge else {
            return None;
        };
        let word = carrier_word(Carrier::Electricity);
        let carrier = carrier_name(Carrier::Electricity);
        let mut lines = Vec::new();
        if let Some(time) = &self.time_of_use {
            lines.extend(time.periods.iter().enumerate().map(|(at, period)| PowerLine {
                id: format!("{word}_{}", period.id),
                name: Text::new(
                    format!("{}（{}）", carrier.zh, period.name.zh),
                    format!("{}, {}", carrier.en, period.name.en),
                ),
                yuan_per_unit: yuan_kwh * period.ratio / time.mean_ratio,
                counted: Counted::Period(at),
            }));
        } else {
            let (id, name, counted) = (word.to_owned(), carrier, Counted::Period(0));
            lines.push(PowerLine { id, name, yuan_per_unit: yuan_kwh, counted });
        }
        if let Some(Charge::Demand { yuan_kw_month }) = self.demand.as_ref().map(|one| one.charge) {
            lines.push(PowerLine {
                id: format!("{word}_demand"),
                name: Text::new("电力（最大需量）", "electricity, peak demand"),
                yuan_per_unit: yuan_kw_month,
                counted: Counted::Peaks,
            });
        }
        Some(lines)
    }
}

const RATIO: RangeInclusive<f64> = 0.01..=100.0;

/// Reads periods and the hours in which they hold.
pub(crate) fn read_time_of_use(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<TimeOfUse> {
    reader.only(node, &["periods", "hours", "origin", "mark", "date"]);
    let source = reader.source(node);
    let list = node.at("periods");
    let items = reader.list(&list);
    if items.len() > PERIODS_MAX {
        let expected = Text::new(
            format!("至多 {PERIODS_MAX} 个时段"),
            format!("at most {PERIODS_MAX} periods"),
        );
        reader.refuse(&list, "too_many_periods", expected);
        return None;
    }
    let periods: Option<Vec<Period>> = items.iter().map(|item| read_period(reader, item)).collect();
    let periods = periods?;
    let of_hour = read_hours(reader, &node.at("hours"), &periods)?;
    let ratios = of_hour.hours().map(|period| periods[period].ratio);
    let mean_ratio = ratios.sum::<f64>() / 8760.0;
    Some(TimeOfUse { periods, source: source?, of_hour, mean_ratio })
}

fn read_period(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Period> {
    reader.only(node, &["id", "name", "ratio"]);
    let id = reader.id(&node.at("id"));
    let name = reader.both(&node.at("name"));
    let ratio = reader.number(&node.at("ratio"), RATIO);
    Some(Period { id: id?, name: name?, ratio: ratio? })
}

/// Hours of the day in some months in which a period holds.
struct Rule {
    period: u8,
    months: Vec<u16>,
    hours: Vec<[u16; 2]>,
}

impl Rule {
    fn holds(&self, month: usize, hour: usize) -> bool {
        let within = |[from, to]: &[u16; 2]| (usize::from(*from)..usize::from(*to)).contains(&hour);
        self.months.iter().any(|one| usize::from(*one) == month) && self.hours.iter().any(within)
    }
}

/// The first rule that fits an hour gives its period.
fn read_hours(reader: &mut Reader<'_>, node: &Node<'_>, periods: &[Period]) -> Option<Periods> {
    let items = reader.list(node);
    let rules: Option<Vec<Rule>> =
        items.iter().map(|item| read_rule(reader, item, periods)).collect();
    let rules = rules?;
    for month in 1..=12 {
        for hour in 0..24 {
            if !rules.iter().any(|rule| rule.holds(month, hour)) {
                let expected = Text::new(
                    format!("每个小时都有时段；{month} 月 {hour} 时没有"),
                    format!("a period in every hour; month {month}, hour {hour} has none"),
                );
                reader.refuse(node, "hour_without_period", expected);
                return None;
            }
        }
    }
    let period = |month: usize, hour: usize| {
        rules.iter().find(|rule| rule.holds(month + 1, hour)).map_or(0, |rule| rule.period)
    };
    Periods::by_month_and_hour(period)
}

fn read_rule(reader: &mut Reader<'_>, node: &Node<'_>, periods: &[Period]) -> Option<Rule> {
    reader.only(node, &["period", "months", "hours"]);
    let words: Vec<(&str, u8)> = periods.iter().map(|one| one.id.as_str()).zip(0..).collect();
    let period = reader.word(&node.at("period"), &words);
    let list = node.at("months");
    let months: Vec<u16> = if list.is_given() {
        reader.list(&list).iter().filter_map(|item| reader.whole(item, 1..=12)).collect()
    } else {
        (1..=12).collect()
    };
    let list = node.at("hours");
    let hours: Vec<[u16; 2]> = if list.is_given() {
        reader.list(&list).iter().filter_map(|item| read_span(reader, item)).collect()
    } else {
        vec![[0, 24]]
    };
    Some(Rule { period: period?, months, hours })
}

/// Hours of the day from one to before another.
fn read_span(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<[u16; 2]> {
    let ends: Vec<u16> =
        reader.list(node).iter().filter_map(|item| reader.whole(item, 0..=24)).collect();
    match ends[..] {
        [from, to] if from < to => Some([from, to]),
        _ => {
            let expected = Text::new(
                "起止小时，如 [10, 13]；跨零点分两段写",
                "two hours such as [10, 13]; across midnight as two spans",
            );
            reader.refuse(node, "not_a_span", expected);
            None
        }
    }
}
