//! The fonts of the report, read once for any number of reports.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use super::PaperFault;

/// Families that the report can be set in, the best first: one design under three names.
const FAMILIES: [&str; 3] = ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"];

/// Fonts for [`appraisal_pdf`](super::appraisal_pdf): a simplified Chinese sans, and whatever
/// else the caller gives for characters that it lacks.
pub struct PaperFonts {
    pub(super) family: &'static str,
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
}

impl PaperFonts {
    /// Reads the bytes of font files and collections (TTF, OTF, TTC).
    ///
    /// # Errors
    ///
    /// [`PaperFault::NoChineseFont`] if none of them holds Noto Sans CJK SC or the same design
    /// under another name.
    pub fn read(files: Vec<Vec<u8>>) -> Result<Self, PaperFault> {
        let faces = |file| Font::iter(Bytes::new(file));
        let fonts: Vec<Font> = files.into_iter().flat_map(faces).collect();
        let book = FontBook::from_fonts(&fonts);
        let held = |family: &&str| book.contains_family(&family.to_lowercase());
        let family = FAMILIES.into_iter().find(held).ok_or(PaperFault::NoChineseFont)?;
        Ok(Self { family, book: LazyHash::new(book), fonts })
    }
}
