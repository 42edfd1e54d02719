-- The database of a workspace. Comments here are its documentation (docs/reference/store.md is made of them).
-- Times of knowledge ("known", "made", "ended") are microseconds since 1970-01-01 UTC; days are days since then.
-- What was said is added, never rewritten; columns and tables named caches follow from the rest and may be.

-- What the file is. `application_id` marks it as ours, `user_version` is the schema version.
PRAGMA application_id = 1279346756;  -- "LAGD"
PRAGMA user_version = 3;

-- Small vocabularies that facts refer to by number: types, modes, quads, statuses, countries, publishers, data sets.
CREATE TABLE code (
  id   INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;

-- One text as it was read. `record` is the document's JSON without its text. A document that is another one printed
-- again (a wire copy) has its `original`: what both say was coded there, and its publisher is no second source.
CREATE TABLE document (
  id        INTEGER PRIMARY KEY,
  key       TEXT NOT NULL UNIQUE,       -- the document's id
  published INTEGER NOT NULL,           -- microseconds UTC
  publisher INTEGER REFERENCES code,
  language  TEXT NOT NULL,
  title     TEXT,
  text      TEXT NOT NULL,
  record    TEXT NOT NULL,
  known     INTEGER NOT NULL,
  signature BLOB,                       -- MinHash of the text; NULL: too short to compare, or not made yet
  original  INTEGER REFERENCES document
) STRICT;
CREATE INDEX document_published ON document (published);
CREATE INDEX document_original ON document (original) WHERE original IS NOT NULL;

-- Where texts that may be copies meet: numbers made of the signature (see read/duplicates.py), by the week of
-- publication since 1970. Copies share at least one (cache).
CREATE TABLE alike (
  week     INTEGER NOT NULL,
  band     INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES document,
  PRIMARY KEY (week, band, document)
) STRICT, WITHOUT ROWID;

-- Doubts about a document, shown beside it.
CREATE TABLE issue (
  document INTEGER NOT NULL REFERENCES document,
  kind     TEXT NOT NULL,
  message  TEXT NOT NULL,
  place    TEXT NOT NULL
) STRICT;
CREATE INDEX issue_document ON issue (document);

-- One report of one event in one sentence. `record` is the mention's JSON as the coder made it; `edited` is a
-- cache: the JSON after the analysts' edits (NULL: none); `rejected` is one too. A re-coding that says otherwise
-- ends a row and adds another; the row that holds has no `ended`.
CREATE TABLE mention (
  id       INTEGER PRIMARY KEY,
  key      TEXT NOT NULL,
  document INTEGER NOT NULL REFERENCES document,
  start    INTEGER NOT NULL,            -- of the trigger, in characters
  record   TEXT NOT NULL,
  known    INTEGER NOT NULL,
  ended    INTEGER,
  edited   TEXT,
  rejected INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX mention_key ON mention (key) WHERE ended IS NULL;
CREATE INDEX mention_document ON mention (document, start);

-- An event is its members; its fields follow from them. `record` is a cache of the merged fields, as are the days
-- and times beside it. An event that lost all members, or was merged into another, has `ended`.
-- The numbers of events and of imported events are one sequence.
CREATE TABLE event (
  id       INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,
  record   TEXT NOT NULL,
  known    INTEGER NOT NULL,
  day      INTEGER NOT NULL,            -- the first day: where its facts stand
  days     INTEGER NOT NULL,            -- how many days it covers
  first    INTEGER NOT NULL,            -- first and last publication of its reports, microseconds UTC
  last     INTEGER NOT NULL,
  ended    INTEGER,
  rejected INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX event_day ON event (day, days);
CREATE INDEX event_long ON event (day) WHERE days > 31;
CREATE INDEX event_last ON event (last, first);

-- Which mention belongs to which event, and since when that is known.
CREATE TABLE member (
  mention INTEGER PRIMARY KEY REFERENCES mention,
  event   INTEGER NOT NULL REFERENCES event,
  known   INTEGER NOT NULL
) STRICT;
CREATE INDEX member_event ON member (event);

-- Analysts' words on mentions and events. They stand beside what the coder said. `value` holds the new fields of an
-- edit, or the ids of a merge or split. `anchor` says which words of which documents are meant (JSON: document,
-- start, end, type), so that `applies`, a cache of the id it applies to now, can be found again after re-coding.
CREATE TABLE correction (
  id      INTEGER PRIMARY KEY,
  key     TEXT NOT NULL UNIQUE,
  action  TEXT NOT NULL CHECK (action IN ('confirm', 'reject', 'edit', 'merge', 'split')),
  target  TEXT NOT NULL,
  value   TEXT NOT NULL,
  anchor  TEXT NOT NULL,
  who     TEXT NOT NULL,
  why     TEXT NOT NULL,
  made    INTEGER NOT NULL,
  undone  INTEGER,
  applies TEXT
) STRICT;
CREATE INDEX correction_applies ON correction (applies);

-- Texts that many imported events share, as JSON: sides, codings, places, publishers.
CREATE TABLE part (
  id    INTEGER PRIMARY KEY,
  kind  TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (kind, value)
) STRICT;

-- Events of other data sets. `source` is the id there, unique only together with the day. `rest` is the JSON of the
-- columns that have no place of their own: with the parts, the whole row can be written again.
CREATE TABLE imported (
  id         INTEGER PRIMARY KEY,
  dataset    INTEGER NOT NULL REFERENCES code,
  day        INTEGER NOT NULL,
  source     ANY NOT NULL,
  actors     INTEGER NOT NULL,          -- these five are rows of `part`; 0: none
  recipients INTEGER NOT NULL,
  coding     INTEGER NOT NULL,
  place      INTEGER NOT NULL,
  publisher  INTEGER NOT NULL,
  run        INTEGER NOT NULL,          -- the row of `import` that brought it
  days       INTEGER NOT NULL,          -- how many days it covers
  lag        INTEGER NOT NULL,          -- days from `day` until the data set knew it
  story      ANY,                       -- the data set's own text and sentence
  sentence   ANY,
  precision  TEXT,                      -- NULL: day
  lat        REAL,                      -- of the place, WGS 84 degrees
  lon        REAL,
  url        TEXT,
  rest       TEXT
) STRICT;
CREATE UNIQUE INDEX imported_source ON imported (dataset, day, source);

-- What was imported when: one row a file and run.
CREATE TABLE import (
  id      INTEGER PRIMARY KEY,
  dataset INTEGER NOT NULL REFERENCES code,
  file    TEXT NOT NULL,
  known   INTEGER NOT NULL,
  rows    INTEGER NOT NULL,             -- new rows so far
  done    INTEGER NOT NULL DEFAULT 0    -- 1: the file was read to its end
) STRICT;

-- What is counted: narrow rows, one for each pair of actor and recipient country of an event (cache).
-- Country 0 is "none named"; data set 0 is what was coded here. Types, modes, quads, statuses are rows of `code`.
CREATE TABLE fact (
  event     INTEGER NOT NULL,           -- a row of `event` (data set 0) or of `imported`
  actor     INTEGER NOT NULL,
  recipient INTEGER NOT NULL,
  day       INTEGER NOT NULL,
  days      INTEGER NOT NULL,           -- how many days it covers
  type      INTEGER NOT NULL,
  mode      INTEGER NOT NULL,
  quad      INTEGER NOT NULL,
  status    INTEGER NOT NULL,
  score     INTEGER NOT NULL,           -- tenths of a point of PLOVER's scale
  lag       INTEGER NOT NULL,           -- days from `day` until all its reports were published
  dataset   INTEGER NOT NULL,
  PRIMARY KEY (event, actor, recipient)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_long ON fact (day) WHERE days > 31;
-- These, and imported_source, are dropped while much is imported, and built again after it.
CREATE INDEX fact_day ON fact (day);
CREATE INDEX fact_dyad ON fact (actor, recipient, day, type, quad, status, score, lag, days, dataset);
CREATE INDEX fact_recipient ON fact (recipient, day);

-- Events that name a country, counted by year (cache, kept in the same transaction as the facts).
-- `side`: 0 as actor, 1 as recipient, 2 as either (an event once, also where the country stands on both sides).
CREATE TABLE cube (
  country INTEGER NOT NULL,
  side    INTEGER NOT NULL,
  year    INTEGER NOT NULL,
  type    INTEGER NOT NULL,
  dataset INTEGER NOT NULL,
  events  INTEGER NOT NULL,
  score   INTEGER NOT NULL,             -- sum, in tenths
  PRIMARY KEY (country, side, year, type, dataset)
) STRICT, WITHOUT ROWID;

-- Full-text search over titles and texts, and over the quoted sentences of mentions, in all scripts. What is
-- indexed is the folded text, in which scripts written without blanks are cut into overlapping pairs of characters.
CREATE VIRTUAL TABLE search_document USING fts5 (
  words, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
CREATE VIRTUAL TABLE search_quote USING fts5 (
  words, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
