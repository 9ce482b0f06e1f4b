//! One file per parameter: what it is, and its value from each date on.

use std::collections::BTreeMap;

use units::{Mark, Text};

use super::Draft;
use super::reader::{Fields, Reader};
use crate::parameter::{Entry, Parameter, Schedule};
use crate::value::{PartialDate, Type};
use crate::yaml::Node;

const ENTRY_KEYS: [&str; 5] = ["value", "sources", "mark", "article", "checked_on"];

/// Reads one parameter file.
pub(super) fn parameter(node: &Node, draft: &mut Draft, reader: &mut Reader) {
    let fields = reader.fields(
        node,
        &[
            "id",
            "description",
            "type",
            "of",
            "unit",
            "choices",
            "values",
            "delegated_to",
            "delegation",
        ],
    );
    let id = reader.required(fields, "id").and_then(|node| reader.name(node, false));
    let description = reader.required(fields, "description").and_then(|n| reader.bilingual(n));
    let kind = reader.kind(fields, false);
    let (Some(id), Some(description), Some(kind)) = (id, description, kind) else { return };
    let stem = node.place.file.rsplit('/').next().unwrap_or("");
    if stem.trim_end_matches(".yaml").trim_end_matches(".yml") != id {
        let expected = Text::new("与文件同名", "the name of its file");
        let remedy = Text::new("改文件名或 id", "rename the file or the id");
        reader.report(&node.place, "name_not_of_file", &id, expected, remedy);
    }
    let schedule = if fields.get("delegated_to").is_some() {
        delegated(fields, &kind, draft, reader)
    } else {
        reader
            .required(fields, "values")
            .map(|values| Schedule::Own(entries(values, &kind, draft, reader)))
    };
    let Some(schedule) = schedule else { return };
    if let (Schedule::Own(_), Some(values)) = (&schedule, fields.get("values")) {
        let dates = reader.entries(values).iter().filter_map(|(date, place, _)| {
            let day = PartialDate::parse(date).and_then(PartialDate::certain)?;
            Some(((id.clone(), day), place.clone()))
        });
        draft.days.extend(dates);
    }
    let parameter = Parameter { id: id.clone(), description, kind, schedule };
    if draft.parameters.insert(id.clone(), (parameter, node.place.clone())).is_some() {
        let expected = Text::new("每个参数一个文件", "one file per parameter");
        let remedy = Text::new("合并两个文件", "merge the two files");
        reader.report(&node.place, "duplicate_parameter", &id, expected, remedy);
    }
}

/// `delegated_to: FACT`, `delegation: {since, sources, …}`, `values: {PLACE: {DATE: …}}`.
fn delegated(
    fields: Fields<'_>,
    kind: &Type,
    draft: &Draft,
    reader: &mut Reader,
) -> Option<Schedule> {
    let to = fields.get("delegated_to").and_then(|node| reader.name(node, false))?;
    let node = reader.required(fields, "delegation")?;
    let inner = reader.fields(node, &["since", "sources", "mark", "article", "checked_on"]);
    let since = reader.required(inner, "since").and_then(|node| reader.day(node))?;
    let ground = reader.ground(inner, &draft.sources, since)?;
    let mut by = BTreeMap::new();
    if let Some(places) = fields.get("values").filter(|node| !node.is_null()) {
        for (place, _, values) in reader.entries(places) {
            by.insert(place.clone(), entries(values, kind, draft, reader));
        }
    }
    Some(Schedule::Delegated { to, ground, by })
}

/// `{DATE: {value, sources, mark, article, checked_on}}` in order of date.
fn entries(node: &Node, kind: &Type, draft: &Draft, reader: &mut Reader) -> Vec<Entry> {
    let mut out = Vec::new();
    for (date, place, node) in reader.entries(node) {
        let Some(from) = PartialDate::parse(date).and_then(PartialDate::certain) else {
            let expected = Text::new("日期，如 2023-08-31", "a date such as 2023-08-31");
            let remedy = Text::new("写明生效日期", "state the day from which the value holds");
            reader.report(place, "bad_date", date, expected, remedy);
            continue;
        };
        let fields = reader.fields(node, &ENTRY_KEYS);
        let stated = fields.get("value").filter(|node| !node.is_null());
        let value = stated.and_then(|node| reader.value(node, kind, true));
        reader.required(fields, "checked_on");
        let Some(ground) = reader.ground(fields, &draft.sources, from) else { continue };
        if stated.is_some() == (ground.mark == Mark::NotFound) {
            let expected = Text::new(
                "有值时标记 V、S、D 或 B；无值时标记 X",
                "mark V, S, D or B with a value, X without one",
            );
            let remedy = Text::new("补上值，或改标记", "state the value, or correct the mark");
            let shown = ground.mark.letter().to_string();
            reader.report(&node.place, "value_and_mark", &shown, expected, remedy);
        }
        out.push(Entry { value, ground });
    }
    out.sort_by_key(|entry| entry.ground.from);
    out
}
