//! Energy before and after, and how far saving rates can be trusted.

use maud::{Markup, html};
use units::Text;

use super::parts::{Caption, chart, figure, maybe_figure, numbers, t, table, words};
use super::store::Store;
use super::svg::{Axis, Svg};
use crate::format;
use crate::model::{EndUse, EnergyBalance, ProgrammeReport};

/// All balances, the first as a chart, the others as charts too.
pub(super) fn energy(report: &ProgrammeReport, store: &mut Store) -> Markup {
    const NAMES: [&str; 4] = ["energy-1", "energy-2", "energy-3", "energy-4"];
    html! {
        @for (id, balance) in NAMES.into_iter().zip(&report.energy) { (one(id, balance, store)) }
        @if report.energy.is_empty() { p.empty { (t(&Text::new(
            "没有可比较的模拟结果。", "There are no simulated results to compare."))) } }
    }
}

fn totals(balance: &EnergyBalance) -> (f64, f64) {
    let sum = |of: fn(&EndUse) -> f64| balance.end_uses.iter().map(of).sum();
    (sum(|e| e.before_kwh), sum(|e| e.after_kwh))
}

fn one(id: &'static str, balance: &EnergyBalance, store: &mut Store) -> Markup {
    let (before, after) = totals(balance);
    let change = |before: f64, after: f64| {
        if before > 0.0 { format::percent(100.0 * (after - before) / before) } else { "—".into() }
    };
    let caption = Caption {
        id,
        finding: Text::new(
            format!(
                "{}：年用能 {} → {}（{}）",
                balance.scope.zh,
                format::energy(before),
                format::energy(after),
                change(before, after)
            ),
            format!(
                "{}: {} → {} a year ({})",
                balance.scope.en,
                format::energy(before),
                format::energy(after),
                change(before, after)
            ),
        ),
        reading: Text::new(
            format!(
                "终端能耗 GWh/a，改造前后同一比例尺；浅色为改造前多出的部分，斜线为其中依赖假定的部分。{}",
                balance.method.zh
            ),
            format!(
                "Final energy in GWh a year, before and after on one scale; pale: saved; hatched: the part of the saving that rests on assumptions. {}",
                balance.method.en
            ),
        ),
    };
    let rows: Vec<Vec<Markup>> = balance
        .end_uses
        .iter()
        .map(|end_use| {
            vec![
                t(&end_use.label),
                html! { (format::estimate(end_use.before_kwh / 1e6)) },
                html! { (format::estimate(end_use.after_kwh / 1e6)) },
                html! { (change(end_use.before_kwh, end_use.after_kwh)) },
                html! { (end_use.assumed_share.map_or("—".into(), |s| format::percent(100.0 * s))) },
            ]
        })
        .chain([vec![
            t(&Text::new("合计", "Total")),
            maybe_figure(store, &format::estimate(before / 1e6), "", balance.from.as_ref()),
            maybe_figure(store, &format::estimate(after / 1e6), "", balance.from.as_ref()),
            html! { (change(before, after)) },
            html! { "—" },
        ]])
        .collect();
    let headings = [
        words("用途", "End use"),
        numbers("改造前 GWh/a", "Before, GWh/a"),
        numbers("改造后 GWh/a", "After, GWh/a"),
        numbers("变化", "Change"),
        numbers("节能量中依赖假定", "Saving on assumptions"),
    ];
    html! {
        (chart(&caption, |width| bars(balance, width), &table(&headings, &rows)))
        @if let Some(pv) = balance.pv_generation_kwh { p.aside { (t(&pv_words(pv, balance.pv_self_use_kwh))) } }
    }
}

fn pv_words(pv_kwh: f64, self_use_kwh: Option<f64>) -> Text {
    let all = format::energy(pv_kwh);
    match self_use_kwh.filter(|_| pv_kwh > 0.0) {
        Some(own) => {
            let share = format::percent(100.0 * own / pv_kwh);
            Text::new(
                format!("改造后屋顶光伏年发电 {all}，其中 {share} 由本建筑逐时自用。"),
                format!(
                    "Roof photovoltaics yield {all} a year; the buildings use {share} of it hour by hour."
                ),
            )
        }
        None => Text::new(
            format!("改造后屋顶光伏年发电 {all}。"),
            format!("Roof photovoltaics yield {all} a year."),
        ),
    }
}

