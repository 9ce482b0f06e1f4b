//! What a desk goes by: the workflows beside the law, and the calendar.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use programme::calendar::Calendar;
use programme::state::Rules;
use programme::workflow::Workflow;
use units::Diagnostic;

use crate::embedded;
use crate::failure::Failure;

/// Every workflow of the schemes in `policy`, or of the embedded ones, and the calendar.
///
/// # Errors
/// [`Failure::Input`] with every remark on the files, [`Failure::Unreadable`] for a folder that
/// cannot be read.
pub fn desk_rules(policy: Option<&Path>) -> Result<Arc<Rules>, Failure> {
    let mut remarks: Vec<Diagnostic> = Vec::new();
    let mut workflows = BTreeMap::new();
    for scheme in embedded::known_schemes(policy)? {
        let files = embedded::scheme(&scheme, policy)?;
        for (path, text) in files.iter().filter(|(path, _)| path == "workflow.yaml") {
            match Workflow::load(&format!("{scheme}/{path}"), text) {
                Ok(flow) => {
                    workflows.insert(flow.id.clone(), flow);
                }
                Err(more) => remarks.extend(more),
            }
        }
    }
    let file = embedded::data("calendar", "calendar/cn.yaml");
    match Calendar::load(&file.name, &file.text()) {
        Ok(calendar) if remarks.is_empty() => Ok(Arc::new(Rules { workflows, calendar })),
        Ok(_) => Err(Failure::Input(remarks)),
        Err(more) => Err(Failure::Input(remarks.into_iter().chain(more).collect())),
    }
}
