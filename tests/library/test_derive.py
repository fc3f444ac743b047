"""What is derived of an article holds every sentence once, alone and behind the one before it."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_service.adapters.llama_index import LlamaIndexSplitter
from qa_service.domain.articles import Article
from qa_service.domain.passages import EncodedSentence, PassageSettings
from qa_service.domain.vectors import TOKEN_DIMENSIONS, Encoding
from qa_service.domain.words import terms
from qa_service.library.derive import Derivation
from tests.contracts.newsroom import make_article
from tests.fakes import HashedWordsEncoder
from tests.stack import DERIVATION

ENCODER = HashedWordsEncoder()
SPLITTER = LlamaIndexSplitter(ENCODER.count_tokens, PassageSettings(40, 20))
SPLIT = Derivation(SPLITTER, ENCODER, ENCODER)


def rows_of(sentence: EncodedSentence) -> int:
    return len(sentence.tokens) // TOKEN_DIMENSIONS


async def encoding_of(text: str) -> tuple[bytes, bytes]:
    (made,) = await ENCODER.encode([text])
    return made.vector, made.tokens


def quotable(article: Article) -> list[tuple[int, int]]:
    return [(s.start, s.end) for paragraph in article.paragraphs for s in paragraph.sentences]


words = st.lists(st.sampled_from(["Seoul", "warned", "—", "…", "“", "Kim", "7"]), min_size=1)
paragraphs = st.lists(
    st.lists(words.map(" ".join), min_size=1, max_size=4).map(lambda parts: ". ".join(parts) + "."),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(paragraphs)
async def test_every_quotable_sentence_is_encoded_once_and_has_a_row_of_its_own(
    bodies: list[str],
) -> None:
    """Promise 1, a quote is a quote: what is ranked are the sentences that may be quoted."""
    article = make_article(*bodies)
    sentences = await DERIVATION.sentences(article)
    assert [(one.start, one.end) for one in sentences] == quotable(article)
    for one in sentences:
        assert one.terms == terms(article.text[one.start : one.end])
        assert 0 <= one.lead_rows < rows_of(one)


@settings(max_examples=60)
@given(paragraphs)
async def test_every_quotable_sentence_is_in_exactly_one_passage(bodies: list[str]) -> None:
    article = make_article(*bodies)
    passages = await SPLIT.passages(article)
    inside = Counter(
        span
        for made in passages
        for paragraph in article.paragraphs
        if paragraph.number in made.passage.paragraphs
        for span in [(one.start, one.end) for one in paragraph.sentences]
        if made.passage.start <= span[0] and span[1] <= made.passage.end
    )
    assert inside == Counter(quotable(article))
    expected = Counter(term for start, end in inside for term in terms(article.text[start:end]))
    assert Counter(term for made in passages for term in made.body_terms) == expected


async def test_a_sentence_is_encoded_alone_and_behind_the_one_before_it() -> None:
    article = make_article("Kim met Putin. He was pleased.", "Seoul warned.")
    first, second, third = await DERIVATION.sentences(article)
    assert first.vector == first.context_vector == (await encoding_of("Kim met Putin."))[0]
    assert second.vector == (await encoding_of("He was pleased."))[0]
    both = await encoding_of("Kim met Putin. He was pleased.")
    assert (second.context_vector, second.tokens) == both
    assert [(one.lead_rows, rows_of(one)) for one in (first, second, third)] == [
        (0, 3),
        (3, 6),
        (0, 2),  # a paragraph's first sentence has none before it
    ]


async def test_a_sentence_of_signs_alone_has_a_row_that_matches_nothing() -> None:
    article = make_article("… . Kim met Putin.", "Kim met Putin. … .")
    signs = [one for one in await DERIVATION.sentences(article) if not one.terms]
    assert [(one.lead_rows, rows_of(one)) for one in signs] == [(0, 1), (3, 4)]
    assert all(one.tokens.endswith(bytes(TOKEN_DIMENSIONS)) for one in signs)


async def test_a_passage_is_found_by_its_headline_and_its_own_words() -> None:
    article = make_article("Kim met Putin.", "Seoul warned Moscow.", title="Allies warn")
    first, second = await DERIVATION.passages(article)
    assert (first.title_terms, first.body_terms) == (terms("Allies warn"), terms("Kim met Putin."))
    assert second.body_terms == terms("Seoul warned Moscow.")
    assert [first.vector, second.vector] == await ENCODER.embed(
        ["Allies warn\nKim met Putin.", "Allies warn\nSeoul warned Moscow."]
    )


async def test_words_are_told_apart_beside_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: dict[str, threading.Thread] = {}

    def watched(text: str) -> tuple[str, ...]:
        threads[text] = threading.current_thread()
        return terms(text)

    monkeypatch.setattr("qa_service.library.derive.terms", watched)
    bodies = ["Kim met Putin.", "Seoul warned Moscow."]
    article = make_article(*bodies)
    for derive in (SPLIT.passages, SPLIT.sentences):
        threads.clear()
        await derive(article)
        assert threads.keys() >= set(bodies)
        assert threading.main_thread() not in [threads[text] for text in bodies]


async def test_no_rows_of_tokens_are_made_twice_of_a_sentence_without_another_before_it() -> None:
    encoded: list[str] = []

    class Watched(HashedWordsEncoder):
        async def encode(self, texts: Sequence[str]) -> list[Encoding]:
            encoded.extend(texts)
            return await super().encode(texts)

    article = make_article("Kim met Putin. He was pleased.", "Seoul warned.")
    await replace(SPLIT, encoder=Watched()).sentences(article)
    assert sorted(encoded) == [
        "He was pleased.",
        "Kim met Putin.",
        "Kim met Putin. He was pleased.",
        "Seoul warned.",
    ]


def test_another_splitter_or_model_is_another_derivation() -> None:
    assert DERIVATION.name == "one-a-paragraph/1 hashed-words/1 hashed-words/1"
    assert SPLIT.name != DERIVATION.name
