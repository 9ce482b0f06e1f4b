-- One row a space, with every record of it and where each came from.
CREATE TABLE space (
    id   TEXT PRIMARY KEY NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row an import, in order; never changed.
CREATE TABLE import (
    seq    INTEGER PRIMARY KEY,
    file   TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    counts TEXT NOT NULL
) STRICT;

-- The latest outcome of each later link of the chain, by link and space.
CREATE TABLE outcome (
    link TEXT NOT NULL,
    id   TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (link, id)
) STRICT, WITHOUT ROWID;