fn bars(balance: &EnergyBalance, width: f64) -> Svg {
    const STEP: f64 = 54.0;
    const FOOT: f64 = 34.0;
    let greatest = balance
        .end_uses
        .iter()
        .flat_map(|e| [e.before_kwh, e.after_kwh])
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    let axis = Axis { data: (0.0, greatest.max(1.0) / 1e6), page: (0.0, width - 118.0) };
    let bottom = STEP * format::count_f64(balance.end_uses.len());
    let mut svg = Svg::new(width, bottom + FOOT);
    for tick in axis.ticks(if width > 500.0 { 6.0 } else { 3.0 }) {
        let x = axis.at(tick);
        svg.line("grid", (x, 0.0), (x, bottom));
        svg.label(
            if tick > 0.0 { "tick mid" } else { "tick" },
            (x, bottom + 14.0),
            &format::estimate(tick),
        );
    }
    svg.label("tick", (0.0, bottom + 30.0), "GWh/a");
    for (index, end_use) in balance.end_uses.iter().enumerate() {
        let y = STEP * format::count_f64(index);
        let (before, after) = (axis.at(end_use.before_kwh / 1e6), axis.at(end_use.after_kwh / 1e6));
        svg.text("lab", (0.0, y + 13.0), &end_use.label);
        svg.rect("c-line", (0.0, y + 19.0), (before, 9.0));
        svg.rect("c-verdigris", (0.0, y + 30.0), (after, 13.0));
        let saved = before - after;
        if saved > 0.0 {
            svg.rect("c-pale", (after, y + 30.0), (saved, 13.0));
            let hatched = saved * end_use.assumed_share.unwrap_or(0.0).clamp(0.0, 1.0);
            svg.rect("h-verdigris", (after, y + 30.0), (hatched, 13.0));
        }
        let numbers = format!(
            "{} → {}",
            format::estimate(end_use.before_kwh / 1e6),
            format::estimate(end_use.after_kwh / 1e6)
        );
        svg.label("tick num", (before.max(after) + 7.0, y + 40.0), &numbers);
    }
    svg
}

/// Width of a bin of saving rates [%].
const BIN_PERCENT: f64 = 2.5;
/// Rates beyond are gathered in the outermost bins [%].
const RATES_PERCENT: (f64, f64) = (-10.0, 80.0);

/// One bin: number of spaces, and the part of them whose saving rests on assumptions.
#[derive(Clone, Copy, Default)]
struct Bin {
    spaces: f64,
    assumed: f64,
}

/// The distribution of saving rates.
pub(super) fn saving_rates(report: &ProgrammeReport, store: &mut Store) -> Markup {
    let appraised: Vec<(f64, f64)> = report
        .spaces
        .iter()
        .filter_map(|space| space.appraisal.as_ref())
        .filter_map(|a| Some((a.saving_rate_percent?, a.assumed_share.unwrap_or(0.0))))
        .filter(|(rate, _)| rate.is_finite())
        .collect();
    if appraised.is_empty() {
        return html! {};
    }
    let threshold = report.saving_threshold_percent.as_ref();
    let total = format::count_f64(appraised.len());
    let assumed = appraised.iter().map(|(_, share)| share.clamp(0.0, 1.0)).sum::<f64>() / total;
    let caption = Caption {
        id: "rates",
        finding: rates_finding(&appraised, threshold.map(|line| line.value), assumed),
        reading: Text::new(
            "空间数量，按综合节能率分组（每组 2.5 个百分点，两端为更低与更高）；斜线为依赖假定的份额。",
            "Number of spaces by saving rate (bins of 2.5 points, the outermost hold all beyond); hatched: the share that rests on assumptions.",
        ),
    };
    let bins = binned(&appraised);
    let rows: Vec<Vec<Markup>> = bins
        .iter()
        .enumerate()
        .map(|(index, bin)| {
            let from = RATES_PERCENT.0 + BIN_PERCENT * format::count_f64(index);
            vec![
                html! { (format::estimate(from)) " – " (format::estimate(from + BIN_PERCENT)) },
                html! { (format::estimate(bin.spaces)) },
                html! { (format::estimate(bin.assumed)) },
            ]
        })
        .collect();
    let headings = [
        words("综合节能率 %", "Saving rate, %"),
        numbers("空间数", "Spaces"),
        numbers("其中依赖假定（折算）", "On assumptions (weighted)"),
    ];
    let line = threshold.map(|line| line.value);
    html! {
        (chart(&caption, |width| histogram(&bins, line, width), &table(&headings, &rows)))
        @if let Some(line) = threshold { p.aside {
            (t(&Text::new("要求的综合节能率：", "Saving rate asked for: "))) "≥ "
            (figure(store, &Text::same(format::percent(line.value)), "", &line.from))
        } }
    }
}

