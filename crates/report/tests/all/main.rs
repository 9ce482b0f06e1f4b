//! Through the public interface: the page and the workbook as a reader gets them.

#![expect(clippy::unwrap_used, reason = "a fixture or test that fails here should stop")]

#[expect(clippy::too_many_lines, reason = "one long list of values reads best in one place")]
mod fixture;
mod hostile;
mod look;
mod scheme;
mod sheets;
mod structure;
