//! `summary.json`: the run in numbers.

use std::collections::BTreeMap;

use report::format;
use serde::Serialize;
use stock::Counts;
use units::{Date, Text};

use crate::choosing::ChosenTotals;
use crate::deciding::Verdicts;
use crate::outcome::Line;
use crate::run::Programme;

#[derive(Serialize)]
pub(crate) struct Summary {
    software: String,
    title: Text,
    /// The list describes no real buildings.
    synthetic: bool,
    /// Rules and prices of one place applied elsewhere: a test of the chain.
    chain_test: bool,
    scheme: String,
    version: Option<String>,
    on: Date,
    rows: Counts,
    spaces: usize,
    simulated: usize,
    faults: usize,
    decisions: Verdicts,
    chosen: ChosenTotals,
    /// Of the packages in question of all simulated spaces.
    energy: EnergyTotals,
    proposed_merges: usize,
    /// Wall-clock time of each step.
    seconds: BTreeMap<&'static str, f64>,
    inputs: Vec<OwnedInput>,
}

#[derive(Serialize)]
struct OwnedInput {
    role: String,
    name: String,
    bytes: usize,
    sha256: String,
}

#[derive(Clone, Copy, Default, Serialize)]
struct EnergyTotals {
    /// Site energy of all simulated spaces as they stand, in their future use.
    before_kwh: f64,
    /// The same of the chosen projects alone.
    chosen_before_kwh: f64,
    /// The chosen projects with their packages, before own PV.
    chosen_after_kwh: f64,
    /// Photovoltaic yield of the chosen projects.
    chosen_pv_kwh: f64,
}

pub(crate) fn summary(programme: &Programme) -> Summary {
    let simulated = programme.assessments.iter().filter(|one| one.appraisal.is_ok()).count();
    let inputs = programme.inputs().map(|input| OwnedInput {
        role: input.role.into(),
        name: input.name.clone(),
        bytes: input.bytes.len(),
        sha256: input.sha256.clone(),
    });
    Summary {
        software: format!("reweave {}", crate::VERSION),
        title: programme.title.clone(),
        synthetic: programme.synthetic,
        chain_test: programme.is_elsewhere(),
        scheme: programme.law.scheme.id().to_owned(),
        version: programme.law.version().map(|rules| rules.version().id.clone()),
        on: programme.law.on,
        rows: programme.import.applied.counts,
        spaces: programme.import.ledger.spaces.len(),
        simulated,
        faults: programme.assessments.len() - simulated,
        decisions: Verdicts::of(&programme.ruled),
        chosen: programme.totals(),
        energy: energy(programme),
        proposed_merges: programme.import.applied.proposed_merges.len(),
        seconds: programme.seconds.iter().map(|(step, s)| (step.key(), *s)).collect(),
        inputs: inputs.collect(),
    }
}

fn energy(programme: &Programme) -> EnergyTotals {
    let chosen: BTreeMap<_, _> = programme
        .chosen
        .choice
        .chosen
        .iter()
        .map(|&index| &programme.chosen.candidates[index])
        .map(|candidate| (&candidate.project, &candidate.package))
        .collect();
    let mut totals = EnergyTotals::default();
    for one in &programme.assessments {
        let Ok(appraisal) = &one.appraisal else { continue };
        totals.before_kwh += appraisal.baseline.site_energy_kwh;
        let Some(package) = chosen.get(&one.assessed.id) else { continue };
        let Some(package) = appraisal.packages.iter().find(|p| p.id == **package) else {
            continue;
        };
        totals.chosen_before_kwh += appraisal.baseline.site_energy_kwh;
        totals.chosen_after_kwh += package.after.site_energy_kwh;
        totals.chosen_pv_kwh += package.after.pv.as_ref().map_or(0.0, |pv| pv.generation_kwh);
    }
    totals
}

/// Energy for the terminal.
pub(crate) fn energy_lines(programme: &Programme) -> Vec<Line> {
    let energy = energy(programme);
    let shown = format!(
        "{} → {}",
        format::energy(energy.chosen_before_kwh),
        format::energy(energy.chosen_after_kwh)
    );
    vec![
        Line::plain("全部空间年能耗", "energy of all", format::energy(energy.before_kwh)),
        Line::plain("入选项目改造前后", "chosen, before → after", shown),
        Line::plain("入选项目光伏", "PV of the chosen", format::energy(energy.chosen_pv_kwh)),
    ]
}
