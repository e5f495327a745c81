CREATE TABLE posting (
	position INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	incident TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	message TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	first_tried_at BIGINT, 
	next_try_at BIGINT, 
	reason TEXT DEFAULT '' NOT NULL, 
	receipt TEXT, 
	quarantined INTEGER DEFAULT '0' NOT NULL, 
	fence INTEGER DEFAULT '0' NOT NULL, 
	lease_until BIGINT, 
	CONSTRAINT pk_posting PRIMARY KEY (position), 
	CONSTRAINT uq_posting_key UNIQUE ("key")
);

CREATE INDEX ix_posting_incident_channel ON posting (incident, channel);

CREATE INDEX ix_posting_open ON posting (position) WHERE state<>'sent';
