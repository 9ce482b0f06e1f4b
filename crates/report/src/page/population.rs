//! The page about a population of cases: what the law gives, and what a reform would change.

use maud::{Markup, html};
use units::{Fen, Lang, Text};

use super::parts::{Caption, chart, numbers, t, table, tx, words};
use super::store::Store;
use super::svg::{Axis, Svg};
use super::{Part, data_without_rows, shell};
use crate::format;
use crate::population::{Group, GroupColumn, PopulationPage, Split, Sweep};

/// Height of a row of bars.
const ROW: f64 = 34.0;

/// The page: one HTML file that needs no network, in Chinese and English.
pub fn population_page(page: &PopulationPage) -> String {
    let parts = parts(page);
    let hint = Text::new(
        "金额为“其余条件满足时”的金额，除非另有说明。",
        "Sums are those if the open conditions are met, unless stated.",
    );
    let footer = html! { (page.software) };
    let data = data_without_rows(&Store::new());
    shell(&page.title, &hint, &masthead(page), &parts, &|_| Vec::new(), &footer, &data)
}

fn masthead(page: &PopulationPage) -> Markup {
    html! {
        p.kicker { (t(&page.subtitle)) }
        h1 { (t(&page.title)) }
        dl.tiles { @for (label, value, small) in tiles(page) {
            div { dt { (t(&label)) } dd { (t(&value)) @if !small.zh.is_empty() { small { (t(&small)) } } } }
        } }
    }
}

fn tiles(page: &PopulationPage) -> Vec<(Text, Text, Text)> {
    let cases = Text::same(format::count(page.cases));
    let refused = match page.refused {
        0 => Text::same(""),
        n => Text::new(
            format!("另有 {} 行退回", format::count(n)),
            format!("{} rows refused", format::count(n)),
        ),
    };
    let mut tiles = vec![(Text::new("案件", "cases"), cases, refused)];
    let met = |split: &Split| Text::same(format::count(split.met + split.undetermined));
    let was = |text: &Text| Text::new(format!("现行 {}", text.zh), format!("today {}", text.en));
    let shown = |of: &dyn Fn(&Split) -> Text| match &page.after {
        Some(after) => (of(after), was(&of(&page.before))),
        None => (of(&page.before), Text::same("")),
    };
    let (value, small) = shown(&met);
    tiles.push((Text::new("符合或待定", "met or open"), value, small));
    let (value, small) = shown(&|split| money(split.amount_if_met, page));
    tiles.push((Text::new("所需资金", "money"), value, small));
    let (value, small) = shown(&|split| money(split.amount, page));
    tiles.push((Text::new("其中已可核定", "of it decided"), value, small));
    if let (Some([winners, losers, ..]), Some([gains, losses])) = (page.moves, page.gains_losses) {
        let count = |n: u64| Text::same(format::count(n));
        let plus = money(gains, page);
        let minus = money(losses, page);
        let signed = |sign: &str, text: &Text| {
            Text::new(format!("{sign}{}", text.zh), format!("{sign}{}", text.en))
        };
        tiles.push((Text::new("受益", "gain"), count(winners), signed("+", &plus)));
        tiles.push((Text::new("受损", "lose"), count(losers), signed("−", &minus)));
    }
    tiles
}

/// A sum in words: 亿 and 万 in Chinese, millions in English.
fn money(minor: i128, page: &PopulationPage) -> Text {
    let fen = Fen(i64::try_from(minor).unwrap_or(i64::MAX));
    let part = |lang: Lang| {
        let (number, unit) = format::money_parts(fen, lang);
        format!("{number}{unit}")
    };
    let zh = match page.currency.zh.as_str() {
        "元" => part(Lang::Zh),
        other => format!("{}{other}", part(Lang::Zh).trim_end_matches('元')),
    };
    Text::new(zh, format!("{} {}", page.currency.en, part(Lang::En)))
}

fn parts(page: &PopulationPage) -> Vec<Part> {
    let mut parts = Vec::new();
    if !page.changes.is_empty() {
        parts.push(Part::new("changes", "改变什么", "What changes", changes(page)));
    }
    if page.moves.is_some() {
        parts.push(Part::new("effect", "谁受影响", "Who is affected", effect(page)));
    }
    if !page.columns.is_empty() {
        parts.push(Part::new("groups", "钱在哪里", "Where the money goes", groups(page)));
    }
    if let Some(sweep) = &page.sweep {
        let body = swept(sweep, page);
        parts.push(Part::new("sweep", "改动参数会怎样", "Other values of a parameter", body));
    }
    parts.push(Part::new("clauses", "逐条结果", "Clause by clause", clauses(page)));
    parts.push(Part::new("inputs", "由何而来", "From what", inputs(page)));
    parts
}

