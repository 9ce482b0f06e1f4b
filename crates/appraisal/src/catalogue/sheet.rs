//! The measures as one sheet that an officer edits, one row a measure, and back.
//!
//! Cells are plain text; who reads and writes workbooks is elsewhere. What is edited is checked by
//! the reader of the file, so that a sheet cannot say what a file could not.

use serde_json::{Map, Value, json};
use units::{Diagnostic, Severity, Text};

use super::yaml::{effect_value, measures_value};
use super::{Catalogue, Measure, read_measure};
use crate::read::Reader;

/// Name of the sheet.
pub const SHEET_NAME: &str = "measures";

/// What a column's cells are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Text,
    Number,
    /// Words with commas between them.
    Words,
    /// Shown, not read back.
    Shown,
}

/// A column: its key, its label, where it stands in a measure of the file, what its cells are.
struct Column(&'static str, &'static str, &'static [&'static str], Cell);

const COLUMNS: [Column; 28] = [
    Column("id", "标识 id (fixed)", &["id"], Cell::Shown),
    Column("name_zh", "名称", &["name", "zh"], Cell::Text),
    Column("name_en", "name", &["name", "en"], Cell::Text),
    Column("kinds", "适用类型 kinds (empty = all)", &["kinds"], Cell::Words),
    Column("unit", "计价单位 unit", &["cost", "unit"], Cell::Text),
    Column("low_yuan", "单价 低 low (yuan)", &["cost", "low_yuan"], Cell::Number),
    Column("likely_yuan", "单价 可能 likely (yuan)", &["cost", "likely_yuan"], Cell::Number),
    Column("high_yuan", "单价 高 high (yuan)", &["cost", "high_yuan"], Cell::Number),
    Column("fixed_low_yuan", "固定 低 fixed low", &["cost", "fixed_low_yuan"], Cell::Number),
    Column(
        "fixed_likely_yuan",
        "固定 可能 fixed likely",
        &["cost", "fixed_likely_yuan"],
        Cell::Number,
    ),
    Column("fixed_high_yuan", "固定 高 fixed high", &["cost", "fixed_high_yuan"], Cell::Number),
    Column(
        "floor_per_unit_m2",
        "每单位建筑面积 floor of a unit (m²)",
        &["cost", "floor_per_unit_m2"],
        Cell::Number,
    ),
    Column("price_year", "价格年份 price year", &["cost", "price_year"], Cell::Number),
    Column("region", "地区 region", &["cost", "region"], Cell::Text),
    Column("cost_origin", "价格来源 source of cost", &["cost", "origin"], Cell::Text),
    Column("cost_mark", "价格标记 mark of cost", &["cost", "mark"], Cell::Text),
    Column("cost_date", "价格日期 date of cost", &["cost", "date"], Cell::Text),
    Column(
        "maintenance_percent",
        "年维护 upkeep (% a year)",
        &["maintenance_percent"],
        Cell::Number,
    ),
    Column("lifetime_years", "寿命 life (years)", &["lifetime_years"], Cell::Number),
    Column("confidence", "把握 confidence", &["confidence"], Cell::Text),
    Column("excludes", "不可并用 excludes", &["excludes"], Cell::Words),
    Column("requires", "须并用 requires", &["requires"], Cell::Words),
    Column("note_zh", "说明", &["note", "zh"], Cell::Text),
    Column("note_en", "note", &["note", "en"], Cell::Text),
    Column("effects", "物理效果 effects (shown)", &["effects"], Cell::Shown),
    Column("effect_origin", "效果来源 source of effect", &["effect_source", "origin"], Cell::Text),
    Column("effect_mark", "效果标记 mark of effect", &["effect_source", "mark"], Cell::Text),
    Column("facts", "依赖事实 facts (shown)", &["facts"], Cell::Shown),
];

/// Rows above the measures: keys, then labels.
const HEAD_ROWS: usize = 2;

