"""The tables. Types and constraints are portable; what only one database knows stands in `lexical`.

Rows are joined by integer keys that never leave this package; the rest of the product uses ids.
A change here is a new file in `migrations/versions`, held by a test that compares the two.
"""

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
    # Sizes of what is published, kept with every change: counting at each question is dear.
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
    # The revision that answers; none until the first is published. No foreign key: the two
    # tables would each need the other first.
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
    # Of what is derived of it, once it is.
    Column("passages", Integer, nullable=False, default=0),
    Column("sentences", Integer, nullable=False, default=0),
    Column("citable", Integer, nullable=False, default=0),
    UniqueConstraint("article_key", "revision"),
)

TEXTS = Table(
    "texts",
    METADATA,
    # Apart from the revisions, so that lists and filters do not read through them.
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
    # Apart from the passages, so that an exact scan reads vectors only.
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
