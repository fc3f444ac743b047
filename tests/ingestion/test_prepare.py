"""Any text becomes paragraphs whose offsets hold; the seeds become what a reader sees in them."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qa_service.domain.articles import Manuscript, ParagraphKind, RawArticle, Sidecar
from qa_service.domain.errors import UnreadableArticle
from qa_service.ingestion.prepare import CLEANER, prepare

FRAGMENTS = st.sampled_from(
    [
        "“Curly quotes,” she said. ",
        "‘So,’ he added.",
        "no-break\u00a0space",
        "\r\n",
        "\r",
        "\n",
        "\n\n",
        " ",
        "\t",
        "\u2028",
        "\u2029",
        "\u3000",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\x07",
        "\x1f",
        "\u2060",
        "👩‍👩‍👧",
        "👍🏽",
        "🏳️‍🌈",
        "🇰🇷",
        "e\u0301",
        "n\u0303",
        "a\u0301\u0323",
        "\u0301",
        "한글",
        "\u1112\u1161\u11ab",
        "می\u200cخواهم",
        "क्\u200dष",
        "\u200c",
        "\u200d",
        "\u200e",
        "\u200f",
        "\u202e",
        "\u2067",
        "\u2069",
        "שלום",
        "The U.N. met on Sept. 14. ",
        "N. Korea",
        "Read more",
        "READ MORE: Another page",
        "By Ada Lovelace",
        "Published 5 March 2031",
        "DATE: 2024-11-03 05:35:21",
        "  DATE: 2024-11-03",
        "Photo: Ada Lovelace",
        "A sentence that is long enough to stand as a paragraph of its own. ",
        "...",
        "***",
        "1. ",
        "- ",
        "MOST POPULAR",
        "﷽",
        "\ufb01",
        "\u212b",
        "\u037e",
        "\ufdd0",
        "\uffff",
        "\U000e0067",
    ]
)
MARKUP = st.sampled_from(
    [
        "<strong></strong>",
        "<p>",
        "</p>",
        "<br/>",
        "<a href='x'>",
        "</a>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "&amp;",
        "&lt;",
        "&gt;",
        "&nbsp;",
        "&#39;",
        "&amp;lt;b&amp;gt;",
        "&",
        "<",
        ">",
        "a < b",
        ";",
        "amp;",
        "b",
    ]
)
ANY_CHARACTERS = st.text(st.characters(codec="utf-8"), max_size=8)
REPEATABLE = settings(max_examples=400, deadline=None, derandomize=True, database=None)
TEXTS = st.lists(FRAGMENTS | ANY_CHARACTERS, max_size=25).map("".join)
PAGES = st.lists(FRAGMENTS | ANY_CHARACTERS | MARKUP, max_size=25).map("".join)


def raw(text: str, sidecar: Sidecar | None = None) -> RawArticle:
    return RawArticle("a.txt", text.encode(), text, "utf-8", "text/1", sidecar or Sidecar())


def prepared(text: str) -> Manuscript:
    try:
        return prepare(raw(text))
    except UnreadableArticle:
        assume(False)
        raise


def letters(text: str) -> list[str]:
    return [one for one in unicodedata.normalize("NFD", text) if one.isalnum()]


def outline(manuscript: Manuscript) -> list[tuple[str, int, str]]:
    """Kind, number of sentences, first words of every paragraph."""
    return [
        (one.kind.value, len(one.sentences), " ".join(manuscript.quote(one).split()[:4]))
        for one in manuscript.paragraphs
    ]


@given(PAGES)
@REPEATABLE
def test_offsets_hold_on_any_text(text: str) -> None:
    """Promise 1, a quote is a quote: every span cuts whole, trimmed words out of the text."""
    manuscript = prepared(text)
    words = [manuscript.quote(one) for one in manuscript.paragraphs]
    assert manuscript.text == "\n\n".join(words)
    assert unicodedata.is_normalized("NFC", manuscript.text)
    assert [one.number for one in manuscript.paragraphs] == list(range(1, len(words) + 1))
    assert len({one.key for one in manuscript.paragraphs}) == len(words)
    for paragraph, said in zip(manuscript.paragraphs, words, strict=True):
        assert said == said.strip() != ""
        assert "\n" not in said
        at = paragraph.start
        for sentence in paragraph.sentences:
            quote = manuscript.quote(sentence)
            assert quote == quote.strip() != ""
            assert manuscript.text[at : sentence.start].strip() == ""
            at = sentence.end
        assert at == (paragraph.end if paragraph.sentences else paragraph.start)


@given(PAGES)
@REPEATABLE
def test_a_canonical_text_prepared_again_is_itself(text: str) -> None:
    manuscript = prepared(text)
    assert prepare(raw(manuscript.text)) == manuscript


@given(TEXTS.filter(lambda text: not re.search("[<>&\u3164\uffa0]", text)))
@REPEATABLE
def test_every_letter_and_digit_stays(text: str) -> None:
    assert letters(prepared(text).text) == letters(text)


@given(TEXTS)
@REPEATABLE
def test_only_body_and_captions_are_quoted_each_wording_once(text: str) -> None:
    manuscript = prepared(text)
    quoted = [one for one in manuscript.paragraphs if one.is_quotable]
    assert {one.kind for one in quoted} <= {ParagraphKind.BODY, ParagraphKind.CAPTION}
    wordings = [manuscript.quote(one) for one in quoted]
    assert len(wordings) == len(set(wordings))


def test_a_sidecar_says_more_than_the_text_and_wins() -> None:
    sidecar = Sidecar(
        title="The\u00a0title",
        publisher=" Morning  Post ",
        byline="B. Writer",
        published_at=date(2031, 3, 4),
        url="HTTPS://News.Example:443/a/?utm_source=x&id=7#top",
        language="en",
    )
    made = prepare(
        raw(
            "A headline\n\nBy Ada Lovelace\n\nPublished 5 March 2031\n\nThe body of it is here.",
            sidecar,
        )
    )
    known = (
        made.title,
        made.publisher,
        made.byline,
        made.published_at,
        made.url,
        made.language,
        made.cleaner,
    )
    assert known == (
        "The title",
        "Morning Post",
        "B. Writer",
        date(2031, 3, 4),
        "https://news.example/a?id=7",
        "en",
        CLEANER,
    )


@pytest.mark.parametrize(
    ("text", "published_at"),
    [
        ("Published 5 March 2031, 14:02", date(2031, 3, 5)),
        ("Published - July 01, 2031 09:47 pm IST", date(2031, 7, 1)),
        ("First published: 2031-07-01", date(2031, 7, 1)),
        ("Updated 5 March 2031", None),
        ("DATE: 2024-11-03 05:35:21", None),
        ("Published 5 March 2031\n\nPublished 6 March 2031", None),
        ("Published 3/4/2031", None),
    ],
)
def test_only_a_line_that_says_published_dates_an_article(
    text: str, published_at: date | None
) -> None:
    made = prepare(
        raw(
            f"The harbour opens again\n\n{text}\n\nThe harbour opened on 1 March 2030 after a year."
        )
    )
    assert made.published_at == published_at
    assert "body" not in [
        kind for kind, _, words in outline(made) if not words.startswith("The harbour opened")
    ]


@pytest.mark.parametrize(
    "text", ["", " \n\u00a0\n", "<p></p>", "<script>var a = 1</script>", "\u200b\u00ad"]
)
def test_a_document_without_text_is_refused(text: str) -> None:
    with pytest.raises(UnreadableArticle, match=r"a\.txt: it holds no readable text\. Give"):
        prepare(raw(text))


def test_a_document_of_furniture_alone_is_refused() -> None:
    with pytest.raises(UnreadableArticle, match="it holds no article text"):
        prepare(raw("Back to top\nRead more\nComments (0)"))


def test_an_address_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(UnreadableArticle, match="its url is not an http or https address: 'news'"):
        prepare(raw("The body of it is here.", Sidecar(url="news")))
