CREATE TABLE action_item (
	uid TEXT NOT NULL, 
	incident TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	kind TEXT DEFAULT '' NOT NULL, 
	owner TEXT DEFAULT '' NOT NULL, 
	due TEXT, 
	state TEXT DEFAULT '' NOT NULL, 
	entry TEXT DEFAULT '' NOT NULL, 
	tracker TEXT DEFAULT '' NOT NULL, 
	by TEXT DEFAULT '' NOT NULL, 
	added_at BIGINT, 
	done_at BIGINT, 
	settled_at BIGINT, 
	CONSTRAINT pk_action_item PRIMARY KEY (uid)
) WITHOUT ROWID;
CREATE INDEX ix_action_item_incident ON action_item (incident);
CREATE INDEX ix_action_item_state_due ON action_item (state, due);
CREATE TABLE review (
	incident TEXT NOT NULL, 
	state TEXT DEFAULT '' NOT NULL, 
	due TEXT, 
	reviewed_at BIGINT, 
	CONSTRAINT pk_review PRIMARY KEY (incident)
) WITHOUT ROWID;
CREATE INDEX ix_review_state_due ON review (state, due);
CREATE INDEX ix_incident_failure_mode ON incident (failure_mode);
DELETE FROM meta WHERE key='registry';