fn changes(page: &PopulationPage) -> Markup {
    let headings = [words("内容", "What"), words("现行", "Today"), words("改革后", "Reform")];
    let rows: Vec<Vec<Markup>> =
        page.changes.iter().map(|row| row.iter().map(t).collect()).collect();
    html! { div.scroll { (table(&headings, &rows)) } }
}

fn effect(page: &PopulationPage) -> Markup {
    let [winners, losers, same, unknown] = page.moves.unwrap_or_default();
    let text = Text::new(
        format!(
            "{} 件受益，{} 件受损，{} 件不变，{} 件无法判断",
            format::count(winners),
            format::count(losers),
            format::count(same),
            format::count(unknown)
        ),
        format!(
            "{} gain, {} lose, {} stay, {} cannot be told",
            format::count(winners),
            format::count(losers),
            format::count(same),
            format::count(unknown)
        ),
    );
    let caption = Caption {
        id: "classes",
        finding: text,
        reading: Text::new(
            "每件金额变化的大小（其余条件满足时的金额），案件数；左为减少，右为增加。",
            "Size of the change per case (amount if met), number of cases; less to the left, more to the right.",
        ),
    };
    let headings = [words("变化", "Change"), numbers("案件", "Cases")];
    let rows: Vec<Vec<Markup>> = page
        .classes
        .iter()
        .map(|(label, count)| vec![t(label), html! { (format::count(*count)) }])
        .collect();
    html! {
        @if winners + losers > 0 {
            (chart(&caption, |width| histogram(page, width), &table(&headings, &rows)))
        } @else { p { (t(&caption.finding)) } }
        @if !page.movers.is_empty() { h3 { (tx("起作用的条款", "The clauses that moved them")) } (movers(page)) }
    }
}

fn movers(page: &PopulationPage) -> Markup {
    let headings = [
        words("条款", "Clause"),
        words("现行", "Today"),
        words("改革后", "Reform"),
        numbers("案件", "Cases"),
    ];
    let rows: Vec<Vec<Markup>> = page
        .movers
        .iter()
        .map(|mover| {
            let cases = html! { (format::count(mover.cases)) };
            vec![t(&mover.clause), t(&mover.from), t(&mover.to), cases]
        })
        .collect();
    html! { div.scroll { (table(&headings, &rows)) } }
}

/// Columns of cases by class of change.
fn histogram(page: &PopulationPage, width: f64) -> Svg {
    let (top, bottom, height) = (18.0, 34.0, 220.0);
    let mut svg = Svg::new(width, height);
    let most = page.classes.iter().map(|(_, cases)| *cases).max().unwrap_or(1).max(1);
    let axis = Axis { data: (0.0, real(most)), page: (height - bottom, top) };
    let step = width / real(page.classes.len().max(1) as u64);
    let half = page.classes.len() / 2;
    for (index, (_, cases)) in page.classes.iter().enumerate() {
        let x = step * real(index as u64);
        let y = axis.at(real(*cases));
        let class = if index < half { "c-brick" } else { "c-verdigris" };
        svg.rect(class, (x + step * 0.12, y), (step * 0.76, height - bottom - y));
        if *cases > 0 {
            svg.label("mid num", (x + step / 2.0, y - 5.0), &format::count(*cases));
        }
    }
    if width > 500.0 {
        for (index, edge) in page.edges.iter().enumerate() {
            let x = step * real(index as u64 + 1);
            svg.line("base", (x, height - bottom), (x, height - bottom + 4.0));
            svg.text("mid", (x, height - bottom + 18.0), edge);
        }
    } else {
        svg.text("", (0.0, height - 12.0), &Text::new("← 减少", "← less"));
        svg.text("end", (width, height - 12.0), &Text::new("增加 →", "more →"));
    }
    svg.line("base", (0.0, height - bottom), (width, height - bottom));
    svg
}

fn real(count: u64) -> f64 {
    format::count_f64(usize::try_from(count).unwrap_or(usize::MAX))
}

fn groups(page: &PopulationPage) -> Markup {
    html! { @for (index, column) in page.columns.iter().enumerate() {
        (group(index, column, page))
    } }
}

