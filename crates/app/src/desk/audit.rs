//! What auditors ask of a journal.
