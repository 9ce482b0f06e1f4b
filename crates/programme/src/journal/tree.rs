//! The Merkle tree of RFC 6962, section 2.1, with the hash of a suite.

use crate::ids::Digest;
use crate::suite::Suite;

/// The hash of a leaf: that of 0x00 and its bytes.
pub fn leaf_hash(suite: Suite, bytes: &[u8]) -> Digest {
    suite.hash([&[0], bytes])
}

fn node_hash(suite: Suite, left: Digest, right: Digest) -> Digest {
    suite.hash([&[1], &left.0, &right.0])
}

/// The greatest power of two below `size`, where a tree of two leaves or more is split.
fn split(size: usize) -> usize {
    1 << (usize::BITS - 1 - (size - 1).leading_zeros())
}

/// A tree that grows by leaves at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    suite: Suite,
    /// `levels[0]` holds the leaf hashes, each level above the nodes over full pairs of it.
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    /// A tree without leaves.
    pub fn new(suite: Suite) -> Self {
        Self { suite, levels: Vec::new() }
    }

    /// The suite whose hash it goes by.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// How many leaves it has.
    pub fn size(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Digest) {
        let mut node = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(nodes) = self.levels.get_mut(level) else { return };
            nodes.push(node);
            // An even count closes a pair, which is a node of the level above.
            match nodes.as_slice() {
                [.., left, right] if nodes.len() % 2 == 0 => {
                    node = node_hash(self.suite, *left, *right);
                }
                _ => return,
            }
        }
    }

    /// The root over the first `size` leaves; `None` beyond the leaves that there are.
    pub fn root(&self, size: usize) -> Option<Digest> {
        if size == 0 {
            return Some(self.suite.digest(b""));
        }
        if size > self.size() {
            return None;
        }
        self.range(0, size)
    }

    /// The hash over the leaves from `from` up to `to`, which begin where a subtree begins.
    fn range(&self, from: usize, to: usize) -> Option<Digest> {
        let size = to.checked_sub(from).filter(|size| *size > 0)?;
        if size.is_power_of_two() {
            let level = usize::try_from(size.trailing_zeros()).ok()?;
            return self.levels.get(level)?.get(from >> level).copied();
        }
        let middle = from + split(size);
        Some(node_hash(self.suite, self.range(from, middle)?, self.range(middle, to)?))
    }

    /// The proof that leaf `index` is in the tree of the first `size` leaves.
    pub fn inclusion(&self, index: usize, size: usize) -> Option<Vec<Digest>> {
        if index >= size || size > self.size() {
            return None;
        }
        let mut proof = Vec::new();
        let (mut from, mut to) = (0, size);
        while to - from > 1 {
            let middle = from + split(to - from);
            if index < middle {
                proof.push(self.range(middle, to)?);
                to = middle;
            } else {
                proof.push(self.range(from, middle)?);
                from = middle;
            }
        }
        proof.reverse();
        Some(proof)
    }

    /// The proof that the tree of the first `old` leaves is a prefix of that of the first `new`.
    pub fn consistency(&self, old: usize, new: usize) -> Option<Vec<Digest>> {
        if old == 0 || old > new || new > self.size() {
            return None;
        }
        let mut proof = Vec::new();
        let (mut from, mut to) = (0, new);
        // Whether the old tree's part is still the whole of it, which its root shows.
        let mut whole = true;
        while old < to {
            let middle = from + split(to - from);
            if old <= middle {
                proof.push(self.range(middle, to)?);
                to = middle;
            } else {
                proof.push(self.range(from, middle)?);
                (from, whole) = (middle, false);
            }
        }
        if !whole {
            proof.push(self.range(from, to)?);
        }
        proof.reverse();
        Some(proof)
    }
}

