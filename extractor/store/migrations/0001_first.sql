-- Reports: the frozen text that evidence points into. The raw bytes lie beside the database, by their SHA-256.
CREATE TABLE report (
    id TEXT PRIMARY KEY,
    text_sha256 TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    url TEXT,
    title TEXT,
    saved TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX report_sha256 ON report (sha256);
CREATE INDEX report_url ON report (url) WHERE url IS NOT NULL;

-- What a list of drafts shows and sorts by; the documents are apart so that a page of rows stays cheap to read.
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    status TEXT NOT NULL CHECK (status IN ('draft', 'in_review', 'approved', 'rejected')),
    headline TEXT NOT NULL,
    publisher TEXT,
    published TEXT,
    url TEXT,
    confidence REAL NOT NULL,
    doubt REAL NOT NULL,
    warnings INTEGER NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE INDEX draft_created ON draft (created, id);
CREATE INDEX draft_updated ON draft (updated, id);
CREATE INDEX draft_published ON draft (published, id);
CREATE INDEX draft_doubt ON draft (doubt, id);
CREATE INDEX draft_headline ON draft (headline COLLATE NOCASE, id);
CREATE INDEX draft_status ON draft (status, created, id);
CREATE INDEX draft_publisher ON draft (publisher, created, id);

CREATE TABLE draft_document (
    draft_id TEXT PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
    document TEXT NOT NULL
);

-- Values of the fields that lists filter by.
CREATE TABLE draft_value (
    draft_id TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (field, value, draft_id)
) WITHOUT ROWID;
CREATE INDEX draft_value_draft ON draft_value (draft_id, field);

CREATE TABLE draft_report (
    draft_id TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    report_id TEXT NOT NULL REFERENCES report (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (draft_id, report_id)
) WITHOUT ROWID;
CREATE INDEX draft_report_report ON draft_report (report_id);

-- From here on, rows are only ever added.

-- What the program suggested, each time it drafted; number 1 is the first suggestion.
CREATE TABLE suggestion (
    draft_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    made TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (draft_id, number)
);

-- What editors decided. version: the draft's version that the decision made.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    draft_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    pointer TEXT NOT NULL,
    action TEXT NOT NULL,
    value TEXT,
    from_suggestion TEXT,
    who TEXT NOT NULL,
    decided TEXT NOT NULL,
    note TEXT
);
CREATE INDEX decision_draft ON decision (draft_id, id);

-- Drafts that were taken out, whole, with who took them out and when.
CREATE TABLE removal (
    id INTEGER PRIMARY KEY,
    draft_id TEXT NOT NULL,
    removed TEXT NOT NULL,
    who TEXT NOT NULL,
    note TEXT,
    document TEXT NOT NULL
);

-- Every attempt to draft a source. sha256: of the raw bytes, '' where none were read.
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('drafted', 'known', 'failed')),
    draft_id TEXT,
    code TEXT,
    message TEXT,
    tried TEXT NOT NULL
);
CREATE INDEX attempt_source ON attempt (source, id);
CREATE INDEX attempt_sha256 ON attempt (sha256, id);

CREATE TRIGGER suggestion_is_kept BEFORE UPDATE ON suggestion
BEGIN SELECT RAISE(ABORT, 'suggestions are never changed'); END;
CREATE TRIGGER suggestion_is_not_deleted BEFORE DELETE ON suggestion
BEGIN SELECT RAISE(ABORT, 'suggestions are never deleted'); END;
CREATE TRIGGER decision_is_kept BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decision_is_not_deleted BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
CREATE TRIGGER removal_is_kept BEFORE UPDATE ON removal
BEGIN SELECT RAISE(ABORT, 'removals are never changed'); END;
CREATE TRIGGER removal_is_not_deleted BEFORE DELETE ON removal
BEGIN SELECT RAISE(ABORT, 'removals are never deleted'); END;
