//! Faults planted into every scheme under `policy/`: each is refused with a remark at its place.
//!
//! Every kind of fault lists all the places at which it can be planted; some of them are taken,
//! spread over schemes and files by a fixed rule. A small scheme of this page's own stands beside
//! the shipped ones, for the shapes that few of them use. Run with `--nocapture` for the counts.

use std::collections::{BTreeMap, BTreeSet};

use policy::Scheme;
use units::{Decimal, Diagnostic};

use crate::schemes::{ALL, Folder};

/// The most faults of one kind that are planted.
const MOST: usize = 40;

/// The fewest faults of one kind that must be possible.
const FEWEST: usize = 5;

/// Keys under which an expression stands.
const EXPRESSIONS: [&str; 7] =
    ["condition", "applies_when", "when", "formula", "amount", "share", "paid"];

/// A kind of fault: its name, and where it can be planted in a file.
type Kind = (&'static str, fn(&Page<'_>) -> Vec<Planted>);

/// All kinds that the loader refuses.
const KINDS: [Kind; 27] = [
    ("missing source", missing_source),
    ("unknown source", unknown_source),
    ("missing article", missing_article),
    ("missing date", missing_date),
    ("missing day of check", missing_check),
    ("unknown unit of a parameter", unknown_unit),
    ("wrong unit of a parameter", wrong_unit),
    ("unit mismatch in an expression", unit_mismatch),
    ("literal number in a rule", literal_number),
    ("gap in a table of bands", gap_in_bands),
    ("overlap in a table of bands", overlap_in_bands),
    ("points unsorted or repeated", points_out_of_order),
    ("two exceptions at once", two_exceptions),
    ("circular definition", circular_definition),
    ("unknown name", unknown_name),
    ("constant condition", constant_condition),
    ("unused parameter", unused_parameter),
    ("unused definition", unused_definition),
    ("overlapping versions", overlapping_versions),
    ("duplicate id", duplicate_id),
    ("value with mark X, or none without", value_and_mark),
    ("no value in the version's time", no_value_in_version),
    ("missing rounding", missing_rounding),
    ("unknown rounding", unknown_rounding),
    ("dead branch in a definition's base rule", dead_base),
    ("version without the day of its check", version_unchecked),
    ("value on a day of no version", value_of_no_version),
];

/// Kinds for which the schemes offer few places.
const RARE: [Kind; 2] = [
    ("definition that another version uses", used_elsewhere),
    ("requirement without a reason", no_reason),
];

/// One file changed (or added) for the worse, and the remark that must refuse it.
struct Planted {
    scheme: String,
    file: String,
    text: String,
    code: &'static str,
    value: Option<String>,
    at: At,
}

/// Where the remark must stand.
enum At {
    /// In the changed file, in one of these rows, and in this column where it can be told.
    Rows(Vec<usize>, Option<usize>),
    /// In a rules file, within an item that mentions one of these names.
    Readers(BTreeSet<String>),
}

impl Planted {
    /// The remark names this value.
    fn valued(mut self, value: &str) -> Self {
        self.value = Some(value.to_owned());
        self
    }

    /// The remark stands in this column, where it can be told.
    fn in_column(mut self, wanted: Option<usize>) -> Self {
        if let At::Rows(_, column) = &mut self.at {
            *column = wanted;
        }
        self
    }

    /// The remark stands elsewhere than in the changed row.
    fn at(mut self, at: At) -> Self {
        self.at = at;
        self
    }

    /// The remarks about the scheme with this fault in it.
    fn remarks(&self, folder: &Folder) -> Vec<Diagnostic> {
        let law = folder.1.iter().filter(|(path, _)| !path.starts_with("cases/"));
        let mut files: Vec<(String, String)> = law.cloned().collect();
        files.retain(|(path, _)| *path != self.file);
        files.push((self.file.clone(), self.text.clone()));
        files.sort();
        Scheme::load(&files).err().unwrap_or_default()
    }

    /// Whether a remark has the right code, place and value.
    fn is_refused_by(&self, remark: &Diagnostic, folder: &Folder) -> bool {
        let row = remark.row.and_then(|row| usize::try_from(row).ok()).unwrap_or_default();
        let in_place = match &self.at {
            At::Rows(rows, column) => {
                remark.file == self.file
                    && rows.contains(&row)
                    && column.is_none_or(|column| remark.column == column.to_string())
            }
            At::Readers(names) => {
                let page = Page::all(folder).into_iter().find(|page| page.path == remark.file);
                page.is_some_and(|page| {
                    page.path.starts_with("rules/") && page.item_mentions(row, names)
                })
            }
        };
        let value = self.value.as_ref().is_none_or(|value| remark.value == *value);
        remark.code == self.code && in_place && value
    }
}

/// One file of the law, by rows counted from 1.
struct Page<'a> {
    folder: &'a Folder,
    path: &'a str,
    lines: Vec<&'a str>,
}

/// A part of an expression on one row: from which byte on, and whether it is a plain scalar, in
/// which columns can be told.
#[derive(Clone, Copy)]
struct Spot<'a> {
    row: usize,
    from: usize,
    text: &'a str,
    is_plain: bool,
}

/// A parameter of a scheme, as far as its file says it plainly.
struct Known<'a> {
    id: &'a str,
    kind: &'a str,
    unit: &'a str,
}

impl<'a> Page<'a> {
    /// The files of a scheme without its cases.
    fn all(folder: &'a Folder) -> Vec<Self> {
        let law = folder.1.iter().filter(|(path, _)| !path.starts_with("cases/"));
        law.map(|(path, text)| Self { folder, path, lines: text.lines().collect() }).collect()
    }

