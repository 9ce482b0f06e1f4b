//! Appraisal reports and official letters as PDF: Typst templates over the values as JSON.
//!
//! The values reach a template as a file of data, never as markup, so no name can break the
//! page or run as code. The same values and fonts give the same bytes.

mod fonts;
mod world;

use serde_json::{Value, json};
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use units::Lang;

pub use fonts::PaperFonts;

use crate::appraisal_paper::AppraisalPaper;
use crate::letter::{self, Letter};
use world::PaperWorld;

/// Why no PDF could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PaperFault {
    /// The fonts do not hold the family that the report is set in.
    #[error("none of the fonts holds Noto Sans CJK SC; Debian has it in fonts-noto-cjk")]
    NoChineseFont,
    /// The fonts do not hold the family that letters are set in.
    #[error("none of the fonts holds Noto Serif CJK SC; Debian has it in fonts-noto-cjk")]
    NoChineseSerif,
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
    write(&typeset(paper, lang, fonts)?, format!("{} {}", paper.id, paper.short_hash))
}

/// The letter as PDF, A4, in the layout of official documents (GB/T 9704-2012), with the list of
/// its grounds, its fonts embedded. In English it is a reading copy and says so. A letter with a
/// reason to be a preview ([`Letter::preview_reasons`]) carries a watermark on every page.
///
/// # Errors
///
/// [`PaperFault::NoChineseSerif`] where the fonts lack the serif, or what the typesetter refuses.
pub fn letter_pdf(letter: &Letter, lang: Lang, fonts: &PaperFonts) -> Result<Vec<u8>, PaperFault> {
    write(&typeset_letter(letter, lang, fonts)?, format!("{} {}", letter.case, letter.date))
}

/// A document written as PDF; the same pages and name give the same bytes.
fn write(document: &PagedDocument, name: String) -> Result<Vec<u8>, PaperFault> {
    let options = PdfOptions {
        ident: Smart::Custom(name),
        creator: Smart::Custom(Some("Reweave".into())),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|remarks| refused(&remarks))
}

/// The pages of a report before they are written as PDF.
fn typeset(
    paper: &AppraisalPaper,
    lang: Lang,
    fonts: &PaperFonts,
) -> Result<PagedDocument, PaperFault> {
    let values = json!({ "paper": paper, "lang": lang, "family": fonts.family });
    pages("appraisal.typ", &values, fonts)
}

/// The pages of a letter before they are written as PDF.
fn typeset_letter(
    letter: &Letter,
    lang: Lang,
    fonts: &PaperFonts,
) -> Result<PagedDocument, PaperFault> {
    let serif = fonts.serif.ok_or(PaperFault::NoChineseSerif)?;
    let paper = letter::view(letter, lang);
    let values = json!({ "paper": paper, "lang": lang, "family": fonts.family, "serif": serif });
    pages("letter.typ", &values, fonts)
}

fn pages(template: &str, values: &Value, fonts: &PaperFonts) -> Result<PagedDocument, PaperFault> {
    let world = PaperWorld::new(template, serde_json::to_vec(values)?, fonts)
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
