//! Decisions clause by clause, and the facts that are missing most often.

use maud::{Markup, html};
use units::Text;

use super::parts::{Caption, chart, mark, numbers, source, t, table, tx, words};
use super::store::Store;
use super::svg::{Axis, Svg};
use crate::derivation::Derivation;
use crate::format;
use crate::model::{ClauseSummary, MissingFact, ProgrammeReport};

/// Clauses as lines: mark, clause in plain words, stacked bar, counts, ground on demand.
pub(super) fn clauses(report: &ProgrammeReport, store: &mut Store) -> Markup {
    if report.clauses.is_empty() {
        return html! { p.empty { (tx("未适用任何政策，故无条款可列。", "No rules were applied, so there are no clauses to show.")) } };
    }
    let caption = Caption {
        id: "clauses-figure",
        finding: finding(&report.clauses),
        reading: Text::new(
            "每条的空间数；斜线为待定（缺少事实），白色为不适用。右侧字母为依据的可信标记。",
            "Number of spaces for each clause; hatched: undetermined, a fact is missing; empty: not applicable. The letter marks how well the ground is known.",
        ),
    };
    let rows: Vec<Vec<Markup>> = report
        .clauses
        .iter()
        .map(|clause| {
            let from = clause.from.clone().unwrap_or_else(|| {
                Derivation::new(clause.clause.clone(), "").source(clause.ground.clone())
            });
            let id = store.keep(&from);
            vec![
                html! { button.fig type="button" data-d=(id) { (t(&clause.clause)) } br; code { (clause.code) } },
                html! { (format::count(clause.met)) },
                html! { (format::count(clause.undetermined)) },
                html! { (format::count(clause.not_met)) },
                html! { (format::count(clause.not_applicable)) },
                html! { (source(&clause.ground)) },
            ]
        })
        .collect();
    let headings = [
        words("条款", "Clause"),
        numbers("符合", "Met"),
        numbers("待定", "Undetermined"),
        numbers("不符合", "Not met"),
        numbers("不适用", "Not applicable"),
        words("依据", "Ground"),
    ];
    chart(&caption, |width| draw(&report.clauses, width), &table(&headings, &rows))
}

fn finding(clauses: &[ClauseSummary]) -> Text {
    let open = clauses.iter().filter(|clause| clause.undetermined > 0).count();
    match clauses.iter().max_by_key(|clause| clause.not_met) {
        Some(hardest) if hardest.not_met > 0 => Text::new(
            format!(
                "{} 条中 {open} 条因缺少事实而待定；挡住最多的是“{}”（{} 个）",
                clauses.len(),
                hardest.clause.zh,
                format::count(hardest.not_met)
            ),
            format!(
                "{open} of {} clauses wait for facts; “{}” stops most spaces ({})",
                clauses.len(),
                hardest.clause.en,
                format::count(hardest.not_met)
            ),
        ),
        _ => Text::new(
            format!("{} 条中 {open} 条因缺少事实而待定；没有一条不符合", clauses.len()),
            format!("{open} of {} clauses wait for facts; none fails", clauses.len()),
        ),
    }
}