    /// Whether the file stands in a folder.
    fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// The text of a row, empty beyond the last.
    fn line(&self, row: usize) -> &'a str {
        self.lines.get(row.wrapping_sub(1)).copied().unwrap_or("")
    }

    /// Rows that state `key`, and what they state.
    fn stating(&self, key: &str) -> Vec<(usize, &'a str)> {
        let stated = |line: &'a str| {
            let line = line.trim_start();
            let line = line.strip_prefix("- ").unwrap_or(line);
            line.strip_prefix(key)?.strip_prefix(':').map(str::trim)
        };
        let rows = self.lines.iter().enumerate();
        rows.filter_map(|(index, line)| Some((index + 1, stated(line)?))).collect()
    }

    /// The column at which the key of a row begins.
    fn depth(&self, row: usize) -> usize {
        let line = self.line(row);
        let indent = line.len() - line.trim_start().len();
        indent + if line.trim_start().starts_with("- ") { 2 } else { 0 }
    }

    /// The first row of the map to which `row` belongs.
    fn start(&self, row: usize) -> usize {
        let depth = self.depth(row);
        let mut first = row;
        for above in (1..=row).rev() {
            let text = self.line(above).trim_start();
            if text.is_empty() || text.starts_with('#') || self.depth(above) > depth {
                continue;
            }
            if self.depth(above) < depth {
                break;
            }
            first = above;
            if text.starts_with("- ") {
                break;
            }
        }
        first
    }

    /// The last row of the list item that begins at `row`.
    fn end(&self, row: usize) -> usize {
        let depth = self.depth(row);
        let inside = |below: &usize| {
            let text = self.line(*below).trim_start();
            text.is_empty() || (self.depth(*below) >= depth && !self.begins_item(*below, depth))
        };
        (row + 1..=self.lines.len()).take_while(inside).last().unwrap_or(row)
    }

    /// Whether a list item with keys at `depth` begins on `row`.
    fn begins_item(&self, row: usize, depth: usize) -> bool {
        self.depth(row) == depth && self.line(row).trim_start().starts_with("- ")
    }

    /// The rows of the clause, definition, mode or tranche around `row`.
    fn item_mentions(&self, row: usize, names: &BTreeSet<String>) -> bool {
        let is_head = |row: &usize| {
            self.line(*row).trim_start().starts_with("- id:") && self.depth(*row) <= 6
        };
        let Some(first) = (1..=row).rev().find(is_head) else { return false };
        let rows = first..=self.end(first);
        rows.into_iter().any(|row| names.iter().any(|name| mention(self.line(row), name).is_some()))
    }

    /// The whole text with `row` changed to `line`, or without it.
    fn with(&self, row: usize, line: Option<&str>) -> String {
        let mut lines: Vec<&str> = self.lines.clone();
        match line {
            Some(line) => lines[row - 1] = line,
            None => drop(lines.remove(row - 1)),
        }
        lines.join("\n") + "\n"
    }

    /// The whole text with the value of the key on `row` changed.
    fn set(&self, row: usize, value: &str) -> String {
        let line = self.line(row);
        let key = line.split_inclusive(':').next().unwrap_or(line);
        self.with(row, Some(format!("{key} {value}").trim_end()))
    }

    /// The whole text with more rows after `row`.
    fn insert_after(&self, row: usize, more: &str) -> String {
        let mut lines: Vec<&str> = self.lines.clone();
        lines.insert(row, more.trim_end());
        lines.join("\n") + "\n"
    }

    /// A fault in this file that is told at `row`.
    fn planted(&self, text: String, code: &'static str, row: usize) -> Planted {
        let (scheme, file) = (self.folder.0.clone(), self.path.to_owned());
        Planted { scheme, file, text, code, value: None, at: At::Rows(vec![row], None) }
    }

    /// A key taken out: told at the first row of its map.
    fn without(&self, row: usize, key: &str) -> Planted {
        self.planted(self.with(row, None), "missing_key", self.start(row)).valued(key)
    }

    /// Every row of every expression of a rules file.
    fn spots(&self) -> Vec<Spot<'a>> {
        let mut spots = Vec::new();
        if !self.is_in("rules/") {
            return spots;
        }
        for (row, text) in EXPRESSIONS.iter().flat_map(|key| self.stating(key)) {
            if text != "|" {
                let from = self.line(row).len() - text.len();
                spots.push(Spot { row, from, text, is_plain: !text.starts_with('"') });
                continue;
            }
            let below =
                (row + 1..=self.lines.len()).take_while(|r| self.depth(*r) > self.depth(row));
            for row in below {
                let text = self.line(row).trim_start();
                let from = self.line(row).len() - text.len();
                spots.push(Spot { row, from, text, is_plain: false });
            }
        }
        spots
    }

    /// The parameters that the scheme itself sets.
    fn parameters(&self) -> Vec<Known<'a>> {
        let pages = Page::all(self.folder).into_iter().filter(|page| page.is_in("parameters/"));
        let plain = |page: Page<'a>| {
            let said = |key: &str| page.stating(key).first().map_or("", |(_, value)| *value);
            let own = page.stating("delegated_to").is_empty();
            own.then(|| Known { id: said("id"), kind: said("type"), unit: said("unit") })
        };
        pages.filter_map(plain).collect()
    }

    /// Every mention of a parameter in an expression: where it stands, and from which byte on.
    fn mentions(&self) -> Vec<(Spot<'a>, Known<'a>, usize)> {
        let mut out = Vec::new();
        for spot in self.spots() {
            for known in self.parameters() {
                out.extend(mention(spot.text, known.id).map(|at| (spot, known, at)));
            }
        }
        out
    }

    /// The whole text with one mention of a parameter put otherwise.
    fn instead(&self, spot: &Spot<'_>, known: &Known<'_>, at: usize, other: &str) -> String {
        let line = self.line(spot.row);
        let (before, after) = line.split_at(spot.from + at);
        self.with(spot.row, Some(&format!("{before}{other}{}", &after[known.id.len()..])))
    }

    /// The column of a byte of an expression, where it can be told.
    fn column(&self, spot: &Spot<'_>, at: usize) -> Option<usize> {
        let before = self.line(spot.row).get(..spot.from + at)?;
        spot.is_plain.then(|| before.chars().count() + 1)
    }

    /// The names through which a rule can read parameter `id`: itself, and definitions of it.
    fn readers(&self, id: &str) -> BTreeSet<String> {
        let mut names = BTreeSet::from([id.to_owned()]);
        let pages: Vec<Page<'a>> =
            Page::all(self.folder).into_iter().filter(|page| page.is_in("rules/")).collect();
        // As many turns as definitions can stand in a row.
        for _ in 0..8 {
            for page in &pages {
                for row in page.definitions() {
                    if page.item_mentions(row, &names) {
                        names.extend(page.said(row).map(str::to_owned));
                    }
                }
            }
        }
        names
    }

    /// Whether `row` states the base rule of a definition, not that of an exception.
    fn is_base(&self, row: usize) -> bool {
        let first = self.start(row);
        self.definitions().contains(&first) && self.stating("formula").iter().any(|f| f.0 == row)
    }

    /// An expression put behind a condition that never changes.
    fn constant(&self, spot: &Spot<'_>, condition: &str) -> Planted {
        let text = format!("if {condition} then {} else {}", spot.text, spot.text);
        self.planted(self.set(spot.row, &text), "unreachable_branch", spot.row)
    }

    /// The first rows of the definitions of a rules file.
    fn definitions(&self) -> Vec<usize> {
        let labels = self.stating("label").into_iter();
        labels.map(|(row, _)| self.start(row)).filter(|_| self.is_in("rules/")).collect()
    }

    /// What stands after the key of a row.
    fn said(&self, row: usize) -> Option<&'a str> {
        self.line(row).split_once(':').map(|(_, value)| value.trim())
    }
}