fn group(index: usize, column: &GroupColumn, page: &PopulationPage) -> Markup {
    const IDS: [&str; 4] = ["group-1", "group-2", "group-3", "group-4"];
    let sum = |group: &&Group| group.after.unwrap_or(group.before).amount_if_met;
    let top = column.groups.iter().max_by_key(sum);
    let name = top.map_or(Text::default(), |group| group.name.clone());
    let sum = money(top.as_ref().map_or(0, sum), page);
    let caption = Caption {
        id: IDS[index.min(IDS.len() - 1)],
        finding: Text::new(
            format!("按{}：{} 最多，{}", column.title.zh, name.zh, sum.zh),
            format!("By {}: {} has most, {}", column.title.en, name.en, sum.en),
        ),
        reading: match page.after {
            Some(_) => Text::new(
                "所需资金；深色为改革后，浅色为现行。",
                "Money; dark: under the reform, pale: today.",
            ),
            None => Text::new("所需资金。", "Money."),
        },
    };
    let mut headings = vec![
        (column.title.clone(), false),
        numbers("符合", "Met"),
        numbers("不符合", "Not met"),
        numbers("待定", "Open"),
        numbers("所需资金", "Money"),
    ];
    if page.after.is_some() {
        headings.extend([
            numbers("改革后资金", "Money, reform"),
            numbers("受益", "Gain"),
            numbers("受损", "Lose"),
        ]);
    }
    let rows: Vec<Vec<Markup>> = column.groups.iter().map(|group| group_row(group, page)).collect();
    chart(&caption, |width| bars(column, page, width), &table(&headings, &rows))
}

fn group_row(group: &Group, page: &PopulationPage) -> Vec<Markup> {
    let count = |n: u64| html! { (format::count(n)) };
    let Split { met, not_met, undetermined, amount_if_met, .. } = group.before;
    let mut row = vec![
        t(&group.name),
        count(met),
        count(not_met),
        count(undetermined),
        t(&money(amount_if_met, page)),
    ];
    if let (Some(after), Some([gain, lose, _])) = (group.after, group.moves) {
        row.extend([t(&money(after.amount_if_met, page)), count(gain), count(lose)]);
    }
    row
}

fn largest(group: &Group) -> i128 {
    let after = group.after.map_or(0, |after| after.amount_if_met);
    group.before.amount_if_met.max(after)
}

/// A bar for each group, today's behind the reform's.
fn bars(column: &GroupColumn, page: &PopulationPage, width: f64) -> Svg {
    let label = if width > 500.0 { 170.0 } else { 96.0 };
    let room = if width > 500.0 { 150.0 } else { 92.0 };
    let height = ROW * real(column.groups.len() as u64) + 6.0;
    let mut svg = Svg::new(width, height);
    let most = column.groups.iter().map(largest).max().unwrap_or(1).max(1);
    let axis = Axis { data: (0.0, float(most)), page: (label, width - room) };
    for (index, group) in column.groups.iter().enumerate() {
        let y = ROW * real(index as u64) + 4.0;
        svg.text("lab", (0.0, y + 16.0), &short(&group.name, width));
        let before = axis.at(float(group.before.amount_if_met));
        let shown = match group.after {
            None => {
                svg.rect("c-verdigris", (label, y + 4.0), (before - label, 16.0));
                group.before.amount_if_met
            }
            Some(after) => {
                let x = axis.at(float(after.amount_if_met));
                svg.rect("c-pale", (label, y), (before - label, 24.0));
                svg.rect("c-verdigris", (label, y + 7.0), (x - label, 10.0));
                after.amount_if_met
            }
        };
        let end = axis.at(float(largest(group)));
        svg.text("num", (end + 8.0, y + 16.0), &money(shown, page));
    }
    svg
}

fn short(name: &Text, width: f64) -> Text {
    let most = if width > 500.0 { 22 } else { 12 };
    let cut = |text: &str| {
        // A Chinese character is about as wide as two letters.
        let mut room: usize = most;
        let kept: String = text
            .chars()
            .take_while(|c| {
                let wide = if *c >= '\u{2e80}' { 2 } else { 1 };
                let fits = room >= wide;
                room = room.saturating_sub(wide);
                fits
            })
            .collect();
        if kept.len() < text.len() { format!("{kept}…") } else { kept }
    };
    Text::new(cut(&name.zh), cut(&name.en))
}

#[expect(clippy::cast_precision_loss, reason = "for a drawing")]
fn float(minor: i128) -> f64 {
    minor as f64
}