impl Catalogue {
    /// The sheet: a row of keys, a row of labels, then one row a measure.
    pub fn sheet_rows(&self) -> Vec<Vec<String>> {
        let head = |of: fn(&Column) -> &str| COLUMNS.iter().map(|c| of(c).to_owned()).collect();
        let measures = measures_value(&self.measures);
        let rows = measures.as_array().into_iter().flatten().zip(&self.measures);
        let rows = rows.map(|(value, measure)| {
            COLUMNS.iter().map(|column| shown(column, value, measure)).collect()
        });
        [head(|column| column.0), head(|column| column.1)].into_iter().chain(rows).collect()
    }

    /// This catalogue with what the sheet's rows say; effects, facts, materials and packages stay.
    /// Columns may stand in any order, and those that are left out leave their values as they are.
    /// `file` names the workbook in remarks.
    ///
    /// # Errors
    /// Every remark, with sheet, row (counted from 1) and column: unknown or repeated columns and
    /// measures, measures without a row, and all that the reader of the file refuses.
    pub fn with_sheet(&self, file: &str, rows: &[Vec<String>]) -> Result<Self, Vec<Diagnostic>> {
        let mut sheet = Sheet { file: format!("{file}#{SHEET_NAME}"), found: Vec::new() };
        let columns = sheet.columns(rows.first().map_or(&[], Vec::as_slice));
        let mut value = measures_value(&self.measures);
        let row_of = sheet.edit(&self.measures, &mut value, &columns, rows);
        if !sheet.found.is_empty() {
            return Err(sheet.found);
        }
        let sizing = self.measures.iter().find_map(|measure| measure.cost.sizing.clone());
        let read =
            Reader::read_value(&sheet.file, &json!({ "measures": value }), |reader, root| {
                read_measure::read_measures(reader, root, sizing.as_ref())
            });
        match read {
            Ok(measures) => Ok(Self { measures, packages: self.packages.clone() }),
            Err(found) => Err(found.into_iter().map(|one| on_sheet(one, &row_of)).collect()),
        }
    }
}

/// What stands in a cell.
fn shown(column: &Column, value: &Value, measure: &Measure) -> String {
    if column.0 == "effects" {
        let effects = measure.effects.iter().map(|effect| effect_value(effect).to_string());
        return effects.collect::<Vec<_>>().join("; ");
    }
    let at = column.2.iter().try_fold(value, |value, key| value.get(key));
    match at {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(words)) => {
            words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        Some(other) => other.to_string(),
    }
}

/// Collects remarks about a sheet.
struct Sheet {
    file: String,
    found: Vec<Diagnostic>,
}

impl Sheet {
    fn refuse(&mut self, row: usize, column: &str, value: &str, code: &str, expected: Text) {
        self.found.push(Diagnostic {
            severity: Severity::Refused,
            code: code.into(),
            file: self.file.clone(),
            row: Some(row as u64 + 1),
            column: column.into(),
            value: value.chars().take(200).collect(),
            expected,
            remedy: Text::new(
                "从导出的工作表改起，不改首行和标识列",
                "start from an exported sheet; leave its first row and its ids as they are",
            ),
        });
    }