/// Where `name` stands as a word of its own, outside of texts.
fn mention(text: &str, name: &str) -> Option<usize> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '"');
    let alone = |at: &usize| {
        let (before, after) = (&text[..*at], &text[at + name.len()..]);
        !before.ends_with(part) && !after.starts_with(part)
    };
    text.match_indices(name).map(|(at, _)| at).find(alone)
}

/// No source in the list, or no list.
fn missing_source(page: &Page<'_>) -> Vec<Planted> {
    let rows = page.stating("sources").into_iter().filter(|(_, value)| value.starts_with('['));
    let plant = |(index, (row, _)): (usize, (usize, &str))| match index % 2 {
        0 => page.planted(page.set(row, "[]"), "missing_source", row),
        _ => page.without(row, "sources"),
    };
    rows.enumerate().map(plant).collect()
}

/// A source that the scheme does not list.
fn unknown_source(page: &Page<'_>) -> Vec<Planted> {
    let rows = page.stating("sources").into_iter().filter(|(_, value)| value.starts_with('['));
    let plant = |(row, value): (usize, &str)| {
        let more = value.replacen('[', "[NOWHERE, ", 1);
        page.planted(page.set(row, &more), "unknown_source", row).valued("NOWHERE")
    };
    rows.map(plant).collect()
}

/// No article: the key left out, or left empty.
fn missing_article(page: &Page<'_>) -> Vec<Planted> {
    let plant = |(index, (row, _)): (usize, (usize, &str))| match index % 2 {
        0 => page.without(row, "article"),
        _ => page.planted(page.set(row, ""), "missing_key", page.start(row)).valued("article"),
    };
    page.stating("article").into_iter().enumerate().map(plant).collect()
}

/// The first day of a version taken out, or that of a value cut down to its year.
fn missing_date(page: &Page<'_>) -> Vec<Planted> {
    if page.path == "scheme.yaml" {
        let rows = page.stating("from").into_iter();
        return rows.map(|(row, _)| page.without(row, "from")).collect();
    }
    let plant = |(index, day): (usize, &str)| {
        let year = day.get(..4)?;
        let line = page.line(index).replacen(day, year, 1);
        Some(page.planted(page.with(index, Some(&line)), "bad_date", index).valued(year))
    };
    dates(page).into_iter().filter_map(plant).collect()
}

/// Rows of a parameter's file that begin the value of a day.
fn dates<'a>(page: &Page<'a>) -> Vec<(usize, &'a str)> {
    let day = |line: &'a str| {
        let day = line.trim().strip_suffix(':')?;
        let is_day = day.len() == 10 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        is_day.then_some(day)
    };
    let rows = page.lines.iter().enumerate().filter(|_| page.is_in("parameters/"));
    rows.filter_map(|(index, line)| Some((index + 1, day(line)?))).collect()
}

/// A value without the day of its last comparison with the source.
fn missing_check(page: &Page<'_>) -> Vec<Planted> {
    let is_own = page.is_in("parameters/") && page.stating("delegated_to").is_empty();
    let rows = page.stating("checked_on").into_iter().filter(|_| is_own);
    rows.map(|(row, _)| page.without(row, "checked_on")).collect()
}

/// Rows of a parameter's file that name a unit.
fn units_of<'a>(page: &Page<'a>) -> Vec<(usize, &'a str)> {
    let rows = [page.stating("unit"), page.stating("of")].concat();
    rows.into_iter().filter(|_| page.is_in("parameters/")).collect()
}

/// A unit that does not exist.
fn unknown_unit(page: &Page<'_>) -> Vec<Planted> {
    let plant = |(row, _): (usize, &str)| {
        page.planted(page.set(row, "furlong"), "unknown_unit", row).valued("furlong")
    };
    units_of(page).into_iter().map(plant).collect()
}

/// A unit of another kind: told where the parameter is read.
fn wrong_unit(page: &Page<'_>) -> Vec<Planted> {
    let plant = |(row, unit): (usize, &str)| {
        let (_, id) = *page.stating("id").first()?;
        let other = if unit == "kgco2e" { "month" } else { "kgco2e" };
        let planted = page.planted(page.set(row, other), "unit_mismatch", row);
        Some(planted.at(At::Readers(page.readers(id))))
    };
    units_of(page).into_iter().filter_map(plant).collect()
}

