//! Spaces that may be one: found by people, kept with who and when, undone without loss.

use std::collections::BTreeSet;
use std::path::Path;

use stock::{CannotMerge, ProposedMerge};
use units::{SpaceId, Text};

use crate::failure::Failure;
use crate::store::{Finding, MergeAct, Store, merges_of, shown};

/// Whether nobody has looked at a pair: an undone merge is open again.
pub(crate) fn is_open(pair: &ProposedMerge, findings: &[Finding]) -> bool {
    let about = |one: &&Finding| {
        (one.gone == pair.left && one.kept == pair.right)
            || (one.gone == pair.right && one.kept == pair.left)
    };
    findings.iter().rev().find(about).is_none_or(|last| last.act == MergeAct::Undone)
}

/// What people found of pairs of spaces, oldest first.
///
/// # Errors
/// [`Failure::Store`].
pub(crate) fn merge_findings(state: &Path) -> Result<Vec<Finding>, Failure> {
    Store::open(state)?.findings()
}

/// Keeps what a person found of two spaces. Nothing that files said of either is changed.
///
/// # Errors
/// [`Failure::Request`] where one is not in the ledger, they are one already, or there is nothing
/// to undo; [`Failure::Store`].
pub(crate) fn find_merge(state: &Path, finding: &Finding) -> Result<(), Failure> {
    let mut store = Store::open(state)?;
    let said = store.ledger_as_said()?;
    let Finding { gone, kept, act, .. } = finding;
    for id in [gone, kept] {
        if !said.spaces.contains_key(id) {
            return Err(Failure::Request(Text::new(
                format!("台账中没有空间 {id}；请核对编号"),
                format!("the ledger has no space {id}; check the id"),
            )));
        }
    }
    let mut merges = merges_of(&store.findings()?);
    match act {
        MergeAct::Merged => merges.merge(gone, kept).map_err(|why| cannot(why, gone))?,
        MergeAct::Undone => {
            if !merges.undo(gone) {
                return Err(Failure::Request(Text::new(
                    format!("空间 {gone} 未被合并，无须撤销"),
                    format!("the space {gone} was not merged; there is nothing to undo"),
                )));
            }
        }
        MergeAct::Different if merges.kept(gone) == merges.kept(kept) => {
            return Err(Failure::Request(Text::new(
                "两者已合并；请先撤销合并",
                "they are one; undo that first",
            )));
        }
        MergeAct::Different => {}
    }
    let touched: BTreeSet<SpaceId> = [gone.clone(), kept.clone()].into();
    let shown = shown(&said, &merges, &touched);
    let hidden = (merges.kept(gone) != gone).then_some(gone);
    store.keep_finding(finding, &shown, hidden)
}

fn cannot(why: CannotMerge, gone: &SpaceId) -> Failure {
    Failure::Request(match why {
        CannotMerge::Same => Text::new("两者已是同一空间", "they are one space already"),
        CannotMerge::Gone => Text::new(
            format!("空间 {gone} 已并入另一空间；请先撤销"),
            format!("the space {gone} is part of another; undo that first"),
        ),
    })
}
