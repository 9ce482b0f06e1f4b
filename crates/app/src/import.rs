//! From a list of buildings to the ledger.

use std::path::Path;

use serde::Serialize;
use stock::{Applied, Counts, Ledger};
use units::{Diagnostic, Text};

use crate::embedded;
use crate::failure::Failure;
use crate::files::{self, Input};
use crate::outcome::{Line, Outcome, Told};
use crate::progress::{Progress, Step};
use crate::store::Store;

/// What to import, and where to keep it.
#[derive(Clone, Copy, Debug)]
pub struct ImportRequest<'a> {
    /// The list.
    pub spaces: &'a Path,
    /// A mapping file, or the name of a ready mapping.
    pub mapping: &'a str,
    /// The state file.
    pub state: &'a Path,
    /// Where the refused rows go, if anywhere.
    pub refused: Option<&'a Path>,
}

/// A list as it was taken into the ledger.
pub(crate) struct Import {
    pub(crate) ledger: Ledger,
    pub(crate) applied: Applied,
    /// The list and its mapping.
    pub(crate) inputs: Vec<Input>,
    /// The encoding or sheet that was read.
    pub(crate) encoding: String,
}

#[derive(Serialize)]
struct ImportResult<'a> {
    rows: &'a Counts,
    spaces: usize,
    encoding: &'a str,
    proposed_merges: &'a [stock::ProposedMerge],
    diagnostics: &'a [Diagnostic],
    inputs: Vec<InputLine<'a>>,
}

/// An input in a result file.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct InputLine<'a> {
    pub(crate) role: &'a str,
    pub(crate) name: &'a str,
    pub(crate) bytes: usize,
    pub(crate) sha256: &'a str,
}

impl<'a> From<&'a Input> for InputLine<'a> {
    fn from(input: &'a Input) -> Self {
        let Input { role, name, bytes, sha256 } = input;
        Self { role, name, bytes: bytes.len(), sha256 }
    }
}

/// Reads a list into the ledger of a state file.
///
/// # Errors
/// [`Failure`] when list, mapping or state cannot be used as a whole; the ledger is then unchanged.
/// A row that cannot be used is refused and reported in the result.
pub fn import(
    request: &ImportRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let list = Input::read("spaces", request.spaces)?;
    let mapping = embedded::mapping(request.mapping)?;
    import_list(list, mapping, request.state, request.refused, progress)
}

/// As [`import`], of a list that was read already.
pub(crate) fn import_list(
    list: Input,
    mapping: Input,
    state: &Path,
    refused: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let mut store = Store::open(state)?;
    let import = take_in(&mut store, list, mapping, progress)?;
    if let Some(path) = refused {
        files::write_whole(path, &stock::refused_rows_csv(&import.applied.diagnostics))?;
    }
    let counts = import.applied.counts;
    let result = serde_json::to_value(ImportResult {
        rows: &counts,
        spaces: import.ledger.spaces.len(),
        encoding: &import.encoding,
        proposed_merges: &import.applied.proposed_merges,
        diagnostics: &import.applied.diagnostics,
        inputs: import.inputs.iter().map(InputLine::from).collect(),
    })
    .unwrap_or_default();
    let mut gist = vec![rows_line(&counts)];
    gist.push(Line::count("台账空间", "spaces in the ledger", import.ledger.spaces.len()));
    gist.push(Line::count("疑似重复", "proposed merges", import.applied.proposed_merges.len()));
    gist.extend(import.applied.diagnostics.iter().take(SHOWN).map(|diagnostic| {
        let text = |lang| diagnostic.line(lang);
        Line::new("提示", "remark", Text::new(text(units::Lang::Zh), text(units::Lang::En)))
    }));
    Ok(Box::new(Told { result, gist }))
}

/// Remarks shown on a terminal; the JSON result has all.
const SHOWN: usize = 10;

pub(crate) fn rows_line(counts: &Counts) -> Line {
    let Counts { read, created, updated, unchanged, merged, refused } = counts;
    Line::new(
        "读取行数",
        "rows",
        Text::new(
            format!(
                "{read} = 新建 {created} + 更新 {updated} + 未变 {unchanged} + 合并 {merged} \
                 + 退回 {refused}"
            ),
            format!(
                "{read} = {created} created + {updated} updated + {unchanged} unchanged \
                 + {merged} merged + {refused} refused"
            ),
        ),
    )
}

/// Reads the list, takes it into the stored ledger and keeps what changed.
pub(crate) fn take_in(
    store: &mut Store,
    list: Input,
    mapping: Input,
    progress: &dyn Progress,
) -> Result<Import, Failure> {
    progress.begin(Step::Import, 0);
    let rules = stock::parse_mapping(&mapping.text(), &mapping.name).map_err(Failure::Input)?;
    let imported = stock::import(&list.bytes, &list.name, &rules).map_err(Failure::Input)?;
    let encoding = imported.encoding.clone();
    let mut ledger = store.ledger()?;
    let applied = ledger.apply(imported);
    store.save_import(&ledger, &applied, &list)?;
    progress.end();
    Ok(Import { ledger, applied, inputs: vec![list, mapping], encoding })
}