/// Something of another unit beside a parameter in an expression.
fn unit_mismatch(page: &Page<'_>) -> Vec<Planted> {
    let numbers = page
        .mentions()
        .into_iter()
        .filter(|(spot, known, at)| known.kind == "number" && !spot.text[..*at].ends_with("at("));
    let plant = |(index, (spot, known, at)): (usize, (Spot<'_>, Known<'_>, usize))| {
        let unit = if known.unit == "kgco2e" { "month" } else { "kgco2e" };
        let other = match index % 3 {
            0 => format!("({} + 1 {unit})", known.id),
            1 => format!("max(1 {unit}, {})", known.id),
            _ => format!("({} - 100 {unit})", known.id),
        };
        let text = page.instead(&spot, &known, at, &other);
        page.planted(text, "unit_mismatch", spot.row)
    };
    numbers.enumerate().map(plant).collect()
}

/// A number in the place of a parameter.
fn literal_number(page: &Page<'_>) -> Vec<Planted> {
    let numbers = page.mentions().into_iter().filter(|(_, known, _)| known.kind == "number");
    let plant = |(spot, known, at): (Spot<'_>, Known<'_>, usize)| {
        let other = if known.unit.contains('/') { "7" } else { &format!("7 {}", known.unit) };
        let text = page.instead(&spot, &known, at, other);
        let planted = page.planted(text, "literal_number", spot.row).valued("7");
        planted.in_column(page.column(&spot, at))
    };
    numbers.map(plant).collect()
}

/// The name of a parameter misspelt in an expression.
fn unknown_name(page: &Page<'_>) -> Vec<Planted> {
    let plant = |(index, (spot, known, at)): (usize, (Spot<'_>, Known<'_>, usize))| {
        let other = match index % 2 {
            1 if known.id.contains('_') => known.id.replacen('_', "", 1),
            _ => format!("{}s", known.id),
        };
        let text = page.instead(&spot, &known, at, &other);
        let planted = page.planted(text, "unknown_name", spot.row).valued(&other);
        planted.in_column(page.column(&spot, at))
    };
    page.mentions().into_iter().enumerate().map(plant).collect()
}

/// Rows of the tables of a parameter's file, each table apart.
fn tables(page: &Page<'_>, kind: &str) -> Vec<Vec<usize>> {
    let is_kind = page.stating("type").iter().any(|(_, value)| *value == kind);
    let mut out: Vec<Vec<usize>> = Vec::new();
    let is_row = |row: &usize| page.line(*row).trim_start().starts_with("- {");
    for row in (1..=page.lines.len()).filter(|row| is_kind && is_row(row)) {
        match out.last_mut().filter(|table| table.last() == Some(&(row - 1))) {
            Some(table) => table.push(row),
            None => out.push(vec![row]),
        }
    }
    out
}

/// The number after `key` in a row of a table: its bytes and its value.
fn number_after(line: &str, key: &str) -> Option<(std::ops::Range<usize>, Decimal)> {
    let from = mention(line, key)? + key.len() + 2;
    let rest = line.get(from..)?;
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    Some((from..from + digits, rest[..digits].parse().ok()?))
}

/// The row with the number after `key` moved.
fn moved(line: &str, key: &str, by: i64) -> Option<String> {
    let (range, number) = number_after(line, key)?;
    let mut line = line.to_owned();
    line.replace_range(range, &(number + Decimal::from(by)).to_string());
    Some(line)
}

/// The row without `key` and its number.
fn without_end(line: &str, key: &str) -> Option<String> {
    let (range, _) = number_after(line, key)?;
    let start = range.start - key.len() - 2;
    let after = line[range.end..].trim_start_matches([',', ' ']);
    Some(format!("{}{after}", &line[..start]))
}

/// `keys` for a lower or an upper end: the one that the row has.
fn end_of<'k>(line: &str, keys: [&'k str; 2]) -> Option<&'k str> {
    keys.into_iter().find(|key| number_after(line, key).is_some())
}

/// Ends moved apart, a number left out at an end, or an end where none may be.
fn gap_in_bands(page: &Page<'_>) -> Vec<Planted> {
    let mut out = Vec::new();
    let mut plant = |row: usize, line: Option<String>| {
        let text = line.map(|line| page.with(row, Some(&line)));
        out.extend(text.map(|text| page.planted(text, "gap_in_table", row)));
    };
    for table in tables(page, "bands") {
        for (index, row) in table.iter().enumerate() {
            let line = page.line(*row);
            let lower = end_of(line, ["from", "above"]);
            if index == 0 {
                plant(*row, Some(line.replacen('{', "{from: 0, ", 1)));
                continue;
            }
            plant(*row, lower.and_then(|key| moved(line, key, 1)));
            if lower == Some("from") {
                plant(*row, Some(line.replacen("from", "above", 1)));
            }
            if index + 1 == table.len() {
                plant(*row, Some(line.replacen("value", "below: 999999999, value", 1)));
            }
        }
    }
    out
}

/// Ends moved into each other, a number in two rows, or an end left out.
fn overlap_in_bands(page: &Page<'_>) -> Vec<Planted> {
    let mut out = Vec::new();
    let mut plant = |changed: usize, line: Option<String>, told: usize| {
        let text = line.map(|line| page.with(changed, Some(&line)));
        out.extend(text.map(|text| page.planted(text, "overlap_in_table", told)));
    };
    for table in tables(page, "bands") {
        for (index, row) in table.iter().enumerate() {
            let line = page.line(*row);
            let (lower, upper) = (end_of(line, ["from", "above"]), end_of(line, ["below", "to"]));
            plant(*row, lower.and_then(|key| moved(line, key, -1)), *row);
            plant(*row, lower.and_then(|key| without_end(line, key)), *row);
            plant(*row, upper.and_then(|key| without_end(line, key)), *row);
            if let (Some("below"), Some(next)) = (upper, table.get(index + 1)) {
                plant(*row, Some(line.replacen("below", "to", 1)), *next);
            }
        }
    }
    out
}

