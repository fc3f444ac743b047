"""The five seeds, raw as pasted from the web, become what a reader sees in them."""

from pathlib import Path

from qa_service.domain.articles import Manuscript, RawArticle
from qa_service.ingestion.prepare import prepare

SEEDS = Path(__file__).parents[2] / "seeds"


def seed(number: str) -> Manuscript:
    [place] = SEEDS.glob(f"{number}_*.txt")
    text = place.read_text(encoding="utf-8")
    return prepare(RawArticle(place.name, text.encode(), text, "utf-8", "text/1"))


def outline(manuscript: Manuscript) -> list[tuple[str, int, str]]:
    """Kind, number of sentences, first words of every paragraph."""
    return [
        (one.kind.value, len(one.sentences), " ".join(manuscript.quote(one).split()[:4]))
        for one in manuscript.paragraphs
    ]


def test_a_headline_a_credited_photo_and_links_in_between() -> None:
    article = seed("000")
    assert (article.title, article.byline, article.published_at, article.publisher) == (
        "The allies say Moscow will pay a price for military cooperation with Pyongyang",
        None,
        None,
        None,
    )
    assert outline(article) == [
        ("heading", 0, "The allies say Moscow"),
        ("caption", 2, "South Korean and US"),
        ("body", 1, "Russia is violating UN"),
        ("body", 2, "High-ranking representatives from Seoul"),
        ("body", 2, "“Russia’s military cooperation [with"),
        ("body", 1, "According to the deputy"),
        ("boilerplate", 0, "Read more"),
        ("body", 1, "His comments were echoed"),
        ("body", 1, "If such a deal"),
        ("body", 1, "Western media have speculated"),
        ("body", 3, "The two leaders, however,"),
        ("boilerplate", 0, "READ MORE: National leader"),
        ("body", 2, "Throughout the conflict in"),
    ]


def test_a_stamp_behind_the_headline_and_a_caption_twice_once_with_markup() -> None:
    article = seed("001")
    assert (article.title, article.byline, article.published_at, article.publisher) == (
        "Seoul warns against military cooperation between N. Korea, Russia",
        None,
        None,
        None,
    )
    assert outline(article) == [
        ("heading", 0, "Seoul warns against military"),
        ("dateline", 0, "DATE: 2024-11-03 05:35:21"),
        ("caption", 2, "A TV screen shows"),
        ("caption", 0, "A TV screen shows"),
        ("body", 1, "South Korea warned Thursday"),
        ("body", 1, "North Korean leader Kim"),
        ("body", 1, '"North Korea and Russia'),
        ("body", 1, "NSC committee members, including"),
        ("body", 1, "Later in the day,"),
        ("boilerplate", 0, "[ANALYSIS] Kim-Putin summit signals"),
        ("body", 1, "The three national security"),
        ("body", 1, "Earlier in the day,"),
        ("body", 1, "Lim Soo-suk, a spokesperson"),
        ("body", 2, "Lim said that a"),
    ]
    first, second = article.paragraphs[2:4]
    assert second.key == f"{first.key}-2"


def test_a_standfirst_is_body_and_a_line_between_is_a_heading() -> None:
    article = seed("002")
    assert (article.title, article.byline, article.published_at, article.publisher) == (
        "South Korea and US say Putin-Kim deal would violate UN sanctions",
        None,
        None,
        None,
    )
    assert outline(article) == [
        ("heading", 0, "South Korea and US"),
        ("body", 1, "The United States, along"),
        ("body", 1, "Sky News reports."),
        ("body", 1, '"South Korea and the'),
        ("body", 1, "Senior diplomats and defense"),
        ("body", 1, "This comes after South"),
        ("body", 2, "In 2006, after North"),
        ("heading", 0, "Cooperation between Russia and"),
        ("body", 1, "Earlier, White House spokesman"),
        ("body", 1, "In July, Russian Defense"),
        ("body", 1, "In early August, the"),
        ("body", 1, "On August 18, US"),
        ("body", 1, "On August 31, the"),
        ("body", 1, "On September 4, The"),
        ("body", 1, "On the evening of"),
        ("body", 2, "On September 11, the"),
        ("body", 2, "On Tuesday morning, September"),
        ("body", 1, "On September 13, North"),
        ("body", 1, "The United States is"),
        ("body", 1, "On September 15, South"),
        ("boilerplate", 0, "- News"),
    ]


def test_without_a_headline_the_lead_is_the_title() -> None:
    article = seed("003")
    assert (article.title, article.byline, article.published_at, article.publisher) == (
        'South Korea has conveyed its "deep concern and regret" regarding the meeting between '
        "North Korean leader Kim Jong Un…",
        None,
        None,
        None,
    )
    assert outline(article) == [
        ("body", 1, "South Korea has conveyed"),
        ("body", 1, "This development has raised"),
        ("body", 3, "Washington has issued warnings"),
        ("body", 1, "South Korean Foreign Ministry"),
        ("body", 1, "Lim emphasized that any"),
        ("body", 2, "Lim also pointed out"),
        ("body", 2, "Lim warned that if"),
        ("body", 1, "White House National Security"),
        ("body", 2, "Putin, in an interview"),
        ("body", 2, "During the September 13"),
        ("body", 2, "Putin did acknowledge other"),
        ("boilerplate", 0, "Follow Daryo's official Instagram"),
        ("boilerplate", 0, "Comments (0)"),
    ]


def test_furniture_above_and_below_and_a_byline_at_the_end() -> None:
    article = seed("004")
    assert (article.title, article.byline, article.published_at, article.publisher) == (
        "S. Korean, US nuclear envoys vow to 'resolutely' counter NK-Russia arms trade",
        "Ji Da-gyum",
        None,
        None,
    )
    assert outline(article) == [
        ("boilerplate", 0, "Back To Top"),
        ("heading", 0, "S. Korean, US nuclear"),
        ("caption", 2, "Kim Gunn (right), South"),
        ("caption", 0, "Kim Gunn (right), South"),
        ("body", 1, "The top nuclear envoys"),
        ("body", 1, "South Korean Special Representative"),
        ("body", 2, "A meeting of envoys"),
        ("body", 1, '"Both sides agreed to'),
        ("body", 1, '"In this context, both'),
        ("body", 2, "Kim and Pak also"),
        ("body", 2, "Choe's visit to Russia"),
        ("body", 1, "Kremlin Spokesman Dmitry Peskov"),
        ("body", 1, "During the meeting, Kim"),
        ("body", 2, "In early January, North"),
        ("body", 2, "Kim and Pak also"),
        ("body", 1, '"Both sides commit to'),
        ("body", 1, "The South Korean and"),
        ("body", 1, "Kim Gunn also met"),
        ("body", 1, "Seoul and Tokyo also"),
        ("byline", 0, "By Ji Da-gyum (dagyumji@heraldcorp.com)"),
        ("boilerplate", 0, "MOST POPULAR"),
        ("boilerplate", 0, "LATEST NEWS"),
        ("boilerplate", 0, "subscribe"),
        ("boilerplate", 0, "지나쌤"),
    ]
