use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use units::{Diagnostic, Severity, SpaceId};

use crate::cell::{CellFormat, Problem, is_unknown, kept, parse_f64, read_value, undecodable};
use crate::datum::{Converter, Crs};
use crate::field::Field;
use crate::mapping::{
    Column, FieldSpec, Keep, Mapping, OnFailure, Origin as FieldOrigin, PositionSpec,
};
use crate::place::{At, Declared, Placer, pair_in_text};
use crate::preview::ColumnsRead;
use crate::remark::Remark;
use crate::space::{Origin, Record};
use crate::table::{Row, Table, read_table};
use crate::text::fold;
use crate::value::{Facts, Value};

/// What one file said, row by row, before it meets the ledger.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The file as the user named it.
    pub file: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// The encoding or sheet that was read.
    pub encoding: String,
    /// Rows that hold anything, headings apart: `records.len() + refused_rows.len()`.
    pub rows_read: u64,
    /// The rows that could be read, in their order.
    pub records: Vec<(SpaceId, Record)>,
    /// The rows that were refused, ascending.
    pub refused_rows: Vec<u64>,
    /// Everything there is to say about the file and its rows, in the order of rows.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a CSV, XLSX or GeoJSON file by a mapping.
///
/// The format is found from the content; `file_name` names the file in diagnostics and decides
/// between GeoJSON and text where the content could be either. A bad row is refused and the next is
/// read.
///
/// # Errors
/// When the file as a whole cannot be read: empty, no headings, a required column missing, a mapped
/// heading that stands there twice, no workbook, no GeoJSON. All that is wrong is reported at once.
pub fn import(
    bytes: &[u8],
    file_name: &str,
    mapping: &Mapping,
) -> Result<Imported, Vec<Diagnostic>> {
    let mut table = read_table(bytes, file_name, &mapping.table, mapping.numbers)?;
    let (broken, notes) = (std::mem::take(&mut table.broken), std::mem::take(&mut table.notes));
    let reader = RowReader::bind(&table, file_name, mapping)?;
    let sha256 = hex(&Sha256::digest(bytes));
    let mut imported = Imported {
        file: file_name.into(),
        sha256,
        encoding: table.encoding.clone(),
        rows_read: 0,
        records: Vec::with_capacity(table.rows.len()),
        refused_rows: broken.iter().filter_map(|remark| remark.row).collect(),
        diagnostics: notes,
    };
    imported.diagnostics.extend(reader.notes.iter().cloned());
    imported.diagnostics.extend(broken);
    for row in &table.rows {
        let (entry, remarks) = reader.read(row, &imported.sha256);
        imported.diagnostics.extend(remarks);
        match entry {
            Some(entry) => imported.records.push(entry),
            None => imported.refused_rows.push(row.number),
        }
    }
    imported.refused_rows.sort_unstable();
    imported.diagnostics.sort_by_key(|remark| remark.row); // stable: file remarks come first
    let rows = imported.records.len() + imported.refused_rows.len();
    imported.rows_read = u64::try_from(rows).unwrap_or(u64::MAX);
    Ok(imported)
}

fn hex(digest: &[u8]) -> String {
    digest.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hex_digit).collect()
}

fn hex_digit(half_byte: u8) -> char {
    char::from_digit(half_byte.into(), 16).expect("half a byte is below 16")
}

/// A column found in the file.
#[derive(Clone, Copy)]
struct Bound {
    index: usize,
    keep: Keep,
}

struct BoundPosition<'m> {
    placer: Placer<'m>,
    pair: Option<(Bound, Bound)>,
    text: Option<Bound>,
    crs: Option<Bound>,
    /// What the whole file declares, for rows whose cell does not.
    by_file: PositionSpec,
}

struct RowReader<'m> {
    file: &'m str,
    headings: &'m [String],
    mapping: &'m Mapping,
    format: CellFormat<'m>,
    id: Vec<(Bound, bool)>,
    period: Option<Bound>,
    position: Option<BoundPosition<'m>>,
    fields: Vec<(Field, &'m FieldSpec, Bound)>,
    constants: Vec<(Field, &'m Value)>,
    notes: Vec<Diagnostic>,
}

/// Finds columns in a file and remembers which were used.
struct Binder<'a> {
    file: &'a str,
    headings: &'a [String],
    places: BTreeMap<String, Vec<usize>>,
    used: BTreeSet<usize>,
    absent: Vec<String>,
    errors: Vec<Diagnostic>,
}

