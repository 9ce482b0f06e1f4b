//! The rows of a stock file: building variants in Parquet, read a batch at a time.

use std::fs::File;
use std::io::Seek as _;
use std::path::Path;

use parquet::basic::{Compression, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use units::{Diagnostic, Severity, Text};

use crate::failure::Failure;
use crate::files;

/// Columns that are read, and whether a file must have them; others are left alone.
const COLUMNS: [(&str, bool); 3] = [("building_id", true), ("variant", false), ("building", true)];

/// One building variant as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Place in the file, from 1.
    pub(super) number: u64,
    pub(super) building_id: Option<String>,
    pub(super) variant: Option<String>,
    /// A building file as text.
    pub(super) building: Option<String>,
}

/// An open stock file.
pub(super) struct StockFile {
    /// Its name as the user gave it.
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    pub(super) row_count: usize,
    reader: SerializedFileReader<File>,
    /// Where [`COLUMNS`] stand.
    places: [Option<usize>; COLUMNS.len()],
    group: Option<Group>,
    groups_opened: usize,
    rows_read: u64,
}

/// A row group that is being read.
struct Group {
    columns: [Option<ColumnReaderImpl<ByteArrayType>>; COLUMNS.len()],
    rows_left: usize,
}

impl StockFile {
    /// Opens the file and looks at its columns.
    ///
    /// # Errors
    /// [`Failure::Unreadable`]; [`Failure::Input`] for what is no Parquet file, a missing column, a
    /// column that is no text and a compression that is not known.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let unreadable = |cause| Failure::Unreadable { path: path.to_path_buf(), cause };
        let name = path.display().to_string();
        let mut file = File::open(path).map_err(unreadable)?;
        let sha256 = files::sha256_hex_of(&mut file).map_err(unreadable)?;
        let bytes = file.stream_position().map_err(unreadable)?;
        let reader = SerializedFileReader::new(file)
            .map_err(|cause| Failure::Input(vec![broken(&name, None, &cause)]))?;
        let places = places(&name, &reader)?;
        let rows = reader.metadata().file_metadata().num_rows();
        Ok(Self {
            name,
            bytes,
            sha256,
            row_count: usize::try_from(rows).unwrap_or(0),
            reader,
            places,
            group: None,
            groups_opened: 0,
            rows_read: 0,
        })
    }

    /// The next rows, at most `most`; fewer only at the end of the file, none after it.
    ///
    /// # Errors
    /// [`Failure::Input`] where the file is damaged.
    pub(super) fn next_rows(&mut self, most: usize) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::new();
        while rows.len() < most {
            match self.read(most - rows.len()) {
                Ok(None) => break,
                Ok(Some(more)) => rows.extend(more),
                Err(cause) => {
                    let row = Some(self.rows_read + 1);
                    return Err(Failure::Input(vec![broken(&self.name, row, &cause)]));
                }
            }
        }
        Ok(rows)
    }

    /// Rows of one row group, at most `most`; `None` at the end of the file.
    fn read(&mut self, most: usize) -> Result<Option<Vec<Row>>, ParquetError> {
        let mut group = match self.group.take() {
            Some(group) => group,
            None if self.groups_opened == self.reader.num_row_groups() => return Ok(None),
            None => self.open_group()?,
        };
        let count = group.rows_left.min(most);
        let mut texts = Vec::new();
        for column in &mut group.columns {
            texts.push(match column {
                Some(column) => read_texts(column, count)?.into_iter(),
                None => vec![None; count].into_iter(),
            });
        }
        let [ids, variants, buildings] = &mut texts[..] else {
            return Err(ParquetError::General("three columns are read".into()));
        };
        let mut rows = Vec::with_capacity(count);
        for ((building_id, variant), building) in ids.zip(variants).zip(buildings) {
            self.rows_read += 1;
            rows.push(Row { number: self.rows_read, building_id, variant, building });
        }
        group.rows_left -= count;
        self.group = (group.rows_left > 0).then_some(group);
        Ok(Some(rows))
    }

    fn open_group(&mut self) -> Result<Group, ParquetError> {
        let group = self.reader.get_row_group(self.groups_opened)?;
        self.groups_opened += 1;
        let mut columns = [None, None, None];
        for (column, place) in columns.iter_mut().zip(self.places) {
            let Some(place) = place else { continue };
            let ColumnReader::ByteArrayColumnReader(reader) = group.get_column_reader(place)?
            else {
                return Err(ParquetError::General("a column has changed its type".into()));
            };
            *column = Some(reader);
        }
        let rows_left = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        Ok(Group { columns, rows_left })
    }
}

