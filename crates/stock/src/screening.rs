use std::collections::BTreeMap;

use jiff::ToSpan;
use serde::{Deserialize, Serialize};
use units::{Date, Mark, Source, Sourced, Text};

use crate::criteria::{
    AGE_ABOVE, Criteria, Criterion, DISTRICT_TAX_BELOW, FEWEST_PEERS, OCCUPANCY_BELOW,
    PERCENTILE_AT_LEAST, Test, Version,
};
use crate::field::Field;
use crate::ledger::Ledger;
use crate::space::Space;
use crate::value::Value;

/// Whether a space meets a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It does.
    Met,
    /// It does not.
    NotMet,
    /// A fact or a threshold is missing; [`Hit::missing`] names it.
    Undetermined,
}

/// One comparison behind a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was compared.
    pub what: Text,
    /// The value of the space, with unit; `None` if unknown.
    pub value: Option<Sourced<Text>>,
    /// What it was compared with, with unit; `None` if unset or if the criterion needs none.
    pub threshold: Option<Sourced<Text>>,
    /// The outcome of this comparison alone.
    pub verdict: Verdict,
}

/// One criterion held against one space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Identifier of the criterion.
    pub criterion: String,
    /// Its title.
    pub title: Text,
    /// Whether the space meets it.
    pub verdict: Verdict,
    /// The comparisons made.
    pub findings: Vec<Finding>,
    /// What is missing for a verdict; empty unless undetermined.
    pub missing: Vec<Text>,
    /// Where the criterion comes from; `None` if no version was in force.
    pub source: Option<Source>,
}

/// Site energy use intensities of all spaces, by building kind: what a space is compared with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Peers {
    /// Sorted ascending. \[kWh/m²\]
    by_kind: BTreeMap<String, Vec<f64>>,
}

/// Where a value stands among its peers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Median of the peers. \[kWh/m²\]
    pub median_kwh_m2: f64,
    /// Number of peers, the space itself included.
    pub n: usize,
    /// Share of peers below the value, those equal counted half. \[%\], 0 to 100
    pub percentile_percent: f64,
}

impl Peers {
    /// The peers of a ledger: every space whose kind and intensity are known.
    pub fn of(ledger: &Ledger) -> Self {
        let mut by_kind = BTreeMap::<String, Vec<f64>>::new();
        for space in ledger.spaces.values() {
            if let (Some(kind), Some(eui)) = (kind_of(space), site_eui(space)) {
                by_kind.entry(kind).or_default().push(eui.value);
            }
        }
        by_kind.values_mut().for_each(|values| values.sort_by(f64::total_cmp));
        Self { by_kind }
    }

    /// Where `eui_kwh_m2` stands among the spaces of `kind`; `None` if there are none.
    pub fn standing(&self, kind: &str, eui_kwh_m2: f64) -> Option<Standing> {
        let values = self.by_kind.get(kind).filter(|values| !values.is_empty())?;
        let n = values.len();
        let median_kwh_m2 = f64::midpoint(values[(n - 1) / 2], values[n / 2]);
        let below = values.partition_point(|value| *value < eui_kwh_m2);
        let not_above = values.partition_point(|value| *value <= eui_kwh_m2);
        let count = |n: usize| u32::try_from(n).map_or(f64::INFINITY, f64::from);
        let percentile_percent = 100.0 * f64::midpoint(count(below), count(not_above)) / count(n);
        Some(Standing { median_kwh_m2, n, percentile_percent })
    }
}

fn kind_of(space: &Space) -> Option<String> {
    space.fact(Field::Kind)?.value.as_str().map(Into::into)
}

