CREATE INDEX ix_entry_key ON entry (incident, happened_at, uid, kind)
WHERE (level='key' OR is_key=1);
