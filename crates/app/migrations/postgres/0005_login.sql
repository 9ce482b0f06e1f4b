-- Who an account is for a login provider; tied by an administrator alone.
ALTER TABLE account ADD COLUMN issuer TEXT COLLATE "C";
ALTER TABLE account ADD COLUMN subject TEXT COLLATE "C";
CREATE UNIQUE INDEX account_of_subject ON account (issuer, subject);

-- Whether the provider vouched for the user, or a password did.
ALTER TABLE session ADD COLUMN by_provider BIGINT NOT NULL DEFAULT 0;

-- Who tied and untied accounts.
CREATE TABLE subject_change (
    at      BIGINT NOT NULL,
    by_id   TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    tied    BIGINT NOT NULL
);
