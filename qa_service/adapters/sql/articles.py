"""The port `ArticleStore` on a relational database: each method is one transaction."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from qa_service.adapters.sql import candidates, catalogue, filing, filtering, publishing
from qa_service.adapters.sql.engine import Transactions
from qa_service.adapters.sql.publishing import VectorNames
from qa_service.adapters.sql.schema import INDEXES, META
from qa_service.domain.answers import Searched
from qa_service.domain.articles import Article, Manuscript, RawArticle
from qa_service.domain.errors import IndexNotFound
from qa_service.domain.passages import Candidate, EmbeddedPassage, EncodedSentence, Filters, Hit
from qa_service.domain.ports import Clock, Page, Statistics
from qa_service.domain.vectors import Vector


class SqlArticleStore:
    """The truth about articles."""

    def __init__(self, transactions: Transactions, clock: Clock, names: VectorNames) -> None:
        self._transactions = transactions
        self._clock = clock
        self._names = names

    async def database_id(self) -> str:
        """Made at random when the database was made."""
        return await self._transactions.read(_database_id)

    async def indexes(self) -> tuple[str, ...]:
        """Names, sorted."""
        return await self._transactions.read(_index_names)

    async def create_index(self, name: str) -> bool:
        """Whether it is new."""
        return await self._transactions.write(_create_index, name, self._now())

    async def mark_seeded(self, index: str) -> None:
        """Seeds were ingested: never again for this index."""
        await self._transactions.write(_mark_seeded, index, self._now())

    async def is_seeded(self, index: str) -> bool:
        """Whether seeds were ingested."""
        return await self._transactions.read(_is_seeded, index)

    async def find_known(self, index: str, manuscript: Manuscript, source: str) -> Article | None:
        """The latest revision, published or not, of the article that this document is."""
        return await self._transactions.read(filing.find_known, index, manuscript, source)

    async def last_from(self, article_id: str, source: str) -> Article | None:
        """The latest of an article's revisions that came from this source, if any did."""
        return await self._transactions.read(filing.find_last_from, article_id, source)

    async def file(self, article: Article, raw: RawArticle) -> None:
        """Acknowledge a revision durably; raises `IndexNotFound`, `DataBusy` (a taken number)."""
        await self._transactions.write(filing.file_revision, article, raw, self._now())

    async def unpublished(self) -> list[Article]:
        """Revisions filed but not published, oldest first."""
        return await self._transactions.read(filing.find_unpublished)

    async def count_unpublished(self) -> int:
        """How many those are."""
        return await self._transactions.read(filing.count_unpublished)

    async def is_published(self, article: Article) -> bool:
        """Whether this is the revision that answers."""
        return await self._transactions.read(publishing.is_published, article)

    async def put_passages(
        self,
        article: Article,
        passages: Sequence[EmbeddedPassage],
        sentences: Sequence[EncodedSentence],
    ) -> None:
        """Store what is derived of a revision, replacing what was; raises `ArticleNotFound`."""
        await self._transactions.write(
            publishing.put_passages, article, passages, sentences, self._names
        )

    async def publish(self, article: Article) -> list[str]:
        """Make this the revision that answers; gives the passage ids of the former one."""
        return await self._transactions.write(publishing.publish, article)

    async def article(
        self, article_id: str, indexes: Sequence[str], revision: int | None = None
    ) -> Article | None:
        """A published article's revision (None: the current), if it is in one of the indexes."""
        return await self._transactions.read(catalogue.find_article, article_id, indexes, revision)

    async def articles(
        self, indexes: Sequence[str], *, limit: int, cursor: str | None = None
    ) -> Page:
        """Published articles, newest first; raises `BadRequest` for a cursor not of ours."""
        return await self._transactions.read(catalogue.list_articles, indexes, limit, cursor)

    async def candidates(
        self, passage_ids: Sequence[str], indexes: Sequence[str]
    ) -> list[Candidate]:
        """Those of the passages that may answer, in the order given."""
        return await self._transactions.read(
            candidates.find_candidates, passage_ids, tuple(indexes)
        )

    async def scan(
        self, vector: Vector, indexes: Sequence[str], filters: Filters, k: int
    ) -> list[Hit]:
        """The nearest passages by exact search through those that pass the filters."""
        return await self._transactions.read(filtering.scan, vector, indexes, filters, k)

    async def passing(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        """Those of the passages whose articles pass the filters."""
        return await self._transactions.read(filtering.find_passing, passage_ids, filters)

    async def searched(self, indexes: Sequence[str], filters: Filters) -> Searched:
        """How much would be searched."""
        return await self._transactions.read(filtering.count_searched, indexes, filters)

    async def statistics(self, indexes: Sequence[str]) -> Statistics:
        """Sizes and freshness."""
        return await self._transactions.read(catalogue.count_everything, indexes)

    async def passage_ids(self, index: str) -> set[str]:
        """Of all published passages: what the vector index must hold."""
        return await self._transactions.read(publishing.load_ids, index)

    async def passage_vectors(self, passage_ids: Sequence[str]) -> list[tuple[str, Vector]]:
        """Of those that are published, by id."""
        return await self._transactions.read(publishing.load_vectors, passage_ids)

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")


def _database_id(connection: Connection) -> str:
    query = select(META.c.value).where(META.c.name == "database_id")
    return str(connection.execute(query).scalar_one())


def _index_names(connection: Connection) -> tuple[str, ...]:
    return tuple(connection.execute(select(INDEXES.c.name).order_by(INDEXES.c.name)).scalars())


def _create_index(connection: Connection, name: str, now: str) -> bool:
    if name in _index_names(connection):
        return False
    connection.execute(insert(INDEXES).values(name=name, created_at=now))
    return True


def _mark_seeded(connection: Connection, index: str, now: str) -> None:
    names = _index_names(connection)
    if index not in names:
        raise IndexNotFound(index, names)
    connection.execute(update(INDEXES).where(INDEXES.c.name == index).values(seeded_at=now))


def _is_seeded(connection: Connection, index: str) -> bool:
    query = select(INDEXES.c.seeded_at).where(INDEXES.c.name == index)
    return connection.execute(query).scalar() is not None