/// Yearly site energy by gross floor area \[kWh/m² a\]: as reported, else site energy over floor
/// area, marked as derived.
pub fn site_eui(space: &Space) -> Option<Sourced<f64>> {
    if let Some(stated) = space.fact(Field::SiteEuiKwhM2) {
        let value = stated.value.as_f64()?;
        return Some(Sourced { value, source: stated.source });
    }
    let energy = space.fact(Field::SiteEnergyKwh)?;
    let area = space.fact(Field::GrossFloorAreaM2)?;
    let (energy_kwh, area_m2) = (energy.value.as_f64()?, area.value.as_f64()?);
    let origin = format!("{} ÷ {}", energy.source.origin, area.source.origin);
    (area_m2 > 0.0).then(|| Sourced::new(energy_kwh / area_m2, origin, Mark::Derived))
}

/// Holds a space against every criterion that applies to it, as of `date`. `district` decides on
/// delegated thresholds; `None` takes the district that the space itself states.
pub fn screen(
    space: &Space,
    criteria: &Criteria,
    district: Option<&str>,
    date: Date,
    peers: &Peers,
) -> Vec<Hit> {
    let stated = space.fact(Field::District);
    let district =
        district.or_else(|| stated.as_ref().and_then(|fact| fact.value.as_str())).unwrap_or("");
    let bench = Bench { space, district, date, peers };
    criteria.criteria.iter().filter_map(|criterion| bench.hold(criterion)).collect()
}

/// A space on the bench, with what it is held against.
struct Bench<'a> {
    space: &'a Space,
    district: &'a str,
    date: Date,
    peers: &'a Peers,
}

