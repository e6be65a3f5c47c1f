arrival (
    place bigint NOT NULL
    milliseconds bigint NOT NULL
)
attachment (
    part bytea NOT NULL
    place bigint NOT NULL
    subject bytea
    bytes bytea NOT NULL
)
collision (
    record bytea NOT NULL
    field text COLLATE C NOT NULL
    stamp bigint NOT NULL
    writer bytea NOT NULL
    entry bytea NOT NULL
    kind text COLLATE C NOT NULL
)
dropped (
    part bytea NOT NULL
    place bigint NOT NULL
)
entry (
    place bigint NOT NULL
    stamp bigint NOT NULL
    short bigint NOT NULL
    header bytea NOT NULL
    parts bytea NOT NULL
)
finding (
    subject text COLLATE C NOT NULL
    code text COLLATE C NOT NULL
    stamp bigint NOT NULL
)
history (
    record bytea NOT NULL
    place bigint NOT NULL
)
migration (
    number bigint NOT NULL
    name text COLLATE C NOT NULL
)
projection (
    kind text COLLATE C NOT NULL
    layout bytea NOT NULL
)
proof (
    subject text COLLATE C NOT NULL
    position bigint NOT NULL
    digest bytea NOT NULL
    layout bytea NOT NULL
)
receipt (
    token bytea NOT NULL
    place bigint NOT NULL
)
setting (
    name text COLLATE C NOT NULL
    value text COLLATE C NOT NULL
)
stream (
    id bigint NOT NULL
    writer bytea NOT NULL
    scope bytea NOT NULL
    start bigint NOT NULL
    position bigint NOT NULL
    head bytea NOT NULL
)
subject (
    subject bytea NOT NULL
    place bigint NOT NULL
)
tally (
    measure text COLLATE C NOT NULL
    owner bytea NOT NULL
    codes text COLLATE C NOT NULL
    moment text COLLATE C NOT NULL
    subject bytea NOT NULL
    number bigint NOT NULL
    since text COLLATE C
    kind text COLLATE C NOT NULL
    record bytea NOT NULL
    once bytea NOT NULL
    amount bigint NOT NULL
    counts bigint NOT NULL
)
tally_state (
    subject bytea NOT NULL
    owner bytea NOT NULL
    base bytea NOT NULL
    owed bigint NOT NULL
)
tally_sum (
    measure text COLLATE C NOT NULL
    owner bytea NOT NULL
    month text COLLATE C NOT NULL
    codes text COLLATE C NOT NULL
    since text COLLATE C NOT NULL
    number bigint NOT NULL
    amount bigint NOT NULL
    counting bigint NOT NULL
)
writer (
    slot bigint NOT NULL
    id bytea NOT NULL
    lease bytea NOT NULL
)
CREATE UNIQUE INDEX arrival_pkey ON arrival USING btree (place);
CREATE UNIQUE INDEX attachment_pkey ON attachment USING btree (part, place);
CREATE INDEX attachment_place ON attachment USING btree (place);
CREATE UNIQUE INDEX collision_pkey ON collision USING btree (record, field, stamp, writer, entry);
CREATE UNIQUE INDEX dropped_pkey ON dropped USING btree (part, place);
CREATE UNIQUE INDEX entry_pkey ON entry USING btree (place);
CREATE INDEX entry_short ON entry USING btree (short);
CREATE INDEX entry_stamp ON entry USING btree (stamp);
CREATE UNIQUE INDEX finding_pkey ON finding USING btree (subject, code);
CREATE UNIQUE INDEX history_pkey ON history USING btree (record, place);
CREATE UNIQUE INDEX migration_pkey ON migration USING btree (number);
CREATE UNIQUE INDEX projection_pkey ON projection USING btree (kind);
CREATE UNIQUE INDEX proof_pkey ON proof USING btree (subject);
CREATE UNIQUE INDEX receipt_pkey ON receipt USING btree (token);
CREATE UNIQUE INDEX setting_pkey ON setting USING btree (name);
CREATE UNIQUE INDEX stream_pkey ON stream USING btree (id);
CREATE INDEX stream_writer ON stream USING btree (writer, scope);
CREATE UNIQUE INDEX subject_pkey ON subject USING btree (subject, place);
CREATE UNIQUE INDEX tally_pkey ON tally USING btree (measure, owner, codes, moment, subject, number);
CREATE INDEX tally_state_base ON tally_state USING btree (base);
CREATE INDEX tally_state_owed ON tally_state USING btree (owed, owner, subject);
CREATE UNIQUE INDEX tally_state_pkey ON tally_state USING btree (subject);
CREATE INDEX tally_subject ON tally USING btree (subject);
CREATE UNIQUE INDEX tally_sum_pkey ON tally_sum USING btree (measure, owner, month, codes, since);
CREATE UNIQUE INDEX writer_pkey ON writer USING btree (slot);
