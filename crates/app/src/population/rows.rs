//! The decided rows as a table.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use policy::{Answers, Currency, Verdict};
use units::Lang;

use super::tally::word;
use super::{Chunk, Piece, Tallies};
use crate::columns::{Column, ParquetFile, flag, text, whole, words};
use crate::deciding::Law;
use crate::failure::Failure;
use crate::files::{self, PartFile};

/// A table of decisions that grows piece by piece.
pub(super) struct RowsFile {
    path: PathBuf,
    part: PartFile,
    table: ParquetFile<BufWriter<File>>,
    /// Ids of the clauses, by variant of the law.
    clauses: Vec<Vec<String>>,
    /// Ids of the modes.
    modes: Vec<String>,
    minor: &'static str,
}

impl RowsFile {
    /// An empty table beside `path`.
    pub(super) fn new(path: &Path, law: &Law, tally: &Tallies) -> Result<Self, Failure> {
        let unwritable = |cause| files::unwritable(path, cause);
        let part = PartFile::create(path)?;
        let file = part.file.try_clone().map_err(|cause| files::unwritable(path, cause))?;
        let notes = vec![
            ("reweave.scheme", law.scheme.id().to_owned()),
            ("reweave.scheme_sha256", law.input.sha256.clone()),
            ("reweave.on", law.on.to_string()),
        ];
        let clauses = tally.clauses.clone();
        let rules = law.version();
        let modes = rules.map_or(Vec::new(), |rules| rules.mode_ids().map(str::to_owned).collect());
        let minor = match law.scheme.currency() {
            Currency::Yuan => "fen",
            Currency::Usd => "cent",
            Currency::Gbp => "penny",
        };
        let empty = columns(&[], &[], &clauses, (&modes, minor));
        let table = ParquetFile::new(BufWriter::new(file), &empty, notes).map_err(unwritable)?;
        Ok(Self { path: path.to_path_buf(), part, table, clauses, modes, minor })
    }

    /// Adds the rows of a piece.
    pub(super) fn push(&mut self, piece: &Piece<'_>) -> Result<(), Failure> {
        let rows: Vec<Row> =
            (0..piece.rows()).map(|row| Row::of(piece.chunk, piece.from + row, row)).collect();
        let answers: Vec<&Answers> = piece.answers.iter().take(self.clauses.len()).collect();
        let columns = columns(&rows, &answers, &self.clauses, (&self.modes, self.minor));
        self.table.push(&columns).map_err(|cause| files::unwritable(&self.path, cause))
    }

    /// Everything on the disk, then the name.
    pub(super) fn finish(self) -> Result<PathBuf, Failure> {
        let unwritable = |cause| files::unwritable(&self.path, cause);
        let file = self.table.finish().map_err(unwritable)?;
        let file =
            file.into_inner().map_err(|cause| files::unwritable(&self.path, cause.into_error()))?;
        file.sync_all().map_err(|cause| files::unwritable(&self.path, cause))?;
        self.part.keep()?;
        Ok(self.path)
    }
}

/// What a row is besides its decisions.
struct Row {
    number: i64,
    id: Option<String>,
    /// Its place among the answers; absent where it was refused.
    place: Option<usize>,
    remark: Option<String>,
}

impl Row {
    fn of(chunk: &Chunk, place: usize, row: usize) -> Self {
        let remark = chunk.refused.get(&place);
        Self {
            number: i64::try_from(chunk.first).unwrap_or(0) + i64::try_from(place).unwrap_or(0),
            id: chunk.id(place),
            place: remark.is_none().then_some(row),
            remark: remark.map(|remark| {
                let expected = remark.expected.get(Lang::En);
                format!("{}: {}; expected {expected}", remark.column, remark.value)
            }),
        }
    }
}

fn columns(
    rows: &[Row],
    answers: &[&Answers],
    clauses: &[Vec<String>],
    (modes, minor): (&[String], &str),
) -> Vec<Column> {
    let mut columns = vec![
        whole(rows, "row", |row| Some(row.number)),
        text(rows, "id", |row| row.id.clone()),
        text(rows, "remark", |row| row.remark.clone()),
    ];
    for (variant, ids) in clauses.iter().enumerate() {
        let answers = answers.get(variant).copied();
        let prefix = if variant == 0 { "" } else { "reform_" };
        let of = |row: &Row| answers.zip(row.place);
        columns.extend([
            words(rows, format!("{prefix}verdict"), |row| {
                of(row).map(|(answers, place)| verdict(answers.verdicts[place]))
            }),
            whole(rows, format!("{prefix}amount_{minor}"), |row| {
                of(row).and_then(|(answers, place)| Some(answers.amounts[place]?.0))
            }),
            whole(rows, format!("{prefix}amount_if_met_{minor}"), |row| {
                of(row).and_then(|(answers, place)| Some(answers.amounts_if_met[place]?.0))
            }),
            text(rows, format!("{prefix}mode"), |row| {
                let (answers, place) = of(row)?;
                modes.get(usize::from(answers.modes[place]?)).cloned()
            }),
            flag(rows, format!("{prefix}unconfirmed"), |row| {
                of(row).map(|(answers, place)| answers.unconfirmed[place])
            }),
            flag(rows, format!("{prefix}provisional"), |row| {
                of(row).map(|(answers, place)| answers.provisional[place])
            }),
        ]);
        for (index, id) in ids.iter().enumerate() {
            columns.push(words(rows, format!("{prefix}clause_{id}"), |row| {
                of(row).map(|(answers, place)| word(answers.clauses[index][place]))
            }));
        }
    }
    columns
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not_met",
        Verdict::Undetermined => "undetermined",
    }
}
