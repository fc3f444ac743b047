"""Every change of the schema, in files that are never edited again."""
