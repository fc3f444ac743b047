"""The contract of `AnswerStore`."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_service.domain.answers import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    Citation,
    Conflict,
    ConflictSide,
    Fallback,
    Mode,
    Searched,
    SearchRow,
    Status,
    Support,
    Timings,
)
from qa_service.domain.errors import AnswerNotFound
from qa_service.domain.passages import Filters
from qa_service.domain.ports import AnswerStore

CITATION = Citation(
    number=1,
    index="news",
    article_id="art_a",
    revision=2,
    paragraph=3,
    paragraph_key="k3",
    quote="“Kim met Putin” 🇰🇷",
    start=10,
    end=27,
    title="Summit",
    publisher=None,
    published_at=date(2023, 9, 14),
    url=None,
)
ROW = SearchRow(
    index="news",
    article_id="art_b",
    revision=1,
    paragraph=1,
    paragraph_key="k1",
    text="Seoul warned.",
    start=0,
    end=13,
    score=0.25,
    title="Warning",
    publisher="AP",
    published_at=None,
)
ANSWER = Answer(
    id="ans_1",
    status=Status.COMPLETED,
    question="who met?",
    standalone_question="who met Putin?",
    indexes=("news", "archive"),
    filters=Filters(("art_a",), ("AP",), date(2023, 9, 1), date(2023, 9, 30)),
    mode=Mode.EXTRACTIVE,
    created_at=datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC),
    conversation_id="con_1",
    model="a-model",
    prompt_version="p1",
    sentences=(AnswerSentence("Kim met Putin.", (1,), Support.QUOTED),),
    citations=(CITATION, replace(CITATION, number=2, published_at=None, revision=1)),
    conflicts=(
        Conflict(
            "date", "the meeting", (ConflictSide("Tuesday", (1,)), ConflictSide("Friday", (2,)))
        ),
    ),
    abstention=Abstention(AbstentionReason.WEAK_MATCH, "Not said.", (ROW,)),
    fallback=Fallback("quota", "Too many."),
    searched=Searched(5, 60, 1),
    timings_ms=Timings(1.5, 2.5, 4.0),
)
# JSON can carry half a surrogate pair, so a question may hold one.
ANY_TEXT = st.text(max_size=30)


class AnswerStoreContract:
    """Subclasses give the fixture `answers`: an empty store."""

    async def test_an_answer_comes_back_equal_timings_and_all(self, answers: AnswerStore) -> None:
        await answers.save(ANSWER, "local")
        kept = await answers.answer("ans_1", "local")
        assert kept == ANSWER
        assert kept is not None
        assert kept.timings_ms == ANSWER.timings_ms
        assert kept.text == ANSWER.text

    async def test_an_answer_is_its_owners_alone(self, answers: AnswerStore) -> None:
        await answers.save(ANSWER, "kim@a.example")
        assert await answers.answer("ans_1", "putin@a.example") is None
        assert await answers.answer("ans_2", "kim@a.example") is None
        with pytest.raises(AnswerNotFound):
            await answers.save(replace(ANSWER, question="mine now"), "putin@a.example")
        assert await answers.answer("ans_1", "kim@a.example") == ANSWER

    async def test_the_next_state_takes_the_place_of_the_former(self, answers: AnswerStore) -> None:
        bare = Answer(
            id="ans_1",
            status=Status.RUNNING,
            question="who?",
            standalone_question="who?",
            indexes=("news",),
            filters=Filters(),
            mode=Mode.AUTO,
            created_at=ANSWER.created_at,
        )
        await answers.save(bare, "local")
        assert await answers.answer("ans_1", "local") == bare
        await answers.save(ANSWER, "local")
        assert await answers.answer("ans_1", "local") == ANSWER
        await answers.save(bare, "local")
        assert await answers.answer("ans_1", "local") == bare

    async def test_many_answers_may_be_saved_at_once(self, answers: AnswerStore) -> None:
        made = [replace(ANSWER, id=f"ans_{number}") for number in range(50)]
        await asyncio.gather(*(answers.save(one, "local") for one in made))
        assert [await answers.answer(one.id, "local") for one in made] == made

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
    @given(question=ANY_TEXT, said=st.lists(ANY_TEXT, max_size=3), quote=ANY_TEXT)
    async def test_whatever_was_asked_and_said_is_kept(
        self, answers: AnswerStore, question: str, said: list[str], quote: str
    ) -> None:
        answer = replace(
            ANSWER,
            question=question,
            sentences=tuple(AnswerSentence(text, (1,), Support.PARTIAL) for text in said),
            citations=(replace(CITATION, quote=quote),),
            abstention=None,
            fallback=None,
        )
        await answers.save(answer, "local")
        assert await answers.answer("ans_1", "local") == answer
