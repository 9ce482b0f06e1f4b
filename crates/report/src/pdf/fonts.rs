//! The fonts of paper, read once for any number of documents.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use super::PaperFault;

/// Families that reports can be set in, the best first: one design under three names.
const SANS: [&str; 3] = ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"];
/// Families that letters can be set in: one design under three names.
const SERIF: [&str; 3] = ["Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"];

/// Fonts for [`appraisal_pdf`](super::appraisal_pdf), a simplified Chinese sans, and for
/// [`letter_pdf`](super::letter_pdf), a serif of the same kind as well; and whatever else the
/// caller gives for characters that they lack.
pub struct PaperFonts {
    pub(super) family: &'static str,
    pub(super) serif: Option<&'static str>,
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
        let family = SANS.into_iter().find(held).ok_or(PaperFault::NoChineseFont)?;
        let serif = SERIF.into_iter().find(held);
        Ok(Self { family, serif, book: LazyHash::new(book), fonts })
    }
}
