//! The `reweave-verifier` command: files in, verdict out. The only part that touches the disk.

fn main() {}
