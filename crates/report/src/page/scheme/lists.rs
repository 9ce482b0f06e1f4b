//! Parameters with their history, facts, sources, and what is not known.

use maud::{Markup, html};
use units::Text;

use super::super::parts::{mark, t, tx};
use super::pieces::{Group, ground, not_found, stack, uses, whole_link};
use crate::scheme::{
    FactPart, OpenPart, ParameterPart, SourcePart, ValuePart, fact_anchor, parameter_anchor,
};

/// What is not known, each with why and a link to its place.
pub(super) fn open(all: &[OpenPart]) -> Markup {
    if all.is_empty() {
        return html! { p.empty { (tx("没有记为未知的事项。", "Nothing is recorded as unknown.")) } };
    }
    html! {
        ul.unknowns.open { @for one in all { li {
            @if let Some(letter) = one.mark { (mark(letter)) " " }
            a.ref href={ "#" (one.to) } { (t(&one.what)) }
            span.fine { (t(&one.why)) }
        } } }
    }
}

/// Parameters as groups of rows, one row for each value that they had.
pub(super) fn parameters(all: &[ParameterPart]) -> Markup {
    let headings = [
        Text::new("参数", "Parameter"),
        Text::new("自", "From"),
        Text::new("值", "Value"),
        Text::new("依据", "Ground"),
    ];
    let groups: Vec<Group> = all.iter().map(parameter).collect();
    stack("history", &headings, &groups)
}

fn parameter(parameter: &ParameterPart) -> Group {
    let head = html! {
        strong { (t(&parameter.description)) }
        code.id { (parameter.id) }
        (type_line(&parameter.kind, &parameter.unit))
        (choices(&parameter.choices))
        @if let Some((place, _)) = &parameter.delegated {
            span.fine { (tx("由下级规定，按：", "set by each: ")) (t(place)) }
        }
        span.fine { (tx("用于 ", "read by ")) (uses(&parameter.used_by)) }
    };
    let mut rows: Vec<Vec<Markup>> =
        parameter.values.iter().map(|one| value(parameter, one)).collect();
    if let Some((_, from)) = &parameter.delegated {
        let words = match parameter.values.is_empty() {
            true => tx("尚无一处记录其值", "no value of any place is on record"),
            false => tx("其余各处未记录", "elsewhere not on record"),
        };
        rows.push(vec![html! { "—" }, html! { span.none { (words) } }, ground(from)]);
    }
    Group { id: Some(parameter_anchor(&parameter.id)), head, rows }
}

fn value(parameter: &ParameterPart, value: &ValuePart) -> Vec<Markup> {
    let shown = html! {
        @match (&parameter.columns, &value.value) {
            (Some(columns), Some(_)) => (table_of(columns, &value.rows)),
            (_, Some(value)) => span.value { (t(value)) },
            (_, None) => span.none { (t(&not_found())) },
        }
    };
    let from = html! {
        @if let Some(place) = &value.place { (place) br; }
        span.day { (value.from) }
    };
    vec![from, shown, ground(&value.ground)]
}

/// A table of the law.
fn table_of((at, of): &(Text, Text), rows: &[(Text, Text)]) -> Markup {
    html! {
        table.inner {
            thead { tr { th scope="col" { (t(at)) } th.n scope="col" { (t(of)) } } }
            tbody { @for (at, value) in rows { tr { td { (t(at)) } td.n { (t(value)) } } } }
        }
    }
}

fn type_line(kind: &Text, unit: &Text) -> Markup {
    html! { span.fine { (t(kind)) @if !unit.en.is_empty() { " · " (t(unit)) } } }
}

fn choices(all: &[(String, Text)]) -> Markup {
    html! { @if !all.is_empty() {
        ul.choices { @for (key, label) in all { li { code { (key) } " " (t(label)) } } }
    } }
}

/// Facts as rows.
pub(super) fn facts(all: &[FactPart]) -> Markup {
    let headings = [
        Text::new("事实", "Fact"),
        Text::new("类型与选项", "Type and choices"),
        Text::new("由谁提供", "Supplied by"),
        Text::new("用于", "Read by"),
    ];
    let group = |fact: &FactPart| Group {
        id: Some(fact_anchor(&fact.id)),
        head: html! { strong { (t(&fact.label)) } code.id { (fact.id) } },
        rows: vec![vec![
            html! { (type_line(&fact.kind, &fact.unit)) (choices(&fact.choices)) },
            t(&fact.supplier),
            html! { span.fine { (uses(&fact.used_by)) } },
        ]],
    };
    let groups: Vec<Group> = all.iter().map(group).collect();
    stack("facts", &headings, &groups)
}

/// Sources as rows, with their whole addresses, so that paper keeps them.
pub(super) fn sources(all: &[SourcePart]) -> Markup {
    let headings = [
        Text::new("键", "Key"),
        Text::new("地址或标题", "Address or title"),
        Text::new("引用处", "Times cited"),
    ];
    let group = |source: &SourcePart| Group {
        id: None,
        head: html! { code { (source.key) } },
        rows: vec![vec![whole_link(&source.address), html! { (source.uses) }]],
    };
    let groups: Vec<Group> = all.iter().map(group).collect();
    stack("sources", &headings, &groups)
}