impl Bench<'_> {
    /// `None` when the criterion is for spaces of another kind.
    fn hold(&self, criterion: &Criterion) -> Option<Hit> {
        for (field, words) in &criterion.only_for {
            let known = self.space.fact(*field);
            let word = known.as_ref().and_then(|fact| fact.value.as_str());
            if word.is_some_and(|word| !words.contains(word)) {
                return None;
            }
        }
        let mut hit = Hit {
            criterion: criterion.id.clone(),
            title: criterion.title.clone(),
            verdict: Verdict::Undetermined,
            findings: Vec::new(),
            missing: Vec::new(),
            source: None,
        };
        let in_force = criterion.versions.iter().find(|version| {
            version.from <= self.date && version.to.is_none_or(|to| self.date <= to)
        });
        let Some(version) = in_force else {
            let date = self.date;
            hit.missing.push(Text::new(
                format!("{date} 当日有效的版本"),
                format!("a version in force on {date}"),
            ));
            return Some(hit);
        };
        hit.source = Some(version.source.clone());
        let missing = &mut hit.missing;
        hit.findings = match criterion.test {
            Test::Vacant => vec![self.yes_no(Field::Vacant, true, missing)],
            Test::UseNoLongerFits => vec![self.yes_no(Field::UseFits, false, missing)],
            Test::LowTaxAndOccupancy => vec![
                self.below(version, Field::DistrictTaxYuanM2, DISTRICT_TAX_BELOW, missing),
                self.below(version, Field::OccupancyPercent, OCCUPANCY_BELOW, missing),
            ],
            Test::Age => vec![self.age(version, missing)],
            Test::EnergyAgainstPeers => vec![self.energy(version, missing)],
        };
        hit.verdict = all(&hit.findings);
        if hit.verdict != Verdict::Undetermined {
            hit.missing.clear();
        }
        Some(hit)
    }

    fn yes_no(&self, field: Field, met_by: bool, missing: &mut Vec<Text>) -> Finding {
        let fact = self.space.fact(field);
        let bool = fact.as_ref().and_then(|fact| fact.value.as_bool());
        let verdict = match bool {
            Some(bool) if bool == met_by => Verdict::Met,
            Some(_) => Verdict::NotMet,
            None => Verdict::Undetermined,
        };
        if bool.is_none() {
            missing.push(field.label());
        }
        let value = fact.map(|fact| fact.map(|value| shown(&value, "")));
        Finding { what: field.label(), value, threshold: None, verdict }
    }

    fn below(
        &self,
        version: &Version,
        field: Field,
        key: &str,
        missing: &mut Vec<Text>,
    ) -> Finding {
        let unit = if field == Field::OccupancyPercent { "%" } else { "yuan/m²" };
        let fact = self.space.fact(field);
        let number = fact.as_ref().and_then(|fact| fact.value.as_f64());
        if number.is_none() {
            missing.push(field.label());
        }
        let threshold = self.threshold(version, key, missing);
        let verdict = match (number, &threshold) {
            (Some(number), Some(limit)) if number < limit.value => Verdict::Met,
            (Some(_), Some(_)) => Verdict::NotMet,
            _ => Verdict::Undetermined,
        };
        let value = fact.map(|fact| fact.map(|value| shown(&value, unit)));
        let threshold = threshold.map(|limit| {
            limit.map(|limit| {
                Text::new(format!("低于 {limit} {unit}"), format!("below {limit} {unit}"))
            })
        });
        Finding { what: field.label(), value, threshold, verdict }
    }

    /// Completed more than so many years before the date: the completion date, or the year built
    /// where it decides whichever day of it is meant.
    fn age(&self, version: &Version, missing: &mut Vec<Text>) -> Finding {
        let fact =
            self.space.fact(Field::CompletionDate).or_else(|| self.space.fact(Field::YearBuilt));
        let completed = fact.as_ref().and_then(|fact| fact.value.as_date());
        let threshold = self.threshold(version, AGE_ABOVE, missing);
        let after = |day: Date, years: f64| {
            let months = whole(years * 12.0)?;
            day.checked_add(months.months()).ok()
        };
        let verdict = match (completed, &threshold) {
            (Some(completed), Some(limit)) => {
                let latest = after(completed.latest(), limit.value);
                let earliest = after(completed.earliest(), limit.value);
                match (latest, earliest) {
                    (Some(latest), _) if latest < self.date => Verdict::Met,
                    (_, Some(earliest)) if earliest >= self.date => Verdict::NotMet,
                    _ => Verdict::Undetermined,
                }
            }
            _ => Verdict::Undetermined,
        };
        if completed.is_none() || (threshold.is_some() && verdict == Verdict::Undetermined) {
            missing.push(Field::CompletionDate.label());
        }
        let value = fact.map(|fact| fact.map(|value| shown(&value, "")));
        let threshold = threshold.map(|limit| {
            limit.map(|years| {
                Text::new(format!("超过 {years} 年"), format!("more than {years} years"))
            })
        });
        Finding { what: Field::CompletionDate.label(), value, threshold, verdict }
    }

    fn energy(&self, version: &Version, missing: &mut Vec<Text>) -> Finding {
        let what = Field::SiteEuiKwhM2.label();
        let eui = site_eui(self.space);
        let kind = kind_of(self.space);
        if eui.is_none() {
            missing.push(what.clone());
        }
        if kind.is_none() {
            missing.push(Field::Kind.label());
        }
        let limit = self.threshold(version, PERCENTILE_AT_LEAST, missing);
        let fewest = self.threshold(version, FEWEST_PEERS, missing);
        let standing = eui
            .as_ref()
            .zip(kind.as_deref())
            .and_then(|(eui, kind)| self.peers.standing(kind, eui.value));
        let count = |n: usize| u32::try_from(n).map_or(f64::INFINITY, f64::from);
        let enough = standing.filter(|standing| {
            fewest.as_ref().is_some_and(|fewest| count(standing.n) >= fewest.value)
        });
        if let (Some(standing), Some(fewest), None) = (standing, &fewest, enough) {
            let (n, fewest) = (standing.n, fewest.value);
            missing.push(Text::new(
                format!("足够的同类建筑（现有 {n}，至少 {fewest}）"),
                format!("enough peers of its kind (now {n}, at least {fewest})"),
            ));
        }
        let verdict = match (enough, &limit) {
            (Some(standing), Some(limit)) if standing.percentile_percent >= limit.value => {
                Verdict::Met
            }
            (Some(_), Some(_)) => Verdict::NotMet,
            _ => Verdict::Undetermined,
        };
        let value = eui.map(|eui| eui.map(|eui| energy_text(eui, standing)));
        let threshold = limit.map(|limit| {
            limit.map(|limit| {
                Text::new(
                    format!("同类第 {limit} 百分位及以上"),
                    format!("percentile {limit} of its kind or above"),
                )
            })
        });
        Finding { what, value, threshold, verdict }
    }

    /// The threshold in force, or its name in `missing`.
    fn threshold(
        &self,
        version: &Version,
        key: &str,
        missing: &mut Vec<Text>,
    ) -> Option<Sourced<f64>> {
        let own = version.thresholds.get(key);
        let by_district = own.and_then(|own| own.districts.get(self.district));
        let general = own.filter(|own| !own.delegated).and_then(|own| own.value.as_ref());
        let found = by_district.or(general).cloned();
        if found.is_none() {
            let name = threshold_name(key);
            let delegated = own.is_some_and(|own| own.delegated);
            let (who_zh, who_en) = match (delegated, self.district) {
                (true, "") => (
                    "由区确定，该空间所在区未知".into(),
                    "set by the district, which is \
                    not known of this space"
                        .into(),
                ),
                (true, district) => (
                    format!("由{district}确定，尚未设定"),
                    format!("to be set by {district}, not set yet"),
                ),
                (false, _) => ("未设定".into(), String::from("not set")),
            };
            missing.push(Text::new(
                format!("{}（{who_zh}）", name.zh),
                format!("{} ({who_en})", name.en),
            ));
        }
        found
    }
}

