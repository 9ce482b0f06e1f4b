//! Check 3: the Merkle tree of RFC 6962, section 2.1, and its proofs, by their definitions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::suite::Suite;

/// A hash of the tree.
pub type Hash = [u8; 32];

/// The hash of a leaf.
pub fn leaf_hash(suite: Suite, bytes: &[u8]) -> Hash {
    suite.hash(&[&[0], bytes])
}

fn node_hash(suite: Suite, left: &Hash, right: &Hash) -> Hash {
    suite.hash(&[&[1], left, right])
}

/// A hash in base64, as checkpoints and proofs write it.
pub fn encode(hash: &Hash) -> String {
    STANDARD.encode(hash)
}

/// The hash that `text` writes in base64, if it is one.
pub(crate) fn decode(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// A tree that grows at its end, of which only the roots of its full parts are kept: one for each
/// 1 in its size, the largest part first.
#[derive(Clone, Debug)]
pub struct Frontier {
    suite: Suite,
    size: u64,
    full: Vec<Hash>,
}

impl Frontier {
    /// A tree without leaves.
    pub fn new(suite: Suite) -> Self {
        Self { suite, size: 0, full: Vec::new() }
    }

    /// The suite whose hash it goes by.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.full.pop() {
                node = node_hash(self.suite, &left, &node);
            }
        }
        self.full.push(node);
        self.size += 1;
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        let mut parts = self.full.iter().rev().copied();
        let joined = parts
            .next()
            .map(|last| parts.fold(last, |right, left| node_hash(self.suite, &left, &right)));
        joined.unwrap_or_else(|| self.suite.hash(&[]))
    }
}

/// The greatest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}

/// The root that an inclusion proof leads to from leaf `index` of `size`; `None` when the proof
/// has another length than such a leaf's (RFC 6962, 2.1.1).
pub(crate) fn root_of_inclusion(
    suite: Suite,
    leaf: Hash,
    (index, size): (u64, u64),
    proof: &[Hash],
) -> Option<Hash> {
    if index >= size {
        return None;
    }
    if size == 1 {
        return proof.is_empty().then_some(leaf);
    }
    let (sibling, inner) = proof.split_last()?;
    let left = split(size);
    Some(if index < left {
        node_hash(suite, &root_of_inclusion(suite, leaf, (index, left), inner)?, sibling)
    } else {
        let right = (index - left, size - left);
        node_hash(suite, sibling, &root_of_inclusion(suite, leaf, right, inner)?)
    })
}

/// The roots of the older and the newer tree that a consistency proof leads to, if `root` is that
/// of the older; `None` when the proof has another length (RFC 6962, 2.1.2). Every tree holds the
/// empty one, which needs no proof and gives none.
pub(crate) fn roots_of_consistency(
    suite: Suite,
    root: Hash,
    (old, new): (u64, u64),
    proof: &[Hash],
) -> Option<(Hash, Hash)> {
    if old == 0 || old > new {
        return None;
    }
    subproof(suite, root, (old, new), true, proof)
}

/// `is_whole`: whether the older tree's part here is the whole of it, whose root is known.
fn subproof(
    suite: Suite,
    root: Hash,
    (old, new): (u64, u64),
    is_whole: bool,
    proof: &[Hash],
) -> Option<(Hash, Hash)> {
    if old == new {
        return match (is_whole, proof) {
            (true, []) => Some((root, root)),
            (false, [hash]) => Some((*hash, *hash)),
            _ => None,
        };
    }
    let (sibling, inner) = proof.split_last()?;
    let left = split(new);
    Some(if old <= left {
        let (older, newer) = subproof(suite, root, (old, left), is_whole, inner)?;
        (older, node_hash(suite, &newer, sibling))
    } else {
        let (older, newer) = subproof(suite, root, (old - left, new - left), false, inner)?;
        (node_hash(suite, sibling, &older), node_hash(suite, sibling, &newer))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(suite: Suite, count: u64) -> Vec<Hash> {
        (0..count).map(|number| leaf_hash(suite, &number.to_be_bytes())).collect()
    }

    /// The root by the definition.
    fn root(suite: Suite, leaves: &[Hash]) -> Hash {
        match leaves {
            [] => suite.hash(&[]),
            [leaf] => *leaf,
            _ => {
                let middle = usize::try_from(split(leaves.len() as u64)).unwrap();
                let (left, right) = leaves.split_at(middle);
                node_hash(suite, &root(suite, left), &root(suite, right))
            }
        }
    }

    /// Leaves and roots of the reference implementation of Certificate Transparency.
    #[test]
    fn roots_are_those_of_the_reference() {
        let hex = |hash: Hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mut tree = Frontier::new(Suite::Sha2);
        assert!(hex(tree.root()).starts_with("e3b0c442"));
        for (leaf, expected) in [
            (&b""[..], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            (b"\x00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
            (b"\x10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ] {
            tree.push(leaf_hash(Suite::Sha2, leaf));
            assert_eq!(hex(tree.root()), expected);
        }
    }

    #[test]
    fn the_frontier_has_the_roots_of_the_definition() {
        for suite in Suite::ALL {
            let leaves = leaves(suite, 130);
            let mut tree = Frontier::new(suite);
            for size in 0..130 {
                assert_eq!(tree.root(), root(suite, &leaves[..size]), "{size}");
                tree.push(leaves[size]);
            }
            assert_eq!(tree.size(), 130);
        }
    }

    /// Every proof of the producer's tree is accepted, and none for another place or tree.
    #[test]
    fn proofs_hold_for_their_place_alone() {
        for (suite, theirs) in Suite::ALL.into_iter().zip(programme::Suite::ALL) {
            let leaves = leaves(suite, 21);
            let mut tree = programme::journal::Tree::new(theirs);
            leaves.iter().for_each(|leaf| tree.push(programme::ids::Digest(*leaf)));
            (1..=21).for_each(|new| proofs_hold(suite, &tree, &leaves[..new]));
        }
    }

    fn proofs_hold(suite: Suite, tree: &programme::journal::Tree, leaves: &[Hash]) {
        let path = |proof: Vec<programme::ids::Digest>| -> Vec<Hash> {
            proof.into_iter().map(|hash| hash.0).collect()
        };
        let (new, newer) = (leaves.len(), root(suite, leaves));
        for (at, leaf) in leaves.iter().enumerate() {
            let proof = path(tree.inclusion(at, new).unwrap());
            for other in 0..new {
                let place = (other as u64, new as u64);
                let found = root_of_inclusion(suite, *leaf, place, &proof);
                assert_eq!(found == Some(newer), other == at, "{at} of {new} at {other}");
            }
        }
        for old in 1..=new {
            let proof = path(tree.consistency(old, new).unwrap());
            let older = root(suite, &leaves[..old]);
            let roots = |root, proof: &[Hash]| {
                roots_of_consistency(suite, root, (old as u64, new as u64), proof)
            };
            assert_eq!(roots(older, &proof), Some((older, newer)));
            let forged = leaf_hash(suite, b"x");
            assert_ne!(roots(forged, &proof), Some((forged, newer)));
            assert_eq!(roots(older, &[&proof[..], &[older]].concat()), None);
        }
    }
}
