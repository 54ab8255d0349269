-- Parameters of a source in one column, so that a new one needs no column. Older sources keep theirs.

alter table sources add column details text; -- JSON
