//! What is wrong with the input, and what this run does not know.

use maud::{Markup, html};
use units::Text;

use super::parts::{diagnostics, numbers, t, table, tx, words};
use crate::format;
use crate::model::{DataQuality, ProgrammeReport};

/// Remarks and merges that are shown; the rest is in files beside the page.
const SHOWN: usize = 60;

/// Refused rows, warnings by code, proposed merges.
pub(super) fn quality(quality: &DataQuality) -> Markup {
    html! {
        h3 { (t(&Text::new(
            format!("拒绝的行：{} 条说明", quality.refused.len()),
            format!("Refused rows: {} remarks", quality.refused.len()),
        ))) }
        @if quality.refused.is_empty() { p.empty { (tx("没有被拒绝的行。", "No row was refused.")) } }
        @else {
            div.scroll { (diagnostics(quality.refused.get(..SHOWN).unwrap_or(&quality.refused))) }
            (rest(quality.refused.len(), "refused-rows.csv"))
        }
        h3 { (tx("提示与警告，按种类计数", "Notes and warnings by kind")) }
        @if quality.warnings.is_empty() { p.empty { (tx("没有警告。", "No warnings.")) } }
        @else { div.scroll { (warnings(quality)) } }
        h3 { (t(&Text::new(
            format!("可能重复的空间：{} 对，待人工决定", quality.proposed_merges.len()),
            format!("Possible duplicates, for a person to decide: {}", quality.proposed_merges.len()),
        ))) }
        @if quality.proposed_merges.is_empty() { p.empty { (tx("没有发现疑似重复。", "None found.")) } }
        @else { div.scroll { (merges(quality)) } (rest(quality.proposed_merges.len(), "programme.xlsx")) }
    }
}

fn rest(count: usize, file: &str) -> Markup {
    html! { @if count > SHOWN { p.reading { (t(&Text::new(
        format!("此处列前 {SHOWN} 条，全部见 {file}。"),
        format!("The first {SHOWN} are shown; see {file} for all."),
    ))) } } }
}

fn warnings(quality: &DataQuality) -> Markup {
    let mut list: Vec<_> = quality.warnings.iter().collect();
    list.sort_by(|a, b| b.count.cmp(&a.count).then(a.code.cmp(&b.code)));
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .map(|item| {
            vec![
                t(&item.text),
                html! { code { (item.code) } },
                html! { (format::count(item.count)) },
            ]
        })
        .collect();
    table(&[words("含义", "Meaning"), words("代码", "Code"), numbers("次数", "Number")], &rows)
}

fn merges(quality: &DataQuality) -> Markup {
    let side = |side: &(String, Text)| html! { (t(&side.1)) small { (side.0) } };
    let rows: Vec<Vec<Markup>> = quality
        .proposed_merges
        .iter()
        .take(SHOWN)
        .map(|pair| vec![side(&pair.left), side(&pair.right), t(&pair.reason)])
        .collect();
    table(
        &[
            words("一", "One"),
            words("二", "The other"),
            words("疑为同一的理由", "Why they may be one"),
        ],
        &rows,
    )
}

/// What this run does not know.
pub(super) fn unknowns(report: &ProgrammeReport) -> Markup {
    html! { ul.unknowns { @for text in &report.unknowns { li { (t(text)) } } } }
}
