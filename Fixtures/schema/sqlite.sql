CREATE TABLE arrival (
    place INTEGER NOT NULL PRIMARY KEY,
    milliseconds INTEGER NOT NULL
) STRICT;
CREATE TABLE attachment (
    part BLOB NOT NULL,
    place INTEGER NOT NULL,
    subject BLOB,
    bytes BLOB NOT NULL,
    PRIMARY KEY (part, place)
) STRICT;
CREATE INDEX attachment_place ON attachment (place);
CREATE TABLE collision (
    record BLOB NOT NULL,
    field TEXT NOT NULL,
    stamp INTEGER NOT NULL,
    writer BLOB NOT NULL,
    entry BLOB NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (record, field, stamp, writer, entry)
) STRICT;
CREATE TABLE dropped (
    part BLOB NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (part, place)
) STRICT;
CREATE TABLE entry (
    place INTEGER NOT NULL PRIMARY KEY,
    stamp INTEGER NOT NULL,
    short INTEGER NOT NULL,
    header BLOB NOT NULL,
    parts BLOB NOT NULL
) STRICT;
CREATE INDEX entry_short ON entry (short);
CREATE INDEX entry_stamp ON entry (stamp);
CREATE TABLE finding (
    subject TEXT NOT NULL,
    code TEXT NOT NULL,
    stamp INTEGER NOT NULL,
    PRIMARY KEY (subject, code)
) STRICT;
CREATE TABLE history (
    record BLOB NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (record, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE projection (
    kind TEXT NOT NULL PRIMARY KEY,
    layout BLOB NOT NULL
) STRICT;
CREATE TABLE proof (
    subject TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    digest BLOB NOT NULL,
    layout BLOB NOT NULL
) STRICT;
CREATE TABLE receipt (
    token BLOB NOT NULL PRIMARY KEY,
    place INTEGER NOT NULL
) STRICT;
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE stream (
    id INTEGER NOT NULL PRIMARY KEY,
    writer BLOB NOT NULL,
    scope BLOB NOT NULL,
    start INTEGER NOT NULL,
    position INTEGER NOT NULL,
    head BLOB NOT NULL
) STRICT;
CREATE INDEX stream_writer ON stream (writer, scope);
CREATE TABLE subject (
    subject BLOB NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (subject, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
    measure TEXT NOT NULL,
    owner BLOB NOT NULL,
    codes TEXT NOT NULL,
    moment TEXT NOT NULL,
    subject BLOB NOT NULL,
    number INTEGER NOT NULL,
    since TEXT,
    kind TEXT NOT NULL,
    record BLOB NOT NULL,
    once BLOB NOT NULL,
    amount INTEGER NOT NULL,
    counts INTEGER NOT NULL,
    PRIMARY KEY (measure, owner, codes, moment, subject, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally_state (
    subject BLOB NOT NULL PRIMARY KEY,
    owner BLOB NOT NULL,
    base BLOB NOT NULL,
    owed INTEGER NOT NULL
) STRICT;
CREATE INDEX tally_state_base ON tally_state (base);
CREATE INDEX tally_state_owed ON tally_state (owed, owner, subject);
CREATE INDEX tally_subject ON tally (subject);
CREATE TABLE tally_sum (
    measure TEXT NOT NULL,
    owner BLOB NOT NULL,
    month TEXT NOT NULL,
    codes TEXT NOT NULL,
    since TEXT NOT NULL,
    number INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    counting INTEGER NOT NULL,
    PRIMARY KEY (measure, owner, month, codes, since)
) STRICT, WITHOUT ROWID;
CREATE TABLE writer (
    slot INTEGER NOT NULL PRIMARY KEY,
    id BLOB NOT NULL,
    lease BLOB NOT NULL
) STRICT;
