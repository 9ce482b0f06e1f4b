-- Kept apart from the journal and erasable: how accounts log in.
CREATE TABLE account (
    user_id      TEXT PRIMARY KEY NOT NULL,
    hash         TEXT NOT NULL,
    failures     INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    must_change  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Open sessions by the hash of their token.
CREATE TABLE session (
    token   TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_user ON session (user_id);

-- Personal records with the salt of the commitment that the journal holds.
CREATE TABLE person (
    person TEXT PRIMARY KEY NOT NULL,
    salt   TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who read a personal record in the clear.
CREATE TABLE personal_reading (
    at      INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    person  TEXT NOT NULL
) STRICT;
