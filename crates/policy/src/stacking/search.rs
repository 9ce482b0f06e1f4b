//! Every permitted combination of a group, once.

use std::collections::BTreeMap;

use super::group::{Group, Set, Worth};

/// What a combination is to be best at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// Decided amounts: combinations in which every scheme grants its award.
    Decided,
    /// Amounts if open conditions are met.
    IfMet,
}

impl Aim {
    /// The award, where it counts for this aim.
    pub(super) fn counts(self, worth: Option<Worth>) -> Option<Worth> {
        worth.filter(|worth| self == Self::IfMet || worth.is_decided)
    }
}

/// The best combination for one aim. Totals are in fen, wide enough for any sum of awards.
#[derive(Clone, Debug)]
pub(super) struct Best {
    pub(super) set: Set,
    pub(super) total: i128,
    /// By member: the best total with it.
    pub(super) total_with: Vec<Option<i128>>,
}

impl Best {
    /// Nothing taken.
    fn new(members: usize) -> Self {
        Self { set: 0, total: 0, total_with: vec![None; members] }
    }

    fn offer(&mut self, set: Set, total: i128) {
        for (index, with) in self.total_with.iter_mut().enumerate() {
            if set >> index & 1 == 1 && with.is_none_or(|with| with < total) {
                *with = Some(total);
            }
        }
        let (ours, theirs) = (set.count_ones(), self.set.count_ones());
        // Of as many ids, those come first that hold the first id by which they differ.
        let comes_first = || set >> (set ^ self.set).trailing_zeros() & 1 == 1;
        let beats = total > self.total
            || total == self.total
                && (ours < theirs || ours == theirs && set != self.set && comes_first());
        if beats {
            (self.set, self.total) = (set, total);
        }
    }
}

/// What a search found.
pub(super) struct Found {
    pub(super) decided: Best,
    pub(super) if_met: Best,
    pub(super) combinations: u64,
}

impl Found {
    pub(super) fn best(&self, aim: Aim) -> &Best {
        match aim {
            Aim::Decided => &self.decided,
            Aim::IfMet => &self.if_met,
        }
    }
}

struct Search<'g, 'a> {
    group: &'g Group<'a>,
    /// By member: its award by those taken members that it depends on.
    known: Vec<BTreeMap<Set, Option<Worth>>>,
    /// By member: its award, while it is taken.
    taken: Vec<Option<Worth>>,
    found: Found,
}

/// The best combinations of a group.
///
/// Members are tried in an order in which an award depends on earlier ones alone. So a member that
/// is barred, or has no amount beside the earlier ones, has none whatever follows, and the branch
/// ends; nothing else is cut.
pub(super) fn search(group: &Group<'_>) -> Found {
    let size = group.members.len();
    let found = Found { decided: Best::new(size), if_met: Best::new(size), combinations: 0 };
    let known = vec![BTreeMap::new(); size];
    let mut search = Search { group, known, taken: vec![None; size], found };
    search.visit(0, 0, 0, true);
    search.found
}

impl Search<'_, '_> {
    fn visit(&mut self, depth: usize, set: Set, total: i128, is_decided: bool) {
        let Some(&index) = self.group.order.get(depth) else {
            self.found.combinations += 1;
            self.found.if_met.offer(set, total);
            if is_decided {
                self.found.decided.offer(set, total);
            }
            return;
        };
        self.visit(depth + 1, set, total, is_decided);
        if self.group.members[index].excluded & set == 0
            && let Some(worth) = self.worth(index, set)
        {
            self.taken[index] = Some(worth);
            let total = total + i128::from(worth.amount.0);
            self.visit(depth + 1, set | 1 << index, total, is_decided && worth.is_decided);
            self.taken[index] = None;
        }
    }

    fn worth(&mut self, index: usize, set: Set) -> Option<Worth> {
        let key = set & self.group.members[index].depends_on;
        if let Some(worth) = self.known[index].get(&key) {
            return *worth;
        }
        let (decision, _) = self.group.beside(index, &self.taken);
        let worth = Worth::of(&decision);
        self.known[index].insert(key, worth);
        worth
    }
}
