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
CREATE UNIQUE INDEX writer_pkey ON writer USING btree (slot);
