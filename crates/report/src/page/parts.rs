//! The pieces that every section is put together from.

use maud::{Markup, PreEscaped, html};
use units::{Diagnostic, Mark, Source, Text};

use super::store::Store;
use super::svg::Svg;
use crate::derivation::Derivation;
use crate::format;

/// Width that charts are drawn in for wide screens and paper.
pub(super) const WIDE: f64 = 1040.0;
/// Width that charts are drawn in for a hand-held screen.
pub(super) const NARROW: f64 = 340.0;

/// A text in both languages; one of them is hidden by the style sheet.
pub(super) fn t(text: &Text) -> Markup {
    if text.zh == text.en {
        return html! { @if text.zh.is_empty() { "—" } @else { (text.zh) } };
    }
    html! { span.zh lang="zh-CN" { (text.zh) } span.en lang="en" { (text.en) } }
}

/// The same from two words of the page itself.
pub(super) fn tx(zh: &str, en: &str) -> Markup {
    t(&Text::new(zh, en))
}

/// A figure that answers "from what?".
pub(super) fn figure(store: &mut Store, shown: &Text, exact: &str, from: &Derivation) -> Markup {
    let id = store.keep(from);
    html! { button.fig type="button" data-d=(id) title=[(!exact.is_empty()).then_some(exact)] { (t(shown)) } }
}

/// The same for a table cell that may have no derivation.
pub(super) fn maybe_figure(
    store: &mut Store,
    shown: &str,
    exact: &str,
    from: Option<&Derivation>,
) -> Markup {
    let title = (!exact.is_empty()).then_some(exact);
    match from.and_then(|from| store.keep_within(from)) {
        Some(id) => html! { button.fig type="button" data-d=(id) title=[title] { (shown) } },
        None => html! { span title=[title] { (shown) } },
    }
}

/// The letter of a mark, with its meaning on hover.
pub(super) fn mark(mark: Mark) -> Markup {
    let words = format::mark_words(mark);
    html! {
        span.mark data-mark=(mark.letter()) title={ (words.zh) " / " (words.en) } { (mark.letter()) }
    }
}

/// Origin, date and mark in one line.
pub(super) fn source(source: &Source) -> Markup {
    html! {
        span.source {
            (mark(source.mark)) " " (source.origin)
            @if let Some(date) = source.date { " · " time { (date) } }
        }
    }
}

/// A section with its heading; `tags` are the short notices that stand beside it.
pub(super) fn section(id: &str, title: &Text, tags: &[Text], body: &Markup) -> Markup {
    html! {
        section id=(id) aria-labelledby={ (id) "-h" } {
            header.sec {
                h2 id={ (id) "-h" } { (t(title)) }
                (tag_list(tags))
            }
            (body)
        }
    }
}

/// Short notices in a row.
pub(super) fn tag_list(tags: &[Text]) -> Markup {
    html! { @if !tags.is_empty() { p.tags { @for tag in tags { span.tag { (t(tag)) } " " } } } }
}

/// The words around a chart.
pub(super) struct Caption {
    /// Identifier of the figure; also the name of the files that it is saved as.
    pub(super) id: &'static str,
    /// What the chart finds.
    pub(super) finding: Text,
    /// Quantities, units, how to read it.
    pub(super) reading: Text,
}

/// A chart in a wide and a narrow drawing, with its numbers as a table below.
pub(super) fn chart(caption: &Caption, draw: impl Fn(f64) -> Svg, table: &Markup) -> Markup {
    let drawing = |width: f64, class: &str| PreEscaped(draw(width).finish(class, &caption.finding));
    html! {
        figure.chart id=(caption.id) {
            figcaption {
                h3 { (t(&caption.finding)) }
                p.reading { (t(&caption.reading)) }
            }
            (drawing(WIDE, "wide"))
            (drawing(NARROW, "narrow"))
            (chart_tools())
            details.numbers { summary { (tx("数据表", "Numbers")) } div.scroll { (table) } }
        }
    }
}

/// Buttons that save the drawing and its numbers; they need the script and stay hidden without it.
pub(super) fn chart_tools() -> Markup {
    html! {
        p.tools {
            button type="button" data-save="svg" { (tx("存图 SVG", "Save SVG")) }
            button type="button" data-save="csv" { (tx("存数 CSV", "Save CSV")) }
        }
    }
}

/// A plain table: headings (`true` = numbers, right-aligned) and rows of ready cells.
pub(super) fn table(headings: &[(Text, bool)], rows: &[Vec<Markup>]) -> Markup {
    html! {
        table {
            thead { tr { @for (heading, number) in headings {
                th.n[*number] scope="col" { (t(heading)) }
            } } }
            tbody { @for row in rows { tr {
                @for (cell, (_, number)) in row.iter().zip(headings) { td.n[*number] { (cell) } }
            } } }
        }
    }
}

/// A heading of a column of words.
pub(super) fn words(zh: &str, en: &str) -> (Text, bool) {
    (Text::new(zh, en), false)
}

/// A heading of a column of numbers.
pub(super) fn numbers(zh: &str, en: &str) -> (Text, bool) {
    (Text::new(zh, en), true)
}

/// Remarks about rows as table rows: place, column and value, expected, remedy.
pub(super) fn diagnostics(list: &[Diagnostic]) -> Markup {
    let headings = [
        words("文件与行", "File and row"),
        words("列", "Column"),
        words("原值", "Value"),
        words("应为", "Expected"),
        words("怎样改", "Remedy"),
    ];
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .map(|item| {
            vec![
                html! { (item.file) @if let Some(row) = item.row { ":" (row) } },
                html! { (item.column) },
                html! { code { (item.value) } },
                t(&item.expected),
                t(&item.remedy),
            ]
        })
        .collect();
    table(&headings, &rows)
}
