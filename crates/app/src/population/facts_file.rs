//! A Parquet file of cases: one row each, one column for each fact, read chunk by chunk.
//!
//! Numbers must be exact: integers, decimals or texts; binary fractions are taken by their shortest
//! decimal and refused beyond six digits after the point. A value that the scheme cannot have
//! refuses its row and stops nothing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use parquet::basic::{ConvertedType, LogicalType, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;
use policy::{Assessment, Batch, Column, FactColumn, FactDefinition, RuleSet, Scheme, Type, Value};
use serde::{Deserialize, Serialize};
use units::{Decimal, Diagnostic, Mark, Severity, Source, Text};

use crate::failure::Failure;
use crate::files;

/// Digits after the point that texts and binary fractions may have.
const SCALE: u32 = 6;
/// Key of the file's metadata that says more about its facts.
const NOTES: &str = "reweave.facts";

/// What the metadata may say about one fact.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    mark: Option<Mark>,
    origin: Option<String>,
    reviewer: Option<String>,
    evidence: Option<String>,
}

/// What a column is read as.
#[derive(Clone, Debug)]
enum Role {
    /// A fact: its kind, whether it may lie below zero, and what the file says of it.
    Fact { kind: Type, may_be_negative: bool, note: Note },
    /// Words to group by.
    Words,
    /// What the row is called.
    Id,
}

/// A column of the file that is read.
#[derive(Clone, Debug)]
struct Wanted {
    name: String,
    place: usize,
    role: Role,
    /// Digits after the point of a decimal column.
    scale: u32,
    is_date: bool,
}

/// An open file of cases.
pub(super) struct FactsFile {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) row_count: usize,
    /// Columns that are neither facts nor asked for.
    pub(super) passed_over: Vec<String>,
    reader: SerializedFileReader<File>,
    wanted: Vec<Wanted>,
    /// Which of the wanted columns groups are made by, and which names the row.
    groups: Vec<usize>,
    id: Option<usize>,
    reviewer: Option<String>,
    group: Option<(Vec<ColumnReader>, usize)>,
    groups_opened: usize,
    rows_read: u64,
}

/// Which word each row has, and the words; rows without one have the number of words.
#[derive(Debug, Default)]
pub(super) struct GroupWords {
    pub(super) codes: Vec<u32>,
    pub(super) words: Vec<String>,
}

impl GroupWords {
    /// Rows with their word, where they have one.
    pub(super) fn of(words: &[Option<String>]) -> Self {
        let shown = words.iter().map(|word| word.as_deref().unwrap_or_default().as_bytes());
        let (mut codes, names) = index(shown.map(Cow::Borrowed));
        let none = u32::try_from(names.len()).unwrap_or(u32::MAX);
        for (code, _) in codes.iter_mut().zip(words).filter(|(_, word)| word.is_none()) {
            *code = none;
        }
        Self { codes, words: names }
    }

    /// What the group with a code is called.
    pub(super) fn name(&self, code: usize) -> String {
        self.words.get(code).cloned().unwrap_or_else(|| "?".to_owned())
    }
}

/// Values of one column of a chunk.
#[derive(Debug)]
enum Held {
    Numbers(Vec<i128>, u32),
    Truths(Vec<bool>),
    Days(Vec<i32>),
    Words(Vec<u32>, Vec<String>),
    Texts(Vec<String>),
    Values(Vec<Option<Value>>),
}

/// Some rows of the file.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Number of its first row, from 1.
    pub(super) first: u64,
    pub(super) rows: usize,
    /// Rows that hold something impossible, and what.
    pub(super) refused: BTreeMap<usize, Diagnostic>,
    /// By group column.
    pub(super) groups: Vec<GroupWords>,
    /// What people call the rows; empty where they have no names.
    pub(super) names: Vec<Option<String>>,
    columns: Vec<(Held, Vec<bool>)>,
    id: Option<usize>,
}

/// What a row is besides its decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct NamedRow {
    /// Its identifier; its number where it has none.
    id: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Its group by each column.
    groups: Vec<String>,
}

