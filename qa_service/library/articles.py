"""Articles come in here, and are read here."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import fields

from qa_service.domain.articles import Article, Manuscript, RawArticle, is_known
from qa_service.domain.errors import (
    ArticleNotFound,
    DataBusy,
    DataUnusable,
    RevisionNotFound,
    UnreadableArticle,
)
from qa_service.domain.ports import ArticleReader, ArticleStore, Page, Statistics
from qa_service.domain.principals import Principal, Scope
from qa_service.ingestion.duplicates import article_id
from qa_service.ingestion.prepare import prepare
from qa_service.library.derive import Derivation
from qa_service.library.reports import Check, IngestProgress, IngestReport, Refused, joined
from qa_service.library.vectors import OpenVectors

DEFAULT_INDEX = "news"


def _ignore(_progress: IngestProgress) -> None:
    """For callers that do not watch."""


class Library:
    """All articles of all indexes, and what is derived of them."""

    def __init__(
        self,
        *,
        reader: ArticleReader,
        articles: ArticleStore,
        derivation: Derivation,
        vectors: OpenVectors,
    ) -> None:
        self._reader = reader
        self._articles = articles
        self._derivation = derivation
        self._vectors = vectors
        # One article after the other; deriving is most of it, and no examination waits for that.
        self._ingesting = asyncio.Lock()
        # While store and vectors change: in between, whoever compares them finds them in step.
        self._writing = asyncio.Lock()
        self._in_hand = 0

    async def start(self, principal: Principal, seeds: str | None) -> IngestReport:
        """Open the indexes, finish what was begun, and seed an index that never was.

        An article that cannot be finished costs only itself, and a note in the report.
        """
        principal.require(Scope.WRITE_ARTICLES)
        await self._articles.create_index(DEFAULT_INDEX)
        for index in await self._articles.indexes():
            await self._vectors.open(index)
        reports = [await self._finish(article) for article in await self._articles.unpublished()]
        if seeds is not None and not await self._articles.is_seeded(DEFAULT_INDEX):
            reports.append(await self.ingest(principal, [seeds]))
            await self._articles.mark_seeded(DEFAULT_INDEX)
        return joined(reports)

    async def ingest(
        self,
        principal: Principal,
        paths: Sequence[str],
        *,
        index: str = DEFAULT_INDEX,
        watch: Callable[[IngestProgress], None] = _ignore,
    ) -> IngestReport:
        """Read files and directories into an index; what cannot be read is reported, not raised.

        An article answers from the moment it is counted as done. Raises `IndexNotFound`, and
        `DataUnusable` when the storage takes no more: what was done before then is safe.
        """
        principal.require(Scope.WRITE_ARTICLES)
        principal.readable(await self._articles.indexes(), (index,))
        reports: list[IngestReport] = []
        sources: list[str] = []
        for path in paths:
            try:
                sources += await asyncio.to_thread(self._reader.find, path)
            except UnreadableArticle as error:
                reports.append(_refusal(error))
        distinct = list(dict.fromkeys(sources))
        for done, source in enumerate(distinct):
            # A name that is not UTF-8 will be refused, but would break what shows it.
            printable = source.encode("utf-8", "replace").decode()
            watch(IngestProgress(done, len(distinct), printable))
            reports.append(await self._ingest_one(index, source))
            watch(IngestProgress(done + 1, len(distinct), printable, reports[-1]))
        return joined(reports)

    async def articles(
        self,
        principal: Principal,
        *,
        indexes: tuple[str, ...] = (),
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page:
        """Newest first; raises `IndexNotFound`."""
        return await self._articles.articles(
            await self._readable(principal, indexes), limit=limit, cursor=cursor
        )

    async def article(
        self, principal: Principal, article_id: str, revision: int | None = None
    ) -> Article:
        """A revision (None: the current one); raises `ArticleNotFound` or `RevisionNotFound`."""
        readable = await self._readable(principal, ())
        found = await self._articles.article(article_id, readable, revision)
        if found is not None:
            return found
        if revision is None or await self._articles.article(article_id, readable) is None:
            raise ArticleNotFound(article_id)
        raise RevisionNotFound(article_id, revision)

    async def statistics(self, principal: Principal, indexes: tuple[str, ...] = ()) -> Statistics:
        """Sizes and freshness; raises `IndexNotFound`."""
        return await self._articles.statistics(await self._readable(principal, indexes))

    async def examine(self, principal: Principal) -> tuple[Check, ...]:
        """Whether everything is in order, finding by finding."""
        indexes = await self._readable(principal, ())
        size = await self._articles.statistics(indexes)
        async with self._writing:
            unfinished = await self._articles.count_unpublished() - self._in_hand
        checks = [
            Check("database", True, f"articles: {size.articles}, passages: {size.passages}"),
            Check("embedder", True, self._derivation.embedder.name),
            Check(
                "ingest",
                not unfinished,
                f"unfinished articles: {unfinished}" if unfinished else "nothing unfinished",
                "Start again: they are finished then." if unfinished else "",
            ),
        ]
        for index in indexes:
            async with self._writing:
                lacking, surplus = await self._vectors.missing(index)
            is_whole = not lacking and not surplus
            detail = "in step" if is_whole else f"passages lacking: {lacking}, too many: {surplus}"
            advice = "" if is_whole else "Start again: it is filled from the stored vectors then."
            checks.append(Check(f"vectors of {index}", is_whole, detail, advice))
        return tuple(checks)

    async def _readable(self, principal: Principal, wanted: tuple[str, ...]) -> tuple[str, ...]:
        principal.require(Scope.READ_ARTICLES)
        return principal.readable(await self._articles.indexes(), wanted)

    async def _finish(self, article: Article) -> IngestReport:
        fault = await self._attempt(article)
        notes = (f"{article.id} ({article.title}) {fault}; {_AGAIN}.",) if fault else ()
        return IngestReport(notes=notes)

    async def _ingest_one(self, index: str, source: str) -> IngestReport:
        try:
            raw = await asyncio.to_thread(self._reader.read, source)
            manuscript = await asyncio.to_thread(prepare, raw)
            async with self._ingesting:
                return await self._file(index, raw, manuscript)
        except UnreadableArticle as error:
            return _refusal(error)
        except (DataUnusable, DataBusy):
            raise
        except Exception as error:
            advice = "This is a fault of the program: report it, with the file."
            return _refused(source, f"it could not be read in ({_named(error)})", advice)

    async def _file(self, index: str, raw: RawArticle, manuscript: Manuscript) -> IngestReport:
        notes = tuple(f"{raw.source}: {note}" for note in raw.notes)
        known = await self._articles.find_known(index, manuscript, raw.source)
        if known and await self._says(known, manuscript, raw.source):
            if await self._articles.is_published(known):
                return IngestReport(unchanged=(known.id,), notes=notes)
            article = known
        else:
            article = Article(
                **{field.name: getattr(manuscript, field.name) for field in fields(Manuscript)},
                id=known.id if known else article_id(index, manuscript),
                index=index,
                revision=known.revision + 1 if known else 1,
            )
            async with self._writing:
                await self._articles.file(article, raw)
                self._in_hand = 1
        fault = await self._attempt(article)
        if fault:
            return _refused(raw.source, f"it {fault}", f"It is kept: {_AGAIN}.")
        if article.revision > 1:
            return IngestReport(changed=(article.id,), notes=notes)
        return IngestReport(added=(article.id,), notes=notes)

    async def _says(self, known: Article, manuscript: Manuscript, source: str) -> bool:
        """Whether the article says it already, or said it when this source last came in.

        Else two sources of one article that differ would revise each other for ever.
        """
        if is_known(known, manuscript):
            return True
        own = await self._articles.last_from(known.id, source)
        return own is not None and is_known(own, manuscript)

    async def _attempt(self, article: Article) -> str:
        """Publish; empty, or what went wrong with this article, which must not cost the others."""
        try:
            await self._publish(article)
        except (DataUnusable, DataBusy):
            raise
        except Exception as error:
            return f"could not be made searchable ({_named(error)})"
        finally:
            self._in_hand = 0
        return ""

    async def _publish(self, article: Article) -> None:
        """Derive what is searched, and make this the revision that answers.

        Vectors go in before the switch and out after it: whoever asks before or after finds the
        article. A question that searches before and reads after misses its new passages, once.
        """
        passages = await self._derivation.passages(article)
        sentences = await self._derivation.sentences(article)
        async with self._writing:
            await self._articles.put_passages(article, passages, sentences)
            vectors = self._vectors[article.index]
            await vectors.upsert(
                [one.passage.id for one in passages], [one.vector for one in passages]
            )
            await vectors.delete(await self._articles.publish(article))


_AGAIN = "it is tried again at the next start"


def _refusal(error: UnreadableArticle) -> IngestReport:
    return _refused(error.source, error.reason, error.advice)


def _refused(source: str, reason: str, advice: str) -> IngestReport:
    return IngestReport(refused=(Refused(source, reason, advice),))


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")
