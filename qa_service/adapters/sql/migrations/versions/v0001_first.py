"""The first tables. A copy of `schema` as it was, which nothing changes any more."""

import secrets

from alembic import op
from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

revision = "0001"
down_revision = None

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

META = Table(
    "meta",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

INDEXES = Table(
    "indexes",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("created_at", Text, nullable=False),
    Column("seeded_at", Text),
    Column("articles", Integer, nullable=False, default=0),
    Column("passages", Integer, nullable=False, default=0),
    Column("sentences", Integer, nullable=False, default=0),
)

ARTICLES = Table(
    "articles",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("index_name", ForeignKey("indexes.name"), nullable=False),
    Column("added_at", Text, nullable=False),
    Column("current_key", Integer, unique=True),
    Column("current_revision", Integer),
    Index("ix_articles_listing", "index_name", "added_at"),
)

REVISIONS = Table(
    "revisions",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("article_key", ForeignKey("articles.key"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text),
    Column("byline", Text),
    Column("published_at", Date),
    Column("url", Text, index=True),
    Column("language", Text),
    Column("cleaner", Text, nullable=False),
    Column("text_hash", Text, nullable=False, index=True),
    Column("source", Text, nullable=False, index=True),
    Column("encoding", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("passages", Integer, nullable=False, default=0),
    Column("sentences", Integer, nullable=False, default=0),
    Column("citable", Integer, nullable=False, default=0),
    UniqueConstraint("article_key", "revision"),
)

TEXTS = Table(
    "texts",
    METADATA,
    Column("revision_key", ForeignKey("revisions.key"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("received", LargeBinary, nullable=False),
)

PARAGRAPHS = Table(
    "paragraphs",
    METADATA,
    Column("revision_key", ForeignKey("revisions.key"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("paragraph_key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

SENTENCES = Table(
    "sentences",
    METADATA,
    Column("revision_key", ForeignKey("revisions.key"), primary_key=True),
    Column("paragraph", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

SENTENCE_VECTORS = Table(
    "sentence_vectors",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("revision_key", ForeignKey("revisions.key"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("encoder", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Column("context_vector", LargeBinary, nullable=False),
    Column("tokens", LargeBinary, nullable=False),
    Column("lead_rows", Integer, nullable=False),
    Column("terms", Text, nullable=False),
    UniqueConstraint("revision_key", "start"),
)

PASSAGES = Table(
    "passages",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("revision_key", ForeignKey("revisions.key"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("paragraphs", Text, nullable=False),
    Column("first_paragraph", Integer, nullable=False),
    Column("last_paragraph", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("title_terms", Text, nullable=False),
    Column("body_terms", Text, nullable=False),
)

PASSAGE_VECTORS = Table(
    "passage_vectors",
    METADATA,
    Column("passage_key", ForeignKey("passages.key", ondelete="CASCADE"), primary_key=True),
    Column("embedder", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

TERM_COUNTS = Table(
    "term_counts",
    METADATA,
    Column("index_name", ForeignKey("indexes.name"), primary_key=True),
    Column("term", Text, primary_key=True),
    Column("passages", Integer, nullable=False),
    sqlite_with_rowid=False,
)

ANSWERS = Table(
    "answers",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("owner", Text, nullable=False, index=True),
    Column("created_at", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("document", Text, nullable=False),
)

ANSWER_CITATIONS = Table(
    "answer_citations",
    METADATA,
    Column("answer_key", ForeignKey("answers.key", ondelete="CASCADE"), primary_key=True),
    Column("article_id", Text, primary_key=True, index=True),
    Column("revision", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

GENERATIONS = Table(
    "generations",
    METADATA,
    Column("index_name", ForeignKey("indexes.name"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)

JOBS = Table(
    "jobs",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("created_at", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Column("document", Text, nullable=False),
)

# Of SQLite only: another database has its own lexical search.
LEXICAL = (
    """CREATE VIEW published_terms AS
       SELECT passages.key, passages.title_terms, passages.body_terms
       FROM articles JOIN passages ON passages.revision_key = articles.current_key""",
    # The tokenizer parts at white space only: every other ASCII mark is made part of a token, and
    # what is not ASCII always is. So the terms are exactly the ones that the analysis made.
    """CREATE VIRTUAL TABLE lexical USING fts5(
       title_terms, body_terms, content='published_terms', content_rowid='key',
       tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'")""",
)


def upgrade() -> None:
    """All tables, and the database's name for itself."""
    connection = op.get_bind()
    METADATA.create_all(connection)
    if connection.dialect.name == "sqlite":
        for statement in LEXICAL:
            connection.exec_driver_sql(statement)
    connection.execute(META.insert().values(name="database_id", value=secrets.token_hex(16)))
