//! The answer first: how much is there, how well it is known, and when each version holds.

use maud::{Markup, html};
use units::{Date, Mark, Text};

use super::super::parts::{Caption, chart, t, table, tx, words};
use super::super::rules::shortened;
use super::super::svg::{Axis, Svg};
use super::pieces::{self, Group, bar, legend, stack};
use crate::format;
use crate::scheme::{SchemePage, VersionPart};

/// The section's content.
pub(super) fn overview(page: &SchemePage) -> Markup {
    let grounds = page.grounds();
    let seen = grounds.iter().filter(|ground| ground.mark == Mark::Seen).count();
    let clauses: usize = page.versions.iter().map(|version| version.clauses.len()).sum();
    html! {
        p.answer {
            (t(&Text::new(
                format!(
                    "{}个版本，{clauses} 条条款，{} 个参数。{} 处依据中 {seen} 处已见原文；{} 项尚不清楚。",
                    page.versions.len(), page.parameters.len(), grounds.len(), page.open.len(),
                ),
                format!(
                    "Versions: {}; clauses: {clauses}; parameters: {}. Of {} grounds, {seen} were \
                     seen in the instrument itself. Open questions: {}.",
                    page.versions.len(), page.parameters.len(), grounds.len(), page.open.len(),
                ),
            )))
        }
        (legend(&grounds))
        @if !page.versions.is_empty() { (timeline(&page.versions)) }
    }
}

/// A stretch of time: a version, or the gap before one.
enum Stretch<'a> {
    Version(&'a VersionPart),
    Gap(Date, Date),
}

fn stretches(versions: &[VersionPart]) -> Vec<Stretch<'_>> {
    let mut out = Vec::new();
    let mut last: Option<Date> = None;
    for version in versions {
        if let Some(first) = last.and_then(|day| day.tomorrow().ok())
            && let Ok(until) = version.from.yesterday()
            && first <= until
        {
            out.push(Stretch::Gap(first, until));
        }
        last = version.to;
        out.push(Stretch::Version(version));
    }
    out
}

fn span_words(from: Date, to: Option<Date>) -> Text {
    match to {
        Some(to) => Text::same(format!("{from} – {to}")),
        None => Text::new(format!("{from} 起，末日未见"), format!("from {from}, no last day seen")),
    }
}

fn timeline(versions: &[VersionPart]) -> Markup {
    let stretches = stretches(versions);
    let gaps = stretches.iter().filter(|one| matches!(one, Stretch::Gap(..))).count();
    let drafts = versions.iter().filter(|version| version.draft).count();
    let caption = Caption {
        id: "timeline",
        finding: finding(versions.len(), gaps, drafts),
        reading: Text::new(
            "实色为生效期间，箭头表示末日未见；斜线为没有生效版本的期间，空框为征求意见稿。",
            "Solid: in force; an arrow: no last day was seen; hatched: no version in force; \
             outlined: only a draft.",
        ),
    };
    let rows: Vec<Vec<Markup>> = stretches
        .iter()
        .map(|stretch| match stretch {
            Stretch::Version(version) => vec![
                html! { code { (version.id) } },
                t(&version.name),
                html! { (version.from) },
                html! { @match version.to { Some(to) => (to), None => "—" } },
                if version.draft {
                    tx("征求意见稿", "draft")
                } else {
                    tx("生效", "in force")
                },
            ],
            Stretch::Gap(from, to) => vec![
                html! { "—" },
                tx("没有生效的版本", "no version in force"),
                html! { (from) },
                html! { (to) },
                tx("空档", "gap"),
            ],
        })
        .collect();
    let headings = [
        words("版本", "Version"),
        words("标题", "Title"),
        words("首日", "First day"),
        words("末日", "Last day"),
        words("状态", "Status"),
    ];
    chart(&caption, |width| draw(&stretches, width), &table(&headings, &rows))
}

/// What the time line shows.
fn finding(versions: usize, gaps: usize, drafts: usize) -> Text {
    let mut text = match versions {
        1 => Text::new("一个版本", "One version"),
        _ => Text::new(format!("{versions} 个版本"), format!("{versions} versions")),
    };
    let mut also = |zh: String, en: String| {
        text.zh.push_str(&zh);
        text.en.push_str(&en);
    };
    match drafts {
        0 => {}
        1 if versions == 1 => also("，为征求意见稿".into(), ", a draft for comment".into()),
        _ => also(format!("，其中 {drafts} 个为征求意见稿"), format!(", of these {drafts} draft")),
    }
    match (versions, gaps) {
        (1, _) => {}
        (_, 0) => also("，前后相接".into(), ", one right after the other".into()),
        (_, 1) => {
            also("，其间有一段没有生效的版本".into(), "; for a while between, none held".into())
        }
        _ => also(
            format!("，其间有 {gaps} 段没有生效的版本"),
            format!("; for {gaps} stretches of time, none held"),
        ),
    }
    text
}

