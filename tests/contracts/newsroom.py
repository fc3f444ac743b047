"""Articles as the ports expect them, made from a few words."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from qa_service.domain.articles import Article, Paragraph, ParagraphKind, RawArticle, Sentence
from qa_service.domain.passages import EmbeddedPassage, EncodedSentence, Passage
from qa_service.domain.ports import ArticleStore
from qa_service.domain.vectors import Vector
from tests.fakes import HashedWordsEncoder

ENCODER = HashedWordsEncoder()
FURNITURE = "Back To Top"


def make_article(
    *bodies: str,
    title: str = "A headline",
    index: str = "news",
    revision: int = 1,
    url: str | None = None,
    publisher: str | None = None,
    published_at: date | None = None,
    article_id: str | None = None,
) -> Article:
    """An article of these paragraphs, with furniture after the first; sentences end with a dot."""
    texts = [(ParagraphKind.HEADING, title), *((ParagraphKind.BODY, body) for body in bodies)]
    texts.insert(2, (ParagraphKind.BOILERPLATE, FURNITURE))
    text = "\n\n".join(words for _, words in texts)
    name = hashlib.sha256((index + (url or text)).encode()).hexdigest()[:12]
    paragraphs, at = [], 0
    for number, (kind, words) in enumerate(texts, 1):
        sentences = _sentences(words, at) if kind is ParagraphKind.BODY else ()
        end = at + len(words)
        paragraphs.append(Paragraph(number, f"k{number}", kind, at, end, sentences))
        at = end + 2
    return Article(
        id=article_id or f"art_{name}",
        index=index,
        revision=revision,
        title=title,
        text=text,
        paragraphs=tuple(paragraphs),
        publisher=publisher,
        published_at=published_at,
        url=url,
        language="en",
        cleaner="test/1",
    )


def raw_of(article: Article, source: str | None = None) -> RawArticle:
    """What the article might have come from."""
    return RawArticle(
        source=source or f"/{article.id}.txt",
        received=article.text.encode(),
        text=article.text,
        encoding="utf-8",
        reader="text/1",
    )


def revised(article: Article, *bodies: str) -> Article:
    """The next revision, with other paragraphs."""
    new = make_article(*bodies, title=article.title, index=article.index, url=article.url)
    return replace(
        new,
        id=article.id,
        revision=article.revision + 1,
        publisher=article.publisher,
        published_at=article.published_at,
    )


async def embedded(article: Article) -> list[EmbeddedPassage]:
    """One passage a quotable paragraph."""
    passages = []
    for position, paragraph in enumerate(one for one in article.paragraphs if one.is_quotable):
        words = article.quote(paragraph)
        passages.append(
            Passage(
                id=f"{article.id}:{article.revision}:{position}",
                article_id=article.id,
                revision=article.revision,
                position=position,
                paragraphs=(paragraph.number,),
                start=paragraph.start,
                end=paragraph.end,
                text=f"{article.title}\n{words}",
            )
        )
    vectors = await ENCODER.embed([one.text for one in passages])
    return [
        EmbeddedPassage(
            one, vector, terms_of(article.title), terms_of(article.text[one.start : one.end])
        )
        for one, vector in zip(passages, vectors, strict=True)
    ]


async def encoded(article: Article) -> list[EncodedSentence]:
    """Every sentence with its vectors."""
    spans = [(one.number, span) for one in article.paragraphs for span in one.sentences]
    encodings = await ENCODER.encode([article.quote(span) for _, span in spans])
    return [
        EncodedSentence(
            paragraph=number,
            start=span.start,
            end=span.end,
            vector=made.vector,
            context_vector=made.vector,
            tokens=made.tokens,
            lead_rows=0,
            terms=terms_of(article.quote(span)),
        )
        for (number, span), made in zip(spans, encodings, strict=True)
    ]


async def publish(articles: ArticleStore, article: Article) -> list[str]:
    """The whole way of an article into the store."""
    await articles.file(article, raw_of(article))
    await articles.put_passages(article, await embedded(article), await encoded(article))
    return await articles.publish(article)


async def question_vector(text: str) -> Vector:
    """What is searched with."""
    return (await ENCODER.embed([text]))[0]


def terms_of(text: str) -> tuple[str, ...]:
    """Lower-case words."""
    return tuple(re.findall(r"[\w.-]+\w|\w", text.lower()))


def ids_of(passages: Sequence[EmbeddedPassage]) -> list[str]:
    """Their names."""
    return [one.passage.id for one in passages]


def _sentences(words: str, at: int) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(at + match.start(), at + match.end())
        for match in re.finditer(r"[^ .][^.]*\.?", words)
    )
