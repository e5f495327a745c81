ALTER TABLE operation ADD COLUMN seq INTEGER;

CREATE INDEX ix_operation_waiting ON operation (position) WHERE seq IS NULL;

CREATE TABLE server (
	key TEXT NOT NULL,
	value TEXT NOT NULL,
	CONSTRAINT pk_server PRIMARY KEY (key)
);

CREATE TABLE cursor (
	stream TEXT NOT NULL,
	seq BIGINT NOT NULL,
	chain BLOB NOT NULL,
	CONSTRAINT pk_cursor PRIMARY KEY (stream)
)
 WITHOUT ROWID;

CREATE TABLE checkpoint (
	stream TEXT NOT NULL,
	seq BIGINT NOT NULL,
	chain BLOB NOT NULL,
	CONSTRAINT pk_checkpoint PRIMARY KEY (stream, seq)
)
 WITHOUT ROWID;

CREATE TABLE parked (
	op_id BLOB NOT NULL,
	reason TEXT NOT NULL,
	told_at BIGINT NOT NULL,
	confirmed INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_parked PRIMARY KEY (op_id)
)
 WITHOUT ROWID;

CREATE TABLE blob_task (
	sha256 TEXT NOT NULL,
	stream TEXT NOT NULL,
	size BIGINT NOT NULL,
	direction TEXT NOT NULL,
	CONSTRAINT pk_blob_task PRIMARY KEY (sha256, direction)
)
 WITHOUT ROWID;
