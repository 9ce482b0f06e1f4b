//! Simulated beside reported site energy: what the model is worth on buildings that report.

use maud::{Markup, html};
use units::Text;

use super::parts::{Caption, chart, numbers, t, table, words};
use super::svg::{Axis, Svg};
use crate::format;
use crate::model::{Comparison, EuiGroup};

/// The section's content.
pub(super) fn comparison(comparison: &Comparison) -> Markup {
    let mut groups: Vec<&EuiGroup> =
        comparison.groups.iter().filter(|group| !group.pairs.is_empty()).collect();
    groups.sort_by(|a, b| b.pairs.len().cmp(&a.pairs.len()).then(a.kind.cmp(&b.kind)));
    let pairs: usize = groups.iter().map(|group| group.pairs.len()).sum();
    let caption = Caption {
        id: "comparison-figure",
        finding: finding(&groups, pairs),
        reading: Text::new(
            "站点能耗强度 kWh/(m²·a)：细线第 5–95 百分位，箱体为四分位，竖线为中位数；上为申报，下为模拟。",
            "Site energy intensity in kWh/(m²·a): line 5th to 95th percentile, box quartiles, bar median; above reported, below simulated.",
        ),
    };
    let value = |value: Option<f64>| html! { (value.map_or("—".into(), format::estimate)) };
    let rows: Vec<Vec<Markup>> = groups
        .iter()
        .map(|group| {
            vec![
                t(&group.kind),
                html! { (group.pairs.len()) },
                value(group.reported_median_kwh_m2),
                value(group.simulated_median_kwh_m2),
                value(group.nmbe_percent),
                value(group.cvrmse_percent),
            ]
        })
        .collect();
    let headings = [
        words("类型", "Kind"),
        numbers("建筑数", "Buildings"),
        numbers("申报中位数 kWh/m²", "Reported median, kWh/m²"),
        numbers("模拟中位数 kWh/m²", "Simulated median, kWh/m²"),
        numbers("NMBE %", "NMBE, %"),
        numbers("CV(RMSE) %", "CV(RMSE), %"),
    ];
    html! {
        p { (t(&comparison.note)) }
        (chart(&caption, |width| draw(&groups, width), &table(&headings, &rows)))
    }
}

fn finding(groups: &[&EuiGroup], pairs: usize) -> Text {
    let bias: Vec<f64> = groups.iter().filter_map(|group| group.nmbe_percent).collect();
    let low = bias.iter().copied().fold(f64::INFINITY, f64::min);
    let high = bias.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let count = format::count(u64::try_from(pairs).unwrap_or(u64::MAX));
    if bias.is_empty() {
        return Text::new("没有可比较的建筑", "No buildings to compare");
    }
    Text::new(
        format!(
            "{count} 栋申报建筑：各类型的平均偏差在 {} 到 {} 之间",
            format::percent(low),
            format::percent(high)
        ),
        format!(
            "{count} reporting buildings: mean bias by kind from {} to {}",
            format::percent(low),
            format::percent(high)
        ),
    )
}

/// Five values of a distribution: 5th, 25th, 50th, 75th, 95th percentile.
fn five(mut values: Vec<f64>) -> Option<[f64; 5]> {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    let last = format::count_f64(values.len().checked_sub(1)?);
    let mut out = [0.0; 5];
    for (place, share) in out.iter_mut().zip([0.05, 0.25, 0.5, 0.75, 0.95]) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..len")]
        let index = (share * last).round() as usize;
        *place = *values.get(index)?;
    }
    Some(out)
}

fn draw(groups: &[&EuiGroup], width: f64) -> Svg {
    const STEP: f64 = 50.0;
    let wide = width > 500.0;
    let boxes: Vec<(&EuiGroup, [f64; 5], [f64; 5])> = groups
        .iter()
        .filter_map(|group| {
            let reported = five(group.pairs.iter().map(|p| p.reported_kwh_m2).collect())?;
            let simulated = five(group.pairs.iter().map(|p| p.simulated_kwh_m2).collect())?;
            Some((*group, reported, simulated))
        })
        .collect();
    let greatest = boxes.iter().map(|(_, r, s)| r[4].max(s[4])).fold(1.0, f64::max);
    let (left, right) = if wide { (130.0, width - 150.0) } else { (0.0, width - 4.0) };
    let axis = Axis { data: (0.0, greatest), page: (left, right) };
    let bottom = 20.0 + STEP * format::count_f64(boxes.len());
    let mut svg = Svg::new(width, bottom + 34.0);
    for tick in axis.ticks(if wide { 7.0 } else { 4.0 }) {
        svg.line("grid", (axis.at(tick), 16.0), (axis.at(tick), bottom));
        svg.label("tick mid", (axis.at(tick).max(8.0), bottom + 15.0), &format::estimate(tick));
    }
    svg.label("tick end", (right, bottom + 30.0), "kWh/(m²·a)");
    if wide {
        svg.label("tick end", (width, 10.0), "NMBE · CV(RMSE)");
    }
    for (index, (group, reported, simulated)) in boxes.iter().enumerate() {
        let y = 20.0 + STEP * format::count_f64(index);
        let named = Text::new(
            format!("{} {}", group.kind.zh, group.pairs.len()),
            format!("{} {}", group.kind.en, group.pairs.len()),
        );
        if wide {
            svg.text("lab end", (left - 10.0, y + 24.0), &named);
            svg.label("tick num end", (width, y + 24.0), &errors(group));
        } else {
            svg.text("tick", (0.0, y + 6.0), &named);
        }
        one_box(&mut svg, &axis, y + 14.0, reported, "slate");
        one_box(&mut svg, &axis, y + 30.0, simulated, "verdigris");
    }
    svg
}

fn errors(group: &EuiGroup) -> String {
    let shown = |value: Option<f64>| value.map_or("—".into(), format::percent);
    format!("{} · {}", shown(group.nmbe_percent), shown(group.cvrmse_percent))
}

fn one_box(svg: &mut Svg, axis: &Axis, y: f64, five: &[f64; 5], colour: &str) {
    let at = five.map(|value| axis.at(value));
    svg.line(&format!("whisker s-{colour}"), (at[0], y), (at[4], y));
    svg.rect(&format!("c-{colour}"), (at[1], y - 5.0), ((at[3] - at[1]).max(1.0), 10.0));
    svg.line("median", (at[2], y - 6.5), (at[2], y + 6.5));
}