/// A point at, or before, the point above it.
fn points_out_of_order(page: &Page<'_>) -> Vec<Planted> {
    let mut out = Vec::new();
    for table in tables(page, "points") {
        for pair in table.windows(2) {
            let [above, row] = pair else { continue };
            let Some((_, number)) = number_after(page.line(*above), "at") else { continue };
            for by in [0, -1] {
                let mut line = page.line(*row).to_owned();
                let Some((own, _)) = number_after(&line, "at") else { continue };
                let wanted = number + Decimal::from(by);
                line.replace_range(own, &wanted.to_string());
                let text = page.with(*row, Some(&line));
                out.push(page.planted(text, "overlap_in_table", *row));
            }
        }
    }
    out
}

/// An exception copied under another name, so that it holds whenever the first one does.
fn two_exceptions(page: &Page<'_>) -> Vec<Planted> {
    let rows = page.stating("when").into_iter().filter(|(_, value)| *value != "|");
    let plant = |(index, (row, value)): (usize, (usize, &str))| {
        let (first, last) = (page.start(row), page.end(page.start(row)));
        let id = page.said(first)?;
        let when = match index % 3 {
            0 => value.to_owned(),
            1 => format!("not not ({value})"),
            _ => format!("({value}) or on == on"),
        };
        let copy: Vec<&str> = (first..=last).map(|row| page.line(row)).collect();
        let copy = copy.join("\n").replacen(id, "planted", 1).replacen(value, &when, 1);
        // `exceptions:` stands in the definition itself.
        let list = (1..first).rev().find(|above| page.line(*above).trim() == "exceptions:")?;
        let told = page.start(list);
        let text = page.insert_after(last, &copy);
        Some(page.planted(text, "conflicting_exceptions", told).valued(&format!("{id} / planted")))
    };
    rows.enumerate().filter_map(plant).collect()
}

/// A definition that reads itself, or one that it is read by.
fn circular_definition(page: &Page<'_>) -> Vec<Planted> {
    let mut out = Vec::new();
    let all = page.definitions();
    for row in &all {
        let (Some(id), last) = (page.said(*row), page.end(*row)) else { continue };
        let formulas = page.stating("formula").into_iter();
        let own: Vec<(usize, &str)> =
            formulas.filter(|(at, value)| (*row..=last).contains(at) && *value != "|").collect();
        for (at, value) in &own {
            let text = page.set(*at, &format!("min({value}, {id})"));
            out.push(page.planted(text, "circular_definition", *row));
        }
        let names = BTreeSet::from([id.to_owned()]);
        for other in all.iter().filter(|other| *other != row) {
            if let (Some((at, _)), Some(name)) = (own.first(), page.said(*other))
                && page.item_mentions(*other, &names)
            {
                let planted = page.planted(page.set(*at, name), "circular_definition", *row);
                out.push(planted.at(At::Rows(vec![*row, *other], None)));
            }
        }
    }
    out
}

/// A condition that no fact can change. What only reads `on` is left to [`dead_base`] where it
/// stands in the base rule of a definition.
fn constant_condition(page: &Page<'_>) -> Vec<Planted> {
    let spots = page.spots().into_iter().filter(|spot| spot.is_plain && spot.text != "rest");
    let plant = |(index, spot): (usize, Spot<'_>)| {
        let turn = if page.is_base(spot.row) { index % 2 } else { index % 4 };
        let condition = ["true", "0 > 1", "on < on", "on > on and on <= on"][turn];
        page.constant(&spot, condition)
    };
    spots.enumerate().map(plant).collect()
}

/// A copy of a parameter under a name that nothing reads.
fn unused_parameter(page: &Page<'_>) -> Vec<Planted> {
    if !page.is_in("parameters/") {
        return Vec::new();
    }
    let Some((row, _)) = page.stating("id").first().copied() else { return Vec::new() };
    let mut planted = page.planted(page.set(row, "planted"), "unused_parameter", 1);
    planted.file = "parameters/planted.yaml".to_owned();
    vec![planted.valued("planted")]
}

/// A version that does not end before the next, or a second one from the same day.
fn overlapping_versions(page: &Page<'_>) -> Vec<Planted> {
    if page.path != "scheme.yaml" {
        return Vec::new();
    }
    let from = page.stating("from");
    let mut out = Vec::new();
    for (row, end) in page.stating("to") {
        let later = from.iter().filter(|(_, day)| *day > end && end != "open");
        let Some((next, day)) = later.min_by_key(|(_, day)| *day) else { continue };
        for wrong in ["open", day] {
            let text = page.set(row, wrong);
            out.push(page.planted(text, "overlapping_versions", page.start(*next)));
        }
    }
    for (row, _) in &from {
        let (first, last) = (page.start(*row), page.end(page.start(*row)));
        let copy: Vec<&str> = (first..=last).map(|row| page.line(row)).collect();
        let Some(id) = page.said(first) else { continue };
        let text = page.insert_after(last, &copy.join("\n").replacen(id, "planted", 1));
        let planted = page.planted(text, "overlapping_versions", last + 1);
        out.push(planted.valued("planted"));
    }
    out
}

/// The id of the item before, once more.
fn duplicate_id(page: &Page<'_>) -> Vec<Planted> {
    let rows = page.stating("id");
    let pairs = rows.windows(2).filter(|_| page.is_in("rules/"));
    let plant = |pair: &[(usize, &str)]| match pair {
        [(_, earlier), (row, _)] => {
            let text = page.set(*row, earlier);
            Some(page.planted(text, "duplicate_id", *row).valued(earlier))
        }
        _ => None,
    };
    pairs.filter_map(plant).collect()
}

