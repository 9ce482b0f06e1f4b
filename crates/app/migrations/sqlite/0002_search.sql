-- What a full search of a space found, and the hash of all that it was made from.
CREATE TABLE search (
    id   TEXT PRIMARY KEY NOT NULL,
    made TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
