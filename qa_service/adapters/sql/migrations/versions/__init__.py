"""One file a change; `revision` is what a database is stamped with."""
