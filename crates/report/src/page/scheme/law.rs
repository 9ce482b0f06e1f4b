//! One version: its definitions, conditions, amounts and payment.

use maud::{Markup, html};
use units::Text;

use super::super::parts::{t, tx};
use super::pieces::{Pen, ground};
use crate::scheme::{
    ClausePart, DefinitionPart, GroundPart, ModePart, OthersPart, TranchePart, VersionPart,
    rule_anchor,
};

/// The section's content.
pub(super) fn version(version: &VersionPart, pen: &mut Pen) -> Markup {
    let id = version.id.as_str();
    html! {
        p.title { (t(&version.name)) }
        dl.meta {
            div { dt { (tx("文号", "Number")) } dd {
                @match &version.document {
                    Some(document) => (document),
                    None => span.quiet { (tx("未见", "not seen")) },
                }
            } }
            div { dt { @if version.draft { (tx("拟施行", "Would hold")) } @else { (tx("施行", "In force")) } } dd {
                (version.from) " – "
                @match version.to {
                    Some(to) => (to),
                    None => span.quiet { (tx("末日未见", "no last day seen")) },
                }
            } }
            div { dt { (tx("施行日期的依据", "Where these days were seen")) } dd { (ground(&version.ground)) } }
        }
        (group("定义", "Definitions", &version.definitions, |one| definition(id, one, pen)))
        (group("条款", "Clauses", &version.clauses, |one| clause(id, one, pen)))
        (group("支持方式与金额", "Modes and amounts", &version.modes, |one| mode(id, one, pen)))
        @if let Some((label, to)) = &version.mode_fact {
            p.aside { (tx("方式由事实选定：", "The mode is named by the fact ")) a.ref href={ "#" (to) } { (t(label)) } }
        }
        @if version.tranches.is_empty() {
            p.aside { (tx("未载分笔拨付。", "No parts of the payment are stated.")) }
        }
        (group("分笔拨付", "Parts of the payment", &version.tranches, |one| tranche(id, one, pen)))
        (group("不能同时享受", "Cannot stand beside", &version.excludes, |one| exclusion(id, one)))
        (group("由其他支持填写", "Filled by other awards", &version.matches, filled))
    }
}

/// Rules under a heading that counts them; nothing where there are none.
fn group<T>(zh: &str, en: &str, all: &[T], show: impl Fn(&T) -> Markup) -> Markup {
    html! { @if !all.is_empty() {
        h3 { (tx(zh, en)) " " span.count { (all.len()) } }
        div.rules { @for one in all { (show(one)) } }
    } }
}

/// One line of a rule: what it tells, and the telling.
type Line = (Text, Markup);

fn line(zh: &str, en: &str, told: Markup) -> Line {
    (Text::new(zh, en), told)
}

/// A rule: its title and id, its lines, and where it stands.
fn article(anchor: &str, title: &Markup, id: &str, lines: &[Line], from: &GroundPart) -> Markup {
    html! {
        article.rule id=(anchor) {
            div.main {
                h4 { (title) " " code { (id) } }
                dl { @for (label, told) in lines { div { dt { (t(label)) } dd { (told) } } } }
            }
            (ground(from))
        }
    }
}

fn definition(version: &str, definition: &DefinitionPart, pen: &Pen) -> Markup {
    let mut lines = vec![line("基本规则", "Base rule", pen.rule(&definition.base))];
    for exception in &definition.exceptions {
        let told = html! {
            div.exception id=(rule_anchor(version, &exception.id)) {
                div { b { (tx("若：", "If: ")) } (pen.rule(&exception.when)) }
                div { b { (tx("则为：", "Then: ")) } (pen.rule(&exception.then)) }
                (ground(&exception.ground))
            }
        };
        let label =
            Text::new(format!("例外 {}", exception.id), format!("Exception {}", exception.id));
        lines.push((label, told));
    }
    let anchor = rule_anchor(version, &definition.id);
    article(&anchor, &t(&definition.label), &definition.id, &lines, &definition.ground)
}

fn clause(version: &str, clause: &ClausePart, pen: &Pen) -> Markup {
    let mut lines = Vec::new();
    if let Some(applies) = &clause.applies_when {
        lines.push(line("适用于", "Applies where", pen.rule(applies)));
    }
    lines.push(line("条件", "Condition", pen.rule(&clause.condition)));
    if let Some((label, to)) = &clause.reason {
        let told = html! { a.ref href={ "#" (to) } { (t(label)) } };
        lines.push(line("不适用时须记录", "If not, on record", told));
    }
    let title = html! {
        span.kind title={ (clause.kind_note.zh) " / " (clause.kind_note.en) } { (t(&clause.kind)) }
        (t(&clause.text))
    };
    let anchor = rule_anchor(version, &clause.id);
    article(&anchor, &title, &clause.id, &lines, &clause.ground)
}

fn mode(version: &str, mode: &ModePart, pen: &Pen) -> Markup {
    let lines =
        [line("金额", "Amount", pen.rule(&mode.amount)), line("取整", "Rounding", t(&mode.round))];
    article(&rule_anchor(version, &mode.id), &t(&mode.name), &mode.id, &lines, &mode.ground)
}

fn tranche(version: &str, tranche: &TranchePart, pen: &Pen) -> Markup {
    let share = match &tranche.share {
        Some(share) => pen.rule(share),
        None => tx("其余各笔之外的余额", "what the other parts leave"),
    };
    let mut lines = vec![line("占支持金额", "Share of the award", share)];
    if let Some(paid) = &tranche.paid {
        lines.push(line("此笔实付", "Of this, paid", pen.rule(paid)));
    }
    if let Some(condition) = &tranche.condition {
        lines.push(line("拨付条件", "Paid where", pen.rule(condition)));
    }
    let anchor = rule_anchor(version, &tranche.id);
    article(&anchor, &t(&tranche.name), &tranche.id, &lines, &tranche.ground)
}

fn exclusion(version: &str, exclusion: &OthersPart) -> Markup {
    let lines = [line("涉及", "Which awards", t(&exclusion.others))];
    let anchor = rule_anchor(version, &exclusion.id);
    article(&anchor, &t(&exclusion.text), &exclusion.id, &lines, &exclusion.ground)
}

fn filled(filled: &OthersPart) -> Markup {
    html! {
        article.rule {
            div.main {
                h4 { a.ref href={ "#" (filled.id) } { (t(&filled.text)) } }
                dl { div { dt { (tx("由此填写", "Filled by")) } dd { (t(&filled.others)) } } }
            }
            (ground(&filled.ground))
        }
    }
}