impl<'a> Binder<'a> {
    fn new(file: &'a str, headings: &'a [String]) -> Self {
        let mut places = BTreeMap::<String, Vec<usize>>::new();
        for (index, heading) in headings.iter().enumerate() {
            places.entry(fold(heading)).or_default().push(index);
        }
        let (used, absent, errors) = (BTreeSet::new(), Vec::new(), Vec::new());
        Self { file, headings, places, used, absent, errors }
    }

    fn find(&mut self, column: &Column) -> Option<Bound> {
        let (alias, indices) = column
            .aliases
            .iter()
            .find_map(|alias| self.places.get(&fold(alias)).map(|indices| (alias, indices)))?;
        if indices.len() > 1 {
            self.errors.push(
                Remark::refused("duplicate_heading", self.file)
                    .column(alias.clone())
                    .value(&self.headings[indices[0]])
                    .expected("列名各不相同", "headings that differ from one another")
                    .remedy("改掉或删去重名的列", "rename or remove the column of the same name"),
            );
        }
        let index = *indices.first()?;
        self.used.insert(index);
        Some(Bound { index, keep: column.keep })
    }

    /// The column, or, if it is not there, an error or a name for the note.
    fn bind(&mut self, column: &Column, purpose: &str) -> Option<Bound> {
        let found = self.find(column);
        if found.is_none() && column.required {
            self.missing(column, purpose);
        } else if found.is_none() {
            self.absent.push(purpose.into());
        }
        found
    }

    fn missing(&mut self, column: &Column, purpose: &str) {
        let list = column.aliases.join(" / ");
        let present = self.headings.join(", ");
        self.errors.push(
            Remark::refused("missing_column", self.file)
                .column(purpose)
                .value(&present)
                .expected(format!("列名之一：{list}"), format!("a column headed {list}"))
                .remedy(
                    "把文件中的列名加入映射的该列，或换用合适的映射",
                    "add the file's own heading to this column of the mapping, or take the mapping \
                     made for this file",
                ),
        );
    }
}

impl<'m> RowReader<'m> {
    fn bind(
        table: &'m Table,
        file: &'m str,
        mapping: &'m Mapping,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut binder = Binder::new(file, &table.headings);
        let mut notes = Vec::new();
        let id = bind_id(&mut binder, mapping, &mut notes);
        let period = mapping.period.as_ref().and_then(|column| binder.bind(column, "period"));
        let position = bind_position(&mut binder, mapping, table, &mut notes);
        let (mut fields, mut constants) = (Vec::new(), Vec::new());
        for (field, spec) in &mapping.fields {
            match &spec.origin {
                FieldOrigin::Constant(value) => constants.push((*field, value)),
                FieldOrigin::Column(column) => {
                    let bound = binder.bind(column, field.key());
                    fields.extend(bound.map(|bound| (*field, spec, bound)));
                }
            }
        }
        if !binder.errors.is_empty() {
            return Err(binder.errors);
        }
        notes.extend(column_notes(&binder));
        let format = CellFormat {
            unknown: &mapping.unknown,
            numbers: mapping.numbers,
            dates: &mapping.dates,
            words: &mapping.words,
        };
        let headings = &table.headings;
        Ok(Self { file, headings, mapping, format, id, period, position, fields, constants, notes })
    }

