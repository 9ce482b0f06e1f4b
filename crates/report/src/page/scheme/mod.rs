//! The pages about schemes of the law: one for each, and one that lists them.

mod law;
mod lists;
mod overview;
mod pieces;

use maud::{Markup, html};
use units::Text;

use super::parts::{section, t, tx};
use super::store::Store;
use super::{brand, data_without_rows, document, patterns};
use crate::scheme::{SchemePage, version_anchor};
use pieces::Pen;

const STYLE: &str = include_str!("scheme.css");

/// A section of the page.
struct Part {
    id: String,
    title: Text,
    /// Short notices beside its heading.
    tags: Vec<Text>,
    body: Markup,
}

impl Part {
    fn new(id: impl Into<String>, title: Text, body: Markup) -> Self {
        Self { id: id.into(), title, tags: Vec::new(), body }
    }
}

/// The page about one scheme: one HTML file that needs no network.
///
/// Languages, derivations and print are those of [`crate::page`].
pub fn scheme_page(page: &SchemePage) -> String {
    let mut pen = Pen::new(page);
    let mut parts = vec![
        Part::new("overview", Text::new("概览", "Overview"), overview::overview(page)),
        Part::new("open", Text::new("尚不清楚", "What is not known"), lists::open(&page.open)),
    ];
    for version in &page.versions {
        let mut part = Part::new(
            version_anchor(&version.id),
            Text::new(format!("版本 {}", version.id), format!("Version {}", version.id)),
            law::version(version, &mut pen),
        );
        part.tags.extend(version.draft.then(|| Text::new("征求意见稿", "Draft for comment")));
        parts.push(part);
    }
    let (parameters, facts) = (lists::parameters(&page.parameters), lists::facts(&page.facts));
    parts.extend([
        Part::new(
            "parameters",
            Text::new("参数与其历史", "Parameters and their history"),
            parameters,
        ),
        Part::new("facts", Text::new("个案须陈述的事实", "Facts that a case states"), facts),
        Part::new("sources", Text::new("来源", "Sources"), lists::sources(&page.sources)),
    ]);
    let body = html! {
        (patterns())
        (navigation(page, &parts))
        main {
            (masthead(page))
            @for part in &parts { (section(&part.id, &part.title, &part.tags, &part.body)) }
            footer { (page.software) " · SHA-256 " code.hash { (page.sha256) } }
        }
    };
    document(&page.name, &body, &data_without_rows(&pen.store), STYLE)
}

fn navigation(page: &SchemePage, parts: &[Part]) -> Markup {
    html! {
        nav aria-label="目录 / Contents" {
            (brand())
            @if let Some(index) = &page.index {
                p.all { (pieces::page_link(index, &Text::new("全部方案", "All schemes"))) }
            }
            ol { @for part in parts { li { a href={ "#" (part.id) } { (t(&part.title)) } } } }
            p.hint { (tx(
                "点击句中带点线的数值，可看它由何而来；点击带下线的名称，可到其所在。",
                "Select a dotted figure to see what it comes from, an underlined name to go to it.",
            )) }
        }
    }
}

fn masthead(page: &SchemePage) -> Markup {
    html! {
        header.mast {
            p.kicker { code { (page.id) } }
            h1 { (t(&page.name)) }
            dl.meta {
                @if let Some(level) = &page.level {
                    div { dt { (tx("出资层级", "Who pays")) } dd { (t(level)) } }
                }
                div { dt { (tx("币种", "Currency")) } dd { (t(&page.currency)) } }
                div { dt { (tx("版本", "Versions")) } dd { (page.versions.len()) } }
            }
        }
    }
}

/// The page that lists schemes: the file of each page, and what it is about.
pub fn scheme_index(pages: &[(String, SchemePage)]) -> String {
    let title = Text::new("政策方案", "Schemes of the law");
    let software = pages.first().map_or("", |(_, page)| page.software.as_str());
    let body = html! {
        nav aria-label="目录 / Contents" { (brand()) }
        main {
            header.mast { h1 { (t(&title)) } }
            (overview::index(pages))
            (pieces::legend(&pages.iter().flat_map(|(_, page)| page.grounds()).collect::<Vec<_>>()))
            footer { (software) }
        }
    };
    document(&title, &body, &data_without_rows(&Store::new()), STYLE)
}
