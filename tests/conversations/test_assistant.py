"""Asking: the order of events, refusals, rights, and what may be asked."""

import re
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from qa_service.conversations import assistant as assistant_module
from qa_service.conversations.assistant import LONGEST_QUESTION, MOST_ROWS, Assistant
from qa_service.domain.answers import (
    AbstentionReason,
    Answer,
    AnswerSentence,
    Citation,
    Mode,
    Searched,
    Status,
    Support,
)
from qa_service.domain.errors import (
    AnswerNotFound,
    ArticleNotFound,
    BadRequest,
    Forbidden,
    IndexNotFound,
    QuestionEmpty,
    QuestionTooLong,
)
from qa_service.domain.events import (
    AnswerEvent,
    Cited,
    Completed,
    Created,
    Progress,
    Said,
    SourcesFound,
)
from qa_service.domain.passages import Filters
from qa_service.domain.principals import LOCAL, Principal, Scope
from qa_service.retrieval.search import as_rows
from tests.stack import Place, Stack

SUMMIT = (
    "North Korean leader Kim Jong Un met Russian President Vladimir Putin in Vladivostok on"
    " Wednesday.\n\nSouth Korea warned Russia of grave consequences if it trades in arms with"
    " Pyongyang. The United States warned Russia of sanctions.\n"
)
FERRY = (
    "The ferry ran aground on a sandbank outside the harbour of Port Brannoch on Tuesday morning."
    "\n\nAll 214 passengers were brought ashore by the lifeboats before noon.\n"
)
WARNED = "Who warned Russia of consequences?"


@pytest.fixture
async def stack(tmp_path: Path) -> AsyncIterator[Stack]:
    place = Place(tmp_path)
    summit = place.write("news/summit.txt", SUMMIT)
    place.write("news/summit.toml", 'publisher = "Daryo"\npublished_at = 2023-09-14\n')
    ferry = place.write("wire/ferry.txt", FERRY)
    async with place.open() as stack:
        await stack.database.articles.create_index("wire")
        await stack.library.start(LOCAL, None)
        await stack.library.ingest(LOCAL, [summit])
        await stack.library.ingest(LOCAL, [ferry], index="wire")
        yield stack


def never(assistant: Assistant, *, near_from: float = 0.0) -> Assistant:
    """An assistant that is never sure enough to answer."""
    return replace(
        assistant,
        calibration=replace(assistant.calibration, answer_from=1.1, near_from=near_from),
    )


async def events_of(
    assistant: Assistant, text: str, principal: Principal = LOCAL
) -> list[AnswerEvent]:
    return [one async for one in assistant.stream(principal, text)]


async def test_the_events_come_in_order_and_the_last_is_the_stored_answer(stack: Stack) -> None:
    created, searching, sources, answering, *middle, completed = await events_of(
        stack.surest(), WARNED
    )
    assert isinstance(completed, Completed)
    answer = completed.answer
    running = Answer(
        id="ans_00000000000000000000000001",
        status=Status.RUNNING,
        question=WARNED,
        standalone_question=WARNED,
        indexes=("news", "wire"),
        filters=Filters(),
        mode=Mode.EXTRACTIVE,
        created_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
    )
    assert created == Created(running)
    assert searching == Progress("searching", "Searching news, wire")
    evidence, searched = await stack.search.find(
        await stack.assistant._question(LOCAL, WARNED, (), Filters(), Mode.AUTO)
    )
    assert sources == SourcesFound(as_rows(evidence, 8), searched)
    assert isinstance(answering, Progress)
    assert [one.sentence for one in middle if isinstance(one, Said)] == list(answer.sentences)
    assert [one.citation for one in middle if isinstance(one, Cited)] == list(answer.citations)
    assert answer == replace(
        running,
        status=Status.COMPLETED,
        sentences=answer.sentences,
        citations=answer.citations,
        searched=Searched(articles=2, passages=4),
    )
    assert answer.sentences
    assert await stack.assistant.answer(LOCAL, answer.id) == answer


async def test_a_citation_comes_before_the_first_sentence_that_uses_it(stack: Stack) -> None:
    """Promise 2, no dangling marker: whoever stops reading has seen every source named so far."""
    known: set[int] = set()
    for event in await events_of(stack.surest(), WARNED):
        if isinstance(event, Cited):
            assert event.citation.number == len(known) + 1
            known.add(event.citation.number)
        if isinstance(event, Said):
            assert event.sentence.citations
            assert known.issuperset(event.sentence.citations)


async def test_an_answer_quotes_its_best_sentence_first(stack: Stack) -> None:
    """Promise 1, a quote is a quote: text, offsets and paragraph agree with the article."""
    answer = await stack.surest().ask(LOCAL, WARNED)
    (row,) = (await stack.library.articles(LOCAL, indexes=("news",))).rows
    article = await stack.library.article(LOCAL, row.id)
    quote = "South Korea warned Russia of grave consequences if it trades in arms with Pyongyang."
    start = article.text.index(quote)
    paragraph = article.paragraphs[-1]
    assert answer.sentences[0] == AnswerSentence(quote, (1,), Support.QUOTED)
    assert answer.citations[0] == Citation(
        number=1,
        index="news",
        article_id=article.id,
        revision=1,
        paragraph=paragraph.number,
        paragraph_key=paragraph.key,
        quote=quote,
        start=start,
        end=start + len(quote),
        title=article.title,
        publisher="Daryo",
        published_at=date(2023, 9, 14),
        url=None,
    )
    assert answer.text.startswith(f"{quote} [1]")


