//! An appraisal report as PDF: a Typst template over the values as JSON.
//!
//! The values reach the template as a file of data, never as markup, so no name can break the
//! page or run as code. The same values and fonts give the same bytes.

mod world;

use serde_json::json;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use units::Lang;

use crate::appraisal_paper::AppraisalPaper;
use world::PaperWorld;

/// Family of the text, the simplified Chinese face of Noto Sans CJK.
pub const FAMILY: &str = "Noto Sans CJK SC";

/// Why no PDF could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PaperFault {
    /// The fonts do not hold the family that the report is set in.
    #[error("none of the fonts holds {FAMILY}; Debian has it in fonts-noto-cjk")]
    NoChineseFont,
    /// A number of the values is not finite, so that it cannot be printed.
    #[error("the values cannot be written as data: {0}")]
    Values(#[from] serde_json::Error),
    /// The typesetter refused.
    #[error("the report could not be typeset: {0}")]
    Typeset(String),
}

/// The report as PDF, A4, in one language.
///
/// `fonts` holds the bytes of font files and collections; those of Noto Sans CJK (regular and
/// bold) are needed, others serve characters that it lacks.
///
/// # Errors
///
/// [`PaperFault`] where the fonts hold no [`FAMILY`], or where the typesetter refuses the values.
pub fn appraisal_pdf(
    paper: &AppraisalPaper,
    lang: Lang,
    fonts: &[Vec<u8>],
) -> Result<Vec<u8>, PaperFault> {
    let document = typeset(paper, lang, fonts)?;
    let options = PdfOptions {
        ident: typst::foundations::Smart::Custom(format!("{} {}", paper.id, paper.short_hash)),
        creator: typst::foundations::Smart::Custom(Some("Reweave".into())),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|remarks| refused(&remarks))
}

/// The pages before they are written as PDF.
fn typeset(
    paper: &AppraisalPaper,
    lang: Lang,
    fonts: &[Vec<u8>],
) -> Result<PagedDocument, PaperFault> {
    let values = serde_json::to_vec(&json!({ "paper": paper, "lang": lang, "family": FAMILY }))?;
    let world = PaperWorld::new(values, fonts)
        .map_err(|fault| PaperFault::Typeset(fault.to_string()))?;
    if !world.holds(FAMILY) {
        return Err(PaperFault::NoChineseFont);
    }
    let document = typst::compile::<PagedDocument>(&world).output;
    // The cache is for the next change of a document that is being written; here none follows.
    typst::comemo::evict(0);
    document.map_err(|remarks| refused(&remarks))
}

fn refused(remarks: &[typst::diag::SourceDiagnostic]) -> PaperFault {
    let lines: Vec<_> = remarks.iter().map(|remark| remark.message.as_str()).collect();
    PaperFault::Typeset(lines.join("; "))
}

#[cfg(test)]
mod tests;
