//! One self-contained bilingual page.

use crate::model::ProgrammeReport;

/// The page about one run of the chain: one HTML file that needs no network.
pub fn page(report: &ProgrammeReport) -> String {
    maud::html! { (maud::DOCTYPE) html { title { (report.title.zh) } } }.into_string()
}