/// A day as a fraction of years.
fn year(day: Date) -> f64 {
    f64::from(day.year()) + f64::from(day.day_of_year() - 1) / 366.0
}

fn draw(stretches: &[Stretch<'_>], width: f64) -> Svg {
    const STEP: f64 = 50.0;
    const TIP: f64 = 14.0;
    let ends = stretches.iter().flat_map(|stretch| match stretch {
        Stretch::Version(version) => [Some(version.from), version.to],
        Stretch::Gap(from, to) => [Some(*from), Some(*to)],
    });
    let ends: Vec<f64> = ends.flatten().map(year).collect();
    let first = ends.iter().copied().fold(f64::INFINITY, f64::min).floor();
    let last = ends.iter().copied().fold(first, f64::max).floor() + 1.0;
    let last = last.max(first + 2.0);
    let axis = Axis { data: (first, last), page: (0.0, width - TIP) };
    let bottom = STEP * format::count_f64(stretches.len());
    let mut svg = Svg::new(width, bottom + 22.0);
    let narrow = width < 500.0;
    for tick in axis.ticks(if narrow { 4.0 } else { 10.0 }).into_iter().filter(|y| y.fract() == 0.0)
    {
        let x = axis.at(tick);
        svg.line("grid", (x, 0.0), (x, bottom));
        let anchor = if x > width - 40.0 { "tick end" } else { "tick" };
        svg.label(anchor, (x, bottom + 16.0), &format!("{tick:.0}"));
    }
    for (index, stretch) in stretches.iter().enumerate() {
        let y = STEP * format::count_f64(index);
        let (name, dates) = labels(stretch, width, narrow);
        svg.text("lab halo", (0.0, y + 15.0), &name);
        svg.text("tick halo end", (width, y + 15.0), &dates);
        let (class, from, to) = match stretch {
            Stretch::Gap(from, to) => ("h-slate", axis.at(year(*from)), axis.at(year(*to))),
            Stretch::Version(version) => {
                let class = if version.draft { "c-draft" } else { "c-verdigris" };
                let to = version.to.map_or(axis.page.1, |to| axis.at(year(to)));
                (class, axis.at(year(version.from)), to)
            }
        };
        let (top, foot) = (y + 22.0, y + 36.0);
        svg.rect(class, (from, top), ((to - from).max(3.0), foot - top));
        if matches!(stretch, Stretch::Version(version) if version.to.is_none()) {
            let tip = [(to, top - 3.0), (to + TIP, f64::midpoint(top, foot)), (to, foot + 3.0)];
            svg.path(class, &tip, true);
        }
    }
    svg
}

/// Name and dates of a stretch, as far as they fit beside one another.
fn labels(stretch: &Stretch<'_>, width: f64, narrow: bool) -> (Text, Text) {
    let (name, dates) = match stretch {
        Stretch::Gap(from, to) => {
            (Text::new("没有生效的版本", "none in force"), span_words(*from, Some(*to)))
        }
        Stretch::Version(version) if narrow => {
            (Text::same(version.id.clone()), span_words(version.from, version.to))
        }
        Stretch::Version(version) => (
            Text::new(
                format!("{} {}", version.id, version.name.zh),
                format!("{} {}", version.id, version.name.en),
            ),
            span_words(version.from, version.to),
        ),
    };
    let room = (width - 190.0).max(150.0);
    let letter = |text: &str| if text.is_ascii() { 6.6 } else { 12.5 };
    let fitting = |text: &str| shortened(text, room, letter(text));
    (Text::new(fitting(&name.zh), fitting(&name.en)), dates)
}

/// Schemes as rows.
pub(super) fn index(pages: &[(String, SchemePage)]) -> Markup {
    let headings = [
        Text::new("方案", "Scheme"),
        Text::new("出资层级", "Who pays"),
        Text::new("版本", "Versions"),
        Text::new("条款 / 参数 / 事实", "Clauses / parameters / facts"),
        Text::new("依据的标记", "Marks of its grounds"),
        Text::new("尚不清楚", "Not known"),
    ];
    let groups: Vec<Group> = pages.iter().map(|(file, page)| index_row(file, page)).collect();
    stack("index", &headings, &groups)
}

fn index_row(file: &str, page: &SchemePage) -> Group {
    let clauses: usize = page.versions.iter().map(|version| version.clauses.len()).sum();
    let versions = html! {
        @for version in &page.versions {
            div.line {
                code { (version.id) } " "
                span.fine { (t(&span_words(version.from, version.to))) }
                @if version.draft { " " span.draft { (tx("征求意见稿", "draft")) } }
            }
        }
    };
    Group {
        id: None,
        head: html! {
            strong { (pieces::page_link(file, &page.name)) }
            code.id { (page.id) }
        },
        rows: vec![vec![
            html! { @match &page.level { Some(level) => (t(level)), None => "—" } },
            versions,
            html! { (clauses) " / " (page.parameters.len()) " / " (page.facts.len()) },
            bar(&page.grounds()),
            html! { (page.open.len()) },
        ]],
    }
}
