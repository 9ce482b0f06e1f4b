//! The documents of the demo desk: plain texts and letters, each of which says that it is invented.

use programme::ids::Digest;
use units::Date;

use crate::desk::{Documents, Stored};
use crate::failure::Failure;
use crate::files::unwritable;

/// What a text is about.
pub(super) struct Paper<'a> {
    /// What it is, Chinese and English.
    pub(super) name: &'a units::Text,
    /// Of which application.
    pub(super) application: &'a str,
    /// Of which project.
    pub(super) title: &'a str,
    /// Of which space.
    pub(super) space: &'a str,
    /// By which account.
    pub(super) by: &'a str,
    pub(super) on: Date,
    /// What else it says.
    pub(super) more: &'a str,
}

impl Paper<'_> {
    fn text(&self) -> String {
        let Self { name, application, title, space, by, on, more } = self;
        format!(
            "合成文件，仅供演示，没有任何效力\nSYNTHETIC, FOR THE DEMO ONLY, WITHOUT ANY EFFECT\n\n\
             {} / {}\n\n申请 application: {application}\n项目 project: {title}\n\
             空间 space: {space}\n提交 by: {by}\n日期 date: {on}\n\n{more}",
            name.zh, name.en
        )
    }

    /// Keeps the text among the desk's documents.
    pub(super) fn keep(&self, documents: &Documents) -> Result<Stored, Failure> {
        keep(documents, self.text().as_bytes())
    }
}

/// Keeps bytes among the desk's documents.
pub(super) fn keep(documents: &Documents, bytes: &[u8]) -> Result<Stored, Failure> {
    documents.put(bytes, None).map_err(|cause| {
        let name = Digest::of(bytes).to_string();
        unwritable(std::path::Path::new(&name), cause)
    })
}
