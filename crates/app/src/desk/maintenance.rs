//! What operators do to a database.
