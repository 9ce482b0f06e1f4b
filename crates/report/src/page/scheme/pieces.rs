//! The pieces that scheme pages are put together from.

use std::collections::BTreeMap;

use maud::{Markup, html};
use units::{Mark, Source, Text};

use super::super::parts::{mark, t, tx};
use super::super::store::Store;
use crate::derivation::Derivation;
use crate::format;
use crate::scheme::{
    GroundPart, ParameterPart, RulePart, SchemePage, Sentence, Span, UsePart, parameter_anchor,
};

/// The marks of the law, in the order that they are explained in.
const MARKS: [Mark; 5] =
    [Mark::Seen, Mark::Secondary, Mark::Derived, Mark::Recalled, Mark::NotFound];

/// Writes sentences whose figures answer "from what?".
pub(super) struct Pen {
    pub(super) store: Store,
    /// By anchor: the derivation of a parameter, and what the parameter is.
    parameters: BTreeMap<String, (usize, Text)>,
}

impl Pen {
    pub(super) fn new(page: &SchemePage) -> Self {
        let mut store = Store::new();
        let mut parameters = BTreeMap::new();
        for parameter in &page.parameters {
            let id = store.keep(&derivation(parameter));
            parameters.insert(parameter_anchor(&parameter.id), (id, parameter.description.clone()));
        }
        Self { store, parameters }
    }

    /// A sentence in both languages, with its parts as a list below it.
    pub(super) fn sentence(&self, sentence: &Sentence) -> Markup {
        html! {
            span.zh lang="zh-CN" { @for span in &sentence.zh { (self.span(span)) } }
            span.en lang="en" { @for span in &sentence.en { (self.span(span)) } }
            @if !sentence.parts.is_empty() {
                ul.says { @for part in &sentence.parts { li { (self.sentence(part)) } } }
            }
        }
    }

    fn span(&self, span: &Span) -> Markup {
        let Some(to) = &span.to else { return html! { (span.text) } };
        match self.parameters.get(to) {
            Some((id, what)) => html! {
                a.fig href={ "#" (to) } data-d=(id) title={ (what.zh) " / " (what.en) } { (span.text) }
            },
            None => html! { a.ref href={ "#" (to) } { (span.text) } },
        }
    }

    /// A rule: the sentence, and below it the expression that is computed.
    pub(super) fn rule(&self, rule: &RulePart) -> Markup {
        html! {
            div.words { (self.sentence(&rule.words)) }
            code.expr { (rule.expression) }
        }
    }
}

/// The history of a parameter as the tree behind its value.
fn derivation(parameter: &ParameterPart) -> Derivation {
    let values = parameter.values.iter().map(|value| {
        let place = value.place.as_deref().unwrap_or_default();
        let shown = value.value.clone().unwrap_or_else(not_found);
        let label = Text::new(
            format!("{place}自 {} 起：{}", value.from, shown.zh),
            format!("{place} from {}: {}", value.from, shown.en).trim_start().to_owned(),
        );
        let origin = value.ground.sources.join("; ");
        let date = value.ground.checked_on;
        Derivation::new(label, "").source(Source { origin, date, mark: value.ground.mark })
    });
    let tree = Derivation::new(parameter.description.clone(), "");
    values.fold(tree, Derivation::input)
}

/// The words for a value that nobody found.
pub(super) fn not_found() -> Text {
    Text::new("未查得", "not found")
}

/// A link to another page, in the language that is being read.
pub(super) fn page_link(file: &str, words: &Text) -> Markup {
    html! {
        a.zh lang="zh-CN" href={ (file) "#lang=zh" } { (words.zh) }
        a.en lang="en" href={ (file) "#lang=en" } { (words.en) }
    }
}

/// Links to sources by the names of their hosts; a title without address as it stands.
fn sources(all: &[String]) -> Markup {
    html! {
        @for (index, address) in all.iter().enumerate() {
            @if index > 0 { "\u{a0}· " }
            (source_link(address))
        }
    }
}