impl FactsFile {
    /// Opens the file for the facts of `scheme`, the columns in `by`, and, where `with_ids`, `id`
    /// or `case_id`.
    ///
    /// # Errors
    /// [`Failure::Unreadable`]; [`Failure::Input`] for what is no Parquet file, columns of other
    /// types than their facts, metadata that cannot be read; [`Failure::Request`] for a column to
    /// group by that is not there.
    pub(super) fn open(
        path: &Path,
        scheme: &Scheme,
        by: &[String],
        reviewer: Option<&str>,
        with_ids: bool,
    ) -> Result<Self, Failure> {
        let unreadable = |cause| Failure::Unreadable { path: path.to_path_buf(), cause };
        let name = path.display().to_string();
        let mut file = File::open(path).map_err(unreadable)?;
        let sha256 = files::sha256_hex_of(&mut file).map_err(unreadable)?;
        let reader = SerializedFileReader::new(file)
            .map_err(|cause| Failure::Input(vec![broken(&name, None, &cause)]))?;
        let notes = notes(&name, &reader)?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let (mut wanted, mut passed_over, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        for (place, column) in schema.columns().iter().enumerate() {
            let title = column.path().string();
            let role = match scheme.facts().get(&title) {
                Some(definition) => fact(definition, notes.get(&title).cloned()),
                None if by.contains(&title) => Role::Words,
                None if title == "id" || title == "case_id" => {
                    if !with_ids {
                        continue;
                    }
                    Role::Id
                }
                None => {
                    passed_over.push(title);
                    continue;
                }
            };
            match of_column(&title, place, column, role) {
                Ok(one) => wanted.push(one),
                Err((expected, remedy)) => {
                    problems.push(refusal(&name, None, &title, "", expected, remedy));
                }
            }
        }
        if !problems.is_empty() {
            return Err(Failure::Input(problems));
        }
        let at = |title: &str| wanted.iter().position(|one| one.name == title);
        let groups = by.iter().map(|title| at(title).ok_or_else(|| no_column(title)));
        let groups = groups.collect::<Result<_, _>>()?;
        let id = at("id").or_else(|| at("case_id"));
        let rows = reader.metadata().file_metadata().num_rows();
        Ok(Self {
            name,
            sha256,
            row_count: usize::try_from(rows).unwrap_or(0),
            passed_over,
            wanted,
            groups,
            id,
            reader,
            reviewer: reviewer.map(str::to_owned),
            group: None,
            groups_opened: 0,
            rows_read: 0,
        })
    }

    /// The next rows, at most `most` and of one row group; `None` after the last.
    ///
    /// # Errors
    /// [`Failure::Input`] where the file is damaged.
    pub(super) fn next(&mut self, most: usize, scheme: &Scheme) -> Result<Option<Chunk>, Failure> {
        let first = self.rows_read + 1;
        self.read(most, scheme)
            .map_err(|cause| Failure::Input(vec![broken(&self.name, Some(first), &cause)]))
    }

    fn read(&mut self, most: usize, scheme: &Scheme) -> Result<Option<Chunk>, ParquetError> {
        let (mut readers, left) = loop {
            match self.group.take() {
                Some(group) if group.1 > 0 => break group,
                _ if self.groups_opened == self.reader.num_row_groups() => return Ok(None),
                _ => self.group = Some(self.open_group()?),
            }
        };
        let rows = left.min(most);
        let mut chunk = Chunk {
            first: self.rows_read + 1,
            rows,
            refused: BTreeMap::new(),
            groups: Vec::new(),
            names: Vec::new(),
            columns: Vec::with_capacity(readers.len()),
            id: self.id,
        };
        for (reader, wanted) in readers.iter_mut().zip(&self.wanted) {
            let column = Reading { file: &self.name, first: chunk.first, wanted, scheme };
            let held = column.read(reader, rows, &mut chunk.refused)?;
            chunk.columns.push(held);
        }
        chunk.groups = self.groups.iter().map(|place| chunk.group_words(*place)).collect();
        self.rows_read += rows as u64;
        self.group = Some((readers, left - rows));
        Ok(Some(chunk))
    }

    fn open_group(&mut self) -> Result<(Vec<ColumnReader>, usize), ParquetError> {
        let group = self.reader.get_row_group(self.groups_opened)?;
        self.groups_opened += 1;
        let readers = self.wanted.iter().map(|one| group.get_column_reader(one.place));
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        Ok((readers.collect::<Result<_, _>>()?, rows))
    }

    /// Rows `from..to` of a chunk as a batch for `rules`. Rows that were refused have their bad
    /// value unknown.
    pub(super) fn batch<'c>(
        &self,
        chunk: &'c Chunk,
        (from, to): (usize, usize),
        rules: &RuleSet,
    ) -> Batch<'c> {
        let mut columns = Vec::new();
        for (wanted, (held, known)) in self.wanted.iter().zip(&chunk.columns) {
            let Role::Fact { note, .. } = &wanted.role else { continue };
            if !rules.facts().contains_key(&wanted.name) {
                continue;
            }
            let reviewer = note.reviewer.clone().or_else(|| self.reviewer.clone());
            let origin = note.origin.clone().unwrap_or_else(|| self.name.clone());
            let mark = note.mark.unwrap_or(Mark::Reported);
            columns.push(FactColumn {
                name: wanted.name.clone(),
                values: held.slice(from, to),
                known: Some(Cow::Borrowed(&known[from..to])),
                source: Source { origin, date: None, mark },
                assessment: reviewer
                    .map(|reviewer| Assessment { reviewer, evidence: note.evidence.clone() }),
            });
        }
        Batch { rows: to - from, columns }
    }
}

