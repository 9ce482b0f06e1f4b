-- What people found of two spaces: that they are one (merged), that this was wrong (undone), or
-- that they are not one (different). Never changed; the last act on a pair holds.
CREATE TABLE merge (
    seq     INTEGER PRIMARY KEY NOT NULL,
    gone    TEXT NOT NULL,
    kept    TEXT NOT NULL,
    act     TEXT NOT NULL,
    by_user TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT;