    fn cell<'r>(row: &'r Row, bound: Bound) -> std::borrow::Cow<'r, str> {
        kept(row.cells.get(bound.index).unwrap_or_default(), bound.keep)
    }

    /// The record of one row, if it is not refused, and the remarks about it.
    fn read(&self, row: &Row, sha256: &str) -> (Option<(SpaceId, Record)>, Vec<Diagnostic>) {
        let mut remarks = Vec::new();
        let id = self.read_id(row, &mut remarks);
        let period = self.read_period(row, &mut remarks);
        let mut facts =
            Facts(self.constants.iter().map(|(field, value)| (*field, (*value).clone())).collect());
        for (field, spec, bound) in &self.fields {
            let text = Self::cell(row, *bound);
            let reading = read_value(*field, spec, &text, self.format);
            if let Some(caution) = reading.caution {
                remarks.push(self.problem(row, *bound, &text, caution, Severity::Warning));
            }
            match reading.outcome {
                Ok(Some(value)) => {
                    facts.0.insert(*field, value);
                }
                Ok(None) => {}
                Err(problem) => {
                    let severity =
                        if field.is_core() { Severity::Refused } else { Severity::Warning };
                    remarks.push(self.problem(row, *bound, &text, problem, severity));
                }
            }
        }
        let (mut position, mut footprint) = (None, None);
        if let Some(bound) = &self.position {
            (position, footprint) = self.read_position(row, bound, &mut remarks);
        }
        let refused = remarks.iter().any(|remark| remark.severity == Severity::Refused);
        let origin = Origin { file: self.file.into(), sha256: sha256.into(), row: row.number };
        let record = Record { period, facts, position, footprint, origin };
        (id.filter(|_| !refused).map(|id| (id, record)), remarks)
    }

    fn problem(
        &self,
        row: &Row,
        bound: Bound,
        text: &str,
        problem: Problem,
        severity: Severity,
    ) -> Diagnostic {
        Remark::new(severity, problem.code, self.file)
            .row(row.number)
            .column(self.headings.get(bound.index).cloned().unwrap_or_default())
            .value(text)
            .expected(problem.expected.zh, problem.expected.en)
            .remedy(problem.remedy.zh, problem.remedy.en)
    }

    fn read_id(&self, row: &Row, remarks: &mut Vec<Diagnostic>) -> Option<SpaceId> {
        let mut parts: Vec<String> = Vec::new();
        for (bound, required) in &self.id {
            let text = Self::cell(row, *bound);
            if text.contains(char::REPLACEMENT_CHARACTER) {
                remarks.push(self.problem(row, *bound, &text, undecodable(), Severity::Refused));
                return None;
            }
            if !is_unknown(&text, self.format) {
                parts.push(text.into_owned());
            } else if *required {
                remarks.push(self.bad_id("missing_id", row, *bound, &text));
                return None;
            }
        }
        let text = format!("{}{}", self.mapping.id.prefix, parts.join(&self.mapping.id.joiner));
        let id = SpaceId::new(&text).ok();
        if let (None, Some((bound, _))) = (&id, self.id.first()) {
            remarks.push(self.bad_id("bad_id", row, *bound, &text));
        }
        id
    }

    fn bad_id(&self, code: &'static str, row: &Row, bound: Bound, text: &str) -> Diagnostic {
        Remark::refused(code, self.file)
            .row(row.number)
            .column(self.headings.get(bound.index).cloned().unwrap_or_default())
            .value(text)
            .expected("1 至 200 个字符的编号", "an identifier of 1 to 200 characters")
            .remedy("补上该行的编号", "give the row its identifier")
    }

    fn read_period(&self, row: &Row, remarks: &mut Vec<Diagnostic>) -> Option<i16> {
        let bound = self.period?;
        let text = Self::cell(row, bound);
        let spec = FieldSpec {
            origin: FieldOrigin::Constant(Value::Bool(false)),
            unit: None,
            values: BTreeMap::new(),
            fallback: None,
            zero_is_unknown: false,
        };
        match read_value(Field::YearBuilt, &spec, &text, self.format).outcome {
            Ok(Some(Value::Year(year))) => Some(year),
            Ok(_) => None,
            Err(problem) => {
                remarks.push(self.problem(row, bound, &text, problem, Severity::Refused));
                None
            }
        }
    }

    fn read_position(
        &self,
        row: &Row,
        bound: &BoundPosition,
        remarks: &mut Vec<Diagnostic>,
    ) -> (Option<crate::Position>, Option<crate::Footprint>) {
        let heading = |bound: Bound| self.headings.get(bound.index).map_or("", String::as_str);
        let crs_cell = bound.crs.map(|crs| Self::cell(row, crs));
        let known = crs_cell.as_deref().filter(|cell| !is_unknown(cell, self.format));
        let declared = Declared::of_cell(known, &bound.by_file);
        let at = |column| At { file: self.file, row: row.number, column };
        match &row.shape {
            Some(Ok(shape)) => {
                let (position, footprint, remark) =
                    bound.placer.place_shape(shape, &declared, &at("geometry"));
                remarks.extend(remark);
                return (position, footprint);
            }
            Some(Err((zh, en))) => {
                remarks.push(
                    Remark::refused("bad_geometry", self.file)
                        .row(row.number)
                        .column("geometry")
                        .value(en)
                        .expected(
                            format!("有效的点或多边形（此处：{zh}）"),
                            format!("a valid point or polygon (here: {en})"),
                        )
                        .remedy("在 GIS 软件中修复几何", "repair the geometry in a GIS program"),
                );
                return (None, None);
            }
            None => {}
        }
        if let Some((x_bound, y_bound)) = bound.pair {
            let (x_text, y_text) = (Self::cell(row, x_bound), Self::cell(row, y_bound));
            let blank = (is_unknown(&x_text, self.format), is_unknown(&y_text, self.format));
            if blank != (true, true) {
                let numbers = (
                    parse_f64(&x_text, self.mapping.numbers),
                    parse_f64(&y_text, self.mapping.numbers),
                );
                let place = at(heading(x_bound));
                let (position, remark) = match numbers {
                    (Some(x), Some(y)) => bound.placer.place(x, y, &declared, &place),
                    _ => (None, Some(self.half_pair(bound, &place, blank, &x_text, &y_text))),
                };
                remarks.extend(remark);
                return (position, None);
            }
        }
        let Some(text_bound) = bound.text else { return (None, None) };
        let text = Self::cell(row, text_bound);
        let Some((x, y)) = pair_in_text(&text) else { return (None, None) };
        let (position, remark) = bound.placer.place(x, y, &declared, &at(heading(text_bound)));
        remarks.extend(remark);
        (position, None)
    }

    /// One of two coordinates is missing, or they are no numbers.
    fn half_pair(
        &self,
        bound: &BoundPosition,
        at: &At,
        blank: (bool, bool),
        x: &str,
        y: &str,
    ) -> Diagnostic {
        let half = blank.0 || blank.1;
        let remark = if half || bound.placer.spec.on_failure == OnFailure::Drop {
            Remark::warning("position_dropped", self.file)
        } else {
            Remark::refused("bad_coordinates", self.file)
        };
        remark
            .row(at.row)
            .column(at.column)
            .value(&format!("{x}, {y}"))
            .expected("两个坐标值", "two coordinates that are numbers")
            .remedy("补全或改正坐标", "complete or correct the coordinates")
    }
}