fn source_link(address: &str) -> Markup {
    match host(address) {
        Some(host) => html! { a.out href=(address) title=(address) rel="noreferrer" { (host) } },
        None => html! { (address) },
    }
}

/// A source by its whole address.
pub(super) fn whole_link(address: &str) -> Markup {
    match host(address) {
        Some(_) => html! { a.out href=(address) rel="noreferrer" { (address) } },
        None => html! { (address) },
    }
}

/// `beijing.gov.cn` of `https://www.beijing.gov.cn/gate/…`; `None` for what is no web address.
fn host(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// Mark, sources, article, last comparison and confirmation in one paragraph.
pub(super) fn ground(ground: &GroundPart) -> Markup {
    html! {
        div.ground {
            (mark(ground.mark)) " " (sources(&ground.sources))
            span.fine {
                @match &ground.article {
                    Some(article) => { (tx("条款：", "article: ")) (article) }
                    None => (tx("条款未见", "article not seen")),
                }
                " · "
                @match ground.checked_on {
                    Some(day) => { (tx("核对于 ", "checked on ")) (day) }
                    None => (tx("无核对记录", "no check on record")),
                }
                @if let Some(confirmed) = &ground.confirmed { " · " b { (t(confirmed)) } }
            }
        }
    }
}

/// Links to what reads something.
pub(super) fn uses(all: &[UsePart]) -> Markup {
    html! {
        @for (index, one) in all.iter().enumerate() {
            @if index > 0 { ", " }
            a.ref href={ "#" (one.to) } { code { (one.id) } }
        }
        @if all.is_empty() { "—" }
    }
}

/// How many of the grounds bear each mark, as a bar and a legend.
pub(super) fn legend(grounds: &[&GroundPart]) -> Markup {
    let count = |letter: Mark| grounds.iter().filter(|ground| ground.mark == letter).count();
    html! {
        (bar(grounds))
        dl.marks.counted { @for letter in MARKS {
            div {
                dt { (mark(letter)) }
                dd { (t(&format::mark_words(letter))) " " b { (count(letter)) } }
            }
        } }
    }
}

/// Shares of the marks as a bar.
pub(super) fn bar(grounds: &[&GroundPart]) -> Markup {
    let count = |letter: Mark| grounds.iter().filter(|ground| ground.mark == letter).count();
    html! {
        div.bar.marked aria-hidden="true" {
            @for letter in MARKS {
                @if count(letter) > 0 {
                    span.{ "m-" (letter.letter()) } style={ "flex-grow:" (count(letter)) } {}
                }
            }
        }
    }
}

/// A table whose rows become blocks on a narrow screen; each cell then bears its heading.
pub(super) fn stack(class: &str, headings: &[Text], groups: &[Group]) -> Markup {
    html! {
        table.stack.(class) {
            thead { tr { @for heading in headings { th scope="col" { (t(heading)) } } } }
            @for group in groups {
                tbody id=[group.id.as_ref()] {
                    @for (index, row) in group.rows.iter().enumerate() {
                        tr {
                            @if index == 0 {
                                th scope="rowgroup" rowspan=(group.rows.len()) { (group.head) }
                            }
                            @for (cell, heading) in row.iter().zip(headings.iter().skip(1)) {
                                td { span.lab { (t(heading)) } div.cell { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Rows that share their first cell.
pub(super) struct Group {
    pub(super) id: Option<String>,
    pub(super) head: Markup,
    pub(super) rows: Vec<Vec<Markup>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_named_by_their_hosts() {
        assert_eq!(host("https://www.beijing.gov.cn/a?b"), Some("beijing.gov.cn"));
        assert_eq!(host("http://oqhzhny.com"), Some("oqhzhny.com"));
        assert_eq!(host("京发改规〔2021〕1号"), None);
        assert_eq!(host("javascript:alert(1)"), None);
    }
}