/// A value marked as not found, or none marked as seen.
fn value_and_mark(page: &Page<'_>) -> Vec<Planted> {
    let values = page.stating("value");
    let marks = page.stating("mark").into_iter().filter(|_| page.is_in("parameters/"));
    let plant = |(index, (row, mark)): (usize, (usize, &str))| {
        let start = page.start(row);
        let value = values.iter().find(|(at, _)| page.start(*at) == start);
        match (value, mark) {
            (None, "X") => Some(page.planted(page.set(row, "S"), "value_and_mark", start)),
            (Some((at, value)), mark) if index % 2 == 1 && !value.is_empty() && mark != "X" => {
                Some(page.planted(page.set(*at, ""), "value_and_mark", start).valued(mark))
            }
            (Some(_), _) => {
                let planted = page.planted(page.set(row, "X"), "value_and_mark", start);
                Some(planted.valued("X"))
            }
            _ => None,
        }
    };
    marks.enumerate().filter_map(plant).collect()
}

/// Whether rules look the parameter up by a day of the case, so that it may have older values.
fn is_looked_up(page: &Page<'_>, id: &str) -> bool {
    let call = format!("at({id},");
    let others = Page::all(page.folder);
    others.iter().any(|other| other.spots().iter().any(|spot| spot.text.contains(&call)))
}

/// The id of a parameter's file whose values only a version's own time can read.
fn own_values<'a>(page: &Page<'a>) -> Option<&'a str> {
    let (_, id) = *page.stating("id").first().filter(|_| page.is_in("parameters/"))?;
    let is_own = page.stating("delegated_to").is_empty() && !is_looked_up(page, id);
    is_own.then_some(id)
}

/// Every day of a parameter moved to long before the first version.
fn no_value_in_version(page: &Page<'_>) -> Vec<Planted> {
    let Some(id) = own_values(page) else { return Vec::new() };
    let mut lines: Vec<String> = page.lines.iter().map(|line| (*line).to_owned()).collect();
    for (row, day) in dates(page) {
        lines[row - 1] = lines[row - 1].replacen(&day[..2], "18", 1);
    }
    let planted = page.planted(lines.join("\n"), "no_value_in_version", 1).valued(id);
    vec![planted.at(At::Readers(BTreeSet::from([id.to_owned()])))]
}

/// An amount that does not say how it is rounded.
fn missing_rounding(page: &Page<'_>) -> Vec<Planted> {
    let rows = page.stating("round").into_iter().filter(|_| page.is_in("rules/"));
    rows.map(|(row, _)| page.without(row, "round")).collect()
}

/// A rounding that does not exist.
fn unknown_rounding(page: &Page<'_>) -> Vec<Planted> {
    let rows = page.stating("round").into_iter().filter(|_| page.is_in("rules/"));
    let mut out = Vec::new();
    for (row, _) in rows {
        for wrong in ["up_to_fen", "half_up", "nearest", "down_to_mao"] {
            let planted = page.planted(page.set(row, wrong), "unknown_rounding", row);
            out.push(planted.valued(wrong));
        }
    }
    out
}

/// A branch of a definition's base rule that no day can reach.
fn dead_base(page: &Page<'_>) -> Vec<Planted> {
    let spots = page.spots().into_iter().filter(|spot| spot.is_plain && page.is_base(spot.row));
    spots.map(|spot| page.constant(&spot, "on < on")).collect()
}

/// A definition that nothing reads, told where it stands.
fn unused_definition(page: &Page<'_>) -> Vec<Planted> {
    let sources = page.stating("sources").into_iter().find(|(_, value)| value.starts_with('['));
    let (Some((_, sources)), true) = (sources, page.is_in("rules/")) else { return Vec::new() };
    let item = format!(
        "  - id: planted\n    label: {{zh: 多余, en: superfluous}}\n    formula: on\n    \
         sources: {sources}\n    mark: S\n    article: not_seen"
    );
    let (row, more) = match page.stating("definitions").first() {
        Some((row, _)) => (*row, item),
        None => match page.stating("version").first() {
            Some((row, _)) => (*row, format!("definitions:\n{item}")),
            None => return Vec::new(),
        },
    };
    let text = page.insert_after(row, &more);
    let told = text.lines().position(|line| line.contains("id: planted")).unwrap_or_default() + 1;
    vec![page.planted(text, "unused_definition", told).valued("planted")]
}

/// A definition that only another version's rules still read.
fn used_elsewhere(page: &Page<'_>) -> Vec<Planted> {
    let pages: Vec<Page<'_>> = Page::all(page.folder).into_iter().collect();
    let others = pages.iter().filter(|other| other.is_in("rules/") && other.path < page.path);
    let earlier: BTreeSet<&str> = others
        .flat_map(|other| other.definitions().into_iter().filter_map(|row| other.said(row)))
        .collect();
    let plant = |row: usize| {
        let id = page.said(row).filter(|id| earlier.contains(id))?;
        let readers: Vec<Spot<'_>> = page
            .spots()
            .into_iter()
            .filter(|spot| mention(spot.text, id).is_some() && page.start(spot.row) != row)
            .collect();
        let [spot] = readers.as_slice() else { return None };
        let money = page.parameters().into_iter().find(|known| known.unit == "yuan");
        let text = page.set(spot.row, money.map_or("0", |known| known.id));
        let planted = page.planted(text, "unused_definition", row).valued(id);
        Some(planted.at(At::Rows(vec![1, row], None)))
    };
    page.definitions().into_iter().filter_map(plant).collect()
}

/// A version without the day on which its dates were last compared.
fn version_unchecked(page: &Page<'_>) -> Vec<Planted> {
    let rows = page.stating("checked_on").into_iter().filter(|_| page.path == "scheme.yaml");
    rows.map(|(row, _)| page.without(row, "checked_on")).collect()
}