    /// Which column each cell of the first row heads.
    fn columns(&mut self, head: &[String]) -> Vec<Option<&'static Column>> {
        let mut seen: Vec<&str> = Vec::new();
        let mut columns = Vec::new();
        for key in head.iter().map(|key| key.trim()) {
            let column = COLUMNS.iter().find(|column| column.0 == key);
            if column.is_none() && !key.is_empty() {
                let list = COLUMNS.iter().map(|column| column.0).collect::<Vec<_>>().join(", ");
                let expected = Text::new(format!("其中之一：{list}"), format!("one of: {list}"));
                self.refuse(0, key, key, "unknown_column", expected);
            }
            if column.is_some() && seen.contains(&key) {
                self.refuse(0, key, key, "repeated_column", Text::new("每列一次", "once each"));
            }
            seen.push(key);
            columns.push(column);
        }
        if !seen.contains(&"id") {
            self.refuse(0, "id", "", "no_id_column", Text::new("标识列 id", "the column id"));
        }
        columns
    }

    /// Writes the cells into the measures' values; answers in which row each measure stands.
    fn edit(
        &mut self,
        measures: &[Measure],
        value: &mut Value,
        columns: &[Option<&'static Column>],
        rows: &[Vec<String>],
    ) -> Vec<Option<usize>> {
        let mut row_of = vec![None; measures.len()];
        let id_at = columns.iter().position(|column| column.is_some_and(|c| c.0 == "id"));
        let Some(id_at) = id_at else { return row_of };
        let values = value.as_array_mut().map_or(&mut [][..], Vec::as_mut_slice);
        for (row, cells) in rows.iter().enumerate().skip(HEAD_ROWS) {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let id = cells.get(id_at).map_or("", |cell| cell.trim());
            let Some(at) = measures.iter().position(|measure| measure.id == id) else {
                let expected = Text::new("目录中的措施标识", "the id of a measure");
                self.refuse(row, "id", id, "unknown_measure", expected);
                continue;
            };
            if row_of[at].replace(row).is_some() {
                self.refuse(row, "id", id, "repeated_id", Text::new("每项一行", "one row each"));
            }
            for (column, cell) in columns.iter().zip(cells.iter().map(String::as_str)) {
                if let Some(column) = column.filter(|column| column.3 != Cell::Shown) {
                    put(&mut values[at], column.2, cell_value(column.3, cell.trim()));
                }
            }
        }
        for (measure, row) in measures.iter().zip(&row_of) {
            if row.is_none() {
                let expected = Text::new("每项措施一行", "a row of every measure");
                self.refuse(rows.len(), "id", &measure.id, "missing_measure", expected);
            }
        }
        row_of
    }
}

/// What a cell says; `None` when it is empty.
fn cell_value(kind: Cell, cell: &str) -> Option<Value> {
    if kind == Cell::Words {
        let split = cell.split([',', '，', '、', ';', '；']);
        let words: Vec<_> = split.map(str::trim).filter(|word| !word.is_empty()).collect();
        return Some(json!(words));
    }
    if cell.is_empty() {
        return None;
    }
    if kind == Cell::Number {
        // Whole numbers may come with a decimal point; what is no number is for the reader to
        // refuse.
        if let Ok(whole) = cell.strip_suffix(".0").unwrap_or(cell).parse::<u64>() {
            return Some(json!(whole));
        }
        if let Ok(number) = cell.parse::<f64>() {
            return Some(json!(number));
        }
    }
    Some(json!(cell))
}

/// Sets or takes away what stands at a path of one or two keys; a map left empty goes too.
fn put(measure: &mut Value, path: &[&str], value: Option<Value>) {
    let Some(map) = measure.as_object_mut() else { return };
    let Some((first, rest)) = path.split_first() else { return };
    match (rest.first(), value) {
        (None, Some(value)) => _ = map.insert((*first).to_owned(), value),
        (None, None) => _ = map.remove(*first),
        (Some(_), value) => {
            let inner = map.entry(*first).or_insert_with(|| Value::Object(Map::new()));
            put(inner, rest, value);
            if inner.as_object().is_some_and(Map::is_empty) {
                map.remove(*first);
            }
        }
    }
}

/// A remark about `measures[3].cost.likely_yuan` at its row and column.
fn on_sheet(mut remark: Diagnostic, row_of: &[Option<usize>]) -> Diagnostic {
    let place = remark.column.strip_prefix("measures[").and_then(|rest| rest.split_once(']'));
    let Some((index, path)) = place else { return remark };
    let row = index.parse::<usize>().ok().and_then(|index| row_of.get(index).copied().flatten());
    let path = path.trim_start_matches('.');
    let of = |column: &&Column| path.starts_with(&column.2.join("."));
    // The longest path that fits, so that `cost.low_yuan` is not taken for another.
    let column = COLUMNS.iter().filter(of).max_by_key(|column| column.2.join(".").len());
    remark.row = row.map(|row| row as u64 + 1);
    if let Some(column) = column {
        remark.column = column.0.to_owned();
    }
    remark
}
