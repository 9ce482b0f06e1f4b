//! What the desk writes is accepted, with the desk's own sums.

use programme::Suite;
use programme::journal::line;
use verifier::{Frontier, leaf_hash};

use crate::forge::{Export, Journal, history, history_of, sign, signer, verdict_of};
use crate::generate::History;
use crate::long::lengthen;

#[test]
fn random_journals_are_accepted_with_the_sums_of_the_desk() {
    let mut paid = 0;
    for seed in 0..60 {
        let (suite, theirs) = match seed % 2 {
            0 => (Suite::Sha2, verifier::Suite::Sha2),
            _ => (Suite::Sm, verifier::Suite::Sm),
        };
        let mut history = History::of(suite, 9_000 + seed);
        (0..600).for_each(|_| history.step());
        let export = Journal::of(&history.events).export();
        assert_eq!(export.lines, history.events.iter().map(line).collect::<Vec<_>>());
        let accepted = export.verdict().unwrap_or_else(|refusal| panic!("seed {seed}: {refusal}"));
        assert_eq!(
            (accepted.events, accepted.signed),
            (export.lines.len() as u64, accepted.events)
        );
        assert_eq!(accepted.applications, history.state.applications().len());
        let mut tree = Frontier::new(theirs);
        export.lines.iter().for_each(|line| tree.push(leaf_hash(theirs, line)));
        assert_eq!((accepted.root, accepted.suite), (tree.root(), theirs));
        let mut sums = [0; 8];
        for row in history.state.board().values() {
            let row = [
                -row.appropriated,
                row.available,
                row.reserved,
                row.committed,
                row.disbursed,
                row.receivable,
                row.returned,
                row.written_off,
            ];
            sums.iter_mut().zip(row).for_each(|(sum, fen)| *sum += i128::from(fen.0));
        }
        assert_eq!(accepted.sums_fen.map(|(_, sum)| sum), sums, "seed {seed}");
        assert_eq!(sums.iter().sum::<i128>(), 0);
        paid += sums[4];
    }
    assert!(paid > 0);
}

/// Events after the last checkpoint are counted as unsigned; without a checkpoint, all are.
#[test]
fn what_no_checkpoint_covers_is_unsigned() {
    for suite in Suite::ALL {
        let mut export = history_of(suite, 1, 200).export();
        let count = export.lines.len();
        export.notes = vec![sign(&export.lines[..count - 7], &signer(suite))];
        assert_eq!(export.verdict().unwrap().signed, count as u64 - 7);
        assert_eq!(verdict_of(&export.events(), "").unwrap().signed, 0);
        let empty = Export { lines: vec![], notes: vec![sign(&[], &signer(suite))] };
        assert_eq!(empty.verdict().unwrap().events, 0);
    }
}

/// More lines than a block holds, so that blocks follow one another.
#[test]
fn blocks_follow_one_another() {
    let journal = lengthen(&history(77, 1_500), 25);
    let export = journal.export();
    assert!(export.events().len() > 9 << 20, "{}", export.lines.len());
    assert_eq!(export.verdict().unwrap().signed, export.lines.len() as u64);
    let mut changed = export.clone();
    let last = changed.lines.len() - 3;
    changed.lines.remove(last);
    assert_eq!(changed.verdict().unwrap_err().line, last as u64 + 1);
}
