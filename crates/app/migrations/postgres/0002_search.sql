-- What a full search of a space found, and the hash of all that it was made from.
CREATE TABLE search (
    id   TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    made TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL
);
