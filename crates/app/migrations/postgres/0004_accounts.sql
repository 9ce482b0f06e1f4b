-- Kept apart from the journal and erasable: how accounts log in.
CREATE TABLE account (
    user_id      TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    hash         TEXT COLLATE "C" NOT NULL,
    failures     BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    must_change  BIGINT NOT NULL
);

-- Open sessions by the hash of their token.
CREATE TABLE session (
    token   TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    until   BIGINT NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);

-- Personal records with the salt of the commitment that the journal holds.
CREATE TABLE person (
    person TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    salt   TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL
);

-- Who read a personal record in the clear.
CREATE TABLE personal_reading (
    at      BIGINT NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    person  TEXT COLLATE "C" NOT NULL
);