/// One more value, from a day on which no version was in force: nothing can read it.
fn value_of_no_version(page: &Page<'_>) -> Vec<Planted> {
    let days = dates(page);
    let ([(row, day), ..], Some(_)) = (days.as_slice(), own_values(page)) else {
        return Vec::new();
    };
    let last = (*row + 1..=page.lines.len()).take_while(|below| page.depth(*below) > 2).last();
    let copy: Vec<&str> = (*row..=last.unwrap_or(*row)).map(|row| page.line(row)).collect();
    let copy = copy.join("\n").replacen(&day[..2], "18", 1);
    let text = page.insert_after(row - 1, &copy);
    vec![page.planted(text, "unread_value", *row)]
}

/// A requirement that need not say why it does not apply.
fn no_reason(page: &Page<'_>) -> Vec<Planted> {
    let rows = page.stating("reason").into_iter().filter(|_| page.is_in("rules/"));
    rows.map(|(row, _)| page.without(row, "reason")).collect()
}

/// The shipped schemes and the one of this page.
fn folders() -> BTreeMap<String, Folder> {
    let all = ALL.iter().cloned().chain([shapes()]);
    all.map(|folder| (folder.0.clone(), folder)).collect()
}

/// At most [`MOST`] of all places, spread over the schemes; `turn` shifts where they begin.
fn spread(all: Vec<Planted>, turn: usize) -> Vec<Planted> {
    let mut by: BTreeMap<String, Vec<Planted>> = BTreeMap::new();
    for planted in all {
        by.entry(planted.scheme.clone()).or_default().push(planted);
    }
    let mut schemes: Vec<Vec<Planted>> = by.into_values().collect();
    let count = schemes.len().max(1);
    schemes.rotate_left(turn * 3 % count);
    let mut taken = Vec::new();
    for round in 0..MOST {
        for plants in schemes.iter_mut().filter(|plants| !plants.is_empty()) {
            let index = (turn * 5 + round * 7) % plants.len();
            taken.push(plants.remove(index));
        }
    }
    taken.truncate(MOST);
    taken
}

/// How many faults were planted, a table of them by kind, and what was not refused.
struct Harvest {
    total: usize,
    table: String,
    failures: Vec<String>,
}

/// Plants faults of every kind, and looks for the remark that refuses each.
fn plant(kinds: &[Kind], fewest: usize) -> Harvest {
    let folders = folders();
    let (mut failures, mut total) = (Vec::new(), 0);
    let row = |cells: [&str; 5]| {
        let [kind, places, planted, refused, files] = cells;
        format!("{kind:<40} {places:>6} {planted:>8} {refused:>8} {files:>6}\n")
    };
    let mut table = row(["kind", "places", "planted", "refused", "files"]);
    for (turn, (kind, plants)) in kinds.iter().enumerate() {
        let pages = folders.values().flat_map(Page::all);
        let all: Vec<Planted> = pages.flat_map(|page| plants(&page)).collect();
        let places = all.len();
        let taken = spread(all, turn);
        let files: BTreeSet<(&str, &str)> =
            taken.iter().map(|p| (p.scheme.as_str(), p.file.as_str())).collect();
        let before = failures.len();
        for planted in &taken {
            let folder = &folders[&planted.scheme];
            let remarks = planted.remarks(folder);
            if !remarks.iter().any(|remark| planted.is_refused_by(remark, folder)) {
                failures.push(failure(kind, planted, &remarks));
            }
        }
        let refused = taken.len() - (failures.len() - before);
        let (planted, files) = (taken.len(), files.len());
        let cells = [places, planted, refused, files].map(|count| count.to_string());
        table += &row([kind, &cells[0], &cells[1], &cells[2], &cells[3]]);
        assert!(planted >= fewest, "{kind}: only {planted} places");
        total += planted;
    }
    let cells = [total, total - failures.len()].map(|count| count.to_string());
    table += &row(["all", "", &cells[0], &cells[1], ""]);
    Harvest { total, table, failures }
}

#[test]
fn nothing_is_planted_into_schemes_that_are_broken_already() {
    for (id, folder) in &folders() {
        let law = folder.1.iter().filter(|(path, _)| !path.starts_with("cases/"));
        assert!(Scheme::load(&law.cloned().collect::<Vec<_>>()).is_ok(), "{id} does not load");
    }
}

