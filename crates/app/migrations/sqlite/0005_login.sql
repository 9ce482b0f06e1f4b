-- Who an account is for a login provider; tied by an administrator alone.
ALTER TABLE account ADD COLUMN issuer TEXT;
ALTER TABLE account ADD COLUMN subject TEXT;
CREATE UNIQUE INDEX account_of_subject ON account (issuer, subject);

-- Whether the provider vouched for the user, or a password did.
ALTER TABLE session ADD COLUMN by_provider INTEGER NOT NULL DEFAULT 0;

-- Who tied and untied accounts.
CREATE TABLE subject_change (
    at      INTEGER NOT NULL,
    by_id   TEXT NOT NULL,
    user_id TEXT NOT NULL,
    tied    INTEGER NOT NULL
) STRICT;
