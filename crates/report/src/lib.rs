//! Paper from plain values: self-contained bilingual pages about a run ([`page`]), a scheme of the
//! law ([`scheme_page`]) and a population ([`population_page`]), an appraisal report as PDF
//! ([`appraisal_pdf`]), official letters ([`letter_pdf`]), and styled workbooks ([`workbook`]).
//!
//! Nothing is decided here. The caller hands over what was imported, simulated, ruled and chosen;
//! this crate orders it, draws it, and keeps with every figure the [`Derivation`] that answers
//! "from what?". The functions are pure: the same values give the same bytes.

mod appraisal_paper;
mod appraisal_paper_money;
mod cash_flow_book;
mod derivation;
pub mod format;
pub mod letter;
mod model;
mod page;
mod pdf;
mod population;
pub mod scheme;
mod workbook;

pub use appraisal_paper::{
    AbatementBar, AppraisalPaper, CheapestPackage, Circular, PaperAnswer, PaperEndUse, PaperEnergy,
    PaperFact, PaperFigure, PaperFile, PaperMeasure, PaperPackage, PaperPoint, PaperSource,
    PaperThreshold, PaperVerdict, Part, Stage,
};
pub use appraisal_paper_money::{
    CashFlowPart, CashLine, CashYear, Odds, OddsClass, RiskPart, TermRow, Terms, TornadoBar,
};
pub use cash_flow_book::{
    BookEnergy, BookFigures, BookInvestment, BookLoan, BookRent, BookRepayment, CashFlowBook,
};
pub use derivation::{Derivation, Figure};
pub use letter::capital_amount;
pub use model::{
    AppraisalRow, Budget, ClauseSummary, CodeCount, Comparison, DataQuality, EndUse, EnergyBalance,
    EuiGroup, EuiPair, Headline, InputFile, LonLat, MissingFact, Notice, NoticeKind, Outcome,
    ProgrammeReport, ProposedMerge, Provenance, RowCounts, SchemeLine, SourceLine, SpaceRow, Step,
    Verdict,
};
pub use page::{page, population_page, scheme_index, scheme_page};
pub use pdf::{PaperFault, PaperFonts, appraisal_pdf, letter_pdf};
pub use population::{
    Group, GroupColumn, Mover, PopulationPage, Split, Sweep, SweepAxis, SweepCell,
};
pub use workbook::{Cell, Column, ColumnKind, Sheet, Workbook, plain_sheet, workbook};

/// Why no workbook could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A row has more or fewer cells than its sheet has columns.
    #[error("sheet {sheet:?}, row {row}: expected {expected} cells, found {found}")]
    RowWidth {
        /// Name of the sheet.
        sheet: String,
        /// 0-based row among the data rows.
        row: usize,
        /// Number of columns.
        expected: usize,
        /// Number of cells.
        found: usize,
    },
    /// More rows than one sheet can hold (1,048,574 below the two headings).
    #[error("sheet {sheet:?}: {rows} rows do not fit, at most {limit}")]
    TooManyRows {
        /// Name of the sheet.
        sheet: String,
        /// Number of rows asked for.
        rows: usize,
        /// Greatest number that fits.
        limit: usize,
    },
    /// The file format refused the content, for example a sheet name used twice.
    #[error("the workbook could not be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}