async def test_the_question_is_kept_in_one_line(stack: Stack) -> None:
    answer = await stack.assistant.ask(LOCAL, "  Who\n warned\tRussia? ")
    assert answer.question == "Who warned Russia?"


@pytest.mark.parametrize(
    ("near_from", "reason"),
    [(0.0, AbstentionReason.WEAK_MATCH), (1.1, AbstentionReason.NO_MATCH)],
)
async def test_when_nothing_is_close_enough_it_says_so_and_shows_the_nearest(
    stack: Stack, near_from: float, reason: AbstentionReason
) -> None:
    """Promise 3, no silent guess: a refusal has its reason and no sentence."""
    assistant = never(stack.assistant, near_from=near_from)
    events = await events_of(assistant, WARNED)
    assert [type(one) for one in events] == [Created, Progress, SourcesFound, Completed]
    answer = await assistant.ask(LOCAL, WARNED)
    assert (answer.status, answer.sentences, answer.citations) == (Status.COMPLETED, (), ())
    assert answer.abstention
    assert answer.abstention.reason is reason
    assert answer.abstention.message
    rows = await assistant.search(LOCAL, WARNED)
    assert answer.abstention.nearest == rows[:3]
    assert await assistant.answer(LOCAL, answer.id) == answer


async def test_filters_that_leave_nothing_are_said_to_with_what_has_no_date(stack: Stack) -> None:
    """Promise 3, no silent guess: undated articles are left out of a dated filter, and counted."""
    answer = await stack.surest().ask(LOCAL, WARNED, filters=Filters(last_day=date(2020, 1, 1)))
    assert answer.abstention
    assert answer.abstention.reason is AbstentionReason.OUT_OF_RANGE
    assert answer.abstention.nearest == ()
    assert answer.searched == Searched(0, 0, undated_left_out=1)
    assert answer.filters == Filters(last_day=date(2020, 1, 1))


async def test_filters_narrow_what_may_answer(stack: Stack) -> None:
    assistant = stack.surest()
    filters = Filters(publishers=("Daryo",))
    answer = await assistant.ask(LOCAL, "Where did the ferry run aground?", filters=filters)
    assert {one.publisher for one in answer.citations} == {"Daryo"}
    assert {one.publisher for one in await assistant.search(LOCAL, "ferry", filters=filters)} == {
        "Daryo"
    }


async def test_an_empty_index_says_that_it_is_empty(tmp_path: Path) -> None:
    async with Place(tmp_path).open() as stack:
        await stack.library.start(LOCAL, None)
        answer = await stack.surest().ask(LOCAL, WARNED)
        assert answer.abstention
        assert answer.abstention.reason is AbstentionReason.EMPTY_INDEX
        assert "qa ingest" in answer.abstention.message
        assert await stack.assistant.search(LOCAL, WARNED) == ()
        filtered = await stack.surest().ask(LOCAL, WARNED, filters=Filters(publishers=("Daryo",)))
        assert filtered.abstention == answer.abstention


@pytest.mark.parametrize("text", ["", "  \n\t", "?!…", "— “” ⚽️", "\u200b\u202e", "* ( ) \" '"])
async def test_a_question_without_a_word_is_refused_before_any_event(
    stack: Stack, text: str
) -> None:
    with pytest.raises(QuestionEmpty):
        await anext(stack.assistant.stream(LOCAL, text))
    with pytest.raises(QuestionEmpty):
        await stack.assistant.search(LOCAL, text)


async def test_a_question_may_have_two_thousand_characters_and_no_more(stack: Stack) -> None:
    longest = ("why " * 500).strip() + "?" * 1
    assert len(longest) == LONGEST_QUESTION
    await stack.assistant.ask(LOCAL, longest + "   ")
    with pytest.raises(QuestionTooLong, match="2,001 characters; 2,000 are allowed"):
        await stack.assistant.ask(LOCAL, longest + "?")


async def test_a_question_that_is_too_long_is_refused_before_its_words_are_looked_for(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant_module, "find_words", pytest.fail)
    with pytest.raises(QuestionTooLong):
        await stack.assistant.ask(LOCAL, "a " * 500_000)


async def test_nothing_is_left_open_behind_an_answer(stack: Stack) -> None:
    begun: list[Any] = []
    hooks = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(firstiter=begun.append)
    try:
        await stack.assistant.ask(LOCAL, WARNED)
    finally:
        sys.set_asyncgen_hooks(*hooks)
    assert [one.__name__ for one in begun if one.ag_frame is not None] == []
    assert "stream" in {one.__name__ for one in begun}


