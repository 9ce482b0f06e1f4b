//! Carbon per public yuan: what the choice bought and what lies beyond it.

use maud::{Markup, html};
use units::Text;

use super::parts::{Caption, chart, numbers, table, words};
use super::svg::{Axis, Svg};
use crate::format;
use crate::model::{Outcome, ProgrammeReport, SpaceRow};

/// A candidate: name, public money in 万元, tonnes a year, whether it was chosen.
struct Candidate<'a> {
    space: &'a SpaceRow,
    money_wan: f64,
    saved_t: f64,
    chosen: bool,
}

/// The cost curve, or nothing without candidates that have both figures.
pub(super) fn cost_curve(report: &ProgrammeReport) -> Markup {
    let candidates = candidates(report);
    if candidates.is_empty() {
        return html! {};
    }
    let sum = |chosen: bool| {
        candidates
            .iter()
            .filter(|c| c.chosen == chosen)
            .fold((0.0, 0.0, 0_usize), |sum, c| (sum.0 + c.money_wan, sum.1 + c.saved_t, sum.2 + 1))
    };
    let (inside, outside) = (sum(true), sum(false));
    let per = |part: (f64, f64, usize)| {
        if part.0 > 0.0 { format::estimate(part.1 / part.0) } else { "—".into() }
    };
    let caption = Caption {
        id: "curve",
        finding: Text::new(
            format!(
                "入选项目每万元公共资金每年减排 {} t；未入选的 {} 个候选为 {} t",
                per(inside),
                outside.2,
                per(outside)
            ),
            format!(
                "Each 10,000 yuan of public money saves {} t a year in the chosen projects, {} t in the {} left out",
                per(inside),
                per(outside),
                outside.2
            ),
        ),
        reading: Text::new(
            "候选按每元公共资金的年减排量从高到低累加；横轴公共资金，纵轴年减排 tCO₂e。实线段为入选，细线段为未入选。",
            "Candidates added up from the most to the least CO₂e per public yuan; across: public money, up: tCO₂e saved a year. Thick: chosen; thin: not chosen.",
        ),
    };
    let rows: Vec<Vec<Markup>> = candidates
        .iter()
        .take(200)
        .map(|c| {
            vec![
                super::parts::t(&c.space.name),
                html! { (format::estimate(c.money_wan)) },
                html! { (format::estimate(c.saved_t)) },
                super::parts::tx(
                    if c.chosen { "入选" } else { "未入选" },
                    if c.chosen { "chosen" } else { "not chosen" },
                ),
            ]
        })
        .collect();
    let headings = [
        words("项目", "Project"),
        numbers("公共资金 万元", "Public money, 10⁴ CNY"),
        numbers("年减排 tCO₂e/a", "Saved, tCO₂e/a"),
        words("结果", "Outcome"),
    ];
    let budget_wan = report.budget.as_ref().map(|budget| budget.amount.value.yuan_f64() / 1e4);
    chart(&caption, |width| draw(&candidates, budget_wan, width), &table(&headings, &rows))
}

fn candidates(report: &ProgrammeReport) -> Vec<Candidate<'_>> {
    let mut list: Vec<Candidate<'_>> = report
        .spaces
        .iter()
        .filter_map(|space| {
            let chosen = match space.outcome {
                Outcome::Chosen { .. } => true,
                Outcome::Missed { .. } => false,
                Outcome::NotCandidate { .. } => return None,
            };
            let appraisal = space.appraisal.as_ref()?;
            let money_wan = appraisal.award?.yuan_f64() / 1e4;
            let saved_t = appraisal.saved_per_year?.tonnes_f64();
            (money_wan > 0.0).then_some(Candidate { space, money_wan, saved_t, chosen })
        })
        .collect();
    list.sort_by(|a, b| (b.saved_t / b.money_wan).total_cmp(&(a.saved_t / a.money_wan)));
    list
}

fn draw(candidates: &[Candidate<'_>], budget_wan: Option<f64>, width: f64) -> Svg {
    const HEIGHT: f64 = 300.0;
    let (left, top, bottom) = (48.0, 24.0, HEIGHT - 44.0);
    let (mut money, mut saved, mut peak) = (0.0, 0.0, 0.0_f64);
    let mut steps = vec![(0.0, 0.0, false)];
    for c in candidates {
        money += c.money_wan;
        saved += c.saved_t;
        peak = peak.max(saved);
        steps.push((money / 1e4, saved / 1e3, c.chosen));
    }
    let end = (money.max(budget_wan.unwrap_or(0.0)) / 1e4).max(1e-9);
    let across = Axis { data: (0.0, end), page: (left, width - 12.0) };
    let up = Axis { data: (0.0, (peak / 1e3).max(1e-9)), page: (bottom, top) };
    let mut svg = Svg::new(width, HEIGHT);
    for tick in up.ticks(4.0) {
        svg.line("grid", (left, up.at(tick)), (width, up.at(tick)));
        svg.label("tick end", (left - 6.0, up.at(tick) + 4.0), &format::estimate(tick));
    }
    for tick in across.ticks(if width > 500.0 { 8.0 } else { 4.0 }) {
        svg.label("tick mid", (across.at(tick), bottom + 16.0), &format::estimate(tick));
    }
    svg.line("base", (left, bottom), (width, bottom));
    for chosen in [false, true] {
        let class = if chosen { "curve chosen" } else { "curve rest" };
        for run in runs(&steps, chosen) {
            let points: Vec<(f64, f64)> =
                run.iter().map(|(x, y, _)| (across.at(*x), up.at(*y))).collect();
            svg.path(class, &points, false);
        }
    }
    if let Some(budget) = budget_wan {
        let x = across.at(budget / 1e4);
        svg.line("threshold", (x, top - 14.0), (x, bottom));
        let late = x > width * 0.7;
        let at = (if late { x - 6.0 } else { x + 6.0 }, bottom - 8.0);
        svg.text(
            if late { "lab brick end" } else { "lab brick" },
            at,
            &Text::new("预算", "budget"),
        );
    }
    let axis = Text::new("公共资金，亿元（累计）", "public money, 10⁸ CNY, added up");
    svg.text("tick end", (width - 4.0, HEIGHT - 8.0), &axis);
    svg.text(
        "tick",
        (0.0, 12.0),
        &Text::new("年减排，千 tCO₂e（累计）", "thousand tCO₂e saved a year, added up"),
    );
    svg
}

/// Stretches of the curve whose steps are all chosen or all not, each with its starting point.
fn runs(steps: &[(f64, f64, bool)], chosen: bool) -> Vec<Vec<(f64, f64, bool)>> {
    let mut runs: Vec<Vec<(f64, f64, bool)>> = Vec::new();
    let mut open = false;
    for pair in steps.windows(2) {
        let [from, to] = pair else { continue };
        if to.2 != chosen {
            open = false;
        } else if open {
            if let Some(run) = runs.last_mut() {
                run.push(*to);
            }
        } else {
            runs.push(vec![*from, *to]);
            open = true;
        }
    }
    runs
}
