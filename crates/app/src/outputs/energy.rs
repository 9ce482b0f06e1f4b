//! Energy on the page: end uses before and after, simulated beside reported.

use std::collections::BTreeMap;

use appraisal::Performance;
use report::{Comparison, Derivation, EndUse, EnergyBalance, EuiGroup, EuiPair, format};
use stock::Field;
use units::{Mark, Text};

use super::page::NEAR_KM;
use super::view::View;
use crate::assessment::SAVING;
use crate::run::Programme;
use crate::words::{END_USES, kind_text};

/// The chosen projects first, then every simulated space with its package in question.
pub(super) fn balances(programme: &Programme, views: &[View<'_>]) -> Vec<EnergyBalance> {
    let chosen: Vec<&View<'_>> = views.iter().filter(|view| view.is_chosen()).collect();
    let all: Vec<&View<'_>> = views.iter().filter(|view| view.package.is_some()).collect();
    let scope = |zh: &str, en: &str, count: usize| {
        Text::new(format!("{zh}（{count} 个）"), format!("{en} ({count})"))
    };
    let mut balances = Vec::new();
    if !chosen.is_empty() {
        let scope = scope("入选项目", "the chosen projects", chosen.len());
        balances.push(balance(programme, scope, &chosen));
    }
    if !all.is_empty() {
        let text = scope("全部可改造空间", "every space with a package", all.len());
        balances.push(balance(programme, text, &all));
    }
    balances
}

fn balance(programme: &Programme, scope: Text, views: &[&View<'_>]) -> EnergyBalance {
    let mut before: BTreeMap<&str, f64> = BTreeMap::new();
    let mut after: BTreeMap<&str, f64> = BTreeMap::new();
    let (mut saved_kwh, mut assumed_kwh) = (0.0, 0.0);
    let (mut generation_kwh, mut self_use_kwh) = (0.0, 0.0);
    for view in views {
        let (Ok(appraisal), Some(package)) = (view.appraisal, view.package) else { continue };
        add(&mut before, &appraisal.baseline);
        add(&mut after, &package.after);
        saved_kwh += package.saved_kwh;
        assumed_kwh += package.saved_kwh * package.assumed_share.unwrap_or(0.0);
        if let Some(pv) = &package.after.pv {
            generation_kwh += pv.generation_kwh;
            self_use_kwh += pv.self_use_kwh;
        }
    }
    let assumed_share = (saved_kwh > 0.0).then(|| (assumed_kwh / saved_kwh).clamp(0.0, 1.0));
    let end_uses: Vec<EndUse> = END_USES
        .into_iter()
        .map(|(word, zh, en)| EndUse {
            label: Text::new(zh, en),
            before_kwh: before.get(word).copied().unwrap_or(0.0),
            after_kwh: after.get(word).copied().unwrap_or(0.0),
            assumed_share,
        })
        .collect();
    let weather = &programme.climate.weather;
    let from = Derivation::new(scope.clone(), format::energy(before.values().sum()))
        .by(Text::new(
            "Σ 各空间逐时热平衡；改造前后使用情况相同",
            "Σ hourly heat balances; the same use before and after",
        ))
        .from_origin(format!("reweave {}; {}", crate::VERSION, weather.source), Mark::Modelled);
    EnergyBalance {
        scope,
        method: SAVING.text(),
        end_uses,
        pv_generation_kwh: (generation_kwh > 0.0).then_some(generation_kwh),
        pv_self_use_kwh: (generation_kwh > 0.0).then_some(self_use_kwh),
        from: Some(from),
    }
}

fn add<'a>(sums: &mut BTreeMap<&'a str, f64>, state: &'a Performance) {
    for cell in &state.end_uses {
        *sums.entry(cell.end_use).or_insert(0.0) += cell.energy_kwh;
    }
}

/// Simulated beside reported site energy by kind, where the weather is that of the ledger.
pub(super) fn comparison(programme: &Programme, views: &[View<'_>]) -> Option<Comparison> {
    programme.weather_distance_km().filter(|km| *km <= NEAR_KM)?;
    if programme.synthetic || programme.climate.weather.synthetic {
        return None;
    }
    let mut kinds: BTreeMap<String, Vec<EuiPair>> = BTreeMap::new();
    for view in views {
        let (Ok(appraisal), Some(reported_kwh_m2), Some(kind)) =
            (view.appraisal, view.number(Field::SiteEuiKwhM2), view.text(Field::Kind))
        else {
            continue;
        };
        let simulated_kwh_m2 = appraisal.baseline.site_eui_kwh_m2;
        kinds.entry(kind).or_default().push(EuiPair { reported_kwh_m2, simulated_kwh_m2 });
    }
    if kinds.is_empty() {
        return None;
    }
    let mut groups: Vec<EuiGroup> = kinds
        .into_iter()
        .map(|(kind, pairs)| EuiGroup::from_pairs(kind_text(&kind), pairs))
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.pairs.len()));
    Some(Comparison {
        note: Text::new(
            "按类型、年代和气候推定的单体模型，未用账单校准，典型气象年对实际年份；比较的是分布，不是单栋预测。",
            "Archetypes by kind, era and climate, not calibrated to bills, in a typical year against \
             actual ones: distributions are compared, no single building is predicted.",
        ),
        groups,
    })
}
