//! Inputs, sources, software and times; and the trees of the headline figures for paper.

use maud::{Markup, html};
use units::Text;

use super::parts::{numbers, source, t, table, tx, words};
use super::rules::marks;
use crate::derivation::Derivation;
use crate::format;
use crate::model::{ProgrammeReport, Provenance};

/// Levels of a tree that are printed.
const PRINTED_LEVELS: usize = 4;

/// The section's content.
pub(super) fn provenance(provenance: &Provenance) -> Markup {
    let inputs: Vec<Vec<Markup>> = provenance
        .inputs
        .iter()
        .map(|file| {
            vec![
                t(&file.role),
                html! { (file.name) },
                html! { (format::count(file.bytes)) },
                html! { code.hash { (file.sha256) } },
            ]
        })
        .collect();
    let sources: Vec<Vec<Markup>> = provenance
        .sources
        .iter()
        .map(|line| vec![t(&line.what), html! { (line.value) }, source(&line.source)])
        .collect();
    let steps: Vec<Vec<Markup>> = provenance
        .steps
        .iter()
        .map(|step| vec![t(&step.label), html! { (format::estimate(step.duration_s)) }])
        .collect();
    let total: f64 = provenance.steps.iter().map(|step| step.duration_s).sum();
    html! {
        h3 { (tx("输入文件", "Input files")) }
        div.scroll { (table(&[words("用途", "Role"), words("文件", "File"), numbers("字节", "Bytes"), words("SHA-256", "SHA-256")], &inputs)) }
        h3 { (tx("因子、价格、气候与规则", "Factors, prices, climate and rules")) }
        div.scroll { (table(&[words("内容", "What"), words("数值", "Value"), words("来源", "Source")], &sources)) }
        (marks())
        h3 { (provenance.software) " · " (tx("各步用时", "time of each step")) " " (format::estimate(total)) " s" }
        div.scroll.narrowed { (table(&[words("步骤", "Step"), numbers("秒", "Seconds")], &steps)) }
    }
}

/// The trees of the headline figures, readable without the script and on paper.
pub(super) fn annex(report: &ProgrammeReport) -> Markup {
    let head = &report.headline;
    let trees = [
        &head.spaces.from,
        &head.simulated.from,
        &head.met.from,
        &head.undetermined.from,
        &head.not_met.from,
        &head.chosen.from,
        &head.conditional.from,
        &head.public_money.from,
        &head.saved_per_year.from,
        &head.reused_area_m2.from,
    ];
    html! { ul.tree { @for tree in trees { (branch(tree, PRINTED_LEVELS)) } } }
}

fn branch(tree: &Derivation, levels: usize) -> Markup {
    html! { li {
        span.what { (t(&tree.label)) } " " b { (tree.value) }
        @if let Some(formula) = &tree.formula { span.formula { "← " (t(formula)) } }
        @if let Some(from) = &tree.source { (source(from)) }
        @if levels > 1 && !tree.inputs.is_empty() { ul { @for input in &tree.inputs { (branch(input, levels - 1)) } } }
        @if levels <= 1 && !tree.inputs.is_empty() { span.quiet { (t(&Text::new("……更深的来源见网页", "… deeper sources on screen"))) } }
    } }
}
