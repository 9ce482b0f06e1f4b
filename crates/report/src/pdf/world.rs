//! What the typesetter can see: the template, the values and the fonts; no disk, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, PathError, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::PaperFonts;

/// Name under which the template reads the values.
const VALUES: &str = "values.json";

/// Files of the templates.
const TEMPLATES: [(&str, &str); 5] = [
    ("appraisal.typ", include_str!("appraisal.typ")),
    ("letter.typ", include_str!("letter.typ")),
    ("look.typ", include_str!("look.typ")),
    ("charts.typ", include_str!("charts.typ")),
    ("money_charts.typ", include_str!("money_charts.typ")),
];

/// A world of one document.
pub(super) struct PaperWorld<'a> {
    library: LazyHash<Library>,
    fonts: &'a PaperFonts,
    main: FileId,
    values: Bytes,
}

impl<'a> PaperWorld<'a> {
    /// The world of the template with this name over the values (JSON) and the fonts.
    pub(super) fn new(
        template: &str,
        values: Vec<u8>,
        fonts: &'a PaperFonts,
    ) -> Result<Self, PathError> {
        let main = VirtualPath::new(template)?;
        Ok(Self {
            library: LazyHash::new(Library::default()),
            fonts,
            main: RootedPath::new(VirtualRoot::Project, main).intern(),
            values: Bytes::new(values),
        })
    }

    fn text(id: FileId) -> FileResult<&'static str> {
        let name = id.get().vpath().get_without_slash();
        let found = TEMPLATES.iter().find(|(file, _)| *file == name);
        found.map(|(_, text)| *text).ok_or_else(|| FileError::NotFound(name.into()))
    }
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        Ok(Source::new(id, Self::text(id)?.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id.get().vpath().get_without_slash() == VALUES {
            return Ok(self.values.clone());
        }
        Ok(Bytes::from_string(Self::text(id)?))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