impl Held {
    fn slice(&self, from: usize, to: usize) -> Column<'_> {
        match self {
            Self::Numbers(all, scale) => Column::Numbers(Cow::Borrowed(&all[from..to]), *scale),
            Self::Truths(all) => Column::Truths(Cow::Borrowed(&all[from..to])),
            Self::Days(all) => Column::Days(Cow::Borrowed(&all[from..to])),
            Self::Words(all, words) => Column::Words(Cow::Borrowed(&all[from..to]), words.clone()),
            Self::Values(all) => Column::Values(Cow::Borrowed(&all[from..to])),
            // Names of rows are no facts.
            Self::Texts(_) => Column::Values(Cow::Owned(vec![None; to - from])),
        }
    }
}

impl Chunk {
    /// Rows of which no more than identifier, name and groups are told.
    pub(super) fn named(
        ids: Vec<String>,
        names: Vec<Option<String>>,
        groups: Vec<GroupWords>,
    ) -> Self {
        let rows = ids.len();
        let columns = vec![(Held::Texts(ids), vec![true; rows])];
        Self { first: 1, rows, refused: BTreeMap::new(), groups, names, columns, id: Some(0) }
    }

    /// What a row is called.
    pub(super) fn id(&self, row: usize) -> Option<String> {
        let (held, known) = &self.columns[self.id?];
        match held {
            Held::Texts(all) if known[row] => Some(all[row].clone()),
            _ => None,
        }
    }

    /// A row for a list of its own.
    pub(super) fn named_row(&self, row: usize) -> NamedRow {
        NamedRow {
            id: self.id(row).unwrap_or_else(|| (self.first + row as u64).to_string()),
            name: self.names.get(row).cloned().flatten(),
            groups: self.groups.iter().map(|g| g.name(g.codes[row] as usize)).collect(),
        }
    }

    /// A column as words; what is not known has the number of words.
    fn group_words(&self, column: usize) -> GroupWords {
        let (held, known) = &self.columns[column];
        let shown = |row: usize| match held {
            Held::Numbers(all, scale) => {
                let number = Decimal::try_from_i128_with_scale(all[row], *scale);
                number.map_or_else(|_| String::new(), |number| number.normalize().to_string())
            }
            Held::Truths(all) => all[row].to_string(),
            Held::Days(all) => all[row].to_string(),
            Held::Words(..) | Held::Texts(_) | Held::Values(_) => String::new(),
        };
        let (mut codes, words) = match held {
            Held::Words(codes, words) => (codes.clone(), words.clone()),
            _ => index((0..self.rows).map(|row| Cow::Owned(shown(row).into_bytes()))),
        };
        let none = u32::try_from(words.len()).unwrap_or(u32::MAX);
        for (code, known) in codes.iter_mut().zip(known) {
            if !known {
                *code = none;
            }
        }
        GroupWords { codes, words }
    }
}

fn fact(definition: &FactDefinition, note: Option<Note>) -> Role {
    Role::Fact {
        kind: definition.kind.clone(),
        may_be_negative: definition.may_be_negative,
        note: note.unwrap_or_default(),
    }
}