@pytest.mark.parametrize(
    "text",
    [
        '" OR NEAR(warned Russia) *',
        "warned AND NOT (Russia",
        "title_terms : warned ^ + -",
        "<script>alert('Russia')</script> {{ warned }}",
        "'; DROP TABLE articles; --",
        "누가 러시아에 경고했습니까?",
        "ロシアに警告したのは誰か",
        "Кто предупредил Россию?",
        "من حذر روسيا؟",
        "warned\x00Russia \ud800",
    ],
)
async def test_operators_markup_and_other_languages_are_ordinary_questions(
    stack: Stack, text: str
) -> None:
    """Promise 2, no dangling marker, whatever is asked."""
    answer = await stack.surest().ask(LOCAL, text)
    assert answer.status is Status.COMPLETED
    assert answer.abstention is None
    numbers = [one.number for one in answer.citations]
    assert [int(one) for one in re.findall(r"\[(\d+)\]", answer.text)] == numbers
    assert await stack.assistant.answer(LOCAL, answer.id) == answer


READER = Principal("key", frozenset(Scope), frozenset({"wire"}))


async def test_what_may_not_be_read_does_not_exist(stack: Stack) -> None:
    assistant = stack.surest()
    answer = await assistant.ask(READER, WARNED)
    assert answer.indexes == ("wire",)
    assert {one.index for one in answer.citations} == {"wire"}
    assert answer.searched.articles == 1
    assert {one.index for one in await assistant.search(READER, WARNED)} == {"wire"}
    for index in ("news", "nowhere"):
        with pytest.raises(IndexNotFound, match=rf"no index '{index}'\. Indexes: wire\."):
            await assistant.ask(READER, WARNED, indexes=(index,))
        with pytest.raises(IndexNotFound):
            await assistant.search(READER, WARNED, indexes=("wire", index))
    (summit,) = (await stack.library.articles(LOCAL, indexes=("news",))).rows
    with pytest.raises(ArticleNotFound, match=summit.id):
        await assistant.ask(READER, WARNED, filters=Filters(articles=(summit.id,)))


async def test_an_article_of_another_index_leaves_nothing_to_search(stack: Stack) -> None:
    (summit,) = (await stack.library.articles(LOCAL, indexes=("news",))).rows
    filters = Filters(articles=(summit.id,))
    answer = await stack.assistant.ask(LOCAL, WARNED, indexes=("wire",), filters=filters)
    assert answer.searched == Searched()


async def test_an_answer_is_its_owners_alone(stack: Stack) -> None:
    answer = await stack.assistant.ask(READER, WARNED)
    assert await stack.assistant.answer(READER, answer.id) == answer
    for stranger, name in ((LOCAL, answer.id), (READER, "ans_unknown")):
        with pytest.raises(AnswerNotFound, match=name):
            await stack.assistant.answer(stranger, name)


async def test_every_deed_needs_its_scope(stack: Stack) -> None:
    without = {one: Principal("key", frozenset(Scope) - {one}) for one in Scope}
    with pytest.raises(Forbidden, match="answers:write"):
        await anext(stack.assistant.stream(without[Scope.ASK], WARNED))
    with pytest.raises(Forbidden, match="search"):
        await stack.assistant.search(without[Scope.SEARCH], WARNED)
    with pytest.raises(Forbidden, match="answers:read"):
        await stack.assistant.answer(without[Scope.READ_ANSWERS], "ans_unknown")


@pytest.mark.parametrize("k", [0, -1, MOST_ROWS + 1])
async def test_a_number_of_rows_that_cannot_be_given_is_refused(stack: Stack, k: int) -> None:
    with pytest.raises(BadRequest, match=rf"k is {k}\. Give a number from 1 to 50\."):
        await stack.assistant.search(LOCAL, WARNED, k=k)


async def test_no_more_rows_come_than_were_asked_for(stack: Stack) -> None:
    rows = await stack.assistant.search(LOCAL, WARNED)
    assert len(rows) == 4
    assert await stack.assistant.search(LOCAL, WARNED, k=1) == rows[:1]
    assert rows[0].text.startswith("South Korea warned Russia")


async def test_each_answer_has_a_name_of_its_own_and_its_times(stack: Stack) -> None:
    first, second = [await stack.assistant.ask(LOCAL, WARNED) for _ in range(2)]
    assert first.id != second.id
    assert first.id.startswith("ans_")
    assert first.permalink == f"/c#{first.id}"
    assert first.timings_ms.total >= first.timings_ms.retrieve >= 0


async def test_a_filter_that_names_an_unknown_article_is_told(stack: Stack) -> None:
    filters = Filters(articles=("art_nowhere00000",))
    with pytest.raises(ArticleNotFound, match="'art_nowhere00000'"):
        await stack.assistant.ask(LOCAL, WARNED, filters=filters)
    with pytest.raises(ArticleNotFound, match="'art_nowhere00000'"):
        await stack.assistant.search(LOCAL, WARNED, filters=filters)
