//! What became of the rows: from the list to the programme.

use maud::{Markup, html};
use units::Text;

use super::answer::counted;
use super::parts::{Caption, chart, figure, numbers, t, table, words};
use super::store::Store;
use super::svg::{Axis, Svg};
use crate::derivation::Figure;
use crate::format;
use crate::model::{Outcome, ProgrammeReport};

/// One link of the chain: its name and its parts.
struct Link {
    name: Text,
    parts: Vec<Part>,
}

/// One part of a link: class of its bar, name, number.
struct Part {
    class: &'static str,
    name: Text,
    value: Figure<u64>,
}

impl Link {
    fn total(&self) -> u64 {
        self.parts.iter().map(|part| part.value.value).fold(0, u64::saturating_add)
    }
}

/// The section's content.
pub(super) fn chain(report: &ProgrammeReport, store: &mut Store) -> Markup {
    let links = links(report);
    let head = &report.headline;
    let (read, refused) = (format::count(report.rows.read), format::count(report.rows.refused));
    let caption = Caption {
        id: "chain-figure",
        finding: Text::new(
            format!(
                "读入 {read} 行、拒绝 {refused} 行，得 {} 个空间，选出 {} 个项目",
                format::count(head.spaces.value),
                format::count(head.chosen.value)
            ),
            format!(
                "{read} rows read, {refused} refused: {} spaces, {} projects chosen",
                format::count(head.spaces.value),
                format::count(head.chosen.value)
            ),
        ),
        reading: Text::new(
            "每一环的数量，同一比例尺；各段之和为该环总数。",
            "Number at each link, one scale; the parts of a link add up to it.",
        ),
    };
    let rows: Vec<Vec<Markup>> = links
        .iter()
        .flat_map(|link| link.parts.iter().map(move |part| (link, part)))
        .map(|(link, part)| {
            let shown = Text::same(format::count(part.value.value));
            vec![t(&link.name), t(&part.name), figure(store, &shown, "", &part.value.from)]
        })
        .collect();
    let headings = [words("环节", "Link"), words("结果", "Outcome"), numbers("数量", "Number")];
    html! { (chart(&caption, |width| draw(&links, width), &table(&headings, &rows))) }
}

fn links(report: &ProgrammeReport) -> Vec<Link> {
    let (rows, head) = (&report.rows, &report.headline);
    let row = |class, zh: &str, en: &str, value| Part {
        class,
        name: Text::new(zh, en),
        value: counted(
            Text::new(format!("行：{zh}"), format!("rows: {en}")),
            value,
            Text::new(
                "导入时逐行计数，每行恰有一个结果",
                "counted at import; each row ends in exactly one outcome",
            ),
        ),
    };
    let given = |class, zh: &str, en: &str, value: &Figure<u64>| Part {
        class,
        name: Text::new(zh, en),
        value: value.clone(),
    };
    let missed = report.spaces.iter().filter(|s| matches!(s.outcome, Outcome::Missed { .. }));
    let missed = u64::try_from(missed.count()).unwrap_or(u64::MAX);
    let formula = Text::new("按本页各空间计数", "counted over the spaces of this page");
    let sure = head.chosen.value.saturating_sub(head.conditional.value);
    let faults = counted(Text::new("未能模拟", "not simulated"), report.faults, formula.clone());
    let sure = counted(
        Text::new("入选，条件俱备", "chosen, no open condition"),
        sure,
        Text::new("入选 − 附条件", "chosen − conditional"),
    );
    let missed = counted(Text::new("候选未入选", "candidates not chosen"), missed, formula);
    vec![
        Link {
            name: Text::new("读入的行", "Rows read"),
            parts: vec![
                row("c-slate", "新建", "created", rows.created),
                row("c-slate2", "更新", "updated", rows.updated),
                row("c-slate3", "合并", "merged", rows.merged),
                row("c-line", "无变化", "unchanged", rows.unchanged),
                row("c-rust", "拒绝", "refused", rows.refused),
            ],
        },
        Link {
            name: Text::new("模拟", "Simulated"),
            parts: vec![
                given("c-verdigris", "已模拟", "simulated", &head.simulated),
                given("c-rust", "未能模拟", "not simulated", &faults),
            ],
        },
        Link {
            name: Text::new("认定", "Decided"),
            parts: vec![
                given("c-moss", "符合", "met", &head.met),
                given("h-slate", "待定", "undetermined", &head.undetermined),
                given("c-not", "不符合", "not met", &head.not_met),
            ],
        },
        Link {
            name: Text::new("候选", "Candidates"),
            parts: vec![
                given("c-brick", "入选", "chosen", &sure),
                given("h-brick", "入选，附条件", "chosen, conditional", &head.conditional),
                given("c-line", "候选，未入选", "candidates, not chosen", &missed),
            ],
        },
    ]
}

fn draw(links: &[Link], width: f64) -> Svg {
    const STEP: f64 = 74.0;
    const BAR: f64 = 22.0;
    let greatest = links.iter().map(Link::total).max().unwrap_or(0).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a drawing")]
    let number = |value: u64| value as f64;
    let axis = Axis { data: (0.0, number(greatest)), page: (0.0, width) };
    let mut svg = Svg::new(width, STEP * format::count_f64(links.len()) - 10.0);
    let top = |index: usize| 18.0 + STEP * format::count_f64(index);
    for (index, pair) in links.windows(2).enumerate() {
        let (above, below) = (axis.at(number(pair[0].total())), axis.at(number(pair[1].total())));
        let (from, to) = (top(index) + BAR, top(index + 1));
        svg.path("flow", &[(0.0, from), (above, from), (below, to), (0.0, to)], true);
    }
    for (index, link) in links.iter().enumerate() {
        let (y, mut from, mut label_x) = (top(index), 0.0, 0.0);
        let total = format::count(link.total());
        let name =
            Text::new(format!("{} {total}", link.name.zh), format!("{} {total}", link.name.en));
        svg.text("lab strong", (0.0, y - 5.0), &name);
        for part in link.parts.iter().filter(|part| part.value.value > 0) {
            let to = from + number(part.value.value);
            let gap = if from > 0.0 { 1.0 } else { 0.0 };
            svg.rect(
                part.class,
                (axis.at(from) + gap, y),
                (axis.at(to) - axis.at(from) - gap, BAR),
            );
            from = to;
            let count = format::count(part.value.value);
            let words =
                Text::new(format!("{} {count}", part.name.zh), format!("{} {count}", part.name.en));
            let room = 9.0
                + 6.4
                    * format::count_f64(words.en.chars().count().max(words.zh.chars().count() + 4));
            if label_x + room <= width + 12.0 {
                svg.rect(part.class, (label_x, y + BAR + 6.0), (7.0, 7.0));
                svg.text("tick", (label_x + 10.0, y + BAR + 13.0), &words);
                label_x += room + 10.0;
            }
        }
    }
    svg
}
