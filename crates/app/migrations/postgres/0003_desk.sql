-- The journal: one row an event, from number 0 on without a gap; never changed.
CREATE TABLE event (
    seq  BIGINT PRIMARY KEY NOT NULL,
    line TEXT COLLATE "C" NOT NULL
);

-- Signed checkpoints of the journal, by the number of events that each covers.
CREATE TABLE checkpoint (
    size BIGINT PRIMARY KEY NOT NULL,
    note TEXT COLLATE "C" NOT NULL
);

-- Read table: the applications as they are now, made from the journal. Days are yyyy-mm-dd, money
-- is fen.
CREATE TABLE application (
    id           TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    version      BIGINT NOT NULL,
    programme    TEXT COLLATE "C" NOT NULL,
    district     TEXT COLLATE "C" NOT NULL,
    project_kind TEXT COLLATE "C" NOT NULL,
    mode         TEXT COLLATE "C" NOT NULL,
    title        TEXT COLLATE "C" NOT NULL,
    applicant    TEXT COLLATE "C" NOT NULL,
    beneficiary  TEXT COLLATE "C" NOT NULL,
    stage        TEXT COLLATE "C" NOT NULL,
    ended        BIGINT NOT NULL,
    entered      TEXT COLLATE "C" NOT NULL,
    due          TEXT COLLATE "C",
    suspended    TEXT COLLATE "C",
    suspected    BIGINT NOT NULL,
    investment   BIGINT NOT NULL,
    award        BIGINT,
    reserved     BIGINT NOT NULL,
    paid         BIGINT NOT NULL
);

-- Read table: what lists and searches show of a space, made from its records.
CREATE TABLE space_row (
    id   TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    body TEXT COLLATE "C" NOT NULL
);

-- Read tables that still have to be made from what was kept before they were there.
CREATE TABLE to_fill (
    name TEXT COLLATE "C" PRIMARY KEY NOT NULL
);
INSERT INTO to_fill (name) VALUES ('space_row');
