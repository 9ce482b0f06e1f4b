//! The head of the page and the answer: one sentence, then the numbers behind it.

use maud::{Markup, html};
use units::{Fen, Lang, Text};

use super::parts::{figure, source, t, tx};
use super::store::Store;
use crate::derivation::{Derivation, Figure};
use crate::format;
use crate::model::{Headline, NoticeKind, ProgrammeReport};

/// Title, scheme, day, budget and the notices.
pub(super) fn masthead(report: &ProgrammeReport, store: &mut Store) -> Markup {
    html! {
        header.mast {
            p.kicker { (report.provenance.software) }
            h1 { (t(&report.title)) }
            dl.meta {
                @if let Some(scheme) = &report.scheme {
                    div { dt { (tx("政策", "Scheme")) } dd { (t(&scheme.name)) " " code { (scheme.id) } } }
                    div {
                        dt { (tx("版本", "Version")) }
                        dd {
                            (t(&scheme.version))
                            @if let Some(since) = scheme.since { " " (tx("自", "since")) " " (since) }
                            @if let Some(from) = &scheme.source { " " (source(from)) }
                        }
                    }
                } @else {
                    div { dt { (tx("政策", "Scheme")) } dd { (tx("未适用任何政策", "no rules applied")) } }
                }
                div { dt { (tx("认定日期", "Decided as of")) } dd { (report.on) } }
                @if let Some(budget) = &report.budget {
                    div { dt { (tx("年度预算", "Yearly budget")) } dd { (money(store, &budget.amount)) } }
                    div {
                        dt { (tx("择优目标", "Made greatest")) }
                        dd { (t(&budget.objective)) @if let Some(gap) = budget.gap_percent {
                            " " span.quiet { (tx("与最优值的距离不超过", "proven within")) " "
                                (format::percent(gap)) " " (tx("", "of the best possible")) }
                        } }
                    }
                }
            }
        }
        @if !report.notices.is_empty() {
            div.notices role="note" {
                @for notice in &report.notices {
                    p.notice.(notice_class(notice.kind)) {
                        strong { (t(&short(notice.kind))) } " " (t(&notice.text))
                    }
                }
            }
        }
    }
}

/// The short word of a kind of notice.
pub(super) fn short(kind: NoticeKind) -> Text {
    match kind {
        NoticeKind::Synthetic => Text::new("合成数据", "Synthetic data"),
        NoticeKind::ChainTest => Text::new("仅为链路测试", "Test of the chain only"),
        NoticeKind::Planning => Text::new("规划取值", "Planning values"),
        NoticeKind::Unconfirmed => Text::new("参数未核对 [S]", "Unconfirmed parameters [S]"),
        NoticeKind::Other => Text::new("请注意", "Note"),
    }
}

fn notice_class(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Synthetic | NoticeKind::ChainTest => "loud",
        NoticeKind::Planning | NoticeKind::Unconfirmed | NoticeKind::Other => "soft",
    }
}

/// The answer first.
pub(super) fn answer(report: &ProgrammeReport, store: &mut Store) -> Markup {
    let head = &report.headline;
    html! {
        (sentence(report, store))
        (decision_bar(head, store))
        dl.tiles {
            (tile(store, ("空间", "Spaces"), &head.spaces, &format::count(head.spaces.value),
                &Text::new("台账中", "in the ledger")))
            (tile(store, ("已模拟", "Simulated"), &head.simulated,
                &format::count(head.simulated.value),
                &Text::new(format!("{} 个未能模拟", format::count(report.faults)),
                    format!("{} could not be", format::count(report.faults)))))
            (tile(store, ("入选项目", "Projects chosen"), &head.chosen,
                &format::count(head.chosen.value),
                &Text::new(format!("其中 {} 个附条件", format::count(head.conditional.value)),
                    format!("{} of them conditional", format::count(head.conditional.value)))))
            (money_tile(store, &head.public_money))
            (tile(store, ("年减排", "CO₂e saved a year"), &head.saved_per_year,
                &format::tonnes(head.saved_per_year.value),
                &interval(head.saved_per_year.interval.map(|(low, high)|
                    (format::tonnes(low), format::tonnes(high))), "tCO₂e/a")))
            (tile(store, ("再利用面积", "Floor area reused"), &head.reused_area_m2,
                &format::area(head.reused_area_m2.value),
                &Text::new("m² 建筑面积", "m² gross floor area")))
        }
    }
}

fn interval(ends: Option<(String, String)>, unit: &str) -> Text {
    match ends {
        Some((low, high)) => Text::same(format!("{unit} · {low} – {high}")),
        None => Text::same(unit),
    }
}