/// Whether `proof` shows that `leaf` is number `index` of the `size` leaves under `root`.
pub fn verify_inclusion(
    suite: Suite,
    leaf: Digest,
    index: usize,
    size: usize,
    proof: &[Digest],
    root: Digest,
) -> bool {
    if index >= size {
        return false;
    }
    // RFC 9162, section 2.1.3.2.
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if place % 2 == 1 || place == last {
            hash = node_hash(suite, *sibling, hash);
            while place.is_multiple_of(2) && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            hash = node_hash(suite, hash, *sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && hash == root
}

/// Whether `proof` shows that the tree of `old` leaves under `old_root` is a prefix of that of
/// `new` leaves under `new_root`.
pub fn verify_consistency(
    suite: Suite,
    (old, old_root): (usize, Digest),
    (new, new_root): (usize, Digest),
    proof: &[Digest],
) -> bool {
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    if old == 0 || old > new {
        return false;
    }
    // RFC 9162, section 2.1.4.2.
    let whole = old.is_power_of_two().then_some(old_root);
    let mut path = whole.into_iter().chain(proof.iter().copied());
    let Some(first) = path.next() else { return false };
    let (mut place, mut last) = (old - 1, new - 1);
    while place % 2 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if place % 2 == 1 || place == last {
            old_hash = node_hash(suite, sibling, old_hash);
            new_hash = node_hash(suite, sibling, new_hash);
            while place.is_multiple_of(2) && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            new_hash = node_hash(suite, new_hash, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && old_hash == old_root && new_hash == new_root
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Inputs and roots of the reference implementation of Certificate Transparency
    /// (google/certificate-transparency, merkle tests): the root after each of eight leaves.
    const VECTORS: [(&[u8], &str); 8] = [
        (b"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (b"\x00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (b"\x10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (b"\x20\x21", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        (b"\x30\x31", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (b"@ABC", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        (b"PQRSTUVW", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (b"`abcdefghijklmno", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];

    fn leaves(suite: Suite, count: usize) -> Vec<Digest> {
        (0..count).map(|number| leaf_hash(suite, &number.to_be_bytes())).collect()
    }

    /// The root over `leaves`, by the definition.
    fn root_of(suite: Suite, leaves: &[Digest]) -> Digest {
        match leaves {
            [] => suite.digest(b""),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                node_hash(suite, root_of(suite, left), root_of(suite, right))
            }
        }
    }

    fn tree(suite: Suite, leaves: &[Digest]) -> Tree {
        let mut tree = Tree::new(suite);
        leaves.iter().for_each(|leaf| tree.push(*leaf));
        tree
    }

    #[test]
    fn roots_are_those_of_the_reference() {
        let mut tree = Tree::new(Suite::Sha2);
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(tree.root(0).unwrap().to_string(), empty);
        for (size, (bytes, root)) in VECTORS.iter().enumerate() {
            tree.push(leaf_hash(Suite::Sha2, bytes));
            assert_eq!(tree.root(size + 1).unwrap().to_string(), *root);
        }
    }

    #[test]
    fn the_tree_that_grows_is_the_tree_of_the_definition() {
        for suite in Suite::ALL {
            let leaves = leaves(suite, 70);
            let tree = tree(suite, &leaves);
            for size in 0..=70 {
                assert_eq!(tree.root(size), Some(root_of(suite, &leaves[..size])));
            }
            assert_eq!(tree.root(71), None);
        }
    }

    #[test]
    fn every_inclusion_is_proved_and_no_other() {
        for suite in Suite::ALL {
            let leaves = leaves(suite, 33);
            let tree = tree(suite, &leaves);
            for size in 1..=33 {
                let root = tree.root(size).unwrap();
                for index in 0..size {
                    let proof = tree.inclusion(index, size).unwrap();
                    let holds = |leaf: Digest, index, proof: &[Digest]| {
                        verify_inclusion(suite, leaf, index, size, proof, root)
                    };
                    for (other, leaf) in leaves.iter().enumerate().take(size) {
                        assert_eq!(holds(*leaf, index, &proof), other == index);
                        assert_eq!(holds(leaves[index], other, &proof), other == index);
                    }
                    let longer = [&proof[..], &[root]].concat();
                    assert!(!holds(leaves[index], index, &longer));
                }
            }
        }
    }

    #[test]
    fn every_prefix_is_proved_and_no_other() {
        for suite in Suite::ALL {
            let leaves = leaves(suite, 33);
            let tree = tree(suite, &leaves);
            let mut forged = leaves.clone();
            forged[0] = leaf_hash(suite, b"forged");
            for new in 1..=33 {
                let new_root = tree.root(new).unwrap();
                for old in 1..=new {
                    let proof = tree.consistency(old, new).unwrap();
                    let holds = |old_root, proof: &[Digest]| {
                        verify_consistency(suite, (old, old_root), (new, new_root), proof)
                    };
                    let old_root = tree.root(old).unwrap();
                    assert!(holds(old_root, &proof));
                    assert!(!holds(root_of(suite, &forged[..old]), &proof));
                    if let Some((_, shorter)) = proof.split_last() {
                        assert!(!holds(old_root, shorter));
                    }
                }
            }
        }
    }
}