/// How a column is read, or what was expected and the remedy.
fn of_column(
    name: &str,
    place: usize,
    column: &ColumnDescriptor,
    role: Role,
) -> Result<Wanted, (Text, Text)> {
    let is_date = column.logical_type_ref() == Some(&LogicalType::Date)
        || column.converted_type() == ConvertedType::DATE;
    let is_decimal = matches!(column.logical_type_ref(), Some(LogicalType::Decimal { .. }))
        || column.converted_type() == ConvertedType::DECIMAL;
    let scale = if is_decimal { u32::try_from(column.type_scale()).unwrap_or(0) } else { 0 };
    let physical = column.physical_type();
    let whole = matches!(physical, Physical::INT32 | Physical::INT64) && !is_date;
    let text = physical == Physical::BYTE_ARRAY && !is_decimal;
    let flat = column.max_rep_level() == 0;
    let fits = flat
        && match &role {
            Role::Words => text || whole || physical == Physical::BOOLEAN,
            Role::Id => text || whole,
            Role::Fact { kind, .. } => match kind {
                Type::Bool => physical == Physical::BOOLEAN,
                Type::Number(_) => {
                    whole || text || physical == Physical::DOUBLE || (is_decimal && scale <= 18)
                }
                Type::Date => text || (is_date && physical == Physical::INT32),
                _ => text,
            },
        };
    if fits {
        return Ok(Wanted { name: name.to_owned(), place, role, scale, is_date });
    }
    let expected = match &role {
        Role::Words | Role::Id => {
            Text::new("文字、整数或是/否列", "a column of texts, integers or yes and no")
        }
        Role::Fact { kind, .. } => expected(kind),
    };
    let remedy = Text::new(
        "按此类型重写该列（列表写成 JSON 文字）",
        "write the column with that type (lists as JSON texts)",
    );
    Err((expected, remedy))
}

fn expected(kind: &Type) -> Text {
    match kind {
        Type::Bool => Text::new("是/否列 (BOOLEAN)", "a column of yes and no (BOOLEAN)"),
        Type::Number(unit) => Text::new(
            format!("整数或小数列，单位 {unit}"),
            format!("a column of integers or decimals, in {unit}"),
        ),
        Type::Date => Text::new("日期列或文字列", "a column of dates or texts"),
        _ => Text::new("文字列", "a column of texts"),
    }
}

/// One column while it is read.
struct Reading<'a> {
    file: &'a str,
    first: u64,
    wanted: &'a Wanted,
    scheme: &'a Scheme,
}