fn threshold_name(key: &str) -> Text {
    match key {
        DISTRICT_TAX_BELOW => Text::new("区级税收阈值", "threshold of district tax"),
        OCCUPANCY_BELOW => Text::new("入驻率阈值", "threshold of occupancy"),
        AGE_ABOVE => Text::new("建成年限阈值", "threshold of age"),
        PERCENTILE_AT_LEAST => Text::new("能耗百分位阈值", "percentile threshold of energy use"),
        _ => Text::new("同类建筑最少数量", "fewest peers"),
    }
}

/// The conjunction of the findings in three-valued logic: one that is not met decides.
fn all(findings: &[Finding]) -> Verdict {
    let has = |verdict| findings.iter().any(|finding| finding.verdict == verdict);
    if has(Verdict::NotMet) {
        Verdict::NotMet
    } else if has(Verdict::Undetermined) || findings.is_empty() {
        Verdict::Undetermined
    } else {
        Verdict::Met
    }
}

/// A value with its unit, as people read it.
pub(crate) fn shown(value: &Value, unit: &str) -> Text {
    match value {
        Value::Bool(true) => Text::new("是", "yes"),
        Value::Bool(false) => Text::new("否", "no"),
        other if unit.is_empty() => Text::same(other.to_string()),
        other => Text::same(format!("{other} {unit}")),
    }
}

fn energy_text(eui_kwh_m2: f64, standing: Option<Standing>) -> Text {
    let Some(Standing { median_kwh_m2, n, percentile_percent }) = standing else {
        return Text::same(format!("{eui_kwh_m2:.1} kWh/m²"));
    };
    Text::new(
        format!(
            "{eui_kwh_m2:.1} kWh/m²；同类中位数 {median_kwh_m2:.1}（n = {n}），第 \
             {percentile_percent:.0} 百分位"
        ),
        format!(
            "{eui_kwh_m2:.1} kWh/m²; median of its kind {median_kwh_m2:.1} (n = {n}), percentile \
             {percentile_percent:.0}"
        ),
    )
}

/// A number of months, if it is a whole one within a thousand years.
#[expect(clippy::cast_possible_truncation, reason = "range checked on the line before")]
fn whole(months: f64) -> Option<i32> {
    let rounded = months.round();
    (rounded.abs() <= 12_000.0 && (rounded - months).abs() < 1e-9).then_some(rounded as i32)
}
