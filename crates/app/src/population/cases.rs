//! Where the cases of a population come from, and their decisions piece by piece.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use policy::{Batch, Program, RuleSet};
use rayon::prelude::*;
use units::Text;

use super::facts_file::{Chunk, FactsFile};
use super::ledger::LedgerCases;
use super::{Piece, PopulationRequest};
use crate::deciding::Law;
use crate::failure::Failure;

/// Rows that are in memory together.
const CHUNK_ROWS: usize = 1 << 16;
/// Rows that one thread decides at a time.
const PIECE_ROWS: usize = 1 << 13;
/// Columns that groups are made by where nothing else is asked for and the file has them.
const USUAL_GROUPS: [&str; 3] = ["year", "district", "project_kind"];

/// The cases of a population.
pub(super) enum Cases {
    /// A file of facts.
    File(Box<FactsFile>),
    /// The spaces of a ledger.
    Ledger(LedgerCases),
}

impl Cases {
    /// Opens them, and says by which columns sums are split.
    pub(super) fn open(
        request: &PopulationRequest<'_>,
        law: &Law,
    ) -> Result<(Self, Vec<String>), Failure> {
        if is_state(request.cases) {
            let (cases, by) = LedgerCases::open(request.cases, request.by)?;
            return Ok((Self::Ledger(cases), by));
        }
        let by = groups_of(request, law)?;
        let with_ids = request.out.is_some() || request.reform.is_some();
        let file = FactsFile::open(request.cases, &law.scheme, &by, request.reviewer, with_ids)?;
        Ok((Self::File(Box::new(file)), by))
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Self::File(file) => file.row_count,
            Self::Ledger(cases) => cases.count(),
        }
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::File(file) => &file.name,
            Self::Ledger(cases) => &cases.name,
        }
    }

    pub(super) fn sha256(&self) -> &str {
        match self {
            Self::File(file) => &file.sha256,
            Self::Ledger(cases) => &cases.sha256,
        }
    }

    /// Columns of the file that are neither facts nor asked for.
    pub(super) fn passed_over(&self) -> &[String] {
        match self {
            Self::File(file) => &file.passed_over,
            Self::Ledger(_) => &[],
        }
    }

    /// Decides and counts piece by piece under every variant of the law; pieces come in the order
    /// of the rows.
    pub(super) fn for_each_piece<T: Send>(
        &mut self,
        law: &Law,
        variants: &[&RuleSet],
        count: impl Fn(&Piece<'_>) -> T + Sync,
        each: impl FnMut(Piece<'_>, T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        match self {
            Self::File(file) => for_each_piece(file, law, variants, count, each),
            Self::Ledger(cases) => cases.for_each_piece(law, variants, count, each),
        }
    }
}

/// Whether a path leads to a state and not to a file of facts.
fn is_state(path: &Path) -> bool {
    let mut head = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    let is_address = path.to_str().is_some_and(|text| text.starts_with("postgres"));
    if read.is_ok() { head == *b"SQLite format 3\0" } else { is_address }
}

/// The columns of a file to split sums by.
fn groups_of(request: &PopulationRequest<'_>, law: &Law) -> Result<Vec<String>, Failure> {
    if !request.by.is_empty() {
        return Ok(request.by.to_vec());
    }
    let usual = USUAL_GROUPS.map(str::to_owned);
    let mut found = Vec::new();
    for name in usual {
        let asked = [name.clone()];
        match FactsFile::open(request.cases, &law.scheme, &asked, None, false) {
            Ok(_) => found.push(name),
            Err(Failure::Request(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

/// Chunk by chunk, the next being read meanwhile; pieces come in the order of
/// the rows.
fn for_each_piece<T: Send>(
    file: &mut FactsFile,
    law: &Law,
    variants: &[&RuleSet],
    count: impl Fn(&Piece<'_>) -> T + Sync,
    mut each: impl FnMut(Piece<'_>, T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut programs: Option<Vec<Program<'_>>> = None;
    let mut chunk = file.next(CHUNK_ROWS, &law.scheme)?;
    while let Some(current) = chunk {
        if programs.is_none() {
            programs = Some(compile(file, &current, law, variants)?);
        }
        let programs = programs.as_deref().unwrap_or_default();
        let starts: Vec<usize> = (0..current.rows).step_by(PIECE_ROWS).collect();
        let batches: Vec<(usize, Batch<'_>)> = starts
            .iter()
            .map(|from| {
                let to = (from + PIECE_ROWS).min(current.rows);
                (*from, file.batch(&current, (*from, to), variants[0]))
            })
            .collect();
        let decide = |(from, batch): &(usize, Batch<'_>)| -> Result<_, Failure> {
            let answers = programs
                .iter()
                .map(|program| program.run(batch).map_err(|cause| impossible(&cause)));
            let answers = answers.collect::<Result<Vec<_>, _>>()?;
            let piece = Piece { chunk: &current, from: *from, answers };
            let counts = count(&piece);
            Ok((piece, counts))
        };
        let (next, pieces) = rayon::join(
            || file.next(CHUNK_ROWS, &law.scheme),
            || batches.par_iter().map(decide).collect::<Result<Vec<_>, _>>(),
        );
        for (piece, counts) in pieces? {
            each(piece, counts)?;
        }
        chunk = next?;
    }
    Ok(())
}

fn compile<'r>(
    file: &FactsFile,
    chunk: &Chunk,
    law: &Law,
    variants: &[&'r RuleSet],
) -> Result<Vec<Program<'r>>, Failure> {
    let none = file.batch(chunk, (0, 0), variants[0]);
    let programs = variants.iter().map(|rules| Program::new(rules, law.on, &none));
    programs.collect::<Result<_, _>>().map_err(|cause| impossible(&cause))
}

/// The reader looks at every value, so what the columns refuse is a fault of ours.
fn impossible(cause: &policy::ColumnError) -> Failure {
    Failure::Request(Text::new(format!("列与方案不符：{cause}"), format!("columns: {cause}")))
}