impl Reading<'_> {
    fn read(
        &self,
        reader: &mut ColumnReader,
        rows: usize,
        refused: &mut BTreeMap<usize, Diagnostic>,
    ) -> Result<(Held, Vec<bool>), ParquetError> {
        match reader {
            ColumnReader::BoolColumnReader(reader) => {
                let (values, known) = values(reader, rows, |value| *value)?;
                Ok((Held::Truths(values), known))
            }
            ColumnReader::Int32ColumnReader(reader) if self.wanted.is_date => {
                let (values, known) = values(reader, rows, |value| *value)?;
                Ok((Held::Days(values), known))
            }
            ColumnReader::Int32ColumnReader(reader) => {
                let (numbers, known) = values(reader, rows, |value| i128::from(*value))?;
                Ok(self.numbers(numbers, known, self.wanted.scale, refused))
            }
            ColumnReader::Int64ColumnReader(reader) => {
                let (numbers, known) = values(reader, rows, |value| i128::from(*value))?;
                Ok(self.numbers(numbers, known, self.wanted.scale, refused))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                let (numbers, known) = values(reader, rows, |value| big_endian(value.data()))?;
                Ok(self.numbers(numbers, known, self.wanted.scale, refused))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                let (found, known) = values(reader, rows, |value| *value)?;
                let texts = found.iter().map(|number| Cow::Owned(format!("{number}")));
                Ok(self.decimals(texts, known, refused))
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                let (texts, known) = values(reader, rows, Clone::clone)?;
                Ok(self.texts(&texts, known, refused))
            }
            ColumnReader::Int96ColumnReader(_) | ColumnReader::FloatColumnReader(_) => {
                Err(ParquetError::General("a column has changed its type".into()))
            }
        }
    }

    fn refuse(&self, row: usize, value: &str, refused: &mut BTreeMap<usize, Diagnostic>) {
        let expected = match &self.wanted.role {
            Role::Fact { kind: Type::Number(_), .. } => Text::new(
                format!("不小于 0、小数点后至多 {SCALE} 位的数"),
                format!("a number not below 0 with at most {SCALE} digits after the point"),
            ),
            Role::Fact { kind: Type::Choice(choices), .. } => {
                Text::same(choices.keys().map(String::as_str).collect::<Vec<_>>().join(", "))
            }
            Role::Fact { kind: Type::Date, .. } => Text::same("2005-03-14, 2005-03, 2005"),
            _ => Text::new("该事实允许的值", "a value that the fact can have"),
        };
        let remedy =
            Text::new("改正该值，或留空表示未知", "correct it, or leave it empty if unknown");
        let number = self.first + row as u64;
        let remark = refusal(self.file, Some(number), &self.wanted.name, value, expected, remedy);
        refused.entry(row).or_insert(remark);
    }

    fn may_be_negative(&self) -> bool {
        matches!(
            &self.wanted.role,
            Role::Fact { may_be_negative: true, .. } | Role::Words | Role::Id
        )
    }

    fn numbers(
        &self,
        numbers: Vec<i128>,
        mut known: Vec<bool>,
        scale: u32,
        refused: &mut BTreeMap<usize, Diagnostic>,
    ) -> (Held, Vec<bool>) {
        if !self.may_be_negative() {
            for (row, number) in numbers.iter().enumerate() {
                if *number < 0 && known[row] {
                    known[row] = false;
                    self.refuse(row, &number.to_string(), refused);
                }
            }
        }
        (Held::Numbers(numbers, scale), known)
    }

    fn decimals<'t>(
        &self,
        texts: impl Iterator<Item = Cow<'t, str>>,
        mut known: Vec<bool>,
        refused: &mut BTreeMap<usize, Diagnostic>,
    ) -> (Held, Vec<bool>) {
        let mut numbers = Vec::with_capacity(known.len());
        for (row, text) in texts.enumerate() {
            let number = if known[row] { decimal(&text, self.may_be_negative()) } else { None };
            if known[row] && number.is_none() {
                known[row] = false;
                self.refuse(row, &text, refused);
            }
            numbers.push(number.unwrap_or(0));
        }
        (Held::Numbers(numbers, SCALE), known)
    }

    fn texts(
        &self,
        texts: &[ByteArray],
        mut known: Vec<bool>,
        refused: &mut BTreeMap<usize, Diagnostic>,
    ) -> (Held, Vec<bool>) {
        let kind = match &self.wanted.role {
            Role::Words => &Type::Text,
            Role::Id => {
                let all = texts
                    .iter()
                    .zip(&known)
                    .map(|(text, known)| if *known { lossy(text.data()) } else { String::new() });
                return (Held::Texts(all.collect()), known);
            }
            Role::Fact { kind, .. } => kind,
        };
        if matches!(kind, Type::Number(_)) {
            let shown = known.clone();
            let texts = texts.iter().zip(&shown).map(|(text, known)| {
                Cow::Owned(if *known { lossy(text.data()) } else { String::new() })
            });
            return self.decimals(texts, known, refused);
        }
        if matches!(kind, Type::List(_) | Type::Texts) {
            let mut values = Vec::with_capacity(texts.len());
            for (row, text) in texts.iter().enumerate() {
                let value = if known[row] { self.value(&lossy(text.data())) } else { None };
                if known[row] && value.is_none() {
                    known[row] = false;
                    self.refuse(row, &lossy(text.data()), refused);
                }
                values.push(value);
            }
            return (Held::Values(values), known);
        }
        let words = texts
            .iter()
            .zip(&known)
            .map(|(text, known)| Cow::Borrowed(if *known { text.data() } else { &[][..] }));
        let (indices, words) = index(words);
        let fine: Vec<bool> = words.iter().map(|word| fits(word, kind)).collect();
        for (row, index) in indices.iter().enumerate() {
            if known[row] && !fine[*index as usize] {
                known[row] = false;
                self.refuse(row, &words[*index as usize], refused);
            }
        }
        // A word that no row keeps must not be looked at again.
        let words =
            words.into_iter().zip(fine).map(|(word, fine)| if fine { word } else { String::new() });
        (Held::Words(indices, words.collect()), known)
    }

    /// A list as it is written in a case file, in JSON.
    fn value(&self, text: &str) -> Option<Value> {
        let name = &self.wanted.name;
        let document = format!("{{\"{name}\": {text}}}");
        let facts = self.scheme.read_facts(name, &document).ok()?;
        facts.get(name).map(|fact| fact.value.clone())
    }
}