#[test]
fn faults_with_few_places_are_refused_as_well() {
    let Harvest { table, failures, .. } = plant(&RARE, 1);
    println!("{table}");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_planted_fault_is_refused_at_its_place() {
    let Harvest { total, table, failures } = plant(&KINDS, FEWEST);
    println!("{table}");
    assert!(total >= 200, "{total} faults planted");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// A fault that was not refused, and what was remarked instead.
fn failure(kind: &str, planted: &Planted, remarks: &[Diagnostic]) -> String {
    let wanted = match &planted.at {
        At::Rows(rows, column) => format!("{} {rows:?} {column:?}", planted.file),
        At::Readers(names) => format!("rules that read {names:?}"),
    };
    let found: Vec<String> = remarks.iter().map(|remark| format!("    {remark}")).collect();
    format!(
        "{kind}: {} {}: no `{}` {:?} at {wanted}; found\n{}",
        planted.scheme,
        planted.file,
        planted.code,
        planted.value,
        found.join("\n")
    )
}

/// A scheme with definitions in a row, exceptions, both kinds of tables and two versions.
fn shapes() -> Folder {
    let bands = "type: bands\nof: kw\nunit: yuan/kw";
    let points = "type: points\nof: percent\nunit: ratio";
    let (money, power) = ("type: number\nunit: yuan", "type: number\nunit: kw");
    let texts = [
        ("scheme.yaml", SHAPES_SCHEME.to_owned()),
        ("facts.yaml", SHAPES_FACTS.to_owned()),
        ("rules/first.yaml", SHAPES_FIRST.to_owned()),
        ("rules/second.yaml", SHAPES_SECOND.to_owned()),
        ("parameters/award_per_kw.yaml", shape("award_per_kw", bands, SHAPES_BANDS)),
        ("parameters/factor.yaml", shape("factor", points, SHAPES_POINTS)),
        ("parameters/cap.yaml", shape("cap", money, [" 200000", " 300000"])),
        ("parameters/large_min.yaml", shape("large_min", power, [" 100", " 120"])),
        ("parameters/small_max.yaml", shape("small_max", power, [" 20", " 30"])),
    ];
    let files = texts.map(|(path, text)| (path.to_owned(), text));
    ("test/shapes".to_owned(), files.to_vec())
}

/// A parameter's file with a value in the time of each version.
fn shape(id: &str, kind: &str, [first, second]: [&str; 2]) -> String {
    let ground =
        "mark: S\n    sources: [PAGE]\n    article: not_seen\n    checked_on: not_recorded";
    format!(
        "id: {id}\ndescription: {{zh: 示例, en: an example}}\n{kind}\nvalues:\n  \
         2020-01-01:\n    value:{first}\n    {ground}\n  \
         2021-02-01:\n    value:{second}\n    {ground}\n"
    )
}

/// The bands of the two versions.
const SHAPES_BANDS: [&str; 2] = [
    "
      - {below: 10, value: 0}
      - {from: 10, to: 100, value: 500}
      - {above: 100, below: 400, value: 400}
      - {from: 400, value: 300}",
    "
      - {to: 10, value: 0}
      - {above: 10, value: 350}",
];

/// The points of the two versions.
const SHAPES_POINTS: [&str; 2] = [
    "
      - {at: 10, value: 0.5}
      - {at: 20, value: 1}
      - {at: 50, value: 1.5}",
    "
      - {at: 15, value: 0.5}
      - {at: 25, value: 1}",
];

/// Two versions with a gap between them.
const SHAPES_SCHEME: &str = r"id: test/shapes
name: {zh: 示例, en: an example}
level: municipal
sources:
  PAGE: https://example.org/page
versions:
  - id: first
    name: {zh: 第一版, en: the first}
    document: not_seen
    from: 2020-01-01
    to: 2020-12-31
    sources: [PAGE]
    mark: S
    article: not_seen
    checked_on: not_recorded
  - id: second
    name: {zh: 第二版, en: the second}
    document: not_seen
    from: 2021-02-01
    to: open
    sources: [PAGE]
    mark: S
    article: not_seen
    checked_on: not_recorded
";

/// Facts of every type that the rules read.
const SHAPES_FACTS: &str = r"suppliers:
  applicant: {zh: 申请人, en: the applicant}
facts:
  installed_kw: {label: {zh: 装机, en: installed}, type: number, unit: kw, supplier: applicant}
  saving_rate_percent:
    {label: {zh: 节能率, en: saving}, type: number, unit: percent, supplier: applicant}
  is_public: {label: {zh: 公共, en: public}, type: bool, supplier: applicant}
  kind:
    label: {zh: 类别, en: kind}
    type: choice
    choices: {roof: {zh: 屋面, en: roof}, ground: {zh: 地面, en: ground}}
    supplier: applicant
";

/// Definitions in a row.
const SHAPES_FIRST: &str = r#"version: first
definitions:
  - id: gross
    label: {zh: 毛额, en: gross}
    formula: band(award_per_kw, installed_kw) * installed_kw
    sources: [PAGE]
    mark: S
    article: not_seen
  - id: weight
    label: {zh: 权重, en: weight}
    formula: interpolate(factor, saving_rate_percent)
    sources: [PAGE]
    mark: S
    article: not_seen
    exceptions:
      - id: large
        when: installed_kw >= large_min
        formula: "1"
        sources: [PAGE]
        mark: S
        article: not_seen
      - id: small
        when: installed_kw < small_max and is_public
        formula: "0"
        sources: [PAGE]
        mark: S
        article: not_seen
  - id: award
    label: {zh: 奖励, en: award}
    formula: weight * gross
    sources: [PAGE]
    mark: S
    article: not_seen
    exceptions:
      - id: on_the_ground
        when: kind == "ground"
        formula: 100 percent * gross
        sources: [PAGE]
        mark: S
        article: not_seen
clauses:
  - id: is_public
    kind: gate
    text: {zh: 公共, en: public}
    condition: is_public
    sources: [PAGE]
    mark: S
    article: not_seen
support:
  modes:
    - id: bonus
      name: {zh: 奖励, en: bonus}
      amount: min(award, cap)
      round: down_to_fen
      sources: [PAGE]
      mark: S
      article: not_seen
"#;

/// Exceptions kept apart by what they exclude.
const SHAPES_SECOND: &str = r#"version: second
definitions:
  - id: award
    label: {zh: 奖励, en: award}
    formula: |
      interpolate(factor, saving_rate_percent) * band(award_per_kw, installed_kw) * installed_kw
    sources: [PAGE]
    mark: S
    article: not_seen
    exceptions:
      - id: none_below
        when: installed_kw < small_max or not is_public and kind != "roof"
        formula: 0
        sources: [PAGE]
        mark: S
        article: not_seen
      - id: large
        when: installed_kw > large_min and is_public
        formula: cap
        sources: [PAGE]
        mark: S
        article: not_seen
clauses:
  - id: small
    kind: gate
    text: {zh: 不小, en: not small}
    condition: installed_kw >= small_max
    sources: [PAGE]
    mark: S
    article: not_seen
support:
  modes:
    - id: bonus
      name: {zh: 奖励, en: bonus}
      amount: min(award, cap)
      round: half_up_to_yuan
      sources: [PAGE]
      mark: S
      article: not_seen
"#;