fn swept(sweep: &Sweep, page: &PopulationPage) -> Markup {
    match sweep.axes.as_slice() {
        [axis] => {
            let headings = [
                (axis.label.clone(), true),
                numbers("符合或待定", "Met or open"),
                numbers("不符合", "Not met"),
                numbers("所需资金", "Money"),
            ];
            let rows: Vec<Vec<Markup>> =
                sweep.cells.iter().map(|cell| {
                    let value = axis.values.get(cell.places[0]).cloned().unwrap_or_default();
                    let today = axis.today == Some(cell.places[0]);
                    let split = cell.split;
                    vec![
                        html! { (value) (t(&axis.unit)) @if today { small { (tx("现行", "today")) } } },
                        html! { (format::count(split.met + split.undetermined)) },
                        html! { (format::count(split.not_met)) },
                        t(&money(split.amount_if_met, page)),
                    ]
                }).collect();
            let caption = Caption {
                id: "sweep",
                finding: axis.label.clone(),
                reading: Text::new(
                    "所需资金随参数取值的变化；空心点为现行值。",
                    "Money by the parameter's value; the hollow point is today's.",
                ),
            };
            chart(&caption, |width| curve(sweep, page, width), &table(&headings, &rows))
        }
        [across, down] => {
            let mut headings = vec![words("", "")];
            headings[0].0 = Text::new(
                format!("{} ↓ / {} →", down.label.zh, across.label.zh),
                format!("{} ↓ / {} →", down.label.en, across.label.en),
            );
            headings.extend(across.values.iter().map(|value| {
                let unit = &across.unit;
                let zh = format!("{value}{}", unit.zh);
                (Text::new(zh, format!("{value}{}", unit.en)), true)
            }));
            let rows: Vec<Vec<Markup>> = down
                .values
                .iter()
                .enumerate()
                .map(|(row, value)| {
                    let mut cells = vec![html! { (value) (t(&down.unit)) }];
                    cells.extend((0..across.values.len()).map(|place| {
                        let cell = sweep.cells.iter().find(|cell| cell.places == [place, row]);
                        let today = across.today == Some(place) && down.today == Some(row);
                        let split = cell.map_or(Split::default(), |cell| cell.split);
                        html! {
                            (t(&money(split.amount_if_met, page)))
                            small { (format::count(split.met + split.undetermined))
                                @if today { " · " (tx("现行", "today")) } }
                        }
                    }));
                    cells
                })
                .collect();
            html! {
                p.reading { (tx("每格：所需资金，其下为符合或待定的案件数。", "Each cell: money; below it the cases met or open.")) }
                div.scroll { (table(&headings, &rows)) }
            }
        }
        _ => html! {},
    }
}

/// Money over the values of one parameter.
fn curve(sweep: &Sweep, page: &PopulationPage, width: f64) -> Svg {
    let (left, right, top, bottom, height) = (16.0, 16.0, 30.0, 34.0, 260.0);
    let mut svg = Svg::new(width, height);
    let Some(axis) = sweep.axes.first() else { return svg };
    let most = sweep.cells.iter().map(|cell| cell.split.amount_if_met).max().unwrap_or(1).max(1);
    let up = Axis { data: (0.0, float(most)), page: (height - bottom, top) };
    let last = real(axis.values.len().saturating_sub(1).max(1) as u64);
    let along = Axis { data: (0.0, last), page: (left, width - right) };
    let point = |index: usize, minor: i128| (along.at(real(index as u64)), up.at(float(minor)));
    let points: Vec<(f64, f64)> =
        sweep.cells.iter().map(|c| point(c.places[0], c.split.amount_if_met)).collect();
    svg.line("base", (left, height - bottom), (width - right, height - bottom));
    svg.path("curve chosen thin", &points, false);
    let every = (axis.values.len() / if width > 500.0 { 9 } else { 4 }).max(1);
    for (cell, at) in sweep.cells.iter().zip(&points) {
        let index = cell.places[0];
        let today = axis.today == Some(index);
        svg.circle(if today { "o-verdigris" } else { "c-verdigris" }, *at, 4.0, "");
        if index.is_multiple_of(every) || today {
            let anchor = match index {
                0 => "",
                _ if index + 1 == axis.values.len() => "end",
                _ => "mid",
            };
            let x = match index {
                0 => at.0 - left,
                _ if index + 1 == axis.values.len() => at.0 + right,
                _ => at.0,
            };
            svg.text(
                &format!("num {anchor}"),
                (x, at.1 - 10.0),
                &money(cell.split.amount_if_met, page),
            );
            let value = axis.values.get(index).map_or("", String::as_str);
            let unit = &axis.unit;
            let shown = Text::new(format!("{value}{}", unit.zh), format!("{value}{}", unit.en));
            svg.text(anchor, (x, height - bottom + 18.0), &shown);
        }
    }
    svg
}

fn clauses(page: &PopulationPage) -> Markup {
    let headings = [
        words("条款", "Clause"),
        numbers("满足", "Met"),
        numbers("不满足", "Not met"),
        numbers("待定", "Open"),
        numbers("不适用", "Does not apply"),
    ];
    let rows: Vec<Vec<Markup>> = page
        .clauses
        .iter()
        .map(|(label, counts)| {
            let mut row = vec![t(label)];
            row.extend(counts.iter().map(|count| html! { (format::count(*count)) }));
            row
        })
        .collect();
    html! { div.scroll { (table(&headings, &rows)) } }
}

fn inputs(page: &PopulationPage) -> Markup {
    let headings = [words("输入", "Input"), words("名称", "Name"), words("SHA-256", "SHA-256")];
    let rows: Vec<Vec<Markup>> = page
        .inputs
        .iter()
        .map(|(role, name, hash)| vec![t(role), html! { (name) }, html! { code.hash { (hash) } }])
        .collect();
    html! { div.scroll { (table(&headings, &rows)) } }
}
