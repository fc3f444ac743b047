"""Words and terms: the same analysis for the index, the question and the comparison."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa_service.domain.words import Word, content_terms, find_words, stem, terms

any_text = st.text(max_size=60)
newsroom = st.text(
    alphabet=" '’.,-éüßÅıİ\u0301\u3099aesdTUN.179한국日本คน\u200d\u202e\n", max_size=40
)


@given(any_text | newsroom)
@example("\uff9e")
@example("1.,")
def test_words_lie_inside_the_text_in_order(text: str) -> None:
    words = find_words(text)
    assert all(0 <= one.start < one.end <= len(text) for one in words)
    starts = [one.start for one in words]
    assert starts == sorted(set(starts))
    assert all(one.term and one.term == one.term.strip() for one in words)
    assert terms(text) == tuple(one.term for one in words)


@given(any_text | newsroom, any_text | newsroom)
def test_a_text_has_the_words_of_its_parts(left: str, right: str) -> None:
    shift = len(left) + 3
    moved = [
        Word(one.term, one.start + shift, one.end + shift, one.is_stop) for one in find_words(right)
    ]
    assert find_words(f"{left} ; {right}") == [*find_words(left), *moved]


@given(st.text(alphabet="aeiouybcéüñçÅøstv -", max_size=30))
def test_case_and_the_way_accents_are_written_make_no_difference(text: str) -> None:
    assert terms(text.upper()) == terms(text)
    assert terms(unicodedata.normalize("NFD", text)) == terms(unicodedata.normalize("NFC", text))


@given(any_text | newsroom)
def test_content_terms_are_some_of_the_terms_and_never_none_of_them(text: str) -> None:
    content = content_terms(text)
    assert set(content) <= set(terms(text))
    assert bool(content) == bool(terms(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.N. and U.S.", ["un", "and", "us"]),
        ("The U.S.-led talks.", ["the", "us", "lead", "talk"]),
        ("He left. A.", ["he", "leav", "a"]),
        ("1,000 of 3.5 per cent in 2024.", ["1000", "of", "3.5", "per", "cent", "in", "2024"]),
        ("Seoul's and the allies’ price", ["seoul", "and", "the", "alli", "pric"]),
        ("'s and s", ["and", "s"]),
        ("didn't", ["didn", "t"]),
        ("Cho Tae-yong", ["cho", "tae", "yong"]),
        ("F-16 and MH17", ["f", "16", "and", "mh17"]),
        ("Café Müller, Ångström", ["caf", "muller", "angstrom"]),
        ("Łódź Straße", ["łodz", "strass"]),
        ("한국어 뉴스", ["한국", "국어", "뉴스"]),
        ("東京で", ["東京", "京で"]),
        ("韓 Seoul", ["韓", "seoul"]),
        ("snake_case", ["snak", "cas"]),
        ("?!… — “”", []),
    ],
)
def test_words_are_told_apart_as_readers_do(text: str, expected: list[str]) -> None:
    assert list(terms(text)) == expected


def test_a_word_says_where_it_stands_and_whether_it_carries_a_topic() -> None:
    assert find_words("Who warned 한국어?") == [
        Word("who", 0, 3, True),
        Word("warn", 4, 10, False),
        Word("한국", 11, 13, False),
        Word("국어", 12, 14, False),
    ]


def test_a_question_of_stop_words_alone_keeps_them() -> None:
    assert content_terms("Who is it?") == ("who", "is", "it")
    assert content_terms("Who is Kim?") == ("kim",)


_INFLECTIONS = """
    warn warns warned warning
    agree agrees agreed agreeing agreement
    need needs needed needing
    proceed proceeds proceeded proceeding proceedings
    die dies died dying
    lie lies lied lying
    use uses used using
    try tries tried trying
    deny denies denied denying
    add adds added adding
    stop stops stopped stopping
    call calls called calling
    make makes made making
    see sees saw seen seeing
    go goes went gone going
    free frees freed freeing
    violate violates violated violation violations
    sanction sanctions sanctioned
    country countries
    movie movies
    box boxes
    church churches
    house houses housed housing
    child children
    person people
    announce announces announced announcing announcement
    colour color colours coloured colored
    defence defense
    adviser advisor advisers
    organise organize organised organizing
    centre center centres centers
    programme program programmes
    travel travelled traveled travelling
    dialogue dialog
"""
INFLECTIONS = tuple(line.strip() for line in _INFLECTIONS.strip().splitlines())


@pytest.mark.parametrize("line", INFLECTIONS)
def test_the_inflections_of_a_word_are_one_term(line: str) -> None:
    assert len({stem(form) for form in line.split()}) == 1, [stem(form) for form in line.split()]


def test_different_words_stay_different() -> None:
    words = [line.split()[0] for line in INFLECTIONS]
    words += ["university", "universe", "general", "generate", "analysis", "iris", "status", "pass"]
    assert len({stem(word) for word in words}) == len(words)