fn rates_finding(appraised: &[(f64, f64)], threshold: Option<f64>, assumed: f64) -> Text {
    let total = format::count(u64::try_from(appraised.len()).unwrap_or(u64::MAX));
    let share = format::percent(100.0 * assumed);
    match threshold {
        Some(line) => {
            let reached = appraised.iter().filter(|(rate, _)| *rate >= line).count();
            let reached = u64::try_from(reached).unwrap_or(u64::MAX);
            let (line, part) = (
                format::percent(line),
                format::share(reached, u64::try_from(appraised.len()).unwrap_or(u64::MAX)),
            );
            let reached = format::count(reached);
            Text::new(
                format!(
                    "{total} 个空间中 {reached} 个（{part}）的估算达到 {line}，但节能量平均有 {share} 依赖假定"
                ),
                format!(
                    "{reached} of {total} spaces ({part}) reach {line} by estimate, yet on average {share} of the saving rests on assumptions"
                ),
            )
        }
        None => Text::new(
            format!("{total} 个空间的综合节能率，平均 {share} 依赖假定"),
            format!(
                "Saving rates of {total} spaces; on average {share} of the saving rests on assumptions"
            ),
        ),
    }
}

fn binned(appraised: &[(f64, f64)]) -> Vec<Bin> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "36 bins")]
    let count = ((RATES_PERCENT.1 - RATES_PERCENT.0) / BIN_PERCENT).round() as usize;
    let mut bins = vec![Bin::default(); count];
    for (rate, share) in appraised {
        let place = ((rate - RATES_PERCENT.0) / BIN_PERCENT).floor();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let index = place.clamp(0.0, format::count_f64(count - 1)) as usize;
        if let Some(bin) = bins.get_mut(index) {
            bin.spaces += 1.0;
            bin.assumed += share.clamp(0.0, 1.0);
        }
    }
    bins
}

fn histogram(bins: &[Bin], threshold: Option<f64>, width: f64) -> Svg {
    const HEIGHT: f64 = 250.0;
    let (top, bottom) = (26.0, HEIGHT - 40.0);
    let greatest = bins.iter().map(|bin| bin.spaces).fold(1.0, f64::max);
    let across = Axis { data: RATES_PERCENT, page: (36.0, width - 6.0) };
    let up = Axis { data: (0.0, greatest), page: (bottom, top) };
    let mut svg = Svg::new(width, HEIGHT);
    for tick in up.ticks(4.0) {
        svg.line("grid", (36.0, up.at(tick)), (width, up.at(tick)));
        svg.label("tick end", (30.0, up.at(tick) + 4.0), &format::estimate(tick));
    }
    for tick in across.ticks(if width > 500.0 { 10.0 } else { 5.0 }) {
        svg.label("tick mid", (across.at(tick), bottom + 16.0), &format::estimate(tick));
    }
    for (index, bin) in bins.iter().enumerate() {
        let from = RATES_PERCENT.0 + BIN_PERCENT * format::count_f64(index);
        let (x, next) = (across.at(from), across.at(from + BIN_PERCENT));
        let passes = threshold.is_none_or(|line| from >= line - 1e-9);
        let (solid, hatch) =
            if passes { ("c-verdigris", "h-verdigris") } else { ("c-slate3", "h-slate") };
        let (whole, assumed) = (up.at(bin.spaces), up.at(bin.assumed));
        svg.rect(solid, (x + 0.5, whole), (next - x - 1.0, assumed - whole));
        svg.rect(hatch, (x + 0.5, assumed), (next - x - 1.0, bottom - assumed));
    }
    svg.line("base", (36.0, bottom), (width, bottom));
    if let Some(line) = threshold {
        let x = across.at(line);
        svg.line("threshold", (x, 8.0), (x, bottom));
        svg.label("lab brick", (x + 6.0, 18.0), &format!("≥ {}", format::percent(line)));
    }
    svg.text("tick end", (width - 4.0, HEIGHT - 6.0), &Text::new("综合节能率 %", "saving rate, %"));
    svg.text("tick", (0.0, 12.0), &Text::new("空间数", "spaces"));
    svg
}
