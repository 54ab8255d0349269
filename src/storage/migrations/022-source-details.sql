-- What a source says of itself is kept together, so that another parameter needs no column. Sources from before keep theirs.

alter table sources add column details text; -- JSON
