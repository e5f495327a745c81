CREATE TABLE alert (
	uid TEXT NOT NULL,
	source TEXT DEFAULT '' NOT NULL,
	title TEXT DEFAULT '' NOT NULL,
	service TEXT DEFAULT '' NOT NULL,
	fingerprint TEXT DEFAULT '' NOT NULL,
	severity_word TEXT DEFAULT '' NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	url TEXT DEFAULT '' NOT NULL,
	payload TEXT DEFAULT '' NOT NULL,
	labels BLOB NOT NULL,
	clock BIGINT NOT NULL,
	received_count INTEGER NOT NULL,
	first_at BIGINT,
	last_at BIGINT,
	fired_at BIGINT,
	ended_at BIGINT,
	taken_by TEXT,
	CONSTRAINT pk_alert PRIMARY KEY (uid)
);

CREATE INDEX ix_alert_last_at ON alert (last_at);

CREATE INDEX ix_alert_source_fingerprint_fired_at ON alert (source, fingerprint, fired_at);

CREATE TABLE alert_receipt (
	op_id BLOB NOT NULL,
	alert TEXT NOT NULL,
	received_at BIGINT NOT NULL,
	CONSTRAINT pk_alert_receipt PRIMARY KEY (op_id)
);

CREATE INDEX ix_alert_receipt_alert_received_at ON alert_receipt (alert, received_at);

CREATE TABLE alert_taken (
	alert TEXT NOT NULL,
	value TEXT,
	CONSTRAINT pk_alert_taken PRIMARY KEY (alert)
);

CREATE TABLE blob (
	sha256 TEXT NOT NULL,
	size INTEGER NOT NULL,
	body BLOB NOT NULL,
	CONSTRAINT pk_blob PRIMARY KEY (sha256)
);

CREATE TABLE chain (
	stream TEXT NOT NULL,
	counter INTEGER NOT NULL,
	hash BLOB NOT NULL,
	CONSTRAINT pk_chain PRIMARY KEY (stream)
);

CREATE TABLE draft (
	place TEXT NOT NULL,
	text TEXT NOT NULL,
	saved_at BIGINT NOT NULL,
	CONSTRAINT pk_draft PRIMARY KEY (place)
);

CREATE TABLE entry (
	position INTEGER NOT NULL,
	uid TEXT NOT NULL,
	incident TEXT NOT NULL,
	act_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	level TEXT NOT NULL,
	actor TEXT NOT NULL,
	text TEXT,
	happened_at BIGINT NOT NULL,
	recorded_at BIGINT NOT NULL,
	offset_min INTEGER NOT NULL,
	clock BIGINT NOT NULL,
	device TEXT NOT NULL,
	corrects TEXT,
	detail BLOB NOT NULL,
	attachments BLOB NOT NULL,
	struck INTEGER DEFAULT '0' NOT NULL,
	is_key INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_entry PRIMARY KEY (position),
	CONSTRAINT uq_entry_uid UNIQUE (uid)
);

CREATE INDEX ix_entry_corrects ON entry (corrects);

CREATE INDEX ix_entry_incident_happened_at_uid_kind ON entry (incident, happened_at, uid, kind);

CREATE INDEX ix_entry_incident_kind_happened_at_uid ON entry (incident, kind, happened_at, uid);

CREATE TABLE entry_count (
	incident TEXT NOT NULL,
	kind TEXT NOT NULL,
	level TEXT NOT NULL,
	n INTEGER NOT NULL,
	CONSTRAINT pk_entry_count PRIMARY KEY (incident, kind, level)
)
 WITHOUT ROWID;

CREATE TABLE head (
	stream TEXT NOT NULL,
	entity_kind TEXT NOT NULL,
	entity TEXT NOT NULL,
	field TEXT NOT NULL,
	op_id BLOB NOT NULL,
	clock BIGINT NOT NULL,
	device TEXT NOT NULL,
	actor TEXT NOT NULL,
	happened_at BIGINT NOT NULL,
	recorded_at BIGINT NOT NULL,
	act_id BLOB NOT NULL,
	value BLOB NOT NULL,
	CONSTRAINT pk_head PRIMARY KEY (stream, entity_kind, entity, field, op_id)
)
 WITHOUT ROWID;

CREATE TABLE incident (
	uid TEXT NOT NULL,
	number INTEGER,
	title TEXT DEFAULT '' NOT NULL,
	kind TEXT DEFAULT '' NOT NULL,
	status TEXT DEFAULT '' NOT NULL,
	stage TEXT DEFAULT '' NOT NULL,
	severity TEXT,
	services TEXT DEFAULT '' NOT NULL,
	failure_mode TEXT DEFAULT '' NOT NULL,
	commander TEXT DEFAULT '' NOT NULL,
	source TEXT DEFAULT '' NOT NULL,
	source_id TEXT DEFAULT '' NOT NULL,
	"key" TEXT DEFAULT '' NOT NULL,
	users TEXT,
	merged_into TEXT,
	imported INTEGER DEFAULT '0' NOT NULL,
	live INTEGER DEFAULT '0' NOT NULL,
	conflicts INTEGER DEFAULT '0' NOT NULL,
	detected_at BIGINT,
	declared_at BIGINT,
	began_at BIGINT,
	ended_at BIGINT,
	impact_began_at BIGINT,
	impact_ms BIGINT,
	update_due_at BIGINT,
	open_question_count INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_incident PRIMARY KEY (uid)
);

CREATE INDEX ix_incident_began_at ON incident (began_at);

CREATE INDEX ix_incident_key ON incident ("key");

CREATE INDEX ix_incident_live ON incident (live);

CREATE INDEX ix_incident_merged_into ON incident (merged_into);

CREATE INDEX ix_incident_number ON incident (number);

CREATE INDEX ix_incident_source_source_id ON incident (source, source_id);

CREATE TABLE meta (
	"key" TEXT NOT NULL,
	value BLOB,
	CONSTRAINT pk_meta PRIMARY KEY ("key")
);

CREATE TABLE operation (
	position INTEGER NOT NULL,
	op_id BLOB NOT NULL,
	stream TEXT NOT NULL,
	device TEXT NOT NULL,
	counter INTEGER NOT NULL,
	hash BLOB NOT NULL,
	act_id BLOB NOT NULL,
	clock BIGINT NOT NULL,
	happened_at BIGINT NOT NULL,
	recorded_at BIGINT NOT NULL,
	entity_kind TEXT NOT NULL,
	raw BLOB NOT NULL,
	CONSTRAINT pk_operation PRIMARY KEY (position),
	CONSTRAINT uq_operation_op_id UNIQUE (op_id)
);

CREATE INDEX ix_operation_act_id ON operation (act_id);

CREATE INDEX ix_operation_stream_entity_kind ON operation (stream, entity_kind);

CREATE TABLE replaced (
	stream TEXT NOT NULL,
	entity_kind TEXT NOT NULL,
	entity TEXT NOT NULL,
	field TEXT NOT NULL,
	op_id BLOB NOT NULL,
	CONSTRAINT pk_replaced PRIMARY KEY (stream, entity_kind, entity, field, op_id)
)
 WITHOUT ROWID;

CREATE VIRTUAL TABLE entry_text USING fts5(text, content='entry', content_rowid='position', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE VIRTUAL TABLE title_text USING fts5(uid UNINDEXED, title, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