/// Exactly `count` texts; what is no UTF-8 is replaced, so that its parser points there.
fn read_texts(
    column: &mut ColumnReaderImpl<ByteArrayType>,
    count: usize,
) -> Result<Vec<Option<String>>, ParquetError> {
    let (mut levels, mut values): (Vec<i16>, Vec<ByteArray>) = (Vec::new(), Vec::new());
    let (records, ..) = column.read_records(count, Some(&mut levels), None, &mut values)?;
    if records != count {
        return Err(ParquetError::EOF(format!("{records} of {count} values are there")));
    }
    let mut values =
        values.into_iter().map(|value| String::from_utf8_lossy(value.data()).into_owned());
    if levels.is_empty() {
        // A required column has no levels: every value is there.
        return Ok(values.map(Some).collect());
    }
    Ok(levels.into_iter().map(|level| if level > 0 { values.next() } else { None }).collect())
}

/// Where the columns stand; every column that cannot be used is told.
fn places(
    name: &str,
    reader: &SerializedFileReader<File>,
) -> Result<[Option<usize>; COLUMNS.len()], Failure> {
    let schema = reader.metadata().file_metadata().schema_descr();
    let mut places = [None; COLUMNS.len()];
    let mut found = Vec::new();
    for (place, (column, is_needed)) in places.iter_mut().zip(COLUMNS) {
        let at = schema.columns().iter().position(|one| one.path().parts()[0] == column);
        let Some(at) = at else {
            if is_needed {
                found.push(missing(name, column, reader));
            }
            continue;
        };
        let kind = schema.column(at);
        if kind.path().parts().len() > 1 || kind.physical_type() != Physical::BYTE_ARRAY {
            let kind = schema.root_schema().get_fields().iter().find(|one| one.name() == column);
            let kind = kind.map(|kind| format!("{kind:?}")).unwrap_or_default();
            found.push(no_text(name, column, &kind));
            continue;
        }
        let squeezed = reader.metadata().row_groups().iter().map(|g| g.column(at).compression());
        let strange =
            |one: &Compression| !matches!(one, Compression::SNAPPY | Compression::UNCOMPRESSED);
        found.extend(
            squeezed.filter(strange).take(1).map(|one| unknown_compression(name, column, one)),
        );
        *place = Some(at);
    }
    if found.is_empty() { Ok(places) } else { Err(Failure::Input(found)) }
}

/// Names that a remark on a missing column lists at most.
const NAMES_MAX: usize = 20;

fn missing(name: &str, column: &str, reader: &SerializedFileReader<File>) -> Diagnostic {
    let fields = reader.metadata().file_metadata().schema_descr().root_schema().get_fields();
    let names: Vec<&str> = fields.iter().take(NAMES_MAX).map(|field| field.name()).collect();
    Diagnostic {
        value: names.join(", "),
        ..remark(
            name,
            "missing_column",
            column,
            Text::new(format!("名为 {column} 的文本列"), format!("a text column named {column}")),
            Text::new(
                "请按 docs/energy/stock.md 补上该列，或改列名",
                "add the column or rename one, by docs/energy/stock.md",
            ),
        )
    }
}

fn no_text(name: &str, column: &str, kind: &str) -> Diagnostic {
    Diagnostic {
        value: kind.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect(),
        ..remark(
            name,
            "wrong_column_type",
            column,
            Text::new("文本（BYTE_ARRAY，UTF-8）", "text (BYTE_ARRAY, UTF-8)"),
            Text::new("请把该列转换为文本后重新写出", "convert the column to text and write again"),
        )
    }
}

fn unknown_compression(name: &str, column: &str, squeezed: Compression) -> Diagnostic {
    Diagnostic {
        value: squeezed.to_string(),
        ..remark(
            name,
            "unknown_compression",
            column,
            Text::new("Snappy 压缩或不压缩", "Snappy or no compression"),
            Text::new(
                "请用 compression=\"snappy\" 重新写出",
                "write the file again with compression=\"snappy\"",
            ),
        )
    }
}

fn broken(name: &str, row: Option<u64>, cause: &ParquetError) -> Diagnostic {
    Diagnostic {
        row,
        value: cause.to_string().chars().take(200).collect(),
        ..remark(
            name,
            "unreadable_parquet",
            "",
            Text::new("完好的 Parquet 文件", "a sound Parquet file"),
            Text::new("请重新写出或重新复制该文件", "write or copy the file again"),
        )
    }
}

fn remark(file: &str, code: &str, column: &str, expected: Text, remedy: Text) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: code.to_owned(),
        file: file.to_owned(),
        row: None,
        column: column.to_owned(),
        value: String::new(),
        expected,
        remedy,
    }
}