/// What a mapping takes from a list with these headings.
pub(crate) fn columns_read(headings: &[String], mapping: &Mapping) -> ColumnsRead {
    let mut binder = Binder::new("", headings);
    let mut read = ColumnsRead::default();
    let mut note = |bound: Option<Bound>, key: &str| {
        if let Some(heading) = bound.and_then(|bound| headings.get(bound.index)) {
            read.columns.insert(heading.clone(), key.to_owned());
        }
    };
    for (bound, _) in bind_id(&mut binder, mapping, &mut Vec::new()) {
        note(Some(bound), "id");
    }
    let period = mapping.period.as_ref().and_then(|column| binder.bind(column, "period"));
    note(period, "period");
    let place = mapping
        .position
        .iter()
        .flat_map(|spec| [&spec.x, &spec.y, &spec.text, &spec.crs_column].into_iter().flatten());
    for column in place {
        note(binder.find(column), "position");
    }
    for (field, spec) in &mapping.fields {
        if let FieldOrigin::Column(column) = &spec.origin {
            note(binder.bind(column, field.key()), field.key());
        }
    }
    read.complete = binder.errors.is_empty();
    read
}

/// The columns of the identifier: the usual ones, or, where a required one is not in the file, the
/// ones that the mapping names for that case, with a warning.
fn bind_id(
    binder: &mut Binder,
    mapping: &Mapping,
    notes: &mut Vec<Diagnostic>,
) -> Vec<(Bound, bool)> {
    let spec = &mapping.id;
    let find = |binder: &mut Binder, parts: &[Column]| -> Option<Vec<(Bound, bool)>> {
        let mut bound = Vec::new();
        for part in parts {
            match binder.find(part) {
                Some(found) => bound.push((found, part.required)),
                None if part.required => return None,
                None => {}
            }
        }
        (!bound.is_empty()).then_some(bound)
    };
    if let Some(bound) = find(binder, &spec.parts) {
        return bound;
    }
    if let Some(bound) = find(binder, &spec.otherwise) {
        let names: Vec<&str> = bound
            .iter()
            .filter_map(|(bound, _)| binder.headings.get(bound.index).map(String::as_str))
            .collect();
        notes.push(
            Remark::warning("id_by_otherwise", binder.file)
                .column("id")
                .value(&names.join(", "))
                .expected("编号列", "a column of identifiers")
                .remedy(
                    "文件没有编号列，改以此列为编号；该列文字一改即成另一空间",
                    "the file has no identifiers, so this column stands in; a space whose text \
                     there changes becomes another space",
                ),
        );
        return bound;
    }
    for part in spec.parts.iter().filter(|part| part.required) {
        if binder.find(part).is_none() {
            binder.missing(part, "id");
        }
    }
    Vec::new()
}

