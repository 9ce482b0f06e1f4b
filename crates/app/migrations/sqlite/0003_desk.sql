-- The journal: one row an event, from number 0 on without a gap; never changed.
CREATE TABLE event (
    seq  INTEGER PRIMARY KEY NOT NULL,
    line TEXT NOT NULL
) STRICT;

-- Signed checkpoints of the journal, by the number of events that each covers.
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY NOT NULL,
    note TEXT NOT NULL
) STRICT;

-- Read table: the applications as they are now, made from the journal. Days are yyyy-mm-dd, money
-- is fen.
CREATE TABLE application (
    id           TEXT PRIMARY KEY NOT NULL,
    version      INTEGER NOT NULL,
    programme    TEXT NOT NULL,
    district     TEXT NOT NULL,
    project_kind TEXT NOT NULL,
    mode         TEXT NOT NULL,
    title        TEXT NOT NULL,
    applicant    TEXT NOT NULL,
    beneficiary  TEXT NOT NULL,
    stage        TEXT NOT NULL,
    ended        INTEGER NOT NULL,
    entered      TEXT NOT NULL,
    due          TEXT,
    suspended    TEXT,
    suspected    INTEGER NOT NULL,
    investment   INTEGER NOT NULL,
    award        INTEGER,
    reserved     INTEGER NOT NULL,
    paid         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Read table: what lists and searches show of a space, made from its records.
CREATE TABLE space_row (
    id   TEXT PRIMARY KEY NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Read tables that still have to be made from what was kept before they were there.
CREATE TABLE to_fill (
    name TEXT PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO to_fill (name) VALUES ('space_row');
