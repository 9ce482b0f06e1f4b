//! What the figures of one appraisal rest on, listed once.

use std::collections::BTreeSet;

use units::{Source, Text};

use crate::appraise::{Candidate, Terms};
use crate::catalogue::Measure;
use crate::factors::{Factors, carrier_word};
use crate::package::is_known;
use crate::prices::{Prices, Tariff};
use crate::result::{Ground, Grounds};

/// The model that appraisals are made with.
const MODEL: &str = concat!("reweave appraisal ", env!("CARGO_PKG_VERSION"));

/// The grounds of an appraisal that installs `measures` (each may come more than once).
pub(crate) fn grounds<'m>(
    candidate: &Candidate,
    terms: &Terms<'_>,
    measures: impl Iterator<Item = &'m Measure>,
) -> Grounds {
    let (prices, factors, foreign) = terms.sets();
    let mut sources = Vec::new();
    let mut seen = BTreeSet::new();
    let mut foreign = foreign;
    for measure in measures.filter(|measure| seen.insert(measure.id.as_str())) {
        measure_grounds(measure, &mut sources);
        foreign |= measure.cost.region != terms.region;
    }
    factors.into_iter().for_each(|factors| factor_grounds(factors, &mut sources));
    prices.into_iter().for_each(|prices| price_grounds(prices, &mut sources));
    let assumptions = candidate
        .facts
        .iter()
        .filter(|(key, _)| !is_known(&candidate.facts, key))
        .map(|(key, source)| ground(key.clone(), String::new(), source))
        .collect();
    Grounds {
        model: MODEL.into(),
        weather: format!("{}; {}", terms.weather.name, terms.weather.source),
        weather_synthetic: terms.weather.synthetic,
        sources,
        assumptions,
        stamps: stamps(terms, foreign),
    }
}

fn stamps(terms: &Terms<'_>, foreign: bool) -> Vec<Text> {
    let mut stamps = vec![Text::new(
        "投资、费用与价格均为规划值，不是报价或现行价格",
        "investment, costs and prices are planning values, neither quotes nor tariffs in force",
    )];
    if foreign {
        stamps.push(Text::new(
            format!("链路测试：费用、价格或因子来自其他地区，不适用于 {}", terms.region),
            format!(
                "test of the chain: costs, prices or factors of another region do not hold in {}",
                terms.region
            ),
        ));
    }
    if terms.weather.synthetic {
        stamps.push(Text::new("气象年为合成数据", "the weather year is synthetic"));
    }
    stamps
}

fn ground(key: String, value: String, source: &Source) -> Ground {
    Ground { key, value, source: source.clone() }
}

fn measure_grounds(measure: &Measure, sources: &mut Vec<Ground>) {
    let id = &measure.id;
    let cost = &measure.cost;
    let per_unit = cost.per_unit;
    let value = format!(
        "{} / {} / {} yuan ({}, {})",
        per_unit.low, per_unit.likely, per_unit.high, cost.region, cost.price_year
    );
    sources.push(ground(format!("measure/{id}/cost"), value, &cost.source));
    sources.push(ground(format!("measure/{id}/effect"), String::new(), &measure.effect_source));
}

fn factor_grounds(factors: &Factors, sources: &mut Vec<Ground>) {
    let id = &factors.id;
    let ncv = &factors.gas_ncv_kj_m3;
    let value = format!("{} kJ/m3", ncv.value);
    sources.push(ground(format!("{id}/gas_ncv_kj_m3"), value, &ncv.source));
    for (name, set) in [("carbon", &factors.carbon), ("coal_equivalent", &factors.coal)] {
        for (carrier, factor) in set {
            let key = format!("{id}/{name}/{}", carrier_word(*carrier));
            let value = format!("{} {} ({})", factor.stated_factor, factor.unit, factor.year);
            sources.push(ground(key, value, &factor.source));
        }
    }
}

fn price_grounds(prices: &Prices, sources: &mut Vec<Ground>) {
    let id = &prices.id;
    let tariff = |key: String, tariff: &Tariff| {
        let Tariff { low_factor, likely_factor, high_factor, unit, source, .. } = tariff;
        let value = format!("{low_factor} / {likely_factor} / {high_factor} {unit}");
        ground(key, value, source)
    };
    for (carrier, price) in &prices.tariffs {
        sources.push(tariff(format!("{id}/tariff/{}", carrier_word(*carrier)), price));
    }
    sources.extend(prices.demand.as_ref().map(|p| tariff(format!("{id}/demand_charge"), p)));
    sources.extend(prices.time_of_use.as_ref().map(|time| {
        let ratios = time.periods.iter().map(|one| format!("{} {}", one.id, one.ratio));
        let value = ratios.collect::<Vec<_>>().join(" : ");
        ground(format!("{id}/time_of_use"), value, &time.source)
    }));
    sources.extend(prices.pv_export.as_ref().map(|p| tariff(format!("{id}/pv_export"), p)));
    let rate = &prices.discount_rate_percent;
    let value = format!("{} % real", rate.value);
    sources.push(ground(format!("{id}/discount_rate"), value, &rate.source));
    let works = &prices.works_months;
    sources.push(ground(format!("{id}/works"), format!("{} months", works.value), &works.source));
    let growth = &prices.growth;
    let grown = [
        ("electricity", &growth.electricity),
        ("gas", &growth.gas),
        ("district", &growth.district),
        ("cost", &growth.cost),
    ];
    for (name, growth) in grown {
        let value = format!("{} %/a real", growth.value);
        sources.push(ground(format!("{id}/growth/{name}"), value, &growth.source));
    }
    let horizon = &prices.horizon_years;
    let value = format!("{} a", horizon.value);
    sources.push(ground(format!("{id}/horizon"), value, &horizon.source));
}