fn tile<T>(
    store: &mut Store,
    (zh, en): (&str, &str),
    value: &Figure<T>,
    shown: &str,
    below: &Text,
) -> Markup {
    html! { div {
        dt { (tx(zh, en)) }
        dd { (figure(store, &Text::same(shown), "", &value.from)) small { (t(below)) } }
    } }
}

fn money_tile(store: &mut Store, value: &Figure<Fen>) -> Markup {
    let parts = |lang| format::money_parts(value.value, lang);
    let ((zh, zh_unit), (en, en_unit)) = (parts(Lang::Zh), parts(Lang::En));
    html! { div {
        dt { (tx("公共资金", "Public money")) }
        dd {
            (figure(store, &Text::new(zh, en), &exact(value.value), &value.from))
            small { (t(&Text::new(zh_unit, format!("CNY {en_unit}")))) }
        }
    } }
}

/// Money as a figure: rounded to read, exact on hover.
pub(super) fn money(store: &mut Store, value: &Figure<Fen>) -> Markup {
    let shown =
        Text::new(format::money(value.value, Lang::Zh), format::money(value.value, Lang::En));
    figure(store, &shown, &exact(value.value), &value.from)
}

/// Exact money in both languages, for hover.
pub(super) fn exact(amount: Fen) -> String {
    format!("{} 元 (CNY)", format::yuan_exact(amount))
}

fn sentence(report: &ProgrammeReport, store: &mut Store) -> Markup {
    let head = &report.headline;
    let number = |store: &mut Store, value: &Figure<u64>| {
        figure(store, &Text::same(format::count(value.value)), "", &value.from)
    };
    let tonnes = Text::same(format::tonnes(head.saved_per_year.value));
    let area = Text::same(format::area(head.reused_area_m2.value));
    if head.chosen.value == 0 {
        return html! { p.answer {
            span.zh lang="zh-CN" { (number(store, &head.spaces)) " 个空间中，没有项目入选。" }
            span.en lang="en" { "Of " (number(store, &head.spaces)) " spaces, no project was chosen." }
        } };
    }
    html! {
        p.answer {
            span.zh lang="zh-CN" {
                @if let Some(budget) = &report.budget { "以 " (money(store, &budget.amount)) " 预算，从 " }
                @else { "从 " }
                (number(store, &head.spaces)) " 个空间中选出 "
                strong { (number(store, &head.chosen)) " 个项目" }
                @if head.conditional.value > 0 {
                    "（" (number(store, &head.conditional)) " 个尚有条件待证）"
                }
                "，用公共资金 " (money(store, &head.public_money))
                "，每年减排 " strong.green { (figure(store, &tonnes, "", &head.saved_per_year.from)) " tCO₂e" }
                "，再利用建筑面积 " (figure(store, &area, "", &head.reused_area_m2.from)) " m²。"
            }
            span.en lang="en" {
                @if let Some(budget) = &report.budget { "With " (money(store, &budget.amount)) ", " }
                strong { (number(store, &head.chosen)) " projects" }
                " out of " (number(store, &head.spaces)) " spaces are chosen"
                @if head.conditional.value > 0 {
                    " (" (number(store, &head.conditional)) " with conditions still to prove)"
                }
                ", using " (money(store, &head.public_money)) " of public money to save "
                strong.green { (figure(store, &tonnes, "", &head.saved_per_year.from)) " tCO₂e" }
                " a year and reuse " (figure(store, &area, "", &head.reused_area_m2.from))
                " m² of floor."
            }
        }
    }
}

/// Decisions as one bar; undetermined is a hatch.
fn decision_bar(head: &Headline, store: &mut Store) -> Markup {
    let parts = [
        ("met", Text::new("符合", "met"), &head.met),
        ("undetermined", Text::new("待定", "undetermined"), &head.undetermined),
        ("not-met", Text::new("不符合", "not met"), &head.not_met),
    ];
    let total: u64 = parts.iter().map(|part| part.2.value).fold(0, u64::saturating_add);
    if total == 0 {
        return html! {};
    }
    html! {
        div.verdicts {
            p.verdict-title { (tx("认定", "Decisions")) }
            div.bar aria-hidden="true" {
                @for (class, _, value) in &parts {
                    @if value.value > 0 { span.(class) style={ "flex-grow:" (value.value) } {} }
                }
            }
            p.keys {
                @for (class, name, value) in &parts {
                    span.key { i.(class) {} (t(name)) " "
                        (figure(store, &Text::same(format::count(value.value)), "", &value.from)) }
                    " "
                }
            }
        }
    }
}

/// A count that the page adds up itself, with its tree.
pub(super) fn counted(label: Text, value: u64, formula: Text) -> Figure<u64> {
    Figure::new(value, Derivation::new(label, format::count(value)).by(formula))
}