/// The four counts of a clause with the classes of their bars.
fn parts(clause: &ClauseSummary) -> [(&'static str, u64); 4] {
    [
        ("c-moss", clause.met),
        ("h-slate", clause.undetermined),
        ("c-not", clause.not_met),
        ("c-void", clause.not_applicable),
    ]
}

fn draw(clauses: &[ClauseSummary], width: f64) -> Svg {
    const STEP: f64 = 48.0;
    let total = |c: &ClauseSummary| parts(c).iter().fold(0_u64, |sum, p| sum.saturating_add(p.1));
    let greatest = clauses.iter().map(total).max().unwrap_or(0).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a drawing")]
    let number = |value: u64| value as f64;
    let axis = Axis { data: (0.0, number(greatest)), page: (0.0, width) };
    let mut svg = Svg::new(width, STEP * format::count_f64(clauses.len()) + 6.0);
    for (index, clause) in clauses.iter().enumerate() {
        let y = STEP * format::count_f64(index);
        let name = Text::new(
            shortened(&clause.clause.zh, width, 12.5),
            shortened(&clause.clause.en, width, 6.4),
        );
        svg.text("lab", (0.0, y + 14.0), &name);
        svg.label("tick end", (width, y + 14.0), &format!("[{}]", clause.ground.mark.letter()));
        let mut from = 0_u64;
        for (class, value) in parts(clause) {
            let (x, to) = (axis.at(number(from)), axis.at(number(from.saturating_add(value))));
            svg.rect(class, (x, y + 20.0), (to - x - 1.0, 16.0));
            if to - x > 34.0 {
                let ink = if matches!(class, "c-moss" | "c-rust") {
                    "tick inverse"
                } else {
                    "tick strong halo"
                };
                svg.label(ink, (x + 5.0, y + 32.0), &format::count(value));
            }
            from = from.saturating_add(value);
        }
    }
    svg
}

/// `text` as far as it fits a drawing, given the width of a letter.
pub(super) fn shortened(text: &str, width: f64, letter: f64) -> String {
    let fits = |count: usize| format::count_f64(count) * letter < width - 34.0;
    let length = text.chars().count();
    if fits(length) {
        return text.to_owned();
    }
    let kept = (0..length).rev().find(|count| fits(count + 1)).unwrap_or(0);
    text.chars().take(kept).chain(['…']).collect()
}

/// What is missing most often.
pub(super) fn missing(report: &ProgrammeReport) -> Markup {
    const SHOWN: usize = 12;
    let mut list: Vec<&MissingFact> = report.missing.iter().filter(|m| m.decisions > 0).collect();
    list.sort_by(|a, b| b.decisions.cmp(&a.decisions).then(a.key.cmp(&b.key)));
    let Some(first) = list.first() else { return html! {} };
    let caption = Caption {
        id: "missing",
        finding: Text::new(
            format!(
                "最常缺少的是“{}”：{} 项认定因此待定",
                first.fact.zh,
                format::count(first.decisions)
            ),
            format!(
                "Missing most often: {}, in {} undetermined decisions",
                first.fact.en,
                format::count(first.decisions)
            ),
        ),
        reading: Text::new(
            "缺少该事实的待定认定数量。",
            "Number of undetermined decisions that lack the fact.",
        ),
    };
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .map(|fact| {
            vec![
                html! { (t(&fact.fact)) br; code { (fact.key) } },
                html! { (format::count(fact.decisions)) },
                html! { @match &fact.remedy { Some(remedy) => (t(remedy)), None => "—" } },
            ]
        })
        .collect();
    let headings = [
        words("事实", "Fact"),
        numbers("认定数", "Decisions"),
        words("如何补", "How to supply it"),
    ];
    let shown: Vec<&MissingFact> = list.iter().copied().take(SHOWN).collect();
    chart(&caption, |width| draw_missing(&shown, width), &table(&headings, &rows))
}

fn draw_missing(list: &[&MissingFact], width: f64) -> Svg {
    const STEP: f64 = 34.0;
    let greatest = list.iter().map(|fact| fact.decisions).max().unwrap_or(1).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a drawing")]
    let number = |value: u64| value as f64;
    let axis = Axis { data: (0.0, number(greatest)), page: (0.0, width - 60.0) };
    let mut svg = Svg::new(width, STEP * format::count_f64(list.len()) + 4.0);
    for (index, fact) in list.iter().enumerate() {
        let y = STEP * format::count_f64(index);
        let name =
            Text::new(shortened(&fact.fact.zh, width, 12.5), shortened(&fact.fact.en, width, 6.4));
        svg.text("lab", (0.0, y + 13.0), &name);
        let to = axis.at(number(fact.decisions));
        svg.rect("h-slate", (0.0, y + 18.0), (to, 9.0));
        svg.label("tick strong", (to + 6.0, y + 27.0), &format::count(fact.decisions));
    }
    svg
}

/// What the letters mean.
pub(super) fn marks() -> Markup {
    html! { dl.marks { @for letter in format::MARKS {
        div { dt { (mark(letter)) } dd { (t(&format::mark_words(letter))) } }
    } } }
}