fn fits(word: &str, kind: &Type) -> bool {
    match kind {
        Type::Choice(choices) => choices.contains_key(word),
        Type::Date => policy::PartialDate::parse(word).is_some(),
        _ => true,
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every text once, and which one each row has.
fn index<'t>(texts: impl Iterator<Item = Cow<'t, [u8]>>) -> (Vec<u32>, Vec<String>) {
    let mut places: BTreeMap<Cow<'t, [u8]>, u32> = BTreeMap::new();
    let mut words: Vec<String> = Vec::new();
    let codes = texts.map(|text| {
        if let Some(place) = places.get(&text) {
            return *place;
        }
        let place = u32::try_from(words.len()).unwrap_or(u32::MAX);
        words.push(lossy(&text));
        places.insert(text, place);
        place
    });
    let codes = codes.collect();
    (codes, words)
}

/// An exact number at [`SCALE`]; `None` for anything else.
fn decimal(text: &str, negative: bool) -> Option<i128> {
    let number: Decimal = text.trim().parse().ok()?;
    let number = number.normalize();
    let digits = SCALE.checked_sub(number.scale())?;
    let fits = negative || !number.is_sign_negative();
    number.mantissa().checked_mul(10_i128.pow(digits)).filter(|_| fits)
}

/// A signed integer of at most 16 bytes, the highest first.
fn big_endian(bytes: &[u8]) -> i128 {
    let sign = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start = if sign { -1_i128 } else { 0 };
    bytes.iter().fold(start, |number, byte| number << 8 | i128::from(*byte))
}

/// Exactly `rows` values; what is not known is the default and marked.
fn values<D: DataType, V: Default>(
    reader: &mut ColumnReaderImpl<D>,
    rows: usize,
    convert: impl Fn(&D::T) -> V,
) -> Result<(Vec<V>, Vec<bool>), ParquetError> {
    let (mut levels, mut found): (Vec<i16>, Vec<D::T>) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let (records, ..) =
            reader.read_records(rows - read, Some(&mut levels), None, &mut found)?;
        if records == 0 {
            return Err(ParquetError::General("the column has fewer values than rows".into()));
        }
        read += records;
    }
    if found.len() == rows {
        return Ok((found.iter().map(convert).collect(), vec![true; rows]));
    }
    let top = levels.iter().copied().max().unwrap_or(0).max(1);
    let known: Vec<bool> = levels.iter().map(|level| *level == top).collect();
    let mut next = found.iter();
    let values = known.iter().map(|known| {
        if *known { next.next().map(&convert).unwrap_or_default() } else { V::default() }
    });
    Ok((values.collect(), known))
}

/// What the file's own metadata says about its facts.
fn notes(
    name: &str,
    reader: &SerializedFileReader<File>,
) -> Result<BTreeMap<String, Note>, Failure> {
    let all = reader.metadata().file_metadata().key_value_metadata();
    let found = all.and_then(|all| all.iter().find(|one| one.key == NOTES));
    let Some(text) = found.and_then(|one| one.value.as_deref()) else {
        return Ok(BTreeMap::new());
    };
    serde_json::from_str(text).map_err(|cause| {
        let expected =
            Text::same("{\"FACT\": {\"mark\": \"M\", \"origin\": \"…\", \"reviewer\": \"…\"}}");
        let remedy = Text::new(format!("改正元数据（{cause}）"), format!("correct it ({cause})"));
        Failure::Input(vec![refusal(name, None, NOTES, text, expected, remedy)])
    })
}

fn no_column(title: &str) -> Failure {
    Failure::Request(Text::new(
        format!("文件没有可用于分组的列 {title}"),
        format!("the file has no column {title} to group by"),
    ))
}

fn refusal(
    file: &str,
    row: Option<u64>,
    column: &str,
    value: &str,
    expected: Text,
    remedy: Text,
) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: "bad_value".to_owned(),
        file: file.to_owned(),
        row,
        column: column.to_owned(),
        value: value.chars().take(200).collect(),
        expected,
        remedy,
    }
}

fn broken(file: &str, row: Option<u64>, cause: &ParquetError) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: "broken_file".to_owned(),
        file: file.to_owned(),
        row,
        column: String::new(),
        value: cause.to_string(),
        expected: Text::new("完好的 Parquet 文件", "an undamaged Parquet file"),
        remedy: Text::new("重新导出该文件", "export the file again"),
    }
}
