//! One self-contained bilingual page.

mod answer;
mod chain;
mod comparison;
mod energy;
mod map;
mod money;
mod parts;
mod population;
mod programme;
mod provenance;
mod quality;
mod rows;
mod rules;
mod scheme;
mod store;
mod svg;

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value, json};
use units::Text;

use crate::format;
use crate::model::{NoticeKind, ProgrammeReport};
pub use population::population_page;
pub use scheme::{scheme_index, scheme_page};

use parts::{section, t};
use store::Store;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("page.js");

/// One section under way.
struct Part {
    id: &'static str,
    title: Text,
    body: Markup,
    /// Notices beside its heading, besides those that stand beside every heading.
    notices: &'static [NoticeKind],
}

impl Part {
    fn new(id: &'static str, zh: &str, en: &str, body: Markup) -> Self {
        Self { id, title: Text::new(zh, en), body, notices: &[] }
    }

    fn with(mut self, notices: &'static [NoticeKind]) -> Self {
        self.notices = notices;
        self
    }
}

/// The page about one run of the chain: one HTML file that needs no network.
///
/// Chinese is shown first; `#lang=en` in the address, or the switch, shows English. Every figure is
/// a button that opens its derivation; without the script the page still reads, in both languages.
/// When the script is ready, the root element carries `data-ready="1"`.
pub fn page(report: &ProgrammeReport) -> String {
    let mut store = Store::new();
    let masthead = answer::masthead(report, &mut store);
    let parts = parts(report, &mut store);
    let data = data(&rows::rows(report, &mut store), &store);
    let always: Vec<NoticeKind> = vec![NoticeKind::Synthetic, NoticeKind::ChainTest];
    let tags = |part: &Part| -> Vec<Text> {
        let stands = |kind: &NoticeKind| report.notices.iter().any(|notice| notice.kind == *kind);
        always
            .iter()
            .chain(part.notices)
            .filter(|kind| stands(kind))
            .map(|k| answer::short(*k))
            .collect()
    };
    let footer = html! { (report.provenance.software) " · " (report.on) };
    let hint = Text::new(
        "点击任何带点线的数字，可看它由何而来。",
        "Select any dotted figure to see what it comes from.",
    );
    shell(&report.title, &hint, &masthead, &parts, &tags, &footer, &data)
}

/// What the script reads: rows of the long tables, the trees behind figures, and the marks.
fn data(spaces: &Value, store: &Store) -> Value {
    json!({
        "spaces": spaces,
        "store": store.json(),
        "marks": format::MARKS.iter().map(|mark| {
            let words = format::mark_words(*mark);
            (mark.letter().to_string(), json!([words.zh, words.en]))
        }).collect::<BTreeMap<_, _>>(),
    })
}

/// The same for a page without long tables.
fn data_without_rows(store: &Store) -> Value {
    data(&json!({ "fields": [], "rows": [] }), store)
}

/// A whole page: contents at the side, sections with their tags, style and script inside.
fn shell(
    title: &Text,
    hint: &Text,
    masthead: &Markup,
    parts: &[Part],
    tags: &dyn Fn(&Part) -> Vec<Text>,
    footer: &Markup,
    data: &Value,
) -> String {
    let body = html! {
        (patterns())
        (navigation(parts, hint))
        main {
            (masthead)
            @for part in parts { (section(part.id, &part.title, &tags(part), &part.body)) }
            footer { (footer) }
        }
    };
    document(title, &body, data, "")
}

/// The whole file around a body: style, script and the data that the script reads; `style` is what
/// this kind of page needs besides.
fn document(title: &Text, body: &Markup, data: &Value, style: &str) -> String {
    html! {
        (DOCTYPE)
        html lang="zh-CN" data-lang="zh" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title.zh) " · " (title.en) }
                style { (PreEscaped(STYLE)) (PreEscaped(style)) }
            }
            body {
                // The address alone switches the language where scripts are off.
                a id="lang=en" {} a id="lang=zh" {}
                (body)
                aside id="panel" aria-label="由何而来 / From what" hidden {}
                script type="application/json" id="data" { (PreEscaped(store::script_json(data))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
}

fn parts(report: &ProgrammeReport, store: &mut Store) -> Vec<Part> {
    use NoticeKind::{Planning, Unconfirmed};
    let mut parts = vec![
        Part::new("answer", "结论", "The answer", answer::answer(report, store))
            .with(&[Planning, Unconfirmed]),
        Part::new("map", "地图", "Map", map::map(report)),
        Part::new("chain", "从清单到方案", "From list to programme", chain::chain(report, store)),
        Part::new(
            "energy",
            "用能：改造前后",
            "Energy before and after",
            html! {
                (energy::energy(report, store)) (energy::saving_rates(report, store))
            },
        ),
        Part::new("money", "碳与钱", "Carbon and money", money::cost_curve(report))
            .with(&[Planning]),
        Part::new(
            "clauses",
            "逐条认定",
            "Decisions, clause by clause",
            html! {
                (rules::clauses(report, store)) (rules::missing(report))
            },
        )
        .with(&[Unconfirmed]),
        Part::new("programme", "入选项目", "The chosen programme", programme::chosen(report))
            .with(&[Planning, Unconfirmed]),
        Part::new("missed", "落选与原因", "Just missed, and why", programme::missed(report))
            .with(&[Planning]),
        Part::new("districts", "各区", "Districts", programme::districts(report, store)),
    ];
    if let Some(comparison) = &report.comparison {
        let body = comparison::comparison(comparison);
        parts.push(Part::new("comparison", "模拟与申报对照", "Simulated beside reported", body));
    }
    parts.extend([
        Part::new("spaces", "全部空间", "Every space", programme::all(report)),
        Part::new("quality", "数据质量", "Data quality", quality::quality(&report.quality)),
        Part::new(
            "unknown",
            "本次运行不知道什么",
            "What this run does not know",
            quality::unknowns(report),
        ),
        Part::new("provenance", "出处", "Provenance", provenance::provenance(&report.provenance)),
        Part::new(
            "annex",
            "附：主要数字由何而来",
            "Annex: where the main figures come from",
            provenance::annex(report),
        ),
    ]);
    parts.retain(|part| !part.body.0.is_empty());
    parts
}

fn navigation(parts: &[Part], hint: &Text) -> Markup {
    html! {
        nav aria-label="目录 / Contents" {
            (brand())
            ol { @for part in parts { li { a href={ "#" (part.id) } { (t(&part.title)) } } } }
            p.hint { (t(hint)) }
        }
    }
}

/// The name of the product, and the switch of languages.
fn brand() -> Markup {
    html! {
        p.brand { b { "织补" } " Reweave" }
        p.langs {
            a href="#lang=zh" lang="zh-CN" data-set="zh" { "中文" }
            a href="#lang=en" lang="en" data-set="en" { "English" }
        }
    }
}

/// Hatches, shared by all drawings of the page.
fn patterns() -> Markup {
    html! {
        svg.defs width="0" height="0" aria-hidden="true" { defs {
            @for (id, colour) in
                [("slate", "slate"), ("verdigris", "verdigris"), ("brick", "brick"), ("map", "brick")]
            {
                pattern id={ "hatch-" (id) } width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect class="hatch-ground" width="5" height="5" {}
                    rect class={ "c-" (colour) } width="1.6" height="5" {}
                }
            }
        } }
    }
}
