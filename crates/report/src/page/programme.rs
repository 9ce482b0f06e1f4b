//! The tables: chosen, just missed, all spaces, districts.
//!
//! The script fills the long tables row by row; without it, the first rows stand here already.

use std::collections::BTreeMap;

use maud::{Markup, html};
use units::{Fen, GramsCo2e, Text};

use super::parts::{Caption, chart, figure, numbers, t, table, tx, words};
use super::store::Store;
use super::svg::{Axis, Svg};
use crate::derivation::Derivation;
use crate::format;
use crate::model::{Outcome, ProgrammeReport, SpaceRow, Verdict};

/// Rows that are readable without the script.
const STATIC_ROWS: usize = 40;

/// A column of a long table: key, heading, whether its cells are numbers.
type LongColumn = (&'static str, (Text, bool));

/// The chosen programme.
pub(super) fn chosen(report: &ProgrammeReport) -> Markup {
    let list = sorted(report, |space| matches!(space.outcome, Outcome::Chosen { .. }));
    long_table("chosen", "0 1", &project_columns(), &list)
}

/// Candidates that were left out, and why.
pub(super) fn missed(report: &ProgrammeReport) -> Markup {
    let list = sorted(report, |space| matches!(space.outcome, Outcome::Missed { .. }));
    html! {
        @if list.is_empty() { p.empty { (tx("没有候选因预算或上限落选。", "No candidate was left out for money.")) } }
        @else { (long_table("missed", "2", &project_columns(), &list)) }
    }
}

/// Every space.
pub(super) fn all(report: &ProgrammeReport) -> Markup {
    let list: Vec<&SpaceRow> = report.spaces.iter().collect();
    let columns = vec![
        ("name", words("空间", "Space")),
        ("district", words("区", "District")),
        ("kind", words("类型", "Kind")),
        ("area", numbers("建筑面积 m²", "Floor area, m²")),
        ("verdict", words("认定", "Decision")),
        ("rate", numbers("综合节能率 %", "Saving rate, %")),
        ("state", words("择优", "Choice")),
        ("reason", words("理由", "Reason")),
    ];
    long_table("all", "0 1 2 3", &columns, &list)
}

fn project_columns() -> Vec<LongColumn> {
    vec![
        ("name", words("项目", "Project")),
        ("district", words("区", "District")),
        ("kind", words("类型", "Kind")),
        ("area", numbers("建筑面积 m²", "Floor area, m²")),
        ("rate", numbers("综合节能率 %", "Saving rate, %")),
        ("pv", numbers("光伏 kW", "PV, kW")),
        ("invest", numbers("投资 万元", "Investment, 10⁴ CNY")),
        ("award", numbers("补助 万元", "Award, 10⁴ CNY")),
        ("saved", numbers("年减排 tCO₂e", "Saved, tCO₂e/a")),
        ("state", words("状态", "State")),
        ("package", words("方案", "Package")),
        ("reason", words("理由", "Reason")),
    ]
}

fn sorted(report: &ProgrammeReport, keep: impl Fn(&SpaceRow) -> bool) -> Vec<&SpaceRow> {
    let mut list: Vec<&SpaceRow> = report.spaces.iter().filter(|space| keep(space)).collect();
    let saved = |s: &SpaceRow| s.appraisal.as_ref().and_then(|a| a.saved_per_year);
    list.sort_by(|a, b| saved(b).cmp(&saved(a)).then_with(|| a.id.cmp(&b.id)));
    list
}

fn long_table(id: &str, outcomes: &str, columns: &[LongColumn], list: &[&SpaceRow]) -> Markup {
    html! {
        div.long data-table=(id) data-outcomes=(outcomes) {
            div.controls {
                input type="search" aria-label="筛选 / Filter" data-zh="筛选名称、编号、方案、理由…" data-en="Filter by name, id, package, reason…" placeholder="筛选…";
                select aria-label="区 / District" {}
                span.shown aria-live="polite" { (format::count(u64::try_from(list.len()).unwrap_or(u64::MAX))) " " (tx("行", "rows")) }
                button.tool type="button" data-save="rows" { (tx("存表 CSV", "Save CSV")) }
            }
            div.scroll tabindex="0" {
                table {
                    thead { tr { @for (key, (heading, number)) in columns {
                        th.n[*number] scope="col" data-k=(key) aria-sort="none" {
                            button type="button" { (t(heading)) }
                        }
                    } } }
                    tbody { @for space in list.iter().take(STATIC_ROWS) { (static_row(space, columns)) } }
                }
            }
            @if list.len() > STATIC_ROWS { noscript { p.reading { (t(&Text::new(
                format!("此处只列前 {STATIC_ROWS} 行；全部见 programme.xlsx。"),
                format!("Only the first {STATIC_ROWS} rows are shown; see programme.xlsx for all."),
            ))) } } }
        }
    }
}

fn static_row(space: &SpaceRow, columns: &[LongColumn]) -> Markup {
    html! { tr { @for (key, (_, number)) in columns {
        @if *key == "name" { th scope="row" { (t(&space.name)) small { (space.id) } } }
        @else { td.n[*number] { (static_cell(space, key)) } }
    } } }
}

fn static_cell(space: &SpaceRow, key: &str) -> Markup {
    let a = space.appraisal.as_ref();
    let number = |value: Option<String>| html! { (value.unwrap_or_else(|| "—".into())) };
    match key {
        "district" => t(&space.district),
        "kind" => t(&space.kind),
        "area" => number(space.gross_floor_area_m2.map(format::area)),
        "package" => a.map_or_else(|| html! { "—" }, |a| t(&a.package)),
        "rate" => number(a.and_then(|a| a.saving_rate_percent).map(format::estimate)),
        "pv" => number(a.and_then(|a| a.pv_kw).map(format::estimate)),
        "invest" => number(a.and_then(|a| a.investment).map(format::money_wan)),
        "award" => number(a.and_then(|a| a.award).map(format::money_wan)),
        "saved" => number(a.and_then(|a| a.saved_per_year).map(format::tonnes)),
        "verdict" => t(&verdict_words(space.verdict)),
        "state" => t(&outcome_words(&space.outcome)),
        "reason" => match &space.outcome {
            Outcome::Chosen { reason, .. }
            | Outcome::Missed { reason }
            | Outcome::NotCandidate { reason } => t(reason),
        },
        _ => html! {},
    }
}

fn verdict_words(verdict: Option<Verdict>) -> Text {
    match verdict {
        Some(Verdict::Met) => Text::new("符合", "met"),
        Some(Verdict::NotMet) => Text::new("不符合", "not met"),
        Some(Verdict::Undetermined) => Text::new("待定", "undetermined"),
        None => Text::new("未认定", "not ruled on"),
    }
}

fn outcome_words(outcome: &Outcome) -> Text {
    match outcome {
        Outcome::Chosen { conditional: false, .. } => Text::new("入选", "chosen"),
        Outcome::Chosen { conditional: true, .. } => Text::new("附条件", "conditional"),
        Outcome::Missed { .. } => Text::new("未入选", "not chosen"),
        Outcome::NotCandidate { .. } => Text::new("非候选", "no candidate"),
    }
}

/// Sums of one district.
#[derive(Default)]
struct District {
    spaces: u64,
    met: u64,
    undetermined: u64,
    not_met: u64,
    chosen: u64,
    award: Fen,
    saved: GramsCo2e,
    area_m2: f64,
}

/// One line for each district, the most public money first.
pub(super) fn districts(report: &ProgrammeReport, store: &mut Store) -> Markup {
    let mut by_name: BTreeMap<&Text, District> = BTreeMap::new();
    for space in &report.spaces {
        let sum = by_name.entry(&space.district).or_default();
        sum.spaces += 1;
        match space.verdict {
            Some(Verdict::Met) => sum.met += 1,
            Some(Verdict::Undetermined) => sum.undetermined += 1,
            Some(Verdict::NotMet) => sum.not_met += 1,
            None => {}
        }
        if let (Outcome::Chosen { .. }, Some(a)) = (&space.outcome, &space.appraisal) {
            sum.chosen += 1;
            sum.award = sum.award + a.award.unwrap_or_default();
            sum.saved = sum.saved + a.saved_per_year.unwrap_or_default();
            sum.area_m2 += space.gross_floor_area_m2.unwrap_or(0.0);
        }
    }
    let mut list: Vec<(&Text, District)> = by_name.into_iter().collect();
    list.sort_by(|a, b| b.1.award.cmp(&a.1.award).then(b.1.spaces.cmp(&a.1.spaces)));
    let caption = Caption {
        id: "district-figure",
        finding: district_finding(&list),
        reading: Text::new(
            "各区入选项目的公共资金（万元）与年减排。",
            "Public money of the chosen projects by district, in 10⁴ CNY, and tCO₂e saved a year.",
        ),
    };
    chart(&caption, |width| draw_districts(&list, width), &district_table(&list, store))
}

fn district_finding(list: &[(&Text, District)]) -> Text {
    let total: Fen = list.iter().map(|(_, sum)| sum.award).sum();
    let funded = list.iter().filter(|(_, sum)| sum.chosen > 0).count();
    match list.first() {
        Some((name, sum)) if total > Fen::ZERO && !name.zh.is_empty() => {
            let share = format::percent(100.0 * sum.award.yuan_f64() / total.yuan_f64());
            Text::new(
                format!("公共资金进入 {funded} 个区，{}占 {share}", name.zh),
                format!("Public money reaches {funded} districts; {} receives {share}", name.en),
            )
        }
        _ => Text::new(
            format!("{} 个区的空间", list.len()),
            format!("Spaces in {} districts", list.len()),
        ),
    }
}

fn district_table(list: &[(&Text, District)], store: &mut Store) -> Markup {
    let headings = [
        words("区", "District"),
        numbers("空间", "Spaces"),
        numbers("符合", "Met"),
        numbers("待定", "Undetermined"),
        numbers("不符合", "Not met"),
        numbers("入选", "Chosen"),
        numbers("公共资金 万元", "Public money, 10⁴ CNY"),
        numbers("年减排 tCO₂e", "Saved, tCO₂e/a"),
        numbers("再利用面积 m²", "Area reused, m²"),
    ];
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .map(|(name, sum)| {
            let exact = super::answer::exact(sum.award);
            let money =
                summed(Text::new("公共资金", "public money"), exact.clone(), name, sum.chosen);
            let tonnes = format!("{} tCO₂e/a", format::tonnes(sum.saved));
            let saved = summed(Text::new("年减排", "CO₂e saved a year"), tonnes, name, sum.chosen);
            vec![
                t(name),
                html! { (format::count(sum.spaces)) },
                html! { (format::count(sum.met)) },
                html! { (format::count(sum.undetermined)) },
                html! { (format::count(sum.not_met)) },
                html! { (format::count(sum.chosen)) },
                figure(store, &Text::same(format::money_wan(sum.award)), &exact, &money),
                figure(store, &Text::same(format::tonnes(sum.saved)), "", &saved),
                html! { (format::area(sum.area_m2)) },
            ]
        })
        .collect();
    table(&headings, &rows)
}

/// The tree of a sum over the chosen projects of a district; each project has its own tree.
fn summed(label: Text, value: String, district: &Text, projects: u64) -> Derivation {
    Derivation::new(label, value).by(Text::new(
        format!("{}入选项目之和（{projects} 个，见“入选项目”表逐项）", district.zh),
        format!(
            "sum over the {projects} chosen projects in {} (each in the table of the programme)",
            district.en
        ),
    ))
}

fn draw_districts(list: &[(&Text, District)], width: f64) -> Svg {
    const STEP: f64 = 30.0;
    const SHOWN: usize = 20;
    let shown: Vec<_> = list.iter().filter(|(_, sum)| sum.chosen > 0).take(SHOWN).collect();
    let greatest = shown.iter().map(|(_, sum)| sum.award.yuan_f64()).fold(1.0, f64::max);
    let left = if width > 500.0 { 130.0 } else { 92.0 };
    let right = if width > 500.0 { 250.0 } else { 118.0 };
    let axis = Axis { data: (0.0, greatest), page: (left, width - right) };
    let mut svg = Svg::new(width, STEP * format::count_f64(shown.len()).max(1.0) + 4.0);
    for (index, (name, sum)) in shown.iter().enumerate() {
        let y = STEP * format::count_f64(index);
        svg.text("lab end", (left - 8.0, y + 18.0), name);
        let to = axis.at(sum.award.yuan_f64());
        svg.rect("c-slate", (left, y + 6.0), (to - left, 16.0));
        let (money, saved) = (format::money_wan(sum.award), format::tonnes(sum.saved));
        let words = if width > 500.0 {
            Text::new(
                format!("{money} 万元 · {} 个 · {saved} t/a", sum.chosen),
                format!("{money} ×10⁴ CNY · {} · {saved} t/a", sum.chosen),
            )
        } else {
            Text::new(format!("{money} 万元"), format!("{money} ×10⁴"))
        };
        svg.text("tick num", (to + 7.0, y + 18.0), &words);
    }
    svg
}