fn bind_position<'m>(
    binder: &mut Binder,
    mapping: &'m Mapping,
    table: &Table,
    notes: &mut Vec<Diagnostic>,
) -> Option<BoundPosition<'m>> {
    let spec = mapping.position.as_ref()?;
    let mut find = |column: &Option<Column>| column.as_ref().and_then(|column| binder.find(column));
    let pair = find(&spec.x).zip(find(&spec.y));
    let (text, crs) = (find(&spec.text), find(&spec.crs_column));
    let has_shapes = table.rows.iter().any(|row| row.shape.is_some());
    if pair.is_none() && text.is_none() && !has_shapes {
        binder.absent.push("position".into());
    }
    let mut by_file = spec.clone();
    if let Some(name) = table.crs_name.as_deref() {
        by_file.crs = declared_by_file(name, spec.crs, binder.file, notes);
    } else if has_shapes && spec.crs.is_none() {
        by_file.crs = Some(Crs::Wgs84); // RFC 7946, §4: GeoJSON is WGS 84 unless agreed otherwise
    }
    Some(BoundPosition {
        placer: Placer { spec, converter: Converter::new() },
        pair,
        text,
        crs,
        by_file,
    })
}

/// The system of a GeoJSON file that names one itself: the mapping's wins, with a warning when the
/// two differ.
fn declared_by_file(
    name: &str,
    by_mapping: Option<Crs>,
    file: &str,
    notes: &mut Vec<Diagnostic>,
) -> Option<Crs> {
    let named = Crs::parse(name);
    if named == by_mapping || (named.is_some() && by_mapping.is_none()) {
        return named;
    }
    let taken = by_mapping.map_or("?", Crs::key);
    notes.push(
        Remark::warning("crs_contradiction", file)
            .column("crs")
            .value(name)
            .expected(format!("坐标系 {taken}"), format!("the system {taken}"))
            .remedy(
                "文件与映射所写坐标系不同，已按映射读取；请核对",
                "file and mapping name different systems; the mapping's was taken; check which is \
                 right",
            ),
    );
    by_mapping
}

/// One note on the mapped columns that the file lacks, one on its columns that are not mapped.
fn column_notes(binder: &Binder) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    if !binder.absent.is_empty() {
        notes.push(
            Remark::note("columns_absent", binder.file)
                .value(&binder.absent.join(", "))
                .expected("映射中的全部列", "all columns of the mapping")
                .remedy(
                    "这些字段按未知处理；若文件有同义列，把其列名加入映射",
                    "these fields stay unknown; if the file has them under other headings, add \
                     those to the mapping",
                ),
        );
    }
    let unused: Vec<&str> = binder
        .headings
        .iter()
        .enumerate()
        .filter(|(index, heading)| !binder.used.contains(index) && !heading.is_empty())
        .map(|(_, heading)| heading.as_str())
        .collect();
    if !unused.is_empty() {
        notes.push(
            Remark::note("columns_not_read", binder.file)
                .value(&unused.join(", "))
                .expected("映射所含的列", "columns that the mapping names")
                .remedy("需要时把列加入映射", "add a column to the mapping if it is needed"),
        );
    }
    notes
}
