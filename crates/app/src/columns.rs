//! Columnar result files: a few typed columns, written as Parquet.

use std::io::Write;
use std::sync::Arc;

use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

/// The values of one column; `None` is unknown.
pub(crate) enum Values {
    /// UTF-8 text.
    Text(Vec<Option<String>>),
    /// UTF-8 text of few kinds.
    Words(Vec<Option<&'static str>>),
    /// Floating-point quantities in the unit that the column's name ends in.
    Real(Vec<Option<f64>>),
    /// Exact integers, such as fen and grams.
    Whole(Vec<Option<i64>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
}

/// One named column.
pub(crate) struct Column {
    name: String,
    values: Values,
}

/// A text column made from each row.
pub(crate) fn text<R>(
    rows: &[R],
    name: impl Into<String>,
    value: impl Fn(&R) -> Option<String>,
) -> Column {
    Column { name: name.into(), values: Values::Text(rows.iter().map(value).collect()) }
}

/// A column of quantities made from each row; what is not finite is unknown.
pub(crate) fn real<R>(
    rows: &[R],
    name: impl Into<String>,
    value: impl Fn(&R) -> Option<f64>,
) -> Column {
    let finite = |row| value(row).filter(|v: &f64| v.is_finite());
    Column { name: name.into(), values: Values::Real(rows.iter().map(finite).collect()) }
}

/// A column of exact integers made from each row.
pub(crate) fn whole<R>(
    rows: &[R],
    name: impl Into<String>,
    value: impl Fn(&R) -> Option<i64>,
) -> Column {
    Column { name: name.into(), values: Values::Whole(rows.iter().map(value).collect()) }
}

/// A column of yes or no made from each row.
pub(crate) fn flag<R>(
    rows: &[R],
    name: impl Into<String>,
    value: impl Fn(&R) -> Option<bool>,
) -> Column {
    Column { name: name.into(), values: Values::Flag(rows.iter().map(value).collect()) }
}

/// A column of texts of few kinds, made from each row.
pub(crate) fn words<R>(
    rows: &[R],
    name: impl Into<String>,
    value: impl Fn(&R) -> Option<&'static str>,
) -> Column {
    Column { name: name.into(), values: Values::Words(rows.iter().map(value).collect()) }
}

/// The columns as a Parquet file of one row group, compressed with Snappy.
///
/// # Errors
/// [`ParquetError`] when the writer refuses them, such as columns of unequal length.
pub(crate) fn parquet(columns: &[Column]) -> Result<Vec<u8>, ParquetError> {
    let mut file = ParquetFile::new(Vec::new(), columns, Vec::new())?;
    file.push(columns)?;
    file.finish()
}

/// A Parquet file that grows group of rows by group of rows, compressed with Snappy.
pub(crate) struct ParquetFile<W: Write + Send> {
    writer: SerializedFileWriter<W>,
}

impl<W: Write + Send> ParquetFile<W> {
    /// A file with the names and types of `columns`; `notes` are its metadata, by key.
    ///
    /// # Errors
    /// [`ParquetError`], such as for a full disk.
    pub(crate) fn new(
        out: W,
        columns: &[Column],
        notes: Vec<(&str, String)>,
    ) -> Result<Self, ParquetError> {
        let schema = Arc::new(parse_message_type(&message(columns))?);
        let notes = notes.into_iter().map(|(key, value)| KeyValue::new(key.to_owned(), value));
        let notes: Vec<KeyValue> = notes.collect();
        let properties = WriterProperties::builder()
            .set_compression(parquet::basic::Compression::SNAPPY)
            .set_created_by(concat!("reweave ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata((!notes.is_empty()).then_some(notes))
            .build();
        Ok(Self { writer: SerializedFileWriter::new(out, schema, Arc::new(properties))? })
    }

    /// Adds rows: columns of the same names and types.
    ///
    /// # Errors
    /// [`ParquetError`], such as for columns of unequal length.
    pub(crate) fn push(&mut self, columns: &[Column]) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in columns {
            let mut writer = group
                .next_column()?
                .ok_or_else(|| ParquetError::General("no column left".into()))?;
            match &column.values {
                Values::Text(all) => {
                    let bytes = |text: &String| ByteArray::from(text.as_str());
                    write::<ByteArrayType, _>(&mut writer, all, bytes)?;
                }
                Values::Words(all) => {
                    let bytes = |text: &&'static str| {
                        ByteArray::from(bytes::Bytes::from_static(text.as_bytes()))
                    };
                    write::<ByteArrayType, _>(&mut writer, all, bytes)?;
                }
                Values::Real(all) => write::<DoubleType, _>(&mut writer, all, |value| *value)?,
                Values::Whole(all) => write::<Int64Type, _>(&mut writer, all, |value| *value)?,
                Values::Flag(all) => write::<BoolType, _>(&mut writer, all, |value| *value)?,
            }
            writer.close()?;
        }
        group.close().map(drop)
    }

    /// Ends the file and hands back what it was written to.
    ///
    /// # Errors
    /// [`ParquetError`], such as for a full disk.
    pub(crate) fn finish(self) -> Result<W, ParquetError> {
        self.writer.into_inner()
    }
}

fn write<D: DataType, V>(
    writer: &mut SerializedColumnWriter<'_>,
    values: &[Option<V>],
    convert: impl Fn(&V) -> D::T,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let known: Vec<D::T> = values.iter().flatten().map(convert).collect();
    writer.typed::<D>().write_batch(&known, Some(&levels), None).map(drop)
}

fn message(columns: &[Column]) -> String {
    let fields: String = columns
        .iter()
        .map(|column| {
            let kind = match column.values {
                Values::Text(_) | Values::Words(_) => "BYTE_ARRAY",
                Values::Real(_) => "DOUBLE",
                Values::Whole(_) => "INT64",
                Values::Flag(_) => "BOOLEAN",
            };
            let is_text = matches!(column.values, Values::Text(_) | Values::Words(_));
            let logical = if is_text { " (UTF8)" } else { "" };
            format!("  OPTIONAL {kind} {}{logical};\n", column.name)
        })
        .collect();
    format!("message reweave {{\n{fields}}}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader as _, SerializedFileReader};

    #[test]
    fn what_is_written_is_read_back() {
        let rows = [(Some("甲"), Some(1.5), Some(7_i64)), (None, None, None)];
        let columns = [
            text(&rows, "name", |row| row.0.map(str::to_owned)),
            real(&rows, "area_m2", |row| row.1),
            whole(&rows, "cost_fen", |row| row.2),
            flag(&rows, "vacant", |row| row.2.map(|_| true)),
        ];
        let file = parquet(&columns).unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
        let shown: Vec<String> =
            reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(
            shown,
            [
                r#"{name: "甲", area_m2: 1.5, cost_fen: 7, vacant: true}"#,
                "{name: null, area_m2: null, cost_fen: null, vacant: null}"
            ]
        );
    }
}
