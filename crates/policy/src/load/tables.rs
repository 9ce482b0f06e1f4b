//! Tables of the law: bands without gap or overlap, and points to interpolate between.

use rust_decimal::Decimal;
use units::Text;

use super::reader::{Fields, Reader, number};
use crate::value::{Band, Value};
use crate::yaml::Node;

/// One end of a band as written.
#[derive(Clone, Copy, PartialEq)]
struct End {
    at: Decimal,
    /// Whether the number itself lies above the cut.
    belongs_above: bool,
}

/// `[{below: 15, value: 0}, {from: 15, below: 20, value: 15}, {from: 20, value: 25}]`.
pub(super) fn bands(node: &Node, reader: &mut Reader) -> Option<Value> {
    let before = reader.problems.len();
    let mut bands = Vec::new();
    let mut cut: Option<End> = None;
    let rows = reader.list(node);
    for (index, row) in rows.iter().enumerate() {
        let fields = reader.fields(row, &["from", "above", "to", "below", "value"]);
        let lower = end(fields, [("from", true), ("above", false)], reader);
        let upper = end(fields, [("below", true), ("to", false)], reader);
        let value = reader.required(fields, "value").and_then(|node| decimal(node, reader));
        if index == 0 {
            if lower.is_some() {
                unfit("gap_in_table", row, "首段没有下限", "no lower end in the first row", reader);
            }
        } else {
            meets(cut, lower, row, reader);
        }
        let is_last = index + 1 == rows.len();
        if upper.is_none() && !is_last {
            let code = "overlap_in_table";
            unfit(code, row, "只有末段没有上限", "an upper end in all rows but the last", reader);
        }
        if upper.is_some() && is_last {
            unfit("gap_in_table", row, "末段没有上限", "no upper end in the last row", reader);
        }
        if let (Some(low), Some(high)) = (cut, upper)
            && high.at < low.at
        {
            unfit("overlap_in_table", row, "各段由小到大", "rows in rising order", reader);
        }
        cut = upper;
        let until = upper.map(|end| end.at);
        let includes_end = upper.is_some_and(|end| !end.belongs_above);
        bands.extend(value.map(|value| Band { until, includes_end, value }));
    }
    if rows.is_empty() {
        unfit("wrong_shape", node, "至少一段", "at least one row", reader);
    }
    (reader.problems.len() == before).then_some(Value::Bands(bands))
}

/// A row must begin where the one before it ends.
fn meets(cut: Option<End>, lower: Option<End>, row: &Node, reader: &mut Reader) {
    let Some(low) = lower else {
        let code = "overlap_in_table";
        unfit(code, row, "只有首段没有下限", "a lower end in all rows but the first", reader);
        return;
    };
    let Some(cut) = cut else { return };
    let is_gap = low.at > cut.at || (low.at == cut.at && cut.belongs_above && !low.belongs_above);
    let is_overlap =
        low.at < cut.at || (low.at == cut.at && !cut.belongs_above && low.belongs_above);
    let (word, sign) = if cut.belongs_above { ("from", "≥") } else { ("above", ">") };
    let expected = |zh: &str, en: &str| {
        let at = cut.at.normalize();
        Text::new(
            format!("{zh}：应为 {word}: {at}（{sign} {at}）"),
            format!("{en}: `{word}: {at}` ({sign} {at})"),
        )
    };
    if is_gap {
        refuse(
            "gap_in_table",
            row,
            expected("与上段之间没有空档", "no gap after the row above"),
            reader,
        );
    } else if is_overlap {
        let expected = expected("与上段不重叠", "no overlap with the row above");
        refuse("overlap_in_table", row, expected, reader);
    }
}

/// `[{at: 25, value: 0.58}, {at: 50, value: 1.16}]`, in rising order of `at`.
pub(super) fn points(node: &Node, reader: &mut Reader) -> Option<Value> {
    let before = reader.problems.len();
    let mut points: Vec<(Decimal, Decimal)> = Vec::new();
    let rows = reader.list(node);
    for row in rows {
        let fields = reader.fields(row, &["at", "value"]);
        let at = reader.required(fields, "at").and_then(|node| decimal(node, reader));
        let value = reader.required(fields, "value").and_then(|node| decimal(node, reader));
        let (Some(at), Some(value)) = (at, value) else { continue };
        if points.last().is_some_and(|last| last.0 >= at) {
            unfit(
                "overlap_in_table",
                row,
                "各点由小到大且不重复",
                "points in rising order",
                reader,
            );
        }
        points.push((at, value));
    }
    if rows.len() < 2 {
        unfit("wrong_shape", node, "至少两点", "two points or more", reader);
    }
    (reader.problems.len() == before).then_some(Value::Points(points))
}

fn decimal(node: &Node, reader: &mut Reader) -> Option<Decimal> {
    let found = number(&node.shown(), true);
    if found.is_none() {
        unfit("wrong_type", node, "十进制数", "a decimal number", reader);
    }
    found
}

/// The one end that is written, under either of two keys.
fn end(fields: Fields<'_>, keys: [(&str, bool); 2], reader: &mut Reader) -> Option<End> {
    let mut found = None;
    for (key, belongs_above) in keys {
        let Some(node) = fields.get(key) else { continue };
        if found.is_some() {
            let [(a, _), (b, _)] = keys;
            let (zh, en) = (format!("{a} 与 {b} 只写一个"), format!("either `{a}` or `{b}`"));
            unfit("overlap_in_table", node, &zh, &en, reader);
        }
        found = decimal(node, reader).map(|at| End { at, belongs_above });
    }
    found
}

fn unfit(code: &str, node: &Node, zh: &str, en: &str, reader: &mut Reader) {
    refuse(code, node, Text::new(zh, en), reader);
}

fn refuse(code: &str, node: &Node, expected: Text, reader: &mut Reader) {
    let remedy = Text::new("改正此行的界限", "correct the ends of this row");
    reader.report(&node.place, code, &node.shown(), expected, remedy);
}
