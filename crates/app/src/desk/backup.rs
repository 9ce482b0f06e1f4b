//! Copies of a desk, and back.
