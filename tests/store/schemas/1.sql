-- The database of a workspace. Comments here are its documentation.
-- Times of knowledge ("known") are microseconds since 1970-01-01 UTC; days are days since 1970-01-01.
-- Rows are added, never rewritten, but for the caches named so.

-- What the file is. `application_id` marks it as ours, `user_version` is the schema version.
PRAGMA application_id = 1279346756;  -- "LAGD"
PRAGMA user_version = 1;

-- Small words that facts refer to by number: publishers, countries, types, modes, statuses, contexts.
CREATE TABLE code (
  id   INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;

-- One text as it was read. `record` is the document's JSON without its text.
CREATE TABLE document (
  id        INTEGER PRIMARY KEY,
  key       TEXT NOT NULL UNIQUE,       -- the document's id
  published INTEGER NOT NULL,           -- microseconds UTC
  publisher INTEGER REFERENCES code,
  language  TEXT NOT NULL,
  title     TEXT,
  text      TEXT NOT NULL,
  record    TEXT NOT NULL,
  known     INTEGER NOT NULL
) STRICT;
CREATE INDEX document_published ON document (published);

-- Doubts about a document, shown beside it.
CREATE TABLE issue (
  document INTEGER NOT NULL REFERENCES document,
  kind     TEXT NOT NULL,
  message  TEXT NOT NULL,
  place    TEXT NOT NULL
) STRICT;
CREATE INDEX issue_document ON issue (document);

-- One report of one event in one sentence. `record` is the mention's JSON.
CREATE TABLE mention (
  id       INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,
  document INTEGER NOT NULL REFERENCES document,
  start    INTEGER NOT NULL,            -- of the trigger, in characters
  record   TEXT NOT NULL,
  known    INTEGER NOT NULL
) STRICT;
CREATE INDEX mention_document ON mention (document, start);

-- An event is its members; its fields follow from them. `record` is a cache of the merged fields.
CREATE TABLE event (
  id     INTEGER PRIMARY KEY,
  key    TEXT NOT NULL UNIQUE,
  record TEXT NOT NULL,                 -- cache: rewritten whenever a member is added
  known  INTEGER NOT NULL
) STRICT;

-- Which mention belongs to which event, and since when that is known.
CREATE TABLE member (
  mention INTEGER PRIMARY KEY REFERENCES mention,
  event   INTEGER NOT NULL REFERENCES event,
  known   INTEGER NOT NULL
) STRICT;
CREATE INDEX member_event ON member (event);

-- What is counted: narrow rows, one for each pair of actor and recipient country of an event (cache).
-- Country 0 is "none named". Types, modes, quads, statuses are rows of `code`.
CREATE TABLE fact (
  event     INTEGER NOT NULL REFERENCES event,
  day       INTEGER NOT NULL,
  day_end   INTEGER NOT NULL,           -- exclusive
  actor     INTEGER NOT NULL,
  recipient INTEGER NOT NULL,
  type      INTEGER NOT NULL,
  mode      INTEGER NOT NULL,
  quad      INTEGER NOT NULL,
  status    INTEGER NOT NULL,
  score     REAL NOT NULL,
  PRIMARY KEY (event, actor, recipient)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_day ON fact (day, actor, recipient, type, quad, status, score, event);
CREATE INDEX fact_dyad ON fact (actor, recipient, day, type, quad, status, score, event);
CREATE INDEX fact_type ON fact (type, day, actor, recipient, event);

-- Full-text search over titles and texts, in all scripts (trigrams need no word boundaries).
CREATE VIRTUAL TABLE search USING fts5 (
  title, text, content = 'document', content_rowid = 'id', tokenize = 'trigram'
);
CREATE TRIGGER document_search AFTER INSERT ON document BEGIN
  INSERT INTO search (rowid, title, text) VALUES (new.id, new.title, new.text);
END;
