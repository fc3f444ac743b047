"""One to four points from hand-made evidence, verbatim and cited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.answering.extract import Extract, extract
from qa_service.domain.answers import AnswerSentence, Citation, Support
from qa_service.domain.passages import Evidence
from tests.answering.evidence import make_evidence

WARNED = "South Korea warned Moscow of grave consequences over the arms trade with Pyongyang."
REWORDED = "South Korea warned Moscow of grave consequences over arms trade with Pyongyang."
ENVOYS = "The nuclear envoys of Seoul and Washington met in the foreign ministry."
FERRY = "The ferry ran aground on a sandbank outside the harbour at dawn."
TRAIN = "The armoured train of the leader crossed the river by night."
SCHOOL = "A school in the mountains closed for want of teachers this year."


def points(*evidence: Evidence) -> list[str]:
    return [one.text for one in extract(evidence).sentences]


def test_a_point_is_a_sentence_in_its_own_words_with_its_place() -> None:
    """Promise 1, a quote is a quote: the citation names the span, the paragraph and the source."""
    assert extract([make_evidence("art_a", (9.0, WARNED))]) == Extract(
        sentences=(AnswerSentence(WARNED, (1,), Support.QUOTED),),
        citations=(
            Citation(
                number=1,
                index="news",
                article_id="art_a",
                revision=1,
                paragraph=3,
                paragraph_key="key-3",
                quote=WARNED,
                start=100,
                end=100 + len(WARNED),
                title="Title of art_a",
                publisher=None,
                published_at=None,
                url=None,
            ),
        ),
    )


def test_the_most_telling_comes_first_and_there_are_four_at_most() -> None:
    evidence = [
        make_evidence(f"art_{place}", (10.0 - place / 10, words))
        for place, words in enumerate((WARNED, ENVOYS, FERRY, TRAIN, SCHOOL))
    ]
    assert points(*evidence) == [WARNED, ENVOYS, FERRY, TRAIN]
    assert points(*reversed(evidence)) == [WARNED, ENVOYS, FERRY, TRAIN]


def test_what_answers_much_worse_than_the_best_is_left_out() -> None:
    best = make_evidence("art_a", (10.0, WARNED))
    assert points(best, make_evidence("art_b", (5.5, ENVOYS))) == [WARNED]
    assert points(best, make_evidence("art_b", (6.1, ENVOYS))) == [WARNED, ENVOYS]


def test_a_fourth_point_must_come_nearer_than_a_third() -> None:
    said = (WARNED, ENVOYS, FERRY, TRAIN)
    scores = (10.0, 9.0, 8.0)
    three = [
        make_evidence(f"art_{place}", (score, words))
        for place, (score, words) in enumerate(zip(scores, said, strict=False))
    ]
    assert points(*three, make_evidence("art_9", (6.5, TRAIN))) == list(said[:3])
    assert points(*three, make_evidence("art_9", (7.5, TRAIN))) == list(said)


def test_another_article_may_fall_further_behind_than_the_same_one() -> None:
    one = make_evidence("art_a", (10.0, WARNED), (6.5, ENVOYS))
    assert points(one) == [WARNED]
    assert points(one, make_evidence("art_b", (6.4, FERRY))) == [WARNED, FERRY]


def test_two_articles_that_say_the_same_are_one_point_in_the_words_of_the_better() -> None:
    better = make_evidence("art_b", (9.0, REWORDED))
    made = extract([make_evidence("art_a", (8.0, WARNED)), better])
    assert made.sentences == (AnswerSentence(REWORDED, (1, 2), Support.QUOTED),)
    assert [(one.number, one.article_id, one.quote) for one in made.citations] == [
        (1, "art_b", REWORDED),
        (2, "art_a", WARNED),
    ]


def test_a_confirmation_is_cited_even_where_it_answers_much_worse() -> None:
    made = extract([make_evidence("art_a", (9.0, WARNED)), make_evidence("art_b", (1.0, REWORDED))])
    assert made.sentences == (AnswerSentence(WARNED, (1, 2), Support.QUOTED),)


@pytest.mark.parametrize(
    "other",
    [
        "Moscow warned South Korea of grave consequences over the arms trade with Pyongyang.",
        "South Korea never warned Moscow of grave consequences over the arms trade with Pyongyang.",
        "North Korea warned Moscow of grave consequences over the arms trade with Pyongyang.",
        "South Korea may have warned Moscow of grave consequences over arms trade with Pyongyang.",
    ],
)
def test_what_differs_in_who_or_whether_is_a_point_of_its_own(other: str) -> None:
    made = extract([make_evidence("art_a", (9.0, WARNED)), make_evidence("art_b", (8.5, other))])
    assert [(one.text, one.citations) for one in made.sentences] == [(WARNED, (1,)), (other, (2,))]


def test_another_article_in_other_words_goes_before_what_the_same_one_repeats() -> None:
    again = "South Korea has warned Moscow and Pyongyang of grave consequences over arms trade."
    other = "Grave consequences await Moscow for the trade in arms, the United States warned."
    first = make_evidence("art_a", (10.0, WARNED), (9.9, again))
    assert points(first) == [WARNED]
    assert points(first, make_evidence("art_b", (7.0, other))) == [WARNED, other]


@pytest.mark.parametrize(
    "credit",
    [
        "(Yonhap)",
        "(Yonhap).",
        "© AFP / A. Name",
        "© AFP / Anthony Wallace",
        "AFP / Anthony Wallace",
        "Anthony Wallace/AFP/Getty Images",
        "REUTERS/Kim Hong-ji",
        "Yonhap News Agency",
        "AP-Yonhap",
        "(South Korea's Ministry of Foreign Affairs)",
        "Photo by Anthony Wallace for the agency",
        "File photo: Kim Jong Un and Vladimir Putin at the cosmodrome",
        "Photograph: Anthony Wallace/Getty Images.",
        "Copyright © 2024 The Example Times, all rights reserved.",
        "\u2022 \u2022 \u2022",
    ],
)
def test_a_credit_is_never_a_point(credit: str) -> None:
    evidence = make_evidence("art_a", (9.0, credit), (2.0, WARNED))
    assert points(evidence) == [WARNED]
    assert points(make_evidence("art_a", (9.0, credit), (2.0, "It sank."))) == ["It sank."]


@pytest.mark.parametrize(
    "statement",
    [
        "Copyright law was changed by the parliament in Seoul.",
        "Photographs of the wreck were shown to the jury.",
        "Kim (right) shakes hands with Putin (left)",
        "\u201cRussia Will Not Yield To Threats,\u201d",
        "러시아는 북한과 무기를 거래했다",
        "RUSSIA WARNED UKRAINE AGAIN.",
    ],
)
def test_what_only_resembles_a_credit_is_a_point(statement: str) -> None:
    assert points(make_evidence("art_a", (9.0, statement), (2.0, WARNED)))[0] == statement


def test_a_short_remark_waits_for_a_sentence_that_says_more() -> None:
    assert points(make_evidence("art_a", (9.0, "It sank."), (2.0, FERRY))) == [FERRY]
    assert points(make_evidence("art_a", (9.0, "It sank."), (2.0, "So what?"))) == ["It sank."]


def test_a_span_that_two_passages_hold_is_cited_once() -> None:
    """Promise 1: one number is one quoted span."""
    one = make_evidence("art_a", (9.0, WARNED))
    made = extract([one, one])
    assert made.sentences == (AnswerSentence(WARNED, (1,), Support.QUOTED),)
    assert len(made.citations) == 1


WORDS = st.sampled_from(["Seoul", "Moscow", "warned", "met", "not", "sold", "12", "twelve"]) | (
    st.sampled_from(["ships", "said", "Friday", "(Yonhap)", "한국", "café", "e\u0301", "🚢", "©"])
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=9).map(lambda words: " ".join(words) + ".")
SAID = st.lists(st.tuples(st.floats(-20, 20), SENTENCES), min_size=1, max_size=4)


@given(st.lists(st.tuples(st.sampled_from("abcd"), SAID), min_size=1, max_size=6))
def test_every_number_is_one_span_and_every_span_is_quoted_as_it_stands(
    papers: list[tuple[str, list[tuple[float, str]]]],
) -> None:
    """Promises 1 and 2: a quote is a quote; no dangling marker, and no citation unused."""
    evidence = [
        make_evidence(f"art_{name}", *said, start=1000 * place, number=place + 1)
        for place, (name, said) in enumerate(papers)
    ]
    made = extract(evidence)
    assert 1 <= len(made.sentences) <= 4
    used = [number for sentence in made.sentences for number in sentence.citations]
    assert used == [one.number for one in made.citations] == list(range(1, len(used) + 1))
    places = {(one.article_id, one.start, one.end) for one in made.citations}
    assert len(places) == len(made.citations)
    paragraphs = {
        (one.source.article_id, paragraph.number): paragraph
        for one in evidence
        for paragraph in one.paragraphs
    }
    for one in made.citations:
        home = paragraphs[one.article_id, one.paragraph]
        assert home.text[one.start - home.start : one.end - home.start] == one.quote
        assert home.key == one.paragraph_key
    by_number = {one.number: one for one in made.citations}
    assert [one.text for one in made.sentences] == [
        by_number[one.citations[0]].quote for one in made.sentences
    ]
