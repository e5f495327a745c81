CREATE TABLE review_part (
	position INTEGER NOT NULL, 
	incident TEXT NOT NULL, 
	part TEXT NOT NULL, 
	item TEXT DEFAULT '' NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_review_part PRIMARY KEY (position), 
	CONSTRAINT uq_review_part_incident_part_item UNIQUE (incident, part, item)
);
CREATE TABLE review_read (
	incident TEXT NOT NULL, 
	person TEXT NOT NULL, 
	read_at BIGINT, 
	CONSTRAINT pk_review_read PRIMARY KEY (incident, person)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE review_text USING fts5(text, content='review_part', content_rowid='position', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE TABLE proposal (
	uid TEXT NOT NULL, 
	incident TEXT NOT NULL, 
	key TEXT NOT NULL, 
	at BIGINT, 
	who TEXT DEFAULT '' NOT NULL, 
	channel TEXT DEFAULT '' NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	why TEXT DEFAULT '' NOT NULL, 
	state TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_proposal PRIMARY KEY (uid), 
	CONSTRAINT uq_proposal_incident_key UNIQUE (incident, key)
) WITHOUT ROWID;
CREATE INDEX ix_proposal_state_at ON proposal (state, at);
DELETE FROM meta WHERE key='registry';
