"""Articles come in, change and are finished after a crash; vectors stay in step with the store."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa_service.domain.articles import Article
from qa_service.domain.errors import (
    ArticleNotFound,
    Forbidden,
    IndexNotFound,
    RevisionNotFound,
    StorageFull,
)
from qa_service.domain.passages import Passage
from qa_service.domain.ports import Statistics
from qa_service.domain.principals import LOCAL, Principal, Scope
from qa_service.domain.vectors import Encoding, Vector
from qa_service.library.articles import Library
from qa_service.library.reports import Check, IngestProgress, IngestReport, Refused
from tests.contracts.newsroom import raw_of
from tests.fakes import HashedWordsEncoder, InMemoryVectorIndex
from tests.stack import DERIVATION, KeptVectors, ParagraphSplitter, Place, Stack

FERRY = (
    "The ferry ran aground on a sandbank outside the harbour of Port Brannoch on Tuesday morning."
    "\n\nAll 214 passengers were brought ashore by the lifeboats before noon, the harbour master"
    " said. Nobody was hurt.\n"
)
LATER = FERRY + "\nThe ship was pulled free at high tide and is to sail again on Friday evening.\n"
STRIKE = (
    "Teachers in the capital went on strike on Monday after talks about their pay broke down."
    "\n\nThe union said that it would go on until the government made a better offer.\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


async def started(stack: Stack) -> Stack:
    await stack.library.start(LOCAL, None)
    return stack


async def only_article(stack: Stack) -> Article:
    (row,) = (await stack.library.articles(LOCAL)).rows
    return await stack.library.article(LOCAL, row.id)


async def held(stack: Stack, place: Place) -> tuple[set[str], set[str]]:
    """What the vector index holds, and what the store says it must."""
    stored = await stack.database.articles.passage_ids("news")
    return await place.vectors.held["news"].ids(), stored


async def test_what_is_new_is_added_and_what_is_known_is_left_alone(place: Place) -> None:
    path = place.write("ferry.txt", FERRY)
    async with place.open() as stack:
        library = (await started(stack)).library
        first = await library.ingest(LOCAL, [path])
        article = await only_article(stack)
        assert first == IngestReport(added=(article.id,))
        assert article.text == FERRY.strip()
        assert await library.ingest(LOCAL, [path]) == IngestReport(unchanged=(article.id,))
        assert await library.statistics(LOCAL) == Statistics(1, 2, 3, "2026-11-21T12:00:00.000000Z")
        own, stored = await held(stack, place)
        assert own == stored == {f"{article.id}:1:0", f"{article.id}:1:1"}


async def test_a_changed_file_makes_a_revision_and_the_old_one_stays_readable(place: Place) -> None:
    path = place.write("ferry.txt", FERRY)
    async with place.open() as stack:
        library = (await started(stack)).library
        await library.ingest(LOCAL, [path])
        old = await only_article(stack)
        place.write("ferry.txt", LATER)
        assert await library.ingest(LOCAL, [path]) == IngestReport(changed=(old.id,))
        new = await only_article(stack)
        assert (new.revision, new.text) == (2, LATER.strip())
        assert await library.article(LOCAL, old.id, 1) == old
        own, stored = await held(stack, place)
        assert own == stored == {f"{old.id}:2:{position}" for position in range(3)}


async def test_a_changed_sidecar_makes_a_revision_too(place: Place) -> None:
    path = place.write("ferry.txt", FERRY)
    async with place.open() as stack:
        library = (await started(stack)).library
        await library.ingest(LOCAL, [path])
        old = await only_article(stack)
        place.write("ferry.toml", 'title = "Ferry aground"\npublished_at = 2024-05-14\n')
        assert await library.ingest(LOCAL, [path]) == IngestReport(changed=(old.id,))
        expected = replace(old, revision=2, title="Ferry aground", published_at=date(2024, 5, 14))
        assert await library.article(LOCAL, old.id) == expected
        assert await library.article(LOCAL, old.id, 1) == old


async def test_a_text_that_came_by_another_path_is_the_same_article(place: Place) -> None:
    async with place.open() as stack:
        library = (await started(stack)).library
        await library.ingest(LOCAL, [place.write("ferry.txt", FERRY)])
        known = await only_article(stack)
        copy = place.write("copies/again.txt", FERRY.replace("\n", "\r\n"))
        assert await library.ingest(LOCAL, [copy]) == IngestReport(unchanged=(known.id,))


async def test_what_cannot_be_read_is_reported_and_the_rest_goes_in(place: Place) -> None:
    """Promise 4, nothing lost: a bad file among good ones costs none of them."""
    empty, missing = place.write("in/a-empty.txt", ""), str(place.folder / "missing.txt")
    place.write("in/ferry.txt", FERRY)
    latin = Path(place.write("in/strike.txt", ""))
    latin.write_bytes(STRIKE.replace("capital", "capital, Nîmes-sur-Orée,").encode("cp1252"))
    async with place.open() as stack:
        report = await (await started(stack)).library.ingest(
            LOCAL, [str(place.folder / "in"), missing]
        )
        assert len(report.added) == 2
        assert [one.source for one in report.refused] == [missing, empty]
        assert report.refused[1] == Refused(
            empty, "it is empty", "Give a file with an article's text in it."
        )
        assert len(report.notes) == 1
        assert report.notes[0].startswith(f"{latin}: ")


async def test_progress_is_told_source_by_source(place: Place) -> None:
    sources = [place.write("in/a.txt", FERRY), place.write("in/b.txt", "")]
    seen: list[IngestProgress] = []
    async with place.open() as stack:
        library = (await started(stack)).library
        report = await library.ingest(LOCAL, [str(place.folder / "in")] * 2, watch=seen.append)
    assert seen == [
        IngestProgress(0, 2, sources[0]),
        IngestProgress(1, 2, sources[0], IngestReport(added=report.added)),
        IngestProgress(1, 2, sources[1]),
        IngestProgress(2, 2, sources[1], IngestReport(refused=report.refused)),
    ]


async def test_an_index_that_is_not_there_takes_and_shows_nothing(place: Place) -> None:
    path = place.write("ferry.txt", FERRY)
    async with place.open() as stack:
        library = (await started(stack)).library
        with pytest.raises(IndexNotFound, match=r"no index 'wire'\. Indexes: news\."):
            await library.ingest(LOCAL, [path], index="wire")
        with pytest.raises(IndexNotFound):
            await library.articles(LOCAL, indexes=("news", "wire"))
        assert (await library.articles(LOCAL)).rows == ()


async def test_an_article_that_is_not_there_is_said_to_be_missing(place: Place) -> None:
    async with place.open() as stack:
        library = (await started(stack)).library
        await library.ingest(LOCAL, [place.write("ferry.txt", FERRY)])
        known = await only_article(stack)
        with pytest.raises(ArticleNotFound, match="art_unknown"):
            await library.article(LOCAL, "art_unknown")
        with pytest.raises(RevisionNotFound, match="has no revision 2"):
            await library.article(LOCAL, known.id, 2)


async def test_an_index_that_was_never_seeded_is_seeded_once(place: Place) -> None:
    place.write("seeds/ferry.txt", FERRY)
    seeds = str(place.folder / "seeds")
    async with place.open() as stack:
        report = await stack.library.start(LOCAL, seeds)
        article = await only_article(stack)
        assert report == IngestReport(added=(article.id,))
    place.write("seeds/strike.txt", STRIKE)
    async with place.open() as stack:
        assert await stack.library.start(LOCAL, seeds) == IngestReport()
        assert await only_article(stack) == article


async def test_an_article_that_was_filed_but_not_finished_is_finished_at_the_next_start(
    place: Place,
) -> None:
    """Promise 4, nothing lost: what was acknowledged before a crash answers after it."""
    async with place.open() as stack:
        await (await started(stack)).library.ingest(LOCAL, [place.write("ferry.txt", FERRY)])
        first = await only_article(stack)
        second = replace(first, revision=2, title="Ferry aground")
        await stack.database.articles.file(second, raw_of(second))
        check = next(one for one in await stack.library.examine(LOCAL) if one.name == "ingest")
        assert (check.ok, check.detail) == (False, "unfinished articles: 1")
    async with place.open() as stack:
        await started(stack)
        assert await only_article(stack) == second
        own, stored = await held(stack, place)
        assert own == stored == {f"{first.id}:2:0", f"{first.id}:2:1"}


async def test_a_vector_index_that_lost_and_gained_entries_is_put_right_at_start(
    place: Place,
) -> None:
    """Promise 4, nothing lost: vectors come back from the store, and strays go."""
    async with place.open() as stack:
        await (await started(stack)).library.ingest(LOCAL, [place.write("ferry.txt", FERRY)])
        article = await only_article(stack)
        vectors = place.vectors.held["news"]
        names = sorted(await stack.database.articles.passage_ids("news"))
        stored = dict(await stack.database.articles.passage_vectors(names))
        await vectors.delete([f"{article.id}:1:0"])
        await vectors.upsert(["stray:1:0", "stray:1:1"], list(stored.values()))
        assert (await stack.library.examine(LOCAL))[-1] == Check(
            "vectors of news",
            False,
            "passages lacking: 1, too many: 2",
            "Start again: it is filled from the stored vectors then.",
        )
    async with place.open() as stack:
        await started(stack)
        assert await vectors.ids() == set(stored)
        (nearest,) = await vectors.search(stored[f"{article.id}:1:0"], 1)
        assert nearest.passage_id == f"{article.id}:1:0"


async def test_a_sound_service_is_found_sound(place: Place) -> None:
    async with place.open() as stack:
        library = (await started(stack)).library
        await library.ingest(LOCAL, [place.write("ferry.txt", FERRY)])
        assert await library.examine(LOCAL) == (
            Check("database", True, "articles: 1, passages: 2"),
            Check("embedder", True, "hashed-words/1"),
            Check("ingest", True, "nothing unfinished"),
            Check("vectors of news", True, "in step"),
        )


async def test_a_disk_that_fails_while_an_article_goes_in_leaves_the_others_whole(
    tmp_path: Path,
) -> None:
    """Promise 4, nothing lost: a failure half-way is made good at the next start."""

    class Failing(ParagraphSplitter):
        def split(self, article: Article) -> list[Passage]:
            raise StorageFull("the data")

    place = Place(tmp_path, KeptVectors())
    broken = replace(DERIVATION, splitter=Failing())
    async with place.open() as stack:
        await (await started(stack)).library.ingest(LOCAL, [place.write("ferry.txt", FERRY)])
    async with place.open(broken) as stack:
        with pytest.raises(StorageFull):
            await (await started(stack)).library.ingest(LOCAL, [place.write("s.txt", STRIKE)])
        assert len((await stack.library.articles(LOCAL)).rows) == 1
    async with place.open() as stack:
        rows = (await (await started(stack)).library.articles(LOCAL)).rows
        texts = {(await stack.library.article(LOCAL, row.id)).text for row in rows}
        assert texts == {FERRY.strip(), STRIKE.strip()}


class Stumbling(ParagraphSplitter):
    """Trips over articles that speak of a strike."""

    def split(self, article: Article) -> list[Passage]:
        if "strike" in article.text:
            raise IndexError("list index out of range")
        return super().split(article)


STUMBLING = replace(DERIVATION, splitter=Stumbling())


async def test_an_article_that_trips_a_fault_costs_only_itself(place: Place) -> None:
    """Promise 4, nothing lost: it is kept, and the ones beside it answer, now and later."""
    ferry, strike = place.write("in/ferry.txt", FERRY), place.write("in/a-strike.txt", STRIKE)
    fault = "could not be made searchable (IndexError: list index out of range)"
    again = "it is tried again at the next start."
    async with place.open(STUMBLING) as stack:
        report = await (await started(stack)).library.ingest(LOCAL, [strike, ferry])
        article = await only_article(stack)
        assert report == IngestReport(
            added=(article.id,), refused=(Refused(strike, f"it {fault}", f"It is kept: {again}"),)
        )
        (kept,) = await stack.database.articles.unpublished()
        check = next(one for one in await stack.library.examine(LOCAL) if one.name == "ingest")
        assert (check.ok, check.detail) == (False, "unfinished articles: 1")
    async with place.open(STUMBLING) as stack:
        report = await stack.library.start(LOCAL, None)
        assert report == IngestReport(notes=(f"{kept.id} ({kept.title}) {fault}; {again}",))
        assert await only_article(stack) == article
    async with place.open() as stack:
        assert await stack.library.start(LOCAL, None) == IngestReport()
        assert await stack.library.article(LOCAL, kept.id) == kept


async def test_an_unfinished_article_that_comes_again_is_finished(place: Place) -> None:
    """Promise 4, nothing lost: what is reported as read in does answer."""
    path = place.write("strike.txt", STRIKE)
    async with place.open(STUMBLING) as stack:
        await (await started(stack)).library.ingest(LOCAL, [path])
        (kept,) = await stack.database.articles.unpublished()
        stack.library._derivation = DERIVATION
        assert await stack.library.ingest(LOCAL, [path]) == IngestReport(added=(kept.id,))
        assert await only_article(stack) == kept
        assert await stack.library.ingest(LOCAL, [path]) == IngestReport(unchanged=(kept.id,))


async def test_a_name_that_is_not_utf_8_costs_only_its_own_file(place: Place) -> None:
    """Promise 4, nothing lost: good files before and after it are read in."""
    for name, text in (("a.txt", FERRY), ("z.txt", STRIKE)):
        place.write(name, text)
    Path(os.fsdecode(os.fsencode(place.folder) + b"/n\xe9.txt")).write_text(LATER)
    seen: list[IngestProgress] = []
    async with place.open() as stack:
        library = (await started(stack)).library
        report = await library.ingest(LOCAL, [str(place.folder)], watch=seen.append)
    assert len(report.added) == 2
    shown = f"{place.folder}/n\\udce9.txt"
    assert report.refused == (Refused(shown, "its name is not UTF-8", "Rename it."),)
    assert [one.source.encode().decode() for one in seen] == [one.source for one in seen]


async def test_outlets_that_print_the_same_text_do_not_revise_each_other(place: Place) -> None:
    paths = [place.write(f"{name}.txt", FERRY) for name in "ab"]
    place.write("a.toml", 'url = "https://a.example/ferry"\npublisher = "A"')
    place.write("b.toml", 'url = "https://b.example/ferry"\npublisher = "B"')
    async with place.open() as stack:
        library = (await started(stack)).library
        report = await library.ingest(LOCAL, paths)
        assert (len(report.added), len(report.changed)) == (2, 0)
        assert await library.ingest(LOCAL, paths) == IngestReport(unchanged=report.added)
        rows = (await library.articles(LOCAL)).rows
        assert {(row.publisher, row.revision) for row in rows} == {("A", 1), ("B", 1)}


async def test_two_files_of_one_article_that_differ_change_it_once(place: Place) -> None:
    paths = [place.write(f"{name}.txt", FERRY) for name in "ab"]
    place.write("a.toml", 'url = "https://a.example/ferry"\npublisher = "A"')
    place.write("b.toml", 'publisher = "B"')
    async with place.open() as stack:
        library = (await started(stack)).library
        first = await library.ingest(LOCAL, paths)
        (one,) = first.added
        assert first == IngestReport(added=(one,), changed=(one,))
        assert await library.ingest(LOCAL, paths) == IngestReport(unchanged=(one, one))
        place.write("a.toml", 'url = "https://a.example/ferry"\npublisher = "C"')
        assert await library.ingest(LOCAL, paths) == IngestReport(changed=(one,), unchanged=(one,))
        assert (await only_article(stack)).publisher == "C"


async def test_an_article_that_is_just_being_read_in_is_no_fault(place: Place) -> None:
    findings: list[tuple[Check, ...]] = []

    class Watched(HashedWordsEncoder):
        async def encode(self, texts: Sequence[str]) -> list[Encoding]:
            findings.append(await stack.library.examine(LOCAL))
            return await super().encode(texts)

    class WatchedIndex(InMemoryVectorIndex):
        async def upsert(self, ids: Sequence[str], vectors: Sequence[Vector]) -> None:
            await super().upsert(ids, vectors)
            examining.append(asyncio.create_task(stack.library.examine(LOCAL)))
            await asyncio.sleep(0.05)

    examining: list[asyncio.Task[tuple[Check, ...]]] = []
    place.vectors.held["news"] = WatchedIndex()
    async with place.open(replace(DERIVATION, encoder=Watched())) as stack:
        library = (await started(stack)).library
        await library.ingest(LOCAL, [place.write("ferry.txt", FERRY)])
        findings += await asyncio.gather(*examining)
    assert len(findings) == 3
    assert [one for checks in findings for one in checks if not one.ok] == []


DEEDS: dict[str, Callable[[Library, Principal], Awaitable[object]]] = {
    "start": lambda library, who: library.start(who, None),
    "ingest": lambda library, who: library.ingest(who, []),
    "articles": lambda library, who: library.articles(who),
    "article": lambda library, who: library.article(who, "art_unknown"),
    "statistics": lambda library, who: library.statistics(who),
    "examine": lambda library, who: library.examine(who),
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_every_deed_needs_its_scope(deed: str, place: Place) -> None:
    writes = {"start", "ingest"}
    lacking = Scope.WRITE_ARTICLES if deed in writes else Scope.READ_ARTICLES
    stranger = Principal("key", frozenset(Scope) - {lacking})
    async with place.open() as stack:
        with pytest.raises(Forbidden, match=lacking.value):
            await DEEDS[deed]((await started(stack)).library, stranger)


async def test_articles_of_an_index_that_may_not_be_read_do_not_exist(place: Place) -> None:
    async with place.open() as stack:
        library = (await started(stack)).library
        await library.ingest(LOCAL, [place.write("ferry.txt", FERRY)])
        known = await only_article(stack)
        stranger = Principal("key", frozenset(Scope), frozenset({"wire"}))
        assert (await library.articles(stranger)).rows == ()
        assert await library.statistics(stranger) == Statistics(0, 0, 0, None)
        with pytest.raises(ArticleNotFound):
            await library.article(stranger, known.id)
        with pytest.raises(IndexNotFound, match=r"no index 'news'\. Indexes: none\."):
            await library.articles(stranger, indexes=("news",))
        with pytest.raises(IndexNotFound):
            await library.ingest(stranger, [place.write("ferry.txt", LATER)])
