CREATE TABLE fact (
	position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL, 
	numbers BLOB NOT NULL, 
	names TEXT NOT NULL, 
	links TEXT, 
	CONSTRAINT uq_fact_uid UNIQUE (uid)
);
DELETE FROM meta WHERE key='registry';
