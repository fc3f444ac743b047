"""No article and no repeated story crowds out the others."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa_service.domain.passages import Candidate
from qa_service.retrieval.spread import cut_after_distinct, is_varied, spread
from tests.contracts.newsroom import make_article
from tests.stack import candidates_of


def test_an_article_with_many_hits_leaves_room_for_others() -> None:
    ids = [f"long:1:{position}" for position in range(8)] + ["short:1:0", "other:1:3"]
    assert spread(ids, 4, 2) == ["long:1:0", "long:1:1", "short:1:0", "other:1:3"]


def test_where_no_other_article_has_hits_an_article_may_fill_the_list() -> None:
    ids = [f"long:1:{position}" for position in range(8)]
    assert spread(ids, 4, 2) == ids[:4]
    assert spread([*ids, "short:1:0"], 4, 2) == [*ids[:3], "short:1:0"]


names = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 9)).map(lambda one: f"{one[0]}:1:{one[1]}"),
    unique=True,
)


@given(names, st.integers(0, 12), st.integers(1, 4))
def test_the_order_is_kept_and_the_list_is_as_full_as_it_can_be(
    ids: list[str], limit: int, per_article: int
) -> None:
    chosen = spread(ids, limit, per_article)
    assert chosen == [name for name in ids if name in chosen]
    assert len(chosen) == min(limit, len(ids))
    left_out = {name for name in ids if name not in chosen}
    for article in "abcd":
        if sum(name.startswith(article) for name in chosen) > per_article:
            others = [name for name in left_out if not name.startswith(article)]
            counts = [sum(name[0] == one[0] for name in chosen) for one in others]
            assert all(count >= per_article for count in counts)


async def candidates(*bodies: str) -> list[Candidate]:
    """One article a body."""
    return await candidates_of([make_article(body, title=body[:9]) for body in bodies])


async def test_copies_of_a_story_count_once_and_come_along() -> None:
    story = "Seoul warned Moscow of grave consequences over the arms deal with Pyongyang."
    copies = [f"{story} {outlet}" for outlet in ("Reuters.", "Yonhap.", "AFP.", "DPA.")]
    found = await candidates(*copies, "The ferry ran aground.", "Teachers went on strike.")
    assert cut_after_distinct(found, 2) == found[:5]


async def test_a_copy_of_what_was_kept_comes_along_after_the_limit_too() -> None:
    one, other, copy = await candidates(
        "Seoul warned Moscow of consequences.", "The ferry ran aground.", "Moscow reacted."
    )
    copy = replace(copy, sentences=one.sentences)
    assert cut_after_distinct([one, other, copy], 1) == [one, copy]
    assert cut_after_distinct([one, other, copy], 0) == []
    assert cut_after_distinct([], 5) == []


async def test_different_texts_are_spread_over_articles_where_that_is_asked_for() -> None:
    bodies = (f"Moscow said {word}." for word in ("yes", "no", "maybe", "nothing"))
    long = await candidates_of([make_article(*bodies, title="Long")])
    other = await candidates("The ferry ran aground.")
    assert cut_after_distinct([*long, *other], 3) == long[:3]
    assert cut_after_distinct([*long, *other], 3, per_article=2) == [*long[:2], *other]


async def test_candidates_are_varied_by_texts_and_by_articles() -> None:
    ferry, strike, copy = await candidates(
        "The ferry ran aground.", "Teachers went on strike.", "The ferry ran aground. "
    )
    assert is_varied([ferry, strike], 2)
    assert not is_varied([ferry, strike], 3)
    assert not is_varied([ferry, copy], 2)
    assert not is_varied([ferry, ferry, strike], 2)
    assert not is_varied([], 1)


async def test_passages_without_a_word_are_not_copies_of_others() -> None:
    signs, words = await candidates("… — …", "Seoul warned Moscow.")
    assert cut_after_distinct([signs, words], 2) == [signs, words]
