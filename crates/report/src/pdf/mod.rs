//! An appraisal report as PDF: a Typst template over the values as JSON.
//!
//! The values reach the template as a file of data, never as markup, so no name can break the
//! page or run as code. The same values and fonts give the same bytes.

mod fonts;
mod world;

use serde_json::json;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use units::Lang;

pub use fonts::PaperFonts;

use crate::appraisal_paper::AppraisalPaper;
use world::PaperWorld;

/// Why no PDF could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PaperFault {
    /// The fonts do not hold the family that the report is set in.
    #[error("none of the fonts holds Noto Sans CJK SC; Debian has it in fonts-noto-cjk")]
    NoChineseFont,
    /// The values cannot be written as data for the template.
    #[error("the values cannot be written as data: {0}")]
    Values(#[from] serde_json::Error),
    /// The typesetter refused, for example a number to be drawn that is not finite.
    #[error("the report could not be typeset: {0}")]
    Typeset(String),
}

/// The report as PDF, A4, in one language, its fonts embedded.
///
/// # Errors
///
/// [`PaperFault`] where the typesetter refuses the values.
pub fn appraisal_pdf(
    paper: &AppraisalPaper,
    lang: Lang,
    fonts: &PaperFonts,
) -> Result<Vec<u8>, PaperFault> {
    let document = typeset(paper, lang, fonts)?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {}", paper.id, paper.short_hash)),
        creator: Smart::Custom(Some("Reweave".into())),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|remarks| refused(&remarks))
}

/// The pages before they are written as PDF.
fn typeset(
    paper: &AppraisalPaper,
    lang: Lang,
    fonts: &PaperFonts,
) -> Result<PagedDocument, PaperFault> {
    let values = json!({ "paper": paper, "lang": lang, "family": fonts.family });
    let world = PaperWorld::new(serde_json::to_vec(&values)?, fonts)
        .map_err(|fault| PaperFault::Typeset(fault.to_string()))?;
    let document = typst::compile::<PagedDocument>(&world).output;
    // The typesetter remembers its work for the next change of one document; ours is done, and a
    // batch of thousands would fill memory.
    typst::comemo::evict(0);
    document.map_err(|remarks| refused(&remarks))
}

fn refused(remarks: &[SourceDiagnostic]) -> PaperFault {
    let lines: Vec<_> = remarks.iter().map(|remark| remark.message.as_str()).collect();
    PaperFault::Typeset(lines.join("; "))
}

#[cfg(test)]
mod tests;
