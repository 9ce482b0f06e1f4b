//! Through the public interface: the page and the workbook as a reader gets them.

mod fixture;
mod look;
